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
        for (rule, title) in &draft.could_add {
            let _ = writeln!(out, "{name}: could add {rule} ({title})");
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

/// A contract whose one-sided clauses stand in whole sentences.
const ONE_SIDED: &str = "FREELANCE DESIGN AGREEMENT\n\nThis Agreement is between Lumen Ltd (\"Studio\") and Maya Ortega (\"Designer\").\n\n\
    1. FEES\n\n1.1 Studio shall pay Designer a fixed fee of EUR 6,400 upon final acceptance of all Deliverables.\n\n\
    1.2 No kill fee or cancellation payment shall be due if Studio terminates the project.\n\n\
    2. LIABILITY\n\n2.1 Designer shall indemnify, defend and hold harmless Studio from and against any and all claims, losses and expenses arising out of or in connection with the Services.\n\n\
    2.2 In no event shall Studio's liability under this Agreement exceed EUR 500. This limitation does not apply to Designer.\n\n\
    3. NON-COMPETITION\n\n3.1 For eighteen (18) months following termination, Designer shall not provide design services to any competitor of Studio anywhere in the world.\n\n\
    4. TERM\n\n4.1 Studio may terminate this Agreement at any time for convenience upon five (5) days' written notice. Designer may terminate only for material breach by Studio that remains uncured for sixty (60) days.\n\n\
    4.2 Studio shall return all originals.\n";

fn one_sided(choice: &Choice) -> addendum::Addendum {
    let engine = engine();
    let contract =
        document("a.txt", ONE_SIDED.as_bytes(), &[], Changes::Accepted).with_kind("freelance.freelance");
    let report = engine.score(&contract);
    addendum::draft(&engine, &contract, &report, choice).expect("rules that fired")
}

/// The old sentence would be a second one on the same thing; what it says of other things stays.
#[test]
fn a_wording_for_both_sides_takes_the_place_of_the_sentence_for_one() {
    let text = one_sided(&Choice::Serious).paper.to_text();
    for gone in ["Section 2.1", "Section 2.2", "Section 4.1"] {
        assert!(text.contains(&format!("{gone} of the Agreement is deleted and replaced")), "{gone}\n{text}");
    }
    for stays in ["Section 1.1", "Section 4.2"] {
        assert!(!text.contains(stays), "{stays}\n{text}");
    }
}

#[test]
fn what_denies_a_wording_goes_with_it() {
    let text = one_sided(&Choice::Rules(vec!["no-kill-fee".to_owned()])).paper.to_text();
    assert!(text.contains("Section 1.2 of the Agreement is deleted and replaced"), "{text}");
}

#[test]
fn one_thing_is_said_once() {
    let text = one_sided(&Choice::Serious).paper.to_text();
    assert_eq!(text.matches("shall indemnify the other").count(), 1, "{text}");
    assert_eq!(text.matches("is free to work for others").count(), 1, "{text}");
}

/// A ban that a draft adds could say more; that is no new finding to worry about.
#[test]
fn what_a_wording_leaves_out_is_told_apart() {
    let engine = engine();
    let text = format!(
        "{ONE_SIDED}\n5. RIGHTS\n\n5.1 Designer hereby assigns to Studio all intellectual property rights in the Deliverables."
    );
    let contract =
        document("a.txt", text.as_bytes(), &[], Changes::Accepted).with_kind("freelance.freelance");
    let report = engine.score(&contract);
    let draft = addendum::draft(&engine, &contract, &report, &Choice::Serious).expect("rules that fired");
    assert!(draft.raised.is_empty(), "{:?}", draft.raised);
    assert!(
        draft.could_add.iter().any(|it| it.0 == "freelance.ai-training-undefined"),
        "{:?}",
        draft.could_add
    );
}
