//! Findings in, what has to be struck and what has to be added out, with what is left after both.
//!
//! A finding that says that something is missing is answered by its wording alone. One that rests on what the contract
//! says needs those words struck. What helps is not guessed: a plan is drafted, the contract is scored together with
//! the draft, and what is still open is struck next, until nothing more can be done. Then what a wording takes the place
//! of is struck as well, and what another wording says already is left out, each as far as nothing is lost by it.

use std::{collections::BTreeSet, ops::Range};

use termscore_core::{
    Document, Engine, Report,
    report::{ClauseMatch, Finding, Polarity, Status},
    rule::{Points, Role, Severity},
};

use crate::{choice::holds, quote::Words, repeated, replaced, wording::Clause};

/// How often a plan is drafted again at most.
const ROUNDS: usize = 6;

/// What a draft does to a contract.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// In the order of the contract, without overlap.
    pub(crate) strikes: Vec<Strike>,
    /// In the order of the score's categories.
    pub(crate) clauses: Vec<Clause>,
}

/// Words of the contract that are struck.
#[derive(Clone, Debug)]
pub(crate) struct Strike {
    /// Sentences of one paragraph.
    pub(crate) sentences: Range<usize>,
    /// The findings that rest on them, by rule.
    pub(crate) rules: Vec<String>,
    /// True if words are to be quoted even where the number of a provision would do.
    pub(crate) by_words: bool,
    /// False if the draft cannot say it in a way that is understood.
    pub(crate) works: bool,
}

/// What became of a finding that a draft is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// Full name of its rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// What the draft did about it.
    pub state: State,
}

/// What a draft did about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// Scored together with the draft, the contract no longer has it.
    Cleared,
    /// It needs talking: why no wording clears it.
    Open(String),
}

/// A plan that was tried, and what came of it.
pub(crate) struct Settled {
    pub(crate) plan: Plan,
    pub(crate) after: Report,
    pub(crate) outcomes: Vec<Outcome>,
    pub(crate) raised: Raised,
}

/// Findings that a draft itself causes, by rule and title, the worst first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Raised {
    /// Those that a reader has to look at.
    pub(crate) new: Vec<(String, String)>,
    /// What the wording of an answered finding could say beyond that, at little cost.
    pub(crate) minor: Vec<(String, String)>,
}

/// Tries plans until nothing more can be cleared. `apply` reads the contract together with the draft of a plan; the
/// sentences of the contract come first in it, as they are.
pub(crate) fn settle(
    engine: &Engine,
    document: &Document,
    report: &Report,
    findings: &[&Finding],
    apply: &dyn Fn(&Plan) -> Document,
) -> Settled {
    let apply: &dyn Fn(&Plan) -> Document = &|plan| read_alike(apply(plan), report);
    let words = Words::new(document);
    let mut plan = Plan { strikes: Vec::new(), clauses: clauses(report, findings) };
    for finding in findings.iter().filter(|it| it.absence.is_empty()) {
        plan.strike(&words, document, finding);
    }
    let mut after = engine.score(&check(&mut plan, apply));
    for _ in 0..ROUNDS {
        let open = |it: &&&Finding| !is_clear(&after, &it.rule);
        let before = plan.n_sentences();
        for finding in findings.iter().filter(open) {
            plan.strike(&words, document, finding);
            // What it rests on may have changed: other words of the contract now carry it.
            if let Some(now) = after.findings.iter().find(|it| it.rule == finding.rule) {
                plan.strike(&words, document, now);
            }
            if let Some(now) = after.undetermined.iter().find(|it| it.rule == finding.rule) {
                plan.strike_evidence(&words, document, &now.rule, &now.evidence);
            }
        }
        if plan.n_sentences() == before {
            break;
        }
        after = engine.score(&check(&mut plan, apply));
    }
    let clauses = engine.clauses(document);
    let said = said(&clauses);
    let trial = Trial { engine, report, findings, said: &said, apply };
    let mut best = Tried { plan, after };
    let places = replaced::places(engine, document, &clauses, &words, findings);
    best = trial.refined(best, &places, |plan, place| {
        for at in &place.sentences {
            plan.strike_with_items(&words, &place.rule, *at);
        }
    });
    let repeats = repeated::wordings(&best.plan.clauses);
    best = trial.refined(best, &repeats, |plan, repeat| plan.merge(&repeat.text, &repeat.said_in));
    let Tried { plan, after } = best;
    let outcomes = findings
        .iter()
        .map(|it| Outcome {
            rule: it.rule.to_string(),
            title: it.title.clone(),
            severity: it.severity,
            state: state(&plan, &after, it, document.text().len()),
        })
        .collect();
    let raised = raised(report, &after, findings, &said);
    Settled { plan, after, outcomes, raised }
}

