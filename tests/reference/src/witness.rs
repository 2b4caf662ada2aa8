//! Words without which a pattern cannot match: they tell which missing attachments matter.
//!
//! - The witnesses of a phrase are those of one of its steps that must be there: of the step whose witnesses are
//!   rarest in contracts taken together; of equally rare steps the first.
//! - Those of a word are its forms; of an exact word its normal form; of alternatives, and of a concept, those of
//!   all branches together, if each has some. Everything else has none, and neither have regular expressions.

use std::collections::BTreeSet;

use termscore_core::{
    document::words_of,
    rule::{Element, Pattern, Step},
};

use crate::{frequency::frequency, packs::Packs};

/// The witnesses of a pattern; `None` if it has none.
pub(crate) fn witnesses(packs: &Packs, pattern: &Pattern) -> Option<BTreeSet<String>> {
    match pattern {
        Pattern::Phrase(phrase) => of_sequence(packs, &phrase.steps),
        Pattern::Regex(_) => None,
    }
}

fn of_sequence(packs: &Packs, steps: &[Step]) -> Option<BTreeSet<String>> {
    let candidates = steps.iter().filter_map(|step| of_element(packs, &step.what));
    candidates.min_by_key(|words| words.iter().map(|it| u64::from(frequency(it))).sum::<u64>())
}

fn of_element(packs: &Packs, element: &Element) -> Option<BTreeSet<String>> {
    match element {
        Element::Word(forms) => Some(forms.iter().map(str::to_owned).collect()),
        Element::Exact(text) => words_of(text).into_iter().next().map(|it| BTreeSet::from([it])),
        Element::Alt(branches) => branches
            .iter()
            .map(|it| of_sequence(packs, it))
            .collect::<Option<Vec<_>>>()
            .map(|it| it.into_iter().flatten().collect()),
        Element::Concept { name, .. } => packs
            .concept(name)
            .patterns
            .iter()
            .map(|it| witnesses(packs, it))
            .collect::<Option<Vec<_>>>()
            .map(|it| it.into_iter().flatten().collect()),
        _ => None,
    }
}
