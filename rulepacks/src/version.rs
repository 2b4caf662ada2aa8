//! Does a version satisfy what a pack asks for?

/// True if a semantic version satisfies `^1.2`, `~1.2`, `=1.2.0`, a bare `1.2`, which means `^1.2`, or `*`, any.
pub(crate) fn satisfies(version: &str, requirement: &str) -> bool {
    if requirement == "*" {
        return true;
    }
    let have = parts(version);
    let (op, asked) = match requirement.split_at_checked(1) {
        Some((op @ ("^" | "~" | "="), asked)) => (op, asked),
        _ => ("^", requirement),
    };
    let want = parts(asked);
    // The parts that must be the same; those after them must not be smaller.
    let fixed = match op {
        "=" => want.len(),
        "~" => want.len().min(2),
        // Before 1.0, the first part that is not zero counts as the major version.
        _ => (want.iter().take_while(|part| **part == 0).count() + 1).min(want.len()),
    };
    !want.is_empty() && have.len() >= want.len() && have.get(..fixed) == want.get(..fixed) && have >= want
}

fn parts(version: &str) -> Vec<u64> {
    version.split('.').map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::satisfies;

    #[test]
    fn caret_keeps_the_major_version() {
        assert!(satisfies("1.0.0", "^1"));
        assert!(satisfies("0.3.0", "*"));
        assert!(satisfies("1.4.2", "1.2"));
        assert!(!satisfies("1.1.0", "^1.2"));
        assert!(!satisfies("2.0.0", "^1"));
        assert!(satisfies("0.1.3", "^0.1"));
        assert!(!satisfies("0.2.0", "^0.1"));
    }

    #[test]
    fn tilde_keeps_the_minor_version_and_equals_all() {
        assert!(satisfies("1.2.9", "~1.2"));
        assert!(!satisfies("1.3.0", "~1.2"));
        assert!(satisfies("1.2.0", "=1.2.0"));
        assert!(!satisfies("1.2.1", "=1.2.0"));
        assert!(!satisfies("1.2.1", ""));
    }
}
