//! The face of whoever an account's identity was proven of: so that nobody gets in with their document
//! and another face.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::id::{EvidenceId, OrganisationId, RegistrationId};
use bonafide_store::keys::Plain;
use bonafide_store::{StoreError, evidence};
use serde::{Deserialize, Serialize};

use crate::examiner::{FaceInput, FaceTemplate, Picture, template_distance};
use crate::worker::thread::compute;
use crate::{Error, Service};

/// How long somebody waits for their turn, and for the face, before it goes on without.
const PATIENCE: Duration = Duration::from_secs(20);

/// A face as it is kept.
#[derive(Serialize, Deserialize)]
struct Bound {
    model: String,
    template: String,
}

/// What a registration saw of somebody's face.
pub(super) struct Seen {
    template: FaceTemplate,
    /// The largest distance of two faces of one person, by its policy.
    distance: f64,
}

impl Seen {
    /// To be kept, sealed.
    pub(super) fn encoded(&self) -> Vec<u8> {
        let bound = Bound {
            model: self.template.model.clone(),
            template: STANDARD.encode(&self.template.bytes),
        };
        serde_json::to_vec(&bound).expect("a face is plain data")
    }
}

/// Whether a face that was kept is the one that was seen. Faces of different models cannot be told.
pub(super) fn is_alike(kept: &[u8], seen: &Seen) -> bool {
    let Ok(bound) = serde_json::from_slice::<Bound>(kept) else {
        return false;
    };
    let Ok(template) = STANDARD.decode(&bound.template) else {
        return false;
    };
    bound.model == seen.template.model
        && template_distance(&template, &seen.template.bytes)
            .is_some_and(|distance| distance <= seen.distance)
}

fn picture(kind: EvidenceKind, (id, bytes): &(EvidenceId, Plain)) -> Picture<'_> {
    Picture { id, kind, bytes }
}

impl Service {
    /// The face that a verified registration compared with its document, looked at once more; `None` where
    /// its picture is gone.
    pub(super) async fn face_of(
        &self,
        organisation: &OrganisationId,
        registration: &RegistrationId,
    ) -> Result<Option<Seen>, Error> {
        let mut read = self.store().read().await?;
        let loaded = self
            .load_for_person(&mut read, organisation, registration)
            .await?;
        let present = &loaded.record.registration;
        let of_kind = |kind| {
            present
                .evidence()
                .filter(|one| one.kind == kind)
                .last()
                .map(|one| one.id.clone())
        };
        let (Some(front), Some(selfie)) = (
            of_kind(EvidenceKind::DocumentFront),
            of_kind(EvidenceKind::Selfie),
        ) else {
            return Ok(None);
        };
        let mut rows = Vec::new();
        for id in [&front, &selfie] {
            rows.extend(evidence::find(&mut read, organisation, id).await?);
        }
        drop(read);
        let mut pictures: Vec<(EvidenceId, Plain)> = Vec::new();
        for row in &rows {
            match self.store().evidence_bytes(row).await {
                Ok(bytes) => pictures.push((row.id.clone(), bytes)),
                Err(StoreError::Erased(_)) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
        }
        let Ok([front, selfie]) = <[_; 2]>::try_from(pictures) else {
            return Ok(None);
        };
        let examiner = std::sync::Arc::clone(&self.core.examiner);
        let policy = loaded.policy;
        let distance = policy.thresholds.face_match_distance;
        let turn = self.core.examinations.acquire();
        let turn = tokio::time::timeout(PATIENCE, turn).await;
        let _turn = turn.map_err(|_| Error::Overloaded)?;
        let looking = compute(move || {
            let input = FaceInput {
                front: picture(EvidenceKind::DocumentFront, &front),
                back: None,
                chip: None,
                selfie: picture(EvidenceKind::Selfie, &selfie),
                thresholds: &policy.thresholds,
            };
            examiner.face(&input).template
        });
        let mut looking = looking.map_err(|_| Error::Overloaded)?;
        let seen = tokio::time::timeout(PATIENCE, looking.result()).await;
        let seen = seen.map_err(|_| Error::Overloaded)?;
        let template = seen.map_err(|_| Error::Inconsistent("a face"))?;
        Ok(template.map(|template| Seen { template, distance }))
    }
}
