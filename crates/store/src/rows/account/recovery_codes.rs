//! Printed codes, each good once: keyed hashes alone.

use bonafide_identity::id::AccountId;
use jiff::Timestamp;

use crate::db::{Conn, Tx, sql};
use crate::error::StoreError;

/// Keeps codes in place of all that an account had.
pub async fn replace(
    tx: &mut Tx,
    account: &AccountId,
    values: &[[u8; 32]],
    now: Timestamp,
) -> Result<(), StoreError> {
    tx.run(sql!(
        "DELETE FROM account_recovery_codes WHERE account = $1",
        account
    ))
    .await?;
    for value in values {
        tx.run(sql!(
            "INSERT INTO account_recovery_codes (value, account, created) VALUES ($1, $2, $3)",
            value,
            account,
            now
        ))
        .await?;
    }
    Ok(())
}

/// How many codes an account has left.
pub async fn left(conn: &mut Conn, account: &AccountId) -> Result<u64, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT count(*) AS many FROM account_recovery_codes WHERE account = $1",
            account
        ))
        .await?;
    let many: Option<i64> = row.map(|row| row.read("many")).transpose()?;
    Ok(u64::try_from(many.unwrap_or_default()).unwrap_or_default())
}

/// Uses a code up; gives whether there was such a one, made by `made`.
pub async fn take(tx: &mut Tx, value: &[u8; 32], made: Timestamp) -> Result<bool, StoreError> {
    let count = tx
        .run(sql!(
            "DELETE FROM account_recovery_codes WHERE value = $1 AND created <= $2",
            value,
            made
        ))
        .await?;
    Ok(count > 0)
}