/// The clauses that a contract has, by name.
pub(crate) fn said(clauses: &[ClauseMatch]) -> BTreeSet<String> {
    let asserted = clauses.iter().filter(|it| it.evidence.polarity == Polarity::Asserted);
    asserted.map(|it| it.evidence.clause.to_string()).collect()
}

/// Findings that cost points and were not there before. `said` are the clauses of the contract as it was.
pub(crate) fn raised(
    before: &Report,
    after: &Report,
    findings: &[&Finding],
    said: &BTreeSet<String>,
) -> Raised {
    let mut raised = Raised::default();
    for it in after.findings.iter().filter(|it| !holds(before, &it.rule) && it.points > Points(0)) {
        let answers = findings.iter().any(|answered| answered.category == it.category);
        // What the contract said and the draft strikes is lost, and no wording that could be longer.
        let never_said =
            !it.absence.is_empty() && !it.absence.iter().any(|it| said.contains(it.clause.as_str()));
        let minor = it.severity == Severity::Low && answers && never_said;
        let list = if minor { &mut raised.minor } else { &mut raised.new };
        list.push((it.rule.to_string(), it.title.clone()));
    }
    raised
}

/// A plan and the contract, scored together with its draft.
struct Tried {
    plan: Plan,
    after: Report,
}

/// What plans are tried with.
struct Trial<'a> {
    engine: &'a Engine,
    report: &'a Report,
    findings: &'a [&'a Finding],
    said: &'a BTreeSet<String>,
    apply: &'a dyn Fn(&Plan) -> Document,
}

impl Trial<'_> {
    /// Makes all changes to a plan or, if something would be lost by that, each that costs nothing.
    fn refined<T>(&self, best: Tried, changes: &[T], make: impl Fn(&mut Plan, &T)) -> Tried {
        if changes.is_empty() {
            return best;
        }
        let all = self.tried(&best.plan, changes, &make);
        if self.loses_nothing(&best, &all) {
            return all;
        }
        let mut best = best;
        for change in changes.iter().filter(|_| changes.len() > 1) {
            let one = self.tried(&best.plan, std::slice::from_ref(change), &make);
            if self.loses_nothing(&best, &one) {
                best = one;
            }
        }
        best
    }

    fn tried<T>(&self, plan: &Plan, changes: &[T], make: &impl Fn(&mut Plan, &T)) -> Tried {
        let mut plan = plan.clone();
        changes.iter().for_each(|it| make(&mut plan, it));
        let after = self.engine.score(&check(&mut plan, self.apply));
        Tried { plan, after }
    }

    /// True if a later plan clears what an earlier one clears, costs no points, raises nothing else, and can be told.
    fn loses_nothing(&self, earlier: &Tried, later: &Tried) -> bool {
        let n_failed = |it: &Tried| it.plan.strikes.iter().filter(|it| !it.works).count();
        let mut cleared = self.findings.iter().filter(|it| is_clear(&earlier.after, &it.rule));
        let known = |it: &Tried| {
            let Raised { new, minor } = raised(self.report, &it.after, self.findings, self.said);
            [new, minor].concat()
        };
        let before = known(earlier);
        n_failed(later) <= n_failed(earlier)
            && cleared.all(|it| is_clear(&later.after, &it.rule))
            && later.after.score() >= earlier.after.score()
            && known(later).iter().all(|it| before.contains(it))
    }
}

