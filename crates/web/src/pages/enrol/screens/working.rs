//! What is being done while the person waits.

use askama::Template;
use bonafide_identity::registration::Working;
use bonafide_identity::service::StepKind;

use super::{Journey, Scene};
use crate::frame::Frame;
use crate::texts::Say;

impl Scene<'_> {
    pub(super) fn working(&self, on: Working) -> Result<String, askama::Error> {
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
            Working::JudgingChip => {
                events.push(event("enrol-working-event-read", true));
                events.push(event("enrol-working-event-chip", true));
                events.push(event("enrol-working-now-chip", false));
                "enrol-working-chip-title"
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
}

struct WorkEvent {
    text: String,
    done: bool,
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
