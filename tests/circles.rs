//! No two source files of a crate name each other, whatever way round: dependencies point one way. A module and the
//! files in its folder are one family, in which the parent may name what it is made of.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use syn::{Item, UseTree, visit::Visit};

/// A file of a crate, by the path of its module: `["engine", "kind"]`.
type Module = Vec<String>;

/// The files of a crate with the paths that stand in each.
struct House {
    paths: BTreeMap<Module, Vec<Vec<String>>>,
}

impl House {
    fn read(src: &Path) -> House {
        let mut paths = BTreeMap::new();
        for file in sources(src) {
            let Some(module) = module_of(src, &file) else { continue };
            let text = fs::read_to_string(&file).expect("a source file");
            let mut found = Found { module: module.clone(), paths: Vec::new() };
            found.visit_file(&syn::parse_file(&text).expect("a file that compiles"));
            paths.insert(module, found.paths);
        }
        House { paths }
    }

    /// The file in which a path ends, and the name behind it.
    fn end<'p>(&self, path: &'p [String]) -> Option<(Module, Option<&'p String>)> {
        let known = (0..=path.len()).rev().find(|n| self.paths.contains_key(&path[..*n]))?;
        Some((path[..known].to_vec(), path.get(known)))
    }

    /// Which file names which, where that is no matter of a family. What a module hands on counts as its origin.
    fn arrows(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let mut handed_on: BTreeMap<(Module, String), Module> = BTreeMap::new();
        for (module, paths) in &self.paths {
            for path in paths {
                if let Some((file, Some(name))) = self.end(path)
                    && file.starts_with(module)
                    && file.len() > module.len()
                {
                    handed_on.insert((module.clone(), name.clone()), file);
                }
            }
        }
        let mut arrows: BTreeMap<Module, BTreeSet<Module>> = BTreeMap::new();
        for (module, paths) in &self.paths {
            for path in paths {
                let Some((mut file, name)) = self.end(path) else { continue };
                while let Some(origin) = name
                    .and_then(|name| handed_on.get(&(file.clone(), name.clone())))
                    .filter(|it| **it != file)
                {
                    file = origin.clone();
                }
                if !file.starts_with(module) && !module.starts_with(&file) {
                    arrows.entry(module.clone()).or_default().insert(file);
                }
            }
        }
        arrows
    }
}

/// Rust files below a folder, without those of tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let is_test = path.file_stem().is_some_and(|it| it == "tests");
        if path.is_dir() && !is_test {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|it| it == "rs") && !is_test {
            found.push(path);
        }
    }
    found
}

fn module_of(src: &Path, file: &Path) -> Option<Module> {
    let inside = file.strip_prefix(src).ok()?.with_extension("");
    let mut module: Module = inside.iter().map(|it| it.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|it| matches!(it.as_str(), "mod" | "lib" | "main")) {
        module.pop();
    }
    Some(module)
}

/// The paths of a file, from the root of its crate.
struct Found {
    module: Module,
    paths: Vec<Vec<String>>,
}

impl Found {
    fn add(&mut self, path: &[String]) {
        let Some((first, mut rest)) = path.split_first() else { return };
        let mut whole = match first.as_str() {
            "crate" => Vec::new(),
            "self" => self.module.clone(),
            "super" => {
                let mut above = self.module.clone();
                above.pop();
                while let Some(("super", further)) = rest.split_first().map(|(it, rest)| (it.as_str(), rest))
                {
                    above.pop();
                    rest = further;
                }
                above
            }
            // A module of this file's own, or another crate, which no module is called like.
            _ => {
                rest = path;
                self.module.clone()
            }
        };
        whole.extend(rest.iter().cloned());
        self.paths.push(whole);
    }

    fn tree(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: String| before.iter().cloned().chain([name]).collect::<Vec<_>>();
        match tree {
            UseTree::Path(it) => self.tree(&with(it.ident.to_string()), &it.tree),
            UseTree::Name(it) if it.ident == "self" => self.add(before),
            UseTree::Name(it) => self.add(&with(it.ident.to_string())),
            UseTree::Rename(it) => self.add(&with(it.ident.to_string())),
            UseTree::Glob(_) => self.add(before),
            UseTree::Group(it) => it.items.iter().for_each(|it| self.tree(before, it)),
        }
    }
}

impl<'ast> Visit<'ast> for Found {
    fn visit_item(&mut self, item: &'ast Item) {
        match item {
            Item::Mod(it) if it.attrs.iter().any(|it| it.path().is_ident("cfg")) => {}
            Item::Use(it) => self.tree(&[], &it.tree),
            _ => syn::visit::visit_item(self, item),
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.add(&path.segments.iter().map(|it| it.ident.to_string()).collect::<Vec<_>>());
        }
        syn::visit::visit_path(self, path);
    }
}

/// A way from a file back to itself.
fn circle(arrows: &BTreeMap<Module, BTreeSet<Module>>) -> Option<Vec<String>> {
    arrows.keys().find_map(|start| {
        let mut before: BTreeMap<&Module, &Module> = BTreeMap::new();
        let mut open = vec![start];
        while let Some(file) = open.pop() {
            for next in arrows.get(file).into_iter().flatten() {
                if next == start {
                    let mut way = vec![start.join("::"), file.join("::")];
                    let mut at = file;
                    while let Some(earlier) = before.get(at) {
                        way.push(earlier.join("::"));
                        at = earlier;
                    }
                    way.reverse();
                    return Some(way);
                }
                if !before.contains_key(next) {
                    before.insert(next, file);
                    open.push(next);
                }
            }
        }
        None
    })
}

#[test]
fn no_files_of_a_crate_name_each_other() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let crates = [
        "termscore-cli",
        "termscore-core",
        "termscore-draft",
        "termscore-dsl",
        "termscore-extract",
        "termscore-render",
        "rulepacks",
    ];
    for name in crates {
        let house = House::read(&root.join(name).join("src"));
        let arrows = house.arrows();
        assert!(
            !house.paths.is_empty() && (name == "rulepacks" || !arrows.is_empty()),
            "{name} was not read"
        );
        if let Some(way) = circle(&arrows) {
            panic!("files of {name} name each other in a circle: {}", way.join(" -> "));
        }
    }
}

#[test]
fn a_circle_is_told() {
    let module = |it: &str| vec![it.to_owned()];
    let arrow = |from: &str, to: &str| (module(from), BTreeSet::from([module(to)]));
    let round = BTreeMap::from([arrow("a", "b"), arrow("b", "c"), arrow("c", "a")]);
    assert_eq!(circle(&round), Some(["a", "b", "c", "a"].map(str::to_owned).to_vec()));
    assert_eq!(circle(&BTreeMap::from([arrow("a", "b"), arrow("b", "c")])), None);
}
