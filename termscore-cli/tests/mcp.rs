//! An assistant that talks to the program, message by message.
#![cfg(feature = "mcp")]

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use serde_json::{Value, json};

const OFFER: &str = "FREELANCE AGREEMENT\n\nThis Agreement is between Acme Ltd (“Client”) and Ann Lee (“Contractor”).\n\n\
1. Fees. Client shall pay each invoice within ninety (90) days.\n\n2. Rights. The Work is a work made for hire.\n\n\
3. Indemnity. Contractor shall indemnify Client against any and all claims.\n";

/// The program, and what was asked of it so far.
struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    last: u64,
}

impl Client {
    /// Starts the program and greets it.
    fn start(folder: &Path, args: &[&str]) -> Client {
        let mut child = Command::new(env!("CARGO_BIN_EXE_termscore"))
            .arg("mcp")
            .args(args)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let (input, output) = (child.stdin.take(), child.stdout.take().map(BufReader::new));
        Client { child, input, output: output.expect("piped"), last: 0 }
    }

    fn greeted(folder: &Path) -> Client {
        let mut client = Client::start(folder, &[]);
        let hello = client.ask(
            "initialize",
            json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } }),
        );
        let hello = &hello["result"];
        assert_eq!(hello["serverInfo"]["name"], "termscore", "{hello}");
        assert!(hello["capabilities"]["tools"].is_object(), "{hello}");
        assert!(hello["instructions"].as_str().is_some_and(|it| it.contains("not legal advice")));
        client.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        client
    }

    fn send(&mut self, message: &Value) {
        let input = self.input.as_mut().expect("open");
        writeln!(input, "{message}").and_then(|()| input.flush()).expect("the program reads");
    }

    /// The answer to a request, whatever it says.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last += 1;
        let id = self.last;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        loop {
            let message = self.read();
            if message["id"] == id {
                return message;
            }
        }
    }

    /// The next message. Nothing but messages may be on standard output.
    fn read(&mut self) -> Value {
        let mut line = String::new();
        assert!(self.output.read_line(&mut line).expect("a line") > 0, "the program ended");
        serde_json::from_str(&line).expect("a message, and nothing else")
    }

    /// What a tool answers: text and data.
    fn call(&mut self, tool: &str, arguments: Value) -> (String, Value) {
        let answer = self.ask("tools/call", json!({ "name": tool, "arguments": arguments }));
        let result = &answer["result"];
        assert_ne!(result["isError"], true, "{answer}");
        (result["content"][0]["text"].as_str().expect("text").to_owned(), result["structuredContent"].clone())
    }

    /// What a tool says went wrong.
    fn error(&mut self, tool: &str, arguments: Value) -> String {
        let answer = self.ask("tools/call", json!({ "name": tool, "arguments": arguments }));
        let result = &answer["result"];
        assert_eq!(result["isError"], true, "{answer}");
        result["content"][0]["text"].as_str().expect("text").to_owned()
    }

    /// Says goodbye; the exit status.
    fn end(mut self) -> i32 {
        drop(self.input.take());
        self.child.wait().expect("it ends").code().expect("by itself")
    }
}

#[test]
fn tools_are_told_of_with_what_they_take() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::greeted(folder.path());
    let tools = client.ask("tools/list", json!({}));
    let tools = tools["result"]["tools"].as_array().expect("tools");
    let names: Vec<&str> = tools.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["score", "clauses", "explain", "compare", "draft"]);
    for tool in tools {
        assert!(tool["description"].as_str().unwrap().len() > 40);
        assert_eq!(tool["annotations"]["readOnlyHint"], true);
        assert_eq!(tool["annotations"]["openWorldHint"], false);
        let schema = &tool["inputSchema"];
        assert_eq!(schema["type"], "object");
        for (name, property) in schema["properties"].as_object().unwrap() {
            assert!(
                property["description"].is_string() || property["$ref"].is_string(),
                "{}: {name}: {property}",
                tool["name"]
            );
        }
    }
    assert_eq!(client.end(), 0);
}

