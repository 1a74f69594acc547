//! The machine-readable zone in a photograph: found at any right-angle turn and moderate tilt, read, and
//! repaired where check digits prove it.
//!
//! Finding is cheap: regions evenly full of thin dark strokes ([`band`]), straightened and searched for two or
//! three rows of equal extent with the rhythm of evenly spaced letters ([`strip`]). Only the most zone-like
//! are read by the recogniser ([`engine`]), whose probabilities are turned into lines of exactly the width
//! and alphabets of a format ([`decode`]).

use bonafide_mrz::{Alternatives, CheckedField, Format, Repair, Zone, repair};
use image::RgbImage;
use serde::{Deserialize, Serialize};

use crate::models::ModelError;

mod band;
mod decode;
mod engine;
mod raster;
mod strip;

pub use engine::Engine;

use decode::{Line, decode};
use engine::{INPUT_HEIGHT, STRIDE};
use raster::Gray;
use strip::{Pyramid, Row, Rows};

/// A zone that was found and read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoneReading {
    /// The lines after repairs, in the format's width.
    pub lines: Vec<String>,
    pub zone: Zone,
    /// What check digits and alphabets proved to have been read wrongly.
    pub repairs: Vec<Repair>,
    /// Fields whose right check digit proves nothing, since the letters may as well be others that satisfy it.
    pub ambiguous: Vec<CheckedField>,
    /// The zone's corners in pixels of the photograph: its own top left, top right, bottom right, bottom left.
    pub quad: [[f32; 2]; 4],
    /// How the zone lies: the multiple of 90 degrees, clockwise, by which it is turned in the photograph.
    pub rotation: u16,
    /// What remains of its angle, in degrees from -45 to 45, clockwise.
    pub tilt: f32,
    /// Geometric mean of the probabilities of all characters as first read, from 0 to 1.
    pub confidence: f32,
    /// Height of its letters in pixels of the photograph.
    pub letter_height: f32,
}

/// Why no zone was read.
#[derive(Debug, thiserror::Error)]
pub enum ZoneNotFound {
    /// Nothing in the photograph resembles a zone.
    #[error("no machine-readable zone in the photograph")]
    Absent,
    /// There is something like a zone, but it cannot be read: too small, blurred or covered.
    #[error("a machine-readable zone that cannot be read")]
    Unreadable {
        /// Where, as in [`ZoneReading::quad`].
        quad: [[f32; 2]; 4],
        /// Height of its letters in pixels; below about 8 nothing can be read.
        letter_height: f32,
    },
    #[error(transparent)]
    Model(#[from] ModelError),
}

/// Longer side of the picture in which candidates are sought.
const WORKING_SIDE: usize = 960;
const CANDIDATES: usize = 14;
/// How many candidates the recogniser is asked about.
const READINGS: usize = 3;
/// Share of a row's variation in its rhythm that leaves no doubt.
const CLEAR_BEAT: f32 = 0.2;
/// Mean logarithm of the probabilities of a reading: above the first, with right check digits, it is believed
/// at once; above the second, letters were read the right way up; below the third nothing was.
const GOOD: f32 = -0.3;
const UPRIGHT: f32 = -1.3;
const POOR: f32 = -1.0;

/// Width of a letter and margin at both ends in the recogniser's input, in pixels.
const PITCH: f32 = 16.0;
/// Share of the input's height that letters take up.
const LETTER: f32 = 0.62;

/// Finds and reads the zone in an upright or turned photograph.
pub fn read(photo: &RgbImage, engine: &Engine) -> Result<ZoneReading, ZoneNotFound> {
    if photo.width() < 60 || photo.height() < 60 {
        return Err(ZoneNotFound::Absent);
    }
    let mut search = Search::new(photo, engine);
    search.look()?;
    search.outcome()
}

/// The hunt for a zone: candidates, and the best that the recogniser made of any.
struct Search<'a> {
    pyramid: Pyramid,
    engine: &'a Engine,
    found: Vec<Rows>,
    readings: usize,
    best: Option<Attempt>,
}

