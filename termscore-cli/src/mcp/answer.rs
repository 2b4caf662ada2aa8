//! Reports, clause matches and proofs to what an assistant is told: data, and a short text that quotes the contract.

use std::fmt::Write as _;

use serde_json::{Value, json};
use termscore::{
    Report, Truth,
    report::{Absence, ClauseMatch, Evidence, Finding, Proof, Status},
};

/// Findings that the text tells in full; the data holds all.
const N_TOLD: usize = 8;
/// Quotes of a finding in the data.
const N_QUOTES: usize = 5;
/// Characters of a quote in the text.
const QUOTE: usize = 240;
/// Levels of a proof in the text.
const DEPTH: usize = 8;

/// What a tool answers.
pub(super) struct Answer {
    /// For people, and for assistants that read only text.
    pub(super) text: String,
    /// The same as data, and more of it.
    pub(super) data: Value,
}

/// A report without the arithmetic behind it.
pub(super) fn report(it: &Report) -> Answer {
    let counted: Vec<&Finding> = it.findings.iter().filter(|it| it.absorbed_by.is_none()).collect();
    let data = json!({
        "schema": "termscore/mcp/score/1",
        "file": it.document,
        "kind": it.kind.title,
        "you": it.you,
        "them": it.them,
        "scored": it.is_scored(),
        "score": it.score(),
        "low": it.low,
        "high": it.high,
        "grade": it.grade.as_ref().ok(),
        "no_grade": it.grade.as_ref().err(),
        "categories": it.categories.iter().map(|it| json!({ "title": it.title, "worth": it.worth, "left": it.left })).collect::<Vec<_>>(),
        "findings": counted.iter().map(|it| finding(it)).collect::<Vec<_>>(),
        "protections": it.protections.iter().map(|it| json!({ "rule": it.rule, "title": it.title, "quotes": quotes(&it.evidence) })).collect::<Vec<_>>(),
        "undetermined": it.undetermined.iter().map(|it| json!({ "rule": it.rule, "title": it.title, "reason": it.reason, "at_stake": it.at_stake, "quotes": quotes(&it.evidence) })).collect::<Vec<_>>(),
        "best_fixes": it.best_fixes.iter().map(|it| json!({ "rule": it.rule, "title": it.title, "gain": it.gain })).collect::<Vec<_>>(),
        "score_if_fixed": it.score_if_fixed,
        "caveats": it.caveats,
        "disclaimers": disclaimers(it),
    });
    Answer { text: summary(it, &counted), data }
}

