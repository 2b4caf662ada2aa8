//! How long it takes to read a contract and to score it, by size, by number of rules, and for texts made to be slow.
//!
//! ```text
//! cargo bench --bench engine
//! ```
//!
//! `README.md` beside this file has the numbers of one machine. Texts are made of one real contract, repeated and cut.

use std::{fmt::Write, sync::Arc};

use termscore::{Document, Engine, Registry, Source, compile, document::words_of, packs, rule::RulePack};

fn main() {
    divan::main();
}

/// A freelance contract, numbered anew and repeated up to so many bytes.
fn contract(n_bytes: usize) -> String {
    let text = include_str!("../examples/contracts/software-consultancy.txt");
    let mut all = String::new();
    while all.len() < n_bytes {
        all.push_str(text);
        all.push_str("\n\n");
    }
    let end = (0..=n_bytes).rev().find(|at| all.is_char_boundary(*at)).unwrap_or(0);
    all.truncate(end);
    all
}

fn built_in() -> Engine {
    Engine::new(packs::all(), Registry::standard()).expect("the built-in packs fit together")
}

/// Rules of the usual shape, each over words of its own that stand in no contract: what a larger pack costs beside what it
/// finds.
fn made_up(n_rules: usize) -> Vec<Source> {
    const VERBS: [&str; 8] =
        ["pay", "assign", "indemnify", "terminate", "disclose", "use", "renew", "deliver"];
    const NOUNS: [&str; 8] =
        ["invoice", "work product", "claim", "notice", "information", "software", "term", "services"];
    let head = "pack many 1.0.0 { title \"Many rules\" }\n\
                cue negate forward { \"(shall|will|may) not\" \"never\" }\n\
                score { category all \"All\" worth 100  grade A from 80  else B }\n";
    let mut files = vec![Source::new("pack.terms", head)];
    for first in (0..n_rules).step_by(1_000) {
        let mut text = String::new();
        for n in first..(first + 1_000).min(n_rules) {
            let (verb, noun) = (VERBS[n % 8], NOUNS[n / 8 % 8]);
            let _ = write!(
                text,
                "clause clause-{n} in sentence \"Clause {n}\" {{\n  find \"~{verb}^ ..{gap} (thing{n}|word{n})\"  \
                 \"rare{n}^ ..6 {noun}\"\n  without \"unless agreed\"\n}}\n\
                 rule rule-{n} {{ title \"Rule {n}\"  when asserts clause-{n}  severity low  weight 0.5  category all \
                 why \"Because.\"  advice \"Ask.\" }}\n",
                gap = 2 + n % 12,
            );
        }
        files.push(Source::new(format!("rules-{first}.terms"), text));
    }
    files
}

fn many_rules(n_rules: usize) -> Engine {
    let pack: Arc<RulePack> = Arc::new(compile(&made_up(n_rules), &|_, _| None).expect("a correct pack"));
    Engine::new([pack], Registry::standard()).expect("one pack fits together")
}

/// Its words alone, each as a string of its own.
#[divan::bench(args = [5_000, 50_000, 500_000])]
fn words(bencher: divan::Bencher<'_, '_>, n_bytes: usize) {
    let text = contract(n_bytes);
    bencher.counter(divan::counter::BytesCount::of_str(&text)).bench(|| words_of(&text));
}

#[divan::bench(args = [5_000, 50_000, 500_000])]
fn document(bencher: divan::Bencher<'_, '_>, n_bytes: usize) {
    let text = contract(n_bytes);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| Document::from_text("contract", text.clone()));
}

/// From text to report, with all built-in packs.
#[divan::bench(args = [5_000, 50_000, 500_000])]
fn text_to_report(bencher: divan::Bencher<'_, '_>, n_bytes: usize) {
    let (text, engine) = (contract(n_bytes), built_in());
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| engine.score(&Document::from_text("contract", text.clone())));
}

#[divan::bench(args = [5_000, 50_000, 500_000])]
fn score(bencher: divan::Bencher<'_, '_>, n_bytes: usize) {
    let (text, engine) = (contract(n_bytes), built_in());
    let document = Document::from_text("contract", text.clone());
    bencher.counter(divan::counter::BytesCount::of_str(&text)).bench(|| engine.score(&document));
}

#[divan::bench(args = [5_000, 50_000, 500_000])]
fn all_clauses(bencher: divan::Bencher<'_, '_>, n_bytes: usize) {
    let (text, engine) = (contract(n_bytes), built_in());
    let document = Document::from_text("contract", text.clone());
    bencher.counter(divan::counter::BytesCount::of_str(&text)).bench(|| engine.clauses(&document));
}

#[divan::bench]
fn explain(bencher: divan::Bencher<'_, '_>) {
    let engine = built_in();
    let document = Document::from_text("contract", contract(50_000));
    bencher.bench(|| engine.explain(&document, "freelance.ai-training-silent"));
}

/// What a larger pack costs on the same text, from text to report.
#[divan::bench(args = [10, 100, 1_000, 5_000])]
fn text_to_report_by_rules(bencher: divan::Bencher<'_, '_>, n_rules: usize) {
    let (text, engine) = (contract(50_000), many_rules(n_rules));
    bencher.bench(|| engine.score(&Document::from_text("contract", text.clone())));
}

