//! Keys that sign tokens, sealed by the installation's data key. Which of them signs is a matter of time alone, so that
//! every node knows without being told.

use jiff::Timestamp;

use crate::db::{Conn, Tx, sql};
use crate::error::StoreError;
use crate::keys::{Class, Owner, Place, Plain};

/// A key that signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SigningKey {
    /// Its name in tokens.
    pub id: String,
    /// The private key.
    pub secret: Plain,
    /// When it was made; it is published from then on.
    pub created: Timestamp,
    /// From when on it signs.
    pub begins: Timestamp,
    /// Until when it signs.
    pub ends: Timestamp,
    /// When the last thing that it signed is past its time.
    pub expires: Timestamp,
}

fn place(id: &str) -> Place<'_> {
    Place {
        table: "oidc_keys",
        row: id,
        column: "secret",
        version: 1,
    }
}

/// Two numbers that nobody else takes turns by.
const TURN: [i32; 2] = [0x6f69_6463, 1];

/// Waits until nobody else adds a key, and keeps others from it until the end of the transaction.
pub async fn turn(tx: &mut Tx) -> Result<(), StoreError> {
    if let Some(turn) = tx.turn(TURN) {
        tx.all(turn).await?;
    }
    Ok(())
}

/// Adds a key.
pub async fn insert(tx: &mut Tx, new: &SigningKey) -> Result<(), StoreError> {
    let owner = Owner::installation();
    let sealed = tx
        .seal(&owner, Class::Installation, &place(&new.id), &new.secret)
        .await?;
    tx.run(sql!(
        "INSERT INTO oidc_keys (id, secret, created, begins, ends, expires)
         VALUES ($1, $2, $3, $4, $5, $6)",
        new.id,
        sealed,
        new.created,
        new.begins,
        new.ends,
        new.expires
    ))
    .await?;
    Ok(())
}

/// The keys whose signatures may still be good, by when they begin.
pub async fn list(conn: &mut Conn, now: Timestamp) -> Result<Vec<SigningKey>, StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT id, secret, created, begins, ends, expires FROM oidc_keys
             WHERE expires > $1 ORDER BY begins, id",
            now
        ))
        .await?;
    let mut keys = Vec::new();
    for row in rows {
        let id: String = row.read("id")?;
        let sealed: Vec<u8> = row.read("secret")?;
        let owner = Owner::installation();
        let secret = conn
            .open(&owner, Class::Installation, &place(&id), &sealed)
            .await?;
        keys.push(SigningKey {
            id,
            secret,
            created: row.read("created")?,
            begins: row.read("begins")?,
            ends: row.read("ends")?,
            expires: row.read("expires")?,
        });
    }
    Ok(keys)
}

/// Ends every key at once: from now on each of them neither signs nor is believed. Gives how many there were.
pub async fn end_all(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    tx.run(sql!(
        "UPDATE oidc_keys SET ends = $1, expires = $1 WHERE expires > $1",
        now
    ))
    .await
}
