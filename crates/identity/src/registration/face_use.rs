//! The same face under another document: one-to-many, where the policy asks for it.
//!
//! Faces are compared as documents are, within one organisation and one mode, with registrations that
//! ended verified and are not erased yet, and only with people of the same year of birth where it is
//! known. That faces are alike proves nothing, twins are: a moderator decides, and the person hears
//! nothing of it.

use super::{Context, Registration};
use crate::fields::Field;
use crate::finding::{Check, Finding, Model, Outcome, Reason};

/// What a search for a face found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FaceSearch {
    /// There was no face to search with, or no way to.
    Unavailable,
    /// All were looked through.
    Searched {
        /// In how many other registrations the face stands for somebody else.
        others: u32,
        /// How far the nearest of these is.
        nearest: Option<f64>,
    },
}

impl Registration {
    /// The year of birth, where something vouches for it.
    pub fn birth_year(&self) -> Option<u16> {
        let fields = self.decided_fields();
        let born = fields.get(&Field::BirthDate)?;
        let year = born
            .text
            .get(..4)
            .filter(|_| born.verification.is_verified());
        year?.parse().ok().filter(|year| *year > 0)
    }

    /// What is found where others were searched: a face that is alike is a doubt, never more.
    pub(super) fn use_of_face(&self, context: &Context<'_>) -> Option<Finding> {
        let search = context.faces?;
        let limits = context.policy.face_duplicates?;
        let check = Check::FaceUse;
        let unsure = |reason| Finding::new(check, Outcome::Inconclusive, reason);
        let mut found = match search {
            FaceSearch::Unavailable => return Some(unsure(Reason::CheckUnavailable)),
            FaceSearch::Searched { others: 0, .. } => Finding::pass(check),
            FaceSearch::Searched { nearest, .. } => {
                let mut found = unsure(Reason::FaceAlreadyUsed);
                found.measured = nearest;
                found
            }
        };
        found.threshold = Some(limits.distance);
        found.model = self.face_model();
        Some(found)
    }

    /// The model that compared the face with the document's.
    fn face_model(&self) -> Option<Model> {
        let mut findings = self.findings(super::Examination::Face)?.iter();
        let compared = findings.find(|finding| finding.check == Check::FaceMatch)?;
        compared.model.clone()
    }
}
