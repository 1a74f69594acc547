//! Opening an account, one question a page.

use std::net::IpAddr;

use axum::extract::State;
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use bonafide_identity::account::Contact;
use bonafide_service::account::{Opening, OpeningStage};
use jiff::SignedDuration;

use super::ask::{Ask, Ids, Input};
use super::sign_in::let_in;
use super::{flow, told};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::Visitor;
use crate::limits::ClientAddress;
use crate::state::Web;

const HOME: &str = "/account/new";
/// As long as the service keeps what was begun.
pub(super) const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// `GET /account/new`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let opening = match cookies::read(&headers, cookies::FLOW) {
        Some(cookie) => web.service.opening(cookie).await.ok(),
        None => None,
    };
    match opening {
        Some(opening) => asked(&visitor, &opening, "").shown(),
        None => first(&visitor).shown(),
    }
}

/// What an account is, before anything is asked.
pub(super) fn first(visitor: &Visitor) -> Ask {
    Ask::new(
        visitor,
        [
            "account-open-title",
            "account-open-lead",
            "account-open-button",
        ],
        HOME,
        HOME,
    )
    .link("/account/sign-in", "account-have-link")
}

/// The page of a stage.
pub(super) fn asked(visitor: &Visitor, opening: &Opening, user_id: &str) -> Ask {
    let say = visitor.say;
    let ask = |ids: Ids, action| Ask::new(visitor, ids, HOME, action).csrf(&opening.csrf);
    let code = |ids: Ids| {
        ask(ids, "/account/new/prove")
            .lead(say.fill(ids[1], "address", &opening.address))
            .input(Input::new(
                say,
                "code",
                ["account-code-label", "account-code-hint"],
                "one-time-code",
            ))
            .other("/account/new/again", "account-again-button")
            .other("/account/new/retype", "account-retype-button")
    };
    match opening.stage {
        OpeningStage::Address(Contact::Mail) => ask(
            [
                "account-mail-title",
                "account-mail-lead",
                "account-mail-button",
            ],
            "/account/new/send",
        )
        .input(Input::new(
            say,
            "address",
            ["account-mail-label", "account-mail-hint"],
            "email",
        )),
        OpeningStage::Address(Contact::Phone) => ask(
            [
                "account-phone-title",
                "account-phone-lead",
                "account-phone-button",
            ],
            "/account/new/send",
        )
        .input(Input::new(
            say,
            "address",
            ["account-phone-label", "account-phone-hint"],
            "tel",
        )),
        OpeningStage::Code(Contact::Mail) => code([
            "account-mail-code-title",
            "account-mail-code-lead",
            "account-mail-code-button",
        ])
        .causes([
            "account-no-mail-1",
            "account-no-mail-2",
            "account-no-mail-3",
            "account-no-mail-4",
        ]),
        OpeningStage::Code(Contact::Phone) => code([
            "account-phone-code-title",
            "account-phone-code-lead",
            "account-phone-code-button",
        ])
        .causes([
            "account-no-sms-1",
            "account-no-sms-2",
            "account-no-sms-3",
            "account-no-sms-4",
        ]),
        OpeningStage::Choose => ask(
            [
                "account-choose-title",
                "account-choose-lead",
                "account-choose-button",
            ],
            "/account/new/finish",
        )
        .input(
            Input::new(
                say,
                "user",
                ["account-user-label", "account-user-hint"],
                "username",
            )
            .holding(user_id),
        )
        .input(Input::new(
            say,
            "password",
            ["account-new-password-label", "account-new-password-hint"],
            "new-password",
        )),
    }
}

/// `POST /account/new`
pub(super) async fn begin(
    State(web): State<Web>,
    extensions: Extensions,
) -> Result<Response, Fault> {
    let from = ClientAddress::counted(&extensions);
    let cookie = web.service.begin_opening(from).await?;
    let mut response = to(HOME);
    cookies::write(response.headers_mut(), cookies::FLOW, &cookie, Some(KEPT));
    Ok(response)
}

fn contact(opening: &Opening) -> Option<Contact> {
    match opening.stage {
        OpeningStage::Address(contact) | OpeningStage::Code(contact) => Some(contact),
        OpeningStage::Choose => None,
    }
}

/// `POST /account/new/send`
pub(super) async fn send(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    extensions: Extensions,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let from = ClientAddress::counted(&extensions);
    let typed = Some(sheet.text("address"));
    deliver(&web, &visitor, &headers, (&sheet, typed), from).await
}

/// `POST /account/new/again`
pub(super) async fn again(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    extensions: Extensions,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let from = ClientAddress::counted(&extensions);
    deliver(&web, &visitor, &headers, (&sheet, None), from).await
}

async fn deliver(
    web: &Web,
    visitor: &Visitor,
    headers: &HeaderMap,
    (sheet, typed): (&Sheet, Option<&str>),
    from: Option<IpAddr>,
) -> Result<Response, Fault> {
    let cookie = flow(headers)?;
    let opening = web.service.opening(cookie).await?;
    let Some(contact) = contact(&opening) else {
        return Ok(to(HOME));
    };
    let address = typed.unwrap_or(&opening.address);
    let language = visitor.say.language();
    let sent = web
        .service
        .send_opening_code(cookie, sheet.csrf(), (contact, address), language, from)
        .await;
    match sent {
        Ok(()) => Ok(to(HOME)),
        Err(error) => asked(visitor, &opening, "").wrong(told(error, visitor.say)?),
    }
}

/// `POST /account/new/retype`
pub(super) async fn retype(
    State(web): State<Web>,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let cookie = flow(&headers)?;
    let opening = web.service.opening(cookie).await?;
    if let Some(contact) = contact(&opening) {
        web.service
            .retype_opening(cookie, sheet.csrf(), contact)
            .await?;
    }
    Ok(to(HOME))
}

/// `POST /account/new/prove`
pub(super) async fn prove(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let cookie = flow(&headers)?;
    let opening = web.service.opening(cookie).await?;
    let Some(contact) = contact(&opening) else {
        return Ok(to(HOME));
    };
    let proven = web
        .service
        .prove_opening(cookie, sheet.csrf(), contact, sheet.text("code"))
        .await;
    match proven {
        Ok(()) => Ok(to(HOME)),
        Err(error) => asked(&visitor, &opening, "").wrong(told(error, visitor.say)?),
    }
}

/// `POST /account/new/finish`
pub(super) async fn finish(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let cookie = flow(&headers)?;
    let opening = web.service.opening(cookie).await?;
    let (user_id, password) = (sheet.text("user"), sheet.whole("password"));
    let language = visitor.say.language();
    let opened = web
        .service
        .finish_opening(cookie, sheet.csrf(), user_id, password, language)
        .await;
    match opened {
        Ok(signed_in) => let_in(&web, &headers, &signed_in).await,
        Err(error) => asked(&visitor, &opening, user_id).wrong(told(error, visitor.say)?),
    }
}
