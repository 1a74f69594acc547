//! Clients that asked lately, in memory, so that a token needs no look into the database. What this process changes
//! is forgotten at once; what another one changes, after five seconds.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bonafide_identity::id::{ClientId, OrganisationId};
use bonafide_oidc::client::{Metadata, SecretVerifier};
use bonafide_store::oidc_clients as rows;
use jiff::{SignedDuration, Timestamp};

use crate::{Error, Service};

/// How long a client is remembered.
const FRESH: SignedDuration = SignedDuration::from_secs(5);
/// Clients that are remembered.
const MOST: usize = 10_000;

/// A client as it is registered.
pub(super) struct Known {
    pub(super) organisation: OrganisationId,
    pub(super) id: ClientId,
    pub(super) livemode: bool,
    pub(super) name: String,
    pub(super) metadata: Metadata,
    secret: Option<SecretVerifier>,
    earlier: Option<(SecretVerifier, Timestamp)>,
}

impl Known {
    pub(super) fn of(row: rows::Client) -> Result<Self, Error> {
        let metadata = serde_json::from_str(&row.metadata);
        Ok(Self {
            metadata: metadata.map_err(|_| Error::Inconsistent("a client's registration"))?,
            organisation: row.organisation,
            id: row.id,
            livemode: row.livemode,
            name: row.name,
            secret: row.secret,
            earlier: row.earlier_secret.zip(row.earlier_until),
        })
    }

    /// What is kept of the secrets that are good now.
    pub(super) fn secrets(&self, now: Timestamp) -> Vec<SecretVerifier> {
        let earlier = self.earlier.filter(|(_, until)| *until > now);
        self.secret
            .into_iter()
            .chain(earlier.map(|(secret, _)| secret))
            .collect()
    }
}

#[derive(Default)]
struct Memory {
    /// Counts what this process has changed: what was read before a change is not kept after it.
    changes: u64,
    clients: HashMap<ClientId, (Timestamp, Arc<Known>)>,
}

/// Clients that asked lately.
#[derive(Default)]
pub(crate) struct KnownClients(Mutex<Memory>);

impl KnownClients {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, id: &ClientId, now: Timestamp) -> Result<Arc<Known>, u64> {
        let memory = self.memory();
        let found = memory.clients.get(id).filter(|(read, _)| {
            let age = now.duration_since(*read);
            !age.is_negative() && age < FRESH
        });
        found
            .map(|(_, client)| Arc::clone(client))
            .ok_or(memory.changes)
    }

    fn keep(&self, changes: u64, client: &Arc<Known>, now: Timestamp) {
        let mut memory = self.memory();
        if memory.changes != changes {
            return;
        }
        if memory.clients.len() >= MOST {
            memory.clients.clear();
        }
        memory
            .clients
            .insert(client.id.clone(), (now, Arc::clone(client)));
    }

    /// Forgets a client that was just changed. Call it once the change is durable.
    pub(super) fn forget(&self, id: &ClientId) {
        let mut memory = self.memory();
        memory.changes += 1;
        memory.clients.remove(id);
    }
}

impl Service {
    /// What a client is called.
    pub(crate) async fn client_name(&self, id: &ClientId) -> Result<Option<String>, Error> {
        let client = self.known_client(id).await?;
        Ok(client.map(|client| client.name.clone()))
    }

    /// The client of this name.
    pub(super) async fn known_client(&self, id: &ClientId) -> Result<Option<Arc<Known>>, Error> {
        let now = self.now();
        let changes = match self.core.clients.find(id, now) {
            Ok(client) => return Ok(Some(client)),
            Err(changes) => changes,
        };
        let row = rows::present(&mut *self.store().read().await?, id).await?;
        let Some(row) = row else { return Ok(None) };
        let client = Arc::new(Known::of(row)?);
        self.core.clients.keep(changes, &client, now);
        Ok(Some(client))
    }
}
