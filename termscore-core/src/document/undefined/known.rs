//! Which terms a document knows: those that it defines, names, marks or writes as headings and labels.

use std::{ops::Range, sync::LazyLock};

use aho_corasick::{AhoCorasick, Input};
use memchr::{memchr, memchr2, memmem, memrchr};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{
    super::{BySpelling, Document, Sentence},
    capitalised::{Before, Capitalised, LONGEST, key_of},
};
use crate::rule::Role;

/// Characters of what is marked as a term,
const MARKED: usize = 90;

/// and of what stands behind a word such as "called".
const CALLED: usize = 60;

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

/// What needs no definition in this document, of the terms that are asked about.
pub(super) struct Known<'d> {
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
    pub(super) fn new<'k>(
        capitalised: &'d Capitalised<'d>,
        terms: impl Iterator<Item = &'k [String]>,
    ) -> Known<'d> {
        let mut known = Known {
            document: capitalised.document,
            capitalised,
            terms: FxHashMap::default(),
            last: FxHashMap::default(),
            beginnings: Beginnings::default(),
        };
        for keys in terms {
            for at in 0..keys.len() {
                known.terms.insert(keys.get(at..).unwrap_or_default().join(" "), false);
            }
            if let Some(last) = keys.last() {
                known.beginnings.insert(last);
                known.last.insert(last.clone(), false);
            }
        }
        known
    }

    /// Which of the last words the document also writes small.
    pub(super) fn read_small(&mut self) {
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

    pub(super) fn add_definitions(&mut self) {
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
    pub(super) fn add_defining(&mut self) {
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

    pub(super) fn add_headings(&mut self) {
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
    pub(super) fn add_marked(&mut self) {
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
    pub(super) fn add_labels(&mut self) {
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
    pub(super) fn is_common(&self, keys: &[String]) -> bool {
        static COMMON: LazyLock<FxHashSet<&str>> = LazyLock::new(|| TERMS.split_whitespace().collect());
        keys.last().is_some_and(|last| {
            self.last.get(last).copied().unwrap_or(false) || COMMON.contains(last.as_str())
        })
    }

    /// True if the words, or those that they end in, are known.
    pub(super) fn knows(&self, keys: &[String]) -> bool {
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

/// Last words of terms, in the singular: what could be a term though the document never writes it small.
const TERMS: &str = "\
    asset assignment bonus change claim collateral commission compensation content cost date deliverable \
    deposit design document drawing duty equipment event expense fee file fixture good idea image \
    improvement information invention invoice loss material milestone obligation payment period person \
    premise price product project property purpose report result royalty service share software \
    specification task term territory trademark warrant website work";
