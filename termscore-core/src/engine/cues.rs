//! Polarity and grammar cues of one sentence: which there are, how far each reaches, and what that
//! makes of a match.

use std::rc::Rc;

use crate::{
    document::After,
    rule::{CueKind, Direction},
};

use super::{
    hit::{SentenceId, View},
    polarity::{Cues, Place, Scope},
    reading::Reading,
};

#[derive(Clone, Copy, Debug)]
struct CueHit {
    kind: CueKind,
    direction: Direction,
    reach: u32,
    place: Place,
}

impl Reading<'_> {
    /// The cues of a sentence, found once.
    pub(super) fn cues(&self, sentence: SentenceId) -> Rc<Cues> {
        if let Some(known) = self.cues.borrow().get(&sentence) {
            return known.clone();
        }
        let cues = Rc::new(self.read_cues(&self.view(sentence)));
        self.cues.borrow_mut().insert(sentence, cues.clone());
        cues
    }

    fn read_cues(&self, view: &View<'_>) -> Cues {
        let mut found: Vec<CueHit> = Vec::new();
        let is_answered_no = self.sentence(view.id).is_some_and(|it| it.is_answered_no);
        let mut cues = Cues { is_answered_no, ..Cues::default() };
        for start in 0..view.len() {
            let starting = self.program.cues_starting.get(self.id_at(view, start) as usize);
            for index in starting.map_or(&[][..], Vec::as_slice) {
                let Some(cue) = self.program.cues.get(*index as usize) else { continue };
                if !self.may_match(cue.pattern, view.id) {
                    continue;
                }
                let Some(hit) = self.longest_at(cue.pattern, view, start) else { continue };
                let place = Place { start: hit.0, end: hit.1 };
                match cue.cue.kind {
                    CueKind::Modal => cues.modals.push(place),
                    CueKind::Mutual => cues.mutual.push(place),
                    kind => found.push(CueHit {
                        kind,
                        direction: cue.cue.direction,
                        reach: u32::from(cue.cue.reach),
                        place,
                    }),
                }
            }
        }
        // Of modals that begin together ("agrees", "agrees to") the longest is the last.
        cues.modals.sort_by_key(|place| (place.start, place.end));
        let found = in_play(found);
        let bounds = Bounds { reading: self, view, hits: &found, modals: &cues.modals };
        for hit in &found {
            if matches!(hit.kind, CueKind::Negate | CueKind::Except) {
                cues.scopes.extend(bounds.scopes(hit));
            }
        }
        cues
    }
}

/// Keeps cues that do not overlap: longer ones first, then those that only look like cues, then in order. A stop cue takes
/// nothing out of play, "and we will not", and is kept if it does not begin inside another.
fn in_play(found: Vec<CueHit>) -> Vec<CueHit> {
    let (stops, mut others): (Vec<_>, Vec<_>) = found.into_iter().partition(|hit| hit.kind == CueKind::Stop);
    others.sort_by_key(|hit| {
        let length = hit.place.end - hit.place.start;
        (u32::MAX - length, hit.kind != CueKind::Pseudo, hit.place.start)
    });
    let mut kept: Vec<CueHit> = Vec::new();
    for hit in others {
        if kept.iter().all(|other| hit.place.end <= other.place.start || other.place.end <= hit.place.start) {
            kept.push(hit);
        }
    }
    let inside =
        |stop: &CueHit| kept.iter().any(|it| (it.place.start..it.place.end).contains(&stop.place.start));
    let stops: Vec<CueHit> = stops.into_iter().filter(|it| !inside(it)).collect();
    kept.extend(stops);
    kept.sort_by_key(|hit| hit.place.start);
    kept
}

/// Finds where the reach of a cue ends.
struct Bounds<'a> {
    reading: &'a Reading<'a>,
    view: &'a View<'a>,
    /// In order; but for stop cues, without overlap.
    hits: &'a [CueHit],
    modals: &'a [Place],
}

/// Words between a boundary ("and", a comma) and the modal of a new clause: its subject.
const SUBJECT_WORDS: u32 = 5;

