//! Lines of pages in, footnotes out: small print at the foot of a page that something above it calls.

use std::collections::BTreeMap;

use super::lines::Line;

/// Takes the footnotes out of each page; one list of lines a page.
pub(super) fn take(pages: &mut [Vec<Line>]) -> Vec<Vec<Line>> {
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for line in pages.iter().flatten() {
        *sizes.entry((line.size * 2.0).round() as i64).or_default() += line.text.len();
    }
    let body = sizes.iter().max_by_key(|it| it.1).map_or(0.0, |it| *it.0 as f64 / 2.0);
    pages.iter_mut().map(|page| take_from(page, body)).collect()
}

/// Small print is at most this share of the size of the running text.
const SMALL: f64 = 0.94;

fn take_from(page: &mut Vec<Line>, body: f64) -> Vec<Line> {
    let mut taken: Vec<usize> = Vec::new();
    let mut end = page.len();
    // Each column has a foot of its own.
    while end > 0 {
        let column = page.get(end - 1).map(|it| it.column);
        let start = page.get(..end).unwrap_or_default().iter().rposition(|it| Some(it.column) != column);
        let start = start.map_or(0, |it| it + 1);
        let lines = page.get(start..end).unwrap_or_default();
        let n_small = lines.iter().rev().take_while(|it| it.size < body * SMALL).count();
        let small = end - n_small;
        let is_called = |line: &Line| {
            mark(&line.text).is_some_and(|mark| {
                let above = page.get(..small).unwrap_or_default().iter();
                above.clone().any(|it| calls(&it.text, &mark))
            })
        };
        let first = (small..end).find(|&it| page.get(it).is_some_and(is_called));
        taken.extend(first.into_iter().flat_map(|it| it..end));
        end = start;
    }
    taken.sort_unstable();
    let mut notes = Vec::new();
    let mut nth = 0;
    page.retain(|line| {
        nth += 1;
        let goes = taken.binary_search(&(nth - 1)).is_ok();
        if goes {
            notes.push(line.clone());
        }
        !goes
    });
    notes
}

/// The mark that a footnote begins with: `1` of "[1] As amended" and "1 As amended", `*` of "*As amended".
pub(super) fn mark(text: &str) -> Option<String> {
    let inner = text.strip_prefix('[').unwrap_or(text);
    let digits: String = inner.chars().take_while(char::is_ascii_digit).take(4).collect();
    let rest = inner.get(digits.len()..).unwrap_or_default();
    if (1..=3).contains(&digits.len()) && rest.starts_with([' ', ']', '.', ')']) {
        return Some(digits);
    }
    text.chars().next().filter(|it| matches!(it, '*' | '†' | '‡' | '§')).map(String::from)
}

/// True if a line of text calls the footnote with this mark.
fn calls(text: &str, mark: &str) -> bool {
    if mark.bytes().all(|it| it.is_ascii_digit()) {
        return text.contains(&format!("[{mark}]"));
    }
    // A symbol right behind a word; one with a blank before it is a sign of something else.
    text.match_indices(mark).any(|(at, _)| {
        text.get(..at)
            .and_then(|it| it.chars().next_back())
            .is_some_and(|it| !it.is_whitespace() && it != '*')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, size: f64, baseline: f64) -> Line {
        Line {
            text: text.to_owned(),
            left: 72.0,
            right: 500.0,
            baseline,
            size,
            bold: false,
            cells: Vec::new(),
            column: 0,
        }
    }

    #[test]
    fn small_print_that_is_called_is_taken() {
        let mut pages = vec![vec![
            line("Fees[1] are due.", 11.0, 100.0),
            line("And more of this text.", 11.0, 114.0),
            line("[1] As amended", 8.0, 700.0),
            line("from time to time.", 8.0, 710.0),
        ]];
        let notes = take(&mut pages);
        let texts = |lines: &[Vec<Line>]| -> Vec<String> {
            lines.iter().flatten().map(|it| it.text.clone()).collect()
        };
        assert_eq!(texts(&notes), ["[1] As amended", "from time to time."]);
        assert_eq!(texts(&pages), ["Fees[1] are due.", "And more of this text."]);
    }

    #[test]
    fn small_print_that_nothing_calls_stays() {
        let mut pages = vec![vec![
            line("Fees are due on time and in full.", 11.0, 100.0),
            line("1 Architecture note", 8.0, 700.0),
        ]];
        assert!(take(&mut pages).iter().all(Vec::is_empty));
    }
}
