//! Clients, as their organisations manage them.

use bonafide_identity::id::ClientId;
use bonafide_oidc::address::Address;
use bonafide_oidc::client::{AuthMethod, DeliveryMode, Metadata, SubjectType};
use bonafide_oidc::discovery;
use bonafide_oidc::jose::{Algorithm, ContentEncryption, KeyManagement, KeySet};
use bonafide_oidc::redirect::RedirectUri;
use bonafide_oidc::scope::Scopes;
use bonafide_store::{oidc_clients as rows, oidc_grants};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::organisation::idempotency::{Beginning, Claim, IdempotencyKey};
use crate::organisation::{Caller, Scope};
use crate::secret::Secret;
use crate::{Error, Pointer, Service};

/// How long the secret before a new one is good unless the organisation says otherwise.
const OVERLAP: SignedDuration = SignedDuration::from_hours(24);
/// The longest that it may be.
const LONGEST_OVERLAP: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Clients that an organisation may have, per mode.
const MOST: usize = 500;
/// Longest name of a client, in characters.
const NAME: usize = 100;

/// A program that is given tokens, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Client {
    /// Its identifier, and its `client_id` in the protocol.
    #[schema(value_type = String, pattern = "^client_[0-9a-hjkmnp-tv-z]{26}$")]
    pub id: ClientId,
    /// What its owner calls it.
    pub name: String,
    /// The mode that it works in.
    pub livemode: bool,
    /// How it proves who it is: `client_secret_basic`, `client_secret_post` or `private_key_jwt`.
    pub token_endpoint_auth_method: String,
    /// What it may get tokens for.
    pub grant_types: Vec<String>,
    /// What it may ask for, separated by spaces.
    pub scope: String,
    /// Resources that it may get tokens for; tokens for none of them are for this server.
    pub resources: Vec<String>,
    /// Where people may be sent back to.
    #[serde(default)]
    pub redirect_uris: Vec<String>,
    /// Where people may be sent once they signed out.
    #[serde(default)]
    pub post_logout_redirect_uris: Vec<String>,
    /// By which name it knows a person: `pairwise` or `public`.
    #[serde(default)]
    pub subject_type: String,
    /// How what userinfo tells is signed: `ES256`; plain JSON without.
    #[serde(default)]
    pub userinfo_signed_response_alg: Option<String>,
    /// How that is encrypted, besides: `ECDH-ES`.
    #[serde(default)]
    pub userinfo_encrypted_response_alg: Option<String>,
    /// By which cipher: `A128GCM` or `A256GCM`.
    #[serde(default)]
    pub userinfo_encrypted_response_enc: Option<String>,
    /// How ID tokens are encrypted: `ECDH-ES`; not at all without.
    #[serde(default)]
    pub id_token_encrypted_response_alg: Option<String>,
    /// By which cipher: `A128GCM` or `A256GCM`.
    #[serde(default)]
    pub id_token_encrypted_response_enc: Option<String>,
    /// How it learns what came of asking somebody on their device: `poll` or `ping`.
    #[serde(default)]
    pub backchannel_token_delivery_mode: String,
    /// Where it is told that it may ask for that.
    #[serde(default)]
    pub backchannel_client_notification_endpoint: Option<String>,
    /// Where it is told that a person signed out.
    #[serde(default)]
    pub backchannel_logout_uri: Option<String>,
    /// Whether it is told of single sessions alone.
    #[serde(default)]
    pub backchannel_logout_session_required: bool,
    /// Its public keys (RFC 7517).
    #[schema(value_type = Option<Object>)]
    pub jwks: Option<Value>,
    /// Where its public keys are, in place of them.
    #[serde(default)]
    pub jwks_uri: Option<String>,
    /// The one algorithm of its assertions.
    pub token_endpoint_auth_signing_alg: Option<String>,
    /// Whether it gets only tokens that are bound to a key (RFC 9449).
    pub dpop_bound_access_tokens: bool,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When its secret was last replaced.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub secret_rotated_at: Option<Timestamp>,
    /// Until when the secret before is good.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub earlier_secret_until: Option<Timestamp>,
}

/// A client with a new secret.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ClientWithSecret)]
pub struct CreatedClient {
    /// The client.
    #[serde(flatten)]
    pub client: Client,
    /// Its secret, unless it proves itself by a key; never shown again.
    pub client_secret: Option<String>,
}

