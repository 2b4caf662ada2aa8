//! The documents that are open, and the packs that they belong to.
//!
//! A pack is all `.terms` files of a folder and of those in it, as they are in the editor or else on disk; if each of
//! several files has a `pack` header, each is a pack of its own. Packs that are used are looked for beside the
//! folder, and then among the built-in ones.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use lsp_types::{Location, Uri};
use termscore::{
    Diagnostics, Source, Span, check, pack_files, packs,
    rule::RulePack,
    symbols::{SymbolKind, Symbols, has_header},
};

use super::{
    builtin,
    position::{Encoding, Lines},
    uri,
};

/// A pack as it is now, with or without mistakes.
pub(super) struct Pack {
    /// Paths of the sources, in the same order.
    pub(super) files: Vec<PathBuf>,
    pub(super) sources: Vec<Source>,
    pub(super) lines: Vec<Lines>,
    pub(super) symbols: Symbols,
    pub(super) diagnostics: Diagnostics,
    compiled: Option<Arc<RulePack>>,
}

/// A document that is open in the editor.
struct Buffer {
    /// As the client writes it.
    uri: Uri,
    text: String,
}

/// A place in a document.
pub(super) struct Place {
    pub(super) pack: Rc<Pack>,
    /// Index of the source.
    pub(super) source: usize,
}

#[derive(Default)]
pub(super) struct Workspace {
    pub(super) encoding: Encoding,
    open: BTreeMap<PathBuf, Buffer>,
    /// By their files; emptied when a document changes.
    packs: RefCell<BTreeMap<Vec<PathBuf>, Rc<Pack>>>,
    builtin: RefCell<BTreeMap<String, Rc<Pack>>>,
    /// Packs that are being read: one that uses itself is not found.
    busy: RefCell<BTreeSet<Vec<PathBuf>>>,
}

impl Workspace {
    pub(super) fn new(encoding: Encoding) -> Workspace {
        Workspace { encoding, ..Workspace::default() }
    }

    pub(super) fn set(&mut self, uri: Uri, text: String) {
        self.open.insert(uri::to_path(&uri), Buffer { uri, text });
        self.forget();
    }

    pub(super) fn text(&self, uri: &Uri) -> Option<&str> {
        self.open.get(&uri::to_path(uri)).map(|it| it.text.as_str())
    }

    pub(super) fn close(&mut self, uri: &Uri) {
        self.open.remove(&uri::to_path(uri));
        self.forget();
    }

    /// Files may have changed.
    pub(super) fn forget(&mut self) {
        self.packs.borrow_mut().clear();
    }

    /// The packs of all open documents.
    pub(super) fn open_packs(&self) -> Vec<Rc<Pack>> {
        let groups: BTreeSet<Vec<PathBuf>> = self.open.keys().map(|it| self.group(it)).collect();
        groups.into_iter().map(|it| self.pack(it)).collect()
    }

    /// The pack of a document, and which of its sources that is.
    pub(super) fn place(&self, uri: &Uri) -> Option<Place> {
        let path = uri::to_path(uri);
        let pack = self.pack(self.group(&path));
        let source = pack.files.iter().position(|it| *it == path)?;
        Some(Place { pack, source })
    }

    /// The address of a source.
    pub(super) fn uri(&self, path: &Path) -> Uri {
        self.open.get(path).map_or_else(|| uri::of_path(path), |it| it.uri.clone())
    }

    /// A span of a source, as the client has it.
    pub(super) fn location(&self, pack: &Pack, source: usize, span: Span) -> Option<Location> {
        Some(Location { uri: self.uri(pack.files.get(source)?), range: self.range(pack, source, span)? })
    }

    pub(super) fn range(&self, pack: &Pack, source: usize, span: Span) -> Option<lsp_types::Range> {
        let text = &pack.sources.get(source)?.text;
        Some(pack.lines.get(source)?.range(text, span, self.encoding))
    }

    /// The pack in which a full name is declared: the given one, one beside it, or a built-in one.
    pub(super) fn declaring(&self, from: &Rc<Pack>, kind: SymbolKind, name: &str) -> Option<Rc<Pack>> {
        if !from.symbols.is_imported(kind, name) {
            return Some(Rc::clone(from));
        }
        let pack = name.split('.').next()?;
        let beside = from.files.first().and_then(|it| self.beside(it, pack)).map(|it| self.pack(it));
        beside.or_else(|| self.built_in(pack))
    }

    /// Names that `use` can name from a pack.
    pub(super) fn usable(&self, from: &Pack) -> Vec<String> {
        let names = packs::names().map(str::to_owned);
        names.filter(|it| *it != from.symbols.pack).collect()
    }

    /// Finds a pack that the pack of a file uses.
    pub(super) fn resolve(&self, file: &Path, name: &str, requirement: &str) -> Option<Arc<RulePack>> {
        match self.beside(file, name) {
            Some(group) => self.pack(group).compiled.clone(),
            None => packs::resolve(name, requirement),
        }
    }

