//! The pages for authors: every block of rule text compiles, and those that say so pass their tests.
//!
//! | mark | the block |
//! |---|---|
//! | `terms` | compiles without a word; a header and a score model may be left out |
//! | `terms,run` | has tests, and they pass |
//! | `terms,more` | goes on from the block before it |

#![cfg(feature = "packs")]

#[allow(dead_code, reason = "shared with other tests")]
mod pages;

use pages::{Block, blocks, completed};
use termscore::{check, packs, run_tests};

const PAGES: [(&str, &str); 2] = [
    ("docs/language.md", include_str!("../docs/language.md")),
    ("docs/cheatsheet.md", include_str!("../docs/cheatsheet.md")),
];

/// All blocks of the pages, each with what it goes on from.
fn all_blocks() -> Vec<Block> {
    let mut all = Vec::new();
    for (page, text) in PAGES {
        let mut before = String::new();
        for mut block in blocks(page, text) {
            if block.is("more") {
                block.text = format!("{before}\n{}", block.text);
            }
            before.clone_from(&block.text);
            all.push(block);
        }
    }
    all
}

#[test]
fn blocks_compile_without_a_word() {
    let mut n_blocks = 0;
    for block in &all_blocks() {
        let sources = completed(&block.text, &block.place);
        let (_, diagnostics) = check(&sources, &packs::resolve);
        // An example is shorter than a pack: what a pack would do well to add is left out.
        let mistakes = diagnostics.iter().filter(|it| !it.code.is_lint()).count();
        assert_eq!(mistakes, 0, "{}\n{diagnostics}", block.place);
        n_blocks += 1;
    }
    assert!(n_blocks >= 15, "the pages have examples");
}

#[test]
fn blocks_pass_their_tests() {
    let mut n_cases = 0;
    for block in &all_blocks() {
        let sources = completed(&block.text, &block.place);
        let run = run_tests(&sources, &packs::resolve).unwrap_or_else(|it| panic!("{}\n{it}", block.place));
        assert!(run.passed(), "{}\n{run}", block.place);
        assert_eq!(
            block.is("run"),
            !run.results.is_empty(),
            "{}: `run` marks blocks with tests",
            block.place
        );
        n_cases += run.results.len();
    }
    assert!(n_cases >= 10, "the pages have tests");
}

#[test]
fn what_std_brings_is_listed() {
    let std = packs::std();
    let clauses = std.clauses.iter().filter(|it| !it.title.is_empty()).map(|it| &it.name);
    let names =
        clauses.chain(std.concepts.iter().map(|it| &it.name)).chain(std.kinds.iter().map(|it| &it.name));
    let (page, text) = PAGES[0];
    let missing: Vec<_> = names.filter(|name| !text.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "{page} lacks {missing:?}");
}

#[test]
fn the_cheat_sheet_fits_on_a_page() {
    let text = PAGES.iter().find(|it| it.0.ends_with("cheatsheet.md")).map_or("", |it| it.1);
    assert!(text.lines().count() <= 70);
    assert!(text.lines().all(|it| it.chars().count() <= 130), "its lines fit, too");
}
