//! The whole contract, as its sections and paragraphs, with the passages that the report rests on: each links back.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter::Peekable,
};

use maud::{Markup, Render, html};
use termscore_core::{Document, Span, document::SectionView, rule::Role};

use super::marks::{Mark, Segment, anchor, marks, segments};
use crate::{
    Subject,
    visible::{one_line, visible},
};

/// A contract with so many headings gets a list of them.
const N_OUTLINE: usize = 4;
/// Levels of headings in that list.
const OUTLINE_LEVELS: usize = 2;
/// Lines no longer than this that stand apart in the file were meant to: an address, a signature.
const SHORT_LINE: usize = 60;
/// Heading levels of html.
const DEEPEST: usize = 6;

/// The text with its passages.
pub(super) fn contract(subject: &Subject<'_>) -> Markup {
    let document = subject.document;
    let outline = document.outline();
    let marks = marks(subject.report);
    let text = Text::new(document, &outline, &marks, anchors(subject));
    let named: Vec<(usize, &SectionView)> = outline
        .iter()
        .enumerate()
        .filter(|(at, it)| it.level <= OUTLINE_LEVELS && text.headings.values().any(|(n, _)| *n == at + 1))
        .collect();
    html! {
        section class="contract" id="contract" aria-labelledby="contract-title" tabindex="-1" {
            h2 id="contract-title" { "The contract" }
            p class="lead" {
                "The text as it was read. What the report rests on is marked; the number behind a mark leads back to it."
            }
            @if named.len() >= N_OUTLINE {
                details class="outline" {
                    summary { (crate::wording::count(outline.len(), "section", "sections")) }
                    ul {
                        @for (at, it) in &named {
                            li class={ "l" (it.level) } { a href={ "#s" (at + 1) } { (title(it)) } }
                        }
                    }
                }
            }
            div class="text" { (text) }
        }
    }
}

fn title(section: &SectionView) -> String {
    one_line(&format!("{} {}", section.number, section.heading)).trim().to_owned()
}

/// Where links lead into the text, ascending.
fn anchors(subject: &Subject<'_>) -> Vec<usize> {
    let report = subject.report;
    let findings = report.findings.iter().chain(&report.protections);
    let evidence = findings.clone().flat_map(|it| &it.evidence);
    let doubts = report.undetermined.iter().flat_map(|it| &it.evidence);
    let mut all: Vec<usize> = evidence.chain(doubts).map(|it| it.start).collect();
    all.extend(findings.flat_map(|it| &it.absence).filter_map(|it| Some(it.nearest.as_ref()?.span.start)));
    all.sort_unstable();
    all.dedup();
    all
}

/// The text of a document, cut into what html calls headings and paragraphs.
struct Text<'a> {
    document: &'a Document,
    marks: &'a [Mark],
    anchors: Vec<usize>,
    /// By index of the sentence that is a heading: number of its section, from 1, and its level.
    headings: BTreeMap<usize, (usize, usize)>,
}

/// What has been written so far.
struct Written<A: Iterator<Item = usize>> {
    html: String,
    /// The last byte written.
    end: usize,
    anchors: Peekable<A>,
    page: Option<usize>,
    part: Option<String>,
    /// Numbers of sections whose heading is not written yet.
    sections: BTreeSet<usize>,
    /// Level of the last heading: the next may be one deeper at most.
    level: usize,
}

