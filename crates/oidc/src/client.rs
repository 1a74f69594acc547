//! Clients: what they are registered with, and how they prove who they are.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use url::Url;

use crate::address::Address;
use crate::form::{self, Form};
use crate::jose::{Algorithm, ContentEncryption, KeyManagement, KeySet, Signed};
use crate::problem::Problem;
use crate::redirect::RedirectUri;
use crate::scope::Scopes;
use crate::{LEEWAY, json};

/// Characters of an identifier or a secret that are compared.
const LONGEST: usize = 256;
/// The longest time that an assertion may still be good for.
const LONGEST_ASSERTION: SignedDuration = SignedDuration::from_mins(10);
/// Resources of one client.
const MOST_RESOURCES: usize = 16;
/// Addresses of one client to return to.
const MOST_REDIRECTS: usize = 32;
/// What an assertion is called in a form (RFC 7523).
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How a client proves who it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthMethod {
    /// By a secret in the header.
    ClientSecretBasic,
    /// By a secret in the form.
    ClientSecretPost,
    /// By a signature with its own key.
    PrivateKeyJwt,
    /// Not at all: a program in a person's hands keeps no secret.
    None,
}

impl AuthMethod {
    /// The protocol's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::None => "none",
        }
    }

    /// Whether it needs a secret.
    pub fn has_secret(self) -> bool {
        matches!(self, Self::ClientSecretBasic | Self::ClientSecretPost)
    }
}

/// What a client gets tokens for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum GrantType {
    /// Itself.
    #[serde(rename = "client_credentials")]
    ClientCredentials,
    /// A person, who signed in.
    #[serde(rename = "authorization_code")]
    AuthorizationCode,
    /// A token from before.
    #[serde(rename = "refresh_token")]
    RefreshToken,
    /// A person, who approved on their own device.
    #[serde(rename = "urn:openid:params:grant-type:ciba")]
    Ciba,
    /// A person, who typed a device's code in a browser.
    #[serde(rename = "urn:ietf:params:oauth:grant-type:device_code")]
    DeviceCode,
}

impl GrantType {
    /// Every grant type.
    pub const ALL: [Self; 5] = [
        Self::ClientCredentials,
        Self::AuthorizationCode,
        Self::RefreshToken,
        Self::Ciba,
        Self::DeviceCode,
    ];

    /// The protocol's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ClientCredentials => "client_credentials",
            Self::AuthorizationCode => "authorization_code",
            Self::RefreshToken => "refresh_token",
            Self::Ciba => "urn:openid:params:grant-type:ciba",
            Self::DeviceCode => "urn:ietf:params:oauth:grant-type:device_code",
        }
    }
}

/// How a client learns what came of asking somebody on their device (CIBA Core, 5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryMode {
    /// It asks.
    #[default]
    Poll,
    /// It is told that it may ask.
    Ping,
}

impl DeliveryMode {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Poll, Self::Ping];

    /// The protocol's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Poll => "poll",
            Self::Ping => "ping",
        }
    }
}

/// By which name a client knows a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    /// One that no other organisation's client and no other host knows.
    #[default]
    Pairwise,
    /// One that every such client of the organisation knows.
    Public,
}

impl SubjectType {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Pairwise, Self::Public];

    /// The protocol's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pairwise => "pairwise",
            Self::Public => "public",
        }
    }
}

