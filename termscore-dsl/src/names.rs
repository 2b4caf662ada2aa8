//! Suggestions and lists of names, as messages need them.

/// A known name that is close to an unknown one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meant {
    pub(crate) name: String,
    /// Hardly a letter is different, and no other name is close.
    pub(crate) sure: bool,
}

impl Meant {
    /// "did you mean `x`?"
    pub(crate) fn question(&self) -> String {
        format!("did you mean `{}`?", self.name)
    }
}

/// The known name closest to an unknown one, if one is close; the first of equals.
pub(crate) fn meant<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Meant> {
    // Of one or two letters, everything is close; longer names are not typed by mistake.
    if !(3..=100).contains(&unknown.len()) {
        return None;
    }
    let unknown = unknown.to_lowercase();
    let n_letters = unknown.chars().count();
    let allowed = (n_letters / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    let mut n_close = 0;
    for name in known {
        if name.len() > 100 {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&unknown, name);
        if distance > allowed {
            continue;
        }
        n_close += 1;
        if best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    let (distance, name) = best?;
    let sure = n_close == 1 && distance <= if n_letters < 8 { 1 } else { 2 };
    Some(Meant { name: name.to_owned(), sure })
}

/// `a`, `b` and `c`, in backticks.
pub(crate) fn quoted_list<'a>(names: impl IntoIterator<Item = &'a str>, last: &str) -> String {
    list(names.into_iter().map(|it| format!("`{it}`")), last)
}

/// a, b and c.
pub(crate) fn list(names: impl IntoIterator<Item = String>, last: &str) -> String {
    let names: Vec<String> = names.into_iter().collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, start)) => format!("{} {last} {end}", start.join(", ")),
    }
}

/// "1 argument", "2 arguments".
pub(crate) fn counted(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// Is this a name in kebab-case, such as `no-ai-training`?
pub(crate) fn is_kebab(name: &str) -> bool {
    let part = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    name.starts_with(|it: char| it.is_ascii_lowercase()) && name.split('-').all(part)
}

/// The name that an author of `NoTraining` or `no_training` had in mind.
pub(crate) fn to_kebab(name: &str) -> String {
    let mut kebab = String::new();
    let mut lower_before = false;
    for it in name.chars() {
        let apart = it == '_' || it == '-';
        if (apart || it.is_ascii_uppercase() && lower_before) && !kebab.is_empty() && !kebab.ends_with('-') {
            kebab.push('-');
        }
        if !apart {
            kebab.push(it.to_ascii_lowercase());
        }
        lower_before = it.is_ascii_lowercase() || it.is_ascii_digit();
    }
    kebab.trim_end_matches('-').to_owned()
}
