//! Which sentences can hold a match of which pattern, and from which words on. Sets of places in a sentence are bits;
//! a pattern is walked from its end to its start with all its places at once, so that a sentence in which it cannot
//! match costs a few operations on whole sets. What passes is verified by the matcher: the screen may let too much
//! through (values, parties, regular expressions), never too little.

mod fragments;
mod places;
mod sheet;

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::{Document, value::Type};

use self::{
    fragments::Fragments,
    places::{Few, Many, Places},
    sheet::Sheet,
};
use super::{
    forms::{DocumentForms, Signature, signature},
    program::{CompiledElement, CompiledStep, ConceptId, Matcher, PatternId, Program, witness},
    reading::SentenceId,
    vocab::{Form, Forms},
};

/// Index of a set of forms that patterns ask for.
pub(super) type ClassId = u32;

/// The class that is in every sentence: what a pattern without further needs needs.
const EVERY: ClassId = 0;

/// The patterns of a program, as they are screened.
#[derive(Debug, Default)]
pub(super) struct Screen {
    /// Sets of forms, each once.
    classes: Vec<Forms>,
    /// By form id: the classes that hold the form.
    holding: Lists<ClassId>,
    /// What regular expressions cannot match without.
    fragments: Option<Fragments>,
    /// By pattern; those of concepts and cues, and those that are only asked about near a match, are not screened.
    patterns: Vec<Screened>,
    groups: Vec<Group>,
    n_forms: usize,
}

/// Patterns that are screened together.
#[derive(Debug)]
struct Group {
    /// By form id: the patterns of which it is a witness.
    witnessed: Lists<Witnessed>,
    /// Patterns without a witness; they are tried on every sentence.
    unwitnessed: Vec<PatternId>,
}

/// A pattern, with two of the classes that it needs beside its witness: most sentences lack one of them, and this is seen
/// without looking at the pattern.
#[derive(Clone, Copy, Debug)]
struct Witnessed {
    pattern: PatternId,
    needs: [ClassId; 2],
}

/// Lists by number, one behind the other.
#[derive(Debug)]
struct Lists<T> {
    ends: Box<[u32]>,
    all: Box<[T]>,
}

impl<T> Lists<T> {
    fn new(lists: Vec<Vec<T>>) -> Lists<T> {
        let mut ends = Vec::with_capacity(lists.len());
        let mut all = Vec::with_capacity(lists.iter().map(Vec::len).sum());
        for list in lists {
            all.extend(list);
            ends.push(all.len() as u32);
        }
        Lists { ends: ends.into(), all: all.into() }
    }

    fn start(&self, number: u32) -> usize {
        let before = (number as usize).checked_sub(1).and_then(|it| self.ends.get(it));
        before.copied().unwrap_or(0) as usize
    }

    fn get(&self, number: u32) -> &[T] {
        let end = self.ends.get(number as usize).map_or(0, |it| *it as usize);
        self.all.get(self.start(number)..end).unwrap_or_default()
    }
}

impl<T> Default for Lists<T> {
    fn default() -> Lists<T> {
        Lists { ends: Box::default(), all: Box::default() }
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
    /// Signatures of what it needs, but of classes of so many words that most sentences hold one.
    signatures: Box<[Signature]>,
}

/// Words of a class whose signature still tells something.
const FEW_WORDS: usize = 40;

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

/// A sentence in which a pattern may match, and where in it a match can begin.
#[derive(Clone, Copy, Debug)]
struct Candidate {
    pattern: PatternId,
    sentence: SentenceId,
    starts: Starts,
}

/// By pattern the sentences in which it may match, ascending, and where in each.
#[derive(Debug, Default)]
pub(super) struct AllCandidates {
    sentences: Lists<SentenceId>,
    starts: Box<[Starts]>,
}

impl AllCandidates {
    /// Of candidates in the order of sentences.
    fn new(n_patterns: usize, found: &[Candidate]) -> AllCandidates {
        // The place of each pattern's next one; in the end the end of its list.
        let mut next = vec![0_u32; n_patterns + 1];
        for it in found {
            if let Some(n) = next.get_mut(it.pattern as usize + 1) {
                *n += 1;
            }
        }
        let mut sum = 0;
        for n in &mut next {
            sum += *n;
            *n = sum;
        }
        let mut sentences = vec![0; found.len()];
        let mut starts = vec![Starts::NOWHERE; found.len()];
        for it in found {
            let Some(next) = next.get_mut(it.pattern as usize) else { continue };
            if let (Some(sentence), Some(start)) =
                (sentences.get_mut(*next as usize), starts.get_mut(*next as usize))
            {
                (*sentence, *start) = (it.sentence, it.starts);
            }
            *next += 1;
        }
        next.truncate(n_patterns);
        let sentences = Lists { ends: next.into(), all: sentences.into() };
        AllCandidates { sentences, starts: starts.into() }
    }

