//! OpenDocument texts: what LibreOffice would show of them.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::Write;

use termscore_core::BlockKind::{self, Heading, Hidden, ListItem, Note, Paragraph, TableRow};
use termscore_extract::{Changes, ExtractError, Extracted, Format, NoteKind, Options, extract, extract_with};
use zip::{ZipWriter, write::SimpleFileOptions};

const STYLES: &str = r#"
<text:outline-style><text:outline-level-style text:level="1" style:num-format=""/></text:outline-style>
<style:style style:name="Title" style:family="paragraph"/>
<style:style style:name="Clause" style:family="paragraph" style:list-style-name="L1"/>
<style:style style:name="Secret" style:family="text"><style:text-properties text:display="none"/></style:style>
<text:list-style style:name="L1">
  <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
  <text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"/>
  <text:list-level-style-number text:level="3" style:num-format="a" style:num-prefix="(" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="-"/></text:list-style>
<text:list-style style:name="L3">
  <text:list-level-style-number text:level="1" style:num-format="I" style:num-list-format="Article %1%" text:start-value="4"/>
</text:list-style>"#;

fn flat(text: &str, more: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><office:document xmlns:office="o" office:mimetype="application/vnd.oasis.opendocument.text">
        <office:styles>{STYLES}</office:styles>{more}<office:body><office:text>{text}</office:text></office:body></office:document>"#
    )
}

fn read(text: &str) -> Extracted {
    extract("a.fodt", flat(text, "").as_bytes()).unwrap()
}

/// Blocks expected line by line.
fn check(text: &str, expected: &str) {
    assert_eq!(read(text).text, expected.replace('\n', "\n\n"));
}

fn kinds(text: &str) -> Vec<BlockKind> {
    read(text).layout.blocks.iter().map(|it| it.kind).collect()
}

