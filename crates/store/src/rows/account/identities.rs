//! The identity that an account keeps, sealed under the account's key, and the documents that it was
//! proven with.

use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use crate::db::{Conn, Tx, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

/// An identity as it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// For whom it was proven.
    pub organisation: OrganisationId,
    /// By which registration.
    pub registration: RegistrationId,
    /// The caller's JSON.
    pub identity: Plain,
    /// The face of whoever was proven, as the caller encoded it.
    pub face: Option<Plain>,
    /// Since when the account has it.
    pub kept_at: Timestamp,
}

fn place(account: &AccountId) -> Place<'_> {
    Place {
        table: "account_identities",
        row: account.as_str(),
        column: "identity",
        version: 1,
    }
}

fn face_place(account: &AccountId) -> Place<'_> {
    Place {
        column: "face",
        ..place(account)
    }
}

/// The identity of an account.
pub async fn find(conn: &mut Conn, account: &AccountId) -> Result<Option<Identity>, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT organisation, registration, identity, face, kept_at FROM account_identities
             WHERE account = $1",
            account
        ))
        .await?;
    let Some(row) = row else { return Ok(None) };
    let sealed: Vec<u8> = row.read("identity")?;
    let owner = Owner::account(account);
    let identity = conn
        .open(&owner, Class::Identity, &place(account), &sealed)
        .await?;
    let face = match row.read::<Option<Vec<u8>>>("face")? {
        Some(sealed) => {
            let place = face_place(account);
            Some(conn.open(&owner, Class::Biometric, &place, &sealed).await?)
        }
        None => None,
    };
    Ok(Some(Identity {
        organisation: row.read("organisation")?,
        registration: row.read("registration")?,
        identity,
        face,
        kept_at: row.read("kept_at")?,
    }))
}

/// The account that keeps what a registration proved.
pub async fn keeper(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<Option<AccountId>, StoreError> {
    conn.one(sql!(
        "SELECT account FROM account_identities WHERE organisation = $1 AND registration = $2",
        organisation,
        registration
    ))
    .await?
    .map(|row| row.read("account"))
    .transpose()
}

/// Keeps an identity in place of the one before it. Documents of the one before go on speaking for
/// the account.
///
/// # Errors
/// `Duplicate` when another account keeps the registration or has one of the documents.
pub async fn keep(
    tx: &mut Tx,
    account: &AccountId,
    (organisation, registration): (&OrganisationId, &RegistrationId),
    (identity, face): (&[u8], Option<&[u8]>),
    documents: &[[u8; 32]],
    now: Timestamp,
) -> Result<(), StoreError> {
    let owner = Owner::account(account);
    let sealed = tx
        .seal(&owner, Class::Identity, &place(account), identity)
        .await?;
    let face = match face {
        Some(face) => {
            let place = face_place(account);
            Some(tx.seal(&owner, Class::Biometric, &place, face).await?)
        }
        None => None,
    };
    tx.run(sql!(
        "INSERT INTO account_identities
             (account, organisation, registration, identity, kept_at, face)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (account) DO UPDATE SET organisation = excluded.organisation,
             registration = excluded.registration, identity = excluded.identity,
             kept_at = excluded.kept_at, face = excluded.face",
        account,
        organisation,
        registration,
        sealed,
        now,
        face
    ))
    .await?;
    for document in documents {
        // Whoever had it before keeps it; of two at once the second finds the first.
        let holder: AccountId = tx
            .one(sql!(
                "INSERT INTO account_documents (value, account) VALUES ($1, $2)
                 ON CONFLICT (value) DO UPDATE SET account = account_documents.account
                 RETURNING account",
                document,
                account
            ))
            .await?
            .ok_or(StoreError::NotFound("document"))?
            .read("account")?;
        if holder != *account {
            return Err(StoreError::Duplicate("document".to_owned()));
        }
    }
    Ok(())
}

/// The account that a document speaks for.
pub async fn holder(conn: &mut Conn, document: &[u8; 32]) -> Result<Option<AccountId>, StoreError> {
    conn.one(sql!(
        "SELECT account FROM account_documents WHERE value = $1",
        document
    ))
    .await?
    .map(|row| row.read("account"))
    .transpose()
}

/// Lets go of an identity: it is gone, and its documents may speak for another account.
pub async fn release(tx: &mut Tx, account: &AccountId) -> Result<(), StoreError> {
    for table in ["account_identities", "account_documents"] {
        let text = format!("DELETE FROM {table} WHERE account = $1");
        tx.run(sql!(text, account)).await?;
    }
    Ok(())
}
