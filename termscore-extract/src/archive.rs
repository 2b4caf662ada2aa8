//! Zip archives: bytes in, the files in them out. An entry's name is a name, never a path to follow.

use crate::package::Package;
use crate::{ExtractError, Format};

/// Names and bytes of the files in an archive, in its order; what cannot be unpacked with its reason.
pub(crate) type Files = Vec<(String, Result<Vec<u8>, ExtractError>)>;

/// Files that are unpacked; a contract comes with a handful.
const MAX_FILES: usize = 100;
/// Unpacked bytes of all files together.
const MAX_UNPACKED: usize = 128 << 20;

/// # Errors
/// An archive that is damaged or unpacks to more than a contract can need.
pub(crate) fn files(bytes: &[u8]) -> Result<Files, ExtractError> {
    let mut package = Package::open(bytes, Format::Archive)?;
    let names: Vec<String> = package.names().into_iter().filter(|it| !is_clutter(it)).collect();
    if names.len() > MAX_FILES {
        return Err(ExtractError::TooLarge { what: "the number of files in the archive", limit: "100" });
    }
    let mut files = Vec::new();
    let mut n_unpacked = 0;
    for name in names {
        let content = match package.read(&name) {
            Ok(None) => continue,
            Ok(Some(content)) => Ok(content),
            Err(error) => Err(error),
        };
        n_unpacked += content.as_ref().map_or(0, Vec::len);
        if n_unpacked > MAX_UNPACKED {
            return Err(ExtractError::TooLarge { what: "what is in the archive", limit: "128 MiB" });
        }
        files.push((shown(&name), content));
    }
    Ok(files)
}

/// Folders, and what systems leave behind in archives.
fn is_clutter(name: &str) -> bool {
    let file = last(name);
    name.ends_with(['/', '\\'])
        || name.split(['/', '\\']).any(|it| it == "__MACOSX")
        || file.starts_with('.')
        || file.eq_ignore_ascii_case("thumbs.db")
        || file.eq_ignore_ascii_case("desktop.ini")
}

fn last(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The name without folders and control characters.
fn shown(name: &str) -> String {
    let name: String = last(name).chars().filter(|it| !it.is_control()).collect();
    if name.is_empty() { "file".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_only_names() {
        assert_eq!(shown("../../etc/pass\u{1b}wd"), "passwd");
        assert_eq!(shown("C:\\a\\b.txt"), "b.txt");
        assert!(is_clutter("a/") && is_clutter("__MACOSX/a.txt") && is_clutter("a/.DS_Store"));
        assert!(!is_clutter("a/b.txt"));
    }
}
