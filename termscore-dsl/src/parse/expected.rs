//! A syntax error in the author's words: what stands there, what was expected, what was meant.

use super::grammar::{Mismatch, Node};
use super::syntax;
use crate::diagnostic::{Code, Diagnostic, Suggestion};
use crate::names::{Meant, is_kebab, list, meant, quoted_list};
use crate::source::Loc;
use crate::split::{Chunk, ITEMS};

pub(super) fn item_error(index: usize, chunk: &Chunk, text: &str, mismatch: &Mismatch) -> Diagnostic {
    let Mismatch { offset, expected } = mismatch;
    let offset = *offset;
    let rest = text.get(offset..).unwrap_or_default();
    let found =
        ["==", "&&", "||"].into_iter().find(|it| rest.starts_with(it)).unwrap_or_else(|| found_at(rest));
    let at = Loc::new(index, chunk.start + offset, chunk.start + offset + found.len());
    let is_word = found.starts_with(|it: char| it.is_alphabetic());
    let keyword = chunk.keyword;

    if let Some(problem) = odd_blank(index, at.span.start, rest) {
        return problem;
    }
    // A word where a field may start: an unknown field.
    if let Some(fields) = expected.iter().find_map(|it| fields_of(*it))
        && is_word
        && !fields.contains(&found)
    {
        let message = format!("a {keyword} has no field `{found}`");
        let problem = Diagnostic::error(Code::UnknownField, at, message);
        if found == "or" && fields.contains(&"find") {
            return problem
                .help("leave it out: phrases after one another are alternatives")
                .suggest(Suggestion::new("leave the `or` out").remove(at).safe());
        }
        let meant = meant(found, fields.iter().copied()).or_else(|| synonym(found, fields));
        return problem.meant(at, meant, || {
            format!("the fields of a {keyword} are {}", quoted_list(fields.iter().copied(), "and"))
        });
    }
    // Any word could have been a predicate of the host, so the grammar asks for its parentheses.
    if *expected == [Node::lparen] {
        return no_condition(index, chunk.start, text, offset);
    }
    // A word where one of a few words must stand.
    let words: Vec<&str> = expected.iter().flat_map(|it| words_of(*it)).copied().collect();
    let items: &[&str] = if expected.contains(&Node::EOI) { &ITEMS } else { &[] };
    let meant = if is_word { meant(found, words.iter().chain(items).copied()) } else { None };
    let wanted = list(expected_names(expected), "or");
    let shown = if found.is_empty() { "the end of the item".to_owned() } else { format!("`{found}`") };
    let at_end = found.is_empty().then(|| Loc::new(index, chunk.end.saturating_sub(1), chunk.end));
    let message = if wanted.is_empty() {
        format!("{shown} cannot stand here")
    } else {
        format!("expected {wanted}, found {shown}")
    };
    let mut problem = syntax(at_end.unwrap_or(at), message);
    if meant.is_some() {
        return problem.meant(at, meant, String::new);
    }
    if let Some((at, decimal)) = decimal_comma(index, chunk.start, text, offset) {
        let safe = decimal.split('.').next_back().is_some_and(|it| it.len() != 3);
        return problem
            .help(format!("decimals follow a point: `{decimal}`"))
            .suggest(Suggestion::write(at, decimal).safe_if(safe));
    }
    if let Some((help, suggestion)) = sign_in_condition(index, at.span.start, text, offset, expected) {
        problem.suggestions.extend(suggestion);
        return problem.help(help);
    }
    if let Some(help) = after_a_name(keyword, text, offset, found, expected) {
        return problem.help(help);
    }
    if let Some(quotes) = straight_quotes(index, chunk.start + offset, rest) {
        problem = problem.suggest(quotes);
    }
    let is_assignment = found == "=" && !rest.starts_with("==") && !wants_a_phrase(expected);
    if matches!(found, "," | ";") || found == ":" && !expected.contains(&Node::colon) || is_assignment {
        problem = problem.suggest(Suggestion::new(format!("leave the `{found}` out")).remove(at).safe());
    } else if rest.starts_with("# ") {
        problem = problem.suggest(Suggestion::write(at, "//").safe());
    } else if rest.starts_with("==") {
        let both = Loc::new(index, at.span.start, at.span.start + 2);
        problem = problem.suggest(Suggestion::write(both, "=").safe());
    }
    let help = match found.chars().next() {
        Some(',') => Some("leave the comma out: fields and names are separated by blanks".to_owned()),
        Some(';') => Some("leave the semicolon out".to_owned()),
        Some(':') => Some("leave the colon out: a field is followed by its value".to_owned()),
        Some('=') if rest.starts_with("==") => Some("write a single `=`".to_owned()),
        Some('=') if wants_a_phrase(expected) => {
            Some("phrases stand in quotes: \"=AI\"".to_owned())
        }
        Some('=') => Some("leave the `=` out: a field is followed by its value".to_owned()),
        Some('{') if keyword == "use" || keyword == "param" => Some(format!("a {keyword} has no braces")),
        Some('\'' | '’' | '“' | '‘' | '„') => {
            Some("quotes are straight and double: \"...\"".to_owned())
        }
        Some('#') => Some("a comment starts with `//`".to_owned()),
        _ if expected.contains(&Node::outcome) => Some(
            "a rule `fires`, is `clear` or `undetermined`; a clause is `asserted`, `denied`, `mixed` or `silent`"
                .to_owned(),
        ),
        _ if keyword == "test" && expected.contains(&Node::text) => {
            Some("then comes what the contract says: \"Client shall pay within 60 days.\"".to_owned())
        }
        _ if expected.contains(&Node::EOI) => {
            Some(format!("next comes another item: {}", quoted_list(ITEMS, "or")))
        }
        _ => expected.iter().find_map(|it| example(*it)).map(|it| format!("for example: {it}")),
    };
    problem = problem.maybe_help(help);
    problem
}

