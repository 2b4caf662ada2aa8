//! The runs of a paragraph in, its text out: fields by their results, form fields, symbols, marks of notes.

use super::body::{Body, alternative, is_prompt};
use super::line::{Line, Mark};
use super::symbol::{self, BLANK};
use crate::writer::is_blank;
use crate::xml::Element;

/// Half points; letters of this size are dots.
const UNREADABLE: u32 = 2;

impl Body<'_> {
    /// Text of runs and of what wraps them.
    pub(super) fn runs(&mut self, parent: Element<'_>, style: Option<&str>, line: &mut Line) {
        for element in parent.elements() {
            match element.name {
                "r" => self.run(element, style, line),
                "ins" | "moveTo" | "del" | "moveFrom" => self.change(element, style, line),
                "AlternateContent" => {
                    if let Some(choice) = alternative(element) {
                        self.runs(choice, style, line);
                    }
                }
                "sdt" => self.control(element, style, line),
                "hyperlink" | "sdtContent" | "smartTag" | "fldSimple" | "customXml" | "dir" | "bdo" => {
                    self.runs(element, style, line);
                }
                "commentRangeStart" => self.comment(element, line),
                "subDoc" => self.linked(element),
                "oMath" | "oMathPara" => element.push_text(&mut line.text),
                _ => {}
            }
        }
    }

    /// A content control within a paragraph: a box, a prompt, or what is filled in.
    fn control(&mut self, control: Element<'_>, style: Option<&str>, line: &mut Line) {
        let start = line.text.len();
        self.runs(control, style, line);
        let checkbox = control.child("sdtPr").and_then(|it| it.child("checkbox"));
        if let Some(checkbox) = checkbox {
            line.text.truncate(start);
            line.text.push_str(symbol::tick(checkbox.switch("checked").unwrap_or(false)));
        } else if is_prompt(control) {
            let shown = line.text.split_off(start.min(line.text.len()));
            line.text.push_str(&symbol::prompt(&shown));
        }
    }

    fn comment(&mut self, element: Element<'_>, line: &mut Line) {
        if let Some(note) = element.attribute("id").and_then(|it| self.notes.comment(it)) {
            line.mark(Mark::Note(note));
        }
    }

    fn run(&mut self, run: Element<'_>, style: Option<&str>, line: &mut Line) {
        let start = line.text.len();
        let mut properties = None;
        for element in run.elements() {
            if element.name == "rPr" {
                properties = Some(element);
            } else {
                self.piece(element, properties, line);
            }
        }
        if line.text.len() > start && self.hides(properties, style) {
            line.hide(start);
        }
    }

    fn hides(&self, properties: Option<Element<'_>>, style: Option<&str>) -> bool {
        let Some(properties) = properties else { return self.styles.hides(style) };
        let tiny = || {
            let size = properties.child_val("sz").and_then(|it| it.parse().ok());
            size.is_some_and(|it: u32| it <= UNREADABLE)
        };
        let by_style = || self.styles.hides(properties.child_val("rStyle")) || self.styles.hides(style);
        properties.switch("vanish").unwrap_or_else(by_style) || tiny()
    }

    fn piece(&mut self, element: Element<'_>, properties: Option<Element<'_>>, line: &mut Line) {
        if element.name == "fldChar" {
            self.field(element, line);
            return;
        }
        if self.fields.instruct() {
            return;
        }
        match element.name {
            "t" | "delText" => {
                let start = line.text.len();
                element.push_own_text(&mut line.text);
                let fonts = properties.and_then(|it| it.child("rFonts"));
                if let Some(font) = fonts.and_then(|it| it.attribute("ascii").or(it.attribute("hAnsi"))) {
                    symbol::replace_private(&mut line.text, start, font);
                }
            }
            "tab" | "br" | "cr" | "ptab" => line.text.push(' '),
            "noBreakHyphen" => line.text.push('-'),
            "sym" => line.text.extend(symbol::symbol(element)),
            "lastRenderedPageBreak" if self.dropped == 0 => line.mark(Mark::Page),
            "commentReference" => self.comment(element, line),
            "footnoteReference" | "endnoteReference" if self.dropped == 0 => self.call(element, line),
            "ruby" => {
                if let Some(base) = element.child("rubyBase") {
                    self.runs(base, None, line);
                }
            }
            "AlternateContent" => {
                for it in alternative(element).into_iter().flat_map(Element::elements) {
                    self.piece(it, properties, line);
                }
            }
            "drawing" | "pict" | "object" if self.dropped == 0 => {
                if let Some(program) = element.child("OLEObject").and_then(|it| it.label("ProgID")) {
                    self.foreign(format!("an embedded object ({program}) was not read: read it in Word"));
                }
                self.text_boxes(element);
            }
            _ => {}
        }
    }

    fn field(&mut self, element: Element<'_>, line: &mut Line) {
        match element.attribute("fldCharType") {
            Some("begin") => {
                let is_text = element.child("ffData").is_some_and(|it| it.child("textInput").is_some());
                if let Some(shown) = symbol::form_field(element) {
                    line.text.push_str(&shown);
                }
                self.fields.begin(is_text);
            }
            Some("separate") => {
                self.fields.separate((self.nth_paragraph, line.text.len()));
            }
            Some("end") => {
                let Some((paragraph, start)) = self.fields.end() else { return };
                // Word fills an empty one with wide blanks.
                let unfilled =
                    paragraph == self.nth_paragraph && line.text.get(start..).is_some_and(is_blank);
                if unfilled || paragraph == 0 {
                    line.text.push_str(BLANK);
                }
            }
            _ => {}
        }
    }

    /// The mark of a footnote or an endnote, as "[1]" or "[e1]".
    fn call(&mut self, element: Element<'_>, line: &mut Line) {
        let id = element.attribute("id").unwrap_or_default().to_owned();
        let is_endnote = element.name == "endnoteReference";
        let (n_notes, sort) = if is_endnote { (&mut self.n_calls.1, "e") } else { (&mut self.n_calls.0, "") };
        let mark = self.calls.entry((is_endnote, id)).or_insert_with(|| {
            *n_notes += 1;
            format!("[{sort}{n_notes}]")
        });
        line.text.push_str(mark);
    }

    fn text_boxes(&mut self, drawing: Element<'_>) {
        for element in drawing.elements() {
            match element.name {
                "txbxContent" => {
                    let lines = self.collected(element);
                    self.boxes.extend(lines);
                }
                "AlternateContent" => {
                    if let Some(choice) = alternative(element) {
                        self.text_boxes(choice);
                    }
                }
                // Words drawn as a picture, such as a watermark.
                "textpath" => {
                    let words = element.label("string").unwrap_or_default();
                    self.boxes.push((termscore_core::BlockKind::Paragraph, Line::new(words)));
                }
                _ => self.text_boxes(element),
            }
        }
    }
}
