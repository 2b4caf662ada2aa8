//! A comparison as Markdown, for comments on changes. What the contracts say is escaped: it lays out nothing.

use super::{
    change::Change,
    model::{Comparison, FindingChange},
    text::{place, place_of, quoted, signed},
    words::{In, shortened},
};

/// Words of context around a change.
const CONTEXT: usize = 10;

/// The whole comparison.
pub(super) fn text(it: &Comparison) -> String {
    let mut out = format!(
        "## {} → {}\n\n**Score {} → {} ({})**, grade {} → {}\n",
        escaped(&it.before.file),
        escaped(&it.after.file),
        it.before.score,
        it.after.score,
        signed(it.change),
        it.before.grade.as_deref().unwrap_or("–"),
        it.after.grade.as_deref().unwrap_or("–"),
    );
    if !it.categories.is_empty() {
        out.push_str("\n| | before | after | of |\n|---|---:|---:|---:|\n");
        for category in &it.categories {
            let shown =
                |it: Option<termscore::rule::Points>| it.map_or("–".to_owned(), |it| it.to_string());
            out.push_str(&format!(
                "| {} | {} | {} | {} |\n",
                escaped(&category.title),
                shown(category.before),
                shown(category.after),
                category.worth
            ));
        }
    }
    for (title, change) in [
        ("New", Change::New),
        ("Worse", Change::Worse),
        ("Gone", Change::Gone),
        ("Better", Change::Better),
        ("The same in other words", Change::Reworded),
    ] {
        section(&mut out, title, it.findings.iter().filter(|it| it.change == change));
    }
    section(&mut out, "Protections lost", it.protections.iter().filter(|it| it.change == Change::Gone));
    section(&mut out, "Protections won", it.protections.iter().filter(|it| it.change == Change::New));
    let unchanged = it.findings.iter().filter(|it| it.change == Change::Unchanged).count();
    if unchanged > 0 {
        out.push_str(&format!("\nUnchanged findings: {unchanged}\n"));
    }
    if !it.passages.is_empty() {
        out.push_str("\n### Wording\n");
    }
    for passage in &it.passages {
        let place = place_of(&passage.section, passage.page);
        out.push_str(&format!("\n**{}** {}\n\n> ", passage.change.name(), escaped(&place)));
        for stretch in shortened(&passage.words, CONTEXT) {
            let words = escaped(&stretch.text);
            out.push_str(&match stretch.r#in {
                In::Both => format!("{words} "),
                In::Before => format!("~~{words}~~ "),
                In::After => format!("**{words}** "),
            });
        }
        out.push_str("\n\n");
        for what in &passage.what {
            out.push_str(&format!("- {}\n", escaped(what)));
        }
    }
    for caveat in &it.caveats {
        out.push_str(&format!("\nNote: {}\n", escaped(caveat)));
    }
    out
}

fn section<'a>(out: &mut String, title: &str, some: impl Iterator<Item = &'a FindingChange>) {
    for (n, it) in some.enumerate() {
        if n == 0 {
            out.push_str(&format!("\n### {title}\n"));
        }
        let Some(shown) = it.shown() else { continue };
        out.push_str(&format!(
            "\n- **{}** {} (`{}`, {} points)\n",
            shown.severity,
            escaped(&shown.title),
            it.rule,
            shown.points
        ));
        for (name, found) in [("before", &it.before), ("after", &it.after)] {
            let quotes = found.iter().flat_map(|it| it.quotes.iter().take(3));
            for quote in quotes {
                let text = format!("{}{}", quoted(quote), place(quote));
                out.push_str(&format!("  - {name}: {}\n", escaped(&text)));
            }
        }
    }
}

/// On one line, with a backslash before every sign that could mean something.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if it.is_control() {
            continue;
        }
        // What begins a mention or a reference in a comment is no punctuation of Markdown.
        match it {
            '@' => out.push_str("@\u{200b}"),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            it if it.is_ascii_punctuation()
                && !matches!(it, ',' | ';' | ':' | '\'' | '"' | '/' | '%' | '?') =>
            {
                out.push('\\');
                out.push(it);
            }
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contracts_lay_out_nothing() {
        assert_eq!(
            escaped("*a* [b](c) <script>\n# d | @all"),
            "\\*a\\* \\[b\\]\\(c\\) &lt;script\\> \\# d \\| @\u{200b}all"
        );
    }
}
