//! Pixels to measurements: what a picture shows, never what follows from it.
//!
//! - [`intake`]: bytes of outsiders to pixels, bounded and upright; re-encoding for safe views.
//! - [`fingerprint`]: whether two pictures are the same picture.

pub mod fingerprint;
pub mod intake;
