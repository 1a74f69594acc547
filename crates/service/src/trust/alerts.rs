//! What of the trust store ends: told before it does, once for each number of days.

use std::fmt::Write as _;

use bonafide_identity::id::MessageId;
use bonafide_identity::port::messenger::Message;
use bonafide_store::trust::{self as rows, Filter, ItemKind, SourceKind};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::{Error, Service};

/// How long telling may take before somebody else tries.
const LEASE: SignedDuration = SignedDuration::from_mins(10);
/// Things that are looked at in one round.
const BATCH: u32 = 1000;
/// Sources that are looked at.
const SOURCES: u32 = 10_000;
/// What ended longer ago than this is history, not news.
const NEWS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What kind of thing ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndingKind {
    /// A certificate that issues.
    Certificate,
    /// A revocation list, whose next one is due.
    RevocationList,
    /// A list of certificates, whose signer's certificate ends.
    List,
}

impl EndingKind {
    const ALL: [Self; 3] = [Self::Certificate, Self::RevocationList, Self::List];

    /// As in metrics.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::RevocationList => "revocation_list",
            Self::List => "list",
        }
    }
}

/// Something that ends soon, or ended not long ago.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// What kind of thing.
    pub kind: EndingKind,
    /// Its fingerprint in hexadecimal, or its source's id.
    pub id: String,
    /// Its subject, issuer or signer.
    pub subject: String,
    /// When.
    pub at: Timestamp,
}

impl Ending {
    /// The smallest number of days before which it must be told, if any; 0 once it has ended.
    fn threshold(&self, days: &[u32], now: Timestamp) -> Option<u32> {
        if self.at <= now {
            return Some(0);
        }
        let within = |days: u32| self.at <= now + SignedDuration::from_hours(i64::from(days) * 24);
        days.iter().copied().filter(|days| within(*days)).min()
    }
}

impl Service {
    /// What ends within the longest time that is told before, or ended within the last 30 days.
    ///
    /// # Errors
    /// Storage.
    pub async fn endings(&self) -> Result<Vec<Ending>, Error> {
        let now = self.now();
        let days = self.settings().alerts.days.iter().max().copied();
        let until = now + SignedDuration::from_hours(i64::from(days.unwrap_or(0)) * 24);
        let mut read = self.store().read().await?;
        let distrusted = rows::distrusted(&mut read).await?;
        let mut endings = Vec::new();
        for (kind, of) in [
            (ItemKind::Authority, EndingKind::Certificate),
            (ItemKind::Crl, EndingKind::RevocationList),
        ] {
            let filter = Filter {
                kind: Some(kind),
                ends_by: Some(until),
                ends_after: Some(now - NEWS),
                ..Filter::default()
            };
            let found = rows::list(&mut read, &filter, None, BATCH).await?;
            for row in found {
                let ignored = distrusted
                    .iter()
                    .any(|one| one.fingerprint == row.fingerprint);
                if let (Some(at), false) = (row.ends, ignored) {
                    endings.push(Ending {
                        kind: of,
                        id: hex::encode(row.fingerprint),
                        subject: row.subject,
                        at,
                    });
                }
            }
        }
        for source in rows::sources(&mut read, SOURCES).await? {
            let is_news = |at: &Timestamp| *at <= until && *at > now - NEWS;
            let ends = source
                .expires
                .filter(|at| source.kind == SourceKind::MasterList && is_news(at));
            if let Some(at) = ends {
                endings.push(Ending {
                    kind: EndingKind::List,
                    id: source.id.to_string(),
                    subject: source.signer,
                    at,
                });
            }
        }
        endings.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        Ok(endings)
    }

