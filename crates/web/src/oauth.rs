//! The OpenID Provider's endpoints: parse, one call into `service`, answer in the protocol's words. No page, no cookie:
//! a client proves itself with every request.

use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER,
    WWW_AUTHENTICATE,
};
use axum::http::{Extensions, HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bonafide_oidc::discovery;
use bonafide_oidc::form::{Form, MOST_BYTES};
use bonafide_oidc::problem::{Code, Problem};
use bonafide_service::Service;
use bonafide_service::oidc::{Asking, Call, Denied, UserInfo};
use serde::Serialize;

use crate::limits::ClientAddress;

/// How long others may keep what the provider says of itself, and its keys: less than a key is published before it
/// signs.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=300");
/// The header with a proof of possession.
pub(crate) const PROOF: HeaderName = HeaderName::from_static("dpop");

/// The endpoints.
pub(crate) fn router(service: Service) -> Router {
    let refused = async || Refused::method();
    let people = if service.settings().accounts {
        Router::new()
            .route(discovery::PUSH, post(push).fallback(refused))
            .route(discovery::BACKCHANNEL, post(ask).fallback(refused))
            .route(discovery::DEVICE, post(device).fallback(refused))
            .route(
                discovery::USERINFO,
                get(userinfo).post(userinfo).fallback(refused),
            )
    } else {
        Router::new()
    };
    Router::new()
        .route(
            "/.well-known/openid-configuration",
            get(document).fallback(refused),
        )
        .route(
            "/.well-known/oauth-authorization-server",
            get(document).fallback(refused),
        )
        .route(discovery::JWKS, get(keys).fallback(refused))
        .route(discovery::TOKEN, post(token).fallback(refused))
        .route(discovery::INTROSPECTION, post(introspect).fallback(refused))
        .merge(people)
        .route(discovery::REVOCATION, post(revoke).fallback(refused))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(service)
}

/// Whether a path is one of these endpoints, which no cookie opens.
pub(crate) fn is_here(path: &str) -> bool {
    path.starts_with("/oauth/") || path.starts_with("/ssf/") || path.starts_with("/.well-known/")
}

async fn document(State(service): State<Service>) -> Response {
    open(service.discovery().to_owned())
}

async fn keys(State(service): State<Service>) -> Result<Response, Refused> {
    let keys = service.token_keys().await.map_err(Denied::from)?;
    Ok(open(keys))
}

/// JSON that anybody may read and keep for a while, also scripts of other sites.
pub(crate) fn open(json: String) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (CACHE_CONTROL, KEPT),
        (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        ),
    ];
    (headers, json).into_response()
}

async fn token(State(service): State<Service>, sent: Sent) -> Result<Response, Refused> {
    Ok(answer(&service.token(&sent.call()?).await?))
}

async fn introspect(State(service): State<Service>, sent: Sent) -> Result<Response, Refused> {
    Ok(answer(&service.introspect(&sent.call()?).await?))
}

async fn revoke(State(service): State<Service>, sent: Sent) -> Result<StatusCode, Refused> {
    service.revoke(&sent.call()?).await?;
    Ok(StatusCode::OK)
}

async fn push(State(service): State<Service>, sent: Sent) -> Result<Response, Refused> {
    let pushed = answer(&service.push(&sent.call()?).await?);
    Ok((StatusCode::CREATED, pushed).into_response())
}

async fn ask(State(service): State<Service>, sent: Sent) -> Result<Response, Refused> {
    Ok(answer(&service.ask_person(&sent.call()?).await?))
}

async fn device(State(service): State<Service>, sent: Sent) -> Result<Response, Refused> {
    Ok(answer(&service.ask_for_device(&sent.call()?).await?))
}

async fn userinfo(
    State(service): State<Service>,
    method: Method,
    headers: HeaderMap,
    extensions: Extensions,
) -> Result<Response, Refused> {
    let asking = Asking {
        authorization: once(&headers, &AUTHORIZATION)?,
        proof: once(&headers, &PROOF)?,
        method: method.as_str(),
        from: ClientAddress::counted(&extensions),
    };
    match service.userinfo(&asking).await {
        Ok(UserInfo::Plain(told)) => Ok(answer(&told)),
        Ok(UserInfo::Token(token)) => Ok(jwt(token)),
        Err(denied) => Err(Refused::from(denied).of_resource()),
    }
}

fn jwt(token: String) -> Response {
    let headers = [
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONTENT_TYPE, HeaderValue::from_static("application/jwt")),
    ];
    (headers, token).into_response()
}

pub(crate) fn answer(body: &impl Serialize) -> Response {
    let headers = [(CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (headers, axum::Json(body)).into_response()
}

/// A form with its headers.
struct Sent {
    headers: HeaderMap,
    extensions: Extensions,
    form: Form,
}

impl Sent {
    fn call(&self) -> Result<Call<'_>, Problem> {
        Ok(Call {
            authorization: once(&self.headers, &AUTHORIZATION)?,
            proof: once(&self.headers, &PROOF)?,
            form: &self.form,
            from: ClientAddress::counted(&self.extensions),
        })
    }
}

/// Whether a body is JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    is_of(headers, "application/json")
}

fn is_of(headers: &HeaderMap, kind: &str) -> bool {
    let media = headers.get(CONTENT_TYPE);
    let essence = media.and_then(|media| media.to_str().ok()?.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(kind))
}

