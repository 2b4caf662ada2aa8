//! The packs of an engine, linked as documents ask for them. To make all patterns ready takes longer than to score a
//! contract; so an engine starts with what tells kinds of contract apart, and adds what the rules for the first document's
//! kind need. A document of another kind makes it link everything, once. Reports do not depend on it.

use std::sync::{Arc, OnceLock};

use crate::{Error, rule::RulePack};

use super::{
    catalog::Catalog,
    check::{bad, check},
    program::Program,
    wanted::Wanted,
};

/// Packs, and the programs made of them so far.
#[derive(Debug)]
pub(super) struct Library {
    pub(super) catalog: Arc<Catalog>,
    /// No rule's patterns: what tells kinds.
    kinds: Arc<Program>,
    /// For the audiences that were wanted first.
    first: OnceLock<Arc<Program>>,
    whole: OnceLock<Arc<Program>>,
}

impl Library {
    /// Looks at all packs and what they import.
    ///
    /// # Errors
    /// See [`super::Engine::new`].
    pub(super) fn new(packs: &[Arc<RulePack>]) -> Result<Library, Error> {
        let catalog = Arc::new(Catalog::new(packs)?);
        check(&catalog)?;
        let kinds = Program::link(&catalog, Wanted::default());
        let owners = catalog.packs.iter().flat_map(|pack| pack.cues.iter().map(|_| &pack.name));
        for (cue, pack) in kinds.cues.iter().zip(owners) {
            if kinds.patterns.get(cue.pattern as usize).is_none_or(|it| it.first.is_none()) {
                let item = format!("{pack} cue `{}`", cue.cue.phrase.written);
                return Err(bad(&item, "a cue must begin with a word"));
            }
        }
        Ok(Library { catalog, kinds: Arc::new(kinds), first: OnceLock::new(), whole: OnceLock::new() })
    }

    /// The program to begin with: the widest there is.
    pub(super) fn ready(&self) -> Arc<Program> {
        self.whole.get().or_else(|| self.first.get()).unwrap_or(&self.kinds).clone()
    }

    /// A program that can answer what is wanted.
    pub(super) fn covering(&self, wanted: &Wanted) -> Arc<Program> {
        let ready = self.ready();
        if ready.wanted.covers(wanted) {
            return ready;
        }
        let link = |wanted: &Wanted| Arc::new(Program::link(&self.catalog, wanted.clone()));
        if *wanted != Wanted::All {
            let first = self.first.get_or_init(|| link(wanted));
            if first.wanted.covers(wanted) {
                return first.clone();
            }
        }
        self.whole.get_or_init(|| link(&Wanted::All)).clone()
    }
}
