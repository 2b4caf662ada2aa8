//! Word files built from the XML in each test.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{Cursor, Write};

use termscore_core::BlockKind::{Heading, Hidden, ListItem, Note, Paragraph, TableRow};
use termscore_extract::{ExtractError, Extracted, extract};
use zip::write::SimpleFileOptions;

const DOCUMENT: &str = "word/document.xml";

fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, content: &str| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    };
    let relations: String = parts
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("word/"))
        .map(|it| format!(r#"<Relationship Type="http://x/{}" Target="{it}"/>"#, it.trim_end_matches(".xml")))
        .collect();
    add(
        "_rels/.rels",
        r#"<Relationships><Relationship Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>"#,
    );
    add("word/_rels/document.xml.rels", &format!("<Relationships>{relations}</Relationships>"));
    for (name, content) in parts {
        let root = name.trim_start_matches("word/").trim_end_matches(".xml");
        add(name, &format!(r#"<?xml version="1.0"?><w:{root} xmlns:w="w">{content}</w:{root}>"#));
    }
    zip.finish().unwrap().into_inner()
}

fn read(body: &str, others: &[(&str, &str)]) -> Extracted {
    let body = format!("<w:body>{body}</w:body>");
    let parts: Vec<(&str, &str)> =
        std::iter::once((DOCUMENT, body.as_str())).chain(others.iter().copied()).collect();
    extract("test.docx", &docx(&parts)).unwrap()
}

fn check(body: &str, others: &[(&str, &str)], expected: &str) {
    assert_eq!(read(body, others).text, expected.replace('\n', "\n\n"));
}

/// A paragraph with properties.
fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A paragraph in list 1, or another.
fn li(number: i64, level: usize, text: &str) -> String {
    p(&format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>"#), text)
}

fn lvl(nth: usize, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{nth}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>"#
    )
}

/// One abstract list, and lists 1 and 2 on it; `overrides` are those of list 2.
fn lists(levels: &str, overrides: &str) -> String {
    format!(
        r#"<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="0"/>{overrides}</w:num>"#
    )
}

fn legal_levels() -> String {
    [
        lvl(0, "decimal", "%1.", ""),
        lvl(1, "decimal", "%1.%2", ""),
        lvl(2, "lowerLetter", "(%3)", ""),
        lvl(3, "lowerRoman", "(%4)", ""),
    ]
    .concat()
}

#[test]
fn deeper_levels_restart() {
    let body = [
        li(1, 0, "One"),
        li(1, 1, "a"),
        li(1, 1, "b"),
        li(1, 2, "c"),
        li(1, 2, "d"),
        li(1, 3, "e"),
        li(1, 1, "f"),
        li(1, 2, "g"),
        li(1, 0, "Two"),
        li(1, 1, "h"),
    ]
    .concat();
    let expected = "1. One\n1.1 a\n1.2 b\n(a) c\n(b) d\n(i) e\n1.3 f\n(a) g\n2. Two\n2.1 h";
    check(&body, &[("word/numbering.xml", &lists(&legal_levels(), ""))], expected);
}

#[test]
fn lists_are_items_of_their_depth() {
    let body = li(1, 0, "One") + &li(1, 2, "c");
    let extracted = read(&body, &[("word/numbering.xml", &lists(&legal_levels(), ""))]);
    let kinds: Vec<_> = extracted.layout.blocks.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [ListItem(1), ListItem(3)]);
}

#[test]
fn a_start_override_begins_anew() {
    let numbering =
        lists(&legal_levels(), r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>"#);
    let body = [li(1, 0, "x"), li(2, 0, "y"), li(2, 0, "z"), li(1, 0, "v")].concat();
    check(&body, &[("word/numbering.xml", &numbering)], "1. x\n5. y\n6. z\n7. v");
}

#[test]
fn lists_on_one_abstract_list_count_on() {
    let body = [li(1, 0, "x"), li(2, 0, "y")].concat();
    check(&body, &[("word/numbering.xml", &lists(&legal_levels(), ""))], "1. x\n2. y");
}

#[test]
fn an_override_can_replace_a_level() {
    let replaced =
        format!(r#"<w:lvlOverride w:ilvl="0">{}</w:lvlOverride>"#, lvl(0, "upperRoman", "Article %1", ""));
    let body = [li(2, 0, "x"), li(2, 1, "y")].concat();
    check(&body, &[("word/numbering.xml", &lists(&legal_levels(), &replaced))], "Article I x\nI.1 y");
}

#[test]
fn legal_style_shows_digits() {
    let levels = lvl(0, "upperRoman", "Article %1.", "") + &lvl(1, "decimal", "%1.%2", "<w:isLgl/>");
    let body = [li(1, 0, "x"), li(1, 1, "y")].concat();
    check(&body, &[("word/numbering.xml", &lists(&levels, ""))], "Article I. x\n1.1 y");
}

#[test]
fn a_level_can_refuse_to_restart() {
    let levels = lvl(0, "decimal", "%1.", "") + &lvl(1, "upperLetter", "%2)", r#"<w:lvlRestart w:val="0"/>"#);
    let body = [li(1, 0, "x"), li(1, 1, "y"), li(1, 0, "z"), li(1, 1, "v")].concat();
    check(&body, &[("word/numbering.xml", &lists(&levels, ""))], "1. x\nA) y\n2. z\nB) v");
}

#[test]
fn bullets_none_and_words() {
    let levels =
        lvl(0, "bullet", "\u{f0b7}", "") + &lvl(1, "none", "", "") + &lvl(2, "cardinalText", "Part %3", "");
    let body = [li(1, 0, "x"), li(1, 1, "y"), li(1, 2, "z"), li(0, 0, "v"), li(9, 0, "w")].concat();
    check(&body, &[("word/numbering.xml", &lists(&levels, ""))], "• x\ny\nPart One z\nv\nw");
}

#[test]
fn empty_paragraphs_count_but_are_not_written() {
    let body = [li(1, 0, "x"), li(1, 0, " "), li(1, 0, "y")].concat();
    check(&body, &[("word/numbering.xml", &lists(&legal_levels(), ""))], "1. x\n3. y");
}

#[test]
fn styles_bring_numbers_and_headings() {
    let styles = r#"
        <w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/>
          <w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="Plain"><w:basedOn w:val="H1"/><w:pPr><w:outlineLvl w:val="9"/>
          <w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>"#;
    let levels = lvl(0, "decimal", "%1.", r#"<w:pStyle w:val="H1"/>"#)
        + &lvl(1, "lowerLetter", "(%2)", r#"<w:pStyle w:val="H2"/>"#);
    let style = |it: &str, text: &str| p(&format!(r#"<w:pStyle w:val="{it}"/>"#), text);
    let body = [style("H1", "Term"), style("H2", "x"), style("Plain", "y"), style("H1", "End")].concat();
    let others = [("word/styles.xml", styles), ("word/numbering.xml", &lists(&levels, ""))];
    let extracted = read(&body, &others);
    assert_eq!(extracted.text, "1. Term\n\n(a) x\n\ny\n\n2. End");
    let kinds: Vec<_> = extracted.layout.blocks.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [Heading(1), Heading(1), Paragraph, Heading(1)]);
}

#[test]
fn a_clause_in_a_heading_style_is_no_heading() {
    let styles = r#"<w:style w:styleId="Heading2"/>"#;
    let body = p(r#"<w:pStyle w:val="Heading2"/>"#, &"The Supplier shall deliver. ".repeat(9));
    let extracted = read(&body, &[("word/styles.xml", styles)]);
    assert_eq!(extracted.layout.blocks.first().unwrap().kind, Paragraph);
}

#[test]
fn circular_styles_end() {
    let styles = r#"<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>"#;
    check(&p(r#"<w:pStyle w:val="A"/>"#, "x"), &[("word/styles.xml", styles)], "x");
}

#[test]
fn tracked_changes_are_accepted() {
    let body = r#"<w:p><w:r><w:t>pay </w:t></w:r><w:del><w:r><w:delText>30</w:delText></w:r></w:del>
        <w:ins><w:r><w:t>60</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> days</w:t></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>first</w:t></w:r></w:p><w:p><w:r><w:t>second</w:t></w:r></w:p>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>
        <w:p><w:moveFrom><w:r><w:t>old place</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>new place</w:t></w:r></w:moveTo></w:p>"#;
    let extracted = read(body, &[]);
    assert_eq!(extracted.text, "pay 60 days\n\nfirst second\n\nnew place");
    assert_eq!(extracted.caveats, ["6 tracked changes are pending: the text is read as if they were accepted"]);
}

#[test]
fn fields_show_their_result() {
    let body = r#"<w:p><w:r><w:t xml:space="preserve">see Section </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>
        <w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:t>junk</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>
        <w:r><w:t>4.2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>,</w:t><w:tab/><w:t>or</w:t><w:br/></w:r>
        <w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>"#;
    check(body, &[], "see Section 4.2, or 7");
}

#[test]
fn hidden_text_is_a_block_of_its_own() {
    let body = r#"<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>
        <w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>b</w:t></w:r></w:p>"#;
    let extracted = read(body, &[]);
    assert_eq!(extracted.text, "ab\n\nsecret");
    assert_eq!(extracted.layout.blocks.get(1).unwrap().kind, Hidden);
    assert_eq!(extracted.caveats, ["the file holds text that Word does not show: it was read apart from the contract"]);
}

#[test]
fn a_style_separator_joins_two_paragraphs() {
    let body = p("<w:rPr><w:vanish/><w:specVanish/></w:rPr>", "Term.") + &p("", "It ends.");
    check(&body, &[], "Term. It ends.");
}

#[test]
fn tables_row_by_row() {
    let cell = |it: &str| format!("<w:tc>{it}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let body = [
        "<w:tbl>",
        &row(&[cell(&p("", "Fee")), cell(&(p("", "1,000") + &p("", "per month"))), cell(&p("", ""))]),
        &row(&[cell(&(p("", "Only") + &p("", "layout")))]),
        "</w:tbl>",
    ]
    .concat();
    let extracted = read(&body, &[]);
    assert_eq!(extracted.text, "Fee | 1,000 per month\n\nOnly\n\nlayout");
    assert_eq!(extracted.layout.blocks.first().unwrap().kind, TableRow);
}

#[test]
fn notes_come_after_the_body() {
    let body = r#"<w:p><w:r><w:t>Text</w:t><w:footnoteReference w:id="7"/></w:r></w:p><w:p><w:r><w:t>more</w:t></w:r></w:p>"#;
    let notes = r#"<w:footnote w:type="separator" w:id="-1"/>
        <w:footnote w:id="7"><w:p><w:r><w:t>the note</w:t></w:r></w:p></w:footnote>
        <w:footnote w:id="8"><w:p><w:r><w:t>not called</w:t></w:r></w:p></w:footnote>"#;
    let extracted = read(body, &[("word/footnotes.xml", notes)]);
    assert_eq!(extracted.text, "Text[1]\n\nmore\n\n[1] the note");
    assert_eq!(extracted.layout.blocks.last().unwrap().kind, Note);
}

#[test]
fn content_controls_text_boxes_and_entities() {
    let body = r#"<w:sdt><w:sdtContent><w:p><w:sdt><w:sdtContent><w:r><w:t>A &amp; B&#x2019;s</w:t></w:r></w:sdtContent></w:sdt>
        <w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></wps:txbx>
        </w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>
        </mc:AlternateContent></w:r></w:p></w:sdtContent></w:sdt>"#;
    check(body, &[], "A & B’s\nbox");
}

#[test]
fn damaged_files_say_so() {
    let fails = |bytes: &[u8]| extract("x.docx", bytes).unwrap_err();
    let good = docx(&[(DOCUMENT, &format!("<w:body>{}</w:body>", p("", "x")))]);
    assert!(matches!(fails(good.get(..good.len() / 2).unwrap()), ExtractError::Damaged { .. }));
    assert!(matches!(fails(&docx(&[("word/other.xml", "")])), ExtractError::Damaged { .. }));
    assert!(matches!(fails(&docx(&[(DOCUMENT, "<w:body><w:p>")])), ExtractError::Damaged { .. }));
    let deep = "<w:p>".repeat(5000) + &"</w:p>".repeat(5000);
    assert!(fails(&docx(&[(DOCUMENT, &deep)])).to_string().contains("nested too deep"));
    assert_eq!(fails(&docx(&[(DOCUMENT, "<w:body><w:p/></w:body>")])), ExtractError::Empty);
    let bomb = format!("<w:body>{}</w:body>", " ".repeat(40 << 20));
    assert!(matches!(fails(&docx(&[(DOCUMENT, &bomb)])), ExtractError::TooLarge { .. }));
}
