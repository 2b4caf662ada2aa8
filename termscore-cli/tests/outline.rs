//! `termscore outline`, as it is run.

#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::{fs, path::Path};

use serde_json::Value;
use support::{Done, termscore};

fn samples(args: &[&str]) -> Done {
    termscore(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/contracts"), args)
}

fn object(line: &str) -> Value {
    serde_json::from_str(line).expect("a JSON object")
}

#[test]
fn sample_contracts_are_laid_out() {
    for file in ["agency-client-friendly.pdf", "software-consultancy.txt", "residential-lease.md"] {
        let done = samples(&["outline", file]);
        assert_eq!((done.status, done.err.as_str()), (0, ""));
        assert!(done.out.lines().all(|it| it.chars().count() <= 80), "{}", done.out);
        insta::assert_snapshot!(file, done.out);
    }
}

#[test]
fn every_place_in_json_is_a_place_in_the_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().to_str().expect("a name");
    for file in ["employment-agreement.docx", "terms-of-service.html", "mutual-nda.txt"] {
        let done = samples(&["outline", file, "--format", "json", "--text-out", out]);
        assert_eq!((done.status, done.err.as_str()), (0, ""));
        let json = object(done.out.trim_end());
        assert_eq!(
            (json["schema"].as_str(), json["file"].as_str()),
            (Some("termscore/outline/1"), Some(file))
        );
        let stem = Path::new(file).file_stem().expect("a name").to_string_lossy();
        let text = fs::read_to_string(folder.path().join(format!("{stem}.txt"))).expect("the text");
        let mut n_places = 0;
        for part in ["sections", "definitions", "references", "blanks", "signatures", "parties"] {
            for it in json[part].as_array().expect("a list") {
                let (Some(start), Some(end)) = (it["start"].as_u64(), it["end"].as_u64()) else { continue };
                let quote = text.get(start as usize..end as usize).expect("a place in the text");
                assert!(it["quote"].as_str().is_none_or(|it| it == quote), "{it}");
                n_places += 1;
            }
        }
        assert!(n_places > 10, "{file} has parts");
    }
}

#[test]
fn parts_are_chosen() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "1. Fees. Client pays $[●] under Section 2 and Section 9.\n\n2. Term. It ends.\n";
    fs::write(folder.path().join("a.txt"), text).expect("a file");
    let only = termscore(folder.path(), &["outline", "a.txt", "--only", "blanks", "--only", "references"]);
    assert_eq!(
        only.out,
        "a.txt · 2 sections · 14 words\n\n\
         References · 2 references, 1 to a missing provision\n  \
         Section 9 → missing                                                § 1, line 1\n  \
         Section 2 → 2 Term                                                 § 1, line 1\n\n\
         Blanks · 1 place to fill in\n  \
         1. Fees. Client pays $[●] under Section 2 and Section 9.           § 1, line 1\n"
    );
    let json = termscore(folder.path(), &["outline", "a.txt", "--only", "sections", "--format", "json"]);
    let json = object(json.out.trim_end());
    assert_eq!(json["sections"].as_array().map(Vec::len), Some(2));
    assert!(json.get("blanks").is_none());
}

#[test]
fn several_files_and_missing_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), "1. Fees. Client pays.\n").expect("a file");
    let done = termscore(folder.path(), &["outline", "a.txt", "none.txt", "a.txt", "--format", "json"]);
    assert_eq!(done.status, 2);
    assert_eq!(done.err, "termscore: none.txt: no such file: check the name and the folder\n");
    assert_eq!(done.out.lines().count(), 2);
}
