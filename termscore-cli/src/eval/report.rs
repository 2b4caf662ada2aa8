//! Results of a measurement as a table for people, as Markdown, and as JSON; compared with an earlier run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::statements::{ANSWERS, Statements};
use crate::{
    corpus::measure::{Measure, Place, Result, Shares},
    render::{
        page::{Page, clean, columns, plain, styled},
        style::{FAINT, STRONG},
    },
};

/// The JSON of a result: what `--baseline` reads.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Figures {
    pub(super) documents: usize,
    pub(super) rows: Vec<Labelled>,
    /// Precision, recall and F1 by measure, of all decisions pooled.
    pub(super) micro: BTreeMap<String, [f64; 3]>,
    /// Likewise the mean of the labels.
    pub(super) r#macro: BTreeMap<String, [f64; 3]>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Labelled {
    label: String,
    docs: usize,
    presence: [f64; 3],
    passage: [f64; 3],
    question: [f64; 3],
    #[serde(skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    misses: Vec<Place>,
    #[serde(skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    false_alarms: Vec<Place>,
}

impl Labelled {
    fn of(&self, measure: Measure) -> [f64; 3] {
        match measure {
            Measure::Presence => self.presence,
            Measure::Passage => self.passage,
            Measure::Question => self.question,
        }
    }
}

/// Three decimals, as far as a share of some dozens of documents means anything.
fn rounded(shares: Shares) -> [f64; 3] {
    [shares.precision, shares.recall, shares.f1].map(|it| (it * 1_000.0).round_ties_even() / 1_000.0)
}

/// The figures of a result, with at most `n_shown` misses and false alarms of each label.
pub(super) fn figures(result: &Result, n_shown: usize) -> Figures {
    let by_name = |of: &dyn Fn(Measure) -> Shares| -> BTreeMap<String, [f64; 3]> {
        Measure::ALL.iter().map(|it| (it.name().to_owned(), rounded(of(*it)))).collect()
    };
    let shown = |all: &[Place]| all.iter().take(n_shown).cloned().collect();
    let rows = result.rows.iter().map(|row| {
        let of = |measure: Measure| rounded(row.count(measure).shares());
        Labelled {
            label: row.label.clone(),
            docs: row.n_documents,
            presence: of(Measure::Presence),
            passage: of(Measure::Passage),
            question: of(Measure::Question),
            misses: shown(&row.misses),
            false_alarms: shown(&row.false_alarms),
        }
    });
    Figures {
        documents: result.n_documents,
        rows: rows.collect(),
        micro: by_name(&|it| result.micro(it).shares()),
        r#macro: by_name(&|it| result.macro_mean(it)),
    }
}

