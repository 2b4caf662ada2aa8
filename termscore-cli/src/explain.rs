//! `termscore explain`: a contract and a rule in, the proof out.

use std::path::Path;

use serde_json::{Value, json};
use termscore::{
    Report,
    report::{Proof, Status as Outcome},
    rule::Points,
};

use crate::{
    args::{self, Format},
    contract::Contract,
    library::Places,
    nearest::{nearest, question},
    output::{Output, Status},
    problem::Problem,
    reader::Reader,
    render::{
        page::{NO_BREAK, Page, plain, styled},
        proof,
        style::{self, BAD, DOUBT, FAINT, GOOD, STRONG},
    },
};

/// Shows the proof tree of one rule.
pub(crate) fn run(args: &args::Explain, output: &mut Output) -> Status {
    match explain(args, output.width()) {
        Ok(text) => {
            output.write(&text);
            Status::Fine
        }
        Err(problems) => output.fail(problems),
    }
}

fn explain(args: &args::Explain, width: usize) -> Result<String, Vec<Problem>> {
    let reader = Reader::new(&args.reading)?;
    if !args.file.exists() && Path::new(&args.rule).is_file() {
        let message = format!(
            "no such file: the contract comes first, `termscore explain {} {}`",
            args.rule,
            args.file.display()
        );
        return Err(vec![Problem::new(args.file.display(), message)]);
    }
    let contract = reader.open(&args.file).map_err(|it| vec![it])?;
    let report = reader.engine.score(&contract.document);
    let rule = find(&reader, &report, &args.rule).map_err(|it| vec![it])?;
    let proof = reader
        .engine
        .explain(&contract.document, &rule)
        .map_err(|error| vec![Problem::new(&args.rule, error)])?;
    let arms = reader
        .engine
        .explain_arms(&contract.document, &rule)
        .map_err(|error| vec![Problem::new(&args.rule, error)])?;
    let places = Places::new(&args.reading.pack);
    if args.format == Format::Json {
        let object = object(&contract, &report, &rule, (&proof, &arms), &places)
            .map_err(|error| vec![Problem::new("--format json", error)])?;
        return Ok(format!("{object}\n"));
    }
    let mut page = Page::new(width);
    page.gap();
    head(&mut page, &contract, &report, &rule, &places);
    page.gap();
    proof::tree(&mut page, &contract, &proof, proof::Place::of_rule(&places, &rule), 2);
    for (proof, (word, place)) in arms.iter().zip(proof::Place::of_arms(&places, &rule)) {
        page.gap();
        page.paragraph(2, &[plain(format!("{word} when"))]);
        proof::tree(&mut page, &contract, proof, Some(place), 2);
    }
    Ok(page.into_text())
}

/// The proof as one object: every node with its place in the rule text.
pub(crate) fn object(
    contract: &Contract,
    report: &Report,
    rule: &str,
    (proof, arms): (&Proof, &[Proof]),
    places: &Places,
) -> serde_json::Result<Value> {
    let finding = report.findings.iter().chain(&report.protections).find(|it| it.rule == rule);
    let mut tree = serde_json::to_value(proof)?;
    proof::mark(&mut tree, proof, proof::Place::of_rule(places, rule));
    let mut of_arms = Vec::new();
    for (proof, (word, place)) in arms.iter().zip(proof::Place::of_arms(places, rule)) {
        let mut tree = serde_json::to_value(proof)?;
        proof::mark(&mut tree, proof, Some(place));
        of_arms.push(json!({ "arm": word, "proof": tree }));
    }
    Ok(json!({
        "schema": "termscore/proof/1",
        "file": contract.name(),
        "rule": rule,
        "place": places.rule(rule).map(|(source, it)| json!({ "file": source.name, "line": source.line(it.span.start) })),
        "outcome": report.outcome(rule),
        "finding": finding,
        "undetermined": report.undetermined.iter().find(|it| it.rule == rule),
        "proof": tree,
        "arms": of_arms,
    }))
}

