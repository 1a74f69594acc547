//! Electronic travel documents (ICAO Doc 9303 parts 10 to 12): what a chip holds and what proves it. Pure and
//! without input or output: commands go out, responses come in; time and randomness are parameters.
#![forbid(unsafe_code)]

pub mod access_key;
pub mod active_authentication;
pub mod apdu;
pub mod bac;
pub mod card_security;
pub mod chip_authentication;
pub mod cipher;
pub mod group;
pub mod handed_over;
pub mod lds;
pub mod pace;
pub mod passive_authentication;
pub mod reading;
pub mod relay;
pub mod secure_messaging;
pub mod security_infos;

mod evidence;
#[cfg(test)]
mod testing;

pub use bonafide_x509::tlv;
pub use evidence::{Driver, EvidenceClass, KeyProof};
