//! A contract and its exhibits in, one text with its layout out.

use super::{Block, BlockKind, Layout, Part, attachment};
use crate::Span;

/// Files that make up one contract, as one text: the contract first, then what is attached to it.
///
/// ```
/// use termscore_core::document::{Document, Joined, Layout};
/// let mut joined = Joined::new("nda.txt", "1. The terms are in Exhibit A.", Layout::default());
/// joined.attach("exhibit-a.txt", None, "We pay ten days after delivery.", Layout::default());
/// let document = Document::with_layout("nda.txt", joined.text, joined.layout)?;
/// assert!(document.attachments().all(|it| it.supplied));
/// assert_eq!(document.part_of(40), Some("exhibit-a.txt"));
/// # Ok::<(), termscore_core::document::LayoutError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Joined {
    /// The texts, a blank line apart, with titles where exhibits do not name themselves.
    pub text: String,
    /// Of the whole text. No parts as long as nothing is attached.
    pub layout: Layout,
    first: String,
}

/// Lines longer than this are no titles.
const MAX_TITLE: usize = 120;
/// Blocks at the start of an exhibit among which its name may be.
const FIRST_BLOCKS: usize = 3;

impl Joined {
    /// Begins with the contract itself.
    pub fn new(name: impl Into<String>, text: impl Into<String>, layout: Layout) -> Joined {
        Joined { text: text.into(), layout, first: name.into() }
    }

    /// Adds a file, called `name` in reports.
    ///
    /// `label` is what the contract calls it, such as "Exhibit A". Without it, that is what its first lines say, or
    /// else its name. Blocks and pages of `layout` count from the start of `text`.
    pub fn attach(&mut self, name: impl Into<String>, label: Option<&str>, text: &str, layout: Layout) {
        if self.layout.parts.is_empty() {
            self.layout.parts.push(Part { start: 0, title: 0, name: std::mem::take(&mut self.first) });
        }
        self.text.push_str("\n\n");
        let name = name.into();
        let start = self.text.len();
        let own = own_label(text, &layout);
        let title = match (label.map(str::trim).filter(|it| !it.is_empty()), &own) {
            (Some(label), Some((own, _))) if label.eq_ignore_ascii_case(own) => None,
            (Some(label), _) => Some(label.to_owned()),
            (None, Some(_)) => None,
            (None, None) => Some(title_of(&name)),
        };
        let n_title = title.as_ref().map_or(0, String::len);
        if let Some(title) = &title {
            self.text.push_str(title);
            self.layout
                .blocks
                .push(Block { span: Span::new(start, start + n_title), kind: BlockKind::Heading(1) });
            self.text.push_str("\n\n");
        }
        let offset = self.text.len();
        self.text.push_str(text);
        let named = own.map(|it| it.1).filter(|_| title.is_none());
        for (nth, block) in layout.blocks.iter().enumerate() {
            let span =
                Span::new(block.span.start.saturating_add(offset), block.span.end.saturating_add(offset));
            // What names the exhibit is its heading, also where the file gives it no style.
            let kind = if named == Some(nth) { BlockKind::Heading(1) } else { block.kind };
            self.layout.blocks.push(Block { span, kind });
        }
        let n_before = self.layout.pages.len();
        self.layout.unread.extend(layout.unread.iter().map(|it| it + n_before));
        self.layout.by_ocr.extend(layout.by_ocr.iter().map(|it| it + n_before));
        // The title stands on the first page.
        let pages = layout.pages.iter().map(|it| if *it == 0 { start } else { it.saturating_add(offset) });
        self.layout.pages.extend(pages);
        self.layout.parts.push(Part { start, title: n_title, name });
    }
}

/// The label that a text gives itself in one of its first blocks or lines, and which block that is.
fn own_label(text: &str, layout: &Layout) -> Option<(String, usize)> {
    let find = |line: &str| {
        let line = line.trim();
        if line.len() <= MAX_TITLE { attachment::label_at_start(line) } else { None }
    };
    if layout.blocks.is_empty() {
        let mut lines = text.lines().filter(|it| !it.trim().is_empty());
        // Only the line itself: core finds headings in plain text by their look, and this one looks like one.
        return lines.next().and_then(find).map(|it| (it, 0));
    }
    let first = layout.blocks.iter().take(FIRST_BLOCKS).enumerate();
    first.filter_map(|(nth, it)| Some((find(text.get(it.span.start..it.span.end)?)?, nth))).next()
}

/// "Exhibit A" for `files/acme_exhibit-a.pdf`; the words of the name if it names no exhibit.
fn title_of(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words: Vec<&str> = stem.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let label = (0..words.len()).find_map(|at| attachment::label_at_start(&words.get(at..)?.join(" ")));
    label.unwrap_or_else(|| if words.is_empty() { String::from("Attachment") } else { words.join(" ") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_come_from_names() {
        for (name, title) in [
            ("exhibit-a.pdf", "Exhibit A"),
            ("../x/Acme_SCHEDULE_2_final.docx", "Schedule 2"),
            ("c:\\annex ii.txt", "Annex II"),
            ("rates 2026.pdf", "rates 2026"),
            ("exhibition.pdf", "exhibition"),
            ("schedule of rates.pdf", "schedule of rates"),
            ("", "Attachment"),
        ] {
            assert_eq!(title_of(name), title, "{name}");
        }
    }

    #[test]
    fn an_exhibit_that_names_itself_gets_no_title() {
        let joined = |label: Option<&str>, text: &str| {
            let mut joined = Joined::new("a", "See Exhibit A.", Layout::default());
            joined.attach("b.txt", label, text, Layout::default());
            joined.text
        };
        assert_eq!(joined(None, "EXHIBIT A\n\nFees"), "See Exhibit A.\n\nEXHIBIT A\n\nFees");
        assert_eq!(joined(Some("exhibit a"), "Exhibit A - Fees"), "See Exhibit A.\n\nExhibit A - Fees");
        assert_eq!(joined(Some("Exhibit B"), "Exhibit A"), "See Exhibit A.\n\nExhibit B\n\nExhibit A");
        assert_eq!(joined(None, "Fees"), "See Exhibit A.\n\nb\n\nFees");
    }
}
