//! Why a file could not be read, in words for the person who chose it.

use crate::Format;

/// Why a file yields no text. Each message says what is wrong and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExtractError {
    /// No bytes, or nothing but white space.
    #[error("the file has no text in it: check that it was saved or downloaded completely")]
    Empty,
    /// Bytes that are neither text nor a kind of file this crate knows.
    #[error(
        "the file is not text and of no known kind: give a .txt, .md, .html, .docx, .odt, .rtf, .pdf, .eml or .zip file"
    )]
    Binary,
    /// The file asks for a password.
    #[error(
        "this {format} is protected by a password: open it with the password, save a copy without it and score the copy"
    )]
    Encrypted {
        /// What is protected.
        format: Format,
    },
    /// A PDF that shows pictures of pages, or outlines of letters, instead of text.
    #[error(
        "this PDF is a scan without a text layer: read it with `--ocr`, which needs the programs pdftoppm and tesseract (Debian packages poppler-utils and tesseract-ocr), or run OCR on it and score the result"
    )]
    Scanned,
    /// The file says what it is, but cannot be read as that.
    #[error(
        "this {format} is damaged ({reason}): open it in the program that made it and save it again, or export it as PDF"
    )]
    Damaged {
        /// What the file claims to be.
        format: Format,
        /// What was found, in a few words.
        reason: String,
    },
    /// More bytes, or more text in them, than any contract needs.
    #[error("{what} is larger than {limit}: split the file, or keep only the contract")]
    TooLarge {
        /// What outgrew its limit: "the file", "its text", ...
        what: &'static str,
        /// The limit with its unit, such as "64 MiB".
        limit: &'static str,
    },
    /// A mail or an archive without a file in it that can be read.
    #[error("this {format} holds nothing that can be read ({reasons}): give the contract itself")]
    NothingInside {
        /// What it is.
        format: Format,
        /// Names of the files in it, with the reasons.
        reasons: String,
    },
    /// A kind of file that is known but not read.
    #[error("{kind} cannot be read: {remedy}")]
    UnsupportedFormat {
        /// The kind, in plural words: "spreadsheets", "old Word files (.doc)".
        kind: &'static str,
        /// What to do instead.
        remedy: &'static str,
    },
}

impl ExtractError {
    pub(crate) fn damaged(format: Format, reason: impl Into<String>) -> ExtractError {
        ExtractError::Damaged { format, reason: reason.into() }
    }
}
