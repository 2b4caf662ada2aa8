//! Numbers in, words for people out.

use termscore_core::{
    Report,
    rule::{Points, Severity},
};

/// The file of a contract without the folders that it lies in: a report is sent to others.
pub(crate) fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).find(|it| !it.is_empty()).unwrap_or(name)
}

/// Points with a typographic minus.
pub(crate) fn points(points: Points) -> String {
    points.to_string().replace('-', "−")
}

/// What a finding takes: `−8`, or `0`.
pub(crate) fn taken(it: Points) -> String {
    if it > Points(0) { format!("−{}", points(it)) } else { String::from("0") }
}

/// `1 point`, `2.5 points`.
pub(crate) fn count_points(it: Points) -> String {
    format!("{} {}", points(it), if it == Points::whole(1) { "point" } else { "points" })
}

/// A number with its noun.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A severity as the first word of a line.
pub(crate) fn badge(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "Critical",
        Severity::High => "High",
        Severity::Medium => "Medium",
        Severity::Low => "Low",
        Severity::Minimal => "Minimal",
    }
}

/// What it was read as, for whom: one clause each.
pub(crate) fn read_as(report: &Report) -> Vec<String> {
    let kind = match report.kind.title.as_str() {
        "" => String::from("kind of contract not recognised"),
        it if report.kind.given => format!("{it} (as you said)"),
        it if !report.kind.is_recognised() => format!("{it}, perhaps"),
        it => it.to_owned(),
    };
    let mut parts = vec![kind];
    if !report.kind.also.is_empty() {
        parts.push(format!("reads as {}, too", report.kind.also.join(" and ")));
    }
    parts.push(match report.you.as_str() {
        "" => String::from("which side is yours could not be told"),
        it => format!("you are “{it}”"),
    });
    parts
}

/// `Fix these three and the score is 71`.
pub(crate) fn fixes_title(report: &Report) -> String {
    let after = points(report.score_if_fixed);
    match report.best_fixes.len() {
        1 => format!("Fix this one and the score is {after}"),
        2 => format!("Fix these two and the score is {after}"),
        3 => format!("Fix these three and the score is {after}"),
        n => format!("Fix these {n} and the score is {after}"),
    }
}

/// Why a score is an interval: `2 questions are open`.
pub(crate) fn open(report: &Report) -> String {
    match report.undetermined.len() {
        0 => String::from("it is not known how much some findings weigh"),
        n => format!("{} open", count(n, "question is", "questions are")),
    }
}

/// The reason of a gate without the grade that it leaves.
pub(crate) fn gate(gate: &termscore_core::report::GateHit) -> String {
    let reason = gate.reason.strip_suffix(&format!(": at most {}", gate.at_most)).unwrap_or(&gate.reason);
    format!("at most {}: {reason}", gate.at_most)
}
