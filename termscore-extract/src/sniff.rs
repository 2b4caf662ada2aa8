//! What kind of file the bytes are: by content first, then by the extension of the name.

use crate::{ExtractError, Format};

/// # Errors
/// [`ExtractError`] for kinds that are known but not read, and for bytes of no known kind.
pub(crate) fn format(name: &str, bytes: &[u8]) -> Result<Format, ExtractError> {
    // Mail gateways and scanners put bytes in front of the PDF header; readers look at the first kilobyte.
    if find(head(bytes, 1024), b"%PDF-").is_some() {
        return Ok(Format::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return zip_kind(bytes);
    }
    for (magic, kind, remedy) in UNSUPPORTED {
        if bytes.starts_with(magic) {
            return Err(ExtractError::UnsupportedFormat { kind, remedy });
        }
    }
    if bytes.starts_with(OLE) {
        return Err(ole_kind(bytes));
    }
    if !bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xfe\xff") && looks_binary(bytes) {
        return Err(ExtractError::Binary);
    }
    let extension = name.rsplit_once('.').map_or("", |(_, it)| it).to_ascii_lowercase();
    match extension.as_str() {
        "md" | "markdown" | "mdown" | "mkd" => Ok(Format::Markdown),
        "html" | "htm" | "xhtml" => Ok(Format::Html),
        _ if is_html(bytes) => Ok(Format::Html),
        // A PDF or Word file always has its signature; text under their names is a mistake worth naming.
        "pdf" => Err(ExtractError::damaged(Format::Pdf, "it does not begin as a PDF")),
        "docx" => Err(ExtractError::damaged(Format::Docx, "it is not a zip archive")),
        _ => Ok(Format::Text),
    }
}

/// True if the bytes are a picture.
pub(crate) fn is_image(bytes: &[u8]) -> bool {
    UNSUPPORTED.iter().any(|(magic, kind, _)| *kind == IMAGES && bytes.starts_with(magic))
}

/// Why a picture is not read.
pub(crate) fn image() -> ExtractError {
    ExtractError::UnsupportedFormat { kind: IMAGES, remedy: IMAGE }
}

const IMAGES: &str = "images";

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

const UNSUPPORTED: &[(&[u8], &str, &str)] = &[
    (b"{\\rtf", "RTF files", "save it as .docx or PDF"),
    (b"\x89PNG", IMAGES, IMAGE),
    (b"\xff\xd8\xff", IMAGES, IMAGE),
    (b"GIF8", IMAGES, IMAGE),
    (b"II*\0", IMAGES, IMAGE),
    (b"MM\0*", IMAGES, IMAGE),
    (b"BM", IMAGES, IMAGE),
    (b"RIFF", IMAGES, IMAGE),
    (b"\0\0\0\x18ftyp", IMAGES, IMAGE),
    (b"\0\0\0\x1cftyp", IMAGES, IMAGE),
    (b"\x1f\x8b", "compressed files", "unpack it and give the contract inside"),
    (b"7z\xbc\xaf", "archives", "unpack it and give the contract inside"),
    (b"Rar!", "archives", "unpack it and give the contract inside"),
    (b"%!PS", "PostScript files", "convert it to PDF (for example `ps2pdf in.ps out.pdf`)"),
];

const IMAGE: &str = "run OCR on it, for example with `--ocr`, which needs the program tesseract (Debian package tesseract-ocr)";

/// A zip archive is told by the names of its entries, which stand in its directory uncompressed.
fn zip_kind(bytes: &[u8]) -> Result<Format, ExtractError> {
    let has = |name: &[u8]| find(bytes, name).is_some();
    let (kind, remedy) = if has(b"application/vnd.oasis.opendocument") {
        ("OpenDocument files", "save it as .docx or PDF")
    } else if has(b"xl/workbook") {
        ("spreadsheets", "export the contract as PDF")
    } else if has(b"ppt/presentation") {
        ("presentations", "export the contract as PDF")
    } else if has(b"word/") || has(b"_rels/.rels") {
        return Ok(Format::Docx);
    } else {
        ("archives", "unpack it and give the contract inside")
    };
    Err(ExtractError::UnsupportedFormat { kind, remedy })
}

/// Old Office files and encrypted new ones share a container, whose directory names its streams in UTF-16.
fn ole_kind(bytes: &[u8]) -> ExtractError {
    let has = |name: &str| {
        let utf16: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        find(bytes, &utf16).is_some()
    };
    if has("EncryptedPackage") {
        return ExtractError::Encrypted { format: Format::Docx };
    }
    let kind = if has("WordDocument") { "old Word files (.doc)" } else { "old Office files" };
    ExtractError::UnsupportedFormat { kind, remedy: "save it as .docx or PDF" }
}

/// No text has zero bytes (UTF-16 is told by its mark before), and hardly any has control characters.
fn looks_binary(bytes: &[u8]) -> bool {
    let head = head(bytes, 64 << 10);
    let n_control = head
        .iter()
        .filter(|&&it| it < 0x20 && !matches!(it, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a))
        .count();
    head.contains(&0) || n_control * 50 > head.len()
}

/// True if the first thing in the file is markup and a page begins soon.
fn is_html(bytes: &[u8]) -> bool {
    let head = head(bytes, 4096).to_ascii_lowercase();
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
    head.starts_with(b"<")
        && [&b"<html"[..], b"<!doctype html", b"<body"].iter().any(|it| find(head, it).is_some())
}

fn head(bytes: &[u8], length: usize) -> &[u8] {
    bytes.get(..length).unwrap_or(bytes)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut from = 0;
    while let Some(at) = haystack.get(from..)?.iter().position(|&it| it == first) {
        let start = from + at;
        if haystack.get(start..)?.starts_with(needle) {
            return Some(start);
        }
        from = start + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_before_the_name() {
        assert_eq!(format("a.txt", b"%PDF-1.4"), Ok(Format::Pdf));
        assert_eq!(format("a.txt", b"<!DOCTYPE html><p>x"), Ok(Format::Html));
        assert_eq!(format("a.txt", b" <?xml version='1.0'?>\n<html>"), Ok(Format::Html));
        assert_eq!(format("a.md", b"<html> in a text"), Ok(Format::Markdown));
        assert_eq!(format("NDA.HTM", b"<p>x"), Ok(Format::Html));
        assert_eq!(format("no-extension", b"x"), Ok(Format::Text));
        assert!(matches!(format("a.pdf", b"x"), Err(ExtractError::Damaged { format: Format::Pdf, .. })));
    }
}
