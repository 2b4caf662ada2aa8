//! Packs joined with the host's functions: the engine that scores documents.

mod absorption;
mod actor;
mod around;
mod catalog;
mod changes;
mod check;
mod clauses;
mod compiled;
mod covenant;
mod cues;
mod eval;
mod evidence;
mod externs;
mod forms;
mod found;
mod fragments;
mod frequency;
mod groups;
mod hit;
mod kind;
mod legible;
mod library;
mod link;
mod lists;
mod matcher;
mod mention;
mod party;
mod polarity;
mod program;
mod reading;
mod regexes;
mod required;
mod scoring;
mod screen;
mod simplify;
mod truth;
mod vocab;
mod walk;
mod wanted;
mod ways;

use std::{collections::BTreeMap, fmt, sync::Arc};

use crate::{
    Document, Error, ErrorKind, Registry,
    report::{ClauseMatch, PackInfo, Proof, Report},
    rule::{Name, RulePack, ScoreModel},
    value::{Value, compare},
};

use self::{
    catalog::NamedRule,
    eval::{Evaluation, applies},
    library::Library,
    reading::Reading,
    wanted::Wanted,
};

pub use truth::Truth;

type Params = BTreeMap<Name, Value>;

/// Rule packs made ready for scoring. Build once and share: scoring takes `&self`, and a clone copies
/// pointers.
///
/// A new engine has looked at all packs, but made ready only what tells kinds of contract apart. The first document waits
/// until the rules for its kind are made ready, the first of another kind until all are; what is made ready is shared
/// with the engine's clones. [`Engine::prepare`] makes all ready at once.
///
/// Same engine and document, same report, byte for byte, on every machine and in every thread.
#[derive(Clone)]
pub struct Engine {
    library: Arc<Library>,
    /// The packs given by the host, in order, with what is left of them after linking.
    packs: Arc<[PackHead]>,
    registry: Registry,
    params: Params,
    limits: Limits,
}

/// What scoring needs to know of a pack.
#[derive(Debug)]
struct PackHead {
    info: PackInfo,
    for_kinds: Vec<Name>,
    score: Option<ScoreModel>,
    /// The score models of the packs that it uses, each with the kinds that it is for.
    used: Vec<(Vec<Name>, ScoreModel)>,
}

/// Bounds on the work for one document. A clause that reaches one makes the rules that ask about it
/// undetermined; nothing is cut short in silence.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Matches of one clause.
    pub matches_per_clause: usize,
    /// Steps of matching for one clause: this many for a document of any size,
    pub fuel_base: u64,
    /// and this many more for each of its words.
    pub fuel_per_word: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { matches_per_clause: 10_000, fuel_base: 200_000, fuel_per_word: 500 }
    }
}

impl Engine {
    /// Links packs, and all they import, with the host's functions. A pack may be owned or shared.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownName`], [`ErrorKind::DuplicatePack`], [`ErrorKind::DuplicateItem`] or
    /// [`ErrorKind::Cycle`] if the packs do not fit together; [`ErrorKind::ClashingChanges`] if two change one
    /// item; [`ErrorKind::BadPattern`] if a pattern cannot be matched; [`ErrorKind::UnknownFunction`] or
    /// [`ErrorKind::WrongFunction`] if `registry` is not what the packs declare.
    pub fn new<P: Into<Arc<RulePack>>>(
        packs: impl IntoIterator<Item = P>,
        registry: Registry,
    ) -> Result<Engine, Error> {
        let packs: Vec<Arc<RulePack>> = packs.into_iter().map(Into::into).collect();
        let library = Library::new(&packs)?;
        externs::check(&library.catalog, &registry)?;
        let params = library
            .catalog
            .params
            .values()
            .map(|param| (param.name.clone(), param.default.clone()))
            .collect();
        let heads = packs.iter().map(|pack| PackHead {
            info: PackInfo {
                name: pack.name.clone(),
                version: pack.version.clone(),
                title: pack.title.clone(),
                disclaimer: pack.disclaimer.clone(),
            },
            for_kinds: pack.for_kinds.clone(),
            score: score_of(pack),
            used: used_models(pack),
        });
        let packs = heads.collect::<Vec<_>>().into();
        Ok(Engine { library: Arc::new(library), packs, registry, params, limits: Limits::default() })
    }

    /// Makes all rules and clauses ready now, for a host that would rather wait here than at its first documents: it takes
    /// about three times as long as what one kind of contract needs.
    pub fn prepare(&self) {
        self.library.covering(&Wanted::All);
    }

    /// Sets other bounds on work.
    pub fn with_limits(mut self, limits: Limits) -> Engine {
        self.limits = limits;
        self
    }

    /// Sets a parameter of a pack; `name` may leave out the pack where that is clear.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownParam`]; [`ErrorKind::BadParam`] if the value has another type or is out of range.
    pub fn with_param(mut self, name: &str, value: Value) -> Result<Engine, Error> {
        let param = self.param(name)?;
        let in_range = match &param.range {
            Some((low, high)) => {
                compare(&value, low).is_some_and(|it| it.is_ge())
                    && compare(&value, high).is_some_and(|it| it.is_le())
            }
            None => compare(&value, &param.default).is_some(),
        };
        if !in_range {
            let expected = match &param.range {
                Some((low, high)) => format!("a {} from {low} to {high}", param.ty.name()),
                None => format!("a {}", param.ty.name()),
            };
            let (name, given) = (param.name.clone(), value.to_string());
            return Err(ErrorKind::BadParam { name, expected, given }.into());
        }
        let name = param.name.clone();
        self.params.insert(name, value);
        Ok(self)
    }

