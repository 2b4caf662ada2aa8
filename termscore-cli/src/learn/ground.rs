//! What people marked and what the packs find: the ground on which a clause is judged.

use std::collections::{BTreeMap, BTreeSet};

use termscore::Span;

use crate::corpus::{
    Passages,
    measure::{self, Measure, Row},
};

/// A change of F1 by less is none; the same for `eval --deny-loss`.
pub(super) const CHANGE: f64 = 0.005;

/// Passages found under the label, by document.
pub(super) type Found = Vec<Vec<Span>>;

/// What people marked and what the packs find.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub(super) label: &'a String,
    /// Of the documents.
    pub(super) names: &'a [&'a str],
    pub(super) gold: &'a Passages,
    pub(super) packs: Found,
    /// True: a clause in place of those that the packs have for the label; false: one beside them.
    pub(super) instead: bool,
}

impl Ground<'_> {
    /// Counts what was found in some of the documents.
    pub(super) fn measure(&self, documents: &[usize], found: &Found) -> Row {
        let name = |it: &usize| self.names.get(*it).copied();
        let by_document: BTreeMap<String, Vec<Span>> = documents
            .iter()
            .filter_map(|it| {
                Some((name(it)?.to_owned(), found.get(*it).filter(|it| !it.is_empty())?.clone()))
            })
            .collect();
        let found = Passages::from([(self.label.clone(), by_document)]);
        let names: BTreeSet<&str> = documents.iter().filter_map(name).collect();
        let result = measure::measure([self.label].into_iter(), &names, self.gold, &found);
        let nothing = || Row { label: self.label.clone(), ..Row::default() };
        result.rows.into_iter().next().unwrap_or_else(nothing)
    }
}

/// True if no measure is worse than before.
pub(super) fn no_loss(before: &Row, after: &Row) -> bool {
    Measure::ALL.iter().all(|it| f1(after, *it) > f1(before, *it) - CHANGE)
}

/// F1 of a measure.
pub(super) fn f1(row: &Row, measure: Measure) -> f64 {
    row.count(measure).shares().f1
}
