//! One sentence as sets of places: of its forms, and, as they are asked for, of classes of forms and of words that
//! may begin a value. Sets of the sentence before are forgotten by their number, not cleared.

use std::{fmt, ops::Range, sync::Mutex};

use rustc_hash::FxHashMap;

use crate::value::Type;

use super::{
    super::{
        forms::DocumentForms,
        hit::SentenceId,
        vocab::{ClassId, Form, Forms, OTHER},
    },
    Screen, Stage, Starts,
    places::{Few, Many, Places},
};

/// Where a set is kept, and of which sentence it is.
#[derive(Clone, Copy, Default)]
struct Slot {
    sentence: u32,
    at: u32,
}

/// Memory for sheets, by how long sentences are; used for one sentence after the other of one document.
#[derive(Default)]
pub(in crate::engine) struct Sheets {
    few: Memory<Few>,
    more: Memory<Many<4>>,
    many: Memory<Many<8>>,
    most: Memory<Many<16>>,
}

impl Sheets {
    /// Runs with the sheet of a sentence, of which its words are given; with none if it is so long that what its sets would
    /// take is out of proportion.
    pub(super) fn with<T>(
        &mut self,
        screen: &Screen,
        words: &DocumentForms<'_>,
        read: (SentenceId, &[u32]),
        run: impl FnOnce(Option<&mut dyn AnySheet>) -> T,
    ) -> T {
        match read.1.len() {
            0..128 => run(Some(&mut Sheet::new(screen, words, read, &mut self.few))),
            128..256 => run(Some(&mut Sheet::new(screen, words, read, &mut self.more))),
            256..512 => run(Some(&mut Sheet::new(screen, words, read, &mut self.many))),
            512..1024 => run(Some(&mut Sheet::new(screen, words, read, &mut self.most))),
            _ => run(None),
        }
    }
}

impl Sheets {
    /// Makes ready for another document. Large memory is given back.
    fn forget(&mut self) {
        self.few.forget();
        self.more.forget();
        self.many.forget();
        self.most.forget();
    }
}

/// Memory of documents that are done, for the next ones: to clear it anew takes longer than to read a short contract.
#[derive(Default)]
pub(in crate::engine) struct IdleSheets(Mutex<Vec<Sheets>>);

impl IdleSheets {
    /// As many as documents are usually read side by side.
    const MOST: usize = 16;

    pub(in crate::engine) fn take(&self) -> Sheets {
        let idle = self.0.lock().ok().and_then(|mut it| it.pop());
        idle.unwrap_or_default()
    }

    pub(in crate::engine) fn give_back(&self, mut sheets: Sheets) {
        sheets.forget();
        if let Ok(mut idle) = self.0.lock()
            && idle.len() < IdleSheets::MOST
        {
            idle.push(sheets);
        }
    }
}

impl fmt::Debug for IdleSheets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdleSheets").finish_non_exhaustive()
    }
}

/// A sheet of a sentence of any length.
pub(super) trait AnySheet {
    /// Where a pattern can begin to match.
    fn starts(&mut self, stages: &[Stage]) -> Starts;
    /// How many stages can be followed from some place on, at most; a gap counts with what follows it.
    fn furthest(&mut self, stages: &[Stage]) -> usize;
}

#[derive(Default)]
struct Memory<P> {
    /// Number of the sentence at work among those that were taken up, from 1.
    sentence: u32,
    /// Which that is, and where its forms lie.
    at_work: Option<(SentenceId, Range<usize>)>,
    /// The different forms of the sentences that were read, and the places of each.
    forms: Vec<Form>,
    sets: Vec<P>,
    /// Where in these lists a sentence lies.
    read: FxHashMap<SentenceId, Range<usize>>,
    by_form: Vec<Slot>,
    by_class: Vec<Slot>,
    of_classes: Vec<P>,
    by_type: Vec<(Type, P)>,
}

struct Sheet<'a, P> {
    screen: &'a Screen,
    words: &'a DocumentForms<'a>,
    /// Its words.
    flow: &'a [u32],
    /// Where its forms lie in memory.
    forms: Range<usize>,
    memory: &'a mut Memory<P>,
    /// Stages that may still be walked for the pattern at work.
    left: u32,
}

/// Sets and sentences that are kept for the next document.
const KEPT: usize = 1 << 14;

