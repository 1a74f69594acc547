//! One document's pictures.

use std::cell::OnceCell;

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::Zone;
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_vision::document::{Outline, ZonePlace, locate};
use bonafide_vision::face::{Embedding, Face, Quality};
use bonafide_vision::fingerprint::Fingerprint;
use bonafide_vision::intake::{self, Limits};
use bonafide_vision::layout;
use bonafide_vision::zone::{self, ZoneNotFound, ZoneReading};
use image::{GrayImage, RgbImage};
use jiff::civil::Date;

use crate::barcode::{self, DocumentCode};
use crate::photograph;
use crate::portraits::Portrait;
use crate::print;
use crate::zone::{Expectation, judge, values_of};
use crate::{DocumentExamined, DocumentInput, Examiner, Picture, Unavailable, model};

/// A face that fills more of a picture than this, without a zone, is a portrait photo and no document.
const PORTRAIT_PHOTO_SHARE: f32 = 0.12;

/// Two pictures show one side when their portraits are as alike as this and about as large.
const SAME_PORTRAIT: f32 = 0.3;

/// A side of the document with what was found on it.
pub(crate) struct Side<'a> {
    picture: Picture<'a>,
    pub(crate) photo: RgbImage,
    /// Faces, the largest first.
    pub(crate) faces: Vec<Face>,
    /// Measures of the portrait, once they were asked for.
    embedding: OnceCell<Embedding>,
}

impl<'a> Side<'a> {
    pub(crate) fn of(examiner: &Examiner, picture: Picture<'a>) -> Result<Self, Unavailable> {
        let photo = intake::decode(picture.bytes, &Limits::default())?.image;
        let faces = examiner.faces.detect(&photo)?;
        Ok(Self {
            picture,
            photo,
            faces,
            embedding: OnceCell::new(),
        })
    }

    /// The portrait's measures; `None` where there is no portrait.
    pub(crate) fn embedding(&self, examiner: &Examiner) -> Result<Option<&Embedding>, Unavailable> {
        let Some(face) = self.portrait() else {
            return Ok(None);
        };
        if let Some(known) = self.embedding.get() {
            return Ok(Some(known));
        }
        let measured = examiner.faces.embed(&self.photo, face)?;
        Ok(Some(self.embedding.get_or_init(|| measured)))
    }

    /// The holder's portrait: the largest face. Smaller ones are its ghost images.
    pub(crate) fn portrait(&self) -> Option<&Face> {
        self.faces.first()
    }

    /// Whether it should show the portrait.
    pub(crate) fn is_front(&self) -> bool {
        self.picture.kind == EvidenceKind::DocumentFront
    }

    /// The portrait's share of the picture.
    pub(crate) fn portrait_share(&self) -> Option<f32> {
        let (width, height) = self.photo.dimensions();
        Some(self.portrait()?.area() / (width as f32 * height as f32))
    }
}

/// The side whose portrait is compared with: the front's, or the back's where the sides were swapped.
pub(crate) fn portrait_side<'s, 'a>(
    front: &'s Side<'a>,
    back: Option<&'s Side<'a>>,
) -> Option<&'s Side<'a>> {
    [Some(front), back]
        .into_iter()
        .flatten()
        .max_by(|one, other| {
            one.portrait_share()
                .unwrap_or(0.0)
                .total_cmp(&other.portrait_share().unwrap_or(0.0))
        })
}

