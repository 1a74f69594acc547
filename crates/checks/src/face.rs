//! A selfie: exactly one face, large enough, that of the document's portrait, and not its photo.

use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_vision::face::{Embedding, Face, Quality};

use crate::document::Side;
use crate::portraits::Held;
use crate::{Examiner, FaceExamined, FaceInput, FaceTemplate, Unavailable, model};
use crate::{chip, selfie_quality};

/// A further face counts when it is at least this large beside the largest, by area. Smaller ones stand in
/// the background.
const BYSTANDER_SHARE: f32 = 0.25;

pub(crate) fn examine(
    examiner: &Examiner,
    input: &FaceInput<'_>,
) -> Result<FaceExamined, Unavailable> {
    let selfie = Side::of(examiner, input.selfie)?;
    debug_assert!(input.selfie.is_selfie(), "the selfie is what is compared");

    let mut findings = vec![count(&selfie.faces).by(model(examiner.faces.detector()))];
    let Some(face) = selfie.portrait() else {
        return Ok(on_selfie(findings, None, input));
    };
    findings.push(size(
        examiner,
        input,
        &Quality::of(&selfie.photo, &face.mesh),
    ));
    findings.extend(selfie_quality::in_session(
        &examiner.faces,
        &selfie.photo,
        face,
        &input.thresholds.selfie(),
    )?);
    // The chip's portrait is the better one. Whoever calls gives it only where a state signed it.
    let chip = input.chip.and_then(chip::picture);
    let on_chip = match &chip {
        Some(photo) => chip::largest(examiner, photo)?.map(|face| (photo, face)),
        None => None,
    };
    let on_chip = on_chip
        .map(|(photo, portrait)| Held::of(examiner, photo, &portrait))
        .transpose()?;
    let printed = Held::printed(examiner, input.front, input.back)?;
    let shown = examiner.faces.embed(&selfie.photo, face)?;
    let pairs = [on_chip, printed].map(|held| held.map(|held| Pair::of(&shown, &held)));
    // A picture of either portrait is no selfie.
    let nearest = (pairs.iter().flatten()).min_by(|a, b| a.distance.total_cmp(&b.distance));
    findings.push(identity(input, nearest));
    let compared = pairs.iter().flatten().next();
    let embedder = model(examiner.faces.embedder());
    let template = FaceTemplate {
        model: embedder.sha256.clone(),
        bytes: shown.to_bytes().to_vec(),
    };
    findings.push(comparison(input, compared).by(embedder));
    Ok(on_selfie(findings, Some(template), input))
}

fn on_selfie(
    findings: Vec<Finding>,
    template: Option<FaceTemplate>,
    input: &FaceInput<'_>,
) -> FaceExamined {
    let findings = findings.into_iter();
    FaceExamined {
        findings: findings
            .map(|finding| finding.on([input.selfie.id.clone()]))
            .collect(),
        template,
    }
}

fn count(faces: &[Face]) -> Finding {
    let largest = faces.first().map_or(0.0, Face::area);
    let counted = faces
        .iter()
        .filter(|face| face.area() >= BYSTANDER_SHARE * largest)
        .count();
    let finding = match counted {
        0 => Finding::new(Check::SelfieFaceCount, Outcome::Fail, Reason::FaceNotFound),
        1 => Finding::pass(Check::SelfieFaceCount),
        _ => Finding::new(Check::SelfieFaceCount, Outcome::Fail, Reason::SeveralFaces),
    };
    finding.measured(counted as f64, 1.0)
}

fn size(examiner: &Examiner, input: &FaceInput<'_>, quality: &Quality) -> Finding {
    let (eyes, threshold) = (
        f64::from(quality.eye_distance),
        input.thresholds.selfie_eye_distance,
    );
    let finding = if eyes >= threshold {
        Finding::pass(Check::SelfieFaceSize)
    } else {
        Finding::new(Check::SelfieFaceSize, Outcome::Fail, Reason::FaceTooSmall)
    };
    finding
        .measured(eyes, threshold)
        .by(model(examiner.faces.detector()))
}

/// Selfie and portrait, side by side.
struct Pair {
    /// Distance of the embeddings.
    distance: f64,
    /// Distance between the portrait's eyes, in pixels.
    portrait_eyes: f64,
}

impl Pair {
    fn of(shown: &Embedding, held: &Held) -> Self {
        Self {
            distance: f64::from(shown.distance(&held.embedding)),
            portrait_eyes: held.eyes,
        }
    }
}

/// Whether the selfie is a picture that was handed in before: a document's file, or the portrait's own photo.
fn identity(input: &FaceInput<'_>, pair: Option<&Pair>) -> Finding {
    let sent_before = |picture: crate::Picture<'_>| picture.bytes == input.selfie.bytes;
    if sent_before(input.front) || input.back.is_some_and(sent_before) {
        return Finding::new(Check::ImageIdentity, Outcome::Fail, Reason::SameImageAgain);
    }
    let Some(pair) = pair else {
        return Finding::pass(Check::ImageIdentity);
    };
    // Two photos of one person differ in pose and light, and so do their faces' measures: the nearest
    // two of one sitting are 0.22 apart. A copy differs in neither, mirrored and recoloured included.
    let most = input.thresholds.portrait_copy_distance;
    let finding = if pair.distance <= most {
        Finding::new(
            Check::ImageIdentity,
            Outcome::Fail,
            Reason::PortraitAsSelfie,
        )
    } else {
        Finding::pass(Check::ImageIdentity)
    };
    finding.measured(pair.distance, most)
}

/// Compares the faces. Between the two thresholds nobody can tell.
fn comparison(input: &FaceInput<'_>, pair: Option<&Pair>) -> Finding {
    let Some(pair) = pair else {
        return Finding::new(
            Check::FaceMatch,
            Outcome::Inconclusive,
            Reason::PortraitNotFound,
        );
    };
    let thresholds = input.thresholds;
    let finding = if pair.distance <= thresholds.face_match_distance {
        Finding::pass(Check::FaceMatch)
    } else if pair.portrait_eyes < thresholds.portrait_eye_distance {
        // A poor portrait resembles nobody, so its difference proves nothing.
        Finding::new(
            Check::FaceMatch,
            Outcome::Inconclusive,
            Reason::PortraitTooPoor,
        )
    } else if pair.distance < thresholds.face_mismatch_distance {
        Finding::new(
            Check::FaceMatch,
            Outcome::Inconclusive,
            Reason::FaceUncertain,
        )
    } else {
        Finding::new(Check::FaceMatch, Outcome::Fail, Reason::FaceMismatch)
    };
    finding.measured(pair.distance, thresholds.face_match_distance)
}
