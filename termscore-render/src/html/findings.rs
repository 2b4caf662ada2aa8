//! Findings, open questions and protections: what they rest on, what they mean, what to do.

use maud::{Markup, html};
use termscore_core::{
    Span,
    report::{Absence, Evidence, Finding, Undetermined},
    rule::Points,
};

use super::{
    bars::tone,
    marks, proof,
    verdict::{badge, taken},
};
use crate::{
    Subject,
    order::{self, Numbered},
    place,
    quote::{Quoted, pieces, quoted},
    visible::{one_line, visible},
    wording::{count, count_points, points},
};

/// Quotes of a finding that are shown; others are folded.
const N_QUOTES: usize = 3;
/// A list of so many findings gets an overview.
const N_OVERVIEW: usize = 4;
/// Characters of a passage that came near.
const NEAREST: usize = 400;

/// Findings, the worst first.
pub(super) fn findings(subject: &Subject<'_>) -> Markup {
    let all = order::numbered(subject.report);
    html! {
        section class="findings" id="findings" aria-labelledby="findings-title" tabindex="-1" {
            h2 id="findings-title" { "Findings" }
            @if !subject.report.is_scored() {
                p class="lead" { "No rule was asked." }
            } @else if all.is_empty() {
                p class="lead" { "Nothing found against you by the rules of these packs." }
            } @else {
                p class="lead" { (count(all.len(), "finding", "findings")) ": " (order::by_severity(&all)) ", the worst first." }
            }
            @if all.len() >= N_OVERVIEW {
                ol class="overview" {
                    @for it in &all {
                        li {
                            a href={ "#f" (it.n) } { (one_line(&it.finding.title)) }
                            span class="aside" {
                                (badge(it.finding.severity))
                                span class="taken" { (crate::wording::taken(it.finding.points)) }
                            }
                        }
                    }
                }
            }
            @for it in &all { (finding(subject, it)) }
        }
    }
}

fn finding(subject: &Subject<'_>, it: &Numbered<'_>) -> Markup {
    let finding = it.finding;
    let sections = subject.report.categories.iter().find(|category| category.id == finding.category);
    html! {
        article class={ "finding " (tone(finding.severity)) } id={ "f" (it.n) } aria-labelledby={ "f" (it.n) "-title" } tabindex="-1" {
            p class="tags" {
                span class="n" { span class="sr" { "Finding " } (it.n) }
                (badge(finding.severity))
                (taken(finding.points))
                @if let Some(category) = sections { span class="category" { (category.title) } }
            }
            h3 id={ "f" (it.n) "-title" } { (one_line(&finding.title)) }
            @if !finding.impact.is_empty() { p class="impact" { (one_line(&finding.impact)) } }
            (grounds(subject, finding))
            (reasons(subject, finding))
            (wording(finding))
            (ladder(finding))
            @if !it.counted_here.is_empty() {
                div class="counted" {
                    h4 { "Counted here as well" }
                    @for other in &it.counted_here {
                        details {
                            summary { (one_line(&other.title)) " " (badge(other.severity)) }
                            @if !other.impact.is_empty() { p { (one_line(&other.impact)) } }
                            (grounds(subject, other))
                            (wording(other))
                        }
                    }
                }
            }
            (behind(subject, finding))
        }
    }
}

/// The words that it rests on, and what was looked for in vain.
fn grounds(subject: &Subject<'_>, finding: &Finding) -> Markup {
    let all = quoted(subject.document, &finding.evidence);
    let (shown, folded) = all.split_at(all.len().min(N_QUOTES));
    html! {
        @for it in shown { (quote(subject, it)) }
        @if !folded.is_empty() {
            details class="more" {
                summary { (count(folded.len(), "more place", "more places")) }
                @for it in folded { (quote(subject, it)) }
            }
        }
        @for it in &finding.absence { (absence(subject, it)) }
    }
}

fn quote(subject: &Subject<'_>, it: &Quoted<'_>) -> Markup {
    html! {
        figure class="quote" {
            blockquote {
                p {
                    @if !it.lead.is_empty() { (visible(it.lead)) " … " }
                    @for piece in &it.pieces {
                        @if piece.matched { mark { (visible(piece.text)) } } @else { (visible(piece.text)) }
                    }
                }
            }
            figcaption { (link(subject, it.first)) }
        }
    }
}

/// To the passage in the contract.
fn link(subject: &Subject<'_>, evidence: &Evidence) -> Markup {
    let place = place::place(subject, evidence);
    html! {
        a href={ "#" (marks::anchor(evidence.start)) } {
            @if place.is_empty() { "in the contract" } @else { (one_line(&place)) }
        }
    }
}

