//! Certificates, revocation lists and signed lists as states really publish them (RFC 5280, RFC 5652, ICAO
//! Doc 9303 part 12): read from DER or BER, every signature algorithm in the wild, explicit curve parameters,
//! chains by country and signature. Pure: no input or output, no clock.
#![forbid(unsafe_code)]

pub mod curve;
pub mod tlv;

pub use const_oid::ObjectIdentifier;
