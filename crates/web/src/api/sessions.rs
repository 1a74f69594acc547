//! Verification sessions: registrations that an organisation opens.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use bonafide_identity::id::RegistrationId;
use bonafide_identity::notice::Code;
use bonafide_identity::service::Slug;
use bonafide_service::organisation::{CreateSession, Created, IdempotencyKey, Page, SessionFilter};
use bonafide_service::schema::StatusSchema;
use bonafide_service::session::Session;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::extract::{Authenticated, Id, Json, Query, page_request};
use super::problem::ApiProblem;

pub(super) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(create, list))
        .routes(routes!(read))
        .routes(routes!(cancel))
        .routes(routes!(redact))
        .routes(routes!(redeem))
}

/// What a session is opened with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewSession {
    /// The service that the person is to be verified for.
    #[schema(
        min_length = 1,
        max_length = 64,
        pattern = "^[a-z0-9-]{1,64}$",
        example = "identity-check"
    )]
    service: String,
    /// Where the person returns to: an address of the organisation's allow-list, or one below an
    /// entry that ends in `/*`. It may carry a query of its own.
    #[serde(default)]
    #[schema(
        max_length = 2000,
        format = "uri",
        pattern = r"^[!-\[\]-~]*$",
        nullable
    )]
    return_url: Option<String>,
    /// The organisation's own reference.
    #[serde(default)]
    #[schema(
        min_length = 1,
        max_length = 200,
        pattern = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$",
        nullable
    )]
    reference: Option<String>,
    /// At most 20 entries, given back unchanged.
    #[serde(default)]
    #[schema(schema_with = metadata_schema)]
    metadata: BTreeMap<String, String>,
    /// When the session ends by itself, 5 minutes to 30 days from now (RFC 3339). A day if absent.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Timestamp>,
}

/// A result code, as it came back with the person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ResultCode {
    /// The `code` of the return address.
    #[schema(min_length = 1, max_length = 128)]
    code: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// Only sessions of this status.
    #[serde(default)]
    #[param(required = false, value_type = Option<StatusSchema>)]
    status: Option<String>,
    /// Only sessions of this service.
    #[serde(default)]
    #[param(required = false, pattern = "^[a-z0-9-]{1,64}$")]
    service: Option<String>,
    /// Only sessions with this reference.
    #[serde(default)]
    #[param(required = false, min_length = 1, max_length = 200)]
    reference: Option<String>,
    /// Only sessions opened at this time or later (RFC 3339).
    #[serde(default)]
    #[param(required = false, value_type = Option<String>, format = DateTime)]
    created_from: Option<String>,
    /// Only sessions opened before this time (RFC 3339).
    #[serde(default)]
    #[param(required = false, value_type = Option<String>, format = DateTime)]
    created_before: Option<String>,
    /// How many at most.
    #[serde(default)]
    #[param(required = false, minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// The `next_cursor` of the page before.
    #[serde(default)]
    #[param(required = false, max_length = 200, pattern = "^[A-Za-z0-9_-]*$")]
    cursor: Option<String>,
}

/// Open a session.
///
/// With an `Idempotency-Key`, a repeated call gives the first answer again.
#[utoipa::path(
    post, path = "/verification-sessions", operation_id = "createVerificationSession", tag = "Verification sessions",
    params(("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,255}$", description = "Any text of 1 to 255 visible ASCII characters; kept for 24 hours.")),
    request_body = NewSession,
    responses((status = 201, description = "Opened.", body = Created)),
)]
async fn create(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    headers: HeaderMap,
    body: Json<NewSession>,
) -> Result<(StatusCode, axum::Json<Created>), ApiProblem> {
    let key = idempotency_key(&headers, body.sha256)?;
    let NewSession {
        service,
        return_url,
        reference,
        metadata,
        expires_at,
    } = body.value;
    let request = CreateSession {
        service,
        return_url,
        reference,
        metadata,
        expires_at,
    };
    let created = state
        .service
        .create_session(&caller, key.as_ref(), &request)
        .await?;
    Ok((StatusCode::CREATED, axum::Json(created)))
}

