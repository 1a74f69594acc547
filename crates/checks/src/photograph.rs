//! How a side of a document was photographed: whole, large, sharp and evenly lit enough to be judged.

use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::policy::Thresholds;
use bonafide_vision::document::{Outline, Quad, Quality};
use bonafide_vision::zone::{ZoneNotFound, ZoneReading};

use crate::document::Side;
use crate::{DocumentInput, copy};

/// The findings on one side. `outline` is where the document lies, and `zone` what became of reading its zone.
pub(crate) fn judge(
    side: &Side<'_>,
    outline: Option<&Outline>,
    zone: Option<&Result<ZoneReading, ZoneNotFound>>,
    input: &DocumentInput<'_>,
) -> Vec<Finding> {
    let thresholds = input.thresholds;
    let reading = zone.and_then(|zone| zone.as_ref().ok());
    let quality = Quality::of(&side.photo, outline);
    // Whose check digits agree was read: what was measured is worth knowing but was good enough.
    let read = reading.is_some_and(|reading| reading.zone.checks_ok());
    let copy = copy::Looks {
        photo: &side.photo,
        outline,
        portrait: portrait_of(side),
        zone: zone_of(zone),
        // Where a part of a zone is, the whole of it should be; on what has one side only, a zone; and on
        // the front, a portrait.
        unread: (side.portrait().is_none() && side.is_front())
            || matches!(zone, Some(Err(ZoneNotFound::Unreadable { .. })))
            || reading.is_some_and(|reading| !reading.zone.checks_ok())
            || reading.is_none() && !input.kind.has_back(),
        side: quality.resolution.into(),
        taken_on_trust: input.typed.is_some() && reading.is_none(),
    };
    // What was read is not hidden, however white its paper.
    let parts = [portrait_of(side), zone_of(zone).filter(|_| !read)];
    let mut findings = vec![
        whole(outline, thresholds),
        least(
            (Check::DocumentResolution, Reason::DocumentTooSmall, read),
            f64::from(quality.resolution),
            thresholds.document_side,
        ),
        least(
            (Check::DocumentSharpness, Reason::DocumentBlurred, read),
            f64::from(quality.sharpness),
            thresholds.document_sharpness,
        ),
        light(&quality, read, thresholds),
        glare(
            &quality,
            parts.into_iter().flatten(),
            reading.filter(|_| read).map(|reading| &reading.quad),
            thresholds,
        ),
    ];
    findings.extend(copy::judge(&copy, &thresholds.copy()));
    findings
}

fn whole(outline: Option<&Outline>, thresholds: &Thresholds) -> Finding {
    let Some(outline) = outline else {
        return Finding::new(
            Check::DocumentWhole,
            Outcome::Warn,
            Reason::DocumentEdgesUnseen,
        );
    };
    let outside = f64::from(outline.outside);
    let finding = if outside <= thresholds.document_outside {
        Finding::pass(Check::DocumentWhole)
    } else {
        Finding::new(Check::DocumentWhole, Outcome::Fail, Reason::DocumentCropped)
    };
    finding.measured(outside, thresholds.document_outside)
}

/// What should be at least as large as its threshold.
fn least((check, reason, read): (Check, Reason, bool), measured: f64, threshold: f64) -> Finding {
    let finding = if measured >= threshold {
        Finding::pass(check)
    } else {
        Finding::new(check, shortcoming(read), reason)
    };
    finding.measured(measured, threshold)
}

fn light(quality: &Quality, read: bool, thresholds: &Thresholds) -> Finding {
    let burnt = f64::from(quality.burnt);
    if burnt > thresholds.document_burnt {
        return Finding::new(
            Check::DocumentLight,
            shortcoming(read),
            Reason::DocumentTooBright,
        )
        .measured(burnt, thresholds.document_burnt);
    }
    least(
        (Check::DocumentLight, Reason::DocumentTooDark, read),
        f64::from(quality.light),
        thresholds.document_light,
    )
}

/// Glare hides what lies under it, however well the rest was read.
fn glare(
    quality: &Quality,
    parts: impl Iterator<Item = Quad>,
    read: Option<&Quad>,
    thresholds: &Thresholds,
) -> Finding {
    let over_part = parts
        .map(|part| f64::from(quality.glare.share_of(&part)))
        .fold(0.0, f64::max);
    let over_all = f64::from(match read {
        Some(zone) => quality.glare.share_beside(zone),
        None => quality.glare.share,
    });
    let shines = |measured, threshold| {
        Finding::new(Check::DocumentGlare, Outcome::Fail, Reason::DocumentGlare)
            .measured(measured, threshold)
    };
    if over_part > thresholds.part_glare {
        shines(over_part, thresholds.part_glare)
    } else if over_all > thresholds.document_glare {
        shines(over_all, thresholds.document_glare)
    } else {
        Finding::pass(Check::DocumentGlare).measured(over_all, thresholds.document_glare)
    }
}

fn shortcoming(read: bool) -> Outcome {
    if read { Outcome::Warn } else { Outcome::Fail }
}

fn portrait_of(side: &Side<'_>) -> Option<Quad> {
    let [left, top, width, height] = side.portrait()?.bounds;
    let (right, bottom) = (left + width, top + height);
    Some([[left, top], [right, top], [right, bottom], [left, bottom]])
}

fn zone_of(zone: Option<&Result<ZoneReading, ZoneNotFound>>) -> Option<Quad> {
    match zone? {
        Ok(reading) => Some(reading.quad),
        Err(ZoneNotFound::Unreadable { quad, .. }) => Some(*quad),
        Err(ZoneNotFound::Absent | ZoneNotFound::Model(_)) => None,
    }
}
