//! Passwords that were wrong, counted before they are compared: known and unknown names alike.

use jiff::Timestamp;

use crate::db::sql;
use crate::error::StoreError;
use crate::store::Store;

/// How often a password was missed in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misses {
    /// How often.
    pub count: u32,
    /// The last time.
    pub last: Timestamp,
}

/// What misses are counted for.
const PURPOSE: &str = "account-password";

impl Store {
    /// Counts one more miss of `subject`, durably, in a transaction of its own, if `may` agrees
    /// after seeing those before; gives what it saw, and whether it counted. What is counted is
    /// kept as a keyed hash until `expires`.
    pub async fn count_miss(
        &self,
        subject: &str,
        now: Timestamp,
        expires: Timestamp,
        may: impl FnOnce(Misses) -> bool + Send,
    ) -> Result<(Misses, bool), StoreError> {
        let key = self.core.installation()?.attempt_key(PURPOSE, subject);
        let mut tx = self.begin().await?;
        // The conflicting update does nothing but lock the row.
        let row = tx
            .one(sql!(
                "INSERT INTO account_misses (key, misses, last, expires) VALUES ($1, 0, $2, $3)
                 ON CONFLICT (key) DO UPDATE SET expires = excluded.expires
                 RETURNING misses, last",
                key,
                now,
                expires
            ))
            .await?
            .ok_or(StoreError::NotFound("misses"))?;
        let count: i64 = row.read("misses")?;
        let before = Misses {
            count: u32::try_from(count).unwrap_or(u32::MAX),
            last: row.read("last")?,
        };
        if !may(before) {
            tx.rollback().await?;
            return Ok((before, false));
        }
        tx.run(sql!(
            "UPDATE account_misses SET misses = misses + 1, last = $1 WHERE key = $2",
            now,
            key
        ))
        .await?;
        tx.commit().await?;
        Ok((before, true))
    }

    /// Forgets the misses of `subject`, after a hit.
    pub async fn forget_misses(&self, subject: &str) -> Result<(), StoreError> {
        let key = self.core.installation()?.attempt_key(PURPOSE, subject);
        let mut tx = self.begin().await?;
        tx.run(sql!("DELETE FROM account_misses WHERE key = $1", key))
            .await?;
        tx.commit().await
    }
}
