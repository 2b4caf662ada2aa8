//! Covenants without a subject, "To keep the roof in repair" or "Insure the building": who is bound stands in a heading above
//! them, "What the tenant agrees", "Landlord's obligations"; or it is whom the document calls "you", "Don't share it".

use crate::rule::Who;

use super::{
    actor::{Actor, OBLIGATIONS},
    hit::SentenceId,
};

/// Words that tell "to the extent" from "to pay".
const DETERMINERS: [&str; 18] = [
    "the", "a", "an", "any", "all", "such", "this", "that", "these", "those", "each", "every", "its", "his",
    "her", "their", "our", "your",
];
/// With [`OBLIGATIONS`], words of a heading below which a sentence without a subject is a duty.
const BINDING: [&str; 15] = [
    "agree",
    "agrees",
    "agreed",
    "agreements",
    "undertakes",
    "undertake",
    "covenants",
    "promises",
    "shall",
    "must",
    "will",
    "responsible",
    "obliged",
    "required",
    "commitments",
];
/// Of [`OBLIGATIONS`], those that bind nobody.
const RIGHTS: [&str; 2] = ["right", "rights"];
/// Words that may stand before the verb of a command.
const BEFORE_COMMAND: [&str; 5] = ["not", "do", "never", "always", "please"];
/// Verbs that a plain contract begins a command with, in order.
const COMMANDS: [&str; 75] = [
    "accept", "allow", "answer", "ask", "avoid", "bear", "bring", "buy", "call", "carry", "check", "choose",
    "clean", "collect", "come", "contact", "delete", "deliver", "destroy", "email", "ensure", "expect",
    "feed", "finish", "fix", "follow", "give", "go", "hand", "help", "hold", "inform", "insure", "keep",
    "leave", "let", "look", "maintain", "make", "message", "notify", "obey", "pay", "pick", "post",
    "provide", "put", "read", "refund", "repair", "replace", "reply", "respect", "return", "say", "send",
    "share", "show", "sign", "speak", "stay", "stick", "stop", "submit", "take", "tell", "treat", "turn",
    "upload", "use", "wait", "wear", "wipe", "work", "write",
];
/// Words behind such a verb that make a noun of it: "Use of the Work", "Pay is due".
const BEHIND_NOUN: [&str; 16] = [
    "of", "is", "are", "was", "were", "has", "have", "shall", "may", "will", "must", "can", "and", "or",
    "by", "not",
];

impl Actor<'_> {
    /// Where an infinitive begins at or before a head that has no subject in its sentence: "(not) to keep".
    pub(super) fn bare_infinitive(&self, head: u32) -> Option<u32> {
        let own = self.view.own;
        [own, 0].into_iter().find(|start| {
            *start <= head
                && self.is_infinitive(*start)
                && (*start == 0 || self.first_subject(0, *start).is_none())
        })
    }

    fn is_infinitive(&self, start: u32) -> bool {
        let skipped = |place: &u32| self.norm(*place) == "not" || self.norm(*place).ends_with("ly");
        let to = start + (start..start + 2).take_while(skipped).count() as u32;
        self.norm(to) == "to"
            && !DETERMINERS.contains(&self.norm(to + 1))
            && self.subject_at(to + 1).is_none()
    }

    /// Who is bound by a match that no subject governs.
    pub(super) fn without_subject(&self, head: u32) -> Who {
        let modal = self.cues.modals.iter().any(|it| it.start <= head);
        if head < self.view.own || modal {
            return Who::Unknown;
        }
        let bound = if self.begins_with(head) { self.heading_binds() } else { Who::Unknown };
        match bound {
            Who::Unknown if self.is_command() => self.reading.parties.addressee.unwrap_or(Who::Unknown),
            who => who,
        }
    }

    /// True if the sentence's own words begin with "do not", "never" or "always", perhaps after "please", or with a verb
    /// of [`COMMANDS`] that is no noun there.
    fn is_command(&self) -> bool {
        let first = self.view.own + u32::from(self.norm(self.view.own) == "please");
        let (word, next) = (self.norm(first), self.norm(first + 1));
        match word {
            "never" | "always" => true,
            "do" => next == "not",
            _ => COMMANDS.binary_search(&word).is_ok() && !BEHIND_NOUN.contains(&next),
        }
    }

    /// True if the sentence begins with the head, as a command or a list of duties does.
    fn begins_with(&self, head: u32) -> bool {
        let own = self.view.own;
        let before = |place: u32| {
            let word = self.norm(place);
            BEFORE_COMMAND.contains(&word) || word.ends_with("ly")
        };
        head - own <= 2 && (own..head).all(before)
    }

    /// Whom the nearest heading that names anyone binds, of a sentence that says "to keep".
    pub(super) fn heading_names(&self) -> Who {
        self.headings().find_map(|it| it.named()).unwrap_or(Who::Unknown)
    }

    /// The same where that heading speaks of duties.
    fn heading_binds(&self) -> Who {
        let named = self.headings().find_map(|it| Some((it.named()?, it.speaks_of_duties())));
        named.filter(|it| it.1).map_or(Who::Unknown, |it| it.0)
    }

    /// The headings above the sentence, innermost first.
    fn headings(&self) -> impl Iterator<Item = Actor<'_>> {
        let headings: Vec<SentenceId> = self.reading.headings_above(self.view.id);
        headings.into_iter().rev().filter(|it| *it != self.view.id).map(|it| self.reading.actor_in(it))
    }

    fn named(&self) -> Option<Who> {
        let end = self.view.len();
        self.first_subject(0, end)
            .or_else(|| (0..end).find_map(|place| self.party_after(place, "by")).map(|it| it.1))
            .filter(|it| matches!(it, Who::You | Who::Them | Who::Both))
    }

    fn speaks_of_duties(&self) -> bool {
        (0..self.view.len()).any(|place| {
            let word = self.norm(place);
            BINDING.contains(&word) || OBLIGATIONS.contains(&word) && !RIGHTS.contains(&word)
        })
    }
}
