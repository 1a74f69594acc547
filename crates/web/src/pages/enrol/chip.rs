//! Reading the chip: the page's forms. A reader far away does the rest over the relay.

use axum::extract::State;
use axum::response::Response;
use bonafide_identity::registration::{Act, Screen};
use bonafide_service::Error;
use bonafide_service::chip::ChipKey;
use jiff::civil::Date;

use super::person::{Person, Sent, went};
use crate::fault::Fault;
use crate::form::to;
use crate::pages::{picture_only, wrong};
use crate::state::Web;

/// What was typed to open the chip with.
#[derive(Clone, Default)]
pub(super) struct Typed {
    pub(super) number: String,
    pub(super) birth: String,
    pub(super) expiry: String,
    pub(super) can: String,
}

impl Typed {
    fn of(sent: &Sent) -> Self {
        let text = |name: &str| sent.sheet.text(name).to_owned();
        Self {
            number: text("number"),
            birth: text("birth"),
            expiry: text("expiry"),
            can: text("can"),
        }
    }

    fn key(&self) -> Option<ChipKey> {
        if !self.can.is_empty() {
            return Some(ChipKey::CardAccessNumber(self.can.clone()));
        }
        Some(ChipKey::Typed {
            number: self.number.clone(),
            birth: self.birth.parse::<Date>().ok()?,
            expiry: self.expiry.parse::<Date>().ok()?,
        })
    }
}

/// `POST /verify/chip`: a code for the reader.
pub(super) async fn begin(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    let language = sent.visitor.say.language();
    let turn = sent.sheet.turn();
    let typed = Typed::of(&sent);
    let given = !typed.number.is_empty() || !typed.can.is_empty();
    let key = match given {
        true => typed.key(),
        false => Some(ChipKey::Zone),
    };
    let begun = match &key {
        Some(key) => {
            web.service
                .begin_chip(&sent.person.0, turn, key, language)
                .await
        }
        None => Err(Error::ChipKeyMalformed),
    };
    match begun {
        Ok(()) => Ok(shown(&web, sent).await?),
        Err(Error::ChipKeyMalformed) => mistyped(&web, sent, typed).await,
        Err(error) => went(Err(error)),
    }
}

/// `GET /verify/chip/photograph`: what the key is compared with.
pub(super) async fn photograph(State(web): State<Web>, person: Person) -> Result<Response, Fault> {
    Ok(picture_only(web.service.zone_photograph(&person.0).await?))
}

/// `POST /verify/chip/key`: what opens the chip, corrected.
pub(super) async fn key(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    let turn = sent.sheet.turn();
    let typed = Typed::of(&sent);
    let corrected = match typed.key() {
        Some(key) => {
            web.service
                .rekey_chip(&sent.person.0, turn, sent.sheet.text("reading"), &key)
                .await
        }
        None => Err(Error::ChipKeyMalformed),
    };
    match corrected {
        Err(Error::ChipKeyMalformed) => mistyped(&web, sent, typed).await,
        other => on(&web, sent, other).await,
    }
}

/// `POST /verify/chip/confirm`: whether both screens show the same number.
pub(super) async fn confirm(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    let same = sent.sheet.text("same") == "yes";
    let told = web
        .service
        .confirm_chip(&sent.person.0, sent.sheet.text("reading"), same)
        .await;
    on(&web, sent, told).await
}

/// `POST /verify/chip/again`
pub(super) async fn again(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    let told = web
        .service
        .retry_chip(&sent.person.0, sent.sheet.text("reading"))
        .await;
    on(&web, sent, told).await
}

/// `POST /verify/chip/stop`
pub(super) async fn stop(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    match web.service.stop_chip(&sent.person.0) {
        Ok(()) | Err(Error::ChipGone) => Ok(to("/verify")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /verify/chip/skip`
pub(super) async fn skip(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    // Whoever goes on without it has no use for a reader that is still at it.
    let _ = web.service.stop_chip(&sent.person.0);
    went(sent.act(&web, Act::SkipChip).await)
}

async fn on(web: &Web, sent: Sent, told: Result<(), Error>) -> Result<Response, Fault> {
    match told {
        Ok(()) => shown(web, sent).await,
        // The process that held it was started anew.
        Err(Error::ChipGone) => Ok(to("/verify?chip=gone")),
        Err(error) => went(Err(error)),
    }
}

/// The page of the reading that is under way, by an address that still names it after a restart.
async fn shown(web: &Web, sent: Sent) -> Result<Response, Fault> {
    let look = sent.look(web).await?;
    Ok(match &look.seen.chip {
        Some(chip) => to(&format!("/verify?chip={}", chip.id)),
        None => to("/verify"),
    })
}

async fn mistyped(web: &Web, sent: Sent, typed: Typed) -> Result<Response, Fault> {
    let look = sent.look(web).await?;
    match look.screen() {
        Some(Screen::ReadChip { kind, may_skip }) => {
            wrong(look.scene().read_chip(*kind, *may_skip, Some(&typed)))
        }
        _ => Ok(to("/verify")),
    }
}
