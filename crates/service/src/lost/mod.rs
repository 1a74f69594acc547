//! Lost and stolen documents: the installation's own list, and the register that it may ask besides.
//! The list holds keyed hashes; nobody reads a document's number off it.

mod breaker;
mod look_up;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bonafide_identity::port::lost_documents::TravelDocument;
use bonafide_store::audit::NewAct;
use bonafide_store::blind_index::IndexKind;
use bonafide_store::lost_documents::{self as rows, Change, Survey};
use bonafide_store::{StoreError, Tx};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::{Error, Pointer, Service};

pub use bonafide_store::lost_documents::Source as LostSource;
pub use look_up::ListState;
pub(crate) use look_up::Remembered;

/// Documents in one import, which are held in memory.
pub const MOST: usize = 100_000;
/// Sources in one import.
const SOURCES: usize = 100;
/// Entries that are written in one turn at the writer: some milliseconds.
const AT_ONCE: usize = 250;
/// Between two turns.
const LEAST_PAUSE: Duration = Duration::from_millis(5);
const LONGEST_PAUSE: Duration = Duration::from_millis(50);
/// Longest name of a source, in characters.
const SOURCE: usize = 100;
/// Acts that are listed at most.
const LISTED: u32 = 1_000;
/// Problems that are told of one import.
const PROBLEMS: usize = 20;
/// Who does it.
const BY: &str = "command-line";

/// A line of a list. `Debug` shows nothing of it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct LostLine {
    /// Where it stands, from 1.
    pub line: u64,
    /// As a zone has it.
    pub state: String,
    /// However it is written.
    pub number: String,
    /// `YYYY-MM-DD`, or nothing.
    pub reported: String,
    /// Who reported it.
    pub source: String,
}

/// What an import did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LostImport {
    /// Documents put on the list.
    pub added: u64,
    /// Those that the same source had reported before.
    pub present: u64,
}

/// What making the list anew did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LostRebuilt {
    /// How much was on it.
    pub removed: u64,
    /// How much is on it now.
    pub added: u64,
}

/// Something that was done to the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostAct {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: String,
    /// By whom.
    pub by: String,
    /// Details, as JSON.
    pub note: String,
}

impl std::fmt::Debug for LostLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LostLine")
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}

impl Service {
    /// Puts documents on the list: all of them, or none when a line cannot be. Doing it again changes
    /// nothing. They are written bit by bit, so that nobody waits long for their turn to write, and
    /// all count at the same moment; `progress` is told how many more were written.
    ///
    /// # Errors
    /// [`Error::Validation`] with the lines that cannot be; [`Error::LimitReached`] for more than
    /// [`MOST`]; [`Error::ConcurrentChange`] when somebody else changed the list meanwhile;
    /// [`StoreError::Corrupt`] for a list that is not what its signed chain says.
    pub async fn import_lost(
        &self,
        lines: &[LostLine],
        progress: impl FnMut(usize),
    ) -> Result<LostImport, Error> {
        let entries = self.entries(lines)?;
        let survey = self.survey_lost(Change::Add(&entries)).await?;
        // Only now: in an altered list what does not count may tell what happened.
        self.sweep_lost().await?;
        let new: Vec<&rows::Entry> = survey.new.iter().map(|place| &entries[*place]).collect();
        if !new.is_empty() {
            let note = json!({ "added": new.len(), "sources": names(&new) });
            self.put_lost(&survey, &new, ("lost_imported", note), progress)
                .await?;
        }
        Ok(LostImport {
            added: new.len() as u64,
            present: (lines.len() - new.len()) as u64,
        })
    }

    /// Makes a list anew that is not what its signed chain says: nothing is on it any more but these
    /// documents. `None` when it is what the chain says, and nothing was done.
    ///
    /// # Errors
    /// As [`Service::import_lost`]; until it has succeeded, the list is not believed.
    pub async fn rebuild_lost(
        &self,
        lines: &[LostLine],
        progress: impl FnMut(usize),
    ) -> Result<Option<LostRebuilt>, Error> {
        let entries = self.entries(lines)?;
        let mut snapshot = self.store().snapshot().await?;
        let survey = rows::survey(&mut snapshot, Change::Replace(&entries)).await?;
        drop(snapshot);
        if survey.believed {
            return Ok(None);
        }
        // Signed by nobody, so that it is believed no more than before, whatever happens now.
        let mut tx = self.store().begin().await?;
        rows::turn(&mut tx, &survey).await.map_err(meanwhile)?;
        rows::retire_all(&mut tx).await?;
        tx.commit().await?;
        self.sweep_lost().await?;
        let new: Vec<&rows::Entry> = entries.iter().collect();
        let note = json!({
            "added": new.len(),
            "removed": survey.entries,
            "sources": names(&new),
        });
        self.put_lost(&survey, &new, ("lost_rebuilt", note), progress)
            .await?;
        Ok(Some(LostRebuilt {
            removed: survey.entries,
            added: new.len() as u64,
        }))
    }

