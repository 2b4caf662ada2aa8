//! RTF: what a word processor would show of it.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use termscore_core::BlockKind::{self, Heading, Hidden, ListItem, Note, Paragraph, TableRow};
use termscore_extract::{Changes, Extracted, Format, NoteKind, Options, extract, extract_with};

fn read(source: &str) -> Extracted {
    extract("a.rtf", format!("{{\\rtf1\\ansi\\ansicpg1252\\deff0{source}}}").as_bytes()).unwrap()
}

/// Blocks expected line by line.
fn check(source: &str, expected: &str) {
    assert_eq!(read(source).text, expected.replace('\n', "\n\n"));
}

fn kinds(source: &str) -> Vec<BlockKind> {
    read(source).layout.blocks.iter().map(|it| it.kind).collect()
}

#[test]
fn paragraphs_and_characters() {
    assert_eq!(read("x").format, Format::Rtf);
    check("One\\par\r\nTwo {\\b bold\\b0}, three\\line four\\par", "One\nTwo bold, three four");
    check("caf\\'e9 \\ldblquote x\\rdblquote\\~\\emdash\\tab y\\_z \\{a\\\\b\\}", "café “x” — y-z {a\\b}");
    check("\\u8220?Work\\u8221\\'94 \\uc2\\u8364xy5 \\uc0\\u233 t\\u-10179\\u-8704 .", "“Work” €5 ét😀.");
    check("{\\uc1\\u8226 \\bullet}x", "•x");
    check(
        "{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset204 Times;}{\\f2\\fcharset2 Symbol;}}\\f1\\'c4\\'e0\\f2\\'b7\\f0\\'e9",
        "Да•é",
    );
    check("{\\fonttbl{\\f1\\fcharset128 MS;}}\\f1\\'83\\'65 \\plain x", "テ x");
}

#[test]
fn what_is_no_text_is_passed_over() {
    check(
        "{\\colortbl;\\red1;}{\\*\\generator X;}{\\info{\\title No}}{\\*\\unknown no {\\b no}}{\\pict\\bin4 }}}}ab}a\\bin2 {{b",
        "ab",
    );
    check("{\\field{\\*\\fldinst HYPERLINK \"http://x\"}{\\fldrslt here}} now", "here now");
    check("{\\*\\bkmkstart a}x{\\*\\bkmkend a}{\\xe index}", "x");
    check(
        "{\\field{\\*\\fldinst FORMCHECKBOX{\\*\\formfield{\\fftype1\\ffres25\\ffdefres1}}}{\\fldrslt}} yes",
        "☒ yes",
    );
    check("a}}}b", "a");
    check("{{{a", "a");
}

