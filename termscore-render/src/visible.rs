//! Text of a contract in, text that a reader sees as it is out: nothing hidden, nothing reordered.

use std::borrow::Cow;

/// The text with control characters as "�" and marks that reorder lines as their code points, such as `[U+202E]`.
///
/// A page may not be commanded by a contract; that somebody tried is worth seeing.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for char in text.chars() {
        match char {
            it if reorders(it) => shown.push_str(&format!("[U+{:04X}]", u32::from(it))),
            it if is_hidden(it) => shown.push('\u{fffd}'),
            it => shown.push(it),
        }
    }
    Cow::Owned(shown)
}

/// Visible text on one line, blanks collapsed.
pub(crate) fn one_line(text: &str) -> String {
    visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Embeddings, overrides and isolates of the bidirectional algorithm.
fn reorders(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_hidden(char: char) -> bool {
    reorders(char)
        || (char.is_control() && !matches!(char, '\n' | '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}'))
        || matches!(char, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_hidden() {
        assert_eq!(visible("a\u{0}b\u{202e}c\nd\u{ad}"), "a\u{fffd}b[U+202E]c\nd\u{ad}");
        assert_eq!(one_line(" a \n\u{1b}[2J b"), "a \u{fffd}[2J b");
    }
}
