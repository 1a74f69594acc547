//! A device that scanned a picture code becomes an approval app.

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bonafide_service::account::Joining;

use super::{COOKIE, HOME, system};
use crate::cookies;
use crate::fault::Fault;
use crate::form::to;
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::{self, NoticeView};
use crate::pages::account::sign_in::{challenge, text, token};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;

/// Asks whether this device is to be an app.
#[derive(Template)]
#[template(path = "pages/app/join.html")]
pub(super) struct JoinPage {
    t: Say,
    frame: Frame,
    lead: String,
    /// The address of this page.
    here: String,
    notices: Vec<NoticeView>,
}

impl JoinPage {
    pub(super) fn new(visitor: &Visitor, joining: &Joining) -> Self {
        let say = visitor.say;
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person).connected(),
            lead: say.fill(
                match joining.transfers {
                    true => "app-join-transfer-lead",
                    false => "app-join-lead",
                },
                "user",
                &joining.user_id,
            ),
            here: visitor.here.clone(),
            notices: notices::of_passkeys(say),
        }
    }
}

/// `GET /app/activate/{secret}`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    let joining = web.service.joining(&secret).await?;
    right(JoinPage::new(&visitor, &joining).render())
}

/// `POST /app/activate/{secret}/begin`
pub(super) async fn begin(
    State(web): State<Web>,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    Ok(challenge(&web.service.begin_joining(&secret).await?))
}

/// `POST /app/activate/{secret}/finish`
pub(super) async fn finish(
    State(web): State<Web>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    answer: Bytes,
) -> Result<Response, Fault> {
    let cookie = web
        .service
        .finish_joining(&secret, token(&headers)?, text(&answer)?, system(&headers))
        .await?;
    let mut response = to(HOME);
    cookies::forget(response.headers_mut(), cookies::CEREMONY);
    cookies::write(response.headers_mut(), cookies::APP, &cookie, Some(COOKIE));
    Ok(response)
}
