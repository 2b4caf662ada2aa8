//! Styled pieces of text in, wrapped and indented lines out.
//!
//! Everything that a contract or a file name says passes through here, and through [`clean`]:
//! what somebody wrote into a contract never reaches the terminal as a command.

use anstyle::Style;
use unicode_width::UnicodeWidthChar;

/// Lines wider than this are tiring to read, however wide the terminal is.
const WIDEST: usize = 100;

/// Narrower than this, nothing can be laid out; such terminals get lines that are too long.
const NARROWEST: usize = 40;

/// Stretch of text in one style.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    text: String,
    style: Style,
}

/// Text in a style, made safe for a terminal.
pub(crate) fn styled(style: Style, text: impl AsRef<str>) -> Piece {
    Piece { text: clean(text.as_ref()), style }
}

/// Text as it is, made safe for a terminal.
pub(crate) fn plain(text: impl AsRef<str>) -> Piece {
    styled(Style::new(), text)
}

/// Columns that a text takes.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().map(|it| it.width().unwrap_or(0)).sum()
}

/// Lines of at most a certain width.
#[derive(Debug)]
pub(crate) struct Page {
    width: usize,
    text: String,
}

impl Page {
    /// An empty page. The width is limited to what can be laid out and read well.
    pub(crate) fn new(width: usize) -> Page {
        Page { width: width.clamp(NARROWEST, WIDEST), text: String::new() }
    }

    /// Columns of a line.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// All lines so far.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) {
        self.text.push('\n');
    }

    /// Wrapped text, each line so many columns from the left.
    pub(crate) fn paragraph(&mut self, indent: usize, pieces: &[Piece]) {
        self.hanging(&[plain(" ".repeat(indent))], indent, pieces);
    }

    /// Wrapped text after a label; the lines after the first begin `indent` columns from the left.
    pub(crate) fn hanging(&mut self, label: &[Piece], indent: usize, pieces: &[Piece]) {
        self.framed(label, &[plain(" ".repeat(indent))], pieces);
    }

    /// Wrapped text with one label before its first line and another before all others. Labels are not wrapped.
    pub(crate) fn framed(&mut self, first: &[Piece], rest: &[Piece], pieces: &[Piece]) {
        let used = |label: &[Piece]| label.iter().map(|it| columns(&it.text)).sum::<usize>();
        let room = self.width.saturating_sub(used(first).max(used(rest))).max(20);
        for (n, line) in wrap(pieces, room).into_iter().enumerate() {
            let mut all = if n == 0 { first.to_vec() } else { rest.to_vec() };
            all.extend(line);
            self.line(&all);
        }
    }

    /// Text at the left and text that ends at the right edge; the left one wraps where they would meet.
    pub(crate) fn ends(&mut self, label: &[Piece], indent: usize, left: &[Piece], right: &Piece) {
        let used: usize = label.iter().map(|it| columns(&it.text)).sum();
        let n_right = columns(&right.text);
        let room = self.width.saturating_sub(used.max(indent) + n_right + 2).max(20);
        for (n, line) in wrap(left, room).into_iter().enumerate() {
            let mut all = if n == 0 { label.to_vec() } else { vec![plain(" ".repeat(indent))] };
            let n_line: usize = line.iter().map(|it| columns(&it.text)).sum();
            all.extend(line);
            if n == 0 {
                let blanks = self.width.saturating_sub(used + n_line + n_right);
                all.push(plain(" ".repeat(blanks)));
                all.push(right.clone());
            }
            self.line(&all);
        }
    }

    /// One line, not wrapped; blanks at its end are dropped.
    pub(crate) fn line(&mut self, pieces: &[Piece]) {
        let last = pieces.iter().rposition(|it| !it.text.trim_end_matches(' ').is_empty());
        let mut current = Style::new();
        for (n, piece) in pieces.iter().take(last.map_or(0, |it| it + 1)).enumerate() {
            let text = if Some(n) == last { piece.text.trim_end_matches(' ') } else { piece.text.as_str() };
            if text.is_empty() {
                continue;
            }
            if piece.style != current {
                self.text.push_str(&format!("{current:#}{}", piece.style));
                current = piece.style;
            }
            self.text.extend(text.chars().map(|it| if it == NO_BREAK { ' ' } else { it }));
        }
        self.text.push_str(&format!("{current:#}\n"));
    }
}

