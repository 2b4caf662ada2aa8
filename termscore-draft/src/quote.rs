//! Sentences of a contract in, their words as an amendment quotes them out.

use std::ops::Range;

use termscore_core::document::{Document, SentenceView, WordView};

/// A quotation of more words than this gives only its first and last ones.
const LONG: usize = 70;
/// So many at each end.
const ENDS: usize = 10;

/// The words of a contract, looked up by index.
pub(crate) struct Words<'d> {
    document: &'d Document,
    words: Vec<WordView<'d>>,
    pub(crate) sentences: Vec<SentenceView<'d>>,
}

impl<'d> Words<'d> {
    pub(crate) fn new(document: &'d Document) -> Words<'d> {
        Words { document, words: document.words().collect(), sentences: document.sentences().collect() }
    }

    /// The own words of some sentences, in order.
    fn own(&self, sentences: &Range<usize>) -> Vec<&WordView<'d>> {
        let all = self.sentences.get(sentences.clone()).unwrap_or_default();
        all.iter().flat_map(|it| it.own).filter_map(|it| self.words.get(*it as usize)).collect()
    }

    /// Words on one line: without numbers of pages that stand between them, quotation marks turned into single ones.
    fn joined(&self, words: &[&WordView<'d>]) -> String {
        let mut out = String::new();
        let mut end = None;
        for word in words {
            if let Some(end) = end {
                let gap = self.document.text().get(end..word.span.start).unwrap_or_default();
                // A page number, or a line of a list between two of its items.
                let gap = if gap.contains(char::is_alphanumeric) { " " } else { gap };
                push_collapsed(&mut out, gap);
            }
            let written = word.span.of(self.document.text());
            // A word that is broken at the end of a line.
            let broken = written.contains(char::is_whitespace);
            push_collapsed(&mut out, if broken { word.norm } else { written });
            end = Some(word.span.end);
        }
        if let Some(end) = end {
            // "90%", "(the “Client”)"
            let rest = self.document.text().get(end..).unwrap_or_default();
            let tail: String =
                rest.chars().take_while(|it| matches!(it, '%' | ')' | '”' | '"' | '’')).collect();
            push_collapsed(&mut out, &tail);
        }
        single_quoted(out.trim())
    }

    /// "the words “…”", or where these are many, "the words from “…” to “…”".
    pub(crate) fn cited(&self, sentences: &Range<usize>) -> String {
        let words = self.own(sentences);
        if words.len() <= LONG {
            return format!("the words “{}”", self.joined(&words));
        }
        let first = words.get(..ENDS).unwrap_or_default();
        let last = words.get(words.len() - ENDS..).unwrap_or_default();
        format!("the words from “{}” to “{}”", self.joined(first), self.joined(last))
    }
}

/// Adds a text with its white space collapsed.
fn push_collapsed(out: &mut String, text: &str) {
    for letter in text.chars() {
        if !letter.is_whitespace() {
            out.push(letter);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
}

/// Quotation marks inside of a quotation.
fn single_quoted(text: &str) -> String {
    let mut opens = true;
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '“' | '„' | '«' => {
                out.push('‘');
                opens = false;
            }
            '”' | '»' => {
                out.push('’');
                opens = true;
            }
            '"' => {
                out.push(if opens { '‘' } else { '’' });
                opens = !opens;
            }
            _ => out.push(letter),
        }
    }
    out
}

/// At most so many words, with an ellipsis if there are more.
pub(crate) fn shortened(text: &str, n_words: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(..n_words) {
        Some(first) if words.len() > n_words => {
            format!("{} …", first.join(" ").trim_end_matches([',', ';', ':', '.', '(']))
        }
        _ => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_stand_on_one_line() {
        let text = "1. Fees. Client (the “Payer”) shall pay accord-\ningly within\n90 days. It ends.";
        let document = Document::from_text("x", text);
        let words = Words::new(&document);
        let at =
            words.sentences.iter().position(|it| it.span.of(text).starts_with("Client")).expect("a sentence");
        assert_eq!(
            words.cited(&(at..at + 1)),
            "the words “Client (the ‘Payer’) shall pay accordingly within 90 days”"
        );
    }

    #[test]
    fn long_texts_are_shortened() {
        assert_eq!(shortened("a b, c d", 2), "a b …");
        assert_eq!(shortened("a  b", 2), "a b");
    }
}
