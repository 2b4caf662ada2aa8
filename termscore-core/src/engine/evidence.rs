//! What a report shows of the text: evidence for what was found, and for an absence what was
//! searched, what came nearest, and whether the document was complete enough to say so.

use crate::{
    report::{Absence, Evidence, NearMiss, pages_in_words},
    rule::Name,
};

use super::{
    compiled::{ClauseId, CompiledFind, PatternId},
    eval::{Evaluation, plain},
    found::Match,
    hit::SentenceId,
};

impl Evaluation<'_> {
    /// A match, with its place in the document.
    pub(super) fn evidence(&self, clause: ClauseId, it: &Match) -> Evidence {
        let document = self.reading.document;
        let text = document.text();
        let view = self.reading.view(it.sentence);
        let compiled = self.reading.program.clauses.get(clause as usize);
        let lead_in = self.reading.lead_span(&view, it.start, it.end);
        Evidence {
            clause: compiled.map_or(Name::new(), |clause| clause.clause.name.clone()),
            polarity: it.polarity,
            actor: self.bound(it),
            quote: it.span.of(text).to_owned(),
            start: it.span.start,
            end: it.span.end,
            passage: compiled
                .map_or(it.span, |clause| self.passage(clause.clause.window, it.sentence))
                .cover(it.span),
            source: document.in_source(it.span).map(|it| it.1),
            section: self.section(it.sentence),
            page: document.page_of(it.span.start),
            file: document.part_of(it.span.start).map(str::to_owned),
            lead_in: lead_in.map_or(String::new(), |lead| lead.of(text).to_owned()),
            cues: it.cues.iter().map(|cue| cue.of(text).to_owned()).collect(),
            captures: plain(&it.captures, text),
        }
    }

    /// Number and heading of the place of a sentence: `4.2(b) Payment`.
    fn section(&self, sentence: SentenceId) -> String {
        let document = self.reading.document;
        let Some(it) = self.reading.sentence(sentence) else { return String::new() };
        let number = document.section_label(it.paragraph).to_owned();
        let heading = document
            .paragraphs
            .get(it.paragraph as usize)
            .map(|paragraph| document.section_path(paragraph.section))
            .and_then(|path| {
                path.into_iter().rev().find_map(|section| {
                    document.sections.get(section as usize).filter(|it| !it.heading.is_empty())
                })
            })
            .map_or("", |section| section.heading.as_str());
        match (number.is_empty(), heading.is_empty()) {
            // A heading without a number is its own label.
            (false, false) if number == heading || number.ends_with(&format!(", {heading}")) => number,
            (false, false) => format!("{number} {heading}"),
            (false, true) => number,
            (true, _) => heading.to_owned(),
        }
    }

    /// What was searched for a clause that was not found, and what came nearest.
    pub(super) fn absence(&self, id: ClauseId) -> Absence {
        let document = self.reading.document;
        let clause = self.reading.program.clauses.get(id as usize);
        let roles = clause.map_or(&[][..], |it| &it.clause.roles);
        Absence {
            clause: clause.map_or(Name::new(), |it| it.clause.name.clone()),
            title: clause.map_or(String::new(), |it| it.clause.title.clone()),
            searched: document.sentences.iter().filter(|it| roles.contains(&it.role)).count(),
            expected_in: None,
            nearest: self.nearest(id),
        }
    }

    /// The heading of the first section that fits a pattern, with its number.
    pub(super) fn heading_like(&self, pattern: PatternId) -> Option<String> {
        let document = self.reading.document;
        document.sections.iter().find_map(|section| {
            let sentence = section.heading_sentence?;
            if !self.reading.matches(pattern, sentence) {
                return None;
            }
            let number = section.number.as_str();
            Some(if number.is_empty() {
                section.heading.clone()
            } else {
                format!("{number} {}", section.heading)
            })
        })
    }

    /// The sentence that fits most of one of the clause's patterns; a sentence that fits one step of it is
    /// not near.
    fn nearest(&self, id: ClauseId) -> Option<NearMiss> {
        let document = self.reading.document;
        self.reading.refuel(self.fuel());
        let mut best: Option<(usize, usize, SentenceId, PatternId)> = None;
        for pattern in self.patterns_of(id) {
            let Some(n_steps) = self.reading.program.screen.n_steps(pattern) else { continue };
            let mut tried = None;
            // Each time that one is found, what comes no nearer is left out.
            loop {
                let least = best.map_or(0, |(best, of, ..)| best * n_steps / of) + 1;
                let near = self.reading.reached(pattern, least.max(2), NEAR_MISSES_TRIED);
                let mut near = near.into_iter().filter(|it| tried.is_none_or(|tried| *it > tried));
                let is_nearer = |matched: usize| {
                    matched > 1 && best.is_none_or(|(best, of, ..)| matched * of > best * n_steps)
                };
                let nearer = near.find_map(|sentence| {
                    // Most can be told apart by sets of places.
                    if !is_nearer(self.reading.at_most(pattern, sentence)) {
                        return None;
                    }
                    let matched = self.reading.furthest(pattern, sentence);
                    is_nearer(matched).then_some((matched, n_steps, sentence, pattern))
                });
                let Some(nearer) = nearer else { break };
                tried = Some(nearer.2);
                best = Some(nearer);
            }
        }
        let (matched, steps, sentence, pattern) = best?;
        let span = self.reading.sentence(sentence)?.span;
        let written = self.reading.program.patterns.get(pattern as usize)?.written.to_string();
        Some(NearMiss { quote: span.of(document.text()).to_owned(), span, pattern: written, matched, steps })
    }

    /// The patterns of a clause, those of the clauses that it is found by included.
    fn patterns_of(&self, id: ClauseId) -> Vec<PatternId> {
        let mut patterns = Vec::new();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let Some(clause) = self.reading.program.clauses.get(id as usize) else { continue };
            for find in &clause.find {
                match find {
                    CompiledFind::Pattern(pattern) => patterns.push(*pattern),
                    CompiledFind::Clause { id, .. } => open.push(*id),
                    // It has no words to be near to, and no exhibit adds one.
                    CompiledFind::Document(_) => {}
                }
            }
            patterns.extend(
                clause.evidence.iter().filter(|(weight, _)| *weight > 0).map(|(_, pattern)| *pattern),
            );
        }
        patterns
    }

    /// Why what was not found may be agreed all the same, and what would help; `None` if the document is complete
    /// enough. A page that could not be read may say anything, and nobody can vouch for it.
    pub(super) fn incomplete(&self, id: ClauseId) -> Option<String> {
        let unread = self.reading.document.unread_pages();
        if !unread.is_empty() {
            return Some(format!(
                "{} could not be read, and may say more: add the text, for example by OCR",
                pages_in_words(unread)
            ));
        }
        let missing = self.not_supplied(id)?;
        Some(format!(
            "{missing} is referred to but was not supplied, and may say more: add it, or tell that the document is complete"
        ))
    }

    /// An attachment that may hold what was not found: it was not supplied, and either brings in terms as a
    /// whole or is spoken of in words that the clause is looked for by.
    fn not_supplied(&self, id: ClauseId) -> Option<String> {
        let document = self.reading.document;
        if document.complete {
            return None;
        }
        let missing: Vec<_> = document.attachments.iter().filter(|it| !it.supplied).collect();
        if missing.is_empty() {
            return None;
        }
        let patterns = self.patterns_of(id);
        // What the contract shows about itself it shows whatever was supplied.
        if patterns.is_empty() {
            return None;
        }
        let relevant = missing.into_iter().find(|attachment| {
            attachment.wholesale || self.reading.hold_witness(&attachment.sentences, &patterns)
        })?;
        let first = relevant.sentences.first().and_then(|it| self.reading.sentence(*it));
        let quote = first.map_or("", |it| it.span.of(document.text()));
        Some(if quote.is_empty() {
            relevant.label.clone()
        } else {
            format!("{} (“{}”)", relevant.label, shorten(quote))
        })
    }

    /// Clauses and the polarity of their matches, for hosts that want them all.
    pub(super) fn all_matches(&self) -> Vec<(ClauseId, Evidence)> {
        let mut all = Vec::new();
        for id in 0..self.reading.program.clauses.len() as ClauseId {
            all.extend(self.clause(id).matches.iter().map(|it| (id, self.evidence(id, it))));
        }
        all.sort_by(|(_, a), (_, b)| (a.start, a.end, &a.clause).cmp(&(b.start, b.end, &b.clause)));
        all
    }
}

/// Sentences tried for a near miss, for each pattern.
const NEAR_MISSES_TRIED: usize = 200;

/// The first words of a quote.
fn shorten(quote: &str) -> String {
    const MOST: usize = 160;
    let mut one_line = String::new();
    let mut n_chars = 0;
    for word in quote.split_whitespace() {
        let between = usize::from(n_chars > 0);
        let n = word.chars().count();
        if n_chars + between + n > MOST {
            if n_chars == 0 {
                one_line.extend(word.chars().take(MOST));
            }
            one_line.push('…');
            break;
        }
        if between > 0 {
            one_line.push(' ');
        }
        one_line.push_str(word);
        n_chars += between + n;
    }
    one_line
}
