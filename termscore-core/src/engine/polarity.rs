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
    /// True of a question that is answered with "no".
    pub(super) is_answered_no: bool,
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
    /// Words of the cue itself: those behind its "not".
    pub(super) is_inside_cue: bool,
}

impl Cues {
    /// What the cues make of a match with this head, and the places of those that decided it.
    ///
    /// One negation, or one exception from an affirmation, denies; two of them, or one of each, cannot be
    /// told apart by rule: mixed. In a question that is answered with "no" nothing is asserted. A match that begins at the "not" of a cue, or before it, has said so itself.
    pub(super) fn polarity(&self, start: u32, head: u32) -> (Polarity, Vec<Place>) {
        let reaches = |scope: &&Scope| {
            (scope.from..scope.to).contains(&head) && (!scope.is_inside_cue || scope.from <= start)
        };
        let over: Vec<&Scope> = self.scopes.iter().filter(reaches).collect();
        let mut places: Vec<Place> = over.iter().map(|scope| scope.cue).collect();
        places.dedup();
        let polarity = match over.as_slice() {
            [] if self.is_answered_no => Polarity::Denied,
            [] => Polarity::Asserted,
            [scope] if matches!(scope.kind, CueKind::Negate | CueKind::Except) => Polarity::Denied,
            _ => Polarity::Mixed,
        };
        (polarity, places)
    }
}
