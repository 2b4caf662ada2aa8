//! Mails, archives, and contracts that come in several files.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Write;

use termscore_core::Document;
use termscore_extract::{ExtractError, Format, Options, Part, extract, extract_parts, join};
use zip::{ZipWriter, write::SimpleFileOptions};

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn contract() -> String {
    "SERVICES AGREEMENT\n\n1. The Supplier shall do the work that Exhibit A describes.\n\n".to_owned()
        + &"2. The parties agree that this contract has terms, and each party must keep them.\n\n".repeat(5)
}

fn names(parts: &[Part]) -> Vec<&str> {
    parts.iter().map(|it| it.name.as_str()).collect()
}

const MAIL: &str = "From: Ann Lee <ann@example.org>\r\nTo: bob@example.org\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\n\
    Subject: =?utf-8?q?Our_caf=C3=A9?=\r\nMIME-Version: 1.0\r\n";

#[test]
fn a_mail_is_its_headers_and_its_text() {
    let mail = format!(
        "{MAIL}Content-Type: text/plain; charset=iso-8859-1\r\n\r\nYou pay 50 é.\r\n\r\n> 1. Old terms\r\n> go on\r\n"
    );
    let bytes: Vec<u8> = mail.chars().map(|it| it as u8).collect();
    let extracted = extract("a.eml", &bytes).unwrap();
    assert_eq!(
        extracted.text,
        "From: Ann Lee <ann@example.org>\n\nTo: bob@example.org\n\nDate: 2026-11-02 10:00\n\nSubject: Our café\n\nYou pay 50 é.\n\n1. Old terms\ngo on\n"
    );
    assert_eq!(extracted.format, Format::Email);
    assert_eq!(extract("no-name", &bytes).unwrap().format, Format::Email);
    let page = format!("{MAIL}Content-Type: text/html\r\n\r\n<ol><li>Pay</ol>");
    assert!(extract("a.eml", page.as_bytes()).unwrap().text.ends_with("Subject: Our café\n\n1. Pay"));
    assert_eq!(extract("a.txt", b"From: Ann\nTo: Bob\n\nA memo").unwrap().format, Format::Text);
}

fn attach(files: &[(&str, &str, &str)], body: &str) -> String {
    let mut mail = format!(
        "{MAIL}Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n{body}\r\n"
    );
    for (name, kind, content) in files {
        mail.push_str(&format!(
            "--x\r\nContent-Type: {kind}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{content}\r\n"
        ));
    }
    mail + "--x--\r\n"
}

#[test]
fn attached_contracts_come_first() {
    let contract = contract();
    let files = [
        ("exhibit-a.rtf", "application/rtf", "{\\rtf1 Ten drawings.}"),
        ("agreement.txt", "text/plain", contract.as_str()),
        ("data.csv", "text/csv", "1;2"),
    ];
    let mail = attach(&files, "See attached.");
    let parts = extract_parts("a.eml", mail.as_bytes(), Options::default()).unwrap();
    assert_eq!(names(&parts), ["agreement.txt", "exhibit-a.rtf"]);
    let caveats = parts.first().unwrap().extracted.caveats.join("\n");
    assert!(caveats.contains("score it alone") && caveats.contains("not read: data.csv"), "{caveats}");
    let whole = extract("a.eml", mail.as_bytes()).unwrap();
    assert!(whole.text.ends_with("Exhibit A\n\nTen drawings."), "{}", whole.text);
    let document = Document::with_layout("a.eml", whole.text, whole.layout).unwrap();
    assert!(document.attachments().all(|it| it.supplied));
    assert_eq!(document.parts().collect::<Vec<_>>(), ["agreement.txt", "exhibit-a.rtf"]);

    // Without a contract in the files, a long mail is it.
    let mail = attach(&files[..1], &contract);
    let parts = extract_parts("a.eml", mail.as_bytes(), Options::default()).unwrap();
    assert_eq!(names(&parts), ["message", "exhibit-a.rtf"]);
}

