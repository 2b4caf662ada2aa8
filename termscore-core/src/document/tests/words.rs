//! Words and what stands between them.

use super::*;

#[track_caller]
fn check_words(text: &str, expected: &str) {
    assert_eq!(crate::document::words_of(text).join(" "), expected, "{text:?}");
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
