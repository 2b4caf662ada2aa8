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
    let mut strikes: Vec<(Range<usize>, &Edit)> = Vec::new();
    for edit in edits {
        match &edit.what {
            What::Strike(letters) => strikes.push((letters.clone(), edit)),
            What::After(paragraph) => writer.insert(*paragraph, edit),
        }
    }
    strikes.sort_by_key(|it| it.0.start);
    // INVARIANT (apart): strikes do not overlap; punctuation between two belongs to the first.
    let mut done = 0;
    for (letters, _) in &mut strikes {
        letters.start = letters.start.max(done);
        done = letters.end.max(done);
    }
    strikes.retain(|it| !it.0.is_empty());
    writer.strike(&strikes);
    writer.finish()
}

/// Pieces of a run that belong to one edit, or to none.
struct Stretch {
    edit: Option<usize>,
    /// The characters in it.
    letters: Range<usize>,
    /// XML of each piece, and whether it stays when the others are struck.
    pieces: Vec<(bool, String)>,
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

    /// Marks struck characters, run by run: a run may hold parts of several edits. `strikes` are in order.
    fn strike(&mut self, strikes: &[(Range<usize>, &Edit)]) {
        let letters = &self.source.letters;
        let of = |it: usize| letters.get(it).map(|it| it.run);
        let mut touched: Vec<usize> = strikes.iter().flat_map(|it| it.0.clone()).filter_map(of).collect();
        touched.dedup();
        for at in touched {
            let Some(run) = self.source.runs.get(at) else { continue };
            let mut out = String::new();
            for stretch in self.stretches(run, at, strikes) {
                let pieces = stretch.pieces;
                let Some((range, edit)) = stretch.edit.and_then(|it| strikes.get(it)) else {
                    let content: String = pieces.into_iter().map(|it| it.1).collect();
                    out.push_str(&self.run(run, &content));
                    continue;
                };
                let w = &self.source.prefix;
                if stretch.letters.start == range.start {
                    out.push_str(&format!("<{w}:commentRangeStart {w}:id=\"{}\"/>", edit.comment));
                }
                out.push_str(&self.deleted(run, pieces));
                if stretch.letters.end == range.end {
                    for text in &edit.insert {
                        out.push_str(&self.inserted(run, text));
                    }
                    out.push_str(&self.end_of_comment(edit.comment));
                }
            }
            self.replace(run.span.clone(), out);
        }
    }

    /// The pieces of a run, cut where an edit begins or ends.
    fn stretches(&self, run: &Run, at: usize, strikes: &[(Range<usize>, &Edit)]) -> Vec<Stretch> {
        let w = &self.source.prefix;
        let mut letter = self.source.letters.partition_point(|it| it.run < at);
        let edit_of = |letter: usize| {
            let after = strikes.partition_point(|it| it.0.start <= letter);
            after.checked_sub(1).filter(|it| strikes.get(*it).is_some_and(|it| it.0.contains(&letter)))
        };
        let mut out: Vec<Stretch> = Vec::new();
        let mut add =
            |edit: Option<usize>, letters: Range<usize>, stays: bool, xml: String| match out.last_mut() {
                Some(last) if last.edit == edit => {
                    last.letters.end = letters.end;
                    last.pieces.push((stays, xml));
                }
                _ => out.push(Stretch { edit, letters, pieces: vec![(stays, xml)] }),
            };
        for piece in &run.pieces {
            match piece {
                Piece::Text(text) => {
                    let mut letters = text.chars().peekable();
                    while letters.peek().is_some() {
                        let (start, edit) = (letter, edit_of(letter));
                        let mut content = String::new();
                        while edit_of(letter) == edit
                            && let Some(it) = letters.next()
                        {
                            content.push(it);
                            letter += 1;
                        }
                        let tag = if edit.is_some() { "delText" } else { "t" };
                        let xml =
                            format!("<{w}:{tag} xml:space=\"preserve\">{}</{w}:{tag}>", escaped(&content));
                        add(edit, start..letter, false, xml);
                    }
                }
                Piece::Space(span) | Piece::Other(span) => {
                    // A tab between struck words is struck with them.
                    let before = letter.checked_sub(1).and_then(edit_of);
                    let edit = edit_of(letter).filter(|it| before == Some(*it));
                    add(edit, letter..letter, matches!(piece, Piece::Other(_)), self.slice(span).to_owned());
                }
            }
        }
        out
    }

    fn run(&self, like: &Run, content: &str) -> String {
        let w = &self.source.prefix;
        format!("{}{}{content}</{w}:r>", self.slice(&like.open), self.slice(&like.properties))
    }

    /// Struck pieces. What is no text, such as the mark of a footnote, stays and parts them.
    fn deleted(&mut self, run: &Run, pieces: Vec<(bool, String)>) -> String {
        let mut out = String::new();
        let mut pending = String::new();
        let mut pieces = pieces.into_iter().peekable();
        while let Some((stays, xml)) = pieces.next() {
            if stays {
                out.push_str(&self.run(run, &xml));
            } else {
                pending.push_str(&xml);
            }
            if !pending.is_empty() && pieces.peek().is_none_or(|it| it.0) {
                let mark = self.mark("del");
                let struck = self.run(run, &pending);
                out.push_str(&format!("{mark}>{struck}</{}:del>", self.source.prefix));
                pending.clear();
            }
        }
        out
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
