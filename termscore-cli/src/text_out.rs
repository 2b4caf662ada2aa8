//! `--text-out`: the text of contracts, as offsets in results count it, into a folder.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::problem::Problem;

/// A folder that takes the text of contracts.
#[derive(Debug)]
pub(crate) struct TextOut {
    folder: PathBuf,
    written: BTreeSet<PathBuf>,
}

impl TextOut {
    /// Makes the folder, if there is to be one.
    pub(crate) fn new(folder: Option<&Path>) -> Result<Option<TextOut>, Problem> {
        let Some(folder) = folder else { return Ok(None) };
        fs::create_dir_all(folder).map_err(|error| {
            Problem::new(
                format_args!("--text-out {}", folder.display()),
                format_args!("the folder cannot be made: {error}"),
            )
        })?;
        Ok(Some(TextOut { folder: folder.to_owned(), written: BTreeSet::new() }))
    }

    /// Writes `<name>.txt`. Neither an input nor the text of another input is overwritten.
    pub(crate) fn write(&mut self, path: &Path, text: &str) -> Result<(), Problem> {
        let stem = match path.file_stem() {
            Some(_) if path == Path::new("-") => "stdin".into(),
            Some(stem) => stem.to_string_lossy(),
            None => "contract".into(),
        };
        let target = self.folder.join(format!("{stem}.txt"));
        let problem = |message: String| Problem::new(target.display(), message);
        if !self.written.insert(target.clone()) {
            return Err(problem(format!(
                "two inputs are called {stem}: give them to --text-out one after the other"
            )));
        }
        let is_input = target.canonicalize().is_ok_and(|it| path.canonicalize().is_ok_and(|path| path == it));
        if is_input {
            let same = fs::read(&target).is_ok_and(|it| it == text.as_bytes());
            return if same {
                Ok(())
            } else {
                Err(problem(String::from(
                    "this is the contract itself: choose another folder for --text-out",
                )))
            };
        }
        fs::write(&target, text).map_err(|error| problem(format!("it cannot be written: {error}")))
    }
}
