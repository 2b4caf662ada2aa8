//! From answers to a score.
//!
//! - The kind of a document is the one that the host named, or the one whose signs, each counted once, reach their
//!   threshold by most, in thousandths of it; of equals the first declared. If there is none, parties are those of
//!   the first kind that a given pack is for.
//! - The first `raised` arm that holds sets severity and weight, or else the first `eased` arm that holds.
//! - Of the fired rules, one is absorbed if another absorbs it, directly or through others that fired, and it does
//!   not absorb that one in return; of rules that absorb each other the heaviest stays, then the most severe, then
//!   the first by name.
//! - A category loses the weights of its fired rules that are not absorbed, at most its worth. The score is a
//!   hundred less what the categories lose.
//! - Low: undetermined rules count as fired, unless a fired rule absorbs them; they absorb nothing. Arms that are not
//!   known are decided against the signer. High: they do not count, and arms are decided for the signer.
//! - The score model is that of the first given pack that has one and is for the document's kind.
//! - No grade: no rule is for this kind, there is no score model, fewer than 80 words, or the kind is not known.
//!   A gate counts findings that are neither absorbed nor of severity `minimal`.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use termscore_core::{
    Document, Span, Truth, Value,
    report::{Polarity, Status},
    rule::{Arm, Kind, Name, Points, Rule, RulePack, ScoreModel, Severity, Who},
};

use crate::{conditions::Facts, contract::Contract, packs::Packs, parties::Parties, patterns::Reader};

const WORDS_FOR_A_GRADE: usize = 80;

/// Everything that packs say of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// Full name of the document's kind; empty if it was not recognised.
    pub kind: String,
    /// Matches of all clauses, by place, then clause.
    pub matches: Vec<ClauseAnswer>,
    /// All rules.
    pub rules: BTreeMap<Name, RuleAnswer>,
    /// 100 less what was lost.
    pub score: Points,
    /// If every doubt is decided against the signer.
    pub low: Points,
    /// If every doubt is decided for the signer.
    pub high: Points,
    /// `None` if there is none.
    pub grade: Option<String>,
}

/// A match of a clause.
#[derive(Clone, Debug, PartialEq)]
pub struct ClauseAnswer {
    /// Full name.
    pub clause: Name,
    /// Where it stands.
    pub span: Span,
    /// The window around it.
    pub passage: Span,
    /// Asserted, denied or mixed.
    pub polarity: Polarity,
    /// Who is bound.
    pub actor: Who,
    /// The cues that decided the polarity, as written.
    pub cues: Vec<String>,
    /// Captured values, by name.
    pub captures: BTreeMap<String, Value>,
}

/// What became of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleAnswer {
    /// Whether its condition holds.
    pub truth: Truth,
    /// What that makes of it.
    pub status: Status,
    /// After arms.
    pub severity: Severity,
    /// What it takes from the score.
    pub points: Points,
    /// The most that it can weigh.
    pub worst: Points,
}

/// A rule that fired or may fire.
struct Counted<'a> {
    rule: &'a Rule,
    truth: Truth,
    severity: Severity,
    weight: Points,
    /// Every weight that it can have, whichever way unknown arms are decided.
    possible: Vec<Points>,
}

/// Reads a document by packs that an engine has linked. `host` answers predicates; others are unknown.
pub fn evaluate(
    given: &[Arc<RulePack>],
    document: &Document,
    params: &BTreeMap<Name, Value>,
    host: &BTreeMap<String, Truth>,
) -> Answers {
    let packs = Packs::new(given);
    let contract = Contract::new(document);
    let mut reader = Reader::new(&packs, &contract);
    let recognised = kind(&packs, &reader);
    let read_as = match &recognised {
        Some(name) => packs.kinds().find(|it| it.name == *name),
        None => {
            let mut kinds = packs.given.iter().flat_map(|pack| &pack.for_kinds);
            kinds.find_map(|name| packs.kinds().find(|it| it.name == *name))
        }
    };
    reader.parties = read_as.map_or_else(Parties::default, |kind| Parties::find(&reader, kind));
    let defaults = packs.params().map(|it| (it.name.clone(), it.default.clone()));
    let params = defaults.chain(params.clone()).collect();
    let facts = Facts {
        reader: &reader,
        packs: &packs,
        kind: recognised.unwrap_or_default(),
        matches: packs.clauses().map(|it| (it.name.clone(), reader.clause(it))).collect(),
        params: &params,
        host,
    };
    answers(&facts)
}

