//! Rule text in; its mistakes with their places, and what the rules make of a contract, out.

use serde::Deserialize;
use serde_json::{Value, json};
use termscore::{Diagnostic, Diagnostics, Level, Span};

use super::{
    refusal::Refusal,
    session::{Choice, Session, Written},
};

/// Quotes of a finding that are shown beside the rules.
const N_QUOTES: usize = 3;
/// Characters of a quote.
const QUOTE: usize = 300;

/// Rules to look at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Asked {
    text: String,
    /// A contract to try them on.
    contract: Option<u64>,
    #[serde(default)]
    choice: Choice,
}

/// Looks at them; what they alone find in the contract comes along if there is one and they can be used.
pub(super) fn check(session: &Session, asked: &Asked) -> Result<Value, Refusal> {
    let (pack, diagnostics) = session.compile(&asked.text);
    let all: Vec<Value> = diagnostics.iter().map(|it| diagnostic(&asked.text, &diagnostics, it)).collect();
    let mut answer = json!({
        "ok": pack.is_some(),
        "errors": diagnostics.n_errors(),
        "diagnostics": all,
    });
    let Some(pack) = pack else { return Ok(answer) };
    let n = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    answer["holds"] = json!(format!(
        "{}, {}",
        n(pack.rules.len(), "rule", "rules"),
        n(pack.clauses.len(), "clause", "clauses")
    ));
    if let Some(contract) = asked.contract {
        let written = Written { text: asked.text.clone(), alone: true };
        let choice = asked.choice.clone().with_rules(written);
        match session.score(contract, &choice) {
            Ok(it) => {
                let own = format!("{}.", pack.name);
                let clauses = it.reader.engine.clauses(&it.contract.document);
                let clauses: Vec<Value> = clauses
                    .iter()
                    .filter(|it| it.evidence.clause.starts_with(&own))
                    .take(50)
                    .map(|it| {
                        json!({
                            "clause": it.evidence.clause,
                            "polarity": it.evidence.polarity.to_string(),
                            "quote": short(&it.evidence.quote),
                            "section": it.evidence.section,
                        })
                    })
                    .collect();
                let findings: Vec<Value> = it
                    .report
                    .findings
                    .iter()
                    .map(|it| {
                        let quotes: Vec<String> =
                            it.evidence.iter().take(N_QUOTES).map(|it| short(&it.quote)).collect();
                        json!({
                            "rule": it.rule,
                            "title": it.title,
                            "severity": it.severity.to_string(),
                            "points": it.points,
                            "quotes": quotes,
                            "absent": !it.absence.is_empty(),
                        })
                    })
                    .collect();
                answer["outcome"] = json!({
                    "score": it.report.score(),
                    "scored": it.report.is_scored(),
                    "findings": findings,
                    "undetermined": it.report.undetermined.iter().map(|it| &it.title).collect::<Vec<_>>(),
                    "clauses": clauses,
                });
            }
            Err(refusal) => answer["problem"] = json!(refusal.message),
        }
    }
    Ok(answer)
}

/// A mistake or a doubt. Places count UTF-16 code units, as text areas do.
fn diagnostic(text: &str, all: &Diagnostics, it: &Diagnostic) -> Value {
    let (line, column) = all.position(&it.label).unwrap_or((1, 1));
    let (start, end) = units(text, it.label.span);
    json!({
        "code": it.code.name(),
        "level": match it.level { Level::Error => "error", Level::Warning => "warning" },
        "message": it.message,
        "label": it.label.text,
        "help": it.help,
        "why": it.why,
        "line": line,
        "column": column,
        "start": start,
        "end": end,
    })
}

/// A span of bytes as one of UTF-16 code units.
fn units(text: &str, span: Span) -> (usize, usize) {
    let mut n = 0;
    let (mut start, mut end) = (None, None);
    for (at, it) in text.char_indices() {
        if at >= span.start {
            start.get_or_insert(n);
        }
        if at >= span.end {
            end.get_or_insert(n);
            break;
        }
        n += it.len_utf16();
    }
    (start.unwrap_or(n), end.unwrap_or(n))
}

fn short(quote: &str) -> String {
    let line = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(QUOTE) {
        Some((limit, _)) => format!("{}…", line.get(..limit).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_as_a_browser_counts() {
        let text = "aé😀b";
        let at = |start, end| units(text, Span::new(start, end));
        assert_eq!(at(0, 1), (0, 1));
        assert_eq!(at(1, 3), (1, 2));
        assert_eq!(at(3, 7), (2, 4));
        assert_eq!(at(7, 8), (4, 5));
        assert_eq!(at(8, 8), (5, 5));
        assert_eq!(at(99, 100), (5, 5));
    }
}
