//! Printed recovery codes: made, and shown this once.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::Owner;
use super::ask::Ask;
use super::prove::Next;
use crate::fault::Fault;
use crate::form::Sheet;
use crate::frame::{Audience, Frame, Visitor};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;

const HOME: &str = "/account/codes";

pub(super) fn confirm(visitor: &Visitor, csrf: &str) -> Ask {
    Ask::new(
        visitor,
        [
            "account-printed-title",
            "account-printed-lead",
            "account-printed-button",
        ],
        HOME,
        HOME,
    )
    .csrf(csrf)
    .link("/account", "account-back-link")
}

/// The codes, for as long as the page is open.
#[derive(Template)]
#[template(path = "pages/account/codes.html")]
pub(super) struct CodesPage {
    t: Say,
    frame: Frame,
    codes: Vec<String>,
}

impl CodesPage {
    pub(super) fn new(visitor: &Visitor, codes: Vec<String>) -> Self {
        Self {
            t: visitor.say,
            frame: Frame::new(visitor, Audience::Person).connected().at(HOME),
            codes,
        }
    }
}

/// `GET /account/codes`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
) -> Result<Response, Fault> {
    Next::Codes.shown(&web, &owner, confirm(&visitor, &owner.0.csrf))
}

/// `POST /account/codes`
pub(super) async fn make(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    match web.service.new_recovery_codes(&owner.0).await {
        Ok(codes) => right(CodesPage::new(&visitor, codes).render()),
        Err(error) => Ok(Next::Codes.or_prove(error)?),
    }
}
