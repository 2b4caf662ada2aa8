//! A zip archive in, its parts and XML parts as small trees out, with limits against bombs. For docx, odt and zip.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::{ExtractError, Format};

/// Contracts have dozens of entries.
const MAX_ENTRIES: usize = 10_000;
/// One part, unpacked. The text of a contract is rarely above 5 MiB of XML.
const MAX_PART: u64 = 64 << 20;
/// Unpacked bytes for each packed one, above a first mebibyte; Word's XML packs about 1:15.
const MAX_RATIO: u64 = 200;
/// Word nests about 20 deep, tables in tables some more; the readers are recursive.
const MAX_DEPTH: usize = 200;
/// Elements of one part; a tree takes about a hundred bytes for each.
const MAX_ELEMENTS: usize = 4_000_000;

pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// What the archive is, for messages.
    format: Format,
}

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8], format: Format) -> Result<Package<'a>, ExtractError> {
        let zip = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| ExtractError::damaged(format, "its zip archive cannot be read"))?;
        if zip.len() > MAX_ENTRIES {
            return Err(ExtractError::TooLarge { what: "the number of parts in the file", limit: "10,000" });
        }
        Ok(Package { zip, format })
    }

    /// Names of its entries, as the archive has them: only names, never paths to follow.
    pub(crate) fn names(&self) -> Vec<String> {
        self.zip.file_names().flatten().map(std::borrow::Cow::into_owned).collect()
    }

    /// A part as a tree; absent if the package does not have it.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Element>, ExtractError> {
        match self.read(name)? {
            None => Ok(None),
            Some(bytes) => parse(&bytes, self.format).map(Some),
        }
    }

    /// Targets of a part's relationships by the last word of their type: `styles`, `numbering`, `footnotes`.
    pub(crate) fn relations(&mut self, part: &str) -> Result<BTreeMap<String, String>, ExtractError> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() {
            format!("_rels/{file}.rels")
        } else {
            format!("{folder}/_rels/{file}.rels")
        };
        let mut found = BTreeMap::new();
        let Some(root) = self.part(&name)? else {
            return Ok(found);
        };
        for relation in root.elements().filter(|it| it.name == "Relationship") {
            if let (Some(kind), Some(target)) = (relation.attribute("Type"), relation.attribute("Target")) {
                let kind = kind.rsplit('/').next().unwrap_or_default();
                let target = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_owned(),
                    None if folder.is_empty() => target.to_owned(),
                    None => format!("{folder}/{target}"),
                };
                found.entry(kind.to_owned()).or_insert(target);
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
        let limit = MAX_PART.min((1 << 20) + file.compressed_size().saturating_mul(MAX_RATIO));
        let too_large = ExtractError::TooLarge {
            what: "a part of the file",
            limit: "64 MiB, or packed suspiciously well",
        };
        if file.size() > limit {
            return Err(too_large);
        }
        // What the archive declares may be a lie: count what really comes.
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() as u64 > limit { Err(too_large) } else { Ok(Some(bytes)) }
    }
}

/// One XML element; names without their prefix, since Word's vocabularies do not clash where we look.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
}

#[derive(Debug)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|it| it.0 == name).map(|it| it.1.as_str())
    }

    /// Its `w:val`.
    pub(crate) fn val(&self) -> Option<&str> {
        self.attribute("val")
    }

    pub(crate) fn elements(&self) -> impl DoubleEndedIterator<Item = &Element> {
        self.children.iter().filter_map(|it| match it {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|it| it.name == name)
    }

    /// All text in it, a blank between paragraphs.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for child in &self.children {
            match child {
                Node::Text(it) => text.push_str(it),
                Node::Element(it) => text.push_str(&it.text()),
            }
        }
        if self.name == "p" {
            text.push(' ');
        }
        text
    }

    /// The `w:val` of a child.
    pub(crate) fn child_val(&self, name: &str) -> Option<&str> {
        self.child(name).and_then(Element::val)
    }

    /// A switch such as `<w:vanish/>`: on unless it says otherwise; absent if it is not there.
    pub(crate) fn switch(&self, name: &str) -> Option<bool> {
        self.child(name).map(|it| !matches!(it.val(), Some("0" | "false" | "off")))
    }
}

/// XML in, its root out.
pub(crate) fn parse(bytes: &[u8], format: Format) -> Result<Element, ExtractError> {
    let damaged = |reason: &str| ExtractError::damaged(format, reason);
    let (text, _) = crate::text::decode(bytes, None);
    let mut reader = quick_xml::Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = false;
    let mut open = vec![Element::default()];
    let mut n_elements = 0;
    loop {
        let event = reader.read_event().map_err(|_| damaged("its XML is broken"))?;
        match event {
            Event::Start(start) => {
                open.push(element(&start));
                n_elements += 1;
                if open.len() > MAX_DEPTH {
                    return Err(damaged("its XML is nested too deep"));
                }
            }
            Event::Empty(start) => {
                n_elements += 1;
                let element = element(&start);
                push(&mut open, Node::Element(element));
            }
            Event::End(_) => {
                if open.len() < 2 {
                    return Err(damaged("its XML is broken"));
                }
                if let Some(closed) = open.pop() {
                    push(&mut open, Node::Element(closed));
                }
            }
            Event::Text(content) => push_text(&mut open, &content.xml10_content()),
            Event::CData(content) => push_text(&mut open, &content.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => push_text(&mut open, c.encode_utf8(&mut [0; 4])),
                _ => push_text(&mut open, resolve_xml_entity(&reference).unwrap_or_default()),
            },
            Event::Eof => break,
            _ => {}
        }
        if n_elements > MAX_ELEMENTS {
            return Err(ExtractError::TooLarge { what: "the XML of the file", limit: "4,000,000 elements" });
        }
    }
    if open.len() != 1 {
        return Err(damaged("its XML ends too early"));
    }
    let root = open.pop().unwrap_or_default();
    root.children
        .into_iter()
        .find_map(|it| match it {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
        .ok_or_else(|| damaged("its XML is empty"))
}

fn element(start: &BytesStart<'_>) -> Element {
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .map(|it| {
            let value = it.normalized_value(XmlVersion::Implicit1_0).unwrap_or_else(|_| it.value.clone());
            (it.key.local_name().as_ref().to_owned(), value.into_owned())
        })
        .collect();
    Element { name: start.local_name().as_ref().to_owned(), attributes, children: Vec::new() }
}

fn push(open: &mut [Element], node: Node) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(node);
    }
}

fn push_text(open: &mut [Element], content: &str) {
    let Some(parent) = open.last_mut() else {
        return;
    };
    match parent.children.last_mut() {
        Some(Node::Text(text)) => text.push_str(content),
        _ => parent.children.push(Node::Text(content.to_owned())),
    }
}
