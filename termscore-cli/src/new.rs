//! `termscore new`: a name in, a folder with a pack that checks and passes its tests out.

use std::{
    fs,
    path::{Path, PathBuf},
};

use termscore::{Code, Source, check};

use crate::{
    args,
    output::{Output, Status},
    problem::Problem,
};

const PACK: &str = include_str!("new/pack.terms");
const RULES: &str = include_str!("new/rules.terms");
const README: &str = include_str!("new/README.md");

/// Makes the folder and its files; changes nothing that is there.
pub(crate) fn run(args: &args::New, output: &mut Output) -> Status {
    match make(&args.name, &args.dir) {
        Ok(folder) => {
            output.write(&format!(
                "made {folder}: pack.terms, rules.terms, README.md\n\nnext: termscore check {folder} && termscore test {folder}\n"
            ));
            Status::Fine
        }
        Err(problem) => output.fail(vec![problem]),
    }
}

fn make(name: &str, dir: &Path) -> Result<String, Problem> {
    check_name(name)?;
    let folder = if dir == Path::new(".") { PathBuf::from(name) } else { dir.join(name) };
    let shown = folder.display();
    if folder.exists() {
        return Err(Problem::new(
            shown,
            "there is something of this name already: choose another name, or another folder with --dir",
        ));
    }
    let problem = |error: std::io::Error| Problem::new(&shown, format_args!("it cannot be made: {error}"));
    fs::create_dir_all(&folder).map_err(problem)?;
    for (file, text) in [("pack.terms", PACK), ("rules.terms", RULES), ("README.md", README)] {
        let text = text.replace("NAME", name).replace("TITLE", &title(name));
        fs::write(folder.join(file), text).map_err(problem)?;
    }
    Ok(shown.to_string())
}

/// A pack has a name that the compiler takes.
fn check_name(name: &str) -> Result<(), Problem> {
    let is_word = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    let kebab = "names are in kebab-case: small letters, digits and single hyphens, starting with a letter";
    let fits = |name: &str| {
        let header = Source::new("pack.terms", format!("pack {name} 0.1.0 {{ title \"T\" }}"));
        name.chars().all(is_word) && check(&[header], &|_, _| None).0.is_some()
    };
    if fits(name) {
        return Ok(());
    }
    // What the compiler would suggest, if it can read the name at all.
    let header = Source::new("pack.terms", format!("pack {name} 0.1.0 {{ title \"T\" }}"));
    let (_, diagnostics) = check(&[header], &|_, _| None);
    let help = diagnostics.iter().find(|it| it.code == Code::BadName).and_then(|it| it.help.clone());
    let better: String = name
        .to_lowercase()
        .split(|it: char| !it.is_ascii_alphanumeric())
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    let help = match help {
        Some(it) => it,
        None if fits(&better) => format!("write `{better}`"),
        None => String::from("choose another, such as `my-rules`"),
    };
    let name = if name.is_empty() { "an empty name" } else { name };
    Err(Problem::new(name, format_args!("this is no name for a pack: {help}; {kebab}")))
}

/// `my-rules` as a title: `My rules`.
fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
