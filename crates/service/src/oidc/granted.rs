//! Tokens that follow from what a person agreed to: exchanged for a code, put in the place of others, told about.

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use bonafide_identity::id::{AccountId, ClientId};
use bonafide_oidc::claims_request::VerifiedAsk;
use bonafide_oidc::client::{AuthMethod, GrantType};
use bonafide_oidc::dpop;
use bonafide_oidc::grant::{Grant, Part};
use bonafide_oidc::inspect;
use bonafide_oidc::issue::{
    self, AccessToken, Audience, Confirmation, IdToken, TokenResponse, half_hash,
};
use bonafide_oidc::jose::ContentEncryption;
use bonafide_oidc::person::Claim;
use bonafide_oidc::problem::{Code, Problem};
use bonafide_oidc::scope::Scopes;
use bonafide_oidc::token::Verifier;
use bonafide_oidc::verified::verified_claims;
use bonafide_store::oidc_once::{self as once, Kind};
use bonafide_store::{Conn, Tx, account as logins, oidc_grants as rows};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use url::Url;

use super::known::Known;
use super::person::known;
use super::tokens::{ACCESS_TOKEN, hash};
use super::{Call, Denied};
use crate::secret::{self, Secret};
use crate::{Error, Knock, Service};

/// A refresh token that is not used for so long is good for nothing.
const REFRESH: SignedDuration = SignedDuration::from_hours(30 * 24);
/// And none is after this time.
const FAMILY: SignedDuration = SignedDuration::from_hours(365 * 24);
/// How refresh tokens begin, so that leaked ones are found for what they are.
const MARK: &str = "bfr_";

/// The type of what is told of a person where that is signed. No other place takes it for its own.
const USERINFO: &str = "userinfo+jwt";

/// What is told of a person.
#[derive(Clone, PartialEq, Eq)]
pub enum UserInfo {
    /// As JSON.
    Plain(Map<String, Value>),
    /// Signed, and encrypted where the client wants that.
    Token(String),
}

impl fmt::Debug for UserInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserInfo(…)")
    }
}

/// A code as a client brings it.
pub(super) struct Redeemed<'a> {
    pub(super) code: &'a str,
    pub(super) verifier: &'a Verifier,
    pub(super) redirect_uri: Option<&'a str>,
    pub(super) resources: &'a [String],
}

/// How somebody asks who a person is.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// The header `Authorization`.
    pub authorization: Option<&'a str>,
    /// The header `DPoP`.
    pub proof: Option<&'a str>,
    /// The request's method.
    pub method: &'a str,
    /// Where it comes from, unless from this machine.
    pub from: Option<IpAddr>,
}

fn wrong() -> Problem {
    Problem::new(
        Code::InvalidToken,
        "the access token is unknown, past its time or revoked",
    )
}

pub(super) fn dead(description: &'static str) -> Denied {
    Problem::new(Code::InvalidGrant, description).into()
}

/// What of a refresh token finds its family, and what is good once.
fn halves(token: &str) -> Option<(secret::Hash, secret::Hash)> {
    let (family, rest) = token.strip_prefix(MARK)?.split_once('.')?;
    Some((secret::hash(family)?, secret::hash(rest)?))
}

pub(super) fn read(matter: &[u8]) -> Result<Grant, Error> {
    serde_json::from_slice(matter).map_err(|_| Error::Inconsistent("a grant"))
}

