//! For tests of this and other crates: fresh stores on both databases, the
//! places where a write could be cut off, and the record of statements that ran.

mod postgres;
pub mod rows;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use jiff::Timestamp;
use tempfile::TempDir;

use crate::db::{Tx, migrations};
use crate::random::Seeded;
use crate::store::Core;
use crate::{DatabaseConfig, ObjectsConfig, Store, StoreConfig, StoreError};

pub use postgres::{Cluster, private_cluster};

/// A fixed moment, 2026-01-01 noon.
pub fn noon() -> Timestamp {
    Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(1_767_268_800)
}

/// A fresh store that disappears with this value.
pub struct TestStore {
    store: Store,
    config: StoreConfig,
    directory: TempDir,
}

impl TestStore {
    /// How it was opened, to open it again.
    pub fn config(&self) -> &StoreConfig {
        &self.config
    }

    /// Its directory, for further files.
    pub fn directory(&self) -> &Path {
        self.directory.path()
    }

    /// A clone to hand out.
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// Runs a statement of a test's own, as somebody with access to the
    /// database could.
    pub async fn tamper(&self, text: &str) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.script(text.to_owned()).await?;
        tx.commit().await
    }

    /// The columns of the first row of a test's own statement, as text.
    pub async fn peek(&self, text: &str) -> Result<Vec<String>, StoreError> {
        self.store
            .read()
            .await?
            .first_row_as_text(text.to_owned())
            .await
    }

    /// As [`TestStore::peek`], in the transaction that a backup reads in.
    pub async fn peek_as_backup(&self, text: &str) -> Result<Vec<String>, StoreError> {
        crate::db::Read::snapshot(&self.store.core)
            .await?
            .first_row_as_text(text.to_owned())
            .await
    }

    /// Whether it is on PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.config.database, DatabaseConfig::Postgres { .. })
    }
}

impl Deref for TestStore {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.store
    }
}

/// A configuration with everything but the database in `directory`.
pub fn config_in(directory: &Path, database: DatabaseConfig) -> StoreConfig {
    StoreConfig {
        database,
        keys: directory.join("keys"),
        objects: ObjectsConfig::Local {
            path: directory.join("objects"),
        },
        tombstones: directory.join("tombstones"),
    }
}

/// The configuration of an empty SQLite store in `directory`.
pub fn sqlite_config(directory: &Path) -> StoreConfig {
    let path = directory.join("bonafide.db");
    config_in(directory, DatabaseConfig::Sqlite { path, readers: 4 })
}

/// The configuration of an empty store in a new database of the tests'
/// PostgreSQL cluster; `None` where PostgreSQL is not installed.
///
/// # Panics
/// If PostgreSQL is missing while the variable `CI` is set, or does not start.
pub async fn postgres_config(directory: &Path) -> Option<StoreConfig> {
    let url = postgres::new_database().await?;
    Some(config_in(
        directory,
        DatabaseConfig::Postgres {
            url,
            connections: 8,
        },
    ))
}

async fn migrated(directory: TempDir, config: StoreConfig) -> TestStore {
    let random = Arc::new(Seeded::new(seed()));
    Store::migrate(&config, random.clone(), noon())
        .await
        .expect("migrations");
    let store = Store::open(&config, random)
        .await
        .expect("a migrated store");
    TestStore {
        store,
        config,
        directory,
    }
}

/// Leaves in an empty database what an older program would have: the schema of a version, and what
/// `script` writes in it.
///
/// # Panics
/// If it cannot be written.
pub async fn older(config: &StoreConfig, version: i64, script: &str) {
    let core = Core::open(config, seeded(seed()))
        .await
        .expect("a database");
    let mut tx = Tx::begin(&core).await.expect("a transaction");
    migrations::apply(&mut tx, version, noon())
        .await
        .expect("migrations");
    tx.script(script.to_owned()).await.expect("its rows");
    tx.commit().await.expect("a commit");
    core.db.close().await;
}

/// A fresh store on SQLite.
///
/// # Panics
/// If it cannot be made.
pub async fn sqlite() -> TestStore {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let config = sqlite_config(directory.path());
    migrated(directory, config).await
}

/// A fresh store on PostgreSQL; `None`, said on standard error, where
/// PostgreSQL is not installed.
///
/// # Panics
/// If PostgreSQL is missing while the variable `CI` is set, or does not start.
pub async fn postgres() -> Option<TestStore> {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let config = postgres_config(directory.path()).await?;
    Some(migrated(directory, config).await)
}

/// Different for every store of this process, so that no two share a nonce.
fn seed() -> u64 {
    static NEXT: AtomicI64 = AtomicI64::new(0);
    let count = NEXT.fetch_add(1, Ordering::SeqCst).unsigned_abs();
    (u64::from(std::process::id()) << 32) | count
}

/// A source of randomness for tests, the same for the same seed.
pub fn seeded(seed: u64) -> Arc<Seeded> {
    Arc::new(Seeded::new(seed))
}

/// Reads bytes as a record of a backup, a line of the tombstone log, a
/// checkpoint and a master key: for fuzzing.
pub fn fuzz_files(data: &[u8]) {
    crate::backup::fuzz(data);
    let _ = crate::tombstones::parse_line(data);
    let _ = crate::audit::read(data);
    crate::keys::master::fuzz(data);
}

/// Statements that ran, by `file:line`, and whether on PostgreSQL.
static RAN: Mutex<BTreeSet<(&'static str, bool)>> = Mutex::new(BTreeSet::new());

pub(crate) fn note_statement(place: &'static str, postgres: bool) {
    RAN.lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .insert((place, postgres));
}

/// Whether the statement at `place` (`file:line`) ran in this process.
pub fn ran(place: &str, postgres: bool) -> bool {
    RAN.lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .iter()
        .any(|(ran, on)| *ran == place && *on == postgres)
}

/// Boundaries left until the process dies; negative for never.
static CRASH_AFTER: AtomicI64 = AtomicI64::new(-1);
static TRACE: OnceLock<PathBuf> = OnceLock::new();

/// Kills this process, as a power cut would, at the `n`th place from now where
/// a write begins or ends: statements, commits, objects, tombstones.
pub fn crash_after(n: i64) {
    CRASH_AFTER.store(n, Ordering::SeqCst);
}

/// Has the place of the crash written to a file, for messages of tests.
pub fn trace_crash(path: PathBuf) {
    let _ = TRACE.set(path);
}

/// Whether the process dies at the next boundary.
pub(crate) fn boundary_is_next() -> bool {
    CRASH_AFTER.load(Ordering::SeqCst) == 0
}

/// Marks a boundary between writes.
pub(crate) fn boundary(name: &str) {
    if CRASH_AFTER.load(Ordering::SeqCst) < 0 {
        return;
    }
    if CRASH_AFTER.fetch_sub(1, Ordering::SeqCst) == 0 {
        if let Some(path) = TRACE.get() {
            let _ = std::fs::write(path, name);
        }
        std::process::abort();
    }
}
