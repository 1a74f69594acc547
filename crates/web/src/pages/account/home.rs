//! What somebody sees of their account, and what they change there.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use bonafide_service::account::AccountHome;

use super::Owner;
use super::ask::Ask;
use super::keep::{self, IdentityShown, Pending};
use super::prove::Next;
use super::sign_in::{challenge, text, token};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::{self, NoticeView};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;
use crate::words::Word as _;

/// What somebody sees of their account.
#[derive(Template)]
#[template(path = "pages/account/home.html")]
pub(super) struct HomePage {
    t: Say,
    frame: Frame,
    csrf: String,
    home: AccountHome,
    identity: Option<IdentityShown>,
    pending: Option<Pending>,
    /// Whether passkeys may be added and removed without proving once more.
    fresh: bool,
    notices: Vec<NoticeView>,
}

impl HomePage {
    pub(super) fn new(
        visitor: &Visitor,
        (csrf, fresh): (&str, bool),
        home: AccountHome,
        pending: Option<Pending>,
    ) -> Self {
        let identity = home.identity.as_ref();
        Self {
            t: visitor.say,
            frame: Frame::new(visitor, Audience::Person).connected(),
            csrf: csrf.to_owned(),
            identity: identity
                .map(|kept| IdentityShown::new(&kept.proven, &kept.organisation_name, visitor.say)),
            home,
            pending,
            fresh,
            notices: notices::of_passkeys(visitor.say),
        }
    }
}

/// The text that says how a browser was signed in.
pub(super) fn method_text(method: &str) -> &'static str {
    match method {
        "passkey" => "account-session-passkey",
        "app" => "account-session-app",
        "password-code" => "account-session-code",
        "password-text" => "account-session-text",
        _ => "account-session-password",
    }
}

/// `GET /account`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let home = web.service.account_home(&owner.0).await?;
    let fresh = web.service.is_fresh(&owner.0);
    let pending = keep::pending(&web, &headers, visitor.say).await;
    right(HomePage::new(&visitor, (&owner.0.csrf, fresh), home, pending).render())
}

/// `POST /account/passkeys/begin`
pub(super) async fn begin_passkey(State(web): State<Web>, owner: Owner) -> Result<Response, Fault> {
    Ok(challenge(
        &web.service.begin_adding_passkey(&owner.0).await?,
    ))
}

/// `POST /account/passkeys/finish`
pub(super) async fn finish_passkey(
    State(web): State<Web>,
    owner: Owner,
    headers: HeaderMap,
    answer: Bytes,
) -> Result<Response, Fault> {
    web.service
        .finish_adding_passkey(&owner.0, token(&headers)?, text(&answer)?)
        .await?;
    let mut response = to("/account");
    cookies::forget(response.headers_mut(), cookies::CEREMONY);
    Ok(response)
}

/// `POST /account/passkeys/remove`
pub(super) async fn remove_passkey(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    let passkey = sheet.text("passkey");
    match web.service.remove_account_passkey(&owner.0, passkey).await {
        Ok(()) => Ok(to("/account")),
        Err(error) => Ok(Next::Home.or_prove(error)?),
    }
}

/// `POST /account/sessions/end`
pub(super) async fn end_session(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    web.service
        .end_account_session(&owner.0, sheet.text("session"))
        .await?;
    Ok(to("/account"))
}

/// `POST /account/sessions/others`
pub(super) async fn end_others(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    web.service.end_other_sessions(&owner.0).await?;
    Ok(to("/account"))
}

pub(super) fn confirm_block(visitor: &Visitor, csrf: &str) -> Ask {
    let home = "/account/block";
    Ask::new(
        visitor,
        [
            "account-block-title",
            "account-block-lead",
            "account-block-button",
        ],
        home,
        home,
    )
    .csrf(csrf)
    .link("/account", "account-keep-link")
}

/// `GET /account/block`
pub(super) async fn block_page(visitor: Visitor, owner: Owner) -> Result<Response, Fault> {
    confirm_block(&visitor, &owner.0.csrf).shown()
}

/// `POST /account/block`
pub(super) async fn block(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    web.service.block_account(&owner.0).await?;
    let mut response = to("/account/sign-in?told=blocked");
    cookies::forget(response.headers_mut(), cookies::ACCOUNT);
    Ok(response)
}
