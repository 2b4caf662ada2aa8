//! Scripted sessions with `termscore lsp`, as an editor would have them.

#![allow(clippy::panic, clippy::string_slice, clippy::unwrap_used, reason = "tests")]

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Duration,
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// Longer than any answer takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// One editor with its server.
struct Session {
    child: Child,
    stdin: Option<ChildStdin>,
    messages: Receiver<Value>,
    folder: TempDir,
    /// Diagnostics that came while something else was waited for.
    diagnostics: Vec<Value>,
    last_id: i64,
}

impl Session {
    fn start(capabilities: Value) -> (Session, Value) {
        let folder = TempDir::new().expect("a folder");
        let mut child = Command::new(env!("CARGO_BIN_EXE_termscore"))
            .arg("lsp")
            .env("XDG_CACHE_HOME", folder.path().join("cache"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        let (sender, messages) = channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut stdout) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let stdin = child.stdin.take();
        let mut session = Session { child, stdin, messages, folder, diagnostics: Vec::new(), last_id: 0 };
        let answer = session
            .ask("initialize", json!({"processId": null, "rootUri": null, "capabilities": capabilities}));
        session.tell("initialized", json!({}));
        (session, answer["result"].clone())
    }

    fn send(&mut self, message: &Value) {
        let text = message.to_string();
        let stdin = self.stdin.as_mut().expect("the session goes on");
        write!(stdin, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server listens");
        stdin.flush().expect("the server listens");
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// The whole answer, with `result` or `error`.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        loop {
            let message = self.messages.recv_timeout(PATIENCE).unwrap_or_else(|it| panic!("{method}: {it}"));
            if message["id"] == id {
                return message;
            }
            assert_eq!(message["method"], "textDocument/publishDiagnostics");
            self.diagnostics.push(message["params"].clone());
        }
    }

    /// The diagnostics that the server shows of a file, once they are as wanted.
    fn diagnostics(&mut self, file: &str, wanted: impl Fn(&[Value]) -> bool) -> Vec<Value> {
        let uri = self.uri(file);
        let mut all = std::mem::take(&mut self.diagnostics);
        loop {
            for it in all.drain(..) {
                let list = it["diagnostics"].as_array().expect("a list");
                if it["uri"] == uri && wanted(list) {
                    return list.clone();
                }
            }
            let message = self.messages.recv_timeout(PATIENCE).unwrap_or_else(|it| panic!("{file}: {it}"));
            all.push(message["params"].clone());
        }
    }

    fn uri(&self, file: &str) -> String {
        format!("file://{}", self.folder.path().join(file).display())
    }

    fn open(&mut self, file: &str, text: &str) {
        let document = json!({"uri": self.uri(file), "languageId": "terms", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}));
    }

    fn change(&mut self, file: &str, text: &str) {
        let document = json!({"uri": self.uri(file), "version": 2});
        let params = json!({"textDocument": document, "contentChanges": [{"text": text}]});
        self.tell("textDocument/didChange", params);
    }

    /// Parameters for the place after `before` in `text`.
    fn at(&self, file: &str, text: &str, before: &str) -> Value {
        json!({"textDocument": {"uri": self.uri(file)}, "position": position(text, end_of(text, before))})
    }

    fn stop(mut self) {
        let answer = self.ask("shutdown", Value::Null);
        assert_eq!(answer["result"], Value::Null);
        assert!(answer.get("error").is_none(), "{answer}");
        self.tell("exit", Value::Null);
        self.stdin = None;
        assert!(self.child.wait().expect("it ends").success());
    }
}

