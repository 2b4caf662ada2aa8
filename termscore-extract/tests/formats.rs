//! Text, Markdown and web pages, and the files that are none of what is read.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use termscore_core::{
    BlockKind::{self, Heading, ListItem, Note, Paragraph, TableRow},
    Span,
};
use termscore_extract::{ExtractError, Format, extract};

/// Blocks expected line by line.
fn check(name: &str, source: &str, expected: &str) {
    assert_eq!(extract(name, source.as_bytes()).unwrap().text, expected.replace('\n', "\n\n"));
}

fn kinds(name: &str, source: &str) -> Vec<BlockKind> {
    extract(name, source.as_bytes()).unwrap().layout.blocks.iter().map(|it| it.kind).collect()
}

#[test]
fn text_is_the_file_itself() {
    let source = "\u{feff}1. One\r\n\r\n  two \u{a0} \u{ad}three\n";
    let extracted = extract("a.txt", source.as_bytes()).unwrap();
    assert_eq!(extracted.text, source);
    assert_eq!(extracted.format, Format::Text);
    assert!(
        extracted.layout.blocks.is_empty()
            && extracted.layout.pages.is_empty()
            && extracted.caveats.is_empty()
    );
    assert_eq!(extract("a", b"one\x0ctwo").unwrap().layout.pages, [0, 4]);
}

#[test]
fn other_encodings_are_said() {
    let utf16: Vec<u8> = "\u{feff}Café".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let extracted = extract("a.txt", &utf16).unwrap();
    assert_eq!((extracted.text.as_str(), extracted.caveats.len()), ("Café", 1));
    let extracted = extract("a.txt", b"the \x93Work\x94 \x96 all of it").unwrap();
    assert_eq!(extracted.text, "the “Work” – all of it");
    assert!(extracted.caveats.first().unwrap().contains("windows-1252"));
    let page = b"<html><head><meta charset='iso-8859-2'></head><p>\xb3</p>";
    assert_eq!(extract("a.html", page).unwrap().text, "ł");
}

#[test]
fn markdown_numbers_are_text() {
    check(
        "a.md",
        "1. One\n2. Two\n   - x\n   - y\n\n3) Three\n1) Four",
        "1. One\n2. Two\n• x\n• y\n3) Three\n4) Four",
    );
    check("a.md", "1. First\n1. Second\n\n   more\n1. Third", "1. First\n2. Second\nmore\n3. Third");
    check(
        "a.md",
        "1.1 Fees. Pay\n\n**2. Term.** Until\nthe end\n\n(a) this\n\n1\\. that",
        "1.1 Fees. Pay\n2. Term. Until the end\n(a) this\n1. that",
    );
    check(
        "a.md",
        "1. The parties:\n   (a) pay;\n   (b) work under\n   (c) above",
        "1. The parties:\n(a) pay;\n(b) work under (c) above",
    );
    check("a.md", "1. 1. deep\n   2. er", "1.\n1. deep\n2. er");
    assert_eq!(kinds("a.md", "# A\n\n- x\n  - y\n\nz"), [Heading(1), ListItem(1), ListItem(2), Paragraph]);
}

#[test]
fn markdown_without_its_markup() {
    check(
        "a.md",
        "---\ntitle: x\n---\n<!-- note -->\n# *NDA* #\n\nsee [the `terms`](http://x) <br> ~~now~~ &amp; then",
        "NDA\nsee the terms ~~now~~ & then",
    );
    check("a.md", "| a | b |\n|---|---|\n| c **d** | |\n| e | f |", "a | b\nc d\ne | f");
    check(
        "a.md",
        "Text\n\n    indented clause\n    goes on\n\n    next",
        "Text\nindented clause goes on\nnext",
    );
    check("a.md", "x[^n]\n\n[^n]: the note\n\ny", "x[n]\ny\n[n] the note");
    check(
        "a.md",
        "<div>\n\n**Bold**\n\n</div>\n<p>raw <b>page</b></p>\n<script>no()</script>",
        "Bold\nraw page",
    );
    assert_eq!(
        kinds("a.md", "x[^n]\n\n[^n]: the note\n\n|a|\n|-|\n|b|"),
        [Paragraph, TableRow, TableRow, Note]
    );
}

