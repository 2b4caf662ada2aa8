//! Which names a pack can see, and what its author meant by one that it cannot.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use termscore_core::rule::{Function, Name, RulePack};
use termscore_core::value::Type;

use crate::ast::{self, Path};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::names::{is_kebab, meant, to_kebab};
use crate::source::Loc;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    Kind,
    Param,
    Concept,
    Clause,
    Rule,
}

impl Sort {
    const ALL: [Sort; 5] = [Sort::Kind, Sort::Param, Sort::Concept, Sort::Clause, Sort::Rule];

    pub(crate) fn noun(self) -> &'static str {
        match self {
            Sort::Kind => "kind",
            Sort::Param => "param",
            Sort::Concept => "concept",
            Sort::Clause => "clause",
            Sort::Rule => "rule",
        }
    }

    pub(crate) fn unknown(self) -> Code {
        match self {
            Sort::Kind => Code::UnknownKind,
            Sort::Param => Code::UnknownParam,
            Sort::Concept => Code::UnknownConcept,
            Sort::Clause => Code::UnknownClause,
            Sort::Rule => Code::UnknownRule,
        }
    }

    /// Names of a compiled pack, without the name of the pack.
    pub(crate) fn names(self, pack: &RulePack) -> Vec<&str> {
        let full: Vec<&str> = match self {
            Sort::Kind => pack.kinds.iter().map(|it| it.name.as_str()).collect(),
            Sort::Param => pack.params.iter().map(|it| it.name.as_str()).collect(),
            Sort::Concept => pack.concepts.iter().map(|it| it.name.as_str()).collect(),
            Sort::Clause => pack.clauses.iter().map(|it| it.name.as_str()).collect(),
            Sort::Rule => pack.rules.iter().map(|it| it.name.as_str()).collect(),
        };
        full.into_iter().filter_map(|it| it.strip_prefix(pack.name.as_str())?.strip_prefix('.')).collect()
    }
}

/// A pack that is used.
pub(crate) struct Import {
    pub(crate) alias: String,
    /// Absent if it was not found, which has been reported.
    pub(crate) pack: Option<Arc<RulePack>>,
    names: BTreeSet<(Sort, String)>,
    used: Cell<bool>,
    at: Loc,
    /// From `use` to the end of the item.
    whole: Loc,
}

/// Everything that a pack can refer to.
pub(crate) struct Scope {
    /// Of the pack that is compiled.
    pub(crate) pack: String,
    pub(crate) imports: Vec<Import>,
    own: BTreeMap<(Sort, String), Loc>,
    /// Functions of the host that this pack declares: what they are, if that can be told, and where.
    externs: BTreeMap<String, (Option<Function>, Loc)>,
    /// Items that could not be read: references to them are not unknown.
    lost: BTreeSet<String>,
    /// How often names were asked for to suggest one.
    suggested: Cell<usize>,
}

/// So many unknown names get a suggestion.
const MAX_SUGGESTED: usize = 100;

