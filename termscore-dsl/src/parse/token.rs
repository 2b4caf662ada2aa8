//! Is this text one token of the language? Asked of texts that programs hand in.

use super::grammar::{Node, read};
use super::{amount, phrase};
use crate::ast::Phrase;
use crate::diagnostic::Diagnostic;
use crate::source::Loc;

/// A sort of token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    Name,
    Path,
    Number,
    Version,
    Range,
    Date,
    Regex,
    Severity,
    Window,
    Role,
    Op,
    Grade,
    Who,
    Outcome,
    CueKind,
    Direction,
    Absence,
    Observation,
}

impl Word {
    fn node(self) -> Node {
        match self {
            Word::Name => Node::name,
            Word::Path => Node::path,
            Word::Number => Node::number,
            Word::Version => Node::version,
            Word::Range => Node::range,
            Word::Date => Node::date,
            Word::Regex => Node::regex,
            Word::Severity => Node::severity,
            Word::Window => Node::window,
            Word::Role => Node::role,
            Word::Op => Node::op,
            Word::Grade => Node::grade,
            Word::Who => Node::who,
            Word::Outcome => Node::outcome,
            Word::CueKind => Node::cue_kind,
            Word::Direction => Node::direction,
            Word::Absence => Node::absence,
            Word::Observation => Node::observation,
        }
    }

    /// What to write, for messages.
    pub(crate) fn expected(self) -> &'static str {
        match self {
            Word::Name => "a name such as `no-ai-training`",
            Word::Path => "a name such as `no-ai-training` or `std.indemnity`",
            Word::Number => "a number such as 3, or a text such as \"2.50\"",
            Word::Version => "a version such as \"1.0.0\"",
            Word::Range => "a range of versions such as \"^1\"",
            Word::Date => "a date such as \"2026-11-23\"",
            Word::Regex => "a regular expression on one line, with `/` written plainly",
            Word::Severity => "`critical`, `high`, `medium`, `low` or `minimal`",
            Word::Window => "`sentence`, `paragraph`, `section` or `document`",
            Word::Role => "`operative`, `heading`, `definition`, `recital`, `contents` or `signature`",
            Word::Op => "`<`, `<=`, `=`, `!=`, `>` or `>=`",
            Word::Grade => "a grade such as `A` or `B+`",
            Word::Who => "`you`, `them`, `both`, `other` or `unknown`",
            Word::Outcome => "an outcome such as `fires`, `clear` or `asserted`",
            Word::CueKind => "a kind of cue such as `negate` or `except`",
            Word::Direction => "`forward`, `backward` or `both`",
            Word::Absence => "`unknown` or `refused`",
            Word::Observation => "`blank`, `missing-provision`, `missing-exhibit` or `undefined-term`",
        }
    }

    /// Is the whole text such a token?
    pub(crate) fn is(self, text: &str) -> bool {
        read(self.node(), text).is_ok_and(|it| it.as_str().len() == text.len())
    }
}

/// Does a value mean the same without quotes?
pub(crate) fn is_bare_literal(text: &str) -> bool {
    let Ok(mut pairs) = read(Node::literal, text) else { return false };
    let whole = pairs.as_str().len() == text.len();
    let value = pairs.next().and_then(|it| it.into_inner().next());
    whole
        && value.is_some_and(|it| match it.as_rule() {
            Node::date => true,
            Node::amount => amount(it) == text,
            _ => false,
        })
}

/// Reads what would be written between the quotes of a phrase.
pub(crate) fn read_phrase(written: &str) -> Result<Phrase, Box<Diagnostic>> {
    phrase::parse(0, Loc::new(0, 0, written.len() + 2), written)
}
