//! Reports in, one SARIF 2.1.0 log out, for tools that show findings of any kind.
//!
//! A finding is a result of kind `fail`, an open question one of kind `open`, a protection one of kind `pass`. Offsets
//! count in the text that was read: of a text file that is the file itself, and only then there are lines.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use termscore_core::{
    Span,
    report::{Evidence, Finding, Undetermined},
    rule::Severity,
};

use crate::{Subject, order, place, place::Position, visible::one_line};

/// The schema that a log names.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// One log with one run: an artifact for each contract, and its results.
pub fn log(subjects: &[Subject<'_>]) -> String {
    let mut rules = Rules::default();
    let mut results = Vec::new();
    for (at, subject) in subjects.iter().enumerate() {
        let mut prints = BTreeMap::new();
        for it in order::numbered(subject.report) {
            for finding in std::iter::once(&it.finding).chain(&it.counted_here) {
                results.push(result(subject, at, finding, "fail", &mut rules, &mut prints));
            }
        }
        for (_, it) in order::by_reason(subject.report).into_iter().flat_map(|it| it.1) {
            results.push(open(subject, at, it, &mut rules, &mut prints));
        }
        for it in &subject.report.protections {
            results.push(result(subject, at, it, "pass", &mut rules, &mut prints));
        }
    }
    let artifacts: Vec<Value> = subjects.iter().map(artifact).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "TermScore",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.all,
            } },
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts,
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn artifact(subject: &Subject<'_>) -> Value {
    let report = subject.report;
    let mut it = json!({
        "location": { "uri": uri(subject.document.name()) },
        "roles": ["analysisTarget"],
        "properties": {
            "score": number(report.score()),
            "low": number(report.low),
            "high": number(report.high),
            "grade": report.grade.as_ref().ok(),
            "noGrade": report.grade.as_ref().err(),
            "kind": report.kind.name,
            "caveats": report.caveats,
        },
    });
    if let Some(fields) = it.as_object_mut()
        && !subject.lines
    {
        let text = "Offsets of results count in the text that was read from this file.";
        fields.insert(String::from("description"), json!({ "text": text }));
    }
    it
}

/// Rules that something is said of, each once.
#[derive(Default)]
struct Rules {
    all: Vec<Value>,
    index: BTreeMap<String, usize>,
}

impl Rules {
    fn of_finding(&mut self, finding: &Finding) -> usize {
        if let Some(at) = self.index.get(&finding.rule) {
            return *at;
        }
        let mut text = vec![finding.impact.as_str(), finding.why.as_str(), finding.advice.as_str()];
        text.retain(|it| !it.is_empty());
        let mut help = text.join(" ");
        let mut markdown = text.join("\n\n");
        for (name, step) in order::ladder(finding) {
            help.push_str(&format!("\n{name}: {step}"));
            markdown.push_str(&format!("\n\n**{name}:** {step}"));
        }
        if !finding.suggest.is_empty() {
            help.push_str(&format!("\nWording to ask for: {}", finding.suggest));
            markdown.push_str(&format!(
                "\n\n**Wording to ask for:**\n\n> {}",
                finding.suggest.replace("\n\n", "\n>\n> ")
            ));
        }
        for it in &finding.sources {
            let line = format!("\nSource: {} {} (checked {})", it.text, it.url, it.checked);
            help.push_str(&line);
            markdown.push_str(&format!("\n{line}"));
        }
        let full = if finding.impact.is_empty() { &finding.title } else { &finding.impact };
        let mut rule = json!({
            "id": finding.rule,
            "name": finding.rule,
            "shortDescription": { "text": one_line(&finding.title) },
            "fullDescription": { "text": one_line(full) },
            "help": { "text": if help.is_empty() { one_line(&finding.title) } else { help }, "markdown": markdown },
            "defaultConfiguration": { "level": level(finding.severity), "rank": rank(finding.severity) },
            "properties": { "category": finding.category, "pack": finding.pack, "severity": finding.severity.name(),
                "tags": ["contract", finding.category] },
        });
        let url = finding.sources.iter().map(|it| &it.url).find(|it| it.starts_with("https://"));
        if let (Some(fields), Some(url)) = (rule.as_object_mut(), url) {
            fields.insert(String::from("helpUri"), json!(url));
        }
        self.add(&finding.rule, rule)
    }

