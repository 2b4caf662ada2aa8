//! Which blocks are headings, and which begin with one.

use std::{collections::BTreeMap, ops::Range};

use super::{
    After, BlockKind,
    label::Style,
    labelled::{Block, Head, Part},
    sentence,
    token::Lexed,
    written,
};

/// Decides for every block.
pub(super) fn mark(text: &str, lexed: &Lexed, blocks: &mut [Block]) {
    // What the file does not show stands between nothing.
    let mut heads = vec![Head::None; blocks.len()];
    let mut next = None;
    for (block, found) in blocks.iter().zip(&mut heads).rev() {
        if block.part != Part::Hidden {
            *found = head(text, lexed, block, next);
            next = Some(block);
        }
    }
    let begun = |it: (&Block, &Head)| {
        it.0.label.is_none() && it.0.part == Part::Body && matches!(it.1, Head::RunIn(_))
    };
    if blocks.iter().zip(&heads).filter(|it| begun((it.0, it.1))).take(ALIKE).count() == ALIKE {
        for (block, head) in blocks.iter().zip(&mut heads).filter(|it| *it.1 == Head::None) {
            *head = in_sentence_case(text, lexed, block);
        }
    }
    let mut before_text = true;
    let mut before_sections = true;
    let mut titles: Vec<String> = Vec::new();
    for (at, (block, mut head)) in blocks.iter_mut().zip(heads).enumerate() {
        if block.part == Part::Hidden {
            continue;
        }
        // The exhibit number of a filing ("Exhibit 10.7") stands above the title of the document.
        let exhibit =
            block.label.as_ref().is_some_and(|it| it.steps.first().is_some_and(|it| it.0 == Style::Exhibit));
        if head == Head::Whole && (block.label.is_none() || exhibit && at < 3) {
            let written = block.text(text);
            let named = names_document(written);
            // Under "CONSULTING AGREEMENT" a line in capitals may go on with the title; "FEES" does not.
            let provision = names_provision(written) && titles.iter().any(|it| names_document(it));
            let first = before_text && (named || !names_opening(written) && !provision);
            if first || before_sections && named || titles.iter().any(|it| it == written) {
                head = Head::Title;
                if titles.len() < 8 {
                    titles.push(written.to_owned());
                }
            }
        }
        before_text &=
            !(head == Head::None && block.own.len() > 7 || block.label.is_some() && head != Head::None);
        before_sections &= at < 60
            && (block.label.is_none()
                || matches!(head, Head::None | Head::Title)
                || block.part != Part::Body);
        block.head = head;
    }
    contents(lexed, blocks);
}

/// Paragraphs of a contract that begin with a title before others may begin with one in small letters.
const ALIKE: usize = 3;

/// "Grant of rights. I grant …", where other paragraphs begin with titles, too.
fn in_sentence_case(text: &str, lexed: &Lexed, block: &Block) -> Head {
    let words = lexed.words.get(block.own.clone()).unwrap_or_default();
    let paragraph = matches!(block.kind, None | Some(BlockKind::Paragraph));
    if block.label.is_some() || block.part != Part::Body || !paragraph || !starts_upper(block.text(text)) {
        return Head::None;
    }
    let Some(stop) = words.iter().take(5).position(|it| it.after != After::Nothing) else {
        return Head::None;
    };
    let (heading, rest) = words.split_at(stop + 1);
    let own = block.own.start..block.own.start + heading.len();
    let goes_on = rest
        .first()
        .and_then(|it| text.get(it.start as usize..))
        .is_some_and(|it| it.starts_with(char::is_uppercase));
    let ends = heading.last().is_some_and(|it| {
        it.after == After::Stop && lexed.norm(it).len() > 1 && !sentence::abbreviates(lexed.norm(it))
    });
    if ends
        && goes_on
        && rest.len() >= 6
        && !has_verb(lexed, &own)
        && !begins_clause(lexed, own.start)
        && !orders(lexed, &own)
        && heading.first().is_some_and(|it| !matches!(lexed.norm(it), "please" | "thanks" | "dear"))
    {
        return Head::RunIn(own.end);
    }
    Head::None
}

