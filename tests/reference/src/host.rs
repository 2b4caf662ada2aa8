//! The functions of the host that trials use: two that are asked about the document and answer as they are told, one
//! that is asked about a text, and one that finds numbers.

use std::collections::BTreeMap;

use termscore_core::{Error, Extracted, Registry, Span, Truth, Value, value::Type};

/// Declarations for a pack.
pub(crate) const EXTERNS: &str = "\
    extern host.one() -> bool \"One\" absent unknown\n\
    extern host.two() -> bool \"Two\" absent unknown\n\
    extern host.even(text) -> bool \"Its text has an even number of bytes\" absent unknown\n\
    extern host.number -> count \"Runs of digits\"\n";

/// A registry whose functions answer as the reference expects.
///
/// # Errors
/// A name is given twice.
pub fn registry(answers: &BTreeMap<String, Truth>) -> Result<Registry, Error> {
    let mut registry = Registry::standard()
        .predicate("host.even", &[Type::Text], |call| Ok(Some(even(call.text(0)?))))?
        .extractor("host.number", Type::Count, |text| Ok(numbers(text)))?;
    for (name, truth) in answers {
        let answer = match truth {
            Truth::True => Some(true),
            Truth::False => Some(false),
            Truth::Unknown => None,
        };
        registry = registry.predicate(name, &[], move |_| Ok(answer))?;
    }
    Ok(registry)
}

pub(crate) fn even(text: &str) -> bool {
    text.len().is_multiple_of(2)
}

/// Every run of at most nine digits.
pub(crate) fn numbers(text: &str) -> Vec<Extracted> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, it) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, it.is_ascii_digit()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                let span = Span::new(from, at);
                let value = span.of(text).parse().ok().filter(|_| span.len() <= 9).map(Value::Count);
                found.extend(value.map(|value| Extracted { span, value }));
                start = None;
            }
            _ => {}
        }
    }
    found
}