impl<P: Places + Default> Memory<P> {
    /// Numbers of sentences go on, so that what is told of those before is known to be old.
    fn forget(&mut self) {
        if self.sets.capacity() > KEPT || self.read.capacity() > KEPT || self.sentence > u32::MAX / 2 {
            *self = Memory::default();
        }
        self.at_work = None;
        self.forms.clear();
        self.sets.clear();
        self.read.clear();
    }
}

impl<P: Places> Memory<P> {
    /// Reads a sentence for the first time; says where it lies.
    fn read(&mut self, id: SentenceId, flow: &[u32], words: &DocumentForms<'_>) -> Range<usize> {
        let from = self.sets.len();
        for (place, word) in flow.iter().enumerate() {
            let form = words.form(*word);
            let Some(slot) = self.by_form.get_mut(form as usize).filter(|_| form != OTHER) else { continue };
            if slot.sentence != self.sentence {
                *slot = Slot { sentence: self.sentence, at: self.sets.len() as u32 };
                self.sets.push(P::NONE);
                self.forms.push(form);
            }
            if let Some(set) = self.sets.get_mut(slot.at as usize) {
                set.insert(place as u32);
            }
        }
        let read = from..self.sets.len();
        self.read.insert(id, read.clone());
        read
    }

    /// Takes up a sentence that was read before.
    fn recall(&mut self, read: &Range<usize>) {
        for (at, form) in self.forms.get(read.clone()).unwrap_or_default().iter().enumerate() {
            if let Some(slot) = self.by_form.get_mut(*form as usize) {
                *slot = Slot { sentence: self.sentence, at: (read.start + at) as u32 };
            }
        }
    }
}

/// Stages walked for one pattern in one sentence. Concepts in concepts may multiply; beyond this a pattern passes.
const MOST_STAGES: u32 = 20_000;

impl<'a, P: Places> Sheet<'a, P> {
    /// Takes up a sentence.
    fn new(
        screen: &'a Screen,
        words: &'a DocumentForms<'a>,
        (id, flow): (SentenceId, &'a [u32]),
        memory: &'a mut Memory<P>,
    ) -> Sheet<'a, P> {
        if memory.sentence == 0 {
            memory.by_form.resize(screen.n_forms, Slot::default());
            memory.by_class.resize(screen.classes.len(), Slot::default());
        }
        if let Some((_, forms)) = memory.at_work.clone().filter(|it| it.0 == id) {
            return Sheet { screen, words, flow, forms, memory, left: 0 };
        }
        memory.sentence += 1;
        memory.of_classes.clear();
        memory.by_type.clear();
        let forms = match memory.read.get(&id) {
            Some(read) => {
                let read = read.clone();
                memory.recall(&read);
                read
            }
            None => memory.read(id, flow, words),
        };
        memory.at_work = Some((id, forms.clone()));
        Sheet { screen, words, flow, forms, memory, left: 0 }
    }

    fn len(&self) -> u32 {
        self.flow.len() as u32
    }

    /// The places of a form, if it stands in the sentence.
    fn of_form(&self, form: Form) -> Option<&P> {
        let slot =
            self.memory.by_form.get(form as usize).filter(|slot| slot.sentence == self.memory.sentence)?;
        self.memory.sets.get(slot.at as usize)
    }

    /// The places of the words of a class.
    fn class(&mut self, class: ClassId) -> P {
        let forms = self.screen.classes.get(class as usize);
        if let Some([form]) = forms.map(Forms::ids) {
            return self.of_form(*form).copied().unwrap_or(P::NONE);
        }
        let known = self.memory.by_class.get(class as usize).copied().unwrap_or_default();
        if known.sentence == self.memory.sentence {
            return self.memory.of_classes.get(known.at as usize).copied().unwrap_or(P::NONE);
        }
        let mut set = P::NONE;
        let mut add = |form: Form| self.of_form(form).into_iter().for_each(|it| set.unite(it));
        match forms {
            Some(forms) if forms.ids().len() <= self.forms.len() => {
                forms.ids().iter().for_each(|form| add(*form))
            }
            _ => {
                let own = |form: &&Form| forms.is_some_and(|it| it.contains(**form));
                let all = self.memory.forms.get(self.forms.clone()).unwrap_or_default();
                all.iter().filter(own).for_each(|form| add(*form));
            }
        }
        if let Some(slot) = self.memory.by_class.get_mut(class as usize) {
            *slot = Slot { sentence: self.memory.sentence, at: self.memory.of_classes.len() as u32 };
        }
        self.memory.of_classes.push(set);
        set
    }

