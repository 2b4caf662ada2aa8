//! Text into words: where each lies, its normal form, and the punctuation after it.
//!
//! One pass of logos; runs of plain ASCII words, most of a text, are passed over as logos would read them. ASCII words are
//! lower-cased byte by byte into one buffer; only words with other characters go through Unicode normalisation.

use std::ops::Range;

use logos::{Lexer, Logos};
use unicode_normalization::UnicodeNormalization;

use super::{
    After,
    short_form::{CANNOT, ShortForm},
};
use crate::Span;

/// Prefixes that are glued over a hyphen to the word that follows.
const PREFIXES: &[&str] = &["non", "sub", "re", "pre", "co", "un", "anti", "multi", "e", "mis", "inter"];

/// First halves of hyphenated compounds: broken at a line end they stay two words.
const COMPOUND: &[&str] = &[
    "above",
    "after",
    "all",
    "arm",
    "attorney",
    "back",
    "below",
    "best",
    "bona",
    "break",
    "buy",
    "by",
    "class",
    "client",
    "cost",
    "cross",
    "day",
    "down",
    "early",
    "end",
    "ever",
    "fee",
    "first",
    "follow",
    "full",
    "good",
    "half",
    "hard",
    "high",
    "hold",
    "in",
    "know",
    "large",
    "last",
    "long",
    "lower",
    "market",
    "most",
    "not",
    "off",
    "on",
    "one",
    "open",
    "out",
    "over",
    "paid",
    "part",
    "right",
    "round",
    "royalty",
    "second",
    "self",
    "short",
    "so",
    "tax",
    "then",
    "third",
    "two",
    "up",
    "user",
    "well",
    "work",
    "worldwide",
    "year",
];

#[derive(Logos, Clone, Copy, Debug, PartialEq)]
enum Token {
    #[regex("[A-Za-z]+", priority = 30)]
    Ascii,
    #[regex("[0-9]+([.,][0-9]+)*", priority = 20)]
    Number,
    #[regex(
        r"[\p{L}\p{N}][\p{L}\p{N}\p{M}\u{AD}\u{200B}-\u{200D}\u{2060}\u{FEFF}]*(['’ʼ][\p{L}][\p{L}\p{N}\p{M}\u{AD}]*)*",
        priority = 10
    )]
    Word,
    #[regex(r#"(https?://|ftp://|www\.)[^\s<>"“”|]+"#, priority = 40, ignore(case))]
    Url,
    #[token("@")]
    At,
    #[regex(r"[.?!…。]+")]
    Stop,
    #[token(",")]
    Comma,
    #[token(":")]
    Colon,
    #[token(";")]
    Semicolon,
    #[regex(r"[-\u{2010}-\u{2015}−]")]
    Dash,
    #[regex(r"[ \t\r\n\u{0B}\u{0C}\u{A0}]+")]
    Blank,
    #[regex(r#"["“”„'’‘()\[\]{}*_/|]"#)]
    Quiet,
}

/// The normal forms of the words of a text: how words of patterns must be spelt to be found.
///
/// ```
/// use termscore_core::document::words_of;
/// assert_eq!(words_of("Client’s non-exclusive, royalty-free"), ["client", "nonexclusive", "royalty", "free"]);
/// assert_eq!(words_of("You can’t"), ["you", "can", "not"]);
/// ```
pub fn words_of(text: &str) -> Vec<String> {
    let mut lexed = Lexed::default();
    lexed.add(text, Span::new(0, text.len()));
    lexed.words.iter().map(|word| lexed.norm(word).to_owned()).collect()
}

/// A word as it is read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lexeme {
    /// Bytes in the text.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Bytes in [`Lexed::norms`], where something may stand between two words.
    norm_start: u32,
    norm_end: u32,
    pub(super) after: After,
}

/// All words so far, with their normal forms in one buffer.
#[derive(Debug, Default)]
pub(super) struct Lexed {
    pub(super) words: Vec<Lexeme>,
    norms: String,
}

impl Lexed {
    pub(super) fn norm(&self, word: &Lexeme) -> &str {
        self.norms.get(word.norm_start as usize..word.norm_end as usize).unwrap_or_default()
    }

    /// The bytes of the normal form of a short word as one number, filled up with zeros: most words are told apart by these.
    pub(super) fn norm_in_one(&self, word: &Lexeme) -> Option<u64> {
        let (start, end) = (word.norm_start as usize, word.norm_end as usize);
        let n_bits = 8 * u32::try_from(end.checked_sub(start)?).ok().filter(|it| *it <= 8)?;
        let bytes = self.norms.as_bytes().get(start..)?;
        let eight = bytes.first_chunk::<8>().copied().unwrap_or_else(|| {
            let mut last = [0; 8];
            last.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
            last
        });
        let kept = u64::MAX.checked_shr(64 - n_bits).unwrap_or(0);
        let letters = u64::from_le_bytes(eight) & kept;
        // A zero at the end of a word could not be told from one that fills up.
        (n_bits == 0 || letters >> (n_bits - 8) != 0).then_some(letters)
    }

