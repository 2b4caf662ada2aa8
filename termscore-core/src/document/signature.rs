//! Signature blocks: who signs, and whether that has been done.

use super::{Document, party_name};
use crate::{Span, rule::Role};

/// One signer's part of a signature block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signature {
    /// From its first line to its last.
    pub span: Span,
    /// The line above, such as `CLIENT` or `Acme Inc.`; empty if there is none.
    pub party: String,
    /// Who signs; empty if that is left open.
    pub name: String,
    /// In what function; empty if that is left open.
    pub title: String,
    /// As written; empty if that is left open.
    pub date: String,
    /// False if something stands where the signature belongs.
    pub blank: bool,
}

/// In order of the text; two signers side by side are two.
pub(super) fn signatures(document: &Document) -> Vec<Signature> {
    let mut blocks: Vec<Signature> = Vec::new();
    let mut open: Vec<Column> = Vec::new();
    let mut last_end = 0;
    for paragraph in &document.paragraphs {
        let signs = document
            .sentences
            .get(paragraph.first_sentence as usize..paragraph.end_sentence as usize)
            .unwrap_or_default()
            .iter()
            .any(|it| it.role == Role::Signature);
        if !signs {
            finish(&mut open, &mut blocks);
            last_end = paragraph.span.end;
            continue;
        }
        // A line to sign on has no words, and so no paragraph: it lies between two.
        let from = if open.is_empty() { paragraph.span.start } else { last_end.min(paragraph.span.start) };
        let to = line_end(&document.text, paragraph.span.end);
        read_lines(
            &document.text,
            Span::new(from.max(last_end.min(paragraph.span.start)), to),
            &mut open,
            &mut blocks,
        );
        last_end = to;
    }
    finish(&mut open, &mut blocks);
    blocks
}

/// A signer whose lines are being read.
#[derive(Debug, Default)]
struct Column {
    block: Signature,
    signed: bool,
    /// "By" or another field was seen.
    fields: bool,
    /// A field for the name was seen.
    named: bool,
    /// Field whose value stands on the next line.
    wants: Option<Field>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    By,
    Name,
    Title,
    Date,
    Other,
}

fn line_end(text: &str, from: usize) -> usize {
    text.get(from..).and_then(|it| it.find('\n')).map_or(text.len(), |it| from + it)
}

fn finish(open: &mut Vec<Column>, blocks: &mut Vec<Signature>) {
    for mut column in open.drain(..) {
        if column.fields {
            column.block.blank = !column.signed;
            blocks.push(column.block);
        }
    }
    blocks.sort_by_key(|it| (it.span.start, it.span.end));
}

fn read_lines(text: &str, span: Span, open: &mut Vec<Column>, blocks: &mut Vec<Signature>) {
    let body = text.get(span.start..span.end).unwrap_or_default();
    let mut start = span.start;
    for line in body.split_inclusive('\n') {
        let cells = cells(line, start);
        start += line.len();
        for (column, (at, cell)) in cells.into_iter().enumerate() {
            for (nth, from, part) in fields_in(cell) {
                read_cell(part, at + from, column + nth, open, blocks);
            }
        }
    }
}

/// "By: ____ Name: A Name: B": its fields, each with how many of its kind stand before it, and its offset.
fn fields_in(cell: &str) -> Vec<(usize, usize, &str)> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    for word in WORDS {
        let apart = |at: usize| at == 0 || cell.get(..at).is_some_and(|it| it.ends_with(' '));
        let places = cell.match_indices(word).map(|it| it.0).filter(|it| apart(*it));
        starts.extend(places.enumerate().map(|(nth, at)| (at, nth)));
    }
    starts.sort_unstable();
    if starts.len() < 2 && starts.first().is_none_or(|it| it.0 == 0) {
        return vec![(0, 0, cell)];
    }
    if starts.first().is_some_and(|it| it.0 > 0) {
        starts.insert(0, (0, 0));
    }
    let ends = starts.iter().skip(1).map(|it| it.0).chain([cell.len()]);
    let parts = starts.iter().zip(ends);
    parts.filter_map(|((at, nth), end)| Some((*nth, *at, cell.get(*at..end)?.trim_end()))).collect()
}

/// Names of fields as they stand within a line.
const WORDS: [&str; 5] = ["By:", "Name:", "Title:", "Date:", "Signature:"];

