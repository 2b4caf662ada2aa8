//! Sentences of contracts, each with what a careful reader makes of it: asserted or denied, and who is bound. Read with the
//! cues of pack `std`, by engine and reference. A line is `expected | sentence`, or `expected | sentence / today` where the
//! answer is wrong today: then today's answer is what is checked, so that a change of it is seen.

#![allow(clippy::expect_used, clippy::panic, reason = "tests")]

use std::{collections::BTreeMap, sync::Arc};

use termscore::{Document, Engine, Registry, Source, compile, packs, report::ClauseMatch};
use termscore_reference::check;

struct Line<'a> {
    expected: &'a str,
    text: String,
    /// Where the words in brackets stand.
    start: usize,
    words: String,
}

fn lines(table: &str) -> impl Iterator<Item = Line<'_>> {
    let lines = table.lines().filter(|it| !it.is_empty() && !it.starts_with('#'));
    lines.map(|line| {
        let (expected, sentence) = line.split_once(" | ").expect("expected | sentence");
        let (sentence, today) = sentence.split_once(" / ").map_or((sentence, expected), |it| it);
        let sentence = sentence.replace("\\n", "\n");
        let (before, rest) = sentence.split_once('[').expect("a bracket");
        let (words, after) = rest.split_once(']').expect("its partner");
        Line {
            expected: today,
            text: format!("{before}{words}{after}"),
            start: before.len(),
            words: words.to_owned(),
        }
    })
}

/// The match at the brackets; engine and reference must agree on all there is.
fn read(line: &Line<'_>, wrong: &mut Vec<String>) -> ClauseMatch {
    let text = format!(
        r#"pack p 1.0.0 {{ title "P" kinds deal }} use std ^1 as std
        kind deal "Deal" {{ you "(contractor|you)" them "(client|we|us|our)" weigh 1 "(contractor|client|you|we)" threshold 1 }}
        clause c in sentence {{ find "{}" }}"#,
        line.words
    );
    let pack = compile(&[Source::new("p.terms", text)], &packs::resolve).expect("a correct pack");
    let pack = Arc::new(pack);
    let document = Document::from_text("t", line.text.as_str()).with_kind("p.deal");
    let differences =
        check(std::slice::from_ref(&pack), &document, &BTreeMap::new()).expect("the pack links");
    wrong.extend(differences.into_iter().map(|it| format!("{}: {it}", line.text)));
    let engine = Engine::new([pack], Registry::standard()).expect("the pack links");
    let found = engine.clauses(&document).into_iter();
    let mut found = found.filter(|it| it.evidence.clause == "p.c" && it.evidence.start == line.start);
    found.next().unwrap_or_else(|| panic!("no match in {:?}", line.text))
}

fn check_all(table: &str, least: usize, answer: impl Fn(&ClauseMatch) -> String) {
    let (mut n, mut wrong) = (0, Vec::new());
    for line in lines(table) {
        n += 1;
        let found = read(&line, &mut wrong);
        if answer(&found) != line.expected {
            let cues = found.evidence.cues.join(", ");
            wrong.push(format!("{} not {}: {} ({cues})", answer(&found), line.expected, line.text));
        }
    }
    assert!(wrong.is_empty(), "{} of {n}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(n >= least, "{n} sentences");
}

#[test]
fn polarity_is_what_a_careful_lawyer_reads() {
    check_all(include_str!("sentences/polarity.txt"), 80, |it| it.evidence.polarity.to_string());
}

#[test]
fn who_is_bound_is_what_a_reader_says() {
    check_all(include_str!("sentences/actor.txt"), 40, |it| it.evidence.actor.to_string());
}
