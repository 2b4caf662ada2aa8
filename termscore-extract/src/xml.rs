//! XML text in, a flat tree that borrows from it out: one vector, no allocation for an element.

use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::Event;

use crate::{ExtractError, Format};

/// Word nests about 20 deep, tables in tables some more; the readers are recursive.
const MAX_DEPTH: usize = 200;
/// Elements and texts of one part; each takes 48 bytes.
const MAX_NODES: usize = 4_000_000;

/// No node: the root is nobody's child and nobody's sibling.
const NONE: u32 = 0;
/// Names of the nodes that are no elements.
const TEXT: &str = "";
const REFERENCE: &str = "&";

#[derive(Debug)]
struct Data<'s> {
    /// Without its prefix, since the vocabularies do not clash where we look.
    name: &'s str,
    /// Attributes as written; of a text its characters, of a reference what stands between "&" and ";".
    content: &'s str,
    first: u32,
    next: u32,
}

/// One part of the package.
#[derive(Debug)]
pub(crate) struct Tree<'s> {
    nodes: Vec<Data<'s>>,
    /// What it is a part of, for messages.
    format: Format,
}

/// One XML element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'t> {
    tree: &'t Tree<'t>,
    at: u32,
    pub(crate) name: &'t str,
}

/// What an element holds.
pub(crate) enum Node<'t> {
    Element(Element<'t>),
    Text(&'t str),
    /// A character that is written as a reference, such as "&amp;".
    Character(char),
}

impl<'s> Tree<'s> {
    pub(crate) fn parse(source: &'s str, format: Format) -> Result<Tree<'s>, ExtractError> {
        let source = source.trim_start_matches('\u{feff}');
        let damaged = |reason: &str| ExtractError::damaged(format, reason);
        let broken = || damaged("its XML is broken");
        let mut reader = quick_xml::Reader::from_str(source);
        reader.config_mut().check_end_names = false;
        let mut building = Building {
            nodes: vec![Data { name: TEXT, content: TEXT, first: NONE, next: NONE }],
            open: vec![(0, NONE)],
        };
        loop {
            let event = reader.read_event().map_err(|_| broken())?;
            let end = usize::try_from(reader.buffer_position()).map_err(|_| broken())?;
            // What the tag holds, counted back from its end: the event's own borrow is too short.
            let inner = |len: usize, close: usize| source.get((end - close).saturating_sub(len)..end - close);
            match event {
                Event::Start(start) => {
                    let (name, content) = tag(inner(start.len(), 1).ok_or_else(broken)?);
                    let at = building.push(name, content);
                    building.open.push((at, NONE));
                    if building.open.len() > MAX_DEPTH {
                        return Err(damaged("its XML is nested too deep"));
                    }
                }
                Event::Empty(start) => {
                    let (name, content) = tag(inner(start.len(), 2).ok_or_else(broken)?);
                    building.push(name, content);
                }
                Event::End(_) => {
                    if building.open.len() < 2 {
                        return Err(broken());
                    }
                    building.open.pop();
                }
                Event::Text(content) => {
                    building.push(TEXT, inner(content.len(), 0).ok_or_else(broken)?);
                }
                Event::CData(content) => {
                    building.push(TEXT, inner(content.len(), "]]>".len()).ok_or_else(broken)?);
                }
                Event::GeneralRef(reference) => {
                    building.push(REFERENCE, inner(reference.len(), 1).ok_or_else(broken)?);
                }
                Event::Eof => break,
                _ => {}
            }
            if building.nodes.len() > MAX_NODES {
                return Err(ExtractError::TooLarge {
                    what: "the XML of the file",
                    limit: "4,000,000 elements",
                });
            }
        }
        if building.open.len() != 1 {
            return Err(damaged("its XML ends too early"));
        }
        Ok(Tree { nodes: building.nodes, format })
    }

    /// The outermost element.
    pub(crate) fn root(&self) -> Result<Element<'_>, ExtractError> {
        let top = Element { tree: self, at: NONE, name: TEXT };
        top.elements().next().ok_or_else(|| ExtractError::damaged(self.format, "its XML is empty"))
    }
}

struct Building<'s> {
    nodes: Vec<Data<'s>>,
    /// Open elements, outermost first, and the last child of each.
    open: Vec<(u32, u32)>,
}

impl<'s> Building<'s> {
    fn push(&mut self, name: &'s str, content: &'s str) -> u32 {
        let at = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        if let Some((parent, last)) = self.open.last_mut() {
            let before = if *last == NONE { *parent } else { *last };
            if let Some(before) = self.nodes.get_mut(before as usize) {
                let link = if *last == NONE { &mut before.first } else { &mut before.next };
                *link = at;
            }
            *last = at;
        }
        self.nodes.push(Data { name, content, first: NONE, next: NONE });
        at
    }
}

/// Name without prefix, and attributes.
fn tag(inner: &str) -> (&str, &str) {
    let (name, attributes) = inner.split_once([' ', '\t', '\n', '\r']).unwrap_or((inner, ""));
    (local(name), attributes)
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |it| it.1)
}

