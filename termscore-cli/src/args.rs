//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use termscore::rule::Points;

/// Reads a contract and tells you what it takes from you, how bad that is in one number, where it
/// says so, and what to ask for instead.
///
/// Works on .txt, .md, .html, .docx and .pdf files, in English, for the person who is asked to sign.
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
  termscore score draft1.docx draft2.docx    compare two versions
  termscore explain agreement.pdf no-ai-clause
                                             why a rule fires, or why it does not
  termscore packs freelance                  all rules of a pack

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
    /// Show why a rule fires on a contract, or why it does not
    Explain(Explain),
    /// Check rule packs that you write
    Check(Check),
    /// Run the tests that are part of rule packs
    Test(Test),
    /// List the built-in rule packs, or the rules of one
    Packs(Packs),
    /// Serve an editor that speaks the language server protocol, over standard input and output
    Lsp(Lsp),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore score agreement.pdf
  termscore score agreement.pdf --as client            as the other side sees it
  termscore score agreement.docx --param max-payment-days=45days
  termscore score *.pdf --format json | jq .score
  termscore score agreement.pdf --fail-under 60        exit status 1 if the score is lower
  pbpaste | termscore score -")]
pub(crate) struct Score {
    /// Contracts to score; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// How to show the report; json gives one object a line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,

    #[command(flatten)]
    pub(crate) reading: Reading,

    /// Exit with status 1 if a score is lower than this
    #[arg(long, value_name = "N", value_parser = points)]
    pub(crate) fail_under: Option<Points>,

    /// Show all findings: without it, every critical and high one and at most 5 others
    #[arg(long)]
    pub(crate) all: bool,

    /// Add the proof of each finding
    #[arg(long)]
    pub(crate) explain: bool,

    /// Also write the text that was read to DIR/<name>.txt
    #[arg(long, value_name = "DIR")]
    pub(crate) text_out: Option<PathBuf>,
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

    /// Also write the text that was read to DIR/<name>.txt
    #[arg(long, value_name = "DIR")]
    pub(crate) text_out: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore explain agreement.pdf no-ai-clause
  termscore explain agreement.pdf freelance.no-ai-clause

`termscore packs freelance` lists the rules.")]
pub(crate) struct Explain {
    /// The contract; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,

    /// Name of a rule, with or without its pack
    #[arg(value_name = "RULE")]
    pub(crate) rule: String,

    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore check my-pack.terms
  termscore check packs/              a folder with one pack, or a folder of such folders")]
pub(crate) struct Check {
    /// A .terms file, or a folder of them
    #[arg(required = true, value_name = "PACK")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  termscore test my-pack.terms
  termscore test freelance            a built-in pack")]
pub(crate) struct Test {
    /// A .terms file, a folder of them, or the name of a built-in pack
    #[arg(required = true, value_name = "PACK")]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Packs {
    /// Show the rules of this pack: a built-in name, a .terms file or a folder
    #[arg(value_name = "PACK")]
    pub(crate) name: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "An editor starts this program; docs/editor.md tells how to set one up.")]
pub(crate) struct Lsp {
    /// Accepted because some editors add it; standard input and output are always used
    #[arg(long, hide = true)]
    pub(crate) stdio: bool,
}

/// How contracts are read, and by which rules.
#[derive(Debug, Args)]
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

    /// There are no attachments that change anything: what is not in the file is not agreed
    #[arg(long)]
    pub(crate) assume_complete: bool,
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
