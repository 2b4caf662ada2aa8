//! Texts and what the document model makes of them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fmt::Write;

use proptest::prelude::*;

use super::{After, Block, BlockKind, Document, Layout};
use crate::rule::Role;

/// One line a sentence: section path, paragraph label, role, words; lead-in words in brackets.
fn render(document: &Document) -> String {
    let mut out = String::new();
    for sentence in &document.sentences {
        let paragraph = document.paragraphs.get(sentence.paragraph as usize).unwrap();
        let path: Vec<&str> = document
            .section_path(paragraph.section)
            .iter()
            .filter_map(|it| document.sections.get(*it as usize))
            .map(|it| if it.heading.is_empty() { it.number.as_str() } else { it.heading.as_str() })
            .collect();
        let words = |range: std::ops::Range<u32>| {
            let flow = document.flow.get(range.start as usize..range.end as usize).unwrap();
            flow.iter().map(|it| document.norm(*it)).collect::<Vec<_>>().join(" ")
        };
        let role = match sentence.role {
            Role::Operative => ' ',
            Role::Heading => 'H',
            Role::Recital => 'R',
            Role::Definition => 'D',
            Role::Contents => 'C',
            Role::Signature => 'S',
            Role::Hidden => 'X',
            Role::Struck => '-',
        };
        let lead = words(sentence.flow_start..sentence.own_start);
        let lead = if lead.is_empty() { lead } else { format!("[{lead}] ") };
        let own = words(sentence.own_start..sentence.flow_end);
        let _ = writeln!(
            out,
            "{} | {} |{role}| {lead}{own}",
            path.join(" > "),
            document.section_label(sentence.paragraph)
        );
    }
    out
}
/// What must hold of the model of any text.
fn uphold(document: &Document) {
    let text = document.text();
    let fits = |span: crate::Span| text.get(span.start..span.end).is_some();
    let mut owned = vec![false; document.words.len()];
    let (mut start, mut word_end) = (0, 0);
    for word in &document.words {
        assert!(
            text.get(word.start as usize..word.end as usize).is_some_and(|it| !it.is_empty()),
            "{word:?}"
        );
        assert!(word.start >= word_end, "words overlap: {word:?}");
        assert!(!document.spellings.get(word.spelling).is_empty(), "{word:?}");
        word_end = word.end;
    }
    for (at, sentence) in document.sentences.iter().enumerate() {
        assert!(fits(sentence.span) && !sentence.span.is_empty(), "{sentence:?}");
        assert!(sentence.span.start >= start, "sentence {at} lies before the end of the one before");
        start = sentence.span.end;
        let own = document.own_words(sentence);
        assert!(!own.is_empty());
        assert!(own.windows(2).all(|it| it.first() < it.last()));
        for word in own {
            let place = document.words.get(*word as usize).unwrap();
            assert!(sentence.span.start <= place.start as usize && place.end as usize <= sentence.span.end);
            assert!(!std::mem::replace(&mut owned[*word as usize], true), "word {word} has two sentences");
        }
        assert!(sentence.flow_start <= sentence.own_start && sentence.own_start - sentence.flow_start <= 120);
        let paragraph = document.paragraphs.get(sentence.paragraph as usize).unwrap();
        assert!((paragraph.first_sentence..paragraph.end_sentence).contains(&(at as u32)));
        assert!(paragraph.span.contains(sentence.span), "{:?} {:?}", paragraph.span, sentence.span);
    }
    assert_eq!(document.labels.len(), document.paragraphs.len());
    for paragraph in &document.paragraphs {
        assert!(fits(paragraph.span));
        assert!((paragraph.section as usize) < document.sections.len());
    }
    for (at, section) in document.sections.iter().enumerate() {
        assert!(fits(section.span), "{section:?}");
        assert!(
            section.first_sentence <= section.end_sentence
                && section.end_sentence as usize <= document.sentences.len()
        );
        match section.parent {
            None => assert_eq!(at, 0),
            Some(parent) => {
                assert!((parent as usize) < at);
                let parent = document.sections.get(parent as usize).unwrap();
                assert!(parent.span.contains(section.span), "{parent:?} {section:?}");
                assert!(
                    parent.first_sentence <= section.first_sentence
                        && section.end_sentence <= parent.end_sentence
                );
            }
        }
    }
}

/// Pieces of contracts, to be put together in any order.
const PIECES: [&str; 44] = [
    "1. ",
    "1.1 ",
    "(a) ",
    "(i) ",
    "(ii) ",
    "(b) ",
    "a) ",
    "A. ",
    "ARTICLE IV\n",
    "Section 4.2 ",
    "EXHIBIT A\n",
    "• ",
    "\n",
    "\n\n",
    "\r\n",
    "   ",
    "\u{c}",
    "Client shall not: ",
    "Contractor agrees to ",
    "pay USD 1,500.00. ",
    "; or ",
    ", and ",
    "Acme Inc. (the “Client”) ",
    "(\"Client\") ",
    "“Work” means ",
    "WHEREAS, ",
    "IN WITNESS WHEREOF ",
    "By: ____\n",
    "PAYMENT: ",
    "Payment. ",
    "non-exclusive ",
    "trans-\nferable ",
    "e-mail x@y.zz ",
    "https://a.b/c). ",
    "Payment ........ 12\n",
    "<PAGE>\n",
    "12\n",
    "U.S.C. § 101 ",
    "**Bold** ",
    "Table of Contents\n",
    "Ä\u{301}ß\u{ad}x’s ",
    "— ",
    "non ",
    "incorporated herein by reference. ",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_has_a_model(text in "\\PC{0,200}") {
        uphold(&Document::from_text("any", text));
    }

    #[test]
    fn any_mixture_of_contract_pieces_has_a_model(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60)) {
        uphold(&Document::from_text("pieces", pieces.concat()));
    }

    #[test]
    fn any_mixture_with_noise_has_a_model(pieces in prop::collection::vec((prop::sample::select(&PIECES[..]), ".{0,4}"), 0..40)) {
        let text: String = pieces.into_iter().map(|(piece, noise)| format!("{piece}{noise}")).collect();
        uphold(&Document::from_text("noise", text));
    }
}
#[track_caller]
fn check_words(text: &str, expected: &str) {
    assert_eq!(super::words_of(text).join(" "), expected, "{text:?}");
}

