//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use termscore::{
    rule::{Points, Severity},
    value::{Date, Jurisdiction, Type, Value, literal},
};

/// Reads a contract and tells you what it takes from you, how bad that is in one number, where it
/// says so, and what to ask for instead.
///
/// Works on .txt, .md, .html, .docx, .odt, .rtf and .pdf files, on mails (.eml) and on .zip archives of these, in
/// English, for the person who is asked to sign.
/// Nothing leaves this computer.
#[derive(Debug, Parser)]
#[command(
    name = "termscore",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:
  termscore score agreement.pdf              what is wrong with it, the worst first
  termscore compare draft1.docx draft2.docx  what became better or worse between two versions
  termscore score main.docx --with exhibit-a.pdf
                                             a contract and what is attached to it
  termscore score agreement.pdf --format html -o report.html
                                             the same as a page to read, print and send
  termscore explain agreement.pdf no-ai-clause
                                             why a rule fires, or why it does not
  termscore dates agreement.pdf              when it ends and when notice is due
  termscore outline agreement.pdf            its parts, and what is missing or still blank
  termscore packs freelance                  all rules of a pack
  termscore new my-rules                     a pack of your own, to start from

Exit status: 0 fine; 1 found what was asked to fail on; 2 could not do it."
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colours (auto: on a terminal, unless NO_COLOR is set)
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = false)]
    pub(crate) color: Color,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Score contracts: the number, the findings with quotes, and what to ask for
    Score(Score),
    /// List every clause that the packs recognise, one JSON object a line
    Clauses(Clauses),
    /// Draft what you send back: an addendum, a redline, a letter, a policy for your portfolio
    Draft(Draft),
    /// Compare two versions, or two contracts: score, findings, clauses and words
    Compare(Compare),
    /// List when a contract begins, ends, renews itself and can be stopped, with the arithmetic
    Dates(Dates),
    /// Show how a contract is built: parties, sections, definitions, references, exhibits, blanks, signatures
    Outline(Outline),
    /// Show why a rule fires on a contract, or why it does not
    Explain(Explain),
    /// Check rule packs that you write
    Check(Check),
    /// Run the tests that are part of rule packs, and tell what they reach
    Test(Test),
    /// Show every form of words that a phrase, clause or concept matches
    Expand(Expand),
    /// Show a rule pack as a page for readers
    Doc(Doc),
    /// Start a rule pack of your own
    New(New),
    /// Lay out rule files in the canonical way
    Fmt(Fmt),
    /// Show a rule file as JSON, or write one from JSON
    Ast(Ast),
    /// Measure how well rule packs find what people marked in contracts
    Eval(Eval),
    /// Propose a clause in rule text from passages that people marked in contracts
    Learn(Learn),
    /// Learn from many contracts what is usual, as a market file for `score --market`
    Survey(Survey),
    /// List the built-in rule packs, or the rules of one
    Packs(Packs),
    /// Show contracts in your browser, on this computer only
    #[cfg(feature = "serve")]
    Serve(Serve),
    /// Serve an assistant that speaks the Model Context Protocol, over standard input and output
    #[cfg(feature = "mcp")]
    Mcp(Mcp),
    /// Print the JSON Schema of what the program writes as JSON
    Schema(SchemaOf),
    /// Serve an editor that speaks the language server protocol, over standard input and output
    Lsp(Lsp),
}

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

`match` and `passage` are byte offsets: into the file for .txt, else into the text that
--text-out writes.")]
pub(crate) struct Clauses {
    /// Contracts to read; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// How to show the matches
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) format: ClauseFormat,

    #[command(flatten)]
    pub(crate) reading: Reading,

    /// Also write the text that was read to DIR/NAME.txt, NAME being that of the file
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

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore check my-pack.terms
  termscore check packs/              a folder with one pack, or a folder of such folders
  termscore check my-pack.terms --fix
  termscore check my-pack.terms --format json | jq .message
  termscore check --explain not-over-text

Exit status: 0 no errors; 1 errors, or warnings with --deny-warnings; 2 could not do it.")]
pub(crate) struct Check {
    /// A .terms file, or a folder of them
    #[arg(required_unless_present = "explain", value_name = "PACK")]
    pub(crate) packs: Vec<PathBuf>,

    /// Correct in the files what can be corrected without doubt, then show what is left
    #[arg(long)]
    pub(crate) fix: bool,

    /// How to show what is found; json gives one object for each mistake, a line each
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,

    /// Exit with status 1 if there are warnings, too
    #[arg(long)]
    pub(crate) deny_warnings: bool,

