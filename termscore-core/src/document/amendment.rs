//! What a later part says of an earlier one in, the words that it takes out of the contract out: "Section 4.2 of the
//! Agreement is deleted and replaced by clause 2", "In Section 7, the words “in perpetuity” are deleted".
//!
//! A later part is a file that is attached, or an exhibit, addendum or amendment at the end. It strikes nothing in
//! itself, nothing that it names with a condition, and nothing that cannot be found: a stand-alone amendment of a
//! contract that is not there changes nothing.

mod wording;

use std::collections::BTreeSet;

use self::wording::{
    AGREEING, CONDITIONS, MAIN, ORDINALS, Piece, Verb, What, connects, deletes, goes_on, is_heading_of,
    pieces, verb,
};
use super::{
    BySpelling, Document, Sentence, attachment, provision,
    reference::{self, Reference, Target},
    token::words_of,
};
use crate::{Span, rule::Role};

/// Words between the first and the last words of "the words from “…” to “…”".
const BETWEEN: usize = 3_000;
/// Steps of comparing quotations with the text, for all amendments of a document.
const FUEL: usize = 20_000_000;

/// Marks sentences that later parts strike, and takes struck words out of what the others read.
pub(super) fn strike(document: &mut Document) {
    let starts = starts(document);
    let Some(first) = starts.first().copied() else { return };
    let mut struck = Struck::default();
    let amends =
        BySpelling::new(document, |norm| deletes(norm) || matches!(norm, "amended" | "apply" | "effect"));
    for (at, paragraph) in document.paragraphs.iter().enumerate() {
        if paragraph.span.start < first {
            continue;
        }
        let part = starts.partition_point(|it| *it <= paragraph.span.start);
        // INVARIANT (earlier only): a part strikes nothing at or behind its own start.
        let Some(begin) = part.checked_sub(1).and_then(|it| starts.get(it)).copied() else { continue };
        if may_amend(document, at, &amends) {
            Amending { document, paragraph: at, begin, struck: &mut struck }.read();
        }
    }
    struck.apply(document);
}