/// The word before `offset` stands where a condition should, and is none.
fn no_condition(index: usize, base: usize, text: &str, offset: usize) -> Diagnostic {
    let before = text.get(..offset).unwrap_or_default().trim_end();
    let start = before
        .rfind(|it: char| it.is_whitespace() || "(){}".contains(it))
        .map_or(0, |it| it + before.get(it..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8));
    let word = before.get(start..).unwrap_or_default();
    let known = words_of(Node::condition);
    let at = Loc::new(index, base + start, base + start + word.len());
    let rest = text.get(offset..).unwrap_or_default().trim_start();
    let next = found_at(rest);
    let field_or_junction = |it: &str| {
        matches!(it, "and" | "or") || fields_of(Node::rule_field).is_some_and(|all| all.contains(&it))
    };
    syntax(at, format!("expected a condition, found `{word}`")).meant(
        at,
        meant(word, known.iter().copied()),
        || {
            if let Some(limit) = limit_of(word, rest) {
                return format!("a limit on a value stands in brackets behind its clause: `asserts {limit}`");
            }
            // After `when` comes the next field: the condition is missing, not its question.
            let is_field = fields_of(Node::rule_field).is_some_and(|it| it.contains(&word));
            if is_kebab(word) && !is_field && is_kebab(next) && !field_or_junction(next) {
                return format!(
                    "ask it with one of these words: `asserts {next}`, `denies {next}`, `lacks {next}`, \
                     `mentions {next}` or `silent on {next}` of a clause, `fires {next}` of a rule"
                );
            }
            if is_kebab(word) && !is_field && next == "\"" {
                return "a condition asks about clauses: put the words into one, `clause NAME in sentence { find \"...\" }`, \
                        and write `asserts NAME`"
                    .to_owned();
            }
            if is_kebab(word) && !is_field {
                return format!(
                    "say what is asked of it: `asserts {word}`, `denies {word}`, `lacks {word}` or \
                     `mentions {word}` of a clause, `fires {word}` of a rule"
                );
            }
            format!(
                "a condition starts with {}, or is a predicate such as `host.is-consumer()`",
                quoted_list(known.iter().copied(), "or")
            )
        },
    )
}

