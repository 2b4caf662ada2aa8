//! A comparison as plain data, complete, in a fixed order; renderers only lay it out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use termscore::{
    Report, Span,
    report::{ClauseMatch, Evidence, Finding, Polarity, Status},
    rule::{Points, Severity, Who},
    value::Value,
};

use super::{
    align::{Pair, align},
    change::Change,
    words::{Stretch, collapse, diff, n_changed},
};

/// Says what an object is, and in which version.
const SCHEMA: &str = "termscore/compare/1";

/// One of the two, as the engine gave it.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) report: &'a Report,
    pub(super) matches: &'a [ClauseMatch],
    pub(super) text: &'a str,
}

/// What became of one contract in another.
#[derive(Debug, Serialize)]
pub(crate) struct Comparison {
    schema: &'static str,
    pub(super) before: Side,
    pub(super) after: Side,
    /// Score after, less score before.
    pub(super) change: Points,
    /// In the order of the score model.
    pub(super) categories: Vec<CategoryChange>,
    /// The worst first: new and worse ones, then what changed otherwise, then what stayed.
    pub(super) findings: Vec<FindingChange>,
    /// Likewise; a protection that is gone is worse.
    pub(super) protections: Vec<FindingChange>,
    /// Passages whose words changed, in the order of the text.
    pub(super) passages: Vec<PassageChange>,
    /// By clause, then in the order of the text.
    pub(super) clauses: Vec<ClauseChange>,
    /// What a reader should know before trusting it.
    pub(super) caveats: Vec<String>,
}

/// One of the two.
#[derive(Debug, Serialize)]
pub(super) struct Side {
    /// As on the command line.
    pub(super) file: String,
    pub(super) kind: String,
    /// False if no rule was asked.
    pub(super) scored: bool,
    pub(super) score: Points,
    pub(super) low: Points,
    pub(super) high: Points,
    pub(super) grade: Option<String>,
    pub(super) no_grade: Option<String>,
}

/// A part of the score.
#[derive(Debug, Serialize)]
pub(super) struct CategoryChange {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) worth: Points,
    /// What is left of it; absent where the score has no such part.
    pub(super) before: Option<Points>,
    pub(super) after: Option<Points>,
}

/// A rule that fired before or after.
#[derive(Debug, Serialize)]
pub(super) struct FindingChange {
    /// Full name of the rule.
    pub(super) rule: String,
    pub(super) change: Change,
    pub(super) before: Option<Found>,
    pub(super) after: Option<Found>,
    /// What became of the rule where it did not fire.
    pub(super) before_outcome: Option<Status>,
    pub(super) after_outcome: Option<Status>,
}

impl FindingChange {
    /// As it is, or else as it was.
    pub(super) fn shown(&self) -> Option<&Found> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// A finding of one report.
#[derive(Debug, Serialize)]
pub(super) struct Found {
    pub(super) title: String,
    pub(super) severity: Severity,
    pub(super) category: String,
    pub(super) points: Points,
    pub(super) absorbed_by: Option<String>,
    pub(super) quotes: Vec<Quote>,
    /// True if it rests on what the text does not say.
    pub(super) absence: bool,
}

/// Words of a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Quote {
    pub(super) quote: String,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) section: String,
    pub(super) page: Option<usize>,
}

/// A clause that stands in one of them, or in both.
#[derive(Debug, Serialize)]
pub(super) struct ClauseChange {
    pub(super) clause: String,
    pub(super) change: Change,
    /// Such as `term: 30 days, now 60 days`.
    pub(super) what: Vec<String>,
    pub(super) before: Option<Place>,
    pub(super) after: Option<Place>,
}

/// A match of a clause.
#[derive(Debug, Serialize)]
pub(super) struct Place {
    #[serde(flatten)]
    pub(super) quote: Quote,
    pub(super) passage: Span,
    pub(super) polarity: Polarity,
    pub(super) actor: Who,
    pub(super) captures: BTreeMap<String, Value>,
}

