//! A walk over the tree of a pack that writes down each name where it is declared or referred to.

use std::collections::BTreeMap;

use termscore_core::Span;

use super::captures::{Captures, captured};
use super::{Declaration, Fact, Inflected, Reference, SymbolKind, Symbols};
use crate::ast::{
    self, Asked, ClauseField, Comparison, ConceptField, Element, Expectation, ExtendField, Item, KindField,
    OverrideField, PackField, Path, Pattern, RuleField, ScoreField, Text, What,
};
use crate::lower::{Scope, Sort, asked};
use crate::parse::parse;
use crate::source::{Loc, Source};
use crate::testing::Expected;

pub(super) fn collect(sources: &[Source], resolve: &crate::Resolve<'_>) -> Symbols {
    let mut problems = Vec::new();
    let file = parse(sources, &mut problems);
    let header = file
        .items
        .iter()
        .find_map(|it| if let Item::Pack(it) = it { Some(it.name.it.as_str()) } else { None });
    let broken_header =
        file.broken.iter().find(|it| it.keyword == "pack").and_then(|it| Some(it.name.as_ref()?.it.as_str()));
    let pack = header.or(broken_header).unwrap_or_default().to_owned();
    let scope = Scope::new(pack.clone(), &file, resolve, &mut problems);
    let captures = Captures::new(&file, &scope);
    let found = Symbols {
        pack,
        imports: scope.imports.iter().filter_map(|it| Some((it.alias.clone(), it.pack.clone()?))).collect(),
        captures,
        ..Symbols::default()
    };
    let mut collector = Collector { sources, scope: &scope, file: &file, asked: BTreeMap::new(), found };
    collector.broken();
    for (item, at) in file.items.iter().zip(&file.places) {
        collector.item(item, *at);
    }
    // Tests ask which clauses a rule asks about.
    for (item, at) in file.items.iter().zip(&file.places) {
        if let Item::Test(it) = item {
            collector.test(it, *at);
        }
    }
    let mut found = collector.found;
    found.declarations.sort_by_key(|it| (it.source, it.span.start, it.name_span.start));
    found.references.sort_by_key(|it| (it.source, it.span.start));
    found.inflected.sort_by_key(|it| (it.source, it.span.start));
    found
}

struct Collector<'a> {
    sources: &'a [Source],
    scope: &'a Scope,
    file: &'a ast::File,
    /// Full names of the clauses that each rule of the pack asks about.
    asked: BTreeMap<String, Vec<String>>,
    found: Symbols,
}

