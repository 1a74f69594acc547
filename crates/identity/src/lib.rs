//! The domain of Bonafide: what a registration is and may become, what is asked of a
//! person, how findings become a decision, and what is told to whom.
//!
//! Everything here is pure: time and randomness are parameters, nothing waits, nothing is
//! read or written. Ports to the outside are declared beside their users.

pub mod account;
pub mod assurance;
pub mod evidence;
pub mod fields;
pub mod finding;
pub mod id;
pub mod language;
pub mod movement;
pub mod national_number;
pub mod notice;
pub mod policy;
pub mod port;
pub mod push;
pub mod refusal;
pub mod registration;
pub mod sandbox;
pub mod service;
pub mod webhook;
