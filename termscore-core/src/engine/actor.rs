//! Who is bound by a match: the subject of the verb that governs it, the agent of a passive, or whoever pays.

use std::rc::Rc;

use crate::{Span, document::After, rule::Who};

use super::{
    hit::{SentenceId, View},
    polarity::Cues,
    reading::Reading,
};

/// Words after a passive verb within which its agent stands ("shall be paid ... by Client").
const AGENT_WORDS: u32 = 12;
/// Words of the longest name that may stand before "and".
const NAME_WORDS: u32 = 8;

const OBLIQUE: [&str; 12] =
    ["of", "by", "to", "with", "from", "for", "against", "upon", "on", "between", "at", "than"];
const ARTICLES: [&str; 6] = ["the", "such", "said", "both", "either", "neither"];
const JOINING: [&str; 3] = ["and", "or", "nor"];
/// "Shall pay Contractor and may deduct": the second modal has the subject of the first.
const VERBS_JOINED_BY: [&str; 3] = ["and", "or", "but"];
/// Words that may stand between these and a modal, beside those in "-ly".
const ADVERBS: [&str; 4] = ["then", "also", "thereafter", "therefore"];
/// Words before which a clause ends.
const CLAUSE_BEGINS: [&str; 13] = [
    "and", "or", "nor", "but", "that", "if", "unless", "when", "where", "while", "because", "whether",
    "until",
];
/// "Each of Client and Contractor".
const PARTS: [&str; 8] = ["each", "both", "either", "neither", "any", "one", "all", "none"];
/// "The obligations of Contractor": who is bound stands after "of".
pub(super) const OBLIGATIONS: [&str; 16] = [
    "obligation",
    "obligations",
    "duty",
    "duties",
    "responsibility",
    "responsibilities",
    "liability",
    "liabilities",
    "covenant",
    "covenants",
    "undertaking",
    "undertakings",
    "promise",
    "promises",
    "right",
    "rights",
];
/// "Client's sole remedy", "our staff": what else of a party speaks for it.
const SPEAKING: [&str; 18] = [
    "agents",
    "approval",
    "breach",
    "consent",
    "decision",
    "discretion",
    "employees",
    "failure",
    "indemnities",
    "indemnity",
    "option",
    "performance",
    "personnel",
    "remedies",
    "remedy",
    "representatives",
    "staff",
    "team",
];
const COSTS: [&str; 4] = ["cost", "costs", "expense", "expenses"];

impl Reading<'_> {
    /// Who is bound by a match.
    pub(super) fn actor(&self, sentence: SentenceId, head: u32) -> Who {
        let actor = self.actor_in(sentence);
        match actor.by_grammar(head) {
            Who::Unknown => match actor.who_pays() {
                Who::Unknown => actor.without_subject(head),
                who => who,
            },
            who => who,
        }
    }

    pub(super) fn actor_in(&self, sentence: SentenceId) -> Actor<'_> {
        Actor { reading: self, view: self.view(sentence), cues: self.cues(sentence) }
    }
}

/// The words of one sentence, as the search for who is bound asks for them.
pub(super) struct Actor<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) view: View<'a>,
    pub(super) cues: Rc<Cues>,
}

