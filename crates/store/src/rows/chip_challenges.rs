//! Challenges for a document's chip: drawn for one registration, spent once.

use bonafide_identity::id::{OrganisationId, RegistrationId};
use jiff::Timestamp;

use crate::db::{Tx, sql};
use crate::error::StoreError;

/// Hands out a challenge, good until `expires`; the registration's earlier one is worth nothing
/// from then on.
pub async fn hand_out(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    challenge: &[u8; 8],
    now: Timestamp,
    expires: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "INSERT INTO chip_challenges (organisation, registration, challenge, created, expires)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (organisation, registration) DO UPDATE
         SET challenge = excluded.challenge, created = excluded.created, expires = excluded.expires",
        organisation,
        registration,
        challenge.as_slice(),
        now,
        expires
    ))
    .await?;
    Ok(())
}

/// Spends a challenge, atomically and once; says whether it was the registration's and in time.
pub async fn spend(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    challenge: &[u8; 8],
    now: Timestamp,
) -> Result<bool, StoreError> {
    let spent = tx
        .run(sql!(
            "DELETE FROM chip_challenges
             WHERE organisation = $1 AND registration = $2 AND challenge = $3 AND expires > $4",
            organisation,
            registration,
            challenge.as_slice(),
            now
        ))
        .await?;
    Ok(spent == 1)
}
