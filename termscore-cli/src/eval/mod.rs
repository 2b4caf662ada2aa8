//! `termscore eval`: labelled contracts in, precision and recall of the packs out.
//!
//! ```text
//! folder ─corpus→ documents, marked passages ─┐
//! documents ─Engine→ found passages by label ─┴─measure | statements→ counts ─report→ text, Markdown, JSON
//! ```

mod report;
mod statements;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use crate::{
    args::{self, EvalFormat},
    contract::Contract,
    corpus::{
        Corpus, Passages, Selection, labelled,
        measure::{self, Place},
    },
    output::{Output, Status},
    problem::Problem,
    reader::Reader,
};
use report::Figures;

/// Longest quote of a miss, in characters.
const QUOTE: usize = 200;
/// Labels that an error names.
const SHOWN: usize = 5;

/// Measures the packs on a corpus.
pub(crate) fn run(args: &args::Eval, output: &mut Output) -> Status {
    match measured(args, output) {
        Ok(status) => status,
        Err(problems) => output.fail(problems),
    }
}

fn measured(args: &args::Eval, output: &mut Output) -> Result<Status, Vec<Problem>> {
    let one = |it: Problem| vec![it];
    let selection = Selection { split: args.split.as_deref(), min_level: args.min_level };
    let corpus = Corpus::read(&args.corpus, selection).map_err(one)?;
    let before = args.baseline.as_deref().map(baseline).transpose().map_err(one)?;
    let reader = Reader::new(&args.reading)?;
    let mut found = Passages::new();
    let mut texts = BTreeMap::new();
    for (name, path) in &corpus.documents {
        let contract = reader.open(path).map_err(one)?;
        search(&reader, &contract, name, &args.labels, &mut found);
        texts.insert(name.as_str(), contract);
    }
    let written = |it: serde_json::Result<String>| {
        it.map(|it| it + "\n").map_err(|error| one(Problem::new("--format json", error)))
    };
    if !corpus.choices.is_empty() {
        let result = statements::compare(&corpus.choices, &found);
        output.write(&match args.format {
            EvalFormat::Text => report::statements_text(&result, args.show, output.width()),
            EvalFormat::Md => report::statements_markdown(&result),
            EvalFormat::Json => written(report::statements_json(&result))?,
        });
        return Ok(Status::Fine);
    }
    let documents: BTreeSet<&str> = corpus.documents.keys().map(String::as_str).collect();
    let labels = chosen(args, &corpus)?;
    if !labels.iter().any(|it| reader.knows_label(&format!("{}{it}", args.labels))) {
        let names: Vec<&str> = labels.iter().map(String::as_str).take(SHOWN).collect();
        let message = format!(
            "no clause of these packs stands for a label of the corpus with this before it ({}): check --labels and --pack",
            names.join(", ")
        );
        return Err(one(Problem::new(format_args!("--labels \"{}\"", args.labels), message)));
    }
    let mut result = measure::measure(labels.iter(), &documents, &corpus.gold, &found);
    for it in result.rows.iter_mut().flat_map(|it| it.misses.iter_mut().chain(&mut it.false_alarms)) {
        it.quote = texts.get(it.document.as_str()).map(|text| quote(text, it)).unwrap_or_default();
    }
    let figures = report::figures(&result, args.show);
    output.write(&match args.format {
        EvalFormat::Text => report::text(&figures, output.width()),
        EvalFormat::Md => report::markdown(&figures),
        EvalFormat::Json => written(serde_json::to_string_pretty(&figures))?,
    });
    let Some(before) = before else { return Ok(Status::Fine) };
    let changes = figures.changes(&before);
    if args.format == EvalFormat::Text {
        output.write(&report::text_changes(&changes, output.width()));
    }
    let lost = changes.iter().find(|(_, _, old, new)| new < old).filter(|_| args.deny_loss);
    Ok(match lost {
        Some((label, measure, old, new)) => {
            let message = format!("F1 of {} fell from {old:.3} to {new:.3}", measure.name());
            output.problem(label, message);
            Status::Found
        }
        None => Status::Fine,
    })
}

/// The labels to be asked about: those that people used, less those that the command line leaves out.
fn chosen(args: &args::Eval, corpus: &Corpus) -> Result<Vec<String>, Vec<Problem>> {
    if let Some(unknown) = args.only.iter().find(|it| !corpus.gold.contains_key(*it)) {
        let known: Vec<&str> = corpus.gold.keys().map(String::as_str).collect();
        let message = format!("no passage has this label: use {}", known.join(", "));
        return Err(vec![Problem::new(format_args!("--only {unknown}"), message)]);
    }
    let wanted = |label: &String, n: usize| {
        (args.only.is_empty() || args.only.contains(label))
            && !args.skip.contains(label)
            && n >= args.min_gold
    };
    let labels = corpus.gold.iter().filter(|(label, by_document)| wanted(label, by_document.len()));
    let labels: Vec<String> = labels.map(|it| it.0.clone()).collect();
    if labels.is_empty() {
        let message = "no label is left to measure: check --split, --only, --skip and --min-gold";
        return Err(vec![Problem::new(args.corpus.display(), message)]);
    }
    Ok(labels)
}

/// Adds the passages of a contract under the labels that they stand for; `prefix` names a taxonomy.
fn search(reader: &Reader, contract: &Contract, name: &str, prefix: &str, found: &mut Passages) {
    for (it, labels) in labelled(&reader.engine, &contract.document, prefix) {
        for label in labels {
            let of_label = found.entry(label).or_default();
            of_label.entry(name.to_owned()).or_default().push(contract.in_file_text(it.evidence.passage));
        }
    }
}

/// The words at a place, on one line; the gold may point at other bytes than the text has.
fn quote(contract: &Contract, place: &Place) -> String {
    let text = contract
        .file_text()
        .get(place.span.start..place.span.end)
        .unwrap_or("(not on characters of the file)");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut quote: String = words.join(" ");
    if let Some((end, _)) = quote.char_indices().nth(QUOTE) {
        quote.truncate(end);
        quote.push('…');
    }
    quote
}

fn baseline(path: &std::path::Path) -> Result<Figures, Problem> {
    let text = fs::read_to_string(path).map_err(|error| Problem::io(path, &error))?;
    serde_json::from_str(&text).map_err(|error| {
        Problem::new(
            format_args!("--baseline {}", path.display()),
            format_args!("it is no result of eval ({error}): make one with --format json"),
        )
    })
}
