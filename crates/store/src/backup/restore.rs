//! Restoring a backup into an empty store. Whoever was erased since it was
//! taken is erased again before anything is committed.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::dump::columns;
use super::record::Record;
use super::stream::Reader;
use super::{Manifest, Totals};
use crate::db::migrations::{self, LATEST, tables};
use crate::db::{Statement, Tx, sql};
use crate::erasure;
use crate::error::StoreError;
use crate::random::Random;
use crate::store::{Core, StoreConfig};
use crate::tombstones::{self, Tombstone};

/// What a restore did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The backup.
    pub manifest: Manifest,
    /// How much it held.
    pub totals: Totals,
    /// Erasures carried out again.
    pub tombstones: u64,
}

/// Reads a whole backup without restoring it: proves that it is intact and
/// that the passphrase is right.
pub fn inspect(file: &Path, passphrase: &str) -> Result<(Manifest, Totals), StoreError> {
    let mut input = open(file, passphrase)?;
    let manifest = read_manifest(&mut input)?;
    loop {
        if let Record::End(totals) = Record::read(&mut input)? {
            return if input.at_end() {
                Ok((manifest, totals))
            } else {
                Err(StoreError::Corrupt(
                    "the backup goes on after its end".to_owned(),
                ))
            };
        }
    }
}

type Input = Reader<BufReader<File>>;

fn open(file: &Path, passphrase: &str) -> Result<Input, StoreError> {
    Reader::new(BufReader::new(File::open(file)?), passphrase)
}

fn read_manifest(input: &mut Input) -> Result<Manifest, StoreError> {
    let Record::Manifest(manifest) = Record::read(input)? else {
        return Err(StoreError::Corrupt("the backup has no manifest".to_owned()));
    };
    if manifest.format != 1 {
        return Err(StoreError::Corrupt(format!(
            "backup format {}",
            manifest.format
        )));
    }
    if manifest.schema > LATEST {
        return Err(StoreError::SchemaNewer {
            found: manifest.schema,
            known: LATEST,
        });
    }
    Ok(manifest)
}

/// Restores a backup into an empty store: no installation in the database, no
/// key in the key directory, no object. Erasures in the store's own tombstone
/// log and in `more_tombstones` (logs saved from other machines) are carried
/// out again. The file is read twice: first to the end, so that nothing is
/// written from a damaged one.
///
/// # Errors
/// `NotEmpty`, `WrongPassphrase`, `Corrupt`, `SchemaNewer`; the store is empty afterwards.
pub async fn restore(
    config: &StoreConfig,
    random: Arc<dyn Random>,
    file: &Path,
    passphrase: &str,
    more_tombstones: &[&Path],
    now: Timestamp,
) -> Result<Restored, StoreError> {
    inspect(file, passphrase)?;
    let core = Core::open(config, random).await?;
    if !core.keyring.all()?.is_empty() {
        return Err(StoreError::NotEmpty(
            "the key directory holds keys".to_owned(),
        ));
    }
    if !core.objects.is_empty().await? {
        return Err(StoreError::NotEmpty("there are objects".to_owned()));
    }
    let mut log = core.tombstones.read()?;
    for path in more_tombstones {
        log.extend(tombstones::read(path)?);
    }
    let mut written = Written::default();
    let result = load(&core, file, passphrase, log, now, &mut written).await;
    if result.is_err() {
        written.undo(&core).await;
    } else {
        core.db.scrub().await?;
    }
    core.db.close().await;
    result
}

/// What was written outside the transaction.
#[derive(Default)]
struct Written {
    keys: Vec<String>,
    objects: Vec<String>,
}

impl Written {
    async fn undo(self, core: &Core) {
        for name in self.keys {
            if let Err(error) = core.keyring.discard(&name) {
                tracing::error!(%error, "a key file of a failed restore is left behind");
            }
        }
        for name in self.objects {
            if let Err(error) = core.objects.delete(&name).await {
                tracing::error!(%error, "an object of a failed restore is left behind");
            }
        }
    }
}