fn disclaimers(it: &Report) -> Vec<&str> {
    let mut all: Vec<&str> =
        it.packs.iter().map(|it| it.disclaimer.as_str()).filter(|it| !it.is_empty()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn finding(it: &Finding) -> Value {
    json!({
        "rule": it.rule,
        "title": it.title,
        "severity": it.severity.to_string(),
        "points": it.points,
        "quotes": quotes(&it.evidence),
        "absent": it.absence.iter().map(absence).collect::<Vec<_>>(),
        "impact": it.impact,
        "why": it.why,
        "advice": it.advice,
        "suggest": it.suggest,
        "prefer": it.prefer,
        "accept": it.accept,
        "refuse": it.refuse,
        "sources": it.sources,
    })
}

fn quotes(all: &[Evidence]) -> Vec<Value> {
    let quotes = all.iter().take(N_QUOTES);
    quotes.map(|it| json!({ "quote": it.quote, "section": it.section, "page": it.page, "start": it.start, "end": it.end })).collect()
}

fn absence(it: &Absence) -> Value {
    json!({
        "what": if it.title.is_empty() { &it.clause } else { &it.title },
        "sentences_searched": it.searched,
        "expected_in": it.expected_in,
        "nearest": it.nearest.as_ref().map(|it| &it.quote),
    })
}

/// Writing to a string cannot fail, so its results are dropped here and below.
fn summary(it: &Report, counted: &[&Finding]) -> String {
    let mut text = String::new();
    if !it.is_scored() {
        let reason = it.grade.as_ref().err().map_or("", String::as_str);
        return format!("{} was not scored: {reason}.", it.document);
    }
    let _ = write!(text, "{}: {} of 100", it.document, it.score());
    match &it.grade {
        Ok(grade) => {
            let _ = write!(text, ", grade {grade}");
        }
        Err(reason) => {
            let _ = write!(text, ", no grade ({reason})");
        }
    }
    if it.low != it.high {
        let _ = write!(
            text,
            "; between {} and {} while {} rules are undetermined",
            it.low,
            it.high,
            it.undetermined.len()
        );
    }
    let _ = writeln!(
        text,
        ". Read as: {}.",
        if it.kind.title.is_empty() { "no kind that is known" } else { &it.kind.title }
    );
    let _ = writeln!(text, "{} findings, the worst first:", counted.len());
    for (at, it) in counted.iter().take(N_TOLD).enumerate() {
        let _ =
            writeln!(text, "{}. {} [{}, {} points, {}]", at + 1, it.title, it.severity, it.points, it.rule);
        if let Some(it) = it.evidence.first() {
            let _ = writeln!(text, "   {}: “{}”", place(it), short(&it.quote));
        } else if let Some(it) = it.absence.first() {
            let what = if it.title.is_empty() { &it.clause } else { &it.title };
            let _ = writeln!(text, "   Not found: {what} ({} sentences searched)", it.searched);
        }
        if !it.advice.is_empty() {
            let _ = writeln!(text, "   {}", it.advice);
        }
    }
    if counted.len() > N_TOLD {
        let _ = writeln!(text, "… and {} more, in the data.", counted.len() - N_TOLD);
    }
    if !it.best_fixes.is_empty() {
        let titles: Vec<&str> = it.best_fixes.iter().map(|it| it.title.as_str()).collect();
        let _ = writeln!(
            text,
            "Score with the best repairs made ({}): {}.",
            titles.join("; "),
            it.score_if_fixed
        );
    }
    for caveat in &it.caveats {
        let _ = writeln!(text, "Note: {caveat}");
    }
    text
}

/// Where it stands.
fn place(it: &Evidence) -> String {
    match (it.section.is_empty(), it.page) {
        (false, Some(page)) => format!("{}, page {page}", it.section),
        (false, None) => it.section.clone(),
        (true, Some(page)) => format!("page {page}"),
        (true, None) => "in the text".to_owned(),
    }
}

/// A line for each match.
pub(super) fn clauses(all: &[&ClauseMatch], limit: usize) -> String {
    let mut text = format!("{} clause matches", all.len());
    if all.len() > limit {
        let _ = write!(text, ", the first {limit} of them");
    }
    text.push_str(".\n");
    for ClauseMatch { evidence: it, .. } in all.iter().take(limit) {
        let _ = writeln!(text, "{} ({}, {}): “{}”", it.clause, it.polarity, place(it), short(&it.quote));
    }
    text
}

/// A proof as an indented list.
pub(super) fn proof(report: &Report, rule: &str, proof: &Proof) -> String {
    let outcome = match report.outcome(rule) {
        Some(Status::Fired) => "fires",
        Some(Status::Absorbed) => "holds, and is counted in another rule",
        Some(Status::Clear) => "does not fire",
        Some(Status::Undetermined) => "cannot be decided",
        Some(Status::NotApplicable) => "is not asked of this kind of contract",
        Some(Status::Disabled) => "is disabled by a pack",
        None => "was not asked",
    };
    let mut text = format!("{rule} {outcome} on {}.\n", report.document);
    node(&mut text, proof, 0, false);
    text
}

fn node(text: &mut String, it: &Proof, depth: usize, decides: bool) {
    let answer = match it.truth {
        Truth::True => "yes",
        Truth::False => "no",
        Truth::Unknown => "not known",
    };
    let indent = "  ".repeat(depth);
    let _ = write!(text, "{indent}- {}: {answer}", it.question);
    if !it.note.is_empty() {
        let _ = write!(text, " ({})", it.note);
    }
    text.push_str(if decides { " ← decides\n" } else { "\n" });
    for it in it.evidence.iter().take(N_QUOTES) {
        let _ = writeln!(text, "{indent}  {}: “{}”", place(it), short(&it.quote));
    }
    if let Some(it) = &it.absence {
        let _ = write!(text, "{indent}  not found in {} sentences", it.searched);
        if let Some(near) = &it.nearest {
            let _ = write!(text, "; nearest: “{}”", short(&near.quote));
        }
        text.push('\n');
    }
    if depth < DEPTH {
        for (at, part) in it.parts.iter().enumerate() {
            node(text, part, depth + 1, it.decided_by == Some(at));
        }
    }
}

fn short(quote: &str) -> String {
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTE) {
        Some((limit, _)) => format!("{}…", line.get(..limit).unwrap_or_default()),
        None => line,
    }
}
