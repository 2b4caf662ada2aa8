//! What can be written at a place. The grammar tells which words and whether a name may stand there
//! (`parse/ahead.rs`); the words before the place tell what sort of name.

use termscore_core::Span;
use termscore_core::value::Type;

use super::{SymbolKind, Symbols};
use crate::parse::{Ahead, ahead, fields};
use crate::source::Source;
use crate::split::{ITEMS, Lexer, Sort, Token, Unclosed, split};

/// What can be written at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// What has been typed of it, and will be replaced.
    pub span: Span,
    /// In order of use, best first; not filtered by what has been typed.
    pub list: Vec<Candidate>,
}

/// One thing that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The text.
    pub label: String,
    /// What it is.
    pub kind: CandidateKind,
    /// Full name of a name, type of a capture; may be empty.
    pub detail: String,
}

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CandidateKind {
    /// A word that starts an item.
    Item,
    /// A field, or another fixed word.
    Word,
    /// A type of value.
    Type,
    /// The name of something.
    Name(SymbolKind),
}

/// What can be written at an offset of a source; `packs` are the names that `use` can name.
pub fn complete(
    sources: &[Source],
    source: usize,
    offset: usize,
    symbols: &Symbols,
    packs: &[String],
) -> Candidates {
    let text = sources.get(source).and_then(|it| it.text.get(..offset)).unwrap_or_default();
    let mut place = Place::new(text);
    let mut list = List { symbols, packs, found: Vec::new() };
    match place.inside {
        Inside::Nothing => {}
        Inside::Text(start) => {
            let inside = text.get(start..).unwrap_or_default().trim_start_matches('"');
            place.start = start;
            let (item, ahead) = place.context(text);
            match (item, slot_in(inside)) {
                (Some(item), Some(typed)) => {
                    place.start = offset - typed.len();
                    if ahead.is_some_and(|it| it.phrase) {
                        list.slot();
                    } else if item == "rule" {
                        list.placeholders();
                    }
                }
                _ => place.start = offset,
            }
        }
        Inside::Code => {
            let (item, ahead) = place.context(text);
            match (item, ahead) {
                (None, _) => list.items(),
                (Some(item), Some(ahead)) => list.of_grammar(item, &ahead, &place.before(text)),
                // Something before this place is wrong: what usually stands in such an item.
                (Some(item), None) => list.of_words(item, &place.before(text)),
            }
        }
    }
    let span = Span::new(place.start.min(offset), offset);
    if let Some((alias, _)) = span.of(text).rsplit_once('.') {
        // Of another pack, or of a clause: nothing else can follow.
        list.found.retain(|it| it.label.strip_prefix(alias).is_some_and(|it| it.starts_with('.')));
    }
    Candidates { span, list: list.found }
}

/// What surrounds the end of a text.
enum Inside {
    Code,
    /// A quoted text that starts here.
    Text(usize),
    /// A comment or a regular expression.
    Nothing,
}

/// The end of a text.
struct Place {
    inside: Inside,
    /// Where the word begins that is being typed.
    start: usize,
    tokens: Vec<Token>,
}

impl Place {
    fn new(text: &str) -> Place {
        let (mut tokens, mut lexer) = (Vec::<Token>::new(), Lexer::new(text));
        let mut inside = Inside::Code;
        while let Some(token) = lexer.next() {
            match token.sort {
                Sort::Unclosed(Unclosed::Long) => {
                    inside = Inside::Text(token.start);
                    break;
                }
                Sort::Unclosed(Unclosed::Text) if token.end == text.len() => {
                    inside = Inside::Text(token.start)
                }
                Sort::Unclosed(Unclosed::Regex) if token.end == text.len() => inside = Inside::Nothing,
                _ => {}
            }
            tokens.push(token);
        }
        let last = tokens.last().map_or(0, |it| it.end);
        let rest = text.get(last..).unwrap_or_default();
        if matches!(inside, Inside::Code) && rest.contains("//") && !rest.ends_with('\n') {
            let line = rest.rsplit('\n').next().unwrap_or_default();
            if line.contains("//") {
                inside = Inside::Nothing;
            }
        }
        let mut start = text.len();
        if matches!(inside, Inside::Code) {
            // The path that is being typed: words and dots that touch.
            while let Some(token) = tokens.last()
                && token.end == start
                && (token.sort == Sort::Word || text.get(token.start..token.end) == Some("."))
            {
                start = token.start;
                tokens.pop();
            }
        }
        Place { inside, start, tokens }
    }

