//! `--ocr`, on a scan that is made here: a page of text turned into a picture and put into a PDF.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests; one that is skipped says so")]

mod support;

use std::{fs, path::Path, process::Command};

use support::termscore;

const SENTENCES: [&str; 6] = [
    "SOFTWARE DEVELOPMENT AGREEMENT",
    "Contractor grants to Client a perpetual, irrevocable and worldwide",
    "licence to use the Work for any purpose.",
    "Client shall pay each invoice within ninety (90) days of receipt.",
    "Contractor shall deliver the Work to Client at the place that is",
    "stated in the order and at no other place.",
];

/// A PDF of these objects; the first is the catalog.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let (mut out, mut offsets) = (b"%PDF-1.4\n".to_vec(), String::new());
    for (nth, object) in objects.iter().enumerate() {
        offsets.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend(format!("{} 0 obj\n", nth + 1).into_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let (size, start) = (objects.len() + 1, out.len());
    let end = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{offsets}trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"
    );
    out.extend(end.into_bytes());
    out
}

fn stream(dict: &str, content: &[u8]) -> Vec<u8> {
    let mut out = format!("<<{dict}/Length {}>>\nstream\n", content.len()).into_bytes();
    out.extend(content);
    out.extend(b"\nendstream");
    out
}

fn text_page() -> Vec<u8> {
    let lines = SENTENCES.iter().zip(0..);
    let content: String = lines
        .map(|(text, nth)| {
            let text = text.replace('(', "\\(").replace(')', "\\)");
            format!("BT /F1 14 Tf 72 {} Td ({text}) Tj ET\n", 700 - 18 * nth)
        })
        .collect();
    stream("", content.as_bytes())
}

/// Two pages: the text, and what `page` draws with the picture `/I`.
fn two_pages(image: Vec<u8>) -> Vec<u8> {
    let page = |content: u8| {
        format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {content} 0 R\
             /Resources<</Font<</F1 3 0 R>>/XObject<</I 8 0 R>>>>>>"
        )
    };
    pdf(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[4 0 R 5 0 R]/Count 2>>".to_vec(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
        page(6).into_bytes(),
        page(7).into_bytes(),
        text_page(),
        stream("", b"q 600 0 0 800 0 0 cm /I Do Q"),
        image,
    ])
}

/// The picture of the first page as an image object, and as a file of its own; `None` without the programs.
fn scan(folder: &Path) -> Option<(Vec<u8>, Vec<u8>)> {
    let blank =
        stream("/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8", b"x");
    fs::write(folder.join("text.pdf"), two_pages(blank)).unwrap();
    let drawn = Command::new("pdftoppm")
        .args(["-gray", "-r", "200", "-f", "1", "-l", "1", "text.pdf"])
        .current_dir(folder)
        .output()
        .ok()?;
    Command::new("tesseract").arg("--version").output().ok()?;
    let pgm = drawn.stdout;
    // "P5\n<width> <height>\n255\n", then a byte a pixel.
    let head = pgm.get(..40)?;
    let mut ends = head.iter().enumerate().filter(|it| *it.1 == b'\n').map(|it| it.0 + 1);
    let (size, start) = (ends.next()?, ends.nth(1)?);
    let numbers = String::from_utf8_lossy(pgm.get(size..start)?).into_owned();
    let mut numbers = numbers.split_whitespace();
    let (width, height) = (numbers.next()?, numbers.next()?);
    let dict = format!(
        "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8"
    );
    Some((stream(&dict, pgm.get(start..)?), pgm))
}

#[test]
fn a_scan_is_read_by_ocr_and_marked() {
    let folder = tempfile::tempdir().unwrap();
    let Some((image, _)) = scan(folder.path()) else {
        eprintln!("skipped: pdftoppm and tesseract are not installed");
        return;
    };
    fs::write(folder.path().join("half.pdf"), two_pages(image)).unwrap();

    let done = termscore(folder.path(), &["score", "half.pdf", "--kind", "freelance", "--format", "json"]);
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(
        done.out.contains(r#""coverage":{"pages":2,"unread":[2],"by_ocr":[],"confidence":"lower"}"#),
        "{}",
        done.out
    );
    assert!(done.out.contains("read 1 of 2 pages: page 2 could not be read"));

    let args = ["score", "half.pdf", "--kind", "freelance", "--format", "json", "--ocr", "--text-out", "out"];
    let done = termscore(folder.path(), &args);
    assert_eq!(done.status, 0, "{}", done.err);
    assert!(
        done.out.contains(r#""coverage":{"pages":2,"unread":[],"by_ocr":[2],"confidence":"lower"}"#),
        "{}",
        done.out
    );
    assert!(done.out.contains("page 2 read by OCR: check quotes against the page; confidence is lower"));
    let text = fs::read_to_string(folder.path().join("out/half.txt")).unwrap();
    let sentence = "Client shall pay each invoice within ninety (90) days of receipt.";
    assert_eq!(text.matches(sentence).count(), 2, "{text}");
    assert!(text.contains("worldwide licence"), "{text}");

    let done = termscore(folder.path(), &["clauses", "half.pdf", "--ocr"]);
    assert!(done.out.contains(r#""page":1"#) && done.out.contains(r#""page":2"#), "{}", done.out);
}
