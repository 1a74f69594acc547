//! Pixels to measurements: what a picture shows, never what follows from it.
//!
//! - `barcode`: codes on documents, and what they say; not in WebAssembly.
//! - [`intake`]: bytes of outsiders to pixels, bounded and upright; re-encoding for safe views.
//! - [`fingerprint`]: whether two pictures are the same picture.
//! - [`document`]: where a document lies in a photograph, and how well it was photographed.
//! - [`face`]: finding, measuring and comparing faces.
//! - [`guide`]: advice while a camera is open; also compiled to WebAssembly.
//! - [`layout`]: where documents have their fields printed, and the strips that are cut out by it.
//! - [`liveness`]: whether somebody living does what is asked before the camera.
//! - [`models`]: the recognition models, embedded or from a directory, and how they are run.
//! - [`text`]: what a reader of text says that it read.
//! - [`zone`]: the machine-readable zone, found, read and repaired.

#[cfg(not(target_arch = "wasm32"))]
pub mod barcode;
pub mod document;
pub mod face;
pub mod fingerprint;
pub mod guide;
pub mod intake;
pub mod layout;
pub mod liveness;
pub mod models;
pub mod text;
pub mod zone;
