//! What the cues of a sentence make of a match in it.

use crate::{report::Polarity, rule::CueKind};

/// The cues of a sentence.
#[derive(Debug, Default)]
pub(super) struct Cues {
    /// Reaches of the negations and exceptions.
    pub(super) scopes: Vec<Scope>,
    /// Modals and performatives, in order.
    pub(super) modals: Vec<Place>,
    /// Subjects that stand for both sides, in order.
    pub(super) mutual: Vec<Place>,
}

/// Words of a sentence, `start..end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: u32,
    pub(super) end: u32,
}

#[derive(Debug)]
pub(super) struct Scope {
    pub(super) kind: CueKind,
    /// The cue itself.
    pub(super) cue: Place,
    /// What it reaches.
    pub(super) from: u32,
    pub(super) to: u32,
}

impl Cues {
    /// What the cues make of a match with this head, and the places of those that decided it.
    ///
    /// One negation, or one exception from an affirmation, denies; two of them, or one of each, cannot be
    /// told apart by rule: mixed.
    pub(super) fn polarity(&self, head: u32) -> (Polarity, Vec<Place>) {
        let over: Vec<&Scope> =
            self.scopes.iter().filter(|scope| (scope.from..scope.to).contains(&head)).collect();
        let mut places: Vec<Place> = over.iter().map(|scope| scope.cue).collect();
        places.dedup();
        let polarity = match over.as_slice() {
            [] => Polarity::Asserted,
            [scope] if matches!(scope.kind, CueKind::Negate | CueKind::Except) => Polarity::Denied,
            _ => Polarity::Mixed,
        };
        (polarity, places)
    }
}
