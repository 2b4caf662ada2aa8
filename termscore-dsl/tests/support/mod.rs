//! What the tests of this crate share.

pub(crate) mod generate;
pub(crate) mod outline;

use std::sync::{Arc, LazyLock};

use termscore_core::rule::RulePack;
use termscore_dsl::{Source, compile};

static STD: LazyLock<Arc<RulePack>> = LazyLock::new(|| {
    let source = Source::new("std.terms", include_str!("../inputs/std.terms"));
    Arc::new(compile(&[source], &|_, _| None).unwrap_or_else(|it| panic!("{it}")))
});

/// The pack that inputs use as `std`.
pub(crate) fn resolve(name: &str, range: &str) -> Option<Arc<RulePack>> {
    if name == "words" {
        let text = "pack words 1.0.0 { title \"Words\" } concept work { \"Work\" }";
        return compile(&[Source::new("words.terms", text)], &|_, _| None).ok().map(Arc::new);
    }
    (name == "std" && matches!(range, "^1" | "*")).then(|| STD.clone())
}

/// The sources of an input: one, or several that start with a line such as `//# other.terms`.
/// A line `//@ pad 100` makes its source longer by 100 blanks.
pub(crate) fn sources(name: &str, text: &str) -> Vec<Source> {
    let mut sources = vec![Source::new(name, "")];
    for line in text.split_inclusive('\n') {
        if let Some(name) = line.strip_prefix("//# ") {
            sources.push(Source::new(name.trim(), ""));
        } else if let (Some(n), Some(last)) = (line.strip_prefix("//@ pad "), sources.last_mut()) {
            last.text.push_str(&" ".repeat(n.trim().parse().expect("a number of blanks")));
        } else if let Some(last) = sources.last_mut() {
            last.text.push_str(line);
        }
    }
    sources.retain(|it| !it.text.is_empty() || name != it.name);
    sources
}
