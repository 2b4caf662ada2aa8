//! Dates of contracts, with the arithmetic: each case is a small contract and what must be said of it.

#[path = "support/mod.rs"]
mod support;

use std::{fs, path::Path};

use support::termscore;

const TODAY: &[&str] = &["--today", "2026-11-26"];

/// What is shown of a contract, without the first lines.
fn shown(text: &str, more: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("c.txt"), text).expect("written");
    let done = termscore(folder.path(), &[&["dates", "c.txt"], TODAY, more].concat());
    assert_eq!((done.status, done.err.as_str()), (0, ""), "{}", done.out);
    done.out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(text: &str, more: &[&str], expected: &[&str]) {
    let shown = shown(text, more);
    for it in expected {
        assert!(shown.contains(it), "{it:?} is not in:\n{shown}");
    }
}

#[test]
fn the_sum_is_shown() {
    check(
        "1. Start. This Agreement takes effect on 1 March 2026.\n\n2. Term. The initial term of this Agreement is two \
         (2) years. It renews automatically for successive terms of one (1) year unless a party gives notice of \
         non-renewal at least sixty (60) days before the end of the term.\n",
        &[],
        &[
            "1 March 2026 Takes effect",
            "Effective 1 March 2026 + 2 years = 29 February 2028",
            "Effective 1 March 2026 + 2 years = 29 February 2028, less 60 days' notice = 31 December 2027",
            "1 March 2028 Renews itself for 1 year",
        ],
    );
}

#[test]
fn a_contract_that_renewed_itself_has_a_current_term() {
    check(
        "This Agreement takes effect on 1 March 2022. The initial term of this Agreement is one year. It renews \
         automatically for successive terms of one year unless a party gives notice of non-renewal at least ninety (90) \
         days before the end of the term.\n",
        &[],
        &[
            "Effective 1 March 2022 + 1 year = 28 February 2023",
            "renewed for 1 year, 4 times = 28 February 2027",
            "28 February 2027, less 90 days' notice = 30 November 2026",
            "in 4 days",
        ],
    );
}

#[test]
fn what_cannot_be_dated_has_a_reason() {
    check(
        "This Agreement is made on the ____ day of ____________ between Ann Lee and Bo Inc. The term of this Agreement is \
         two (2) years.\n",
        &[],
        &[
            "Effective date: the effective date is blank: give the day with --from",
            "it runs for 2 years, and the day on which that begins is not known",
        ],
    );
    check(
        "This Agreement takes effect on 1 March 2026. The client pays the fee within 30 days.\n",
        &[],
        &["Last day: no term is stated"],
    );
    check(
        "This Agreement takes effect on 1 March 2026. The initial term of this Agreement is sixty-five (60) days.\n",
        &[],
        &["Last day: words say", "“initial term of this Agreement is sixty-five (60) days”"],
    );
    check(
        "This Agreement takes effect on 03/04/2026. The term of this Agreement is one year.\n",
        &[],
        &["Effective date: 03/04/2026 is 2026-03-04 or 2026-04-03"],
    );
    check(
        "This Agreement takes effect on 1 March 2026 and continues until terminated by either party. Either party may \
         terminate this Agreement on thirty (30) days' notice.\n",
        &[],
        &[
            "it has no last day: it runs until somebody ends it",
            "notice on 26 November 2026 + 30 days = 26 December 2026",
        ],
    );
}

#[test]
fn an_end_on_notice_says_who_may_give_it() {
    let head = "FREELANCE AGREEMENT\n\nThis Freelance Agreement is between Acme Ltd (“Client”) and Ann Lee (“Contractor”), an \
                independent contractor, who delivers the deliverables. It takes effect on 1 March 2026.\n\n";
    check(
        &format!("{head}1. End. Client may terminate this Agreement upon five (5) days' notice.\n"),
        &[],
        &["Ends, if “Client” gives 5 days' notice today"],
    );
    check(
        &format!("{head}1. End. Either party may terminate this Agreement upon five (5) days' notice.\n"),
        &[],
        &["Ends, if either side gives 5 days' notice today"],
    );
}

#[test]
fn an_open_start_is_filled_in_by_the_user() {
    check(
        "The \"Effective Date\" means the date of the last signature. The term of this Agreement is twelve months.\n",
        &["--from", "2026-12-01"],
        &[
            "Effective 1 December 2026: as given with --from",
            "Effective 1 December 2026 + 1 year = 30 November 2027",
            "it takes effect when it is signed, and no signature block was found",
        ],
    );
}

