#![no_main]
//! Engine and reference agree on packs and contracts made from any bytes: the first half is the pack, the second
//! the contract.

use libfuzzer_sys::fuzz_target;
use termscore_reference::generate::trial;

fuzz_target!(|bytes: &[u8]| {
    let (pack, text) = bytes.split_at(bytes.len() / 2);
    // Longer inputs say nothing new: a trial reads about a thousand bytes.
    if bytes.len() > 2_000 {
        return;
    }
    let trial = trial(pack, text);
    let differences = trial.differences();
    assert!(differences.as_ref().is_ok_and(Vec::is_empty), "{differences:#?}\n{trial}");
});
