//! Reports and clause matches as JSON objects, one a line.

use std::collections::BTreeMap;

use serde::Serialize;
use termscore::{
    Report, Span,
    report::{ClauseMatch, Polarity, Proof},
    rule::Who,
    value::Value,
};

use crate::{contract::Contract, market::Beside};

/// The name and version of the form of clause matches; that of reports is the engine's.
const CLAUSE: &str = "termscore/clause/1";

/// A report as one line of JSON, with the proofs that were asked for, and beside a market if there is one.
pub(crate) fn report(
    report: &Report,
    proofs: &BTreeMap<String, Proof>,
    market: Option<&Beside>,
) -> serde_json::Result<String> {
    report_line(report, proofs, market, None)
}

/// The same with digests of the file and of the run, by which it is found again.
pub(crate) fn report_line(
    report: &Report,
    proofs: &BTreeMap<String, Proof>,
    market: Option<&Beside>,
    digests: Option<(&str, &str)>,
) -> serde_json::Result<String> {
    let (content, run) = digests.unzip();
    serde_json::to_string(&ReportLine { report, proofs, market, content, run })
}

/// A clause match as one line of JSON, its offsets in the file if that is text.
pub(crate) fn clause(contract: &Contract, it: &ClauseMatch) -> serde_json::Result<String> {
    let evidence = &it.evidence;
    serde_json::to_string(&ClauseLine {
        schema: CLAUSE,
        file: contract.name(),
        clause: &evidence.clause,
        pack: &it.pack,
        labels: &it.labels,
        denied_labels: &it.denied_labels,
        polarity: evidence.polarity,
        actor: evidence.actor,
        quote: &evidence.quote,
        r#match: contract.in_file_text(Span::new(evidence.start, evidence.end)),
        passage: contract.in_file_text(evidence.passage),
        captures: &evidence.captures,
        section: &evidence.section,
        page: evidence.page,
        part: evidence.file.as_deref(),
    })
}

#[derive(Serialize)]
struct ReportLine<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    proofs: &'a BTreeMap<String, Proof>,
    #[serde(skip_serializing_if = "Option::is_none")]
    market: Option<&'a Beside>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<&'a str>,
}

/// The fields by which accuracy is measured, in the order of the documentation.
#[derive(Serialize)]
struct ClauseLine<'a> {
    schema: &'a str,
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
    /// The file, if the contract was supplied in several.
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<&'a str>,
}
