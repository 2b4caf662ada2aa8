//! Capitalised words that follow one another, and what stands before and behind them.

use super::super::{After, BySpelling, Document, Sentence, Word};
use crate::Span;

/// Words of a term, at most.
pub(super) const LONGEST: usize = 5;

/// What the word before a term says of it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Before {
    #[default]
    Nothing,
    /// "the", "such": that it is spoken of as something known.
    Refers,
    /// "this", "these": that it is the document itself, or a part.
    Itself,
}

impl Before {
    pub(super) fn of(norm: &str) -> Before {
        match norm {
            "all" | "any" | "each" | "every" | "its" | "our" | "said" | "such" | "the" | "their" => {
                Before::Refers
            }
            "this" | "these" => Before::Itself,
            _ => Before::Nothing,
        }
    }
}

/// Capitalised words that follow one another.
pub(super) struct Run {
    pub(super) before: Before,
    /// The first of them.
    pub(super) first: u32,
    pub(super) n_words: usize,
    pub(super) span: Span,
}

impl Run {
    /// "the Deliverables", "such Services": a term, where its words are no name.
    pub(super) fn is_referred(&self, document: &Document) -> bool {
        self.before == Before::Refers && self.n_words <= LONGEST && {
            let text = document.text.as_str();
            let joined = text
                .get(..self.span.start)
                .is_some_and(|it| it.ends_with(['-', '/', '“', '"', '&', '.', '(']));
            !joined
                && !goes_on_as_name(text.get(self.span.end..).unwrap_or_default())
                && self.words(document).last().is_some_and(is_capitalised)
        }
    }

    /// As written, without possessives.
    pub(super) fn words<'d>(&self, document: &'d Document) -> impl Iterator<Item = &'d str> + use<'d> {
        let first = self.first as usize;
        let words = document.words.get(first..first + self.n_words).unwrap_or_default();
        words.iter().map(|it| bare(document, it).0)
    }
}

/// A word as written without a possessive, and whether it had one.
fn bare<'d>(document: &'d Document, word: &Word) -> (&'d str, bool) {
    let written = document.text.get(word.start as usize..word.end as usize).unwrap_or_default();
    let bare = written.strip_suffix("'s").or_else(|| written.strip_suffix("’s")).unwrap_or(written);
    (bare, bare.len() < written.len())
}

/// The capitalised words of a document.
pub(super) struct Capitalised<'d> {
    pub(super) document: &'d Document,
    pub(super) before: BySpelling<'d, Before>,
}

impl<'d> Capitalised<'d> {
    pub(super) fn new(document: &'d Document) -> Capitalised<'d> {
        Capitalised { document, before: BySpelling::new(document, Before::of) }
    }

    pub(super) fn runs(&self, sentence: &Sentence) -> impl Iterator<Item = Run> {
        let document = self.document;
        let own = document.own_words(sentence);
        let text = document.text.as_str();
        let word = |place: usize| document.words.get(*own.get(place)? as usize);
        // Most words begin with a small letter: they are passed over before anything else is asked of them.
        let small = move |place: usize| {
            word(place)
                .and_then(|it| text.as_bytes().get(it.start as usize))
                .is_some_and(|it| it.is_ascii_lowercase())
        };
        let before = |place: usize| own.get(place).map_or(Before::Nothing, |it| self.before.of(*it));
        let mut place = 0;
        std::iter::from_fn(move || {
            while place < own.len() {
                let here = place;
                place += 1;
                if small(here) {
                    continue;
                }
                let first = word(here)?;
                let (begins, mut possessive) = bare(document, first);
                // "Any Report" begins a sentence: the term begins behind "Any".
                if !is_capitalised(begins) || before(here) != Before::Nothing {
                    continue;
                }
                let mut span = Span::new(first.start as usize, first.start as usize + begins.len());
                let mut last = first;
                while let (false, After::Nothing, Some(next)) = (possessive, last.after, word(place)) {
                    let between = text.get(span.end..next.start as usize).unwrap_or_default();
                    let near =
                        between.len() <= 3 && between.chars().all(|it| it.is_whitespace() || it == '-');
                    if !near || small(place) {
                        break;
                    }
                    let (written, owns) = bare(document, next);
                    if !written.starts_with(char::is_uppercase) {
                        break;
                    }
                    span = Span::new(span.start, next.start as usize + written.len());
                    (last, possessive) = (next, owns);
                    place += 1;
                }
                let before = here.checked_sub(1).map_or(Before::Nothing, before);
                return Some(Run { before, first: *own.get(here)?, n_words: place - here, span });
            }
            None
        })
    }
}

/// "the State of Ohio", "the Age Discrimination in Employment Act", "the Smith & Co account", "the Series 4 shares", "the
/// Buy-out option", "the Report Abuse button": the words before are part of a name.
fn goes_on_as_name(after: &str) -> bool {
    let next = after.trim_start();
    if after.starts_with('-') || next.starts_with(['&', '®', '™', '#', '“', '"', '\'', '*']) {
        return true;
    }
    let mut words = next.split_whitespace();
    let (Some(first), second) = (words.next(), words.next().unwrap_or_default()) else { return false };
    let second = if second == "the" { words.next().unwrap_or_default() } else { second };
    let shown =
        ["app", "button", "facility", "feature", "form", "icon", "link", "menu", "option", "page", "tab"];
    first.starts_with(|it: char| it.is_ascii_digit())
        || matches!(first, "of" | "in" | "for" | "and") && second.starts_with(char::is_uppercase)
        || shown.binary_search(&first.trim_end_matches([',', '.', ';'])).is_ok()
}

/// "Deliverables"; not "AI", "iPhone", "A".
pub(super) fn is_capitalised(word: &str) -> bool {
    if let [first, rest @ ..] = word.as_bytes()
        && word.is_ascii()
    {
        let small = |it: &u8| it.is_ascii_lowercase() || *it == b'-';
        return rest.len() > 1 && first.is_ascii_uppercase() && rest.iter().all(small);
    }
    word.starts_with(char::is_uppercase)
        && word.chars().count() > 2
        && word.chars().skip(1).all(|it| it.is_lowercase() || it == '-')
}

/// A word in lower case and the singular, so that "Deliverable" and "Deliverables" are one term.
pub(super) fn key_of(word: &str) -> String {
    let lower = word.to_lowercase();
    match lower.strip_suffix("ies").filter(|it| it.len() > 2) {
        Some(stem) => format!("{stem}y"),
        None if lower.len() > 3 && lower.ends_with('s') && !lower.ends_with("ss") => {
            lower.trim_end_matches('s').to_owned()
        }
        None => lower,
    }
}