/// Words of a cue that negate what stands behind them in the same cue.
const DENYING: [&str; 5] = ["not", "no", "never", "nor", "neither"];

/// Words that join two clauses, or two parts of one.
const JOINING: [&str; 5] = ["and", "but", "or", "nor", "then"];

/// Words of which a clause is about what stands before them.
const RELATIVE: [&str; 9] = ["who", "which", "that", "whom", "whose", "where", "as", "it", "they"];

/// Words with which a clause begins that another one follows.
const SUBORDINATE: [&str; 14] = [
    "if", "when", "whenever", "where", "while", "because", "since", "until", "unless", "should", "once",
    "after", "although", "though",
];

impl Bounds<'_> {
    fn scopes(&self, hit: &CueHit) -> Vec<Scope> {
        let scope =
            |from, to, is_inside_cue| Scope { kind: hit.kind, cue: hit.place, from, to, is_inside_cue };
        let mut scopes = Vec::new();
        if hit.direction != Direction::Backward {
            let (from, to) = (hit.place.end, self.forward(hit));
            scopes.push(scope(from, to, false));
        }
        if hit.direction != Direction::Forward {
            let (from, to) = (self.backward(hit), hit.place.start);
            scopes.push(scope(from, to, false));
        }
        // "Is not licensed" may be a cue as a whole.
        let mut inside = hit.place.start..hit.place.end;
        if hit.kind == CueKind::Negate
            && let Some(not) = inside.find(|place| DENYING.contains(&self.word(*place)))
        {
            scopes.push(scope(not + 1, hit.place.end, true));
        }
        scopes
    }

    /// A stop cue, a clause with a modal of its own, another negation joined by "and", "or", "nor" or a comma, a clause
    /// behind a semicolon, or the main clause behind a subordinate one ends the reach. An exception ends at a comma after
    /// which the main clause goes on.
    fn forward(&self, hit: &CueHit) -> u32 {
        let from = hit.place.end;
        let mut to = if hit.reach == 0 { self.view.len() } else { (from + hit.reach).min(self.view.len()) };
        for other in self.hits.iter().filter(|other| other.place.start >= from) {
            let ends = match other.kind {
                CueKind::Stop => true,
                CueKind::Negate => {
                    other.direction != Direction::Backward && self.begins_clause(from, other.place.start)
                }
                _ => false,
            };
            if ends {
                to = to.min(other.place.start);
            }
        }
        let mut later = self.modals.iter().filter(|modal| modal.start >= from).peekable();
        // "No fee or charge shall be due": the first modal is that of the negated subject itself.
        let own = later.peek().map(|modal| modal.start).filter(|at| self.is_one_subject(hit, *at));
        for modal in later.take_while(|modal| modal.start < to) {
            if own != Some(modal.start) && self.begins_clause(from, modal.start) {
                to = to.min(modal.start.saturating_sub(self.subject_words(from, modal.start)).max(from));
                break;
            }
        }
        to = self.plain_clause(hit.place.start, from, to);
        if hit.kind == CueKind::Except {
            for place in from..to {
                let comma = self.after(place) >= After::Comma;
                if comma
                    && self
                        .modals
                        .iter()
                        .any(|modal| modal.start > place && modal.start <= place + 2 * SUBJECT_WORDS)
                {
                    to = place + 1;
                    break;
                }
            }
        }
        to
    }

    /// Where the first clause without a modal begins that the words before it leave: behind a semicolon, "…; what remains
    /// is returned", or behind the subordinate clause that the sentence begins with, "If it cannot be used, the rent stops".
    fn plain_clause(&self, cue: u32, from: u32, to: u32) -> u32 {
        let opens = SUBORDINATE.contains(&self.word(self.view.own))
            && (self.view.own..cue).all(|it| self.after(it) < After::Semicolon);
        let begins = |place: &u32| match self.after(*place) {
            After::Comma => opens && self.is_main_clause(place + 1),
            After::Semicolon => self.has_finite_verb(place + 1),
            _ => false,
        };
        (from..to.saturating_sub(1)).find(begins).map_or(to, |place| place + 1)
    }

    /// True if a subject and a verb such as "is" stand at a place: no item of a list.
    fn has_finite_verb(&self, start: u32) -> bool {
        const FINITE: [&str; 10] =
            ["is", "are", "has", "have", "does", "do", "was", "were", "remains", "remain"];
        let first = self.word(start);
        if JOINING.contains(&first) || RELATIVE.contains(&first) && !matches!(first, "it" | "they") {
            return false;
        }
        let subject = start..(start + SUBJECT_WORDS).min(self.view.len().saturating_sub(1));
        for place in subject {
            let next = self.word(place + 1);
            if self.after(place) != After::Nothing || RELATIVE.contains(&next) || JOINING.contains(&next) {
                return false;
            }
            if FINITE.contains(&next) {
                return true;
            }
        }
        false
    }

    /// True if what stands from a place up to the next comma is no part of a list of things: it begins as a subject does,
    /// joins nothing, and is the last or long.
    fn is_main_clause(&self, start: u32) -> bool {
        const SUBJECT: [&str; 20] = [
            "the", "this", "these", "all", "any", "each", "every", "it", "they", "we", "you", "he", "she",
            "i", "our", "your", "its", "their", "his", "her",
        ];
        let ends = (start..self.view.len()).find(|it| self.after(*it) >= After::Comma);
        let end = ends.map_or(self.view.len(), |it| it + 1);
        let joined = (start..end.min(start + SUBJECT_WORDS)).any(|it| JOINING.contains(&self.word(it)));
        let last = ends.is_none_or(|it| self.after(it) >= After::Semicolon);
        SUBJECT.contains(&self.word(start))
            && !joined
            && (last && end - start > 2 || end - start >= SUBJECT_WORDS)
    }

    /// True if a cue that begins with "no" and the modal at a place have one subject between them, of parts joined by
    /// "or".
    fn is_one_subject(&self, hit: &CueHit, modal: u32) -> bool {
        let word = |place: u32| self.word(place);
        let joint = self.boundary_before(hit.place.end, modal).and_then(|it| it.checked_sub(1));
        hit.kind == CueKind::Negate
            && word(hit.place.start) == "no"
            && joint.is_some_and(|it| word(it) == "or" && self.after(it) == After::Nothing)
    }

    fn backward(&self, hit: &CueHit) -> u32 {
        let to = hit.place.start;
        let mut from = if hit.reach == 0 { 0 } else { to.saturating_sub(hit.reach) };
        for other in self.hits.iter().filter(|other| other.kind == CueKind::Stop && other.place.end <= to) {
            from = from.max(other.place.end);
        }
        let semicolon =
            (from..to.saturating_sub(1)).rev().find(|place| self.after(*place) >= After::Semicolon);
        semicolon.map_or(from, |place| place + 1)
    }

    /// True if a new clause begins shortly before this place: a boundary, a few words of subject and no
    /// relative pronoun between them.
    fn begins_clause(&self, from: u32, at: u32) -> bool {
        self.boundary_before(from, at).is_some()
    }

    fn subject_words(&self, from: u32, at: u32) -> u32 {
        self.boundary_before(from, at).map_or(0, |boundary| at - boundary)
    }

    /// The place after the last boundary among the few words before `at`.
    fn boundary_before(&self, from: u32, at: u32) -> Option<u32> {
        let lowest = from.max(at.saturating_sub(SUBJECT_WORDS));
        let word = |place: u32| self.word(place);
        if word(at) == "nor" {
            return Some(at);
        }
        for place in (lowest..at).rev() {
            if RELATIVE.contains(&word(place)) {
                return None;
            }
            if JOINING.contains(&word(place)) || self.after(place) >= After::Comma {
                return Some(place + 1);
            }
        }
        None
    }

    fn word(&self, place: u32) -> &str {
        self.view.flow.get(place as usize).map_or("", |word| self.reading.document.norm(*word))
    }

    /// Punctuation after a word; that of a lead-in's end does not count.
    fn after(&self, place: u32) -> After {
        self.reading.after(self.view, place)
    }
}
