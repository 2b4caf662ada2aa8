//! A report beside a market: ranks of its score and values, and how common each finding is.

use std::collections::BTreeMap;

use serde::Serialize;
use termscore::Report;

use super::{FEWEST, Market, percent};
use crate::render::{
    page::{Page, plain, styled},
    style::{FAINT, STRONG},
};

/// What a market says about a report. Never part of its score.
#[derive(Debug, Serialize)]
pub(crate) struct Beside {
    /// What was surveyed.
    title: String,
    source: String,
    /// Contracts of this kind.
    documents: usize,
    /// Per cent of them with a lower score.
    score_above: usize,
    /// By rule: per cent of them with the same finding.
    findings: BTreeMap<String, usize>,
    values: Vec<Usual>,
    /// What makes the comparison doubtful.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    caveats: Vec<String>,
}

/// A value of the contract among those of the market.
#[derive(Debug, Serialize)]
struct Usual {
    /// Such as `freelance.payment-term.term`.
    name: String,
    value: String,
    /// Per cent of the values that are less.
    above: usize,
    /// How many could be compared.
    of: usize,
}

/// `None` if the market has too few contracts of the report's kind.
pub(crate) fn beside(market: &Market, report: &Report) -> Option<Beside> {
    let sample = market.kinds.get(report.kind.name.as_str()).filter(|it| it.documents >= FEWEST)?;
    let (lower, all) = sample.below(report.score().0);
    let known = |rule: &str| sample.rules.get(rule).map(|n| percent(*n, sample.documents));
    let findings = report.findings.iter().filter_map(|it| Some((it.rule.to_string(), known(&it.rule)?)));
    let mut values = BTreeMap::new();
    for it in report.findings.iter().chain(&report.protections).flat_map(|it| &it.evidence) {
        for (capture, value) in &it.captures {
            let name = format!("{}.{capture}", it.clause);
            let Some(usual) = sample.values.get(&name) else { continue };
            let (less, of) = usual.below(value);
            if of >= FEWEST {
                let value = value.to_string();
                let above = percent(less, of);
                values.entry(name.clone()).or_insert(Usual { name, value, above, of });
            }
        }
    }
    let other =
        report.packs.iter().filter(|it| market.packs.get(&it.name).is_some_and(|at| *at != it.version));
    let caveats = other.map(|it| {
        let at = market.packs.get(&it.name).map(String::as_str).unwrap_or_default();
        format!("the market was surveyed with {} {at}, and this is {}", it.name, it.version)
    });
    Some(Beside {
        title: market.title.clone(),
        source: market.source.clone(),
        documents: sample.documents,
        score_above: percent(lower, all),
        findings: findings.collect(),
        caveats: caveats.collect(),
        values: values.into_values().collect(),
    })
}

/// The comparison as a block of its own, below the report.
pub(crate) fn show(page: &mut Page, report: &Report, beside: Option<&Beside>) {
    page.gap();
    let Some(it) = beside else {
        let message = "Beside the market: it has too few contracts of this kind to compare with.";
        page.paragraph(2, &[styled(FAINT, message)]);
        return;
    };
    page.paragraph(
        2,
        &[
            styled(STRONG, "Beside the market"),
            styled(FAINT, format!("  {} contracts: {}", it.documents, it.title)),
        ],
    );
    page.paragraph(4, &[plain(format!("A higher score than {} % of them.", it.score_above))]);
    for value in &it.values {
        let text = format!("{} {}: more than {} % of {}", value.name, value.value, value.above, value.of);
        page.paragraph(4, &[plain(text)]);
    }
    let titles: BTreeMap<&str, &str> =
        report.findings.iter().map(|it| (it.rule.as_str(), it.title.as_str())).collect();
    let mut rare: Vec<(&String, &usize)> = it.findings.iter().collect();
    rare.sort_by(|a, b| a.1.cmp(b.1).then_with(|| a.0.cmp(b.0)));
    for (rule, share) in rare.into_iter().take(5) {
        let title = titles.get(rule.as_str()).copied().unwrap_or(rule);
        page.hanging(&[styled(FAINT, format!("    {share:>3} %  "))], 11, &[plain(title)]);
    }
    for caveat in &it.caveats {
        page.paragraph(4, &[styled(FAINT, caveat)]);
    }
    page.paragraph(
        4,
        &[styled(FAINT, "What is common is not therefore fair: the score is the same without it.")],
    );
}
