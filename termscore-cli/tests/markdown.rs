//! Contracts in Markdown: places are those of the file, which a person sees and code scanning marks.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;

#[allow(dead_code, reason = "shared with other tests")]
mod support;

use serde_json::Value;
use support::termscore;

const CONTRACT: &str = "# Freelance Agreement

Between **Acme Ltd** (\"Client\") and **Jo Smith** (\"Freelancer\").

## 1. Rights

1. Freelancer hereby *irrevocably* assigns to Client all right, title
   and interest in the [work](https://example.org).
2. Client may use the work to train **machine learning** models.
";

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|it| serde_json::from_str(it).unwrap()).collect()
}

fn slice<'a>(text: &'a str, span: &Value) -> &'a str {
    let byte = |end: &str| usize::try_from(span[end].as_u64().unwrap()).unwrap();
    text.get(byte("start")..byte("end")).unwrap()
}

#[test]
fn matches_are_placed_in_the_file_and_the_file_is_what_text_out_writes() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), CONTRACT).unwrap();
    let done = termscore(folder.path(), &["clauses", "a.md", "--text-out", "read"]);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    assert_eq!(fs::read_to_string(folder.path().join("read/a.txt")).unwrap(), CONTRACT);
    let all = lines(&done.out);
    let of = |clause: &str| all.iter().find(|it| it["clause"] == clause).unwrap();
    let granted = of("freelance.training-granted");
    assert_eq!(granted["quote"], "may use the work to train machine learning models");
    assert_eq!(slice(CONTRACT, &granted["match"]), "may use the work to train **machine learning** models");
    assert_eq!(
        slice(CONTRACT, &of("freelance.assigned-outright")["passage"]),
        "1. Freelancer hereby *irrevocably* assigns to Client all right, title\n   and interest in the [work](https://example.org)."
    );
}

#[test]
fn reports_tell_lines_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), CONTRACT).unwrap();
    let score = |form: &str| termscore(folder.path(), &["score", "a.md", "--all", "--format", form]).out;
    assert!(score("md").contains("line 9"), "{}", score("md"));

    let sarif: Value = serde_json::from_str(&score("sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let regions = results.iter().map(|it| &it["locations"][0]["physicalLocation"]["region"]);
    let of_training = |it: &&Value| it["snippet"]["text"].as_str().is_some_and(|it| it.contains("to train"));
    let region = regions.into_iter().find(of_training).unwrap();
    assert_eq!((region["startLine"].as_u64(), region["startColumn"].as_u64()), (Some(9), Some(11)));

    let report: Value = serde_json::from_str(&score("json")).unwrap();
    let evidence: Vec<&Value> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|it| it["evidence"].as_array().unwrap())
        .collect();
    assert!(!evidence.is_empty());
    for it in evidence {
        let words =
            |text: &str| text.replace(['*', '[', ']'], "").split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(words(slice(CONTRACT, &it["source"])), words(it["quote"].as_str().unwrap()));
    }
}

#[test]
fn passages_that_people_marked_in_the_file_are_found() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("docs")).unwrap();
    fs::write(folder.path().join("docs/a.md"), CONTRACT).unwrap();
    let start = CONTRACT.find("Client may use").unwrap();
    let gold = format!(
        "{{\"doc\": \"a.md\", \"label\": \"permits_ai_training\", \"start\": {start}, \"end\": {}}}\n",
        CONTRACT.trim_end().len()
    );
    fs::write(folder.path().join("gold.jsonl"), gold).unwrap();
    let args = ["eval", ".", "--labels", "ai/", "--pack", "freelance", "--format", "json"];
    let done = termscore(folder.path(), &args);
    let figures: Value = serde_json::from_str(&done.out).unwrap();
    let row = &figures["rows"][0];
    assert_eq!(row["question"], serde_json::json!([1.0, 1.0, 1.0]), "{}", done.out);
}
