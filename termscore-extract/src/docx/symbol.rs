//! Characters of symbol fonts, and what stands for the fields of forms.

use crate::writer::is_blank;
use crate::xml::Element;

/// What a blank of a form is written as.
pub(super) const BLANK: &str = "____";

/// Whether a box is ticked, as Word shows it.
pub(super) fn tick(checked: bool) -> &'static str {
    if checked { "☒" } else { "☐" }
}

/// The prompt of an empty field: "Click here to enter text." becomes "[Click here to enter text]".
pub(super) fn prompt(shown: &str) -> String {
    let shown = shown.trim();
    if is_blank(shown) {
        return BLANK.to_owned();
    }
    let bracketed = shown.starts_with('[') && shown.ends_with(']');
    if bracketed || !shown.contains(char::is_alphanumeric) {
        return shown.to_owned();
    }
    // A stop in the brackets would end the sentence around them.
    format!("[{}]", shown.trim_end_matches('.'))
}

/// What an old form field shows that has no result: a box, or the entry chosen from a list.
pub(super) fn form_field(field: Element<'_>) -> Option<String> {
    let data = field.child("ffData")?;
    if let Some(checkbox) = data.child("checkBox") {
        let checked = checkbox.switch("checked").or(checkbox.switch("default")).unwrap_or(false);
        return Some(tick(checked).to_owned());
    }
    let list = data.child("ddList")?;
    let chosen = list.child_val("result").or(list.child_val("default")).and_then(|it| it.parse().ok());
    let entry = list.elements().filter(|it| it.name == "listEntry").nth(chosen.unwrap_or(0))?;
    entry.label("val")
}

/// The character of a `w:sym`; absent if it has no meaning outside its font.
pub(super) fn symbol(element: Element<'_>) -> Option<char> {
    let code = u32::from_str_radix(element.attribute("char")?, 16).ok()?;
    let font = element.attribute("font").unwrap_or_default();
    in_font(code, font).or_else(|| if code < 0xf000 { char::from_u32(code) } else { None })
}

/// Replaces characters of symbol fonts, which programs write into their private range, from this byte on.
pub(super) fn replace_private(text: &mut String, from: usize, font: &str) {
    let private = |it: char| matches!(it, '\u{f000}'..='\u{f0ff}');
    let Some(tail) = text.get(from..).filter(|it| it.contains(private)) else { return };
    let replaced: String = tail
        .chars()
        .filter_map(|it| if private(it) { in_font(u32::from(it), font) } else { Some(it) })
        .collect();
    text.truncate(from);
    text.push_str(&replaced);
}

/// Those that contracts use.
fn in_font(code: u32, font: &str) -> Option<char> {
    let font = font.to_lowercase();
    match (font.as_str(), code & 0xff) {
        ("wingdings", 0x6f | 0x71 | 0xa8) => Some('☐'),
        ("wingdings", 0x78 | 0xfd | 0xfe) | ("wingdings 2", 0x51..=0x54) => Some('☒'),
        ("wingdings", 0xfc) | ("wingdings 2", 0x50) => Some('✓'),
        ("wingdings", 0xfb) | ("wingdings 2", 0x4f) => Some('✗'),
        ("wingdings 2", 0x2a | 0xa3) => Some('☐'),
        ("wingdings", 0xe0) => Some('→'),
        ("symbol" | "wingdings", 0xa7) => Some('▪'),
        ("symbol", 0xd3 | 0xe3) => Some('©'),
        ("symbol", 0xd2 | 0xe2) => Some('®'),
        ("symbol", 0xd4 | 0xe4) => Some('™'),
        ("symbol", 0xa3) => Some('≤'),
        ("symbol", 0xb3) => Some('≥'),
        ("symbol", 0xb1) => Some('±'),
        ("symbol", 0xb4) => Some('×'),
        ("symbol", 0xb0) => Some('°'),
        ("symbol", 0xa0) => Some('€'),
        ("symbol", 0xae) => Some('→'),
        // The symbol font keeps the places of ASCII's digits and punctuation.
        ("symbol", code @ (0x20..=0x21 | 0x25 | 0x28..=0x29 | 0x2b..=0x2c | 0x2e..=0x3f)) => {
            char::from_u32(code)
        }
        (_, 0xb7) => Some('•'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_are_bracketed_once() {
        let cases = [
            ("Click or tap here to enter text.", "[Click or tap here to enter text]"),
            (" [Client Name] ", "[Client Name]"),
            ("\u{2002}\u{2002}", "____"),
            ("______", "______"),
            ("", "____"),
        ];
        for (shown, expected) in cases {
            assert_eq!(prompt(shown), expected, "{shown}");
        }
    }

    #[test]
    fn private_characters_take_their_meaning_from_the_font() {
        let mut text = String::from("a \u{f0fe} b \u{f0a8} c \u{f041}");
        replace_private(&mut text, 0, "Wingdings");
        assert_eq!(text, "a ☒ b ☐ c ");
    }
}
