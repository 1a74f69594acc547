//! What goes wrong on the way to a page: always a notice of the catalogue, as a page for
//! people and as a problem document (RFC 9457) for programs.

use std::any::Any;
use std::time::Duration;

use askama::Template;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use bonafide_identity::language::Language;
use bonafide_identity::notice::{self, Action, Audience as Reader, Code};
use serde_json::json;

use crate::frame::{Audience, Frame, Visitor};
use crate::notices::{Link, NoticeView};
use crate::texts::Say;

/// A notice in place of what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    code: Code,
    retry_after: Option<Duration>,
}

impl Fault {
    pub(crate) fn new(code: Code) -> Self {
        Self {
            code,
            retry_after: None,
        }
    }

    /// The same, to be tried again after a while.
    #[must_use]
    pub(crate) fn retry_after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
}

impl From<bonafide_service::Error> for Fault {
    fn from(error: bonafide_service::Error) -> Self {
        if error.is_fault() {
            tracing::error!(%error, "a use case failed");
        }
        Self {
            code: error.notice(),
            retry_after: error.retry_after(),
        }
    }
}

impl From<askama::Error> for Fault {
    fn from(error: askama::Error) -> Self {
        tracing::error!(%error, "a page could not be rendered");
        Self::new(Code::ServiceFault)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        // The body is made where the language and the kind of client are known.
        let status = status(self.code);
        let mut response = status.into_response();
        if let Some(wait) = self.retry_after {
            response
                .headers_mut()
                .insert(RETRY_AFTER, HeaderValue::from(wait.as_secs().max(1)));
        }
        response.extensions_mut().insert(self);
        response
    }
}

fn status(code: Code) -> StatusCode {
    let status = notice::notice(code)
        .status
        .and_then(|status| StatusCode::from_u16(status).ok());
    status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
}

/// What a panic becomes.
pub(crate) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a handler panicked");
    Fault::new(Code::ServiceFault).into_response()
}

/// Gives every fault, and every bare error of the layers below, its page or document.
pub(crate) async fn dress(request: Request, next: Next) -> Response {
    let visit = Visit::of(&request);
    let mut response = next.run(request).await;
    let fault = response
        .extensions_mut()
        .remove::<Fault>()
        .or_else(|| bare(&response));
    match fault {
        Some(fault) => visit.dress(&fault, response),
        None => response,
    }
}

/// The notice of an error that was answered without one: routes that do not exist, methods that
/// do not fit, bodies that are too large.
fn bare(response: &Response) -> Option<Fault> {
    let plain = response
        .headers()
        .get(CONTENT_TYPE)
        .is_none_or(|media| media.as_bytes().starts_with(b"text/plain"));
    let code = match response.status().as_u16() {
        _ if !plain => return None,
        status @ 400.. => match status {
            404 | 405 => Code::PageNotFound,
            408 => Code::RequestTimeout,
            413 => Code::UploadTooLarge,
            429 => Code::Overloaded,
            400..500 => Code::FormExpired,
            503 => Code::TechnicalDifficulties,
            _ => Code::ServiceFault,
        },
        _ => return None,
    };
    Some(Fault::new(code))
}

/// What must be known of a request to say what went wrong with it.
struct Visit {
    visitor: Visitor,
    method: Method,
    json: bool,
}

impl Visit {
    fn of(request: &Request) -> Self {
        let language = request
            .extensions()
            .get::<Language>()
            .copied()
            .unwrap_or_default();
        let visitor = Visitor::new(language, request.uri());
        let json = visitor.here.starts_with("/v1/") || wants_json(request.headers());
        Self {
            visitor,
            method: request.method().clone(),
            json,
        }
    }

