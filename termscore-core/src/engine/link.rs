//! Packs into one [`Program`]: imports in order, changes applied, names resolved, patterns compiled, circles refused.

use std::{collections::BTreeMap, sync::Arc};

use regex::{Regex, RegexBuilder};
use rustc_hash::FxHashMap;

use crate::{
    Error, ErrorKind,
    document::words_of,
    rule::{self, Element, Name, Pattern, Phrase, Rule, RulePack, Step, WordForms},
    value::Type,
};

use super::{
    changes::{self, Changed},
    groups::group,
    program::{
        Branch, ClauseId, CompiledClause, CompiledConcept, CompiledCue, CompiledElement, CompiledFind,
        CompiledKind, CompiledPattern, CompiledRule, CompiledStep, ConceptId, Matcher, Members, PatternId,
        Program, Shared, first_of, union,
    },
    required::required,
    simplify::simplify,
    vocab::Forms,
};

/// Size of a compiled regular expression: that allowed to authors, and room for the blanks around it.
const REGEX_BYTES: usize = (1 << 20) + (1 << 16);

impl Program {
    /// Links packs and all they import.
    ///
    /// # Errors
    /// The first name that does not resolve, pattern that does not compile, or circle of names.
    pub(super) fn link(packs: &[Arc<RulePack>]) -> Result<Program, Error> {
        let changed = changes::apply(with_imports(packs)?)?;
        let mut linker = Linker::default();
        linker.declare(&changed.packs)?;
        linker.define(&changed)?;
        let mut program = linker.program;
        program.changes = changed.log;
        acyclic_clauses(&program)?;
        acyclic_rules(&program)?;
        mark_limits(&mut program);
        group(&mut program);
        simplify(&mut program);
        program.index();
        Ok(program)
    }
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

#[derive(Default)]
struct Linker {
    program: Program,
    concept_ids: FxHashMap<Name, ConceptId>,
    kind_ids: BTreeMap<Name, usize>,
    /// The words of phrases so far; most stand in many.
    words: FxHashMap<WordForms, Forms>,
}

impl Linker {
    /// Gives every concept, clause, kind and rule its index, so that packs may refer in any order.
    fn declare(&mut self, packs: &[Arc<RulePack>]) -> Result<(), Error> {
        let mut n_rules = 0;
        let mut names: Vec<&Name> = Vec::new();
        for pack in packs {
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
                let id = self.program.clause_ids.len() as ClauseId;
                if self.program.clause_ids.insert(clause.name.clone(), id).is_some() {
                    return Err(duplicate(&clause.name));
                }
            }
            for kind in &pack.kinds {
                let id = self.kind_ids.len();
                if self.kind_ids.insert(kind.name.clone(), id).is_some() {
                    return Err(duplicate(&kind.name));
                }
            }
            for param in &pack.params {
                if self.program.params.insert(param.name.clone(), param.clone()).is_some() {
                    return Err(duplicate(&param.name));
                }
            }
            self.program.externs.extend(pack.externs.iter().map(|it| (pack.name.clone(), it.clone())));
            names.extend(pack.rules.iter().map(|rule| &rule.name));
            n_rules += pack.rules.len();
        }
        names.sort();
        self.program.rule_names = names.iter().map(|name| (*name).clone()).collect();
        self.program.rule_ids =
            names.iter().enumerate().map(|(index, name)| ((*name).clone(), index)).collect();
        if self.program.rule_ids.len() != n_rules {
            let twice = names.windows(2).find(|pair| pair.first() == pair.last());
            let name = twice.and_then(|pair| pair.first()).map_or(String::new(), |name| (*name).clone());
            let pack = name.split('.').next().unwrap_or_default().to_owned();
            return Err(ErrorKind::DuplicateItem { pack, name }.into());
        }
        Ok(())
    }

