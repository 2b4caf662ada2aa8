//! Dates as lines for people: by day, each with its sum and its quotes.

use super::{
    signs::Basis,
    timeline::{Kind, Question, Timeline, in_words},
};
use crate::render::{
    count::count,
    page::{Page, plain, styled},
    style::{BAD, DOUBT, FAINT, STRONG},
};

const EDGE: usize = 2;
const INSIDE: usize = 4;

/// A quote is shown up to so many characters.
const LONGEST: usize = 160;

/// Days ahead that are soon.
const SOON: i64 = 30;

/// Adds the dates of one contract.
pub(super) fn show(page: &mut Page, timeline: &Timeline, question: Question) {
    let n = count(timeline.dates.len(), "date", "dates");
    page.gap();
    let right = styled(FAINT, format!("{n}, today is {}", in_words(question.today)));
    page.ends(&[plain("  ")], EDGE, &[styled(STRONG, &timeline.file)], &right);
    for it in &timeline.dates {
        page.gap();
        let style = if (0..=SOON).contains(&it.in_days) { BAD } else { STRONG };
        let is_deadline = matches!(it.kind, Kind::RenewalNotice | Kind::Leaving);
        let weekend = if is_deadline && it.date.is_weekend() { " (a weekend)" } else { "" };
        let left = [styled(style, in_words(it.date)), plain(format!("  {}{weekend}", it.title))];
        page.ends(&[plain("  ")], INSIDE, &left, &styled(FAINT, from_today(it.in_days)));
        page.paragraph(INSIDE, &[plain(&it.arithmetic)]);
        it.basis.iter().for_each(|it| quote(page, it));
    }
    if !timeline.undated.is_empty() {
        page.gap();
        page.line(&[plain("  "), styled(STRONG, "Not dated")]);
        for it in &timeline.undated {
            page.paragraph(INSIDE, &[styled(DOUBT, format!("{}: ", it.what)), plain(&it.reason)]);
            it.basis.iter().for_each(|it| quote(page, it));
        }
    }
    if !timeline.notes.is_empty() {
        page.gap();
        page.line(&[plain("  "), styled(STRONG, "Note")]);
        timeline.notes.iter().for_each(|it| page.paragraph(INSIDE, &[plain(it)]));
    }
    page.gap();
    let caution = "The first day of a period counts. Check days that matter against the contract itself.";
    page.paragraph(EDGE, &[styled(FAINT, caution)]);
}

/// "today", "in 5 days", "5 days ago"
fn from_today(in_days: i64) -> String {
    let n = usize::try_from(in_days.unsigned_abs()).unwrap_or(usize::MAX);
    match in_days {
        0 => "today".to_owned(),
        1.. => format!("in {}", count(n, "day", "days")),
        _ => format!("{} ago", count(n, "day", "days")),
    }
}

fn quote(page: &mut Page, basis: &Basis) {
    let words = basis.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(LONGEST).collect();
    let more = if short.len() < words.len() { "…" } else { "" };
    let mut place = Vec::new();
    if !basis.section.is_empty() {
        let sign = if basis.section.starts_with(|it: char| it.is_ascii_digit()) { "§ " } else { "" };
        place.push(format!("{sign}{}", basis.section));
    }
    place.extend(basis.page.map(|it| format!("page {it}")));
    let place = if place.is_empty() { String::new() } else { format!("  {}", place.join(", ")) };
    page.paragraph(INSIDE, &[styled(FAINT, format!("“{short}{more}”{place}"))]);
}
