//! What must stand around a match, and what must not: `except`, `with` and `without`.

use std::{cmp::Ordering, collections::BTreeMap, sync::Arc};

use crate::{
    document::words_of,
    rule::Window,
    value::{Value, compare},
};

use super::{
    compiled::{CompiledClause, PatternId},
    eval::Evaluation,
    found::Match,
    hit::SentenceId,
    hit::{Capture, Hit},
};

/// Which patterns match in the window of the last match: the next ones of the clause often lie in the same window, and
/// a section is not searched anew for each of them.
#[derive(Debug, Default)]
pub(super) struct Around {
    window: Option<SharedWindow>,
    matches: Vec<(PatternId, bool)>,
}

/// First sentence, the one after the last, and the sentence of the match if it does not show: no other match sees that.
type SharedWindow = (SentenceId, SentenceId, Option<SentenceId>);

impl Around {
    fn move_to(&mut self, window: SharedWindow) {
        if self.window.replace(window) != Some(window) {
            self.matches.clear();
        }
    }

    fn remember(&mut self, pattern: PatternId, search: impl FnOnce() -> bool) -> bool {
        if let Some((_, known)) = self.matches.iter().find(|it| it.0 == pattern) {
            return *known;
        }
        let matches = search();
        self.matches.push((pattern, matches));
        matches
    }
}

impl Evaluation<'_> {
    /// `except`, `with` and `without`. What `with` captures is kept with the match.
    pub(super) fn within_limits(&self, clause: &CompiledClause, it: &mut Match, around: &mut Around) -> bool {
        let reading = self.reading;
        let excepted = clause.except.iter().any(|pattern| {
            let covered = reading.covered(*pattern, it.sentence);
            covered.iter().any(|(start, end)| *start < it.end && it.start < *end)
        });
        if excepted {
            return false;
        }
        let (first, end) = self.window(clause.clause.window, it.sentence);
        // A sentence is searched beyond its lead-in; wider windows hold the lead-ins of their sentences.
        let alone = clause.clause.window == Window::Sentence;
        let hidden = Some(it.sentence).filter(|it| !reading.shows(*it));
        around.move_to((first, end, hidden));
        let mut holds = |pattern: &PatternId| {
            around.remember(*pattern, || match alone {
                true => reading.matches_within(*pattern, first, end),
                false => reading
                    .candidates_in(*pattern, first, end)
                    .filter(|sentence| reading.shows(*sentence) || hidden == Some(*sentence))
                    .any(|sentence| reading.matches_anywhere(*pattern, sentence)),
            })
        };
        if clause.without.iter().any(&mut holds) {
            return false;
        }
        clause.with.iter().all(|(n, patterns)| {
            let binds =
                |id: &PatternId| reading.program.patterns.get(*id as usize).is_some_and(|it| it.captures);
            if !patterns.iter().any(binds) {
                return patterns.iter().filter(|it| holds(it)).take(*n).count() == *n;
            }
            let matched = patterns.iter().filter(|id| match binds(id) {
                true => self.unify(**id, (first, end), alone, &mut it.captures),
                false => holds(id),
            });
            matched.count() >= *n
        })
    }

    /// Keeps what the first match of a pattern in a window captures that agrees with what is captured already;
    /// false if there is no such match.
    fn unify(
        &self,
        pattern: PatternId,
        (first, end): (SentenceId, SentenceId),
        alone: bool,
        captures: &mut BTreeMap<Arc<str>, Capture>,
    ) -> bool {
        let text = self.reading.document.text();
        let agree = |a: &Capture, b: &Capture| match (a.value(text).as_ref(), b.value(text).as_ref()) {
            (Value::Text(a), Value::Text(b)) => words_of(a) == words_of(b),
            (a, b) => compare(a, b) == Some(Ordering::Equal),
        };
        for sentence in self.reading.candidates_in(pattern, first, end) {
            if !alone && !self.reading.shows(sentence) {
                continue;
            }
            let mut hits = Vec::new();
            match alone {
                true => self.reading.hits(pattern, sentence, false, &mut hits),
                false => self.reading.hits_anywhere(pattern, sentence, &mut hits),
            }
            let fits = |hit: &Hit| {
                hit.captures.iter().all(|(name, it)| captures.get(name).is_none_or(|known| agree(known, it)))
            };
            if let Some(hit) = hits.into_iter().find(fits) {
                for (name, it) in hit.captures {
                    captures.entry(name).or_insert(it);
                }
                return true;
            }
        }
        false
    }
}
