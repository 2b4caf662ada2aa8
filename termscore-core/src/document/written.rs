//! How a line is written: in capitals, like a title, like a field to fill in, like a notice that shouts.

/// True of a text that begins with some ASCII text, in large or small letters.
pub(super) fn begins(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start))
}

/// "Name: Jane Doe", "By: ______".
pub(super) fn field(line: &str) -> bool {
    let Some((name, _)) = line.split_once(':') else {
        return line.starts_with("/s/") || line.starts_with("By ___");
    };
    let name = name.trim_matches(['*', '"', '“', '”', ' ']);
    !name.is_empty()
        && name.len() <= 30
        && name.split_whitespace().count() <= 3
        && name.chars().all(|it| it.is_alphanumeric() || " ./&-'’".contains(it))
        && name.starts_with(char::is_uppercase)
        && line.len() < 110
}

/// True if the letters of a line are capitals, and there are at least three.
pub(super) fn capitals(line: &str) -> bool {
    let (mut upper, mut lower) = (0_usize, 0_usize);
    let n_letters = line.len().min(400);
    for it in line.chars().take(400) {
        upper += usize::from(it.is_uppercase());
        lower += usize::from(it.is_lowercase());
        // Were all the rest capitals, they would be too few.
        if lower * 10 > n_letters - lower {
            return false;
        }
    }
    upper >= 3 && lower * 10 <= upper
}

/// What filings print between the provisions.
pub(super) fn is_notice(line: &str) -> bool {
    const INSIDE: [&str; 9] = [
        "CONFIDENTIAL TREATMENT",
        "SIGNATURE PAGE",
        "EXECUTION COPY",
        "CONFORMED COPY",
        "LEFT BLANK",
        "GRAPHIC OMITTED",
        "OMITTED PORTION",
        "SIGNATURES APPEAR",
        "SIGNATURES FOLLOW",
    ];
    const WHOLE: [&str; 9] = [
        "BETWEEN",
        "B E T W E E N",
        "AND",
        "TO",
        "EXECUTION VERSION",
        "DRAFT",
        "BY AND BETWEEN",
        "PAGE",
        "CONFIDENTIAL",
    ];
    const START: [&str; 7] = ["ATTENTION:", "DATED", "AND:", "TO:", "FROM:", "SOURCE:", "RE:"];
    let core = line.trim_matches(|it: char| !it.is_alphanumeric());
    WHOLE.iter().any(|it| core.eq_ignore_ascii_case(it))
        || START.iter().any(|it| begins(core, it))
        || INSIDE.iter().any(|it| holds(core, it))
}

/// True if some ASCII text stands in another text, in large or small letters.
fn holds(text: &str, inner: &str) -> bool {
    text.as_bytes().windows(inner.len()).any(|it| it.eq_ignore_ascii_case(inner.as_bytes()))
}

/// Every word that counts begins with a capital, and there are at most so many.
pub(super) fn title_case(text: &str, most: usize) -> bool {
    let text = text.trim().trim_matches(['*', '_', ' ']);
    if text.is_empty() || text.ends_with([';', ',', ':', '?', '!']) {
        return false;
    }
    let text = text.strip_suffix('.').unwrap_or(text);
    let mut n_words = 0;
    let mut n_capital = 0;
    for word in text.split_whitespace() {
        n_words += 1;
        let word = word.trim_matches(|it: char| !it.is_alphanumeric());
        if word.starts_with(char::is_uppercase) {
            n_capital += 1;
        } else if word.is_empty() || n_words > 1 && is_small(word) {
        } else {
            return false;
        }
        if word.len() > 3 && text.len() > 60 && word.ends_with(".") {
            return false;
        }
    }
    n_words <= most && n_capital > 0
}

fn is_small(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "and"
            | "as"
            | "at"
            | "by"
            | "for"
            | "from"
            | "in"
            | "into"
            | "of"
            | "on"
            | "or"
            | "the"
            | "to"
            | "with"
            | "without"
            | "upon"
            | "not"
            | "no"
            | "its"
            | "per"
            | "under"
            | "between"
            | "re"
            | "non"
            | "vs"
            | "via"
            | "after"
            | "during"
            | "other"
            | "than"
    )
}