fn absence(subject: &Subject<'_>, it: &Absence) -> Markup {
    let title = if it.title.is_empty() { &it.clause } else { &it.title };
    html! {
        div class="absence" {
            p {
                "Not found: " b { (one_line(title)) } ". "
                (count(it.searched, "sentence was searched", "sentences were searched"))
                @if let Some(section) = &it.expected_in {
                    "; it would be expected under " b { (one_line(&place::section(section))) }
                }
                "."
            }
            @if let Some(near) = &it.nearest {
                @let page = subject.document.page_of(near.span.start).map(|it| format!("page {it}"));
                @let line = place::line(subject, near.span.start).map(|it| format!("line {it}"));
                figure class="quote near" {
                    figcaption {
                        "What comes nearest, "
                        a href={ "#" (marks::anchor(near.span.start)) } {
                            (page.or(line).unwrap_or_else(|| String::from("in the contract")))
                        }
                    }
                    blockquote {
                        p {
                            @for piece in pieces(&near.quote, Span::new(0, near.quote.len()), &[]) {
                                (shorten(&visible(piece.text)))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Why, and what to do.
fn reasons(subject: &Subject<'_>, finding: &Finding) -> Markup {
    let notes = order::notes(subject.report, finding);
    if finding.why.is_empty() && finding.advice.is_empty() && notes.is_empty() {
        return html! {};
    }
    html! {
        dl class="reasons" {
            @if !finding.why.is_empty() { dt { "Why it matters" } dd { (one_line(&finding.why)) } }
            @if !finding.advice.is_empty() { dt { "What to do" } dd { (one_line(&finding.advice)) } }
            @if !notes.is_empty() { dt { "Note" } @for it in notes { dd { (one_line(&it)) } } }
        }
    }
}

fn wording(finding: &Finding) -> Markup {
    let paragraphs = finding.suggest.split("\n\n").map(str::trim).filter(|it| !it.is_empty());
    let paragraphs: Vec<&str> = paragraphs.collect();
    if paragraphs.is_empty() {
        return html! {};
    }
    html! {
        div class="wording" {
            h4 { "Wording to ask for" }
            blockquote { @for it in paragraphs { p { (one_line(it)) } } }
        }
    }
}

fn ladder(finding: &Finding) -> Markup {
    let steps = order::ladder(finding);
    if steps.is_empty() {
        return html! {};
    }
    html! {
        div class="ladder" {
            h4 { "If you negotiate" }
            dl {
                @for (name, text) in steps {
                    div class=(name.to_lowercase()) { dt { (name) } dd { (one_line(text)) } }
                }
            }
        }
    }
}

/// What a careful reader asks for: score without it, sources, rule, proof.
fn behind(subject: &Subject<'_>, finding: &Finding) -> Markup {
    html! {
        details class="behind" {
            summary { "Sources and rule" }
            dl {
                @if finding.points > Points(0) || finding.score_if_fixed > subject.report.score() {
                    dt { "Without it" }
                    dd { "the score is " (points(finding.score_if_fixed)) }
                }
                dt { "Rule" }
                dd { code { (finding.rule) } }
                @if !finding.sources.is_empty() {
                    dt { "Sources" }
                    @for it in &finding.sources {
                        dd {
                            (one_line(&it.text))
                            @if is_web(&it.url) { " " a href=(it.url) rel="noreferrer noopener" { (it.url) } }
                            @else if !it.url.is_empty() { " " (it.url) }
                            @if !it.checked.is_empty() { " (checked " (it.checked) ")" }
                        }
                    }
                }
            }
            @if let Some(it) = subject.proof(&finding.rule) { (proof::proof(it)) }
        }
    }
}

/// Anything else in a link could run.
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// What could not be decided, and why.
pub(super) fn questions(subject: &Subject<'_>) -> Markup {
    let groups = order::by_reason(subject.report);
    if groups.is_empty() {
        return html! {};
    }
    html! {
        section class="questions" id="questions" aria-labelledby="questions-title" tabindex="-1" {
            h2 id="questions-title" { "What could not be decided" }
            p class="lead" { "These take no points, but the score is not sure while they are open." }
            @for (reason, all) in groups {
                div class="reason" {
                    p { (one_line(reason)) }
                    ul { @for (n, it) in &all { (question(subject, *n, it)) } }
                }
            }
        }
    }
}

fn question(subject: &Subject<'_>, n: usize, it: &Undetermined) -> Markup {
    html! {
        li id={ "q" (n) } tabindex="-1" {
            b { (one_line(&it.title)) } " " (badge(it.severity))
            @if it.at_stake > Points(0) { " " span class="aside" { (count_points(it.at_stake)) " at stake" } }
            @let all = quoted(subject.document, &it.evidence);
            @if !all.is_empty() {
                details {
                    summary { (count(all.len(), "passage behind the doubt", "passages behind the doubt")) }
                    @for it in &all { (quote(subject, it)) }
                }
            }
        }
    }
}

/// What protects the signer.
pub(super) fn protections(subject: &Subject<'_>) -> Markup {
    let all = &subject.report.protections;
    if all.is_empty() {
        return html! {};
    }
    html! {
        section class="protections" id="protections" aria-labelledby="protections-title" tabindex="-1" {
            h2 id="protections-title" { "What protects you" }
            ul {
                @for (at, it) in all.iter().enumerate() {
                    li id={ "g" (at + 1) } tabindex="-1" {
                        h3 { (one_line(&it.title)) }
                        @if !it.impact.is_empty() { p { (one_line(&it.impact)) } }
                        (grounds(subject, it))
                    }
                }
            }
        }
    }
}

fn shorten(text: &str) -> String {
    match text.char_indices().nth(NEAREST) {
        Some((limit, _)) => format!("{}…", text.get(..limit).unwrap_or_default()),
        None => text.to_owned(),
    }
}
