//! How a case of a test fails, and why, as data.

use std::fmt;

use termscore_core::Span;
use termscore_core::report::NearMiss;

use crate::source::Loc;

/// How the outcome of a case differs from what it expects.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// In one word.
    pub kind: FailureKind,
    /// What was found instead, for people.
    pub found: String,
    /// Where the rule or clause is declared; absent if in another pack.
    pub subject: Option<Place>,
    /// What decided it, in the order of the rule.
    pub why: Vec<Reason>,
}

/// The ways in which a case fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// What should have been found was not.
    Missing,
    /// Something was found that should not have been.
    Noisy,
    /// Found, but not where the text is marked.
    WrongSpan,
    /// Found, with another value or another actor.
    WrongValue,
    /// The engine does not take the pack.
    Refused,
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            FailureKind::Missing => "missing",
            FailureKind::Noisy => "noisy",
            FailureKind::WrongSpan => "wrong-span",
            FailureKind::WrongValue => "wrong-value",
            FailureKind::Refused => "refused",
        })
    }
}

/// A place in the rule text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index of the source.
    pub source: usize,
    /// Bytes of its text.
    pub span: Span,
}

impl From<Loc> for Place {
    fn from(at: Loc) -> Place {
        Place { source: at.source, span: at.span }
    }
}

/// Why a case fails, or why a reason holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// For people, in one line.
    pub text: String,
    /// Where it stands in the rule text, if it stands there.
    pub place: Option<Place>,
    /// The sentence that came nearest, if this is what the reason tells.
    pub nearest: Option<NearMiss>,
    /// Why that is so.
    pub because: Vec<Reason>,
}

impl Reason {
    pub(super) fn new(text: impl fmt::Display) -> Reason {
        Reason { text: text.to_string(), ..Reason::default() }
    }

    pub(super) fn at(self, place: Option<Place>) -> Reason {
        Reason { place, ..self }
    }
}
