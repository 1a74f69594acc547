//! The screens of the journey: what the domain's view says, as pages. No rule lives here.

use askama::Template;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::{DocumentKind, Field, Value, Zone};
use bonafide_identity::language::Value as Filling;
use bonafide_identity::notice::{Action, Code, Severity};
use bonafide_identity::registration::event::FieldProblem;
use bonafide_identity::registration::{Progress, Screen, Status, View, Working};
use bonafide_identity::service::{Definition, StepKind};

use super::field::{Entered, FieldInput, FieldKind};
use super::upload::MEGABYTES;
use crate::frame::{Audience, Frame, Visitor};
use crate::mistake::Mistake;
use crate::notices::{self, Link, NoticeView};
use crate::texts::Say;
use crate::words::{self, Word};

/// The version of the text that people agree to. A test pins it to what the text says.
pub(super) const CONSENT_VERSION: &str = "2026-11-1";

/// Everything that a screen shows.
#[derive(Clone, Debug)]
pub(super) struct Scene<'a> {
    pub(super) visitor: &'a Visitor,
    pub(super) view: &'a View,
    pub(super) definition: &'a Definition,
    pub(super) organisation: &'a str,
    pub(super) csrf: &'a str,
    /// The version that was seen, for following.
    pub(super) version: i64,
    /// Whether this browser may bring the result home.
    pub(super) may_return: bool,
    /// Whether this browser was handed the journey by another.
    pub(super) handed_over: bool,
    /// How long photographs are kept at most.
    pub(super) keep_days: i64,
    /// What to tell besides the screen.
    pub(super) notice: Option<Code>,
}

/// What every page of the journey has.
#[derive(Clone, Debug)]
pub(super) struct Journey {
    pub(super) organisation: String,
    pub(super) csrf: String,
    pub(super) turn: u32,
    pub(super) version: i64,
    pub(super) steps: Vec<StepLine>,
    pub(super) position: String,
    pub(super) notice: Option<NoticeView>,
    pub(super) may_cancel: bool,
    pub(super) may_return: bool,
    pub(super) handed_over: bool,
    /// Whether a script watches for what happens elsewhere.
    pub(super) follow: bool,
    /// Whether the page may be replaced when something happened, since nothing is typed on it.
    pub(super) replaces: bool,
    pub(super) go_on: &'static str,
}

/// A line of the step list.
#[derive(Clone, Debug)]
pub(super) struct StepLine {
    pub(super) name: String,
    pub(super) class: &'static str,
    pub(super) progress: String,
    pub(super) current: bool,
}

