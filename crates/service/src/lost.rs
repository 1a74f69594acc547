//! Lost and stolen documents: the installation's own list, and the register that it may ask besides.
//! The list holds keyed hashes; nobody reads a document's number off it.

use bonafide_identity::fields::{Field, Zone};
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::port::lost_documents::TravelDocument;
use bonafide_store::audit::NewAct;
use bonafide_store::blind_index::IndexKind;
use bonafide_store::lost_documents as rows;
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;

use crate::{Error, Pointer, Service};

pub use bonafide_store::lost_documents::Source as LostSource;

/// Documents in one import: so many that a list is soon read in, and few enough that nobody waits
/// long for their turn to write.
pub const MOST: usize = 100_000;
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
    /// nothing.
    ///
    /// # Errors
    /// [`Error::Validation`] with the lines that cannot be; [`Error::LimitReached`] for more than
    /// [`MOST`].
    pub async fn import_lost(&self, lines: &[LostLine]) -> Result<LostImport, Error> {
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
        if !problems.is_empty() {
            problems.truncate(PROBLEMS);
            return Err(Error::Validation(problems));
        }
        let mut done = LostImport::default();
        let mut tx = self.store().begin().await?;
        rows::turn(&mut tx).await?;
        for entry in &entries {
            match rows::add(&mut tx, entry).await? {
                true => done.added += 1,
                false => done.present += 1,
            }
        }
        if done.added > 0 {
            let mut sources: Vec<&str> = entries.iter().map(|one| one.source.as_str()).collect();
            sources.sort_unstable();
            sources.dedup();
            let note = json!({ "added": done.added, "sources": sources });
            self.note_lost(&mut tx, "lost_imported", note, now).await?;
            tx.commit().await?;
        }
        Ok(done)
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

    /// Takes everything off the list that a source reported; gives how much that was.
    ///
    /// # Errors
    /// Storage.
    pub async fn remove_lost_source(&self, source: &str) -> Result<u64, Error> {
        let mut tx = self.store().begin().await?;
        rows::turn(&mut tx).await?;
        let removed = rows::remove_source(&mut tx, source).await?;
        if removed > 0 {
            let note = json!({ "removed": removed, "sources": [source] });
            let now = self.now();
            self.note_lost(&mut tx, "lost_removed", note, now).await?;
            tx.commit().await?;
        }
        Ok(removed)
    }

    /// Takes one document off the list; says whether it was there.
    ///
    /// # Errors
    /// Storage.
    pub async fn remove_lost(&self, document: &TravelDocument) -> Result<bool, Error> {
        let value = self.lost_index(document)?;
        let mut tx = self.store().begin().await?;
        rows::turn(&mut tx).await?;
        let removed = rows::remove(&mut tx, &value).await?;
        if removed > 0 {
            let note = json!({ "removed": removed });
            let now = self.now();
            self.note_lost(&mut tx, "lost_removed", note, now).await?;
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

    /// What is known of the document whose zone was read; nothing where nobody is to be asked. A
    /// register that does not answer is never taken for a no, nor is a no about a number that was
    /// typed or that its check digit does not confirm. The register outside is asked in live
    /// mode alone, and only about documents that the list does not have.
    pub(crate) async fn look_up_lost(
        &self,
        zone: Option<&Zone>,
        livemode: bool,
    ) -> Result<Option<Finding>, Error> {
        let register = self.core.lost_documents.as_ref().filter(|_| livemode);
        let empty = rows::is_empty(&mut *self.store().read().await?).await?;
        if empty && register.is_none() {
            return Ok(None);
        }
        let check = Check::DocumentReported;
        let unknown = Finding::new(check, Outcome::Inconclusive, Reason::CheckUnavailable);
        let Some((zone, document)) =
            zone.and_then(|zone| Some((zone, TravelDocument::of_zone(zone)?)))
        else {
            return Ok(Some(unknown));
        };
        let reported = match (self.lost_reports(&document).await?.is_empty(), register) {
            (false, _) => Ok(true),
            (true, None) => Ok(false),
            (true, Some(register)) => register.look_up(&document).await,
        };
        let outcome = match reported {
            Ok(true) => "reported",
            Ok(false) => "not_reported",
            Err(_) => "unknown",
        };
        metrics::counter!("bonafide_lost_documents_total", "outcome" => outcome).increment(1);
        Ok(Some(match reported {
            Ok(true) => Finding::new(check, Outcome::Fail, Reason::DocumentReportedLost),
            // The number that was asked about may not be the document's.
            Ok(false) if !is_sure(zone) => unknown,
            Ok(false) => Finding::pass(check),
            Err(error) => {
                tracing::warn!(%error, "whether a document was reported is not known");
                unknown
            }
        }))
    }

    fn lost_index(&self, document: &TravelDocument) -> Result<[u8; 32], Error> {
        let text = document.index_text();
        Ok(self.store().blind_index(IndexKind::LostDocument, &text)?)
    }

    async fn note_lost(
        &self,
        tx: &mut bonafide_store::Tx,
        kind: &str,
        note: serde_json::Value,
        now: Timestamp,
    ) -> Result<(), Error> {
        let act = NewAct {
            at: now,
            kind,
            actor: BY,
            note: note.as_object().cloned().unwrap_or_default(),
        };
        Ok(rows::record(tx, &act).await?)
    }
}

/// Whether the number in a zone is the document's.
fn is_sure(zone: &Zone) -> bool {
    zone.chip || !zone.typed && zone.confirmed.contains(&Field::DocumentNumber)
}
