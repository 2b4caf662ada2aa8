//! The server on a port of its own, asked byte by byte, as a browser would and as it never would.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    thread,
};

use serde_json::{Value, json};
use tokio::{net::TcpListener, sync::oneshot};

use super::{guard::Guard, limits::MAX_FILE, listen, session::Session};
use crate::{args::Reading, reader::Reader};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const OFFER: &str = "FREELANCE AGREEMENT\n\nThis Agreement is between Acme Ltd (“Client”) and Ann Lee (“Contractor”).\n\n\
1. Fees. Client shall pay each invoice within ninety (90) days.\n\n2. Rights. The Work is a work made for hire.\n\n\
3. Indemnity. Contractor shall indemnify Client against any and all claims.\n";

/// A server that runs until it is dropped.
struct Server {
    port: u16,
    end: Option<oneshot::Sender<()>>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Server {
    fn start() -> Server {
        let (told, port) = std::sync::mpsc::channel();
        let (end, ended) = oneshot::channel::<()>();
        let thread = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await.unwrap();
                let port = listener.local_addr().unwrap().port();
                told.send(port).unwrap();
                let session = Session::new(Reader::new(&Reading::default()).unwrap());
                let end = async {
                    let _ = ended.await;
                };
                listen(listener, Guard::new(TOKEN.to_owned(), port), session, end).await.unwrap();
            });
        });
        Server { port: port.recv().unwrap(), end: Some(end), thread: Some(thread) }
    }

    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Sends bytes and reads the whole answer.
    fn raw(&self, request: &[u8]) -> Response {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).unwrap();
        stream.write_all(request).unwrap();
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Response::new(&bytes)
    }

    /// A request with these headers beside those of every request.
    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        self.raw(&[head.as_bytes(), body].concat())
    }

    fn get(&self, path: &str) -> Response {
        self.ask("GET", &format!("/{TOKEN}{path}"), &[("Host", &self.host())], b"")
    }

    /// As our page asks.
    fn post(&self, path: &str, kind: &str, body: &[u8]) -> Response {
        let origin = format!("http://{}", self.host());
        let headers = [("Host", self.host()), ("Origin", origin), ("Content-Type", kind.to_owned())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|it| (it.0, it.1.as_str())).collect();
        self.ask("POST", &format!("/{TOKEN}{path}"), &headers, body)
    }

    fn post_json(&self, path: &str, body: &Value) -> Response {
        self.post(path, "application/json", body.to_string().as_bytes())
    }

    /// Keeps a contract; its number.
    fn keep(&self, name: &str, bytes: &[u8]) -> Value {
        let answer = self.post(&format!("/api/contracts?name={name}"), "application/octet-stream", bytes);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["contract"].clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            let _ = end.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[derive(Debug)]
struct Response {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Response {
    fn new(bytes: &[u8]) -> Response {
        let at = bytes.windows(4).position(|it| it == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8(bytes[..at].to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|it| it.split_once(": ").unwrap());
        let headers = headers.map(|it| (it.0.to_lowercase(), it.1.to_owned())).collect();
        Response { status, headers, body: bytes[at + 4..].to_vec() }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("JSON: {}", self.text()))
    }

    /// The sentence for people.
    fn error(&self) -> String {
        self.json()["error"].as_str().expect("a sentence").to_owned()
    }
}

#[test]
fn every_answer_has_strict_headers() {
    let server = Server::start();
    let host = server.host();
    let answers = [
        server.get("/"),
        server.get("/app.js"),
        server.get("/app.css"),
        server.get("/api/setup"),
        server.get("/nothing"),
        server.ask("GET", "/", &[("Host", &host)], b""),
        server.ask("GET", &format!("/{TOKEN}/"), &[("Host", "evil.example")], b""),
        server.ask(
            "DELETE",
            &format!("/{TOKEN}/api/setup"),
            &[("Host", &host), ("Origin", &format!("http://{host}"))],
            b"",
        ),
    ];
    for (answer, status) in answers.iter().zip([200, 200, 200, 200, 404, 404, 403, 405]) {
        assert_eq!(answer.status, status, "{}", answer.text());
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(answer.header("access-control-allow-origin"), "");
    }
    let page = server.get("/").text();
    assert!(page.contains("<title>TermScore</title>"));
    for inline in ["<style", "style=\"", "onclick", "javascript:", "<script>"] {
        assert!(!page.contains(inline), "{inline}");
    }
}

#[test]
fn only_our_page_is_answered() {
    let server = Server::start();
    let host = server.host();
    let own = format!("http://{host}");
    let page = format!("/{TOKEN}/");
    let keep = format!("/{TOKEN}/api/contracts?name=a.txt");
    let status =
        |method: &str, path: &str, headers: &[(&str, &str)]| server.ask(method, path, headers, b"x").status;
    // Other names for this machine, as with DNS rebinding; none; two.
    for wrong in ["evil.example", "127.0.0.1", "127.0.0.1:1", "evil.example:80", ""] {
        assert_eq!(status("GET", &page, &[("Host", wrong)]), 403, "{wrong}");
    }
    assert_eq!(status("GET", &page, &[("Host", &host), ("Host", "evil.example")]), 403);
    assert!(matches!(status("GET", &page, &[]), 400 | 403));
    assert_eq!(status("GET", &page, &[("Host", &format!("localhost:{}", server.port))]), 200);
    // Other sites.
    for wrong in [
        "http://evil.example",
        "null",
        "https://127.0.0.1",
        &format!("https://{host}"),
        "http://127.0.0.1:1",
        "",
    ] {
        assert_eq!(status("POST", &keep, &[("Host", &host), ("Origin", wrong)]), 403, "{wrong}");
        assert_eq!(status("GET", &page, &[("Host", &host), ("Origin", wrong)]), 403, "{wrong}");
    }
    assert_eq!(status("POST", &keep, &[("Host", &host)]), 403);
    assert_eq!(status("GET", &page, &[("Host", &host), ("Sec-Fetch-Site", "cross-site")]), 403);
    assert_eq!(status("GET", &page, &[("Host", &host), ("Sec-Fetch-Site", "same-site")]), 403);
    assert_eq!(status("GET", &page, &[("Host", &host), ("Sec-Fetch-Site", "none")]), 200);
    // Wrong tokens.
    for wrong in [
        "/",
        "/x/",
        "//",
        &format!("/{}/", TOKEN.trim_start_matches('0')),
        &format!("/{TOKEN}0/"),
        &format!("/{}/", TOKEN.to_uppercase()),
    ] {
        assert_eq!(status("GET", wrong, &[("Host", &host)]), 404, "{wrong}");
    }
    assert_eq!(status("POST", "/api/contracts?name=a.txt", &[("Host", &host), ("Origin", &own)]), 404);
    assert_eq!(status("POST", "/wrong/api/contracts?name=a.txt", &[("Host", &host), ("Origin", &own)]), 404);
    // Paths that would lead out of a folder, if there were one.
    for path in
        ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/app.js/../../Cargo.toml", "/..%2fapp.css"]
    {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_contract_is_scored_and_forgotten() {
    let server = Server::start();
    let contract = server.keep("offer.txt", OFFER.as_bytes());
    let answer = server.post_json("/api/report", &json!({ "contract": contract }));
    assert_eq!(answer.status, 200, "{}", answer.text());
    let report = answer.json();
    assert!(report["scored"].as_bool().unwrap());
    assert!(report["score"].as_f64().unwrap() < 80.0, "{}", report["score"]);
    assert_eq!(report["you"], "Contractor");
    assert!(report["parts"]["findings"].as_str().unwrap().contains("work made for hire"));
    assert!(report["parts"]["contract"].as_str().unwrap().contains("<mark"));

    let them = json!({ "contract": contract, "choice": { "side": "them" } });
    assert_eq!(server.post_json("/api/report", &them).json()["you"], "Client");
    let patient =
        json!({ "contract": contract, "choice": { "params": { "freelance.max-payment-days": "120 days" } } });
    let patient = server.post_json("/api/report", &patient).json();
    assert!(patient["score"].as_f64() > report["score"].as_f64(), "{} {}", patient["score"], report["score"]);
    let wrong =
        json!({ "contract": contract, "choice": { "params": { "freelance.max-payment-days": "soon" } } });
    let wrong = server.post_json("/api/report", &wrong);
    assert_eq!(wrong.status, 400);
    assert!(wrong.error().contains("soon"), "{}", wrong.error());
    let wrong =
        server.post_json("/api/report", &json!({ "contract": contract, "choice": { "kind": "poem" } }));
    assert!(wrong.status == 400 && wrong.error().contains("no such kind"), "{}", wrong.error());

    assert_eq!(server.post_json("/api/forget", &json!({ "contracts": [contract] })).status, 200);
    let gone = server.post_json("/api/report", &json!({ "contract": contract }));
    assert_eq!(gone.status, 410);
    assert!(gone.error().contains("choose the file once more"));
}

#[test]
fn the_json_report_is_that_of_the_command_line() {
    let server = Server::start();
    let contract = server.keep("offer.txt", OFFER.as_bytes());
    let asked = json!({ "contract": contract, "what": "report", "format": "json" });
    let report = server.post_json("/api/file", &asked).json();
    assert_eq!(report["schema"], "termscore/report/1");
    let engine = Reader::new(&Reading::default()).unwrap().engine;
    let own = engine.score(&termscore::Document::from_text("offer.txt", OFFER));
    assert_eq!(report["score"], serde_json::to_value(own.score()).unwrap());
    assert_eq!(report["findings"].as_array().unwrap().len(), own.findings.len());
}

#[test]
fn drafts_are_downloads() {
    let server = Server::start();
    let contract = server.keep("offer.txt", OFFER.as_bytes());
    let ask = |what: &str, format: &str| {
        server.post_json(
            "/api/file",
            &json!({ "contract": contract, "what": what, "format": format, "date": "2026-11-26" }),
        )
    };
    for what in ["addendum", "redline"] {
        let draft = ask(what, "docx");
        assert_eq!(draft.status, 200, "{}", draft.text());
        assert!(draft.body.starts_with(b"PK\x03\x04"));
        assert!(
            draft.header("content-disposition").starts_with("attachment; "),
            "{}",
            draft.header("content-disposition")
        );
        assert!(
            draft.header("termscore-outcome").starts_with("%7B"),
            "{}",
            draft.header("termscore-outcome")
        );
        let text = termscore::extract::extract("draft.docx", &draft.body).unwrap().text;
        assert!(text.contains("Client"), "{text}");
    }
    assert!(ask("addendum", "md").text().contains("# Addendum"));
    let letter = ask("letter", "txt");
    assert!(letter.text().starts_with("Subject: "), "{}", letter.text());
    assert!(ask("report", "html").text().starts_with("<!DOCTYPE html>"));
    for (what, format) in [("redline", "md"), ("letter", "html"), ("report", "docx"), ("spell", "md")] {
        assert_eq!(ask(what, format).status, 400, "{what} {format}");
    }
}

#[test]
fn names_of_files_are_only_data() {
    let server = Server::start();
    let name = "..%2F..%2F%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E%0D%0ASet-Cookie:%20a=b.txt";
    let contract = server.keep(name, OFFER.as_bytes());
    let report = server.post_json("/api/report", &json!({ "contract": contract })).json();
    let verdict = report["parts"]["verdict"].as_str().unwrap();
    assert!(verdict.contains("&lt;img") && !verdict.contains("<img"), "{verdict}");
    let draft =
        server.post_json("/api/file", &json!({ "contract": contract, "what": "addendum", "format": "md" }));
    assert_eq!(draft.status, 200);
    assert_eq!(draft.header("set-cookie"), "");
    let disposition = draft.header("content-disposition");
    assert!(
        !disposition.contains(['<', '>', '/', '\\']) && disposition.matches('"').count() == 2,
        "{disposition}"
    );
}

#[test]
fn what_a_contract_says_is_only_text() {
    let server = Server::start();
    let hostile = format!(
        "{OFFER}\n4. Notes. <script>alert(1)</script> <img src=x onerror=alert(2)> Contractor shall indemnify Client \
                           against <b onmouseover=alert(3)>all</b> losses.\n"
    );
    let contract = server.keep("offer.txt", hostile.as_bytes());
    let report = server.post_json("/api/report", &json!({ "contract": contract })).json();
    for (name, part) in report["parts"].as_object().unwrap() {
        let part = part.as_str().unwrap();
        for markup in ["<script", "<img", "<b on"] {
            assert!(!part.contains(markup), "{name}: {markup}");
        }
    }
    assert!(report["parts"]["contract"].as_str().unwrap().contains("&lt;script&gt;"));
}

#[test]
fn files_that_cannot_be_read_get_a_sentence() {
    let server = Server::start();
    let refused = |name: &str, bytes: &[u8]| {
        let answer = server.post(&format!("/api/contracts?name={name}"), "application/octet-stream", bytes);
        assert_eq!(answer.status, 422, "{}", answer.text());
        answer.error()
    };
    for (name, bytes) in [
        ("empty.txt", b"".as_slice()),
        ("broken.docx", b"PK\x03\x04 this is no archive"),
        ("broken.pdf", b"%PDF-1.7 cut off"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
    ] {
        let sentence = refused(name, bytes);
        assert!(sentence.len() > 10 && !sentence.contains("Error"), "{name}: {sentence}");
    }
}

#[test]
fn large_requests_are_refused_before_they_are_read() {
    let server = Server::start();
    let host = server.host();
    let head = |path: &str, kind: &str, size: usize| {
        format!(
            "POST /{TOKEN}{path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Type: {kind}\r\n\
             Connection: close\r\nContent-Length: {size}\r\n\r\n"
        )
    };
    let announced = server.raw(head("/api/contracts?name=a.txt", "text/plain", MAX_FILE + 1).as_bytes());
    assert_eq!(announced.status, 413);
    assert!(announced.error().contains("32 MB"), "{}", announced.error());
    // Options are small.
    let mut long = head("/api/report", "application/json", 2 << 20).into_bytes();
    long.resize(long.len() + (2 << 20), b' ');
    assert_eq!(server.raw(&long).status, 413);
}

#[test]
fn requests_that_make_no_sense_are_refused() {
    let server = Server::start();
    assert_eq!(server.post("/api/report", "text/plain", b"{\"contract\":1}").status, 415);
    for wrong in
        ["", "{", "[]", "{}", "{\"contract\":\"1\"}", "{\"contract\":1,\"more\":2}", "{\"contract\":-1}"]
    {
        let answer = server.post("/api/report", "application/json", wrong.as_bytes());
        assert_eq!(answer.status, 400, "{wrong}");
        assert!(answer.error().starts_with("the request of the page cannot be understood"));
    }
    assert_eq!(server.post_json("/api/report", &json!({ "contract": 99 })).status, 410);
}

#[test]
fn contracts_give_way_to_later_ones() {
    let server = Server::start();
    let first = server.keep("first.txt", OFFER.as_bytes());
    for _ in 0..super::limits::N_CONTRACTS {
        server.keep("later.txt", OFFER.as_bytes());
    }
    assert_eq!(server.post_json("/api/report", &json!({ "contract": first })).status, 410);
}

#[test]
fn rules_are_checked_and_tried() {
    let server = Server::start();
    let setup = server.get("/api/setup").json();
    let rules = setup["rules"].as_str().unwrap();
    let example = server.keep("example.txt", setup["contract"].as_str().unwrap().as_bytes());
    let fine = server.post_json("/api/rules", &json!({ "text": rules, "contract": example })).json();
    assert_eq!(fine["ok"], true, "{fine}");
    assert_eq!(fine["diagnostics"].as_array().unwrap().len(), 0, "{fine}");
    assert_eq!(fine["outcome"]["findings"][0]["rule"], "my-rules.slow-payment", "{fine}");
    assert!(fine["outcome"]["findings"][0]["quotes"][0].as_str().unwrap().contains("ninety (90) days"));

    let text = format!("// é😀\n{}", rules.replace("severity medium", "severity terrible"));
    let wrong = server.post_json("/api/rules", &json!({ "text": text, "contract": example })).json();
    assert_eq!(wrong["ok"], false);
    let first = &wrong["diagnostics"][0];
    let units: Vec<u16> = text.encode_utf16().collect();
    let place = first["start"].as_u64().unwrap() as usize..first["end"].as_u64().unwrap() as usize;
    assert_eq!(String::from_utf16(&units[place]).unwrap(), "terrible", "{first}");

    // The report by the rules of the page, beside the others and alone.
    let by = |rules: Value| {
        server.post_json("/api/report", &json!({ "contract": example, "choice": { "rules": rules } }))
    };
    let alone = by(json!({ "text": rules, "alone": true })).json();
    assert_eq!(alone["n_findings"], 2, "{alone}");
    let beside = by(json!({ "text": rules, "alone": false })).json();
    assert!(beside["n_findings"].as_u64() > alone["n_findings"].as_u64());
    let wrong = by(json!({ "text": text, "alone": true }));
    assert!(wrong.status == 400 && wrong.error().contains("a mistake"), "{}", wrong.error());
}
