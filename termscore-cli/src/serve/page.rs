//! What the page is made of, and what it is told: assets, kinds and limits, contracts, reports.

use std::collections::BTreeSet;

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use termscore::{
    render::{
        Subject,
        html::{self, Part},
    },
    report::Status,
};

use super::{limits, session::Scored};
use crate::{
    contract::Contract,
    reader::{Reader, example},
};

/// An asset; all are part of the program.
pub(super) fn asset(name: &str) -> Response {
    let (kind, text) = match name {
        "app.css" => ("text/css", include_str!("../../assets/app.css")),
        "report.css" => ("text/css", html::STYLE),
        "app.js" => ("text/javascript", include_str!("../../assets/app.js")),
        "compare.js" => ("text/javascript", include_str!("../../assets/compare.js")),
        "editor.js" => ("text/javascript", include_str!("../../assets/editor.js")),
        "icon.svg" => ("image/svg+xml", include_str!("../../assets/icon.svg")),
        _ => ("text/html", include_str!("../../assets/index.html")),
    };
    ([(header::CONTENT_TYPE, format!("{kind}; charset=utf-8"))], text).into_response()
}

/// What can be chosen, and where to start.
pub(super) fn setup(reader: &Reader) -> Value {
    let kinds: Vec<Value> =
        reader.engine.kinds().map(|(name, title)| json!({ "name": name, "title": title })).collect();
    json!({
        "version": env!("CARGO_PKG_VERSION"),
        "max_file": limits::MAX_FILE,
        "kinds": kinds,
        "packs": packs(reader),
        "rules": include_str!("../../assets/rules.terms"),
        "contract": include_str!("../../assets/contract.txt"),
    })
}

/// Packs with the limits that can be set.
fn packs(reader: &Reader) -> Vec<Value> {
    let packs = reader.packs().iter().filter(|it| !it.params.is_empty());
    packs
        .map(|pack| {
            let limits: Vec<Value> = pack
                .params
                .iter()
                .map(|it| {
                    let short = it.name.rsplit_once('.').map_or(it.name.as_str(), |it| it.1);
                    json!({
                        "name": it.name,
                        "short": short,
                        "help": it.help,
                        "default": it.default.to_string(),
                        "example": example(it.ty).trim_matches('"'),
                    })
                })
                .collect();
            json!({ "name": pack.name, "title": pack.title, "limits": limits })
        })
        .collect()
}

/// A contract that is kept.
pub(super) fn contract(id: u64, it: &Contract) -> Value {
    json!({
        "contract": id,
        "name": it.name(),
        "format": it.format.to_string(),
        "pages": it.n_pages(),
        "words": it.document.n_words(),
    })
}

/// A report as parts of the page, and the numbers that the page shows by itself. The parts are escaped where they are
/// written: what a contract says is text in them.
pub(super) fn report(it: &Scored) -> Value {
    let subject = subject(it);
    let report = &it.report;
    let parts: serde_json::Map<String, Value> = Part::ALL
        .into_iter()
        .filter_map(|part| Some((name(part)?.to_owned(), html::fragment(&subject, part).into())))
        .collect();
    let asked: BTreeSet<&str> = report
        .outcomes
        .iter()
        .filter(|it| !matches!(it.1, Status::NotApplicable | Status::Disabled))
        .filter_map(|(rule, _)| Some(rule.split_once('.')?.0))
        .collect();
    json!({
        "score": report.score(),
        "scored": report.is_scored(),
        "grade": report.grade.as_ref().ok(),
        "kind": { "name": report.kind.name, "title": report.kind.title, "given": report.kind.given },
        "you": report.you,
        "them": report.them,
        "n_findings": report.findings.iter().filter(|it| it.absorbed_by.is_none()).count(),
        "asked": asked,
        "parts": parts,
    })
}

/// What the parts of a report are made from.
pub(super) fn subject(it: &Scored) -> Subject<'_> {
    let subject = Subject::new(&it.report, &it.contract.document).with_format(it.contract.format.name());
    // Lines are what a reader of a text file sees.
    if it.contract.line_of(0).is_some() { subject.with_lines() } else { subject }
}

fn name(part: Part) -> Option<&'static str> {
    Some(match part {
        Part::Verdict => "verdict",
        Part::Fixes => "fixes",
        Part::Caveats => "caveats",
        Part::Findings => "findings",
        Part::Questions => "questions",
        Part::Protections => "protections",
        Part::Contract => "contract",
        Part::Colophon => "colophon",
        _ => return None,
    })
}