impl Service {
    /// Exchanges a code. Whoever comes second ends what the first one was given.
    pub(super) async fn redeem(
        &self,
        call: &Call<'_>,
        client: &Known,
        brought: &Redeemed<'_>,
    ) -> Result<TokenResponse, Denied> {
        require(client, GrantType::AuthorizationCode)?;
        let key = self.proven_key(call, client).await?;
        let now = self.now();
        let unknown = || dead("the code is unknown, used or past its time");
        let code = secret::hash(brought.code).ok_or_else(unknown)?;
        let mut tx = self.store().begin().await?;
        let row = rows::by_code(&mut tx, &code).await?;
        let row = row
            .filter(|row| row.client == client.id)
            .ok_or_else(unknown)?;
        // Taken before anything is compared: nobody tries twice.
        if !rows::redeem(
            &mut tx,
            &row.id,
            now,
            now + SignedDuration::from_secs(ACCESS_TOKEN),
        )
        .await?
        {
            rows::revoke(&mut tx, &row.id, now).await?;
            tx.commit().await?;
            metrics::counter!("bonafide_oidc_replays_total", "what" => "code").increment(1);
            return Err(unknown());
        }
        let grant = read(&rows::matter(&mut tx, &row).await?)?;
        let open = row.code_until > now && is_open(&mut tx, &row.account).await?;
        let part = if open {
            let (uri, resources) = (brought.redirect_uri, brought.resources);
            grant
                .redeem(uri, brought.verifier, key.as_deref(), resources)
                .map_err(Denied::from)
        } else {
            Err(unknown())
        };
        let part = match part {
            Ok(part) => part,
            Err(denied) => {
                rows::revoke(&mut tx, &row.id, now).await?;
                tx.commit().await?;
                return Err(denied);
            }
        };
        self.exchange(tx, client, &row, grant, part, key).await
    }

    /// Gives out the first tokens that follow from what a person agreed to, and ends the transaction.
    pub(super) async fn exchange(
        &self,
        mut tx: Tx,
        client: &Known,
        row: &rows::Grant,
        grant: Grant,
        part: Part,
        key: Option<String>,
    ) -> Result<TokenResponse, Denied> {
        let now = self.now();
        // A program that keeps no secret keeps a key, or its refresh tokens are anybody's.
        let may_stay = client
            .metadata
            .grant_types
            .contains(&GrantType::RefreshToken)
            && grant.is_offline()
            && (key.is_some() || client.metadata.token_endpoint_auth_method != AuthMethod::None);
        let mut refresh = None;
        if may_stay {
            let (family, rest) = (self.new_family(), Secret::generate(&*self.core.random));
            let hashes = (Secret::of(&family).hash(), rest.hash());
            rows::begin_family(&mut tx, &row.id, &hashes.0, &hashes.1, now + REFRESH).await?;
            refresh = Some(format!("{MARK}{family}.{}", rest.reveal()));
        }
        let claims = told_in_id_token(&mut tx, row, &grant, &part.scope, now).await?;
        if may_stay
            && grant.key.is_none()
            && client.metadata.token_endpoint_auth_method == AuthMethod::None
        {
            let bound = Grant {
                key: key.clone(),
                ..grant.clone()
            };
            let matter = serde_json::to_vec(&bound).map_err(|_| Error::Inconsistent("a grant"))?;
            rows::rewrite(&mut tx, row, &matter).await?;
        }
        tx.commit().await?;
        let nonce = grant.nonce.clone();
        self.given(client, row, &grant, part, key, refresh, nonce, claims)
            .await
    }

    fn new_family(&self) -> String {
        hex::encode(self.core.random.array::<16>())
    }

    /// Puts new tokens in the place of others. A refresh token that was used before ends all that came of it.
    pub(super) async fn renew_tokens(
        &self,
        call: &Call<'_>,
        client: &Known,
        token: &str,
        scope: Option<&Scopes>,
        resources: &[String],
    ) -> Result<TokenResponse, Denied> {
        require(client, GrantType::RefreshToken)?;
        let key = self.proven_key(call, client).await?;
        let now = self.now();
        let unknown = || dead("the refresh token is unknown, used or past its time");
        let (family, brought) = halves(token).ok_or_else(unknown)?;
        let mut tx = self.store().begin().await?;
        let row = rows::by_family(&mut tx, &family).await?;
        let row = row
            .filter(|row| row.client == client.id && row.is_open(now))
            .ok_or_else(unknown)?;
        let grant = read(&rows::matter(&mut tx, &row).await?)?;
        // What is wrong with the request itself uses nothing up.
        let part = grant.renew(key.as_deref(), scope, resources)?;
        let rest = Secret::generate(&*self.core.random);
        let until = (now + REFRESH).min(row.created + FAMILY);
        let open = is_open(&mut tx, &row.account).await?;
        let rotated = open && rows::rotate(&mut tx, &row.id, &brought, &rest.hash(), until).await?;
        if !rotated {
            rows::revoke(&mut tx, &row.id, now).await?;
            tx.commit().await?;
            metrics::counter!("bonafide_oidc_replays_total", "what" => "refresh_token")
                .increment(1);
            return Err(unknown());
        }
        let claims = told_in_id_token(&mut tx, &row, &grant, &part.scope, now).await?;
        tx.commit().await?;
        let (start, _) = token.split_once('.').ok_or_else(unknown)?;
        let refresh = Some(format!("{start}.{}", rest.reveal()));
        self.given(client, &row, &grant, part, key, refresh, None, claims)
            .await
    }

