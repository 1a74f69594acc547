//! Delivering webhooks: signed anew at each attempt, repeated for days, given up in the end
//! until somebody replays them.

use std::collections::HashMap;
use std::time::Duration;

use bonafide_identity::id::{OrganisationId, WebhookEndpointId};
use bonafide_identity::port::egress::{EgressError, EgressRequest, EgressResponse, Method, Stage};
use bonafide_identity::webhook::{self, Receipt, WebhookSecret};
use bonafide_store::messages::DeliveryState;
use bonafide_store::webhooks::{self as rows, Attempt, Busy, DueDelivery};
use bonafide_store::{Tx, registrations};
use jiff::{SignedDuration, Timestamp};
use tokio::task::{Id, JoinSet};
use url::Url;

use super::skeleton;
use crate::{Error, Service};

/// The longest answer that is read; nothing in it is kept.
const ANSWER: usize = 16 * 1024;

/// What is told of an address that is not spoken to, for whatever reason.
const UNUSABLE: &str = "the host's name does not lead to an address that may be called";

/// Deliveries on their way at once to one organisation and to one endpoint: those that never
/// answer hold up nobody else's.
const ORGANISATION_AT_ONCE: usize = 4;
const ENDPOINT_AT_ONCE: usize = 2;

/// Where deliveries that are on their way go to.
type Targets = HashMap<Id, (OrganisationId, WebhookEndpointId)>;

/// How an attempt went.
enum Outcome {
    Accepted {
        status: u16,
    },
    Gone,
    Failed {
        status: Option<u16>,
        error: String,
        retry_after: Option<Duration>,
    },
}

impl Service {
    /// Delivers what is due, several at once, until nothing is due any more. Gives how many
    /// attempts were made.
    ///
    /// # Errors
    /// Storage. What was claimed is tried again when its lease ends.
    pub async fn deliver_webhooks(&self) -> Result<usize, Error> {
        let mut attempts = 0;
        let mut underway: JoinSet<Result<(), Error>> = JoinSet::new();
        let mut targets = Targets::new();
        loop {
            while underway.len() < self.settings().webhooks.concurrency {
                let Some(due) = self.claim_delivery(&busy(&targets)).await? else {
                    break;
                };
                attempts += 1;
                let target = (due.delivery.organisation.clone(), due.endpoint.id.clone());
                let service = self.clone();
                let task = underway.spawn(async move { service.deliver(due).await });
                targets.insert(task.id(), target);
            }
            let done = tokio::select! {
                biased;
                done = underway.join_next_with_id() => done,
                // What became due meanwhile may be for somebody who answers.
                () = self.core.wake.webhooks.notified() => continue,
            };
            let id = match done {
                None => return Ok(attempts),
                Some(Ok((id, Ok(())))) => id,
                Some(Ok((id, Err(error)))) => {
                    tracing::warn!(%error, "a webhook delivery was not noted");
                    id
                }
                Some(Err(error)) => {
                    tracing::error!(%error, "a webhook delivery panicked");
                    error.id()
                }
            };
            targets.remove(&id);
        }
    }

    async fn claim_delivery(&self, busy: &Busy) -> Result<Option<DueDelivery>, Error> {
        let now = self.now();
        let timeout = SignedDuration::try_from(self.settings().webhooks.timeout)
            .unwrap_or(SignedDuration::MAX);
        // Longer than an attempt may take, so that it is never made twice at once.
        let lease = timeout
            .checked_add(SignedDuration::from_secs(60))
            .unwrap_or(SignedDuration::from_hours(1));
        Ok(self.store().claim_delivery(now, now + lease, busy).await?)
    }

    async fn deliver(&self, due: DueDelivery) -> Result<(), Error> {
        if due.endpoint.disabled_at.is_some() {
            let passed_over = Attempt {
                state: DeliveryState::Failed,
                at: self.now(),
                status: None,
                error: Some("the endpoint is disabled"),
                retry_at: None,
            };
            return self.note(&due, &passed_over, None).await;
        }
        let outcome = match self.request(&due).await {
            Ok(request) => {
                let answer = self.core.egress.send(&request).await;
                if let Err(error) = &answer {
                    let endpoint = &due.endpoint.id;
                    tracing::info!(%error, %endpoint, "a webhook's endpoint did not answer");
                }
                judge(answer, self.now())
            }
            // Our own database is no fault of the endpoint: tried again when the lease ends.
            Err(Error::Store(error)) if error.is_transient() => {
                return Err(Error::Store(error));
            }
            Err(error) => Outcome::Failed {
                status: None,
                error: error.to_string(),
                retry_after: None,
            },
        };
        let word = match &outcome {
            Outcome::Accepted { .. } => "accepted",
            Outcome::Gone => "gone",
            Outcome::Failed { .. } => "failed",
        };
        metrics::counter!("bonafide_webhook_attempts_total", "outcome" => word).increment(1);
        self.settle_delivery(&due, outcome).await
    }

