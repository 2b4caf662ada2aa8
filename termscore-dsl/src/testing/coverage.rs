//! What the tests of a pack reach: phrases, alternatives, limits, and the answers of conditions.
//!
//! A phrase counts as reached if it matches a test with all others left out (see `probe.rs`); an answer,
//! if the proof of a rule holds it in one of that rule's own tests.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use termscore_core::report::Proof;
use termscore_core::rule::{Condition, Name, Rule, RulePack};
use termscore_core::{Engine, Span, Truth};

use super::goal::{Goal, GoalKind};
use super::goals::{Ask, goals};
use super::probe::{self, Probes};
use super::{Subject, TestCase};
use crate::declaration::place_of;
use crate::{ConditionPlace, DeclarationKind, Diagnostics, Resolve, Source, ast};

/// What the tests of a pack reach of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coverage {
    /// One for each concept, clause and rule that has something to reach, in source order.
    pub items: Vec<Covered>,
    /// What they stand in.
    pub sources: Vec<Source>,
}

/// A concept, clause or rule, and what there is to reach in it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Covered {
    /// Full name.
    pub name: Name,
    /// What it is.
    pub kind: DeclarationKind,
    /// In source order.
    pub goals: Vec<Goal>,
}

impl Covered {
    /// The goals that count. An unknown answer counts only where tests can have no other.
    pub fn counted(&self) -> impl Iterator<Item = &Goal> {
        self.goals.iter().filter(|goal| {
            let other =
                |it: &&Goal| it.span == goal.span && matches!(it.kind, GoalKind::True | GoalKind::False);
            goal.kind != GoalKind::Unknown || !self.goals.iter().any(|it| other(&it))
        })
    }

    /// How many goals are reached, and how many there are.
    pub fn share(&self) -> (usize, usize) {
        (self.counted().filter(|it| it.reached).count(), self.counted().count())
    }
}

impl Covered {
    /// What no test reaches, for people: alternatives of one phrase together, and none of a phrase that is
    /// itself not reached.
    fn missing(&self) -> Vec<Vec<&Goal>> {
        let mut groups: Vec<Vec<&Goal>> = Vec::new();
        let mut phrase: Option<&Goal> = None;
        for goal in self.counted() {
            let is_part = goal.kind == GoalKind::Alternative;
            if !is_part {
                phrase = Some(goal);
            }
            if goal.reached || is_part && phrase.is_some_and(|it| !it.reached) {
                continue;
            }
            match groups.last_mut() {
                Some(group) if is_part && group.iter().all(|it| inside(it, phrase)) => group.push(goal),
                _ => groups.push(vec![goal]),
            }
        }
        groups
    }
}

/// Is the goal an alternative of this phrase?
fn inside(goal: &Goal, phrase: Option<&Goal>) -> bool {
    goal.kind == GoalKind::Alternative
        && phrase.is_some_and(|it| it.source == goal.source && it.span.contains(goal.span))
}

impl Coverage {
    /// How many goals are reached, and how many there are.
    pub fn share(&self) -> (usize, usize) {
        self.items.iter().map(Covered::share).fold((0, 0), |all, it| (all.0 + it.0, all.1 + it.1))
    }

    /// Whole percent, rounded down; 100 of nothing.
    pub fn percent(&self) -> usize {
        percent(self.share())
    }

    /// What no test reaches, in source order.
    pub fn never(&self) -> impl Iterator<Item = (&Covered, &Goal)> {
        self.items.iter().flat_map(|item| item.counted().filter(|it| !it.reached).map(move |it| (item, it)))
    }
}

fn percent((reached, all): (usize, usize)) -> usize {
    (reached * 100).checked_div(all).unwrap_or(100)
}

/// A line for each item, what was never reached with file and line, and a line that counts.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let short = |it: &Covered| it.name.split_once('.').map_or(it.name.as_str(), |(_, it)| it).to_owned();
        let n_name = self.items.iter().map(|it| short(it).len()).max().unwrap_or(0);
        for it in &self.items {
            let (reached, all) = it.share();
            let (kind, name, share) = (it.kind.name(), short(it), percent((reached, all)));
            writeln!(f, "{kind:<7}  {name:<n_name$}  {share:>3}%  {reached} of {all}")?;
        }
        let mut any = false;
        for item in &self.items {
            for missing in item.missing() {
                let Some(first) = missing.first() else { continue };
                if !any {
                    writeln!(f, "\nnever reached by a test:")?;
                }
                any = true;
                let source = self.sources.get(first.source);
                let (name, line) = source.map_or(("", 0), |it| (it.name.as_str(), it.line(first.span.start)));
                let texts: Vec<String> = missing.iter().map(|it| format!("`{}`", it.text)).collect();
                let (kind, of, never) = (item.kind.name(), short(item), first.kind.never());
                writeln!(f, "  {name}:{line}: {kind} {of}: {} {never}", texts.join(" "))?;
            }
        }
        let (reached, all) = self.share();
        write!(f, "\ncoverage {}%: {reached} of {all} reached", self.percent())
    }
}