#[test]
fn each_tool_answers_with_quotes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("offer.txt");
    fs::write(&file, OFFER).unwrap();
    let mut client = Client::greeted(folder.path());

    let (text, score) = client.call("score", json!({ "file": "offer.txt" }));
    assert!(text.starts_with("offer.txt: "), "{text}");
    assert_eq!(score["schema"], "termscore/mcp/score/1");
    assert_eq!(score["you"], "Contractor");
    let slow = score["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["rule"] == "freelance.slow-payment")
        .expect("a finding");
    let quote = slow["quotes"][0]["quote"].as_str().unwrap();
    let (start, end) =
        (slow["quotes"][0]["start"].as_u64().unwrap(), slow["quotes"][0]["end"].as_u64().unwrap());
    assert_eq!(OFFER.get(start as usize..end as usize), Some(quote));

    // The same as text, for the other side, with a limit of one's own, by other rules.
    let (_, same) = client.call("score", json!({ "text": OFFER }));
    assert_eq!(same["score"], score["score"]);
    let (_, client_side) = client.call("score", json!({ "text": OFFER, "side": "client" }));
    assert_eq!(client_side["you"], "Client");
    let (_, patient) =
        client.call("score", json!({ "text": OFFER, "params": { "max-payment-days": "120 days" } }));
    assert!(patient["findings"].as_array().unwrap().iter().all(|it| it["rule"] != "freelance.slow-payment"));
    let (_, nda) = client.call("score", json!({ "text": OFFER, "packs": ["nda"], "kind": "nda" }));
    assert!(
        nda["findings"].as_array().unwrap().iter().all(|it| it["rule"].as_str().unwrap().starts_with("nda."))
    );

    let (text, clauses) =
        client.call("clauses", json!({ "file": "offer.txt", "only": "payment", "limit": 3 }));
    assert!(text.contains("clause match"), "{text}");
    assert!(clauses["matches"].as_array().unwrap().len() <= 3);
    assert!(clauses["n_matches"].as_u64().unwrap() > 0, "{clauses}");

    let (text, proof) = client.call("explain", json!({ "file": "offer.txt", "rule": "slow-payment" }));
    assert!(text.starts_with("freelance.slow-payment fires on offer.txt.\n- "), "{text}");
    assert!(text.contains("ninety (90) days"), "{text}");
    assert_eq!(proof["schema"], "termscore/proof/1");

    let (text, addendum) = client.call("draft", json!({ "file": "offer.txt", "what": "addendum" }));
    assert!(text.contains("Scored together with this addendum"), "{text}");
    assert!(addendum["score_after"].as_f64() > addendum["score_before"].as_f64(), "{addendum}");
    assert!(addendum["markdown"].as_str().unwrap().contains("Addendum"));
    let (text, letter) = client.call(
        "draft",
        json!({ "file": "offer.txt", "what": "letter", "tone": "plain", "findings": ["slow-payment"] }),
    );
    assert!(text.starts_with("Subject: "), "{text}");
    assert!(letter["markdown"].as_str().unwrap().contains("Regards,"));

    // Nothing was written.
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(client.end(), 0);
}

#[test]
fn versions_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::greeted(folder.path());
    let later = OFFER.replace("ninety (90) days", "fourteen (14) days");
    let (text, comparison) =
        client.call("compare", json!({ "before": { "text": OFFER }, "after": { "text": later } }));
    assert!(text.contains("slow-payment") || text.contains("14"), "{text}");
    assert!(comparison["change"].as_f64().unwrap() > 0.0, "{comparison}");
    let gone =
        comparison["findings"].as_array().unwrap().iter().find(|it| it["rule"] == "freelance.slow-payment");
    assert_eq!(gone.expect("a change")["change"], "gone");
    assert!(client.error("compare", json!({ "before": { "text": OFFER } })).contains("after"));
}

