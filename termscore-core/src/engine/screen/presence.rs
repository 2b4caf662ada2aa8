//! Which sentences of a document hold a word of which class: bits, for a block of sentences at a time, worked out when a
//! class is first asked about.

use std::cell::{Cell, RefCell};

use rustc_hash::FxHashMap;

use super::{
    super::{
        forms::DocumentForms,
        hit::SentenceId,
        vocab::{ClassId, Form, OTHER},
    },
    EVERY, Screen,
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

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|it| it.count_ones() as usize).sum()
    }

    /// So many of them at most, ascending.
    pub(super) fn first(self, n: usize) -> Sentences {
        if self.len() <= n {
            return self;
        }
        let mut first = Sentences::default();
        self.offsets().take(n).for_each(|it| first.insert(it as usize));
        first
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
    /// In order of form.
    forms: Box<[(Form, Sentences)]>,
    every: Sentences,
    /// The classes of pieces of words that stand in it.
    pieces: FxHashMap<ClassId, Sentences>,
    /// `None` of a block of few words among many: it is searched each time, so that tables never outgrow the text.
    tables: Option<Tables>,
}

/// What is looked up often.
#[derive(Debug)]
struct Tables {
    /// By form: its place in the block's forms, from 1; 0 of a form that none of the sentences holds.
    forms: Box<[u32]>,
    /// By class: [`NOTHING`] is known of it yet, it is [`ABSENT`], or its place in `sets` from [`FIRST`] on.
    known: Box<[Cell<u32>]>,
    sets: RefCell<Vec<Sentences>>,
}

const NOTHING: u32 = 0;
/// None of the sentences holds a word of the class.
const ABSENT: u32 = 1;
const FIRST: u32 = 2;

/// So many blocks have tables in any case.
const FEW_BLOCKS: usize = 16;
/// Entries of tables for each word of a block, at most, where there are more blocks.
const ENTRIES: usize = 8;

impl Tables {
    fn new(screen: &Screen, forms: &[(Form, Sentences)]) -> Tables {
        let mut places: Box<[u32]> = vec![0; screen.n_forms].into();
        for (place, (form, _)) in (1..).zip(forms) {
            places.get_mut(*form as usize).into_iter().for_each(|it| *it = place);
        }
        let known = vec![Cell::new(NOTHING); screen.classes.len()].into();
        Tables { forms: places, known, sets: RefCell::default() }
    }

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
        self.known.get(class as usize).into_iter().for_each(|it| it.set(place));
        place
    }
}

impl Block {
    /// Reads the sentences that hold a word of a class; `None` if there is none.
    fn read<T>(&self, screen: &Screen, class: ClassId, read: impl FnOnce(&Sentences) -> T) -> Option<T> {
        let Some(tables) = &self.tables else {
            let found = self.find(screen, class);
            return (!found.is_empty()).then(|| read(&found));
        };
        let mut place = tables.known.get(class as usize)?.get();
        if place == NOTHING {
            place = tables.keep(class, self.find(screen, class));
        }
        let place = place.checked_sub(FIRST)?;
        tables.sets.borrow().get(place as usize).map(read)
    }

