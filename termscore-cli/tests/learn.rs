//! `termscore learn` on a small corpus, as authors see it.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::{fs, path::Path};

use support::{Done, termscore};

/// A pack that knows one way to say it.
const PACK: &str = r#"pack mini 1.0.0 { title "For the tests of learn" }
clause late-fee in sentence {
  find "late payments bear interest"
  label "mini/late_fee"
}
"#;

/// A pack that knows both ways.
const WHOLE: &str = r#"pack mini 1.0.0 { title "For the tests of learn" }
clause late-fee in sentence {
  find "late payments bear interest"  find "late charge"
  label "mini/late_fee"
}
"#;

/// A name that no other contract has.
fn party(n: usize) -> String {
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    format!("Quor{}{}", letter(n), letter(n / 26 + n * 7))
}

/// A short contract, and the sentence in it that is about being late, if there is one.
fn contract(n: usize) -> (String, Option<String>) {
    let party = party(n);
    let wordings = [
        format!("Late payments bear interest at {} percent per month.", n % 3 + 1),
        format!("Any overdue invoice is subject to a late charge of {} dollars, which {party} pays.", 20 + n),
        format!("{party} pays a late charge of {} dollars for every overdue invoice.", 30 + n),
    ];
    let late = (n % 4 != 3).then(|| wordings[n % 3].clone());
    let services = ["designs a website", "translates a book", "paints two murals", "edits a short film"];
    let others = [
        "Invoices are sent at the end of each month.",
        "No party has an interest in the business of the other.",
        "The charge for travel is agreed in advance.",
        "Notices are sent by mail and are never late.",
    ];
    let mut sections = vec![
        format!("{party} hires a contractor who {}.", services[n % 4]),
        format!("The fee is {} dollars. {}", 900 + 10 * n, others[n % 4]),
    ];
    sections.extend(late.clone());
    sections.push(format!("This agreement ends after {} months. {}", n % 9 + 2, others[(n + 1) % 4]));
    sections.push(others[(n + 2) % 4].to_owned());
    let sections: Vec<String> =
        sections.iter().enumerate().map(|(n, it)| format!("{}. {it}\n", n + 1)).collect();
    (sections.join("\n"), late)
}

/// Writes the contracts of these numbers as a corpus; three are also marked with a label that is too rare.
fn corpus(folder: &Path, numbers: std::ops::Range<usize>) {
    fs::create_dir_all(folder.join("docs")).unwrap();
    let mut gold = String::new();
    for n in numbers.clone() {
        let (text, late) = contract(n);
        let name = format!("{n:03}.txt");
        if let Some(late) = late {
            let start = text.find(&late).unwrap();
            let row = serde_json::json!({"doc": name, "label": "late_fee", "start": start, "end": start + late.len()});
            gold.push_str(&format!("{row}\n"));
        }
        if n < numbers.start + 3 {
            gold.push_str(&format!(
                "{{\"doc\": \"{name}\", \"label\": \"rare\", \"start\": 0, \"end\": 20}}\n"
            ));
        }
        fs::write(folder.join("docs").join(name), text).unwrap();
    }
    fs::write(folder.join("gold.jsonl"), gold).unwrap();
}

/// A folder with packs, contracts to learn from, and others.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mini.terms"), PACK).unwrap();
    fs::write(folder.path().join("whole.terms"), WHOLE).unwrap();
    corpus(&folder.path().join("corpus"), 0..48);
    corpus(&folder.path().join("unseen"), 48..72);
    folder
}

fn learn(folder: &Path, more: &[&str]) -> Done {
    let args = ["learn", "corpus", "--labels", "mini/"];
    termscore(folder, &[&args, more].concat())
}

/// F1 of passages that a pack reaches on the contracts that nothing was learned from.
fn f1(folder: &Path, packs: &[&str]) -> f64 {
    let packs: Vec<&str> = packs.iter().flat_map(|it| ["--pack", *it]).collect();
    let args = ["eval", "unseen", "--labels", "mini/", "--only", "late_fee", "--format", "json"];
    let done = termscore(folder, &[&args[..], &packs].concat());
    assert_eq!(done.status, 0, "{}", done.err);
    let json: serde_json::Value = serde_json::from_str(&done.out).unwrap();
    json["rows"][0]["passage"][2].as_f64().unwrap()
}

