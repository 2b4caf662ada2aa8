//! Runs a pack's own tests with the engine, and says what came out instead.

use std::cmp::Ordering;
use std::fmt;

use termscore_core::report::{ClauseMatch, Evidence, Polarity, Report, Status};
use termscore_core::value::compare;
use termscore_core::{Engine, Registry, Span};

use super::failure::{Failure, FailureKind, Place, Reason};
use super::probe::document;
use super::why::Why;
use super::{Expected, Subject, TestCase};
use crate::{Diagnostics, Resolve, Source};

/// The tests of a pack, each with its result, in source order.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct TestRun {
    /// One for each case.
    pub results: Vec<TestResult>,
    /// What the cases stand in.
    pub sources: Vec<Source>,
}

/// One case, and what went wrong with it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct TestResult {
    /// The case.
    pub case: TestCase,
    /// Absent if it passed.
    pub failure: Option<Failure>,
}

impl TestRun {
    /// True if every case passed.
    pub fn passed(&self) -> bool {
        self.failures().next().is_none()
    }

    /// The cases that failed, in source order.
    pub fn failures(&self) -> impl Iterator<Item = (&TestCase, &Failure)> {
        self.results.iter().filter_map(|it| Some((&it.case, it.failure.as_ref()?)))
    }
}

/// The failures, then a line that counts: `12 cases, 1 failed`.
impl fmt::Display for TestRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (case, failure) in self.failures() {
            let (name, expected) = (case.subject.name(), case.expected);
            writeln!(f, "{name} / {:?}: expected {expected} [{}]", case.name, failure.kind)?;
            writeln!(f, "  --> {}", self.line(Place { source: case.source, span: case.span }))?;
            writeln!(f, "  found {}", failure.found)?;
            let noun = match &case.subject {
                Subject::Rule(_) => "rule",
                Subject::Clause(_) => "clause",
            };
            if let Some(subject) = failure.subject {
                writeln!(f, "  {noun} at {}", self.line(subject))?;
            }
            self.write_reasons(f, &failure.why, 2)?;
        }
        let n_failed = self.failures().count();
        write!(f, "{}, {n_failed} failed", crate::names::counted(self.results.len(), "case"))
    }
}

impl TestRun {
    /// File and line of a place: `rules.terms:12`.
    pub fn line(&self, place: Place) -> String {
        let source = self.sources.get(place.source);
        source.map_or(String::new(), |it| format!("{}:{}", it.name, it.line(place.span.start)))
    }

    fn write_reasons(&self, f: &mut fmt::Formatter<'_>, reasons: &[Reason], indent: usize) -> fmt::Result {
        for reason in reasons {
            write!(f, "{:indent$}- {}", "", reason.text)?;
            match reason.place {
                Some(place) => writeln!(f, " ({})", self.line(place))?,
                None => writeln!(f)?,
            }
            self.write_reasons(f, &reason.because, indent + 2)?;
        }
        Ok(())
    }
}

/// Runs the tests that a pack brings along. What the host would answer is unknown to them.
///
/// # Errors
/// All mistakes in all sources, in source order; a case that fails is no error.
pub fn run_tests(sources: &[Source], resolve: &Resolve<'_>) -> Result<TestRun, Diagnostics> {
    run_tests_of(sources, resolve, &|_| true)
}

/// As [`run_tests`], but only the cases that are chosen.
///
/// # Errors
/// As [`run_tests`].
pub fn run_tests_of(
    sources: &[Source],
    resolve: &Resolve<'_>,
    chosen: &dyn Fn(&TestCase) -> bool,
) -> Result<TestRun, Diagnostics> {
    let (pack, cases) = crate::pack_and_tests(sources, resolve)?;
    let engine = Engine::new([pack], Registry::standard().lenient());
    let mut results: Vec<TestResult> = cases
        .into_iter()
        .filter(|it| chosen(it))
        .map(|case| {
            let failure = match &engine {
                Ok(engine) => run(engine, &case),
                Err(error) => failed(FailureKind::Refused, error.to_string()),
            };
            TestResult { case, failure }
        })
        .collect();
    // Most runs have no failure, and need not know why.
    if results.iter().any(|it| it.failure.is_some())
        && let Some(why) = Why::new(sources, resolve)
    {
        for it in &mut results {
            if let Some(failure) = &mut it.failure {
                failure.subject = why.subject(&it.case.subject);
                failure.why = why.reasons(&it.case, failure);
            }
        }
    }
    Ok(TestRun { results, sources: sources.to_vec() })
}

