//! Documents in, examples out: each sentence or paragraph with the phrases that it holds, and whether people marked it.

use std::collections::{BTreeMap, HashMap};

use termscore::{
    Document, Source, Span, compile_pattern,
    document::{SentenceView, words_of},
    rule::{Element, Pattern, Role, Step},
};

use crate::{
    args::LearnWindow,
    corpus::measure::{is_right, merge},
};

/// Phrases that stand in fewer documents are never used: names of single contracts stay out, and so does chance.
pub(super) const FEWEST_DOCUMENTS: u32 = 3;

/// Words of a phrase, at most.
const LONGEST: usize = 3;

/// Phrases of these words alone say nothing about a contract.
const FUNCTION_WORDS: [&str; 44] = [
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "been", "by", "each", "either", "for", "from",
    "had", "has", "have", "in", "into", "is", "it", "its", "no", "not", "of", "on", "or", "other", "so",
    "such", "than", "that", "the", "their", "then", "there", "these", "this", "those", "to", "was", "which",
    "with",
];

/// What a clause may find: a sentence or a paragraph.
#[derive(Debug)]
pub(super) struct Example {
    /// Index of its document.
    pub(super) document: usize,
    /// What the engine would call the passage.
    pub(super) span: Span,
    /// The phrases that it holds, ascending.
    pub(super) phrases: Vec<u32>,
    /// True if a match here would be right.
    pub(super) marked: bool,
}

/// All examples of a corpus.
#[derive(Debug, Default)]
pub(super) struct Examples {
    /// In the order of documents and text.
    pub(super) all: Vec<Example>,
    /// Phrases by number, as rule text writes them: words, or `~` and a word for any form of it.
    pub(super) phrases: Vec<String>,
    /// Roles of the sentences that are searched.
    pub(super) roles: Vec<Role>,
}

/// A word of [`Words`]; 0 is one that no phrase may hold, such as a number.
type Word = u32;

/// Up to three words, then zeros.
type Gram = [Word; LONGEST];

/// Words by number.
#[derive(Default)]
struct Words {
    numbers: HashMap<String, Word>,
    written: Vec<String>,
}

impl Words {
    fn number(&mut self, word: &str) -> Word {
        if !word.chars().all(char::is_alphabetic) || words_of(word) != [word] {
            return 0;
        }
        if let Some(known) = self.numbers.get(word) {
            return *known;
        }
        self.written.push(word.to_owned());
        let number = self.written.len() as Word;
        self.numbers.insert(word.to_owned(), number);
        number
    }

    /// Words of which the text has several forms: `~word` as rule text writes it, and the forms that occur, ascending.
    /// Only a word that may be a phrase by itself is written.
    fn families(&self, phrases: &HashMap<Gram, u32>) -> BTreeMap<Vec<Word>, String> {
        let pack = [Source::new("learned.terms", "pack learned 0.1.0 { title \"Learned\" }")];
        let mut families: BTreeMap<Vec<Word>, String> = BTreeMap::new();
        let is_phrase =
            |it: &&String| self.numbers.get(*it).is_some_and(|number| phrases.contains_key(&[*number, 0, 0]));
        for word in self.written.iter().filter(is_phrase) {
            let written = format!("~{word}");
            let Ok((Pattern::Phrase(phrase), _)) = compile_pattern(&written, &pack, &|_, _| None) else {
                continue;
            };
            let [Step { what: Element::Word(forms), .. }] = phrase.steps.as_slice() else { continue };
            let mut known: Vec<Word> = forms.iter().filter_map(|it| self.numbers.get(it).copied()).collect();
            known.sort_unstable();
            known.dedup();
            if known.len() > 1 {
                let shorter = |other: &String| (written.len(), &written) < (other.len(), other);
                let name = families.entry(known).or_insert_with(|| written.clone());
                if shorter(name) {
                    *name = written;
                }
            }
        }
        families
    }

    fn written(&self, word: Word) -> Option<&str> {
        self.written.get((word as usize).checked_sub(1)?).map(String::as_str)
    }

    /// The phrase as rule text writes it; `None` if it would not find itself, or says nothing.
    fn phrase(&self, gram: Gram) -> Option<String> {
        let words: Vec<&str> = gram.iter().filter_map(|it| self.written(*it)).collect();
        let says = words.iter().any(|it| it.chars().count() > 1 && FUNCTION_WORDS.binary_search(it).is_err());
        let phrase = words.join(" ");
        (says && words_of(&phrase) == words).then_some(phrase)
    }
}

/// The words of a sentence, and how many of them are of its lead-in.
type Sentence = (Vec<Word>, usize);

/// A sentence or paragraph before its phrases are counted.
struct Raw {
    document: usize,
    span: Span,
    sentences: Vec<Sentence>,
    marked: bool,
}

impl Raw {
    /// Its phrases, those that lie in a lead-in left out, as the engine does.
    fn grams(&self) -> Vec<Gram> {
        let mut grams: Vec<Gram> = Vec::new();
        for (words, lead) in &self.sentences {
            for start in 0..words.len() {
                let mut gram = [0; LONGEST];
                for (n, word) in words.iter().skip(start).take(LONGEST).take_while(|it| **it != 0).enumerate()
                {
                    if let Some(place) = gram.get_mut(n) {
                        *place = *word;
                    }
                    if start + n >= *lead {
                        grams.push(gram);
                    }
                }
            }
        }
        grams.sort_unstable();
        grams.dedup();
        grams
    }
}

