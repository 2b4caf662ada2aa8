//! How amendments are worded: the words, quotations and stops of a paragraph, and the verbs that take something out.

use crate::Span;

/// "is deleted", "is replaced by": words that take something out.
pub(super) fn deletes(word: &str) -> bool {
    matches!(
        word,
        "deleted"
            | "struck"
            | "stricken"
            | "removed"
            | "cancelled"
            | "canceled"
            | "omitted"
            | "replaced"
            | "superseded"
            | "restated"
    )
}

/// A piece of a paragraph.
pub(super) struct Piece {
    pub(super) what: What,
    pub(super) span: Span,
    /// In lower case; empty for what is no word.
    pub(super) word: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Word,
    /// What stands between quotation marks.
    Quote,
    Comma,
    /// What ends a statement.
    Stop,
}

/// How an amendment takes effect.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// "is deleted", "is replaced by", "is amended and restated".
    Deletes,
    /// "does not apply", "shall have no effect".
    Stops,
    /// "is amended by deleting": what is deleted follows.
    Edits,
}

/// True of a word that stands between the things that a statement names.
pub(super) fn connects(word: &str) -> bool {
    CONNECTING.contains(&word) || MAIN.contains(&word)
}

/// Words that open a statement: "The parties agree that", "It is agreed that", "Effective immediately".
pub(super) const AGREEING: [&str; 18] = [
    "accordingly",
    "addition",
    "agree",
    "agreed",
    "avoidance",
    "both",
    "doubt",
    "effect",
    "effective",
    "effectively",
    "for",
    "further",
    "hereby",
    "immediately",
    "on",
    "parties",
    "party",
    "therefore",
];

/// Words between the things that a statement names.
pub(super) const CONNECTING: [&str; 62] = [
    "above",
    "all",
    "also",
    "and",
    "are",
    "as",
    "at",
    "beginning",
    "begins",
    "below",
    "by",
    "called",
    "captioned",
    "contained",
    "ending",
    "ends",
    "entire",
    "entirety",
    "entitled",
    "final",
    "following",
    "from",
    "headed",
    "heading",
    "hereby",
    "in",
    "is",
    "it",
    "its",
    "last",
    "main",
    "of",
    "or",
    "original",
    "out",
    "part",
    "parts",
    "phrase",
    "principal",
    "provision",
    "provisions",
    "said",
    "sentence",
    "sentences",
    "set",
    "starting",
    "text",
    "that",
    "the",
    "their",
    "therein",
    "thereof",
    "this",
    "through",
    "titled",
    "to",
    "underlying",
    "under",
    "which",
    "whole",
    "with",
    "word",
];

/// Words for the contract that is amended, and what quotes it.
pub(super) const MAIN: [&str; 18] = [
    "agreement",
    "agreements",
    "conditions",
    "contract",
    "deed",
    "lease",
    "letter",
    "licence",
    "license",
    "order",
    "policy",
    "tenancy",
    "terms",
    "undertaking",
    "words",
    "clause",
    "clauses",
    "section",
];

pub(super) const ORDINALS: [&str; 8] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];

/// Words that make a statement depend on something.
pub(super) const CONDITIONS: [&str; 31] = [
    "after",
    "although",
    "based",
    "before",
    "case",
    "considering",
    "discuss",
    "event",
    "except",
    "extent",
    "if",
    "may",
    "might",
    "neither",
    "no",
    "nor",
    "not",
    "notwithstanding",
    "only",
    "propose",
    "proposed",
    "proposes",
    "provided",
    "should",
    "subject",
    "unless",
    "until",
    "upon",
    "when",
    "where",
    "whether",
];

/// True of a quotation that names a heading: "the section headed “Indemnity”".
pub(super) fn is_heading_of(subject: &[Piece], quote: &Piece) -> bool {
    let before = subject.iter().take_while(|it| it.span.start < quote.span.start).last();
    before.is_some_and(|it| {
        matches!(it.word.as_str(), "headed" | "titled" | "entitled" | "called" | "captioned" | "heading")
    })
}

/// True if what follows a verb leaves it whole: no condition, no limit to some cases.
pub(super) fn goes_on(verb: Verb, tail: &[Piece]) -> bool {
    let until = tail.iter().position(|it| it.what == What::Quote).unwrap_or(tail.len());
    let words: Vec<&str> =
        tail.iter().take(until).filter(|it| it.what == What::Word).map(|it| it.word.as_str()).collect();
    let limits = [
        "if", "unless", "until", "except", "extent", "insofar", "respect", "regard", "regards", "where",
        "when", "only", "provided", "during", "solely", "case", "far", "while",
    ];
    if words.iter().any(|it| limits.contains(it)) {
        return false;
    }
    match verb {
        Verb::Deletes | Verb::Edits => true,
        Verb::Stops => match words.as_slice() {
            [] => true,
            ["and", ..] | ["as", "between", "the", "parties", ..] | ["between", "the", "parties", ..] => true,
            ["to", "this" | "the", it, ..] => MAIN.contains(it),
            _ => tail.first().is_some_and(|it| it.what == What::Comma),
        },
    }
}

