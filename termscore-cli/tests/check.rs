//! `termscore check` as its users run it.

#![allow(clippy::panic, clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

const WRONG: &str = "pack demo 1.0.0 { titel \"Demo\" }\nclause c in sentence { find \"é\" \"{wrok}\" }\n";

fn check(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_termscore"))
        .arg("check")
        .args(args)
        .current_dir(folder)
        .output()
        .expect("the program starts");
    let text = |it: Vec<u8>| String::from_utf8(it).expect("UTF-8");
    (status.code().expect("an exit status"), text(stdout), text(stderr))
}

#[test]
fn diagnostics_as_json_lines() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("demo.terms"), WRONG).unwrap();
    let (status, out, _) = check(folder.path(), &["demo.terms", "--format", "json"]);
    assert_eq!(status, 1);
    let lines: Vec<Value> = out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    let [field, concept] = lines.as_slice() else { panic!("{out}") };
    assert_eq!(field["code"], "unknown-field");
    assert_eq!(field["level"], "error");
    assert_eq!(field["file"], "demo.terms");
    assert_eq!((&field["line"], &field["column"]), (&1.into(), &19.into()));
    assert_eq!((&field["start"], &field["end"]), (&18.into(), &23.into()));
    assert_eq!(field["help"], "did you mean `title`?");
    let suggestion = &field["suggestions"][0];
    assert_eq!((&suggestion["safe"], &suggestion["title"]), (&true.into(), &"write `title`".into()));
    assert_eq!(suggestion["edits"][0]["text"], "title");
    // Columns count characters, places count bytes.
    assert_eq!((&concept["line"], &concept["column"]), (&2.into(), &35.into()));
    assert_eq!(WRONG.get(concept["start"].as_u64().unwrap() as usize..).unwrap().get(..4), Some("wrok"));
}

#[test]
fn fix_corrects_the_file_and_tells_what_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("demo.terms");
    fs::write(&file, WRONG).unwrap();
    let (status, out, _) = check(folder.path(), &["demo.terms", "--fix"]);
    assert_eq!(status, 1, "{out}");
    assert!(out.contains("error[unknown-concept]") && !out.contains("unknown-field"), "{out}");
    assert!(out.ends_with("demo.terms: 1 error, 1 fixed\n"), "{out}");
    assert_eq!(fs::read_to_string(&file).unwrap(), WRONG.replace("titel", "title"));
}

#[test]
fn built_in_packs_are_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let (status, _, err) = check(folder.path(), &["std", "--fix"]);
    assert_eq!(status, 2);
    assert!(err.contains("a built-in pack cannot be changed"), "{err}");
}

#[test]
fn warnings_fail_only_on_request() {
    let folder = tempfile::tempdir().unwrap();
    let text = "pack demo 1.0.0 { title \"Demo\" }\nconcept c { \"ai\" \"ai\" }\n";
    fs::write(folder.path().join("demo.terms"), text).unwrap();
    let (status, out, _) = check(folder.path(), &["demo.terms"]);
    assert_eq!(status, 0);
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(out.contains("warning[shadowed-phrase]") && out.contains("1 can be fixed with --fix"), "{out}");
    assert_eq!(check(folder.path(), &["demo.terms", "--deny-warnings"]).0, 1);
}

#[test]
fn codes_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    let (status, out, _) = check(folder.path(), &["--explain", "not-over-text"]);
    assert_eq!(status, 0);
    assert_eq!(out, include_str!("../../docs/diagnostics/not-over-text.md"));
    let (status, out, err) = check(folder.path(), &["--explain", "not-over-txt"]);
    assert_eq!((status, out.as_str()), (2, ""));
    assert_eq!(err, "termscore: not-over-txt: there is no such code: did you mean `not-over-text`?\n");
}

#[test]
fn a_pack_may_use_one_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("words/words.terms", "pack words 1.2.0 { title \"Words\" } concept work { \"artwork\" }");
    write(
        "mine/rules.terms",
        "pack mine 1.0.0 { title \"Mine\" } use words ^1 clause c in sentence { find \"{words.work}\" }",
    );
    let (status, out, _) = check(folder.path(), &["mine"]);
    assert_eq!(status, 0, "{out}");

    write(
        "mine/rules.terms",
        "pack mine 1.0.0 { title \"Mine\" } use words ^2 clause c in sentence { find \"{words.work}\" }",
    );
    for packs in [&["mine"][..], &["mine", "words"][..]] {
        let (status, out, _) = check(folder.path(), packs);
        assert_eq!(status, 1, "{out}");
        assert!(out.contains("no pack `words` of version ^2 is at hand"), "{out}");
        assert!(out.contains("version 1.2.0 is: `^1` asks for it"), "{out}");
    }
}

#[test]
fn files_that_each_begin_a_pack_are_packs() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", "two"] {
        let text = format!("pack {name} 1.0.0 {{ title \"Pack {name}\" }}");
        fs::write(folder.path().join(format!("{name}.terms")), text).unwrap();
    }
    let (status, out, _) = check(folder.path(), &["."]);
    assert_eq!((status, out.lines().count()), (0, 2), "{out}");
    assert!(out.contains("ok: pack one 1.0.0") && out.contains("ok: pack two 1.0.0"), "{out}");
}
