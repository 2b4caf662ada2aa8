//! A zip archive in, its parts and their relationships out, with limits against bombs. For docx, odt and zip.

use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::xml::Tree;
use crate::{ExtractError, Format};

/// Contracts have dozens of entries.
const MAX_ENTRIES: usize = 10_000;
/// One part, unpacked. The text of a contract is rarely above 5 MiB of XML.
const MAX_PART: u64 = 64 << 20;
/// Unpacked bytes for each packed one, above a first mebibyte; Word's XML packs about 1:15.
const MAX_RATIO: u64 = 200;
/// All parts that are read, unpacked.
const MAX_PARTS: u64 = 128 << 20;

pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// What the archive is, for messages.
    format: Format,
    /// Bytes that may still be unpacked.
    budget: u64,
}

/// What a part refers to.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    id: String,
    /// The last word of its type: `styles`, `numbering`, `footnotes`.
    kind: String,
    pub(crate) target: String,
}

/// The relationships of a part, in order.
#[derive(Default)]
pub(crate) struct Relations(Vec<Relation>);

impl Relations {
    /// Targets of this kind.
    pub(crate) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |it| it.kind == kind).map(|it| it.target.as_str())
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&Relation> {
        self.0.iter().find(|it| it.id == id)
    }
}

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8], format: Format) -> Result<Package<'a>, ExtractError> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| ExtractError::damaged(format, "its zip archive cannot be read"))?;
        if zip.len() > MAX_ENTRIES {
            return Err(ExtractError::TooLarge { what: "the number of parts in the file", limit: "10,000" });
        }
        Ok(Package { zip, format, budget: MAX_PARTS })
    }

    /// Names of its entries, as the archive has them: only names, never paths to follow.
    pub(crate) fn names(&self) -> Vec<String> {
        self.zip.file_names().flatten().map(std::borrow::Cow::into_owned).collect()
    }

    /// The XML of a part; absent if the package does not have it.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, ExtractError> {
        let Some(bytes) = self.read(name)? else { return Ok(None) };
        // Nearly always UTF-8, which needs no copy.
        Ok(Some(
            String::from_utf8(bytes).unwrap_or_else(|it| crate::text::decode(it.as_bytes(), None).0.into()),
        ))
    }

    /// The relationships of a part, or of the package itself if the name is empty.
    pub(crate) fn relations(&mut self, part: &str) -> Result<Relations, ExtractError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let mut found = Relations::default();
        let Some(source) = self.part(&name)? else {
            return Ok(found);
        };
        let tree = Tree::parse(&source, self.format)?;
        for relation in tree.root()?.elements().filter(|it| it.name == "Relationship") {
            if let (Some(kind), Some(target)) = (relation.attribute("Type"), relation.label("Target")) {
                let target = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None if folder.is_empty() => target,
                    None => format!("{folder}/{target}"),
                };
                found.0.push(Relation {
                    id: relation.attribute("Id").unwrap_or_default().to_owned(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target,
                });
            }
        }
        Ok(found)
    }

    /// A part as it is; absent if the package does not have it.
    pub(crate) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ExtractError> {
        let Some(index) = self.zip.index_for_name(name) else {
            return Ok(None);
        };
        let format = self.format;
        let damaged = || ExtractError::damaged(format, format!("part {name} cannot be unpacked"));
        let file = self.zip.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ExtractError::Encrypted { format },
            _ => damaged(),
        })?;
        let limit =
            MAX_PART.min((1 << 20) + file.compressed_size().saturating_mul(MAX_RATIO)).min(self.budget);
        let too_large = ExtractError::TooLarge {
            what: "a part of the file",
            limit: "64 MiB, or packed suspiciously well",
        };
        if file.size() > limit {
            return Err(too_large);
        }
        // What the archive declares may be a lie: count what really comes.
        let mut bytes = Vec::with_capacity(usize::try_from(file.size()).unwrap_or(0));
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() as u64 > limit {
            return Err(too_large);
        }
        self.budget -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}
