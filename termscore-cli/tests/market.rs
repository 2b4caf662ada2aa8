//! `termscore survey` and `score --market`, as people use them.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{fs, path::Path};

use support::termscore;

const PACK: &str = r#"pack mini 1.0.0 { title "For the tests of survey" kinds deal }
kind deal "Deal" { you "contractor" them "client" weigh 2 "(contractor|client)" threshold 2 }
score { category money "Money" worth 100  grade A from 80  else F }
clause term in sentence { find "~pay^ ..4 within {term: duration}" }
rule slow { title "Paid after {term.term}" when asserts term[term > 30 days] severity high weight 30 category money }
"#;

/// A folder with the pack and as many contracts as there are payment terms.
fn folder(terms: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mini.terms"), PACK).unwrap();
    let inner = folder.path().join("contracts/inner");
    fs::create_dir_all(&inner).unwrap();
    let filler = "The parties work together in good faith and keep each other informed. ".repeat(12);
    for (n, term) in terms.iter().enumerate() {
        let text = format!("1. Client shall pay Contractor within {term}.\n\n2. {filler}\n");
        let place = if n % 2 == 0 {
            inner.join(format!("{n}.txt"))
        } else {
            folder.path().join(format!("contracts/{n}.txt"))
        };
        fs::write(place, text).unwrap();
    }
    folder
}

const TERMS: [&str; 12] = [
    "7 days", "14 days", "14 days", "30 days", "30 days", "30 days", "30 days", "45 days", "60 days",
    "60 days", "90 days", "2 months",
];

fn survey(folder: &Path) {
    let args =
        ["survey", "contracts", "--pack", "mini.terms", "--out", "market.json", "--title", "twelve deals"];
    let done = termscore(folder, &args);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    insta::assert_snapshot!("survey_overview", done.out);
}

#[test]
fn a_survey_counts_and_a_report_is_ranked_beside_it() {
    let folder = folder(&TERMS);
    survey(folder.path());
    insta::assert_snapshot!("market_file", fs::read_to_string(folder.path().join("market.json")).unwrap());

    let score = |more: &[&str]| {
        let args = [&["score", "contracts/7.txt", "--pack", "mini.terms"], more].concat();
        termscore(folder.path(), &args)
    };
    let (plain, beside) = (score(&[]), score(&["--market", "market.json"]));
    let added = beside.out.strip_prefix(plain.out.as_str()).expect("the report itself stays the same");
    insta::assert_snapshot!("beside_the_market", added);
    let json = score(&["--market", "market.json", "--format", "json"]).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["market"]["score_above"], 0);
    assert_eq!(json["market"]["findings"]["mini.slow"], 42);
    assert_eq!(json["market"]["values"][0]["above"], 58);
}

#[test]
fn the_same_contracts_make_the_same_file_in_any_order() {
    let (one, other) = (folder(&TERMS), folder(&TERMS));
    survey(one.path());
    let args = [
        "survey",
        "contracts/1.txt",
        "contracts",
        "contracts/inner",
        "--pack",
        "mini.terms",
        "--title",
        "twelve deals",
    ];
    let done = termscore(other.path(), &args);
    assert_eq!(done.out, fs::read_to_string(one.path().join("market.json")).unwrap());
}

#[test]
fn few_contracts_are_no_market_and_other_files_are_refused() {
    let folder = folder(&TERMS[..3]);
    termscore(folder.path(), &["survey", "contracts", "--pack", "mini.terms", "--out", "market.json"]);
    let args = ["score", "contracts/1.txt", "--pack", "mini.terms", "--market"];
    let done = termscore(folder.path(), &[&args[..], &["market.json"]].concat());
    assert!(done.out.contains("too few contracts of this kind"), "{}", done.out);
    let done = termscore(folder.path(), &[&args[..], &["mini.terms"]].concat());
    assert!(done.status == 2 && done.err.contains("it is no market file"), "{}", done.err);
    let done = termscore(folder.path(), &["survey", "nowhere"]);
    assert!(done.status == 2 && done.err.contains("no such file"), "{}", done.err);
}

#[test]
fn an_unreadable_file_is_named_and_the_others_count() {
    let folder = folder(&TERMS);
    fs::write(folder.path().join("contracts/broken.pdf"), "no PDF").unwrap();
    let args = ["survey", "contracts", "--pack", "mini.terms"];
    let done = termscore(folder.path(), &args);
    assert!(done.status == 2 && done.err.contains("broken.pdf"), "{}", done.err);
    assert!(done.out.contains("\"documents\": 12"), "{}", done.out);
}
