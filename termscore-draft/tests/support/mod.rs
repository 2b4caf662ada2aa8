//! The sample contracts, and the engine with all built-in packs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use termscore_core::{Document, Engine, Registry};
use termscore_extract::{Changes, Options, Part, extract_parts, join};

pub(crate) fn engine() -> Engine {
    Engine::new(termscore_rulepacks::all(), Registry::standard().lenient()).expect("the packs link")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All sample contracts: a short name and the file.
pub(crate) fn samples() -> Vec<(String, PathBuf)> {
    let mut folders = vec![root().join("examples/contracts"), root().join("examples/contracts/table")];
    for pack in fs::read_dir(root().join("rulepacks/packs")).expect("the packs") {
        folders.push(pack.expect("a pack").path().join("samples"));
    }
    let mut files: Vec<PathBuf> = folders
        .iter()
        .filter_map(|it| fs::read_dir(it).ok())
        .flatten()
        .filter_map(|it| Some(it.ok()?.path()))
        .filter(|it| it.is_file() && it.file_name().is_some_and(|it| it != "README.md"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|it| (it.strip_prefix(root()).expect("in the repository").display().to_string(), it))
        .collect()
}

pub(crate) fn read(path: &Path) -> Vec<u8> {
    fs::read(path).expect("a sample")
}

/// A contract as the program reads it, with what is attached to it.
pub(crate) fn document(name: &str, bytes: &[u8], attached: &[(&str, &[u8])], changes: Changes) -> Document {
    let options = Options::default().with_changes(changes);
    let parts = |name: &str, bytes: &[u8]| -> Vec<Part> {
        extract_parts(name, bytes, options).expect("a readable file")
    };
    let mut all = parts(name, bytes);
    all.extend(attached.iter().flat_map(|it| parts(it.0, it.1)));
    let whole = join(all).expect("a readable contract");
    Document::with_layout(name, whole.text, whole.layout).expect("the layout fits")
}