/// Numbered headings that follow one another and come again later are a table of contents.
fn contents(lexed: &Lexed, blocks: &mut [Block]) {
    let key = |block: &Block| {
        let label = block
            .label
            .as_ref()
            .filter(|_| block.part == Part::Body && block.head != Head::None && block.own.len() <= 14)?;
        let first = lexed
            .words
            .get(block.own.start)
            .filter(|_| !block.own.is_empty())
            .map(|it| lexed.norm(it))
            .unwrap_or_default();
        Some((label.number.to_lowercase(), first))
    };
    let keys: Vec<Option<(String, &str)>> = blocks.iter().map(key).collect();
    let mut last: BTreeMap<&(String, &str), usize> = BTreeMap::new();
    for (at, key) in keys.iter().enumerate() {
        if let Some(key) = key {
            last.insert(key, at);
        }
    }
    let again: Vec<bool> = keys
        .iter()
        .enumerate()
        .map(|(at, key)| key.as_ref().and_then(|it| last.get(it)).is_some_and(|it| *it > at + 3))
        .collect();
    for (at, block) in blocks.iter_mut().enumerate() {
        let beside = at > 0 && again.get(at - 1) == Some(&true) || again.get(at + 1) == Some(&true);
        if again.get(at) == Some(&true) && beside && block.span.len() < 140 {
            block.part = Part::Contents;
            block.head = Head::None;
        }
    }
}

fn head(text: &str, lexed: &Lexed, block: &Block, next: Option<&Block>) -> Head {
    match block.kind {
        Some(BlockKind::Heading(_)) => return Head::Whole,
        Some(BlockKind::TableRow | BlockKind::Note | BlockKind::Hidden) => return Head::None,
        _ => {}
    }
    if block.part == Part::Signature
        && !block.label.as_ref().is_some_and(|it| it.steps.first().is_some_and(|it| it.0 == Style::Exhibit))
    {
        return Head::None;
    }
    let body = block.text(text);
    let label = block.label.as_ref();
    let style = label.and_then(|it| it.steps.last()).map(|it| it.0);
    if matches!(style, Some(Style::Exhibit)) {
        return if body.len() < 120 && !body.trim_end().ends_with([',', ';']) && !has_verb(lexed, &block.own) {
            Head::Whole
        } else {
            Head::None
        };
    }
    if block.own.is_empty() {
        return if label.is_some_and(|it| it.word) { Head::Whole } else { Head::None };
    }
    if body.len() <= 110 && whole(text, lexed, block, next, style) {
        return Head::Whole;
    }
    run_in(text, lexed, block, style)
}

fn whole(text: &str, lexed: &Lexed, block: &Block, next: Option<&Block>, style: Option<Style>) -> bool {
    let body = block.text(text).trim();
    !body.starts_with(['<', '['])
        && !body.starts_with("/s/")
        && titles(lexed, block, body, next, style)
        && !body.contains("___")
        && !connector(body)
        && !written::is_notice(body)
}

/// True if the text of a block looks like a heading and nothing else.
fn titles(lexed: &Lexed, block: &Block, body: &str, next: Option<&Block>, style: Option<Style>) -> bool {
    let numbered =
        matches!(style, Some(Style::Decimal(_) | Style::Article | Style::Upper(_) | Style::UpperRoman(_)));
    if numbered
        && !body.ends_with([';', ',', ':'])
        && starts_upper(body)
        && block.own.len() <= 8
        && !has_verb(lexed, &block.own)
        && !is_filled_in(body)
    {
        if !written::title_case(body, 8)
            && !written::capitals(body)
            && body.ends_with('.')
            && (begins_clause(lexed, block.own.start)
                || orders(lexed, &block.own)
                || stands_alone(block, next))
        {
            return false;
        }
        let inner = lexed.words.get(block.own.start..block.own.end.saturating_sub(1)).unwrap_or_default();
        return !inner.iter().any(|it| it.after == After::Stop);
    }
    if matches!(style, Some(Style::Bullet(_) | Style::Item(_)))
        || matches!(block.kind, Some(BlockKind::ListItem(_))) && style.is_none()
    {
        return false;
    }
    // "THE SOFTWARE IS PROVIDED AS IS." is a sentence.
    let sentence = body.ends_with('.') && has_verb(lexed, &block.own);
    if written::capitals(body) && !body.ends_with([';', ',']) && !sentence && block.own.len() <= 14 {
        let digits = body.bytes().filter(u8::is_ascii_digit).count();
        return style.is_some()
            || digits < 5
                && !is_fragment(body)
                && !body.contains(['$', '@'])
                && !ends_like_company(lexed, block);
    }
    let titled =
        written::title_case(body, if style.is_some() { 10 } else { 7 }) && !body.contains(['$', '@', '%']);
    if style.is_some() {
        return titled && block.own.len() <= 8 && !has_verb(lexed, &block.own);
    }
    // Addresses and names are short lines in title case, too; headings stand before text.
    let digits = body.bytes().any(|it| it.is_ascii_digit());
    // What follows must not change what it is from nothing to a section; so a last line is a heading, too.
    let before_text = next.is_none_or(|it| it.words.len() >= 8 || it.label.is_some());
    titled
        && !written::field(body)
        && !digits
        && !body.contains(',')
        && !body.ends_with('.')
        && before_text
        && !ends_like_company(lexed, block)
}