#[test]
fn words_have_one_normal_form() {
    check_words("Client's CLIENT’s clients' don’t", "client client clients do not");
    check_words(
        "CAN’T WON'T Cannot, you'll. (it’s) o'clock",
        "can not will not can not you will it is o'clock",
    );
    check_words("non-exclusive, non exclusive, Non-\nExclusive", "nonexclusive nonexclusive nonexclusive");
    check_words("royalty-free pre-existing sub-licence e-mail", "royalty free preexisting sublicence email");
    check_words("trans-\nferable royalty-\nfree third-\r\n  party", "transferable royalty free third party");
    check_words("trans\u{ad}ferable sub\u{ad}\nlicense", "transferable sublicense");
    check_words("$1,500.00 7.2 1st B2B 30% (30)", "1,500.00 7.2 1st b2b 30 30");
    check_words(
        "https://a.b/c?d=e). x.y@example.com, www.a.org/b",
        "https://a.b/c?d=e x.y@example.com www.a.org/b",
    );
    check_words("U.S.C. e.g. a.m. S.A.", "u.s.c e.g a.m s.a");
    check_words("and/or cannot can not", "and or can not can not");
    check_words("“ﬁxed” Straße É", "fixed straße é");
    check_words("", "");
}

#[test]
fn punctuation_is_kept_as_the_strongest_mark() {
    let document = Document::from_text("", "One, two; three: four. Five (a) six—seven 10:30 No. 5 end");
    let marks: Vec<After> = document.words.iter().map(|it| it.after).collect();
    use After::{Colon, Comma, Nothing, Semicolon, Stop};
    let expected = [
        Comma, Semicolon, Colon, Stop, Nothing, Nothing, Comma, Nothing, Nothing, Nothing, Nothing, Nothing,
        Stop,
    ];
    assert_eq!(marks, expected);
}

/// Compares with the lines of `expected`, blanks at their ends dropped.
#[track_caller]
fn check(text: &str, expected: &str) {
    let document = Document::from_text("", text);
    uphold(&document);
    let lines =
        |text: &str| text.lines().map(str::trim).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n");
    assert_eq!(lines(&render(&document)), lines(expected), "\n{}", render(&document));
}

#[test]
fn hard_wrapped_lines_join_and_page_numbers_are_dropped() {
    check(
        "The Contractor shall provide the services that are described in the schedule,\nand shall do so with care and within the time that the parties have agreed upon.\nThe Client shall pay.\n\nThe second paragraph goes on over the end of the page, which bears a number, and\n\n  12\n\u{c}\nthen ends.\n",
        "
        |  | | the contractor shall provide the services that are described in the schedule and shall do so with care and within the time that the parties have agreed upon
        |  | | the client shall pay
        |  | | the second paragraph goes on over the end of the page which bears a number and then ends
        ",
    );
}

#[test]
fn no_sentence_is_endless() {
    let words = |text: &str| -> Vec<usize> {
        let document = Document::from_text("", text);
        document.sentences.iter().map(|it| document.own_words(it).len()).collect()
    };
    assert_eq!(words(&"pay ".repeat(2_000)), [800, 800, 400]);
    assert_eq!(words(&format!("{}; {}.", "pay ".repeat(700).trim(), "keep ".repeat(300).trim())), [700, 300]);
    assert_eq!(words(&format!("{}.", "pay ".repeat(800).trim())), [800]);
}

#[test]
fn a_line_that_opens_a_parenthesis_goes_on() {
    check(
        "1. The Executive shall not interfere with the relationship between any customer and the Company, whether for herself or for somebody else\n(including by making disparaging statements about the Company).\n(a) She may speak.\n",
        "
        | 1 | | the executive shall not interfere with the relationship between any customer and the company whether for herself or for somebody else including by making disparaging statements about the company
        | 1(a) | | she may speak
        ",
    );
}

#[test]
fn a_line_that_begins_with_a_label_begins_a_block() {
    check(
        "1. Client shall pay the fee that is stated in the order within\nthirty days.\n2. Contractor shall deliver under Section\n4.2 of this contract.\n• a bullet\n",
        "
        | 1 | | client shall pay the fee that is stated in the order within thirty days
        | 2 | | contractor shall deliver under section 4.2 of this contract
        | 2 | | a bullet
        ",
    );
}

#[test]
fn runs_of_blanks_in_a_long_line_are_line_breaks() {
    check(
        "1. Payment   Client shall pay the fee within thirty days after it has received the invoice.   2. Term   This contract ends after one year, unless the parties agree to renew it in writing before it ends.",
        "
        Payment | 1 |H| payment
        Payment | 1 | | client shall pay the fee within thirty days after it has received the invoice
        Term | 2 |H| term
        Term | 2 | | this contract ends after one year unless the parties agree to renew it in writing before it ends
        ",
    );
}

#[test]
fn numbered_provisions_may_follow_one_another_in_a_line() {
    check(
        "13.1 The Executive must not use any Confidential Information for any purpose other than the business of the Company, and must keep it secret at all times during the employment. 13.2 This clause does not apply to information that is public, or that the Executive is required to disclose by an order of a court or by law. 13.3 It survives.",
        "
        | 13.1 | | the executive must not use any confidential information for any purpose other than the business of the company and must keep it secret at all times during the employment
        | 13.2 | | this clause does not apply to information that is public or that the executive is required to disclose by an order of a court or by law
        | 13.3 | | it survives
        ",
    );
}