/// Holds two words together; shown as a blank.
pub(crate) const NO_BREAK: char = '\u{a0}';

/// Words of several styles into lines of at most `room` columns; a word that is wider is broken.
fn wrap(pieces: &[Piece], room: usize) -> Vec<Vec<Piece>> {
    let mut lines: Vec<Line> = vec![Line::default()];
    let mut word = Line::default();
    // The style of the blank before the word, if there was one.
    let mut blank: Option<Style> = None;
    let end = [Piece { text: String::from("\n"), style: Style::new() }];
    for piece in pieces.iter().chain(&end) {
        for char in piece.text.chars() {
            if !char.is_whitespace() || char == NO_BREAK {
                word.push(char, piece.style);
                continue;
            }
            if !word.pieces.is_empty() {
                place(&mut lines, std::mem::take(&mut word), blank, room);
                blank = None;
            }
            blank = blank.or(Some(piece.style));
        }
    }
    lines.into_iter().map(|it| it.pieces).collect()
}

fn place(lines: &mut Vec<Line>, word: Line, blank: Option<Style>, room: usize) {
    let Some(line) = lines.last_mut() else { return };
    if line.columns == 0 || line.columns + usize::from(blank.is_some()) + word.columns <= room {
        if let Some(style) = blank.filter(|_| line.columns > 0) {
            let same = line.pieces.last().is_some_and(|it| it.style == style);
            line.push(' ', if same { style } else { Style::new() });
        }
    } else {
        lines.push(Line::default());
    }
    for piece in word.pieces {
        for char in piece.text.chars() {
            let full = lines.last().is_some_and(|it| it.columns + char.width().unwrap_or(0) > room);
            if full {
                lines.push(Line::default());
            }
            if let Some(line) = lines.last_mut() {
                line.push(char, piece.style);
            }
        }
    }
}

#[derive(Default)]
struct Line {
    pieces: Vec<Piece>,
    columns: usize,
}

impl Line {
    fn push(&mut self, char: char, style: Style) {
        self.columns += char.width().unwrap_or(0);
        match self.pieces.last_mut() {
            Some(last) if last.style == style => last.text.push(char),
            _ => self.pieces.push(Piece { text: char.to_string(), style }),
        }
    }
}

/// Text that a terminal can only show: without control characters and marks that reorder lines.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .filter_map(|it| match it {
            '\n' | '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => None,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
            it if it.is_control() => None,
            it => Some(it),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use anstyle::AnsiColor;

    use super::*;

    fn check(room: usize, pieces: &[Piece], expected: &[&str]) {
        let lines: Vec<String> = wrap(pieces, room)
            .into_iter()
            .map(|line| line.into_iter().map(|it| it.text).collect::<String>())
            .collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn lines_break_between_words() {
        check(11, &[plain("You lose every right")], &["You lose", "every right"]);
        check(20, &[plain("  blanks \n collapse ")], &["blanks collapse"]);
        check(5, &[plain("http://example.org x")], &["http:", "//exa", "mple.", "org x"]);
        check(5, &[plain("")], &[""]);
        check(6, &[plain("ab §\u{a0}4.2")], &["ab", "§\u{a0}4.2"]);
        check(4, &[plain("版权归属")], &["版权", "归属"]);
    }

    #[test]
    fn a_word_may_have_two_styles() {
        check(
            9,
            &[plain("a “"), styled(AnsiColor::Red.on_default(), "grant"), plain("” b")],
            &["a “grant”", "b"],
        );
    }

    #[test]
    fn a_contract_cannot_command_the_terminal() {
        assert_eq!(clean("a\u{1b}[2Jb\u{202e}c\u{9b}31m\nd"), "a[2Jbc31m d");
    }

    #[test]
    fn styles_end_with_the_line() {
        let mut page = Page::new(40);
        page.line(&[plain("  "), styled(AnsiColor::Red.on_default(), "x"), plain("   ")]);
        assert_eq!(page.into_text(), "  \u{1b}[31mx\u{1b}[0m\n");
    }
}
