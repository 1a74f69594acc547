//! One document's pictures.

use std::cell::OnceCell;

use bonafide_identity::evidence::EvidenceKind;
use bonafide_identity::fields::Zone;
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_mrz::Format;
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
use crate::portraits::Held;
use crate::print;
use crate::zone::{Expectation, judge, values_of};
use crate::{DocumentExamined, DocumentInput, Examiner, Picture, Unavailable, model};

/// A face that fills more of a picture than this, without a zone, is a portrait photo and no document.
const PORTRAIT_PHOTO_SHARE: f32 = 0.12;

/// A further face counts when it is at least this large beside the portrait, by area. Ghost images are smaller.
const ANOTHER_FACE: f32 = 0.4;

/// Two pictures show one side when their portraits are as alike as this and about as large.
const SAME_PORTRAIT: f32 = 0.3;

/// A side of the document with what was found on it.
pub(crate) struct Side<'a> {
    picture: Picture<'a>,
    pub(crate) photo: RgbImage,
    /// Faces, the largest first: once it is known where the document lies, those on it.
    pub(crate) faces: Vec<Face>,
    /// The largest of the faces that lie beside the document, by area.
    beside: f32,
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
            beside: 0.0,
            embedding: OnceCell::new(),
        })
    }

    /// Leaves out the faces that lie beside the document: whoever puts a photograph next to it is not its
    /// holder. Where nothing but its edges tells where it lies and none is on it, the edges may be wrong.
    fn keep_to(&mut self, lie: &Lie) {
        let Some(outline) = &lie.outline else {
            return;
        };
        let covered = |face: &Face| {
            let [left, top, width, height] = face.bounds;
            outline.covers([left + width / 2.0, top + height / 2.0])
        };
        let beside = self.faces.iter().filter(|face| !covered(face));
        self.beside = beside.map(Face::area).fold(0.0, f32::max);
        if lie.by_zone || self.faces.iter().any(covered) {
            self.faces.retain(covered);
        }
    }

    /// Whether somebody else's face is as good a portrait: beside the document, or on it.
    fn shows_another(&self, examiner: &Examiner, distance: f64) -> Result<bool, Unavailable> {
        let Some((portrait, others)) = self.faces.split_first() else {
            return Ok(self.beside > 0.0);
        };
        let least = ANOTHER_FACE * portrait.area();
        if self.beside >= least {
            return Ok(true);
        }
        for other in others.iter().filter(|face| face.area() >= least) {
            let own = self.embedding(examiner)?;
            let other = examiner.faces.embed(&self.photo, other)?;
            if own.is_some_and(|own| f64::from(own.distance(&other)) >= distance) {
                return Ok(true);
            }
        }
        Ok(false)
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

/// Both sides, with how they lie.
struct Document<'a> {
    front: Side<'a>,
    back: Option<Side<'a>>,
    readings: Readings,
    lies: [Lie; 2],
}

impl<'a> Document<'a> {
    fn of(
        examiner: &Examiner,
        front: Picture<'a>,
        back: Option<Picture<'a>>,
    ) -> Result<Self, Unavailable> {
        let front = Side::of(examiner, front)?;
        let back = back
            .map(|picture| Side::of(examiner, picture))
            .transpose()?;
        Ok(Self {
            readings: read_zones(examiner, &front, back.as_ref())?,
            front,
            back,
            lies: Default::default(),
        })
    }

    /// Finds out how the sides lie, and which faces are on them.
    fn settle(&mut self) {
        let back = self.readings.back.as_ref();
        let zones = [
            self.readings.front.as_ref().ok(),
            back.and_then(|back| back.as_ref().ok()),
        ];
        let sides = std::iter::once(&mut self.front).chain(&mut self.back);
        for ((side, zone), lie) in sides.zip(zones).zip(&mut self.lies) {
            *lie = Lie::of(side, zone);
            side.keep_to(lie);
        }
    }

    fn sides(&self) -> impl Iterator<Item = &Side<'a>> {
        std::iter::once(&self.front).chain(&self.back)
    }

    /// Whether the sides came in each other's place: the zone of a card stands on its back.
    fn is_swapped(&self) -> bool {
        let on_front = self.readings.front.as_ref().ok();
        self.back.is_some() && on_front.is_some_and(|reading| reading.zone.format == Format::Td1)
    }

    /// The side whose portrait is compared with: the front, or the back where the sides were swapped or
    /// the front shows nobody.
    fn portrait_side(&self) -> &Side<'a> {
        match &self.back {
            Some(back)
                if back.portrait().is_some()
                    && (self.is_swapped() || self.front.portrait().is_none()) =>
            {
                back
            }
            _ => &self.front,
        }
    }
}

