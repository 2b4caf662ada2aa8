//! Contracts: headings, paragraphs, lists with lead-ins, definitions, parties, exhibits, and sentences of the words
//! that phrases look for.

use super::{Choices, phrase::WORDS};

const SUBJECTS: [&str; 12] = [
    "Client",
    "Artist",
    "the Contractor",
    "Each party",
    "Neither party",
    "The Company",
    "Acme",
    "We",
    "You",
    "Lee",
    "Service Provider",
    "Any third party",
];
const VERBS: [&str; 16] = [
    "shall",
    "shall not",
    "may",
    "agrees to",
    "is paid by",
    "shall be paid by",
    "may not",
    "never",
    "is required to",
    "hereby",
    "shall not be",
    "shall have no",
    "is not permitted to",
    "will",
    "not only",
    "but not",
];
const JOINTS: [&str; 18] = [
    ",",
    ";",
    " and",
    " or",
    ", and",
    " nor",
    " except",
    " other than",
    ", but",
    " provided that",
    " by Client",
    " by the Artist",
    " who may",
    " excluding",
    " unless",
    ":",
    " however",
    " apart from",
];
const VALUES: [&str; 21] = [
    "Ohio",
    "the State of Ohio",
    "France",
    "the United States",
    "Section 7.2(a)",
    "thirty (30) days",
    "30 days",
    "2 months",
    "five (6) days",
    "US$ 1,500.00",
    "$500",
    "EUR 10",
    "2%",
    "1.5% per month",
    "31 January 2026",
    "5",
    "two (2)",
    "perpetuity",
    "“the Work”",
    "30",
    "one year",
];
const SPECIAL: [&str; 12] =
    ["AI", "Work", "paid", "using", "grants", "training", "works", "Client’s", "works’", "Data", "IT", "ai"];
const HEADINGS: [&str; 9] = [
    "Payment",
    "Use of the Work",
    "Rights",
    "Term and Notice",
    "DATA",
    "Definitions",
    "WHAT THE CLIENT AGREES",
    "Artist's Obligations to Client",
    "Payment by the Artist",
];
/// What may follow a question.
const ANSWERS: [&str; 5] = ["? No.", "? Never, and no data.", "? Yes, the data.", "? No data.", "?"];
/// Beginnings of covenants without a subject.
const BARE: [&str; 6] = ["To", "Not to", "Promptly to", "Do not", "To Client", "To the"];
const BLOCKS: [&str; 15] = [
    "This Agreement is between Acme Ltd (the “Client”) and Ann Lee (“Lee”).",
    "Acme Inc. (“Acme”) and Lee Works Ltd (the “Artist”) agree to the term.",
    "Acme Inc. (“Acme”) and Lee Works Ltd (“Lee”) agree. Acme may use the work, and Lee shall be paid. Acme is paid.",
    "The data and the fee are set out in Exhibit A.",
    "EXHIBIT A\n\nThe fee is $500. Client shall pay the fee.",
    "The work policy attached as Exhibit B applies to training.",
    "The terms at https://example.com are incorporated by reference.",
    "WHEREAS Client grants a licence to use the data;",
    "“Work” means the data and the training of AI.",
    "IN WITNESS WHEREOF the parties have signed.\n\nClient: ________  Artist: ________",
    "Notice\n\nNotice to Client of the term shall be paid.",
    "Client: Acme Ltd\nContractor: Ann Lee",
    "Client shall pay $[●] under Section 9.9 and Exhibit B, by ____.",
    "[insert date]: Artist is paid for the Deliverables. Client may use such Deliverables [***] TBD.",
    "Nobody here writes much about anything that a reader might care for, so these lines only make this text long \
     enough to be read as something real: a page on which birds sing, rivers run, hills rise, winds blow, and clouds \
     drift over green fields towards far seas, while old friends sit together under tall trees until night falls and \
     stars begin to shine above quiet houses where children sleep and dream about summers that last for ever and \
     ever without rain or snow or cold.",
];

pub(super) fn contract(choices: &mut Choices<'_>) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let mut number = 0;
    for _ in 0..1 + choices.below(9) {
        blocks.push(match choices.below(8) {
            0..=2 => paragraph(choices),
            3 => {
                number += 1;
                format!("{number}. {}\n\n{}", choices.of(&HEADINGS), paragraph(choices))
            }
            4 => list(choices),
            5 => {
                number += 1;
                format!(
                    "{number}. {}. {}\n\n{number}.1 {}",
                    choices.of(&HEADINGS),
                    sentence(choices),
                    list(choices)
                )
            }
            _ => choices.of(&BLOCKS).to_owned(),
        });
    }
    blocks.join("\n\n")
}

fn paragraph(choices: &mut Choices<'_>) -> String {
    let mut text = sentence(choices);
    for _ in 0..choices.below(3) {
        text.push(' ');
        text.push_str(&sentence(choices));
    }
    text
}

/// "Client shall not: (a) …; or (b) …."
fn list(choices: &mut Choices<'_>) -> String {
    let lead_in = format!("{} {}{}:", choices.of(&SUBJECTS), choices.of(&VERBS), words(choices, 3));
    let items: Vec<String> = ["(a)", "(b)", "(c)"]
        .iter()
        .take(2 + choices.below(2))
        .map(|number| format!("{number}{}", words(choices, 6)))
        .collect();
    format!("{lead_in}\n{}.", items.join(choices.of(&[";\n", "; or\n", ",\n"])))
}

fn sentence(choices: &mut Choices<'_>) -> String {
    if choices.once_in(8) {
        let bare = if choices.once_in(4) { "" } else { choices.of(&BARE) };
        return format!("{bare}{}.", words(choices, 9)).trim_start().to_owned();
    }
    let mut text = choices.of(&SUBJECTS).to_owned();
    for _ in 0..1 + choices.below(2) {
        text.push(' ');
        text.push_str(choices.of(&VERBS));
        text.push_str(&words(choices, 7));
        text.push_str(if choices.once_in(2) { choices.of(&JOINTS) } else { "" });
    }
    text.push_str(&words(choices, 5));
    text.push_str(if choices.once_in(10) { choices.of(&ANSWERS) } else { "." });
    text
}

/// Some words, each after a blank.
fn words(choices: &mut Choices<'_>, most: usize) -> String {
    let mut text = String::new();
    for _ in 0..1 + choices.below(most) {
        match choices.below(14) {
            0 => text.push_str(choices.of(&JOINTS)),
            1 | 12 => {
                text.push(' ');
                text.push_str(choices.of(&VALUES));
            }
            2 | 3 => {
                text.push(' ');
                text.push_str(choices.of(&SPECIAL));
            }
            4 => {
                text.push(' ');
                text.push_str(choices.of(&SUBJECTS));
            }
            _ => {
                text.push(' ');
                text.push_str(choices.of(&WORDS));
            }
        }
    }
    text
}
