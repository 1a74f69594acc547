//! Webhooks: what organisations are told, and when. A message is written in the transaction
//! that caused it; the worker delivers it.

pub(crate) mod deliver;

use std::fmt;
use std::str::FromStr;

use bonafide_identity::id::{RegistrationId, WebhookMessageId};
use bonafide_identity::registration::Status;
use bonafide_store::Tx;
use bonafide_store::registrations::Summary;
use bonafide_store::webhooks::{self as rows, WebhookMessage};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::record::Record;
use crate::{Error, Service};

/// What happened to a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum EventKind {
    /// The person has something to do: at first, and when they are asked again.
    RequiresInput,
    /// The person has done all; checks are running.
    Processing,
    /// A moderator must decide.
    InReview,
    /// The person is proven.
    Verified,
    /// Refused, finally.
    Rejected,
    /// Ended by the organisation or the person.
    Canceled,
    /// Ended by time.
    Expired,
    /// Its evidence and personal data were erased.
    Redacted,
}

impl EventKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::RequiresInput,
        Self::Processing,
        Self::InReview,
        Self::Verified,
        Self::Rejected,
        Self::Canceled,
        Self::Expired,
        Self::Redacted,
    ];

    /// The stable text, as in the `type` of a message.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::RequiresInput => "verification_session.requires_input",
            Self::Processing => "verification_session.processing",
            Self::InReview => "verification_session.in_review",
            Self::Verified => "verification_session.verified",
            Self::Rejected => "verification_session.rejected",
            Self::Canceled => "verification_session.canceled",
            Self::Expired => "verification_session.expired",
            Self::Redacted => "verification_session.redacted",
        }
    }

    /// The status that it tells of; none for an erasure.
    fn status(self) -> Option<Status> {
        Some(match self {
            Self::RequiresInput => Status::RequiresInput,
            Self::Processing => Status::Processing,
            Self::InReview => Status::InReview,
            Self::Verified => Status::Verified,
            Self::Rejected => Status::Rejected,
            Self::Canceled => Status::Canceled,
            Self::Expired => Status::Expired,
            Self::Redacted => return None,
        })
    }

    fn of(status: Status) -> Self {
        match status {
            Status::RequiresInput => Self::RequiresInput,
            Status::Processing => Self::Processing,
            Status::InReview => Self::InReview,
            Status::Verified => Self::Verified,
            Status::Rejected => Self::Rejected,
            Status::Canceled => Self::Canceled,
            Status::Expired => Self::Expired,
        }
    }
}

/// A text that names no kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of event")]
pub struct UnknownEventKind;

impl FromStr for EventKind {
    type Err = UnknownEventKind;
    fn from_str(text: &str) -> Result<Self, UnknownEventKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(UnknownEventKind)
    }
}

impl TryFrom<String> for EventKind {
    type Error = UnknownEventKind;
    fn try_from(text: String) -> Result<Self, UnknownEventKind> {
        text.parse()
    }
}

impl From<EventKind> for String {
    fn from(kind: EventKind) -> Self {
        kind.as_str().to_owned()
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The body of a message: enough to find the session, nothing about the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventKind,
    /// When.
    pub timestamp: Timestamp,
    /// To what.
    pub data: PayloadData,
}

/// The session that a message is about, as it was when the message was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayloadData {
    /// The session.
    pub id: RegistrationId,
    /// Always `verification_session`.
    pub object: String,
    /// Whether it counts, or was made in test mode.
    pub livemode: bool,
    /// Where it stood.
    pub status: String,
    /// The organisation's own name for it; `null` once redacted.
    pub reference: Option<String>,
}

impl Service {
    /// Writes the messages that tell of a status.
    pub(crate) async fn announce(
        &self,
        tx: &mut Tx,
        summary: &Summary,
        record: &Record,
        status: Status,
        now: Timestamp,
    ) -> Result<(), Error> {
        let kind = EventKind::of(status);
        self.write_message(
            tx,
            summary,
            kind,
            status.as_str(),
            record.reference.clone(),
            now,
        )
        .await
    }

    /// Writes the messages that tell of an erasure.
    pub(crate) async fn announce_redaction(
        &self,
        tx: &mut Tx,
        summary: &Summary,
        now: Timestamp,
    ) -> Result<(), Error> {
        self.write_message(tx, summary, EventKind::Redacted, &summary.status, None, now)
            .await
    }

    async fn write_message(
        &self,
        tx: &mut Tx,
        summary: &Summary,
        kind: EventKind,
        status: &str,
        reference: Option<String>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let message = WebhookMessage {
            organisation: summary.organisation.clone(),
            id: WebhookMessageId::new(now, self.random_id()),
            registration: summary.id.clone(),
            account: summary.account.clone(),
            kind: kind.as_str().to_owned(),
            livemode: summary.livemode,
            created: now,
        };
        let body = payload(&message, kind, status, reference);
        rows::insert_message(tx, &message, &body).await?;
        Ok(())
    }
}

fn payload(
    message: &WebhookMessage,
    kind: EventKind,
    status: &str,
    reference: Option<String>,
) -> Vec<u8> {
    let payload = Payload {
        kind,
        timestamp: message.created,
        data: PayloadData {
            id: message.registration.clone(),
            object: "verification_session".to_owned(),
            livemode: message.livemode,
            status: status.to_owned(),
            reference,
        },
    };
    serde_json::to_vec(&payload).expect("a payload is plain data")
}

/// The body of a message whose own was erased: what its clear columns say, without the
/// organisation's own name for the session. `now` is the session's present status.
pub(crate) fn skeleton(message: &WebhookMessage, now: &str) -> Result<Vec<u8>, Error> {
    let kind: EventKind = message
        .kind
        .parse()
        .map_err(|_| Error::Inconsistent("a webhook message's kind"))?;
    let status = kind.status().map_or(now, |status| status.as_str());
    Ok(payload(message, kind, status, None))
}
