//! Findings in, what has to be struck and what has to be added out, with what is left after both.
//!
//! A finding that says that something is missing is answered by its wording alone. One that rests on what the contract
//! says needs those words struck. What helps is not guessed: a plan is drafted, the contract is scored together with
//! the draft, and what is still open is struck next, until nothing more can be done.

use std::ops::Range;

use termscore_core::{
    Document, Engine, Report,
    report::{Finding, Status},
    rule::{Points, Role, Severity},
};

use crate::{choice::holds, quote::Words};

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

/// A wording that is added.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) text: String,
    pub(crate) category: String,
    /// The findings that it answers, by rule.
    pub(crate) rules: Vec<String>,
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
    /// Findings that the draft itself causes: rule and title.
    pub(crate) raised: Vec<(String, String)>,
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
    let outcomes = findings
        .iter()
        .map(|it| Outcome {
            rule: it.rule.to_string(),
            title: it.title.clone(),
            severity: it.severity,
            state: state(&plan, &after, it, document.text().len()),
        })
        .collect();
    let raised = raised(report, &after);
    Settled { plan, after, outcomes, raised }
}

/// Findings that cost points and were not there before: rule and title.
pub(crate) fn raised(before: &Report, after: &Report) -> Vec<(String, String)> {
    let new = after.findings.iter().filter(|it| !holds(before, &it.rule) && it.points > Points(0));
    new.map(|it| (it.rule.to_string(), it.title.clone())).collect()
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
            let from = words.sentences.partition_point(|sentence| sentence.span.end <= it.start);
            let to = words.sentences.partition_point(|sentence| sentence.span.start < it.end);
            for at in from..to {
                self.strike_sentence(words, rule, at);
                // The items that a struck sentence leads in to say nothing without it.
                let Some(own) = words.sentences.get(at).map(|it| it.own) else { continue };
                let Some(last) = own.last() else { continue };
                let rest = words.sentences.iter().enumerate().skip(at + 1);
                let led: Vec<usize> =
                    rest.filter(|(_, it)| it.lead_in.contains(last)).map(|it| it.0).collect();
                led.into_iter().for_each(|it| self.strike_sentence(words, rule, it));
            }
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
