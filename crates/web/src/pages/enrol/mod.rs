//! The journey of a person: a link is opened, steps are walked, the result is brought home.
//!
//! ```text
//! /verify/{secret}    who asks and what for; POST lets the browser in
//! /verify            the present screen, whatever it is; every form leads back here
//! /verify/device     going on with a phone; /phone/{secret} is where the phone arrives
//! ```

mod field;
mod handover;
mod journey;
mod screens;
mod start;
mod upload;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::request::Parts;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use bonafide_identity::notice::Code;
use bonafide_service::person::Browser;

use crate::cookies;
use crate::fault::Fault;
use crate::form::Sheet;
use crate::limits;
use crate::state::Web;

/// The routes.
pub(crate) fn router(web: &Web) -> Router<Web> {
    Router::new()
        .route("/verify/{secret}", get(start::page).post(start::open))
        .route("/verify", get(journey::page))
        .route("/verify/live", get(journey::live))
        .route("/verify/consent", post(journey::consent))
        .route("/verify/declined", get(journey::declined))
        .route(
            "/verify/document",
            get(journey::choose).post(journey::chosen),
        )
        .route("/verify/photograph", get(journey::front_again))
        .route("/verify/zone", get(journey::zone).post(journey::typed))
        .route("/verify/fields", post(journey::checked))
        .route("/verify/reopen", post(journey::reopen))
        .route(
            "/verify/cancel",
            get(journey::cancel).post(journey::canceled),
        )
        .route("/verify/finish", post(journey::finish))
        .route("/verify/device", get(handover::page).post(handover::begin))
        .route("/verify/device/send", post(handover::send))
        .route("/verify/device/end", post(handover::end))
        .route(
            "/phone/{secret}",
            get(handover::arrive).post(handover::take_up),
        )
        // The upload counts for itself what it takes.
        .route(
            "/verify/photograph",
            post(upload::photograph).layer(DefaultBodyLimit::disable()),
        )
        .layer(from_fn_with_state(web.clone(), limits::journey))
}

/// The browser of a person, by its cookie.
pub(crate) struct Person(pub(crate) Browser);

impl Person {
    /// Refuses a form that no page of this browser made.
    fn sent(&self, sheet: &Sheet) -> Result<(), Fault> {
        Ok(self.0.check_csrf(sheet.csrf())?)
    }
}

impl FromRequestParts<Web> for Person {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Fault> {
        let cookie =
            cookies::read(&parts.headers, cookies::PERSON).ok_or(Fault::new(Code::SessionEnded))?;
        Ok(Self(web.service.browser(cookie).await?))
    }
}
