//! How what goes out is claimed: messages to people and webhooks wait in tables
//! of their own with the same columns for it.

use jiff::Timestamp;

use crate::db::{Record, sql};
use crate::error::StoreError;
use crate::store::Store;

/// A row that waits to go out: `state`, `next_at`, `claim` and `attempts` are among its columns.
pub(super) trait Outgoing: Record {
    /// Its table.
    const TABLE: &'static str;
    /// The columns of the table's key.
    const KEY: &'static str;
}

/// Claims the next row that is due until `lease_until`, in a transaction of its own.
pub(super) async fn claim<R: Outgoing>(
    store: &Store,
    now: Timestamp,
    lease_until: Timestamp,
) -> Result<Option<R>, StoreError> {
    let (table, key) = (R::TABLE, R::KEY);
    // Looking first spares an idle worker the writer's turn.
    let text =
        format!("SELECT {key} FROM {table} WHERE state = 'pending' AND next_at <= $1 LIMIT 1");
    if store.read().await?.one(sql!(text, now)).await?.is_none() {
        return Ok(None);
    }
    let mut tx = store.begin().await?;
    let claim = hex::encode(store.random().array::<16>());
    let text = format!(
        "WITH next AS MATERIALIZED
             (SELECT {key} FROM {table}
              WHERE state = 'pending' AND next_at <= $1
              ORDER BY next_at, {key} LIMIT 1 {{skip_locked}})
         UPDATE {table} SET claim = $2, next_at = $3, attempts = attempts + 1
         WHERE ({key}) IN (SELECT {key} FROM next)
         RETURNING {}",
        R::COLUMNS
    );
    let next = tx.queue(sql!(text, now, claim, lease_until));
    let row = tx.find(next).await?;
    tx.commit().await?;
    Ok(row)
}
