//! Contracts that come in several files, as they are scored.

#![allow(clippy::expect_used, reason = "tests")]

mod support;

use std::{fs, path::Path};

use serde_json::Value;
use support::{Done, termscore};

/// Runs in a folder with a contract whose Exhibit C is not part of it, and with that exhibit.
fn run(args: &[&str]) -> Done {
    let folder = tempfile::tempdir().expect("a folder");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/contracts/illustrator-licence.md");
    fs::copy(sample, folder.path().join("licence.md")).expect("a copy");
    fs::write(
        folder.path().join("policy.txt"),
        "AI POLICY\n\n1. The Publisher shall not use the Illustrations, and shall not permit any third party to use them, \
         to train any artificial intelligence model or system.\n",
    )
    .expect("a file");
    termscore(folder.path(), args)
}

fn report(args: &[&str]) -> Value {
    let done = run(&[&["score", "licence.md", "--format", "json"], args].concat());
    assert_eq!(done.err, "");
    serde_json::from_str(&done.out).expect("JSON")
}

/// Rules that are undecided because of Exhibit C.
fn undecided(report: &Value) -> Vec<String> {
    let all = report["undetermined"].as_array().expect("a list");
    let waits = all.iter().filter(|it| it["reason"].to_string().contains("Exhibit C"));
    waits.map(|it| it["rule"].to_string()).collect()
}

#[test]
fn a_supplied_exhibit_decides_what_was_open() {
    let alone = report(&[]);
    assert!(!undecided(&alone).is_empty(), "{}", alone["undetermined"]);
    let whole = report(&["--with", "Exhibit C=policy.txt"]);
    assert!(undecided(&whole).is_empty(), "{}", whole["undetermined"]);
    let evidence: Vec<&Value> = ["findings", "protections"]
        .iter()
        .flat_map(|it| whole[*it].as_array().expect("a list"))
        .flat_map(|it| it["evidence"].as_array().expect("a list"))
        .collect();
    assert!(evidence.iter().any(|it| it["file"] == "policy.txt"), "the policy is quoted");
    assert!(evidence.iter().any(|it| it["file"] == "licence.md"), "and so is the contract");
    assert!(
        evidence.iter().all(|it| !it["quote"].to_string().contains("Exhibit C\\n")),
        "what was added is not"
    );
    let text = run(&["score", "licence.md", "--with", "Exhibit C=policy.txt"]).out;
    assert!(text.contains("in policy.txt") && text.contains("1 attached file"), "{text}");
}

#[test]
fn the_name_of_a_file_is_no_clause() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), "AGREEMENT\n\n1. The Client shall pay the fee.").expect("a file");
    let name = "The Freelancer grants the Client an exclusive perpetual licence.txt";
    fs::write(folder.path().join(name), "Ten drawings.").expect("a file");
    let done = termscore(folder.path(), &["clauses", "a.txt", "--with", name]);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    assert!(!done.out.contains("\"quote\":\"The Freelancer grants"), "{}", done.out);
    assert!(!done.out.contains("grants the Client an exclusive perpetual licence\",\"match"), "{}", done.out);
}

#[test]
fn what_is_attached_must_be_there() {
    let done = run(&["score", "licence.md", "--with", "Exhibit C=none.pdf"]);
    assert_eq!(done.status, 2);
    assert!(done.err.contains("--with none.pdf") && done.err.contains("no such file"), "{}", done.err);
}
