//! What the program writes is what the published schemas say, no more and no less.

#![allow(clippy::panic, clippy::expect_used, reason = "tests")]

mod support;

use support::{HOSTILE, sample, scored, shape::Shape};
use termscore_render::{Subject, sarif, schema};

const SAMPLES: [&str; 4] =
    ["software-consultancy.txt", "mutual-nda.txt", "table/work-for-hire.txt", "fixed/work-for-hire.txt"];

#[test]
fn reports_are_as_their_schema_says() {
    let shape = Shape::new(schema::REPORT, true);
    let texts = [("empty.txt", ""), ("recipe.txt", "Take two eggs and a cup of flour."), ("x.txt", HOSTILE)];
    let reports = SAMPLES.into_iter().map(sample).chain(texts.map(|(name, text)| scored(name, text)));
    for (_, report) in reports {
        let value = serde_json::to_value(&report).expect("a report is JSON");
        assert_eq!(shape.mistakes(&value), [] as [String; 0], "{}", report.document);
    }
}

#[test]
fn a_report_of_another_version_is_refused() {
    let (_, report) = sample("mutual-nda.txt");
    let mut value = serde_json::to_value(&report).expect("a report is JSON");
    value["schema"] = "termscore/report/2".into();
    value["score"] = "12".into();
    let mistakes = Shape::new(schema::REPORT, true).mistakes(&value);
    assert_eq!(mistakes.len(), 2, "{mistakes:?}");
}

#[test]
fn matches_are_as_their_schema_says() {
    let shape = Shape::new(schema::CLAUSES, true);
    for name in SAMPLES {
        let (document, _) = sample(name);
        for it in support::engine().clauses(&document) {
            let evidence = &it.evidence;
            let line = serde_json::json!({
                "schema": "termscore/clause/1", "file": name, "clause": evidence.clause, "pack": it.pack,
                "labels": it.labels, "denied_labels": it.denied_labels, "polarity": evidence.polarity,
                "actor": evidence.actor, "quote": evidence.quote,
                "match": { "start": evidence.start, "end": evidence.end }, "passage": evidence.passage,
                "captures": evidence.captures, "section": evidence.section, "page": evidence.page,
            });
            assert_eq!(shape.mistakes(&line), [] as [String; 0], "{line}");
        }
    }
}

#[test]
fn logs_are_what_sarif_asks_for() {
    let shape = Shape::new(include_str!("sarif/sarif-schema-2.1.0.json"), false);
    let all: Vec<_> =
        SAMPLES.into_iter().map(sample).chain([scored("a b.txt", HOSTILE), scored("c", "")]).collect();
    let subjects: Vec<Subject<'_>> = all
        .iter()
        .enumerate()
        .map(|(n, (document, report))| {
            let subject = Subject::new(report, document);
            if n % 2 == 0 { subject.with_lines() } else { subject }
        })
        .collect();
    let log = serde_json::from_str(&sarif::log(&subjects)).expect("JSON");
    assert_eq!(shape.mistakes(&log), [] as [String; 0]);
    let mut wrong = log.clone();
    wrong["runs"][0]["results"][0]["level"] = "bad".into();
    assert!(!shape.mistakes(&wrong).is_empty());
}

/// Regions are where the quotes are, in bytes, characters, lines and columns.
#[test]
fn regions_are_where_the_quotes_are() {
    let (document, report) = scored("x.txt", &format!("Fünf “Wörter”.\n\n{HOSTILE}"));
    let log: serde_json::Value =
        serde_json::from_str(&sarif::log(&[Subject::new(&report, &document).with_lines()])).expect("JSON");
    let text = document.text();
    let n = |it: &serde_json::Value| usize::try_from(it.as_u64().expect("a number")).expect("it fits");
    let mut n_regions = 0;
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let Some(quote) = region["snippet"]["text"].as_str() else { continue };
        let byte = n(&region["byteOffset"]);
        assert_eq!(text.get(byte..byte + n(&region["byteLength"])), Some(quote));
        let chars: String =
            text.chars().skip(n(&region["charOffset"])).take(n(&region["charLength"])).collect();
        assert_eq!(chars, quote);
        let line = text.split('\n').nth(n(&region["startLine"]) - 1).expect("a line");
        let rest: String = line.chars().skip(n(&region["startColumn"]) - 1).collect();
        assert!(rest.starts_with(quote.split('\n').next().unwrap_or_default()));
        n_regions += 1;
    }
    assert!(n_regions > 2);
}

/// Text added before or behind a finding leaves its fingerprint as it was.
#[test]
fn fingerprints_are_stable_under_edits_elsewhere() {
    let prints = |text: &str| -> Vec<(String, String)> {
        let (document, report) = scored("x.txt", text);
        let log: serde_json::Value =
            serde_json::from_str(&sarif::log(&[Subject::new(&report, &document)])).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        let text = |it: &serde_json::Value| it.as_str().unwrap_or_default().to_owned();
        results
            .iter()
            .map(|it| (text(&it["ruleId"]), text(&it["partialFingerprints"]["termscoreFinding/v1"])))
            .collect()
    };
    let before = prints(HOSTILE);
    let after = prints(&format!("Draft of today.\n\n{HOSTILE}\n\n9. Notices\n\nNotices are sent by post.\n"));
    let kept = before.iter().filter(|it| after.contains(it)).count();
    assert!(kept + 1 >= before.len() && kept > 3, "{before:?}\n{after:?}");
}
