//! Each form of two sample contracts, as people and tools get it.

#![allow(clippy::panic, clippy::expect_used, reason = "tests")]

mod support;

use std::collections::BTreeMap;

use serde_json::Value;
use support::{page::Page, sample};
use termscore_render::{
    Subject, csv,
    html::{self, Part},
    markdown, sarif,
};

const SAMPLES: [&str; 2] = ["table/perpetual-licence.txt", "agency-no-ai-only.txt"];

fn each(form: &str, show: impl Fn(&Subject<'_>) -> String) {
    for name in SAMPLES {
        let (document, report) = sample(name);
        let subject = Subject::new(&report, &document).with_format("text file").with_lines();
        let stem = name.rsplit('/').next().and_then(|it| it.split('.').next()).unwrap_or(name);
        let shown =
            show(&subject).replace(&format!("TermScore {}", env!("CARGO_PKG_VERSION")), "TermScore VERSION");
        insta::assert_snapshot!(format!("{stem}.{form}"), shown);
    }
}

#[test]
fn html_page() {
    each("html", |subject| {
        let parts: Vec<String> = Part::ALL.iter().map(|it| html::fragment(subject, *it)).collect();
        // A line for each block, so that a change can be read.
        let mut text = parts.join("\n");
        for block in
            ["<section", "<article", "<p", "<h", "<figure", "<li", "<details", "<dl", "<div", "</div", "<svg"]
        {
            text = text.replace(block, &format!("\n{block}"));
        }
        text.lines().filter(|it| !it.trim().is_empty()).collect::<Vec<_>>().join("\n")
    });
}

#[test]
fn markdown_text() {
    each("md", markdown::report);
}

#[test]
fn sarif_log() {
    each("sarif", |subject| {
        let log = serde_json::from_str(&sarif::log(&[*subject])).expect("JSON");
        let text = serde_json::to_string_pretty(&sorted(&log)).expect("JSON");
        text.replace(env!("CARGO_PKG_VERSION"), "VERSION").replace(env!("CARGO_PKG_REPOSITORY"), "REPOSITORY")
    });
}

/// Fields by name: their order says nothing.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(all) => all.iter().map(sorted).collect(),
        Value::Object(fields) => {
            let by_name: BTreeMap<String, Value> =
                fields.iter().map(|(name, it)| (name.clone(), sorted(it))).collect();
            Value::Object(by_name.into_iter().collect())
        }
        it => it.clone(),
    }
}

#[test]
fn csv_table() {
    each("csv", |subject| (csv::header() + &csv::rows(subject)).replace("\r\n", "\n"));
}

/// The whole page is the parts, and nothing in it runs or is loaded.
#[test]
fn a_page_holds_its_parts() {
    for name in SAMPLES {
        let (document, report) = sample(name);
        let subject = Subject::new(&report, &document);
        let page = html::page(&subject);
        for part in Part::ALL {
            assert!(page.contains(&html::fragment(&subject, part)), "{part:?} of {name}");
        }
        let read = Page::read(&page);
        read.check();
        let policy =
            read.elements.iter().find(|it| it.attributes.contains_key("http-equiv")).expect("a policy");
        assert_eq!(policy.attributes.get("content"), Some(&html::security_policy()));
    }
}
