//! What a document shows about itself, as clauses find it: places to fill in, references to what it does not have,
//! terms that it never defines. Each with its bytes and the sentence that it belongs to.

use super::{Attachment, BlankKind, Document, Target};
use crate::{Span, rule::Observation};

/// One observation.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    /// Its bytes in the text; never empty.
    pub(crate) span: Span,
    /// The sentence that holds it; see [`sentence_at`].
    pub(crate) sentence: u32,
    /// What it is about, on one line: the words around a blank, `Section 14.2`, `Deliverables`.
    pub(crate) named: String,
}

/// In order of the text; none in a document without sentences.
pub(crate) fn observed(document: &Document, what: Observation) -> Vec<Observed> {
    let text = document.text.as_str();
    let found: Vec<(Span, String)> = match what {
        // Nobody forgot what was taken out before publication.
        Observation::Blank => document
            .blanks()
            .into_iter()
            .filter(|it| it.kind != BlankKind::Redacted)
            .map(|it| (it.span, it.around.of(text).to_owned()))
            .collect(),
        Observation::MissingProvision => {
            document.missing_provisions().into_iter().map(|it| (it.span, it.names)).collect()
        }
        Observation::MissingExhibit if document.complete => Vec::new(),
        Observation::MissingExhibit => {
            let supplied = |names: &str| {
                let same = |it: &&Attachment| it.label.eq_ignore_ascii_case(names);
                document.attachments.iter().find(same).is_some_and(|it| it.supplied)
            };
            let found = document.references().into_iter().filter(|it| it.target == Target::NotSupplied);
            found.filter(|it| !supplied(&it.names)).map(|it| (it.span, it.names)).collect()
        }
        Observation::UndefinedTerm => {
            let found = document.undefined_terms().into_iter();
            found.filter_map(|it| Some((*it.uses.first()?, it.term))).collect()
        }
    };
    let observation = |(span, named): (Span, String)| {
        let named = named.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(Observed { span, sentence: sentence_at(document, span.start)?, named })
    };
    found.into_iter().filter_map(observation).collect()
}

/// The sentence that holds a byte; else the last one before it in its paragraph, else the first one of that paragraph.
/// What stands in no paragraph, such as a blank alone on its line, belongs to the sentence before it.
fn sentence_at(document: &Document, byte: usize) -> Option<u32> {
    let before = document.sentences.partition_point(|it| it.span.start <= byte).checked_sub(1);
    let sentence = before.and_then(|it| document.sentences.get(it));
    if sentence.is_some_and(|it| byte < it.span.end) {
        return before.map(|it| it as u32);
    }
    let holds = document.paragraphs.partition_point(|it| it.span.start <= byte).checked_sub(1);
    let paragraph = holds.and_then(|it| document.paragraphs.get(it)).filter(|it| byte < it.span.end);
    match (paragraph, before) {
        (Some(it), Some(before)) if before as u32 >= it.first_sentence => Some(before as u32),
        (Some(it), _) if it.first_sentence < it.end_sentence => Some(it.first_sentence),
        (_, Some(before)) => Some(before as u32),
        _ => (!document.sentences.is_empty()).then_some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `bytes | sentence | named`, one after the other.
    #[track_caller]
    fn check(what: Observation, text: &str, expected: &str) {
        let document = Document::from_text("", text);
        let shown: Vec<String> = observed(&document, what)
            .iter()
            .map(|it| {
                let sentence = document.sentences.get(it.sentence as usize).expect("a sentence");
                format!("{} | {} | {}", it.span.of(text), sentence.span.of(text), it.named)
            })
            .collect();
        assert_eq!(shown.join("\n"), expected, "{text}");
    }

    #[test]
    fn blanks_belong_to_the_sentence_that_holds_them() {
        let blank = |text: &str, expected: &str| check(Observation::Blank, text, expected);
        blank("Client pays $[●] a day.", "$[●] | Client pays $[●] a day. | Client pays $[●] a day.");
        blank("It ends. Client pays $____", "$____ | Client pays | It ends. Client pays $____");
        blank("[●] pays Ann Lee.", "[●] | pays Ann Lee. | [●] pays Ann Lee.");
        blank("Client pays:\n\n[●]\n\nIt ends.", "[●] | Client pays: | [●]");
        blank("The price is [***] a unit.", "");
        blank("[●]", "");
    }

    #[test]
    fn references_are_named_as_they_would_be_cited() {
        check(
            Observation::MissingProvision,
            "1. Fees. As Sections 1 and 9.2 say.\n\n2. End. It ends.",
            "9.2 | As Sections 1 and 9.2 say. | Section 9.2",
        );
        let exhibit = "1. Fees. See Exhibit B and Exhibit C.\n\nEXHIBIT C\n\nClient pays.";
        check(Observation::MissingExhibit, exhibit, "Exhibit B | See Exhibit B and Exhibit C. | Exhibit B");
        let complete = Document::from_text("", exhibit).assume_complete();
        assert!(observed(&complete, Observation::MissingExhibit).is_empty());
    }
}