    /// Says what has come near its end since the last time: in the log, in figures, and by mail to
    /// the addresses that the configuration names. Gives how many things were new. Files that
    /// nobody confirmed go as well.
    pub(crate) async fn tell_endings(&self) -> Result<u64, Error> {
        let now = self.now();
        let endings = self.endings().await?;
        self.measure_endings(&endings, now);
        let days = &self.settings().alerts.days;
        let mut new = 0;
        let mut tx = self.store().begin().await?;
        for ending in &endings {
            let Some(threshold) = ending.threshold(days, now) else {
                continue;
            };
            if rows::notice(&mut tx, &ending.id, threshold, now).await? {
                new += 1;
                tracing::warn!(kind = ending.kind.as_str(), id = %ending.id, subject = %ending.subject, ends = %ending.at, days = threshold, "something of the trust store ends");
            }
        }
        let claim = now + LEASE;
        let claimed = rows::claim_alerts(&mut tx, now, claim).await?;
        let dropped = rows::drop_uploads(&mut tx, now).await?;
        if new == 0 && claimed.is_empty() && dropped == 0 {
            tx.rollback().await?;
            return Ok(0);
        }
        tx.commit().await?;
        let told: Vec<&Ending> = endings
            .iter()
            .filter(|ending| claimed.iter().any(|(what, _)| *what == ending.id))
            .collect();
        // What is told by nobody's mail was told by the log and the pages.
        if told.is_empty() || self.mail_endings(&told, now).await {
            let mut tx = self.store().begin().await?;
            rows::alerts_told(&mut tx, claim, now).await?;
            tx.commit().await?;
        }
        Ok(new)
    }

    /// Mails to every address; says whether none has to be tried again.
    async fn mail_endings(&self, endings: &[&Ending], now: Timestamp) -> bool {
        let mut done = true;
        for to in &self.settings().alerts.mail {
            let message = Message::Mail {
                to: to.clone(),
                subject: "Bonafide: certificates of states end".to_owned(),
                text: self.mail_text(endings, now),
                html: None,
            };
            let id = MessageId::new(now, self.random_id());
            if let Err(error) = self.core.messenger.deliver(&id, &message).await {
                tracing::warn!(%error, "an alert was not delivered");
                done &= !error.is_retryable();
            }
        }
        done
    }

    fn mail_text(&self, endings: &[&Ending], now: Timestamp) -> String {
        let mut text = String::from(
            "Passport chips are judged by certificates and lists that states publish.\n\
             These end or are due, so that new ones must be imported:\n\n",
        );
        for ending in endings {
            let what = match ending.kind {
                EndingKind::Certificate => "certificate",
                EndingKind::RevocationList => "revocation list",
                EndingKind::List => "list of certificates, by its signer",
            };
            let day = ending.at.to_zoned(TimeZone::UTC).date();
            let verb = if ending.at <= now { "ended" } else { "ends" };
            let _ = writeln!(text, "- {what} {verb} {day}: {}", ending.subject);
        }
        let page = self.settings().address("moderate/trust?state=ending");
        let _ = write!(text, "\nAll of them: {page}\n");
        text
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "gauges are floating-point numbers"
    )]
    fn measure_endings(&self, endings: &[Ending], now: Timestamp) {
        let mut days = self.settings().alerts.days.clone();
        days.push(0);
        for kind in EndingKind::ALL {
            for within in &days {
                let until = now + SignedDuration::from_hours(i64::from(*within) * 24);
                let count = endings
                    .iter()
                    .filter(|ending| ending.kind == kind && ending.at <= until)
                    .count();
                metrics::gauge!("bonafide_trust_ending", "kind" => kind.as_str(), "within_days" => within.to_string()).set(count as f64);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_of_days_is_crossed_once() {
        let at = Timestamp::from_second(1_800_000_000).unwrap();
        let ending = Ending {
            kind: EndingKind::Certificate,
            id: String::new(),
            subject: String::new(),
            at,
        };
        let days = [90, 30, 7];
        for (before, expected) in [
            (91, None),
            (90, Some(90)),
            (31, Some(90)),
            (30, Some(30)),
            (7, Some(7)),
            (1, Some(7)),
            (0, Some(0)),
            (-5, Some(0)),
        ] {
            let now = at - SignedDuration::from_hours(before * 24);
            assert_eq!(
                ending.threshold(&days, now),
                expected,
                "{before} days before"
            );
        }
    }
}
