//! What packs hold, made ready to be matched: names as indices, words as form ids.

use std::{fmt, ops::Deref, sync::Arc};

use crate::{
    rule::{self, Observation, RulePack, SharedStr, Who},
    value::Type,
};

use super::{
    regexes::WholeWords,
    vocab::{Form, Forms},
};

pub(super) type PatternId = u32;

pub(super) type ConceptId = u32;

pub(super) type ClauseId = u32;

#[derive(Debug)]
pub(super) struct CompiledPattern {
    pub(super) written: SharedStr,
    pub(super) matcher: Matcher,
    /// Forms with which a match can begin; `None` if that cannot be told.
    pub(super) first: Option<Forms>,
    /// True if it binds captures.
    pub(super) captures: bool,
    /// True of a phrase of single words, each at its place.
    pub(super) plain: bool,
    /// True if it is asked about only where something else matched, or once a document: what limits a clause, speaks
    /// against it, or names a heading; what tells kinds and sides.
    pub(super) limits: bool,
}

#[derive(Debug)]
pub(super) enum Matcher {
    Phrase(Vec<CompiledStep>),
    Regex(WholeWords),
}

#[derive(Debug)]
pub(super) struct CompiledStep {
    pub(super) what: CompiledElement,
    pub(super) head: bool,
}

#[derive(Debug)]
pub(super) enum CompiledElement {
    Word(Forms),
    /// A spelling, and the form of the word that is spelt so; no form if it is not one word.
    Exact(String, Option<Form>),
    Any,
    Gap(u32, u32),
    Alt(Vec<Branch>),
    Opt(Vec<CompiledStep>),
    Concept(ConceptId, Option<Arc<str>>),
    Value(Arc<str>, Type),
    /// Name of the capture, and of the extractor.
    Extracted(Arc<str>, Arc<str>),
    Party(Option<Arc<str>>, Option<Who>),
}

/// One of several ways.
#[derive(Debug)]
pub(super) struct Branch {
    /// Forms with which it can begin; `None` if that cannot be told.
    pub(super) first: Option<Forms>,
    pub(super) steps: Vec<CompiledStep>,
}

#[derive(Debug)]
pub(super) struct CompiledConcept {
    pub(super) patterns: Vec<PatternId>,
    pub(super) except: Vec<PatternId>,
    pub(super) first: Option<Forms>,
    /// Filled in by [`Program::index`](super::program::Program::index).
    pub(super) members: Members,
}

/// The patterns of a concept by the form with which each can begin.
#[derive(Debug, Default)]
pub(super) struct Members {
    /// In order of form.
    by_form: Box<[(Form, PatternId)]>,
    /// Those that may begin with any.
    others: Box<[PatternId]>,
}

impl Members {
    pub(super) fn new(concept: &CompiledConcept, patterns: &[CompiledPattern]) -> Members {
        let (mut by_form, mut others) = (Vec::new(), Vec::new());
        for id in &concept.patterns {
            match patterns.get(*id as usize).and_then(|it| it.first.as_ref()) {
                Some(first) => by_form.extend(first.ids().iter().map(|form| (*form, *id))),
                None => others.push(*id),
            }
        }
        by_form.sort_unstable();
        Members { by_form: by_form.into(), others: others.into() }
    }

    /// Those that can begin with a form.
    pub(super) fn beginning(&self, form: Form) -> impl Iterator<Item = PatternId> {
        let from = self.by_form.partition_point(|it| it.0 < form);
        let by_form = self.by_form.iter().skip(from).take_while(move |it| it.0 == form).map(|it| it.1);
        by_form.chain(self.others.iter().copied())
    }
}

/// An item of a pack, where it stands: to copy all items would take longer than all else that is done at the start.
pub(super) struct Shared<T: 'static> {
    pack: Arc<RulePack>,
    all: fn(&RulePack) -> &[T],
    at: usize,
}

impl<T> Shared<T> {
    /// The pack that it is an item of.
    pub(super) fn pack(&self) -> &RulePack {
        &self.pack
    }

    /// The items of a pack.
    pub(super) fn each(pack: &Arc<RulePack>, all: fn(&RulePack) -> &[T]) -> impl Iterator<Item = Shared<T>> {
        (0..all(pack).len()).map(move |at| Shared { pack: pack.clone(), all, at })
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // INVARIANT (shared items): made by `each` alone, of a pack that nothing changes.
        &(self.all)(&self.pack)[self.at]
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[derive(Debug)]
pub(super) struct CompiledClause {
    pub(super) clause: Shared<rule::Clause>,
    pub(super) find: Vec<CompiledFind>,
    pub(super) with: Vec<(usize, Vec<PatternId>)>,
    pub(super) without: Vec<PatternId>,
    pub(super) except: Vec<PatternId>,
    pub(super) evidence: Vec<(i32, PatternId)>,
    pub(super) sections: Vec<(bool, PatternId)>,
}

impl CompiledClause {
    /// A clause without patterns.
    pub(super) fn new(clause: Shared<rule::Clause>) -> CompiledClause {
        CompiledClause {
            clause,
            find: Vec::new(),
            with: Vec::new(),
            without: Vec::new(),
            except: Vec::new(),
            evidence: Vec::new(),
            sections: Vec::new(),
        }
    }
}

#[derive(Debug)]
pub(super) enum CompiledFind {
    Pattern(PatternId),
    Clause { id: ClauseId, denied: bool },
    Document(Observation),
}

#[derive(Debug)]
pub(super) struct CompiledCue {
    pub(super) cue: rule::Cue,
    pub(super) pattern: PatternId,
}

#[derive(Debug)]
pub(super) struct CompiledKind {
    pub(super) kind: rule::Kind,
    pub(super) you: CompiledSide,
    pub(super) them: CompiledSide,
    pub(super) evidence: Vec<(i32, PatternId)>,
}

/// How a side is told.
#[derive(Debug)]
pub(super) struct CompiledSide {
    /// By role words.
    pub(super) words: Vec<PatternId>,
    /// By what a party does that the pattern captures.
    pub(super) deeds: Vec<PatternId>,
}

impl CompiledSide {
    pub(super) fn patterns(&self) -> impl Iterator<Item = &PatternId> {
        self.words.iter().chain(&self.deeds)
    }
}

/// The union of sets, `None` if one of them is unknown.
pub(super) fn union(sets: impl Iterator<Item = Option<Forms>>) -> Option<Forms> {
    let mut all = Vec::new();
    for set in sets {
        all.extend_from_slice(set?.ids());
    }
    Some(Forms::new(all))
}

/// The forms with which a sequence can begin; `None` if it may begin with any word.
pub(super) fn first_of(concepts: &[CompiledConcept], steps: &[CompiledStep]) -> Option<Forms> {
    let mut all = Vec::new();
    for step in steps {
        let first = match &step.what {
            CompiledElement::Word(forms) => Some(forms.clone()),
            CompiledElement::Exact(_, form) => form.map(Forms::One),
            CompiledElement::Alt(branches) => {
                union(branches.iter().map(|branch| first_of(concepts, &branch.steps)))
            }
            CompiledElement::Concept(id, _) => {
                concepts.get(*id as usize).and_then(|concept| concept.first.clone())
            }
            CompiledElement::Opt(inner) => {
                all.extend_from_slice(first_of(concepts, inner)?.ids());
                continue;
            }
            _ => None,
        }?;
        if all.is_empty() {
            return Some(first);
        }
        all.extend_from_slice(first.ids());
        return Some(Forms::new(all));
    }
    None
}
