//! The patterns of packs into a [`Program`]: those that are wanted, with words as form ids and concepts by number. What can
//! be wrong with them, `check.rs` has looked at before.

use std::{mem, sync::Arc};

use rustc_hash::FxHashMap;

use crate::{
    document::words_of,
    rule::{self, Element, Pattern, Phrase, Step, WordForms},
};

use super::{
    catalog::Catalog,
    check::patterns_of,
    compiled::{
        Branch, CompiledClause, CompiledConcept, CompiledCue, CompiledElement, CompiledFind, CompiledKind,
        CompiledPattern, CompiledSide, CompiledStep, ConceptId, Matcher, Members, PatternId, first_of, union,
    },
    groups::Groups,
    program::Program,
    regexes::WholeWords,
    simplify::simplify,
    vocab::Forms,
    wanted::Wanted,
};

impl Program {
    /// Makes the patterns ready that some rules need, and those that tell kinds, sides and polarity.
    pub(super) fn link(catalog: &Arc<Catalog>, wanted: Wanted) -> Program {
        let program = Program { catalog: catalog.clone(), wanted, ..Program::default() };
        let words = FxHashMap::with_capacity_and_hasher(MANY, rustc_hash::FxBuildHasher);
        let mut linker = Linker { catalog, program, words };
        linker.link();
        let mut program = linker.program;
        mark_limits(&mut program);
        program.groups = Groups::new(catalog, &program.clauses);
        simplify(&mut program);
        program.index();
        program
    }
}

/// Different words that packs know, roughly: maps of them need not grow again and again.
const MANY: usize = 8_192;

struct Linker<'a> {
    catalog: &'a Catalog,
    program: Program,
    /// The words of phrases so far, by where their forms lie in memory; most stand in many phrases.
    words: FxHashMap<(usize, usize), Forms>,
}

impl<'a> Linker<'a> {
    fn link(&mut self) {
        let catalog = self.catalog;
        let wanted = |id: usize| self.program.wanted.clause(catalog, id);
        let clauses = catalog.packs.iter().flat_map(|it| &it.clauses).enumerate();
        let clauses: Vec<Option<&rule::Clause>> =
            clauses.map(|(id, clause)| wanted(id).then_some(clause)).collect();
        self.concepts(clauses.iter().copied().flatten());
        self.firsts_of_concepts();
        self.program.first_cue = self.program.patterns.len() as PatternId;
        for cue in catalog.packs.iter().flat_map(|it| &it.cues) {
            let pattern = self.phrase(&cue.phrase);
            self.program.cues.push(CompiledCue { cue: cue.clone(), pattern });
        }
        self.program.first_standalone = self.program.patterns.len() as PatternId;
        for kind in catalog.packs.iter().flat_map(|it| &it.kinds) {
            let compiled = CompiledKind {
                you: self.side(&kind.you),
                them: self.side(&kind.them),
                evidence: self.weighed(&kind.evidence),
                kind: kind.clone(),
            };
            self.program.kinds.push(compiled);
        }
        for (shared, wanted) in catalog.clauses().zip(clauses) {
            let mut compiled = CompiledClause::new(shared);
            if let Some(clause) = wanted {
                self.fill(&mut compiled, clause);
            }
            self.program.clauses.push(compiled);
        }
        for rule in &catalog.rules {
            let expected = rule.rule.expected.as_ref().filter(|_| self.program.wanted.rule(catalog, rule));
            let pattern = expected.map(|it| self.pattern(it));
            self.program.expected.push(pattern);
        }
    }

    fn side(&mut self, phrases: &'a [rule::Phrase]) -> CompiledSide {
        let mut link = |deeds: bool| {
            let phrases = phrases.iter().filter(|it| it.captures_party() == deeds);
            phrases.map(|it| self.phrase(it)).collect()
        };
        CompiledSide { words: link(false), deeds: link(true) }
    }

    /// Makes the concepts ready that patterns ask for.
    fn concepts(&mut self, clauses: impl Iterator<Item = &'a rule::Clause>) {
        let catalog = self.catalog;
        let mut needed =
            Needed { catalog, concepts: vec![false; catalog.concept_ids.len()], open: Vec::new() };
        for pack in &catalog.packs {
            pack.cues.iter().for_each(|it| needed.by(&it.phrase.steps));
            for kind in &pack.kinds {
                kind.you.iter().chain(&kind.them).for_each(|it| needed.by(&it.steps));
                needed.by_all(kind.evidence.weighed.iter().map(|it| &it.pattern));
            }
        }
        clauses.for_each(|it| needed.by_all(patterns_of(it)));
        let rules = catalog.rules.iter().filter(|it| self.program.wanted.rule(catalog, it));
        needed.by_all(rules.filter_map(|it| it.rule.expected.as_ref()));
        let all: Vec<&rule::Concept> = catalog.concepts().collect();
        while let Some(concept) = needed.open.pop().and_then(|id| all.get(id as usize)) {
            needed.by_all(concept.patterns.iter().chain(&concept.except));
        }
        for (concept, needed) in all.into_iter().zip(needed.concepts) {
            let (patterns, except) = match needed {
                true => (self.patterns(&concept.patterns), self.patterns(&concept.except)),
                false => (Vec::new(), Vec::new()),
            };
            let concept = CompiledConcept { patterns, except, first: None, members: Members::default() };
            self.program.concepts.push(concept);
        }
    }