    fn find(&self, screen: &Screen, class: ClassId) -> Sentences {
        if class == EVERY {
            return self.every;
        }
        let Some(forms) = screen.classes.get(class as usize) else { return Sentences::default() };
        if forms.ids().is_empty() {
            return self.pieces.get(&class).copied().unwrap_or_default();
        }
        let mut all = Sentences::default();
        match &self.tables {
            Some(tables) => {
                for form in forms.ids() {
                    let place = tables.forms.get(*form as usize).and_then(|it| it.checked_sub(1));
                    let found = place.and_then(|it| self.forms.get(it as usize));
                    found.into_iter().for_each(|it| all.unite(&it.1));
                }
            }
            None if forms.ids().len() < self.forms.len() => {
                for form in forms.ids() {
                    let place = self.forms.binary_search_by_key(form, |it| it.0).ok();
                    place.and_then(|it| self.forms.get(it)).into_iter().for_each(|it| all.unite(&it.1));
                }
            }
            None => {
                let held = self.forms.iter().filter(|it| forms.contains(it.0));
                held.for_each(|it| all.unite(&it.1));
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
        words: &DocumentForms<'_>,
    ) -> Presence<'a> {
        // By form: its place in the list of the block at work, from 1.
        let mut places = vec![0_u32; screen.n_forms];
        let mut block = |(number, sentences): (usize, &[Sentence])| {
            let mut forms: Vec<(Form, Sentences)> = Vec::new();
            let mut pieces: FxHashMap<ClassId, Sentences> = FxHashMap::default();
            let mut every = Sentences::default();
            let mut n_words = 0;
            for (offset, sentence) in sentences.iter().enumerate() {
                every.insert(offset);
                let flow = document.sentence_words(sentence);
                n_words += flow.len();
                for word in flow {
                    for class in words.fragments(*word) {
                        pieces.entry(*class).or_default().insert(offset);
                    }
                    let form = words.form(*word);
                    let Some(place) = places.get_mut(form as usize).filter(|_| form != OTHER) else {
                        continue;
                    };
                    if *place == 0 {
                        forms.push((form, Sentences::default()));
                        *place = forms.len() as u32;
                    }
                    if let Some((_, set)) = forms.get_mut(*place as usize - 1) {
                        set.insert(offset);
                    }
                }
            }
            for (form, _) in &forms {
                places.get_mut(*form as usize).into_iter().for_each(|it| *it = 0);
            }
            forms.sort_unstable_by_key(|it| it.0);
            let in_proportion = n_words * ENTRIES >= screen.n_forms + screen.classes.len();
            let tables = (number < FEW_BLOCKS || in_proportion).then(|| Tables::new(screen, &forms));
            Block { forms: forms.into(), every, pieces, tables }
        };
        let blocks = document.sentences.chunks(SENTENCES).enumerate().map(&mut block).collect();
        Presence { screen, blocks }
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

    /// The sentences of a block that hold a word of each class; `None` if there is none of one of them.
    pub(super) fn of_all(&self, block: usize, classes: &[ClassId]) -> Option<Sentences> {
        let every = self.of(block, EVERY)?;
        classes.iter().try_fold(every, |all, class| Some(all.and(&self.of(block, *class)?)))
    }

    /// True if a sentence holds a word of a class.
    pub(in crate::engine) fn has(&self, class: ClassId, sentence: SentenceId) -> bool {
        let (block, offset) = (sentence as usize / SENTENCES, sentence as usize % SENTENCES);
        let block = self.blocks.get(block);
        block.and_then(|it| it.read(self.screen, class, |it| it.has(offset))).unwrap_or(false)
    }

    /// True if one of some sentences, ascending, holds a word of one of some classes.
    pub(in crate::engine) fn any_of(
        &self,
        sentences: &[SentenceId],
        classes: impl Iterator<Item = ClassId> + Clone,
    ) -> bool {
        let block_of = |it: &SentenceId| *it as usize / SENTENCES;
        sentences.chunk_by(|a, b| block_of(a) == block_of(b)).any(|sentences| {
            let block = sentences.first().map_or(0, block_of);
            let mut wanted = Sentences::default();
            sentences.iter().for_each(|it| wanted.insert(*it as usize % SENTENCES));
            classes.clone().any(|it| self.of(block, it).is_some_and(|it| !it.and(&wanted).is_empty()))
        })
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
    ) -> impl Iterator<Item = SentenceId> {
        let few = end.saturating_sub(first) <= FEW;
        let one_by_one = (first..if few { end } else { first }).filter(move |it| self.has_all(classes, *it));
        let blocks = match few {
            true => 0..0,
            false => first as usize / SENTENCES..(end as usize).div_ceil(SENTENCES).min(self.blocks.len()),
        };
        let together = blocks.flat_map(move |block| {
            let all = self.of_all(block, classes);
            all.into_iter().flat_map(Sentences::offsets).map(move |it| self.first(block) + it)
        });
        one_by_one.chain(together.filter(move |it| (first..end).contains(it)))
    }
}

/// A range of so few sentences is looked at one by one.
const FEW: u32 = 8;
