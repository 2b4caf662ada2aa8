//! Scans and pictures in, their text out, by the programs `pdftoppm` and `tesseract` where they are installed.
//!
//! ```text
//! PDF ─pdftoppm→ grey picture of a page ─tesseract→ words with boxes ─extract→ text with layout
//! ```
//!
//! Everything goes through pipes: nothing is written to a disk, so nothing is left there. No shell is asked.

use std::{
    io::{ErrorKind, Read, Write},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use termscore::extract::{self, ExtractError, Extracted, OcrPage, OcrWord, Options};

/// Each program may take this long for a page.
const TIME_FOR_A_PAGE: Duration = Duration::from_secs(60);

/// No more pages of a file are read by OCR.
const MAX_PAGES: usize = 200;

/// Pixels of the long side of a page: 300 for each inch of a sheet of A4, and bounded for larger ones.
const LONG_SIDE: u32 = 3_508;

/// Points of the long side of a sheet of A4, which all pages are taken for.
const LONG_SIDE_IN_POINTS: f64 = 842.0;

/// Programs that write more bytes than this are stopped.
const MAX_OUTPUT: u64 = 64 << 20;

/// A program that is needed, and how to get it.
#[derive(Clone, Copy)]
struct Program {
    name: &'static str,
    package: &'static str,
}

const PDFTOPPM: Program = Program { name: "pdftoppm", package: "poppler-utils" };
const TESSERACT: Program = Program { name: "tesseract", package: "tesseract-ocr" };

/// Why a page was not read.
#[derive(Debug, PartialEq)]
enum Failure {
    /// In words for the user.
    NotInstalled(String),
    /// The page stays unread; the report says so.
    Failed,
}

/// Reads a file; pages without a text layer, and pictures, by OCR. A page that fails stays unread.
///
/// # Errors
/// What is wrong and what to do, in words.
pub(crate) fn extract(name: &str, bytes: &[u8], options: Options) -> Result<Extracted, String> {
    let is_image = extract::is_image(bytes);
    let unread = extract::unread_pages(name, bytes).map_err(|it| it.to_string())?;
    if unread.is_empty() && !is_image {
        return extract::extract_with(name, bytes, options).map_err(|it| it.to_string());
    }
    if unread.len() > MAX_PAGES {
        let n_pages = unread.len();
        return Err(format!(
            "{n_pages} pages of it are scans, and no more than {MAX_PAGES} are read by OCR: split the file"
        ));
    }
    let mut pages = Vec::new();
    if is_image {
        take(recognise(bytes, 1), &mut pages)?;
    }
    for page in unread {
        take(picture(bytes, page).and_then(|it| recognise(&it, page)), &mut pages)?;
    }
    extract::extract_with_ocr(name, bytes, &pages).map_err(|error| match error {
        ExtractError::Scanned | ExtractError::Empty => {
            "OCR found no text on it: check that the scan is upright and sharp".to_owned()
        }
        other => other.to_string(),
    })
}

/// Keeps what was recognised; only a missing program ends the work.
fn take(result: Result<Vec<OcrPage>, Failure>, pages: &mut Vec<OcrPage>) -> Result<(), String> {
    match result {
        Ok(it) => pages.extend(it),
        Err(Failure::NotInstalled(message)) => return Err(message),
        Err(Failure::Failed) => {}
    }
    Ok(())
}

/// A page of a PDF as a grey picture.
fn picture(bytes: &[u8], page: usize) -> Result<Vec<u8>, Failure> {
    let (page, side) = (page.to_string(), LONG_SIDE.to_string());
    run(PDFTOPPM, &["-q", "-gray", "-scale-to", &side, "-f", &page, "-l", &page, "-singlefile", "-"], bytes)
}

/// The words on a picture; a file of several pictures gives several pages, the first of them `page`.
fn recognise(picture: &[u8], page: usize) -> Result<Vec<OcrPage>, Failure> {
    let tsv = run(TESSERACT, &["stdin", "stdout", "--dpi", "300", "-l", "eng", "tsv"], picture)?;
    Ok(words(&String::from_utf8_lossy(&tsv), page))
}

/// Runs a program on its standard input, within its time.
fn run(program: Program, args: &[&str], input: &[u8]) -> Result<Vec<u8>, Failure> {
    let Program { name, package } = program;
    let mut child = Command::new(name)
        .args(args)
        // Several threads for one page take longer in all, and their sums are not always the same.
        .env("OMP_THREAD_LIMIT", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| match error.kind() {
            ErrorKind::NotFound => Failure::NotInstalled(format!(
                "to read scans the programs pdftoppm and tesseract are needed, and {name} is not installed: install \
                 the Debian package {package} (`apt install poppler-utils tesseract-ocr`)"
            )),
            _ => Failure::NotInstalled(format!("the program {name} cannot be started: {error}")),
        })?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (ended, output) = thread::scope(|scope| {
        // A program that ends early does not read all; that is its own affair.
        scope.spawn(move || stdin.map(|mut it| it.write_all(input)));
        let reader = scope.spawn(move || {
            let mut output = Vec::new();
            let read = stdout.map(|it| it.take(MAX_OUTPUT).read_to_end(&mut output));
            read.and_then(Result::ok).map(|_| output)
        });
        let start = Instant::now();
        let ended = loop {
            match child.try_wait() {
                Ok(Some(status)) => break status.success(),
                Ok(None) if start.elapsed() < TIME_FOR_A_PAGE => thread::sleep(Duration::from_millis(5)),
                _ => {
                    // It may have ended in the meantime.
                    let _ = child.kill();
                    let _ = child.wait();
                    break false;
                }
            }
        };
        (ended, reader.join().ok().flatten())
    });
    output.filter(|it| ended && !it.is_empty()).ok_or(Failure::Failed)
}

/// Less sure than this, in percent, is dust and rules taken for letters.
const SURE: f64 = 10.0;

/// Reads the table that tesseract writes: level, page, block, paragraph, line, word, left, top, width, height,
/// confidence, text.
fn words(tsv: &str, first_page: usize) -> Vec<OcrPage> {
    let mut pages: Vec<OcrPage> = Vec::new();
    let (mut line, mut scale) = (None, 72.0 / 300.0);
    for row in tsv.lines() {
        let cells: Vec<&str> = row.splitn(12, '\t').collect();
        let numbers: Vec<f64> = cells.iter().take(11).filter_map(|it| it.parse().ok()).collect();
        let [level, page, block, paragraph, row, _, left, top, width, height, sure] = *numbers.as_slice()
        else {
            continue;
        };
        if level == 1.0 {
            scale = LONG_SIDE_IN_POINTS / width.max(height).max(1.0);
            let number = first_page + pages.len();
            pages.push(OcrPage { page: number, lines: Vec::new() });
            continue;
        }
        let text = cells.get(11).map(|it| it.trim()).unwrap_or_default();
        let Some(open) = pages.last_mut().filter(|_| level == 5.0 && !text.is_empty() && sure >= SURE) else {
            continue;
        };
        let place = Some([page, block, paragraph, row].map(f64::to_bits));
        if line != place {
            open.lines.push(Vec::new());
            line = place;
        }
        if let Some(open) = open.lines.last_mut() {
            open.push(OcrWord {
                text: text.to_owned(),
                left: left * scale,
                top: top * scale,
                right: (left + width) * scale,
                bottom: (top + height) * scale,
            });
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_becomes_lines_of_words() {
        let tsv = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
                   1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t\n\
                   4\t1\t1\t1\t1\t0\t100\t100\t500\t50\t-1\t\n\
                   5\t1\t1\t1\t1\t1\t100\t100\t200\t50\t96\tClient\n\
                   5\t1\t1\t1\t1\t2\t320\t100\t200\t50\t95\tshall\n\
                   5\t1\t1\t1\t1\t3\t620\t100\t9\t9\t3\t|\n\
                   5\t1\t1\t1\t2\t1\t100\t160\t200\t50\t90\tpay\n";
        let pages = words(tsv, 7);
        let texts: Vec<Vec<&str>> = pages
            .iter()
            .flat_map(|it| &it.lines)
            .map(|line| line.iter().map(|it| it.text.as_str()).collect())
            .collect();
        assert_eq!(texts, [vec!["Client", "shall"], vec!["pay"]]);
        let first = pages.first().and_then(|it| it.lines.first()).and_then(|it| it.first());
        assert!(first.is_some_and(|it| (it.left - 24.0).abs() < 0.1 && (it.bottom - 36.0).abs() < 0.1));
        assert_eq!(pages.first().map(|it| it.page), Some(7));
    }

    #[test]
    fn a_missing_program_is_named_with_its_package() {
        let none = Program { name: "no-such-program-for-ocr", package: "some-package" };
        match run(none, &[], b"") {
            Err(Failure::NotInstalled(message)) => {
                assert!(message.contains("no-such-program-for-ocr is not installed"), "{message}");
                assert!(message.contains("some-package"), "{message}");
            }
            other => panic!("{other:?}"),
        }
    }
}