    fn fill(&mut self, compiled: &mut CompiledClause, clause: &'a rule::Clause) {
        let catalog = self.catalog;
        let find = clause.find.iter().filter_map(|it| match it {
            rule::Find::Pattern(pattern) => Some(CompiledFind::Pattern(self.pattern(pattern))),
            rule::Find::Clause { name, denied } => {
                let id = *catalog.clause_ids.get(name)?;
                Some(CompiledFind::Clause { id, denied: *denied })
            }
            rule::Find::Document(what) => Some(CompiledFind::Document(*what)),
        });
        compiled.find = find.collect();
        compiled.with = clause.with.iter().map(|it| (it.at_least, self.patterns(&it.patterns))).collect();
        compiled.without = self.patterns(&clause.without);
        compiled.except = self.patterns(&clause.except);
        compiled.evidence = clause.evidence.as_ref().map_or(Vec::new(), |it| self.weighed(it));
        compiled.sections = clause.sections.iter().map(|it| (it.never, self.pattern(&it.heading))).collect();
    }

    fn weighed(&mut self, evidence: &'a rule::Evidence) -> Vec<(i32, PatternId)> {
        evidence.weighed.iter().map(|it| (it.weight, self.pattern(&it.pattern))).collect()
    }

    fn patterns(&mut self, patterns: &'a [Pattern]) -> Vec<PatternId> {
        patterns.iter().map(|pattern| self.pattern(pattern)).collect()
    }

    fn pattern(&mut self, pattern: &'a Pattern) -> PatternId {
        let source = match pattern {
            Pattern::Phrase(phrase) => return self.phrase(phrase),
            Pattern::Regex(source) => source,
        };
        self.add(CompiledPattern {
            written: format!("/{source}/").into(),
            matcher: Matcher::Regex(WholeWords::new(source)),
            first: None,
            captures: false,
            plain: false,
            limits: false,
        })
    }

    fn phrase(&mut self, phrase: &'a Phrase) -> PatternId {
        let steps = self.steps(&phrase.steps);
        self.add(CompiledPattern {
            written: phrase.written.clone(),
            first: first_of(&self.program.concepts, &steps),
            captures: steps.iter().any(binds),
            plain: false,
            limits: false,
            matcher: Matcher::Phrase(steps),
        })
    }

    fn add(&mut self, pattern: CompiledPattern) -> PatternId {
        self.program.patterns.push(pattern);
        self.program.patterns.len() as PatternId - 1
    }

    fn steps(&mut self, steps: &'a [Step]) -> Vec<CompiledStep> {
        // `collect` would not know how many come.
        let mut compiled = Vec::with_capacity(steps.len());
        for step in steps {
            compiled.push(CompiledStep { what: self.element(&step.what), head: step.head });
        }
        compiled
    }

    fn word(&mut self, forms: &'a WordForms) -> Forms {
        if let Some(known) = self.words.get(&forms.place()) {
            return known.clone();
        }
        let ids = Forms::new(forms.iter().map(|form| self.program.vocab.intern(form)).collect());
        self.words.insert(forms.place(), ids.clone());
        ids
    }

    /// Alternatives of single words are one set of words.
    fn alternatives(&mut self, branches: &'a [Vec<Step>]) -> CompiledElement {
        let (mut forms, mut others) = (Vec::with_capacity(branches.len()), Vec::new());
        for branch in branches {
            // Nearly all are one word, which needs no steps of its own.
            if let [Step { what: Element::Word(it), head: false }] = branch.as_slice() {
                forms.extend_from_slice(self.word(it).ids());
                continue;
            }
            let steps = self.steps(branch);
            match steps.as_slice() {
                [CompiledStep { what: CompiledElement::Word(it), head: false }] => {
                    forms.extend_from_slice(it.ids())
                }
                _ => others.push(steps),
            }
        }
        if others.is_empty() {
            return CompiledElement::Word(Forms::new(forms));
        }
        if !forms.is_empty() {
            let what = CompiledElement::Word(Forms::new(forms));
            others.push(vec![CompiledStep { what, head: false }]);
        }
        let concepts = &self.program.concepts;
        let branch = |steps: Vec<CompiledStep>| Branch { first: first_of(concepts, &steps), steps };
        CompiledElement::Alt(others.into_iter().map(branch).collect())
    }