pub(crate) fn examine(
    examiner: &Examiner,
    input: &DocumentInput<'_>,
) -> Result<DocumentExamined, Unavailable> {
    let front = Side::of(examiner, input.front)?;
    let back = input
        .back
        .map(|picture| Side::of(examiner, picture))
        .transpose()?;
    let readings = read_zones(examiner, &front, back.as_ref())?;
    let evidence = || {
        std::iter::once(&front)
            .chain(&back)
            .map(|side| side.picture.id.clone())
    };

    let present = presence(&front, readings.any() || input.typed.is_some());
    // What is no document is not also blurred, and what is on it is nobody's business.
    let (lies, photographs, codes) = if present.outcome == Outcome::Pass {
        let lies = [
            Lie::of(&front, readings.front.as_ref().ok()),
            (back.as_ref()).map_or_else(Lie::default, |back| {
                Lie::of(
                    back,
                    readings.back.as_ref().and_then(|back| back.as_ref().ok()),
                )
            }),
        ];
        let photographs = photographs(
            (&front, &lies[0]),
            (back.as_ref(), &lies[1]),
            &readings,
            input,
        );
        let sides = std::iter::once(&front).chain(&back).zip(&lies);
        let codes = sides.flat_map(|(side, lie)| barcode::read(lie.straight.as_ref(), &side.photo));
        let codes: Vec<DocumentCode> = codes.collect();
        for side in std::iter::once(&front).chain(&back) {
            examiner
                .portraits
                .keep(side.picture.bytes, Portrait::on(examiner, side)?);
        }
        (lies, photographs, codes)
    } else {
        Default::default()
    };
    let mut findings = vec![
        present,
        sides(examiner, input, &front, back.as_ref(), &readings)?,
        portrait_present(examiner, portrait_side(&front, back.as_ref())),
    ];
    if let Some(side) = portrait_side(&front, back.as_ref())
        && let Some(portrait) = side.portrait()
    {
        findings.push(portrait_quality(
            examiner,
            input,
            &Quality::of(&side.photo, &portrait.mesh),
        ));
    }
    let expected = Expectation {
        kind: input.kind,
        livemode: input.livemode,
        today: input.today,
    };
    let reading = readings.best();
    let read = reading.map(|reading| values_read(reading, input.today));
    let zone = match (input.typed, reading) {
        (Some(typed), Some(reading))
            if reading.zone.checks_ok() && typed.lines == reading.lines =>
        {
            findings.push(zone_read(reading));
            findings.extend(judge(&reading.zone, expected));
            read
        }
        (Some(typed), Some(reading))
            if read.as_ref().is_some_and(|read| contradict(read, typed)) =>
        {
            findings.push(Finding::new(
                Check::ZoneRead,
                Outcome::Fail,
                Reason::ZoneDiffers,
            ));
            findings.extend(judge(&reading.zone, expected));
            read
        }
        (Some(typed), _) => {
            findings.push(Finding::new(
                Check::ZoneRead,
                Outcome::Inconclusive,
                Reason::ZoneTyped,
            ));
            if let Ok(zone) = bonafide_mrz::parse(&typed.lines) {
                findings.extend(judge(&zone, expected));
            }
            Some(typed.clone())
        }
        (None, Some(reading)) => {
            findings.push(zone_read(reading));
            findings.extend(judge(&reading.zone, expected));
            read
        }
        (None, None) => {
            findings.push(Finding::new(
                Check::ZoneRead,
                Outcome::Fail,
                readings.why_none(),
            ));
            None
        }
    };
    let zone = zone.map(|mut zone| {
        findings.extend(beside_zone(
            examiner,
            (&front, back.as_ref()),
            &lies,
            &mut zone,
        ));
        zone
    });
    findings.extend(barcode::judge(&codes, zone.as_ref(), input.today));
    // What explains the rest comes first: it is what a person is told.
    let (explaining, photographs): (Vec<Finding>, Vec<Finding>) =
        photographs.into_iter().partition(explains);
    let of_both = findings.into_iter().map(|finding| finding.on(evidence()));
    let findings = explaining
        .into_iter()
        .chain(of_both)
        .chain(photographs)
        .collect();
    Ok(DocumentExamined {
        findings,
        zone,
        codes,
    })
}

/// How a document lies in a photograph.
#[derive(Default)]
struct Lie {
    outline: Option<Outline>,
    /// The document straightened.
    straight: Option<GrayImage>,
    /// The same for reading print.
    flat: Option<GrayImage>,
}

impl Lie {
    fn of(side: &Side<'_>, zone: Option<&ZoneReading>) -> Self {
        let place = zone.map(|reading| ZonePlace {
            format: reading.zone.format,
            quad: reading.quad,
        });
        let outline = locate(&side.photo, place);
        let straight = outline.map(|outline| layout::straight(&side.photo, &outline));
        let flat = straight.as_ref().map(layout::flat);
        Self {
            outline,
            straight,
            flat,
        }
    }
}

/// Reads the print into what was read from the zone; the findings on what it says.
fn beside_zone(
    examiner: &Examiner,
    (front, back): (&Side<'_>, Option<&Side<'_>>),
    [front_lie, back_lie]: &[Lie; 2],
    zone: &mut Zone,
) -> Vec<Finding> {
    let swapped = back.is_some_and(|back| {
        portrait_side(front, Some(back)).is_some_and(|side| std::ptr::eq(side, back))
    });
    let mut flat = [front_lie.flat.as_ref(), back_lie.flat.as_ref()];
    if swapped {
        flat.reverse();
    }
    let parsed = bonafide_mrz::parse(&zone.lines).ok();
    let cut = (parsed.as_ref()).is_some_and(|zone| zone.names.may_be_truncated);
    let text = examiner.text().ok();
    let agreement = print::read(text, flat, zone, cut);
    let sure = parsed.is_some_and(|zone| zone.checks_ok());
    agreement
        .into_iter()
        .chain(print::national_number(zone, sure))
        .collect()
}

