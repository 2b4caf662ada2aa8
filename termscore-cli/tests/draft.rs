//! Drafts, as a signer makes them.

#![allow(clippy::expect_used, reason = "tests")]

mod support;

use std::{fs, path::Path};

use serde_json::Value;
use support::termscore;

/// A folder with a sample contract.
fn with(sample: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/contracts").join(sample);
    fs::copy(from, folder.path().join(sample)).expect("a copy");
    folder
}

fn score(folder: &Path, args: &[&str]) -> Value {
    let done = termscore(folder, &[&["score"], args, &["--format", "json"]].concat());
    serde_json::from_str(&done.out).expect("JSON")
}

fn serious(report: &Value) -> usize {
    let findings = report["findings"].as_array().expect("findings");
    let is = |it: &&Value| it["severity"] == "critical" || it["severity"] == "high";
    findings.iter().filter(is).filter(|it| it["absorbed_by"].is_null()).count()
}

#[test]
fn an_addendum_clears_what_it_is_about() {
    let folder = with("software-consultancy.txt");
    let contract = "software-consultancy.txt";
    let before = score(folder.path(), &[contract]);
    assert!(serious(&before) > 0);
    for file in ["addendum.docx", "addendum.md"] {
        let done = termscore(folder.path(), &["draft", "addendum", contract, "-o", file]);
        assert_eq!((done.status, done.out.as_str()), (0, ""), "{}", done.err);
        assert!(done.err.starts_with("addendum: clears"), "{}", done.err);
        let after = score(folder.path(), &[contract, "--with", file]);
        assert_eq!(serious(&after), 0, "{}", done.err);
        assert!(after["score"].as_f64() > before["score"].as_f64());
    }
}

#[test]
fn a_redline_is_a_word_file_of_whatever_contract() {
    for sample in ["employment-agreement.docx", "residential-lease.md", "terms-of-service.html"] {
        let folder = with(sample);
        let done = termscore(
            folder.path(),
            &["draft", "redline", sample, "-o", "redline.docx", "--date", "2026-01-31"],
        );
        assert_eq!((done.status, done.out.as_str()), (0, ""), "{}", done.err);
        let before = score(folder.path(), &[sample]);
        let after = score(folder.path(), &["redline.docx"]);
        assert!(serious(&after) * 4 <= serious(&before), "{sample}: {}", done.err);
        let original = score(folder.path(), &["redline.docx", "--changes", "original"]);
        assert_eq!(original["score"], before["score"], "{sample}");
    }
}

#[test]
fn a_letter_goes_to_standard_output() {
    let folder = with("software-consultancy.txt");
    let done = termscore(
        folder.path(),
        &["draft", "letter", "software-consultancy.txt", "--findings", "slow-payment"],
    );
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    assert!(
        done.out.starts_with("Subject: Software Consultancy Services Agreement: one change"),
        "{}",
        done.out
    );
}

#[test]
fn a_policy_fills_a_folder_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let args = ["draft", "policy", "--name", "Ann Lee", "--site", "annlee.example", "--out", "policy"];
    let done = termscore(folder.path(), &args);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    let tdm = fs::read_to_string(folder.path().join("policy/.well-known/tdmrep.json")).expect("a file");
    let tdm: Value = serde_json::from_str(&tdm).expect("JSON");
    assert_eq!(tdm[0]["tdm-reservation"], 1);
    let robots = fs::read_to_string(folder.path().join("policy/robots.txt")).expect("a file");
    assert!(robots.contains("User-agent: GPTBot\n"));
    let again = termscore(folder.path(), &args);
    assert!(again.status == 2 && again.err.contains("--force"), "{}", again.err);
    assert_eq!(termscore(folder.path(), &[&args[..], &["--force"]].concat()).status, 0);
}

#[test]
fn nothing_is_drafted_from_a_few_words() {
    let folder = with("mutual-nda.txt");
    fs::write(folder.path().join("hello.txt"), "Hello, how are you today?").expect("a file");
    let done = termscore(folder.path(), &["draft", "letter", "hello.txt"]);
    assert_eq!((done.status, done.out.as_str()), (2, ""), "{}", done.err);
    assert!(done.err.contains("only 5 words were read"), "{}", done.err);
}

#[test]
fn a_party_that_is_both_sides_in_turn_is_told_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "MUTUAL NON-DISCLOSURE AGREEMENT between Oak LP (\"Oak\") and Fern Ltd (\"Fern\"). \
        \"Confidential Information\" means what one party (the \"Discloser\") tells the other (the \"Recipient\") in confidence. \
        The Recipient shall keep the Confidential Information secret and use it for the Purpose only.";
    fs::write(folder.path().join("nda.txt"), text).expect("a file");
    let done = termscore(folder.path(), &["score", "--kind", "nda", "--as", "Fern", "nda.txt"]);
    assert_eq!(done.status, 2, "{}", done.out);
    assert!(done.err.contains("Fern is a party to it, but as Recipient and Discloser"), "{}", done.err);
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = with("software-consultancy.txt");
    let contract = "software-consultancy.txt";
    fs::write(folder.path().join("there.md"), "mine").expect("a file");
    for (args, says) in [
        (vec!["addendum", contract, "-o", "there.md"], "--force"),
        (vec!["addendum", contract, "-o", "a.pdf"], "ends so"),
        (vec!["letter", contract, "-o", contract, "--force"], "the contract itself"),
        (vec!["addendum", contract, "--findings", "no-such-rule"], "no rule is called"),
        (vec!["addendum", contract, "--findings", "non-compete"], "found nothing"),
        (vec!["addendum", "missing.txt"], "no such file"),
        (vec!["redline", contract], "-o"),
        (vec!["redline", contract, "-o", "a.md"], ".docx"),
        (vec!["redline", contract, "-o", "a.docx", "--date", "soon"], "no date"),
        (vec!["policy", "--name", " "], "--name"),
    ] {
        let done = termscore(folder.path(), &[&["draft"], args.as_slice()].concat());
        let refused = done.status == 2 && done.out.is_empty() && done.err.contains(says);
        assert!(refused, "{args:?}: {} {}", done.status, done.err);
    }
    assert_eq!(fs::read_to_string(folder.path().join("there.md")).expect("a file"), "mine");
    let contract_after = fs::read(folder.path().join(contract)).expect("a file");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/contracts").join(contract);
    assert_eq!(
        contract_after,
        fs::read(sample).expect("a file"),
        "a draft never takes the place of the contract"
    );
}
