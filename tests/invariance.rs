//! What must not matter: the order of `find`, how a text is laid out and typed, what stands in other sections; and
//! what more knowledge may do to an answer. On packs and texts put together at random.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use proptest::prelude::*;
use termscore::{
    Document, Engine, Registry, Source, Truth, compile,
    report::{Explanation, Polarity, Report, Status},
    rule::{Clause, Find, RulePack, Window},
};
use termscore_reference::{
    generate::{Trial, trial},
    registry,
};

const HEAD: &str = r#"
pack laws 1.0.0 { title "Laws" }
kind deal "Deal" { you "artist" them "client" weigh 1 "(artist|client)" threshold 1 }
cue negate forward { "(shall|will|may) not" "never" "no" }
cue except forward { "except" "other than" }
cue modal { "shall" "may" "will" }
concept ai { "machine learning" "(artificial|generative) intelligence" "royalty-free models" }
clause grant in paragraph { find "~grant^ ..12 (licence|license)" with "perpetual" without "revocable" }
clause payment in sentence { find "~pay^ ..12 within {term: duration}" }
clause no-training in section { find denied training }
rule trains { title "T" when asserts training severity critical weight 30 category all absorbs wide }
rule wide { title "W" when asserts grant and lacks no-training severity high weight 20 category all }
rule late { title "L" when asserts payment[term > 30 days] severity medium weight 20 category all }
score { category all "All" worth 100 grade A from 80 grade B from 60 else F gate 1 critical at most B }
"#;

/// Finds of clause `training`, to be put in any order.
const FINDS: [&str; 4] = [
    r#"find "(~train|~develop)^ ..8 {ai}""#,
    r#"find "{ai} ..4 ~train^""#,
    r#"find "use ..6 {ai}""#,
    r#"find "~train^ ..3 (machine|learning)""#,
];

const SENTENCES: [&str; 9] = [
    "Artist grants the Client a perpetual, royalty-free licence to use the Work.",
    "The Client may use the Work to train any machine learning system.",
    "The Client shall not use the Work to train “artificial intelligence”.",
    "Client shall not train royalty-free models, except to train its own machine learning tools.",
    "The Client’s agents shall pay the fee within thirty (30) days.",
    "Client shall pay the fee within ninety (90) days of invoice – or later.",
    "Artist grants a revocable licence; the Client’s “partners” may never use generative intelligence.",
    "Neither side may assign this contract without the other’s consent.",
    "The fee is due, and no reminder is needed: Client shall pay within 45 days.",
];

fn pack(finds: &[usize]) -> Arc<RulePack> {
    let finds: Vec<&str> = finds.iter().map(|it| FINDS[*it]).collect();
    let text = format!("{HEAD}\nclause training in sentence {{ {} }}", finds.join("\n"));
    Arc::new(compile(&[Source::new("laws.terms", text)], &|_, _| None).expect("a correct pack"))
}

fn engine(finds: &[usize]) -> Engine {
    Engine::new([pack(finds)], Registry::standard()).expect("the pack links")
}

/// Clause, polarity, actor and words of each match in order, and the score: all but the places.
fn essence(engine: &Engine, text: &str) -> (Vec<String>, String) {
    let document = Document::from_text("t", text);
    let found = engine.clauses(&document).into_iter().map(|it| {
        let it = it.evidence;
        let words = termscore::document::words_of(&it.quote).join(" ");
        let values: Vec<String> = it.captures.values().map(ToString::to_string).collect();
        format!("{} {} {} {words} {values:?}", it.clause, it.polarity, it.actor)
    });
    let report = engine.score(&document);
    (found.collect(), format!("{} {:?} {:?}", report.score(), report.grade.as_ref().ok(), report.outcomes))
}

fn sentences() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..SENTENCES.len(), 1..7)
}

fn text(sentences: &[usize]) -> String {
    let all: Vec<&str> = sentences.iter().map(|it| SENTENCES[*it]).collect();
    all.join("\n\n")
}

fn trials() -> impl Strategy<Value = Trial> {
    let bytes = |most| prop::collection::vec(any::<u8>(), 0..most);
    (bytes(600), bytes(250)).prop_map(|(pack, text)| trial(&pack, &text))
}

fn score(trial: &Trial, host: &BTreeMap<String, Truth>) -> (Engine, Report) {
    let pack = trial.compile().expect("the generator makes correct packs");
    let engine = Engine::new([pack], registry(host).expect("new names")).expect("the pack links");
    let report = engine.score(&trial.document());
    (engine, report)
}

