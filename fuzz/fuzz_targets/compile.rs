#![no_main]
//! Any text is a pack or a list of diagnostics; never a panic, never a runaway.

use libfuzzer_sys::fuzz_target;
use termscore::{Engine, Registry, Source, compile, packs};

fuzz_target!(|text: &str| {
    match compile(&[Source::new("fuzz.terms", text)], &packs::resolve) {
        // A pack that compiles also links, but for host functions that nobody gave.
        Ok(pack) => drop(Engine::new([pack], Registry::standard())),
        Err(diagnostics) => assert!(!diagnostics.to_string().is_empty()),
    }
});
