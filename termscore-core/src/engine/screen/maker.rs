//! Makes the stages of patterns, and finds what each pattern needs.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{
    super::{
        program::{CompiledElement, CompiledStep, ConceptId, Matcher, PatternId, Program, witness},
        vocab::Forms,
    },
    Branch, ClassId, EVERY, Fragments, Screen, Screened, Stage, fragments,
};

/// Makes the stages of patterns.
pub(super) struct Maker<'a> {
    program: &'a Program,
    screen: Screen,
    ids: FxHashMap<Forms, ClassId>,
    /// The concepts that were asked for.
    concepts: FxHashMap<ConceptId, Stage>,
    /// Sets of pieces of words, each with the class that stands for it.
    fragments: Vec<(ClassId, Vec<String>)>,
}

/// Concepts inside concepts that are looked into.
const DEEPEST: usize = 64;

impl<'a> Maker<'a> {
    pub(super) fn new(program: &'a Program) -> Maker<'a> {
        let mut screen = Screen { n_forms: program.vocab.len(), ..Screen::default() };
        // What no pattern needs is needed by all.
        debug_assert_eq!(screen.classes.len(), EVERY as usize);
        screen.classes.push(Forms::new(Vec::new()));
        screen.patterns.resize_with(program.patterns.len(), Screened::default);
        Maker {
            program,
            screen,
            ids: FxHashMap::default(),
            concepts: FxHashMap::default(),
            fragments: Vec::new(),
        }
    }

    /// All patterns but those of concepts; without groups.
    pub(super) fn screen(mut self) -> Screen {
        for id in self.program.first_cue..self.program.patterns.len() as PatternId {
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
        let program = self.program;
        let (stages, needs) = match program.patterns.get(id as usize).map(|it| &it.matcher) {
            Some(Matcher::Phrase(steps)) => {
                let stages = self.stages(steps, 0);
                let needs = self.needs(&stages);
                (Some(stages), needs)
            }
            Some(Matcher::Regex(regex)) => {
                let sets = fragments::needed(regex.as_str()).into_iter();
                let needs = sets.map(|set| {
                    // The class has no forms: it is in a sentence that holds one of the pieces.
                    self.screen.classes.push(Forms::new(Vec::new()));
                    let class = self.screen.classes.len() as ClassId - 1;
                    self.fragments.push((class, set));
                    class
                });
                (None, needs.collect())
            }
            None => (None, Box::default()),
        };
        let witness = witness(program, id, 0).map(|forms| self.class(forms));
        Screened { needs, stages, witness }
    }

    fn class(&mut self, forms: Forms) -> ClassId {
        let screen = &mut self.screen;
        *self.ids.entry(forms).or_insert_with_key(|forms| {
            screen.classes.push(forms.clone());
            screen.classes.len() as ClassId - 1
        })
    }

    fn stages(&mut self, steps: &[CompiledStep], depth: usize) -> Box<[Stage]> {
        steps.iter().map(|step| self.stage(&step.what, depth)).collect()
    }

    fn stage(&mut self, element: &CompiledElement, depth: usize) -> Stage {
        match element {
            CompiledElement::Word(forms) => Stage::Class(self.class(forms.clone())),
            CompiledElement::Exact(_, Some(form)) => Stage::Class(self.class(Forms::new(vec![*form]))),
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
            CompiledElement::Extracted(..) | CompiledElement::Party(_) => Stage::Open,
        }
    }

    fn concept(&mut self, id: ConceptId, depth: usize) -> Stage {
        if let Some(known) = self.concepts.get(&id) {
            return known.clone();
        }
        let program = self.program;
        let members = program.concepts.get(id as usize).map_or(&[][..], |it| &it.patterns);
        let branches =
            members.iter().map(|member| match program.patterns.get(*member as usize).map(|it| &it.matcher) {
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
                [Stage::Class(class)] => {
                    words.extend(self.screen.classes.get(*class as usize).into_iter().flat_map(Forms::ids));
                }
                _ => longer.push(stages),
            }
        }
        if !words.is_empty() {
            let class = self.class(Forms::new(words));
            longer.push(Box::new([Stage::Class(class)]));
        }
        let branches: Arc<[Branch]> = longer
            .into_iter()
            .map(|stages| Branch { need: self.needs(&stages).first().copied(), stages })
            .collect();
        single(&branches).unwrap_or(Stage::Either(branches))
    }

    /// The classes of which every match holds a word, the rarest first; the words of an alternative together.
    fn needs(&mut self, stages: &[Stage]) -> Box<[ClassId]> {
        let mut needs: Vec<ClassId> = stages.iter().filter_map(|stage| self.need(stage)).collect();
        needs.sort_by_cached_key(|class| (self.cost(*class), *class));
        needs.dedup();
        needs.into()
    }

    fn need(&mut self, stage: &Stage) -> Option<ClassId> {
        match stage {
            Stage::Class(class) => Some(*class),
            Stage::Either(branches) => {
                let mut forms = Vec::new();
                for branch in branches.iter() {
                    forms.extend_from_slice(self.screen.classes.get(branch.need? as usize)?.ids());
                }
                Some(self.class(Forms::new(forms)))
            }
            _ => None,
        }
    }

    /// How often the words of a class stand in contracts, roughly.
    fn cost(&self, class: ClassId) -> u32 {
        let forms = self.screen.classes.get(class as usize).map_or(&[][..], Forms::ids);
        forms.iter().map(|form| self.program.vocab.cost(*form)).fold(0, u32::saturating_add)
    }
}

/// The stage of an alternative that has one branch of one stage.
fn single(branches: &Arc<[Branch]>) -> Option<Stage> {
    match &**branches {
        [Branch { stages, .. }] => match &**stages {
            [stage] => Some(stage.clone()),
            _ => None,
        },
        _ => None,
    }
}
