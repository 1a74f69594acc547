//! The choice of a document.

use askama::Template;
use bonafide_identity::fields::DocumentKind;
use bonafide_identity::notice::Code;

use super::{Journey, Scene};
use crate::frame::Frame;
use crate::mistake::Mistake;
use crate::texts::Say;
use crate::words::{self, Word};

impl Scene<'_> {
    /// The choice of a document; `mistake` when nothing that can be chosen was.
    pub(in super::super) fn choose(
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
        let errors = Mistake::of(mistake, &first, "step-document", say);
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
}

struct DocumentChoice {
    value: &'static str,
    name: String,
    hint: String,
    chosen: bool,
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