/// What a client is registered with; the names are those of RFC 7591.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metadata {
    /// How it proves who it is.
    pub token_endpoint_auth_method: AuthMethod,
    /// What it may get tokens for.
    pub grant_types: Vec<GrantType>,
    /// What it may ask for.
    #[serde(default)]
    pub scope: Scopes,
    /// Resources that it may get tokens for (RFC 8707): the audiences of its tokens.
    #[serde(default)]
    pub resources: Vec<String>,
    /// Where people may be sent back to.
    #[serde(default)]
    pub redirect_uris: Vec<RedirectUri>,
    /// Where people may be sent once they signed out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub post_logout_redirect_uris: Vec<RedirectUri>,
    /// By which name it knows a person.
    #[serde(default)]
    pub subject_type: SubjectType,
    /// How it learns what came of asking somebody on their device.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub backchannel_token_delivery_mode: DeliveryMode,
    /// Where it is told that it may ask for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_client_notification_endpoint: Option<Address>,
    /// Where it is told that a person signed out (OpenID Connect Back-Channel Logout).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<Address>,
    /// Whether it is told of single sessions alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub backchannel_logout_session_required: bool,
    /// Its public keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks: Option<KeySet>,
    /// Where its public keys are, in place of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<Address>,
    /// The one algorithm of its assertions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_signing_alg: Option<Algorithm>,
    /// In which way it wants what userinfo tells to be signed; plain JSON otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_signed_response_alg: Option<Algorithm>,
    /// In which way it wants that encrypted, besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_encrypted_response_alg: Option<KeyManagement>,
    /// By which cipher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub userinfo_encrypted_response_enc: Option<ContentEncryption>,
    /// In which way it wants ID tokens encrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token_encrypted_response_alg: Option<KeyManagement>,
    /// By which cipher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id_token_encrypted_response_enc: Option<ContentEncryption>,
    /// Whether it gets only tokens that are bound to a key of its own.
    #[serde(default)]
    pub dpop_bound_access_tokens: bool,
}

fn is_usual(mode: &DeliveryMode) -> bool {
    *mode == DeliveryMode::default()
}

/// What is wrong with a client's registration: the member, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{member}: {problem}")]
pub struct MetadataError {
    /// The member's name.
    pub member: &'static str,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl Metadata {
    /// Refuses what contradicts itself.
    ///
    /// # Errors
    /// [`MetadataError`]
    pub fn validate(&self) -> Result<(), MetadataError> {
        let wrong = |member, problem| Err(MetadataError { member, problem });
        let method = self.token_endpoint_auth_method;
        let may = |grant| self.grant_types.contains(&grant);
        if self.grant_types.is_empty() {
            return wrong("grant_types", "at least one");
        }
        if may(GrantType::ClientCredentials) && method == AuthMethod::None {
            return wrong(
                "token_endpoint_auth_method",
                "a client that proves nothing has no tokens of its own",
            );
        }
        if may(GrantType::AuthorizationCode) == self.redirect_uris.is_empty() {
            return wrong(
                "redirect_uris",
                "needed for authorization_code, and for nothing else",
            );
        }
        if self.redirect_uris.len() > MOST_REDIRECTS {
            return wrong("redirect_uris", "32 at most");
        }
        if may(GrantType::RefreshToken)
            && !may(GrantType::AuthorizationCode)
            && !may(GrantType::DeviceCode)
        {
            return wrong(
                "grant_types",
                "refresh_token follows authorization_code or urn:ietf:params:oauth:grant-type:device_code",
            );
        }
        // Who is asked on their device agreed in a browser, once.
        if may(GrantType::Ciba)
            && !(may(GrantType::AuthorizationCode) && method != AuthMethod::None)
        {
            return wrong(
                "grant_types",
                "urn:openid:params:grant-type:ciba follows authorization_code, and is for clients that prove themselves",
            );
        }
        if self.post_logout_redirect_uris.len() > MOST_REDIRECTS
            || (!self.post_logout_redirect_uris.is_empty() && !may(GrantType::AuthorizationCode))
        {
            return wrong(
                "post_logout_redirect_uris",
                "32 at most, and for authorization_code alone",
            );
        }
        let ping = self.backchannel_token_delivery_mode == DeliveryMode::Ping;
        if ping && !may(GrantType::Ciba) {
            return wrong(
                "backchannel_token_delivery_mode",
                "for urn:openid:params:grant-type:ciba alone",
            );
        }
        if ping != self.backchannel_client_notification_endpoint.is_some() {
            return wrong(
                "backchannel_client_notification_endpoint",
                "needed for ping, and for nothing else",
            );
        }
        let people = GrantType::ALL
            .into_iter()
            .any(|grant| grant != GrantType::ClientCredentials && may(grant));
        if self.backchannel_logout_uri.is_some() && !people {
            return wrong("backchannel_logout_uri", "for clients of people alone");
        }
        if self.backchannel_logout_session_required && self.backchannel_logout_uri.is_none() {
            return wrong(
                "backchannel_logout_session_required",
                "needs backchannel_logout_uri",
            );
        }
        if self.subject_type == SubjectType::Pairwise && self.sector().is_none() {
            return wrong(
                "redirect_uris",
                "of one host, unless subject_type is public",
            );
        }
        if self.jwks.is_some() && self.jwks_uri.is_some() {
            return wrong("jwks_uri", "in place of jwks, not beside it");
        }
        self.validate_encryption()?;
        let has_keys = self.jwks.is_some() || self.jwks_uri.is_some();
        let signs = method == AuthMethod::PrivateKeyJwt;
        if (signs || self.encrypts()) != has_keys {
            return wrong(
                "jwks",
                "needed for private_key_jwt and for encryption unless there is a jwks_uri, and for nothing else",
            );
        }
        if let Some(keys) = self.jwks.as_ref().filter(|_| signs) {
            let fits = |algorithm| keys.candidates(None, algorithm).next().is_some();
            let any = match self.token_endpoint_auth_signing_alg {
                Some(only) => fits(only),
                None => !keys.keys().is_empty(),
            };
            if !any {
                return wrong(
                    "jwks",
                    "no public key that the client's assertions could be verified with",
                );
            }
        } else if method != AuthMethod::PrivateKeyJwt
            && self.token_endpoint_auth_signing_alg.is_some()
        {
            return wrong(
                "token_endpoint_auth_signing_alg",
                "for private_key_jwt alone",
            );
        }
        if self.resources.len() > MOST_RESOURCES
            || !self.resources.iter().all(|one| is_resource(one))
        {
            return wrong(
                "resources",
                "at most 16 absolute addresses without a fragment",
            );
        }
        Ok(())
    }

