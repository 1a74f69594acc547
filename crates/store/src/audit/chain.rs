//! Appending to a chain: `hash = SHA-256(prev || header || SHA-256(ciphertext))`.

use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use ed25519_dalek::Signature;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::db::{Conn, Record, Row, Tx, record, sql};
use crate::error::StoreError;
use crate::keys::installation::Installation;
use crate::keys::{Class, Owner, Place, Plain};

pub(crate) type Hash = [u8; 32];

/// The tables that keep chains.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shelf {
    pub(crate) chains: &'static str,
    pub(crate) events: &'static str,
}

/// What happens to registrations.
pub(crate) const REGISTRATIONS: Shelf = Shelf {
    chains: "chains",
    events: "events",
};

/// An entry to be appended.
#[derive(Clone, Debug)]
pub struct NewEvent<'a> {
    /// Of which organisation.
    pub organisation: &'a OrganisationId,
    /// Of which registration.
    pub registration: &'a RegistrationId,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub kind: &'a str,
    /// Who did it: `person`, `worker`, an API key's id, an operator's id.
    pub actor: &'a str,
    /// Clear details without personal data.
    pub note: Option<&'a serde_json::Value>,
    /// Whose the payload is, and the payload, which is kept sealed.
    pub payload: Option<(&'a AccountId, &'a [u8])>,
}

/// An entry as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub kind: String,
    /// Who did it.
    pub actor: String,
    /// Clear details.
    pub note: Option<serde_json::Value>,
    /// The caller's payload; `None` where there was none and once erased.
    pub payload: Option<Plain>,
}

/// The clear part of an entry, kept and hashed as the text that it was written as.
#[derive(Serialize, Deserialize)]
pub(crate) struct Header {
    pub(crate) v: u32,
    pub(crate) organisation: String,
    pub(crate) registration: String,
    pub(crate) seq: i64,
    /// Microseconds.
    pub(crate) at: i64,
    pub(crate) kind: String,
    pub(crate) actor: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) note: Option<serde_json::Value>,
}

pub(crate) fn read_header(text: &str) -> Result<Header, StoreError> {
    serde_json::from_str(text).map_err(|_| StoreError::Corrupt("header of an event".to_owned()))
}

pub(crate) fn payload_place(registration: &RegistrationId, seq: i64) -> Place<'_> {
    Place {
        table: "events",
        row: registration.as_str(),
        column: "payload",
        version: seq,
    }
}

/// Where every chain begins, different for each registration.
pub(crate) fn genesis(organisation: &str, registration: &str) -> Hash {
    Sha256::new()
        .chain_update(b"bonafide chain 1\n")
        .chain_update(organisation)
        .chain_update(b"\n")
        .chain_update(registration)
        .finalize()
        .into()
}

pub(crate) fn entry_hash(previous: &Hash, header: &str, ciphertext: Option<&[u8]>) -> Hash {
    Sha256::new()
        .chain_update(previous)
        .chain_update(header)
        .chain_update(Sha256::digest(ciphertext.unwrap_or_default()))
        .finalize()
        .into()
}

record! {
    /// The row that holds a chain's head.
    pub(crate) struct ChainRow {
        /// Of which organisation.
        pub organisation: String,
        /// Of which registration.
        pub registration: String,
        /// The last entry.
        pub seq: i64,
        /// Its hash.
        pub hash: Hash,
        /// The last entry that was dropped; 0 for none.
        pub base_seq: i64,
        /// Its hash, or where the chain began.
        pub base_hash: Hash,
        /// The installation's signature over all of this.
        pub signature: [u8; 64],
    }
}

impl ChainRow {
    fn new(organisation: &str, registration: &str) -> Self {
        let genesis = genesis(organisation, registration);
        Self {
            organisation: organisation.to_owned(),
            registration: registration.to_owned(),
            seq: 0,
            hash: genesis,
            base_seq: 0,
            base_hash: genesis,
            signature: [0; 64],
        }
    }

    fn message(&self, installation: &Installation) -> Vec<u8> {
        let mut message = format!(
            "bonafide head 1\n{}\n{}\n{}\n{}\n{}\n",
            installation.id, self.organisation, self.registration, self.seq, self.base_seq
        )
        .into_bytes();
        message.extend_from_slice(&self.hash);
        message.extend_from_slice(&self.base_hash);
        message
    }

    fn sign(&mut self, installation: &Installation) {
        self.signature = installation.sign(&self.message(installation));
    }

    pub(crate) fn is_signed(&self, installation: &Installation) -> bool {
        let signature = Signature::from_bytes(&self.signature);
        installation
            .verifying_key()
            .verify_strict(&self.message(installation), &signature)
            .is_ok()
    }
}

/// Reads and locks a chain's head, so that entries come one after the other.
async fn lock(
    tx: &mut Tx,
    shelf: Shelf,
    organisation: &str,
    registration: &str,
) -> Result<Option<ChainRow>, StoreError> {
    let text = format!(
        "UPDATE {} SET seq = seq WHERE organisation = $1 AND registration = $2 RETURNING {}",
        shelf.chains,
        ChainRow::COLUMNS
    );
    let row = tx.one(sql!(text, organisation, registration)).await?;
    let Some(chain) = row.as_ref().map(ChainRow::from_row).transpose()? else {
        return Ok(None);
    };
    // Signing the next head must not launder an altered one.
    if chain.is_signed(tx.core.installation()?) {
        Ok(Some(chain))
    } else {
        Err(StoreError::Corrupt(format!(
            "head of the audit chain of {registration}"
        )))
    }
}

