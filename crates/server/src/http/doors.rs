//! Everything that one listener answers: the pages and the API of the floor below, and what
//! whoever runs the installation asks: is it alive, is it ready, how much of what happened.

use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HOST};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use bonafide_service::Service;
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use tokio_util::sync::CancellationToken;
use url::Url;

/// A database that takes longer to say that it is there is not ready.
const READY_WITHIN: Duration = Duration::from_secs(3);

/// What answers about the process itself.
#[derive(Clone)]
pub(crate) struct Vitals {
    /// Whose readiness it is.
    pub(crate) service: Service,
    /// Renders what was counted.
    pub(crate) metrics: PrometheusHandle,
    /// Cancelled when the process is about to end: whoever balances load looks elsewhere.
    pub(crate) stopping: CancellationToken,
}

#[derive(Serialize)]
struct Told {
    status: &'static str,
}

/// Who may ask for `/metrics`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbers {
    ForNobody,
    /// Who calls this machine by an address or `localhost`.
    AtHome,
    /// Whoever can connect, by whatever name they know this machine.
    ForAll,
}

/// `/healthz` and `/readyz`, and `/metrics` for those who may ask.
pub(crate) fn vitals(vitals: Vitals, whose: Numbers) -> Router {
    let router = Router::new()
        .route("/healthz", get(health))
        .route("/readyz", get(ready));
    let router = match whose {
        Numbers::ForNobody => router,
        Numbers::AtHome => {
            router.route("/metrics", get(numbers).layer(middleware::from_fn(at_home)))
        }
        Numbers::ForAll => router.route("/metrics", get(numbers)),
    };
    router
        .layer(middleware::map_response(no_store))
        .with_state(vitals)
}

/// Times every request by its route, never by its path: a path may hold a secret.
pub(crate) fn observed(router: Router) -> Router {
    router.layer(middleware::from_fn(observe))
}

async fn health() -> Json<Told> {
    Json(Told { status: "alive" })
}

async fn ready(State(vitals): State<Vitals>) -> Response {
    if vitals.stopping.is_cancelled() {
        return (
            StatusCode::SERVICE_UNAVAILABLE,
            Json(Told { status: "stopping" }),
        )
            .into_response();
    }
    match tokio::time::timeout(READY_WITHIN, vitals.service.ready()).await {
        Ok(Ok(())) => Json(Told { status: "ready" }).into_response(),
        outcome => {
            let error = outcome.map_or_else(
                |_| "no answer in time".to_owned(),
                |answer| match answer {
                    Err(error) => error.to_string(),
                    Ok(()) => String::new(),
                },
            );
            tracing::warn!(error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                Json(Told {
                    status: "unavailable",
                }),
            )
                .into_response()
        }
    }
}

async fn numbers(State(vitals): State<Vitals>) -> impl IntoResponse {
    (
        [(CONTENT_TYPE, "text/plain; version=0.0.4")],
        vitals.metrics.render(),
    )
}

/// Refuses names that are not this machine's, which a page elsewhere may have made up for it
/// (DNS rebinding), or which a proxy passed on to the world.
async fn at_home(request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    let named = host.and_then(|host| Url::parse(&format!("http://{host}")).ok());
    let by_name = named.is_some_and(|url| url.domain().is_some_and(|name| name != "localhost"));
    if by_name {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    } else {
        next.run(request).await
    }
}

async fn no_store(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn observe(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().as_str().to_owned();
    let matched = request.extensions().get::<MatchedPath>();
    let route = matched.map_or("none", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let (status, seconds) = (response.status().as_u16(), began.elapsed().as_secs_f64());
    tracing::debug!(method, route, status, seconds, "answered");
    // Methods are free text; only those that a route may take are told apart.
    let method = match method.as_str() {
        "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" => method,
        _ => "other".to_owned(),
    };
    let labels = [
        ("method", method),
        ("route", route),
        ("status", status.to_string()),
    ];
    metrics::histogram!("bonafide_http_request_seconds", &labels).record(seconds);
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use tower::ServiceExt as _;

    use super::*;

    #[tokio::test]
    async fn numbers_at_home_are_asked_by_address_or_localhost() {
        let router = Router::new()
            .route("/metrics", get(async || "numbers"))
            .layer(middleware::from_fn(at_home));
        for (host, status) in [
            ("localhost:9464", StatusCode::OK),
            ("127.0.0.1:9464", StatusCode::OK),
            ("[::1]:9464", StatusCode::OK),
            ("evil.example", StatusCode::MISDIRECTED_REQUEST),
            ("id.example.org:9464", StatusCode::MISDIRECTED_REQUEST),
        ] {
            let request = Request::builder().uri("/metrics").header(HOST, host);
            let request = request.body(Body::empty()).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.status(), status, "{host}");
        }
    }
}
