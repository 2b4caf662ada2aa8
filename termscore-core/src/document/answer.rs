//! Questions and their answers: "Do you keep my deposit? No." says that it is not kept.

use std::ops::Range;

use super::{
    After, Sentence,
    token::{Lexed, Lexeme},
};
use crate::rule::Role;

/// Words of the longest question that leads in to its answer.
const LONGEST: usize = 24;

/// Marks the questions that the sentence behind them answers. One that stands as a heading is text then.
pub(super) fn mark(text: &str, lexed: &Lexed, flow: &[u32], sentences: &mut [Sentence]) {
    for at in 1..sentences.len() {
        let Some([question, next]) = sentences.get_mut(at - 1..=at) else { continue };
        let own = |it: &Sentence| flow.get(it.own_start as usize..it.flow_end as usize).unwrap_or_default();
        let readable = |it: &Sentence| matches!(it.role, Role::Operative | Role::Heading);
        if !readable(question) || next.role != Role::Operative || !asks(text, lexed, end_of(own(question))) {
            continue;
        }
        let Some(answer) = answer(lexed, own(next)) else { continue };
        question.role = Role::Operative;
        question.is_answered_no = answer == Answer::No;
    }
}

#[derive(PartialEq)]
enum Answer {
    Yes,
    No,
}

/// One past the last of some words.
fn end_of(words: &[u32]) -> usize {
    words.last().map_or(0, |it| *it as usize + 1)
}

/// True of a question that what follows may answer in half a sentence: "When do we pay? After 60 days", not "Not for you?
/// Send it back".
pub(super) fn leads_in(text: &str, lexed: &Lexed, words: &Range<usize>) -> bool {
    let negates =
        |it: &Lexeme| matches!(lexed.norm(it), "not" | "no" | "never" | "nothing" | "nor" | "neither");
    words.len() <= LONGEST
        && asks(text, lexed, words.end)
        && !lexed.words.get(words.clone()).unwrap_or_default().iter().any(negates)
}

/// True if a question mark stands behind the words up to this one.
fn asks(text: &str, lexed: &Lexed, end: usize) -> bool {
    let last = end.checked_sub(1).and_then(|it| lexed.words.get(it));
    let rest = last.and_then(|it| text.get(it.end as usize..)).unwrap_or_default();
    rest.trim_start_matches(['"', '”', '’', ')', '*', '_', ' ']).starts_with('?')
}

/// "No.", "Never, and …", "Not at all", "Yes, if …", "Of course." "No later than Friday" is none.
fn answer(lexed: &Lexed, words: &[u32]) -> Option<Answer> {
    let word = |at: usize| words.get(at).and_then(|it| lexed.words.get(*it as usize));
    let norm = |at: usize| word(at).map_or("", |it| lexed.norm(it));
    let first = word(0)?;
    let apart = first.after != After::Nothing || words.len() == 1;
    match (norm(0), norm(1), norm(2)) {
        ("no" | "nope" | "never" | "not", ..) if apart => Some(Answer::No),
        ("never" | "absolutely" | "certainly" | "definitely", "ever" | "not" | "never", _) => {
            Some(Answer::No)
        }
        ("not", "at", "all") | ("not", "ever" | "by", _) => Some(Answer::No),
        ("no", "we" | "you" | "i" | "they" | "it" | "she" | "he", _) => Some(Answer::No),
        ("yes" | "yep" | "sure" | "absolutely" | "certainly" | "definitely", ..) if apart => {
            Some(Answer::Yes)
        }
        ("yes", "we" | "you" | "i" | "they" | "it" | "she" | "he" | "and" | "but" | "if", _) => {
            Some(Answer::Yes)
        }
        ("of", "course", then) => Some(if then == "not" { Answer::No } else { Answer::Yes }),
        _ => None,
    }
}