    /// The entries that the lines make, in the order of the list; the first of several that say the same.
    fn entries(&self, lines: &[LostLine]) -> Result<Vec<rows::Entry>, Error> {
        if lines.len() > MOST {
            return Err(Error::LimitReached(MOST));
        }
        let now = self.now();
        let mut entries = Vec::with_capacity(lines.len());
        let mut problems = Vec::new();
        for line in lines {
            match self.entry(line, now) {
                Ok(entry) => entries.push(entry),
                Err(Error::Validation(pointers)) => problems.extend(pointers),
                Err(error) => return Err(error),
            }
        }
        if problems.is_empty() && sources(&entries.iter().collect::<Vec<_>>()).len() > SOURCES {
            let problem = format!("at most {SOURCES} sources at once");
            problems.push(Pointer::new("/source", problem));
        }
        if !problems.is_empty() {
            problems.truncate(PROBLEMS);
            return Err(Error::Validation(problems));
        }
        entries.sort_by(|one, other| one.key().cmp(&other.key()));
        entries.dedup_by(|later, first| later.key() == first.key());
        Ok(entries)
    }

    fn entry(&self, line: &LostLine, now: Timestamp) -> Result<rows::Entry, Error> {
        let wrong = |field: &str, problem: &str| {
            let pointer = format!("/{}/{field}", line.line);
            Err(Error::Validation(vec![Pointer::new(pointer, problem)]))
        };
        let Some(document) = TravelDocument::new(&line.state, &line.number, None) else {
            let problem = "a state of 1 to 3 letters and a number of 1 to 32 letters and digits";
            return wrong("number", problem);
        };
        let state = bonafide_mrz::StateCode::new(&document.issuing_state);
        if !state.is_ok_and(|state| state.is_known()) {
            return wrong(
                "state",
                "the code that the zone of the document has: NLD, D",
            );
        }
        let reported = line.reported.trim();
        if !reported.is_empty() && reported.parse::<Date>().is_err() {
            return wrong("reported", "YYYY-MM-DD, or nothing");
        }
        let source = line.source.trim();
        let fits = (1..=SOURCE).contains(&source.chars().count());
        if !fits || source.chars().any(char::is_control) {
            return wrong("source", "1 to 100 visible characters");
        }
        Ok(rows::Entry {
            value: self.lost_index(&document)?,
            source: source.to_owned(),
            reported: reported.to_owned(),
            added: now,
        })
    }

    /// The list as it is and as a change makes it; only one that can be believed is changed.
    async fn survey_lost(&self, change: Change<'_>) -> Result<Survey, Error> {
        let survey = rows::survey(&mut *self.store().snapshot().await?, change).await?;
        match survey.believed {
            true => Ok(survey),
            // The next entry of the chain would make somebody else's word ours.
            false => Err(StoreError::Corrupt("list of lost documents".to_owned()).into()),
        }
    }

    /// Writes entries under a part of their own, then makes it count and writes down what was done.
    async fn put_lost(
        &self,
        survey: &Survey,
        new: &[&rows::Entry],
        (kind, note): (&str, serde_json::Value),
        progress: impl FnMut(usize),
    ) -> Result<(), Error> {
        let part = i64::from_be_bytes(self.core.random.array()) & i64::MAX;
        let put = async {
            self.stage_lost(part, new, progress).await?;
            let mut tx = self.store().begin().await?;
            rows::turn(&mut tx, survey).await?;
            for (source, entries) in sources(new) {
                rows::publish(&mut tx, source, part, entries).await?;
            }
            self.note_lost(&mut tx, survey, kind, note).await?;
            tx.commit().await
        };
        let put: Result<(), StoreError> = put.await;
        if put.is_err() {
            for source in sources(new).into_keys() {
                // What is left goes with the next change.
                let _ = self.sweep_part(source, part).await;
            }
        }
        put.map_err(meanwhile)
    }

    async fn stage_lost(
        &self,
        part: i64,
        new: &[&rows::Entry],
        mut progress: impl FnMut(usize),
    ) -> Result<(), StoreError> {
        for entries in new.chunks(AT_ONCE) {
            let begun = Instant::now();
            let mut tx = self.store().begin().await?;
            rows::stage(&mut tx, part, entries).await?;
            tx.commit().await?;
            progress(entries.len());
            give_way(begun).await;
        }
        Ok(())
    }

    /// Deletes what does not count: what was retired, and what imports that did not end have left.
    async fn sweep_lost(&self) -> Result<(), Error> {
        let leftovers = rows::leftovers(&mut *self.store().read().await?).await?;
        for (source, part) in leftovers {
            self.sweep_part(&source, part).await?;
        }
        Ok(())
    }

