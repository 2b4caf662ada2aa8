//! `termscore expand`: a phrase, clause or concept in, every form of words that it matches out.
//!
//! What is shown is the compiled pattern, the one that the engine matches.

mod form;

use std::path::Path;

use serde::Serialize;
use termscore::{
    Diagnostics, Level, Source, compile_pattern, packs,
    rule::{Clause, Concept, Find, Pattern, RulePack, Who},
};

use crate::{
    args::{self, Format},
    library::{Origin, Shelf},
    nearest::{nearest, question},
    output::{Output, Status},
    problem::Problem,
    render::{
        count::count,
        page::{Page, plain, styled},
        style::{FAINT, STRONG},
    },
};

use form::{Expander, Form, What, inline};

/// So many sequences are shown of more than can be listed.
const SAMPLE: usize = 10;

/// Concepts inside of concepts, at most: more than a pack may nest.
const DEEP: usize = 100;

/// Shows what a phrase, or all phrases of a clause or concept, match.
pub(crate) fn run(args: &args::Expand, output: &mut Output) -> Status {
    let expanded = match &args.name {
        Some(name) => of_item(Path::new(&args.what), name, args),
        None => of_phrase(&args.what, args),
    };
    match expanded {
        Ok(items) => {
            let text = match args.format {
                Format::Text => text(&items, args, output.width()),
                Format::Json => match serde_json::to_string(&items) {
                    Ok(it) => format!("{it}\n"),
                    Err(error) => return output.fail(vec![Problem::new("--format json", error)]),
                },
            };
            output.write(&text);
            Status::Fine
        }
        Err(Wrong::Problems(problems)) => output.fail(problems),
        Err(Wrong::Mistakes(text)) => {
            output.write(&format!("{text}\n"));
            Status::Failed
        }
    }
}

/// Why nothing can be shown.
enum Wrong {
    Problems(Vec<Problem>),
    /// In the rule text, with carets.
    Mistakes(String),
}

/// A clause or concept, or a phrase of its own.
#[derive(Serialize)]
struct Item {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    kind: &'static str,
    patterns: Vec<Expanded>,
}

/// A pattern, and what it matches.
#[derive(Serialize)]
struct Expanded {
    /// The field that it stands in, such as `find` or `with 2 of`; empty for a phrase of its own.
    #[serde(skip_serializing_if = "String::is_empty")]
    field: String,
    written: String,
    steps: Vec<Form>,
    /// How many sequences of words it matches, gaps and values counted as one word; at most 2^64 - 1.
    total: u64,
    /// All of them, or the first few.
    sequences: Vec<String>,
}

fn of_phrase(written: &str, args: &args::Expand) -> Result<Vec<Item>, Wrong> {
    let (shelf, sources) = match &args.pack {
        None => (Shelf::default(), vec![built_in()]),
        Some(path) => {
            let (shelf, origin) = one(path)?;
            (shelf, origin.sources)
        }
    };
    let resolve = |name: &str, requirement: &str| shelf.resolve(name, requirement);
    let (pattern, pack) = compile_pattern(written, &sources, &resolve)
        .map_err(|it| Wrong::Mistakes(errors(&shelf.told(it))))?;
    let expander = Expander::new(&pack, if args.deep { DEEP } else { 1 });
    let patterns = vec![expanded(&expander, String::new(), &pattern, args.limit)];
    Ok(vec![Item { name: None, kind: "phrase", patterns }])
}

/// What keeps a pattern from being read. Doubts about the pack are for `termscore check`.
fn errors(diagnostics: &Diagnostics) -> String {
    let errors = diagnostics.iter().filter(|it| it.level == Level::Error);
    errors.map(|it| diagnostics.render(it)).collect::<Vec<_>>().join("\n\n")
}

/// A pack that uses all built-in packs.
fn built_in() -> Source {
    let uses: Vec<String> = packs::all().map(|it| format!("use {} ^{}", it.name, it.version)).collect();
    Source::new("built-in packs", format!("pack phrase 0.1.0 {{ title \"Phrase\" }}\n{}\n", uses.join("\n")))
}

