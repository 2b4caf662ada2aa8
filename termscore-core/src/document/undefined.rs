//! Terms that a document uses as defined ones and never defines: "the Deliverables", "such Services".
//!
//! Few and sure rather than many: whatever could be defined, named or known elsewhere counts as defined.

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, Input};
use memchr::{memchr, memchr2, memmem, memrchr};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{After, BySpelling, Document, Sentence, Word};
use crate::{Span, rule::Role};

/// Words of a term, at most.
const LONGEST: usize = 5;
/// Characters of what is marked as a term,
const MARKED: usize = 90;
/// and of what stands behind a word such as "called".
const CALLED: usize = 60;
/// Uses from which on it looks like a term.
const USES: usize = 2;

/// A term without a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndefinedTerm {
    /// As it is first written: `Deliverables`.
    pub term: String,
    /// Where it is used with a word such as "the" or "such" before it; at least two, in order of the text.
    pub uses: Vec<Span>,
}

/// By first use.
pub(super) fn undefined_terms(document: &Document) -> Vec<UndefinedTerm> {
    if defines_elsewhere(document) {
        return Vec::new();
    }
    let capitalised = Capitalised::new(document);
    let mut candidates = candidates(&capitalised);
    if candidates.is_empty() {
        return Vec::new();
    }
    let mut known = Known::new(&capitalised, &candidates);
    known.read_small();
    candidates.retain(|it| known.is_common(&it.keys));
    // Where most terms are defined comes first: what comes last is slow to read.
    let places: [fn(&mut _); 5] = [
        Known::add_definitions,
        Known::add_defining,
        Known::add_headings,
        Known::add_marked,
        Known::add_labels,
    ];
    for read in places {
        if candidates.is_empty() {
            break;
        }
        // Of fewer terms each time.
        let mut known = Known::new(&capitalised, &candidates);
        read(&mut known);
        candidates.retain(|it| !known.knows(&it.keys));
    }
    candidates.into_iter().map(|it| it.found).collect()
}

/// What looks like a term and is no name.
struct Candidate {
    /// See [`key_of`]; never empty.
    keys: Vec<String>,
    found: UndefinedTerm,
}

/// By first use.
fn candidates(capitalised: &Capitalised<'_>) -> Vec<Candidate> {
    let document = capitalised.document;
    static ANYWHERE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| NAMES.split_whitespace().collect());
    static LAST: LazyLock<FxHashSet<&str>> = LazyLock::new(|| LAST_OF_NAMES.split_whitespace().collect());
    let mut places: FxHashMap<String, usize> = FxHashMap::default();
    let mut found: Vec<Candidate> = Vec::new();
    let binds = |it: &&Sentence| matches!(it.role, Role::Operative | Role::Definition | Role::Recital);
    let runs = document.sentences.iter().filter(binds).flat_map(|it| capitalised.runs(it));
    for run in runs.filter(|it| it.is_referred(document)) {
        let keys: Vec<String> = run.words(document).map(key_of).collect();
        let named = keys.iter().any(|it| ANYWHERE.contains(it.as_str()))
            || keys.last().is_none_or(|it| LAST.contains(it.as_str()));
        if named {
            continue;
        }
        let place = *places.entry(keys.join(" ")).or_insert(found.len());
        match found.get_mut(place) {
            Some(it) => it.found.uses.push(run.span),
            None => {
                let term = run.words(document).collect::<Vec<_>>().join(" ");
                let found_first = UndefinedTerm { term, uses: vec![run.span] };
                found.push(Candidate { keys, found: found_first });
            }
        }
    }
    found.retain(|it| it.found.uses.len() >= USES);
    found
}

/// What the word before a term says of it.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Before {
    #[default]
    Nothing,
    /// "the", "such": that it is spoken of as something known.
    Refers,
    /// "this", "these": that it is the document itself, or a part.
    Itself,
}

