//! Proving once more to be the owner, and going on where that was asked for.

use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use bonafide_service::Error;
use bonafide_service::account::{Problem, Proof};
use jiff::SignedDuration;
use serde::Deserialize;

use super::ask::{Ask, Input};
use super::code_apps::code;
use super::sign_in::{challenge, text, token};
use super::{Owner, flow, told};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::Visitor;
use crate::limits::ClientAddress;
use crate::state::Web;

/// As long as the code by text message is good for.
const TEXT: SignedDuration = SignedDuration::from_mins(10);

/// Where somebody goes on afterwards: only to pages of this list, whatever an address says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Next {
    #[default]
    Home,
    App,
    CodeApp,
    Codes,
    Erase,
    Export,
    Keep,
    Mail,
    Password,
    Phone,
    Pin,
    PinForgotten,
    PinTemporary,
}

impl Next {
    #[cfg(test)]
    pub(super) const ALL: [Self; 13] = [
        Self::Home,
        Self::App,
        Self::CodeApp,
        Self::Codes,
        Self::Erase,
        Self::Export,
        Self::Keep,
        Self::Mail,
        Self::Password,
        Self::Phone,
        Self::Pin,
        Self::PinForgotten,
        Self::PinTemporary,
    ];

    /// The page that asked.
    const fn page(self) -> &'static str {
        match self {
            Self::Home => "/account",
            Self::App => "/account/apps/activate",
            Self::CodeApp => "/account/code-apps",
            Self::Codes => "/account/codes",
            Self::Erase => "/account/erase",
            Self::Export => "/account/export",
            Self::Keep => "/account/keep",
            Self::Mail => "/account/change/mail",
            Self::Password => "/account/change/password",
            Self::Phone => "/account/change/phone",
            Self::Pin => "/account/pin",
            Self::PinForgotten => "/account/pin/forgotten",
            Self::PinTemporary => "/account/pin/temporary",
        }
    }

    /// The page that asks.
    const fn asked(self) -> &'static str {
        match self {
            Self::Home => "/account/prove",
            Self::App => "/account/prove?next=app",
            Self::CodeApp => "/account/prove?next=code-app",
            Self::Codes => "/account/prove?next=codes",
            Self::Erase => "/account/prove?next=erase",
            Self::Export => "/account/prove?next=export",
            Self::Keep => "/account/prove?next=keep",
            Self::Mail => "/account/prove?next=mail",
            Self::Password => "/account/prove?next=password",
            Self::Phone => "/account/prove?next=phone",
            Self::Pin => "/account/prove?next=pin",
            Self::PinForgotten => "/account/prove?next=pin-forgotten",
            Self::PinTemporary => "/account/prove?next=pin-temporary",
        }
    }

    /// Where a code goes that came by text message.
    const fn text(self) -> &'static str {
        match self {
            Self::Home => "/account/prove/text",
            Self::App => "/account/prove/text?next=app",
            Self::CodeApp => "/account/prove/text?next=code-app",
            Self::Codes => "/account/prove/text?next=codes",
            Self::Erase => "/account/prove/text?next=erase",
            Self::Export => "/account/prove/text?next=export",
            Self::Keep => "/account/prove/text?next=keep",
            Self::Mail => "/account/prove/text?next=mail",
            Self::Password => "/account/prove/text?next=password",
            Self::Phone => "/account/prove/text?next=phone",
            Self::Pin => "/account/prove/text?next=pin",
            Self::PinForgotten => "/account/prove/text?next=pin-forgotten",
            Self::PinTemporary => "/account/prove/text?next=pin-temporary",
        }
    }

    /// Where a passkey's answer goes.
    const fn finish(self) -> &'static str {
        match self {
            Self::Home => "/account/prove/finish",
            Self::App => "/account/prove/finish?next=app",
            Self::CodeApp => "/account/prove/finish?next=code-app",
            Self::Codes => "/account/prove/finish?next=codes",
            Self::Erase => "/account/prove/finish?next=erase",
            Self::Export => "/account/prove/finish?next=export",
            Self::Keep => "/account/prove/finish?next=keep",
            Self::Mail => "/account/prove/finish?next=mail",
            Self::Password => "/account/prove/finish?next=password",
            Self::Phone => "/account/prove/finish?next=phone",
            Self::Pin => "/account/prove/finish?next=pin",
            Self::PinForgotten => "/account/prove/finish?next=pin-forgotten",
            Self::PinTemporary => "/account/prove/finish?next=pin-temporary",
        }
    }

    /// A page for whoever proved themselves a short while ago; others do so first, and come back to it.
    pub(super) fn shown(self, web: &Web, owner: &Owner, ask: Ask) -> Result<Response, Fault> {
        match web.service.require_fresh(&owner.0) {
            Ok(()) => ask.shown(),
            Err(error) => Ok(self.or_prove(error)?),
        }
    }

    /// Asks for proof where that is what is missing.
    pub(super) fn or_prove(self, error: Error) -> Result<Response, Error> {
        match error {
            Error::Account(Problem::ProveAgain) => Ok(to(self.asked())),
            other => Err(other),
        }
    }
}

/// What an address says.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    next: Option<String>,
}