impl<'a> Search<'a> {
    fn new(photo: &RgbImage, engine: &'a Engine) -> Search<'a> {
        let pyramid = Pyramid::new(Gray::of(photo));
        Search {
            pyramid,
            engine,
            found: Vec::new(),
            readings: 0,
            best: None,
        }
    }

    /// Looks at candidates, the likeliest first. What is surely a zone is read at once; what may be one only
    /// when nothing better is left.
    fn look(&mut self) -> Result<(), ModelError> {
        let (working, scale) = self.pyramid.full().scaled_to(WORKING_SIDE);
        let mut doubtful: Vec<Rows> = Vec::new();
        for band in band::candidates(&working, CANDIDATES) {
            let Some(rows) = strip::rows_of(&self.pyramid, &band.scaled(1.0 / scale)) else {
                continue;
            };
            if self
                .found
                .iter()
                .chain(&doubtful)
                .any(|known| known.same_place(&rows))
            {
                continue;
            }
            if rows.is_whole() && rows.beat > CLEAR_BEAT {
                self.read(rows)?;
                if self.done() {
                    return Ok(());
                }
            } else {
                doubtful.push(rows);
            }
        }
        doubtful.sort_by(|one, other| other.score.total_cmp(&one.score));
        for rows in doubtful {
            if self.done() {
                break;
            }
            self.read(rows)?;
        }
        Ok(())
    }

    fn done(&self) -> bool {
        self.readings >= READINGS || self.best.as_ref().is_some_and(Attempt::convincing)
    }

    fn read(&mut self, rows: Rows) -> Result<(), ModelError> {
        self.readings += 1;
        if let Some(attempt) = attempt(&self.pyramid, &rows, self.engine)?
            && self
                .best
                .as_ref()
                .is_none_or(|best| attempt.worth() > best.worth())
        {
            self.best = Some(attempt);
        }
        self.found.push(rows);
        Ok(())
    }

    fn outcome(self) -> Result<ZoneReading, ZoneNotFound> {
        match (self.best, self.found.first()) {
            (Some(attempt), _) if attempt.score > POOR => attempt.reading(),
            (Some(attempt), _) => Err(attempt.unreadable()),
            (None, Some(rows)) => Err(ZoneNotFound::Unreadable {
                quad: quad(&rows.rows),
                letter_height: rows.rows[0].height,
            }),
            (None, None) => Err(ZoneNotFound::Absent),
        }
    }
}

/// What the recogniser made of a candidate.
struct Attempt {
    rows: Vec<Row>,
    score: f32,
    repaired: bonafide_mrz::Repaired,
}

impl Attempt {
    fn convincing(&self) -> bool {
        self.score > GOOD && self.repaired.zone.as_ref().is_ok_and(Zone::checks_ok)
    }

    fn worth(&self) -> f32 {
        let right = self.repaired.zone.as_ref().map_or(0, |zone| {
            zone.checks.iter().filter(|check| check.ok()).count()
        });
        self.score + 0.3 * right as f32
    }

    fn reading(self) -> Result<ZoneReading, ZoneNotFound> {
        let Ok(zone) = self.repaired.zone else {
            return Err(self.unreadable());
        };
        let (first, angle) = (&self.rows[0], angle(&self.rows[0]));
        let quarter = (angle / 90.0).round();
        Ok(ZoneReading {
            lines: self.repaired.lines,
            zone,
            repairs: self.repaired.repairs,
            ambiguous: self.repaired.ambiguous,
            quad: quad(&self.rows),
            rotation: (quarter.rem_euclid(4.0) as u16) * 90,
            tilt: angle - quarter * 90.0,
            confidence: self.score.exp(),
            letter_height: first.height,
        })
    }

