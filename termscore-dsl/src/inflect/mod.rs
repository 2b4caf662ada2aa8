//! `~train` in a phrase: every inflection of an English word, in British and American spelling.
//!
//! Whether a word is a verb or a noun is not known, so it is inflected as both; a form that does not
//! exist does no harm, because no contract holds it. Derived words (trainer, retrain) are other words.

mod tables;

use std::collections::BTreeSet;

use tables::*;

/// All forms of a word in its base form, in lower case, sorted, the word itself among them.
///
/// ```
/// use termscore_dsl::inflections;
/// assert_eq!(inflections("train"), ["train", "trained", "training", "trains"]);
/// assert_eq!(inflections("party"), ["parties", "party"]);
/// assert!(inflections("licence").contains(&"licensing".to_owned()));
/// ```
pub fn inflections(word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    let mut forms = BTreeSet::new();
    for base in spellings(&word) {
        inflect(&base, &mut forms);
    }
    forms.into_iter().collect()
}

/// The base form in all its spellings, the given one included.
fn spellings(word: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::from([word.to_owned()]);
    for (british, american) in SPELLINGS {
        if word == *british || word == *american {
            // "program" and "check" are words of their own; so are "story", "meter", "tire" and "inquire".
            let own = matches!(word, "check" | "story" | "meter" | "tire" | "dialog");
            if !own {
                found.insert((*british).to_owned());
                found.insert((*american).to_owned());
            }
        }
    }
    for british in OUR_STEMS {
        let american = british.replace("our", "or");
        for (from, to) in [(*british, american.as_str()), (american.as_str(), *british)] {
            for prefix in ["", "un", "dis", "mis"] {
                if let Some(rest) = word.strip_prefix(prefix).and_then(|it| it.strip_prefix(from)) {
                    found.insert(format!("{prefix}{to}{rest}"));
                }
            }
        }
    }
    if let Some(stem) = word.strip_suffix("ise")
        && !ISE_ONLY.contains(&word)
        && stem.len() > 2
    {
        found.insert(format!("{stem}ize"));
    }
    if let Some(stem) = word.strip_suffix("ize")
        && !IZE_ONLY.contains(&word)
        && stem.len() > 2
    {
        found.insert(format!("{stem}ise"));
    }
    for (from, to) in [("isation", "ization"), ("ization", "isation")] {
        if let Some(stem) = word.strip_suffix(from) {
            found.insert(format!("{stem}{to}"));
        }
    }
    found
}

fn inflect(base: &str, forms: &mut BTreeSet<String>) {
    forms.insert(base.to_owned());
    let plural = PLURALS.iter().find(|it| it.0 == base);
    if let Some((_, irregular)) = plural {
        forms.extend(irregular.iter().map(|it| (*it).to_owned()));
    }
    if let Some(stem) = base.strip_suffix("sis").filter(|it| it.len() > 1) {
        forms.insert(format!("{stem}ses"));
        return;
    }
    // "be" has none of the regular forms.
    if base == "be" {
        extend_irregular(base, forms);
        return;
    }
    if !matches!(
        base,
        "data"
            | "do"
            | "go"
            | "forgo"
            | "forego"
            | "undergo"
            | "redo"
            | "undo"
            | "overdo"
            | "have"
            | "man"
            | "woman"
            | "child"
    ) {
        forms.insert(with_s(base));
    }
    let is_noun = plural.is_some()
        || NOUNS.contains(&base)
        || base.ends_with("ation") && !["ration", "station", "vacation"].contains(&base)
        || NOUN_ENDINGS.iter().any(|it| base.ends_with(it))
        || base.chars().count() < 2
        || !base.chars().all(|it| it.is_alphabetic());
    if !is_noun {
        inflect_verb(base, forms);
    }
}

fn inflect_verb(base: &str, forms: &mut BTreeSet<String>) {
    // What is an inflected form already gets no further: "training" has "trainings" at most.
    if base.ends_with("ing") && base.len() > 5
        || base.ends_with("ed") && base.len() > 5 && !base.ends_with("eed")
    {
        return;
    }
    let stems = stems(base);
    let irregular = extend_irregular(base, forms);
    for stem in &stems {
        // "the foregoing" is no inflection of "forego", which is another spelling of "forgo".
        if base != "forego" {
            forms.insert(with_ing(stem));
        }
        if !irregular || keeps_regular_past(base) {
            forms.insert(with_ed(stem));
        }
    }
}

