//! Webhook endpoints, and the messages sent to them (after Standard Webhooks).

use axum::extract::State;
use axum::http::StatusCode;
use bonafide_identity::id::{WebhookEndpointId, WebhookMessageId};
use bonafide_service::organisation::{
    CreateEndpoint, CreatedEndpoint, MessageFilter, Page, UpdateEndpoint, WebhookEndpoint,
    WebhookMessage,
};
use bonafide_service::schema::EventKindSchema;
use bonafide_service::webhook::EventKind;
use jiff::SignedDuration;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::extract::{Authenticated, Id, Json, Query, page_request};
use super::problem::ApiProblem;

pub(super) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(read, change, remove))
        .routes(routes!(rotate))
        .routes(routes!(messages))
        .routes(routes!(message))
        .routes(routes!(replay))
}

/// An endpoint to be told of events.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewEndpointBody {
    /// Where to send messages: https, or http where the configuration allows the host.
    #[schema(min_length = 8, max_length = 2000, format = "uri")]
    url: String,
    /// The types of event to send; all of them if empty.
    #[serde(default)]
    #[schema(max_items = 20, value_type = Vec<EventKindSchema>)]
    events: Vec<EventKind>,
}

/// What to change of an endpoint. What is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndpointChangeBody {
    /// Where to send messages.
    #[serde(default)]
    #[schema(min_length = 8, max_length = 2000, format = "uri", nullable)]
    url: Option<String>,
    /// The types of event to send.
    #[serde(default)]
    #[schema(max_items = 20, value_type = Option<Vec<EventKindSchema>>)]
    events: Option<Vec<EventKind>>,
    /// Whether messages are sent.
    #[serde(default)]
    #[schema(nullable)]
    enabled: Option<bool>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Paging {
    /// Only messages about this session.
    #[serde(default)]
    #[param(required = false, pattern = "^reg_[0-9a-hjkmnp-tv-z]{26}$")]
    session: Option<String>,
    /// Only messages of this type.
    #[serde(default, rename = "type")]
    #[param(required = false, value_type = Option<EventKindSchema>)]
    kind: Option<String>,
    /// How many at most.
    #[serde(default)]
    #[param(required = false, minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[serde(default)]
    #[param(required = false, max_length = 200, pattern = "^[A-Za-z0-9_-]*$")]
    cursor: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Target {
    /// Only to this endpoint; to all that are enabled if absent.
    #[serde(default)]
    #[param(required = false, pattern = "^whe_[0-9a-hjkmnp-tv-z]{26}$")]
    endpoint: Option<String>,
}

/// How a secret is changed over.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Rotation {
    /// For how many hours the secrets before it keep signing too, so that receivers can change over. 24 if absent.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 720)]
    overlap_hours: Option<u16>,
}

/// Add an endpoint.
#[utoipa::path(
    post, path = "/webhook-endpoints", operation_id = "createWebhookEndpoint", tag = "Webhooks",
    request_body = NewEndpointBody,
    responses((status = 201, description = "Added.", body = CreatedEndpoint)),
)]
async fn create(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    body: Json<NewEndpointBody>,
) -> Result<(StatusCode, axum::Json<CreatedEndpoint>), ApiProblem> {
    let request = CreateEndpoint {
        url: body.value.url,
        events: body.value.events,
    };
    let created = state.service.create_endpoint(&caller, &request).await?;
    Ok((StatusCode::CREATED, axum::Json(created)))
}

/// List endpoints.
#[utoipa::path(
    get, path = "/webhook-endpoints", operation_id = "listWebhookEndpoints", tag = "Webhooks",
    responses((status = 200, description = "All endpoints.", body = Page<WebhookEndpoint>)),
)]
async fn list(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
) -> Result<axum::Json<Page<WebhookEndpoint>>, ApiProblem> {
    let data = state.service.endpoints(&caller).await?;
    Ok(axum::Json(Page {
        data,
        next_cursor: None,
    }))
}

/// Read an endpoint.
#[utoipa::path(
    get, path = "/webhook-endpoints/{id}", operation_id = "readWebhookEndpoint", tag = "Webhooks",
    params(("id" = String, Path, pattern = "^whe_[0-9a-hjkmnp-tv-z]{26}$")),
    responses((status = 200, description = "The endpoint.", body = WebhookEndpoint)),
)]
async fn read(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<WebhookEndpointId>,
) -> Result<axum::Json<WebhookEndpoint>, ApiProblem> {
    Ok(axum::Json(state.service.endpoint(&caller, &id).await?))
}

