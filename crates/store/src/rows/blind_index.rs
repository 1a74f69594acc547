//! Blind indexes: keyed hashes by which a person's numbers and addresses are
//! found again without being kept. The caller normalises values.

use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use crate::db::{Conn, Record, Tx, record, sql, text_enum};
use crate::error::StoreError;
use crate::store::Store;

text_enum! {
    /// What a blind index is of.
    pub enum IndexKind {
        /// National number, with its country.
        NationalNumber = "national_number",
        /// Document number, with its issuing state and type.
        DocumentNumber = "document_number",
        /// Mail address.
        Mail = "mail",
        /// Phone number.
        Phone = "phone",
        /// An organisation's own reference.
        Reference = "reference",
    }
}

record! {
    /// Where a value occurs.
    pub struct IndexEntry {
        /// Of which organisation.
        pub organisation: OrganisationId,
        /// Of which registration.
        pub registration: RegistrationId,
        /// Of whom.
        pub account: AccountId,
        /// When it was noted.
        pub created: Timestamp,
    }
}

impl Store {
    /// The blind index of a normalised value. An organisation's reference is
    /// indexed with [`Store::reference_index`].
    pub fn blind_index(&self, kind: IndexKind, value: &str) -> Result<[u8; 32], StoreError> {
        Ok(self
            .core
            .installation()?
            .blind_index(kind.as_str(), value.as_bytes()))
    }

    /// The blind index of an organisation's reference, different for each organisation.
    pub fn reference_index(
        &self,
        organisation: &OrganisationId,
        reference: &str,
    ) -> Result<[u8; 32], StoreError> {
        let kind = format!("{}/{organisation}", IndexKind::Reference.as_str());
        Ok(self
            .core
            .installation()?
            .blind_index(&kind, reference.as_bytes()))
    }
}

/// Notes a value of a registration; noting it again changes nothing.
pub async fn insert(
    tx: &mut Tx,
    entry: &IndexEntry,
    kind: IndexKind,
    value: &[u8; 32],
) -> Result<(), StoreError> {
    tx.run(sql!(
        "INSERT INTO blind_index (organisation, kind, value, registration, account, created)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (organisation, kind, value, registration) DO NOTHING",
        entry.organisation,
        kind,
        value,
        entry.registration,
        entry.account,
        entry.created
    ))
    .await?;
    Ok(())
}

/// How far [`clashes`] looks.
#[derive(Clone, Copy, Debug)]
pub enum Reach<'a> {
    /// Within one organisation.
    Organisation(&'a OrganisationId),
    /// Everywhere on this installation.
    Installation,
}

/// Where else a value occurs: entries of other accounts, oldest first, at most `limit`.
pub async fn clashes(
    conn: &mut Conn,
    reach: Reach<'_>,
    kind: IndexKind,
    value: &[u8; 32],
    account: &AccountId,
    limit: u32,
) -> Result<Vec<IndexEntry>, StoreError> {
    let organisation = match reach {
        Reach::Organisation(organisation) => Some(organisation),
        Reach::Installation => None,
    };
    let text = format!(
        "SELECT {} FROM blind_index
         WHERE kind = $1 AND value = $2 AND account <> $3
           AND ($4 IS NULL OR organisation = $4)
         ORDER BY created, registration LIMIT $5",
        IndexEntry::COLUMNS
    );
    conn.list(sql!(text, kind, value, account, organisation, limit))
        .await
}

/// Forgets one kind of value of a registration.
pub async fn remove(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    kind: IndexKind,
) -> Result<u64, StoreError> {
    tx.run(sql!(
        "DELETE FROM blind_index WHERE organisation = $1 AND registration = $2 AND kind = $3",
        organisation,
        registration,
        kind
    ))
    .await
}
