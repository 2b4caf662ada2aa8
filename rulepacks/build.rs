//! Compiles the rule text under `packs/`, so that adding a file to a pack, or a pack, needs no other change, and a
//! program that uses the packs need not compile them each time it starts.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use termscore_core::rule::RulePack;
use termscore_dsl::{Source, compile_untested, pack_files};

#[path = "src/version.rs"]
mod version;

fn main() -> Result<(), Box<dyn Error>> {
    let packs = Packs {
        root: Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("packs"),
        compiled: RefCell::default(),
    };
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=packs");
    let mut table = String::from("static PACKS: &[Embedded] = &[\n");
    for name in sorted(&packs.root)? {
        let files = files(&packs.root.join(&name))?;
        println!("cargo::rerun-if-changed=packs/{name}");
        let pack = packs.compiled(&name)?;
        fs::write(out.join(format!("{name}.pack")), pack.to_bytes()?)?;
        let imports: Vec<&str> = pack.imports.iter().map(|it| it.name.as_str()).collect();
        writeln!(table, "    Embedded {{\n        name: {name:?},\n        imports: &{imports:?},")?;
        writeln!(table, "        compiled: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{name}.pack\")),")?;
        writeln!(table, "        files: &[")?;
        for file in files {
            println!("cargo::rerun-if-changed=packs/{name}/{file}");
            let path = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/packs/{name}/{file}\")");
            writeln!(table, "            ({file:?}, include_str!({path})),")?;
        }
        table.push_str("        ],\n    },\n");
    }
    table.push_str("];\n");
    fs::write(out.join("packs.rs"), table)?;
    Ok(())
}

/// The packs of a folder, each compiled once.
struct Packs {
    root: PathBuf,
    compiled: RefCell<BTreeMap<String, Arc<RulePack>>>,
}

impl Packs {
    /// Its own tests run in `tests/packs.rs`, not here.
    fn compiled(&self, name: &str) -> Result<Arc<RulePack>, Box<dyn Error>> {
        if let Some(known) = self.compiled.borrow().get(name) {
            return Ok(known.clone());
        }
        let folder = self.root.join(name);
        let mut sources = Vec::new();
        for file in files(&folder)? {
            sources.push(Source::new(format!("{name}/{file}"), fs::read_to_string(folder.join(&file))?));
        }
        // What a pack uses is compiled first; a text that cannot be is told by the pack itself.
        let resolve = |used: &str, requirement: &str| {
            let pack = self.compiled(used).ok().filter(|_| used != name)?;
            version::satisfies(&pack.version, requirement).then_some(pack)
        };
        let pack = compile_untested(&sources, &resolve)
            .map_err(|diagnostics| format!("the pack `{name}` does not compile:\n{diagnostics}"))?;
        let pack = Arc::new(pack);
        self.compiled.borrow_mut().insert(name.to_owned(), pack.clone());
        Ok(pack)
    }
}

/// The rule files of a pack, in order, by their paths in its folder.
fn files(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for file in pack_files(folder)? {
        let parts = file.strip_prefix(folder)?.iter().map(|it| it.to_string_lossy());
        names.push(parts.collect::<Vec<_>>().join("/"));
    }
    Ok(names)
}

/// Names in a folder, in order.
fn sorted(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
