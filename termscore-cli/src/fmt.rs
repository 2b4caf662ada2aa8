//! `termscore fmt`: rule files in, the same in the canonical layout out.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use similar::{ChangeTag, TextDiff};
use termscore::{Source, format};

use crate::{
    args,
    output::{Output, Status},
    problem::Problem,
    render::{
        count::count,
        page::clean,
        style::{BAD, FAINT, GOOD},
    },
};

/// Formats each file, or tells which would change.
pub(crate) fn run(args: &args::Fmt, output: &mut Output) -> Status {
    let mut files = Vec::new();
    let mut status = Status::Fine;
    for path in &args.paths {
        if let Err(problem) = collect(path, &mut files) {
            output.problem(problem.what, problem.message);
            status = Status::Failed;
        }
    }
    let (mut n_changed, mut n_failed) = (0, 0);
    for path in &files {
        match one(args, path, output) {
            Some(changed) => n_changed += usize::from(changed),
            None => n_failed += 1,
        }
    }
    if n_failed > 0 {
        status = Status::Failed;
    } else if n_changed > 0 && args.check {
        status = status.max(Status::Found);
    }
    let to_stdout = args.stdout || files.iter().any(|it| is_stdin(it));
    if args.check || !to_stdout {
        let what = if args.check { "would change" } else { "changed" };
        output.write(&format!("{n_changed} of {} {what}\n", count(files.len(), "file", "files")));
    }
    status
}

/// Formats one file; true if that changes it, `None` if it could not be done, which has been said.
fn one(args: &args::Fmt, path: &Path, output: &mut Output) -> Option<bool> {
    let name = if is_stdin(path) { "standard input".to_owned() } else { path.display().to_string() };
    let text = match read(path) {
        Ok(text) => text,
        Err(problem) => {
            output.problem(problem.what, problem.message);
            return None;
        }
    };
    let source = Source::new(name.as_str(), text);
    let pretty = match format(&source) {
        Ok(pretty) => pretty,
        Err(diagnostics) => {
            output.explain(&format!("{diagnostics}\n"));
            output.problem(&name, "left as it is, because it is not rule text: correct the mistakes above");
            return None;
        }
    };
    let changed = pretty != source.text;
    if args.check {
        if changed {
            output.write(&difference(&name, &source.text, &pretty));
        }
    } else if args.stdout || is_stdin(path) {
        output.write(&pretty);
    } else if changed {
        if let Err(error) = fs::write(path, &pretty) {
            let message = format!("cannot be written ({error}): check that you may change it");
            output.problem(&name, message);
            return None;
        }
        output.write(&format!("changed {}\n", clean(&name)));
    }
    Some(changed)
}

fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// The files of a path: itself, or all rule files of a folder, at any depth, by name.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Problem> {
    let n_before = files.len();
    if is_stdin(path) || !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    let mut open = vec![path.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| Problem::io(&folder, &error))? {
            let entry = entry.map_err(|error| Problem::io(&folder, &error))?;
            let path = entry.path();
            // Links to folders are not followed, so that there is an end.
            let is_folder = entry.file_type().is_ok_and(|it| it.is_dir());
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if is_folder && !hidden {
                open.push(path);
            } else if !is_folder && path.extension().is_some_and(|it| it == "terms") {
                files.push(path);
            }
        }
    }
    if files.len() == n_before {
        let message = "there are no .terms files in this folder: name a pack's file or folder";
        return Err(Problem::new(path.display(), message));
    }
    if let Some(found) = files.get_mut(n_before..) {
        found.sort();
    }
    Ok(())
}

/// A rule file, or standard input.
pub(crate) fn read(path: &Path) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    let result = if is_stdin(path) {
        io::stdin().lock().read_to_end(&mut bytes).map(drop)
    } else {
        fs::read(path).map(|it| bytes = it)
    };
    result.map_err(|error| Problem::io(path, &error))?;
    String::from_utf8(bytes)
        .map_err(|_| Problem::new(path.display(), "this is not UTF-8 text: save it as UTF-8"))
}

/// What would change, with two lines around it.
fn difference(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut shown = format!("{}:\n", clean(name));
    for (n, group) in diff.grouped_ops(2).iter().enumerate() {
        if n > 0 {
            shown.push_str(&format!("{FAINT}  ...{FAINT:#}\n"));
        }
        for change in group.iter().flat_map(|it| diff.iter_changes(it)) {
            let line = clean(change.value().trim_end_matches(['\r', '\n']));
            shown.push_str(&match change.tag() {
                ChangeTag::Equal => format!("  {line}\n"),
                ChangeTag::Delete => format!("{BAD}- {line}{BAD:#}\n"),
                ChangeTag::Insert => format!("{GOOD}+ {line}{GOOD:#}\n"),
            });
        }
    }
    shown.push('\n');
    shown
}
