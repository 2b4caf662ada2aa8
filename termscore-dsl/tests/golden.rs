//! Rule texts in files, and what becomes of them in snapshots. A new case is a new file.

#![allow(clippy::panic, clippy::string_slice, clippy::unwrap_used, dead_code, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;

use support::{resolve, sources};
use termscore_dsl::{Code, check};

fn read(path: &Path) -> (String, String) {
    let name = path.file_name().and_then(|it| it.to_str()).unwrap().to_owned();
    (name, std::fs::read_to_string(path).unwrap().replace("\r\n", "\n"))
}

#[test]
fn correct_packs_compile_without_a_word() {
    insta::glob!("inputs/ok/*.terms", |path| {
        let (name, text) = read(path);
        let (pack, diagnostics) = check(&sources(&name, &text), &resolve);
        // They show one thing each, and are no whole packs.
        assert!(diagnostics.iter().all(|it| it.code.is_lint()), "{diagnostics}");
        insta::assert_snapshot!(support::outline::outline(&pack.unwrap()));
    });
}

#[test]
fn mistakes_are_explained() {
    insta::glob!("inputs/err/*.terms", |path| {
        let (name, text) = read(path);
        let (_, diagnostics) = check(&sources(&name, &text), &resolve);
        if let Some(code) = Code::ALL.iter().find(|it| format!("{it}.terms") == name) {
            let codes: Vec<Code> = diagnostics.iter().map(|it| it.code).collect();
            assert!(
                codes.iter().all(|it| it == code) && !codes.is_empty(),
                "{codes:?} in {name}:\n{diagnostics}"
            );
        }
        insta::assert_snapshot!(diagnostics);
    });
}

#[test]
fn every_code_has_an_input_of_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs/err");
    let files: BTreeSet<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().file_name().to_str().unwrap().to_owned())
        .collect();
    let missing: Vec<&Code> = Code::ALL.iter().filter(|it| !files.contains(&format!("{it}.terms"))).collect();
    assert!(missing.is_empty(), "no input for {missing:?}");
}