#[test]
fn a_stated_end_counts_and_a_contradiction_is_told() {
    check(
        "This Agreement takes effect on 1 January 2026 and remains in force until 30 June 2027. The term of this Agreement \
         is one year.\n",
        &[],
        &[
            "30 June 2027 Last day",
            "stated as 30 June 2027",
            "and its term gives another",
            "= 31 December 2026",
        ],
    );
}

#[test]
fn one_calendar_for_all_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "This Agreement takes effect on 1 March 2026. The initial term of this Agreement is two years. It renews \
                automatically for successive terms of one year unless a party gives notice of non-renewal at least sixty \
                (60) days before the end of the term.\n";
    fs::write(folder.path().join("a.txt"), text).expect("written");
    fs::write(folder.path().join("b; x.txt"), text).expect("written");
    let args =
        &["dates", "a.txt", "b; x.txt", "--ics", "all.ics", "--today", "2026-11-26", "--format", "json"];
    let done = termscore(folder.path(), args);
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    let calendar = fs::read_to_string(folder.path().join("all.ics")).expect("a calendar");
    assert!(calendar.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), "{calendar}");
    assert!(calendar.lines().all(|it| it.len() <= 75), "{calendar}");
    let unfolded = calendar.replace("\r\n ", "");
    for it in [
        "DTSTART;VALUE=DATE:20271231\r\nDTEND;VALUE=DATE:20280101",
        "SUMMARY:Last day for notice against the renewal: b\\; x.txt",
        "TRIGGER:-P14D",
        "DTSTAMP:20261126T000000Z",
    ] {
        assert!(unfolded.contains(it), "{it}\n{unfolded}");
    }
    assert_eq!(unfolded.matches("BEGIN:VEVENT").count(), 8);
    // The same again gives the same file; anything else is not overwritten.
    assert_eq!(termscore(folder.path(), args).status, 0);
    assert_eq!(fs::read_to_string(folder.path().join("all.ics")).expect("a calendar"), calendar);
    let refused = termscore(folder.path(), &["dates", "a.txt", "--ics", "a.txt"]);
    assert_eq!(refused.status, 2);
    assert!(refused.err.contains("is no calendar"), "{}", refused.err);
}

#[test]
fn a_table_has_a_row_for_each_date_and_each_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), "This Agreement takes effect on 1 March 2026. You pay.\n")
        .expect("written");
    let done = termscore(folder.path(), &[&["dates", "a.txt", "--csv"], TODAY].concat());
    assert_eq!(
        done.out,
        "file,date,kind,title,arithmetic,in_days,reason,quote,section,page\r\n\
         a.txt,2026-03-01,effective,Takes effect,Effective 1 March 2026,-270,,This Agreement takes effect on 1 March 2026,,\r\n\
         a.txt,,undated,Last day,,,no term is stated,,,\r\n"
    );
}

#[test]
fn mistakes_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("empty.txt"), "").expect("written");
    for (args, message) in [
        (&["dates", "none.txt"][..], "no such file"),
        (&["dates", "empty.txt"], "no text"),
        (&["dates", "empty.txt", "--today", "soon"], "give a day such as 2026-01-31"),
    ] {
        let done = termscore(folder.path(), args);
        assert_eq!(done.status, 2, "{args:?}");
        assert!(done.err.contains(message), "{args:?}: {}", done.err);
    }
}

#[test]
fn sample_contracts_are_dated() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/contracts");
    let done = termscore(
        &root,
        &[&["dates", "residential-lease.md", "agency-client-friendly.pdf", "illustrator-licence.md"], TODAY]
            .concat(),
    );
    assert_eq!((done.status, done.err.as_str()), (0, ""));
    let shown = done.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for it in [
        "31 May 2027, less 120 days' notice = 31 January 2027",
        "31 May 2027, less 90 days' notice = 2 March 2027",
        "stated as 31 May 2027",
        "Effective 9 February 2026 + 1 year = 8 February 2027, less 90 days' notice = 10 November 2026",
        "Effective 20 April 2026 + 5 years = 19 April 2031",
    ] {
        assert!(shown.contains(it), "{it:?} is not in:\n{shown}");
    }
}
