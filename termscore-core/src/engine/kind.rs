//! Which kind of contract a document is.

use crate::{
    report::{ALSO, KindVerdict},
    rule::Name,
};

use super::{
    Engine,
    compiled::CompiledKind,
    legible::{WORDS_FOR_A_GRADE, reads_as_english},
    program::Program,
    reading::Reading,
};

/// A kind, and how much speaks for it.
struct Supported<'a> {
    /// Its number.
    id: usize,
    kind: &'a CompiledKind,
    /// Sum of the signs found for it.
    sum: i32,
    /// That in thousandths of its threshold.
    share: i64,
}

impl Supported<'_> {
    fn is_recognised(&self) -> bool {
        self.sum >= self.kind.kind.evidence.threshold
    }
}

/// A text without a kind is read as the one that comes nearest, if its signs reach so many thousandths of the threshold;
/// one that reads as a contract is so by any sign.
const NEAR: i64 = 500;

/// Down to so many thousandths of its threshold, a kind of last resort only doubts that a text is a contract.
const DOUBTED: i64 = -500;

/// What the kinds of last resort say of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reads {
    /// As a contract of whatever kind.
    AsContract,
    /// That cannot be told: too few signs, a short text, or packs without such kinds.
    Unclear,
    /// About contracts, or as something else: much speaks against a contract.
    Otherwise,
}

impl Engine {
    /// The kind of a document, by its number: the one that the host named, or the best supported of those whose signs reach
    /// their threshold, unless the text reads as no contract. Where none does, a contract of some length is read as the kind
    /// that comes nearest, of those that rules are for; or else roles are read as in the kind of the first pack that is for
    /// one; a text that is no contract is refused, where the packs know kinds of last resort, as is a text that is not
    /// English.
    pub(super) fn kind_of(&self, reading: &Reading<'_>) -> (Option<usize>, KindVerdict) {
        let none = KindVerdict {
            name: Name::new(),
            title: String::new(),
            given: false,
            evidence: 0,
            threshold: 0,
            confidence: 0,
            also: Vec::new(),
            refused: false,
        };
        let foreign = tells_contracts(reading.program) && !reads_as_english(reading.document);
        if let Some(given) = &reading.document.kind {
            let kind = kind_named(reading.program, given);
            let title = kind.map_or(String::new(), |it| it.1.kind.title.clone());
            let name = given.clone();
            return (
                kind.map(|it| it.0),
                KindVerdict { name, title, given: true, confidence: 100, refused: foreign, ..none },
            );
        }
        let mut all = if foreign { Vec::new() } else { supported(reading, false) };
        let recognised = all.iter().take_while(|it| it.is_recognised()).count();
        let long_enough = reading.document.n_words() >= WORDS_FOR_A_GRADE;
        let reads = if foreign || !long_enough { Reads::Unclear } else { reads(reading) };
        if recognised == 0 || reads == Reads::Otherwise {
            let refused = foreign
                || reads == Reads::Otherwise
                || tells_contracts(reading.program) && long_enough && reads != Reads::AsContract;
            let audiences = &reading.program.catalog.audiences;
            let is_asked = |it: &Supported<'_>| {
                audiences.iter().any(|audience| audience.for_kinds.contains(&it.kind.kind.name))
            };
            let near = if reads == Reads::AsContract { 1 } else { NEAR };
            all.retain(|it| long_enough && !refused && it.share >= near && is_asked(it));
            if all.is_empty() {
                let mut for_kinds = self.packs.iter().flat_map(|pack| &pack.for_kinds);
                let read_as = for_kinds.find_map(|name| kind_named(reading.program, name));
                return (read_as.map(|it| it.0), KindVerdict { refused, ..none });
            }
        } else {
            all.truncate(recognised);
        }
        let [best, others @ ..] = all.as_slice() else { return (None, none) };
        let next = others.first().map_or(0, |it| it.share);
        let ahead = best.share * 100 / (best.share + next).max(1);
        let also = others.iter().filter(|it| it.is_recognised() && it.share * 100 >= best.share * ALSO);
        let verdict = KindVerdict {
            name: best.kind.kind.name.clone(),
            title: best.kind.kind.title.clone(),
            evidence: best.sum,
            threshold: best.kind.kind.evidence.threshold,
            confidence: u8::try_from(ahead * best.share.min(1_000) / 1_000).unwrap_or(100),
            also: also.map(|it| it.kind.kind.title.clone()).collect(),
            ..none
        };
        (Some(best.id), verdict)
    }
}

/// Asks the kinds of last resort, of which one that is reached is enough.
fn reads(reading: &Reading<'_>) -> Reads {
    let asked = supported(reading, true);
    if asked.iter().any(Supported::is_recognised) {
        Reads::AsContract
    } else if !asked.is_empty() && asked.iter().all(|it| it.share <= DOUBTED) {
        Reads::Otherwise
    } else {
        Reads::Unclear
    }
}

fn kind_named<'a>(program: &'a Program, name: &str) -> Option<(usize, &'a CompiledKind)> {
    program.kinds.iter().enumerate().find(|(_, it)| it.kind.name == name)
}

/// What speaks for kinds, those of last resort or the others; the best supported first, of equally supported kinds the
/// one declared first.
fn supported<'a>(reading: &Reading<'a>, last_resort: bool) -> Vec<Supported<'a>> {
    let n_sentences = reading.document.sentences.len() as u32;
    let kinds = reading.program.kinds.iter().enumerate();
    let kinds = kinds.filter(|(_, it)| !it.evidence.is_empty() && it.kind.is_last_resort() == last_resort);
    let supported = kinds.map(|(id, kind)| {
        let signs = kind.evidence.iter();
        let signs = signs.filter(|(_, pattern)| reading.matches_within(*pattern, 0, n_sentences));
        let sum = signs.map(|(weight, _)| *weight).fold(0, i32::saturating_add);
        let share = i64::from(sum) * 1_000 / i64::from(kind.kind.evidence.threshold.max(1));
        Supported { id, kind, sum, share }
    });
    let mut supported: Vec<Supported<'_>> = supported.collect();
    supported.sort_by_key(|it| (!it.is_recognised(), std::cmp::Reverse(it.share)));
    supported
}

/// True if the packs can tell a contract of any kind from other texts.
fn tells_contracts(program: &Program) -> bool {
    program.kinds.iter().any(|it| it.kind.is_last_resort())
}
