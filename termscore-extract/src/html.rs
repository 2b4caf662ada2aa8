//! Web pages: blocks of the main content, list numbers written out, site chrome left out.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use termscore_core::BlockKind;

use crate::ordinal::ordinal;
use crate::writer::{Writer, collapse};
use crate::{ExtractError, Extracted, Format, text};

pub(crate) fn read(bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let (source, caveat) = text::decode(bytes, charset(bytes));
    let mut writer = Writer::default();
    if let Some(caveat) = caveat {
        writer.caveat(caveat);
    }
    fragment(source.trim_start_matches('\u{feff}'), &mut writer)?;
    writer.finish(Format::Html)
}

/// Writes the blocks of a page, or of a piece of one.
///
/// # Errors
/// Markup too deep or too much of it, for which the parser would take minutes or gigabytes.
pub(crate) fn fragment(source: &str, writer: &mut Writer) -> Result<(), ExtractError> {
    if source.trim().is_empty() {
        return Ok(());
    }
    check_size(source)?;
    let dom = parse_document(RcDom::default(), ParseOpts::default()).one(source);
    let main = find_main(&dom.document);
    let mut walker = Walker {
        writer,
        inline: String::new(),
        heading: None,
        marker: None,
        lists: Vec::new(),
        has_main: main.is_some(),
    };
    walker.walk(main.as_ref().unwrap_or(&dom.document), 0);
    walker.flush();
    Ok(())
}

/// Tags in a page; a parsed one takes some two hundred bytes.
const MAX_TAGS: usize = 4_000_000;
/// Open elements, unclosed ones included; the parser looks through all of them at every tag.
const MAX_OPEN: usize = 1_000;

fn check_size(source: &str) -> Result<(), ExtractError> {
    let (mut n_tags, mut n_open) = (0, 0_usize);
    for piece in source.split('<').skip(1) {
        let closes = piece.starts_with('/');
        let name = piece.trim_start_matches('/');
        let end = name.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
        n_tags += 1;
        match name.as_str() {
            // Never have content, or are closed by the next of their kind.
            "" | "area" | "br" | "col" | "hr" | "img" | "input" | "link" | "meta" | "wbr" | "p" | "dt"
            | "dd" | "tr" | "td" | "th" | "li" | "option" | "tbody" | "thead" | "tfoot" | "html" | "head"
            | "body" => {}
            _ if closes => n_open = n_open.saturating_sub(1),
            _ => n_open += 1,
        }
        if n_open > MAX_OPEN {
            return Err(ExtractError::damaged(
                Format::Html,
                "its markup is nested too deep, or hardly closed",
            ));
        }
        if n_tags > MAX_TAGS {
            return Err(ExtractError::TooLarge { what: "the markup of the page", limit: "4,000,000 tags" });
        }
    }
    Ok(())
}

/// The encoding that the page names in its first kilobyte.
fn charset(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes.get(..1024).unwrap_or(bytes);
    let at = head.windows(8).position(|it| it.eq_ignore_ascii_case(b"charset="))?;
    let label = head.get(at + 8..)?;
    let label = label.strip_prefix(b"\"").or(label.strip_prefix(b"'")).unwrap_or(label);
    let end = label.iter().position(|&it| !it.is_ascii_alphanumeric() && !b"-_:.".contains(&it))?;
    label.get(..end)
}

/// The one `<main>`, or else the one `<article>`; absent if there is none or several.
fn find_main(document: &Handle) -> Option<Handle> {
    let (mut mains, mut articles) = (Vec::new(), Vec::new());
    let mut open = vec![document.clone()];
    while let Some(node) = open.pop() {
        match tag(&node) {
            Some("main") => mains.push(node.clone()),
            Some("article") => articles.push(node.clone()),
            _ => {}
        }
        open.extend(node.children.borrow().iter().cloned());
    }
    let only = |mut found: Vec<Handle>| if found.len() == 1 { found.pop() } else { None };
    only(mains).or_else(|| only(articles)).filter(has_text)
}

fn has_text(node: &Handle) -> bool {
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        if matches!(&node.data, NodeData::Text { contents } if !contents.borrow().trim().is_empty()) {
            return true;
        }
        open.extend(node.children.borrow().iter().cloned());
    }
    false
}

/// Markup nested deeper than this is read as running text: no page needs it, and the walk is recursive.
const MAX_DEPTH: usize = 200;

struct Walker<'a> {
    writer: &'a mut Writer,
    /// Text of the block that is open.
    inline: String,
    /// Set inside a heading.
    heading: Option<u8>,
    /// Set from the start of an item until its first block is written.
    marker: Option<String>,
    lists: Vec<List>,
    has_main: bool,
}