    /// The signed request; its time is that of this attempt.
    async fn request(&self, due: &DueDelivery) -> Result<EgressRequest, Error> {
        let body = match &due.body {
            Some(body) => body.to_vec(),
            None => {
                let (organisation, registration) =
                    (&due.message.organisation, &due.message.registration);
                let row = registrations::find(
                    &mut *self.store().read().await?,
                    organisation,
                    registration,
                )
                .await?;
                let row = row.ok_or(Error::Inconsistent("a webhook message's session"))?;
                skeleton(&due.message, &row.summary.status)?
            }
        };
        let secrets: Vec<WebhookSecret> = due
            .secrets
            .iter()
            .take(webhook::MAX_SECRETS)
            .filter_map(|secret| std::str::from_utf8(secret).ok()?.parse().ok())
            .collect();
        let signed = webhook::sign(&secrets, due.message.id.as_str(), self.now(), &body)
            .map_err(|_| Error::Inconsistent("a webhook endpoint's secrets"))?;
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        headers.extend(
            signed
                .into_pairs()
                .map(|(name, value)| (name.to_owned(), value)),
        );
        Ok(EgressRequest {
            url: Url::parse(&due.endpoint.url)
                .map_err(|_| Error::Inconsistent("a webhook endpoint's address"))?,
            method: Method::Post,
            headers,
            body,
            timeout: self.settings().webhooks.timeout,
            max_response: ANSWER,
        })
    }

    async fn settle_delivery(&self, due: &DueDelivery, outcome: Outcome) -> Result<(), Error> {
        let now = self.now();
        match outcome {
            Outcome::Accepted { status } => {
                let accepted = Attempt {
                    state: DeliveryState::Delivered,
                    at: now,
                    status: Some(status),
                    error: None,
                    retry_at: None,
                };
                self.note(due, &accepted, Some(Verdict::Well)).await
            }
            Outcome::Gone => {
                let gone = Attempt {
                    state: DeliveryState::Failed,
                    at: now,
                    status: Some(410),
                    error: Some("the endpoint says that it is gone"),
                    retry_at: None,
                };
                self.note(due, &gone, Some(Verdict::Gone)).await
            }
            Outcome::Failed {
                status,
                error,
                retry_after,
            } => {
                let made = u32::try_from(due.delivery.attempts).unwrap_or(u32::MAX);
                let jitter = u32::from_be_bytes(self.core.random.array());
                let wait = webhook::wait_after(made, jitter, retry_after);
                let retry_at = wait.and_then(|wait| now.checked_add(wait).ok());
                let state = if retry_at.is_some() {
                    DeliveryState::Pending
                } else {
                    DeliveryState::Failed
                };
                let attempt = Attempt {
                    state,
                    at: now,
                    status,
                    error: Some(&error),
                    retry_at,
                };
                self.note(due, &attempt, Some(Verdict::Ill)).await
            }
        }
    }

    /// Writes down how an attempt went and what it says about its endpoint.
    async fn note(
        &self,
        due: &DueDelivery,
        attempt: &Attempt<'_>,
        verdict: Option<Verdict>,
    ) -> Result<(), Error> {
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let (organisation, endpoint) = (&due.delivery.organisation, &due.endpoint.id);
        let present = rows::lock_endpoint(&mut tx, organisation, endpoint).await?;
        if present.is_none() {
            // Removed meanwhile, and the delivery with it.
            return Ok(());
        }
        rows::attempted(&mut tx, &due.delivery, attempt).await?;
        match verdict {
            Some(Verdict::Well) => {
                rows::endpoint_well(&mut tx, &due.delivery.organisation, &due.endpoint.id).await?;
            }
            Some(Verdict::Ill) => self.note_failure(&mut tx, due, now).await?,
            Some(Verdict::Gone) => self.disable(&mut tx, due, now, "gone").await?,
            None => {}
        }
        Ok(tx.commit().await?)
    }

