//! The installation's own list of lost and stolen documents, by keyed hashes alone. Every change takes
//! its [`turn`] and ends with [`record`], which chains what was done and what the list is then.

use futures::TryStreamExt as _;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::audit::house;
use crate::audit::{Act, NewAct};
use crate::db::{Conn, Record as _, Tx, record, sql};
use crate::error::StoreError;

record! {
    /// An entry: that a source reported a document.
    pub struct Entry {
        /// The document, as [`crate::blind_index::IndexKind::LostDocument`] has it.
        pub value: [u8; 32],
        /// Who reported it.
        pub source: String,
        /// When, as the source says (`YYYY-MM-DD`); empty when it does not.
        pub reported: String,
        /// When it was put on the list.
        pub added: Timestamp,
    }
}

/// What a source has on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// How many documents.
    pub entries: i64,
    /// When the latest was put on the list.
    pub latest: Timestamp,
}

/// Waits for the turn to change the list, which lasts until the transaction ends;
/// [`StoreError::Corrupt`] when it is not what the signed chain says.
pub async fn turn(tx: &mut Tx) -> Result<(), StoreError> {
    house::turn(tx, house::LOST).await?;
    let present = digest(tx).await?;
    house::held(tx, house::LOST, present, empty_digest())
        .await
        .map(drop)
}

/// Writes down what this transaction has changed.
pub async fn record(tx: &mut Tx, act: &NewAct<'_>) -> Result<(), StoreError> {
    let digest = digest(tx).await?;
    house::append(tx, house::LOST, digest, act).await.map(drop)
}

/// What was done to the list, latest first, before the entry `before`, at most `limit`.
pub async fn acts(
    conn: &mut Conn,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Act>, StoreError> {
    house::list(conn, house::LOST, before, limit).await
}

/// Puts a document on the list; says whether its source had not done so before.
pub async fn add(tx: &mut Tx, entry: &Entry) -> Result<bool, StoreError> {
    let added = tx
        .run(sql!(
            "INSERT INTO lost_documents (value, source, reported, added) VALUES ($1, $2, $3, $4)
             ON CONFLICT (value, source) DO NOTHING",
            entry.value,
            entry.source,
            entry.reported,
            entry.added
        ))
        .await?;
    Ok(added == 1)
}

/// Takes a document off the list, whoever reported it; gives how many sources had.
pub async fn remove(tx: &mut Tx, value: &[u8; 32]) -> Result<u64, StoreError> {
    tx.run(sql!("DELETE FROM lost_documents WHERE value = $1", value))
        .await
}

/// Takes everything off the list that a source reported; gives how much that was.
pub async fn remove_source(tx: &mut Tx, source: &str) -> Result<u64, StoreError> {
    tx.run(sql!("DELETE FROM lost_documents WHERE source = $1", source))
        .await
}

/// Who reported a document.
pub async fn find(conn: &mut Conn, value: &[u8; 32]) -> Result<Vec<Entry>, StoreError> {
    let text = format!(
        "SELECT {} FROM lost_documents WHERE value = $1 ORDER BY source",
        Entry::COLUMNS
    );
    conn.list(sql!(text, value)).await
}

/// Whether nothing is on the list.
pub async fn is_empty(conn: &mut Conn) -> Result<bool, StoreError> {
    let row = conn
        .one(sql!("SELECT source FROM lost_documents LIMIT 1"))
        .await?;
    Ok(row.is_none())
}

/// The sources, by name.
pub async fn sources(conn: &mut Conn) -> Result<Vec<Source>, StoreError> {
    conn.all(sql!(
        "SELECT source, COUNT(*) AS entries, MAX(added) AS latest FROM lost_documents
         GROUP BY source ORDER BY source"
    ))
    .await?
    .iter()
    .map(|row| {
        Ok(Source {
            name: row.read("source")?,
            entries: row.read("entries")?,
            latest: row.read("latest")?,
        })
    })
    .collect()
}

/// Hash over the list.
pub(crate) async fn digest(conn: &mut Conn) -> Result<[u8; 32], StoreError> {
    let mut digest = Sha256::new_with_prefix(FIRST);
    let mut rows = conn.scan(sql!(
        "SELECT value, source, reported FROM lost_documents ORDER BY value, source"
    ))?;
    while let Some(row) = rows.try_next().await? {
        digest.update(row.read::<[u8; 32]>("value")?);
        for text in ["source", "reported"] {
            let text: String = row.read(text)?;
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text);
        }
    }
    drop(rows);
    Ok(digest.finalize().into())
}

/// The digest of a list on which there is nothing.
pub(crate) fn empty_digest() -> [u8; 32] {
    Sha256::digest(FIRST).into()
}

const FIRST: &[u8] = b"bonafide lost documents 1\n";
