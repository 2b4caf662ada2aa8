//! Every command of the guide for authors does what the page shows.

#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use std::{fs, path::Path};

use support::termscore;

const PAGE: &str = include_str!("../../docs/authoring.md");

#[test]
fn the_guide_works_as_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut n_commands = 0;
    let mut lines = PAGE.lines();
    let mut file = None;
    while let Some(line) = lines.next() {
        if let Some(rest) = line.strip_prefix("<!-- file: ") {
            file = rest.strip_suffix(" -->");
        } else if let Some(rest) = line.strip_prefix("<!-- edit: ").and_then(|it| it.strip_suffix(" -->")) {
            edit(folder.path(), rest);
        } else if line.starts_with("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|it| *it != "```").collect();
            if let Some(name) = file.take() {
                fs::write(folder.path().join(name), block.join("\n") + "\n").expect("a file");
            } else if line == "```console" {
                n_commands += session(folder.path(), &block);
            }
        }
    }
    assert!(n_commands > 10, "the page has commands");
}

/// `FILE | BEFORE | AFTER`, where `\|` stands for `|`.
fn edit(folder: &Path, what: &str) {
    let parts: Vec<String> = what.split(" | ").map(|it| it.replace("\\|", "|")).collect();
    let [file, before, after] = parts.as_slice() else { panic!("three parts: {what}") };
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("a file");
    assert!(text.contains(before.as_str()), "{before}");
    fs::write(&path, text.replace(before.as_str(), after)).expect("a file");
}

/// Runs the commands of a block, each followed by what it writes. Returns their number.
fn session(folder: &Path, block: &[&str]) -> usize {
    let mut n_commands = 0;
    let mut rest = block.iter().peekable();
    while let Some(command) = rest.next() {
        let command = command.strip_prefix("$ termscore ").expect("a command");
        let mut shown = Vec::new();
        while let Some(line) = rest.next_if(|it| !it.starts_with("$ ")) {
            shown.push(*line);
        }
        let done = termscore(folder, &words(command).iter().map(String::as_str).collect::<Vec<_>>());
        assert!(done.status < 2, "{command}: {}", done.err);
        let written: Vec<&str> = done.out.lines().collect();
        assert!(
            fits(&shown, &written),
            "{command}\n--- shown\n{}\n--- written\n{}",
            shown.join("\n"),
            done.out
        );
        n_commands += 1;
    }
    n_commands
}

/// Do lines look as shown, where `...` stands for any lines?
fn fits(shown: &[&str], written: &[&str]) -> bool {
    match shown.split_first() {
        None => written.is_empty(),
        Some((&"...", rest)) => (0..=written.len()).any(|n| fits(rest, written.get(n..).unwrap_or_default())),
        Some((first, rest)) => {
            written.split_first().is_some_and(|(line, written)| line == first && fits(rest, written))
        }
    }
}

/// Words of a command line, of which some stand in double quotes.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (n, part) in command.split('"').enumerate() {
        if n % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}