    /// Makes room for the words of a text of so many bytes.
    pub(super) fn reserve(&mut self, n_bytes: usize) {
        self.words.reserve(n_bytes / 6);
        self.norms.reserve(n_bytes);
    }

    /// Appends the words of one stretch of the text; no word crosses its ends.
    pub(super) fn add(&mut self, text: &str, span: Span) {
        let Some(piece) = text.get(span.start..span.end) else { return };
        let first = self.words.len();
        let mut lexer = Token::lexer(piece);
        let mut glue = false;
        loop {
            self.plain_words(&mut lexer, span.start, &mut glue);
            let Some(token) = lexer.next() else { break };
            let here = lexer.span();
            let (start, end) = (span.start + here.start, span.start + here.end);
            match token {
                Ok(Token::Ascii) => {
                    let start_word = if glue { None } else { Some(start) };
                    self.push_lower(start_word, end, lexer.slice());
                    if !glue && here.len() == CANNOT.len() {
                        self.divide(text);
                    }
                    glue = false;
                    self.possessive_or_initials(&mut lexer, span.start, here.len());
                }
                Ok(Token::Number) => {
                    glue = false;
                    self.push(Some(start), end, lexer.slice(), true);
                }
                Ok(Token::Word) => {
                    let slice = lexer.slice();
                    let start_word = if glue { None } else { Some(start) };
                    self.push(start_word, end, slice, slice.is_ascii());
                    if !glue {
                        self.divide(text);
                    }
                    glue = slice.ends_with('\u{AD}') && broken_line(lexer.remainder());
                }
                Ok(Token::Url) => {
                    glue = false;
                    let slice = lexer.slice();
                    let kept =
                        slice.trim_end_matches(['.', ',', ';', ':', ')', ']', '\'', '’', '*', '_', '!', '?']);
                    self.push(Some(start), start + kept.len(), kept, kept.is_ascii());
                    let mut tail = slice.get(kept.len()..).unwrap_or_default().chars();
                    let strongest = if tail.clone().any(|it| matches!(it, '.' | '!' | '?')) {
                        After::Stop
                    } else {
                        tail.find_map(mark).unwrap_or_default()
                    };
                    self.after(first, strongest);
                }
                Ok(Token::At) => self.mail(&mut lexer, text, span, first),
                Ok(Token::Stop) => {
                    if self.is_stop(text, lexer.remainder()) {
                        // Dots that lead to something on the same line: "Term ........ 12 months".
                        let rest = lexer.remainder().trim_start_matches([' ', '\t']);
                        let leads =
                            lexer.slice().len() > 4 && rest.starts_with(|it: char| !it.is_whitespace());
                        self.after(first, if leads { After::Colon } else { After::Stop });
                    }
                }
                Ok(Token::Comma) => self.after(first, After::Comma),
                Ok(Token::Colon) => {
                    if !lexer.remainder().starts_with(|it: char| it.is_alphanumeric() || it == '/') {
                        self.after(first, After::Colon);
                    }
                }
                Ok(Token::Semicolon) => self.after(first, After::Semicolon),
                Ok(Token::Dash) => {
                    let touches = self
                        .words
                        .get(first..)
                        .and_then(<[Lexeme]>::last)
                        .is_some_and(|it| it.end as usize == start);
                    let rest = lexer.remainder();
                    if touches && self.glues(rest) {
                        glue = true;
                    } else if lexer.slice() == "—"
                        || rest.starts_with([' ', '\n', '\r', '-', '–']) && !touches
                    {
                        self.after(first, After::Comma);
                    }
                }
                Ok(Token::Blank) => {
                    let non = !glue
                        && self.words.get(first..).and_then(<[Lexeme]>::last).is_some_and(|it| {
                            it.end as usize == start && it.end - it.start == 3 && self.norm(it) == "non"
                        })
                        && lexer.slice() == " "
                        && lexer.remainder().starts_with(|it: char| it.is_ascii_alphabetic());
                    glue = glue || non;
                }
                Ok(Token::Quiet) | Err(()) => {}
            }
        }
        if self.words.len() > first {
            self.after(first, After::Stop);
        }
    }

