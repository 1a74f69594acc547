//! What a reader of the organisation's own read from the document's chip.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use bonafide_identity::id::RegistrationId;
use bonafide_service::organisation::{ChipChallenge, HandOverChip};
use bonafide_service::session::Session;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::extract::{Authenticated, Id, Json};
use super::problem::ApiProblem;
use super::sessions::idempotency_key;

/// Largest body, in bytes: four megabytes of files as base64, and their names.
const MAX_BODY: usize = 6 * 1024 * 1024;

pub(super) fn router() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(challenge))
        .routes(routes!(hand_over))
}

/// Files of a chip, each whole, as the chip gave it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChipFiles {
    /// Files by name, in base64.
    #[schema(schema_with = files_schema)]
    files: BTreeMap<String, String>,
    /// The challenge that the chip signed, in base64: the session's, unspent.
    #[serde(default, rename = "AAChallenge")]
    #[schema(max_length = 32, nullable)]
    challenge: Option<String>,
    /// Its signature, in base64.
    #[serde(default, rename = "AASignature")]
    #[schema(max_length = 1500, nullable)]
    signature: Option<String>,
}

/// Draw a challenge for the chip to sign, so that its files prove more than a copy of them.
///
/// Eight bytes for active authentication: good for this session, once, for ten minutes. The one
/// drawn before ends.
#[utoipa::path(
    post, path = "/verification-sessions/{id}/chip/challenge", operation_id = "drawChipChallenge", tag = "Verification sessions",
    params(("id" = String, Path, pattern = "^reg_[0-9a-hjkmnp-tv-z]{26}$")),
    responses((status = 201, description = "Drawn.", body = ChipChallenge)),
)]
async fn challenge(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<RegistrationId>,
) -> Result<(StatusCode, axum::Json<ChipChallenge>), ApiProblem> {
    let drawn = state.service.draw_chip_challenge(&caller, &id).await?;
    Ok((StatusCode::CREATED, axum::Json(drawn)))
}

/// Hand over what a reader of one's own read from the document's chip.
///
/// With a signature over the session's challenge it is evidence of class B, else of class C. The
/// session's policy must allow foreign readers, and the session must ask for the chip. With an
/// `Idempotency-Key`, a repeated call gives the first answer again.
#[utoipa::path(
    post, path = "/verification-sessions/{id}/chip", operation_id = "handOverChip", tag = "Verification sessions",
    params(
        ("id" = String, Path, pattern = "^reg_[0-9a-hjkmnp-tv-z]{26}$"),
        ("Idempotency-Key" = Option<String>, Header, pattern = "^[!-~]{1,255}$", description = "Any text of 1 to 255 visible ASCII characters; kept for 24 hours."),
    ),
    request_body = ChipFiles,
    responses((status = 200, description = "Taken: the files are judged next.", body = Session)),
)]
async fn hand_over(
    State(state): State<ApiState>,
    Authenticated(caller): Authenticated,
    Id(id): Id<RegistrationId>,
    headers: HeaderMap,
    body: Json<ChipFiles, MAX_BODY>,
) -> Result<axum::Json<Session>, ApiProblem> {
    // The same files for another session are another request.
    let bound = Sha256::new().chain_update(id.as_str());
    let bound = bound.chain_update(body.sha256).finalize();
    let key = idempotency_key(&headers, bound.into())?;
    let ChipFiles {
        files,
        challenge,
        signature,
    } = body.value;
    let request = HandOverChip {
        files,
        challenge,
        signature,
    };
    let session = state
        .service
        .hand_over_chip(&caller, &id, key.as_ref(), request)
        .await?;
    Ok(axum::Json(session))
}

/// What files may be: the bounds that `service` keeps.
fn files_schema() -> Schema {
    let name = ObjectBuilder::new().schema_type(Type::String).pattern(Some(
        "^((EF[._]?)?(COM|SOD|DG([1-9]|1[0-6]))|AA(Challenge|Signature))$",
    ));
    let text = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(1_464_000));
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some("Files by name, in base64: `COM`, `SOD`, `DG1` to `DG16`, also as `EF.COM` and the like. `SOD` and `DG1` must be there, and `DG15` where there is a signature. At most 1 MiB each and 4 MiB together. `AAChallenge` and `AASignature` may stand among them."))
        .max_properties(Some(20))
        .property_names(Some(Schema::Object(name.build())))
        .additional_properties(Some(Schema::Object(text.build())))
        .build()
        .into()
}
