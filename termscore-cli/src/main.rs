//! The program `termscore`: contracts in, reports out.
//!
//! ```text
//! args ─→ reader (files, packs) ─→ Engine ─→ score | clauses | explain | compare ─→ render ─→ output
//!                │                                           └─→ termscore::render ─→ target
//!                ├─→ files of folders ─→ batch (threads) ─→ lines of JSON ─→ table | parquet
//!                └─→ check, test, eval, learn, survey, packs, fmt, ast, expand, doc, new, schema
//! args ─→ reader (files, packs) ─→ Report ─→ draft ─→ files
//! args ─→ contract (files) ─→ Document ─→ outline | dates ─→ render ─→ output
//! messages of an editor ─→ lsp ─→ answers
//! requests of a browser ─→ serve ─→ page, report, drafts
//! messages of an assistant ─→ mcp ─→ answers
//! ```

mod args;
mod ast;
mod batch;
mod check;
mod clauses;
mod compare;
mod contract;
mod corpus;
mod dates;
mod doc;
mod draft;
mod eval;
mod expand;
mod explain;
mod fmt;
mod learn;
mod library;
mod lsp;
mod market;
#[cfg(feature = "mcp")]
mod mcp;
mod nearest;
mod new;
mod ocr;
mod outline;
mod output;
mod packs;
mod passing;
mod problem;
mod reader;
mod render;
mod save;
mod schema;
mod score;
#[cfg(feature = "serve")]
mod serve;
mod target;
mod test;
mod text_out;

use std::{path::Path, process::ExitCode};

use clap::{
    Parser,
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::{
    args::{Cli, Color, Command},
    output::{Output, Status},
};

/// Compiling packs and reading contracts make many small values: a fifth of the time of a run went into the allocator
/// of the C library.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(it) => it,
        Err(error) => match file_instead_of_command(&error) {
            Some((file, message)) => {
                Output::new(Color::Auto).problem(file, message);
                return ExitCode::from(Status::Failed as u8);
            }
            None => error.exit(),
        },
    };
    if let Command::Lsp(_) = &cli.command {
        // It writes messages, not pages, and from a thread of its own.
        return ExitCode::from(lsp::run() as u8);
    }
    #[cfg(feature = "mcp")]
    if let Command::Mcp(it) = &cli.command {
        return ExitCode::from(mcp::run(it) as u8);
    }
    let mut output = Output::new(cli.color);
    let status = match &cli.command {
        Command::Score(it) => score::run(it, &mut output),
        Command::Clauses(it) => clauses::run(it, &mut output),
        Command::Draft(it) => draft::run(it, &mut output),
        Command::Explain(it) => explain::run(it, &mut output),
        Command::Outline(it) => outline::run(it, &mut output),
        Command::Compare(it) => compare::run(it, &mut output),
        Command::Dates(it) => dates::run(it, &mut output),
        Command::Check(it) => check::run(it, &mut output),
        Command::Test(it) => test::run(it, &mut output),
        Command::Fmt(it) => fmt::run(it, &mut output),
        Command::Ast(it) => ast::run(it, &mut output),
        Command::Expand(it) => expand::run(it, &mut output),
        Command::Doc(it) => doc::run(it, &mut output),
        Command::New(it) => new::run(it, &mut output),
        Command::Eval(it) => eval::run(it, &mut output),
        Command::Learn(it) => learn::run(it, &mut output),
        Command::Survey(it) => market::run(it, &mut output),
        Command::Packs(it) => packs::list(it, &mut output),
        Command::Schema(it) => schema::run(it, &mut output),
        #[cfg(feature = "serve")]
        Command::Serve(it) => serve::run(it, &mut output),
        #[cfg(feature = "mcp")]
        Command::Mcp(_) => Status::Fine,
        Command::Lsp(_) => Status::Fine,
    };
    let status = if output.is_broken() { Status::Failed } else { status };
    ExitCode::from(status as u8)
}

/// The first try of many: a file where the command should stand. What to write instead.
fn file_instead_of_command(error: &clap::Error) -> Option<(&str, String)> {
    let word = match (error.kind(), error.get(ContextKind::InvalidSubcommand)) {
        (ErrorKind::InvalidSubcommand, Some(ContextValue::String(it))) => it.as_str(),
        _ => return None,
    };
    let path = Path::new(word);
    let extension = path.extension();
    if extension.is_none() && !path.exists() {
        return None;
    }
    let (what, command) = if extension.is_some_and(|it| it == "terms") {
        ("rules are", "check")
    } else {
        ("a file is", "score")
    };
    let quote = if word.contains(char::is_whitespace) { "\"" } else { "" };
    let message = format!("this is no command: {what} read by `termscore {command} {quote}{word}{quote}`");
    Some((word, message))
}
