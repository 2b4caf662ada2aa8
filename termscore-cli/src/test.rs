//! `termscore test`: the tests of packs in; failures with their reasons, and what the tests reach, out.

use serde_json::{Value, json};
use termscore::{
    Coverage, Place, Reason, Source, Subject, TestCase, TestRun, coverage, report::NearMiss, run_tests_of,
};

use crate::{
    args::{self, Format},
    library::Origin,
    output::{Output, Status},
    packs::for_each,
};

/// Runs the tests of packs.
pub(crate) fn run(args: &args::Test, output: &mut Output) -> Status {
    let chosen = |case: &TestCase| args.only.as_ref().is_none_or(|only| is_called(case, only));
    let with_coverage = args.coverage || args.min_coverage.is_some();
    for_each(&args.packs, output, |shelf, origin, output| {
        let resolve = |name: &str, requirement: &str| shelf.resolve(name, requirement);
        let done = run_tests_of(&origin.sources, &resolve, &chosen).and_then(|run| {
            let reached = with_coverage.then(|| coverage(&origin.sources, &resolve)).transpose()?;
            Ok((run, reached))
        });
        let (run, reached) = match done {
            Ok(it) => it,
            Err(diagnostics) => {
                let diagnostics = shelf.told(diagnostics);
                let text = match args.format {
                    Format::Text => format!("{diagnostics}\n\n{}: not run\n", origin.name),
                    Format::Json => {
                        format!("{}\n", json!({ "pack": origin.name, "mistakes": diagnostics.to_string() }))
                    }
                };
                output.write(&text);
                return Status::Found;
            }
        };
        if let (Some(only), true) = (&args.only, run.results.is_empty()) {
            output.problem(
                &origin.name,
                format_args!("no test is of `{only}`: name a rule, a clause or a case of the pack"),
            );
            return Status::Failed;
        }
        output.write(&match args.format {
            Format::Text => text(origin, &run, reached.as_ref()),
            Format::Json => format!("{}\n", object(origin, &run, reached.as_ref())),
        });
        let enough = match (args.min_coverage, &reached) {
            (Some(least), Some(reached)) => reached.percent() >= usize::from(least),
            _ => true,
        };
        if let (false, Some(least), Some(reached)) = (enough, args.min_coverage, &reached) {
            let message = format!("the tests reach {}%, less than {least}%", reached.percent());
            output.problem(&origin.name, message);
        }
        if run.passed() && enough { Status::Fine } else { Status::Found }
    })
}

/// Is this what the user means by a name: a rule, a clause, or part of the name of a case?
fn is_called(case: &TestCase, name: &str) -> bool {
    let subject = case.subject.name();
    let short = subject.rsplit_once('.').map_or(subject, |it| it.1);
    subject == name || short == name || case.name.to_lowercase().contains(&name.to_lowercase())
}

fn text(origin: &Origin, run: &TestRun, reached: Option<&Coverage>) -> String {
    // The last line is the sum, and tells whose it is; the failures above it name their places themselves.
    let shown = run.to_string();
    let (failures, sum) = shown.rsplit_once('\n').unwrap_or(("", &shown));
    let tests = format!("{failures}{}{}: {sum}\n", if failures.is_empty() { "" } else { "\n" }, origin.name);
    match reached {
        Some(reached) => format!("{tests}\n{reached}\n"),
        None => tests,
    }
}

fn object(origin: &Origin, run: &TestRun, reached: Option<&Coverage>) -> Value {
    let failures: Vec<Value> = run
        .failures()
        .map(|(case, failure)| {
            let case_place = Place { source: case.source, span: case.span };
            json!({
                "subject": case.subject.name(),
                "subject_kind": match case.subject { Subject::Rule(_) => "rule", Subject::Clause(_) => "clause" },
                "subject_place": failure.subject.map(|it| place(&run.sources, it)),
                "case": case.name,
                "place": place(&run.sources, case_place),
                "expected": case.expected.name(),
                "kind": failure.kind.to_string(),
                "found": failure.found,
                "why": reasons(&run.sources, &failure.why),
            })
        })
        .collect();
    let mut object = json!({
        "pack": origin.name,
        "cases": run.results.len(),
        "failed": failures.len(),
        "failures": failures,
    });
    if let (Some(reached), Some(fields)) = (reached, object.as_object_mut()) {
        fields.insert("coverage".to_owned(), coverage_object(reached));
    }
    object
}

fn reasons(sources: &[Source], all: &[Reason]) -> Vec<Value> {
    let near = |it: &NearMiss| json!({ "quote": it.quote, "start": it.span.start, "end": it.span.end, "pattern": it.pattern, "matched": it.matched, "steps": it.steps });
    all.iter()
        .map(|it| {
            json!({
                "text": it.text,
                "place": it.place.map(|it| place(sources, it)),
                "nearest": it.nearest.as_ref().map(near),
                "because": reasons(sources, &it.because),
            })
        })
        .collect()
}

fn coverage_object(reached: &Coverage) -> Value {
    let share = |(reached, all): (usize, usize)| json!({ "reached": reached, "of": all });
    let items: Vec<Value> = reached
        .items
        .iter()
        .map(|item| {
            let goals: Vec<Value> = item
                .goals
                .iter()
                .map(|it| {
                    let at = Place { source: it.source, span: it.span };
                    json!({
                        "kind": it.kind.name(),
                        "text": it.text,
                        "place": place(&reached.sources, at),
                        "reached": it.reached,
                    })
                })
                .collect();
            json!({ "name": item.name, "kind": item.kind.name(), "share": share(item.share()), "goals": goals })
        })
        .collect();
    json!({ "percent": reached.percent(), "share": share(reached.share()), "items": items })
}

fn place(sources: &[Source], at: Place) -> Value {
    match sources.get(at.source) {
        Some(it) => {
            json!({ "file": it.name, "line": it.line(at.span.start), "start": at.span.start, "end": at.span.end })
        }
        None => Value::Null,
    }
}
