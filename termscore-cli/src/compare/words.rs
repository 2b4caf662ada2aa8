//! Two passages in, their words with what was taken out and what was added out.

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Longer passages are not compared word by word.
const LONGEST: usize = 6_000;

/// Words that stand in both, or in one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Stretch {
    pub(super) r#in: In,
    pub(super) text: String,
}

/// Where words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum In {
    Both,
    Before,
    After,
}

/// Words with single blanks between them.
pub(super) fn collapse(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Stretches in reading order; what was taken out stands before what was added.
pub(super) fn diff(before: &str, after: &str) -> Vec<Stretch> {
    let a: Vec<&str> = before.split_whitespace().collect();
    let b: Vec<&str> = after.split_whitespace().collect();
    let mut all: Vec<Stretch> = Vec::new();
    let mut add = |r#in: In, words: Option<&[&str]>| {
        let words = words.unwrap_or_default();
        if words.is_empty() {
            return;
        }
        let text = words.join(" ");
        match all.last_mut() {
            Some(last) if last.r#in == r#in => {
                last.text.push(' ');
                last.text.push_str(&text);
            }
            _ => all.push(Stretch { r#in, text }),
        }
    };
    if a.len().max(b.len()) > LONGEST {
        add(In::Before, Some(&a));
        add(In::After, Some(&b));
        return all;
    }
    for op in capture_diff_slices(Algorithm::Myers, &a, &b) {
        match op {
            DiffOp::Equal { old_index, len, .. } => add(In::Both, a.get(old_index..old_index + len)),
            DiffOp::Delete { old_index, old_len, .. } => {
                add(In::Before, a.get(old_index..old_index + old_len))
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                add(In::After, b.get(new_index..new_index + new_len))
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                add(In::Before, a.get(old_index..old_index + old_len));
                add(In::After, b.get(new_index..new_index + new_len));
            }
        }
    }
    all
}

/// Words that were taken out or added.
pub(super) fn n_changed(stretches: &[Stretch]) -> usize {
    let changed = stretches.iter().filter(|it| it.r#in != In::Both);
    changed.map(|it| it.text.split(' ').count()).sum()
}

/// Long stretches that did not change, shortened to the words around the changes.
pub(super) fn shortened(stretches: &[Stretch], n_words: usize) -> Vec<Stretch> {
    let last = stretches.len().saturating_sub(1);
    let shorten = |(n, it): (usize, &Stretch)| {
        let words: Vec<&str> = it.text.split(' ').collect();
        // At the ends one side is enough.
        let sides = usize::from(n > 0) + usize::from(n < last);
        if it.r#in != In::Both || words.len() <= n_words * sides.max(1) + 2 {
            return it.clone();
        }
        let head = words.get(..n_words).unwrap_or_default().join(" ");
        let tail = words.get(words.len() - n_words..).unwrap_or_default().join(" ");
        let text = match (n > 0, n < last) {
            (true, true) => format!("{head} … {tail}"),
            (true, false) => format!("{head} …"),
            _ => format!("… {tail}"),
        };
        Stretch { r#in: In::Both, text }
    };
    stretches.iter().enumerate().map(shorten).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(stretches: &[Stretch]) -> String {
        let one = |it: &Stretch| match it.r#in {
            In::Both => it.text.clone(),
            In::Before => format!("[-{}-]", it.text),
            In::After => format!("{{+{}+}}", it.text),
        };
        stretches.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_compared_not_letters() {
        for (before, after, expected) in [
            ("pay within 30 days", "pay within 60 days", "pay within [-30-] {+60+} days"),
            ("pay  within\n30 days", "pay within 30 days", "pay within 30 days"),
            ("", "new words", "{+new words+}"),
            ("old words", "", "[-old words-]"),
            ("a b c", "a c", "a [-b-] c"),
        ] {
            assert_eq!(shown(&diff(before, after)), expected);
        }
    }

    #[test]
    fn what_did_not_change_is_shortened() {
        let before = "a b c d e f g h i j k l m n o p q r s t OLD";
        let after = "a b c d e f g h i j k l m n o p q r s t NEW";
        assert_eq!(shown(&shortened(&diff(before, after), 3)), "… r s t [-OLD-] {+NEW+}");
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_it(a in "[ab ]{0,40}", b in "[abc ]{0,40}") {
            let stretches = diff(&a, &b);
            let read = |not: In| {
                let words: Vec<&str> =
                    stretches.iter().filter(|it| it.r#in != not).map(|it| it.text.as_str()).collect();
                words.join(" ")
            };
            prop_assert_eq!(read(In::After), collapse(&a));
            prop_assert_eq!(read(In::Before), collapse(&b));
        }
    }
}
