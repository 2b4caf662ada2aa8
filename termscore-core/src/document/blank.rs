//! Places that somebody still has to fill in: "[●]", "____", "TBD", "[insert date]", "{{client}}", "`<Company>`".
//! Lines to sign on are none; see [`signature`](super::signature).

use memchr::{memchr, memmem::Finder, memrchr};

use super::{Document, party_name, written};
use crate::{Span, rule::Role};

/// Characters between the brackets of a blank, at most.
const LONGEST: usize = 90;
/// Bytes of a line that somebody signs on, at most.
const LINE: usize = 400;
/// Characters of context on each side, at most.
const CONTEXT: usize = 48;

/// A place to fill in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Blank {
    /// The mark itself, with a currency sign before it.
    pub span: Span,
    /// What it looks like.
    pub kind: BlankKind,
    /// Index of the paragraph that it stands in, or of the last one before it.
    pub paragraph: Option<usize>,
    /// The mark with the words around it, on one line.
    pub around: Span,
}

/// What a blank looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BlankKind {
    /// `____`, `......`
    Line,
    /// `[●]`, `[ ]`, `$[ ]`
    Mark,
    /// `[insert date]`, `[Client name]`: brackets that say what belongs there.
    Note,
    /// `TBD`, `XX`
    Word,
    /// `{{field}}`, `<Company>`: a field of a template.
    Field,
    /// `[***]`: taken out before the document was published.
    Redacted,
}

/// How a blank may begin.
const BEGINNINGS: [&str; 9] = ["[", "{", "<", "___", "......", "TB", "XX", "X/", "X-"];

