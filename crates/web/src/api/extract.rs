//! What comes in: who calls, and bodies, queries and paths that are parsed strictly.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Path, Request};
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue};
use bonafide_identity::notice::Code;
use bonafide_service::organisation::{Caller, PageRequest};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use super::ApiState;
use super::problem::{ApiProblem, Violation};
use crate::limits::ClientAddress;

/// Largest body, in bytes, where an operation takes no larger one.
const MAX_BODY: usize = 64 * 1024;

/// The organisation that calls, by its API key.
pub(super) struct Authenticated(pub(super) Caller);

impl FromRequestParts<ApiState> for Authenticated {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, ApiProblem> {
        let bearer = bearer(&parts.headers).ok_or(ApiProblem::new(Code::Unauthorized))?;
        let caller = match ClientAddress::counted(&parts.extensions) {
            Some(address) => state.service.authenticate_from(address, bearer).await,
            None => state.service.authenticate(bearer).await,
        };
        Ok(Self(caller?))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

/// A JSON body of at most `MOST` bytes, with the hash of its bytes.
pub(super) struct Json<T, const MOST: usize = MAX_BODY> {
    /// What was sent.
    pub(super) value: T,
    /// SHA-256 of the bytes, to which an idempotency key is bound.
    pub(super) sha256: [u8; 32],
}

impl<T: DeserializeOwned, const MOST: usize> FromRequest<ApiState> for Json<T, MOST> {
    type Rejection = ApiProblem;

    async fn from_request(mut request: Request, state: &ApiState) -> Result<Self, ApiProblem> {
        if !request.headers().get(CONTENT_TYPE).is_some_and(is_json) {
            return Err(ApiProblem::new(Code::UnsupportedMediaType));
        }
        // What is announced as too large need not come first.
        let announced = request.headers().get(CONTENT_LENGTH);
        let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if announced.is_some_and(|length| length > MOST) {
            return Err(ApiProblem::too_large(MOST / 1024));
        }
        DefaultBodyLimit::max(MOST).apply(&mut request);
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| {
                if rejection.status().as_u16() == 413 {
                    ApiProblem::too_large(MOST / 1024)
                } else {
                    ApiProblem::new(Code::MalformedBody)
                }
            })?;
        // An object by its names, not a list by its order, which the deserializer would take as well.
        if bytes.trim_ascii_start().first() == Some(&b'[') {
            return Err(ApiProblem::refused("", "an object is expected"));
        }
        let mut deserializer = serde_json::Deserializer::from_slice(&bytes);
        let value =
            serde_path_to_error::deserialize(&mut deserializer).map_err(|error| refused(&error))?;
        deserializer
            .end()
            .map_err(|_| ApiProblem::new(Code::MalformedBody))?;
        Ok(Self {
            value,
            sha256: Sha256::digest(&bytes).into(),
        })
    }
}

fn is_json(value: &HeaderValue) -> bool {
    value
        .to_str()
        .ok()
        .and_then(|text| text.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// Says which field was refused and why, without repeating what was sent.
fn refused(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiProblem {
    if !error.inner().is_data() {
        return ApiProblem::new(Code::MalformedBody);
    }
    let pointer = error
        .path()
        .iter()
        .fold(String::new(), |mut pointer, segment| {
            use serde_path_to_error::Segment;
            match segment {
                Segment::Map { key } => {
                    pointer.push('/');
                    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                }
                Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
                Segment::Enum { .. } | Segment::Unknown => {}
            }
            pointer
        });
    let message = error.inner().to_string();
    let (code, problem) = if message.starts_with("unknown field") {
        (Code::UnknownField, "unknown_field")
    } else if message.starts_with("missing field") {
        (Code::ValidationFailed, "missing")
    } else {
        (Code::ValidationFailed, "not_as_described")
    };
    ApiProblem::new(code).with(vec![Violation {
        pointer,
        problem: problem.to_owned(),
    }])
}

/// A query string in which every parameter is known.
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned> FromRequestParts<ApiState> for Query<T> {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, _state: &ApiState) -> Result<Self, ApiProblem> {
        let query = parts.uri.query().unwrap_or_default();
        serde_html_form::from_str(query)
            .map(Self)
            .map_err(|_| ApiProblem::new(Code::MalformedRequest))
    }
}

/// An identifier in the path. One of another form names nothing.
pub(super) struct Id<T>(pub(super) T);

impl<T: std::str::FromStr + Send> FromRequestParts<ApiState> for Id<T> {
    type Rejection = ApiProblem;

    async fn from_request_parts(parts: &mut Parts, state: &ApiState) -> Result<Self, ApiProblem> {
        let not_found = || ApiProblem::new(Code::NotFound);
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| not_found())?;
        text.parse().map(Self).map_err(|_| not_found())
    }
}

/// What part of a list is asked for.
pub(super) fn page_request(limit: Option<u32>, cursor: Option<String>) -> PageRequest {
    PageRequest {
        limit: limit.unwrap_or(PageRequest::USUAL),
        cursor,
    }
}
