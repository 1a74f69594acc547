//! A person's account: opening it, signing in, what it holds, a forgotten password, blocking it.

pub(crate) mod approval;
pub(crate) mod apps;
pub(in crate::pages) mod ask;
mod change;
mod checkup;
mod code_apps;
mod codes;
mod data;
mod history;
mod home;
mod keep;
mod notice;
mod open;
mod pin;
mod prove;
mod recover;
mod regain;
mod services;
pub(crate) mod sign_in;
mod strength;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bonafide_identity::notice::Code;
use bonafide_service::Error;
use bonafide_service::account::{Account, Problem};

use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::notices::NoticeView;
use crate::pages::moderate::at_home;
use crate::state::Web;
use crate::texts::Say;

/// The routes.
pub(crate) fn router(web: &Web) -> Router<Web> {
    Router::new()
        .route("/account", get(home::page))
        .route("/account/new", get(open::page).post(open::begin))
        .route("/account/new/send", post(open::send))
        .route("/account/new/again", post(open::again))
        .route("/account/new/retype", post(open::retype))
        .route("/account/new/prove", post(open::prove))
        .route("/account/new/finish", post(open::finish))
        .route("/account/sign-in", get(sign_in::page).post(sign_in::enter))
        .route("/account/sign-in/begin", post(sign_in::begin))
        .route("/account/sign-in/finish", post(sign_in::finish))
        .route(
            "/account/sign-in/approval",
            get(approval::page).post(approval::ask),
        )
        .route("/account/sign-in/approval/live", get(approval::live))
        .route("/account/sign-in/approval/finish", post(approval::finish))
        .route(
            "/account/sign-in/code",
            get(code_apps::second_page).post(code_apps::second_enter),
        )
        .route(
            "/account/sign-out",
            get(sign_in::out_page).post(sign_in::out),
        )
        .route(
            "/account/user-id",
            get(recover::remind_page).post(recover::remind),
        )
        .route("/account/password", get(recover::page).post(recover::begin))
        .route(
            "/account/password/codes",
            get(recover::codes).post(recover::prove),
        )
        .route(
            "/account/password/choose",
            get(recover::choose).post(recover::finish),
        )
        .route("/account/password/strength", post(strength::judge))
        .route("/account/regain", get(regain::page).post(regain::ask))
        .route("/account/regain/again", get(regain::again))
        .route("/account/regain/begin", post(regain::begin))
        .route("/account/regain/finish", post(regain::finish))
        .route("/account/regain/forget", post(regain::forget))
        .route("/account/recovery/stop", post(regain::stop))
        .route("/account/prove", get(prove::page).post(prove::enter))
        .route(
            "/account/prove/text",
            get(prove::text_page).post(prove::text_enter),
        )
        .route("/account/prove/begin", post(prove::begin))
        .route("/account/prove/finish", post(prove::finish))
        .route(
            "/account/change/password",
            get(change::password_page).post(change::password),
        )
        .route("/account/change/mail", get(change::mail_page))
        .route("/account/change/mail/send", post(change::mail_send))
        .route("/account/change/mail/prove", post(change::mail_prove))
        .route("/account/change/mail/again", post(change::mail_again))
        .route("/account/change/phone", get(change::phone_page))
        .route("/account/change/phone/send", post(change::phone_send))
        .route("/account/change/phone/prove", post(change::phone_prove))
        .route("/account/change/phone/again", post(change::phone_again))
        .route("/account/keep", get(keep::page).post(keep::keep))
        .route("/account/passkeys/begin", post(home::begin_passkey))
        .route("/account/passkeys/finish", post(home::finish_passkey))
        .route("/account/passkeys/remove", post(home::remove_passkey))
        .route("/account/apps/activate", get(apps::page).post(apps::begin))
        .route("/account/apps/activate/live", get(apps::live))
        .route("/account/apps/stop", post(apps::stop))
        .route("/account/apps/block", post(apps::block))
        .route("/account/apps/reopen", post(apps::reopen))
        .route("/account/apps/remove", post(apps::remove))
        .route("/account/sessions/end", post(home::end_session))
        .route("/account/sessions/others", post(home::end_others))
        .route("/account/history", get(history::page))
        .route("/account/history.json", get(history::export))
        .route("/account/check-up", get(checkup::page))
        .route("/account/services", get(services::page))
        .route(
            "/account/services/end",
            get(services::ask).post(services::end),
        )
        .route(
            "/account/code-apps",
            get(code_apps::page).post(code_apps::add),
        )
        .route("/account/code-apps/begin", post(code_apps::begin))
        .route("/account/code-apps/remove", post(code_apps::remove))
        .route("/account/codes", get(codes::page).post(codes::make))
        .route("/account/pin", get(pin::page).post(pin::choose))
        .route(
            "/account/pin/forgotten",
            get(pin::forgotten_page).post(pin::forget),
        )
        .route("/account/pin/remembered", post(pin::remember))
        .route(
            "/account/pin/temporary",
            get(pin::temporary_page).post(pin::replace),
        )
        .route("/account/export", get(data::export_page).post(data::export))
        .route("/account/erase", get(data::erase_page).post(data::erase))
        .route("/account/erase/keep", post(data::keep))
        .route("/account/block", get(home::block_page).post(home::block))
        .route(
            "/account/notice/{secret}",
            get(notice::page).post(notice::object),
        )
        .layer(middleware::from_fn_with_state(web.clone(), at_home))
}

/// Somebody who is signed in.
pub(crate) struct Owner(pub(crate) Account);

impl Owner {
    fn sent(&self, sheet: &Sheet) -> Result<(), Fault> {
        Ok(self.0.check_csrf(sheet.csrf())?)
    }
}

impl FromRequestParts<Web> for Owner {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let Some(cookie) = cookies::read(&parts.headers, cookies::ACCOUNT) else {
            return Err(match parts.method {
                // Whoever was never in is shown the door, not told that they were put out.
                Method::GET => to("/account/sign-in"),
                _ => Fault::new(Code::AccountSignedOut).into_response(),
            });
        };
        let account = web.service.account(cookie).await;
        account
            .map(Self)
            .map_err(|error| Fault::from(error).into_response())
    }
}

/// The cookie of what this browser is in the middle of.
fn flow(headers: &HeaderMap) -> Result<&str, Fault> {
    cookies::read(headers, cookies::FLOW).ok_or(Fault::new(Code::AccountFlowEnded))
}

/// Has a form told what was wrong with it; everything else is a page of its own.
fn told(error: Error, say: Say) -> Result<NoticeView, Fault> {
    match &error {
        Error::Account(problem) if !matches!(problem, Problem::FlowEnded | Problem::SignedOut) => {
            let minutes = error.retry_after().map(|wait| wait.as_secs().div_ceil(60));
            let minutes = minutes.and_then(|minutes| i64::try_from(minutes).ok());
            let numbers = minutes.map(|minutes| ("minutes", minutes.max(1)));
            Ok(NoticeView::with(
                error.notice(),
                say.language(),
                numbers.as_slice(),
            ))
        }
        _ => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