impl<'a> Text<'a> {
    fn new(
        document: &'a Document,
        outline: &[SectionView],
        marks: &'a [Mark],
        anchors: Vec<usize>,
    ) -> Text<'a> {
        let headings = outline.iter().enumerate();
        let headings =
            headings.filter_map(|(at, it)| Some((it.heading_sentence?, (at + 1, it.level)))).collect();
        Text { document, marks, anchors, headings }
    }

    /// INVARIANT (whole text): every character but blanks between paragraphs is written once, in order.
    fn write<A: Iterator<Item = usize>>(&self, out: &mut Written<A>) {
        let sentences: Vec<(Span, Role)> = self.document.sentences().map(|it| (it.span, it.role)).collect();
        for paragraph in self.document.paragraphs() {
            let span = Span::new(paragraph.span.start.max(out.end), paragraph.span.end.max(out.end));
            self.loose(out, span.start);
            if span.is_empty() {
                continue;
            }
            self.turn(out, span.start);
            let own = paragraph.sentences.clone();
            let heading = own.clone().find_map(|it| Some((it, *self.headings.get(&it)?)));
            let role = sentences.get(own.start).map(|it| it.1);
            let role = role.filter(|_| own.clone().all(|it| sentences.get(it).map(|it| it.1) == role));
            if let Some((_, (section, _))) = heading {
                out.sections.remove(&section);
            }
            match heading {
                Some((sentence, (section, level))) if own.len() == 1 || sentence + 1 == own.end => {
                    self.heading(out, span, section, level);
                }
                Some((sentence, (section, _))) => {
                    let end =
                        sentences.get(sentence).map_or(span.start, |it| it.0.end).clamp(span.start, span.end);
                    let (head, rest) = (Span::new(span.start, end), Span::new(end, span.end));
                    let head = html! { strong class="run-in" { (self.inner(out, head)) } };
                    let rest = self.inner(out, rest);
                    let paragraph = html! { p id={ "s" (section) } class=[self.class(span, paragraph.number, role)] { (head) (rest) } };
                    paragraph.render_to(&mut out.html);
                }
                None => {
                    let inner = self.inner(out, span);
                    let class = self.class(span, paragraph.number, role);
                    html! {
                        p class=[class] {
                            @if role == Some(Role::Hidden) { span class="aside" { "Hidden in the file: " } }
                            (inner)
                        }
                    }
                    .render_to(&mut out.html);
                }
            }
            out.end = span.end;
        }
        self.loose(out, self.document.text().len());
        for section in std::mem::take(&mut out.sections) {
            html! { span id={ "s" (section) } {} }.render_to(&mut out.html);
        }
        for anchor_left in out.anchors.by_ref() {
            html! { span id=(anchor(anchor_left)) {} }.render_to(&mut out.html);
        }
    }

    fn heading<A: Iterator<Item = usize>>(
        &self,
        out: &mut Written<A>,
        span: Span,
        section: usize,
        level: usize,
    ) {
        let level = (level + 2).min(out.level + 1).min(DEEPEST);
        out.level = level;
        let inner = self.inner(out, span);
        let id = format!("s{section}");
        match level {
            3 => html! { h3 id=(id) { (inner) } },
            4 => html! { h4 id=(id) { (inner) } },
            5 => html! { h5 id=(id) { (inner) } },
            _ => html! { h6 id=(id) { (inner) } },
        }
        .render_to(&mut out.html);
    }

    /// Text that is in no paragraph, such as running headers.
    fn loose<A: Iterator<Item = usize>>(&self, out: &mut Written<A>, to: usize) {
        let span = Span::new(out.end, to);
        if !span.of(self.document.text()).trim().is_empty() {
            let inner = self.inner(out, span);
            html! { p class="loose" { (inner) } }.render_to(&mut out.html);
            out.end = span.end;
        }
    }

    /// Says where a page or a file begins, if one does.
    fn turn<A: Iterator<Item = usize>>(&self, out: &mut Written<A>, byte: usize) {
        let part = self.document.part_of(byte).map(str::to_owned);
        if part != out.part {
            if let Some(name) = &part {
                html! { p class="file" { (one_line(name)) } }.render_to(&mut out.html);
            }
            out.part = part;
            out.page = None;
        }
        let page = self.document.page_of(byte);
        if page != out.page {
            if let Some(page) = page {
                html! { p class="page" { span { "Page " (page) } } }.render_to(&mut out.html);
            }
            out.page = page;
        }
    }

    /// How a paragraph is set.
    fn class(&self, span: Span, number: &str, role: Option<Role>) -> Option<&'static str> {
        if role == Some(Role::Hidden) {
            return Some("hidden-text");
        }
        let lines: Vec<&str> = span.of(self.document.text()).lines().collect();
        if lines.len() > 1 && lines.iter().all(|it| it.chars().count() <= SHORT_LINE) {
            return Some("lines");
        }
        let bracket = number.starts_with('(') || number.ends_with(')');
        let letter = number.trim_matches(['(', ')']).starts_with(|it: char| it.is_alphabetic());
        (bracket || (letter && number.len() <= 3)).then_some("item")
    }

    /// A stretch of text with its marks.
    fn inner<A: Iterator<Item = usize>>(&self, out: &mut Written<A>, span: Span) -> Markup {
        let mut written = html! {};
        for it in segments(span, self.marks) {
            while let Some(anchor_here) = out.anchors.next_if(|at| *at < it.span.end) {
                written.0.push_str(&html! { span class="at" id=(anchor(anchor_here)) tabindex="-1" {} }.0);
            }
            written.0.push_str(&self.segment(&it).0);
        }
        written
    }

    fn segment(&self, it: &Segment<'_>) -> Markup {
        let text = visible(it.span.of(self.document.text()));
        html! {
            @match (it.mark, it.tinted) {
                (Some(mark), _) => mark class=(mark.tone) { (text) },
                (None, true) => span class="around" { (text) },
                (None, false) => (text),
            }
            @if !it.ends.is_empty() {
                sup class="back" {
                    @for mark in &it.ends {
                        a class=(mark.tone) href={ "#" (mark.target) } aria-label=(mark.label) { (mark.sign) }
                    }
                }
            }
        }
    }
}

impl Render for Text<'_> {
    fn render_to(&self, buffer: &mut String) {
        let mut out = Written {
            html: String::with_capacity(self.document.text().len() * 2),
            end: 0,
            anchors: self.anchors.iter().copied().peekable(),
            page: None,
            part: None,
            sections: self.headings.values().map(|it| it.0).collect(),
            level: 2,
        };
        self.write(&mut out);
        buffer.push_str(&out.html);
    }
}
