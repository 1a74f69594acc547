//! Typing the machine-readable zone.

use askama::Template;
use bonafide_identity::notice::Code;

use super::{Journey, Scene};
use crate::frame::Frame;
use crate::mistake::Mistake;
use crate::texts::Say;

impl Scene<'_> {
    /// The page on which the zone is typed; `typed` as it was entered before.
    pub(in super::super) fn zone(
        &self,
        typed: &str,
        mistake: Option<Code>,
    ) -> Result<String, askama::Error> {
        let say = self.say();
        let errors = Mistake::of(mistake, "zone", "enrol-zone-label", say);
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
