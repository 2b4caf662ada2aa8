//! What a host teaches the engine: predicates that rules ask by name, and extractors that find values.

use std::{
    collections::BTreeMap,
    error, fmt,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use crate::{
    Document, Error, ErrorKind, Span,
    rule::Function,
    value::{Type, Value},
};

/// What a host function returns. After an `Err` the rules that asked are undetermined, with its text as the reason;
/// the run goes on.
pub type PluginResult<T> = Result<T, Box<dyn error::Error + Send + Sync>>;

type Predicate = dyn Fn(&Call<'_>) -> PluginResult<Option<bool>> + Send + Sync;
type Extractor = dyn Fn(&str) -> PluginResult<Vec<Extracted>> + Send + Sync;

/// Host functions, by name. Every one must be pure: same document and values, same answer.
///
/// ```
/// use termscore_core::{Extracted, Registry, Span, value::{Type, Value}};
///
/// let registry = Registry::standard()
///     .predicate("host.is-consumer", &[], |_| Ok(Some(false)))?
///     .predicate("host.approved-court", &[Type::Text], |call| Ok(Some(call.text(0)? == "Oslo")))?
///     .extractor("host.matter-number", Type::Text, |text| {
///         let found = text.find("M-2026-").map(|at| Span::new(at, at + 11));
///         let number = |span: Span| Value::Text(span.of(text).to_owned());
///         Ok(found.map(|span| Extracted { span, value: number(span) }).into_iter().collect())
///     })?;
/// # Ok::<(), termscore_core::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Registry {
    predicates: BTreeMap<String, (Vec<Type>, Arc<Predicate>)>,
    extractors: BTreeMap<String, (Type, Arc<Extractor>)>,
    lenient: bool,
}

/// A question to a predicate: the document, and the values that the rule gives.
#[derive(Debug)]
pub struct Call<'a> {
    document: &'a Document,
    values: &'a [Value],
}

/// A value that an extractor found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extracted {
    /// Bytes of the text that it stands in; not empty.
    pub span: Span,
    /// Of the type that the extractor declares.
    pub value: Value,
}

impl Call<'_> {
    /// The document that is scored.
    pub fn document(&self) -> &Document {
        self.document
    }

    /// A value that the rule gives, by its place from 0. Never unclear, and of the declared type.
    ///
    /// # Errors
    /// If there is no such place.
    pub fn value(&self, place: usize) -> PluginResult<&Value> {
        self.values.get(place).ok_or_else(|| format!("the predicate is given no value {place}").into())
    }

    /// A value of type text, by its place from 0.
    ///
    /// # Errors
    /// If there is no such place, or the value is of another type.
    pub fn text(&self, place: usize) -> PluginResult<&str> {
        match self.value(place)? {
            Value::Text(text) => Ok(text),
            other => Err(format!("value {place}, {other}, is no text").into()),
        }
    }
}

impl Registry {
    /// A registry without host functions.
    pub fn standard() -> Registry {
        Registry::default()
    }

    /// Makes functions that packs declare and this registry lacks unknown instead of missing: for programs that read
    /// packs without being their host.
    pub fn lenient(self) -> Registry {
        Registry { lenient: true, ..self }
    }

    /// Adds a yes-or-no question about a document and values of these types, asked in rules as `name()`, or in a
    /// filter as `name(capture)`. `Ok(None)` is "not known". A value that is unclear is not asked about.
    ///
    /// # Errors
    /// [`ErrorKind::DuplicateFunction`] if `name` is taken.
    pub fn predicate<F>(mut self, name: &str, inputs: &[Type], test: F) -> Result<Registry, Error>
    where
        F: Fn(&Call<'_>) -> PluginResult<Option<bool>> + Send + Sync + 'static,
    {
        self.must_be_free(name)?;
        self.predicates.insert(name.to_owned(), (inputs.to_vec(), Arc::new(test)));
        Ok(self)
    }

    /// Adds a finder of values, run at most once for a document; phrases take what it found as `{capture: name}`.
    /// Its spans are bytes of the text that it is given, the whole text of the document.
    ///
    /// # Errors
    /// [`ErrorKind::DuplicateFunction`] if `name` is taken.
    pub fn extractor<F>(mut self, name: &str, yields: Type, find: F) -> Result<Registry, Error>
    where
        F: Fn(&str) -> PluginResult<Vec<Extracted>> + Send + Sync + 'static,
    {
        self.must_be_free(name)?;
        self.extractors.insert(name.to_owned(), (yields, Arc::new(find)));
        Ok(self)
    }

    fn must_be_free(&self, name: &str) -> Result<(), Error> {
        match self.function(name) {
            Some(_) => Err(ErrorKind::DuplicateFunction(name.to_owned()).into()),
            None => Ok(()),
        }
    }

    /// What a function takes and gives; `None` if there is none of this name.
    pub(crate) fn function(&self, name: &str) -> Option<Function> {
        let predicate = self.predicates.get(name).map(|(inputs, _)| Function::Predicate(inputs.clone()));
        predicate.or_else(|| self.extractors.get(name).map(|(yields, _)| Function::Extractor(*yields)))
    }

    pub(crate) fn is_lenient(&self) -> bool {
        self.lenient
    }

    /// The predicate's answer, "not known" if there is no such predicate; an error's text if it failed.
    pub(crate) fn ask(
        &self,
        name: &str,
        document: &Document,
        values: &[Value],
    ) -> Result<Option<bool>, String> {
        match self.predicates.get(name) {
            Some((_, predicate)) => guarded(|| predicate(&Call { document, values })),
            None => Ok(None),
        }
    }

    /// What an extractor finds in a text, in order of place; an error's text if it failed or there is none.
    pub(crate) fn extract(&self, name: &str, text: &str) -> Result<Vec<Extracted>, String> {
        let Some((yields, extractor)) = self.extractors.get(name) else {
            return Err(String::from("the host has no such extractor"));
        };
        let mut found = guarded(|| extractor(text))?;
        for it in &found {
            if it.span.is_empty() || text.get(it.span.start..it.span.end).is_none() {
                return Err(format!(
                    "it found something at {}..{}, which is no text",
                    it.span.start, it.span.end
                ));
            }
            if it.value.value_type() != Some(*yields) {
                return Err(format!("it found {}, which is no {yields}", it.value));
            }
        }
        found.sort_by_key(|it| (it.span.start, std::cmp::Reverse(it.span.end)));
        Ok(found)
    }
}

/// Calls a host's function. It may be wrong; its panic must not take the other rules with it. What it leaves behind is
/// its own: the engine gives it nothing that it could leave half changed.
fn guarded<T>(call: impl FnOnce() -> PluginResult<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(_) => Err(String::from("it panicked")),
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.predicates.keys()).entries(self.extractors.keys()).finish()
    }
}