    fn define(&mut self, changed: &Changed) -> Result<(), Error> {
        let packs = &changed.packs;
        for pack in packs {
            for concept in &pack.concepts {
                let patterns = self.patterns(pack, &concept.name, &concept.patterns)?;
                let except = self.patterns(pack, &concept.name, &concept.except)?;
                self.program.concepts.push(CompiledConcept {
                    patterns,
                    except,
                    first: None,
                    members: Members::default(),
                });
            }
        }
        self.firsts_of_concepts()?;
        self.program.first_cue = self.program.patterns.len() as PatternId;
        for pack in packs {
            for cue in &pack.cues {
                let item = format!("{} cue `{}`", pack.name, cue.phrase.written);
                let pattern = self.pattern(pack, &item, &Pattern::Phrase(cue.phrase.clone()))?;
                if self.program.patterns.get(pattern as usize).is_none_or(|it| it.first.is_none()) {
                    return Err(bad(&item, "a cue must begin with a word"));
                }
                self.program.cues.push(CompiledCue { cue: cue.clone(), pattern });
            }
        }
        self.program.first_standalone = self.program.patterns.len() as PatternId;
        for pack in packs {
            for kind in &pack.kinds {
                let compiled = CompiledKind {
                    you: self.phrases(pack, &kind.name, &kind.you)?,
                    them: self.phrases(pack, &kind.name, &kind.them)?,
                    evidence: self.weighed(pack, &kind.name, &kind.evidence)?,
                    kind: kind.clone(),
                };
                self.program.kinds.push(compiled);
            }
        }
        let mut rules: Vec<CompiledRule> = Vec::new();
        for pack in packs {
            for clause in Shared::each(pack, |it| &it.clauses) {
                let law = tells_law(&clause);
                let compiled = self.clause(pack, clause)?;
                if law {
                    self.program.law_clauses.push(self.program.clauses.len() as ClauseId);
                }
                self.program.clauses.push(compiled);
            }
            for kind in &pack.for_kinds {
                if !self.kind_ids.contains_key(kind) {
                    return Err(unknown(pack, kind));
                }
            }
            for rule in Shared::each(pack, |it| &it.rules) {
                self.check_rule(pack, &rule)?;
                let expected = match &rule.expected {
                    Some(pattern) => Some(self.pattern(pack, &rule.name, pattern)?),
                    None => None,
                };
                rules.push(CompiledRule {
                    pack: pack.name.clone(),
                    for_kinds: pack.for_kinds.clone(),
                    expected,
                    required: required(&self.program, &rule.when),
                    disabled: changed.disabled.contains(&rule.name),
                    changed: changed
                        .log
                        .iter()
                        .find(|it| it.item == rule.name)
                        .map(|it| format!("{}: {}", it.what, it.because)),
                    rule,
                });
            }
        }
        rules.sort_by(|a, b| a.rule.name.cmp(&b.rule.name));
        self.program.rules = rules;
        Ok(())
    }

    fn clause(&mut self, pack: &RulePack, clause: Shared<rule::Clause>) -> Result<CompiledClause, Error> {
        let name = &clause.name;
        let mut find = Vec::new();
        for it in &clause.find {
            find.push(match it {
                rule::Find::Pattern(pattern) => CompiledFind::Pattern(self.pattern(pack, name, pattern)?),
                rule::Find::Clause { name: other, denied } => match self.program.clause_ids.get(other) {
                    Some(id) => CompiledFind::Clause { id: *id, denied: *denied },
                    None => return Err(unknown(pack, other)),
                },
                rule::Find::Document(what) => CompiledFind::Document(*what),
            });
        }
        let mut with = Vec::new();
        for it in &clause.with {
            with.push((it.at_least, self.patterns(pack, name, &it.patterns)?));
        }
        let mut sections = Vec::new();
        for it in &clause.sections {
            sections.push((it.never, self.pattern(pack, name, &it.heading)?));
        }
        Ok(CompiledClause {
            find,
            with,
            without: self.patterns(pack, name, &clause.without)?,
            except: self.patterns(pack, name, &clause.except)?,
            evidence: match &clause.evidence {
                Some(evidence) => self.weighed(pack, name, evidence)?,
                None => Vec::new(),
            },
            sections,
            clause,
            pack: pack.name.clone(),
        })
    }

    fn weighed(
        &mut self,
        pack: &RulePack,
        item: &str,
        evidence: &rule::Evidence,
    ) -> Result<Vec<(i32, PatternId)>, Error> {
        evidence.weighed.iter().map(|it| Ok((it.weight, self.pattern(pack, item, &it.pattern)?))).collect()
    }

    fn phrases(&mut self, pack: &RulePack, item: &str, phrases: &[Phrase]) -> Result<Vec<PatternId>, Error> {
        phrases.iter().map(|phrase| self.pattern(pack, item, &Pattern::Phrase(phrase.clone()))).collect()
    }

