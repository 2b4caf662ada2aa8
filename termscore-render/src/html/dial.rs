//! A score in, a dial out: a drawing with a text alternative, without a style of its own.

use maud::{Markup, html};
use termscore_core::{Report, rule::Points};

use super::bars::share;
use crate::wording::points;

/// Three quarters of a circle around (100, 100).
const ARC: &str = "M43.43 156.57 A80 80 0 1 1 156.57 156.57";
/// The same, further out: where the interval is drawn.
const OUTER: &str = "M34.95 165.05 A92 92 0 1 1 165.05 165.05";

/// The dial of a report that has a score.
pub(super) fn dial(report: &Report) -> Markup {
    let score = report.score();
    let share = share(score, Points::FULL);
    let open = report.low != report.high;
    // The paths are a hundred long, as the score is.
    let part = |points: Points| Points(points.0.clamp(0, Points::FULL.0));
    let (low, high) = (part(report.low.min(score)), part(report.high.max(score)));
    html! {
        svg class="dial" viewBox="0 0 200 180" role="img" aria-labelledby="dial-title dial-text" {
            title id="dial-title" { "Score " (points(score)) " of 100" }
            desc id="dial-text" {
                @if open {
                    "A dial. The score lies between " (points(report.low)) " and " (points(report.high))
                    ", however the open questions are decided."
                } @else {
                    "A dial from 0 to 100."
                }
            }
            path class="track" d=(ARC) pathLength="100" {}
            @if score > Points(0) {
                path class={ "value " (share) } d=(ARC) pathLength="100" stroke-dasharray={ (part(score).to_string()) " 200" } {}
            }
            @if open {
                path class="range" d=(OUTER) pathLength="100"
                    stroke-dasharray={ ((high - low).to_string()) " 200" } stroke-dashoffset={ "-" (low.to_string()) } {}
            }
            text class="number" x="100" y="112" text-anchor="middle" { (points(score)) }
            text class="of" x="100" y="136" text-anchor="middle" { "of 100" }
        }
    }
}
