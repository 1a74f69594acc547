//! Clients: programs of an organisation that are given tokens at `/oauth/token`.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use bonafide_identity::id::ClientId;
use bonafide_service::oidc::{Client, CreateClient, CreatedClient};
use bonafide_service::organisation::Page;
use jiff::SignedDuration;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::extract::{Authenticated, Id, Json};
use super::problem::ApiProblem;
use super::sessions::idempotency_key;

pub(super) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(read, remove))
        .routes(routes!(rotate))
}

/// A client to be made. It is of the same mode as the key that asks for it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewClient {
    /// What its owner calls it.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// How it proves who it is.
    #[serde(default = "basic")]
    #[schema(pattern = "^(client_secret_basic|client_secret_post|private_key_jwt|none)$")]
    token_endpoint_auth_method: String,
    /// What it may get tokens for: `client_credentials`; where people have accounts, also `authorization_code` and
    /// `urn:ietf:params:oauth:grant-type:device_code`, with either of them `refresh_token`, and with the first
    /// `urn:openid:params:grant-type:ciba`.
    #[serde(default = "own_tokens")]
    #[schema(min_items = 1, max_items = 5)]
    grant_types: Vec<String>,
    /// What it may ask for, separated by spaces.
    #[serde(default)]
    #[schema(max_length = 4200)]
    scope: String,
    /// Resources that it may get tokens for.
    #[serde(default)]
    #[schema(max_items = 16)]
    resources: Vec<String>,
    /// Where people may be sent back to: compared letter by letter, except for the port of loopback addresses.
    #[serde(default)]
    #[schema(max_items = 32)]
    redirect_uris: Vec<String>,
    /// Where people may be sent once they signed out.
    #[serde(default)]
    #[schema(max_items = 32)]
    post_logout_redirect_uris: Vec<String>,
    /// By which name it knows a person: one that no other organisation and no other host knows (`pairwise`), or one
    /// that every such client of your organisation knows (`public`).
    #[serde(default = "pairwise")]
    #[schema(pattern = "^(pairwise|public)$")]
    subject_type: String,
    /// How what userinfo tells is signed: `ES256`; plain JSON without.
    #[serde(default)]
    #[schema(pattern = "^ES256$", nullable)]
    userinfo_signed_response_alg: Option<String>,
    /// How that is encrypted, besides: `ECDH-ES`.
    #[serde(default)]
    #[schema(pattern = "^ECDH-ES$", nullable)]
    userinfo_encrypted_response_alg: Option<String>,
    /// By which cipher: `A128GCM` or `A256GCM`.
    #[serde(default)]
    #[schema(pattern = "^A(128|256)GCM$", nullable)]
    userinfo_encrypted_response_enc: Option<String>,
    /// How ID tokens are encrypted: `ECDH-ES`; not at all without.
    #[serde(default)]
    #[schema(pattern = "^ECDH-ES$", nullable)]
    id_token_encrypted_response_alg: Option<String>,
    /// By which cipher: `A128GCM` or `A256GCM`.
    #[serde(default)]
    #[schema(pattern = "^A(128|256)GCM$", nullable)]
    id_token_encrypted_response_enc: Option<String>,
    /// How it learns what came of asking somebody on their device (CIBA): it asks (`poll`), or is told that it may (`ping`).
    #[serde(default)]
    #[schema(pattern = "^(poll|ping)$", nullable)]
    backchannel_token_delivery_mode: Option<String>,
    /// Where it is told that it may ask for that, by a `POST` with its `client_notification_token`.
    #[serde(default)]
    #[schema(max_length = 2048, nullable)]
    backchannel_client_notification_endpoint: Option<String>,
    /// Where it is told, by a logout token, that a person signed out here or ended what they gave it (OpenID Connect
    /// Back-Channel Logout).
    #[serde(default)]
    #[schema(max_length = 2048, nullable)]
    backchannel_logout_uri: Option<String>,
    /// Whether each logout token has to name a session. Without it, one that ends all of them names none.
    #[serde(default)]
    backchannel_logout_session_required: bool,
    /// Its public keys (RFC 7517), for `private_key_jwt`.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    jwks: Option<serde_json::Value>,
    /// Where its public keys are, in place of `jwks`: fetched when they are needed, and kept for ten minutes.
    #[serde(default)]
    #[schema(max_length = 2048, nullable)]
    jwks_uri: Option<String>,
    /// The one algorithm of its assertions: `ES256`, `EdDSA`, `PS256` or `RS256`. Any of them if absent.
    #[serde(default)]
    #[schema(pattern = "^(ES256|EdDSA|PS256|RS256)$", nullable)]
    token_endpoint_auth_signing_alg: Option<String>,
    /// Whether it gets only tokens that are bound to a key of its own (RFC 9449).
    #[serde(default)]
    dpop_bound_access_tokens: bool,
}

