//! Blind indexes: keyed hashes by which a person's numbers and addresses are
//! found again without being kept. The caller normalises values.

use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use jiff::Timestamp;

use crate::db::{Conn, Tx, sql, text_enum};
use crate::error::StoreError;
use crate::store::Store;

text_enum! {
    /// What a blind index is of.
    pub enum IndexKind {
        /// National number, with its country.
        NationalNumber = "national_number",
        /// Document number, with mode, kind and issuing state.
        DocumentNumber = "document_number",
        /// The same, with birth date and name of its holder.
        DocumentHolder = "document_holder",
        /// Issuing state and number, on the list of lost documents.
        LostDocument = "lost_document",
        /// Mail address.
        Mail = "mail",
        /// Phone number.
        Phone = "phone",
        /// An organisation's own reference.
        Reference = "reference",
        /// A document that speaks for an account.
        AccountDocument = "account_document",
        /// A user ID's skeleton.
        UserId = "user_id",
        /// By which name a client knows a person.
        Subject = "subject",
        /// A code that was sent, with the flow that it belongs to.
        ContactCode = "contact_code",
        /// A printed recovery code, with the account that it belongs to.
        RecoveryCode = "recovery_code",
        /// A PIN, or a temporary one, with the account that it belongs to.
        Pin = "pin",
        /// Who asks an account's owner to approve something.
        Asker = "asker",
        /// A code that a device shows.
        UserCode = "user_code",
    }
}

/// Where a value occurs.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// What is indexed of a registration, by kind and value.
pub async fn of_registration(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<Vec<(String, [u8; 32])>, StoreError> {
    conn.all(sql!(
        "SELECT kind, value FROM blind_index WHERE organisation = $1 AND registration = $2
         ORDER BY kind, value",
        organisation,
        registration
    ))
    .await?
    .iter()
    .map(|row| Ok((row.read("kind")?, row.read("value")?)))
    .collect()
}

/// Lets whoever asks about the same value wait until this transaction ends, so that of two who note
/// it at once the second finds the first.
pub async fn take_turn(tx: &mut Tx, value: &[u8; 32]) -> Result<(), StoreError> {
    let [a, b, c, d, e, f, g, h, ..] = *value;
    let turn = [[a, b, c, d], [e, f, g, h]].map(i32::from_be_bytes);
    match tx.turn(turn) {
        Some(statement) => tx.all(statement).await.map(drop),
        None => Ok(()),
    }
}

/// The organisation's other registrations in which a document stands, oldest first, at most
/// `limit`; none when it stands for the same holder in one of them.
pub async fn of_other_holders(
    conn: &mut Conn,
    organisation: &OrganisationId,
    registration: &RegistrationId,
    document: &[u8; 32],
    holder: &[u8; 32],
    limit: u32,
) -> Result<Vec<RegistrationId>, StoreError> {
    conn.all(sql!(
        "SELECT registration FROM blind_index
         WHERE organisation = $1 AND kind = $2 AND value = $3 AND registration <> $4
           AND NOT EXISTS
               (SELECT 1 FROM blind_index
                WHERE organisation = $1 AND kind = $5 AND value = $6 AND registration <> $4)
         ORDER BY created, registration LIMIT $7",
        organisation,
        IndexKind::DocumentNumber,
        document,
        registration,
        IndexKind::DocumentHolder,
        holder,
        limit
    ))
    .await?
    .iter()
    .map(|row| row.read("registration"))
    .collect()
}
