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
    known: BySpelling<'d, Known>,
    /// By word.
    forms: Vec<Form>,
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
        let forms = (0..document.words.len() as u32).map(|word| known.of(word).form).collect();
        DocumentForms { known, forms, fragments }
    }

    /// The form id of a word.
    pub(super) fn form(&self, word: u32) -> Form {
        self.forms.get(word as usize).copied().unwrap_or(OTHER)
    }

    /// False if no value of a type begins with a word.
    pub(super) fn may_start(&self, ty: Type, word: u32) -> bool {
        match TYPES.iter().position(|it| *it == ty) {
            Some(bit) => self.known.of(word).values >> bit & 1 == 1,
            None => true,
        }
    }

    /// The classes of fragments that a word holds.
    pub(super) fn fragments(&self, word: u32) -> &[ClassId] {
        let at = self.known.of(word).fragments;
        self.fragments.get(at as usize).map_or(&[], Vec::as_slice)
    }
}