    /// Show what a code such as `not-over-text` means, with an example
    #[arg(long, value_name = "CODE", conflicts_with_all = ["packs", "fix", "format", "deny_warnings"])]
    pub(crate) explain: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore test my-rules                           a folder with one pack
  termscore test freelance                          a built-in pack
  termscore test my-rules --only slow-payment       the tests of one rule or clause, or one case
  termscore test my-rules --coverage                what no test reaches, with file and line
  termscore test my-rules --min-coverage 80         exit status 1 below 80 percent

A failed case is missing (not found), noisy (found where nothing should be), wrong-span or wrong-value.
Below it stands why: what decided, which find matched, which limit dropped a match, what came nearest.")]
pub(crate) struct Test {
    /// A .terms file, a folder of them, or the name of a built-in pack
    #[arg(required = true, value_name = "PACK")]
    pub(crate) packs: Vec<PathBuf>,

    /// Run only the tests of this rule or clause, or the cases whose name holds this
    #[arg(long, value_name = "NAME", conflicts_with_all = ["coverage", "min_coverage"])]
    pub(crate) only: Option<String>,

    /// Tell what the tests reach: phrases, alternatives, limits, answers, arms
    #[arg(long)]
    pub(crate) coverage: bool,

    /// Exit with status 1 if the coverage of a pack is lower than this; implies --coverage
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) min_coverage: Option<u8>,

    /// How to show the results; json gives one object a pack
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore expand \"~train ..4 (model|system)\"        a phrase, in quotes as your shell needs them
  termscore expand \"{std.use-verb} the work\" --deep   with the concepts of the built-in packs
  termscore expand \"{my-concept} fee\" --pack my-rules
  termscore expand freelance payment-term              all phrases of a clause or concept")]
pub(crate) struct Expand {
    /// A phrase; before a NAME, a .terms file, a folder of them, or the name of a built-in pack
    #[arg(value_name = "PHRASE|PACK")]
    pub(crate) what: String,

    /// Show all phrases of this clause or concept of the pack
    #[arg(value_name = "NAME", conflicts_with = "pack")]
    pub(crate) name: Option<String>,

    /// The pack whose concepts the phrase may use; without it, those of the built-in packs
    #[arg(long, value_name = "PACK")]
    pub(crate) pack: Option<PathBuf>,

    /// Expand concepts inside of concepts as well
    #[arg(long)]
    pub(crate) deep: bool,

    /// List the sequences of words if there are no more than this
    #[arg(long, value_name = "N", default_value_t = 200)]
    pub(crate) limit: usize,

    /// How to show it; json gives one object
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore fmt my-pack.terms
  termscore fmt --check packs/        exit status 1 if a file would change
  termscore fmt - < my-pack.terms     from standard input to standard output

Only blanks and line breaks change: comments, texts and what the rules say do not.")]
pub(crate) struct Fmt {
    /// .terms files, or folders of them at any depth; `-` is standard input, written to standard output
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Change nothing; show what would change, and exit with status 1 if that is anything
    #[arg(long, conflicts_with = "stdout")]
    pub(crate) check: bool,

    /// Write to standard output and leave the files as they are
    #[arg(long)]
    pub(crate) stdout: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore doc freelance                              markdown
  termscore doc my-rules --format html --out rules.html
                                                       one page without external resources")]
pub(crate) struct Doc {
    /// A .terms file, a folder of them, or the name of a built-in pack
    #[arg(value_name = "PACK")]
    pub(crate) pack: PathBuf,

    /// How to write it
    #[arg(long, value_name = "FORMAT", default_value = "md")]
    pub(crate) format: DocFormat,

    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// Overwrite --out if it exists
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore new my-rules                 makes the folder my-rules, with rules, tests and a README
  termscore new my-rules --dir packs     makes packs/my-rules
  termscore check my-rules && termscore test my-rules")]
pub(crate) struct New {
    /// Name of the pack, in kebab-case: small letters, digits and single hyphens
    #[arg(value_name = "NAME")]
    pub(crate) name: String,

    /// The folder to make it in
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore ast my-pack.terms > my-pack.json
  termscore ast --to-terms my-pack.json > my-pack.terms

docs/ast.md describes the JSON. Comments are not part of it.")]
pub(crate) struct Ast {
    /// A .terms file, or with --to-terms a JSON file; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Read JSON and write rule text
    #[arg(long)]
    pub(crate) to_terms: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore packs                     the built-in packs
  termscore packs freelance           the rules of one, the worst first, and its limits")]
pub(crate) struct Packs {
    /// Show the rules of this pack: a built-in name, a .terms file or a folder
    #[arg(value_name = "PACK")]
    pub(crate) name: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore schema                    of a report
  termscore schema clauses > clauses.schema.json

Each object names its form and version in `schema`. Within a version fields are added, never renamed or removed.")]
pub(crate) struct SchemaOf {
    /// What is described
    #[arg(value_name = "WHAT", default_value = "report")]
    pub(crate) what: Schema,
}

#[derive(Debug, Args)]
#[command(after_help = "An editor starts this program; docs/editor.md tells how to set one up.")]
pub(crate) struct Lsp {
    /// Accepted because some editors add it; standard input and output are always used
    #[arg(long, hide = true)]
    pub(crate) stdio: bool,
}

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
text; split.json may name sets of documents. A clause stands for the labels that its `label` fields name.
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

#[cfg(feature = "serve")]
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore serve --open
  termscore serve --port 8080 --pack my-rules

The page is for this computer only: it listens on 127.0.0.1, and its address holds a secret that is new each time.
Contracts are kept in memory while the page is open, never on disk, and are sent nowhere. Ctrl-C stops it.")]
pub(crate) struct Serve {
    /// The port to listen on; 0 takes one that is free
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) port: u16,

    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,

