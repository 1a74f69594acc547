//! API keys: shown once, kept as a hash, scoped, revocable.

use std::net::IpAddr;

use bonafide_identity::id::{ApiKeyId, OrganisationId};
use bonafide_store::Tx;
use bonafide_store::api_keys as rows;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Caller, Scope};
use crate::demo::DEMO_PREFIX;
use crate::secret::{self, Secret};
use crate::{Error, Knock, Pointer, Service};

/// Characters of a key by which its owner recognises it.
const SHOWN: usize = 20;
/// Keys that are listed at most, revoked ones included: these are what is left out first.
const LISTED: u32 = 1000;
/// Keys that an organisation may have. Revoked ones do not count, or replacing keys would have
/// an end.
const MOST: usize = 500;
/// Longest name of a key, in characters.
const NAME: usize = 100;

/// An API key, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ApiKey {
    /// Its identifier.
    #[schema(value_type = String, pattern = "^key_[0-9a-hjkmnp-tv-z]{26}$")]
    pub id: ApiKeyId,
    /// What its owner calls it.
    pub name: String,
    /// Its first characters.
    pub prefix: String,
    /// What it may do.
    #[schema(value_type = Vec<crate::schema::ScopeSchema>)]
    pub scopes: Vec<Scope>,
    /// The mode that it works in.
    pub livemode: bool,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was last used, to the minute or so.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub revoked_at: Option<Timestamp>,
}

/// A new key, with its secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct CreatedApiKey {
    /// The key.
    #[serde(flatten)]
    pub api_key: ApiKey,
    /// What to present as bearer token; never shown again.
    pub secret: String,
}

impl std::fmt::Debug for CreatedApiKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreatedApiKey")
            .field("api_key", &self.api_key)
            .finish_non_exhaustive()
    }
}

/// What a new key is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateApiKey {
    /// What its owner calls it: 1 to 100 characters.
    pub name: String,
    /// What it may do: at least one scope.
    pub scopes: Vec<Scope>,
}

impl Service {
    /// Who presents an API key, as [`Service::authenticate`]. An address that presents many that
    /// are none is told to wait; right keys from it are let in all the same, since whoever shares
    /// the address has no part in it.
    ///
    /// # Errors
    /// As [`Service::authenticate`].
    pub async fn authenticate_from(&self, address: IpAddr, bearer: &str) -> Result<Caller, Error> {
        let caller = self.authenticate(bearer).await;
        if let Err(Error::Unauthorized) = caller {
            self.knock(Knock::WrongApiKey(address))?;
        }
        caller
    }

    /// Who presents an API key (the text after `Bearer`).
    ///
    /// # Errors
    /// [`Error::Unauthorized`] for an unknown or revoked key, or a disabled organisation;
    /// [`Error::RateLimited`].
    pub async fn authenticate(&self, bearer: &str) -> Result<Caller, Error> {
        self.knock(Knock::ApiKey(bearer))?;
        if bearer.starts_with(DEMO_PREFIX) && !self.settings().demo {
            return Err(Error::Unauthorized);
        }
        let hash = secret::hash(bearer).ok_or(Error::Unauthorized)?;
        let found = rows::find_by_hash(&mut *self.store().read().await?, &hash).await?;
        let key = found.ok_or(Error::Unauthorized)?;
        let now = self.now();
        let stale = key
            .last_used
            .is_none_or(|last| now.duration_since(last).as_secs() >= 60);
        if stale && let Err(error) = self.note_use(&key, now).await {
            // A call is not refused because this could not be noted.
            tracing::warn!(%error, "the use of an API key was not noted");
        }
        Ok(Caller {
            key: key.id,
            organisation: key.organisation,
            livemode: key.livemode,
            // A scope of a newer version means nothing to this one.
            scopes: key
                .scopes
                .iter()
                .filter_map(|scope| scope.parse().ok())
                .collect(),
        })
    }

