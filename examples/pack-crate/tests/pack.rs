//! The pack passes its own tests, and what it makes of two contracts changes only when somebody means it to.

use termscore::testing::{PackProblem, check_pack};
use termscore::{Document, Report};

#[test]
fn the_pack_passes_its_own_tests() -> Result<(), PackProblem> {
    check_pack("packs/union")
}

#[test]
fn all_files_of_the_pack_are_embedded() {
    let n_files = std::fs::read_dir("packs/union").expect("the folder of the pack").count();
    let n_rules = union_rules::pack().expect("a correct pack").rules.len();
    assert_eq!((n_files, n_rules), (5, 9));
}

fn score(name: &str, text: &str) -> Report {
    union_rules::engine().expect("the packs fit together").score(&Document::from_text(name, text))
}

#[test]
fn a_magazine_that_takes_everything() {
    let report = score("magazine.txt", include_str!("../contracts/magazine.txt"));
    insta::assert_snapshot!("magazine", report);
    insta::assert_json_snapshot!("magazine-json", report);
}

#[test]
fn a_museum_that_is_fair() {
    let report = score("museum.txt", include_str!("../contracts/museum.txt"));
    insta::assert_snapshot!("museum", report);
    insta::assert_json_snapshot!("museum-json", report);
}
