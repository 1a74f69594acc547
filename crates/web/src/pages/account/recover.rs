//! A forgotten user ID or password, and opening a blocked account again.

use axum::extract::State;
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use jiff::SignedDuration;

use super::ask::{Ask, Input};
use super::{flow, told};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::Visitor;
use crate::limits::ClientAddress;
use crate::state::Web;

/// As long as the service keeps what was begun.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
const CODES: &str = "/account/password/codes";
const CHOOSE: &str = "/account/password/choose";

pub(super) fn reminder(visitor: &Visitor, mail: &str) -> Ask {
    let home = "/account/user-id";
    Ask::new(
        visitor,
        [
            "account-remind-title",
            "account-remind-lead",
            "account-remind-button",
        ],
        home,
        home,
    )
    .input(
        Input::new(
            visitor.say,
            "mail",
            ["account-remind-label", "account-remind-hint"],
            "email",
        )
        .holding(mail),
    )
}

/// `GET /account/user-id`
pub(super) async fn remind_page(visitor: Visitor) -> Result<Response, Fault> {
    reminder(&visitor, "").shown()
}

/// `POST /account/user-id`
pub(super) async fn remind(
    State(web): State<Web>,
    visitor: Visitor,
    extensions: Extensions,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let from = ClientAddress::counted(&extensions);
    let mail = sheet.text("mail");
    match web.service.remind_user_id(mail, from).await {
        Ok(()) => Ok(to("/account/sign-in?told=reminded")),
        Err(error) => reminder(&visitor, mail).wrong(told(error, visitor.say)?),
    }
}

pub(super) fn who(visitor: &Visitor) -> Ask {
    let home = "/account/password";
    Ask::new(
        visitor,
        [
            "account-recover-title",
            "account-recover-lead",
            "account-recover-button",
        ],
        home,
        home,
    )
    .input(Input::new(
        visitor.say,
        "name",
        ["account-name-label", "account-name-hint"],
        "username",
    ))
}

/// `GET /account/password`
pub(super) async fn page(visitor: Visitor) -> Result<Response, Fault> {
    who(&visitor).shown()
}

/// `POST /account/password`
pub(super) async fn begin(
    State(web): State<Web>,
    visitor: Visitor,
    extensions: Extensions,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let from = ClientAddress::counted(&extensions);
    match web.service.begin_recovery(sheet.text("name"), from).await {
        Ok(cookie) => {
            let mut response = to(CODES);
            cookies::write(response.headers_mut(), cookies::FLOW, &cookie, Some(KEPT));
            Ok(response)
        }
        Err(error) => who(&visitor).wrong(told(error, visitor.say)?),
    }
}

pub(super) fn both_codes(visitor: &Visitor, csrf: &str) -> Ask {
    let say = visitor.say;
    Ask::new(
        visitor,
        [
            "account-codes-title",
            "account-codes-lead",
            "account-codes-button",
        ],
        CODES,
        CODES,
    )
    .csrf(csrf)
    .input(Input::new(
        say,
        "mail",
        ["account-codes-mail-label", "account-codes-mail-hint"],
        "one-time-code",
    ))
    .input(Input::new(
        say,
        "phone",
        ["account-codes-phone-label", "account-codes-phone-hint"],
        "one-time-code",
    ))
    .causes([
        "account-no-sms-1",
        "account-no-sms-2",
        "account-no-sms-3",
        "account-no-sms-4",
    ])
    .link("/account/password", "account-again-button")
}

/// `GET /account/password/codes`
pub(super) async fn codes(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let recovery = web.service.recovery(flow(&headers)?).await?;
    match recovery.proven {
        true => Ok(to(CHOOSE)),
        false => both_codes(&visitor, &recovery.csrf).shown(),
    }
}

/// `POST /account/password/codes`
pub(super) async fn prove(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let cookie = flow(&headers)?;
    let (mail, phone) = (sheet.text("mail"), sheet.text("phone"));
    let proven = web
        .service
        .prove_recovery(cookie, sheet.csrf(), mail, phone)
        .await;
    match proven {
        Ok(()) => Ok(to(CHOOSE)),
        Err(error) => both_codes(&visitor, sheet.csrf()).wrong(told(error, visitor.say)?),
    }
}

pub(super) fn another(visitor: &Visitor, csrf: &str) -> Ask {
    let say = visitor.say;
    Ask::new(
        visitor,
        [
            "account-another-title",
            "account-another-lead",
            "account-another-button",
        ],
        CHOOSE,
        CHOOSE,
    )
    .csrf(csrf)
    .input(Input::new(
        say,
        "password",
        ["account-new-password-label", "account-new-password-hint"],
        "new-password",
    ))
}

/// `GET /account/password/choose`
pub(super) async fn choose(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let recovery = web.service.recovery(flow(&headers)?).await?;
    match recovery.proven {
        true => another(&visitor, &recovery.csrf).shown(),
        false => Ok(to(CODES)),
    }
}

/// `POST /account/password/choose`
pub(super) async fn finish(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let cookie = flow(&headers)?;
    let chosen = web
        .service
        .finish_recovery(cookie, sheet.csrf(), sheet.whole("password"))
        .await;
    match chosen {
        Ok(()) => {
            let mut response = to("/account/sign-in?told=password");
            cookies::forget(response.headers_mut(), cookies::FLOW);
            cookies::forget(response.headers_mut(), cookies::ACCOUNT);
            Ok(response)
        }
        Err(error) => another(&visitor, sheet.csrf()).wrong(told(error, visitor.say)?),
    }
}
