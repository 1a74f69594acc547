//! Proof that a client holds a key (RFC 9449): a token that is bound to it is of no use to whoever steals it.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use url::Url;

use crate::jose::{Algorithm, Signed, encode};
use crate::problem::{Code, Problem};
use crate::{LEEWAY, json};

/// How old a proof may be.
const OLDEST: SignedDuration = SignedDuration::from_mins(5);
/// Characters of a proof's identifier.
const LONGEST_ID: usize = 256;

/// What a proof must be about.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The request's method.
    pub method: &'a str,
    /// The request's address, as clients know it.
    pub url: &'a Url,
    /// The access token that comes with it, if any.
    pub access_token: Option<&'a str>,
}

/// A proof that holds; it does so once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The key's thumbprint.
    pub thumbprint: String,
    /// The proof's identifier: whoever sees it again under the same key refuses it.
    pub id: String,
    /// Until when it must be remembered.
    pub expires: Timestamp,
}

/// Verifies the proof of a request.
///
/// # Errors
/// `invalid_dpop_proof`
pub fn verify(jwt: &str, request: &Request<'_>, now: Timestamp) -> Result<Proof, Problem> {
    let wrong = |description| Problem::new(Code::InvalidDpopProof, description);
    let signed = Signed::parse(jwt)
        .map_err(|_| wrong("the proof is no signed JWT of a kind that is taken"))?;
    signed
        .header
        .require_type("dpop+jwt")
        .map_err(|_| wrong("the proof is not of the type dpop+jwt"))?;
    let (claims, key) = signed
        .verify_own(&Algorithm::ALL)
        .map_err(|_| wrong("the proof is not signed by the key in its header"))?;
    let (id, issued) = read(&claims, request).ok_or(wrong(
        "the proof is for another request, or lacks what it must say",
    ))?;
    if issued > now + LEEWAY || issued < now - OLDEST {
        return Err(wrong("the proof is too old, or its clock is wrong"));
    }
    Ok(Proof {
        thumbprint: key.thumbprint(),
        id,
        expires: issued + OLDEST + LEEWAY,
    })
}

fn read(claims: &Map<String, Value>, request: &Request<'_>) -> Option<(String, Timestamp)> {
    let text = |name| json::text(claims, name).ok()?;
    if text("htm")? != request.method || !same_address(text("htu")?, request.url) {
        return None;
    }
    match (request.access_token, text("ath")) {
        (Some(token), Some(hash)) => {
            let expected = encode(&Sha256::digest(token.as_bytes()));
            if !bool::from(expected.as_bytes().ct_eq(hash.as_bytes())) {
                return None;
            }
        }
        (Some(_), None) => return None,
        (None, _) => {}
    }
    let id = text("jti").filter(|id| (1..=LONGEST_ID).contains(&id.len()))?;
    Some((id.to_owned(), json::moment(claims, "iat").ok()??))
}

/// Whether an address is that of the request, query and fragment aside.
fn same_address(text: &str, url: &Url) -> bool {
    let Ok(mut named) = Url::parse(text) else {
        return false;
    };
    named.set_query(None);
    named.set_fragment(None);
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    named == url
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::Key;

    const NOW: i64 = 1_800_000_000;

    fn header(key: &Key) -> Value {
        json!({"alg": "ES256", "typ": "dpop+jwt", "jwk": Value::from(key.jwk())})
    }

    fn claims() -> Value {
        json!({"htm": "POST", "htu": "https://id.example.org/oauth/token", "iat": NOW, "jti": "1"})
    }

    fn verified(jwt: &str, access_token: Option<&str>) -> Result<Proof, Problem> {
        let url = Url::parse("https://id.example.org/oauth/token").unwrap();
        let request = Request {
            method: "POST",
            url: &url,
            access_token,
        };
        verify(jwt, &request, Timestamp::from_second(NOW).unwrap())
    }

    #[test]
    fn a_proof_is_of_its_key_for_this_request_and_fresh() {
        let key = Key::new(1);
        let proof = verified(&key.sign(&header(&key), &claims()), None).unwrap();
        assert_eq!(proof.thumbprint, key.jwk().key.thumbprint());
        assert_eq!(proof.id, "1");
        for (member, value) in [
            ("htm", json!("GET")),
            ("htm", json!("post")),
            ("htu", json!("https://id.example.org/oauth/other")),
            ("htu", json!("https://evil.example/oauth/token")),
            ("htu", json!("http://id.example.org/oauth/token")),
            ("iat", json!(NOW + 300)),
            ("iat", json!(NOW - 301)),
            ("jti", json!("")),
            ("jti", json!("x".repeat(LONGEST_ID + 1))),
        ] {
            let mut claims = claims();
            claims[member] = value.clone();
            assert!(
                verified(&key.sign(&header(&key), &claims), None).is_err(),
                "{member} {value}"
            );
        }
        let mut queried = claims();
        queried["htu"] = json!("https://ID.example.org:443/oauth/token?x#y");
        assert!(verified(&key.sign(&header(&key), &queried), None).is_ok());
    }

    #[test]
    fn a_proof_brings_its_own_public_key() {
        let key = Key::new(1);
        for (member, value) in [
            ("typ", json!("JWT")),
            ("alg", json!("none")),
            ("alg", json!("HS256")),
            ("jwk", Value::from(Key::new(2).jwk())),
            ("jwk", json!({"kty": "oct", "k": "AA"})),
            ("jwk", json!(null)),
        ] {
            let mut header = header(&key);
            header[member] = value.clone();
            assert!(
                verified(&key.sign(&header, &claims()), None).is_err(),
                "{member} {value}"
            );
        }
    }

    #[test]
    fn a_token_that_comes_along_is_named() {
        let key = Key::new(1);
        let with = |hash: &str| {
            let mut claims = claims();
            claims["ath"] = json!(hash);
            key.sign(&header(&key), &claims)
        };
        let hash = encode(&Sha256::digest(b"token"));
        assert!(verified(&with(&hash), Some("token")).is_ok());
        assert!(verified(&with(&hash), Some("other")).is_err());
        assert!(verified(&key.sign(&header(&key), &claims()), Some("token")).is_err());
    }
}
