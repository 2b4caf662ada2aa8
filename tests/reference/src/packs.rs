//! Packs side by side: those given, and all that they import, each once and after its imports.

use std::sync::Arc;

use termscore_core::rule::{Clause, Concept, Cue, Kind, Param, Rule, RulePack};

pub(crate) struct Packs {
    /// As given by the host.
    pub(crate) given: Vec<Arc<RulePack>>,
    /// With imports.
    pub(crate) all: Vec<Arc<RulePack>>,
}

impl Packs {
    pub(crate) fn new(given: &[Arc<RulePack>]) -> Packs {
        fn add(pack: &Arc<RulePack>, all: &mut Vec<Arc<RulePack>>) {
            pack.imports.iter().for_each(|import| add(import, all));
            if all.iter().all(|other| other.name != pack.name) {
                all.push(pack.clone());
            }
        }
        let mut all = Vec::new();
        given.iter().for_each(|pack| add(pack, &mut all));
        Packs { given: given.to_vec(), all }
    }

    pub(crate) fn concept(&self, name: &str) -> &Concept {
        let mut concepts = self.all.iter().flat_map(|pack| &pack.concepts);
        concepts.find(|it| it.name == name).expect("the engine links concepts")
    }

    pub(crate) fn clauses(&self) -> impl Iterator<Item = &Clause> {
        self.all.iter().flat_map(|pack| &pack.clauses)
    }

    pub(crate) fn clause(&self, name: &str) -> &Clause {
        self.clauses().find(|it| it.name == name).expect("the engine links clauses")
    }

    pub(crate) fn cues(&self) -> impl Iterator<Item = &Cue> {
        self.all.iter().flat_map(|pack| &pack.cues)
    }

    pub(crate) fn kinds(&self) -> impl Iterator<Item = &Kind> {
        self.all.iter().flat_map(|pack| &pack.kinds)
    }

    pub(crate) fn params(&self) -> impl Iterator<Item = &Param> {
        self.all.iter().flat_map(|pack| &pack.params)
    }

    /// Rules with their packs, in order of name.
    pub(crate) fn rules(&self) -> Vec<(&Rule, &RulePack)> {
        let mut rules: Vec<(&Rule, &RulePack)> =
            self.all.iter().flat_map(|pack| pack.rules.iter().map(|rule| (rule, &**pack))).collect();
        rules.sort_by(|a, b| a.0.name.cmp(&b.0.name));
        rules
    }
}
