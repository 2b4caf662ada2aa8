//! A paper in, Markdown out.

use super::{Block, Paper};

pub(super) fn write(paper: &Paper) -> String {
    let mut out = String::new();
    let mut before_is_item = false;
    for block in &paper.blocks {
        let is_item = matches!(block, Block::Item(_));
        if !out.is_empty() {
            out.push_str(if is_item && before_is_item { "\n" } else { "\n\n" });
        }
        before_is_item = is_item;
        match block {
            Block::Title(it) => out.push_str(&format!("# {}", escaped(it))),
            Block::Heading(number, it) if number.is_empty() => out.push_str(&format!("## {}", escaped(it))),
            Block::Heading(number, it) => out.push_str(&format!("## {number}. {}", escaped(it))),
            Block::Paragraph(it) => out.push_str(&line(it)),
            Block::Clause(number, it) if number.is_empty() => out.push_str(&line(it)),
            Block::Clause(number, it) => out.push_str(&format!("{number} {}", escaped(it))),
            Block::Item(it) => out.push_str(&format!("- {}", line(it))),
            Block::Lines(lines) => {
                // A backslash at the end of a line keeps the break.
                out.push_str(&lines.iter().map(|it| line(it)).collect::<Vec<_>>().join("\\\n"));
            }
        }
    }
    if !paper.note.is_empty() {
        out.push_str(&format!("\n\n---\n\n*{}*", escaped(&paper.note)));
    }
    out.push('\n');
    out
}

/// A text that begins a line.
fn line(text: &str) -> String {
    let escaped = escaped(text);
    let digits = escaped.bytes().take_while(u8::is_ascii_digit).count();
    let after = escaped.as_bytes().get(digits).copied();
    match escaped.as_bytes().first().copied() {
        // "1. " would begin a list.
        Some(b'0'..=b'9') if matches!(after, Some(b'.' | b')')) => {
            let (number, rest) = escaped.split_at(digits);
            format!("{number}\\{rest}")
        }
        Some(b'#' | b'+' | b'-' | b'=') => format!("\\{escaped}"),
        _ => escaped,
    }
}

/// Signs that mean something anywhere in a line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' | '\r' => out.push(' '),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_markdown_are_only_signs() {
        for (text, expected) in [
            ("1. A <b>", "1\\. A \\<b\\>"),
            ("# x_y", "\\# x\\_y"),
            ("a\n# b", "a # b"),
            ("2026 is a year", "2026 is a year"),
        ] {
            assert_eq!(line(text), expected);
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "Pay *now* to [x](y) & <script> 5 | 6 ~~no~~ `z` \\ \"q\"";
        let paper = Paper::new(vec![Block::Title("T".into()), Block::Paragraph(text.to_owned())]);
        let read = termscore_extract::extract("a.md", paper.to_markdown().as_bytes()).expect("Markdown");
        assert_eq!(read.text, format!("T\n\n{text}"));
    }
}
