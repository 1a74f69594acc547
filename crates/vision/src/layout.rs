//! Where documents have their fields printed: layouts, each a file of `crates/vision/layouts`, and the strips of
//! a straightened photograph that are cut out by them for reading.
//!
//! `docs/adding-a-layout.md` says how to add one.

use std::sync::LazyLock;

use image::{GrayImage, Luma};
use serde::{Deserialize, Serialize};

use crate::document::{Outline, straightened};

mod strip;

pub use strip::Sheet;

include!(concat!(env!("OUT_DIR"), "/layouts.rs"));

/// How wide straightened documents are made, in pixels: letters of 2 mm on a card become 37 high.
const SIDE: u32 = 1_600;

/// A document's layout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Which document, for people.
    pub document: String,
    /// Issuing states as zones name them (ICAO Doc 9303-3, section 5).
    pub states: Vec<String>,
    /// `TD1`, `TD2` or `TD3`.
    pub format: String,
    /// Width and height in millimetres.
    pub size: [f32; 2],
    /// The languages of the print, as Tesseract names them, the first most trusted. Empty where each state prints
    /// in its own: then [`languages`] says which.
    pub languages: Vec<String>,
    /// The public description that the places were taken from.
    pub source: String,
    /// Whether real documents were read by it, and not only composed ones.
    pub tested_on_real: bool,
    /// The side with the portrait.
    pub front: Side,
    /// The other side, where it has fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<Side>,
}

/// One side of a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// Words that every such document has in one place, by which the layout is recognised. A side without is
    /// recognised by the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Anchor>,
    /// The fields.
    pub fields: Vec<Place>,
}

/// Words in one place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// Where.
    #[serde(rename = "box")]
    pub area: Area,
    /// Any of these.
    pub texts: Vec<String>,
}

/// Left, top, width and height, as shares of the document's width and height.
pub type Area = [f32; 4];

/// A field's place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The field's name, e.g. `surname`.
    pub field: String,
    /// Where its value stands: one line, without its label.
    #[serde(rename = "box")]
    pub area: Area,
    /// Its letters.
    pub script: Script,
    /// Its form.
    pub pattern: Pattern,
    /// Which of several values in this place it is, from 0.
    #[serde(default, skip_serializing_if = "is_first")]
    pub nth: usize,
    /// Whether the zone has it too, and must agree.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_zone: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde calls")]
fn is_first(nth: &usize) -> bool {
    *nth == 0
}

/// The letters of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Script {
    Latin,
    Cyrillic,
}

/// The form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// Letters, spaces, hyphens and apostrophes.
    Name,
    /// Day, month in digits or as a word, year.
    Date,
    /// Capital letters A to Z and digits.
    Number,
    /// Digits only.
    Digits,
    /// `F`, `M` or `X`, or a language's own letter for them.
    Sex,
    /// Anything.
    Text,
}

static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|(name, text)| {
            serde_json::from_str(text).unwrap_or_else(|error| panic!("layout {name}: {error}"))
        })
        .collect()
});

/// All layouts, in the order of their files' names.
pub fn all() -> &'static [Layout] {
    &LAYOUTS
}

/// The layouts of a state's documents of a format, those that belong to fewer states first.
pub fn candidates(state: &str, format: &str) -> Vec<&'static Layout> {
    let mut found: Vec<&Layout> = all()
        .iter()
        .filter(|layout| layout.format == format && layout.states.iter().any(|it| it == state))
        .collect();
    found.sort_by_key(|layout| layout.states.len());
    found
}

/// The languages that a state prints its documents in, as Tesseract names them; none for states that are not
/// listed.
pub fn languages(state: &str) -> &'static [&'static str] {
    match state {
        "KAZ" => &["kaz", "rus"],
        "RUS" => &["rus"],
        "AUT" | "D" | "DEU" | "LIE" => &["deu"],
        "BEL" => &["nld", "fra", "deu"],
        "BGR" => &["bul"],
        "CHE" => &["deu", "fra", "ita"],
        "CYP" | "GRC" => &["ell"],
        "CZE" => &["ces"],
        "DNK" => &["dan"],
        "ESP" => &["spa"],
        "EST" => &["est"],
        "FIN" => &["fin", "swe"],
        "FRA" | "LUX" => &["fra"],
        "HRV" => &["hrv"],
        "HUN" => &["hun"],
        "IRL" | "MLT" => &["eng"],
        "ISL" => &["isl"],
        "ITA" => &["ita"],
        "KGZ" => &["kir", "rus"],
        "LTU" => &["lit"],
        "LVA" => &["lav"],
        "NLD" => &["nld"],
        "NOR" => &["nor"],
        "POL" => &["pol"],
        "PRT" => &["por"],
        "ROU" => &["ron"],
        "SVK" => &["slk"],
        "SVN" => &["slv"],
        "SWE" => &["swe"],
        _ => &[],
    }
}

impl Layout {
    /// The languages of the documents that a state issues by this layout.
    pub fn languages_of(&self, state: &str) -> Vec<&str> {
        if self.languages.is_empty() {
            languages(state).to_vec()
        } else {
            self.languages.iter().map(String::as_str).collect()
        }
    }

    /// Its side with the portrait, then the other.
    pub fn sides(&self) -> impl Iterator<Item = &Side> {
        std::iter::once(&self.front).chain(&self.back)
    }
}

/// A document's side straightened.
pub fn straight(photo: &image::RgbImage, outline: &Outline) -> GrayImage {
    let side = (outline.longer_side() as u32).clamp(600, SIDE);
    straightened(photo, outline, side)
}

/// The same for reading print, even where light fell unevenly: dark letters on white.
pub fn flat(straight: &GrayImage) -> GrayImage {
    strip::evened(straight)
}

/// An empty picture, for want of a side.
pub fn blank() -> GrayImage {
    GrayImage::from_pixel(1, 1, Luma([255]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_can_be_and_names_its_source() {
        assert!(all().len() >= 5);
        for layout in all() {
            let name = &layout.document;
            assert!(!layout.states.is_empty(), "{name}");
            assert!(layout.source.len() > 20, "{name}");
            assert!(
                ["TD1", "TD2", "TD3"].contains(&layout.format.as_str()),
                "{name}"
            );
            assert!(
                layout.size.iter().all(|side| (40.0..140.0).contains(side)),
                "{name}"
            );
            assert!(layout.sides().any(|side| side.anchor.is_some()), "{name}");
            for side in layout.sides() {
                let anchors = side.anchor.iter().map(|anchor| &anchor.area);
                for [left, top, width, height] in
                    side.fields.iter().map(|place| &place.area).chain(anchors)
                {
                    assert!(
                        *left >= 0.0 && *top >= 0.0 && *width > 0.0 && *height > 0.0,
                        "{name}"
                    );
                    assert!(left + width <= 1.0 && top + height <= 1.0, "{name}");
                }
            }
            for state in &layout.states {
                assert!(!layout.languages_of(state).is_empty(), "{name}: {state}");
            }
        }
    }

    #[test]
    fn a_states_own_layout_goes_before_a_common_one() {
        assert_eq!(candidates("KAZ", "TD1").len(), 1);
        assert_eq!(candidates("KAZ", "TD3").len(), 1);
        assert_eq!(candidates("NLD", "TD3").len(), 1);
        assert!(candidates("UTO", "TD3").is_empty());
    }
}
