//! Functions of the host: what packs declare against what the registry has.

use std::collections::BTreeMap;

use crate::{
    Error, ErrorKind, Registry,
    rule::{Extern, Function},
};

use super::catalog::{Catalog, conditions};

/// Compares every declaration, and every function that is used without one, with the registry.
///
/// # Errors
/// [`ErrorKind::UnknownFunction`] or [`ErrorKind::WrongFunction`].
pub(super) fn check(catalog: &Catalog, registry: &Registry) -> Result<(), Error> {
    let mut declared: BTreeMap<&str, &Extern> = BTreeMap::new();
    for (pack, it) in &catalog.externs {
        let wrong = |given: &Function| -> Error {
            let (pack, function) = (pack.clone(), it.name.clone());
            let (declared, given) = (it.function.signature(), given.signature());
            ErrorKind::WrongFunction { pack, function, declared, given }.into()
        };
        if let Some(other) = declared.insert(&it.name, it)
            && other.function != it.function
        {
            return Err(wrong(&other.function));
        }
        match registry.function(&it.name) {
            Some(given) if given != it.function => return Err(wrong(&given)),
            None if !it.optional && !registry.is_lenient() => {
                let (pack, function) = (pack.clone(), it.name.clone());
                return Err(ErrorKind::UnknownFunction { pack, function }.into());
            }
            _ => {}
        }
    }
    for it in &catalog.rules {
        for (name, n_inputs) in conditions(&it.rule).flat_map(|it| it.predicates()) {
            let pack = it.rule.pack().name.clone();
            let function = declared.get(name.as_str()).map(|it| it.function.clone());
            match function.or_else(|| registry.function(name)) {
                Some(Function::Predicate(inputs)) if inputs.len() == n_inputs => {}
                Some(other) => {
                    let (declared, given) = (format!("({n_inputs} values) -> bool"), other.signature());
                    return Err(
                        ErrorKind::WrongFunction { pack, function: name.clone(), declared, given }.into()
                    );
                }
                None if registry.is_lenient() => {}
                None => return Err(ErrorKind::UnknownFunction { pack, function: name.clone() }.into()),
            }
        }
    }
    Ok(())
}
