//! Commands for authors of rule packs.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Format;

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocFormat {
    /// Markdown
    Md,
    /// One page, without external resources
    Html,
}
