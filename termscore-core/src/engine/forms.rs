//! A document's words as the program sees them: the form id of each, which types of values may begin with it, which
//! fragments of regular expressions it holds. Each different word is looked at once.

use rustc_hash::FxHashMap;

use crate::{
    Document,
    value::{self, Type},
};

use super::{
    program::Program,
    screen::ClassId,
    vocab::{Form, OTHER},
};

/// What is known of one word.
#[derive(Clone, Copy, Default)]
struct Word {
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

pub(super) struct DocumentForms {
    words: Vec<Word>,
    fragments: Vec<Vec<ClassId>>,
}

impl DocumentForms {
    pub(super) fn new(program: &Program, document: &Document) -> DocumentForms {
        let mut known: FxHashMap<&str, Word> = FxHashMap::default();
        let mut fragments = vec![Vec::new()];
        let look = |norm: &str, fragments: &mut Vec<Vec<ClassId>>| {
            let begins = |ty: Type| value::may_start(ty, norm);
            let values = TYPES.iter().enumerate().map(|(bit, ty)| u8::from(begins(*ty)) << bit).sum();
            let classes = program.screen.fragments(norm);
            let at = if classes.is_empty() { 0 } else { fragments.len() as u32 };
            if at > 0 {
                fragments.push(classes);
            }
            Word { form: program.vocab.get(norm), values, fragments: at }
        };
        let words: Vec<Word> = (0..document.words.len() as u32)
            .map(|word| {
                let norm = document.norm(word);
                *known.entry(norm).or_insert_with(|| look(norm, &mut fragments))
            })
            .collect();
        DocumentForms { words, fragments }
    }

    /// The form id of a word.
    pub(super) fn form(&self, word: u32) -> Form {
        self.words.get(word as usize).map_or(OTHER, |it| it.form)
    }

    /// False if no value of a type begins with a word.
    pub(super) fn may_start(&self, ty: Type, word: u32) -> bool {
        match TYPES.iter().position(|it| *it == ty) {
            Some(bit) => self.words.get(word as usize).is_some_and(|it| it.values >> bit & 1 == 1),
            None => true,
        }
    }

    /// The classes of fragments that a word holds.
    pub(super) fn fragments(&self, word: u32) -> &[ClassId] {
        let at = self.words.get(word as usize).map_or(0, |it| it.fragments);
        self.fragments.get(at as usize).map_or(&[], Vec::as_slice)
    }
}
