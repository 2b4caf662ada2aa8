//! Reports in, one table out: a finding a row, for batches and spreadsheets.
//!
//! ```
//! # use termscore_core::{Document, Engine, Registry};
//! use termscore_render::{Subject, csv};
//! # let engine = Engine::new([termscore_rulepacks::freelance()], Registry::standard())?;
//! # let document = Document::from_text("offer.txt", "1. Fees. Client pays Contractor within 90 days.");
//! # let report = engine.score(&document);
//! let table = format!("{}{}", csv::header(), csv::rows(&Subject::new(&report, &document)));
//! assert!(table.starts_with("file,score,grade,"));
//! # Ok::<(), termscore_core::Error>(())
//! ```

use termscore_core::report::{Evidence, Finding};

use crate::{
    Subject, order, place,
    visible::{one_line, visible},
};

/// Names of the columns. Columns are added at the end, never renamed or moved, within a major version.
const COLUMNS: [&str; 21] = [
    "file",
    "score",
    "grade",
    "finding",
    "rule",
    "pack",
    "severity",
    "category",
    "points",
    "score_if_fixed",
    "counted_in",
    "title",
    "section",
    "page",
    "line",
    "start",
    "end",
    "quote",
    "impact",
    "advice",
    "suggest",
];

/// The first line of a table.
pub fn header() -> String {
    let mut line = COLUMNS.join(",");
    line.push_str("\r\n");
    line
}

/// One line for each finding, the worst first, those that are counted in another behind it; none if there are none.
/// The place and the quote are those of the first passage.
///
/// Cells that a spreadsheet would take for a formula begin with an apostrophe.
pub fn rows(subject: &Subject<'_>) -> String {
    let mut rows = String::new();
    for it in order::numbered(subject.report) {
        for finding in std::iter::once(&it.finding).chain(&it.counted_here) {
            row(&mut rows, subject, it.n, finding);
        }
    }
    rows
}

fn row(out: &mut String, subject: &Subject<'_>, n: usize, finding: &Finding) {
    let report = subject.report;
    let first: Option<&Evidence> = finding.evidence.first();
    let number = |it: Option<usize>| it.map(|it| it.to_string()).unwrap_or_default();
    let cells: [String; COLUMNS.len()] = [
        subject.document.name().to_owned(),
        report.score().to_string(),
        report.grade.clone().unwrap_or_default(),
        n.to_string(),
        finding.rule.clone(),
        finding.pack.clone(),
        finding.severity.to_string(),
        finding.category.clone(),
        finding.points.to_string(),
        finding.score_if_fixed.to_string(),
        finding.absorbed_by.clone().unwrap_or_default(),
        one_line(&finding.title),
        first.map(|it| one_line(&it.section)).unwrap_or_default(),
        number(first.and_then(|it| it.page)),
        number(first.and_then(|it| place::line(subject, it.start))),
        number(first.map(|it| it.start)),
        number(first.map(|it| it.end)),
        first.map(|it| visible(&it.quote).into_owned()).unwrap_or_default(),
        one_line(&finding.impact),
        one_line(&finding.advice),
        finding.suggest.clone(),
    ];
    for (at, it) in cells.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(&cell(it));
    }
    out.push_str("\r\n");
}

/// A cell that shows its text in any spreadsheet, and does nothing.
fn cell(text: &str) -> String {
    let text = visible(text);
    // Spreadsheets pass over blanks before a formula, and some over a quotation mark.
    let first = text.chars().find(|it| !it.is_whitespace() && *it != '"' && *it != '\'');
    let formula = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
        || text.starts_with(['\t', '\r', '\n']);
    let guard = if formula { "'" } else { "" };
    if formula || text.contains([',', '"', '\n', '\r', ';', '\t']) || text.trim() != text {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_text() {
        for (text, expected) in [
            ("a", "a"),
            ("a,b", "\"a,b\""),
            ("say \"x\"", "\"say \"\"x\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=1+1", "\"'=1+1\""),
            (" @SUM(A1)", "\"' @SUM(A1)\""),
            ("-5", "\"'-5\""),
            ("\"=cmd|' /C calc'!A0", "\"'\"\"=cmd|' /C calc'!A0\""),
            ("a\u{0}b", "a\u{fffd}b"),
            ("non-exclusive", "non-exclusive"),
        ] {
            assert_eq!(cell(text), expected, "{text:?}");
        }
    }
}
