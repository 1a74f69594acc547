//! Going on with a phone: a picture code and a number on the first device, a page that asks for
//! the number on the second, and the first following along.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{Html, IntoResponse, Response};
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::notice::Code;
use bonafide_identity::registration::{Screen, Status, Working};
use bonafide_service::Error;
use bonafide_service::person::handover::{Handover, HandoverLink};
use bonafide_service::person::{HandoverPreview, HandoverState, PersonView, Recipient, Role};
use jiff::Timestamp;
use qrcode::{Color, EcLevel, QrCode};

use super::journey::{scene, wrong};
use super::screens::{Journey, Scene};
use super::{Person, start};
use crate::cookies;
use crate::fault::Fault;
use crate::form::{Sheet, to};
use crate::frame::{Audience, Frame, Visitor};
use crate::mistake::Mistake;
use crate::notices::NoticeView;
use crate::state::Web;
use crate::texts::Say;

/// Whether another device goes on while this one follows.
pub(super) fn is_away(seen: &PersonView) -> bool {
    let confirmed = seen
        .handover
        .as_ref()
        .is_some_and(|handover| handover.state == HandoverState::Confirmed);
    seen.role == Role::Starter && confirmed && seen.view.status == Status::RequiresInput
}

/// `GET /verify/device`
pub(super) async fn page(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
) -> Result<Response, Fault> {
    let seen = web.service.person_view(&person.0).await?;
    if seen.role != Role::Starter || seen.view.status != Status::RequiresInput || is_away(&seen) {
        return Ok(to("/verify"));
    }
    Ok(Html(offered(
        &web,
        &visitor,
        &person,
        &seen,
        &Sending::default(),
    )?)
    .into_response())
}

/// What became of sending the link.
#[derive(Default)]
pub(super) struct Sending<'a> {
    pub(super) typed: &'a str,
    pub(super) sent: bool,
    pub(super) mistake: Option<NoticeView>,
}

impl<'a> Sending<'a> {
    pub(super) fn failed(typed: &'a str, code: Code, say: Say) -> Self {
        Self {
            typed,
            sent: false,
            mistake: Some(NoticeView::new(code, say)),
        }
    }
}

fn offered(
    web: &Web,
    visitor: &Visitor,
    person: &Person,
    seen: &PersonView,
    sending: &Sending<'_>,
) -> Result<String, Fault> {
    let mut scene = scene(web, visitor, person, seen);
    let loopback = web.service.settings().loopback();
    let offer = seen
        .handover
        .as_ref()
        .and_then(|handover| handover.offer.as_ref());
    let Some(offer) = offer else {
        let expired = seen
            .handover
            .as_ref()
            .is_some_and(|handover| handover.state == HandoverState::Expired);
        scene.notice = expired.then_some(Code::HandoverLinkExpired);
        return Ok(begin_page(&scene, loopback)?);
    };
    Ok(offer_page(&scene, offer, seen.now, sending)?)
}

/// `POST /verify/device`
pub(super) async fn begin(
    State(web): State<Web>,
    person: Person,
    sheet: Sheet,
) -> Result<Response, Fault> {
    person.sent(&sheet)?;
    match web.service.start_handover(&person.0).await {
        Ok(_) => Ok(to("/verify/device")),
        Err(Error::Ended(_) | Error::Stale) => Ok(to("/verify")),
        Err(error) => Err(error.into()),
    }
}

/// `POST /verify/device/send`
pub(super) async fn send(
    State(web): State<Web>,
    visitor: Visitor,
    person: Person,
    sheet: Sheet,
) -> Result<Response, Fault> {
    person.sent(&sheet)?;
    let typed = sheet.text("to");
    let sent = match typed.parse::<Recipient>() {
        Ok(recipient) => web
            .service
            .send_handover(&person.0, &recipient, visitor.say.language())
            .await
            .map(|_| ()),
        Err(error) => Err(error),
    };
    let sending = match sent {
        Ok(()) => Sending {
            typed,
            sent: true,
            mistake: None,
        },
        Err(Error::HandoverExpired) => return Ok(to("/verify/device")),
        Err(Error::HandoverAddressMalformed) if typed.is_empty() => {
            Sending::failed(typed, Code::FieldRequired, visitor.say)
        }
        Err(error @ (Error::HandoverAddressMalformed | Error::HandoverTooManySends { .. })) => {
            Sending::failed(typed, error.notice(), visitor.say)
        }
        Err(error) => return Err(error.into()),
    };
    let seen = web.service.person_view(&person.0).await?;
    let page = offered(&web, &visitor, &person, &seen, &sending)?;
    Ok(if sending.sent {
        Html(page).into_response()
    } else {
        wrong(page)
    })
}

