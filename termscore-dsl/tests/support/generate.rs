//! Rule text put together at random: every construct of the language, in any layout, with comments
//! anywhere. It parses; its names mean nothing.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Stands between tokens until the layout is chosen.
const GAP: char = '\u{1}';

/// A rule file in an arbitrary layout.
pub(crate) fn rule_file() -> impl Strategy<Value = String> {
    (tokens(), vec(filling(), 1..40)).prop_map(|(tokens, fillings)| lay_out(&tokens, &fillings))
}

/// Tokens with fillings between them, which are used over and over.
fn lay_out(tokens: &str, fillings: &[&str]) -> String {
    let mut fillings = fillings.iter().cycle();
    let mut text = String::new();
    for it in tokens.split(GAP).filter(|it| !it.is_empty()) {
        text.push_str(it);
        text.push_str(fillings.next().copied().unwrap_or(" "));
    }
    text
}

/// What may stand between tokens.
fn filling() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        12 => Just(" "),
        3 => Just("\n"),
        1 => select(vec![
            "  ", "\t", "\r\n", "\n\n", "\n \n\n\t\n", "\u{feff} ",
            " // trailing\n", "//close\n", "\n// own line\n", "\n\n  // \"quoted\" { /x/\n\n",
            " // one\n// two\n\n// three  \n", "\n//\n", " // é “…” \r\n",
        ]),
    ]
}

/// All items of a file.
fn tokens() -> impl Strategy<Value = String> {
    let item = prop_oneof![
        pack(),
        uses(),
        kind(),
        param(),
        external(),
        change(),
        concept(),
        cue(),
        clause(),
        clause(),
        rule(),
        rule(),
        score(),
        test(),
    ];
    vec(item, 0..8).prop_map(|it| join(&it))
}

fn join(all: &[String]) -> String {
    all.join(&GAP.to_string())
}

/// `[one two]` as a template: blanks between tokens become gaps.
macro_rules! tokens {
    ($($strategy:expr),+ $(,)?) => {
        [$($strategy.prop_map(|it| it.to_string()).boxed()),+]
            .into_iter()
            .fold(Just(String::new()).boxed(), |all, next| (all, next).prop_map(|(all, next)| join(&[all, next])).boxed())
    };
}

fn word(it: &'static str) -> impl Strategy<Value = &'static str> {
    Just(it)
}

fn maybe(it: impl Strategy<Value = String> + 'static) -> BoxedStrategy<String> {
    option::of(it).prop_map(Option::unwrap_or_default).boxed()
}

fn many(it: impl Strategy<Value = String> + 'static, n: std::ops::Range<usize>) -> BoxedStrategy<String> {
    vec(it, n).prop_map(|it| join(&it)).boxed()
}

fn block(it: impl Strategy<Value = String> + 'static, n: std::ops::Range<usize>) -> BoxedStrategy<String> {
    tokens!(word("{"), many(it, n), word("}"))
}

fn name() -> impl Strategy<Value = String> {
    select(vec![
        "a",
        "b2",
        "no-ai-training",
        "payment-term",
        "a-name-that-takes-some-room-on-its-line",
        "x_y",
    ])
    .prop_map(str::to_owned)
}

fn path() -> impl Strategy<Value = String> {
    prop_oneof![3 => name(), 1 => name().prop_map(|it| format!("std.{it}"))]
}

fn number() -> impl Strategy<Value = String> {
    select(vec!["1", "0", "-3", "2.5", "0.125", "2.50", "100", "007"]).prop_map(str::to_owned)
}

fn text() -> BoxedStrategy<String> {
    select(vec![
        "\"\"",
        "\"Paid late\"",
        "\"He said {you} // no comment\"",
        "\"A text that takes up more than half of the line that it stands on, or so\"",
        "\"\"\"long\"\"\"",
        "\"\"\"\n  Two \"quoted\" lines,\n\n  and // no comment.\n\"\"\"",
    ])
    .prop_map(str::to_owned)
    .boxed()
}

fn phrase() -> BoxedStrategy<String> {
    let atom = select(vec![
        "grant",
        "~train",
        "~grant^",
        "=AI",
        "_",
        "..6",
        "..2-6",
        "{work}",
        "{std.work}^",
        "{term: duration}",
        "{ who : party }",
        "(a|b c)",
        "(to {party})?",
        "hereby?",
        "royalty-free",
        "(a|(b|~c)^ d)",
        "Client's",
    ]);
    vec(atom, 1..9).prop_map(|it| format!("\"{}\"", it.join(" "))).boxed()
}

fn pattern() -> BoxedStrategy<String> {
    let regex = select(vec!["/rent of/", "/and\\/or [a-z]+/", "/a{1,2} \\\\/"]).prop_map(str::to_owned);
    prop_oneof![6 => phrase(), 1 => regex].boxed()
}

fn literal() -> BoxedStrategy<String> {
    let parts = select(vec![
        "30\u{1}days",
        "30days",
        "1.5\u{1}%",
        "0%",
        "$500",
        "USD\u{1}10,000",
        "US$\u{1}5.25",
        "2020-01-31",
        "3",
        "perpetual",
        "std.limit",
        "\"New York\"",
        "\"30 days\"",
        "\"\"",
        "-2\u{1}months",
    ]);
    parts.prop_map(str::to_owned).boxed()
}

fn severity() -> impl Strategy<Value = &'static str> {
    select(vec!["critical", "high", "medium", "low", "minimal"])
}

