//! What cues make of a match.
//!
//! - A cue stands wherever one of its phrases matches, as long as it can be from there; the lead-in counts.
//! - Of cues that overlap, other than stop cues, modals and mutual subjects, one is in play: the longest, then one that
//!   only looks like a cue, then the one that begins first, then the one declared first. Modals and mutual subjects are
//!   all in play, whatever they overlap; stop cues are, unless they begin inside one of the others that are.
//! - A negation or exception reaches as many words as it says, to its right (forward), left (backward) or both.
//! - To the right it ends
//!   - before the next stop cue;
//!   - before the next forward negation that begins a clause;
//!   - before the subject of the first modal that begins a clause; not of the first modal of all, if the cue is a
//!     negation that begins with "no" and "or" is the boundary: "no fee or charge shall be due";
//!   - before a clause without a modal: behind a semicolon, where within five words of subject, without a relative
//!     pronoun, a joint or punctuation, a verb such as "is" stands; and behind a comma, where the sentence's own words
//!     begin with "if", "when" or the like and no semicolon stands before the cue, if what stands up to the next
//!     punctuation begins with "the", "it" or the like, has no joint among its first five words, and is of five words
//!     or more, or of three or more and followed by no further comma;
//!   - an exception also after the first comma (or stronger) that a modal follows within ten words.
//! - A place begins a clause if, looking back over at most five words and not into the cue, one meets a boundary (a
//!   word with a comma or more after it, or "and", "but", "or", "nor", "then") before a relative pronoun; "nor"
//!   always begins one. The words since the boundary are the subject.
//! - To the left it ends after the last stop cue, and after the last semicolon or full stop.
//! - Inside a negation, it reaches matches that begin behind its first "not", "no", "never", "nor" or "neither": "is not
//!   licensed". What a phrase negates itself, it does not.
//! - What a question asks for that is answered with "no" is denied, unless it is mixed.
//! - A match whose head nothing reaches is asserted; one reach denies it; two or more make it mixed.

use std::{cmp::Reverse, ops::Range};

use termscore_core::{
    document::After,
    report::Polarity,
    rule::{CueKind, Direction},
};

use crate::{
    contract::Sentence,
    patterns::{Reader, overlap},
};

const SUBJECT_WORDS: usize = 5;
const MODAL_AFTER_COMMA: usize = 10;
const JOINING: [&str; 5] = ["and", "but", "or", "nor", "then"];
const RELATIVE: [&str; 9] = ["who", "which", "that", "whom", "whose", "where", "as", "it", "they"];

const FINITE: [&str; 10] = ["is", "are", "has", "have", "does", "do", "was", "were", "remains", "remain"];
const SUBJECT: [&str; 20] = [
    "the", "this", "these", "all", "any", "each", "every", "it", "they", "we", "you", "he", "she", "i",
    "our", "your", "its", "their", "his", "her",
];
const SUBORDINATE: [&str; 14] = [
    "if", "when", "whenever", "where", "while", "because", "since", "until", "unless", "should", "once",
    "after", "although", "though",
];

#[derive(Clone)]
struct Standing {
    kind: CueKind,
    direction: Direction,
    reach: usize,
    places: Range<usize>,
    /// Its number among all cues.
    declared: usize,
}