/// "Courts: Delaware only", "Fee: $900": a line of a form, filled in; "Part One: The Services" is a heading.
fn is_filled_in(body: &str) -> bool {
    body.split_once(':').is_some_and(|(_, said)| {
        let said = said.trim();
        let title = written::title_case(said, 10) || written::capitals(said);
        !said.is_empty() && (!title || said.contains(|it: char| it.is_ascii_digit() || "$£€%".contains(it)))
    })
}

/// "4. Payment. Client shall pay", "4.2 Late fees – ...", "PAYMENT: ...", "**Payment** ...".
fn run_in(text: &str, lexed: &Lexed, block: &Block, style: Option<Style>) -> Head {
    if matches!(block.kind, Some(BlockKind::ListItem(_))) && style.is_none() {
        return Head::None;
    }
    let words = lexed.words.get(block.own.clone()).unwrap_or_default();
    let body = block.text(text);
    if !starts_upper(body) || body.starts_with(['"', '“']) {
        return bold(text, lexed, block);
    }
    let marks = |at: usize| -> (bool, bool, bool) {
        let (Some(word), Some(next)) = (words.get(at), words.get(at + 1)) else {
            return (false, false, false);
        };
        let gap = text.get(word.end as usize..next.start as usize).unwrap_or_default();
        let dash =
            gap.len() > 1 && [" –", " —", "—", " - ", ".-", ". -"].iter().any(|it| gap.starts_with(it));
        (word.after == After::Stop, word.after == After::Colon, dash)
    };
    for at in 0..words.len().min(12) {
        let (stop, colon, dash) = marks(at);
        if !(stop || colon || dash) {
            continue;
        }
        let n_words = at + 1;
        let end = block.own.start + n_words;
        let (Some(first), Some(last)) = (words.first(), words.get(at)) else { return Head::None };
        let written = text.get(first.start as usize..last.end as usize).unwrap_or_default();
        let rest = words.len() - n_words;
        let next_upper = words.get(at + 1).is_some_and(|it| {
            text.get(it.start as usize..it.end as usize)
                .is_some_and(|it| it.starts_with(|it: char| it.is_uppercase() || it.is_ascii_digit()))
        });
        // "3. Delivery. ☒ print ☐ web"
        let gap = words.get(at + 1).and_then(|it| text.get(last.end as usize..it.start as usize));
        let next_upper = next_upper || gap.is_some_and(|it| it.contains(['☐', '☑', '☒', '□', '■']));
        let caps = written::capitals(written) && n_words <= 10;
        let titled = written::title_case(written, 10);
        let verb = has_verb(lexed, &(block.own.start..end));
        let abbreviation = stop
            && (n_words == 1 && written.len() <= 2
                || sentence::abbreviates(lexed.norm(last))
                // "Statement of Work No. 1"
                || lexed.norm(last) == "no" && words.get(at + 1).is_some_and(|it| lexed.norm(it).starts_with(|it: char| it.is_ascii_digit()))
                // "John A. Smith signs"
                || style.is_none() && lexed.norm(last).len() == 1);
        let field = (colon || dash) && is_field(lexed.norm(first));
        let good = match style {
            Some(Style::Bullet(_)) => {
                (titled || caps) && (stop || colon) && rest >= 3 && n_words <= 6 && !verb
            }
            Some(_) => {
                let said = |words: &Range<usize>| begins_clause(lexed, words.start) || speaks(lexed, words);
                (titled || caps || n_words <= 6 && stop && !said(&(block.own.start..end)))
                    && rest >= 1
                    && (next_upper || colon || dash)
                    && !verb
            }
            None if caps => {
                (stop || colon || dash) && rest >= 4 && !ends_like(lexed, end - 1) && n_words <= 8
            }
            None => {
                stop && titled
                    && n_words <= 6
                    && rest >= 6
                    && next_upper
                    && !verb
                    && !ends_like(lexed, end - 1)
                    && !written.contains(',')
            }
        };
        return if good && !abbreviation && !field { Head::RunIn(end) } else { Head::None };
    }
    Head::None
}

