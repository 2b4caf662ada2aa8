//! Makes the stages of patterns, and finds what each pattern needs.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{
    super::{
        compiled::{CompiledElement, CompiledStep, ConceptId, Matcher, PatternId},
        fragments::{self, Fragments},
        vocab::{ClassId, Form, Forms},
    },
    Asked, Branch, EVERY, Either, Screen, Screened, Stage,
};

/// Makes the stages of patterns.
pub(super) struct Maker<'a> {
    asked: &'a Asked<'a>,
    screen: Screen,
    ids: FxHashMap<Forms, ClassId>,
    /// By class: how often its words stand in contracts, roughly.
    costs: Vec<u32>,
    /// The concepts that were asked for.
    concepts: FxHashMap<ConceptId, Stage>,
    /// Sets of pieces of words, each with the class that stands for it.
    fragments: Vec<(ClassId, Vec<String>)>,
}

/// Concepts inside concepts that are looked into.
const DEEPEST: usize = 64;

impl<'a> Maker<'a> {
    pub(super) fn new(asked: &'a Asked<'a>) -> Maker<'a> {
        let mut screen = Screen { n_forms: asked.vocab.len(), ..Screen::default() };
        screen.patterns.resize_with(asked.patterns.len(), Screened::default);
        let mut maker = Maker {
            asked,
            screen,
            ids: FxHashMap::default(),
            costs: Vec::new(),
            concepts: FxHashMap::default(),
            fragments: Vec::new(),
        };
        // What no pattern needs is needed by all.
        let every = maker.new_class(Forms::new(Vec::new()));
        debug_assert_eq!(every, EVERY);
        maker
    }

    /// All patterns but those of concepts; without groups.
    pub(super) fn screen(mut self) -> Screen {
        for id in self.asked.first..self.asked.patterns.len() as PatternId {
            let it = self.screened(id);
            if let Some(place) = self.screen.patterns.get_mut(id as usize) {
                *place = it;
            }
        }
        self.screen.fragments = Fragments::new(&self.fragments);
        if self.screen.fragments.is_none() {
            let regexes = self.screen.patterns.iter_mut().filter(|it| it.stages.is_none());
            regexes.for_each(|it| it.needs = Box::default());
        }
        self.screen
    }

    fn screened(&mut self, id: PatternId) -> Screened {
        let asked = self.asked;
        match asked.patterns.get(id as usize).map(|it| &it.matcher) {
            Some(Matcher::Phrase(steps)) => {
                let stages = self.stages(steps, 0);
                Screened { needs: self.needs(&stages), witness: self.witness(&stages), stages: Some(stages) }
            }
            Some(Matcher::Regex(regex)) => {
                let sets = fragments::needed(regex.source()).into_iter();
                let needs = sets.map(|set| {
                    // The class has no forms: it is in a sentence that holds one of the pieces.
                    let class = self.new_class(Forms::new(Vec::new()));
                    self.fragments.push((class, set));
                    class
                });
                Screened { needs: needs.collect(), stages: None, witness: None }
            }
            None => Screened::default(),
        }
    }

    fn class(&mut self, forms: &Forms) -> ClassId {
        if let Some(known) = self.ids.get(forms) {
            return *known;
        }
        let class = self.new_class(forms.clone());
        self.ids.insert(forms.clone(), class);
        class
    }

    fn new_class(&mut self, forms: Forms) -> ClassId {
        let costs = forms.ids().iter().map(|form| self.asked.vocab.cost(*form));
        self.costs.push(costs.fold(0, u32::saturating_add));
        self.screen.classes.push(forms);
        self.screen.classes.len() as ClassId - 1
    }

    fn stages(&mut self, steps: &[CompiledStep], depth: usize) -> Box<[Stage]> {
        steps.iter().map(|step| self.stage(&step.what, depth)).collect()
    }

    fn stage(&mut self, element: &CompiledElement, depth: usize) -> Stage {
        match element {
            CompiledElement::Word(forms) => Stage::Class(self.class(forms)),
            CompiledElement::Exact(_, Some(form)) => Stage::Class(self.class(&Forms::One(*form))),
            CompiledElement::Exact(_, None) => Stage::Word,
            CompiledElement::Any => Stage::Word,
            CompiledElement::Gap(min, max) => Stage::Gap(*min, *max),
            CompiledElement::Alt(branches) => {
                let branches = branches.iter().map(|branch| self.stages(&branch.steps, depth)).collect();
                self.either(branches)
            }
            CompiledElement::Opt(inner) => Stage::Maybe(self.stages(inner, depth).into()),
            CompiledElement::Concept(..) if depth == DEEPEST => Stage::Open,
            CompiledElement::Concept(id, _) => self.concept(*id, depth + 1),
            CompiledElement::Value(_, ty) => Stage::Value(*ty),
            CompiledElement::Extracted(..) | CompiledElement::Party(..) => Stage::Open,
        }
    }

    fn concept(&mut self, id: ConceptId, depth: usize) -> Stage {
        if let Some(known) = self.concepts.get(&id) {
            return known.clone();
        }
        let asked = self.asked;
        let members = asked.concepts.get(id as usize).map_or(&[][..], |it| &it.patterns);
        let branches =
            members.iter().map(|member| match asked.patterns.get(*member as usize).map(|it| &it.matcher) {
                Some(Matcher::Phrase(steps)) => self.stages(steps, depth),
                _ => Box::new([Stage::Open]),
            });
        let branches = branches.collect();
        let made = self.either(branches);
        self.concepts.insert(id, made.clone());
        made
    }

    /// Branches of one word each become one class.
    fn either(&mut self, branches: Vec<Box<[Stage]>>) -> Stage {
        let mut words = Vec::new();
        let mut longer = Vec::new();
        for stages in branches {
            match &*stages {
                [Stage::Class(class)] => words.extend_from_slice(self.forms(*class)),
                _ => longer.push(stages),
            }
        }
        if !words.is_empty() {
            let class = self.class(&Forms::new(words));
            longer.push(Box::new([Stage::Class(class)]));
        }
        if let [stages] = longer.as_slice()
            && let [stage] = &**stages
        {
            return stage.clone();
        }
        let branches: Box<[Branch]> =
            longer.into_iter().map(|stages| Branch { need: self.witness(&stages), stages }).collect();
        let needs: Option<Vec<ClassId>> = branches.iter().map(|it| it.need).collect();
        let need = needs.map(|needs| {
            let forms = needs.iter().flat_map(|class| self.forms(*class)).copied();
            let forms = Forms::new(forms.collect());
            self.class(&forms)
        });
        Stage::Either(Arc::new(Either { need, branches }))
    }

    /// The classes of which every match holds a word, the rarest first; the words of an alternative together.
    fn needs(&self, stages: &[Stage]) -> Box<[ClassId]> {
        let mut needs: Vec<ClassId> = stages.iter().filter_map(Stage::need).collect();
        needs.sort_unstable_by_key(|class| (self.cost(*class), *class));
        needs.dedup();
        needs.into()
    }

    /// The rarest of these classes; of several the first.
    fn witness(&self, stages: &[Stage]) -> Option<ClassId> {
        stages.iter().filter_map(Stage::need).min_by_key(|class| self.cost(*class))
    }

    fn forms(&self, class: ClassId) -> &[Form] {
        self.screen.classes.get(class as usize).map_or(&[], Forms::ids)
    }

    fn cost(&self, class: ClassId) -> u32 {
        self.costs.get(class as usize).copied().unwrap_or(u32::MAX)
    }
}
