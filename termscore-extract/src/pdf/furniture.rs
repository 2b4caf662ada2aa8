//! Finds the lines that a layout program put there: running headers, footers, page numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::Line;
use super::segment::is_signature_label;

/// So many lines at the top and at the bottom of a page are looked at.
const REACH: usize = 4;

/// A line that was taken out of the flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Removed {
    pub(super) text: String,
    /// True if it stood in the upper half of its page.
    pub(super) at_top: bool,
}

/// Removes lines that stand at the edges of most pages, or at the same height of pages in a row, with the same words,
/// digits ignored. Gives back each distinct one once.
pub(super) fn remove(pages: &mut [Vec<Line>]) -> Vec<Removed> {
    let mut removed = Vec::new();
    let n_pages = pages.iter().filter(|it| !it.is_empty()).count();
    remove_counted(pages);
    let in_a_row = in_a_row(pages);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages.iter() {
        let mut keys: Vec<String> = edge(page).into_iter().filter_map(|it| page.get(it)).map(key).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    // Two of five, because odd and even pages may differ and the first page often has none; on two or three pages a
    // heading can repeat by chance, so there only what is nothing but a number goes.
    let enough = (n_pages * 2).div_ceil(5).max(3);
    let mut known = BTreeSet::new();
    let on_all_but_first = on_all_but_first(pages);
    for (number, (page, in_a_row)) in (1_u32..).zip(pages.iter_mut().zip(in_a_row)) {
        let gone: Vec<usize> = edge(page)
            .into_iter()
            .filter(|&it| {
                page.get(it).is_some_and(|line| {
                    let count = counts.get(&key(line)).copied().unwrap_or(0);
                    (count >= enough && !is_blank_to_fill(&line.text))
                        || (count >= 2 && count * 2 >= n_pages && is_page_number(&line.text))
                        || in_a_row.contains(&it)
                        || (number > 1 && on_all_but_first.contains(&line.text))
                        || is_page_of_pages(&line.text)
                        || is_dashed(&line.text, number)
                })
            })
            .collect();
        let top = page.iter().map(|it| it.baseline).fold(f64::MAX, f64::min);
        let foot = page.iter().map(|it| it.baseline).fold(f64::MIN, f64::max);
        let mut nth = 0;
        page.retain(|line| {
            nth += 1;
            let goes = gone.contains(&(nth - 1));
            if goes && known.insert(key(line)) {
                let at_top = line.baseline * 2.0 < top + foot;
                removed.push(Removed { text: line.text.clone(), at_top });
            }
            !goes
        });
    }
    removed
}

/// Topmost lines, the same at the same height of each page but the first, of three pages. Of more pages
/// two in five are enough; with two pages a heading may repeat by chance.
fn on_all_but_first(pages: &[Vec<Line>]) -> BTreeSet<String> {
    let [_, second, third] = pages else { return BTreeSet::new() };
    let top = |page: &[Line]| {
        let line = page.iter().min_by(|a, b| a.baseline.total_cmp(&b.baseline));
        line.filter(|it| !is_own(&it.text)).map(|it| (it.text.clone(), it.baseline))
    };
    let found = top(second).zip(top(third)).filter(|(a, b)| a.0 == b.0 && (a.1 - b.1).abs() < 2.0);
    found.into_iter().map(|it| it.0.0).collect()
}

/// "- 2 -" on the second page, wherever there is but one of them.
fn is_dashed(text: &str, page: u32) -> bool {
    let dash = ['-', '–', '—'];
    let inner = text.strip_prefix(dash).and_then(|it| it.strip_suffix(dash));
    inner.and_then(|it| it.trim().parse().ok()) == Some(page)
}

/// Indices of lines that stand at the same height of pages in a row: on three with the same words, or on two with
/// numbers that count up, such as "Acme NDA – page 2". Parts of a file may have footers of their own.
fn in_a_row(pages: &[Vec<Line>]) -> Vec<Vec<usize>> {
    let edges: Vec<Vec<usize>> = pages.iter().map(|it| outermost(it)).collect();
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); pages.len()];
    let line = |page: usize, nth: usize| pages.get(page).and_then(|it| it.get(nth));
    // The same line on the page after.
    let next = |page: usize, nth: usize| -> Option<usize> {
        let this = line(page, nth)?;
        edges.get(page + 1)?.iter().copied().find(|&it| {
            line(page + 1, it)
                .is_some_and(|next| (next.baseline - this.baseline).abs() < 2.0 && key(next) == key(this))
        })
    };
    for (page, edge) in edges.iter().enumerate() {
        for &first in edge {
            if line(page, first).is_none_or(|it| is_own(&it.text)) {
                continue;
            }
            let Some(second) = next(page, first) else { continue };
            let third = next(page + 1, second);
            let counts_up = line(page, first).zip(line(page + 1, second)).is_some_and(|(this, next)| {
                last_number(&this.text).is_some_and(|it| last_number(&next.text) == it.checked_add(1))
            });
            if third.is_none() && !counts_up {
                continue;
            }
            for (page, nth) in [(page, Some(first)), (page + 1, Some(second)), (page + 2, third)] {
                if let (Some(list), Some(nth)) = (out.get_mut(page), nth)
                    && !list.contains(&nth)
                {
                    list.push(nth);
                }
            }
        }
    }
    out
}