/// Each word of the text stands in the file where the text says, whatever marks are around it.
#[test]
fn markdown_knows_where_its_words_stand() {
    let check = |file: &str| {
        let extracted = extract("a.md", file.as_bytes()).unwrap();
        let source = extracted.layout.source.unwrap();
        assert_eq!(source.text(), file);
        let mut at = 0;
        for word in extracted.text.split(|it: char| !it.is_alphanumeric()).filter(|it| it.len() > 1) {
            let start = at + extracted.text.get(at..).unwrap().find(word).unwrap();
            at = start + word.len();
            let span = Span::new(start, at);
            assert_eq!(source.to_file(span).of(file), word, "{start} in {:?}", extracted.text);
            assert_eq!(source.to_text(source.to_file(span)), span, "{word} in {:?}", extracted.text);
        }
    };
    check(
        "# NDA  \n\nKeep   *it* **quite secret**[^one], see `the terms` at [home](http://x.y) &amp; so on.\n\n[^one]: or else\n\nEnd",
    );
    check(
        "\u{feff}- one *two*\r\n- three\r\n  four\r\n\r\n7) seven\r\n\r\n   eight\r\n8) nine ünd — zehn\r\n",
    );
    check(
        "| Item | Price of it |\n|---|---|\n| Logo **two** | 500 USD |\n\nText\n\n    indented clause\n    goes on\n\n    next one\n",
    );
    check(
        "(a) this part;\n(b) that\npart.\n\n1\\. One &quot;quoted&quot; thing\n\nHeading two\n---\n**3. Bold** then",
    );
}

#[test]
fn pages_give_their_main_content() {
    let page = "<!DOCTYPE html><title>T</title><style>p{}</style><body><nav><ul><li>Home</ul></nav>
        <header><h1>Site</h1></header><main><h1>Terms</h1><p>We &amp; you<br>agree.<script>x()</script>
        <p hidden>no</p><p style='display: none'>no</p><p>End&nbsp;here</main><footer>© Site</footer>";
    check("a.html", page, "Terms\nWe & you agree.\nEnd here");
    assert_eq!(kinds("x", page), [Heading(1), Paragraph, Paragraph]);
    check(
        "a.html",
        "<header><h2>The NDA</h2></header><p>Text</p><footer><a href=x>Home</a></footer>",
        "The NDA\nText",
    );
}

#[test]
fn page_lists_are_numbered() {
    check(
        "a.html",
        "<ol start=3><li>x<li><p>y<p>z<ol type=a><li>v<li>w</ol><li value=9>u</ol><ul><li>t</ul>",
        "3. x\n4. y\nz\na. v\nb. w\n9. u\n• t",
    );
    check(
        "a.html",
        "<ol type=I><li>x<li>y</ol><ol style='list-style-type:lower-roman'><li>z</ol>",
        "I. x\nII. y\ni. z",
    );
    check("a.html", "<ol><li><ol type=a><li>x</ol></ol>", "1.\na. x");
    check("a.html", "<ol style='list-style: none'><li style='list-style:none'>(a) x</ol>", "(a) x");
}

#[test]
fn page_lists_count_down() {
    check(
        "a.html",
        "<ol reversed><li>x<li>y</ol><ol reversed start=9><li>z<li>v</ol>",
        "2. x\n1. y\n9. z\n8. v",
    );
}

#[test]
fn pages_without_their_site() {
    let terms = "<p>These are the terms of the service, and they go on for a while so that they count.</p>";
    // An article that is a teaser is not the text.
    let page = format!("<body><article><p>News</article><div>{terms}{terms}</div></body>");
    assert!(extract("a.html", page.as_bytes()).unwrap().text.starts_with("News"));
    let page = format!("<body><article><p>News</article><article>{terms}{terms}</article></body>");
    assert!(extract("a.html", page.as_bytes()).unwrap().text.starts_with("These"));
    let banner = "<div id='cookie-banner'><p>We use cookies</div><div role=dialog>Sign up</div>";
    check("a.html", &format!("{banner}<p>Text"), "Text");
    check("a.html", "<div class='cookie-policy'><p>We use cookies</div>", "We use cookies");
    check("a.html", "<details><summary>Fees</summary><p>Ten</details>", "Fees\nTen");
}

