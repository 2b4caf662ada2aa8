//! Where patterns may match in a document.

use super::super::{compiled::PatternId, hit::SentenceId, lists::Lists};

/// Where a pattern can begin to match: a bit for each place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::engine) struct Starts(pub(super) u128);

/// The last bit of [`Starts`] stands for this place and all after it.
const LAST: u32 = 127;

impl Starts {
    pub(in crate::engine) const ANYWHERE: Starts = Starts(u128::MAX);
    pub(in crate::engine) const NOWHERE: Starts = Starts(0);

    /// The places, ascending, of a sentence of `len` words.
    pub(in crate::engine) fn places(self, len: u32) -> impl Iterator<Item = u32> {
        let (mut bits, rest) = match self {
            Starts::ANYWHERE => (0, 0),
            Starts(bits) if bits >> LAST == 0 => (bits, len),
            Starts(bits) => (bits & !(1 << LAST), LAST),
        };
        let single = std::iter::from_fn(move || {
            let place = (bits != 0).then(|| bits.trailing_zeros())?;
            bits &= bits - 1;
            Some(place)
        });
        single.take_while(move |place| *place < len).chain(rest..len.max(rest))
    }
}

/// A sentence in which a pattern may match, and where in it a match can begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) pattern: PatternId,
    pub(super) sentence: SentenceId,
    pub(super) starts: Starts,
}

/// By pattern the sentences in which it may match, ascending, and where in each.
#[derive(Debug, Default)]
pub(in crate::engine) struct AllCandidates {
    by_pattern: Lists<(SentenceId, Starts)>,
}

impl AllCandidates {
    /// Of candidates in the order of sentences.
    pub(super) fn new(n_patterns: usize, found: &[Candidate]) -> AllCandidates {
        let pairs: Vec<_> = found.iter().map(|it| (it.pattern, (it.sentence, it.starts))).collect();
        AllCandidates { by_pattern: Lists::of_pairs(n_patterns, &pairs) }
    }

    /// The sentences in which a pattern may match, ascending, and where in each a match can begin.
    pub(in crate::engine) fn of(&self, pattern: PatternId) -> &[(SentenceId, Starts)] {
        self.by_pattern.get(pattern)
    }

    /// Where a match in a sentence can begin.
    pub(in crate::engine) fn starts(&self, pattern: PatternId, sentence: SentenceId) -> Starts {
        let all = self.of(pattern);
        let at = all.binary_search_by_key(&sentence, |it| it.0).ok();
        at.and_then(|at| all.get(at)).map_or(Starts::NOWHERE, |it| it.1)
    }
}
