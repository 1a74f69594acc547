//! A client sends a person to sign out (OpenID Connect RP-Initiated Logout), and is told that one did (Back-Channel
//! Logout).

use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use crate::client::Metadata;
use crate::form::Form;
use crate::issue::{self, SignError, Signer};
use crate::jose::{Algorithm, KeySet, Signed, encode};
use crate::json;
use crate::problem::Problem;

/// Characters of a state.
const LONGEST: usize = 512;

/// The type of a logout token (Back-Channel Logout, 2.4).
const LOGOUT_TOKEN: &str = "logout+jwt";
/// What it tells of.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// By which name a client knows a session: each by another one, or two of them could tell that they know one person.
pub fn session_name(client: &str, session: &str) -> String {
    let hash = Sha256::new()
        .chain_update((client.len() as u64).to_be_bytes())
        .chain_update(client)
        .chain_update(session)
        .finalize();
    encode(&hash[..16])
}

/// Tells a client that a session of a person ended, or all of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutToken {
    /// Who says so.
    pub issuer: String,
    /// The person, as the client knows them.
    pub subject: String,
    /// The client.
    pub client: String,
    /// The session, as the client knows it; none for all of the person's.
    pub session: Option<String>,
    /// Its name: the same each time it is sent.
    pub id: String,
    /// Since when, in seconds.
    pub issued: i64,
    /// Until when.
    pub expires: i64,
}

impl LogoutToken {
    /// The token as text.
    ///
    /// # Errors
    /// [`SignError`]
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, SignError> {
        #[derive(Serialize)]
        struct Claims<'a> {
            iss: &'a str,
            sub: &'a str,
            aud: &'a str,
            iat: i64,
            exp: i64,
            jti: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            sid: Option<&'a str>,
            events: Value,
        }
        let claims = Claims {
            iss: &self.issuer,
            sub: &self.subject,
            aud: &self.client,
            iat: self.issued,
            exp: self.expires,
            jti: &self.id,
            sid: self.session.as_deref(),
            events: json!({ EVENT: {} }),
        };
        issue::sign(signer, LOGOUT_TOKEN, &claims)
    }
}

/// Who was signed in where, as an ID token of ours once said: its time does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The client.
    pub client: String,
    /// The person, as that client knows them.
    pub subject: String,
}

/// Reads the hint of a request.
///
/// # Errors
/// `invalid_request` for one that is no ID token of ours.
pub fn hint(form: &Form, keys: &KeySet, issuer: &str) -> Result<Option<Hint>, Problem> {
    let Some(text) = form.get("id_token_hint") else {
        return Ok(None);
    };
    read_hint(text, keys, issuer).map(Some)
}

/// Reads an ID token of ours, whatever its age.
///
/// # Errors
/// `invalid_request` for one that is none.
pub fn read_hint(text: &str, keys: &KeySet, issuer: &str) -> Result<Hint, Problem> {
    let read = || {
        let signed = Signed::parse(text).ok()?;
        signed.header.require_type("JWT").ok()?;
        signed.header.kid.as_ref()?;
        let claims: Map<String, Value> = signed.verify(keys, &[Algorithm::Es256]).ok()?;
        let text = |name| json::text(&claims, name).ok().flatten();
        (text("iss")? == issuer).then_some(())?;
        Some(Hint {
            client: text("aud")?.to_owned(),
            subject: text("sub")?.to_owned(),
        })
    };
    read().ok_or(Problem::request(
        "id_token_hint is no ID token of this server",
    ))
}

/// Where the person goes afterwards, with what the client marked its request with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Back {
    /// The registered address.
    pub uri: String,
    /// The mark.
    pub state: Option<String>,
}

/// Reads where a client of this registration wants the person to go; nowhere unless it asks.
///
/// # Errors
/// `invalid_request` for an address that is not registered.
pub fn back(form: &Form, client: &Metadata) -> Result<Option<Back>, Problem> {
    let Some(asked) = form.get("post_logout_redirect_uri") else {
        return Ok(None);
    };
    let known = &client.post_logout_redirect_uris;
    if !known.iter().any(|one| one.matches(asked)) {
        return Err(Problem::request(
            "post_logout_redirect_uri is not registered for the client",
        ));
    }
    let state = form.get("state");
    if state.is_some_and(|state| state.len() > LONGEST) {
        return Err(Problem::request("state is longer than 512 bytes"));
    }
    Ok(Some(Back {
        uri: asked.to_owned(),
        state: state.map(str::to_owned),
    }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::issue::sign;
    use crate::jose::Jwk;
    use crate::testing::Key;

    const ISSUER: &str = "https://id.example.org";

    fn keys() -> KeySet {
        let kid = Some("k".to_owned());
        KeySet::new(vec![Jwk {
            kid,
            ..Key::new(1).jwk()
        }])
    }

    fn read(typ: &str, seed: u8, claims: &Value) -> Result<Option<Hint>, Problem> {
        let token = sign(&Key::new(seed), typ, claims).unwrap();
        let form = Form::parse(format!("id_token_hint={token}").as_bytes()).unwrap();
        hint(&form, &keys(), ISSUER)
    }

    #[test]
    fn a_hint_is_an_id_token_of_ours_of_any_age() {
        let claims = json!({"iss": ISSUER, "sub": "s", "aud": "c", "exp": 1});
        let known = read("JWT", 1, &claims).unwrap().unwrap();
        assert_eq!((known.client.as_str(), known.subject.as_str()), ("c", "s"));
        assert!(read("JWT", 2, &claims).is_err(), "another's key");
        assert!(read("at+jwt", 1, &claims).is_err(), "an access token");
        assert!(
            read(
                "JWT",
                1,
                &json!({"iss": "https://evil.example", "sub": "s", "aud": "c"})
            )
            .is_err()
        );
        assert_eq!(hint(&Form::default(), &keys(), ISSUER), Ok(None));
    }
}
