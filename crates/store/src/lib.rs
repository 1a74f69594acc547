//! The storage floor: rows in SQLite or PostgreSQL, encrypted objects, keys,
//! the audit chain, jobs and the outbox.
//!
//! ```text
//! let mut tx = store.begin().await?;
//! registrations::save(&mut tx, &change).await?;
//! events::append(&mut tx, &entry).await?;
//! jobs::enqueue(&mut tx, &job).await?;
//! tx.commit().await?;          // durable from here on
//! ```
//!
//! Reads take `&mut Conn`, so that they run inside a [`Tx`] as well as on a
//! [`Read`] from [`Store::read`]. Whatever is personal is opaque bytes to this
//! crate and is encrypted under a data key of its account, registration and
//! class; whatever belongs to an organisation carries its id in keys, indexes
//! and calls.

pub mod audit;
pub mod backup;
mod db;
mod erasure;
mod error;
pub mod keys;
mod objects;
pub mod random;
pub mod retention;
mod rows;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod tombstones;

pub use db::migrations::SchemaVersion;
pub use db::{Conn, DatabaseConfig, Read, Tx};
pub use erasure::{erase_account, erase_evidence, erase_registration};
pub use error::StoreError;
pub use objects::{MAX_OBJECT, ObjectsConfig, S3Config};
pub use rows::*;
pub use store::{Store, StoreConfig};
