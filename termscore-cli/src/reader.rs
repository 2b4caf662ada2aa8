//! Contracts opened with the rules, the kind and the side that the command line names.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    path::Path,
    sync::Arc,
};

use termscore::{
    Document, Engine, ErrorKind, Registry, Report,
    document::{Side, words_of},
    extract::{self, Options, Part},
    report::Proof,
    rule::{Element, Kind, Param, RulePack, Step},
    value::{self, Jurisdiction},
};

use crate::{
    args::Reading,
    contract::{self, Contract},
    library,
    nearest::{nearest, question},
    problem::Problem,
};

/// Opens contracts as the command line asks for it, with the rules that it names.
#[derive(Clone)]
pub(crate) struct Reader {
    pub(crate) engine: Engine,
    packs: Vec<Arc<RulePack>>,
    /// Limits of packs that the user set: name and value.
    params: Vec<(String, String)>,
    /// The kinds that tell which words name which side.
    kinds: Vec<Kind>,
    kind: Option<String>,
    side: Option<String>,
    assume_complete: bool,
    law: Option<Jurisdiction>,
    /// What is attached to each contract.
    attached: Vec<Part>,
    options: Options,
    ocr: bool,
}

impl Reader {
    /// Loads packs, sets parameters, looks up the kind.
    pub(crate) fn new(args: &Reading) -> Result<Reader, Vec<Problem>> {
        let packs = library::chosen(&args.pack)?;
        let kinds = library::kinds(&packs);
        let one = |problem: Problem| vec![problem];
        let engine = engine(packs.clone(), &args.param).map_err(one)?;
        let kind = args.kind.as_deref().map(|name| find_kind(&engine, name)).transpose().map_err(one)?;
        let options = Options::default().with_changes(args.changes.into());
        Ok(Reader {
            engine,
            packs,
            params: args.param.clone(),
            kinds,
            kind,
            side: args.side.clone(),
            assume_complete: args.assume_complete,
            law: args.law,
            attached: contract::attached(&args.with, options, args.ocr).map_err(one)?,
            options,
            ocr: args.ocr,
        })
    }

    /// The same rules with these limits, for contracts of this kind and this side.
    pub(crate) fn with_choice(
        &self,
        kind: Option<&str>,
        side: Option<&str>,
        params: &[(String, String)],
    ) -> Result<Reader, Problem> {
        let mut reader = self.clone();
        reader.engine = set(reader.engine, params)?;
        reader.params.extend(params.iter().cloned());
        if let Some(name) = kind {
            reader.kind = Some(find_kind(&reader.engine, name)?);
        }
        if let Some(side) = side {
            reader.side = Some(side.to_owned());
        }
        Ok(reader)
    }

    /// Can a kind of contract be named?
    pub(crate) fn knows_kinds(&self) -> bool {
        self.engine.kinds().next().is_some()
    }

    /// One more pack beside those that were named, or instead of them.
    pub(crate) fn with_pack(&self, pack: RulePack, alone: bool) -> Result<Reader, Problem> {
        let mut reader = self.clone();
        if alone {
            reader.packs.clear();
            reader.params.clear();
        }
        reader.packs.push(Arc::new(pack));
        reader.kinds = library::kinds(&reader.packs);
        reader.engine = engine(reader.packs.clone(), &reader.params)?;
        Ok(reader)
    }

    /// The packs that were named, or else all built-in ones that have rules.
    pub(crate) fn packs(&self) -> &[Arc<RulePack>] {
        &self.packs
    }

    /// The engine with one more pack beside those that were named.
    pub(crate) fn engine_with(&self, pack: RulePack) -> Result<Engine, Problem> {
        engine(self.packs.iter().cloned().chain([Arc::new(pack)]).collect(), &self.params)
    }

    /// A contract that was made of another one, for the same side.
    pub(crate) fn made(&self, name: &str, bytes: &[u8], of: &Document) -> Result<Document, Problem> {
        let problem = |message: String| Problem::new(name, message);
        let read = extract::extract_with(name, bytes, self.options).map_err(|it| problem(it.to_string()))?;
        let made =
            Document::with_layout(of.name(), read.text, read.layout).map_err(|it| problem(it.to_string()))?;
        Ok(made.said_as(of))
    }

