//! Edits of a document in, its XML with tracked changes out.

use std::{collections::BTreeMap, ops::Range};

use super::source::{Paragraph, Piece, Run, Source};
use crate::paper::escaped;

/// Who makes the changes.
pub(super) const AUTHOR: &str = "TermScore";

/// Something that is changed.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub(super) what: What,
    /// Texts that are put in: behind what is struck, or each as a paragraph.
    pub(super) insert: Vec<String>,
    /// The number of the comment that explains it.
    pub(super) comment: u64,
}

/// Where an edit is.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// These characters are struck; they are of one paragraph.
    Strike(Range<usize>),
    /// New paragraphs behind this one, or before all others if there is none before.
    After(Option<usize>),
}

/// Writes edits into the XML. Marks are numbered from `first_id` on.
pub(super) fn write(xml: &str, source: &Source, edits: &[Edit], date: &str, first_id: u64) -> String {
    let mut writer = Writer { xml, source, date, next_id: first_id, patches: BTreeMap::new() };
    for edit in edits {
        match &edit.what {
            What::Strike(letters) => writer.strike(letters.clone(), edit),
            What::After(paragraph) => writer.insert(*paragraph, edit),
        }
    }
    writer.finish()
}

struct Writer<'a> {
    xml: &'a str,
    source: &'a Source,
    date: &'a str,
    next_id: u64,
    /// By the byte at which something is replaced: up to where, and by what. What is put in at one place stays in order.
    patches: BTreeMap<usize, (usize, String)>,
}

