//! AST in, rule pack out: names resolved, values typed, words expanded. Whatever cannot be lowered
//! is reported, all of it; `check.rs` then looks at the pack as a whole.

mod case;
mod change;
mod clause;
mod condition;
mod external;
mod phrase;
mod regex;
mod rule;
mod scope;
mod score;
mod text;
mod value;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use termscore_core::document::words_of;
use termscore_core::rule::{Name, Phrase, RulePack, ScoreModel, WordForms};
use termscore_core::value::Type;

use crate::ast::{self, At, Item, PackField};
use crate::check;
use crate::diagnostic::{Code, Diagnostic, Level, Suggestion};
use crate::source::{Loc, Source};
use crate::testing::TestCase;

pub(crate) use clause::{bound_in, found_by, patterns_of};
pub(crate) use condition::{asked, fired};
use phrase::Bound;
pub(crate) use phrase::{concepts_of, slots_in};
use scope::check_name;
pub(crate) use scope::{RESERVED, Scope, Sort};

/// What a clause captures, by name.
type Captures = BTreeMap<String, Bound>;

/// A pack and its own tests, or only what is wrong with it.
pub(crate) struct Lowered {
    /// Absent if there were errors.
    pub(crate) pack: Option<RulePack>,
    pub(crate) tests: Vec<TestCase>,
}

/// Lowers all items.
pub(crate) fn lower(
    sources: &[Source],
    file: &ast::File,
    resolve: &crate::Resolve<'_>,
    problems: &mut Vec<Diagnostic>,
) -> (Lowered, Scope) {
    let header = header(file, problems);
    let scope = Scope::new(header.map(|it| it.name.it.clone()).unwrap_or_default(), file, resolve, problems);
    let mut lowerer = Lowerer {
        sources,
        fields: &file.fields,
        scope: &scope,
        captures: BTreeMap::new(),
        params: BTreeMap::new(),
        plain: HashMap::new(),
        inflected: HashMap::new(),
        cues: Vec::new(),
        score: None,
        for_kinds: Vec::new(),
        problems,
    };
    let mut pack = lowerer.pack(header);
    // Clauses before rules: filters and placeholders ask what a clause captures.
    for item in &file.items {
        match item {
            Item::Kind(it) => pack.kinds.extend(lowerer.kind(it)),
            Item::Param(it) => pack.params.extend(lowerer.param(it)),
            Item::Extern(it) => pack.externs.extend(lowerer.external(it)),
            Item::Concept(it) => pack.concepts.push(lowerer.concept(it)),
            Item::Cue(it) => pack.cues.extend(lowerer.cue(it)),
            Item::Clause(it) => pack.clauses.extend(lowerer.clause(it)),
            _ => {}
        }
    }
    lowerer.check_cues(&pack);
    lowerer.bind_captures(&pack);
    for known in pack.imports.iter().map(Arc::as_ref).chain([&pack]) {
        lowerer.params.extend(known.params.iter().map(|it| (it.name.clone(), it.ty)));
    }
    lowerer.score(file, &mut pack);
    lowerer.score = pack.score.clone();
    let mut rules = Vec::new();
    for item in &file.items {
        if let Item::Rule(it) = item
            && let Some(rule) = lowerer.rule(it)
        {
            pack.rules.push(rule);
            rules.push(it);
        }
    }
    pack.changes = lowerer.changes(file);
    let mut tests = Vec::new();
    for item in &file.items {
        if let Item::Test(it) = item {
            lowerer.test(it, &pack, &mut tests);
        }
    }
    check::check(&pack, &rules, &scope, problems);
    scope.report_unused(problems);
    let failed = problems.iter().any(|it| it.level == Level::Error);
    (Lowered { pack: (!failed).then_some(pack), tests }, scope)
}

/// What lowering an item needs to know of the others.
struct Lowerer<'a> {
    sources: &'a [Source],
    /// As in [`ast::File`].
    fields: &'a [(Loc, Loc)],
    scope: &'a Scope,
    /// By full name of the clause, imported ones included.
    captures: BTreeMap<Name, Captures>,
    /// Types by full name, imported ones included.
    params: BTreeMap<Name, Type>,
    /// What words were lowered to before; the same few stand in most phrases.
    plain: HashMap<String, Vec<WordForms>>,
    /// The same with all inflections.
    inflected: HashMap<String, Vec<WordForms>>,
    /// The phrases of cues, each with its place.
    cues: Vec<(Loc, Phrase)>,
    score: Option<ScoreModel>,
    for_kinds: Vec<Name>,
    problems: &'a mut Vec<Diagnostic>,
}

/// The one header; reports when there is none, or another.
fn header<'a>(file: &'a ast::File, problems: &mut Vec<Diagnostic>) -> Option<&'a ast::Pack> {
    let mut headers =
        file.items.iter().filter_map(|it| if let Item::Pack(it) = it { Some(it) } else { None });
    let first = headers.next();
    for second in headers {
        let mut problem = Diagnostic::error(Code::SecondPack, second.name.at, "a pack has one `pack` header")
            .help(
                "remove this one, or give its pack a folder of its own: the files of a folder are one pack",
            );
        if let Some(first) = first {
            problem = problem.also(first.name.at, "first header");
        }
        problems.push(problem);
    }
    if first.is_none() && !file.lost_header {
        problems.push(
            Diagnostic::error(Code::MissingPack, Loc::default(), "this pack has no `pack` header")
                .help("start one of its files with: pack my-pack 1.0.0 { title \"...\" }"),
        );
    }
    first
}

