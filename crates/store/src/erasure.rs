//! Erasing: data keys are destroyed, sealed columns and blind indexes removed,
//! objects doomed, and a tombstone written before the commit. What remains is
//! the skeleton: ids, times, states and the audit chain over ciphertexts.

use bonafide_identity::id::{AccountId, EvidenceId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use crate::db::{Tx, sql};
use crate::error::StoreError;
use crate::faces;
use crate::tombstones::Tombstone;

/// Erases everything personal of a registration; gives whether there was
/// anything to erase, once even when many do it at the same time. Save a final
/// state before, in the same transaction. What webhooks are still to tell of it
/// loses its body and is told without.
///
/// # Errors
/// `NotFound` for a registration that the organisation does not have.
pub async fn erase_registration(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    tx.one(sql!(
        "SELECT id FROM registrations WHERE organisation = $1 AND id = $2",
        organisation,
        registration
    ))
    .await?
    .ok_or(StoreError::NotFound("registration"))?;
    if !wipe_registration(tx, organisation, registration, now).await? {
        return Ok(false);
    }
    let tombstone = Tombstone {
        organisation: organisation.to_string(),
        registration: registration.to_string(),
        ..new_tombstone(tx, now)
    };
    bury(tx, tombstone, true).await?;
    Ok(true)
}

/// Erases one piece of evidence. Doing it again changes nothing.
pub async fn erase_evidence(
    tx: &mut Tx,
    organisation: &OrganisationId,
    evidence: &EvidenceId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = tx
        .one(sql!(
            "SELECT registration, erased_at FROM evidence WHERE organisation = $1 AND id = $2",
            organisation,
            evidence
        ))
        .await?
        .ok_or(StoreError::NotFound("evidence"))?;
    if row.read::<Option<Timestamp>>("erased_at")?.is_some() {
        return Ok(());
    }
    wipe_evidence(tx, organisation, evidence, now).await?;
    let tombstone = Tombstone {
        organisation: organisation.to_string(),
        registration: row.read("registration")?,
        evidence: evidence.to_string(),
        ..new_tombstone(tx, now)
    };
    bury(tx, tombstone, true).await
}

/// Erases everything personal of an account and of all its registrations, in
/// every organisation. Doing it again changes nothing.
pub async fn erase_account(
    tx: &mut Tx,
    account: &AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = tx
        .one(sql!(
            "SELECT erased_at FROM accounts WHERE id = $1",
            account
        ))
        .await?
        .ok_or(StoreError::NotFound("account"))?;
    if row.read::<Option<Timestamp>>("erased_at")?.is_some() {
        return Ok(());
    }
    wipe_account(tx, account, now).await?;
    let tombstone = Tombstone {
        account: account.to_string(),
        ..new_tombstone(tx, now)
    };
    bury(tx, tombstone, true).await
}

/// Erases what a tombstone says, if it is there (again).
pub(crate) async fn replay(tx: &mut Tx, tombstone: Tombstone) -> Result<(), StoreError> {
    let corrupt = || StoreError::Corrupt("identifier in a tombstone".to_owned());
    let now = tombstone.time()?;
    if !tombstone.evidence.is_empty() {
        let organisation = tombstone.organisation.parse().map_err(|_| corrupt())?;
        let evidence = tombstone.evidence.parse().map_err(|_| corrupt())?;
        wipe_evidence(tx, &organisation, &evidence, now).await?;
    } else if !tombstone.registration.is_empty() {
        let organisation = tombstone.organisation.parse().map_err(|_| corrupt())?;
        let registration = tombstone.registration.parse().map_err(|_| corrupt())?;
        wipe_registration(tx, &organisation, &registration, now).await?;
    } else {
        let account = tombstone.account.parse().map_err(|_| corrupt())?;
        wipe_account(tx, &account, now).await?;
    }
    bury(tx, tombstone, false).await
}

fn new_tombstone(tx: &Tx, now: Timestamp) -> Tombstone {
    Tombstone {
        id: hex::encode(tx.core.random.array::<16>()),
        at: now.as_microsecond(),
        ..Tombstone::default()
    }
}

/// Keeps a tombstone in the database and, if it is new, has the commit write it to the log.
async fn bury(tx: &mut Tx, tombstone: Tombstone, new: bool) -> Result<(), StoreError> {
    tx.run(sql!(
        "INSERT INTO tombstones (id, at, organisation, account, registration, evidence)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
        tombstone.id,
        tombstone.at,
        tombstone.organisation,
        tombstone.account,
        tombstone.registration,
        tombstone.evidence
    ))
    .await?;
    if new {
        tx.tombstones.push(tombstone);
    }
    Ok(())
}

async fn wipe_account(tx: &mut Tx, account: &AccountId, now: Timestamp) -> Result<(), StoreError> {
    let rows = tx
        .all(sql!(
            "SELECT organisation, id FROM registrations WHERE account = $1",
            account
        ))
        .await?;
    for row in rows {
        wipe_registration(tx, &row.read("organisation")?, &row.read("id")?, now).await?;
    }
    // The row stays without its key, so that nothing is ever sealed for it again.
    tx.run(sql!(
        "UPDATE data_keys SET master = NULL, wrapped = NULL WHERE account = $1",
        account
    ))
    .await?;
    crate::account::wipe(tx, account).await?;
    crate::oidc_grants::wipe(tx, account).await?;
    tx.run(sql!(
        "UPDATE accounts SET erased_at = COALESCE(erased_at, $1) WHERE id = $2",
        now,
        account
    ))
    .await?;
    tx.data_keys.clear();
    Ok(())
}

async fn wipe_evidence(
    tx: &mut Tx,
    organisation: &OrganisationId,
    evidence: &EvidenceId,
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        // Account and registration are what the key is found by in the index.
        "UPDATE data_keys SET master = NULL, wrapped = NULL
         WHERE organisation = $1 AND evidence = $2 AND (account, registration) =
             (SELECT account, registration FROM evidence WHERE organisation = $1 AND id = $2)",
        organisation,
        evidence
    ))
    .await?;
    tx.run(sql!(
        "INSERT INTO doomed_objects (object)
         SELECT object FROM evidence
         WHERE organisation = $1 AND id = $2 AND object IS NOT NULL",
        organisation,
        evidence
    ))
    .await?;
    tx.run(sql!(
        "UPDATE evidence SET object = NULL, erased_at = COALESCE(erased_at, $1)
         WHERE organisation = $2 AND id = $3",
        now,
        organisation,
        evidence
    ))
    .await?;
    tx.data_keys.clear();
    Ok(())
}

