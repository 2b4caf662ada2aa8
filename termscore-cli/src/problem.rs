//! What could not be done.

use std::{fmt, io, path::Path};

/// What could not be done, in words for the person who asked for it.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The file, or the option.
    pub(crate) what: String,
    /// What is wrong and what to do.
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(what: impl fmt::Display, message: impl fmt::Display) -> Problem {
        Problem { what: what.to_string(), message: message.to_string() }
    }

    /// A file or folder that cannot be opened.
    pub(crate) fn io(path: &Path, error: &io::Error) -> Problem {
        let message = match error.kind() {
            io::ErrorKind::NotFound => String::from("no such file: check the name and the folder"),
            io::ErrorKind::PermissionDenied => {
                String::from("it may not be opened: check who is allowed to read it")
            }
            io::ErrorKind::IsADirectory => {
                format!("this is a folder: name the files in it, such as {}", path.join("*.pdf").display())
            }
            _ => format!("it cannot be read: {error}"),
        };
        Problem::new(path.display(), message)
    }
}