fn basic() -> String {
    "client_secret_basic".to_owned()
}

fn own_tokens() -> Vec<String> {
    vec!["client_credentials".to_owned()]
}

fn pairwise() -> String {
    "pairwise".to_owned()
}

/// How a secret is replaced.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ClientRotation {
    /// For how many hours the secret before stays good: 0 to 720, 24 if absent.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 720, nullable)]
    overlap_hours: Option<u16>,
}

/// Make a client.
///
/// With an `Idempotency-Key`, a repeated call gives the first answer again.
#[utoipa::path(
    post, path = "/clients", operation_id = "createClient", tag = "Clients",
    params(("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,255}$", description = "Any text of 1 to 255 visible ASCII characters; kept for 24 hours.")),
    request_body = NewClient,
    responses((status = 201, description = "Made.", body = CreatedClient)),
)]
async fn create(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    headers: HeaderMap,
    body: Json<NewClient>,
) -> Result<(StatusCode, axum::Json<CreatedClient>), ApiProblem> {
    let key = idempotency_key(&headers, body.sha256)?;
    let NewClient {
        name,
        token_endpoint_auth_method,
        grant_types,
        scope,
        resources,
        redirect_uris,
        post_logout_redirect_uris,
        subject_type,
        userinfo_signed_response_alg,
        userinfo_encrypted_response_alg,
        userinfo_encrypted_response_enc,
        id_token_encrypted_response_alg,
        id_token_encrypted_response_enc,
        backchannel_token_delivery_mode,
        backchannel_client_notification_endpoint,
        backchannel_logout_uri,
        backchannel_logout_session_required,
        jwks,
        jwks_uri,
        token_endpoint_auth_signing_alg,
        dpop_bound_access_tokens,
    } = body.value;
    let request = CreateClient {
        name,
        token_endpoint_auth_method,
        grant_types,
        scope,
        resources,
        redirect_uris,
        post_logout_redirect_uris,
        subject_type,
        userinfo_signed_response_alg,
        userinfo_encrypted_response_alg,
        userinfo_encrypted_response_enc,
        id_token_encrypted_response_alg,
        id_token_encrypted_response_enc,
        backchannel_token_delivery_mode,
        backchannel_client_notification_endpoint,
        backchannel_logout_uri,
        backchannel_logout_session_required,
        jwks,
        jwks_uri,
        token_endpoint_auth_signing_alg,
        dpop_bound_access_tokens,
    };
    let created = state
        .service
        .create_client(&caller, key.as_ref(), &request)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(created)))
}

/// List clients.
#[utoipa::path(
    get, path = "/clients", operation_id = "listClients", tag = "Clients",
    responses((status = 200, description = "All clients.", body = Page<Client>)),
)]
async fn list(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
) -> Result<axum::Json<Page<Client>>, ApiProblem> {
    let data = state.service.clients(&caller).await?;
    Ok(axum::Json(Page {
        data,
        next_cursor: None,
    }))
}

/// Read a client.
#[utoipa::path(
    get, path = "/clients/{id}", operation_id = "getClient", tag = "Clients",
    params(("id" = String, Path, pattern = "^client_[0-9a-hjkmnp-tv-z]{26}$")),
    responses((status = 200, description = "The client.", body = Client)),
)]
async fn read(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<ClientId>,
) -> Result<axum::Json<Client>, ApiProblem> {
    Ok(axum::Json(state.service.client(&caller, &id).await?))
}

/// Remove a client. It gets no more tokens, and introspection calls those that it has inactive.
#[utoipa::path(
    delete, path = "/clients/{id}", operation_id = "removeClient", tag = "Clients",
    params(("id" = String, Path, pattern = "^client_[0-9a-hjkmnp-tv-z]{26}$")),
    responses((status = 204, description = "Removed.")),
)]
async fn remove(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<ClientId>,
) -> Result<StatusCode, ApiProblem> {
    state.service.delete_client(&caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a new secret. The one before stays good for a while.
#[utoipa::path(
    post, path = "/clients/{id}/rotate-secret", operation_id = "rotateClientSecret", tag = "Clients",
    params(("id" = String, Path, pattern = "^client_[0-9a-hjkmnp-tv-z]{26}$")),
    request_body = ClientRotation,
    responses((status = 200, description = "The client with its new secret.", body = CreatedClient)),
)]
async fn rotate(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<ClientId>,
    body: Json<ClientRotation>,
) -> Result<axum::Json<CreatedClient>, ApiProblem> {
    let overlap = body
        .value
        .overlap_hours
        .map(|hours| SignedDuration::from_hours(i64::from(hours)));
    let rotated = state.service.rotate_client_secret(&caller, &id, overlap);
    Ok(axum::Json(rotated.await?))
}