    async fn note_use(&self, key: &rows::ApiKey, now: Timestamp) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        rows::touch(&mut tx, &key.organisation, &key.id, now).await?;
        Ok(tx.commit().await?)
    }

    /// Makes a key in the caller's mode, with no more scopes than the caller's.
    ///
    /// # Errors
    /// [`Error::Validation`], [`Error::MissingScope`], [`Error::LimitReached`].
    pub async fn create_api_key(
        &self,
        caller: &Caller,
        request: CreateApiKey,
    ) -> Result<CreatedApiKey, Error> {
        caller.require(Scope::ApiKeysWrite)?;
        validate(&request)?;
        for scope in &request.scopes {
            caller.require(*scope)?;
        }
        let mut tx = self.store().begin().await?;
        let present = rows::list(&mut tx, &caller.organisation, LISTED).await?;
        let usable = present.iter().filter(|key| key.revoked_at.is_none());
        if usable.count() >= MOST {
            return Err(Error::LimitReached(MOST));
        }
        let created = self
            .add_api_key(&mut tx, &caller.organisation, caller.livemode, &request)
            .await?;
        tx.commit().await?;
        Ok(created)
    }

    pub(crate) async fn add_api_key(
        &self,
        tx: &mut Tx,
        organisation: &OrganisationId,
        livemode: bool,
        request: &CreateApiKey,
    ) -> Result<CreatedApiKey, Error> {
        validate(request)?;
        let mode = if livemode { "live" } else { "test" };
        let secret = Secret::of(&format!(
            "bonafide_{mode}_{}",
            Secret::generate(&*self.core.random).reveal()
        ));
        self.keep_api_key(tx, organisation, livemode, request, &secret)
            .await
    }

    pub(crate) async fn keep_api_key(
        &self,
        tx: &mut Tx,
        organisation: &OrganisationId,
        livemode: bool,
        request: &CreateApiKey,
        secret: &Secret,
    ) -> Result<CreatedApiKey, Error> {
        let now = self.now();
        let mut scopes: Vec<String> = request
            .scopes
            .iter()
            .map(|scope| scope.as_str().to_owned())
            .collect();
        scopes.sort();
        scopes.dedup();
        let row = rows::ApiKey {
            organisation: organisation.clone(),
            id: ApiKeyId::new(now, self.random_id()),
            name: request.name.trim().to_owned(),
            prefix: secret.reveal().chars().take(SHOWN).collect(),
            hash: secret.hash(),
            scopes,
            livemode,
            created: now,
            last_used: None,
            revoked_at: None,
        };
        rows::insert(tx, &row).await?;
        Ok(CreatedApiKey {
            api_key: shown(row),
            secret: secret.reveal().to_owned(),
        })
    }

    /// The keys of the caller's mode, newest first; those that are revoked come last.
    ///
    /// # Errors
    /// [`Error::MissingScope`]; storage.
    pub async fn api_keys(&self, caller: &Caller) -> Result<Vec<ApiKey>, Error> {
        caller.require(Scope::ApiKeysRead)?;
        let rows = rows::list(
            &mut *self.store().read().await?,
            &caller.organisation,
            LISTED,
        )
        .await?;
        Ok(rows
            .into_iter()
            .filter(|row| row.livemode == caller.livemode)
            .map(shown)
            .collect())
    }

    /// Revokes a key, also the caller's own. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn revoke_api_key(&self, caller: &Caller, id: &ApiKeyId) -> Result<ApiKey, Error> {
        caller.require(Scope::ApiKeysWrite)?;
        let mut tx = self.store().begin().await?;
        let found = rows::find(&mut tx, &caller.organisation, id).await?;
        let mut revoked = found
            .filter(|row| row.livemode == caller.livemode)
            .ok_or(Error::NotFound)?;
        let now = self.now();
        rows::revoke(&mut tx, &caller.organisation, id, now).await?;
        revoked.revoked_at = revoked.revoked_at.or(Some(now));
        tx.commit().await?;
        Ok(shown(revoked))
    }
}

fn validate(request: &CreateApiKey) -> Result<(), Error> {
    let mut problems = Vec::new();
    let name = request.name.trim();
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        problems.push(Pointer::new(
            "/name",
            format!("1 to {NAME} visible characters"),
        ));
    }
    if !(1..=Scope::ALL.len()).contains(&request.scopes.len()) {
        let most = Scope::ALL.len();
        problems.push(Pointer::new("/scopes", format!("1 to {most} scopes")));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::Validation(problems))
    }
}

fn shown(row: rows::ApiKey) -> ApiKey {
    ApiKey {
        id: row.id,
        name: row.name,
        prefix: row.prefix,
        scopes: row
            .scopes
            .iter()
            .filter_map(|scope| scope.parse().ok())
            .collect(),
        livemode: row.livemode,
        created_at: row.created,
        last_used_at: row.last_used,
        revoked_at: row.revoked_at,
    }
}