    fn element(&mut self, element: &'a Element) -> CompiledElement {
        match element {
            Element::Word(forms) => CompiledElement::Word(self.word(forms)),
            Element::Exact(text) => {
                let mut forms = words_of(text).into_iter();
                let form = forms.next().map(|form| self.program.vocab.intern(&form));
                CompiledElement::Exact(text.clone(), form.filter(|_| forms.next().is_none()))
            }
            Element::Any => CompiledElement::Any,
            Element::Gap { min, max } => CompiledElement::Gap(u32::from(*min), u32::from(*max)),
            Element::Alt(branches) => self.alternatives(branches),
            Element::Opt(inner) => CompiledElement::Opt(self.steps(inner)),
            Element::Concept { name, capture } => match self.catalog.concept_ids.get(&**name) {
                Some(id) => CompiledElement::Concept(*id, capture.as_deref().map(Arc::from)),
                // The check would have told.
                None => CompiledElement::Word(Forms::new(Vec::new())),
            },
            Element::Value { capture, ty } => CompiledElement::Value(Arc::from(capture.as_str()), *ty),
            Element::Extracted { capture, extractor, .. } => {
                CompiledElement::Extracted(Arc::from(capture.as_str()), Arc::from(extractor.as_str()))
            }
            Element::Party { capture, who } => {
                CompiledElement::Party(capture.as_deref().map(Arc::from), *who)
            }
        }
    }

    /// Computes the first sets of concepts, and of the patterns inside them, innermost first.
    fn firsts_of_concepts(&mut self) {
        let n = self.program.concepts.len();
        let mut seen = vec![false; n];
        for id in 0..n {
            self.first_of_concept(id, &mut seen);
        }
    }

    fn first_of_concept(&mut self, id: usize, seen: &mut [bool]) {
        if seen.get_mut(id).is_none_or(|seen| mem::replace(seen, true)) {
            return;
        }
        let Some(concept) = self.program.concepts.get(id) else { return };
        let members: Vec<PatternId> = concept.patterns.iter().chain(&concept.except).copied().collect();
        for member in members {
            let mut inner = Vec::new();
            if let Some(CompiledPattern { matcher: Matcher::Phrase(steps), .. }) =
                self.program.patterns.get(member as usize)
            {
                concepts_in(steps, &mut inner);
            }
            for other in inner {
                self.first_of_concept(other as usize, seen);
            }
            let first = match self.program.patterns.get(member as usize).map(|it| &it.matcher) {
                Some(Matcher::Phrase(steps)) => first_of(&self.program.concepts, steps),
                _ => None,
            };
            if let Some(pattern) = self.program.patterns.get_mut(member as usize) {
                pattern.first = first;
            }
        }
        let Some(concept) = self.program.concepts.get(id) else { return };
        let first = union(concept.patterns.iter().map(|member| {
            self.program.patterns.get(*member as usize).and_then(|pattern| pattern.first.clone())
        }));
        if let Some(concept) = self.program.concepts.get_mut(id) {
            concept.first = first;
        }
    }
}

/// Tells the patterns that are asked about only near a match, where signs add up, or once a document.
fn mark_limits(program: &mut Program) {
    let mut limits: Vec<PatternId> = Vec::new();
    for it in &program.kinds {
        limits.extend(it.you.patterns().chain(it.them.patterns()));
        limits.extend(it.evidence.iter().map(|it| it.1));
    }
    for it in &program.clauses {
        limits.extend(it.with.iter().flat_map(|it| &it.1).chain(&it.without).chain(&it.except));
        limits.extend(it.sections.iter().map(|it| it.1));
        limits.extend(it.evidence.iter().map(|it| it.1));
    }
    limits.extend(program.expected.iter().flatten());
    for id in limits {
        if let Some(pattern) = program.patterns.get_mut(id as usize) {
            pattern.limits = true;
        }
    }
}

/// What patterns ask for.
struct Needed<'a> {
    catalog: &'a Catalog,
    /// By concept: true if it is asked for.
    concepts: Vec<bool>,
    /// Those that are asked for and were not looked into.
    open: Vec<ConceptId>,
}

impl Needed<'_> {
    fn by_all<'p>(&mut self, patterns: impl IntoIterator<Item = &'p Pattern>) {
        for pattern in patterns {
            if let Pattern::Phrase(phrase) = pattern {
                self.by(&phrase.steps);
            }
        }
    }

    fn by(&mut self, steps: &[Step]) {
        for step in steps {
            match &step.what {
                Element::Concept { name, .. } => {
                    let Some(id) = self.catalog.concept_ids.get(&**name) else { continue };
                    let needed = self.concepts.get_mut(*id as usize);
                    if needed.is_some_and(|needed| !mem::replace(needed, true)) {
                        self.open.push(*id);
                    }
                }
                Element::Alt(branches) => branches.iter().for_each(|it| self.by(it)),
                Element::Opt(inner) => self.by(inner),
                _ => {}
            }
        }
    }
}

fn binds(step: &CompiledStep) -> bool {
    match &step.what {
        CompiledElement::Value(..)
        | CompiledElement::Extracted(..)
        | CompiledElement::Concept(_, Some(_))
        | CompiledElement::Party(Some(_), _) => true,
        CompiledElement::Alt(branches) => branches.iter().flat_map(|it| &it.steps).any(binds),
        CompiledElement::Opt(inner) => inner.iter().any(binds),
        _ => false,
    }
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
