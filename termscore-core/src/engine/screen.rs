//! Which sentences can hold a match of which pattern, and from which words on. Sets of places in a sentence are bits;
//! a pattern is walked from its end to its start with all its places at once, so that a sentence in which it cannot
//! match costs a few operations on whole sets. What passes is verified by the matcher: the screen may let too much
//! through (values, parties, regular expressions), never too little.

mod places;
mod sheet;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::{Document, value::Type};

use self::{
    places::{Few, Many, Places},
    sheet::Sheet,
};
use super::{
    program::{CompiledElement, CompiledStep, ConceptId, Matcher, PatternId, Program, witness},
    reading::SentenceId,
    vocab::{Form, Forms, OTHER},
};

/// Index of a set of forms that patterns ask for.
type ClassId = u32;

/// The patterns of a program, as they are screened.
#[derive(Debug, Default)]
pub(super) struct Screen {
    /// Sets of forms, each once.
    classes: Vec<Forms>,
    /// By pattern; those of concepts and cues are not screened.
    patterns: Vec<Screened>,
    groups: Vec<Group>,
    n_forms: usize,
}

/// Patterns that are screened together.
#[derive(Debug)]
struct Group {
    /// By form id: the patterns of which it is a witness.
    witnessed: Vec<Box<[PatternId]>>,
    /// Patterns without a witness; they are tried on every sentence.
    unwitnessed: Vec<PatternId>,
}

impl Group {
    fn with_witness(&self, form: Form) -> &[PatternId] {
        self.witnessed.get(form as usize).map_or(&[], |it| it)
    }
}

/// One pattern.
#[derive(Debug, Default)]
struct Screened {
    /// Every match holds a word of each of these; the rarest first.
    needs: Box<[ClassId]>,
    /// `None` of a regular expression: it may begin anywhere.
    stages: Option<Box<[Stage]>>,
    /// The words without which it cannot match.
    witness: Option<Forms>,
}

/// What a step takes, as far as sets of places can tell.
#[derive(Clone, Debug)]
enum Stage {
    /// A word of a class.
    Class(ClassId),
    /// Any word.
    Word,
    Gap(u32, u32),
    Either(Arc<[Branch]>),
    Maybe(Arc<[Stage]>),
    /// A value; how many words it has is not known.
    Value(Type),
    /// Any number of words.
    Open,
}

#[derive(Debug)]
struct Branch {
    /// The rarest class without which the branch cannot match.
    need: Option<ClassId>,
    stages: Box<[Stage]>,
}

/// Where a pattern can begin to match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Starts(u64);

/// The last bit of [`Starts`] stands for this place and all after it.
const LAST: u32 = 63;

impl Starts {
    pub(super) const ANYWHERE: Starts = Starts(u64::MAX);
    pub(super) const NOWHERE: Starts = Starts(0);

    /// The places, ascending, of a sentence of `len` words.
    pub(super) fn places(self, len: u32) -> impl Iterator<Item = u32> {
        let mut bits = self.0 & !(1 << LAST);
        let single = std::iter::from_fn(move || {
            let place = (bits != 0).then(|| bits.trailing_zeros())?;
            bits &= bits - 1;
            Some(place)
        });
        let rest = if self.0 >> LAST == 0 { len } else { LAST };
        single.take_while(move |place| *place < len).chain(rest..len.max(rest))
    }
}

/// The sentences in which a pattern may match, ascending, and where in each.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    pub(super) sentences: Vec<SentenceId>,
    starts: Vec<Starts>,
}

impl Candidates {
    /// Where a match in a sentence can begin.
    pub(super) fn starts(&self, sentence: SentenceId) -> Starts {
        let at = self.sentences.binary_search(&sentence).ok();
        at.and_then(|at| self.starts.get(at)).copied().unwrap_or(Starts::NOWHERE)
    }

    fn push(&mut self, sentence: SentenceId, starts: Starts) {
        self.sentences.push(sentence);
        self.starts.push(starts);
    }
}

impl Screen {
    /// The screen of a program whose patterns are all there.
    pub(super) fn new(program: &Program) -> Screen {
        let mut maker = Maker {
            program,
            screen: Screen::default(),
            ids: FxHashMap::default(),
            concepts: FxHashMap::default(),
        };
        maker.screen.n_forms = program.vocab.len();
        maker.screen.patterns.resize_with(program.patterns.len(), Screened::default);
        for group in &program.groups {
            let mut witnessed = vec![Vec::new(); program.vocab.len()];
            let mut unwitnessed = Vec::new();
            for id in group.clone() {
                let it = maker.screened(id);
                match &it.witness {
                    Some(forms) => {
                        for form in forms.ids() {
                            if let Some(list) = witnessed.get_mut(*form as usize) {
                                list.push(id);
                            }
                        }
                    }
                    None => unwitnessed.push(id),
                }
                if let Some(place) = maker.screen.patterns.get_mut(id as usize) {
                    *place = it;
                }
            }
            let witnessed = witnessed.into_iter().map(Vec::into_boxed_slice).collect();
            maker.screen.groups.push(Group { witnessed, unwitnessed });
        }
        maker.screen
    }

