//! The open store: one database, one key directory, one place for objects.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;

use crate::db::migrations::{self, LATEST, SchemaVersion};
use crate::db::{DatabaseConfig, Db, Read, Tx, sql};
use crate::error::StoreError;
use crate::keys::installation::Installation;
use crate::keys::master::Keyring;
use crate::objects::{Objects, ObjectsConfig};
use crate::random::Random;
use crate::tombstones::TombstoneLog;

/// Where everything is kept.
#[derive(Clone, Debug)]
pub struct StoreConfig {
    /// Rows.
    pub database: DatabaseConfig,
    /// Directory of master keys; made when it does not exist.
    pub keys: PathBuf,
    /// Encrypted evidence.
    pub objects: ObjectsConfig,
    /// File that remembers erasures, kept apart from the database and its
    /// backups: a restore replays it.
    pub tombstones: PathBuf,
}

/// What every connection shares.
pub(crate) struct Core {
    pub(crate) db: Db,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) keyring: Keyring,
    pub(crate) objects: Objects,
    pub(crate) tombstones: TombstoneLog,
    installation: OnceLock<Installation>,
}

impl Core {
    pub(crate) async fn open(
        config: &StoreConfig,
        random: Arc<dyn Random>,
    ) -> Result<Arc<Self>, StoreError> {
        Ok(Arc::new(Self {
            db: Db::open(&config.database).await?,
            random,
            keyring: Keyring::open(&config.keys)?,
            objects: Objects::open(&config.objects)?,
            tombstones: TombstoneLog::at(&config.tombstones),
            installation: OnceLock::new(),
        }))
    }

    pub(crate) fn installation(&self) -> Result<&Installation, StoreError> {
        self.installation
            .get()
            .ok_or_else(|| StoreError::Corrupt("the store was not initialised".to_owned()))
    }
}

/// The storage floor. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) core: Arc<Core>,
}

impl Store {
    /// Opens a store whose schema is up to date.
    ///
    /// # Errors
    /// `SchemaOlder` before [`Store::migrate`], `SchemaNewer` for an old program,
    /// `MasterKeyMissing` when the key directory belongs to another database.
    pub async fn open(config: &StoreConfig, random: Arc<dyn Random>) -> Result<Self, StoreError> {
        let core = Core::open(config, random).await?;
        let mut read = Read::begin(&core).await?;
        migrations::inspect(&mut read).await?.require_latest()?;
        let installation = Installation::load(&mut read)
            .await?
            .ok_or(StoreError::SchemaOlder {
                found: 0,
                needed: LATEST,
            })?;
        drop(read);
        // Nobody else holds this core yet.
        let _ = core.installation.set(installation);
        Ok(Self { core })
    }

    /// Brings the schema up to date and, on the first run, makes the
    /// installation's keys. Gives the names of the migrations applied.
    pub async fn migrate(
        config: &StoreConfig,
        random: Arc<dyn Random>,
        now: Timestamp,
    ) -> Result<Vec<&'static str>, StoreError> {
        let core = Core::open(config, random).await?;
        let mut tx = Tx::begin(&core).await?;
        let applied = migrations::apply(&mut tx, LATEST, now).await?;
        if tx.one(sql!("SELECT id FROM installation")).await?.is_none() {
            Installation::create(&mut tx, now).await?;
        }
        tx.commit().await?;
        core.db.close().await;
        Ok(applied)
    }

    /// Which schema the database has, without changing anything.
    pub async fn schema(&self) -> Result<SchemaVersion, StoreError> {
        migrations::inspect(&mut *self.read().await?).await
    }

    /// Begins a write transaction.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Tx::begin(&self.core).await
    }

    /// Takes a connection for reading.
    pub async fn read(&self) -> Result<Read, StoreError> {
        Read::begin(&self.core).await
    }

    /// Takes a connection on which every statement sees the same moment.
    pub async fn snapshot(&self) -> Result<Read, StoreError> {
        Read::snapshot(&self.core).await
    }

    /// Whether the database answers and can be written to, for readiness checks.
    pub async fn ping(&self) -> Result<(), StoreError> {
        self.read()
            .await?
            .one(sql!("SELECT id FROM installation"))
            .await?;
        self.begin().await?.rollback().await
    }

    /// The source of randomness given at opening.
    pub fn random(&self) -> &dyn Random {
        &*self.core.random
    }

    /// The installation's name: 32 hexadecimal digits.
    pub fn installation(&self) -> Result<&str, StoreError> {
        Ok(&self.core.installation()?.id)
    }

    /// Waits for running transactions and closes the database.
    pub async fn close(&self) {
        self.core.db.close().await;
    }
}
