//! What people type first, and what they are told.

#![allow(clippy::expect_used, reason = "tests")]

mod support;

use std::{fs, path::Path};

use support::{Done, termscore};
use tempfile::TempDir;

const OFFER: &str = "FREELANCE AGREEMENT\n\nThis Agreement is between Acme Ltd (“Client”) and Ann Lee (“Contractor”).\n\n\
1. Fees. Client shall pay each invoice within ninety (90) days.\n\n2. Rights. The Work is a work made for hire.\n";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// The one line that says what could not be done.
#[track_caller]
fn refused(folder: &Path, args: &[&str], expected: &str) {
    let Done { status, out, err } = termscore(folder, args);
    assert_eq!((status, out.as_str(), err.lines().count()), (2, "", 1), "{args:?}: {err}");
    assert!(err.contains(expected), "{args:?}: {err}");
}

#[test]
fn a_file_is_no_command() {
    let folder = folder(&[("c/design.txt", OFFER), ("notes", OFFER)]);
    let refused = |word: &str, expected: &str| refused(folder.path(), &[word], expected);
    refused("c/design.txt", "this is no command: a file is read by `termscore score c/design.txt`\n");
    refused("my offer.pdf", "by `termscore score \"my offer.pdf\"`");
    refused("notes", "by `termscore score notes`");
    refused("mine.terms", "rules are read by `termscore check mine.terms`");
    let unknown = termscore(folder.path(), &["scor"]);
    assert_eq!(unknown.status, 2);
    assert!(unknown.err.contains("'score'"), "{}", unknown.err);
}

#[test]
fn kinds_have_any_case_and_near_misses_are_told() {
    let folder = folder(&[("offer.txt", OFFER)]);
    let kind = |name: &str| termscore(folder.path(), &["score", "offer.txt", "--kind", name]);
    let (exact, other) = (kind("freelance"), kind("Freelance"));
    assert_eq!((exact.status, &exact.out), (0, &other.out));
    for name in ["freelancer", "Frelance"] {
        refused(folder.path(), &["score", "offer.txt", "--kind", name], "did you mean freelance?\n");
    }
    refused(folder.path(), &["score", "offer.txt", "--kind", "poem"], "no such kind of contract: use ");
}

#[test]
fn a_parameter_that_is_nearly_right_is_told_alone() {
    let folder = folder(&[("offer.txt", OFFER)]);
    let param = |text: &str, expected: &str| {
        refused(folder.path(), &["score", "offer.txt", "--pack", "freelance", "--param", text], expected);
    };
    param(
        "max-payment-day=45days",
        "--param max-payment-day: no pack has such a parameter: did you mean freelance.max-payment-days?\n",
    );
    param("zzz=45days", "there are: ");
}

const KINDLESS: &str = r#"pack gym 1.0.0 { title "Gym" }
    clause fee in sentence { find "~pay each invoice" }
    rule dear { title "Dear" when asserts fee severity low weight 2 category money }
    score { category money "Money" worth 100 grade A from 80 else B }"#;

#[test]
fn no_kind_is_asked_for_where_the_packs_know_none() {
    let folder = folder(&[("offer.txt", OFFER), ("gym.terms", KINDLESS)]);
    refused(
        folder.path(),
        &["score", "offer.txt", "--pack", "gym.terms", "--kind", "gym"],
        "the packs know no kinds of contract: leave --kind out, or add a `kind` to a pack\n",
    );
    for more in [&[][..], &["--jobs", "1"]] {
        let args = [&["score", "offer.txt", "--pack", "gym.terms", "--fail-under", "10"], more].concat();
        let done = termscore(folder.path(), &args);
        assert_eq!(done.status, 2);
        assert!(done.err.contains("no grade to rely on") && !done.err.contains("--kind"), "{}", done.err);
    }
}

fn pack(name: &str, uses: &str) -> String {
    format!(
        "pack {name} 1.0.0 {{ title \"{name}\" }}\nuse {uses} ^1\nclause c in sentence {{ find \"{{{uses}.word}}\" }}\n"
    )
}

#[test]
fn packs_that_use_each_other_are_told_so() {
    let (a, b) = (pack("a", "b"), pack("b", "a"));
    let folder = folder(&[
        ("a/a.terms", &a),
        ("b/b.terms", &b),
        ("c.terms", &pack("c", "a")),
        ("me.terms", &pack("me", "me")),
    ]);
    for asked in ["a", "b", "c.terms"] {
        let done = termscore(folder.path(), &["check", asked]);
        assert_eq!(done.status, 1, "{}", done.out);
        assert!(done.out.contains("in a circle: `a` uses `b`, and `b` uses `a`"), "{asked}: {}", done.out);
        assert!(!done.out.contains("at hand"), "{asked}: {}", done.out);
    }
    let itself = termscore(folder.path(), &["check", "me.terms"]);
    assert!(itself.out.contains("in a circle: `me` uses `me`\n"), "{}", itself.out);
}

#[test]
fn a_pack_with_mistakes_is_no_missing_pack() {
    let folder = folder(&[("a/a.terms", &pack("a", "b")), ("b/b.terms", "pack b 1.0.0 { titel \"B\" }")]);
    let done = termscore(folder.path(), &["check", "a"]);
    assert_eq!(done.status, 1);
    assert!(done.out.contains("the pack `b` has mistakes, so nothing of it can be used"), "{}", done.out);
    assert!(!done.out.contains("at hand"), "{}", done.out);
}

#[test]
fn a_phrase_that_cannot_be_read_is_all_that_is_told() {
    let folder = folder(&[]);
    for phrase in ["((((", "{nope}"] {
        let done = termscore(folder.path(), &["expand", phrase]);
        assert_eq!(done.status, 2);
        assert!(done.out.starts_with("error[") && !done.out.contains("warning"), "{phrase}: {}", done.out);
    }
}

#[test]
fn of_rules_with_one_name_the_one_for_this_kind_is_explained() {
    let folder = folder(&[("offer.txt", OFFER)]);
    let done = termscore(folder.path(), &["explain", "offer.txt", "left-blank", "--kind", "freelance"]);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    assert!(done.out.contains("freelance.left-blank on offer.txt"), "{}", done.out);
    let rule = |name: &str| {
        format!(
            "pack {name} 1.0.0 {{ title \"{name}\" }} clause fee in sentence {{ find \"~pay\" }}
            rule dear {{ title \"Dear\" when asserts fee severity low weight 2 category money }}
            score {{ category money \"Money\" worth 100 grade A from 80 else B }}"
        )
    };
    let folder =
        self::folder(&[("offer.txt", OFFER), ("one.terms", &rule("one")), ("two.terms", &rule("two"))]);
    refused(
        folder.path(),
        &["explain", "offer.txt", "dear", "--pack", "one.terms", "--pack", "two.terms"],
        "several packs have this rule: say one.dear or two.dear\n",
    );
}
