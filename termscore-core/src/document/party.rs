//! The parties as a person would list them: what the document calls them, full name, what they are, where they live.
//! Rests on the names that [`alias`](super::alias) finds, which also tell the engine who is who.

use super::{Document, party_name};
use crate::{Span, rule::Role};

/// Characters of text about one party.
const ABOUT: usize = 600;

/// A party to the contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Party {
    /// What the document calls it, as written: `Client`; `you`. Empty if it has the full name only.
    pub called: Vec<String>,
    /// `Acme Inc.`; empty if it is not told.
    pub name: String,
    /// `corporation`, `limited liability company`, `individual`; empty if it is not told.
    pub entity: String,
    /// Where it is registered, or of what law it is: `Delaware`; empty if it is not told.
    pub place: String,
    /// As written; empty if it is not told.
    pub address: String,
    /// The words that introduce it; `None` if nothing does, as for "you".
    pub span: Option<Span>,
}

/// In order of the text.
pub(super) fn parties(document: &Document) -> Vec<Party> {
    let mut parties: Vec<Party> = Vec::new();
    for name in &document.aliases {
        let same = parties.iter_mut().find(|it| !name.full_name.is_empty() && it.name == name.full_name);
        match same {
            Some(party) => {
                party.called.push(name.written.clone());
                party.span = party.span.map(|it| it.cover(name.span));
            }
            None => parties.push(Party {
                called: vec![name.written.clone()],
                name: name.full_name.clone(),
                span: Some(name.span),
                ..Party::default()
            }),
        }
    }
    if parties.is_empty() {
        between(document, &mut parties);
    }
    addressee(document, &mut parties);
    let starts: Vec<usize> = parties.iter().filter_map(|it| it.span).map(|it| it.start).collect();
    for party in &mut parties {
        describe(document, party, &starts);
    }
    parties
}

/// "between Acme Inc. and Jane Doe", where no short names are given.
fn between(document: &Document, parties: &mut Vec<Party>) {
    for sentence in document.sentences.iter().take(15).filter(|it| it.role != Role::Contents) {
        let text = sentence.span.of(&document.text);
        let lower = text.to_ascii_lowercase();
        let Some(at) =
            lower.find("between ").map(|it| it + 8).or_else(|| lower.find("among ").map(|it| it + 6))
        else {
            continue;
        };
        let near: String = text.get(at..).unwrap_or_default().chars().take(ABOUT).collect();
        let mut from = at;
        for half in near.splitn(3, " and ").take(2) {
            let Some(name) = party_name::runs(half).into_iter().next() else { continue };
            let name =
                if party_name::is_entity(&name) { name } else { name.trim_end_matches('.').to_owned() };
            let Some(place) = text.get(from..).and_then(|it| it.find(&name)) else { continue };
            let start = sentence.span.start + from + place;
            from += place + name.len();
            let generic = party_name::is_role_word(&name);
            if name.len() > 2 && !generic {
                parties.push(Party {
                    name: name.clone(),
                    span: Some(Span::new(start, start + name.len())),
                    ..Party::default()
                });
            }
        }
        if parties.len() == 2 {
            return;
        }
        parties.clear();
    }
}

/// "Dear Ms Lee": who is "you" in a letter; and "you" in terms that name one side only.
fn addressee(document: &Document, parties: &mut Vec<Party>) {
    let called = |parties: &[Party]| {
        parties.iter().any(|it| it.called.iter().any(|it| it.eq_ignore_ascii_case("you")))
    };
    if called(parties) {
        return;
    }
    for sentence in document.sentences.iter().take(40) {
        let line_end = document.text.get(sentence.span.start..).and_then(|it| it.find('\n'));
        let end = line_end.map_or(document.text.len(), |it| sentence.span.start + it);
        let line = document.text.get(sentence.span.start..end).unwrap_or_default();
        let Some(rest) = line.strip_prefix("Dear ") else { continue };
        let name = rest.split([',', ':', ';']).next().unwrap_or_default().trim();
        let general = ["sir", "madam", "all", "customer", "to whom"]
            .iter()
            .any(|it| name.to_lowercase().starts_with(it));
        if name.len() > 60 || !name.starts_with(char::is_uppercase) {
            continue;
        }
        let start = sentence.span.start + 5;
        parties.push(Party {
            called: vec![String::from("you")],
            name: if general { String::new() } else { name.to_owned() },
            span: Some(Span::new(start, start + name.len())),
            ..Party::default()
        });
        return;
    }
    let n_you = document.words().filter(|it| matches!(it.norm, "you" | "your")).take(12).count();
    if n_you >= 12 && parties.len() < 2 {
        parties.push(Party { called: vec![String::from("you")], ..Party::default() });
    }
}

