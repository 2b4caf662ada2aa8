//! From a name to its declaration, its other places, and another name for it.

use std::rc::Rc;

use lsp_types::{DocumentSymbol, Location, Range, SymbolKind as Shown, WorkspaceEdit};
use termscore::symbols::{Declaration, Named, SymbolKind};

use super::{
    edit::workspace_edit,
    workspace::{Pack, Place, Workspace},
};

/// Where the name at an offset is declared.
pub(super) fn definition(workspace: &Workspace, place: &Place, offset: usize) -> Vec<Location> {
    let Some(named) = named(place, offset) else { return Vec::new() };
    let Some(pack) = workspace.declaring(&place.pack, named.kind, named.name) else { return Vec::new() };
    declarations(workspace, &pack, &named)
}

fn declarations(workspace: &Workspace, pack: &Rc<Pack>, named: &Named<'_>) -> Vec<Location> {
    let declared = pack.symbols.declared(named.kind, named.name);
    declared.filter_map(|it| workspace.location(pack, it.source, it.name_span)).collect()
}

/// Where the name at an offset stands in this pack, and where it is declared if that is asked for.
pub(super) fn references(
    workspace: &Workspace,
    place: &Place,
    offset: usize,
    declared: bool,
) -> Vec<Location> {
    let Some(named) = named(place, offset) else { return Vec::new() };
    let mut found = if declared { definition(workspace, place, offset) } else { Vec::new() };
    let referred = place.pack.symbols.referred(named.kind, named.name);
    found.extend(referred.filter_map(|it| workspace.location(&place.pack, it.source, it.span)));
    found
}

/// The range of the name at an offset, if it can have another one.
///
/// # Errors
/// Why it cannot.
pub(super) fn renamable(workspace: &Workspace, place: &Place, offset: usize) -> Result<Range, String> {
    let named = named(place, offset).ok_or("there is no name here")?;
    place.pack.symbols.renamable(named.kind, named.name)?;
    workspace.range(&place.pack, place.source, named.span).ok_or_else(|| "there is no name here".to_owned())
}

/// The edits that give the thing at an offset another name, in all files of the pack.
///
/// # Errors
/// Why it cannot have this name.
pub(super) fn rename(
    workspace: &Workspace,
    place: &Place,
    offset: usize,
    new: &str,
) -> Result<WorkspaceEdit, String> {
    let named = named(place, offset).ok_or("there is no name here")?;
    let pack = &place.pack;
    let from = pack.files.first().cloned().unwrap_or_default();
    let resolve = |name: &str, requirement: &str| workspace.resolve(&from, name, requirement);
    let edits = pack.symbols.rename(named.kind, named.name, new, &pack.sources, &resolve)?;
    Ok(workspace_edit(workspace, pack, &edits))
}

/// The items of a document; categories and grades inside of their score.
pub(super) fn outline(workspace: &Workspace, place: &Place) -> Vec<DocumentSymbol> {
    let declared = place.pack.symbols.declarations.iter();
    let here: Vec<&Declaration> =
        declared.filter(|it| it.source == place.source && it.kind != SymbolKind::Capture).collect();
    let mut outline: Vec<DocumentSymbol> = Vec::new();
    let mut whole = termscore::Span::default();
    for it in here {
        let Some(shown) = symbol(workspace, place, it) else { continue };
        match outline.last_mut() {
            Some(last) if whole.contains(it.span) => last.children.get_or_insert_default().push(shown),
            _ => {
                whole = it.span;
                outline.push(shown);
            }
        }
    }
    outline
}

fn symbol(workspace: &Workspace, place: &Place, it: &Declaration) -> Option<DocumentSymbol> {
    let fact = |field: &str| it.facts.iter().find(|it| it.field == field).map(|it| it.text.clone());
    let detail = match it.kind {
        SymbolKind::Param => fact("type"),
        SymbolKind::Alias => fact("version"),
        SymbolKind::Test => Some(format!("{} cases", it.facts.len())),
        _ => fact("title"),
    };
    let name = match it.kind {
        SymbolKind::Cue | SymbolKind::Test => format!("{} {}", it.kind.noun(), it.written),
        _ => it.written.clone(),
    };
    #[expect(deprecated, reason = "a field of the protocol that must be given")]
    Some(DocumentSymbol {
        name,
        detail,
        kind: shown(it.kind),
        tags: None,
        deprecated: None,
        range: workspace.range(&place.pack, place.source, it.span)?,
        selection_range: workspace.range(&place.pack, place.source, it.name_span)?,
        children: None,
    })
}

/// The nearest thing that editors have a sign for.
pub(super) fn shown(kind: SymbolKind) -> Shown {
    match kind {
        SymbolKind::Pack => Shown::Package,
        SymbolKind::Alias => Shown::Module,
        SymbolKind::Kind => Shown::Class,
        SymbolKind::Param => Shown::Constant,
        SymbolKind::Concept => Shown::String,
        SymbolKind::Cue => Shown::Operator,
        SymbolKind::Clause => Shown::Interface,
        SymbolKind::Capture => Shown::Variable,
        SymbolKind::Rule => Shown::Function,
        SymbolKind::Score => Shown::Namespace,
        SymbolKind::Category | SymbolKind::Grade => Shown::EnumMember,
        SymbolKind::Test => Shown::Event,
        SymbolKind::Extern => Shown::Method,
    }
}

fn named(place: &Place, offset: usize) -> Option<Named<'_>> {
    place.pack.symbols.at(place.source, offset)
}