#[test]
fn packed_and_flat_are_the_same() {
    let content = flat("<text:p>One</text:p>", "");
    let pack = |manifest: &str| {
        let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default();
        for (name, part) in [
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            ("content.xml", content.as_str()),
            ("META-INF/manifest.xml", manifest),
        ] {
            zip.start_file(name, options).unwrap();
            zip.write_all(part.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    };
    let packed = extract("a", &pack("<m:manifest/>")).unwrap();
    assert_eq!((packed.text.as_str(), packed.format), ("One", Format::Odt));
    assert_eq!(packed, read("<text:p>One</text:p>"));
    let locked = pack("<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>");
    assert_eq!(extract("a", &locked), Err(ExtractError::Encrypted { format: Format::Odt }));
}

#[test]
fn lists_count_as_shown() {
    let list = r#"<text:list text:style-name="L1"><text:list-item><text:p>Fees</text:p>
        <text:list><text:list-item><text:p>Pay.</text:p><text:list><text:list-item><text:p>x</text:p></text:list-item>
        <text:list-item><text:p>y</text:p><text:p>more</text:p></text:list-item></text:list></text:list-item>
        <text:list-item><text:p>Late.</text:p></text:list-item></text:list></text:list-item>
        <text:list-item text:start-value="5"><text:p>Term</text:p></text:list-item></text:list>"#;
    let next = r#"<text:p>between</text:p><text:list text:style-name="L1" text:continue-numbering="true"><text:list-item>
        <text:list><text:list-item><text:p>goes on</text:p></text:list-item></text:list></text:list-item>
        <text:list-item><text:p>six</text:p></text:list-item></text:list>
        <text:list text:style-name="L1"><text:list-header><text:p>no number</text:p></text:list-header>
        <text:list-item><text:p>anew</text:p></text:list-item></text:list>"#;
    check(
        &format!("{list}{next}"),
        "1. Fees\n1.1 Pay.\n(a) x\n(b) y\nmore\n1.2 Late.\n5. Term\nbetween\n5.1 goes on\n6. six\nno number\n1. anew",
    );
    assert_eq!(
        kinds(list),
        [ListItem(1), ListItem(2), ListItem(3), ListItem(3), Paragraph, ListItem(2), ListItem(1)]
    );
    check(
        r#"<text:list text:style-name="L3"><text:list-item><text:h text:outline-level="1">Grant</text:h></text:list-item></text:list>
        <text:list text:style-name="L2"><text:list-item><text:p>dot</text:p></text:list-item></text:list>
        <text:list><text:list-item><text:p text:style-name="Clause">by style</text:p></text:list-item></text:list>"#,
        "Article IV Grant\n• dot\n1. by style",
    );
}

#[test]
fn headings_tables_and_spans() {
    let source = r#"<text:p text:style-name="Title">AGREEMENT</text:p><text:h text:outline-level="2">Fees<text:s text:c="3"/>and<text:tab/>costs</text:h>
        <text:p>The <text:span>fee<text:line-break/>is</text:span> <text:a>here</text:a><text:bookmark-start/>.</text:p>
        <table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Fee</text:p></table:table-cell>
        <table:table-cell><text:p>USD</text:p><text:p>500</text:p></table:table-cell></table:table-row></table:table-header-rows>
        <table:table-row><table:table-cell/><table:table-cell><text:p>only</text:p></table:table-cell></table:table-row></table:table>"#;
    check(source, "AGREEMENT\nFees and costs\nThe fee is here.\nFee | USD 500\nonly");
    assert_eq!(kinds(source), [Heading(1), Heading(2), Paragraph, TableRow, TableRow]);
}

#[test]
fn notes_and_hidden_text() {
    let source = r#"<text:p>Due<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>net</text:p></text:note-body></text:note>
        now<office:annotation><dc:creator>Ann</dc:creator><dc:date>x</dc:date><text:p>when?</text:p></office:annotation><text:span text:style-name="Secret"> and unseen</text:span>.</text:p>"#;
    let extracted = read(source);
    assert_eq!(extracted.text, "Due[1] now.\n\nand unseen\n\n[1] net");
    assert_eq!(kinds(source), [Paragraph, Hidden, Note]);
    let notes: Vec<_> =
        extracted.notes.iter().map(|it| (it.kind, it.text.as_str(), it.author.as_str(), it.at)).collect();
    assert_eq!(notes, [(NoteKind::Comment, "when?", "Ann", Some(10))]);
    let masters = "<office:master-styles><style:master-page><style:header><text:p>Draft</text:p></style:header>
        <style:header-first><text:p>Draft</text:p></style:header-first></style:master-page></office:master-styles>";
    let extracted = extract("a", flat("<text:p>x</text:p>", masters).as_bytes()).unwrap();
    assert_eq!(extracted.text, "x");
    assert_eq!(
        extracted.notes.iter().map(|it| (it.kind, it.text.as_str())).collect::<Vec<_>>(),
        [(NoteKind::Header, "Draft")]
    );
}

#[test]
fn pages_begin_where_the_file_says() {
    let extracted =
        read("<text:p>One <text:soft-page-break/>two</text:p><text:soft-page-break/><text:p>three</text:p>");
    assert_eq!(
        (extracted.text.as_str(), extracted.layout.pages.as_slice()),
        ("One two\n\nthree", [0, 3, 9].as_slice())
    );
    assert!(read("<text:p>One</text:p>").layout.pages.is_empty());
}

#[test]
fn changes_are_read_as_asked() {
    let info = "<office:change-info><dc:creator>Ann</dc:creator><dc:date>x</dc:date></office:change-info>";
    let text = format!(
        r#"<text:tracked-changes><text:changed-region text:id="c1"><text:insertion>{info}</text:insertion></text:changed-region>
        <text:changed-region text:id="c2"><text:deletion>{info}<text:p>60</text:p></text:deletion></text:changed-region>
        <text:changed-region text:id="c3"><text:deletion>{info}<text:p>, net.</text:p><text:p>On ti</text:p></text:deletion></text:changed-region></text:tracked-changes>
        <text:p>Pay in <text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>30<text:change-end text:change-id="c1"/> days<text:change text:change-id="c3"/>me.</text:p>"#
    );
    let accepted = read(&text);
    assert_eq!(accepted.text, "Pay in 30 daysme.");
    assert_eq!(
        accepted.caveats,
        ["3 tracked changes by Ann are pending: the text is read as if they were accepted"]
    );
    assert_eq!(
        accepted.notes.iter().map(|it| (it.kind, it.text.as_str(), it.at)).collect::<Vec<_>>(),
        [
            (NoteKind::Deletion, "60", Some(6)),
            (NoteKind::Insertion, "30", Some(6)),
            (NoteKind::Deletion, ", net. On ti", Some(14))
        ]
    );
    let options = Options::default().with_changes(Changes::Original);
    let original = extract_with("a", flat(&text, "").as_bytes(), options).unwrap();
    assert_eq!(original.text, "Pay in 60 days, net.\n\nOn time.");
}
