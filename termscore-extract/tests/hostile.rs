//! Files made to exhaust a reader: each is refused or read with a reason, soon, and in little memory.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{
    fs,
    io::{Cursor, Write},
    time::{Duration, Instant},
};

use termscore_extract::{ExtractError, Extracted, MAX_TEXT, extract};
use zip::{ZipWriter, write::SimpleFileOptions};

/// What all tests here may hold together at their worst, in KiB: they run side by side.
const MOST_MEMORY: u64 = 2 << 20;

/// Reads it, in time and in memory.
fn read(name: &str, bytes: &[u8]) -> Result<Extracted, ExtractError> {
    let start = Instant::now();
    let read = extract(name, bytes);
    let took = start.elapsed();
    assert!(took < Duration::from_secs(5), "{name} took {took:?}");
    if let Some(peak) = peak() {
        assert!(peak < MOST_MEMORY, "{name}: {peak} KiB were held");
    }
    match &read {
        Ok(extracted) => assert!(extracted.text.len() <= MAX_TEXT + 2),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
    read
}

/// The most memory that this process has held, in KiB, where the system tells.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|it| it.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

fn refused(name: &str, bytes: &[u8]) {
    let read = read(name, bytes);
    assert!(read.is_err(), "{name}: {} bytes of text", read.unwrap().text.len());
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &[u8] =
    br#"<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>"#;

fn docx(body: &str) -> Vec<u8> {
    let document = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    archive(&[("_rels/.rels", RELATIONS), ("word/document.xml", document.as_bytes())])
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>{body}</office:text></office:body></office:document-content>"#
    );
    let mimetype: &[u8] = b"application/vnd.oasis.opendocument.text";
    archive(&[("mimetype", mimetype), ("content.xml", content.as_bytes())])
}

/// Objects numbered from 1, the first the catalogue, with their table.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (nth, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", nth + 1).bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let n = objects.len() + 1;
    out.extend(format!("trailer\n<< /Size {n} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    out
}

const CATALOGUE: &str = "<< /Type /Catalog /Pages 2 0 R >>";
const FONT: &str = "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >> >> >>";

fn page(parent: usize, contents: usize) -> String {
    format!(
        "<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 595 842] /Resources {FONT} /Contents {contents} 0 R >>"
    )
}

fn stream(content: &str) -> String {
    format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())
}

const SHOW: &str = "BT /F 11 Tf 70 700 Td (1. Licence. The Artist grants a licence.) Tj ET";

#[test]
fn a_word_file_that_unpacks_to_very_much_is_refused() {
    let spaces = " ".repeat(300 << 20);
    let bytes = docx(&spaces);
    assert!(bytes.len() < 1 << 20);
    refused("bomb.docx", &bytes);
}

#[test]
fn a_word_file_of_very_many_parts_is_refused() {
    let names: Vec<String> = (0..60_000).map(|it| format!("word/p{it}.xml")).collect();
    let mut parts: Vec<(&str, &[u8])> = vec![("_rels/.rels", RELATIONS)];
    parts.extend(names.iter().map(|it| (it.as_str(), &b"<x/>"[..])));
    refused("parts.docx", &archive(&parts));
}

#[test]
fn an_opendocument_text_that_unpacks_to_very_much_is_refused() {
    refused("bomb.odt", &odt(&" ".repeat(300 << 20)));
}

#[test]
fn archives_in_archives_are_refused() {
    let mut inner = archive(&[("agreement.txt", b"1. Licence. The Artist grants a licence.")]);
    for _ in 0..30 {
        inner = archive(&[("a.zip", &inner), ("b.zip", &inner)]);
        if inner.len() > 4 << 20 {
            break;
        }
    }
    refused("nested.zip", &inner);
}

#[test]
fn deep_markup_is_refused_or_read() {
    let text = "1. Licence. The Artist grants a licence.";
    let deep = |open: &str, close: &str, inner: &str| open.repeat(10_000) + inner + &close.repeat(10_000);
    let run = format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let _ = read("deep.docx", &docx(&deep("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", &run)));
    let _ = read("tables.docx", &docx(&deep("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", &run)));
    let _ = read("open.docx", &docx(&"<w:p>".repeat(10_000)));
    let _ = read(
        "deep.odt",
        &odt(&deep("<text:section>", "</text:section>", &format!("<text:p>{text}</text:p>"))),
    );
    let _ =
        read("spans.odt", &odt(&format!("<text:p>{}</text:p>", deep("<text:span>", "</text:span>", text))));
    for (open, close) in
        [("<div>", "</div>"), ("<b>", "</b>"), ("<ol><li>", ""), ("<table><tr><td>", ""), ("<font>", "<p>")]
    {
        let page = format!("<html><body>{}</body></html>", deep(open, close, text));
        let _ = read("deep.html", page.as_bytes());
    }
    let _ = read("deep.md", ("> ".repeat(10_000) + text).as_bytes());
    let _ = read("brackets.md", ("[".repeat(10_000) + text).as_bytes());
}

#[test]
fn a_pdf_that_claims_a_million_pages_is_read_as_far_as_it_goes() {
    let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>".to_owned();
    let bytes = pdf(&[CATALOGUE.to_owned(), pages, page(2, 4), stream(SHOW)]);
    let extracted = read("claim.pdf", &bytes).unwrap();
    assert_eq!(extracted.text, "1. Licence. The Artist grants a licence.");
}

#[test]
fn one_page_listed_a_million_times_is_refused_or_read() {
    let kids = "3 0 R ".repeat(1_000_000);
    let pages = format!("<< /Type /Pages /Kids [{kids}] /Count 1000000 >>");
    let _ = read("million.pdf", &pdf(&[CATALOGUE.to_owned(), pages, page(2, 4), stream(SHOW)]));
}

#[test]
fn a_page_tree_that_holds_itself_is_refused_or_read() {
    let itself = "<< /Type /Pages /Kids [2 0 R 3 0 R 2 0 R] /Count 3 /Parent 2 0 R >>".to_owned();
    let _ = read("cycle.pdf", &pdf(&[CATALOGUE.to_owned(), itself, page(2, 4), stream(SHOW)]));
    // Each node holds the next one twice: two to the power of thirty pages.
    let mut objects = vec![CATALOGUE.to_owned()];
    for nth in 2..32 {
        objects.push(format!("<< /Type /Pages /Kids [{0} 0 R {0} 0 R] /Count 1073741824 >>", nth + 1));
    }
    objects.push(page(2, 33));
    objects.push(stream(SHOW));
    let _ = read("doubling.pdf", &pdf(&objects));
}

#[test]
fn a_form_that_draws_itself_is_refused_or_read() {
    let form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Length 11 >>\nstream\n/X Do /X Do\nendstream";
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>";
    let pages = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";
    let objects = [CATALOGUE, pages, page, stream("/X Do").as_str(), form].map(str::to_owned);
    let _ = read("form.pdf", &pdf(&objects));
}

#[test]
fn a_huge_table_is_refused_or_read() {
    let cell = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>".repeat(4);
    let _ = read(
        "table.docx",
        &docx(&format!("<w:tbl>{}</w:tbl>", format!("<w:tr>{cell}</w:tr>").repeat(20_000))),
    );
    let row = format!("<tr>{}</tr>", "<td>x</td>".repeat(4));
    let _ = read(
        "table.html",
        format!("<html><body><table>{}</table></body></html>", row.repeat(20_000)).as_bytes(),
    );
    let span = r#"<table><tr><td colspan="99999999" rowspan="99999999">x</td></tr></table>"#;
    let _ = read("span.html", format!("<html><body>{span}</body></html>").as_bytes());
    let repeated = r#"<table:table><table:table-row table:number-rows-repeated="99999999"><table:table-cell table:number-columns-repeated="99999999"><text:p>x</text:p></table:table-cell></table:table-row></table:table>"#;
    let _ = read("repeat.odt", &odt(repeated));
    let spaces = r#"<text:p>a<text:s text:c="4000000000"/>b</text:p>"#;
    let _ = read("spaces.odt", &odt(spaces));
}

#[test]
fn rtf_of_a_million_groups_is_refused_or_read() {
    let text = r"1. Licence. The Artist grants a licence.\par ";
    for inside in
        ["{".repeat(1_000_000), "{}".repeat(1_000_000), "{".repeat(1_000_000) + text + &"}".repeat(1_000_000)]
    {
        let _ = read("groups.rtf", format!(r"{{\rtf1\ansi {inside}{text}}}").as_bytes());
    }
    let _ = read("binary.rtf", format!(r"{{\rtf1\ansi {text}\bin4000000000 x{text}}}").as_bytes());
}

#[test]
fn mail_of_ten_thousand_parts_is_refused_or_read() {
    let head = "From: a@b.example\r\nTo: c@d.example\r\nSubject: Terms\r\nMIME-Version: 1.0\r\n";
    let part = "--x\r\nContent-Type: text/plain\r\n\r\n1. Licence. The Artist grants a licence.\r\n";
    let wide =
        format!("{head}Content-Type: multipart/mixed; boundary=x\r\n\r\n{}--x--\r\n", part.repeat(10_000));
    let _ = read("wide.eml", wide.as_bytes());
    let mut deep = head.to_owned();
    for nth in 0..10_000 {
        deep += &format!("Content-Type: multipart/mixed; boundary=b{nth}\r\n\r\n--b{nth}\r\n");
    }
    let _ = read(
        "deep.eml",
        (deep + "Content-Type: text/plain\r\n\r\n1. Licence. The Artist grants a licence.\r\n").as_bytes(),
    );
    let mails = head.to_owned() + &"Content-Type: message/rfc822\r\n\r\n".repeat(10_000);
    let _ = read("mails.eml", mails.as_bytes());
}
