//! The app moves to another device.

use std::time::Duration;

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use bonafide_identity::notice::Code;
use bonafide_service::Error;
use bonafide_service::account::{Activation, Problem};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::{Device, HOME};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::{self, NoticeView};
use crate::pages::account::apps::Stage;
use crate::pages::account::sign_in::{challenge, text, token};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;

const HERE: &str = "/app/transfer";
/// Longer than any picture code; the service knows exactly.
const FLOW: SignedDuration = SignedDuration::from_mins(10);

/// The old device: before it approved the transfer, and while it shows the picture code.
#[derive(Template)]
#[template(path = "pages/app/transfer.html")]
pub(super) struct TransferPage {
    t: Say,
    frame: Frame,
    stage: Stage,
    /// When the app moves, once the other device is there.
    moves_at: Option<Timestamp>,
    version: i64,
    notices: Vec<NoticeView>,
    /// Whether other devices cannot reach this server.
    loopback: Option<NoticeView>,
}

impl TransferPage {
    pub(super) fn new(
        visitor: &Visitor,
        shown: Option<&Activation>,
        (version, moves_at): (i64, Option<Timestamp>),
        loopback: bool,
    ) -> Self {
        let say = visitor.say;
        let mut frame = Frame::new(visitor, Audience::Person).connected().at(HERE);
        if shown.is_some() {
            frame.refresh = Some(5);
        }
        Self {
            t: say,
            frame,
            stage: Stage::new(shown, say),
            moves_at,
            version,
            notices: {
                let mut notices = notices::of_passkeys(say);
                notices.push(NoticeView::new(Code::PinWrong, say));
                notices
            },
            loopback: loopback.then(|| NoticeView::new(Code::HandoverLoopback, say)),
        }
    }
}

/// `GET /app/transfer`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    device: Device,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let moves_at = web.service.transferred_at(&device.0).await?;
    // Looks for changes of the app: what is waited for is one.
    let version = web
        .service
        .app_changed(&device.0, 0, Duration::ZERO)
        .await?;
    let shown = match cookies::read(&headers, cookies::FLOW) {
        Some(cookie) => match web.service.transfer(&device.0, cookie).await {
            Ok(shown) => Some(shown),
            Err(Error::Account(Problem::FlowEnded)) => None,
            Err(error) => return Err(error.into()),
        },
        None => None,
    };
    let loopback = web.service.settings().loopback();
    right(TransferPage::new(&visitor, shown.as_ref(), (version, moves_at), loopback).render())
}

/// What somebody types who moves an app.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Typed {
    pin: String,
}

/// `POST /app/transfer/begin`
pub(super) async fn begin(
    State(web): State<Web>,
    device: Device,
    body: Bytes,
) -> Result<Response, Fault> {
    let typed: Typed =
        serde_json::from_slice(&body).map_err(|_| Fault::new(Code::MalformedRequest))?;
    let begun = web.service.begin_transfer(&device.0, &typed.pin).await?;
    Ok(challenge(&begun))
}

/// `POST /app/transfer/finish`
pub(super) async fn finish(
    State(web): State<Web>,
    device: Device,
    headers: HeaderMap,
    answer: Bytes,
) -> Result<Response, Fault> {
    let cookie = web
        .service
        .finish_transfer(&device.0, token(&headers)?, text(&answer)?)
        .await?;
    let mut response = to(HERE);
    cookies::forget(response.headers_mut(), cookies::CEREMONY);
    cookies::write(response.headers_mut(), cookies::FLOW, &cookie, Some(FLOW));
    Ok(response)
}

/// `POST /app/transfer/stop`
pub(super) async fn stop(
    State(web): State<Web>,
    device: Device,
    sheet: Sheet,
) -> Result<Response, Fault> {
    device.sent(&sheet)?;
    web.service.stop_transfer_of(&device.0).await?;
    Ok(to(HOME))
}