    fn of_question(&mut self, it: &Undetermined) -> usize {
        if let Some(at) = self.index.get(&it.rule) {
            return *at;
        }
        let rule = json!({
            "id": it.rule,
            "name": it.rule,
            "shortDescription": { "text": one_line(&it.title) },
            "help": { "text": one_line(&it.title) },
            "defaultConfiguration": { "level": level(it.severity), "rank": rank(it.severity) },
        });
        self.add(&it.rule, rule)
    }

    fn add(&mut self, name: &str, rule: Value) -> usize {
        self.all.push(rule);
        self.index.insert(name.to_owned(), self.all.len() - 1);
        self.all.len() - 1
    }
}

type Prints = BTreeMap<String, usize>;

fn result(
    subject: &Subject<'_>,
    artifact: usize,
    finding: &Finding,
    kind: &str,
    rules: &mut Rules,
    prints: &mut Prints,
) -> Value {
    let index = rules.of_finding(finding);
    let mut text = one_line(&finding.title);
    if !finding.impact.is_empty() {
        text.push_str(&format!(". {}", one_line(&finding.impact)));
    }
    let mut it = base(subject, artifact, &finding.rule, index, &finding.evidence, prints);
    it.insert(String::from("kind"), json!(kind));
    it.insert(String::from("message"), json!({ "text": text }));
    let level = if kind == "fail" { level(finding.severity) } else { "none" };
    it.insert(String::from("level"), json!(level));
    it.insert(String::from("rank"), json!(rank(finding.severity)));
    let properties = json!({
        "severity": finding.severity.name(),
        "points": number(finding.points),
        "scoreIfFixed": number(finding.score_if_fixed),
        "category": finding.category,
        "countedIn": finding.absorbed_by,
        "absences": finding.absence.iter().map(|it| json!({ "clause": it.clause, "title": it.title,
            "searched": it.searched, "expectedIn": it.expected_in })).collect::<Vec<_>>(),
    });
    it.insert(String::from("properties"), properties);
    Value::Object(it)
}

fn open(
    subject: &Subject<'_>,
    artifact: usize,
    question: &Undetermined,
    rules: &mut Rules,
    prints: &mut Prints,
) -> Value {
    let index = rules.of_question(question);
    let mut it = base(subject, artifact, &question.rule, index, &question.evidence, prints);
    it.insert(String::from("kind"), json!("open"));
    it.insert(String::from("level"), json!("none"));
    it.insert(String::from("rank"), json!(rank(question.severity)));
    let text = format!("Could not be decided: {}. {}", one_line(&question.title), one_line(&question.reason));
    it.insert(String::from("message"), json!({ "text": text }));
    let properties =
        json!({ "severity": question.severity.name(), "pointsAtStake": number(question.at_stake) });
    it.insert(String::from("properties"), properties);
    Value::Object(it)
}

/// Rule, fingerprint and places.
fn base(
    subject: &Subject<'_>,
    artifact: usize,
    rule: &str,
    index: usize,
    evidence: &[Evidence],
    prints: &mut Prints,
) -> Map<String, Value> {
    let mut it = Map::new();
    it.insert(String::from("ruleId"), json!(rule));
    it.insert(String::from("ruleIndex"), json!(index));
    let places: Vec<Value> = evidence.iter().map(|it| location(subject, artifact, it)).collect();
    let (first, others) = places.split_at(places.len().min(1));
    let whole = json!({ "physicalLocation": { "artifactLocation": artifact_location(subject, artifact) } });
    let first = if first.is_empty() { vec![whole] } else { first.to_vec() };
    it.insert(String::from("locations"), json!(first));
    if !others.is_empty() {
        let numbered = others.iter().cloned().enumerate().map(|(at, mut it)| {
            if let Some(fields) = it.as_object_mut() {
                fields.insert(String::from("id"), json!(at + 1));
            }
            it
        });
        it.insert(String::from("relatedLocations"), Value::Array(numbered.collect()));
    }
    let print = fingerprint(rule, evidence);
    let nth = prints.entry(print.clone()).or_default();
    *nth += 1;
    let print = if *nth == 1 { print } else { format!("{print}:{nth}") };
    it.insert(String::from("partialFingerprints"), json!({ "termscoreFinding/v1": print }));
    it
}