    /// Whether anything is encrypted for it.
    pub fn encrypts(&self) -> bool {
        self.id_token_encrypted_response_enc.is_some()
            || self.userinfo_encrypted_response_enc.is_some()
    }

    fn validate_encryption(&self) -> Result<(), MetadataError> {
        let wrong = |member, problem| Err(MetadataError { member, problem });
        let signed = self.userinfo_signed_response_alg;
        if signed.is_some_and(|signed| signed != Algorithm::Es256) {
            return wrong("userinfo_signed_response_alg", "ES256 alone");
        }
        for (alg, enc, member) in [
            (
                self.id_token_encrypted_response_alg,
                self.id_token_encrypted_response_enc,
                "id_token_encrypted_response_enc",
            ),
            (
                self.userinfo_encrypted_response_alg,
                self.userinfo_encrypted_response_enc,
                "userinfo_encrypted_response_enc",
            ),
        ] {
            // The standard's own choice where nothing is said is a cipher that there is none of here.
            if alg.is_some() != enc.is_some() {
                return wrong(member, "A128GCM or A256GCM, with ECDH-ES and not without");
            }
        }
        if self.userinfo_encrypted_response_enc.is_some() && signed.is_none() {
            return wrong(
                "userinfo_signed_response_alg",
                "what is encrypted is signed before",
            );
        }
        let reads = |keys: &KeySet| keys.encryption().is_some();
        if self.encrypts() && self.jwks.as_ref().is_some_and(|keys| !reads(keys)) {
            return wrong("jwks", r#"no key of P-256 with "use": "enc" to encrypt to"#);
        }
        Ok(())
    }

    /// The addresses that the provider itself speaks to, with the members that they stand in.
    pub fn addresses(&self) -> impl Iterator<Item = (&'static str, &Address)> {
        let all = [
            ("jwks_uri", &self.jwks_uri),
            (
                "backchannel_client_notification_endpoint",
                &self.backchannel_client_notification_endpoint,
            ),
            ("backchannel_logout_uri", &self.backchannel_logout_uri),
        ];
        all.into_iter()
            .filter_map(|(member, address)| Some((member, address.as_ref()?)))
    }

    /// Whose pairwise names the client has: those of the one host that people return to (OpenID Connect Core, 8.1), or
    /// of an app's own scheme; empty where nobody returns anywhere, and the client shares its names with none. `None` for several.
    pub fn sector(&self) -> Option<String> {
        let of = |uri: &RedirectUri| {
            let url = Url::parse(uri.as_str()).ok()?;
            Some(url.host_str().unwrap_or(url.scheme()).to_owned())
        };
        let mut all = self.redirect_uris.iter().map(of);
        let Some(first) = all.next() else {
            return Some(String::new());
        };
        all.all(|one| one == first).then_some(first).flatten()
    }

    /// The resources that a token is for: those that are asked for, else all that the client has; `None` when one is
    /// asked for that the client has not.
    pub fn audience(&self, asked: &[String]) -> Option<Vec<String>> {
        if asked.is_empty() {
            return Some(self.resources.clone());
        }
        asked
            .iter()
            .all(|one| self.resources.contains(one))
            .then(|| asked.to_vec())
    }

    /// The scopes that a token has: those that are asked for, else all that the client has; `None` when one is asked
    /// for that the client has not.
    pub fn granted(&self, asked: Option<&Scopes>) -> Option<Scopes> {
        match asked {
            None => Some(self.scope.clone()),
            Some(asked) => asked.within(&self.scope).then(|| asked.clone()),
        }
    }
}

/// Whether a text names a resource (RFC 8707, 2).
pub(crate) fn is_resource(text: &str) -> bool {
    let fits = text.len() <= 512 && text.bytes().all(|byte| byte.is_ascii_graphic());
    fits && Url::parse(text)
        .is_ok_and(|url| url.fragment().is_none() && (url.has_host() || url.scheme() == "urn"))
}

/// What a client presents to prove who it is. Secrets are never printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Credentials<'a> {
    /// A secret.
    Secret {
        /// Whose it is said to be.
        client: &'a str,
        /// The secret.
        secret: &'a str,
        /// How it came.
        method: AuthMethod,
    },
    /// A signed assertion.
    Assertion {
        /// Whose it is said to be.
        client: &'a str,
        /// The assertion.
        jwt: &'a str,
    },
    /// Nothing but a name.
    Name {
        /// The name.
        client: &'a str,
    },
}

