//! Where in a contract something stands, as a reader finds it.

use termscore::report::Evidence;

use super::page::NO_BREAK;
use crate::contract::Contract;

/// Where a match stands, as a reader would look for it: `§ 4.2 Payment, page 3`.
pub(crate) fn place(contract: &Contract, evidence: &Evidence) -> String {
    let mut parts = Vec::new();
    if !evidence.section.is_empty() {
        parts.push(numbered(&evidence.section));
    }
    match evidence.page {
        Some(page) => parts.push(format!("page{NO_BREAK}{page}")),
        None => parts.extend(contract.line_of(evidence.start).map(|it| format!("line{NO_BREAK}{it}"))),
    }
    parts.extend(evidence.file.as_ref().map(|it| format!("in {it}")));
    parts.join(", ")
}

/// A section as a reader would call it.
pub(super) fn numbered(section: &str) -> String {
    if section.starts_with(|it: char| it.is_ascii_digit()) {
        format!("§{NO_BREAK}{section}")
    } else {
        section.to_owned()
    }
}
