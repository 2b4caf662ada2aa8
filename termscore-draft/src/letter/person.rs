//! What a rule tells the signer ("you are paid late") in, the same in the signer's own mouth out ("I am paid late").
//!
//! English does not show whether "you" is a subject or an object: only where the words around it decide that is a
//! sentence turned, and otherwise left out.

/// Verbs that "you" is the subject of, as they stand after it.
const VERBS: &[&str] = &[
    "accept",
    "add",
    "admit",
    "agree",
    "agreed",
    "answer",
    "argue",
    "asked",
    "bear",
    "bought",
    "bring",
    "brought",
    "buy",
    "can",
    "cannot",
    "carry",
    "cause",
    "caused",
    "choose",
    "concede",
    "consent",
    "correct",
    "could",
    "create",
    "created",
    "deal",
    "delete",
    "deliver",
    "delivered",
    "depend",
    "develop",
    "did",
    "disclose",
    "do",
    "earn",
    "earned",
    "fall",
    "finance",
    "find",
    "finish",
    "forget",
    "gave",
    "get",
    "give",
    "go",
    "grant",
    "guarantee",
    "had",
    "hand",
    "handle",
    "have",
    "hire",
    "hold",
    "indemnify",
    "invent",
    "join",
    "keep",
    "knew",
    "know",
    "learn",
    "learnt",
    "leave",
    "lend",
    "license",
    "live",
    "lose",
    "made",
    "make",
    "may",
    "met",
    "might",
    "move",
    "moved",
    "must",
    "need",
    "never",
    "object",
    "offer",
    "only",
    "owe",
    "own",
    "paid",
    "paint",
    "pay",
    "post",
    "promise",
    "prove",
    "put",
    "read",
    "remember",
    "repair",
    "run",
    "say",
    "see",
    "sell",
    "send",
    "sent",
    "should",
    "show",
    "sign",
    "signed",
    "spend",
    "stay",
    "still",
    "stop",
    "take",
    "talk",
    "tell",
    "type",
    "typed",
    "upload",
    "wait",
    "waive",
    "will",
    "work",
    "would",
    "wrote",
];

/// Words that "you" is the object of, as they stand before it.
const GOVERNORS: &[&str] = &[
    "about",
    "against",
    "allow",
    "allows",
    "around",
    "ask",
    "asking",
    "asks",
    "at",
    "audit",
    "bar",
    "behind",
    "bind",
    "binds",
    "by",
    "charge",
    "chase",
    "cost",
    "costs",
    "cover",
    "covers",
    "criticise",
    "criticize",
    "defend",
    "direct",
    "dismiss",
    "earns",
    "excuse",
    "excuses",
    "fire",
    "for",
    "forbid",
    "forbids",
    "from",
    "give",
    "gives",
    "hand",
    "hit",
    "hits",
    "hold",
    "holds",
    "indemnify",
    "into",
    "keep",
    "keeps",
    "leave",
    "leaves",
    "let",
    "lets",
    "lock",
    "make",
    "makes",
    "move",
    "name",
    "of",
    "on",
    "owe",
    "owes",
    "pay",
    "paying",
    "pays",
    "promise",
    "protect",
    "protects",
    "proves",
    "put",
    "reach",
    "remind",
    "send",
    "serve",
    "stop",
    "sue",
    "suspend",
    "switch",
    "tell",
    "telling",
    "tells",
    "test",
    "than",
    "to",
    "upon",
    "watch",
    "with",
    "without",
];

/// Verbs after which "you" is an object, whatever verb follows it: "lets you go".
const CAUSING: [&str; 9] = ["help", "helps", "helping", "let", "lets", "letting", "make", "makes", "making"];

/// The sentences of a text that can be told in the first person.
pub(super) fn in_first_person(text: &str) -> String {
    let turned: Vec<String> = sentences(text).filter_map(sentence).collect();
    turned.join(" ")
}

