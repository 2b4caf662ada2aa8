//! Files and standard input in, contracts out, as yet without rules.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use termscore::{
    Document, Span,
    extract::{self, Changes, Format, MAX_INPUT, NoteKind, Options, Part},
};

use crate::{args, ocr, problem::Problem};

/// A contract, read.
#[derive(Clone, Debug)]
pub(crate) struct Contract {
    /// Its text, named as on the command line.
    pub(crate) document: Document,
    /// The kind of file.
    pub(crate) format: Format,
    n_pages: usize,
    changes: Option<Changes>,
}

impl Contract {
    /// The same file, with what is known about its document beside its text.
    pub(crate) fn try_map<E>(self, f: impl FnOnce(Document) -> Result<Document, E>) -> Result<Contract, E> {
        Ok(Contract { document: f(self.document)?, ..self })
    }

    /// As on the command line.
    pub(crate) fn name(&self) -> &str {
        self.document.name()
    }

    /// What offsets point into.
    pub(crate) fn text(&self) -> &str {
        self.document.text()
    }

    /// Pages of the file; 0 if it has none.
    pub(crate) fn n_pages(&self) -> usize {
        self.n_pages
    }

    /// How its tracked changes were read, if there are any.
    pub(crate) fn changes(&self) -> Option<Changes> {
        self.changes
    }

    /// The characters of the file, if it is text, and otherwise what was read.
    pub(crate) fn file_text(&self) -> &str {
        let source = self.document.in_source(Span::new(0, self.text().len()));
        source.map_or(self.text(), |(source, _)| source.text())
    }

    /// A span of the text as one of [`Contract::file_text`].
    pub(crate) fn in_file_text(&self, span: Span) -> Span {
        let is_whole = self.document.parts().next().is_none();
        self.document.in_source(span).filter(|_| is_whole).map_or(span, |it| it.1)
    }

    /// The line of a byte, from 1, if lines are what a reader of the file sees.
    pub(crate) fn line_of(&self, byte: usize) -> Option<usize> {
        let (text, byte) = self.among_lines(byte)?;
        Some(text.get(..byte)?.matches(line_end(text)).count() + 1)
    }

    /// Where lines end in the file, if a reader sees lines.
    pub(crate) fn line_ends(&self) -> Vec<usize> {
        let text = self.among_lines(0).map(|it| it.0);
        text.into_iter().flat_map(|text| text.match_indices(line_end(text)).map(|it| it.0)).collect()
    }

    /// The characters of the file and which of its bytes a byte of the text is, if a reader of the file sees lines.
    pub(crate) fn among_lines(&self, byte: usize) -> Option<(&str, usize)> {
        let found = self.document.in_file(Span::new(byte, byte), self.format == Format::Text);
        found.map(|(text, span)| (text, span.start))
    }
}

fn line_end(text: &str) -> char {
    if text.contains('\n') { '\n' } else { '\r' }
}

impl From<args::Changes> for Changes {
    fn from(it: args::Changes) -> Changes {
        match it {
            args::Changes::Accepted => Changes::Accepted,
            args::Changes::Original => Changes::Original,
        }
    }
}

/// Reads a file, or standard input if the path is `-`, and what is attached to it, for no side and by no rules.
pub(crate) fn open(path: &Path, attached: &[Part], options: Options, ocr: bool) -> Result<Contract, Problem> {
    open_bytes(path, &read(path)?, attached, options, ocr)
}

/// As [`open`], with the bytes at hand: the path only names them.
pub(crate) fn open_bytes(
    path: &Path,
    bytes: &[u8],
    attached: &[Part],
    options: Options,
    ocr: bool,
) -> Result<Contract, Problem> {
    let name = path.to_string_lossy();
    let problem = |message: String| Problem::new(path.display(), message);
    let mut parts = parts_of(&name, bytes, options, ocr).map_err(problem)?;
    parts.extend(attached.iter().cloned());
    let extracted = extract::join(parts).map_err(|error| problem(error.to_string()))?;
    let is_change = |it: &extract::Note| matches!(it.kind, NoteKind::Insertion | NoteKind::Deletion);
    let changes = extracted.notes.iter().any(is_change).then_some(options.changes);
    let n_pages = extracted.layout.pages.len();
    let document = Document::with_layout(name, extracted.text, extracted.layout)
        .map_err(|error| Problem::new(path.display(), error))?
        .with_caveats(extracted.caveats);
    Ok(Contract { document, format: extracted.format, n_pages, changes })
}

/// Reads what is attached: `FILE`, or `NAME=FILE` if there is no file of that whole name.
pub(crate) fn attached(with: &[String], options: Options, ocr: bool) -> Result<Vec<Part>, Problem> {
    let mut all = Vec::new();
    for text in with {
        let named = text.split_once('=').filter(|_| !Path::new(text).exists());
        let (label, path) =
            named.map_or((None, text.as_str()), |(label, path)| (Some(label.trim()), path.trim()));
        let problem = |message: String| Problem::new(format_args!("--with {path}"), message);
        let bytes = read(Path::new(path)).map_err(|it| problem(it.message))?;
        let parts = parts_of(path, &bytes, options, ocr).map_err(problem)?;
        for (nth, part) in parts.into_iter().enumerate() {
            all.push(match label.filter(|_| nth == 0) {
                Some(label) => part.with_label(label),
                None => part,
            });
        }
    }
    Ok(all)
}

/// The files that a file holds: itself, or the contract and what is attached to it. OCR reads scans that are given as
/// they are, not those in mails and archives.
fn parts_of(name: &str, bytes: &[u8], options: Options, ocr: bool) -> Result<Vec<Part>, String> {
    let message = |error: extract::ExtractError| error.to_string();
    if ocr && (extract::is_image(bytes) || !extract::unread_pages(name, bytes).map_err(message)?.is_empty()) {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        return Ok(vec![Part::new(file, ocr::extract(name, bytes, options)?)]);
    }
    extract::extract_parts(name, bytes, options).map_err(message)
}

/// All bytes of a file, or of standard input; no more than can be read anyway.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let limit = u64::try_from(MAX_INPUT).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let result = if path == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    result.map_err(|error| Problem::io(path, &error))?;
    Ok(bytes)
}
