//! A report as a person reads it: the number first, then what is worst, then what to do.

use std::collections::BTreeMap;

use termscore::{
    Report, Span,
    extract::Changes,
    report::{Absence, Evidence, Finding, Proof, Undetermined},
    rule::{Points, Severity},
};

use crate::contract::Contract;

use super::{
    count::count,
    excerpt::excerpt,
    page::{NO_BREAK, Page, Piece, columns, plain, styled},
    place::{numbered, place},
    proof,
    style::{self, BAD, DOUBT, FAINT, GOOD, STRONG, WORDING},
};

/// Findings that are shown in full unless all are asked for; the others are in the list above them.
const N_FULL: usize = 3;

/// Findings that are listed: a page of a terminal.
const N_LISTED: usize = 25;

/// Narrower than this, a list has no room for places.
const N_WIDE: usize = 60;

/// Open questions and protections that are named unless all are asked for.
const N_NAMED: usize = 3;

/// Places that are quoted for one finding; the others are named.
const N_QUOTES: usize = 2;

/// Columns of a list of findings: severity, points, and at most of a section.
const N_SEVERITY: usize = 8;
const N_TAKEN: usize = 6;
const N_SECTION: usize = 18;

/// Left edge of what belongs to the report as a whole, and of what belongs to a finding.
const EDGE: usize = 2;
const BODY: usize = 4;

/// What is shown of a report.
#[derive(Debug, Default)]
pub(crate) struct Choice {
    /// Every finding, not only the worst.
    pub(crate) all: bool,
    /// Proof trees to show with the findings, by rule.
    pub(crate) proofs: BTreeMap<String, Proof>,
}

/// The whole report.
pub(crate) fn report(page: &mut Page, contract: &Contract, report: &Report, choice: &Choice) {
    head(page, contract, report);
    categories(page, report);
    findings(page, contract, report, choice);
    protections(page, contract, report, choice);
    undetermined(page, contract, report, choice);
    fixes(page, report);
    foot(page, contract, report);
}

/// One line for a report, for lists of several.
pub(crate) fn summary(page: &mut Page, contract: &Contract, report: &Report) {
    let score = report.score();
    let grade = report.grade.as_deref().unwrap_or("–");
    let n_worst =
        report.findings.iter().filter(|it| it.severity >= Severity::High && it.absorbed_by.is_none()).count();
    let worst = match n_worst {
        0 => String::new(),
        n => format!("   {n} critical or high"),
    };
    page.line(&[
        plain(" ".repeat(EDGE)),
        match report.is_scored() {
            true => styled(share_of(score).bold(), format!("{:>7}", points(score))),
            false => styled(FAINT, format!("{:>7}", "–")),
        },
        styled(STRONG, format!("  {grade:<2}")),
        plain(format!("  {}", contract.name())),
        styled(FAINT, worst),
    ]);
}

