//! Getting in again with a document and a face.

use askama::Template;
use axum::extract::State;
use axum::http::{Extensions, HeaderMap};
use axum::response::Response;
use bonafide_identity::account::LessSure;
use bonafide_service::Error;
use bonafide_service::account::{RegainStage, Regaining};
use bonafide_service::person::Browser;
use jiff::{SignedDuration, Timestamp};

use super::ask::{Ask, Input};
use super::keep::Fact;
use super::{Owner, told};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::limits::ClientAddress;
use crate::notices::{Link, NoticeView};
use crate::pages::enrol::arrival::let_in;
use crate::pages::{right, wrong};
use crate::state::Web;
use crate::texts::Say;

const HOME: &str = "/account/regain";
const BEGIN: &str = "/account/regain/begin";
const FORGET: &str = "/account/regain/forget";
/// Longer than whoever asked waits and has time then; the service knows exactly.
const KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The one button of a page.
struct Button {
    action: &'static str,
    label: String,
    /// Whether the other way forward is the better one.
    secondary: bool,
}

/// Where somebody is who gets in again.
#[derive(Template)]
#[template(path = "pages/account/regain.html")]
pub(super) struct RegainPage {
    t: Say,
    frame: Frame,
    notice: Option<NoticeView>,
    lead: String,
    facts: Vec<Fact>,
    until: Option<Timestamp>,
    csrf: String,
    button: Option<Button>,
    link: Option<Link>,
}

impl RegainPage {
    pub(super) fn new(visitor: &Visitor, regaining: &Regaining) -> Self {
        let say = visitor.say;
        let mut page = Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person).at(HOME),
            notice: None,
            lead: String::new(),
            facts: Vec::new(),
            until: None,
            csrf: regaining.csrf.clone(),
            button: None,
            link: None,
        };
        let wait = || Fact {
            label: say.say("account-regain-wait-label"),
            value: say.count(
                "account-regain-wait",
                "hours",
                regaining.wait.as_hours().max(1),
            ),
        };
        match &regaining.stage {
            RegainStage::New => {
                page.facts.push(wait());
                page.with("account-regain-new-lead").button(
                    BEGIN,
                    "account-regain-begin-button",
                    false,
                )
            }
            RegainStage::Proving => page
                .with("account-regain-proving-lead")
                .link("/verify", "account-regain-proving-link"),
            RegainStage::NotProven => page.with("account-regain-not-proven-lead").button(
                BEGIN,
                "account-regain-again-link",
                false,
            ),
            RegainStage::Unknown => page
                .with("account-regain-unknown-lead")
                .link("/account/new", "account-open-link"),
            RegainStage::NotAlike => page.with("account-regain-not-alike-lead"),
            RegainStage::LessSure(missing) => {
                page.facts.push(Fact {
                    label: say.say("account-regain-missing-label"),
                    value: say.say(match missing {
                        LessSure::Chip => "account-regain-missing-chip",
                        LessSure::Liveness => "account-regain-missing-liveness",
                        LessSure::Level => "account-regain-missing-level",
                    }),
                });
                page.facts.push(wait());
                page.with("account-regain-less-sure-lead")
                    .button(HOME, "account-regain-release-button", true)
                    .link("/account/regain/again", "account-regain-again-link")
            }
            RegainStage::Found => {
                page.facts.push(wait());
                page.with("account-regain-found-lead").button(
                    HOME,
                    "account-regain-found-button",
                    false,
                )
            }
            RegainStage::Waiting { access, until } => {
                page.until = Some(*until);
                page.with(match access {
                    true => "account-regain-waiting-lead",
                    false => "account-regain-releasing-lead",
                })
                .button(FORGET, "account-regain-stop-button", true)
            }
            RegainStage::Stopped | RegainStage::Ready => page
                .with("account-regain-stopped-lead")
                .link("/account/regain/again", "account-regain-again-link"),
            RegainStage::Done { access: true } => page
                .with("account-regain-done-lead")
                .link("/account/sign-in", "account-have-link"),
            RegainStage::Done { access: false } => page
                .with("account-regain-released-lead")
                .link("/account/new", "account-open-link"),
        }
    }

    fn with(mut self, lead: &str) -> Self {
        self.lead = self.t.say(lead);
        self
    }

    fn button(mut self, action: &'static str, label: &str, secondary: bool) -> Self {
        let label = self.t.say(label);
        self.button = Some(Button {
            action,
            label,
            secondary,
        });
        self
    }

    fn link(mut self, href: &str, label: &str) -> Self {
        self.link = Some(Link {
            href: href.to_owned(),
            label: self.t.say(label),
        });
        self
    }
}

