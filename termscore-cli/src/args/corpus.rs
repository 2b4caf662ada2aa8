//! Commands that measure rules on many contracts, or learn from them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::reading::Reading;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore survey contracts/ --out market.json --title \"Agency contracts we were offered\"
  termscore score agreement.pdf --market market.json

The file holds counts and values, by kind of contract: how often each rule fires and each clause stands, what values
are agreed on, what scores come out. It holds no words and no names of the contracts.")]
pub(crate) struct Survey {
    /// Contracts, or folders of them at any depth
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Write to this file and show an overview; without it, the file is written to standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// What was surveyed, in a line
    #[arg(long, value_name = "TEXT", default_value = "contracts surveyed")]
    pub(crate) title: String,

    /// Where the contracts are from
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) source: String,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore eval corpus/freelance --labels freelance/
  termscore eval corpus/cuad --split dev --labels cuad/ --only \"Governing Law,Insurance\" --show 10
  termscore eval corpus --pack my-rules --format json > before.json
  termscore eval corpus --pack my-rules --baseline before.json --deny-loss

A corpus is a folder with docs/ and gold.jsonl, one {\"doc\", \"label\", \"start\", \"end\"} a line, in bytes of the
file; split.json may name sets of documents. A clause stands for the labels that its `label` fields name.
Presence: does a document hold such a clause? Passage: is each marked passage found, is each found one right?
Question: do found passages cover four fifths of what is marked? Where people answered whether statements are
entailed, contradicted or not mentioned (choices.jsonl), that is measured instead.")]
pub(crate) struct Eval {
    /// A folder of labelled contracts
    #[arg(value_name = "CORPUS")]
    pub(crate) corpus: PathBuf,

    /// The set of documents, as split.json names it; without it, all
    #[arg(long, value_name = "SET")]
    pub(crate) split: Option<String>,

    /// What the labels of the packs begin with and those of the corpus do not, such as `cuad/`
    #[arg(long, value_name = "PREFIX", default_value = "")]
    pub(crate) labels: String,

    /// Only these labels of the corpus, with commas between them
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(crate) only: Vec<String>,

    /// Not these labels
    #[arg(long, value_name = "LABELS", value_delimiter = ',')]
    pub(crate) skip: Vec<String>,

    /// Not labels that fewer documents have
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) min_gold: usize,

    /// Not marked passages of a lower level, where the corpus has levels
    #[arg(long, value_name = "LEVEL", default_value_t = 0)]
    pub(crate) min_level: i64,

    /// Show so many misses and false alarms of each label, with quotes
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) show: usize,

    /// How to show the result
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: EvalFormat,

    /// Compare with an earlier result, made with --format json
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Exit with status 1 if anything became worse than the earlier result
    #[arg(long, requires = "baseline")]
    pub(crate) deny_loss: bool,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore learn corpus --label late_fee --labels freelance/ --split tune
  termscore learn corpus --label late_fee --pack my-rules --out late-fee.terms
  termscore eval corpus --labels freelance/ --pack my-rules --pack late-fee.terms

The corpus is a folder as for `termscore eval`. The clause adds up signs: phrases of one to three words, each with a
small weight and, behind it, how many of the sentences that hold it are marked. Its header tells how well such a
clause, the packs, and both together find the label in documents that it was not learned from. If both together
are not better than the packs, that is said, and nothing is written to --out unless --force is given. Phrases that
stand in fewer than three documents are never used, so that names of single contracts stay out of the clause.

Exit status: 0 a clause that helps; 1 it does not help; 2 could not do it.")]
pub(crate) struct Learn {
    /// A folder of labelled contracts
    #[arg(value_name = "CORPUS")]
    pub(crate) corpus: PathBuf,

    /// The label of the corpus to learn
    #[arg(long, value_name = "NAME")]
    pub(crate) label: String,

    /// What the labels of the packs begin with and those of the corpus do not, such as `cuad/`
    #[arg(long, value_name = "PREFIX", default_value = "")]
    pub(crate) labels: String,

    /// The set of documents, as split.json names it; without it, all
    #[arg(long, value_name = "SET")]
    pub(crate) split: Option<String>,

    /// Not marked passages of a lower level, where the corpus has levels
    #[arg(long, value_name = "LEVEL", default_value_t = 0)]
    pub(crate) min_level: i64,

    /// Name of the clause, in kebab-case; without it, made of the label
    #[arg(long, value_name = "NAME")]
    pub(crate) clause: Option<String>,

    /// Learn a clause to stand in place of those that the packs have for the label; without it, one beside them
    #[arg(long)]
    pub(crate) instead: bool,

    /// What is found: the sentence in which signs add up, or the paragraph
    #[arg(long, value_name = "WINDOW", default_value = "sentence")]
    pub(crate) window: LearnWindow,

    /// In how many parts the documents are split: each part is held out once, while the others are learned from
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(2..=20))]
    pub(crate) folds: u8,

    /// At most so many phrases
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub(crate) most: u8,

    /// Write the clause to this file and show an overview; without it, the clause is written to standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Write to --out also what does not help, and over a file that exists
    #[arg(long, requires = "out")]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EvalFormat {
    Text,
    Json,
    /// Markdown
    Md,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LearnWindow {
    Sentence,
    /// A numbered provision or list item
    Paragraph,
}
