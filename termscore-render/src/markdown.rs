//! A report in, GitHub-flavoured markdown out, for chats, issues and comments: the same order as on a page.
//!
//! What stands in a contract is escaped: it makes no heading, link, image, table or mention, and no html.

use termscore_core::{
    Span,
    report::{Absence, Evidence, Finding},
    rule::Points,
};

use crate::{
    Subject,
    order::{self, Numbered},
    place,
    quote::{pieces, quoted},
    visible::{one_line, visible},
    wording::{badge, count, count_points, file_name, fixes_title, gate, open, points, read_as, taken},
};

/// Passages that are quoted for one finding; the others are named.
const N_QUOTES: usize = 3;

/// The report without the contract's own text.
pub fn report(subject: &Subject<'_>) -> String {
    let mut out = Lines::default();
    head(&mut out, subject);
    let report = subject.report;
    if report.is_scored() {
        let all = order::numbered(report);
        out.line("## Findings");
        if all.is_empty() {
            out.line("Nothing found against you by the rules of these packs.");
        } else {
            let n = count(all.len(), "finding", "findings");
            out.line(&format!("{n}: {}.", order::by_severity(&all)));
        }
        all.iter().for_each(|it| finding(&mut out, subject, it));
    }
    questions(&mut out, subject);
    protections(&mut out, subject);
    foot(&mut out, subject);
    out.0
}

/// Blocks with a blank line between them.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, text: &str) {
        if !self.0.is_empty() {
            self.0.push('\n');
        }
        self.0.push_str(text);
        self.0.push('\n');
    }

    /// Lines that belong together.
    fn list(&mut self, lines: &[String]) {
        if !lines.is_empty() {
            self.line(&lines.join("\n"));
        }
    }
}

fn head(out: &mut Lines, subject: &Subject<'_>) {
    let report = subject.report;
    out.line(&format!("# {}", escape(file_name(subject.document.name()))));
    out.line(&escape(&read_as(report).join(" · ")));
    if !report.is_scored() {
        let reason = report.grade.as_ref().err().map(|it| escape(it)).unwrap_or_default();
        out.line(&format!("**Not scored.** It was not looked at: {reason}."));
    } else {
        let mut text = format!("**{} of 100", points(report.score()));
        match &report.grade {
            Ok(grade) => text.push_str(&format!(", grade {}**", escape(grade))),
            Err(reason) => text.push_str(&format!("**, no grade: {}", escape(reason))),
        }
        if report.low != report.high {
            let (low, high) = (points(report.low), points(report.high));
            text.push_str(&format!(", between {low} and {high}, as {}", open(report)));
        }
        out.line(&text);
        let gates = report.gates.iter().filter(|it| it.lowered);
        out.list(&gates.map(|it| format!("- Capped {}", escape(&gate(it)))).collect::<Vec<_>>());
        let mut table = vec![String::from("| Part | Left | Of |"), String::from("|:---|---:|---:|")];
        table.extend(
            report
                .categories
                .iter()
                .map(|it| format!("| {} | {} | {} |", escape(&it.title), points(it.left), points(it.worth))),
        );
        if table.len() > 2 {
            out.list(&table);
        }
        if !report.best_fixes.is_empty() {
            out.line(&format!("**{}:**", fixes_title(report)));
            let fix = |(at, it): (usize, &termscore_core::report::Fix)| {
                format!("{}. {} (+{})", at + 1, escape(&it.title), points(it.gain))
            };
            out.list(&report.best_fixes.iter().enumerate().map(fix).collect::<Vec<_>>());
        }
    }
    let caveats = report.caveats.iter().filter(|it| !it.trim().is_empty());
    let caveats: Vec<String> = caveats.map(|it| format!("- {}", escape(it))).collect();
    if !caveats.is_empty() {
        out.line("**Before you rely on it:**");
        out.list(&caveats);
    }
}