/// The portrait of a document's holder, for comparing with.
pub(crate) fn holder(
    examiner: &Examiner,
    front: Picture<'_>,
    back: Option<Picture<'_>>,
) -> Result<Option<Held>, Unavailable> {
    let mut document = Document::of(examiner, front, back)?;
    document.settle();
    Held::on(examiner, document.portrait_side())
}

pub(crate) fn examine(
    examiner: &Examiner,
    input: &DocumentInput<'_>,
) -> Result<DocumentExamined, Unavailable> {
    let mut document = Document::of(examiner, input.front, input.back)?;
    let zoned = document.readings.any() || input.typed.is_some();
    let present = presence(&document.front, zoned);
    // What is no document is not also blurred, and what is on it is nobody's business.
    let is_document = present.outcome == Outcome::Pass;
    if is_document {
        document.settle();
    }
    let (photographs, codes) = if is_document {
        let sides = document.sides().zip(&document.lies);
        let codes = sides.flat_map(|(side, lie)| barcode::read(lie.straight.as_ref(), &side.photo));
        let codes: Vec<DocumentCode> = codes.collect();
        let held = Held::on(examiner, document.portrait_side())?;
        examiner.portraits.keep(input.front, input.back, held);
        (photographs(&document, input), codes)
    } else {
        Default::default()
    };
    let evidence = || document.sides().map(|side| side.picture.id.clone());
    let side = document.portrait_side();
    let mut findings = vec![
        present,
        sides(examiner, input, &document)?,
        portrait_present(examiner, input, side, zoned)?,
    ];
    if let Some(portrait) = side.portrait() {
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
    let reading = document.readings.best();
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
                document.readings.why_none(),
            ));
            None
        }
    };
    let zone = zone.map(|mut zone| {
        findings.extend(beside_zone(examiner, &document, &mut zone));
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
    /// Whether a zone that was read there vouches for it.
    by_zone: bool,
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
            by_zone: place.is_some(),
        }
    }
}

/// Reads the print into what was read from the zone; the findings on what it says.
fn beside_zone(examiner: &Examiner, document: &Document<'_>, zone: &mut Zone) -> Vec<Finding> {
    let mut flat = document.lies.each_ref().map(|lie| lie.flat.as_ref());
    if document.is_swapped() {
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
fn photographs(document: &Document<'_>, input: &DocumentInput<'_>) -> Vec<Finding> {
    let zones = [
        Some(&document.readings.front),
        document.readings.back.as_ref(),
    ];
    let sides = document.sides().zip(&document.lies).zip(zones);
    sides
        .flat_map(|((side, lie), zone)| {
            let findings = photograph::judge(side, lie.outline.as_ref(), zone, input);
            let id = side.picture.id.clone();
            findings
                .into_iter()
                .map(move |finding| finding.on([id.clone()]))
        })
        .collect()
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
    document: &Document<'_>,
) -> Result<Finding, Unavailable> {
    let (front, readings) = (&document.front, &document.readings);
    let Some(back) = &document.back else {
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

fn portrait_present(
    examiner: &Examiner,
    input: &DocumentInput<'_>,
    side: &Side<'_>,
    zoned: bool,
) -> Result<Finding, Unavailable> {
    // Without a zone nobody asks whose document it is: that the zone is missing is what to say.
    let another = zoned && side.shows_another(examiner, input.thresholds.face_mismatch_distance)?;
    let finding = if another {
        // Which of them is the holder, software does not say.
        Finding::new(
            Check::PortraitPresent,
            Outcome::Inconclusive,
            Reason::PortraitNotFound,
        )
    } else if let Some(face) = side.portrait() {
        Finding::pass(Check::PortraitPresent).measured(f64::from(face.score), 0.5)
    } else {
        Finding::new(
            Check::PortraitPresent,
            Outcome::Fail,
            Reason::PortraitNotFound,
        )
    };
    Ok(finding.by(model(examiner.faces.detector())))
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
