//! Who is bound by a match.
//!
//! - "Indemnification by Contractor", "of Client by Contractor": whoever a "by" right after the head names, perhaps
//!   after "of" and one party, unless that is a possessive.
//! - The modal that governs a head is the last one that begins at or before it; of several that begin together, the
//!   longest. Who is bound is its subject.
//! - Parties are one subject where "and", "or" or "nor" stands between them, of more than two also a comma:
//!   "Client, Agency and Contractor"; no party is joined to itself. It is none if a modal stands before the first of them in the same clause, which
//!   begins after a comma or a word that begins clauses: "shall indemnify Client and Contractor shall". It binds both
//!   sides, or the side that is in it.
//! - The subject is the last one before the modal, or before the head where there is no modal, that is not the object
//!   of a preposition and does not follow "not"; an article, or "both", may stand between the two. "Each of Client and
//!   Contractor" and "obligation of Contractor" are no such objects. A mutual subject ("each party") is both, and a
//!   third party if "third" stands before it. If all are objects, it is the last one after "by", if there is one.
//! - Where no modal stands before the head, and the last subject before it is a party that owns what is named behind it, and
//!   none of the four words behind it is an obligation, a right, a remedy, a decision or people ("your photos", "Client's
//!   logo"), it binds nobody known: neither that party nor one before it.
//! - "Client agrees that Contractor …": where "that" follows the modal, the first subject after it counts.
//! - "Shall pay Contractor and may deduct": a modal right after "and", "or" or "but", perhaps with an adverb between, has
//!   the subject of the last modal before that word that does not stand so itself, in the same clause, which begins with
//!   the last subject that follows a comma; where there is no such modal, it is the first subject of the clause.
//! - If that is nobody known and there is a modal, the subject is looked for before the head.
//! - A passive binds its agent instead: the first party, perhaps with an article, right after a "by" among the twelve
//!   words from the head on; nobody known, if there is none. It is a passive if a form of *be* stands between the
//!   modal and the head (without modal: in the two words before the head) and a participle, perhaps after an adverb
//!   in "-ly", follows that is not one of those that bind their subject ("required"). "Shall ensure that it is paid"
//!   is none; after "agrees that", where there is no agent, it is the subject of "agrees".
//! - If nobody is known by then: whoever bears the cost ("at Contractor's expense", "at the expense of Contractor").
//! - A sentence, or what follows its lead-ins where these have no subject, is an infinitive if it begins with "to", perhaps
//!   with "not" or an adverb in "-ly" before it, and neither an article nor a party follows. Where no modal stands between
//!   that beginning and the head, it binds whom the innermost heading above it names that names a side: the heading's
//!   first subject, or else the first party after "by". Nothing but an agent comes before that.
//! - If nobody is known in the end, no modal stands before the head, and of the sentence's own words only "not", "do",
//!   "never", "always", "please" and adverbs stand before it, two at most: whom that heading names, if it has a word of duty.
//! - If that is nobody, no modal stands before the head, and the sentence's own words are a command, it is the side of the
//!   first mention that is the one word "you". A command begins, perhaps after "please", with "never", "always", "do not"
//!   or one of some verbs, unless a word follows that makes a noun of it: "Use of the Work".

use std::ops::Range;

use termscore_core::{
    document::After,
    rule::{CueKind, Who},
};

use crate::{contract::Sentence, patterns::Reader};

const PREPOSITIONS: &str = "of by to with from for against upon on between at than";
const ARTICLES: &str = "the such said both either neither";
const JOINING: &str = "and or nor";
const CLAUSE_BEGINS: &str = "and or nor but that if unless when where while because whether until";
const PARTS: &str = "each both either neither any one all none";
const OBLIGATIONS: &str = "obligation obligations duty duties responsibility responsibilities liability liabilities \
                           covenant covenants undertaking undertakings promise promises right rights";
const SPEAKING: &str = "agents approval breach consent decision discretion employees failure indemnities indemnity option \
                        performance personnel remedies remedy representatives staff team";
