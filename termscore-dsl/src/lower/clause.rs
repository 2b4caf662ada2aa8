//! Kinds, concepts, cues and clauses.

use std::collections::BTreeMap;

use termscore_core::rule::{
    Clause, Concept, Cue, CueKind, Direction, Element, Evidence, Find, Kind, NAMED, Name, Observation,
    Pattern, Phrase, Role, RulePack, SectionLimit, Step, Weighed, Window, With,
};

use super::phrase::{Bound, bound_by, party, slots_in};
use super::scope::Sort;
use super::{Captures, Lowerer, text};
use crate::ast::{self, ClauseField, ConceptField, KindField, Number};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::graph::topological;
use crate::names::counted;
use crate::source::Loc;

/// Largest weight of a sign, and largest threshold.
const MAX_WEIGHT: i64 = 1_000;

impl Lowerer<'_> {
    pub(super) fn kind(&mut self, kind: &ast::Kind) -> Option<Kind> {
        self.once(&kind.fields, |it| if let KindField::Threshold(_) = it { "threshold" } else { "" });
        let (mut you, mut them, mut weighed, mut threshold) = (Vec::new(), Vec::new(), Vec::new(), None);
        for field in &kind.fields {
            match &field.it {
                KindField::You(it) => you.extend(self.side(it, "`you`")),
                KindField::Them(it) => them.extend(self.side(it, "`them`")),
                KindField::Weigh(weight, pattern) => weighed.push((weight, pattern)),
                KindField::Threshold(it) => threshold = Some(it),
            }
        }
        let evidence = self.evidence(kind.name.at, "kind", &weighed, threshold);
        let evidence = evidence.unwrap_or(Evidence { weighed: Vec::new(), threshold: 0 });
        Some(Kind {
            name: self.scope.full(&kind.name.it),
            title: text::prose(&kind.title),
            you,
            them,
            evidence,
        })
    }

    /// Words for a side; of each phrase the first `{party}` is the side.
    fn side(&mut self, patterns: &[ast::Pattern], place: &str) -> Vec<Phrase> {
        let phrases = patterns.iter().filter_map(|it| match it {
            ast::Pattern::Phrase(it) => Some(it),
            _ => None,
        });
        for (_, of) in phrases.flat_map(|it| slots_in(&it.body)) {
            if party(&of.it).flatten().is_some() {
                let message = format!("`{{{}}}` asks for a side, and this phrase is to tell it", of.it);
                let help = "write `{party}`: of each phrase for a side the first one is that side";
                self.problems.push(Diagnostic::error(Code::Cycle, of.at, message).help(help));
            }
        }
        let mut phrases = self.plain_phrases(patterns, place);
        phrases.iter_mut().for_each(|it| {
            capture_party(&mut it.steps);
        });
        phrases
    }

    pub(super) fn concept(&mut self, concept: &ast::Concept) -> Concept {
        let (mut patterns, mut except) = (Vec::new(), Vec::new());
        let mut any = false;
        for field in &concept.fields {
            match &field.it {
                ConceptField::Any(it) => {
                    any = true;
                    patterns.extend(self.plain_patterns(it, "a concept"));
                }
                ConceptField::Except(it) => except.extend(self.plain_patterns(it, "`except`")),
            }
        }
        if !any {
            self.problems.push(
                Diagnostic::error(Code::MissingField, concept.name.at, "this concept has no phrase")
                    .help("add the phrases that it stands for, each in quotes"),
            );
        }
        Concept { name: self.scope.full(&concept.name.it), patterns, except }
    }

    pub(super) fn cue(&mut self, cue: &ast::Cue) -> Vec<Cue> {
        let kind = match cue.kind.it.as_str() {
            "negate" => CueKind::Negate,
            "except" => CueKind::Except,
            "condition" => CueKind::Condition,
            "pseudo" => CueKind::Pseudo,
            "stop" => CueKind::Stop,
            "modal" => CueKind::Modal,
            _ => CueKind::Mutual,
        };
        let direction = match cue.direction.as_ref().map(|it| it.it.as_str()) {
            Some("backward") => Direction::Backward,
            Some("both") => Direction::Both,
            _ => Direction::Forward,
        };
        let reach = match &cue.reach {
            None => 0,
            Some(it) => {
                self.whole(it, "the reach of a cue", 1, 255).and_then(|it| u8::try_from(it).ok()).unwrap_or(0)
            }
        };
        if cue.phrases.is_empty() {
            self.problems.push(
                Diagnostic::error(Code::MissingField, cue.at, "this cue has no phrase")
                    .help("add the words that it consists of, each in quotes"),
            );
        }
        let mut cues = Vec::new();
        for pattern in &cue.phrases {
            for phrase in self.plain_phrases(std::slice::from_ref(pattern), "a cue") {
                if let ast::Pattern::Phrase(it) = pattern {
                    self.cues.push((it.at, phrase.clone()));
                }
                cues.push(Cue { kind, phrase, direction, reach });
            }
        }
        cues
    }

    /// Reports cues that may begin with any word: they would have to be looked for at every word of a text.
    pub(super) fn check_cues(&mut self, pack: &RulePack) {
        let concepts: BTreeMap<&str, &Concept> = self
            .scope
            .packs()
            .into_iter()
            .chain([pack])
            .flat_map(|it| &it.concepts)
            .map(|it| (it.name.as_str(), it))
            .collect();
        for (at, phrase) in std::mem::take(&mut self.cues) {
            if !begins_with_words(&phrase.steps, &concepts, &mut Vec::new()) {
                self.problems.push(
                    Diagnostic::error(Code::CueStart, at, "a cue must begin with a word")
                        .why("cues are looked up by their first word, in every sentence of every text")
                        .help("begin it with a word, or with a concept that has only phrases which begin with one"),
                );
            }
        }
    }

    pub(super) fn clause(&mut self, clause: &ast::Clause) -> Option<Clause> {
        self.once(&clause.fields, |it| match it {
            ClauseField::Threshold(_) => "threshold",
            ClauseField::Reads(_) => "reads",
            _ => "",
        });
        let mut lowered = Clause {
            name: self.scope.full(&clause.name.it),
            title: clause.title.as_ref().map(text::prose).unwrap_or_default(),
            window: window(&clause.window.it),
            find: Vec::new(),
            with: Vec::new(),
            without: Vec::new(),
            except: Vec::new(),
            evidence: None,
            sections: Vec::new(),
            roles: vec![Role::Operative],
            labels: Vec::new(),
            denied_labels: Vec::new(),
        };
        let (mut weighed, mut threshold, mut finds) = (Vec::new(), None, false);
        for field in &clause.fields {
            match &field.it {
                ClauseField::Find(it) => {
                    finds = true;
                    lowered.find.extend(it.iter().filter_map(|it| self.pattern(it)).map(Find::Pattern));
                }
                ClauseField::FindClause { denied, clause } => {
                    finds = true;
                    let found = self.scope.resolve(Sort::Clause, clause, self.problems);
                    lowered.find.extend(found.map(|name| Find::Clause { name, denied: *denied }));
                }
                ClauseField::FindDocument(it) => {
                    finds = true;
                    lowered.find.extend(Observation::from_name(&it.it).map(Find::Document));
                }
                ClauseField::With { at_least, patterns } => {
                    lowered.with.extend(self.with(at_least.as_ref(), patterns));
                }
                ClauseField::Without(it) => lowered.without.extend(self.plain_patterns(it, "`without`")),
                ClauseField::Except(it) => lowered.except.extend(self.plain_patterns(it, "`except`")),
                ClauseField::Weigh(weight, pattern) => weighed.push((weight, pattern)),
                ClauseField::Threshold(it) => threshold = Some(it),
                ClauseField::Section { never, heading } => {
                    let heading = self.plain_pattern(heading, "a heading");
                    lowered.sections.extend(heading.map(|heading| SectionLimit { never: *never, heading }));
                }
                ClauseField::Reads(it) => lowered.roles = self.roles(it),
                ClauseField::Label(it) => lowered.labels.extend(it.iter().map(|it| it.raw.clone())),
                ClauseField::DeniedLabel(it) => {
                    lowered.denied_labels.extend(it.iter().map(|it| it.raw.clone()))
                }
            }
        }
        lowered.evidence = self.evidence(clause.name.at, "clause", &weighed, threshold);
        if !finds && weighed.is_empty() {
            self.missing(clause.name.at, "clause", "find", "find \"the words to look for\"");
        }
        Some(lowered)
    }

    fn with(&mut self, at_least: Option<&Number>, patterns: &[ast::Pattern]) -> Option<With> {
        let most = i64::try_from(patterns.len()).unwrap_or(i64::MAX);
        let lowered = patterns.iter().filter_map(|it| self.pattern(it)).collect();
        let at_least = match at_least {
            None => 1,
            Some(number) => {
                let found = self.whole(number, "how many patterns must match", 1, 1_000)?;
                if found > most {
                    self.unreachable(
                        number.at,
                        &format!("{found} of {} can never match", counted(patterns.len(), "pattern")),
                    );
                }
                usize::try_from(found).ok()?
            }
        };
        Some(With { at_least, patterns: lowered })
    }

    pub(super) fn unreachable(&mut self, at: Loc, message: &str) {
        self.problems.push(
            Diagnostic::error(Code::Unreachable, at, message.to_owned())
                .help("lower the number, or add to the list"),
        );
    }

    /// Signs with weights; both the signs and the threshold, or neither.
    fn evidence(
        &mut self,
        at: Loc,
        item: &str,
        weighed: &[(&Number, &ast::Pattern)],
        threshold: Option<&Number>,
    ) -> Option<Evidence> {
        let Some(threshold_at) = threshold else {
            if !weighed.is_empty() {
                self.missing(at, item, "threshold", "threshold 3");
            }
            return None;
        };
        if weighed.is_empty() {
            self.missing(threshold_at.at, item, "weigh", "weigh 2 \"a sign\"");
        }
        let (mut best, mut lowered) = (0, Vec::new());
        for (weight, pattern) in weighed {
            let weight = self.whole(weight, "a weight", -MAX_WEIGHT, MAX_WEIGHT);
            let pattern = self.plain_pattern(pattern, "`weigh`");
            best += weight.unwrap_or(MAX_WEIGHT).max(0);
            if let (Some(weight), Some(pattern)) = (weight, pattern) {
                lowered.push(Weighed { weight: i32::try_from(weight).ok()?, pattern });
            }
        }
        let threshold = self.whole(threshold_at, "a threshold", 1, MAX_WEIGHT)?;
        if best < threshold && !weighed.is_empty() {
            self.unreachable(
                threshold_at.at,
                &format!("all signs together weigh {best}, less than {threshold}"),
            );
        }
        Some(Evidence { weighed: lowered, threshold: i32::try_from(threshold).ok()? })
    }

    fn roles(&mut self, roles: &[ast::At<String>]) -> Vec<Role> {
        let mut found = Vec::new();
        for role in roles {
            let it = match role.it.as_str() {
                "operative" => Role::Operative,
                "heading" => Role::Heading,
                "recital" => Role::Recital,
                "definition" => Role::Definition,
                "contents" => Role::Contents,
                "signature" => Role::Signature,
                _ => Role::Hidden,
            };
            if found.contains(&it) {
                let message = format!("`{}` stands twice", role.it);
                let mut problem = Diagnostic::error(Code::DuplicateField, role.at, message)
                    .help("keep one of them")
                    .suggest(Suggestion::new("remove this one").remove(role.at).safe());
                if let Some(first) = roles.iter().find(|it| it.it == role.it) {
                    problem = problem.also(first.at, "it stands here");
                }
                self.problems.push(problem);
            } else {
                found.push(it);
            }
        }
        found.sort();
        found
    }

    /// Works out what each clause captures: its own, and those of the clauses that it finds.
    pub(super) fn bind_captures(&mut self, pack: &RulePack) {
        // Also of packs that only the used ones use: their clauses may find clauses of those.
        let mut clauses: Vec<&Clause> = self.scope.packs().into_iter().flat_map(|it| &it.clauses).collect();
        clauses.extend(&pack.clauses);
        let graph: BTreeMap<&str, Vec<&str>> =
            clauses.iter().map(|it| (it.name.as_str(), found_by(it))).collect();
        let by_name: BTreeMap<&str, &Clause> = clauses.iter().map(|it| (it.name.as_str(), *it)).collect();
        for name in topological(&graph).0 {
            let Some(clause) = by_name.get(name) else { continue };
            let captures = self.captures_of(clause);
            self.captures.insert(Name::from(name), captures);
        }
    }

    fn captures_of(&mut self, clause: &Clause) -> Captures {
        let mut captures = Captures::new();
        for (name, bound) in bound_in(clause) {
            let before = *captures.entry(name.to_owned()).or_insert(bound);
            if !before.fits(bound.ty())
                && let Some(at) = self.scope.place(Sort::Clause, &clause.name)
            {
                let message = format!("`{name}` is captured as {} and as {}", before.noun(), bound.noun());
                self.problems.push(
                    Diagnostic::error(Code::WrongType, at, message).help("give one of them another name"),
                );
            }
        }
        for inherited in found_by(clause) {
            for (name, bound) in self.captures.get(inherited).into_iter().flatten() {
                captures.entry(name.clone()).or_insert(*bound);
            }
        }
        captures
    }
}

