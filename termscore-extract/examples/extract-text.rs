//! Prints the text of a file with the kind of each block in front of it.
//!
//! `cargo run --example extract-text -- agreement.docx`

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for a terminal")]

use std::process::ExitCode;

use termscore_extract::extract;

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: extract-text FILE");
        return ExitCode::FAILURE;
    };
    let extracted = match std::fs::read(&path) {
        Ok(bytes) => extract(&path, &bytes),
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::FAILURE;
        }
    };
    match extracted {
        Err(error) => {
            eprintln!("{path}: {error}");
            ExitCode::FAILURE
        }
        Ok(extracted) => {
            for caveat in &extracted.caveats {
                println!("caveat: {caveat}");
            }
            if extracted.layout.blocks.is_empty() {
                println!("{}", extracted.text);
            }
            for block in &extracted.layout.blocks {
                println!("{:?}: {}", block.kind, block.span.of(&extracted.text));
            }
            for note in &extracted.notes {
                println!("note: {:?} {:?} at {:?}: {}", note.kind, note.author, note.at, note.text);
            }
            ExitCode::SUCCESS
        }
    }
}
