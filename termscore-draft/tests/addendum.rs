//! A contract and its addendum, scored together as the program does it, for all sample contracts.

#![allow(clippy::expect_used, reason = "tests")]

mod support;

use std::fmt::Write;

use termscore_core::report::Status;
use termscore_draft::{Choice, State, addendum};
use termscore_extract::Changes;

use support::{document, engine, read, samples};

/// What is said of each finding holds for the file that is sent, in both forms.
#[test]
fn an_addendum_clears_what_it_says_it_clears() {
    let engine = engine();
    let (mut wrong, mut n_cleared) = (Vec::new(), 0);
    for (name, path) in samples() {
        let bytes = read(&path);
        let contract = document(&name, &bytes, &[], Changes::Accepted);
        let report = engine.score(&contract);
        for choice in [Choice::Serious, Choice::All] {
            let draft = addendum::draft(&engine, &contract, &report, &choice).expect("rules that fired");
            let (docx, md) = (draft.paper.to_docx(), draft.paper.to_markdown());
            for (file, content) in [("addendum.docx", docx.as_slice()), ("addendum.md", md.as_bytes())] {
                let whole = engine.score(&document(&name, &bytes, &[(file, content)], Changes::Accepted));
                for it in draft.outcomes.iter().filter(|it| it.state == State::Cleared) {
                    n_cleared += 1;
                    if whole.outcome(&it.rule) != Some(Status::Clear) {
                        wrong.push(format!(
                            "{name}, {file}, {choice:?}: {} {:?}",
                            it.rule,
                            whole.outcome(&it.rule)
                        ));
                    }
                }
                if whole.score() < report.score() {
                    wrong.push(format!("{name}, {file}: {} became {}", report.score(), whole.score()));
                }
            }
        }
    }
    assert!(n_cleared > 1_000, "{n_cleared}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// Which findings an addendum cannot clear, and why. A longer list is a step back.
#[test]
fn what_needs_talking() {
    let engine = engine();
    let (mut out, mut n_all, mut n_open) = (String::new(), 0, 0);
    for (name, path) in samples() {
        let contract = document(&name, &read(&path), &[], Changes::Accepted);
        let report = engine.score(&contract);
        let draft = addendum::draft(&engine, &contract, &report, &Choice::All).expect("rules that fired");
        n_all += draft.outcomes.len();
        for it in &draft.outcomes {
            if let State::Open(why) = &it.state {
                n_open += 1;
                let _ = writeln!(out, "{name}: {} {} ({why})", it.severity, it.rule);
            }
        }
        for (rule, title) in &draft.raised {
            let _ = writeln!(out, "{name}: raised {rule} ({title})");
        }
    }
    let _ = writeln!(out, "{n_open} of {n_all}");
    insta::assert_snapshot!(out);
}

/// Two addenda that a person can read.
#[test]
fn addenda() {
    let engine = engine();
    for (file, choice) in
        [("software-consultancy.txt", Choice::All), ("residential-lease.md", Choice::Serious)]
    {
        let path = format!("examples/contracts/{file}");
        let (_, path) = samples().into_iter().find(|it| it.0 == path).expect("a sample");
        let contract = document(file, &read(&path), &[], Changes::Accepted);
        let report = engine.score(&contract);
        let draft = addendum::draft(&engine, &contract, &report, &choice).expect("rules that fired");
        insta::assert_snapshot!(file, draft.paper.to_markdown());
    }
}
