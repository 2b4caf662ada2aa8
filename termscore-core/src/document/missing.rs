//! References to provisions that a document surely lacks.
//!
//! [`references`](super::reference) tells of each reference where it leads, or that nothing was found. Here nothing found
//! is not enough: numbers may be laid out so that nobody recognises them, the text may be a part of a longer one, and an
//! amendment refers to what it amends. What is left is told to a person as a mistake of the contract.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;

use super::{Document, Reference, Target, label::roman};
use crate::rule::Role;

/// More different numbers than this are no slip of the pen: the document is a part of another, or was not understood.
const SLIPS: usize = 3;
/// The text is searched for so many numbers at most, so that the time stays linear in its length.
const ASKED: usize = 20;
/// Sentences at the start in which an amendment says that it is one.
const OPENING: usize = 12;

/// In order of the text.
pub(super) fn missing_provisions(document: &Document) -> Vec<Reference> {
    let numbers = Numbers::new(document);
    if !numbers.complete() || amends(document) {
        return Vec::new();
    }
    let all = document.references();
    let lacking: Vec<(&Reference, &str)> = all
        .iter()
        .filter(|it| it.target == Target::Missing)
        .filter_map(|it| {
            number_of(document, it).filter(|number| numbers.lacks(number)).map(|number| (it, number))
        })
        .collect();
    let asked: BTreeSet<&str> = lacking.iter().map(|it| it.1).collect();
    if asked.len() > ASKED {
        return Vec::new();
    }
    let labels: BTreeSet<&str> = asked.into_iter().filter(|it| stands_as_label(document, it)).collect();
    let sure = lacking.into_iter().filter(|it| !labels.contains(it.1));
    let found: Vec<Reference> = sure.map(|it| it.0.clone()).collect();
    let different: BTreeSet<&str> = found.iter().map(|it| it.names.as_str()).collect();
    if different.len() > SLIPS { Vec::new() } else { found }
}

/// True of "Amendment No. 2 to the Supply Agreement": its references are to the other one.
fn amends(document: &Document) -> bool {
    document.sentences.iter().take(OPENING).any(|sentence| {
        let words: Vec<&str> = document.own_words(sentence).iter().map(|it| document.norm(*it)).collect();
        let restated = words.contains(&"restated");
        words.iter().any(|it| {
            matches!(*it, "amendment" | "amends" | "addendum" | "supplement" | "supplemental" | "excerpt")
        }) && !restated
    })
}

/// "7.2(a)" of a reference to "Section 7.2(a)" that stands in the body of the contract; nothing of "(b) of this Section"
/// and of what belongs to an exhibit.
fn number_of<'r>(document: &Document, it: &'r Reference) -> Option<&'r str> {
    let (kind, number) = it.names.split_once(' ')?;
    let plain = matches!(kind, "Section" | "Clause" | "Article" | "Paragraph")
        && number.starts_with(|it: char| it.is_ascii_digit())
        && number.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'(' | b')'));
    // "Section 8.2 or (ii) the Client": the items may be those of the sentence.
    let own = !it.span.of(&document.text).starts_with('(');
    let sentence = document.sentences.get(it.sentence)?;
    let label = document.section_label(sentence.paragraph);
    let apart = label.contains(' ') && !label.to_lowercase().starts_with("section");
    // "this Section 9.2" stands in what it names, whatever number that has got.
    let before = document.text.get(..it.span.start)?.trim_end();
    let itself = ["this", "This"].iter().any(|word| before.ends_with(word));
    let sure = plain && own && !apart && !itself && sentence.role != Role::Signature;
    (sure && !of_another(document.text.get(it.span.end..)?)).then_some(number)
}

/// Numbers and words of a list looked at behind a reference.
const LIST: usize = 40;

/// "… 4.3 and 4.4 of the Loan Agreement", "…, Township 4 South": what stands behind the numbers says of what they are.
fn of_another(after: &str) -> bool {
    let mut words = after.split_whitespace().take(LIST);
    while let Some(word) = words.next() {
        let core = word.trim_matches(|it: char| matches!(it, ',' | ';' | '.' | ':' | ')' | '(' | '”' | '"'));
        let number = core.starts_with(|it: char| it.is_ascii_digit()) || word.starts_with('(');
        let joint =
            matches!(core, "" | "and" | "or" | "and/or" | "through" | "to" | "inclusive" | "below" | "above");
        let ends = word.ends_with(['.', ';']) && !number;
        if !number && !joint {
            let said = matches!(core, "of" | "in" | "under" | "from" | "Township" | "Range");
            return said && words.next().is_none_or(|it| it != "this");
        }
        if ends {
            return false;
        }
    }
    false
}

/// The numbers of the provisions of a contract, without those of its exhibits.
struct Numbers {
    /// By number of a provision, those of its parts: 3 in "2.3".
    parts: BTreeMap<u32, BTreeSet<u32>>,
    /// What has items: "2", "2.3".
    itemised: BTreeSet<String>,
}

