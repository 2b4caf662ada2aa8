//! Labelled contracts: what `eval` measures packs on and `learn` learns from. A folder is read, what the packs find in
//! its documents is collected by label, and both are counted against each other; nothing here writes anything.

mod folder;
pub(crate) mod measure;

use std::collections::BTreeMap;

use termscore::{
    Document, Engine, Span,
    report::{ClauseMatch, Polarity},
};

pub(crate) use folder::{Corpus, Selection};

/// Passages by label, then by document.
pub(crate) type Passages = BTreeMap<String, BTreeMap<String, Vec<Span>>>;

/// Passages that people marked in the file of a document, placed in its text.
pub(crate) fn place(gold: &mut Passages, name: &str, document: &Document) {
    let Some(source) = &document.layout().source else { return };
    let spans = gold.values_mut().filter_map(|it| it.get_mut(name)).flatten();
    spans.for_each(|it| *it = source.to_text(*it));
}

/// Each match of a clause in a document, with the labels that it stands for; `prefix` names a taxonomy and is taken off.
pub(crate) fn labelled<'a>(
    engine: &Engine,
    document: &Document,
    prefix: &'a str,
) -> impl Iterator<Item = (ClauseMatch, Vec<String>)> + use<'a> {
    engine.clauses(document).into_iter().map(move |it| {
        let labels = if it.evidence.polarity == Polarity::Denied { &it.denied_labels } else { &it.labels };
        let labels = labels.iter().filter_map(|it| it.strip_prefix(prefix)).map(str::to_owned).collect();
        (it, labels)
    })
}
