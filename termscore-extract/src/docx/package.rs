//! A zip archive in, its XML parts and their relationships out, with limits against bombs.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::tree::Tree;

use crate::{ExtractError, Format};

/// Contracts have dozens of entries.
const MAX_ENTRIES: usize = 10_000;
/// One part, unpacked. The text of a contract is rarely above 5 MiB of XML.
const MAX_PART: u64 = 64 << 20;
/// Unpacked bytes for each packed one, above a first mebibyte; Word's XML packs about 1:15.
const MAX_RATIO: u64 = 200;
/// All parts that are read, unpacked.
const MAX_PARTS: u64 = 128 << 20;

pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    budget: u64,
}

/// What a part refers to.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    id: String,
    /// The last word of its type: `styles`, `numbering`, `footnotes`.
    kind: String,
    pub(super) target: String,
}

/// The relationships of a part, in order.
#[derive(Default)]
pub(super) struct Relations(Vec<Relation>);

impl Relations {
    /// Targets of this kind.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |it| it.kind == kind).map(|it| it.target.as_str())
    }

    pub(super) fn by_id(&self, id: &str) -> Option<&Relation> {
        self.0.iter().find(|it| it.id == id)
    }
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Package<'a>, ExtractError> {
        let zip =
            ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged("its zip archive cannot be read"))?;
        if zip.len() > MAX_ENTRIES {
            return Err(ExtractError::TooLarge {
                what: "the number of parts in the Word file",
                limit: "10,000",
            });
        }
        Ok(Package { zip, budget: MAX_PARTS })
    }

    /// The XML of a part; absent if the package does not have it.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, ExtractError> {
        let Some(bytes) = self.read(name)? else { return Ok(None) };
        // Nearly always UTF-8, which needs no copy.
        Ok(Some(
            String::from_utf8(bytes).unwrap_or_else(|it| crate::text::decode(it.as_bytes(), None).0.into()),
        ))
    }

    /// The relationships of a part, or of the package itself if the name is empty.
    pub(super) fn relations(&mut self, part: &str) -> Result<Relations, ExtractError> {
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
        let tree = Tree::parse(&source)?;
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

    fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ExtractError> {
        let Some(index) = self.zip.index_for_name(name) else {
            return Ok(None);
        };
        let file =
            self.zip.by_index(index).map_err(|_| damaged(format!("part {name} cannot be unpacked")))?;
        let limit =
            MAX_PART.min((1 << 20) + file.compressed_size().saturating_mul(MAX_RATIO)).min(self.budget);
        let too_large = ExtractError::TooLarge {
            what: "a part of the Word file",
            limit: "64 MiB, or packed suspiciously well",
        };
        if file.size() > limit {
            return Err(too_large);
        }
        // What the archive declares may be a lie: count what really comes.
        let mut bytes = Vec::with_capacity(usize::try_from(file.size()).unwrap_or(0));
        file.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| damaged(format!("part {name} cannot be unpacked")))?;
        if bytes.len() as u64 > limit {
            return Err(too_large);
        }
        self.budget -= bytes.len() as u64;
        Ok(Some(bytes))
    }
}

pub(super) fn damaged(reason: impl Into<String>) -> ExtractError {
    ExtractError::damaged(Format::Docx, reason)
}
