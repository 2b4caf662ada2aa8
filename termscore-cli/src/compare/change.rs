//! What becomes of something between two contracts.

use serde::Serialize;

/// What became of it. The order is that of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Change {
    New,
    Worse,
    Gone,
    Better,
    /// Only clauses: the words may be the same or not, a value or who is bound is another.
    Changed,
    Reworded,
    Unchanged,
}

impl Change {
    pub(super) fn name(self) -> &'static str {
        match self {
            Change::New => "new",
            Change::Worse => "worse",
            Change::Gone => "gone",
            Change::Better => "better",
            Change::Changed => "changed",
            Change::Reworded => "reworded",
            Change::Unchanged => "unchanged",
        }
    }
}