/// One message; nothing at the end.
fn read(from: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        from.read_line(&mut line).ok().filter(|it| *it > 0)?;
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", it)) => length = it.parse().ok()?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

fn end_of(text: &str, before: &str) -> usize {
    text.find(before).unwrap_or_else(|| panic!("`{before}` is not in the text")) + before.len()
}

/// In UTF-16 code units, counted here by other means than the server's.
fn position(text: &str, offset: usize) -> Value {
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().expect("a line").encode_utf16().count();
    json!({"line": line, "character": column})
}

/// The text of a range.
fn slice<'a>(text: &'a str, range: &Value) -> &'a str {
    let offset = |it: &Value| {
        let line = it["line"].as_u64().expect("a number");
        let start: usize =
            text.split_inclusive('\n').take(usize::try_from(line).expect("small")).map(str::len).sum();
        let mut units = it["character"].as_u64().expect("a number");
        let rest = text[start..].char_indices().find(|(_, it)| {
            let ends = units == 0;
            units = units.saturating_sub(u64::try_from(it.len_utf16()).expect("small"));
            ends
        });
        rest.map_or(text.len(), |(n, _)| start + n)
    };
    &text[offset(&range["start"])..offset(&range["end"])]
}

/// The text after the edits of one file.
fn edited(text: &str, edits: &Value) -> String {
    let mut edits: Vec<(usize, usize, String)> = edits
        .as_array()
        .expect("edits")
        .iter()
        .map(|it| {
            let old = slice(text, &it["range"]);
            let start = old.as_ptr() as usize - text.as_ptr() as usize;
            (start, start + old.len(), it["newText"].as_str().expect("a text").to_owned())
        })
        .collect();
    edits.sort();
    let mut text = text.to_owned();
    for (start, end, new) in edits.iter().rev() {
        text.replace_range(*start..*end, new);
    }
    text
}

/// No errors; there may be warnings.
fn correct(diagnostics: &[Value]) -> bool {
    diagnostics.iter().all(|it| it["severity"] != 1)
}

const WRONG: &str = r#"pack demo 1.0.0 { title "Demo 😀" }
use std ^1 as std
param most : duration = 30 days in 1 day .. 90 days "Longest term accepted"
concept fee { "~fee" "~royalty" }
conzept old { "~price" }
clause pay in sentence "Payment 😀😀" { find "~pay^ ..9 {fee} within {term: duration}" }
clause pay in sentence { find "{std.use-verb} ..9 {term: duration}" }
rule slow {
  title "Paid after {pay.term}"
  when asserts pay[term > most] and lacks pai
  severity high weight 5 category money
}
score { category money "Money" worth 100 grade A from 80 else B }
test slow { case "late" expects fires "The Client shall pay the fee within 60 days." }
"#;