fn head(page: &mut Page, contract: &Contract, report: &Report) {
    page.paragraph(EDGE, &[styled(STRONG, contract.name())]);
    let kind = if report.kind.title.is_empty() {
        String::from("kind of contract not recognised")
    } else {
        let how = match &report.kind {
            it if it.given => " (as you said)",
            it if it.is_recognised() => "",
            _ => ", perhaps (--kind says otherwise)",
        };
        format!("{}{how}", report.kind.title)
    };
    let you = match report.you.as_str() {
        "" => String::from("which side is yours could not be told"),
        it => format!("you are “{it}”"),
    };
    let also = match report.kind.also.as_slice() {
        [] => String::new(),
        others => format!(" · reads as {}, too: --kind says which", others.join(" and ")),
    };
    page.paragraph(EDGE, &[styled(FAINT, format!("{kind}{also} · {you}"))]);
    page.gap();

    if !report.is_scored() {
        page.line(&[plain(" ".repeat(EDGE)), styled(DOUBT.bold(), "not scored")]);
        if let Err(reason) = &report.grade {
            page.paragraph(EDGE, &[plain(format!("It was not looked at: {reason}."))]);
        }
        return;
    }
    let score = report.score();
    let grade = match &report.grade {
        Ok(grade) => format!("   grade{NO_BREAK}{grade}"),
        Err(_) => String::from("   no grade"),
    };
    let mut line = vec![
        plain(" ".repeat(EDGE)),
        styled(share_of(score).bold(), points(score)),
        plain(" / 100"),
        styled(STRONG, grade),
    ];
    if report.low != report.high {
        let why = match report.undetermined.len() {
            0 => String::from("it is not known how much some findings weigh"),
            n => format!("{} open", count(n, "question is", "questions are")),
        };
        line.push(styled(FAINT, format!("   {} to {}, as {why}", points(report.low), points(report.high))));
    }
    page.line(&line);
    let width = page.width().saturating_sub(2 * EDGE).min(60);
    let mut line = vec![plain(" ".repeat(EDGE))];
    line.extend(bar(report.low.min(score), report.high.max(score), Points::FULL, width, share_of(score)));
    page.line(&line);
    for gate in report.gates.iter().filter(|it| it.lowered) {
        let reason = gate.reason.strip_suffix(&format!(": at most {}", gate.at_most)).unwrap_or(&gate.reason);
        page.paragraph(EDGE, &[styled(BAD, format!("Capped at {}: {reason}.", gate.at_most))]);
    }
    if let Err(reason) = &report.grade {
        page.paragraph(EDGE, &[styled(DOUBT, format!("No grade: {reason}."))]);
    }
}

fn categories(page: &mut Page, report: &Report) {
    if report.categories.is_empty() || !report.is_scored() {
        return;
    }
    page.gap();
    let n_title = report.categories.iter().map(|it| columns(&it.title)).max().unwrap_or(0).min(32);
    let n_left = report.categories.iter().map(|it| columns(&points(it.left))).max().unwrap_or(0);
    for it in &report.categories {
        let pad = n_title.saturating_sub(columns(&it.title));
        let mut line = vec![plain(" ".repeat(EDGE)), plain(&it.title), plain(" ".repeat(pad + 2))];
        let style = style::share(it.left.0, it.worth.0);
        line.extend(bar(it.left, it.left, it.worth, 20, style));
        line.push(styled(style, format!("  {:>n_left$}", points(it.left))));
        line.push(styled(FAINT, format!(" of {}", points(it.worth))));
        page.line(&line);
    }
}

fn findings(page: &mut Page, contract: &Contract, report: &Report, choice: &Choice) {
    if !report.is_scored() {
        return;
    }
    let counted: Vec<&Finding> = report.findings.iter().filter(|it| it.absorbed_by.is_none()).collect();
    page.gap();
    if counted.is_empty() {
        page.paragraph(
            EDGE,
            &[styled(STRONG, "Nothing found against you"), plain(" by the rules of these packs.")],
        );
        return;
    }
    let by_severity: Vec<String> = Severity::ALL
        .into_iter()
        .rev()
        .map(|severity| (counted.iter().filter(|it| it.severity == severity).count(), severity))
        .filter(|(n, _)| *n > 0)
        .map(|(n, severity)| format!("{n}{NO_BREAK}{severity}"))
        .collect();
    let n_findings = count(counted.len(), "finding", "findings");
    page.paragraph(
        EDGE,
        &[styled(STRONG, n_findings), styled(FAINT, format!(" · {}", by_severity.join(", ")))],
    );

    let n_full = if choice.all { counted.len() } else { N_FULL };
    if counted.len() > n_full {
        page.gap();
        counted.iter().take(N_LISTED).for_each(|it| listed(page, it));
        more(page, counted.len().saturating_sub(N_LISTED));
        page.gap();
        page.paragraph(
            EDGE,
            &[
                styled(STRONG, format!("The worst {N_FULL} in full")),
                styled(FAINT, format!(" · --all shows all {}", counted.len())),
            ],
        );
    }
    for it in counted.into_iter().take(n_full) {
        page.gap();
        finding(page, contract, report, it, choice);
    }
}

