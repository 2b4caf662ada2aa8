//! Paths on the command line in, the files to score out, in a fixed order.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

/// Endings of files that can hold a contract; in folders, other files are left out.
const ENDINGS: [&str; 12] =
    ["txt", "text", "md", "markdown", "html", "htm", "docx", "odt", "rtf", "pdf", "eml", "zip"];

/// Endings of pictures, which are read by OCR.
const PICTURES: [&str; 5] = ["png", "jpg", "jpeg", "tif", "tiff"];

/// What is to be scored.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// In the order of the command line, those of a folder by name; none twice.
    pub(super) files: Vec<PathBuf>,
    /// Files of folders that are no contracts by their ending.
    pub(super) n_other: usize,
    /// Folders in folders that were not entered.
    pub(super) n_folders: usize,
}

/// Lists files, and those of folders. What cannot be opened is listed, too, so that it becomes a line with the reason.
pub(super) fn list(paths: &[PathBuf], recursive: bool, ocr: bool) -> Listed {
    let mut listed = Listed::default();
    let mut seen = BTreeSet::new();
    for path in paths {
        let mut found = Vec::new();
        if path.is_dir() {
            if enter(path, recursive, ocr, &mut listed, &mut found).is_err() {
                found.push(path.clone());
            }
        } else {
            found.push(path.clone());
        }
        listed.files.extend(found.into_iter().filter(|it| seen.insert(it.clone())));
    }
    listed
}

fn enter(
    folder: &Path,
    recursive: bool,
    ocr: bool,
    listed: &mut Listed,
    found: &mut Vec<PathBuf>,
) -> io::Result<()> {
    let mut inner: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder)? {
        inner.push(entry?.path());
    }
    inner.sort();
    for path in inner {
        let hidden = path.file_name().is_none_or(|it| it.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            // A link may lead back to a folder that holds it.
            if !recursive || path.is_symlink() {
                listed.n_folders += 1;
            } else if enter(&path, recursive, ocr, listed, found).is_err() {
                found.push(path);
            }
            continue;
        }
        let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase()).unwrap_or_default();
        let ending = ending.as_str();
        if ENDINGS.contains(&ending) || ocr && PICTURES.contains(&ending) {
            found.push(path);
        } else {
            listed.n_other += 1;
        }
    }
    Ok(())
}