struct List {
    /// The number of the next item and how it is written; absent for bullets.
    numbering: Option<(i64, char)>,
}

impl Walker<'_> {
    fn walk(&mut self, node: &Handle, depth: usize) {
        match &node.data {
            NodeData::Text { contents } => self.inline.push_str(&contents.borrow()),
            NodeData::Document => self.children(node, depth),
            NodeData::Element { .. } => self.element(node, depth),
            _ => {}
        }
    }

    fn children(&mut self, node: &Handle, depth: usize) {
        if depth > MAX_DEPTH {
            self.inline.push_str(&flat_text(node));
            return;
        }
        for child in node.children.borrow().iter() {
            self.walk(child, depth + 1);
        }
    }

    fn element(&mut self, node: &Handle, depth: usize) {
        let name = tag(node).unwrap_or_default();
        if is_left_out(node, name) {
            return;
        }
        match name {
            // Chrome of the site; without a `<main>` a header may hold the title, so only the plain cases go.
            "nav" | "aside" if !self.has_main && flat_text(node).len() < 2000 => {}
            "nav" => {}
            "header" | "footer" if !self.has_main && is_chrome(node) => {}
            "br" => self.line_break(),
            "hr" => self.flush(),
            "wbr" => {}
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = name.get(1..).and_then(|it| it.parse().ok());
                self.children(node, depth);
                self.flush();
                self.heading = None;
            }
            "ol" | "ul" | "menu" => self.list(node, name, depth),
            "li" => self.item(node, depth),
            "tr" => self.row(node, depth),
            "pre" => {
                self.flush();
                for paragraph in flat_text(node).replace("\r\n", "\n").split("\n\n") {
                    self.inline.push_str(paragraph);
                    self.flush();
                }
            }
            "q" => {
                self.inline.push('“');
                self.children(node, depth);
                self.inline.push('”');
            }
            "input" | "img" | "select" | "textarea" | "button" => {
                if name == "input" && attribute(node, "type").is_some_and(|it| it == "checkbox") {
                    self.inline.push_str(if attribute(node, "checked").is_some() { "☒ " } else { "☐ " });
                }
            }
            _ if is_block(name) => {
                self.flush();
                self.children(node, depth);
                self.flush();
            }
            _ => self.children(node, depth),
        }
    }

    /// Two in a row end a paragraph, as in pages that know no `<p>`.
    fn line_break(&mut self) {
        if self.inline.trim_end_matches([' ', '\t', '\r']).ends_with('\n') && !self.inline.trim().is_empty() {
            self.flush();
        } else {
            self.inline.push('\n');
        }
    }

    fn list(&mut self, node: &Handle, name: &str, depth: usize) {
        self.flush_before_list();
        let numbering = (name == "ol").then(|| {
            let reversed = attribute(node, "reversed").is_some();
            let start = attribute(node, "start").and_then(|it| it.trim().parse().ok()).unwrap_or(1);
            let kind = attribute(node, "type").and_then(|it| it.chars().next());
            (if reversed { i64::MIN } else { start }, kind.or_else(|| list_style(node)).unwrap_or('1'))
        });
        self.lists.push(List { numbering });
        self.children(node, depth);
        self.flush();
        self.lists.pop();
    }

    /// An item that begins with a list has no text of its own; its number stays.
    fn flush_before_list(&mut self) {
        if self.inline.trim().is_empty()
            && let Some(marker) = self.marker.take()
        {
            self.write(BlockKind::ListItem(self.depth()), &marker);
        }
        self.flush();
    }

    fn item(&mut self, node: &Handle, depth: usize) {
        self.flush();
        let value = attribute(node, "value").and_then(|it| it.trim().parse::<i64>().ok());
        let marker = match self.lists.last_mut() {
            // A reversed list counts from its length down, which nobody does in a contract.
            Some(List { numbering: Some((i64::MIN, _)) }) => "• ".to_owned(),
            Some(List { numbering: Some((next, kind)) }) => {
                let number = value.unwrap_or(*next);
                *next = number.saturating_add(1);
                if is_unmarked(node) { String::new() } else { format!("{}. ", ordinal(number, *kind)) }
            }
            _ if is_unmarked(node) => String::new(),
            _ => "• ".to_owned(),
        };
        self.marker = Some(marker);
        self.children(node, depth);
        self.flush();
        self.marker = None;
    }

    /// Rows with one filled cell are layout: their blocks stand on their own.
    fn row(&mut self, node: &Handle, depth: usize) {
        self.flush();
        let cells: Vec<Handle> = node
            .children
            .borrow()
            .iter()
            .filter(|it| matches!(tag(it), Some("td" | "th")))
            .cloned()
            .collect();
        let filled: Vec<Handle> = cells.into_iter().filter(has_text).collect();
        if let [cell] = filled.as_slice() {
            self.children(cell, depth);
            self.flush();
            return;
        }
        let row: Vec<String> =
            filled.iter().map(|it| collapse(&flat_text(it))).filter(|it| !it.is_empty()).collect();
        self.write(BlockKind::TableRow, &row.join(" | "));
    }

    fn flush(&mut self) {
        let content = std::mem::take(&mut self.inline);
        if collapse(&content).is_empty() {
            return;
        }
        match (self.heading, self.marker.take()) {
            (Some(level), marker) => {
                self.write(BlockKind::Heading(level), &format!("{}{content}", marker.unwrap_or_default()));
            }
            (None, Some(marker)) => {
                self.write(BlockKind::ListItem(self.depth()), &format!("{marker}{content}"))
            }
            (None, None) => self.write(BlockKind::Paragraph, &content),
        }
    }

    fn write(&mut self, kind: BlockKind, content: &str) {
        self.writer.block(kind, content);
    }

    fn depth(&self) -> u8 {
        u8::try_from(self.lists.len()).unwrap_or(u8::MAX).max(1)
    }
}

