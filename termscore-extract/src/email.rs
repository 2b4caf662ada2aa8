//! Mail: a message in, its headers and body as text out, and its attachments as files.

use mail_parser::{Address, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use termscore_core::{BlockKind, Layout};

use crate::writer::{Writer, collapse};
use crate::{ExtractError, Extracted, Format, MAX_TEXT, html};

/// A message, taken apart.
pub(crate) struct Mail {
    /// Headers and body; absent if there are only attachments.
    pub(crate) body: Option<Extracted>,
    /// Names and bytes of what is attached; pictures in the text are not.
    pub(crate) attachments: Vec<(String, Vec<u8>)>,
}

/// A plain text this many times shorter than the page that comes with it only says to look at the page.
const STUB: usize = 5;

pub(crate) fn read(bytes: &[u8]) -> Result<Mail, ExtractError> {
    let message = MessageParser::default()
        .parse(bytes)
        .ok_or_else(|| ExtractError::damaged(Format::Email, "it has no headers"))?;
    let encrypted = message.is_content_type("multipart", "encrypted")
        || message.is_content_type("application", "pkcs7-mime")
            && message.content_type().and_then(|it| it.attribute("smime-type")) != Some("signed-data");
    if encrypted {
        return Err(ExtractError::Encrypted { format: Format::Email });
    }
    let headers = headers(&message);
    let (plain, pages) = bodies(&message);
    let n_plain = plain.trim().len();
    let n_pages: usize = pages.iter().map(|it| visible_length(it)).sum();
    let body = if n_plain > 0 && n_plain * STUB >= n_pages {
        Some(of_text(&headers, &plain)?)
    } else if n_pages > 0 {
        Some(of_pages(&headers, &pages)?)
    } else {
        None
    };
    Ok(Mail { body, attachments: attachments(&message) })
}

/// "From: Ann Lee <ann@example.org>", a line for each header that people look at.
fn headers(message: &Message<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, address) in [("From", message.from()), ("To", message.to()), ("Cc", message.cc())] {
        let people = address.map(people).unwrap_or_default();
        if !people.is_empty() {
            lines.push(format!("{name}: {}", people.join(", ")));
        }
    }
    if let Some(date) = message.date() {
        lines.push(format!(
            "Date: {:04}-{:02}-{:02} {:02}:{:02}",
            date.year, date.month, date.day, date.hour, date.minute
        ));
    }
    if let Some(subject) = message.subject().map(collapse).filter(|it| !it.is_empty()) {
        lines.push(format!("Subject: {subject}"));
    }
    lines
}

fn people(address: &Address<'_>) -> Vec<String> {
    let one = |name: Option<&str>, address: Option<&str>| match (name, address) {
        (Some(name), Some(address)) if name != address => collapse(&format!("{name} <{address}>")),
        (name, address) => collapse(name.or(address).unwrap_or_default()),
    };
    let all = address.iter().map(|it| one(it.name(), it.address()));
    all.filter(|it| !it.is_empty()).collect()
}

/// The text of a message, and its pages: the same in two forms, or one of them.
fn bodies(message: &Message<'_>) -> (String, Vec<String>) {
    let mut plain = String::new();
    for part in message.text_bodies() {
        if let PartType::Text(text) = &part.body {
            plain.push_str(text);
            plain.push_str("\n\n");
        }
    }
    let pages = message.html_bodies().filter_map(|part| match &part.body {
        PartType::Html(page) => Some(page.to_string()),
        _ => None,
    });
    (plain, pages.collect())
}

/// Bytes outside of tags, roughly.
fn visible_length(page: &str) -> usize {
    page.split('<').map(|it| it.split_once('>').map_or(it, |(_, text)| text).trim().len()).sum()
}

/// The lines of a text as they are, but for the marks of quoted mails. Each header is a paragraph.
fn of_text(headers: &[String], plain: &str) -> Result<Extracted, ExtractError> {
    let mut text = headers.join("\n\n");
    text.push_str("\n\n");
    for line in plain.trim_end().lines() {
        let line = line.trim_end();
        let quoted = line.trim_start_matches(['>', ' ']);
        // Only a line that begins with the mark is quoted.
        text.push_str(if line.starts_with('>') { quoted } else { line });
        text.push('\n');
    }
    if text.len() > MAX_TEXT {
        return Err(ExtractError::TooLarge { what: "the text in the file", limit: "16 MiB" });
    }
    Ok(Extracted {
        text,
        layout: Layout::default(),
        format: Format::Email,
        caveats: Vec::new(),
        notes: Vec::new(),
    })
}

fn of_pages(headers: &[String], pages: &[String]) -> Result<Extracted, ExtractError> {
    let mut writer = Writer::default();
    for line in headers {
        writer.block(BlockKind::Paragraph, line);
    }
    for page in pages {
        html::fragment(page, &mut writer)?;
    }
    writer.finish(Format::Email)
}

fn attachments(message: &Message<'_>) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for (nth, part) in message.attachments().enumerate() {
        let bytes = match &part.body {
            // Pictures in the text, such as the logo in a signature.
            PartType::InlineBinary(_) if part.content_type().is_some_and(|it| it.c_type == "image") => {
                continue;
            }
            PartType::Message(inner) => inner.raw_message().to_vec(),
            PartType::Multipart(_) => continue,
            _ => part.contents().to_vec(),
        };
        out.push((name_of(part, nth + 1), bytes));
    }
    out
}

fn name_of(part: &MessagePart<'_>, nth: usize) -> String {
    if let Some(name) = part.attachment_name().map(collapse).filter(|it| !it.is_empty()) {
        return name;
    }
    let extension = match &part.body {
        PartType::Message(_) => ".eml",
        PartType::Html(_) => ".html",
        PartType::Text(_) => ".txt",
        _ => "",
    };
    format!("attachment {nth}{extension}")
}
