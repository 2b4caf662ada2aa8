//! Files that take their name only when they are complete.

use std::{
    fs::{self, File},
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

use crate::{problem::Problem, save};

/// A file in the making: `<name>.part`.
pub(super) struct Part {
    pub(super) out: BufWriter<File>,
    part: PathBuf,
}

impl Part {
    /// Begins it; the name itself must be free unless it is forced.
    pub(super) fn new(path: &Path, force: bool) -> Result<Part, Problem> {
        if !force && path.exists() {
            return Err(save::exists(path));
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        Ok(Part { out: BufWriter::new(save::create(&part, true)?), part })
    }

    /// On the disk, and under its name.
    pub(super) fn finish(self, path: &Path) -> io::Result<()> {
        self.out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&self.part, path)
    }
}