/// A finding in one line: how bad, what it takes, what it is, where.
fn listed(page: &mut Page, finding: &Finding) {
    let severity = finding.severity.name();
    let pad = " ".repeat(N_SEVERITY.saturating_sub(severity.len()));
    let label = [
        plain(" ".repeat(EDGE)),
        styled(style::severity(finding.severity), severity),
        plain(pad),
        styled(BAD, format!("{:>N_TAKEN$}", taken(finding))),
        plain("  "),
    ];
    let first = finding.evidence.first().filter(|_| page.width() >= N_WIDE);
    let place = first.map_or(String::new(), |it| short_place(&it.section));
    page.ends(&label, EDGE + N_SEVERITY + N_TAKEN + 2, &[plain(&finding.title)], &styled(FAINT, place));
}

/// The number of a section alone, for a list; a heading that has none is cut.
fn short_place(section: &str) -> String {
    let first = section.split_whitespace().next().unwrap_or_default();
    if first.starts_with(|it: char| it.is_ascii_digit()) {
        return numbered(first);
    }
    match section.char_indices().nth(N_SECTION) {
        Some((limit, _)) => format!("{}…", section.get(..limit).unwrap_or_default().trim_end()),
        None => section.to_owned(),
    }
}

fn taken(finding: &Finding) -> String {
    if finding.points > Points(0) { format!("−{}", points(finding.points)) } else { String::from("0") }
}

fn finding(page: &mut Page, contract: &Contract, report: &Report, finding: &Finding, choice: &Choice) {
    let badge = finding.severity.name().to_uppercase();
    let label = [plain(" ".repeat(EDGE)), styled(style::severity(finding.severity), &badge), plain("  ")];
    let indent = EDGE + columns(&badge) + 2;
    page.ends(&label, indent, &[styled(STRONG, &finding.title)], &styled(BAD, taken(finding)));
    if !finding.impact.is_empty() {
        page.paragraph(BODY, &[plain(&finding.impact)]);
    }
    quotes(page, contract, &finding.evidence);
    for it in &finding.absence {
        absence(page, it);
    }
    let mut notes: Vec<(&str, Vec<Piece>)> = Vec::new();
    if !finding.why.is_empty() {
        notes.push(("Why", vec![plain(&finding.why)]));
    }
    if !finding.advice.is_empty() {
        notes.push(("Do", vec![plain(&finding.advice)]));
    }
    if let Some(arm) = &finding.arm {
        let than_usual = if arm == "eased" { "milder" } else { "worse" };
        let note = format!("{than_usual} in this contract than elsewhere: {}", finding.severity);
        notes.push(("Note", vec![plain(note)]));
    }
    // A finding that costs nothing would look harmless.
    let spent = report.categories.iter().find(|it| it.id == finding.category && it.left <= Points(0));
    if let Some(category) = spent.filter(|_| finding.points <= Points(0)) {
        let note = format!("takes no points because nothing is left of “{}”", category.title);
        notes.push(("Note", vec![plain(note)]));
    }
    if let Some(changed) = &finding.changed {
        notes.push(("Note", vec![plain(changed)]));
    }
    let also: Vec<&str> = report
        .findings
        .iter()
        .filter(|it| it.absorbed_by.as_ref() == Some(&finding.rule))
        .map(|it| it.title.as_str())
        .collect();
    if !also.is_empty() {
        notes.push(("And", vec![plain(format!("{} (counted here)", also.join("; ")))]));
    }
    if choice.all {
        let name = finding.rule.rsplit_once('.').map_or(finding.rule.as_str(), |(_, name)| name);
        notes.push(("Rule", vec![styled(FAINT, name)]));
    }
    if !notes.is_empty() {
        page.gap();
    }
    for (label, pieces) in &notes {
        page.hanging(&[plain(" ".repeat(BODY)), styled(FAINT, format!("{label:<5}"))], BODY + 5, pieces);
    }
    if !finding.suggest.is_empty() {
        page.gap();
        page.line(&[plain(" ".repeat(BODY)), styled(STRONG, "Ask for:")]);
        for paragraph in finding.suggest.split("\n\n") {
            page.paragraph(BODY + 2, &[styled(WORDING, paragraph)]);
        }
    }
    if let Some(proof) = choice.proofs.get(&finding.rule) {
        page.gap();
        page.line(&[plain(" ".repeat(BODY)), styled(FAINT, format!("rule {}", finding.rule))]);
        proof::tree(page, contract, proof, None, BODY);
    }
}

