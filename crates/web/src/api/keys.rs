//! API keys: made, listed, revoked. A key is shown once and kept as a hash.

use axum::extract::State;
use axum::http::StatusCode;
use bonafide_identity::id::ApiKeyId;
use bonafide_service::organisation::{ApiKey, CreateApiKey, CreatedApiKey, Page, Scope};
use bonafide_service::schema::ScopeSchema;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::extract::{Authenticated, Id, Json};
use super::problem::ApiProblem;

pub(super) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(revoke))
}

/// A key to be made. It is of the same mode as the key that asks for it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewKey {
    /// What its owner calls it.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// What it may do; no more than the key that asks for it.
    #[schema(min_items = 1, max_items = 9, value_type = Vec<ScopeSchema>)]
    scopes: Vec<Scope>,
}

/// Make a key.
#[utoipa::path(
    post, path = "/api-keys", operation_id = "createApiKey", tag = "API keys",
    request_body = NewKey,
    responses((status = 201, description = "Made.", body = CreatedApiKey)),
)]
async fn create(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    body: Json<NewKey>,
) -> Result<(StatusCode, axum::Json<CreatedApiKey>), ApiProblem> {
    let NewKey { name, scopes } = body.value;
    let created = state
        .service
        .create_api_key(&caller, CreateApiKey { name, scopes })
        .await?;
    Ok((StatusCode::CREATED, axum::Json(created)))
}

/// List keys, revoked ones included.
#[utoipa::path(
    get, path = "/api-keys", operation_id = "listApiKeys", tag = "API keys",
    responses((status = 200, description = "All keys.", body = Page<ApiKey>)),
)]
async fn list(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
) -> Result<axum::Json<Page<ApiKey>>, ApiProblem> {
    let data = state.service.api_keys(&caller).await?;
    Ok(axum::Json(Page {
        data,
        next_cursor: None,
    }))
}

/// Revoke a key. A key may revoke itself.
#[utoipa::path(
    delete, path = "/api-keys/{id}", operation_id = "revokeApiKey", tag = "API keys",
    params(("id" = String, Path, pattern = "^key_[0-9a-hjkmnp-tv-z]{26}$")),
    responses((status = 200, description = "Revoked.", body = ApiKey)),
)]
async fn revoke(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<ApiKeyId>,
) -> Result<axum::Json<ApiKey>, ApiProblem> {
    Ok(axum::Json(
        state.service.revoke_api_key(&caller, &id).await?,
    ))
}