#[test]
fn a_session_with_mistakes() {
    let (mut session, result) = Session::start(json!({}));
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-16");
    assert_eq!(result["serverInfo"]["name"], "termscore");
    session.open("demo.terms", WRONG);
    let list = session.diagnostics("demo.terms", |it| !correct(it));
    let list: Vec<Value> = list.into_iter().filter(|it| it["severity"] == 1).collect();
    let codes: Vec<&str> = list.iter().map(|it| it["code"].as_str().expect("a code")).collect();
    assert_eq!(codes, ["unknown-item", "duplicate-name", "unknown-clause"]);
    let twice = &list[1];
    assert_eq!(slice(WRONG, &twice["range"]), "pay");
    assert_eq!(twice["severity"], 1);
    assert_eq!(twice["source"], "termscore");
    let related = &twice["relatedInformation"][0];
    assert_eq!(related["message"], "first declared here");
    assert_eq!(related["location"]["range"]["start"], position(WRONG, end_of(WRONG, "clause ")));
    assert!(list[2]["message"].as_str().expect("a text").contains("`pay`"), "{list:?}");
    let action = json!({
        "textDocument": {"uri": session.uri("demo.terms")},
        "range": list[2]["range"],
        "context": {"diagnostics": []},
    });
    let answer = session.ask("textDocument/codeAction", action);
    let action = &answer["result"][0];
    assert_eq!(action["kind"], "quickfix");
    assert_eq!(action["diagnostics"][0]["code"], "unknown-clause");
    let corrected = edited(WRONG, &action["edit"]["changes"][session.uri("demo.terms")]);
    assert!(corrected.contains("lacks pay\n"), "{corrected}");

    // The mistakes are gone: so are the diagnostics.
    let text = WRONG
        .replace("conzept old { \"~price\" }\n", "")
        .replace("clause pay in sentence { find", "clause use in sentence { find")
        .replace("lacks pai", "lacks use");
    session.change("demo.terms", &text);
    session.diagnostics("demo.terms", correct);

    for (before, wanted) in [
        ("asserts pa", "**clause** `demo.pay`\n\nPayment"),
        ("asserts pa", "`~pay` finds: paid, pay, paying, pays"),
        ("asserts pa", "Captures `term` (duration)."),
        ("asserts pa", "Used 2 times: rule `slow`."),
        ("{fe", "\"~fee\""),
        ("{fe", "Used once: clause `pay`."),
        ("term > mo", "Longest term accepted"),
        ("term > mo", "type duration\ndefault 30 days\nrange 1 day .. 90 days"),
        ("test sl", "severity high\nweight 5\ncategory money"),
        ("test sl", "when asserts pay[term > most] and lacks use"),
        ("😀😀\" { find \"~p", "`~pay` finds: paid"),
        ("lac", "**lacks**: `lacks c`: true if the text nowhere says so"),
        ("use st", "**pack** `std`"),
        ("std.use-v", "**concept** `std.use-verb`"),
        ("category mon", "**category** `demo.money`"),
        ("std.use-v", "Used once: clause `use`."),
    ] {
        let at = session.at("demo.terms", &text, before);
        let answer = session.ask("textDocument/hover", at);
        let shown = answer["result"]["contents"]["value"].as_str().unwrap_or_default();
        assert!(shown.contains(wanted), "{before}: `{wanted}` is not in\n{shown}");
    }
    let at = session.at("demo.terms", &text, "The Client shall");
    assert_eq!(session.ask("textDocument/hover", at)["result"], Value::Null);

    let typed = text.replace("lacks use", "lacks std.ind");
    session.change("demo.terms", &typed);
    let at = session.at("demo.terms", &typed, "lacks std.ind");
    let answer = session.ask("textDocument/completion", at);
    let items = answer["result"]["items"].as_array().expect("items").clone();
    let item = items.iter().find(|it| it["label"] == "std.indemnity").expect("a clause of std");
    assert_eq!(slice(&typed, &item["textEdit"]["range"]), "std.ind");
    session.change("demo.terms", &text);
    let at = session.at("demo.terms", &text, "and lacks us");
    let answer = session.ask("textDocument/completion", at);
    let items = answer["result"]["items"].as_array().expect("items").clone();
    let item = items.iter().find(|it| it["label"] == "pay").expect("a clause");
    assert_eq!(
        (&item["detail"], &item["documentation"]["value"]),
        (&json!("demo.pay"), &json!("Payment 😀😀"))
    );

    let at = session.at("demo.terms", &text, "asserts pay[te");
    let answer = session.ask("textDocument/definition", at);
    let found = &answer["result"][0];
    assert_eq!(found["uri"], session.uri("demo.terms"));
    assert_eq!(found["range"]["start"], position(&text, end_of(&text, "within {")));

    // What another pack declares can be opened, too.
    let at = session.at("demo.terms", &text, "{std.use");
    let answer = session.ask("textDocument/definition", at);
    let uri = answer["result"][0]["uri"].as_str().expect("a place").to_owned();
    let file = std::fs::read_to_string(Path::new(uri.strip_prefix("file://").expect("a file")))
        .expect("it is there");
    assert_eq!(slice(&file, &answer["result"][0]["range"]), "use-verb");

    let mut at = session.at("demo.terms", &text, "clause pa");
    at["context"] = json!({"includeDeclaration": true});
    let answer = session.ask("textDocument/references", at);
    let places: Vec<&str> =
        answer["result"].as_array().expect("places").iter().map(|it| slice(&text, &it["range"])).collect();
    assert_eq!(places, ["pay", "pay", "pay"]);

    let mut at = session.at("demo.terms", &text, "{pay.te");
    let answer = session.ask("textDocument/prepareRename", at.clone());
    assert_eq!(slice(&text, &answer["result"]), "term");
    at["newName"] = json!("due");
    let answer = session.ask("textDocument/rename", at.clone());
    let changed = edited(&text, &answer["result"]["changes"][session.uri("demo.terms")]);
    for wanted in ["{due: duration}", "{pay.due}", "pay[due > most]"] {
        assert!(changed.contains(wanted), "{changed}");
    }
    at["newName"] = json!("Due Date");
    let answer = session.ask("textDocument/rename", at);
    assert_eq!(answer["error"]["code"], -32803);
    assert!(answer["error"]["message"].as_str().expect("a text").contains("kebab-case"), "{answer}");
    let at = session.at("demo.terms", &text, "{std.use-v");
    let answer = session.ask("textDocument/prepareRename", at);
    assert!(
        answer["error"]["message"].as_str().expect("a text").contains("belongs to pack `std`"),
        "{answer}"
    );

    let document = json!({"textDocument": {"uri": session.uri("demo.terms")}});
    let answer = session.ask("textDocument/documentSymbol", document.clone());
    let names: Vec<&str> =
        answer["result"].as_array().expect("symbols").iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["demo", "std", "most", "fee", "pay", "use", "slow", "score", "test slow"]);
    assert_eq!(answer["result"][7]["children"][0]["name"], "money");

    let mut formatting = document;
    formatting["options"] = json!({"tabSize": 2, "insertSpaces": true});
    let answer = session.ask("textDocument/formatting", formatting.clone());
    let formatted = edited(&text, &answer["result"]);
    assert!(formatted.contains("severity high   weight 5   category money"), "{formatted}");
    session.change("demo.terms", &formatted);
    assert_eq!(session.ask("textDocument/formatting", formatting)["result"], json!([]));
    session.stop();
}

