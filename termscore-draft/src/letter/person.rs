//! What a rule tells the signer ("you are paid late") in, the same in the signer's own mouth out ("I am paid late").
//!
//! English does not show whether "you" is a subject or an object: only where the words around it decide that is a
//! sentence turned, and otherwise left out.

/// Verbs that "you" is the subject of, as they stand after it.
const VERBS: [&str; 72] = [
    "accept",
    "agree",
    "agreed",
    "answer",
    "asked",
    "bear",
    "bring",
    "brought",
    "can",
    "cannot",
    "carry",
    "cause",
    "caused",
    "choose",
    "could",
    "create",
    "created",
    "deliver",
    "delivered",
    "depend",
    "did",
    "do",
    "earn",
    "earned",
    "find",
    "finance",
    "finish",
    "gave",
    "get",
    "give",
    "go",
    "grant",
    "had",
    "hand",
    "have",
    "hold",
    "indemnify",
    "keep",
    "know",
    "lend",
    "leave",
    "live",
    "lose",
    "made",
    "make",
    "may",
    "might",
    "must",
    "need",
    "never",
    "only",
    "owe",
    "own",
    "pay",
    "promise",
    "prove",
    "run",
    "see",
    "sell",
    "send",
    "sent",
    "should",
    "show",
    "sign",
    "spend",
    "stay",
    "still",
    "take",
    "wait",
    "will",
    "work",
    "would",
];

/// Words that "you" is the object of, as they stand before it.
const GOVERNORS: [&str; 48] = [
    "about", "against", "allow", "allows", "around", "ask", "asks", "at", "bind", "binds", "by", "cost",
    "costs", "for", "forbid", "forbids", "from", "give", "gives", "hit", "hits", "hold", "holds", "into",
    "keep", "keeps", "leave", "leaves", "let", "lets", "make", "makes", "of", "on", "owe", "owes", "pay",
    "pays", "protect", "protects", "stop", "sue", "tell", "tells", "than", "to", "upon", "with",
];

/// The sentences of a text that can be told in the first person.
pub(super) fn in_first_person(text: &str) -> String {
    let sentences = text.split_inclusive(['.', '!', '?']);
    let turned: Vec<String> = sentences.filter_map(sentence).collect();
    turned.join(" ")
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
                match verb {
                    "are" | "were" => {
                        let closing =
                            words.get(at + 1).and_then(|it| it.get(verb.len()..)).unwrap_or_default();
                        skip = true;
                        format!("I {}{closing}", if verb == "are" { "am" } else { "was" })
                    }
                    _ if VERBS.contains(&verb) => "I".to_owned(),
                    _ if before.is_some_and(|it| GOVERNORS.contains(&it.as_str())) => format!("me{tail}"),
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
            ("(you) stay.", ""),
            ("Young authors sign.", "Young authors sign."),
            ("They may sue you, and you, too.", ""),
        ] {
            assert_eq!(in_first_person(text), expected, "{text}");
        }
    }
}
