//! List styles in, numbers out: counts as LibreOffice does while the items pass in order.

use std::collections::BTreeMap;

use crate::ordinal::{ordinal, repeated_letters};
use crate::xml::Element;

/// OpenDocument has ten levels.
pub(super) const N_LEVELS: usize = 10;

/// How a level writes its number.
#[derive(Clone, Debug, Default)]
pub(super) struct Level {
    is_bullet: bool,
    /// `1`, `a`, `A`, `i`, `I`; empty for no number.
    format: String,
    /// "aa" after "z" in step, else "aa", "ab".
    letter_sync: bool,
    prefix: String,
    suffix: String,
    /// How many levels the number shows, its own included.
    shown: usize,
    /// The whole number with `%1%` to `%10%` for the levels; newer files have it.
    pattern: Option<String>,
    start: i64,
}

/// Levels by their number, from 1.
pub(super) type ListStyle = BTreeMap<usize, Level>;

/// The last number of each level, the highest first; absent for levels that have not begun.
pub(super) type Counts = [Option<i64>; N_LEVELS];

pub(super) fn level(element: Element<'_>) -> Option<(usize, Level)> {
    let is_bullet = match element.name {
        "list-level-style-number" | "outline-level-style" => false,
        "list-level-style-bullet" | "list-level-style-image" => true,
        _ => return None,
    };
    let nth = number(element.attribute("level")).and_then(|it| usize::try_from(it).ok())?;
    let text = |name: &str| element.label(name).unwrap_or_default();
    let level = Level {
        is_bullet,
        format: text("num-format"),
        letter_sync: element.attribute("num-letter-sync").is_some_and(|it| it == "true"),
        prefix: text("num-prefix"),
        suffix: text("num-suffix"),
        shown: number(element.attribute("display-levels"))
            .and_then(|it| usize::try_from(it).ok())
            .unwrap_or(1),
        pattern: element.label("num-list-format"),
        start: number(element.attribute("start-value")).unwrap_or(1),
    };
    (1..=N_LEVELS).contains(&nth).then_some((nth, level))
}

pub(super) fn number(value: Option<&str>) -> Option<i64> {
    value.and_then(|it| it.trim().parse().ok())
}

/// Counts one item on a level (from 1), which begins the deeper levels anew, and writes its number.
pub(super) fn next(style: &ListStyle, counts: &mut Counts, nth: usize, start: Option<i64>) -> String {
    let Some(level) = style.get(&nth) else { return String::new() };
    let place = nth.saturating_sub(1);
    if let Some(count) = counts.get_mut(place) {
        *count = Some(start.unwrap_or_else(|| count.map_or(level.start, |it| it.saturating_add(1))));
    }
    counts.iter_mut().skip(nth).for_each(|it| *it = None);
    if level.is_bullet {
        return "•".to_owned();
    }
    let shown = |nth: usize| {
        let Some(level) = style.get(&nth).filter(|it| !it.is_bullet) else { return String::new() };
        let count = counts.get(nth.saturating_sub(1)).copied().flatten().unwrap_or(level.start);
        write(count, level)
    };
    if let Some(pattern) = &level.pattern {
        return fill(pattern, shown);
    }
    if level.format.is_empty() {
        return format!("{}{}", level.prefix, level.suffix).trim().to_owned();
    }
    let first = (nth + 1).saturating_sub(level.shown).max(1);
    let numbers: Vec<String> = (first..=nth).map(shown).filter(|it| !it.is_empty()).collect();
    format!("{}{}{}", level.prefix, numbers.join("."), level.suffix)
}

fn write(count: i64, level: &Level) -> String {
    match level.format.chars().next() {
        None => String::new(),
        Some(first @ ('a' | 'A')) if level.letter_sync => repeated_letters(count, first),
        Some(kind @ ('a' | 'A' | 'i' | 'I')) => ordinal(count, kind),
        Some(_) => count.to_string(),
    }
}

/// Puts numbers for `%1%`, `%2%` and so on.
fn fill(pattern: &str, shown: impl Fn(usize) -> String) -> String {
    let mut out = String::new();
    for (at, piece) in pattern.split('%').enumerate() {
        match piece.parse::<usize>() {
            Ok(nth) if at % 2 == 1 && (1..=N_LEVELS).contains(&nth) => out.push_str(&shown(nth)),
            _ => out.push_str(piece),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_show_levels() {
        let level = |format: &str, suffix: &str, shown: usize, pattern: Option<&str>| Level {
            format: format.into(),
            suffix: suffix.into(),
            shown,
            pattern: pattern.map(str::to_owned),
            start: 1,
            ..Level::default()
        };
        let style = ListStyle::from([
            (1, level("1", ".", 1, None)),
            (2, level("1", "", 2, None)),
            (3, level("a", "", 1, Some("%1%.%2%(%3%)"))),
        ]);
        let mut counts = Counts::default();
        let mut check =
            |nth, start, expected: &str| assert_eq!(next(&style, &mut counts, nth, start), expected);
        check(1, None, "1.");
        check(2, None, "1.1");
        check(3, None, "1.1(a)");
        check(3, None, "1.1(b)");
        check(2, None, "1.2");
        check(3, None, "1.2(a)");
        check(1, Some(5), "5.");
        check(2, None, "5.1");
        check(4, None, "");
    }
}
