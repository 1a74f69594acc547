//! The installation's own list of lost and stolen documents, by keyed hashes alone.
//!
//! A list is long, and nobody is to wait for their turn to write while it is gone through. So an
//! entry is on the list once its source has its part: an import writes its entries bit by bit
//! ([`stage`]) under a part of its own and makes the part count in one short transaction, and what
//! a source loses stops counting before it is deleted bit by bit ([`sweep`]).
//!
//! A change is prepared by going through the list once, on a connection that only reads
//! ([`survey`]), which gives what the list was and what it will be. It is carried out between
//! [`turn`], which refuses when the list was changed since, and [`record`], which chains what was
//! done and what the list is then.

use futures::TryStreamExt as _;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::audit::house;
use crate::audit::{Act, NewAct};
use crate::db::{Bind as _, Conn, Record as _, Tx, record, sql};
use crate::error::StoreError;

/// Entries in one statement.
const AT_ONCE: usize = 100;

record! {
    /// An entry: that a source reported a document.
    pub struct Entry {
        /// The document, as [`crate::blind_index::IndexKind::LostDocument`] has it.
        pub value: [u8; 32],
        /// Who reported it.
        pub source: String,
        /// When, as the source says (`YYYY-MM-DD`); empty when it does not.
        pub reported: String,
        /// When it was put on the list.
        pub added: Timestamp,
    }
}

impl Entry {
    /// What it is told from others by, and the order of the list.
    pub fn key(&self) -> (&[u8; 32], &str) {
        (&self.value, &self.source)
    }
}

/// What a source has on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// How many documents.
    pub entries: i64,
    /// When the latest was put on the list.
    pub latest: Timestamp,
}

