//! Which words can be the name of a party, or its role.

use super::words_of;

/// What such a parenthesis names when it names no party.
pub(super) const NO_PARTY: &[&str] = &[
    "act",
    "addendum",
    "agreement",
    "amendment",
    "annex",
    "appendix",
    "arena",
    "artwork",
    "assets",
    "board",
    "bonus",
    "book",
    "building",
    "business",
    "center",
    "centre",
    "closing",
    "code",
    "commencement",
    "commission",
    "common",
    "compensation",
    "confidential",
    "content",
    "contract",
    "date",
    "deliverable",
    "deliverables",
    "effective",
    "equipment",
    "exhibit",
    "facility",
    "fee",
    "fees",
    "film",
    "game",
    "gdpr",
    "goods",
    "illustrations",
    "images",
    "index",
    "information",
    "intellectual",
    "ip",
    "law",
    "laws",
    "lease",
    "letter",
    "licence",
    "license",
    "loan",
    "mall",
    "marks",
    "meeting",
    "msa",
    "nda",
    "offering",
    "options",
    "order",
    "parties",
    "party",
    "patents",
    "period",
    "photographs",
    "plan",
    "plaza",
    "podcast",
    "premises",
    "price",
    "product",
    "products",
    "program",
    "project",
    "property",
    "prospectus",
    "purpose",
    "rate",
    "recordings",
    "salary",
    "schedule",
    "securities",
    "services",
    "shares",
    "site",
    "software",
    "song",
    "sow",
    "stadium",
    "statement",
    "stock",
    "term",
    "terms",
    "territory",
    "venue",
    "video",
    "website",
    "work",
];

/// Last words of a role, also without a name beside them.
const ROLES: &[&str] = &[
    "advertiser",
    "affiliate",
    "agency",
    "agent",
    "artist",
    "author",
    "bank",
    "borrower",
    "buyer",
    "client",
    "company",
    "composer",
    "consultant",
    "contractor",
    "contributor",
    "corporation",
    "creative",
    "creator",
    "customer",
    "designer",
    "developer",
    "discloser",
    "distributor",
    "editor",
    "employee",
    "employer",
    "executive",
    "franchisee",
    "franchisor",
    "freelancer",
    "guarantor",
    "hirer",
    "host",
    "illustrator",
    "interpreter",
    "investor",
    "landlord",
    "lender",
    "lessee",
    "lessor",
    "licensee",
    "licensor",
    "lodger",
    "manufacturer",
    "member",
    "mentor",
    "model",
    "musician",
    "narrator",
    "network",
    "occupier",
    "operator",
    "organizer",
    "owner",
    "participant",
    "partner",
    "performer",
    "photographer",
    "principal",
    "producer",
    "provider",
    "publisher",
    "purchaser",
    "receiver",
    "recipient",
    "renter",
    "reseller",
    "resident",
    "seller",
    "speaker",
    "sponsor",
    "studio",
    "subcontractor",
    "subscriber",
    "supplier",
    "surety",
    "talent",
    "tenant",
    "trainer",
    "translator",
    "user",
    "vendor",
    "videographer",
    "volunteer",
    "worker",
    "writer",
];

/// Last words of the name of an entity.
pub(super) const ENTITY: &[&str] = &[
    "ab",
    "ag",
    "association",
    "bank",
    "b.v",
    "bv",
    "co",
    "company",
    "corp",
    "corporation",
    "foundation",
    "fund",
    "gmbh",
    "group",
    "holdings",
    "inc",
    "incorporated",
    "institute",
    "kg",
    "l.l.c",
    "l.l.p",
    "l.p",
    "limited",
    "llc",
    "llp",
    "lp",
    "ltd",
    "n.a",
    "n.v",
    "nv",
    "oy",
    "partners",
    "partnership",
    "plc",
    "pte",
    "pty",
    "s.a",
    "s.l",
    "s.p.a",
    "s.r.l",
    "sa",
    "sarl",
    "se",
    "srl",
    "trust",
    "university",
];

/// True of a term that ends like a role.
pub(super) fn ends_like_role(term: &[String]) -> bool {
    term.last().is_some_and(|it| is_role(it) || it == "party") || is_lettered(term)
}

/// "Party A", "Party 1".
fn is_lettered(term: &[String]) -> bool {
    matches!(term, [first, second] if first == "party" && second.len() == 1)
}

/// True of a word that may begin a name: "Acme", "3M", "iVillage".
pub(super) fn begins_name(word: &str) -> bool {
    let mut letters = word.chars();
    let (first, second) = (letters.next(), letters.next());
    first.is_some_and(|it| {
        it.is_uppercase()
            || it.is_ascii_digit()
            || it.is_lowercase() && second.is_some_and(char::is_uppercase)
    })
}

/// False of the terms that never name a party, whoever stands before them.
pub(super) fn may_be_party(term: &[String]) -> bool {
    let (Some(first), Some(last)) = (term.first(), term.last()) else { return false };
    if last == "parties" || term == ["party"] || term == ["this"] {
        return false;
    }
    ends_like_role(term) || !NO_PARTY.contains(&last.as_str()) && !NO_PARTY.contains(&first.as_str())
}

