//! REST, version 1: parse, one call into `service`, render. No rule lives here.

mod chip;
mod clients;
mod extract;
mod keys;
mod problem;
mod services;
mod sessions;
mod webhooks;

use std::sync::LazyLock;

use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Router, middleware};
use bonafide_identity::notice::Code;
use bonafide_service::Service;
use utoipa::OpenApi;
use utoipa::openapi::link::Link;
use utoipa::openapi::path::{Operation, Paths};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, OpenApi as Description, Ref, RefOr, ResponseBuilder};
use utoipa_axum::router::OpenApiRouter;

pub use problem::{ApiProblem, ProblemDocument, Violation};

/// What handlers share.
#[derive(Clone)]
pub struct ApiState {
    service: Service,
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Bonafide", description = "Remote identity proofing: open a verification session, send the person, read the report."),
    components(schemas(ProblemDocument)),
    security(("api_key" = [])),
)]
struct Root;

fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::with_openapi(Root::openapi()).nest(
        "/v1",
        OpenApiRouter::new()
            .merge(sessions::router())
            .merge(chip::router())
            .merge(webhooks::router())
            .merge(keys::router())
            .merge(clients::router())
            .merge(services::router()),
    )
}

/// The routes under `/v1`, with `/v1/openapi.json`.
pub fn router(service: Service) -> Router {
    let (router, _) = routes().split_for_parts();
    router
        .route("/v1/openapi.json", get(openapi))
        .route("/v1/{*rest}", axum::routing::any(not_found))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(middleware::map_response(no_store))
        .with_state(ApiState { service })
}

/// The API's description (OpenAPI 3.1).
pub fn description() -> &'static Description {
    static DESCRIPTION: LazyLock<Description> = LazyLock::new(|| {
        let mut description = routes().split_for_parts().1;
        description.info.license = None;
        let components = description.components.get_or_insert_default();
        let key = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API key."))
            .build();
        components.add_security_scheme("api_key", SecurityScheme::Http(key));
        for item in description.paths.paths.values_mut() {
            let operations = [
                &mut item.get,
                &mut item.post,
                &mut item.put,
                &mut item.patch,
                &mut item.delete,
            ]
            .into_iter()
            .flatten();
            operations.for_each(describe_problems);
        }
        link_created(&mut description.paths);
        description
    });
    &DESCRIPTION
}

/// What was created can be asked for by its identifier: links say so to clients and their tests.
fn link_created(paths: &mut Paths) {
    let identified: Vec<(String, String)> = paths
        .paths
        .iter()
        .flat_map(|(path, item)| {
            [&item.get, &item.post, &item.patch, &item.delete]
                .into_iter()
                .flatten()
                .filter_map(|operation| Some((path.clone(), operation.operation_id.clone()?)))
        })
        .filter(|(path, _)| path.contains("/{id}"))
        .collect();
    for (collection, item) in &mut paths.paths {
        let create = item.post.as_mut();
        let Some(RefOr::T(created)) =
            create.and_then(|create| create.responses.responses.get_mut("201"))
        else {
            continue;
        };
        for (path, id) in &identified {
            if path
                .strip_prefix(collection.as_str())
                .is_some_and(|rest| rest.starts_with("/{id}"))
            {
                let link = Link::builder()
                    .operation_id(id)
                    .parameter("id", "$response.body#/id")
                    .build();
                created.links.insert(id.clone(), RefOr::T(link));
            }
        }
    }
}

/// Every operation may answer with a problem document; which statuses depends on what it takes.
fn describe_problems(operation: &mut Operation) {
    let mut statuses = vec![400, 401, 403, 404, 409, 410, 422, 429, 503];
    if operation.request_body.is_some() {
        statuses.extend([413, 415]);
    }
    for status in statuses {
        let meaning = StatusCode::from_u16(status)
            .ok()
            .and_then(|status| status.canonical_reason());
        let content = ContentBuilder::new()
            .schema(Some(RefOr::Ref(Ref::from_schema_name("Problem"))))
            .build();
        let response = ResponseBuilder::new()
            .description(meaning.unwrap_or("Problem"))
            .content("application/problem+json", content)
            .build();
        operation
            .responses
            .responses
            .entry(status.to_string())
            .or_insert(RefOr::T(response));
    }
}

async fn openapi() -> impl IntoResponse {
    let body = description().to_json().unwrap_or_default();
    ([(CONTENT_TYPE, "application/json")], body)
}

async fn not_found() -> ApiProblem {
    ApiProblem::new(Code::NotFound)
}

async fn method_not_allowed() -> ApiProblem {
    ApiProblem::new(Code::MethodNotAllowed)
}

/// Answers hold personal data: nobody on the way may keep them.
async fn no_store<B>(mut response: axum::http::Response<B>) -> axum::http::Response<B> {
    let value = axum::http::HeaderValue::from_static("no-store");
    response
        .headers_mut()
        .entry(axum::http::header::CACHE_CONTROL)
        .or_insert(value);
    response
}