/// Parts of a line that stand side by side, with their places.
fn cells(line: &str, start: usize) -> Vec<(usize, &str)> {
    let mut cells = Vec::new();
    let mut from = 0;
    let bytes = line.as_bytes();
    let mut at = 0;
    while at <= bytes.len() {
        let gap = match bytes.get(at) {
            Some(b'|' | b'\t') => 1,
            Some(b' ') => {
                let n = bytes.get(at..).unwrap_or_default().iter().take_while(|it| **it == b' ').count();
                // "Client: ____  Artist: ____"
                let lines = matches!(at.checked_sub(2).and_then(|it| bytes.get(it..at)), Some(b"__" | b".."))
                    && bytes.get(at + n).is_some_and(u8::is_ascii_alphabetic)
                    && !WORDS.iter().any(|it| line.get(at + n..).is_some_and(|rest| rest.starts_with(it)));
                if n >= 3 || lines { n } else { 0 }
            }
            None => 1,
            _ => 0,
        };
        if gap > 0 {
            let cell = line.get(from..at).unwrap_or_default();
            let lead = cell.len() - cell.trim_start().len();
            if !cell.trim().is_empty() {
                cells.push((start + from + lead, cell.trim()));
            }
            from = at + gap;
            at += gap;
        } else {
            at += 1;
        }
    }
    // "By:      ______" is one part.
    let mut joined: Vec<(usize, &str)> = Vec::new();
    for (at, cell) in cells {
        match joined.last_mut() {
            Some((first, before))
                if before.ends_with(':') && !cell.ends_with(':') && field(cell).is_none() =>
            {
                let from = *first - start;
                *before = line.get(from..at - start + cell.len()).unwrap_or(before);
            }
            _ => joined.push((at, cell)),
        }
    }
    joined
}

/// "By: Jane Doe": the field and its value.
fn field(cell: &str) -> Option<(Field, &str)> {
    let cell = cell.trim_matches(['*', ' ']);
    if let Some(rest) = cell.strip_prefix("/s/") {
        return Some((Field::By, rest.trim()));
    }
    let (name, value) = match cell.split_once(':') {
        Some(it) => it,
        None => {
            let at = cell.find("__")?;
            (cell.get(..at)?, cell.get(at..)?)
        }
    };
    let lower = name.trim().trim_matches(['*', '_', ' ', '.', '(', ')']).to_lowercase();
    let which = match lower.as_str() {
        "by"
        | "signature"
        | "signed"
        | "sign"
        | "authorized signature"
        | "authorised signature"
        | "signed by"
        | "sign here"
        | "authorized signatory"
        | "authorised signatory" => Field::By,
        "name" | "print name" | "printed name" | "print" | "full name" | "name printed" | "name (print)" => {
            Field::Name
        }
        "title" | "its" | "position" | "capacity" | "job title" => Field::Title,
        "date" | "dated" | "date signed" => Field::Date,
        "address" | "email" | "e-mail" | "phone" | "witness" | "place" | "tax id" | "company" | "fax" => {
            Field::Other
        }
        // "Client: ______" is signed on by the client.
        it if value.contains("__") && it.len() <= 40 && !it.is_empty() => {
            return Some((Field::By, value.trim()));
        }
        _ => return None,
    };
    Some((which, value.trim().trim_matches(['*', ' '])))
}

/// What stands on a line: without underscores and brackets that leave it open.
fn filled(value: &str) -> &str {
    let value = value.trim();
    let value = value.strip_prefix("/s/").unwrap_or(value);
    let core =
        value.trim_matches(['_', ' ', '[', ']', '●', '•', '.', '\u{A0}', '\t', '-', '(', ')', '/', '*']);
    if core.contains("___") { "" } else { core }
}

