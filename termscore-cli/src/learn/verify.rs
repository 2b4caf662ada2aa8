//! How good what was learned is on documents that it was not learned from, counted as `termscore eval` counts.

use termscore::{Document, Engine, Source, Span, compile};

use super::{
    clause::{self, Naming, Proposal},
    examples::{Example, Examples},
    ground::{CHANGE, Found, Ground, f1, no_loss},
    model::{self, Counted},
};
use crate::{
    corpus::{
        labelled,
        measure::{Measure, Row, is_right, merge},
    },
    problem::Problem,
    reader::Reader,
};

/// How much a marked example counts that the packs find already.
const KNOWN: f64 = 0.25;

/// What was counted on documents that were held out.
#[derive(Debug)]
pub(super) struct Figures {
    pub(super) n_documents: usize,
    pub(super) n_folds: usize,
    /// Of these so many have a higher F1 of passages with the clause than without, and so many a lower one.
    pub(super) n_better: usize,
    pub(super) n_worse: usize,
    /// The learned clause alone.
    pub(super) alone: Row,
    pub(super) packs: Row,
    /// Both together.
    pub(super) both: Row,
    /// True if the clause shall stand in place of the packs' own.
    pub(super) instead: bool,
}

impl Figures {
    /// What the clause is for: by itself, or beside the packs.
    pub(super) fn after(&self) -> &Row {
        if self.instead { &self.alone } else { &self.both }
    }

    /// True if that is better than the packs: more F1 of passages, in more parts than it is less, and no loss elsewhere.
    pub(super) fn is_gain(&self) -> bool {
        let (before, after) = (f1(&self.packs, Measure::Passage), f1(self.after(), Measure::Passage));
        after >= before + CHANGE && self.n_better > self.n_worse && no_loss(&self.packs, self.after())
    }

    /// A measure other than that of passages that is worse than before.
    pub(super) fn loss(&self) -> Option<Measure> {
        let lost = |it: &Measure| f1(self.after(), *it) <= f1(&self.packs, *it) - CHANGE;
        [Measure::Presence, Measure::Question].into_iter().find(lost)
    }
}

/// Documents in as many parts, each with its share of those that have the label. Neighbours by name stay together, for
/// they are often versions of one contract, and a copy of what was learned from proves nothing.
pub(super) fn folds(has_label: &[bool], n_folds: usize) -> Vec<Vec<usize>> {
    let mut folds = vec![Vec::new(); n_folds];
    for wanted in [true, false] {
        let of_kind: Vec<usize> =
            has_label.iter().enumerate().filter(|it| *it.1 == wanted).map(|it| it.0).collect();
        for (n, document) in of_kind.iter().enumerate() {
            if let Some(fold) = folds.get_mut(n * n_folds / of_kind.len()) {
                fold.push(*document);
            }
        }
    }
    folds.iter_mut().for_each(|it| it.sort_unstable());
    folds
}

/// Learns and measures.
pub(super) struct Verifier<'a> {
    pub(super) reader: &'a Reader,
    pub(super) documents: &'a [Document],
    pub(super) ground: &'a Ground<'a>,
    pub(super) examples: &'a Examples,
    pub(super) naming: &'a Naming<'a>,
    /// What comes before the label in the packs.
    pub(super) prefix: &'a str,
    /// Lines of the clause, at most.
    pub(super) most: usize,
}

impl Verifier<'_> {
    /// The clause that is learned from these documents.
    pub(super) fn learn(&self, documents: &[usize]) -> Result<Proposal, Problem> {
        let examples: Vec<&Example> =
            self.examples.all.iter().filter(|it| documents.binary_search(&it.document).is_ok()).collect();
        let counted: Vec<Counted<'_>> = examples.iter().map(|it| (*it, self.counts(it))).collect();
        let weights = model::fit(&counted, self.examples.phrases.len(), self.most)
            .map_err(|error| Problem::new("learn", format_args!("no weights were found: {error}")))?;
        Ok(clause::propose(self.ground, documents, &examples, &weights))
    }

    /// How much an example counts: beside the packs, what they find anyway tells little of what they lack.
    fn counts(&self, example: &Example) -> f64 {
        let packs = self.ground.packs.get(example.document).map(Vec::as_slice).unwrap_or_default();
        if self.ground.instead || packs.is_empty() || !is_right(example.span, packs, &merge(packs)) {
            1.0
        } else if example.marked {
            KNOWN
        } else {
            0.0
        }
    }

    /// Learns as often as there are folds, each time without one, and measures on that one.
    pub(super) fn verify(&self, folds: &[Vec<usize>]) -> Result<Figures, Problem> {
        let n_documents = self.documents.len();
        let (mut alone, mut both): (Found, Found) =
            (vec![Vec::new(); n_documents], self.ground.packs.clone());
        let (mut n_better, mut n_worse) = (0, 0);
        for held_out in folds {
            let others: Vec<usize> =
                (0..n_documents).filter(|it| held_out.binary_search(it).is_err()).collect();
            let proposal = self.learn(&others)?;
            if !proposal.lines.is_empty() {
                let engine = self.engine(&proposal)?;
                for at in held_out {
                    let found = self.found(&engine, *at);
                    if let (Some(alone), Some(both)) = (alone.get_mut(*at), both.get_mut(*at)) {
                        (*alone, *both) = found;
                    }
                }
            }
            let passage = |found: &Found| f1(&self.ground.measure(held_out, found), Measure::Passage);
            let (before, after) =
                (passage(&self.ground.packs), passage(if self.ground.instead { &alone } else { &both }));
            n_better += usize::from(after > before);
            n_worse += usize::from(after < before);
        }
        let all: Vec<usize> = (0..n_documents).collect();
        Ok(Figures {
            n_documents,
            n_folds: folds.len(),
            n_better,
            n_worse,
            alone: self.ground.measure(&all, &alone),
            packs: self.ground.measure(&all, &self.ground.packs),
            both: self.ground.measure(&all, &both),
            instead: self.ground.instead,
        })
    }

    /// The packs with a clause beside them.
    pub(super) fn engine(&self, proposal: &Proposal) -> Result<Engine, Problem> {
        let text = clause::text(proposal, self.examples, self.naming, &[])?;
        let pack = compile(&[Source::new("learned.terms", text)], &|_, _| None).map_err(|diagnostics| {
            Problem::new("learn", format_args!("the clause does not compile: {diagnostics}"))
        })?;
        self.reader.engine_with(pack)
    }

    /// What the clause finds in a document, and what it finds together with the packs.
    fn found(&self, engine: &Engine, document: usize) -> (Vec<Span>, Vec<Span>) {
        let (mut alone, mut both) = (Vec::new(), Vec::new());
        let Some(document) = self.documents.get(document) else { return (alone, both) };
        let learned = self.naming.pack();
        for (it, labels) in labelled(engine, document, self.prefix) {
            if labels.contains(self.ground.label) {
                both.push(it.evidence.passage);
                if it.pack == learned {
                    alone.push(it.evidence.passage);
                }
            }
        }
        (alone, both)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_is_held_out_once_and_labels_are_shared_out() {
        let has_label: Vec<bool> = (0..23).map(|it| it % 3 == 0).collect();
        let folds = folds(&has_label, 4);
        let mut all: Vec<usize> = folds.concat();
        all.sort_unstable();
        assert_eq!(all, (0..23).collect::<Vec<usize>>());
        let marked: Vec<usize> =
            folds.iter().map(|it| it.iter().filter(|it| **it % 3 == 0).count()).collect();
        assert_eq!(marked, [2, 2, 2, 2]);
    }
}