/// True for lines that stand at the same place of pages and belong to each: "Schedule 2", "Name:", "______".
fn is_own(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    let Some(first) = words.next() else { return true };
    let is_part = matches!(
        first,
        "article"
            | "section"
            | "clause"
            | "part"
            | "chapter"
            | "schedule"
            | "exhibit"
            | "annex"
            | "appendix"
            | "attachment"
            | "addendum"
    );
    let numbered =
        words.next().is_some_and(|it| it.len() <= 4) && lower.bytes().any(|it| it.is_ascii_digit());
    is_signature_label(text) || (is_part && numbered && words.count() <= 1)
}

/// "Name:", "______": pages of signatures have them at the same place.
fn is_blank_to_fill(text: &str) -> bool {
    is_signature_label(text) || (text.contains('_') && !text.contains(char::is_alphanumeric))
}

/// The number that a line ends with: 7 of "Acme NDA | 7", 3 of "Page 3 of 8".
fn last_number(text: &str) -> Option<u32> {
    let mut text = text.to_lowercase();
    if let Some((before, after)) = text.rsplit_once(" of ")
        && after.trim().bytes().all(|it| it.is_ascii_digit())
    {
        text = before.to_owned();
    }
    let end = text.trim_end_matches([' ', '-', '–', '—', '|', ']', ')', '.']);
    let n_digits = end.bytes().rev().take_while(u8::is_ascii_digit).count();
    end.get(end.len() - n_digits..).and_then(|it| it.parse().ok()).filter(|_| n_digits <= 9)
}

/// "Page 3 of 10", "- 3 of 10 -": nothing else reads so, wherever there is but one of them.
fn is_page_of_pages(text: &str) -> bool {
    let lower = text.to_lowercase();
    let core = lower.trim_matches(|it: char| !it.is_alphanumeric());
    let core = core.strip_prefix("page").unwrap_or(core);
    let is_number = |it: &str| {
        let it = it.trim();
        !it.is_empty() && it.len() <= 4 && it.bytes().all(|it| it.is_ascii_digit())
    };
    core.split_once(" of ").is_some_and(|(this, all)| is_number(this) && is_number(all))
}

/// Removes lines that are nothing but a number, if these count up line by line through the document: pages of an
/// earlier edition, which end anywhere on the pages of this one.
fn remove_counted(pages: &mut [Vec<Line>]) {
    let mut counted: Vec<(usize, usize)> = Vec::new();
    let mut last: Option<u32> = None;
    for (page, lines) in pages.iter().enumerate() {
        for (nth, line) in lines.iter().enumerate().filter(|it| is_page_number(&it.1.text)) {
            let digits: String = line.text.chars().filter(char::is_ascii_digit).collect();
            let number = digits.parse::<u32>().ok();
            if number.is_some()
                && number.is_some_and(|it| last.is_none_or(|last| it == last + 1) && it < 5000)
            {
                last = number;
                counted.push((page, nth));
            }
        }
    }
    if counted.len() < 4 || counted.len() * 2 < pages.len() {
        return;
    }
    for (page, nth) in counted.into_iter().rev() {
        let Some(lines) = pages.get_mut(page).filter(|it| nth < it.len()) else {
            continue;
        };
        lines.remove(nth);
        // Often with a rule above.
        let above = nth.checked_sub(1).filter(|&it| lines.get(it).is_some_and(|it| is_rule(&it.text)));
        let nth = above.unwrap_or(nth);
        if above.is_some() {
            lines.remove(nth);
        }
        // What follows is to be read as on another page.
        for line in lines.iter_mut().skip(nth) {
            line.column += 1;
        }
    }
}

/// "-----", "=====", "* * *".
pub(super) fn is_rule(text: &str) -> bool {
    text.len() >= 3 && text.chars().all(|it| matches!(it, '-' | '–' | '—' | '=' | '*' | ' '))
}

/// Indices of the two topmost and the two bottommost lines.
fn outermost(page: &[Line]) -> Vec<usize> {
    let by_height = edge(page);
    let n_lines = by_height.len();
    by_height
        .into_iter()
        .enumerate()
        .filter(|&(nth, _)| nth < 2 || nth + 2 >= n_lines)
        .map(|it| it.1)
        .collect()
}

/// Indices of the topmost and the bottommost lines, from the top.
fn edge(page: &[Line]) -> Vec<usize> {
    let mut by_height: Vec<usize> = (0..page.len()).collect();
    by_height.sort_by(|&a, &b| {
        let of = |nth: usize| page.get(nth).map_or(0.0, |it: &Line| it.baseline);
        of(a).total_cmp(&of(b))
    });
    let n_lines = by_height.len();
    by_height
        .into_iter()
        .enumerate()
        .filter(|&(nth, _)| nth < REACH || nth + REACH >= n_lines)
        .map(|it| it.1)
        .collect()
}

