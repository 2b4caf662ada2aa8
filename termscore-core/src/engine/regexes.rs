//! Regular expressions over the words of a sentence.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::{
    hir::{Class, Hir, HirKind},
    utf8::Utf8Sequences,
};

/// Size of a compiled regular expression: that allowed to authors, and room for the blanks around it.
const REGEX_BYTES: usize = (1 << 20) + (1 << 16);

/// A regular expression between the ends of words: with the blank before it and the blank after it, each unless the
/// text begins or ends there. So one search, linear in the text, finds the first match of whole words. Most are never
/// looked for, as no sentence holds the letters that they need: each is built when it is asked for.
#[derive(Debug)]
pub(super) struct WholeWords {
    source: String,
    built: OnceLock<Option<Regex>>,
}

impl WholeWords {
    pub(super) fn new(source: &str) -> WholeWords {
        WholeWords { source: source.to_owned(), built: OnceLock::new() }
    }

    /// As the author wrote it.
    pub(super) fn source(&self) -> &str {
        &self.source
    }

    /// `None` for an expression that [`check`] refuses.
    pub(super) fn regex(&self) -> Option<&Regex> {
        self.built.get_or_init(|| whole_words(&self.source).ok()).as_ref()
    }
}

fn whole_words(source: &str) -> Result<Regex, String> {
    let whole = build(&format!(r"(?:\A| )(?:{source})(?: |\z)"));
    // The line break closes a comment of `(?x)`, which would take in the parenthesis.
    whole.or_else(|_| build(&format!("(?:\\A| )(?:{source}\n)(?: |\\z)")))
}

/// Finds out whether an expression can be built, if possible without building it, which is slow.
///
/// # Errors
/// Why it cannot be built, or could not be used.
pub(super) fn check(source: &str) -> Result<(), String> {
    let hir = regex_syntax::parse(source).map_err(|error| error.to_string())?;
    let may_be_empty = hir.properties().minimum_len() == Some(0);
    if may_be_empty && build(source)?.is_match("") {
        return Err("the regular expression matches the empty text".to_owned());
    }
    if bytes_at_most(&hir) < REGEX_BYTES { Ok(()) } else { whole_words(source).map(|_| ()) }
}

fn build(source: &str) -> Result<Regex, String> {
    RegexBuilder::new(source).size_limit(REGEX_BYTES).build().map_err(|error| error.to_string())
}

/// No less than the bytes that an expression takes when it is built: a state for each byte of a sequence that it may
/// take, as often as what is repeated must and may stand there.
fn bytes_at_most(hir: &Hir) -> usize {
    /// What the crate `regex` keeps of a state, with the ways out of it.
    const STATE: usize = 64;
    let states = match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges().iter();
            ranges.flat_map(|it| Utf8Sequences::new(it.start(), it.end())).map(|it| it.len()).sum()
        }
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        HirKind::Capture(capture) => return bytes_at_most(&capture.sub).saturating_add(2 * STATE),
        HirKind::Repetition(it) => {
            let times = it.max.unwrap_or(it.min.saturating_add(1)).max(1) as usize;
            return bytes_at_most(&it.sub).saturating_add(STATE).saturating_mul(times);
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            return parts.iter().map(bytes_at_most).fold(STATE, usize::saturating_add);
        }
    };
    states.saturating_mul(STATE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_be_small_enough_can_be_built() {
        let classes =
            [".", r"\w", r"\d", r"\s", r"[^a]", r"\p{L}", r"[a-z]", r"(?i)k", r"a|b|cd", r"(x)", r"\b"];
        let mut tried = 0;
        for class in classes {
            for times in [1, 2, 5, 10, 20, 40, 80, 160, 300, 600, 1000] {
                for source in [format!("a({class}){{{times}}}"), format!("a({class} ?){{0,{times}}}")] {
                    let Ok(hir) = regex_syntax::parse(&source) else { continue };
                    if bytes_at_most(&hir) < REGEX_BYTES {
                        tried += 1;
                        assert!(whole_words(&source).is_ok(), "{source}");
                    }
                }
            }
        }
        assert!(tried > 100, "{tried}");
        assert!(check(r"a\w{1000}").is_err());
    }
}