/// A limit as it should be written, of one that follows its clause like a field of an object: `fee[amount > 500 USD]`
/// of `fee.amount` before `> 500 USD`.
fn limit_of(path: &str, rest: &str) -> Option<String> {
    let op = ["<=", ">=", "!=", "==", "<", ">", "="].into_iter().find(|it| rest.starts_with(it))?;
    let after = rest.get(op.len()..)?.trim_start();
    let mut words = after.split_whitespace();
    let first = words.next().map(|it| it.trim_end_matches([')', '}', ']'])).filter(|it| !it.is_empty())?;
    // "30 days", but not the field that comes next.
    let unit = words.next().map(|it| it.trim_end_matches([')', '}', ']'])).filter(|it| {
        let is_field = fields_of(Node::rule_field).is_some_and(|all| all.contains(it));
        first.starts_with(|it: char| it.is_ascii_digit()) && it.chars().all(char::is_alphabetic) && !is_field
    });
    let unit = unit.filter(|it| !matches!(*it, "and" | "or" | "to"));
    let value = unit.map_or_else(|| first.to_owned(), |it| format!("{first} {it}"));
    let (clause, capture) = path.rsplit_once('.').unwrap_or(("CLAUSE", path));
    let op = if op == "==" { "=" } else { op };
    Some(format!("{clause}[{capture} {op} {value}]"))
}

/// What to do about a sign that other languages have in conditions.
fn sign_in_condition(
    index: usize,
    start: usize,
    text: &str,
    offset: usize,
    expected: &[Node],
) -> Option<(String, Option<Suggestion>)> {
    let rest = text.get(offset..)?;
    if rest.starts_with('|') && !expected.contains(&Node::junction) && expected.contains(&Node::k_and) {
        return Some((
            "brackets know only `and`: ask once for each, with `or` between the questions".to_owned(),
            None,
        ));
    }
    let joins = expected.contains(&Node::junction) || expected.contains(&Node::k_and);
    let word = match rest.chars().next()? {
        '&' => "and",
        '|' => "or",
        ',' if expected.contains(&Node::k_and) => "and",
        _ => "",
    };
    if joins && !word.is_empty() {
        let sign: String = rest.chars().take_while(|it| "&|,".contains(*it)).collect();
        let blank = |is_there: bool| if is_there { "" } else { " " };
        let before = text.get(..offset)?.ends_with(char::is_whitespace);
        let after = rest.get(sign.len()..)?.starts_with(char::is_whitespace);
        let write = format!("{}{word}{}", blank(before), blank(after));
        let at = Loc::new(index, start, start + sign.len());
        return Some((
            format!("write `{word}`"),
            Some(Suggestion::new(format!("write `{word}`")).replace(at, write)),
        ));
    }
    // A limit may follow: its bracket was tried.
    if expected.contains(&Node::filter) || expected.contains(&Node::lbracket) {
        let path = text.get(..offset)?.split_whitespace().next_back()?;
        let limit = limit_of(path, rest)?;
        let help = if path.contains('.') {
            format!("a limit on a value stands in brackets behind its clause: `{limit}`")
        } else {
            let limit = limit.replace(&format!("CLAUSE[{path} "), &format!("{path}[VALUE "));
            format!(
                "a limit stands in brackets, with the name of the value that the clause captures: `{limit}`"
            )
        };
        return Some((help, None));
    }
    None
}

fn wants_a_phrase(expected: &[Node]) -> bool {
    expected.contains(&Node::pattern) || expected.contains(&Node::phrase)
}

