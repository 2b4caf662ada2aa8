//! A paper in, a Word file out: the few parts that a plain document needs, written by hand so that nothing in it
//! depends on the clock or on a template.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Block, Paper};

pub(super) fn write(paper: &Paper) -> Vec<u8> {
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("word/document.xml", document(paper)),
        ("word/styles.xml", STYLES.to_owned()),
        ("word/footer1.xml", footer(&paper.note)),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
    ];
    // The time of an entry is that of the format's beginning: the same paper gives the same bytes.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let written = zip.start_file(name, options).and_then(|()| Ok(zip.write_all(content.as_bytes())?));
        debug_assert!(written.is_ok(), "writing into memory does not fail");
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

fn document(paper: &Paper) -> String {
    let mut out = String::from(HEAD);
    for block in &paper.blocks {
        match block {
            Block::Title(it) => paragraph(&mut out, "Title", &[it]),
            Block::Heading(number, it) if number.is_empty() => paragraph(&mut out, "Heading1", &[it]),
            Block::Heading(number, it) => paragraph(&mut out, "Heading1", &[&format!("{number}."), "\t", it]),
            Block::Paragraph(it) => paragraph(&mut out, "BodyText", &[it]),
            Block::Clause(number, it) if number.is_empty() => paragraph(&mut out, "BodyText", &[it]),
            Block::Clause(number, it) => paragraph(&mut out, "Clause", &[number, "\t", it]),
            Block::Item(it) => paragraph(&mut out, "Clause", &["•", "\t", it]),
            Block::Lines(lines) => {
                let last = lines.len().saturating_sub(1);
                for (nth, line) in lines.iter().enumerate() {
                    paragraph(&mut out, if nth == last { "LastLine" } else { "Line" }, &[line]);
                }
            }
        }
    }
    out.push_str(TAIL);
    out
}

/// A paragraph of runs; a run of one tab is a tab.
fn paragraph(out: &mut String, style: &str, runs: &[&str]) {
    out.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>"));
    for run in runs {
        if *run == "\t" {
            out.push_str("<w:r><w:tab/></w:r>");
        } else {
            out.push_str(&format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escaped(run)));
        }
    }
    out.push_str("</w:p>");
}

fn footer(note: &str) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:ftr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    );
    paragraph(&mut out, "Footer", &[note]);
    out.push_str("</w:ftr>");
    out
}

/// A text as it stands in XML; characters that XML cannot hold are left out.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{0}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => {}
            _ => out.push(letter),
        }
    }
    out
}

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>"#;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#;

/// A4 with margins of an inch.
const TAIL: &str = r#"<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>"#;

const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Cambria" w:hAnsi="Cambria" w:eastAsia="Cambria" w:cs="Times New Roman"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/><w:qFormat/></w:style><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="240"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/><w:szCs w:val="32"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="Clause"/><w:qFormat/><w:pPr><w:keepNext/><w:tabs><w:tab w:val="left" w:pos="709"/></w:tabs><w:spacing w:before="280" w:after="120"/><w:ind w:left="709" w:hanging="709"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/><w:basedOn w:val="Normal"/><w:qFormat/><w:pPr><w:tabs><w:tab w:val="left" w:pos="709"/></w:tabs><w:ind w:left="709" w:hanging="709"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Line"><w:name w:val="Line"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:keepLines/><w:spacing w:after="60"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="LastLine"><w:name w:val="Last Line"/><w:basedOn w:val="Line"/><w:next w:val="BodyText"/><w:pPr><w:keepNext w:val="0"/><w:spacing w:after="360"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="0"/><w:jc w:val="center"/></w:pPr><w:rPr><w:i/><w:color w:val="595959"/><w:sz w:val="17"/><w:szCs w:val="17"/></w:rPr></w:style></w:styles>"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let blocks = vec![
            Block::Title("Addendum".into()),
            Block::Heading("1".into(), "Fees".into()),
            Block::Clause("1.1".into(), "Client pays <5 & “6”.".into()),
            Block::Lines(vec!["Signature: ____".into(), "Name: \u{1}Ann".into()]),
        ];
        let paper = Paper::new(blocks).with_note("No advice.");
        let bytes = paper.to_docx();
        assert_eq!(bytes, paper.to_docx());
        let read = termscore_extract::extract("a.docx", &bytes).expect("a Word file");
        assert_eq!(
            read.text,
            "Addendum\n\n1. Fees\n\n1.1 Client pays <5 & “6”.\n\nSignature: ____\n\nName: Ann"
        );
        assert_eq!(read.notes.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["No advice."]);
    }
}