const OWNERS: &str = "your our my his her its their";
const COSTS: &str = "cost costs expense expenses";
const FORMS_OF_BE: &str = "be been being is";
const IRREGULAR_PARTICIPLES: &str = "paid made given held borne kept sent done owned";
const BINDING_PARTICIPLES: &str =
    "entitled obligated obliged required permitted deemed allowed prohibited bound authorized";
const DETERMINERS: &str = "the a an any all such this that these those each every its his her their our your";
const DUTIES: &str = "agree agrees agreed agreements undertakes undertake covenants promises shall must will responsible obliged \
                      required commitments obligation obligations duty duties responsibility responsibilities liability \
                      liabilities covenant undertaking undertakings promise";
const IMPERATIVES: &str = "accept allow answer ask avoid bear bring buy call carry check choose clean collect come contact delete \
                           deliver destroy email ensure expect feed finish fix follow give go hand help hold inform insure keep \
                           leave let look maintain make message notify obey pay pick post provide put read refund repair replace \
                           reply respect return say send share show sign speak stay stick stop submit take tell treat turn \
                           upload use wait wear wipe work write";
const AFTER_NOUN: &str = "of is are was were has have shall may will must can and or by not";
const AGENT_WITHIN: usize = 12;
const LONGEST_NAME: usize = 8;

fn among(word: &str, list: &str) -> bool {
    list.split_whitespace().any(|it| it == word)
}

fn together(members: &[Who]) -> Who {
    let has = |who| members.contains(&who);
    match (has(Who::You), has(Who::Them)) {
        _ if has(Who::Both) => Who::Both,
        (true, true) => Who::Both,
        (true, false) => Who::You,
        (false, true) => Who::Them,
        (false, false) if has(Who::Other) => Who::Other,
        _ => Who::Unknown,
    }
}

