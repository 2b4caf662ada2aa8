//! A folder of rule text checked in one call: all that the test of a pack's own crate has to do.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::error;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use termscore_core::rule::RulePack;

use super::{TestRun, run_tests};
use crate::{Diagnostics, Resolve, Source, compile, pack_files};

/// What is wrong with a pack in a folder. Shown in full by both `Display` and `Debug`, so that a test that
/// returns it, or unwraps it, tells everything.
#[non_exhaustive]
pub enum PackProblem {
    /// A folder or file could not be read.
    Unreadable(PathBuf, io::Error),
    /// No file of the folder ends in `.terms`.
    NoRuleText(PathBuf),
    /// The rule text has mistakes: all of them, in source order.
    Mistakes(Diagnostics),
    /// Cases of the pack's tests failed.
    Failed(TestRun),
}

impl fmt::Display for PackProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PackProblem::Unreadable(path, error) => write!(f, "{} cannot be read: {error}", path.display()),
            PackProblem::NoRuleText(path) => {
                write!(f, "{} has no file that ends in .terms", path.display())
            }
            PackProblem::Mistakes(diagnostics) => diagnostics.fmt(f),
            PackProblem::Failed(run) => run.fmt(f),
        }
    }
}

/// As `Display`, on lines of its own.
impl fmt::Debug for PackProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl error::Error for PackProblem {}

/// Compiles the pack in a folder (see [`pack_files`]) and runs its tests.
/// Packs that it uses are looked for in the folders beside it, each by the folder's name, then with `beyond`.
/// Predicates of the host are unknown to the tests.
///
/// # Errors
/// The first of: the folder cannot be read, its rule text or that of a pack beside it has mistakes, a test fails.
pub fn check_folder(folder: impl AsRef<Path>, beyond: &Resolve<'_>) -> Result<(), PackProblem> {
    let folder = folder.as_ref();
    let sources = read(folder)?;
    if sources.is_empty() {
        return Err(PackProblem::NoRuleText(folder.to_owned()));
    }
    let beside = Beside {
        // A folder without a name, such as `.`, has no neighbours that it could be told from.
        parent: folder.file_name().and(folder.parent()),
        beyond,
        known: RefCell::default(),
        problem: RefCell::default(),
    };
    if let Some(name) = folder.file_name() {
        beside.known.borrow_mut().insert(name.to_string_lossy().into_owned(), None);
    }
    let run = run_tests(&sources, &|name, range| beside.resolve(name, range));
    // What is wrong with a pack beside this one is why the one that uses it does not compile.
    if let Some(problem) = beside.problem.into_inner() {
        return Err(problem);
    }
    let run = run.map_err(PackProblem::Mistakes)?;
    if run.passed() { Ok(()) } else { Err(PackProblem::Failed(run)) }
}

/// The packs in the folders beside one.
struct Beside<'a> {
    parent: Option<&'a Path>,
    beyond: &'a Resolve<'a>,
    /// By name of the folder; `None` while a pack is being compiled, and for good if it has mistakes.
    known: RefCell<BTreeMap<String, Option<Arc<RulePack>>>>,
    problem: RefCell<Option<PackProblem>>,
}

impl Beside<'_> {
    fn resolve(&self, name: &str, range: &str) -> Option<Arc<RulePack>> {
        let known = self.known.borrow().get(name).cloned();
        let pack = match known {
            Some(pack) => pack,
            None => {
                let sources = self.sources(name);
                if sources.is_empty() {
                    return (self.beyond)(name, range);
                }
                self.known.borrow_mut().insert(name.to_owned(), None);
                let pack = self.kept(compile(&sources, &|name, range| self.resolve(name, range)));
                self.known.borrow_mut().insert(name.to_owned(), pack.clone());
                pack
            }
        };
        pack.filter(|it| crate::lower::satisfies(&it.version, range))
    }

    /// The rule text of the folder of this name; empty if there is none.
    fn sources(&self, name: &str) -> Vec<Source> {
        let folder = self.parent.map(|it| it.join(name)).filter(|it| it.is_dir());
        match folder.map(|it| read(&it)) {
            Some(Ok(sources)) => sources,
            Some(Err(problem)) => {
                self.problem.borrow_mut().get_or_insert(problem);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// The pack; its mistakes are kept, unless there are some already.
    fn kept(&self, compiled: Result<RulePack, Diagnostics>) -> Option<Arc<RulePack>> {
        match compiled {
            Ok(pack) => Some(Arc::new(pack)),
            Err(diagnostics) => {
                self.problem.borrow_mut().get_or_insert(PackProblem::Mistakes(diagnostics));
                None
            }
        }
    }
}

/// The rule text of the pack in a folder.
fn read(folder: &Path) -> Result<Vec<Source>, PackProblem> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |error| PackProblem::Unreadable(path, error)
    };
    let paths = pack_files(folder).map_err(unreadable(folder))?;
    let source = |path: PathBuf| {
        let text = fs::read_to_string(&path).map_err(unreadable(&path))?;
        Ok(Source::new(path.display().to_string(), text))
    };
    paths.into_iter().map(source).collect()
}
