//! What a sentence does: binds, names, recites, defines, lists contents, signs.

use super::{
    BlockKind,
    label::Style,
    labelled::{Block, Part},
    sentence::Cut,
    token::Lexed,
};
use crate::rule::Role;

/// What surrounds the sentences of a block.
#[derive(Clone, Debug)]
pub(super) struct Context {
    pub(super) part: Part,
    pub(super) heading: Announced,
    /// Role of the sentence that leads in to the block.
    pub(super) lead: Option<Role>,
}

/// What a heading says of the sentences below it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Announced {
    pub(super) recitals: bool,
    definitions: bool,
}

impl Announced {
    pub(super) fn by(heading: &str) -> Announced {
        let lower = heading.to_lowercase();
        let definitions = ["definition", "interpretation", "defined terms"];
        Announced {
            recitals: names_recitals(&lower),
            definitions: definitions.iter().any(|it| lower.contains(it)),
        }
    }
}

/// Finds the table of contents and the signature blocks. `starts` are the places where further files begin, in order.
pub(super) fn parts(text: &str, blocks: &mut [Block], starts: &[usize]) {
    let mut contents = false;
    let mut signing = false;
    let mut starts = starts.iter().copied().peekable();
    let mut start = String::new();
    for it in blocks.iter_mut().filter(|it| it.kind == Some(BlockKind::Hidden)) {
        it.part = Part::Hidden;
    }
    let shown: Vec<usize> =
        (0..blocks.len()).filter(|at| blocks.get(*at).is_some_and(|it| it.part != Part::Hidden)).collect();
    for (nth, at) in shown.iter().enumerate() {
        let next = shown.get(nth + 1).and_then(|it| blocks.get(*it));
        let next_entry = next.is_some_and(|it| ends_with_page(it.span.of(text)));
        let Some(block) = blocks.get_mut(*at) else { return };
        while starts.next_if(|it| *it <= block.span.start).is_some() {
            (contents, signing) = (false, false);
        }
        let whole = block.span.of(text);
        let exhibit =
            block.label.as_ref().is_some_and(|it| it.steps.first().is_some_and(|it| it.0 == Style::Exhibit));
        lower_start(whole, &mut start);
        if leaders(whole) {
            block.part = Part::Contents;
            continue;
        }
        if start.starts_with("table of contents") && block.words.len() <= 6
            || start == "contents"
            || start == "index"
        {
            contents = next_entry || start == "contents";
            block.part = Part::Contents;
            continue;
        }
        contents =
            contents && (ends_with_page(whole) || block.words.len() <= 8 && (next_entry || start == "page"));
        if contents {
            block.part = Part::Contents;
            continue;
        }
        let n_words = block.words.len();
        // Footnotes are written where they fit, also between the lines to sign on.
        if block.kind == Some(BlockKind::Note) {
            continue;
        }
        if start.starts_with("in witness w")
            || start.starts_with("in witness thereof")
            || start.starts_with("as witness the hand")
        {
            signing = true;
            block.part = Part::Signature;
        } else if signing
            && (exhibit || n_words > 24 && !whole.contains("___") || block.label.is_some() && n_words > 6)
        {
            signing = false;
        } else if signing || signs(whole, &start, n_words) {
            signing = signing
                || signs(whole, &start, n_words)
                    && !start.starts_with("date")
                    && !start.starts_with("title")
                    && !start.starts_with("name");
            block.part = if signing || whole.contains("___") { Part::Signature } else { Part::Body };
        }
    }
}

/// "By: ______", "Name: Jane Doe", "/s/ Jane Doe", "SIGNED by ..."
fn signs(whole: &str, start: &str, n_words: usize) -> bool {
    if n_words > 40 {
        return false;
    }
    const FIELDS: [&str; 12] = [
        "by:",
        "by :",
        "signature:",
        "signed:",
        "/s/",
        "signed by",
        "signed for",
        "executed by",
        "executed as a deed",
        "its:",
        "authorized signature",
        "authorised signature",
    ];
    const BLANKS: [&str; 6] = ["name", "title", "date", "signature", "by", "print"];
    FIELDS.iter().any(|it| start.starts_with(it))
        || BLANKS.iter().any(|it| start.starts_with(it)) && whole.contains("____")
}

/// "Payment ........ 12"
fn leaders(whole: &str) -> bool {
    // Prose has no two dots in a row.
    let again = |at: usize| whole.get(at + 1..).is_some_and(|it| it.starts_with('.') || it.starts_with(" ."));
    if !whole.match_indices('.').any(|it| again(it.0)) && !whole.contains("……") {
        return false;
    }
    let (mut pages, mut others) = (0, 0);
    let mut rest = whole;
    // From run of dots to run of dots, so that each byte is looked at once.
    while let Some(at) = rest.find(['.', '…']) {
        let from = rest.get(at..).unwrap_or_default();
        rest = from.trim_start_matches(['.', ' ', '…']);
        let run = from.get(..from.len() - rest.len()).unwrap_or_default();
        if ![".....", ". . . .", "……"].iter().any(|it| run.contains(it)) {
            continue;
        }
        if begins_with_page(rest) {
            pages += 1;
        } else {
            others += 1;
        }
    }
    pages > others
}

