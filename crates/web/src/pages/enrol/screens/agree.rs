//! Agreeing to the check, or not.

use askama::Template;
use bonafide_identity::notice::{Action, Code};
use bonafide_identity::service::StepKind;

use super::{Journey, Scene};
use crate::frame::Frame;
use crate::notices::NoticeView;
use crate::texts::Say;

/// The version of the text that people agree to. A test pins it to what the text says.
pub(in super::super) const CONSENT_VERSION: &str = "2026-11-3";

impl Scene<'_> {
    pub(super) fn consent(&self) -> Result<String, askama::Error> {
        let say = self.say();
        let asked = self
            .definition
            .steps
            .iter()
            .filter_map(|step| match step {
                StepKind::Consent => None,
                StepKind::Document => Some("enrol-consent-what-document"),
                StepKind::Chip => Some("enrol-consent-what-chip"),
                StepKind::Fields => Some("enrol-consent-what-fields"),
                StepKind::Selfie => Some("enrol-consent-what-selfie"),
                StepKind::Liveness => Some("enrol-consent-what-liveness"),
            })
            .map(|id| say.say(id))
            .collect();
        let mut journey = self.journey();
        // Not agreeing is the way to stop here.
        journey.may_cancel = false;
        Consent {
            t: say,
            frame: self.frame(),
            journey,
            service: self.definition.title.clone(),
            purpose: self.definition.purpose.clone(),
            asked,
            keep_days: self.keep_days,
            seeks_faces: self.seeks_faces,
            text_version: CONSENT_VERSION,
        }
        .render()
    }

    /// What follows when somebody does not agree.
    pub(in super::super) fn declined(&self) -> Result<String, askama::Error> {
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
    seeks_faces: bool,
    text_version: &'static str,
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
