//! Many files: one line each, whatever happens, and taken up again where a run was stopped.

#[path = "support/mod.rs"]
mod support;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use support::termscore;

/// Contracts that differ, some of them in a folder inside.
fn contracts(folder: &Path, n: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/contracts");
    let texts: Vec<String> = ["software-consultancy.txt", "mutual-nda.txt", "agency-no-ai-only.txt"]
        .iter()
        .map(|it| fs::read_to_string(root.join(it)).expect("a sample"))
        .collect();
    fs::create_dir_all(folder.join("more")).expect("a folder");
    for n_file in 0..n {
        let text = texts.get(n_file % texts.len()).expect("a text");
        let text = text.replace("thirty (30) days", &format!("{} days", 10 + n_file));
        let within = if n_file % 4 == 0 { "more" } else { "." };
        fs::write(folder.join(within).join(format!("c{n_file:03}.txt")), text).expect("written");
    }
}

fn lines(path: &Path) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(path).expect("results");
    text.lines().map(|it| serde_json::from_str(it).expect("a line of JSON")).collect()
}

/// Scores `docs` into a file that can be taken up again.
const RUN: &[&str] =
    &["score", "docs", "--recursive", "--format", "jsonl", "--output", "all.jsonl", "--resume", "all.jsonl"];

/// So many that none of the kills comes after the last of them.
const MANY: usize = 400;

#[test]
fn a_killed_run_is_taken_up_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    contracts(&folder.join("docs"), MANY);
    // Not stopped, to compare with.
    let whole =
        termscore(folder, &["score", "docs", "--recursive", "--format", "jsonl", "--output", "whole.jsonl"]);
    assert_eq!(whole.status, 0, "{}", whole.err);
    let state = folder.join("all.jsonl");
    let n_lines = |path: &Path| fs::read(path).map_or(0, |it| it.iter().filter(|it| **it == b'\n').count());
    let mut kills = 0;
    for least in [3, 20, 40] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_termscore"))
            .args(RUN)
            .args(["--jobs", "2"])
            .current_dir(folder)
            .stdout(Stdio::null())
            .spawn()
            .expect("the program starts");
        let begun = Instant::now();
        while n_lines(&state) < least && begun.elapsed() < Duration::from_secs(120) {
            std::thread::yield_now();
        }
        // SIGKILL: nothing is told to the program.
        child.kill().expect("killed");
        child.wait().expect("ended");
        let n = n_lines(&state);
        assert!((least..MANY).contains(&n), "{n} of {MANY} files after it was killed");
        kills += 1;
    }
    assert_eq!(kills, 3);
    let done = termscore(folder, RUN);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    assert_eq!(lines(&state).len(), MANY);
    assert_eq!(fs::read(&state).expect("results"), fs::read(folder.join("whole.jsonl")).expect("results"));
}

#[test]
fn half_a_line_is_dropped_and_what_is_finished_is_not_done_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    contracts(&folder.join("docs"), 8);
    assert_eq!(termscore(folder, RUN).status, 0);
    let state = folder.join("all.jsonl");
    let whole = fs::read_to_string(&state).expect("results");
    // A mark in the first line shows that it is not written anew; the last line is cut in the middle.
    let marked = whole.replacen("\"disclaimer\":\"", "\"disclaimer\":\"marked ", 1);
    assert_ne!(whole, marked);
    fs::write(&state, marked.get(..marked.len() - 700).expect("a longer text")).expect("written");
    assert_eq!(termscore(folder, RUN).status, 0);
    assert_eq!(fs::read_to_string(&state).expect("results"), marked);
}

#[test]
fn changed_files_are_scored_anew_and_lines_keep_their_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    contracts(&folder.join("docs"), 8);
    assert_eq!(termscore(folder, RUN).status, 0);
    let changed = folder.join("docs/c003.txt");
    let text = fs::read_to_string(&changed).expect("a contract");
    fs::write(&changed, text + "\nClient may use the Work to train any language model.\n").expect("written");
    fs::remove_file(folder.join("docs/c005.txt")).expect("removed");
    fs::write(folder.join("docs/c000a.txt"), "This Agreement ends.").expect("written");
    assert_eq!(termscore(folder, RUN).status, 0);
    let fresh = &["score", "docs", "--recursive", "--format", "jsonl", "--jobs", "1"];
    assert_eq!(fs::read_to_string(folder.join("all.jsonl")).expect("results"), termscore(folder, fresh).out);
    // With other options nothing is kept.
    let other = termscore(folder, &[RUN, &["--kind", "nda"]].concat());
    assert_eq!(other.status, 0, "{}", other.err);
    assert!(lines(&folder.join("all.jsonl")).iter().all(|it| it["kind"]["given"] == true));
}

