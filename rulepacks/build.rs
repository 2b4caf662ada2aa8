//! Lists the rule text under `packs/`, so that adding a file to a pack, or a pack, needs no other change.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("packs");
    println!("cargo::rerun-if-changed=packs");
    let mut table = String::from("const PACKS: &[(&str, &[(&str, &str)])] = &[\n");
    for pack in sorted(&root)? {
        writeln!(table, "    ({pack:?}, &[")?;
        println!("cargo::rerun-if-changed=packs/{pack}");
        for file in sorted(&root.join(&pack))?.iter().filter(|name| name.ends_with(".terms")) {
            println!("cargo::rerun-if-changed=packs/{pack}/{file}");
            writeln!(
                table,
                "        ({file:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/packs/{pack}/{file}\"))),"
            )?;
        }
        table.push_str("    ]),\n");
    }
    table.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("packs.rs"), table)?;
    Ok(())
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