    /// The keyword of the item that is open here, and what the grammar says; no keyword between items.
    fn context(&self, text: &str) -> (Option<&'static str>, Option<Ahead>) {
        let head = text.get(..self.start).unwrap_or_default();
        let chunks = split(0, &Source::new("", head), &mut Vec::new());
        let Some(chunk) = chunks.last() else { return (None, None) };
        let closed = !chunk.broken && head.get(..chunk.end).is_some_and(|it| it.ends_with('}'));
        if closed {
            return (None, None);
        }
        let item = head.get(chunk.start..).unwrap_or_default();
        let ahead = ahead(chunk.keyword, item);
        (Some(chunk.keyword), ahead)
    }

    /// The tokens before the word that is being typed.
    fn before<'a>(&self, text: &'a str) -> Vec<&'a str> {
        let tokens = self.tokens.iter().filter(|it| it.end <= self.start);
        tokens.map(|it| text.get(it.start..it.end).unwrap_or_default()).collect()
    }
}

/// What has been typed of a slot: of `pay {term: dur`, `dur`.
fn slot_in(text: &str) -> Option<&str> {
    let inside = text.get(text.rfind('{')? + 1..)?;
    if inside.contains('}') {
        return None;
    }
    Some(inside.rsplit(':').next().unwrap_or(inside).trim_start())
}

struct List<'a> {
    symbols: &'a Symbols,
    packs: &'a [String],
    found: Vec<Candidate>,
}

