//! Keys of clients that keep them at an address of their own (`jwks_uri`): fetched when they are needed, remembered for
//! a while, and asked for again where an assertion names one that is not among them.
//!
//! Whoever knows a client's name makes us fetch, so that one client's keys are fetched once a minute at most, by one
//! call at a time, whatever comes of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bonafide_identity::id::ClientId;
use bonafide_identity::port::egress::{EgressRequest, Method};
use bonafide_oidc::jose::{EncryptionKey, KeySet, Signed};
use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::known::Known;
use crate::Service;

/// After which time keys are asked for anew.
const FRESH: SignedDuration = SignedDuration::from_mins(10);
/// How long keys are good where their address does not answer.
const STALE: SignedDuration = SignedDuration::from_hours(1);
/// How long lies between two looks at one address.
const AGAIN: SignedDuration = SignedDuration::from_mins(1);
/// Clients whose keys are remembered.
const MOST: usize = 1000;
/// How long a look may take.
const TIMEOUT: Duration = Duration::from_secs(5);
/// The longest document that is read, in bytes.
const LONGEST: usize = 64 * 1024;

/// What is known of one client's keys.
#[derive(Default)]
struct Entry {
    keys: Option<(Arc<KeySet>, Timestamp)>,
    looked: Option<Timestamp>,
}

impl Entry {
    /// The keys, where they are no older than that.
    fn within(&self, age: SignedDuration, now: Timestamp) -> Option<Arc<KeySet>> {
        let (keys, read) = self.keys.as_ref()?;
        (now.duration_since(*read) < age).then(|| Arc::clone(keys))
    }

    fn may_look(&self, now: Timestamp) -> bool {
        self.looked
            .is_none_or(|looked| now.duration_since(looked) >= AGAIN)
    }
}

type Shared = Arc<tokio::sync::Mutex<Entry>>;

/// Keys of clients that keep them elsewhere.
#[derive(Default)]
pub(crate) struct FetchedKeys(Mutex<HashMap<ClientId, Shared>>);

impl FetchedKeys {
    fn entry(&self, id: &ClientId) -> Shared {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = all.get(id) {
            return Arc::clone(entry);
        }
        if all.len() >= MOST {
            // Of those that nobody waits for, any: it is fetched again when it is needed.
            let idle = all.iter().find(|(_, entry)| Arc::strong_count(entry) == 1);
            let idle = idle.map(|(id, _)| id.clone());
            idle.and_then(|id| all.remove(&id));
        }
        let entry = Shared::default();
        all.insert(id.clone(), Arc::clone(&entry));
        entry
    }
}

/// Whether one of the keys may have made the signature.
fn has_candidate(keys: &KeySet, signed: &Signed<'_>) -> bool {
    let header = &signed.header;
    let mut candidates = keys.candidates(header.kid.as_deref(), header.algorithm);
    candidates.next().is_some()
}

impl Service {
    /// The keys by which a client's assertion is verified: those that are registered, or those at its address; none
    /// where they cannot be had.
    pub(super) async fn keys_of(&self, client: &Known, jwt: &str) -> Arc<KeySet> {
        let metadata = &client.metadata;
        if metadata.jwks_uri.is_none() {
            return Arc::new(metadata.jwks.clone().unwrap_or_default());
        }
        let Ok(signed) = Signed::parse(jwt) else {
            return Arc::default();
        };
        self.keys_with(client, |keys| has_candidate(keys, &signed))
            .await
    }

    /// The key that a client wants to be encrypted to: one that is registered, or one at its address; none where it cannot
    /// be had.
    pub(super) async fn encryption_key_of(&self, client: &Known) -> Option<EncryptionKey> {
        let keys = self
            .keys_with(client, |keys| keys.encryption().is_some())
            .await;
        keys.encryption().cloned()
    }

    /// A client's keys, looked up anew where none of those that are remembered is what is needed.
    async fn keys_with(&self, client: &Known, fits: impl Fn(&KeySet) -> bool) -> Arc<KeySet> {
        let metadata = &client.metadata;
        let Some(address) = &metadata.jwks_uri else {
            return Arc::new(metadata.jwks.clone().unwrap_or_default());
        };
        let entry = self.core.fetched_keys.entry(&client.id);
        let mut entry = entry.lock().await;
        let now = self.now();
        if let Some(keys) = entry.within(FRESH, now)
            && (fits(&keys) || !entry.may_look(now))
        {
            return keys;
        }
        if entry.may_look(now) {
            // Noted before: a call that is given up has looked, too.
            entry.looked = Some(now);
            if let Some(keys) = self.fetch_keys(client, address.url()).await {
                entry.keys = Some((Arc::new(keys), now));
            }
        }
        entry.within(STALE, now).unwrap_or_default()
    }

    async fn fetch_keys(&self, client: &Known, url: &Url) -> Option<KeySet> {
        let request = EgressRequest {
            url: url.clone(),
            method: Method::Get,
            headers: vec![(
                "accept".to_owned(),
                "application/jwk-set+json, application/json".to_owned(),
            )],
            body: Vec::new(),
            timeout: TIMEOUT,
            max_response: LONGEST,
        };
        let read = match self.core.egress.send(&request).await {
            Ok(answer) if answer.status == 200 => {
                KeySet::parse(&answer.body).map_err(|error| error.to_string())
            }
            Ok(answer) => Err(format!("status {}", answer.status)),
            Err(error) => Err(error.to_string()),
        };
        let outcome = if read.is_ok() { "read" } else { "failed" };
        metrics::counter!("bonafide_oidc_key_looks_total", "outcome" => outcome).increment(1);
        read.inspect_err(
            |error| tracing::info!(client = %client.id, error, "a client's keys were not read"),
        )
        .ok()
    }
}