/// The wordings of the findings, each once.
fn clauses(report: &Report, findings: &[&Finding]) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    for category in &report.categories {
        for finding in
            findings.iter().filter(|it| it.category == category.id && !it.suggest.trim().is_empty())
        {
            let text = finding.suggest.split_whitespace().collect::<Vec<_>>().join(" ");
            match clauses.iter_mut().find(|it| it.text == text) {
                Some(same) => same.rules.push(finding.rule.to_string()),
                None => clauses.push(Clause {
                    text,
                    category: finding.category.clone(),
                    rules: vec![finding.rule.to_string()],
                }),
            }
        }
    }
    clauses
}

/// A contract with a draft, as the kind that the contract alone was taken for: words of the draft make no other kind of it.
pub(crate) fn read_alike(with_draft: Document, report: &Report) -> Document {
    if report.kind.name.is_empty() { with_draft } else { with_draft.with_kind(report.kind.name.clone()) }
}

/// Reads the contract with the draft of a plan, and cites differently what the draft does not strike as it should.
fn check(plan: &mut Plan, apply: &dyn Fn(&Plan) -> Document) -> Document {
    loop {
        let document = apply(plan);
        let roles: Vec<Role> = document.sentences().map(|it| it.role).collect();
        let struck = |at: usize| roles.get(at) == Some(&Role::Struck);
        let n_own = plan.strikes.iter().map(|it| it.sentences.end).max().unwrap_or(0);
        let meant = |at: usize| plan.strikes.iter().any(|it| it.sentences.contains(&at));
        let too_much = (0..n_own).any(|it| struck(it) && !meant(it));
        let mut changed = false;
        let failed: Vec<bool> = plan.strikes.iter().map(|it| !it.sentences.clone().all(struck)).collect();
        for (strike, failed) in plan.strikes.iter_mut().zip(failed) {
            if !strike.works || !(failed || too_much && !strike.by_words) {
                continue;
            }
            changed = true;
            if strike.by_words {
                strike.works = false;
            } else {
                strike.by_words = true;
            }
        }
        if !changed {
            return document;
        }
    }
}

impl Plan {
    fn n_sentences(&self) -> usize {
        self.strikes.iter().map(|it| it.sentences.len()).sum()
    }

    /// Strikes the sentences that a finding rests on.
    fn strike(&mut self, words: &Words<'_>, document: &Document, finding: &Finding) {
        self.strike_evidence(words, document, &finding.rule, &finding.evidence);
    }

    fn strike_evidence(
        &mut self,
        words: &Words<'_>,
        document: &Document,
        rule: &str,
        evidence: &[termscore_core::report::Evidence],
    ) {
        let contract = document.text().len();
        for it in evidence.iter().filter(|it| it.end <= contract) {
            let Range { start: from, end: to } = words.holding(it.start, it.end);
            (from..to).for_each(|at| self.strike_with_items(words, rule, at));
        }
    }

    /// Strikes a sentence and the items that it leads in to: they say nothing without it.
    fn strike_with_items(&mut self, words: &Words<'_>, rule: &str, at: usize) {
        self.strike_sentence(words, rule, at);
        let Some(last) = words.sentences.get(at).and_then(|it| it.own.last()) else { return };
        let rest = words.sentences.iter().enumerate().skip(at + 1);
        let led: Vec<usize> = rest.filter(|(_, it)| it.lead_in.contains(last)).map(|it| it.0).collect();
        led.into_iter().for_each(|it| self.strike_sentence(words, rule, it));
    }

