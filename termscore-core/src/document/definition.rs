//! Terms that the document defines: "“Work Product” means …", "(the “Client”)", "hereinafter called “Fees”",
//! "“Order” has the meaning given in Section 2".

use memchr::{memchr2, memchr3_iter, memrchr2};

use super::{Document, Sentence, naming};
use crate::{Span, rule::Role};

/// Characters between a term and the verb that defines it.
const BETWEEN: usize = 160;
/// Characters between a term and the parentheses around it.
const AROUND: usize = 220;
/// Characters of a term.
const TERM: usize = 90;

/// A term and the words that define it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Definition {
    /// As written, without quotes: `Work Product`.
    pub term: String,
    /// Where the term stands.
    pub term_span: Span,
    /// The defining words: the sentence, or the parenthesis that gives a name.
    pub span: Span,
    /// How it is defined.
    pub how: Defined,
    /// Index of the paragraph that it stands in.
    pub paragraph: usize,
    /// Index, in [`Document::outline`], of the innermost section that it stands in.
    pub section: Option<usize>,
}

/// How a term is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Defined {
    /// "“X” means …"
    Means,
    /// "“X” has the meaning given in Section 2": somewhere else.
    Elsewhere,
    /// "… (the “X”)": a short name for the words before it.
    Named,
}

/// In order of the text.
pub(super) fn definitions(document: &Document) -> Vec<Definition> {
    let mut found = Vec::new();
    let mut done = 0;
    for sentence in &document.sentences {
        if matches!(sentence.role, Role::Contents | Role::Signature | Role::Hidden | Role::Struck) {
            continue;
        }
        let before = found.len();
        let start = sentence.span.start.max(done);
        done = of_sentence(document, sentence, start, &mut found).max(sentence.span.end);
        if found.len() == before && sentence.role == Role::Definition {
            unquoted(document, sentence, &mut found);
        }
    }
    found
}

/// Reads the quoted terms of a sentence from a byte on; gives the byte behind what was read.
fn of_sentence(document: &Document, sentence: &Sentence, start: usize, found: &mut Vec<Definition>) -> usize {
    let text = document.text.as_str();
    let end = sentence.span.end;
    let mut at = start;
    while let Some(quote) = text.get(at..end).and_then(next_quoted).map(|it| it.shift(at)) {
        at = quote.end;
        let term = text.get(quote.inner.start..quote.inner.end).unwrap_or_default();
        let term = term.trim().trim_end_matches([',', '.', ';', ':']).trim();
        if !is_term(term) {
            continue;
        }
        let how = match parenthesis(text, sentence.span, &quote) {
            Some((span, true)) => Some((span, Defined::Named)),
            _ => defined(text, sentence, &quote).map(|it| (sentence.span, it)),
        };
        let Some((span, how)) = how else { continue };
        push(document, sentence, term, quote.inner, span, how, found);
    }
    at
}

fn push(
    document: &Document,
    sentence: &Sentence,
    term: &str,
    term_span: Span,
    span: Span,
    how: Defined,
    found: &mut Vec<Definition>,
) {
    let paragraph = sentence.paragraph as usize;
    let section = document.paragraphs.get(paragraph).and_then(|it| (it.section as usize).checked_sub(1));
    let term = term.split_whitespace().collect::<Vec<_>>().join(" ").replace(['*', '_'], "");
    found.push(Definition { term, term_span, span, how, paragraph, section });
}

fn is_term(term: &str) -> bool {
    let n_words = term.split_whitespace().count();
    (1..=9).contains(&n_words)
        && term.len() <= TERM
        && (term.starts_with(|it: char| it.is_uppercase() || it.is_ascii_digit())
            || matches!(term, "we" | "us" | "our" | "you" | "your")
            || n_words <= 4 && term.starts_with(char::is_alphabetic))
}

/// Quoted words.
#[derive(Clone, Copy, Debug)]
struct Quote {
    start: usize,
    inner: Span,
    end: usize,
}

impl Quote {
    fn shift(self, by: usize) -> Quote {
        Quote {
            start: self.start + by,
            inner: Span::new(self.inner.start + by, self.inner.end + by),
            end: self.end + by,
        }
    }
}

