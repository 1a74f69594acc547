//! What an account has of somebody: taken along, and erased.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::Owner;
use super::ask::Ask;
use super::prove::Next;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::Visitor;
use crate::state::Web;

pub(super) fn confirm_export(visitor: &Visitor, csrf: &str) -> Ask {
    let home = "/account/export";
    Ask::new(
        visitor,
        [
            "account-export-title",
            "account-export-lead",
            "account-export-button",
        ],
        home,
        home,
    )
    .csrf(csrf)
    .link("/account", "account-back-link")
}

/// `GET /account/export`
pub(super) async fn export_page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
) -> Result<Response, Fault> {
    Next::Export.shown(&web, &owner, confirm_export(&visitor, &owner.0.csrf))
}

/// `POST /account/export`: a file of JSON.
pub(super) async fn export(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    let language = visitor.say.language();
    match web.service.account_export(&owner.0, language).await {
        Ok(export) => {
            let headers = [
                (CONTENT_TYPE, "application/json"),
                (CONTENT_DISPOSITION, "attachment; filename=\"account.json\""),
            ];
            Ok((headers, format!("{export:#}")).into_response())
        }
        Err(error) => Ok(Next::Export.or_prove(error)?),
    }
}

pub(super) fn confirm_erase(visitor: &Visitor, csrf: &str) -> Ask {
    let home = "/account/erase";
    Ask::new(
        visitor,
        [
            "account-erase-title",
            "account-erase-lead",
            "account-erase-button",
        ],
        home,
        home,
    )
    .csrf(csrf)
    .link("/account/export", "account-export-link")
    .link("/account", "account-erase-not-link")
}

/// `GET /account/erase`: what it means, before it happens.
pub(super) async fn erase_page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
) -> Result<Response, Fault> {
    Next::Erase.shown(&web, &owner, confirm_erase(&visitor, &owner.0.csrf))
}

/// `POST /account/erase`
pub(super) async fn erase(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    match web.service.ask_for_erasure(&owner.0).await {
        Ok(()) => Ok(to("/account")),
        Err(error) => Ok(Next::Erase.or_prove(error)?),
    }
}

/// `POST /account/erase/keep`
pub(super) async fn keep(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    web.service.keep_account(&owner.0).await?;
    Ok(to("/account"))
}
