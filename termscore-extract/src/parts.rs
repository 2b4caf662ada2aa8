//! A file that holds several in, the contract and what is attached to it out.
//!
//! ```text
//! bytes ─email | archive→ files ─extract→ candidates ─order→ Parts, the contract first ─join→ Extracted
//! ```

use termscore_core::document::Joined;

use crate::{ExtractError, Extracted, Format, Options, archive, email, read_one, sniff};

/// One of the files that make up a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// The name of the file, without folders.
    pub name: String,
    /// What the contract calls it, such as "Exhibit A", if the person who supplied it says so.
    pub label: Option<String>,
    /// What was read.
    pub extracted: Extracted,
}

impl Part {
    /// A file, read.
    pub fn new(name: impl Into<String>, extracted: Extracted) -> Part {
        Part { name: name.into(), label: None, extracted }
    }

    /// Says what the contract calls it.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Part {
        self.label = Some(label.into());
        self
    }
}

/// Reads a file that may hold several, such as a mail with attachments or a zip archive: the contract first.
///
/// The contract is the body of a mail if that is long and nothing attached looks like a contract; else the file that
/// is not called an exhibit, a schedule or the like, and of several the one that looks like a contract and has the
/// most text. What could not be read is named in the caveats of the first part.
///
/// # Errors
/// As [`extract`](crate::extract()); also if there is no file in it that can be read.
pub fn extract_parts(name: &str, bytes: &[u8], options: Options) -> Result<Vec<Part>, ExtractError> {
    crate::check_size(bytes)?;
    let format = sniff::format(name, bytes)?;
    if !matches!(format, Format::Email | Format::Archive) {
        return Ok(vec![Part::new(shown(name), read_one(format, bytes, options)?)]);
    }
    let mut found = Found { options, candidates: Vec::new(), unread: Vec::new(), n_text: 0 };
    found.container(format, bytes, 0)?;
    found.parts(format)
}

/// Joins a contract and what is attached to it to one text; see [`Joined`] for the titles of exhibits.
///
/// # Errors
/// [`ExtractError::Empty`] without parts; [`ExtractError::TooLarge`] if they are too long together.
pub fn join(parts: Vec<Part>) -> Result<Extracted, ExtractError> {
    let mut parts = parts.into_iter().peekable();
    let first = parts.next().ok_or(ExtractError::Empty)?;
    if parts.peek().is_none() {
        return Ok(first.extracted);
    }
    let mut whole = first.extracted;
    let about = |name: &str, caveats: Vec<String>| -> Vec<String> {
        caveats.into_iter().map(|it| format!("{name}: {it}")).collect()
    };
    let mut joined =
        Joined::new(&first.name, std::mem::take(&mut whole.text), std::mem::take(&mut whole.layout));
    for part in parts {
        let Extracted { text, layout, caveats, mut notes, .. } = part.extracted;
        joined.attach(&part.name, part.label.as_deref(), &text, layout);
        let offset = joined.text.len() - text.len();
        notes.iter_mut().filter_map(|it| it.at.as_mut()).for_each(|it| *it += offset);
        whole.notes.extend(notes);
        whole.caveats.extend(about(&part.name, caveats));
        if joined.text.len() > crate::MAX_TEXT {
            return Err(ExtractError::TooLarge { what: "the text in the files", limit: "16 MiB" });
        }
    }
    (whole.text, whole.layout) = (joined.text, joined.layout);
    Ok(whole)
}

/// A mail in an archive in a mail is as deep as files are looked for.
const MAX_DEPTH: usize = 3;
/// Files that are read.
const MAX_PARTS: usize = 100;
/// Bytes; a mail longer than this says something of its own.
const LONG: usize = 1_500;

struct Candidate {
    part: Part,
    /// True of the text of a mail, which no file holds.
    is_message: bool,
}

struct Found {
    options: Options,
    candidates: Vec<Candidate>,
    /// Names of what was not read, with the reasons.
    unread: Vec<String>,
    n_text: usize,
}

impl Found {
    fn container(&mut self, format: Format, bytes: &[u8], depth: usize) -> Result<(), ExtractError> {
        if format == Format::Archive {
            for (name, content) in archive::files(bytes)? {
                match content {
                    Ok(content) => self.file(name, &content, format, depth),
                    Err(error) => self.unread.push(format!("{name} ({error})")),
                }
            }
            return Ok(());
        }
        let mail = email::read(bytes)?;
        if let Some(body) = mail.body {
            self.n_text += body.text.len();
            let is_message = true;
            self.candidates.push(Candidate { part: Part::new("message", body), is_message });
        }
        for (name, content) in mail.attachments {
            self.file(name, &content, format, depth);
        }
        Ok(())
    }

    fn file(&mut self, name: String, bytes: &[u8], within: Format, depth: usize) {
        let result = if self.candidates.len() >= MAX_PARTS || self.n_text > crate::MAX_TEXT {
            Err(ExtractError::TooLarge { what: "what is in the file", limit: "100 files or 16 MiB of text" })
        } else {
            self.read(&name, bytes, within, depth)
        };
        if let Err(error) = result {
            self.unread.push(format!("{name} ({error})"));
        }
    }

