//! Numbers of provisions that stand alone on a line, or in the middle of one.

use super::{
    super::{BlockKind, label},
    Piece,
};
use crate::Span;

/// Joins a number alone on its line to the text that it numbers.
pub(super) fn join_numbers(text: &str, blocks: &mut Vec<Piece>) {
    let mut joined: Vec<Piece> = Vec::with_capacity(blocks.len());
    for mut block in blocks.drain(..) {
        let plain = |kind: Option<BlockKind>| matches!(kind, None | Some(BlockKind::Paragraph));
        let follows = plain(block.kind) || matches!(block.kind, Some(BlockKind::Heading(_)));
        let number =
            joined.last().is_some_and(|it| plain(it.kind) && follows && only_number(it.span().of(text)))
                && label::label(block.span().of(text)).is_none();
        match joined.pop_if(|_| number) {
            Some(mut number) => {
                number.spans.append(&mut block.spans);
                joined.push(Piece { spans: number.spans, kind: block.kind });
            }
            None => joined.push(block),
        }
    }
    *blocks = joined;
}

/// "1.", "4.2", "(a)": no "Article IV", which has a heading of its own.
fn only_number(body: &str) -> bool {
    body.len() < 16
        && label::label(body).is_some_and(|it| it.len >= body.len() && !it.word && !it.number.is_empty())
}

/// Cuts blocks in which numbered provisions follow one another without line breaks.
pub(super) fn split_numbered(text: &str, blocks: &mut Vec<Piece>) {
    let mut split = Vec::with_capacity(blocks.len());
    let mut top = 0;
    for block in blocks.drain(..) {
        if let Some(label) = label::label(block.span().of(text))
            && let Some((label::Style::Decimal(1), rank)) = label.steps.first()
        {
            top = *rank;
        }
        let mut done: Vec<Span> = Vec::new();
        for span in block.spans {
            let mut start = span.start;
            if span.len() > 300 {
                let body = span.of(text);
                for (at, rank) in numbered_starts(body) {
                    if let Some(rank) = rank {
                        if rank != top + 1 {
                            continue;
                        }
                        top = rank;
                    }
                    let cut = span.start + at;
                    if cut > start {
                        let before = Span::new(start, cut);
                        done.push(Span::new(before.start, before.start + before.of(text).trim_end().len()));
                        split.push(Piece { spans: std::mem::take(&mut done), kind: block.kind });
                        start = cut;
                    }
                }
            }
            done.push(Span::new(start, span.end));
        }
        split.push(Piece { spans: done, kind: block.kind });
    }
    *blocks = split;
}

/// Offsets of "13.2 The" and "13. The" behind the end of a sentence; a rank for those of one part.
fn numbered_starts(body: &str) -> Vec<(usize, Option<u32>)> {
    let bytes = body.as_bytes();
    let mut starts = Vec::new();
    let mut at = 1;
    while let Some(near) = bytes.get(at..).and_then(first_digit) {
        at += near;
        if bytes.get(at - 1) != Some(&b' ') {
            at += 1;
            continue;
        }
        let stopped = body
            .get(..at)
            .is_some_and(|it| it.trim_end().ends_with(['.', ';', ':', '”', '"']) && !ends_with_reference(it));
        let n_bytes = bytes
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take(12)
            .take_while(|it| it.is_ascii_digit() || **it == b'.')
            .count();
        let number = body.get(at..at + n_bytes).unwrap_or_default();
        let rest = body.get(at + n_bytes..).unwrap_or_default();
        let next = rest.trim_start();
        let capital = next.len() < rest.len()
            && next.starts_with(|it: char| it.is_uppercase() || matches!(it, '“' | '"'));
        let inner = number.trim_end_matches('.');
        if stopped && capital && inner.split('.').all(|it| (1..=2).contains(&it.len())) {
            let parts = inner.split('.').count();
            if parts > 1 {
                starts.push((at, None));
            } else if number.ends_with('.') {
                starts.push((at, inner.parse().ok()));
            }
        }
        at += n_bytes.max(1);
    }
    starts
}

/// Where the first digit stands, looked for in chunks: most have none, which is told without a branch a byte.
fn first_digit(bytes: &[u8]) -> Option<usize> {
    let (chunks, _) = bytes.as_chunks::<32>();
    let plain = |chunk: &&[u8; 32]| !chunk.iter().fold(false, |any, it| any | it.is_ascii_digit());
    let skipped = chunks.iter().take_while(plain).count() * 32;
    let near = bytes.get(skipped..)?.iter().position(u8::is_ascii_digit)?;
    Some(skipped + near)
}

/// "… pursuant to Sec. 4.2 The" is a reference.
fn ends_with_reference(before: &str) -> bool {
    let last = before.trim_end().rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
    matches!(
        last.as_str(),
        "sec."
            | "art."
            | "no."
            | "nos."
            | "par."
            | "cl."
            | "u.s.c."
            | "c.f.r."
            | "vs."
            | "v."
            | "reg."
            | "fig."
    )
}
