//! Finds the matches of a clause: `find`, the limits around it, evidence that adds up, polarity.

use std::{collections::BTreeMap, sync::Arc};

use rustc_hash::FxHashMap;

use crate::{
    Span, Value,
    report::Polarity,
    rule::{NAMED, Observation, Who, Window},
};

use super::{
    around::Around,
    compiled::{ClauseId, CompiledClause, CompiledFind, PatternId},
    eval::Evaluation,
    found::{Found, Match},
    hit::{Capture, Hit, SentenceId},
};

impl Evaluation<'_> {
    /// True if a clause surely has no match, and nothing cuts the search for one short.
    pub(super) fn is_hopeless(&self, id: ClauseId) -> bool {
        // Without a single step to take, no search is complete.
        let Some(clause) = self.reading.program.clauses.get(id as usize).filter(|_| self.fuel() > 0) else {
            return false;
        };
        let hopeless = |find: &CompiledFind| match find {
            CompiledFind::Pattern(pattern) => self.reading.candidates(*pattern).is_empty(),
            CompiledFind::Clause { .. } | CompiledFind::Document(_) => false,
        };
        let mut signs = clause.evidence.iter().filter(|it| it.0 > 0);
        clause.find.iter().all(hopeless) && signs.all(|it| self.reading.is_nowhere(it.1))
    }

    /// Steps that the search for one clause may take.
    pub(super) fn fuel(&self) -> u64 {
        let n_words = self.reading.document.words.len() as u64;
        self.limits.fuel_base.saturating_add(self.limits.fuel_per_word.saturating_mul(n_words))
    }

    /// Looks for a clause; the clauses that it is found by must have been looked for.
    pub(super) fn find(&self, id: ClauseId) -> Found {
        let Some(clause) = self.reading.program.clauses.get(id as usize) else { return Found::default() };
        let limits = self.limits;
        self.reading.refuel(self.fuel());
        let mut found = Found::default();
        for (order, find) in clause.find.iter().enumerate() {
            match find {
                CompiledFind::Pattern(pattern) => self.by_pattern(clause, *pattern, order, &mut found),
                CompiledFind::Document(what) => self.by_observation(clause, *what, order, &mut found),
                CompiledFind::Clause { id, denied } => {
                    let other = self.clause(*id);
                    found.cut = found.cut.or_else(|| other.cut.clone());
                    found.matches.extend(other.matches.iter().filter_map(|it| {
                        let polarity = match (it.polarity, denied) {
                            (Polarity::Denied, true) | (Polarity::Asserted, false) => Polarity::Asserted,
                            (Polarity::Mixed, _) => Polarity::Mixed,
                            _ => return None,
                        };
                        Some(Match { polarity, order, ..it.clone() })
                    }));
                }
            }
        }
        if let Some(evidence) = &clause.clause.evidence {
            self.by_evidence(clause, evidence.threshold, &mut found);
        }
        let mut around = Around::default();
        found.matches.retain_mut(|it| {
            self.under_allowed_headings(clause, it.sentence) && self.within_limits(clause, it, &mut around)
        });
        found.cut = found.cut.or_else(|| self.reading.cut());
        if found.matches.len() > limits.matches_per_clause {
            found.matches.truncate(limits.matches_per_clause);
            found.cut.get_or_insert_with(too_many);
        }
        consolidate(&mut found.matches);
        found.matches.iter_mut().for_each(|it| self.polarise(clause, it));
        found
    }

    /// Works out the polarity of a match of the clause's own; that of another clause's has been told by it.
    fn polarise(&self, clause: &CompiledClause, it: &mut Match) {
        if !it.observed && !matches!(clause.find.get(it.order), Some(CompiledFind::Clause { .. })) {
            let view = self.reading.view(it.sentence);
            let (polarity, cues) = self.reading.cues(it.sentence).polarity(it.start, it.head);
            it.polarity = polarity;
            it.cues = cues.iter().map(|cue| self.reading.span(&view, cue.start, cue.end)).collect();
        }
    }

    fn by_pattern(&self, clause: &CompiledClause, pattern: PatternId, order: usize, found: &mut Found) {
        let mut hits = Vec::new();
        for (sentence, starts) in self.reading.candidates(pattern) {
            if !self.may_stand_in(clause, *sentence) {
                continue;
            }
            hits.clear();
            self.reading.hits_from(pattern, *sentence, *starts, &mut hits);
            found.matches.extend(hits.drain(..).map(|hit| self.matched(*sentence, hit, order)));
            if found.matches.len() > 2 * self.limits.matches_per_clause {
                found.cut.get_or_insert_with(too_many);
                return;
            }
        }
    }

    /// What the document shows about itself. Its places are those of the words that it has in its sentence: none,
    /// at the place where it stands, for a blank without words.
    fn by_observation(&self, clause: &CompiledClause, what: Observation, order: usize, found: &mut Found) {
        for it in self.reading.observed(what) {
            if !self.may_stand_in(clause, it.sentence) {
                continue;
            }
            let view = self.reading.view(it.sentence);
            let own = view.flow.get(view.own as usize..).unwrap_or_default();
            let words = &self.reading.document.words;
            let word = |at: &u32| words.get(*at as usize);
            let start = own.partition_point(|at| word(at).is_some_and(|at| at.end as usize <= it.span.start));
            let end = own.partition_point(|at| word(at).is_some_and(|at| (at.start as usize) < it.span.end));
            let start = view.own + start as u32;
            found.matches.push(Match {
                sentence: it.sentence,
                start,
                end: start.max(view.own + end as u32),
                head: start,
                span: it.span,
                polarity: Polarity::Asserted,
                cues: Vec::new(),
                captures: BTreeMap::from([(Arc::from(NAMED), Capture::Value(Value::Text(it.named.clone())))]),
                observed: true,
                order,
            });
        }
    }

    /// Who is bound by a match.
    pub(super) fn bound(&self, it: &Match) -> Who {
        if it.observed { Who::Unknown } else { self.reading.actor(it.sentence, it.head) }
    }

    /// A match whose polarity is still to be told.
    fn matched(&self, sentence: SentenceId, hit: Hit, order: usize) -> Match {
        let view = self.reading.view(sentence);
        Match {
            sentence,
            start: hit.start,
            end: hit.end,
            head: hit.head,
            span: self.reading.span(&view, hit.start, hit.end),
            polarity: Polarity::Asserted,
            cues: Vec::new(),
            captures: hit.captures.into_iter().collect(),
            observed: false,
            order,
        }
    }

    /// Windows whose weights reach the threshold; the match is that of the heaviest sign.
    fn by_evidence(&self, clause: &CompiledClause, threshold: i32, found: &mut Found) {
        // Most windows are told apart by the words that stand in them, before anything is matched there: what the signs
        // could add up to, by window. Of a section only that a sign stands in it: what stands in an inner one counts, too.
        let nests = clause.clause.window == Window::Section;
        let n_sentences = self.reading.document.sentences.len() as SentenceId;
        let mut at_most: FxHashMap<(SentenceId, SentenceId), i32> = FxHashMap::default();
        for (weight, pattern) in &clause.evidence {
            // A sign that speaks against it counts only where its word is all it takes.
            let counts = |sentence: SentenceId| match nests {
                true => *weight > 0 && self.reading.first_hit(*pattern, sentence).is_some(),
                false => *weight > 0 || self.reading.is_word(*pattern) && self.reading.stands_alone(sentence),
            };
            let mut last = None;
            for sentence in self.reading.candidates_in(*pattern, 0, n_sentences) {
                let window = self.window(clause.clause.window, sentence);
                if last != Some(window) && counts(sentence) && self.may_stand_in(clause, sentence) {
                    last = Some(window);
                    let sum = at_most.entry(window).or_default();
                    *sum = if nests { i32::MAX } else { sum.saturating_add(*weight) };
                }
            }
        }
        let likely = at_most.into_iter().filter(|(_, most)| *most > 0 && *most >= threshold).map(|it| it.0);
        let mut windows: Vec<(SentenceId, SentenceId)> = likely.collect();
        windows.sort_unstable();
        for (first, end) in windows {
            let mut sum = 0_i32;
            let mut best: Option<(i32, SentenceId, Hit)> = None;
            for (weight, pattern) in &clause.evidence {
                let hit = self.reading.candidates_in(*pattern, first, end).find_map(|sentence| {
                    if !self.may_stand_in(clause, sentence) {
                        return None;
                    }
                    self.reading.first_hit(*pattern, sentence).map(|hit| (sentence, hit))
                });
                if let Some((sentence, hit)) = hit {
                    sum = sum.saturating_add(*weight);
                    if *weight > best.as_ref().map_or(0, |(weight, ..)| *weight) {
                        best = Some((*weight, sentence, hit));
                    }
                }
            }
            if let (true, Some((_, sentence, hit))) = (sum >= threshold, best) {
                found.matches.push(self.matched(sentence, hit, clause.find.len()));
            }
        }
    }

    /// True if the clause is looked for in such a sentence: by its role and the headings above it.
    fn may_stand_in(&self, clause: &CompiledClause, sentence: SentenceId) -> bool {
        self.reading.sentence(sentence).is_some_and(|it| clause.clause.roles.contains(&it.role))
            && self.under_allowed_headings(clause, sentence)
    }

    /// `only` and `never in section`: of every match, however it was found.
    fn under_allowed_headings(&self, clause: &CompiledClause, sentence: SentenceId) -> bool {
        if clause.sections.is_empty() {
            return true;
        }
        let headings = self.reading.headings_above(sentence);
        let under =
            |pattern: PatternId| headings.iter().any(|heading| self.reading.matches(pattern, *heading));
        let mut only = clause.sections.iter().filter(|(never, _)| !never).peekable();
        let allowed = only.peek().is_none() || only.any(|(_, pattern)| under(*pattern));
        allowed && !clause.sections.iter().any(|(never, pattern)| *never && under(*pattern))
    }

    /// The sentences of the window around a sentence, `first..end`.
    pub(super) fn window(&self, window: Window, sentence: SentenceId) -> (SentenceId, SentenceId) {
        let document = self.reading.document;
        let alone = (sentence, sentence + 1);
        let Some(paragraph) =
            self.reading.sentence(sentence).and_then(|it| document.paragraphs.get(it.paragraph as usize))
        else {
            return alone;
        };
        match window {
            Window::Sentence => alone,
            // The document itself is section 0: a text without headings has no section wider than a paragraph.
            Window::Section if paragraph.section > 0 => document
                .sections
                .get(paragraph.section as usize)
                .map_or(alone, |section| (section.first_sentence, section.end_sentence)),
            Window::Paragraph | Window::Section => (paragraph.first_sentence, paragraph.end_sentence),
            Window::Document => (0, document.sentences.len() as SentenceId),
        }
    }

    /// The bytes of the window around a sentence.
    pub(super) fn passage(&self, window: Window, sentence: SentenceId) -> Span {
        let document = self.reading.document;
        let Some(it) = self.reading.sentence(sentence) else { return Span::default() };
        let paragraph = document.paragraphs.get(it.paragraph as usize);
        match window {
            Window::Sentence => it.span,
            Window::Paragraph => paragraph.map_or(it.span, |paragraph| paragraph.span),
            Window::Section => paragraph.map_or(it.span, |paragraph| match paragraph.section {
                0 => paragraph.span,
                section => document.sections.get(section as usize).map_or(paragraph.span, |it| it.span),
            }),
            Window::Document => Span::new(0, document.text().len()),
        }
    }
}

fn too_many() -> String {
    "it has more matches than the limit allows".to_owned()
}

/// Of matches that lie inside one another, keeps the longest; ties by start, then by order of `find`.
fn consolidate(matches: &mut Vec<Match>) {
    matches.sort_by_key(|it| (it.span.start, usize::MAX - it.span.end, it.order));
    let mut reach = None;
    matches.retain(|it| {
        let inside = reach.is_some_and(|end| it.span.end <= end);
        reach = Some(reach.unwrap_or(0).max(it.span.end));
        !inside
    });
}