/// The one pack that a path stands for.
fn one(path: &Path) -> Result<(Shelf, Origin), Wrong> {
    let (shelf, origins) = Shelf::find(&[path.to_owned()]).map_err(Wrong::Problems)?;
    let mut origins = origins.into_iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) => Ok((shelf, origin)),
        _ => Err(Wrong::Problems(vec![Problem::new(
            path.display(),
            "there are several packs in this folder: name one of them",
        )])),
    }
}

fn of_item(path: &Path, name: &str, args: &args::Expand) -> Result<Vec<Item>, Wrong> {
    let (shelf, origin) = one(path)?;
    let (pack, diagnostics) = shelf.compile(&origin);
    let pack = pack.ok_or_else(|| Wrong::Mistakes(errors(&diagnostics)))?;
    let expander = Expander::new(&pack, if args.deep { DEEP } else { 1 });
    let is_called = |full: &str| full == name || full.strip_prefix(&pack.name) == Some(&format!(".{name}"));
    let concepts = pack.concepts.iter().filter(|it| is_called(&it.name));
    let mut items: Vec<Item> = concepts.map(|it| of_concept(&expander, it, args.limit)).collect();
    let clauses = pack.clauses.iter().filter(|it| is_called(&it.name));
    items.extend(clauses.map(|it| of_clause(&expander, it, args.limit)));
    if items.is_empty() {
        let problem =
            Problem::new(name, format_args!("no clause or concept of the pack: {}", suggestion(&pack, name)));
        return Err(Wrong::Problems(vec![problem]));
    }
    Ok(items)
}

fn suggestion(pack: &RulePack, name: &str) -> String {
    let all = pack.concepts.iter().map(|it| &it.name).chain(pack.clauses.iter().map(|it| &it.name));
    let short = all.filter_map(|it| it.split_once('.').map(|it| it.1));
    question(&nearest(name, short, 1)).unwrap_or_else(|| format!("`termscore doc {}` lists them", pack.name))
}

fn expanded(expander: &Expander<'_>, field: String, pattern: &Pattern, limit: usize) -> Expanded {
    let (written, steps) = match pattern {
        Pattern::Phrase(it) => (it.written.to_string(), expander.forms(&it.steps)),
        Pattern::Regex(it) => (format!("/{it}/"), vec![Form::regex(it)]),
    };
    let total = form::total(&steps);
    let shown = if total <= limit as u64 { limit } else { limit.min(SAMPLE) };
    Expanded { field, written, sequences: form::sequences(&steps, shown), total, steps }
}

fn of_concept(expander: &Expander<'_>, concept: &Concept, limit: usize) -> Item {
    let any = concept.patterns.iter().map(|it| (String::from("phrase"), it));
    let except = concept.except.iter().map(|it| (String::from("except"), it));
    let patterns = any.chain(except).map(|(field, it)| expanded(expander, field, it, limit)).collect();
    Item { name: Some(concept.name.clone()), kind: "concept", patterns }
}

fn of_clause(expander: &Expander<'_>, clause: &Clause, limit: usize) -> Item {
    let mut patterns = Vec::new();
    let mut add = |field: String, pattern: &Pattern| patterns.push(expanded(expander, field, pattern, limit));
    for find in &clause.find {
        // The matches of another clause have phrases of their own; what the document shows about itself has none.
        if let Find::Pattern(it) = find {
            add(String::from("find"), it);
        }
    }
    for it in clause.evidence.iter().flat_map(|it| &it.weighed) {
        add(format!("weigh {}", it.weight), &it.pattern);
    }
    for with in &clause.with {
        let field =
            if with.patterns.len() > 1 { format!("with {} of", with.at_least) } else { String::from("with") };
        with.patterns.iter().for_each(|it| add(field.clone(), it));
    }
    clause.without.iter().for_each(|it| add(String::from("without"), it));
    clause.except.iter().for_each(|it| add(String::from("except"), it));
    for it in &clause.sections {
        add(String::from(if it.never { "never in section" } else { "only in section" }), &it.heading);
    }
    Item { name: Some(clause.name.clone()), kind: "clause", patterns }
}

