//! Numbers as lists write them: 4, d, D, iv, IV; and words that look like one: "(a)", "1.1".

/// `kind` as in HTML's `<ol type>`: `1`, `a`, `A`, `i` or `I`. What the kind cannot write is written in digits.
pub(crate) fn ordinal(number: i64, kind: char) -> String {
    let written = match kind {
        'a' => letters(number, b'a'),
        'A' => letters(number, b'A'),
        'i' => roman(number).map(|it| it.to_lowercase()),
        'I' => roman(number),
        _ => None,
    };
    written.unwrap_or_else(|| number.to_string())
}

/// z is followed by aa, ab as on the web; see [`repeated_letters`] for Word.
fn letters(number: i64, first: u8) -> Option<String> {
    if number < 1 {
        return None;
    }
    let (mut rest, mut out) = (number, Vec::new());
    while rest > 0 {
        out.push(first + u8::try_from((rest - 1) % 26).ok()?);
        rest = (rest - 1) / 26;
    }
    out.reverse();
    String::from_utf8(out).ok()
}

/// z is followed by aa, bb as in Word.
pub(crate) fn repeated_letters(number: i64, first: char) -> String {
    if !(1..=780).contains(&number) {
        return number.to_string();
    }
    let (times, nth) = ((number - 1) / 26 + 1, (number - 1) % 26);
    let letter = char::from_u32(first as u32 + nth as u32).unwrap_or(first);
    std::iter::repeat_n(letter, times as usize).collect()
}

fn roman(number: i64) -> Option<String> {
    const DIGITS: [(i64, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let (mut rest, mut out) = (number, String::new());
    for (value, digit) in DIGITS {
        while rest >= value {
            out.push_str(digit);
            rest -= value;
        }
    }
    Some(out)
}

/// "One", "Twenty-one"; digits above ninety-nine.
pub(crate) fn cardinal(number: i64) -> String {
    spelled(number, &CARDINALS, &TENS)
}

/// "First", "Twenty-first"; digits above ninety-nine.
pub(crate) fn ordinal_word(number: i64) -> String {
    spelled(number, &ORDINALS, &TENTHS)
}

/// `units` name 1 to 19, `tens` 20, 30 to 90; in "twenty-first" only the unit is an ordinal.
fn spelled(number: i64, units: &[&str], tens: &[&str]) -> String {
    let word = |words: &[&str], nth: i64| {
        usize::try_from(nth).ok().and_then(|it| words.get(it).copied().map(str::to_owned))
    };
    let found = match (number / 10, number % 10) {
        _ if number < 20 => word(units, number - 1),
        (nth, 0) => word(tens, nth - 2),
        (nth, unit) => word(&TENS, nth - 2)
            .and_then(|ten| word(units, unit - 1).map(|unit| format!("{ten}-{}", unit.to_lowercase()))),
    };
    found.unwrap_or_else(|| number.to_string())
}

const CARDINALS: [&str; 19] = [
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
];
const TENS: [&str; 8] = ["Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"];
const ORDINALS: [&str; 19] = [
    "First",
    "Second",
    "Third",
    "Fourth",
    "Fifth",
    "Sixth",
    "Seventh",
    "Eighth",
    "Ninth",
    "Tenth",
    "Eleventh",
    "Twelfth",
    "Thirteenth",
    "Fourteenth",
    "Fifteenth",
    "Sixteenth",
    "Seventeenth",
    "Eighteenth",
    "Nineteenth",
];
const TENTHS: [&str; 8] =
    ["Twentieth", "Thirtieth", "Fortieth", "Fiftieth", "Sixtieth", "Seventieth", "Eightieth", "Ninetieth"];

/// "1st", "2nd", "11th".
pub(crate) fn ordinal_number(number: i64) -> String {
    let suffix = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

/// "1.", "1.1", "(a)", "(iv)", "a)", "•", "Article", "Section".
pub(crate) fn is_marker(word: &str) -> bool {
    if matches!(word, "•" | "-" | "–" | "▪" | "◦" | "●" | "○" | "\u{f0b7}" | "\u{f0a7}" | "o" | "§")
    {
        return true;
    }
    if matches!(word, "ARTICLE" | "Article" | "SECTION" | "EXHIBIT" | "SCHEDULE" | "ANNEX" | "APPENDIX") {
        return true;
    }
    let core = word.trim_start_matches('(').trim_end_matches([')', '.']);
    let closed = word.ends_with(')') || word.ends_with('.') || core.contains('.');
    let numeric = core.starts_with(|it: char| it.is_ascii_digit())
        && core.len() <= 8
        && core.chars().all(|it| it.is_ascii_digit() || it == '.');
    let lettered = core.len() <= 4
        && (core.chars().count() == 1 && core.chars().all(char::is_alphabetic)
            || !core.is_empty() && core.chars().all(|it| matches!(it.to_ascii_lowercase(), 'i' | 'v' | 'x')));
    closed && (numeric || lettered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_lists_write_them() {
        let of = |kind| [1, 4, 26, 27, 0, 4000].map(|it| ordinal(it, kind));
        assert_eq!(of('1'), ["1", "4", "26", "27", "0", "4000"]);
        assert_eq!(of('a'), ["a", "d", "z", "aa", "0", "ewv"]);
        assert_eq!(of('I'), ["I", "IV", "XXVI", "XXVII", "0", "4000"]);
        assert_eq!([1, 26, 27, 28, 53].map(|it| repeated_letters(it, 'A')), ["A", "Z", "AA", "BB", "AAA"]);
        assert_eq!([1, 19, 20, 21, 100].map(cardinal), ["One", "Nineteen", "Twenty", "Twenty-one", "100"]);
        assert_eq!([1, 12, 30, 32].map(ordinal_word), ["First", "Twelfth", "Thirtieth", "Thirty-second"]);
        assert_eq!([1, 2, 3, 11, 22].map(ordinal_number), ["1st", "2nd", "3rd", "11th", "22nd"]);
    }

    #[test]
    fn markers() {
        for word in ["1.", "1.1", "10.2.3", "(a)", "(iv)", "a)", "A.", "•", "ARTICLE", "(12)"] {
            assert!(is_marker(word), "{word}");
        }
        for word in ["a", "the", "2019", "(the", "30", "Inc.", "Section", "(“NDA”)", ""] {
            assert!(!is_marker(word), "{word}");
        }
    }
}
