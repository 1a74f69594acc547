//! Behind the link of a security notice: looking shows, only the button does anything.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use bonafide_service::account::{Change, NoticeView};

use crate::fault::Fault;
use crate::form::to;
use crate::frame::{Audience, Frame, Visitor};
use crate::pages::right;
use crate::state::Web;
use crate::texts::Say;

/// The id of the text that says what changed.
pub(super) const fn text_of(change: Change) -> &'static str {
    match change {
        Change::Password => "account-change-password",
        Change::PasskeyAdded => "account-change-passkey-added",
        Change::PasskeyRemoved => "account-change-passkey-removed",
        Change::Blocked => "account-change-blocked",
        Change::Reopened => "account-change-reopened",
        Change::IdentityKept => "account-change-identity-kept",
        Change::Mail => "account-change-mail",
        Change::Phone => "account-change-phone",
        Change::AppActivated => "account-change-app-activated",
        Change::AppRemoved => "account-change-app-removed",
        Change::AppBlocked => "account-change-app-blocked",
        Change::AppReopened => "account-change-app-reopened",
        Change::ErasureAsked => "account-change-erasure-asked",
        Change::ErasureCanceled => "account-change-erasure-canceled",
        Change::RecoveryCodes => "account-change-recovery-codes",
        Change::AppTransferring => "account-change-app-transferring",
        Change::AppTransferred => "account-change-app-transferred",
        Change::AppTransferStopped => "account-change-app-transfer-stopped",
        Change::RecoveryAsked => "account-change-recovery-asked",
        Change::Recovered => "account-change-recovered",
        Change::RecoveryRefused => "account-change-recovery-refused",
        Change::RecoveryStopped => "account-change-recovery-stopped",
        Change::ReleaseAsked => "account-change-release-asked",
        Change::Released => "account-change-released",
        Change::Pin => "account-change-pin",
        Change::PinLocked => "account-change-pin-locked",
        Change::PinForgotten => "account-change-pin-forgotten",
        Change::CodeAppAdded => "account-change-code-app-added",
        Change::CodeAppRemoved => "account-change-code-app-removed",
    }
}

/// What a notice is about.
#[derive(Template)]
#[template(path = "pages/account/notice.html")]
pub(super) struct NoticePage {
    t: Say,
    frame: Frame,
    change: String,
    when: String,
    /// Whether it is stopped; else the account is blocked.
    stops: bool,
    action: String,
}

impl NoticePage {
    pub(super) fn new(visitor: &Visitor, view: &NoticeView) -> Self {
        let say = visitor.say;
        Self {
            t: say,
            frame: Frame::new(visitor, Audience::Person),
            change: say.say(text_of(view.change)),
            when: say.moment(view.at),
            stops: view.change.can_be_stopped(),
            action: visitor.here.clone(),
        }
    }
}

/// `GET /account/notice/{secret}`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    let view = web.service.account_notice(&secret).await?;
    right(NoticePage::new(&visitor, &view).render())
}

/// `POST /account/notice/{secret}`
pub(super) async fn object(
    State(web): State<Web>,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    let change = web.service.object_by_notice(&secret).await?;
    Ok(to(match change.can_be_stopped() {
        true => "/account/sign-in?told=stopped",
        false => "/account/sign-in?told=blocked",
    }))
}
