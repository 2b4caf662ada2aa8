//! Short forms: "don't", "you'll", "it's" and "cannot" are two words each, as the Penn Treebank divides them, so that plain
//! contracts say the same as formal ones.

/// The one short form without an apostrophe.
pub(super) const CANNOT: &str = "cannot";

/// Verbs that take "n't", as they begin there and as they are on their own.
const BEFORE_NOT: [(&str, &str); 22] = [
    ("do", "do"),
    ("does", "does"),
    ("did", "did"),
    ("is", "is"),
    ("are", "are"),
    ("was", "was"),
    ("were", "were"),
    ("has", "has"),
    ("have", "have"),
    ("had", "had"),
    ("wo", "will"),
    ("would", "would"),
    ("ca", "can"),
    ("could", "could"),
    ("sha", "shall"),
    ("should", "should"),
    ("must", "must"),
    ("need", "need"),
    ("may", "may"),
    ("might", "might"),
    ("ought", "ought"),
    ("dare", "dare"),
];

/// Endings, the words that they stand for, and the words that take them. With any other word, "'s" is a possessive.
const ENDINGS: [(&str, &str, &[&str]); 7] = [
    (
        "'ll",
        "will",
        &["i", "you", "he", "she", "it", "we", "they", "that", "this", "there", "who", "what", "which"],
    ),
    ("'re", "are", &["you", "we", "they", "there", "who", "what"]),
    ("'ve", "have", &["i", "you", "we", "they", "who", "would", "could", "should", "must", "may", "might"]),
    ("'d", "would", &["i", "you", "he", "she", "it", "we", "they", "that", "there", "who"]),
    ("'m", "am", &["i"]),
    ("'s", "is", &["he", "she", "it", "that", "there", "here", "who", "what", "where", "how"]),
    ("'s", "us", &["let"]),
];

/// The two words of a short form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ShortForm {
    pub(super) first: &'static str,
    pub(super) second: &'static str,
    /// Letters and apostrophe at the end of the short form that are the second word.
    pub(super) n_chars: usize,
}

impl ShortForm {
    /// Of a word in lower case with a straight apostrophe.
    ///
    /// "'d" is "would" here, though it may be "had": contracts wish more often than they remember.
    pub(super) fn of(word: &str) -> Option<Self> {
        if word == CANNOT {
            return Some(Self { first: "can", second: "not", n_chars: 3 });
        }
        let (stem, ending) = word.split_at_checked(word.rfind('\'')?)?;
        if let Some(verb) = stem.strip_suffix('n').filter(|_| ending == "'t") {
            let (_, first) = BEFORE_NOT.iter().find(|it| it.0 == verb)?;
            return Some(Self { first, second: "not", n_chars: 3 });
        }
        ENDINGS.iter().filter(|it| it.0 == ending).find_map(|(_, second, takers)| {
            let first = takers.iter().find(|it| **it == stem)?;
            Some(Self { first, second, n_chars: ending.len() })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, words: &str) {
        let told = ShortForm::of(word).map(|it| format!("{} {}", it.first, it.second));
        assert_eq!(told.as_deref().unwrap_or(word), words);
    }

    #[test]
    fn a_short_form_is_two_words() {
        check("don't", "do not");
        check("won't", "will not");
        check("can't", "can not");
        check("shan't", "shall not");
        check("cannot", "can not");
        check("you'll", "you will");
        check("we're", "we are");
        check("i've", "i have");
        check("they'd", "they would");
        check("it's", "it is");
        check("let's", "let us");
    }

    #[test]
    fn other_words_with_an_apostrophe_are_one() {
        for word in ["client's", "o'clock", "d'angelo", "n't", "'t", "rock'n'roll", "company'll", "isn'ts"] {
            check(word, word);
        }
    }
}
