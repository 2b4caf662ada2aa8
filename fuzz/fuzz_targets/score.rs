#![no_main]
//! Any text can be scored: no panic, quotes are slices, contributions sum to a hundred less the score.

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use termscore::{Document, Engine, Registry, packs, rule::Points};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    Engine::new([packs::freelance()], Registry::standard()).expect("the built-in packs fit together")
});

fuzz_target!(|text: &str| {
    let document = Document::from_text("fuzz.txt", text);
    let report = ENGINE.score(&document);
    let listed: Points = report.findings.iter().chain(&report.protections).map(|it| it.points).sum();
    assert_eq!(listed, Points::FULL - report.score());
    assert!(report.low <= report.score() && report.score() <= report.high);
    for finding in &report.findings {
        for it in &finding.evidence {
            assert_eq!(text.get(it.start..it.end), Some(it.quote.as_str()));
        }
    }
    for it in ENGINE.clauses(&document) {
        assert_eq!(text.get(it.evidence.start..it.evidence.end), Some(it.evidence.quote.as_str()));
    }
});