/// A passage that was reworded, added or taken out, with the clauses that it holds.
#[derive(Debug, Serialize)]
pub(super) struct PassageChange {
    pub(super) change: Change,
    pub(super) section: String,
    pub(super) page: Option<usize>,
    /// Its words with what was taken out and what was added.
    pub(super) words: Vec<Stretch>,
    /// Clauses in it that are new, gone, changed or reworded.
    pub(super) clauses: Vec<String>,
    /// What changed of their values.
    pub(super) what: Vec<String>,
    #[serde(skip)]
    before: Option<Span>,
    #[serde(skip)]
    after: Option<Span>,
}

impl Comparison {
    pub(super) fn new(before: Input<'_>, after: Input<'_>) -> Comparison {
        let clauses = clauses(before, after);
        Comparison {
            schema: SCHEMA,
            before: side(before.report),
            after: side(after.report),
            change: after.report.score() - before.report.score(),
            categories: categories(before.report, after.report),
            findings: findings(before.report, after.report, |it| &it.findings, false),
            protections: findings(before.report, after.report, |it| &it.protections, true),
            passages: passages(before.text, after.text, &clauses),
            clauses,
            caveats: caveats(before.report, after.report),
        }
    }

    /// Why it is worse: a lower score, or a new finding of this severity or more.
    pub(super) fn worse(&self, severity: Severity) -> Vec<String> {
        let mut reasons = Vec::new();
        if self.change < Points(0) {
            reasons.push(format!("its score is {}, and was {}", self.after.score, self.before.score));
        }
        for it in self.findings.iter().filter(|it| it.change == Change::New) {
            if let Some(found) = it.after.as_ref().filter(|it| it.severity >= severity) {
                reasons.push(format!("new {} finding {}: {}", found.severity, it.rule, found.title));
            }
        }
        reasons
    }
}

fn side(report: &Report) -> Side {
    Side {
        file: report.document.clone(),
        kind: report.kind.title.clone(),
        scored: report.is_scored(),
        score: report.score(),
        low: report.low,
        high: report.high,
        grade: report.grade.as_ref().ok().cloned(),
        no_grade: report.grade.as_ref().err().cloned(),
    }
}

fn categories(before: &Report, after: &Report) -> Vec<CategoryChange> {
    let known = after.categories.iter().chain(&before.categories);
    let mut all: Vec<CategoryChange> = Vec::new();
    for it in known {
        if all.iter().any(|known| known.id == it.id) {
            continue;
        }
        let left = |report: &Report| report.categories.iter().find(|of| of.id == it.id).map(|it| it.left);
        all.push(CategoryChange {
            id: it.id.clone(),
            title: it.title.clone(),
            worth: it.worth,
            before: left(before),
            after: left(after),
        });
    }
    all
}

fn findings(
    before: &Report,
    after: &Report,
    of: fn(&Report) -> &Vec<Finding>,
    protections: bool,
) -> Vec<FindingChange> {
    let rules: BTreeSet<&String> = of(before).iter().chain(of(after)).map(|it| &it.rule).collect();
    let mut all: Vec<FindingChange> = rules
        .into_iter()
        .map(|rule| {
            let find = |report| of(report).iter().find(|it| &it.rule == rule);
            let (a, b) = (find(before), find(after));
            FindingChange {
                rule: rule.clone(),
                change: change(before, a, after, b),
                before: a.map(found),
                after: b.map(found),
                before_outcome: before.outcome(rule).filter(|_| a.is_none()),
                after_outcome: after.outcome(rule).filter(|_| b.is_none()),
            }
        })
        .collect();
    let weight =
        |it: &FindingChange| it.shown().map_or((Severity::Minimal, Points(0)), |it| (it.severity, it.points));
    // Of protections those that are gone matter most.
    let order = |it: Change| if protections && it == Change::Gone { Change::New } else { it };
    all.sort_by(|a, b| {
        let by_change = order(a.change).cmp(&order(b.change));
        by_change.then_with(|| weight(b).cmp(&weight(a))).then_with(|| a.rule.cmp(&b.rule))
    });
    all
}

