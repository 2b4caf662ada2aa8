//! A report and a wish in, the findings that a draft is about out.

use termscore_core::{
    Report,
    report::{Finding, Status},
    rule::Severity,
};
use thiserror::Error;

/// Which findings a draft is about.
///
/// ```
/// use termscore_draft::Choice;
/// assert_eq!(Choice::default(), Choice::Serious);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Choice {
    /// All critical and high findings for which no other finding stands.
    #[default]
    Serious,
    /// All findings for which no other finding stands.
    All,
    /// Those of these rules, named with or without their pack.
    Rules(Vec<String>),
}

/// A rule was named that a draft cannot be about.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum ChoiceError {
    /// The engine that made the report has no rule of this name.
    #[error("no rule is called `{0}`: `termscore score` names the rule of each finding")]
    NoSuchRule(String),
    /// The rule found nothing in this contract.
    #[error("rule `{0}` found nothing in this contract, so there is nothing to ask for")]
    NotFound(String),
}

/// The findings that are meant, the worst first, as in the report.
///
/// # Errors
/// The first rule that was named and did not fire.
pub fn chosen<'r>(report: &'r Report, choice: &Choice) -> Result<Vec<&'r Finding>, ChoiceError> {
    let counts = |it: &&Finding| it.absorbed_by.is_none();
    match choice {
        Choice::All => Ok(report.findings.iter().filter(counts).collect()),
        Choice::Serious => {
            let serious = |it: &&Finding| it.severity >= Severity::High;
            Ok(report.findings.iter().filter(counts).filter(serious).collect())
        }
        Choice::Rules(names) => {
            for name in names {
                if !report.findings.iter().any(|it| is_called(&it.rule, name)) {
                    let known = report.outcomes.iter().any(|(rule, _)| is_called(rule, name));
                    return Err(if known {
                        ChoiceError::NotFound(name.clone())
                    } else {
                        ChoiceError::NoSuchRule(name.clone())
                    });
                }
            }
            let named = |it: &&Finding| names.iter().any(|name| is_called(&it.rule, name));
            Ok(report.findings.iter().filter(named).collect())
        }
    }
}

/// True of `freelance.slow-payment` and `slow-payment`.
pub(crate) fn is_called(rule: &str, name: &str) -> bool {
    rule == name || rule.rsplit_once('.').is_some_and(|it| it.1 == name)
}

/// True if a rule holds, whether or not another one stands for it.
pub(crate) fn holds(report: &Report, rule: &str) -> bool {
    matches!(report.outcome(rule), Some(Status::Fired | Status::Absorbed))
}