/// Of a report whose document is read already.
#[divan::bench(args = [10, 100, 1_000, 5_000])]
fn score_by_rules(bencher: divan::Bencher<'_, '_>, n_rules: usize) {
    let engine = many_rules(n_rules);
    let document = Document::from_text("contract", contract(50_000));
    bencher.bench(|| engine.score(&document));
}

/// Rule text to a pack, by rules.
#[divan::bench(args = [10, 100, 1_000, 5_000])]
fn compile_rules(bencher: divan::Bencher<'_, '_>, n_rules: usize) {
    let files = made_up(n_rules);
    bencher.bench(|| compile(&files, &|_, _| None).expect("a correct pack"));
}

/// Thirty-two contracts from text to report, on so many threads with one engine.
#[divan::bench(args = [1, 2])]
fn batch(bencher: divan::Bencher<'_, '_>, n_threads: usize) {
    let (text, engine) = (contract(50_000), built_in());
    bencher.counter(divan::counter::BytesCount::new(32 * text.len())).bench(|| {
        std::thread::scope(|scope| {
            for _ in 0..n_threads {
                scope.spawn(|| {
                    for _ in 0..32 / n_threads {
                        divan::black_box(engine.score(&Document::from_text("contract", text.clone())));
                    }
                });
            }
        });
    });
}

/// What a host pays once, after the bytes of the packs were read: an engine that knows all kinds of contract,
#[divan::bench]
fn start() -> Engine {
    built_in()
}

/// that has scored its first contract,
#[divan::bench]
fn first_report(bencher: divan::Bencher<'_, '_>) {
    let document = Document::from_text("contract", contract(16_000));
    bencher.bench(|| built_in().score(&document));
}

/// and that has made everything ready.
#[divan::bench]
fn everything_ready() -> Engine {
    let engine = built_in();
    engine.prepare();
    engine
}

/// Texts made to be slow must cost no more for a byte when they grow.
#[divan::bench(args = [1, 4, 16, 64])]
fn one_word_again_and_again(bencher: divan::Bencher<'_, '_>, times: usize) {
    hostile(bencher, "indemnify ".repeat(2_000 * times));
}

#[divan::bench(args = [1, 4, 16, 64])]
fn sentences_of_one_word(bencher: divan::Bencher<'_, '_>, times: usize) {
    hostile(bencher, "Indemnify. ".repeat(2_000 * times));
}

#[divan::bench(args = [1, 4, 16, 64])]
fn one_endless_sentence(bencher: divan::Bencher<'_, '_>, times: usize) {
    let part =
        "the client may use the work for any purpose and the contractor shall pay within thirty days and ";
    hostile(bencher, part.repeat(160 * times));
}

#[divan::bench(args = [1, 4, 16, 64])]
fn grants_without_end(bencher: divan::Bencher<'_, '_>, times: usize) {
    hostile(bencher, "license to use the Work to train AI models and ".repeat(420 * times));
}

#[divan::bench(args = [1, 4, 16, 64])]
fn blanks_without_end(bencher: divan::Bencher<'_, '_>, times: usize) {
    hostile(bencher, "[***] ____ ".repeat(1_800 * times));
}

#[divan::bench(args = [1, 4, 16, 64])]
fn attachments_without_end(bencher: divan::Bencher<'_, '_>, times: usize) {
    hostile(bencher, "Schedule 1 is attached. ".repeat(830 * times));
}

#[divan::bench(args = [1, 4, 16, 64])]
fn lists_without_end(bencher: divan::Bencher<'_, '_>, times: usize) {
    hostile(bencher, "(a) x; (b) y; or ".repeat(1_170 * times));
}

/// Gaps in gaps, and a word that every one of them may begin with.
#[divan::bench(args = [1, 4, 16, 64])]
fn nested_gaps(bencher: divan::Bencher<'_, '_>, times: usize) {
    let pack = "pack gaps 1.0.0 { title \"Gaps\" }\n\
                score { category all \"All\" worth 100  grade A from 80  else B }\n\
                clause deep in sentence { find \"pay^ ..50 (pay ..50 (pay ..50 (pay ..50 never)? pay)? pay)? ..50 ever\" }\n\
                rule deep { title \"Deep\"  when asserts deep  severity low  weight 0.5  category all \
                why \"Because.\"  advice \"Ask.\" }\n";
    let pack = compile(&[Source::new("gaps.terms", pack)], &|_, _| None).expect("a correct pack");
    let engine = Engine::new([pack], Registry::standard()).expect("one pack fits together");
    let text = "pay ".repeat(5_000 * times);
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| engine.score(&Document::from_text("hostile", text.clone())));
}

#[divan::bench(args = [1, 4, 16, 64])]
fn nested_numbers(bencher: divan::Bencher<'_, '_>, times: usize) {
    hostile(bencher, "(a) the contractor shall (i) pay (1) within 30 (thirty) days; ".repeat(250 * times));
}

/// Behind a contract, so that there are rules to ask.
fn hostile(bencher: divan::Bencher<'_, '_>, text: String) {
    let engine = built_in();
    let text = contract(16_000) + "\n\n" + &text;
    bencher
        .counter(divan::counter::BytesCount::of_str(&text))
        .bench(|| engine.score(&Document::from_text("hostile", text.clone())));
}
