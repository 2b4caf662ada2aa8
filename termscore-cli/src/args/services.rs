//! Commands for other programs: editors, browsers, assistants.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Schema {
    /// What `score --format json` writes, one a line
    Report,
    /// What `clauses` writes, one a line
    Clauses,
}
