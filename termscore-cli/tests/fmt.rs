//! `termscore fmt` and `termscore ast`, as programs see them.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::{
    fs,
    io::Write,
    process::{Command, Output, Stdio},
};

fn termscore(args: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_termscore"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn only_files_that_change_are_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("inner")).unwrap();
    fs::write(path("ugly.terms"), "use std ^1 // why\nuse more   ^2").unwrap();
    fs::write(path("inner/pretty.terms"), "use std ^1\n").unwrap();
    fs::write(path("other.txt"), "use   std").unwrap();
    let all = folder.path().to_str().unwrap();

    let (code, out) = said(&termscore(&["fmt", "--check", all], ""));
    assert_eq!(code, Some(1));
    for line in ["- use more   ^2\n", "+ use more ^2\n", "1 of 2 files would change\n"] {
        assert!(out.contains(line), "{out}");
    }
    assert_eq!(fs::read_to_string(path("ugly.terms")).unwrap(), "use std ^1 // why\nuse more   ^2");

    let (code, out) = said(&termscore(&["fmt", all], ""));
    assert_eq!(code, Some(0));
    assert!(out.contains("ugly.terms\n1 of 2 files changed") && !out.contains("pretty"), "{out}");
    assert_eq!(fs::read_to_string(path("ugly.terms")).unwrap(), "use std ^1  // why\nuse more ^2\n");
    assert_eq!(said(&termscore(&["fmt", "--check", all], "")).0, Some(0));
}

#[test]
fn a_file_with_mistakes_is_left_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.terms");
    fs::write(&path, "rule   a { titel \"A\" }").unwrap();
    for args in [vec!["fmt"], vec!["fmt", "--check"], vec!["fmt", "--stdout"], vec!["ast"]] {
        let output = termscore(&[&args[..], &[path.to_str().unwrap()]].concat(), "");
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("did you mean `title`?"), "{args:?}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), "rule   a { titel \"A\" }");
    assert_eq!(termscore(&["fmt", "no-such-file.terms"], "").status.code(), Some(2));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let (code, out) = said(&termscore(&["fmt", "-"], "rule a{title \"A\"}"));
    assert_eq!((code, out.as_str()), (Some(0), "rule a { title \"A\" }\n"));
    let (code, json) = said(&termscore(&["ast", "-"], "rule a{title \"A\"}"));
    assert_eq!(code, Some(0));
    let (code, out) = said(&termscore(&["ast", "--to-terms", "-"], &json));
    assert_eq!((code, out.as_str()), (Some(0), "rule a {\n  title    \"A\"\n}\n"));
    let wrong = termscore(&["ast", "--to-terms", "-"], "{\"schema\": \"termscore/ast/1\", \"items\": [{}]}");
    assert_eq!(wrong.status.code(), Some(2));
    let err = String::from_utf8_lossy(&wrong.stderr).into_owned();
    assert!(err.contains("items[0]: expected an object with one item"), "{err}");
}
