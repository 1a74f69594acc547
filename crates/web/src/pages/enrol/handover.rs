//! Going on with a phone, on the device that began: a picture code and a number, then following
//! along.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::notice::Code;
use bonafide_identity::registration::{Screen, Status, Working};
use bonafide_service::Error;
use bonafide_service::person::handover::Handover;
use bonafide_service::person::{Delivery, HandoverState, PersonView, Recipient, Role, SentLink};
use jiff::Timestamp;

use super::person::{Look, Sent};
use super::screens::{Journey, Scene};
use crate::fault::Fault;
use crate::form::to;
use crate::frame::Frame;
use crate::mistake::Mistake;
use crate::notices::NoticeView;
use crate::pages::{right, wrong};
use crate::picture_code::picture_code;
use crate::state::Web;
use crate::texts::Say;

/// Whether another device goes on while this one follows.
pub(super) fn is_away(seen: &PersonView) -> bool {
    let taken = seen.handover.as_ref().is_some_and(|handover| {
        matches!(
            handover.state,
            HandoverState::Opened | HandoverState::Confirmed
        )
    });
    seen.role == Role::Starter && taken && seen.view.status == Status::RequiresInput
}

/// Whether the other device is in, and its person has not said yet that they began this.
pub(super) fn is_asked(seen: &PersonView) -> bool {
    let handover = seen.handover.as_ref();
    handover.is_some_and(|handover| handover.state == HandoverState::Opened)
}

/// `GET /verify/device`
pub(super) async fn page(State(web): State<Web>, look: Look) -> Result<Response, Fault> {
    let seen = &look.seen;
    if seen.role != Role::Starter || seen.view.status != Status::RequiresInput || is_away(seen) {
        return Ok(to("/verify"));
    }
    right(offered(&web, &look, None))
}

/// What became of sending the link.
#[derive(Default)]
pub(super) struct Sending<'a> {
    pub(super) typed: &'a str,
    /// The name of the words that say so.
    pub(super) told: Option<&'static str>,
    pub(super) mistake: Option<Code>,
}

impl<'a> Sending<'a> {
    fn of(link: Option<&'a SentLink>) -> Self {
        let Some(SentLink { to, state }) = link else {
            return Self::default();
        };
        let (told, mistake) = match state {
            Delivery::Underway => (Some("handover-sent"), None),
            Delivery::Delivered => (Some("handover-delivered"), None),
            Delivery::Failed => (None, Some(Code::HandoverSendFailed)),
        };
        Self {
            typed: to,
            told,
            mistake,
        }
    }
}

fn offered(web: &Web, look: &Look, sending: Option<Sending<'_>>) -> Result<String, askama::Error> {
    let handover = look.seen.handover.as_ref();
    if let Some(handover) = handover
        && let Some(offer) = &handover.offer
    {
        let told = Sending::of(handover.sent.as_ref());
        let sending = sending.unwrap_or(told);
        return offer_page(&look.scene(), offer, look.seen.now, &sending);
    }
    let expired = handover.is_some_and(|handover| handover.state == HandoverState::Expired);
    let scene = Scene {
        notice: expired.then_some(Code::HandoverLinkExpired),
        ..look.scene()
    };
    begin_page(&scene, web.service.settings().loopback())
}