    /// Reads a file, or standard input if the path is `-`.
    pub(crate) fn open(&self, path: &Path) -> Result<Contract, Problem> {
        self.open_bytes(path, &contract::read(path)?)
    }

    /// True if a clause of the packs, or of those that they use, stands for a label.
    pub(crate) fn knows_label(&self, label: &str) -> bool {
        fn knows(pack: &RulePack, label: &str) -> bool {
            let mut labels = pack.clauses.iter().flat_map(|it| it.labels.iter().chain(&it.denied_labels));
            labels.any(|it| it == label) || pack.imports.iter().any(|it| knows(it, label))
        }
        self.packs.iter().any(|it| knows(it, label))
    }

    /// The rules by which it reads, for a digest.
    pub(crate) fn write_rules(&self, out: &mut impl fmt::Write) -> fmt::Result {
        write!(out, "{:?}", self.packs)
    }

    /// What is attached to each contract, for a digest.
    pub(crate) fn write_attached(&self, out: &mut impl fmt::Write) -> fmt::Result {
        write!(out, "{:?}", self.attached)
    }

    /// A file whose bytes are at hand.
    pub(crate) fn open_bytes(&self, path: &Path, bytes: &[u8]) -> Result<Contract, Problem> {
        self.read_as(contract::open_bytes(path, bytes, &self.attached, self.options, self.ocr)?)
    }

    /// Proofs of the rules that fired, by rule.
    pub(crate) fn proofs(&self, contract: &Contract, report: &Report) -> BTreeMap<String, Proof> {
        let fired = report.findings.iter().chain(&report.protections);
        let proof = |rule: &str| self.engine.explain(&contract.document, rule).ok();
        fired.filter_map(|it| Some((it.rule.clone(), proof(&it.rule)?))).collect()
    }

    /// A contract that was read for no side and by no rules, as this reader reads contracts.
    pub(crate) fn read_as(&self, contract: Contract) -> Result<Contract, Problem> {
        contract.try_map(|document| self.document_as(document))
    }

    fn document_as(&self, mut document: Document) -> Result<Document, Problem> {
        if let Some(kind) = &self.kind {
            document = document.with_kind(kind);
        }
        if let Some(law) = self.law {
            document = document.with_law(law);
        }
        if self.assume_complete {
            document = document.assume_complete();
        }
        let side = match self.side.as_deref() {
            None | Some("you") => Side::You,
            Some("them") => Side::Them,
            Some(word) => {
                let report = self.engine.score(&document);
                self.side(word, &document, &report)
                    .map_err(|message| Problem::new(document.name(), message))?
            }
        };
        Ok(document.with_side(side))
    }

    /// The side that a word names in a contract, given the report for the side that the pack calls `you`.
    fn side(&self, word: &str, document: &Document, report: &Report) -> Result<Side, String> {
        let same = |name: &str| !name.is_empty() && words_of(name) == words_of(word);
        if same(&report.you) {
            return Ok(Side::You);
        }
        if same(&report.them) {
            return Ok(Side::Them);
        }
        let words = words_of(word);
        let kind = self.kinds.iter().find(|it| it.name == report.kind.name);
        let names = |phrases: &[termscore::rule::Phrase]| {
            phrases.iter().any(|it| ends(&it.steps, &words, 0).contains(&words.len()))
        };
        let (yours, theirs) = kind.map_or((false, false), |it| (names(&it.you), names(&it.them)));
        match (yours, theirs) {
            (true, false) => Ok(Side::You),
            (false, true) => Ok(Side::Them),
            _ if report.you.is_empty() && report.them.is_empty() => {
                Err(format!("it cannot be told who is the {word}: use --as you or --as them"))
            }
            _ => {
                let sides: Vec<&str> = [report.you.as_str(), report.them.as_str()]
                    .into_iter()
                    .filter(|it| !it.is_empty())
                    .collect();
                let sides = sides.join(" and ");
                Err(
                    match document
                        .parties()
                        .iter()
                        .any(|it| same(&it.name) || it.called.iter().any(|it| same(it)))
                    {
                        true => format!(
                            "{word} is a party to it, but as {sides}, or as each in turn: use --as with one of these"
                        ),
                        false => {
                            format!("nobody is called {word} in it, but {sides}: use --as with one of these")
                        }
                    },
                )
            }
        }
    }
}

