//! A contract that tries to command whoever shows it shows what it tried, and does nothing.

#![allow(clippy::panic, clippy::expect_used, reason = "tests")]

mod support;

use pulldown_cmark::{Event, Options, Parser, Tag};
use support::{HOSTILE, page::Page, scored};
use termscore_core::{Document, Report};
use termscore_render::{Subject, csv, html, markdown, sarif};

fn hostile() -> (Document, Report) {
    let (document, report) = scored("=x</title><script>alert(0)</script>.txt", HOSTILE);
    assert!(report.findings.len() > 3, "there is something to show: {report}");
    (document, report)
}

#[test]
fn html_runs_nothing() {
    let (document, report) = hostile();
    let html = html::page(&Subject::new(&report, &document).with_lines());
    assert_eq!(html.matches("<script").count(), 1, "only that of the page");
    assert_eq!(html.matches("</style>").count(), 1);
    assert!(!html.contains("<img") && !html.contains("<!--") && !html.contains('\u{0}'));
    assert!(!html.contains('\u{202e}') && !html.contains('\u{2066}'));
    let page = Page::read(&html);
    page.check();
    for shown in [
        "</style><script>alert(1)</script>",
        "re[U+202E]ceipt &amp; @everyone",
        "Work\u{fffd} and",
        "]]> <!--",
    ] {
        assert!(page.text.contains(shown), "{shown}");
    }
}

#[test]
fn markdown_makes_no_markup() {
    let (document, report) = hostile();
    let text = markdown::report(&Subject::new(&report, &document));
    assert!(!text.contains('\u{0}') && !text.contains('\u{202e}'));
    assert!(!text.contains("@everyone") && !text.contains("#12"), "nobody is notified");
    let mut plain = String::new();
    for event in Parser::new_ext(&text, Options::all()) {
        match event {
            Event::Html(it) | Event::InlineHtml(it) => panic!("html: {it}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("an image: {dest_url}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let source =
                    |url: &str| report.findings.iter().flat_map(|it| &it.sources).any(|it| it.url == url);
                assert!(source(&dest_url), "a link: {dest_url}");
            }
            Event::Start(Tag::CodeBlock(_)) => panic!("a block of code"),
            Event::Text(it) | Event::Code(it) => plain.push_str(&it),
            _ => {}
        }
    }
    assert!(plain.contains("<script>alert(4)</script>"), "what was tried is shown");
    let headings = text.lines().filter(|it| it.starts_with('#')).count();
    let expected = 2
        + report.findings.iter().filter(|it| it.absorbed_by.is_none()).count()
        + report.protections.len()
        + usize::from(!report.protections.is_empty())
        + usize::from(!report.undetermined.is_empty());
    assert_eq!(headings, expected, "no heading but ours");
}

#[test]
fn csv_has_no_formula() {
    let (document, report) = hostile();
    let table = csv::header() + &csv::rows(&Subject::new(&report, &document));
    let rows = rows(&table);
    assert_eq!(rows.len(), report.findings.len() + 1);
    for row in &rows {
        assert_eq!(row.len(), rows[0].len(), "{row:?}");
        for cell in row {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell}");
        }
    }
    assert!(rows[1][0].starts_with("'=x</title>"));
}

#[test]
fn sarif_is_json_with_the_words_as_they_are() {
    let (document, report) = hostile();
    let log: serde_json::Value =
        serde_json::from_str(&sarif::log(&[Subject::new(&report, &document).with_lines()])).expect("JSON");
    let quote = report.findings.iter().flat_map(|it| &it.evidence).next().expect("a quote");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let snippets = results.iter().flat_map(|it| it["locations"].as_array().into_iter().flatten());
    let mut snippets = snippets.map(|it| &it["physicalLocation"]["region"]["snippet"]["text"]);
    assert!(snippets.any(|it| it == &serde_json::json!(quote.quote)));
    assert!(
        log["runs"][0]["artifacts"][0]["location"]["uri"]
            .as_str()
            .is_some_and(|it| it.starts_with("%3Dx%3C/"))
    );
}

/// Cells of a table as RFC 4180 has them.
fn rows(table: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let (mut quoted, mut chars) = (false, table.chars().peekable());
    while let Some(char) = chars.next() {
        let row = rows.last_mut().expect("a row");
        let cell = row.last_mut().expect("a cell");
        match char {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            it => cell.push(it),
        }
    }
    rows.pop();
    rows
}