impl Figures {
    /// All rows, then the two sums.
    fn lines(&self) -> Vec<(String, String, [[f64; 3]; 3])> {
        let sums = |all: &BTreeMap<String, [f64; 3]>| {
            Measure::ALL.map(|it| all.get(it.name()).copied().unwrap_or_default())
        };
        let rows = self
            .rows
            .iter()
            .map(|it| (it.label.clone(), it.docs.to_string(), Measure::ALL.map(|m| it.of(m))));
        let mut lines: Vec<_> = rows.collect();
        lines.push(("all decisions (micro)".to_owned(), String::new(), sums(&self.micro)));
        lines.push(("mean of labels (macro)".to_owned(), String::new(), sums(&self.r#macro)));
        lines
    }

    /// Changes of F1 by more than half a hundredth since an earlier run, by label and measure; losses are negative.
    pub(super) fn changes(&self, before: &Figures) -> Vec<(String, Measure, f64, f64)> {
        let old: BTreeMap<String, [[f64; 3]; 3]> =
            before.lines().into_iter().map(|it| (it.0, it.2)).collect();
        let mut changes = Vec::new();
        for (label, _, now) in self.lines() {
            let Some(old) = old.get(&label) else { continue };
            for ((measure, old), now) in Measure::ALL.into_iter().zip(old).zip(now) {
                if (now[2] - old[2]).abs() >= 0.005 {
                    changes.push((label.clone(), measure, old[2], now[2]));
                }
            }
        }
        changes
    }
}

/// A table, then what was missed and what was found too much.
pub(super) fn text(figures: &Figures, width: usize) -> String {
    let mut page = Page::new(width);
    // Three groups of three numbers.
    const NUMBERS: usize = 3 * 17;
    let room = page.width().saturating_sub(NUMBERS + 6).max(12);
    page.line(&[plain(pad("", room + 6)), styled(FAINT, "  presence         passage          question")]);
    let head = "    P    R   F1";
    page.line(&[
        styled(FAINT, pad("label", room)),
        styled(FAINT, format!("{:>6}", "docs")),
        styled(FAINT, format!("{head:<17}{head:<17}{head}")),
    ]);
    let n_rows = figures.rows.len();
    for (n, (label, docs, shares)) in figures.lines().into_iter().enumerate() {
        let numbers: Vec<String> = shares
            .iter()
            .map(|it| format!("{:<17}", it.iter().map(|it| format!(" {it:>4.2}")).collect::<String>()))
            .collect();
        let style = if n < n_rows { anstyle::Style::new() } else { STRONG };
        page.line(&[
            styled(style, pad(&cut(&label, room), room)),
            plain(format!("{docs:>6}")),
            styled(style, numbers.concat()),
        ]);
    }
    for row in &figures.rows {
        for (what, places) in [("missed", &row.misses), ("not marked, but found", &row.false_alarms)] {
            if places.is_empty() {
                continue;
            }
            page.gap();
            page.line(&[styled(STRONG, &row.label), styled(FAINT, format!("  {what}"))]);
            for it in places {
                let place = format!("{}:{}-{}", it.document, it.span.start, it.span.end);
                page.paragraph(2, &[styled(FAINT, place), plain(format!(" “{}”", it.quote))]);
            }
        }
    }
    page.into_text()
}

/// What changed since an earlier run.
pub(super) fn text_changes(changes: &[(String, Measure, f64, f64)], width: usize) -> String {
    let mut page = Page::new(width);
    page.gap();
    let none = if changes.is_empty() { ": none by more than 0.005" } else { "" };
    page.line(&[styled(STRONG, "F1 since the earlier run"), plain(none)]);
    for (label, measure, old, new) in changes {
        let (name, change) = (measure.name(), new - old);
        page.paragraph(2, &[plain(format!("{change:+.3}  {label}, {name}: {old:.3} to {new:.3}"))]);
    }
    page.into_text()
}

/// A table of one row a label.
pub(super) fn markdown(figures: &Figures) -> String {
    let mut text = String::from(
        "| label | docs | presence P | R | F1 | passage P | R | F1 | question P | R | F1 |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for (label, docs, shares) in figures.lines() {
        let numbers: Vec<String> = shares.iter().flatten().map(|it| format!("{it:.3}")).collect();
        let label = clean(&label).replace('|', "\\|");
        text.push_str(&format!("| {label} | {docs} | {} |\n", numbers.join(" | ")));
    }
    text
}

/// Answers to statements, for people.
pub(super) fn statements_text(result: &Statements, n_shown: usize, width: usize) -> String {
    let mut page = Page::new(width);
    page.line(&[styled(STRONG, summary(result))]);
    for (n, answer) in ANSWERS.iter().enumerate() {
        let [p, r, f1] = rounded(result.shares(n));
        page.line(&[plain(format!("  {answer:<15} P {p:.2}  R {r:.2}  F1 {f1:.2}"))]);
    }
    page.gap();
    for (statement, (right, all)) in &result.by_statement {
        page.line(&[plain(format!("  {:.3}  {statement}", *right as f64 / (*all).max(1) as f64))]);
        let wrong = result.wrong.iter().filter(|it| &it.1 == statement);
        for (document, _, wanted, given) in wrong.take(n_shown) {
            page.paragraph(9, &[styled(FAINT, format!("{document}: {given}, should be {wanted}"))]);
        }
    }
    page.into_text()
}

/// The same as Markdown.
pub(super) fn statements_markdown(result: &Statements) -> String {
    let mut text = format!("{}\n\n| statement | n | accuracy |\n| --- | ---: | ---: |\n", summary(result));
    for (statement, (right, all)) in &result.by_statement {
        let share = *right as f64 / (*all).max(1) as f64;
        text.push_str(&format!("| {} | {all} | {share:.3} |\n", clean(statement).replace('|', "\\|")));
    }
    text
}

/// The same as JSON.
pub(super) fn statements_json(result: &Statements) -> serde_json::Result<String> {
    let thousandths = |it: f64| (it * 1_000.0).round_ties_even() / 1_000.0;
    let f1: BTreeMap<&str, f64> =
        ANSWERS.iter().enumerate().map(|(n, it)| (*it, thousandths(result.shares(n).f1))).collect();
    let per_statement: BTreeMap<&str, f64> = result
        .by_statement
        .iter()
        .map(|(name, (right, all))| (name.as_str(), thousandths(*right as f64 / (*all).max(1) as f64)))
        .collect();
    serde_json::to_string_pretty(&serde_json::json!({
        "documents": result.n_documents,
        "decisions": result.n_decisions(),
        "accuracy": thousandths(result.accuracy()),
        "f1": f1,
        "per_statement": per_statement,
    }))
}

fn summary(result: &Statements) -> String {
    format!(
        "accuracy {:.3} over {} answers in {} documents",
        result.accuracy(),
        result.n_decisions(),
        result.n_documents
    )
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// At most so many columns; the start tells labels apart.
fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for it in text.chars() {
        if columns(&short) + 2 > width {
            break;
        }
        short.push(it);
    }
    short + "…"
}