    fn patterns(
        &mut self,
        pack: &RulePack,
        item: &str,
        patterns: &[Pattern],
    ) -> Result<Vec<PatternId>, Error> {
        patterns.iter().map(|pattern| self.pattern(pack, item, pattern)).collect()
    }

    fn pattern(&mut self, pack: &RulePack, item: &str, pattern: &Pattern) -> Result<PatternId, Error> {
        let compiled = match pattern {
            Pattern::Phrase(phrase) => {
                let steps = self.steps(pack, item, &phrase.steps)?;
                if steps.is_empty() {
                    return Err(bad(item, "it is empty"));
                }
                CompiledPattern {
                    written: phrase.written.clone(),
                    first: first_of(&self.program.concepts, &steps),
                    captures: steps.iter().any(binds),
                    plain: false,
                    limits: false,
                    matcher: Matcher::Phrase(steps),
                }
            }
            Pattern::Regex(source) => CompiledPattern {
                written: format!("/{source}/"),
                matcher: Matcher::Regex(whole_words(source).map_err(|reason| bad(item, &reason))?),
                first: None,
                captures: false,
                plain: false,
                limits: false,
            },
        };
        self.program.patterns.push(compiled);
        Ok(self.program.patterns.len() as PatternId - 1)
    }

    fn steps(&mut self, pack: &RulePack, item: &str, steps: &[Step]) -> Result<Vec<CompiledStep>, Error> {
        // `collect` would not know how many come.
        let mut compiled = Vec::with_capacity(steps.len());
        for step in steps {
            compiled.push(self.step(pack, item, step)?);
        }
        Ok(compiled)
    }

    fn word(&mut self, forms: &WordForms) -> Forms {
        if let Some(known) = self.words.get(forms) {
            return known.clone();
        }
        let ids = Forms::new(forms.iter().map(|form| self.program.vocab.intern(form)).collect());
        self.words.insert(forms.clone(), ids.clone());
        ids
    }

    /// Alternatives of single words are one set of words.
    fn alternatives(
        &mut self,
        pack: &RulePack,
        item: &str,
        branches: &[Vec<Step>],
    ) -> Result<CompiledElement, Error> {
        let (mut forms, mut others) = (Vec::new(), Vec::new());
        for branch in branches {
            let steps = self.steps(pack, item, branch)?;
            match steps.as_slice() {
                [CompiledStep { what: CompiledElement::Word(it), head: false }] => {
                    forms.extend_from_slice(it.ids())
                }
                _ => others.push(steps),
            }
        }
        if others.is_empty() {
            return Ok(CompiledElement::Word(Forms::new(forms)));
        }
        if !forms.is_empty() {
            let what = CompiledElement::Word(Forms::new(forms));
            others.push(vec![CompiledStep { what, head: false }]);
        }
        let concepts = &self.program.concepts;
        let branch = |steps: Vec<CompiledStep>| Branch { first: first_of(concepts, &steps), steps };
        Ok(CompiledElement::Alt(others.into_iter().map(branch).collect()))
    }

    fn step(&mut self, pack: &RulePack, item: &str, step: &Step) -> Result<CompiledStep, Error> {
        let what = match &step.what {
            Element::Word(forms) => CompiledElement::Word(self.word(forms)),
            Element::Exact(text) => {
                let mut forms = words_of(text).into_iter();
                let form = forms.next().map(|form| self.program.vocab.intern(&form));
                CompiledElement::Exact(text.clone(), form.filter(|_| forms.next().is_none()))
            }
            Element::Any => CompiledElement::Any,
            Element::Gap { min, max } if min <= max => CompiledElement::Gap(u32::from(*min), u32::from(*max)),
            Element::Gap { min, max } => return Err(bad(item, &format!("the gap ..{min}-{max} is empty"))),
            Element::Alt(branches) => self.alternatives(pack, item, branches)?,
            Element::Opt(inner) => CompiledElement::Opt(self.steps(pack, item, inner)?),
            Element::Concept { name, capture } => match self.concept_ids.get(name) {
                Some(id) => CompiledElement::Concept(*id, capture.as_deref().map(Arc::from)),
                None => return Err(unknown(pack, name)),
            },
            Element::Value { capture, ty } => CompiledElement::Value(Arc::from(capture.as_str()), *ty),
            Element::Extracted { capture, extractor, .. } => {
                CompiledElement::Extracted(Arc::from(capture.as_str()), Arc::from(extractor.as_str()))
            }
            Element::Party { capture } => CompiledElement::Party(capture.as_deref().map(Arc::from)),
        };
        Ok(CompiledStep { what, head: step.head })
    }