    /// The forms of which every match of a pattern holds at least one; `None` if there are no such forms.
    pub(super) fn witness(&self, id: PatternId) -> Option<&Forms> {
        self.patterns.get(id as usize)?.witness.as_ref()
    }

    /// Adds where the patterns of some groups may match in a document. `ids` are the form ids of its words.
    pub(super) fn candidates(
        &self,
        groups: &[usize],
        document: &Document,
        ids: &[Form],
        all: &mut [Candidates],
    ) {
        let groups: Vec<&Group> = groups.iter().filter_map(|it| self.groups.get(*it)).collect();
        let mut few: Sheet<'_, Few> = Sheet::new(self, document);
        let mut more: Sheet<'_, Many<4>> = Sheet::new(self, document);
        let mut many: Sheet<'_, Many<16>> = Sheet::new(self, document);
        let mut asked = vec![SentenceId::MAX; self.patterns.len()];
        let mut forms = Vec::new();
        for (sentence, it) in document.sentences.iter().enumerate() {
            let sentence = sentence as SentenceId;
            let flow = document.sentence_words(it);
            forms.clear();
            forms.extend(flow.iter().map(|word| ids.get(*word as usize).copied().unwrap_or(OTHER)));
            let here = (sentence, flow, forms.as_slice());
            match flow.len() {
                0..128 => self.sentence(&mut few, &groups, here, &mut asked, all),
                128..256 => self.sentence(&mut more, &groups, here, &mut asked, all),
                256..1024 => self.sentence(&mut many, &groups, here, &mut asked, all),
                // What the sets of so long a sentence would take is out of proportion.
                _ => witnessed(&groups, (sentence, &forms), &mut asked, all),
            }
        }
    }

    fn sentence<P: Places>(
        &self,
        sheet: &mut Sheet<'_, P>,
        groups: &[&Group],
        (sentence, flow, forms): (SentenceId, &[u32], &[Form]),
        asked: &mut [SentenceId],
        all: &mut [Candidates],
    ) {
        sheet.read(flow, forms);
        for group in groups {
            for at in 0..sheet.n_forms() {
                for pattern in group.with_witness(sheet.form(at)) {
                    let Some(last) = asked.get_mut(*pattern as usize).filter(|last| **last != sentence)
                    else {
                        continue;
                    };
                    *last = sentence;
                    self.pattern(sheet, sentence, *pattern, all);
                }
            }
            for pattern in &group.unwitnessed {
                self.pattern(sheet, sentence, *pattern, all);
            }
        }
    }

    fn pattern<P: Places>(
        &self,
        sheet: &mut Sheet<'_, P>,
        sentence: SentenceId,
        id: PatternId,
        all: &mut [Candidates],
    ) {
        let Some(pattern) = self.patterns.get(id as usize) else { return };
        let starts = match &pattern.stages {
            Some(stages) if pattern.needs.iter().all(|class| sheet.has(*class)) => sheet.starts(stages),
            Some(_) => return,
            None => Starts::ANYWHERE,
        };
        if let (true, Some(it)) = (starts != Starts::NOWHERE, all.get_mut(id as usize)) {
            it.push(sentence, starts);
        }
    }
}

/// The patterns that have a witness among the forms of a sentence, and those without witness, may match anywhere in it.
fn witnessed(
    groups: &[&Group],
    (sentence, forms): (SentenceId, &[Form]),
    asked: &mut [SentenceId],
    all: &mut [Candidates],
) {
    for group in groups {
        let with_witness = forms.iter().flat_map(|form| group.with_witness(*form));
        for pattern in with_witness.chain(&group.unwitnessed) {
            let (Some(last), Some(it)) = (asked.get_mut(*pattern as usize), all.get_mut(*pattern as usize))
            else {
                continue;
            };
            if *last != sentence {
                *last = sentence;
                it.push(sentence, Starts::ANYWHERE);
            }
        }
    }
}

/// Makes the stages of patterns.
struct Maker<'a> {
    program: &'a Program,
    screen: Screen,
    ids: FxHashMap<Forms, ClassId>,
    /// The concepts that were asked for.
    concepts: FxHashMap<ConceptId, Stage>,
}

/// Concepts inside concepts that are looked into.
const DEEPEST: usize = 64;

impl Maker<'_> {
    fn screened(&mut self, id: PatternId) -> Screened {
        let program = self.program;
        let (stages, needs) = match program.patterns.get(id as usize).map(|it| &it.matcher) {
            Some(Matcher::Phrase(steps)) => {
                let stages = self.stages(steps, 0);
                let needs = self.needs(&stages);
                (Some(stages), needs)
            }
            _ => (None, Box::default()),
        };
        Screened { needs, stages, witness: witness(program, id, 0) }
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
