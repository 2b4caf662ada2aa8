//! What stands in a PDF beside its running text: fields, comments, footnotes, headers, turned pages, scans, hostile
//! structure.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use termscore_core::{BlockKind, Document};
use termscore_extract::{
    ExtractError, Extracted, Note, NoteKind, OcrPage, OcrWord, extract, extract_with_ocr, unread_pages,
};

/// A page: its content stream, and what its dictionary has besides.
struct Page {
    content: String,
    extra: String,
}

fn page(content: impl Into<String>, extra: impl Into<String>) -> Page {
    Page { content: content.into(), extra: extra.into() }
}

/// A PDF of pages 600 by 800 points; `/F1` is Helvetica, `/I` a picture. `others` get the numbers from 5.
fn pdf(pages: &[Page], others: &[&str]) -> Vec<u8> {
    let first = 5 + others.len();
    let kids: String = (0..pages.len()).map(|it| format!("{} 0 R ", first + 2 * it)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count {}>>", pages.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>\nstream\nx\nendstream"
            .to_owned(),
    ];
    objects.extend(others.iter().map(ToString::to_string));
    for (nth, Page { content, extra }) in pages.iter().enumerate() {
        let resources = match extra.contains("/Resources") {
            true => "",
            false => "/Resources<</Font<</F1 3 0 R>>/XObject<</I 4 0 R>>>>",
        };
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R{resources}{extra}>>",
            first + 2 * nth + 1
        ));
        objects.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
    }
    file(&objects)
}

fn file(objects: &[String]) -> Vec<u8> {
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

fn at(x: i32, y: i32, size: i32, text: &str) -> String {
    format!("BT /F1 {size} Tf {x} {y} Td ({}) Tj ET\n", text.replace('(', "\\(").replace(')', "\\)"))
}

/// Lines of size 10, 12 points apart, from 700 down.
fn lines(texts: &[&str]) -> String {
    texts.iter().zip(0..).map(|(text, nth)| at(72, 700 - 12 * nth, 10, text)).collect()
}

fn read(pages: &[Page], others: &[&str]) -> Extracted {
    extract("test.pdf", &pdf(pages, others)).unwrap()
}

fn notes(extracted: &Extracted) -> Vec<(NoteKind, &str, &str)> {
    extracted
        .notes
        .iter()
        .map(|Note { kind, text, author, .. }| (*kind, text.as_str(), author.as_str()))
        .collect()
}

/// The words that a note is attached to.
fn beside(extracted: &Extracted, note: usize) -> &str {
    let at = extracted.notes.get(note).unwrap().at.unwrap();
    extracted.text.get(at..).unwrap().split(['.', '\n']).next().unwrap()
}

const LONG: &str = "The Contractor shall deliver the Work to the Client on or before the date that the";

#[test]
fn fields_that_are_not_drawn_are_notes() {
    let fields = [
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(rate)/TU(Rate:)/V(90 EUR)/Rect[72 680 200 695]>>",
        "<</Type/Annot/Subtype/Widget/FT/Btn/T(ai)/AS/Yes/V/Yes/Rect[72 660 80 668]>>",
        "<</Type/Annot/Subtype/Widget/FT/Btn/T(pr)/AS/Off/V/Off/Rect[72 640 80 648]>>",
        "<</Type/Annot/Subtype/Widget/Parent 9 0 R/T(law)/Rect[72 620 80 628]>>",
        "<</T(terms)/FT/Ch/V(ny)/Opt[[(ca)(California)][(ny)(New York)]]>>",
        "<</Type/Annot/Subtype/Widget/FT/Sig/T(sig)/Rect[72 600 80 608]>>",
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(empty)/V()/Rect[72 600 80 608]>>",
    ];
    let text = lines(&["Fees are paid. Rate", "The Work may train AI."]);
    let extracted = read(&[page(text, "/Annots[5 0 R 6 0 R 7 0 R 8 0 R 10 0 R 11 0 R]")], &fields);
    assert_eq!(
        notes(&extracted),
        [
            (NoteKind::Field, "Rate: 90 EUR", ""),
            (NoteKind::Field, "ai: checked", ""),
            (NoteKind::Field, "pr: not checked", ""),
            (NoteKind::Field, "terms.law: New York", ""),
            (NoteKind::Field, "sig: not signed", ""),
        ]
    );
    assert_eq!(beside(&extracted, 0), "The Work may train AI");
}

#[test]
fn fields_that_are_drawn_stand_in_their_place() {
    let drawn = "BT /F1 10 Tf 2 4 Td (90 EUR) Tj ET";
    let appearance = format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 60 15]/Resources<</Font<</F1 3 0 R>>>>/Length {}>>\nstream\n{drawn}\nendstream",
        drawn.len()
    );
    let field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(rate)/V(90 EUR)/Rect[140 696 200 711]/AP<</N 6 0 R>>>>";
    let extracted = read(&[page(lines(&["The rate is"]), "/Annots[5 0 R]")], &[field, &appearance]);
    assert_eq!((extracted.text.as_str(), extracted.notes.len()), ("The rate is 90 EUR", 0));
}

