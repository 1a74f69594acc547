//! Rows, one module each. Functions that only read take `&mut Conn`, those
//! that write take `&mut Tx`.

pub mod account;
pub mod accounts;
pub mod api_keys;
pub mod attempts;
pub mod blind_index;
pub mod browsers;
pub mod chip_challenges;
pub mod event_streams;
pub mod events;
pub mod evidence;
pub mod faces;
pub mod films;
pub mod handovers;
pub mod idempotency;
pub mod jobs;
pub mod links;
pub mod looks;
pub mod lost_documents;
pub mod mailbox;
pub mod messages;
pub mod oidc_clients;
pub mod oidc_grants;
pub mod oidc_keys;
pub mod oidc_notifications;
pub mod oidc_once;
pub mod oidc_polls;
pub mod oidc_requests;
pub mod oidc_sessions;
pub mod operators;
pub mod organisations;
mod outbox;
pub mod passkeys;
pub mod policies;
pub mod registrations;
pub mod result_codes;
pub mod reviews;
pub mod services;
pub mod trust;
pub mod webhooks;

use sha2::{Digest as _, Sha256};

/// SHA-256 of a secret of at least 128 random bits: what is kept of secrets in
/// links, cookies, codes and API keys.
pub type SecretHash = [u8; 32];

/// The hash by which a secret is kept and found.
pub fn secret_hash(secret: &[u8]) -> SecretHash {
    Sha256::digest(secret).into()
}

/// Turns "no row changed" into an error.
fn found(changed: u64, what: &'static str) -> Result<(), crate::StoreError> {
    if changed == 0 {
        Err(crate::StoreError::NotFound(what))
    } else {
        Ok(())
    }
}
