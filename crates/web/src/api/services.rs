//! What can be asked for: services, and the sample documents of the sandbox.

use axum::extract::State;
use bonafide_service::organisation::{Page, SampleDocument, ServiceLine};
use bonafide_service::schema::ServiceSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::extract::Authenticated;
use super::problem::ApiProblem;

pub(super) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list))
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
