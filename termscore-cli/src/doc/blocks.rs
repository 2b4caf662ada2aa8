//! Blocks of a page in, Markdown or HTML out. Whatever a pack says is escaped.

/// A part of a page.
pub(super) enum Block {
    /// A heading of a level from 1 to 3, and the name by which a link finds it.
    Heading(usize, String, String),
    /// Running text.
    Text(Vec<Inline>),
    /// Items of one paragraph each.
    List(Vec<Vec<Inline>>),
    /// Wording to copy; an empty line starts a paragraph.
    Quote(Vec<Inline>),
}

/// A stretch of running text.
pub(super) enum Inline {
    Plain(String),
    Strong(String),
    /// Words of the rule language.
    Code(String),
    Link {
        text: String,
        url: String,
    },
}

/// Text as it is.
pub(super) fn plain(text: impl Into<String>) -> Inline {
    Inline::Plain(text.into())
}

/// Text that stands out.
pub(super) fn strong(text: impl Into<String>) -> Inline {
    Inline::Strong(text.into())
}

/// Words of the rule language.
pub(super) fn code(text: impl Into<String>) -> Inline {
    Inline::Code(text.into())
}

/// The page as Markdown.
pub(super) fn markdown(blocks: &[Block]) -> String {
    let mut out = String::new();
    for (n, block) in blocks.iter().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        match block {
            Block::Heading(level, text, _) => {
                out.push_str(&format!("{} {}\n", "#".repeat(*level), md(text)));
            }
            Block::Text(inlines) => out.push_str(&format!("{}\n", md_line(inlines))),
            Block::List(items) => {
                items
                    .iter()
                    .for_each(|it| out.push_str(&format!("- {}\n", md_line(it).replace('\n', "\n  "))));
            }
            Block::Quote(inlines) => {
                for line in md_line(inlines).lines() {
                    out.push_str(format!("> {line}").trim_end());
                    out.push('\n');
                }
            }
        }
    }
    out
}

fn md_line(inlines: &[Inline]) -> String {
    let one = |it: &Inline| match it {
        Inline::Plain(it) => md(it),
        Inline::Strong(it) => {
            // Emphasis ends at a line break and cannot begin or end with a blank.
            let trimmed = it.trim();
            let before = it.find(trimmed).and_then(|at| it.get(..at)).unwrap_or_default();
            let after = it.get(before.len() + trimmed.len()..).unwrap_or_default();
            let bold = |it: &str| if it.is_empty() { String::new() } else { format!("**{}**", md(it)) };
            let lines: Vec<String> = trimmed.lines().map(|it| bold(it.trim())).collect();
            format!("{before}{}{after}", lines.join("\n"))
        }
        Inline::Code(it) => md_code(it),
        Inline::Link { text, url } => format!("[{}](<{}>)", md(text), url.replace(['<', '>', '\n'], "")),
    };
    inlines.iter().map(one).collect()
}

/// Code between as many backticks as it takes.
fn md_code(text: &str) -> String {
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.is_empty() { " " } else { "" };
    format!("{ticks}{pad}{text}{pad}{ticks}")
}

