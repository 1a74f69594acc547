//! Registers of lost and stolen documents; see [`bonafide_identity::port::lost_documents`].

pub mod http;
