//! A link is opened. Looking at it consumes nothing, since previews of messengers look too.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};
use bonafide_identity::notice::Code;
use bonafide_service::person::{LinkPreview, LinkState, Opened};
use jiff::{SignedDuration, Timestamp};

use crate::cookies;
use crate::fault::Fault;
use crate::form::to;
use crate::frame::{Audience, Frame, Visitor};
use crate::state::Web;
use crate::texts::Say;

/// `GET /verify/{secret}`: who asks, and what for.
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    match web
        .service
        .link(&secret, cookies::read(&headers, cookies::PERSON))
        .await?
    {
        LinkState::Continue(_) => Ok(to("/verify")),
        LinkState::Fresh(preview) => {
            let mut response = Html(render(&visitor, &preview)?).into_response();
            // Also tells whether this browser keeps cookies, before the link is used up.
            cookies::write(
                response.headers_mut(),
                cookies::LANGUAGE,
                visitor.say.tag(),
                None,
            );
            Ok(response)
        }
    }
}

/// `POST /verify/{secret}`: lets this browser in.
pub(super) async fn open(
    State(web): State<Web>,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    if !cookies::kept(&headers) {
        return Err(Fault::new(Code::CookiesBlocked));
    }
    let opened = web
        .service
        .redeem_link(&secret, cookies::read(&headers, cookies::PERSON))
        .await?;
    Ok(let_in(&opened))
}

/// Gives a browser its cookie and sends it on its way.
pub(super) fn let_in(opened: &Opened) -> Response {
    let mut response = to("/verify");
    // The service knows when the cookie ends; what the browser is told need not be exact.
    let lifetime = SignedDuration::from_hours(40 * 24);
    cookies::write(
        response.headers_mut(),
        cookies::PERSON,
        &opened.cookie,
        Some(lifetime),
    );
    response
}

fn render(visitor: &Visitor, preview: &LinkPreview) -> Result<String, askama::Error> {
    Start::new(
        visitor,
        &preview.organisation_name,
        &preview.definition.title,
        &preview.definition.purpose,
        preview.livemode,
        preview.expires_at,
    )
    .render()
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
    pub(super) fn new(
        visitor: &'a Visitor,
        organisation: &'a str,
        service: &'a str,
        purpose: &'a str,
        livemode: bool,
        expires_at: Timestamp,
    ) -> Self {
        let say = visitor.say;
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person)
                .sandbox(!livemode)
                .connected(),
            heading: say.fill("start-title", "organisation", organisation),
            organisation,
            service,
            purpose,
            until: say.around("start-expires", "time"),
            expires: say.moment(expires_at),
            expires_at,
            action: &visitor.here,
        }
    }
}
