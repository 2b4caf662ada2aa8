//! Comments in, the parts of a package that hold them out.

use super::{
    RedlineError,
    edit::AUTHOR,
    package::{Package, Relation, relations_of, target},
};
use crate::paper::escaped;

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

/// A comment: its number and its paragraphs.
pub(super) struct Comment {
    pub(super) id: u64,
    pub(super) paragraphs: Vec<String>,
}

/// The first number that comments of a package leave free.
pub(super) fn first_free(xml: Option<&str>) -> u64 {
    let Some(xml) = xml else { return 0 };
    let ids = xml.split(":id=\"").skip(1).filter_map(|it| it.split('"').next()?.parse::<u64>().ok());
    ids.filter(|it| *it < u64::from(u32::MAX)).max().map_or(0, |it| it + 1)
}

/// The comments that a package has: the name of the part and its XML.
pub(super) fn existing(
    package: &mut Package<'_>,
    main: &str,
    relations: &[Relation],
) -> Result<Option<(String, String)>, RedlineError> {
    let Some(name) = target(relations, main, "comments") else { return Ok(None) };
    Ok(package.part(&name)?.map(|it| (name, it)))
}

/// The parts that change when comments are added.
pub(super) fn parts(
    package: &mut Package<'_>,
    main: &str,
    relations: &[Relation],
    existing: Option<(String, String)>,
    comments: &[Comment],
    date: &str,
) -> Result<Vec<(String, String)>, RedlineError> {
    if let Some((name, xml)) = existing {
        let damaged = || RedlineError::Damaged("its comments cannot be added to".to_owned());
        let close = xml.rfind("</").ok_or_else(damaged)?;
        let prefix = xml
            .get(close..)
            .and_then(|it| it.trim_start_matches("</").split([':', '>']).next())
            .filter(|_| xml.get(close..).is_some_and(|it| it.contains(':')))
            .ok_or_else(damaged)?;
        let added: String = comments.iter().map(|it| comment(prefix, it, date)).collect();
        let (before, after) = (xml.get(..close).unwrap_or_default(), xml.get(close..).unwrap_or_default());
        return Ok(vec![(name, format!("{before}{added}{after}"))]);
    }
    let folder = main.rsplit_once('/').map_or("", |it| it.0);
    let name = if folder.is_empty() { "comments.xml".to_owned() } else { format!("{folder}/comments.xml") };
    let all: String = comments.iter().map(|it| comment("w", it, date)).collect();
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"{WORD}\">{all}</w:comments>"
    );
    let types = "[Content_Types].xml";
    let content = package.part(types)?.ok_or_else(|| missing("list of content types"))?;
    let content =
        before_end(&content, &format!("<Override PartName=\"/{name}\" ContentType=\"{CONTENT}\"/>"))?;
    let related = relations_of(main);
    let taken = |it: &str| relations.iter().any(|relation| relation.id == it);
    let id = (1..).map(|it| format!("rIdTermScore{it}")).find(|it| !taken(it)).unwrap_or_default();
    let relation = format!("<Relationship Id=\"{id}\" Type=\"{KIND}\" Target=\"comments.xml\"/>");
    let relations = match package.part(&related)? {
        Some(xml) => before_end(&xml, &relation)?,
        None => format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relation}</Relationships>"
        ),
    };
    Ok(vec![(name, xml), (types.to_owned(), content), (related, relations)])
}

fn missing(what: &str) -> RedlineError {
    RedlineError::Damaged(format!("its package has no {what}"))
}

/// Adds an element as the last one of the root. A root without content is opened.
fn before_end(xml: &str, element: &str) -> Result<String, RedlineError> {
    if let Some(close) = xml.rfind("</") {
        let (before, after) = (xml.get(..close).unwrap_or_default(), xml.get(close..).unwrap_or_default());
        return Ok(format!("{before}{element}{after}"));
    }
    let open = xml.trim_end().strip_suffix("/>").ok_or_else(|| missing("readable list of relationships"))?;
    let name = open.rsplit('<').next().and_then(|it| it.split_whitespace().next()).unwrap_or("Relationships");
    Ok(format!("{open}>{element}</{name}>"))
}

fn comment(w: &str, comment: &Comment, date: &str) -> String {
    let paragraphs: String = comment
        .paragraphs
        .iter()
        .map(|it| {
            format!("<{w}:p><{w}:r><{w}:t xml:space=\"preserve\">{}</{w}:t></{w}:r></{w}:p>", escaped(it))
        })
        .collect();
    format!(
        "<{w}:comment {w}:id=\"{}\" {w}:author=\"{AUTHOR}\" {w}:date=\"{date}\" {w}:initials=\"TS\">{paragraphs}</{w}:comment>",
        comment.id
    )
}