    /// The sentences in which a pattern may match, ascending.
    pub(super) fn sentences(&self, pattern: PatternId) -> &[SentenceId] {
        self.sentences.get(pattern)
    }

    /// Where a match in a sentence can begin.
    pub(super) fn starts(&self, pattern: PatternId, sentence: SentenceId) -> Starts {
        let (first, sentences) = (self.sentences.start(pattern), self.sentences.get(pattern));
        let at = sentences.binary_search(&sentence).ok();
        at.and_then(|at| self.starts.get(first + at)).copied().unwrap_or(Starts::NOWHERE)
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
            fragments: Vec::new(),
        };
        maker.screen.n_forms = program.vocab.len();
        // What no pattern needs is needed by all.
        debug_assert_eq!(maker.screen.classes.len(), EVERY as usize);
        maker.screen.classes.push(Forms::new(Vec::new()));
        maker.screen.patterns.resize_with(program.patterns.len(), Screened::default);
        for id in program.first_standalone..program.patterns.len() as PatternId {
            let it = maker.screened(id);
            if let Some(place) = maker.screen.patterns.get_mut(id as usize) {
                *place = it;
            }
        }
        maker.screen.fragments = Fragments::new(&maker.fragments);
        if maker.screen.fragments.is_none() {
            let regexes = maker.screen.patterns.iter_mut().filter(|it| it.stages.is_none());
            regexes.for_each(|it| it.needs = Box::default());
        }
        for group in &program.groups {
            let mut witnessed = vec![Vec::new(); program.vocab.len()];
            let mut unwitnessed = Vec::new();
            let found = |id: &PatternId| program.patterns.get(*id as usize).is_some_and(|it| !it.limits);
            for id in group.iter().copied().filter(found) {
                let Some(it) = maker.screen.patterns.get(id as usize) else { continue };
                let Some(forms) = &it.witness else {
                    unwitnessed.push(id);
                    continue;
                };
                let other = |at: usize| it.needs.get(at).or(it.needs.first()).copied();
                let needs = [1, 2].map(|at| other(at).unwrap_or(EVERY));
                for form in forms.ids() {
                    if let Some(list) = witnessed.get_mut(*form as usize) {
                        list.push(Witnessed { pattern: id, needs });
                    }
                }
            }
            maker.screen.groups.push(Group { witnessed: Lists::new(witnessed), unwitnessed });
        }
        let mut screen = maker.screen;
        let mut holding = vec![Vec::new(); program.vocab.len()];
        for (class, forms) in screen.classes.iter().enumerate() {
            for form in forms.ids() {
                if let Some(list) = holding.get_mut(*form as usize) {
                    list.push(class as ClassId);
                }
            }
        }
        screen.holding = Lists::new(holding);
        screen
    }

    /// The forms of which every match of a pattern holds at least one; `None` if there are no such forms.
    pub(super) fn witness(&self, id: PatternId) -> Option<&Forms> {
        self.patterns.get(id as usize)?.witness.as_ref()
    }

    /// The classes of the pieces of words that a word holds.
    pub(super) fn fragments(&self, norm: &str) -> Vec<ClassId> {
        self.fragments.as_ref().map_or_else(Vec::new, |it| it.of_word(norm))
    }

    /// False if a sentence surely lacks a word without which a pattern cannot match.
    pub(super) fn may_match(&self, id: PatternId, sentence: SentenceId, words: &DocumentForms) -> bool {
        let it = self.patterns.get(id as usize);
        it.is_some_and(|it| it.signatures.iter().all(|forms| words.may_hold(sentence, forms)))
    }

