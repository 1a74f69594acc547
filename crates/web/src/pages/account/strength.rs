//! How strong a password is, told while it is typed, by what will judge it in the end.

use axum::Json;
use axum::extract::State;
use axum::http::Extensions;
use axum::response::{IntoResponse, Response};
use bonafide_identity::account::PasswordProblem;
use bonafide_service::Knock;
use serde::Serialize;

use crate::fault::Fault;
use crate::form::Sheet;
use crate::frame::Visitor;
use crate::limits::ClientAddress;
use crate::state::Web;

/// The strongest, as zxcvbn counts.
const STRONGEST: u8 = 4;

/// What the field shows.
#[derive(Serialize)]
struct Shown {
    /// From 0, which is guessed at once, to 4.
    strength: u8,
    /// The same in words.
    words: String,
}

pub(super) const fn words(strength: u8, problem: Option<PasswordProblem>) -> &'static str {
    match problem {
        Some(PasswordProblem::TooShort) => "strength-short",
        Some(PasswordProblem::TooLong) => "strength-long",
        Some(PasswordProblem::Characters) => "strength-characters",
        Some(PasswordProblem::Personal) => "strength-personal",
        Some(PasswordProblem::Context) => "strength-context",
        Some(PasswordProblem::Breached) => "strength-breached",
        Some(PasswordProblem::Guessable) => "strength-weak",
        None if strength < STRONGEST => "strength-good",
        None => "strength-best",
    }
}

/// `POST /account/password/strength`
pub(super) async fn judge(
    State(web): State<Web>,
    visitor: Visitor,
    extensions: Extensions,
    sheet: Sheet,
) -> Result<Response, Fault> {
    if let Some(from) = ClientAddress::counted(&extensions) {
        web.service.knock(Knock::PasswordStrength(from))?;
    }
    let (strength, problem) = web
        .service
        .password_strength(sheet.whole("password"), &[sheet.text("user_id")])
        .await?;
    let words = visitor.say.say(words(strength, problem));
    Ok(Json(Shown { strength, words }).into_response())
}