impl Actor<'_> {
    fn by_grammar(&self, head: u32) -> Who {
        if let Some(who) = self.named_after(head) {
            return who;
        }
        let modal = self.cues.modals.iter().rev().find(|modal| modal.start <= head);
        if let Some(to) = self.bare_infinitive(head)
            && modal.is_none_or(|it| it.start < to)
        {
            let bound = self.heading_names();
            if bound != Who::Unknown {
                return bound;
            }
        }
        // Without a modal the words just before the head tell: "is paid by".
        let (subject_end, verb) =
            modal.map_or((head, head.saturating_sub(2)), |modal| (modal.start, modal.end.min(head)));
        // "Client agrees that Contractor ...".
        let says_that = modal.is_some() && verb < head && self.norm(verb) == "that";
        match self.passive(verb, head) {
            Some(be) => {
                let agent = self.agent(head);
                // "Shall ensure that it is paid" is no passive of "shall".
                let inner = (verb..be).any(|place| self.norm(place) == "that");
                if !inner || says_that && agent != Who::Unknown {
                    return agent;
                }
            }
            None if says_that => {
                if let Some(who) = self.first_subject(verb + 1, head) {
                    return who;
                }
            }
            None => {}
        }
        let joined = modal.and_then(|it| self.joined_at(it.start)).map(|it| self.subject_going_on(it));
        if modal.is_none() && self.is_what_someone_has(subject_end) {
            return Who::Unknown;
        }
        match joined.filter(|it| *it != Who::Unknown).unwrap_or_else(|| self.subject(subject_end)) {
            // "Contractor hereby grants": the performative may stand before the subject's verb only.
            Who::Unknown if modal.is_some() => self.subject(head),
            who => who,
        }
    }

    /// "Your photos never go", "Client's logo stays": what stands last before a place is a party's, not the party; its
    /// duties, its rights and its people speak for it.
    fn is_what_someone_has(&self, end: u32) -> bool {
        const OWNERS: [&str; 7] = ["your", "our", "my", "his", "her", "its", "their"];
        /// Words within which the noun stands: "Client's total aggregate liability".
        const NOUN_WITHIN: u32 = 4;
        let mut subjects =
            (0..end).rev().filter(|place| self.subject_at(*place).is_some() && !self.is_object(*place));
        let last =
            subjects.next().and_then(|place| Some(place + self.reading.party_at(&self.view, place)?.0));
        last.is_some_and(|had| {
            (OWNERS.contains(&self.norm(had - 1)) || self.is_possessive(had - 1))
                && !(had..had + NOUN_WITHIN)
                    .any(|it| OBLIGATIONS.contains(&self.norm(it)) || SPEAKING.contains(&self.norm(it)))
        })
    }

    /// The last subject before a place; if there is none, the last party after "by".
    fn subject(&self, end: u32) -> Who {
        let (subject, after_by) = self.last_subject(end);
        subject.or(after_by).unwrap_or(Who::Unknown)
    }

    /// The last subject before a place that is not the object of a preposition; and the last party after "by" that was
    /// met before it.
    fn last_subject(&self, end: u32) -> (Option<Who>, Option<Who>) {
        let mut after_by = None;
        let mut end = end;
        while let Some((last, who)) = (0..end).rev().find_map(|place| Some((place, self.subject_at(place)?)))
        {
            let (first, who) = self.joint(last, who);
            end = first;
            let before = self.before_article(first);
            let (word, second) = (self.norm_before(before, 1), self.norm_before(before, 2));
            if word == "not" {
                continue;
            }
            // "Each of Client and Contractor"; "neither of us" is a mutual subject of its own.
            let of_parts = first < last && word == "of" && PARTS.contains(&second);
            if !self.is_object(first) || of_parts {
                return (Some(who), after_by);
            }
            if word == "by" {
                after_by = after_by.or(Some(who));
            }
        }
        (None, after_by)
    }

    /// The place of the word that joins a modal to what the sentence says before: "shall pay Contractor and may deduct".
    fn joined_at(&self, modal: u32) -> Option<u32> {
        let mut before = modal.checked_sub(1)?;
        if self.norm(before).ends_with("ly") || ADVERBS.contains(&self.norm(before)) {
            before = before.checked_sub(1)?;
        }
        VERBS_JOINED_BY.contains(&self.norm(before)).then_some(before)
    }

    /// The subject of what stands before a word that joins verbs, in the clause that begins with the last subject after a
    /// comma: that of its last modal that is not joined itself, or else the first there is.
    fn subject_going_on(&self, join: u32) -> Who {
        let begins = |place: &u32| {
            self.after(place - 1) >= After::Comma && self.joined_from(self.after_article(*place)).is_some()
        };
        let from = (1..join).rev().find(begins).unwrap_or(0);
        let earlier = self.cues.modals.iter().rev().skip_while(|it| it.start >= join);
        let mut earlier = earlier.take_while(|it| it.start >= from);
        // A modal that is joined itself has the subject of the one before it.
        match earlier.find(|it| self.joined_at(it.start).is_none()) {
            Some(modal) => self.subject(modal.start),
            None => self.first_subject(from, join).unwrap_or(Who::Unknown),
        }
    }

    /// The first subject between two places, with the one joined to it.
    pub(super) fn first_subject(&self, from: u32, end: u32) -> Option<Who> {
        (from..end)
            .filter(|place| !self.is_object(*place))
            .find_map(|place| self.joined_from(place))
            .map(|it| it.1)
    }

    /// True if what begins at a place is the object of a preposition; "of Contractor" after "obligations" is none.
    fn is_object(&self, place: u32) -> bool {
        let before = self.before_article(place);
        let (word, second) = (self.norm_before(before, 1), self.norm_before(before, 2));
        let of_obligation = matches!(word, "of" | "on" | "upon") && OBLIGATIONS.contains(&second);
        OBLIQUE.contains(&word) && !of_obligation
    }

    /// Parties joined by "and" or "or" that end with the one at a place: where they begin, and who they are. Not so
    /// if a modal before them makes the first an object: "shall indemnify Client and Contractor shall".
    fn joint(&self, last: u32, alone: Who) -> (u32, Who) {
        let (mut first, mut who, mut n_members) = (last, alone, 1);
        loop {
            let bare = self.before_article(first);
            let mut end = bare;
            while bare - end < 2 && JOINING.contains(&self.norm_before(end, 1)) {
                end -= 1;
            }
            let by_comma = end == bare;
            if by_comma
                && (n_members == 1 || end.checked_sub(1).is_none_or(|it| self.after(it) != After::Comma))
            {
                break;
            }
            let Some((start, other)) = self.mention_before(end) else { break };
            // "Is personal to Contractor and Contractor shall": no party is joined to itself.
            if other == who {
                break;
            }
            if by_comma && OBLIQUE.contains(&self.norm_before(self.before_article(start), 1)) {
                break;
            }
            (first, who, n_members) = (start, both(who, other), n_members + 1);
        }
        if n_members == 1 {
            return (last, alone);
        }
        for place in (0..first).rev() {
            if self.after(place) >= After::Comma || CLAUSE_BEGINS.contains(&self.norm(place)) {
                break;
            }
            if self.is_modal(place) {
                return (last, alone);
            }
        }
        (first, who)
    }

    /// The party whose mention ends before a place.
    fn mention_before(&self, end: u32) -> Option<(u32, Who)> {
        (end.saturating_sub(NAME_WORDS)..end).rev().find_map(|start| {
            let (n_words, who) = self.reading.party_at(&self.view, start)?;
            (start + n_words == end).then_some((start, who))
        })
    }

    /// The party, or both parties, whose mention begins at a place.
    pub(super) fn subject_at(&self, place: u32) -> Option<Who> {
        if self.cues.mutual.iter().any(|it| it.start == place) {
            return Some(if self.norm_before(place, 1) == "third" { Who::Other } else { Who::Both });
        }
        self.reading.party_at(&self.view, place).map(|(_, who)| who)
    }

    /// The form of *be* of a passive.
    fn passive(&self, verb: u32, head: u32) -> Option<u32> {
        const BE: [&str; 4] = ["be", "been", "being", "is"];
        const ACTIVE: [&str; 10] = [
            "entitled",
            "obligated",
            "obliged",
            "required",
            "permitted",
            "deemed",
            "allowed",
            "prohibited",
            "bound",
            "authorized",
        ];
        const IRREGULAR: [&str; 9] =
            ["paid", "made", "given", "held", "borne", "kept", "sent", "done", "owned"];
        let be = (verb..head).find(|place| BE.contains(&self.norm(*place)))?;
        let mut participle = self.norm(be + 1);
        if participle.ends_with("ly") {
            participle = self.norm(be + 2);
        }
        let passive =
            (participle.ends_with("ed") || IRREGULAR.contains(&participle)) && !ACTIVE.contains(&participle);
        passive.then_some(be)
    }

    fn agent(&self, head: u32) -> Who {
        let mut places = head..(head + AGENT_WORDS).min(self.view.len());
        places.find_map(|place| self.party_after(place, "by")).map_or(Who::Unknown, |(_, who)| who)
    }

    /// "Indemnification by Contractor", "indemnification of Client by Contractor".
    fn named_after(&self, head: u32) -> Option<Who> {
        let by = self.party_after(head + 1, "of").map_or(head + 1, |(end, _)| end);
        let (end, who) = self.party_after(by, "by")?;
        // "Deliver by Client's deadline" names no agent.
        (!self.is_possessive(end - 1)).then_some(who)
    }

    /// "At Contractor's expense", "at the expense of Contractor".
    fn who_pays(&self) -> Who {
        for at in (0..self.view.len()).filter(|place| self.norm(*place) == "at") {
            if let Some((end, who)) = self.party_after(at, "at")
                && (end..end + 3).any(|place| COSTS.contains(&self.norm(place)))
            {
                return who;
            }
            let cost = (at + 1..at + 4).find(|place| COSTS.contains(&self.norm(*place)));
            if let Some((_, who)) = cost.and_then(|place| self.party_after(place + 1, "of")) {
                return who;
            }
        }
        Who::Unknown
    }

    /// The parties named right after a word at a place: the place after them, and who they are.
    pub(super) fn party_after(&self, place: u32, word: &str) -> Option<(u32, Who)> {
        if self.norm(place) != word {
            return None;
        }
        self.joined_from(place + 1).or_else(|| self.joined_from(self.after_article(place + 1)))
    }

    /// The parties named from a place on: the place after them, and who they are.
    fn joined_from(&self, start: u32) -> Option<(u32, Who)> {
        let who = self.subject_at(start)?;
        let Some((n_words, _)) = self.reading.party_at(&self.view, start) else {
            return Some((start + 1, who));
        };
        let end = start + n_words;
        if !JOINING.contains(&self.norm(end)) {
            return Some((end, who));
        }
        let other = self.after_article(end + 1);
        match self.reading.party_at(&self.view, other) {
            // "Paid by Client and Contractor shall ...": the next clause.
            Some((n_words, also)) if !self.is_modal(other + n_words) => {
                Some((other + n_words, both(who, also)))
            }
            _ => Some((end, who)),
        }
    }

    /// A place, or the next one if an article stands there.
    fn after_article(&self, place: u32) -> u32 {
        place + u32::from(ARTICLES.contains(&self.norm(place)))
    }

    /// A place, or that of the article before it.
    fn before_article(&self, place: u32) -> u32 {
        place - u32::from(ARTICLES.contains(&self.norm_before(place, 1)))
    }

    fn is_modal(&self, place: u32) -> bool {
        self.cues.modals.binary_search_by_key(&place, |it| it.start).is_ok()
    }

    fn is_possessive(&self, place: u32) -> bool {
        let word = self.view.flow.get(place as usize);
        word.and_then(|word| self.reading.document.words.get(*word as usize)).is_some_and(|word| {
            let text = Span::new(word.start as usize, word.end as usize).of(self.reading.document.text());
            // Alone it is the second word of "it's".
            text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).is_some_and(|it| !it.is_empty())
        })
    }

    pub(super) fn norm(&self, place: u32) -> &str {
        self.view.flow.get(place as usize).map_or("", |word| self.reading.document.norm(*word))
    }

    /// The word so many places before one; empty before the first.
    fn norm_before(&self, place: u32, back: u32) -> &str {
        place.checked_sub(back).map_or("", |it| self.norm(it))
    }

    fn after(&self, place: u32) -> After {
        self.reading.after(&self.view, place)
    }
}

/// Who is bound if both of these are.
fn both(one: Who, other: Who) -> Who {
    match (one, other) {
        (Who::Both, _) | (_, Who::Both) | (Who::You, Who::Them) | (Who::Them, Who::You) => Who::Both,
        (Who::You, _) | (_, Who::You) => Who::You,
        (Who::Them, _) | (_, Who::Them) => Who::Them,
        (Who::Other, _) | (_, Who::Other) => Who::Other,
        (Who::Unknown, Who::Unknown) => Who::Unknown,
    }
}