    /// Adds the words that come next as long as they are of ASCII letters with single blanks between them, as most of a
    /// text is: they are the tokens that the lexer would find. Passes them over in the lexer.
    fn plain_words(&mut self, lexer: &mut Lexer<'_, Token>, offset: usize, glue: &mut bool) {
        let start = offset + lexer.span().end;
        let rest = lexer.remainder();
        let bytes = rest.as_bytes();
        let norms = self.norms.len();
        // Where the next word is looked for, and where the last one ended.
        let (mut done, mut ended) = (0, 0);
        while !*glue && let Some(len) = plain_word(bytes.get(done..).unwrap_or_default()) {
            let word = done..done + len;
            ended = word.end;
            let mut push = |word: Range<usize>| {
                self.words.push(Lexeme {
                    start: (start + word.start) as u32,
                    end: (start + word.end) as u32,
                    norm_start: (norms + word.start) as u32,
                    norm_end: (norms + word.end) as u32,
                    after: After::Nothing,
                });
            };
            if len == CANNOT.len() && rest.get(word.clone()).is_some_and(|it| it.eq_ignore_ascii_case(CANNOT))
            {
                push(done..done + 3);
                push(done + 3..ended);
            } else {
                push(word.clone());
            }
            done += len;
            let another =
                bytes.get(done) == Some(&b' ') && bytes.get(done + 1).is_some_and(u8::is_ascii_alphabetic);
            if !another {
                break;
            }
            done += 1;
            *glue = len == 3 && rest.get(word).is_some_and(|it| it.eq_ignore_ascii_case("non"));
        }
        self.push_in_lower_case(rest.get(..ended).unwrap_or_default());
        lexer.bump(done);
    }

    /// Adds a word of ASCII, or, without a start, lengthens the last one.
    fn push_lower(&mut self, start: Option<usize>, end: usize, slice: &str) {
        let norm_start = self.norms.len();
        self.push_in_lower_case(slice);
        self.place(start, end, slice.len(), norm_start);
    }

    fn push_in_lower_case(&mut self, ascii: &str) {
        let from = self.norms.len();
        self.norms.push_str(ascii);
        if let Some(tail) = self.norms.get_mut(from..) {
            tail.make_ascii_lowercase();
        }
    }

