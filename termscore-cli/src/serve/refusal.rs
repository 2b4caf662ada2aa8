//! What cannot be done, as a sentence for the person at the page.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::json;

/// Why something was not done, as a sentence for the person at the page.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) message: String,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Refusal {
        Refusal { status, message: message.into() }
    }

    /// Not our page.
    pub(super) fn foreign() -> Refusal {
        Refusal::new(
            StatusCode::FORBIDDEN,
            "this request did not come from the page of TermScore: open the address that the program shows",
        )
    }

    /// A path that leads nowhere, or a wrong token.
    pub(super) fn nothing_here() -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, "there is nothing here: open the address that the program shows")
    }

    /// A contract that is kept no more.
    pub(super) fn forgotten() -> Refusal {
        Refusal::new(StatusCode::GONE, "this contract is no longer in memory: choose the file once more")
    }

    /// A file that is no contract that can be read.
    pub(super) fn unreadable(message: String) -> Refusal {
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    /// A wrong choice.
    pub(super) fn wrong(message: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn too_large(limit: usize) -> Refusal {
        let limit = limit >> 20;
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!(
                "this is larger than {limit} MB, the most that the page takes: `termscore score` reads files of up to 64 MB"
            ),
        )
    }

    pub(super) fn slow() -> Refusal {
        Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "this takes too long for the page: try once more, or use `termscore score`",
        )
    }

    pub(super) fn stopped() -> Refusal {
        Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "the program is ending: start it again")
    }

    /// Our mistake.
    pub(super) fn broken() -> Refusal {
        Refusal::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "TermScore made a mistake with this and can say nothing about it; everything else still works",
        )
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        as_json(self.status, &json!({ "error": self.message }))
    }
}

pub(super) fn as_json(status: StatusCode, it: &impl Serialize) -> Response {
    match serde_json::to_vec(it) {
        Ok(bytes) => (status, [(header::CONTENT_TYPE, "application/json")], bytes).into_response(),
        Err(_) => (StatusCode::INTERNAL_SERVER_ERROR, "{}").into_response(),
    }
}
