//! The moderators' pages: signing in with a passkey, taking the next case, deciding it.

mod case;
mod sign_in;
mod trust;

use askama::Template;
use axum::Router;
use axum::extract::{FromRequestParts, Query, Request, State};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bonafide_identity::notice::Code;
use bonafide_service::operator::Operator;
use serde::Deserialize;

use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::NoticeView;
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;

/// The routes.
pub(crate) fn router(web: &Web) -> Router<Web> {
    Router::new()
        .route("/moderate", get(next))
        .route("/moderate/next", post(take))
        .route("/moderate/sign-in", get(sign_in::page))
        .route("/moderate/sign-in/begin", post(sign_in::begin))
        .route("/moderate/sign-in/finish", post(sign_in::finish))
        .route("/moderate/sign-out", post(sign_in::out))
        .route("/moderate/enrol/{secret}", get(sign_in::enrol_page))
        .route("/moderate/enrol/{secret}/begin", post(sign_in::enrol_begin))
        .route(
            "/moderate/enrol/{secret}/finish",
            post(sign_in::enrol_finish),
        )
        .route("/moderate/case/{id}", get(case::page))
        .route("/moderate/case/{id}/evidence/{picture}", get(case::picture))
        .route("/moderate/case/{id}/confirm", post(case::confirm))
        .route("/moderate/case/{id}/settle", post(case::settle))
        .route("/moderate/case/{id}/put-back", post(case::put_back))
        .merge(trust::router())
        .layer(middleware::from_fn_with_state(web.clone(), at_home))
}

/// Passkeys belong to one origin; on loopback that is `localhost`, by whatever address the
/// server was reached.
pub(crate) async fn at_home(State(web): State<Web>, request: Request, next: Next) -> Response {
    let home = web.service.operator_origin();
    let asked = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    let elsewhere = asked.is_some_and(|asked| asked != authority(home));
    if elsewhere && request.method() == Method::GET {
        let path = request
            .uri()
            .path_and_query()
            .map_or("/moderate", |path| path.as_str());
        return to(&format!("{}{path}", home.as_str().trim_end_matches('/')));
    }
    next.run(request).await
}

fn authority(url: &url::Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// An operator who is signed in.
pub(crate) struct Moderator(pub(crate) Operator);

impl Moderator {
    fn sent(&self, sheet: &Sheet) -> Result<(), Fault> {
        Ok(self.0.check_csrf(sheet.csrf())?)
    }

    fn shown(&self) -> Shown {
        Shown {
            name: self.0.display_name.clone(),
            csrf: self.0.csrf.clone(),
            trust: self.0.manages_trust,
        }
    }
}

impl FromRequestParts<Web> for Moderator {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        match session(&parts.headers) {
            Some(cookie) => match web.service.operator(cookie).await {
                Ok(operator) => Ok(Self(operator)),
                Err(error) => Err(Fault::from(error).into_response()),
            },
            // Whoever was never in is shown the door, not told that they were put out.
            None if parts.method == Method::GET => Err(to("/moderate/sign-in")),
            None => Err(Fault::new(Code::OperatorSignedOut).into_response()),
        }
    }
}

fn session(headers: &HeaderMap) -> Option<&str> {
    cookies::read(headers, cookies::OPERATOR)
}

/// What pages show of the operator.
#[derive(Clone)]
struct Shown {
    name: String,
    csrf: String,
    /// Whether they may change whom the installation believes.
    trust: bool,
}

#[derive(Debug, Deserialize)]
struct Told {
    told: Option<String>,
}

/// `GET /moderate`: how much there is to do.
async fn next(
    State(web): State<Web>,
    visitor: Visitor,
    moderator: Moderator,
    Query(Told { told }): Query<Told>,
) -> Result<Response, Fault> {
    let backlog = web.service.backlog(&moderator.0).await?;
    let endings = match moderator.0.manages_trust {
        true => web.service.endings().await?.len(),
        false => 0,
    };
    let told = told.as_deref().unwrap_or_default();
    let page = Waiting {
        t: visitor.say,
        frame: Frame::new(&visitor, Audience::Professional).connected(),
        operator: moderator.shown(),
        notice: (told == "empty").then(|| NoticeView::new(Code::ReviewEmpty, visitor.say)),
        settled: told == "settled",
        reopened: told == "reopened",
        waiting: i64::try_from(backlog.waiting).unwrap_or(i64::MAX),
        overdue: i64::try_from(backlog.overdue).unwrap_or(i64::MAX),
        endings: i64::try_from(endings).unwrap_or(i64::MAX),
    };
    right(page.render())
}

/// `POST /moderate/next`: the next case, whichever it is.
async fn take(
    State(web): State<Web>,
    moderator: Moderator,
    sheet: Sheet,
) -> Result<Response, Fault> {
    moderator.sent(&sheet)?;
    Ok(match web.service.take_next(&moderator.0).await? {
        Some(case) => to(&format!("/moderate/case/{}", case.id)),
        None => to("/moderate?told=empty"),
    })
}

#[derive(Template)]
#[template(path = "pages/moderate/next.html")]
struct Waiting {
    t: Say,
    frame: Frame,
    operator: Shown,
    notice: Option<NoticeView>,
    settled: bool,
    reopened: bool,
    waiting: i64,
    overdue: i64,
    /// What of the trust store ends, for those who manage it.
    endings: i64,
}

#[cfg(test)]
mod tests;