    /// An endpoint that has only failed for days is disabled.
    async fn note_failure(
        &self,
        tx: &mut Tx,
        due: &DueDelivery,
        now: Timestamp,
    ) -> Result<(), Error> {
        let since =
            rows::endpoint_failed(tx, &due.delivery.organisation, &due.endpoint.id, now).await?;
        if now.duration_since(since) >= self.settings().webhooks.disable_after {
            self.disable(tx, due, now, "failing").await?;
        }
        Ok(())
    }

    async fn disable(
        &self,
        tx: &mut Tx,
        due: &DueDelivery,
        now: Timestamp,
        why: &'static str,
    ) -> Result<(), Error> {
        rows::disable_endpoint(tx, &due.delivery.organisation, &due.endpoint.id, now).await?;
        metrics::counter!("bonafide_webhook_endpoints_disabled_total", "why" => why).increment(1);
        tracing::warn!(endpoint = %due.endpoint.id, why, "webhook endpoint disabled");
        Ok(())
    }
}

/// Who is at their bound.
fn busy(targets: &Targets) -> Busy {
    let (mut organisations, mut endpoints) = (HashMap::new(), HashMap::new());
    for (organisation, endpoint) in targets.values() {
        *organisations.entry(organisation).or_insert(0) += 1;
        *endpoints.entry(endpoint).or_insert(0) += 1;
    }
    Busy {
        organisations: at_bound(&organisations, ORGANISATION_AT_ONCE),
        endpoints: at_bound(&endpoints, ENDPOINT_AT_ONCE),
    }
}

fn at_bound<T: Clone>(counts: &HashMap<&T, usize>, bound: usize) -> Vec<T> {
    let busy = counts.iter().filter(|(_, count)| **count >= bound);
    busy.map(|(who, _)| (*who).clone()).collect()
}

/// What an attempt says about its endpoint.
enum Verdict {
    Well,
    Ill,
    Gone,
}

fn judge(answer: Result<EgressResponse, EgressError>, now: Timestamp) -> Outcome {
    match answer {
        Ok(response) => match webhook::receipt(response.status) {
            Receipt::Accepted => Outcome::Accepted {
                status: response.status,
            },
            Receipt::Gone => Outcome::Gone,
            Receipt::Retry => Outcome::Failed {
                status: Some(response.status),
                error: format!("status {}", response.status),
                retry_after: response
                    .header("retry-after")
                    .and_then(|value| webhook::retry_after(value, now)),
            },
        },
        Err(EgressError::Redirect { status }) => Outcome::Failed {
            status: Some(status),
            error: "redirects are not followed".to_owned(),
            retry_after: None,
        },
        Err(error) => Outcome::Failed {
            status: None,
            error: told(error),
            retry_after: None,
        },
    }
}

/// What an organisation is told of a failure. A name that does not resolve and one that leads to
/// an address which is not spoken to are one to it: whoever names addresses learns nothing about
/// our own network.
fn told(error: EgressError) -> String {
    match error {
        EgressError::Refused(_) | EgressError::Resolve | EgressError::Timeout(Stage::Resolve) => {
            UNUSABLE.to_owned()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use bonafide_identity::port::egress::{NotPublic, Refusal};

    use super::*;

    #[test]
    fn names_tell_nothing_about_our_network() {
        for error in [
            EgressError::Resolve,
            EgressError::Timeout(Stage::Resolve),
            EgressError::Refused(Refusal::Address(NotPublic::Private)),
            EgressError::Refused(Refusal::Address(NotPublic::Metadata)),
            EgressError::Refused(Refusal::PlainHttp),
            EgressError::Refused(Refusal::Port),
        ] {
            let Outcome::Failed {
                status,
                error,
                retry_after,
            } = judge(Err(error), Timestamp::UNIX_EPOCH)
            else {
                panic!("{error} is a failure");
            };
            assert_eq!(
                (status, error.as_str(), retry_after),
                (None, UNUSABLE, None)
            );
        }
        // Who was reached is told how it went.
        assert_ne!(told(EgressError::Tls), UNUSABLE);
    }
}
