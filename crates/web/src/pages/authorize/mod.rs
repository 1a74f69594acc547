//! Where clients send people: to sign in and agree, and to sign out.

mod device;
mod leave;
#[cfg(test)]
mod tests;

use askama::Template;
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{RawQuery, Request, State};
use axum::http::{Extensions, HeaderMap, StatusCode};
use axum::middleware;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use bonafide_identity::fields::Field;
use bonafide_identity::notice::Code;
use bonafide_oidc::discovery;
use bonafide_oidc::form::Form;
use bonafide_oidc::person::Claim;
use bonafide_oidc::problem::Problem;
use bonafide_service::Error;
use bonafide_service::account::Problem as AccountProblem;
use bonafide_service::oidc::{self, Ask, Decision, Going, How, Outcome};
use jiff::SignedDuration;

use super::account::Owner;
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::limits::ClientAddress;
use crate::notices::NoticeView;
use crate::pages::moderate::at_home;
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;
use crate::words::{self, Word as _};

/// Bytes of a request in a form: what an address may hold everywhere.
const LONGEST: usize = 8 * 1024;
const GO_ON: &str = "/authorize/continue";
/// Longer than any request; the service knows exactly.
const KEPT: SignedDuration = SignedDuration::from_hours(2);

/// The routes.
pub(crate) fn router(web: &Web) -> Router<Web> {
    Router::new()
        .route(discovery::AUTHORIZATION, get(page).post(posted))
        .route(GO_ON, get(go_on))
        .route("/authorize/decide", post(decide))
        .route(discovery::END_SESSION, get(leave::page).post(leave::out))
        .route(
            discovery::DEVICE_PAGE,
            get(device::page).post(device::typed),
        )
        .layer(middleware::from_fn_with_state(web.clone(), at_home))
}

/// Where somebody goes who signed in: on with what a client asked, where one did, or to their account.
pub(crate) fn onward(headers: &HeaderMap) -> &'static str {
    match cookies::read(headers, cookies::REQUEST) {
        Some(_) => GO_ON,
        None => "/account",
    }
}

/// What a person is asked to agree to.
#[derive(Template)]
#[template(path = "pages/authorize/ask.html")]
pub(super) struct AskPage {
    t: Say,
    frame: Frame,
    ask: Ask,
    /// What of the identity is shared: label and value.
    identity: Vec<(String, String)>,
    /// How that was verified: label and value.
    how: Vec<(String, String)>,
    missing: Vec<String>,
}

impl AskPage {
    fn new(visitor: &Visitor, ask: Ask) -> Self {
        let say = visitor.say;
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person)
                .at(GO_ON)
                .sandbox(ask.sandbox),
            identity: ask
                .identity
                .iter()
                .map(|(claim, value)| (claim.said(say), shown(*claim, value, say)))
                .collect(),
            how: how(&ask.how, say),
            missing: ask.missing.iter().map(|claim| claim.said(say)).collect(),
            ask,
        }
    }
}

fn how(how: &How, say: Say) -> Vec<(String, String)> {
    let level = how.level.map(|level| level.said(say));
    let document = how.document.map(|kind| kind.said(say));
    let chip = how.chip.map(|class| class.said(say));
    let decided_by = how.decided_by.map(|who| who.said(say));
    let lines = [
        ("account-identity-level-label", level),
        ("account-identity-document-label", document),
        ("account-identity-chip-label", chip),
        ("account-identity-by-label", decided_by),
    ];
    let lines = lines.into_iter();
    lines
        .filter_map(|(label, value)| Some((say.say(label), value?)))
        .collect()
}

fn shown(claim: Claim, value: &str, say: Say) -> String {
    match claim {
        Claim::Birthdate => words::shown(Field::BirthDate, value, say),
        _ if claim.years().is_some() => say.say(match value {
            "true" => "claim-age-yes",
            _ => "claim-age-no",
        }),
        _ => value.to_owned(),
    }
}

/// Back to the client. A form's answer may not lead to another site (`form-action`), so that a page does.
#[derive(Template)]
#[template(path = "pages/authorize/back.html")]
pub(super) struct BackPage {
    t: Say,
    frame: Frame,
    going: Going,
}