impl Scene<'_> {
    pub(super) fn say(&self) -> Say {
        self.visitor.say
    }

    pub(super) fn frame(&self) -> Frame {
        let mut frame = Frame::new(self.visitor, Audience::Person)
            .sandbox(!self.view.livemode)
            .connected()
            .at("/verify");
        frame.problem = self
            .told()
            .is_some_and(|code| code.notice().severity != Severity::Information);
        frame
    }

    /// What is told besides the screen.
    fn told(&self) -> Option<Code> {
        self.notice.or(self.view.problem.map(words::notice_of))
    }

    pub(super) fn journey(&self) -> Journey {
        let say = self.say();
        let pending = !self.view.status.is_final();
        let number = self
            .view
            .steps
            .iter()
            .position(|step| step.progress == Progress::Current);
        let position = match number {
            Some(number) => say.with(
                "common-step-of",
                &[
                    ("number", Filling::Number(count(number + 1))),
                    ("count", Filling::Number(count(self.view.steps.len()))),
                ],
            ),
            None => String::new(),
        };
        Journey {
            organisation: self.organisation.to_owned(),
            csrf: self.csrf.to_owned(),
            turn: self.view.turn,
            version: self.version,
            steps: if pending && number.is_some() {
                self.steps()
            } else {
                Vec::new()
            },
            position,
            notice: self.told().map(|code| NoticeView::new(code, say)),
            may_cancel: pending,
            may_return: self.may_return,
            handed_over: self.handed_over,
            follow: pending,
            replaces: false,
            go_on: Action::GoOn.label(say.language()),
        }
    }

    fn steps(&self) -> Vec<StepLine> {
        let say = self.say();
        self.view
            .steps
            .iter()
            .map(|step| {
                let (class, progress) = match step.progress {
                    Progress::Done => ("done", "common-step-done"),
                    Progress::Current => ("current", "common-step-current"),
                    Progress::Ahead => ("ahead", "common-step-ahead"),
                };
                StepLine {
                    name: step.step.said(say),
                    class,
                    progress: say.say(progress),
                    current: step.progress == Progress::Current,
                }
            })
            .collect()
    }

    /// The page of the present screen.
    pub(super) fn render(&self) -> Result<String, askama::Error> {
        match &self.view.screen {
            Screen::Consent => self.consent(),
            Screen::ChooseDocument { accepted } => self.choose(accepted, None, None),
            Screen::PhotographDocument {
                kind,
                side,
                may_type_zone,
            } => self.photograph(*kind, *side, *may_type_zone),
            Screen::Working { on } => self.working(*on),
            Screen::CheckFields { fields, zone } => self.fields(fields, zone.as_ref(), None),
            Screen::Selfie => self.selfie(),
            Screen::InReview => self.review(),
            Screen::Result { status, reasons } => self.result(*status, reasons),
        }
    }

    fn consent(&self) -> Result<String, askama::Error> {
        let say = self.say();
        let asked = self
            .definition
            .steps
            .iter()
            .filter_map(|step| match step {
                StepKind::Consent => None,
                StepKind::Document => Some("enrol-consent-what-document"),
                StepKind::Fields => Some("enrol-consent-what-fields"),
                StepKind::Selfie => Some("enrol-consent-what-selfie"),
            })
            .map(|id| say.say(id))
            .collect();
        Consent {
            t: say,
            frame: self.frame(),
            journey: self.journey(),
            service: self.definition.title.clone(),
            purpose: self.definition.purpose.clone(),
            asked,
            keep_days: self.keep_days,
            text_version: CONSENT_VERSION,
        }
        .render()
    }

    /// The choice of a document; `mistake` when nothing that can be chosen was.
    pub(super) fn choose(
        &self,
        accepted: &[DocumentKind],
        chosen: Option<DocumentKind>,
        mistake: Option<Code>,
    ) -> Result<String, askama::Error> {
        let say = self.say();
        let choices: Vec<DocumentChoice> = accepted
            .iter()
            .map(|kind| DocumentChoice {
                value: kind.as_str(),
                name: kind.said(say),
                hint: say.say(words::document_hint(*kind)),
                chosen: chosen == Some(*kind),
            })
            .collect();
        let first = choices
            .first()
            .map_or(String::new(), |choice| format!("kind-{}", choice.value));
        let errors: Vec<Mistake> = mistake
            .map(|code| {
                Mistake::new(
                    &first,
                    say.say("step-document"),
                    &NoticeView::new(code, say),
                )
            })
            .into_iter()
            .collect();
        let mut frame = self.frame();
        frame.problem |= !errors.is_empty();
        Choose {
            t: say,
            frame,
            journey: self.journey(),
            errors,
            choices,
        }
        .render()
    }

    /// The page that asks for a photograph of a side of the document.
    pub(super) fn photograph(
        &self,
        kind: DocumentKind,
        side: EvidenceKind,
        may_type_zone: bool,
    ) -> Result<String, askama::Error> {
        let say = self.say();
        let back = side == EvidenceKind::DocumentBack;
        let (heading, lead) = if back {
            (
                say.fill("enrol-photo-back-title", "kind", kind.as_str()),
                say.say("enrol-photo-back-lead"),
            )
        } else {
            (
                say.fill("enrol-photo-front-title", "kind", kind.as_str()),
                say.fill("enrol-photo-front-lead", "kind", kind.as_str()),
            )
        };
        let drawing = match (kind, back) {
            (_, true) => Drawing::CardBack,
            (DocumentKind::Passport, false) => Drawing::Passport,
            (DocumentKind::Visa, false) => Drawing::Visa,
            (_, false) => Drawing::CardFront,
        };
        let before = if back {
            Link {
                href: "/verify/photograph".to_owned(),
                label: say.say("enrol-photo-front-again"),
            }
        } else {
            Link {
                href: "/verify/document".to_owned(),
                label: say.say("common-back"),
            }
        };
        Photograph {
            t: say,
            frame: self.frame(),
            journey: self.journey(),
            back: Some(before),
            reopen: None,
            heading,
            lead,
            drawing_label: if back {
                say.say("enrol-photo-drawing-back")
            } else {
                say.fill("enrol-photo-drawing", "kind", kind.as_str())
            },
            drawing,
            tips: [
                "enrol-photo-tip-flat",
                "enrol-photo-tip-corners",
                "enrol-photo-tip-light",
            ]
            .map(|id| say.say(id)),
            side: side.as_str(),
            facing: "environment",
            button: if kind.has_back() {
                say.fill("enrol-photo-button-camera", "side", side.as_str())
            } else {
                // A page has no front.
                say.say("camera-shutter")
            },
            upload_label: say.say("enrol-photo-upload-label"),
            megabytes: MEGABYTES,
            may_type_zone,
            other_document: true,
            camera_notices: notices::of_camera(say),
            camera_words: camera_words(say, false),
        }
        .render()
    }

    fn selfie(&self) -> Result<String, askama::Error> {
        let say = self.say();
        let reopen = self
            .definition
            .steps
            .contains(&StepKind::Fields)
            .then(|| Reopen {
                step: StepKind::Fields.as_str(),
                label: say.say("enrol-selfie-back"),
            });
        Photograph {
            t: say,
            frame: self.frame(),
            journey: self.journey(),
            back: None,
            reopen,
            heading: say.say("enrol-selfie-title"),
            lead: say.say("enrol-selfie-lead"),
            drawing_label: say.say("enrol-selfie-drawing"),
            drawing: Drawing::Face,
            tips: [
                "enrol-selfie-tip-light",
                "enrol-selfie-tip-face",
                "enrol-selfie-tip-alone",
            ]
            .map(|id| say.say(id)),
            side: EvidenceKind::Selfie.as_str(),
            facing: "user",
            button: say.fill(
                "enrol-photo-button-camera",
                "side",
                EvidenceKind::Selfie.as_str(),
            ),
            upload_label: say.say("enrol-selfie-upload-label"),
            megabytes: MEGABYTES,
            may_type_zone: false,
            other_document: false,
            camera_notices: notices::of_camera(say),
            camera_words: camera_words(say, true),
        }
        .render()
    }

    /// The page on which the zone is typed; `typed` as it was entered before.
    pub(super) fn zone(&self, typed: &str, mistake: Option<Code>) -> Result<String, askama::Error> {
        let say = self.say();
        let errors: Vec<Mistake> = mistake
            .map(|code| {
                Mistake::new(
                    "zone",
                    say.say("enrol-zone-label"),
                    &NoticeView::new(code, say),
                )
            })
            .into_iter()
            .collect();
        let mut frame = self.frame().at("/verify/zone");
        frame.problem |= !errors.is_empty();
        let mut journey = self.journey();
        journey.notice = None;
        TypeZone {
            t: say,
            frame,
            journey,
            errors,
            typed: typed.to_owned(),
        }
        .render()
    }

    fn working(&self, on: Working) -> Result<String, askama::Error> {
        let say = self.say();
        let event = |id: &str, done| WorkEvent {
            text: say.say(id),
            done,
        };
        let mut events = vec![event("enrol-working-event-document", true)];
        let heading = match on {
            Working::ReadingDocument => {
                events.push(event("enrol-working-now-reading", false));
                "enrol-working-reading-title"
            }
            Working::Deciding => {
                let has = |kind| self.view.steps.iter().any(|step| step.step == kind);
                events.push(event("enrol-working-event-read", true));
                if has(StepKind::Fields) {
                    events.push(event("enrol-working-event-fields", true));
                }
                if has(StepKind::Selfie) {
                    events.push(event("enrol-working-event-selfie", true));
                    events.push(event("enrol-working-now-deciding", false));
                }
                "enrol-working-deciding-title"
            }
        };
        let mut frame = self.frame();
        frame.refresh = Some(3);
        let mut journey = self.journey();
        journey.replaces = true;
        Work {
            t: say,
            frame,
            journey,
            heading: say.say(heading),
            events,
        }
        .render()
    }

    /// The answers to be checked; `entered` with what was wrong about them when they come back.
    pub(super) fn fields(
        &self,
        read: &[(Field, Option<Value>)],
        zone: Option<&Zone>,
        entered: Option<(&Entered, &[(Field, FieldProblem)])>,
    ) -> Result<String, askama::Error> {
        let say = self.say();
        let fields: Vec<FieldInput> = read
            .iter()
            .map(|(field, value)| FieldInput::new(*field, value.as_ref(), entered, say))
            .collect();
        let errors: Vec<Mistake> = fields
            .iter()
            .filter_map(|field| {
                Some(Mistake::new(
                    &field.anchor(),
                    field.label.clone(),
                    field.error.as_ref()?,
                ))
            })
            .collect();
        let mut frame = self.frame();
        frame.problem |= !errors.is_empty();
        let mut journey = self.journey();
        if !errors.is_empty() {
            journey.notice = None;
        }
        CheckFields {
            t: say,
            frame,
            journey,
            incomplete: read.iter().any(|(_, value)| value.is_none()),
            errors,
            fields,
            lines: zone.map_or_else(Vec::new, |zone| zone.lines.clone()),
        }
        .render()
    }

    fn review(&self) -> Result<String, askama::Error> {
        let mut frame = self.frame();
        frame.refresh = Some(30);
        let mut journey = self.journey();
        journey.replaces = true;
        Review {
            t: self.say(),
            frame,
            journey,
        }
        .render()
    }

    fn result(
        &self,
        status: Status,
        reasons: &[bonafide_identity::finding::Reason],
    ) -> Result<String, askama::Error> {
        let say = self.say();
        let (heading, class, lead) = match status {
            Status::Verified => (
                "enrol-verified-title",
                "verified",
                Some(say.fill("enrol-verified-lead", "organisation", self.organisation)),
            ),
            Status::Rejected => (
                "enrol-rejected-title",
                "rejected",
                Some(
                    Code::RegistrationRejected
                        .notice()
                        .texts(say.language())
                        .text
                        .clone(),
                ),
            ),
            Status::Expired => (
                "enrol-expired-title",
                "ended",
                Some(
                    Code::RegistrationExpired
                        .notice()
                        .texts(say.language())
                        .text
                        .clone(),
                ),
            ),
            _ => (
                "enrol-canceled-title",
                "ended",
                Some(
                    Code::RegistrationCanceled
                        .notice()
                        .texts(say.language())
                        .text
                        .clone(),
                ),
            ),
        };
        let next = if status == Status::Verified {
            "enrol-result-verified-next"
        } else {
            "enrol-result-other-next"
        };
        Outcome {
            t: say,
            frame: self.frame(),
            journey: self.journey(),
            heading: say.say(heading),
            class,
            lead,
            reasons: reasons
                .iter()
                .map(|reason| NoticeView::new(words::notice_of(*reason), say))
                .collect(),
            next: say.fill(next, "organisation", self.organisation),
        }
        .render()
    }

    /// Whether to stop, to be confirmed.
    pub(super) fn cancel(&self) -> Result<String, askama::Error> {
        let mut journey = self.journey();
        journey.may_cancel = false;
        journey.notice = None;
        Cancel {
            t: self.say(),
            frame: self.frame(),
            journey,
        }
        .render()
    }

    /// What follows when somebody does not agree.
    pub(super) fn declined(&self) -> Result<String, askama::Error> {
        let say = self.say();
        let mut journey = self.journey();
        journey.may_cancel = false;
        Declined {
            t: say,
            frame: self.frame(),
            journey,
            notice: NoticeView::new(Code::ConsentDeclined, say),
            go_back: Action::GoBack.label(say.language()),
        }
        .render()
    }
}

