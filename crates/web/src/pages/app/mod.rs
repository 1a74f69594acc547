//! The approval app: a page that a phone keeps, which asks for what its owner is to approve.

mod join;
mod push;
mod transfer;

use std::time::Duration;

use askama::Template;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, USER_AGENT};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use bonafide_identity::account::System;
use bonafide_identity::id::ApprovalId;
use bonafide_identity::notice::Code;
use bonafide_service::Error;
use bonafide_service::account::{Answer, App, AppHome, Asked, Problem, Typed};
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::json;

use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::{self, NoticeView};
use crate::pages::account::sign_in::{challenge, text, token};
use crate::pages::moderate::at_home;
use crate::pages::{self, right};
use crate::state::Web;
use crate::texts::Say;
use crate::words::Word as _;

use push::LEAST;

const HOME: &str = "/app";
/// As long as browsers keep a cookie; every visit renews it.
const COOKIE: SignedDuration = SignedDuration::from_hours(400 * 24);
/// How long one answer is waited for.
const PATIENCE: Duration = Duration::from_secs(25);

/// The routes.
pub(crate) fn router(web: &Web) -> Router<Web> {
    Router::new()
        .route("/app", get(page))
        .route("/app/manifest.webmanifest", get(manifest))
        .route("/app/live", get(live))
        .route("/app/sw.js", get(push::worker))
        .route("/app/push", post(push::subscribe))
        .route("/app/push/end", post(push::end))
        .route("/app/approvals/{id}/begin", post(begin))
        .route("/app/approvals/finish", post(finish))
        .route("/app/approvals/{id}/refuse", post(refuse))
        .route("/app/approvals/{id}/report", post(report))
        .route("/app/leave", get(leave_page).post(leave))
        .route("/app/transfer", get(transfer::page))
        .route("/app/transfer/begin", post(transfer::begin))
        .route("/app/transfer/finish", post(transfer::finish))
        .route("/app/transfer/stop", post(transfer::stop))
        .route("/app/activate/{secret}", get(join::page))
        .route("/app/activate/{secret}/begin", post(join::begin))
        .route("/app/activate/{secret}/finish", post(join::finish))
        .layer(middleware::from_fn_with_state(web.clone(), at_home))
}

/// What a browser runs on, as it says.
pub(crate) fn system(headers: &HeaderMap) -> System {
    let agent = headers
        .get(USER_AGENT)
        .and_then(|agent| agent.to_str().ok());
    agent.map(System::of_user_agent).unwrap_or_default()
}

/// The app on the device that asks.
struct Device(App);

impl FromRequestParts<Web> for Device {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let cookie = cookies::read(&parts.headers, cookies::APP).unwrap_or_default();
        let app = web.service.app(cookie).await;
        app.map(Self)
            .map_err(|error| Fault::from(error).into_response())
    }
}

impl Device {
    fn sent(&self, sheet: &Sheet) -> Result<(), Fault> {
        Ok(self.0.check_csrf(sheet.csrf())?)
    }
}

/// What the app shows.
#[derive(Template)]
#[template(path = "pages/app/home.html")]
pub(super) struct AppPage {
    t: Say,
    frame: Frame,
    csrf: String,
    home: AppHome,
    notices: Vec<NoticeView>,
    push_notices: Vec<NoticeView>,
}

impl AppPage {
    pub(super) fn new(visitor: &Visitor, csrf: &str, home: AppHome) -> Self {
        let say = visitor.say;
        let mut notices = notices::of_passkeys(say);
        notices.push(NoticeView::new(Code::NumberWrong, say));
        notices.push(NoticeView::new(Code::PinWrong, say));
        notices.push(NoticeView::new(Code::AppKeyGone, say));
        let mut frame = Frame::new(visitor, Audience::Person).connected().at(HOME);
        frame.refresh = Some(10);
        Self {
            t: say,
            frame,
            csrf: csrf.to_owned(),
            home,
            notices,
            push_notices: push::notices(say),
        }
    }
}

fn answer_text(before: &Asked) -> &'static str {
    match before.answer {
        Some(Answer::Approved) => "app-answer-approved",
        Some(Answer::Denied) => "app-answer-denied",
        Some(Answer::Reported) => "app-answer-reported",
        Some(Answer::Missed) | None => "app-answer-missed",
    }
}

/// A page of the app that says one thing.
#[derive(Template)]
#[template(path = "pages/app/say.html")]
pub(super) struct SayPage {
    t: Say,
    frame: Frame,
    heading: String,
    lead: String,
    /// The form's secret, where something is to be confirmed.
    confirm: Option<String>,
}

impl SayPage {
    /// What a device sees that is no app.
    pub(super) fn none(visitor: &Visitor, left: bool) -> Self {
        let say = visitor.say;
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person).connected().at(HOME),
            heading: say.say(if left { "app-left" } else { "app-none-title" }),
            lead: say.say("app-none-lead"),
            confirm: None,
        }
    }

    /// Before the app is removed.
    pub(super) fn leave(visitor: &Visitor, csrf: &str) -> Self {
        let say = visitor.say;
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person)
                .connected()
                .at("/app/leave"),
            heading: say.say("app-leave-title"),
            lead: say.say("app-leave-lead"),
            confirm: Some(csrf.to_owned()),
        }
    }
}

