//! Which sentences can hold a match of which pattern, and from which words on. What a pattern needs is looked up for many
//! sentences at once, as bits (`presence.rs`). In a sentence that holds all of it, sets of places are bits: the pattern is
//! walked from its end to its start with all its places at once, so that a sentence in which it cannot match costs a few
//! operations on whole sets (`sheet.rs`). What passes is verified by the matcher: the screen may let too much through
//! (values, parties, regular expressions), never too little.

mod candidates;
mod maker;
mod places;
mod presence;
mod sheet;

use std::sync::Arc;

use crate::{Document, value::Type};

use self::{candidates::Candidate, maker::Maker};
use super::{
    compiled::{CompiledConcept, CompiledPattern, PatternId},
    forms::DocumentForms,
    fragments::Fragments,
    groups::Groups,
    hit::SentenceId,
    lists::Lists,
    vocab::{ClassId, Forms, Vocab},
};

pub(super) use self::{
    candidates::{AllCandidates, Starts},
    presence::Presence,
    sheet::{IdleSheets, Sheets},
};

/// The class that is in every sentence: what a pattern without further needs needs.
const EVERY: ClassId = 0;

/// The patterns of which a screen is made.
pub(super) struct Asked<'a> {
    pub(super) vocab: &'a Vocab,
    pub(super) concepts: &'a [CompiledConcept],
    pub(super) patterns: &'a [CompiledPattern],
    /// The first that is none of a concept: those of concepts are looked for as parts of others.
    pub(super) first: PatternId,
}

/// The patterns of a program, as they are screened.
#[derive(Debug, Default)]
pub(super) struct Screen {
    /// Sets of forms, each once.
    classes: Vec<Forms>,
    /// What regular expressions cannot match without.
    fragments: Option<Fragments>,
    /// By pattern; of those of concepts nothing is known.
    patterns: Vec<Screened>,
    groups: Vec<Group>,
    n_forms: usize,
}

/// Patterns that are screened together, by the rarest class that each needs.
#[derive(Debug)]
struct Group {
    /// Each class once.
    rarest: Box<[ClassId]>,
    /// By place in `rarest`: the patterns that need it.
    patterns: Lists<PatternId>,
}

/// One pattern.
#[derive(Debug, Default)]
struct Screened {
    /// Every match holds a word of each of these; the rarest first.
    needs: Box<[ClassId]>,
    /// `None` of a regular expression: it may begin anywhere.
    stages: Option<Box<[Stage]>>,
    /// The words without which it cannot match.
    witness: Option<ClassId>,
}

/// What a step takes, as far as sets of places can tell.
#[derive(Clone, Debug)]
enum Stage {
    /// A word of a class.
    Class(ClassId),
    /// Any word.
    Word,
    Gap(u32, u32),
    Either(Arc<Either>),
    Maybe(Arc<[Stage]>),
    /// A value; how many words it has is not known.
    Value(Type),
    /// Any number of words.
    Open,
}

impl Stage {
    /// The class of which whatever it takes holds a word.
    fn need(&self) -> Option<ClassId> {
        match self {
            Stage::Class(class) => Some(*class),
            Stage::Either(it) => it.need,
            _ => None,
        }
    }
}

#[derive(Debug)]
struct Either {
    /// The needs of all branches together, if each has one.
    need: Option<ClassId>,
    branches: Box<[Branch]>,
}

#[derive(Debug)]
struct Branch {
    /// The rarest class without which the branch cannot match.
    need: Option<ClassId>,
    stages: Box<[Stage]>,
}

impl Screen {
    /// The screen of patterns that are looked for in some groups.
    pub(super) fn new(asked: &Asked<'_>, groups: &Groups) -> Screen {
        let mut screen = Maker::new(asked).screen();
        for group in &groups.patterns {
            let found = |id: &PatternId| asked.patterns.get(*id as usize).is_some_and(|it| !it.limits);
            let mut patterns: Vec<(ClassId, PatternId)> =
                group.iter().filter(|it| found(it)).map(|id| (screen.rarest(*id), *id)).collect();
            patterns.sort_unstable();
            let alike = || patterns.chunk_by(|a, b| a.0 == b.0);
            screen.groups.push(Group {
                rarest: alike().filter_map(|it| Some(it.first()?.0)).collect(),
                patterns: Lists::new(alike().map(|it| it.iter().map(|it| it.1).collect()).collect()),
            });
        }
        screen
    }

    fn rarest(&self, id: PatternId) -> ClassId {
        self.needs(id).first().copied().unwrap_or(EVERY)
    }

    /// The classes of which every match of a pattern holds a word; none of one of which that is not known.
    pub(super) fn needs(&self, id: PatternId) -> &[ClassId] {
        self.patterns.get(id as usize).map_or(&[], |it| &it.needs)
    }