/// What a full stop ends before a word that begins as sentences do; "300.00" and "e.g. half" go on.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let ends = |at: &usize| {
            let after = rest.get(at + 1..).unwrap_or_default();
            let next = after.trim_start();
            next.len() < after.len() && !next.starts_with(char::is_lowercase)
        };
        let end =
            rest.match_indices(['.', '!', '?']).map(|it| it.0).find(ends).map_or(rest.len(), |it| it + 1);
        let (sentence, after) = rest.split_at_checked(end)?;
        rest = after;
        (!sentence.is_empty()).then_some(sentence)
    })
}

fn sentence(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    let mut skip = false;
    for (at, word) in words.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let core = core(word);
        let tail = word.get(core.len()..).unwrap_or_default();
        // What stands before the letters is not turned.
        if !word.starts_with(core) && core.to_lowercase().starts_with("you") {
            return None;
        }
        let turned = match core.to_lowercase().as_str() {
            "your" => "my".to_owned(),
            "yours" => "mine".to_owned(),
            "yourself" => "myself".to_owned(),
            "you" => {
                let before = at.checked_sub(1).and_then(|it| words.get(it)).map(|it| it.to_lowercase());
                let next = words.get(at + 1).filter(|_| tail.is_empty()).map(|it| it.to_lowercase());
                let verb = next.as_deref().map(self::core).unwrap_or_default();
                let caused = before.as_deref().is_some_and(|it| CAUSING.contains(&it));
                let governed = before.as_deref().is_some_and(|it| GOVERNORS.contains(&it));
                match verb {
                    _ if caused => format!("me{tail}"),
                    // "What others tell you are facts": the verb has another subject.
                    "are" | "were" if governed => return None,
                    "are" | "were" => {
                        let closing =
                            words.get(at + 1).and_then(|it| it.get(verb.len()..)).unwrap_or_default();
                        skip = true;
                        format!("I {}{closing}", if verb == "are" { "am" } else { "was" })
                    }
                    _ if VERBS.contains(&verb) => "I".to_owned(),
                    _ if governed => format!("me{tail}"),
                    _ => return None,
                }
            }
            it if it.starts_with("you") && !it.starts_with("young") && !it.starts_with("youth") => {
                return None;
            }
            _ => {
                out.push((*word).to_owned());
                continue;
            }
        };
        let turned =
            if matches!(core.to_lowercase().as_str(), "you") { turned } else { format!("{turned}{tail}") };
        let begins = out.is_empty();
        out.push(if begins { crate::frame::capitalised(&turned) } else { turned });
    }
    (!out.is_empty()).then(|| out.join(" "))
}

/// The letters of a word, without signs around them.
fn core(word: &str) -> &str {
    word.trim_matches(|it: char| !it.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_clear_is_turned_and_the_rest_left_out() {
        for (text, expected) in [
            ("Rights pass before you are paid", "Rights pass before I am paid"),
            ("You need permission to use your own work.", "I need permission to use my own work."),
            ("It leaves the rest with you.", "It leaves the rest with me."),
            ("The client owns it. Whatever befalls you, they win.", "The client owns it."),
            ("Nothing here.", "Nothing here."),
            ("Facts that others tell you are left out. Ask.", "Ask."),
            ("Leaving costs USD 300.00, i.e. half. Ask.", "Leaving costs USD 300.00, i.e. half. Ask."),
            ("It costs 1.5% a month", "It costs 1.5% a month"),
            ("(you) stay.", ""),
            ("Young authors sign.", "Young authors sign."),
            ("They may sue you, and you, too.", ""),
            (
                "You indemnify them, and they do not indemnify you",
                "I indemnify them, and they do not indemnify me",
            ),
            ("The law may let you agree to that.", "The law may let me agree to that."),
            ("Fees for letting you move in.", "Fees for letting me move in."),
            ("They may train AI on what you disclose", "They may train AI on what I disclose"),
            ("The landlord may lock you out", "The landlord may lock me out"),
        ] {
            assert_eq!(in_first_person(text), expected, "{text}");
        }
    }
}
