//! How what goes out is claimed: messages to people and webhooks wait in tables
//! of their own with the same columns for it.

use jiff::Timestamp;

use crate::db::{Bind as _, Record, sql};
use crate::error::StoreError;
use crate::store::Store;

/// A row that waits to go out: `state`, `next_at`, `claim` and `attempts` are among its columns.
pub(super) trait Outgoing: Record {
    /// Its table.
    const TABLE: &'static str;
    /// The columns of the table's key.
    const KEY: &'static str;
}

/// Claims the next row that is due until `lease_until`, in a transaction of its own. Rows whose
/// column has a value of `passing_over` stay where they are.
pub(super) async fn claim<R: Outgoing>(
    store: &Store,
    now: Timestamp,
    lease_until: Timestamp,
    passing_over: &[(&'static str, &str)],
) -> Result<Option<R>, StoreError> {
    let (table, key) = (R::TABLE, R::KEY);
    let others = |first: usize| -> String {
        let places = first..;
        let each = places.zip(passing_over);
        each.map(|(place, (column, _))| format!(" AND {column} <> ${place}"))
            .collect()
    };
    let values = || passing_over.iter().map(|(_, value)| value.bind());
    // Looking first spares an idle worker the writer's turn.
    let text = format!(
        "SELECT {key} FROM {table} WHERE state = 'pending' AND next_at <= $1{} LIMIT 1",
        others(2)
    );
    let mut due = sql!(text, now);
    due.values.extend(values());
    if store.read().await?.one(due).await?.is_none() {
        return Ok(None);
    }
    let mut tx = store.begin().await?;
    let claim = hex::encode(store.random().array::<16>());
    let text = format!(
        "WITH next AS MATERIALIZED
             (SELECT {key} FROM {table}
              WHERE state = 'pending' AND next_at <= $1{}
              ORDER BY next_at, {key} LIMIT 1 {{skip_locked}})
         UPDATE {table} SET claim = $2, next_at = $3, attempts = attempts + 1
         WHERE ({key}) IN (SELECT {key} FROM next)
         RETURNING {}",
        others(4),
        R::COLUMNS
    );
    let mut next = sql!(text, now, claim, lease_until);
    next.values.extend(values());
    let next = tx.queue(next);
    let row = tx.find(next).await?;
    tx.commit().await?;
    Ok(row)
}