#[test]
fn what_is_learned_is_rule_text_that_finds_the_label_elsewhere() {
    let folder = folder();
    let args = ["--label", "late_fee", "--pack", "mini.terms", "--out", "late-fee.terms"];
    let done = learn(folder.path(), &args);
    assert_eq!((done.status, done.err.as_str()), (0, ""), "{}", done.out);
    assert!(done.out.contains("It helps the packs: F1 of passages"), "{}", done.out);
    let text = fs::read_to_string(folder.path().join("late-fee.terms")).unwrap();
    assert!(
        text.contains("48 documents, 36 with the label, 36 marked passages; held out in 5 parts"),
        "{text}"
    );
    assert!(text.contains("clause late-fee in sentence") && text.contains(" sentences\n"), "{text}");
    assert!(!text.contains("quor"), "a name of one contract stays out: {text}");

    let check = termscore(folder.path(), &["check", "--deny-warnings", "late-fee.terms"]);
    assert_eq!(check.status, 0, "{}{}", check.out, check.err);
    let laid_out = termscore(folder.path(), &["fmt", "--check", "late-fee.terms"]);
    assert_eq!(laid_out.status, 0, "{}", laid_out.out);

    let (before, both) =
        (f1(folder.path(), &["mini.terms"]), f1(folder.path(), &["mini.terms", "late-fee.terms"]));
    assert!(before < 0.6 && both > 0.95, "{before} {both}");
    let again = learn(folder.path(), &args);
    assert!(again.status == 2 && again.err.contains("this file exists"), "{}", again.err);
    assert_eq!(learn(folder.path(), &[&args[..], &["--force"]].concat()).out, done.out);
    assert_eq!(fs::read_to_string(folder.path().join("late-fee.terms")).unwrap(), text);
}

#[test]
fn a_clause_can_stand_in_place_of_the_packs_own() {
    let folder = folder();
    let args = ["--label", "late_fee", "--pack", "mini.terms", "--instead", "--clause", "being-late"];
    let done = learn(folder.path(), &args);
    assert_eq!((done.status, done.err.as_str()), (0, ""), "{}", done.out);
    assert!(
        done.out.contains("It does better than the packs")
            && done.out.contains("clause being-late in sentence")
    );
    fs::write(folder.path().join("own.terms"), &done.out).unwrap();
    assert!(f1(folder.path(), &["own.terms"]) > 0.95, "{}", done.out);
    let wide = learn(folder.path(), &[&args[..], &["--window", "paragraph", "--most", "4"]].concat());
    assert!(wide.out.contains("in paragraph") && wide.out.matches("weigh ").count() <= 4, "{}", wide.out);
}

#[test]
fn what_is_no_gain_is_said_and_not_written() {
    let folder = folder();
    let out = folder.path().join("late-fee.terms");
    let args = ["--label", "late_fee", "--pack", "whole.terms", "--out", "late-fee.terms"];
    let done = learn(folder.path(), &args);
    assert_eq!(done.status, 1, "{}", done.out);
    assert!(
        done.err.contains("it does not help the packs") && done.err.contains("is not written"),
        "{}",
        done.err
    );
    assert!(!out.exists());
    let forced = learn(folder.path(), &[&args[..], &["--force"]].concat());
    assert_eq!(forced.status, 1);
    assert!(fs::read_to_string(out).unwrap().contains("// It does not help the packs"));
}

#[test]
fn mistakes_are_explained() {
    let folder = folder();
    let says = |args: &[&str], words: &str| {
        let done = learn(folder.path(), &[args, &["--pack", "mini.terms"]].concat());
        assert_eq!(done.status, 2, "{}", done.err);
        assert!(done.err.contains(words), "{}", done.err);
    };
    says(&["--label", "late"], "no passage has this label: use late_fee, rare");
    says(&["--label", "rare"], "3 of the documents have it, and 10 are needed");
    says(&["--label", "late_fee", "--folds", "20"], "and 40 are needed");
    says(&["--label", "late_fee", "--clause", "Late Fee"], "write it like late-fee");
    let empty = folder.path().join("empty");
    fs::create_dir_all(empty.join("docs")).unwrap();
    fs::write(empty.join("gold.jsonl"), "").unwrap();
    let done = termscore(folder.path(), &["learn", "empty", "--label", "late_fee"]);
    assert!(done.status == 2 && done.err.contains("there is no document in its docs/"), "{}", done.err);
}