    #[expect(clippy::too_many_arguments, reason = "one answer, put together once")]
    async fn given(
        &self,
        client: &Known,
        row: &rows::Grant,
        grant: &Grant,
        part: Part,
        key: Option<String>,
        refresh_token: Option<String>,
        nonce: Option<String>,
        claims: Map<String, Value>,
    ) -> Result<TokenResponse, Denied> {
        let is_openid = part.scope.contains("openid");
        let issuer = &self.core.names.issuer;
        let mut audience = part.resources;
        if audience.is_empty() {
            audience.push(issuer.clone());
        }
        let response = self
            .access_token(
                client,
                grant.subject.clone(),
                Audience::of(audience),
                part.scope,
                key,
                Some(row.id.clone()),
            )
            .await?;
        let id_token = if is_openid {
            let now = self.now().as_second();
            let token = IdToken {
                iss: issuer.clone(),
                sub: grant.subject.clone(),
                aud: client.id.to_string(),
                iat: now,
                exp: now + ACCESS_TOKEN,
                auth_time: grant.auth_time,
                nonce,
                acr: Some(grant.acr.clone()),
                amr: grant.amr.clone(),
                sid: grant.sid.clone(),
                at_hash: Some(half_hash(&response.access_token)),
                claims,
            };
            let signed = self.signed_id_token(token).await?;
            let enc = client.metadata.id_token_encrypted_response_enc;
            Some(self.sealed_for(client, enc, signed).await?)
        } else {
            None
        };
        Ok(TokenResponse {
            refresh_token,
            id_token,
            ..response
        })
    }

    async fn signed_id_token(&self, token: IdToken) -> Result<String, Denied> {
        let keys = self.signing_keys().await?;
        let signer = keys
            .signer(self.now())
            .ok_or(Error::Inconsistent("no signing key"))?;
        Ok(token
            .sign(signer)
            .map_err(|_| Error::Inconsistent("a signing key"))?)
    }

    /// A signed token as its client wants it: encrypted to a key of its, or as it is.
    async fn sealed_for(
        &self,
        client: &Known,
        enc: Option<ContentEncryption>,
        signed: String,
    ) -> Result<String, Denied> {
        let Some(enc) = enc else { return Ok(signed) };
        let Some(key) = self.encryption_key_of(client).await else {
            tracing::info!(client = %client.id, "a client has no key to encrypt to");
            return Err(Problem::new(
                Code::ServerError,
                "no key to encrypt to is at the client's jwks_uri",
            )
            .into());
        };
        // One draw in 2^32 is no key on the curve.
        let own = (0..8)
            .find_map(|_| {
                let secret = self.core.random.array::<32>();
                PrivateKey::from_private_key(&ECDH_P256, &secret).ok()
            })
            .ok_or(Error::Inconsistent("the source of randomness"))?;
        let iv = self.core.random.array();
        let sealed = key.encrypt(enc, &signed, &own, iv);
        Ok(sealed.map_err(|_| Error::Inconsistent("a client's key"))?)
    }

    /// Tells who the person of an access token is, as far as that was agreed to, in the way that the client registered.
    ///
    /// # Errors
    /// [`Denied`], among them `invalid_token` and `insufficient_scope`.
    pub async fn userinfo(&self, asking: &Asking<'_>) -> Result<UserInfo, Denied> {
        let told = self.person_of(asking).await;
        self.count_wrong(asking, &told)?;
        told
    }

    /// Counts whoever shows what is no good, by where it comes from.
    pub(super) fn count_wrong<T>(
        &self,
        asking: &Asking<'_>,
        told: &Result<T, Denied>,
    ) -> Result<(), Error> {
        if let (Err(Denied::Problem(problem)), Some(address)) = (told, asking.from)
            && matches!(problem.code, Code::InvalidToken | Code::InvalidDpopProof)
        {
            self.knock(Knock::WrongClient(address))?;
        }
        Ok(())
    }

