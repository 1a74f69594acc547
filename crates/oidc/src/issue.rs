//! Tokens that are given out, over a signer that keeps its key to itself.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::jose::{Algorithm, KeySet, Signed, encode};
use crate::scope::Scopes;

/// The type of an access token (RFC 9068).
const ACCESS_TOKEN: &str = "at+jwt";

/// The key could not sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key could not sign")]
pub struct SignError;

/// Whoever signs.
pub trait Signer {
    /// In which way.
    fn algorithm(&self) -> Algorithm;
    /// The name of its key.
    fn kid(&self) -> &str;
    /// A signature over a message, as it stands in a token.
    ///
    /// # Errors
    /// [`SignError`]
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError>;
}

/// Signs claims as a token of some type.
///
/// # Errors
/// [`SignError`]
pub fn sign(signer: &dyn Signer, typ: &str, claims: &impl Serialize) -> Result<String, SignError> {
    #[derive(Serialize)]
    struct Head<'a> {
        alg: Algorithm,
        typ: &'a str,
        kid: &'a str,
    }
    let head = Head {
        alg: signer.algorithm(),
        typ,
        kid: signer.kid(),
    };
    let part =
        |json: serde_json::Result<Vec<u8>>| json.map(|json| encode(&json)).map_err(|_| SignError);
    let mut token = part(serde_json::to_vec(&head))?;
    token.push('.');
    token += &part(serde_json::to_vec(claims))?;
    let signature = signer.sign(token.as_bytes())?;
    token.push('.');
    token += &encode(&signature);
    Ok(token)
}

/// The key that a token is bound to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Its thumbprint (RFC 9449, 6.1).
    pub jkt: String,
}

/// One audience or several, as JSON has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl Audience {
    /// These audiences.
    pub fn of(mut all: Vec<String>) -> Self {
        if all.len() == 1 {
            Self::One(all.remove(0))
        } else {
            Self::Many(all)
        }
    }

    /// Whether this one is among them.
    pub fn contains(&self, audience: &str) -> bool {
        match self {
            Self::One(one) => one == audience,
            Self::Many(all) => all.iter().any(|one| one == audience),
        }
    }
}

/// What an access token claims (RFC 9068).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken {
    /// Who gave it out.
    pub iss: String,
    /// Whose it is: the person, or the client itself.
    pub sub: String,
    /// Whom it is for.
    pub aud: Audience,
    /// The client that it was given to.
    pub client_id: String,
    /// The organisation whose client that is. Every organisation names its own audiences and scopes: whoever
    /// verifies a token without this believes all of them.
    pub organisation: String,
    /// Whether it counts, or was made in test mode.
    pub livemode: bool,
    /// Since when.
    pub iat: i64,
    /// Until when.
    pub exp: i64,
    /// Its identifier.
    pub jti: String,
    /// What it is good for.
    #[serde(default, skip_serializing_if = "Scopes::is_empty")]
    pub scope: Scopes,
    /// The key that it is bound to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cnf: Option<Confirmation>,
    /// What a person agreed to, by our name for it; none where the token is the client's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<String>,
}

impl AccessToken {
    /// The token as text.
    ///
    /// # Errors
    /// [`SignError`]
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, SignError> {
        sign(signer, ACCESS_TOKEN, self)
    }

    /// Reads a token of ours: one of `keys` signed it, as an access token of `issuer`, and its time is not up. Since
    /// the clock that wrote it is ours too, it is given no leeway.
    pub fn read(token: &str, keys: &KeySet, issuer: &str, now: Timestamp) -> Option<Self> {
        let signed = Signed::parse(token).ok()?;
        signed.header.require_type(ACCESS_TOKEN).ok()?;
        // Ours name their key: none is tried because none is named.
        signed.header.kid.as_ref()?;
        let claims = signed.verify(keys, &[Algorithm::Es256]).ok()?;
        let token: Self = serde_json::from_value(claims.into()).ok()?;
        (token.iss == issuer && token.exp > now.as_second()).then_some(token)
    }
}

/// What an ID token claims (OpenID Connect Core, 2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IdToken {
    /// Who gave it out.
    pub iss: String,
    /// The person, as this client knows them.
    pub sub: String,
    /// The client.
    pub aud: String,
    /// Since when.
    pub iat: i64,
    /// Until when.
    pub exp: i64,
    /// When the person signed in.
    pub auth_time: i64,
    /// What the client's request was marked with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// How well the person was authenticated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
    /// By what.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// Which session of the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// The access token that came with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_hash: Option<String>,
    /// What else the client asked for and the person agreed to.
    #[serde(flatten)]
    pub claims: serde_json::Map<String, serde_json::Value>,
}