/// "**Payment** Client shall pay"
fn bold(text: &str, lexed: &Lexed, block: &Block) -> Head {
    let body = block.text(text);
    let Some(rest) = body.strip_prefix("**").or_else(|| body.strip_prefix("__")) else { return Head::None };
    let Some(len) = rest.find("**").or_else(|| rest.find("__")) else { return Head::None };
    let inner = rest.get(..len).unwrap_or_default();
    if len > 80 || inner.starts_with(['"', '“']) || !starts_upper(inner) {
        return Head::None;
    }
    let end = block.body + 2 + len;
    let words = lexed.words.get(block.own.clone()).unwrap_or_default();
    let n_words = words.iter().take_while(|it| (it.start as usize) < end).count();
    let verb = has_verb(lexed, &(block.own.start..block.own.start + n_words));
    // "**Services** means the work" defines.
    let next = words.get(n_words).map(|it| lexed.norm(it)).unwrap_or_default();
    let verb = verb || matches!(next, "means" | "mean" | "has" | "have" | "refers" | "includes");
    if n_words == 0 || n_words > 10 || verb {
        Head::None
    } else if n_words == words.len() {
        Head::Whole
    } else {
        Head::RunIn(block.own.start + n_words)
    }
}

/// The words of a heading as written, without emphasis marks and closing punctuation.
pub(super) fn written(text: &str, lexed: &Lexed, words: Range<usize>) -> String {
    let Some((first, last)) = lexed.words.get(words).and_then(|it| Some((it.first()?, it.last()?))) else {
        return String::new();
    };
    let written = text.get(first.start as usize..last.end as usize).unwrap_or_default();
    let mut heading = String::with_capacity(written.len());
    for (nth, word) in written.split_whitespace().enumerate() {
        if nth > 0 {
            heading.push(' ');
        }
        heading.extend(word.split(['*', '_']));
    }
    heading
}

fn starts_upper(body: &str) -> bool {
    body.trim_start_matches(['*', '_', '"', '“']).starts_with(char::is_uppercase)
        && !body.starts_with(['*', '_'])
}

fn has_verb(lexed: &Lexed, words: &Range<usize>) -> bool {
    let mut before = "";
    lexed.words.get(words.clone()).unwrap_or_default().iter().any(|it| {
        let (word, last) = (lexed.norm(it), before);
        before = word;
        // "At-Will Employment"
        if word == "will" {
            return last != "at";
        }
        matches!(
            word,
            "shall"
                | "may"
                | "must"
                | "is"
                | "are"
                | "has"
                | "have"
                | "agrees"
                | "agree"
                | "means"
                | "mean"
                | "was"
                | "were"
                | "hereby"
                | "be"
                | "acknowledges"
                | "represents"
                | "warrants"
                | "can"
                | "grants"
        )
    })
}

/// True of a few words in sentence case that say something, "Tips go to the house", "You're employed at will", as no heading
/// does but "What you pay" and "Paying you".
fn speaks(lexed: &Lexed, words: &Range<usize>) -> bool {
    const ASKING: [&str; 8] = ["what", "how", "when", "where", "why", "who", "if", "whose"];
    const SUBJECTS: [&str; 9] = ["you", "we", "us", "they", "them", "it", "i", "nobody", "everyone"];
    const VERBS: [&str; 38] = [
        "go", "goes", "pays", "keep", "keeps", "own", "owns", "get", "gets", "belong", "belongs", "stay",
        "stays", "remain", "remains", "apply", "applies", "do", "does", "did", "give", "gives", "take",
        "takes", "become", "becomes", "come", "comes", "lasts", "expires", "renews", "owe", "owes", "not",
        "follows", "governs", "prevails", "needs",
    ];
    let words = lexed.words.get(words.clone()).unwrap_or_default();
    let first = words.first().map_or("", |it| lexed.norm(it));
    if ASKING.contains(&first) || first.ends_with("ing") {
        return false;
    }
    words.iter().map(|it| lexed.norm(it)).any(|it| SUBJECTS.contains(&it) || VERBS.contains(&it))
}

/// First word of a line of a form or of a signature block: "Date: 3/28/96".
fn is_field(norm: &str) -> bool {
    matches!(
        norm,
        "date"
            | "dated"
            | "by"
            | "name"
            | "title"
            | "address"
            | "attention"
            | "attn"
            | "tel"
            | "telephone"
            | "phone"
            | "fax"
            | "facsimile"
            | "email"
            | "e-mail"
            | "to"
            | "from"
            | "re"
            | "its"
            | "witness"
            | "signature"
            | "source"
            | "note"
            | "per"
            | "cc"
    )
}

