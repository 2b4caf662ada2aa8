//! Contracts scored, and what a reader of the forms would see.
#![allow(dead_code, reason = "each test uses a part")]
#![allow(
    unreachable_pub,
    missing_docs,
    clippy::panic,
    clippy::string_slice,
    clippy::expect_used,
    reason = "tests"
)]

pub mod page;
pub mod shape;

use std::sync::OnceLock;

use termscore_core::{Document, Engine, Registry, Report};

/// An engine with all built-in packs, as the program has it.
pub fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(|| {
        let packs = termscore_rulepacks::all();
        Engine::new(packs, Registry::standard().lenient()).expect("the built-in packs link")
    })
}

/// A text and its report.
pub fn scored(name: &str, text: &str) -> (Document, Report) {
    let document = Document::from_text(name, text);
    let report = engine().score(&document);
    (document, report)
}

/// A sample contract in plain text.
pub fn sample(name: &str) -> (Document, Report) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/contracts");
    let text = std::fs::read_to_string(format!("{folder}/{name}")).expect("the sample can be read");
    scored(name, &text)
}

/// A contract that tries to command whoever shows it, and says enough to be found fault with.
pub const HOSTILE: &str = "\
FREELANCE AGREEMENT</style><script>alert(1)</script>

This Freelance Agreement is between \"><img src=x onerror=alert(2)> Ltd (the \"Client\") and Ann Lee (the \"Contractor\").

1. Fees ]]> <!-- and --> `code` ```

Client shall pay each invoice within ninety (90) <b>days</b> of re\u{202e}ceipt &amp; @everyone #12 \
[click](javascript:alert(3)) ![x](https://evil.example/x.png) www.evil.example.

2. =HYPERLINK(\"https://evil.example\",\"x\")

=cmd|' /C calc'!A0 Contractor hereby assigns to Client all right, title and interest in the Work\u{0} and \
<script>alert(4)</script> the copyright in it, in perpetuity, throughout the universe.

| a | b |
|---|---|
@SUM(A1) Client may use the Work to train machine-learning models | and | may sublicense it.

3. Termination

# Client may terminate this Agreement at any time without cause and without payment.

> Contractor shall indemnify Client against all claims \u{2066}of any kind.
";
