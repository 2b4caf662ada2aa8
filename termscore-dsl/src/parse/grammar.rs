//! `grammar.pest` and what reads by it: the only file that names pest. The rest of the parser walks [`Pair`]s and is
//! told of a [`Mismatch`] in the grammar's own words.
#![allow(missing_docs, reason = "generated")]

use pest::Parser;
use pest::error::{ErrorVariant, InputLocation};

pub(super) use Rule as Node;

/// A piece of text that a rule of the grammar matches.
pub(super) type Pair<'i> = pest::iterators::Pair<'i, Node>;
/// Some in a row.
pub(super) type Pairs<'i> = pest::iterators::Pairs<'i, Node>;

#[derive(pest_derive::Parser)]
#[grammar = "grammar.pest"]
struct Grammar;

/// Where a text stops to follow the grammar, and what it was expected to go on with.
pub(super) struct Mismatch {
    /// Bytes before it.
    pub(super) offset: usize,
    /// In the order of the grammar, without repeats.
    pub(super) expected: Vec<Node>,
}

/// Reads a text by a rule of the grammar.
pub(super) fn read(rule: Node, text: &str) -> Result<Pairs<'_>, Mismatch> {
    Grammar::parse(rule, text).map_err(|error| {
        let offset = match error.location {
            InputLocation::Pos(it) | InputLocation::Span((it, _)) => it,
        };
        let mut expected = match error.variant {
            ErrorVariant::ParsingError { positives, .. } => positives,
            ErrorVariant::CustomError { .. } => Vec::new(),
        };
        expected.sort();
        expected.dedup();
        Mismatch { offset, expected }
    })
}
