//! A document as the rules see it: sentences as sequences of words.
//!
//! A sentence is read with its lead-ins before it ("Licensee shall not: (a) copy" reads "Licensee shall not copy").
//! A place counts the words of that sequence; places from `own` on are the sentence's own words.

use std::ops::Range;

use termscore_core::{Document, Span, document::After, rule::Role};

pub(crate) struct Contract<'a> {
    pub(crate) document: &'a Document,
    pub(crate) words: Vec<Word<'a>>,
    pub(crate) sentences: Vec<Sentence>,
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) sections: Vec<Section>,
}

pub(crate) struct Word<'a> {
    pub(crate) norm: &'a str,
    pub(crate) span: Span,
    pub(crate) after: After,
}

#[derive(Clone)]
pub(crate) struct Sentence {
    pub(crate) index: usize,
    pub(crate) span: Span,
    pub(crate) role: Role,
    pub(crate) paragraph: usize,
    /// Indices of words: lead-ins, then own.
    pub(crate) flow: Vec<usize>,
    /// Place of the first own word.
    pub(crate) own: usize,
    pub(crate) is_answered_no: bool,
}

pub(crate) struct Paragraph {
    pub(crate) span: Span,
    pub(crate) section: Option<usize>,
    pub(crate) sentences: Range<usize>,
}

pub(crate) struct Section {
    pub(crate) span: Span,
    pub(crate) level: usize,
    pub(crate) heading: Option<usize>,
    pub(crate) sentences: Range<usize>,
}

impl<'a> Contract<'a> {
    pub(crate) fn new(document: &'a Document) -> Contract<'a> {
        let words = document.words().map(|it| Word { norm: it.norm, span: it.span, after: it.after });
        let sentences = document.sentences().enumerate().map(|(index, it)| Sentence {
            index,
            span: it.span,
            role: it.role,
            paragraph: it.paragraph,
            flow: it.lead_in.iter().chain(it.own).map(|word| *word as usize).collect(),
            own: it.lead_in.len(),
            is_answered_no: it.is_answered_no,
        });
        let paragraphs = document.paragraphs().map(|it| Paragraph {
            span: it.span,
            section: it.section,
            sentences: it.sentences,
        });
        let sections = document.outline().into_iter().map(|it| Section {
            span: it.span,
            level: it.level,
            heading: it.heading_sentence,
            sentences: it.sentences,
        });
        Contract {
            document,
            words: words.collect(),
            sentences: sentences.collect(),
            paragraphs: paragraphs.collect(),
            sections: sections.collect(),
        }
    }

    /// Normal form of the word at a place; empty beyond the end.
    pub(crate) fn norm(&self, sentence: &Sentence, place: usize) -> &'a str {
        sentence.flow.get(place).map_or("", |word| self.words[*word].norm)
    }

    /// The word at a place as written, without a possessive ending.
    pub(crate) fn written(&self, sentence: &Sentence, place: usize) -> &'a str {
        let text = self.words[sentence.flow[place]].span.of(self.document.text());
        text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).unwrap_or(text)
    }

    /// True if the word at a place ends in "'s".
    pub(crate) fn is_possessive(&self, sentence: &Sentence, place: usize) -> bool {
        sentence.flow.get(place).is_some_and(|word| {
            let text = self.words[*word].span.of(self.document.text());
            // Alone it is the second word of "it's".
            text.strip_suffix("'s").or_else(|| text.strip_suffix("’s")).is_some_and(|it| !it.is_empty())
        })
    }

    /// Punctuation after the word at a place; where a lead-in meets the item, and at the end, there is none.
    pub(crate) fn after(&self, sentence: &Sentence, place: usize) -> After {
        if place + 1 == sentence.own || place + 1 >= sentence.flow.len() {
            return After::Nothing;
        }
        self.words[sentence.flow[place]].after
    }

    /// The bytes of the words at some places: of those that are the sentence's own, if any is. A short form is not cut in two.
    pub(crate) fn span(&self, sentence: &Sentence, places: Range<usize>) -> Span {
        let start = if places.end > sentence.own { places.start.max(sentence.own) } else { places.start };
        let (mut first, mut last) = (sentence.flow[start], sentence.flow[places.end - 1]);
        let touch = |at: usize| self.words[at].span.end == self.words[at + 1].span.start;
        while first > 0 && touch(first - 1) {
            first -= 1;
        }
        while last + 1 < self.words.len() && touch(last) {
            last += 1;
        }
        Span::new(self.words[first].span.start, self.words[last].span.end)
    }

    /// The sentences that are headings of the sections around a sentence.
    pub(crate) fn headings_above(&self, sentence: &Sentence) -> Vec<&Sentence> {
        let mut headings = Vec::new();
        let mut level = usize::MAX;
        let innermost = self.paragraphs[sentence.paragraph].section;
        // Sections come in reading order, each before its subsections: the one around another is the last of a
        // smaller level before it.
        for section in innermost.map_or(&[][..], |it| &self.sections[..=it]).iter().rev() {
            if section.level < level {
                level = section.level;
                headings.extend(section.heading.map(|it| &self.sentences[it]));
            }
        }
        headings
    }
}