    /// Computes the first sets of concepts, and of the patterns inside them, innermost first.
    fn firsts_of_concepts(&mut self) -> Result<(), Error> {
        let n = self.program.concepts.len();
        let mut state = vec![0_u8; n];
        for id in 0..n {
            self.first_of_concept(id, &mut state)?;
        }
        Ok(())
    }

    fn first_of_concept(&mut self, id: usize, state: &mut [u8]) -> Result<(), Error> {
        match state.get(id) {
            Some(0) => {}
            Some(1) => {
                let name =
                    self.concept_ids.iter().find(|(_, it)| **it as usize == id).map(|(name, _)| name.clone());
                return Err(ErrorKind::Cycle(name.unwrap_or_default()).into());
            }
            _ => return Ok(()),
        }
        state[id] = 1;
        let Some(concept) = self.program.concepts.get(id) else { return Ok(()) };
        let members: Vec<PatternId> = concept.patterns.iter().chain(&concept.except).copied().collect();
        for member in members {
            let mut inner = Vec::new();
            if let Some(CompiledPattern { matcher: Matcher::Phrase(steps), .. }) =
                self.program.patterns.get(member as usize)
            {
                concepts_in(steps, &mut inner);
            }
            for other in inner {
                self.first_of_concept(other as usize, state)?;
            }
            let first = match self.program.patterns.get(member as usize).map(|it| &it.matcher) {
                Some(Matcher::Phrase(steps)) => first_of(&self.program.concepts, steps),
                _ => None,
            };
            if let Some(pattern) = self.program.patterns.get_mut(member as usize) {
                pattern.first = first;
            }
        }
        let Some(concept) = self.program.concepts.get(id) else { return Ok(()) };
        let first = union(concept.patterns.iter().map(|member| {
            self.program.patterns.get(*member as usize).and_then(|pattern| pattern.first.clone())
        }));
        if let Some(concept) = self.program.concepts.get_mut(id) {
            concept.first = first;
        }
        state[id] = 2;
        Ok(())
    }

    /// Every name that a rule uses must resolve.
    fn check_rule(&self, pack: &RulePack, rule: &Rule) -> Result<(), Error> {
        let conditions =
            std::iter::once(&rule.when).chain(rule.eased.iter().chain(&rule.raised).map(|arm| &arm.when));
        for condition in conditions {
            for name in condition.clauses() {
                if !self.program.clause_ids.contains_key(name) {
                    return Err(unknown(pack, name));
                }
            }
            for name in condition.rules() {
                if !self.program.rule_ids.contains_key(name) {
                    return Err(unknown(pack, name));
                }
            }
            for name in condition.kinds() {
                if !self.kind_ids.contains_key(name) {
                    return Err(unknown(pack, name));
                }
            }
            for name in condition.params() {
                if !self.program.params.contains_key(name) {
                    return Err(unknown(pack, name));
                }
            }
        }
        match rule.absorbs.iter().find(|name| !self.program.rule_ids.contains_key(*name)) {
            Some(name) => Err(unknown(pack, name)),
            None => Ok(()),
        }
    }
}

/// Tells the patterns that are asked about only near a match, or once a document.
fn mark_limits(program: &mut Program) {
    let mut limits: Vec<PatternId> = Vec::new();
    for it in &program.kinds {
        limits.extend(it.you.iter().chain(&it.them));
        limits.extend(it.evidence.iter().map(|it| it.1));
    }
    for it in &program.clauses {
        limits.extend(it.with.iter().flat_map(|it| &it.1).chain(&it.without).chain(&it.except));
        limits.extend(it.sections.iter().map(|it| it.1));
        limits.extend(it.evidence.iter().filter(|it| it.0 <= 0).map(|it| it.1));
    }
    limits.extend(program.rules.iter().filter_map(|it| it.expected));
    for id in limits {
        if let Some(pattern) = program.patterns.get_mut(id as usize) {
            pattern.limits = true;
        }
    }
}

fn unknown(pack: &RulePack, name: &str) -> Error {
    ErrorKind::UnknownName { pack: pack.name.clone(), name: name.to_owned() }.into()
}

fn bad(item: &str, reason: &str) -> Error {
    ErrorKind::BadPattern { item: item.to_owned(), reason: reason.to_owned() }.into()
}