fn pack() -> BoxedStrategy<String> {
    let field = prop_oneof![
        tokens!(select(vec!["title", "disclaimer"]), text()),
        tokens!(word("language\u{1}en")),
        tokens!(word("kinds"), many(path(), 1..5)),
        tokens!(word("requires\u{1}termscore"), select(vec!["^0.1", "0.1.2", "~1", "=1.2"])),
    ];
    tokens!(word("pack"), name(), select(vec!["1", "1.0", "1.0.0"]), block(field, 0..6))
}

fn uses() -> BoxedStrategy<String> {
    tokens!(word("use"), name(), select(vec!["^1", "1.2.3", "~0.1"]), maybe(tokens!(word("as"), name())))
}

fn weigh() -> BoxedStrategy<String> {
    prop_oneof![4 => tokens!(word("weigh"), number(), pattern()), 1 => tokens!(word("threshold"), number())]
        .boxed()
}

fn kind() -> BoxedStrategy<String> {
    let field = prop_oneof![tokens!(select(vec!["you", "them"]), many(phrase(), 1..4)), weigh()];
    tokens!(word("kind"), name(), text(), block(field, 0..6))
}

fn param() -> BoxedStrategy<String> {
    let bounds = maybe(tokens!(word("in"), literal(), word(".."), literal()));
    tokens!(word("param"), name(), word(":"), name(), word("="), literal(), bounds, maybe(text()))
}

fn external() -> BoxedStrategy<String> {
    let inputs =
        tokens!(word("("), maybe(tokens!(name(), many(tokens!(word(","), name()), 0..3))), word(")"));
    let absent = maybe(tokens!(word("absent"), select(vec!["unknown", "refused"])));
    tokens!(word("extern"), path(), maybe(inputs), word("->"), name(), text(), absent)
}

fn change() -> BoxedStrategy<String> {
    let keys = vec!["title", "impact", "why", "advice", "suggest", "prefer", "accept", "refuse"];
    let field = prop_oneof![
        tokens!(word("severity"), severity()),
        tokens!(word("weight"), number()),
        tokens!(select(keys), text()),
    ];
    let more = prop_oneof![many(pattern(), 1..5), tokens!(word("find"), many(pattern(), 1..4))];
    let because = || tokens!(word("because"), text());
    prop_oneof![
        tokens!(word("override"), path(), block(field, 0..4), because()),
        tokens!(word("disable"), path(), because()),
        tokens!(word("extend"), path(), block(more, 0..3), because()),
    ]
    .boxed()
}

fn concept() -> BoxedStrategy<String> {
    let field = prop_oneof![3 => many(pattern(), 1..6), 1 => tokens!(word("except"), many(pattern(), 1..4))];
    tokens!(word("concept"), name(), block(field, 0..4))
}

fn cue() -> BoxedStrategy<String> {
    let kind = select(vec!["negate", "except", "condition", "pseudo", "stop", "modal", "mutual"]);
    let direction = select(vec!["", "forward", "backward", "both"]);
    tokens!(word("cue"), kind, direction, maybe(number()), block(phrase(), 0..8))
}

fn clause() -> BoxedStrategy<String> {
    let field = prop_oneof![
        tokens!(word("find"), many(pattern(), 1..5)),
        tokens!(word("find"), select(vec!["asserted", "denied"]), path()),
        tokens!(
            word("find\u{1}document"),
            select(vec!["blank", "missing-provision", "missing-exhibit", "undefined-term"])
        ),
        tokens!(word("with"), pattern()),
        tokens!(word("with"), number(), word("of"), block(pattern(), 1..6)),
        tokens!(select(vec!["without", "except"]), many(pattern(), 1..4)),
        weigh(),
        tokens!(select(vec!["only", "never"]), word("in\u{1}section"), pattern()),
        tokens!(
            word("reads"),
            many(select(vec!["operative", "heading", "recital"]).prop_map(str::to_owned), 1..4)
        ),
        tokens!(select(vec!["label", "denied\u{1}label"]), many(text(), 1..4)),
    ];
    let window = select(vec!["sentence", "paragraph", "section", "document"]);
    tokens!(word("clause"), name(), word("in"), window, maybe(text()), block(field, 0..7))
}