    async fn sweep_part(&self, source: &str, part: i64) -> Result<(), StoreError> {
        loop {
            let begun = Instant::now();
            let mut tx = self.store().begin().await?;
            let swept = rows::sweep(&mut tx, source, part, AT_ONCE as u32).await?;
            tx.commit().await?;
            if swept < AT_ONCE as u64 {
                return Ok(());
            }
            give_way(begun).await;
        }
    }

    /// Takes everything off the list that a source reported; gives how much that was.
    ///
    /// # Errors
    /// [`Error::ConcurrentChange`]; [`StoreError::Corrupt`] for a list that is not what its signed
    /// chain says.
    pub async fn remove_lost_source(&self, source: &str) -> Result<u64, Error> {
        let survey = self.survey_lost(Change::RemoveSource(source)).await?;
        let removed = survey.changes;
        if removed > 0 {
            let note = json!({ "removed": removed, "sources": [source] });
            let mut tx = self.store().begin().await?;
            rows::turn(&mut tx, &survey).await.map_err(meanwhile)?;
            rows::retire_source(&mut tx, source).await?;
            self.note_lost(&mut tx, &survey, "lost_removed", note)
                .await?;
            tx.commit().await?;
        }
        // Also what is left of a removal that broke off.
        self.sweep_lost().await?;
        Ok(removed)
    }

    /// Takes one document off the list; says whether it was there.
    ///
    /// # Errors
    /// As [`Service::remove_lost_source`].
    pub async fn remove_lost(&self, document: &TravelDocument) -> Result<bool, Error> {
        let value = self.lost_index(document)?;
        let survey = self.survey_lost(Change::Remove(&value)).await?;
        let removed = survey.changes;
        if removed > 0 {
            let note = json!({ "removed": removed });
            let mut tx = self.store().begin().await?;
            rows::turn(&mut tx, &survey).await.map_err(meanwhile)?;
            rows::remove(&mut tx, &value).await?;
            self.note_lost(&mut tx, &survey, "lost_removed", note)
                .await?;
            tx.commit().await?;
        }
        Ok(removed > 0)
    }

    /// Who reported a document, and when (`YYYY-MM-DD`, or nothing), as far as the list knows.
    ///
    /// # Errors
    /// Storage.
    pub async fn lost_reports(
        &self,
        document: &TravelDocument,
    ) -> Result<Vec<(String, String)>, Error> {
        let value = self.lost_index(document)?;
        let found = rows::find(&mut *self.store().read().await?, &value).await?;
        let found = found.into_iter();
        Ok(found.map(|one| (one.source, one.reported)).collect())
    }

    /// What the sources have on the list.
    ///
    /// # Errors
    /// Storage.
    pub async fn lost_sources(&self) -> Result<Vec<LostSource>, Error> {
        Ok(rows::sources(&mut *self.store().read().await?).await?)
    }

    /// What was done to the list, latest first.
    ///
    /// # Errors
    /// Storage.
    pub async fn lost_history(&self) -> Result<Vec<LostAct>, Error> {
        let acts = rows::acts(&mut *self.store().read().await?, None, LISTED).await?;
        let acts = acts.into_iter().map(|act| LostAct {
            at: act.at,
            kind: act.kind,
            by: act.actor,
            note: act.note.to_string(),
        });
        Ok(acts.collect())
    }

    fn lost_index(&self, document: &TravelDocument) -> Result<[u8; 32], Error> {
        let text = document.index_text();
        Ok(self.store().blind_index(IndexKind::LostDocument, &text)?)
    }

    async fn note_lost(
        &self,
        tx: &mut Tx,
        survey: &Survey,
        kind: &str,
        note: serde_json::Value,
    ) -> Result<(), StoreError> {
        let act = NewAct {
            at: self.now(),
            kind,
            actor: BY,
            note: note.as_object().cloned().unwrap_or_default(),
        };
        rows::record(tx, survey, &act).await
    }
}

/// The sources of entries, each with how many are its.
fn sources<'a>(entries: &[&'a rows::Entry]) -> BTreeMap<&'a str, u64> {
    let mut sources = BTreeMap::new();
    for entry in entries {
        *sources.entry(entry.source.as_str()).or_default() += 1;
    }
    sources
}

fn names<'a>(entries: &[&'a rows::Entry]) -> Vec<&'a str> {
    sources(entries).into_keys().collect()
}

/// Somebody else was first.
fn meanwhile(error: StoreError) -> Error {
    match error {
        StoreError::Conflict { .. } => Error::ConcurrentChange,
        error => error.into(),
    }
}

/// Lets others write for as long as this one did: those in other processes do not queue, but try
/// again and again.
async fn give_way(begun: Instant) {
    tokio::time::sleep(begun.elapsed().clamp(LEAST_PAUSE, LONGEST_PAUSE)).await;
}
