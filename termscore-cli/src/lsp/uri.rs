//! Addresses of documents: `file:` addresses to paths and back. What has no path keeps its address.

use std::path::{Path, PathBuf};

use lsp_types::Uri;

/// The path that an address stands for. A document that is in no file, such as `untitled:Untitled-1`, has its
/// address for a path, which is not absolute.
pub(super) fn to_path(uri: &Uri) -> PathBuf {
    let Some(rest) = uri.0.strip_prefix("file://") else { return PathBuf::from(&uri.0) };
    // An empty host, or this one.
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let Some(decoded) = decoded(path) else { return PathBuf::from(&uri.0) };
    // `/C:/packs` is `C:/packs`.
    let drive = decoded.strip_prefix('/').filter(|it| it.as_bytes().get(1) == Some(&b':'));
    PathBuf::from(drive.filter(|_| cfg!(windows)).unwrap_or(&decoded))
}

/// The address of a path.
pub(super) fn of_path(path: &Path) -> Uri {
    if !path.is_absolute() {
        return Uri(path.to_string_lossy().into_owned());
    }
    let mut text = path.to_string_lossy().into_owned();
    if cfg!(windows) {
        text = format!("/{}", text.replace('\\', "/"));
    }
    let mut uri = String::from("file://");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    Uri(uri)
}

/// The text with `%20` made a blank; nothing if that is no text.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            bytes.push(u8::try_from(digit()? * 16 + digit()?).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses_go_both_ways() {
        for path in ["/packs/a b/häuser%.terms", "/x"] {
            if Path::new(path).is_absolute() {
                assert_eq!(to_path(&of_path(Path::new(path))), Path::new(path));
            }
        }
        for strange in ["untitled:Untitled-1", "file:///%", "file:///%FF", "file:///%é", ""] {
            assert_eq!(to_path(&Uri(strange.to_owned())), Path::new(strange));
            assert_eq!(of_path(Path::new(strange)), Uri(strange.to_owned()));
        }
    }
}