fn run(engine: &Engine, case: &TestCase) -> Option<Failure> {
    let mut engine = engine.clone();
    for (name, value) in &case.params {
        engine = match engine.with_param(name, value.clone()) {
            Ok(engine) => engine,
            Err(error) => return failed(FailureKind::Refused, error.to_string()),
        };
    }
    let document = document(case);
    match &case.subject {
        Subject::Rule(rule) => check_rule(&engine.score(&document), rule, case),
        Subject::Clause(clause) => {
            let mut matches = engine.clauses(&document);
            matches.retain(|it| it.evidence.clause == *clause);
            check_clause(&matches, case)
        }
    }
}

fn check_rule(report: &Report, rule: &str, case: &TestCase) -> Option<Failure> {
    let status = report.outcome(rule);
    let finding = report.findings.iter().chain(&report.protections).find(|it| it.rule == rule);
    let evidence: Vec<&Evidence> = finding.iter().flat_map(|it| &it.evidence).collect();
    let found = match status {
        Some(Status::Fired | Status::Absorbed) => Expected::Fires,
        Some(Status::Undetermined) => Expected::Undetermined,
        _ => Expected::Clear,
    };
    if found == case.expected {
        return if found == Expected::Fires { check_evidence(&evidence, case, false) } else { None };
    }
    let kind = match (case.expected, found) {
        (Expected::Clear, _) | (_, Expected::Fires) => FailureKind::Noisy,
        _ => FailureKind::Missing,
    };
    let mut text = found.name().to_owned();
    match status {
        Some(Status::NotApplicable) => text = "the rule is not for this kind of document".to_owned(),
        Some(Status::Undetermined) => {
            let reason = report.undetermined.iter().find(|it| it.rule == rule).map(|it| it.reason.as_str());
            text = format!("undetermined: {}", reason.unwrap_or("no reason is given"));
        }
        _ => text.push_str(&quotes(&evidence)),
    }
    failed(kind, text)
}

fn check_clause(matches: &[ClauseMatch], case: &TestCase) -> Option<Failure> {
    let all: Vec<&Evidence> = matches.iter().map(|it| &it.evidence).collect();
    let wanted = match case.expected {
        Expected::Denied => Polarity::Denied,
        Expected::Mixed => Polarity::Mixed,
        Expected::Asserted => Polarity::Asserted,
        _ if all.is_empty() => return None,
        _ => return failed(FailureKind::Noisy, format!("a match{}", quotes(&all))),
    };
    let fitting: Vec<&Evidence> = all.iter().copied().filter(|it| it.polarity == wanted).collect();
    if fitting.is_empty() {
        let found =
            if all.is_empty() { "nothing".to_owned() } else { format!("other matches{}", quotes(&all)) };
        return failed(FailureKind::Missing, found);
    }
    check_evidence(&fitting, case, true)
}

/// Marks, values and actor; `exact`: every match must lie at a mark.
fn check_evidence(evidence: &[&Evidence], case: &TestCase, exact: bool) -> Option<Failure> {
    let touches = |it: &Evidence, mark: &Span| Span::new(it.start, it.end).overlaps(*mark);
    let missed = case.marks.iter().any(|mark| !evidence.iter().any(|it| touches(it, mark)));
    let beside = |it: &&&Evidence| !case.marks.iter().any(|mark| touches(it, mark));
    if missed || exact && !case.marks.is_empty() && evidence.iter().any(|it| beside(&it)) {
        return failed(FailureKind::WrongSpan, format!("a match{}", quotes(evidence)));
    }
    for (name, wanted) in &case.values {
        let found = evidence.iter().filter_map(|it| it.captures.get(name));
        if !found.clone().any(|it| compare(it, wanted) == Some(Ordering::Equal)) {
            let found: Vec<String> = found.map(|it| format!("{name} = {it}")).collect();
            let found = if found.is_empty() { format!("no {name}") } else { found.join(", ") };
            return failed(FailureKind::WrongValue, format!("{found}, not {wanted}{}", quotes(evidence)));
        }
    }
    match case.actor {
        Some(wanted) if !evidence.iter().any(|it| it.actor == wanted) => {
            let found: Vec<String> = evidence.iter().map(|it| format!("actor = {}", it.actor)).collect();
            failed(FailureKind::WrongValue, format!("{}, not {wanted}{}", found.join(", "), quotes(evidence)))
        }
        _ => None,
    }
}

/// `: denied "shall not assign"`, for each match.
fn quotes(evidence: &[&Evidence]) -> String {
    if evidence.is_empty() {
        return String::new();
    }
    let all: Vec<String> = evidence.iter().map(|it| format!("{} {:?}", it.polarity, it.quote)).collect();
    format!(": {}", all.join(", "))
}

fn failed(kind: FailureKind, found: String) -> Option<Failure> {
    Some(Failure { kind, found, subject: None, why: Vec::new() })
}
