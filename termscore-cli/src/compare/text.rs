//! A comparison as lines for people. What was taken out stands in `[-…-]`, what was added in `{+…+}`, so that it can be
//! read without colours.

use termscore::rule::Points;

use super::{
    change::Change,
    model::{Comparison, FindingChange, Found, Quote, Side},
    words::{In, Stretch, shortened},
};
use crate::render::{
    count::count,
    page::{Page, Piece, columns, plain, styled},
    style::{self, BAD, DOUBT, FAINT, GOOD, STRONG},
};

const EDGE: usize = 2;
/// Columns of the numbers beside the title of a category: "   38.25 → 40       +1.75  of 60".
const NUMBERS: usize = 38;
/// Columns of a title, also on a narrow page.
const LEAST_TITLE: usize = 24;
const INSIDE: usize = 4;

/// Words of context around a change.
const CONTEXT: usize = 8;

/// Passages that are shown without `--all`.
const PASSAGES: usize = 12;

/// A quote is shown up to so many characters.
const LONGEST: usize = 180;

/// The whole comparison.
pub(super) fn show(page: &mut Page, it: &Comparison, all: bool) {
    head(page, it);
    for (title, changes, style) in [
        ("New", &[Change::New][..], BAD),
        ("Worse", &[Change::Worse][..], BAD),
        ("Gone", &[Change::Gone][..], GOOD),
        ("Better", &[Change::Better][..], GOOD),
        ("The same in other words", &[Change::Reworded][..], DOUBT),
    ] {
        let some: Vec<&FindingChange> =
            it.findings.iter().filter(|it| changes.contains(&it.change)).collect();
        section(page, title, "findings", &some, style);
    }
    for (title, change, style) in
        [("Protections lost", Change::Gone, BAD), ("Protections won", Change::New, GOOD)]
    {
        let some: Vec<&FindingChange> = it.protections.iter().filter(|it| it.change == change).collect();
        section(page, title, "", &some, style);
    }
    let unchanged: Vec<&FindingChange> =
        it.findings.iter().filter(|it| it.change == Change::Unchanged).collect();
    if all {
        section(page, "Unchanged", "findings", &unchanged, FAINT);
    } else if !unchanged.is_empty() {
        page.gap();
        let n = count(unchanged.len(), "finding", "findings");
        page.paragraph(EDGE, &[styled(FAINT, format!("{n} unchanged (--all shows them)"))]);
    }
    passages(page, it, all);
    for caveat in &it.caveats {
        page.gap();
        page.paragraph(EDGE, &[styled(DOUBT, "Note: "), plain(caveat)]);
    }
}

fn head(page: &mut Page, it: &Comparison) {
    page.gap();
    page.paragraph(EDGE, &[plain("Before  "), styled(STRONG, &it.before.file), plain(grade(&it.before))]);
    page.paragraph(EDGE, &[plain("After   "), styled(STRONG, &it.after.file), plain(grade(&it.after))]);
    page.gap();
    let change = style_of(it.change);
    let longest = it.categories.iter().map(|it| columns(&it.title)).max().unwrap_or(0);
    let width = longest.min(page.width().saturating_sub(EDGE + NUMBERS)).max(LEAST_TITLE);
    page.line(&[
        plain("  "),
        styled(STRONG, format!("{:<width$}", "Score")),
        plain(format!("{:>8} → {:<8}", it.before.score, it.after.score)),
        styled(change, signed(it.change)),
    ]);
    for category in &it.categories {
        let shown = |it: Option<Points>| it.map_or("–".to_owned(), |it| it.to_string());
        let change = match (category.before, category.after) {
            (Some(a), Some(b)) => b - a,
            _ => Points(0),
        };
        let title = cut(&category.title, width);
        page.line(&[
            plain(format!("  {title}{}", " ".repeat(width.saturating_sub(columns(&title))))),
            plain(format!("{:>8} → {:<8}", shown(category.before), shown(category.after))),
            styled(style_of(change), if change == Points(0) { String::new() } else { signed(change) }),
            styled(FAINT, format!("  of {}", category.worth)),
        ]);
    }
}

/// A title that fits, with a sign where something is missing.
fn cut(title: &str, width: usize) -> String {
    if columns(title) <= width {
        return title.to_owned();
    }
    let mut short = String::new();
    for it in title.chars() {
        if columns(&short) + columns(it.encode_utf8(&mut [0; 4])) + 1 > width {
            break;
        }
        short.push(it);
    }
    format!("{}…", short.trim_end())
}

fn grade(side: &Side) -> String {
    match (&side.grade, side.scored) {
        (Some(grade), _) => format!(", grade {grade}, {}", side.kind),
        (None, true) => {
            format!(", no grade, {}", if side.kind.is_empty() { "kind not known" } else { &side.kind })
        }
        (None, false) => ", not scored".to_owned(),
    }
}

fn style_of(change: Points) -> anstyle::Style {
    match change.0 {
        0 => FAINT,
        1.. => GOOD,
        _ => BAD,
    }
}

/// With its sign, and a typographic minus.
pub(super) fn signed(change: Points) -> String {
    match change.0 {
        0 => "±0".to_owned(),
        1.. => format!("+{change}"),
        _ => change.to_string().replace('-', "−"),
    }
}