/// True of a word that begins a clause rather than a heading in sentence case.
fn begins_clause(lexed: &Lexed, at: usize) -> bool {
    lexed.words.get(at).is_some_and(|it| lexed.norm(it) != "no" && sentence::starts(lexed.norm(it)))
}

/// True of a short clause without a modal: "Tenant to pay all charges", "No overnight visitors without consent". "No
/// waiver" and "No third party beneficiaries" are headings.
fn orders(lexed: &Lexed, words: &Range<usize>) -> bool {
    let norm = |at: usize| lexed.words.get(at).filter(|_| at < words.end).map_or("", |it| lexed.norm(it));
    norm(words.start) == "no" && words.len() > 4 || norm(words.start + 1) == "to"
}

/// True if nothing stands below a numbered block, as it would below a heading: the next is numbered alike, or the text ends.
fn stands_alone(block: &Block, next: Option<&Block>) -> bool {
    let style = |block: &Block| {
        let steps = &block.label.as_ref()?.steps;
        Some((steps.len(), steps.last()?.0))
    };
    next.is_none_or(|it| it.part == Part::Signature || style(it).is_some() && style(it) == style(block))
}

/// Part of a sentence in capitals: "OF THE POSSIBILITY OF SUCH DAMAGES".
fn is_fragment(body: &str) -> bool {
    let mut words = body.split_whitespace();
    let (first, last) = (words.next().unwrap_or_default(), words.next_back().unwrap_or_default());
    let joint = |it: &str| {
        matches!(
            it,
            "OF" | "OR" | "AND" | "WITH" | "BY" | "THE" | "TO" | "IN" | "FOR" | "ANY" | "SUCH" | "THAT" | "A"
        )
    };
    joint(last) || matches!(first, "OF" | "OR" | "AND" | "WITH" | "BY" | "ANY" | "SUCH" | "THAT")
}

fn connector(body: &str) -> bool {
    const CONNECTORS: [&str; 14] = [
        "and",
        "between",
        "by and between",
        "by and among",
        "to",
        "by",
        "of",
        "among",
        "or",
        "dated",
        "with",
        "for",
        "dated as of",
        "as",
    ];
    let core = body.trim_matches(|it: char| !it.is_alphanumeric());
    CONNECTORS.iter().any(|it| core.eq_ignore_ascii_case(it))
}

fn ends_like_company(lexed: &Lexed, block: &Block) -> bool {
    ends_like(lexed, block.own.end.saturating_sub(1))
}

/// True of the last word of a company's name.
fn ends_like(lexed: &Lexed, at: usize) -> bool {
    lexed.words.get(at).is_some_and(|it| {
        matches!(
            lexed.norm(it),
            "inc"
                | "ltd"
                | "llc"
                | "corp"
                | "limited"
                | "corporation"
                | "gmbh"
                | "llp"
                | "plc"
                | "l.p"
                | "s.a"
                | "co"
                | "n.a"
                | "b.v"
                | "n.v"
                | "l.l.c"
                | "incorporated"
        )
    })
}

/// "CONSULTING AGREEMENT"
fn names_document(body: &str) -> bool {
    let lower = body.to_lowercase();
    [
        "agreement",
        "contract",
        "terms",
        "policy",
        "deed",
        "lease",
        "licence",
        "license",
        "letter",
        "addendum",
        "statement",
    ]
    .iter()
    .any(|it| lower.contains(it))
        && !lower.starts_with("term")
        || lower.starts_with("terms of")
        || lower.starts_with("terms and")
        || lower.starts_with("terms &")
}

/// Sections that may stand before any text.
fn names_opening(body: &str) -> bool {
    let lower = body.to_lowercase();
    [
        "recital",
        "background",
        "definition",
        "whereas",
        "preamble",
        "parties",
        "introduction",
        "summary",
        "overview",
        "witnesseth",
        "scope",
        "key terms",
        "cover",
    ]
    .iter()
    .any(|it| lower.contains(it))
}

/// What the first provision of a contract without numbers is often called.
fn names_provision(body: &str) -> bool {
    matches!(
        body.trim_matches(|it: char| !it.is_alphanumeric()).to_lowercase().as_str(),
        "rights"
            | "grant of rights"
            | "licence"
            | "license"
            | "grant of licence"
            | "grant of license"
            | "services"
            | "the services"
            | "work"
            | "the work"
            | "deliverables"
            | "engagement"
            | "appointment"
            | "term"
            | "term and termination"
            | "fee"
            | "fees"
            | "fees and payment"
            | "payment"
            | "payments"
            | "payment terms"
            | "compensation"
            | "confidentiality"
            | "confidential information"
            | "general"
    )
}
