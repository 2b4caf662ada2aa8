//! PDFs written by hand in each test, and a few small ones from other programs.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use termscore_core::BlockKind::{self, Heading, Paragraph};
use termscore_extract::{ExtractError, Extracted, extract};

/// A PDF of pages 600 by 800 points in Helvetica (F1) and Helvetica-Bold (F2); each page a content stream.
fn pdf(pages: &[String]) -> Vec<u8> {
    let kids: String = (0..pages.len()).map(|it| format!("{} 0 R ", 5 + 2 * it)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>\nstream\nx\nendstream"
            .to_owned(),
    ];
    for (nth, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R/Resources<</Font<</F1 3 0 R>>/XObject<</I 4 0 R>>>>>>",
            6 + 2 * nth
        ));
        objects.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
    }
    let (mut out, mut offsets) = ("%PDF-1.4\n".to_owned(), String::new());
    for (nth, object) in objects.iter().enumerate() {
        offsets.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", nth + 1));
    }
    let (size, start) = (objects.len() + 1, out.len());
    out.push_str(&format!(
        "xref\n0 {size}\n0000000000 65535 f \n{offsets}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    ));
    out.into_bytes()
}

/// One line of text at a place, from the lower left corner.
fn at(x: i32, y: i32, size: i32, text: &str) -> String {
    format!("BT /F1 {size} Tf {x} {y} Td ({}) Tj ET\n", text.replace('(', "\\(").replace(')', "\\)"))
}

/// Lines of size 10, 12 points apart, from 700 down; an empty one leaves a gap.
fn page(lines: &[&str]) -> String {
    lines.iter().zip(0..).map(|(text, nth)| at(72, 700 - 12 * nth, 10, text)).collect()
}

fn read(pages: &[String]) -> Extracted {
    extract("test.pdf", &pdf(pages)).unwrap()
}

fn check(pages: &[String], expected: &str) {
    assert_eq!(read(pages).text, expected.replace('\n', "\n\n"));
}

/// Columns with headings, at heights of their own, and one whose text ends at the top of the right column.
#[test]
fn columns_with_headings_or_a_short_end_are_columns() {
    let line = "the Work is to go with by the dates in brief.";
    let column = |x: i32, top: i32, name: &str, n_parts: i32, n_lines: i32| -> String {
        let part = |part: i32| -> String {
            let y = top - part * (n_lines * 12 + 36);
            let lines: String = (1..=n_lines).map(|it| at(x, y - 6 - 12 * it, 10, line)).collect();
            at(x, y, 10, &format!("{name}{part}. HEADING")) + &lines
        };
        (0..n_parts).map(part).collect()
    };
    let order = |page: String| -> Vec<String> {
        let text = read(&[page]).text;
        let headings = text.split("\n\n").filter(|it| it.ends_with("HEADING"));
        headings.map(|it| it.split('.').next().unwrap_or_default().to_owned()).collect()
    };
    let page = column(60, 700, "L", 5, 1) + &column(320, 695, "R", 5, 1);
    assert_eq!(order(page), ["L0", "L1", "L2", "L3", "L4", "R0", "R1", "R2", "R3", "R4"]);
    let page = column(60, 700, "L", 4, 4) + &column(320, 700, "R", 1, 2);
    assert_eq!(order(page), ["L0", "L1", "L2", "L3", "R0"]);
}

const LONG: &str = "The Contractor shall deliver the Work to the Client on or before the date that the";

#[test]
fn wrapped_lines_are_one_paragraph() {
    check(
        &[page(&[LONG, LONG, "Schedule says.", "", "The Client shall pay.", LONG, "end."])],
        &format!("{LONG} {LONG} Schedule says.\nThe Client shall pay.\n{LONG} end."),
    );
}

#[test]
fn markers_begin_paragraphs() {
    check(
        &[page(&["1. One", "2. Two is longer; and", "(a) three", LONG, "(b) of this."])],
        &format!("1. One\n2. Two is longer; and\n(a) three\n{LONG} (b) of this."),
    );
}

#[test]
fn paragraphs_go_on_over_the_page() {
    let extracted =
        read(&[page(&[LONG, LONG]), page(&["parties agree on.", "", LONG, "x."]), page(&["New start."])]);
    assert_eq!(extracted.text, format!("{LONG} {LONG} parties agree on.\n\n{LONG} x.\n\nNew start."));
    let starts: Vec<&str> =
        extracted.layout.pages.iter().map(|&it| extracted.text.get(it..it + 5).unwrap()).collect();
    assert_eq!(starts, ["The C", "parti", "New s"]);
}

#[test]
fn running_headers_and_page_numbers_go() {
    let pages: Vec<String> = ["alpha", "bravo", "charlie", "delta"]
        .iter()
        .zip(1..)
        .map(|(word, nth)| {
            let word = &word.repeat(9);
            at(72, 770, 9, "ACME Master Agreement")
                + &page(&[word, "", &LONG.replace("the", word), "end of it."])
                + &at(290, 30, 9, &format!("Page {nth} of 4"))
        })
        .collect();
    let text = read(&pages).text;
    assert!(!text.contains("ACME") && !text.contains("Page"), "{text}");
    assert_eq!(text.matches("deliver").count(), 4);
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let column = |x: i32, word: &str| -> String {
        (0..12)
            .map(|nth| at(x, 700 - 12 * nth, 10, &format!("{word} {nth} of a column that is rather narrow")))
            .collect()
    };
    let text = read(&[at(72, 750, 10, LONG) + &column(72, "left") + &column(320, "right")]).text;
    assert!(text.find("left 11").unwrap() < text.find("right 0").unwrap(), "{text}");
    // Drawn line by line it is the same.
    let mixed: String = (0..12)
        .map(|nth| {
            at(72, 700 - 12 * nth, 10, &format!("left {nth} of a column that is rather narrow"))
                + &at(320, 700 - 12 * nth, 10, &format!("right {nth} of a column that is rather narrow"))
        })
        .collect();
    let text = read(&[mixed]).text;
    assert!(text.find("left 11").unwrap() < text.find("right 0").unwrap(), "{text}");
}

#[test]
fn table_rows_stay_rows() {
    let rows: String = (0..8)
        .map(|nth| {
            at(72, 700 - 14 * nth, 10, &format!("Item {nth}"))
                + &at(400, 700 - 14 * nth, 10, &format!("{nth}00"))
        })
        .collect();
    assert!(read(&[rows]).text.contains("Item 3 | 300"));
}

#[test]
fn larger_lines_are_headings() {
    let extracted =
        read(&[at(72, 760, 20, "Mutual NDA") + &at(72, 730, 13, "Terms") + &page(&[LONG, LONG, "x."])]);
    let kinds: Vec<BlockKind> = extracted.layout.blocks.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [Heading(1), Heading(2), Paragraph]);
}

