//! Apps that work out one-time codes: added by a picture code, and removed; and the code that is asked
//! for after the password.

use askama::Template;
use axum::extract::State;
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use bonafide_service::account::{NewCodeApp, Problem};
use bonafide_service::{Error, account::Entered};
use jiff::SignedDuration;

use super::ask::{Ask, Input};
use super::prove::Next;
use super::sign_in::let_in;
use super::{Owner, flow, told};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::limits::ClientAddress;
use crate::notices::NoticeView;
use crate::pages::{right, wrong};
use crate::picture_code::picture_code;
use crate::state::Web;
use crate::texts::Say;

const HOME: &str = "/account/code-apps";
const SECOND: &str = "/account/sign-in/code";
/// Longer than any of these flows; the service knows exactly.
const FLOW: SignedDuration = SignedDuration::from_mins(15);

pub(super) fn begin_page(visitor: &Visitor, csrf: &str) -> Ask {
    let ids = [
        "account-code-app-title",
        "account-code-app-begin-lead",
        "account-code-app-begin",
    ];
    Ask::new(visitor, ids, HOME, "/account/code-apps/begin")
        .csrf(csrf)
        .link("/account", "account-back-link")
}

/// What the app is to scan, and the form for its first code.
#[derive(Template)]
#[template(path = "pages/account/code_app.html")]
pub(super) struct CodeAppPage {
    t: Say,
    frame: Frame,
    csrf: String,
    qr: String,
    new: NewCodeApp,
    name: String,
    notice: Option<NoticeView>,
}

impl CodeAppPage {
    pub(super) fn new(visitor: &Visitor, csrf: &str, new: NewCodeApp, name: &str) -> Self {
        Self {
            t: visitor.say,
            frame: Frame::new(visitor, Audience::Person).connected().at(HOME),
            csrf: csrf.to_owned(),
            qr: picture_code(&new.address),
            new,
            name: name.to_owned(),
            notice: None,
        }
    }

    pub(super) fn with_notice(mut self, notice: NoticeView) -> Self {
        self.frame.problem = true;
        self.notice = Some(notice);
        self
    }
}

/// `GET /account/code-apps`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let csrf = &owner.0.csrf;
    if let Some(cookie) = cookies::read(&headers, cookies::FLOW) {
        match web.service.code_app(&owner.0, cookie).await {
            Ok(new) => return right(CodeAppPage::new(&visitor, csrf, new, "").render()),
            Err(Error::Account(Problem::FlowEnded)) => {}
            Err(error) => return Ok(Next::CodeApp.or_prove(error)?),
        }
    }
    Next::CodeApp.shown(&web, &owner, begin_page(&visitor, csrf))
}

/// `POST /account/code-apps/begin`
pub(super) async fn begin(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    match web.service.begin_code_app(&owner.0).await {
        Ok(cookie) => {
            let mut response = to(HOME);
            cookies::write(response.headers_mut(), cookies::FLOW, &cookie, Some(FLOW));
            Ok(response)
        }
        Err(error) => Ok(Next::CodeApp.or_prove(error)?),
    }
}

/// `POST /account/code-apps`
pub(super) async fn add(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    let (cookie, name) = (flow(&headers)?, sheet.text("name"));
    let code = sheet.text("code");
    match web.service.add_code_app(&owner.0, cookie, name, code).await {
        Ok(()) => {
            let mut response = to("/account");
            cookies::forget(response.headers_mut(), cookies::FLOW);
            Ok(response)
        }
        Err(error @ Error::Account(Problem::OneTimeCodeWrong)) => {
            let new = web.service.code_app(&owner.0, cookie).await?;
            let page = CodeAppPage::new(&visitor, &owner.0.csrf, new, name);
            wrong(page.with_notice(told(error, visitor.say)?).render())
        }
        Err(error) => Ok(Next::CodeApp.or_prove(error)?),
    }
}

/// `POST /account/code-apps/remove`
pub(super) async fn remove(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    match web
        .service
        .remove_code_app(&owner.0, sheet.text("app"))
        .await
    {
        Ok(()) => Ok(to("/account")),
        Err(error) => Ok(Next::Home.or_prove(error)?),
    }
}

/// The field for a code.
pub(super) fn code(say: Say) -> Input {
    let texts = ["account-one-time-label", "account-one-time-hint"];
    Input::new(say, "code", texts, "one-time-code")
}

pub(super) fn second(visitor: &Visitor, csrf: &str) -> Ask {
    let ids = [
        "account-second-title",
        "account-second-lead",
        "account-sign-in-button",
    ];
    Ask::new(visitor, ids, SECOND, SECOND)
        .csrf(csrf)
        .input(code(visitor.say))
        .link("/account/sign-in", "account-second-other-link")
}

/// Lets in whoever gave the right password, or asks them for a code.
pub(super) async fn entered(
    web: &Web,
    headers: &HeaderMap,
    entered: &Entered,
) -> Result<Response, Fault> {
    match entered {
        Entered::In(signed_in) => let_in(web, headers, signed_in).await,
        Entered::Code(cookie) => {
            let mut response = to(SECOND);
            cookies::write(response.headers_mut(), cookies::FLOW, cookie, Some(FLOW));
            Ok(response)
        }
    }
}

/// `GET /account/sign-in/code`
pub(super) async fn second_page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let csrf = web.service.second_step(flow(&headers)?).await?;
    second(&visitor, &csrf).shown()
}

/// `POST /account/sign-in/code`
pub(super) async fn second_enter(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    extensions: Extensions,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let (cookie, from) = (flow(&headers)?, ClientAddress::counted(&extensions));
    let (csrf, code) = (sheet.csrf(), sheet.text("code"));
    match web
        .service
        .sign_in_with_code(cookie, csrf, code, from)
        .await
    {
        Ok(signed_in) => let_in(&web, &headers, &signed_in).await,
        Err(error) => second(&visitor, csrf).wrong(told(error, visitor.say)?),
    }
}