impl BackPage {
    pub(super) fn new(visitor: &Visitor, going: Going) -> Self {
        Self {
            t: visitor.say,
            frame: Frame::new(visitor, Audience::Person).at("/"),
            going,
        }
    }
}

/// A request that leads nowhere.
#[derive(Template)]
#[template(path = "pages/authorize/stop.html")]
pub(super) struct StopPage {
    t: Say,
    frame: Frame,
    notice: NoticeView,
    detail: &'static str,
}

impl StopPage {
    pub(super) fn new(visitor: &Visitor, problem: Problem) -> Self {
        let mut frame = Frame::new(visitor, Audience::Person).at("/");
        frame.problem = true;
        Self {
            t: visitor.say,
            frame,
            notice: NoticeView::with(Code::AuthorizationRefused, visitor.say.language(), &[])
                .on_a_page(),
            detail: problem.description,
        }
    }

    pub(super) fn shown(self) -> Result<Response, Fault> {
        Ok((StatusCode::BAD_REQUEST, Html(self.render()?)).into_response())
    }
}

/// `GET /authorize`
async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    extensions: Extensions,
    RawQuery(query): RawQuery,
) -> Result<Response, Fault> {
    let browser = oidc::Visitor {
        session: cookies::read(&headers, cookies::ACCOUNT),
        request: cookies::read(&headers, cookies::REQUEST),
        from: ClientAddress::counted(&extensions),
    };
    let query = query.unwrap_or_default();
    match web.service.authorize(&query, &browser).await? {
        Outcome::Back(going) => Ok(to(&going.to)),
        outcome => answered(&visitor, outcome),
    }
}

/// `POST /authorize`: what a form of a client asks is asked by an address, since a session's cookie does not come along
/// with forms of other sites.
async fn posted(visitor: Visitor, request: Request) -> Result<Response, Fault> {
    let wrong = |problem| StopPage::new(&visitor, problem).shown();
    if request.uri().query().is_some_and(|query| !query.is_empty()) {
        return wrong(Problem::request("parameters belong into the body"));
    }
    let Ok(body) = to_bytes(request.into_body(), LONGEST).await else {
        return wrong(Problem::request(
            "more than 8 KiB: push the request beforehand",
        ));
    };
    match Form::parse(&body) {
        Ok(form) => Ok(to(&format!(
            "{}?{}",
            discovery::AUTHORIZATION,
            form.to_text(&[])
        ))),
        Err(error) => wrong(error.into()),
    }
}

/// `GET /authorize/continue`
async fn go_on(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let session = cookies::read(&headers, cookies::ACCOUNT);
    let request = cookies::read(&headers, cookies::REQUEST).unwrap_or_default();
    match web.service.go_on(request, session).await {
        Ok(outcome) => answered(&visitor, outcome),
        // What a client asked has ended: what is left is one's account.
        Err(Error::Account(AccountProblem::FlowEnded)) => {
            let mut response = to("/account");
            cookies::forget(response.headers_mut(), cookies::REQUEST);
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /authorize/decide`
async fn decide(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let session = cookies::read(&headers, cookies::ACCOUNT).unwrap_or_default();
    let agrees = sheet.text("decision") == "yes";
    let decision = Decision {
        csrf: sheet.csrf(),
        shown: sheet.text("shown"),
        agrees,
    };
    let outcome = web
        .service
        .decide(sheet.text("request"), &owner.0, session, decision)
        .await?;
    answered(&visitor, outcome)
}

fn answered(visitor: &Visitor, outcome: Outcome) -> Result<Response, Fault> {
    let (mut response, request) = match outcome {
        Outcome::Back(going) => (right(BackPage::new(visitor, going).render())?, None),
        Outcome::SignIn(request) => (to("/account/sign-in"), Some(request)),
        Outcome::Ask(ask) => {
            let request = ask.request.clone();
            (right(AskPage::new(visitor, *ask).render())?, Some(request))
        }
        Outcome::Device { client, agreed } => {
            let page = device::DevicePage::new(visitor, client, agreed);
            (right(page.render())?, None)
        }
        Outcome::Stop(problem) => return StopPage::new(visitor, problem).shown(),
    };
    let headers = response.headers_mut();
    match request {
        Some(request) => cookies::write(headers, cookies::REQUEST, &request, Some(KEPT)),
        None => cookies::forget(headers, cookies::REQUEST),
    }
    Ok(response)
}
