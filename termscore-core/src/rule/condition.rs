//! What must be true for a rule to fire, in three-valued logic.

use std::fmt;

use crate::value::{Jurisdiction, Value};

use super::Name;

/// A question about a document, answered true, false or unknown.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub enum Condition {
    /// All hold.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// At least so many hold.
    AtLeast(usize, Vec<Condition>),
    /// It does not hold. Only of facts: [`Condition::Fires`], [`Condition::Kind`], [`Condition::Law`], [`Condition::Predicate`].
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
    /// The law of this place, or of a part of it, governs the contract.
    Law(Jurisdiction),
    /// The host says so of the document: name of a predicate of the registry.
    Predicate(String),
}

impl Condition {
    /// This condition and all its parts, outermost first.
    fn walk(&self) -> Vec<&Condition> {
        let mut all = vec![self];
        let mut next = 0;
        while let Some(condition) = all.get(next).copied() {
            next += 1;
            match condition {
                Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => {
                    all.extend(parts)
                }
                Condition::Not(part) => all.push(part),
                _ => {}
            }
        }
        all
    }

    /// Full names of the clauses that it asks about.
    pub fn clauses(&self) -> impl Iterator<Item = &Name> {
        self.walk().into_iter().filter_map(|it| match it {
            Condition::Text { clause, .. } | Condition::Count { clause, .. } => Some(clause),
            _ => None,
        })
    }

    /// Full names of the rules that it asks about.
    pub fn rules(&self) -> impl Iterator<Item = &Name> {
        self.walk().into_iter().filter_map(|it| match it {
            Condition::Fires(name) => Some(name),
            _ => None,
        })
    }

    /// Full names of the kinds of document that it asks about.
    pub fn kinds(&self) -> impl Iterator<Item = &Name> {
        self.walk().into_iter().filter_map(|it| match it {
            Condition::Kind(name) => Some(name),
            _ => None,
        })
    }

    /// Names of the predicates that it asks, with the number of values that each is given.
    pub fn predicates(&self) -> impl Iterator<Item = (&String, usize)> {
        let alone = self.walk().into_iter().filter_map(|it| match it {
            Condition::Predicate(name) => Some((name, 0)),
            _ => None,
        });
        alone.chain(self.comparisons().filter_map(|it| match it {
            Comparison::Predicate { name, arguments, .. } => Some((name, arguments.len())),
            _ => None,
        }))
    }

    /// The comparisons in all its filters.
    pub fn comparisons(&self) -> impl Iterator<Item = &Comparison> {
        self.walk().into_iter().flat_map(|it| match it {
            Condition::Text { filter, .. } | Condition::Count { filter, .. } => filter.as_slice(),
            _ => &[],
        })
    }

    /// Full names of the parameters that it compares with.
    pub fn params(&self) -> impl Iterator<Item = &Name> {
        self.comparisons().flat_map(|comparison| {
            let operands: Vec<&Operand> = match comparison {
                Comparison::Value { with, .. } => vec![with],
                Comparison::Predicate { arguments, .. } => arguments
                    .iter()
                    .filter_map(|it| if let Argument::Operand(it) = it { Some(it) } else { None })
                    .collect(),
                Comparison::Actor { .. } => Vec::new(),
            };
            operands.into_iter().filter_map(|it| if let Operand::Param(it) = it { Some(it) } else { None })
        })
    }
}

/// As the rule language writes it, with full names.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Condition::All(parts) => join(f, parts, " and "),
            Condition::Any(parts) => join(f, parts, " or "),
            Condition::AtLeast(n, parts) => {
                write!(f, "{n} of {{ ")?;
                for part in parts {
                    write!(f, "{part} ")?;
                }
                f.write_str("}")
            }
            Condition::Not(part) => write!(f, "not {part}"),
            Condition::Text { verb, clause, filter } => {
                write!(f, "{verb} {clause}")?;
                write_filter(f, filter)
            }
            Condition::Count { clause, filter, op, n } => {
                write!(f, "count {clause}")?;
                write_filter(f, filter)?;
                write!(f, " {op} {n}")
            }
            Condition::Fires(name) => write!(f, "fires {name}"),
            Condition::Kind(name) => write!(f, "kind is {name}"),
            Condition::Law(place) => write!(f, "law is \"{}\"", place.name()),
            Condition::Predicate(name) => write!(f, "{name}()"),
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, parts: &[Condition], word: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(word)?;
        }
        match part {
            Condition::All(_) | Condition::Any(_) => write!(f, "({part})")?,
            _ => write!(f, "{part}")?,
        }
    }
    Ok(())
}

fn write_filter(f: &mut fmt::Formatter<'_>, filter: &[Comparison]) -> fmt::Result {
    for (index, comparison) in filter.iter().enumerate() {
        f.write_str(if index == 0 { "[" } else { " and " })?;
        write!(f, "{comparison}")?;
    }
    f.write_str(if filter.is_empty() { "" } else { "]" })
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Comparison::Value { capture, op, with: Operand::Literal(value) } => {
                write!(f, "{capture} {op} {value}")
            }
            Comparison::Value { capture, op, with: Operand::Param(name) } => {
                write!(f, "{capture} {op} {name}")
            }
            Comparison::Predicate { name, arguments, holds } => {
                write!(f, "{}{name}(", if *holds { "" } else { "not " })?;
                for (n, it) in arguments.iter().enumerate() {
                    f.write_str(if n > 0 { ", " } else { "" })?;
                    match it {
                        Argument::Capture(name) => f.write_str(name)?,
                        Argument::Operand(Operand::Param(name)) => f.write_str(name)?,
                        Argument::Operand(Operand::Literal(value)) => write!(f, "{value}")?,
                    }
                }
                f.write_str(")")
            }
            Comparison::Actor { includes: true, who } => write!(f, "actor includes {who}"),
            Comparison::Actor { includes: false, who } => write!(f, "actor = {who}"),
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verb::Asserts => "asserts",
            Verb::Denies => "denies",
            Verb::Lacks => "lacks",
            Verb::Silent => "silent on",
            Verb::Mentions => "mentions",
            Verb::Every => "every",
        })
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Op::Less => "<",
            Op::AtMost => "<=",
            Op::Equal => "=",
            Op::NotEqual => "!=",
            Op::AtLeast => ">=",
            Op::Greater => ">",
        })
    }
}

impl Op {
    /// Applies it to an ordering of left and right.
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Op::Less => ordering.is_lt(),
            Op::AtMost => ordering.is_le(),
            Op::Equal => ordering.is_eq(),
            Op::NotEqual => ordering.is_ne(),
            Op::AtLeast => ordering.is_ge(),
            Op::Greater => ordering.is_gt(),
        }
    }
}

/// What is asked about a clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
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
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
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
    /// What the host says of captured values.
    Predicate {
        /// Name of the predicate.
        name: String,
        /// What it is given, in order.
        arguments: Vec<Argument>,
        /// False: it must say no.
        holds: bool,
    },
    /// Who is bound.
    Actor {
        /// True: also holds when both are bound.
        includes: bool,
        /// Who.
        who: Who,
    },
}

/// What a predicate of the host is given.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum Argument {
    /// What was captured under this name.
    Capture(String),
    /// A value or a parameter.
    Operand(Operand),
}

/// Right-hand side of a comparison.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum Operand {
    /// A value.
    Literal(Value),
    /// A parameter's full name.
    Param(Name),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
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
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
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
