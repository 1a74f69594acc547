//! Result codes: redeemed once by the organisation after the person returned
//! in the browser that started.

use bonafide_identity::id::{BrowserId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use super::SecretHash;
use crate::db::{Record, Tx, insert, record, sql};
use crate::error::StoreError;

record! {
    /// A result code.
    pub struct ResultCode {
        /// Whose API key may redeem it.
        pub organisation: OrganisationId,
        /// Whose result it gives.
        pub registration: RegistrationId,
        /// The browser it was handed to.
        pub browser: BrowserId,
        /// When it was made.
        pub created: Timestamp,
        /// From when on it is worth nothing.
        pub expires: Timestamp,
    }
}

/// Hands out a code; those that a registration's person had before and that nobody redeemed are
/// worth nothing from then on.
pub async fn hand_out(tx: &mut Tx, hash: &SecretHash, new: &ResultCode) -> Result<(), StoreError> {
    // Two at once come one after the other: the second finds the first's code.
    tx.run(sql!(
        "UPDATE browsers SET expires = expires WHERE organisation = $1 AND id = $2",
        new.organisation,
        new.browser
    ))
    .await?;
    tx.run(sql!(
        "DELETE FROM result_codes
         WHERE organisation = $1 AND registration = $2 AND redeemed_at IS NULL",
        new.organisation,
        new.registration
    ))
    .await?;
    tx.run(insert!("result_codes", new, hash = hash)).await?;
    Ok(())
}

/// Redeems a code, atomically and once.
pub async fn redeem(
    tx: &mut Tx,
    organisation: &OrganisationId,
    hash: &SecretHash,
    now: Timestamp,
) -> Result<Option<ResultCode>, StoreError> {
    let text = format!(
        "UPDATE result_codes SET redeemed_at = $1
         WHERE hash = $2 AND organisation = $3 AND redeemed_at IS NULL AND expires > $1
         RETURNING {}",
        ResultCode::COLUMNS
    );
    tx.find(sql!(text, now, hash, organisation)).await
}
