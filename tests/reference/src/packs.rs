//! Packs side by side: those given, and all that they import, each once and after its imports, with the changes that
//! they make to each other. A pack without a score model has that of the first pack it uses that has one.

use std::{collections::BTreeSet, sync::Arc};

use termscore_core::rule::{
    Change, Clause, Concept, Cue, Edit, Find, Kind, Name, Param, Rule, RulePack, ScoreModel,
};

pub(crate) struct Packs {
    /// As given by the host.
    pub(crate) given: Vec<Arc<RulePack>>,
    /// With imports, changed.
    pub(crate) all: Vec<Arc<RulePack>>,
    /// Full names of the rules that are asked no more.
    pub(crate) disabled: BTreeSet<Name>,
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
        let mut packs = Packs { given: given.to_vec(), all: all.clone(), disabled: BTreeSet::new() };
        for change in all.iter().flat_map(|pack| &pack.changes) {
            packs.change(change);
        }
        packs
    }

    fn change(&mut self, change: &Change) {
        for pack in &mut self.all {
            let pack = Arc::make_mut(pack);
            match &change.edit {
                Edit::Disable => {
                    self.disabled.insert(change.item.clone());
                }
                Edit::Extend(patterns) => {
                    for it in pack.concepts.iter_mut().filter(|it| it.name == change.item) {
                        it.patterns.extend(patterns.iter().cloned());
                    }
                    for it in pack.clauses.iter_mut().filter(|it| it.name == change.item) {
                        it.find.extend(patterns.iter().cloned().map(Find::Pattern));
                    }
                }
                Edit::Override(edit) => {
                    for it in pack.rules.iter_mut().filter(|it| it.name == change.item) {
                        it.severity = edit.severity.unwrap_or(it.severity);
                        it.weight = edit.weight.unwrap_or(it.weight);
                        // `eased` may only lower, `raised` may only raise.
                        for arm in &mut it.eased {
                            arm.severity = arm.severity.min(it.severity);
                            arm.weight = arm.weight.min(it.weight);
                        }
                        for arm in &mut it.raised {
                            arm.severity = arm.severity.max(it.severity);
                            arm.weight = arm.weight.max(it.weight);
                        }
                    }
                }
                other => unreachable!("the generator makes no {other:?}"),
            }
        }
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

    /// The score model of a pack.
    pub(crate) fn score<'p>(&self, pack: &'p RulePack) -> Option<&'p ScoreModel> {
        pack.score.as_ref().or_else(|| pack.imports.iter().find_map(|it| self.score(it)))
    }

    /// The packs that a pack uses and that have a score model, the nearest first.
    pub(crate) fn used_with_score<'p>(&self, pack: &'p RulePack) -> Vec<&'p RulePack> {
        let of = |it: &'p Arc<RulePack>| {
            let own = Some(&**it).filter(|it| it.score.is_some());
            own.into_iter().chain(self.used_with_score(it)).collect::<Vec<_>>()
        };
        pack.imports.iter().flat_map(of).collect()
    }

    /// Rules with their packs, in order of name.
    pub(crate) fn rules(&self) -> Vec<(&Rule, &RulePack)> {
        let mut rules: Vec<(&Rule, &RulePack)> =
            self.all.iter().flat_map(|pack| pack.rules.iter().map(|rule| (rule, &**pack))).collect();
        rules.sort_by(|a, b| a.0.name.cmp(&b.0.name));
        rules
    }
}
