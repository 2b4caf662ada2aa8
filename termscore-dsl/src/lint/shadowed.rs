//! `shadowed-phrase`: a phrase that changes nothing, because another of the same list matches wherever it does.

use std::collections::BTreeMap;

use termscore_core::rule::{Find, Pattern, Phrase};

use super::Facts;
use super::inclusion::{Automaton, Numbers, includes};
use crate::ast::{self, ClauseField, ConceptField, Item, KindField};
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::source::Loc;

/// Of longer lists, only phrases that are written alike are found.
const MAX_LIST: usize = 200;
/// Steps of all comparisons of one pack.
const FUEL: usize = 1_000_000;

/// What the matches of a list are used for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// They are asked for their head.
    Found,
    /// It matters only where they are.
    Any,
    /// Each pattern that matches counts once.
    Counted,
}

/// A pattern as written, and what became of it.
struct Member<'a> {
    tree: &'a ast::Pattern,
    pattern: Option<&'a Phrase>,
    /// Index of the field that it stands in, and how many stand there.
    field: (usize, usize),
}

pub(super) fn lint(facts: &Facts<'_>, problems: &mut Vec<Diagnostic>) {
    let mut fuel = FUEL;
    let pack = facts.pack;
    let (mut kinds, mut concepts, mut clauses) =
        (pack.kinds.iter(), pack.concepts.iter(), pack.clauses.iter());
    let mut cues = pack.cues.iter();
    // Without errors, each item has become one, in the same order.
    for item in &facts.file.items {
        match item {
            Item::Kind(it) => {
                let Some(kind) = kinds.next() else { continue };
                let you = lists(&it.fields, |it| if let KindField::You(it) = it { Some(it) } else { None });
                compare(&members(you, kind.you.iter().map(Some)), Use::Any, &mut fuel, problems);
                let them = lists(&it.fields, |it| if let KindField::Them(it) = it { Some(it) } else { None });
                compare(&members(them, kind.them.iter().map(Some)), Use::Any, &mut fuel, problems);
            }
            Item::Concept(it) => {
                let Some(concept) = concepts.next() else { continue };
                let any =
                    lists(&it.fields, |it| if let ConceptField::Any(it) = it { Some(it) } else { None });
                compare(&members(any, concept.patterns.iter().map(phrase)), Use::Found, &mut fuel, problems);
                let except =
                    lists(&it.fields, |it| if let ConceptField::Except(it) = it { Some(it) } else { None });
                compare(&members(except, concept.except.iter().map(phrase)), Use::Any, &mut fuel, problems);
            }
            Item::Cue(it) => {
                let phrases = cues.by_ref().take(it.phrases.len()).map(|it| Some(&it.phrase));
                compare(&members([&it.phrases].into_iter(), phrases), Use::Any, &mut fuel, problems);
            }
            Item::Clause(it) => {
                let Some(clause) = clauses.next() else { continue };
                let find =
                    lists(&it.fields, |it| if let ClauseField::Find(it) = it { Some(it) } else { None });
                let found = clause.find.iter().filter_map(|it| match it {
                    Find::Pattern(it) => Some(phrase(it)),
                    Find::Clause { .. } | Find::Document(_) => None,
                });
                compare(&members(find, found), Use::Found, &mut fuel, problems);
                let without =
                    lists(&it.fields, |it| if let ClauseField::Without(it) = it { Some(it) } else { None });
                compare(&members(without, clause.without.iter().map(phrase)), Use::Any, &mut fuel, problems);
                let except =
                    lists(&it.fields, |it| if let ClauseField::Except(it) = it { Some(it) } else { None });
                compare(&members(except, clause.except.iter().map(phrase)), Use::Any, &mut fuel, problems);
                // Of several that must match, a wider one counts beside a narrower one, but not twice the same.
                for field in &it.fields {
                    if let ClauseField::With { at_least: Some(_), patterns } = &field.it {
                        let unread = patterns.iter().map(|_| None);
                        compare(&members([patterns].into_iter(), unread), Use::Counted, &mut fuel, problems);
                    }
                }
            }
            Item::Pack(_)
            | Item::Use(_)
            | Item::Param(_)
            | Item::Extern(_)
            | Item::Rule(_)
            | Item::Score(_)
            | Item::Override(_)
            | Item::Disable(_)
            | Item::Extend(_)
            | Item::Test(_) => {}
        }
    }
}

