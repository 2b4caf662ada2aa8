//! What can be written at the cursor.

use lsp_types::{
    CompletionItem, CompletionItemKind as Shown, CompletionItemTextEdit, Documentation, MarkupContent,
    MarkupKind, TextEdit,
};
use termscore::{
    KEYWORDS,
    symbols::{Candidate, CandidateKind, SymbolKind, complete},
};

use super::{
    hover,
    workspace::{Place, Workspace},
};

/// The candidates at an offset, best first.
pub(super) fn candidates(workspace: &Workspace, place: &Place, offset: usize) -> Vec<CompletionItem> {
    let pack = &place.pack;
    let packs = workspace.usable(pack);
    let found = complete(&pack.sources, place.source, offset, &pack.symbols, &packs);
    let range = workspace.range(pack, place.source, found.span).unwrap_or_default();
    let items = found.list.into_iter().enumerate().map(|(n, it)| {
        let documentation = documentation(workspace, place, &it)
            .map(|value| Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value }));
        CompletionItem {
            kind: Some(shown(it.kind)),
            detail: (!it.detail.is_empty()).then_some(it.detail),
            documentation,
            sort_text: Some(format!("{n:04}")),
            filter_text: Some(it.label.clone()),
            text_edit: Some(CompletionItemTextEdit::TextEdit(TextEdit { range, new_text: it.label.clone() })),
            label: it.label,
            ..CompletionItem::default()
        }
    });
    items.collect()
}

/// One line; more is for the hover.
fn documentation(workspace: &Workspace, place: &Place, it: &Candidate) -> Option<String> {
    match it.kind {
        CandidateKind::Item | CandidateKind::Word => {
            let first = it.label.split(' ').next();
            KEYWORDS.iter().find(|keyword| Some(keyword.0) == first).map(|it| it.1.to_owned())
        }
        CandidateKind::Type => hover::type_help(&it.label).map(str::to_owned),
        CandidateKind::Name(SymbolKind::Capture) => None,
        CandidateKind::Name(kind) => {
            let pack = workspace.declaring(&place.pack, kind, &it.detail)?;
            let declaration = pack.symbols.declared(kind, &it.detail).next()?;
            let fact =
                declaration.facts.iter().find(|it| ["title", "help", "matches"].contains(&it.field))?;
            Some(fact.text.clone())
        }
    }
}

fn shown(kind: CandidateKind) -> Shown {
    match kind {
        CandidateKind::Item | CandidateKind::Word => Shown::Keyword,
        CandidateKind::Type => Shown::TypeParameter,
        CandidateKind::Name(kind) => match kind {
            SymbolKind::Pack | SymbolKind::Alias => Shown::Module,
            SymbolKind::Kind => Shown::Class,
            SymbolKind::Param => Shown::Constant,
            SymbolKind::Concept => Shown::Text,
            SymbolKind::Clause => Shown::Interface,
            SymbolKind::Capture => Shown::Variable,
            SymbolKind::Rule => Shown::Function,
            SymbolKind::Category | SymbolKind::Grade => Shown::EnumMember,
            SymbolKind::Extern => Shown::Method,
            SymbolKind::Cue | SymbolKind::Score | SymbolKind::Test => Shown::Event,
        },
    }
}