    /// The declaration of a parameter; `name` may leave out the pack where that is clear.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownParam`].
    pub fn param(&self, name: &str) -> Result<&crate::rule::Param, Error> {
        let ending = format!(".{name}");
        let mut fitting =
            self.library.catalog.params.values().filter(|it| it.name == name || it.name.ends_with(&ending));
        match (fitting.next(), fitting.next()) {
            (Some(param), None) => Ok(param),
            _ => {
                let known: Vec<&str> = self.library.catalog.params.keys().map(String::as_str).collect();
                Err(ErrorKind::UnknownParam { name: name.to_owned(), known: known.join(", ") }.into())
            }
        }
    }

    /// Full names of the rules, in order.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.library.catalog.rule_names.iter().map(String::as_str)
    }

    /// The kinds of document that the packs can recognise: full name and title, in order of declaration.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, &str)> {
        self.library
            .catalog
            .packs
            .iter()
            .flat_map(|pack| &pack.kinds)
            .map(|it| (it.name.as_str(), it.title.as_str()))
    }

    /// Scores one document. Never fails: a rule that cannot be decided is listed as undetermined.
    pub fn score(&self, document: &Document) -> Report {
        self.with_evaluation(document, Asked::Rules, |evaluation| scoring::report(self, evaluation))
    }

    /// All matches of all clauses, by place, whether or not a rule asks about them.
    pub fn clauses(&self, document: &Document) -> Vec<ClauseMatch> {
        self.with_evaluation(document, Asked::All, |evaluation| {
            let matches = evaluation.all_matches().into_iter();
            matches
                .filter_map(|(id, evidence)| {
                    let clause = evaluation.reading.program.clauses.get(id as usize)?;
                    Some(ClauseMatch {
                        pack: clause.clause.pack().name.clone(),
                        labels: clause.clause.labels.clone(),
                        denied_labels: clause.clause.denied_labels.clone(),
                        evidence,
                    })
                })
                .collect()
        })
    }

    /// Why a rule fires, does not fire, or cannot be decided, by its full name or its name alone.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownRule`].
    pub fn explain(&self, document: &Document, rule: &str) -> Result<Proof, Error> {
        let found = self.rule(rule)?;
        let asked = Asked::Rule(found.for_kinds());
        Ok(self.with_evaluation(document, asked, |evaluation| scoring::proof(evaluation, found)))
    }

    /// Why each `eased`, and then each `raised` of a rule holds, does not hold, or cannot be decided.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownRule`].
    pub fn explain_arms(&self, document: &Document, rule: &str) -> Result<Vec<Proof>, Error> {
        let found = self.rule(rule)?;
        let rule = &found.rule;
        Ok(self.with_evaluation(document, Asked::Rule(found.for_kinds()), |evaluation| {
            let arms = rule.eased.iter().chain(&rule.raised);
            arms.filter_map(|arm| evaluation.answer(&arm.when, true).proof).collect()
        }))
    }

    /// A rule by its full name or its name alone.
    fn rule(&self, name: &str) -> Result<&NamedRule, Error> {
        let ending = format!(".{name}");
        let mut rules = self.library.catalog.rules.iter();
        let found = rules.find(|it| it.rule.name == name || it.rule.name.ends_with(&ending));
        found.ok_or_else(|| ErrorKind::UnknownRule(name.to_owned()).into())
    }

    /// Evaluates with all clauses, or with those alone that some rules ask about.
    fn with_evaluation<T>(
        &self,
        document: &Document,
        asked: Asked<'_>,
        then: impl FnOnce(&Evaluation<'_>) -> T,
    ) -> T {
        let ready = self.library.ready();
        let mut reading = Reading::new(&ready, document, &self.registry);
        let (kind, verdict) = self.kind_of(&reading);
        let wanted = match asked {
            Asked::All => Wanted::All,
            Asked::Rules => Wanted::of(&self.library.catalog, |it| applies(it, &verdict)),
            Asked::Rule(for_kinds) => Wanted::of(&self.library.catalog, |it| it == for_kinds),
        };
        let program = self.library.covering(&wanted);
        if !Arc::ptr_eq(&program, &ready) {
            reading.finish();
            reading = Reading::new(&program, document, &self.registry);
        }
        reading.screen(&program.groups.of(&wanted));
        if let Some(kind) = kind.and_then(|id| program.kinds.get(id)) {
            reading.tell_parties(kind, !verdict.name.is_empty());
        }
        let evaluation = Evaluation::new(&reading, &self.registry, &self.params, &self.limits, &verdict);
        let told = then(&evaluation);
        drop(evaluation);
        reading.finish();
        told
    }
}

/// Which clauses an evaluation may ask for.
#[derive(Clone, Copy)]
enum Asked<'a> {
    All,
    /// Those of the rules for the kind of the document.
    Rules,
    /// Those of the rules for these kinds, whatever the document is.
    Rule(&'a [Name]),
}

/// The score model of a pack, or else that of the first pack it uses that has one: house rules on top of another
/// pack need not repeat it.
fn score_of(pack: &RulePack) -> Option<ScoreModel> {
    pack.score.clone().or_else(|| pack.imports.iter().find_map(|it| score_of(it)))
}

/// The score models of the packs that a pack uses, the nearest first.
fn used_models(pack: &RulePack) -> Vec<(Vec<Name>, ScoreModel)> {
    let of = |it: &Arc<RulePack>| {
        let own = it.score.clone().map(|model| (it.for_kinds.clone(), model));
        own.into_iter().chain(used_models(it)).collect::<Vec<_>>()
    };
    pack.imports.iter().flat_map(of).collect()
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("packs", &self.packs)
            .field("rules", &self.library.catalog.rules.len())
            .field("clauses", &self.library.catalog.clause_ids.len())
            .finish_non_exhaustive()
    }
}