impl Before {
    fn of(norm: &str) -> Before {
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
struct Run {
    before: Before,
    /// The first of them.
    first: u32,
    n_words: usize,
    span: Span,
}

impl Run {
    /// "the Deliverables", "such Services": a term, where its words are no name.
    fn is_referred(&self, document: &Document) -> bool {
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
    fn words<'d>(&self, document: &'d Document) -> impl Iterator<Item = &'d str> + use<'d> {
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
struct Capitalised<'d> {
    document: &'d Document,
    before: BySpelling<'d, Before>,
}

impl<'d> Capitalised<'d> {
    fn new(document: &'d Document) -> Capitalised<'d> {
        Capitalised { document, before: BySpelling::new(document, Before::of) }
    }

    fn runs(&self, sentence: &Sentence) -> impl Iterator<Item = Run> {
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

/// What stands behind a term that is defined there and then, or somewhere that is named.
const DEFINING: [&str; 37] = [
    "(as defined",
    "(as such term",
    "(defined",
    "are defined",
    "are described",
    "are listed",
    "are set",
    "are the",
    "as defined",
    "as described",
    "as set",
    "as such term",
    "comprise",
    "consist",
    "defined in",
    "described",
    "has the meaning",
    "have the meaning",
    "identified",
    "include",
    "is defined",
    "is described",
    "is set",
    "is the",
    "listed",
    "mean",
    "refer",
    "set forth",
    "set out",
    "shall be the",
    "shall consist",
    "shall have the meaning",
    "shall include",
    "shall mean",
    "shall refer",
    "specified",
    "will mean",
];

fn defines(after: &str) -> bool {
    let begin = |it: &&&str| it.as_bytes().first() == after.as_bytes().first();
    DEFINING.iter().filter(begin).any(|it| {
        let rest = after.strip_prefix(it);
        rest.is_some_and(|rest| !rest.starts_with(|it: char| it.is_alphabetic()) || !it.contains(' '))
    })
}

/// "Deliverables"; not "AI", "iPhone", "A".
fn is_capitalised(word: &str) -> bool {
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
fn key_of(word: &str) -> String {
    let lower = word.to_lowercase();
    match lower.strip_suffix("ies").filter(|it| it.len() > 2) {
        Some(stem) => format!("{stem}y"),
        None if lower.len() > 3 && lower.ends_with('s') && !lower.ends_with("ss") => {
            lower.trim_end_matches('s').to_owned()
        }
        None => lower,
    }
}

/// What needs no definition in this document, of the terms that are asked about.
struct Known<'d> {
    document: &'d Document,
    capitalised: &'d Capitalised<'d>,
    /// The terms and the words that they end in, by their keys: whether the document knows them.
    terms: FxHashMap<String, bool>,
    /// Last words of the terms, by key: whether the document also writes them small.
    last: FxHashMap<String, bool>,
    /// How last words may begin.
    beginnings: Beginnings,
}

impl<'d> Known<'d> {
    fn new(capitalised: &'d Capitalised<'d>, candidates: &[Candidate]) -> Known<'d> {
        let mut known = Known {
            document: capitalised.document,
            capitalised,
            terms: FxHashMap::default(),
            last: FxHashMap::default(),
            beginnings: Beginnings::default(),
        };
        for it in candidates {
            for at in 0..it.keys.len() {
                known.terms.insert(it.keys.get(at..).unwrap_or_default().join(" "), false);
            }
            if let Some(last) = it.keys.last() {
                known.beginnings.insert(last);
                known.last.insert(last.clone(), false);
            }
        }
        known
    }

    /// Which of the last words the document also writes small.
    fn read_small(&mut self) {
        let document = self.document;
        let asked = self.last_words();
        let words = document.sentences.iter().flat_map(|it| document.own_words(it));
        for word in words.filter(|it| asked.of(**it)) {
            let Some(it) = document.words.get(*word as usize) else { continue };
            let written = document.text.get(it.start as usize..it.end as usize).unwrap_or_default();
            if written.starts_with(char::is_lowercase)
                && let Some(small) = self.last.get_mut(&key_of(document.norm(*word)))
            {
                *small = true;
            }
        }
    }

    fn add_definitions(&mut self) {
        let document = self.document;
        for it in document.definitions() {
            self.add(&it.term);
        }
        for alias in &document.aliases {
            self.add(&alias.written);
            self.add(&alias.full_name);
        }
    }

    /// "this Lease", "Deliverables are listed in".
    fn add_defining(&mut self) {
        let document = self.document;
        for run in document.sentences.iter().flat_map(|it| self.capitalised.runs(it)) {
            if !run.words(document).flat_map(|it| it.split('-')).any(|it| self.may_end_term(it)) {
                continue;
            }
            let after = document.text.get(run.span.end..).unwrap_or_default().trim_start();
            let after = after.trim_start_matches(['”', '"', '*', '_', ')', ',']).trim_start();
            if run.before == Before::Itself || defines(after) {
                self.add(run.span.of(&document.text));
            }
        }
    }

    fn add_headings(&mut self) {
        let document = self.document;
        for section in &document.sections {
            self.add(&section.heading);
            self.add(&section.number);
        }
        let heads = |it: &&Sentence| matches!(it.role, Role::Heading | Role::Contents | Role::Signature);
        for sentence in document.sentences.iter().filter(heads) {
            self.add(sentence.span.of(&document.text));
        }
        self.add_effective_date();
    }

    /// "Effective: 1 May 2026", "Last updated 1 May": a date that a document bears.
    fn add_effective_date(&mut self) {
        if !self.last.contains_key("date") {
            return;
        }
        let dates = ["effective", "last updated", "last revised", "date"];
        let dated = |line: &str| {
            let line = line.trim_start_matches(['#', '*', '_', ' ']);
            let begins = |it: &str| line.get(..it.len()).is_some_and(|head| head.eq_ignore_ascii_case(it));
            dates.iter().any(|it| begins(it))
        };
        if self.document.text.lines().any(dated) {
            self.add("Effective Date");
        }
    }

    /// Quoted, in parentheses, in bold: "(the Services)", "“Work”", "**Fees**", "hereinafter called Fees".
    fn add_marked(&mut self) {
        let text = self.document.text.as_str();
        let bytes = text.as_bytes();
        let mut done = 0;
        // The first byte of each mark that may open one.
        let opens = |it: &u8| matches!(it, b'(' | b'"' | b'[' | b'_' | b'\'' | b'*' | 0xE2);
        for near in self.before_last_words(4 * MARKED) {
            for (at, _) in bytes.iter().enumerate().take(near.end).skip(near.start).filter(|it| opens(it.1)) {
                let Some(rest) = text.get(at..).filter(|_| at >= done) else { continue };
                let (open, close) = match rest.chars().next() {
                    Some('(') => ("(", ")"),
                    Some('“') => ("“", "”"),
                    Some('"') => ("\"", "\""),
                    Some('‘') => ("‘", "’"),
                    Some('[') => ("[", "]"),
                    Some('_') => ("_", "_"),
                    Some('\'') => ("''", "''"),
                    Some('*') => ("**", "**"),
                    _ => continue,
                };
                let Some(inner) = rest.strip_prefix(open) else { continue };
                done = at + open.len();
                let n = inner.char_indices().nth(MARKED).map_or(inner.len(), |it| it.0);
                let inner = inner.get(..n).unwrap_or_default();
                if let Some(end) = inner.find(close) {
                    self.add(inner.get(..end).unwrap_or_default());
                }
            }
        }
        for near in self.before_last_words(4 * CALLED) {
            let head = text.get(..near.end).unwrap_or_default();
            for said in
                CALLING.iter().flat_map(|it| it.find_overlapping_iter(Input::new(head).range(near.clone())))
            {
                let rest = text.get(said.end()..).unwrap_or_default();
                let n = rest.char_indices().nth(CALLED).map_or(rest.len(), |it| it.0);
                self.add(rest.get(..n).and_then(|it| it.split(['.', ';', '\n']).next()).unwrap_or_default());
            }
        }
    }

    /// The stretches of so many bytes before last words, those that touch as one; in order of the text.
    fn before_last_words(&self, n_bytes: usize) -> Vec<Range<usize>> {
        let asked = self.last_words();
        let mut stretches: Vec<Range<usize>> = Vec::new();
        let words = (0..).zip(&self.document.words).filter(|(word, _)| asked.of(*word));
        for (_, word) in words {
            let end = word.start as usize;
            let start = end.saturating_sub(n_bytes);
            match stretches.last_mut() {
                Some(last) if start <= last.end => last.end = end,
                _ => stretches.push(start..end),
            }
        }
        stretches
    }

    /// "Fee: $500", "| Fee | $500 |", "Fee - the sum of", and lines of few words.
    fn add_labels(&mut self) {
        let wide = memmem::Finder::new("   ");
        for line in self.lines_of_last_words() {
            let line = line.trim();
            let bytes = line.as_bytes();
            if memchr2(b'|', b'\t', bytes).is_some() || wide.find(bytes).is_some() {
                for cell in line.split(['|', '\t']).flat_map(|it| it.split("   ")) {
                    if cell.split_whitespace().nth(6).is_none() {
                        self.add(cell);
                    }
                }
            }
            // A label has eight words at most, and its sign may stand apart.
            let head = first_words(line, 9);
            for sign in [":", " - ", " – ", " — ", ". "] {
                let mark = sign.trim().as_bytes().first().copied().unwrap_or_default();
                let may_hold = memchr(mark, head.as_bytes()).is_some();
                let Some((label, _)) = may_hold.then(|| head.split_once(sign)).flatten() else { continue };
                // "Final Payment. Client pays …" has a heading, "Client pays the Fee. It ends." has none.
                let titled = |it: &str| it.len() < 4 || !it.starts_with(char::is_lowercase);
                let heads = sign != ". " || label.split_whitespace().all(titled);
                if heads && label.split_whitespace().nth(8).is_none() {
                    self.add(label);
                }
            }
            if !line.ends_with(['.', ';', ',']) && line.split_whitespace().nth(6).is_none() {
                self.add(line);
            }
        }
    }

    /// The lines in which a last word stands, each once.
    fn lines_of_last_words(&self) -> Vec<&'d str> {
        let text = self.document.text.as_str();
        let asked = self.last_words();
        let mut lines = Vec::new();
        let mut done = 0;
        for word in (0..self.document.words.len() as u32).filter(|it| asked.of(*it)) {
            let Some(start) = self.document.words.get(word as usize).map(|it| it.start as usize) else {
                continue;
            };
            if start < done {
                continue;
            }
            let bytes = text.as_bytes();
            let from = bytes.get(..start).and_then(|it| memrchr(b'\n', it)).map_or(0, |it| it + 1);
            done = bytes.get(start..).and_then(|it| memchr(b'\n', it)).map_or(text.len(), |it| start + it);
            lines.extend(text.get(from..done));
        }
        lines
    }

    /// Which words of the document are the last ones of terms.
    fn last_words(&self) -> BySpelling<'d, bool> {
        BySpelling::new(self.document, |norm| {
            self.may_end_term(norm) && self.last.contains_key(&key_of(norm))
        })
    }

    /// Adds words and all runs of them that could be a term.
    fn add(&mut self, words: &str) {
        let words = words
            .split(|it: char| !(it.is_alphanumeric() || matches!(it, '\'' | '’')))
            .filter(|it| !it.is_empty())
            .take(24)
            .map(|it| it.strip_suffix("'s").or_else(|| it.strip_suffix("’s")).unwrap_or(it));
        if words.clone().any(|it| self.may_end_term(it)) {
            self.add_words(&words.collect::<Vec<_>>());
        }
    }

    fn add_words(&mut self, words: &[&str]) {
        for end in 1..=words.len() {
            let ends = end.checked_sub(1).and_then(|it| words.get(it));
            if !ends.is_some_and(|it| self.may_end_term(it) && self.last.contains_key(&key_of(it))) {
                continue;
            }
            for start in end.saturating_sub(LONGEST)..end {
                let keys = words.get(start..end).unwrap_or_default().iter();
                let run = keys.map(|it| key_of(it)).collect::<Vec<_>>().join(" ");
                if let Some(known) = self.terms.get_mut(&run) {
                    *known = true;
                }
            }
        }
    }

    /// False of a word that surely ends no term that is asked about.
    fn may_end_term(&self, word: &str) -> bool {
        self.beginnings.may_hold(word)
    }

    /// True if the last word is one that people use as a common word.
    fn is_common(&self, keys: &[String]) -> bool {
        static COMMON: LazyLock<FxHashSet<&str>> = LazyLock::new(|| TERMS.split_whitespace().collect());
        keys.last().is_some_and(|last| {
            self.last.get(last).copied().unwrap_or(false) || COMMON.contains(last.as_str())
        })
    }

    /// True if the words, or those that they end in, are known.
    fn knows(&self, keys: &[String]) -> bool {
        let is_known =
            |at: usize| keys.get(at..).and_then(|it| self.terms.get(&it.join(" "))).copied().unwrap_or(false);
        (0..keys.len()).any(is_known)
    }
}

/// The first words of a line, with the blanks behind them.
fn first_words(line: &str, n: usize) -> &str {
    let (mut words, mut inside) = (0, false);
    for (at, letter) in line.char_indices() {
        words += usize::from(!inside && !letter.is_whitespace());
        inside = !letter.is_whitespace();
        if words > n {
            return line.get(..at).unwrap_or_default();
        }
    }
    line
}

/// Words behind which a name follows.
static CALLING: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let said = [
        "referred to as",
        "called",
        "known as",
        "defined as",
        "designated",
        "collectively",
        "hereinafter",
        "hereafter",
        "being",
        "i.e.",
    ];
    AhoCorasick::new(said).ok()
});

/// The first two letters of some words, whatever their case. Words that begin with others than ASCII letters are all alike.
#[derive(Default)]
struct Beginnings {
    /// By first letter, from a; of these a bit by second letter.
    bits: [u32; 26],
}

impl Beginnings {
    fn letters(word: &str) -> Option<(usize, u32)> {
        let mut letters =
            word.bytes().map(|it| it.to_ascii_lowercase().checked_sub(b'a').filter(|it| *it < 26));
        Some((usize::from(letters.next()??), u32::from(letters.next()??)))
    }

