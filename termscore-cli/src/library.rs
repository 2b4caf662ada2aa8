//! Rule packs: built in, or `.terms` files of the user.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use termscore::{
    Code, Declaration, DeclarationKind, Diagnostics, Source, check, declarations, pack_files, packs,
    rule::{Kind, RulePack},
    symbols::has_header,
};

use crate::{problem::Problem, render::count::count};

/// Where a pack comes from.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    /// As on the command line, or found below it.
    pub(crate) name: String,
    /// Its rule text.
    pub(crate) sources: Vec<Source>,
    /// Where each source was read; empty for a built-in pack.
    pub(crate) files: Vec<PathBuf>,
}

/// Packs that are at hand: those that the user named, compiled when they are first asked for, and the built-in ones.
#[derive(Default)]
pub(crate) struct Shelf {
    /// By what the file or folder is called, which should be the name of the pack.
    own: BTreeMap<String, Origin>,
    /// Folders in which packs that are used are looked for, as an editor does.
    around: BTreeSet<PathBuf>,
    /// `None` while a pack is being compiled, because it cannot use itself; and if it has mistakes.
    compiled: RefCell<BTreeMap<String, Option<Arc<RulePack>>>>,
    /// The packs that are being compiled, each for the one before it.
    busy: RefCell<Vec<String>>,
    /// Packs that use each other in a circle, in that order.
    circles: RefCell<Vec<Vec<String>>>,
}