fn artifact_location(subject: &Subject<'_>, artifact: usize) -> Value {
    json!({ "uri": uri(subject.document.name()), "index": artifact })
}

fn location(subject: &Subject<'_>, artifact: usize, it: &Evidence) -> Value {
    let read = Span::new(it.start, it.end);
    let in_file = place::in_file(subject, read);
    let (text, span) = in_file.unwrap_or((subject.document.text(), read));
    let (from, to) = Position::both(text, span);
    let mut region = json!({
        "byteOffset": span.start,
        "byteLength": span.len(),
        "charOffset": from.chars,
        "charLength": to.chars.saturating_sub(from.chars),
        "snippet": { "text": it.quote },
    });
    if let Some(fields) = region.as_object_mut()
        && in_file.is_some()
    {
        for (name, value) in [
            ("startLine", from.line),
            ("startColumn", from.column),
            ("endLine", to.line),
            ("endColumn", to.column),
        ] {
            fields.insert(name.to_owned(), json!(value));
        }
    }
    let place = place::place(subject, it);
    let mut location = json!({
        "physicalLocation": { "artifactLocation": artifact_location(subject, artifact), "region": region },
        "properties": { "polarity": it.polarity.to_string(), "page": it.page, "file": it.file },
    });
    if let Some(fields) = location.as_object_mut() {
        if !it.section.is_empty() {
            let section = json!([{ "name": it.section, "kind": "section" }]);
            fields.insert(String::from("logicalLocations"), section);
        }
        if !place.is_empty() {
            fields.insert(String::from("message"), json!({ "text": place }));
        }
    }
    location
}

/// Of the rule and the words of its first quote: where it stands, and what else the contract says, does not matter.
fn fingerprint(rule: &str, evidence: &[Evidence]) -> String {
    let mut hash = Sha256::new();
    hash.update(rule.as_bytes());
    let quote = evidence.first().map_or("", |it| it.quote.as_str());
    for word in termscore_core::document::words_of(quote) {
        hash.update([0]);
        hash.update(word.as_bytes());
    }
    hash.finalize().iter().take(16).map(|it| format!("{it:02x}")).collect()
}

/// A path as a reference to a file: relative if it was.
fn uri(name: &str) -> String {
    let name = if name == "-" { String::from("stdin") } else { name.replace('\\', "/") };
    let mut text = String::new();
    if name.starts_with('/') {
        text.push_str("file://");
    } else if name.get(1..3) == Some(":/") {
        text.push_str("file:///");
    }
    let drive = text.len() + 1;
    for byte in name.bytes() {
        let plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
        if plain || (byte == b':' && text.starts_with("file:") && text.len() == drive) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low => "note",
        Severity::Minimal => "none",
    }
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Critical => 100,
        Severity::High => 75,
        Severity::Medium => 50,
        Severity::Low => 25,
        Severity::Minimal => 0,
    }
}

fn number(points: termscore_core::rule::Points) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "points are far below the 53 bits of a JSON number")]
    let thousandths = points.0 as f64;
    thousandths / 1_000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        for (name, expected) in [
            ("a b/ü.txt", "a%20b/%C3%BC.txt"),
            ("/tmp/x.pdf", "file:///tmp/x.pdf"),
            ("C:\\x\\y.pdf", "file:///C:/x/y.pdf"),
            ("-", "stdin"),
            ("x:y", "x%3Ay"),
        ] {
            assert_eq!(uri(name), expected);
        }
    }
}
