//! Web pages: blocks of the main content, list numbers written out, site chrome left out.
//!
//! ```text
//! markup ─tree→ flat tree ─content→ the part that is the text ─walk→ blocks
//! ```

mod content;
mod tree;

use termscore_core::BlockKind;

use content::{is_banner, is_chrome, is_left_out, is_undisplayed, main_of};
use tree::{DOCUMENT, Id, Tree};

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
    let tree = Tree::parse(source);
    let main = main_of(&tree);
    let mut walker = Walker {
        tree: &tree,
        writer,
        inline: String::new(),
        heading: None,
        marker: None,
        lists: Vec::new(),
        has_main: main.is_some(),
    };
    walker.walk(main.unwrap_or(DOCUMENT), 0);
    walker.flush();
    Ok(())
}

/// Tags in a page; a parsed one takes some two hundred bytes.
const MAX_TAGS: usize = 4_000_000;
/// Open elements, unclosed ones included; the parser looks through all of them at every tag.
const MAX_OPEN: usize = 1_000;

/// Tags that never have content, or are closed by the next of their kind.
const UNCOUNTED: [&str; 24] = [
    "p", "li", "td", "tr", "br", "", "th", "dt", "dd", "area", "col", "hr", "img", "input", "link", "meta",
    "wbr", "option", "tbody", "thead", "tfoot", "html", "head", "body",
];

