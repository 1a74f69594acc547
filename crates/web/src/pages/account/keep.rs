//! Keeping what was proven in this browser: a verified guest becomes an account without proving it
//! again.

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use bonafide_identity::account::ProvenIdentity;
use bonafide_identity::notice::Code;
use bonafide_identity::registration::Status;
use bonafide_service::Error;
use bonafide_service::account::Keepable;
use bonafide_service::person::Browser;
use jiff::Timestamp;

use super::prove::Next;
use super::{Owner, told};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::NoticeView;
use crate::pages::{right, wrong};
use crate::state::Web;
use crate::texts::Say;
use crate::words::{self, Word as _};

/// A value with what vouches for it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) label: String,
    pub(super) value: String,
    pub(super) by: String,
}

/// A fact about the whole.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) label: String,
    pub(super) value: String,
}

/// An identity as pages show it.
#[derive(Clone, Debug)]
pub(super) struct IdentityShown {
    pub(super) lines: Vec<Line>,
    pub(super) facts: Vec<Fact>,
    pub(super) verified_at: Timestamp,
}

impl IdentityShown {
    pub(super) fn new(proven: &ProvenIdentity, organisation: &str, say: Say) -> Self {
        let fact = |label: &str, value: String| Fact {
            label: say.say(label),
            value,
        };
        let mut facts = Vec::new();
        if let Some(kind) = proven.document {
            facts.push(fact("account-identity-document-label", kind.said(say)));
        }
        if let Some(class) = proven.chip {
            facts.push(fact("account-identity-chip-label", class.said(say)));
        }
        facts.push(fact(
            "account-identity-face-label",
            proven.liveness.said(say),
        ));
        facts.push(fact("account-identity-level-label", proven.level.said(say)));
        facts.push(fact(
            "account-identity-by-label",
            proven.decided_by.said(say),
        ));
        facts.push(fact("account-identity-for-label", organisation.to_owned()));
        Self {
            lines: proven
                .fields
                .iter()
                .map(|(field, value)| Line {
                    label: field.said(say),
                    value: words::shown(*field, &value.text, say),
                    by: value.verification.said(say),
                })
                .collect(),
            facts,
            verified_at: proven.verified_at,
        }
    }
}

/// What there is to keep, and whether to.
#[derive(Template)]
#[template(path = "pages/account/keep.html")]
pub(super) struct KeepPage {
    t: Say,
    frame: Frame,
    notice: Option<NoticeView>,
    lead: String,
    /// Only to whoever is signed in.
    identity: Option<IdentityShown>,
    csrf: String,
    registration: String,
}

impl KeepPage {
    pub(super) fn new(visitor: &Visitor, found: &Keepable, owner: Option<(&str, &str)>) -> Self {
        let say = visitor.say;
        let frame = Frame::new(visitor, Audience::Person).at("/account/keep");
        Self {
            t: say,
            frame,
            notice: None,
            lead: match owner {
                Some((user_id, _)) => say.fill("account-keep-lead", "user", user_id),
                None => say.fill(
                    "account-keep-first-lead",
                    "organisation",
                    &found.organisation_name,
                ),
            },
            identity: owner
                .map(|_| IdentityShown::new(&found.proven, &found.organisation_name, say)),
            csrf: owner.map_or_else(String::new, |(_, csrf)| csrf.to_owned()),
            registration: found.registration.to_string(),
        }
    }
}

/// What this browser works on, beside the account.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    /// For whom.
    pub(super) organisation: String,
    /// How it stands.
    pub(super) status: String,
    /// Whether it ended verified, and can be kept.
    pub(super) keep: bool,
}

/// The browser that works on a registration.
async fn browser(web: &Web, headers: &HeaderMap) -> Result<Browser, Fault> {
    let cookie = cookies::read(headers, cookies::PERSON).ok_or(Fault::new(Code::NothingToKeep))?;
    match web.service.browser(cookie).await {
        Err(Error::SessionEnded) => Err(Fault::new(Code::NothingToKeep)),
        other => Ok(other?),
    }
}

/// What this browser works on: while it is under way, or when it can be kept.
pub(super) async fn pending(web: &Web, headers: &HeaderMap, say: Say) -> Option<Pending> {
    let cookie = cookies::read(headers, cookies::PERSON)?;
    let browser = web.service.browser(cookie).await.ok()?;
    let seen = web.service.person_view(&browser).await.ok()?;
    let status = seen.view.status;
    let kept = status == Status::Verified
        && (!seen.may_keep || web.service.is_kept(&browser).await.unwrap_or(true));
    if kept || status.is_final() && status != Status::Verified {
        return None;
    }
    Some(Pending {
        organisation: seen.organisation_name,
        status: status.said(say),
        keep: status == Status::Verified,
    })
}

/// `GET /account/keep`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let browser = browser(&web, &headers).await?;
    let found = web.service.keepable(&browser).await?;
    let account = match cookies::read(&headers, cookies::ACCOUNT) {
        Some(cookie) => web.service.account(cookie).await.ok(),
        None => None,
    };
    let page = match account {
        Some(account) => {
            let home = web.service.account_home(&account).await?;
            KeepPage::new(&visitor, &found, Some((&home.user_id, &account.csrf)))
        }
        None => KeepPage::new(&visitor, &found, None),
    };
    right(page.render())
}

/// `POST /account/keep`
pub(super) async fn keep(
    State(web): State<Web>,
    visitor: Visitor,
    owner: Owner,
    headers: HeaderMap,
    sheet: Sheet,
) -> Result<Response, Fault> {
    owner.sent(&sheet)?;
    let browser = browser(&web, &headers).await?;
    let found = web.service.keepable(&browser).await?;
    if sheet.text("registration") != found.registration.as_str() {
        // Another tab went on with something else: show what would be kept now.
        return Ok(to("/account/keep"));
    }
    match web.service.keep_identity(&owner.0, &browser).await {
        Ok(()) => Ok(to("/account")),
        Err(error) => {
            let error = match Next::Keep.or_prove(error) {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            let home = web.service.account_home(&owner.0).await?;
            let mut page = KeepPage::new(&visitor, &found, Some((&home.user_id, &owner.0.csrf)));
            page.notice = Some(told(error, visitor.say)?);
            page.frame.problem = true;
            wrong(page.render())
        }
    }
}