fn tag(node: &Handle) -> Option<&str> {
    match &node.data {
        NodeData::Element { name, .. } => Some(&name.local),
        _ => None,
    }
}

fn attribute(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    attrs.borrow().iter().find(|it| &*it.name.local == wanted).map(|it| it.value.to_string())
}

fn style(node: &Handle) -> String {
    let style = attribute(node, "style").unwrap_or_default();
    style.chars().filter(|it| !it.is_whitespace()).collect::<String>().to_ascii_lowercase()
}

fn is_left_out(node: &Handle, name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "head"
            | "svg"
            | "iframe"
            | "object"
            | "audio"
            | "video"
    ) || matches!(name, "canvas" | "dialog" | "datalist")
        || attribute(node, "hidden").is_some()
        || attribute(node, "aria-hidden").is_some_and(|it| it == "true")
        || ["display:none", "visibility:hidden"].iter().any(|it| style(node).contains(it))
}

/// True of a header or footer that holds a menu or nothing but links.
fn is_chrome(node: &Handle) -> bool {
    let (mut n_text, mut n_link, mut has_nav) = (0, 0, false);
    let mut open = vec![(node.clone(), false)];
    while let Some((node, in_link)) = open.pop() {
        has_nav |= tag(&node) == Some("nav");
        let in_link = in_link || tag(&node) == Some("a");
        if let NodeData::Text { contents } = &node.data {
            let length = contents.borrow().trim().len();
            n_text += length;
            n_link += if in_link { length } else { 0 };
        }
        open.extend(node.children.borrow().iter().map(|it| (it.clone(), in_link)));
    }
    (has_nav && n_text < 2000) || n_link * 2 > n_text
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "main"
            | "option"
            | "p"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "tfoot"
            | "thead"
            | "title"
    )
}

/// `list-style-type` as the letter that `type` would have.
fn list_style(node: &Handle) -> Option<char> {
    let style = style(node);
    let kinds = [
        ("lower-alpha", 'a'),
        ("lower-latin", 'a'),
        ("upper-alpha", 'A'),
        ("upper-latin", 'A'),
        ("lower-roman", 'i'),
    ];
    kinds.iter().chain(&[("upper-roman", 'I')]).find(|(it, _)| style.contains(it)).map(|it| it.1)
}

fn is_unmarked(item: &Handle) -> bool {
    ["list-style:none", "list-style-type:none"].iter().any(|it| style(item).contains(it))
}

/// All text below a node, in order; blocks and breaks within it become spaces.
fn flat_text(node: &Handle) -> String {
    let mut out = String::new();
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        if let NodeData::Text { contents } = &node.data {
            out.push_str(&contents.borrow());
        }
        let Some(name) = tag(&node) else {
            open.extend(node.children.borrow().iter().rev().cloned());
            continue;
        };
        if is_left_out(&node, name) {
            continue;
        }
        if name == "br" || name == "li" || is_block(name) {
            out.push(if name == "br" { '\n' } else { ' ' });
        }
        open.extend(node.children.borrow().iter().rev().cloned());
    }
    out
}