/// The locked head of a chain, which begins now if there is none.
pub(crate) async fn open(
    tx: &mut Tx,
    shelf: Shelf,
    organisation: &str,
    registration: &str,
) -> Result<ChainRow, StoreError> {
    if let Some(chain) = lock(tx, shelf, organisation, registration).await? {
        return Ok(chain);
    }
    let mut chain = ChainRow::new(organisation, registration);
    chain.sign(tx.core.installation()?);
    let text = format!(
        "INSERT INTO {} ({}) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (organisation, registration) DO NOTHING",
        shelf.chains,
        ChainRow::COLUMNS
    );
    tx.run(sql!(
        text,
        chain.organisation,
        chain.registration,
        chain.seq,
        chain.hash,
        chain.base_seq,
        chain.base_hash,
        chain.signature
    ))
    .await?;
    lock(tx, shelf, organisation, registration)
        .await?
        .ok_or(StoreError::NotFound("audit chain"))
}

/// Appends an entry; gives its place in the chain.
pub async fn append(tx: &mut Tx, new: &NewEvent<'_>) -> Result<i64, StoreError> {
    let (organisation, registration) = (new.organisation.as_str(), new.registration.as_str());
    let chain = open(tx, REGISTRATIONS, organisation, registration).await?;
    let payload = match new.payload {
        Some((account, plain)) => {
            let owner = Owner::registration(new.organisation, account, new.registration);
            let place = payload_place(new.registration, chain.seq + 1);
            Some(tx.seal(&owner, Class::Registration, &place, plain).await?)
        }
        None => None,
    };
    let told = (new.at, new.kind, new.actor, new.note);
    extend(tx, REGISTRATIONS, chain, told, payload).await
}

/// Writes the next entry of a locked chain: when, what, by whom, clear details.
pub(crate) async fn extend(
    tx: &mut Tx,
    shelf: Shelf,
    mut chain: ChainRow,
    (at, kind, actor, note): (Timestamp, &str, &str, Option<&serde_json::Value>),
    payload: Option<Vec<u8>>,
) -> Result<i64, StoreError> {
    chain.seq += 1;
    let header = serde_json::to_string(&Header {
        v: 1,
        organisation: chain.organisation.clone(),
        registration: chain.registration.clone(),
        seq: chain.seq,
        at: at.as_microsecond(),
        kind: kind.to_owned(),
        actor: actor.to_owned(),
        note: note.cloned(),
    })
    .map_err(|error| StoreError::Refused(error.to_string()))?;
    chain.hash = entry_hash(&chain.hash, &header, payload.as_deref());
    let text = format!(
        "INSERT INTO {} (organisation, registration, seq, header, payload, hash)
         VALUES ($1, $2, $3, $4, $5, $6)",
        shelf.events
    );
    tx.run(sql!(
        text,
        chain.organisation,
        chain.registration,
        chain.seq,
        header,
        payload,
        chain.hash
    ))
    .await?;
    write_head(tx, shelf, chain).await
}

/// Signs and writes a changed head; gives its place.
async fn write_head(tx: &mut Tx, shelf: Shelf, mut chain: ChainRow) -> Result<i64, StoreError> {
    chain.sign(tx.core.installation()?);
    let text = format!(
        "UPDATE {} SET seq = $1, hash = $2, base_seq = $3, base_hash = $4, signature = $5
         WHERE organisation = $6 AND registration = $7",
        shelf.chains
    );
    tx.run(sql!(
        text,
        chain.seq,
        chain.hash,
        chain.base_seq,
        chain.base_hash,
        chain.signature,
        chain.organisation,
        chain.registration
    ))
    .await?;
    Ok(chain.seq)
}

/// Drops all entries of a chain; its head becomes its base.
pub(crate) async fn drop_entries(
    tx: &mut Tx,
    organisation: &OrganisationId,
    registration: &RegistrationId,
) -> Result<(), StoreError> {
    let (whose, which) = (organisation.as_str(), registration.as_str());
    let Some(mut chain) = lock(tx, REGISTRATIONS, whose, which).await? else {
        return Ok(());
    };
    tx.run(sql!(
        "DELETE FROM events WHERE organisation = $1 AND registration = $2",
        organisation,
        registration
    ))
    .await?;
    tx.run(sql!(
        "DELETE FROM looks WHERE organisation = $1 AND registration = $2",
        organisation,
        registration
    ))
    .await?;
    tx.run(sql!(
        "UPDATE chains SET drop_after = NULL WHERE organisation = $1 AND registration = $2",
        organisation,
        registration
    ))
    .await?;
    chain.base_seq = chain.seq;
    chain.base_hash = chain.hash;
    write_head(tx, REGISTRATIONS, chain).await?;
    Ok(())
}

/// A batch of heads in the order of their registrations, from after `after`.
pub(crate) async fn heads(
    conn: &mut Conn,
    shelf: Shelf,
    after: (&str, &str),
    limit: i64,
) -> Result<Vec<ChainRow>, StoreError> {
    let text = format!(
        "SELECT {} FROM {} WHERE (organisation, registration) > ($1, $2)
         ORDER BY organisation, registration LIMIT $3",
        ChainRow::COLUMNS,
        shelf.chains
    );
    conn.list(sql!(text, after.0, after.1, limit)).await
}

/// An entry's columns, for verification.
pub(crate) struct Entry {
    pub(crate) seq: i64,
    pub(crate) header: String,
    pub(crate) payload: Option<Vec<u8>>,
    pub(crate) hash: Vec<u8>,
}

impl Entry {
    pub(crate) fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.read("seq")?,
            header: row.read("header")?,
            payload: row.read("payload")?,
            hash: row.read("hash")?,
        })
    }
}