impl Credentials<'_> {
    /// Who it claims to be.
    pub fn client(&self) -> &str {
        match self {
            Self::Secret { client, .. }
            | Self::Assertion { client, .. }
            | Self::Name { client } => client,
        }
    }

    /// Which way it took.
    pub fn method(&self) -> AuthMethod {
        match self {
            Self::Secret { method, .. } => *method,
            Self::Assertion { .. } => AuthMethod::PrivateKeyJwt,
            Self::Name { .. } => AuthMethod::None,
        }
    }
}

impl fmt::Debug for Credentials<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Credentials({}, {})",
            self.method().as_str(),
            self.client()
        )
    }
}

/// What a request presents: in its header and in its form. [`Presented::credentials`] gives the one way that it took.
#[derive(Clone, Default)]
pub struct Presented {
    header: Option<(String, String)>,
    assertion: Option<(String, String)>,
}

impl fmt::Debug for Presented {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Presented(…)")
    }
}

impl Presented {
    /// Reads what comes in the header `Authorization` and, of an assertion, whose it is said to be.
    ///
    /// # Errors
    /// `invalid_client` for a header that is none, `invalid_request` for an assertion that is none.
    pub fn read(authorization: Option<&str>, form: &Form) -> Result<Self, Problem> {
        let header = authorization
            .map(|value| basic(value).ok_or(Problem::client()))
            .transpose()?;
        let assertion = match (
            form.get("client_assertion"),
            form.get("client_assertion_type"),
        ) {
            (None, None) => None,
            (Some(jwt), Some(ASSERTION_TYPE)) => {
                let signed = Signed::parse(jwt).map_err(|_| Problem::client())?;
                let subject = json::text(signed.unverified(), "sub").ok().flatten();
                let subject = subject.ok_or(Problem::client())?;
                Some((subject.to_owned(), jwt.to_owned()))
            }
            _ => {
                return Err(Problem::request(
                    "client_assertion needs the client_assertion_type of a JWT",
                ));
            }
        };
        Ok(Self { header, assertion })
    }

    /// The one way that the request took.
    ///
    /// # Errors
    /// `invalid_request` for two ways at once, or for names that differ; `invalid_client` for none.
    pub fn credentials<'a>(&'a self, form: &'a Form) -> Result<Credentials<'a>, Problem> {
        let name = form.get("client_id");
        let credentials = match (&self.header, form.get("client_secret"), &self.assertion) {
            (Some((client, secret)), None, None) => Credentials::Secret {
                client,
                secret,
                method: AuthMethod::ClientSecretBasic,
            },
            (None, Some(secret), None) => Credentials::Secret {
                client: name.ok_or(Problem::client())?,
                secret,
                method: AuthMethod::ClientSecretPost,
            },
            (None, None, Some((client, jwt))) => Credentials::Assertion { client, jwt },
            (None, None, None) => Credentials::Name {
                client: name.ok_or(Problem::client())?,
            },
            _ => {
                return Err(Problem::request(
                    "the client proves itself in more than one way",
                ));
            }
        };
        if name.is_some_and(|name| name != credentials.client()) {
            return Err(Problem::request(
                "client_id differs from the client that proves itself",
            ));
        }
        Ok(credentials)
    }
}

