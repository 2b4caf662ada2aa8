//! `termscore score`: contracts in, reports out.

use std::collections::BTreeMap;

use termscore::{Report, report::Proof, rule::Points};

use crate::{
    args::{self, ScoreFormat},
    batch,
    input::{Contract, Problem, Reader, TextOut},
    market::{self, Market},
    output::{Output, Status},
    render::{
        json,
        page::{Page, plain, styled},
        style::STRONG,
        text::{self, Choice},
    },
};

/// Scores each file; one that cannot be read does not keep the others from being scored.
pub(crate) fn run(args: &args::Score, output: &mut Output) -> Status {
    if batch::is_wanted(args) {
        return batch::run(args, output);
    }
    let (reader, mut text_out) = match prepare(&args.reading, args.text_out.as_deref()) {
        Ok(it) => it,
        Err(problems) => return fail(problems, output),
    };
    let market = match args.market.as_deref().map(Market::read).transpose() {
        Ok(it) => it,
        Err(problem) => return fail(vec![problem], output),
    };
    let mut status = Status::Fine;
    let mut scored: Vec<(Contract, Report)> = Vec::new();
    for path in &args.files {
        let result = reader.open(path).and_then(|contract| {
            if let Some(it) = &mut text_out {
                it.write(path, &contract)?;
            }
            let report = reader.engine.score(&contract.document);
            let shown = show(args, &reader, market.as_ref(), &contract, &report, output.width())?;
            Ok((contract, report, shown))
        });
        match result {
            Ok((contract, report, shown)) => {
                if args.format == ScoreFormat::Text && !scored.is_empty() {
                    output.write("\n\n");
                }
                output.write(&shown);
                status = status.max(judge(args.fail_under, &report, output));
                scored.push((contract, report));
            }
            Err(problem) => status = status.max(fail(vec![problem], output)),
        }
        if output.is_closed() {
            break;
        }
    }
    if args.format == ScoreFormat::Text && scored.len() > 1 {
        let mut page = Page::new(output.width());
        page.gap();
        page.gap();
        page.line(&[plain("  "), styled(STRONG, format!("{} contracts", scored.len()))]);
        scored.iter().for_each(|(contract, report)| text::summary(&mut page, contract, report));
        output.write(&page.into_text());
    }
    status
}

/// The rules and the folder for texts.
pub(crate) fn prepare(
    reading: &args::Reading,
    text_out: Option<&std::path::Path>,
) -> Result<(Reader, Option<TextOut>), Vec<Problem>> {
    let reader = Reader::new(reading)?;
    let text_out = TextOut::new(text_out).map_err(|it| vec![it])?;
    Ok((reader, text_out))
}

/// Says what could not be done.
pub(crate) fn fail(problems: Vec<Problem>, output: &mut Output) -> Status {
    for it in problems {
        output.problem(it.what, it.message);
    }
    Status::Failed
}

fn show(
    args: &args::Score,
    reader: &Reader,
    market: Option<&Market>,
    contract: &Contract,
    report: &Report,
    width: usize,
) -> Result<String, Problem> {
    let proofs = if args.explain { proofs(reader, contract, report) } else { BTreeMap::new() };
    let usual = market.map(|it| market::beside(it, report));
    match args.format {
        ScoreFormat::Json | ScoreFormat::Jsonl | ScoreFormat::Parquet => {
            json::report(report, &proofs, usual.as_ref().and_then(Option::as_ref))
                .map(|it| it + "\n")
                .map_err(|error| {
                    Problem::new(contract.name(), format_args!("the report cannot be written: {error}"))
                })
        }
        ScoreFormat::Text => {
            let mut page = Page::new(width);
            page.gap();
            text::report(&mut page, contract, report, &Choice { all: args.all, proofs });
            if let Some(usual) = &usual {
                market::show(&mut page, report, usual.as_ref());
            }
            Ok(page.into_text())
        }
    }
}

/// Proofs of the rules that fired.
pub(crate) fn proofs(reader: &Reader, contract: &Contract, report: &Report) -> BTreeMap<String, Proof> {
    let fired = report.findings.iter().chain(&report.protections);
    fired
        .filter_map(|it| Some((it.rule.clone(), reader.engine.explain(&contract.document, &it.rule).ok()?)))
        .collect()
}

/// Compares with `--fail-under`. A report without a grade cannot be relied on to pass.
fn judge(limit: Option<Points>, report: &Report, output: &mut Output) -> Status {
    let Some(limit) = limit else { return Status::Fine };
    if report.score() < limit {
        output.problem(&report.document, format_args!("its score of {} is under {limit}", report.score()));
        return Status::Found;
    }
    match &report.grade {
        Ok(_) => Status::Fine,
        Err(reason) => {
            output.problem(
                &report.document,
                format_args!("there is no grade to rely on ({reason}): say --kind"),
            );
            Status::Failed
        }
    }
}