    fn dress(&self, fault: &Fault, bare: Response) -> Response {
        let code = if self.json {
            fault.code
        } else {
            for_pages(fault.code)
        };
        let status = if fault.code == Code::RateLimited {
            // It is this caller who is asked to wait, whatever the page is called.
            StatusCode::TOO_MANY_REQUESTS
        } else if bare.status().is_success() || code != fault.code {
            status(code)
        } else {
            bare.status()
        };
        let (mut parts, _) = bare.into_parts();
        parts.status = status;
        parts.headers.remove(CONTENT_TYPE);
        parts.headers.remove(axum::http::header::CONTENT_LENGTH);
        let body = if self.json {
            self.document(code, status, fault.retry_after)
        } else {
            self.page(code, fault.retry_after)
        };
        let mut response = body.into_response();
        *response.status_mut() = status;
        for (name, value) in &parts.headers {
            response.headers_mut().append(name, value.clone());
        }
        response
    }

    fn document(&self, code: Code, status: StatusCode, wait: Option<Duration>) -> Response {
        let wait = wait.and_then(|wait| i64::try_from(wait.as_secs()).ok());
        let wait = wait.map(|wait| ("seconds", wait));
        let texts = code
            .notice()
            .say(self.visitor.say.language(), wait.as_slice());
        let document = json!({
            "type": code.problem_type(),
            "title": texts.title,
            "status": status.as_u16(),
            "detail": texts.text,
            "code": code.as_str(),
            "name": code.notice().name,
        });
        let mut response = Body::from(document.to_string()).into_response();
        response.headers_mut().insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        response
    }

    fn page(&self, code: Code, retry_after: Option<Duration>) -> Response {
        match self.render(code, retry_after) {
            Ok(page) => Html(page).into_response(),
            // Nothing is left to say it with but the texts themselves.
            Err(error) => {
                tracing::error!(%error, "the page of a notice could not be rendered");
                let texts = code.notice().texts(self.visitor.say.language());
                format!("{}\n{}\n{code}\n", texts.title, texts.text).into_response()
            }
        }
    }

    fn render(&self, code: Code, retry_after: Option<Duration>) -> Result<String, askama::Error> {
        let say = self.visitor.say;
        let numbers = retry_after
            .map(minutes)
            .map(|minutes| [("minutes", minutes)]);
        let numbers = numbers.as_ref().map_or(&[][..], |numbers| &numbers[..]);
        let area = Area::of(&self.visitor.here);
        let notice = NoticeView::with(code, say.language(), numbers)
            .on_a_page()
            .leading(self.buttons(code, area));
        let mut frame = Frame::new(&self.visitor, area.audience());
        if self.method != Method::GET {
            frame = frame.at(area.home());
        }
        frame.problem = true;
        FaultPage {
            t: say,
            frame,
            notice,
        }
        .render()
    }

    fn buttons(&self, code: Code, area: Area) -> Vec<Link> {
        let say = self.visitor.say;
        let here = if self.method == Method::GET {
            self.visitor.here.as_str()
        } else {
            area.home()
        };
        let mut links: Vec<Link> = Vec::new();
        for action in code.notice().actions {
            let href = match action {
                Action::TryAgain | Action::Reload => here,
                Action::GoOn
                | Action::GoBack
                | Action::Ok
                | Action::ChangeAnswers
                | Action::TakeAgain
                | Action::ChooseAnotherFile
                | Action::TypeByHand
                | Action::StaySignedIn => area.home(),
                Action::ChooseAnotherDocument => "/verify/document",
                Action::UseAnotherDevice if area == Area::Journey => "/verify/device",
                Action::SignIn if code == Code::OperatorSignedOut => "/moderate/sign-in",
                Action::SignIn if matches!(code, Code::AccountBlocked | Code::PasswordLocked) => {
                    "/account/password"
                }
                Action::SignIn => "/account/sign-in",
                Action::ContactSupport => "/help",
                Action::Cancel
                | Action::UseAnotherDevice
                | Action::UploadInstead
                | Action::SendNewLink
                | Action::ReturnToOrganisation
                | Action::ReadDocumentation => continue,
            };
            if links.iter().all(|link| link.href != href) {
                links.push(Link {
                    href: href.to_owned(),
                    label: action.label(say.language()).to_owned(),
                });
            }
        }
        links
    }
}

/// Where in the house a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Area {
    Journey,
    Operator,
    Account,
    Open,
}

