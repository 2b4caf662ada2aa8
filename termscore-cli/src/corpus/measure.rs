//! Marked passages and found passages in, counts out. Three questions are asked of each label:
//!
//! - *presence*: does a document hold such a clause at all? One decision for each document.
//! - *passage*: is each marked passage found (at least half of its bytes lie in found ones), and is each found one
//!   right (half of it lies in marked text, or it holds at least half of one marked passage)?
//! - *question*: one decision for each document; right only if found passages cover four fifths of the marked bytes.
//!   A document without the label in which something is found is a false alarm.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use termscore::Span;

use super::Passages;

/// Right, too much, missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) right: usize,
    pub(crate) noise: usize,
    pub(crate) missed: usize,
}

/// Shares of a count, between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Shares {
    pub(crate) precision: f64,
    pub(crate) recall: f64,
    /// Their harmonic mean.
    pub(crate) f1: f64,
}

impl Count {
    pub(crate) fn add(&mut self, other: Count) {
        self.right += other.right;
        self.noise += other.noise;
        self.missed += other.missed;
    }

    /// Shares; 0 where there is nothing to divide by.
    pub(crate) fn shares(self) -> Shares {
        let share = |of: usize| if of == 0 { 0.0 } else { self.right as f64 / of as f64 };
        let (precision, recall) = (share(self.right + self.noise), share(self.right + self.missed));
        let sum = precision + recall;
        Shares { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measure {
    Presence,
    Passage,
    Question,
}

impl Measure {
    pub(crate) const ALL: [Measure; 3] = [Measure::Presence, Measure::Passage, Measure::Question];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Measure::Presence => "presence",
            Measure::Passage => "passage",
            Measure::Question => "question",
        }
    }
}

/// One label.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) label: String,
    /// Documents that people marked with it.
    pub(crate) n_documents: usize,
    pub(crate) counts: [Count; 3],
    /// Marked and not found, in the order of documents and text.
    pub(crate) misses: Vec<Place>,
    /// Found and not marked.
    pub(crate) false_alarms: Vec<Place>,
}

/// A passage of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Place {
    pub(crate) document: String,
    #[serde(flatten)]
    pub(crate) span: Span,
    /// Its words; filled in where it is shown.
    pub(crate) quote: String,
}

/// All labels, and what they come to together.
#[derive(Debug)]
pub(crate) struct Result {
    pub(crate) n_documents: usize,
    pub(crate) rows: Vec<Row>,
}

impl Result {
    /// All decisions pooled.
    pub(crate) fn micro(&self, measure: Measure) -> Count {
        let mut sum = Count::default();
        self.rows.iter().for_each(|it| sum.add(it.count(measure)));
        sum
    }

    /// The mean of the labels.
    pub(crate) fn macro_mean(&self, measure: Measure) -> Shares {
        let n = self.rows.len().max(1) as f64;
        let mean = |of: fn(Shares) -> f64| {
            self.rows.iter().map(|it| of(it.count(measure).shares())).sum::<f64>() / n
        };
        Shares { precision: mean(|it| it.precision), recall: mean(|it| it.recall), f1: mean(|it| it.f1) }
    }
}

impl Row {
    pub(crate) fn count(&self, measure: Measure) -> Count {
        self.counts.get(measure as usize).copied().unwrap_or_default()
    }
}

/// Counts for each of these labels over these documents.
pub(crate) fn measure<'a>(
    labels: impl Iterator<Item = &'a String>,
    documents: &BTreeSet<&str>,
    gold: &Passages,
    found: &Passages,
) -> Result {
    let rows = labels.map(|label| row(label, documents, gold.get(label), found.get(label))).collect();
    Result { n_documents: documents.len(), rows }
}

type ByDocument = BTreeMap<String, Vec<Span>>;