fn section(page: &mut Page, title: &str, noun: &str, some: &[&FindingChange], style: anstyle::Style) {
    if some.is_empty() {
        return;
    }
    page.gap();
    let noun = if noun.is_empty() {
        String::new()
    } else {
        format!(" {}", if some.len() == 1 { "finding" } else { noun })
    };
    let title = if noun.is_empty() {
        format!("{title} ({})", some.len())
    } else {
        format!("{title}: {}{noun}", some.len())
    };
    page.line(&[plain("  "), styled(style.bold(), title)]);
    for it in some {
        finding(page, it);
    }
}

fn finding(page: &mut Page, it: &FindingChange) {
    let Some(shown) = it.shown() else { return };
    page.gap();
    let was = match (&it.before, &it.after) {
        (Some(a), Some(b)) if a.severity != b.severity => format!(", was {}", a.severity),
        _ => String::new(),
    };
    let label = [
        plain("  "),
        styled(style::severity(shown.severity), shown.severity.name().to_uppercase()),
        plain(format!("{was} ")),
    ];
    page.ends(&label, INSIDE, &[styled(STRONG, &shown.title)], &styled(FAINT, points(it)));
    page.paragraph(INSIDE, &[styled(FAINT, &it.rule)]);
    let changed = it.change != Change::Unchanged;
    for (name, found, outcome) in
        [("before", &it.before, it.before_outcome), ("after", &it.after, it.after_outcome)]
    {
        match found {
            Some(found) => quotes(page, name, found, changed),
            None if outcome == Some(termscore::report::Status::Undetermined) => {
                page.paragraph(INSIDE, &[styled(FAINT, format!("{name}: could not be told"))]);
            }
            None => {}
        }
    }
}

fn points(it: &FindingChange) -> String {
    let shown = |it: &Found| {
        if it.points == Points(0) { "0".to_owned() } else { format!("−{}", it.points) }
    };
    match (&it.before, &it.after) {
        (Some(a), Some(b)) if a.points == b.points => shown(b),
        (Some(a), Some(b)) => format!("{} → {}", shown(a), shown(b)),
        (Some(a), None) => format!("was {}", shown(a)),
        (None, Some(b)) => shown(b),
        (None, None) => String::new(),
    }
}

fn quotes(page: &mut Page, name: &str, found: &Found, changed: bool) {
    if found.quotes.is_empty() && found.absence && changed {
        page.paragraph(INSIDE, &[styled(FAINT, format!("{name}: it is missing from the text"))]);
    }
    for it in found.quotes.iter().take(if changed { 3 } else { 1 }) {
        page.paragraph(
            INSIDE,
            &[styled(FAINT, format!("{name}: ")), plain(quoted(it)), styled(FAINT, place(it))],
        );
    }
}

/// On one line, and not too long.
pub(super) fn quoted(it: &Quote) -> String {
    let words = it.quote.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(LONGEST).collect();
    let more = if short.len() < words.len() { "…" } else { "" };
    format!("“{short}{more}”")
}

/// "  § 4.2 Payment, page 3"
pub(super) fn place(it: &Quote) -> String {
    let text = place_of(&it.section, it.page);
    if text.is_empty() { text } else { format!("  {text}") }
}

/// "§ 4.2 Payment, page 3"
pub(super) fn place_of(section: &str, page: Option<usize>) -> String {
    let mut parts = Vec::new();
    if !section.is_empty() {
        let sign = if section.starts_with(|it: char| it.is_ascii_digit()) { "§ " } else { "" };
        parts.push(format!("{sign}{section}"));
    }
    parts.extend(page.map(|it| format!("page {it}")));
    parts.join(", ")
}

fn passages(page: &mut Page, it: &Comparison, all: bool) {
    if it.passages.is_empty() {
        return;
    }
    page.gap();
    let n = it.passages.len();
    page.line(&[plain("  "), styled(STRONG, format!("Wording: {}", count(n, "passage", "passages")))]);
    for passage in it.passages.iter().take(if all { usize::MAX } else { PASSAGES }) {
        page.gap();
        let place = place_of(&passage.section, passage.page);
        let left = [styled(STRONG, passage.change.name()), plain(format!("  {place}"))];
        page.ends(&[plain("  ")], INSIDE, &left, &plain(""));
        page.paragraph(INSIDE, &stretches(&shortened(&passage.words, CONTEXT)));
        let names: Vec<&str> = passage.clauses.iter().map(String::as_str).collect();
        page.paragraph(INSIDE, &[styled(FAINT, names.join(", "))]);
        passage.what.iter().for_each(|it| page.paragraph(INSIDE, &[styled(DOUBT, it)]));
    }
    if !all && n > PASSAGES {
        page.gap();
        page.paragraph(EDGE, &[styled(FAINT, format!("{} more (--all shows them)", n - PASSAGES))]);
    }
}

fn stretches(words: &[Stretch]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (n, it) in words.iter().enumerate() {
        if n > 0 {
            pieces.push(plain(" "));
        }
        pieces.push(match it.r#in {
            In::Both => plain(&it.text),
            In::Before => styled(BAD, format!("[-{}-]", it.text)),
            In::After => styled(GOOD, format!("{{+{}+}}", it.text)),
        });
    }
    pieces
}
