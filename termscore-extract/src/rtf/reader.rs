//! Tokens in, paragraphs with their properties out: the state that groups save and restore.

use std::collections::{BTreeMap, BTreeSet};

use termscore_core::BlockKind;

use super::charset::{Charset, symbol};
use super::flow::{Flow, Properties, Target};
use super::token::{Token, Tokens};
use crate::writer::{Writer, collapse, collapsed_length};
use crate::{Changes, ExtractError, Extracted, Format, NoteKind, Options};

/// Word nests some twenty deep.
const MAX_GROUPS: usize = 10_000;
/// Fonts, styles, authors: more are not kept.
const MAX_TABLE: usize = 100_000;

/// Where the characters of a group go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Destination {
    /// The flow that is open.
    Text,
    /// Nowhere.
    Skip,
    Fonts,
    Styles,
    Authors,
    /// A list number.
    Marker,
    CommentAuthor,
    /// A field's instruction, with the form field it may hold.
    Instruction,
    /// A drawing, of which only the text box is read.
    Shape,
}

/// What a group saves and restores.
#[derive(Clone, Copy, Debug)]
struct State {
    destination: Destination,
    charset: Charset,
    /// Characters that stand behind `\u` for readers that do not know it.
    fallback: usize,
    hidden: bool,
    inserted: bool,
    deleted: bool,
    insert_author: i32,
    delete_author: i32,
    style: i32,
    outline: Option<i32>,
    listed: bool,
    level: u8,
    in_table: bool,
    /// True of the group that opened the innermost flow.
    opens_flow: bool,
}

#[derive(Default)]
struct Style {
    name: String,
    outline: Option<i32>,
}

/// A stretch of changed text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    kind: NoteKind,
    author: i32,
    at: usize,
    text: String,
}

/// The check box that a form field may be.
#[derive(Clone, Copy, Debug, Default)]
struct FormField {
    is_checkbox: bool,
    result: Option<i32>,
    default: i32,
}

struct Reader {
    writer: Writer,
    options: Options,
    page: Charset,
    fonts: BTreeMap<i32, Charset>,
    font: i32,
    styles: BTreeMap<i32, Style>,
    style: i32,
    authors: Vec<String>,
    state: State,
    saved: Vec<State>,
    flows: Vec<Flow>,
    /// Bytes that are not yet characters: some code pages need two for one.
    bytes: Vec<u8>,
    /// Text of fonts, styles and authors.
    entry: String,
    /// The first half of a character that UTF-16 writes in two.
    half: Option<u16>,
    /// Characters still to be passed over behind `\u`.
    skip: usize,
    starred: bool,
    form: FormField,
    comment_author: String,
    change: Option<Change>,
    changes: Vec<Change>,
    /// Footnotes in the order of their marks.
    notes: Vec<String>,
    furniture: BTreeSet<String>,
    has_unwritten_number: bool,
    /// True once the outermost group has closed.
    ended: bool,
}

pub(super) fn read(bytes: &[u8], options: Options) -> Result<Extracted, ExtractError> {
    let page = Charset::of_page(1252);
    let mut reader = Reader {
        writer: Writer::default(),
        options,
        page,
        fonts: BTreeMap::new(),
        font: 0,
        styles: BTreeMap::new(),
        style: 0,
        authors: Vec::new(),
        state: State {
            destination: Destination::Text,
            charset: page,
            fallback: 1,
            hidden: false,
            inserted: false,
            deleted: false,
            insert_author: 0,
            delete_author: 0,
            style: 0,
            outline: None,
            listed: false,
            level: 0,
            in_table: false,
            opens_flow: false,
        },
        saved: Vec::new(),
        flows: vec![Flow::new(Target::Body)],
        bytes: Vec::new(),
        entry: String::new(),
        half: None,
        skip: 0,
        starred: false,
        form: FormField::default(),
        comment_author: String::new(),
        change: None,
        changes: Vec::new(),
        notes: Vec::new(),
        furniture: BTreeSet::new(),
        has_unwritten_number: false,
        ended: false,
    };
    for token in Tokens::new(bytes) {
        reader.token(token)?;
        // What stands behind the outermost group is no part of the file.
        if reader.writer.is_full() || reader.ended {
            break;
        }
    }
    reader.finish()
}