#[test]
fn text_drawn_twice_and_rotated_text() {
    let twice = at(72, 700, 10, "Bold by two strokes") + &at(72, 700, 10, "Bold by two strokes");
    let watermark = "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (DRAFT) Tj ET\n";
    check(&[twice + watermark], "Bold by two strokes");
}

#[test]
fn superscripts_stay_on_their_line() {
    let line = at(72, 700, 10, "by the 5") + &at(108, 704, 6, "th") + &at(120, 700, 10, "day");
    assert_eq!(read(&[line]).text, "by the 5th day");
}

#[test]
fn scans_are_told() {
    let scan = "q 600 0 0 800 0 0 cm /I Do Q\n".to_owned();
    let fails = |pages: &[String]| extract("x.pdf", &pdf(pages)).unwrap_err();
    assert_eq!(fails(std::slice::from_ref(&scan)), ExtractError::Scanned);
    assert_eq!(fails(&[scan.clone() + &at(10, 10, 8, "Envelope 1234")]), ExtractError::Scanned);
    assert_eq!(fails(&[String::new()]), ExtractError::Scanned);
    let mixed = read(&[page(&[LONG, "one."]), scan.clone(), page(&[LONG, "two."])]);
    assert_eq!(mixed.caveats, ["page 2 has no text layer (scanned): run OCR on the file to have all of it"]);
    // A picture behind a real text layer is what OCR makes.
    assert!(read(&[scan + &page(&[LONG, LONG])]).caveats.is_empty());
}

#[test]
fn damaged_files_say_so() {
    let fails = |bytes: &[u8]| extract("x.pdf", bytes).unwrap_err();
    assert!(matches!(fails(b"%PDF-1.7\nnothing"), ExtractError::Damaged { .. }));
}

#[test]
fn protection_is_told_from_an_empty_password() {
    let fails = extract("x.pdf", include_bytes!("data/protected.pdf")).unwrap_err();
    assert!(fails.to_string().starts_with("this PDF is protected by a password"), "{fails}");
    let open = extract("x.pdf", include_bytes!("data/owner-password.pdf")).unwrap();
    assert!(open.text.contains("shall"), "{}", open.text);
}
