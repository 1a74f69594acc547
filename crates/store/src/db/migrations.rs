//! Schema changes, embedded in order and checksummed.

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::dialect::{POSTGRES_MIGRATION_LOCK, schema_for_postgres};
use super::{Conn, Tx, sql};
use crate::error::StoreError;

/// A step from one schema version to the next.
struct Migration {
    version: i64,
    name: &'static str,
    text: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "first",
        text: include_str!("sql/0001_first.sql"),
    },
    Migration {
        version: 2,
        name: "indexes",
        text: include_str!("sql/0002_indexes.sql"),
    },
    Migration {
        version: 3,
        name: "order",
        text: include_str!("sql/0003_order.sql"),
    },
    Migration {
        version: 4,
        name: "trust",
        text: include_str!("sql/0004_trust.sql"),
    },
    Migration {
        version: 5,
        name: "challenges",
        text: include_str!("sql/0005_challenges.sql"),
    },
    Migration {
        version: 6,
        name: "lost",
        text: include_str!("sql/0006_lost.sql"),
    },
    Migration {
        version: 7,
        name: "lost parts",
        text: include_str!("sql/0007_lost_parts.sql"),
    },
    Migration {
        version: 8,
        name: "films",
        text: include_str!("sql/0008_films.sql"),
    },
    Migration {
        version: 9,
        name: "faces",
        text: include_str!("sql/0009_faces.sql"),
    },
    Migration {
        version: 10,
        name: "accounts",
        text: include_str!("sql/0010_accounts.sql"),
    },
    Migration {
        version: 11,
        name: "clients",
        text: include_str!("sql/0011_clients.sql"),
    },
    Migration {
        version: 12,
        name: "identities",
        text: include_str!("sql/0012_identities.sql"),
    },
    Migration {
        version: 13,
        name: "grants",
        text: include_str!("sql/0013_grants.sql"),
    },
    Migration {
        version: 14,
        name: "apps",
        text: include_str!("sql/0014_apps.sql"),
    },
    Migration {
        version: 15,
        name: "services",
        text: include_str!("sql/0015_services.sql"),
    },
    Migration {
        version: 17,
        name: "pins and codes",
        text: include_str!("sql/0017_pins_and_codes.sql"),
    },
    Migration {
        version: 18,
        name: "recoveries",
        text: include_str!("sql/0018_recoveries.sql"),
    },
    Migration {
        version: 21,
        name: "history",
        text: include_str!("sql/0021_history.sql"),
    },
    Migration {
        version: 24,
        name: "polls",
        text: include_str!("sql/0024_polls.sql"),
    },
    Migration {
        version: 25,
        name: "contested",
        text: include_str!("sql/0025_contested.sql"),
    },
    Migration {
        version: 26,
        name: "push",
        text: include_str!("sql/0026_push.sql"),
    },
    Migration {
        version: 27,
        name: "notifications",
        text: include_str!("sql/0027_notifications.sql"),
    },
    Migration {
        version: 28,
        name: "event streams",
        text: include_str!("sql/0028_event_streams.sql"),
    },
];

/// The schema that this program works with.
pub(crate) const LATEST: i64 = MIGRATIONS[MIGRATIONS.len() - 1].version;

/// The tables, each after those that it refers to.
pub(crate) fn tables() -> impl Iterator<Item = &'static str> {
    MIGRATIONS
        .iter()
        .flat_map(|migration| migration.text.lines())
        .filter_map(|line| {
            line.strip_prefix("CREATE TABLE ")?
                .split_whitespace()
                .next()
        })
}

/// Which schema a database has, and which this program needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchemaVersion {
    /// In the database; 0 when it is empty.
    pub found: i64,
    /// In this program.
    pub latest: i64,
}

impl SchemaVersion {
    /// Refuses anything but the schema that this program works with.
    pub(crate) fn require_latest(self) -> Result<(), StoreError> {
        match self.found {
            found if found > self.latest => Err(StoreError::SchemaNewer {
                found,
                known: self.latest,
            }),
            found if found < self.latest => Err(StoreError::SchemaOlder {
                found,
                needed: self.latest,
            }),
            _ => Ok(()),
        }
    }
}

/// Reads the schema version and compares every applied migration with ours.
pub(crate) async fn inspect(conn: &mut Conn) -> Result<SchemaVersion, StoreError> {
    let mut version = SchemaVersion {
        found: 0,
        latest: LATEST,
    };
    let table = conn.has_table("schema_migrations");
    if conn.one(table).await?.is_none() {
        return Ok(version);
    }
    let rows = conn
        .all(sql!(
            "SELECT version, checksum FROM schema_migrations ORDER BY version"
        ))
        .await?;
    for row in rows {
        version.found = row.read("version")?;
        let checksum: Vec<u8> = row.read("checksum")?;
        let ours = MIGRATIONS.iter().find(|m| m.version == version.found);
        if ours.is_some_and(|m| Sha256::digest(m.text).as_slice() != checksum) {
            return Err(StoreError::MigrationChanged(version.found));
        }
    }
    Ok(version)
}

/// Applies what is missing up to version `target`; gives the names of what was applied.
pub(crate) async fn apply(
    tx: &mut Tx,
    target: i64,
    now: Timestamp,
) -> Result<Vec<&'static str>, StoreError> {
    if tx.is_postgres() {
        tx.script(POSTGRES_MIGRATION_LOCK.to_owned()).await?;
    }
    let schema = inspect(tx).await?;
    if schema.found > LATEST {
        return Err(StoreError::SchemaNewer {
            found: schema.found,
            known: LATEST,
        });
    }
    tx.script(schema_text(
        tx,
        "CREATE TABLE IF NOT EXISTS schema_migrations (
            version INTEGER PRIMARY KEY, name TEXT NOT NULL,
            checksum BLOB NOT NULL, applied INTEGER NOT NULL) STRICT",
    ))
    .await?;
    let mut applied = Vec::new();
    for migration in MIGRATIONS
        .iter()
        .filter(|m| m.version > schema.found && m.version <= target)
    {
        tx.script(schema_text(tx, migration.text)).await?;
        tx.run(sql!(
            "INSERT INTO schema_migrations (version, name, checksum, applied) VALUES ($1, $2, $3, $4)",
            migration.version,
            migration.name,
            Sha256::digest(migration.text).as_slice(),
            now
        ))
        .await?;
        applied.push(migration.name);
    }
    Ok(applied)
}

fn schema_text(tx: &Tx, text: &str) -> String {
    if tx.is_postgres() {
        schema_for_postgres(text)
    } else {
        text.to_owned()
    }
}
