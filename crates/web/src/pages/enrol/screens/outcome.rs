//! How it ended, or that a moderator looks at it; stopping; the way back.

use askama::Template;
use bonafide_identity::finding::Reason;
use bonafide_identity::notice::Code;
use bonafide_identity::registration::Status;

use super::{Journey, Scene};
use crate::frame::{Audience, Frame, Visitor};
use crate::notices::NoticeView;
use crate::texts::Say;
use crate::words;

impl Scene<'_> {
    pub(super) fn review(&self) -> Result<String, askama::Error> {
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

    pub(super) fn result(
        &self,
        status: Status,
        reasons: &[Reason],
    ) -> Result<String, askama::Error> {
        let say = self.say();
        let told = |code: Code| code.notice().texts(say.language()).text.clone();
        let of = |id: &str| say.fill(id, "organisation", self.organisation);
        let (heading, class, lead, next) = match status {
            Status::Verified => (
                "enrol-verified-title",
                "verified",
                of("enrol-verified-lead"),
                "enrol-result-verified-next",
            ),
            Status::Rejected => (
                "enrol-rejected-title",
                "rejected",
                told(Code::RegistrationRejected),
                "enrol-result-rejected-next",
            ),
            Status::Expired => (
                "enrol-expired-title",
                "ended",
                told(Code::RegistrationExpired),
                "enrol-result-ended-next",
            ),
            _ => (
                "enrol-canceled-title",
                "ended",
                told(Code::RegistrationCanceled),
                "enrol-result-ended-next",
            ),
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
            next: of(next),
            keep: self.may_keep && status == Status::Verified,
            regains: self.regains && status == Status::Verified,
        }
        .render()
    }

    /// Whether to stop, to be confirmed.
    pub(in super::super) fn cancel(&self) -> Result<String, askama::Error> {
        let mut journey = self.journey();
        journey.may_cancel = false;
        journey.notice = None;
        let mut frame = self.frame();
        frame.problem = false;
        Cancel {
            t: self.say(),
            frame,
            journey,
        }
        .render()
    }
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
    lead: String,
    reasons: Vec<NoticeView>,
    next: String,
    /// Whether an account can keep what was proven.
    keep: bool,
    regains: bool,
}

/// What a browser shows that forgot whom it was used by.
#[derive(Template)]
#[template(path = "pages/enrol/forgotten.html")]
pub(in super::super) struct Forgotten {
    t: Say,
    frame: Frame,
}

impl Forgotten {
    pub(in super::super) fn new(visitor: &Visitor) -> Self {
        Self {
            t: visitor.say,
            frame: Frame::new(visitor, Audience::Person).at("/verify"),
        }
    }
}

#[derive(Template)]
#[template(path = "pages/enrol/cancel.html")]
struct Cancel {
    t: Say,
    frame: Frame,
    journey: Journey,
}

/// The page that takes a person back to the organisation.
#[derive(Template)]
#[template(path = "pages/enrol/returning.html")]
pub(in super::super) struct Returning<'a> {
    t: Say,
    frame: Frame,
    heading: String,
    organisation: &'a str,
    url: &'a str,
}

impl<'a> Returning<'a> {
    pub(in super::super) fn new(
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
