//! Commands that read contracts.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use termscore::{
    rule::{Points, Severity},
    value::Date,
};

use super::{
    Format,
    reading::{Changes, Reading},
    values::{date, points},
};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore score agreement.pdf
  termscore score agreement.pdf --as client            as the other side sees it
  termscore score agreement.docx --with exhibit-a.pdf --with \"Exhibit B=rates.md\"
  termscore score agreement.docx --param max-payment-days=45days
  termscore score agreement.pdf --format html -o report.html
                                                       a page to read, print and send
  termscore score agreement.pdf --format md            for a chat, an issue or a comment
  termscore score *.docx --format html -o reports      a page for each, in a folder
  termscore score *.pdf --format csv -o findings.csv   one table of all findings
  termscore score *.txt --format sarif -o findings.sarif
                                                       for code hosts and editors
  termscore score *.pdf --format json | jq .score      `termscore schema report` describes it
  termscore score agreement.pdf --fail-under 60        exit status 1 if the score is lower
  termscore score contracts/ --recursive               one table, the worst first
  termscore score contracts/ --recursive --format jsonl --output all.jsonl --resume all.jsonl
                                                       goes on where an earlier run was stopped
  pbpaste | termscore score -")]
pub(crate) struct Score {
    /// Contracts to score, or folders of them; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// How to show the report; json and jsonl give one object a line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ReportFormat,

    /// Also read the folders in folders
    #[arg(short, long)]
    pub(crate) recursive: bool,

    /// How many files to work on at a time; without it, as many as there are processors
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) jobs: Option<u16>,

    /// Write to this file and show one line for each contract; html and md of several contracts need a folder
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Overwrite --output if it exists; a contract that is scored is never overwritten
    #[arg(long, requires = "output")]
    pub(crate) force: bool,

    /// Keep finished work in this file, line by line, and go on from there if it exists; it may be that of --output.
    /// Files that changed since, or that were scored with other options, are scored anew
    #[arg(long, value_name = "FILE")]
    pub(crate) resume: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) reading: Reading,

    /// Exit with status 1 if a score is lower than this
    #[arg(long, value_name = "N", value_parser = points)]
    pub(crate) fail_under: Option<Points>,

    /// Put the report beside a market file that `termscore survey` made; the score stays the same (text and json)
    #[arg(long, value_name = "FILE")]
    pub(crate) market: Option<PathBuf>,

    /// Show everything: without it, text lists the findings and shows the worst 3 in full
    #[arg(long)]
    pub(crate) all: bool,

    /// Add the proof of each finding (text, json and html)
    #[arg(long)]
    pub(crate) explain: bool,

    /// Also write the text that was read to DIR/NAME.txt, NAME being that of the file
    #[arg(long, value_name = "DIR")]
    pub(crate) text_out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore draft letter agreement.pdf                       a mail that asks for the changes
  termscore draft addendum agreement.pdf -o addendum.docx    wording to sign together with the contract
  termscore draft redline agreement.docx -o redline.docx     the contract itself, with tracked changes
  termscore draft policy --name \"Ann Lee\" --site annlee.example --out policy

Drafts are legal information, not legal advice.")]
pub(crate) struct Draft {
    #[command(subcommand)]
    pub(crate) what: DraftWhat,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DraftWhat {
    /// An addendum that strikes and replaces what the findings rest on, scored together with the contract
    Addendum(Drafted),
    /// The contract as a Word file with tracked changes and comments
    Redline(DraftRedline),
    /// A letter that asks for the changes, with what would also do and where you would stop
    Letter(DraftLetter),
    /// A statement that your work may not be used for training, in words and in forms that machines read
    Policy(DraftPolicy),
}

/// What a draft is about, and where it goes.
#[derive(Debug, Args)]
pub(crate) struct Drafted {
    /// The contract; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Ask for these findings only, by rule, separated by commas; without it, all critical and high ones
    #[arg(long, value_name = "RULE,…", value_delimiter = ',')]
    pub(crate) findings: Vec<String>,