fn read_cell(cell: &str, at: usize, column: usize, open: &mut Vec<Column>, blocks: &mut Vec<Signature>) {
    let lower = cell.to_lowercase();
    let opening = [
        "in witness",
        "as witness",
        "the parties",
        "signed",
        "executed",
        "accepted and agreed",
        "agreed and accepted",
    ]
    .iter()
    .any(|it| lower.starts_with(it));
    let found = field(cell);
    if found.is_none() && (opening && cell.len() > 12 || cell.split_whitespace().count() > 14) {
        return;
    }
    // A date beside a line to sign on belongs to that line.
    let beside = matches!(found, Some((Field::Date | Field::Title, _)))
        && open.get(column).is_none_or(|it| it.block.span.is_empty());
    let column = if beside { 0 } else { column };
    while open.len() <= column {
        open.push(Column::default());
    }
    let Some(current) = open.get_mut(column) else { return };
    let signs = matches!(found, Some((Field::By, _)));
    // The next signer below: a second "By", or a line of its own after the fields.
    let line = cell.chars().all(|it| matches!(it, '_' | ' ' | '-' | '.'));
    // A name below the line to sign on.
    let name = found.is_none()
        && current.fields
        && !current.named
        && current.block.blank
        && current.block.name.is_empty()
        && !line
        && cell.starts_with(char::is_uppercase)
        && cell.contains(char::is_lowercase)
        && cell.split_whitespace().count() <= 6
        && !cell.ends_with(':')
        && !party_name::is_role_word(cell);
    if name && current.wants.is_none() {
        current.named = true;
        current.block.span = current.block.span.cover(Span::new(at, at + cell.len()));
        cell.clone_into(&mut current.block.name);
        return;
    }
    let again = signs
        && (current.signed || current.wants == Some(Field::By) || current.fields && current.block.blank)
        || line && current.fields && current.named
        || found.is_none() && current.fields && current.wants.is_none() && !line;
    if again {
        let mut done = std::mem::take(current);
        done.block.blank = !done.signed;
        blocks.push(done.block);
    }
    let end = at + cell.len();
    let block = &mut current.block;
    block.span =
        if block.span.is_empty() { Span::new(at, end) } else { block.span.cover(Span::new(at, end)) };
    match found {
        Some((which, value)) => {
            current.fields = true;
            let value = filled(value);
            match which {
                Field::By => {
                    current.signed |= !value.is_empty();
                    block.blank = true;
                    if block.name.is_empty() {
                        value.clone_into(&mut block.name);
                    }
                    let words: Vec<&str> =
                        cell.split(':').next().unwrap_or_default().split_whitespace().collect();
                    let first = words.first().map(|it| it.to_lowercase()).unwrap_or_default();
                    if block.party.is_empty()
                        && cell.contains("__")
                        && !matches!(
                            first.as_str(),
                            "by" | "signature" | "signed" | "sign" | "authorized" | "authorised"
                        )
                        && !first.starts_with('_')
                    {
                        block.party = words.join(" ");
                    }
                }
                Field::Name => {
                    current.named = true;
                    value.clone_into(&mut block.name);
                }
                Field::Title => value.clone_into(&mut block.title),
                Field::Date => value.clone_into(&mut block.date),
                Field::Other => {}
            }
            current.wants = (value.is_empty() && cell.trim_end().ends_with(':')).then_some(which);
        }
        None if line => {
            current.fields = true;
            current.block.blank = true;
            current.wants = None;
        }
        None => {
            match current.wants.take() {
                Some(Field::Name) => cell.clone_into(&mut block.name),
                Some(Field::Title) => cell.clone_into(&mut block.title),
                Some(Field::Date) => cell.clone_into(&mut block.date),
                Some(Field::By) => {
                    current.signed = true;
                    cell.clone_into(&mut block.name);
                }
                _ => {
                    // The last line above the fields names the party.
                    let name = cell.trim_matches(['*', '#', ' ']).trim_end_matches([':', ',']);
                    if block.party.is_empty() {
                        name.clone_into(&mut block.party);
                    } else if block.party.len() + name.len() < 90 {
                        block.party = format!("{}, {name}", block.party);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::from_text(
            "",
            format!("Client pays.\n\nIN WITNESS WHEREOF, the parties have signed.\n\n{text}"),
        );
        let found: Vec<String> = document
            .signatures()
            .iter()
            .map(|it| {
                assert!(document.text().get(it.span.start..it.span.end).is_some());
                format!(
                    "{}|{}|{}|{}|{}",
                    it.party,
                    it.name,
                    it.title,
                    it.date,
                    if it.blank { "blank" } else { "signed" }
                )
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn signers() {
        check(
            "ACME INC.\n\nBy: ______________\nName: Jane Doe\nTitle: CEO\nDate: __________\n\nCONTRACTOR\n\nBy: ______________\nName: ____________\n",
            &["ACME INC.|Jane Doe|CEO||blank", "CONTRACTOR||||blank"],
        );
        check(
            "TENANT\n\n........................ Date: ............\n\nPriya Lee\n\n........................ Date: ............\n\nJonah Roe\n",
            &["TENANT|Priya Lee|||blank", "|Jonah Roe|||blank"],
        );
        check(
            "CLIENT\n\nBy: /s/ Jane Doe By: ____ Name: Jane Doe Name: Bob Roe\n",
            &["CLIENT|Jane Doe|||signed", "|Bob Roe|||blank"],
        );
        check("CLIENT\n\nBy: /s/ Jane Doe\nTitle: CEO\n", &["CLIENT|Jane Doe|CEO||signed"]);
        check("Client: ________  Artist: ________\n", &["Client||||blank", "Artist||||blank"]);
        check(
            "CLIENT:                 CONTRACTOR:\nBy: __________          By: __________\nName: Jane Doe          Name: Bob Roe\n",
            &["CLIENT|Jane Doe|||blank", "CONTRACTOR|Bob Roe|||blank"],
        );
    }
}
