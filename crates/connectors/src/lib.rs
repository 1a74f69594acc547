//! Adapters to the outside: one folder for each port, and in it one for each way to serve it,
//! with its configuration, its tests and a real fake that speaks the same protocol.
//!
//! | port | connector | speaks |
//! |---|---|---|
//! | breached passwords | [`breached_passwords`] | a file of sorted hashes |
//! | egress | [`egress`] | HTTP/1.1 over TLS to addresses that others name |
//! | lost documents | [`lost_documents::http`] | HTTP: one question, one answer |
//! | messenger | [`messenger::smtp`] | mail |
//! | messenger | [`messenger::smpp`] | text messages |
//! | messenger | [`messenger::mailbox`] | the built-in mailbox page of a demonstration |

pub mod breached_passwords;
pub mod config;
pub mod egress;
pub mod lost_documents;
pub mod messenger;
mod tls;