    /// Where the patterns of some groups may match in a document.
    pub(super) fn candidates(
        &self,
        groups: &[usize],
        document: &Document,
        words: &DocumentForms,
    ) -> AllCandidates {
        let groups: Vec<&Group> = groups.iter().filter_map(|it| self.groups.get(*it)).collect();
        let mut few: Sheet<'_, Few> = Sheet::new(self, words);
        let mut more: Sheet<'_, Many<4>> = Sheet::new(self, words);
        let mut many: Sheet<'_, Many<16>> = Sheet::new(self, words);
        let mut asked = vec![SentenceId::MAX; self.patterns.len()];
        let mut found = Vec::new();
        for (sentence, it) in document.sentences.iter().enumerate() {
            let sentence = sentence as SentenceId;
            let flow = document.sentence_words(it);
            match flow.len() {
                0..128 => self.sentence(&mut few, &groups, (sentence, flow), &mut asked, &mut found),
                128..256 => self.sentence(&mut more, &groups, (sentence, flow), &mut asked, &mut found),
                256..1024 => self.sentence(&mut many, &groups, (sentence, flow), &mut asked, &mut found),
                // What the sets of so long a sentence would take is out of proportion.
                _ => {
                    let forms = flow.iter().map(|word| words.form(*word));
                    witnessed(&groups, (sentence, forms), &mut asked, &mut found);
                }
            }
        }
        AllCandidates::new(self.patterns.len(), &found)
    }

    fn sentence<P: Places>(
        &self,
        sheet: &mut Sheet<'_, P>,
        groups: &[&Group],
        (sentence, flow): (SentenceId, &[u32]),
        asked: &mut [SentenceId],
        found: &mut Vec<Candidate>,
    ) {
        sheet.read(flow);
        for group in groups {
            for at in 0..sheet.n_forms() {
                for Witnessed { pattern, needs } in group.witnessed.get(sheet.form(at)) {
                    if !(sheet.has(needs[0]) && sheet.has(needs[1])) {
                        continue;
                    }
                    let Some(last) = asked.get_mut(*pattern as usize).filter(|last| **last != sentence)
                    else {
                        continue;
                    };
                    *last = sentence;
                    self.pattern(sheet, sentence, *pattern, found);
                }
            }
            for pattern in &group.unwitnessed {
                self.pattern(sheet, sentence, *pattern, found);
            }
        }
    }

    fn pattern<P: Places>(
        &self,
        sheet: &mut Sheet<'_, P>,
        sentence: SentenceId,
        id: PatternId,
        found: &mut Vec<Candidate>,
    ) {
        let Some(it) = self.patterns.get(id as usize) else { return };
        if !it.needs.iter().all(|class| sheet.has(*class)) {
            return;
        }
        let starts = it.stages.as_ref().map_or(Starts::ANYWHERE, |stages| sheet.starts(stages));
        if starts != Starts::NOWHERE {
            found.push(Candidate { pattern: id, sentence, starts });
        }
    }
}

/// The patterns that have a witness among the forms of a sentence, and those without witness, may match anywhere in it.
fn witnessed(
    groups: &[&Group],
    (sentence, forms): (SentenceId, impl Iterator<Item = Form> + Clone),
    asked: &mut [SentenceId],
    found: &mut Vec<Candidate>,
) {
    for group in groups {
        let with_witness = forms.clone().flat_map(|form| group.witnessed.get(form)).map(|it| it.pattern);
        for pattern in with_witness.chain(group.unwitnessed.iter().copied()) {
            if let Some(last) = asked.get_mut(pattern as usize).filter(|last| **last != sentence) {
                *last = sentence;
                found.push(Candidate { pattern, sentence, starts: Starts::ANYWHERE });
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
    /// Sets of pieces of words, each with the class that stands for it.
    fragments: Vec<(ClassId, Vec<String>)>,
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
        let classes = needs.iter().filter_map(|it| self.screen.classes.get(*it as usize));
        let few = classes.map(Forms::ids).filter(|it| (1..=FEW_WORDS).contains(&it.len()));
        let signatures = few.map(|it| signature(it.iter().copied())).collect();
        Screened { needs, stages, witness: witness(program, id, 0), signatures }
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
