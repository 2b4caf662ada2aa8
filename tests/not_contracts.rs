//! What is no contract gets no findings, no score and a reason; every sample contract is still read as one, letters and
//! orders in plain words among them.

use std::{fs, path::Path};

use termscore::{Document, Engine, Registry, extract::extract, packs, report::Report};

fn score(name: &str, bytes: &[u8]) -> Report {
    let engine = Engine::new(packs::all(), Registry::standard()).expect("the packs link");
    let text = extract(name, bytes).expect("a readable text").text;
    engine.score(&Document::from_text(name, text))
}

fn files(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder")
        .map(|it| it.expect("an entry").path())
        .filter(|it| it.is_file() && it.file_name().is_some_and(|it| it != "README.md"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read(path).expect("a file"))
        })
        .collect();
    files.sort();
    files
}

#[test]
fn texts_that_are_no_contract_are_refused() {
    let texts = files("tests/not-contracts");
    assert!(texts.len() >= 28, "{}", texts.len());
    for (name, bytes) in texts {
        let report = score(&name, &bytes);
        assert!(report.kind.refused, "{name} was read as {:?}", report.kind);
        assert!(!report.is_scored() && report.findings.is_empty(), "{name}");
        let reason = report.grade.expect_err("no grade");
        assert!(reason.contains("does not read as a contract"), "{name}: {reason}");
    }
}

#[test]
fn contracts_are_not_refused() {
    for folder in ["examples/contracts", "examples/contracts/table"] {
        for (name, bytes) in files(folder) {
            assert!(!score(&name, &bytes).kind.refused, "{name}");
        }
    }
}

/// Written for this test by people who had not seen the rules.
#[test]
fn letters_and_orders_in_plain_words_are_read_as_what_they_are() {
    for (name, bytes) in files("tests/plain-words") {
        let report = score(&name, &bytes);
        let kinds: &[&str] = match name.as_str() {
            "berlin-sublet-letter.txt" | "room-letter.txt" => &["std.lease"],
            "casual-barista-aus.txt" => &["std.employment"],
            "nda-letter.txt" => &["std.nda"],
            // A set that is recorded is licensed as well as played.
            "ibiza-dj-call-sheet.txt" => &["freelance.freelance", "std.creator-licence"],
            _ => &["freelance.freelance"],
        };
        assert!(
            kinds.contains(&report.kind.name.as_str()) && report.is_scored(),
            "{name}: {:?}",
            report.kind
        );
    }
}

#[test]
fn the_host_may_say_that_it_is_a_contract_after_all() {
    let (name, bytes) = files("tests/not-contracts").swap_remove(0);
    let engine = Engine::new(packs::all(), Registry::standard()).expect("the packs link");
    let text = extract(&name, &bytes).expect("a readable text").text;
    let report = engine.score(&Document::from_text(name, text).with_kind("freelance.freelance"));
    assert!(report.is_scored() && !report.kind.refused);
}

#[test]
fn a_text_in_another_language_is_refused_whatever_the_host_says() {
    let clause = "Der Auftragnehmer überträgt dem Auftraggeber sämtliche Nutzungsrechte an den Arbeitsergebnissen, \
        räumlich, zeitlich und inhaltlich unbeschränkt. Die Vergütung ist dreißig Tage nach Rechnung fällig. ";
    let text = clause.repeat(6);
    for document in [
        Document::from_text("vertrag.txt", text.as_str()),
        Document::from_text("vertrag.txt", text.as_str()).with_kind("freelance.freelance"),
    ] {
        let engine = Engine::new(packs::all(), Registry::standard()).expect("the packs link");
        let report = engine.score(&document);
        assert!(report.kind.refused && !report.is_scored() && report.findings.is_empty());
        let reason = report.grade.expect_err("no grade");
        assert!(reason.contains("does not read as English"), "{reason}");
    }
}

#[test]
fn a_contract_without_a_kind_of_its_own_is_read_as_the_nearest() {
    let text = include_str!("nearest-kind.txt");
    let engine = Engine::new(packs::all(), Registry::standard()).expect("the packs link");
    let report = engine.score(&Document::from_text("gym.txt", text));
    assert!(!report.kind.name.is_empty() && !report.kind.is_recognised() && !report.kind.refused);
    assert!(report.kind.evidence < report.kind.threshold && report.kind.confidence < 100);
    let asked = report.outcomes.iter().filter(|(_, it)| **it != termscore::report::Status::NotApplicable);
    let packs: std::collections::BTreeSet<&str> =
        asked.filter_map(|(rule, _)| rule.split('.').next()).collect();
    assert_eq!(packs.len(), 1, "{packs:?}");
    assert!(report.caveats.iter().any(|it| it.contains("which comes nearest")), "{:?}", report.caveats);
    assert!(report.grade.is_err_and(|it| it.contains("not clear")));
}
