//! `termscore learn`: labelled contracts in, a clause in rule text out, with how good it is on documents that it was not
//! learned from. A page that an author can read, edit and test; no model is kept anywhere.
//!
//! ```text
//! folder ─corpus→ documents, marked passages ─examples→ sentences with their phrases ─model→ weights of a few phrases
//! weights ─clause→ whole weights, threshold, rule text ─compile, Engine→ found passages ─verify→ figures of held-out folds
//! ```

mod clause;
mod examples;
mod ground;
mod model;
mod verify;

use std::{fs, path::Path};

use termscore::{Document, Span};

use crate::{
    args,
    corpus::{
        Corpus, Selection, labelled,
        measure::{Measure, Row},
        place,
    },
    output::{Output, Status},
    problem::Problem,
    reader::Reader,
    save::exists,
};
use clause::Naming;
use examples::Examples;
use ground::{Found, Ground, f1};
use verify::{Figures, Verifier, folds};

/// Fewer documents with the label than this teach nothing.
const FEWEST: usize = 10;

/// Learns a clause for a label.
pub(crate) fn run(args: &args::Learn, output: &mut Output) -> Status {
    match learned(args, output) {
        Ok(status) => status,
        Err(problems) => output.fail(problems),
    }
}

fn learned(args: &args::Learn, output: &mut Output) -> Result<Status, Vec<Problem>> {
    let one = |it: Problem| vec![it];
    if let Some(path) = args.out.as_deref().filter(|it| !args.force && it.exists()) {
        return Err(one(exists(path)));
    }
    let selection = Selection { split: args.split.as_deref(), min_level: args.min_level };
    let mut corpus = Corpus::read(&args.corpus, selection).map_err(one)?;
    let name = name(args).map_err(one)?;
    enough(args, &corpus).map_err(one)?;
    let naming = Naming {
        clause: &name,
        label: format!("{}{}", args.labels, args.label),
        title: &args.label,
        window: args.window,
    };
    let reader = Reader::new(&args.reading)?;
    let names: Vec<&str> = corpus.documents.keys().map(String::as_str).collect();
    let mut documents: Vec<Document> = Vec::new();
    let mut packs = Found::new();
    for (name, path) in &corpus.documents {
        let contract = reader.open(path).map_err(one)?;
        let found = labelled(&reader.engine, &contract.document, &args.labels)
            .filter(|(_, labels)| labels.contains(&args.label));
        packs.push(found.map(|it| it.0.evidence.passage).collect());
        place(&mut corpus.gold, name, &contract.document);
        documents.push(contract.document);
    }
    let of_label = corpus.gold.get(&args.label);
    let marked = |name: &&str| -> Vec<Span> {
        let spans = of_label.and_then(|all| all.get(*name)).into_iter().flatten();
        spans.copied().filter(|it| !it.is_empty()).collect()
    };
    let marked: Vec<Vec<Span>> = names.iter().map(marked).collect();
    let examples = Examples::of(&documents, &marked, args.window);
    let ground =
        Ground { label: &args.label, names: &names, gold: &corpus.gold, packs, instead: args.instead };
    let verifier = Verifier {
        reader: &reader,
        documents: &documents,
        ground: &ground,
        examples: &examples,
        naming: &naming,
        prefix: &args.labels,
        most: args.most.into(),
    };
    let has_label: Vec<bool> = marked.iter().map(|it| !it.is_empty()).collect();
    let figures = verifier.verify(&folds(&has_label, args.folds.into())).map_err(one)?;
    let all: Vec<usize> = (0..documents.len()).collect();
    let proposal = verifier.learn(&all).map_err(one)?;
    let what = format!("--label {}", args.label);
    if proposal.lines.is_empty() {
        output.problem(
            what,
            "no phrase tells its passages from the rest of the text: there is nothing to propose",
        );
        return Ok(Status::Found);
    }
    // Also shows that what is written compiles.
    verifier.engine(&proposal).map_err(one)?;
    let text = clause::text(&proposal, &examples, &naming, &header(&figures, &naming)).map_err(one)?;
    let status = if figures.is_gain() { Status::Fine } else { Status::Found };
    match &args.out {
        None => output.write(&text),
        Some(path) if status == Status::Fine || args.force => {
            write(path, &text).map_err(one)?;
            output.write(&overview(&figures, &naming));
        }
        Some(_) => output.write(&overview(&figures, &naming)),
    }
    if status == Status::Found {
        let kept = match &args.out {
            Some(path) if !args.force => {
                format!("; {} is not written (--force writes it all the same)", path.display())
            }
            _ => String::new(),
        };
        output.problem(what, format_args!("{}{kept}", verdict(&figures)));
    }
    Ok(status)
}

