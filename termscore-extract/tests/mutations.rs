//! Thousands of spoilt files: none panics, hangs, or gives more text than is allowed. The seeds are the conformance
//! documents; the generator is seeded, so that the number in a failure is enough to make its file again.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::{
    fs,
    io::{Cursor, Read, Write},
    panic,
    path::PathBuf,
    sync::mpsc,
    thread,
    time::Duration,
};

use termscore_core::Document;
use termscore_extract::{MAX_TEXT, extract};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// No file may take longer, however it is spoilt.
const MOST_TIME: Duration = Duration::from_secs(5);

#[test]
fn word_files() {
    check("docx", 1_400);
}

#[test]
fn pdfs() {
    check("pdf", 1_200);
}

#[test]
fn web_pages() {
    check("html", 900);
}

#[test]
fn rtf_files() {
    check("rtf", 800);
}

#[test]
fn mail() {
    check("eml", 600);
}

#[test]
fn opendocument_texts() {
    check("odt", 700);
}

#[test]
fn archives() {
    check("zip", 300);
}

/// Reads this many spoilt files with this extension, each made from one of the seeds in turn.
fn check(extension: &'static str, n_files: u64) {
    let seeds = seeds(extension);
    let (sender, receiver) = mpsc::channel();
    // A thread of its own, because nothing else can tell that a file is never done.
    thread::spawn(move || {
        for nth in 0..n_files {
            let bytes = spoilt(&seeds, nth);
            let name = format!("spoilt.{extension}");
            if sender.send((nth, panic::catch_unwind(|| read(&name, &bytes)))).is_err() {
                return;
            }
        }
    });
    let mut n_read = 0;
    for nth in 0..n_files {
        match receiver.recv_timeout(MOST_TIME) {
            Ok((_, Ok(was_read))) => n_read += u64::from(was_read),
            Ok((nth, Err(_))) => panic!("{extension} number {nth} panics"),
            Err(_) => panic!("{extension} number {nth} takes more than {MOST_TIME:?}"),
        }
    }
    assert!(n_read < n_files, "all {n_files} files are read: nothing was spoilt");
}

/// True if the file yields text. Whatever it yields keeps the promises of a layout, and any text makes a document.
fn read(name: &str, bytes: &[u8]) -> bool {
    match extract(name, bytes) {
        Ok(extracted) => {
            assert!(extracted.text.len() <= MAX_TEXT + 2, "{} bytes of text", extracted.text.len());
            Document::with_layout(name, extracted.text, extracted.layout).unwrap();
            true
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            false
        }
    }
}

fn seeds(extension: &str) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/conformance");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.extension().is_some_and(|it| it == extension))
        .collect();
    paths.sort();
    let seeds: Vec<_> = paths.iter().map(|it| fs::read(it).unwrap()).collect();
    assert!(!seeds.is_empty(), "no file ends in .{extension}");
    seeds
}

/// The file of this number: its seed with one to four changes. In two of three archives a part is changed and packed again.
fn spoilt(seeds: &[Vec<u8>], nth: u64) -> Vec<u8> {
    let mut dice = Dice(nth);
    let seed = seeds.get(nth as usize % seeds.len()).unwrap();
    if seed.starts_with(b"PK") && dice.below(3) > 0 {
        return repacked(seed, &mut dice);
    }
    let mut bytes = seed.clone();
    change(&mut bytes, &mut dice);
    bytes
}

/// The archive with one of its parts changed, the larger ones and those that hold the text more often.
fn repacked(archive: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        parts.push((entry.name().unwrap().into_owned(), content));
    }
    let texts: Vec<usize> = (0..parts.len()).filter(|&it| holds_text(&parts.get(it).unwrap().0)).collect();
    let which = if dice.below(4) > 0 && !texts.is_empty() {
        *texts.get(dice.below(texts.len())).unwrap()
    } else {
        dice.below(parts.len())
    };
    change(&mut parts.get_mut(which).unwrap().1, dice);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        out.start_file(name, options).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn holds_text(name: &str) -> bool {
    ["document.xml", "numbering.xml", "notes.xml", "comments.xml", "content.xml", "styles.xml", ".txt"]
        .iter()
        .any(|it| name.ends_with(it))
}

/// Values that readers trip over: sizes, depths, brackets that do not close.
const TOKENS: [&[u8]; 20] = [
    b"99999999999999999999",
    b"-1",
    b"0",
    b"4294967295",
    b"<",
    b">",
    b"</w:p>",
    b"<w:tbl><w:tr><w:tc>",
    b"<table><tr><td>",
    b"{",
    b"}",
    b"\\bin99999999 ",
    b"\\u-1?",
    b"<<",
    b">>",
    b"[",
    b" 0 R",
    b"&#x110000;",
    b"\r\n\r\n",
    b"\xff\xfe\x00\xd8",
];

/// One to four changes: a bit, a byte, a cut, a repetition, two pieces exchanged, a token, a number blown up, an end.
fn change(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(4) {
        if bytes.is_empty() {
            return;
        }
        let at = dice.below(bytes.len());
        let most = 1 << dice.below(11);
        let length = (1 + dice.below(most)).min(bytes.len() - at);
        match dice.below(9) {
            0 => *bytes.get_mut(at).unwrap() ^= 1 << dice.below(8),
            1 => *bytes.get_mut(at).unwrap() = dice.next() as u8,
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let piece = bytes.get(at..at + length).unwrap().repeat(1 + dice.below(20));
                bytes.splice(at..at, piece);
            }
            4 => {
                let other = dice.below(bytes.len());
                let length = length.min(bytes.len() - other).min(at.abs_diff(other));
                for nth in 0..length {
                    bytes.swap(at + nth, other + nth);
                }
            }
            5 => drop(bytes.splice(at..at, TOKENS.get(dice.below(TOKENS.len())).unwrap().iter().copied())),
            6 => {
                let digit = bytes.iter().skip(at).position(u8::is_ascii_digit).map(|it| at + it);
                if let Some(digit) = digit {
                    bytes.splice(digit..digit, *b"98765");
                }
            }
            7 => {
                // From one bracket to the next: a whole tag, in markup.
                let from = bytes.iter().skip(at).position(|it| *it == b'<').map_or(at, |it| at + it);
                let to = bytes
                    .iter()
                    .skip(from)
                    .position(|it| *it == b'>')
                    .map_or(bytes.len(), |it| from + it + 1);
                let tag = bytes.drain(from..to).collect::<Vec<u8>>();
                let there = dice.below(bytes.len() + 1);
                bytes.splice(there..there, tag.repeat(dice.below(3)));
            }
            _ if dice.below(8) == 0 => bytes.truncate(at),
            _ => bytes.get_mut(at..at + length).unwrap().reverse(),
        }
    }
}

/// Numbers that follow from a seed: splitmix64.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to one less than this.
    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}
