//! Files and standard input in, contracts ready for scoring out.

use std::{
    collections::BTreeSet,
    fmt, fs,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use termscore::{
    Document, Engine, ErrorKind, Registry, Report,
    document::{Side, words_of},
    extract::{self, Changes, Format, MAX_INPUT, NoteKind, Options, Part},
    rule::{Element, Kind, Param, RulePack, Step},
    value::{self, Jurisdiction},
};

use crate::{
    args::{self, Reading},
    library,
    nearest::{nearest, question},
    ocr,
};

/// What could not be done, in words for the person who asked for it.
#[derive(Debug)]
pub(crate) struct Problem {
    /// The file, or the option.
    pub(crate) what: String,
    /// What is wrong and what to do.
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(what: impl fmt::Display, message: impl fmt::Display) -> Problem {
        Problem { what: what.to_string(), message: message.to_string() }
    }

    /// A file or folder that cannot be opened.
    pub(crate) fn io(path: &Path, error: &io::Error) -> Problem {
        let message = match error.kind() {
            io::ErrorKind::NotFound => String::from("no such file: check the name and the folder"),
            io::ErrorKind::PermissionDenied => {
                String::from("it may not be opened: check who is allowed to read it")
            }
            io::ErrorKind::IsADirectory => {
                format!("this is a folder: name the files in it, such as {}", path.join("*.pdf").display())
            }
            _ => format!("it cannot be read: {error}"),
        };
        Problem::new(path.display(), message)
    }
}

/// A contract, read.
#[derive(Clone, Debug)]
pub(crate) struct Contract {
    /// Its text, named as on the command line.
    pub(crate) document: Document,
    /// The kind of file.
    pub(crate) format: Format,
    n_pages: usize,
    changes: Option<Changes>,
}

impl Contract {
    /// As on the command line.
    pub(crate) fn name(&self) -> &str {
        self.document.name()
    }

    /// What offsets point into.
    pub(crate) fn text(&self) -> &str {
        self.document.text()
    }

    /// Pages of the file; 0 if it has none.
    pub(crate) fn n_pages(&self) -> usize {
        self.n_pages
    }

    /// How its tracked changes were read, if there are any.
    pub(crate) fn changes(&self) -> Option<Changes> {
        self.changes
    }

    /// The line of a byte, from 1, if lines are what a reader of the file sees.
    pub(crate) fn line_of(&self, byte: usize) -> Option<usize> {
        // Lines of what is attached would have to count anew.
        let first = self.document.parts().next() == self.document.part_of(byte);
        let before = self.text().get(..byte).filter(|_| self.format == Format::Text && first)?;
        let end = if self.text().contains('\n') { b'\n' } else { b'\r' };
        Some(before.bytes().filter(|it| *it == end).count() + 1)
    }
}

impl From<args::Changes> for Changes {
    fn from(it: args::Changes) -> Changes {
        match it {
            args::Changes::Accepted => Changes::Accepted,
            args::Changes::Original => Changes::Original,
        }
    }
}

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
            attached: attached(&args.with, options, args.ocr).map_err(one)?,
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
        self.open_bytes(path, &read(path)?)
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
        self.read_as(open_bytes(path, bytes, &self.attached, self.options, self.ocr)?)
    }

    /// A contract that was read for no side and by no rules, as this reader reads contracts.
    pub(crate) fn read_as(&self, contract: Contract) -> Result<Contract, Problem> {
        let Contract { mut document, format, n_pages, changes } = contract;
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
        Ok(Contract { document: document.with_side(side), format, n_pages, changes })
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

/// Reads a file, or standard input if the path is `-`, and what is attached to it, for no side and by no rules.
pub(crate) fn open(path: &Path, attached: &[Part], options: Options, ocr: bool) -> Result<Contract, Problem> {
    open_bytes(path, &read(path)?, attached, options, ocr)
}

/// As [`open`], with the bytes at hand: the path only names them.
pub(crate) fn open_bytes(
    path: &Path,
    bytes: &[u8],
    attached: &[Part],
    options: Options,
    ocr: bool,
) -> Result<Contract, Problem> {
    let name = path.to_string_lossy();
    let problem = |message: String| Problem::new(path.display(), message);
    let mut parts = parts_of(&name, bytes, options, ocr).map_err(problem)?;
    parts.extend(attached.iter().cloned());
    let extracted = extract::join(parts).map_err(|error| problem(error.to_string()))?;
    let is_change = |it: &extract::Note| matches!(it.kind, NoteKind::Insertion | NoteKind::Deletion);
    let changes = extracted.notes.iter().any(is_change).then_some(options.changes);
    let n_pages = extracted.layout.pages.len();
    let document = Document::with_layout(name, extracted.text, extracted.layout)
        .map_err(|error| Problem::new(path.display(), error))?
        .with_caveats(extracted.caveats);
    Ok(Contract { document, format: extracted.format, n_pages, changes })
}

/// Reads what is attached: `FILE`, or `NAME=FILE` if there is no file of that whole name.
pub(crate) fn attached(with: &[String], options: Options, ocr: bool) -> Result<Vec<Part>, Problem> {
    let mut all = Vec::new();
    for text in with {
        let named = text.split_once('=').filter(|_| !Path::new(text).exists());
        let (label, path) =
            named.map_or((None, text.as_str()), |(label, path)| (Some(label.trim()), path.trim()));
        let problem = |message: String| Problem::new(format_args!("--with {path}"), message);
        let bytes = read(Path::new(path)).map_err(|it| problem(it.message))?;
        let parts = parts_of(path, &bytes, options, ocr).map_err(problem)?;
        for (nth, part) in parts.into_iter().enumerate() {
            all.push(match label.filter(|_| nth == 0) {
                Some(label) => part.with_label(label),
                None => part,
            });
        }
    }
    Ok(all)
}

/// The files that a file holds: itself, or the contract and what is attached to it. OCR reads scans that are given as
/// they are, not those in mails and archives.
fn parts_of(name: &str, bytes: &[u8], options: Options, ocr: bool) -> Result<Vec<Part>, String> {
    let message = |error: extract::ExtractError| error.to_string();
    if ocr && (extract::is_image(bytes) || !extract::unread_pages(name, bytes).map_err(message)?.is_empty()) {
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        return Ok(vec![Part::new(file, ocr::extract(name, bytes, options)?)]);
    }
    extract::extract_parts(name, bytes, options).map_err(message)
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

/// All bytes of a file, or of standard input; no more than can be read anyway.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Problem> {
    let limit = u64::try_from(MAX_INPUT).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let result = if path == Path::new("-") {
        io::stdin().lock().take(limit).read_to_end(&mut bytes)
    } else {
        fs::File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
    };
    result.map_err(|error| Problem::io(path, &error))?;
    Ok(bytes)
}

/// A folder that takes the text of contracts.
#[derive(Debug)]
pub(crate) struct TextOut {
    folder: PathBuf,
    written: BTreeSet<PathBuf>,
}

impl TextOut {
    /// Makes the folder, if there is to be one.
    pub(crate) fn new(folder: Option<&Path>) -> Result<Option<TextOut>, Problem> {
        let Some(folder) = folder else { return Ok(None) };
        fs::create_dir_all(folder).map_err(|error| {
            Problem::new(
                format_args!("--text-out {}", folder.display()),
                format_args!("the folder cannot be made: {error}"),
            )
        })?;
        Ok(Some(TextOut { folder: folder.to_owned(), written: BTreeSet::new() }))
    }

    /// Writes `<name>.txt`. Neither an input nor the text of another input is overwritten.
    pub(crate) fn write(&mut self, path: &Path, contract: &Contract) -> Result<(), Problem> {
        let stem = match path.file_stem() {
            Some(_) if path == Path::new("-") => "stdin".into(),
            Some(stem) => stem.to_string_lossy(),
            None => "contract".into(),
        };
        let target = self.folder.join(format!("{stem}.txt"));
        let problem = |message: String| Problem::new(target.display(), message);
        if !self.written.insert(target.clone()) {
            return Err(problem(format!(
                "two inputs are called {stem}: give them to --text-out one after the other"
            )));
        }
        let is_input = target.canonicalize().is_ok_and(|it| path.canonicalize().is_ok_and(|path| path == it));
        if is_input {
            let same = fs::read(&target).is_ok_and(|it| it == contract.text().as_bytes());
            return if same {
                Ok(())
            } else {
                Err(problem(String::from(
                    "this is the contract itself: choose another folder for --text-out",
                )))
            };
        }
        fs::write(&target, contract.text()).map_err(|error| problem(format!("it cannot be written: {error}")))
    }
}
