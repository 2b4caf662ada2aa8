//! Sample contracts to texts and phrases: the same on every machine, so that runs can be compared.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::Result;

/// The contract that is read. No phrase is taken from it.
const CONTRACT: &str = "software-consultancy";
const N_BYTES: [usize; 2] = [50_000, 5_000_000];
const N_PHRASES: [usize; 3] = [100, 1_000, 10_000];

/// Writes `text-<bytes>.txt` and `phrases-<number>.txt` for all sizes.
pub fn make(root: &Path, folder: &Path) -> Result<()> {
    let contract = root.join(format!("examples/contracts/{CONTRACT}.txt"));
    let contract = read(&contract)?;
    for n_bytes in N_BYTES {
        fs::write(folder.join(format!("text-{n_bytes}.txt")), repeat(&contract, n_bytes)?)?;
    }
    let mut phrases = BTreeSet::new();
    for path in other_contracts(root)? {
        take_phrases(&read(&path)?, &mut phrases);
    }
    let phrases = shuffle(phrases.into_iter().collect());
    for n_phrases in N_PHRASES {
        let some = phrases.get(..n_phrases).ok_or_else(|| {
            format!("the sample contracts have {} phrases, {n_phrases} are needed", phrases.len())
        })?;
        fs::write(folder.join(format!("phrases-{n_phrases}.txt")), some.join("\n") + "\n")?;
    }
    Ok(())
}

pub fn read_texts(paths: &[&str]) -> Result<Vec<String>> {
    paths.iter().map(|path| read(Path::new(path))).collect()
}

pub fn read_phrases(path: &str) -> Result<Vec<String>> {
    let phrases: Vec<String> = read(Path::new(path))?.lines().map(str::to_owned).collect();
    let plain = |phrase: &String| {
        !phrase.is_empty() && phrase.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ')
    };
    match phrases.iter().position(|phrase| !plain(phrase)) {
        _ if phrases.is_empty() => Err(format!("`{path}` has no phrases").into()),
        Some(line) => {
            Err(format!("`{path}`, line {}: a phrase is small letters and blanks", line + 1).into())
        }
        None => Ok(phrases),
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()).into())
}

/// As `contract` of `benches/engine.rs`: repeated, and cut at so many bytes.
fn repeat(contract: &str, n_bytes: usize) -> Result<String> {
    if contract.trim().is_empty() {
        return Err("the sample contract is empty".into());
    }
    let mut text = format!("{contract}\n\n").repeat(n_bytes / contract.len() + 1);
    let end = (0..=n_bytes).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.truncate(end);
    Ok(text)
}

/// All sample contracts in text or Markdown but the one that is read, by path.
fn other_contracts(root: &Path) -> Result<Vec<PathBuf>> {
    let contracts = root.join("examples/contracts");
    let mut folders: Vec<PathBuf> =
        ["", "table", "fixed", "sources"].iter().map(|name| contracts.join(name)).collect();
    for pack in fs::read_dir(root.join("rulepacks/packs"))? {
        folders.push(pack?.path().join("samples"));
    }
    let mut paths = Vec::new();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        for file in fs::read_dir(folder)? {
            let path = file?.path();
            let stem = path.file_stem().unwrap_or_default();
            let is_text = path.extension().is_some_and(|extension| extension == "txt" || extension == "md");
            if is_text && stem != CONTRACT && stem != "README" {
                paths.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
}

/// Two to four words that stand beside each other on one line, one of them of five letters or more: so "of the" is no phrase.
fn take_phrases(text: &str, phrases: &mut BTreeSet<String>) {
    let text = text.to_ascii_lowercase();
    for run in text.split(|it: char| !(it.is_ascii_alphabetic() || it == ' ')) {
        let words: Vec<&str> = run.split_ascii_whitespace().collect();
        for n_words in 2..=4 {
            for some in words.windows(n_words) {
                if some.iter().all(|word| word.len() > 1) && some.iter().any(|word| word.len() >= 5) {
                    phrases.insert(some.join(" "));
                }
            }
        }
    }
}

/// Fisher and Yates, with the numbers of SplitMix64 from a fixed seed.
fn shuffle(mut phrases: Vec<String>) -> Vec<String> {
    let mut state = 2026_u64;
    for last in (1..phrases.len()).rev() {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let other = (u128::from(mixed) * (last as u128 + 1) >> 64) as usize;
        phrases.swap(last, other);
    }
    phrases
}
