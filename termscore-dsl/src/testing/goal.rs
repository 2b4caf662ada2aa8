//! What the tests of a pack can reach.

use termscore_core::Span;

/// Something that a test can reach.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Goal {
    /// In what way.
    pub kind: GoalKind,
    /// As it is written.
    pub text: String,
    /// Index of the source that it stands in.
    pub source: usize,
    /// Its place in that source.
    pub span: Span,
    /// True if a test reaches it.
    pub reached: bool,
}

/// What reaching means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum GoalKind {
    /// A `find` of a clause makes a match.
    Find,
    /// A sign with a weight is in a text.
    Sign,
    /// A `with` holds beside a match.
    With,
    /// A `without` drops a match.
    Without,
    /// An `except` drops a match.
    Except,
    /// A match stands in a section that `only in section` names, or `never in section` drops one.
    Section,
    /// A phrase of a concept is part of a match.
    Phrase,
    /// One of several in `( | )` is part of a match.
    Alternative,
    /// The answer to a question is true.
    True,
    /// The answer to a question is false.
    False,
    /// The answer to a question cannot be told. Counts only where no other answer can come out.
    Unknown,
    /// `eased` applies to a rule that fires.
    Eased,
    /// `raised` applies to a rule that fires.
    Raised,
}

impl GoalKind {
    /// In one word, for programs.
    pub fn name(self) -> &'static str {
        match self {
            GoalKind::Find => "find",
            GoalKind::Sign => "weigh",
            GoalKind::With => "with",
            GoalKind::Without => "without",
            GoalKind::Except => "except",
            GoalKind::Section => "section",
            GoalKind::Phrase => "phrase",
            GoalKind::Alternative => "alternative",
            GoalKind::True => "true",
            GoalKind::False => "false",
            GoalKind::Unknown => "unknown",
            GoalKind::Eased => "eased",
            GoalKind::Raised => "raised",
        }
    }

    /// What has not happened, for people: `never dropped a match`.
    pub fn never(self) -> &'static str {
        match self {
            GoalKind::Find | GoalKind::Sign | GoalKind::Phrase | GoalKind::Alternative => "never matched",
            GoalKind::With => "never beside a match",
            GoalKind::Without | GoalKind::Except => "never dropped a match",
            GoalKind::Section => "never decided",
            GoalKind::True => "never true",
            GoalKind::False => "never false",
            GoalKind::Unknown => "never unknown",
            GoalKind::Eased | GoalKind::Raised => "never applied",
        }
    }
}
