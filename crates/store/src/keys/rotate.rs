//! Rotation of master keys without downtime: a new key is added and made
//! current, which running servers notice at once; then every row is wrapped
//! anew in batches; the old key stays readable until nothing needs it.

use jiff::{SignedDuration, Timestamp};

use super::data::{place, wrap_place};
use super::installation::rewrap;
use super::{Class, Owner};
use crate::db::{Row, sql};
use crate::error::StoreError;
use crate::store::Store;

/// Rows wrapped anew in one transaction.
const BATCH: i64 = 200;

/// How long after a rotation a transaction may still write a row that is
/// wrapped by the key that was current when it began.
const GRACE: SignedDuration = SignedDuration::from_mins(10);

/// What a rotation did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotation {
    /// The new current master key.
    pub current: String,
    /// Keys that were wrapped anew.
    pub rewrapped: u64,
}

/// A master key and what still depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MasterKey {
    /// Name of the key and stem of its file.
    pub id: String,
    /// When it was made.
    pub created: Timestamp,
    /// New data keys are wrapped by it.
    pub current: bool,
    /// Keys in the database that are wrapped by it.
    pub wraps: u64,
}

impl Store {
    /// Adds a master key, makes it current and wraps every key anew. Safe to
    /// run beside servers, and to run again after an interruption.
    pub async fn rotate_master(&self, now: Timestamp) -> Result<Rotation, StoreError> {
        let current = self.core.keyring.add(&*self.core.random, now)?.id.clone();
        let rewrapped = self.rewrap_all().await?;
        Ok(Rotation { current, rewrapped })
    }

    /// Wraps by the current master key whatever another one still wraps.
    pub async fn rewrap_all(&self) -> Result<u64, StoreError> {
        let mut total = self.rewrap_installation().await?;
        loop {
            let count = self.rewrap_batch().await?;
            if count == 0 {
                return Ok(total);
            }
            total += count;
        }
    }

    async fn rewrap_installation(&self) -> Result<u64, StoreError> {
        let core = &self.core;
        let current = core.keyring.current()?;
        let installation = core.installation()?.id.clone();
        let mut tx = self.begin().await?;
        let rows = tx
            .all(sql!(
                "SELECT name, master, wrapped FROM installation_keys WHERE master <> $1",
                current.id
            ))
            .await?;
        let count = rows.len() as u64;
        for row in rows {
            let (name, master): (String, String) = (row.read("name")?, row.read("master")?);
            let wrapped: Vec<u8> = row.read("wrapped")?;
            let wrapped = rewrap(core, &installation, &name, (&master, &wrapped), &current)?;
            tx.run(sql!(
                "UPDATE installation_keys SET master = $1, wrapped = $2 WHERE name = $3",
                current.id,
                wrapped,
                name
            ))
            .await?;
        }
        tx.commit().await?;
        Ok(count)
    }

    async fn rewrap_batch(&self) -> Result<u64, StoreError> {
        let current = self.core.keyring.current()?;
        let mut tx = self.begin().await?;
        let batch = tx.queue(sql!(
            "SELECT id, organisation, account, registration, evidence, class, master, wrapped
             FROM data_keys WHERE master <> $1 ORDER BY id LIMIT $2 {skip_locked}",
            current.id,
            BATCH
        ));
        let rows = tx.all(batch).await?;
        let count = rows.len() as u64;
        for row in rows {
            let (id, owner, class) = read_owner(&row)?;
            let place_text = wrap_place(&id, &owner, class);
            let (master, wrapped): (String, Vec<u8>) = (row.read("master")?, row.read("wrapped")?);
            let secret = self
                .core
                .keyring
                .find(&master)?
                .unwrap(&place(&place_text), &wrapped)?;
            let wrapped = current.wrap(&place(&place_text), &secret, &*self.core.random)?;
            tx.run(sql!(
                "UPDATE data_keys SET master = $1, wrapped = $2 WHERE id = $3 AND wrapped IS NOT NULL",
                current.id, wrapped, id
            ))
            .await?;
        }
        tx.commit().await?;
        Ok(count)
    }

    /// The master keys, oldest first.
    pub async fn master_keys(&self) -> Result<Vec<MasterKey>, StoreError> {
        let current = self.core.keyring.current()?.id.clone();
        let mut keys = Vec::new();
        for master in self.core.keyring.all()? {
            keys.push(MasterKey {
                wraps: self.wrapped_by(&master.id).await?,
                current: master.id == current,
                created: master.created,
                id: master.id.clone(),
            });
        }
        Ok(keys)
    }

    async fn wrapped_by(&self, master: &str) -> Result<u64, StoreError> {
        let row = self
            .read()
            .await?
            .one(sql!(
                "SELECT (SELECT COUNT(*) FROM data_keys WHERE master = $1)
                      + (SELECT COUNT(*) FROM installation_keys WHERE master = $1) AS wraps",
                master
            ))
            .await?
            .ok_or(StoreError::NotFound("count"))?;
        Ok(row.read::<i64>("wraps")?.unsigned_abs())
    }

    /// Deletes the files of master keys that nothing needs any more; gives
    /// their names. A key replaced less than ten minutes ago is kept, since a
    /// transaction that began before may still commit.
    pub async fn retire_masters(&self, now: Timestamp) -> Result<Vec<String>, StoreError> {
        let current = self.core.keyring.current()?;
        if now.duration_since(current.created) < GRACE {
            return Ok(Vec::new());
        }
        self.rewrap_all().await?;
        let mut retired = Vec::new();
        for key in self.master_keys().await? {
            if !key.current && key.wraps == 0 {
                self.core.keyring.remove(&key.id)?;
                retired.push(key.id);
            }
        }
        Ok(retired)
    }
}

fn read_owner(row: &Row) -> Result<(String, Owner, Class), StoreError> {
    let owner = Owner {
        organisation: row.read("organisation")?,
        account: row.read("account")?,
        registration: row.read("registration")?,
        evidence: row.read("evidence")?,
    };
    Ok((row.read("id")?, owner, row.read("class")?))
}