/// A regular expression between the ends of words: with the blank before it and the blank after it, each unless the
/// text begins or ends there. So one search, linear in the text, finds the first match of whole words.
fn whole_words(source: &str) -> Result<Regex, String> {
    let build = |source: &str| RegexBuilder::new(source).size_limit(REGEX_BYTES).build();
    let hir = regex_syntax::parse(source).map_err(|error| error.to_string())?;
    // To build one is slow: only where it may take no letter.
    let may_be_empty = hir.properties().minimum_len() == Some(0);
    if may_be_empty && build(source).map_err(|error| error.to_string())?.is_match("") {
        return Err("the regular expression matches the empty text".to_owned());
    }
    // The line break closes a comment of `(?x)`, which would take in the parenthesis.
    let whole = build(&format!(r"(?:\A| )(?:{source})(?: |\z)"));
    whole.or_else(|_| build(&format!("(?:\\A| )(?:{source}\n)(?: |\\z)"))).map_err(|error| error.to_string())
}

fn binds(step: &CompiledStep) -> bool {
    match &step.what {
        CompiledElement::Value(..)
        | CompiledElement::Extracted(..)
        | CompiledElement::Concept(_, Some(_))
        | CompiledElement::Party(Some(_)) => true,
        CompiledElement::Alt(branches) => branches.iter().flat_map(|it| &it.steps).any(binds),
        CompiledElement::Opt(inner) => inner.iter().any(binds),
        _ => false,
    }
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
        rule::Find::Pattern(pattern) => Some(pattern),
        rule::Find::Clause { .. } | rule::Find::Document(_) => None,
    });
    let mut own = found.chain(clause.with.iter().flat_map(|it| &it.patterns));
    own.any(|it| matches!(it, Pattern::Phrase(phrase) if captured(&phrase.steps)))
}

fn concepts_in(steps: &[CompiledStep], out: &mut Vec<ConceptId>) {
    for step in steps {
        match &step.what {
            CompiledElement::Concept(id, _) => out.push(*id),
            CompiledElement::Alt(branches) => {
                branches.iter().for_each(|branch| concepts_in(&branch.steps, out))
            }
            CompiledElement::Opt(inner) => concepts_in(inner, out),
            _ => {}
        }
    }
}

fn acyclic_clauses(program: &Program) -> Result<(), Error> {
    let edges = |id: usize| -> Vec<usize> {
        let finds = program.clauses.get(id).map_or(&[][..], |clause| &clause.find);
        finds
            .iter()
            .filter_map(|find| match find {
                CompiledFind::Clause { id, .. } => Some(*id as usize),
                CompiledFind::Pattern(_) | CompiledFind::Document(_) => None,
            })
            .collect()
    };
    acyclic(program.clauses.len(), edges).map_err(|id| {
        ErrorKind::Cycle(program.clauses.get(id).map_or(String::new(), |it| it.clause.name.clone())).into()
    })
}

fn acyclic_rules(program: &Program) -> Result<(), Error> {
    let edges = |id: usize| -> Vec<usize> {
        let Some(CompiledRule { rule, .. }) = program.rules.get(id) else { return Vec::new() };
        let arms = rule.eased.iter().chain(&rule.raised).map(|arm| &arm.when);
        std::iter::once(&rule.when)
            .chain(arms)
            .flat_map(|condition| condition.rules())
            .filter_map(|name| program.rule_ids.get(name).copied())
            .collect()
    };
    acyclic(program.rules.len(), edges).map_err(|id| {
        ErrorKind::Cycle(program.rules.get(id).map_or(String::new(), |it| it.rule.name.clone())).into()
    })
}

/// Depth-first search; the error is a node on a circle. Iterative, so that long chains are no danger.
fn acyclic(n: usize, edges: impl Fn(usize) -> Vec<usize>) -> Result<(), usize> {
    let mut state = vec![0_u8; n];
    for root in 0..n {
        if state[root] != 0 {
            continue;
        }
        let mut stack = vec![(root, edges(root))];
        state[root] = 1;
        while let Some((node, rest)) = stack.last_mut() {
            match rest.pop() {
                Some(next) if state.get(next) == Some(&1) => return Err(next),
                Some(next) if state.get(next) == Some(&0) => {
                    state[next] = 1;
                    stack.push((next, edges(next)));
                }
                Some(_) => {}
                None => {
                    state[*node] = 2;
                    stack.pop();
                }
            }
        }
    }
    Ok(())
}