    /// Adds a word, or, without a start, lengthens the last one.
    fn push(&mut self, start: Option<usize>, end: usize, slice: &str, ascii: bool) {
        let norm_start = self.norms.len();
        if ascii {
            self.push_in_lower_case(slice);
        } else {
            let kept = slice
                .chars()
                .filter(|it| !matches!(it, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'));
            for it in kept.nfkc().flat_map(char::to_lowercase).filter(|it| !it.is_whitespace()) {
                self.norms.push(if matches!(it, '’' | 'ʼ') { '\'' } else { it });
            }
        }
        // A possessive counts as its name; "it's" is a short form.
        let norm = self.norms.get(norm_start..).unwrap_or_default();
        if norm.ends_with("'s") && norm.len() > 2 && (start.is_none() || ShortForm::of(norm).is_none()) {
            self.norms.truncate(self.norms.len() - 2);
        }
        self.place(start, end, slice.len(), norm_start);
    }

    /// Adds the word whose normal form was appended, or, without a start, lengthens the last one.
    fn place(&mut self, start: Option<usize>, end: usize, len: usize, norm_start: usize) {
        let norm_end = self.norms.len() as u32;
        match (start, self.words.last_mut()) {
            (None, Some(last)) => {
                last.end = end as u32;
                last.norm_end = norm_end;
                last.after = After::Nothing;
            }
            (start, _) => self.words.push(Lexeme {
                start: start.unwrap_or(end.saturating_sub(len)) as u32,
                end: end as u32,
                norm_start: norm_start as u32,
                norm_end,
                after: After::Nothing,
            }),
        }
    }

    /// Makes two words of the last one if it is a short form.
    fn divide(&mut self, text: &str) {
        let Some(whole) = self.words.last().copied() else { return };
        let Some(short) = ShortForm::of(self.norm(&whole)) else { return };
        let written = text.get(whole.start as usize..whole.end as usize).unwrap_or_default();
        let Some((n_first @ 1.., _)) = written.char_indices().rev().nth(short.n_chars - 1) else { return };
        self.words.pop();
        self.norms.truncate(whole.norm_start as usize);
        let (start, end) = (whole.start as usize, whole.end as usize);
        self.push_lower(Some(start), start + n_first, short.first);
        self.push_lower(Some(start + n_first), end, short.second);
    }

    /// "U.S", "e.g": single letters joined by stops are one word; its last stop is punctuation.
    fn possessive_or_initials(&mut self, lexer: &mut Lexer<'_, Token>, offset: usize, len: usize) {
        if len != 1 {
            return;
        }
        let rest = lexer.remainder().as_bytes();
        let mut n = 0;
        while rest.get(n) == Some(&b'.')
            && rest.get(n + 1).is_some_and(u8::is_ascii_alphabetic)
            && !rest.get(n + 2).is_some_and(|it| {
                it.is_ascii_alphanumeric() || *it >= 0x80 && !quote_ahead(lexer.remainder(), n + 2)
            })
        {
            n += 2;
        }
        if n > 0 {
            let more = lexer.remainder().get(..n).unwrap_or_default().to_ascii_lowercase();
            lexer.bump(n);
            self.norms.push_str(&more);
            if let Some(last) = self.words.last_mut() {
                last.end = (offset + lexer.span().end) as u32;
                last.norm_end = self.norms.len() as u32;
            }
        }
    }

    /// Makes one word of an e-mail address around its "@".
    fn mail(&mut self, lexer: &mut Lexer<'_, Token>, text: &str, span: Span, first: usize) {
        let at = span.start + lexer.span().start;
        let before = text.get(span.start..at).unwrap_or_default();
        let n_before = before.bytes().rev().take(64).take_while(|it| mail_byte(*it)).count();
        let after = lexer.remainder();
        let n_after = after
            .bytes()
            .take(255)
            .take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-'))
            .count();
        let host = after.get(..n_after).unwrap_or_default().trim_end_matches(['.', '-']);
        if n_before == 0 || !host.contains('.') {
            return;
        }
        let start = at - n_before;
        while self.words.len() > first && self.words.last().is_some_and(|it| it.start as usize >= start) {
            self.words.pop();
        }
        if self.words.len() > first && self.words.last().is_some_and(|it| it.end as usize > start) {
            return;
        }
        let host_len = host.len();
        lexer.bump(host_len);
        let end = at + 1 + host_len;
        self.push(Some(start), end, text.get(start..end).unwrap_or_default(), true);
    }

    fn after(&mut self, first: usize, after: After) {
        if self.words.len() > first
            && let Some(last) = self.words.last_mut()
        {
            last.after = last.after.max(after);
        }
    }

    /// A stop ends something only before a blank, a closing mark or, if a blank is missing, a capital.
    fn is_stop(&self, text: &str, rest: &str) -> bool {
        let mut ahead = rest.trim_start_matches(['"', '”', '’', '\'', ')', ']', '*', '_']).chars();
        match ahead.next() {
            None => true,
            Some(it) if it.is_whitespace() => true,
            Some(it) if it.is_uppercase() => self.words.last().is_some_and(|last| {
                let word = text.get(last.start as usize..last.end as usize).unwrap_or_default();
                word.len() > 2
                    && word.chars().all(char::is_lowercase)
                    && ahead.next().is_some_and(|it| it.is_lowercase() || it == ' ')
            }),
            Some(_) => false,
        }
    }

    /// True if the last word and the one after the hyphen, which is next in `rest`, are one word.
    fn glues(&self, rest: &str) -> bool {
        let Some(last) = self.words.last().map(|it| self.norm(it)) else { return false };
        if PREFIXES.contains(&last) {
            let next = rest.trim_start_matches([' ', '\t']);
            let next = if next.starts_with(['\n', '\r']) {
                next.trim_start_matches([' ', '\t', '\r', '\n'])
            } else {
                rest
            };
            return next.starts_with(char::is_alphabetic);
        }
        // No word is longer; without a limit, a text of nothing but broken words would cost its square.
        last.len() < 40
            && broken_line(rest)
            && last.chars().all(char::is_alphabetic)
            && COMPOUND.binary_search(&last).is_err()
    }
}

/// Length of the word of ASCII letters at the start, if the lexer would find no longer token there.
fn plain_word(bytes: &[u8]) -> Option<usize> {
    let len = bytes.iter().take_while(|it| it.is_ascii_alphabetic()).count();
    let first = bytes.first().filter(|_| len > 0)?;
    match bytes.get(len) {
        // "A1", "Client's", "café".
        Some(b'0'..=b'9' | b'\'' | 0x80..) => None,
        // "https://", "ftp://", "www.".
        Some(b'.' | b':') if matches!(first, b'h' | b'H' | b'f' | b'F' | b'w' | b'W') => None,
        // "U.S."
        Some(b'.') if len == 1 => None,
        _ => Some(len),
    }
}

/// A line break follows, then a word that begins in lower case.
fn broken_line(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t']);
    let rest = rest.strip_prefix('\r').unwrap_or(rest);
    let Some(rest) = rest.strip_prefix('\n') else { return false };
    rest.trim_start_matches([' ', '\t']).starts_with(char::is_lowercase)
}

fn quote_ahead(text: &str, at: usize) -> bool {
    text.get(at..).is_some_and(|it| it.starts_with(['”', '’', '“', '‘', '—', '–', '\u{A0}']))
}

fn mail_byte(it: u8) -> bool {
    it.is_ascii_alphanumeric() || matches!(it, b'.' | b'_' | b'%' | b'+' | b'-')
}

fn mark(it: char) -> Option<After> {
    match it {
        ',' => Some(After::Comma),
        ';' => Some(After::Semicolon),
        ':' => Some(After::Colon),
        _ => None,
    }
}
