//! Reports and clause matches as JSON objects, one a line.
//!
//! The field names are an interface: they change only with [`SCHEMA`].

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use termscore::{
    Points, Report, Severity, Span,
    report::{Absence, ClauseMatch, Evidence, Finding, Fix, GateHit, Polarity, Proof, Source, Undetermined},
    rule::Who,
    value::Value,
};

use crate::input::Contract;

/// Name and version of the form of a report.
const SCHEMA: &str = "termscore/report/1";

/// A report as one line of JSON.
pub(crate) fn report(
    contract: &Contract,
    report: &Report,
    proofs: &BTreeMap<String, Proof>,
) -> serde_json::Result<String> {
    let not_empty = |text: &'_ str| if text.is_empty() { None } else { Some(text.to_owned()) };
    let findings =
        |findings| -> Vec<FindingLine<'_>> { Vec::from_iter(<[Finding]>::iter(findings).map(|it| finding(it, proofs))) };
    serde_json::to_string(&ReportLine {
        schema: SCHEMA,
        file: &contract.name,
        kind: not_empty(&report.kind.name),
        kind_title: &report.kind.title,
        you: &report.you,
        them: &report.them,
        packs: report.packs.iter().map(|it| Pack { name: &it.name, version: &it.version, title: &it.title, disclaimer: &it.disclaimer }).collect(),
        score: Number(report.score()),
        low: Number(report.low),
        high: Number(report.high),
        grade: report.grade.as_deref().ok(),
        no_grade_because: report.grade.as_deref().err().map(String::as_str),
        gates: &report.gates,
        categories: report
            .categories
            .iter()
            .map(|it| Category { id: &it.id, title: &it.title, worth: Number(it.worth), left: Number(it.left) })
            .collect(),
        findings: findings(&report.findings),
        protections: findings(&report.protections),
        undetermined: report.undetermined.iter().map(undetermined).collect(),
        best_fixes: report.best_fixes.iter().map(fix).collect(),
        caveats: &report.caveats,
    })
}

/// A clause match as one line of JSON.
pub(crate) fn clause(file: &str, it: &ClauseMatch) -> serde_json::Result<String> {
    let evidence = &it.evidence;
    serde_json::to_string(&ClauseLine {
        file,
        clause: &evidence.clause,
        pack: &it.pack,
        labels: &it.labels,
        denied_labels: &it.denied_labels,
        polarity: evidence.polarity,
        actor: evidence.actor,
        quote: &evidence.quote,
        r#match: Span::new(evidence.start, evidence.end),
        passage: evidence.passage,
        captures: &evidence.captures,
        section: &evidence.section,
        page: evidence.page,
    })
}

/// Points as a number, exact to three decimals.
#[derive(Clone, Copy)]
struct Number(Points);

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let thousandths = self.0.0;
        if thousandths % 1_000 == 0 {
            serializer.serialize_i64(thousandths / 1_000)
        } else {
            // The float nearest to a decimal of three places is written as that decimal.
            #[allow(clippy::cast_precision_loss, reason = "scores have at most six digits")]
            let number = thousandths as f64 / 1_000.0;
            serializer.serialize_f64(number)
        }
    }
}

#[derive(Serialize)]
struct ReportLine<'a> {
    schema: &'static str,
    file: &'a str,
    kind: Option<String>,
    kind_title: &'a str,
    you: &'a str,
    them: &'a str,
    packs: Vec<Pack<'a>>,
    score: Number,
    low: Number,
    high: Number,
    grade: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_grade_because: Option<&'a str>,
    gates: &'a [GateHit],
    categories: Vec<Category<'a>>,
    findings: Vec<FindingLine<'a>>,
    protections: Vec<FindingLine<'a>>,
    undetermined: Vec<UndeterminedLine<'a>>,
    best_fixes: Vec<FixLine<'a>>,
    caveats: &'a [String],
}

#[derive(Serialize)]
struct Pack<'a> {
    name: &'a str,
    version: &'a str,
    title: &'a str,
    disclaimer: &'a str,
}

#[derive(Serialize)]
struct Category<'a> {
    id: &'a str,
    title: &'a str,
    worth: Number,
    left: Number,
}

#[derive(Serialize)]
struct FindingLine<'a> {
    rule: &'a str,
    pack: &'a str,
    title: &'a str,
    severity: Severity,
    category: &'a str,
    points: Number,
    score_if_fixed: Number,
    absorbed_by: Option<&'a str>,
    arm: Option<&'a str>,
    impact: &'a str,
    why: &'a str,
    advice: &'a str,
    suggest: &'a str,
    prefer: &'a str,
    accept: &'a str,
    refuse: &'a str,
    sources: &'a [Source],
    evidence: &'a [Evidence],
    absence: &'a [Absence],
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<&'a Proof>,
}

fn finding<'a>(it: &'a Finding, proofs: &'a BTreeMap<String, Proof>) -> FindingLine<'a> {
    FindingLine {
        rule: &it.rule,
        pack: &it.pack,
        title: &it.title,
        severity: it.severity,
        category: &it.category,
        points: Number(it.points),
        score_if_fixed: Number(it.score_if_fixed),
        absorbed_by: it.absorbed_by.as_deref(),
        arm: it.arm.as_deref(),
        impact: &it.impact,
        why: &it.why,
        advice: &it.advice,
        suggest: &it.suggest,
        prefer: &it.prefer,
        accept: &it.accept,
        refuse: &it.refuse,
        sources: &it.sources,
        evidence: &it.evidence,
        absence: &it.absence,
        proof: proofs.get(&it.rule),
    }
}

#[derive(Serialize)]
struct UndeterminedLine<'a> {
    rule: &'a str,
    title: &'a str,
    severity: Severity,
    at_stake: Number,
    reason: &'a str,
    evidence: &'a [Evidence],
}

fn undetermined(it: &Undetermined) -> UndeterminedLine<'_> {
    UndeterminedLine {
        rule: &it.rule,
        title: &it.title,
        severity: it.severity,
        at_stake: Number(it.at_stake),
        reason: &it.reason,
        evidence: &it.evidence,
    }
}

#[derive(Serialize)]
struct FixLine<'a> {
    rule: &'a str,
    title: &'a str,
    gain: Number,
}

fn fix(it: &Fix) -> FixLine<'_> {
    FixLine { rule: &it.rule, title: &it.title, gain: Number(it.gain) }
}

#[derive(Serialize)]
struct ClauseLine<'a> {
    file: &'a str,
    clause: &'a str,
    pack: &'a str,
    labels: &'a [String],
    denied_labels: &'a [String],
    polarity: Polarity,
    actor: Who,
    quote: &'a str,
    r#match: Span,
    passage: Span,
    captures: &'a BTreeMap<String, Value>,
    section: &'a str,
    page: Option<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_exact_to_three_decimals() {
        let check = |thousandths, expected: &str| {
            assert_eq!(serde_json::to_string(&Number(Points(thousandths))).expect("a number"), expected);
        };
        check(38_000, "38");
        check(14_125, "14.125");
        check(-500, "-0.5");
        check(0, "0");
        check(99_999, "99.999");
        check(66_667, "66.667");
    }
}