#[test]
fn comments_are_notes_with_author_and_place() {
    let drawn = "BT /F1 10 Tf 2 4 Td (too long) Tj ET";
    let appearance = format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 60 15]/Resources<</Font<</F1 3 0 R>>>>/Length {}>>\nstream\n{drawn}\nendstream",
        drawn.len()
    );
    let comments = [
        "<</Type/Annot/Subtype/StrikeOut/T(Jane)/Contents(not agreed)/Rect[72 674 300 686]/QuadPoints[72 686 300 686 72 674 300 674]>>",
        "<</Type/Annot/Subtype/FreeText/T(\\376\\377\\000J\\000o)/Contents(too long)/Rect[340 696 400 711]/AP<</N 7 0 R>>>>",
        &appearance,
        "<</Type/Annot/Subtype/Link/Contents(a link)/Rect[72 674 300 686]>>",
        "<</Type/Annot/Subtype/Text/Contents(hidden)/F 2/Rect[72 674 300 686]>>",
    ];
    let text = lines(&["1. First clause.", "", "2. Second clause."]);
    let extracted = read(&[page(text, "/Annots[5 0 R 6 0 R 8 0 R 9 0 R]")], &comments);
    assert_eq!(
        notes(&extracted),
        [(NoteKind::Comment, "not agreed", "Jane"), (NoteKind::Comment, "too long", "Jo")]
    );
    assert_eq!(beside(&extracted, 0), "2");
    assert_eq!(beside(&extracted, 1), "1");
    assert_eq!(extracted.text, "1. First clause.\n\n2. Second clause.");
}

#[test]
fn headers_and_footers_are_notes_and_sentences_go_on_over_the_page() {
    let pages: Vec<Page> = ["alpha", "bravo", "charlie"]
        .iter()
        .zip(1..)
        .map(|(word, nth)| {
            let long = LONG.replace("Work", word);
            let first = if nth == 1 { word } else { "parties agree on." };
            let mut texts: Vec<&str> = vec![first];
            texts.extend([""; 2]);
            texts.extend([long.as_str(); 6]);
            let edges = at(72, 770, 9, "ACME Master Agreement")
                + &at(290, 40, 9, &format!("Page {nth} of 3"))
                + &at(400, 25, 7, &format!("ACME{:06}", 120 + nth));
            let mark = "BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm (DRAFT) Tj ET\n";
            // The first words of a page would stand on all but one: they are told apart by their words.
            let texts: Vec<String> =
                texts.iter().map(|it| it.replace("agree", &format!("agree {word}"))).collect();
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            page(lines(&texts) + &edges + mark, "")
        })
        .collect();
    let extracted = read(&pages, &[]);
    for word in ["alpha", "bravo"] {
        let long = LONG.replace("Work", word);
        let next = if word == "alpha" { "bravo" } else { "charlie" };
        let over = format!("{long} parties agree {next} on.");
        assert!(extracted.text.contains(&over), "{}", extracted.text);
    }
    assert!(!extracted.text.contains("ACME"));
    assert_eq!(
        notes(&extracted),
        [
            (NoteKind::Header, "ACME Master Agreement", ""),
            (NoteKind::Footer, "Page 1 of 3", ""),
            (NoteKind::Footer, "ACME000121", ""),
            (NoteKind::Header, "DRAFT", ""),
        ]
    );
}

#[test]
fn footnotes_stay_on_their_page_and_out_of_the_sentence() {
    let first = lines(&["First clause of this contract.", "", LONG])
        + &at(72, 664, 10, "Fees")
        + &at(95, 668, 6, "1")
        + &at(100, 664, 10, "of the Contractor are due on the date and at the place that the")
        + &at(72, 60, 7, "1 Without value added tax.");
    let second = lines(&["parties agree on.", "", LONG]);
    let extracted = read(&[page(first, ""), page(second, "")], &[]);
    let blocks: Vec<(BlockKind, &str)> =
        extracted.layout.blocks.iter().map(|it| (it.kind, it.span.of(&extracted.text))).collect();
    let whole = format!(
        "{LONG} Fees[1] of the Contractor are due on the date and at the place that the parties agree on."
    );
    assert_eq!(
        blocks,
        [
            (BlockKind::Paragraph, "First clause of this contract."),
            (BlockKind::Note, "1 Without value added tax."),
            (BlockKind::Paragraph, whole.as_str()),
            (BlockKind::Paragraph, LONG),
        ]
    );
    let document = Document::with_layout("x", extracted.text.clone(), extracted.layout.clone()).unwrap();
    let page_of = |words: &str| document.page_of(extracted.text.find(words).unwrap());
    assert_eq!(page_of("Without value"), Some(1));
    assert_eq!(page_of("at the place that"), Some(1));
    assert_eq!(page_of("parties agree"), Some(2));
}

