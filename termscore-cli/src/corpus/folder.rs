//! A folder of labelled contracts in, documents and labelled passages out.
//!
//! ```text
//! docs/            the contracts
//! gold.jsonl       {"doc", "label", "start", "end"} a line: a labelled passage, in bytes of the text
//! split.json       optional: {"dev": ["a.txt", …]}: names of sets of documents
//! choices.jsonl    optional: {"doc", "choices": {"statement": "Entailment" | "Contradiction" | "NotMentioned"}}
//! ```

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, de::DeserializeOwned};
use termscore::Span;

use super::Passages;
use crate::problem::Problem;

/// Labelled contracts.
#[derive(Debug)]
pub(crate) struct Corpus {
    /// The documents that are asked about, by name.
    pub(crate) documents: BTreeMap<String, PathBuf>,
    /// What people marked in them, in the order of the file.
    pub(crate) gold: Passages,
    /// For statements: the answers that people gave, by document; empty if there are none.
    pub(crate) choices: Vec<(String, BTreeMap<String, String>)>,
}

/// Which part of a corpus is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Selection<'a> {
    /// Name of a set in `split.json`; `None`: all documents.
    pub(crate) split: Option<&'a str>,
    /// Rows of a lower level are left out.
    pub(crate) min_level: i64,
}

#[derive(Deserialize)]
struct Row {
    doc: String,
    label: String,
    start: Option<usize>,
    end: Option<usize>,
    level: Option<i64>,
}

#[derive(Deserialize)]
struct Choices {
    doc: String,
    choices: BTreeMap<String, String>,
}

impl Corpus {
    /// Reads the folder; the contracts themselves are not opened.
    pub(crate) fn read(folder: &Path, selection: Selection<'_>) -> Result<Corpus, Problem> {
        let docs = folder.join("docs");
        let mut documents = BTreeMap::new();
        for entry in fs::read_dir(&docs).map_err(|error| missing(&docs, &error))? {
            let path = entry.map_err(|error| Problem::io(&docs, &error))?.path();
            if let Some(name) = path.file_name().filter(|_| path.is_file()) {
                documents.insert(name.to_string_lossy().into_owned(), path.clone());
            }
        }
        if let Some(split) = selection.split {
            let wanted = wanted(&folder.join("split.json"), split)?;
            documents.retain(|name, _| wanted.contains(name));
            if documents.is_empty() {
                let message = format!("none of its documents is in {}: check the names", docs.display());
                return Err(Problem::new(format_args!("--split {split}"), message));
            }
        }
        let mut gold = Passages::new();
        for row in lines::<Row>(&folder.join("gold.jsonl"))? {
            let (Some(start), Some(end)) = (row.start, row.end) else { continue };
            if start <= end
                && documents.contains_key(&row.doc)
                && row.level.is_none_or(|it| it >= selection.min_level)
            {
                let of_label = gold.entry(row.label).or_default();
                of_label.entry(row.doc).or_default().push(Span::new(start, end));
            }
        }
        let choices = folder.join("choices.jsonl");
        let choices = if choices.is_file() { lines::<Choices>(&choices)? } else { Vec::new() };
        let choices = choices.into_iter().filter(|it| documents.contains_key(&it.doc));
        let choices = choices.map(|it| (it.doc, it.choices)).collect();
        Ok(Corpus { documents, gold, choices })
    }
}

fn wanted(path: &Path, split: &str) -> Result<BTreeSet<String>, Problem> {
    let text = fs::read_to_string(path).map_err(|error| missing(path, &error))?;
    let mut splits: BTreeMap<String, BTreeSet<String>> = serde_json::from_str(&text).map_err(|error| {
        Problem::new(
            path.display(),
            format_args!(
                "it is no list of documents by name of the set ({error}): write {{\"dev\": [\"a.txt\"]}}"
            ),
        )
    })?;
    splits.remove(split).ok_or_else(|| {
        let known: Vec<&str> = splits.keys().map(String::as_str).collect();
        Problem::new(
            format_args!("--split {split}"),
            format_args!("{} has no such set: use {}", path.display(), known.join(", ")),
        )
    })
}

/// One object a line; empty lines are passed over.
fn lines<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, Problem> {
    let text = fs::read_to_string(path).map_err(|error| missing(path, &error))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(n, line)| {
            serde_json::from_str(line).map_err(|error| {
                Problem::new(
                    format_args!("{}:{}", path.display(), n + 1),
                    format_args!(
                        "it is no labelled passage ({error}): write {{\"doc\", \"label\", \"start\", \"end\"}}"
                    ),
                )
            })
        })
        .collect()
}

fn missing(path: &Path, error: &std::io::Error) -> Problem {
    let problem = Problem::io(path, error);
    let message = format!(
        "{}; a corpus is a folder with docs/, gold.jsonl and, if there are several sets, split.json",
        problem.message
    );
    Problem { message, ..problem }
}
