//! Contract files in, text with layout out: txt, md, html, docx, odt, rtf, pdf, and mails and archives of these.
//!
//! ```text
//! bytes ─sniff→ Format ─text | markdown | html | docx | odt | rtf | pdf→ blocks ─→ Extracted { text, layout, caveats }
//!                      └email | archive→ files, each as above ─parts→ the contract, then its exhibits ─join→ Extracted
//! ```
//!
//! Whatever the format, the text holds what a reader of the file sees: automatic list numbers are written out,
//! tracked changes are read as accepted, running headers and page numbers are gone. What could not be read as it
//! stands is said in [`Extracted::caveats`]; a file that yields no text is an [`ExtractError`] that says what to do.
//! Nothing is fetched, run or written; the same bytes always give the same text.
//!
//! ```
//! let extracted = termscore_extract::extract("nda.md", b"# NDA\n\n1. Keep it *secret*.")?;
//! assert_eq!(extracted.text, "NDA\n\n1. Keep it secret.");
//! assert_eq!(extracted.layout.blocks.len(), 2);
//! # Ok::<(), termscore_extract::ExtractError>(())
//! ```

mod archive;
mod docx;
mod email;
mod error;
mod html;
mod markdown;
mod odt;
mod ordinal;
mod package;
mod parts;
mod pdf;
mod rtf;
mod sniff;
mod text;
mod traced;
mod writer;
mod xml;

use std::fmt;

use termscore_core::Layout;

pub use error::ExtractError;
pub use parts::{Part, extract_parts, join};
pub use pdf::{OcrPage, OcrWord};

/// Files larger than this many bytes are refused: 64 MiB.
pub const MAX_INPUT: usize = 64 << 20;

/// Files with more text than this many bytes are refused: 16 MiB, some 5,000 pages.
pub const MAX_TEXT: usize = 16 << 20;

/// The text of a file, and what the file says about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extracted {
    /// For txt the file's own characters, byte for byte if it is UTF-8; for the others blocks, a blank line apart.
    pub text: String,
    /// Blocks and pages in `text`. No blocks for txt, whose lines say nothing; pages only for pdf and for txt
    /// with form feeds; where the text stands in the file for Markdown.
    pub layout: Layout,
    /// How the file was read.
    pub format: Format,
    /// What a careful reader should know, one sentence each, lower case: "page 3 has no text layer".
    pub caveats: Vec<String>,
    /// What stands in the file beside its text, in order.
    pub notes: Vec<Note>,
}

/// Something in a file that is not part of the flow of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Note {
    /// What it is.
    pub kind: NoteKind,
    /// Its words, white space collapsed.
    pub text: String,
    /// Who wrote it, if the file says so.
    pub author: String,
    /// The byte of [`Extracted::text`] that it is attached to, such as where a comment begins; `None` if to none.
    pub at: Option<usize>,
}

/// What a [`Note`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum NoteKind {
    /// A comment of a reviewer, or an annotation of a PDF.
    Comment,
    /// Text that a pending tracked change puts in.
    Insertion,
    /// Text that a pending tracked change takes out.
    Deletion,
    /// What stands at the top of pages.
    Header,
    /// What stands at the foot of pages.
    Footer,
    /// A field of a form, its name and what is filled in: "Rate: 90".
    Field,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// What is done with tracked changes.
    pub changes: Changes,
}

impl Options {
    /// Reads tracked changes so.
    #[must_use]
    pub fn with_changes(mut self, changes: Changes) -> Options {
        self.changes = changes;
        self
    }
}

/// What is done with tracked changes that nobody has accepted or rejected yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Changes {
    /// As if all were accepted: what would be signed.
    #[default]
    Accepted,
    /// As if all were rejected: what was offered before.
    Original,
}

/// The kinds of file this crate reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text.
    Text,
    /// CommonMark with tables and footnotes.
    Markdown,
    /// A web page.
    Html,
    /// Word since 2007, also as written by other programs.
    Docx,
    /// PDF with a text layer.
    Pdf,
    /// OpenDocument text, packed or flat.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// A mail as programs save it, with what is attached.
    Email,
    /// A zip archive of other files.
    Archive,
    /// A picture of a page, read by OCR.
    Image,
}