fn finding(out: &mut Lines, subject: &Subject<'_>, it: &Numbered<'_>) {
    let finding = it.finding;
    out.line(&format!("### {}. {}", it.n, escape(&finding.title)));
    out.line(&format!("**{}**, {} points", badge(finding.severity), taken(finding.points)));
    if !finding.impact.is_empty() {
        out.line(&escape(&finding.impact));
    }
    grounds(out, subject, finding);
    let mut said = Vec::new();
    if !finding.why.is_empty() {
        said.push(format!("- **Why it matters:** {}", escape(&finding.why)));
    }
    if !finding.advice.is_empty() {
        said.push(format!("- **What to do:** {}", escape(&finding.advice)));
    }
    said.extend(order::notes(subject.report, finding).iter().map(|it| format!("- **Note:** {}", escape(it))));
    for (name, text) in order::ladder(finding) {
        said.push(format!("- **{name}:** {}", escape(text)));
    }
    if finding.score_if_fixed > subject.report.score() {
        said.push(format!("- **Without it:** the score is {}", points(finding.score_if_fixed)));
    }
    out.list(&said);
    let paragraphs: Vec<&str> = finding.suggest.split("\n\n").filter(|it| !it.trim().is_empty()).collect();
    if !paragraphs.is_empty() {
        out.line("Wording to ask for:");
        let quoted: Vec<String> = paragraphs.iter().map(|it| format!("> {}", escape(it))).collect();
        out.line(&quoted.join("\n>\n"));
    }
    for other in &it.counted_here {
        out.line(&format!("Counted here as well: **{}** ({})", escape(&other.title), other.severity));
        grounds(out, subject, other);
    }
    let sources: Vec<String> = finding
        .sources
        .iter()
        .map(|it| {
            let url = if it.url.is_empty() { String::new() } else { format!(" {}", link(&it.url)) };
            let checked = if it.checked.is_empty() {
                String::new()
            } else {
                format!(" (checked {})", escape(&it.checked))
            };
            format!("- {}{url}{checked}", escape(&it.text))
        })
        .collect();
    if !sources.is_empty() {
        out.line(&format!("Rule `{}` rests on:", finding.rule));
        out.list(&sources);
    }
}

/// A source of a rule pack; anything but a plain web address is text.
fn link(url: &str) -> String {
    let plain = |it: char| it.is_ascii_graphic() && !matches!(it, '<' | '>' | '\\');
    let web = url.starts_with("https://") || url.starts_with("http://");
    if web && url.chars().all(plain) { format!("<{url}>") } else { escape(url) }
}

