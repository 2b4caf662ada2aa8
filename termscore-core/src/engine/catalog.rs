//! What packs hold, by name: the items of all packs after their changes, every name with its number. No pattern is
//! looked into, so that this is quick; `check.rs` looks whether all patterns can be matched, `link.rs` makes them ready.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use crate::{
    Error, ErrorKind,
    report::PackChange,
    rule::{self, Element, Extern, Find, Name, Param, Pattern, Rule, RulePack, Step},
    value::Type,
};

use super::{
    changes::{self, Changed},
    compiled::{ClauseId, ConceptId, Shared},
    required::required,
};

/// The items of packs by name.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    /// Each after those that it uses, every one once, changes made.
    pub(super) packs: Vec<Arc<RulePack>>,
    pub(super) concept_ids: FxHashMap<Name, ConceptId>,
    pub(super) clause_ids: FxHashMap<Name, ClauseId>,
    /// All rules, in order of name.
    pub(super) rules: Vec<NamedRule>,
    pub(super) rule_ids: FxHashMap<Name, usize>,
    /// Full names of the rules, in order.
    pub(super) rule_names: Arc<[Name]>,
    pub(super) params: BTreeMap<Name, Param>,
    /// Functions of the host that packs declare, each with the name of the pack.
    pub(super) externs: Vec<(String, Extern)>,
    /// Clauses that tell which law governs: those that capture a jurisdiction as `law`.
    pub(super) law_clauses: Vec<ClauseId>,
    /// What packs changed of each other's items.
    pub(super) changes: Vec<PackChange>,
    /// The rules by the kinds of document that they are for.
    pub(super) audiences: Vec<Audience>,
}

/// The rules that are for the same kinds of document.
#[derive(Debug)]
pub(super) struct Audience {
    pub(super) for_kinds: Vec<Name>,
    /// By clause: true if the rules may ask for it.
    pub(super) asks: Vec<bool>,
}

/// A rule with what is told of it by names alone.
#[derive(Debug)]
pub(super) struct NamedRule {
    pub(super) rule: Shared<Rule>,
    /// Its place among all rules, in order of name.
    pub(super) id: usize,
    /// Clauses without a match of which it cannot hold.
    pub(super) required: Box<[ClauseId]>,
    /// A pack disabled it.
    pub(super) disabled: bool,
    /// What a pack changed of it, and why.
    pub(super) changed: Option<String>,
}

impl NamedRule {
    /// The kinds of document that it is for; none: all.
    pub(super) fn for_kinds(&self) -> &[Name] {
        &self.rule.pack().for_kinds
    }
}

impl Catalog {
    /// The items of packs and of all they import.
    ///
    /// # Errors
    /// The first name that is there twice or does not resolve, or circle of rules or of clauses.
    pub(super) fn new(packs: &[Arc<RulePack>]) -> Result<Catalog, Error> {
        let Changed { packs, disabled, log } = changes::apply(with_imports(packs)?)?;
        let mut catalog = Catalog { packs, changes: log, ..Catalog::default() };
        let kinds = catalog.declare()?;
        catalog.define(&kinds, &disabled)?;
        catalog.refuse_circles()?;
        catalog.audiences = catalog.audiences();
        Ok(catalog)
    }
    /// All clauses, in order of their numbers.
    pub(super) fn clauses(&self) -> impl Iterator<Item = Shared<rule::Clause>> {
        self.packs.iter().flat_map(|pack| Shared::each(pack, |it| &it.clauses))
    }

    /// All concepts, in order of their numbers.
    pub(super) fn concepts(&self) -> impl Iterator<Item = &rule::Concept> {
        self.packs.iter().flat_map(|pack| &pack.concepts)
    }