/// `POST /verify/device/end`
pub(super) async fn end(
    State(web): State<Web>,
    person: Person,
    sheet: Sheet,
) -> Result<Response, Fault> {
    person.sent(&sheet)?;
    web.service.end_handover(&person.0).await?;
    Ok(to("/verify"))
}

/// `GET /phone/{secret}`
pub(super) async fn arrive(
    State(web): State<Web>,
    visitor: Visitor,
    headers: HeaderMap,
    Path(secret): Path<String>,
) -> Result<Response, Fault> {
    match web
        .service
        .handover_link(&secret, cookies::read(&headers, cookies::PERSON))
        .await?
    {
        HandoverLink::Continue(_) => Ok(to("/verify")),
        HandoverLink::Fresh(preview) => {
            let mut response = Html(Arrive::page(&visitor, &preview, None)?).into_response();
            cookies::write(
                response.headers_mut(),
                cookies::LANGUAGE,
                visitor.say.tag(),
                None,
            );
            Ok(response)
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
    if !cookies::kept(&headers) {
        return Err(Fault::new(Code::CookiesBlocked));
    }
    let cookie = cookies::read(&headers, cookies::PERSON);
    let number = sheet.text("number");
    let mistake = if number.is_empty() {
        Code::FieldRequired
    } else {
        match web.service.redeem_handover(&secret, number, cookie).await {
            Ok(opened) => return Ok(start::let_in(&opened)),
            Err(Error::HandoverNumberWrong { .. }) => Code::HandoverNumberWrong,
            Err(error) => return Err(error.into()),
        }
    };
    match web.service.handover_link(&secret, cookie).await? {
        HandoverLink::Continue(_) => Ok(to("/verify")),
        HandoverLink::Fresh(preview) => Ok(wrong(Arrive::page(&visitor, &preview, Some(mistake))?)),
    }
}

/// What this device shows while another goes on.
pub(super) fn away(scene: &Scene<'_>) -> Result<String, askama::Error> {
    let say = scene.say();
    let mut frame = scene.frame();
    frame.refresh = Some(5);
    let mut journey = scene.journey();
    journey.replaces = true;
    journey.notice = None;
    let heading = say.say("handover-away-title");
    let stage = Stage::Away { now: doing(scene) };
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
        Screen::CheckFields { .. } => say.say("enrol-fields-title"),
        Screen::Selfie => say.say("enrol-selfie-title"),
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
    let errors: Vec<Mistake> = sending
        .mistake
        .iter()
        .map(|notice| Mistake::new("to", say.say("handover-send-label"), notice))
        .collect();
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
                sent_to: sending.sent.then(|| sending.typed.to_owned()),
            },
        },
        errors,
        typed: sending.typed.to_owned(),
    }
    .render()
}

/// A picture code as SVG: one path, dark on light in any theme, with the quiet zone that
/// scanners need (ISO/IEC 18004). Empty when the text is too long for one.
fn picture_code(text: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else {
        return String::new();
    };
    let width = code.width();
    let path: String = code
        .to_colors()
        .iter()
        .enumerate()
        .filter(|(_, color)| **color == Color::Dark)
        .map(|(at, _)| format!("M{} {}h1v1h-1z", at % width + 4, at / width + 4))
        .collect();
    let side = width + 8;
    format!(
        "<svg viewBox=\"0 0 {side} {side}\" width=\"{0}\" height=\"{0}\" shape-rendering=\"crispEdges\" \
         aria-hidden=\"true\" focusable=\"false\"><path d=\"M0 0h{side}v{side}H0z\" fill=\"#fff\"/>\
         <path d=\"{path}\" fill=\"#000\"/></svg>",
        side * 6
    )
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
    sent_to: Option<String>,
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

#[derive(Template)]
#[template(path = "pages/enrol/continue.html")]
pub(super) struct Arrive<'a> {
    t: Say,
    frame: Frame,
    organisation: &'a str,
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
        let errors: Vec<Mistake> = mistake
            .map(|code| {
                Mistake::new(
                    "number",
                    say.say("handover-number"),
                    &NoticeView::new(code, say),
                )
            })
            .into_iter()
            .collect();
        let mut frame = Frame::new(visitor, Audience::Person)
            .sandbox(!preview.livemode)
            .connected();
        frame.problem = !errors.is_empty();
        Self {
            t: say,
            frame,
            organisation: &preview.organisation_name,
            action: &visitor.here,
            errors,
        }
        .render()
    }
}