/// Can it be told with which words a phrase may begin? A concept that is being asked already tells nothing new.
fn begins_with_words<'a>(
    steps: &'a [Step],
    concepts: &BTreeMap<&str, &'a Concept>,
    asked: &mut Vec<&'a str>,
) -> bool {
    for step in steps {
        return match &step.what {
            Element::Word(_) => true,
            Element::Opt(inner) if begins_with_words(inner, concepts, asked) => continue,
            Element::Alt(branches) => branches.iter().all(|it| begins_with_words(it, concepts, asked)),
            Element::Concept { name, .. } if asked.contains(&&**name) => true,
            Element::Concept { name, .. } => {
                asked.push(name);
                let patterns = concepts.get(&**name).map_or(&[][..], |it| &it.patterns);
                patterns.iter().all(|it| match it {
                    Pattern::Phrase(phrase) => begins_with_words(&phrase.steps, concepts, asked),
                    Pattern::Regex(_) => false,
                })
            }
            _ => false,
        };
    }
    false
}

/// What a clause captures itself, in the order in which it is written.
pub(crate) fn bound_in(clause: &Clause) -> impl Iterator<Item = (&str, Bound)> {
    let found = clause.find.iter().flat_map(|it| match it {
        Find::Pattern(it) => bound_by(it),
        Find::Document(_) => vec![(NAMED, Bound::Words)],
        Find::Clause { .. } => Vec::new(),
    });
    found.chain(clause.with.iter().flat_map(|it| &it.patterns).flat_map(bound_by))
}

/// The clauses that a clause finds the matches of.
pub(crate) fn found_by(clause: &Clause) -> Vec<&str> {
    clause
        .find
        .iter()
        .filter_map(|it| if let Find::Clause { name, .. } = it { Some(name.as_str()) } else { None })
        .collect()
}

/// All patterns of a concept.
pub(crate) fn patterns_of(concept: &Concept) -> impl Iterator<Item = &Pattern> {
    concept.patterns.iter().chain(&concept.except)
}

fn window(word: &str) -> Window {
    match word {
        "sentence" => Window::Sentence,
        "paragraph" => Window::Paragraph,
        "section" => Window::Section,
        _ => Window::Document,
    }
}

/// Captures the first party of each way through some steps; says whether there is one.
fn capture_party(steps: &mut [Step]) -> bool {
    steps.iter_mut().any(|step| match &mut step.what {
        Element::Party { capture, .. } => {
            *capture = Some("party".to_owned());
            true
        }
        Element::Alt(branches) => {
            // In each branch, also behind one that has captured it.
            branches.iter_mut().filter_map(|it| capture_party(it).then_some(())).count() > 0
        }
        Element::Opt(inner) => capture_party(inner),
        _ => false,
    })
}
