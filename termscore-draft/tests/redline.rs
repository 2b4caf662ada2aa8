//! Contracts with tracked changes, read back: rejected they say what they said, accepted they clear what they clear.

#![allow(clippy::expect_used, reason = "tests")]

mod support;

use std::io::{Cursor, Read};

use termscore_core::{Document, Engine, report::Status};
use termscore_draft::{
    Choice, State,
    redline::{self, RedlineError},
};
use termscore_extract::{Changes, NoteKind, extract};

use support::{document, engine, read, samples};

/// Each sample as a Word file: as it is, or made of its text.
fn as_word() -> Vec<(String, Vec<u8>)> {
    samples()
        .into_iter()
        .map(|(name, path)| {
            let bytes = read(&path);
            if name.ends_with(".docx") {
                return (name, bytes);
            }
            let made = redline::as_docx(&document(&name, &bytes, &[], Changes::Accepted));
            (format!("{name}.docx"), made)
        })
        .collect()
}

fn marked(engine: &Engine, name: &str, bytes: &[u8], choice: &Choice) -> (Document, redline::Redline) {
    let contract = document(name, bytes, &[], Changes::Accepted);
    let report = engine.score(&contract);
    let draft = redline::draft(engine, &contract, &report, choice, bytes, "2026-03-01").expect("a redline");
    (contract, draft)
}

#[test]
fn rejected_it_is_the_contract_and_accepted_it_clears_the_findings() {
    let engine = engine();
    let (mut wrong, mut n_cleared, mut n_open) = (Vec::new(), 0, 0);
    for (name, bytes) in as_word() {
        for choice in [Choice::Serious, Choice::All] {
            let (contract, draft) = marked(&engine, &name, &bytes, &choice);
            let rejected = document(&name, &draft.docx, &[], Changes::Original);
            if rejected.text() != contract.text() {
                wrong.push(format!("{name}: rejecting all changes does not restore the text"));
            }
            let accepted = engine.score(&document(&name, &draft.docx, &[], Changes::Accepted));
            for it in &draft.outcomes {
                match it.state {
                    State::Cleared => {
                        n_cleared += 1;
                        if accepted.outcome(&it.rule) != Some(Status::Clear) {
                            wrong.push(format!("{name}: {} {:?}", it.rule, accepted.outcome(&it.rule)));
                        }
                    }
                    _ => n_open += 1,
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(n_open * 20 < n_cleared, "{n_open} open, {n_cleared} cleared");
}

/// A reader of the changed contract sees no two clauses that differ without being told which one counts.
#[test]
fn a_wording_beside_words_that_stay_says_that_it_prevails() {
    let engine = engine();
    let text = "RESELLER AGREEMENT\n\nThis Reseller Agreement is between Cloud Inc. (\"Vendor\") and Bright Ltd (\"Reseller\").\n\n1. Vendor appoints Reseller as a non-exclusive reseller of the products in Australia.\n\n2. Reseller shall purchase products with a minimum aggregate value of US$250,000 in each contract year.\n\n3. Reseller shall pay invoices within 30 days.";
    let contract = document("a.txt", text.as_bytes(), &[], Changes::Accepted);
    let word = redline::as_docx(&contract);
    let rules = Choice::Rules(vec!["commercial.minimum-without-exclusivity".to_owned()]);
    let (_, draft) = marked(&engine, "a.docx", &word, &rules);
    let read = document("a.docx", &draft.docx, &[], Changes::Accepted);
    let place = |it: &str| read.text().find(it).expect("said");
    assert!(
        place("minimum aggregate value")
            < place("There is no duty to buy a quantity. This prevails over anything else")
    );
    assert!(place("This prevails over") < place("3. Reseller shall pay"));
}

fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).expect("a part");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("a part that can be unpacked");
            (file.name().expect("a name").into_owned(), content)
        })
        .collect()
}

#[test]
fn all_other_parts_stay_as_they_are() {
    let engine = engine();
    for (name, bytes) in as_word().into_iter().filter(|it| !it.0.ends_with(".docx.docx")) {
        let (_, draft) = marked(&engine, &name, &bytes, &Choice::All);
        let after = parts(&draft.docx);
        let edited =
            ["word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml"];
        for (part, content) in parts(&bytes).iter().filter(|it| !edited.contains(&it.0.as_str())) {
            assert_eq!(
                after.iter().find(|it| it.0 == *part).map(|it| &it.1),
                Some(content),
                "{name}: {part}"
            );
        }
        let again = marked(&engine, &name, &bytes, &Choice::All).1;
        assert_eq!(again.docx, draft.docx, "{name}");
    }
}

#[test]
fn every_change_has_an_author_a_date_and_a_comment() {
    let engine = engine();
    let bytes =
        as_word().into_iter().find(|it| it.0.ends_with("employment-agreement.docx")).expect("a sample").1;
    let (_, draft) = marked(&engine, "a.docx", &bytes, &Choice::Serious);
    let read = extract("a.docx", &draft.docx).expect("a Word file");
    let comments: Vec<_> = read.notes.iter().filter(|it| it.kind == NoteKind::Comment).collect();
    assert_eq!(comments.len(), draft.n_changes);
    assert!(comments.iter().all(|it| it.author == "TermScore" && !it.text.is_empty()), "{comments:?}");
    let changes = read.notes.iter().filter(|it| matches!(it.kind, NoteKind::Insertion | NoteKind::Deletion));
    assert!(changes.clone().count() > 10 && changes.clone().all(|it| it.author == "TermScore"));
    let xml = parts(&draft.docx).into_iter().find(|it| it.0 == "word/document.xml").expect("the text").1;
    let xml = String::from_utf8(xml).expect("UTF-8");
    assert!(xml.contains("w:author=\"TermScore\" w:date=\"2026-03-01T00:00:00Z\""));
    // A second redline goes on with the numbers of the first, and its comments stand beside those that are there.
    let (_, again) = marked(&engine, "b.docx", &draft.docx, &Choice::All);
    let read = extract("b.docx", &again.docx).expect("a Word file");
    let n_comments = read.notes.iter().filter(|it| it.kind == NoteKind::Comment).count();
    assert_eq!(n_comments, draft.n_changes + again.n_changes);
}

#[test]
fn what_is_no_word_file_is_refused() {
    let engine = engine();
    let contract = document("a.txt", b"The Work is a work made for hire.", &[], Changes::Accepted);
    let report = engine.score(&contract);
    let refused = |bytes: &[u8], date: &str| {
        redline::draft(&engine, &contract, &report, &Choice::All, bytes, date).expect_err("no redline")
    };
    for bytes in [&b""[..], b"text", b"PK\x03\x04", &[0; 64]] {
        assert!(matches!(refused(bytes, "2026-03-01"), RedlineError::Damaged(_)));
    }
    assert_eq!(refused(b"", "yesterday"), RedlineError::Date("yesterday".to_owned()));
}