/// Where later parts begin, ascending.
fn starts(document: &Document) -> Vec<usize> {
    let files = document.layout.parts.iter().skip(1).map(|it| it.start);
    let exhibits = document.sections.iter().skip(1).filter(|it| is_exhibit(&it.number, &it.heading));
    let mut starts: Vec<usize> = files.chain(exhibits.map(|it| it.span.start)).collect();
    // At the very start nothing comes before it.
    starts.retain(|it| *it > 0);
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// "Schedule 2", "ADDENDUM", "Amendment No. 1", "First Amendment to the Agreement"; not "12. Amendments", nor the form of
/// an amendment that may be signed one day.
fn is_exhibit(number: &str, heading: &str) -> bool {
    let heading = heading.to_lowercase();
    if number.starts_with(|it: char| it.is_ascii_digit()) || heading.contains("form of") {
        return false;
    }
    let first = |text: &str| {
        let words: Vec<String> = text
            .split(|it: char| !it.is_alphanumeric())
            .filter(|it| !it.is_empty())
            .map(str::to_lowercase)
            .collect();
        words
    };
    let numbered = first(number);
    if numbered.first().is_some_and(|it| attachment::kind(it).is_some()) {
        return true;
    }
    let words = first(&heading);
    let mut rest = words.iter().map(String::as_str).skip_while(|it| {
        matches!(
            *it,
            "the" | "first" | "second" | "third" | "fourth" | "fifth" | "special" | "contract" | "agreement"
        )
    });
    match (rest.next(), rest.next()) {
        (Some("addendum" | "rider" | "amendment"), _) => true,
        (Some(word), Some(id)) => attachment::label_at_start(&format!("{word} {id}")).is_some(),
        _ => false,
    }
}

/// A cheap test before [`Amending::read`]: what amends holds one of a few words.
fn may_amend(document: &Document, paragraph: usize, amends: &BySpelling<'_, bool>) -> bool {
    let Some(paragraph) = document.paragraphs.get(paragraph) else { return false };
    let sentences =
        document.sentences.get(paragraph.first_sentence as usize..paragraph.end_sentence as usize);
    let mut binding = sentences.unwrap_or_default().iter().filter(|it| binds(it.role));
    binding.any(|sentence| document.own_words(sentence).iter().any(|it| amends.of(*it)))
}

fn binds(role: Role) -> bool {
    matches!(role, Role::Operative | Role::Definition | Role::Recital)
}

/// A paragraph that may amend, being read.
struct Amending<'d, 's> {
    document: &'d Document,
    paragraph: usize,
    /// Where its part begins: only what stands before can be struck.
    begin: usize,
    struck: &'s mut Struck,
}

impl Amending<'_, '_> {
    fn read(&mut self) {
        let document = self.document;
        let Some(paragraph) = document.paragraphs.get(self.paragraph) else { return };
        // Its own number, such as "2.1", is no part of what it says.
        let first = document.sentences.get(paragraph.first_sentence as usize);
        let start = first.map_or(paragraph.span.start, |it| it.span.start).min(paragraph.span.end);
        let said = Span::new(start, paragraph.span.end.max(start));
        let Some(pieces) = pieces(&document.text, said) else { return };
        let mut references: Option<Vec<Reference>> = None;
        let mut start = 0;
        let mut at = 0;
        while at < pieces.len() {
            if pieces.get(at).is_some_and(|it| it.what == What::Stop) {
                start = at + 1;
                at += 1;
                continue;
            }
            let Some((verb, end)) = verb(&pieces, at) else {
                at += 1;
                continue;
            };
            let tail_end =
                (end..pieces.len()).find(|it| pieces.get(*it).is_some_and(|it| it.what == What::Stop));
            let tail_end = tail_end.unwrap_or(pieces.len());
            let subject = pieces.get(start..at).unwrap_or_default();
            let tail = pieces.get(end..tail_end).unwrap_or_default();
            if goes_on(verb, tail) {
                let references = references.get_or_insert_with(|| self.references());
                self.statement(verb, subject, tail, references);
            }
            start = end;
            at = end;
        }
    }

    /// References of the paragraph to what stands before its part.
    fn references(&self) -> Vec<Reference> {
        let Some(paragraph) = self.document.paragraphs.get(self.paragraph) else { return Vec::new() };
        let sentences = paragraph.first_sentence as usize..paragraph.end_sentence as usize;
        reference::before(self.document, sentences, self.begin)
    }

    /// "Section 4.2 of the Agreement" before "is deleted", "In Section 7, the words “…”" before "are deleted".
    fn statement(&mut self, verb: Verb, subject: &[Piece], tail: &[Piece], references: &[Reference]) {
        let (Some(first), Some(last)) = (subject.first(), subject.last()) else { return };
        let within = Span::new(first.span.start, last.span.end);
        // What is quoted may refer to other provisions; the statement does not.
        let quoted =
            |it: &Reference| subject.iter().any(|p| p.what == What::Quote && p.span.contains(it.span));
        let named: Vec<&Reference> =
            references.iter().filter(|it| within.contains(it.span) && !quoted(it)).collect();
        let own = self.document.text.get(within.start..within.end).unwrap_or_default().to_lowercase();
        let own_part = ["addendum", "amendment", "schedule", "exhibit", "annex", "appendix", "rider"];
        if own_part.iter().any(|it| own.contains(&format!("of this {it}"))) {
            return;
        }
        let outside = |piece: &&Piece| !named.iter().any(|it| it.span.contains(piece.span));
        let words: Vec<&Piece> = subject.iter().filter(|it| it.what == What::Word).filter(outside).collect();
        let is_target = |it: &&Piece| it.what == What::Quote && !is_heading_of(subject, it);
        let mut quotes: Vec<Span> = subject.iter().filter(is_target).map(|it| it.span).collect();
        let headings: Vec<Span> = subject
            .iter()
            .filter(|it| it.what == What::Quote && is_heading_of(subject, it))
            .map(|it| it.span)
            .collect();
        if verb == Verb::Edits {
            // "by deleting the words “…” and inserting “…”"
            let until = tail
                .iter()
                .position(|it| {
                    matches!(it.word.as_str(), "inserting" | "replacing" | "substituting" | "adding" | "with")
                })
                .unwrap_or(tail.len());
            let deleted = tail.get(..until).unwrap_or_default();
            if deleted.iter().any(|it| it.what == What::Word && !connects(&it.word)) {
                return;
            }
            quotes.extend(deleted.iter().filter(|it| it.what == What::Quote).map(|it| it.span));
            if quotes.is_empty() {
                return;
            }
        }
        if !self.speaks_plainly(subject, &words, &named, &quotes, &headings) {
            return;
        }
        let has = |word: &str| words.iter().any(|it| it.word == word);
        let places: Vec<BTreeSet<usize>> = named
            .iter()
            .filter_map(|it| self.provision(it))
            .chain(headings.iter().filter_map(|it| self.headed(*it)))
            .collect();
        // A number that leads nowhere: what it holds cannot be struck, nor can words be looked for elsewhere.
        if places.len() < named.len() + headings.len() {
            return;
        }
        let names_main = words.iter().any(|it| MAIN.contains(&it.word.as_str()));
        if !names_main && headings.is_empty() && named.iter().any(|it| self.is_own(it)) {
            return;
        }
        let place: BTreeSet<usize> = places.into_iter().flatten().collect();
        if !quotes.is_empty() {
            let range = has("from") || has("beginning") || has("begins") || has("starting");
            self.words(&quotes, &place, range && quotes.len() == 2);
            return;
        }
        if place.is_empty() || has("words") || has("word") || has("phrase") || has("heading") {
            return;
        }
        if has("sentence") || has("sentences") {
            if let Some(at) = self.ordinal(&words, &place) {
                self.struck.sentences.insert(at);
            }
            return;
        }
        if words.iter().any(|it| ORDINALS.contains(&it.word.as_str()) || it.word == "last") {
            return;
        }
        self.struck.sentences.extend(place);
    }

    /// True if nothing stands in a statement that makes it depend on something, or be about something else.
    fn speaks_plainly(
        &self,
        subject: &[Piece],
        words: &[&Piece],
        named: &[&Reference],
        quotes: &[Span],
        headings: &[Span],
    ) -> bool {
        let begins = named
            .iter()
            .map(|it| it.span.start)
            .chain(quotes.iter().chain(headings).map(|it| it.start))
            .min();
        let Some(begins) = begins else { return false };
        // "Effective on 1 May, Section 4 …" is plain; "If the fee is paid, Section 4 …" and "Data under Section 4 …" are not.
        let opening: Vec<&Piece> = subject.iter().take_while(|it| it.span.start < begins).collect();
        let of_words = |it: &&&Piece| it.what == What::Word;
        // The month begins with a capital letter.
        let is_month = |it: &Piece| it.span.of(&self.document.text) == "May";
        if opening.iter().filter(of_words).any(|it| CONDITIONS.contains(&it.word.as_str()) && !is_month(it)) {
            return false;
        }
        let last = opening.iter().rposition(|it| it.what == What::Comma).map_or(0, |it| it + 1);
        let mut nearest = opening.iter().skip(last).filter(of_words);
        let leads = |it: &str| connects(it) || ORDINALS.contains(&it) || AGREEING.contains(&it);
        if !nearest.all(|it| leads(&it.word)) {
            return false;
        }
        let titles: Vec<String> = self
            .document
            .sentences
            .iter()
            .take(8)
            .filter(|it| it.role == Role::Heading)
            .flat_map(|it| words_of(it.span.of(&self.document.text)))
            .collect();
        words
            .iter()
            .filter(|it| it.span.start >= begins)
            .all(|it| connects(&it.word) || ORDINALS.contains(&it.word.as_str()) || titles.contains(&it.word))
    }

    /// The sentences of a provision, by its number.
    fn provision(&self, reference: &Reference) -> Option<BTreeSet<usize>> {
        let Target::Paragraph(at) = reference.target else { return None };
        let label = self.document.section_label(at as u32);
        // "7.2(b)" may lead to 7.2, whose text holds a (b).
        if !provision::is_called(label, &reference.names) {
            return None;
        }
        Some(self.under(at, label))
    }

    /// The sentences of a paragraph and of those below it.
    fn under(&self, at: usize, label: &str) -> BTreeSet<usize> {
        let document = self.document;
        let Some(paragraph) = document.paragraphs.get(at) else { return BTreeSet::new() };
        let section = document
            .sections
            .iter()
            .skip(1)
            .find(|it| it.first_sentence == paragraph.first_sentence && it.span.start < self.begin);
        let mut end = section.map_or(paragraph.end_sentence, |it| it.end_sentence);
        for (nth, it) in document.paragraphs.iter().enumerate().skip(at + 1) {
            let deeper = document.section_label(nth as u32);
            let deeper = deeper.strip_prefix(label).filter(|_| !label.is_empty());
            if it.first_sentence >= end && !deeper.is_some_and(|it| it.starts_with(['.', '('])) {
                break;
            }
            end = end.max(it.end_sentence);
        }
        let sentences = paragraph.first_sentence as usize..end as usize;
        sentences
            .filter(|it| {
                document
                    .sentences
                    .get(*it)
                    .is_some_and(|it| it.span.start < self.begin && it.role != Role::Signature)
            })
            .collect()
    }

    /// The sentences below a heading, if only one is worded so.
    fn headed(&self, quote: Span) -> Option<BTreeSet<usize>> {
        let wanted = words_of(quote.of(&self.document.text));
        let mut found = self.document.sections.iter().skip(1).filter(|it| {
            it.span.start < self.begin && !it.heading.is_empty() && words_of(&it.heading) == wanted
        });
        let section = found.next()?;
        if found.next().is_some() {
            return None;
        }
        Some((section.first_sentence as usize..section.end_sentence as usize).collect())
    }

    /// True if the part of the paragraph has a provision of the same number, which could be meant as well.
    fn is_own(&self, reference: &Reference) -> bool {
        let document = self.document;
        document.paragraphs.iter().enumerate().any(|(at, it)| {
            it.span.start >= self.begin
                && !it.number.is_empty()
                && (provision::is_called(document.section_label(at as u32), &reference.names)
                    || provision::is_called(&it.number, &reference.names))
        })
    }

    /// "the second sentence", "the last sentence" of a provision.
    fn ordinal(&self, words: &[&Piece], place: &BTreeSet<usize>) -> Option<usize> {
        let sentences: Vec<usize> = place
            .iter()
            .copied()
            .filter(|it| self.document.sentences.get(*it).is_some_and(|it| binds(it.role)))
            .collect();
        let nth = words.iter().find_map(|it| ORDINALS.iter().position(|ordinal| *ordinal == it.word));
        match nth {
            Some(nth) => sentences.get(nth).copied(),
            None if words.iter().any(|it| matches!(it.word.as_str(), "last" | "final")) => {
                sentences.last().copied()
            }
            None => None,
        }
    }

    /// Strikes quoted words where they stand in some sentences, or anywhere before the part if there are none.
    fn words(&mut self, quotes: &[Span], place: &BTreeSet<usize>, range: bool) {
        let document = self.document;
        let text = Flat::new(document, self.begin, place);
        let wanted: Vec<Vec<String>> = quotes.iter().map(|it| words_of(it.of(&document.text))).collect();
        let mut found: Vec<(usize, usize)> = Vec::new();
        match wanted.as_slice() {
            [from, to] if range => {
                for start in text.find(from, 0, &mut self.struck.fuel) {
                    let until = start + from.len() + BETWEEN;
                    let mut ends = text.find(to, start + from.len(), &mut self.struck.fuel).into_iter();
                    if let Some(end) = ends.next().filter(|it| *it <= until) {
                        found.push((start, end + to.len()));
                    }
                }
            }
            all => {
                for quote in all {
                    let places = text.find(quote, 0, &mut self.struck.fuel);
                    // A short word that stands in many places names none of them.
                    if place.is_empty() && places.len() > 1 && quote.len() < 4 {
                        continue;
                    }
                    found.extend(places.into_iter().map(|it| (it, it + quote.len())));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        for (start, end) in found {
            self.struck.words.extend(text.words.get(start..end).unwrap_or_default());
        }
        // INVARIANT (mention): what an amendment quotes to strike it, it does not say.
        self.struck.quotes.extend(quotes.iter().copied());
    }
}

/// The words before a part, one after the other.
struct Flat<'d> {
    document: &'d Document,
    words: Vec<u32>,
}

impl<'d> Flat<'d> {
    fn new(document: &'d Document, begin: usize, place: &BTreeSet<usize>) -> Flat<'d> {
        let sentences = document.sentences.iter().enumerate().filter(|(at, it)| {
            it.span.start < begin && binds(it.role) && (place.is_empty() || place.contains(at))
        });
        let words = sentences.flat_map(|it| document.own_words(it.1)).copied().collect();
        Flat { document, words }
    }

    /// Where some words stand, from a place on, ascending and without overlap.
    fn find(&self, wanted: &[String], from: usize, fuel: &mut Fuel) -> Vec<usize> {
        let mut found = Vec::new();
        if wanted.is_empty() {
            return found;
        }
        let mut at = from;
        while at + wanted.len() <= self.words.len() {
            let here = self.words.get(at..at + wanted.len()).unwrap_or_default();
            let same =
                here.iter().zip(wanted).take_while(|(a, b)| self.document.norm(**a) == b.as_str()).count();
            if !fuel.burn(same + 1) {
                break;
            }
            if same == wanted.len() {
                found.push(at);
                at += wanted.len();
            } else {
                at += 1;
            }
        }
        found
    }
}

/// Steps that are left.
struct Fuel(usize);

impl Fuel {
    fn burn(&mut self, steps: usize) -> bool {
        self.0 = self.0.saturating_sub(steps);
        self.0 > 0
    }
}

/// What amendments strike.
struct Struck {
    /// Whole sentences.
    sentences: BTreeSet<usize>,
    /// Single words.
    words: BTreeSet<u32>,
    /// Quotations in the amendments themselves.
    quotes: Vec<Span>,
    fuel: Fuel,
}

impl Default for Struck {
    fn default() -> Struck {
        Struck { sentences: BTreeSet::new(), words: BTreeSet::new(), quotes: Vec::new(), fuel: Fuel(FUEL) }
    }
}

impl Struck {
    fn apply(self, document: &mut Document) {
        let Struck { mut sentences, words: mut gone, mut quotes, .. } = self;
        if sentences.is_empty() && gone.is_empty() {
            return;
        }
        for (at, sentence) in document.sentences.iter().enumerate() {
            let own = document.own_words(sentence);
            if binds(sentence.role) && !own.is_empty() && own.iter().all(|it| gone.contains(it)) {
                sentences.insert(at);
            }
        }
        quotes.sort_unstable_by_key(|it| it.start);
        for (at, word) in document.words.iter().enumerate() {
            let before = quotes.partition_point(|it| it.start <= word.start as usize);
            if before
                .checked_sub(1)
                .and_then(|it| quotes.get(it))
                .is_some_and(|it| (word.end as usize) <= it.end)
            {
                gone.insert(at as u32);
            }
        }
        // What is struck leads in to nothing.
        let mut leads: BTreeSet<u32> = gone.clone();
        for at in &sentences {
            if let Some(sentence) = document.sentences.get(*at) {
                leads.extend(document.own_words(sentence));
            }
        }
        let mut flow: Vec<u32> = Vec::with_capacity(document.flow.len());
        let of = |sentence: &Sentence| {
            (sentence.flow_start as usize, sentence.own_start as usize, sentence.flow_end as usize)
        };
        for (at, sentence) in document.sentences.iter_mut().enumerate() {
            let (start, own, end) = of(sentence);
            let whole = sentences.contains(&at);
            if whole {
                sentence.role = Role::Struck;
            }
            sentence.flow_start = flow.len() as u32;
            let lead = document.flow.get(start..own).unwrap_or_default();
            flow.extend(lead.iter().filter(|it| whole || !leads.contains(it)));
            sentence.own_start = flow.len() as u32;
            let rest = document.flow.get(own..end).unwrap_or_default();
            flow.extend(rest.iter().filter(|it| whole || !gone.contains(it)));
            sentence.flow_end = flow.len() as u32;
        }
        document.flow = flow;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Layout;

    const CONTRACT: &str = "SERVICES AGREEMENT\n\n1. Fees\n\n1.1 Client pays within 90 days. Interest is due. Taxes are extra.\n\n1.2 No fee is returned.\n\n2. Rights. Artist assigns all rights in perpetuity:\n\n(a) in the Work; and\n\n(b) in the drafts.\n\n3. End. It ends.";

    /// What is struck, of the contract with something attached: whole sentences, and words in angles.
    fn struck(contract: &str, amendment: &str) -> String {
        let document = Document::from_text("a.txt", contract);
        let document = document.with_attached("b.txt", None, amendment, Layout::default()).expect("a layout");
        shown(&document)
    }

    fn shown(document: &Document) -> String {
        let mut out = Vec::new();
        for sentence in &document.sentences {
            let all: Vec<u32> = (0..document.words.len() as u32)
                .filter(|it| {
                    let word = document.words[*it as usize];
                    sentence.span.contains(Span::new(word.start as usize, word.end as usize))
                })
                .collect();
            if sentence.role == Role::Struck {
                out.push(sentence.span.of(document.text()).to_owned());
                continue;
            }
            let own = document.own_words(sentence);
            let gone: Vec<&str> =
                all.iter().filter(|it| !own.contains(it)).map(|it| document.norm(*it)).collect();
            // Numbers of provisions are no words of their sentences.
            let gone: Vec<&str> = gone
                .into_iter()
                .filter(|it| it.contains(|it: char| it.is_alphabetic()) && it.len() > 1)
                .collect();
            if !gone.is_empty() {
                out.push(format!("<{}>", gone.join(" ")));
            }
        }
        out.join(" | ")
    }

    #[track_caller]
    fn check(amendment: &str, expected: &str) {
        assert_eq!(struck(CONTRACT, amendment), expected, "{amendment}");
    }

    #[test]
    fn provisions_are_struck_by_number() {
        check("Section 1.2 of the Agreement is deleted.", "No fee is returned.");
        check(
            "1. Section 1.2 of the Services Agreement is hereby deleted in its entirety and replaced with the following:\n\nHalf is returned.",
            "No fee is returned.",
        );
        check("Clause 3 of this Agreement does not apply.", "End | It ends.");
        check(
            "Effective 1 May 2026, Sections 1.2 and 3 of the Agreement are deleted.",
            "No fee is returned. | End | It ends.",
        );
        check(
            "2.1 Section 1.2 of the Agreement is deleted and replaced by clause 2.2.",
            "No fee is returned.",
        );
        check("Section 1.2 (Refunds) of the Agreement shall have no force or effect.", "No fee is returned.");
        check("Section 1.2 (Fees) of the Agreement is deleted.", "No fee is returned.");
        check(
            "Section 1.2 of the Agreement is amended and restated to read: Half is returned.",
            "No fee is returned.",
        );
        check("The section headed “End” is deleted.", "End | It ends.");
    }

    #[test]
    fn a_provision_takes_what_is_below_it_along() {
        check(
            "Section 1 of the Agreement is deleted.",
            "Fees | Client pays within 90 days. | Interest is due. | Taxes are extra. | No fee is returned.",
        );
        check(
            "Section 2 of the Agreement is deleted.",
            "Rights | Artist assigns all rights in perpetuity: | in the Work; and | in the drafts.",
        );
        check("Section 2(b) of the Agreement is deleted.", "in the drafts.");
    }

    #[test]
    fn words_are_struck_where_they_stand() {
        check(
            "In Section 1.1 of the Agreement, the words “Interest is due” are deleted.",
            "Interest is due. | <interest is due>",
        );
        check(
            "The words \"in perpetuity\" in Section 2 of the Agreement are deleted and replaced with \"for two years\".",
            "<in perpetuity> | <in perpetuity>",
        );
        check(
            "Section 2 of the Agreement is amended by deleting the words “in perpetuity” and inserting “once”.",
            "<in perpetuity> | <in perpetuity>",
        );
        check(
            "In Section 1.1 of the Agreement, the words from “Client pays” to “Interest is due” are deleted.",
            "Client pays within 90 days. | Interest is due. | <client pays interest is due>",
        );
        check("The second sentence of Section 1.1 of the Agreement is deleted.", "Interest is due.");
        check("The last sentence of Section 1.1 of the Agreement is deleted.", "Taxes are extra.");
        check(
            "In the Agreement, the words “Client pays within 90 days” are deleted.",
            "Client pays within 90 days. | <client pays within days>",
        );
        // What is quoted refers to provisions of its own.
        let contract = format!("{CONTRACT}\n\n4. Harm. A breach of Sections 2 through 9 is harm.");
        let amendment = "In Section 4 of the Agreement, the words “A breach of Sections 2 through 9 is harm” are deleted.";
        let found = struck(&contract, amendment);
        assert!(found.starts_with("A breach of Sections 2 through 9 is harm. | "), "{found}");
        // "is" stands in several places.
        check("The words “fee” are deleted and “is” is deleted.", "<fee> | <fee>");
    }

    #[test]
    fn what_is_not_said_plainly_strikes_nothing() {
        for amendment in [
            "If the fee is paid, Section 1.2 of the Agreement is deleted.",
            "Section 1.2 of the Agreement does not apply to rush work.",
            "Section 1.2 of the Agreement is deleted if Client agrees.",
            "Section 1.2 of the Agreement is not deleted.",
            "Notwithstanding Section 1.2 of the Agreement, Client is deleted from the list.",
            "Subject to Section 1.2 of the Agreement, the data are deleted.",
            "Client's data under Section 1.2 of the Agreement are deleted.",
            "Section 9 of the Agreement is deleted.",
            "Section 1.2 of the Master Loan Agreement is deleted.",
            "Section 1.2 of this Addendum is deleted.",
            "The words “nowhere to be found” are deleted.",
            "Section 1.1(c) of the Agreement is deleted.",
            "The parties propose that Section 1.2 of the Agreement is deleted.",
        ] {
            check(amendment, "");
        }
    }

    #[test]
    fn a_part_strikes_nothing_in_itself() {
        check("1. New. We add this.\n\n1.2 Old words.\n\n2. Section 1.2 is deleted.", "");
        let alone = Document::from_text(
            "a",
            "AMENDMENT NO. 1\n\n1. Section 2 of the Agreement is deleted.\n\n2. Fees. Client pays.",
        );
        assert_eq!(shown(&alone), "");
        let within =
            Document::from_text("a", format!("{CONTRACT} Section 1.2 of this Agreement is deleted."));
        assert_eq!(shown(&within), "");
    }

    #[test]
    fn an_exhibit_at_the_end_amends() {
        let text = format!(
            "{CONTRACT}\n\nADDENDUM 1\n\nSPECIAL TERMS\n\n1. Section 1.2 of the Agreement is deleted."
        );
        assert_eq!(shown(&Document::from_text("a", &text)), "No fee is returned.");
        let form = format!(
            "{CONTRACT}\n\nEXHIBIT A\n\nFORM OF AMENDMENT\n\n1. Section 1.2 of the Agreement is deleted."
        );
        assert_eq!(shown(&Document::from_text("a", &form)), "");
    }
}
