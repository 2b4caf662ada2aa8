//! Whether there is enough of a text to judge it, in a language that the packs know.

use crate::Document;

/// Fewest words of a text that is graded.
pub(super) const WORDS_FOR_A_GRADE: usize = 80;

/// True if a text holds some of the smallest English words, three in a hundred, or is too short to tell.
pub(super) fn reads_as_english(document: &Document) -> bool {
    /// Of a hundred words of English contracts some thirty are among these, of other languages hardly one.
    const WORDS: [&str; 16] = [
        "the", "of", "and", "to", "or", "shall", "any", "by", "for", "this", "be", "with", "is", "that",
        "not", "your",
    ];
    let n_words = document.n_words();
    let is_english = |word: &u32| WORDS.contains(&document.norm(*word));
    // Found among the first words of any English text.
    let enough = n_words.div_ceil(33);
    n_words < WORDS_FOR_A_GRADE || (0..n_words as u32).filter(is_english).take(enough).count() == enough
}