    fn holds(&mut self, class: ClassId) -> bool {
        !self.class(class).is_empty()
    }

    /// The words with which a value of a type may begin.
    fn values(&mut self, ty: Type) -> P {
        if let Some((_, known)) = self.memory.by_type.iter().find(|(known, _)| *known == ty) {
            return *known;
        }
        let mut set = P::NONE;
        self.words.beginning(ty, self.flow).for_each(|place| set.insert(place));
        self.memory.by_type.push((ty, set));
        set
    }

    /// From the places where stages may end to those where they may begin.
    fn before(&mut self, stages: &[Stage], set: &mut P) {
        for stage in stages.iter().rev() {
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                return;
            }
            match stage {
                Stage::Class(class) => {
                    set.earlier(1);
                    set.meet(&self.class(*class));
                }
                Stage::Word => set.earlier(1),
                Stage::Gap(min, max) => set.before_gap(*min, *max),
                Stage::Either(either) => {
                    let mut all = P::NONE;
                    for branch in &either.branches {
                        if branch.need.is_none_or(|class| self.holds(class)) {
                            let mut one = *set;
                            self.before(&branch.stages, &mut one);
                            all.unite(&one);
                        }
                    }
                    *set = all;
                }
                Stage::Maybe(inner) => {
                    let mut taken = *set;
                    self.before(inner, &mut taken);
                    set.unite(&taken);
                }
                Stage::Value(ty) => {
                    let values = self.values(*ty);
                    self.open(set);
                    set.meet(&values);
                }
                Stage::Open => self.open(set),
            }
            if set.is_empty() {
                return;
            }
        }
    }

    /// All places from which some of these can be reached.
    fn open(&self, set: &mut P) {
        if let Some(highest) = set.highest() {
            *set = P::below(highest + 1);
        }
    }

    /// From the places where stages may begin to those where they may end.
    fn after(&mut self, stages: &[Stage], set: &mut P) {
        for stage in stages {
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                return;
            }
            match stage {
                Stage::Class(class) => {
                    set.meet(&self.class(*class));
                    set.later(1);
                }
                Stage::Word => {
                    set.meet(&P::below(self.len()));
                    set.later(1);
                }
                Stage::Gap(min, max) => {
                    set.after_gap(*min, *max);
                    set.meet(&P::below(self.len() + 1));
                }
                Stage::Either(either) => {
                    let mut all = P::NONE;
                    for branch in &either.branches {
                        if branch.need.is_none_or(|class| self.holds(class)) {
                            let mut one = *set;
                            self.after(&branch.stages, &mut one);
                            all.unite(&one);
                        }
                    }
                    *set = all;
                }
                Stage::Maybe(inner) => {
                    let mut taken = *set;
                    self.after(inner, &mut taken);
                    set.unite(&taken);
                }
                Stage::Value(ty) => {
                    set.meet(&self.values(*ty));
                    self.on(set);
                }
                Stage::Open => self.on(set),
            }
            if set.is_empty() {
                return;
            }
        }
    }

    /// All places that can be reached from some of these.
    fn on(&self, set: &mut P) {
        if let Some(lowest) = set.lowest() {
            *set = P::below(self.len() + 1);
            set.earlier(lowest);
            set.later(lowest);
        }
    }
}

impl<P: Places> AnySheet for Sheet<'_, P> {
    fn starts(&mut self, stages: &[Stage]) -> Starts {
        let len = self.len();
        // A match ends after a word.
        let mut ends = P::below(len + 1);
        let mut begins = ends;
        begins.earlier(1);
        if ends.highest() == Some(0) {
            return Starts::NOWHERE;
        }
        self.left = MOST_STAGES;
        self.before(stages, &mut ends);
        if self.left == 0 {
            return Starts::ANYWHERE;
        }
        ends.meet(&begins);
        Starts(ends.head())
    }

    fn furthest(&mut self, stages: &[Stage]) -> usize {
        self.left = MOST_STAGES;
        let mut set = P::below(self.len());
        let mut reached = 0;
        for (at, stage) in stages.iter().enumerate() {
            self.after(std::slice::from_ref(stage), &mut set);
            if self.left == 0 {
                return stages.len();
            }
            if set.is_empty() {
                break;
            }
            if !matches!(stage, Stage::Gap(..)) || at + 1 == stages.len() {
                reached = at + 1;
            }
        }
        reached
    }
}