impl Area {
    fn of(path: &str) -> Self {
        let begins = |prefix: &str| {
            path == prefix
                || path
                    .strip_prefix(prefix)
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        if begins("/verify") {
            Self::Journey
        } else if begins("/moderate") {
            Self::Operator
        } else if begins("/account") {
            Self::Account
        } else {
            Self::Open
        }
    }

    fn home(self) -> &'static str {
        match self {
            Self::Journey => "/verify",
            Self::Operator => "/moderate",
            Self::Account => "/account",
            Self::Open => "/",
        }
    }

    fn audience(self) -> Audience {
        match self {
            Self::Operator => Audience::Professional,
            Self::Journey | Self::Account | Self::Open => Audience::Person,
        }
    }
}

/// What a person is told instead of a notice that is written for developers.
fn for_pages(code: Code) -> Code {
    if code.notice().audience != Reader::Developer {
        return code;
    }
    match code {
        Code::StorageFull | Code::DatabaseUnavailable => Code::TechnicalDifficulties,
        Code::RateLimited => Code::Overloaded,
        Code::NotFound | Code::MethodNotAllowed => Code::PageNotFound,
        Code::ObjectErased => Code::RegistrationErased,
        Code::BodyTooLarge => Code::UploadTooLarge,
        Code::ConcurrentChange | Code::StateConflict => Code::StepAlreadyDone,
        // A page of another version of the program, most likely.
        Code::MalformedRequest => Code::FormExpired,
        // Written for whoever runs a demonstration, who is the developer.
        Code::LoopbackOnly | Code::TestModeOnly | Code::ResultCodeUnknown => code,
        _ => Code::SomethingWentWrong,
    }
}

/// Whole minutes to wait, at least one.
fn minutes(wait: Duration) -> i64 {
    i64::try_from(wait.as_secs().div_ceil(60))
        .unwrap_or(i64::MAX)
        .max(1)
}

/// Whether a client asks for JSON and not for pages.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    accept.contains("json") && !accept.contains("text/html")
}

#[derive(Template)]
#[template(path = "pages/fault.html")]
struct FaultPage {
    t: Say,
    frame: Frame,
    notice: NoticeView,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_makes_a_page_and_a_document_in_every_language() {
        for language in Language::ALL {
            for code in Code::ALL {
                for (path, json) in [
                    ("/verify", false),
                    ("/moderate/case", false),
                    ("/v1/x", true),
                ] {
                    let visit = Visit {
                        visitor: Visitor::new(language, &path.parse().unwrap()),
                        method: Method::POST,
                        json,
                    };
                    let response = visit.dress(&Fault::new(code), Fault::new(code).into_response());
                    assert!(response.status().as_u16() >= 400, "{code}");
                    assert_eq!(response.headers().get_all(CONTENT_TYPE).iter().count(), 1);
                    if !json {
                        crate::pages::lint::check(&visit.render(for_pages(code), None).unwrap());
                    }
                }
            }
        }
    }

    #[test]
    fn people_never_read_what_developers_need() {
        for code in Code::ALL {
            let shown = for_pages(code);
            let fits = shown.notice().audience != Reader::Developer
                || matches!(
                    shown,
                    Code::LoopbackOnly | Code::TestModeOnly | Code::ResultCodeUnknown
                );
            assert!(fits, "{code} is shown as {shown}");
        }
    }

    #[test]
    fn waits_are_told_in_whole_minutes() {
        assert_eq!(minutes(Duration::from_secs(1)), 1);
        assert_eq!(minutes(Duration::from_secs(61)), 2);
    }

    #[test]
    fn programs_are_answered_in_json() {
        let accepting = |accept: &'static str| {
            HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))])
        };
        assert!(wants_json(&accepting("application/json")));
        assert!(wants_json(&accepting("application/problem+json")));
        assert!(!wants_json(&accepting("text/html,application/json")));
        assert!(!wants_json(&accepting("*/*")));
        assert!(!wants_json(&HeaderMap::new()));
    }
}
