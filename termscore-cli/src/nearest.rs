//! Names that are most like one that nobody knows.

/// How alike two names have to be, from 0 to 1.
const ALIKE: f64 = 0.8;

/// The names most like one, the most alike first; of equals the first by the alphabet. Case and the pack before the
/// last full stop do not count.
pub(crate) fn nearest<'a>(
    wanted: &str,
    known: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let wanted = short(wanted);
    let mut near: Vec<(f64, &str)> = known
        .into_iter()
        .map(|it| (strsim::jaro_winkler(&wanted, &short(it)), it))
        .filter(|(likeness, _)| *likeness > ALIKE)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    near.into_iter().take(most).map(|(_, it)| it).collect()
}

/// "did you mean a or b?", unless there is none.
pub(crate) fn question(near: &[&str]) -> Option<String> {
    (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")))
}

fn short(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |(_, short)| short).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_pack_do_not_count() {
        let known = ["freelance.freelance", "nda.nda", "lease.lease"];
        assert_eq!(nearest("Freelancer", known, 1), ["freelance.freelance"]);
        assert_eq!(nearest("poem", known, 3), [""; 0]);
        assert_eq!(question(&nearest("leese", known, 1)), Some(String::from("did you mean lease.lease?")));
        assert_eq!(question(&[]), None);
    }
}