/// What an address says.
#[derive(Debug, Deserialize)]
struct Told {
    #[serde(default)]
    seen: i64,
    #[serde(default)]
    left: Option<String>,
}

/// `GET /app`
async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Query(told): Query<Told>,
) -> Result<Response, Fault> {
    let Some(cookie) = cookies::read(&headers, cookies::APP) else {
        return right(SayPage::none(&visitor, told.left.is_some()).render());
    };
    let app = web.service.app(cookie).await?;
    let home = web.service.app_home(&app, visitor.say.language()).await?;
    let mut response = right(AppPage::new(&visitor, &app.csrf, home).render())?;
    cookies::write(response.headers_mut(), cookies::APP, cookie, Some(COOKIE));
    Ok(response)
}

/// `GET /app/manifest.webmanifest`: what a phone needs to keep the app among its own (W3C Web
/// Application Manifest).
async fn manifest(visitor: Visitor) -> Response {
    let icon = crate::assets::addresses().icon;
    let say = visitor.say;
    let manifest = json!({
        "id": HOME,
        "name": format!("{} · {}", say.say("common-product"), say.say("app-title")),
        "short_name": say.say("common-product"),
        "lang": say.tag(),
        "start_url": HOME,
        "scope": HOME,
        "display": "standalone",
        "icons": [{ "src": icon, "sizes": "any", "type": "image/svg+xml" }],
    });
    (
        [(CONTENT_TYPE, "application/manifest+json")],
        manifest.to_string(),
    )
        .into_response()
}

/// `GET /app/live?seen=`: answers when something has changed, or after a while.
async fn live(
    State(web): State<Web>,
    device: Device,
    Query(Told { seen, .. }): Query<Told>,
) -> Result<Response, Fault> {
    let version = tokio::select! {
        version = web.service.app_changed(&device.0, seen, PATIENCE) => version?,
        () = web.settings.closing.cancelled() => seen,
    };
    Ok(pages::live(version))
}

/// The number of the other screen, and the PIN.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    number: String,
    pin: String,
}

fn approval(id: &str) -> Result<ApprovalId, Fault> {
    id.parse().map_err(|_| Fault::new(Code::ApprovalEnded))
}

/// `POST /app/approvals/{id}/begin`
async fn begin(
    State(web): State<Web>,
    visitor: Visitor,
    device: Device,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Fault> {
    let given: Given =
        serde_json::from_slice(&body).map_err(|_| Fault::new(Code::MalformedRequest))?;
    let typed = Typed {
        number: &given.number,
        pin: &given.pin,
    };
    let language = visitor.say.language();
    let begun = web
        .service
        .begin_approving(&device.0, &approval(&id)?, typed, language)
        .await?;
    Ok(challenge(&begun))
}

/// `POST /app/approvals/finish`
async fn finish(
    State(web): State<Web>,
    device: Device,
    headers: HeaderMap,
    answer: Bytes,
) -> Result<Response, Fault> {
    web.service
        .finish_approving(&device.0, token(&headers)?, text(&answer)?)
        .await?;
    let mut response = to(HOME);
    cookies::forget(response.headers_mut(), cookies::CEREMONY);
    Ok(response)
}

async fn no(
    web: &Web,
    device: &Device,
    (id, sheet): (&str, &Sheet),
    report: bool,
) -> Result<Response, Fault> {
    device.sent(sheet)?;
    match web.service.refuse(&device.0, &approval(id)?, report).await {
        // Answered already: the page says how.
        Ok(()) | Err(Error::Account(Problem::ApprovalEnded)) => Ok(to(HOME)),
        Err(error) => Err(error.into()),
    }
}

/// `POST /app/approvals/{id}/refuse`
async fn refuse(
    State(web): State<Web>,
    device: Device,
    Path(id): Path<String>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    no(&web, &device, (&id, &sheet), false).await
}

/// `POST /app/approvals/{id}/report`
async fn report(
    State(web): State<Web>,
    device: Device,
    Path(id): Path<String>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    no(&web, &device, (&id, &sheet), true).await
}

/// `GET /app/leave`: what it means to remove the app, before it happens.
async fn leave_page(visitor: Visitor, device: Device) -> Result<Response, Fault> {
    right(SayPage::leave(&visitor, &device.0.csrf).render())
}

/// `POST /app/leave`
async fn leave(State(web): State<Web>, device: Device, sheet: Sheet) -> Result<Response, Fault> {
    device.sent(&sheet)?;
    web.service.leave_app(&device.0).await?;
    let mut response = to("/app?left=yes");
    cookies::forget(response.headers_mut(), cookies::APP);
    Ok(response)
}

#[cfg(test)]
mod tests;
