//! What a registration is held to: the definition of its service and the policy that decides, in
//! versions that never change. Whoever can write to the database could change them all the same,
//! so a registration keeps their hashes, sealed, and its audit chain names them from the first
//! entry on: what has another hash decides nothing.

use std::sync::Arc;

use bonafide_identity::id::OrganisationId;
use bonafide_identity::policy::Policy;
use bonafide_identity::service::{Definition, Pinned, Slug};
use bonafide_store::{Conn, policies, services};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::{Error, Service};

const DEFINITION: Error = Error::Inconsistent("the definition of a service");
const POLICY: Error = Error::Inconsistent("a policy");

/// The hashes (SHA-256, hexadecimal) of the texts that a registration was opened under.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Terms {
    /// Of its service's definition.
    pub(crate) definition: String,
    /// Of the policy that the definition names.
    pub(crate) policy: String,
}

/// A [`Pinned`] text as a key, with the hash that it was found to have: a text that was looked at
/// for one hash is not given for another.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct TextKey(Slug, u32, Option<String>);

impl TextKey {
    fn of(pinned: &Pinned, sha256: Option<&str>) -> Self {
        Self(pinned.id.clone(), pinned.version, sha256.map(str::to_owned))
    }
}

impl Service {
    /// The latest definition of an organisation's service, and what a registration that is opened
    /// now is held to.
    ///
    /// # Errors
    /// [`Error::ServiceUnknown`]; [`Error::Inconsistent`] where a text is not the version that it
    /// stands for.
    pub(crate) async fn latest_terms(
        &self,
        conn: &mut Conn,
        organisation: &OrganisationId,
        name: &str,
    ) -> Result<(Definition, Terms), Error> {
        let name: Slug = name.parse().map_err(|_| Error::ServiceUnknown)?;
        let row = services::latest(conn, organisation, name.as_str())
            .await?
            .ok_or(Error::ServiceUnknown)?;
        let definition: Definition =
            serde_json::from_str(&row.definition).map_err(|_| DEFINITION)?;
        if definition.id != name || i64::from(definition.version) != row.version {
            return Err(DEFINITION);
        }
        let (_, policy) = policy_text(conn, &definition.policy).await?;
        let terms = Terms {
            definition: sha256(&row.definition),
            policy,
        };
        Ok((definition, terms))
    }

    /// A version of a service's definition. `expected` is its hash, where it is known.
    ///
    /// # Errors
    /// [`Error::Inconsistent`] also for a text of another hash.
    pub(crate) async fn definition(
        &self,
        conn: &mut Conn,
        organisation: &OrganisationId,
        pinned: &Pinned,
        expected: Option<&str>,
    ) -> Result<Arc<Definition>, Error> {
        let key = (organisation.clone(), TextKey::of(pinned, expected));
        if let Some(definition) = self.core.definitions.find(&key) {
            return Ok(definition);
        }
        let version = i64::from(pinned.version);
        let row = services::find(conn, organisation, pinned.id.as_str(), version)
            .await?
            .ok_or(DEFINITION)?;
        if expected.is_some_and(|expected| expected != sha256(&row.definition)) {
            tracing::error!(service = %pinned.id, version, "a service's definition was altered");
            return Err(DEFINITION);
        }
        let definition = serde_json::from_str(&row.definition).map_err(|_| DEFINITION)?;
        Ok(self.core.definitions.keep(key, definition))
    }

    /// A version of a policy. `expected` is its hash, where it is known.
    ///
    /// # Errors
    /// [`Error::Inconsistent`] also for a text of another hash.
    pub(crate) async fn policy(
        &self,
        conn: &mut Conn,
        pinned: &Pinned,
        expected: Option<&str>,
    ) -> Result<Arc<Policy>, Error> {
        let key = TextKey::of(pinned, expected);
        if let Some(policy) = self.core.policies.find(&key) {
            return Ok(policy);
        }
        let (policy, hash) = policy_text(conn, pinned).await?;
        if expected.is_some_and(|expected| expected != hash) {
            tracing::error!(policy = %pinned.id, version = pinned.version, "a policy was altered");
            return Err(POLICY);
        }
        Ok(self.core.policies.keep(key, policy))
    }
}

/// A version of a policy with its hash.
async fn policy_text(conn: &mut Conn, pinned: &Pinned) -> Result<(Policy, String), Error> {
    let row = policies::find(conn, pinned.id.as_str(), i64::from(pinned.version))
        .await?
        .ok_or(POLICY)?;
    let policy = Policy::parse(&row.body).map_err(|error| {
        tracing::error!(%error, policy = %pinned.id, "a policy cannot decide");
        POLICY
    })?;
    let hash = sha256(&row.body);
    if (&policy.id, policy.version) != (&pinned.id, pinned.version) || hash != hex::encode(row.hash)
    {
        tracing::error!(policy = %pinned.id, version = pinned.version, "a policy was altered");
        return Err(POLICY);
    }
    Ok((policy, hash))
}

fn sha256(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}
