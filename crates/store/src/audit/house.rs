//! What is done to the installation itself rather than to a registration: whom it believes, and who
//! may say so. Chained and signed in the same way.

use jiff::Timestamp;

use super::chain::{Shelf, entry_hash, extend, heads, open, read_header};
use crate::db::{Conn, Tx, sql};
use crate::error::StoreError;
use crate::rows::trust;

/// The tables.
pub(crate) const HOUSE: Shelf = Shelf {
    chains: "house_chains",
    events: "house_events",
};

/// Whose chain it is, in the place of an organisation.
const OWNER: &str = "house";
/// The chain of the trust store, in the place of a registration.
pub(crate) const TRUST: &str = "trust";

/// An act to be written down.
#[derive(Clone, Debug)]
pub struct NewAct<'a> {
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub kind: &'a str,
    /// Who did it: `command-line` or an operator's id.
    pub actor: &'a str,
    /// Details; never personal.
    pub note: serde_json::Map<String, serde_json::Value>,
}

/// An act as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub kind: String,
    /// Who did it.
    pub actor: String,
    /// Details.
    pub note: serde_json::Value,
}

/// Waits for the turn to change the trust store, which lasts until the transaction ends. Refuses when the rows are not
/// what the last entry says: the next one would make the word of whoever wrote them ours.
pub(crate) async fn turn(tx: &mut Tx) -> Result<(), StoreError> {
    open(tx, HOUSE, OWNER, TRUST).await?;
    trust::held(tx).await.map(drop)
}

/// Writes down what this transaction has changed of the trust store, with the digest of what it is
/// now; gives the store's new version.
pub(crate) async fn append(tx: &mut Tx, new: &NewAct<'_>) -> Result<i64, StoreError> {
    let chain = open(tx, HOUSE, OWNER, TRUST).await?;
    let mut note = new.note.clone();
    let digest = hex::encode(trust::digest(tx).await?);
    note.insert("trust".to_owned(), digest.into());
    let note = serde_json::Value::Object(note);
    let told = (new.at, new.kind, new.actor, Some(&note));
    extend(tx, HOUSE, chain, told, None).await
}

/// The version of the trust store: 0 when nothing was ever done to it.
pub(crate) async fn version(conn: &mut Conn) -> Result<i64, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT seq FROM house_chains WHERE organisation = $1 AND registration = $2",
            OWNER,
            TRUST
        ))
        .await?;
    row.map_or(Ok(0), |row| row.read("seq"))
}

/// The version of the trust store with the digest that its last entry gives, once the signature over
/// that entry was checked.
pub(crate) async fn signed_state(conn: &mut Conn) -> Result<(i64, Option<String>), StoreError> {
    let corrupt = || StoreError::Corrupt("audit chain of the trust store".to_owned());
    let head = heads(conn, HOUSE, ("", ""), 1).await?.into_iter().next();
    let Some(head) = head.filter(|head| head.seq > 0) else {
        return Ok((0, None));
    };
    if !head.is_signed(conn.core.installation()?) {
        return Err(corrupt());
    }
    let rows = conn
        .all(sql!(
            "SELECT header, hash FROM house_events
             WHERE organisation = $1 AND registration = $2 AND seq >= $3 ORDER BY seq",
            OWNER,
            TRUST,
            head.seq - 1
        ))
        .await?;
    let before: [u8; 32] = match rows.as_slice() {
        [_] if head.seq == 1 => head.base_hash,
        [before, _] => before.read("hash")?,
        _ => return Err(corrupt()),
    };
    let header: String = rows[rows.len() - 1].read("header")?;
    if entry_hash(&before, &header, None) != head.hash {
        return Err(corrupt());
    }
    let note = read_header(&header)?.note.unwrap_or_default();
    let digest = note.get("trust").and_then(|digest| digest.as_str());
    Ok((head.seq, digest.map(str::to_owned)))
}

/// What was done to the trust store, latest first, before the entry `before`, at most `limit`.
pub(crate) async fn list(
    conn: &mut Conn,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Act>, StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT seq, header FROM house_events
             WHERE organisation = $1 AND registration = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4",
            OWNER,
            TRUST,
            before.unwrap_or(i64::MAX),
            limit
        ))
        .await?;
    rows.iter()
        .map(|row| {
            let header = read_header(&row.read::<String>("header")?)?;
            Ok(Act {
                seq: row.read("seq")?,
                at: Timestamp::from_microsecond(header.at)
                    .map_err(|_| StoreError::Corrupt("time of an act".to_owned()))?,
                kind: header.kind,
                actor: header.actor,
                note: header.note.unwrap_or_default(),
            })
        })
        .collect()
}
