//! Two versions of a contract, compared.

#[path = "support/mod.rs"]
mod support;

use std::{fs, path::Path};

use support::termscore;

const BEFORE: &str = "CONSULTING AGREEMENT\n\nThis Agreement is between Client and Contractor, an independent contractor, \
    who delivers the deliverables under each statement of work.\n\n1. Payment. Client shall pay each invoice within thirty \
    (30) days of receipt. Late payments bear interest at 1% per month.\n\n2. Term. Either party may terminate this \
    Agreement on thirty (30) days' written notice.\n\n3. Rights. Contractor assigns to Client the rights in the \
    deliverables once they are paid for.\n";

fn after() -> String {
    BEFORE
        .replace("within thirty (30) days of receipt", "within ninety (90) days of receipt")
        .replace(" Late payments bear interest at 1% per month.", "")
        .replace("Either party may", "Client may at any time and for any reason")
}

fn compare(before: &str, after: &str, more: &[&str]) -> support::Done {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("before.txt"), before).expect("written");
    fs::write(folder.path().join("after.txt"), after).expect("written");
    termscore(folder.path(), &[&["compare", "before.txt", "after.txt"], more].concat())
}

#[test]
fn nothing_changed_between_a_contract_and_itself() {
    let done = compare(BEFORE, BEFORE, &["--format", "json", "--fail-if", "worse", "--severity", "low"]);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    let all: serde_json::Value = serde_json::from_str(&done.out).expect("an object");
    assert_eq!(all["schema"], "termscore/compare/1");
    assert_eq!(all["change"], 0);
    assert_eq!(all["passages"], serde_json::json!([]));
    for list in ["findings", "clauses"] {
        let items = all[list].as_array().expect("a list");
        assert!(!items.is_empty());
        assert!(items.iter().all(|it| it["change"] == "unchanged"), "{list}");
    }
}

#[test]
fn layout_is_no_change() {
    let done = compare(BEFORE, &BEFORE.replace("within thirty", "within\nthirty"), &["--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&done.out).expect("an object");
    assert_eq!((&all["change"], &all["passages"]), (&serde_json::json!(0), &serde_json::json!([])));
}

#[test]
fn what_became_worse_fails_where_that_is_asked_for() {
    let done = compare(BEFORE, &after(), &["--format", "json", "--fail-if", "worse"]);
    assert_eq!(done.status, 1, "{}", done.err);
    assert!(done.err.contains("its score is"), "{}", done.err);
    let all: serde_json::Value = serde_json::from_str(&done.out).expect("an object");
    let change = |rule: &str| {
        let findings = all["findings"].as_array().expect("a list");
        findings.iter().find(|it| it["rule"] == rule).map(|it| it["change"].clone())
    };
    assert_eq!(change("freelance.slow-payment"), Some("new".into()), "{}", done.out);
    let clauses = all["clauses"].as_array().expect("a list");
    let term = clauses.iter().find(|it| it["clause"] == "freelance.payment-term").expect("the clause");
    assert_eq!(term["change"], "changed");
    assert_eq!(term["what"], serde_json::json!(["term: 30 days, now 90 days"]));
    // The other way round it is better, and nothing fails.
    let back = compare(&after(), BEFORE, &["--fail-if", "worse"]);
    assert_eq!((back.status, back.err.as_str()), (0, ""));
    // Without being asked, nothing fails either.
    assert_eq!(compare(BEFORE, &after(), &[]).status, 0);
}

#[test]
fn words_are_shown_as_they_changed() {
    let done = compare(BEFORE, &after(), &[]);
    assert!(done.out.contains("[-thirty (30)-] {+ninety (90)+}"), "{}", done.out);
    for it in
        ["79.5 → 69", "New: 4 findings", "Worse: 1 finding", "Wording: 3 passages", "bound: both, now them"]
    {
        assert!(done.out.contains(it), "{it:?} is not in:\n{}", done.out);
    }
    let markdown = compare(BEFORE, &after(), &["--format", "md"]).out;
    for it in ["### New", "~~thirty \\(30\\)~~ **ninety \\(90\\)**", "- **high** Paid after 90 days"] {
        assert!(markdown.contains(it), "{it:?} is not in:\n{markdown}");
    }
}

#[test]
fn titles_of_categories_are_whole_where_there_is_room() {
    let done = compare(BEFORE, &after(), &["--kind", "freelance"]);
    assert_eq!(done.status, 0, "{}", done.err);
    let row = done.out.lines().find(|it| it.trim_start().starts_with("Getting paid")).expect("a category");
    assert!(row.contains("Getting paid, and for what ") && row.contains('→'), "{row}");
    assert!(done.out.lines().all(|it| it.chars().count() <= 80), "{}", done.out);
}

#[test]
fn a_page_runs_nothing_that_a_contract_says() {
    let hostile = BEFORE.replace("each invoice", "<script>alert(1)</script> each </del></style> invoice");
    let done = compare(BEFORE, &hostile, &["--format", "html"]);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    assert!(done.out.starts_with("<!DOCTYPE html>"));
    assert!(done.out.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{}", done.out);
    assert!(!done.out.contains("<script"));
    assert_eq!(done.out.matches("</style>").count(), 1);
}

#[test]
fn files_are_written_once() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), BEFORE).expect("written");
    let args = ["compare", "a.txt", "a.txt", "--format", "html", "--output", "page.html"];
    assert_eq!(termscore(folder.path(), &args).status, 0);
    let again = termscore(folder.path(), &args);
    assert_eq!(again.status, 2);
    assert!(again.err.contains("add --force"), "{}", again.err);
    assert_eq!(termscore(folder.path(), &[&args[..], &["--force"]].concat()).status, 0);
    let missing = termscore(folder.path(), &["compare", "a.txt", "b.txt"]);
    assert_eq!((missing.status, missing.err.contains("no such file")), (2, true));
}

#[test]
fn real_contracts_compare_with_themselves_and_each_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/contracts");
    let done = termscore(
        &root,
        &["compare", "agency-client-friendly.pdf", "agency-freelancer-friendly.docx", "--fail-if", "worse"],
    );
    assert_eq!(done.status, 0, "{}", done.err);
    let back = termscore(
        &root,
        &["compare", "agency-freelancer-friendly.docx", "agency-client-friendly.pdf", "--fail-if", "worse"],
    );
    assert_eq!(back.status, 1);
}
