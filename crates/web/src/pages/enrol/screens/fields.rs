//! Checking what was read.

use askama::Template;
use bonafide_identity::fields::{Field, Value, Zone};
use bonafide_identity::registration::event::FieldProblem;

use super::super::field::{Entered, FieldInput, FieldKind};
use super::super::letters;
use super::{Journey, Scene};
use crate::frame::Frame;
use crate::mistake::Mistake;
use crate::texts::Say;

impl Scene<'_> {
    /// The answers to be checked; `entered` with what was wrong about them when they come back.
    pub(in super::super) fn fields(
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
            letters: zone
                .and_then(|zone| zone.values.get(&Field::IssuingState))
                .map_or("", |state| letters::of_state(state)),
            lines: zone.map_or_else(Vec::new, |zone| zone.lines.clone()),
        }
        .render()
    }
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
    /// The letters that keyboards may lack.
    letters: &'static str,
    lines: Vec<String>,
}
