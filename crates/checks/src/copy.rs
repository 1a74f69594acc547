//! Whether a picture shows the document itself: no screen, no print, no screenshot, and nothing on it that
//! hides what matters. What lies between doubt and certainty is for a moderator.

use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::policy::CopyThresholds;
use bonafide_vision::document::{Cover, Outline, Quad, Traces};
use image::RgbImage;

/// One side as it was photographed.
pub(crate) struct Looks<'a> {
    pub(crate) photo: &'a RgbImage,
    pub(crate) outline: Option<&'a Outline>,
    /// The portrait's place in the photograph.
    pub(crate) portrait: Option<Quad>,
    /// The zone's, even of one that cannot be read.
    pub(crate) zone: Option<Quad>,
    /// A zone or a portrait should be there, but cannot be made out whole.
    pub(crate) unread: bool,
    /// Length of the document's longer side, in pixels of the photograph.
    pub(crate) side: f64,
    /// What the picture shows is known from what the person typed only.
    pub(crate) taken_on_trust: bool,
}

/// The findings on one side.
pub(crate) fn judge(looks: &Looks<'_>, limits: &CopyThresholds) -> [Finding; 4] {
    let traces = Traces::of(looks.photo, looks.outline);
    [
        covered(looks, limits),
        screen(looks, &traces, limits),
        print(looks, &traces, limits),
        screenshot(&traces, limits),
    ]
}

fn suspected(check: Check) -> Finding {
    Finding::new(check, Outcome::Inconclusive, Reason::DocumentCopySuspected)
}

fn covered(looks: &Looks<'_>, limits: &CopyThresholds) -> Finding {
    let check = Check::DocumentCovered;
    let Some(cover) = looks
        .outline
        .and_then(|outline| Cover::of(looks.photo, outline))
    else {
        return Finding::pass(check).measured(0.0, limits.hidden);
    };
    let parts = [looks.portrait, looks.zone].into_iter().flatten();
    let hidden = parts
        .map(|part| f64::from(cover.share_of(&part)))
        .fold(0.0, f64::max);
    let share = f64::from(cover.share);
    let fail = Finding::new(check, Outcome::Fail, Reason::DocumentCovered);
    if hidden > limits.hidden {
        fail.measured(hidden, limits.hidden)
    } else if share > limits.fingers || looks.unread {
        // What cannot be read, or is not looked for, may be what it hides.
        fail.measured(share, limits.fingers)
    } else {
        Finding::new(check, Outcome::Warn, Reason::DocumentCovered).measured(share, limits.fingers)
    }
}

fn screen(looks: &Looks<'_>, traces: &Traces, limits: &CopyThresholds) -> Finding {
    let check = Check::DocumentScreen;
    let Some(grid) = traces.grid else {
        return Finding::pass(check);
    };
    let colour = f64::from(grid.colour);
    let finding = if colour > limits.grid && looks.side >= limits.grid_side {
        Finding::new(check, Outcome::Fail, Reason::DocumentFromScreen)
    } else if colour > limits.grid_doubt {
        return suspected(check).measured(colour, limits.grid_doubt);
    } else {
        Finding::pass(check)
    };
    finding.measured(colour, limits.grid)
}

/// Black and white first: it is the surer of the two.
fn print(looks: &Looks<'_>, traces: &Traces, limits: &CopyThresholds) -> Finding {
    let check = Check::DocumentPrint;
    // Sides without a portrait may be black and white, or of one colour, from the beginning.
    if let Some(colour) = traces.colour
        && looks.portrait.is_some()
    {
        let (most, furthest) = (f64::from(colour.most), f64::from(colour.furthest));
        let doubted = furthest < limits.colour_doubt;
        if most < limits.colour && doubted && !looks.taken_on_trust {
            return Finding::new(check, Outcome::Fail, Reason::DocumentBlackAndWhite)
                .measured(most, limits.colour);
        }
        if doubted {
            return suspected(check).measured(furthest, limits.colour_doubt);
        }
    }
    let Some(grid) = traces.grid else {
        return Finding::pass(check);
    };
    let light = f64::from(grid.light);
    // A screen's stripes stand out in colour more than in light, and are another check's.
    if grid.colour > grid.light || light <= limits.dots_doubt {
        Finding::pass(check).measured(light, limits.dots)
    } else if light > limits.dots && looks.side >= limits.grid_side {
        Finding::new(check, Outcome::Fail, Reason::DocumentPrinted).measured(light, limits.dots)
    } else {
        suspected(check).measured(light, limits.dots_doubt)
    }
}

fn screenshot(traces: &Traces, limits: &CopyThresholds) -> Finding {
    let check = Check::DocumentScreenshot;
    let (even, blank) = (f64::from(traces.even), f64::from(traces.blank));
    let found = |measured, limit| {
        Finding::new(check, Outcome::Fail, Reason::DocumentScreenshot).measured(measured, limit)
    };
    if even > limits.even {
        found(even, limits.even)
    } else if traces.screen_sized && blank > limits.blank {
        found(blank, limits.blank)
    } else {
        Finding::pass(check).measured(even, limits.even)
    }
}
