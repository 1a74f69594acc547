//! Where clients register themselves (RFC 7591), with an API key of their organisation as initial access token.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::header::{AUTHORIZATION, CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bonafide_oidc::discovery;
use bonafide_oidc::form::MOST_BYTES;
use bonafide_oidc::registration::{Registration, RegistrationError};
use bonafide_service::oidc::RegistrationDenied;
use bonafide_service::{Error, Service};
use serde_json::json;

use crate::limits::ClientAddress;
use crate::oauth::{Refused, answer, is_json};

/// The endpoint.
pub(crate) fn router(service: Service) -> Router {
    let refused = async || Refused::method();
    Router::new()
        .route(discovery::REGISTRATION, post(register).fallback(refused))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(service)
}

async fn register(State(service): State<Service>, request: Request) -> Response {
    match registered(&service, request).await {
        Ok(response) => response,
        Err(denied) => told(&denied),
    }
}

async fn registered(service: &Service, request: Request) -> Result<Response, RegistrationDenied> {
    let key = request.headers().get(AUTHORIZATION);
    let key = key.and_then(|header| header.to_str().ok()?.split_once(' '));
    let key = key.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let key = key.map(|(_, key)| key.trim().to_owned());
    let from = ClientAddress::counted(request.extensions());
    let body = |problem| RegistrationError::of("body", problem);
    if !is_json(request.headers()) {
        return Err(body("not application/json").into());
    }
    let bytes = Bytes::from_request(request, service).await;
    let bytes = bytes.map_err(|_| body("unreadable, or larger than 32 KiB"))?;
    let key = key.ok_or(RegistrationDenied::Fault(Error::Unauthorized))?;
    let asked = Registration::parse(&bytes)?;
    let told = service.register_client(&key, from, asked).await?;
    Ok((StatusCode::CREATED, answer(&told)).into_response())
}

fn told(denied: &RegistrationDenied) -> Response {
    let (status, error, description) = match denied {
        RegistrationDenied::Metadata(error) => (
            StatusCode::BAD_REQUEST,
            error.error,
            error.description.as_str(),
        ),
        RegistrationDenied::Fault(Error::Unauthorized) => (
            StatusCode::UNAUTHORIZED,
            "invalid_token",
            "an API key of the organisation is needed",
        ),
        RegistrationDenied::Fault(Error::MissingScope(_)) => (
            StatusCode::FORBIDDEN,
            "insufficient_scope",
            "the key needs the scope clients:write",
        ),
        RegistrationDenied::Fault(Error::LimitReached(_)) => (
            StatusCode::FORBIDDEN,
            "access_denied",
            "the organisation has as many clients as it may have",
        ),
        RegistrationDenied::Fault(error) if error.retry_after().is_some() => (
            StatusCode::TOO_MANY_REQUESTS,
            "temporarily_unavailable",
            "asked too often",
        ),
        RegistrationDenied::Fault(error) => {
            tracing::error!(%error, "a client was not registered");
            (
                StatusCode::INTERNAL_SERVER_ERROR,
                "server_error",
                "something failed here",
            )
        }
    };
    let mut response = answer(&json!({"error": error, "error_description": description}));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Bearer error=\"invalid_token\"");
        headers.insert(WWW_AUTHENTICATE, challenge);
    }
    if let RegistrationDenied::Fault(error) = denied
        && let Some(wait) = error.retry_after()
    {
        headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
    }
    response
}