    /// The files of a pack beside the folder of a file: a folder or a file of this name.
    fn beside(&self, file: &Path, name: &str) -> Option<Vec<PathBuf>> {
        if !file.is_absolute() {
            return None;
        }
        let folder = self.home(file)?;
        let around = [folder.parent().map(|it| it.join(name)), Some(folder.join(name))];
        for candidate in around.into_iter().flatten().filter(|it| *it != folder) {
            let single = candidate.with_extension("terms");
            let group = if candidate.is_dir() {
                self.files_of(&candidate)
            } else if single != file && (single.is_file() || self.open.contains_key(&single)) {
                self.group(&single)
            } else {
                continue;
            };
            // A pack does not use itself, and one that is being read is not there yet.
            if !group.is_empty() && !group.iter().any(|it| it == file) && !self.busy.borrow().contains(&group)
            {
                return Some(group);
            }
        }
        None
    }

    /// The files of the pack that a file belongs to.
    fn group(&self, file: &Path) -> Vec<PathBuf> {
        let Some(folder) = self.home(file).filter(|_| file.is_absolute()) else {
            return vec![file.to_owned()];
        };
        let mut files = self.files_of(folder);
        if !files.iter().any(|it| it == file) {
            files.push(file.to_owned());
            files.sort();
        }
        let headers = files.iter().filter(|it| self.read(it).is_some_and(|it| has_header(&it))).count();
        if headers > 1 && headers == files.len() { vec![file.to_owned()] } else { files }
    }

    /// The folder of the pack that a file belongs to: its own, or the nearest around it in which a file has a header.
    fn home<'a>(&self, file: &'a Path) -> Option<&'a Path> {
        let own = file.parent()?;
        own.ancestors().find(|it| self.begins_pack(it)).or(Some(own))
    }

    /// Does a file that lies in a folder, on disk or only in the editor, have a `pack` header?
    fn begins_pack(&self, folder: &Path) -> bool {
        let on_disk = fs::read_dir(folder).into_iter().flatten().flatten().map(|it| it.path());
        let open = self.open.keys().filter(|it| it.parent() == Some(folder)).cloned();
        on_disk.chain(open).any(|it| is_terms(&it) && self.read(&it).is_some_and(|it| has_header(&it)))
    }

    /// The `.terms` files of the pack in a folder, on disk or only in the editor, in order.
    fn files_of(&self, folder: &Path) -> Vec<PathBuf> {
        let mut files: BTreeSet<PathBuf> = pack_files(folder).unwrap_or_default().into_iter().collect();
        let open = self.open.keys().filter(|it| it.starts_with(folder) && is_terms(it));
        files.extend(open.filter(|it| self.home(it) == Some(folder)).cloned());
        files.into_iter().collect()
    }

    /// A file as it is in the editor, or else on disk; nothing if it cannot be read as text.
    fn read(&self, path: &Path) -> Option<Source> {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        let text = match self.open.get(path) {
            Some(buffer) => buffer.text.clone(),
            None => fs::read_to_string(path).ok()?,
        };
        Some(Source::new(name, text))
    }

    fn pack(&self, group: Vec<PathBuf>) -> Rc<Pack> {
        if let Some(known) = self.packs.borrow().get(&group) {
            return Rc::clone(known);
        }
        self.busy.borrow_mut().insert(group.clone());
        let read = group.iter().filter_map(|it| Some((it.clone(), self.read(it)?)));
        let (files, sources): (Vec<PathBuf>, Vec<Source>) = read.unzip();
        let from = files.first().cloned().unwrap_or_default();
        let pack =
            Rc::new(Pack::new(files, sources, &|name, requirement| self.resolve(&from, name, requirement)));
        self.busy.borrow_mut().remove(&group);
        self.packs.borrow_mut().insert(group, Rc::clone(&pack));
        pack
    }

    fn built_in(&self, name: &str) -> Option<Rc<Pack>> {
        if let Some(known) = self.builtin.borrow().get(name) {
            return Some(Rc::clone(known));
        }
        let (files, sources) = builtin::files(name)?;
        let pack = Rc::new(Pack::new(files, sources, &packs::resolve));
        self.builtin.borrow_mut().insert(name.to_owned(), Rc::clone(&pack));
        Some(pack)
    }
}

fn is_terms(path: &Path) -> bool {
    path.extension().is_some_and(|it| it == "terms")
}

impl Pack {
    fn new(
        files: Vec<PathBuf>,
        sources: Vec<Source>,
        resolve: &dyn Fn(&str, &str) -> Option<Arc<RulePack>>,
    ) -> Pack {
        let (compiled, diagnostics) = check(&sources, resolve);
        let symbols = Symbols::of(&sources, resolve);
        let lines = sources.iter().map(|it| Lines::new(&it.text)).collect();
        Pack { files, sources, lines, symbols, diagnostics, compiled: compiled.map(Arc::new) }
    }

    pub(super) fn text(&self, source: usize) -> &str {
        self.sources.get(source).map_or("", |it| it.text.as_str())
    }
}
