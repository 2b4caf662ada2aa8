//! Matches of one clause in two contracts, side by side: first those that stayed as they are, then those that read alike,
//! where saying the same counts for some of the words.

use termscore::report::Evidence;

use super::change::Change;

/// Passages that say different things are one and the same passage if at least this share of their words is common, in
/// per cent.
const ALIKE: usize = 45;

/// The same for passages that say the same as far as the clause can tell.
const BARELY: usize = 20;

/// Saying the same counts as much as so many per cent of the words.
const SAME: usize = 25;

/// No more pairs than this are weighed for one clause.
const MOST_PAIRS: usize = 40_000;

/// A match before, a match after, or both.
pub(super) struct Pair<'a> {
    pub(super) before: Option<&'a Evidence>,
    pub(super) after: Option<&'a Evidence>,
    pub(super) change: Change,
}

/// In the order of the text after, then of what is gone. Each match comes with the words of its passage.
pub(super) fn align<'a>(
    before: &[(&'a Evidence, String)],
    after: &[(&'a Evidence, String)],
) -> Vec<Pair<'a>> {
    let mut partner: Vec<Option<usize>> = vec![None; after.len()];
    let mut taken = vec![false; before.len()];
    let mut join = |a: usize, b: usize, partner: &mut Vec<Option<usize>>| {
        let free = taken.get(a) == Some(&false) && partner.get(b) == Some(&None);
        if free {
            if let Some(it) = taken.get_mut(a) {
                *it = true;
            }
            if let Some(it) = partner.get_mut(b) {
                *it = Some(a);
            }
        }
    };
    // What stayed word by word, in its order.
    for (b, (evidence, words)) in after.iter().enumerate() {
        let same = before.iter().enumerate().filter(|(_, it)| it.1 == *words && says_same(it.0, evidence));
        let candidates: Vec<usize> = same.map(|it| it.0).collect();
        for a in candidates {
            join(a, b, &mut partner);
        }
    }
    let mut pairs: Vec<(usize, usize, usize, usize)> = Vec::new();
    if before.len().saturating_mul(after.len()) <= MOST_PAIRS {
        let bags =
            |all: &[(&Evidence, String)]| -> Vec<Vec<String>> { all.iter().map(|it| bag(&it.1)).collect() };
        let (bags_a, bags_b) = (bags(before), bags(after));
        for (a, (old, _)) in before.iter().enumerate() {
            for (b, (new, _)) in after.iter().enumerate() {
                let (Some(x), Some(y)) = (bags_a.get(a), bags_b.get(b)) else { continue };
                let common = in_common(x, y);
                let same = says_same(old, new);
                if common >= if same { BARELY } else { ALIKE } {
                    pairs.push((common + if same { SAME } else { 0 }, a.abs_diff(b), a, b));
                }
            }
        }
    }
    // The most alike first, then the nearest.
    pairs.sort_by(|x, y| y.0.cmp(&x.0).then((x.1, x.2, x.3).cmp(&(y.1, y.2, y.3))));
    for (_, _, a, b) in pairs {
        join(a, b, &mut partner);
    }
    let mut all = Vec::new();
    for ((new, words), partner) in after.iter().zip(&partner) {
        let old = partner.and_then(|it| before.get(it));
        let change = match old {
            None => Change::New,
            Some((old, _)) if !says_same(old, new) => Change::Changed,
            Some((_, before)) if before == words => Change::Unchanged,
            Some(_) => Change::Reworded,
        };
        all.push(Pair { before: old.map(|it| it.0), after: Some(*new), change });
    }
    for ((old, _), taken) in before.iter().zip(&taken) {
        if !taken {
            all.push(Pair { before: Some(*old), after: None, change: Change::Gone });
        }
    }
    all
}

/// The clause keeps the same of both.
fn says_same(a: &Evidence, b: &Evidence) -> bool {
    a.actor == b.actor && a.polarity == b.polarity && a.captures == b.captures
}

/// Words of a passage in small letters, sorted.
fn bag(words: &str) -> Vec<String> {
    let mut all: Vec<String> = words.split(' ').map(str::to_lowercase).collect();
    all.sort();
    all
}

/// Share of words that two sorted lists have in common, in per cent of both.
fn in_common(a: &[String], b: &[String]) -> usize {
    let (mut x, mut y, mut n) = (a.iter().peekable(), b.iter().peekable(), 0_usize);
    while let (Some(one), Some(other)) = (x.peek(), y.peek()) {
        match one.cmp(other) {
            std::cmp::Ordering::Less => drop(x.next()),
            std::cmp::Ordering::Greater => drop(y.next()),
            std::cmp::Ordering::Equal => {
                n += 1;
                x.next();
                y.next();
            }
        }
    }
    (n * 200).checked_div(a.len() + b.len()).unwrap_or(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_common_are_counted_with_repetitions() {
        for (a, b, expected) in
            [("a b c", "a b c", 100), ("a a b", "a b b", 66), ("a", "b", 0), ("A b", "a B", 100)]
        {
            assert_eq!(in_common(&bag(a), &bag(b)), expected, "{a} | {b}");
        }
    }
}
