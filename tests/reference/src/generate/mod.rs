//! Packs and contracts made from bytes: every construct of the language, over so few words that matches are
//! frequent and get in each other's way. Proptest and the fuzzer draw the bytes; shorter inputs make smaller trials.

mod condition;
mod pack;
mod phrase;
mod text;

use std::{collections::BTreeMap, fmt, sync::Arc};

use termscore_core::{Document, Truth, document::Side, rule::RulePack};
use termscore_dsl::{Source, compile};

/// Bytes as a source of choices; when they run out, the first choice is taken.
pub(crate) struct Choices<'a> {
    bytes: std::slice::Iter<'a, u8>,
}

impl Choices<'_> {
    pub(crate) fn new(bytes: &[u8]) -> Choices<'_> {
        Choices { bytes: bytes.iter() }
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.bytes.next().map_or(0, |it| usize::from(*it) % n.max(1))
    }

    /// True once in `n` times.
    pub(crate) fn once_in(&mut self, n: usize) -> bool {
        self.below(n) + 1 == n
    }

    pub(crate) fn of<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words.get(self.below(words.len())).copied().unwrap_or_default()
    }
}

/// A pack, a library that it uses, a contract, and what the host says of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Trial {
    /// Rule text of pack `lib`.
    pub library: String,
    /// Rule text of pack `gen`, which uses `lib`.
    pub pack: String,
    /// The contract.
    pub text: String,
    /// Its kind, if the host names one.
    pub kind: Option<String>,
    /// The side that the report is for.
    pub side: Side,
    /// True if the host vouches that nothing is missing.
    pub complete: bool,
    /// Answers to `host.one` and `host.two`.
    pub host: BTreeMap<String, Truth>,
}

/// What some bytes say.
pub fn trial(pack: &[u8], text: &[u8]) -> Trial {
    let mut choices = Choices::new(pack);
    let (library, pack) = pack::packs(&mut choices);
    let mut choices = Choices::new(text);
    let kind = ["", "", "", "gen.deal", "gen.lease", "lib.unheard"];
    let kind = choices.of(&kind);
    let side = if choices.once_in(4) { Side::Them } else { Side::You };
    let complete = choices.once_in(4);
    let mut answer = || match choices.below(3) {
        0 => Truth::Unknown,
        1 => Truth::True,
        _ => Truth::False,
    };
    let host =
        [("host.one", answer()), ("host.two", answer())].map(|(name, it)| (name.to_owned(), it)).into();
    let kind = (!kind.is_empty()).then(|| kind.to_owned());
    Trial { library, pack, text: text::contract(&mut choices), kind, side, complete, host }
}

impl Trial {
    /// The pack, compiled.
    ///
    /// # Errors
    /// All mistakes in the rule texts: the generator made an incorrect pack.
    pub fn compile(&self) -> Result<Arc<RulePack>, String> {
        let library = compile(&[Source::new("lib.terms", self.library.as_str())], &|_, _| None);
        let library = Arc::new(library.map_err(|it| it.to_string())?);
        let resolve = |name: &str, _: &str| (name == "lib").then(|| library.clone());
        let pack = compile(&[Source::new("gen.terms", self.pack.as_str())], &resolve);
        pack.map(Arc::new).map_err(|it| it.to_string())
    }

    /// The contract, read.
    pub fn document(&self) -> Document {
        let mut document = Document::from_text("trial.txt", self.text.as_str()).with_side(self.side);
        if let Some(kind) = &self.kind {
            document = document.with_kind(kind.as_str());
        }
        if self.complete { document.assume_complete() } else { document }
    }

    /// How engine and reference differ on it; empty if they do not.
    ///
    /// # Errors
    /// The pack is incorrect: the generator, or the compiler, is wrong.
    pub fn differences(&self) -> Result<Vec<String>, String> {
        let pack = self.compile()?;
        crate::check(&[pack], &self.document(), &self.host).map_err(|it| it.to_string())
    }
}

/// For people who look into a failure.
impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Trial { library, pack, text, kind, side, complete, host } = self;
        writeln!(
            f,
            "{library}\n{pack}\n--- kind {kind:?}, side {side:?}, complete {complete}, host {host:?}"
        )?;
        writeln!(f, "{text}\n---")
    }
}
