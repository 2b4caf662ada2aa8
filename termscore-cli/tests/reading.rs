//! How contracts are read, as the options ask for it.

use std::path::Path;

#[allow(dead_code, reason = "shared with other tests")]
mod support;

use support::{Done, termscore};

/// Runs the program on the sample inputs.
fn inputs(args: &[&str]) -> Done {
    termscore(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/inputs"), args)
}

/// A report as one line, as it may be wrapped anywhere.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn tracked_changes_are_read_both_ways() {
    let accepted = inputs(&["score", "changed.docx", "--all"]);
    let report = joined(&accepted.out);
    assert_eq!(accepted.status, 0, "{}", accepted.err);
    assert!(report.contains("ninety (90) days"), "{report}");
    assert!(
        report.contains("2 tracked changes (Ann) are pending: the text is read as if they were accepted")
    );
    assert!(report.contains("--changes original reads it as it was before the tracked changes"), "{report}");
    assert!(report.contains("1 comment of reviewers (Bob) is not part of the text"), "{report}");

    let original = inputs(&["score", "changed.docx", "--all", "--changes", "original"]);
    let report = joined(&original.out);
    assert!(!report.contains("ninety"), "{report}");
    assert!(report.contains("the text is read as if they were rejected"), "{report}");
    assert!(report.contains("--changes accepted reads it with the tracked changes"), "{report}");
}

#[test]
fn hidden_text_is_a_finding_and_no_clause() {
    let report = joined(&inputs(&["score", "changed.docx", "--all"]).out);
    assert!(report.contains("The file holds text that it does not show"), "{report}");
    assert!(report.contains("The Freelancer waives all claims for late payment"), "{report}");
    let clauses = inputs(&["clauses", "changed.docx"]).out;
    let quoting: Vec<&str> = clauses.lines().filter(|it| it.contains("waives")).collect();
    assert!(!quoting.is_empty() && quoting.iter().all(|it| it.contains("hidden-words")), "{quoting:?}");
}
