//! Ugly rule texts in files, and what they become in snapshots. A new case is a new file.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

use termscore_dsl::{Source, format};

fn formatted(text: &str) -> String {
    format(&Source::new("any.terms", text)).unwrap_or_else(|it| panic!("{it}"))
}

#[test]
fn ugly_files_become_pretty() {
    insta::glob!("inputs/fmt/*.terms", |path| {
        let text = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
        let pretty = formatted(&text);
        assert_eq!(formatted(&pretty), pretty, "formatting again changes nothing");
        insta::assert_snapshot!(pretty);
    });
}

#[test]
fn line_ends_are_those_of_the_first_line() {
    let windows = "use std ^1\r\nrule a{\r\n title \"A\" // why\r\n}\r\n";
    assert_eq!(formatted(windows), "use std ^1\r\n\r\nrule a {\r\n  title    \"A\"  // why\r\n}\r\n");
    assert_eq!(formatted("use std ^1\nuse b ^1 // c\r\n"), "use std ^1\nuse b ^1  // c\n");
    assert_eq!(formatted("use std ^1"), "use std ^1\n");
    // Inside of a text they are part of it, and say nothing about the others.
    let inside = "kind a \"\"\"\n\"\"\"\r\n{}";
    assert_eq!(formatted(inside), "kind a \"\"\"\n\"\"\" {}\r\n");
    assert_eq!(formatted(&formatted(inside)), formatted(inside));
}

#[test]
fn nothing_and_comments_alone_are_rule_files() {
    assert_eq!(formatted(""), "");
    assert_eq!(formatted(" \n\n\u{feff}\t"), "");
    assert_eq!(formatted("\n\n  // one \n\n\n // two"), "// one\n\n// two\n");
}

#[test]
fn a_file_with_mistakes_is_not_formatted() {
    for wrong in ["rule {", "rule a { titel \"A\" }", "concept c { \"(a\" }", "clause", "} use std ^1"] {
        let diagnostics = format(&Source::new("any.terms", wrong)).unwrap_err();
        assert!(diagnostics.has_errors() && diagnostics.to_string().contains("any.terms:1"), "{diagnostics}");
    }
    // What names mean is another matter.
    assert_eq!(formatted("rule a { when asserts nothing }"), "rule a { when asserts nothing }\n");
}

#[test]
fn deep_nesting_and_long_lists_take_no_time() {
    let deep = format!("rule a {{ when {}fires b{} }}", "(".repeat(60), ")".repeat(60));
    assert!(formatted(&deep).contains("fires b"));
    let long = format!("concept c {{ {} }}", "\"word\" ".repeat(50_000));
    assert_eq!(formatted(&long).matches("\"word\"").count(), 50_000);
    let chain = format!("rule a {{ when fires b {} }}", "and (fires b or fires c) ".repeat(20_000));
    assert_eq!(formatted(&chain).lines().count(), 20_003);
}
