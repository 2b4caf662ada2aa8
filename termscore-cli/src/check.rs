//! `termscore check`: rule packs in, all mistakes and doubts out, or their files corrected.

use std::fs;

use serde::Serialize;
use termscore::{Code, Diagnostic, Diagnostics, Fixed, Label, Level, fix};

use crate::{
    args::{self, Format},
    library::{Origin, Shelf},
    output::{Output, Status},
    packs::{for_each, inventory},
    problem::Problem,
    render::{
        count::count,
        page::{Page, styled},
        style::{BAD, GOOD},
    },
};

/// Shows all mistakes and doubts in packs, or the page of a code.
pub(crate) fn run(args: &args::Check, output: &mut Output) -> Status {
    match &args.explain {
        Some(code) => explain(code, output),
        None => for_each(&args.packs, output, |shelf, origin, output| one(args, shelf, origin, output)),
    }
}

fn explain(code: &str, output: &mut Output) -> Status {
    if let Some(code) = Code::from_name(code) {
        output.write(code.page());
        return Status::Fine;
    }
    let hint = match Code::closest(code) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "codes are shown in brackets, as in error[not-over-text]".to_owned(),
    };
    output.problem(code, format_args!("there is no such code: {hint}"));
    Status::Failed
}

fn one(args: &args::Check, shelf: &Shelf, origin: &Origin, output: &mut Output) -> Status {
    let resolve = |name: &str, requirement: &str| shelf.resolve(name, requirement);
    let (pack, diagnostics, n_fixed) = if args.fix {
        if origin.files.is_empty() {
            output.problem(&origin.name, "a built-in pack cannot be changed: copy it to a file first");
            return Status::Failed;
        }
        let fixed = fix(&origin.sources, &resolve);
        if let Err(problem) = save(origin, &fixed) {
            output.problem(&problem.what, &problem.message);
            return Status::Failed;
        }
        (fixed.pack, shelf.told(fixed.diagnostics), fixed.n_fixed)
    } else {
        let (pack, diagnostics) = shelf.compile(origin);
        (pack, diagnostics, 0)
    };
    let n_errors = diagnostics.n_errors();
    let n_warnings = diagnostics.len() - n_errors;
    match args.format {
        Format::Json => diagnostics.iter().for_each(|it| output.write(&json(&diagnostics, it))),
        Format::Text => {
            if !diagnostics.is_empty() {
                output.write(&format!("{diagnostics}\n\n"));
            }
            let mut summary = Vec::new();
            if n_errors > 0 {
                summary.push(count(n_errors, "error", "errors"));
            }
            if n_warnings > 0 {
                summary.push(count(n_warnings, "warning", "warnings"));
            }
            if n_fixed > 0 {
                summary.push(format!("{n_fixed} fixed"));
            }
            let n_fixable = diagnostics.iter().filter(|it| it.fix().is_some()).count();
            if n_fixable > 0 && !args.fix {
                summary.push(format!("{n_fixable} can be fixed with --fix"));
            }
            let (style, mut text) = match &pack {
                Some(pack) => (GOOD, format!("ok: {}", inventory(pack))),
                None => (BAD, origin.name.clone()),
            };
            if !summary.is_empty() {
                text.push_str(if pack.is_some() { "; " } else { ": " });
                text.push_str(&summary.join(", "));
            }
            let mut page = Page::new(output.width());
            page.paragraph(0, &[styled(style, text)]);
            output.write(&page.into_text());
        }
    }
    if n_errors > 0 || args.deny_warnings && n_warnings > 0 { Status::Found } else { Status::Fine }
}

/// Writes the files whose text has changed.
fn save(origin: &Origin, fixed: &Fixed) -> Result<(), Problem> {
    for ((file, old), new) in origin.files.iter().zip(&origin.sources).zip(&fixed.sources) {
        if old.text != new.text {
            fs::write(file, &new.text).map_err(|error| {
                Problem::new(
                    file.display(),
                    format_args!("cannot be written ({error}): check its permissions"),
                )
            })?;
        }
    }
    Ok(())
}

/// One diagnostic as a line.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    level: &'a str,
    message: &'a str,
    /// What it is about.
    #[serde(flatten)]
    place: Place<'a>,
    /// Other places that matter.
    labels: Vec<Place<'a>>,
    why: Option<&'a str>,
    help: Option<&'a str>,
    suggestions: Vec<Change<'a>>,
}

/// Line and column count from 1, the column in characters; start and end are bytes.
#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    start: usize,
    end: usize,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
}

#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    /// May be made unasked, and `--fix` makes it, if it is the only one.
    safe: bool,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    file: &'a str,
    start: usize,
    end: usize,
    text: &'a str,
}

fn json(all: &Diagnostics, it: &Diagnostic) -> String {
    let line = Line {
        code: it.code.name(),
        level: match it.level {
            Level::Error => "error",
            Level::Warning => "warning",
        },
        message: &it.message,
        place: place(all, &it.label),
        labels: it.others.iter().map(|it| place(all, it)).collect(),
        why: it.why.as_deref(),
        help: it.help.as_deref(),
        suggestions: it
            .suggestions
            .iter()
            .map(|it| Change {
                title: &it.title,
                safe: it.safe,
                edits: it
                    .edits
                    .iter()
                    .map(|it| Edit {
                        file: all.source_name(it.source),
                        start: it.span.start,
                        end: it.span.end,
                        text: &it.text,
                    })
                    .collect(),
            })
            .collect(),
    };
    let line = serde_json::to_string(&line);
    debug_assert!(line.is_ok(), "plain data can always be written");
    line.map(|it| it + "\n").unwrap_or_default()
}

fn place<'a>(all: &'a Diagnostics, label: &'a Label) -> Place<'a> {
    let (line, column) = all.position(label).unwrap_or((1, 1));
    let file = all.source_name(label.source);
    Place { file, line, column, start: label.span.start, end: label.span.end, text: &label.text }
}
