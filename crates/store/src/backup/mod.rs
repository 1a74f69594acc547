//! Backups: everything in one encrypted file, independent of the database, so
//! that one taken on SQLite restores into PostgreSQL and back. Rows are read in
//! one snapshot; master keys and objects are included; the passphrase protects
//! all of it.

mod dump;
mod record;
mod restore;
mod stream;

pub use dump::write;
#[cfg(feature = "testing")]
pub(crate) use record::fuzz;
pub use restore::{Restored, inspect, restore};

use serde::{Deserialize, Serialize};

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of the record format.
    pub format: u32,
    /// Schema version of its rows.
    pub schema: i64,
    /// The installation's name.
    pub installation: String,
    /// When it was taken, in microseconds.
    pub at: i64,
}

/// How much a backup holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Rows of all tables.
    pub rows: u64,
    /// Objects.
    pub objects: u64,
    /// Objects that a row names but that were gone when they were to be read:
    /// erased while the backup ran.
    pub missing: u64,
}
