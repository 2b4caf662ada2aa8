//! A pack's own tests: what passes, and how failures are told.

#![allow(clippy::expect_used, clippy::panic, dead_code, reason = "tests")]

mod support;

use support::resolve;
use termscore_dsl::{FailureKind, Source, run_tests, test_cases};

const PACK: &str = r#"
pack sample 1.0.0 { title "Sample" kinds job }
kind job "Job" { you "Contractor" them "Client" weigh 1 "contractor" threshold 1 }
cue negate forward { "(shall|will|may) not" "never" }
cue modal { "shall" "may" "will" }
param longest : duration = 30 days in 1 day .. 90 days
clause payment in sentence { find "~pay^ ..12 within {term: duration}" }
clause assignment in sentence { find "~assign^ ..6 agreement" }
rule slow { title "Slow" when asserts payment[term > longest] severity low weight 2 category money }
extern host.is-consumer() -> bool "The signer is a consumer" absent unknown
rule asked { title "Asked" when asserts payment and host.is-consumer() severity low weight 2 category money }
score { category money "Money" worth 100 grade A from 80 else B }
"#;

/// Runs one test block against [`PACK`]; the kinds of failure, and the text that tells them.
fn run(test: &str) -> (Vec<FailureKind>, String) {
    let sources = [Source::new("sample.terms", PACK), Source::new("tests.terms", test)];
    let run = run_tests(&sources, &resolve).unwrap_or_else(|it| panic!("{it}"));
    (run.failures().map(|it| it.1.kind).collect(), run.to_string())
}

#[test]
fn what_comes_out_as_expected_passes() {
    let (failures, text) = run(r#"
test payment {
  case "found" expects asserted, term = 60 days, actor = them "Client shall [[pay Contractor within sixty (60) days]]."
  case "nothing" expects silent "Client may terminate."
}
test assignment {
  case "forbidden" expects denied "Contractor shall not [[assign this Agreement]]."
}
test slow {
  case "slow" expects fires, term = 60 days "Client shall [[pay within 60 days]]."
  case "fast" expects clear "Client shall pay within 7 days."
  case "patient" with longest = 90 days expects clear "Client shall pay within 60 days."
}
test asked { case "nobody answers" expects undetermined "Client shall pay within 60 days." }
"#);
    assert!(failures.is_empty(), "{text}");
    assert_eq!(text, "7 cases, 0 failed");
}

#[test]
fn failures_say_what_was_found_instead() {
    let (failures, text) = run(r#"
test payment {
  case "not there" expects asserted "Client may terminate."
  case "there" expects silent "Client shall pay within 60 days."
  case "elsewhere" expects asserted "Client shall pay within 60 days. [[Contractor may terminate.]]"
  case "other value" expects asserted, term = 30 days "Client shall pay within 60 days."
  case "other actor" expects asserted, actor = you "Client shall pay within 60 days."
}
test slow {
  case "fast" expects fires "Client shall pay within 7 days."
  case "slow" expects clear "Client shall pay within 60 days."
  case "out of range" with longest = 1 year expects clear "Client shall pay within 60 days."
}
"#);
    use FailureKind::*;
    assert_eq!(
        failures,
        [Missing, Noisy, WrongSpan, WrongValue, WrongValue, Missing, Noisy, Refused],
        "{text}"
    );
    insta::assert_snapshot!(text);
}

#[test]
fn marks_are_places_in_the_text_without_marks() {
    let test = "test payment { case \"x\" expects asserted \"\"\"\n    1. Fees\n      Client [[pays]] you and [[me]].\n  \"\"\" }";
    let sources = [Source::new("sample.terms", PACK), Source::new("tests.terms", test)];
    let cases = test_cases(&sources, &resolve).expect("a correct pack");
    let case = cases.first().expect("one case");
    assert_eq!(case.text, "1. Fees\n  Client pays you and me.");
    let marked: Vec<&str> = case.marks.iter().map(|it| it.of(&case.text)).collect();
    assert_eq!(marked, ["pays", "me"]);
    assert_eq!(case.kind.as_deref(), Some("sample.job"), "the first of the pack's kinds");
    assert_eq!(case.source, 1);
}

#[test]
fn failures_say_why() {
    let (_, text) = run(r#"
concept thing { "(goods|services)" }
clause delivery in sentence {
  find "~deliver^ ..4 {thing}"
  find "~ship the {thing}"
  with 1 of { "promptly" "at once" }
  without "free of charge"
  never in section "definitions"
}
clause notice in sentence { find "non-binding notice of the ~party" }
rule other { title "Other" when fires slow and (mentions delivery or lacks notice) severity low weight 1 category money }
test delivery {
  case "with" expects asserted "Contractor shall deliver the goods."
  case "without" expects asserted "Contractor shall promptly deliver the goods free of charge."
  case "several" expects asserted "Contractor shall deliver the goods free of charge."
  case "heading" expects asserted """
    1. Definitions
    Contractor shall promptly deliver the goods.
  """
  case "denied" expects asserted "Contractor shall not promptly ship the goods."
  case "mark" expects asserted "Contractor shall promptly deliver the goods. [[Client shall deliver the services.]]"
}
test notice { case "far" expects asserted "Client may send a non-binding notice of its own." }
test other {
  case "through another rule" expects fires "Client shall pay within 7 days."
  case "through one of two" expects clear "Client shall pay within 60 days."
}
"#);
    insta::assert_snapshot!(text);
}
