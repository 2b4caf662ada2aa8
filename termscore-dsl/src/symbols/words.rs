//! Words of a rule text, as far as an editor asks without reading the whole.

use termscore_core::Span;

use crate::source::Source;
use crate::split::{Lexer, Sort, split};

/// The word at an offset, outside of strings, regular expressions and comments; its end counts.
///
/// ```
/// use termscore_dsl::symbols::word_at;
/// let text = "rule x { title \"a rule\" }";
/// assert_eq!(word_at(text, 10).map(|it| it.of(text)), Some("title"));
/// assert_eq!(word_at(text, 18), None);
/// ```
pub fn word_at(text: &str, offset: usize) -> Option<Span> {
    let mut lexer = Lexer::new(text);
    while let Some(token) = lexer.next() {
        if token.start > offset {
            return None;
        }
        if token.sort == Sort::Word && offset <= token.end {
            return Some(Span::new(token.start, token.end));
        }
    }
    None
}

/// Does a source have a `pack` header, well-formed or not?
pub fn has_header(source: &Source) -> bool {
    split(0, source, &mut Vec::new()).iter().any(|it| it.keyword == "pack")
}
