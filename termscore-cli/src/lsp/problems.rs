//! What is wrong with packs, as the editor shows it beside the text.

use lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Message, Range, Uri,
};
use termscore::{Label, Level};

use super::workspace::{Pack, Workspace};

/// The diagnostics of each file of a pack, files without any included.
pub(super) fn of_pack(workspace: &Workspace, pack: &Pack) -> Vec<(Uri, Vec<Diagnostic>)> {
    let mut by_file: Vec<(Uri, Vec<Diagnostic>)> =
        pack.files.iter().map(|it| (workspace.uri(it), Vec::new())).collect();
    for it in &pack.diagnostics {
        if let Some((_, list)) = by_file.get_mut(it.label.source) {
            list.push(diagnostic(workspace, pack, it));
        }
    }
    by_file
}

/// One of them, in the words of the protocol.
pub(super) fn diagnostic(workspace: &Workspace, pack: &Pack, it: &termscore::Diagnostic) -> Diagnostic {
    let mut message = it.message.clone();
    for (lead, more) in [("", &it.why), ("help: ", &it.help)] {
        if let Some(more) = more {
            message.push_str(&format!("\n{lead}{more}"));
        }
    }
    let related: Vec<_> = it
        .others
        .iter()
        .filter_map(|other| {
            let location = workspace.location(pack, other.source, other.span)?;
            let message = if other.text.is_empty() { "see here".to_owned() } else { other.text.clone() };
            Some(DiagnosticRelatedInformation { location, message })
        })
        .collect();
    Diagnostic {
        range: range(workspace, pack, &it.label),
        severity: Some(match it.level {
            Level::Error => DiagnosticSeverity::Error,
            Level::Warning => DiagnosticSeverity::Warning,
        }),
        code: Some(Code::String(it.code.name().to_owned())),
        code_description: None,
        source: Some("termscore".to_owned()),
        message: Message::String(message),
        tags: (it.code == termscore::Code::UnusedUse).then(|| vec![DiagnosticTag::Unnecessary]),
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}

fn range(workspace: &Workspace, pack: &Pack, label: &Label) -> Range {
    workspace.range(pack, label.source, label.span).unwrap_or_default()
}
