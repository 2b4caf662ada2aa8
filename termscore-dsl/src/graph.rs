//! What refers to what, by name, in an order in which each comes after what it refers to.

use std::collections::{BTreeMap, BTreeSet};

/// More circles than this are not told apart.
const MAX_CIRCLES: usize = 20;

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