/// The next quotation that is short enough for a term; "**Bold**" counts as one.
fn next_quoted(text: &str) -> Option<Quote> {
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        // The marks of Unicode begin with the same byte.
        let mut signs = memchr3_iter(b'"', b'*', 0xE2, rest.as_bytes())
            .filter_map(|at| Some((at, rest.get(at..)?.chars().next()?)));
        let (open, sign) = signs.find(|it| matches!(it.1, '"' | '“' | '„' | '‘' | '*'))?;
        let open = from + open;
        let marks = match sign {
            '*' => "**",
            '"' => "\"",
            '“' => "“",
            '„' => "„",
            _ => "‘",
        };
        let rest = text.get(open..)?;
        let Some(inner) = rest.strip_prefix(marks) else {
            from = open + sign.len_utf8();
            continue;
        };
        let close = inner.char_indices().take(TERM + 8).find(|(at, it)| match sign {
            '*' => *it == '*' && inner.get(*at..).is_some_and(|it| it.starts_with("**")),
            '"' => matches!(it, '"' | '”'),
            '‘' => {
                matches!(it, '’')
                    && !inner
                        .get(*at + '’'.len_utf8()..)
                        .is_some_and(|it| it.starts_with(char::is_alphabetic))
            }
            _ => matches!(it, '”' | '“' | '"'),
        });
        let Some((len, closing)) = close else {
            from = open + marks.len();
            continue;
        };
        let start = open + marks.len();
        let end = start + len + if sign == '*' { 2 } else { closing.len_utf8() };
        // **"Term"** is read from the inner quotes; quotes around nothing are none.
        let core = text.get(start..start + len)?;
        if sign == '*' && core.starts_with(['"', '“', '‘']) || core.trim().is_empty() {
            from = start;
            continue;
        }
        let lead = core.len() - core.trim_start_matches(['*', '_', ' ']).len();
        let tail = core.len() - core.trim_end_matches(['*', '_', ' ']).len();
        let inner = Span::new(start + lead, (start + len - tail).max(start + lead));
        return Some(Quote { start: open, inner, end });
    }
}

/// The parenthesis around a quotation, and whether it does nothing but name.
fn parenthesis(text: &str, sentence: Span, quote: &Quote) -> Option<(Span, bool)> {
    let near = |between: &str| between.chars().nth(AROUND).is_none();
    // A character has four bytes at most: further away nothing is looked for.
    let from = sentence.start.max(quote.start.saturating_sub(4 * AROUND + 1));
    let open = from + memrchr2(b'(', b')', text.as_bytes().get(from..quote.start)?)?;
    let (sign, between) = text.get(open..quote.start)?.split_at_checked(1)?;
    if sign != "(" || !near(between) {
        return None;
    }
    let rest = text.get(quote.end..)?;
    let len = memchr2(b'(', b')', rest.as_bytes().get(..4 * AROUND + 1).unwrap_or(rest.as_bytes()))?;
    let (between, sign) = rest.split_at_checked(len)?;
    if !sign.starts_with(')') || !near(between) {
        return None;
    }
    let span = Span::new(open, quote.end + len + 1);
    let inner = text.get(open + 1..quote.end + len)?;
    Some((span, naming::names(inner)))
}

/// How the words behind a quoted term define it, if they do.
fn defined(text: &str, sentence: &Sentence, quote: &Quote) -> Option<Defined> {
    let head = text.get(sentence.span.start..quote.start).unwrap_or_default();
    let lead: String = head.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
    let lead = lead.to_lowercase();
    let called = ["hereinafter", "hereafter", "herein"].iter().any(|it| lead.contains(it));
    let last = lead.split(|it: char| !it.is_alphanumeric()).rfind(|it| !it.is_empty()).unwrap_or_default();
    if called && matches!(last, "hereinafter" | "hereafter" | "as" | "called" | "the" | "a" | "an" | "to") {
        return Some(Defined::Named);
    }
    let rest = text.get(quote.end..sentence.span.end.max(quote.end)).unwrap_or_default();
    let near: String = rest.chars().take(BETWEEN).collect();
    let near = near.trim_start_matches(['*', '_', '”', '"', ')', ' ', '\u{A0}', '\n']);
    if let Some(after) = near.strip_prefix(':').or_else(|| near.strip_prefix('=')) {
        let first = opens_sentence(head);
        return (first && !after.trim().is_empty()).then_some(Defined::Means);
    }
    let opens = opens_sentence(head)
        || [
            "term",
            "terms",
            "expression",
            "expressions",
            "word",
            "words",
            "phrase",
            "and",
            "or",
            "agreement",
            "contract",
            "a",
            "an",
            "the",
        ]
        .contains(&last)
        || lead.trim_end().ends_with([',', ';', ':', '(']);
    if !opens {
        return None;
    }
    let lower = near.to_lowercase();
    let words: Vec<&str> =
        lower.split(|it: char| !it.is_alphanumeric() && it != '\'').filter(|it| !it.is_empty()).collect();
    // "a “work made for hire” as defined in the Act" uses a term of somebody else.
    if words.first() == Some(&"as") && !near.starts_with(',') {
        return None;
    }
    // "“A”, “B” and “C” mean": other terms may stand between.
    let verb = words.iter().enumerate().take(16).find_map(|(at, word)| {
        let next = words.get(at + 1).copied().unwrap_or_default();
        let then = words.get(at + 2).copied().unwrap_or_default();
        match *word {
            "means" | "mean" => Some((at, false)),
            "shall" | "will" if matches!(next, "mean" | "include" | "refer") => Some((at, false)),
            "has" | "have" if next == "the" || next == "that" => {
                then.starts_with("meaning").then_some((at, true)).or_else(|| {
                    words.get(at + 3).is_some_and(|it| it.starts_with("meaning")).then_some((at, true))
                })
            }
            "have" if next.starts_with("meaning") => Some((at, true)),
            "refers" | "refer" if next == "to" => Some((at, false)),
            "is" | "are"
                if matches!(next, "defined" | "used")
                    && matches!(then, "as" | "in" | "to" | "below" | "above") =>
            {
                Some((at, next == "defined" && then != "as"))
            }
            "includes" | "include" if at == 0 => Some((at, false)),
            _ => None,
        }
    });
    let (at, meaning) = verb?;
    // "“X” is a word that means": a verb of its own stands between.
    if words.iter().take(at).any(|it| matches!(*it, "is" | "are" | "may" | "must" | "be")) {
        return None;
    }
    let elsewhere = meaning
        && [
            "section",
            "clause",
            "article",
            "paragraph",
            "exhibit",
            "schedule",
            "recital",
            "preamble",
            "agreement",
            "annex",
            "appendix",
        ]
        .iter()
        .any(|it| words.iter().skip(at).take(16).any(|word| word == it));
    Some(if elsewhere { Defined::Elsewhere } else { Defined::Means })
}

