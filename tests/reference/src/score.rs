//! From answers to a score.
//!
//! - The kind of a document is the one that the host named, or the one whose signs, each counted once, reach their
//!   threshold by most, in thousandths of it; of equals the first declared. If there is none, a text of at least 80
//!   words that is not refused is read as the kind that comes nearest, of those that rules are for, if its signs reach
//!   half its threshold, or are any where the threshold of a kind of last resort is reached; or else parties are those of
//!   the first kind that a given pack is for.
//! - Where there is a kind of last resort, a text of at least 80 words of which fewer than one in 33 is among the smallest
//!   words of English is refused, too, also if its kind was named.
//! - A kind without roles is a last resort: it is never the kind of a document, but if there is one, a text of at least
//!   80 words that has no kind and reaches the threshold of none of these is refused, and no rule is asked. So is one
//!   against which, for each of these, at least half its threshold speaks, also if it has a kind, unless the host named it.
//! - The first `raised` arm that holds sets severity and weight, or else the first `eased` arm that holds.
//! - Of the fired rules, one is absorbed if another absorbs it, directly or through others that fired, and it does
//!   not absorb that one in return; of rules that absorb each other the heaviest stays, then the most severe, then
//!   the first by name. The first in that order of the rules that stand and absorb it is said to stand for it.
//! - The score model is that of the first given pack that is for the kind, its own or that of a pack that it uses; if there
//!   is none, that of the first pack used by a given one that is for the kind.
//! - A category loses the weights of its fired rules that are not absorbed, at most its worth. The score is a
//!   hundred less what the categories lose.
//! - Low and high are outer bounds: however each undetermined rule and each unknown arm is decided, the score lies
//!   between them. A rule may absorb another if it does so through rules that fired or may fire, unless the other surely
//!   fired, surely absorbs it in return, and comes before it whatever the arms. It surely absorbs the other if it
//!   does so through rules that fired, unless the other may absorb it in return and it may not come first.
//! - Low: all rules that fired or may fire, each at its heaviest, except those that are surely absorbed.
//! - High: fired rules that none may absorb, each at its lightest. Of a fired rule that some may absorb, but none
//!   surely, one rule remains: itself or one of those. So at least the lightest of them counts, or nothing, if one of
//!   them is of another category. These least weights are counted from the heaviest on, then by name, each only if
//!   none of its rules stands for a weight that was counted before.
//! - The score model is that of the first given pack that has one and is for the document's kind.
//! - No grade: no rule is for this kind, there is no score model, fewer than 80 words, or rules are for some kinds and the kind
//!   is not recognised.
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
    /// The rule that stands for it, if it is absorbed.
    pub absorbed_by: Option<Name>,
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
    let otherwise = document.kind().is_none() && reads_otherwise(&packs, &reader);
    let refused =
        is_foreign(&packs, &reader) || otherwise || recognised.is_none() && refused(&packs, &reader);
    let is_recognised = recognised.is_some();
    let recognised = recognised.filter(|_| !refused || document.kind().is_some());
    let recognised = recognised.or_else(|| if refused { None } else { nearest(&packs, &reader) });
    let read_as = match &recognised {
        Some(name) => packs.kinds().find(|it| it.name == *name),
        None => {
            let mut kinds = packs.given.iter().flat_map(|pack| &pack.for_kinds);
            kinds.find_map(|name| packs.kinds().find(|it| it.name == *name))
        }
    };
    if let Some(kind) = read_as {
        Parties::tell(&mut reader, kind, recognised.is_some());
    }
    let defaults = packs.params().map(|it| (it.name.clone(), it.default.clone()));
    let params = defaults.chain(params.clone()).collect();
    let facts = Facts {
        reader: &reader,
        packs: &packs,
        kind: recognised.unwrap_or_default(),
        recognised: is_recognised,
        refused,
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
    best(packs, reader, |kind, sum| sum >= kind.evidence.threshold)
}

/// The kind that a long text comes nearest to, of those that rules are for.
fn nearest(packs: &Packs, reader: &Reader<'_>) -> Option<String> {
    let asked: Vec<&Name> =
        packs.all.iter().filter(|it| !it.rules.is_empty()).flat_map(|it| &it.for_kinds).collect();
    let reached = |it: &Kind| signs(it, reader) >= it.evidence.threshold;
    let least = if packs.kinds().any(|it| it.is_last_resort() && reached(it)) { 1 } else { 500 };
    let near = |kind: &Kind, sum: i32| {
        sum * 1_000 / kind.evidence.threshold.max(1) >= least && asked.contains(&&kind.name)
    };
    best(packs, reader, near).filter(|_| reader.contract.words.len() >= WORDS_FOR_A_GRADE)
}

fn best(packs: &Packs, reader: &Reader<'_>, counts: impl Fn(&Kind, i32) -> bool) -> Option<String> {
    let mut best: Option<(i32, &Kind)> = None;
    for kind in packs.kinds().filter(|it| !it.evidence.weighed.is_empty() && !it.is_last_resort()) {
        let sum = signs(kind, reader);
        let share = sum * 1_000 / kind.evidence.threshold.max(1);
        if counts(kind, sum) && best.is_none_or(|it| share > it.0) {
            best = Some((share, kind));
        }
    }
    best.map(|it| it.1.name.clone())
}

