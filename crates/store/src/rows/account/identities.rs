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

/// The identity of an account.
pub async fn find(conn: &mut Conn, account: &AccountId) -> Result<Option<Identity>, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT organisation, registration, identity, kept_at FROM account_identities
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
    Ok(Some(Identity {
        organisation: row.read("organisation")?,
        registration: row.read("registration")?,
        identity,
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
    identity: &[u8],
    documents: &[[u8; 32]],
    now: Timestamp,
) -> Result<(), StoreError> {
    let owner = Owner::account(account);
    let sealed = tx
        .seal(&owner, Class::Identity, &place(account), identity)
        .await?;
    tx.run(sql!(
        "INSERT INTO account_identities (account, organisation, registration, identity, kept_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account) DO UPDATE SET organisation = excluded.organisation,
             registration = excluded.registration, identity = excluded.identity,
             kept_at = excluded.kept_at",
        account,
        organisation,
        registration,
        sealed,
        now
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
