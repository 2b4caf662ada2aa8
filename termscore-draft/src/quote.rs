//! Sentences of a contract in, their words as an amendment quotes them out.

use std::ops::Range;

use termscore_core::document::{Document, SentenceView, WordView};

/// A quotation of more words than this gives only its first and last ones.
const LONG: usize = 70;
/// So many at each end.
const ENDS: usize = 10;
/// Words that are kept of the beginning of a sentence that is cut in the middle.
const BEGINNING: usize = 6;

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

    /// The sentences that hold some bytes.
    pub(crate) fn holding(&self, start: usize, end: usize) -> Range<usize> {
        let from = self.sentences.partition_point(|it| it.span.end <= start);
        from..self.sentences.partition_point(|it| it.span.start < end).max(from)
    }

    /// The words of a sentence as rules compare them.
    pub(crate) fn norms(&self, at: usize) -> Vec<&'d str> {
        self.own(&(at..at + 1)).iter().map(|it| it.norm).collect()
    }

    /// The own words of some sentences, in order.
    fn own(&self, sentences: &Range<usize>) -> Vec<&WordView<'d>> {
        let all = self.sentences.get(sentences.clone()).unwrap_or_default();
        all.iter().flat_map(|it| it.own).filter_map(|it| self.words.get(*it as usize)).collect()
    }

    /// Words on one line: without numbers of pages that stand between them, quotation marks turned into single ones.
    fn joined(&self, words: &[&WordView<'d>]) -> String {
        self.joined_behind("", words)
    }

    /// The same with the quotation mark that opens before the first word.
    fn joined_with_opening(&self, words: &[&WordView<'d>]) -> String {
        let before = words.first().and_then(|it| self.document.text().get(..it.span.start));
        let opens = before.is_some_and(|it| it.ends_with(['“', '"', '„', '«']));
        self.joined_behind(if opens { "“" } else { "" }, words)
    }

    fn joined_behind(&self, opening: &str, words: &[&WordView<'d>]) -> String {
        let mut out = opening.to_owned();
        let mut end = None;
        for word in words {
            if let Some(end) = end {
                let gap = self.document.text().get(end..word.span.start).unwrap_or_default();
                // A page number, or a line of a list between two of its items.
                let gap = match gap.contains(char::is_alphanumeric) {
                    true if gap.trim_start().starts_with(':') => ": ",
                    true => " ",
                    false => gap,
                };
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

    /// The sentences around some bytes, behind the words that lead in to them if they go on from there. Of more than about so many words those
    /// around the bytes are left, and the first ones; what is cut is told by an ellipsis. Empty if no sentence is there.
    pub(crate) fn around(&self, start: usize, end: usize, n_words: usize) -> String {
        let sentences = self.holding(start, end);
        let led = self.sentences.get(sentences.start).map_or(&[][..], |it| it.lead_in);
        let mut words: Vec<&WordView<'d>> =
            led.iter().filter_map(|it| self.words.get(*it as usize)).collect();
        let own = self.own(&sentences);
        // An item that begins like a sentence is one.
        let goes_on =
            own.first().is_some_and(|it| it.span.of(self.document.text()).starts_with(char::is_lowercase));
        words.retain(|_| goes_on);
        words.extend(own);
        let meant = |it: &&WordView<'d>| it.span.end > start && it.span.start < end;
        let Some(first) = words.iter().position(meant) else { return String::new() };
        let last = words.iter().rposition(meant).unwrap_or(first);
        if words.len() <= n_words {
            return self.joined_with_opening(&words);
        }
        let spare = n_words.saturating_sub(last + 1 - first + BEGINNING);
        let mut begin = first.saturating_sub(spare / 2);
        if begin <= BEGINNING + 1 {
            begin = 0;
        }
        let length =
            if begin == 0 { n_words.max((last + 1).min(n_words + n_words / 2)) } else { n_words - BEGINNING };
        let finish = words.len().min(begin + length);
        let window = self.joined_with_opening(words.get(begin..finish).unwrap_or_default());
        let head = if begin == 0 {
            String::new()
        } else {
            format!("{} … ", self.joined_with_opening(words.get(..BEGINNING).unwrap_or_default()))
        };
        format!("{head}{window}{}", if finish < words.len() { " …" } else { "" })
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
    fn a_quotation_is_the_sentence_around_a_match() {
        let check = |text: &str, matched: &str, n_words: usize, expected: &str| {
            let document = Document::from_text("x", text);
            let start = text.find(matched).expect("the match");
            let quote = Words::new(&document).around(start, start + matched.len(), n_words);
            assert_eq!(quote, expected);
        };
        let cap =
            "5.3 In no event shall Studio's liability under this Agreement exceed EUR 500. Nothing else.";
        check(
            cap,
            "liability under",
            40,
            "In no event shall Studio's liability under this Agreement exceed EUR 500",
        );
        let items = "1. Use. Client may:\n\n(a) print the Work;\n\n(b) train models on the Work.";
        check(items, "train models", 40, "Client may: train models on the Work");
        check("1.1 \"Cause\" means any breach.", "any breach", 40, "‘Cause’ means any breach");
        let list = "1. Fees, from 1 April:\n\n(a) We may raise the dues.\n\n(b) You pay.";
        check(list, "raise", 40, "We may raise the dues");
        let long = "Artist hereby agrees with Client that one two three four five six seven eight Client may train models on it and so on and on until all is said and done.";
        check(
            long,
            "train models",
            16,
            "Artist hereby agrees with Client that … seven eight Client may train models on it and so …",
        );
        check(
            long,
            "agrees",
            16,
            "Artist hereby agrees with Client that one two three four five six seven eight Client may …",
        );
    }

    #[test]
    fn long_texts_are_shortened() {
        assert_eq!(shortened("a b, c d", 2), "a b …");
        assert_eq!(shortened("a  b", 2), "a b");
    }
}