/// The passages around matches, each once, with its place.
fn quotes(page: &mut Page, contract: &Contract, evidence: &[Evidence]) {
    let mut passages: Vec<(Span, Vec<&Evidence>)> = Vec::new();
    for it in evidence {
        match passages.iter_mut().find(|(span, _)| span.overlaps(it.passage)) {
            Some((span, all)) => {
                *span = span.cover(it.passage);
                all.push(it);
            }
            None => passages.push((it.passage, vec![it])),
        }
    }
    for (passage, all) in passages.iter().take(N_QUOTES) {
        page.gap();
        quote(page, contract, *passage, all);
    }
    let others: Vec<String> = passages
        .iter()
        .skip(N_QUOTES)
        .filter_map(|(_, all)| all.first().map(|it| place(contract, it)))
        .collect();
    if !others.is_empty() {
        page.gap();
        page.paragraph(BODY, &[styled(FAINT, format!("Also: {}", others.join("; ")))]);
    }
}

fn quote(page: &mut Page, contract: &Contract, passage: Span, evidence: &[&Evidence]) {
    let matches: Vec<Span> = evidence.iter().map(|it| Span::new(it.start, it.end)).collect();
    let mut pieces = vec![plain("“")];
    if let Some(lead) = evidence.first().map(|it| it.lead_in.trim()).filter(|it| !it.is_empty())
        && !passage.of(contract.text()).contains(lead)
    {
        pieces.push(plain(format!("{lead} … ")));
    }
    for part in excerpt(contract.text(), passage, &matches) {
        pieces.push(if part.matched { styled(STRONG, part.text) } else { plain(part.text) });
    }
    pieces.push(plain("”"));
    let bar = [plain(" ".repeat(BODY)), styled(FAINT, "│ ")];
    page.framed(&bar, &bar, &pieces);
    if let Some(first) = evidence.first() {
        page.framed(&bar, &bar, &[styled(FAINT, place(contract, first))]);
    }
}

/// What was looked for, where, and what came nearest.
fn absence(page: &mut Page, absence: &Absence) {
    page.gap();
    let title = if absence.title.is_empty() { &absence.clause } else { &absence.title };
    let mut text = format!("searched {}", count(absence.searched, "sentence", "sentences"));
    if let Some(section) = &absence.expected_in {
        text.push_str(&format!("; expected under {}", numbered(section)));
    }
    let bar = [plain(" ".repeat(BODY)), styled(FAINT, "│ ")];
    page.framed(
        &bar,
        &bar,
        &[plain("Not found: "), styled(STRONG, title), styled(FAINT, format!(" ({text})"))],
    );
    if let Some(near) = &absence.nearest {
        let quote: String =
            excerpt(&near.quote, Span::new(0, near.quote.len()), &[]).into_iter().map(|it| it.text).collect();
        page.framed(&bar, &bar, &[styled(FAINT, format!("nearest: “{quote}”"))]);
    }
}