fn row(
    label: &str,
    documents: &BTreeSet<&str>,
    gold: Option<&ByDocument>,
    found: Option<&ByDocument>,
) -> Row {
    let mut counts = [Count::default(); 3];
    let (mut misses, mut false_alarms) = (Vec::new(), Vec::new());
    for document in documents {
        let of = |all: Option<&ByDocument>| all.and_then(|it| it.get(*document)).cloned().unwrap_or_default();
        let (marked, found) = (of(gold), of(found));
        let (marked_text, found_text) = (merge(&marked), merge(&found));
        let place =
            |span: &Span| Place { document: (*document).to_owned(), span: *span, quote: String::new() };
        let is_found = |it: &&Span| 2 * inside(**it, &found_text) >= it.len();
        let is_right = |it: &&Span| is_right(**it, &marked, &marked_text);
        let distinct: BTreeSet<Span> = found.iter().copied().collect();
        let hits = marked.iter().filter(is_found).count();
        misses.extend(marked.iter().filter(|it| !is_found(it)).map(place));
        let alarms: Vec<Place> = distinct.iter().filter(|it| !is_right(it)).map(place).collect();
        let total: usize = marked_text.iter().map(|it| it.len()).sum();
        let covered: usize = marked_text.iter().map(|it| inside(*it, &found_text)).sum();
        let is_covered = covered * 5 >= total * 4;
        let (is_marked, is_there) = (!marked.is_empty(), !found.is_empty());
        let decided = |right: bool, noise: bool, missed: bool| Count {
            right: right.into(),
            noise: noise.into(),
            missed: missed.into(),
        };
        let here = [
            decided(is_marked && is_there, !is_marked && is_there, is_marked && !is_there),
            Count { right: hits, noise: alarms.len(), missed: marked.len() - hits },
            decided(is_marked && is_covered, !is_marked && is_there, is_marked && !is_covered),
        ];
        counts.iter_mut().zip(here).for_each(|(sum, it)| sum.add(it));
        false_alarms.extend(alarms);
    }
    let n_documents = gold.map_or(0, |it| it.keys().filter(|name| documents.contains(name.as_str())).count());
    Row { label: label.to_owned(), n_documents, counts, misses, false_alarms }
}

/// True if half of a found span lies in marked text, or it holds half of one marked passage; `marked_text` is what
/// [`merge`] makes of the passages.
pub(crate) fn is_right(found: Span, marked: &[Span], marked_text: &[Span]) -> bool {
    2 * inside(found, marked_text) >= found.len()
        || marked.iter().any(|marked| 2 * inside(*marked, &[found]) >= marked.len())
}

/// Overlapping and touching spans made one, in order.
pub(crate) fn merge(spans: &[Span]) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sorted.sort();
    let mut merged: Vec<Span> = Vec::new();
    for span in sorted {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

/// How many bytes of a span lie in merged ones.
fn inside(span: Span, merged: &[Span]) -> usize {
    let both = |it: &Span| span.end.min(it.end).saturating_sub(span.start.max(it.start));
    merged.iter().map(both).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(marked: &[(usize, usize)], found: &[(usize, usize)], expected: [(usize, usize, usize); 3]) {
        let passages = |all: &[(usize, usize)]| -> Passages {
            let spans: Vec<Span> = all.iter().map(|(start, end)| Span::new(*start, *end)).collect();
            let by_document = [("a.txt".to_owned(), spans)].into_iter().filter(|it| !it.1.is_empty());
            Passages::from([("label".to_owned(), by_document.collect())])
        };
        let label = "label".to_owned();
        let result =
            measure([&label].into_iter(), &BTreeSet::from(["a.txt"]), &passages(marked), &passages(found));
        let counts = result.rows.first().map(|it| it.counts.map(|it| (it.right, it.noise, it.missed)));
        assert_eq!(counts, Some(expected), "{marked:?} {found:?}");
    }

    #[test]
    fn what_counts_as_found() {
        let (right, noise, missed, nothing) = ((1, 0, 0), (0, 1, 0), (0, 0, 1), (0, 0, 0));
        check(&[(0, 100)], &[(0, 100)], [right; 3]);
        check(&[(0, 100)], &[], [missed; 3]);
        check(&[], &[(0, 100)], [noise; 3]);
        check(&[], &[], [nothing; 3]);
        // Half of it is enough for the passage, and four fifths for the question.
        check(&[(0, 100)], &[(0, 50)], [right, right, missed]);
        check(&[(0, 100)], &[(0, 80)], [right, right, right]);
        // Too little of the mark is found, but what is found lies in it.
        check(&[(0, 100)], &[(0, 49)], [right, (0, 0, 1), missed]);
        // A find that holds a whole mark is right, however long.
        check(&[(0, 10)], &[(0, 100)], [right; 3]);
        check(&[(0, 10)], &[(50, 100)], [right, (0, 1, 1), missed]);
        // Two finds of one passage count once.
        check(&[(0, 10)], &[(0, 10), (0, 10)], [right; 3]);
    }

    #[test]
    fn shares_of_nothing_are_zero() {
        assert_eq!(Count::default().shares(), Shares { precision: 0.0, recall: 0.0, f1: 0.0 });
        let shares = Count { right: 3, noise: 1, missed: 3 }.shares();
        assert_eq!((shares.precision, shares.recall), (0.75, 0.5));
        assert!((shares.f1 - 0.6).abs() < 1e-12);
    }
}