impl Collector<'_> {
    /// Items that could not be read still have names.
    fn broken(&mut self) {
        for it in &self.file.broken {
            let kind = match it.keyword {
                "pack" => SymbolKind::Pack,
                "use" => SymbolKind::Alias,
                "kind" => SymbolKind::Kind,
                "param" => SymbolKind::Param,
                "concept" => SymbolKind::Concept,
                "cue" => SymbolKind::Cue,
                "clause" => SymbolKind::Clause,
                "rule" => SymbolKind::Rule,
                "score" => SymbolKind::Score,
                "test" => SymbolKind::Test,
                _ => continue,
            };
            let Some(name) = &it.name else { continue };
            let full = match kind {
                SymbolKind::Pack | SymbolKind::Alias => name.it.clone(),
                _ => self.scope.full(&name.it),
            };
            self.declare(kind, full, name, it.at, Vec::new());
        }
    }

    fn item(&mut self, item: &Item, at: Loc) {
        match item {
            Item::Pack(it) => self.pack(it, at),
            Item::Use(it) => self.use_pack(it, at),
            Item::Kind(it) => self.kind(it, at),
            Item::Param(it) => self.param(it, at),
            Item::Concept(it) => self.concept(it, at),
            Item::Cue(it) => self.cue(it, at),
            Item::Clause(it) => self.clause(it, at),
            Item::Rule(it) => self.rule(it, at),
            Item::Score(it) => self.score(it, at),
            Item::Extern(it) => self.external(it, at),
            Item::Override(it) => self.override_rule(it),
            Item::Disable(it) => {
                self.path(Sort::Rule, &it.item);
            }
            Item::Extend(it) => self.extend(it),
            Item::Test(_) => {}
        }
    }

    fn pack(&mut self, pack: &ast::Pack, at: Loc) {
        let mut facts = vec![Fact { field: "version", text: pack.version.it.clone() }];
        for field in &pack.fields {
            match &field.it {
                PackField::Title(it) => facts.push(text("title", it)),
                PackField::Disclaimer(it) => facts.push(text("disclaimer", it)),
                PackField::Kinds(kinds) => {
                    for it in kinds {
                        self.path(Sort::Kind, it);
                    }
                }
                PackField::Language(_) | PackField::Requires(_) => {}
            }
        }
        self.declare(SymbolKind::Pack, pack.name.it.clone(), &pack.name, at, facts);
    }

    fn use_pack(&mut self, it: &ast::Use, at: Loc) {
        self.refer(SymbolKind::Pack, it.pack.it.clone(), it.pack.at);
        let facts = vec![
            Fact { field: "pack", text: it.pack.it.clone() },
            Fact { field: "version", text: it.range.it.clone() },
        ];
        let alias = it.alias.as_ref().unwrap_or(&it.pack);
        self.declare(SymbolKind::Alias, alias.it.clone(), alias, at, facts);
        if let (None, Some(last)) = (&it.alias, self.found.declarations.last_mut()) {
            last.short = true;
        }
    }

    fn kind(&mut self, kind: &ast::Kind, at: Loc) {
        let mut facts = vec![text("title", &kind.title)];
        for field in &kind.fields {
            match &field.it {
                KindField::You(it) => self.patterns("you", it, &mut facts),
                KindField::Them(it) => self.patterns("them", it, &mut facts),
                KindField::Weigh(weight, it) => self.weighed(weight, it, &mut facts),
                KindField::Threshold(it) => facts.push(Fact { field: "threshold", text: it.it.clone() }),
            }
        }
        self.declare_own(SymbolKind::Kind, &kind.name, at, facts);
    }

    fn param(&mut self, param: &ast::Param, at: Loc) {
        let mut facts = vec![
            Fact { field: "type", text: param.ty.it.clone() },
            Fact { field: "default", text: self.slice(param.default.at) },
        ];
        if let Some((least, most)) = &param.bounds {
            let range = format!("{} .. {}", self.slice(least.at), self.slice(most.at));
            facts.push(Fact { field: "range", text: range });
        }
        facts.extend(param.help.as_ref().map(|it| text("help", it)));
        self.declare_own(SymbolKind::Param, &param.name, at, facts);
    }

    fn external(&mut self, it: &ast::Extern, at: Loc) {
        let inputs = it.inputs.as_ref().map_or(String::new(), |inputs| {
            let types: Vec<&str> = inputs.iter().map(|it| it.it.as_str()).collect();
            format!("({})", types.join(", "))
        });
        let mut facts = vec![
            Fact { field: "type", text: format!("{inputs} -> {}", it.yields.it).trim_start().to_owned() },
            text("help", &it.help),
        ];
        facts.extend(it.absent.as_ref().map(|it| Fact { field: "absent", text: it.it.clone() }));
        self.declare(SymbolKind::Extern, it.name.it.clone(), &it.name, at, facts);
    }

    fn override_rule(&mut self, it: &ast::Override) {
        self.path(Sort::Rule, &it.item);
        for field in &it.fields {
            match &field.it {
                OverrideField::Text(_, it) => self.placeholders(it),
                OverrideField::Severity(_) | OverrideField::Weight(_) => {}
            }
        }
    }

    fn extend(&mut self, it: &ast::Extend) {
        let sort = match self.find(Sort::Clause, &it.item.it) {
            Some(_) if self.find(Sort::Concept, &it.item.it).is_none() => Sort::Clause,
            _ => Sort::Concept,
        };
        self.path(sort, &it.item);
        for field in &it.fields {
            match &field.it {
                ExtendField::Any(it) | ExtendField::Find(it) => self.patterns("find", it, &mut Vec::new()),
            }
        }
    }

    fn concept(&mut self, concept: &ast::Concept, at: Loc) {
        let mut facts = Vec::new();
        for field in &concept.fields {
            match &field.it {
                ConceptField::Any(it) => self.patterns("matches", it, &mut facts),
                ConceptField::Except(it) => self.patterns("except", it, &mut facts),
            }
        }
        self.declare_own(SymbolKind::Concept, &concept.name, at, facts);
    }

    fn cue(&mut self, cue: &ast::Cue, at: Loc) {
        let mut facts = Vec::new();
        let direction = cue.direction.as_ref().map(|it| it.it.clone());
        facts.extend(direction.map(|text| Fact { field: "direction", text }));
        facts.extend(cue.reach.as_ref().map(|it| Fact { field: "reach", text: it.it.clone() }));
        self.patterns("words", &cue.phrases, &mut facts);
        self.declare_own(SymbolKind::Cue, &cue.kind, at, facts);
    }

    fn clause(&mut self, clause: &ast::Clause, at: Loc) {
        let mut facts = Vec::new();
        facts.extend(clause.title.as_ref().map(|it| text("title", it)));
        facts.push(Fact { field: "window", text: clause.window.it.clone() });
        for field in &clause.fields {
            match &field.it {
                ClauseField::Find(patterns) => {
                    self.patterns("find", patterns, &mut facts);
                    self.declare_captures(clause, patterns);
                }
                ClauseField::FindClause { denied, clause } => {
                    let polarity = if *denied { "denied" } else { "asserted" };
                    facts.push(Fact { field: "find", text: format!("{polarity} {}", clause.it) });
                    self.path(Sort::Clause, clause);
                }
                ClauseField::FindDocument(it) => {
                    facts.push(Fact { field: "find", text: format!("document {}", it.it) });
                }
                ClauseField::With { at_least, patterns } => {
                    if let Some(it) = at_least {
                        facts.push(Fact { field: "with", text: format!("at least {} of", it.it) });
                    }
                    self.patterns("with", patterns, &mut facts);
                    self.declare_captures(clause, patterns);
                }
                ClauseField::Without(it) => self.patterns("without", it, &mut facts),
                ClauseField::Except(it) => self.patterns("except", it, &mut facts),
                ClauseField::Weigh(weight, it) => self.weighed(weight, it, &mut facts),
                ClauseField::Threshold(it) => facts.push(Fact { field: "threshold", text: it.it.clone() }),
                ClauseField::Section { never, heading } => {
                    let field = if *never { "never in section" } else { "only in section" };
                    self.patterns(field, std::slice::from_ref(heading), &mut facts);
                }
                ClauseField::Reads(roles) => {
                    let roles: Vec<&str> = roles.iter().map(|it| it.it.as_str()).collect();
                    facts.push(Fact { field: "reads", text: roles.join(" ") });
                }
                ClauseField::Label(labels) => facts.extend(labels.iter().map(|it| text("label", it))),
                ClauseField::DeniedLabel(labels) => {
                    facts.extend(labels.iter().map(|it| text("denied label", it)));
                }
            }
        }
        self.declare_own(SymbolKind::Clause, &clause.name, at, facts);
    }

    /// What the patterns of a clause capture is declared where it is captured.
    fn declare_captures(&mut self, clause: &ast::Clause, patterns: &[Pattern]) {
        let full = self.scope.full(&clause.name.it);
        for pattern in patterns {
            for (name, ty) in captured(pattern) {
                let Some(capture) = self.found.captures.full(&full, &name.it) else { continue };
                // A capture without a name of its own is called as its type.
                let short = self.slice_after(name.at).trim_start().starts_with('}');
                self.declare(
                    SymbolKind::Capture,
                    capture,
                    name,
                    name.at,
                    vec![Fact { field: "type", text: ty }],
                );
                if let Some(last) = self.found.declarations.last_mut() {
                    last.short = short;
                }
            }
        }
    }

    fn rule(&mut self, rule: &ast::Rule, at: Loc) {
        let mut facts = Vec::new();
        let mut clauses = Vec::new();
        for field in &rule.fields {
            match &field.it {
                RuleField::Text(key, it) => {
                    let known = ["title", "impact", "why", "advice", "suggest", "prefer", "accept", "refuse"];
                    let field = known.into_iter().find(|known| known == key).unwrap_or("text");
                    facts.push(text(field, it));
                    self.placeholders(it);
                }
                RuleField::When(it) => {
                    facts.push(Fact { field: "when", text: self.slice(it.at) });
                    self.condition(it, &mut clauses);
                }
                RuleField::Severity(it) => facts.push(Fact { field: "severity", text: it.it.clone() }),
                RuleField::Weight(it) => facts.push(Fact { field: "weight", text: it.it.clone() }),
                RuleField::Category(it) => {
                    facts.push(Fact { field: "category", text: it.it.clone() });
                    self.category(it);
                }
                RuleField::Arm(it) => {
                    let field = if it.raised { "raised" } else { "eased" };
                    facts.push(Fact { field, text: self.slice(it.when.at.cover(it.to)) });
                    self.condition(&it.when, &mut Vec::new());
                }
                RuleField::Absorbs(rules) => {
                    for it in rules {
                        self.path(Sort::Rule, it);
                    }
                }
                RuleField::Expected(it) => self.patterns("expected", std::slice::from_ref(it), &mut facts),
                RuleField::Source { text: it, .. } => facts.push(text("source", it)),
            }
        }
        self.asked.insert(self.scope.full(&rule.name.it), clauses);
        self.declare_own(SymbolKind::Rule, &rule.name, at, facts);
    }

    fn category(&mut self, name: &ast::Name) {
        let visible = self.categories();
        if let Some(full) = visible.into_iter().find(|it| it.rsplit('.').next() == Some(name.it.as_str())) {
            self.refer(SymbolKind::Category, full, name.at);
        }
    }

    /// Full names of the categories that a rule can be of: as `lower/rule.rs` has it.
    fn categories(&self) -> Vec<String> {
        let own =
            self.file.items.iter().find_map(|it| if let Item::Score(it) = it { Some(it) } else { None });
        match own {
            Some(score) => {
                let names = score.fields.iter().filter_map(|it| match &it.it {
                    ScoreField::Category { name, .. } => Some(self.scope.full(&name.it)),
                    ScoreField::Grade { .. } | ScoreField::Else(_) | ScoreField::Gate { .. } => None,
                });
                names.collect()
            }
            None => {
                let packs = self.scope.imports.iter().filter_map(|it| it.pack.as_ref());
                let scores = packs.filter_map(|it| Some((it.name.clone(), it.score.as_ref()?)));
                scores
                    .flat_map(|(pack, it)| it.categories.iter().map(move |it| format!("{pack}.{}", it.id)))
                    .collect()
            }
        }
    }

    // Recursion is bounded by the nesting of the text.
    fn condition(&mut self, condition: &ast::Condition, clauses: &mut Vec<String>) {
        match &condition.it {
            Asked::Chain(all, _) | Asked::AtLeast(_, all) => {
                all.iter().for_each(|it| self.condition(it, clauses))
            }
            Asked::Not(_, inner) | Asked::Group(inner) => self.condition(inner, clauses),
            Asked::Question { clause, filter, .. } | Asked::Count { clause, filter, .. } => {
                let Some(full) = self.path(Sort::Clause, clause) else { return };
                for comparison in filter {
                    match comparison {
                        Comparison::Actor { .. } => {}
                        Comparison::Call { name, arguments, .. } => {
                            self.refer(SymbolKind::Extern, name.it.clone(), name.at);
                            for it in arguments.iter().filter(|it| it.bare_path) {
                                match self.found.captures.full(&full, &it.text) {
                                    Some(_) => self.capture(&full, &it.text, it.at),
                                    None => {
                                        let path = Path { it: it.text.clone(), at: it.at };
                                        self.path(Sort::Param, &path);
                                    }
                                }
                            }
                        }
                        Comparison::Value { capture, with, .. } => {
                            self.capture(&full, &capture.it, capture.at);
                            if with.bare_path {
                                let path = Path { it: with.text.clone(), at: with.at };
                                self.path(Sort::Param, &path);
                            }
                        }
                    }
                }
                clauses.push(full);
            }
            Asked::Fires(rule) => {
                self.path(Sort::Rule, rule);
            }
            Asked::Kind(kind) => {
                self.path(Sort::Kind, kind);
            }
            Asked::Law(_) => {}
            Asked::Predicate(name) => self.refer(SymbolKind::Extern, name.it.clone(), name.at),
        }
    }

    fn score(&mut self, score: &ast::Score, at: Loc) {
        for field in &score.fields {
            match &field.it {
                ScoreField::Category { name, title, worth } => {
                    let whole = name.at.cover(worth.at);
                    let facts = vec![text("title", title), Fact { field: "worth", text: worth.it.clone() }];
                    self.declare_own(SymbolKind::Category, name, whole, facts);
                }
                ScoreField::Grade { grade, from } => {
                    let facts = vec![Fact { field: "from", text: from.it.clone() }];
                    self.declare_own(SymbolKind::Grade, grade, grade.at.cover(from.at), facts);
                }
                ScoreField::Else(grade) => self.declare_own(SymbolKind::Grade, grade, grade.at, Vec::new()),
                ScoreField::Gate { at_most, .. } => {
                    self.refer(SymbolKind::Grade, self.scope.full(&at_most.it), at_most.at);
                }
            }
        }
        let name = ast::Name { it: "score".to_owned(), at: score.at };
        self.declare_own(SymbolKind::Score, &name, at, Vec::new());
    }

    fn test(&mut self, test: &ast::Test, at: Loc) {
        let rule = self.scope.find(Sort::Rule, &test.subject.it);
        let clause = self.scope.find(Sort::Clause, &test.subject.it);
        let cases = test.cases.iter().map(|it| Fact { field: "case", text: prose(&it.name.raw) });
        let facts: Vec<Fact> = cases.collect();
        for case in &test.cases {
            let of_rules = Expected::OF_RULES.iter().any(|it| it.name() == case.outcome.it);
            let is_rule = rule.is_some() && (of_rules || clause.is_none());
            self.path(if is_rule { Sort::Rule } else { Sort::Clause }, &test.subject);
            for kind in &case.kind {
                self.path(Sort::Kind, kind);
            }
            for (param, _) in &case.params {
                self.path(Sort::Param, param);
            }
            let clauses = match (is_rule, &rule, &clause) {
                (true, Some(rule), _) => self.asked_by(rule),
                (_, _, Some(clause)) => vec![clause.clone()],
                _ => Vec::new(),
            };
            for expectation in &case.expects {
                match expectation {
                    Expectation::Actor(_) => {}
                    Expectation::Value(name, _) => {
                        let with = clauses.iter().find(|it| self.found.captures.full(it, &name.it).is_some());
                        if let Some(clause) = with.cloned() {
                            self.capture(&clause, &name.it, name.at);
                        }
                    }
                }
            }
        }
        if test.cases.is_empty() {
            self.path(if clause.is_some() { Sort::Clause } else { Sort::Rule }, &test.subject);
        }
        self.found.references.dedup();
        let full = clause.or(rule).unwrap_or_else(|| self.scope.full(&test.subject.it));
        self.declare(SymbolKind::Test, full, &test.subject, at, facts);
    }

    fn asked_by(&self, rule: &str) -> Vec<String> {
        if let Some(own) = self.asked.get(rule) {
            return own.clone();
        }
        let packs = self.scope.imports.iter().filter_map(|it| it.pack.as_deref());
        let mut clauses = Vec::new();
        if let Some(rule) = packs.flat_map(|it| &it.rules).find(|it| it.name == rule) {
            asked(&rule.when, &mut clauses);
        }
        clauses
    }

    /// The placeholders of a text of a rule: `{param}`, `{clause.capture}`.
    fn placeholders(&mut self, text: &Text) {
        let mut from = 0;
        while let Some(open) = text.raw.get(from..).and_then(|it| it.find('{')).map(|it| from + it) {
            let Some(len) = text.raw.get(open..).and_then(|it| it.find('}')) else { return };
            let inside = text.raw.get(open + 1..open + len).unwrap_or_default();
            let start = open + 1 + (inside.len() - inside.trim_start().len());
            let name = inside.trim();
            from = open + len + 1;
            let path =
                |start: usize, it: &str| Path { it: it.to_owned(), at: text.within(start, start + it.len()) };
            if self.find(Sort::Param, name).is_some() {
                self.path(Sort::Param, &path(start, name));
            } else if let Some((clause, capture)) = name.rsplit_once('.')
                && let Some(full) = self.path(Sort::Clause, &path(start, clause))
            {
                let at = path(start + clause.len() + 1, capture).at;
                self.capture(&full, capture, at);
            }
        }
    }

    fn patterns(&mut self, field: &'static str, patterns: &[Pattern], facts: &mut Vec<Fact>) {
        for pattern in patterns {
            match pattern {
                Pattern::Phrase(it) => {
                    facts.push(Fact { field, text: format!("\"{}\"", it.written) });
                    self.elements(&it.body);
                }
                Pattern::Regex(it) => {
                    facts.push(Fact { field, text: format!("/{}/", it.it.replace('/', "\\/")) })
                }
                Pattern::Broken => {}
            }
        }
    }

    fn weighed(&mut self, weight: &ast::Number, pattern: &Pattern, facts: &mut Vec<Fact>) {
        let mut one = Vec::new();
        self.patterns("weigh", std::slice::from_ref(pattern), &mut one);
        facts.extend(
            one.into_iter().map(|it| Fact { field: "weigh", text: format!("{} {}", weight.it, it.text) }),
        );
    }

    fn elements(&mut self, body: &[Element]) {
        for element in body {
            match &element.it {
                What::Inflected(word) => {
                    let (source, span) = (element.at.source, element.at.span);
                    let span = Span::new(span.start, span.start + word.len() + 1);
                    self.found.inflected.push(Inflected { word: word.clone(), source, span });
                }
                What::Choice(branches) => branches.iter().for_each(|it| self.elements(it)),
                What::Slot { of, .. } if of.it.starts_with("host.") => {
                    self.refer(SymbolKind::Extern, of.it.clone(), of.at);
                }
                What::Slot { of, .. } => {
                    self.path(Sort::Concept, of);
                }
                What::Word(_) | What::Exact(_) | What::Any | What::Gap(..) => {}
            }
        }
    }

    fn capture(&mut self, clause: &str, capture: &str, at: Loc) {
        if let Some(full) = self.found.captures.full(clause, capture) {
            self.refer(SymbolKind::Capture, full, at);
        }
    }

    /// The full name of what a path names, whether or not it could be read.
    fn find(&self, sort: Sort, path: &str) -> Option<String> {
        self.scope.find(sort, path).or_else(|| {
            let named = |it: &&ast::Broken| {
                it.keyword == sort.noun() && it.name.as_ref().is_some_and(|it| it.it == path)
            };
            self.file.broken.iter().find(named).map(|_| self.scope.full(path))
        })
    }

    /// Writes down a path: its alias, and what it names; gives the full name of the latter.
    fn path(&mut self, sort: Sort, path: &Path) -> Option<String> {
        let start = path.at.span.start;
        let mut at = path.at;
        if let Some((alias, _)) = path.it.split_once('.') {
            if self.scope.imports.iter().any(|it| it.alias == alias) {
                self.refer(
                    SymbolKind::Alias,
                    alias.to_owned(),
                    Loc::new(at.source, start, start + alias.len()),
                );
            }
            at = Loc::new(at.source, start + alias.len() + 1, at.span.end);
        }
        let full = self.find(sort, &path.it)?;
        self.refer(sort.into(), full.clone(), at);
        Some(full)
    }

    fn refer(&mut self, kind: SymbolKind, name: String, at: Loc) {
        self.found.references.push(Reference { kind, name, source: at.source, span: at.span });
    }

    /// Declares something of the pack under its full name.
    fn declare_own(&mut self, kind: SymbolKind, name: &ast::Name, at: Loc, facts: Vec<Fact>) {
        self.declare(kind, self.scope.full(&name.it), name, at, facts);
    }

    fn declare(&mut self, kind: SymbolKind, full: String, name: &ast::Name, at: Loc, facts: Vec<Fact>) {
        self.found.declarations.push(Declaration {
            kind,
            name: full,
            written: name.it.clone(),
            source: at.source,
            span: at.span,
            name_span: name.at.span,
            short: false,
            facts,
        });
    }

    /// As written at a place.
    fn slice(&self, at: Loc) -> String {
        self.sources.get(at.source).map(|it| at.span.of(&it.text).trim()).unwrap_or_default().to_owned()
    }

    fn slice_after(&self, at: Loc) -> &str {
        self.sources.get(at.source).and_then(|it| it.text.get(at.span.end..)).unwrap_or_default()
    }
}

fn text(field: &'static str, text: &Text) -> Fact {
    Fact { field, text: prose(&text.raw) }
}

/// On one line.
fn prose(raw: &str) -> String {
    raw.split_whitespace().collect::<Vec<_>>().join(" ")
}