impl Writer<'_> {
    /// A tag of Word, such as `w:ins`, that carries author and date.
    fn mark(&mut self, name: &str) -> String {
        let id = self.next_id;
        self.next_id += 1;
        let w = &self.source.prefix;
        format!("<{w}:{name} {w}:id=\"{id}\" {w}:author=\"{AUTHOR}\" {w}:date=\"{}\"", self.date)
    }

    fn slice(&self, span: &Range<usize>) -> &str {
        self.xml.get(span.clone()).unwrap_or_default()
    }

    fn strike(&mut self, letters: Range<usize>, edit: &Edit) {
        let struck = self.source.letters.get(letters.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (struck.first().copied(), struck.last().copied()) else { return };
        let w = self.source.prefix.clone();
        let comment = edit.comment;
        for at in first.run..=last.run {
            let Some(run) = self.source.runs.get(at) else { continue };
            if run.pieces.is_empty() {
                continue;
            }
            let mut out = String::new();
            if at == first.run {
                // The comment begins before what is struck.
                let (before, _, _) = self.split(run, at, &letters);
                out.push_str(&before);
                out.push_str(&format!("<{w}:commentRangeStart {w}:id=\"{comment}\"/>"));
            }
            let (_, middle, after) = self.split(run, at, &letters);
            out.push_str(&middle);
            if at == last.run {
                for text in &edit.insert {
                    let inserted = self.inserted(run, text);
                    out.push_str(&inserted);
                }
                out.push_str(&self.end_of_comment(comment));
                out.push_str(&after);
            }
            self.replace(run.span.clone(), out);
        }
    }

    /// A run as what stands before the struck characters, these marked as struck, and what stands behind them.
    fn split(&mut self, run: &Run, at: usize, letters: &Range<usize>) -> (String, String, String) {
        let own = self.source.letters.get(letters.clone()).unwrap_or_default();
        let is_struck = |piece: usize, byte: usize| {
            let key = (at, piece, byte);
            own.binary_search_by_key(&key, |it| (it.run, it.piece, it.at)).is_ok()
        };
        let w = self.source.prefix.clone();
        // 0: before, 1: struck, 2: behind.
        let mut parts: [Vec<(bool, String)>; 3] = Default::default();
        let mut state = if own.first().is_some_and(|it| it.run < at) { 1 } else { 0 };
        let last = own.last().map(|it| (it.run, it.piece, it.at));
        for (nth, piece) in run.pieces.iter().enumerate() {
            match piece {
                Piece::Text(text) => {
                    let mut current = String::new();
                    let mut flush =
                        |state: usize, current: &mut String, parts: &mut [Vec<(bool, String)>; 3]| {
                            if !current.is_empty() {
                                let tag = if state == 1 { "delText" } else { "t" };
                                let text = escaped(current);
                                let xml = format!("<{w}:{tag} xml:space=\"preserve\">{text}</{w}:{tag}>");
                                if let Some(it) = parts.get_mut(state) {
                                    it.push((false, xml));
                                }
                                current.clear();
                            }
                        };
                    for (byte, letter) in text.char_indices() {
                        let struck = is_struck(nth, byte);
                        let now = match (struck, state) {
                            (true, _) => 1,
                            (false, 0) => 0,
                            (false, _) => 2,
                        };
                        if now != state {
                            flush(state, &mut current, &mut parts);
                            state = now;
                        }
                        current.push(letter);
                    }
                    flush(state, &mut current, &mut parts);
                }
                Piece::Space(span) => {
                    // A tab between struck words is struck with them.
                    if state == 1 && last.is_some_and(|it| it < (at, nth, 0)) {
                        state = 2;
                    }
                    let xml = self.slice(span).to_owned();
                    if let Some(it) = parts.get_mut(state) {
                        it.push((false, xml));
                    }
                }
                Piece::Other(span) => {
                    if state == 1 && last.is_some_and(|it| it < (at, nth, 0)) {
                        state = 2;
                    }
                    let xml = self.slice(span).to_owned();
                    if let Some(it) = parts.get_mut(state) {
                        it.push((true, xml));
                    }
                }
            }
        }
        let [before, struck, behind] = parts;
        let open = self.slice(&run.open).to_owned();
        let properties = self.slice(&run.properties).to_owned();
        let close = format!("</{w}:r>");
        let plain = |pieces: Vec<(bool, String)>| {
            if pieces.is_empty() {
                return String::new();
            }
            let content: String = pieces.into_iter().map(|it| it.1).collect();
            format!("{open}{properties}{content}{close}")
        };
        let (before, behind) = (plain(before), plain(behind));
        // What is no text, such as the mark of a footnote, stays and parts what is struck.
        let mut middle = String::new();
        let mut pending = String::new();
        let mut struck = struck.into_iter().peekable();
        while let Some((stays, xml)) = struck.next() {
            if stays {
                middle.push_str(&format!("{open}{properties}{xml}{close}"));
            } else {
                pending.push_str(&xml);
            }
            if !pending.is_empty() && struck.peek().is_none_or(|it| it.0) {
                let mark = self.mark("del");
                middle.push_str(&format!("{mark}>{open}{properties}{pending}{close}</{w}:del>"));
                pending.clear();
            }
        }
        (before, middle, behind)
    }

    /// A text that is put in, looking like a run.
    fn inserted(&mut self, like: &Run, text: &str) -> String {
        let w = self.source.prefix.clone();
        let properties = self.slice(&like.properties).to_owned();
        let mark = self.mark("ins");
        format!(
            "{mark}><{w}:r>{properties}<{w}:t xml:space=\"preserve\">{}</{w}:t></{w}:r></{w}:ins>",
            escaped(text)
        )
    }

    fn end_of_comment(&self, comment: u64) -> String {
        let w = &self.source.prefix;
        format!(
            "<{w}:commentRangeEnd {w}:id=\"{comment}\"/><{w}:r><{w}:commentReference {w}:id=\"{comment}\"/></{w}:r>"
        )
    }

    /// New paragraphs behind one, looking like it.
    fn insert(&mut self, after: Option<usize>, edit: &Edit) {
        let w = self.source.prefix.clone();
        let like = after.and_then(|it| self.source.paragraphs.get(it)).cloned();
        let place = match &like {
            Some(it) => it.table.unwrap_or(it.span.end),
            None => self.source.paragraphs.first().map_or(self.source.body_end, |it| it.span.start),
        };
        let properties = like.as_ref().map(|it| self.looks(it)).unwrap_or_default();
        let run = like.as_ref().and_then(|it| self.source.runs.get(it.runs.clone())?.last()).cloned();
        let run = run.unwrap_or_default();
        let mut out = String::new();
        let last = edit.insert.len().saturating_sub(1);
        for (nth, text) in edit.insert.iter().enumerate() {
            let mark = self.mark("ins");
            out.push_str(&format!("<{w}:p><{w}:pPr>{properties}<{w}:rPr>{mark}/></{w}:rPr></{w}:pPr>"));
            if nth == 0 {
                out.push_str(&format!("<{w}:commentRangeStart {w}:id=\"{}\"/>", edit.comment));
            }
            let inserted = self.inserted(&run, text);
            out.push_str(&inserted);
            if nth == last {
                out.push_str(&self.end_of_comment(edit.comment));
            }
            out.push_str(&format!("</{w}:p>"));
        }
        self.replace(place..place, out);
    }

    /// Properties of a paragraph that a new one behind it shares: how it looks, not its number.
    fn looks(&self, paragraph: &Paragraph) -> String {
        let w = &self.source.prefix;
        let mut out = String::new();
        let of = |name: &str| paragraph.property.iter().find(|it| it.0 == name).map(|it| self.slice(&it.1));
        out.push_str(of("pStyle").unwrap_or_default());
        out.push_str(&format!("<{w}:numPr><{w}:ilvl {w}:val=\"0\"/><{w}:numId {w}:val=\"0\"/></{w}:numPr>"));
        for name in ["spacing", "ind", "jc"] {
            out.push_str(of(name).unwrap_or_default());
        }
        out
    }

    /// Puts a text in the place of some bytes; at the same place, behind what was put there before.
    fn replace(&mut self, span: Range<usize>, text: String) {
        let patch = self.patches.entry(span.start).or_insert_with(|| (span.end, String::new()));
        patch.0 = patch.0.max(span.end);
        patch.1.push_str(&text);
    }

    fn finish(self) -> String {
        let mut out = String::with_capacity(self.xml.len() + self.xml.len() / 4);
        let mut done = 0;
        for (start, (end, text)) in self.patches {
            // INVARIANT (apart): edits do not overlap; one that did would be left out rather than break the file.
            if start < done {
                continue;
            }
            out.push_str(self.xml.get(done..start).unwrap_or_default());
            out.push_str(&text);
            done = end;
        }
        out.push_str(self.xml.get(done..).unwrap_or_default());
        out
    }
}
