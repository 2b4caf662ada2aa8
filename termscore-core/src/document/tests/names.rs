//! Names of parties, and what is referred to as attached.

use super::*;

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

#[test]
fn names_told_by_a_role_beside_them() {
    let went_on = "\n\n1. Mara lets Joe in. 2. Mara gives Joe a key. 3. Joe pays Mara.";
    let expected = "landlord=Mara Lund; tenant=Joe Wick; mara=Mara Lund; joe=Joe Wick";
    for text in [
        "Mara Lund, the landlord, and Joe Wick, the tenant, agree on a room at 4 Mill Lane.",
        "Mara Lund (landlord) and Joe Wick (tenant) agree on a room.",
        "Mara Lund (the landlord) lets a room to Joe Wick (the tenant).",
        "An agreement of the landlord, Mara Lund, and her tenant, Joe Wick.",
        "Mara Lund is the landlord. Joe Wick is the tenant.",
    ] {
        check_aliases(&format!("{text}{went_on}"), expected);
    }
    let both = "Between Mara Lund (\"Mara\"), the landlord, and Joe Wick (\"Joe\"), the tenant.";
    check_aliases(both, "mara=Mara Lund; joe=Joe Wick; landlord=Mara Lund; tenant=Joe Wick");
    check_aliases(
        &format!("An agreement between Mara Lund, who owns the flat, and Joe Wick.{went_on}"),
        "mara=Mara Lund; joe=Joe Wick",
    );
}

#[test]
fn names_beside_which_no_role_is_said() {
    for text in [
        "In 12 Mill Lane, the tenant, who is new, keeps a dog. The landlord's agent, Mara Lund, has a key.",
        "Mara Lund, the owner of the Software, is happy.",
        "At New York, the client, or whoever it sends, signs.",
        "This agreement is between the client and the studio. Send it to Mara Lund. Mara reads it.",
    ] {
        check_aliases(text, "");
    }
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
