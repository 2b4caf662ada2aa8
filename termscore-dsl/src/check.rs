//! What can only be said of a pack as a whole: no circles, and absorbed rules of one category.

use std::collections::BTreeMap;

use termscore_core::rule::{Condition, Rule, RulePack};

use crate::ast::{self, RuleField};
use crate::diagnostic::{Code, Diagnostic};
use crate::graph::topological;
use crate::lower::{Scope, Sort, concepts_of, fired, found_by, patterns_of};
use crate::split::MAX_DEPTH;

/// Checks a lowered pack; `rules` are the trees of its rules, in the same order.
pub(crate) fn check(pack: &RulePack, rules: &[&ast::Rule], scope: &Scope, problems: &mut Vec<Diagnostic>) {
    let concepts = pack
        .concepts
        .iter()
        .map(|it| (it.name.as_str(), patterns_of(it).flat_map(concepts_of).collect()))
        .collect();
    circles(Sort::Concept, &concepts, scope, problems);
    let clauses = pack.clauses.iter().map(|it| (it.name.as_str(), found_by(it))).collect();
    circles(Sort::Clause, &clauses, scope, problems);
    let fires =
        pack.rules.iter().map(|it| (it.name.as_str(), conditions(it).flat_map(fired).collect())).collect();
    circles(Sort::Rule, &fires, scope, problems);
    for (rule, tree) in pack.rules.iter().zip(rules) {
        absorbs(rule, tree, pack, scope, problems);
    }
}

fn conditions(rule: &Rule) -> impl Iterator<Item = &Condition> {
    [&rule.when].into_iter().chain(rule.eased.iter().chain(&rule.raised).map(|it| &it.when))
}

fn absorbs(rule: &Rule, tree: &ast::Rule, pack: &RulePack, scope: &Scope, problems: &mut Vec<Diagnostic>) {
    let listed =
        tree.fields.iter().filter_map(|it| if let RuleField::Absorbs(it) = &it.it { Some(it) } else { None });
    for path in listed.flatten() {
        let Some(name) = scope.find(Sort::Rule, &path.it) else { continue };
        if name == rule.name {
            problems.push(
                Diagnostic::error(Code::BadAbsorbs, path.at, "a rule cannot absorb itself")
                    .also(tree.name.at, "this rule")
                    .help("remove this name"),
            );
            continue;
        }
        let packs = pack.imports.iter().map(AsRef::as_ref).chain([pack]);
        let other = packs.flat_map(|it: &RulePack| &it.rules).find(|it| it.name == name);
        if let Some(other) = other
            && other.category != rule.category
            && !rule.category.is_empty()
            && !other.category.is_empty()
        {
            let message = format!("`{}` is of category {}, not {}", path.it, other.category, rule.category);
            let mut problem = Diagnostic::error(Code::BadAbsorbs, path.at, message)
                .why("absorbing it would change what is lost in another category")
                .help("absorb rules of the same category only");
            let own = tree
                .fields
                .iter()
                .find_map(|it| if let RuleField::Category(it) = &it.it { Some(it.at) } else { None });
            if let Some(at) = own {
                problem = problem.also(at, "the category of this rule");
            }
            if let Some(at) = scope.place(Sort::Rule, &name) {
                problem = problem.also(at, format!("a rule of category {}", other.category));
            }
            problems.push(problem);
        }
    }
}

fn circles(sort: Sort, graph: &BTreeMap<&str, Vec<&str>>, scope: &Scope, problems: &mut Vec<Diagnostic>) {
    let (order, circles) = topological(graph);
    // Whoever evaluates the pack follows these references; let it not run out of stack.
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    for node in order {
        let below = graph.get(node).into_iter().flatten().filter_map(|it| depths.get(it)).max();
        let depth = below.map_or(1, |it| it + 1);
        depths.insert(node, depth);
        if depth == MAX_DEPTH + 1
            && let Some(at) = scope.place(sort, node)
        {
            let message = format!("this {} refers to others more than {MAX_DEPTH} deep", sort.noun());
            problems.push(
                Diagnostic::error(Code::NestingTooDeep, at, message)
                    .help("let it refer to fewer, or directly"),
            );
        }
    }
    for circle in circles {
        let Some(at) = circle.iter().filter_map(|it| scope.place(sort, it)).min() else { continue };
        let short = |it: &str| it.rsplit('.').next().unwrap_or(it).to_owned();
        let mut names: Vec<String> = circle.iter().map(|it| short(it)).collect();
        // Start where the source does.
        if let Some(first) = circle.iter().position(|it| scope.place(sort, it) == Some(at)) {
            names.rotate_left(first);
        }
        if names.len() > 6 {
            names.truncate(5);
            names.push("...".to_owned());
        }
        names.extend(names.first().cloned());
        let verb = match sort {
            Sort::Concept => "uses",
            Sort::Clause => "finds",
            _ => "depends on",
        };
        let message = format!("this {} {verb} itself: {}", sort.noun(), names.join(" -> "));
        let mut problem = Diagnostic::error(Code::Cycle, at, message)
            .why("the answer would depend on itself")
            .help("remove one of these references");
        let others = circle.iter().filter_map(|it| scope.place(sort, it)).filter(|it| *it != at);
        for other in others.take(5) {
            problem = problem.also(other, format!("this {} is part of the circle", sort.noun()));
        }
        problems.push(problem);
    }
}
