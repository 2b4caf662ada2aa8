//! One set of regular expressions, each a phrase.

use regex::bytes::RegexSetBuilder;

use crate::{
    Result,
    rows::{Job, with_version},
};

/// The time to build a set grows with its square: four seconds for 3,000, most of a minute for 10,000.
const MAX_PHRASES: usize = 3_000;
/// Both limits are far above what is asked for: memory is not what is compared.
const N_BYTES: usize = 1 << 30;

pub fn phrases(phrases: &[String], texts: &[String]) -> Result<()> {
    let job = Job {
        peer: &with_version("regex"),
        does: "`RegexSet`, ASCII letters; which occur",
        looks_for: &format!("{} phrases", phrases.len()),
    };
    if phrases.len() > MAX_PHRASES {
        for text in texts {
            job.not_measured(text.len(), "a set of so many takes too long to build");
        }
        return Ok(());
    }
    let set = RegexSetBuilder::new(phrases)
        .case_insensitive(true)
        .unicode(false)
        .size_limit(N_BYTES)
        .dfa_size_limit(N_BYTES)
        .build()?;
    job.measure(texts, str::to_owned, |text| set.matches(text.as_bytes()).iter().count());
    Ok(())
}
