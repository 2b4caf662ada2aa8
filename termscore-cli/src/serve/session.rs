//! Files in, contracts kept in memory out; the rules of the program and those that are being written, made ready.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde::Deserialize;
use termscore::{
    Diagnostics, Report, Source, check,
    extract::{Format, Options},
    packs,
    rule::RulePack,
};

use super::{
    limits::{MAX_KEPT, N_CONTRACTS},
    refusal::Refusal,
};
use crate::{
    contract::{Contract, open_bytes},
    reader::Reader,
};

/// Characters of a file's name that are kept.
const NAME: usize = 120;

/// What one run of the program knows. Nothing of it is ever written to disk.
pub(super) struct Session {
    reader: Reader,
    kept: Mutex<Kept>,
    /// The last rule text that was asked with, and the reader that it makes.
    written: Mutex<Option<(Written, Reader)>>,
}

/// Contracts, the one that was asked about last at the end.
#[derive(Default)]
struct Kept {
    contracts: Vec<Held>,
    last: u64,
}

/// A contract that is kept.
#[derive(Clone)]
struct Held {
    id: u64,
    contract: Arc<Contract>,
    /// The file, if it is one that can carry tracked changes.
    word: Option<Arc<[u8]>>,
}

impl Held {
    fn size(&self) -> usize {
        self.contract.text().len() + self.word.as_ref().map_or(0, |it| it.len())
    }
}

/// How a contract is to be read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Choice {
    /// Name of a kind; recognised if there is none.
    kind: Option<String>,
    /// For whom.
    side: SideName,
    /// Limits of packs, as written.
    params: BTreeMap<String, String>,
    /// Rules that are being written on the page.
    rules: Option<Written>,
}

impl Choice {
    /// The same, with these rules.
    pub(super) fn with_rules(mut self, rules: Written) -> Choice {
        self.rules = Some(rules);
        self
    }
}

/// Rule text of the page.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    /// The text.
    pub(super) text: String,
    /// Instead of the other rules, not beside them.
    #[serde(default)]
    pub(super) alone: bool,
}

/// Whose eyes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum SideName {
    #[default]
    You,
    Them,
}

/// A contract, as it was asked to be read, with its report.
pub(super) struct Scored {
    pub(super) reader: Reader,
    pub(super) contract: Contract,
    /// The file, if it is one that can carry tracked changes.
    pub(super) word: Option<Arc<[u8]>>,
    pub(super) report: Report,
}

impl Session {
    pub(super) fn new(reader: Reader) -> Session {
        Session { reader, kept: Mutex::default(), written: Mutex::default() }
    }

    /// The rules that the program was started with.
    pub(super) fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Reads a file and keeps it. The name is a label: nothing is looked up by it.
    pub(super) fn keep(&self, name: &str, bytes: &[u8]) -> Result<(u64, Arc<Contract>), Refusal> {
        let name = label(name);
        let contract = open_bytes(Path::new(&name), bytes, &[], Options::default(), false)
            .map_err(|it| Refusal::unreadable(it.message))?;
        let contract = Arc::new(contract);
        let mut kept = self.kept();
        kept.last += 1;
        let id = kept.last;
        let word = (contract.format == Format::Docx).then(|| Arc::from(bytes));
        kept.contracts.push(Held { id, contract: Arc::clone(&contract), word });
        let size = |it: &Kept| it.contracts.iter().map(Held::size).sum::<usize>();
        while kept.contracts.len() > N_CONTRACTS || (kept.contracts.len() > 1 && size(&kept) > MAX_KEPT) {
            kept.contracts.remove(0);
        }
        Ok((id, contract))
    }

    /// Forgets contracts; those that are not there are forgotten already.
    pub(super) fn forget(&self, ids: &[u64]) {
        self.kept().contracts.retain(|it| !ids.contains(&it.id));
    }

