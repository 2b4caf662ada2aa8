//! The tools for people who write packs, as they are run.

#![allow(clippy::expect_used, reason = "tests")]

mod support;

use std::{fs, path::Path};

use support::{Done, termscore};

fn inputs(args: &[&str]) -> Done {
    termscore(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs"), args)
}

#[test]
fn a_new_pack_checks_and_passes_its_tests() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = termscore(folder.path(), &["new", "my-rules", "--dir", "packs"]);
    assert_eq!((made.status, made.err.as_str()), (0, ""));
    let checked = termscore(folder.path(), &["check", "packs/my-rules"]);
    assert_eq!(checked.out, "ok: pack my-rules 0.1.0: 1 rule, 2 clauses, 1 kind, 1 limit, 1 concept\n");
    let tested = termscore(folder.path(), &["test", "packs/my-rules", "--min-coverage", "100"]);
    assert_eq!(tested.status, 0, "{}", tested.out);

    let before = fs::read(folder.path().join("packs/my-rules/rules.terms")).expect("a file");
    let again = termscore(folder.path(), &["new", "my-rules", "--dir", "packs"]);
    assert_eq!(again.status, 2, "nothing is overwritten");
    assert!(again.err.contains("choose another name"), "{}", again.err);
    assert_eq!(fs::read(folder.path().join("packs/my-rules/rules.terms")).expect("a file"), before);
}

#[test]
fn names_of_packs_are_kebab_case() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, help) in [
        ("MyRules", "write `my-rules`"),
        ("my rules", "write `my-rules`"),
        ("../x", "write `x`"),
        ("9", "kebab-case"),
        ("", "kebab-case"),
    ] {
        let done = termscore(folder.path(), &["new", name]);
        assert_eq!(done.status, 2, "{name}");
        assert!(done.err.contains(help), "{name}: {}", done.err);
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn failures_teach() {
    let done = inputs(&["test", "fees.terms"]);
    assert_eq!(done.status, 1);
    insta::assert_snapshot!(done.out);
}

#[test]
fn failures_are_data() {
    let done = inputs(&["test", "fees.terms", "--only", "in advance", "--format", "json"]);
    let object: serde_json::Value = serde_json::from_str(&done.out).expect("JSON");
    assert_eq!(object["cases"], 1);
    let why = &object["failures"][0]["why"][0];
    assert_eq!(why["text"], "`asserts payment[term > longest]` is false");
    assert_eq!(why["place"]["line"], 24);
    assert_eq!(
        why["because"][0]["text"],
        "“pay the fee in advance, within 40 days” is found, and dropped by `without \"in advance\"`"
    );
    let none = inputs(&["test", "fees.terms", "--only", "nothing"]);
    assert_eq!(none.status, 2, "{}", none.err);
}

#[test]
fn coverage_tells_what_no_test_reaches() {
    let done = inputs(&["test", "fees.terms", "--coverage"]);
    let (_, coverage) = done.out.split_once("failed\n").expect("a line that counts");
    insta::assert_snapshot!(coverage);
    let object = inputs(&["test", "fees.terms", "--coverage", "--format", "json"]);
    let object: serde_json::Value = serde_json::from_str(&object.out).expect("JSON");
    let percent = object["coverage"]["percent"].as_u64().expect("a number");
    assert!(done.out.contains(&format!("coverage {percent}%")));
    assert!(inputs(&["test", "fees.terms", "--min-coverage", "99"]).err.contains("less than 99%"));
}

#[test]
fn phrases_are_expanded() {
    let done = inputs(&["expand", "~pay^ ..2 {fee} (now|within {term: duration})", "--pack", "fees.terms"]);
    insta::assert_snapshot!(done.out);
    let clause = inputs(&["expand", "fees.terms", "deposit"]);
    insta::assert_snapshot!(clause.out);
    let wrong = inputs(&["expand", "{fees} (late", "--pack", "fees.terms"]);
    assert_eq!(wrong.status, 2);
    insta::assert_snapshot!(wrong.out);
    let json: serde_json::Value =
        serde_json::from_str(&inputs(&["expand", "~owe", "--format", "json"]).out).expect("JSON");
    assert_eq!(json[0]["patterns"][0]["sequences"], serde_json::json!(["owe", "owed", "owes", "owing"]));
}

#[test]
fn proofs_have_places_in_the_pack() {
    let text = inputs(&["explain", "offer.txt", "slow", "--pack", "fees.terms"]);
    insta::assert_snapshot!(text.out);
    let json = inputs(&["explain", "offer.txt", "slow", "--pack", "fees.terms", "--format", "json"]);
    let object: serde_json::Value = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(object["outcome"], "fired");
    assert_eq!(object["proof"]["parts"][1]["place"]["line"], 24);
    assert_eq!(object["arms"][0]["arm"], "raised");
    assert_eq!(object["arms"][0]["proof"]["truth"], "false");
}

#[test]
fn packs_are_pages() {
    let md = inputs(&["doc", "fees.terms"]);
    insta::assert_snapshot!(md.out);
    let html = inputs(&["doc", "fees.terms", "--format", "html"]).out;
    assert!(html.contains("<title>Fees &amp; &lt;terms&gt;</title>"));
    assert!(html.contains("<strong>pay the fee within 40 days</strong>"));
    assert!(html.contains("<a href=\"https://example.org/?a=1&amp;b=2\">A &lt;source&gt;</a>"));
    for outside in ["src=", "<link", "@import", "url("] {
        assert!(!html.contains(outside), "the page loads nothing: {outside}");
    }
}
