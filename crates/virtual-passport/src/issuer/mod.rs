//! A state for tests: certificates, revocation lists, master lists, security objects and data groups in every
//! algorithm and with every oddity that real ones have. Nothing here is fast or secret.

mod authority;
mod groups;
mod key;
mod security_object;

pub use authority::{Authority, CertificateRequest, Period, extension, issue, master_list};
pub use groups::{Person, data_group_2, data_group_2_tagged, data_group_11, data_group_12, ef_com};
pub use key::{IssuerError, KeyKind, PrivateKey};
pub use security_object::{DocumentSigner, SodOptions};