async fn load(
    core: &Arc<Core>,
    file: &Path,
    passphrase: &str,
    log: Vec<Tombstone>,
    now: Timestamp,
    written: &mut Written,
) -> Result<Restored, StoreError> {
    let mut input = open(file, passphrase)?;
    let manifest = read_manifest(&mut input)?;
    let mut tx = Tx::begin(core).await?;
    let schema = migrations::inspect(&mut tx).await?.found;
    if schema > manifest.schema {
        return Err(StoreError::NotEmpty(
            "the schema is newer than the backup's".to_owned(),
        ));
    }
    migrations::apply(&mut tx, manifest.schema, now).await?;
    if tx.one(sql!("SELECT id FROM installation")).await?.is_some() {
        return Err(StoreError::NotEmpty(
            "the database has an installation".to_owned(),
        ));
    }
    let totals = load_records(core, &mut tx, &mut input, written).await?;
    migrations::apply(&mut tx, LATEST, now).await?;
    let count = replay(core, &mut tx, log).await?;
    tx.commit().await?;
    Ok(Restored {
        manifest,
        totals,
        tombstones: count,
    })
}

async fn load_records(
    core: &Core,
    tx: &mut Tx,
    input: &mut Input,
    written: &mut Written,
) -> Result<Totals, StoreError> {
    let mut insert = None;
    loop {
        match Record::read(input)? {
            Record::Table { name, columns } => {
                insert = Some(insert_text(tx, &name, &columns).await?);
            }
            Record::Row(values) => {
                let text = insert.clone().ok_or_else(misplaced)?;
                let place = concat!(file!(), ":", line!());
                tx.run(Statement {
                    text,
                    values,
                    place,
                })
                .await?;
            }
            Record::Key { name, bytes } => {
                core.keyring.import(&name, &bytes)?;
                written.keys.push(name);
            }
            Record::Object { name, bytes } => {
                core.objects.put(&name, bytes).await?;
                written.objects.push(name);
            }
            Record::End(totals) => return Ok(totals),
            Record::Manifest(_) => return Err(misplaced()),
        }
    }
}

fn misplaced() -> StoreError {
    StoreError::Corrupt("record of a backup out of place".to_owned())
}

/// The statement that inserts rows of a table; only names that the schema has get into it.
async fn insert_text(tx: &mut Tx, table: &str, names: &[String]) -> Result<String, StoreError> {
    let known: HashSet<String> = columns(tx, table)
        .await?
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    if !tables().any(|known| known == table) || !names.iter().all(|name| known.contains(name)) {
        return Err(StoreError::Corrupt(
            "the backup has an unknown table or column".to_owned(),
        ));
    }
    let places: Vec<String> = (1..=names.len()).map(|n| format!("${n}")).collect();
    Ok(format!(
        "INSERT INTO {table} ({}) VALUES ({})",
        names.join(", "),
        places.join(", ")
    ))
}

/// Erases again what was erased after the backup was taken, and has the
/// tombstone log remember what only the backup knew.
async fn replay(core: &Core, tx: &mut Tx, log: Vec<Tombstone>) -> Result<u64, StoreError> {
    let logged: HashSet<String> = core.tombstones.read()?.into_iter().map(|t| t.id).collect();
    let rows = tx
        .all(sql!(
            "SELECT id, at, organisation, account, registration, evidence FROM tombstones"
        ))
        .await?;
    let mut known = HashSet::new();
    for row in rows {
        let tombstone = Tombstone {
            id: row.read("id")?,
            at: row.read("at")?,
            organisation: row.read("organisation")?,
            account: row.read("account")?,
            registration: row.read("registration")?,
            evidence: row.read("evidence")?,
        };
        known.insert(tombstone.id.clone());
        if !logged.contains(&tombstone.id) {
            tx.tombstones.push(tombstone);
        }
    }
    let mut count = 0;
    for tombstone in log {
        if known.insert(tombstone.id.clone()) {
            if !logged.contains(&tombstone.id) {
                tx.tombstones.push(tombstone.clone());
            }
            erasure::replay(tx, tombstone).await?;
            count += 1;
        }
    }
    Ok(count)
}