impl Asked {
    fn next(&self) -> Next {
        match self.next.as_deref() {
            Some("app") => Next::App,
            Some("code-app") => Next::CodeApp,
            Some("codes") => Next::Codes,
            Some("erase") => Next::Erase,
            Some("export") => Next::Export,
            Some("keep") => Next::Keep,
            Some("mail") => Next::Mail,
            Some("password") => Next::Password,
            Some("phone") => Next::Phone,
            Some("pin") => Next::Pin,
            Some("pin-forgotten") => Next::PinForgotten,
            Some("pin-temporary") => Next::PinTemporary,
            _ => Next::Home,
        }
    }
}

/// What an account is proven with beside the password.
#[derive(Clone, Copy)]
pub(super) struct Ways {
    pub(super) passkeys: bool,
    pub(super) code: bool,
}

impl Ways {
    async fn of(web: &Web, owner: &Owner) -> Result<Self, Error> {
        Ok(Self {
            passkeys: web.service.has_passkeys(&owner.0).await?,
            code: web.service.asks_for_code(&owner.0.id).await?,
        })
    }
}

pub(super) fn form(visitor: &Visitor, csrf: &str, next: Next, ways: Ways) -> Ask {
    let ask = Ask::new(
        visitor,
        [
            "account-prove-title",
            "account-prove-lead",
            "account-prove-button",
        ],
        next.asked(),
        next.asked(),
    )
    .csrf(csrf)
    .input(Input::new(
        visitor.say,
        "password",
        ["account-password-label", "account-password-hint"],
        "current-password",
    ));
    let ask = match ways.code {
        true => ask.input(code(visitor.say)),
        false => ask,
    };
    let ask = match ways.passkeys {
        true => ask.passkey_at("/account/prove/begin", next.finish()),
        false => ask,
    };
    ask.link("/account", "account-prove-not-link")
}

/// `GET /account/prove`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let next = asked.next();
    if web.service.is_fresh(&owner.0) {
        return Ok(to(next.page()));
    }
    let ways = Ways::of(&web, &owner).await?;
    form(&visitor, &owner.0.csrf, next, ways).shown()
}

/// `POST /account/prove`
pub(super) async fn enter(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    extensions: Extensions,
    Query(asked): Query<Asked>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    let next = asked.next();
    let from = ClientAddress::counted(&extensions);
    let password = sheet.whole("password");
    match web
        .service
        .prove_with_password(&owner.0, password, sheet.text("code"), from)
        .await
    {
        Ok(Proof::Whole) => proven(&web, &owner, next).await,
        Ok(Proof::Text(cookie)) => {
            let mut response = to(next.text());
            cookies::write(response.headers_mut(), cookies::FLOW, &cookie, Some(TEXT));
            Ok(response)
        }
        Err(error) => {
            let ways = Ways::of(&web, &owner).await?;
            form(&visitor, &owner.0.csrf, next, ways).wrong(told(error, visitor.say)?)
        }
    }
}

/// Sends whoever proved themselves to the page that asked, under another cookie.
async fn proven(web: &Web, owner: &Owner, next: Next) -> Result<Response, Fault> {
    let cookie = web.service.renew_cookie(&owner.0).await?;
    let mut response = to(next.page());
    cookies::write(response.headers_mut(), cookies::ACCOUNT, &cookie, None);
    Ok(response)
}

pub(super) fn by_text(visitor: &Visitor, csrf: &str, next: Next) -> Ask {
    Ask::new(
        visitor,
        [
            "account-prove-text-title",
            "account-prove-text-lead",
            "account-prove-button",
        ],
        next.text(),
        next.text(),
    )
    .csrf(csrf)
    .input(Input::new(
        visitor.say,
        "code",
        ["account-codes-phone-label", "account-codes-phone-hint"],
        "one-time-code",
    ))
    .causes([
        "account-no-sms-1",
        "account-no-sms-2",
        "account-no-sms-3",
        "account-no-sms-4",
    ])
    .link(next.asked(), "account-prove-again-link")
    .link("/account", "account-prove-not-link")
}

/// `GET /account/prove/text`
pub(super) async fn text_page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    Query(asked): Query<Asked>,
) -> Result<Response, Fault> {
    let next = asked.next();
    match web.service.is_fresh(&owner.0) {
        true => Ok(to(next.page())),
        false => by_text(&visitor, &owner.0.csrf, next).shown(),
    }
}

/// `POST /account/prove/text`
pub(super) async fn text_enter(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    let next = asked.next();
    let (cookie, typed) = (flow(&headers)?, sheet.text("code"));
    match web.service.prove_with_text(&owner.0, cookie, typed).await {
        Ok(()) => {
            let mut response = proven(&web, &owner, next).await?;
            cookies::forget(response.headers_mut(), cookies::FLOW);
            Ok(response)
        }
        Err(error) => by_text(&visitor, &owner.0.csrf, next).wrong(told(error, visitor.say)?),
    }
}

/// `POST /account/prove/begin`
pub(super) async fn begin(State(web): State<Web>, owner: Owner) -> Result<Response, Fault> {
    Ok(challenge(&web.service.begin_proving(&owner.0).await?))
}

/// `POST /account/prove/finish`
pub(super) async fn finish(
    State(web): State<Web>,
    owner: Owner,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
    answer: Bytes,
) -> Result<Response, Fault> {
    web.service
        .prove_with_passkey(&owner.0, token(&headers)?, text(&answer)?)
        .await?;
    let mut response = proven(&web, &owner, asked.next()).await?;
    cookies::forget(response.headers_mut(), cookies::CEREMONY);
    Ok(response)
}