/// Where blanks may begin.
struct Places<'t> {
    text: &'t str,
    /// Each of [`BEGINNINGS`], and its next place from the last one on that was asked about.
    next: [(Finder<'static>, Option<usize>); BEGINNINGS.len()],
}

impl<'t> Places<'t> {
    fn of(text: &'t str) -> Places<'t> {
        let next = BEGINNINGS.map(|it| {
            let finder = Finder::new(it);
            let first = finder.find(text.as_bytes());
            (finder, first)
        });
        Places { text, next }
    }

    /// The first from a place on; places ascend.
    fn from(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.as_bytes().get(at..)?;
        for (finder, next) in &mut self.next {
            if next.is_some_and(|it| it < at) {
                *next = finder.find(rest).map(|it| at + it);
            }
        }
        self.next.iter().filter_map(|it| it.1).min()
    }
}

/// In order of the text.
pub(super) fn blanks(document: &Document) -> Vec<Blank> {
    let text = document.text.as_str();
    let bytes = text.as_bytes();
    let mut found: Vec<Blank> = Vec::new();
    let mut at = 0;
    let mut places = Places::of(text);
    while let Some(next) = places.from(at) {
        at = next;
        let read = match bytes.get(at) {
            Some(b'[') => bracket(text, at),
            Some(b'{') => braces(text, at),
            Some(b'<') => angle(text, at),
            Some(b'_') => line(text, at, b'_', 3),
            Some(b'.') => line(text, at, b'.', 6),
            Some(b'T' | b'X') => word(text, at),
            _ => None,
        };
        let Some((end, kind)) = read else {
            at += 1;
            continue;
        };
        let start = at;
        at = end.max(at + 1);
        let Some(kind) = kind else { continue };
        let paragraph = document.paragraphs.partition_point(|it| it.span.start <= start).checked_sub(1);
        let role = role_at(document, start);
        let (contents, signature) = (role == Some(Role::Contents), role == Some(Role::Signature));
        // A line in a signature block is to be signed on; dots in a contents page lead to a page number.
        if role == Some(Role::Hidden)
            || contents
            || signature && matches!(kind, BlankKind::Line)
            || kind == BlankKind::Line && (signs(text, start) || signers(document, start))
        {
            continue;
        }
        let currency = text.get(..start).and_then(|it| it.trim_end_matches(' ').chars().next_back());
        let start = match currency.filter(|it| matches!(it, '$' | '€' | '£' | '¥')) {
            Some(sign) => {
                text.get(..start).map_or(start, |it| it.trim_end_matches(' ').len() - sign.len_utf8())
            }
            None => start,
        };
        // "____ / ____" and "$____" with the one before it are one place.
        if let Some(last) = found.last_mut()
            && last.kind == kind
            && kind == BlankKind::Line
            && text
                .get(last.span.end..start)
                .is_some_and(|it| it.len() <= 3 && it.chars().all(|it| matches!(it, ' ' | '/' | '-' | '.')))
        {
            last.span = Span::new(last.span.start, end);
            last.around = around(text, last.span);
            continue;
        }
        let span = Span::new(start, end);
        found.push(Blank { span, kind, paragraph, around: around(text, span) });
    }
    found
}

/// Role of the sentence that holds a byte, or of the last one before it.
fn role_at(document: &Document, byte: usize) -> Option<Role> {
    let at = document.sentences.partition_point(|it| it.span.start <= byte).checked_sub(1)?;
    let sentence = document.sentences.get(at)?;
    if byte < sentence.span.end || sentence.role == Role::Signature {
        return Some(sentence.role);
    }
    // "By: ______" ends with its blank, and its sentence before it.
    let paragraph = document.paragraphs.get(sentence.paragraph as usize)?;
    (byte < paragraph.span.end).then_some(sentence.role)
}

/// "Signature: ____", "By: ____", "Acme Inc. By: ____" on the line before the blank.
fn signs(text: &str, byte: usize) -> bool {
    let before = text.get(..byte).unwrap_or_default();
    let from = before.char_indices().rev().nth(24).map_or(0, |it| it.0);
    let written = before.get(from..).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
    let line = written.to_lowercase();
    let line = line.trim_end_matches([' ', '\t', ':', '*', '_']);
    ["signature", "signed", "/s/", "initials", "initial", "agreed by"].iter().any(|it| line.ends_with(it))
        || line.trim_start() == "by"
        || written.trim_end_matches([' ', '\t', '*', '_']).ends_with(" By:")
}

/// "Client: ____  Consultant: ____" in the last part of a text or above a name, where nothing else stands on the line.
fn signers(document: &Document, byte: usize) -> bool {
    const BESIDE: [&str; 11] =
        ["by", "name", "title", "date", "place", "its", "signature", "signed", "witness", "witnesses", "and"];
    let text = document.text.as_str();
    let bytes = text.as_bytes();
    let near = byte.saturating_sub(LINE)..byte.saturating_add(LINE).min(bytes.len());
    let before = bytes.get(near.start..byte).and_then(|it| memrchr(b'\n', it)).map(|it| near.start + it + 1);
    let after = bytes.get(byte..near.end).and_then(|it| memchr(b'\n', it)).map(|it| byte + it);
    // One that is longer than what was looked at is none.
    let Some(from) = before.or((near.start == 0).then_some(0)) else { return false };
    let Some(end) = after.or((near.end == bytes.len()).then_some(bytes.len())) else { return false };
    let line = text.get(from..end).unwrap_or_default();
    let lines = || text.get(end..).unwrap_or_default().split('\n').skip(1);
    let known = |word: &str| {
        BESIDE.contains(&word)
            || party_name::is_role(word)
            || document.aliases.iter().any(|it| it.term.iter().any(|it| it == word))
    };
    let mut words = line.split(|it: char| !it.is_alphabetic()).filter(|it| !it.is_empty());
    let above_name = || {
        let next = lines().find(|it| !it.trim().is_empty()).unwrap_or_default();
        written::title_case(next, 5) && !next.contains(|it: char| it.is_ascii_digit() || it == '_')
    };
    line.len() < LINE
        && words.all(|it| known(&it.to_lowercase()))
        && (byte > text.len() / 10 * 7 || above_name())
}

type Read = Option<(usize, Option<BlankKind>)>;

/// "[●]", "[insert date]"; `None` as kind if the brackets are no blank and are passed over.
fn bracket(text: &str, at: usize) -> Read {
    let rest = text.get(at + 1..)?;
    let len = rest.char_indices().take(LONGEST).find(|it| matches!(it.1, ']' | '[' | '\n'));
    let (len, close) = len?;
    if close != ']' {
        return None;
    }
    let inner = rest.get(..len)?;
    let end = at + 1 + len + 1;
    // A link or picture of Markdown.
    let before = text.get(..at)?;
    let target = text.get(end..)?.strip_prefix('(');
    if target.is_some_and(|it| {
        inner.is_empty()
            || before.ends_with('!')
            || ["http", "#", "mailto", "/", "./", "../"].iter().any(|start| it.starts_with(start))
    }) {
        return Some((end, None));
    }
    // A box to tick at the start of a line.
    let opens = || {
        let line = before.trim_end_matches([' ', '\t', '-', '*', '+', '•']);
        line.is_empty() || line.ends_with('\n')
    };
    if inner == " " && opens() && text.get(end..)?.starts_with([' ', '\t']) {
        return Some((end, None));
    }
    let core = inner.trim_matches([' ', '\u{A0}', '*', '_', '\t']);
    if core.is_empty() {
        let stars = inner.contains('*') && !inner.contains('_');
        return Some((end, Some(if stars { BlankKind::Redacted } else { BlankKind::Mark })));
    }
    if core.chars().all(|it| {
        matches!(
            it,
            '●' | '•'
                | '○'
                | '◦'
                | '.'
                | '…'
                | '-'
                | '–'
                | '—'
                | '?'
                | ' '
                | '■'
                | '□'
                | '\u{F0B7}'
                | '_'
                | '/'
                | '$'
        )
    }) {
        return Some((end, Some(BlankKind::Mark)));
    }
    if core.chars().all(|it| matches!(it, 'X' | 'x' | ' ' | '/' | '-')) && core.len() > 1
        || core.chars().all(|it| it == '#')
    {
        return Some((end, Some(BlankKind::Mark)));
    }
    // "Section 13.1 [TERM AND SURVIVAL]" tells what is said there.
    let told = !core.contains(char::is_lowercase)
        && before.trim_end().ends_with(|it: char| it.is_ascii_digit() || it == ')');
    Some((end, (asks(core) && !told).then_some(BlankKind::Note)))
}

/// True of words that say what is to be filled in: "insert date", "Client name", "amount".
fn asks(inner: &str) -> bool {
    let lower = inner.to_lowercase();
    let words: Vec<&str> =
        lower.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).collect();
    let Some(first) = words.first() else { return false };
    if words.len() > 12 || words.iter().all(|it| it.bytes().all(|it| it.is_ascii_digit())) {
        return false;
    }
    const NOT: [&str; 18] = [
        "sic",
        "signature",
        "signatures",
        "remainder",
        "intentionally",
        "reserved",
        "omitted",
        "page",
        "emphasis",
        "redacted",
        "confidential",
        "missing",
        "image",
        "illegible",
        "logo",
        "seal",
        "stamp",
        "end",
    ];
    if words.iter().any(|it| NOT.contains(it)) {
        return false;
    }
    const ASK: [&str; 10] =
        ["insert", "enter", "specify", "describe", "fill", "add", "your", "tbd", "tbc", "choose"];
    const THING: [&str; 40] = [
        "name",
        "names",
        "date",
        "day",
        "days",
        "month",
        "months",
        "year",
        "years",
        "address",
        "amount",
        "number",
        "no",
        "title",
        "state",
        "city",
        "country",
        "county",
        "company",
        "client",
        "contractor",
        "party",
        "fee",
        "rate",
        "price",
        "percent",
        "percentage",
        "email",
        "phone",
        "jurisdiction",
        "entity",
        "description",
        "time",
        "period",
        "employer",
        "employee",
        "landlord",
        "tenant",
        "location",
        "position",
    ];
    ASK.contains(first)
        || lower.starts_with("to be ")
        || words.len() <= 6 && words.last().is_some_and(|it| THING.contains(it))
        || words.len() <= 5
            && words.iter().any(|it| THING.contains(it))
            && inner.starts_with(char::is_uppercase)
        || words.len() <= 4
            && inner.len() > 3
            && !inner.contains(char::is_lowercase)
            && inner.chars().all(|it| it.is_alphabetic() || " _/-'’".contains(it))
}

/// "{{client_name}}", "{client}"
fn braces(text: &str, at: usize) -> Read {
    let rest = text.get(at..)?;
    let depth = rest.bytes().take_while(|it| *it == b'{').count();
    // Whatever they hold, the opening braces are read once.
    let field = field_in(rest, depth).map(|it| (at + it, Some(BlankKind::Field)));
    field.or(Some((at + depth, None)))
}

/// Bytes of a field with so many braces before it.
fn field_in(rest: &str, depth: usize) -> Option<usize> {
    let inner = rest.get(depth..)?;
    let len = inner
        .char_indices()
        .take(LONGEST)
        .find(|it| matches!(it.1, '}' | '{' | '\n'))
        .filter(|it| it.1 == '}')?
        .0;
    let core = inner.get(..len)?.trim();
    let close = inner.get(len..)?.bytes().take_while(|it| *it == b'}').count();
    let named = !core.is_empty()
        && core.starts_with(|it: char| it.is_alphabetic() || it == '#')
        && core.chars().all(|it| it.is_alphanumeric() || " _.-#'’".contains(it));
    (named && close >= depth).then_some(depth + len + depth)
}

/// "<Company>", "<insert date>", "«Name»"; no tag of a filing.
fn angle(text: &str, at: usize) -> Read {
    let rest = text.get(at + 1..)?;
    let len =
        rest.char_indices().take(40).find(|it| matches!(it.1, '>' | '<' | '\n')).filter(|it| it.1 == '>')?.0;
    let inner = rest.get(..len)?;
    let letters = inner.starts_with(char::is_alphabetic)
        && inner.chars().all(|it| it.is_alphanumeric() || " _-'’".contains(it));
    let tag = !inner.contains(' ') && !inner.contains(char::is_lowercase)
        || !inner.contains([' ', '_']) && !inner.contains(char::is_uppercase);
    (letters && inner.len() > 2 && (!tag || inner.contains('_')))
        .then_some((at + 1 + len + 1, Some(BlankKind::Field)))
}

/// A run of underscores or dots.
fn line(text: &str, at: usize, mark: u8, least: usize) -> Read {
    let n = text.as_bytes().get(at..)?.iter().take_while(|it| **it == mark).count();
    if n < least {
        return Some((at + n, None));
    }
    let rule = mark == b'_' && {
        // Alone on its line it divides a page.
        let before = text.get(..at)?.trim_end_matches([' ', '\t']);
        let after = text.get(at + n..)?.trim_start_matches([' ', '\t', '\r']);
        (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
    };
    // Dots that lead to the number of a page.
    let leads = mark == b'.' && {
        let after = text.as_bytes().get(at + n..)?.iter().take_while(|it| **it != b'\n').take(LINE);
        after.copied().all(|it| it.is_ascii_digit() || matches!(it, b'-' | b' ' | b'.' | b'\t' | b'\r'))
    };
    Some((at + n, (!rule && !leads).then_some(BlankKind::Line)))
}

/// "TBD", "TBA", "TBC", "XX", "XX/XX/XXXX".
fn word(text: &str, at: usize) -> Read {
    let rest = text.get(at..)?;
    let n = rest.bytes().take_while(|it| it.is_ascii_alphanumeric() || matches!(it, b'/' | b'-')).count();
    let written = rest.get(..n)?.trim_end_matches(['/', '-']);
    let marks = written.len() >= 2 && written.bytes().all(|it| matches!(it, b'X' | b'/' | b'-'));
    if !marks && !matches!(written, "TBD" | "TBA" | "TBC") {
        return Some((at + n.max(1), None));
    }
    let inside = text.get(..at)?.ends_with(|it: char| it.is_alphanumeric());
    // "Article XX" and "Exhibit XX" are numbers.
    let before = text.get(..at)?.trim_end().rsplit(|it: char| !it.is_alphanumeric()).next()?.to_lowercase();
    let numbered = marks
        && matches!(
            before.as_str(),
            "article"
                | "section"
                | "part"
                | "chapter"
                | "exhibit"
                | "schedule"
                | "annex"
                | "appendix"
                | "title"
        );
    let good = !inside
        && !numbered
        && !rest.get(n..)?.starts_with(|it: char| {
            it.is_alphanumeric()
                || it == '.'
                    && marks
                    && n == 2
                    && rest.get(n + 1..).is_some_and(|it| it.starts_with(' '))
                    && text.get(..at).is_some_and(|it| it.ends_with('\n'))
        });
    Some((at + n.max(1), good.then_some(BlankKind::Word)))
}

/// A span with up to some characters on each side, cut at line ends and between words.
fn around(text: &str, span: Span) -> Span {
    let before = text.get(..span.start).unwrap_or_default();
    let line = before.char_indices().rev().take(CONTEXT).take_while(|it| !matches!(it.1, '\n' | '\r'));
    let from = line.last().map_or(span.start, |it| it.0);
    let head = text.get(from..span.start).unwrap_or_default();
    let whole = from == 0 || text.get(..from).is_some_and(|it| it.ends_with([' ', '\n', '\t']));
    let skip = if whole { 0 } else { head.find(' ').map_or(0, |it| it + 1) };
    let lead = text.get(from + skip..span.start).unwrap_or_default();
    let start = from + skip + (lead.len() - lead.trim_start().len());
    let after = text.get(span.end..).unwrap_or_default();
    let line = after.char_indices().take(CONTEXT).take_while(|it| !matches!(it.1, '\n' | '\r'));
    let to = line.last().map_or(0, |it| it.0 + it.1.len_utf8());
    let tail = after.get(..to).unwrap_or_default();
    let whole = after.get(to..).is_none_or(|it| it.is_empty() || it.starts_with([' ', '\n', '\r', '\t']));
    let kept = if whole { tail } else { tail.rfind(' ').and_then(|it| tail.get(..it)).unwrap_or(tail) };
    Span::new(start, span.end + kept.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::from_text("", text);
        let found: Vec<&str> = document.blanks().iter().map(|it| it.span.of(document.text())).collect();
        assert_eq!(found, expected, "{text}");
        for it in document.blanks() {
            assert!(it.around.start <= it.span.start && it.span.end <= it.around.end);
            assert!(!it.around.of(document.text()).contains('\n'));
        }
    }

    #[test]
    fn lines_to_sign_on_are_no_blanks() {
        let terms = "The Tenant pays the rent on the first day of each month. ".repeat(9);
        check(&format!("{terms}\n\nSIGNED\n\nLandlord ______\n\nTenant ______    Tenant ______"), &[]);
        check(&format!("{terms}\n\n**Loom, Inc.** By: ______  **Lane LLC** By: ______"), &[]);
        check(&format!("I accept.\n\n________      Date: ______\nTomasz Berg\n\nSCHEDULE A\n\n{terms}"), &[]);
        check(&format!("Rent: ______\n\n{terms}"), &["______"]);
        check(&format!("{terms}\n\nPlace, date: ______  Signature: ______"), &[]);
        check(&format!("{terms}\n\nWitnesses: 1. ______ 2. ______"), &[]);
        check(&format!("{terms}\n\n______ Owner ______ Renter"), &[]);
        check("The work is to be checked by: ______ in time.", &["______"]);
    }

    #[test]
    fn blanks_are_found() {
        check("This Agreement is made on [●] by [•].", &["[●]", "[•]"]);
        check("Client pays $[ ] or $____ within ___ days.", &["$[ ]", "$____", "___"]);
        check("The fee is TBD; the date is XX/XX/XXXX.", &["TBD", "XX/XX/XXXX"]);
        check(
            "It begins on [insert date] for [Client name] of [ADDRESS].",
            &["[insert date]", "[Client name]", "[ADDRESS]"],
        );
        check(
            "Dear {{first_name}}, {company} writes to <Company> on <insert date>.",
            &["{{first_name}}", "{company}", "<Company>", "<insert date>"],
        );
        check("The price is [***] a unit.", &["[***]"]);
        check("It begins on ____/____/____ in full.", &["____/____/____"]);
        check("The rate is ......... per hour.", &["........."]);
    }

    #[test]
    fn what_only_looks_like_a_blank_is_none() {
        check("It says so [1], [sic], [Intentionally Omitted], [see the site](https://a.example).", &[]);
        check("Pay as set out in Article XX and Exhibit XX.", &[]);
        check("<PAGE>\n<TABLE>\nUse the <b>bold</b> one. TBDs are many. Wait...", &[]);
        check("Client pays.\n\n__________\n\nIt ends.", &[]);
        check("![](/a.svg) and [](./b.svg), [LOGO], as Section 13.1 [TERM AND SURVIVAL] says.", &[]);
        check(
            "Client pays the fee of $500 within thirty days of the invoice, and a late fee of five percent after that. Either party may end it with notice of thirty days.\n\n____ By: ____\nClient: ____  Consultant: ____",
            &[],
        );
        check("Client chooses:\n\n- [ ] Logo\n- [x] Name", &[]);
        check("Conveyance of assets .............................. 12\nClient pays.", &[]);
        check(
            "Client pays.\n\nIN WITNESS WHEREOF, the parties sign.\n\nBy: ________\nName: ________\nTitle: ____",
            &[],
        );
        check("TABLE OF CONTENTS\n\n1. Fees ........ 2\n2. Term ........ 3\n\n1. Fees\n\nClient pays.", &[]);
    }
}
