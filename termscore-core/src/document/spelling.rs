//! The different words of a document. What is asked of a word by its spelling alone is asked once for each of these: a
//! contract has a tenth as many as it has words.

use rustc_hash::FxHashMap;

use super::{Document, Word, token::Lexed};

/// Number of a spelling in its document.
pub(crate) type Spelling = u32;

/// Normal forms, each once, in the order of their first use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spellings {
    /// One after the other.
    text: String,
    /// Where each ends in `text`.
    ends: Vec<u32>,
}

impl Spellings {
    /// Tells the words of a text apart.
    pub(super) fn of(lexed: &Lexed) -> (Vec<Word>, Spellings) {
        let mut short: FxHashMap<u64, Spelling> = FxHashMap::default();
        let mut long: FxHashMap<&str, Spelling> = FxHashMap::default();
        let mut all = Spellings::default();
        let words = lexed.words.iter().map(|it| {
            let spelling = match lexed.norm_in_one(it) {
                Some(letters) => *short.entry(letters).or_insert_with(|| all.push(lexed.norm(it))),
                None => {
                    let norm = lexed.norm(it);
                    *long.entry(norm).or_insert_with(|| all.push(norm))
                }
            };
            Word { start: it.start, end: it.end, spelling, after: it.after }
        });
        (words.collect(), all)
    }

    fn push(&mut self, norm: &str) -> Spelling {
        self.text.push_str(norm);
        self.ends.push(self.text.len() as u32);
        self.ends.len() as Spelling - 1
    }

    /// Empty if there is none of this number.
    pub(crate) fn get(&self, spelling: Spelling) -> &str {
        let at = spelling as usize;
        let start = at.checked_sub(1).and_then(|it| self.ends.get(it)).copied().unwrap_or_default();
        let span = self.ends.get(at).map(|end| start as usize..*end as usize);
        span.and_then(|it| self.text.get(it)).unwrap_or_default()
    }

    /// What is asked of each, by number.
    fn map<T>(&self, ask: impl FnMut(&str) -> T) -> Vec<T> {
        (0..self.ends.len() as Spelling).map(|it| self.get(it)).map(ask).collect()
    }
}

/// What is told of the words of a document by their spelling.
pub(crate) struct BySpelling<'d, T> {
    words: &'d [Word],
    told: Vec<T>,
}

impl<'d, T: Copy + Default> BySpelling<'d, T> {
    pub(crate) fn new(document: &'d Document, ask: impl FnMut(&str) -> T) -> BySpelling<'d, T> {
        BySpelling { words: &document.words, told: document.spellings.map(ask) }
    }

    /// Of a word by its index.
    pub(crate) fn of(&self, word: u32) -> T {
        let word = self.words.get(word as usize);
        word.and_then(|it| self.told.get(it.spelling as usize)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_is_kept_once() {
        let text = "A contract, the Contract; a contractor's contractor. www.a\0 www.a é É";
        let document = Document::from_text("", text);
        let spellings: Vec<&str> =
            document.words.iter().map(|it| document.spellings.get(it.spelling)).collect();
        assert_eq!(
            spellings,
            [
                "a",
                "contract",
                "the",
                "contract",
                "a",
                "contractor",
                "contractor",
                "www.a\0",
                "www.a",
                "é",
                "é"
            ]
        );
        let lengths = BySpelling::new(&document, str::len);
        assert_eq!(lengths.told.len(), 7);
        assert_eq!((lengths.of(1), lengths.of(3), lengths.of(99)), (8, 8, 0));
    }
}
