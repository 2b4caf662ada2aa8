//! `termscore eval` on a small corpus, as authors see it.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{fs, path::Path};

use support::{Done, termscore};

fn eval(args: &[&str]) -> Done {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs");
    let all: Vec<&str> = ["eval", "corpus", "--pack", "corpus-pack.terms", "--labels", "mini/"]
        .iter()
        .chain(args)
        .copied()
        .collect();
    termscore(&inputs, &all)
}

#[test]
fn a_table_with_what_was_missed_and_what_was_too_much() {
    let done = eval(&["--split", "dev", "--show", "5"]);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    insta::assert_snapshot!("eval_text", done.out);
    insta::assert_snapshot!("eval_markdown", eval(&["--split", "dev", "--format", "md"]).out);
}

/// The expected figures were computed by another program, written from the definitions of the three measures alone.
#[test]
fn the_figures_agree_with_an_independent_count() {
    let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs");
    let expected = fs::read_to_string(inputs.join("corpus-figures.json")).unwrap();
    let done = eval(&["--split", "dev", "--format", "json"]);
    let json = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(json(&done.out), json(&expected));
}

#[test]
fn levels_and_labels_can_be_left_out() {
    let only = |args: &[&str]| {
        let done = eval(&[&["--format", "md"], args].concat());
        done.out.lines().skip(2).map(|it| it.split('|').nth(1).unwrap().trim().to_owned()).collect::<Vec<_>>()
    };
    let sums = ["all decisions (micro)", "mean of labels (macro)"];
    assert_eq!(only(&["--only", "law,ending"]), [&["ending", "law"], &sums[..]].concat());
    assert_eq!(only(&["--skip", "law,ending"]), [&["payment_due"], &sums[..]].concat());
    assert_eq!(only(&["--min-gold", "2"]), [&["payment_due"], &sums[..]].concat());
    assert!(eval(&["--min-level", "2", "--format", "md"]).out.contains("| law | 1 |"));
}

#[test]
fn a_loss_since_an_earlier_run_is_told_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    let before = folder.path().join("before.json");
    let now = eval(&["--split", "dev", "--format", "json"]).out;
    fs::write(&before, &now).unwrap();
    let before = before.to_str().unwrap();
    let args = ["--split", "dev", "--baseline", before, "--deny-loss"];
    let same = eval(&args);
    assert_eq!(same.status, 0, "{}", same.err);
    assert!(same.out.contains("none by more than 0.005"), "{}", same.out);

    fs::write(before, now.replace("0.667", "0.9")).unwrap();
    let worse = eval(&args);
    assert_eq!(worse.status, 1);
    assert!(worse.out.contains("0.900 to 0.667") && worse.err.contains("fell from 0.900"), "{}", worse.err);
}

#[test]
fn mistakes_in_a_corpus_are_explained() {
    let says = |args: &[&str], words: &str| {
        let done = eval(args);
        assert_eq!(done.status, 2);
        assert!(done.err.contains(words), "{}", done.err);
    };
    says(&["--split", "test"], "has no such set: use dev, held");
    says(&["--split", "held"], "no label is left to measure");
    says(&["--only", "payment"], "use ending, law, payment_due");
    says(&["--baseline", "corpus/split.json"], "it is no result of eval");
    let done = termscore(Path::new(env!("CARGO_MANIFEST_DIR")), &["eval", "src"]);
    assert!(done.status == 2 && done.err.contains("a corpus is a folder with docs/"), "{}", done.err);
}
