//! One sentence as sets of places: of its forms, and, as they are asked for, of classes of forms and of words that
//! may begin a value. Sets of the sentence before are forgotten by their number, not cleared.

use crate::value::Type;

use super::{
    super::{
        forms::DocumentForms,
        reading::SentenceId,
        vocab::{Form, Forms, OTHER},
    },
    ClassId, Presence, Screen, Stage, Starts,
    places::Places,
};

/// Where a set is kept, and of which sentence it is.
#[derive(Clone, Copy, Default)]
struct Slot {
    sentence: u32,
    at: u32,
}

pub(super) struct Sheet<'a, P> {
    screen: &'a Screen,
    words: &'a DocumentForms<'a>,
    presence: &'a Presence<'a>,
    /// The sentence.
    id: SentenceId,
    /// Its number among those that were read, from 1.
    sentence: u32,
    /// Its words.
    flow: Vec<u32>,
    /// The different forms in it.
    forms: Vec<Form>,
    by_form: Vec<Slot>,
    by_class: Vec<Slot>,
    by_type: Vec<(Type, P)>,
    sets: Vec<P>,
    /// Stages that may still be walked for the pattern at work.
    left: u32,
}

/// Stages walked for one pattern in one sentence. Concepts in concepts may multiply; beyond this a pattern passes.
const MOST_STAGES: u32 = 20_000;

impl<'a, P: Places> Sheet<'a, P> {
    pub(super) fn new(
        screen: &'a Screen,
        words: &'a DocumentForms<'a>,
        presence: &'a Presence<'a>,
    ) -> Sheet<'a, P> {
        Sheet {
            screen,
            words,
            presence,
            id: 0,
            sentence: 0,
            flow: Vec::new(),
            forms: Vec::new(),
            by_form: Vec::new(),
            by_class: Vec::new(),
            by_type: Vec::new(),
            sets: Vec::new(),
            left: 0,
        }
    }

    /// Takes the words of a sentence.
    pub(super) fn read(&mut self, id: SentenceId, flow: &[u32]) {
        if self.sentence == 0 {
            self.by_form.resize(self.screen.n_forms, Slot::default());
            self.by_class.resize(self.screen.classes.len(), Slot::default());
        }
        self.id = id;
        self.sentence += 1;
        self.flow.clear();
        self.flow.extend_from_slice(flow);
        self.forms.clear();
        self.by_type.clear();
        self.sets.clear();
        for (place, word) in flow.iter().enumerate() {
            let form = self.words.form(*word);
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
    }

    fn len(&self) -> u32 {
        self.flow.len() as u32
    }

    /// The places of a form, if it stands in the sentence.
    fn of_form(&self, form: Form) -> Option<&P> {
        let slot = self.by_form.get(form as usize).filter(|slot| slot.sentence == self.sentence)?;
        self.sets.get(slot.at as usize)
    }

    /// The places of the words of a class.
    fn class(&mut self, class: ClassId) -> P {
        let forms = self.screen.classes.get(class as usize);
        if let Some([form]) = forms.map(Forms::ids) {
            return self.of_form(*form).copied().unwrap_or(P::NONE);
        }
        let known = self.by_class.get(class as usize).copied().unwrap_or_default();
        if known.sentence == self.sentence {
            return self.sets.get(known.at as usize).copied().unwrap_or(P::NONE);
        }
        let mut set = P::NONE;
        let mut add = |form: Form| self.of_form(form).into_iter().for_each(|it| set.unite(it));
        match forms {
            Some(forms) if forms.ids().len() <= self.forms.len() => {
                forms.ids().iter().for_each(|form| add(*form))
            }
            _ => {
                let own = |form: &&Form| forms.is_some_and(|it| it.contains(**form));
                self.forms.iter().filter(own).for_each(|form| add(*form));
            }
        }
        if let Some(slot) = self.by_class.get_mut(class as usize) {
            *slot = Slot { sentence: self.sentence, at: self.sets.len() as u32 };
        }
        self.sets.push(set);
        set
    }

    /// The words with which a value of a type may begin.
    fn values(&mut self, ty: Type) -> P {
        if let Some((_, known)) = self.by_type.iter().find(|(known, _)| *known == ty) {
            return *known;
        }
        let mut set = P::NONE;
        for (place, word) in self.flow.iter().enumerate() {
            if self.words.may_begin(ty, *word, self.flow.get(place + 1).copied()) {
                set.insert(place as u32);
            }
        }
        self.by_type.push((ty, set));
        set
    }

    /// Where a pattern can begin to match.
    pub(super) fn starts(&mut self, stages: &[Stage]) -> Starts {
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
                Stage::Either(branches) => {
                    let mut all = P::NONE;
                    for branch in branches.iter() {
                        if branch.need.is_none_or(|class| self.presence.has(class, self.id)) {
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
}
