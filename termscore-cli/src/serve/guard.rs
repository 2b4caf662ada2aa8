//! Requests in, those of our own page out: no other site, no other name for this machine, no other user.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::refusal::Refusal;

/// Nothing may run or be loaded but what this program serves. Scripts may write markup only through the one policy of
/// the page, where browsers know that.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; \
                      trusted-types termscore";

/// Sent with every answer.
const HEADERS: [(&str, &str); 10] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), usb=(), payment=()"),
    ("cache-control", "no-store"),
    ("x-robots-tag", "noindex"),
];

/// What a request must bring along.
#[derive(Debug)]
pub(super) struct Guard {
    token: String,
    /// Names of this server, as in `Host`.
    hosts: [String; 2],
}

impl Guard {
    pub(super) fn new(token: String, port: u16) -> Guard {
        Guard { token, hosts: [format!("127.0.0.1:{port}"), format!("localhost:{port}")] }
    }

    /// Where the page is.
    pub(super) fn address(&self) -> String {
        let [host, _] = &self.hosts;
        format!("http://{host}/{}/", self.token)
    }

    /// The first part of every path.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Whether a request comes from our page. A name that an attacker points at this machine stands in `Host`, a page
    /// of another site in `Origin`; neither knows the token.
    fn admits(&self, method: &Method, path: &str, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = one(headers, &header::HOST).ok_or_else(Refusal::foreign)?;
        if !self.hosts.iter().any(|it| it == host) {
            return Err(Refusal::foreign());
        }
        match headers.get(header::ORIGIN) {
            None if matches!(*method, Method::GET | Method::HEAD) => {}
            None => return Err(Refusal::foreign()),
            Some(_) => {
                let origin = one(headers, &header::ORIGIN).and_then(|it| it.strip_prefix("http://"));
                if origin != Some(host) {
                    return Err(Refusal::foreign());
                }
            }
        }
        if let Some(site) = headers.get("sec-fetch-site")
            && !matches!(site.as_bytes(), b"same-origin" | b"none")
        {
            return Err(Refusal::foreign());
        }
        let given = path.strip_prefix('/').unwrap_or_default().split('/').next().unwrap_or_default();
        if same(given.as_bytes(), self.token.as_bytes()) { Ok(()) } else { Err(Refusal::nothing_here()) }
    }
}

/// Lets requests of our page through, and adds the headers to every answer.
pub(super) async fn guard(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match guard.admits(request.method(), request.uri().path(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
}

/// A secret of 128 bits, as hexadecimal digits.
pub(super) fn token() -> Result<String, String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no random numbers: {error}"))?;
    let mut text = String::with_capacity(32);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// The value of a header that stands there once.
fn one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?;
    if all.next().is_some() { None } else { first.to_str().ok() }
}

/// Compares without telling by the time it takes where the two differ.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (a, b) = (token().unwrap(), token().unwrap());
        assert!(a.len() == 32 && a.bytes().all(|it| it.is_ascii_hexdigit()));
        assert_ne!(a, b);
    }

    #[test]
    fn only_the_whole_token_is_the_token() {
        assert!(same(b"abc", b"abc"));
        for other in ["", "ab", "abcd", "abd", "ABC"] {
            assert!(!same(other.as_bytes(), b"abc"), "{other}");
        }
    }
}