impl Reader<'_> {
    /// Polarity of a match that begins here, with this head, and the places of the cues that decided it, in order.
    pub(crate) fn polarity(
        &self,
        sentence: &Sentence,
        start: usize,
        head: usize,
    ) -> (Polarity, Vec<Range<usize>>) {
        let (in_play, modals) = (self.cues_in_play(sentence), self.modals(sentence));
        let mut over = Vec::new();
        for cue in in_play.iter().filter(|it| matches!(it.kind, CueKind::Negate | CueKind::Except)) {
            let right = cue.places.end..self.right_end(sentence, cue, &in_play, &modals);
            let left = self.left_end(sentence, cue, &in_play)..cue.places.start;
            if cue.direction != Direction::Backward && right.contains(&head)
                || cue.direction != Direction::Forward && left.contains(&head)
                || cue.kind == CueKind::Negate && self.denies_inside(sentence, &cue.places, start, head)
            {
                over.push(cue.places.clone());
            }
        }
        let polarity = match over.len() {
            0 if sentence.is_answered_no => Polarity::Denied,
            0 => Polarity::Asserted,
            1 => Polarity::Denied,
            _ => Polarity::Mixed,
        };
        (polarity, over)
    }

    /// True if a match and its head stand in a cue behind a word that negates.
    fn denies_inside(&self, sentence: &Sentence, cue: &Range<usize>, start: usize, head: usize) -> bool {
        let denies = |at: &usize| {
            ["not", "no", "never", "nor", "neither"].contains(&self.contract.norm(sentence, *at))
        };
        cue.contains(&head) && cue.clone().find(denies).is_some_and(|not| not < start && not < head)
    }

    /// Where modals stand, by first word, then last.
    pub(crate) fn modals(&self, sentence: &Sentence) -> Vec<Range<usize>> {
        let mut places: Vec<_> =
            self.cues(sentence, |it| it == CueKind::Modal).into_iter().map(|it| it.places).collect();
        places.sort_by_key(|it| (it.start, it.end));
        places
    }

    fn cues(&self, sentence: &Sentence, wanted: impl Fn(CueKind) -> bool) -> Vec<Standing> {
        let mut found = Vec::new();
        for (declared, cue) in self.packs.cues().enumerate().filter(|(_, cue)| wanted(cue.kind)) {
            for start in 0..sentence.flow.len() {
                if let Some(places) = self.cue_at(&cue.phrase, sentence, start) {
                    let (kind, direction, reach) = (cue.kind, cue.direction, usize::from(cue.reach));
                    found.push(Standing { kind, direction, reach, places, declared });
                }
            }
        }
        found
    }

    /// The cues that remain where cues overlap, by place.
    fn cues_in_play(&self, sentence: &Sentence) -> Vec<Standing> {
        let mut ranked = self.cues(sentence, |it| !matches!(it, CueKind::Modal | CueKind::Mutual));
        ranked.sort_by_key(|it| {
            let looks_like_one = it.kind == CueKind::Pseudo;
            (Reverse(it.places.len()), Reverse(looks_like_one), it.places.start, it.declared)
        });
        let mut in_play: Vec<Standing> = Vec::new();
        for cue in &ranked {
            if cue.kind != CueKind::Stop && in_play.iter().all(|other| !overlap(&other.places, &cue.places)) {
                in_play.push(cue.clone());
            }
        }
        let begins_inside =
            |it: &Standing| in_play.iter().any(|other| other.places.contains(&it.places.start));
        let stops: Vec<Standing> =
            ranked.iter().filter(|it| it.kind == CueKind::Stop && !begins_inside(it)).cloned().collect();
        in_play.extend(stops);
        in_play.sort_by_key(|it| it.places.start);
        in_play
    }

    fn right_end(
        &self,
        sentence: &Sentence,
        cue: &Standing,
        in_play: &[Standing],
        modals: &[Range<usize>],
    ) -> usize {
        let from = cue.places.end;
        let mut ends = vec![sentence.flow.len()];
        if cue.reach > 0 {
            ends.push(from + cue.reach);
        }
        for other in in_play.iter().filter(|it| it.places.start >= from) {
            let begins = other.kind == CueKind::Negate
                && other.direction != Direction::Backward
                && self.clause_begins(sentence, from, other.places.start).is_some();
            if other.kind == CueKind::Stop || begins {
                ends.push(other.places.start);
            }
        }
        let before = ends.iter().copied().min().unwrap_or(from);
        let main = modals.iter().filter(|it| (from..before).contains(&it.start));
        let first = modals.iter().find(|it| it.start >= from).map(|it| it.start);
        let no = cue.kind == CueKind::Negate && self.contract.norm(sentence, cue.places.start) == "no";
        let coordinated = |boundary: usize| {
            boundary > from
                && self.contract.norm(sentence, boundary - 1) == "or"
                && self.contract.after(sentence, boundary - 1) == After::Nothing
        };
        let main = main.filter_map(|it| {
            let subject = self.clause_begins(sentence, from, it.start)?;
            (!(no && Some(it.start) == first && coordinated(subject))).then_some(subject)
        });
        let main = main.min();
        ends.extend(main.map(|subject| subject.max(from)));
        let end = ends.into_iter().min().unwrap_or(from);
        let end = self.plain_clause(sentence, cue.places.start, from..end);
        if cue.kind == CueKind::Except {
            let goes_on = |place: &usize| {
                self.contract.after(sentence, *place) >= After::Comma
                    && modals.iter().any(|it| it.start > *place && it.start <= place + MODAL_AFTER_COMMA)
            };
            return (from..end).find(goes_on).map_or(end, |comma| comma + 1);
        }
        end
    }

    /// Where a clause without a modal begins among the words that a cue reaches; else where its reach ends.
    fn plain_clause(&self, sentence: &Sentence, cue: usize, reach: Range<usize>) -> usize {
        let word = |at: usize| if at < sentence.flow.len() { self.contract.norm(sentence, at) } else { "" };
        let after = |at: usize| self.contract.after(sentence, at);
        let joins = |at: usize| JOINING.contains(&word(at));
        let relates = |at: usize| RELATIVE.contains(&word(at));
        let finite = |start: usize| {
            let stops = |at: usize| after(at - 1) != After::Nothing || joins(at) || relates(at);
            let verb = (start + 1..sentence.flow.len())
                .take(SUBJECT_WORDS)
                .find(|at| stops(*at) || FINITE.contains(&word(*at)));
            !joins(start)
                && (!relates(start) || word(start) == "it" || word(start) == "they")
                && verb.is_some_and(|at| !stops(at))
        };
        let main = |start: usize| {
            let mark = (start..sentence.flow.len()).find(|at| after(*at) >= After::Comma);
            let end = mark.map_or(sentence.flow.len(), |at| at + 1);
            let last = mark.is_none_or(|at| after(at) >= After::Semicolon);
            let n_words = end.saturating_sub(start);
            SUBJECT.contains(&word(start))
                && !(start..end).take(SUBJECT_WORDS).any(joins)
                && (n_words >= SUBJECT_WORDS || last && n_words > 2)
        };
        let opens = SUBORDINATE.contains(&word(sentence.own))
            && (sentence.own..cue).all(|at| after(at) < After::Semicolon);
        let ends = |at: &usize| match after(*at) {
            After::Comma => opens && main(at + 1),
            After::Semicolon => finite(at + 1),
            _ => false,
        };
        (reach.start..reach.end.saturating_sub(1)).find(ends).map_or(reach.end, |at| at + 1)
    }

    fn left_end(&self, sentence: &Sentence, cue: &Standing, in_play: &[Standing]) -> usize {
        let to = cue.places.start;
        let mut starts = vec![if cue.reach > 0 { to.saturating_sub(cue.reach) } else { 0 }];
        let stops = in_play.iter().filter(|it| it.kind == CueKind::Stop && it.places.end <= to);
        starts.extend(stops.map(|it| it.places.end));
        // A semicolon right before the cue ends nothing: the words before it are what the cue speaks of.
        let semicolons = (0..to.saturating_sub(1))
            .filter(|place| self.contract.after(sentence, *place) >= After::Semicolon);
        starts.extend(semicolons.map(|place| place + 1));
        starts.into_iter().max().unwrap_or(0)
    }

    /// Where the subject of a clause that goes on at `at` begins, if a clause begins shortly before it.
    fn clause_begins(&self, sentence: &Sentence, from: usize, at: usize) -> Option<usize> {
        if self.contract.norm(sentence, at) == "nor" {
            return Some(at);
        }
        let lowest = from.max(at.saturating_sub(SUBJECT_WORDS));
        for place in (lowest..at).rev() {
            let word = self.contract.norm(sentence, place);
            if RELATIVE.contains(&word) {
                return None;
            }
            if JOINING.contains(&word) || self.contract.after(sentence, place) >= After::Comma {
                return Some(place + 1);
            }
        }
        None
    }
}