/// The page where a password is chosen.
pub(super) fn ready(visitor: &Visitor, csrf: &str, user_id: &str) -> Ask {
    let say = visitor.say;
    Ask::new(
        visitor,
        [
            "account-regain-title",
            "account-regain-ready-lead",
            "account-regain-ready-button",
        ],
        HOME,
        "/account/regain/finish",
    )
    .csrf(csrf)
    .input(Input::new(
        say,
        "password",
        ["account-new-password-label", "account-new-password-hint"],
        "new-password",
    ))
    .lead(say.fill("account-regain-ready-lead", "user", user_id))
    .other(FORGET, "account-regain-stop-button")
}

async fn browser(web: &Web, headers: &HeaderMap) -> Option<Browser> {
    let cookie = cookies::read(headers, cookies::PERSON)?;
    web.service.browser(cookie).await.ok()
}

async fn regaining(web: &Web, headers: &HeaderMap) -> Result<Regaining, Error> {
    let browser = browser(web, headers).await;
    let cookie = cookies::read(headers, cookies::REGAIN);
    web.service.regain(browser.as_ref(), cookie).await
}

/// `GET /account/regain`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    if !web.service.regains() {
        return Err(Error::NotFound.into());
    }
    let regaining = regaining(&web, &headers).await?;
    match regaining.stage {
        RegainStage::Ready => ready(&visitor, &regaining.csrf, &regaining.user_id).shown(),
        _ => right(RegainPage::new(&visitor, &regaining).render()),
    }
}

/// `GET /account/regain/again`: from the start, whatever was begun.
pub(super) async fn again(State(web): State<Web>, visitor: Visitor) -> Result<Response, Fault> {
    let new = web.service.regain(None, None).await?;
    right(RegainPage::new(&visitor, &new).render())
}

/// `POST /account/regain/begin`
pub(super) async fn begin(
    State(web): State<Web>,
    extensions: Extensions,
) -> Result<Response, Fault> {
    let from = ClientAddress::counted(&extensions);
    let opened = web.service.begin_regain(from).await?;
    let mut response = let_in(&opened);
    cookies::forget(response.headers_mut(), cookies::REGAIN);
    Ok(response)
}

/// `POST /account/regain`
pub(super) async fn ask(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let browser = browser(&web, &headers).await;
    let browser = browser.ok_or(Error::SessionEnded)?;
    match web.service.ask_to_regain(&browser, sheet.csrf()).await {
        Ok(cookie) => {
            let mut response = to(HOME);
            cookies::write(response.headers_mut(), cookies::REGAIN, &cookie, Some(KEPT));
            Ok(response)
        }
        Err(error) => {
            let regaining = regaining(&web, &headers).await?;
            let mut page = RegainPage::new(&visitor, &regaining);
            page.notice = Some(told(error, visitor.say)?);
            page.frame.problem = true;
            wrong(page.render())
        }
    }
}

/// `POST /account/regain/finish`
pub(super) async fn finish(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let Some(cookie) = cookies::read(&headers, cookies::REGAIN) else {
        return Ok(to(HOME));
    };
    let password = sheet.whole("password");
    match (web.service)
        .finish_regain(cookie, sheet.csrf(), password)
        .await
    {
        Ok(()) => {
            let mut response = to("/account/sign-in?told=password");
            cookies::forget(response.headers_mut(), cookies::REGAIN);
            cookies::forget(response.headers_mut(), cookies::ACCOUNT);
            Ok(response)
        }
        Err(error) => {
            let user_id = web.service.regain(None, Some(cookie)).await?.user_id;
            ready(&visitor, sheet.csrf(), &user_id).wrong(told(error, visitor.say)?)
        }
    }
}

/// `POST /account/regain/forget`: by whoever asked, in a browser that is not theirs alone.
pub(super) async fn forget(
    State(web): State<Web>,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    if let Some(cookie) = cookies::read(&headers, cookies::REGAIN) {
        web.service.forget_regain(cookie, sheet.csrf()).await?;
        // What they were verified in goes with it.
        if let Some(cookie) = cookies::read(&headers, cookies::PERSON) {
            match web.service.browser(cookie).await {
                Ok(browser) => web.service.forget_browser(&browser).await?,
                Err(Error::SessionEnded) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    let mut response = to("/account/sign-in?told=forgotten");
    for cookie in [cookies::REGAIN, cookies::PERSON] {
        cookies::forget(response.headers_mut(), cookie);
    }
    Ok(response)
}

/// `POST /account/recovery/stop`: by whoever is signed in.
pub(super) async fn stop(
    State(web): State<Web>,
    owner: Owner,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    web.service.stop_recovery(&owner.0).await?;
    Ok(to("/account"))
}