/// Links packs and sets their parameters.
fn engine(packs: Vec<Arc<RulePack>>, params: &[(String, String)]) -> Result<Engine, Problem> {
    // This program answers no questions of packs: what only a host knows stays open.
    let engine =
        Engine::new(packs, Registry::standard().lenient()).map_err(|error| Problem::new("--pack", error))?;
    set(engine, params)
}

/// Sets parameters of packs.
fn set(mut engine: Engine, params: &[(String, String)]) -> Result<Engine, Problem> {
    for (name, text) in params {
        let problem = |message: String| Problem::new(format_args!("--param {name}"), message);
        let ty = find_param(&engine, name).map_err(problem)?.ty;
        let value = value::literal(ty, text)
            .ok_or_else(|| problem(format!("`{text}` is no {ty}: write it like {}", example(ty))))?;
        engine = engine.with_param(name, value).map_err(|error| problem(error.to_string()))?;
    }
    Ok(engine)
}

fn find_kind(engine: &Engine, name: &str) -> Result<String, Problem> {
    let last = |full: &str| full.rsplit_once('.').map_or(full, |(_, it)| it).to_owned();
    let same = |it: &str| it.to_lowercase() == name.to_lowercase();
    let mut kinds = engine.kinds();
    let found = kinds.find(|(full, title)| same(full) || same(&last(full)) || same(title));
    found.map(|(full, _)| full.to_owned()).ok_or_else(|| {
        let known: Vec<String> = engine.kinds().map(|(full, _)| last(full)).collect();
        let near = question(&nearest(name, known.iter().map(String::as_str), 1));
        let message = match near {
            _ if known.is_empty() => String::from(
                "the packs know no kinds of contract: leave --kind out, or add a `kind` to a pack",
            ),
            Some(question) => format!("no such kind of contract: {question}"),
            None => format!("no such kind of contract: use {}", known.join(", ")),
        };
        Problem::new(format_args!("--kind {name}"), message)
    })
}

/// The declaration of a parameter of a pack.
fn find_param<'a>(engine: &'a Engine, name: &str) -> Result<&'a Param, String> {
    engine.param(name).map_err(|error| {
        let ErrorKind::UnknownParam { known, .. } = error.kind() else { return error.to_string() };
        let ending = format!(".{name}");
        let several: Vec<&str> = known.split(", ").filter(|it| it.ends_with(&ending)).collect();
        if several.len() > 1 {
            return format!("several packs have this parameter: say {}", several.join(" or "));
        }
        match question(&nearest(name, known.split(", "), 1)) {
            Some(question) => format!("no pack has such a parameter: {question}"),
            None => error.to_string(),
        }
    })
}

/// How a value of a type is written on the command line.
pub(crate) fn example(ty: value::Type) -> &'static str {
    match ty {
        value::Type::Duration | value::Type::Days => "\"45 days\"",
        value::Type::Money => "\"500 USD\"",
        value::Type::Percent => "1.5%",
        value::Type::Date => "2026-01-31",
        value::Type::Count => "12",
        value::Type::Jurisdiction => "\"New York\"",
        value::Type::Section => "7.2",
        _ => "word",
    }
}

/// Where matches of the steps that begin at word `at` can end.
fn ends(steps: &[Step], words: &[String], at: usize) -> BTreeSet<usize> {
    let mut open = BTreeSet::from([at]);
    for step in steps {
        open = open.into_iter().flat_map(|at| ends_of_one(&step.what, words, at)).collect();
    }
    open
}

fn ends_of_one(what: &Element, words: &[String], at: usize) -> BTreeSet<usize> {
    let next = words.get(at);
    let one = |fits: bool| if fits { BTreeSet::from([at + 1]) } else { BTreeSet::new() };
    match what {
        Element::Word(forms) => one(next.is_some_and(|it| forms.contains(it))),
        Element::Exact(written) => one(next.is_some_and(|it| it.eq_ignore_ascii_case(written))),
        Element::Any => one(next.is_some()),
        Element::Alt(branches) => branches.iter().flat_map(|steps| ends(steps, words, at)).collect(),
        Element::Opt(steps) => {
            let mut all = ends(steps, words, at);
            all.insert(at);
            all
        }
        _ => BTreeSet::new(),
    }
}
