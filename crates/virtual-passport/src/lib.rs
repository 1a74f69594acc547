//! An emulated travel document: the card's side of every protocol that the reader's side speaks, and an issuer
//! of test documents in every algorithm. No production build trusts what it issues.
#![forbid(unsafe_code)]

pub mod issuer;
