//! Packs on the command line: what is in them, and two of one name.

#![allow(clippy::expect_used, reason = "tests")]

mod support;

use std::{fs, path::Path};

use support::termscore;

#[test]
fn a_pack_without_rules_lists_its_clauses() {
    let done = termscore(Path::new(env!("CARGO_MANIFEST_DIR")), &["packs", "std"]);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    let line = |name: &str| done.out.lines().find(|it| it.trim_start().starts_with(name)).unwrap_or_default();
    assert!(line("governing-law ").ends_with("Governing law"), "{}", done.out);
    assert!(line("pack std ").contains("clauses"), "{}", done.out);
}

#[test]
fn placeholders_are_shown_as_their_author_wrote_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = r#"pack mine 1.0.0 { title "Mine" }
        clause pay in sentence "Payment" { find "~pay within {term: duration}" }
        rule slow { title "Paid after {pay.term}" when asserts pay severity low weight 5 category m }
        score { category m "M" worth 100 grade A from 80 else B }"#;
    fs::write(folder.path().join("mine.terms"), text).expect("a file");
    let done = termscore(folder.path(), &["packs", "mine.terms"]);
    assert!(done.out.contains("Paid after {pay.term}"), "{}{}", done.out, done.err);
}

#[test]
fn two_packs_of_one_name_are_named_by_their_files() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("contract.txt"), "Client shall pay.").expect("a file");
    for (place, title) in [("one", "One"), ("two", "Two")] {
        fs::create_dir(folder.path().join(place)).expect("a folder");
        let text = format!("pack std 1.0.0 {{ title \"{title}\" }} clause c in sentence {{ find \"pay\" }}");
        fs::write(folder.path().join(place).join("std.terms"), text).expect("a file");
    }
    let score = |packs: &[&str]| {
        let args = packs.iter().flat_map(|it| ["--pack", *it]);
        termscore(folder.path(), &["score", "contract.txt"].into_iter().chain(args).collect::<Vec<_>>())
    };
    let done = score(&["one/std.terms", "two/std.terms"]);
    assert_eq!(done.status, 2);
    assert!(
        done.err.contains("one/std.terms and two/std.terms are different packs with the name `std`"),
        "{}",
        done.err
    );
    assert_eq!(score(&["one/std.terms", "one/std.terms"]).err, "");
    // Called otherwise, it does not take the place of the built-in pack that another one uses.
    fs::rename(folder.path().join("one/std.terms"), folder.path().join("one/mine.terms")).expect("a file");
    let done = score(&["one/mine.terms", "freelance"]);
    assert_eq!(done.status, 2);
    assert!(
        done.err.contains("one/mine.terms and the built-in pack that freelance uses are different packs"),
        "{}",
        done.err
    );
}
