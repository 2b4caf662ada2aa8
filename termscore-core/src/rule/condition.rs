//! What must be true for a rule to fire, in three-valued logic.

use std::fmt;

use crate::value::Value;

use super::Name;

/// A question about a document, answered true, false or unknown.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Condition {
    /// All hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// At least so many hold.
    AtLeast(usize, Vec<Condition>),
    /// It does not hold. Only of facts: [`Condition::Fires`], [`Condition::Kind`], [`Condition::Predicate`].
    Not(Box<Condition>),
    /// What the text says of a clause.
    Text {
        /// The question.
        verb: Verb,
        /// Full name of the clause.
        clause: Name,
        /// All must hold of one match.
        filter: Vec<Comparison>,
    },
    /// How many asserted matches a clause has.
    Count {
        /// Full name of the clause.
        clause: Name,
        /// Only matches that satisfy all of these.
        filter: Vec<Comparison>,
        /// How the number is compared.
        op: Op,
        /// With what.
        n: usize,
    },
    /// Another rule fires.
    Fires(Name),
    /// The document is of this kind (full name).
    Kind(Name),
    /// The host says so: name of a predicate of the registry.
    Predicate(String),
}

/// What is asked about a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// Found, and affirmed.
    Asserts,
    /// Found, and negated.
    Denies,
    /// Nowhere affirmed, in a document that is complete for the clause.
    Lacks,
    /// Not mentioned at all, in a document that is complete for the clause.
    Silent,
    /// Found, affirmed or negated.
    Mentions,
    /// Every match satisfies the filter; false without a match.
    Every,
}

/// A test of one match.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Comparison {
    /// A captured value against another.
    Value {
        /// Name of the capture.
        capture: String,
        /// How.
        op: Op,
        /// With what.
        with: Operand,
    },
    /// Who is bound.
    Actor {
        /// True: also holds when both are bound.
        includes: bool,
        /// Who.
        who: Who,
    },
}

/// Right-hand side of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// A value.
    Literal(Value),
    /// A parameter's full name.
    Param(Name),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `>=`
    AtLeast,
    /// `>`
    Greater,
}

/// A side of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Who {
    /// The signer who reads the report.
    You,
    /// The other side.
    Them,
    /// Each of them.
    Both,
    /// A named third party.
    Other,
    /// Not known.
    Unknown,
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Who::You => "you",
            Who::Them => "them",
            Who::Both => "both",
            Who::Other => "other",
            Who::Unknown => "unknown",
        })
    }
}
