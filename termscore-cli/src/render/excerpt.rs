//! A passage and the words in it that matter in, a quote that fits a few lines out.

use termscore::Span;

/// A quote of some 300 characters says enough to find the clause and judge it.
const LIMIT: usize = 300;

/// A cut that saves less than this saves nothing.
const SLACK: usize = 40;

/// A stretch of a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// As in the text, blanks collapsed.
    pub(crate) text: String,
    /// True of the matched words.
    pub(crate) matched: bool,
}

/// The passage around the matches, cut to fit; a cut is marked with "…". Without a passage, the matches alone.
pub(crate) fn excerpt(text: &str, passage: Span, matches: &[Span]) -> Vec<Part> {
    let whole =
        matches.iter().fold(passage, |all, it| if passage.contains(*it) { all } else { all.cover(*it) });
    let mut chars: Vec<(char, bool)> = Vec::new();
    for (offset, char) in whole.of(text).char_indices() {
        let at = whole.start + offset;
        let matched = matches.iter().any(|it| it.start <= at && at < it.end);
        match chars.last() {
            _ if !char.is_whitespace() => chars.push((char, matched)),
            Some((last, _)) if *last != ' ' => chars.push((' ', matched)),
            _ => {}
        }
    }
    while chars.last().is_some_and(|it| it.0 == ' ') {
        chars.pop();
    }
    let first = chars.iter().position(|it| it.1).unwrap_or(0);
    let end = chars.iter().rposition(|it| it.1).map_or(0, |it| it + 1);

    let mut parts = Parts::default();
    if chars.len() <= LIMIT + SLACK {
        parts.extend(&chars, 0, chars.len());
    } else if end - first <= LIMIT {
        let spare = LIMIT - (end - first);
        let n_after = (chars.len() - end).min(spare - first.min(spare / 3));
        let n_before = first.min(spare - n_after);
        let from = after_blank(&chars, first - n_before, first);
        let to = before_blank(&chars, end + n_after, end);
        parts.cut(from > 0);
        parts.extend(&chars, from, to);
        parts.cut(to < chars.len());
    } else {
        let head = before_blank(&chars, first + LIMIT * 2 / 3, first + 1);
        let tail = after_blank(&chars, end - LIMIT / 3, end);
        parts.cut(first > 0);
        parts.extend(&chars, first, head);
        parts.middle_cut();
        parts.extend(&chars, tail, end);
        parts.cut(end < chars.len());
    }
    parts.0
}

/// The start of the word at `at` or of the next one, at most `limit`.
fn after_blank(chars: &[(char, bool)], at: usize, limit: usize) -> usize {
    if at == 0 {
        return 0;
    }
    (at..limit).find(|it| chars.get(it - 1).is_some_and(|it| it.0 == ' ')).unwrap_or(limit)
}

/// The end of the word before `at`, at least `limit`.
fn before_blank(chars: &[(char, bool)], at: usize, limit: usize) -> usize {
    if at >= chars.len() {
        return chars.len();
    }
    (limit..=at).rev().find(|it| chars.get(*it).is_some_and(|it| it.0 == ' ')).unwrap_or(limit)
}

#[derive(Default)]
struct Parts(Vec<Part>);

impl Parts {
    fn extend(&mut self, chars: &[(char, bool)], from: usize, to: usize) {
        for (char, matched) in chars.get(from..to).unwrap_or_default() {
            self.push(*char, *matched);
        }
    }

    fn push(&mut self, char: char, matched: bool) {
        match self.0.last_mut() {
            Some(last) if last.matched == matched => last.text.push(char),
            _ => self.0.push(Part { text: char.to_string(), matched }),
        }
    }

    fn cut(&mut self, needed: bool) {
        if needed {
            self.push('…', false);
        }
    }

    fn middle_cut(&mut self) {
        " … ".chars().for_each(|it| self.push(it, false));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Matches are in brackets, in the input and in the output.
    fn check(input: &str, expected: &str) {
        let mut text = String::new();
        let mut starts = Vec::new();
        let mut matches = Vec::new();
        for char in input.chars() {
            match char {
                '[' => starts.push(text.len()),
                ']' => matches.extend(starts.pop().map(|start| Span::new(start, text.len()))),
                it => text.push(it),
            }
        }
        let parts = excerpt(&text, Span::new(0, text.len()), &matches);
        let shown: String = parts
            .iter()
            .map(|it| if it.matched { format!("[{}]", it.text) } else { it.text.clone() })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_short_passage_is_kept_whole() {
        check("The [Work]\n   is  ours.", "The [Work] is ours.");
        check("  no match ", "no match");
        check("[a] b [c]", "[a] b [c]");
    }

    #[test]
    fn a_long_passage_is_cut_around_the_match_between_words() {
        let many = "word ".repeat(100);
        let words = |n| vec!["word"; n].join(" ");
        check(&format!("{many}[the match] {many}end"), &format!("…{} [the match] {}…", words(19), words(38)));
        check(&format!("[the match] {many}end"), &format!("[the match] {}…", words(58)));
        check(&format!("{many}[the match]"), &format!("…{} [the match]", words(58)));
    }

    #[test]
    fn a_long_match_loses_its_middle() {
        let many = "word ".repeat(200);
        let words = |n| vec!["word"; n].join(" ");
        check(
            &format!("We [grant {many}today] here"),
            &format!("…[grant {}] … [{} today]…", words(39), words(19)),
        );
    }
}
