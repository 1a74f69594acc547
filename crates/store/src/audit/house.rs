//! What is done to the installation itself rather than to a registration: whom it believes, who may
//! say so, and which documents it knows to be lost. Chained and signed in the same way.

use jiff::Timestamp;

use super::chain::{Shelf, entry_hash, extend, heads, open, read_header};
use crate::db::{Conn, Tx, sql};
use crate::error::StoreError;

/// The tables.
pub(crate) const HOUSE: Shelf = Shelf {
    chains: "house_chains",
    events: "house_events",
};

/// Whose chain it is, in the place of an organisation.
const OWNER: &str = "house";
/// The chain of the trust store, in the place of a registration.
pub(crate) const TRUST: &str = "trust";
/// The chain of the list of lost documents.
pub(crate) const LOST: &str = "lost";
/// The chains that there may be.
pub(crate) const MOST: i64 = 2;

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

/// Waits for the turn to change what a chain is about, which lasts until the transaction ends.
pub(crate) async fn turn(tx: &mut Tx, chain: &str) -> Result<(), StoreError> {
    open(tx, HOUSE, OWNER, chain).await.map(drop)
}

/// Writes down what this transaction has changed, with the digest of what it is now; gives the
/// chain's new length.
pub(crate) async fn append(
    tx: &mut Tx,
    name: &str,
    digest: [u8; 32],
    new: &NewAct<'_>,
) -> Result<i64, StoreError> {
    let chain = open(tx, HOUSE, OWNER, name).await?;
    let mut note = new.note.clone();
    note.insert(name.to_owned(), hex::encode(digest).into());
    let note = serde_json::Value::Object(note);
    let told = (new.at, new.kind, new.actor, Some(&note));
    extend(tx, HOUSE, chain, told, None).await
}

/// How long a chain is: 0 when nothing was ever done to what it is about.
pub(crate) async fn length(conn: &mut Conn, name: &str) -> Result<i64, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT seq FROM house_chains WHERE organisation = $1 AND registration = $2",
            OWNER,
            name
        ))
        .await?;
    row.map_or(Ok(0), |row| row.read("seq"))
}

/// How long a chain is, once what it is about was found to be what its signed end says: `present` is the
/// digest of what there is, `empty` that of nothing.
///
/// # Errors
/// [`StoreError::Corrupt`] when somebody else wrote it: the next entry would make their word ours.
pub(crate) async fn held(
    conn: &mut Conn,
    name: &str,
    present: [u8; 32],
    empty: [u8; 32],
) -> Result<i64, StoreError> {
    let (length, signed) = signed_state(conn, name).await?;
    match hex::encode(present) == signed.unwrap_or_else(|| hex::encode(empty)) {
        true => Ok(length),
        false => Err(StoreError::Corrupt(about(name).to_owned())),
    }
}

/// What a chain is about, for people.
fn about(name: &str) -> &'static str {
    match name {
        TRUST => "trust store",
        _ => "list of lost documents",
    }
}

/// The length of a chain with the digest that its last entry gives, once the signature over that entry was
/// checked.
async fn signed_state(conn: &mut Conn, name: &str) -> Result<(i64, Option<String>), StoreError> {
    let corrupt = || StoreError::Corrupt(format!("audit chain of the {}", about(name)));
    let heads = heads(conn, HOUSE, ("", ""), MOST).await?;
    let head = heads.into_iter().find(|head| head.registration == name);
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
            name,
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
    let digest = note.get(name).and_then(|digest| digest.as_str());
    Ok((head.seq, digest.map(str::to_owned)))
}

/// What a chain tells, latest first, before the entry `before`, at most `limit`.
pub(crate) async fn list(
    conn: &mut Conn,
    chain: &str,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Act>, StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT seq, header FROM house_events
             WHERE organisation = $1 AND registration = $2 AND seq < $3 ORDER BY seq DESC LIMIT $4",
            OWNER,
            chain,
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