/// True if nothing but quotes and other marks stands before a term.
fn opens_sentence(head: &str) -> bool {
    head.len() < 40 && !head.contains(char::is_alphanumeric)
}

/// "Work Product means …" in a list of definitions.
fn unquoted(document: &Document, sentence: &Sentence, found: &mut Vec<Definition>) {
    let text = sentence.span.of(&document.text);
    let near: String = text.chars().take(BETWEEN).collect();
    let verb = [
        " means",
        " shall mean",
        " has the meaning",
        " have the meaning",
        " refers to",
        " is defined",
        " includes",
        " mean ",
    ]
    .iter()
    .filter_map(|it| near.find(it))
    .min();
    let Some(verb) = verb else { return };
    let Some(term) = text.get(..verb) else { return };
    let core = term.trim_start_matches(|it: char| !it.is_alphanumeric());
    let lead = term.len() - core.len();
    let term = core.trim_end_matches([':', ',', ' ']);
    let capital = term.starts_with(char::is_uppercase)
        && !matches!(term, "It" | "This" | "That" | "They" | "These" | "Which" | "You" | "We" | "He" | "She");
    if capital && is_term(term) {
        let start = sentence.span.start + lead;
        let rest = text.get(verb..).unwrap_or_default();
        let how = if rest.starts_with(" has the meaning") || rest.starts_with(" have the meaning") {
            Defined::Elsewhere
        } else {
            Defined::Means
        };
        push(document, sentence, term, Span::new(start, start + term.len()), sentence.span, how, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let document = Document::from_text("", text);
        let found: Vec<String> = document
            .definitions()
            .iter()
            .map(|it| {
                assert!(document.text().get(it.span.start..it.span.end).is_some());
                assert!(
                    it.term_span.of(document.text()).contains(it.term.split(' ').next().unwrap_or_default())
                );
                format!("{} {:?}", it.term, it.how)
            })
            .collect();
        assert_eq!(found.join("; "), expected, "{text}");
    }

    #[test]
    fn definitions() {
        check("“Work Product” means all work.", "Work Product Means");
        check("The term \"Fees\" shall mean the fees below.", "Fees Means");
        check("“Order” has the meaning given to it in Section 2.", "Order Elsewhere");
        check("“Work” shall have the meaning of all things made.", "Work Means");
        check("“A” and “B” mean the two of them.", "A Means; B Means");
        check(
            "Acme Inc. (the “Client”) and Jane Doe (“Contractor”) agree.",
            "Client Named; Contractor Named",
        );
        check("It pays the sum (each, a “Fee” and together, the “Fees”).", "Fee Named; Fees Named");
        check("Acme Inc., hereinafter referred to as “Client”, pays.", "Client Named");
        check("**Services** means the work.", "Services Means");
        check(
            "1. Definitions\n\nWork Product means all that is made.\n\nFees means all that is paid.\n",
            "Work Product Means; Fees Means",
        );
        check("“Fees”: what Client pays.", "Fees Means");
        check("As used herein, “Site” refers to the pages.", "Site Means");
        check("He said “no” to it. It is “good” work (see “notes” below).", "");
        check("In no event does “silence” mean consent by you.", "");
    }
}