#[test]
fn a_pack_of_two_files() {
    let (mut session, result) =
        Session::start(json!({"general": {"positionEncodings": ["utf-16", "utf-8"]}}));
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-8");
    let pack = "pack demo 1.0.0 { title \"Demo\" }\nrule r { title \"R\" when asserts fee severity low weight 1 category c }\n";
    let more = "clause fee in sentence { find \"é ~fee\" }\nscore { category c \"C\" worth 100 grade A from 9 else B }\n";
    std::fs::write(session.folder.path().join("more.terms"), more).expect("a file");
    session.open("pack.terms", pack);
    session.diagnostics("pack.terms", correct);

    // In the editor, the other file has lost its clause: the reference to it is wrong, in a file that did not change.
    session.open("more.terms", more);
    session.change("more.terms", &more.replace("clause fee", "clause fees"));
    let list = session.diagnostics("pack.terms", |it| !correct(it));
    let error = list.iter().find(|it| it["severity"] == 1).expect("an error");
    assert_eq!(error["code"], "unknown-clause");
    assert_eq!(slice(pack, &error["range"]), "fee");

    session.change("more.terms", more);
    session.diagnostics("pack.terms", correct);
    let at = session.at("pack.terms", pack, "asserts fe");
    let answer = session.ask("textDocument/definition", at.clone());
    assert_eq!(answer["result"][0]["uri"], session.uri("more.terms"));
    let mut rename = at;
    rename["newName"] = json!("charge");
    let answer = session.ask("textDocument/rename", rename);
    let changes = &answer["result"]["changes"];
    assert!(edited(pack, &changes[session.uri("pack.terms")]).contains("asserts charge"));
    assert!(edited(more, &changes[session.uri("more.terms")]).contains("clause charge in"));

    // Columns are bytes: `é` is two of them.
    let position = json!({"line": 0, "character": more.find("~fee").expect("it is there") + 1});
    let params = json!({"textDocument": {"uri": session.uri("more.terms")}, "position": position});
    let answer = session.ask("textDocument/hover", params);
    assert_eq!(answer["result"]["contents"]["value"], "`~fee` finds: fee, fees");

    // The file on disk counts again once the editor has closed it.
    session.change("more.terms", "");
    session.diagnostics("pack.terms", |it| !correct(it));
    let closed = json!({"textDocument": {"uri": session.uri("more.terms")}});
    session.tell("textDocument/didClose", closed);
    session.diagnostics("pack.terms", correct);
    session.stop();
}

