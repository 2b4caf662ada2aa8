//! The number and what it stands on: verdict, repairs, caveats, and at the end what was read.

use maud::{Markup, html};
use termscore_core::rule::Points;

use super::{
    bars::{bar, tone},
    dial::dial,
};
use crate::{
    Subject, order,
    visible::one_line,
    wording::{count, file_name, fixes_title, gate, open, points, read_as},
};

/// The score, the grade or why there is none, the interval, gates and categories.
pub(super) fn verdict(subject: &Subject<'_>) -> Markup {
    let report = subject.report;
    html! {
        section class="verdict" aria-labelledby="title" {
            div class="headline" {
                h1 id="title" { (one_line(file_name(subject.document.name()))) }
                p class="kind" { (one_line(&read_as(report).join(" · "))) }
            }
            @if report.is_scored() {
                div class="board" {
                    div class="gauge" {
                        (dial(report))
                        (grade(subject))
                    }
                    div class="categories" {
                        h2 { "What is left of each part" }
                        ul {
                            @for it in &report.categories {
                                li {
                                    span class="name" { (it.title) }
                                    span class="left" {
                                        b { (points(it.left)) } " of " (points(it.worth))
                                    }
                                    (bar(it.left, it.worth))
                                }
                            }
                        }
                    }
                }
            } @else {
                p class="unscored" {
                    strong { "Not scored." }
                    @if let Err(reason) = &report.grade { " It was not looked at: " (one_line(reason)) "." }
                }
            }
        }
    }
}

fn grade(subject: &Subject<'_>) -> Markup {
    let report = subject.report;
    html! {
        div class="grade" {
            @match &report.grade {
                Ok(grade) => p class="letter" { "Grade " b { (grade) } },
                Err(reason) => p class="none" { b { "No grade." } " " (one_line(reason)) },
            }
            @if report.low != report.high {
                p class="interval" {
                    "Between " b { (points(report.low)) } " and " b { (points(report.high)) } ", as "
                    @if report.undetermined.is_empty() { (open(report)) } @else { a href="#questions" { (open(report)) } }
                    "."
                }
            }
            @for it in report.gates.iter().filter(|it| it.lowered) {
                p class="gate" { "Capped " (one_line(&gate(it))) "." }
            }
        }
    }
}

/// The repairs that gain most.
pub(super) fn fixes(subject: &Subject<'_>) -> Markup {
    let report = subject.report;
    if report.best_fixes.is_empty() || !report.is_scored() {
        return html! {};
    }
    let findings = order::numbered(report);
    html! {
        section class="fixes" aria-labelledby="fixes-title" {
            h2 id="fixes-title" { (fixes_title(report)) }
            ol {
                @for fix in &report.best_fixes {
                    li {
                        @match findings.iter().find(|it| it.finding.rule == fix.rule) {
                            Some(it) => a href={ "#f" (it.n) } { (one_line(&fix.title)) },
                            None => (one_line(&fix.title)),
                        }
                        " " span class="gain" { "+" (points(fix.gain)) }
                    }
                }
            }
        }
    }
}

/// What a reader should know before trusting the number.
pub(super) fn caveats(subject: &Subject<'_>) -> Markup {
    let report = subject.report;
    let caveats: Vec<&String> = report.caveats.iter().filter(|it| !it.trim().is_empty()).collect();
    if caveats.is_empty() {
        return html! {};
    }
    html! {
        section class="caveats" aria-labelledby="caveats-title" {
            h2 id="caveats-title" { "Before you rely on it" }
            ul {
                @for it in caveats { li { (one_line(it)) } }
            }
        }
    }
}

/// What was read, by which rules, and what that is not.
pub(super) fn colophon(subject: &Subject<'_>) -> Markup {
    let (report, document) = (subject.report, subject.document);
    let mut read: Vec<String> = Vec::new();
    if !subject.format.is_empty() {
        read.push(subject.format.to_owned());
    }
    let n_attached = document.parts().skip(1).count();
    if n_attached > 0 {
        read.push(count(n_attached, "attached file", "attached files"));
    }
    if document.n_pages() > 0 {
        read.push(count(document.n_pages(), "page", "pages"));
    }
    read.push(count(document.n_words(), "word", "words"));
    html! {
        div class="colophon" {
            p { "Read: " (one_line(&read.join(", "))) ". Every finding comes from a rule that anyone can read and quotes the words that it rests on." }
            p {
                "Rules: "
                @for (at, it) in report.packs.iter().enumerate() {
                    @if at > 0 { ", " }
                    (one_line(&it.title)) " (" (it.name) " " (it.version) ")"
                }
                ". Made by TermScore " (env!("CARGO_PKG_VERSION")) " on the computer of the person who read it; nothing was sent anywhere."
            }
            @if !report.changes.is_empty() {
                p { "Changed by packs:" }
                ul {
                    @for it in &report.changes {
                        li { code { (it.item) } ": " (it.what) ". " (it.pack) ": " (one_line(&it.because)) }
                    }
                }
            }
            @for it in order::disclaimers(report) { p { (one_line(it)) } }
        }
    }
}

/// The severity as a small label.
pub(super) fn badge(severity: termscore_core::rule::Severity) -> Markup {
    html! { span class={ "badge " (tone(severity)) } { (crate::wording::badge(severity)) } }
}

/// `−8 points`.
pub(super) fn taken(it: Points) -> Markup {
    html! { span class="taken" { (crate::wording::taken(it)) @if it == Points::whole(1) { " point" } @else { " points" } } }
}
