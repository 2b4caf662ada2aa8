//! What is no contract gets no findings, no score and a reason; every sample contract is
//! still read as one.

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
fn twenty_plain_texts_are_refused() {
    let texts = files("tests/not-contracts");
    assert_eq!(texts.len(), 20);
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

#[test]
fn the_host_may_say_that_it_is_a_contract_after_all() {
    let (name, bytes) = files("tests/not-contracts").swap_remove(0);
    let engine = Engine::new(packs::all(), Registry::standard()).expect("the packs link");
    let text = extract(&name, &bytes).expect("a readable text").text;
    let report = engine.score(&Document::from_text(name, text).with_kind("freelance.freelance"));
    assert!(report.is_scored() && !report.kind.refused);
}
