//! What can be asked for: services, and the sample documents of the sandbox.

use axum::extract::State;
use bonafide_identity::service::Slug;
use bonafide_service::organisation::{Page, SampleDocument, ServiceLine};
use bonafide_service::schema::ServiceSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::extract::{Authenticated, Id};
use super::problem::ApiProblem;

pub(super) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(samples))
}

/// List services, each in its latest version.
#[utoipa::path(
    get, path = "/services", operation_id = "listServices", tag = "Services",
    responses((status = 200, description = "All services.", body = Page<ServiceSchema>)),
)]
async fn list(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
) -> Result<axum::Json<Page<ServiceLine>>, ApiProblem> {
    let data = state.service.services(&caller).await?;
    Ok(axum::Json(Page {
        data,
        next_cursor: None,
    }))
}

/// Read a service in its latest version.
#[utoipa::path(
    get, path = "/services/{name}", operation_id = "readService", tag = "Services",
    params(("name" = String, Path, pattern = "^[a-z0-9-]{1,64}$")),
    responses((status = 200, description = "The service.", body = ServiceSchema)),
)]
async fn read(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(name): Id<Slug>,
) -> Result<axum::Json<ServiceLine>, ApiProblem> {
    Ok(axum::Json(
        state.service.service_line(&caller, name.as_str()).await?,
    ))
}

/// List the sample documents of the sandbox, each of which leads to a named outcome in test mode.
#[utoipa::path(
    get, path = "/sandbox-samples", operation_id = "listSandboxSamples", tag = "Services",
    responses((status = 200, description = "All samples.", body = Page<SampleDocument>)),
)]
async fn samples(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
) -> Result<axum::Json<Page<SampleDocument>>, ApiProblem> {
    let data = state.service.samples(&caller)?;
    Ok(axum::Json(Page {
        data,
        next_cursor: None,
    }))
}