impl Reader<'_> {
    pub(crate) fn actor(&self, sentence: &Sentence, head: usize) -> Who {
        let told = [self.by_grammar(sentence, head), self.who_pays(sentence)];
        match told.into_iter().find(|it| *it != Who::Unknown) {
            Some(who) => who,
            None if head < sentence.own || self.modals(sentence).iter().any(|it| it.start <= head) => {
                Who::Unknown
            }
            None => {
                let above = self.named_above(sentence).filter(|_| self.is_command(sentence, head));
                match above.filter(|it| self.is_of_duties(it.0)) {
                    Some((_, who)) => who,
                    None if self.is_imperative(sentence) => self.addressee(),
                    None => Who::Unknown,
                }
            }
        }
    }

    /// Whom the contract calls "you".
    fn addressee(&self) -> Who {
        let you = |word: usize, end: usize| end == word + 1 && self.contract.words[word].norm == "you";
        self.parties.all().find(|it| you(it.0, it.1)).map_or(Who::Unknown, |it| it.2)
    }

    fn is_imperative(&self, sentence: &Sentence) -> bool {
        let word = |it: usize| self.word(sentence, sentence.own + it);
        let at = usize::from(word(0) == "please");
        let verb = among(word(at), IMPERATIVES) && !among(word(at + 1), AFTER_NOUN);
        among(word(at), "never always") || word(at) == "do" && word(at + 1) == "not" || verb
    }

    /// The innermost heading above a sentence that names a side, and whom it names.
    fn named_above(&self, sentence: &Sentence) -> Option<(&Sentence, Who)> {
        let above = self.contract.headings_above(sentence).into_iter();
        above.filter(|it| !std::ptr::eq(*it, sentence)).find_map(|heading| {
            let n_words = heading.flow.len();
            let after_by = || (0..n_words).find_map(|it| self.party_after(heading, it, "by")).map(|it| it.1);
            let who = self.first_subject(heading, 0..n_words).or_else(after_by)?;
            (who != Who::Other && who != Who::Unknown).then_some((heading, who))
        })
    }

    fn is_of_duties(&self, heading: &Sentence) -> bool {
        (0..heading.flow.len()).any(|it| among(self.word(heading, it), DUTIES))
    }

    fn is_command(&self, sentence: &Sentence, head: usize) -> bool {
        let filler = |it: usize| {
            among(self.word(sentence, it), "not do never always please")
                || self.word(sentence, it).ends_with("ly")
        };
        let near = (sentence.own..=sentence.own + 2).contains(&head);
        near && (sentence.own..head).all(filler)
    }

    /// Where an infinitive without a subject begins, at or before a head.
    fn infinitive(&self, sentence: &Sentence, head: usize) -> Option<usize> {
        let begins = |start: usize| {
            let adverb =
                |it: usize| self.word(sentence, it) == "not" || self.word(sentence, it).ends_with("ly");
            let to = match (adverb(start), adverb(start + 1)) {
                (true, true) => start + 2,
                (true, false) => start + 1,
                _ => start,
            };
            self.word(sentence, to) == "to"
                && !among(self.word(sentence, to + 1), DETERMINERS)
                && self.party_or_both(sentence, to + 1).is_none()
        };
        if sentence.own <= head
            && begins(sentence.own)
            && (sentence.own == 0 || self.first_subject(sentence, 0..sentence.own).is_none())
        {
            return Some(sentence.own);
        }
        begins(0).then_some(0)
    }

    fn by_grammar(&self, sentence: &Sentence, head: usize) -> Who {
        if let Some(who) = self.named_after(sentence, head) {
            return who;
        }
        let modal = self.modals(sentence).into_iter().rfind(|it| it.start <= head);
        if let Some(to) = self.infinitive(sentence, head)
            && modal.as_ref().is_none_or(|it| it.start < to)
            && let Some((_, who)) = self.named_above(sentence)
        {
            return who;
        }
        let verbs = match &modal {
            Some(modal) => modal.end.min(head)..head,
            None => head.saturating_sub(2)..head,
        };
        let says_that = modal.is_some() && !verbs.is_empty() && self.word(sentence, verbs.start) == "that";
        let be = verbs.clone().find(|it| among(self.word(sentence, *it), FORMS_OF_BE));
        if let Some(be) = be.filter(|be| self.is_participle(sentence, be + 1)) {
            let inner = (verbs.start..be).any(|it| self.word(sentence, it) == "that");
            let agent = self.agent(sentence, head);
            if !inner || says_that && agent != Who::Unknown {
                return agent;
            }
        } else if says_that && let Some(who) = self.first_subject(sentence, verbs.start + 1..head) {
            return who;
        }
        if modal.is_none() && self.is_what_someone_has(sentence, head) {
            return Who::Unknown;
        }
        let joined = modal.as_ref().and_then(|it| self.joined_at(sentence, it.start));
        let subject = match joined.map_or(Who::Unknown, |it| self.subject_going_on(sentence, it)) {
            Who::Unknown => self.subject(sentence, modal.as_ref().map_or(head, |it| it.start)),
            who => who,
        };
        match subject {
            Who::Unknown if modal.is_some() => self.subject(sentence, head),
            who => who,
        }
    }

    fn word(&self, sentence: &Sentence, place: usize) -> &str {
        self.contract.norm(sentence, place)
    }

    fn is_participle(&self, sentence: &Sentence, place: usize) -> bool {
        let word = match self.word(sentence, place) {
            adverb if adverb.ends_with("ly") => self.word(sentence, place + 1),
            word => word,
        };
        (word.ends_with("ed") || among(word, IRREGULAR_PARTICIPLES)) && !among(word, BINDING_PARTICIPLES)
    }

    /// The last party before a place owns what follows it.
    fn is_what_someone_has(&self, sentence: &Sentence, before: usize) -> bool {
        let subject =
            |it: &usize| self.party_or_both(sentence, *it).is_some() && !self.is_object(sentence, *it);
        let last = (0..before).rev().find(subject).and_then(|it| self.parties.mention_at(sentence, it));
        last.is_some_and(|(had, _)| {
            let owner = among(self.word(sentence, had - 1), OWNERS);
            let noun = |it: usize| self.word(sentence, it);
            let speaks = |it: usize| among(noun(it), OBLIGATIONS) || among(noun(it), SPEAKING);
            (owner || self.contract.is_possessive(sentence, had - 1)) && !(had..had + 4).any(speaks)
        })
    }

    fn subject(&self, sentence: &Sentence, before: usize) -> Who {
        let (subject, after_by) = self.last_subject(sentence, before);
        subject.or(after_by).unwrap_or(Who::Unknown)
    }

    /// The last subject before a place, and the last party after "by".
    fn last_subject(&self, sentence: &Sentence, before: usize) -> (Option<Who>, Option<Who>) {
        let mut after_by = None;
        let mut end = before;
        while let Some(last) = (0..end).rev().find(|it| self.party_or_both(sentence, *it).is_some()) {
            let (first, who) = self.joint_subject(sentence, last);
            end = first;
            let before = self.before_article(sentence, first);
            let word = |back: usize| before.checked_sub(back).map_or("", |it| self.word(sentence, it));
            let of_parts = first < last && word(1) == "of" && among(word(2), PARTS);
            if word(1) == "not" {
                continue;
            }
            if !self.is_object(sentence, first) || of_parts {
                return (Some(who), after_by);
            }
            if word(1) == "by" {
                after_by = after_by.or(Some(who));
            }
        }
        (None, after_by)
    }

    /// The word that joins a modal to the words before it.
    fn joined_at(&self, sentence: &Sentence, modal: usize) -> Option<usize> {
        let is_adverb = |it: &usize| {
            self.word(sentence, *it).ends_with("ly")
                || among(self.word(sentence, *it), "then also thereafter therefore")
        };
        let last = modal.checked_sub(1)?;
        let join = if is_adverb(&last) { last.checked_sub(1)? } else { last };
        among(self.word(sentence, join), "and or but").then_some(join)
    }

    fn subject_going_on(&self, sentence: &Sentence, join: usize) -> Who {
        let begins_clause = |place: &usize| {
            let article = usize::from(among(self.word(sentence, *place), ARTICLES));
            *place > 0
                && self.contract.after(sentence, place - 1) >= After::Comma
                && self.parties_from(sentence, place + article).is_some()
        };
        let from = (0..join).rfind(begins_clause).unwrap_or(0);
        let alone = |start: usize| (from..join).contains(&start) && self.joined_at(sentence, start).is_none();
        match self.modals(sentence).into_iter().rfind(|it| alone(it.start)) {
            Some(modal) => self.subject(sentence, modal.start),
            None => self.first_subject(sentence, from..join).unwrap_or(Who::Unknown),
        }
    }

    /// The first subject among some places.
    fn first_subject(&self, sentence: &Sentence, within: Range<usize>) -> Option<Who> {
        let mut subjects = within.filter(|it| !self.is_object(sentence, *it));
        subjects.find_map(|it| self.parties_from(sentence, it)).map(|it| it.1)
    }

    fn is_object(&self, sentence: &Sentence, place: usize) -> bool {
        let before = self.before_article(sentence, place);
        let word = |back: usize| before.checked_sub(back).map_or("", |it| self.word(sentence, it));
        let of_obligation = among(word(1), "of on upon") && among(word(2), OBLIGATIONS);
        among(word(1), PREPOSITIONS) && !of_obligation
    }

    /// Where the words begin that stand before a place, articles left out: one past the last of them.
    fn before_article(&self, sentence: &Sentence, place: usize) -> usize {
        let is_article = place > 0 && among(self.word(sentence, place - 1), ARTICLES);
        place - usize::from(is_article)
    }

    /// Where the subject begins whose last party begins at a place, and who it is.
    fn joint_subject(&self, sentence: &Sentence, last: usize) -> (usize, Who) {
        let alone = self.party_or_both(sentence, last).unwrap_or(Who::Unknown);
        let mut members = vec![alone];
        let mut first = last;
        loop {
            let mut end = self.before_article(sentence, first);
            let bare = end;
            while end > 0 && bare - end < 2 && among(self.word(sentence, end - 1), JOINING) {
                end -= 1;
            }
            let by_comma = end == bare;
            if by_comma
                && (members.len() == 1 || end == 0 || self.contract.after(sentence, end - 1) != After::Comma)
            {
                break;
            }
            let ends_here =
                |start: &usize| self.parties.mention_at(sentence, *start).is_some_and(|it| it.0 == end);
            let Some(start) = (end.saturating_sub(LONGEST_NAME)..end).rev().find(ends_here) else { break };
            let before = self.before_article(sentence, start);
            if by_comma && before > 0 && among(self.word(sentence, before - 1), PREPOSITIONS) {
                break;
            }
            let other = self.parties.mention_at(sentence, start).map_or(Who::Unknown, |it| it.1);
            if other == together(&members) {
                break;
            }
            members.push(other);
            first = start;
        }
        let modals = self.modals(sentence);
        for place in (0..first).rev() {
            if self.contract.after(sentence, place) >= After::Comma
                || among(self.word(sentence, place), CLAUSE_BEGINS)
            {
                break;
            }
            if modals.iter().any(|it| it.start == place) {
                return (last, alone);
            }
        }
        (first, together(&members))
    }

    fn agent(&self, sentence: &Sentence, head: usize) -> Who {
        let places = head..(head + AGENT_WITHIN).min(sentence.flow.len());
        let mut agents = places.filter_map(|place| self.party_after(sentence, place, "by"));
        agents.next().map_or(Who::Unknown, |it| it.1)
    }

    /// The parties named after a word at a place, and the place after them.
    fn party_after(&self, sentence: &Sentence, place: usize, word: &str) -> Option<(usize, Who)> {
        if self.word(sentence, place) != word {
            return None;
        }
        let article = usize::from(among(self.word(sentence, place + 1), ARTICLES));
        self.parties_from(sentence, place + 1).or_else(|| self.parties_from(sentence, place + 1 + article))
    }

    /// The parties named from a place on, and the place after them.
    fn parties_from(&self, sentence: &Sentence, start: usize) -> Option<(usize, Who)> {
        let who = self.party_or_both(sentence, start)?;
        let Some((end, _)) = self.parties.mention_at(sentence, start) else { return Some((start + 1, who)) };
        let other = if among(self.word(sentence, end), JOINING) {
            end + 1 + usize::from(among(self.word(sentence, end + 1), ARTICLES))
        } else {
            return Some((end, who));
        };
        let modals = self.modals(sentence);
        match self.parties.mention_at(sentence, other) {
            Some((end, also)) if modals.iter().all(|it| it.start != end) => {
                Some((end, together(&[who, also])))
            }
            _ => Some((end, who)),
        }
    }

    /// "By" and a party right after the head, or after "of" and another party.
    fn named_after(&self, sentence: &Sentence, head: usize) -> Option<Who> {
        let by = self.party_after(sentence, head + 1, "of").map_or(head + 1, |it| it.0);
        let (end, who) = self.party_after(sentence, by, "by")?;
        (!self.contract.is_possessive(sentence, end - 1)).then_some(who)
    }

    fn who_pays(&self, sentence: &Sentence) -> Who {
        for at in (0..sentence.flow.len()).filter(|it| self.word(sentence, *it) == "at") {
            if let Some((end, who)) = self.party_after(sentence, at, "at")
                && (end..end + 3).any(|it| among(self.word(sentence, it), COSTS))
            {
                return who;
            }
            let cost = (at + 1..at + 4).find(|it| among(self.word(sentence, *it), COSTS));
            if let Some((_, who)) = cost.and_then(|it| self.party_after(sentence, it + 1, "of")) {
                return who;
            }
        }
        Who::Unknown
    }

    fn party_or_both(&self, sentence: &Sentence, place: usize) -> Option<Who> {
        let mut mutual = self.packs.cues().filter(|it| it.kind == CueKind::Mutual);
        if mutual.any(|it| self.cue_at(&it.phrase, sentence, place).is_some()) {
            let third = place > 0 && self.word(sentence, place - 1) == "third";
            return Some(if third { Who::Other } else { Who::Both });
        }
        self.parties.mention_at(sentence, place).map(|it| it.1)
    }
}