#[test]
fn archives_hold_a_contract_and_its_exhibits() {
    let contract = contract();
    let inner = zip(&[("x.txt", b"x")]);
    let archive = zip(&[
        ("../schedule 1.md", b"# Prices\n\nTen"),
        ("/abs/agreement.txt", contract.as_bytes()),
        ("__MACOSX/._agreement.txt", b"junk"),
        ("logo.png", b"\x89PNG\r\n\x1a\n"),
        ("more.zip", &inner),
    ]);
    let parts = extract_parts("all.zip", &archive, Options::default()).unwrap();
    assert_eq!(names(&parts), ["agreement.txt", "schedule 1.md"]);
    let caveats = parts.first().unwrap().extracted.caveats.join("\n");
    assert!(
        caveats.contains("logo.png (images cannot be read") && caveats.contains("archives within archives"),
        "{caveats}"
    );
    let whole = extract("all.zip", &archive).unwrap();
    assert_eq!(whole.format, Format::Archive);
    assert!(whole.text.ends_with("Schedule 1\n\nPrices\n\nTen"));

    let only = |files: &[(&str, &[u8])]| extract("a.zip", &zip(files)).unwrap_err().to_string();
    assert!(only(&[("more.zip", &inner)]).contains("more.zip (archives within archives cannot be read"));
    assert!(only(&[]).contains("it is empty"));
    // Stored files show their own entries in the bytes of the archive.
    let docx = include_bytes!("data/agreement.docx");
    assert_eq!(
        names(&extract_parts("a.zip", &zip(&[("a.docx", docx)]), Options::default()).unwrap()),
        ["a.docx"]
    );
}

#[test]
fn bombs_are_refused_with_a_reason() {
    let zeros = vec![b' '; 30 << 20];
    let error = extract("a.zip", &zip(&[("a.txt", &zeros)])).unwrap_err().to_string();
    assert!(error.contains("packed suspiciously well"), "{error}");
    let many: Vec<(String, &[u8])> = (0..200).map(|it| (format!("{it}.txt"), b"x".as_slice())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    assert!(matches!(extract("a.zip", &zip(&many)), Err(ExtractError::TooLarge { .. })));
    let parts = (0..10_000).map(|_| "--x\r\nContent-Type: application/pdf\r\n\r\nno\r\n").collect::<String>();
    let mail = format!("{MAIL}Content-Type: multipart/mixed; boundary=x\r\n\r\n{parts}--x--");
    let whole = extract("a.eml", mail.as_bytes()).unwrap();
    assert!(whole.caveats.iter().all(|it| it.len() < 3_000) && whole.text.len() < 10_000);
}

#[test]
fn parts_keep_their_pages_and_notes() {
    let main = Part::new("a.txt", extract("a.txt", "See Annex 1.\u{c}End".as_bytes()).unwrap());
    let annex = extract("b.rtf", b"{\\rtf1 Rates{\\*\\atnauthor Ann}{\\*\\annotation why?}\\par}").unwrap();
    let pdf = extract("c.pdf", include_bytes!("data/agreement.pdf")).unwrap();
    let n_pages = pdf.layout.pages.len();
    let whole =
        join(vec![main, Part::new("b.rtf", annex).with_label("Annex 1"), Part::new("c.pdf", pdf)]).unwrap();
    let at = whole.notes.first().unwrap().at.unwrap();
    assert!(whole.text.get(..at).unwrap().ends_with("Annex 1\n\nRates"));
    let end = whole.text.len() - 1;
    let document = Document::with_layout("a", whole.text, whole.layout).unwrap();
    assert_eq!((document.page_of(0), document.page_of(14), document.page_of(at)), (Some(1), Some(2), None));
    assert_eq!((document.page_of(end), document.part_of(end)), (Some(n_pages), Some("c.pdf")));
}

#[test]
fn outlook_messages_say_what_to_do() {
    let name: Vec<u8> = "__properties_version1.0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 100], &name].concat();
    assert!(extract("a.msg", &file).unwrap_err().to_string().contains("save the attached contract"));
}

/// Nobody who has the archive can look up a byte of a file within it.
#[test]
fn files_within_files_have_no_source() {
    let extracted = extract("a.zip", &zip(&[("nda.md", b"# NDA\n\nKeep *it* secret.")])).unwrap();
    assert_eq!(extracted.text, "NDA\n\nKeep it secret.");
    assert_eq!(extracted.layout.source, None);
}
