//! Whether somebody reported a document: the list, as long as it can be believed, and the register, as
//! long as it answers.

use std::sync::{Mutex, PoisonError};

use bonafide_identity::fields::Zone;
use bonafide_identity::finding::{Check, Finding, Outcome, Reason};
use bonafide_identity::port::lost_documents::{LookupError, LostDocuments, TravelDocument};
use bonafide_store::lost_documents::{self as rows, Change};
use jiff::{SignedDuration, Timestamp};

use super::breaker::Breaker;
use crate::{Error, Service};

/// How long what was found about the list is relied on. Housekeeping looks more often.
const RELIED_ON: SignedDuration = SignedDuration::from_mins(15);

/// What is remembered between look-ups.
#[derive(Default)]
pub(crate) struct Remembered {
    /// Held while the list is gone through, so that only one does.
    list: tokio::sync::Mutex<Option<Looked>>,
    register: Mutex<Breaker>,
}

/// What was found when the list was gone through.
struct Looked {
    at: Timestamp,
    /// How long its chain was, and the longest that was ever seen.
    length: i64,
    longest: i64,
    empty: bool,
    state: ListState,
}

/// What can be said of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListState {
    /// There is nothing on it, as its signed chain says.
    Empty,
    /// It is what its signed chain says.
    Kept,
    /// It is not: somebody altered it in the database.
    Altered,
}

/// Why nobody knows whether a document was reported.
#[derive(Debug, thiserror::Error)]
enum Unknown {
    #[error("the list of lost documents cannot be believed")]
    List,
    #[error("the register of lost documents did not answer lately, and is not asked for a while")]
    NotAsked,
    #[error(transparent)]
    Register(#[from] LookupError),
}

impl Service {
    /// What is known of the document whose zone was read; nothing where nobody is to be asked. A
    /// list that cannot be believed and a register that does not answer are never taken for a no, nor is
    /// a no about a number that was typed or that its check digit does not confirm. The register
    /// outside is asked in live mode alone, and only about documents that the list does not have.
    pub(crate) async fn look_up_lost(
        &self,
        zone: Option<&Zone>,
        livemode: bool,
    ) -> Result<Option<Finding>, Error> {
        let document = zone.and_then(TravelDocument::of_zone);
        self.look_up_document(document.as_ref(), zone.is_some_and(Zone::is_sure), livemode)
            .await
    }

    /// The same about a document whose number is sure or not.
    pub(crate) async fn look_up_document(
        &self,
        document: Option<&TravelDocument>,
        sure: bool,
        livemode: bool,
    ) -> Result<Option<Finding>, Error> {
        let register = self.core.lost_documents.as_deref().filter(|_| livemode);
        let list = self.lost_list().await?;
        if list == ListState::Empty && register.is_none() {
            return Ok(None);
        }
        let check = Check::DocumentReported;
        let unknown = Finding::new(check, Outcome::Inconclusive, Reason::CheckUnavailable);
        let Some(document) = document else {
            return Ok(Some(unknown));
        };
        // What somebody altered says neither yes nor no.
        let listed = match list {
            ListState::Altered => Err(Unknown::List),
            ListState::Empty | ListState::Kept => {
                Ok(!self.lost_reports(document).await?.is_empty())
            }
        };
        let reported = match (listed, register) {
            (Ok(true), _) => Ok(true),
            (listed, None) => listed,
            (listed, Some(register)) => match self.ask_register(register, document).await {
                Ok(false) => listed,
                other => other,
            },
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
            Ok(false) if !sure => unknown,
            Ok(false) => Finding::pass(check),
            Err(error) => {
                tracing::warn!(%error, "whether a document was reported is not known");
                unknown
            }
        }))
    }

    /// What the register says, in a fraction of the time for which an examination is claimed.
    async fn ask_register(
        &self,
        register: &dyn LostDocuments,
        document: &TravelDocument,
    ) -> Result<bool, Unknown> {
        let breaker = || {
            let breaker = self.core.lost.register.lock();
            breaker.unwrap_or_else(PoisonError::into_inner)
        };
        if !breaker().admits(self.now()) {
            return Err(Unknown::NotAsked);
        }
        let asked = tokio::time::timeout(self.settings().lease / 3, register.look_up(document));
        let answer = asked.await.unwrap_or(Err(LookupError::Unavailable));
        match answer {
            Err(LookupError::Unavailable) => breaker().failed(self.now()),
            // Who refuses is there, and does so at once.
            _ => breaker().answered(),
        }
        Ok(answer?)
    }

    /// What can be said of the list: what was found of late, unless it was changed since.
    async fn lost_list(&self) -> Result<ListState, Error> {
        let mut looked = self.core.lost.list.lock().await;
        let mut read = self.store().read().await?;
        let length = rows::length(&mut read).await?;
        let empty = rows::is_empty(&mut read).await?;
        drop(read);
        match &*looked {
            Some(known)
                if (known.length, known.empty) == (length, empty)
                    && self.now().duration_since(known.at).abs() < RELIED_ON =>
            {
                Ok(known.state)
            }
            _ => self.go_through(&mut looked).await,
        }
    }

    /// Goes through the list and remembers whether it is what its signed chain says.
    ///
    /// # Errors
    /// Storage.
    pub async fn check_lost_list(&self) -> Result<ListState, Error> {
        let mut looked = self.core.lost.list.lock().await;
        self.go_through(&mut looked).await
    }

    async fn go_through(&self, looked: &mut Option<Looked>) -> Result<ListState, Error> {
        let survey = rows::survey(&mut *self.store().snapshot().await?, Change::Nothing).await?;
        let longest = (looked.as_ref()).map_or(0, |known| known.longest);
        // A chain only grows: somebody put an earlier list, or none, in the place of the one that was.
        let believed = survey.believed && survey.length() >= longest;
        let state = match (believed, survey.entries) {
            (false, _) => ListState::Altered,
            (true, 0) => ListState::Empty,
            (true, _) => ListState::Kept,
        };
        let altered = state == ListState::Altered;
        if altered {
            tracing::error!(
                "the list of lost documents is not what its signed chain says; `bonafide lost rebuild` makes it anew"
            );
        }
        metrics::gauge!("bonafide_lost_documents_altered").set(f64::from(u8::from(altered)));
        *looked = Some(Looked {
            at: self.now(),
            length: survey.length(),
            longest: longest.max(survey.length()),
            empty: survey.entries == 0,
            state,
        });
        Ok(state)
    }
}
