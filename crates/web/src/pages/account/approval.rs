//! Waiting for somebody to approve a sign-in on another device.

use std::time::Duration;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use bonafide_service::Error;
use bonafide_service::account::{Asker, Problem, Waited, WaitedFor};
use jiff::SignedDuration;
use serde::Deserialize;

use super::sign_in::{form, let_in};
use super::{flow, told};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::limits::ClientAddress;
use crate::pages::app::system;
use crate::pages::{self, right};
use crate::state::Web;
use crate::texts::Say;

const HOME: &str = "/account/sign-in/approval";
/// Longer than any approval; the service knows exactly.
const FLOW: SignedDuration = SignedDuration::from_mins(10);
/// How long one answer is waited for.
const PATIENCE: Duration = Duration::from_secs(25);

/// The browser that wants to sign in, while another device is asked.
#[derive(Template)]
#[template(path = "pages/account/approval.html")]
pub(crate) struct ApprovalPage {
    t: Say,
    frame: Frame,
    waited: Waited,
    /// Whether somebody said that it was approved, and it was not.
    early: bool,
}

impl ApprovalPage {
    pub(crate) fn new(visitor: &Visitor, waited: Waited, early: bool) -> Self {
        let mut frame = Frame::new(visitor, Audience::Person).connected().at(HOME);
        if waited.state == WaitedFor::Answer {
            frame.refresh = Some(5);
        }
        Self {
            t: visitor.say,
            frame,
            waited,
            early,
        }
    }
}

/// `POST /account/sign-in/approval`: asks whoever has the name that was typed.
pub(super) async fn ask(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    extensions: Extensions,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let name = sheet.text("name");
    let client = match cookies::read(&headers, cookies::REQUEST) {
        Some(request) => web.service.request_waiting(request).await?,
        None => None,
    };
    let asker = Asker {
        from: ClientAddress::counted(&extensions),
        system: system(&headers),
        client: client.map(|waiting| waiting.client).unwrap_or_default(),
    };
    match web.service.ask_to_sign_in(name, asker).await {
        Ok(cookie) => {
            let mut response = to(HOME);
            cookies::write(response.headers_mut(), cookies::FLOW, &cookie, Some(FLOW));
            Ok(response)
        }
        Err(error) => form(&visitor, name).wrong(told(error, visitor.say)?),
    }
}

/// What a browser has seen.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    seen: i64,
    #[serde(default)]
    early: Option<String>,
}

/// `GET /account/sign-in/approval`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(seen): Query<Seen>,
) -> Result<Response, Fault> {
    let waited = match web.service.waited(flow(&headers)?).await {
        Ok(waited) => waited,
        Err(Error::Account(Problem::FlowEnded)) => over(),
        Err(error) => return Err(error.into()),
    };
    let early = seen.early.is_some() && waited.state == WaitedFor::Answer;
    right(ApprovalPage::new(&visitor, waited, early).render())
}

/// What there is to say of a flow that has ended.
fn over() -> Waited {
    Waited {
        state: WaitedFor::Over,
        number: String::new(),
        csrf: String::new(),
    }
}

/// `GET /account/sign-in/approval/live?seen=`: answers when something has changed, or after a while.
pub(super) async fn live(
    State(web): State<Web>,
    headers: HeaderMap,
    Query(Seen { seen, .. }): Query<Seen>,
) -> Result<Response, Fault> {
    let cookie = flow(&headers)?;
    tokio::select! {
        waited = web.service.waited_changed(cookie, seen, PATIENCE) => { waited?; }
        () = web.settings.closing.cancelled() => {}
    }
    let waited = web.service.waited(cookie).await?;
    Ok(pages::live(waited.version()))
}

/// `POST /account/sign-in/approval/finish`
pub(super) async fn finish(
    State(web): State<Web>,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let cookie = flow(&headers)?;
    match web.service.sign_in_approved(cookie, sheet.csrf()).await {
        Ok(signed_in) => let_in(&web, &headers, &signed_in).await,
        Err(Error::Account(Problem::ApprovalEnded)) => {
            Ok(to("/account/sign-in/approval?early=yes"))
        }
        Err(error) => Err(error.into()),
    }
}