    /// Scores a contract that is kept.
    pub(super) fn score(&self, id: u64, choice: &Choice) -> Result<Scored, Refusal> {
        let Held { contract, word, .. } = self.find(id)?;
        let reader = match &choice.rules {
            None => self.reader.clone(),
            Some(it) => self.written(it)?,
        };
        let side = match choice.side {
            SideName::You => "you",
            SideName::Them => "them",
        };
        let params: Vec<(String, String)> = choice
            .params
            .iter()
            .filter(|it| !it.1.trim().is_empty())
            // A limit of rules that are not asked now changes nothing.
            .filter(|it| reader.engine.param(it.0).is_ok())
            .map(|(name, value)| (name.clone(), value.trim().to_owned()))
            .collect();
        let kind = choice.kind.as_deref().filter(|it| !it.is_empty());
        let reader =
            reader.with_choice(kind, Some(side), &params).map_err(|it| Refusal::wrong(it.message))?;
        let contract = reader.read_as(Contract::clone(&contract)).map_err(|it| Refusal::wrong(it.message))?;
        let report = reader.engine.score(&contract.document);
        Ok(Scored { reader, contract, word, report })
    }

    /// Compiles rule text; packs that it uses are those of the program or built in.
    pub(super) fn compile(&self, text: &str) -> (Option<RulePack>, Diagnostics) {
        check(&[Source::new("rules.terms", text)], &|name, requirement| {
            let own = self.reader.packs().iter().find(|it| it.name == name);
            own.cloned().or_else(|| packs::resolve(name, requirement))
        })
    }

    /// The reader that rule text makes.
    fn written(&self, written: &Written) -> Result<Reader, Refusal> {
        let lock = || self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, reader)) = lock().as_ref().filter(|it| it.0 == *written) {
            return Ok(reader.clone());
        }
        let (pack, diagnostics) = self.compile(&written.text);
        let Some(pack) = pack else {
            let n = diagnostics.n_errors();
            let mistakes = if n == 1 { "a mistake".to_owned() } else { format!("{n} mistakes") };
            return Err(Refusal::wrong(format!("your rules have {mistakes}, so nothing was scored by them")));
        };
        let reader = self
            .reader
            .with_pack(pack, written.alone)
            .map_err(|it| Refusal::wrong(format!("your rules do not fit with the others: {}", it.message)))?;
        *lock() = Some((written.clone(), reader.clone()));
        Ok(reader)
    }

    /// A contract that is kept; it counts as asked about.
    fn find(&self, id: u64) -> Result<Held, Refusal> {
        let mut kept = self.kept();
        let at = kept.contracts.iter().position(|it| it.id == id).ok_or_else(Refusal::forgotten)?;
        let held = kept.contracts.remove(at);
        kept.contracts.push(held.clone());
        Ok(held)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        // Contracts are put in and taken out whole: a panic elsewhere leaves them as they were.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a file is called on the page: its last part, on one line and not too long.
fn label(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let clean = clean.trim();
    let n = clean.chars().count();
    let short: String = match n > NAME {
        // The extension is at the end.
        true => clean.chars().take(NAME / 2).chain(['…']).chain(clean.chars().skip(n - NAME / 2)).collect(),
        false => clean.to_owned(),
    };
    if short.is_empty() { "contract".to_owned() } else { short }
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn names_are_labels() {
        for (name, expected) in [
            ("offer.docx", "offer.docx"),
            ("../../etc/passwd", "passwd"),
            (r"C:\contracts\offer.pdf", "offer.pdf"),
            ("a\nb\u{1b}[31m.txt", "a b [31m.txt"),
            ("<img src=x onerror=alert(1)>.txt", "<img src=x onerror=alert(1)>.txt"),
            ("..", ".."),
            ("/", "contract"),
            ("", "contract"),
        ] {
            assert_eq!(label(name), expected);
        }
        let long = label(&format!("{}.docx", "é".repeat(5000)));
        assert!(long.chars().count() <= 121 && long.ends_with(".docx"));
    }
}
