//! Passkeys: set up behind a one-use link, used to sign in. The browser's part is a script.

use askama::Template;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::{IntoResponse, Response};
use bonafide_identity::notice::Code;
use bonafide_service::operator::{Ceremony, SignedIn};
use jiff::SignedDuration;

use super::{Moderator, session};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::limits::ClientAddress;
use crate::notices::{self, NoticeView};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;

/// Longer than any ceremony; the service knows exactly.
const CEREMONY: SignedDuration = SignedDuration::from_mins(10);

/// `GET /moderate/sign-in`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if let Some(cookie) = session(&headers)
        && web.service.operator(cookie).await.is_ok()
    {
        return Ok(to("/moderate"));
    }
    right(SignIn::returning(&visitor).render())
}

/// `POST /moderate/sign-in/begin`
pub(super) async fn begin(
    State(web): State<Web>,
    extensions: Extensions,
) -> Result<Response, Fault> {
    let from = ClientAddress::counted(&extensions);
    Ok(challenge(&web.service.begin_sign_in(from).await?))
}

/// `POST /moderate/sign-in/finish`
pub(super) async fn finish(
    State(web): State<Web>,
    headers: HeaderMap,
    answer: Bytes,
) -> Result<Response, Fault> {
    let signed_in = web
        .service
        .finish_sign_in(token(&headers)?, text(&answer)?)
        .await?;
    Ok(let_in(&signed_in))
}

/// `POST /moderate/sign-out`
pub(super) async fn out(
    State(web): State<Web>,
    moderator: Moderator,
    sheet: Sheet,
) -> Result<Response, Fault> {
    moderator.sent(&sheet)?;
    web.service.sign_out(&moderator.0).await?;
    let mut response = to("/moderate/sign-in");
    cookies::forget(response.headers_mut(), cookies::OPERATOR);
    Ok(response)
}

/// `GET /moderate/enrol/{secret}`
pub(super) async fn enrol_page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    let enrolment = web.service.enrolment(&secret).await?;
    right(SignIn::enrol(&visitor, &enrolment.display_name).render())
}

/// `POST /moderate/enrol/{secret}/begin`
pub(super) async fn enrol_begin(
    State(web): State<Web>,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    Ok(challenge(&web.service.begin_enrolment(&secret).await?))
}

/// `POST /moderate/enrol/{secret}/finish`
pub(super) async fn enrol_finish(
    State(web): State<Web>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    answer: Bytes,
) -> Result<Response, Fault> {
    let name = "passkey";
    let signed_in = web
        .service
        .finish_enrolment(&secret, token(&headers)?, text(&answer)?, name)
        .await?;
    Ok(let_in(&signed_in))
}

fn challenge(ceremony: &Ceremony) -> Response {
    let mut response = Json(&ceremony.options).into_response();
    cookies::write(
        response.headers_mut(),
        cookies::CEREMONY,
        &ceremony.token,
        Some(CEREMONY),
    );
    response
}

fn let_in(signed_in: &SignedIn) -> Response {
    let mut response = to("/moderate");
    cookies::forget(response.headers_mut(), cookies::CEREMONY);
    cookies::write(
        response.headers_mut(),
        cookies::OPERATOR,
        &signed_in.cookie,
        None,
    );
    response
}

fn token(headers: &HeaderMap) -> Result<&str, Fault> {
    cookies::read(headers, cookies::CEREMONY).ok_or(Fault::new(Code::PasskeyFailed))
}

fn text(answer: &Bytes) -> Result<&str, Fault> {
    std::str::from_utf8(answer).map_err(|_| Fault::new(Code::PasskeyFailed))
}

#[derive(Template)]
#[template(path = "pages/moderate/sign-in.html")]
pub(super) struct SignIn {
    t: Say,
    frame: Frame,
    heading: String,
    lead: String,
    kind: &'static str,
    action: String,
    button: String,
    notices: Vec<NoticeView>,
}

impl SignIn {
    pub(super) fn returning(visitor: &Visitor) -> Self {
        let say = visitor.say;
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person).connected(),
            heading: say.say("moderate-sign-in-title"),
            lead: say.say("moderate-sign-in-lead"),
            kind: "get",
            action: "/moderate/sign-in".to_owned(),
            button: say.say("moderate-sign-in-button"),
            notices: notices::of_passkeys(say),
        }
    }

    pub(super) fn enrol(visitor: &Visitor, name: &str) -> Self {
        let say = visitor.say;
        Self {
            heading: say.say("moderate-enrol-title"),
            lead: say.fill("moderate-enrol-lead", "name", name),
            kind: "create",
            action: visitor.here.clone(),
            button: say.say("moderate-enrol-button"),
            ..Self::returning(visitor)
        }
    }
}
