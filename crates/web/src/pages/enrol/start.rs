//! The organisation's link is opened.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use bonafide_identity::notice::Code;
use bonafide_service::Error;
use bonafide_service::person::{LinkPreview, LinkState};
use jiff::Timestamp;

use super::arrival;
use crate::cookies;
use crate::fault::Fault;
use crate::form::to;
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::NoticeView;
use crate::state::Web;
use crate::texts::Say;

/// `GET /verify/{secret}`: who asks, and what for.
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    let cookie = cookies::read(&headers, cookies::PERSON);
    match web.service.link(&secret, cookie).await? {
        LinkState::Continue(_) => Ok(to("/verify")),
        LinkState::Fresh(preview) => {
            arrival::greet(&visitor, Start::new(&visitor, &preview).render())
        }
        LinkState::Used { organisation_name } => {
            let page = Used::new(&visitor, &organisation_name).render()?;
            Ok((StatusCode::GONE, Html(page)).into_response())
        }
    }
}

/// `POST /verify/{secret}`: lets this browser in.
pub(super) async fn open(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    match web
        .service
        .redeem_link(&secret, arrival::cookie(&headers)?)
        .await
    {
        Ok(opened) => Ok(arrival::let_in(&opened)),
        // The page behind the link says what can be done.
        Err(Error::LinkUsed) => Ok(to(&visitor.here)),
        Err(error) => Err(error.into()),
    }
}

#[derive(Template)]
#[template(path = "pages/enrol/start.html")]
pub(super) struct Start<'a> {
    t: Say,
    frame: Frame,
    heading: String,
    organisation: &'a str,
    service: &'a str,
    purpose: &'a str,
    until: (String, String),
    expires: String,
    expires_at: Timestamp,
    action: &'a str,
}

impl<'a> Start<'a> {
    pub(super) fn new(visitor: &'a Visitor, preview: &'a LinkPreview) -> Self {
        let say = visitor.say;
        let organisation = preview.organisation_name.as_str();
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person)
                .sandbox(!preview.livemode)
                .connected(),
            heading: say.fill("start-title", "organisation", organisation),
            organisation,
            service: &preview.definition.title,
            purpose: &preview.definition.purpose,
            until: say.around("start-expires", "time"),
            expires: say.moment(preview.expires_at),
            expires_at: preview.expires_at,
            action: &visitor.here,
        }
    }
}

/// The ways that are left when a link was opened in another browser.
#[derive(Template)]
#[template(path = "pages/enrol/used.html")]
pub(super) struct Used<'a> {
    t: Say,
    frame: Frame,
    organisation: &'a str,
    notice: NoticeView,
}

impl<'a> Used<'a> {
    pub(super) fn new(visitor: &Visitor, organisation: &'a str) -> Self {
        let mut frame = Frame::new(visitor, Audience::Person);
        frame.problem = true;
        Self {
            t: visitor.say,
            frame,
            organisation,
            notice: NoticeView::new(Code::LinkUsed, visitor.say),
        }
    }
}
