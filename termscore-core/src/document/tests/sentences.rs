//! Where sentences end, and what they do.

use super::*;

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
fn a_salutation_is_a_line_of_its_own() {
    let document = Document::from_text("x", "Dear Mina,\n\nthese are our terms.\n");
    assert_eq!(document.paragraphs.len(), 2);
}

#[test]
fn a_question_is_answered_behind_it() {
    let answered = |text: &str| -> Vec<bool> {
        let document = Document::from_text("", text);
        uphold(&document);
        document
            .sentences
            .iter()
            .filter(|it| it.role == Role::Operative)
            .map(|it| it.is_answered_no)
            .collect()
    };
    for no in ["No.", "Never, whatever happens.", "Not at all.", "No, we won't.", "“No.”", "Of course not."]
    {
        assert_eq!(answered(&format!("Do you keep my deposit? {no}")), [true, false], "{no}");
    }
    for other in ["Yes.", "No later than May.", "Sure, we do.", "It depends.", "Not if it rains."] {
        assert_eq!(answered(&format!("Do you keep my deposit? {other}")), [false, false], "{other}");
    }
    assert_eq!(answered("Who keeps my deposit?"), [false]);
    assert_eq!(answered("We keep your deposit. No."), [false, false]);
    assert_eq!(
        answered("1. Fees\n\nThe fee is $5.\n\nDo you keep my deposit?\n\nNo, we return it."),
        [false, true, false]
    );
}

#[test]
fn a_short_line_ends_the_background() {
    let roles = |text: &str| -> Vec<Role> {
        let document = Document::from_text("", text);
        document.sentences.iter().map(|it| it.role).collect()
    };
    let text = "Background\n\nPurl is an app that people knit with. You design sweaters.\n\nWhat you'll do\n\nYou write eight patterns for us within the year.\n";
    assert_eq!(roles(text), [Role::Heading, Role::Recital, Role::Recital, Role::Operative, Role::Operative]);
    let recitals = "Background\n\nAcme knits sweaters and sells them in its shops.\n\nAND\n\nBolt designs patterns for knitters everywhere.\n";
    assert_eq!(roles(recitals).last(), Some(&Role::Recital));
}
