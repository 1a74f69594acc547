//! Signing in and out.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::{IntoResponse, Response};
use bonafide_identity::notice::Code;
use bonafide_service::account::SignedIn;
use bonafide_service::operator::Ceremony;
use jiff::SignedDuration;
use serde::Deserialize;

use super::ask::{Ask, Input};
use super::code_apps::entered;
use super::{Owner, told};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::Visitor;
use crate::limits::ClientAddress;
use crate::pages::authorize::onward;
use crate::state::Web;

const HOME: &str = "/account/sign-in";
/// Longer than any ceremony; the service knows exactly.
const CEREMONY: SignedDuration = SignedDuration::from_mins(10);

#[derive(Debug, Deserialize)]
pub(super) struct Told {
    told: Option<String>,
}

/// The form, with what was typed before.
pub(super) fn form(visitor: &Visitor, name: &str) -> Ask {
    let say = visitor.say;
    Ask::new(
        visitor,
        [
            "account-sign-in-title",
            "account-sign-in-lead",
            "account-sign-in-button",
        ],
        HOME,
        HOME,
    )
    .input(
        Input::new(
            say,
            "name",
            ["account-name-label", "account-name-hint"],
            "username",
        )
        .holding(name),
    )
    .input(Input::new(
        say,
        "password",
        ["account-password-label", "account-password-hint"],
        "current-password",
    ))
    .otherwise("/account/sign-in/approval", "account-approve-button")
    .passkey()
    .link("/account/password", "account-forgot-password-link")
    .link("/account/user-id", "account-forgot-user-id-link")
    .link("/account/new", "account-open-link")
}

/// `GET /account/sign-in`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(Told { told }): Query<Told>,
) -> Result<Response, Fault> {
    let asked = match cookies::read(&headers, cookies::REQUEST) {
        Some(request) => web.service.request_waiting(request).await?,
        None => None,
    };
    if asked.is_none()
        && let Some(cookie) = cookies::read(&headers, cookies::ACCOUNT)
        && web.service.account(cookie).await.is_ok()
    {
        return Ok(to("/account"));
    }
    let done = match told.as_deref() {
        Some("password") => visitor.say.say("account-told-password"),
        Some("blocked") => visitor.say.say("account-told-blocked"),
        Some("forgotten") => visitor.say.say("account-told-forgotten"),
        Some("stopped") => visitor.say.say("account-told-stopped"),
        Some("reminded") => visitor.say.say("account-told-reminded"),
        _ => (asked.as_ref()).map_or_else(String::new, |asked| {
            let say = visitor.say;
            say.fill("authorize-sign-in-for", "client", &asked.client)
        }),
    };
    let hint = asked.and_then(|asked| asked.hint).unwrap_or_default();
    let mut page = form(&visitor, &hint).done(done);
    if web.service.regains() {
        page = page.link("/account/regain", "account-regain-link");
    }
    page.shown()
}

/// `POST /account/sign-in`
pub(super) async fn enter(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    extensions: Extensions,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let from = ClientAddress::counted(&extensions);
    let name = sheet.text("name");
    let done = web
        .service
        .sign_in_with_password(name, sheet.whole("password"), from)
        .await;
    match done {
        Ok(done) => entered(&web, &headers, &done).await,
        Err(error) => form(&visitor, name).wrong(told(error, visitor.say)?),
    }
}

/// `POST /account/sign-in/begin`
pub(super) async fn begin(
    State(web): State<Web>,
    extensions: Extensions,
) -> Result<Response, Fault> {
    let from = ClientAddress::counted(&extensions);
    Ok(challenge(&web.service.begin_account_sign_in(from).await?))
}

/// `POST /account/sign-in/finish`
pub(super) async fn finish(
    State(web): State<Web>,
    headers: HeaderMap,
    answer: Bytes,
) -> Result<Response, Fault> {
    let signed_in = web
        .service
        .finish_account_sign_in(token(&headers)?, text(&answer)?)
        .await?;
    let_in(&web, &headers, &signed_in).await
}

pub(super) fn way_out(visitor: &Visitor, csrf: &str) -> Ask {
    let home = "/account/sign-out";
    Ask::new(
        visitor,
        ["account-out-title", "account-out-lead", "moderate-sign-out"],
        home,
        home,
    )
    .csrf(csrf)
    .link("/account", "account-prove-not-link")
}

/// `GET /account/sign-out`
pub(super) async fn out_page(visitor: Visitor, owner: Owner) -> Result<Response, Fault> {
    way_out(&visitor, &owner.0.csrf).shown()
}

/// `POST /account/sign-out`
pub(super) async fn out(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    web.service.sign_out_account(&owner.0).await?;
    let mut response = to(HOME);
    cookies::forget(response.headers_mut(), cookies::ACCOUNT);
    Ok(response)
}

pub(crate) fn challenge(ceremony: &Ceremony) -> Response {
    let mut response = Json(&ceremony.options).into_response();
    cookies::write(
        response.headers_mut(),
        cookies::CEREMONY,
        &ceremony.token,
        Some(CEREMONY),
    );
    response
}

pub(super) async fn let_in(
    web: &Web,
    headers: &HeaderMap,
    signed_in: &SignedIn,
) -> Result<Response, Fault> {
    if let Some(before) = cookies::read(headers, cookies::ACCOUNT) {
        web.service.succeed_session(before, signed_in).await?;
    }
    let mut response = to(onward(headers));
    cookies::forget(response.headers_mut(), cookies::CEREMONY);
    cookies::forget(response.headers_mut(), cookies::FLOW);
    cookies::write(
        response.headers_mut(),
        cookies::ACCOUNT,
        &signed_in.cookie,
        None,
    );
    Ok(response)
}

pub(crate) fn token(headers: &HeaderMap) -> Result<&str, Fault> {
    cookies::read(headers, cookies::CEREMONY).ok_or(Fault::new(Code::PasskeyFailed))
}

pub(crate) fn text(answer: &Bytes) -> Result<&str, Fault> {
    std::str::from_utf8(answer).map_err(|_| Fault::new(Code::PasskeyFailed))
}
