//! Parts of a row of a page, and how lines to sign on begin.

/// Characters drawn one after the other without a gap worth a column.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) baseline: f64,
    pub(super) size: f64,
    pub(super) n_bold: usize,
    /// True if it is a cell of a table, however near the one before ends.
    pub(super) begins_cell: bool,
}

/// "By: ____", "Name: Jane Doe", "Title:".
pub(super) fn is_signature_label(text: &str) -> bool {
    let Some((label, _)) = text.split_once([':', '_']) else { return false };
    let label = label.trim().to_ascii_lowercase();
    matches!(
        label.as_str(),
        "by" | "name"
            | "title"
            | "date"
            | "its"
            | "signature"
            | "signed"
            | "print name"
            | "printed name"
            | "authorized signature"
            | "authorised signature"
            | "position"
            | "capacity"
            | "signed by"
    )
}