impl std::fmt::Debug for CreatedClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CreatedClient")
            .field("client", &self.client)
            .finish_non_exhaustive()
    }
}

/// What a new client is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateClient {
    /// What its owner calls it: 1 to 100 characters.
    pub name: String,
    /// How it proves who it is.
    pub token_endpoint_auth_method: String,
    /// What it may ask for, separated by spaces.
    pub scope: String,
    /// What it may get tokens for.
    pub grant_types: Vec<String>,
    /// Resources that it may get tokens for.
    pub resources: Vec<String>,
    /// Where people may be sent back to.
    pub redirect_uris: Vec<String>,
    /// Where people may be sent once they signed out.
    pub post_logout_redirect_uris: Vec<String>,
    /// By which name it knows a person.
    pub subject_type: String,
    /// How what userinfo tells is signed: `ES256`; plain JSON without.
    pub userinfo_signed_response_alg: Option<String>,
    /// How that is encrypted, besides: `ECDH-ES`.
    pub userinfo_encrypted_response_alg: Option<String>,
    /// By which cipher: `A128GCM` or `A256GCM`.
    pub userinfo_encrypted_response_enc: Option<String>,
    /// How ID tokens are encrypted: `ECDH-ES`; not at all without.
    pub id_token_encrypted_response_alg: Option<String>,
    /// By which cipher: `A128GCM` or `A256GCM`.
    pub id_token_encrypted_response_enc: Option<String>,
    /// How it learns what came of asking somebody on their device; `poll` where nothing is said.
    pub backchannel_token_delivery_mode: Option<String>,
    /// Where it is told that it may ask for that.
    pub backchannel_client_notification_endpoint: Option<String>,
    /// Where it is told that a person signed out.
    pub backchannel_logout_uri: Option<String>,
    /// Whether it is told of single sessions alone.
    pub backchannel_logout_session_required: bool,
    /// Its public keys, for `private_key_jwt`.
    pub jwks: Option<Value>,
    /// Where its public keys are, in place of them.
    pub jwks_uri: Option<String>,
    /// The one algorithm of its assertions.
    pub token_endpoint_auth_signing_alg: Option<String>,
    /// Whether it gets only tokens that are bound to a key.
    pub dpop_bound_access_tokens: bool,
}

impl Service {
    /// Makes a client in the caller's mode. Under the same idempotency key the same answer is given again.
    ///
    /// # Errors
    /// [`Error::Validation`], [`Error::LimitReached`], and those of the idempotency key.
    pub async fn create_client(
        &self,
        caller: &Caller,
        idempotency: Option<&IdempotencyKey>,
        request: &CreateClient,
    ) -> Result<CreatedClient, Error> {
        caller.require(Scope::ClientsWrite)?;
        let Some(key) = idempotency else {
            return self.add_client(caller, request, None).await;
        };
        match self.begin_idempotent(caller, key).await? {
            Beginning::Replay(answer) => Ok(answer),
            Beginning::New(claim) => {
                let added = self.add_client(caller, request, Some(&claim)).await;
                if added.is_err() {
                    self.abandon_idempotent(caller, &claim).await;
                }
                added
            }
        }
    }

    async fn add_client(
        &self,
        caller: &Caller,
        request: &CreateClient,
        claim: Option<&Claim<'_>>,
    ) -> Result<CreatedClient, Error> {
        let metadata = metadata(request, self.settings().accounts)?;
        self.admit_addresses(&metadata)?;
        let secret = metadata
            .token_endpoint_auth_method
            .has_secret()
            .then(|| Secret::generate(&*self.core.random));
        let now = self.now();
        let row = rows::Client {
            organisation: caller.organisation.clone(),
            id: ClientId::new(now, self.random_id()),
            livemode: caller.livemode,
            name: request.name.trim().to_owned(),
            metadata: serde_json::to_string(&metadata)
                .map_err(|_| Error::Inconsistent("a registration"))?,
            secret: secret.as_ref().map(Secret::hash),
            earlier_secret: None,
            earlier_until: None,
            created: now,
            rotated: None,
        };
        let mut tx = self.store().begin().await?;
        let present = rows::list(&mut tx, &caller.organisation, caller.livemode, listed()).await?;
        if present.len() >= MOST {
            return Err(Error::LimitReached(MOST));
        }
        rows::insert(&mut tx, &row).await?;
        let created = CreatedClient {
            client: shown(row, now)?,
            client_secret: secret.map(|secret| secret.reveal().to_owned()),
        };
        if let Some(claim) = claim {
            self.finish_idempotent(&mut tx, caller, claim, &created, None)
                .await?;
        }
        tx.commit().await?;
        Ok(created)
    }

