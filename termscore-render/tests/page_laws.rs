//! What must hold of every page, whatever the contract says.

#![allow(clippy::panic, clippy::expect_used, reason = "tests")]

mod support;

use proptest::{prelude::*, sample::select};
use support::{
    HOSTILE,
    page::{Page, shows},
    scored,
};
use termscore_core::Report;
use termscore_render::{
    Subject, csv,
    html::{self, Part},
    markdown,
};

/// Sentences with findings, protections and open questions, and pieces that may break a page.
const PIECES: [&str; 16] = [
    "Client shall pay each invoice within ninety (90) days of receipt.",
    "Contractor hereby assigns to Client all right, title and interest in the Work.",
    "Client may use the Work to train artificial intelligence systems and may sublicense it to third parties.",
    "Contractor grants Client an exclusive, perpetual, worldwide, royalty-free licence for any purpose.",
    "Client may terminate this Agreement at any time without cause.",
    "Contractor may provide services to others.",
    "Contractor shall indemnify, defend and hold harmless Client.",
    "The fees are set out in Exhibit C.",
    "1. Fees",
    "2.1 Rights & <Licences>",
    "(a) the Work; and",
    "</p><script>alert(1)</script>",
    "=1+1 | * _ ` ~ # > [x](y)",
    "\u{202e}\u{0}\u{2028}\u{feff}ä€😀",
    "&lt;&amp;&#x3c;",
    "",
];

fn contract() -> impl Strategy<Value = String> {
    let piece = prop_oneof![4 => select(&PIECES[..]).prop_map(str::to_owned), 1 => any::<String>()];
    let end = select(&["\n\n", "\n", " "][..]);
    prop::collection::vec((piece, end), 0..14).prop_map(|all| {
        let mut text = String::from("FREELANCE AGREEMENT\n\nThis Agreement is between Acme Ltd (the \"Client\") and Ann Lee (the \"Contractor\").\n\n");
        all.into_iter().for_each(|(piece, end)| text.push_str(&(piece + end)));
        text
    })
}

fn quotes(report: &Report) -> impl Iterator<Item = &str> {
    let findings = report.findings.iter().chain(&report.protections).flat_map(|it| &it.evidence);
    let doubts = report.undetermined.iter().flat_map(|it| &it.evidence);
    findings.chain(doubts).map(|it| it.quote.as_str())
}

/// As a page shows it.
fn seen(text: &str) -> String {
    let mut seen = String::new();
    for char in text.chars() {
        match char {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
                seen.push_str(&format!("[U+{:04X}]", u32::from(char)))
            }
            '\n' | '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => seen.push(char),
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}' => seen.push('\u{fffd}'),
            it if it.is_control() => seen.push('\u{fffd}'),
            it => seen.push(it),
        }
    }
    seen
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_page_is_well_formed_and_shows_every_quote(text in contract()) {
        let (document, report) = scored("x.txt", &text);
        let subject = Subject::new(&report, &document);
        Page::read(&html::page(&subject)).check();
        let mut shown = String::new();
        for part in [Part::Findings, Part::Questions, Part::Protections] {
            shown.push_str(&Page::read(&html::fragment(&subject, part)).text);
            shown.push('\n');
        }
        for quote in quotes(&report) {
            prop_assert!(shows(&shown, &seen(quote)), "{quote:?} is not in {shown}");
        }
    }

    #[test]
    fn the_whole_contract_is_shown(text in contract()) {
        let (document, report) = scored("x.txt", &text);
        let shown = html::fragment(&Subject::new(&report, &document), Part::Contract);
        // Without the links back, which stand between the words.
        let mut plain = String::new();
        let mut rest = shown.as_str();
        while let Some((before, after)) = rest.split_once("<sup class=\"back\">") {
            plain.push_str(before);
            rest = after.split_once("</sup>").map_or("", |it| it.1);
        }
        plain.push_str(rest);
        let squeezed = |it: &str| it.split_whitespace().collect::<String>();
        let page = squeezed(&Page::read(&plain).text);
        prop_assert!(page.contains(&squeezed(&seen(&text))), "{text:?} is not in {page}");
    }

    #[test]
    fn markdown_and_tables_are_made_of_any_contract(text in contract()) {
        let (document, report) = scored("x.txt", &text);
        let subject = Subject::new(&report, &document);
        let text = markdown::report(&subject);
        prop_assert!(text.chars().all(|it| !it.is_control() || it == '\n'));
        prop_assert!(csv::rows(&subject).matches("\r\n").count() >= report.findings.len());
    }
}

/// What stands on a page does not depend on when it was made.
#[test]
fn the_same_report_makes_the_same_bytes() {
    let (document, report) = scored("x.txt", HOSTILE);
    let subject = Subject::new(&report, &document);
    assert_eq!(html::page(&subject), html::page(&subject));
}