/// Severity decides, then points. Points that a category could not take any more, or that another rule stands for, say
/// nothing about the finding.
fn change(before: &Report, a: Option<&Finding>, after: &Report, b: Option<&Finding>) -> Change {
    let (a, b) = match (a, b) {
        (Some(a), Some(b)) => (a, b),
        (None, Some(_)) => return Change::New,
        (Some(_), None) => return Change::Gone,
        (None, None) => return Change::Unchanged,
    };
    let has_room = |report: &Report, it: &Finding| {
        let left = report.categories.iter().find(|of| of.id == it.category).map(|it| it.left);
        it.absorbed_by.is_none() && left.is_some_and(|it| it > Points(0))
    };
    let mut order = b.severity.cmp(&a.severity);
    if order.is_eq() && has_room(before, a) && has_room(after, b) {
        order = b.points.cmp(&a.points);
    }
    let words =
        |it: &Finding| -> BTreeSet<String> { it.evidence.iter().map(|it| collapse(&it.quote)).collect() };
    if order.is_gt() {
        Change::Worse
    } else if order.is_lt() {
        Change::Better
    } else if words(a) == words(b) {
        Change::Unchanged
    } else {
        Change::Reworded
    }
}

fn found(it: &Finding) -> Found {
    Found {
        title: it.title.clone(),
        severity: it.severity,
        category: it.category.clone(),
        points: it.points,
        absorbed_by: it.absorbed_by.clone(),
        quotes: it.evidence.iter().map(quote).collect(),
        absence: !it.absence.is_empty(),
    }
}

fn quote(it: &Evidence) -> Quote {
    Quote {
        quote: it.quote.clone(),
        start: it.start,
        end: it.end,
        section: it.section.clone(),
        page: it.page,
    }
}

/// Matches of each clause, side by side.
fn clauses(before: Input<'_>, after: Input<'_>) -> Vec<ClauseChange> {
    let mut names: BTreeMap<&str, (Vec<&Evidence>, Vec<&Evidence>)> = BTreeMap::new();
    for it in before.matches {
        names.entry(&it.evidence.clause).or_default().0.push(&it.evidence);
    }
    for it in after.matches {
        names.entry(&it.evidence.clause).or_default().1.push(&it.evidence);
    }
    let mut all = Vec::new();
    for (clause, (a, b)) in names {
        let passage = |text: &str, it: &Evidence| collapse(it.passage.of(text));
        let before: Vec<(&Evidence, String)> =
            a.into_iter().map(|it| (it, passage(before.text, it))).collect();
        let after: Vec<(&Evidence, String)> = b.into_iter().map(|it| (it, passage(after.text, it))).collect();
        for Pair { before, after, change } in align(&before, &after) {
            let what = match (before, after) {
                (Some(a), Some(b)) => differences(a, b),
                _ => Vec::new(),
            };
            all.push(ClauseChange {
                clause: clause.to_owned(),
                change,
                what,
                before: before.map(place),
                after: after.map(place),
            });
        }
    }
    all
}

fn place(it: &Evidence) -> Place {
    Place {
        quote: quote(it),
        passage: it.passage,
        polarity: it.polarity,
        actor: it.actor,
        captures: it.captures.clone(),
    }
}

/// What a match says otherwise than another one of the same clause.
fn differences(a: &Evidence, b: &Evidence) -> Vec<String> {
    let mut all = Vec::new();
    if a.polarity != b.polarity {
        all.push(format!("{}, now {}", a.polarity, b.polarity));
    }
    if a.actor != b.actor {
        all.push(format!("bound: {}, now {}", a.actor, b.actor));
    }
    let names: BTreeSet<&String> = a.captures.keys().chain(b.captures.keys()).collect();
    for name in names {
        let shown = |it: &Evidence| it.captures.get(name).map_or("nothing".to_owned(), ToString::to_string);
        if a.captures.get(name) != b.captures.get(name) {
            all.push(format!("{name}: {}, now {}", shown(a), shown(b)));
        }
    }
    all
}

