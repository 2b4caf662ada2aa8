//! What a host teaches the engine: predicates that rules ask by name.

use std::{collections::BTreeMap, fmt, sync::Arc};

use crate::{Document, Error, ErrorKind};

/// What a predicate returns. `Ok(None)` is "not known". After an `Err` the rules that asked are
/// undetermined, with its text as the reason; the run goes on.
pub type PluginResult = Result<Option<bool>, Box<dyn std::error::Error + Send + Sync>>;

type Predicate = dyn Fn(&Document) -> PluginResult + Send + Sync;

/// Host functions, by name. Every one must be pure: same document, same answer.
///
/// ```
/// use termscore_core::Registry;
/// let registry = Registry::standard().predicate("host.is-consumer", |_| Ok(Some(false)))?;
/// # Ok::<(), termscore_core::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Registry {
    predicates: BTreeMap<String, Arc<Predicate>>,
}

impl Registry {
    /// A registry without host functions.
    pub fn standard() -> Registry {
        Registry::default()
    }

    /// Adds a yes-or-no question about a document, asked in rules as `name()`.
    ///
    /// # Errors
    /// [`ErrorKind::DuplicatePredicate`] if `name` is taken.
    pub fn predicate<F>(mut self, name: &str, test: F) -> Result<Registry, Error>
    where
        F: Fn(&Document) -> PluginResult + Send + Sync + 'static,
    {
        if self.predicates.insert(name.to_owned(), Arc::new(test)).is_some() {
            return Err(ErrorKind::DuplicatePredicate(name.to_owned()).into());
        }
        Ok(self)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.predicates.contains_key(name)
    }

    /// The predicate's answer; an error's text if it failed.
    pub(crate) fn ask(&self, name: &str, document: &Document) -> Result<Option<bool>, String> {
        let Some(predicate) = self.predicates.get(name) else {
            return Err(format!("the registry has no predicate `{name}`"));
        };
        // A host's function may be wrong; its panic must not take the other rules with it. What it leaves
        // behind is its own: the engine gives it nothing that it could leave half changed.
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| predicate(document))) {
            Ok(answer) => answer.map_err(|error| error.to_string()),
            Err(_) => Err("it panicked".to_owned()),
        }
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.predicates.keys()).finish()
    }
}