    /// Refuses addresses that will never be spoken to. That one is let pass is no promise: each time it is spoken to,
    /// the address that its name leads to is judged.
    fn admit_addresses(&self, metadata: &Metadata) -> Result<(), Error> {
        let mut problems = Vec::new();
        for (pointer, address) in metadata.addresses() {
            if let Err(refusal) = self.core.egress.admit(address.url()) {
                problems.push(Pointer::new(format!("/{pointer}"), refusal.to_string()));
            }
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::Validation(problems))
        }
    }

    /// The clients of the caller's mode, newest first.
    ///
    /// # Errors
    /// [`Error::MissingScope`]; storage.
    pub async fn clients(&self, caller: &Caller) -> Result<Vec<Client>, Error> {
        caller.require(Scope::ClientsRead)?;
        let mut read = self.store().read().await?;
        let rows = rows::list(&mut read, &caller.organisation, caller.livemode, listed()).await?;
        let now = self.now();
        rows.into_iter().map(|row| shown(row, now)).collect()
    }

    /// One client.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn client(&self, caller: &Caller, id: &ClientId) -> Result<Client, Error> {
        caller.require(Scope::ClientsRead)?;
        let mut read = self.store().read().await?;
        let row = rows::find(&mut read, &caller.organisation, id).await?;
        let row = row.filter(|row| row.livemode == caller.livemode);
        shown(row.ok_or(Error::NotFound)?, self.now())
    }

    /// Gives a client a new secret. The one before is good for `overlap` longer (a day unless given, at most 30), so
    /// that the client can change over; none at all ends it at once.
    ///
    /// # Errors
    /// [`Error::NotFound`], also for a client that has no secret; [`Error::Validation`].
    pub async fn rotate_client_secret(
        &self,
        caller: &Caller,
        id: &ClientId,
        overlap: Option<SignedDuration>,
    ) -> Result<CreatedClient, Error> {
        caller.require(Scope::ClientsWrite)?;
        let overlap = overlap.unwrap_or(OVERLAP);
        if overlap.is_negative() || overlap > LONGEST_OVERLAP {
            return Err(wrong("/overlap_hours", "0 to 720 hours"));
        }
        let (now, secret) = (self.now(), Secret::generate(&*self.core.random));
        let mut tx = self.store().begin().await?;
        let row = rows::find(&mut tx, &caller.organisation, id).await?;
        row.filter(|row| row.livemode == caller.livemode && row.secret.is_some())
            .ok_or(Error::NotFound)?;
        rows::rotate(
            &mut tx,
            &caller.organisation,
            id,
            &secret.hash(),
            now + overlap,
            now,
        )
        .await?;
        let row = rows::find(&mut tx, &caller.organisation, id).await?;
        let client = shown(row.ok_or(Error::NotFound)?, now)?;
        tx.commit().await?;
        self.core.clients.forget(id);
        Ok(CreatedClient {
            client,
            client_secret: Some(secret.reveal().to_owned()),
        })
    }

    /// Removes a client: it gets no more tokens, and those that it has are no longer called active.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn delete_client(&self, caller: &Caller, id: &ClientId) -> Result<(), Error> {
        caller.require(Scope::ClientsWrite)?;
        let mut tx = self.store().begin().await?;
        let row = rows::find(&mut tx, &caller.organisation, id).await?;
        row.filter(|row| row.livemode == caller.livemode)
            .ok_or(Error::NotFound)?;
        rows::delete(&mut tx, &caller.organisation, id).await?;
        oidc_grants::remove_client(&mut tx, id).await?;
        tx.commit().await?;
        self.core.clients.forget(id);
        Ok(())
    }
}

fn listed() -> u32 {
    u32::try_from(MOST).unwrap_or(u32::MAX)
}

fn wrong(pointer: &str, problem: &str) -> Error {
    Error::Validation(vec![Pointer::new(pointer, problem)])
}