#[test]
fn long_text_that_a_page_does_not_show_is_said() {
    let secret = "You also give us your first-born child. ".repeat(6);
    let page = format!("<p>Shown<div style='display:none'><p>{secret}</div><p hidden>short");
    let extracted = extract("a.html", page.as_bytes()).unwrap();
    assert_eq!(extracted.text, format!("Shown\n\n{}", secret.trim()));
    assert_eq!(kinds("a.html", &page), [Paragraph, BlockKind::Hidden]);
    assert_eq!(extracted.caveats.len(), 1);
}

#[test]
fn markdown_nests() {
    check(
        "a.md",
        "1. One\n   1. Deep\n\n      more\n      - dot\n2. Two\n\n   | a | b |\n   |---|---|\n   | c | d |\n\n<!-- a\n\ncomment -->\n\nEnd",
        "1. One\n1. Deep\nmore\n• dot\n2. Two\na | b\nc | d\nEnd",
    );
    check("a.md", "---\ntitle: x\nparties:\n  - a\n---\n\nText <!-- inline --> here", "Text here");
}

#[test]
fn page_tables_breaks_and_definitions() {
    check(
        "a.html",
        "<table><tr><th>Fee<th>Due<tr><td>1 <b>EUR</b><td><p>now</p><p>here</p><tr><td><td>alone</table>",
        "Fee | Due\n1 EUR | now here\nalone",
    );
    check(
        "a.html",
        "one<br><br>two<br>three<dl><dt>Work<dd>What is made.<dt>Fee<dd>means the price</dl><pre>a\nb\n\nc</pre>",
        "one\ntwo three\nWork\nWhat is made.\nFee means the price\na b\nc",
    );
}

#[test]
fn deep_markup_ends_soon() {
    let page = "<div>".repeat(900) + "deep";
    assert_eq!(extract("a.html", page.as_bytes()).unwrap().text, "deep");
    // The parser takes minutes for these.
    let page = "<ul><li>".repeat(100_000) + "deep";
    assert!(matches!(extract("a.html", page.as_bytes()), Err(ExtractError::Damaged { .. })));
    assert!(matches!(extract("a.md", page.as_bytes()), Err(ExtractError::Damaged { .. })));
    let quotes = "> ".repeat(50_000) + "deep";
    assert!(extract("a.md", quotes.as_bytes()).unwrap().text.contains("deep"));
}

#[test]
fn what_is_not_read_says_what_to_do() {
    let check = |name: &str, bytes: &[u8], expected: &str| {
        let message = extract(name, bytes).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    };
    check("a.txt", b"", "no text in it");
    check("a.txt", b" \r\n\t", "no text in it");
    check("a.html", b"<html><script>x</script></html>", "no text in it");
    check("a.txt", &[0; 1000], "not text and of no known kind");
    check("a.txt", &[1, 2, 3, 200, 5], "not text and of no known kind");
    check("a.pdf", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "images cannot be read: run OCR on it");
    check("a.rtf", b"not rtf", "this RTF file is damaged");
    check(
        "a.odt",
        b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text",
        "this OpenDocument file is damaged (its zip archive cannot be read)",
    );
    check(
        "a.ods",
        b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
        "spreadsheets cannot",
    );
    check("a.zip", b"PK\x03\x04....readme.txt", "this zip archive is damaged");
    check("a.docx", b"not a zip", "this Word file is damaged (it is not a zip archive)");
    check("a.pdf", b"not a pdf", "this PDF is damaged");
    let ole = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 100], &name].concat()
    };
    check("a.doc", &ole("WordDocument"), "old Word files (.doc) cannot be read: save it as .docx or PDF");
    check("a.docx", &ole("EncryptedPackage"), "this Word file is protected by a password");
    let large = vec![b'a'; termscore_extract::MAX_INPUT + 1];
    check("a.txt", &large, "the file is larger than 64 MiB");
    assert_eq!(
        extract("a.txt", large.get(..17 << 20).unwrap()).unwrap_err(),
        ExtractError::TooLarge { what: "the text in the file", limit: "16 MiB" }
    );
}