    /// Gives every concept, clause and rule its number, so that packs may refer in any order; the names of the kinds.
    fn declare(&mut self) -> Result<BTreeSet<Name>, Error> {
        let mut kinds = BTreeSet::new();
        let mut rules: Vec<Shared<Rule>> = Vec::new();
        for pack in &self.packs {
            let duplicate = |name: &Name| -> Error {
                ErrorKind::DuplicateItem { pack: pack.name.clone(), name: name.clone() }.into()
            };
            for concept in &pack.concepts {
                let id = self.concept_ids.len() as ConceptId;
                if self.concept_ids.insert(concept.name.clone(), id).is_some() {
                    return Err(duplicate(&concept.name));
                }
            }
            for clause in &pack.clauses {
                let id = self.clause_ids.len() as ClauseId;
                if self.clause_ids.insert(clause.name.clone(), id).is_some() {
                    return Err(duplicate(&clause.name));
                }
                if tells_law(clause) {
                    self.law_clauses.push(id);
                }
            }
            for kind in &pack.kinds {
                if !kinds.insert(kind.name.clone()) {
                    return Err(duplicate(&kind.name));
                }
            }
            for param in &pack.params {
                if self.params.insert(param.name.clone(), param.clone()).is_some() {
                    return Err(duplicate(&param.name));
                }
            }
            self.externs.extend(pack.externs.iter().map(|it| (pack.name.clone(), it.clone())));
            rules.extend(Shared::each(pack, |it| &it.rules));
        }
        rules.sort_by(|a, b| a.name.cmp(&b.name));
        for (id, rule) in rules.into_iter().enumerate() {
            if self.rule_ids.insert(rule.name.clone(), id).is_some() {
                let (pack, name) = (rule.pack().name.clone(), rule.name.clone());
                return Err(ErrorKind::DuplicateItem { pack, name }.into());
            }
            let required = required(&self.clause_ids, &rule.when);
            self.rules.push(NamedRule { rule, id, required, disabled: false, changed: None });
        }
        self.rule_names = self.rules.iter().map(|it| it.rule.name.clone()).collect();
        Ok(kinds)
    }

    /// Looks up what packs name, and notes what changes did to rules.
    fn define(&mut self, kinds: &BTreeSet<Name>, disabled: &BTreeSet<Name>) -> Result<(), Error> {
        for pack in &self.packs {
            if let Some(kind) = pack.for_kinds.iter().find(|it| !kinds.contains(*it)) {
                return Err(unknown(pack, kind));
            }
        }
        for it in &self.rules {
            self.resolve(it.rule.pack(), &it.rule, kinds)?;
        }
        for it in &mut self.rules {
            let name = &it.rule.name;
            it.disabled = disabled.contains(name);
            let change = self.changes.iter().find(|it| it.item == *name);
            it.changed = change.map(|it| format!("{}: {}", it.what, it.because));
        }
        Ok(())
    }

    /// Every name that a rule uses must resolve.
    fn resolve(&self, pack: &RulePack, rule: &Rule, kinds: &BTreeSet<Name>) -> Result<(), Error> {
        let known = |is_known: bool, name: &Name| if is_known { Ok(()) } else { Err(unknown(pack, name)) };
        for condition in conditions(rule) {
            for name in condition.clauses() {
                known(self.clause_ids.contains_key(name), name)?;
            }
            for name in condition.rules() {
                known(self.rule_ids.contains_key(name), name)?;
            }
            for name in condition.kinds() {
                known(kinds.contains(name), name)?;
            }
            for name in condition.params() {
                known(self.params.contains_key(name), name)?;
            }
        }
        rule.absorbs.iter().try_for_each(|name| known(self.rule_ids.contains_key(name), name))
    }

    fn refuse_circles(&self) -> Result<(), Error> {
        let mut finds: Vec<Vec<usize>> = Vec::with_capacity(self.clause_ids.len());
        for clause in self.clauses() {
            let mut of_this = Vec::new();
            for name in clauses_in(&clause) {
                let id = self.clause_ids.get(name).ok_or_else(|| unknown(clause.pack(), name))?;
                of_this.push(*id as usize);
            }
            finds.push(of_this);
        }
        acyclic(&finds).map_err(|id| {
            ErrorKind::Cycle(self.clauses().nth(id).map_or(String::new(), |it| it.name.clone()))
        })?;
        let asks = self.rules.iter().map(|it| {
            let names = conditions(&it.rule).flat_map(|condition| condition.rules());
            names.filter_map(|name| self.rule_ids.get(name).copied()).collect()
        });
        let asks: Vec<Vec<usize>> = asks.collect();
        acyclic(&asks)
            .map_err(|id| ErrorKind::Cycle(self.rule_names.get(id).cloned().unwrap_or_default()).into())
    }

    fn audiences(&self) -> Vec<Audience> {
        let clauses: Vec<Shared<rule::Clause>> = self.clauses().collect();
        let kinds: BTreeSet<&[Name]> = self.rules.iter().map(NamedRule::for_kinds).collect();
        let audience = |it: &[Name]| Audience { for_kinds: it.to_vec(), asks: self.asked(&clauses, it) };
        kinds.into_iter().map(audience).collect()
    }