#[test]
fn numbers_and_headings() {
    let styles = "{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 heading 1;}{\\s2 Heading 2;}{\\*\\cs3 Strong;}{\\s5 Title;}}";
    let source = format!(
        "{styles}\\pard\\s5 AGREEMENT\\par\\pard\\s1{{\\listtext\\pard\\plain 1.\\tab}}\\ls1 Fees\\par
        \\pard\\ls1\\ilvl1{{\\listtext 1.1\\tab}}Pay.\\par\\pard{{\\pntext\\f1\\'b7\\tab}}{{\\*\\pn\\pnlvlblt}}Item\\par
        \\pard\\s2 Term\\par\\pard\\s1 This paragraph has the style of a heading, but it is a clause, as it says.\\par"
    );
    check(
        &source,
        "AGREEMENT\n1. Fees\n1.1 Pay.\n· Item\nTerm\nThis paragraph has the style of a heading, but it is a clause, as it says.",
    );
    assert_eq!(kinds(&source), [Heading(1), Heading(1), ListItem(2), ListItem(1), Heading(2), Paragraph]);
    assert!(read("\\pard\\ls1 unwritten\\par").caveats.first().unwrap().contains("list numbers"));
}

#[test]
fn tables_are_rows() {
    let source = "\\trowd\\cellx1\\cellx2\\pard\\intbl Fee\\cell USD\\par 500\\cell\\row\\trowd\\intbl\\cell only\\cell\\row\\pard after\\par";
    check(source, "Fee | USD 500\nonly\nafter");
    assert_eq!(kinds(source), [TableRow, Paragraph, Paragraph]);
    check(
        "\\pard\\intbl a\\itap2 b\\nestcell c\\nestcell{\\*\\nesttableprops\\nestrow}\\intbl\\cell d\\cell\\row",
        "ab | c | d",
    );
    check("\\intbl torn\\cell off\\par\\pard end\\par", "torn | off\nend");
}

#[test]
fn notes_stand_beside() {
    let source = "{\\header Draft 1\\par}{\\headerf Draft 1}{\\footer Page {\\field{\\*\\fldinst PAGE}{\\fldrslt 1}}}The fee{\\super\\chftn}{\\footnote\\pard\\chftn  net of tax\\par} is due{\\*\\atnid AL}{\\*\\atnauthor Ann}\\chatn{\\*\\annotation when?} now.\\par";
    let extracted = read(source);
    assert_eq!(extracted.text, "The fee[1] is due now.\n\n[1] net of tax");
    assert_eq!(kinds(source), [Paragraph, Note]);
    let notes: Vec<_> =
        extracted.notes.iter().map(|it| (it.kind, it.text.as_str(), it.author.as_str(), it.at)).collect();
    assert_eq!(
        notes,
        [
            (NoteKind::Header, "Draft 1", "", None),
            (NoteKind::Footer, "Page 1", "", None),
            (NoteKind::Comment, "when?", "Ann", Some(17)),
        ]
    );
    check("a{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv y}}{\\shptxt box\\par}}{\\shprslt no}}b\\par", "box\nab");
}

#[test]
fn hidden_text_is_a_block_of_its_own() {
    let source = "Shown {\\v not shown} here.\\par Next\\par";
    check(source, "Shown here.\nnot shown\nNext");
    assert_eq!(kinds(source), [Paragraph, Hidden, Paragraph]);
    assert!(read(source).caveats.iter().any(|it| it.contains("hidden")));
}

#[test]
fn changes_are_read_as_asked() {
    let source = b"{\\rtf1{\\*\\revtbl{Unknown;}{Ann;}}Pay in {\\deleted\\revauthdel1 60}{\\revised\\revauth1 30} days.{\\deleted\\par }On time.\\par}";
    let accepted = extract("a", source).unwrap();
    assert_eq!(accepted.text, "Pay in 30 days. On time.");
    assert_eq!(
        accepted.caveats,
        ["2 tracked changes by Ann are pending: the text is read as if they were accepted"]
    );
    let notes: Vec<_> =
        accepted.notes.iter().map(|it| (it.kind, it.text.as_str(), it.author.as_str(), it.at)).collect();
    assert_eq!(
        notes,
        [(NoteKind::Deletion, "60", "Ann", Some(6)), (NoteKind::Insertion, "30", "Ann", Some(6))]
    );
    let original = extract_with("a", source, Options::default().with_changes(Changes::Original)).unwrap();
    assert_eq!(original.text, "Pay in 60 days.\n\nOn time.");
}

#[test]
fn a_million_groups_are_refused() {
    let bomb = "{\\rtf1".to_owned() + &"{".repeat(1_000_000);
    assert!(extract("a.rtf", bomb.as_bytes()).unwrap_err().to_string().contains("nested too deep"));
    let flat = "{\\rtf1 x".to_owned() + &"{}".repeat(1_000_000) + "}";
    assert_eq!(extract("a.rtf", flat.as_bytes()).unwrap().text, "x");
    let notes = "{\\rtf1 x".to_owned() + &"{\\footnote".repeat(9_000);
    assert!(extract("a.rtf", notes.as_bytes()).is_ok());
}