/// The full name of a rule; of several packs that have it, the one that is for the kind of the contract.
pub(crate) fn find(reader: &Reader, report: &Report, name: &str) -> Result<String, Problem> {
    let ending = format!(".{name}");
    let fitting: Vec<&str> = reader
        .engine
        .rules()
        .filter(|it| *it == name)
        .chain(reader.engine.rules().filter(|it| it.ends_with(&ending)))
        .collect();
    let is_asked = |it: &&&str| !matches!(report.outcome(it), None | Some(Outcome::NotApplicable));
    let asked: Vec<&str> = fitting.iter().filter(is_asked).copied().collect();
    match (fitting.as_slice(), asked.as_slice()) {
        ([one], _) => Ok((*one).to_owned()),
        ([exact, ..], _) if *exact == name => Ok(name.to_owned()),
        ([], _) => {
            Err(Problem::new(name, format_args!("no pack has this rule: {}", suggestion(reader, name))))
        }
        (_, [one]) => Ok((*one).to_owned()),
        (several, asked) => {
            let names = if asked.is_empty() { several } else { asked };
            Err(Problem::new(name, format_args!("several packs have this rule: say {}", names.join(" or "))))
        }
    }
}

fn suggestion(reader: &Reader, name: &str) -> String {
    question(&nearest(name, reader.engine.rules(), 3))
        .unwrap_or_else(|| String::from("`termscore packs PACK` lists the rules of a pack"))
}

fn head(page: &mut Page, contract: &Contract, report: &Report, rule: &str, places: &Places) {
    page.paragraph(2, &[styled(STRONG, rule), styled(FAINT, format!(" on {}", contract.name()))]);
    if let Some((source, it)) = places.rule(rule) {
        page.paragraph(2, &[styled(FAINT, format!("{}:{}", source.name, source.line(it.span.start)))]);
    }
    let finding = report.findings.iter().chain(&report.protections).find(|it| it.rule == rule);
    let open = report.undetermined.iter().find(|it| it.rule == rule);
    let title = finding.map(|it| it.title.as_str()).or(open.map(|it| it.title.as_str()));
    if let Some(title) = title {
        page.paragraph(2, &[plain(title)]);
    }
    page.gap();
    let (style, text) = match (report.outcome(rule), finding, open) {
        (Some(Outcome::Fired), Some(it), _) if it.points > Points(0) => (
            style::severity(it.severity),
            match it.arm.as_deref() {
                Some(arm) => {
                    format!("It fires: {} ({arm}), takes{NO_BREAK}{} of 100 points.", it.severity, it.points)
                }
                None => format!("It fires: {}, takes{NO_BREAK}{} of 100 points.", it.severity, it.points),
            },
        ),
        (Some(Outcome::Fired), Some(it), _) => {
            (style::severity(it.severity), format!("It fires: {}.", it.severity))
        }
        (Some(Outcome::Absorbed), Some(it), _) => {
            let by = it.absorbed_by.as_deref().unwrap_or("another rule");
            (style::severity(it.severity), format!("It holds, and is counted in {by}."))
        }
        (Some(Outcome::Fired | Outcome::Absorbed), ..) => (BAD, String::from("It fires.")),
        (Some(Outcome::Undetermined), _, Some(it)) => {
            (DOUBT, format!("It cannot be decided: {}.", it.reason))
        }
        (Some(Outcome::Undetermined), ..) => (DOUBT, String::from("It cannot be decided.")),
        (Some(Outcome::NotApplicable), ..) => {
            (FAINT, format!("It is not asked: its pack is not for this kind of contract ({}).", kind(report)))
        }
        (Some(Outcome::Clear), ..) => (GOOD, String::from("It does not fire.")),
        (Some(Outcome::Disabled), ..) => {
            let because =
                report.changes.iter().find(|it| it.item == rule).map_or("", |it| it.because.as_str());
            (FAINT, format!("It is not asked, because a pack disables it: {because}."))
        }
        (None, ..) => (FAINT, String::from("It was not asked.")),
    };
    page.paragraph(2, &[styled(style, text)]);
}

fn kind(report: &Report) -> &str {
    if report.kind.title.is_empty() { "not recognised" } else { &report.kind.title }
}
