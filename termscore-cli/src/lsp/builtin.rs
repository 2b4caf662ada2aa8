//! The built-in packs as files, so that an editor can open what a name leads to.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use termscore::{Source, packs};

/// The sources of a built-in pack, with the files that hold them; these are written when they are missing.
pub(super) fn files(pack: &str) -> Option<(Vec<PathBuf>, Vec<Source>)> {
    let sources = packs::sources(pack)?;
    let folder = folder();
    let mut files = Vec::new();
    for source in &sources {
        // Names of sources are `std/pack.terms`.
        let file = folder.join(&source.name);
        write(&file, &source.text);
        files.push(file);
    }
    Some((files, sources))
}

/// Where the user's programs keep what they can make again.
fn folder() -> PathBuf {
    let var = |name: &str| env::var_os(name).map(PathBuf::from).filter(|it| it.is_absolute());
    let home = || {
        var("HOME")
            .map(|it| if cfg!(target_os = "macos") { it.join("Library/Caches") } else { it.join(".cache") })
    };
    let cache =
        var("XDG_CACHE_HOME").or_else(|| var("LOCALAPPDATA")).or_else(home).unwrap_or_else(env::temp_dir);
    cache.join("termscore").join(concat!("packs-", env!("CARGO_PKG_VERSION")))
}

/// Writes a file that does not hold this text yet. If that fails, the editor will say that there is no such file.
fn write(file: &Path, text: &str) {
    if fs::read_to_string(file).is_ok_and(|it| it == text) {
        return;
    }
    if let Some(folder) = file.parent()
        && fs::create_dir_all(folder).is_ok()
    {
        // A reader must not see half of it.
        let part = file.with_extension(format!("{}.part", std::process::id()));
        if fs::write(&part, text).is_err() || fs::rename(&part, file).is_err() {
            let _ = fs::remove_file(&part);
        }
    }
}
