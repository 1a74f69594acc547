//! Streams of security events, for the clients that are told (OpenID Shared Signals Framework 1.0): a token of the client's
//! with every request, and no cookie.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Request, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{Extensions, HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bonafide_oidc::events::{CONFIGURATION, STATUS, STREAM, StreamRequest, VERIFICATION};
use bonafide_oidc::form::MOST_BYTES;
use bonafide_oidc::problem::{Code, Problem};
use bonafide_service::Service;
use bonafide_service::oidc::{Asking, StreamDenied};
use url::form_urlencoded;

use crate::limits::ClientAddress;
use crate::oauth::{PROOF, Refused, answer, is_json, once, open};

/// The endpoints, where people may have accounts.
pub(crate) fn router(service: Service) -> Router {
    if !service.settings().accounts {
        return Router::new();
    }
    let refused = async || Refused::method();
    let stream = get(read)
        .post(create)
        .patch(change)
        .put(replace)
        .delete(close);
    Router::new()
        .route(CONFIGURATION, get(configuration).fallback(refused))
        .route(STREAM, stream.fallback(refused))
        .route(STATUS, get(status).post(set_status).fallback(refused))
        .route(VERIFICATION, post(verify).fallback(refused))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(service)
}

async fn configuration(State(service): State<Service>) -> Response {
    open(service.event_configuration())
}

async fn create(
    State(service): State<Service>,
    sent: Sent,
    Body(request): Body,
) -> Result<Response, Refused> {
    let shown = service.open_stream(&sent.asking()?, &request).await?;
    Ok((StatusCode::CREATED, answer(&shown)).into_response())
}

async fn read(State(service): State<Service>, sent: Sent) -> Result<Response, Refused> {
    let id = sent.stream.as_deref();
    Ok(answer(&service.stream(&sent.asking()?, id).await?))
}

async fn change(
    State(service): State<Service>,
    sent: Sent,
    Body(request): Body,
) -> Result<Response, Refused> {
    let asking = sent.asking()?;
    Ok(answer(
        &service.change_stream(&asking, &request, false).await?,
    ))
}

async fn replace(
    State(service): State<Service>,
    sent: Sent,
    Body(request): Body,
) -> Result<Response, Refused> {
    let asking = sent.asking()?;
    Ok(answer(
        &service.change_stream(&asking, &request, true).await?,
    ))
}

async fn close(State(service): State<Service>, sent: Sent) -> Result<StatusCode, Refused> {
    let id = sent.stream.as_deref();
    service.close_stream(&sent.asking()?, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn status(State(service): State<Service>, sent: Sent) -> Result<Response, Refused> {
    let id = sent.stream.as_deref();
    Ok(answer(&service.stream_status(&sent.asking()?, id).await?))
}

async fn set_status(
    State(service): State<Service>,
    sent: Sent,
    Body(request): Body,
) -> Result<Response, Refused> {
    let asking = sent.asking()?;
    Ok(answer(&service.set_stream_status(&asking, &request).await?))
}

async fn verify(
    State(service): State<Service>,
    sent: Sent,
    Body(request): Body,
) -> Result<StatusCode, Refused> {
    service.verify_stream(&sent.asking()?, &request).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A request but for its body.
struct Sent {
    method: Method,
    headers: HeaderMap,
    extensions: Extensions,
    /// Which stream is meant.
    stream: Option<String>,
}

impl Sent {
    fn asking(&self) -> Result<Asking<'_>, Problem> {
        Ok(Asking {
            authorization: once(&self.headers, &AUTHORIZATION)?,
            proof: once(&self.headers, &PROOF)?,
            method: self.method.as_str(),
            from: ClientAddress::counted(&self.extensions),
        })
    }
}

impl<S: Sync> FromRequestParts<S> for Sent {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let query = parts.uri.query().unwrap_or_default();
        let named = form_urlencoded::parse(query.as_bytes());
        let mut named = named.filter(|(name, _)| name == "stream_id");
        let stream = named.next().map(|(_, id)| id.into_owned());
        if named.next().is_some() {
            return Err(Problem::request("a parameter is given more than once").into());
        }
        Ok(Self {
            method: parts.method.clone(),
            headers: parts.headers.clone(),
            extensions: parts.extensions.clone(),
            stream,
        })
    }
}

/// What a client sent, as JSON.
struct Body(StreamRequest);

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        if !is_json(request.headers()) {
            return Err(Problem::request("the body is not application/json").into());
        }
        let bytes = Bytes::from_request(request, state).await;
        let bytes = bytes
            .map_err(|_| Problem::request("the body cannot be read, or is larger than 32 KiB"))?;
        Ok(Self(StreamRequest::parse(&bytes)?))
    }
}

impl From<StreamDenied> for Refused {
    fn from(denied: StreamDenied) -> Self {
        match denied {
            StreamDenied::Denied(denied) => Self::from(denied).of_resource(),
            StreamDenied::Absent => {
                let problem = Problem::request("the client has no such stream");
                Self::with(StatusCode::NOT_FOUND, problem, None)
            }
            StreamDenied::Present => {
                let problem = Problem::request("the client has a stream already");
                Self::with(StatusCode::CONFLICT, problem, None)
            }
            StreamDenied::TooSoon(wait) => {
                let problem = Problem::new(Code::SlowDown, "asked for less than a minute ago");
                Self::with(StatusCode::TOO_MANY_REQUESTS, problem, Some(wait))
            }
        }
    }
}
