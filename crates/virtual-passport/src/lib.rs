//! An emulated travel document: the card's side of every protocol that the reader's side speaks, and an issuer
//! of test documents in every algorithm. No production build trusts what it issues.
//!
//! [`Passport::transmit`] takes a command and gives the answer; [`Quirks`] make it behave as chips in the field
//! do, a [`Fault`] makes it go wrong at a given command.
#![forbid(unsafe_code)]

mod active;
mod card;
mod channel;
mod document;
pub mod issuer;
mod pace;
mod quirks;
pub mod vpcd;

pub use active::ActiveSigner;
pub use card::Passport;
pub use document::{ChipDesign, ChipKey, Design, DesignError, Document};
pub use quirks::{ActiveAnswer, Fault, FaultKind, KeyReference, LengthRefusal, MasterFile, Quirks};
