//! The pages, one folder per audience: handler, template.

pub(crate) mod account;
pub(crate) mod app;
pub(crate) mod authorize;
pub(crate) mod enrol;
pub(crate) mod help;
pub(crate) mod home;
pub(crate) mod mailbox;
pub(crate) mod moderate;
pub(crate) mod reference;

#[cfg(test)]
pub(crate) mod lint;

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};

use serde_json::json;

use crate::fault::Fault;

/// A page as it should be.
pub(crate) fn right(page: Result<String, askama::Error>) -> Result<Response, Fault> {
    Ok(Html(page?).into_response())
}

/// A page with something to be put right.
pub(crate) fn wrong(page: Result<String, askama::Error>) -> Result<Response, Fault> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page?)).into_response())
}

/// The answer to a page that follows something whose state has a number, and no time that ends it.
pub(crate) fn live(version: i64) -> Response {
    Json(json!({ "version": version, "turn": 0, "left": null })).into_response()
}

/// A picture (JPEG) that was drawn anew by us, and is allowed nothing all the same.
pub(crate) fn picture_only(bytes: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, "image/jpeg"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox; frame-ancestors 'none'",
        ),
    ];
    (headers, bytes).into_response()
}
