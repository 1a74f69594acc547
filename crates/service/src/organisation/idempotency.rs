//! Idempotency keys: scoped to the API key, bound to the body. The answer is kept sealed, since
//! it may hold secrets, and is given again word for word.

use bonafide_identity::id::RegistrationId;
use bonafide_store::Tx;
use bonafide_store::idempotency::{self as rows, Begun, Request};
use jiff::SignedDuration;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Caller;
use crate::{Error, Service};

/// After which time an unfinished request may be taken over: longer than any request may take.
const LEASE: SignedDuration = SignedDuration::from_secs(60);
/// How long an answer is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// The answer's place in the row; the door gives its own status.
const STATUS: u16 = 200;

/// The `Idempotency-Key` header of a request, and what it came with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdempotencyKey {
    /// The header.
    pub key: String,
    /// SHA-256 over method, path and body.
    pub body_sha256: [u8; 32],
}

impl IdempotencyKey {
    /// # Errors
    /// [`Error::IdempotencyKeyMalformed`] unless it is 1 to 255 visible ASCII characters.
    pub fn new(key: &str, body_sha256: [u8; 32]) -> Result<Self, Error> {
        let fits = (1..=255).contains(&key.len())
            && key
                .bytes()
                .all(|byte| byte.is_ascii_graphic() || byte == b' ');
        if fits {
            Ok(Self {
                key: key.to_owned(),
                body_sha256,
            })
        } else {
            Err(Error::IdempotencyKeyMalformed)
        }
    }

    fn request<'a>(&'a self, caller: &'a Caller) -> Request<'a> {
        Request {
            organisation: &caller.organisation,
            api_key: &caller.key,
            key: &self.key,
            body_hash: &self.body_sha256,
        }
    }
}

/// A request that was begun under a key.
pub(crate) struct Claim<'a> {
    key: &'a IdempotencyKey,
    claim: String,
}

/// What to do with a request under a key.
pub(crate) enum Beginning<'a, T> {
    /// Carry it out.
    New(Claim<'a>),
    /// Give this answer again.
    Replay(T),
}

impl Service {
    /// Begins a request under a key; the mark is durable when this returns.
    pub(crate) async fn begin_idempotent<'a, T: DeserializeOwned>(
        &self,
        caller: &Caller,
        key: &'a IdempotencyKey,
    ) -> Result<Beginning<'a, T>, Error> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        match rows::begin(&mut tx, &key.request(caller), now, now + LEASE, now + KEPT).await? {
            Begun::New { claim } => {
                tx.commit().await?;
                Ok(Beginning::New(Claim { key, claim }))
            }
            Begun::InProgress => Err(Error::IdempotencyInProgress),
            Begun::Mismatch => Err(Error::IdempotencyKeyReused),
            Begun::Gone { .. } => Err(Error::Erased),
            Begun::Replay { response, .. } => {
                let answer = serde_json::from_slice(&response);
                answer
                    .map(Beginning::Replay)
                    .map_err(|_| Error::Inconsistent("a kept answer"))
            }
        }
    }

    /// Keeps the answer, in the transaction that did the work.
    pub(crate) async fn finish_idempotent<T: Serialize>(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        claim: &Claim<'_>,
        answer: &T,
        registration: Option<&RegistrationId>,
    ) -> Result<(), Error> {
        let answer = serde_json::to_vec(answer).expect("an answer is plain data");
        let request = claim.key.request(caller);
        rows::finish(tx, &request, &claim.claim, STATUS, &answer, registration).await?;
        Ok(())
    }

    /// Forgets a request that failed, so that it may be sent again.
    pub(crate) async fn abandon_idempotent(&self, caller: &Caller, claim: &Claim<'_>) {
        let abandoned = async {
            let mut tx = self.store().begin().await?;
            rows::abandon(&mut tx, &claim.key.request(caller), &claim.claim).await?;
            tx.commit().await
        };
        if let Err(error) = abandoned.await {
            // Its lease ends by itself.
            tracing::warn!(%error, "an idempotency key was not given back");
        }
    }
}
