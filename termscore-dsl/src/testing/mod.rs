//! A pack's own tests: cases as data, and their results.

mod coverage;
mod failure;
mod folder;
mod goal;
mod goals;
mod probe;
mod run;
mod why;

use std::fmt;

use termscore_core::Span;
use termscore_core::rule::{Name, Who};
use termscore_core::value::Value;

pub use coverage::{Coverage, Covered, coverage};
pub use failure::{Failure, FailureKind, Place, Reason};
pub use folder::{PackProblem, check_folder};
pub use goal::{Goal, GoalKind};
pub use run::{TestResult, TestRun, run_tests, run_tests_of};

/// One case of a `test` block.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TestCase {
    /// What is tested.
    pub subject: Subject,
    /// What the case shows.
    pub name: String,
    /// Full name of the kind that the text is taken for; absent: the engine finds out.
    pub kind: Option<Name>,
    /// Full names of parameters with the values that they have in this case.
    pub params: Vec<(Name, Value)>,
    /// What should come out.
    pub expected: Expected,
    /// Who should be bound.
    pub actor: Option<Who>,
    /// Captures that a match should have, by name.
    pub values: Vec<(String, Value)>,
    /// The contract, without marks.
    pub text: String,
    /// Passages of `text` that must be found, in order; empty: anywhere.
    pub marks: Vec<Span>,
    /// Index of the source that the case stands in.
    pub source: usize,
    /// Its head in that source.
    pub span: Span,
}

/// What a test is about, by full name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A rule.
    Rule(Name),
    /// A clause.
    Clause(Name),
}

impl Subject {
    /// The full name.
    pub fn name(&self) -> &str {
        match self {
            Subject::Rule(it) | Subject::Clause(it) => it,
        }
    }
}

/// What a case expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Expected {
    /// The rule fires.
    Fires,
    /// The rule does not fire.
    Clear,
    /// The rule cannot be decided.
    Undetermined,
    /// The clause is found and affirmed.
    Asserted,
    /// The clause is found and negated.
    Denied,
    /// The clause is not found.
    Silent,
    /// The clause is found, and its meaning is for people to decide.
    Mixed,
}

impl Expected {
    /// What a rule can be.
    pub const OF_RULES: &[Expected] = &[Expected::Fires, Expected::Clear, Expected::Undetermined];
    /// What a clause can be.
    pub const OF_CLAUSES: &[Expected] =
        &[Expected::Asserted, Expected::Denied, Expected::Mixed, Expected::Silent];

    /// The word of the rule language.
    pub fn name(self) -> &'static str {
        match self {
            Expected::Fires => "fires",
            Expected::Clear => "clear",
            Expected::Undetermined => "undetermined",
            Expected::Asserted => "asserted",
            Expected::Denied => "denied",
            Expected::Silent => "silent",
            Expected::Mixed => "mixed",
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
