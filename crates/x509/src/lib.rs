//! Certificates, revocation lists and signed lists as states really publish them (RFC 5280, RFC 5652, ICAO
//! Doc 9303 part 12): read from DER or BER, every signature algorithm in the wild, explicit curve parameters,
//! chains by country and signature. Pure: no input or output, no clock.
#![forbid(unsafe_code)]

pub mod ber;
pub mod cms;
pub mod curve;
pub mod intake;
pub mod oid;
pub mod tlv;
pub mod trust;

mod audit;
mod certificate;
mod crl;
mod hash;
mod key;
mod master_list;
mod name;
mod signature;
mod time;

pub use audit::{Audited, audit};
pub use certificate::{Certificate, CertificateError, Extensions, KeyUsage, Validity};
pub use const_oid::ObjectIdentifier;
pub use crl::{Crl, Revoked};
pub use hash::HashAlgorithm;
pub use key::{Algorithm, EcPublicKey, KeyError, KeyInfo, PublicKey, RsaPublicKey};
pub use master_list::{MasterList, MasterListError};
pub use name::{Name, misleads};
pub use signature::{PssParameters, SignatureAlgorithm, SignatureError};