/// What is to become of the list.
#[derive(Clone, Copy, Debug)]
pub enum Change<'a> {
    /// It stays as it is.
    Nothing,
    /// Entries are put on it, unless they are there; in the order of [`Entry::key`], each once.
    Add(&'a [Entry]),
    /// A document is taken off, whoever reported it.
    Remove(&'a [u8; 32]),
    /// Everything is taken off that a source reported.
    RemoveSource(&'a str),
    /// Everything is taken off, and these are put on it; ordered as above.
    Replace(&'a [Entry]),
}

/// The list at one moment, and what a change makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Whether it is what its signed chain says.
    pub believed: bool,
    /// How much is on it.
    pub entries: u64,
    /// How much the change puts on it or takes off it.
    pub changes: u64,
    /// Which of the entries to be added are not on it, by their place.
    pub new: Vec<usize>,
    /// How long its chain is.
    length: i64,
    /// Its digest after the change.
    after: [u8; 32],
}

impl Survey {
    /// How long the list's chain was.
    pub fn length(&self) -> i64 {
        self.length
    }
}

/// Goes through the list once, on a connection on which every statement sees the same moment.
pub async fn survey(snapshot: &mut Conn, change: Change<'_>) -> Result<Survey, StoreError> {
    let length = house::length(snapshot, house::LOST).await?;
    let (mut before, mut after) = (Listing::default(), Listing::default());
    let mut new = Vec::new();
    let (mut removed, mut malformed) = (0, 0);
    let (added, mut next): (&[Entry], usize) = match change {
        Change::Add(entries) | Change::Replace(entries) => (entries, 0),
        _ => (&[], 0),
    };
    let mut rows = snapshot.scan(sql!(LISTED))?;
    while let Some(row) = rows.try_next().await? {
        let read = || {
            Ok((
                row.read("value")?,
                row.read("source")?,
                row.read("reported")?,
            ))
        };
        let (value, source, reported): ([u8; 32], String, String) = match read() {
            Ok(read) => read,
            // Not ours, and no reason not to say so.
            Err(StoreError::Corrupt(_)) => {
                malformed += 1;
                continue;
            }
            Err(error) => return Err(error),
        };
        before.take(&value, &source, &reported);
        let stays = match change {
            Change::Nothing | Change::Add(_) => true,
            Change::Remove(which) => value != *which,
            Change::RemoveSource(whose) => source != whose,
            Change::Replace(_) => false,
        };
        if !stays {
            removed += 1;
            continue;
        }
        while let Some(entry) = added
            .get(next)
            .filter(|one| one.key() <= (&value, source.as_str()))
        {
            if entry.key() < (&value, source.as_str()) {
                after.take(&entry.value, &entry.source, &entry.reported);
                new.push(next);
            }
            next += 1;
        }
        after.take(&value, &source, &reported);
    }
    drop(rows);
    for (place, entry) in added.iter().enumerate().skip(next) {
        after.take(&entry.value, &entry.source, &entry.reported);
        new.push(place);
    }
    let entries = before.entries + malformed;
    let held = house::held(snapshot, house::LOST, before.digest(), empty_digest()).await;
    Ok(Survey {
        believed: match held {
            Ok(_) => malformed == 0,
            Err(StoreError::Corrupt(_)) => false,
            Err(error) => return Err(error),
        },
        entries,
        changes: removed + new.len() as u64,
        new,
        length,
        after: after.digest(),
    })
}

/// Waits for the turn to change the list, which lasts until the transaction ends;
/// [`StoreError::Conflict`] when it was changed since it was gone through.
pub async fn turn(tx: &mut Tx, survey: &Survey) -> Result<(), StoreError> {
    house::turn(tx, house::LOST).await?;
    match length(tx).await? == survey.length {
        true => Ok(()),
        false => Err(StoreError::Conflict {
            expected: survey.length,
        }),
    }
}

/// Writes down what this transaction has changed.
pub async fn record(tx: &mut Tx, survey: &Survey, act: &NewAct<'_>) -> Result<(), StoreError> {
    house::append(tx, house::LOST, survey.after, act)
        .await
        .map(drop)
}

/// How long the list's chain is, which every change makes longer.
pub async fn length(conn: &mut Conn) -> Result<i64, StoreError> {
    house::length(conn, house::LOST).await
}

/// What was done to the list, latest first, before the entry `before`, at most `limit`.
pub async fn acts(
    conn: &mut Conn,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<Act>, StoreError> {
    house::list(conn, house::LOST, before, limit).await
}

/// Writes entries under a part, which do not count before that does; [`StoreError::Conflict`] when
/// somebody else writes one of them at the same time.
pub async fn stage(tx: &mut Tx, part: i64, entries: &[&Entry]) -> Result<(), StoreError> {
    for entries in entries.chunks(AT_ONCE) {
        let mut statement =
            sql!("INSERT INTO lost_documents (value, source, reported, added, part) VALUES");
        for (row, entry) in entries.iter().enumerate() {
            let comma = if row == 0 { "" } else { "," };
            let [a, b, c, d, e] = std::array::from_fn(|column| 5 * row + column + 1);
            statement.text += &format!("{comma} (${a}, ${b}, ${c}, ${d}, ${e})");
            statement.values.extend([
                entry.value.bind(),
                entry.source.bind(),
                entry.reported.bind(),
                entry.added.bind(),
                part.bind(),
            ]);
        }
        statement.text += " ON CONFLICT (value, source) DO NOTHING";
        if tx.run(statement).await? != entries.len() as u64 {
            return Err(StoreError::Conflict { expected: part });
        }
    }
    Ok(())
}

/// Makes a part of a source count, once all its entries are there; [`StoreError::Conflict`] when
/// they are not.
pub async fn publish(tx: &mut Tx, source: &str, part: i64, entries: u64) -> Result<(), StoreError> {
    let row = tx
        .one(sql!(
            "SELECT COUNT(*) AS entries FROM lost_documents WHERE source = $1 AND part = $2",
            source,
            part
        ))
        .await?
        .ok_or(StoreError::NotFound("part"))?;
    if u64::try_from(row.read::<i64>("entries")?) != Ok(entries) {
        return Err(StoreError::Conflict { expected: part });
    }
    tx.run(sql!(
        "INSERT INTO lost_parts (source, part) VALUES ($1, $2)",
        source,
        part
    ))
    .await
    .map(drop)
}

/// Takes a document off the list, whoever reported it.
pub async fn remove(tx: &mut Tx, value: &[u8; 32]) -> Result<(), StoreError> {
    tx.run(sql!("DELETE FROM lost_documents WHERE value = $1", value))
        .await
        .map(drop)
}

/// Nothing counts any more that a source reported.
pub async fn retire_source(tx: &mut Tx, source: &str) -> Result<(), StoreError> {
    tx.run(sql!("DELETE FROM lost_parts WHERE source = $1", source))
        .await
        .map(drop)
}

/// Nothing counts any more. Nothing is written down: the list is believed no more, unless it is
/// what its chain says now.
pub async fn retire_all(tx: &mut Tx) -> Result<(), StoreError> {
    tx.run(sql!("DELETE FROM lost_parts")).await.map(drop)
}

/// The parts of sources that have entries and do not count: what was retired, what an import that
/// did not end has left, and what one writes now.
pub async fn leftovers(conn: &mut Conn) -> Result<Vec<(String, i64)>, StoreError> {
    conn.all(sql!(
        "SELECT DISTINCT source, part FROM lost_documents d
         WHERE NOT EXISTS (SELECT 1 FROM lost_parts p WHERE p.source = d.source AND p.part = d.part)"
    ))
    .await?
    .iter()
    .map(|row| Ok((row.read("source")?, row.read("part")?)))
    .collect()
}

/// Deletes at most `limit` entries of a part that does not count; gives how many. In its turn: else
/// somebody may make the part count meanwhile.
pub async fn sweep(tx: &mut Tx, source: &str, part: i64, limit: u32) -> Result<u64, StoreError> {
    house::turn(tx, house::LOST).await?;
    tx.run(sql!(
        "DELETE FROM lost_documents WHERE source = $1 AND part = $2
         AND NOT EXISTS (SELECT 1 FROM lost_parts WHERE source = $1 AND part = $2)
         AND value IN (SELECT value FROM lost_documents WHERE source = $1 AND part = $2 LIMIT $3)",
        source,
        part,
        limit
    ))
    .await
}

/// Who reported a document.
pub async fn find(conn: &mut Conn, value: &[u8; 32]) -> Result<Vec<Entry>, StoreError> {
    let text = format!(
        "SELECT {} FROM lost_documents d WHERE value = $1 AND {COUNTS} ORDER BY source",
        Entry::COLUMNS
    );
    conn.list(sql!(text, value)).await
}

/// Whether nothing is on the list.
pub async fn is_empty(conn: &mut Conn) -> Result<bool, StoreError> {
    let row = conn
        .one(sql!(
            "SELECT part FROM lost_parts p WHERE EXISTS
             (SELECT 1 FROM lost_documents d WHERE d.source = p.source AND d.part = p.part) LIMIT 1"
        ))
        .await?;
    Ok(row.is_none())
}

/// The sources, by name.
pub async fn sources(conn: &mut Conn) -> Result<Vec<Source>, StoreError> {
    let text = format!(
        "SELECT source, COUNT(*) AS entries, MAX(added) AS latest FROM lost_documents d
         WHERE {COUNTS} GROUP BY source ORDER BY source"
    );
    conn.all(sql!(text))
        .await?
        .iter()
        .map(|row| {
            Ok(Source {
                name: row.read("source")?,
                entries: row.read("entries")?,
                latest: row.read("latest")?,
            })
        })
        .collect()
}

/// Hash over the list.
pub(crate) async fn digest(conn: &mut Conn) -> Result<[u8; 32], StoreError> {
    let mut listing = Listing::default();
    let mut rows = conn.scan(sql!(LISTED))?;
    while let Some(row) = rows.try_next().await? {
        let (source, reported): (String, String) = (row.read("source")?, row.read("reported")?);
        listing.take(&row.read("value")?, &source, &reported);
    }
    drop(rows);
    Ok(listing.digest())
}

/// The digest of a list on which there is nothing.
pub(crate) fn empty_digest() -> [u8; 32] {
    Listing::default().digest()
}

/// Which entries are on the list.
const COUNTS: &str =
    "EXISTS (SELECT 1 FROM lost_parts p WHERE p.source = d.source AND p.part = d.part)";

/// The list, in its order.
const LISTED: &str = "SELECT value, source, reported FROM lost_documents d
     WHERE EXISTS (SELECT 1 FROM lost_parts p WHERE p.source = d.source AND p.part = d.part)
     ORDER BY value, source";

/// A list that is gone through.
struct Listing {
    digest: Sha256,
    entries: u64,
}

impl Default for Listing {
    fn default() -> Self {
        Self {
            digest: Sha256::new_with_prefix(b"bonafide lost documents 1\n"),
            entries: 0,
        }
    }
}

impl Listing {
    fn take(&mut self, value: &[u8; 32], source: &str, reported: &str) {
        self.entries += 1;
        self.digest.update(value);
        for text in [source, reported] {
            self.digest.update((text.len() as u64).to_be_bytes());
            self.digest.update(text);
        }
    }

    fn digest(self) -> [u8; 32] {
        self.digest.finalize().into()
    }
}
