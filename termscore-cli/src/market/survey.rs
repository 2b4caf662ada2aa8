//! `termscore survey DIR`: contracts in, a market file out.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use termscore::{
    Report,
    report::{ClauseMatch, Polarity, Status as Outcome},
    value::{Type, Value, compare},
};

use super::{FEWEST, Market, SCHEMA, Sample, Values, percent};
use crate::{
    args,
    output::{Output, Status},
    problem::Problem,
    reader::Reader,
    render::{
        page::{Page, plain, styled},
        style::{FAINT, STRONG},
    },
};

/// What contracts of one kind say, before it is put in order.
#[derive(Default)]
struct Collected {
    sample: Sample,
    values: BTreeMap<String, Vec<Value>>,
}

/// Surveys all files of a folder. A file that cannot be read is named and left out.
pub(crate) fn run(args: &args::Survey, output: &mut Output) -> Status {
    let (reader, files) = match prepare(args) {
        Ok(it) => it,
        Err(problems) => return output.fail(problems),
    };
    let mut kinds: BTreeMap<String, Collected> = BTreeMap::new();
    let mut market = Market {
        schema: SCHEMA.to_owned(),
        title: args.title.clone(),
        source: args.source.clone(),
        ..Market::default()
    };
    let (mut n_read, mut n_failed, mut n_unknown) = (0_usize, 0_usize, 0_usize);
    for path in &files {
        let contract = match reader.open(path) {
            Ok(it) => it,
            Err(problem) => {
                n_failed += 1;
                output.problem(problem.what, problem.message);
                continue;
            }
        };
        n_read += 1;
        let report = reader.engine.score(&contract.document);
        market.packs.extend(report.packs.iter().map(|it| (it.name.clone(), it.version.clone())));
        // A score of a text whose kind is not known, or that is too short, says nothing about contracts of a kind.
        if report.kind.name.is_empty() || !report.is_scored() || report.grade.is_err() {
            n_unknown += 1;
            continue;
        }
        let collected = kinds.entry(report.kind.name.to_string()).or_default();
        collect(collected, &report, &reader.engine.clauses(&contract.document));
    }
    market.kinds = kinds.into_iter().map(|(name, it)| (name, in_order(it))).collect();
    let text = match serde_json::to_string_pretty(&market) {
        Ok(it) => it + "\n",
        Err(error) => {
            return output.fail(vec![Problem::new("survey", format_args!("it cannot be written: {error}"))]);
        }
    };
    match &args.out {
        None => output.write(&text),
        Some(path) => {
            if let Err(error) = fs::write(path, text) {
                let message = format!("it cannot be written: {error}");
                return output.fail(vec![Problem::new(path.display(), message)]);
            }
            output.write(&overview(&market, n_read, n_unknown, output.width()));
        }
    }
    if n_failed > 0 { Status::Failed } else { Status::Fine }
}

fn prepare(args: &args::Survey) -> Result<(Reader, Vec<PathBuf>), Vec<Problem>> {
    let mut files = Vec::new();
    for path in &args.paths {
        gather(path, &mut files).map_err(|it| vec![it])?;
    }
    if files.is_empty() {
        return Err(vec![Problem::new("survey", "there is no file in it: name a folder of contracts")]);
    }
    files.sort();
    files.dedup();
    Ok((Reader::new(&args.reading)?, files))
}

/// The files of a folder and of those in it, hidden ones left out.
fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), Problem> {
    if !path.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(|error| Problem::io(path, &error))? {
        let inner = entry.map_err(|error| Problem::io(path, &error))?.path();
        let hidden = inner.file_name().is_none_or(|it| it.to_string_lossy().starts_with('.'));
        // A link may lead back to a folder that holds it.
        if !(hidden || inner.is_symlink() && inner.is_dir()) {
            gather(&inner, files)?;
        }
    }
    Ok(())
}

fn collect(collected: &mut Collected, report: &Report, matches: &[ClauseMatch]) {
    let sample = &mut collected.sample;
    sample.title = report.kind.title.clone();
    sample.documents += 1;
    sample.scores.push(report.score().0);
    for (rule, outcome) in &report.outcomes {
        if !matches!(outcome, Outcome::NotApplicable | Outcome::Disabled) {
            let fired = matches!(outcome, Outcome::Fired | Outcome::Absorbed);
            *sample.rules.entry(rule.to_string()).or_default() += usize::from(fired);
        }
    }
    let (mut clauses, mut captures) = (BTreeSet::new(), BTreeMap::new());
    for it in matches.iter().filter(|it| it.evidence.polarity == Polarity::Asserted) {
        clauses.insert(it.evidence.clause.to_string());
        for (capture, value) in &it.evidence.captures {
            captures.entry(format!("{}.{capture}", it.evidence.clause)).or_insert_with(|| value.clone());
        }
    }
    for clause in clauses {
        *sample.clauses.entry(clause).or_default() += 1;
    }
    for (name, value) in captures {
        collected.values.entry(name).or_default().push(value);
    }
}

/// Sorted, with values that have an order written out.
fn in_order(collected: Collected) -> Sample {
    let mut sample = collected.sample;
    sample.scores.sort();
    for (name, values) in collected.values {
        let ordered = |it: &Value| {
            matches!(it.value_type(), Some(Type::Duration | Type::Money | Type::Percent | Type::Count))
        };
        let mut values: Vec<Value> = values.into_iter().filter(ordered).collect();
        let Some(ty) = values.first().and_then(Value::value_type) else { continue };
        values.retain(|it| it.value_type() == Some(ty));
        // Two months and sixty days have no order: by their spelling, so that the file is always the same.
        values.sort_by_key(ToString::to_string);
        sort_as_far_as_known(&mut values);
        let written = values.iter().map(ToString::to_string).collect();
        sample.values.insert(name, Values { r#type: ty.name().to_owned(), values: written });
    }
    sample
}

/// Insertion where the order is known; `sort_by` asks for a total one.
fn sort_as_far_as_known(values: &mut [Value]) {
    for end in 1..values.len() {
        let mut at = end;
        while let Some([before, it]) = at.checked_sub(1).and_then(|start| values.get(start..=at)) {
            if !compare(it, before).is_some_and(|order| order.is_lt()) {
                break;
            }
            values.swap(at - 1, at);
            at -= 1;
        }
    }
}

/// What a survey came to, for the person who asked for it.
fn overview(market: &Market, n_read: usize, n_unknown: usize, width: usize) -> String {
    let mut page = Page::new(width);
    page.line(&[styled(STRONG, format!("{n_read} files read"))]);
    for sample in market.kinds.values() {
        let scores = &sample.scores;
        let at = |share: usize| scores.get(scores.len() * share / 100).copied().unwrap_or(0) / 1_000;
        let few = if sample.documents < FEWEST { " (too few to compare with)" } else { "" };
        page.paragraph(
            2,
            &[
                plain(format!("{}: {}{few}", sample.title, sample.documents)),
                styled(FAINT, format!("  scores: lowest quarter to {}, half to {}", at(25), at(50))),
            ],
        );
        let mut common: Vec<(&String, &usize)> = sample.rules.iter().filter(|it| *it.1 > 0).collect();
        common.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        for (rule, n) in common.into_iter().take(5) {
            page.paragraph(4, &[styled(FAINT, format!("{:>3} %  {rule}", percent(*n, sample.documents)))]);
        }
    }
    if n_unknown > 0 {
        let message = format!("{n_unknown} left out: too short, or of no kind that the packs know");
        page.paragraph(2, &[styled(FAINT, message)]);
    }
    page.into_text()
}
