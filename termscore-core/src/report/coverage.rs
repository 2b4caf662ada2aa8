//! The pages of a document in, what a reader must know about them out: which were not read, which were recognised.

use crate::Document;

/// How much of a file was read, in pages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Coverage {
    /// Pages of the file; 0 if the format has none.
    pub pages: usize,
    /// Pages, from 1, whose text could not be read: what they say is in no finding.
    pub unread: Vec<usize>,
    /// Pages, from 1, whose text was recognised from a picture.
    pub by_ocr: Vec<usize>,
    /// How far quotes and findings can be trusted to be what the file says.
    pub confidence: Confidence,
}

/// Whether the text is the file's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum Confidence {
    /// Pages are missing, or their text was recognised from pictures.
    Lower,
    /// All text is the file's own.
    Full,
}

impl Coverage {
    pub(crate) fn of(document: &Document) -> Coverage {
        let (unread, by_ocr) = (document.unread_pages().to_vec(), document.pages_by_ocr().to_vec());
        let whole = unread.is_empty() && by_ocr.is_empty();
        Coverage {
            pages: document.n_pages(),
            confidence: if whole { Confidence::Full } else { Confidence::Lower },
            unread,
            by_ocr,
        }
    }

    /// "read 9 of 10 pages".
    pub(crate) fn read(&self) -> String {
        let s = if self.pages == 1 { "" } else { "s" };
        format!("read {} of {} page{s}", self.pages.saturating_sub(self.unread.len()), self.pages)
    }

    /// One sentence for each thing that is not as it should be.
    pub(crate) fn caveats(&self) -> Vec<String> {
        let mut caveats = Vec::new();
        if !self.unread.is_empty() {
            caveats.push(format!("{}: {} could not be read", self.read(), pages_in_words(&self.unread)));
        }
        if !self.by_ocr.is_empty() {
            let pages = pages_in_words(&self.by_ocr);
            let them = if self.by_ocr.len() == 1 { "the page" } else { "the pages" };
            caveats.push(format!("{pages} read by OCR: check quotes against {them}; confidence is lower"));
        }
        caveats
    }
}

/// "page 3", "pages 3, 4 and 9", "pages 1 to 5".
pub(crate) fn pages_in_words(pages: &[usize]) -> String {
    match pages {
        [] => String::new(),
        [only] => format!("page {only}"),
        [first, .., last] if pages.len() > 2 && last - first + 1 == pages.len() => {
            format!("pages {first} to {last}")
        }
        [others @ .., last] => {
            let others: Vec<String> = others.iter().map(ToString::to_string).collect();
            format!("pages {} and {last}", others.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_in_words() {
        assert_eq!(pages_in_words(&[3]), "page 3");
        assert_eq!(pages_in_words(&[3, 4]), "pages 3 and 4");
        assert_eq!(pages_in_words(&[3, 4, 9]), "pages 3, 4 and 9");
        assert_eq!(pages_in_words(&[1, 2, 3]), "pages 1 to 3");
    }

    #[test]
    fn what_was_not_read_is_said() {
        let coverage = |pages, unread: &[usize], by_ocr: &[usize]| Coverage {
            pages,
            unread: unread.to_vec(),
            by_ocr: by_ocr.to_vec(),
            confidence: Confidence::Lower,
        };
        assert!(coverage(10, &[], &[]).caveats().is_empty());
        assert_eq!(coverage(10, &[7], &[]).caveats(), ["read 9 of 10 pages: page 7 could not be read"]);
        assert_eq!(
            coverage(10, &[], &[3, 4]).caveats(),
            ["pages 3 and 4 read by OCR: check quotes against the pages; confidence is lower"]
        );
    }
}
