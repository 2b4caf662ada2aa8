//! The same text and the same phrases, beside what people would use instead.
//!
//! ```text
//! peers make ROOT FOLDER             writes texts and phrases made of the sample contracts of the repository
//! peers phrases FILE TEXT...         measures TermScore and the Rust peers on the phrases of a file
//! peers packs TEXT...                measures TermScore with all built-in packs, and the limits of the machine
//! peers table FILE                   turns the rows of all programs into a Markdown table
//! ```
//!
//! `run.sh` beside this crate calls all of it, and the programs that are not Rust.

#![forbid(unsafe_code)]

mod aho_corasick;
mod inputs;
mod limits;
mod regex;
mod rows;
mod table;
mod termscore;
mod yara;

use std::{env, error::Error, path::Path, process::ExitCode};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["make", root, folder] => inputs::make(Path::new(root), Path::new(folder)),
        ["phrases", phrases, texts @ ..] if !texts.is_empty() => measure_phrases(phrases, texts),
        ["packs", texts @ ..] if !texts.is_empty() => measure_packs(texts),
        ["table", rows] => table::print(Path::new(rows)),
        _ => Err("use: peers make ROOT FOLDER | phrases FILE TEXT... | packs TEXT... | table FILE".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("peers: {error}");
            ExitCode::FAILURE
        }
    }
}

fn measure_phrases(phrases: &str, texts: &[&str]) -> Result<()> {
    let (phrases, texts) = (inputs::read_phrases(phrases)?, inputs::read_texts(texts)?);
    termscore::phrases(&phrases, &texts)?;
    aho_corasick::phrases(&phrases, &texts)?;
    regex::phrases(&phrases, &texts)?;
    yara::phrases(&phrases, &texts)
}

fn measure_packs(texts: &[&str]) -> Result<()> {
    let texts = inputs::read_texts(texts)?;
    limits::all(&texts);
    termscore::packs(&texts)
}