/// Change an endpoint.
#[utoipa::path(
    patch, path = "/webhook-endpoints/{id}", operation_id = "changeWebhookEndpoint", tag = "Webhooks",
    params(("id" = String, Path, pattern = "^whe_[0-9a-hjkmnp-tv-z]{26}$")),
    request_body = EndpointChangeBody,
    responses((status = 200, description = "Changed.", body = WebhookEndpoint)),
)]
async fn change(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<WebhookEndpointId>,
    body: Json<EndpointChangeBody>,
) -> Result<axum::Json<WebhookEndpoint>, ApiProblem> {
    let EndpointChangeBody {
        url,
        events,
        enabled,
    } = body.value;
    let change = UpdateEndpoint {
        url,
        events,
        enabled,
    };
    Ok(axum::Json(
        state.service.update_endpoint(&caller, &id, &change).await?,
    ))
}

/// Remove an endpoint, with the messages that were not delivered.
#[utoipa::path(
    delete, path = "/webhook-endpoints/{id}", operation_id = "removeWebhookEndpoint", tag = "Webhooks",
    params(("id" = String, Path, pattern = "^whe_[0-9a-hjkmnp-tv-z]{26}$")),
    responses((status = 204, description = "Removed.")),
)]
async fn remove(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<WebhookEndpointId>,
) -> Result<StatusCode, ApiProblem> {
    state.service.delete_endpoint(&caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a new secret. Messages are signed with the ones before it too for a while.
#[utoipa::path(
    post, path = "/webhook-endpoints/{id}/rotate-secret", operation_id = "rotateWebhookSecret", tag = "Webhooks",
    params(("id" = String, Path, pattern = "^whe_[0-9a-hjkmnp-tv-z]{26}$")),
    request_body = Rotation,
    responses((status = 200, description = "The endpoint with its new secret.", body = CreatedEndpoint)),
)]
async fn rotate(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<WebhookEndpointId>,
    body: Json<Rotation>,
) -> Result<axum::Json<CreatedEndpoint>, ApiProblem> {
    let overlap = body
        .value
        .overlap_hours
        .map(|hours| SignedDuration::from_hours(i64::from(hours)));
    Ok(axum::Json(
        state.service.rotate_secret(&caller, &id, overlap).await?,
    ))
}

/// List messages, newest first.
#[utoipa::path(
    get, path = "/webhook-messages", operation_id = "listWebhookMessages", tag = "Webhooks",
    params(Paging),
    responses((status = 200, description = "A page of messages.", body = Page<WebhookMessage>)),
)]
async fn messages(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Query(paging): Query<Paging>,
) -> Result<axum::Json<Page<WebhookMessage>>, ApiProblem> {
    let Paging {
        session,
        kind,
        limit,
        cursor,
    } = paging;
    let session = session.map(|id| id.parse()).transpose();
    let session =
        session.map_err(|_| ApiProblem::refused("/session", "not the identifier of a session"))?;
    let kind = kind.map(|kind| kind.parse()).transpose();
    let kind = kind.map_err(|_| ApiProblem::refused("/type", "not a type of message"))?;
    let filter = MessageFilter { session, kind };
    Ok(axum::Json(
        state
            .service
            .webhook_messages(&caller, &filter, &page_request(limit, cursor))
            .await?,
    ))
}

/// Read a message.
#[utoipa::path(
    get, path = "/webhook-messages/{id}", operation_id = "readWebhookMessage", tag = "Webhooks",
    params(("id" = String, Path, pattern = "^msg_[0-9a-hjkmnp-tv-z]{26}$")),
    responses((status = 200, description = "The message.", body = WebhookMessage)),
)]
async fn message(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<WebhookMessageId>,
) -> Result<axum::Json<WebhookMessage>, ApiProblem> {
    Ok(axum::Json(
        state.service.webhook_message(&caller, &id).await?,
    ))
}

/// Send a message again, now.
#[utoipa::path(
    post, path = "/webhook-messages/{id}/replay", operation_id = "replayWebhookMessage", tag = "Webhooks",
    params(("id" = String, Path, pattern = "^msg_[0-9a-hjkmnp-tv-z]{26}$"), Target),
    responses((status = 200, description = "It will be sent again.", body = WebhookMessage)),
)]
async fn replay(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<WebhookMessageId>,
    Query(target): Query<Target>,
) -> Result<axum::Json<WebhookMessage>, ApiProblem> {
    let endpoint = target.endpoint.map(|id| id.parse()).transpose();
    let endpoint: Option<WebhookEndpointId> = endpoint
        .map_err(|_| ApiProblem::refused("/endpoint", "not the identifier of an endpoint"))?;
    let replayed = state.service.replay(&caller, &id, endpoint.as_ref());
    Ok(axum::Json(replayed.await?))
}
