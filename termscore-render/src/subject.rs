//! What is shown: a report, its document, and what the program that read the file knows.

use std::collections::BTreeMap;

use termscore_core::{Document, Report, report::Proof};

/// A report with the document it is about. The document must be the one that was scored: quotes are placed in it.
///
/// ```
/// # use termscore_core::{Document, Engine, Registry};
/// # let engine = Engine::new([termscore_rulepacks::freelance()], Registry::standard())?;
/// # let document = Document::from_text("offer.txt", "1. Fees. Client pays Contractor within 90 days.");
/// # let report = engine.score(&document);
/// let subject = termscore_render::Subject::new(&report, &document).with_format("plain text").with_lines();
/// # Ok::<(), termscore_core::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub(crate) report: &'a Report,
    pub(crate) document: &'a Document,
    /// By full name of the rule.
    pub(crate) proofs: Option<&'a BTreeMap<String, Proof>>,
    pub(crate) format: &'a str,
    pub(crate) lines: bool,
}

impl<'a> Subject<'a> {
    /// A report and its document.
    pub fn new(report: &'a Report, document: &'a Document) -> Subject<'a> {
        Subject { report, document, proofs: None, format: "", lines: false }
    }

    /// Adds proofs of rules, by their full names; html shows them with the findings.
    #[must_use]
    pub fn with_proofs(self, proofs: &'a BTreeMap<String, Proof>) -> Subject<'a> {
        Subject { proofs: Some(proofs), ..self }
    }

    /// Says what kind of file was read, in words such as `PDF`.
    #[must_use]
    pub fn with_format(self, format: &'a str) -> Subject<'a> {
        Subject { format, ..self }
    }

    /// Says that the document's text is the file itself, so that a reader of the file sees its lines and bytes: places
    /// are told by line, and offsets of sarif count in the file. A document that knows its source needs no telling.
    #[must_use]
    pub fn with_lines(self) -> Subject<'a> {
        Subject { lines: true, ..self }
    }

    /// The proof of a rule, if there is one.
    pub(crate) fn proof(&self, rule: &str) -> Option<&'a Proof> {
        self.proofs.and_then(|it| it.get(rule))
    }
}
