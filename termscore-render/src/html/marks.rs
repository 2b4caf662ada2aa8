//! What a report says about passages in, a text cut where any of them begins or ends out.

use termscore_core::{Report, Span, report::Evidence, rule::Severity};

use super::bars::tone;
use crate::{order, visible::one_line};

/// Passages longer than this are not tinted: everything would be.
const LONGEST_TINT: usize = 1_500;

/// Words of the contract that something in the report rests on.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) passage: Span,
    /// Identifier of what rests on it.
    pub(super) target: String,
    /// What the link back shows.
    pub(super) sign: String,
    /// What it says to those who hear it.
    pub(super) label: String,
    pub(super) tone: &'static str,
    /// The least is shown where several overlap.
    rank: usize,
}

/// Identifier of the place in the contract where a match begins.
pub(super) fn anchor(byte: usize) -> String {
    format!("at-{byte}")
}

/// All marks of a report, by place.
pub(super) fn marks(report: &Report) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut add = |evidence: &[Evidence], target: String, sign: String, label: String, tone, rank| {
        for it in evidence {
            marks.push(Mark {
                span: Span::new(it.start, it.end),
                passage: it.passage,
                target: target.clone(),
                sign: sign.clone(),
                label: label.clone(),
                tone,
                rank,
            });
        }
    };
    for it in order::numbered(report) {
        let label = format!("Finding {}: {}", it.n, one_line(&it.finding.title));
        for finding in std::iter::once(&it.finding).chain(&it.counted_here) {
            let tone = tone(finding.severity);
            let worst_first = Severity::ALL.iter().rev().position(|it| *it == finding.severity).unwrap_or(0);
            let rank = worst_first * 10_000 + it.n;
            add(&finding.evidence, format!("f{}", it.n), it.n.to_string(), label.clone(), tone, rank);
        }
    }
    for (_, all) in order::by_reason(report) {
        for (n, it) in all {
            let label = format!("Open question: {}", one_line(&it.title));
            add(&it.evidence, format!("q{n}"), String::from("?"), label, "t-open", 100_000 + n);
        }
    }
    for (at, it) in report.protections.iter().enumerate() {
        let label = format!("Protection: {}", one_line(&it.title));
        add(&it.evidence, format!("g{}", at + 1), String::from("✓"), label, "t-good", 200_000 + at);
    }
    marks.sort_by_key(|it| (it.span, it.rank));
    marks.dedup_by(|a, b| a.span == b.span && a.target == b.target);
    marks
}

/// A stretch of text under the same marks.
#[derive(Debug)]
pub(super) struct Segment<'m> {
    pub(super) span: Span,
    /// The worst of the marks over it.
    pub(super) mark: Option<&'m Mark>,
    /// True if it lies in the passage around a match.
    pub(super) tinted: bool,
    /// Marks whose last byte it holds, one for each target.
    pub(super) ends: Vec<&'m Mark>,
}

/// A stretch of text cut at the ends of marks and passages.
///
/// INVARIANT (whole text): the segments are the stretch, without gap or overlap.
pub(super) fn segments<'m>(stretch: Span, marks: &'m [Mark]) -> Vec<Segment<'m>> {
    let near: Vec<&Mark> =
        marks.iter().filter(|it| it.span.overlaps(stretch) || it.passage.overlaps(stretch)).collect();
    let mut cuts = vec![stretch.start, stretch.end];
    for it in &near {
        let passage = [it.passage.start, it.passage.end].into_iter().filter(|_| is_tinted(it));
        cuts.extend([it.span.start, it.span.end].into_iter().chain(passage));
    }
    cuts.retain(|it| stretch.start <= *it && *it <= stretch.end);
    cuts.sort_unstable();
    cuts.dedup();
    let spans = cuts.windows(2).filter_map(|it| Some(Span::new(*it.first()?, *it.last()?)));
    spans
        .map(|span| {
            let over = near.iter().filter(|it| it.span.contains(span));
            let mut ends: Vec<&Mark> = Vec::new();
            for it in near.iter().filter(|it| it.span.end == span.end && it.span.start < span.end) {
                if ends.iter().all(|other| other.target != it.target) {
                    ends.push(it);
                }
            }
            ends.sort_by_key(|it| it.rank);
            Segment {
                span,
                mark: over.min_by_key(|it| it.rank).copied(),
                tinted: near.iter().any(|it| is_tinted(it) && it.passage.contains(span)),
                ends,
            }
        })
        .collect()
}

fn is_tinted(mark: &Mark) -> bool {
    mark.passage.len() <= LONGEST_TINT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(start: usize, end: usize, target: &str, rank: usize) -> Mark {
        let span = Span::new(start, end);
        let (sign, label) = (target.to_owned(), target.to_owned());
        Mark { span, passage: span, target: target.to_owned(), sign, label, tone: "t-low", rank }
    }

    #[test]
    fn overlapping_passages_are_split_where_one_begins_or_ends() {
        let marks = [mark(2, 8, "f2", 2), mark(5, 9, "f1", 1), mark(8, 9, "f2", 2)];
        let shown: Vec<String> = segments(Span::new(0, 10), &marks)
            .iter()
            .map(|it| {
                let ends: Vec<&str> = it.ends.iter().map(|it| it.target.as_str()).collect();
                let over = it.mark.map_or("-", |it| it.target.as_str());
                format!("{}..{} {over} {}", it.span.start, it.span.end, ends.join(" "))
            })
            .collect();
        assert_eq!(shown, ["0..2 - ", "2..5 f2 ", "5..8 f1 f2", "8..9 f1 f1 f2", "9..10 - "]);
    }
}
