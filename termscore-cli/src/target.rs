//! `--output`: texts in, files out; nothing is overwritten by accident.

use std::{
    collections::BTreeSet,
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use crate::{
    problem::Problem,
    save::{exists, save},
};

/// Where reports go if not to standard output.
#[derive(Debug)]
pub(crate) struct Target {
    path: PathBuf,
    /// Each report is a file of its own, in the folder `path`.
    folder: bool,
    force: bool,
    /// The contracts, as the file system knows them.
    inputs: Vec<PathBuf>,
    written: BTreeSet<PathBuf>,
}

impl Target {
    /// One file, or a folder that is made if `each` contract has a file of its own and there are several.
    ///
    /// # Errors
    /// If the file exists and `force` is not given, so that nobody waits for reports that cannot be written.
    pub(crate) fn new(path: &Path, inputs: &[PathBuf], each: bool, force: bool) -> Result<Target, Problem> {
        let folder = each && (inputs.len() > 1 || path.is_dir());
        let problem = |message: String| Problem::new(format_args!("--output {}", path.display()), message);
        if folder {
            fs::create_dir_all(path).map_err(|error| match error.kind() {
                ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
                    problem(String::from("this is a file: several reports of this form need a folder"))
                }
                _ => problem(format!("the folder cannot be made: {error}")),
            })?;
        } else if path.is_dir() {
            return Err(problem(String::from("this is a folder: name a file in it")));
        } else if path.exists() && !force {
            return Err(exists(path));
        }
        let inputs = inputs.iter().filter_map(|it| it.canonicalize().ok()).collect();
        Ok(Target { path: path.to_owned(), folder, force, inputs, written: BTreeSet::new() })
    }

    /// Writes the report of one contract, or all of them at once if it is one file; tells where.
    pub(crate) fn write(&mut self, contract: &Path, extension: &str, text: &str) -> Result<PathBuf, Problem> {
        let path =
            if self.folder { self.path.join(self.name(contract, extension)) } else { self.path.clone() };
        let problem = |message: String| Problem::new(path.display(), message);
        if path.canonicalize().is_ok_and(|it| self.inputs.contains(&it)) {
            return Err(problem(String::from("this is a contract that is scored: choose another name")));
        }
        save(&path, self.force, text.as_bytes())?;
        self.written.insert(path.clone());
        Ok(path)
    }

    /// `agreement.html`; of a second contract of that stem `agreement.pdf.html`, then `agreement.pdf.2.html`.
    fn name(&self, contract: &Path, extension: &str) -> String {
        let of = |it: Option<&std::ffi::OsStr>, other: &str| {
            it.map_or(other.to_owned(), |it| it.to_string_lossy().into_owned())
        };
        if contract == Path::new("-") {
            return format!("stdin.{extension}");
        }
        let (stem, name) = (of(contract.file_stem(), "contract"), of(contract.file_name(), "contract"));
        let numbered = (2..).map(|n| format!("{name}.{n}.{extension}"));
        [format!("{stem}.{extension}"), format!("{name}.{extension}")]
            .into_iter()
            .chain(numbered)
            .find(|it| !self.written.contains(&self.path.join(it)))
            .unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracts_of_the_same_name_get_pages_of_their_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let inputs = ["a/x.pdf", "b/x.docx", "c/x.docx", "-"].map(PathBuf::from);
        let mut target =
            Target::new(&folder.path().join("out"), &inputs, true, false).expect("a folder is made");
        let names: Vec<String> = inputs
            .iter()
            .map(|it| target.write(it, "html", "page").expect("it is written"))
            .map(|it| it.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default())
            .collect();
        assert_eq!(names, ["x.html", "x.docx.html", "x.docx.2.html", "stdin.html"]);
    }
}