/// Number, style and rank of each step; `-` without a label.
#[track_caller]
fn check_label(text: &str, expected: &str) {
    let found = super::label::label(text);
    let found = found.map_or("-".to_owned(), |it| format!("{} | {}", it.number, text.get(it.len..).unwrap()));
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn labels() {
    check_label("1. Payment", "1 | Payment");
    check_label("1.1 Payment", "1.1 | Payment");
    check_label("4.2. Payment", "4.2 | Payment");
    check_label("1.1(a)(iii) pay", "1.1(a)(iii) | pay");
    check_label("(a) pay", "(a) | pay");
    check_label("(iv)\tpay", "(iv) | pay");
    check_label("a) pay", "a | pay");
    check_label("A. Payment", "A | Payment");
    check_label("Article IV", "Article IV | ");
    check_label("ARTICLE 4. PAYMENT", "ARTICLE 4 | PAYMENT");
    check_label("Section 4.2. Payment", "Section 4.2 | Payment");
    check_label("§ 3 Payment", "§ 3 | Payment");
    check_label("Schedule 1 – Fees", "Schedule 1 | Fees");
    check_label("EXHIBIT C: FEES", "EXHIBIT C | FEES");
    check_label("Annex A", "Annex A | ");
    check_label("• pay", " | pay");
    check_label("**4. Payment**", "4 | Payment**");
    for none in [
        "30 days",
        "2020 was",
        "1,500.00 is",
        "Articles of",
        "Exhibit the",
        "a man",
        "Section 4.2 of this",
        "U.S. law",
        "(the Client)",
        "",
        "4.2%",
        "1/2",
    ] {
        check_label(none, "-");
    }
}

#[test]
fn headings_make_a_tree() {
    check(
        "CONSULTING AGREEMENT\n\nThis contract is made between the two parties that sign it below.\n\nARTICLE I\n\nFEES\n\n1.1 Late fees. Client shall pay interest.\n\n1.2 Client shall pay on time.\n\n(a) Currency – All fees are in euro.\n\nARTICLE II\nTERM\n\nIt ends.\n\nEXHIBIT A\n\nSERVICES\n\n1. Design\n\nContractor designs.\n",
        "
        |  |H| consulting agreement
        |  | | this contract is made between the two parties that sign it below
        FEES | ARTICLE I |H| fees
        FEES > Late fees | 1.1 |H| late fees
        FEES > Late fees | 1.1 | | client shall pay interest
        FEES | 1.2 | | client shall pay on time
        FEES > Currency | 1.2(a) |H| currency
        FEES > Currency | 1.2(a) | | all fees are in euro
        TERM | ARTICLE II |H| term
        TERM | ARTICLE II | | it ends
        SERVICES | EXHIBIT A |H| services
        SERVICES > Design | EXHIBIT A, 1 |H| design
        SERVICES > Design | EXHIBIT A, 1 | | contractor designs
        ",
    );
}

#[test]
fn a_letter_after_h_is_no_roman_number() {
    let mut text = String::from("1. Client shall:\n");
    for letter in ["g", "h", "i"] {
        let _ = writeln!(text, "({letter}) pay;");
    }
    text.push_str("(i) on time; and\n(ii) in full.\n(j) rest.\n");
    check(
        &text,
        "
        | 1 | | client shall
        | 1(g) | | [client shall] pay
        | 1(h) | | [client shall] pay
        | 1(i) | | [client shall] pay
        | 1(i)(i) | | [client shall] on time and
        | 1(i)(ii) | | [client shall] in full
        | 1(j) | | [client shall] rest
        ",
    );
}

#[test]
fn leads_reach_the_items_below_and_end_with_them() {
    check(
        "4. Licensee shall not:\n(a) use the Work\n(i) to train any model; or\n(ii) in any other way;\n(b) sell it.\n5. Licensor may sell it.\nLicensee shall\n- pay\n- report.\nThis is the end of the contract.\n",
        "
        | 4 | | licensee shall not
        | 4(a) | | [licensee shall not] use the work
        | 4(a)(i) | | [licensee shall not use the work] to train any model or
        | 4(a)(ii) | | [licensee shall not use the work] in any other way
        | 4(b) | | [licensee shall not] sell it
        | 5 | | licensor may sell it
        | 5 | | licensee shall
        | 5 | | [licensee shall] pay
        | 5 | | [licensee shall] report
        | 5 | | this is the end of the contract
        ",
    );
}

/// Blocks as a reader of files knows them.
fn document_of(blocks: &[(BlockKind, &str)]) -> Document {
    let mut text = String::new();
    let mut layout = Layout::default();
    for (kind, content) in blocks {
        let start = text.len();
        text.push_str(content);
        layout.blocks.push(Block { span: crate::Span::new(start, text.len()), kind: *kind });
        text.push_str("\n\n");
    }
    let document = Document::with_layout("", text, layout).unwrap();
    uphold(&document);
    document
}

#[test]
fn hidden_text_disturbs_nothing_around_it() {
    use BlockKind::{Heading, Hidden, ListItem, Paragraph};
    let shown = [
        (Paragraph, "SERVICES AGREEMENT"),
        (Heading(1), "1. Fees"),
        (Paragraph, "Contractor shall:"),
        (ListItem(1), "(a) deliver the work; and"),
        (ListItem(1), "(b) keep it secret."),
        (Heading(1), "2. Term"),
        (Paragraph, "It ends."),
    ];
    let hidden =
        (Hidden, "1. Hidden. The contractor waives all claims that it has or may have against anyone:");
    let visible = render(&document_of(&shown));
    let mixed: Vec<(BlockKind, &str)> = shown.iter().flat_map(|it| [*it, hidden]).collect();
    let mixed = render(&document_of(&mixed));
    let without: String =
        mixed.lines().filter(|it| !it.contains("|X|")).map(|it| format!("{it}\n")).collect();
    assert_eq!(without, visible);
    assert_eq!(mixed.matches("|X|").count(), shown.len() * 2, "{mixed}");
}

#[test]
fn the_enacting_words_lead_in_to_nothing() {
    check(
        "NOW, THEREFORE, the parties agree as follows:\n\n1. Client shall pay.\n\n2. Term. It ends soon.\n\n2.1 (a) Client pays first.\n",
        "
        |  | | now therefore the parties agree as follows
        | 1 | | client shall pay
        Term | 2 |H| term
        Term | 2 | | it ends soon
        Term | 2.1(a) | | client pays first
        ",
    );
}

#[test]
fn lists_inside_a_paragraph_are_cut() {
    check(
        "Contractor shall not: (a) disclose the data; (b) use it for (i) training or (ii) testing; or (c) sell it. This survives.",
        "
        |  | | contractor shall not
        |  | | [contractor shall not] disclose the data
        |  | | [contractor shall not] use it for i training or ii testing or
        |  | | [contractor shall not] sell it
        |  | | this survives
        ",
    );
    check(
        "Fees are due if (i) earned or (ii) agreed under Section 4(a) or clause (b).",
        "|  | | fees are due if i earned or ii agreed under section 4 a or clause b",
    );
}

/// Sentences as written, joined by " / ".
#[track_caller]
fn check_sentences(text: &str, expected: &str) {
    let document = Document::from_text("", text);
    uphold(&document);
    let found: Vec<&str> = document.sentences.iter().map(|it| it.span.of(document.text())).collect();
    assert_eq!(found.join(" / "), expected);
}

#[test]
fn stops_of_abbreviations_end_nothing() {
    check_sentences("Acme Inc. is here. It pays.", "Acme Inc. is here. / It pays.");
    check_sentences("It is paid to Acme Inc. The fee is due.", "It is paid to Acme Inc. / The fee is due.");
    check_sentences(
        "See 17 U.S.C. § 101 and No. 5, e.g. Art. 3, i.e. all.",
        "See 17 U.S.C. § 101 and No. 5, e.g. Art. 3, i.e. all.",
    );
    check_sentences("J. Smith signs at 5 p.m. today.", "J. Smith signs at 5 p.m. today.");
    check_sentences(
        "as stated in Exhibit A. Client pays 1.5 percent.",
        "as stated in Exhibit A. / Client pays 1.5 percent.",
    );
    check_sentences(
        "He said “no.” The deal (all of it.) ended! Why? Because.",
        "He said “no.” / The deal (all of it.) ended! / Why? / Because.",
    );
    check_sentences("the agreement.The rest", "the agreement. / The rest");
}

#[track_caller]
fn check_roles(text: &str, expected: &str) {
    let document = Document::from_text("", text);
    let roles: Vec<String> = document.sentences.iter().map(|it| format!("{:?}", it.role)).collect();
    assert_eq!(roles.join(" "), expected, "\n{}", render(&document));
}

#[test]
fn roles() {
    check_roles("WHEREAS, Client needs help.", "Recital");
    check_roles(
        "WHEREAS Client needs help; and WHEREAS Artist helps; NOW, THEREFORE, it is agreed as follows:\n\n1. Artist helps Client with all of the work that is to be done.",
        "Recital Operative Operative",
    );
    for opening in ["AGREED TERMS\n\n", "The parties agree:\n\n", "Operative provisions\n\n", ""] {
        let text = format!(
            "BACKGROUND\n\n(A) Client needs advice.\n\n{opening}1. Client may use the Deliverables to train its AI models."
        );
        let document = Document::from_text("", text);
        let last = document.sentences.last().map(|it| it.role);
        assert_eq!(last, Some(Role::Operative), "{opening}\n{}", render(&document));
        assert_eq!(document.sentences.get(1).map(|it| it.role), Some(Role::Recital));
    }
    check_roles(
        "BACKGROUND\n\nA. Client needs help.\n\nB. Contractor helps.\n\n1. Fees\n\nClient pays.",
        "Heading Recital Recital Heading Operative",
    );
    check_roles(
        "9. Recipient keeps it secret for ten years.\n\n10. Recipient pays all of Discloser's lawyers.\n\nSigned: ______",
        "Operative Operative Signature",
    );
    check_roles(
        "1. Grant of rights.\n\nRecipient may use it.\n\n2. Governing law and courts.\n\nOhio law applies.",
        "Heading Operative Heading Operative",
    );
    check_roles("“Work” means all things.", "Definition");
    check_roles(
        "The term \"Work\" shall have the meaning set out below: (a) this; (b) that.",
        "Definition Definition Definition",
    );
    check_roles("Client shall pay the fees (the “Fees”) by all means.", "Operative");
    check_roles(
        "TABLE OF CONTENTS\n\n1. Fees ........ 2\n2. Term ........ 3\n\n1. Fees\n\nClient pays.",
        "Contents Contents Contents Heading Operative",
    );
    check_roles(
        "Term ........ 12 months from 1 May\nRent ........ $2,850 per month\nDeposit ........ $900",
        "Operative Operative Operative",
    );
    check_roles(
        "Client pays.\n\nIN WITNESS WHEREOF, the parties sign.\n\nBy: ________\nName: Jane Doe\n\nEXHIBIT A\n\nClient pays.",
        "Operative Signature Signature Signature Heading Operative",
    );
}

/// `term=full name`, one after the other.
#[track_caller]
fn check_aliases(text: &str, expected: &str) {
    let document = Document::from_text("", text);
    let found: Vec<String> =
        document.aliases.iter().map(|it| format!("{}={}", it.term.join(" "), it.full_name)).collect();
    assert_eq!(found.join("; "), expected);
}

#[test]
fn aliases() {
    check_aliases(
        "This Agreement (“Agreement”) is made as of May 1, 2024 (\"Effective Date\") between Acme, Inc., a Delaware corporation (the “Client”), and Jane Doe, an individual (\"Contractor\").",
        "client=Acme, Inc.; contractor=Jane Doe",
    );
    check_aliases(
        "Acme Ltd (hereinafter referred to as \"Client\") hires Bob Roe (**\"Freelancer\"**).",
        "client=Acme Ltd; freelancer=Bob Roe",
    );
    check_aliases(
        "Acme GmbH (“Acme”, “we” or “us”) runs the site (“Site”).",
        "acme=Acme GmbH; we=Acme GmbH; us=Acme GmbH",
    );
    check_aliases(
        "Client: Acme Ltd\nContractor: Jane Doe\nDate: May 1, 2024\n",
        "client=Acme Ltd; contractor=Jane Doe",
    );
    check_aliases(
        "Given by Lena Fiorucci, designer (“Recipient”), to Marble Ltd (“Discloser”).",
        "recipient=Lena Fiorucci; discloser=Marble Ltd",
    );
    check_aliases("Client shall pay the fee (the \"Fee\") for the work (the \"Work\").", "");
    check_aliases(
        "“Confidential Information” means what one party (the “Discloser”) tells the other (the “Recipient”).",
        "discloser=; recipient=",
    );
    check_aliases(
        "Between Vale Press Ltd (\"Publisher\"), 3 Mill Lane, Bath, and Ines Okafor (\"Illustrator\"), for *The Lighthouse Mouse* (the \"Book\").",
        "publisher=Vale Press Ltd; illustrator=Ines Okafor",
    );
    check_aliases(
        "BETWEEN\nOak Holdings LLC, hereinafter called \"Landlord\",\nand\nPriya Nair and Colm Roe, hereinafter referred to as the “Tenant”.",
        "landlord=Oak Holdings LLC; tenant=Priya Nair",
    );
    check_aliases(
        "LOOM WORKS, INC. (the “Provider”) hosts it. Loom Works may end it. Target Corp. (“Buyer”) sets the target. Target pays.",
        "provider=LOOM WORKS, INC.; buyer=Target Corp.; loom works=LOOM WORKS, INC.",
    );
    check_aliases(
        "**Provider:** Loom, Inc. · 7 Alder Ave\n**Customer:** Lane Studio LLC\n**No.:** 5",
        "provider=Loom, Inc.; customer=Lane Studio LLC",
    );
}

/// `label (supplied, wholesale)`.
#[track_caller]
fn check_attachments(text: &str, expected: &str) {
    let document = Document::from_text("", text);
    let mark = |yes: bool, mark: &'static str| if yes { mark } else { "" };
    let found: Vec<String> = document
        .attachments
        .iter()
        .map(|it| format!("{}{}{}", it.label, mark(it.supplied, "+"), mark(it.wholesale, "*")))
        .collect();
    assert_eq!(found.join("; "), expected);
}

#[test]
fn attachments() {
    check_attachments("See the AI Policy attached hereto as Exhibit C.", "Exhibit C");
    check_attachments(
        "See Exhibits A and B and Schedule 2.1.\n\nEXHIBIT A\n\nAll is here.",
        "Exhibit A+; Exhibit B; Schedule 2.1",
    );
    check_attachments("Exhibit A is incorporated herein by reference.", "Exhibit A*");
    check_attachments("The recitals are incorporated herein by reference.", "");
    check_attachments(
        "Client accepts the Acceptable Use Policy available at https://a.example/aup.",
        "Acceptable Use Policy available at https://a.example/aup*",
    );
    check_attachments(
        "Contractor shall follow Client's security policies, as amended from time to time.",
        "Client's security policies",
    );
    check_attachments(
        "Client's policies, as amended from time to time, form part of this Agreement.",
        "Client's policies*",
    );
}

#[test]
fn items_of_a_list_are_cited_with_the_heading_above_them() {
    use BlockKind::{Heading, ListItem, Paragraph};
    let document = document_of(&[
        (Heading(2), "1. Fees"),
        (ListItem(1), "1. Dues are payable in advance."),
        (ListItem(1), "2. We may increase the dues."),
        (Heading(2), "2. Renewal"),
        (ListItem(1), "1. It renews for a year."),
        (Heading(2), "3. Leaving"),
        (Paragraph, "You may leave."),
    ]);
    let labels: Vec<&str> = (0..7).map(|it| document.section_label(it)).collect();
    assert_eq!(labels, ["1", "1(1)", "1(2)", "2", "2(1)", "3", "3"]);
    let headings: Vec<String> = document.outline().into_iter().map(|it| it.heading).collect();
    assert_eq!(headings, ["Fees", "Renewal", "Leaving"]);
}

#[test]
fn layout_must_fit_the_text() {
    use super::{Block, BlockKind, Layout, LayoutError};
    let block = |start, end| Block { span: crate::Span { start, end }, kind: BlockKind::Paragraph };
    let build = |blocks: Vec<Block>, pages: Vec<usize>| {
        Document::with_layout("", "é is\nhere", Layout { blocks, pages, ..Layout::default() })
            .map(|it| it.sentences.len())
    };
    assert_eq!(build(vec![block(0, 5), block(6, 10)], vec![0, 6]), Ok(2));
    assert_eq!(build(vec![block(1, 5)], vec![]), Err(LayoutError::Block(0)));
    assert_eq!(build(vec![block(0, 99)], vec![]), Err(LayoutError::Block(0)));
    assert_eq!(build(vec![block(0, 5), block(4, 6)], vec![]), Err(LayoutError::Overlap(1)));
    assert_eq!(build(vec![], vec![1]), Err(LayoutError::Page(1)));
    assert_eq!(build(vec![], vec![0, 1]), Err(LayoutError::Page(2)));
}

#[test]
fn pages_are_counted_from_one() {
    let layout = super::Layout { pages: vec![0, 6], ..super::Layout::default() };
    let document = Document::with_layout("", "first second", layout).unwrap();
    assert_eq!([document.page_of(0), document.page_of(5), document.page_of(6)], [Some(1), Some(1), Some(2)]);
    assert_eq!(Document::from_text("", "first").page_of(0), None);
}

/// A word broken at every line end once made the lexer look at all of it again at each.
#[test]
fn hostile_texts_cost_no_more_than_their_length() {
    let texts = [
        "a-\n".repeat(30_000),
        "(a)".repeat(1_000),
        "(a) x:\n".repeat(1_000),
        "\n".repeat(30_000),
        "Client shall not disclose the (a) work; or any. ".repeat(1_500),
        "1. Client shall:\n(a) pay:\n(i) promptly, and:\n".repeat(500),
        "x.y@".repeat(20_000),
        "(".repeat(30_000),
        "AGREEMENT\n\n".repeat(4_000),
        "“A” means (the “B”) under Section 1(a), ".repeat(2_000),
        "Acme Inc. (“Acme”) and paragraph (a), ".repeat(2_000),
        "[ ] ____ {{ XX $[●] <A b> ".repeat(2_000),
        "{".repeat(30_000),
        "“".repeat(30_000),
        "Section ".repeat(10_000),
        "By: ____ Name: X\n".repeat(2_000),
        "Fees ........ x ".repeat(40_000),
    ];
    for text in texts {
        let document = Document::from_text("", text);
        uphold(&document);
        let n_found = document.references().len()
            + document.definitions().len()
            + document.parties().len()
            + document.blanks().len()
            + document.signatures().len();
        assert!(n_found <= document.text().len());
    }
}

/// Each text with " / " where one sentence ends and the next begins.
#[test]
fn sentences_of_legal_texts() {
    for text in [
        // Companies and titles.
        "Acme Inc. shall pay Beta Ltd. and Gamma Corp. on time. / It may not delay.",
        "It pays Acme, Inc. / The fee is due.",
        "Acme Co. and its agents agree. / They sign.",
        "Mr. Smith and Mrs. Jones met Dr. Lee. / Prof. Roe came too.",
        "It is sold to Acme S.A. of Geneva and Beta B.V. of Delft. / It is shipped.",
        "John A. Smith Jr. signs for it. / He is bound.",
        "J. R. Smith signs. / The rest follow.",
        "Acme L.L.C. hires Roe Ltd. / Each party signs.",
        "Acme Pty. Ltd. agrees. / Beta Pte. Ltd. does not.",
        "St. Louis is the venue. / No other is.",
        // Citations.
        "It is a work under 17 U.S.C. § 101 and its rules. / It stays so.",
        "See 37 C.F.R. § 2.1 for more. / Nothing else applies.",
        "Roe v. Wade is cited. / So is Smith vs. Jones.",
        "Under Art. 4 and Arts. 5 and 6 it ends. / It is over.",
        "See Sec. 3 and Secs. 4 and 5. / They apply.",
        "It is listed as No. 5 and Nos. 6 and 7. / They count.",
        "See Exh. A and Sched. 2 for fees. / Fees are due.",
        "See p. 4 and pp. 5 to 9. / They matter.",
        "See para. 3 and cl. 4 of it. / Both apply.",
        "The Cal. Civ. Code applies. / Other codes do not.",
        "See Fed. Reg. Vol. 3 for it. / It is public.",
        "It is governed by Section 4. / Client shall pay.",
        "It is governed by Exhibit A. / Client shall pay.",
        "It is subject to Article IV. / Client shall pay.",
        // Abbreviations inside.
        "Some goods, e.g. Books and Maps, are free. / Others are not.",
        "All of it, i.e. Everything, is due. / It is owed.",
        "Goods, tools, etc. are included. / Nothing else is.",
        "It covers tools, etc. / The rest is not covered.",
        "The U.S. Government agrees. / It signs.",
        "It applies in the U.S. / It does not apply elsewhere.",
        "It applies in the U.K. and the E.U. today. / It may change.",
        "It ends at 5 p.m. on Friday. / It starts at 9 a.m. each day.",
        "It closes at 5 p.m. / The office is closed then.",
        "Approx. 5 units and a min. of 3 are due. / They are shipped.",
        // Numbers.
        "It pays 1.5 percent, $1,500.00 and 2.25% more. / It is paid.",
        "The fee is $500. / It is due at once.",
        "It ends in 2026. / Then it is renewed.",
        "It ends on 31.12.2026 at 10.30 in full. / It is over.",
        "Version 2.0.1 is shipped. / Version 3 is not.",
        "The site is example.com and it is up. / See https://a.example/b.html for more.",
        "Write to x.y@example.com. / We answer.",
        // Quotes and brackets.
        "It is called “the Work.” / The Work is art.",
        "It is called \"the Work.\" / The Work is art.",
        "It ends (unless renewed.) / It is over then.",
        "It ends. / (See below.) / It is over.",
        "It is due (see Section 4.) and paid. / It is over.",
        "“Work” means all of it. / “Fee” means the price.",
        // Marks.
        "Is it due? / It is! / It is paid.",
        "It waits… and then ends. / It is over.",
        "It waits ... and then ends. / It is over.",
        "It is due; it is paid; it is over. / Nothing is left.",
        "It is due: now. / It is paid.",
        "It is due — at once. / It is paid.",
        // Enumerations.
        "Client may (i) copy or (ii) sell it. / It may not lend it.",
        "It ends if (a) due or (b) paid. / Then it is over.",
        "It is due under clause (a). / Client pays. / It is over.",
        "See items 1. and 2. of it. / They count.",
        // Capitals.
        "THE WORK IS PROVIDED AS IS AND WITHOUT WARRANTIES OF ANY KIND TO ANYBODY. / NO OTHER WARRANTY IS GIVEN.",
        "ACME INC. DISCLAIMS EVERYTHING THAT ANYBODY MAY HAVE SAID ABOUT THE WORK. / IT PAYS NOTHING.",
        "Plan A. is chosen by it. / Plan B. is not.",
        "Client pays Contractor. / Contractor signs.",
    ] {
        let document = Document::from_text("", text.replace(" / ", " "));
        let found: Vec<&str> = document.sentences.iter().map(|it| it.span.of(document.text())).collect();
        let found = found.join(" / ");
        assert_eq!(found, text);
    }
}

#[test]
fn numbers_alone_and_ordinals_number_what_follows() {
    check(
        "1.\n\nClient shall pay the fee.\n\n1.1\n\nIt pays in euro.\n\n(a)\nIt pays now.\n",
        "
        | 1 | | client shall pay the fee
        | 1.1 | | it pays in euro
        | 1.1(a) | | it pays now
        ",
    );
    check(
        "FIRST: Client shall pay the fee.\n\nSECOND: Contractor shall work.\n\nFirst, nothing is numbered here.\n",
        "
        | FIRST | | client shall pay the fee
        | SECOND | | contractor shall work
        | SECOND | | first nothing is numbered here
        ",
    );
    check_label("Section ONE. Fees", "Section ONE | Fees");
    check_label("SECTION IV: FEES", "SECTION IV | FEES");
    check_label("Third. Fees", "Third | Fees");
}

#[test]
fn words_that_close_a_list_go_on_with_its_lead_in() {
    check(
        "4. Licensee shall not:\n\n(a) use the Work;\n\n(b) sell it; or\n\n(i) lend it; and\n\n(c) keep it;\n\nwithout consent.\n\n5. It ends.\n",
        "
        | 4 | | licensee shall not
        | 4(a) | | [licensee shall not] use the work
        | 4(b) | | [licensee shall not] sell it or
        | 4(b)(i) | | [licensee shall not] lend it and
        | 4(c) | | [licensee shall not] keep it
        | 4(c) | | [licensee shall not] without consent
        | 5 | | it ends
        ",
    );
}

/// "IN NO EVENT SHALL EITHER PARTY BE" was a heading, and what followed a promise.
#[test]
fn a_heading_in_the_first_line_of_its_text_leaves_the_text_whole() {
    let cases = [
        ("8. Limitation of Liability. IN NO EVENT SHALL\nEITHER PARTY BE LIABLE.", "Limitation of Liability"),
        ("2. Term. This Agreement\nbegins on the date below and lasts two years.", "Term"),
        ("1. At-Will Employment. You\nmay leave at any time.", "At-Will Employment"),
        (
            "(c) Third Party Information. I recognize that the\nCompany has received it.",
            "Third Party Information",
        ),
    ];
    for (text, heading) in cases {
        let document = Document::from_text("", text);
        assert_eq!(document.paragraphs.len(), 1, "{text}");
        let outline = document.outline();
        assert_eq!(outline.iter().map(|it| it.heading.as_str()).collect::<Vec<_>>(), [heading], "{text}");
    }
    // A title above a text in capitals, and the name of a company above an address, stand apart.
    for text in [
        "8. Limitation of Liability\nIN NO EVENT SHALL EITHER PARTY BE LIABLE.",
        "Acme Corp. Ltd\nthe client",
    ] {
        assert_eq!(Document::from_text("", text).paragraphs.len(), 2, "{text}");
    }
}

#[test]
fn a_short_sentence_that_begins_a_provision_is_no_heading() {
    let text = "1. Money\n\n1.1 Tips go to the house. Please hand them in.\n1.2 You're employed at will. We may end it.\n\
                1.3 Late fees. You pay 5% a month.\n1.4 What you pay. You pay 10 a month.\n\
                1.5 Lee's materials. They stay with Lee.\n1.6 We own it all. The work is ours on delivery.";
    let document = Document::from_text("t.txt", text);
    let headings: Vec<String> = document.outline().iter().map(|it| it.heading.clone()).collect();
    assert_eq!(headings, ["Money", "Late fees", "What you pay", "Lee's materials"]);
}

#[test]
fn a_line_that_wants_another_word_is_no_heading() {
    for text in ["As a\ncondition of my employment I agree.", "Your\nsalary will be paid monthly."] {
        let document = Document::from_text("", text);
        assert_eq!((document.paragraphs.len(), document.outline().len()), (1, 0), "{text}");
    }
    assert_eq!(Document::from_text("", "EXHIBIT A\nfees and costs of the work").paragraphs.len(), 2);
}

#[test]
fn paragraphs_begin_with_titles_where_others_do() {
    let headings = |text: &str| -> Vec<String> {
        Document::from_text("", text).outline().iter().map(|it| it.heading.clone()).collect()
    };
    let titled = "Fees. The fee is due on the first day of the month.\n\nTerm. The term is one year from the date above.\n\nLaw. The law of England and Wales applies to it.";
    let grant = "Grant of rights. I grant the company all rights in my voice.";
    assert_eq!(headings(&format!("{titled}\n\n{grant}")), ["Fees", "Term", "Law", "Grant of rights"]);
    assert!(headings(grant).is_empty());
    assert_eq!(headings(&format!("{titled}\n\nYou may leave. All of it ends on that day at noon.")).len(), 3);
}

#[test]
fn sections_that_a_first_paragraph_leads_in_to_keep_their_paragraphs() {
    check(
        "I agree to the following:\n\n1. Claims. I claim nothing.\n\nThis stays so.\n\n2. Law. It is ours.\n",
        "
        |  | | i agree to the following
        Claims | 1 |H| claims
        Claims | 1 | | i claim nothing
        Claims | 1 | | this stays so
        Law | 2 |H| law
        Law | 2 | | it is ours
        ",
    );
}

/// "Contractor: Ann Lee" was a heading if a section followed, and none if nothing did.
#[test]
fn what_follows_a_line_of_names_does_not_change_it() {
    for text in [
        "Client pays the fee on time.\n\nClient: Acme Ltd\nContractor: Ann Lee",
        "Client pays the fee on time.\n\nAnn Lee",
    ] {
        let roles = |text: &str| -> Vec<Role> {
            Document::from_text("", text).sentences.iter().map(|it| it.role).collect()
        };
        let plain = roles(text);
        let longer = roles(&format!("{text}\n\n99. Colours\n\nSkies are blue."));
        assert_eq!(Some(plain.as_slice()), longer.get(..plain.len()), "{text}");
    }
}

#[test]
fn lines_of_old_files_end_with_a_return() {
    let document = Document::from_text("", "1. Term. It lasts\ra year.\r\r2. Fee. Ten.");
    let spans: Vec<&str> = document.paragraphs.iter().map(|it| it.span.of(document.text())).collect();
    assert_eq!(spans, ["1. Term. It lasts\ra year.", "2. Fee. Ten."]);
}

#[test]
fn a_title_that_was_added_governs_and_says_nothing() {
    let mut joined = super::Joined::new("a", "1. Fee. As Exhibit C has it.", super::Layout::default());
    joined.attach("exhibit c.txt", None, "1. Price. Ten.", super::Layout::default());
    joined.text.push_str("\n\nBy: ______");
    joined.attach("rates.txt", None, "It is short.", super::Layout::default());
    let Ok(document) = Document::with_layout("a", joined.text, joined.layout) else {
        unreachable!("the layout fits");
    };
    let labels: Vec<&str> =
        (0..document.paragraphs.len() as u32).map(|it| document.section_label(it)).collect();
    assert_eq!(labels.get(..3), Some(["1", "Exhibit C", "Exhibit C, 1"].as_slice()));
    // The signatures of one file do not go on in the next.
    assert_eq!(document.sentences.last().map(|it| it.role), Some(crate::rule::Role::Operative));
    let title = document.sentences.iter().find(|it| it.span.of(document.text()) == "Exhibit C");
    assert_eq!(title.map(|it| document.sentence_words(it).len()), Some(0));
    assert!(document.attachments.iter().all(|it| it.supplied));
}

/// A footer that stands in a sentence of a text made from a PDF is no part of the sentence.
#[test]
fn running_footers_at_form_feeds_are_no_text() {
    let page = |body: &str, nth: usize| format!("{body}\n\nAcme master terms, ref. 17/{nth}\n\u{0C}");
    let text = page("1. The Client shall pay the Contractor the fee for all that is delivered", 1)
        + &page("within thirty days of receipt.\n\n2. The Contractor shall deliver it", 2)
        + &page("in time.\n\n3. The Client shall accept it.", 3);
    let document = Document::from_text("x", text);
    let words: Vec<String> = document
        .sentences
        .iter()
        .map(|it| {
            let words = document.own_words(it).iter();
            words.map(|it| document.norm(*it)).collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert!(
        words.iter().any(|it| it.ends_with("all that is delivered within thirty days of receipt")),
        "{words:?}"
    );
    assert!(words.iter().all(|it| !it.contains("acme")), "{words:?}");
}

/// A footnote is no part of the signature block that it follows.
#[test]
fn footnotes_and_boxes() {
    use BlockKind::{Note, Paragraph};
    let rendered = render(&document_of(&[
        (Paragraph, "1. Delivery. ☒ print ☐ web"),
        (Paragraph, "Signed for Acme"),
        (Paragraph, "By: ____________"),
        (Note, "[1] Including sketches that were not chosen."),
    ]));
    let expected = [
        "Delivery | 1 |H| delivery",
        "Delivery | 1 | | print web",
        "Delivery | 1 |S| signed for acme",
        "Delivery | 1 |S| by",
        "Delivery | 1 | | 1 including sketches that were not chosen",
    ];
    assert_eq!(rendered.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_salutation_is_a_line_of_its_own() {
    let document = Document::from_text("x", "Dear Mina,\n\nthese are our terms.\n");
    assert_eq!(document.paragraphs.len(), 2);
}

/// A page of a text cannot be unread if there is no such page.
#[test]
fn coverage_names_pages() {
    let check = |unread: &[usize], by_ocr: &[usize]| {
        let layout = super::Layout {
            pages: vec![0, 2],
            unread: unread.to_vec(),
            by_ocr: by_ocr.to_vec(),
            ..super::Layout::default()
        };
        Document::with_layout("", "a b c", layout).map(|it| it.unread_pages().to_vec())
    };
    assert_eq!(check(&[2], &[1]), Ok(vec![2]));
    assert_eq!(check(&[3], &[]), Err(super::LayoutError::Coverage(3)));
    assert_eq!(check(&[2, 2], &[]), Err(super::LayoutError::Coverage(2)));
    assert_eq!(check(&[], &[0]), Err(super::LayoutError::Coverage(0)));
}
