//! A client sends a person to sign out. Nobody is signed out unasked.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bonafide_service::oidc::Leaving;

use super::{BackPage, StopPage};
use crate::cookies;
use crate::fault::Fault;
use crate::form::Sheet;
use crate::frame::{Audience, Frame, Visitor};
use crate::pages::account::Owner;
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;

/// Whether to sign out; or, without a session, that nobody is signed in any more.
#[derive(Template)]
#[template(path = "pages/authorize/leave.html")]
pub(super) struct LeavePage {
    t: Say,
    frame: Frame,
    /// What the form sends back, where there is anything to end.
    csrf: Option<String>,
    client: Option<String>,
    query: String,
}

impl LeavePage {
    pub(super) fn new(
        visitor: &Visitor,
        csrf: Option<String>,
        client: Option<String>,
        query: &str,
    ) -> Self {
        Self {
            t: visitor.say,
            frame: Frame::new(visitor, Audience::Person).at(&format!("/sign-out?{query}")),
            csrf,
            client,
            query: query.to_owned(),
        }
    }
}

/// `GET /sign-out`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let query = query.unwrap_or_default();
    let account = match cookies::read(&headers, cookies::ACCOUNT) {
        Some(cookie) => web.service.account(cookie).await.ok(),
        None => None,
    };
    let leaving = web.service.leave(&query, account.as_ref()).await?;
    shown(&visitor, leaving, &query)
}

/// `POST /sign-out`
pub(super) async fn out(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let query = sheet.whole("query");
    let leaving = web.service.leave_now(query, &owner.0, sheet.csrf()).await?;
    let done = matches!(leaving, Leaving::Done(_));
    let mut response = shown(&visitor, leaving, query)?;
    if done {
        cookies::forget(response.headers_mut(), cookies::ACCOUNT);
    }
    Ok(response)
}

fn shown(visitor: &Visitor, leaving: Leaving, query: &str) -> Result<Response, Fault> {
    match leaving {
        Leaving::Ask { csrf, client } => {
            right(LeavePage::new(visitor, Some(csrf), client, query).render())
        }
        Leaving::Done(Some(going)) => right(BackPage::new(visitor, going).render()),
        Leaving::Done(None) => right(LeavePage::new(visitor, None, None, "").render()),
        Leaving::Stop(problem) => StopPage::new(visitor, problem).shown(),
    }
}