    fn insert(&mut self, word: &str) {
        match Beginnings::letters(word) {
            Some((first, second)) => self.bits.get_mut(first).into_iter().for_each(|it| *it |= 1 << second),
            // A key of a short or foreign word: everything may be it.
            None => self.bits = [u32::MAX; 26],
        }
    }

    /// False of a word that surely is none of them.
    fn may_hold(&self, word: &str) -> bool {
        match Beginnings::letters(word) {
            Some((first, second)) => self.bits.get(first).is_some_and(|it| it >> second & 1 == 1),
            None => true,
        }
    }
}

/// "Capitalized terms used but not defined herein have the meanings given in the Credit Agreement."
fn defines_elsewhere(document: &Document) -> bool {
    let says = BySpelling::new(document, |norm| matches!(norm, "capitalized" | "capitalised" | "defined"));
    document.sentences.iter().any(|sentence| {
        let words = document.own_words(sentence);
        let has = |it: &str| words.iter().any(|word| document.norm(*word) == it);
        words.iter().any(|it| says.of(*it))
            && (has("term") || has("terms") || has("words") || has("expressions"))
            && (has("not") && has("defined") || has("ascribed") || has("assigned"))
            && (has("meaning") || has("meanings") || has("definition") || has("definitions"))
    })
}

/// Last words of terms, in the singular: what could be a term though the document never writes it small.
const TERMS: &str = "\
    asset assignment bonus change claim collateral commission compensation content cost date deliverable \
    deposit design document drawing duty equipment event expense fee file fixture good idea image \
    improvement information invention invoice loss material milestone obligation payment period person \
    premise price product project property purpose report result royalty service share software \
    specification task term territory trademark warrant website work";

/// Words that make a name of whatever they stand in, or that need no definition.
const NAMES: &str = "\
    addenda addendum africa african agreement amazon amendment america american annex annexure appendice \
    appendix apple april article asia asian atlantic attachment august australia australian bahamas bible \
    brazil brazilian britain british california canada canadian certain china chinese christian christmas \
    city clause commonwealth contract county course daily december delaware district dollar dr dutch earth \
    east easter eastern england english euro europe european exhibit facebook february federal federation \
    florida franc france french friday german germany god google hague hong honorable india indian \
    international internet ireland irish israel israeli italian italy january japan japanese jersey july \
    june kingdom kong korea korean london lord march may mexican mexico microsoft monday monthly mr mrs ms \
    nasdaq national netherlands nevada north northern november nyse october pacific paragraph paris party \
    philippine pound preamble province quarterly recital reddit renminbi republic russia russian saturday \
    schedule scotland section securitie security september singapore sir south southern spain spanish state \
    sterling subsection sunday swiss switzerland territories texas thanksgiving thursday tuesday uniform \
    union united wales web wednesday weekly west western world yearly yen york";

/// Last words of names: of laws, courts, bodies, offices, documents.
const LAST_OF_NAMES: &str = "\
    academy act addenda administration administrator ag agency agent agreement amendment appendice \
    arbitration arbitrator article artist assembly association attention attorney author authority avenue \
    award bank bar bench bill board borrower boulevard bureau buyer bv by-law bylaw certificate chair \
    chairman chairperson charter chief church client club co code college commission commissioner committee \
    company condition conditions congress constitution consultant contract contractor convention corp \
    corporation council counsel court customer day decree deed department designer developer directive \
    director discloser disclosing distributor document drive employee employer exchange executive floor form \
    foundation franchisee franchisor freelancer fund general gmbh government governor guarantee guaranty \
    guest guideline handbook holder host inc indenture inspector institute institution investor judge jury \
    landlord language law league lease lender lessee lessor letter licence license licensee licensor limited \
    list llc llp lp ltd manager manual manufacturer market mediation mediator meeting member memorandum \
    minister ministry note nv offering office officer order ordinance owner park parliament partner \
    partnership performer photographer plan plaza plc policy president principal producer program programme \
    protocol provider publisher purchaser receiver receiving recipient registrar registration registry \
    regulation resolution road rule sa schedule school secretary seller senate shareholder sheet signatory \
    society statement statute stockholder street subcontractor suite supplier supreme tenant terms time \
    treasurer treasury treaty tribunal trust trustee undersigned university us user vendor vice we worker \
    you";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::from_text("", text);
        let found = document.undefined_terms();
        let terms: Vec<&str> = found.iter().map(|it| it.term.as_str()).collect();
        assert_eq!(terms, expected, "{text}");
        for term in &found {
            assert!(term.uses.len() >= USES);
            assert!(term.uses.iter().all(|it| it.of(text).starts_with(char::is_uppercase)));
        }
    }

    #[test]
    fn terms_without_a_definition_are_found() {
        check("Contractor sends the Deliverables. Client owns such Deliverables.", &["Deliverables"]);
        check("Client approves each Final Report. Any Final Report is secret.", &["Final Report"]);
        check("Client returns the Materials, all Materials and any Material of it.", &["Materials"]);
    }

    #[test]
    fn what_is_defined_somewhere_is_none() {
        let uses = "Contractor sends the Deliverables. Client owns such Deliverables.";
        for defined in [
            "“Deliverables” means all files.",
            "Contractor makes drawings (the Deliverables).",
            "Contractor makes drawings, hereinafter called Deliverables.",
            "Deliverables: drawings and files",
            "DELIVERABLES\n\nAll files.",
            "| Deliverables | drawings |",
            "The Deliverables are set out in Exhibit A.",
            "Capitalized terms not defined here have the meanings of the Master Agreement.",
        ] {
            check(&format!("{uses}\n\n{defined}"), &[]);
        }
        check("Contractor sends the Deliverables once.", &[]);
        check(
            "The Sub-projects are listed in Exhibit A. Client owns the Project. Contractor sends each Project.",
            &[],
        );
        check("Contractor sends the deliverables. Client owns such deliverables.", &[]);
    }

    #[test]
    fn names_are_none() {
        check(
            "Client obeys the Privacy Act. Contractor obeys the Privacy Act, and the law of the State of Ohio.",
            &[],
        );
        check(
            "The Company pays on the Monday. The Company tells the Court. Any Court may ask the Board.",
            &[],
        );
        check(
            "Client has the Buy-out option. Client presses the Report button, the Report button again.",
            &[],
        );
        check("Under the Agreement all Sections of the Agreement and the Sections count.", &[]);
        check("Client uses the Acme Cloud. Contractor uses the Acme Cloud.", &[]);
    }
}