    fn unreadable(&self) -> ZoneNotFound {
        ZoneNotFound::Unreadable {
            quad: quad(&self.rows),
            letter_height: self.rows[0].height,
        }
    }
}

fn attempt(pyramid: &Pyramid, rows: &Rows, engine: &Engine) -> Result<Option<Attempt>, ModelError> {
    let upright = rows.rows.clone();
    let turned: Vec<Row> = rows
        .rows
        .iter()
        .rev()
        .map(|row| Row {
            left: row.right,
            right: row.left,
            ..*row
        })
        .collect();
    let order = if rows.upright >= 0.0 {
        [upright, turned]
    } else {
        [turned, upright]
    };
    let mut best: Option<Attempt> = None;
    for rows_in_order in order {
        let attempt = read_rows(pyramid, rows_in_order, rows, engine)?;
        if let Some(attempt) = attempt
            && best
                .as_ref()
                .is_none_or(|best| attempt.worth() > best.worth())
        {
            best = Some(attempt);
        }
        if best.as_ref().is_some_and(|best| best.score > UPRIGHT) {
            break;
        }
    }
    Ok(best)
}

fn read_rows(
    pyramid: &Pyramid,
    rows: Vec<Row>,
    seen: &Rows,
    engine: &Engine,
) -> Result<Option<Attempt>, ModelError> {
    let widths = widths_of(seen);
    let mut best: Option<Attempt> = None;
    for width in widths {
        let strips: Vec<Gray> = rows
            .iter()
            .map(|row| strip_of(pyramid, row, width))
            .collect();
        let frames = engine.frames(&strips)?;
        let formats = Format::ALL
            .into_iter()
            .filter(|format| format.width() == width && format.lines() == rows.len());
        for format in formats {
            let lines: Option<Vec<Line>> = frames
                .iter()
                .enumerate()
                .map(|(line, frames)| decode(frames, format, line))
                .collect();
            let Some(lines) = lines else { continue };
            if Format::of_shape(
                lines.len(),
                width,
                lines[0].text.chars().next().unwrap_or('<'),
            ) != Some(format)
            {
                continue;
            }
            let score = lines.iter().map(|line| line.score).sum::<f32>() / lines.len() as f32;
            let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            let alternatives =
                Alternatives(lines.iter().map(|line| line.alternatives.clone()).collect());
            let repaired = repair(&texts, &alternatives);
            let attempt = Attempt {
                rows: rows.clone(),
                score,
                repaired,
            };
            if best
                .as_ref()
                .is_none_or(|best| attempt.worth() > best.worth())
            {
                best = Some(attempt);
            }
        }
        if best.as_ref().is_some_and(|best| best.score > GOOD) {
            break;
        }
    }
    Ok(best)
}

/// The widths that a find may have, the likeliest first.
fn widths_of(rows: &Rows) -> Vec<usize> {
    match (rows.rows.len(), rows.width()) {
        (_, Some(width)) => vec![width],
        (3, None) => vec![30],
        (_, None) => vec![44, 36],
    }
}

/// A row as the recogniser wants it, with a margin of one letter at both ends.
fn strip_of(pyramid: &Pyramid, row: &Row, letters: usize) -> Gray {
    let (dx, dy) = (row.right[0] - row.left[0], row.right[1] - row.left[1]);
    let length = dx.hypot(dy).max(1.0);
    let pitch = length / letters as f32;
    let width = (((letters as f32 + 2.0) * PITCH / STRIDE as f32).ceil() as usize) * STRIDE;
    let step = (length + 2.0 * pitch) / width as f32;
    let across = [dx / length * step, dy / length * step];
    let fall = row.height / (LETTER * INPUT_HEIGHT as f32);
    let down = [-dy / length * fall, dx / length * fall];
    let half = (INPUT_HEIGHT - 1) as f32 / 2.0;
    let start = pitch / step - 0.5;
    let origin = [
        row.left[0] - start * across[0] - half * down[0],
        row.left[1] - start * across[1] - half * down[1],
    ];
    pyramid.rectified([width, INPUT_HEIGHT], origin, across, down)
}

/// Degrees clockwise by which a row is turned.
fn angle(row: &Row) -> f32 {
    (row.right[1] - row.left[1])
        .atan2(row.right[0] - row.left[0])
        .to_degrees()
}

/// The corners around rows in reading order.
fn quad(rows: &[Row]) -> [[f32; 2]; 4] {
    let (first, last) = (&rows[0], &rows[rows.len() - 1]);
    let up = |row: &Row, share: f32| {
        let (dx, dy) = (row.right[0] - row.left[0], row.right[1] - row.left[1]);
        let length = dx.hypot(dy).max(1.0);
        [
            dy / length * row.height * share,
            -dx / length * row.height * share,
        ]
    };
    let moved = |point: [f32; 2], by: [f32; 2]| [point[0] + by[0], point[1] + by[1]];
    let (above, below) = (up(first, 0.6), up(last, -0.6));
    [
        moved(first.left, above),
        moved(first.right, above),
        moved(last.right, below),
        moved(last.left, below),
    ]
}
