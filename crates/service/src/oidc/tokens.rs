//! Tokens: given out, looked into, revoked. Giving one out to a client that proves itself by a secret writes nothing.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::id::ClientId;
use bonafide_oidc::client::{self, Credentials, GrantType, Presented};
use bonafide_oidc::dpop;
use bonafide_oidc::inspect::{self, Introspection};
use bonafide_oidc::issue::{AccessToken, Audience, Confirmation, TokenResponse};
use bonafide_oidc::problem::{Code, Problem};
use bonafide_oidc::scope::Scopes;
use bonafide_oidc::token::TokenRequest;
use bonafide_store::oidc_once::{self as once, Kind};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use url::Url;

use super::granted::Redeemed;
use super::known::Known;
use super::{Call, Denied};
use crate::{Error, Knock, Service};

/// For how many seconds an access token is good. Short, since whoever verifies it alone does not hear that it was
/// revoked.
pub(super) const ACCESS_TOKEN: i64 = 600;
/// Seconds for which a revoked token is remembered beyond its time.
const BEYOND: i64 = 60;

impl Service {
    /// Gives out tokens.
    ///
    /// # Errors
    /// [`Denied`]
    pub async fn token(&self, call: &Call<'_>) -> Result<TokenResponse, Denied> {
        let client = self.calling_client(call, true).await?;
        let (scope, resources) = match TokenRequest::parse(call.form)? {
            TokenRequest::ClientCredentials { scope, resources } => (scope, resources),
            TokenRequest::AuthorizationCode {
                code,
                verifier,
                redirect_uri,
                resources,
            } => {
                let brought = Redeemed {
                    code: &code,
                    verifier: &verifier,
                    redirect_uri: redirect_uri.as_deref(),
                    resources: &resources,
                };
                return self.redeem(call, &client, &brought).await;
            }
            TokenRequest::RefreshToken {
                token,
                scope,
                resources,
            } => {
                return self
                    .renew_tokens(call, &client, &token, scope.as_ref(), &resources)
                    .await;
            }
            TokenRequest::Ciba { auth_req_id } => {
                return self
                    .fetch_outcome(call, &client, GrantType::Ciba, &auth_req_id)
                    .await;
            }
            TokenRequest::DeviceCode { device_code } => {
                return self
                    .fetch_outcome(call, &client, GrantType::DeviceCode, &device_code)
                    .await;
            }
        };
        let metadata = &client.metadata;
        if !metadata.grant_types.contains(&GrantType::ClientCredentials) {
            let problem = Problem::new(
                Code::UnauthorizedClient,
                "the client may not use this grant type",
            );
            return Err(problem.into());
        }
        let scope = metadata.granted(scope.as_ref()).ok_or(Problem::new(
            Code::InvalidScope,
            "a scope that the client is not registered for",
        ))?;
        let audience = metadata.audience(&resources).ok_or(Problem::new(
            Code::InvalidTarget,
            "a resource that the client is not registered for",
        ))?;
        let bound = self.proven_key(call, &client).await?;
        let audience = if audience.is_empty() {
            Audience::One(self.core.names.issuer.clone())
        } else {
            Audience::of(audience)
        };
        self.access_token(&client, client.id.to_string(), audience, scope, bound, None)
            .await
    }

    pub(super) async fn access_token(
        &self,
        client: &Known,
        sub: String,
        aud: Audience,
        scope: Scopes,
        bound: Option<String>,
        grant: Option<String>,
    ) -> Result<TokenResponse, Denied> {
        let keys = self.signing_keys().await?;
        let now = self.now();
        let signer = keys
            .signer(now)
            .ok_or(Error::Inconsistent("no signing key"))?;
        let token = AccessToken {
            iss: self.core.names.issuer.clone(),
            sub,
            aud,
            client_id: client.id.to_string(),
            organisation: client.organisation.to_string(),
            livemode: client.livemode,
            iat: now.as_second(),
            exp: now.as_second() + ACCESS_TOKEN,
            jti: URL_SAFE_NO_PAD.encode(self.core.random.array::<16>()),
            scope,
            cnf: bound.map(|jkt| Confirmation { jkt }),
            grant,
        };
        let signed = token
            .sign(signer)
            .map_err(|_| Error::Inconsistent("a signing key"))?;
        Ok(TokenResponse {
            access_token: signed,
            token_type: inspect::token_type(token.cnf.is_some()),
            expires_in: ACCESS_TOKEN,
            scope: token.scope,
            refresh_token: None,
            id_token: None,
        })
    }

    /// The thumbprint of the key that the client proves to hold, if it does.
    pub(super) async fn proven_key(
        &self,
        call: &Call<'_>,
        client: &Known,
    ) -> Result<Option<String>, Denied> {
        let key = self.shown_key(call, &self.core.names.token).await?;
        if key.is_none() && client.metadata.dpop_bound_access_tokens {
            return Err(
                Problem::new(Code::InvalidDpopProof, "the client's tokens need a proof").into(),
            );
        }
        Ok(key)
    }

    /// The thumbprint of the key that a call to this address proves to hold, if it does.
    pub(super) async fn shown_key(
        &self,
        call: &Call<'_>,
        url: &Url,
    ) -> Result<Option<String>, Denied> {
        let Some(jwt) = call.proof else {
            return Ok(None);
        };
        let now = self.now();
        let request = dpop::Request {
            method: "POST",
            url,
            access_token: None,
        };
        let proof = dpop::verify(jwt, &request, now)?;
        let value = hash(&proof.thumbprint, &proof.id);
        if !self
            .take_once(Kind::Proof, &value, proof.expires, now)
            .await?
        {
            return Err(Problem::new(Code::InvalidDpopProof, "the proof was used before").into());
        }
        Ok(Some(proof.thumbprint))
    }

