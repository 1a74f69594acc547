//! The PIN of the approval apps: chosen, changed, and replaced when it is forgotten.

use axum::extract::{Query, State};
use axum::response::Response;
use bonafide_service::{Error, account::Problem};
use serde::Deserialize;

use super::ask::{Ask, Input};
use super::prove::Next;
use super::{Owner, told};
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::Visitor;
use crate::state::Web;

const HOME: &str = "/account/pin";
/// The same on the way to activating an app.
const FOR_APP: &str = "/account/pin?for=app";
const ACTIVATE: &str = "/account/apps/activate";
const FORGOTTEN: &str = "/account/pin/forgotten";
const TEMPORARY: &str = "/account/pin/temporary";

/// What an address says.
#[derive(Debug, Deserialize)]
pub(super) struct Meant {
    #[serde(default, rename = "for")]
    purpose: Option<String>,
}

impl Meant {
    fn for_app(&self) -> bool {
        self.purpose.as_deref() == Some("app")
    }
}

/// Has somebody choose a PIN where that is what is missing to activate an app.
pub(super) fn or_choose(error: Error) -> Result<Response, Error> {
    match error {
        Error::Account(Problem::PinMissing) => Ok(to(FOR_APP)),
        other => Err(other),
    }
}

fn with_new(ask: Ask, visitor: &Visitor) -> Ask {
    let say = visitor.say;
    let new = ["account-pin-new-label", "account-pin-new-hint"];
    let again = ["account-pin-again-label", "account-pin-again-hint"];
    ask.input(Input::pin(say, "pin", new))
        .input(Input::pin(say, "again", again))
        .link("/account", "account-back-link")
}

pub(super) fn chosen(visitor: &Visitor, csrf: &str, present: bool, for_app: bool) -> Ask {
    let action = if for_app { FOR_APP } else { HOME };
    let ids = [
        "account-pin-title",
        "account-pin-lead",
        "account-pin-button",
    ];
    let ask = Ask::new(visitor, ids, action, action).csrf(csrf);
    if !present {
        return with_new(ask, visitor);
    }
    let texts = ["account-pin-present-label", "account-pin-present-hint"];
    let ask = ask.input(Input::pin(visitor.say, "present", texts));
    with_new(ask, visitor).link(FORGOTTEN, "account-pin-forgotten-link")
}

pub(super) fn forgotten(visitor: &Visitor, csrf: &str) -> Ask {
    let ids = [
        "account-pin-forgotten-title",
        "account-pin-forgotten-lead",
        "account-pin-forgotten-button",
    ];
    Ask::new(visitor, ids, FORGOTTEN, FORGOTTEN)
        .csrf(csrf)
        .link("/account", "account-back-link")
}

pub(super) fn temporary(visitor: &Visitor, csrf: &str) -> Ask {
    let ids = [
        "account-pin-temporary-title",
        "account-pin-temporary-lead",
        "account-pin-button",
    ];
    let texts = ["account-pin-temporary-label", "account-pin-temporary-hint"];
    let code = Input::new(visitor.say, "code", texts, "one-time-code");
    let ask = Ask::new(visitor, ids, TEMPORARY, TEMPORARY);
    with_new(ask.csrf(csrf).input(code), visitor)
}

/// Whether the account has a PIN already.
async fn present(web: &Web, owner: &Owner) -> Result<bool, Fault> {
    match web.service.require_pin(&owner.0.id).await {
        Ok(()) => Ok(true),
        Err(Error::Account(Problem::PinMissing)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// `GET /account/pin`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    Query(meant): Query<Meant>,
) -> Result<Response, Fault> {
    let present = present(&web, &owner).await?;
    let ask = chosen(&visitor, &owner.0.csrf, present, meant.for_app());
    Next::Pin.shown(&web, &owner, ask)
}

/// `POST /account/pin`
pub(super) async fn choose(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    Query(meant): Query<Meant>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    let new = [sheet.whole("pin"), sheet.whole("again")];
    let before = sheet.whole("present");
    match web.service.choose_pin(&owner.0, before, new).await {
        Ok(()) if meant.for_app() => Ok(to(ACTIVATE)),
        Ok(()) => Ok(to("/account")),
        Err(error) => match Next::Pin.or_prove(error) {
            Ok(response) => Ok(response),
            Err(error) => {
                let present = present(&web, &owner).await?;
                chosen(&visitor, &owner.0.csrf, present, meant.for_app())
                    .wrong(told(error, visitor.say)?)
            }
        },
    }
}

/// `GET /account/pin/forgotten`
pub(super) async fn forgotten_page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
) -> Result<Response, Fault> {
    Next::PinForgotten.shown(&web, &owner, forgotten(&visitor, &owner.0.csrf))
}

/// `POST /account/pin/forgotten`
pub(super) async fn forget(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    match web.service.forget_pin(&owner.0).await {
        Ok(()) => Ok(to("/account")),
        Err(error) => match Next::PinForgotten.or_prove(error) {
            Ok(response) => Ok(response),
            Err(error) => forgotten(&visitor, &owner.0.csrf).wrong(told(error, visitor.say)?),
        },
    }
}

/// `POST /account/pin/remembered`: no temporary PIN is needed after all.
pub(super) async fn remember(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    web.service.remember_pin(&owner.0).await?;
    Ok(to("/account"))
}

/// `GET /account/pin/temporary`
pub(super) async fn temporary_page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
) -> Result<Response, Fault> {
    Next::PinTemporary.shown(&web, &owner, temporary(&visitor, &owner.0.csrf))
}

/// `POST /account/pin/temporary`
pub(super) async fn replace(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    let new = [sheet.whole("pin"), sheet.whole("again")];
    let code = sheet.text("code");
    match web.service.replace_pin(&owner.0, code, new).await {
        Ok(()) => Ok(to("/account")),
        Err(error) => match Next::PinTemporary.or_prove(error) {
            Ok(response) => Ok(response),
            Err(error) => temporary(&visitor, &owner.0.csrf).wrong(told(error, visitor.say)?),
        },
    }
}
