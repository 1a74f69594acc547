//! Going on with a phone, on the phone: who asks and what for, the number that the first screen
//! shows, the question whether one began this oneself, and a way to say that one did not.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use bonafide_identity::notice::Code;
use bonafide_identity::registration::Status;
use bonafide_service::Error;
use bonafide_service::person::{HandoverLink, HandoverPreview, Role};

use super::arrival;
use super::person::{Look, Sent};
use super::screens::{Journey, Scene};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::mistake::Mistake;
use crate::pages::{right, wrong};
use crate::state::Web;
use crate::texts::Say;

/// `GET /phone/{secret}`
pub(super) async fn arrive(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    let cookie = cookies::read(&headers, cookies::PERSON);
    match web.service.handover_link(&secret, cookie).await? {
        HandoverLink::Continue(_) => Ok(to("/verify")),
        HandoverLink::Fresh(preview) => {
            arrival::greet(&visitor, Arrive::page(&visitor, &preview, None))
        }
    }
}

/// `POST /phone/{secret}`
pub(super) async fn take_up(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(secret): Path<String>,
    sheet: Sheet,
) -> Result<Response, Fault> {
    let cookie = arrival::cookie(&headers)?;
    let number = sheet.text("number");
    let mistake = if number.is_empty() {
        Code::FieldRequired
    } else {
        match web.service.redeem_handover(&secret, number, cookie).await {
            Ok(opened) => return Ok(arrival::let_in(&opened)),
            Err(Error::HandoverNumberWrong { .. }) => Code::HandoverNumberWrong,
            Err(error) => return Err(error.into()),
        }
    };
    match web.service.handover_link(&secret, cookie).await? {
        HandoverLink::Continue(_) => Ok(to("/verify")),
        HandoverLink::Fresh(preview) => wrong(Arrive::page(&visitor, &preview, Some(mistake))),
    }
}

/// `POST /phone/{secret}/refuse`: it was somebody else who asked for this.
pub(super) async fn refuse(
    State(web): State<Web>,
    visitor: Visitor,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    let refused = web.service.refuse_handover(&secret).await?;
    right(Refused::page(&visitor, &refused))
}

/// `GET /verify/mine`: the question once more, for whoever has doubts now.
pub(super) async fn mine(look: Look) -> Result<Response, Fault> {
    let seen = &look.seen;
    if seen.role != Role::HandedOver || !may_disown(seen.view.status) || look.is_asked() {
        return Ok(to("/verify"));
    }
    right(ask(&look.scene(), true))
}

/// `POST /verify/mine`: the person began this.
pub(super) async fn confirm(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    match web.service.confirm_handover(&sent.person.0).await {
        Ok(()) | Err(Error::Ended(_) | Error::Stale) => Ok(to("/verify")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /verify/mine/refuse`: it was somebody else.
pub(super) async fn disown(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    match web.service.disown_handover(&sent.person.0).await {
        Ok(refused) => right(Refused::page(&sent.visitor, &refused)),
        Err(Error::Ended(_)) => Ok(to("/verify")),
        Err(Error::Stale) => Ok(to("/verify?notice=step-already-done")),
        Err(error) => Err(error.into()),
    }
}

/// Whether the person may still say that somebody else began this: not once a moderator has what
/// they gave.
pub(super) fn may_disown(status: Status) -> bool {
    matches!(status, Status::RequiresInput | Status::Processing)
}

/// Asks whether the person began this; `again` once they said so.
pub(super) fn ask(scene: &Scene<'_>, again: bool) -> Result<String, askama::Error> {
    let say = scene.say();
    let mut journey = scene.journey();
    // Nothing is stopped here: it is gone on with, or it is somebody else's.
    journey.may_cancel = false;
    journey.may_disown = false;
    journey.notice = None;
    if !again {
        journey.steps = Vec::new();
    }
    Mine {
        t: say,
        frame: scene.frame().at("/verify"),
        heading: say.fill("handover-mine-title", "organisation", &journey.organisation),
        journey,
        service: &scene.definition.title,
        purpose: &scene.definition.purpose,
        again,
    }
    .render()
}

#[derive(Template)]
#[template(path = "pages/enrol/mine.html")]
struct Mine<'a> {
    t: Say,
    frame: Frame,
    journey: Journey,
    heading: String,
    service: &'a str,
    purpose: &'a str,
    again: bool,
}

#[derive(Template)]
#[template(path = "pages/enrol/phone.html")]
pub(super) struct Arrive<'a> {
    t: Say,
    frame: Frame,
    preview: &'a HandoverPreview,
    action: &'a str,
    errors: Vec<Mistake>,
}

impl<'a> Arrive<'a> {
    pub(super) fn page(
        visitor: &'a Visitor,
        preview: &'a HandoverPreview,
        mistake: Option<Code>,
    ) -> Result<String, askama::Error> {
        let say = visitor.say;
        let errors = Mistake::of(mistake, "number", "handover-number", say);
        let mut frame = Frame::new(visitor, Audience::Person)
            .sandbox(!preview.livemode)
            .connected();
        frame.problem = !errors.is_empty();
        Self {
            t: say,
            frame,
            preview,
            action: &visitor.here,
            errors,
        }
        .render()
    }
}

/// What somebody reads who did not begin this.
#[derive(Template)]
#[template(path = "pages/enrol/refused.html")]
pub(super) struct Refused<'a> {
    t: Say,
    frame: Frame,
    organisation: &'a str,
}

impl<'a> Refused<'a> {
    pub(super) fn page(
        visitor: &Visitor,
        preview: &'a HandoverPreview,
    ) -> Result<String, askama::Error> {
        Self {
            t: visitor.say,
            frame: Frame::new(visitor, Audience::Person)
                .at("/")
                .sandbox(!preview.livemode),
            organisation: &preview.organisation_name,
        }
        .render()
    }
}
