//! The journey of a person: a link is opened, steps are walked, the result is brought home.
//!
//! ```text
//! /verify/{secret}    who asks and what for; POST lets the browser in
//! /verify            the present screen, whatever it is; every form leads back here
//! /verify/device     going on with a phone; /phone/{secret} is where the phone arrives
//! /verify/mine       the phone's person says whether they began this
//! ```

pub(crate) mod arrival;
mod chip;
mod field;
mod film;
mod handover;
mod journey;
mod letters;
mod person;
mod phone;
mod screens;
mod start;
mod upload;

#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

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
        .route("/verify/chip", post(chip::begin))
        .route("/verify/chip/photograph", get(chip::photograph))
        .route("/verify/chip/key", post(chip::key))
        .route("/verify/chip/confirm", post(chip::confirm))
        .route("/verify/chip/again", post(chip::again))
        .route("/verify/chip/stop", post(chip::stop))
        .route("/verify/chip/skip", post(chip::skip))
        .route("/verify/liveness/stream", get(film::upgrade))
        .route("/verify/liveness/other", get(journey::other_way))
        .route("/verify/fields", post(journey::checked))
        .route("/verify/reopen", post(journey::reopen))
        .route("/verify/extend", post(journey::extend))
        .route(
            "/verify/cancel",
            get(journey::cancel).post(journey::canceled),
        )
        .route("/verify/finish", post(journey::finish))
        .route("/verify/forget", post(journey::forget))
        .route("/verify/device", get(handover::page).post(handover::begin))
        .route("/verify/device/send", post(handover::send))
        .route("/verify/device/end", post(handover::end))
        .route("/verify/mine", get(phone::mine).post(phone::confirm))
        .route("/verify/mine/refuse", post(phone::disown))
        .route("/phone/{secret}", get(phone::arrive).post(phone::take_up))
        .route("/phone/{secret}/refuse", post(phone::refuse))
        // The upload counts for itself what it takes.
        .route(
            "/verify/photograph",
            post(upload::photograph).layer(DefaultBodyLimit::disable()),
        )
        .layer(from_fn_with_state(web.clone(), limits::journey))
}