    /// Leaves a wording out; another one answers its findings.
    fn merge(&mut self, text: &str, said_in: &str) {
        let Some(at) = self.clauses.iter().position(|it| it.text == text) else { return };
        if !self.clauses.iter().any(|it| it.text == said_in) {
            return;
        }
        let rules = self.clauses.remove(at).rules;
        if let Some(kept) = self.clauses.iter_mut().find(|it| it.text == said_in) {
            kept.rules.extend(rules);
        }
    }

    fn strike_sentence(&mut self, words: &Words<'_>, rule: &str, at: usize) {
        let Some(sentence) = words.sentences.get(at) else { return };
        let binds = matches!(sentence.role, Role::Operative | Role::Definition | Role::Recital);
        if !binds || sentence.own.is_empty() {
            return;
        }
        if let Some(strike) = self.strikes.iter_mut().find(|it| it.sentences.contains(&at)) {
            if !strike.rules.iter().any(|it| it == rule) {
                strike.rules.push(rule.to_owned());
            }
            return;
        }
        let place = self.strikes.partition_point(|it| it.sentences.start < at);
        self.strikes.insert(
            place,
            Strike { sentences: at..at + 1, rules: vec![rule.to_owned()], by_words: false, works: true },
        );
        self.join(words);
    }

    /// Makes one of strikes that follow each other in a paragraph.
    fn join(&mut self, words: &Words<'_>) {
        let paragraph = |at: usize| words.sentences.get(at).map(|it| it.paragraph);
        let mut joined: Vec<Strike> = Vec::with_capacity(self.strikes.len());
        for strike in self.strikes.drain(..) {
            match joined.last_mut() {
                Some(last)
                    if last.sentences.end == strike.sentences.start
                        && paragraph(last.sentences.start) == paragraph(strike.sentences.start)
                        && last.by_words == strike.by_words
                        && last.works == strike.works =>
                {
                    last.sentences.end = strike.sentences.end;
                    for rule in strike.rules {
                        if !last.rules.contains(&rule) {
                            last.rules.push(rule);
                        }
                    }
                }
                _ => joined.push(strike),
            }
        }
        self.strikes = joined;
    }
}

fn is_clear(report: &Report, rule: &str) -> bool {
    report.outcome(rule) == Some(Status::Clear)
}

fn state(plan: &Plan, after: &Report, finding: &Finding, contract: usize) -> State {
    let rule = finding.rule.as_str();
    if is_clear(after, rule) {
        return State::Cleared;
    }
    let strikes = plan.strikes.iter().filter(|it| it.rules.iter().any(|it| it == rule));
    if strikes.clone().any(|it| !it.works) {
        return State::Open(
            "the words that it rests on cannot be cited so that a reader finds them: strike them by hand"
                .to_owned(),
        );
    }
    if let Some(it) = after.undetermined.iter().find(|it| it.rule == finding.rule) {
        return State::Open(format!("it can no longer be decided: {}", it.reason));
    }
    if !holds(after, rule) {
        return State::Open("with the draft, the contract is read as one of another kind".to_owned());
    }
    let now = after.findings.iter().find(|it| it.rule == finding.rule);
    let quote = now.and_then(|it| it.evidence.iter().find(|it| it.end > contract));
    if let Some(it) = quote {
        return State::Open(format!(
            "a wording of the draft itself raises it: “{}”",
            crate::quote::shortened(&it.quote, 12)
        ));
    }
    if strikes.clone().next().is_none() && finding.suggest.trim().is_empty() {
        return State::Open("there is no wording for it, and no words that could be struck".to_owned());
    }
    let still = now.and_then(|it| it.evidence.first());
    State::Open(match still {
        Some(it) if !it.section.is_empty() => {
            format!("it still rests on {}: “{}”", it.section, crate::quote::shortened(&it.quote, 12))
        }
        Some(it) => format!("it still rests on “{}”", crate::quote::shortened(&it.quote, 12)),
        None => "what it misses is not in the wording".to_owned(),
    })
}
