//! TermScore with a rule for each phrase, and with its built-in packs.

use std::fmt::Write;

use termscore::{Document, Engine, Registry, Source, compile, packs};

use crate::{Result, rows::Job};

/// What a source may hold is limited, so a pack of many rules has many.
const RULES_PER_SOURCE: usize = 1_000;

pub fn phrases(phrases: &[String], texts: &[String]) -> Result<()> {
    let head = "pack peers 1.0.0 { title \"Phrases\" }\n\
                cue negate forward { \"(shall|will|may) not\" \"never\" }\n\
                score { category all \"All\" worth 100  grade A from 80  else B }\n";
    let mut sources = vec![Source::new("pack.terms", head)];
    for (part, some) in phrases.chunks(RULES_PER_SOURCE).enumerate() {
        let mut text = String::new();
        for (n, phrase) in some.iter().enumerate() {
            let n = part * RULES_PER_SOURCE + n;
            writeln!(
                text,
                "clause clause-{n} in sentence \"Clause {n}\" {{ find \"{phrase}\" }}\n\
                 rule rule-{n} {{ title \"Rule {n}\"  when asserts clause-{n}  severity low  weight 0.5  category all \
                 why \"Because.\"  advice \"Ask.\" }}"
            )?;
        }
        sources.push(Source::new(format!("rules-{part}.terms"), text));
    }
    let pack = compile(&sources, &|_, _| None)?;
    measure(&Engine::new([pack], Registry::standard())?, &format!("{} phrases", phrases.len()), texts);
    Ok(())
}

pub fn packs(texts: &[String]) -> Result<()> {
    let engine = Engine::new(packs::all(), Registry::standard())?;
    let looks_for = format!("{} rules, all packs", engine.rules().count());
    measure(&engine, &looks_for, texts);
    Ok(())
}

fn measure(engine: &Engine, looks_for: &str, texts: &[String]) {
    Job { peer: "TermScore", does: "text → report", looks_for }.measure(texts, str::to_owned, |text| {
        engine.score(&Document::from_text("contract", text.clone())).findings.len()
    });
    Job { peer: "TermScore", does: "document → report", looks_for }.measure(
        texts,
        |text| Document::from_text("contract", text.to_owned()),
        |document| engine.score(document).findings.len(),
    );
}