/// A field that is called otherwise here than the author thinks.
fn synonym(word: &str, fields: &[&str]) -> Option<Meant> {
    let name = match word {
        "if" | "condition" => "when",
        "match" | "matches" | "search" | "contains" | "look" => "find",
        "and" | "requires" => "with",
        "unless" | "exclude" | "excluding" | "not" => "without",
        "name" | "message" | "heading" => "title",
        "level" | "priority" | "risk" => "severity",
        "points" | "score" => "weight",
        "reason" | "explanation" | "description" | "because" => "why",
        "recommendation" | "tip" | "remedy" => "advice",
        "wording" | "replacement" | "fix" => "suggest",
        "reference" | "citation" | "cite" | "link" => "source",
        "group" | "topic" => "category",
        _ => return None,
    };
    fields.contains(&name).then(|| Meant { name: name.to_owned(), sure: false })
}

/// `2,5`, where the comma stands at `offset`: its place, and the number as it should be.
fn decimal_comma(index: usize, base: usize, text: &str, offset: usize) -> Option<(Loc, String)> {
    let decimals = text.get(offset..)?.strip_prefix(',')?;
    let n_after = decimals.bytes().take_while(u8::is_ascii_digit).count();
    let before = text.get(..offset)?;
    let n_before = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    if n_before == 0 || n_after == 0 {
        return None;
    }
    let whole = before.get(offset - n_before..)?;
    let at = Loc::new(index, base + offset - n_before, base + offset + 1 + n_after);
    Some((at, format!("{whole}.{}", decimals.get(..n_after)?)))
}

/// What to do where the head of an item goes on in another way than it can.
fn after_a_name(keyword: &str, text: &str, offset: usize, found: &str, expected: &[Node]) -> Option<String> {
    let needs_window = keyword == "clause" && *expected == [Node::k_in];
    if needs_window && words_of(Node::window).contains(&found) {
        return Some(format!("write `in {found}`"));
    }
    let before = text.get(..offset)?.trim_end();
    let name = before.rsplit(char::is_whitespace).next()?;
    let follows_name = before.split_whitespace().count() == 2;
    if follows_name && (needs_window || *expected == [Node::open]) && is_kebab(name) && is_kebab(found) {
        return Some(format!("a name has no blanks: write `{name}-{found}`"));
    }
    needs_window.then(|| {
        "say how close its words must stand: `in sentence`, `in paragraph`, `in section` or `in document`"
            .to_owned()
    })
}

/// Straight quotes instead of those that a word processor makes, at the start of `rest`.
fn straight_quotes(index: usize, start: usize, rest: &str) -> Option<Suggestion> {
    let line = rest.lines().next()?;
    let open = line.chars().next()?;
    let ends: &[char] = match open {
        '“' | '„' => &['”', '“'],
        '‘' => &['’'],
        '\'' => &['\''],
        _ => return None,
    };
    let body = line.get(open.len_utf8()..)?;
    let end = body.find(ends)?;
    let close = body.get(end..)?.chars().next()?;
    if body.get(..end)?.contains('"') {
        return None;
    }
    let close_at = start + open.len_utf8() + end;
    // A single quote that closes may as well be an apostrophe.
    Some(
        Suggestion::new("write straight quotes")
            .replace(Loc::new(index, start, start + open.len_utf8()), "\"")
            .replace(Loc::new(index, close_at, close_at + close.len_utf8()), "\"")
            .safe_if(matches!(open, '“' | '„')),
    )
}

/// A blank that word processors and web pages put in, and that looks like one.
fn odd_blank(index: usize, start: usize, rest: &str) -> Option<Diagnostic> {
    let sign = rest.chars().next()?;
    let name = match sign {
        '\u{A0}' | '\u{2007}' | '\u{202F}' => "a no-break space",
        '\u{200B}' | '\u{2060}' | '\u{FEFF}' => "a space without width",
        '\u{2000}'..='\u{200A}' | '\u{3000}' => "a space of another width",
        _ => return None,
    };
    let at = Loc::new(index, start, start + sign.len_utf8());
    let message = format!("{name} stands here (U+{:04X})", u32::from(sign));
    Some(syntax(at, message).suggest(Suggestion::new("type a blank").replace(at, " ").safe()))
}

