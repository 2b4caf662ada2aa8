//! Weights in, a clause out: small whole weights, the threshold that does best beside the packs on what was learned
//! from, no line that can be spared, and the rule text.

use std::collections::BTreeSet;

use termscore::{Source, format, rule::Role};

use super::{
    examples::{Example, Examples, written},
    ground::{Found, Ground, no_loss},
    model::Weighed,
};
use crate::{
    args::LearnWindow,
    corpus::measure::{Measure, Row},
    problem::Problem,
};

/// No line weighs more, for or against.
const HEAVIEST: i32 = 6;

/// What the heaviest line may come to before it is cut to [`HEAVIEST`]: each is tried.
const SCALES: std::ops::RangeInclusive<i32> = 2..=10;

/// A sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Number of its phrase.
    phrase: u32,
    weight: i32,
    /// How many examples hold it, and how many of these are marked.
    all: usize,
    marked: usize,
}

/// A clause before it is written. Without lines it finds nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Proposal {
    pub(super) lines: Vec<Line>,
    threshold: i32,
}

/// How good weights with a threshold are on what they were learned from: nothing lost, F1 of passages.
type Worth = (bool, f64);

/// The clause that does best, beside the packs or in their place, on these documents, of which these are the examples.
pub(super) fn propose(
    ground: &Ground<'_>,
    documents: &[usize],
    examples: &[&Example],
    weights: &[Weighed],
) -> Proposal {
    let trial = Trial::new(ground, documents, examples, weights);
    let heaviest = weights.iter().fold(0.0, |max: f64, it| max.max(it.weight.abs()));
    let mut best: Option<(Worth, i32, Vec<i32>)> = None;
    let mut tried = BTreeSet::new();
    for scale in SCALES.filter(|_| heaviest > 0.0) {
        let round = |it: &Weighed| (it.weight / heaviest * f64::from(scale)).round() as i32;
        let whole: Vec<i32> = weights.iter().map(|it| round(it).clamp(-HEAVIEST, HEAVIEST)).collect();
        if !tried.insert(whole.clone()) {
            continue;
        }
        if let Some((worth, threshold)) = trial.best_threshold(&whole)
            && best.as_ref().is_none_or(|(known, ..)| better(worth, *known))
        {
            best = Some((worth, threshold, whole));
        }
    }
    let Some((mut worth, mut threshold, mut whole)) = best else { return Proposal::default() };
    // The lightest first: `weights` has the heaviest first.
    for at in (0..whole.len()).rev() {
        let mut without = whole.clone();
        let Some(place) = without.get_mut(at).filter(|it| **it != 0) else { continue };
        *place = 0;
        if let Some((spared, at_threshold)) = trial.best_threshold(&without)
            && !better(worth, spared)
        {
            (worth, threshold, whole) = (spared, at_threshold, without);
        }
    }
    let mut lines: Vec<Line> = weights
        .iter()
        .zip(whole)
        .filter(|(_, weight)| *weight != 0)
        .map(|(it, weight)| {
            let held = || examples.iter().filter(|example| example.phrases.binary_search(&it.phrase).is_ok());
            let (all, marked) = (held().count(), held().filter(|it| it.marked).count());
            Line { phrase: it.phrase, weight, all, marked }
        })
        .collect();
    lines.sort_by_key(|it| (-it.weight, usize::MAX - it.marked, it.phrase));
    Proposal { lines, threshold }
}

fn better(a: Worth, b: Worth) -> bool {
    (a.0 && !b.0) || (a.0 == b.0 && a.1 > b.1)
}

/// Tries weights on the documents that are learned from.
struct Trial<'a> {
    ground: &'a Ground<'a>,
    documents: &'a [usize],
    /// Examples that hold a weighed phrase, each with the places of these among the weights.
    held: Vec<(&'a Example, Vec<usize>)>,
    /// What the packs find, and how good that is; nothing if the clause shall stand in their place.
    packs: Found,
    before: Row,
}