fn kind(packs: &Packs, reader: &Reader<'_>) -> Option<String> {
    if let Some(given) = reader.contract.document.kind() {
        return Some(given.to_owned());
    }
    let signs = |kind: &Kind| -> i32 {
        let stands =
            |pattern| reader.contract.sentences.iter().any(|it| !reader.matches(pattern, it).is_empty());
        kind.evidence.weighed.iter().filter(|it| stands(&it.pattern)).map(|it| it.weight).sum()
    };
    let mut best: Option<(i32, &Kind)> = None;
    for kind in packs.kinds().filter(|it| !it.evidence.weighed.is_empty()) {
        let sum = signs(kind);
        let share = sum * 1_000 / kind.evidence.threshold.max(1);
        if sum >= kind.evidence.threshold && best.is_none_or(|it| share > it.0) {
            best = Some((share, kind));
        }
    }
    best.map(|it| it.1.name.clone())
}

fn answers(facts: &Facts<'_>) -> Answers {
    let text = facts.reader.contract.document.text();
    let mut matches: Vec<ClauseAnswer> = Vec::new();
    for clause in facts.packs.clauses() {
        matches.extend(facts.matches[&clause.name].iter().map(|it| ClauseAnswer {
            clause: clause.name.clone(),
            span: it.span,
            passage: it.passage,
            polarity: it.polarity,
            actor: it.actor,
            cues: it.cues.iter().map(|cue| cue.of(text).to_owned()).collect(),
            captures: it.captures.clone(),
        }));
    }
    matches.sort_by(|a, b| (a.span, &a.clause).cmp(&(b.span, &b.clause)));

    let rules = facts.packs.rules();
    let counted: Vec<Counted<'_>> =
        rules.iter().map(|it| count(facts, it.0)).filter(|it| it.truth != Truth::False).collect();
    let absorbed = absorbed(&counted);
    let model = facts.packs.given.iter().filter(|it| facts.applies(it)).find_map(|it| facts.packs.score(it));
    let points = points(model, &counted, |it| match it.truth {
        Truth::True if !absorbed.contains(&it.rule.name) => Some(it.weight),
        Truth::True => Some(Points(0)),
        _ => None,
    });
    let worst = |it: &Counted<'_>| it.possible.iter().copied().max().unwrap_or(it.weight);
    let best = |it: &Counted<'_>| it.possible.iter().copied().min().unwrap_or(it.weight);
    let stood_for: BTreeSet<&Name> =
        counted.iter().filter(|it| it.truth == Truth::True).flat_map(|it| &it.rule.absorbs).collect();
    let lost_at_most = self::points(model, &counted, |it| match it.truth {
        Truth::True => (!absorbed.contains(&it.rule.name)).then(|| worst(it)),
        _ => (!stood_for.contains(&it.rule.name)).then(|| worst(it)),
    });
    let lost_at_least = self::points(model, &counted, |it| {
        (it.truth == Truth::True && !absorbed.contains(&it.rule.name)).then(|| best(it))
    });
    let less = |lost: &BTreeMap<Name, Points>| Points::FULL - lost.values().copied().sum();

    let mut outcomes = BTreeMap::new();
    for (rule, pack) in &rules {
        let counts = counted.iter().find(|it| it.rule.name == rule.name);
        let truth = counts.map_or(Truth::False, |it| it.truth);
        let status = match truth {
            _ if facts.packs.disabled.contains(&rule.name) => Status::Disabled,
            _ if !facts.applies(pack) => Status::NotApplicable,
            Truth::True if absorbed.contains(&rule.name) => Status::Absorbed,
            Truth::True => Status::Fired,
            Truth::Unknown => Status::Undetermined,
            Truth::False => Status::Clear,
        };
        let answer = RuleAnswer {
            truth,
            status,
            severity: counts.map_or(rule.severity, |it| it.severity),
            points: points.get(&rule.name).copied().unwrap_or_default(),
            worst: counts.map_or(Points(0), worst),
        };
        outcomes.insert(rule.name.clone(), answer);
    }
    let score = less(&points);
    Answers {
        kind: facts.kind.clone(),
        matches,
        grade: grade(facts, model, score, &outcomes),
        rules: outcomes,
        score,
        low: less(&lost_at_most),
        high: less(&lost_at_least),
    }
}

