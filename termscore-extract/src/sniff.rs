//! What kind of file the bytes are: by content first, then by the extension of the name.

use crate::package::Package;
use crate::text::utf16;
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
    if bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        return Ok(Format::Rtf);
    }
    for (magic, kind, remedy) in UNSUPPORTED {
        if bytes.starts_with(magic) {
            return Err(ExtractError::UnsupportedFormat { kind, remedy });
        }
    }
    if bytes.starts_with(OLE) {
        return Err(ole_kind(bytes));
    }
    let is_wide = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || utf16(bytes).is_some();
    let extension = name.rsplit_once('.').map_or("", |(_, it)| it).to_ascii_lowercase();
    // The bytes of an attachment may stand in a mail as they are.
    if extension == "eml" || is_mail(bytes) {
        return Ok(Format::Email);
    }
    if !is_wide && looks_binary(bytes) {
        return Err(ExtractError::Binary);
    }
    match extension.as_str() {
        _ if is_flat_odt(bytes) => Ok(Format::Odt),
        "md" | "markdown" | "mdown" | "mkd" => Ok(Format::Markdown),
        "html" | "htm" | "xhtml" => Ok(Format::Html),
        _ if is_html(bytes) => Ok(Format::Html),
        // A PDF or Word file always has its signature; text under their names is a mistake worth naming.
        "pdf" => Err(ExtractError::damaged(Format::Pdf, "it does not begin as a PDF")),
        "docx" => Err(ExtractError::damaged(Format::Docx, "it is not a zip archive")),
        "odt" => Err(ExtractError::damaged(Format::Odt, "it is not a zip archive")),
        "zip" => Err(ExtractError::damaged(Format::Archive, "it does not begin as one")),
        "rtf" => Err(ExtractError::damaged(Format::Rtf, "it does not begin as one")),
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

/// A zip archive is told by the names of its entries; a damaged one by what of them can be seen in its bytes.
fn zip_kind(bytes: &[u8]) -> Result<Format, ExtractError> {
    let names = Package::open(bytes, Format::Archive).map(|it| it.names());
    // Files in an archive may be archives themselves: only the beginning of a name counts.
    let has = |name: &str| match &names {
        Ok(names) => names.iter().any(|it| it.starts_with(name)),
        Err(_) => find(bytes, name.as_bytes()).is_some(),
    };
    // The first entry of an OpenDocument file says what it is, and is not compressed.
    let document = find(head(bytes, 256), b"application/vnd.oasis.opendocument.").is_some();
    let (kind, remedy) = if document && find(head(bytes, 256), b"opendocument.text").is_some() {
        return Ok(Format::Odt);
    } else if has("xl/workbook") || document && find(head(bytes, 256), b"opendocument.spreadsheet").is_some()
    {
        ("spreadsheets", "export the contract as PDF")
    } else if has("ppt/presentation") || document {
        ("presentations and drawings", "export the contract as PDF")
    } else if has("word/") || has("_rels/.rels") {
        return Ok(Format::Docx);
    } else if has("mimetype") && has("content.xml") {
        return Ok(Format::Odt);
    } else if has("META-INF/container.xml") {
        ("books (.epub)", "export the contract as PDF")
    } else {
        return Ok(Format::Archive);
    };
    Err(ExtractError::UnsupportedFormat { kind, remedy })
}

/// True if the bytes begin with headers that only mails have.
fn is_mail(bytes: &[u8]) -> bool {
    let head = head(bytes, 32 << 10);
    // Mailboxes put a line before each mail.
    let head = if head.starts_with(b"From ") { head } else { head.trim_ascii_start() };
    let (mut n_own, mut n_any) = (0, 0);
    for line in head.split(|it| *it == b'\n').skip(usize::from(head.starts_with(b"From "))) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            break;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let Some(colon) = line.iter().position(|it| *it == b':') else { return false };
        let name = line.get(..colon).unwrap_or_default();
        if name.is_empty() || !name.iter().all(|it| it.is_ascii_alphanumeric() || *it == b'-') {
            return false;
        }
        n_any += 1;
        let own = ["received", "mime-version", "message-id", "return-path", "delivered-to", "dkim-signature"];
        n_own += usize::from(own.iter().any(|it| name.eq_ignore_ascii_case(it.as_bytes())));
    }
    n_own > 0 && n_any > 1
}

/// True of an OpenDocument text in one XML file.
fn is_flat_odt(bytes: &[u8]) -> bool {
    let head = head(bytes, 4096);
    find(head, b"<office:document ").is_some() || find(head, b"<office:document\n").is_some()
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
    if has("__properties_version1.0") || has("__nameid_version1.0") {
        return ExtractError::UnsupportedFormat {
            kind: "Outlook messages (.msg)",
            remedy: "save the attached contract and score that, or save the message as .eml or PDF",
        };
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
