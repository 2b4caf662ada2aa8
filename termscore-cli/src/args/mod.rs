//! The command line.

mod contracts;
mod corpus;
mod packs;
mod reading;
mod services;
mod values;

use clap::{Parser, Subcommand, ValueEnum};

pub(crate) use self::{contracts::*, corpus::*, packs::*, reading::*, services::*};

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

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
