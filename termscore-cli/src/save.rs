//! Results into files that the user named. What stands there already is kept unless that is asked for.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write},
    path::Path,
};

use crate::problem::Problem;

/// Writes a file; with `force` over one that exists.
pub(crate) fn save(path: &Path, force: bool, bytes: &[u8]) -> Result<(), Problem> {
    let mut file = create(path, force)?;
    file.write_all(bytes)
        .map_err(|error| Problem::new(path.display(), format_args!("it cannot be written: {error}")))
}

/// Opens a new file, or with `force` empties one that exists.
pub(crate) fn create(path: &Path, force: bool) -> Result<std::fs::File, Problem> {
    let mut options = OpenOptions::new();
    options.write(true);
    if force {
        options.create(true).truncate(true)
    } else {
        options.create_new(true)
    };
    options.open(path).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => exists(path),
        ErrorKind::NotFound => Problem::new(path.display(), "there is no such folder: make it first"),
        _ => Problem::new(path.display(), format_args!("it cannot be written: {error}")),
    })
}

/// What is said of a file that is kept.
pub(crate) fn exists(path: &Path) -> Problem {
    Problem::new(path.display(), "this file exists: choose another name, or add --force")
}