impl<'a> Lowerer<'a> {
    /// What stands at a place.
    fn written(&self, at: Loc) -> Option<&'a str> {
        self.sources.get(at.source)?.text.get(at.span.start..at.span.end)
    }

    fn pack(&mut self, header: Option<&ast::Pack>) -> RulePack {
        let imports = self.scope.imports.iter().filter_map(|it| it.pack.clone()).collect();
        let mut pack = RulePack { name: self.scope.pack.clone(), imports, ..RulePack::default() };
        let Some(header) = header else { return pack };
        check_name(&header.name, self.problems);
        pack.version = header.version.it.clone();
        while pack.version.matches('.').count() < 2 {
            pack.version.push_str(".0");
        }
        self.once(&header.fields, |it| match it {
            PackField::Title(_) => "title",
            PackField::Disclaimer(_) => "disclaimer",
            PackField::Language(_) => "language",
            PackField::Kinds(_) => "kinds",
            PackField::Requires(_) => "requires",
        });
        for field in &header.fields {
            match &field.it {
                PackField::Title(it) => pack.title = text::prose(it),
                PackField::Disclaimer(it) => pack.disclaimer = text::prose(it),
                PackField::Kinds(kinds) => {
                    let kinds =
                        kinds.iter().filter_map(|it| self.scope.resolve(Sort::Kind, it, self.problems));
                    pack.for_kinds = kinds.collect();
                }
                PackField::Language(it) if it.it != "en" => {
                    let message = format!("language `{}` is not supported", it.it);
                    self.problems.push(
                        Diagnostic::error(Code::UnknownLanguage, it.at, message).help("write `language en`"),
                    );
                }
                PackField::Language(_) => {}
                PackField::Requires(it) => self.requires(it),
            }
        }
        if !header.fields.iter().any(|it| matches!(it.it, PackField::Title(_))) {
            self.missing(header.name.at, "pack", "title", "title \"What it is about\"");
        }
        self.for_kinds = pack.for_kinds.clone();
        pack
    }

    fn requires(&mut self, range: &At<String>) {
        let this = env!("CARGO_PKG_VERSION");
        if !satisfies(this, &range.it) {
            let message = format!("this pack needs TermScore {}, and this is {this}", range.it);
            self.problems.push(
                Diagnostic::error(Code::UnsupportedVersion, range.at, message)
                    .help("use a version of TermScore that fits, or change what the pack requires"),
            );
        }
    }

    /// Reports fields that stand twice although they may stand once; `key` is empty for the others.
    fn once<T>(&mut self, fields: &[At<T>], key: impl Fn(&T) -> &str) {
        let mut seen: BTreeMap<&str, Loc> = BTreeMap::new();
        for field in fields {
            let key = key(&field.it);
            if key.is_empty() {
                continue;
            }
            if let Some(before) = seen.get(key) {
                let problem =
                    Diagnostic::error(Code::DuplicateField, field.at, format!("`{key}` stands twice"))
                        .also(*before, "it stands here")
                        .why("only one of them could count")
                        .help("keep one of them");
                let whole = |at: &Loc| {
                    let found = self.fields.binary_search_by_key(at, |it| it.0).ok();
                    found.and_then(|it| self.fields.get(it)).map_or(*at, |it| it.1)
                };
                let (first, second) = (whole(before), whole(&field.at));
                let without_second = Suggestion::new("keep the first").remove(second);
                self.problems.push(if self.written(first) == self.written(second) {
                    problem.suggest(without_second.safe())
                } else {
                    problem.suggest(without_second).suggest(Suggestion::new("keep this one").remove(first))
                });
            } else {
                seen.insert(key, field.at);
            }
        }
    }

    /// Has an error been reported after the first `n` problems?
    fn failed_since(&self, n: usize) -> bool {
        self.problems.iter().skip(n).any(|it| it.level == Level::Error)
    }

    fn missing(&mut self, at: Loc, item: &str, field: &str, example: &str) {
        self.problems.push(
            Diagnostic::error(Code::MissingField, at, format!("this {item} has no `{field}`"))
                .help(format!("add: {example}")),
        );
    }
}

/// Does a version lie in a range such as `^0.1`, `~1.2`, `=1.2.3`, or `*` for any? As in Cargo.
pub(crate) fn satisfies(version: &str, range: &str) -> bool {
    if range == "*" {
        return true;
    }
    let parts = |it: &str| -> Vec<u64> { it.split('.').map(|it| it.parse().unwrap_or(u64::MAX)).collect() };
    let sign = range.chars().next().unwrap_or('^');
    let wanted = parts(range.trim_start_matches(['^', '~', '=']));
    let found = parts(version);
    // How many leading numbers must be equal.
    let fixed = match sign {
        '=' => wanted.len(),
        '~' => wanted.len().min(2),
        _ => wanted.iter().position(|it| *it > 0).map_or(wanted.len(), |it| it + 1),
    };
    found.iter().zip(&wanted).take(fixed).all(|(a, b)| a == b) && found.as_slice() >= wanted.as_slice()
}

#[cfg(test)]
mod tests {
    use super::satisfies;

    #[test]
    fn versions_are_compared_as_cargo_does() {
        for (version, range) in [
            ("0.1.0", "^0.1"),
            ("0.1.7", "0.1.2"),
            ("1.4.0", "^1"),
            ("1.2.9", "~1.2"),
            ("1.2.3", "=1.2"),
            ("3.1.0", "*"),
        ] {
            assert!(satisfies(version, range), "{version} {range}");
        }
        for (version, range) in [("0.2.0", "^0.1"), ("0.1.1", "0.1.2"), ("2.0.0", "^1"), ("1.3.0", "~1.2")] {
            assert!(!satisfies(version, range), "{version} {range}");
        }
    }
}