/// Small words within names.
const WITHIN: [&str; 21] = [
    "&", "of", "the", "d/b/a", "dba", "de", "van", "von", "der", "la", "le", "du", "da", "do", "dos", "del",
    "di", "ter", "bin", "binte", "binti",
];

/// Runs of capitalised words, each without the lower-case words around it.
pub(super) fn runs(segment: &str) -> Vec<String> {
    /// Last words of the names of papers and days.
    const NO_LAST: [&str; 9] =
        ["agreement", "contract", "date", "form", "page", "policy", "schedule", "statement", "this"];
    let mut runs = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let mut close = |run: &mut Vec<&str>| {
        while run.last().is_some_and(|it| it.starts_with(char::is_lowercase) || *it == "&") {
            run.pop();
        }
        let name = run.join(" ");
        let name = name.trim_matches(|it: char| matches!(it, ',' | ';' | ':' | '"' | '*' | '[' | ']'));
        let name = without_home(name.strip_prefix("You ").unwrap_or(name)).to_owned();
        let words = words_of(&name);
        let skip = words.len() <= 1 && words.iter().all(|it| is_no_full_name(it))
            || words.iter().all(|it| it.bytes().all(|it| it.is_ascii_digit()))
            || words.first().is_some_and(|it| is_no_name(it)) && words.len() < 3
            || words.last().is_some_and(|it| NO_LAST.contains(&it.as_str()))
            || words.iter().any(|it| it == "agreement");
        if !name.is_empty() && !skip {
            runs.push(name);
        }
        run.clear();
    };
    let mut words = segment.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let core = word.trim_matches(['*', '_', '"', '“', '”']);
        // "Acme Pty Ltd ACN 123 456 789", "Ann Lee of 1 High Street": numbers of registers, and where they live.
        let address =
            core == "of" && words.peek().is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()));
        if matches!(core, "ACN" | "ABN" | "ARBN" | "NZBN") || address {
            close(&mut run);
            continue;
        }
        let upper = begins_name(core) && !core.starts_with(|it: char| it.is_ascii_digit());
        let inner = !run.is_empty() && (WITHIN.contains(&core) || in_entity(core, words.peek()));
        let digit =
            !run.is_empty() && core.starts_with(|it: char| it.is_ascii_digit()) && !core.ends_with(',');
        if !(upper || inner || digit)
            || run.is_empty()
                && matches!(
                    core.trim_end_matches(':'),
                    "This"
                        | "THIS"
                        | "The"
                        | "THE"
                        | "AND"
                        | "BETWEEN"
                        | "BY"
                        | "And"
                        | "Between"
                        | "By"
                        | "Given"
                        | "GIVEN"
                        | "Made"
                        | "MADE"
                        | "Whereas"
                        | "WHEREAS"
                )
        {
            close(&mut run);
            continue;
        }
        run.push(core);
        // A comma ends a name, unless its legal form follows.
        if core.ends_with([',', ';', ':']) {
            let place = word.as_ptr() as usize - segment.as_ptr() as usize + word.len();
            let next = segment.get(place..).unwrap_or_default().split_whitespace().next().unwrap_or_default();
            let form = words_of(next).first().is_some_and(|it| ENTITY.contains(&it.as_str()))
                && next.starts_with(char::is_uppercase);
            if !form || core.ends_with([';', ':']) {
                close(&mut run);
            }
        }
    }
    close(&mut run);
    runs
}

/// "ANN LEE" of "ANN LEE of Mill Cottage".
fn without_home(name: &str) -> &str {
    let in_capitals = |it: &str| it.contains(' ') && !it.contains(char::is_lowercase);
    match name.split_once(" of ") {
        Some((before, after)) if in_capitals(before) && after.contains(char::is_lowercase) => before,
        _ => name,
    }
}

/// "(Deptford)" of "Nest Living (Deptford) Limited".
fn in_entity(word: &str, next: Option<&&str>) -> bool {
    let place = word.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    place.is_some_and(begins_name) && next.is_some_and(|it| is_entity(it))
}

/// True of a name that ends as those of companies do: "Acme Inc."
pub(super) fn is_entity(name: &str) -> bool {
    words_of(name).last().is_some_and(|it| ENTITY.contains(&it.as_str()))
}

/// True of a name that is nothing but a role: "Client", "the Company".
pub(super) fn is_role_word(name: &str) -> bool {
    words_of(name)
        .iter()
        .all(|it| is_no_full_name(it) || matches!(it.as_str(), "the" | "you" | "your" | "us" | "we"))
}

/// True of one word that is the role of a party: "tenant".
pub(super) fn is_role(norm: &str) -> bool {
    ROLES.binary_search(&norm).is_ok()
}

/// "Company" alone is no full name.
pub(super) fn is_no_full_name(norm: &str) -> bool {
    let one = norm.strip_suffix('s').unwrap_or(norm);
    is_role(norm) || is_role(one) || ENTITY.contains(&norm) || NO_PARTY.contains(&norm)
}

fn is_no_name(norm: &str) -> bool {
    matches!(
        norm,
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "whereas"
            | "effective"
            | "for"
            | "to"
            | "by"
            | "party"
            | "agreement"
            | "exhibit"
            | "section"
            | "name"
            | "address"
            | "in"
            | "on"
            | "as"
            | "if"
            | "each"
            | "we"
            | "you"
    )
}
