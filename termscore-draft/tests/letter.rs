//! Letters that a person can read.

#![allow(clippy::expect_used, reason = "tests")]

mod support;

use termscore_draft::{
    Choice, ChoiceError, chosen,
    letter::{Options, Tone, write},
};
use termscore_extract::Changes;

use support::{document, engine, read, samples};

#[test]
fn letters() {
    let engine = engine();
    for (name, file, choice, options) in [
        ("warm", "software-consultancy.txt", Choice::Serious, Options::default()),
        ("plain", "residential-lease.md", Choice::Serious, Options::default().with_tone(Tone::Plain)),
        ("one", "illustrator-licence.md", Choice::Serious, Options::default().with_addendum(true)),
        ("none", "mutual-nda.txt", Choice::All, Options::default()),
    ] {
        let path = format!("examples/contracts/{file}");
        let (_, path) = samples().into_iter().find(|it| it.0 == path).expect("a sample");
        let contract = document(file, &read(&path), &[], Changes::Accepted);
        let report = engine.score(&contract);
        let letter = write(&contract, &report, &choice, options).expect("rules that fired");
        insta::assert_snapshot!(name, format!("Subject: {}\n\n{}", letter.subject, letter.paper.to_text()));
    }
}

/// What a letter says itself: what it quotes from the contract speaks as the contract does.
fn unquoted(text: &str) -> String {
    text.split('“').map(|it| it.split_once('”').map_or(it, |it| it.1)).collect()
}

/// Rules answer in single words, which are no answers in a letter.
#[test]
fn no_letter_asks_for_none() {
    let engine = engine();
    let (mut wrong, mut n_out) = (Vec::new(), 0);
    for (name, path) in samples() {
        let contract = document(&name, &read(&path), &[], Changes::Accepted);
        let report = engine.score(&contract);
        for tone in [Tone::Warm, Tone::Plain] {
            let options = Options::default().with_tone(tone);
            let letter = write(&contract, &report, &Choice::All, options).expect("rules that fired");
            let text = unquoted(&letter.paper.to_text());
            n_out += text.matches("lease take it out").count();
            for label in [": none.", ": strike.", ": struck.", ": never.", ": -.", ": silence.", ": mutual."]
            {
                if text.contains(label) {
                    wrong.push(format!("{name}, {tone:?}: {label}"));
                }
            }
        }
    }
    assert!(n_out > 20, "{n_out}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is quoted begins where a sentence of the contract begins.
#[test]
fn letters_quote_sentences() {
    let engine = engine();
    let text = "Design Agreement between Studio Ltd (\"Client\") and Ann Lee (\"Designer\").\n\n1. Liability. In no event shall Client's liability under this Agreement exceed EUR 500. Designer is liable for all loss.";
    let contract =
        document("a.txt", text.as_bytes(), &[], Changes::Accepted).with_kind("freelance.freelance");
    let report = engine.score(&contract);
    let rules = Choice::Rules(vec!["freelance.only-their-liability-capped".to_owned()]);
    let letter = write(&contract, &report, &rules, Options::default()).expect("a rule that fired");
    let said = "The draft says “In no event shall Client's liability under this Agreement exceed EUR 500”.";
    assert!(letter.paper.to_text().contains(said), "{}", letter.paper.to_text());
}

/// The other side reads "you" as itself: no sentence that a rule says to the signer may slip through.
#[test]
fn no_letter_speaks_to_the_signer() {
    let engine = engine();
    let mut wrong = Vec::new();
    for (name, path) in samples() {
        let contract = document(&name, &read(&path), &[], Changes::Accepted);
        let report = engine.score(&contract);
        let letter = write(&contract, &report, &Choice::All, Options::default()).expect("rules that fired");
        let text = unquoted(&letter.paper.to_text());
        for phrase in [" your work", "Your work", "you are paid", " yours"] {
            if text.contains(phrase) {
                wrong.push(format!("{name}: {phrase}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_rules_that_fired_can_be_asked_about() {
    let engine = engine();
    let contract = document(
        "a.txt",
        b"Acme (\"Client\") hires Ann (\"Freelancer\"). The Work is a work made for hire.",
        &[],
        Changes::Accepted,
    );
    let report = engine.score(&contract.with_kind("freelance.freelance"));
    let rules = |name: &str| Choice::Rules(vec![name.to_owned()]);
    assert_eq!(chosen(&report, &rules("made-for-hire")).map(|it| it.len()), Ok(1));
    assert_eq!(chosen(&report, &rules("freelance.made-for-hire")).map(|it| it.len()), Ok(1));
    assert_eq!(
        chosen(&report, &rules("slow-payment")),
        Err(ChoiceError::NotFound("slow-payment".to_owned()))
    );
    assert_eq!(chosen(&report, &rules("nothing")), Err(ChoiceError::NoSuchRule("nothing".to_owned())));
}
