//! The few colours of the program. The output stream drops them where they are not wanted.

use anstyle::{AnsiColor, Style};
use termscore::rule::Severity;

/// Titles, and the words in a quote that matter.
pub(crate) const STRONG: Style = Style::new().bold();

/// What is there for the careful reader.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// Good news.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();

/// Neither.
pub(crate) const DOUBT: Style = AnsiColor::Yellow.on_default();

/// Bad news.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();

/// Wording to copy.
pub(crate) const WORDING: Style = AnsiColor::Cyan.on_default();

/// A badge.
pub(crate) fn severity(severity: Severity) -> Style {
    match severity {
        Severity::Critical => AnsiColor::BrightRed.on_default().bold().underline(),
        Severity::High => AnsiColor::Red.on_default().bold(),
        Severity::Medium => AnsiColor::Yellow.on_default().bold(),
        Severity::Low => AnsiColor::Blue.on_default().bold(),
        Severity::Minimal => AnsiColor::Green.on_default().bold(),
    }
}

/// Green, yellow or red, by what is left of a worth.
pub(crate) fn share(left: i64, worth: i64) -> Style {
    match left.saturating_mul(100).checked_div(worth).unwrap_or(100) {
        70.. => GOOD,
        40..70 => DOUBT,
        _ => BAD,
    }
}