/// What is registered of a request; every value that cannot be is named.
fn metadata(request: &CreateClient, people: bool) -> Result<Metadata, Error> {
    let mut problems = Vec::new();
    let mut refuse = |pointer: &str, problem: String| problems.push(Pointer::new(pointer, problem));
    let name = request.name.trim();
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        refuse("/name", format!("1 to {NAME} visible characters"));
    }
    let method = discovery::METHODS
        .into_iter()
        .chain([AuthMethod::None])
        .find(|method| method.as_str() == request.token_endpoint_auth_method);
    if method.is_none() {
        refuse(
            "/token_endpoint_auth_method",
            "client_secret_basic, client_secret_post, private_key_jwt or none".to_owned(),
        );
    }
    let mut grant_types = Vec::new();
    for name in &request.grant_types {
        let known = discovery::GRANTS.iter();
        let mut known = known.chain(discovery::PEOPLES_GRANTS.iter().filter(|_| people));
        match known.find(|grant| grant.as_str() == name) {
            Some(grant) if !grant_types.contains(grant) => grant_types.push(*grant),
            _ => refuse(
                "/grant_types",
                "each once: client_credentials and, where people have accounts, authorization_code, refresh_token"
                    .to_owned(),
            ),
        }
    }
    let redirect_uris = addresses(&request.redirect_uris, "/redirect_uris", &mut refuse);
    let post_logout_redirect_uris = addresses(
        &request.post_logout_redirect_uris,
        "/post_logout_redirect_uris",
        &mut refuse,
    );
    let subject_type = SubjectType::ALL
        .into_iter()
        .find(|kind| kind.as_str() == request.subject_type);
    if subject_type.is_none() {
        refuse("/subject_type", "pairwise or public".to_owned());
    }
    let scope = Scopes::parse(&request.scope).unwrap_or_else(|error| {
        refuse("/scope", error.to_string());
        Scopes::default()
    });
    let jwks = request.jwks.as_ref().and_then(|jwks| {
        KeySet::parse(jwks.to_string().as_bytes())
            .inspect_err(|error| refuse("/jwks", error.to_string()))
            .ok()
    });
    let jwks_uri = address(request.jwks_uri.as_deref(), "/jwks_uri", &mut refuse);
    let backchannel_logout_uri = address(
        request.backchannel_logout_uri.as_deref(),
        "/backchannel_logout_uri",
        &mut refuse,
    );
    let userinfo_signed_response_alg = named(
        request.userinfo_signed_response_alg.as_deref(),
        "/userinfo_signed_response_alg",
        &[Algorithm::Es256],
        Algorithm::as_str,
        &mut refuse,
    );
    let userinfo_encrypted_response_alg = named(
        request.userinfo_encrypted_response_alg.as_deref(),
        "/userinfo_encrypted_response_alg",
        &KeyManagement::ALL,
        KeyManagement::as_str,
        &mut refuse,
    );
    let userinfo_encrypted_response_enc = named(
        request.userinfo_encrypted_response_enc.as_deref(),
        "/userinfo_encrypted_response_enc",
        &ContentEncryption::ALL,
        ContentEncryption::as_str,
        &mut refuse,
    );
    let id_token_encrypted_response_alg = named(
        request.id_token_encrypted_response_alg.as_deref(),
        "/id_token_encrypted_response_alg",
        &KeyManagement::ALL,
        KeyManagement::as_str,
        &mut refuse,
    );
    let id_token_encrypted_response_enc = named(
        request.id_token_encrypted_response_enc.as_deref(),
        "/id_token_encrypted_response_enc",
        &ContentEncryption::ALL,
        ContentEncryption::as_str,
        &mut refuse,
    );
    let backchannel_client_notification_endpoint = address(
        request.backchannel_client_notification_endpoint.as_deref(),
        "/backchannel_client_notification_endpoint",
        &mut refuse,
    );
    let mode = named(
        request.backchannel_token_delivery_mode.as_deref(),
        "/backchannel_token_delivery_mode",
        &DeliveryMode::ALL,
        DeliveryMode::as_str,
        &mut refuse,
    );
    let algorithm = request
        .token_endpoint_auth_signing_alg
        .as_ref()
        .and_then(|name| {
            name.parse::<Algorithm>()
                .inspect_err(|error| refuse("/token_endpoint_auth_signing_alg", error.to_string()))
                .ok()
        });
    if !problems.is_empty() {
        return Err(Error::Validation(problems));
    }
    let metadata = Metadata {
        token_endpoint_auth_method: method.unwrap_or(AuthMethod::ClientSecretBasic),
        grant_types,
        scope,
        resources: request.resources.clone(),
        redirect_uris,
        post_logout_redirect_uris,
        subject_type: subject_type.unwrap_or_default(),
        userinfo_signed_response_alg,
        userinfo_encrypted_response_alg,
        userinfo_encrypted_response_enc,
        id_token_encrypted_response_alg,
        id_token_encrypted_response_enc,
        backchannel_token_delivery_mode: mode.unwrap_or_default(),
        backchannel_client_notification_endpoint,
        backchannel_logout_uri,
        backchannel_logout_session_required: request.backchannel_logout_session_required,
        jwks,
        jwks_uri,
        token_endpoint_auth_signing_alg: algorithm,
        dpop_bound_access_tokens: request.dpop_bound_access_tokens,
    };
    metadata
        .validate()
        .map_err(|error| wrong(&format!("/{}", error.member), error.problem))?;
    Ok(metadata)
}

