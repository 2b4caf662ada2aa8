//! How long rule text takes to become a pack, and to be laid out.
//!
//! ```text
//! cargo bench -p termscore-dsl
//! ```

use std::fmt::Write;

use termscore_dsl::{Source, compile, format};

fn main() {
    divan::main();
}

/// Rules as authors write them, each with a clause of its own, in files of a thousand.
fn pack(n_rules: usize) -> Vec<Source> {
    const VERBS: [&str; 8] =
        ["pay", "assign", "indemnify", "terminate", "disclose", "train", "renew", "license"];
    let head = "pack many 1.0.0 { title \"Many rules\" }\n\
                cue negate forward { \"(shall|will|may) not\" \"never\" }\n\
                concept work { \"the (work|deliverable)\" \"work product\" }\n\
                param longest : duration = 30 days in 1 day .. 180 days \"Longest term\"\n\
                score { category all \"All\" worth 100  grade A from 80  else B }\n";
    let mut files = vec![Source::new("pack.terms", head)];
    for first in (0..n_rules).step_by(1_000) {
        let mut text = String::new();
        for n in first..(first + 1_000).min(n_rules) {
            let verb = VERBS[n % VERBS.len()];
            let _ = write!(
                text,
                "clause clause-{n} in sentence \"Clause {n}\" {{\n  \
                   find \"~{verb}^ ..{gap} (party|client|company) ..4 {{work}}\"  \"{{work}} ..6 word{n}\"\n  \
                   find \"within {{term: duration}} ..8 ~{verb}^\"\n  without \"unless agreed\"\n}}\n\
                 rule rule-{n} {{\n  title \"Rule {n}: {{clause-{n}.term}}\"\n  \
                   when asserts clause-{n}[term > longest] or (lacks clause-{n} and denies clause-{first})\n  \
                   severity low   weight 0.5   category all\n  why \"Because of {n}\"\n  advice \"Ask for {{longest}}.\"\n}}\n",
                gap = 4 + n % 20,
            );
        }
        files.push(Source::new(format!("rules-{first}.terms"), text));
    }
    files
}

#[divan::bench(args = [500, 5_000], sample_count = 20, sample_size = 1)]
fn compile_rules(bencher: divan::Bencher<'_, '_>, n_rules: usize) {
    let sources = pack(n_rules);
    bencher.bench(|| compile(&sources, &|_, _| None).expect("a correct pack"));
}

#[divan::bench]
fn format_a_thousand_rules(bencher: divan::Bencher<'_, '_>) {
    let sources = pack(1_000);
    bencher.bench(|| sources.iter().map(|it| format(it).expect("a correct file").len()).sum::<usize>());
}
