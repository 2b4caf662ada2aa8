//! Reports in every form, to standard output, files and folders.

#![allow(clippy::expect_used, reason = "tests")]

mod support;

use std::{fs, path::Path};

use support::termscore;

/// A folder with two contracts, of which one is attached under the same name in another folder.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/contracts");
    fs::create_dir(folder.path().join("old")).expect("a folder");
    for (from, to) in [
        ("table/work-for-hire.txt", "offer.txt"),
        ("table/perpetual-licence.txt", "old/offer.txt"),
        ("agency-client-friendly.pdf", "agency.pdf"),
    ] {
        fs::copy(samples.join(from), folder.path().join(to)).expect("a copy");
    }
    folder
}

#[test]
fn each_form_goes_to_standard_output() {
    let folder = folder();
    for (form, start) in [
        ("text", "\n  offer.txt"),
        ("json", "{\"schema\":\"termscore/report/1\""),
        ("md", "# offer.txt"),
        ("html", "<!DOCTYPE html>"),
        ("sarif", "{\n  \"$schema\""),
        ("csv", "file,score,grade,"),
    ] {
        let done = termscore(folder.path(), &["score", "offer.txt", "--format", form]);
        assert_eq!((done.status, done.err.as_str()), (0, ""), "{form}");
        assert!(done.out.starts_with(start), "{form}: {}", done.out.chars().take(200).collect::<String>());
    }
}

#[test]
fn files_are_written_once() {
    let folder = folder();
    let score = |more: &[&str]| {
        let mut args = vec!["score", "offer.txt", "--format", "html", "--output"];
        args.extend(more);
        termscore(folder.path(), &args)
    };
    let done = score(&["report.html"]);
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(done.out.contains("offer.txt") && done.out.contains("→ report.html"), "{}", done.out);
    assert!(fs::read_to_string(folder.path().join("report.html")).is_ok_and(|it| it.ends_with("</html>")));

    let again = score(&["report.html"]);
    assert_eq!(again.status, 2);
    assert!(again.err.contains("this file exists: choose another name, or add --force"), "{}", again.err);
    assert_eq!(score(&["report.html", "--force"]).status, 0);

    let own = score(&["offer.txt", "--force"]);
    assert_eq!(own.status, 2);
    assert!(own.err.contains("this is a contract that is scored"), "{}", own.err);
    assert!(fs::read_to_string(folder.path().join("offer.txt")).is_ok_and(|it| !it.contains("<html")));

    let nowhere = score(&["no/such/report.html"]);
    assert_eq!(nowhere.status, 2);
    assert!(nowhere.err.contains("there is no such folder"), "{}", nowhere.err);
}

#[test]
fn pages_of_several_contracts_go_to_a_folder() {
    let folder = folder();
    let files = ["score", "offer.txt", "old/offer.txt", "agency.pdf", "missing.txt", "--format"];
    let score = |more: &[&str]| termscore(folder.path(), &[&files[..], more].concat());
    let done = score(&["html"]);
    assert_eq!((done.status, done.out.as_str()), (2, ""));
    assert!(done.err.contains("name one with --output"), "{}", done.err);

    let done = score(&["md", "-o", "reports"]);
    assert_eq!(done.status, 2, "one is missing");
    assert!(done.err.contains("missing.txt: no such file"), "{}", done.err);
    let mut names: Vec<String> = fs::read_dir(folder.path().join("reports"))
        .expect("the folder is made")
        .map(|it| it.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["agency.md", "offer.md", "offer.txt.md"]);

    let done = score(&["html", "-o", "offer.txt", "--force"]);
    assert!(done.err.contains("need a folder"), "{}", done.err);
}

#[test]
fn tables_and_logs_hold_several_contracts() {
    let folder = folder();
    let score = |form: &str, to: &str| {
        let done =
            termscore(folder.path(), &["score", "offer.txt", "agency.pdf", "--format", form, "-o", to]);
        assert_eq!((done.status, done.err.as_str()), (0, ""), "{form}");
        // One line for each contract; of many lines of JSON a table.
        let lines = if form == "json" { 6 } else { 3 };
        assert_eq!(done.out.lines().count(), lines, "{}", done.out);
        fs::read_to_string(folder.path().join(to)).expect("it is written")
    };
    let table = score("csv", "all.csv");
    assert_eq!(table.matches("file,score,grade,").count(), 1);
    assert!(table.contains("\r\noffer.txt,") && table.contains("\r\nagency.pdf,"));

    let log: serde_json::Value = serde_json::from_str(&score("sarif", "all.sarif")).expect("JSON");
    let artifacts = log["runs"][0]["artifacts"].as_array().expect("artifacts");
    assert_eq!(artifacts.len(), 2);
    let region = |file: &str| {
        let results = log["runs"][0]["results"].as_array().expect("results");
        let of = |it: &&serde_json::Value| {
            it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == file
        };
        let with = results.iter().filter(of).map(|it| &it["locations"][0]["physicalLocation"]["region"]);
        with.clone().find(|it| it.is_object()).cloned().expect("a region")
    };
    assert!(region("offer.txt")["startLine"].is_u64(), "lines of a text file");
    assert!(region("agency.pdf")["startLine"].is_null(), "a PDF has none");

    let lines = score("json", "all.json");
    assert_eq!(lines.lines().count(), 2);
    assert!(score("text", "all.txt").contains("2 contracts"));
}

#[test]
fn schemas_are_printed() {
    for (what, id) in [("report", "termscore/report/1"), ("clauses", "termscore/clause/1")] {
        let done = termscore(Path::new("."), &["schema", what]);
        let schema: serde_json::Value = serde_json::from_str(&done.out).expect("JSON");
        assert_eq!(schema["properties"]["schema"]["const"], id);
        let file = "../examples/contracts/table/work-for-hire.txt";
        let args = match what {
            "report" => vec!["score", file, "--format", "json"],
            _ => vec!["clauses", file],
        };
        let done = termscore(Path::new(env!("CARGO_MANIFEST_DIR")), &args);
        let line = done.out.lines().next().expect("a line");
        let object: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(object["schema"], id);
    }
}

/// The first page is short: everything in a line, the worst three in full.
#[test]
fn text_is_short_unless_all_is_asked_for() {
    let folder = folder();
    let short = termscore(folder.path(), &["score", "agency.pdf"]);
    let all = termscore(folder.path(), &["score", "agency.pdf", "--all"]);
    let n = |text: &str| text.lines().count();
    assert!(n(&short.out) < 180 && n(&all.out) > 2 * n(&short.out), "{} and {}", n(&short.out), n(&all.out));
    assert!(short.out.contains("The worst 3 in full · --all shows all"));
    assert_eq!(short.out.matches("Ask for:").count(), 3);
}
