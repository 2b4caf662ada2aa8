//! Lines of a plain text with form feeds in, the running headers and footers among them out.
//!
//! Programs that turn a PDF into text leave a form feed at the end of each page, and the lines that a layout program
//! put at its edges. Without form feeds nothing tells a footer from a refrain, so nothing is taken.

use std::collections::{BTreeMap, BTreeSet};

use crate::Span;

/// Lines at each end of a page that are looked at.
const REACH: usize = 2;

/// Longer lines, in bytes, are text.
const LONGEST: usize = 100;

/// True if [`running`] can find anything.
pub(super) fn may_run(text: &str) -> bool {
    text.contains('\u{0C}')
}

/// Indices of lines that stand at the edges of at least three pages and of two in five, with the same words, digits
/// ignored. `lines` are those that are not blank, in order.
pub(super) fn running(text: &str, lines: &[Span]) -> Vec<usize> {
    if !may_run(text) {
        return Vec::new();
    }
    let feeds: Vec<usize> = text.match_indices('\u{0C}').map(|it| it.0).collect();
    let mut pages: Vec<Vec<usize>> = vec![Vec::new(); feeds.len() + 1];
    for (nth, line) in lines.iter().enumerate() {
        if let Some(page) = pages.get_mut(feeds.partition_point(|it| *it < line.start)) {
            page.push(nth);
        }
    }
    pages.retain(|it| !it.is_empty());
    let key = |nth: usize| lines.get(nth).filter(|it| it.len() <= LONGEST).map(|it| words(it.of(text)));
    let edges = |page: &[usize]| -> Vec<usize> {
        let at_edge = |it: &usize| *it < REACH || it + REACH >= page.len();
        (0..page.len()).filter(at_edge).filter_map(|it| page.get(it).copied()).collect()
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in &pages {
        let mut keys: Vec<String> = edges(page).into_iter().filter_map(key).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let enough = (pages.len() * 2).div_ceil(5).max(3);
    let numbered = numbered(text, lines, &pages.iter().map(|it| edges(it)).collect::<Vec<_>>());
    let runs = |nth: &usize| {
        numbered.contains(nth) || key(*nth).and_then(|it| counts.get(&it)).is_some_and(|it| *it >= enough)
    };
    pages.iter().flat_map(|it| edges(it)).filter(runs).collect()
}

/// Lines that say "page 1" and "page 2" on two pages in a row, and the same besides: two are enough of these.
fn numbered(text: &str, lines: &[Span], edges: &[Vec<usize>]) -> BTreeSet<usize> {
    let told = |nth: usize| {
        let line = lines.get(nth).filter(|it| it.len() <= LONGEST)?.of(text);
        Some((words(line), page_number(line)?))
    };
    let mut out = BTreeSet::new();
    for pair in edges.windows(2) {
        let [these, others] = pair else { continue };
        for &this in these {
            let Some((key, number)) = told(this) else { continue };
            let follows = |it: &usize| told(*it) == Some((key.clone(), number + 1));
            if let Some(&other) = others.iter().find(|it| follows(it)) {
                out.extend([this, other]);
            }
        }
    }
    out
}

/// 2 of "Acme NDA, page 2 of 3"; at most four digits.
fn page_number(line: &str) -> Option<u32> {
    let line = line.to_lowercase();
    let (before, after) = line.rsplit_once("page ")?;
    let digits: String = after.trim_start().chars().take_while(char::is_ascii_digit).take(5).collect();
    (digits.len() <= 4 && !before.ends_with(char::is_alphanumeric)).then(|| digits.parse().ok()).flatten()
}

/// The words in small letters, numbers made alike.
fn words(line: &str) -> String {
    let mut out = String::new();
    for c in line.chars().flat_map(char::to_lowercase) {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let mut start = 0;
        let mut spans = Vec::new();
        for line in text.split_inclusive(['\n', '\u{0C}']) {
            let body = line.trim();
            if !body.is_empty() {
                let from = start + (line.len() - line.trim_start().len());
                spans.push(Span::new(from, from + body.len()));
            }
            start += line.len();
        }
        let found: Vec<&str> =
            running(text, &spans).into_iter().filter_map(|it| spans.get(it)).map(|it| it.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_repeats_at_form_feeds_runs() {
        let page = |body: &str, nth: usize| {
            format!("Acme NDA\n{body}\nmore {body}\nend {body}\nref 17/{nth}\n\u{0C}")
        };
        let text = [("aa", 1), ("bb", 2), ("cc", 3)].map(|(body, nth)| page(body, nth)).concat();
        check(&text, &["Acme NDA", "ref 17/1", "Acme NDA", "ref 17/2", "Acme NDA", "ref 17/3"]);
        check(&text.replace('\u{0C}', "\n"), &[]);
        check("Acme NDA\none\n\u{0C}Acme NDA\ntwo\n", &[]);
    }

    #[test]
    fn page_numbers_that_count_up_run_on_two_pages() {
        let text = "one\nAcme, page 1 of 3\n\u{0C}two\nAcme, Page 2 of 3\n\u{0C}three\n";
        check(text, &["Acme, page 1 of 3", "Acme, Page 2 of 3"]);
        check("one\nsee page 4\n\u{0C}two\nsee page 4\n", &[]);
        check("one\nSchedule 1\n\u{0C}two\nSchedule 2\n", &[]);
    }
}