impl Shelf {
    /// Finds the packs that paths stand for: `.terms` files, folders of them, folders of such folders, built-in names.
    pub(crate) fn find(paths: &[PathBuf]) -> Result<(Shelf, Vec<Origin>), Vec<Problem>> {
        let mut shelf = Shelf::default();
        let mut all = Vec::new();
        let mut problems = Vec::new();
        for path in paths {
            match origins(path) {
                Ok(found) => {
                    for (stem, origin) in found {
                        shelf.around.extend(around(&origin));
                        shelf.own.insert(stem, origin.clone());
                        all.push(origin);
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok((shelf, all)) } else { Err(problems) }
    }

    /// The pack of a name: of those that were named, beside one of these, or built in. Whether its version is right,
    /// the compiler asks.
    pub(crate) fn resolve(&self, name: &str, requirement: &str) -> Option<Arc<RulePack>> {
        if let Some(known) = self.compiled.borrow().get(name) {
            let busy = self.busy.borrow();
            if let Some(first) = busy.iter().position(|it| it == name) {
                let mut circle: Vec<String> = busy.iter().skip(first).cloned().collect();
                // Told in one way, whichever pack is asked for first.
                let least = circle.iter().enumerate().min_by_key(|it| it.1).map_or(0, |it| it.0);
                circle.rotate_left(least);
                self.circles.borrow_mut().push(circle);
            }
            return known.clone();
        }
        let Some(origin) = self.own.get(name).cloned().or_else(|| self.beside(name)) else {
            return packs::resolve(name, requirement);
        };
        self.compiled.borrow_mut().insert(name.to_owned(), None);
        self.busy.borrow_mut().push(name.to_owned());
        let pack = self.compile(&origin).0.map(Arc::new);
        self.busy.borrow_mut().pop();
        self.compiled.borrow_mut().insert(name.to_owned(), pack.clone());
        pack
    }

    /// A folder of this name with rule files, or a file.
    fn beside(&self, name: &str) -> Option<Origin> {
        self.around.iter().find_map(|folder| {
            let (folder, file) = (folder.join(name), folder.join(format!("{name}.terms")));
            let found =
                [folder, file].into_iter().filter(|it| it.exists()).find_map(|it| origins(&it).ok())?;
            found.into_iter().find(|it| it.0 == name).map(|it| it.1)
        })
    }

    /// Two different packs of one name, among those chosen and those that they use; each is called by its file.
    fn clash(&self, chosen: &[(String, Arc<RulePack>)]) -> Option<Problem> {
        let mut open: Vec<(String, &Arc<RulePack>)> =
            chosen.iter().rev().map(|(path, pack)| (path.clone(), pack)).collect();
        let mut seen: BTreeMap<&str, (String, &Arc<RulePack>)> = BTreeMap::new();
        while let Some((called, pack)) = open.pop() {
            if let Some((first, known)) = seen.get(pack.name.as_str()) {
                if Arc::ptr_eq(known, pack) || known == &pack {
                    continue;
                }
                let message = format_args!(
                    "{first} and {called} are different packs with the name `{}`: leave one out, or rename it in its \
                     `pack` line",
                    pack.name
                );
                return Some(Problem::new("--pack", message));
            }
            open.extend(pack.imports.iter().rev().map(|it| {
                let own = self.own.get(&it.name).map(|origin| origin.name.clone());
                (own.unwrap_or_else(|| format!("the built-in pack that {called} uses")), it)
            }));
            seen.insert(&pack.name, (called, pack));
        }
        None
    }

    /// Compiles one of the packs.
    pub(crate) fn compile(&self, origin: &Origin) -> (Option<RulePack>, Diagnostics) {
        let (pack, diagnostics) =
            check(&origin.sources, &|name, requirement| self.resolve(name, requirement));
        (pack, self.told(diagnostics))
    }

    /// Diagnostics that say why a pack that is there cannot be used: the compiler only knows that it did not get it.
    pub(crate) fn told(&self, diagnostics: Diagnostics) -> Diagnostics {
        if !diagnostics.iter().any(|it| it.code == Code::UnknownPack) {
            return diagnostics;
        }
        diagnostics.amend(|it, text| {
            // `words ^1` is what the label of a `use` covers.
            let Some((name, _)) =
                text.split_once(char::is_whitespace).filter(|_| it.code == Code::UnknownPack)
            else {
                return;
            };
            if let Some(circle) =
                self.circles.borrow().iter().find(|circle| circle.iter().any(|it| it == name))
            {
                let after = circle.iter().cycle().skip(1);
                let uses: Vec<String> =
                    circle.iter().zip(after).map(|(a, b)| format!("`{a}` uses `{b}`")).collect();
                it.message = format!("packs cannot use each other in a circle: {}", uses.join(", and "));
                it.help = Some(String::from("move what they share to a pack of its own, which both may use"));
            } else if self.compiled.borrow().get(name).is_some_and(Option::is_none) {
                let path = self.own.get(name).map_or(name, |origin| origin.name.as_str());
                it.message = format!("the pack `{name}` has mistakes, so nothing of it can be used");
                it.help = Some(format!("`termscore check {path}` shows where"));
            }
        })
    }
}

/// Where rules are declared, in the packs that may be asked.
pub(crate) struct Places {
    packs: Vec<(Vec<Source>, Vec<Declaration>)>,
}

impl Places {
    /// Of the packs that paths stand for, and the built-in ones. What cannot be read has no places.
    pub(crate) fn new(paths: &[PathBuf]) -> Places {
        let own = Shelf::find(paths).map(|it| it.1).unwrap_or_default().into_iter().map(|it| it.sources);
        let sources = own.chain(packs::names().filter_map(packs::sources));
        Places { packs: sources.map(|it| (declarations(&it), it)).map(|(places, it)| (it, places)).collect() }
    }

    /// The declaration of a rule by its full name, and what it stands in.
    pub(crate) fn rule(&self, name: &str) -> Option<(&Source, &Declaration)> {
        self.packs.iter().find_map(|(sources, declarations)| {
            let it = declarations.iter().find(|it| it.kind == DeclarationKind::Rule && it.name == name)?;
            Some((sources.get(it.source)?, it))
        })
    }
}

/// The packs to score with: those named, or else all built-in ones that have rules.
pub(crate) fn chosen(paths: &[PathBuf]) -> Result<Vec<Arc<RulePack>>, Vec<Problem>> {
    if paths.is_empty() {
        return Ok(packs::all().filter(|it| !it.rules.is_empty()).collect());
    }
    let (shelf, origins) = Shelf::find(paths)?;
    let mut chosen = Vec::new();
    let mut problems = Vec::new();
    for (path, origin) in origins.into_iter().map(|it| (it.name.clone(), it)) {
        match shelf.compile(&origin) {
            (Some(pack), _) => chosen.push((path, Arc::new(pack))),
            (None, diagnostics) => {
                let n = count(diagnostics.len(), "mistake", "mistakes");
                problems.push(Problem::new(
                    &path,
                    format_args!("the pack has {n}: `termscore check {path}` shows where"),
                ));
            }
        }
    }
    problems.extend(shelf.clash(&chosen));
    if problems.is_empty() { Ok(chosen.into_iter().map(|it| it.1).collect()) } else { Err(problems) }
}

/// The kinds of contract that packs know, those that they use included.
pub(crate) fn kinds(packs: &[Arc<RulePack>]) -> Vec<Kind> {
    with_imports(packs).into_iter().flat_map(|it| it.kinds.iter().cloned()).collect()
}

fn with_imports(packs: &[Arc<RulePack>]) -> Vec<&RulePack> {
    let mut all: Vec<&RulePack> = Vec::new();
    let mut open: Vec<&RulePack> = packs.iter().map(Arc::as_ref).collect();
    while let Some(pack) = open.pop() {
        if !all.iter().any(|it| it.name == pack.name) {
            all.push(pack);
            open.extend(pack.imports.iter().map(Arc::as_ref));
        }
    }
    all
}

/// The packs below a path, each with what its file or folder is called.
fn origins(path: &Path) -> Result<Vec<(String, Origin)>, Problem> {
    let called = path.to_string_lossy();
    if !path.exists() {
        if let Some(sources) = packs::sources(&called) {
            return Ok(vec![(
                called.clone().into_owned(),
                Origin { name: called.into_owned(), sources, files: Vec::new() },
            )]);
        }
        let built_in: Vec<&str> = packs::names().collect();
        let message =
            format!("no such file or folder, and no built-in pack: these are {}", built_in.join(", "));
        return Err(Problem::new(called, message));
    }
    if path.is_file() {
        return Ok(vec![(stem(path), origin(path, &[path.to_owned()])?)]);
    }
    let files = pack_files(path).map_err(|error| Problem::io(path, &error))?;
    if !files.is_empty() {
        let whole = origin(path, &files)?;
        // Files that each begin a pack are packs that lie in one folder.
        if files.len() > 1 && whole.sources.iter().all(has_header) {
            return files.iter().map(|it| Ok((stem(it), origin(it, std::slice::from_ref(it))?))).collect();
        }
        return Ok(vec![(stem(path), whole)]);
    }
    let mut found = Vec::new();
    for folder in folders(path)? {
        let files = pack_files(&folder).map_err(|error| Problem::io(&folder, &error))?;
        if !files.is_empty() {
            found.push((stem(&folder), origin(&folder, &files)?));
        }
    }
    if found.is_empty() {
        return Err(Problem::new(
            called,
            "there are no .terms files in this folder: name a pack's file or folder",
        ));
    }
    Ok(found)
}

fn origin(path: &Path, files: &[PathBuf]) -> Result<Origin, Problem> {
    let mut sources = Vec::new();
    for file in files {
        let bytes = fs::read(file).map_err(|error| Problem::io(file, &error))?;
        let text = String::from_utf8(bytes)
            .map_err(|_| Problem::new(file.display(), "this is not UTF-8 text: save it as UTF-8"))?;
        sources.push(Source::new(file.to_string_lossy(), text));
    }
    Ok(Origin { name: path.to_string_lossy().into_owned(), sources, files: files.to_vec() })
}

/// The folder that holds a pack's files, and the one around it.
fn around(origin: &Origin) -> Vec<PathBuf> {
    let folders = origin.files.first().and_then(|it| it.parent()).into_iter();
    let folder = folders.map(|it| if it.as_os_str().is_empty() { Path::new(".") } else { it });
    let Some(folder) = folder.filter_map(|it| it.canonicalize().ok()).next() else { return Vec::new() };
    let outer = folder.parent().map(Path::to_owned);
    outer.into_iter().chain([folder]).collect()
}

/// The folders in a folder, by name.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let problem = |error: &std::io::Error| Problem::io(folder, error);
    let mut folders = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| problem(&error))? {
        folders.push(entry.map_err(|error| problem(&error))?.path());
    }
    folders.retain(|it| it.is_dir());
    folders.sort();
    Ok(folders)
}

fn stem(path: &Path) -> String {
    // "." and ".." have no name of their own.
    let named = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    named.file_stem().map_or(String::new(), |it| it.to_string_lossy().into_owned())
}