#[test]
fn what_cannot_be_done_is_an_error_of_the_tool() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("broken.docx"), b"PK\x03\x04 no archive").unwrap();
    fs::write(folder.path().join("empty.txt"), b"").unwrap();
    let mut client = Client::greeted(folder.path());
    for (tool, arguments, expected) in [
        ("score", json!({ "file": "missing.txt" }), "no such file"),
        ("score", json!({ "file": "." }), "this is no file"),
        ("score", json!({ "file": "-" }), "no such file"),
        ("score", json!({ "file": "/dev/stdin" }), "this is no file"),
        ("score", json!({ "file": "broken.docx" }), "broken.docx: "),
        ("score", json!({ "file": "empty.txt" }), "empty"),
        ("score", json!({}), "give `file`"),
        ("score", json!({ "text": "  " }), "`text` is empty"),
        ("score", json!({ "text": OFFER, "file": "empty.txt" }), "not both"),
        ("score", json!({ "text": 7 }), "`text` is a text, not a number"),
        ("score", json!({ "text": OFFER, "bogus": 1 }), "there is no argument `bogus`: these are "),
        (
            "score",
            json!({ "text": OFFER, "parms": {} }),
            "there is no argument `parms`: did you mean params?",
        ),
        (
            "score",
            json!({ "text": OFFER, "params": { "max-payment-days": 45 } }),
            "`params.max-payment-days` is a text, not a number, in quotes and with its unit",
        ),
        (
            "score",
            json!({ "text": OFFER, "params": { "max-payment-day": "45 days" } }),
            "did you mean freelance.",
        ),
        ("score", json!({ "text": OFFER, "packs": ["nda", 7] }), "`packs[1]` is a text, not a number"),
        ("clauses", json!({ "text": OFFER, "limit": "3" }), "`limit` is a whole number, not a text"),
        (
            "compare",
            json!({ "before": { "text": OFFER }, "after": { "path": "x" } }),
            "there is no argument `after.path`: these are file, text",
        ),
        (
            "draft",
            json!({ "text": OFFER, "what": "letter", "tone": "rude" }),
            "`tone` is one of warm, plain, not \"rude\"",
        ),
        ("score", json!({ "text": OFFER, "kind": "poem" }), "no such kind"),
        ("score", json!({ "text": OFFER, "packs": ["poetry"] }), "no built-in pack"),
        ("score", json!({ "text": OFFER, "params": { "max-payment-days": "soon" } }), "is no duration"),
        ("score", json!({ "text": OFFER, "side": "landlord" }), "nobody is called landlord"),
        ("explain", json!({ "text": OFFER, "rule": "slow-pay" }), "did you mean"),
        ("explain", json!({ "text": OFFER }), "missing field `rule`"),
        (
            "draft",
            json!({ "text": OFFER, "what": "poem" }),
            "`what` is one of addendum, letter, not \"poem\"",
        ),
        (
            "draft",
            json!({ "text": OFFER, "what": "letter", "findings": ["nothing-of-that-name"] }),
            "nothing-of-that-name",
        ),
    ] {
        let message = client.error(tool, arguments.clone());
        assert!(message.contains(expected), "{arguments}: {message}");
        assert!(!message.contains("--"), "{arguments}: {message}");
    }
    // The connection lives on.
    let unknown = client.ask("tools/call", json!({ "name": "sing", "arguments": {} }));
    assert!(unknown["error"]["message"].as_str().unwrap().contains("score, clauses"), "{unknown}");
    assert_eq!(client.ask("ping", json!({}))["result"], json!({}));
    assert_eq!(client.end(), 0);
}

#[test]
fn a_line_that_is_no_json_gets_an_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::greeted(folder.path());
    let mut write = |line: &str| writeln!(client.input.as_mut().unwrap(), "{line}").unwrap();
    write("{bad json");
    write("");
    let answer = client.read();
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32700)), "{answer}");
    assert!(answer["error"]["message"].as_str().unwrap().starts_with("this is no JSON: "), "{answer}");
    assert_eq!(client.ask("ping", json!({}))["result"], json!({}));
    assert_eq!(client.end(), 0);
}

#[test]
fn the_manual_names_all_arguments() {
    let folder = tempfile::tempdir().unwrap();
    let mut client = Client::greeted(folder.path());
    let tools = client.ask("tools/list", json!({}));
    let manual = include_str!("../../docs/mcp.md");
    for tool in tools["result"]["tools"].as_array().unwrap() {
        assert_eq!(tool["inputSchema"]["additionalProperties"], false, "{}", tool["name"]);
        for name in tool["inputSchema"]["properties"].as_object().unwrap().keys() {
            assert!(manual.contains(&format!("| `{name}` |")), "{}: {name}", tool["name"]);
        }
    }
    assert_eq!(client.end(), 0);
}

#[test]
fn a_pack_that_is_not_there_is_told_before_the_first_message() {
    let folder = tempfile::tempdir().unwrap();
    let client = Client::start(folder.path(), &["--pack", "missing.terms"]);
    let output = client.child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing.terms"));
}
