//! How fast web pages are read, in bytes of extracted text.

#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark")]

use std::fmt::Write;

use divan::{Bencher, counter::BytesCount};
use termscore_extract::extract;

fn main() {
    divan::main();
}

/// Terms as sites publish them: a menu, headings, paragraphs with links and emphasis, lists, a table.
fn page() -> String {
    let mut page = String::from(
        "<!DOCTYPE html><html><head><title>Terms</title></head><body><nav><a href='/'>Home</a></nav><main>",
    );
    for nth in 1..4_000 {
        write!(
            page,
            "<section id=\"s{nth}\"><h2>{nth}. Licence</h2>\n<p>You grant us a <strong>perpetual, irrevocable</strong> \
             licence to use, copy and modify the content that you post, as our <a href=\"/privacy\">privacy policy</a> \
             says, in all media now known or hereafter devised &amp; for any purpose.</p>\n<ol type=\"a\">\
             <li>We may change these terms at any time and without notice.</li>\n<li>You waive your moral rights \
             as far as the law allows it.</li></ol>\n<table><tr><th>Fee</th><td>USD 500</td></tr></table></section>\n"
        )
        .unwrap();
    }
    page + "</main></body></html>"
}

#[divan::bench]
fn html(bencher: Bencher) {
    let page = page();
    let length = extract("a.html", page.as_bytes()).unwrap().text.len();
    bencher.counter(BytesCount::new(length)).bench(|| extract("a.html", page.as_bytes()).unwrap());
}