/// List sessions, newest first.
#[utoipa::path(
    get, path = "/verification-sessions", operation_id = "listVerificationSessions", tag = "Verification sessions",
    params(Filter),
    responses((status = 200, description = "A page of sessions.", body = Page<Session>)),
)]
async fn list(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Query(filter): Query<Filter>,
) -> Result<axum::Json<Page<Session>>, ApiProblem> {
    let Filter {
        status,
        service,
        reference,
        created_from,
        created_before,
        limit,
        cursor,
    } = filter;
    let page = page_request(limit, cursor);
    let status = status.map(|status| status.parse()).transpose();
    let status = status.map_err(|_| ApiProblem::refused("/status", "not a status"))?;
    if service
        .as_ref()
        .is_some_and(|service| service.parse::<Slug>().is_err())
    {
        return Err(ApiProblem::refused("/service", "not a name of a service"));
    }
    if reference
        .as_ref()
        .is_some_and(|reference| !(1..=200).contains(&reference.chars().count()))
    {
        return Err(ApiProblem::refused("/reference", "1 to 200 characters"));
    }
    let filter = SessionFilter {
        status,
        service,
        reference,
        created_from: moment("/created_from", created_from)?,
        created_before: moment("/created_before", created_before)?,
    };
    Ok(axum::Json(
        state.service.sessions(&caller, &filter, &page).await?,
    ))
}

/// A time of a query (RFC 3339).
fn moment(pointer: &str, text: Option<String>) -> Result<Option<Timestamp>, ApiProblem> {
    let parsed = text.map(|text| text.parse()).transpose();
    parsed.map_err(|_| ApiProblem::refused(pointer, "not a time (RFC 3339)"))
}

/// Read a session.
#[utoipa::path(
    get, path = "/verification-sessions/{id}", operation_id = "readVerificationSession", tag = "Verification sessions",
    params(("id" = String, Path, pattern = "^reg_[0-9a-hjkmnp-tv-z]{26}$")),
    responses((status = 200, description = "The session.", body = Session)),
)]
async fn read(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<RegistrationId>,
) -> Result<axum::Json<Session>, ApiProblem> {
    let session = state.service.session(&caller, &id).await?;
    Ok(axum::Json(session))
}

/// Cancel a session that has not ended. Cancelling it again changes nothing.
#[utoipa::path(
    post, path = "/verification-sessions/{id}/cancel", operation_id = "cancelVerificationSession", tag = "Verification sessions",
    params(("id" = String, Path, pattern = "^reg_[0-9a-hjkmnp-tv-z]{26}$")),
    responses((status = 200, description = "Canceled.", body = Session)),
)]
async fn cancel(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<RegistrationId>,
) -> Result<axum::Json<Session>, ApiProblem> {
    let session = state.service.cancel_session(&caller, &id).await?;
    Ok(axum::Json(session))
}

/// Erase the evidence and personal data of a session for good. What remains is the skeleton of
/// its audit trail. A session that has not ended is canceled first.
#[utoipa::path(
    post, path = "/verification-sessions/{id}/redact", operation_id = "redactVerificationSession", tag = "Verification sessions",
    params(("id" = String, Path, pattern = "^reg_[0-9a-hjkmnp-tv-z]{26}$")),
    responses((status = 200, description = "Erased.", body = Session)),
)]
async fn redact(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<RegistrationId>,
) -> Result<axum::Json<Session>, ApiProblem> {
    let session = state.service.redact_session(&caller, &id).await?;
    Ok(axum::Json(session))
}

/// Redeem the code that came back with the person, once.
///
/// It proves that the browser that returned is the browser that was verified: without it, somebody
/// could be lured into proving themselves for another's session.
#[utoipa::path(
    post, path = "/verification-results/redeem", operation_id = "redeemVerificationResult", tag = "Verification sessions",
    request_body = ResultCode,
    responses((status = 200, description = "The session that the browser went through.", body = Session)),
)]
async fn redeem(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    body: Json<ResultCode>,
) -> Result<axum::Json<Session>, ApiProblem> {
    let code = body.value.code;
    if !(1..=128).contains(&code.chars().count()) {
        return Err(ApiProblem::refused("/code", "1 to 128 characters"));
    }
    let session = state.service.redeem_result(&caller, &code).await?;
    Ok(axum::Json(session))
}

/// No control characters.
const VISIBLE: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f]*$";

/// What metadata may be: the bounds that `service` keeps.
fn metadata_schema() -> Schema {
    let text = |most, pattern| {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .max_length(Some(most))
            .pattern(Some(pattern))
    };
    let name = text(40, "^[A-Za-z0-9_.-]{1,40}$");
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("At most 20 entries, given back unchanged."))
        .max_properties(Some(20))
        .property_names(Some(Schema::Object(name.build())))
        .additional_properties(Some(Schema::Object(text(500, VISIBLE).build())))
        .build()
        .into()
}

pub(super) fn idempotency_key(
    headers: &HeaderMap,
    body_sha256: [u8; 32],
) -> Result<Option<IdempotencyKey>, ApiProblem> {
    let Some(value) = headers.get("idempotency-key") else {
        return Ok(None);
    };
    let key = value
        .to_str()
        .map_err(|_| ApiProblem::new(Code::IdempotencyKeyMalformed))?;
    Ok(Some(IdempotencyKey::new(key, body_sha256)?))
}
