#![no_main]
//! Any text that is rule text says the same when it is formatted, formats the same again, and comes
//! back from JSON.

use libfuzzer_sys::fuzz_target;
use termscore::{Source, ast_json, compile, format, from_ast_json, packs};

fuzz_target!(|text: &str| {
    let source = |text: &str| Source::new("fuzz.terms", text);
    let Ok(pretty) = format(&source(text)) else { return };
    assert_eq!(format(&source(&pretty)).as_deref(), Ok(pretty.as_str()), "formatted for good");

    let tree = ast_json(&source(text)).expect("what is formatted parses");
    assert_eq!(ast_json(&source(&pretty)).as_ref(), Ok(&tree), "the same rules");
    let again = from_ast_json(&tree).expect("what parses can be written");
    assert_eq!(ast_json(&source(&again)), Ok(tree), "the same rules from JSON");

    let pack = |text: &str| compile(&[source(text)], &packs::resolve);
    match (pack(text), pack(&pretty)) {
        (Ok(before), Ok(after)) => assert_eq!(before, after),
        (before, after) => assert_eq!(before.is_err(), after.is_err()),
    }
});
