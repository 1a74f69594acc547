//! What happened to an account, for its owner: who signed in where, who asked, which data were told.
//! Every event is written with the transaction that makes it.

use std::collections::BTreeSet;

use bonafide_identity::account::System;
use bonafide_identity::id::{AccountEventId, AccountId, ClientId};
use bonafide_store::Tx;
use bonafide_store::account::history as rows;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Account;
use crate::{Error, Service};

pub use bonafide_store::account::history::EventKind;

/// How long what happened is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(365 * 24);
/// Events on one page.
const PAGE: u32 = 50;
/// Events that are handed out at most.
pub(super) const HANDED_OUT: u32 = 10_000;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Happened {
    /// Somebody signed in to the account.
    SignIn {
        /// How: `password`, `password-code`, `passkey` or `app`.
        method: String,
    },
    /// Somebody signed in to a service, which may ask for these data.
    Service {
        /// Which.
        client: ClientId,
        /// What it was called then.
        name: String,
        /// What it is told, by name.
        data: BTreeSet<String>,
    },
    /// The owner agreed that a service is told what it was not before.
    Consent {
        /// Which.
        client: ClientId,
        /// What it was called then.
        name: String,
        /// What it is told from then on, by name.
        data: BTreeSet<String>,
    },
    /// The owner answered on an approval app.
    Approval {
        /// Who asked; empty for the account itself.
        name: String,
        /// What for, in the words of who asked, where it was more than a sign-in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        text: Option<String>,
        /// What the asking browser runs on.
        system: System,
        /// `approved`, `denied` or `reported`.
        answer: String,
    },
    /// The account changed, and its owner was told.
    Change {
        /// What did, as notices name it.
        change: String,
    },
}

impl Happened {
    /// What it is about.
    #[must_use]
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::SignIn { .. } => EventKind::SignIn,
            Self::Service { .. } => EventKind::Service,
            Self::Consent { .. } => EventKind::Consent,
            Self::Approval { .. } => EventKind::Approval,
            Self::Change { .. } => EventKind::Change,
        }
    }
}

/// Something that happened to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Its id.
    pub id: AccountEventId,
    /// When.
    pub at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub happened: Happened,
}

/// Which events somebody wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    /// Of this kind.
    pub kind: Option<EventKind>,
    /// At or after.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// A page of events, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryPage {
    /// What happened.
    pub events: Vec<Event>,
    /// Where the next page begins, if there is one.
    pub next: Option<AccountEventId>,
}

impl Service {
    /// Notes what happened to an account, with the transaction that makes it happen.
    pub(crate) async fn note_happened(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        happened: &Happened,
    ) -> Result<(), Error> {
        let now = self.now();
        let event = rows::Event {
            id: AccountEventId::new(now, self.random_id()),
            account: account.clone(),
            kind: happened.kind(),
            created: now,
            expires: now + KEPT,
        };
        let body = serde_json::to_vec(happened).map_err(|_| Error::Inconsistent("an event"))?;
        Ok(rows::add(tx, &event, &body).await?)
    }

    /// A page of what happened to an account, from before `before`.
    ///
    /// # Errors
    /// Storage.
    pub async fn account_history(
        &self,
        account: &Account,
        period: &Period,
        before: Option<&AccountEventId>,
    ) -> Result<HistoryPage, Error> {
        // One more tells whether there is a next page.
        let mut events = self.events(&account.id, period, before, PAGE + 1).await?;
        let more = events.len() > PAGE as usize;
        events.truncate(PAGE as usize);
        let next = events.last().filter(|_| more).map(|last| last.id.clone());
        Ok(HistoryPage { events, next })
    }

    /// All of a period that is handed out, newest first; of very much, the newest.
    ///
    /// # Errors
    /// Storage.
    pub async fn account_history_export(
        &self,
        account: &Account,
        period: &Period,
    ) -> Result<Vec<Event>, Error> {
        self.events(&account.id, period, None, HANDED_OUT).await
    }

    async fn events(
        &self,
        account: &AccountId,
        period: &Period,
        before: Option<&AccountEventId>,
        limit: u32,
    ) -> Result<Vec<Event>, Error> {
        let filter = rows::EventFilter {
            kind: period.kind,
            from: period.from,
            until: period.until,
            before,
            limit,
        };
        let mut read = self.store().read().await?;
        let listed = rows::list(&mut read, account, &filter).await?;
        drop(read);
        let events = listed.into_iter().map(|(row, body)| {
            let happened = serde_json::from_slice(&body);
            Ok(Event {
                id: row.id,
                at: row.created,
                happened: happened.map_err(|_| Error::Inconsistent("an event"))?,
            })
        });
        events.collect()
    }
}
