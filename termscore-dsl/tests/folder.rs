//! Packs in folders: what `check_folder` finds beside them, and what it says when something is wrong.

#![allow(clippy::expect_used, dead_code, reason = "tests")]

use std::fs;
use std::path::Path;

use termscore_dsl::{PackProblem, check_folder};

const SIGNS: &str = r#"
pack signs 1.2.0 { title "Signs" }
cue negate forward { "(shall|may) not" }
concept pay-verb { "(~pay|~remit)" }
"#;
const HOUSE: &str = r#"
pack house 1.0.0 { title "House" }
use signs ^1
"#;
const PAYMENT: &str = r#"
clause payment in sentence { find "{signs.pay-verb}^ ..12 within {term: duration}" }
test payment {
  case "a promise" expects asserted, term = 60 days "Client shall [[remit the fee within sixty (60) days]]."
  case "none" expects silent "Client may cancel."
}
"#;

/// Files by path below a folder of their own, and the outcome for its folder `house`.
fn check(files: &[(&str, &str)]) -> Result<(), PackProblem> {
    let root = tempfile::tempdir().expect("a folder for the test");
    for (path, text) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("a path below the root")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    check_folder(root.path().join("house"), &|_, _| None)
}

/// Its message, without the folder of the test.
fn message(files: &[(&str, &str)]) -> String {
    let problem = check(files).expect_err("something is wrong");
    assert_eq!(format!("{problem:?}").trim(), problem.to_string().trim(), "both forms tell all");
    problem.to_string()
}

#[test]
fn a_pack_may_have_several_files_and_use_the_folder_beside_it() {
    let files = [
        ("signs/signs.terms", SIGNS),
        ("house/pack.terms", HOUSE),
        ("house/payment.terms", PAYMENT),
        ("house/notes.txt", "{"),
    ];
    check(&files).expect("a correct pack");
}

#[test]
fn folders_in_the_folder_of_a_pack_belong_to_it_unless_they_are_packs() {
    let (clause, test) = PAYMENT.split_once("test").expect("a clause and its test");
    let test = format!("test{test}");
    let files = [
        ("signs/signs.terms", SIGNS),
        ("house/pack.terms", HOUSE),
        ("house/pay/due.terms", clause),
        ("house/tests/pay/due.terms", test.as_str()),
        ("house/.old/due.terms", "clause payment"),
        ("house/vendored/signs/signs.terms", SIGNS),
    ];
    check(&files).expect("a correct pack");
    let wrong = test.replace("60 days", "30 days");
    let failed = message(&[files[0], files[1], files[2], ("house/tests/pay/due.terms", &wrong)]);
    assert!(failed.contains("tests/pay/due.terms:2"), "{failed}");
}

#[test]
fn failed_cases_are_told_with_their_place() {
    let wrong =
        PAYMENT.replace("60 days", "30 days").replace("Client may cancel.", "Client may pay within 2 days.");
    let files = [("signs/signs.terms", SIGNS), ("house/pack.terms", HOUSE), ("house/payment.terms", &wrong)];
    let message = message(&files);
    assert!(message.contains("\"a promise\": expected asserted [wrong-value]"), "{message}");
    assert!(message.contains("\"none\": expected silent [noisy]"), "{message}");
    assert!(message.contains("payment.terms:4"), "{message}");
    assert!(message.ends_with("2 cases, 2 failed"), "{message}");
}

#[test]
fn all_mistakes_are_told() {
    let wrong = PAYMENT.replace("sentence", "sentense").replace("expects silent", "expects quiet");
    let files = [("signs/signs.terms", SIGNS), ("house/pack.terms", HOUSE), ("house/payment.terms", &wrong)];
    let message = message(&files);
    assert!(message.contains("sentense") && message.contains("quiet"), "{message}");
}

#[test]
fn mistakes_of_the_pack_beside_come_first() {
    let wrong = SIGNS.replace("title", "titel");
    let message = message(&[
        ("signs/signs.terms", &wrong),
        ("house/pack.terms", HOUSE),
        ("house/payment.terms", PAYMENT),
    ]);
    assert!(message.contains("did you mean `title`?"), "{message}");
    assert!(!message.contains("unknown-pack"), "{message}");
}

#[test]
fn a_pack_beside_of_another_version_is_not_the_one() {
    let old = SIGNS.replace("1.2.0", "0.9.0");
    let message = message(&[
        ("signs/signs.terms", &old),
        ("house/pack.terms", HOUSE),
        ("house/payment.terms", PAYMENT),
    ]);
    assert!(message.contains("unknown-pack"), "{message}");
}

#[test]
fn packs_in_a_circle_end() {
    let round = format!("{SIGNS}\nuse house ^1\nconcept more {{ \"{{house.fee}}\" }}");
    let message = message(&[
        ("signs/signs.terms", &round),
        ("house/pack.terms", HOUSE),
        ("house/payment.terms", PAYMENT),
    ]);
    assert!(message.contains("unknown-pack"), "{message}");
}

#[test]
fn no_folder_and_no_rule_text_are_told() {
    let nowhere = check_folder(Path::new("no/such/folder"), &|_, _| None).expect_err("there is none");
    assert!(matches!(nowhere, PackProblem::Unreadable(..)), "{nowhere}");
    assert!(nowhere.to_string().starts_with("no/such/folder cannot be read: "), "{nowhere}");
    let empty = check(&[("house/readme.txt", "nothing")]).expect_err("no rule text");
    assert!(matches!(empty, PackProblem::NoRuleText(_)), "{empty}");
}
