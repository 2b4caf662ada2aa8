//! A Word package in, the same with some parts changed out. The others are copied as they are packed.

use std::io::{Cursor, Read, Write};

use quick_xml::{Reader, events::Event};
use zip::{CompressionMethod, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::RedlineError;

/// A part larger than this is refused: 64 MiB, as when it is read.
const MAX_PART: u64 = 64 << 20;

/// A package, open for reading.
pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
}

/// A relationship of a part.
pub(super) struct Relation {
    pub(super) id: String,
    /// The last word of its type.
    kind: String,
    target: String,
}

fn damaged(error: impl std::fmt::Display) -> RedlineError {
    RedlineError::Damaged(format!("its package cannot be read ({error})"))
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Package<'a>, RedlineError> {
        Ok(Package { zip: ZipArchive::new(Cursor::new(bytes)).map_err(damaged)? })
    }

    /// A part as text; `None` if there is none of this name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, RedlineError> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let file = self.zip.by_index(index).map_err(damaged)?;
        let mut text = Vec::new();
        file.take(MAX_PART + 1).read_to_end(&mut text).map_err(damaged)?;
        if text.len() as u64 > MAX_PART {
            return Err(damaged(format!("part {name} is larger than 64 MiB")));
        }
        String::from_utf8(text)
            .map(|it| Some(it.strip_prefix('\u{FEFF}').map_or(it.clone(), str::to_owned)))
            .map_err(|_| damaged(format!("part {name} is not in UTF-8")))
    }

    /// The relationships of a part, or of the package if the name is empty.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, RedlineError> {
        let Some(xml) = self.part(&relations_of(part))? else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        let mut reader = Reader::from_str(&xml);
        loop {
            match reader.read_event().map_err(damaged)? {
                Event::Start(tag) | Event::Empty(tag)
                    if tag.name().0.rsplit(':').next() == Some("Relationship") =>
                {
                    let mut relation =
                        Relation { id: String::new(), kind: String::new(), target: String::new() };
                    for attribute in tag.attributes().flatten() {
                        let value = attribute.value.into_owned();
                        match attribute.key.0 {
                            "Id" => relation.id = value,
                            "Type" => relation.kind = value.rsplit('/').next().unwrap_or_default().to_owned(),
                            "Target" => relation.target = value,
                            _ => {}
                        }
                    }
                    found.push(relation);
                }
                Event::Eof => return Ok(found),
                _ => {}
            }
        }
    }

    /// Writes the package anew, with these parts in place of those of the same name, or behind all others.
    pub(super) fn with_parts(mut self, parts: &[(String, String)]) -> Result<Vec<u8>, RedlineError> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        let mut written: Vec<&str> = Vec::new();
        for at in 0..self.zip.len() {
            let file = self.zip.by_index_raw(at).map_err(damaged)?;
            let name = file.name().map_err(damaged)?.into_owned();
            match parts.iter().find(|it| it.0 == name) {
                Some((name, content)) => {
                    out.start_file(name, options).map_err(damaged)?;
                    out.write_all(content.as_bytes()).map_err(damaged)?;
                    written.push(name);
                }
                None => out.raw_copy_file(file).map_err(damaged)?,
            }
        }
        for (name, content) in parts.iter().filter(|it| !written.contains(&it.0.as_str())) {
            out.start_file(name, options).map_err(damaged)?;
            out.write_all(content.as_bytes()).map_err(damaged)?;
        }
        out.finish().map(Cursor::into_inner).map_err(damaged)
    }
}

/// The part of a kind that another part refers to, by its name in the package.
pub(super) fn target(relations: &[Relation], part: &str, kind: &str) -> Option<String> {
    let relation = relations.iter().find(|it| it.kind == kind)?;
    Some(match relation.target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => match part.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{}", relation.target),
            None => relation.target.clone(),
        },
    })
}

/// The name of the part that holds the relationships of a part.
pub(super) fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}