    /// By clause: true if the rules for some kinds may ask for it, themselves or through other rules and clauses. Those that
    /// tell which law governs are always asked for.
    fn asked(&self, clauses: &[Shared<rule::Clause>], for_kinds: &[Name]) -> Vec<bool> {
        let mut asked = vec![false; clauses.len()];
        let mut open_clauses: Vec<ClauseId> = self.law_clauses.clone();
        let mut seen = vec![false; self.rules.len()];
        let mut open: Vec<&NamedRule> = self.rules.iter().filter(|it| it.for_kinds() == for_kinds).collect();
        while let Some(NamedRule { rule, id, .. }) = open.pop() {
            if seen.get_mut(*id).is_none_or(|seen| std::mem::replace(seen, true)) {
                continue;
            }
            for condition in conditions(rule) {
                open_clauses.extend(condition.clauses().filter_map(|name| self.clause_ids.get(name)));
                let rules = condition.rules().filter_map(|name| self.rules.get(*self.rule_ids.get(name)?));
                open.extend(rules);
            }
        }
        while let Some(id) = open_clauses.pop() {
            if asked.get_mut(id as usize).is_none_or(|asked| std::mem::replace(asked, true)) {
                continue;
            }
            let found_by = clauses.get(id as usize).into_iter().flat_map(|it| clauses_in(it));
            open_clauses.extend(found_by.filter_map(|name| self.clause_ids.get(name)));
        }
        asked
    }
}

/// The conditions of a rule: its own, and those of its arms.
pub(super) fn conditions(rule: &Rule) -> impl Iterator<Item = &rule::Condition> {
    std::iter::once(&rule.when).chain(rule.eased.iter().chain(&rule.raised).map(|arm| &arm.when))
}

/// The names of the clauses that a clause is found by.
fn clauses_in(clause: &rule::Clause) -> impl Iterator<Item = &Name> {
    clause.find.iter().filter_map(|find| match find {
        Find::Clause { name, .. } => Some(name),
        Find::Pattern(_) | Find::Document(_) => None,
    })
}

/// The packs in order, each after those it imports, every one once.
fn with_imports(packs: &[Arc<RulePack>]) -> Result<Vec<Arc<RulePack>>, Error> {
    fn add(pack: &Arc<RulePack>, all: &mut Vec<Arc<RulePack>>) -> Result<(), Error> {
        for import in &pack.imports {
            add(import, all)?;
        }
        match all.iter().find(|other| other.name == pack.name) {
            Some(other) if Arc::ptr_eq(other, pack) || other == pack => Ok(()),
            Some(_) => Err(ErrorKind::DuplicatePack(pack.name.clone()).into()),
            None => {
                all.push(pack.clone());
                Ok(())
            }
        }
    }
    let mut all = Vec::new();
    for pack in packs {
        add(pack, &mut all)?;
    }
    Ok(all)
}

/// True if a phrase of the clause's own, in `find` or `with`, captures a jurisdiction as `law`.
fn tells_law(clause: &rule::Clause) -> bool {
    fn captured(steps: &[Step]) -> bool {
        steps.iter().any(|step| match &step.what {
            Element::Value { capture, ty: Type::Jurisdiction } => capture == "law",
            Element::Alt(branches) => branches.iter().any(|it| captured(it)),
            Element::Opt(inner) => captured(inner),
            _ => false,
        })
    }
    let found = clause.find.iter().filter_map(|it| match it {
        Find::Pattern(pattern) => Some(pattern),
        Find::Clause { .. } | Find::Document(_) => None,
    });
    let mut own = found.chain(clause.with.iter().flat_map(|it| &it.patterns));
    own.any(|it| matches!(it, Pattern::Phrase(phrase) if captured(&phrase.steps)))
}

pub(super) fn unknown(pack: &RulePack, name: &str) -> Error {
    ErrorKind::UnknownName { pack: pack.name.clone(), name: name.to_owned() }.into()
}

/// Depth-first search along the edges of each node; the error is a node on a circle. Iterative, so that long chains are
/// no danger.
pub(super) fn acyclic(edges: &[Vec<usize>]) -> Result<(), usize> {
    let of = |node: usize| edges.get(node).map_or(&[][..], Vec::as_slice);
    let mut state = vec![0_u8; edges.len()];
    for root in 0..edges.len() {
        if state[root] != 0 {
            continue;
        }
        let mut stack = vec![(root, of(root))];
        state[root] = 1;
        while let Some((node, rest)) = stack.last_mut() {
            match rest.split_last() {
                Some((next, before)) => {
                    *rest = before;
                    match state.get(*next) {
                        Some(1) => return Err(*next),
                        Some(0) => {
                            state[*next] = 1;
                            stack.push((*next, of(*next)));
                        }
                        _ => {}
                    }
                }
                None => {
                    state[*node] = 2;
                    stack.pop();
                }
            }
        }
    }
    Ok(())
}
