//! What is left of a worth in, a bar out.

use maud::{Markup, html};
use termscore_core::rule::{Points, Severity};

/// A bar beside a text that says the same.
pub(super) fn bar(left: Points, worth: Points) -> Markup {
    let width = percent(left, worth).clamp(0, 100);
    html! {
        svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect class="track" width="100" height="8" {}
            @if width > 0 { rect class=(share(left, worth)) width=(width) height="8" {} }
        }
    }
}

/// Class of a share: green, yellow or red, as on a terminal.
pub(super) fn share(left: Points, worth: Points) -> &'static str {
    match percent(left, worth) {
        70.. => "t-good",
        40..70 => "t-medium",
        _ => "t-critical",
    }
}

/// Class of a severity.
pub(super) fn tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "t-critical",
        Severity::High => "t-high",
        Severity::Medium => "t-medium",
        Severity::Low => "t-low",
        Severity::Minimal => "t-good",
    }
}

fn percent(left: Points, worth: Points) -> i64 {
    left.0.saturating_mul(100).checked_div(worth.0).unwrap_or(100)
}