impl Reader {
    fn token(&mut self, token: Token<'_>) -> Result<(), ExtractError> {
        if !matches!(token, Token::Byte(_)) {
            self.decode();
        }
        match token {
            Token::Open => {
                self.skip = 0;
                if self.saved.len() >= MAX_GROUPS {
                    return Err(ExtractError::damaged(Format::Rtf, "its groups are nested too deep"));
                }
                self.saved.push(self.state);
                self.state.opens_flow = false;
                self.starred = false;
            }
            Token::Close => {
                self.skip = 0;
                self.close();
            }
            Token::Byte(byte) => {
                if self.skip > 0 {
                    self.skip -= 1;
                } else if self.state.destination != Destination::Skip {
                    self.bytes.push(byte);
                }
            }
            _ if self.skip > 0 => self.skip -= 1,
            Token::Symbol(b'*') => self.starred = true,
            Token::Symbol(it) => match it {
                b'~' => self.text(" "),
                b'_' => self.text("-"),
                _ => {}
            },
            Token::Word(name, number) => {
                let starred = std::mem::take(&mut self.starred);
                if self.state.destination == Destination::Skip {
                    return Ok(());
                }
                if !self.destination(name) {
                    if starred {
                        self.state.destination = Destination::Skip;
                    } else {
                        self.word(name, number);
                    }
                }
            }
        }
        Ok(())
    }

    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let mut text = String::new();
        self.state.charset.decode(&self.bytes, &mut text);
        self.bytes.clear();
        self.text(&text);
    }

    /// Enters a destination; false if the word names none.
    fn destination(&mut self, name: &str) -> bool {
        self.state.destination = match name {
            "fonttbl" => Destination::Fonts,
            "stylesheet" => Destination::Styles,
            "revtbl" => Destination::Authors,
            "listtext" | "pntext" => {
                if let Some(flow) = self.flows.last_mut() {
                    flow.open.marker.clear();
                }
                Destination::Marker
            }
            "atnauthor" => {
                self.comment_author.clear();
                Destination::CommentAuthor
            }
            "fldinst" => {
                self.form = FormField::default();
                Destination::Instruction
            }
            "formfield" => Destination::Instruction,
            "shp" | "shpinst" | "do" => Destination::Shape,
            "footnote" => {
                let mark = format!("[{}]", self.notes.len() + 1);
                self.text(&mark);
                // The note is in its place before notes within it.
                self.notes.push(String::new());
                return self.open_flow(Target::Note(mark));
            }
            "annotation" => {
                let (author, at) = (std::mem::take(&mut self.comment_author), self.at());
                return self.open_flow(Target::Comment { author, at });
            }
            "header" | "headerl" | "headerr" | "headerf" => return self.open_flow(Target::Header),
            "footer" | "footerl" | "footerr" | "footerf" => return self.open_flow(Target::Footer),
            "shptxt" | "dptxbxtext" => return self.open_flow(Target::Frame),
            "fldrslt" => {
                let form = std::mem::take(&mut self.form);
                if form.is_checkbox {
                    let checked = form.result.filter(|it| *it != 25).unwrap_or(form.default) == 1;
                    self.state.destination = Destination::Text;
                    self.text(if checked { "☒" } else { "☐" });
                }
                Destination::Text
            }
            // It ends a row of a table inside of a cell.
            "nesttableprops" => self.state.destination,
            "colortbl" | "info" | "pict" | "objdata" | "objclass" | "objname" | "shprslt" | "nonshppict"
            | "shppict" | "ftnsep" | "ftnsepc" | "ftncn" | "aftnsep" | "aftnsepc" | "aftncn"
            | "listtable" | "listoverridetable" | "xe" | "tc" | "tcn" | "txe" | "rxe" | "atnid"
            | "atnref" | "atndate" | "atnparent" | "bkmkstart" | "bkmkend" | "nonesttables" | "filetbl"
            | "template" | "pn" | "upr" | "generator" | "themedata" | "datastore" | "private" | "sp" => {
                Destination::Skip
            }
            _ => return false,
        };
        true
    }

    fn open_flow(&mut self, target: Target) -> bool {
        self.flows.push(Flow::new(target));
        self.state.destination = Destination::Text;
        self.state.opens_flow = true;
        (self.state.style, self.state.outline, self.state.in_table) = (0, None, false);
        (self.state.hidden, self.state.listed) = (false, false);
        true
    }

    fn close(&mut self) {
        self.end_entry();
        let Some(saved) = self.saved.pop() else { return };
        if self.state.opens_flow {
            self.close_flow();
        }
        // Properties of the paragraph belong to the paragraph, not to the group in which they were said; but most
        // writers repeat them, and groups end before paragraphs do.
        self.state = saved;
        self.starred = false;
        self.ended = self.saved.is_empty();
    }

    fn close_flow(&mut self) {
        let properties = self.properties();
        let Some(mut flow) = self.flows.pop() else { return };
        let text = flow.finish(properties, &mut self.writer);
        match flow.target {
            Target::Body => {}
            Target::Note(mark) => {
                let nth =
                    mark.trim_matches(['[', ']']).parse::<usize>().ok().and_then(|it| it.checked_sub(1));
                if let Some(note) = nth.and_then(|it| self.notes.get_mut(it))
                    && !text.trim().is_empty()
                {
                    *note = format!("{mark} {text}");
                }
            }
            Target::Comment { author, at } => {
                self.writer.note(NoteKind::Comment, &text, &author, Some(at));
            }
            Target::Header | Target::Footer => {
                let kind = if flow.target == Target::Header { NoteKind::Header } else { NoteKind::Footer };
                if self.furniture.insert(collapse(&text)) {
                    self.writer.note(kind, &text, "", None);
                }
            }
            Target::Frame => match self.flows.last_mut() {
                // It stands beside the paragraph that it is anchored in.
                Some(outer) if outer.target == Target::Body => self.writer.block(BlockKind::Paragraph, &text),
                Some(outer) => {
                    outer.open.text.push(' ');
                    outer.open.text.push_str(&text);
                }
                None => {}
            },
        }
    }

    fn word(&mut self, name: &str, number: Option<i32>) {
        let on = number != Some(0);
        match name {
            "ansicpg" => {
                self.page = Charset::of_page(number.unwrap_or(1252));
                self.state.charset = self.page;
            }
            "mac" => {
                self.page = Charset::of_page(10_000);
                self.state.charset = self.page;
            }
            "f" if self.state.destination == Destination::Fonts => self.font = number.unwrap_or(0),
            "f" => {
                let charset = number.and_then(|it| self.fonts.get(&it)).copied();
                self.state.charset = charset.unwrap_or(self.page);
            }
            "fcharset" => {
                if let Some(charset) = Charset::of_font(number.unwrap_or(0))
                    && self.fonts.len() < MAX_TABLE
                {
                    self.fonts.insert(self.font, charset);
                }
            }
            "s" if self.state.destination == Destination::Styles => self.style = number.unwrap_or(0),
            "cs" | "ds" | "ts" if self.state.destination == Destination::Styles => self.style = -1,
            "s" => self.state.style = number.unwrap_or(0),
            "outlinelevel" if self.state.destination == Destination::Styles => {
                if self.styles.len() < MAX_TABLE {
                    self.styles.entry(self.style).or_default().outline = number;
                }
            }
            "outlinelevel" => self.state.outline = number,
            "uc" => self.state.fallback = number.and_then(|it| usize::try_from(it).ok()).unwrap_or(1).min(16),
            "u" => self.unicode(number.unwrap_or(0)),
            "fftype" => self.form.is_checkbox = number == Some(1),
            "ffres" => self.form.result = number,
            "ffdefres" => self.form.default = number.unwrap_or(0),
            _ if !matches!(self.state.destination, Destination::Text | Destination::Marker) => {}
            "v" => self.state.hidden = on,
            "revised" => self.state.inserted = on,
            "deleted" => self.state.deleted = on,
            "revauth" => self.state.insert_author = number.unwrap_or(0),
            "revauthdel" => self.state.delete_author = number.unwrap_or(0),
            "plain" => {
                (self.state.hidden, self.state.inserted, self.state.deleted) = (false, false, false);
                self.state.charset = self.page;
            }
            _ if self.state.destination == Destination::Marker => self.character(name),
            "pard" => {
                (self.state.style, self.state.outline, self.state.level) = (0, None, 0);
                (self.state.in_table, self.state.listed) = (false, false);
            }
            "ls" | "pnlvlblt" | "pnlvlbody" => self.state.listed = on,
            "ilvl" => {
                let level = number.and_then(|it| u8::try_from(it).ok()).unwrap_or(0);
                self.state.level = level.min(8) + 1;
            }
            "intbl" => self.state.in_table = true,
            "par" | "sect" | "page" => self.end_paragraph(),
            "cell" => {
                self.end_change();
                let properties = self.properties();
                self.each_flow(|flow, writer| flow.end_cell(properties, writer));
            }
            "row" => {
                self.end_change();
                self.each_flow(Flow::end_row);
            }
            "nestcell" => self.each_flow(|flow, _| flow.end_nested_cell()),
            "nestrow" => {
                let properties = self.properties();
                self.each_flow(|flow, writer| flow.end_nested_row(properties, writer));
            }
            _ => self.character(name),
        }
    }

    /// Words that stand for a character.
    fn character(&mut self, name: &str) {
        self.text(match name {
            "tab" | "line" | "emspace" | "enspace" | "qmspace" | "lbr" => " ",
            "emdash" => "—",
            "endash" => "–",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "bullet" => "•",
            _ => return,
        });
    }

    fn unicode(&mut self, number: i32) {
        self.skip = self.state.fallback;
        // Numbers above 32,767 are written as negative ones.
        let Ok(unit) = u16::try_from(number.rem_euclid(0x1_0000)) else { return };
        let units = [self.half.take().unwrap_or(unit), unit];
        let used = if units.first() == units.last() { units.get(1..) } else { units.get(..) };
        for it in char::decode_utf16(used.unwrap_or_default().iter().copied()) {
            match it {
                Ok(c @ '\u{f000}'..='\u{f0ff}') => {
                    if let Some(c) = symbol(u32::from(c)) {
                        self.text(c.encode_utf8(&mut [0; 4]));
                    }
                }
                Ok(c) => self.text(c.encode_utf8(&mut [0; 4])),
                Err(half) if half.unpaired_surrogate() == unit && unit < 0xdc00 => self.half = Some(unit),
                Err(_) => {}
            }
        }
    }

    fn text(&mut self, text: &str) {
        match self.state.destination {
            Destination::Skip | Destination::Shape | Destination::Instruction | Destination::Fonts => {}
            Destination::Styles | Destination::Authors => {
                self.entry.push_str(text);
                if self.entry.contains(';') {
                    self.end_entry();
                }
            }
            Destination::CommentAuthor => self.comment_author.push_str(text),
            Destination::Marker => {
                let dropped = self.dropped().is_some();
                if let Some(flow) = self.flows.last_mut().filter(|_| !dropped) {
                    flow.open.marker.push_str(text);
                }
            }
            Destination::Text => self.running(text),
        }
    }

    /// Text of the flow that is open.
    fn running(&mut self, text: &str) {
        let change = match (self.state.deleted, self.state.inserted) {
            (true, _) => Some((NoteKind::Deletion, self.state.delete_author)),
            (false, true) => Some((NoteKind::Insertion, self.state.insert_author)),
            (false, false) => None,
        };
        let same = self.change.as_ref().map(|it| (it.kind, it.author)) == change;
        if !same {
            self.end_change();
        }
        if let Some((kind, author)) = change {
            let at = self.at();
            let change = self.change.get_or_insert(Change { kind, author, at, text: String::new() });
            change.text.push_str(text);
        }
        if self.dropped().is_some() {
            return;
        }
        let hidden = self.state.hidden;
        if let Some(flow) = self.flows.last_mut() {
            if hidden {
                flow.open.hidden.push_str(text);
            } else {
                flow.open.text.push_str(text);
            }
        }
    }

    /// The change that takes the text here out, as the file is to be read.
    fn dropped(&self) -> Option<NoteKind> {
        match self.options.changes {
            Changes::Accepted if self.state.deleted => Some(NoteKind::Deletion),
            Changes::Original if self.state.inserted => Some(NoteKind::Insertion),
            _ => None,
        }
    }

    fn end_change(&mut self) {
        if let Some(change) = self.change.take()
            && !change.text.trim().is_empty()
        {
            self.changes.push(change);
        }
    }

    /// An entry of the styles or authors ends with a semicolon.
    fn end_entry(&mut self) {
        let entry = std::mem::take(&mut self.entry);
        for name in entry.split(';').map(str::trim).filter(|it| !it.is_empty()) {
            match self.state.destination {
                Destination::Styles if self.styles.len() < MAX_TABLE => {
                    self.styles.entry(self.style).or_default().name = name.to_lowercase();
                }
                Destination::Authors if self.authors.len() < MAX_TABLE => self.authors.push(name.to_owned()),
                _ => {}
            }
        }
    }

    /// The end of a paragraph; where a change takes it out, the next paragraph goes on.
    fn end_paragraph(&mut self) {
        if self.dropped().is_some() {
            if let Some(flow) = self.flows.last_mut() {
                flow.open.text.push(' ');
            }
            return;
        }
        self.end_change();
        let properties = self.properties();
        let listed = self.state.listed;
        if let Some(flow) = self.flows.last_mut() {
            self.has_unwritten_number |=
                listed && flow.open.marker.trim().is_empty() && !flow.open.text.trim().is_empty();
            flow.end_paragraph(properties, &mut self.writer);
        }
    }

    fn each_flow(&mut self, end: impl FnOnce(&mut Flow, &mut Writer)) {
        if let Some(flow) = self.flows.last_mut() {
            end(flow, &mut self.writer);
        }
    }

    fn properties(&self) -> Properties {
        Properties { heading: self.heading(), level: self.state.level, in_table: self.state.in_table }
    }

    /// By the outline level of the paragraph, or of its style, or by the name of that.
    fn heading(&self) -> Option<u8> {
        let style = self.styles.get(&self.state.style);
        let outline = self.state.outline.or(style.and_then(|it| it.outline));
        if let Some(level) = outline {
            return u8::try_from(level).ok().filter(|it| *it < 9).map(|it| it + 1);
        }
        let name = &style?.name;
        if name == "title" {
            return Some(1);
        }
        name.strip_prefix("heading").and_then(|it| it.trim().parse().ok()).filter(|it| (1..=9).contains(it))
    }

    /// Where the next character will stand.
    fn at(&self) -> usize {
        let open = self.flows.first().map(|it| it.open.text.as_str()).unwrap_or_default();
        self.writer.next_start() + if self.state.in_table { 0 } else { collapsed_length(open) }
    }

    fn finish(mut self) -> Result<Extracted, ExtractError> {
        self.decode();
        self.end_change();
        while self.flows.len() > 1 {
            self.close_flow();
        }
        let properties = self.properties();
        if let Some(mut body) = self.flows.pop() {
            body.finish(properties, &mut self.writer);
        }
        for note in std::mem::take(&mut self.notes) {
            self.writer.block(BlockKind::Note, &note);
        }
        if self.has_unwritten_number {
            self.writer.caveat("some list numbers are not written in the file and are missing from the text");
        }
        self.tell_changes();
        self.writer.finish(Format::Rtf)
    }

    fn tell_changes(&mut self) {
        let changes = std::mem::take(&mut self.changes);
        let mut authors = BTreeSet::new();
        for it in &changes {
            let nth = usize::try_from(it.author).ok();
            let author = nth.and_then(|nth| self.authors.get(nth)).map(String::as_str).unwrap_or_default();
            if !author.is_empty() {
                authors.insert(author);
            }
            self.writer.note(it.kind, &it.text, author, Some(it.at));
        }
        let authors: Vec<&str> = authors.into_iter().collect();
        self.writer.pending_changes(changes.len(), &authors, self.options.changes);
    }
}
