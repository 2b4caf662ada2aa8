//! Which sentences of a document hold a word of which class: bits, for a block of sentences at a time, worked out when a
//! class is first asked about.

use std::cell::{Cell, RefCell};

use rustc_hash::FxHashMap;

use super::{
    super::{
        forms::DocumentForms,
        reading::SentenceId,
        vocab::{Forms, OTHER},
    },
    ClassId, EVERY, Screen,
};
use crate::{Document, document::Sentence};

/// Sentences of a block.
pub(super) const SENTENCES: usize = 256;

/// Some sentences of a block, by their offset in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sentences([u64; SENTENCES / 64]);

impl Sentences {
    fn insert(&mut self, offset: usize) {
        if let Some(bits) = self.0.get_mut(offset / 64) {
            *bits |= 1 << (offset % 64);
        }
    }

    fn unite(&mut self, other: &Sentences) {
        self.0.iter_mut().zip(other.0).for_each(|(bits, other)| *bits |= other);
    }

    pub(super) fn and(mut self, other: &Sentences) -> Sentences {
        self.0.iter_mut().zip(other.0).for_each(|(bits, other)| *bits &= other);
        self
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0 == [0; SENTENCES / 64]
    }

    fn has(&self, offset: usize) -> bool {
        self.0.get(offset / 64).is_some_and(|bits| bits >> (offset % 64) & 1 == 1)
    }

    /// Ascending.
    pub(super) fn offsets(self) -> impl Iterator<Item = u32> {
        self.0.into_iter().enumerate().flat_map(|(block, mut bits)| {
            std::iter::from_fn(move || {
                let offset = (bits != 0).then(|| bits.trailing_zeros())?;
                bits &= bits - 1;
                Some(block as u32 * 64 + offset)
            })
        })
    }
}

/// One block.
#[derive(Debug)]
struct Block {
    /// By form: its place in `forms`, from 1; 0 of a form that none of the sentences holds.
    places: Box<[u32]>,
    forms: Vec<Sentences>,
    /// By class: [`NOTHING`] is known of it yet, it is [`ABSENT`], or its place in `sets` from [`FIRST`] on.
    known: Box<[Cell<u32>]>,
    sets: RefCell<Vec<Sentences>>,
}

const NOTHING: u32 = 0;
/// None of the sentences holds a word of the class.
const ABSENT: u32 = 1;
const FIRST: u32 = 2;

impl Block {
    /// Keeps what is known of a class, and tells where.
    fn keep(&self, class: ClassId, sentences: Sentences) -> u32 {
        let mut sets = self.sets.borrow_mut();
        let place = match sentences.is_empty() {
            true => ABSENT,
            false => {
                sets.push(sentences);
                sets.len() as u32 - 1 + FIRST
            }
        };
        if let Some(known) = self.known.get(class as usize) {
            known.set(place);
        }
        place
    }

    /// Reads the sentences that hold a word of a class; `None` if there is none.
    fn read<T>(&self, screen: &Screen, class: ClassId, read: impl FnOnce(&Sentences) -> T) -> Option<T> {
        let mut place = self.known.get(class as usize)?.get();
        if place == NOTHING {
            place = self.keep(class, self.find(screen, class));
        }
        let place = place.checked_sub(FIRST)?;
        self.sets.borrow().get(place as usize).map(read)
    }

    fn find(&self, screen: &Screen, class: ClassId) -> Sentences {
        let mut all = Sentences::default();
        for form in screen.classes.get(class as usize).map_or(&[][..], Forms::ids) {
            let place = self.places.get(*form as usize).and_then(|it| it.checked_sub(1));
            if let Some(set) = place.and_then(|it| self.forms.get(it as usize)) {
                all.unite(set);
            }
        }
        all
    }
}

/// Which sentences of a document hold a word of which class.
#[derive(Debug)]
pub(in crate::engine) struct Presence<'a> {
    screen: &'a Screen,
    blocks: Vec<Block>,
}

impl<'a> Presence<'a> {
    pub(in crate::engine) fn new(
        screen: &'a Screen,
        document: &Document,
        words: &DocumentForms,
    ) -> Presence<'a> {
        let block = |sentences: &[Sentence]| {
            let mut block = Block {
                places: vec![0; screen.n_forms].into(),
                forms: Vec::new(),
                known: vec![Cell::new(NOTHING); screen.classes.len()].into(),
                sets: RefCell::default(),
            };
            let mut every = Sentences::default();
            let mut pieces: FxHashMap<ClassId, Sentences> = FxHashMap::default();
            for (offset, sentence) in sentences.iter().enumerate() {
                every.insert(offset);
                for word in document.sentence_words(sentence) {
                    for class in words.fragments(*word) {
                        pieces.entry(*class).or_default().insert(offset);
                    }
                    let form = words.form(*word);
                    let Some(place) = block.places.get_mut(form as usize).filter(|_| form != OTHER) else {
                        continue;
                    };
                    if *place == 0 {
                        block.forms.push(Sentences::default());
                        *place = block.forms.len() as u32;
                    }
                    if let Some(set) = block.forms.get_mut(*place as usize - 1) {
                        set.insert(offset);
                    }
                }
            }
            block.keep(EVERY, every);
            for class in &screen.pieces {
                block.keep(*class, pieces.get(class).copied().unwrap_or_default());
            }
            block
        };
        Presence { screen, blocks: document.sentences.chunks(SENTENCES).map(block).collect() }
    }

    pub(super) fn n_blocks(&self) -> usize {
        self.blocks.len()
    }

    /// The first sentence of a block.
    pub(super) fn first(&self, block: usize) -> SentenceId {
        (block * SENTENCES) as SentenceId
    }

    /// The sentences of a block that hold a word of a class; `None` if there is none.
    pub(super) fn of(&self, block: usize, class: ClassId) -> Option<Sentences> {
        self.blocks.get(block)?.read(self.screen, class, |it| *it)
    }

    /// True if a sentence holds a word of a class.
    pub(in crate::engine) fn has(&self, class: ClassId, sentence: SentenceId) -> bool {
        let (block, offset) = (sentence as usize / SENTENCES, sentence as usize % SENTENCES);
        let block = self.blocks.get(block);
        block.and_then(|it| it.read(self.screen, class, |it| it.has(offset))).unwrap_or(false)
    }

    /// True if a sentence holds a word of each class.
    pub(in crate::engine) fn has_all(&self, classes: &[ClassId], sentence: SentenceId) -> bool {
        classes.iter().all(|it| self.has(*it, sentence))
    }

    /// The sentences of a range that hold a word of each class, ascending.
    pub(in crate::engine) fn holding(
        &self,
        classes: &[ClassId],
        first: SentenceId,
        end: SentenceId,
    ) -> Vec<SentenceId> {
        if end.saturating_sub(first) <= FEW {
            return (first..end).filter(|it| self.has_all(classes, *it)).collect();
        }
        let mut found = Vec::new();
        for block in first as usize / SENTENCES..(end as usize).div_ceil(SENTENCES).min(self.blocks.len()) {
            let all = self.of(block, EVERY).and_then(|every| {
                classes.iter().try_fold(every, |all, class| Some(all.and(&self.of(block, *class)?)))
            });
            let sentences = all.into_iter().flat_map(Sentences::offsets).map(|it| self.first(block) + it);
            found.extend(sentences.filter(|it| (first..end).contains(it)));
        }
        found
    }
}

/// A range of so few sentences is looked at one by one.
const FEW: u32 = 8;