    fn read(&mut self, name: &str, bytes: &[u8], within: Format, depth: usize) -> Result<(), ExtractError> {
        crate::check_size(bytes)?;
        let format = sniff::format(name, bytes)?;
        match format {
            Format::Archive if within == Format::Archive || depth >= MAX_DEPTH => {
                Err(ExtractError::UnsupportedFormat {
                    kind: "archives within archives",
                    remedy: "unpack it and give the contract inside",
                })
            }
            Format::Email if depth >= MAX_DEPTH => Err(ExtractError::UnsupportedFormat {
                kind: "mails nested so deep",
                remedy: "save it on its own",
            }),
            Format::Archive | Format::Email => self.container(format, bytes, depth + 1),
            Format::Text if !is_prose(name) => Err(ExtractError::UnsupportedFormat {
                kind: "files of this kind in a mail or archive",
                remedy: "give it alone if it is part of the contract",
            }),
            _ => {
                let mut extracted = read_one(format, bytes, self.options)?;
                // Nobody who has the whole file can look up a byte of one within it.
                extracted.layout.source = None;
                self.n_text += extracted.text.len();
                self.candidates
                    .push(Candidate { part: Part::new(shown(name), extracted), is_message: false });
                Ok(())
            }
        }
    }

    fn parts(mut self, format: Format) -> Result<Vec<Part>, ExtractError> {
        let has_contract = self.candidates.iter().any(|it| it.is_contract());
        let is_long = |it: &Candidate| {
            it.part.extracted.text.len() >= LONG || looks_like_contract(&it.part.extracted.text)
        };
        let rank = |it: &Candidate| {
            let class = match it.is_message {
                true if !has_contract && is_long(it) => 4,
                true => 0,
                false if is_exhibit(&it.part.name) => 1,
                false if looks_like_contract(&it.part.extracted.text) => 3,
                false => 2,
            };
            (class, it.part.extracted.text.len())
        };
        let Some(main) = (0..self.candidates.len()).rev().max_by_key(|it| self.candidates.get(*it).map(rank))
        else {
            let reasons =
                if self.unread.is_empty() { "it is empty".to_owned() } else { listed(&self.unread) };
            return Err(ExtractError::NothingInside { format, reasons });
        };
        let first = self.candidates.remove(main);
        let mut caveats = Vec::new();
        // A short mail around a contract says "see attached".
        let (letters, rest): (Vec<Candidate>, Vec<Candidate>) =
            self.candidates.into_iter().partition(|it| it.is_message && it.part.extracted.text.len() < LONG);
        if !letters.is_empty() {
            caveats.push("the message around the files is not read as part of the contract: score it alone if it promises something".to_owned());
        }
        if !self.unread.is_empty() {
            caveats.push(format!("not read: {}", listed(&self.unread)));
        }
        let names: Vec<&str> = rest.iter().map(|it| it.part.name.as_str()).collect();
        if !names.is_empty() {
            caveats.push(format!(
                "{} is read as the contract, and as attached to it: {}",
                first.part.name,
                names.join(", ")
            ));
        }
        let mut parts = vec![first.part];
        parts.extend(rest.into_iter().map(|it| it.part));
        if let Some(first) = parts.first_mut() {
            first.extracted.caveats.extend(caveats);
        }
        Ok(parts)
    }
}

/// The first of some names, and how many more there are.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 10;
    let first = names.get(..SHOWN).unwrap_or(names).join("; ");
    let n_more = names.len().saturating_sub(SHOWN);
    if n_more == 0 { first } else { format!("{first}; and {n_more} more") }
}

impl Candidate {
    fn is_contract(&self) -> bool {
        !self.is_message && !is_exhibit(&self.part.name) && looks_like_contract(&self.part.extracted.text)
    }
}

/// Text files that people write; others are data of programs.
fn is_prose(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, it)| it).to_ascii_lowercase();
    matches!(extension.as_str(), "" | "txt" | "text") || !name.contains('.')
}

/// True of names such as `exhibit-a.pdf`, `Schedule 2.docx`.
fn is_exhibit(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    stem.split(|it: char| !it.is_alphabetic()).any(|it| {
        matches!(
            it.trim_end_matches('s'),
            "exhibit"
                | "schedule"
                | "annex"
                | "annexe"
                | "annexure"
                | "appendix"
                | "appendice"
                | "attachment"
                | "addendum"
                | "enclosure"
                | "rider"
        )
    })
}

/// Bytes; a contract has more.
const MIN_CONTRACT: usize = 300;

fn looks_like_contract(text: &str) -> bool {
    if text.len() < MIN_CONTRACT {
        return false;
    }
    let text = text.to_lowercase();
    let words = [
        "agreement",
        "contract",
        "shall",
        "must",
        "party",
        "parties",
        "hereby",
        "licence",
        "license",
        "terms",
    ];
    words.iter().filter(|it| text.contains(**it)).count() >= 3
}

/// The last word of a path.
fn shown(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
