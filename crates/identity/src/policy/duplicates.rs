//! Whether a face is looked for among those of the people who were verified before.

use serde::{Deserialize, Serialize};

/// How far a search for the same face goes (one-to-many, ISO/IEC 19795-1). A policy without it, as the
/// shipped one, asks for none, and no face is kept for others to be found by.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaceDuplicates {
    /// Largest distance of two faces that a moderator is asked about. Strangers come nearer the more
    /// people there are to look through: far stricter than what one selfie is compared with.
    pub distance: f64,
    /// The nearest that are looked at, at most.
    pub candidates: u32,
}

impl FaceDuplicates {
    /// Bounds of the distance. Beyond them nearly nobody is found, or nearly everybody is.
    pub(super) const DISTANCE: (f64, f64) = (0.05, 0.6);
    /// Bounds of the candidates: more than a person can look at helps nobody.
    pub(super) const CANDIDATES: (u32, u32) = (1, 20);
}