/// Whether it is why a zone cannot be read or is missing.
fn explains(finding: &Finding) -> bool {
    let hides = matches!(
        finding.check,
        Check::DocumentCovered | Check::DocumentScreen | Check::DocumentScreenshot
    );
    hides && finding.outcome == Outcome::Fail
}

/// How each side was photographed.
fn photographs(
    front: (&Side<'_>, &Lie),
    (back, back_lie): (Option<&Side<'_>>, &Lie),
    readings: &Readings,
    input: &DocumentInput<'_>,
) -> Vec<Finding> {
    let of = |(side, lie): (&Side<'_>, &Lie), zone| {
        let id = side.picture.id.clone();
        let findings = photograph::judge(side, lie.outline.as_ref(), zone, input);
        findings
            .into_iter()
            .map(move |finding| finding.on([id.clone()]))
    };
    let mut findings: Vec<Finding> = of(front, Some(&readings.front)).collect();
    if let Some(back) = back {
        findings.extend(of((back, back_lie), readings.back.as_ref()));
    }
    findings
}

/// The zones of both sides.
struct Readings {
    front: Result<ZoneReading, ZoneNotFound>,
    back: Option<Result<ZoneReading, ZoneNotFound>>,
}

fn read_zones(
    examiner: &Examiner,
    front: &Side<'_>,
    back: Option<&Side<'_>>,
) -> Result<Readings, Unavailable> {
    let read = |side: &Side<'_>| match zone::read(&side.photo, &examiner.zones) {
        Err(ZoneNotFound::Model(error)) => Err(Unavailable::from(error)),
        other => Ok(other),
    };
    Ok(Readings {
        front: read(front)?,
        back: back.map(read).transpose()?,
    })
}

impl Readings {
    fn any(&self) -> bool {
        self.best().is_some()
    }

    /// The reading whose check digits agree, else the one read with more certainty.
    fn best(&self) -> Option<&ZoneReading> {
        [
            self.front.as_ref().ok(),
            self.back.as_ref().and_then(|back| back.as_ref().ok()),
        ]
        .into_iter()
        .flatten()
        .max_by(|one, other| {
            (one.zone.checks_ok(), one.confidence)
                .partial_cmp(&(other.zone.checks_ok(), other.confidence))
                .unwrap_or(std::cmp::Ordering::Equal)
        })
    }

    fn both(&self) -> Option<(&ZoneReading, &ZoneReading)> {
        Some((
            self.front.as_ref().ok()?,
            self.back.as_ref()?.as_ref().ok()?,
        ))
    }

    /// Something like a zone that cannot be read calls for a better picture; nothing like one, for another side.
    fn why_none(&self) -> Reason {
        let unreadable = |reading: &Result<ZoneReading, ZoneNotFound>| {
            matches!(reading, Err(ZoneNotFound::Unreadable { .. }))
        };
        if unreadable(&self.front) || self.back.as_ref().is_some_and(unreadable) {
            Reason::DocumentUnreadable
        } else {
            Reason::ZoneNotFound
        }
    }
}

fn presence(front: &Side<'_>, zone: bool) -> Finding {
    match front.portrait_share() {
        _ if zone => Finding::pass(Check::DocumentPresent),
        None => Finding::new(
            Check::DocumentPresent,
            Outcome::Fail,
            Reason::DocumentNotFound,
        ),
        Some(share) if share > PORTRAIT_PHOTO_SHARE => Finding::new(
            Check::DocumentPresent,
            Outcome::Fail,
            Reason::PortraitInsteadOfDocument,
        )
        .measured(f64::from(share), f64::from(PORTRAIT_PHOTO_SHARE)),
        Some(_) => Finding::pass(Check::DocumentPresent),
    }
}

fn sides(
    examiner: &Examiner,
    input: &DocumentInput<'_>,
    front: &Side<'_>,
    back: Option<&Side<'_>>,
    readings: &Readings,
) -> Result<Finding, Unavailable> {
    let Some(back) = back else {
        let missing = input.kind.has_back();
        return Ok(if missing {
            Finding::new(
                Check::DocumentSides,
                Outcome::Fail,
                Reason::DocumentSideMissing,
            )
        } else {
            Finding::pass(Check::DocumentSides)
        });
    };
    let bits = Fingerprint::of(&front.photo).distance(&Fingerprint::of(&back.photo));
    let distance = f64::from(bits) / 256.0;
    let threshold = input.thresholds.same_image_distance;
    let same = front.picture.bytes == back.picture.bytes
        || distance <= threshold
        || readings
            .both()
            .is_some_and(|(one, other)| one.lines == other.lines)
        || same_portrait(examiner, front, back)?;
    let finding = if same {
        Finding::new(
            Check::DocumentSides,
            Outcome::Fail,
            Reason::DocumentSameSide,
        )
    } else if front.portrait().is_none() && back.portrait().is_none() {
        // Neither side shows the holder: whatever was photographed, it was not both sides.
        Finding::new(
            Check::DocumentSides,
            Outcome::Inconclusive,
            Reason::DocumentSideMissing,
        )
    } else {
        Finding::pass(Check::DocumentSides)
    };
    Ok(finding.measured(distance, threshold))
}

/// Whether both pictures show the same portrait at about the same size. Ghost images are much smaller.
fn same_portrait(
    examiner: &Examiner,
    front: &Side<'_>,
    back: &Side<'_>,
) -> Result<bool, Unavailable> {
    let (Some(one_share), Some(other_share)) = (front.portrait_share(), back.portrait_share())
    else {
        return Ok(false);
    };
    if one_share.min(other_share) < 0.4 * one_share.max(other_share) {
        return Ok(false);
    }
    let (one, other) = (front.embedding(examiner)?, back.embedding(examiner)?);
    Ok((one.zip(other)).is_some_and(|(one, other)| one.distance(other) <= SAME_PORTRAIT))
}

fn portrait_present(examiner: &Examiner, side: Option<&Side<'_>>) -> Finding {
    let finding = match side.and_then(Side::portrait) {
        Some(face) => Finding::pass(Check::PortraitPresent).measured(f64::from(face.score), 0.5),
        None => Finding::new(
            Check::PortraitPresent,
            Outcome::Fail,
            Reason::PortraitNotFound,
        ),
    };
    finding.by(model(examiner.faces.detector()))
}

/// Whether the portrait is worth comparing with. Too small or too poor is nobody's guilt.
fn portrait_quality(examiner: &Examiner, input: &DocumentInput<'_>, quality: &Quality) -> Finding {
    let (eyes, sharpness) = (
        f64::from(quality.eye_distance),
        f64::from(quality.sharpness),
    );
    let too_poor = || {
        Finding::new(
            Check::PortraitQuality,
            Outcome::Inconclusive,
            Reason::PortraitTooPoor,
        )
    };
    let finding = if eyes < input.thresholds.portrait_eye_distance {
        too_poor().measured(eyes, input.thresholds.portrait_eye_distance)
    } else if sharpness < input.thresholds.portrait_sharpness {
        too_poor().measured(sharpness, input.thresholds.portrait_sharpness)
    } else {
        Finding::pass(Check::PortraitQuality).measured(eyes, input.thresholds.portrait_eye_distance)
    };
    finding.by(model(examiner.faces.detector()))
}

/// Whether what a check digit confirms in the one is another value in the other. Where only the
/// rest differs, names above all, either may be misread.
fn contradict(read: &Zone, typed: &Zone) -> bool {
    read.confirmed
        .iter()
        .filter(|field| typed.confirmed.contains(field))
        .any(|field| read.values.get(field) != typed.values.get(field))
}

fn values_read(reading: &ZoneReading, today: Date) -> Zone {
    values_of(&reading.zone, &reading.lines, &reading.ambiguous, today)
}

fn zone_read(reading: &ZoneReading) -> Finding {
    let repairs = reading.repairs.len();
    let finding = if repairs == 0 {
        Finding::pass(Check::ZoneRead)
    } else {
        Finding::new(Check::ZoneRead, Outcome::Warn, Reason::ZoneRepaired)
    };
    finding
        .measured(f64::from(reading.confidence), 0.0)
        .by(model(bonafide_vision::models::Name::TextRecognizer.info()))
}

impl Picture<'_> {
    /// Whether it should show the face.
    pub(crate) fn is_selfie(&self) -> bool {
        self.kind == EvidenceKind::Selfie
    }
}
