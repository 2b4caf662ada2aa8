//! What a regular expression cannot match without: pieces of words, of which a sentence must hold one of each set.

use aho_corasick::{AhoCorasick, MatchKind};
use regex_syntax::hir::{Hir, HirKind};

use super::{lists::Lists, vocab::ClassId};

/// Letters of a piece that tells something.
const SHORTEST: usize = 2;

/// Pieces that one set may have; a longer one is hardly rarer than no set.
const MOST: usize = 64;

/// Sets of pieces of words: every match holds a piece of each set. Empty if nothing can be told.
pub(super) fn needed(source: &str) -> Vec<Vec<String>> {
    let hir = regex_syntax::Parser::new().parse(source);
    hir.map(|it| of(&it)).unwrap_or_default()
}

fn of(hir: &Hir) -> Vec<Vec<String>> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let text = std::str::from_utf8(&literal.0).unwrap_or_default();
            // A match spans words; a piece lies within one.
            let pieces = text.split(' ').filter(|it| it.chars().count() >= SHORTEST);
            pieces.map(|it| vec![it.to_owned()]).collect()
        }
        HirKind::Capture(inner) => of(&inner.sub),
        HirKind::Repetition(inner) if inner.min > 0 => of(&inner.sub),
        HirKind::Concat(parts) => parts.iter().flat_map(of).collect(),
        HirKind::Alternation(branches) => {
            // Of each branch the set that is the shortest, then the one of the longest pieces.
            let best = |branch: &Hir| {
                let longest = |set: &Vec<String>| set.iter().map(String::len).min().unwrap_or(0);
                of(branch).into_iter().min_by_key(|set| (set.len(), usize::MAX - longest(set)))
            };
            let sets: Option<Vec<Vec<String>>> = branches.iter().map(best).collect();
            let all: Vec<String> = sets.into_iter().flatten().flatten().collect();
            if all.is_empty() || all.len() > MOST { Vec::new() } else { vec![all] }
        }
        _ => Vec::new(),
    }
}

/// Finds the pieces of all sets in words.
#[derive(Debug)]
pub(super) struct Fragments {
    finder: AhoCorasick,
    /// By piece: the classes that stand for the sets that hold it.
    classes: Lists<ClassId>,
}

impl Fragments {
    /// Of sets of pieces with the class that stands for each; `None` if there are none, or more than can be looked for.
    pub(super) fn new(sets: &[(ClassId, Vec<String>)]) -> Option<Fragments> {
        let mut pieces: Vec<&str> = sets.iter().flat_map(|it| &it.1).map(String::as_str).collect();
        pieces.sort_unstable();
        pieces.dedup();
        let with = |piece: &str| {
            let with = sets.iter().filter(|(_, set)| set.iter().any(|it| it == piece));
            with.map(|(class, _)| *class).collect()
        };
        let classes = Lists::new(pieces.iter().map(|piece| with(piece)).collect());
        let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(&pieces).ok()?;
        (!pieces.is_empty()).then_some(Fragments { finder, classes })
    }

    /// The classes of the pieces in a word.
    pub(super) fn of_word(&self, norm: &str) -> Vec<ClassId> {
        let found = self.finder.find_overlapping_iter(norm);
        let mut classes: Vec<ClassId> =
            found.flat_map(|it| self.classes.get(it.pattern().as_u32())).copied().collect();
        classes.sort_unstable();
        classes.dedup();
        classes
    }
}