/// Does a text that is long enough fall short of every kind of last resort, and is there one?
fn refused(packs: &Packs, reader: &Reader<'_>) -> bool {
    let mut resorts = packs.kinds().filter(|it| it.is_last_resort()).peekable();
    let long = reader.contract.words.len() >= WORDS_FOR_A_GRADE;
    long && resorts.peek().is_some() && resorts.all(|it| signs(it, reader) < it.evidence.threshold)
}

/// Does much speak against every kind of last resort, if there is one, in a text that is long enough?
fn reads_otherwise(packs: &Packs, reader: &Reader<'_>) -> bool {
    let mut resorts = packs.kinds().filter(|it| it.is_last_resort()).peekable();
    let long = reader.contract.words.len() >= WORDS_FOR_A_GRADE;
    let share = |it: &Kind| signs(it, reader) * 1_000 / it.evidence.threshold.max(1);
    long && resorts.peek().is_some() && resorts.all(|it| share(it) <= -500)
}

/// Is a text that is long enough not English, where there is a kind of last resort?
fn is_foreign(packs: &Packs, reader: &Reader<'_>) -> bool {
    const ENGLISH: &str = "the of and to or shall any by for this be with is that not your";
    let words = &reader.contract.words;
    let n_english = words.iter().filter(|it| ENGLISH.split(' ').any(|word| word == it.norm)).count();
    words.len() >= WORDS_FOR_A_GRADE
        && packs.kinds().any(Kind::is_last_resort)
        && n_english * 33 < words.len()
}