impl Scope {
    /// Collects the names of all items; reports those that are ill-formed, taken, or not found.
    pub(crate) fn new(
        pack: String,
        file: &ast::File,
        resolve: &crate::Resolve<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> Scope {
        let lost = file.lost.iter().cloned().collect();
        let mut scope = Scope {
            pack,
            imports: Vec::new(),
            own: BTreeMap::new(),
            externs: BTreeMap::new(),
            lost,
            suggested: Cell::new(0),
        };
        for item in &file.items {
            match item {
                ast::Item::Use(it) => scope.import(it, resolve, problems),
                ast::Item::Kind(it) => scope.declare(Sort::Kind, &it.name, problems),
                ast::Item::Param(it) => scope.declare(Sort::Param, &it.name, problems),
                ast::Item::Concept(it) => scope.declare(Sort::Concept, &it.name, problems),
                ast::Item::Clause(it) => scope.declare(Sort::Clause, &it.name, problems),
                ast::Item::Rule(it) => scope.declare(Sort::Rule, &it.name, problems),
                ast::Item::Extern(it) => scope.declare_function(it, problems),
                ast::Item::Pack(_)
                | ast::Item::Cue(_)
                | ast::Item::Score(_)
                | ast::Item::Override(_)
                | ast::Item::Disable(_)
                | ast::Item::Extend(_)
                | ast::Item::Test(_) => {}
            }
        }
        scope
    }

    /// The packs that are used, and those that they use, each once.
    pub(crate) fn packs(&self) -> Vec<&RulePack> {
        let mut all: Vec<&RulePack> = Vec::new();
        let mut open: Vec<&RulePack> =
            self.imports.iter().rev().filter_map(|it| it.pack.as_deref()).collect();
        while let Some(pack) = open.pop() {
            if !all.iter().any(|it| it.name == pack.name) {
                all.push(pack);
                open.extend(pack.imports.iter().rev().map(Arc::as_ref));
            }
        }
        all
    }

    fn import(&mut self, it: &ast::Use, resolve: &crate::Resolve<'_>, problems: &mut Vec<Diagnostic>) {
        let alias = it.alias.as_ref().unwrap_or(&it.pack);
        check_name(alias, problems);
        if let Some(before) = self.imports.iter().find(|before| before.alias == alias.it) {
            problems.push(
                Diagnostic::error(
                    Code::DuplicateName,
                    alias.at,
                    format!("two packs are used as `{}`", alias.it),
                )
                .also(before.at, "first used here")
                .why("`ALIAS.item` would name items of both")
                .help("give one of them another name after `as`"),
            );
            return;
        }
        let found = resolve(&it.pack.it, &it.range.it);
        let fits = found.as_ref().is_some_and(|pack| super::satisfies(&pack.version, &it.range.it));
        let pack = found.clone().filter(|_| fits);
        if pack.is_none() {
            let message = format!("no pack `{}` of version {} is at hand", it.pack.it, it.range.it);
            let problem = Diagnostic::error(Code::UnknownPack, it.pack.at.cover(it.range.at), message);
            problems.push(match found.or_else(|| resolve(&it.pack.it, ANY_VERSION)) {
                Some(pack) => {
                    let range = compatible(&pack.version);
                    problem
                        .help(format!("version {} is: `{range}` asks for it", pack.version))
                        .suggest(Suggestion::write(it.range.at, range))
                }
                None => problem.help("`termscore packs` lists the packs and their versions"),
            });
        }
        let mut names = BTreeSet::new();
        if let Some(pack) = &pack {
            for sort in Sort::ALL {
                names.extend(sort.names(pack).into_iter().map(|name| (sort, name.to_owned())));
            }
        }
        let used = Cell::new(false);
        let end = it.alias.as_ref().map_or(it.range.at, |it| it.at);
        let whole = it.at.cover(end);
        self.imports.push(Import { alias: alias.it.clone(), pack, names, used, at: it.pack.at, whole });
    }

    fn declare_function(&mut self, it: &ast::Extern, problems: &mut Vec<Diagnostic>) {
        let name = &it.name;
        if !name.it.strip_prefix("host.").is_some_and(is_kebab) {
            let message = format!("a host function is called `host.` and a name, not `{}`", name.it);
            let last = name.it.rsplit('.').next().unwrap_or_default();
            problems.push(
                Diagnostic::error(Code::BadName, name.at, message)
                    .help(format!("write `host.{}`", to_kebab(last))),
            );
        }
        if let Some((_, before)) = self.externs.get(&name.it) {
            problems.push(
                Diagnostic::error(Code::DuplicateName, name.at, format!("`{}` is declared twice", name.it))
                    .also(*before, "first declared here")
                    .help("keep one of them"),
            );
            return;
        }
        let types = it.inputs.as_ref().map(|it| it.iter().map(|it| Type::from_name(&it.it)).collect());
        let function = match types {
            Some(types) => Option::<Vec<Type>>::map(types, Function::Predicate),
            None => Type::from_name(&it.yields.it).map(Function::Extractor),
        };
        self.externs.insert(name.it.clone(), (function, name.at));
    }

    /// A function of the host that this pack or one that it uses declares.
    pub(crate) fn function(&self, name: &str) -> Option<Function> {
        if let Some((function, _)) = self.externs.get(name) {
            return function.clone();
        }
        let packs = self.imports.iter().filter_map(|it| it.pack.as_ref());
        packs.flat_map(|it| &it.externs).find(|it| it.name == name).map(|it| it.function.clone())
    }

    /// Names of all functions of the host that are declared.
    pub(crate) fn functions(&self) -> Vec<String> {
        let packs = self.imports.iter().filter_map(|it| it.pack.as_ref());
        let theirs = packs.flat_map(|it| &it.externs).map(|it| it.name.clone());
        self.externs.keys().cloned().chain(theirs).collect()
    }

    fn declare(&mut self, sort: Sort, name: &ast::Name, problems: &mut Vec<Diagnostic>) {
        check_name(name, problems);
        if sort == Sort::Concept && RESERVED.contains(&name.it.as_str()) {
            problems.push(
                Diagnostic::error(Code::BadName, name.at, format!("a concept cannot be named `{}`", name.it))
                    .why("in a phrase, this word stands for a type of value or for a party")
                    .help("choose another name"),
            );
        }
        if let Some(&before) = self.own.get(&(sort, name.it.clone())) {
            let message = format!("the name `{}` is taken by another {}", name.it, sort.noun());
            problems.push(
                Diagnostic::error(Code::DuplicateName, name.at, message)
                    .also(before, "first declared here")
                    .why("whatever refers to it could mean either")
                    .help("give one of them another name"),
            );
            return;
        }
        self.own.insert((sort, name.it.clone()), name.at);
        // It will be called so once that is mended: references by this name need no report of their own.
        if !is_kebab(&name.it) {
            self.lost.insert(to_kebab(&name.it));
        }
    }

    /// Where an item of this pack, given by its full name, is declared.
    pub(crate) fn place(&self, sort: Sort, full: &str) -> Option<Loc> {
        let name = full.strip_prefix(self.pack.as_str())?.strip_prefix('.')?;
        self.own.get(&(sort, name.to_owned())).copied()
    }

    /// The full name of an item of this pack.
    pub(crate) fn full(&self, name: &str) -> Name {
        format!("{}.{name}", self.pack)
    }

    /// The full name that a path stands for, if it stands for something of this sort.
    pub(crate) fn find(&self, sort: Sort, path: &str) -> Option<Name> {
        match path.split_once('.') {
            None => self.own.contains_key(&(sort, path.to_owned())).then(|| self.full(path)),
            Some((alias, name)) => {
                let import = self.imports.iter().find(|it| it.alias == alias)?;
                import.used.set(true);
                let pack = import.pack.as_ref()?;
                import.names.contains(&(sort, name.to_owned())).then(|| format!("{}.{name}", pack.name))
            }
        }
    }

    /// As [`Scope::find`]; what is not found is reported, unless something about it was reported before.
    pub(crate) fn resolve(&self, sort: Sort, path: &Path, problems: &mut Vec<Diagnostic>) -> Option<Name> {
        let found = self.find(sort, &path.it);
        if found.is_none() && !self.is_lost(&path.it) {
            problems.push(self.unknown(sort, path));
        }
        found
    }

    /// Could the path name something that failed to be read?
    pub(crate) fn is_lost(&self, path: &str) -> bool {
        match path.split_once('.') {
            None => self.lost.contains(path),
            // Declared, but with a type that does not exist.
            Some(_) if self.externs.get(path).is_some_and(|it| it.0.is_none()) => true,
            Some((alias, _)) => {
                self.imports.iter().any(|it| it.alias == alias && it.pack.is_none())
                    || self.lost.contains(alias)
            }
        }
    }

    fn unknown(&self, sort: Sort, path: &Path) -> Diagnostic {
        let noun = sort.noun();
        let name = path.it.as_str();
        if let Some((alias, rest)) = name.split_once('.')
            && !self.imports.iter().any(|it| it.alias == alias)
        {
            let problem =
                Diagnostic::error(Code::UnknownPack, path.at, format!("no pack is used as `{alias}`"));
            if alias == self.pack {
                return problem
                    .help(format!("within its own pack, it is called `{rest}`"))
                    .suggest(Suggestion::write(path.at, rest).safe_if(self.find(sort, rest).is_some()));
            }
            let aliases = self.imports.iter().map(|it| it.alias.as_str());
            let start = path.at.span.start;
            let alias_at = Loc::new(path.at.source, start, start + alias.len());
            return problem
                .meant(alias_at, meant(alias, aliases), || format!("add `use {alias} ^1 as {alias}`"));
        }
        let problem = Diagnostic::error(sort.unknown(), path.at, format!("unknown {noun} `{name}`"));
        if let Some(other) = Sort::ALL.into_iter().find(|it| self.find(*it, name).is_some()) {
            return problem.help(format!("`{name}` is a {}: a {noun} is needed here", other.noun()));
        }
        let known = self.known(sort);
        if let Some(close) = meant(name, known.iter().map(String::as_str)) {
            let declared = self.own.get(&(sort, close.name.clone())).copied();
            let problem = problem.meant(path.at, Some(close), String::new);
            return match declared {
                Some(at) => problem.also(at, "declared here"),
                None => problem,
            };
        }
        let elsewhere = known.iter().find(|it| it.split_once('.').is_some_and(|(_, rest)| rest == name));
        match elsewhere {
            Some(it) => problem.help(format!("did you mean `{it}`?")).suggest(Suggestion::write(path.at, it)),
            None if sort == Sort::Concept && !name.contains('.') => problem.help(format!(
                "declare it: `concept {name} ...`; a value has a type after a colon: `{{{name}: duration}}`"
            )),
            None => problem.help(format!("declare it: `{noun} {name} ...`")),
        }
    }

    /// All paths to things of a sort, to suggest one; none after many calls, because comparing each
    /// unknown name with each known one would take long for a text of nothing but mistakes.
    pub(crate) fn known(&self, sort: Sort) -> Vec<String> {
        self.suggested.set(self.suggested.get() + 1);
        if self.suggested.get() > MAX_SUGGESTED {
            return Vec::new();
        }
        let own = self.own.keys().filter(|it| it.0 == sort).map(|it| to_kebab(&it.1));
        let used = self.imports.iter().flat_map(|import| {
            let names = import.names.iter().filter(move |it| it.0 == sort);
            names.map(|it| format!("{}.{}", import.alias, it.1))
        });
        own.chain(used).collect()
    }

    /// Warns about packs that nothing was taken from. A pack with cues or kinds serves by being there.
    pub(crate) fn report_unused(&self, problems: &mut Vec<Diagnostic>) {
        for import in &self.imports {
            let serves = import.pack.as_ref().is_none_or(|it| !it.cues.is_empty() || !it.kinds.is_empty());
            if !import.used.get() && !serves {
                let message = format!("nothing of `{}` is used", import.alias);
                problems.push(
                    Diagnostic::warning(Code::UnusedUse, import.at, message)
                        .help("remove this line")
                        .suggest(Suggestion::new("remove this line").remove(import.whole).safe()),
                );
            }
        }
    }
}

/// Asks a resolver for a pack of whatever version, to tell the author which there is.
const ANY_VERSION: &str = "*";

/// The range of all versions that are compatible with one: `^1` of 1.4.2, `^0.3` of 0.3.1.
fn compatible(version: &str) -> String {
    let mut parts = version.split('.');
    let major = parts.next().unwrap_or_default();
    match (major, parts.next()) {
        ("0", Some(minor)) => format!("^0.{minor}"),
        _ => format!("^{major}"),
    }
}

/// Words that mean something of their own inside `{…}`.
pub(crate) const RESERVED: [&str; 12] = [
    "party",
    "you",
    "them",
    "duration",
    "days",
    "money",
    "percent",
    "date",
    "count",
    "jurisdiction",
    "section",
    "text",
];

/// Reports a name that is not kebab-case.
pub(crate) fn check_name(name: &ast::Name, problems: &mut Vec<Diagnostic>) {
    if is_kebab(&name.it) {
        return;
    }
    let better = to_kebab(&name.it);
    let message = format!("`{}` is not a name in kebab-case", name.it);
    let problem = Diagnostic::error(Code::BadName, name.at, message);
    problems.push(if is_kebab(&better) {
        // Not safe: the name may be referred to as it is.
        problem.help(format!("write `{better}`")).suggest(Suggestion::write(name.at, better))
    } else {
        problem.help("names consist of small letters, digits and single hyphens, and start with a letter")
    });
}