fn truth(status: Status) -> Truth {
    match status {
        Status::Fired | Status::Absorbed => Truth::True,
        Status::Undetermined => Truth::Unknown,
        Status::Clear | Status::NotApplicable | Status::Disabled => Truth::False,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_finds_does_not_matter(
        sentences in sentences(),
        order in Just(vec![0, 1, 2, 3]).prop_shuffle(),
    ) {
        let text = text(&sentences);
        prop_assert_eq!(essence(&engine(&[0, 1, 2, 3]), &text), essence(&engine(&order), &text));
    }

    #[test]
    fn line_breaks_and_blanks_do_not_matter(sentences in sentences(), width in 1_usize..9) {
        let (engine, plain) = (engine(&[0, 1, 2, 3]), text(&sentences));
        let reflowed: Vec<String> = plain
            .split("\n\n")
            .map(|paragraph| {
                let words: Vec<&str> = paragraph.split(' ').collect();
                let lines: Vec<String> = words.chunks(width + 5).map(|line| line.join("  ")).collect();
                lines.join("\n")
            })
            .collect();
        prop_assert_eq!(essence(&engine, &plain), essence(&engine, &reflowed.join("\n\n")));
    }

    #[test]
    fn the_style_of_quotes_and_dashes_does_not_matter(sentences in sentences()) {
        let (engine, plain) = (engine(&[0, 1, 2, 3]), text(&sentences));
        let typed = plain.replace(['“', '”'], "\"").replace('’', "'").replace('–', "—");
        let typed = typed.replace("royalty-free", "royalty\u{2011}free");
        prop_assert_eq!(essence(&engine, &plain), essence(&engine, &typed));
    }

    #[test]
    fn letter_case_of_ordinary_words_does_not_matter(sentences in sentences()) {
        let engine = engine(&[0, 1, 2, 3]);
        let plain = text(&sentences);
        let louder = plain.replace("licence", "LICENCE").replace("shall not", "SHALL NOT").replace(" pay ", " PAY ");
        let louder = louder.replace("machine learning", "Machine Learning").replace("days", "Days");
        prop_assert_eq!(essence(&engine, &plain), essence(&engine, &louder));
    }

    #[test]
    fn an_unrelated_section_changes_no_assertion(trial in trials()) {
        let (engine, _) = score(&trial, &trial.host);
        let longer = Document::from_text("t", format!("{}\n\n99. Colours\n\nSkies are blue.", trial.text));
        let plain = Document::from_text("t", trial.text.as_str());
        let (plain, longer) = (plain.with_kind("gen.deal"), longer.with_kind("gen.deal"));
        let sentences = |document: &Document| -> Vec<_> { document.sentences().map(|it| (it.span, it.role)).collect() };
        let (before, after) = (sentences(&plain), sentences(&longer));
        prop_assert_eq!(Some(before.as_slice()), after.get(..before.len()), "{}", trial);
        // What looks at the document as a whole may well change: in wide windows, and for what it shows about itself.
        let pack = trial.compile().expect("the generator makes correct packs");
        let clauses: Vec<&Clause> =
            std::iter::once(&pack).chain(&pack.imports).flat_map(|it| &it.clauses).collect();
        let mut whole: BTreeSet<&str> = BTreeSet::new();
        let mut n_known = None;
        while n_known.replace(whole.len()) != Some(whole.len()) {
            let looks = |find: &Find| match find {
                Find::Document(_) => true,
                Find::Clause { name, .. } => whole.contains(name.as_str()),
                _ => false,
            };
            let more = clauses.iter().filter(|it| it.window == Window::Document || it.find.iter().any(looks));
            let more: Vec<&str> = more.map(|it| it.name.as_str()).collect();
            whole.extend(more);
        }
        let about = |document: &Document| -> Vec<(String, usize, Polarity)> {
            let found = engine.clauses(document).into_iter().map(|it| it.evidence);
            let near = found.filter(|it| it.end <= trial.text.len() && !whole.contains(it.clause.as_str()));
            near.map(|it| (it.clause, it.start, it.polarity)).collect()
        };
        prop_assert_eq!(about(&plain), about(&longer), "{}", trial);
    }

    #[test]
    fn more_knowledge_flips_no_decided_answer(trial in trials(), one: bool, two: bool) {
        let unknown: BTreeMap<String, Truth> =
            trial.host.keys().map(|name| (name.clone(), Truth::Unknown)).collect();
        let known: BTreeMap<String, Truth> =
            trial.host.keys().cloned().zip([one.into(), two.into()]).collect();
        let (_, before) = score(&trial, &unknown);
        let (_, after) = score(&trial, &known);
        for (rule, status) in &before.outcomes {
            let before = truth(*status);
            let after = truth(after.outcome(rule).expect("the same rules"));
            prop_assert!(before == Truth::Unknown || before == after, "{rule}\n{trial}");
        }
        prop_assert!(before.low <= after.low, "{} {}\n{trial}", before.low, after.low);
    }

    #[test]
    fn proofs_and_arms_agree_with_the_report(trial in trials()) {
        let (engine, report) = score(&trial, &trial.host);
        let pack = trial.compile().expect("the generator makes correct packs");
        for (rule, status) in &report.outcomes {
            let proof = engine.explain(&trial.document(), rule).expect("there is such a rule");
            prop_assert_eq!(proof.truth, truth(*status), "{}\n{}", rule, trial);
        }
        let Explanation::Score { parts } = &report.explanation else { return Err(TestCaseError::fail("no root")) };
        let leaves: Vec<_> = parts
            .iter()
            .flat_map(|it| if let Explanation::Category { parts, .. } = it { parts.as_slice() } else { &[] })
            .collect();
        for finding in &report.findings {
            // The weights of the library's rule may be overridden.
            let Some(rule) = pack.rules.iter().find(|it| it.name == finding.rule) else { continue };
            let arms = match finding.arm.as_deref() {
                Some("eased") => rule.eased.as_slice(),
                Some(_) => rule.raised.as_slice(),
                None => &[],
            };
            let mut weights = arms.iter().map(|it| (it.severity, it.weight)).collect::<Vec<_>>();
            if arms.is_empty() {
                weights.push((rule.severity, rule.weight));
            }
            let leaf = leaves.iter().find_map(|it| match it {
                Explanation::Finding { rule, weight, points } if *rule == finding.rule => Some((*weight, *points)),
                _ => None,
            });
            if let (Some((weight, points)), None) = (leaf, &finding.absorbed_by) {
                prop_assert_eq!(points, finding.points);
                prop_assert!(weights.contains(&(finding.severity, weight)), "{}\n{}", finding.rule, trial);
            }
        }
    }
}
