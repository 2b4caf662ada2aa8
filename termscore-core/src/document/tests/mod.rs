//! Texts and what the document model makes of them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod names;
mod outline;
mod sentences;
mod words;

use std::fmt::Write;

use proptest::prelude::*;

use super::{After, Block, BlockKind, Document, Layout};
use crate::rule::Role;

/// One line a sentence: section path, paragraph label, role, words; lead-in words in brackets.
fn render(document: &Document) -> String {
    let mut out = String::new();
    for sentence in &document.sentences {
        let paragraph = document.paragraphs.get(sentence.paragraph as usize).unwrap();
        let path: Vec<&str> = document
            .section_path(paragraph.section)
            .iter()
            .filter_map(|it| document.sections.get(*it as usize))
            .map(|it| if it.heading.is_empty() { it.number.as_str() } else { it.heading.as_str() })
            .collect();
        let words = |range: std::ops::Range<u32>| {
            let flow = document.flow.get(range.start as usize..range.end as usize).unwrap();
            flow.iter().map(|it| document.norm(*it)).collect::<Vec<_>>().join(" ")
        };
        let role = match sentence.role {
            Role::Operative => ' ',
            Role::Heading => 'H',
            Role::Recital => 'R',
            Role::Definition => 'D',
            Role::Contents => 'C',
            Role::Signature => 'S',
            Role::Hidden => 'X',
            Role::Struck => '-',
        };
        let lead = words(sentence.flow_start..sentence.own_start);
        let lead = if lead.is_empty() { lead } else { format!("[{lead}] ") };
        let own = words(sentence.own_start..sentence.flow_end);
        let _ = writeln!(
            out,
            "{} | {} |{role}| {lead}{own}",
            path.join(" > "),
            document.section_label(sentence.paragraph)
        );
    }
    out
}
/// What must hold of the model of any text.
fn uphold(document: &Document) {
    let text = document.text();
    let fits = |span: crate::Span| text.get(span.start..span.end).is_some();
    let mut owned = vec![false; document.words.len()];
    let (mut start, mut word_end) = (0, 0);
    for word in &document.words {
        assert!(
            text.get(word.start as usize..word.end as usize).is_some_and(|it| !it.is_empty()),
            "{word:?}"
        );
        assert!(word.start >= word_end, "words overlap: {word:?}");
        assert!(!document.spellings.get(word.spelling).is_empty(), "{word:?}");
        word_end = word.end;
    }
    for (at, sentence) in document.sentences.iter().enumerate() {
        assert!(fits(sentence.span) && !sentence.span.is_empty(), "{sentence:?}");
        assert!(sentence.span.start >= start, "sentence {at} lies before the end of the one before");
        start = sentence.span.end;
        let own = document.own_words(sentence);
        assert!(!own.is_empty());
        assert!(own.windows(2).all(|it| it.first() < it.last()));
        for word in own {
            let place = document.words.get(*word as usize).unwrap();
            assert!(sentence.span.start <= place.start as usize && place.end as usize <= sentence.span.end);
            assert!(!std::mem::replace(&mut owned[*word as usize], true), "word {word} has two sentences");
        }
        assert!(sentence.flow_start <= sentence.own_start && sentence.own_start - sentence.flow_start <= 120);
        let paragraph = document.paragraphs.get(sentence.paragraph as usize).unwrap();
        assert!((paragraph.first_sentence..paragraph.end_sentence).contains(&(at as u32)));
        assert!(paragraph.span.contains(sentence.span), "{:?} {:?}", paragraph.span, sentence.span);
    }
    assert_eq!(document.labels.len(), document.paragraphs.len());
    for paragraph in &document.paragraphs {
        assert!(fits(paragraph.span));
        assert!((paragraph.section as usize) < document.sections.len());
    }
    for (at, section) in document.sections.iter().enumerate() {
        assert!(fits(section.span), "{section:?}");
        assert!(
            section.first_sentence <= section.end_sentence
                && section.end_sentence as usize <= document.sentences.len()
        );
        match section.parent {
            None => assert_eq!(at, 0),
            Some(parent) => {
                assert!((parent as usize) < at);
                let parent = document.sections.get(parent as usize).unwrap();
                assert!(parent.span.contains(section.span), "{parent:?} {section:?}");
                assert!(
                    parent.first_sentence <= section.first_sentence
                        && section.end_sentence <= parent.end_sentence
                );
            }
        }
    }
}

/// Pieces of contracts, to be put together in any order.
const PIECES: [&str; 44] = [
    "1. ",
    "1.1 ",
    "(a) ",
    "(i) ",
    "(ii) ",
    "(b) ",
    "a) ",
    "A. ",
    "ARTICLE IV\n",
    "Section 4.2 ",
    "EXHIBIT A\n",
    "• ",
    "\n",
    "\n\n",
    "\r\n",
    "   ",
    "\u{c}",
    "Client shall not: ",
    "Contractor agrees to ",
    "pay USD 1,500.00. ",
    "; or ",
    ", and ",
    "Acme Inc. (the “Client”) ",
    "(\"Client\") ",
    "“Work” means ",
    "WHEREAS, ",
    "IN WITNESS WHEREOF ",
    "By: ____\n",
    "PAYMENT: ",
    "Payment. ",
    "non-exclusive ",
    "trans-\nferable ",
    "e-mail x@y.zz ",
    "https://a.b/c). ",
    "Payment ........ 12\n",
    "<PAGE>\n",
    "12\n",
    "U.S.C. § 101 ",
    "**Bold** ",
    "Table of Contents\n",
    "Ä\u{301}ß\u{ad}x’s ",
    "— ",
    "non ",
    "incorporated herein by reference. ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_has_a_model(text in "\\PC{0,200}") {
        uphold(&Document::from_text("any", text));
    }

    #[test]
    fn any_mixture_of_contract_pieces_has_a_model(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        uphold(&Document::from_text("pieces", pieces.concat()));
    }

    #[test]
    fn any_mixture_with_noise_has_a_model(pieces in prop::collection::vec((prop::sample::select(&PIECES[..]), ".{0,4}"), 0..40)) {
        let text: String = pieces.into_iter().map(|(piece, noise)| format!("{piece}{noise}")).collect();
        uphold(&Document::from_text("noise", text));
    }
}

/// Compares with the lines of `expected`, blanks at their ends dropped.
#[track_caller]
fn check(text: &str, expected: &str) {
    let document = Document::from_text("", text);
    uphold(&document);
    let lines =
        |text: &str| text.lines().map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n");
    assert_eq!(lines(&render(&document)), lines(expected), "\n{}", render(&document));
}

/// Blocks as a reader of files knows them.
fn document_of(blocks: &[(BlockKind, &str)]) -> Document {
    let mut text = String::new();
    let mut layout = Layout::default();
    for (kind, content) in blocks {
        let start = text.len();
        text.push_str(content);
        layout.blocks.push(Block { span: crate::Span::new(start, text.len()), kind: *kind });
        text.push_str("\n\n");
    }
    let document = Document::with_layout("", text, layout).unwrap();
    uphold(&document);
    document
}
