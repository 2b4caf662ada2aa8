//! What can only be said of a pack as a whole: no circles, and absorbed rules of one category.

use std::collections::{BTreeMap, BTreeSet};

use termscore_core::rule::{Condition, Rule, RulePack};

use crate::ast::{self, RuleField};
use crate::diagnostic::{Code, Diagnostic};
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

/// More circles than this are not told apart.
const MAX_CIRCLES: usize = 20;

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

/// Every node after the nodes it refers to, as far as possible; and one circle for each reference back.
///
/// Nodes that are referred to without being in the graph are left out. Not recursive: chains may be long.
pub(crate) fn topological<'a>(graph: &BTreeMap<&'a str, Vec<&'a str>>) -> (Vec<&'a str>, Vec<Vec<&'a str>>) {
    let (mut order, mut circles) = (Vec::new(), Vec::new());
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for &start in graph.keys() {
        if done.contains(start) {
            continue;
        }
        // The path from `start`, each with the number of references already followed.
        let mut path: Vec<(&str, usize)> = vec![(start, 0)];
        let mut on_path: BTreeMap<&str, usize> = BTreeMap::from([(start, 0)]);
        while let Some((node, followed)) = path.last_mut() {
            let node = *node;
            let next = graph.get(node).and_then(|it| it.get(*followed)).copied();
            *followed += 1;
            match next {
                None => {
                    path.pop();
                    on_path.remove(node);
                    done.insert(node);
                    order.push(node);
                }
                Some(next) => {
                    if let Some(&from) = on_path.get(next) {
                        if circles.len() < MAX_CIRCLES {
                            circles.push(path.iter().skip(from).map(|it| it.0).collect());
                        }
                    } else if graph.contains_key(next) && !done.contains(next) {
                        on_path.insert(next, path.len());
                        path.push((next, 0));
                    }
                }
            }
        }
    }
    circles.sort();
    circles.dedup();
    (order, circles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_referred_to_comes_first() {
        let graph = BTreeMap::from([("a", vec!["b", "c"]), ("b", vec!["c"]), ("c", vec!["elsewhere"])]);
        assert_eq!(topological(&graph), (vec!["c", "b", "a"], vec![]));
    }

    #[test]
    fn circles_are_found_once() {
        let graph = BTreeMap::from([("a", vec!["b"]), ("b", vec!["a", "b"])]);
        assert_eq!(topological(&graph).1, vec![vec!["a", "b"], vec!["b"]]);
    }
}
