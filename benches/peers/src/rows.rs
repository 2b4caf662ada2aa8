//! The clock, and the form in which all programs of this folder print what they measured.

use std::{fmt::Display, hint::black_box};

use rustix::time::{ClockId, clock_gettime};

/// Of all rounds together, in seconds.
const TIME: f64 = 0.5;
const MIN_ROUNDS: usize = 3;
const MAX_ROUNDS: usize = 1_000;
/// Of one round; what would take longer, going by the text before, is not measured.
const MAX_SECONDS: f64 = 5.0;

/// One peer at one job, as a person would read it.
pub struct Job<'a> {
    /// Its name, with its version.
    pub peer: &'a str,
    pub does: &'a str,
    /// What it looks for: `100 phrases`, `500 rules`.
    pub looks_for: &'a str,
}

impl Job<'_> {
    /// Prints a row for each text, smallest first: the median of a round, and how many of what it looked for it found.
    pub fn measure<T>(
        &self,
        texts: &[String],
        prepare: impl Fn(&str) -> T,
        mut round: impl FnMut(&T) -> usize,
    ) {
        let mut seconds_per_byte = 0.0;
        for text in texts {
            let expected = seconds_per_byte * text.len() as f64;
            if expected > MAX_SECONDS {
                self.not_measured(text.len(), &format!("one round would take {expected:.0} s"));
                continue;
            }
            let prepared = prepare(text);
            let (seconds, found) = median(|| round(black_box(&prepared)));
            seconds_per_byte = seconds / text.len() as f64;
            self.print(text.len(), seconds, found);
        }
    }

    pub fn not_measured(&self, n_bytes: usize, why: &str) {
        self.print(n_bytes, format!("not measured: {why}"), "");
    }

    fn print(&self, n_bytes: usize, seconds: impl Display, found: impl Display) {
        let Job { peer, does, looks_for } = self;
        println!("{peer}\t{does}\t{looks_for}\t{n_bytes}\t{seconds}\t{found}");
    }
}

/// Seconds of the middle round, after one that is not counted; and what the last one found.
fn median(mut round: impl FnMut() -> usize) -> (f64, usize) {
    let mut found = round();
    let mut all = Vec::new();
    let begin = now();
    while all.len() < MIN_ROUNDS || (now() - begin < TIME && all.len() < MAX_ROUNDS) {
        let start = now();
        found = black_box(round());
        all.push(now() - start);
    }
    all.sort_by(f64::total_cmp);
    (all.get(all.len() / 2).copied().unwrap_or_default(), found)
}

/// Seconds that the processor gave to this process: what else the machine does counts little.
fn now() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// A crate with the version that `Cargo.lock` has: `regex 1.13.2`.
pub fn with_version(name: &str) -> String {
    let head = format!("name = \"{name}\"\nversion = \"");
    let lock = include_str!("../Cargo.lock");
    let version = lock.split_once(&head).and_then(|(_, rest)| rest.split('"').next());
    format!("{name} {}", version.unwrap_or_default())
}