/// `POST /verify/device`
pub(super) async fn begin(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    match web.service.start_handover(&sent.person.0).await {
        Ok(_) => Ok(to("/verify/device")),
        Err(Error::Ended(_) | Error::Stale) => Ok(to("/verify")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /verify/device/send`
pub(super) async fn send(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    let typed = sent.sheet.text("to").to_owned();
    let language = sent.visitor.say.language();
    let result = match typed.parse::<Recipient>() {
        Ok(recipient) => web
            .service
            .send_handover(&sent.person.0, &recipient, language)
            .await
            .map(|_| ()),
        Err(error) => Err(error),
    };
    let mistake = match result {
        Ok(()) | Err(Error::HandoverExpired) => return Ok(to("/verify/device")),
        Err(Error::HandoverAddressMalformed) if typed.is_empty() => Code::FieldRequired,
        Err(
            error @ (Error::HandoverAddressMalformed
            | Error::HandoverTooManySends { .. }
            | Error::HandoverRecipientFull { .. }),
        ) => error.notice(),
        Err(error) => return Err(error.into()),
    };
    let sending = Sending {
        typed: &typed,
        told: None,
        mistake: Some(mistake),
    };
    wrong(offered(&web, &sent.look(&web).await?, Some(sending)))
}

/// `POST /verify/device/end`
pub(super) async fn end(State(web): State<Web>, sent: Sent) -> Result<Response, Fault> {
    web.service.end_handover(&sent.person.0).await?;
    Ok(to("/verify"))
}

/// What this device shows while another goes on, or while its person is asked whether they began
/// this.
pub(super) fn away(scene: &Scene<'_>, asked: bool) -> Result<String, askama::Error> {
    let say = scene.say();
    let mut frame = scene.frame();
    frame.refresh = Some(5);
    let mut journey = scene.journey();
    journey.replaces = true;
    journey.notice = None;
    let heading = say.say("handover-away-title");
    let now = if asked {
        say.say("handover-away-asked")
    } else {
        doing(scene)
    };
    let stage = Stage::Away { now };
    Page {
        t: say,
        frame,
        journey,
        heading,
        stage,
        errors: Vec::new(),
        typed: String::new(),
    }
    .render()
}

/// What the person does on the other device, in the words of its own page.
fn doing(scene: &Scene<'_>) -> String {
    let say = scene.say();
    match &scene.view.screen {
        Screen::Consent => say.say("enrol-consent-title"),
        Screen::ChooseDocument { .. } => say.say("enrol-choose-title"),
        Screen::PhotographDocument {
            kind,
            side: EvidenceKind::DocumentBack,
            ..
        } => say.fill("enrol-photo-back-title", "kind", kind.as_str()),
        Screen::PhotographDocument { kind, .. } => {
            say.fill("enrol-photo-front-title", "kind", kind.as_str())
        }
        Screen::Working {
            on: Working::ReadingDocument,
        } => say.say("enrol-working-reading-title"),
        Screen::Working {
            on: Working::Deciding,
        } => say.say("enrol-working-deciding-title"),
        Screen::Working {
            on: Working::JudgingChip,
        } => say.say("enrol-working-chip-title"),
        Screen::ReadChip { kind, .. } => say.fill(
            "enrol-chip-title",
            "kind",
            kind.unwrap_or(DocumentKind::Passport).as_str(),
        ),
        Screen::CheckFields { .. } => say.say("enrol-fields-title"),
        Screen::Selfie => say.say("enrol-selfie-title"),
        Screen::Liveness => say.say("enrol-liveness-title"),
        Screen::InReview => say.say("enrol-review-title"),
        Screen::Result { .. } => say.say("enrol-result-next"),
    }
}

pub(super) fn begin_page(scene: &Scene<'_>, loopback: bool) -> Result<String, askama::Error> {
    let say = scene.say();
    let notice = loopback.then(|| NoticeView::new(Code::HandoverLoopback, say));
    Page {
        t: say,
        frame: scene.frame().at("/verify/device"),
        journey: scene.journey(),
        heading: say.say("handover-begin-title"),
        stage: Stage::Begin { loopback: notice },
        errors: Vec::new(),
        typed: String::new(),
    }
    .render()
}

pub(super) fn offer_page(
    scene: &Scene<'_>,
    offer: &Handover,
    now: Timestamp,
    sending: &Sending<'_>,
) -> Result<String, askama::Error> {
    let say = scene.say();
    let mut frame = scene.frame().at("/verify/device");
    frame.refresh = Some(5);
    frame.problem = sending.mistake.is_some();
    let mut journey = scene.journey();
    journey.replaces = true;
    journey.notice = None;
    let minutes = (offer.expires_at.duration_since(now).as_secs() + 59) / 60;
    let left = |minutes: i64| say.count("handover-time-left", "minutes", minutes);
    let errors = Mistake::of(sending.mistake, "to", "handover-send-label", say);
    Page {
        t: say,
        frame,
        journey,
        heading: say.say("handover-title"),
        stage: Stage::Offered {
            offer: Offer {
                qr: picture_code(&offer.url),
                url: offer.url.clone(),
                number: offer.number.clone(),
                expires_at: offer.expires_at,
                time_left: left(minutes),
                countdown: serde_json::Value::from(
                    (0..=minutes.clamp(1, 60)).map(left).collect::<Vec<_>>(),
                )
                .to_string(),
                loopback: offer
                    .loopback
                    .then(|| NoticeView::new(Code::HandoverLoopback, say)),
                told: sending
                    .told
                    .map(|words| say.fill(words, "to", sending.typed)),
            },
        },
        errors,
        // Who was told where it went may want to send it elsewhere.
        typed: match sending.mistake {
            Some(_) => sending.typed.to_owned(),
            None => String::new(),
        },
    }
    .render()
}

/// How far the hand-over is, on the device that began it.
enum Stage {
    Begin { loopback: Option<NoticeView> },
    Offered { offer: Offer },
    Away { now: String },
}

struct Offer {
    qr: String,
    url: String,
    number: String,
    expires_at: Timestamp,
    time_left: String,
    countdown: String,
    loopback: Option<NoticeView>,
    /// Where the link was sent.
    told: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/enrol/handover.html")]
struct Page {
    t: Say,
    frame: Frame,
    journey: Journey,
    heading: String,
    stage: Stage,
    errors: Vec<Mistake>,
    typed: String,
}