fn text(items: &[Item], args: &args::Expand, width: usize) -> String {
    let mut page = Page::new(width);
    for (n, item) in items.iter().enumerate() {
        if n > 0 {
            page.gap();
        }
        if let Some(name) = &item.name {
            page.line(&[styled(FAINT, format!("{} ", item.kind)), styled(STRONG, name)]);
        }
        for (n, it) in item.patterns.iter().enumerate() {
            if n > 0 || item.name.is_some() {
                page.gap();
            }
            pattern(&mut page, it, args.limit);
        }
    }
    page.into_text()
}

fn pattern(page: &mut Page, it: &Expanded, limit: usize) {
    let field = if it.field.is_empty() { String::new() } else { format!("{} ", it.field) };
    let is_regex = it.steps.iter().any(|it| matches!(it.what, What::Regex { .. }));
    let written = if is_regex { it.written.clone() } else { format!("“{}”", it.written) };
    page.paragraph(0, &[styled(FAINT, field), styled(STRONG, written)]);
    for (n, form) in it.steps.iter().enumerate() {
        step(page, n + 1, form);
    }
    if is_regex {
        return;
    }
    let total = count_of(it.total);
    if it.total <= limit as u64 {
        page.paragraph(2, &[styled(FAINT, format!("{total}:"))]);
    } else {
        let more = format!("{total}, more than --limit {limit}; the first {}:", it.sequences.len());
        page.paragraph(2, &[styled(FAINT, more)]);
    }
    for sequence in &it.sequences {
        page.hanging(&[plain("    ")], 6, &[plain(sequence)]);
    }
}

fn count_of(total: u64) -> String {
    match usize::try_from(total) {
        Ok(n) if total < u64::MAX => count(n, "sequence of words", "sequences of words"),
        _ => String::from("more sequences of words than can be counted"),
    }
}

fn step(page: &mut Page, n: usize, form: &Form) {
    let label = [styled(FAINT, format!("  {n:>2}  "))];
    let head = || if form.head { vec![styled(FAINT, "  ◄ head")] } else { Vec::new() };
    let mut line = |text: String| {
        let mut pieces = vec![plain(text)];
        pieces.extend(head());
        page.hanging(&label, 6, &pieces);
    };
    let branches: Vec<String> = match &form.what {
        What::Word { forms } => {
            line(forms.join(", "));
            return;
        }
        What::Exact { word } => {
            line(format!("{word}, in exactly this spelling"));
            return;
        }
        What::Any {} => {
            line(String::from("any one word"));
            return;
        }
        What::Gap { min, max } => {
            line(format!("{min} to {max} words between"));
            return;
        }
        What::Value { capture, r#type } => {
            line(format!("a value of type {type}, kept as `{capture}`"));
            return;
        }
        What::Party { capture, who } => {
            let kept = capture.as_ref().map_or(String::new(), |it| format!(", kept as `{it}`"));
            let party = match who {
                Some(Who::You) => "the signer",
                Some(Who::Them) => "the other side",
                _ => "a party",
            };
            line(format!("{party}, by role, name or pronoun{kept}"));
            return;
        }
        What::Regex { .. } => {
            line(String::from("a regular expression over the words in small letters: it is not expanded"));
            return;
        }
        What::Other {} => {
            line(String::from("something that this program does not know how to show"));
            return;
        }
        What::OneOf { branches } => {
            line(String::from("one of"));
            branches.iter().flat_map(|it| lines(it)).collect()
        }
        What::Maybe { steps } => {
            line(String::from("or nothing"));
            vec![inline(steps)]
        }
        What::Concept { name, capture, phrases, except, .. } => {
            let kept = capture.as_ref().map_or(String::new(), |it| format!(", kept as `{it}`"));
            line(format!("{{{name}}}{kept}"));
            let except = except.iter().map(|it| format!("except {it}"));
            phrases.iter().flat_map(|it| lines(it)).chain(except).collect()
        }
    };
    for branch in branches {
        page.hanging(&[plain("        ")], 10, &[plain(branch)]);
    }
}

/// Steps in one line; of nothing but a choice, one line for each branch.
fn lines(steps: &[Form]) -> Vec<String> {
    match steps {
        [Form { what: What::OneOf { branches }, .. }] => branches.iter().flat_map(|it| lines(it)).collect(),
        [Form { what: What::Word { forms }, .. }] => vec![forms.join(", ")],
        _ => vec![inline(steps)],
    }
}
