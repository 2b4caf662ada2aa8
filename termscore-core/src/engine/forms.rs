//! A document's words as the program sees them: the form id of each, which types of values may begin with it, which
//! fragments of regular expressions it holds. Each spelling is looked at once.

use crate::{
    Document,
    document::BySpelling,
    value::{self, Type},
};

use super::{
    program::Program,
    screen::ClassId,
    vocab::{Form, OTHER},
};

/// What is known of one spelling.
#[derive(Clone, Copy, Default)]
struct Known {
    form: Form,
    /// A bit for each type of [`TYPES`].
    values: u8,
    /// Index in `fragments`; 0 is the list without members.
    fragments: u32,
}

/// The types whose values do not begin with just any word.
const TYPES: [Type; 8] = [
    Type::Duration,
    Type::Days,
    Type::Money,
    Type::Percent,
    Type::Count,
    Type::Date,
    Type::Jurisdiction,
    Type::Section,
];

pub(super) struct DocumentForms<'d> {
    document: &'d Document,
    known: BySpelling<'d, Known>,
    /// By word.
    forms: Vec<Form>,
    /// By word; see [`Known::values`].
    values: Vec<u8>,
    fragments: Vec<Vec<ClassId>>,
}

impl<'d> DocumentForms<'d> {
    pub(super) fn new(program: &Program, document: &'d Document) -> DocumentForms<'d> {
        let mut fragments = vec![Vec::new()];
        let known = BySpelling::new(document, |norm| {
            let begins = |ty: Type| value::may_start(ty, norm);
            let values = TYPES.iter().enumerate().map(|(bit, ty)| u8::from(begins(*ty)) << bit).sum();
            let classes = program.screen.fragments(norm);
            let at = if classes.is_empty() { 0 } else { fragments.len() as u32 };
            if at > 0 {
                fragments.push(classes);
            }
            Known { form: program.vocab.get(norm), values, fragments: at }
        });
        let each = (0..document.words.len() as u32).map(|word| known.of(word));
        let (forms, values) = each.map(|it| (it.form, it.values)).unzip();
        DocumentForms { document, known, forms, values, fragments }
    }

    /// The form id of a word.
    pub(super) fn form(&self, word: u32) -> Form {
        self.forms.get(word as usize).copied().unwrap_or(OTHER)
    }

    /// False if no value of a type begins with a word, which another one or none follows.
    pub(super) fn may_begin(&self, ty: Type, word: u32, next: Option<u32>) -> bool {
        match TYPES.iter().position(|it| *it == ty) {
            Some(bit) => {
                let values = self.values.get(word as usize).copied().unwrap_or(0);
                values >> bit & 1 == 1 && self.may_go_on(ty, word, next)
            }
            None => true,
        }
    }

    /// The places of some words at which a value of a type may begin.
    pub(super) fn beginning(&self, ty: Type, flow: &[u32]) -> impl Iterator<Item = u32> {
        let bit = TYPES.iter().position(|it| *it == ty);
        flow.iter().enumerate().filter_map(move |(place, word)| {
            let values = self.values.get(*word as usize).copied().unwrap_or(0);
            let begins = bit.is_none_or(|bit| {
                values >> bit & 1 == 1 && self.may_go_on(ty, *word, flow.get(place + 1).copied())
            });
            begins.then_some(place as u32)
        })
    }

    /// See [`value::may_go_on`].
    fn may_go_on(&self, ty: Type, word: u32, next: Option<u32>) -> bool {
        if !matches!(ty, Type::Duration | Type::Date) {
            return true;
        }
        let next_norm = next.map_or("", |it| self.document.norm(it));
        let whole = self.is_whole(word) && next.is_none_or(|it| self.is_whole(it));
        !whole || value::may_go_on(ty, self.document.norm(word), next_norm)
    }

    /// False of a word that is not written as it is normalised: it may be broken over a line.
    fn is_whole(&self, word: u32) -> bool {
        let written = self.document.words.get(word as usize).map_or(0, |it| it.end - it.start);
        written as usize == self.document.norm(word).len()
    }

    /// The classes of fragments that a word holds.
    pub(super) fn fragments(&self, word: u32) -> &[ClassId] {
        let at = self.known.of(word).fragments;
        self.fragments.get(at as usize).map_or(&[], Vec::as_slice)
    }
}