fn phrase(pattern: &Pattern) -> Option<&Phrase> {
    match pattern {
        Pattern::Phrase(it) => Some(it),
        Pattern::Regex(_) => None,
    }
}

/// The lists of patterns of the fields that `pick` takes.
fn lists<'a, F>(
    fields: &'a [ast::At<F>],
    pick: impl Fn(&'a F) -> Option<&'a Vec<ast::Pattern>>,
) -> impl Iterator<Item = &'a Vec<ast::Pattern>> {
    fields.iter().filter_map(move |it| pick(&it.it))
}

fn members<'a>(
    lists: impl Iterator<Item = &'a Vec<ast::Pattern>>,
    lowered: impl Iterator<Item = Option<&'a Phrase>>,
) -> Vec<Member<'a>> {
    let trees = lists.enumerate().flat_map(|(n, list)| list.iter().map(move |it| (it, (n, list.len()))));
    trees.zip(lowered).map(|((tree, field), pattern)| Member { tree, pattern, field }).collect()
}

/// Reports members that another one makes superfluous; of two that do so mutually, the later one.
fn compare(members: &[Member<'_>], usage: Use, fuel: &mut usize, problems: &mut Vec<Diagnostic>) {
    if members.len() < 2 {
        return;
    }
    let mut numbers = Numbers::default();
    let automata: Vec<Option<Automaton<'_>>> = if members.len() > MAX_LIST {
        members.iter().map(|_| None).collect()
    } else {
        members.iter().map(|it| Automaton::of(it.pattern?, &mut numbers)).collect()
    };
    let written: Vec<Option<String>> = members.iter().map(|it| spelling(it.tree)).collect();
    let mut first_of: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shadowed: Vec<bool> = vec![false; members.len()];
    for (n, member) in members.iter().enumerate() {
        let same = written.get(n).and_then(|it| it.as_deref()).and_then(|it| {
            let first = *first_of.entry(it).or_insert(n);
            (first != n).then_some(first)
        });
        let mut wider = || {
            let narrow = automata.get(n)?.as_ref()?;
            let mut others = automata
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != n && !shadowed.get(*other).copied().unwrap_or(true));
            others.find_map(|(other, wide)| {
                let wide = wide.as_ref()?;
                // Of two that match the same, the earlier one stays.
                let found = includes(wide, narrow, usage == Use::Found, fuel)
                    && (other < n || !includes(narrow, wide, usage == Use::Found, fuel));
                found.then_some(other)
            })
        };
        let Some(by) = same.or_else(&mut wider) else { continue };
        if let Some(it) = shadowed.get_mut(n) {
            *it = true;
        }
        let Some(other) = members.get(by) else { continue };
        let rest_of_field = members
            .iter()
            .zip(&shadowed)
            .filter(|(it, gone)| it.field.0 == member.field.0 && !**gone)
            .count();
        problems.extend(report(member, other, same.is_some(), usage, rest_of_field > 0));
    }
}

fn report(
    member: &Member<'_>,
    by: &Member<'_>,
    same: bool,
    usage: Use,
    removable: bool,
) -> Option<Diagnostic> {
    let (at, other) = (place(member.tree)?, place(by.tree)?);
    let (message, label) = if same {
        ("this phrase stands here twice", "the same")
    } else {
        ("this phrase changes nothing: another one matches wherever it does", "this one")
    };
    let mut problem =
        Diagnostic::warning(Code::ShadowedPhrase, at, message).also(other, label).help("remove it");
    if usage == Use::Counted {
        problem = problem.why("whenever it matches, it counts as two");
    }
    if removable {
        let remove = Suggestion::new("remove this phrase").remove(at);
        problem = problem.suggest(remove.safe_if(usage != Use::Counted));
    }
    Some(problem)
}

fn place(tree: &ast::Pattern) -> Option<Loc> {
    match tree {
        ast::Pattern::Phrase(it) => Some(it.at),
        ast::Pattern::Regex(it) => Some(it.at),
        ast::Pattern::Broken => None,
    }
}

/// What is written, blanks made single; regular expressions with a slash before them.
fn spelling(tree: &ast::Pattern) -> Option<String> {
    match tree {
        ast::Pattern::Phrase(it) => Some(it.written.split_whitespace().collect::<Vec<_>>().join(" ")),
        ast::Pattern::Regex(it) => Some(format!("/{}", it.it)),
        ast::Pattern::Broken => None,
    }
}