    /// The access token that is shown to this address of ours, with what proves that it is the bearer's.
    pub(super) async fn shown_token(
        &self,
        asking: &Asking<'_>,
        url: &Url,
    ) -> Result<AccessToken, Denied> {
        let (scheme, text) = asking
            .authorization
            .and_then(|header| header.split_once(' '))
            .ok_or_else(wrong)?;
        let (now, keys) = (self.now(), self.signing_keys().await?);
        let issuer = &self.core.names.issuer;
        let token = AccessToken::read(text, keys.public(), issuer, now).ok_or_else(wrong)?;
        let kind = inspect::token_type(token.cnf.is_some());
        if !scheme.eq_ignore_ascii_case(kind) || !token.aud.contains(issuer) {
            return Err(wrong().into());
        }
        if let Some(bound) = &token.cnf {
            let proof = asking.proof.ok_or_else(wrong)?;
            let request = dpop::Request {
                method: asking.method,
                url,
                access_token: Some(text),
            };
            let proof = dpop::verify(proof, &request, now)?;
            let value = hash(&proof.thumbprint, &proof.id);
            let first = self
                .take_once(Kind::Proof, &value, proof.expires, now)
                .await?;
            if !first {
                let used = Problem::new(Code::InvalidDpopProof, "the proof was used before");
                return Err(used.into());
            }
            if proof.thumbprint != bound.jkt {
                return Err(wrong().into());
            }
        }
        Ok(token)
    }

    async fn person_of(&self, asking: &Asking<'_>) -> Result<UserInfo, Denied> {
        let token = self.shown_token(asking, &self.core.names.userinfo).await?;
        let (now, keys) = (self.now(), self.signing_keys().await?);
        let issuer = &self.core.names.issuer;
        let (id, row) = match &token.grant {
            Some(id) => (id, self.standing(&token, now).await?),
            None => {
                return Err(
                    Problem::new(Code::InsufficientScope, "the token is of no person").into(),
                );
            }
        };
        let row = row.filter(|row| row.id == *id).ok_or_else(wrong)?;
        // None where it was removed, or its organisation disabled.
        let client = self.known_client(&row.client).await?.ok_or_else(wrong)?;
        if !token.scope.contains("openid") {
            return Err(Problem::new(Code::InsufficientScope, "the scope openid is needed").into());
        }
        let mut read_tx = self.store().read().await?;
        let grant = read(&rows::matter(&mut read_tx, &row).await?)?;
        let asked = grant.told(&grant.userinfo, &token.scope);
        let verified = grant.told_verified(&grant.verified_userinfo, &token.scope);
        let mut told = person(&mut read_tx, &row, &asked, verified, now).await?;
        drop(read_tx);
        told.insert("sub".to_owned(), token.sub.into());
        let metadata = &client.metadata;
        if metadata.userinfo_signed_response_alg.is_none() {
            return Ok(UserInfo::Plain(told));
        }
        // OpenID Connect Core, 5.3.2.
        told.insert("iss".to_owned(), issuer.as_str().into());
        told.insert("aud".to_owned(), client.id.to_string().into());
        let signer = keys
            .signer(now)
            .ok_or(Error::Inconsistent("no signing key"))?;
        let signed = issue::sign(signer, USERINFO, &told)
            .map_err(|_| Error::Inconsistent("a signing key"))?;
        let enc = metadata.userinfo_encrypted_response_enc;
        Ok(UserInfo::Token(
            self.sealed_for(&client, enc, signed).await?,
        ))
    }

    /// What an access token follows from, while that and the token are good.
    pub(super) async fn standing(
        &self,
        token: &AccessToken,
        now: Timestamp,
    ) -> Result<Option<rows::Grant>, Error> {
        let Some(id) = &token.grant else {
            return Ok(None);
        };
        let mut read = self.store().read().await?;
        let value = hash(&token.client_id, &token.jti);
        if once::is_taken(&mut read, Kind::Revoked, &value, now).await? {
            return Ok(None);
        }
        let row = rows::find(&mut read, id).await?;
        Ok(row.filter(|row| row.revoked_at.is_none()))
    }