/// One of a few, by its name; another name is refused with theirs.
fn named<T: Copy>(
    text: Option<&str>,
    pointer: &str,
    all: &[T],
    name: fn(T) -> &'static str,
    refuse: &mut impl FnMut(&str, String),
) -> Option<T> {
    let text = text?;
    let found = all.iter().copied().find(|&one| name(one) == text);
    if found.is_none() {
        let names: Vec<_> = all.iter().map(|&one| name(one)).collect();
        refuse(pointer, names.join(" or "));
    }
    found
}

fn address(
    text: Option<&str>,
    pointer: &str,
    refuse: &mut impl FnMut(&str, String),
) -> Option<Address> {
    Address::parse(text?)
        .inspect_err(|error| refuse(pointer, error.to_string()))
        .ok()
}

fn addresses(
    all: &[String],
    pointer: &str,
    refuse: &mut impl FnMut(&str, String),
) -> Vec<RedirectUri> {
    let mut read = Vec::new();
    for one in all.iter().take(MOST) {
        match RedirectUri::parse(one) {
            Ok(uri) => read.push(uri),
            Err(error) => refuse(pointer, error.to_string()),
        }
    }
    read
}

fn shown(row: rows::Client, now: Timestamp) -> Result<Client, Error> {
    let metadata: Metadata = serde_json::from_str(&row.metadata)
        .map_err(|_| Error::Inconsistent("a client's registration"))?;
    let grants = metadata.grant_types.iter();
    Ok(Client {
        id: row.id,
        name: row.name,
        livemode: row.livemode,
        token_endpoint_auth_method: metadata.token_endpoint_auth_method.as_str().to_owned(),
        grant_types: grants.map(|grant| grant.as_str().to_owned()).collect(),
        scope: metadata.scope.to_string(),
        resources: metadata.resources,
        redirect_uris: metadata
            .redirect_uris
            .into_iter()
            .map(String::from)
            .collect(),
        post_logout_redirect_uris: metadata
            .post_logout_redirect_uris
            .into_iter()
            .map(String::from)
            .collect(),
        subject_type: metadata.subject_type.as_str().to_owned(),
        userinfo_signed_response_alg: metadata
            .userinfo_signed_response_alg
            .map(|one| one.as_str().to_owned()),
        userinfo_encrypted_response_alg: metadata
            .userinfo_encrypted_response_alg
            .map(|one| one.as_str().to_owned()),
        userinfo_encrypted_response_enc: metadata
            .userinfo_encrypted_response_enc
            .map(|one| one.as_str().to_owned()),
        id_token_encrypted_response_alg: metadata
            .id_token_encrypted_response_alg
            .map(|one| one.as_str().to_owned()),
        id_token_encrypted_response_enc: metadata
            .id_token_encrypted_response_enc
            .map(|one| one.as_str().to_owned()),
        backchannel_token_delivery_mode: metadata
            .backchannel_token_delivery_mode
            .as_str()
            .to_owned(),
        backchannel_client_notification_endpoint: metadata
            .backchannel_client_notification_endpoint
            .map(String::from),
        backchannel_logout_uri: metadata.backchannel_logout_uri.map(String::from),
        backchannel_logout_session_required: metadata.backchannel_logout_session_required,
        jwks: metadata.jwks.map(Value::from),
        jwks_uri: metadata.jwks_uri.map(String::from),
        token_endpoint_auth_signing_alg: metadata
            .token_endpoint_auth_signing_alg
            .map(|algorithm| algorithm.as_str().to_owned()),
        dpop_bound_access_tokens: metadata.dpop_bound_access_tokens,
        created_at: row.created,
        secret_rotated_at: row.rotated,
        earlier_secret_until: row.earlier_until.filter(|until| *until > now),
    })
}
