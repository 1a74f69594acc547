//! What a browser is in the middle of, such as opening an account: sealed, found by a cookie.

use jiff::Timestamp;

use crate::db::{Conn, Tx, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};
use crate::rows::SecretHash;

/// A flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flow {
    /// The caller's JSON.
    pub state: Plain,
    /// Counts changes.
    pub version: i64,
    /// From when on it leads nowhere.
    pub expires: Timestamp,
}

fn place(row: &str, version: i64) -> Place<'_> {
    Place {
        table: "account_flows",
        row,
        column: "state",
        version,
    }
}

/// Begins a flow under the hash of a secret in the browser's cookie.
pub async fn insert(
    tx: &mut Tx,
    hash: &SecretHash,
    purpose: &str,
    state: &[u8],
    expires: Timestamp,
) -> Result<(), StoreError> {
    let row = hex::encode(hash);
    let sealed = tx
        .seal(
            &Owner::installation(),
            Class::Installation,
            &place(&row, 1),
            state,
        )
        .await?;
    tx.run(sql!(
        "INSERT INTO account_flows (hash, purpose, state, version, expires)
         VALUES ($1, $2, $3, 1, $4)",
        hash,
        purpose,
        sealed,
        expires
    ))
    .await?;
    Ok(())
}

/// A flow that has not expired.
pub async fn find(
    conn: &mut Conn,
    hash: &SecretHash,
    purpose: &str,
    now: Timestamp,
) -> Result<Option<Flow>, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT state, version, expires FROM account_flows
             WHERE hash = $1 AND purpose = $2 AND expires > $3",
            hash,
            purpose,
            now
        ))
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (sealed, version): (Vec<u8>, i64) = (row.read("state")?, row.read("version")?);
    let state = conn
        .open(
            &Owner::installation(),
            Class::Installation,
            &place(&hex::encode(hash), version),
            &sealed,
        )
        .await?;
    Ok(Some(Flow {
        state,
        version,
        expires: row.read("expires")?,
    }))
}

/// Keeps a flow's next state; gives whether nobody changed it meanwhile.
pub async fn save(
    tx: &mut Tx,
    hash: &SecretHash,
    version: i64,
    state: &[u8],
) -> Result<bool, StoreError> {
    let row = hex::encode(hash);
    let sealed = tx
        .seal(
            &Owner::installation(),
            Class::Installation,
            &place(&row, version + 1),
            state,
        )
        .await?;
    let count = tx
        .run(sql!(
            "UPDATE account_flows SET state = $1, version = version + 1
             WHERE hash = $2 AND version = $3",
            sealed,
            hash,
            version
        ))
        .await?;
    Ok(count > 0)
}

/// Ends a flow as it was read; gives whether nobody did or changed it meanwhile.
pub async fn end(tx: &mut Tx, hash: &SecretHash, version: i64) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM account_flows WHERE hash = $1 AND version = $2",
            hash,
            version
        ))
        .await?;
    Ok(count > 0)
}
