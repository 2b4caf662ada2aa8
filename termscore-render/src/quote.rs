//! Evidence in, quotes out: the matched words whole, with as much around them as a reader needs.

use termscore_core::{Document, Span, report::Evidence};

/// Characters shown before a match, and after it, if the passage is longer than both.
const BEFORE: usize = 160;
const AFTER: usize = 240;

/// One passage with the matches in it.
#[derive(Debug)]
pub(crate) struct Quoted<'a> {
    /// The first match in it tells the place.
    pub(crate) first: &'a Evidence,
    /// Words of a lead-in that govern it and do not stand in the passage; empty if there are none.
    pub(crate) lead: &'a str,
    /// What is shown, matched and other words apart.
    pub(crate) pieces: Vec<Piece<'a>>,
}

/// A stretch of a quote, as in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    pub(crate) matched: bool,
}

/// Words that stand for those that were cut.
pub(crate) const CUT: &str = "…";

/// The passages that a finding rests on, each once, in document order.
///
/// INVARIANT (whole matches): each quote of `evidence` is in the pieces of one passage, uncut.
pub(crate) fn quoted<'a>(document: &'a Document, evidence: &'a [Evidence]) -> Vec<Quoted<'a>> {
    let mut passages: Vec<(Span, Vec<&Evidence>)> = Vec::new();
    for it in evidence {
        let span = it.passage.cover(Span::new(it.start, it.end));
        match passages.iter_mut().find(|(other, _)| other.overlaps(span)) {
            Some((other, all)) => {
                *other = other.cover(span);
                all.push(it);
            }
            None => passages.push((span, vec![it])),
        }
    }
    passages
        .into_iter()
        .filter_map(|(passage, all)| {
            let first = *all.first()?;
            let lead = first.lead_in.trim();
            let matches: Vec<Span> = all.iter().map(|it| Span::new(it.start, it.end)).collect();
            Some(Quoted {
                first,
                lead: if passage.of(document.text()).contains(lead) { "" } else { lead },
                pieces: pieces(document.text(), passage, &matches),
            })
        })
        .collect()
}

/// The passage, matched words marked; what is far from any match is cut.
pub(crate) fn pieces<'a>(text: &'a str, passage: Span, matches: &[Span]) -> Vec<Piece<'a>> {
    let matches = joined(text, matches);
    let mut cuts: Vec<usize> = matches.iter().flat_map(|it| [it.start, it.end]).collect();
    cuts.extend([passage.start, passage.end]);
    cuts.retain(|it| passage.start <= *it && *it <= passage.end);
    cuts.sort_unstable();
    cuts.dedup();
    let is_matched = |span: Span| matches.iter().any(|it| it.contains(span));
    let spans: Vec<(Span, bool)> = cuts
        .windows(2)
        .filter_map(|it| Some(Span::new(*it.first()?, *it.last()?)))
        .map(|it| (it, is_matched(it)))
        .collect();
    let mut pieces = Vec::new();
    let mut push = |text: &'a str, matched| {
        if !text.is_empty() {
            pieces.push(Piece { text, matched });
        }
    };
    for (at, (span, matched)) in spans.iter().enumerate() {
        let part = span.of(text);
        if *matched {
            push(part, true);
            continue;
        }
        // What follows a match keeps its start, what precedes one its end.
        let head = if at > 0 { head(part, AFTER) } else { "" };
        let tail = if at + 1 < spans.len() { tail(part, BEFORE) } else { "" };
        if head.len() + tail.len() >= part.len() || matches.is_empty() {
            push(part, false);
        } else {
            push(head, false);
            push(CUT, false);
            push(tail, false);
        }
    }
    pieces
}

/// Matches that overlap, or have only blanks between them, as one.
fn joined(text: &str, matches: &[Span]) -> Vec<Span> {
    let mut sorted = matches.to_vec();
    sorted.sort_unstable_by_key(|it| (it.start, it.end));
    let mut joined: Vec<Span> = Vec::with_capacity(sorted.len());
    for it in sorted {
        match joined.last_mut() {
            Some(last) if text.get(last.end..it.start).is_none_or(|it| it.trim().is_empty()) => {
                *last = last.cover(it)
            }
            _ => joined.push(it),
        }
    }
    joined
}

/// The first characters, up to the end of a word.
fn head(text: &str, n_chars: usize) -> &str {
    let Some((limit, _)) = text.char_indices().nth(n_chars) else { return text };
    let short = text.get(..limit).unwrap_or_default();
    let end = short.rfind(char::is_whitespace).unwrap_or(limit);
    text.get(..end).unwrap_or_default()
}

/// The last characters, from the start of a word.
fn tail(text: &str, n_chars: usize) -> &str {
    let Some((limit, _)) = text.char_indices().rev().nth(n_chars) else { return text };
    let short = text.get(limit..).unwrap_or_default();
    let start = short.find(char::is_whitespace).unwrap_or(0);
    short.get(start..).unwrap_or_default().trim_start()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, matches: &[&str]) -> String {
        let spans: Vec<Span> =
            matches.iter().filter_map(|it| text.find(it).map(|at| Span::new(at, at + it.len()))).collect();
        let all = pieces(text, Span::new(0, text.len()), &spans);
        all.iter().map(|it| if it.matched { format!("[{}]", it.text) } else { it.text.into() }).collect()
    }

    #[test]
    fn a_short_passage_is_kept_whole() {
        assert_eq!(shown("The Work is ours.", &["Work"]), "The [Work] is ours.");
        assert_eq!(shown("a b c", &["a", "c"]), "[a] b [c]");
        assert_eq!(shown("a b c", &["a b", "b c"]), "[a b c]");
        assert_eq!(shown("a b c d", &["a", "b", "d"]), "[a b] c [d]");
    }

    #[test]
    fn what_is_far_from_a_match_is_cut_between_words() {
        let many = "word ".repeat(200);
        let text = format!("{many}the match {many}other end");
        let shown = shown(&text, &["the match", "other end"]);
        assert!(shown.starts_with("…word") && shown.contains("[the match] word"), "{shown}");
        assert!(shown.contains("word…word") && shown.ends_with("word [other end]"), "{shown}");
        assert!(shown.len() < 800, "{shown}");
    }
}