impl Examples {
    /// The examples of these documents; `marked` has the passages that people marked, by document.
    pub(super) fn of(documents: &[Document], marked: &[Vec<Span>], window: LearnWindow) -> Examples {
        let roles = roles(documents, marked);
        let mut words = Words::default();
        let mut raw = Vec::new();
        for (at, (document, marked)) in documents.iter().zip(marked).enumerate() {
            let text = merge(marked);
            let norms: Vec<Word> = document.words().map(|it| words.number(it.norm)).collect();
            let read = |it: &SentenceView<'_>| {
                let flow = it.lead_in.iter().chain(it.own);
                let words = flow.map(|word| norms.get(*word as usize).copied().unwrap_or(0)).collect();
                (words, it.lead_in.len())
            };
            let searched = document.sentences().filter(|it| roles.contains(&it.role) && !it.own.is_empty());
            let mut windows: BTreeMap<usize, (Span, Vec<Sentence>)> = BTreeMap::new();
            let paragraphs: Vec<Span> = document.paragraphs().map(|it| it.span).collect();
            for (n, sentence) in searched.enumerate() {
                let (key, span) = match window {
                    LearnWindow::Sentence => (n, sentence.span),
                    LearnWindow::Paragraph => {
                        let it = sentence.paragraph;
                        (it, paragraphs.get(it).copied().unwrap_or(sentence.span))
                    }
                };
                windows.entry(key).or_insert_with(|| (span, Vec::new())).1.push(read(&sentence));
            }
            raw.extend(windows.into_values().map(|(span, sentences)| Raw {
                document: at,
                span,
                sentences,
                marked: is_right(span, marked, &text),
            }));
        }
        let frequent = frequent(&raw, &words);
        let numbers: HashMap<Gram, u32> =
            frequent.iter().enumerate().map(|(n, (gram, _))| (*gram, n as u32)).collect();
        let mut phrases: Vec<String> = frequent.into_iter().map(|it| it.1).collect();
        let mut families: HashMap<Word, Vec<u32>> = HashMap::new();
        for (forms, written) in words.families(&numbers) {
            forms.iter().for_each(|it| families.entry(*it).or_default().push(phrases.len() as u32));
            phrases.push(written);
        }
        let all = raw.iter().map(|it| {
            let grams = it.grams();
            let single = grams.iter().filter(|it| it[1] == 0).filter_map(|it| families.get(&it[0]));
            let mut held: Vec<u32> = single.flatten().copied().collect();
            held.extend(grams.iter().filter_map(|gram| numbers.get(gram)));
            held.sort_unstable();
            held.dedup();
            Example { document: it.document, span: it.span, phrases: held, marked: it.marked }
        });
        Examples { all: all.collect(), phrases, roles }
    }
}

/// Phrases that stand in enough documents, in alphabetical order.
fn frequent(raw: &[Raw], words: &Words) -> Vec<(Gram, String)> {
    // How many documents hold it, and the last of them.
    let mut counts: HashMap<Gram, (u32, usize)> = HashMap::new();
    for it in raw {
        for gram in it.grams() {
            let (n, last) = counts.entry(gram).or_insert((0, usize::MAX));
            if *last != it.document {
                (*n, *last) = (*n + 1, it.document);
            }
        }
    }
    let mut frequent: Vec<(Gram, String)> = counts
        .into_iter()
        .filter(|(_, (n, _))| *n >= FEWEST_DOCUMENTS)
        .filter_map(|(gram, _)| Some((gram, words.phrase(gram)?)))
        .collect();
    frequent.sort_by(|a, b| a.1.cmp(&b.1));
    frequent
}

/// Operative sentences, and those of each other role that has a twentieth of what is marked.
fn roles(documents: &[Document], marked: &[Vec<Span>]) -> Vec<Role> {
    let mut counts: BTreeMap<Role, usize> = BTreeMap::new();
    for (document, marked) in documents.iter().zip(marked) {
        let text = merge(marked);
        let right = document.sentences().filter(|it| is_right(it.span, marked, &text));
        right.for_each(|it| *counts.entry(it.role).or_default() += 1);
    }
    let all: usize = counts.values().sum();
    counts.entry(Role::Operative).or_insert(all);
    let wanted =
        |(role, n): &(Role, usize)| *role == Role::Operative || written(*role).is_some() && n * 20 >= all;
    counts.into_iter().filter(wanted).map(|it| it.0).collect()
}

/// How rule text writes a role; `None` if a learned clause does not read such sentences.
pub(super) fn written(role: Role) -> Option<&'static str> {
    match role {
        Role::Operative => Some("operative"),
        Role::Heading => Some("heading"),
        Role::Recital => Some("recital"),
        Role::Definition => Some("definition"),
        Role::Signature => Some("signature"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_those_that_a_rule_can_hold() {
        assert!(FUNCTION_WORDS.is_sorted());
        let texts = ["Client shall pay 30 dollars. It ends.", "Client shall pay.", "Client shall pay Ann."];
        let documents: Vec<Document> = texts.iter().map(|it| Document::from_text("x", *it)).collect();
        let marked = [vec![Span::new(0, 28)], Vec::new(), Vec::new()];
        let examples = Examples::of(&documents, &marked, LearnWindow::Sentence);
        // "ann" stands in one document, "30" is no word, "it ends" in one document.
        let expected = ["client", "client shall", "client shall pay", "pay", "shall", "shall pay"];
        assert_eq!(examples.phrases, expected);
        let marks: Vec<bool> = examples.all.iter().map(|it| it.marked).collect();
        assert_eq!(marks, [true, false, false, false]);
        assert_eq!(examples.all.first().map(|it| it.phrases.len()), Some(6));
    }
}
