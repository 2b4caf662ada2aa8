//! Regular expressions: checked here, because the author should hear of it and not the host.

use termscore_core::rule::Pattern;

use super::Lowerer;
use crate::ast;
use crate::diagnostic::{Code, Diagnostic};

impl Lowerer<'_> {
    pub(super) fn regex(&mut self, written: &ast::At<String>) -> Option<Pattern> {
        let error = |message: &str| Diagnostic::error(Code::BadRegex, written.at, message.to_owned());
        let regex = match ::regex::RegexBuilder::new(&written.it).size_limit(1 << 20).nest_limit(64).build() {
            Ok(regex) => regex,
            Err(problem) => {
                self.problems
                    .push(error("this regular expression cannot be read").help(regex_reason(&problem)));
                return None;
            }
        };
        if regex.is_match("") {
            self.problems.push(
                error("this regular expression matches where nothing stands")
                    .help("let it need at least one letter: `+` instead of `*`"),
            );
            return None;
        }
        if has_capitals(&written.it) {
            self.problems.push(
                error("this regular expression can never match")
                    .why("it is tried on the words of a sentence in lower case")
                    .help("write it in small letters, or use a phrase with `=Word` for exact capitals"),
            );
            return None;
        }
        Some(Pattern::Regex(written.it.clone()))
    }
}

/// The last line of the reason that the crate `regex` gives: "error: unclosed group".
fn regex_reason(problem: &::regex::Error) -> String {
    match problem {
        ::regex::Error::CompiledTooBig(_) => "it is too large: shorten its repetitions".to_owned(),
        other => {
            let text = other.to_string();
            let reason = text.lines().last().unwrap_or_default().trim().trim_start_matches("error: ");
            reason.to_owned()
        }
    }
}

/// Does a regular expression ask for capital letters? Escapes, group names and flags do not count.
fn has_capitals(written: &str) -> bool {
    if written.contains("(?i") {
        return false;
    }
    let mut chars = written.chars().peekable();
    while let Some(it) = chars.next() {
        match it {
            // `\p{Lu}` names a class; of other escapes, one letter belongs to the backslash.
            '\\' => match chars.next() {
                Some('p' | 'P') if chars.peek() == Some(&'{') => {
                    chars.by_ref().find(|it| *it == '}');
                }
                _ => {}
            },
            '(' if chars.peek() == Some(&'?') => {
                chars.by_ref().find(|it| matches!(it, ':' | '>' | ')'));
            }
            '[' if chars.peek() == Some(&':') => {
                chars.by_ref().find(|it| *it == ']');
            }
            it if it.is_uppercase() => return true,
            _ => {}
        }
    }
    false
}
