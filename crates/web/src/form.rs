//! Forms: who sends them, from which page, and with what.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bonafide_identity::notice::Code;

use crate::fault::Fault;
use crate::state::Web;

/// The fields of a form, each once: of several by one name the last counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet(pub(crate) BTreeMap<String, String>);

impl Sheet {
    /// A field, without blanks around it; nothing when it is missing.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |text| text.trim())
    }

    /// A field as it was typed, blanks and all; nothing when it is missing.
    pub(crate) fn whole(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The token that shows which page the form comes from.
    pub(crate) fn csrf(&self) -> &str {
        self.text("csrf")
    }

    /// The turn that the page was made in; a page without one is out of date.
    pub(crate) fn turn(&self) -> u32 {
        self.text("turn").parse().unwrap_or(u32::MAX)
    }
}

impl FromRequest<Web> for Sheet {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &Web) -> Result<Self, Fault> {
        let form = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|media| media.to_str().ok())
            .unwrap_or_default();
        if !form.is_empty() && !form.starts_with("application/x-www-form-urlencoded") {
            return Err(Fault::new(Code::FormExpired));
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| {
                let too_large = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
                Fault::new(if too_large {
                    Code::FieldTooLong
                } else {
                    Code::UploadInterrupted
                })
            })?;
        Ok(Self(
            url::form_urlencoded::parse(&bytes).into_owned().collect(),
        ))
    }
}

/// Has the browser go to a page of ours.
pub(crate) fn to(path: &str) -> Response {
    let location = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(LOCATION, location);
    response
}
