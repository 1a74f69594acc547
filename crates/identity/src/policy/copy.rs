//! What gives copies of documents away. The defaults are those of the shipped policy; policies that were
//! written before they existed go by them.

use serde::{Deserialize, Serialize};

/// Limits of what is measured on a picture of a document. Between doubt and certainty a moderator looks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CopyThresholds {
    /// How far a frequency of colour may stand out before it is a screen's, over those as fine.
    pub grid: f64,
    /// The same before it may be one.
    pub grid_doubt: f64,
    /// How far a frequency of light may stand out before it is that of a print's dots.
    pub dots: f64,
    /// The same before it may be.
    pub dots_doubt: f64,
    /// Length of a document's longer side, in pixels, from which frequencies prove anything: on smaller ones
    /// the document's own print is as fine as a grid.
    pub grid_side: f64,
    /// Distance of colours that a tenth must exceed, or else it is a black-and-white print.
    pub colour: f64,
    /// Distance of colours that 3% must exceed, or else it may be one.
    pub colour_doubt: f64,
    /// Largest share of the picture, 0 to 1, that may be of one colour to the last level, unless burnt
    /// out or black.
    pub even: f64,
    /// The same, burnt out and black counted in, of pictures that have a screen's size.
    pub blank: f64,
    /// Largest share of the portrait or of the zone that a finger may hide, 0 to 1.
    pub hidden: f64,
    /// The same of the whole document: fingers that hold it by its edge hide less.
    pub fingers: f64,
}

impl Default for CopyThresholds {
    fn default() -> Self {
        Self {
            grid: 34.0,
            grid_doubt: 26.0,
            dots: 40.0,
            dots_doubt: 26.0,
            grid_side: 900.0,
            colour: 0.02,
            colour_doubt: 0.06,
            even: 0.3,
            blank: 0.4,
            hidden: 0.08,
            fingers: 0.05,
        }
    }
}

impl CopyThresholds {
    /// Each with the most that it may be; the least is zero.
    pub(super) fn bounds(&self) -> [(&'static str, f64, f64); 11] {
        let Self {
            grid,
            grid_doubt,
            dots,
            dots_doubt,
            grid_side,
            colour,
            colour_doubt,
            even,
            blank,
            hidden,
            fingers,
        } = *self;
        [
            ("copy.grid", grid, 10_000.0),
            ("copy.grid_doubt", grid_doubt, 10_000.0),
            ("copy.dots", dots, 10_000.0),
            ("copy.dots_doubt", dots_doubt, 10_000.0),
            ("copy.grid_side", grid_side, 10_000.0),
            ("copy.colour", colour, 10.0),
            ("copy.colour_doubt", colour_doubt, 10.0),
            ("copy.even", even, 1.0),
            ("copy.blank", blank, 1.0),
            ("copy.hidden", hidden, 1.0),
            ("copy.fingers", fingers, 1.0),
        ]
    }
}
