//! A document's words as the program sees them: the form id of each, which types of values may begin with it, which
//! fragments of regular expressions it holds; and in which sentences a form stands. Each different word is looked at once.

use rustc_hash::FxHashMap;

use crate::{
    Document,
    value::{self, Type},
};

use super::{
    program::Program,
    reading::SentenceId,
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

/// Which forms stand in a sentence, roughly: each sets one bit of these.
pub(super) type Signature = [u64; 4];

/// The signature of some forms.
pub(super) fn signature(forms: impl Iterator<Item = Form>) -> Signature {
    let mut all = Signature::default();
    for form in forms {
        if let Some(bits) = all.get_mut(form as usize / 64 % 4) {
            *bits |= 1 << (form % 64);
        }
    }
    all
}

pub(super) struct DocumentForms {
    words: Vec<Word>,
    /// By sentence, its lead-in included.
    signatures: Vec<Signature>,
    fragments: Vec<Vec<ClassId>>,
    /// By form id: the end of its sentences in `sentences`, which begin where those of the form before end.
    ends: Vec<u32>,
    sentences: Vec<SentenceId>,
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
        let form = |word: &u32| words.get(*word as usize).map_or(OTHER, |it| it.form);
        let signatures = document.sentences.iter();
        let signatures =
            signatures.map(|it| signature(document.sentence_words(it).iter().map(form))).collect();
        let (ends, sentences) = postings(program.vocab.len(), document, &words);
        DocumentForms { words, signatures, fragments, ends, sentences }
    }

    /// The form id of a word.
    pub(super) fn form(&self, word: u32) -> Form {
        self.words.get(word as usize).map_or(OTHER, |it| it.form)
    }

    /// False if a sentence surely holds none of the forms of a signature.
    pub(super) fn may_hold(&self, sentence: SentenceId, forms: &Signature) -> bool {
        let own = self.signatures.get(sentence as usize);
        own.is_some_and(|own| own.iter().zip(forms).any(|(own, form)| own & form != 0))
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

    /// The sentences that hold a form, in their lead-in or themselves, ascending.
    pub(super) fn sentences(&self, form: Form) -> &[SentenceId] {
        let end = |at: Option<usize>| at.and_then(|at| self.ends.get(at)).copied().unwrap_or(0) as usize;
        let (start, end) = (end((form as usize).checked_sub(1)), end(Some(form as usize)));
        self.sentences.get(start..end).unwrap_or_default()
    }
}

/// By form id, the sentences that hold it: the ends of the lists, and the lists one behind the other.
fn postings(n_forms: usize, document: &Document, words: &[Word]) -> (Vec<u32>, Vec<SentenceId>) {
    let each = |seen: &mut dyn FnMut(Form, SentenceId)| {
        let mut last = vec![SentenceId::MAX; n_forms];
        for (sentence, it) in document.sentences.iter().enumerate() {
            for word in document.sentence_words(it) {
                let form = words.get(*word as usize).map_or(OTHER, |it| it.form);
                if let Some(last) =
                    last.get_mut(form as usize).filter(|it| form != OTHER && **it != sentence as u32)
                {
                    *last = sentence as SentenceId;
                    seen(form, sentence as SentenceId);
                }
            }
        }
    };
    let mut ends = vec![0_u32; n_forms + 1];
    each(&mut |form, _| {
        if let Some(end) = ends.get_mut(form as usize + 1) {
            *end += 1;
        }
    });
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    // Each list's place for its next member; in the end its end.
    let mut all = vec![0; sum as usize];
    each(&mut |form, sentence| {
        if let Some(next) = ends.get_mut(form as usize) {
            if let Some(place) = all.get_mut(*next as usize) {
                *place = sentence;
            }
            *next += 1;
        }
    });
    ends.truncate(n_forms);
    (ends, all)
}