#[test]
fn packs_beside_each_other_use_each_other() {
    let (mut session, _) = Session::start(json!({}));
    let own = session.folder.path().join("packs/own");
    let base = session.folder.path().join("packs/base");
    std::fs::create_dir_all(&own).expect("a folder");
    std::fs::create_dir_all(&base).expect("a folder");
    let text = "pack base 1.0.0 { title \"Base\" }\nconcept thing { \"thing\" }\n";
    std::fs::write(base.join("base.terms"), text).expect("a file");
    let using =
        "pack own 1.0.0 { title \"Own\" }\nuse base ^1\nclause c in sentence { find \"{base.thing}\" }\n";
    session.open("packs/own/own.terms", using);
    session.diagnostics("packs/own/own.terms", correct);
    let at = session.at("packs/own/own.terms", using, "{base.thi");
    let answer = session.ask("textDocument/definition", at);
    assert_eq!(answer["result"][0]["uri"], session.uri("packs/base/base.terms"));
    assert_eq!(slice(text, &answer["result"][0]["range"]), "thing");
    session.open("packs/base/base.terms", &text.replace("concept thing", "concept something"));
    session.diagnostics("packs/own/own.terms", |it| it.iter().any(|it| it["code"] == "unknown-concept"));
    session.stop();
}

#[test]
fn files_of_folders_in_a_folder_belong_to_its_pack() {
    let (mut session, _) = Session::start(json!({}));
    std::fs::create_dir_all(session.folder.path().join("own/words")).expect("a folder");
    let words = "concept thing { \"thing\" }\n";
    std::fs::write(session.folder.path().join("own/words/things.terms"), words).expect("a file");
    let own = "pack own 1.0.0 { title \"Own\" }\nclause c in sentence { find \"{thing}\" }\n";
    session.open("own/own.terms", own);
    session.diagnostics("own/own.terms", correct);
    let at = session.at("own/own.terms", own, "{thi");
    let answer = session.ask("textDocument/definition", at);
    assert_eq!(answer["result"][0]["uri"], session.uri("own/words/things.terms"));
    session.open("own/tests/c.terms", "test c { case \"x\" expects silent \"no\" }\n");
    session.diagnostics("own/tests/c.terms", correct);
    session.open("own/tests/c.terms", "test d { case \"x\" expects silent \"no\" }\n");
    session.diagnostics("own/tests/c.terms", |it| !correct(it));
    session.stop();
}

#[test]
fn a_folder_may_hold_several_packs_of_one_file() {
    let (mut session, _) = Session::start(json!({}));
    let base = "pack base 1.0.0 { title \"Base\" }\nconcept thing { \"thing\" }\n";
    let own =
        "pack own 1.0.0 { title \"Own\" }\nuse base ^1 as b\nclause c in sentence { find \"{b.thing}\" }\n";
    std::fs::write(session.folder.path().join("base.terms"), base).expect("a file");
    session.open("own.terms", own);
    session.diagnostics("own.terms", correct);
    let at = session.at("own.terms", own, "{b.thi");
    let answer = session.ask("textDocument/definition", at);
    assert_eq!(answer["result"][0]["uri"], session.uri("base.terms"));
    // Without a header of its own, a file belongs to the pack of the folder, which has one header too many.
    session.open("more.terms", "concept another { \"another\" }\n");
    session.diagnostics("own.terms", |it| it.iter().any(|it| it["code"] == "second-pack"));
    session.stop();
}