fn signs(kind: &Kind, reader: &Reader<'_>) -> i32 {
    let stands = |pattern| reader.contract.sentences.iter().any(|it| !reader.matches(pattern, it).is_empty());
    kind.evidence.weighed.iter().filter(|it| stands(&it.pattern)).map(|it| it.weight).sum()
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
    let own = facts.packs.given.iter().filter(|it| facts.applies(it)).find_map(|it| facts.packs.score(it));
    let mut used = facts.packs.given.iter().flat_map(|it| facts.packs.used_with_score(it));
    let model = own.or_else(|| used.find(|it| facts.applies(it)).and_then(|it| it.score.as_ref()));
    let points = points(model, &counted, |it| match it.truth {
        Truth::True if !absorbed.contains_key(&it.rule.name) => Some(it.weight),
        Truth::True => Some(Points(0)),
        _ => None,
    });
    let doubts = Doubts::new(&counted);
    let lost_at_most =
        self::points(model, &counted, |it| (!doubts.surely_absorbed(it)).then(|| heaviest(it)));
    let least = doubts.least_weights();
    let lost_at_least = self::points(model, &counted, |it| least.get(&it.rule.name).copied());
    let less = |lost: &BTreeMap<Name, Points>| Points::FULL - lost.values().copied().sum();

    let mut outcomes = BTreeMap::new();
    for (rule, pack) in &rules {
        let counts = counted.iter().find(|it| it.rule.name == rule.name);
        let truth = counts.map_or(Truth::False, |it| it.truth);
        let status = match truth {
            _ if facts.packs.disabled.contains(&rule.name) => Status::Disabled,
            _ if !facts.applies(pack) => Status::NotApplicable,
            Truth::True if absorbed.contains_key(&rule.name) => Status::Absorbed,
            Truth::True => Status::Fired,
            Truth::Unknown => Status::Undetermined,
            Truth::False => Status::Clear,
        };
        let answer = RuleAnswer {
            truth,
            status,
            severity: counts.map_or(rule.severity, |it| it.severity),
            absorbed_by: absorbed.get(&rule.name).cloned(),
            points: points.get(&rule.name).copied().unwrap_or_default(),
            worst: counts.map_or(Points(0), heaviest),
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

/// The fired rules that another fired rule stands for, and which.
fn absorbed(counted: &[Counted<'_>]) -> BTreeMap<Name, Name> {
    let fired: Vec<&Counted<'_>> = counted.iter().filter(|it| it.truth == Truth::True).collect();
    let reach: BTreeMap<&Name, BTreeSet<Name>> =
        fired.iter().map(|it| (&it.rule.name, reach(&fired, it))).collect();
    let rank = |it: &Counted<'_>| (Reverse((it.weight, it.severity)), it.rule.name.clone());
    let absorbs = |a: &Counted<'_>, b: &Counted<'_>| {
        let (there, back) = (&reach[&a.rule.name], &reach[&b.rule.name]);
        a.rule.name != b.rule.name
            && there.contains(&b.rule.name)
            && (!back.contains(&a.rule.name) || rank(a) < rank(b))
    };
    let is_absorbed = |it: &Counted<'_>| fired.iter().any(|other| absorbs(other, it));
    let mut standing: Vec<&&Counted<'_>> = fired.iter().filter(|it| !is_absorbed(it)).collect();
    standing.sort_by_key(|it| rank(it));
    let mut absorbed = BTreeMap::new();
    for it in fired.iter().filter(|it| is_absorbed(it)) {
        let by =
            standing.iter().find(|other| absorbs(other, it)).expect("one of those that absorb it stands");
        absorbed.insert(it.rule.name.clone(), by.rule.name.clone());
    }
    absorbed
}

/// What a rule absorbs, itself or through others of these.
fn reach(among: &[&Counted<'_>], from: &Counted<'_>) -> BTreeSet<Name> {
    let mut reached: BTreeSet<Name> = from.rule.absorbs.iter().cloned().collect();
    for _ in 0..among.len() {
        let further = among.iter().filter(|it| reached.contains(&it.rule.name));
        let further: Vec<Name> = further.flat_map(|it| it.rule.absorbs.clone()).collect();
        reached.extend(further);
    }
    reached
}

fn heaviest(it: &Counted<'_>) -> Points {
    it.possible.iter().copied().max().unwrap_or(it.weight)
}

fn lightest(it: &Counted<'_>) -> Points {
    it.possible.iter().copied().min().unwrap_or(it.weight)
}

/// What absorption makes of rules that are not all decided.
struct Doubts<'a> {
    counted: &'a [Counted<'a>],
    /// What each rule reaches through rules that fired, if it did itself.
    surely: BTreeMap<&'a Name, BTreeSet<Name>>,
    /// What each rule reaches through rules that fired or may fire.
    perhaps: BTreeMap<&'a Name, BTreeSet<Name>>,
}

impl<'a> Doubts<'a> {
    fn new(counted: &'a [Counted<'a>]) -> Doubts<'a> {
        let all: Vec<&Counted<'a>> = counted.iter().collect();
        let fired: Vec<&Counted<'a>> = counted.iter().filter(|it| it.truth == Truth::True).collect();
        let reach_of = |among: &[&'a Counted<'a>]| -> BTreeMap<&'a Name, BTreeSet<Name>> {
            among.iter().map(|it| (&it.rule.name, reach(among, it))).collect()
        };
        Doubts { counted, surely: reach_of(&fired), perhaps: reach_of(&all) }
    }

    fn may_reach(&self, from: &Counted<'_>, to: &Counted<'_>) -> bool {
        self.perhaps[&from.rule.name].contains(&to.rule.name)
    }

    fn surely_reaches(&self, from: &Counted<'_>, to: &Counted<'_>) -> bool {
        self.surely.get(&from.rule.name).is_some_and(|it| it.contains(&to.rule.name))
    }

    /// Whatever the arms, `a` comes before `b` where both absorb each other.
    fn surely_first(&self, a: &Counted<'_>, b: &Counted<'_>) -> bool {
        let rank = |it: &Counted<'_>| (Reverse((it.weight, it.severity)), it.rule.name.clone());
        let settled = a.possible.len() == 1 && b.possible.len() == 1;
        lightest(a) > heaviest(b) || settled && rank(a) < rank(b)
    }

    fn may_absorb(&self, a: &Counted<'_>, b: &Counted<'_>) -> bool {
        a.rule.name != b.rule.name
            && self.may_reach(a, b)
            && !(self.surely_reaches(b, a) && self.surely_first(b, a))
    }

    fn surely_absorbed(&self, it: &Counted<'_>) -> bool {
        self.counted.iter().any(|by| {
            by.rule.name != it.rule.name
                && self.surely_reaches(by, it)
                && (!self.may_reach(it, by) || self.surely_first(by, it))
        })
    }

    /// Weights that are lost at least, each under the name of the rule that it is the least of.
    fn least_weights(&self) -> BTreeMap<Name, Points> {
        let mut least: BTreeMap<Name, Points> = BTreeMap::new();
        let mut taken: BTreeSet<Name> = BTreeSet::new();
        let mut doubtful = Vec::new();
        for it in self.counted.iter().filter(|it| it.truth == Truth::True && !self.surely_absorbed(it)) {
            let by: Vec<&Counted<'_>> = self.counted.iter().filter(|by| self.may_absorb(by, it)).collect();
            if by.is_empty() {
                least.insert(it.rule.name.clone(), lightest(it));
                taken.insert(it.rule.name.clone());
                continue;
            }
            let same = by.iter().all(|by| by.rule.category == it.rule.category);
            let lightest = by.iter().map(|it| lightest(it)).fold(lightest(it), Points::min);
            let names: Vec<Name> = by.iter().chain([&it]).map(|it| it.rule.name.clone()).collect();
            doubtful.push((Reverse(if same { lightest } else { Points(0) }), it.rule.name.clone(), names));
        }
        doubtful.sort();
        for (Reverse(points), name, names) in doubtful {
            if names.iter().all(|it| !taken.contains(it)) {
                least.insert(name, points);
                taken.extend(names);
            }
        }
        least
    }
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
    let for_some_kinds = facts.packs.all.iter().any(|it| !it.rules.is_empty() && !it.for_kinds.is_empty());
    let unclear = !facts.recognised && for_some_kinds;
    if unclear || !asked || facts.reader.contract.words.len() < WORDS_FOR_A_GRADE {
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
