//! Electronic travel documents (ICAO Doc 9303 parts 10 to 12): what a chip holds and what proves it. Pure and
//! without input or output: commands go out, responses come in; time and randomness are parameters.
#![forbid(unsafe_code)]

pub mod lds;
pub mod passive_authentication;

mod evidence;

pub use bonafide_x509::tlv;
pub use evidence::{Driver, EvidenceClass, KeyProof};