    /// Rules to use instead of the built-in ones: a .terms file, a folder of them, or a built-in name; repeatable
    #[arg(long, value_name = "PACK")]
    pub(crate) pack: Vec<PathBuf>,
}

#[cfg(feature = "mcp")]
#[derive(Debug, Args)]
#[command(
    after_help = "An assistant starts this program and talks to it over standard input and output. Its tools are score,
clauses, explain, compare and draft. They read the files that the assistant names, and nothing else.

Exit status: 0 the assistant closed the connection; 2 could not do it."
)]
pub(crate) struct Mcp {
    /// Rules to use instead of the built-in ones: a .terms file, a folder of them, or a built-in name; repeatable
    #[arg(long, value_name = "PACK")]
    pub(crate) pack: Vec<PathBuf>,
}

/// How contracts are read, and by which rules.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Reading {
    /// What kind of contract it is, such as `freelance`; without it, it is recognised
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<String>,

    /// Which side you are on: `you` (the side the pack protects), `them`, or a word such as `client`
    #[arg(long = "as", value_name = "SIDE")]
    pub(crate) side: Option<String>,

    /// Rules to use instead of the built-in ones: a .terms file, a folder of them, or a built-in name; repeatable
    #[arg(long, value_name = "PACK")]
    pub(crate) pack: Vec<PathBuf>,

    /// Set a limit of a pack, such as `max-payment-days=45days`; repeatable
    #[arg(long, value_name = "NAME=VALUE", value_parser = param)]
    pub(crate) param: Vec<(String, String)>,

    /// Whose law governs, such as "New York"; without it, that is read from the contract
    #[arg(long, value_name = "PLACE", value_parser = law)]
    pub(crate) law: Option<Jurisdiction>,

    /// A file that is attached to the contract; `"Exhibit A=rates.pdf"` says what the contract calls it; repeatable
    #[arg(long, value_name = "[NAME=]FILE")]
    pub(crate) with: Vec<String>,

    /// How tracked changes of a Word file are read that nobody has accepted or rejected yet
    #[arg(long, value_name = "HOW", default_value = "accepted")]
    pub(crate) changes: Changes,

    /// There are no attachments that change anything: what is not in the file is not agreed
    #[arg(long)]
    pub(crate) assume_complete: bool,

    /// Read scanned pages and pictures by OCR; needs the programs pdftoppm and tesseract
    #[arg(long)]
    pub(crate) ocr: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Text,
    Json,
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
pub(crate) enum Schema {
    /// What `score --format json` writes, one a line
    Report,
    /// What `clauses` writes, one a line
    Clauses,
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Changes {
    /// As if all were accepted: what would be signed
    #[default]
    Accepted,
    /// As if all were rejected: what stood there before
    Original,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocFormat {
    /// Markdown
    Md,
    /// One page, without external resources
    Html,
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

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ClauseFormat {
    Jsonl,
}

/// A number of points from 0 to 100 with at most three decimals.
fn points(text: &str) -> Result<Points, String> {
    let wrong = || String::from("give a number from 0 to 100, such as 60 or 62.5");
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    if !digits(whole) || !digits(decimals) || decimals.len() > 3 {
        return Err(wrong());
    }
    let thousandths: i64 = format!("{whole}{decimals:0<3}").parse().map_err(|_| wrong())?;
    Some(Points(thousandths)).filter(|it| *it <= Points::FULL).ok_or_else(wrong)
}

/// A day.
fn date(text: &str) -> Result<Date, String> {
    match literal(Type::Date, text.trim()) {
        Some(Value::Date(it)) => Ok(it),
        _ => Err("give a day such as 2026-01-31".to_owned()),
    }
}

/// A place by its name.
fn law(name: &str) -> Result<Jurisdiction, String> {
    Jurisdiction::from_name(name).ok_or_else(|| {
        "name a country, or a state or part of one, in English, such as \"California\"".to_owned()
    })
}

fn param(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, such as max-payment-days=45days")?;
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn points_have_at_most_three_decimals() {
        assert_eq!(points("60"), Ok(Points(60_000)));
        assert_eq!(points("62.5"), Ok(Points(62_500)));
        assert_eq!(points("100"), Ok(Points(100_000)));
        for wrong in ["", "-1", "100.001", "1.2345", "abc", "1.", "6 0", "9999999999999999999999"] {
            assert!(points(wrong).is_err(), "{wrong}");
        }
    }
}
