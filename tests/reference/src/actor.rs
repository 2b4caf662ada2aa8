//! Who is bound by a match.
//!
//! - The modal that governs a head is the last one that begins at or before it; of several that begin together, the
//!   longest. Who is bound is its subject.
//! - The subject is the last party before the modal, or before the head where there is no modal, that is not the
//!   object of a preposition; an article may stand between the two. A mutual subject ("each party") is both. If all
//!   are objects, it is the last one after "by", if there is one.
//! - If that is nobody known and there is a modal, the subject is looked for before the head.
//! - A passive binds its agent instead: the first party, perhaps with an article, right after a "by" among the twelve
//!   words from the head on; nobody known, if there is none. It is a passive if a form of *be* stands between the
//!   modal and the head (without modal: in the two words before the head) and a participle, perhaps after an adverb
//!   in "-ly", follows that is not one of those that bind their subject ("required").

use termscore_core::rule::{CueKind, Who};

use crate::{contract::Sentence, patterns::Reader};

const PREPOSITIONS: &str = "of by to with from for against upon on between at than";
const ARTICLES: &str = "the such said";
const FORMS_OF_BE: &str = "be been being is";
const IRREGULAR_PARTICIPLES: &str = "paid made given held borne kept sent done owned";
const BINDING_PARTICIPLES: &str =
    "entitled obligated obliged required permitted deemed allowed prohibited bound authorized";
const AGENT_WITHIN: usize = 12;

fn among(word: &str, list: &str) -> bool {
    list.split(' ').any(|it| it == word)
}

impl Reader<'_> {
    pub(crate) fn actor(&self, sentence: &Sentence, head: usize) -> Who {
        let modal = self.modals(sentence).into_iter().rfind(|it| it.start <= head);
        let verbs = match &modal {
            Some(modal) => modal.end.min(head)..head,
            None => head.saturating_sub(2)..head,
        };
        let be = verbs.into_iter().find(|it| among(self.contract.norm(sentence, *it), FORMS_OF_BE));
        if be.is_some_and(|be| self.is_participle(sentence, be + 1)) {
            return self.agent(sentence, head);
        }
        let subject = self.subject(sentence, modal.as_ref().map_or(head, |it| it.start));
        match subject {
            Who::Unknown if modal.is_some() => self.subject(sentence, head),
            who => who,
        }
    }

    fn is_participle(&self, sentence: &Sentence, place: usize) -> bool {
        let word = match self.contract.norm(sentence, place) {
            adverb if adverb.ends_with("ly") => self.contract.norm(sentence, place + 1),
            word => word,
        };
        (word.ends_with("ed") || among(word, IRREGULAR_PARTICIPLES)) && !among(word, BINDING_PARTICIPLES)
    }

    fn subject(&self, sentence: &Sentence, before: usize) -> Who {
        let mut after_by = Who::Unknown;
        for place in (0..before).rev() {
            let Some(who) = self.party_or_both(sentence, place) else { continue };
            let mut words = (0..place).rev().map(|it| self.contract.norm(sentence, it)).peekable();
            words.next_if(|it| among(it, ARTICLES));
            match words.next() {
                Some(preposition) if among(preposition, PREPOSITIONS) => {
                    if preposition == "by" && after_by == Who::Unknown {
                        after_by = who;
                    }
                }
                _ => return who,
            }
        }
        after_by
    }

    fn agent(&self, sentence: &Sentence, head: usize) -> Who {
        for place in head..(head + AGENT_WITHIN).min(sentence.flow.len()) {
            if self.contract.norm(sentence, place) == "by" {
                let article = among(self.contract.norm(sentence, place + 1), ARTICLES);
                if let Some(who) = self.party_or_both(sentence, place + 1 + usize::from(article)) {
                    return who;
                }
            }
        }
        Who::Unknown
    }

    fn party_or_both(&self, sentence: &Sentence, place: usize) -> Option<Who> {
        let mut mutual = self.packs.cues().filter(|it| it.kind == CueKind::Mutual);
        if mutual.any(|it| self.cue_at(&it.phrase, sentence, place).is_some()) {
            return Some(Who::Both);
        }
        self.parties.mention_at(sentence, place).map(|it| it.1)
    }
}