fn protections(page: &mut Page, contract: &Contract, report: &Report, choice: &Choice) {
    if report.protections.is_empty() {
        return;
    }
    page.gap();
    page.line(&[plain(" ".repeat(EDGE)), styled(STRONG, "What protects you")]);
    let n_named = if choice.all { report.protections.len() } else { N_NAMED };
    for it in report.protections.iter().take(n_named) {
        let at = it.evidence.first().map(|it| place(contract, it)).filter(|it| !it.is_empty());
        page.hanging(
            &[plain(" ".repeat(EDGE)), styled(GOOD, "✓ ")],
            BODY,
            &[plain(&it.title), styled(FAINT, at.map_or(String::new(), |it| format!(" · {it}")))],
        );
        if choice.all && !it.impact.is_empty() {
            page.paragraph(BODY, &[styled(FAINT, &it.impact)]);
        }
    }
    more(page, report.protections.len().saturating_sub(n_named));
}

/// Says that some are not named.
fn more(page: &mut Page, n: usize) {
    if n > 0 {
        page.paragraph(BODY, &[styled(FAINT, format!("… and {n} more: --all shows them."))]);
    }
}

fn undetermined(page: &mut Page, contract: &Contract, report: &Report, choice: &Choice) {
    if report.undetermined.is_empty() {
        return;
    }
    page.gap();
    page.line(&[plain(" ".repeat(EDGE)), styled(STRONG, "What could not be decided")]);
    let mut sorted: Vec<&Undetermined> = report.undetermined.iter().collect();
    sorted.sort_by_key(|it| (std::cmp::Reverse(it.severity), std::cmp::Reverse(it.at_stake)));
    // One reason may leave many questions open: it is said once, after all of them.
    let mut by_reason: Vec<(&str, Vec<&Undetermined>)> = Vec::new();
    for it in sorted {
        match by_reason.iter_mut().find(|(reason, _)| *reason == it.reason) {
            Some((_, all)) => all.push(it),
            None => by_reason.push((&it.reason, vec![it])),
        }
    }
    for (reason, all) in by_reason {
        open_questions(page, contract, reason, &all, choice);
    }
    if report.undetermined.iter().any(|it| it.reason.contains("was not supplied")) {
        page.paragraph(BODY, &[styled(FAINT, "If nothing is missing, --assume-complete decides these.")]);
    }
}

/// What one reason leaves open.
fn open_questions(
    page: &mut Page,
    contract: &Contract,
    reason: &str,
    all: &[&Undetermined],
    choice: &Choice,
) {
    let n_named = if choice.all { all.len() } else { N_NAMED };
    for it in all.iter().take(n_named) {
        let stake = if it.at_stake > Points(0) {
            format!(", {} at stake", count_points(it.at_stake))
        } else {
            String::new()
        };
        page.hanging(
            &[plain(" ".repeat(EDGE)), styled(DOUBT, "? ")],
            BODY,
            &[plain(&it.title), styled(FAINT, format!(" · {}{stake}", it.severity))],
        );
    }
    more(page, all.len().saturating_sub(n_named));
    let at = match all {
        [it] => it.evidence.first().map(|it| place(contract, it)).filter(|it| !it.is_empty()),
        _ => None,
    };
    if let Some(at) = at {
        page.paragraph(BODY, &[styled(FAINT, format!("Arises from {at}:"))]);
    }
    page.paragraph(BODY, &[styled(FAINT, reason)]);
}

fn fixes(page: &mut Page, report: &Report) {
    if report.best_fixes.is_empty() {
        return;
    }
    let after = points(report.score_if_fixed);
    let title = match report.best_fixes.len() {
        1 => format!("Fix this one and the score is {after}"),
        2 => format!("Fix these two and the score is {after}"),
        3 => format!("Fix these three and the score is {after}"),
        n => format!("Fix these {n} and the score is {after}"),
    };
    page.gap();
    page.line(&[plain(" ".repeat(EDGE)), styled(STRONG, title)]);
    for (n, fix) in report.best_fixes.iter().enumerate() {
        page.ends(
            &[plain(" ".repeat(EDGE)), styled(STRONG, format!("{} ", n + 1))],
            BODY,
            &[plain(&fix.title)],
            &styled(GOOD, format!("+{}", points(fix.gain))),
        );
    }
}

