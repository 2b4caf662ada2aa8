//! A comparison as one page that needs no other file and runs no script.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use termscore::rule::Points;

use super::{
    change::Change,
    model::{Comparison, FindingChange, Found},
    text::{place_of, signed},
    words::{In, shortened},
};

/// Words of context around a change.
const CONTEXT: usize = 24;

const STYLE: &str = "
:root { color-scheme: light dark; --ink: #1c2530; --faint: #5b6672; --paper: #fdfdfb; --line: #d9dcd8; --bad: #a3241b; --bad-paper: #fbe9e7; --good: #1d6b36; --good-paper: #e5f3e8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --faint: #a4adb6; --paper: #15191e; --line: #343b43; --bad: #ff9d92; --bad-paper: #4a1d1a; --good: #8fd6a4; --good-paper: #173722; } }
body { margin: 0 auto; max-width: 54rem; padding: 1.5rem 1rem 4rem; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.4rem; line-height: 1.3; } h2 { font-size: 1.15rem; margin-top: 2.2rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; } h3 { font-size: 1rem; margin: 0; }
h1, h3, blockquote { overflow-wrap: anywhere; }
.score { font-size: 2rem; font-weight: 700; margin: .2rem 0; } .bad { color: var(--bad); } .good { color: var(--good); } .faint { color: var(--faint); font-size: .9rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); } td.n, th.n { text-align: right; }
article { margin: 1.1rem 0; padding-left: .8rem; border-left: 3px solid var(--line); } blockquote { margin: .4rem 0; }
del { color: var(--bad); background: var(--bad-paper); } ins { color: var(--good); background: var(--good-paper); }
.tag { font-size: .8rem; font-weight: 700; text-transform: uppercase; letter-spacing: .03em; }
@media print { body { max-width: none; padding: 0; } article { break-inside: avoid; } }
";

/// The whole page.
pub(super) fn page(it: &Comparison) -> String {
    let title = format!("{} → {}", it.before.file, it.after.file);
    let by = |change: Change| -> Vec<&FindingChange> {
        it.findings.iter().filter(|it| it.change == change).collect()
    };
    let protections = |change: Change| -> Vec<&FindingChange> {
        it.protections.iter().filter(|it| it.change == change).collect()
    };
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { (title) }
                    p.score {
                        (it.before.score.to_string()) " → " (it.after.score.to_string()) " "
                        span class=(class(it.change)) { "(" (signed(it.change)) ")" }
                    }
                    p {
                        "Grade " (it.before.grade.as_deref().unwrap_or("–")) " → " (it.after.grade.as_deref().unwrap_or("–"))
                        @if !it.after.kind.is_empty() { ", " (it.after.kind) }
                    }
                    @for caveat in &it.caveats { p.faint { "Note: " (caveat) } }
                    (categories(it))
                    (findings("New findings", &by(Change::New)))
                    (findings("Worse", &by(Change::Worse)))
                    (findings("Gone", &by(Change::Gone)))
                    (findings("Better", &by(Change::Better)))
                    (findings("The same in other words", &by(Change::Reworded)))
                    (findings("Protections lost", &protections(Change::Gone)))
                    (findings("Protections won", &protections(Change::New)))
                    (wording(it))
                    @let unchanged = by(Change::Unchanged);
                    @if !unchanged.is_empty() {
                        details {
                            summary { "Unchanged findings: " (unchanged.len()) }
                            (findings("Unchanged", &unchanged))
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}

fn class(change: Points) -> &'static str {
    match change.0 {
        0 => "faint",
        1.. => "good",
        _ => "bad",
    }
}

fn categories(it: &Comparison) -> Markup {
    let shown = |it: Option<Points>| it.map_or("–".to_owned(), |it| it.to_string());
    html! {
        @if !it.categories.is_empty() {
            table {
                thead { tr { th scope="col" { "Category" } th.n scope="col" { "Before" } th.n scope="col" { "After" } th.n scope="col" { "Of" } } }
                tbody {
                    @for it in &it.categories {
                        tr {
                            th scope="row" { (it.title) }
                            td.n { (shown(it.before)) }
                            td class=(format!("n {}", class(it.after.unwrap_or_default() - it.before.unwrap_or_default()))) { (shown(it.after)) }
                            td.n { (it.worth.to_string()) }
                        }
                    }
                }
            }
        }
    }
}

fn findings(title: &str, some: &[&FindingChange]) -> Markup {
    html! {
        @if !some.is_empty() {
            h2 { (title) " (" (some.len()) ")" }
            @for it in some {
                @if let Some(shown) = it.shown() {
                    article {
                        h3 { span.tag { (shown.severity.name()) } " " (shown.title) }
                        p.faint { (it.rule) ", " (shown.points.to_string()) " points" }
                        @if let Some(found) = &it.before { (quotes("before", found)) }
                        @if let Some(found) = &it.after { (quotes("after", found)) }
                    }
                }
            }
        }
    }
}

fn quotes(name: &str, found: &Found) -> Markup {
    html! {
        @if found.quotes.is_empty() && found.absence { p.faint { (name) ": it is missing from the text" } }
        @for it in &found.quotes {
            blockquote {
                span.faint { (name) ": " } "“" (it.quote) "” "
                span.faint { (place_of(&it.section, it.page)) }
            }
        }
    }
}

fn wording(it: &Comparison) -> Markup {
    html! {
        @if !it.passages.is_empty() {
            h2 { "Wording (" (it.passages.len()) ")" }
            @for passage in &it.passages {
                article {
                    h3 { span.tag { (passage.change.name()) } " " (place_of(&passage.section, passage.page)) }
                    blockquote {
                        @for it in shortened(&passage.words, CONTEXT) {
                            @match it.r#in {
                                In::Both => { (it.text) " " }
                                In::Before => { del { (it.text) } " " }
                                In::After => { ins { (it.text) } " " }
                            }
                        }
                    }
                    @for what in &passage.what { p.faint { (what) } }
                    p.faint { (passage.clauses.join(", ")) }
                }
            }
        }
    }
}