fn grounds(out: &mut Lines, subject: &Subject<'_>, finding: &Finding) {
    let all = quoted(subject.document, &finding.evidence);
    for it in all.iter().take(N_QUOTES) {
        let mut text = String::from("> ");
        if !it.lead.is_empty() {
            text.push_str(&format!("{} … ", escape(it.lead)));
        }
        for piece in &it.pieces {
            text.push_str(&marked(piece.text, piece.matched));
        }
        let text = at_line_start(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let place = place::place(subject, it.first);
        out.line(&if place.is_empty() { text } else { format!("{text}\n>\n> — {}", escape(&place)) });
    }
    let more: Vec<String> = all.iter().skip(N_QUOTES).map(|it| named(subject, it.first)).collect();
    if !more.is_empty() {
        out.line(&format!("Also: {}", more.join("; ")));
    }
    finding.absence.iter().for_each(|it| absence(out, it));
}

fn named(subject: &Subject<'_>, evidence: &Evidence) -> String {
    let place = place::place(subject, evidence);
    let quote: String = one_line(&evidence.quote);
    if place.is_empty() {
        format!("“{}”", escape(&quote))
    } else {
        format!("{}: “{}”", escape(&place), escape(&quote))
    }
}

fn absence(out: &mut Lines, it: &Absence) {
    let title = if it.title.is_empty() { &it.clause } else { &it.title };
    let searched = count(it.searched, "sentence was searched", "sentences were searched");
    let mut text = format!("Not found: **{}**. {searched}", escape(title));
    if let Some(section) = &it.expected_in {
        text.push_str(&format!("; it would be expected under {}", escape(&place::section(section))));
    }
    text.push('.');
    out.line(&text);
    if let Some(near) = &it.nearest {
        let all = pieces(&near.quote, Span::new(0, near.quote.len()), &[]);
        let quote: String = all.iter().map(|it| it.text).collect();
        out.line(&format!("> {}\n>\n> — what comes nearest", escape(&quote)));
    }
}

fn questions(out: &mut Lines, subject: &Subject<'_>) {
    let groups = order::by_reason(subject.report);
    if groups.is_empty() {
        return;
    }
    out.line("## What could not be decided");
    for (reason, all) in groups {
        out.line(&escape(reason));
        let question = |it: &termscore_core::report::Undetermined| {
            let stake = match it.at_stake > Points(0) {
                true => format!(", {} at stake", count_points(it.at_stake)),
                false => String::new(),
            };
            format!("- {} ({}{stake})", escape(&it.title), it.severity)
        };
        out.list(&all.iter().map(|(_, it)| question(it)).collect::<Vec<_>>());
    }
}

fn protections(out: &mut Lines, subject: &Subject<'_>) {
    if subject.report.protections.is_empty() {
        return;
    }
    out.line("## What protects you");
    for it in &subject.report.protections {
        out.line(&format!("### {}", escape(&it.title)));
        if !it.impact.is_empty() {
            out.line(&escape(&it.impact));
        }
        grounds(out, subject, it);
    }
}

fn foot(out: &mut Lines, subject: &Subject<'_>) {
    let packs: Vec<String> = subject
        .report
        .packs
        .iter()
        .map(|it| format!("{} {}", escape(&it.name), escape(&it.version)))
        .collect();
    let changes = subject.report.changes.iter().map(|it| {
        let [item, what, pack, why] = [&it.item, &it.what, &it.pack, &it.because].map(|it| escape(it));
        format!("- {item}: {what}. {pack}: {why}")
    });
    let changes: Vec<String> = changes.collect();
    if !changes.is_empty() {
        out.line("**Changed by packs:**");
        out.list(&changes);
    }
    out.line("---");
    out.line(&format!("TermScore {}, rules: {}", env!("CARGO_PKG_VERSION"), packs.join(", ")));
    for it in order::disclaimers(subject.report) {
        out.line(&escape(it));
    }
}

/// Words of a quote; bold where they matched. Bold may not begin or end with a blank.
fn marked(text: &str, matched: bool) -> String {
    let escaped = inline(&visible(text));
    let inner = escaped.trim();
    if !matched || inner.is_empty() {
        return escaped;
    }
    let (before, after) =
        (escaped.len() - escaped.trim_start().len(), escaped.len() - escaped.trim_end().len());
    format!("{}**{inner}**{}", if before > 0 { " " } else { "" }, if after > 0 { " " } else { "" })
}

/// Any text as one line of markdown that shows it.
fn escape(text: &str) -> String {
    at_line_start(&inline(&one_line(text)))
}

/// What would begin a list, heading, quote or rule does not.
fn at_line_start(text: &str) -> String {
    let (frame, body) = text.strip_prefix("> ").map_or(("", text), |it| ("> ", it));
    let n_digits = body.bytes().take_while(u8::is_ascii_digit).count();
    match body.get(n_digits..).unwrap_or_default().chars().next() {
        Some('.' | ')') if n_digits > 0 => {
            let (number, rest) = body.split_at(n_digits);
            format!("{frame}{number}\\{rest}")
        }
        Some('-' | '+' | '=') if n_digits == 0 => format!("{frame}\\{body}"),
        _ => text.to_owned(),
    }
}

/// Characters that mean something inside of a line, with a backslash before them; names that a host would notify or
/// link, with a joiner that nobody sees behind their sign.
fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(char) = rest.next() {
        let next = rest.peek().copied().unwrap_or(' ');
        match char {
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => {
                out.push('\\');
                out.push(char);
            }
            '#' | '@' if !before.is_alphanumeric() && next.is_alphanumeric() => {
                out.push('\\');
                out.push(char);
                out.push('\u{2060}');
            }
            '#' | '!' => {
                out.push('\\');
                out.push(char);
            }
            ':' if next == '/' => out.push_str("\\:"),
            '.' if before.eq_ignore_ascii_case(&'w') => out.push_str("\\."),
            '@' => out.push_str("\\@"),
            it => out.push(it),
        }
        before = char;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_contract_is_markup() {
        for (text, expected) in [
            ("# a *b* _c_", "\\# a \\*b\\* \\_c\\_"),
            ("1. x", "1\\. x"),
            ("- x", "\\- x"),
            ("non-exclusive", "non-exclusive"),
            ("![x](http://e.x)", "\\!\\[x\\](http\\://e.x)"),
            ("<b>|~", "\\<b\\>\\|\\~"),
            ("@ann, a@b.c", "\\@\u{2060}ann, a\\@b.c"),
            ("see #12", "see \\#\u{2060}12"),
            ("www.example.org", "www\\.example.org"),
            ("a\n\n# b", "a \\# b"),
        ] {
            assert_eq!(escape(text), expected);
        }
    }

    #[test]
    fn bold_has_no_blanks_at_its_ends() {
        assert_eq!(marked(" a b ", true), " **a b** ");
        assert_eq!(marked("  ", true), "  ");
        assert_eq!(marked("a*", true), "**a\\***");
    }
}