/// Passages whose words changed, each once, with its clauses. What another one shows is left out.
fn passages(before: &str, after: &str, clauses: &[ClauseChange]) -> Vec<PassageChange> {
    let mut all: Vec<PassageChange> = Vec::new();
    for it in clauses.iter().filter(|it| it.change != Change::Unchanged) {
        let spans = (it.before.as_ref().map(|it| it.passage), it.after.as_ref().map(|it| it.passage));
        let at = match all.iter().position(|known| (known.before, known.after) == spans) {
            Some(at) => at,
            None => {
                let words =
                    |text: &str, span: Option<Span>| span.map_or(String::new(), |it| collapse(it.of(text)));
                let words = diff(&words(before, spans.0), &words(after, spans.1));
                let place = it.after.as_ref().or(it.before.as_ref()).map(|it| &it.quote);
                all.push(PassageChange {
                    change: it.change,
                    section: place.map_or(String::new(), |it| it.section.clone()),
                    page: place.and_then(|it| it.page),
                    words,
                    clauses: Vec::new(),
                    what: Vec::new(),
                    before: spans.0,
                    after: spans.1,
                });
                all.len() - 1
            }
        };
        if let Some(passage) = all.get_mut(at) {
            passage.change = passage.change.min(it.change);
            passage.clauses.push(it.clause.clone());
            passage.what.extend(it.what.iter().map(|what| format!("{}: {what}", it.clause)));
        }
    }
    let targets: Vec<Option<usize>> = all.iter().map(|it| shown_by(it, &all)).collect();
    for from in 0..all.len() {
        let mut to = from;
        // Each step leads to another passage, and never back.
        while let Some(next) = targets.get(to).copied().flatten() {
            to = next;
        }
        let extra = all.get(from).filter(|_| to != from).map(|it| (it.clauses.clone(), it.what.clone()));
        if let (Some((clauses, what)), Some(target)) = (extra, all.get_mut(to)) {
            target.clauses.extend(clauses);
            target.what.extend(what);
        }
    }
    let kept: Vec<bool> = targets.iter().map(Option::is_none).collect();
    let mut kept = kept.into_iter();
    all.retain(|_| kept.next().unwrap_or(true));
    for it in &mut all {
        it.clauses.sort();
        it.clauses.dedup();
        it.what.sort();
        it.what.dedup();
    }
    let start = |it: Option<Span>| it.map_or(usize::MAX, |it| it.start);
    all.sort_by_key(|it| (start(it.after.or(it.before)), start(it.before)));
    all
}

/// The passage that shows all that changed in this one: of one that was added or taken out, a pair or a longer one around
/// it; of a pair, a shorter pair with all of its changes.
fn shown_by(it: &PassageChange, all: &[PassageChange]) -> Option<usize> {
    let within = |inner: Option<Span>, outer: Option<Span>| match (inner, outer) {
        (Some(inner), Some(outer)) => outer.start <= inner.start && inner.end <= outer.end,
        (None, _) => true,
        (Some(_), None) => false,
    };
    let is_pair = |it: &PassageChange| it.before.is_some() && it.after.is_some();
    let holds = |outer: &PassageChange, inner: &PassageChange| {
        (outer.before, outer.after) != (inner.before, inner.after)
            && within(inner.before, outer.before)
            && within(inner.after, outer.after)
    };
    let shows = |other: &PassageChange| match (is_pair(it), is_pair(other)) {
        (false, _) => holds(other, it),
        (true, true) => holds(it, other) && n_changed(&other.words) >= n_changed(&it.words),
        (true, false) => false,
    };
    let length = |it: &PassageChange| it.words.iter().map(|it| it.text.len()).sum::<usize>();
    let others = all.iter().enumerate().filter(|(_, other)| shows(other));
    // The shortest pair, else the longest passage.
    others
        .min_by_key(|(n, other)| {
            let pair = is_pair(other);
            (!pair, if pair { length(other) } else { usize::MAX - length(other) }, *n)
        })
        .map(|(n, _)| n)
}

fn caveats(before: &Report, after: &Report) -> Vec<String> {
    let mut all = Vec::new();
    let called = |it: &Report| {
        if it.kind.title.is_empty() {
            "of no known kind".to_owned()
        } else {
            format!("“{}”", it.kind.title)
        }
    };
    if before.kind.name != after.kind.name {
        all.push(format!(
            "the two were read as different kinds ({} and {}), so other rules were asked: --kind sets one for both",
            called(before),
            called(after)
        ));
    }
    for it in [before, after] {
        if !it.is_scored() {
            all.push(format!("no rule was asked of {}: its score says nothing", it.document));
        }
        if it.low != it.high {
            let n = it.undetermined.len();
            let rules = if n == 1 { "rule is" } else { "rules are" };
            all.push(format!(
                "{n} {rules} undetermined in {}: its score is between {} and {}",
                it.document, it.low, it.high
            ));
        }
    }
    all
}