/// What the tests of a pack reach of its concepts, clauses and rules.
///
/// # Errors
/// All mistakes in all sources, in source order.
pub fn coverage(sources: &[Source], resolve: &Resolve<'_>) -> Result<Coverage, Diagnostics> {
    let (pack, cases) = crate::pack_and_tests(sources, resolve)?;
    let mut probes = Probes::new(sources);
    let planned = goals(&mut probes);
    let mut probed = probes.compile(sources, resolve)?;
    let rules: BTreeMap<&str, RuleTree<'_>> =
        probes.file.items.iter().filter_map(|it| rule_tree(it, &pack)).collect();
    for (name, tree) in &rules {
        for (n, arm) in tree.arms.iter().enumerate() {
            probed.rules.push(Rule::new(arm_name(name, n), arm.when.clone()));
        }
    }
    let seen = match probe::engine(probed) {
        Ok(engine) => observe(&engine, &cases, &rules),
        // A pack that the engine does not take has tests that reach nothing.
        Err(_) => Seen::default(),
    };
    let mut items = Vec::new();
    for item in planned {
        let goals = item.goals.into_iter().map(|(goal, ask)| Goal { reached: seen.reached(&ask), ..goal });
        items.push(Covered { name: item.name, kind: item.kind, goals: goals.collect() });
    }
    for (name, tree) in &rules {
        items.push(Covered {
            name: (*name).to_owned(),
            kind: DeclarationKind::Rule,
            goals: tree.goals(name, sources, &seen),
        });
    }
    let place = |it: &Covered| it.goals.first().map(|it| (it.source, it.span));
    for item in &mut items {
        item.goals.sort_by_key(|it| (it.source, it.span.start, it.kind));
    }
    items.retain(|it| !it.goals.is_empty());
    items.sort_by_key(|it| place(it));
    Ok(Coverage { items, sources: sources.to_vec() })
}

/// A rule of the pack, with the places of its conditions.
struct RuleTree<'a> {
    source: usize,
    when: &'a Condition,
    place: ConditionPlace,
    arms: Vec<ArmTree<'a>>,
}

struct ArmTree<'a> {
    raised: bool,
    when: &'a Condition,
    place: ConditionPlace,
    span: Span,
}

fn rule_tree<'a>(item: &ast::Item, pack: &'a RulePack) -> Option<(&'a str, RuleTree<'a>)> {
    let ast::Item::Rule(tree) = item else { return None };
    let rule = pack.rules.iter().find(|it| it.name.rsplit('.').next() == Some(tree.name.it.as_str()))?;
    let (mut eased, mut raised) = (rule.eased.iter(), rule.raised.iter());
    let (mut place, mut arms) = (None, Vec::new());
    for field in &tree.fields {
        match &field.it {
            ast::RuleField::When(it) => place = Some(place_of(it)),
            ast::RuleField::Arm(it) => {
                let when = if it.raised { raised.next() } else { eased.next() };
                if let Some(arm) = when {
                    let place = place_of(&it.when);
                    let span = field.at.cover(it.to).span;
                    arms.push(ArmTree { raised: it.raised, when: &arm.when, place, span });
                }
            }
            _ => {}
        }
    }
    let tree = RuleTree { source: tree.name.at.source, when: &rule.when, place: place?, arms };
    Some((rule.name.as_str(), tree))
}

/// Name of the question that an arm asks; no item of a pack is called so.
fn arm_name(rule: &str, n: usize) -> Name {
    format!("{rule}#{n}")
}

/// Everything that was seen while the tests ran.
#[derive(Default)]
struct Seen {
    /// For each case, the matches of each clause.
    matches: Vec<BTreeMap<Name, BTreeSet<(usize, usize)>>>,
    /// For each rule or arm, and path of a part of its condition, the answers: false, unknown, true.
    answers: BTreeMap<(Name, Vec<usize>), [bool; 3]>,
    /// Arms that apply to a rule that fires.
    applied: BTreeSet<Name>,
}

