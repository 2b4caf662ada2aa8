//! How frequent words are in contracts: which words of a pattern are rare enough to look for.

use std::{collections::BTreeMap, sync::LazyLock};

/// How often a word form stands in contracts, roughly: what it costs to look at each of its places.
///
/// Source: the hundred most frequent words of public commercial contracts, in three bands; words
/// beyond them are rare enough to be all alike.
pub(super) fn frequency(form: &str) -> u32 {
    static KNOWN: LazyLock<BTreeMap<&str, u32>> = LazyLock::new(|| {
        let bands = [(MOST, 1_000), (MANY, 200), (SOME, 60)];
        bands.into_iter().flat_map(|(words, n)| words.split_whitespace().map(move |it| (it, n))).collect()
    });
    KNOWN.get(form).copied().unwrap_or(10)
}

const MOST: &str = "\
    the of and to or in any shall by for this be a as agreement with such that is on not party all other \
    its will an from at it if you your we are may";

const MANY: &str = "\
    which under section has have been parties company each product products date no time set including \
    right rights services service use term terms provided upon their either than was were without written \
    notice information client contractor customer our us these who can must do";

const SOME: &str = "\
    payment pay agree agrees agreed days day one law laws license licence business made work works so out \
    up only more two make person person's third control between during after before provide claims property \
    new state include includes purpose purposes grant grants granted";
