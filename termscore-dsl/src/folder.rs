//! Which files of a folder are a pack's.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{Source, symbols::has_header};

/// Folders inside folders that are looked into.
const DEEPEST: usize = 8;

/// The rule text of the pack in a folder: the paths of its files that end in `.terms`, in order, and those of the folders in
/// it, such as `tests`. A folder in which a file has a `pack` header is another pack, and none of its files belong here;
/// hidden folders and links to folders are passed over. Empty if the folder holds no pack.
///
/// # Errors
/// If a folder, or a file of a folder inside, cannot be read.
pub fn pack_files(folder: impl AsRef<Path>) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    collect(folder.as_ref(), DEEPEST, &mut files)?;
    files.sort();
    Ok(files)
}

fn collect(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut inner = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            if !entry.file_name().to_string_lossy().starts_with('.') {
                inner.push(path);
            }
        } else if is_rule_text(&path) {
            files.push(path);
        }
    }
    for folder in inner.iter().filter(|_| depth > 0) {
        let mut found = Vec::new();
        collect(folder, depth - 1, &mut found)?;
        if !holds_header(&found)? {
            files.append(&mut found);
        }
    }
    Ok(())
}

fn is_rule_text(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|it| it == "terms")
}

fn holds_header(files: &[PathBuf]) -> io::Result<bool> {
    for file in files {
        // What is no UTF-8 is told by whoever reads the pack.
        let text = String::from_utf8_lossy(&fs::read(file)?).into_owned();
        if has_header(&Source::new("", text)) {
            return Ok(true);
        }
    }
    Ok(false)
}
