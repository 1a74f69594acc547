//! Where people type the code that a device shows, and where they are sent back to it.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use bonafide_identity::notice::Code;
use bonafide_oidc::discovery;
use bonafide_service::oidc;
use serde::Deserialize;

use super::answered;
use crate::cookies;
use crate::fault::Fault;
use crate::form::Sheet;
use crate::frame::{Audience, Frame, Visitor};
use crate::limits::ClientAddress;
use crate::notices::NoticeView;
use crate::pages::account::ask::{Ask, Input};
use crate::state::Web;
use crate::texts::Say;

/// What the device's own address may bring.
#[derive(Deserialize)]
pub(super) struct Brought {
    #[serde(default)]
    user_code: String,
}

pub(super) fn form(visitor: &Visitor, code: &str) -> Ask {
    let page = discovery::DEVICE_PAGE;
    let texts = ["device-title", "device-lead", "device-button"];
    let labels = ["device-label", "device-hint"];
    Ask::new(visitor, texts, page, page)
        .input(Input::new(visitor.say, "user_code", labels, "off").holding(code))
}

/// `GET /device`: what an address brings is filled in, and sent by nobody but the person (RFC 8628, 3.3.1).
pub(super) async fn page(
    visitor: Visitor,
    Query(brought): Query<Brought>,
) -> Result<Response, Fault> {
    form(&visitor, &brought.user_code).shown()
}

/// `POST /device`
pub(super) async fn typed(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    extensions: Extensions,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let browser = oidc::Visitor {
        session: cookies::read(&headers, cookies::ACCOUNT),
        request: None,
        from: ClientAddress::counted(&extensions),
    };
    let code = sheet.text("user_code");
    match web.service.device_typed(code, &browser).await? {
        Some(outcome) => answered(&visitor, outcome),
        None => form(&visitor, code).wrong(NoticeView::new(Code::DeviceCodeUnknown, visitor.say)),
    }
}

/// That the person goes back to their device.
#[derive(Template)]
#[template(path = "pages/authorize/device.html")]
pub(super) struct DevicePage {
    t: Say,
    frame: Frame,
    client: String,
    agreed: bool,
}

impl DevicePage {
    pub(super) fn new(visitor: &Visitor, client: String, agreed: bool) -> Self {
        Self {
            t: visitor.say,
            frame: Frame::new(visitor, Audience::Person).at("/"),
            client,
            agreed,
        }
    }
}
