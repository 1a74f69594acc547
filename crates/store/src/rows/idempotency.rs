//! Idempotency keys: scoped to an API key, bound to the body's hash. A request
//! that is still being answered holds a lease; its answer is kept, sealed, and
//! given again.

use bonafide_identity::id::{ApiKeyId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use super::secret_hash;
use crate::db::{Tx, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

/// Which request.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Whose.
    pub organisation: &'a OrganisationId,
    /// The API key that it came with.
    pub api_key: &'a ApiKeyId,
    /// The `Idempotency-Key` header.
    pub key: &'a str,
    /// Hash of method, path and body.
    pub body_hash: &'a [u8; 32],
}

/// What to do with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// Carry it out, then [`finish`] with this claim.
    New {
        /// Names this attempt at it.
        claim: String,
    },
    /// Another request with this key is being answered.
    InProgress,
    /// Give this answer again.
    Replay {
        /// Status code.
        status: u16,
        /// Body.
        response: Plain,
    },
    /// The answer was given, and has been erased since.
    Gone {
        /// Status code.
        status: u16,
    },
    /// The key was used with another body.
    Mismatch,
}

/// Begins a request: its marker must be committed before the work begins.
/// `lease_until` is when an unfinished request may be taken over, `expires`
/// when the key is forgotten.
pub async fn begin(
    tx: &mut Tx,
    request: &Request<'_>,
    now: Timestamp,
    lease_until: Timestamp,
    expires: Timestamp,
) -> Result<Begun, StoreError> {
    let claim = hex::encode(tx.core.random.array::<16>());
    let key_hash = secret_hash(request.key.as_bytes());
    // A new key, an expired one, or an unfinished request whose lease is over.
    let taken = tx
        .run(sql!(
            "INSERT INTO idempotency
                 (organisation, api_key, key_hash, body_hash, claim, lease_until, expires)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (organisation, api_key, key_hash) DO UPDATE
             SET body_hash = excluded.body_hash, claim = excluded.claim, status = NULL,
                 response = NULL, registration = NULL, lease_until = excluded.lease_until,
                 expires = excluded.expires
             WHERE idempotency.expires <= $8
                OR (idempotency.status IS NULL AND idempotency.lease_until <= $8
                    AND idempotency.body_hash = excluded.body_hash)",
            request.organisation,
            request.api_key,
            key_hash,
            request.body_hash,
            claim,
            lease_until,
            expires,
            now
        ))
        .await?;
    if taken == 1 {
        return Ok(Begun::New { claim });
    }
    let row = tx
        .one(sql!(
            "SELECT body_hash, status, response, registration, claim FROM idempotency
             WHERE organisation = $1 AND api_key = $2 AND key_hash = $3",
            request.organisation,
            request.api_key,
            key_hash
        ))
        .await?
        .ok_or(StoreError::NotFound("idempotency key"))?;
    if row.read::<Vec<u8>>("body_hash")? != request.body_hash {
        return Ok(Begun::Mismatch);
    }
    let Some(status) = row.read::<Option<u16>>("status")? else {
        return Ok(Begun::InProgress);
    };
    let Some(sealed) = row.read::<Option<Vec<u8>>>("response")? else {
        return Ok(Begun::Gone { status });
    };
    let claim: String = row.read("claim")?;
    let registration: Option<RegistrationId> = row.read("registration")?;
    let (owner, class) = owner(tx, request.organisation, registration.as_ref()).await?;
    let response = tx.open(&owner, class, &place(&claim), &sealed).await?;
    Ok(Begun::Replay { status, response })
}

/// An answer about a registration is erased with it.
async fn owner(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: Option<&RegistrationId>,
) -> Result<(Owner, Class), StoreError> {
    let Some(registration) = registration else {
        return Ok((Owner::organisation(organisation), Class::Organisation));
    };
    let row = tx
        .one(sql!(
            "SELECT account FROM registrations WHERE organisation = $1 AND id = $2",
            organisation,
            registration
        ))
        .await?
        .ok_or(StoreError::NotFound("registration"))?;
    let owner = Owner::registration(organisation, &row.read("account")?, registration);
    Ok((owner, Class::Registration))
}

fn place(claim: &str) -> Place<'_> {
    Place {
        table: "idempotency",
        row: claim,
        column: "response",
        version: 1,
    }
}

/// Keeps the answer, in the transaction that did the work. Erasing
/// `registration` erases the answer.
///
/// # Errors
/// `NotFound` when the lease was lost to another request: roll back.
pub async fn finish(
    tx: &mut Tx,
    request: &Request<'_>,
    claim: &str,
    status: u16,
    response: &[u8],
    registration: Option<&RegistrationId>,
) -> Result<(), StoreError> {
    let (owner, class) = owner(tx, request.organisation, registration).await?;
    let sealed = tx.seal(&owner, class, &place(claim), response).await?;
    let count = tx
        .run(sql!(
            "UPDATE idempotency SET status = $1, response = $2, registration = $3
             WHERE organisation = $4 AND api_key = $5 AND key_hash = $6 AND claim = $7
               AND status IS NULL",
            status,
            sealed,
            registration,
            request.organisation,
            request.api_key,
            secret_hash(request.key.as_bytes()),
            claim
        ))
        .await?;
    super::found(count, "idempotency claim")
}

/// Forgets a request that failed in a way that may be tried again.
pub async fn abandon(tx: &mut Tx, request: &Request<'_>, claim: &str) -> Result<(), StoreError> {
    tx.run(sql!(
        "DELETE FROM idempotency
         WHERE organisation = $1 AND api_key = $2 AND key_hash = $3 AND claim = $4
           AND status IS NULL",
        request.organisation,
        request.api_key,
        secret_hash(request.key.as_bytes()),
        claim
    ))
    .await?;
    Ok(())
}
