//! The spellings under which one word of a phrase is found.

use std::fmt;

use super::SharedStr;

/// The normalised forms of one word (see [`crate::document::words_of`]): a set, in order. Packs have hundreds of
/// thousands of words, so that all forms of one are kept in one piece of memory, which copies share.
///
/// ```
/// use termscore_core::rule::WordForms;
///
/// let forms = WordForms::new(["pays", "paid", "pay"]);
/// assert!(forms.contains("paid") && !forms.contains("pa"));
/// assert_eq!(forms.iter().collect::<Vec<_>>(), ["paid", "pay", "pays"]);
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct WordForms(SharedStr);

/// Stands between forms: no word holds it.
const BETWEEN: char = '\n';

impl WordForms {
    /// Of forms in any order. What is no word, because it is empty or goes over a line break, is left out.
    pub fn new<S: AsRef<str>>(forms: impl IntoIterator<Item = S>) -> WordForms {
        let mut forms: Vec<S> = forms
            .into_iter()
            .filter(|it| !it.as_ref().is_empty() && !it.as_ref().contains(BETWEEN))
            .collect();
        forms.sort_unstable_by(|a, b| a.as_ref().cmp(b.as_ref()));
        forms.dedup_by(|a, b| a.as_ref() == b.as_ref());
        let mut all = String::with_capacity(forms.iter().map(|it| it.as_ref().len() + 1).sum());
        for form in &forms {
            if !all.is_empty() {
                all.push(BETWEEN);
            }
            all.push_str(form.as_ref());
        }
        WordForms(all.into())
    }

    /// Each form once, ascending.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        // Of no forms there is one empty piece.
        self.0.split(BETWEEN).filter(|it| !it.is_empty())
    }

    /// Where the forms lie in memory: the same for copies.
    pub(crate) fn place(&self) -> (usize, usize) {
        self.0.place()
    }

    /// True if a normalised word is one of them.
    pub fn contains(&self, word: &str) -> bool {
        self.iter().any(|it| it == word)
    }
}

impl fmt::Debug for WordForms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
