//! RTF bytes in, tokens out. No input is an error: RTF readers read on.

/// One piece of RTF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\name` or `\name12`: letters, and the number that follows.
    Word(&'a str, Option<i32>),
    /// `\~`, `\*`, `\_`: a character that is no letter.
    Symbol(u8),
    /// A byte of text: written plainly, or as `\'hh`.
    Byte(u8),
}

pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Tokens<'a> {
        Tokens { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn run(&mut self, fits: fn(&u8) -> bool, most: usize) -> &'a [u8] {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest.iter().take(most).take_while(|it| fits(it)).count();
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    fn word(&mut self) -> Token<'a> {
        let name = str::from_utf8(self.run(u8::is_ascii_alphabetic, MAX_NAME)).unwrap_or_default();
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(negative);
        let digits = str::from_utf8(self.run(u8::is_ascii_digit, MAX_DIGITS)).unwrap_or_default();
        if negative && digits.is_empty() {
            self.at -= 1;
        }
        let number = digits.parse::<i32>().ok().map(|it| if negative { -it } else { it });
        self.at += usize::from(self.peek() == Some(b' '));
        if name == "bin" {
            let skipped = number.and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
            self.at = self.at.saturating_add(skipped).min(self.bytes.len());
        }
        Token::Word(name, number)
    }
}

/// Longer names and numbers are none.
const MAX_NAME: usize = 32;
const MAX_DIGITS: usize = 10;

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = self.peek()?;
            self.at += 1;
            return Some(match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                b'\r' | b'\n' | 0 => continue,
                b'\\' => {
                    let next = self.peek()?;
                    if next.is_ascii_alphabetic() {
                        return Some(self.word());
                    }
                    self.at += 1;
                    match next {
                        b'\'' => {
                            let digits =
                                str::from_utf8(self.run(u8::is_ascii_hexdigit, 2)).unwrap_or_default();
                            Token::Byte(u8::from_str_radix(digits, 16).unwrap_or(b'?'))
                        }
                        // A line break behind a backslash ends the paragraph.
                        b'\r' | b'\n' => Token::Word("par", None),
                        b'\\' | b'{' | b'}' => Token::Byte(next),
                        _ => Token::Symbol(next),
                    }
                }
                _ => Token::Byte(byte),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        use Token::{Byte, Close, Open, Symbol, Word};
        let check = |source: &[u8], expected: &[Token<'_>]| {
            assert_eq!(Tokens::new(source).collect::<Vec<_>>(), expected);
        };
        check(b"{\\b x}", &[Open, Word("b", None), Byte(b'x'), Close]);
        check(b"\\u-12?\r\n", &[Word("u", Some(-12)), Byte(b'?')]);
        check(b"\\li-x", &[Word("li", None), Byte(b'-'), Byte(b'x')]);
        check(b"\\'e9\\~\\{\\", &[Byte(0xe9), Symbol(b'~'), Byte(b'{')]);
        check(b"\\bin3 }}}x\\bin99999 y", &[Word("bin", Some(3)), Byte(b'x'), Word("bin", Some(99999))]);
        check(b"\\\nx", &[Word("par", None), Byte(b'x')]);
    }
}
