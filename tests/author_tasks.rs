//! The tasks of `docs/author-tasks.md`: every solution is short, compiles, and does what its sentences say.

#![cfg(feature = "packs")]
#![allow(clippy::panic, reason = "tests")]

#[allow(dead_code, reason = "shared with other tests")]
mod pages;

use pages::{blocks, sections};
use termscore::report::Status;
use termscore::{Call, Document, Engine, Registry, Source, Type, compile, packs};

const PAGE: &str = include_str!("../docs/author-tasks.md");

/// What the packs of the page ask of the program that embeds them.
fn registry() -> Registry {
    let approved = |call: &Call<'_>| Ok(Some(call.text(0)? == "Ontario"));
    Registry::standard().predicate("host.approved-court", &[Type::Text], approved).expect("a name of its own")
}

struct Task<'a> {
    n: u32,
    solution: String,
    /// Full name of the rule that the sentences are about.
    rule: String,
    /// The outcome, `fires` or `clear`, and the contract.
    sentences: Vec<(&'a str, &'a str)>,
}

fn preamble() -> String {
    let all = blocks("docs/author-tasks.md", PAGE);
    all.into_iter().find(|it| it.is("preamble")).expect("the page has a preamble").text
}

fn tasks() -> Vec<Task<'static>> {
    let mut tasks = Vec::new();
    for (heading, body) in sections(PAGE) {
        let (n, _) = heading.split_once(". ").expect("tasks are numbered");
        let solutions = blocks(heading, body);
        let [solution] = &solutions[..] else { panic!("{heading}: a task has one solution") };
        let names = |keyword| {
            solution.text.lines().filter_map(move |it: &str| it.strip_prefix(keyword)?.split(' ').next())
        };
        let own = names("rule ").next_back().map(|it| format!("house.{it}"));
        let rule = own.or_else(|| names("override ").next_back().map(str::to_owned));
        let sentences = body.lines().filter_map(|it| it.strip_prefix("- ")?.split_once(": "));
        tasks.push(Task {
            n: n.parse().expect("tasks are numbered"),
            solution: solution.text.clone(),
            rule: rule.expect("a solution has a rule"),
            sentences: sentences.collect(),
        });
    }
    tasks
}

fn sources(task: &Task<'_>) -> [Source; 2] {
    [Source::new("preamble.terms", preamble()), Source::new(format!("task {}", task.n), &task.solution)]
}

#[test]
fn there_are_twenty_tasks_of_at_most_twelve_lines() {
    let tasks = tasks();
    assert_eq!(tasks.iter().map(|it| it.n).collect::<Vec<_>>(), (1..=20).collect::<Vec<_>>());
    for task in &tasks {
        let n_lines = task.solution.lines().filter(|it| !it.trim().is_empty()).count();
        assert!(n_lines <= 12, "task {}: {n_lines} lines", task.n);
        for outcome in ["fires", "clear"] {
            assert!(task.sentences.iter().any(|it| it.0 == outcome), "task {}: never {outcome}", task.n);
        }
    }
}

#[test]
fn solutions_do_what_their_sentences_say() {
    for task in &tasks() {
        let pack =
            compile(&sources(task), &packs::resolve).unwrap_or_else(|it| panic!("task {}\n{it}", task.n));
        let engine = Engine::new([pack], registry()).unwrap_or_else(|it| panic!("task {}: {it}", task.n));
        for (expected, sentence) in &task.sentences {
            let document = Document::from_text("sentence.txt", *sentence).with_kind("freelance.freelance");
            let report = engine.score(&document);
            let outcome = match report.outcome(&task.rule) {
                Some(Status::Fired) => "fires",
                Some(Status::Clear) => "clear",
                other => panic!("task {}: {sentence}\n{other:?}\n{:?}", task.n, report.undetermined),
            };
            assert_eq!(outcome, *expected, "task {}: {sentence}", task.n);
        }
    }
}