#[test]
fn a_broken_file_is_one_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    contracts(&folder.join("docs"), 4);
    fs::write(folder.join("docs/b.docx"), b"PK\x03\x04 this is no archive").expect("written");
    fs::write(folder.join("docs/empty.txt"), "").expect("written");
    fs::write(folder.join("docs/picture.xyz"), [0, 1, 2]).expect("written");
    let done = termscore(folder, &["score", "docs", "none.txt", "--format", "jsonl"]);
    assert_eq!(done.status, 2);
    let all: Vec<serde_json::Value> =
        done.out.lines().map(|it| serde_json::from_str(it).expect("a line of JSON")).collect();
    let errors: Vec<&str> =
        all.iter().filter(|it| it["error"].is_string()).filter_map(|it| it["file"].as_str()).collect();
    assert_eq!(errors, ["docs/b.docx", "docs/empty.txt", "none.txt"]);
    assert_eq!(all.len(), 6);
    assert_eq!(done.err.lines().count(), 3, "{}", done.err);
}

#[test]
fn threads_change_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    contracts(&folder.path().join("docs"), 20);
    let run = |jobs: &str| {
        termscore(folder.path(), &["score", "docs", "-r", "--format", "jsonl", "--jobs", jobs]).out
    };
    let one = run("1");
    assert_eq!(one.lines().count(), 20);
    assert_eq!(one, run("7"));
}

#[test]
fn the_worst_stands_first() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/contracts");
    let done = termscore(&root, &["score", ".", "--fail-under", "20"]);
    assert!(done.out.contains("agency-client-friendly.pdf"), "{}", done.out);
    let rows = done.out.lines().filter(|it| it.contains("./"));
    let scores: Vec<f64> = rows.filter_map(|it| it.split_whitespace().next()?.parse().ok()).collect();
    assert!(scores.len() >= 8, "{}", done.out);
    assert!(scores.is_sorted(), "{}", done.out);
    assert!(done.out.contains("(--recursive)"), "{}", done.out);
}

#[test]
fn a_table_of_findings_is_made_of_the_same_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    contracts(&folder.path().join("docs"), 6);
    let args = ["score", "docs", "--format", "parquet", "--output", "all.parquet", "--resume", "state.jsonl"];
    let done = termscore(folder.path(), &args);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    let bytes = fs::read(folder.path().join("all.parquet")).expect("a table");
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    // From kept lines the same file is made.
    let again = termscore(folder.path(), &[&args[..], &["--force"]].concat());
    assert_eq!(again.status, 0, "{}", again.err);
    assert_eq!(fs::read(folder.path().join("all.parquet")).expect("a table"), bytes);
    let refused = termscore(folder.path(), &args);
    assert_eq!((refused.status, refused.err.contains("add --force")), (2, true));
}

#[test]
fn mistakes_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    contracts(&folder.join("docs"), 2);
    fs::create_dir_all(folder.join("none")).expect("a folder");
    for (args, message) in [
        (&["score", "none", "--recursive"][..], "this folder is empty"),
        (&["score", "docs", "--format", "parquet"], "name a file with --output"),
        (&["score", "docs", "--resume", "docs/c001.txt"], "it holds something else"),
        (&["score", "docs", "--format", "jsonl", "--output", "no/such.jsonl"], "no such folder"),
        (&["score", "docs", "--output", "x"], "add --format jsonl"),
    ] {
        let done = termscore(folder, args);
        assert_eq!(done.status, 2, "{args:?}: {}", done.out);
        assert!(done.err.contains(message), "{args:?}: {}", done.err);
    }
    let left: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").filter_map(|it| Some(it.ok()?.path())).collect();
    assert_eq!(left.len(), 2, "nothing is left behind: {left:?}");
}