impl IdToken {
    /// The token as text; what was agreed to never takes the place of what we say ourselves.
    ///
    /// # Errors
    /// [`SignError`]
    pub fn sign(mut self, signer: &dyn Signer) -> Result<String, SignError> {
        const OURS: [&str; 11] = [
            "iss",
            "sub",
            "aud",
            "iat",
            "exp",
            "auth_time",
            "nonce",
            "acr",
            "amr",
            "sid",
            "at_hash",
        ];
        self.claims.retain(|name, _| !OURS.contains(&name.as_str()));
        sign(signer, "JWT", &self)
    }
}

/// By what an ID token names the access token beside it: the left half of its SHA-256.
pub fn half_hash(text: &str) -> String {
    encode(&Sha256::digest(text.as_bytes())[..16])
}

/// What the token endpoint answers.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct TokenResponse {
    /// The token.
    pub access_token: String,
    /// How it is presented.
    pub token_type: &'static str,
    /// For how many seconds.
    pub expires_in: i64,
    /// What for.
    #[serde(skip_serializing_if = "Scopes::is_empty")]
    pub scope: Scopes,
    /// What gets the next one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// Who the person is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
}

impl std::fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenResponse")
            .field("token_type", &self.token_type)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::jose::Jwk;
    use crate::testing::Key;

    const NOW: i64 = 1_800_000_000;
    const ISSUER: &str = "https://id.example.org";

    fn access() -> AccessToken {
        AccessToken {
            iss: ISSUER.to_owned(),
            sub: "c".to_owned(),
            aud: Audience::of(vec!["https://api.example".to_owned()]),
            client_id: "c".to_owned(),
            organisation: "o".to_owned(),
            livemode: true,
            iat: NOW,
            exp: NOW + 300,
            jti: "1".to_owned(),
            scope: Scopes::parse("a b").unwrap(),
            cnf: None,
            grant: None,
        }
    }

    fn keys(seed: u8) -> KeySet {
        let kid = Some("k".to_owned());
        KeySet::new(vec![Jwk {
            kid,
            ..Key::new(seed).jwk()
        }])
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    #[test]
    fn an_access_token_is_read_by_its_key_in_its_time() {
        let token = access().sign(&Key::new(1)).unwrap();
        assert_eq!(
            AccessToken::read(&token, &keys(1), ISSUER, at(NOW)),
            Some(access())
        );
        assert_eq!(
            AccessToken::read(&token, &keys(1), ISSUER, at(NOW + 300)),
            None
        );
        assert_eq!(AccessToken::read(&token, &keys(2), ISSUER, at(NOW)), None);
        assert_eq!(
            AccessToken::read(&token, &keys(1), "https://other.example", at(NOW)),
            None
        );
        let json = serde_json::to_value(access()).unwrap();
        assert_eq!(
            (&json["scope"], &json["aud"]),
            (&json!("a b"), &json!("https://api.example"))
        );
    }

    #[test]
    fn nothing_else_that_we_sign_is_an_access_token() {
        let key = Key::new(1);
        let other = sign(&key, "JWT", &access()).unwrap();
        assert_eq!(AccessToken::read(&other, &keys(1), ISSUER, at(NOW)), None);
        let claims = serde_json::to_value(access()).unwrap();
        let nameless = Key::sign(&key, &json!({"alg": "ES256", "typ": "at+jwt"}), &claims);
        assert_eq!(
            AccessToken::read(&nameless, &keys(1), ISSUER, at(NOW)),
            None
        );
    }

    #[test]
    fn claims_of_others_replace_none_of_ours() {
        let claims: Map<String, Value> = [("sub", "victim"), ("name", "Ada"), ("iss", "evil")]
            .map(|(name, value)| (name.to_owned(), json!(value)))
            .into_iter()
            .collect();
        let id = IdToken {
            iss: ISSUER.to_owned(),
            sub: "s".to_owned(),
            aud: "c".to_owned(),
            iat: NOW,
            exp: NOW + 300,
            auth_time: NOW,
            nonce: Some("n".to_owned()),
            acr: None,
            amr: Vec::new(),
            sid: None,
            at_hash: Some(half_hash("token")),
            claims,
        };
        let token = id.sign(&Key::new(1)).unwrap();
        let read = Signed::parse(&token)
            .unwrap()
            .verify(&keys(1), &[Algorithm::Es256])
            .unwrap();
        assert_eq!(
            (&read["sub"], &read["name"], &read["iss"]),
            (&json!("s"), &json!("Ada"), &json!(ISSUER))
        );
    }

    #[test]
    fn the_half_hash_is_that_of_the_standard() {
        // OpenID Connect Core, A.3.
        assert_eq!(
            half_hash("jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y"),
            "77QmUPtjPfzWtF2AnpK9RQ"
        );
    }
}
