//! A long contract makes a page that opens at once.

#![allow(clippy::panic, clippy::expect_used, reason = "tests")]

mod support;

use support::{page::Page, scored};
use termscore_render::{Subject, html};

/// Sixty pages of some 500 words, made of a sample contract again and again.
#[test]
fn sixty_pages_are_less_than_two_megabytes() {
    let one = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../examples/contracts/software-consultancy.txt"
    ))
    .expect("the sample can be read");
    let mut text = String::new();
    while text.split_whitespace().count() < 30_000 {
        text.push_str(&one);
        text.push_str("\n\n");
    }
    let (document, report) = scored("long.txt", &text);
    let html = html::page(&Subject::new(&report, &document).with_lines());
    assert!(html.len() < 2_000_000, "{} bytes of {}", html.len(), text.len());
    Page::read(&html).check();
}
