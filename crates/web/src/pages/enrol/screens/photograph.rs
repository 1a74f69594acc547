//! Photographing a side of the document, or the face.

use askama::Template;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::registration::Screen;
use bonafide_identity::service::StepKind;

use super::super::upload::MEGABYTES;
use super::{Journey, Scene};
use crate::frame::Frame;
use crate::notices::{self, Link, NoticeView};
use crate::texts::Say;

impl Scene<'_> {
    /// The page that asks for a photograph of a side of the document.
    pub(in super::super) fn photograph(
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
            camera_steps: camera_steps(say),
        }
        .render()
    }

    /// The page that asks for a photograph of the face, also of those who are not filmed.
    pub(in super::super) fn selfie(&self) -> Result<String, askama::Error> {
        let say = self.say();
        let films = self.view.screen == Screen::Liveness;
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
            back: films.then(|| Link {
                href: "/verify".to_owned(),
                label: say.say("common-back"),
            }),
            reopen: reopen.filter(|_| !films),
            heading: say.say("enrol-selfie-title"),
            lead: say.say(if films {
                "enrol-liveness-other-lead"
            } else {
                "enrol-selfie-lead"
            }),
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
            camera_steps: camera_steps(say),
        }
        .render()
    }
}

/// What the camera says, as JSON for its script.
pub(super) fn camera_words(say: Say, selfie: bool) -> String {
    let place = if selfie {
        "camera-guide-selfie"
    } else {
        "camera-guide-document"
    };
    let words = serde_json::json!({
        "starting": say.say("camera-starting"),
        "allow": say.say("camera-allow"),
        "place": say.say(place),
        "edges": say.say("camera-guide-edges"),
        "centre": say.say("camera-guide-centre"),
        "closer": say.say("camera-guide-closer"),
        "further": say.say("camera-guide-further"),
        "flatter": say.say("camera-guide-flatter"),
        "straight": say.say("camera-guide-straight"),
        "upright": say.say("camera-guide-upright"),
        "eyes": say.say("camera-guide-eyes"),
        "covered": say.say("camera-guide-covered"),
        "dark": say.say("camera-guide-dark"),
        "bright": say.say("camera-guide-bright"),
        "glare": say.say("camera-guide-glare"),
        "front": say.say("camera-guide-front"),
        "plain": say.say("camera-guide-plain"),
        "slower": say.say("camera-guide-slower"),
        "still": say.say("camera-guide-still"),
        "blurred": say.say("camera-guide-blurred"),
        "ready": say.say("camera-guide-ready"),
        "anyway": say.say("camera-anyway"),
        "poor": say.say("camera-poor"),
        "unguided": say.say("camera-unguided"),
        "taken": say.say("camera-taken"),
        "sending": say.say("camera-sending"),
        // The script puts the number where the sign stands: no plural depends on a share.
        "sent": say.fill("camera-sent-share", "percent", "#"),
        "kept": say.say("camera-kept"),
    });
    words.to_string()
}

/// Where each browser keeps the permission to use the camera; the script knows which one it is in.
pub(super) fn camera_steps(say: Say) -> [(&'static str, String); 9] {
    [
        ("chrome", say.say("camera-steps-chrome")),
        ("chrome-phone", say.say("camera-steps-chrome-phone")),
        ("edge", say.say("camera-steps-edge")),
        ("firefox", say.say("camera-steps-firefox")),
        ("safari", say.say("camera-steps-safari")),
        ("safari-phone", say.say("camera-steps-safari-phone")),
        ("samsung", say.say("camera-steps-samsung")),
        ("in-app", say.say("camera-steps-in-app")),
        ("other", say.say("camera-steps-other")),
    ]
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

/// A button that goes back to a step that is done.
pub(super) struct Reopen {
    pub(super) step: &'static str,
    pub(super) label: String,
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
    camera_steps: [(&'static str, String); 9],
}
