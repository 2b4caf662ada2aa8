//! Changes that the server proposes: a formatted document, and corrections of mistakes.

use std::collections::HashMap;

use lsp_types::{CodeAction, CodeActionKind, Range, TextEdit, Uri, WorkspaceEdit};
use termscore::{Diagnostic, Edit, Source, symbols::Replacement};

use super::{
    problems,
    workspace::{Pack, Place, Workspace},
};

/// A source as the formatter writes it; nothing if it stays as it is.
fn format_document(source: &Source) -> Option<String> {
    termscore::format(source).ok()
}

/// The edits that a diagnostic proposes, each with a title.
fn corrections(diagnostic: &Diagnostic) -> Vec<(String, Vec<Replacement>)> {
    let replacement = |it: &Edit| Replacement { source: it.source, span: it.span, text: it.text.clone() };
    let suggestions = diagnostic.suggestions.iter();
    suggestions.map(|it| (it.title.clone(), it.edits.iter().map(replacement).collect())).collect()
}

/// The edits that format a document.
pub(super) fn formatting(workspace: &Workspace, place: &Place) -> Vec<TextEdit> {
    let Some(source) = place.pack.sources.get(place.source) else { return Vec::new() };
    let Some(new_text) = format_document(source).filter(|it| *it != source.text) else { return Vec::new() };
    let whole = termscore::Span::new(0, source.text.len());
    let range = workspace.range(&place.pack, place.source, whole).unwrap_or_default();
    vec![TextEdit { range, new_text }]
}

/// The corrections of the mistakes that a range touches.
pub(super) fn actions(workspace: &Workspace, place: &Place, range: Range) -> Vec<CodeAction> {
    let mut actions = Vec::new();
    for it in place.pack.diagnostics.iter().filter(|it| it.label.source == place.source) {
        let shown = problems::diagnostic(workspace, &place.pack, it);
        if shown.range.end < range.start || range.end < shown.range.start {
            continue;
        }
        let fixes = corrections(it);
        let only = fixes.len() == 1;
        for (title, edits) in fixes {
            actions.push(CodeAction {
                title,
                kind: Some(CodeActionKind::QuickFix),
                diagnostics: Some(vec![shown.clone()]),
                is_preferred: only.then_some(true),
                edit: Some(workspace_edit(workspace, &place.pack, &edits)),
                ..CodeAction::default()
            });
        }
    }
    actions
}

/// Replacements as the client applies them.
pub(super) fn workspace_edit(workspace: &Workspace, pack: &Pack, edits: &[Replacement]) -> WorkspaceEdit {
    let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for it in edits {
        if let Some(location) = workspace.location(pack, it.source, it.span) {
            let edit = TextEdit { range: location.range, new_text: it.text.clone() };
            changes.entry(location.uri).or_default().push(edit);
        }
    }
    WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }
}