/// The words with digits made alike, and a page number without its number.
fn key(line: &Line) -> String {
    if is_page_number(&line.text) {
        return "#".to_owned();
    }
    let mut out = String::new();
    for c in line.text.chars() {
        match c {
            '0'..='9' if out.ends_with('#') => {}
            '0'..='9' => out.push('#'),
            _ => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// "7", "- 7 -", "Page 7 of 20", "vii", "A-3".
fn is_page_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|it: char| !it.is_alphanumeric())
        .filter(|it| !matches!(*it, "" | "page" | "of" | "p"))
        .collect();
    let is_digits = |it: &str| it.len() <= 4 && it.chars().all(|it| it.is_ascii_digit());
    let is_roman = |it: &str| it.len() <= 5 && it.chars().all(|it| matches!(it, 'i' | 'v' | 'x'));
    match words.as_slice() {
        [only] => is_digits(only) || is_roman(only),
        [first, last] => is_digits(last) && (is_digits(first) || first.len() == 1),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(texts: &[&str]) -> Vec<Line> {
        let line = |(nth, text): (usize, &&str)| Line {
            text: (*text).to_owned(),
            left: 72.0,
            right: 500.0,
            baseline: 20.0 * nth as f64,
            size: 10.0,
            bold: false,
            cells: Vec::new(),
            column: 0,
        };
        texts.iter().enumerate().map(line).collect()
    }

    #[test]
    fn what_repeats_at_the_edges_goes() {
        let mut pages: Vec<_> = (1..=4)
            .map(|it| page(&["ACME NDA", &format!("Text {}", "abcd".repeat(it)), &format!("Page {it} of 4")]))
            .collect();
        remove(&mut pages);
        let left: Vec<usize> = pages.iter().map(Vec::len).collect();
        assert_eq!(left, [1, 1, 1, 1]);
    }

    #[test]
    fn on_two_pages_only_numbers_go() {
        let mut pages = vec![page(&["Schedule", "one", "1"]), page(&["Schedule", "two", "2"])];
        remove(&mut pages);
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
    }

    #[test]
    fn numbers_that_count_up_on_two_pages_go() {
        let mut pages = vec![page(&["One", "one", "ACME | 1"]), page(&["Two", "two", "ACME | 2"])];
        let removed = remove(&mut pages);
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2]);
        assert_eq!(removed, [Removed { text: "ACME | 1".to_owned(), at_top: false }]);
    }

    #[test]
    fn parts_have_footers_of_their_own() {
        let mut pages: Vec<_> = (0..20)
            .map(|it| {
                let end = if (9..12).contains(&it) { "Exhibit B" } else { &"z".repeat(it + 1) };
                page(&[&"a".repeat(it + 1), &"b".repeat(it + 1), &"c".repeat(it + 1), end])
            })
            .collect();
        remove(&mut pages);
        let short: Vec<usize> = (0..20).filter(|&it| pages.get(it).is_some_and(|it| it.len() < 4)).collect();
        assert_eq!(short, [9, 10, 11]);
    }

    #[test]
    fn titles_of_schedules_stay() {
        for (text, expected) in [
            ("Schedule 2", true),
            ("Exhibit B-2", true),
            ("Name:", true),
            ("________", true),
            ("ACME NDA 2", false),
            ("Confidential", false),
            ("Section 16 filings of ACME for 2", false),
        ] {
            assert_eq!(is_own(text), expected, "{text}");
        }
        let mut pages = vec![page(&["Schedule 1", "one", "x"]), page(&["Schedule 2", "two", "y"])];
        assert!(remove(&mut pages).is_empty());
    }

    #[test]
    fn a_page_of_pages_goes_alone() {
        for (text, expected) in
            [("Page 3 of 10", true), ("- 3 of 10 -", true), ("3 of 10 days", false), ("of", false)]
        {
            assert_eq!(is_page_of_pages(text), expected, "{text}");
        }
    }

    #[test]
    fn a_header_that_the_first_page_lacks_goes() {
        let mut pages = vec![page(&["Title", "a"]), page(&["Acme Terms", "b"]), page(&["Acme Terms", "c"])];
        let removed = remove(&mut pages);
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 1]);
        assert_eq!(removed.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["Acme Terms"]);
        let mut pages = vec![page(&["Title", "a"]), page(&["Schedule 1", "b"]), page(&["Schedule 1", "c"])];
        assert!(remove(&mut pages).is_empty());
    }

    #[test]
    fn a_dashed_number_of_its_page_goes_alone() {
        let mut pages = vec![page(&["one", "two"]), page(&["-2-", "two"])];
        assert_eq!(remove(&mut pages), [Removed { text: "-2-".to_owned(), at_top: true }]);
    }

    #[test]
    fn page_numbers() {
        for text in ["7", "- 7 -", "Page 7 of 20", "vii", "A-3", "7/20"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2019", "30 days", "(a) x", "Section 7", "$ 500.00 due"] {
            assert_eq!(is_page_number(text), text == "2019", "{text}");
        }
    }
}