fn comparison() -> BoxedStrategy<String> {
    let op = select(vec!["<", "<=", "=", "!=", ">", ">="]);
    let who = select(vec!["you", "them", "both", "other", "unknown"]);
    let call = tokens!(
        select(vec!["", "not"]),
        path(),
        word("("),
        maybe(tokens!(literal(), many(tokens!(word(","), literal()), 0..3))),
        word(")")
    );
    prop_oneof![
        2 => tokens!(word("actor"), select(vec!["=", "includes"]), who),
        2 => tokens!(name(), op, literal()),
        1 => call,
    ]
    .boxed()
}

fn filter() -> BoxedStrategy<String> {
    let more = many(tokens!(word("and"), comparison()), 0..3);
    maybe(tokens!(word("["), comparison(), more, word("]")))
}

fn condition() -> BoxedStrategy<String> {
    let verb = select(vec!["asserts", "denies", "lacks", "mentions", "every", "silent\u{1}on"]);
    let op = select(vec!["<", "<=", "=", "!=", ">", ">="]);
    let question = prop_oneof![
        4 => tokens!(verb, path(), filter()),
        1 => tokens!(word("count"), path(), filter(), op, number()),
        1 => tokens!(word("fires"), path()),
        1 => tokens!(word("kind\u{1}is"), path()),
        1 => tokens!(word("law\u{1}is"), select(vec!["\"Ohio\"", "\"New York\""])),
        1 => tokens!(path(), word("("), word(")")),
    ];
    question
        .prop_recursive(3, 16, 4, |inner| {
            let group = tokens!(word("("), inner.clone(), word(")"));
            let unit = prop_oneof![2 => group.clone(), 1 => tokens!(word("not"), group)].boxed();
            let chain = |junctions: Vec<&'static str>| {
                let more = many(tokens!(select(junctions), unit.clone()), 1..4);
                tokens!(unit.clone(), more)
            };
            prop_oneof![
                2 => chain(vec!["and"]),
                2 => chain(vec!["or"]),
                1 => chain(vec!["and", "or"]),
                1 => unit.clone(),
                2 => tokens!(number(), word("of"), block(inner, 1..4)),
            ]
        })
        .boxed()
}

fn rule() -> BoxedStrategy<String> {
    let keys = vec!["title", "impact", "why", "advice", "suggest", "prefer", "accept", "refuse"];
    let severity_field = || tokens!(word("severity"), severity());
    let weight_field = || tokens!(word("weight"), number());
    let effect = prop_oneof![tokens!(severity_field(), weight_field()), severity_field(), weight_field(),];
    let field = prop_oneof![
        3 => tokens!(select(keys), text()),
        2 => tokens!(word("when"), condition()),
        1 => severity_field(),
        1 => weight_field(),
        1 => tokens!(word("category"), name()),
        2 => tokens!(select(vec!["eased", "raised"]), word("when"), condition(), word("to"), effect),
        1 => tokens!(word("absorbs"), many(path(), 1..8)),
        1 => tokens!(word("expected\u{1}in\u{1}section"), pattern()),
        1 => tokens!(word("source"), text(), maybe(text()), maybe(tokens!(word("checked\u{1}2026-11-23")))),
    ];
    tokens!(word("rule"), name(), block(field, 0..8))
}

fn score() -> BoxedStrategy<String> {
    let grade = || select(vec!["A", "B+", "C-"]);
    let field = prop_oneof![
        tokens!(word("category"), name(), text(), word("worth"), number()),
        tokens!(word("grade"), grade(), word("from"), number()),
        tokens!(word("else"), grade()),
        tokens!(word("gate"), number(), severity(), word("at\u{1}most"), grade()),
    ];
    tokens!(word("score"), block(field, 0..8))
}

fn test() -> BoxedStrategy<String> {
    let given =
        prop_oneof![tokens!(word("kind"), path()), tokens!(word("with"), path(), word("="), literal()),];
    let who = select(vec!["you", "them", "both"]);
    let expected = prop_oneof![tokens!(word("actor\u{1}="), who), tokens!(name(), word("="), literal())];
    let outcome = select(vec!["fires", "clear", "undetermined", "asserted", "denied", "silent", "mixed"]);
    let case = tokens!(
        word("case"),
        text(),
        many(given, 0..3),
        word("expects"),
        outcome,
        many(tokens!(word(","), expected), 0..3),
        text(),
    );
    tokens!(word("test"), path(), block(case, 0..4))
}
