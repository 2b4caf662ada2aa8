//! Every word that the language itself uses, with one line that says what it does.

/// The words of the language, in order, each with one line for people. A word that is used in several
/// places has one line for all of them.
///
/// ```
/// let (_, help) = termscore_dsl::KEYWORDS.iter().find(|it| it.0 == "lacks").expect("a keyword");
/// assert!(help.contains("nowhere"));
/// ```
pub const KEYWORDS: &[(&str, &str)] = &[
    (
        "absent",
        "`absent unknown`: where the host lacks the function, its answer is unknown; without it, the pack is refused.",
    ),
    ("absorbs", "`absorbs a b`: when this rule fires, it stands for those, of the same category."),
    ("accept", "Of a rule: the fallback that one can live with."),
    (
        "actor",
        "Who is bound by the match: `actor = you` is exact, `actor includes you` also holds if both are.",
    ),
    ("advice", "Of a rule: what to do."),
    ("and", "Both must hold. Does not mix with `or` without parentheses."),
    ("as", "`use std ^1 as s`: what the pack is called here."),
    ("asserted", "The text says so. `find asserted c` takes the asserted matches of another clause."),
    ("asserts", "`asserts c`: true if the text says so."),
    ("at", "`gate 1 critical at most C`: caps the grade."),
    ("backward", "Of a cue: it affects what stands before it."),
    ("because", "The reason of a change, shown in every report that it had a part in."),
    (
        "blank",
        "Of `find document`: a place that somebody still has to fill in, \"[●]\"; captured as `named`.",
    ),
    ("both", "Of a cue: it affects both sides. Of an actor: both parties are bound."),
    ("case", "One case of a test: a name, what is given, what is expected, and the text of a contract."),
    ("category", "A part of the score. Of a rule: where its weight is taken from."),
    ("checked", "`source \"…\" \"https://…\" checked 2026-11-23`: the day on which it was read."),
    ("clause", "Something a contract may say: `clause NAME in WINDOW \"title\" { … }`."),
    ("clear", "Of a test of a rule: it does not fire."),
    ("concept", "A set of phrases with a name, used in phrases as `{name}`."),
    ("condition", "Of a cue: makes it depend on something: \"unless\"."),
    ("contents", "Of `reads`: tables of contents."),
    ("count", "`count c >= 2`: so many matches of a clause."),
    ("critical", "The worst severity."),
    ("cue", "Words that turn a meaning around, and words that bind: `cue KIND DIRECTION REACH { … }`."),
    ("definition", "Of `reads`: sentences that define a term."),
    (
        "denied",
        "The text says the opposite. `find denied c` takes the denied matches of another clause, `find document blank` what the document shows about itself.",
    ),
    ("denies", "`denies c`: true if the text says the opposite."),
    ("disable", "`disable p.rule because \"…\"`: a rule of another pack is asked no more."),
    ("disclaimer", "Of a pack: shown under every report."),
    (
        "document",
        "Window of a clause: everything. `find document blank`: what the document shows about itself.",
    ),
    ("eased", "`eased when C to severity S weight W`: milder in these circumstances."),
    ("else", "`else F`: the grade below all others."),
    ("every", "`every c[…]`: each match fits, and there is one."),
    (
        "except",
        "What follows drops matches that it overlaps. Of a cue: takes something out, as \"other than\".",
    ),
    ("expected", "`expected in section P`: the heading under which a missing clause would have stood."),
    ("expects", "Of a case: the outcome, and after commas captures and who is bound."),
    (
        "extend",
        "`extend p.item { … } because \"…\"`: more phrases for a concept, or more to find for a clause, of another pack.",
    ),
    ("extern", "A function of the host: `extern host.name(text) -> bool \"what it tells\"`."),
    ("find", "Any of these phrases is a match; `find denied c` takes the denied matches of another clause."),
    ("fires", "`fires r`: another rule fires. Of a test: the rule must fire."),
    ("forward", "Of a cue: it affects what stands after it; the default."),
    ("from", "`grade A from 85`: the lowest score of a grade."),
    (
        "gate",
        "`gate 1 critical at most C`: so many findings of this severity or worse, and the grade is at most this.",
    ),
    ("grade", "`grade A from 85`: from the best down."),
    ("heading", "Of `reads`: headings."),
    ("hidden", "Of `reads`: text that the file holds and does not show."),
    ("high", "A severity, after critical."),
    ("impact", "Of a rule: what it does to the signer, in one line."),
    ("in", "Of a clause: its window. Of a param: its range. `only in section P`: the headings above."),
    ("includes", "`actor includes you`: you are bound, or both sides are."),
    ("is", "`kind is k`: the document is of this kind."),
    ("kind", "How a kind of document is recognised, and who its two sides are. `kind is k` asks for it."),
    ("kinds", "Of a pack: the kinds of document that its rules are for; without it, all."),
    ("label", "Name in a public taxonomy that the clause stands for; `denied label` when it is denied."),
    ("lacks", "`lacks c`: true if the text nowhere says so, and nothing relevant is missing from it."),
    ("language", "Language of the contracts: `language en`."),
    ("law", "`law is \"California\"`: the law of this place governs the contract."),
    ("low", "A severity, after medium."),
    ("medium", "A severity, after high."),
    ("mentions", "`mentions c`: the text says so or the opposite."),
    ("minimal", "The severity of a protection, which takes no points."),
    (
        "missing-exhibit",
        "Of `find document`: a reference to an exhibit that was not supplied; captured as `named`.",
    ),
    (
        "missing-provision",
        "Of `find document`: a reference to a provision that the document lacks; captured as `named`.",
    ),
    ("mixed", "Of a test of a clause: a person must read it, such as two negations."),
    ("modal", "Of a cue: its subject is who is bound: \"shall\", \"agrees to\"."),
    ("most", "`gate 1 critical at most C`: caps the grade."),
    ("mutual", "Of a cue: a subject that is both sides: \"each party\"."),
    ("negate", "Of a cue: turns the meaning around: \"shall not\"."),
    ("never", "`never in section P`: no heading above may match."),
    ("not", "The opposite of a fact: `fires`, `kind is`, predicates. Not of a question about the text."),
    ("of", "`2 of { … }`: at least so many of these."),
    ("on", "`silent on c`: the text does not mention it at all."),
    ("only", "`only in section P`: one of the headings above must match."),
    ("operative", "Of `reads`: sentences that bind; the default."),
    ("or", "One must hold. Does not mix with `and` without parentheses."),
    ("other", "Of an actor: a third party is bound."),
    (
        "override",
        "`override p.rule { severity low weight 2 } because \"…\"`: changes a rule of another pack.",
    ),
    ("pack", "The header of a pack: `pack NAME VERSION { title \"…\" }`; exactly one file has it."),
    ("paragraph", "Window of a clause: a numbered provision or list item, with its lead-in."),
    ("param", "A value that the user may set: `param NAME : TYPE = DEFAULT in LEAST .. MOST \"help\"`."),
    ("prefer", "Of a rule: the first choice in a negotiation."),
    ("pseudo", "Of a cue: looks like a cue and is none: \"without limitation\"."),
    ("raised", "`raised when C to severity S weight W`: worse in these circumstances."),
    ("reads", "Roles of the sentences that a clause searches."),
    ("recital", "Of `reads`: recitals."),
    ("refuse", "Of a rule: where to walk away."),
    ("refused", "Of `absent`: a host without the function is refused; the default."),
    ("requires", "`requires termscore ^0.1`: versions of TermScore that can read the pack."),
    ("rule", "What clauses mean for the signer: title, condition, severity, weight, category."),
    (
        "score",
        "How findings become a number and a grade: categories, worth 100 points together, grades, gates.",
    ),
    ("section", "Window of a clause: the section with its heading. `in section P`: the headings above."),
    ("sentence", "Window of a clause: the sentence."),
    ("severity", "How bad: critical, high, medium, low, or minimal for a protection."),
    ("signature", "Of `reads`: signature blocks."),
    (
        "silent",
        "`silent on c`: the text does not mention it, and nothing relevant is missing. Of a test: no match.",
    ),
    ("source", "Of a rule: what it rests on: `source \"as cited\" \"https://…\" checked 2026-11-23`."),
    ("stop", "Of a cue: ends the reach of the cues before it: \"provided that\"."),
    ("suggest", "Of a rule: wording to ask for."),
    ("termscore", "`requires termscore ^0.1`: versions of TermScore that can read the pack."),
    ("test", "A contract text and what must come out: `test NAME { case … }`, of a rule or a clause."),
    ("them", "The other side."),
    ("threshold", "The signs that were found must weigh at least this much together."),
    ("title", "For people, in one line."),
    ("to", "`eased when C to severity S weight W`: what it becomes."),
    ("undefined-term", "Of `find document`: a term that is used and never defined; captured as `named`."),
    ("undetermined", "Of a test of a rule: the text does not let it be decided."),
    ("unknown", "Of an actor: who is bound is not known."),
    ("use", "`use NAME RANGE as ALIAS`: makes the items of another pack known as `ALIAS.item`."),
    ("weigh", "`weigh 3 P`: a sign; its weight counts towards the threshold."),
    ("weight", "Of a rule: the points that it takes from its category, up to three decimals."),
    ("when", "Of a rule: the condition under which it fires."),
    ("why", "Of a rule: the reason, in a sentence or two."),
    ("with", "Must also match in the window; several `with` must all hold. Of a case: sets a parameter."),
    ("without", "None of these may match in the window."),
    ("worth", "Of a category: its points; all categories are worth 100 together."),
    ("you", "The side that the pack protects."),
];

#[cfg(test)]
mod tests {
    use super::KEYWORDS;

    /// Words in quotes that a rule of the grammar ends with `edge`.
    fn of_the_grammar() -> Vec<&'static str> {
        let mut words = Vec::new();
        for line in include_str!("grammar.pest").lines() {
            let Some((_, rule)) = line.split_once("= @{") else { continue };
            let Some((words_part, _)) = rule.split_once("~ edge") else { continue };
            let quoted = words_part.split('"').skip(1).step_by(2);
            words.extend(quoted.filter(|it| it.len() > 1 && it.bytes().all(|it| it.is_ascii_lowercase())));
        }
        words
    }

    #[test]
    fn every_keyword_is_explained() {
        let words = of_the_grammar();
        assert!(words.len() > 90, "{words:?}");
        for word in words {
            assert!(KEYWORDS.iter().any(|it| it.0 == word), "`{word}` has no line in KEYWORDS");
        }
        let unsorted = KEYWORDS.windows(2).find(|it| matches!(it, [a, b] if a.0 >= b.0));
        assert_eq!(unsorted, None);
    }
}