    /// Ask for all findings
    #[arg(long, conflicts_with = "findings")]
    pub(crate) all: bool,

    /// Write to this file; its ending says how: .docx, .md or .txt. Without it, Markdown on standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Overwrite the file if it is there
    #[arg(long)]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct DraftRedline {
    #[command(flatten)]
    pub(crate) drafted: Drafted,

    /// The date of the changes, such as 2026-01-31; without it, the day on which the file was last changed
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct DraftLetter {
    #[command(flatten)]
    pub(crate) drafted: Drafted,

    /// How it sounds
    #[arg(long, value_name = "TONE", default_value = "warm")]
    pub(crate) tone: Tone,

    /// An addendum goes with it: the wordings are left out of the letter
    #[arg(long)]
    pub(crate) with_addendum: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DraftPolicy {
    /// Your name, or that of your studio
    #[arg(long, value_name = "NAME")]
    pub(crate) name: String,

    /// The address of your site
    #[arg(long, value_name = "SITE", default_value = "")]
    pub(crate) site: String,

    /// Where to ask for a licence, such as a mail address
    #[arg(long, value_name = "CONTACT", default_value = "")]
    pub(crate) contact: String,

    /// Write all files to this folder; without it, the statement on standard output
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Overwrite files that are there
    #[arg(long)]
    pub(crate) force: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tone {
    /// Friendly, in whole sentences
    Warm,
    /// Short and matter-of-fact
    Plain,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore clauses agreement.txt
  termscore clauses *.pdf --text-out texts | jq -r '[.file, .clause, .quote] | @tsv'

`match` and `passage` are byte offsets into the text that --text-out writes: of text and
Markdown files the file's own, else what was read.")]
pub(crate) struct Clauses {
    /// Contracts to read; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// How to show the matches
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) format: ClauseFormat,

    #[command(flatten)]
    pub(crate) reading: Reading,

    /// Also write the text that offsets count in to DIR/NAME.txt, NAME being that of the file
    #[arg(long, value_name = "DIR")]
    pub(crate) text_out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore outline agreement.pdf
  termscore outline agreement.docx --only blanks --only references
  termscore outline agreement.pdf --only sections --depth 1
  termscore outline *.docx --format json | jq '[.file, .blanks[].quote]'

References are resolved: `missing` marks one to a provision that the text does not have. In JSON,
`start` and `end` are byte offsets: into the file for .txt, else into the text that --text-out writes.

Exit status: 0 fine; 2 could not do it.")]
pub(crate) struct Outline {
    /// Contracts to read; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// How to show the outline; json gives one object a line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,

    /// Show only this part; repeatable
    #[arg(long, value_name = "PART")]
    pub(crate) only: Vec<OutlinePart>,

    /// Show sections of at most so many levels
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(1..))]
    pub(crate) depth: Option<u8>,

    /// How tracked changes of a Word file are read that nobody has accepted or rejected yet
    #[arg(long, value_name = "HOW", default_value = "accepted")]
    pub(crate) changes: Changes,

    /// Read scanned pages and pictures by OCR; needs the programs pdftoppm and tesseract
    #[arg(long)]
    pub(crate) ocr: bool,

    /// A file that is attached to the contract; `"Exhibit A=rates.pdf"` says what the contract calls it; repeatable
    #[arg(long, value_name = "[NAME=]FILE")]
    pub(crate) with: Vec<String>,

    /// Also write the text that was read to DIR/NAME.txt, NAME being that of the file
    #[arg(long, value_name = "DIR")]
    pub(crate) text_out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore compare draft-1.docx draft-2.docx
  termscore compare ours.md theirs.pdf --format html --output changes.html
  termscore compare main.md branch.md --fail-if worse --severity medium

A finding is the same if its rule is the same. Clauses are put side by side by what they say (who is bound, values,
whether it is asserted or denied), then by their words. In text, [-words-] were taken out and {+words+} added.

Exit status: 0 fine; 1 worse, with --fail-if worse; 2 could not do it.")]
pub(crate) struct Compare {
    /// The contract as it was
    #[arg(value_name = "BEFORE")]
    pub(crate) before: PathBuf,

    /// The contract as it is
    #[arg(value_name = "AFTER")]
    pub(crate) after: PathBuf,

    /// How to show the changes
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: CompareFormat,

    /// Exit with status 1 if it became worse: its score is lower, or a finding of --severity or more is new
    #[arg(long, value_name = "WHAT")]
    pub(crate) fail_if: Option<FailIf>,

    /// How bad a new finding must be for --fail-if worse
    #[arg(long, value_name = "SEVERITY", default_value = "high")]
    pub(crate) severity: AtLeast,

    /// Show unchanged findings and all passages, too
    #[arg(long)]
    pub(crate) all: bool,

    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Overwrite the file of --output
    #[arg(long, requires = "output")]
    pub(crate) force: bool,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore dates agreement.pdf
  termscore dates agreement.pdf --from 2026-03-01      it takes effect on this day
  termscore dates contracts/*.pdf --ics contracts.ics  a calendar with reminders before notices are due
  termscore dates contracts/*.pdf --csv > dates.csv

Periods are counted as the calendar has them, the first day included: two years from 1 March 2026 end on
29 February 2028. What cannot be dated is listed with the reason.

Exit status: 0 fine; 2 could not do it.")]
pub(crate) struct Dates {
    /// Contracts to read; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// How to show the dates; json gives one object a line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: DatesFormat,

    /// The same as --format csv
    #[arg(long, conflicts_with = "format")]
    pub(crate) csv: bool,

    /// Also write a calendar to this file; an older calendar is overwritten
    #[arg(long, value_name = "FILE")]
    pub(crate) ics: Option<PathBuf>,

    /// Count from this day instead of today by the clock (in universal time)
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) today: Option<Date>,

    /// The day on which the contract takes effect, where it leaves that open
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub(crate) from: Option<Date>,

    /// How tracked changes of a Word file are read that nobody has accepted or rejected yet
    #[arg(long, value_name = "HOW", default_value = "accepted")]
    pub(crate) changes: Changes,

    /// A file that is attached to the contract; `"Exhibit A=rates.pdf"` says what the contract calls it; repeatable
    #[arg(long, value_name = "[NAME=]FILE")]
    pub(crate) with: Vec<String>,

    /// Read scanned pages and pictures by OCR; needs the programs pdftoppm and tesseract
    #[arg(long)]
    pub(crate) ocr: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore explain agreement.pdf slow-payment
  termscore explain agreement.pdf freelance.slow-payment --format json
  termscore explain offer.txt my-rule --pack my-rules

Each line of the proof is a question with its answer and its place in the rule text; below it stands
what the contract says. `◄ decides` marks the part that decided. `termscore packs freelance` lists
the rules.")]
pub(crate) struct Explain {
    /// The contract; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Name of a rule, with or without its pack
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,

    /// How to show the proof; json gives one object
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For a terminal
    Text,
    /// For programs
    Json,
    /// One object a line in the order of the files, with a digest of each file; also for files that cannot be read
    Jsonl,
    /// Markdown
    Md,
    /// One page with the contract and its marked passages; it loads nothing
    Html,
    /// SARIF 2.1.0
    Sarif,
    /// A table of findings in Apache Parquet; needs --output
    Parquet,
    /// One finding a row
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CompareFormat {
    Text,
    Json,
    /// One page, without external resources
    Html,
    /// Markdown
    Md,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailIf {
    Worse,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AtLeast {
    Low,
    Medium,
    High,
    Critical,
}

impl From<AtLeast> for Severity {
    fn from(it: AtLeast) -> Severity {
        match it {
            AtLeast::Low => Severity::Low,
            AtLeast::Medium => Severity::Medium,
            AtLeast::High => Severity::High,
            AtLeast::Critical => Severity::Critical,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DatesFormat {
    Text,
    Json,
    /// A table
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutlinePart {
    Parties,
    Sections,
    Definitions,
    References,
    Exhibits,
    Blanks,
    Signatures,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ClauseFormat {
    Jsonl,
}