impl<'a> Trial<'a> {
    fn new(
        ground: &'a Ground<'a>,
        documents: &'a [usize],
        examples: &[&'a Example],
        weights: &[Weighed],
    ) -> Trial<'a> {
        let held = examples.iter().filter_map(|example| {
            let places = weights.iter().enumerate();
            let places = places.filter(|(_, it)| example.phrases.binary_search(&it.phrase).is_ok());
            let places: Vec<usize> = places.map(|it| it.0).collect();
            (!places.is_empty()).then_some((*example, places))
        });
        let (packs, before) = match ground.instead {
            true => (vec![Vec::new(); ground.names.len()], Row::default()),
            false => (ground.packs.clone(), ground.measure(documents, &ground.packs)),
        };
        Trial { ground, documents, held: held.collect(), packs, before }
    }

    /// The threshold that does best, the highest of equals; none if no weight is positive.
    fn best_threshold(&self, weights: &[i32]) -> Option<(Worth, i32)> {
        let weight = |at: &usize| weights.get(*at).copied().unwrap_or(0);
        let mut sums: Vec<(i32, &Example)> = self
            .held
            .iter()
            .filter(|(_, places)| places.iter().any(|it| weight(it) > 0))
            .map(|(example, places)| (places.iter().map(weight).sum(), *example))
            .filter(|(sum, _)| *sum > 0)
            .collect();
        sums.sort_by_key(|it| -it.0);
        let mut best: Option<(Worth, i32)> = None;
        let mut found = self.packs.clone();
        let mut rest = sums.as_slice();
        while let Some((threshold, _)) = rest.first() {
            let n = rest.partition_point(|it| it.0 >= *threshold);
            let (here, after) = rest.split_at(n);
            for (_, example) in here {
                if let Some(spans) = found.get_mut(example.document) {
                    spans.push(example.span);
                }
            }
            rest = after;
            let row = self.ground.measure(self.documents, &found);
            let worth = (no_loss(&self.before, &row), row.count(Measure::Passage).shares().f1);
            if best.is_none_or(|(known, _)| better(worth, known)) {
                best = Some((worth, *threshold));
            }
        }
        best
    }
}

/// What a clause is called, and where it looks.
#[derive(Debug)]
pub(super) struct Naming<'a> {
    /// The clause, in kebab-case.
    pub(super) clause: &'a str,
    /// As the packs name it, with what comes before it.
    pub(super) label: String,
    /// For people.
    pub(super) title: &'a str,
    pub(super) window: LearnWindow,
}

impl Naming<'_> {
    /// The pack that holds the clause alone.
    pub(super) fn pack(&self) -> String {
        format!("learned-{}", self.clause)
    }

    fn window(&self) -> &'static str {
        match self.window {
            LearnWindow::Sentence => "sentence",
            LearnWindow::Paragraph => "paragraph",
        }
    }
}

/// The rule text of a proposal; `header` becomes comments.
pub(super) fn text(
    proposal: &Proposal,
    examples: &Examples,
    naming: &Naming<'_>,
    header: &[String],
) -> Result<String, Problem> {
    let window = naming.window();
    let mut text = String::new();
    for line in header {
        text.push_str(format!("// {line}").trim_end());
        text.push('\n');
    }
    text.push_str(&format!(
        "pack {} 0.1.0 {{ title \"Learned: {}\" }}\n\nclause {} in {window} \"{}\" {{\n",
        naming.pack(),
        naming.title,
        naming.clause,
        naming.title
    ));
    for it in &proposal.lines {
        let phrase = examples.phrases.get(it.phrase as usize).map(String::as_str).unwrap_or_default();
        text.push_str(&format!(
            "  weigh {} \"{phrase}\"  // {} of {} {window}s\n",
            it.weight, it.marked, it.all
        ));
    }
    text.push_str(&format!("  threshold {}\n", proposal.threshold));
    if examples.roles != [Role::Operative] {
        let roles: Vec<&str> = examples.roles.iter().filter_map(|it| written(*it)).collect();
        text.push_str(&format!("  reads {}\n", roles.join(" ")));
    }
    text.push_str(&format!("  label \"{}\"\n  denied label \"{}\"\n}}\n", naming.label, naming.label));
    format(&Source::new("learned.terms", text)).map_err(|diagnostics| {
        Problem::new("learn", format_args!("the clause is no rule text: {diagnostics}"))
    })
}