/// Reads entity, place and address from the words behind the name.
fn describe(document: &Document, party: &mut Party, starts: &[usize]) {
    let Some(span) = party.span else { return };
    let from = span.start;
    let next = starts.iter().copied().filter(|it| *it > from).min().unwrap_or(usize::MAX);
    let text = document.text.get(from..).unwrap_or_default();
    let limit = text.char_indices().nth(ABOUT).map_or(text.len(), |it| it.0).min(next.saturating_sub(from));
    let about = text.get(..limit).unwrap_or_default();
    // Cover pages give a party a few lines; sentences end at an empty line.
    let about = about.split("\n\n").next().unwrap_or_default();
    let about = about.get(party.name.len().min(about.len())..).unwrap_or(about);
    let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
    let lower = about.to_lowercase();
    if let Some((at, entity)) = entity(&lower) {
        party.entity = entity.to_owned();
        // "a Delaware corporation"
        let before = about.get(..at).unwrap_or_default();
        let words: Vec<&str> = before.split(' ').filter(|it| !it.is_empty()).collect();
        let article = words.iter().rposition(|it| matches!(it.to_lowercase().as_str(), "a" | "an"));
        if let Some(article) = article {
            let named: Vec<&str> = words
                .get(article + 1..)
                .unwrap_or_default()
                .iter()
                .copied()
                .take_while(|it| it.starts_with(char::is_uppercase) || matches!(*it, "of" | "the"))
                .collect();
            // "party of the first part"
            let is_part = named.last().is_some_and(|it| it.eq_ignore_ascii_case("part"));
            if named.len() <= 4 && !is_part {
                party.place = named.join(" ").trim_matches(',').to_owned();
            }
        }
    }
    if party.place.is_empty() {
        party.place = registered(&about, &lower).unwrap_or_default();
    }
    party.address = address(&about, &lower).unwrap_or_default();
}