fn check_size(source: &str) -> Result<(), ExtractError> {
    let (mut n_tags, mut n_open) = (0, 0_usize);
    for piece in source.split('<').skip(1) {
        let closes = piece.starts_with('/');
        let name = piece.trim_start_matches('/');
        let end = name.find(|it: char| !it.is_ascii_alphanumeric()).unwrap_or(name.len());
        let name = name.get(..end).unwrap_or_default();
        n_tags += 1;
        match name {
            _ if UNCOUNTED.iter().any(|it| it.eq_ignore_ascii_case(name)) => {}
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

/// Bytes; less than this is no passage.
const MIN_HIDDEN: usize = 200;

/// Markup nested deeper than this is read as running text: no page needs it, and the walk is recursive.
const MAX_DEPTH: usize = 200;

struct Walker<'a> {
    tree: &'a Tree,
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
    /// Absent for bullets.
    numbering: Option<Numbering>,
}

struct Numbering {
    /// The number of the next item.
    next: i64,
    step: i64,
    /// As the attribute `type` has it: `1`, `a`, `A`, `i`, `I`.
    kind: char,
}

impl Walker<'_> {
    fn walk(&mut self, node: Id, depth: usize) {
        match self.tree.text(node) {
            Some(text) => self.inline.push_str(text),
            None if self.tree.tag(node).is_some() => self.element(node, depth),
            None => self.children(node, depth),
        }
    }

    fn children(&mut self, node: Id, depth: usize) {
        if depth > MAX_DEPTH {
            self.inline.push_str(&flat_text(self.tree, node));
            return;
        }
        let tree = self.tree;
        for child in tree.children(node) {
            self.walk(child, depth + 1);
        }
    }

    fn element(&mut self, node: Id, depth: usize) {
        let tree = self.tree;
        let name = tree.tag(node).unwrap_or_default();
        if is_left_out(tree, node, name) || is_banner(tree, node) {
            return;
        }
        if is_undisplayed(tree, node) {
            self.undisplayed(node);
            return;
        }
        match name {
            // Chrome of the site; without a `<main>` a header may hold the title, so only the plain cases go.
            "nav" | "aside" if !self.has_main && flat_text(tree, node).len() < 2000 => {}
            "nav" => {}
            "header" | "footer" if !self.has_main && is_chrome(tree, node) => {}
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
                for paragraph in flat_text(tree, node).replace("\r\n", "\n").split("\n\n") {
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
                if name == "input" && tree.attribute(node, "type").is_some_and(|it| it == "checkbox") {
                    self.inline.push_str(if tree.attribute(node, "checked").is_some() {
                        "☒ "
                    } else {
                        "☐ "
                    });
                }
            }
            "dl" => {
                self.flush();
                self.definitions(node, depth);
                self.flush();
            }
            _ if is_block(name) => {
                self.flush();
                self.children(node, depth);
                self.flush();
            }
            _ => self.children(node, depth),
        }
    }

    /// A description that goes on in small letters makes one sentence with its term: “Work” *means what is made*.
    fn definitions(&mut self, list: Id, depth: usize) {
        let tree = self.tree;
        let is_shown = |it: Id, name: &str| {
            tree.tag(it) == Some(name) && !is_left_out(tree, it, name) && !is_undisplayed(tree, it)
        };
        let is_blank = |it: Id| tree.text(it).is_some_and(|it| it.trim().is_empty());
        let mut children = tree.children(list).filter(|it| !is_blank(*it)).peekable();
        while let Some(child) = children.next() {
            let goes_on = depth < MAX_DEPTH
                && is_shown(child, "dt")
                && children.peek().is_some_and(|it| {
                    is_shown(*it, "dd") && flat_text(tree, *it).trim_start().starts_with(char::is_lowercase)
                });
            if !goes_on {
                self.walk(child, depth + 1);
                continue;
            }
            self.children(child, depth + 1);
            self.inline.push(' ');
            if let Some(description) = children.next() {
                self.children(description, depth + 1);
                self.flush();
            }
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

    fn list(&mut self, node: Id, name: &str, depth: usize) {
        self.flush_before_list();
        let tree = self.tree;
        let numbering = (name == "ol").then(|| {
            let reversed = tree.attribute(node, "reversed").is_some();
            let start = tree.attribute(node, "start").and_then(|it| it.trim().parse().ok());
            let kind = tree.attribute(node, "type").and_then(|it| it.chars().next());
            // A reversed list ends with 1.
            let n_items = || tree.children(node).filter(|it| tree.tag(*it) == Some("li")).count();
            let first = if reversed { i64::try_from(n_items()).unwrap_or(i64::MAX) } else { 1 };
            Numbering {
                next: start.unwrap_or(first),
                step: if reversed { -1 } else { 1 },
                kind: kind.or_else(|| list_style(tree, node)).unwrap_or('1'),
            }
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

    fn item(&mut self, node: Id, depth: usize) {
        self.flush();
        let tree = self.tree;
        let value = tree.attribute(node, "value").and_then(|it| it.trim().parse::<i64>().ok());
        let marker = match self.lists.last_mut() {
            Some(List { numbering: Some(numbering) }) => {
                let number = value.unwrap_or(numbering.next);
                numbering.next = number.saturating_add(numbering.step);
                if is_unmarked(tree, node) {
                    String::new()
                } else {
                    format!("{}. ", ordinal(number, numbering.kind))
                }
            }
            _ if is_unmarked(tree, node) => String::new(),
            _ => "• ".to_owned(),
        };
        self.marker = Some(marker);
        self.children(node, depth);
        self.flush();
        self.marker = None;
    }

    /// Rows with one filled cell are layout: their blocks stand on their own.
    fn row(&mut self, node: Id, depth: usize) {
        self.flush();
        let tree = self.tree;
        let cells = tree.children(node).filter(|it| matches!(tree.tag(*it), Some("td" | "th")));
        let filled: Vec<Id> = cells.filter(|it| has_text(tree, *it)).collect();
        if let [cell] = filled.as_slice() {
            self.children(*cell, depth);
            self.flush();
            return;
        }
        let row: Vec<String> =
            filled.iter().map(|it| collapse(&flat_text(tree, *it))).filter(|it| !it.is_empty()).collect();
        self.write(BlockKind::TableRow, &row.join(" | "));
    }

    /// A passage that the page holds and does not show; short ones are labels of controls, or menus.
    fn undisplayed(&mut self, node: Id) {
        let text = collapse(&hidden_text(self.tree, node));
        if text.len() >= MIN_HIDDEN {
            self.flush();
            self.writer.caveat("the page holds text that it does not show");
            self.write(BlockKind::Hidden, &text);
        }
    }

    fn flush(&mut self) {
        if self.inline.trim().is_empty() {
            self.inline.clear();
            return;
        }
        let content = std::mem::take(&mut self.inline);
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
fn list_style(tree: &Tree, node: Id) -> Option<char> {
    let style = style(tree, node);
    let kinds = [
        ("lower-alpha", 'a'),
        ("lower-latin", 'a'),
        ("upper-alpha", 'A'),
        ("upper-latin", 'A'),
        ("lower-roman", 'i'),
        ("upper-roman", 'I'),
    ];
    kinds.iter().find(|(it, _)| style.contains(it)).map(|it| it.1)
}

fn is_unmarked(tree: &Tree, item: Id) -> bool {
    let style = style(tree, item);
    ["list-style:none", "list-style-type:none"].iter().any(|it| style.contains(it))
}

/// Its own declarations, in small letters and without blanks.
fn style(tree: &Tree, node: Id) -> String {
    let style = tree.attribute(node, "style").unwrap_or_default();
    style.chars().filter(|it| !it.is_whitespace()).map(|it| it.to_ascii_lowercase()).collect()
}

fn has_text(tree: &Tree, node: Id) -> bool {
    let mut found = false;
    tree.visit(node, |it| {
        found |= tree.text(it).is_some_and(|it| !it.trim().is_empty());
        !found
    });
    found
}

/// All text below a node, in order; blocks and breaks within it become spaces.
fn flat_text(tree: &Tree, node: Id) -> String {
    flat(tree, node, |it, name| is_left_out(tree, it, name) || is_undisplayed(tree, it))
}

/// As [`flat_text`], of what is not shown.
fn hidden_text(tree: &Tree, node: Id) -> String {
    flat(tree, node, |it, name| {
        matches!(name, "nav" | "dialog" | "form") || it != node && is_left_out(tree, it, name)
    })
}

fn flat(tree: &Tree, node: Id, leave_out: impl Fn(Id, &str) -> bool) -> String {
    let mut out = String::new();
    tree.visit(node, |it| {
        if let Some(text) = tree.text(it) {
            out.push_str(text);
        }
        let Some(name) = tree.tag(it) else { return true };
        if leave_out(it, name) {
            return false;
        }
        if name == "br" || name == "li" || is_block(name) {
            out.push(if name == "br" { '\n' } else { ' ' });
        }
        true
    });
    out
}