impl Numbers {
    fn new(document: &Document) -> Numbers {
        let mut numbers = Numbers { parts: BTreeMap::new(), itemised: BTreeSet::new() };
        for label in &document.labels {
            let lower = label.to_lowercase();
            let bare =
                ["article ", "section ", "clause ", "§ ", "§"].iter().find_map(|it| lower.strip_prefix(it));
            let bare = bare.unwrap_or(&lower);
            let bare = bare.rsplit(", ").next().unwrap_or(bare);
            let (number, item) = bare.split_once('(').map_or((bare, false), |it| (it.0, true));
            let mut steps = number.split('.');
            let first = steps.next().and_then(|it| it.parse().ok().or_else(|| roman(it)));
            let Some(first) = first else { continue };
            let parts = numbers.parts.entry(first).or_default();
            parts.extend(steps.next().and_then(|it| it.parse::<u32>().ok()));
            if item {
                numbers.itemised.insert(number.to_owned());
            }
        }
        numbers
    }

    /// True if the provisions are numbered from 1 without a gap, so that all of them have been recognised.
    fn complete(&self) -> bool {
        let n = self.parts.len();
        n > 1 && self.parts.keys().copied().eq(1..=n as u32)
    }

    /// True if such a number is beyond the last one of its row.
    fn lacks(&self, number: &str) -> bool {
        let (bare, item) = number.split_once('(').map_or((number, false), |it| (it.0, true));
        let mut steps = bare.split('.');
        let Some(first) = steps.next().and_then(|it| it.parse::<u32>().ok()) else { return false };
        let Some(parts) = self.parts.get(&first) else { return first > self.parts.len() as u32 };
        let second = match steps.next() {
            None => return item && self.itemised.contains(bare),
            Some(it) => it.parse::<u32>().ok(),
        };
        let Some(second) = second else { return false };
        if parts.contains(&second) {
            return item && self.itemised.contains(bare);
        }
        // Parts may be numbered from 0 or skip what was struck; beyond the last one there are none.
        parts.last().is_some_and(|last| second > *last && parts.len() as u32 + 1 >= *last)
    }
}

/// Words before a number that is referred to.
const REFERS: [&str; 17] = [
    "section",
    "sections",
    "subsection",
    "sec",
    "clause",
    "clauses",
    "article",
    "articles",
    "paragraph",
    "paragraphs",
    "§",
    "§§",
    "and",
    "or",
    "to",
    "through",
    "no",
];

/// True if a number stands somewhere without a word that refers before it: it may be a label that was not recognised.
fn stands_as_label(document: &Document, number: &str) -> bool {
    let text = document.text.as_str();
    let bare = number.split('(').next().unwrap_or(number);
    // Items are looked for by the references themselves.
    let bare =
        if number.contains('(') && document.labels.iter().any(|it| it == bare) { number } else { bare };
    memmem::find_iter(text.as_bytes(), bare).any(|at| {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + bare.len()..).unwrap_or_default();
        let inside = before
            .ends_with(|it: char| it.is_alphanumeric() || matches!(it, '.' | '$' | '€' | '£' | ','))
            || after.starts_with(|it: char| it.is_alphanumeric() || matches!(it, '%' | ','))
                && !after.starts_with(", ")
            || after.strip_prefix('.').is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()));
        if inside {
            return false;
        }
        let from = before.char_indices().rev().nth(24).map_or(0, |it| it.0);
        let near = before.get(from..).unwrap_or_default();
        let line = near.rsplit('\n').next().unwrap_or_default();
        let word =
            line.trim_end().rsplit(|it: char| !it.is_alphanumeric() && it != '§').next().unwrap_or_default();
        // At the start of a line it is a label, also behind "Section" or "ARTICLE".
        let refers = line.trim_end().ends_with(',') || REFERS.contains(&word.to_lowercase().as_str());
        let starts = near.contains('\n') && matches!(line.trim(), it if it.is_empty() || it == word);
        starts || !refers
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::from_text("", text);
        let found = document.missing_provisions();
        let names: Vec<&str> = found.iter().map(|it| it.names.as_str()).collect();
        assert_eq!(names, expected, "{text}");
    }

    const BODY: &str = "1. Fees\n\n1.1 Client pays.\n\n1.2 Client pays (a) now; and (b) later.\n\n2. Use. Client may not:\n\n(a) copy; or\n\n(b) sell.\n\n3. End. ";

    #[test]
    fn what_is_beyond_the_last_number_is_missing() {
        let check = |text: &str, expected: &[&str]| check(&format!("{BODY}{text}"), expected);
        check("Section 4 and Clause 14.2 survive.", &["Section 4", "Clause 14.2"]);
        check("Section 1.3 survives.", &["Section 1.3"]);
        check("Section 2(c) survives.", &["Section 2(c)"]);
        check("Sections 1, 2 and 9 survive.", &["Section 9"]);
        check("Section 1.2, Section 2(b) and Section 3 survive.", &[]);
    }

    #[test]
    fn what_may_be_there_is_not() {
        // The number stands in the text; the row has a gap; it amends another contract; a part of another document.
        check(&format!("{BODY}Section 4 survives.\n\nANNEX\n\nSECTION 4: Rates"), &[]);
        check("1. Fees. Section 9 survives.\n\n3. End. It ends.", &[]);
        check("AMENDMENT TO SERVICES AGREEMENT\n\n1. Fees. Section 9 is deleted.\n\n2. End. It ends.", &[]);
        check(&format!("{BODY}Sections 5, 6, 7 and 8 survive."), &[]);
        check("Section 9 survives.", &[]);
        check(&format!("{BODY}This Section 4.9 and Sections 7 and 8 of the Loan Paper survive."), &[]);
    }
}