/// A header that may stand once.
pub(crate) fn once<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
) -> Result<Option<&'a str>, Problem> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err(Problem::request("a header is given more than once"));
    }
    let text = first.map(HeaderValue::to_str).transpose();
    text.map_err(|_| Problem::request("a header is not in ASCII"))
}

impl FromRequest<Service> for Sent {
    type Rejection = Refused;

    async fn from_request(request: Request, service: &Service) -> Result<Self, Refused> {
        let (parts, body) = request.into_parts();
        let is_form = is_of(&parts.headers, "application/x-www-form-urlencoded");
        if !is_form {
            return Err(
                Problem::request("the body is not application/x-www-form-urlencoded").into(),
            );
        }
        // Secrets in addresses end up in logs.
        if parts.uri.query().is_some_and(|query| !query.is_empty()) {
            return Err(Problem::request("parameters belong into the body").into());
        }
        let (headers, extensions) = (parts.headers.clone(), parts.extensions.clone());
        let bytes = Bytes::from_request(Request::from_parts(parts, body), service).await;
        let bytes = bytes
            .map_err(|_| Problem::request("the body cannot be read, or is larger than 32 KiB"))?;
        let form = Form::parse(&bytes).map_err(Problem::from)?;
        Ok(Self {
            headers,
            extensions,
            form,
        })
    }
}

/// A refusal in the protocol's words.
pub(crate) struct Refused {
    problem: Problem,
    status: StatusCode,
    wait: Option<Duration>,
    /// How to prove oneself.
    challenges: &'static [&'static str],
}

impl Refused {
    /// As who holds something says it (RFC 9449, 7.1): what is wrong with a proof is not the request's form.
    pub(crate) fn of_resource(mut self) -> Self {
        if self.problem.code == Code::InvalidDpopProof {
            self.status = StatusCode::UNAUTHORIZED;
            self.challenges = &["DPoP error=\"invalid_dpop_proof\""];
        }
        self
    }

    pub(crate) fn method() -> Self {
        let problem = Problem::request("no such method here");
        Self::with(StatusCode::METHOD_NOT_ALLOWED, problem, None)
    }

    pub(crate) fn with(status: StatusCode, problem: Problem, wait: Option<Duration>) -> Self {
        Self {
            problem,
            status,
            wait,
            challenges: &[],
        }
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        let status = StatusCode::from_u16(problem.code.status());
        Self {
            problem,
            status: status.unwrap_or(StatusCode::BAD_REQUEST),
            wait: None,
            challenges: match problem.code {
                Code::InvalidClient => &["Basic realm=\"oauth\""],
                Code::InvalidToken => &[
                    "Bearer error=\"invalid_token\"",
                    "DPoP error=\"invalid_token\"",
                ],
                Code::InsufficientScope => &["Bearer error=\"insufficient_scope\""],
                _ => &[],
            },
        }
    }
}

impl From<Denied> for Refused {
    fn from(denied: Denied) -> Self {
        let mut refused = Self::from(denied.problem());
        match &denied {
            Denied::Problem(_) => {}
            Denied::Wait(wait) => {
                refused.status = StatusCode::TOO_MANY_REQUESTS;
                refused.wait = Some(*wait);
            }
            Denied::Fault(error) => {
                if error.is_fault() {
                    tracing::error!(%error, "a client was not answered");
                }
                refused.wait = error.retry_after();
            }
        }
        refused
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = answer(&self.problem.body());
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        for challenge in self.challenges {
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Some(wait) = self.wait {
            headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_say_how_to_prove_oneself_and_when_to_come_back() {
        let refused = Refused::from(Problem::client()).into_response();
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
        assert!(refused.headers().contains_key(WWW_AUTHENTICATE));
        let waiting = Refused::from(Denied::Wait(Duration::from_millis(10))).into_response();
        assert_eq!(waiting.status(), StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(waiting.headers()[RETRY_AFTER], "1");
        assert_eq!(waiting.headers()[CACHE_CONTROL], "no-store");
    }

    #[test]
    fn a_proof_that_proves_nothing_is_told_by_whom_it_is_shown_to() {
        let refused = || Refused::from(Problem::new(Code::InvalidDpopProof, "x"));
        let at_token = refused().into_response();
        assert_eq!(at_token.status(), StatusCode::BAD_REQUEST);
        assert!(!at_token.headers().contains_key(WWW_AUTHENTICATE));
        let at_userinfo = refused().of_resource().into_response();
        assert_eq!(at_userinfo.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(
            at_userinfo.headers()[WWW_AUTHENTICATE],
            "DPoP error=\"invalid_dpop_proof\""
        );
    }

    #[test]
    fn a_header_stands_once() {
        let mut headers = HeaderMap::new();
        assert_eq!(once(&headers, &PROOF).unwrap(), None);
        headers.append(PROOF, HeaderValue::from_static("a"));
        assert_eq!(once(&headers, &PROOF).unwrap(), Some("a"));
        headers.append(PROOF, HeaderValue::from_static("a"));
        assert!(once(&headers, &PROOF).is_err());
    }

    #[test]
    fn which_paths_are_here() {
        assert!(is_here("/oauth/token") && is_here("/.well-known/openid-configuration"));
        assert!(!is_here("/oauth") && !is_here("/verify/oauth/"));
    }
}
