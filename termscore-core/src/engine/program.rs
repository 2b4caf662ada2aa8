//! A linked program: the patterns of packs, with names as indices and words as form ids. `link.rs` makes it.

use std::sync::Arc;

use super::{
    catalog::Catalog,
    compiled::{
        CompiledClause, CompiledConcept, CompiledCue, CompiledKind, CompiledPattern, Members, PatternId,
    },
    forms::ToldOfForms,
    groups::Groups,
    screen::{self, IdleSheets, Screen},
    vocab::{Forms, Vocab},
    wanted::Wanted,
};

/// The packs of an engine, with those patterns made ready that some rules need.
#[derive(Debug, Default)]
pub(super) struct Program {
    pub(super) catalog: Arc<Catalog>,
    /// The rules whose patterns are here.
    pub(super) wanted: Wanted,
    pub(super) vocab: Vocab,
    pub(super) told_of_forms: ToldOfForms,
    /// Those of concepts first, then those of cues, then those that are looked for on their own.
    pub(super) patterns: Vec<CompiledPattern>,
    /// The first pattern of a cue.
    pub(super) first_cue: PatternId,
    /// The first pattern that is looked for on its own.
    pub(super) first_standalone: PatternId,
    /// The patterns that clauses are found by.
    pub(super) groups: Groups,
    /// Where patterns can match, but those of concepts.
    pub(super) screen: Screen,
    pub(super) idle_sheets: IdleSheets,
    /// All of them; those that no pattern here asks for are empty.
    pub(super) concepts: Vec<CompiledConcept>,
    /// All of them; those that no rule here asks for have no patterns.
    pub(super) clauses: Vec<CompiledClause>,
    pub(super) cues: Vec<CompiledCue>,
    /// By form id: the cues that may begin with it.
    pub(super) cues_starting: Vec<Vec<u32>>,
    pub(super) kinds: Vec<CompiledKind>,
    /// By rule: where what a contract does not say would stand.
    pub(super) expected: Vec<Option<PatternId>>,
}

impl Program {
    /// Fills the tables by form id.
    pub(super) fn index(&mut self) {
        let asked = screen::Asked {
            vocab: &self.vocab,
            concepts: &self.concepts,
            patterns: &self.patterns,
            first: self.first_cue,
        };
        self.screen = Screen::new(&asked, &self.groups);
        self.told_of_forms = ToldOfForms::new(self.vocab.len());
        for concept in &mut self.concepts {
            concept.members = Members::new(concept, &self.patterns);
        }
        self.cues_starting = vec![Vec::new(); self.vocab.len()];
        for (index, cue) in self.cues.iter().enumerate() {
            let first = self.patterns.get(cue.pattern as usize).and_then(|pattern| pattern.first.as_ref());
            for form in first.map_or(&[][..], Forms::ids) {
                if let Some(list) = self.cues_starting.get_mut(*form as usize) {
                    list.push(index as u32);
                }
            }
        }
    }
}