    /// The class of words of which every match of a pattern holds at least one; none if there is no such class.
    pub(super) fn witness(&self, id: PatternId) -> &[ClassId] {
        self.patterns.get(id as usize).map_or(&[], |it| it.witness.as_slice())
    }

    /// What regular expressions cannot match without, if that can be told.
    pub(super) fn fragments(&self) -> Option<&Fragments> {
        self.fragments.as_ref()
    }

    /// Of the first `n` sentences that hold a word without which a pattern cannot match, those in which its first `least`
    /// steps may match one after the other; ascending. None for a regular expression.
    pub(super) fn reached(
        &self,
        id: PatternId,
        least: usize,
        n: usize,
        presence: &Presence<'_>,
    ) -> Vec<SentenceId> {
        let mut found = Vec::new();
        let Some(stages) = self.stages(id).and_then(|it| it.get(..least)) else { return found };
        let mut left = n;
        for block in 0..presence.n_blocks() {
            if left == 0 {
                break;
            }
            let Some(mut all) = presence.of_all(block, self.witness(id)).map(|it| it.first(left)) else {
                continue;
            };
            left -= all.len();
            for stage in stages {
                if let Some(class) = stage.need() {
                    all = all.and(&presence.of(block, class).unwrap_or_default());
                }
                if all.is_empty() {
                    break;
                }
            }
            found.extend(all.offsets().map(|it| presence.first(block) + it));
        }
        found
    }

    /// How many steps a pattern has; `None` of a regular expression.
    pub(super) fn n_steps(&self, id: PatternId) -> Option<usize> {
        self.stages(id).map(<[Stage]>::len)
    }

    fn stages(&self, id: PatternId) -> Option<&[Stage]> {
        self.patterns.get(id as usize).and_then(|it| it.stages.as_deref())
    }

    /// Where the patterns of some groups may match in a document.
    pub(super) fn candidates(
        &self,
        groups: &[usize],
        document: &Document,
        words: &DocumentForms<'_>,
        presence: &Presence<'_>,
        sheets: &mut Sheets,
    ) -> AllCandidates {
        let groups: Vec<&Group> = groups.iter().filter_map(|it| self.groups.get(*it)).collect();
        let mut found = Vec::new();
        for block in 0..presence.n_blocks() {
            let (first, all) = self.likely(&groups, presence, block);
            for (offset, patterns) in all.iter() {
                let sentence = first + offset;
                let Some(it) = document.sentences.get(sentence as usize).filter(|_| !patterns.is_empty())
                else {
                    continue;
                };
                let read = (sentence, document.sentence_words(it));
                sheets.with(self, words, read, |mut sheet| {
                    for id in patterns {
                        let starts = match (self.stages(*id), &mut sheet) {
                            (Some(stages), Some(sheet)) => sheet.starts(stages),
                            _ => Starts::ANYWHERE,
                        };
                        if starts != Starts::NOWHERE {
                            found.push(Candidate { pattern: *id, sentence, starts });
                        }
                    }
                });
            }
        }
        AllCandidates::new(self.patterns.len(), &found)
    }

    /// The patterns whose needs a sentence of a block holds: the first sentence of the block, and a list for each.
    fn likely(
        &self,
        groups: &[&Group],
        presence: &Presence<'_>,
        block: usize,
    ) -> (SentenceId, Lists<PatternId>) {
        let mut found: Vec<(u32, PatternId)> = Vec::new();
        for group in groups {
            for (at, class) in group.rarest.iter().enumerate() {
                let Some(sentences) = presence.of(block, *class) else { continue };
                for pattern in group.patterns.get(at as u32) {
                    let all = self.needs(*pattern).iter().skip(1).try_fold(sentences, |all, class| {
                        let all = all.and(&presence.of(block, *class)?);
                        (!all.is_empty()).then_some(all)
                    });
                    found.extend(all.into_iter().flat_map(|it| it.offsets()).map(|it| (it, *pattern)));
                }
            }
        }
        (presence.first(block), Lists::of_pairs(presence::SENTENCES, &found))
    }

    /// Where in a sentence a pattern can begin to match.
    pub(super) fn starts(
        &self,
        id: PatternId,
        read: (SentenceId, &[u32]),
        words: &DocumentForms<'_>,
        sheets: &mut Sheets,
    ) -> Starts {
        let Some(stages) = self.stages(id) else { return Starts::ANYWHERE };
        sheets.with(self, words, read, |sheet| sheet.map_or(Starts::ANYWHERE, |it| it.starts(stages)))
    }

    /// How many of its first steps a pattern may follow from some place of a sentence, at most.
    pub(super) fn furthest(
        &self,
        id: PatternId,
        read: (SentenceId, &[u32]),
        words: &DocumentForms<'_>,
        sheets: &mut Sheets,
    ) -> usize {
        let Some(stages) = self.stages(id) else { return 0 };
        sheets.with(self, words, read, |sheet| sheet.map_or(stages.len(), |it| it.furthest(stages)))
    }
}