#[test]
fn strange_messages_are_answered_or_ignored() {
    let (mut session, _) = Session::start(json!({"general": {"positionEncodings": []}}));
    assert_eq!(session.ask("textDocument/unheardOf", json!({}))["error"]["code"], -32601);
    assert_eq!(session.ask("textDocument/hover", json!([1, "two"]))["error"]["code"], -32602);
    assert_eq!(session.ask("textDocument/rename", Value::Null)["error"]["code"], -32602);
    let nowhere =
        json!({"textDocument": {"uri": "file:///no/such.terms"}, "position": {"line": 1, "character": 1}});
    assert_eq!(session.ask("textDocument/hover", nowhere)["error"]["code"], -32602);
    session.tell("textDocument/didOpen", json!({"textDocument": 7}));
    session.tell("$/cancelRequest", json!({"id": 99}));
    session.tell("textDocument/didClose", json!({"textDocument": {"uri": "never-opened"}}));
    let text = "clause x in sentence { find \"";
    for uri in ["untitled:Untitled-1", "file:///%ff%", "", "http://example.org/x.terms"] {
        let document = json!({"uri": uri, "languageId": "terms", "version": 1, "text": text});
        session.tell("textDocument/didOpen", json!({"textDocument": document}));
        // Backwards, and beyond the end.
        let range =
            json!({"start": {"line": 9, "character": 9}, "end": {"line": 0, "character": 4_294_967_295_u32}});
        let change = json!({"range": range, "text": "\u{1F600}"});
        let params = json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": [change]});
        session.tell("textDocument/didChange", params);
        for method in ["hover", "completion", "definition", "references", "rename", "prepareRename"] {
            for position in [(0, 0), (0, 28), (0, 4_000_000_000_u32), (4_000_000_000_u32, 0)] {
                let params = json!({
                    "textDocument": {"uri": uri},
                    "position": {"line": position.0, "character": position.1},
                    "context": {"includeDeclaration": true, "triggerKind": 1},
                    "newName": "\u{0}",
                });
                let answer = session.ask(&format!("textDocument/{method}"), params);
                assert!(answer.get("result").is_some() || answer["error"]["code"] == -32803, "{answer}");
            }
        }
    }
    session.stop();
}

#[test]
fn a_client_that_is_gone_ends_the_server() {
    let (mut session, _) = Session::start(json!({}));
    session.stdin = None;
    assert_eq!(session.child.wait().expect("it ends").code(), Some(1));
}

#[test]
fn a_message_that_cannot_be_read_gets_an_answer_and_the_session_goes_on() {
    let (mut session, _) = Session::start(json!({}));
    let stdin = session.stdin.as_mut().unwrap();
    write!(stdin, "Content-Length: 4\r\n\r\n{{bad").unwrap();
    stdin.flush().unwrap();
    let answer = session.messages.recv_timeout(PATIENCE).unwrap();
    assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32700)), "{answer}");
    session.stop();
}

#[test]
fn what_is_no_protocol_is_told_in_one_plain_line() {
    for input in ["garbage\r\n\r\n", "Content-Length: 4\r\n", ""] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_termscore"))
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let done = child.wait_with_output().unwrap();
        let told = String::from_utf8(done.stderr).unwrap();
        assert_eq!((done.status.code(), told.lines().count()), (Some(2), 1), "{input:?}: {told}");
        assert!(told.starts_with("termscore lsp: ") && !told.contains(['{', '"']), "{input:?}: {told}");
    }
}