    /// What a token is good for, as far as the asking client may know: one of its own organisation, in its own mode.
    ///
    /// # Errors
    /// [`Denied`]
    pub async fn introspect(&self, call: &Call<'_>) -> Result<Introspection, Denied> {
        let asking = self.calling_client(call, false).await?;
        let text = inspect::token(call.form)?;
        let (now, keys) = (self.now(), self.signing_keys().await?);
        let token = match AccessToken::read(text, keys.public(), &self.core.names.issuer, now) {
            Some(token) => Some(token),
            None => self.refresh_token(text, now).await?,
        };
        let Some(token) = token else {
            return Ok(Introspection::INACTIVE);
        };
        let owner = match token.client_id.parse::<ClientId>() {
            Ok(id) => self.known_client(&id).await?,
            Err(_) => None,
        };
        let ours = owner.is_some_and(|owner| {
            owner.organisation == asking.organisation && owner.livemode == asking.livemode
        });
        if !ours {
            return Ok(Introspection::INACTIVE);
        }
        let value = hash(&token.client_id, &token.jti);
        let revoked =
            once::is_taken(&mut *self.store().read().await?, Kind::Revoked, &value, now).await?;
        let ended = token.grant.is_some() && self.standing(&token, now).await?.is_none();
        Ok(if revoked || ended {
            Introspection::INACTIVE
        } else {
            token.into()
        })
    }

    /// Ends one of the calling client's tokens before its time. Doing it again changes nothing, and a token that is
    /// none is as good as ended.
    ///
    /// # Errors
    /// [`Denied`], among them `unauthorized_client` for another client's token.
    pub async fn revoke(&self, call: &Call<'_>) -> Result<(), Denied> {
        let client = self.calling_client(call, true).await?;
        let token = inspect::token(call.form)?;
        if self.revoke_refresh_token(token, &client.id).await? {
            return Ok(());
        }
        let (now, keys) = (self.now(), self.signing_keys().await?);
        let Some(token) = AccessToken::read(token, keys.public(), &self.core.names.issuer, now)
        else {
            return Ok(());
        };
        if token.client_id != client.id.as_str() {
            return Err(Problem::new(
                Code::UnauthorizedClient,
                "the token was given to another client",
            )
            .into());
        }
        let expires = Timestamp::from_second(token.exp + BEYOND)
            .map_err(|_| Error::Inconsistent("a token's time"))?;
        self.take_once(
            Kind::Revoked,
            &hash(&token.client_id, &token.jti),
            expires,
            now,
        )
        .await?;
        Ok(())
    }

    pub(super) async fn take_once(
        &self,
        kind: Kind,
        value: &[u8; 32],
        expires: Timestamp,
        now: Timestamp,
    ) -> Result<bool, Error> {
        let mut tx = self.store().begin().await?;
        let first = once::take(&mut tx, kind, value, expires, now).await?;
        tx.commit().await?;
        Ok(first)
    }

    /// The client that calls, having proved itself the one way that it is registered for; one that has nothing to prove
    /// itself by only where `nameable`.
    pub(super) async fn calling_client(
        &self,
        call: &Call<'_>,
        nameable: bool,
    ) -> Result<Arc<Known>, Denied> {
        let client = self.proven_client(call, nameable).await;
        if let (Err(Denied::Problem(problem)), Some(address)) = (&client, call.from)
            && problem.code == Code::InvalidClient
        {
            // Those that prove themselves are let in from the same address all the same.
            self.knock(Knock::WrongClient(address))?;
        }
        client
    }

    async fn proven_client(&self, call: &Call<'_>, nameable: bool) -> Result<Arc<Known>, Denied> {
        let presented = Presented::read(call.authorization, call.form)?;
        let credentials = presented.credentials(call.form)?;
        let id: ClientId = credentials
            .client()
            .parse()
            .map_err(|_| Problem::client())?;
        let client = self.known_client(&id).await?.ok_or(Problem::client())?;
        if client.metadata.token_endpoint_auth_method != credentials.method() {
            return Err(Problem::client().into());
        }
        let now = self.now();
        match credentials {
            Credentials::Secret { secret, .. } => {
                if !client::is_secret(secret, &client.secrets(now)) {
                    return Err(Problem::client().into());
                }
            }
            Credentials::Assertion { jwt, .. } => {
                let audiences: Vec<&str> = self
                    .core
                    .names
                    .audiences
                    .iter()
                    .map(String::as_str)
                    .collect();
                let keys = self.keys_of(&client, jwt).await;
                let (id, metadata) = (id.as_str(), &client.metadata);
                let assertion =
                    client::verify_assertion(jwt, id, metadata, &keys, &audiences, now)?;
                let value = hash(id, &assertion.id);
                if !self
                    .take_once(Kind::Assertion, &value, assertion.expires, now)
                    .await?
                {
                    return Err(Problem::client().into());
                }
            }
            // What a person agreed to is bound to what only whoever asked knows.
            Credentials::Name { .. } if nameable => {}
            Credentials::Name { .. } => return Err(Problem::client().into()),
        }
        // Counted once it has proved itself: nobody uses up another's share.
        self.knock(Knock::Client(id.as_str()))?;
        Ok(client)
    }
}

/// By what an identifier of somebody's is remembered.
pub(super) fn hash(whose: &str, id: &str) -> [u8; 32] {
    Sha256::new()
        .chain_update((whose.len() as u64).to_be_bytes())
        .chain_update(whose)
        .chain_update(id)
        .finalize()
        .into()
}