fn observe(engine: &Engine, cases: &[TestCase], rules: &BTreeMap<&str, RuleTree<'_>>) -> Seen {
    let mut seen = Seen::default();
    let mut known = BTreeSet::new();
    for case in cases {
        let document = probe::document(case);
        if known.insert((&case.text, &case.kind)) {
            let mut matches: BTreeMap<Name, BTreeSet<(usize, usize)>> = BTreeMap::new();
            for it in engine.clauses(&document) {
                matches.entry(it.evidence.clause).or_default().insert((it.evidence.start, it.evidence.end));
            }
            seen.matches.push(matches);
        }
        let Subject::Rule(name) = &case.subject else { continue };
        let Some(tree) = rules.get(name.as_str()) else { continue };
        let params = case.params.iter().cloned();
        let set = params
            .into_iter()
            .try_fold(engine.clone(), |engine, (name, value)| engine.with_param(&name, value));
        let Ok(engine) = set else { continue };
        let Ok(proof) = engine.explain(&document, name) else { continue };
        seen.answer(name, &mut Vec::new(), tree.when, &proof);
        for (n, arm) in tree.arms.iter().enumerate() {
            let name = arm_name(name, n);
            if let Ok(of_arm) = engine.explain(&document, &name) {
                seen.answer(&name, &mut Vec::new(), arm.when, &of_arm);
                if proof.truth == Truth::True && of_arm.truth == Truth::True {
                    seen.applied.insert(name);
                }
            }
        }
    }
    seen
}

impl Seen {
    fn answer(&mut self, name: &str, path: &mut Vec<usize>, condition: &Condition, proof: &Proof) {
        let answers = self.answers.entry((name.to_owned(), path.clone())).or_default();
        match proof.truth {
            Truth::False => answers[0] = true,
            Truth::Unknown => answers[1] = true,
            Truth::True => answers[2] = true,
        }
        for (n, (part, proof)) in parts(condition).iter().zip(&proof.parts).enumerate() {
            path.push(n);
            self.answer(name, path, part, proof);
            path.pop();
        }
    }

    fn reached(&self, ask: &Ask) -> bool {
        match ask {
            Ask::Matches(clause) => self.matches.iter().any(|it| it.contains_key(clause)),
            Ask::Differ(a, b) => self.matches.iter().any(|it| it.get(a) != it.get(b)),
        }
    }
}

fn parts(condition: &Condition) -> &[Condition] {
    match condition {
        Condition::All(parts) | Condition::Any(parts) | Condition::AtLeast(_, parts) => parts,
        Condition::Not(part) => std::slice::from_ref(part),
        _ => &[],
    }
}

impl RuleTree<'_> {
    fn goals(&self, name: &str, sources: &[Source], seen: &Seen) -> Vec<Goal> {
        let mut goals = Vec::new();
        let text = sources.get(self.source).map_or("", |it| it.text.as_str());
        let goal = |kind, span: Span, reached| Goal {
            kind,
            text: one_line(span.of(text)),
            source: self.source,
            span,
            reached,
        };
        let mut tree = |name: &str, when: &Condition, place: &ConditionPlace| {
            let mut open = vec![(Vec::new(), when, place)];
            while let Some((path, when, place)) = open.pop() {
                let inner = parts(when);
                for (n, (part, place)) in inner.iter().zip(&place.parts).enumerate() {
                    let path = path.iter().copied().chain([n]).collect();
                    open.push((path, part, place));
                }
                // What joins questions is decided by them; the whole is what the tests expect.
                if !inner.is_empty() && !path.is_empty() {
                    continue;
                }
                let answers = seen.answers.get(&(name.to_owned(), path)).copied().unwrap_or_default();
                let kinds = [GoalKind::False, GoalKind::Unknown, GoalKind::True];
                for (kind, reached) in kinds.into_iter().zip(answers) {
                    // Tests have no host.
                    let of_host = parts(when).is_empty() && when.predicates().next().is_some();
                    if !of_host || kind == GoalKind::Unknown {
                        goals.push(goal(kind, place.span, reached));
                    }
                }
            }
        };
        tree(name, self.when, &self.place);
        for (n, arm) in self.arms.iter().enumerate() {
            tree(&arm_name(name, n), arm.when, &arm.place);
        }
        for (n, arm) in self.arms.iter().enumerate() {
            let kind = if arm.raised { GoalKind::Raised } else { GoalKind::Eased };
            goals.push(goal(kind, arm.span, seen.applied.contains(&arm_name(name, n))));
        }
        goals
    }
}

/// Source text in one line, without comments, and not too long.
pub(super) fn one_line(text: &str) -> String {
    const MOST: usize = 100;
    let bare = text.lines().map(|line| line.split_once("//").map_or(line, |(before, _)| before));
    let words: Vec<&str> = bare.flat_map(str::split_whitespace).collect();
    let line = words.join(" ");
    if line.chars().count() <= MOST {
        return line;
    }
    line.chars().take(MOST).chain(['…']).collect()
}
