//! A paper in, plain text out.

use super::{Block, Paper, numbered};

pub(super) fn write(paper: &Paper) -> String {
    let mut out = String::new();
    for block in &paper.blocks {
        if !out.is_empty() {
            // Items of one list stand together.
            let listed =
                matches!(block, Block::Item(_)) && out.lines().last().is_some_and(|it| it.starts_with("- "));
            out.push_str(if listed { "\n" } else { "\n\n" });
        }
        match block {
            Block::Title(it) => out.push_str(&it.to_uppercase()),
            Block::Heading(number, it) => out.push_str(&numbered(number, it, ". ")),
            Block::Paragraph(it) => out.push_str(it),
            Block::Clause(number, it) => out.push_str(&numbered(number, it, " ")),
            Block::Item(it) => {
                out.push_str("- ");
                out.push_str(it);
            }
            Block::Lines(lines) => out.push_str(&lines.join("\n")),
        }
    }
    if !paper.note.is_empty() {
        out.push_str("\n\n--\n");
        out.push_str(&paper.note);
    }
    out.push('\n');
    out
}
