//! `termscore packs`: rule packs in, what is in them out.

use std::path::PathBuf;

use termscore::{packs, rule::RulePack};

use crate::{
    args,
    library::{Origin, Shelf},
    output::{Output, Status},
    render::{
        count::count,
        page::{Page, columns, plain, styled},
        style::{self, FAINT, STRONG},
    },
};

/// Does something with each of the packs that paths stand for; the worst status.
pub(crate) fn for_each(
    paths: &[PathBuf],
    output: &mut Output,
    each: impl Fn(&Shelf, &Origin, &mut Output) -> Status,
) -> Status {
    let (shelf, origins) = match Shelf::find(paths) {
        Ok(it) => it,
        Err(problems) => return output.fail(problems),
    };
    origins.iter().map(|origin| each(&shelf, origin, output)).max().unwrap_or(Status::Fine)
}

/// Lists the built-in packs, or what one pack has.
pub(crate) fn list(args: &args::Packs, output: &mut Output) -> Status {
    let mut page = Page::new(output.width());
    let Some(path) = &args.name else {
        let all: Vec<_> = packs::all().collect();
        let n_name = all.iter().map(|it| columns(&it.name)).max().unwrap_or(0);
        for it in all {
            let label = format!(
                "{:<n_name$}  {:<7}  {:>9}  ",
                it.name,
                it.version,
                count(it.rules.len(), "rule", "rules")
            );
            page.hanging(&[styled(STRONG, &label)], columns(&label), &[plain(&it.title)]);
        }
        output.write(&page.into_text());
        return Status::Fine;
    };
    let (shelf, origins) = match Shelf::find(std::slice::from_ref(path)) {
        Ok(it) => it,
        Err(problems) => return output.fail(problems),
    };
    for origin in &origins {
        let (Some(pack), _) = shelf.compile(origin) else {
            output.problem(
                &origin.name,
                format_args!("the pack has mistakes: `termscore check {}` shows them", origin.name),
            );
            return Status::Failed;
        };
        rules(&mut page, &pack);
    }
    output.write(&page.into_text());
    Status::Fine
}

fn rules(page: &mut Page, pack: &RulePack) {
    page.paragraph(0, &[styled(STRONG, inventory(pack)), plain(format!(" · {}", pack.title))]);
    let short = |name: &str| own_name(name, pack).to_owned();
    let n_name = pack.rules.iter().map(|it| columns(&short(&it.name))).max().unwrap_or(0).min(36);
    let mut sorted: Vec<_> = pack.rules.iter().collect();
    sorted.sort_by(|a, b| {
        b.severity.cmp(&a.severity).then_with(|| b.weight.cmp(&a.weight)).then_with(|| a.name.cmp(&b.name))
    });
    if !sorted.is_empty() {
        page.gap();
    }
    for it in sorted {
        page.hanging(
            &[
                styled(style::severity(it.severity), format!("  {:<8}", it.severity.name())),
                plain(format!("  {:<n_name$}  ", short(&it.name))),
            ],
            14 + n_name,
            &[styled(FAINT, as_written(&it.title, pack))],
        );
    }
    clauses(page, pack);
    for it in &pack.params {
        page.gap();
        let range = it.range.as_ref().map_or(String::new(), |(low, high)| format!(", from {low} to {high}"));
        page.hanging(
            &[plain("  --param ")],
            10,
            &[
                plain(format!("{}={}", short(&it.name), it.default)),
                styled(FAINT, format!(" {}{range}", it.help)),
            ],
        );
    }
}

/// The clauses that other packs can ask about, by name.
fn clauses(page: &mut Page, pack: &RulePack) {
    let mut sorted: Vec<(&str, &str)> =
        pack.clauses.iter().map(|it| (own_name(&it.name, pack), it.title.as_str())).collect();
    sorted.sort_unstable();
    let n_name = sorted.iter().map(|(name, _)| columns(name)).max().unwrap_or(0).min(36);
    if !sorted.is_empty() {
        page.gap();
        page.paragraph(0, &[styled(STRONG, "Clauses")]);
    }
    for (name, title) in sorted {
        page.hanging(&[plain(format!("  {name:<n_name$}  "))], 4 + n_name, &[styled(FAINT, title)]);
    }
}

/// The name of an item without that of its pack.
fn own_name<'a>(name: &'a str, pack: &RulePack) -> &'a str {
    name.strip_prefix(pack.name.as_str()).and_then(|it| it.strip_prefix('.')).unwrap_or(name)
}

/// A text with its placeholders as the author wrote them: without the name of the pack itself.
fn as_written(text: &str, pack: &RulePack) -> String {
    text.replace(&format!("{{{}.", pack.name), "{")
}

/// `pack freelance 1.0.0: 31 rules, 28 clauses`.
pub(crate) fn inventory(pack: &RulePack) -> String {
    let mut counts =
        vec![count(pack.rules.len(), "rule", "rules"), count(pack.clauses.len(), "clause", "clauses")];
    let others = [
        (pack.kinds.len(), "kind", "kinds"),
        (pack.params.len(), "limit", "limits"),
        (pack.concepts.len(), "concept", "concepts"),
        (pack.cues.len(), "cue", "cues"),
    ];
    counts.extend(others.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| count(n, one, many)));
    format!("pack {} {}: {}", pack.name, pack.version, counts.join(", "))
}