/// The stem or stems that -ed and -ing are added to: `commit` gives `committ`.
fn stems(base: &str) -> Vec<String> {
    let Some(last) = base.chars().last() else { return Vec::new() };
    let doubled = format!("{base}{last}");
    if MAYBE_DOUBLING.contains(&base) || BRITISH_DOUBLING.contains(&base) {
        return vec![base.to_owned(), doubled];
    }
    if DOUBLING.contains(&base) || is_short_closed(base) || doubles_behind_prefix(base) {
        return vec![doubled];
    }
    vec![base.to_owned()]
}

/// One syllable that ends in one consonant after one vowel: `plan`, `let`, `quit`.
fn is_short_closed(base: &str) -> bool {
    let letters: Vec<char> = base.replace("qu", "kw").chars().collect();
    let [.., vowel, last] = letters.as_slice() else { return false };
    let n_vowels = letters.iter().filter(|it| is_vowel(**it) || **it == 'y').count();
    n_vowels == 1
        && is_vowel(*vowel)
        && last.is_alphabetic()
        && !is_vowel(*last)
        && !matches!(last, 'w' | 'x' | 'y')
}

/// `undercut`, `reset`: an irregular verb of one syllable behind a prefix.
fn doubles_behind_prefix(base: &str) -> bool {
    let inner = unprefixed(base);
    inner.is_some_and(|it| is_short_closed(it) && VERBS.iter().any(|verb| verb.0 == it))
}

/// Adds the irregular forms of a verb, prefixed ones such as `withhold` included; false if it has none.
fn extend_irregular(base: &str, forms: &mut BTreeSet<String>) -> bool {
    if let Some((_, irregular)) = VERBS.iter().find(|it| it.0 == base) {
        forms.extend(irregular.iter().map(|it| (*it).to_owned()));
        return true;
    }
    let Some(inner) = unprefixed(base) else { return false };
    let prefix = base.strip_suffix(inner).unwrap_or_default();
    let Some((_, irregular)) = VERBS.iter().find(|it| it.0 == inner) else { return false };
    forms.extend(irregular.iter().map(|it| format!("{prefix}{it}")));
    true
}

/// What an irregular verb is made of behind a prefix: `take` of `undertake`.
fn unprefixed(base: &str) -> Option<&str> {
    if REGULAR.contains(&base) {
        return None;
    }
    PREFIXES.iter().filter_map(|it| base.strip_prefix(it)).find(|it| VERBS.iter().any(|verb| verb.0 == *it))
}

/// Irregular verbs that are regular as well: learned and learnt.
fn keeps_regular_past(base: &str) -> bool {
    matches!(
        unprefixed(base).unwrap_or(base),
        "burn"
            | "learn"
            | "leap"
            | "spell"
            | "spill"
            | "spoil"
            | "show"
            | "plead"
            | "light"
            | "broadcast"
            | "forecast"
            | "fit"
            | "hang"
            | "shine"
            | "cost"
            | "bet"
            | "wind"
            | "quit"
            | "ground"
            | "speed"
            | "ring"
    )
}

fn with_s(base: &str) -> String {
    let ends = |ending: &[&str]| ending.iter().any(|it| base.ends_with(it));
    if let Some(stem) = base.strip_suffix('y').filter(|it| !it.ends_with(is_vowel) || it.ends_with("qu")) {
        return format!("{stem}ies");
    }
    // "veto" and "cargo", but not "studio" and "memo".
    if ["echo", "veto", "cargo", "embargo", "hero"].contains(&base)
        || ends(&["s", "x", "z", "ch", "sh"]) && !["stomach", "monarch", "epoch"].contains(&base)
    {
        return format!("{base}es");
    }
    format!("{base}s")
}

fn with_ed(stem: &str) -> String {
    if let Some(stem) = stem.strip_suffix('y').filter(|it| !it.ends_with(is_vowel)) {
        return format!("{stem}ied");
    }
    if stem.ends_with('e') { format!("{stem}d") } else { format!("{stem}ed") }
}

fn with_ing(stem: &str) -> String {
    if let Some(stem) = stem.strip_suffix("ie") {
        return format!("{stem}ying");
    }
    match stem.strip_suffix('e') {
        Some(short) if !short.ends_with(['e', 'o', 'y']) && short.len() > 1 && stem != "singe" => {
            format!("{short}ing")
        }
        _ => format!("{stem}ing"),
    }
}

