//! Limited attempts (codes, passwords, sends): reserved and committed before
//! the secret is compared, so that no rollback refunds a guess. The window
//! slides exactly. What is counted is kept as a keyed hash.

use jiff::{SignedDuration, Timestamp};

use crate::db::sql;
use crate::error::StoreError;
use crate::store::Store;

/// Most attempts that a window may allow.
pub const MAX_LIMIT: u32 = 1000;

/// Whether an attempt may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reservation {
    /// It may, and is counted.
    Granted {
        /// Attempts left in the window.
        left: u32,
    },
    /// It may not, and is not counted.
    Refused {
        /// When the next one may be made.
        retry_at: Timestamp,
    },
}

impl Store {
    /// Reserves one of `limit` attempts within `window` at `subject` for
    /// `purpose`, durably, in a transaction of its own: never call it while
    /// holding one.
    pub async fn reserve_attempt(
        &self,
        purpose: &str,
        subject: &str,
        limit: u32,
        window: SignedDuration,
        now: Timestamp,
    ) -> Result<Reservation, StoreError> {
        if limit == 0 || limit > MAX_LIMIT {
            return Err(StoreError::Refused("limit of attempts".to_owned()));
        }
        let key = self.core.installation()?.attempt_key(purpose, subject);
        let expires = now + window;
        let mut tx = self.begin().await?;
        // The conflicting update does nothing but lock the row.
        let row = tx
            .one(sql!(
                "INSERT INTO attempts (key, times, expires) VALUES ($1, $2, $3)
                 ON CONFLICT (key) DO UPDATE SET expires = excluded.expires RETURNING times",
                key,
                Vec::<u8>::new(),
                expires
            ))
            .await?
            .ok_or(StoreError::NotFound("attempts"))?;
        let mut times = decode(&row.read::<Vec<u8>>("times")?)?;
        let begin = (now - window).as_microsecond();
        times.retain(|time| *time > begin);
        let limit = limit as usize;
        if times.len() >= limit {
            tx.rollback().await?;
            // Once this one has left the window there is room again.
            let oldest = Timestamp::from_microsecond(times[times.len() - limit])
                .map_err(|_| StoreError::Corrupt("time of an attempt".to_owned()))?;
            return Ok(Reservation::Refused {
                retry_at: oldest + window,
            });
        }
        times.push(now.as_microsecond());
        let left = u32::try_from(limit - times.len()).unwrap_or(0);
        tx.run(sql!(
            "UPDATE attempts SET times = $1 WHERE key = $2",
            encode(&times),
            key
        ))
        .await?;
        tx.commit().await?;
        Ok(Reservation::Granted { left })
    }
}

fn encode(times: &[i64]) -> Vec<u8> {
    times.iter().flat_map(|time| time.to_be_bytes()).collect()
}

fn decode(bytes: &[u8]) -> Result<Vec<i64>, StoreError> {
    let (times, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() {
        return Err(StoreError::Corrupt("times of attempts".to_owned()));
    }
    Ok(times.iter().map(|time| i64::from_be_bytes(*time)).collect())
}