#[test]
fn a_page_that_is_set_sideways_is_read_sideways() {
    for (matrix, x, y) in [("0 1 -1 0", 100, 60), ("0 -1 1 0", 500, 740), ("-1 0 0 -1", 540, 200)] {
        let text: String = ["The Client shall", "pay the fee."]
            .iter()
            .zip(0..)
            .map(|(text, nth)| {
                // The next line lies below this one, as its reader sees it.
                let (x, y) = match matrix {
                    "0 1 -1 0" => (x + 12 * nth, y),
                    "0 -1 1 0" => (x - 12 * nth, y),
                    _ => (x, y + 12 * nth),
                };
                format!("BT /F1 10 Tf {matrix} {x} {y} Tm ({text}) Tj ET\n")
            })
            .collect();
        let side = at(20, 20, 8, "Envelope 12");
        let extracted = read(&[page(text + &side, "")], &[]);
        assert_eq!(extracted.text, "The Client shall pay the fee.", "{matrix}");
        assert_eq!(extracted.notes.len(), 1, "{matrix}");
    }
}

#[test]
fn signature_blocks_side_by_side_are_read_one_after_the_other() {
    let row = |y: i32, left: &str, right: &str| at(72, y, 10, left) + &at(320, y, 10, right);
    let content = lines(&[LONG, LONG, "parties agree on."])
        + &row(600, "ACME INC.", "JANE DOE LLC")
        + &row(580, "By: ____________", "By: ____________")
        + &row(560, "Name: A. Smith", "Name: Jane Doe")
        + &row(540, "Title: President", "Title: Member");
    let extracted = read(&[page(content, "")], &[]);
    let end = "ACME INC.\n\nBy: ____________\n\nName: A. Smith\n\nTitle: President\n\n\
               JANE DOE LLC\n\nBy: ____________\n\nName: Jane Doe\n\nTitle: Member";
    assert!(extracted.text.ends_with(end), "{}", extracted.text);
}

#[test]
fn one_column_then_two_then_one() {
    let column = |x: i32, word: &str| -> String {
        (0..8)
            .map(|nth| at(x, 600 - 12 * nth, 10, &format!("{word} {nth} of a column that is rather narrow")))
            .collect()
    };
    let content = lines(&[LONG, "first words of it all."])
        + &column(72, "left")
        + &column(320, "right")
        + &at(72, 450, 10, LONG)
        + &at(72, 438, 10, "last words of it all.");
    let text = read(&[page(content, "")], &[]).text;
    let places: Vec<usize> = ["first words", "left 0", "left 7", "right 0", "right 7", "last words"]
        .iter()
        .map(|it| text.find(it).unwrap())
        .collect();
    assert!(places.is_sorted(), "{text}");
}

const SCAN: &str = "q 600 0 0 800 0 0 cm /I Do Q\n";

#[test]
fn unread_pages_are_listed_and_read_by_ocr() {
    let text = || page(lines(&[LONG, "parties agree on."]), "");
    let bytes = pdf(&[text(), page(SCAN, ""), text()], &[]);
    let extracted = extract("x.pdf", &bytes).unwrap();
    assert_eq!((extracted.layout.unread, extracted.layout.by_ocr), (vec![2], vec![]));
    assert_eq!(unread_pages("x.pdf", &bytes), Ok(vec![2]));

    let word = |(nth, text): (usize, &str), top: f64| OcrWord {
        text: text.to_owned(),
        left: 72.0 + 40.0 * nth as f64,
        top,
        right: 108.0 + 40.0 * nth as f64,
        bottom: top + 10.0,
    };
    let line = |text: &str, top: f64| text.split(' ').enumerate().map(|it| word(it, top)).collect();
    let lines = vec![line("Client shall pay the", 100.0), line("fee in full.", 114.0)];
    let pages = [OcrPage { page: 2, lines: lines.clone() }, OcrPage { page: 3, lines }];
    let extracted = extract_with_ocr("x.pdf", &bytes, &pages).unwrap();
    assert_eq!((extracted.layout.unread.clone(), extracted.layout.by_ocr.clone()), (vec![], vec![2]));
    assert_eq!(extracted.text.matches("Client shall pay the fee in full.").count(), 1, "{}", extracted.text);
    assert!(extracted.caveats.is_empty(), "{:?}", extracted.caveats);

    // Pictures have no text but that.
    let picture = extract_with_ocr("x.png", b"\x89PNG...", pages.get(..1).unwrap()).unwrap();
    assert!(picture.text.starts_with("Client shall"), "{}", picture.text);
    assert!(extract_with_ocr("x.png", b"\x89PNG...", &[]).is_err());
}