/// What a party is, and where that is said.
fn entity(lower: &str) -> Option<(usize, &'static str)> {
    const KINDS: [&str; 22] = [
        "limited liability company",
        "limited liability partnership",
        "public limited company",
        "private limited company",
        "limited partnership",
        "general partnership",
        "nonprofit corporation",
        "non-profit corporation",
        "benefit corporation",
        "professional corporation",
        "national banking association",
        "limited company",
        "sole proprietorship",
        "sole proprietor",
        "sole trader",
        "corporation",
        "partnership",
        "trust",
        "individual",
        "university",
        "company",
        "association",
    ];
    let mut best: Option<(usize, &'static str)> = None;
    for kind in KINDS {
        let mut from = 0;
        while let Some(at) = lower.get(from..).and_then(|it| it.find(kind)).map(|it| it + from) {
            from = at + kind.len();
            let before = lower.get(..at).unwrap_or_default();
            let words: Vec<&str> = before.split(' ').rev().filter(|it| !it.is_empty()).take(6).collect();
            let article = words.iter().any(|it| matches!(*it, "a" | "an"));
            let whole = !lower.get(from..).is_some_and(|it| it.starts_with(char::is_alphabetic));
            if article && whole {
                if best.is_none_or(|it| at < it.0) {
                    best = Some((at, kind));
                }
                break;
            }
        }
    }
    best
}

/// "organized under the laws of the State of Delaware", "incorporated in England".
fn registered(about: &str, lower: &str) -> Option<String> {
    let starts = [
        "under the laws of ",
        "incorporated in ",
        "registered in ",
        "organized in ",
        "formed in ",
        "established in ",
        "incorporated and registered in ",
    ];
    let at = starts.iter().filter_map(|it| lower.find(it).map(|at| at + it.len())).min()?;
    let rest = about.get(at..)?;
    let rest = rest.strip_prefix("the ").unwrap_or(rest);
    let rest =
        rest.strip_prefix("State of ").or_else(|| rest.strip_prefix("Commonwealth of ")).unwrap_or(rest);
    let words = rest.split(' ').take(6);
    let mut place: Vec<&str> = Vec::new();
    for word in words {
        let core = word.trim_end_matches([',', ';', '.', ')', '(']);
        if !(core.starts_with(char::is_uppercase)
            || !place.is_empty() && matches!(core, "and" | "of" | "the"))
        {
            break;
        }
        place.push(core);
        if core.len() < word.len() {
            break;
        }
    }
    while place.last().is_some_and(|it| it.starts_with(char::is_lowercase)) {
        place.pop();
    }
    (!place.is_empty()).then(|| place.join(" "))
}

/// "with offices at 1 Main Street, Springfield", "residing at …".
fn address(about: &str, lower: &str) -> Option<String> {
    let starts = [
        "place of business at ",
        "place of business located at ",
        "business at ",
        "office at ",
        "offices at ",
        "office is at ",
        "residing at ",
        "located at ",
        "address at ",
        "address is ",
        "address of ",
        "whose address is ",
        "offices located at ",
        "office located at ",
        "resident at ",
        "residing in ",
        "address: ",
        "domiciled at ",
        ", of ",
        "office is situated at ",
        "situated at ",
        "place of business is ",
        "place of business in ",
        "headquartered at ",
        "business is ",
        "office in ",
        "offices in ",
        "based in ",
    ];
    let at = starts.iter().filter_map(|it| lower.find(it).map(|at| at + it.len())).min()?;
    let rest = about.get(at..)?;
    let end = [
        " (",
        ";",
        ", and ",
        " and ",
        " hereinafter",
        ", hereinafter",
        ") ",
        " is ",
        " agrees",
        ", a ",
        ", as ",
        ", which ",
        ", represented",
        ". ",
    ]
    .iter()
    .filter_map(|it| {
        let mut from = 0;
        loop {
            let at = rest.get(from..)?.find(it)? + from;
            // "1 Main St. Suite 4" goes on.
            let short = *it == ". "
                && rest.get(..at).is_some_and(|it| it.rsplit(' ').next().is_some_and(|it| it.len() <= 4));
            if !short {
                return Some(at);
            }
            from = at + it.len();
        }
    })
    .min()
    .unwrap_or(rest.len());
    let address = rest.get(..end)?.trim_matches([',', '.', ')', ' ', '*']);
    let good = address.len() <= 180
        && address.starts_with(|it: char| it.is_alphanumeric() && !it.is_lowercase())
        && (address.contains(',')
            || address.bytes().any(|it| it.is_ascii_digit())
            || address.split(' ').count() <= 3);
    (good && !address.is_empty()).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let document = Document::from_text("", text);
        let found: Vec<String> = document
            .parties()
            .iter()
            .map(|it| {
                format!("{}|{}|{}|{}|{}", it.called.join("/"), it.name, it.entity, it.place, it.address)
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn parties() {
        check(
            "This Agreement is made between Acme, Inc., a Delaware corporation with offices at 1 Main Street, Dover (the “Client”), and Jane Doe, an individual residing at 2 Elm Road, Leeds (\"Contractor\").",
            &[
                "Client|Acme, Inc.|corporation|Delaware|1 Main Street, Dover",
                "Contractor|Jane Doe|individual||2 Elm Road, Leeds",
            ],
        );
        check(
            "This Agreement is between Acme Ltd (“Acme”), a limited company incorporated in England and Wales, and Bob Roe (“Bob”).",
            &["Acme|Acme Ltd|limited company|England and Wales|", "Bob|Bob Roe|||"],
        );
        check("Client: Acme Ltd\nContractor: Jane Doe\n", &["Client|Acme Ltd|||", "Contractor|Jane Doe|||"]);
        check("This contract is between Acme Inc. and Jane Doe.", &["|Acme Inc.|||", "|Jane Doe|||"]);
        check("Dear Ms Lee,\n\nWe are glad to offer you work. You start soon.", &["you|Ms Lee|||"]);
        check(
            "This is between POPPY EVENTS PTY LTD ACN 123 456 789 of 1 High Street (that's \"Poppy\") and SAM LEE of 2 Low Street (\"Photographer\").",
            &["Poppy|POPPY EVENTS PTY LTD|||", "Photographer|SAM LEE|||"],
        );
        check(
            "Between: Lark Ltd (\"we\", \"us\")\nAnd: Ms Petrie (\"you\", the \"Designer\")",
            &["we/us|Lark Ltd|||", "you/Designer|Ms Petrie|||"],
        );
        check(
            "This is between Acme Ltd (\"Acme\") and the person named in the Order Form (the \"Creative\").",
            &["Acme|Acme Ltd|||", "Creative||||"],
        );
        check("Party A: Lark Ltd\nParty B: Ann Lee\n", &["Party A|Lark Ltd|||", "Party B|Ann Lee|||"]);
        check(
            "This is between eTown Inc. (\"eTown\") and Ann Lee (“Party B”).",
            &["eTown|eTown Inc.|||", "Party B|Ann Lee|||"],
        );
        check(
            "BETWEEN:\n\nTAM HOUSE INC., a corporation of Ontario (hereinafter \"the Publisher\")\n\n– and –\n\nGRAHAM ISSEL, of 27 Pine Road, Fredericton (hereinafter \"the Contributor\")\n\nThey agree.",
            &[
                "Publisher|TAM HOUSE INC.|corporation||",
                "Contributor|GRAHAM ISSEL|||27 Pine Road, Fredericton",
            ],
        );
        check(
            "(1) CRANE ESTATES LIMITED (Co. Regn. No. 0288) whose registered office is at 1 Market Place, Wells (\"the Lessor\")\n\n(2) HELEN RUTH TREE of 2 Copper Lane (\"the Surety\")\n\n",
            &["Lessor|CRANE ESTATES LIMITED|||1 Market Place, Wells", "Surety|HELEN RUTH TREE|||"],
        );
        check(
            "BETWEEN:  Reef Tours Pty Ltd (ACN 640 118 273) of Shop 4, Airlie Beach (Employer)\nAND:      Joshua Dean Petrakis of 22 Coral Road, Cannonvale (Employee)\n\nRECITALS",
            &["Employer|Reef Tours Pty Ltd|||", "Employee|Joshua Dean Petrakis|||"],
        );
        check(
            "2718 KING PLAZA CORP.\n(the \"Landlord\")\nOF THE FIRST PART\n\n– and –\n\nLITTLE BREAD LTD.\n(the \"Tenant\")\n\nWHEREAS the Landlord owns the plaza known as 2 King Road (the \"Plaza\");",
            &["Landlord|KING PLAZA CORP.|||", "Tenant|LITTLE BREAD LTD.|||"],
        );
        check(
            "SINE BRAN and TOM WILK, both of 12 Clon Mews (hereinafter together \"the Tenant\", their obligations being joint and several).",
            &["Tenant|SINE BRAN|||"],
        );
        check(
            "IN FAVOUR OF: Goda Foods Private Limited, a company with its office at Survey No. 64, HITEC City (the \"Disclosing Company\", including its group companies)\n\nThe Disclosing Company is evaluating consultants (the \"Evaluation\").",
            &["Disclosing Company|Goda Foods Private Limited|company||Survey No. 64, HITEC City"],
        );
        check(
            "Owner: People Ops | Template version: 4.2\n\n| Client | Birlinn Press CIC, a company of Leith |\n| Editor | Fraser Muir, Glasgow |\n| Fee | 200 |",
            &["Client|Birlinn Press CIC|company||", "Editor|Fraser Muir|||"],
        );
        check(
            "Item 1 – Landlord: Fern Plaza Pty Ltd (\"we\", \"us\")\nItem 2 – Tenant: Saoirse Naka (\"you\", the \"Tenant\")",
            &["Landlord/we/us|Fern Plaza Pty Ltd|||", "Tenant/you|Saoirse Naka|||"],
        );
        check(
            "Operator: Strik Market OÜ, Tallinn (\"Strik\", \"we\")\nMember: the person who opens an Account (\"Member\", \"you\")",
            &["Operator/Strik/we|Strik Market OÜ|||", "Member||||", "you||||"],
        );
        check(
            "The Landlord is NEST LIVING (DEPTFORD) LIMITED, registered number 119, of Nest House (\"Nest\").\nThe Resident is LORCAN MBEKI, of 5 View, Bristol (the \"Resident\").",
            &["Nest|NEST LIVING (DEPTFORD) LIMITED|||Nest House", "Resident|LORCAN MBEKI|||5 View, Bristol"],
        );
        check(
            "By: Fiona Czerny, translator, of 3 Weir Road, Kilkenny (the \"Recipient\")\nIn favour of: Ardenne Holdings SA, and each of its group companies (together \"Ardenne\")",
            &["Recipient|Fiona Czerny|||3 Weir Road, Kilkenny", "Ardenne|Ardenne Holdings SA|||"],
        );
        check(
            "Library:        Wattle Music Library Pty Ltd\nComposer:       Imogen Rae Castel, 7 Waratah Avenue",
            &["Library|Wattle Music Library Pty Ltd|||", "Composer|Imogen Rae Castel|||"],
        );
        check(
            "(1) HAWK PRODUCTIONS LLP, registered in England (the Producer); and\n(2) ANSELM QUARR of Mill Cottage, Cumbria CA1 (the Recordist).\n\n(A) The Producer is making a podcast (the Series).",
            &["Producer|HAWK PRODUCTIONS LLP||England|", "Recordist|ANSELM QUARR|||"],
        );
        check(
            "This indenture is made by and between CORNELIUS WANAMAKER of 4 Chew Street, hereinafter called the LESSOR, and LEO SZYM, hereinafter jointly called the LESSEE, party of the second part.",
            &["LESSOR|CORNELIUS WANAMAKER|||", "LESSEE|LEO SZYM|||"],
        );
        check("The weather is fine.", &[]);
    }
}