/// The verb of an amendment at a piece, and the piece behind it.
pub(super) fn verb(pieces: &[Piece], at: usize) -> Option<(Verb, usize)> {
    let word = |at: usize| pieces.get(at).map_or("", |it| it.word.as_str());
    let skip = |mut at: usize| {
        while matches!(word(at), "hereby" | "accordingly" | "also" | "therefore" | "further" | "thus") {
            at += 1;
        }
        at
    };
    // "does not apply", "shall not apply", "shall have no effect", "is of no effect"
    if matches!(word(at), "does" | "do" | "shall" | "will")
        && word(at + 1) == "not"
        && word(at + 2) == "apply"
    {
        return Some((Verb::Stops, at + 3));
    }
    let no_effect = |from: usize| {
        let mut end = from;
        if word(end) != "no" {
            return None;
        }
        end += 1;
        while matches!(word(end), "further" | "force" | "or" | "and" | "legal" | "binding") {
            end += 1;
        }
        (word(end) == "effect").then_some((Verb::Stops, end + 1))
    };
    if matches!(word(at), "shall" | "will") && word(at + 1) == "have" {
        return no_effect(at + 2);
    }
    let mut next = match word(at) {
        "is" | "are" => at + 1,
        "shall" | "will" if word(at + 1) == "be" => at + 2,
        _ => return None,
    };
    next = skip(next);
    if word(next) == "of" {
        return no_effect(next + 1);
    }
    if word(next) == "amended" {
        let next = skip(next + 1);
        return match word(next) {
            "and" if word(next + 1) == "restated" => Some((Verb::Deletes, next + 2)),
            "to" if word(next + 1) == "read" => Some((Verb::Deletes, next + 2)),
            "by" if matches!(word(next + 1), "deleting" | "striking" | "removing") => {
                Some((Verb::Edits, next + 2))
            }
            _ => None,
        };
    }
    if !deletes(word(next)) {
        return None;
    }
    let mut end = next + 1;
    // "is deleted in its entirety and is hereby replaced by": one statement.
    loop {
        let mut more = end;
        while matches!(
            word(more),
            "and"
                | "is"
                | "are"
                | "in"
                | "its"
                | "their"
                | "entirety"
                | "hereby"
                | "from"
                | "the"
                | "agreement"
                | "out"
        ) {
            more += 1;
        }
        if !(deletes(word(more)) || word(more) == "substituted") {
            return Some((Verb::Deletes, end));
        }
        end = more + 1;
    }
}

/// Words, quotations and stops of a paragraph; what stands in brackets is left out. `None` if a quotation has no end.
pub(super) fn pieces(text: &str, span: Span) -> Option<Vec<Piece>> {
    let body = span.of(text);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut letters = body.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let start = span.start + at;
        match letter {
            '“' | '„' | '"' | '”' => {
                let closes = |it: char| matches!(it, '”' | '"') || letter == '„' && it == '“';
                let (end, _) = letters.find(|it| closes(it.1))?;
                let inner = Span::new(start + letter.len_utf8(), span.start + end);
                pieces.push(Piece { what: What::Quote, span: inner, word: String::new() });
            }
            '(' => {
                let apart =
                    body.get(..at).is_none_or(|it| it.is_empty() || it.ends_with(char::is_whitespace));
                let rest = body.get(at + 1..).unwrap_or_default();
                let close = rest.find(')');
                let inner = close.and_then(|it| rest.get(..it)).unwrap_or_default();
                if apart && close.is_some() {
                    let end = at + 1 + inner.len();
                    while letters.next_if(|it| it.0 <= end).is_some() {}
                }
            }
            ',' => pieces.push(Piece {
                what: What::Comma,
                span: Span::new(start, start + 1),
                word: String::new(),
            }),
            '.' | ';' | ':' | '!' | '?' => {
                let ends = letters.peek().is_none_or(|it| it.1.is_whitespace() || it.1 == '”' || it.1 == '"');
                let abbreviates = letter == '.'
                    && pieces.last().is_some_and(|it| {
                        matches!(
                            it.word.as_str(),
                            "no" | "nos" | "sec" | "art" | "cl" | "para" | "inc" | "ltd" | "co"
                        )
                    });
                if ends && !abbreviates {
                    pieces.push(Piece {
                        what: What::Stop,
                        span: Span::new(start, start + 1),
                        word: String::new(),
                    });
                }
            }
            it if it.is_alphanumeric() => {
                let mut end = at + it.len_utf8();
                while let Some((next, it)) =
                    letters.next_if(|it| it.1.is_alphanumeric() || matches!(it.1, '\'' | '’'))
                {
                    end = next + it.len_utf8();
                }
                let word = body.get(at..end).unwrap_or_default().to_lowercase();
                pieces.push(Piece { what: What::Word, span: Span::new(start, span.start + end), word });
            }
            _ => {}
        }
    }
    Some(pieces)
}
