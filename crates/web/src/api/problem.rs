//! What goes wrong, as problem documents (RFC 9457) made from the catalogue of notices.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bonafide_identity::language::Language;
use bonafide_identity::notice::{self, Code};
use serde::Serialize;
use utoipa::ToSchema;

/// A place in the request that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Violation {
    /// JSON pointer into the body (RFC 6901); empty for the whole.
    pub pointer: String,
    /// What is the matter with it, as a stable word.
    pub problem: String,
}

/// A problem document (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// Where the kind of problem is explained.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    pub type_: String,
    /// What happened, in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// Why, and what to do now.
    pub detail: String,
    /// The notice's code.
    pub code: String,
    /// The notice's name, to tell a colleague.
    pub name: String,
    /// The places that were refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<Violation>,
}

/// An error on its way out.
#[derive(Clone, Debug)]
pub struct ApiProblem {
    code: Code,
    errors: Vec<Violation>,
    retry_after: Option<u64>,
    kilobytes: Option<i64>,
}

impl ApiProblem {
    /// A problem of the catalogue.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            errors: Vec::new(),
            retry_after: None,
            kilobytes: None,
        }
    }

    /// A body of more than so many kilobytes.
    pub fn too_large(kilobytes: usize) -> Self {
        Self {
            kilobytes: i64::try_from(kilobytes).ok(),
            ..Self::new(Code::BodyTooLarge)
        }
    }

    /// One value that was refused, and why.
    pub fn refused(pointer: &str, problem: &str) -> Self {
        let violation = Violation {
            pointer: pointer.to_owned(),
            problem: problem.to_owned(),
        };
        Self::new(Code::ValidationFailed).with(vec![violation])
    }

    /// The same with the places that were refused.
    #[must_use]
    pub fn with(mut self, errors: Vec<Violation>) -> Self {
        self.errors = errors;
        self
    }
}

impl From<bonafide_service::Error> for ApiProblem {
    fn from(error: bonafide_service::Error) -> Self {
        if error.is_fault() {
            tracing::error!(%error, "a use case failed");
        }
        Self {
            code: error.notice(),
            errors: error
                .pointers()
                .iter()
                .map(|pointer| Violation {
                    pointer: pointer.pointer.clone(),
                    problem: pointer.problem.clone(),
                })
                .collect(),
            retry_after: error.retry_after().map(|wait| wait.as_secs().max(1)),
            kilobytes: None,
        }
    }
}

impl IntoResponse for ApiProblem {
    fn into_response(self) -> Response {
        let notice = notice::notice(self.code);
        let status = notice
            .status
            .and_then(|status| StatusCode::from_u16(status).ok())
            .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let wait = self.retry_after.and_then(|wait| i64::try_from(wait).ok());
        let numbers = [("seconds", wait), ("kilobytes", self.kilobytes)];
        let numbers: Vec<_> = (numbers.into_iter())
            .filter_map(|(name, number)| Some((name, number?)))
            .collect();
        let texts = notice.say(Language::En, &numbers);
        let document = ProblemDocument {
            type_: self.code.problem_type(),
            title: texts.title,
            status: status.as_u16(),
            detail: [&[texts.text][..], &texts.remedy].concat().join(" "),
            code: self.code.as_str().to_owned(),
            name: notice.name.to_owned(),
            errors: self.errors,
        };
        let body = serde_json::to_vec(&document).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
