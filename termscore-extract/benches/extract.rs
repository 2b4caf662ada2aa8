//! How long files take to become text; the rate is that of the text.
//!
//! ```text
//! cargo bench -p termscore-extract
//! ```

#![allow(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use divan::counter::BytesCount;
use termscore_extract::extract;
use zip::write::SimpleFileOptions;

fn main() {
    divan::main();
}

/// A sentence in three runs.
const RUNS: [&str; 3] = [
    "The Contractor shall deliver the Work Product to the ",
    "Client’s office within thirty (30) days after the Effective Date, ",
    "and the Client shall pay each undisputed invoice that it receives. ",
];

/// A run as Word writes it: some formatting, marks of the session in which it was typed.
fn run(out: &mut String, text: &str) {
    let _ = write!(
        out,
        r#"<w:r w:rsidRPr="00A77B3E"><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>"#
    );
}

/// Numbered clauses of four sentences, and a table now and then.
fn docx(n_paragraphs: usize) -> Vec<u8> {
    let mut body = String::new();
    for nth in 0..n_paragraphs {
        let level = nth % 3;
        let _ = write!(
            body,
            r#"<w:p w14:paraId="{nth:08X}" w:rsidR="00D81A5B" w:rsidRDefault="00D81A5B"><w:pPr><w:pStyle w:val="Clause"/><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr><w:jc w:val="both"/></w:pPr>"#
        );
        for text in RUNS.iter().cycle().take(12) {
            run(&mut body, text);
        }
        body.push_str("</w:p>");
        if nth % 20 == 0 {
            body.push_str("<w:tbl><w:tr>");
            for _ in 0..3 {
                body.push_str(r#"<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr><w:p>"#);
                run(&mut body, "Fee of the month");
                body.push_str("</w:p></w:tc>");
            }
            body.push_str("</w:tr></w:tbl>");
        }
    }
    let level = |nth: usize, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="{nth}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let levels = [level(0, "%1."), level(1, "%1.%2"), level(2, "%1.%2(%3)")].concat();
    let relations = |all: &[(&str, &str)]| {
        let each =
            |(kind, target): &(&str, &str)| format!(r#"<Relationship Type="x/{kind}" Target="{target}"/>"#);
        format!("<Relationships>{}</Relationships>", all.iter().map(each).collect::<String>())
    };
    let parts = [
        ("_rels/.rels", relations(&[("officeDocument", "word/document.xml")])),
        (
            "word/_rels/document.xml.rels",
            relations(&[("numbering", "numbering.xml"), ("styles", "styles.xml")]),
        ),
        (
            "word/styles.xml",
            r#"<w:styles><w:style w:type="paragraph" w:styleId="Clause"/></w:styles>"#.to_owned(),
        ),
        (
            "word/numbering.xml",
            format!(
                r#"<w:numbering><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#
            ),
        ),
        ("word/document.xml", format!("<w:document><w:body>{body}</w:body></w:document>")),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[divan::bench(args = [100, 4_000])]
fn word_file(bencher: divan::Bencher<'_, '_>, n_paragraphs: usize) {
    let bytes = docx(n_paragraphs);
    let n_bytes = extract("a.docx", &bytes).unwrap().text.len();
    bencher.counter(BytesCount::new(n_bytes)).bench(|| extract("a.docx", divan::black_box(&bytes)));
}