/// The name of the clause: as given, or made of the label.
fn name(args: &args::Learn) -> Result<String, Problem> {
    let kebab = |text: &str| -> String {
        let parts = text.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
        parts.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
    };
    let fits = |name: &str| name == kebab(name) && name.starts_with(|it: char| it.is_ascii_lowercase());
    let written = format!("{}{}", args.labels, args.label);
    if written.contains(|it: char| it == '"' || it.is_control()) {
        let message = "a clause cannot be labelled so: quotes and line breaks do not go into a label";
        return Err(Problem::new(format_args!("--label {}", args.label), message));
    }
    let Some(name) = &args.clause else {
        let name = kebab(&args.label);
        return Ok(if fits(&name) { name } else { format!("label-{name}").trim_end_matches('-').to_owned() });
    };
    if fits(name) {
        return Ok(name.clone());
    }
    let better = kebab(name);
    let example = if fits(&better) { better.as_str() } else { "late-fee" };
    Err(Problem::new(
        format_args!("--clause {name}"),
        format_args!("names are in kebab-case and begin with a letter: write it like {example}"),
    ))
}

/// A label that can be learned.
fn enough(args: &args::Learn, corpus: &Corpus) -> Result<(), Problem> {
    if corpus.documents.is_empty() {
        let message = "there is no document in its docs/: add the contracts that gold.jsonl speaks of";
        return Err(Problem::new(args.corpus.display(), message));
    }
    let what = format!("--label {}", args.label);
    let Some(by_document) = corpus.gold.get(&args.label) else {
        let known: Vec<&str> = corpus.gold.keys().map(String::as_str).collect();
        let message = if known.is_empty() {
            String::from("nothing is marked in these documents: check gold.jsonl, --split and --min-level")
        } else {
            format!("no passage has this label: use {}", known.join(", "))
        };
        return Err(Problem::new(what, message));
    };
    let needed = FEWEST.max(2 * usize::from(args.folds));
    if by_document.len() < needed {
        let message = format!(
            "{} of the documents have it, and {needed} are needed (twice --folds, and {FEWEST} at least): mark more, or \
             write the clause by hand",
            by_document.len()
        );
        return Err(Problem::new(what, message));
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Problem> {
    fs::write(path, text)
        .map_err(|error| Problem::new(path.display(), format_args!("it cannot be written: {error}")))
}

/// What the text says above the clause.
fn header(figures: &Figures, naming: &Naming<'_>) -> Vec<String> {
    let mut lines = vec![
        format!(
            "A proposal for the label {}, made by `termscore learn`: read it, edit it, test it.",
            naming.label
        ),
        String::new(),
    ];
    lines.extend(table(figures));
    lines.extend([
        String::new(),
        format!(
            "The figures are of {} clauses, each learned in the same way from the other documents.",
            figures.n_folds
        ),
        capital(&verdict(figures)) + ".",
        String::from("Behind each phrase: how many of the places that hold it are marked."),
    ]);
    lines
}

/// The same figures for people who look at a terminal.
fn overview(figures: &Figures, naming: &Naming<'_>) -> String {
    let mut lines = vec![naming.label.clone()];
    lines.extend(table(figures));
    lines.push(capital(&verdict(figures)) + ".");
    lines.join("\n") + "\n"
}

fn table(figures: &Figures) -> Vec<String> {
    let row = |name: &str, row: &Row| {
        let shares = Measure::ALL.map(|it| row.count(it).shares());
        let numbers = shares.map(|it| format!("{:.2} {:.2} {:.2}", it.precision, it.recall, it.f1));
        format!("  {name:<14}  {}", numbers.join("   "))
    };
    let marked = figures.both.count(Measure::Passage);
    vec![
        format!(
            "{} documents, {} with the label, {} marked passages; held out in {} parts:",
            figures.n_documents,
            figures.both.n_documents,
            marked.right + marked.missed,
            figures.n_folds
        ),
        format!("  {:<14}  {:<14}   {:<14}   question", "", "presence", "passage"),
        format!("  {:<14}  {head}   {head}   {head}", "", head = "P    R    F1  "),
        row("this clause", &figures.alone),
        row("the packs", &figures.packs),
        row("both together", &figures.both),
    ]
    .into_iter()
    .map(|it| it.trim_end().to_owned())
    .collect()
}

/// Whether the clause helps, in a sentence.
fn verdict(figures: &Figures) -> String {
    let (before, after) = (f1(&figures.packs, Measure::Passage), f1(figures.after(), Measure::Passage));
    let parts = format!(
        "higher in {} of {} parts and lower in {}",
        figures.n_better, figures.n_folds, figures.n_worse
    );
    let mut text = match (figures.instead, figures.is_gain()) {
        (false, true) => {
            format!("it helps the packs: F1 of passages {before:.3} without it, {after:.3} with it, {parts}")
        }
        (false, false) => {
            format!(
                "it does not help the packs: F1 of passages {before:.3} without it, {after:.3} with it, {parts}"
            )
        }
        (true, true) => format!(
            "it does better than the packs: F1 of passages {before:.3} of theirs, {after:.3} of its own, {parts}"
        ),
        (true, false) => {
            format!(
                "it does no better than the packs: F1 of passages {before:.3} of theirs, {after:.3} of its own, {parts}"
            )
        }
    };
    if let Some(it) = figures.loss() {
        let (before, after) = (f1(&figures.packs, it), f1(figures.after(), it));
        text.push_str(&format!("; F1 of {} falls from {before:.3} to {after:.3}", it.name()));
    }
    if !figures.instead && !figures.is_gain() {
        text.push_str("; --instead learns a clause to stand in place of theirs");
    }
    text
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
