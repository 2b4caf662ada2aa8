//! Aho and Corasick's automaton over bytes, as a table and packed.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::{
    Result,
    rows::{Job, with_version},
};

pub fn phrases(phrases: &[String], texts: &[String]) -> Result<()> {
    for (kind, does) in [
        (AhoCorasickKind::DFA, "DFA; all matches, overlapping"),
        (AhoCorasickKind::ContiguousNFA, "contiguous NFA; all matches, overlapping"),
    ] {
        let automaton =
            AhoCorasick::builder().kind(Some(kind)).ascii_case_insensitive(true).build(phrases)?;
        Job { peer: &with_version("aho-corasick"), does, looks_for: &format!("{} phrases", phrases.len()) }
            .measure(texts, str::to_owned, |text| {
                let mut seen = vec![false; phrases.len()];
                for found in automaton.find_overlapping_iter(text) {
                    if let Some(it) = seen.get_mut(found.pattern().as_usize()) {
                        *it = true;
                    }
                }
                seen.iter().filter(|it| **it).count()
            });
    }
    Ok(())
}
