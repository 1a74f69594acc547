//! Passive authentication against an issuer that knows every algorithm and every oddity.

mod abuse;
mod chains;
mod files;
mod oddities;
#[path = "../../../x509/tests/oracle/mod.rs"]
mod oracle;
mod sample;
mod signatures;
mod support;