fn foot(page: &mut Page, contract: &Contract, report: &Report) {
    let caveats: Vec<&String> = report.caveats.iter().filter(|it| !it.is_empty()).collect();
    if !caveats.is_empty() {
        page.gap();
        page.line(&[plain(" ".repeat(EDGE)), styled(STRONG, "Before you rely on it")]);
    }
    for it in caveats {
        page.hanging(&[plain(" ".repeat(EDGE)), styled(DOUBT, "! ")], BODY, &[plain(it)]);
    }
    let other = contract.changes().map(|it| match it {
        Changes::Accepted => "--changes original reads it as it was before the tracked changes",
        Changes::Original => "--changes accepted reads it with the tracked changes",
    });
    if let Some(option) = other {
        page.hanging(&[plain(" ".repeat(EDGE)), styled(FAINT, "  ")], BODY, &[plain(option)]);
    }
    if !report.changes.is_empty() {
        page.gap();
        page.line(&[plain(" ".repeat(EDGE)), styled(STRONG, "Changed by packs")]);
    }
    for it in &report.changes {
        let what = format!("{}: {}", it.item, it.what);
        page.hanging(
            &[plain(" ".repeat(EDGE)), styled(DOUBT, "~ ")],
            BODY,
            &[plain(what), styled(FAINT, format!(" · {}: {}", it.pack, it.because))],
        );
    }
    page.gap();
    let packs: Vec<String> =
        report.packs.iter().map(|it| format!("{}{NO_BREAK}{}", it.name, it.version)).collect();
    let mut read = contract.format.to_string();
    let n_attached = contract.document.parts().skip(1).count();
    if n_attached > 0 {
        read.push_str(&format!(" and {}", count(n_attached, "attached file", "attached files")));
    }
    if contract.n_pages() > 0 {
        read.push_str(&format!(", {}", count(contract.n_pages(), "page", "pages")));
    }
    let noun = if packs.len() == 1 { "pack" } else { "packs" };
    page.paragraph(EDGE, &[styled(FAINT, format!("Read: {read}, with {noun} {}.", packs.join(", ")))]);
    let mut said: Vec<&str> = Vec::new();
    for it in report.packs.iter().map(|it| it.disclaimer.trim()) {
        if !it.is_empty() && !said.contains(&it) {
            said.push(it);
            page.paragraph(EDGE, &[styled(FAINT, it)]);
        }
    }
}

fn share_of(score: Points) -> anstyle::Style {
    style::share(score.0, Points::FULL.0)
}

/// A bar: full up to `low`, half up to `high`, empty up to `worth`.
fn bar(low: Points, high: Points, worth: Points, width: usize, style: anstyle::Style) -> Vec<Piece> {
    let cells = |it: Points| {
        let width = i64::try_from(width).unwrap_or(0);
        let n = (it.0.saturating_mul(width).saturating_mul(2).checked_div(worth.0).unwrap_or(0) + 1) / 2;
        usize::try_from(n.clamp(0, width)).unwrap_or(0)
    };
    let (n_low, n_high) = (cells(low), cells(high));
    vec![
        styled(style, "█".repeat(n_low)),
        styled(style, "▒".repeat(n_high.saturating_sub(n_low))),
        styled(FAINT, "░".repeat(width.saturating_sub(n_high))),
    ]
}

/// Points with a typographic minus.
fn points(points: Points) -> String {
    points.to_string().replace('-', "−")
}

fn count_points(it: Points) -> String {
    format!("{} {}", points(it), if it == Points::whole(1) { "point" } else { "points" })
}