fn count<'a>(facts: &Facts<'_>, rule: &'a Rule) -> Counted<'a> {
    let base = (rule.severity, rule.weight);
    let decide = |arms: &[Arm]| -> (Vec<Points>, Option<(Severity, Points)>) {
        let mut possible = Vec::new();
        for arm in arms {
            match facts.answer(&arm.when) {
                Truth::True => return (possible, Some((arm.severity, arm.weight))),
                Truth::Unknown => possible.push(arm.weight),
                Truth::False => {}
            }
        }
        (possible, None)
    };
    let (mut possible, raised) = decide(&rule.raised);
    let (eased_possibly, eased) = decide(&rule.eased);
    let (severity, weight) = raised.or(eased).unwrap_or(base);
    possible.push(weight);
    if raised.is_none() {
        possible.extend(eased_possibly);
    }
    Counted { rule, truth: facts.rule(&rule.name), severity, weight, possible }
}

/// Names of the fired rules that another fired rule stands for.
fn absorbed(counted: &[Counted<'_>]) -> BTreeSet<Name> {
    let fired: Vec<&Counted<'_>> = counted.iter().filter(|it| it.truth == Truth::True).collect();
    // What a rule absorbs, through others that fired.
    let reach = |from: &Counted<'_>| -> BTreeSet<Name> {
        let mut reached: BTreeSet<Name> = from.rule.absorbs.iter().cloned().collect();
        for _ in 0..fired.len() {
            let further = fired.iter().filter(|it| reached.contains(&it.rule.name));
            let further: Vec<Name> = further.flat_map(|it| it.rule.absorbs.clone()).collect();
            reached.extend(further);
        }
        reached
    };
    let rank = |it: &Counted<'_>| (Reverse((it.weight, it.severity)), it.rule.name.clone());
    let stands_for = |a: &Counted<'_>, b: &Counted<'_>| {
        a.rule.name != b.rule.name
            && reach(a).contains(&b.rule.name)
            && (!reach(b).contains(&a.rule.name) || rank(a) < rank(b))
    };
    let absorbed = fired.iter().filter(|it| fired.iter().any(|other| stands_for(other, it)));
    absorbed.map(|it| it.rule.name.clone()).collect()
}

/// What each rule takes from its category, the most severe first, then the heaviest, then by name.
fn points(
    model: Option<&ScoreModel>,
    counted: &[Counted<'_>],
    weight: impl Fn(&Counted<'_>) -> Option<Points>,
) -> BTreeMap<Name, Points> {
    let mut points = BTreeMap::new();
    for category in model.map_or(&[][..], |it| &it.categories) {
        let mut rules: Vec<(&Counted<'_>, Points)> = counted
            .iter()
            .filter(|it| it.rule.category == category.id)
            .filter_map(|it| weight(it).map(|points| (it, points)))
            .collect();
        rules.sort_by_key(|(it, points)| (Reverse((it.severity, *points)), &it.rule.name));
        let mut left = category.worth;
        for (it, weight) in rules {
            let taken = weight.min(left);
            left = left - taken;
            points.insert(it.rule.name.clone(), taken);
        }
    }
    points
}

fn grade(
    facts: &Facts<'_>,
    model: Option<&ScoreModel>,
    score: Points,
    rules: &BTreeMap<Name, RuleAnswer>,
) -> Option<String> {
    let asked = rules.values().any(|it| !matches!(it.status, Status::NotApplicable | Status::Disabled));
    if facts.kind.is_empty() || !asked || facts.reader.contract.words.len() < WORDS_FOR_A_GRADE {
        return None;
    }
    let model = model?;
    let grades: Vec<&String> = model.grades.iter().map(|it| &it.grade).chain([&model.lowest]).collect();
    let earned = model.grades.iter().filter(|it| score < it.from).count();
    let caps = model.gates.iter().filter(|gate| {
        let counts = |it: &&RuleAnswer| {
            it.status == Status::Fired && it.severity > Severity::Minimal && it.severity >= gate.severity
        };
        rules.values().filter(counts).count() >= gate.count
    });
    let caps = caps.filter_map(|gate| grades.iter().position(|it| **it == gate.at_most));
    let worst = caps.chain([earned]).max()?;
    grades.get(worst).map(|it| (*it).clone())
}
