//! `termscore compare A B`: two versions, or two contracts, in; what became better, worse, new, gone or reworded out.
//!
//! ```text
//! A, B ─Engine→ reports, clause matches ─model→ Comparison (data) ─→ text | json | html | md
//!                                 align ──┘  words ──┘
//! ```

mod align;
mod change;
mod html;
mod markdown;
mod model;
mod text;
mod words;

use self::model::Comparison;
use crate::{
    args::{self, CompareFormat, FailIf},
    contract::Contract,
    output::{Output, Status},
    problem::Problem,
    reader::Reader,
    render::page::Page,
    save::save,
};

/// Compares two files by the same rules.
pub(crate) fn run(args: &args::Compare, output: &mut Output) -> Status {
    let reader = match Reader::new(&args.reading) {
        Ok(it) => it,
        Err(problems) => return output.fail(problems),
    };
    let opened = reader.open(&args.before).and_then(|before| Ok((before, reader.open(&args.after)?)));
    let (before, after) = match opened {
        Ok(it) => it,
        Err(problem) => return output.fail(vec![problem]),
    };
    let comparison = compare(&reader, &before, &after);
    let shown = match args.format {
        CompareFormat::Text => {
            let mut page = Page::new(output.width());
            text::show(&mut page, &comparison, args.all);
            Ok(page.into_text())
        }
        CompareFormat::Json => serde_json::to_string(&comparison).map(|it| it + "\n"),
        CompareFormat::Html => Ok(html::page(&comparison)),
        CompareFormat::Md => Ok(markdown::text(&comparison)),
    };
    let shown = shown.map_err(|error| Problem::new("compare", format_args!("it cannot be written: {error}")));
    let written = shown.and_then(|it| match &args.output {
        None => {
            output.write(&it);
            Ok(())
        }
        // A file is no terminal.
        Some(path) => save(path, args.force, anstream::adapter::strip_str(&it).to_string().as_bytes()),
    });
    if let Err(problem) = written {
        return output.fail(vec![problem]);
    }
    match args.fail_if {
        Some(FailIf::Worse) => judge(&comparison, args.severity.into(), output),
        None => Status::Fine,
    }
}

/// What became of one contract in another, by the rules of a reader.
pub(crate) fn compare(reader: &Reader, before: &Contract, after: &Contract) -> Comparison {
    let read = |it: &Contract| (reader.engine.score(&it.document), reader.engine.clauses(&it.document));
    let ((report_a, matches_a), (report_b, matches_b)) = (read(before), read(after));
    Comparison::new(
        model::Input { report: &report_a, matches: &matches_a, text: before.text() },
        model::Input { report: &report_b, matches: &matches_b, text: after.text() },
    )
}

/// A comparison for people who read Markdown.
#[cfg(feature = "mcp")]
pub(crate) fn markdown(it: &Comparison) -> String {
    markdown::text(it)
}

/// Fails on what became worse; what was not scored cannot be said to have passed.
fn judge(it: &Comparison, severity: termscore::rule::Severity, output: &mut Output) -> Status {
    let unscored = [&it.before, &it.after].into_iter().find(|it| !it.scored);
    if let Some(side) = unscored {
        let message = "no rule was asked of it, so nothing can be said to be worse: say --kind";
        output.problem(&side.file, message);
        return Status::Failed;
    }
    let reasons = it.worse(severity);
    for reason in &reasons {
        output.problem(&it.after.file, reason);
    }
    if reasons.is_empty() { Status::Fine } else { Status::Found }
}
