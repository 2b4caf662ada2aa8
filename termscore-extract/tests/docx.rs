//! Word files built from the XML in each test.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::io::{Cursor, Write};

use termscore_core::BlockKind::{Heading, Hidden, ListItem, Note, Paragraph, TableRow};
use termscore_extract::{Changes, ExtractError, Extracted, NoteKind, Options, extract, extract_with};
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
        .map(|it| {
            let kind = it.trim_end_matches(".xml").trim_end_matches(|it: char| it.is_ascii_digit());
            format!(r#"<Relationship Id="{it}" Type="http://x/{kind}" Target="{it}"/>"#)
        })
        .collect();
    add(
        "_rels/.rels",
        r#"<Relationships><Relationship Type="http://x/officeDocument" Target="word/document.xml"/>
        <Relationship Type="http://x/extended-properties" Target="docProps/app.xml"/></Relationships>"#,
    );
    add("word/_rels/document.xml.rels", &format!("<Relationships>{relations}</Relationships>"));
    for (name, content) in parts {
        let root = name.rsplit('/').next().unwrap_or_default().trim_end_matches(".xml");
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
    let levels =
        lvl(0, "upperRoman", "Article %1.", "") + &lvl(1, "decimalZero", "Section %1.%2", "<w:isLgl/>");
    check(&body, &[("word/numbering.xml", &lists(&levels, ""))], "Article I. x\nSection 1.01 y");
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
fn the_end_of_a_section_is_not_counted() {
    let section = r#"<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:sectPr/></w:pPr></w:p>"#;
    let body = [section, &li(1, 0, "x"), section, &li(1, 0, "y")].concat();
    check(&body, &[("word/numbering.xml", &lists(&legal_levels(), ""))], "1. x\n2. y");
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
    assert_eq!(
        extracted.caveats,
        ["6 tracked changes are pending: the text is read as if they were accepted"]
    );
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
    assert_eq!(
        extracted.caveats,
        ["the file holds text that Word does not show: it was read apart from the contract"]
    );
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
fn signature_blocks_in_a_table_are_read_one_after_the_other() {
    let cell = |lines: &[&str]| {
        let lines: String = lines.iter().map(|it| p("", it)).collect();
        format!("<w:tc>{lines}</w:tc>")
    };
    let acme = cell(&["Signed for Acme", "By: ____", "Date: ____"]);
    let body = format!("<w:tbl><w:tr>{acme}{}</w:tr></w:tbl>", cell(&["Jane Roe", "By: ____", "Date: ____"]));
    check(&body, &[], "Signed for Acme\nBy: ____\nDate: ____\nJane Roe\nBy: ____\nDate: ____");
}

#[test]
fn rows_of_a_table_in_a_cell_stay_apart() {
    let row = |cells: &[&str]| {
        let cells: String = cells.iter().map(|it| format!("<w:tc>{it}</w:tc>")).collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let inner = row(&[&p("", "Sketches"), &p("", "2")]) + &row(&[&p("", "Finals"), &p("", "6")]);
    let body = format!(
        "<w:tbl>{}</w:tbl>",
        row(&[&p("", "Rounds"), &format!("<w:tbl>{inner}</w:tbl>{}", p("", ""))])
    );
    check(&body, &[], "Rounds | Sketches | 2\nFinals | 6");
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

/// A run with properties.
fn r(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

fn wrap(name: &str, author: &str, content: &str) -> String {
    format!(r#"<w:{name} w:author="{author}">{content}</w:{name}>"#)
}

fn read_original(body: &str) -> Extracted {
    let body = format!("<w:body>{body}</w:body>");
    let options = Options::default().with_changes(Changes::Original);
    extract_with("test.docx", &docx(&[(DOCUMENT, &body)]), options).unwrap()
}

/// Text as accepted, and as rejected.
fn check_changes(body: &str, accepted: &str, original: &str) {
    assert_eq!(read(body, &[]).text, accepted.replace('\n', "\n\n"), "accepted");
    assert_eq!(read_original(body).text, original.replace('\n', "\n\n"), "original");
}

/// Kind, author, text, and the words that stand where the note is attached.
fn notes(extracted: &Extracted) -> Vec<(NoteKind, &str, &str, &str)> {
    let place = |at: usize| {
        let rest = extracted.text.get(at..).expect("lies on a character");
        rest.split_whitespace().next().unwrap_or_default()
    };
    let notes = extracted.notes.iter();
    notes.map(|it| (it.kind, it.author.as_str(), it.text.as_str(), it.at.map_or("-", place))).collect()
}

#[test]
fn numbers_of_several_levels_in_one() {
    let levels = lvl(0, "upperRoman", "Article %1", "")
        + &lvl(1, "decimal", "%1.%2", "<w:isLgl/>")
        + &lvl(2, "lowerLetter", "%1.%2(%3)", "<w:isLgl w:val=\"0\"/>")
        + &lvl(3, "ordinal", "%4 item", "");
    let body = [
        li(1, 0, "x"),
        li(1, 1, "y"),
        li(1, 2, "z"),
        li(1, 2, "u"),
        li(1, 3, "v"),
        li(1, 0, "w"),
        li(1, 2, "q"),
    ]
    .concat();
    let expected = "Article I x\n1.1 y\nI.1(a) z\nI.1(b) u\n1st item v\nArticle II w\nII.1(a) q";
    check(&body, &[("word/numbering.xml", &lists(&levels, ""))], expected);
}

#[test]
fn a_level_may_restart_after_a_higher_one_only() {
    let levels = lvl(0, "decimal", "%1.", "")
        + &lvl(1, "decimal", "%1.%2", "")
        + &lvl(2, "lowerLetter", "(%3)", r#"<w:lvlRestart w:val="1"/>"#);
    let body = [
        li(1, 0, "x"),
        li(1, 1, "y"),
        li(1, 2, "z"),
        li(1, 1, "u"),
        li(1, 2, "v"),
        li(1, 0, "w"),
        li(1, 2, "q"),
    ]
    .concat();
    check(
        &body,
        &[("word/numbering.xml", &lists(&levels, ""))],
        "1. x\n1.1 y\n(a) z\n1.2 u\n(b) v\n2. w\n(a) q",
    );
}

#[test]
fn a_list_may_take_its_levels_from_a_style() {
    let numbering = format!(
        r#"<w:abstractNum w:abstractNumId="0"><w:styleLink w:val="Legal"/>{}</w:abstractNum>
        <w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Legal"/></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>"#,
        legal_levels()
    );
    let styles = r#"<w:style w:type="numbering" w:styleId="Legal"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let body = [li(2, 0, "x"), li(2, 1, "y"), li(2, 2, "z")].concat();
    check(&body, &[("word/numbering.xml", &numbering), ("word/styles.xml", styles)], "1. x\n1.1 y\n(a) z");
}

#[test]
fn custom_formats_pad_with_zeros() {
    let custom = r#"<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>
        <mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="R&amp;D %1"/></w:lvl>"#;
    check(&li(1, 0, "x"), &[("word/numbering.xml", &lists(custom, ""))], "R&D 007 x");
}

#[test]
fn changes_within_a_paragraph() {
    let body = format!(
        "<w:p>{}{}{}{}</w:p>",
        r("", "pay in "),
        wrap("del", "Ann", "<w:r><w:delText>30</w:delText></w:r>"),
        wrap("ins", "Bob &amp; Co", &r("", "60")),
        r("", " days"),
    );
    check_changes(&body, "pay in 60 days", "pay in 30 days");
    let extracted = read(&body, &[]);
    assert_eq!(
        notes(&extracted),
        [(NoteKind::Deletion, "Ann", "30", "60"), (NoteKind::Insertion, "Bob & Co", "60", "60")]
    );
    assert_eq!(
        extracted.caveats,
        ["2 tracked changes (Ann, Bob & Co) are pending: the text is read as if they were accepted"]
    );
    let original = read_original(&body);
    assert_eq!(
        original.caveats,
        ["2 tracked changes (Ann, Bob & Co) are pending: the text is read as if they were rejected"]
    );
    assert_eq!(original.notes.iter().map(|it| it.at).collect::<Vec<_>>(), [Some(7), Some(9)]);
}

#[test]
fn neighbouring_runs_of_one_author_are_one_change() {
    let body = format!(
        "<w:p>{}{}{}</w:p>",
        r("", "a "),
        wrap("ins", "Ann", &r("", "b ")),
        wrap("ins", "Ann", &r("<w:b/>", "c"))
    );
    let extracted = read(&body, &[]);
    assert_eq!(notes(&extracted), [(NoteKind::Insertion, "Ann", "b c", "b")]);
    assert_eq!(
        extracted.caveats,
        ["1 tracked change (Ann) is pending: the text is read as if it was accepted"]
    );
}

#[test]
fn changed_ends_of_paragraphs() {
    let end = |name: &str, content: &str| {
        format!(r#"<w:p><w:pPr><w:rPr><w:{name} w:author="Ann"/></w:rPr></w:pPr>{content}</w:p>"#)
    };
    let last = format!("<w:p>{}</w:p>", r("", "last"));
    check_changes(&(end("del", &r("", "first")) + &last), "first last", "first\nlast");
    check_changes(&(end("ins", &r("", "first")) + &last), "first\nlast", "first last");
    let whole = end("ins", &wrap("ins", "Ann", &r("", "new")));
    check_changes(&(whole.clone() + &last), "new\nlast", "last");
    assert_eq!(notes(&read(&(whole + &last), &[])), [(NoteKind::Insertion, "Ann", "new", "new")]);
    let gone = end("del", &wrap("del", "Ann", &r("", "old")));
    check_changes(&(gone + &last), "last", "old\nlast");
    let only = read(&(end("ins", &r("", "first")) + &last), &[]);
    assert_eq!(notes(&only).first().map(|it| it.2), Some("¶"));
}

#[test]
fn moved_text_stands_in_one_place() {
    let body = format!(
        "<w:p>{}{}</w:p><w:p>{}{}</w:p>",
        r("", "a "),
        wrap("moveFrom", "Ann", &r("", "moved")),
        r("", "b "),
        wrap("moveTo", "Ann", &r("", "moved"))
    );
    check_changes(&body, "a\nb moved", "a moved\nb");
}

#[test]
fn changed_rows() {
    let row = |properties: &str, text: &str| {
        format!(
            "<w:tr><w:trPr>{properties}</w:trPr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>",
            p("", text),
            p("", "1")
        )
    };
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row("", "A"),
        row(r#"<w:ins w:author="Ann"/>"#, "B"),
        row(r#"<w:del w:author="Ann"/>"#, "C")
    );
    check_changes(&body, "A | 1\nB | 1", "A | 1\nC | 1");
    let extracted = read(&(body + &p("", "end")), &[]);
    assert_eq!(
        notes(&extracted),
        [(NoteKind::Insertion, "Ann", "B 1", "B"), (NoteKind::Deletion, "Ann", "C 1", "end")]
    );
}

#[test]
fn deleted_paragraphs_are_not_numbered() {
    let item = |change: &str, text: &str| {
        let mark = if change.is_empty() {
            String::new()
        } else {
            format!(r#"<w:rPr><w:{change} w:author="Ann"/></w:rPr>"#)
        };
        let text = if change.is_empty() { r("", text) } else { wrap(change, "Ann", &r("", text)) };
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{mark}</w:pPr>{text}</w:p>"#
        )
    };
    let body = [item("", "x"), item("del", "y"), item("ins", "z"), item("", "u")].concat();
    let numbering = lists(&legal_levels(), "");
    check(&body, &[("word/numbering.xml", &numbering)], "1. x\n2. z\n3. u");
}

#[test]
fn notes_called_in_deleted_text_are_not_read() {
    let call = r#"<w:r><w:footnoteReference w:id="1"/></w:r>"#;
    let body = format!("<w:p>{}{}</w:p>", r("", "a"), wrap("del", "Ann", call));
    check(
        &body,
        &[(
            "word/footnotes.xml",
            r#"<w:footnote w:id="1"><w:p><w:r><w:t>gone</w:t></w:r></w:p></w:footnote>"#,
        )],
        "a",
    );
}

#[test]
fn comments_have_a_place_an_author_and_replies() {
    let comments = r#"<w:comment w:id="1" w:author="Ann"><w:p w14:paraId="A"><w:r><w:t>Too long?</w:t></w:r></w:p></w:comment>
        <w:comment w:id="2" w:author="Bob"><w:p w14:paraId="B"><w:r><w:t>No.</w:t></w:r></w:p></w:comment>
        <w:comment w:id="3" w:author="Ann"><w:p><w:r><w:t>Of nothing</w:t></w:r></w:p></w:comment>"#;
    let extended = r#"<w15:commentEx w15:paraId="A"/><w15:commentEx w15:paraId="B" w15:paraIdParent="A"/>"#;
    let body = format!(
        r#"<w:p>{}</w:p><w:p>{}<w:commentRangeStart w:id="1"/>{}<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r></w:p>"#,
        r("", "Fees"),
        r("", "  within  "),
        r("", "thirty days")
    );
    let extracted = read(&body, &[("word/comments.xml", comments), ("word/commentsExtended.xml", extended)]);
    assert_eq!(
        notes(&extracted),
        [
            (NoteKind::Comment, "Ann", "Too long?", "thirty"),
            (NoteKind::Comment, "Bob", "No.", "thirty"),
            (NoteKind::Comment, "Ann", "Of nothing", "-")
        ]
    );
    assert_eq!(extracted.caveats, ["3 comments of reviewers (Ann, Bob) are not part of the text"]);
}

#[test]
fn headers_and_footers_are_kept_apart_and_once() {
    let field = r#"<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
        <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#;
    let footer = format!("<w:p>{}{field}</w:p>", r("", "Page "));
    let others = [
        ("word/header1.xml", p("", "CONFIDENTIAL")),
        ("word/header2.xml", p("", "CONFIDENTIAL")),
        ("word/header3.xml", p("", " ")),
        ("word/footer1.xml", footer),
    ];
    let others: Vec<(&str, &str)> = others.iter().map(|(name, content)| (*name, content.as_str())).collect();
    let extracted = read(&p("", "Text"), &others);
    assert_eq!(extracted.text, "Text");
    assert_eq!(
        notes(&extracted),
        [(NoteKind::Header, "", "CONFIDENTIAL", "-"), (NoteKind::Footer, "", "Page 2", "-")]
    );
}

#[test]
fn empty_controls_are_blanks() {
    let control = |properties: &str, content: &str| {
        format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
    };
    let cases = [
        (control("<w:showingPlcHdr/>", &r("", "Click to enter text.")), "[Click to enter text]"),
        (control("<w:showingPlcHdr/>", &r("", "[Name]")), "[Name]"),
        (control("<w:showingPlcHdr/>", &r("", "\u{2002}")), "____"),
        (control("<w:dropDownList/>", &r("", "Net 30")), "Net 30"),
        (control(r#"<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>"#, &r("", "þ")), "☒"),
        (control(r#"<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>"#, &r("", "☐")), "☐"),
    ];
    for (control, expected) in cases {
        check(
            &format!("<w:p>{}{control}{}</w:p>", r("", "Fee: "), r("", " due")),
            &[],
            &format!("Fee: {expected} due"),
        );
    }
    check(&control("<w:showingPlcHdr/>", &p("", "Scope of work.")), &[], "[Scope of work]");
}

#[test]
fn old_form_fields_show_their_state() {
    let field = |data: &str, result: &str| {
        format!(
            r#"<w:p>{}<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>"#,
            r("", "x ")
        )
    };
    let result = |text: &str| format!(r#"<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}"#, r("", text));
    check(&field(r#"<w:checkBox><w:default w:val="1"/></w:checkBox>"#, ""), &[], "x ☒");
    check(&field(r#"<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>"#, ""), &[], "x ☐");
    let list =
        r#"<w:ddList><w:result w:val="1"/><w:listEntry w:val="a"/><w:listEntry w:val="b"/></w:ddList>"#;
    check(&field(list, ""), &[], "x b");
    check(&field("<w:textInput/>", &result("90 USD")), &[], "x 90 USD");
    check(&field("<w:textInput/>", &result("\u{2002}\u{2002}")), &[], "x ____");
}

#[test]
fn symbols_hyphens_and_capitals() {
    let body = format!(
        r#"<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>{}{}</w:p>"#,
        r("<w:caps/>", " Fee"),
        r(r#"<w:rFonts w:ascii="Wingdings"/>"#, " \u{f0a8}")
    );
    check(&body, &[], "☒a-bc Fee ☐");
}

#[test]
fn hidden_text_disturbs_nothing_around_it() {
    let hidden = |text: &str| {
        format!(r#"<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{}</w:p>"#, r("<w:vanish/>", text))
    };
    let tiny = format!("<w:p>{}</w:p>", r(r#"<w:sz w:val="2"/>"#, "dot"));
    let body = [li(1, 0, "x"), hidden("one"), hidden("two"), li(1, 0, "y"), tiny].concat();
    let extracted = read(&body, &[("word/numbering.xml", &lists(&legal_levels(), ""))]);
    assert_eq!(extracted.text.replace("\n\n", "\n"), "1. x\none\ntwo\n2. y\ndot");
    let kinds: Vec<_> = extracted.layout.blocks.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [ListItem(1), Hidden, Hidden, ListItem(1), Hidden]);
    let styles = r#"<w:style w:type="character" w:styleId="Draft"><w:rPr><w:vanish/></w:rPr></w:style>"#;
    let body = format!("<w:p>{}{}{}</w:p>", r("", "a"), r(r#"<w:rStyle w:val="Draft"/>"#, "b"), r("", "c"));
    check(&body, &[("word/styles.xml", styles)], "ac\nb");
}

#[test]
fn tables_that_lay_out_text_are_paragraphs() {
    let cell = |it: &str| format!("<w:tc>{it}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let long = "The Supplier shall deliver the goods in good time and in the quality that the parties agreed upon in the order.";
    let body = [
        "<w:tbl>",
        &row(&[cell(&p("", "1.1")), cell(&(p("", "Fees.") + &p("", "More")))]),
        &row(&[cell(&p("", "Left")), cell(&(p("", long) + &p("", long)))]),
        &row(&[cell(&p("", " ")), cell(&(p("", "a") + &p("", "b")))]),
        &row(&[
            cell(&p("", "x")),
            cell(&format!("<w:tbl>{}</w:tbl>", row(&[cell(&p("", "y")), cell(&p("", "z"))]))),
        ]),
        "</w:tbl>",
    ]
    .concat();
    check(&body, &[], &format!("1.1 Fees.\nMore\nLeft\n{long}\n{long}\na\nb\nx | y | z"));
    let numbered = format!("<w:tbl>{}</w:tbl>", row(&[cell(&li(1, 0, "")), cell(&p("", "Term"))]));
    check(&numbered, &[("word/numbering.xml", &lists(&legal_levels(), ""))], "1. Term");
}

#[test]
fn a_cell_merged_over_rows_leaves_rows() {
    let cell = |merge: &str, it: &str| format!("<w:tc><w:tcPr>{merge}</w:tcPr>{}</w:tc>", p("", it));
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let body = [
        "<w:tbl>",
        &row(&[cell(r#"<w:vMerge w:val="restart"/>"#, "Fee"), cell("", "monthly")]),
        &row(&[cell("<w:vMerge/>", ""), cell("", "yearly")]),
        "</w:tbl>",
    ]
    .concat();
    let extracted = read(&body, &[]);
    let blocks: Vec<_> =
        extracted.layout.blocks.iter().map(|it| (it.kind, it.span.of(&extracted.text))).collect();
    assert_eq!(blocks, [(TableRow, "Fee | monthly"), (TableRow, "yearly")]);
}

#[test]
fn parts_that_are_not_read_are_named() {
    let body = p("", "x")
        + r#"<w:altChunk r:id="chunk.html"/><w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>"#;
    let extracted = read(&body, &[("word/chunk.html", "")]);
    let caveats = extracted.caveats.join("\n");
    assert!(caveats.contains("word/chunk.html") && caveats.contains("Excel.Sheet.12"), "{caveats}");
}

#[test]
fn pages_are_known_if_words_own_count_agrees() {
    let page = "<w:r><w:lastRenderedPageBreak/></w:r>";
    let body = format!(
        "{}<w:p>{}{page}{}</w:p><w:p>{page}{}</w:p>",
        p("", "one"),
        r("", "x  "),
        r("", "two"),
        r("", "three")
    );
    let app = |n: usize| format!("<Pages>{n}</Pages>");
    let extracted = read(&body, &[("docProps/app.xml", &app(3))]);
    let starts: Vec<&str> =
        extracted.layout.pages.iter().map(|it| extracted.text.get(*it..*it + 3).unwrap()).collect();
    assert_eq!(starts, ["one", "two", "thr"]);
    assert_eq!(read(&body, &[("docProps/app.xml", &app(4))]).layout.pages, []);
    assert_eq!(read(&body, &[]).layout.pages, []);
}

#[test]
fn bombs_are_refused() {
    let fails = |body: &str| {
        extract("x.docx", &docx(&[(DOCUMENT, &format!("<w:body>{body}</w:body>"))])).unwrap_err()
    };
    let many = "<a/>".repeat(4_100_000);
    assert!(fails(&many).to_string().contains("4,000,000"));
    let nested = "<w:tbl><w:tr><w:tc>".repeat(300) + &"</w:tc></w:tr></w:tbl>".repeat(300);
    assert!(fails(&nested).to_string().contains("nested too deep"));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    for nth in 0..10_001 {
        zip.start_file(format!("word/{nth}"), SimpleFileOptions::default()).unwrap();
    }
    let entries = zip.finish().unwrap().into_inner();
    assert!(extract("x.docx", &entries).unwrap_err().to_string().contains("10,000"));
}

#[test]
fn a_wide_table_is_one_row() {
    let cells = format!("<w:tc>{}</w:tc>", p("", "x")).repeat(20_000);
    let extracted = read(&format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>"), &[]);
    assert_eq!(extracted.layout.blocks.len(), 1);
    assert_eq!(extracted.text.matches('x').count(), 20_000);
}