/// The token at the start of a text: a word, a number, or one character.
fn found_at(rest: &str) -> &str {
    let word = rest.find(|it: char| !(it.is_alphanumeric() || it == '-' || it == '_')).unwrap_or(rest.len());
    let len = if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) };
    rest.get(..len).unwrap_or_default()
}

/// What each node is called, without repeats.
fn expected_names(nodes: &[Node]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for node in nodes {
        if *node == Node::EOI || is_redundant(*node, nodes) {
            continue;
        }
        let name = describe(*node);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// A sign that may continue what stands before it says little beside what may follow.
fn is_redundant(node: Node, nodes: &[Node]) -> bool {
    let field = nodes.iter().any(|it| fields_of(*it).is_some());
    match node {
        Node::junction | Node::filter => field || nodes.contains(&Node::condition),
        Node::unit => true,
        Node::text => field,
        _ => false,
    }
}

/// The words that a node can start with, if they are few.
pub(super) fn words_of(node: Node) -> &'static [&'static str] {
    match node {
        Node::severity => &["critical", "high", "medium", "low", "minimal"],
        Node::window => &["sentence", "paragraph", "section", "document"],
        Node::role => &["operative", "heading", "definition", "recital", "contents", "signature", "hidden"],
        Node::cue_kind => &["negate", "except", "condition", "pseudo", "stop", "modal", "mutual"],
        Node::direction => &["forward", "backward", "both"],
        Node::outcome => &["fires", "clear", "undetermined", "asserted", "denied", "silent", "mixed"],
        Node::who => &["you", "them", "both", "other", "unknown"],
        Node::polarity => &["asserted", "denied"],
        Node::find_document | Node::k_document => &["document"],
        Node::observation => &["blank", "missing-provision", "missing-exhibit", "undefined-term"],
        Node::condition | Node::unit_condition | Node::positive | Node::verb => &[
            "asserts",
            "denies",
            "lacks",
            "mentions",
            "silent on",
            "every",
            "count",
            "fires",
            "kind is",
            "law is",
            "not",
        ],
        Node::junction => &["and", "or"],
        Node::k_and => &["and"],
        Node::k_to => &["to"],
        Node::k_in => &["in"],
        Node::k_of => &["of"],
        Node::k_as => &["as"],
        Node::k_section => &["section"],
        Node::k_when => &["when"],
        Node::k_worth => &["worth"],
        Node::k_from => &["from"],
        Node::k_at => &["at"],
        Node::k_most => &["most"],
        Node::k_is => &["is"],
        Node::k_because | Node::because => &["because"],
        Node::k_absent => &["absent"],
        Node::absence => &["unknown", "refused"],
        Node::k_find => &["find"],
        Node::k_weight | Node::weight_field => &["weight"],
        Node::k_severity | Node::severity_field => &["severity"],
        Node::k_label => &["label"],
        Node::k_termscore => &["termscore"],
        Node::k_expects => &["expects"],
        Node::k_case | Node::case_item => &["case"],
        _ => &[],
    }
}

/// The fields of an item.
pub(super) fn fields_of(node: Node) -> Option<&'static [&'static str]> {
    Some(match node {
        Node::pack_field => &["title", "language", "kinds", "requires", "disclaimer"],
        Node::kind_field => &["you", "them", "weigh", "threshold"],
        Node::clause_field => &[
            "find",
            "with",
            "without",
            "except",
            "weigh",
            "threshold",
            "only",
            "never",
            "reads",
            "label",
            "denied",
        ],
        Node::rule_field => &[
            "title", "when", "severity", "weight", "category", "eased", "raised", "absorbs", "expected",
            "impact", "why", "advice", "suggest", "prefer", "accept", "refuse", "source",
        ],
        Node::score_field => &["category", "grade", "else", "gate"],
        Node::override_field => &[
            "severity", "weight", "title", "impact", "why", "advice", "suggest", "prefer", "accept", "refuse",
        ],
        Node::extend_field => &["find"],
        _ => return None,
    })
}

