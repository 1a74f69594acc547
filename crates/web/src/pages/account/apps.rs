//! Approval apps: activating one by a picture code, and ending one.

use std::time::Duration;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bonafide_identity::id::AppId;
use bonafide_identity::notice::Code;
use bonafide_service::account::Activation;
use bonafide_service::{Error, account::Problem};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::json;

use super::Owner;
use super::pin::or_choose;
use super::prove::Next;
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::NoticeView;
use crate::pages::{self, right};
use crate::picture_code::picture_code;
use crate::state::Web;
use crate::texts::Say;
use crate::words::Word as _;

const HOME: &str = "/account/apps/activate";
/// Longer than any activation; the service knows exactly.
const FLOW: SignedDuration = SignedDuration::from_mins(10);
/// How often the page looks whether the device is there.
const LOOK: Duration = Duration::from_millis(250);
/// How long one answer is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// How far an activation is.
pub(crate) enum Stage {
    Begin,
    Shown {
        qr: String,
        url: String,
        expires_at: Timestamp,
        time_left: String,
        countdown: String,
    },
    Done {
        told: String,
        app: AppId,
    },
}

impl Stage {
    pub(crate) fn new(activation: Option<&Activation>, say: Say) -> Self {
        let Some(activation) = activation else {
            return Self::Begin;
        };
        if let Some(app) = &activation.app {
            return Self::Done {
                told: say.fill("account-activate-done", "device", &app.system.said(say)),
                app: app.id.clone(),
            };
        }
        let left = activation.expires_at.duration_since(activation.now);
        let minutes = (left.as_secs() + 59) / 60;
        let left = |minutes: i64| say.count("handover-time-left", "minutes", minutes);
        Self::Shown {
            qr: picture_code(&activation.url),
            url: activation.url.clone(),
            expires_at: activation.expires_at,
            time_left: left(minutes),
            countdown: json!((0..=minutes.clamp(1, 60)).map(left).collect::<Vec<_>>()).to_string(),
        }
    }
}

/// The device that is signed in, while another one becomes an app.
#[derive(Template)]
#[template(path = "pages/account/activate.html")]
pub(crate) struct ActivatePage {
    t: Say,
    frame: Frame,
    csrf: String,
    stage: Stage,
    /// Whether other devices cannot reach this server.
    loopback: Option<NoticeView>,
}

impl ActivatePage {
    pub(crate) fn new(visitor: &Visitor, csrf: &str, stage: Stage, loopback: bool) -> Self {
        let say = visitor.say;
        let mut frame = Frame::new(visitor, Audience::Person).connected().at(HOME);
        if matches!(stage, Stage::Shown { .. }) {
            frame.refresh = Some(5);
        }
        Self {
            t: say,
            frame,
            csrf: csrf.to_owned(),
            stage,
            loopback: loopback.then(|| NoticeView::new(Code::HandoverLoopback, say)),
        }
    }
}

async fn activation(
    web: &Web,
    owner: &Owner,
    headers: &HeaderMap,
) -> Result<Option<Activation>, Error> {
    let Some(cookie) = cookies::read(headers, cookies::FLOW) else {
        return Ok(None);
    };
    match web.service.activation(&owner.0, cookie).await {
        Ok(activation) => Ok(Some(activation)),
        Err(Error::Account(Problem::FlowEnded)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// `GET /account/apps/activate`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let activation = activation(&web, &owner, &headers).await?;
    if activation.is_none() {
        if let Err(error) = web.service.require_fresh(&owner.0) {
            return Ok(Next::App.or_prove(error)?);
        }
        if let Err(error) = web.service.require_pin(&owner.0.id).await {
            return Ok(or_choose(error)?);
        }
    }
    let stage = Stage::new(activation.as_ref(), visitor.say);
    let loopback = web.service.settings().loopback();
    right(ActivatePage::new(&visitor, &owner.0.csrf, stage, loopback).render())
}

/// `POST /account/apps/activate`: a new picture code.
pub(super) async fn begin(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    match web.service.begin_activation(&owner.0).await {
        Ok(cookie) => {
            let mut response = to(HOME);
            cookies::write(response.headers_mut(), cookies::FLOW, &cookie, Some(FLOW));
            Ok(response)
        }
        Err(error) => Ok(Next::App.or_prove(error).or_else(or_choose)?),
    }
}

/// What a browser has seen: 0 without an app, 1 with one, 2 when it is too late.
#[derive(Debug, Deserialize)]
pub(super) struct Seen {
    #[serde(default)]
    seen: i64,
}

/// `GET /account/apps/activate/live?seen=`: answers when something has changed, or after a while.
pub(super) async fn live(
    State(web): State<Web>,
    owner: Owner,
    headers: HeaderMap,
    Query(Seen { seen }): Query<Seen>,
) -> Result<Response, Fault> {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let version = match activation(&web, &owner, &headers).await? {
            Some(Activation { app: None, .. }) => 0,
            Some(_) => 1,
            None => 2,
        };
        let closing = web.settings.closing.is_cancelled();
        if version != seen || closing || tokio::time::Instant::now() >= deadline {
            return Ok(pages::live(version));
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn named(sheet: &Sheet) -> Result<AppId, Fault> {
    let app = sheet.text("app").parse();
    app.map_err(|_| Fault::new(Code::MalformedRequest))
}

/// `POST /account/apps/stop`: no app moves to another device.
pub(super) async fn stop(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    web.service.stop_transfer(&owner.0).await?;
    Ok(to("/account"))
}

/// `POST /account/apps/block`
pub(super) async fn block(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    web.service.block_app(&owner.0, &named(&sheet)?).await?;
    Ok(to("/account"))
}

/// `POST /account/apps/reopen`
pub(super) async fn reopen(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    match web.service.reopen_app(&owner.0, &named(&sheet)?).await {
        Ok(()) => Ok(to("/account")),
        Err(error) => Ok(Next::Home.or_prove(error)?),
    }
}

/// `POST /account/apps/remove`
pub(super) async fn remove(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    match web.service.remove_app(&owner.0, &named(&sheet)?).await {
        Ok(()) => Ok(to("/account")),
        Err(error) => Ok(Next::Home.or_prove(error)?),
    }
}
