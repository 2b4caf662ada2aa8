//! `single-brackets`: `[words]` in a test, where `[[words]]` would be looked for.

use termscore_core::Document;

use super::Facts;
use crate::ast::{At, Item};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Loc;

/// A mark has at least so many words; a single word in brackets is mostly an edit of a quotation, or a label.
const WORDS: usize = 2;

/// Outcomes for which a passage is found.
const FOUND: [&str; 4] = ["fires", "asserted", "denied", "mixed"];

pub(super) fn lint(facts: &Facts<'_>, problems: &mut Vec<Diagnostic>) {
    let tests =
        facts.file.items.iter().filter_map(|it| if let Item::Test(it) = it { Some(it) } else { None });
    for case in tests.flat_map(|it| &it.cases) {
        let raw = case.text.raw.as_str();
        if raw.contains("[[") || !FOUND.contains(&case.outcome.it.as_str()) {
            continue;
        }
        for At { it: passage, at } in passages(raw, case.text.at, case.text.long) {
            let message = format!("`[{passage}]` marks nothing");
            problems.push(
                Diagnostic::warning(Code::SingleBrackets, at, message)
                    .help(format!("write `[[{passage}]]` if these words must be found")),
            );
        }
    }
}

/// What stands in single brackets and is no blank to fill in, with its place.
fn passages(raw: &str, at: Loc, long: bool) -> Vec<At<&str>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = raw.get(from..).and_then(|it| it.find('[')).map(|it| from + it) {
        let Some(close) = raw.get(open..).and_then(|it| it.find(']')).map(|it| open + it) else { break };
        let inside = raw.get(open + 1..close).unwrap_or_default();
        let start = at.span.start + if long { 3 } else { 1 } + open;
        if inside.split_whitespace().count() >= WORDS && !is_blank(raw, open) {
            found.push(At { it: inside, at: Loc::new(at.source, start, start + inside.len() + 2) });
        }
        from = close + 1;
    }
    found
}

/// Would the engine read it as something that is to be filled in?
fn is_blank(raw: &str, open: usize) -> bool {
    Document::from_text("case", raw).blanks().iter().any(|it| it.span.start <= open && open < it.span.end)
}