/// Text in which no character has a meaning.
fn md(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at_start = true;
    for (n, it) in text.char_indices() {
        let rest = text.get(n + it.len_utf8()..).unwrap_or_default();
        let special = match it {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => true,
            '#' | '+' | '-' | '=' => at_start,
            // `1.` would begin a list; the digits before it are at the start as well.
            '.' | ')' => at_start && n > 0 && rest.starts_with(char::is_whitespace),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(it);
        at_start = it == '\n' || at_start && (it.is_whitespace() || it.is_ascii_digit());
    }
    out
}

/// The page as HTML: one file, nothing loaded from elsewhere.
pub(super) fn html(title: &str, blocks: &[Block]) -> String {
    let mut body = String::new();
    // The contents stand before the first part, after what the pack says of itself.
    let mut contents = Some(contents(blocks));
    for block in blocks {
        match block {
            Block::Heading(1, text, _) => body.push_str(&format!("<h1>{}</h1>\n", esc(text))),
            Block::Heading(level, text, id) => {
                body.push_str(&contents.take().unwrap_or_default());
                let (text, id) = (esc(text), esc(id));
                let link = format!("<a class=\"here\" href=\"#{id}\" aria-label=\"Link to this part\">#</a>");
                body.push_str(&format!("<h{level} id=\"{id}\">{text} {link}</h{level}>\n"));
            }
            Block::Text(inlines) => body.push_str(&format!("<p>{}</p>\n", html_line(inlines))),
            Block::List(items) => {
                body.push_str("<ul>\n");
                items.iter().for_each(|it| body.push_str(&format!("<li>{}</li>\n", html_line(it))));
                body.push_str("</ul>\n");
            }
            Block::Quote(inlines) => {
                body.push_str(&format!("<blockquote>{}</blockquote>\n", html_line(inlines)))
            }
        }
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        esc(title)
    )
}

/// Links to the parts of the page; a part that holds further parts can be unfolded.
fn contents(blocks: &[Block]) -> String {
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    for block in blocks {
        let Block::Heading(level @ 2.., text, id) = block else { continue };
        let link = format!("<a href=\"#{}\">{}</a>", esc(id), esc(text));
        match parts.last_mut() {
            Some((_, inner)) if *level > 2 => inner.push(link),
            _ => parts.push((link, Vec::new())),
        }
    }
    if parts.is_empty() {
        return String::new();
    }
    let mut out = String::from("<nav aria-label=\"Contents\">\n");
    for (link, inner) in parts {
        if inner.is_empty() {
            out.push_str(&format!("<p>{link}</p>\n"));
            continue;
        }
        out.push_str(&format!("<details><summary>{link}</summary>\n<ul>\n"));
        inner.iter().for_each(|it| out.push_str(&format!("<li>{it}</li>\n")));
        out.push_str("</ul>\n</details>\n");
    }
    out.push_str("</nav>\n");
    out
}

const STYLE: &str = "\
:root { color-scheme: light dark; --text: #222; --page: #fff; --line: #ccc; --code: #f3f3f3; --faint: #5f5f5f; --link: #0645ad; }
@media (prefers-color-scheme: dark) { :root { --text: #ddd; --page: #1a1a1a; --line: #555; --code: #2e2e2e; --faint: #aaa; --link: #9cf; } }
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); overflow-wrap: break-word; }
h1 { line-height: 1.2; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
h3 { margin-top: 2rem; }
h2, h3 { line-height: 1.3; scroll-margin-top: 1rem; }
:target { background: var(--code); outline: 0.3rem solid var(--code); }
a { color: var(--link); }
.here { position: absolute; margin-left: 0.3em; color: var(--faint); font-weight: normal; text-decoration: none; opacity: 0; }
:hover > .here, .here:focus { opacity: 1; }
nav { border: 1px solid var(--line); border-radius: 0.3rem; padding: 0.5rem 1rem; }
nav p { margin: 0; padding-left: 1.1rem; }
nav ul { margin: 0 0 0.5rem; padding-left: 2.3rem; }
nav summary { cursor: pointer; }
code { background: var(--code); padding: 0 0.2em; }
blockquote { margin: 0.5rem 0 1rem; padding-left: 1rem; border-left: 3px solid var(--line); white-space: pre-line; }
main li { white-space: pre-line; }
@media (max-width: 30rem) { body { margin: 1rem auto; } h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; } h3 { font-size: 1.1rem; } ul { padding-left: 1.2rem; } }
@media print {
  :root { color-scheme: light; --text: #000; --page: #fff; --line: #999; --code: #fff; --faint: #444; --link: #000; }
  body { max-width: none; margin: 0; font-size: 10.5pt; }
  nav, .here { display: none; }
  h1, h2, h3 { break-after: avoid; }
  blockquote, li { break-inside: avoid; }
  a[href^=http]::after { content: ' (' attr(href) ')'; }
}
";

fn html_line(inlines: &[Inline]) -> String {
    let one = |it: &Inline| match it {
        Inline::Plain(it) => esc(it),
        Inline::Strong(it) => format!("<strong>{}</strong>", esc(it)),
        // Alternatives may be many: a line is broken between them.
        Inline::Code(it) => format!("<code>{}</code>", esc(it).replace('|', "|<wbr>")),
        // Only what a browser opens as a page; anything else is text.
        Inline::Link { text, url } if url.starts_with("https://") || url.starts_with("http://") => {
            format!("<a href=\"{}\">{}</a>", esc(url), esc(text))
        }
        Inline::Link { text, url } => format!("{} ({})", esc(text), esc(url)),
    };
    inlines.iter().map(one).collect()
}

fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            it => out.push(it),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_pack_is_markup() {
        let text = "<script>alert(1)</script> *x* [y](z)\n1. a\n# b & 'c'";
        let page = [Block::Text(vec![plain(text), strong(text), code("a `b` <c>")])];
        let html = html(text, &page);
        assert!(!html.contains("<script") && !html.contains("(1)</script>"), "{html}");
        let md = markdown(&page);
        assert!(md.contains("\\<script\\>") && md.contains("\\*x\\*") && md.contains("\\[y\\](z)"), "{md}");
        assert!(md.contains("\n1\\. a\n\\# b"), "{md}");
        assert!(md.contains("`` a `b` <c> ``") || md.contains("``a `b` <c>``"), "{md}");
    }

    #[test]
    fn a_link_is_a_page_or_text() {
        let link = |url: &str| vec![Block::Text(vec![Inline::Link { text: "t".into(), url: url.into() }])];
        assert!(
            html("", &link("https://example.org/?a=1&b=\""))
                .contains("href=\"https://example.org/?a=1&amp;b=&quot;\"")
        );
        assert!(!html("", &link("javascript:alert(1)")).contains("href=\""));
    }

    #[test]
    fn every_part_has_a_place_and_a_line_in_the_contents() {
        let heading = |level, text: &str, id: &str| Block::Heading(level, text.into(), id.into());
        let page = html(
            "",
            &[
                heading(1, "Pack", "top"),
                heading(2, "A", "a"),
                heading(3, "B & C", "b"),
                heading(2, "D", "d"),
            ],
        );
        for (id, text) in [("a", "A"), ("b", "B &amp; C"), ("d", "D")] {
            assert!(page.contains(&format!("<a href=\"#{id}\">{text}</a>")), "{page}");
            assert_eq!(page.matches(&format!(" id=\"{id}\"")).count(), 1, "{page}");
        }
        let inner = "<details><summary><a href=\"#a\">A</a></summary>\n<ul>\n<li><a href=\"#b\">";
        assert!(page.contains(inner) && page.contains("<p><a href=\"#d\">D</a></p>"), "{page}");
    }

    #[test]
    fn lines_of_a_quote_stay_in_it() {
        let page = [Block::Quote(vec![plain("1. a\n\n"), strong(" b\nc "), plain("d")])];
        assert_eq!(markdown(&page), "> 1\\. a\n>\n>  **b**\n> **c** d\n");
    }
}