/// What the camera says, as JSON for its script.
fn camera_words(say: Say, selfie: bool) -> String {
    let place = if selfie {
        "camera-guide-selfie"
    } else {
        "camera-guide-document"
    };
    let words = serde_json::json!({
        "starting": say.say("camera-starting"),
        "allow": say.say("camera-allow"),
        "place": say.say(place),
        "dark": say.say("camera-guide-dark"),
        "bright": say.say("camera-guide-bright"),
        "glare": say.say("camera-guide-glare"),
        "still": say.say("camera-guide-still"),
        "blurred": say.say("camera-guide-blurred"),
        "ready": say.say("camera-guide-ready"),
        "sending": say.say("camera-sending"),
        // The script puts the number where the sign stands: no plural depends on a share.
        "sent": say.fill("camera-sent-share", "percent", "#"),
        "kept": say.say("camera-kept"),
    });
    words.to_string()
}

/// The page that takes a person back to the organisation.
#[derive(Template)]
#[template(path = "pages/enrol/returning.html")]
pub(super) struct Returning<'a> {
    t: Say,
    frame: Frame,
    heading: String,
    organisation: &'a str,
    url: &'a str,
}

impl<'a> Returning<'a> {
    pub(super) fn new(
        visitor: &Visitor,
        organisation: &'a str,
        sandbox: bool,
        url: &'a str,
    ) -> Self {
        Self {
            t: visitor.say,
            frame: Frame::new(visitor, Audience::Person)
                .at("/verify")
                .sandbox(sandbox),
            heading: visitor
                .say
                .fill("enrol-return-title", "organisation", organisation),
            organisation,
            url,
        }
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The picture that shows what to photograph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawing {
    Passport,
    CardFront,
    CardBack,
    Visa,
    Face,
}

impl Drawing {
    /// The outline in the camera's picture.
    fn shape(&self) -> &'static str {
        match self {
            Self::Passport => "page",
            Self::CardFront | Self::CardBack => "card",
            Self::Visa => "page",
            Self::Face => "oval",
        }
    }
}

struct DocumentChoice {
    value: &'static str,
    name: String,
    hint: String,
    chosen: bool,
}

/// A button that goes back to a step that is done.
struct Reopen {
    step: &'static str,
    label: String,
}

struct WorkEvent {
    text: String,
    done: bool,
}

#[derive(Template)]
#[template(path = "pages/enrol/consent.html")]
struct Consent {
    t: Say,
    frame: Frame,
    journey: Journey,
    service: String,
    purpose: String,
    asked: Vec<String>,
    keep_days: i64,
    text_version: &'static str,
}

#[derive(Template)]
#[template(path = "pages/enrol/choose.html")]
struct Choose {
    t: Say,
    frame: Frame,
    journey: Journey,
    errors: Vec<Mistake>,
    choices: Vec<DocumentChoice>,
}

#[derive(Template)]
#[template(path = "pages/enrol/photograph.html")]
struct Photograph {
    t: Say,
    frame: Frame,
    journey: Journey,
    back: Option<Link>,
    reopen: Option<Reopen>,
    heading: String,
    lead: String,
    drawing: Drawing,
    drawing_label: String,
    tips: [String; 3],
    side: &'static str,
    facing: &'static str,
    button: String,
    upload_label: String,
    megabytes: i64,
    may_type_zone: bool,
    other_document: bool,
    camera_notices: Vec<NoticeView>,
    camera_words: String,
}

#[derive(Template)]
#[template(path = "pages/enrol/zone.html")]
struct TypeZone {
    t: Say,
    frame: Frame,
    journey: Journey,
    errors: Vec<Mistake>,
    typed: String,
}

#[derive(Template)]
#[template(path = "pages/enrol/working.html")]
struct Work {
    t: Say,
    frame: Frame,
    journey: Journey,
    heading: String,
    events: Vec<WorkEvent>,
}

#[derive(Template)]
#[template(path = "pages/enrol/fields.html")]
struct CheckFields {
    t: Say,
    frame: Frame,
    journey: Journey,
    errors: Vec<Mistake>,
    incomplete: bool,
    fields: Vec<FieldInput>,
    lines: Vec<String>,
}

#[derive(Template)]
#[template(path = "pages/enrol/review.html")]
struct Review {
    t: Say,
    frame: Frame,
    journey: Journey,
}

#[derive(Template)]
#[template(path = "pages/enrol/result.html")]
struct Outcome {
    t: Say,
    frame: Frame,
    journey: Journey,
    heading: String,
    class: &'static str,
    lead: Option<String>,
    reasons: Vec<NoticeView>,
    next: String,
}

#[derive(Template)]
#[template(path = "pages/enrol/cancel.html")]
struct Cancel {
    t: Say,
    frame: Frame,
    journey: Journey,
}

#[derive(Template)]
#[template(path = "pages/enrol/declined.html")]
struct Declined {
    t: Say,
    frame: Frame,
    journey: Journey,
    notice: NoticeView,
    go_back: &'static str,
}