impl<'t> Element<'t> {
    /// An attribute as it is written, by its name without prefix.
    pub(crate) fn attribute(self, name: &str) -> Option<&'t str> {
        let mut rest = self.tree.nodes.get(self.at as usize)?.content;
        loop {
            let (key, after) = rest.split_once('=')?;
            let after = after.trim_start();
            let quote = after.chars().next().filter(|it| matches!(it, '"' | '\''))?;
            let (value, after) = after.get(1..)?.split_once(quote)?;
            if local(key.trim()) == name {
                return Some(value);
            }
            rest = after;
        }
    }

    /// An attribute with its references resolved, for people to read.
    pub(crate) fn label(self, name: &str) -> Option<String> {
        let written = self.attribute(name)?;
        Some(unescape(written).map_or_else(|_| written.to_owned(), |it| it.into_owned()))
    }

    /// Its `w:val`.
    pub(crate) fn val(self) -> Option<&'t str> {
        self.attribute("val")
    }

    pub(crate) fn children(self) -> impl Iterator<Item = Node<'t>> {
        let nodes = &self.tree.nodes;
        let mut next = nodes.get(self.at as usize).map_or(NONE, |it| it.first);
        std::iter::from_fn(move || {
            let at = next;
            let data = nodes.get(at as usize).filter(|_| at != NONE)?;
            next = data.next;
            Some(match data.name {
                TEXT => Node::Text(data.content),
                REFERENCE => Node::Character(character(data.content)),
                name => Node::Element(Element { tree: self.tree, at, name }),
            })
        })
    }

    pub(crate) fn elements(self) -> impl Iterator<Item = Element<'t>> {
        self.children().filter_map(|it| match it {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    pub(crate) fn child(self, name: &str) -> Option<Element<'t>> {
        self.elements().find(|it| it.name == name)
    }

    /// Its own characters, not those of elements in it.
    pub(crate) fn push_own_text(self, out: &mut String) {
        for child in self.children() {
            match child {
                Node::Text(it) => out.push_str(it),
                Node::Character(it) => out.push(it),
                Node::Element(_) => {}
            }
        }
    }

    /// All text in it, a blank between paragraphs.
    pub(crate) fn push_text(self, out: &mut String) {
        for child in self.children() {
            match child {
                Node::Text(it) => out.push_str(it),
                Node::Character(it) => out.push(it),
                Node::Element(it) => it.push_text(out),
            }
        }
        if self.name == "p" {
            out.push(' ');
        }
    }

    /// As [`Element::push_text`].
    pub(crate) fn text(self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    /// The `w:val` of a child.
    pub(crate) fn child_val(self, name: &str) -> Option<&'t str> {
        self.child(name).and_then(Element::val)
    }

    /// A switch such as `<w:vanish/>`: on unless it says otherwise; absent if it is not there.
    pub(crate) fn switch(self, name: &str) -> Option<bool> {
        self.child(name).map(|it| !matches!(it.val(), Some("0" | "false" | "off")))
    }
}

/// "amp", "#x2019"; the replacement character for what no XML knows.
fn character(reference: &str) -> char {
    let code = match reference.strip_prefix('#') {
        Some(code) => match code.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => code.parse().ok(),
        },
        None => resolve_xml_entity(reference).and_then(|it| it.chars().next()).map(u32::from),
    };
    code.and_then(char::from_u32).unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        let mut out = String::new();
        Tree::parse(source, Format::Docx)
            .and_then(|it| it.root().map(|it| it.push_text(&mut out)))
            .expect("is well-formed");
        out
    }

    #[test]
    fn text_is_what_xml_says() {
        assert_eq!(text("<a>x<b> &amp; &#x2019;&#65;</b><![CDATA[<y>]]><!-- no --><?no?></a>"), "x & ’A<y>");
        assert_eq!(text("\u{feff}<?xml version=\"1.0\"?><w:a ><w:p>ü</w:p><w:p/></w:a >"), "ü  ");
    }

    #[test]
    fn attributes_are_found_by_their_local_names() {
        let tree = Tree::parse("<w:a w:one = \"1\" two='a \"b\" &amp; c'\n x:three=\"\"/>", Format::Docx)
            .expect("is well-formed");
        let root = tree.root().expect("is there");
        assert_eq!(root.attribute("one"), Some("1"));
        assert_eq!(root.label("two").as_deref(), Some("a \"b\" & c"));
        assert_eq!(root.attribute("three"), Some(""));
        assert_eq!(root.attribute("four"), None);
    }

    #[test]
    fn broken_xml_is_told() {
        for source in ["", "<a>", "</a>", "<a><b></a>", "x", "<a", &"<a>".repeat(5000)] {
            assert!(
                Tree::parse(source, Format::Docx).and_then(|it| it.root().map(|_| ())).is_err(),
                "{source}"
            );
        }
    }
}