#[test]
fn a_document_with_an_unread_page_knows_it() {
    let bytes = pdf(&[page(lines(&[LONG, "parties agree on."]), ""), page(SCAN, "")], &[]);
    let extracted = extract("x.pdf", &bytes).unwrap();
    let document = Document::with_layout("x.pdf", extracted.text, extracted.layout).unwrap();
    assert_eq!((document.n_pages(), document.unread_pages()), (2, &[2][..]));
}

#[test]
fn hostile_structure_is_bounded() {
    let start = std::time::Instant::now();
    // A tree of pages that holds itself, and one that claims more pages than there are.
    let cyclic = file(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000>>".to_owned(),
    ]);
    assert!(extract("x.pdf", &cyclic).is_err());
    // No pages at all.
    let none =
        file(&["<</Type/Catalog/Pages 2 0 R>>".to_owned(), "<</Type/Pages/Kids[]/Count 0>>".to_owned()]);
    let error = extract("x.pdf", &none).unwrap_err().to_string();
    assert!(error.contains("damaged"), "{error}");
    // More pages than any contract has.
    let kids: String = (0..6_000).map(|_| "<</Type/Page/MediaBox[0 0 9 9]>>").collect();
    let many = file(&["<</Type/Catalog/Pages 2 0 R>>".to_owned(), format!("<</Type/Pages/Kids[{kids}]>>")]);
    assert!(matches!(extract("x.pdf", &many), Err(ExtractError::TooLarge { .. })));
    // Forms that draw each other twice, thirty deep: a billion drawings.
    let form = |nth: usize, content: &str| {
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X {} 0 R>>/Font<</F1 3 0 R>>>>/Length {}>>\nstream\n{content}\nendstream",
            nth + 1,
            content.len()
        )
    };
    let forms: Vec<String> = (0..30)
        .map(|nth| form(5 + nth, if nth < 29 { "/X Do /X Do" } else { "BT /F1 9 Tf 9 9 Td (a) Tj ET" }))
        .collect();
    let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
    let bomb = pdf(&[page("/X Do", "/Resources<</XObject<</X 5 0 R>>>>")], &forms);
    assert!(extract("x.pdf", &bomb).is_err());
    // Parents of a field that hold each other, and an image of four thousand million points.
    let fields = ["<</Subtype/Widget/Parent 6 0 R/Rect[0 0 1 1]>>", "<</T(a)/Parent 5 0 R>>"];
    let looped = read(&[page(lines(&[LONG]), "/Annots[5 0 R]")], &fields);
    assert!(looped.notes.is_empty());
    let huge = "<</Type/XObject/Subtype/Image/Width 65535/Height 65535/ColorSpace/DeviceRGB/BitsPerComponent 8/Length 1>>\nstream\nx\nendstream";
    let content = lines(&[LONG]) + "q 60 0 0 80 0 0 cm /H Do Q\n";
    let extra = "/Resources<</Font<</F1 3 0 R>>/XObject<</H 5 0 R>>>>";
    assert_eq!(read(&[page(content, extra)], &[huge]).text, LONG);
    // Far more than it takes in a debug build, and far less than a hang.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn tables_are_rows_of_cells() {
    let row = |nth: i32, cells: [&str; 3]| -> String {
        cells.iter().zip([72, 250, 400]).map(|(text, x)| at(x, 600 - 14 * nth, 10, text)).collect()
    };
    let content = lines(&[LONG, "parties agree on:"])
        + &row(0, ["Deliverable", "Date", "Fee"])
        + &row(1, ["Design", "1 May 2026", "$1,000"])
        + &row(2, ["Code", "1 June 2026", "$2,000"])
        + &at(72, 550, 10, "The Client shall pay these fees.");
    let extracted = read(&[page(content, "")], &[]);
    let blocks: Vec<(BlockKind, &str)> =
        extracted.layout.blocks.iter().skip(1).map(|it| (it.kind, it.span.of(&extracted.text))).collect();
    assert_eq!(
        blocks,
        [
            (BlockKind::TableRow, "Deliverable | Date | Fee"),
            (BlockKind::TableRow, "Design | 1 May 2026 | $1,000"),
            (BlockKind::TableRow, "Code | 1 June 2026 | $2,000"),
            (BlockKind::Paragraph, "The Client shall pay these fees."),
        ]
    );
}