fn is_vowel(it: char) -> bool {
    matches!(it, 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::inflections;

    fn check(word: &str, expected: &str) {
        let mut expected: Vec<&str> = expected.split_whitespace().collect();
        expected.sort();
        assert_eq!(inflections(word), expected, "{word}");
    }

    #[test]
    fn regular_verbs() {
        check("train", "train trains trained training");
        check("develop", "develop develops developed developing");
        check("refine", "refine refines refined refining");
        check("agree", "agree agrees agreed agreeing");
        check("pass", "pass passes passed passing");
        check("apply", "apply applies applied applying");
        check("convey", "convey conveys conveyed conveying");
        check("die", "die dies died dying");
        check("use", "use uses used using");
        check("sue", "sue sues sued suing");
        check("tax", "tax taxes taxed taxing");
        check("grant", "grant grants granted granting");
        check("cease", "cease ceases ceased ceasing");
    }

    #[test]
    fn consonants_are_doubled_in_stressed_syllables() {
        check("plan", "plan plans planned planning");
        check("commit", "commit commits committed committing");
        check("transfer", "transfer transfers transferred transferring");
        check("occur", "occur occurs occurred occurring");
        check("deliver", "deliver delivers delivered delivering");
        check("exhibit", "exhibit exhibits exhibited exhibiting");
        check("equip", "equip equips equipped equipping");
        check("claim", "claim claims claimed claiming");
        check("benefit", "benefit benefits benefited benefitted benefiting benefitting");
        check("quit", "quit quits quitted quitting");
    }

    #[test]
    fn irregular_verbs() {
        check("give", "give gives gave given giving");
        check("pay", "pay pays paid paying");
        check("make", "make makes made making");
        check("undertake", "undertake undertakes undertook undertaken undertaking");
        check("withhold", "withhold withholds withheld withholding");
        check("hold", "hold holds held holding");
        check("bind", "bind binds bound binding");
        check("forbid", "forbid forbids forbade forbidden forbidding");
        check("lose", "lose loses lost losing");
        check("seek", "seek seeks sought seeking");
        check("sell", "sell sells sold selling");
        check("resell", "resell resells resold reselling");
        check("set", "set sets setting");
        check("sublet", "sublet sublets subletting");
        check("teach", "teach teaches taught teaching");
        check("learn", "learn learns learned learnt learning");
        check("write", "write writes wrote written writing");
        check("become", "become becomes became becoming");
        check("begin", "begin begins began begun beginning");
        check("have", "have has had having");
        check("be", "be am is are was were been being");
        check("do", "do does did done doing");
        check("go", "go goes went gone going");
        check("arise", "arise arises arose arisen arising");
        check("overpay", "overpay overpays overpaid overpaying");
        check("withdraw", "withdraw withdraws withdrew withdrawn withdrawing");
        check("leave", "leave leaves left leaving");
    }

    #[test]
    fn either_spelling_of_forgo_finds_both() {
        check("forgo", "forgo forgoes forwent forgone forgoing forego foregoes forewent foregone");
    }

    #[test]
    fn nouns() {
        check("company", "company companies");
        check("party", "party parties");
        check("analysis", "analysis analyses");
        check("liability", "liability liabilities");
        check("addendum", "addendum addendums addenda");
        check("person", "person persons people");
        check("attorney", "attorney attorneys");
        check("child", "child children");
        check("index", "index indexes indices");
        check("life", "life lifes lives");
    }

    #[test]
    fn british_and_american_spelling() {
        let licence = "licence licences licenced licencing license licenses licensed licensing";
        check("licence", licence);
        check("license", licence);
        check("organise", "organise organises organised organising organize organizes organized organizing");
        check("honor", "honor honors honored honoring honour honours honoured honouring");
        check("cancel", "cancel cancels canceled cancelled canceling cancelling");
        check("judgment", "judgment judgments judgement judgements");
        check("enrol", "enrol enrols enrolled enrolling enroll enrolls");
        check("exercise", "exercise exercises exercised exercising");
        check("analyze", "analyze analyzes analyzed analyzing analyse analyses analysed analysing");
        check("fulfil", "fulfil fulfils fulfilled fulfilling fulfill fulfills");
        check("authorization", "authorization authorizations authorisation authorisations");
    }

    #[test]
    fn no_derivations() {
        for form in ["trainer", "retrain", "trainee", "trainable"] {
            assert!(!inflections("train").contains(&form.to_owned()));
        }
    }

    #[test]
    fn strange_words_do_not_panic() {
        for word in ["", "a", "é", "30", "r&d", "ß", "y", "qu", "ie", "e", "ing"] {
            assert!(inflections(word).contains(&word.to_owned()));
        }
    }
}