fn describe(node: Node) -> String {
    let name = match node {
        Node::name => "a name",
        Node::path => "a name",
        Node::number => "a number",
        Node::version => "a version such as 1.0.0",
        Node::range => "a version such as ^1",
        Node::date => "a date such as 2026-11-23",
        Node::text => "a text in quotes",
        Node::phrase => "a phrase in quotes",
        Node::regex => "a /regular expression/",
        Node::pattern => "a phrase in quotes or a /regular expression/",
        Node::open => "`{`",
        Node::close => "`}`",
        Node::lparen => "`(`",
        Node::rparen => "`)`",
        Node::lbracket => "`[`",
        Node::rbracket => "`]`",
        Node::arrow => "`->`",
        Node::absent => "absent",
        Node::absence => "unknown or refused",
        Node::because => "because",
        Node::inputs => "`(`",
        Node::call_test => "a question to the host such as `host.approved(court)`",
        Node::colon => "`:`",
        Node::comma => "`,`",
        Node::equals => "`=`",
        Node::dots => "`..`",
        Node::op => "`<`, `<=`, `=`, `!=`, `>=` or `>`",
        Node::literal | Node::amount | Node::figure | Node::currency => {
            "a value such as 30 days, 20% or 500 USD"
        }
        Node::unit => "a unit",
        Node::type_name => "a type",
        Node::condition | Node::unit_condition | Node::positive | Node::negation => "a condition",
        Node::verb | Node::question => "a question such as `asserts`",
        Node::junction => "`and`, `or`",
        Node::filter => "`[`",
        Node::comparison => "a comparison such as `term > 30 days`",
        Node::who => "you, them, both, other or unknown",
        Node::severity => "critical, high, medium, low or minimal",
        Node::window => "sentence, paragraph, section or document",
        Node::role => "operative, heading, definition, recital, contents, signature or hidden",
        Node::cue_kind => "negate, except, condition, pseudo, stop, modal or mutual",
        Node::direction => "forward, backward or both",
        Node::polarity => "asserted or denied",
        Node::outcome => "fires, clear, undetermined, asserted, denied, silent or mixed",
        Node::grade => "a grade such as A",
        Node::quorum_patterns => "a number of patterns such as `2 of { ... }`",
        Node::find_clause => "asserted or denied and the name of a clause",
        Node::find_document => "document and what it shows about itself",
        Node::observation => "blank, missing-provision, missing-exhibit or undefined-term",
        Node::expectation => "an expectation such as `term = 60 days`",
        Node::case_item => "a case",
        Node::given => "`kind` or `with`",
        Node::concept_field | Node::patterns => "a phrase in quotes or a /regular expression/",
        Node::except => "`except`",
        Node::bounds => "`in`",
        Node::checked => "`checked`",
        Node::severity_field => "`severity`",
        Node::weight_field => "`weight`",
        _ if fields_of(node).is_some() => "a field",
        _ => return keyword(node),
    };
    name.to_owned()
}

/// The keyword that a `k_…` node stands for, in backticks.
pub(super) fn keyword(node: Node) -> String {
    let name = format!("{node:?}");
    format!("`{}`", name.strip_prefix("k_").unwrap_or(&name))
}

/// How the expected thing looks.
fn example(node: Node) -> Option<&'static str> {
    Some(match node {
        Node::condition | Node::unit_condition | Node::positive => "asserts payment-term[term > 60 days]",
        Node::comparison => "[term > 60 days and actor includes you]",
        Node::because | Node::k_because => "because \"the reason, which reports show\"",
        _ => return None,
    })
}
