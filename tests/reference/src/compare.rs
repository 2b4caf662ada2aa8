//! Engine and reference side by side.

use std::{collections::BTreeMap, fmt::Debug, sync::Arc};

use termscore_core::{
    Document, Engine, Limits, Truth,
    report::{ClauseMatch, Report, Status},
    rule::{Name, Points, RulePack},
};

use crate::{
    host::registry,
    score::{Answers, ClauseAnswer, evaluate},
};

/// Reads a document with both; the differences, empty if there are none. `host` answers all predicates.
///
/// # Errors
/// The engine does not take the packs.
pub fn check(
    packs: &[Arc<RulePack>],
    document: &Document,
    host: &BTreeMap<String, Truth>,
) -> Result<Vec<String>, termscore_core::Error> {
    // The reference gives up on nothing.
    let mut limits = Limits::default();
    limits.fuel_base = 100_000_000;
    let engine = Engine::new(packs.iter().cloned(), registry(host)?)?.with_limits(limits);
    let answers = evaluate(packs, document, &BTreeMap::new(), host);
    Ok(differences(&answers, &engine, document))
}

/// In words, each with what the engine says and what the reference says.
pub fn differences(expected: &Answers, engine: &Engine, document: &Document) -> Vec<String> {
    let mut differences = Differences(Vec::new());
    let found = engine.clauses(document);
    let found: Vec<ClauseAnswer> = found.iter().map(as_answer).collect();
    for it in found.iter().filter(|it| !expected.matches.contains(it)) {
        differences.0.push(format!("only the engine: {it:?} {:?}", it.span.of(document.text())));
    }
    for it in expected.matches.iter().filter(|it| !found.contains(it)) {
        differences.0.push(format!("only the reference: {it:?} {:?}", it.span.of(document.text())));
    }
    if differences.0.is_empty() {
        differences.note("order of matches", &found, &expected.matches);
    }
    let report = engine.score(document);
    differences.note("kind", &report.kind.name, &expected.kind);
    differences.rules(expected, engine, document, &report);
    differences.note("score", &report.score(), &expected.score);
    differences.note("low", &report.low, &expected.low);
    differences.note("high", &report.high, &expected.high);
    differences.note("grade", &report.grade.clone().ok(), &expected.grade);
    differences.0
}

struct Differences(Vec<String>);

impl Differences {
    fn note<T: PartialEq + Debug>(&mut self, what: &str, engine: &T, reference: &T) {
        if engine != reference {
            self.0.push(format!("{what}: engine {engine:?}, reference {reference:?}"));
        }
    }

    fn rules(&mut self, expected: &Answers, engine: &Engine, document: &Document, report: &Report) {
        let names: Vec<&Name> = expected.rules.keys().collect();
        self.note("rules", &report.outcomes.keys().collect(), &names);
        for (name, answer) in &expected.rules {
            let status = report.outcome(name).unwrap_or(Status::NotApplicable);
            self.note(name, &status, &answer.status);
            if let Some(it) = report.findings.iter().chain(&report.protections).find(|it| it.rule == *name) {
                self.note(&format!("{name}: severity"), &it.severity, &answer.severity);
                self.note(&format!("{name}: points"), &it.points, &answer.points);
                self.note(&format!("{name}: absorbed by"), &it.absorbed_by, &answer.absorbed_by);
            } else {
                self.note(&format!("{name}: points"), &Points(0), &answer.points);
            }
            if let Some(it) = report.undetermined.iter().find(|it| it.rule == *name) {
                self.note(&format!("{name}: at stake"), &it.at_stake, &answer.worst);
            }
            // The proof is the explanation of the same answer.
            let proof = engine.explain(document, name).map(|it| it.truth);
            self.note(&format!("{name}: proof"), &proof, &Ok(answer.truth));
        }
    }
}

fn as_answer(it: &ClauseMatch) -> ClauseAnswer {
    let it = &it.evidence;
    ClauseAnswer {
        clause: it.clause.clone(),
        span: termscore_core::Span::new(it.start, it.end),
        passage: it.passage,
        polarity: it.polarity,
        actor: it.actor,
        cues: it.cues.clone(),
        captures: it.captures.clone(),
    }
}