/// "12" or "iv" at the end of a line or before the next title; not "12 months", "$400".
fn begins_with_page(rest: &str) -> bool {
    let word = rest.split(|it: char| !it.is_ascii_alphanumeric()).next().unwrap_or_default();
    let number = (1..=4).contains(&word.len()) && word.bytes().all(|it| it.is_ascii_digit());
    let roman = !word.is_empty() && word.bytes().all(|it| matches!(it, b'i' | b'v' | b'x'));
    let after = rest.get(word.len()..).unwrap_or_default();
    let ends = after.trim_start_matches([' ', '\t']);
    (number || roman)
        && (ends.is_empty()
            || ends.starts_with(['\n', '\r', '|', '*', '<'])
            || after.starts_with([' ', '\t'])
                && ends.starts_with(|it: char| it.is_ascii_digit() || it.is_uppercase()))
}

/// A short line that ends with a page number.
fn ends_with_page(whole: &str) -> bool {
    let trimmed = whole.trim_end();
    let digits = trimmed.bytes().rev().take_while(u8::is_ascii_digit).count();
    trimmed.len() < 140
        && (1..=3).contains(&digits)
        && trimmed.get(..trimmed.len() - digits).is_some_and(|it| it.ends_with([' ', '\t', '.', '|', '-']))
}

/// Puts the first characters in lower case into `start`, emphasis marks dropped.
fn lower_start(whole: &str, start: &mut String) {
    start.clear();
    let shown = whole.chars().filter(|it| !matches!(it, '*' | '#')).skip_while(|it| it.is_whitespace());
    for it in shown.take(40) {
        if it.is_ascii() {
            start.push(it.to_ascii_lowercase());
        } else {
            start.extend(it.to_lowercase());
        }
    }
}

/// Role of a heading sentence.
pub(super) fn of_heading(part: Part) -> Role {
    match part {
        Part::Body => Role::Heading,
        Part::Contents => Role::Contents,
        Part::Hidden => Role::Hidden,
        Part::Signature => Role::Signature,
    }
}

/// True of a heading such as "recitals" or "background", in lower case.
fn names_recitals(lower: &str) -> bool {
    let core = lower.trim_matches(|it: char| !it.is_alphabetic());
    matches!(
        core,
        "recital"
            | "recitals"
            | "background"
            | "whereas"
            | "preamble"
            | "witnesseth"
            | "w i t n e s s e t h"
            | "background and recitals"
    )
}

/// Roles of the sentences of one block.
pub(super) fn of_sentences(text: &str, lexed: &Lexed, cuts: &[Cut], context: &Context) -> Vec<Role> {
    let fixed = match context.part {
        Part::Contents => Some(Role::Contents),
        Part::Hidden => Some(Role::Hidden),
        Part::Signature => Some(Role::Signature),
        Part::Body => context.lead.filter(|it| matches!(it, Role::Definition | Role::Recital)),
    };
    let Announced { recitals, definitions: defines } = context.heading;
    let mut roles: Vec<Role> = Vec::with_capacity(cuts.len());
    for cut in cuts {
        let lead = cut
            .leads
            .last()
            .and_then(|it| roles.get(*it))
            .copied()
            .filter(|it| matches!(it, Role::Definition | Role::Recital));
        roles.push(fixed.or(lead).unwrap_or_else(|| of_sentence(text, lexed, cut, recitals, defines)));
    }
    roles
}

fn of_sentence(text: &str, lexed: &Lexed, cut: &Cut, recitals: bool, defines: bool) -> Role {
    let norm = |at: usize| {
        (at < cut.words.len())
            .then(|| lexed.words.get(cut.words.start + at))
            .flatten()
            .map(|it| lexed.norm(it))
            .unwrap_or_default()
    };
    let first = if norm(0) == "and" { norm(1) } else { norm(0) };
    if first == "whereas" {
        return Role::Recital;
    }
    if recitals {
        let binds = (0..cut.words.len()).any(|it| {
            matches!(norm(it), "shall" | "must" | "agree" | "agrees" | "agreed" | "hereby" | "therefore")
        });
        return if binds { Role::Operative } else { Role::Recital };
    }
    if is_definition(text, lexed, cut, &norm, defines) { Role::Definition } else { Role::Operative }
}

/// "“X” means", "The term “X” shall mean", and in a section of definitions also "X means".
fn is_definition<'a>(
    text: &str,
    lexed: &Lexed,
    cut: &Cut,
    norm: &impl Fn(usize) -> &'a str,
    defines: bool,
) -> bool {
    let n_words = cut.words.len().min(30);
    let verb = (1..n_words).find(|at| {
        let next = || norm(at + 1);
        match norm(*at) {
            "means" | "mean" => norm(at - 1) != "no" && norm(at - 1) != "any" && norm(at - 1) != "by",
            "has" | "have" => matches!(next(), "the" | "a") && norm(at + 2).starts_with("meaning"),
            "refers" | "refer" => next() == "to",
            "is" | "are" => next() == "defined",
            "includes" | "include" => defines,
            _ => false,
        }
    });
    let Some(verb) = verb else { return false };
    let (Some(start), Some(end)) =
        (lexed.words.get(cut.words.start), lexed.words.get(cut.words.start + verb))
    else {
        return false;
    };
    let before = text.get(cut.span.start.min(start.start as usize)..end.start as usize).unwrap_or_default();
    let quote = before.find(['"', '“', '”', '‘', '*']);
    let Some(quote) = quote else {
        return defines && verb <= 8 && before.starts_with(|it: char| it.is_uppercase());
    };
    let lead = before.get(..quote).unwrap_or_default().to_lowercase();
    let lead = lead.trim();
    let opens = lead.is_empty()
        || [
            "the term",
            "term",
            "as used",
            "for purposes",
            "for the purpose",
            "in this",
            "a ",
            "an ",
            "the",
            "a",
            "an",
            "when used",
            "where used",
        ]
        .iter()
        .any(|it| lead.starts_with(it));
    opens && !before.contains("(the")
}