impl Format {
    /// What people call such a file: `Word file`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Text => "text file",
            Format::Markdown => "Markdown file",
            Format::Html => "web page",
            Format::Docx => "Word file",
            Format::Pdf => "PDF",
            Format::Odt => "OpenDocument file",
            Format::Rtf => "RTF file",
            Format::Email => "mail",
            Format::Archive => "zip archive",
            Format::Image => "picture",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Reads a file by default [`Options`]. Its content decides the format; the extension of `name` only where the content leaves it open
/// (txt, md, html without a head).
///
/// # Errors
/// [`ExtractError`], if the file is empty, of a kind that is not read, protected, scanned, damaged or too large.
pub fn extract(name: &str, bytes: &[u8]) -> Result<Extracted, ExtractError> {
    extract_with(name, bytes, Options::default())
}

/// As [`extract`], by these options.
///
/// # Errors
/// As [`extract`].
pub fn extract_with(name: &str, bytes: &[u8], options: Options) -> Result<Extracted, ExtractError> {
    check_size(bytes)?;
    let format = sniff::format(name, bytes)?;
    if matches!(format, Format::Email | Format::Archive) {
        let whole = join(extract_parts(name, bytes, options)?)?;
        return Ok(Extracted { format, ..whole });
    }
    read_one(format, bytes, options)
}

fn check_size(bytes: &[u8]) -> Result<(), ExtractError> {
    if bytes.is_empty() {
        return Err(ExtractError::Empty);
    }
    if bytes.len() > MAX_INPUT {
        return Err(ExtractError::TooLarge { what: "the file", limit: "64 MiB" });
    }
    Ok(())
}

/// Reads a file that is one document.
fn read_one(format: Format, bytes: &[u8], options: Options) -> Result<Extracted, ExtractError> {
    match format {
        Format::Text => text::read(bytes),
        Format::Markdown => markdown::read(bytes),
        Format::Html => html::read(bytes),
        Format::Docx => docx::read(bytes, options),
        Format::Pdf => pdf::read(bytes, &[]),
        Format::Image => Err(sniff::image()),
        Format::Odt => odt::read(bytes, options),
        Format::Rtf => rtf::read(bytes, options),
        // They hold documents; `extract_parts` opens them.
        Format::Email | Format::Archive => join(extract_parts("", bytes, options)?),
    }
}

/// Pages, from 1, of a PDF whose text cannot be read and that OCR may read. Empty for all other files.
///
/// # Errors
/// [`ExtractError`], if the file is protected, damaged or too large.
pub fn unread_pages(name: &str, bytes: &[u8]) -> Result<Vec<usize>, ExtractError> {
    let is_pdf = bytes.len() <= MAX_INPUT && sniff::format(name, bytes) == Ok(Format::Pdf);
    if is_pdf { pdf::unread(bytes) } else { Ok(Vec::new()) }
}

/// Reads a PDF or a picture with what a program recognised on its pages: pages of a PDF that have a text layer are read
/// from that, the others from `pages`. [`Layout::by_ocr`] tells which.
///
/// # Errors
/// As [`extract`]; [`ExtractError::Scanned`] if nothing was recognised either.
pub fn extract_with_ocr(name: &str, bytes: &[u8], pages: &[OcrPage]) -> Result<Extracted, ExtractError> {
    if bytes.len() > MAX_INPUT {
        return Err(ExtractError::TooLarge { what: "the file", limit: "64 MiB" });
    }
    if is_image(bytes) {
        return pdf::read_pictures(pages);
    }
    match sniff::format(name, bytes)? {
        Format::Pdf => pdf::read(bytes, pages),
        _ => extract(name, bytes),
    }
}

/// True if a file is a picture (PNG, JPEG, TIFF, GIF, BMP, WebP), which only OCR can read.
pub fn is_image(bytes: &[u8]) -> bool {
    sniff::is_image(bytes)
}
