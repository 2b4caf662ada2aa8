//! Where the program writes to: standard output and standard error, coloured only where that is wanted.

use std::{
    fmt::Display,
    io::{self, ErrorKind, IsTerminal, Write},
};

use anstream::{AutoStream, ColorChoice};

use crate::{args::Color, problem::Problem};

/// Columns of a page that is not shown on a terminal.
const PLAIN_WIDTH: usize = 80;

/// What the program found, as exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// All is well.
    Fine = 0,
    /// It found what it was asked to fail on.
    Found = 1,
    /// It could not do what it was asked.
    Failed = 2,
}

/// Standard output and standard error.
pub(crate) struct Output {
    out: AutoStream<io::StdoutLock<'static>>,
    err: AutoStream<io::StderrLock<'static>>,
    width: usize,
    closed: bool,
    broken: bool,
}

impl Output {
    /// Locks both.
    pub(crate) fn new(color: Color) -> Output {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let set = std::env::var("COLUMNS").ok().and_then(|it| it.trim().parse().ok());
        let width = if io::stdout().is_terminal() {
            terminal_size::terminal_size().map(|(it, _)| usize::from(it.0))
        } else {
            None
        };
        Output {
            out: AutoStream::new(io::stdout().lock(), choice),
            err: AutoStream::new(io::stderr().lock(), choice),
            width: width.or(set).filter(|it| *it > 0).unwrap_or(PLAIN_WIDTH),
            closed: false,
            broken: false,
        }
    }

    /// Columns of a line.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// Writes results. Does nothing once nobody reads them.
    pub(crate) fn write(&mut self, text: &str) {
        if self.closed {
            return;
        }
        let bytes = text.as_bytes();
        // Nothing to take out of most texts, and megabytes of them where results are JSON. This thread holds the lock.
        let written = if bytes.iter().any(is_control) {
            self.out.write_all(bytes).and_then(|()| self.out.flush())
        } else {
            let mut out = io::stdout().lock();
            out.write_all(bytes).and_then(|()| out.flush())
        };
        if let Err(error) = written {
            self.closed = true;
            if error.kind() != ErrorKind::BrokenPipe {
                self.broken = true;
                self.problem(
                    "standard output",
                    format_args!("cannot be written ({error}): check that there is room"),
                );
            }
        }
    }

    /// True once nobody reads the results.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// True if results could not be written although somebody waits for them.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Writes a text of several lines, such as diagnostics, where it does not mix with results.
    pub(crate) fn explain(&mut self, text: &str) {
        let _ = writeln!(self.err, "{text}");
    }

    /// Says in one line what could not be done and what to do. Where even that cannot be written, the exit
    /// status has to do.
    pub(crate) fn problem(&mut self, what: impl Display, message: impl Display) {
        let line = crate::render::page::clean(&format!("termscore: {what}: {message}"));
        let _ = writeln!(self.err, "{line}");
    }

    /// Says what could not be done.
    pub(crate) fn fail(&mut self, problems: Vec<Problem>) -> Status {
        for it in problems {
            self.problem(it.what, it.message);
        }
        Status::Failed
    }
}

/// True of the bytes that styles are made of, and of others that a terminal obeys.
fn is_control(byte: &u8) -> bool {
    byte.is_ascii_control() && !matches!(byte, b'\n' | b'\r' | b'\t')
}
