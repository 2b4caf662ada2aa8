//! Paths to what is done.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, Uri, header},
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::json;

use super::{
    files, guard,
    guard::Guard,
    limits::{self, MAX_ASKED, MAX_FILE, Workers},
    page,
    refusal::{Refusal, as_json},
    rules,
    session::{Choice, Session},
};
use crate::compare;

type Answer = Result<Response, Refusal>;

/// What every request may use.
#[derive(Clone)]
struct Desk {
    session: Arc<Session>,
    workers: Workers,
}

/// All that is answered.
pub(super) fn router(guard: Arc<Guard>, session: Arc<Session>) -> Router {
    let desk = Desk { session, workers: Workers::new() };
    let inside = Router::new()
        .route("/app.css", get(|| async { page::asset("app.css") }))
        .route("/app.js", get(|| async { page::asset("app.js") }))
        .route("/compare.js", get(|| async { page::asset("compare.js") }))
        .route("/editor.js", get(|| async { page::asset("editor.js") }))
        .route("/icon.svg", get(|| async { page::asset("icon.svg") }))
        .route("/report.css", get(|| async { page::asset("report.css") }))
        .route("/api/setup", get(setup))
        .route("/api/contracts", post(keep))
        .route("/api/forget", post(forget))
        .route("/api/report", post(report))
        .route("/api/compare", post(compare))
        .route("/api/rules", post(check))
        .route("/api/file", post(file));
    // Only with its last slash is the page where what it loads is.
    Router::new()
        .route(&format!("/{}/", guard.token()), get(|| async { page::asset("index.html") }))
        .nest(&format!("/{}", guard.token()), inside)
        .fallback(|| async { Refusal::nothing_here() })
        .method_not_allowed_fallback(|| async {
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "this cannot be done with this path")
        })
        .with_state(desk)
        .layer(from_fn_with_state(guard, guard::guard))
}

async fn setup(State(desk): State<Desk>) -> Answer {
    let session = desk.session;
    desk.workers.run(move || Ok(page::setup(session.reader()))).await.map(|it| as_json(StatusCode::OK, &it))
}

/// How a file is called.
#[derive(Deserialize)]
struct Named {
    name: Option<String>,
}

async fn keep(State(desk): State<Desk>, uri: Uri, headers: HeaderMap, body: Body) -> Answer {
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|it| it > MAX_FILE) {
        return Err(Refusal::too_large(MAX_FILE));
    }
    let query = Query::<Named>::try_from_uri(&uri);
    let name = query.ok().and_then(|it| it.0.name).unwrap_or_default();
    let bytes = limits::read(body, MAX_FILE).await?;
    let session = desk.session;
    let kept =
        desk.workers.run(move || session.keep(&name, &bytes).map(|(id, it)| page::contract(id, &it))).await?;
    Ok(as_json(StatusCode::OK, &kept))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Forget {
    contracts: Vec<u64>,
}

async fn forget(State(desk): State<Desk>, headers: HeaderMap, body: Body) -> Answer {
    let asked: Forget = asked(&headers, body).await?;
    desk.session.forget(&asked.contracts);
    Ok(as_json(StatusCode::OK, &json!({})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfContract {
    contract: u64,
    #[serde(default)]
    choice: Choice,
}

async fn report(State(desk): State<Desk>, headers: HeaderMap, body: Body) -> Answer {
    let asked: OfContract = asked(&headers, body).await?;
    let session = desk.session;
    let work = move || session.score(asked.contract, &asked.choice).map(|it| page::report(&it));
    desk.workers.run(work).await.map(|it| as_json(StatusCode::OK, &it))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfTwo {
    before: u64,
    after: u64,
    #[serde(default)]
    choice: Choice,
}

async fn compare(State(desk): State<Desk>, headers: HeaderMap, body: Body) -> Answer {
    let asked: OfTwo = asked(&headers, body).await?;
    let session = desk.session;
    let work = move || {
        let before = session.score(asked.before, &asked.choice)?;
        let after = session.score(asked.after, &asked.choice)?;
        Ok(compare::compare(&after.reader, &before.contract, &after.contract))
    };
    desk.workers.run(work).await.map(|it| as_json(StatusCode::OK, &it))
}

async fn check(State(desk): State<Desk>, headers: HeaderMap, body: Body) -> Answer {
    let asked: rules::Asked = asked(&headers, body).await?;
    let session = desk.session;
    desk.workers.run(move || rules::check(&session, &asked)).await.map(|it| as_json(StatusCode::OK, &it))
}

async fn file(State(desk): State<Desk>, headers: HeaderMap, body: Body) -> Answer {
    let asked: files::Asked = asked(&headers, body).await?;
    let session = desk.session;
    desk.workers.run(move || files::file(&session, &asked)).await.map(files::File::into_response)
}

/// A request in JSON.
async fn asked<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Refusal> {
    let is_json =
        headers.get(header::CONTENT_TYPE).is_some_and(|it| it.as_bytes().starts_with(b"application/json"));
    if !is_json {
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "this is to be asked in JSON"));
    }
    let bytes = limits::read(body, MAX_ASKED).await?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::wrong(format!("the request of the page cannot be understood: {error}")))
}
