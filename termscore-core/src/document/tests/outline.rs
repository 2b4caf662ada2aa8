//! Blocks, headings, labels, lists and pages.

use super::*;

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
    let found = crate::document::label::label(text);
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
fn a_label_leads_in_to_what_follows_its_colon() {
    check(
        "3. Deposit: $900, of which $300 is kept. It is due at once.\n3.1 Courts: Delaware only\n3.2 Part Two: The Rooms\nENTRY: at any time, whoever is in: (a) by day; (b) by night.\n4. Courts. Singapore only.",
        "
        Deposit | 3 |H| deposit
        Deposit | 3 | | [deposit] 900 of which 300 is kept
        Deposit | 3 | | it is due at once
        Deposit > Courts | 3.1 |H| courts
        Deposit > Courts | 3.1 | | [courts] delaware only
        Deposit > Part Two: The Rooms | 3.2 |H| part two the rooms
        Deposit > ENTRY | ENTRY |H| entry
        Deposit > ENTRY | ENTRY | | [entry] at any time whoever is in
        Deposit > ENTRY | ENTRY | | [entry at any time whoever is in] by day
        Deposit > ENTRY | ENTRY | | [entry at any time whoever is in] by night
        Courts | 4 |H| courts
        Courts | 4 | | singapore only
        ",
    );
}

#[test]
fn a_question_leads_in_to_its_answer() {
    check(
        "When do we pay?\n\n60 days after your invoice. Late again? We pay 2%. It is all.\n\n**Who owns the files?** We do.\n",
        "
         |  | | when do we pay
         |  | | [when do we pay] 60 days after your invoice
         |  | | late again
         |  | | [late again] we pay 2
         |  | | it is all
        Who owns the files | Who owns the files |H| who owns the files
        Who owns the files | Who owns the files | | [who owns the files] we do
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
    use super::super::{Block, BlockKind, Layout, LayoutError};
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
    let layout = super::super::Layout { pages: vec![0, 6], ..super::super::Layout::default() };
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
        "the client Lee the tenant Roe ".repeat(4_000),
        format!("This agreement is between {}.", "Ann Lee and Joe Wick and ".repeat(3_000)),
        "Do we pay? No. ".repeat(4_000),
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

#[test]
fn lines_of_old_files_end_with_a_return() {
    let document = Document::from_text("", "1. Term. It lasts\ra year.\r\r2. Fee. Ten.");
    let spans: Vec<&str> = document.paragraphs.iter().map(|it| it.span.of(document.text())).collect();
    assert_eq!(spans, ["1. Term. It lasts\ra year.", "2. Fee. Ten."]);
}

#[test]
fn a_title_that_was_added_governs_and_says_nothing() {
    let mut joined =
        super::super::Joined::new("a", "1. Fee. As Exhibit C has it.", super::super::Layout::default());
    joined.attach("exhibit c.txt", None, "1. Price. Ten.", super::super::Layout::default());
    joined.text.push_str("\n\nBy: ______");
    joined.attach("rates.txt", None, "It is short.", super::super::Layout::default());
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

/// A page of a text cannot be unread if there is no such page.
#[test]
fn coverage_names_pages() {
    let check = |unread: &[usize], by_ocr: &[usize]| {
        let layout = super::super::Layout {
            pages: vec![0, 2],
            unread: unread.to_vec(),
            by_ocr: by_ocr.to_vec(),
            ..super::super::Layout::default()
        };
        Document::with_layout("", "a b c", layout).map(|it| it.unread_pages().to_vec())
    };
    assert_eq!(check(&[2], &[1]), Ok(vec![2]));
    assert_eq!(check(&[3], &[]), Err(crate::document::LayoutError::Coverage(3)));
    assert_eq!(check(&[2, 2], &[]), Err(crate::document::LayoutError::Coverage(2)));
    assert_eq!(check(&[], &[0]), Err(crate::document::LayoutError::Coverage(0)));
}
