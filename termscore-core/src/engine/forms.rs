//! A document's words as the program sees them: the form id of each, which types of values may begin with it, which
//! fragments of regular expressions it holds. Each spelling is looked at once, one that the packs know once a program.

use std::sync::OnceLock;

use crate::{
    Document,
    document::BySpelling,
    value::{self, Type},
};

use super::{
    fragments::Fragments,
    vocab::{ClassId, Form, OTHER, Vocab},
};

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

/// A bit for each type of [`TYPES`] of which a value may begin with a word, and [`HOLDS`].
type Traits = u16;

/// Of a word that holds fragments.
const HOLDS: Traits = 1 << TYPES.len();

/// What is told of a word by its spelling alone.
#[derive(Debug)]
struct Told {
    traits: Traits,
    fragments: Box<[ClassId]>,
}

impl Told {
    fn of(norm: &str, fragments: Option<&Fragments>) -> Told {
        let begins = |ty: Type| value::may_start(ty, norm);
        let types = TYPES.iter().enumerate().map(|(bit, ty)| Traits::from(begins(*ty)) << bit);
        let types = types.sum::<Traits>();
        let fragments = fragments.map_or_else(Vec::new, |it| it.of_word(norm));
        let traits = if fragments.is_empty() { types } else { types | HOLDS };
        Told { traits, fragments: fragments.into() }
    }
}

/// What is told of the words that packs know, each once it was met in a document.
#[derive(Debug, Default)]
pub(super) struct ToldOfForms(Box<[OnceLock<Told>]>);

impl ToldOfForms {
    /// Of a vocabulary of so many forms.
    pub(super) fn new(n_forms: usize) -> ToldOfForms {
        ToldOfForms((0..n_forms).map(|_| OnceLock::new()).collect())
    }

    fn of(&self, form: Form) -> Option<&OnceLock<Told>> {
        self.0.get(form as usize).filter(|_| form != OTHER)
    }
}

/// What is known of one spelling.
#[derive(Clone, Copy, Default)]
struct Known {
    form: Form,
    traits: Traits,
    /// Of a word that no pack knows: index in [`DocumentForms::fragments`].
    fragments: u32,
}

pub(super) struct DocumentForms<'d> {
    document: &'d Document,
    of_forms: &'d ToldOfForms,
    known: BySpelling<'d, Known>,
    /// By word.
    forms: Vec<Form>,
    /// By word.
    traits: Vec<Traits>,
    /// Of words that no pack knows.
    fragments: Vec<Box<[ClassId]>>,
}

impl<'d> DocumentForms<'d> {
    /// `of_forms` and `pieces` belong to the vocabulary.
    pub(super) fn new(
        document: &'d Document,
        vocab: &Vocab,
        of_forms: &'d ToldOfForms,
        pieces: Option<&Fragments>,
    ) -> DocumentForms<'d> {
        let mut fragments = Vec::new();
        let known = BySpelling::new(document, |norm| {
            let form = vocab.get(norm);
            if let Some(told) = of_forms.of(form) {
                let traits = told.get_or_init(|| Told::of(norm, pieces)).traits;
                return Known { form, traits, fragments: 0 };
            }
            let told = Told::of(norm, pieces);
            if !told.fragments.is_empty() {
                fragments.push(told.fragments);
            }
            Known { form, traits: told.traits, fragments: fragments.len().saturating_sub(1) as u32 }
        });
        let each = (0..document.words.len() as u32).map(|word| known.of(word));
        let (forms, traits) = each.map(|it| (it.form, it.traits)).unzip();
        DocumentForms { document, of_forms, known, forms, traits, fragments }
    }

    /// The form id of a word.
    pub(super) fn form(&self, word: u32) -> Form {
        self.forms.get(word as usize).copied().unwrap_or(OTHER)
    }

    /// False if no value of a type begins with a word, which another one or none follows.
    pub(super) fn may_begin(&self, ty: Type, word: u32, next: Option<u32>) -> bool {
        match TYPES.iter().position(|it| *it == ty) {
            Some(bit) => {
                let traits = self.traits.get(word as usize).copied().unwrap_or(0);
                traits >> bit & 1 == 1 && self.may_go_on(ty, word, next)
            }
            None => true,
        }
    }

    /// The places of some words at which a value of a type may begin.
    pub(super) fn beginning(&self, ty: Type, flow: &[u32]) -> impl Iterator<Item = u32> {
        let bit = TYPES.iter().position(|it| *it == ty);
        let mask = bit.map_or(0, |bit| 1 << bit);
        let fits = move |word: &u32| self.traits.get(*word as usize).is_some_and(|it| it & mask == mask);
        let likely = flow.iter().enumerate().filter(move |(_, word)| fits(word));
        let goes_on = move |place: usize, word: u32| {
            bit.is_none() || self.may_go_on(ty, word, flow.get(place + 1).copied())
        };
        likely.filter(move |(place, word)| goes_on(*place, **word)).map(|(place, _)| place as u32)
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
        if self.traits.get(word as usize).is_none_or(|it| it & HOLDS == 0) {
            return &[];
        }
        let known = self.known.of(word);
        let of_form = self.of_forms.of(known.form).and_then(OnceLock::get).map(|it| &it.fragments);
        of_form.or_else(|| self.fragments.get(known.fragments as usize)).map_or(&[], |it| it)
    }
}
