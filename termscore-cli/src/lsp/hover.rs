//! What is shown of the thing under the pointer, as Markdown.

use std::{fmt::Write as _, rc::Rc};

use lsp_types::{Contents, Hover, MarkupContent, MarkupKind};
use termscore::{
    KEYWORDS, Span, inflections,
    symbols::{Declaration, Named, SymbolKind, word_at},
};

use super::workspace::{Pack, Place, Workspace};

/// Places of use that are listed by name.
const MAX_USES: usize = 8;
/// Lines of fields that are shown.
const MAX_FIELDS: usize = 24;

/// What is to be said about an offset.
pub(super) fn at(workspace: &Workspace, place: &Place, offset: usize) -> Option<Hover> {
    let (pack, source) = (&place.pack, place.source);
    let (value, span) = if let Some(named) = pack.symbols.at(source, offset) {
        (name(workspace, place, &named), named.span)
    } else if let Some(it) = inflected(pack, source, offset) {
        it
    } else {
        let text = pack.text(source);
        let span = word_at(text, offset)?;
        (word(span.of(text))?, span)
    };
    let contents = Contents::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value });
    Some(Hover { contents, range: workspace.range(pack, source, span) })
}

fn inflected(pack: &Pack, source: usize, offset: usize) -> Option<(String, Span)> {
    let touches = |at: Span| at.start <= offset && offset <= at.end;
    let it = pack.symbols.inflected.iter().find(|it| it.source == source && touches(it.span))?;
    Some((forms(&it.word), it.span))
}

/// All forms that a word `~train` stands for; of a word with hyphens, the last part changes.
fn forms(word: &str) -> String {
    let (start, last) = word.rsplit_once('-').map_or(("", word), |(start, last)| (start, last));
    let lead = if start.is_empty() { String::new() } else { format!("{start}-") };
    let all: Vec<String> = inflections(last).iter().map(|it| format!("{lead}{it}")).collect();
    format!("`~{word}` finds: {}", all.join(", "))
}

/// A keyword or a type.
fn word(word: &str) -> Option<String> {
    let help = KEYWORDS.iter().find(|it| it.0 == word).map(|it| it.1).or_else(|| type_help(word))?;
    Some(format!("**{word}**: {help}"))
}

/// One line for each type of value.
pub(super) fn type_help(word: &str) -> Option<&'static str> {
    Some(match word {
        "duration" => "A length of time: 30 days, 2 years, perpetual.",
        "days" => "A length of time, also as a bare number: net 30.",
        "money" => "An amount with its currency: 500 USD.",
        "percent" => "A share: 1.5%.",
        "date" => "A day: 2026-01-31.",
        "count" => "A number: 3.",
        "jurisdiction" => "A place whose law may govern: \"New York\", \"England and Wales\".",
        "section" => "A reference to a provision: Section 7.2(a).",
        "text" => "Words as they stand in the contract.",
        "party" => "A party to the contract, by role, name or pronoun.",
        "you" => "The signer, by role, name or pronoun.",
        "them" => "The other side, by role, name or pronoun.",
        _ => return None,
    })
}

fn name(workspace: &Workspace, place: &Place, named: &Named<'_>) -> String {
    let mut text = format!("**{}** `{}`", named.kind.noun(), named.name);
    let declaring = workspace.declaring(&place.pack, named.kind, named.name);
    let declaration = declaring.as_ref().and_then(|it| it.symbols.declared(named.kind, named.name).next());
    if let (Some(pack), Some(declaration)) = (&declaring, declaration) {
        declared(&mut text, pack, declaration);
    } else if named.kind == SymbolKind::Extern {
        text.push_str("\n\nThe program that embeds TermScore answers.");
    } else if named.kind == SymbolKind::Alias || named.kind == SymbolKind::Pack {
        text.push_str("\n\nNo such pack is at hand.");
    }
    used(&mut text, &place.pack, named);
    text
}

fn declared(text: &mut String, pack: &Rc<Pack>, it: &Declaration) {
    let fact = |field: &str| it.facts.iter().find(|it| it.field == field).map(|it| it.text.as_str());
    if let Some(title) = fact("title").or_else(|| fact("help")) {
        let _ = write!(text, "\n\n{title}");
    }
    // Texts for the signer say little to the author; what decides is shown.
    let for_people =
        ["title", "help", "impact", "advice", "suggest", "prefer", "accept", "refuse", "source", "text"];
    let fields = it.facts.iter().filter(|it| !for_people.contains(&it.field));
    let mut lines: Vec<String> = fields
        .map(|it| match it.field {
            "matches" | "words" => it.text.clone(),
            field => format!("{field} {}", it.text),
        })
        .collect();
    let more = lines.len().saturating_sub(MAX_FIELDS);
    lines.truncate(MAX_FIELDS);
    if more > 0 {
        lines.push(format!("// and {more} more"));
    }
    if !lines.is_empty() {
        let _ = write!(text, "\n\n```terms\n{}\n```", lines.join("\n"));
    }
    let mut words: Vec<&str> = Vec::new();
    for word in
        pack.symbols.inflected.iter().filter(|word| word.source == it.source && it.span.contains(word.span))
    {
        if !words.contains(&word.word.as_str()) {
            words.push(&word.word);
        }
    }
    if it.kind != SymbolKind::Score && !words.is_empty() {
        let more = words.len().saturating_sub(MAX_USES);
        let forms: Vec<String> = words.iter().take(MAX_USES).map(|it| format!("- {}", forms(it))).collect();
        let _ = write!(text, "\n\n{}", forms.join("\n"));
        if more > 0 {
            let _ = write!(text, "\n- and {more} more words");
        }
    }
    if it.kind == SymbolKind::Clause {
        let captures = pack.symbols.captures(&it.name);
        let captures: Vec<String> = captures.iter().map(|it| format!("`{}` ({})", it.name, it.ty)).collect();
        if !captures.is_empty() {
            let _ = write!(text, "\n\nCaptures {}.", captures.join(", "));
        }
    }
}

/// Who refers to a name in this pack.
fn used(text: &mut String, pack: &Pack, named: &Named<'_>) {
    let mut users: Vec<String> = Vec::new();
    let mut places = 0;
    for it in pack.symbols.referred(named.kind, named.name) {
        places += 1;
        if let Some(user) = pack.symbols.around(it.source, it.span) {
            let user = format!("{} `{}`", user.kind.noun(), user.written);
            if !users.contains(&user) {
                users.push(user);
            }
        }
    }
    let more = users.len().saturating_sub(MAX_USES);
    users.truncate(MAX_USES);
    if more > 0 {
        users.push(format!("{more} more"));
    }
    if users.is_empty() {
        text.push_str(if named.kind == SymbolKind::Rule { "" } else { "\n\nUsed nowhere in this pack." });
    } else {
        let times = if places == 1 { "once".to_owned() } else { format!("{places} times") };
        let _ = write!(text, "\n\nUsed {times}: {}.", users.join(", "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_explained() {
        for it in termscore::Type::all() {
            assert!(type_help(it.name()).is_some(), "`{it}` has no line in type_help");
        }
    }

    #[test]
    fn of_a_word_with_hyphens_the_end_changes() {
        assert_eq!(forms("sub-fee"), "`~sub-fee` finds: sub-fee, sub-fees");
    }
}
