//! How frequent words are in contracts: which words of a pattern are rare enough to look for.

/// How often a word form stands in contracts, roughly: what it costs to look at each of its places.
///
/// Source: the hundred most frequent words of public commercial contracts, in three bands; words
/// beyond them are rare enough to be all alike.
pub(super) fn frequency(form: &str) -> u32 {
    const MOST: &[&str] = &[
        "the",
        "of",
        "and",
        "to",
        "or",
        "in",
        "any",
        "shall",
        "by",
        "for",
        "this",
        "be",
        "a",
        "as",
        "agreement",
        "with",
        "such",
        "that",
        "is",
        "on",
        "not",
        "party",
        "all",
        "other",
        "its",
        "will",
        "an",
        "from",
        "at",
        "it",
        "if",
        "you",
        "your",
        "we",
        "are",
        "may",
    ];
    const MANY: &[&str] = &[
        "which",
        "under",
        "section",
        "has",
        "have",
        "been",
        "parties",
        "company",
        "each",
        "product",
        "products",
        "date",
        "no",
        "time",
        "set",
        "including",
        "right",
        "rights",
        "services",
        "service",
        "use",
        "term",
        "terms",
        "provided",
        "upon",
        "their",
        "either",
        "than",
        "was",
        "were",
        "without",
        "written",
        "notice",
        "information",
        "client",
        "contractor",
        "customer",
        "our",
        "us",
        "these",
        "who",
        "can",
        "must",
        "do",
    ];
    const SOME: &[&str] = &[
        "payment", "pay", "agree", "agrees", "agreed", "days", "day", "one", "law", "laws", "license",
        "licence", "business", "made", "work", "works", "so", "made", "out", "up", "only", "more", "two",
        "make", "person", "person's", "third", "control", "between", "during", "after", "before", "provide",
        "rights", "claims", "property", "new", "state", "include", "includes", "purpose", "purposes",
        "grant", "grants", "granted",
    ];
    if MOST.contains(&form) {
        1_000
    } else if MANY.contains(&form) {
        200
    } else if SOME.contains(&form) {
        60
    } else {
        10
    }
}