    /// A refresh token as introspection tells of it: none where it is good for nothing.
    pub(super) async fn refresh_token(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<AccessToken>, Error> {
        let Some((family, brought)) = halves(token) else {
            return Ok(None);
        };
        let mut conn = self.store().read().await?;
        let Some(row) = rows::by_family(&mut conn, &family).await? else {
            return Ok(None);
        };
        if row.refresh != Some(brought)
            || !row.is_open(now)
            || !is_open(&mut conn, &row.account).await?
        {
            return Ok(None);
        }
        let grant = read(&rows::matter(&mut conn, &row).await?)?;
        drop(conn);
        let Some(client) = self.known_client(&row.client).await? else {
            return Ok(None);
        };
        Ok(Some(AccessToken {
            iss: self.core.names.issuer.clone(),
            sub: grant.subject,
            aud: Audience::One(self.core.names.issuer.clone()),
            client_id: row.client.to_string(),
            organisation: client.organisation.to_string(),
            livemode: client.livemode,
            iat: row.created.as_second(),
            exp: row.expires.as_second(),
            jti: row.id,
            scope: grant.scope,
            cnf: grant.key.map(|jkt| Confirmation { jkt }),
            grant: None,
        }))
    }

    /// Ends all that follows from what a refresh token belongs to; gives whether it is one.
    pub(super) async fn revoke_refresh_token(
        &self,
        token: &str,
        client: &ClientId,
    ) -> Result<bool, Denied> {
        let Some((family, _)) = halves(token) else {
            return Ok(token.starts_with(MARK));
        };
        let mut tx = self.store().begin().await?;
        let Some(row) = rows::by_family(&mut tx, &family).await? else {
            return Ok(true);
        };
        if row.client != *client {
            return Err(Problem::new(
                Code::UnauthorizedClient,
                "the token was given to another client",
            )
            .into());
        }
        rows::revoke(&mut tx, &row.id, self.now()).await?;
        tx.commit().await?;
        Ok(true)
    }
}

pub(super) fn require(client: &Known, grant: GrantType) -> Result<(), Denied> {
    if client.metadata.grant_types.contains(&grant) {
        return Ok(());
    }
    Err(Problem::new(
        Code::UnauthorizedClient,
        "the client may not use this grant type",
    )
    .into())
}

/// Whether an account is there and nobody blocked it.
pub(super) async fn is_open(conn: &mut Conn, account: &AccountId) -> Result<bool, Error> {
    let login = logins::find(conn, account).await?;
    Ok(login.is_some_and(|login| login.blocked_at.is_none()))
}

/// Claims of a person, as they are told.
async fn person(
    conn: &mut Conn,
    row: &rows::Grant,
    asked: &BTreeSet<Claim>,
    verified: &[VerifiedAsk],
    now: Timestamp,
) -> Result<Map<String, Value>, Error> {
    // Ages are those of the day when the person agreed to tell them: whoever asks every day, by new grants without a
    // page, does not learn the birth date.
    let account = &row.account;
    let consent = rows::consent(conn, account, &row.client).await?;
    let since = consent.map_or(row.created, |consent| consent.changed);
    let known = known(conn, account, asked, !verified.is_empty(), since).await?;
    let told = known.claims.into_iter();
    let mut told: Map<String, Value> = told
        .map(|(claim, value)| (claim.as_str().to_owned(), value))
        .collect();
    let proof = known.proof.as_ref();
    if let Some(verified) = proof.and_then(|proof| verified_claims(verified, proof, now)) {
        told.insert("verified_claims".to_owned(), verified);
    }
    Ok(told)
}

/// Claims of a person, as an ID token for this scope tells them.
async fn told_in_id_token(
    conn: &mut Conn,
    row: &rows::Grant,
    grant: &Grant,
    scope: &Scopes,
    now: Timestamp,
) -> Result<Map<String, Value>, Error> {
    let asked = grant.told(&grant.id_token, scope);
    let verified = grant.told_verified(&grant.verified_id_token, scope);
    person(conn, row, &asked, verified, now).await
}