/// Gives false when it was wiped before, and then changes nothing.
async fn wipe_registration(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    // In the order of whoever verifies somebody: first the turn, then the row.
    faces::await_turn(tx, organisation, registration).await?;
    // Raising the version makes every writer that read the old state fail; of
    // several that erase at once, the others wait here and then find nothing.
    let wiped = tx
        .run(sql!(
            "UPDATE registrations
         SET state = NULL, reference_index = NULL, version = version + 1, updated = $1,
             erased_at = $1
         WHERE organisation = $2 AND id = $3 AND erased_at IS NULL",
            now,
            organisation,
            registration
        ))
        .await?;
    if wiped == 0 {
        return Ok(false);
    }
    tx.run(sql!(
        "UPDATE data_keys SET master = NULL, wrapped = NULL
         WHERE organisation = $1 AND registration = $2 AND account =
             (SELECT account FROM registrations WHERE organisation = $1 AND id = $2)",
        organisation,
        registration
    ))
    .await?;
    tx.run(sql!(
        "INSERT INTO doomed_objects (object)
         SELECT object FROM evidence
         WHERE organisation = $1 AND registration = $2 AND object IS NOT NULL",
        organisation,
        registration
    ))
    .await?;
    tx.run(sql!(
        "UPDATE evidence SET object = NULL, erased_at = COALESCE(erased_at, $1)
         WHERE organisation = $2 AND registration = $3",
        now,
        organisation,
        registration
    ))
    .await?;
    tx.run(sql!(
        "DELETE FROM blind_index WHERE organisation = $1 AND registration = $2",
        organisation,
        registration
    ))
    .await?;
    // That it was tried, and how often, is forgotten in its own short time.
    tx.run(sql!(
        "UPDATE films SET template = NULL WHERE organisation = $1 AND registration = $2",
        organisation,
        registration
    ))
    .await?;
    faces::forget(tx, organisation, registration).await?;
    tx.run(sql!(
        "UPDATE messages SET body = NULL,
                state = CASE WHEN state = 'pending' THEN 'failed' ELSE state END
         WHERE organisation = $1 AND registration = $2",
        organisation,
        registration
    ))
    .await?;
    tx.run(sql!(
        "UPDATE webhook_messages SET body = NULL
         WHERE organisation = $1 AND registration = $2 AND class = 'registration'",
        organisation,
        registration
    ))
    .await?;
    tx.run(sql!(
        "UPDATE review_cases SET note = NULL WHERE organisation = $1 AND registration = $2",
        organisation,
        registration
    ))
    .await?;
    tx.run(sql!(
        "UPDATE idempotency SET response = NULL WHERE organisation = $1 AND registration = $2",
        organisation,
        registration
    ))
    .await?;
    tx.data_keys.clear();
    Ok(true)
}
