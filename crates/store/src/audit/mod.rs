//! The audit chain: one per registration, over headers and ciphertexts, never
//! plaintext, and one for what is done to the installation itself. Its head is signed in the database, and all heads together can
//! be exported as a signed checkpoint and kept elsewhere.

pub(crate) mod chain;
mod checkpoint;
pub(crate) mod house;
mod verify;

pub use checkpoint::{Checkpoint, CheckpointError, Head, MAX_LINE, export, read};
pub use house::{Act, NewAct};
pub use verify::{Problem, Report, verify};

use bonafide_identity::id::{OrganisationId, RegistrationId};
use jiff::Timestamp;

use crate::db::{Tx, sql};
use crate::error::StoreError;
use crate::store::Store;

/// Chains dropped in one transaction.
const BATCH: i64 = 50;

/// Sets when the entries of a registration may be dropped; their head remains.
pub async fn set_drop_after(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    drop_after: Option<Timestamp>,
) -> Result<(), StoreError> {
    let changed = tx
        .run(sql!(
            "UPDATE chains SET drop_after = $1 WHERE organisation = $2 AND registration = $3",
            drop_after,
            organisation,
            registration
        ))
        .await?;
    if changed == 0 {
        Err(StoreError::NotFound("audit chain"))
    } else {
        Ok(())
    }
}

/// Drops the entries of chains whose retention has ended, behind a signed
/// base, at most a batch; gives how many chains.
pub async fn drop_ended(store: &Store, now: Timestamp) -> Result<u64, StoreError> {
    let mut tx = store.begin().await?;
    let due = tx.queue(sql!(
        "SELECT organisation, registration FROM chains WHERE drop_after <= $1
         ORDER BY drop_after LIMIT $2 {skip_locked}",
        now,
        BATCH
    ));
    let rows = tx.all(due).await?;
    for row in &rows {
        chain::drop_entries(
            &mut tx,
            &row.read("organisation")?,
            &row.read("registration")?,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(rows.len() as u64)
}
