//! OAuth 2.1 and OpenID Connect, as messages: what clients send becomes typed or is refused, what they are answered is
//! built and signed. Time, randomness and what was seen before are parameters; nothing here reads, waits or remembers.
//!
//! ```text
//! form           parameters of a query or a body, each once
//! address        where the provider itself speaks to a client
//! client         what a client is registered with, and how it proves itself
//! authorization  what a client asks of a person: request -> validated request
//! backchannel    what a client asks a person on their own device (CIBA)
//! device         what a client asks on a device without a browser
//! grant          what a person agreed to: code and refresh token -> what tokens say
//! person         what of a person is told, and how well they were authenticated
//! verified       how that was verified, as far as clients ask (OpenID Connect for Identity Assurance)
//! logout         a client sends a person to sign out
//! token          what a client asks for tokens with
//! dpop           proof that a client holds a key (RFC 9449)
//! issue          access tokens (RFC 9068) and ID tokens over a signer
//! inspect        introspection and revocation
//! discovery      what a provider says of itself
//! problem        what a client is told when it is refused
//! jose           algorithms, keys and signatures
//! ```

pub mod address;
pub mod authorization;
pub mod backchannel;
pub mod claims_request;
pub mod client;
pub mod device;
pub mod discovery;
pub mod dpop;
pub mod events;
pub mod form;
pub mod grant;
pub mod inspect;
pub mod issue;
pub mod jose;
mod json;
pub mod logout;
pub mod person;
pub mod problem;
pub mod redirect;
pub mod registration;
pub mod scope;
#[cfg(test)]
mod testing;
pub mod token;
pub mod verified;

/// How far a clock of somebody else may be ahead of or behind ours.
pub const LEEWAY: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);