/// Name and secret of a header (RFC 6749, 2.3.1): each encoded as in a form, which most clients leave out where it
/// changes nothing.
fn basic(value: &str) -> Option<(String, String)> {
    let (scheme, text) = value.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") || text.len() > 4 * LONGEST {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(text.trim()).ok()?).ok()?;
    let (name, secret) = text.split_once(':')?;
    let part = |text: &str| {
        form::decode(text.as_bytes())
            .ok()
            .filter(|text| text.len() <= LONGEST)
    };
    Some((part(name)?, part(secret)?))
}

/// What is kept of a secret of at least 128 random bits.
pub type SecretVerifier = [u8; 32];

/// What is kept of a secret.
pub fn verifier(secret: &str) -> SecretVerifier {
    Sha256::digest(secret.as_bytes()).into()
}

/// Whether a secret is one of those kept, in a time that does not tell how near it comes.
pub fn is_secret(presented: &str, kept: &[SecretVerifier]) -> bool {
    if presented.len() > LONGEST {
        return false;
    }
    let presented = verifier(presented);
    kept.iter()
        .fold(subtle::Choice::from(0), |found, one| {
            found | presented.ct_eq(one)
        })
        .into()
}

/// An assertion that proved its client; it does so once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    /// Its identifier: whoever sees it again refuses it.
    pub id: String,
    /// Until when it must be remembered.
    pub expires: Timestamp,
}

/// Verifies an assertion of a client (RFC 7523) that is addressed to one of `audiences`; `keys` are the client's, as they
/// are registered or were fetched.
///
/// # Errors
/// `invalid_client`, whatever is wrong.
pub fn verify_assertion(
    jwt: &str,
    client: &str,
    metadata: &Metadata,
    keys: &KeySet,
    audiences: &[&str],
    now: Timestamp,
) -> Result<Assertion, Problem> {
    let only = metadata.token_endpoint_auth_signing_alg;
    let allowed = only
        .as_ref()
        .map_or(&Algorithm::ALL[..], std::slice::from_ref);
    let signed = Signed::parse(jwt).map_err(|_| Problem::client())?;
    // Nothing else that a client signs may pass for an assertion.
    let typ = signed.header.typ.as_deref();
    if typ.is_some_and(|typ| {
        !typ.eq_ignore_ascii_case("JWT") && !typ.eq_ignore_ascii_case("client-authentication+jwt")
    }) {
        return Err(Problem::client());
    }
    let claims = signed
        .verify(keys, allowed)
        .map_err(|_| Problem::client())?;
    read_assertion(&claims, client, audiences, now).ok_or(Problem::client())
}

fn read_assertion(
    claims: &Map<String, Value>,
    client: &str,
    audiences: &[&str],
    now: Timestamp,
) -> Option<Assertion> {
    let text = |name| json::text(claims, name).ok()?;
    let moment = |name| json::moment(claims, name).ok();
    if text("iss")? != client || text("sub")? != client || !is_for(claims.get("aud")?, audiences) {
        return None;
    }
    let expires = moment("exp")??;
    let begun = |at: Option<Timestamp>| at.is_none_or(|at| at <= now + LEEWAY);
    let lasts = expires + LEEWAY > now && expires <= now + LONGEST_ASSERTION + LEEWAY;
    if !lasts || !begun(moment("nbf")?) || !begun(moment("iat")?) {
        return None;
    }
    let id = text("jti")?;
    (1..=LONGEST).contains(&id.len()).then(|| Assertion {
        id: id.to_owned(),
        expires: expires + LEEWAY,
    })
}

/// Whether an assertion is addressed to us alone: to one of our names, and to nobody else's.
fn is_for(audience: &Value, ours: &[&str]) -> bool {
    let is_ours = |value: &Value| value.as_str().is_some_and(|text| ours.contains(&text));
    match audience {
        Value::Array(all) => !all.is_empty() && all.iter().all(is_ours),
        one => is_ours(one),
    }
}

#[cfg(test)]
mod tests;
