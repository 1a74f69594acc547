//! Arriving by a link, from the organisation or from another device. Looking consumes nothing,
//! since previews of messengers look too; a form lets the browser in.

use axum::http::HeaderMap;
use axum::response::Response;
use bonafide_identity::notice::Code;
use bonafide_service::person::Opened;
use jiff::SignedDuration;

use crate::cookies;
use crate::fault::Fault;
use crate::form::to;
use crate::frame::Visitor;
use crate::pages::right;

/// The page behind a link that nobody used yet. Its cookie tells whether this browser keeps
/// any, before the link is used up.
pub(super) fn greet(
    visitor: &Visitor,
    page: Result<String, askama::Error>,
) -> Result<Response, Fault> {
    let mut response = right(page)?;
    cookies::write(
        response.headers_mut(),
        cookies::LANGUAGE,
        visitor.say.tag(),
        None,
    );
    Ok(response)
}

/// The person's cookie, if there is one, of a browser that keeps cookies.
pub(super) fn cookie(headers: &HeaderMap) -> Result<Option<&str>, Fault> {
    if cookies::kept(headers) {
        Ok(cookies::read(headers, cookies::PERSON))
    } else {
        Err(Fault::new(Code::CookiesBlocked))
    }
}

/// Gives a browser its cookie and sends it on its way.
pub(crate) fn let_in(opened: &Opened) -> Response {
    let mut response = to("/verify");
    // The service knows when the cookie ends, and a review may put that off while nobody looks:
    // what the browser is told is the longest that browsers keep any.
    let lifetime = SignedDuration::from_hours(400 * 24);
    cookies::write(
        response.headers_mut(),
        cookies::PERSON,
        &opened.cookie,
        Some(lifetime),
    );
    response
}