impl List<'_> {
    fn add(&mut self, label: impl Into<String>, kind: CandidateKind, detail: impl Into<String>) {
        let label = label.into();
        if !self.found.iter().any(|it| it.label == label) {
            self.found.push(Candidate { label, kind, detail: detail.into() });
        }
    }

    fn items(&mut self) {
        for it in ITEMS {
            self.add(it, CandidateKind::Item, "");
        }
    }

    fn names(&mut self, kind: SymbolKind) {
        for (written, full) in self.symbols.visible(kind) {
            self.add(written, CandidateKind::Name(kind), full);
        }
    }

    fn types(&mut self) {
        for it in Type::all() {
            self.add(it.name(), CandidateKind::Type, "");
        }
    }

    /// After `{` in a phrase.
    fn slot(&mut self) {
        self.names(SymbolKind::Concept);
        self.types();
        self.names(SymbolKind::Extern);
        for it in ["party", "you", "them"] {
            self.add(it, CandidateKind::Type, "");
        }
    }

    /// After `{` in a text of a rule.
    fn placeholders(&mut self) {
        for it in ["you", "them"] {
            self.add(it, CandidateKind::Word, "");
        }
        self.names(SymbolKind::Param);
        for (written, full) in self.symbols.visible(SymbolKind::Clause) {
            for capture in self.symbols.captures(&full) {
                let label = format!("{written}.{}", capture.name);
                self.add(label, CandidateKind::Name(SymbolKind::Capture), capture.ty);
            }
        }
    }

    fn of_grammar(&mut self, item: &str, ahead: &Ahead, before: &[&str]) {
        if ahead.name || ahead.comparison || ahead.value {
            self.of_place(item, before);
        }
        for word in &ahead.words {
            self.add(word, CandidateKind::Word, "");
        }
        if ahead.comparison {
            self.add("actor", CandidateKind::Word, "");
        }
        if ahead.end {
            self.items();
        }
    }

    fn of_words(&mut self, item: &str, before: &[&str]) {
        self.of_place(item, before);
        if self.found.is_empty() {
            for word in fields(item) {
                self.add(*word, CandidateKind::Word, "");
            }
        }
    }

    /// The names that stand after these tokens.
    fn of_place(&mut self, item: &str, before: &[&str]) {
        let last = before.last().copied().unwrap_or_default();
        if let Some(clause) = filtered(before) {
            match last {
                "[" | "and" => {
                    self.captures(&clause);
                    self.names(SymbolKind::Extern);
                }
                "not" => self.names(SymbolKind::Extern),
                "(" | "," => {
                    self.captures(&clause);
                    self.names(SymbolKind::Param);
                }
                "<" | ">" | "=" => self.names(SymbolKind::Param),
                _ => {}
            }
            return;
        }
        match (item, last) {
            (_, "asserts" | "denies" | "lacks" | "mentions" | "every" | "on" | "count") => {
                self.names(SymbolKind::Clause);
            }
            ("clause", "asserted" | "denied") => self.names(SymbolKind::Clause),
            (_, "fires") => self.names(SymbolKind::Rule),
            (_, "is") if before.iter().rev().nth(1) == Some(&"kind") => self.names(SymbolKind::Kind),
            ("test", "kind") => self.names(SymbolKind::Kind),
            ("rule", "category") => self.names(SymbolKind::Category),
            ("score", "most") => self.names(SymbolKind::Grade),
            ("test", "test") => {
                self.names(SymbolKind::Rule);
                self.names(SymbolKind::Clause);
            }
            ("test", "with") => self.names(SymbolKind::Param),
            ("test", ",") => {
                let subject = before.iter().rposition(|it| *it == "test").map_or(0, |it| it + 1);
                let end =
                    before.iter().skip(subject).position(|it| *it == "{").map_or(subject, |it| subject + it);
                let subject = before.get(subject..end).unwrap_or_default().concat();
                self.captures(&subject);
            }
            ("param", ":") => self.types(),
            ("extern", "(" | "," | ">") => {
                self.types();
                self.add("bool", CandidateKind::Type, "");
            }
            ("override", "override") | ("disable", "disable") => self.names(SymbolKind::Rule),
            ("extend", "extend") => {
                self.names(SymbolKind::Concept);
                self.names(SymbolKind::Clause);
            }
            ("rule", "when" | "not" | "and" | "or" | "(") => self.names(SymbolKind::Extern),
            ("use", "use") => {
                for it in self.packs {
                    self.add(it, CandidateKind::Name(SymbolKind::Pack), "");
                }
            }
            _ => match list_before(before) {
                Some("kinds") => self.names(SymbolKind::Kind),
                Some("absorbs") => self.names(SymbolKind::Rule),
                _ => {}
            },
        }
    }

    /// The captures of a clause, or of the clauses that a rule asks about.
    fn captures(&mut self, written: &str) {
        let full = |kind| self.symbols.visible(kind).into_iter().find(|it| it.0 == written).map(|it| it.1);
        let clauses = match (full(SymbolKind::Clause), full(SymbolKind::Rule)) {
            (Some(clause), _) => vec![clause],
            (None, Some(rule)) => {
                let rule = self.symbols.declared(SymbolKind::Rule, &rule).next();
                let inside = |it: &&super::Reference| {
                    rule.is_some_and(|rule| it.source == rule.source && rule.span.contains(it.span))
                };
                let asked = self.symbols.references.iter().filter(|it| it.kind == SymbolKind::Clause);
                asked.filter(inside).map(|it| it.name.clone()).collect()
            }
            (None, None) => Vec::new(),
        };
        for capture in clauses.iter().flat_map(|it| self.symbols.captures(it)) {
            self.add(capture.name, CandidateKind::Name(SymbolKind::Capture), capture.ty);
        }
    }
}

/// The clause before the bracket that is open here.
fn filtered(before: &[&str]) -> Option<String> {
    let mut depth = 0_usize;
    for (n, token) in before.iter().enumerate().rev() {
        match *token {
            "]" => depth += 1,
            "[" if depth == 0 => {
                let path = before.get(..n).unwrap_or_default();
                let mut start = path.len();
                while start > 1 && path.get(start.wrapping_sub(2)).is_some_and(|it| *it == ".") {
                    start = start.saturating_sub(2);
                }
                return Some(path.get(start.saturating_sub(1)..).unwrap_or_default().concat());
            }
            "[" => depth -= 1,
            "{" | "}" => return None,
            _ => {}
        }
    }
    None
}

/// The keyword of the list of names that the tokens end in.
fn list_before<'a>(before: &[&'a str]) -> Option<&'a str> {
    let is_name = |it: &str| it.starts_with(|it: char| it.is_ascii_alphabetic()) || it == ".";
    let names = before.iter().rev().take_while(|it| is_name(it));
    names.copied().find(|it| *it == "kinds" || *it == "absorbs")
}
