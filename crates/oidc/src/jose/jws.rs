//! Signed objects in their compact form: read strictly first, believed only once a key of the right kind vouches.

use serde_json::{Map, Value};

use super::{Algorithm, Jwk, JwkError, KeySet, PublicKey, decode};
use crate::json;

/// Characters of a signed object.
const LONGEST: usize = 16 * 1024;
/// Characters of a header's texts.
const LONGEST_TEXT: usize = 256;
/// Members that change what a signature means, or that name where a key is: a signer who needs one is not
/// understood (`crit`), and nobody's address is asked for a key.
const REFUSED: [&str; 7] = ["crit", "b64", "zip", "enc", "jku", "x5u", "x5c"];

/// Why something signed is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwsError {
    /// Longer than any honest one.
    #[error("longer than {LONGEST} characters")]
    TooLong,
    /// Not three parts, or parts that are no JSON.
    #[error("not a signed object in compact form")]
    Unreadable,
    /// `none`, a shared secret, or any other that is not expected here.
    #[error("signed in a way that is not expected here")]
    Algorithm,
    /// A member of the header that we do not act on.
    #[error("the header asks for what is not done here")]
    Header,
    /// Of another kind, such as an ID token in place of a proof.
    #[error("of another type than is expected here")]
    Type,
    /// The key in the header is none.
    #[error("the header's key: {0}")]
    Key(#[from] JwkError),
    /// No key that may vouch for it does.
    #[error("not signed by a known key")]
    Signature,
}

impl From<json::Unreadable> for JwsError {
    fn from(_: json::Unreadable) -> Self {
        Self::Unreadable
    }
}

/// What a signed object says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// How it is signed.
    pub algorithm: Algorithm,
    /// By the key of which name.
    pub kid: Option<String>,
    /// Its kind.
    pub typ: Option<String>,
    /// The key itself, where proofs bring theirs.
    pub jwk: Option<Jwk>,
}

impl Header {
    fn read(object: &Map<String, Value>) -> Result<Self, JwsError> {
        if REFUSED.iter().any(|name| object.contains_key(*name)) {
            return Err(JwsError::Header);
        }
        let text = |name| match json::text(object, name)? {
            Some(text) if text.len() > LONGEST_TEXT => Err(JwsError::Header),
            text => Ok(text.map(str::to_owned)),
        };
        let algorithm = text("alg")?.ok_or(JwsError::Unreadable)?;
        let jwk = match object.get("jwk") {
            None => None,
            Some(Value::Object(jwk)) => Some(Jwk::read(jwk)?),
            Some(_) => return Err(JwsError::Unreadable),
        };
        Ok(Self {
            algorithm: algorithm.parse().map_err(|_| JwsError::Algorithm)?,
            kid: text("kid")?,
            typ: text("typ")?,
            jwk,
        })
    }

    /// Refuses any other kind. Media types are compared as such: without regard to case, `application/` left out.
    ///
    /// # Errors
    /// [`JwsError::Type`]
    pub fn require_type(&self, expected: &str) -> Result<(), JwsError> {
        let typ = self.typ.as_deref().unwrap_or_default();
        let prefix = "application/";
        let typ = match typ.get(..prefix.len()) {
            Some(start) if start.eq_ignore_ascii_case(prefix) => &typ[prefix.len()..],
            _ => typ,
        };
        if typ.eq_ignore_ascii_case(expected) {
            Ok(())
        } else {
            Err(JwsError::Type)
        }
    }
}

/// A signed object that was read; nobody has vouched for it yet.
#[derive(Clone, Debug)]
pub struct Signed<'a> {
    /// What it says about itself.
    pub header: Header,
    claims: Map<String, Value>,
    input: &'a str,
    signature: Vec<u8>,
}

impl<'a> Signed<'a> {
    /// Reads a signed object whose payload is an object of JSON.
    ///
    /// # Errors
    /// [`JwsError`]
    pub fn parse(text: &'a str) -> Result<Self, JwsError> {
        if text.len() > LONGEST {
            return Err(JwsError::TooLong);
        }
        let (input, signature) = text.rsplit_once('.').ok_or(JwsError::Unreadable)?;
        let (header, payload) = input.split_once('.').ok_or(JwsError::Unreadable)?;
        let part = |text| decode(text).ok_or(JwsError::Unreadable);
        Ok(Self {
            header: Header::read(&json::object(&part(header)?)?)?,
            claims: json::object(&part(payload)?)?,
            signature: part(signature)?,
            input,
        })
    }

    /// What it claims, which nobody has vouched for: to find whose keys might.
    pub fn unverified(&self) -> &Map<String, Value> {
        &self.claims
    }

    /// What it claims, if one of these keys signed it in one of these ways.
    ///
    /// # Errors
    /// [`JwsError::Algorithm`], [`JwsError::Signature`].
    pub fn verify(
        self,
        keys: &KeySet,
        allowed: &[Algorithm],
    ) -> Result<Map<String, Value>, JwsError> {
        let algorithm = self.algorithm(allowed)?;
        let vouched = keys
            .candidates(self.header.kid.as_deref(), algorithm)
            .any(|jwk| self.signed_by(&jwk.key));
        if vouched {
            Ok(self.claims)
        } else {
            Err(JwsError::Signature)
        }
    }

    /// What it claims and the key in its header, if that key signed it in one of these ways. Whose key that is,
    /// nobody has said.
    ///
    /// # Errors
    /// [`JwsError::Header`] without a key in it, [`JwsError::Algorithm`], [`JwsError::Signature`].
    pub fn verify_own(
        self,
        allowed: &[Algorithm],
    ) -> Result<(Map<String, Value>, PublicKey), JwsError> {
        self.algorithm(allowed)?;
        let jwk = self.header.jwk.clone().ok_or(JwsError::Header)?;
        if self.signed_by(&jwk.key) {
            Ok((self.claims, jwk.key))
        } else {
            Err(JwsError::Signature)
        }
    }

    fn algorithm(&self, allowed: &[Algorithm]) -> Result<Algorithm, JwsError> {
        let algorithm = self.header.algorithm;
        if allowed.contains(&algorithm) {
            Ok(algorithm)
        } else {
            Err(JwsError::Algorithm)
        }
    }

    fn signed_by(&self, key: &PublicKey) -> bool {
        key.verifies(
            self.header.algorithm,
            self.input.as_bytes(),
            &self.signature,
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::jose::encode;

    /// RFC 7515, A.3.
    const KEY: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"#;
    const JWS: &str = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    fn keys() -> KeySet {
        KeySet::parse(KEY.as_bytes()).unwrap()
    }

    fn with_header(header: &str) -> String {
        let rest = JWS.split_once('.').unwrap().1;
        format!("{}.{rest}", encode(header.as_bytes()))
    }

    #[test]
    fn the_standards_example_is_believed() {
        let signed = Signed::parse(JWS).unwrap();
        assert_eq!(signed.unverified()["iss"], "joe");
        let claims = signed.verify(&keys(), &Algorithm::ALL).unwrap();
        assert_eq!(claims["exp"], 1_300_819_380);
    }

    #[test]
    fn algorithms_are_not_confused() {
        for header in [
            r#"{"alg":"none"}"#,
            r#"{"alg":"None"}"#,
            r#"{"alg":"HS256"}"#,
            r#"{"alg":"ES384"}"#,
            r#"{"alg":"es256"}"#,
        ] {
            assert_eq!(
                Signed::parse(&with_header(header)).unwrap_err(),
                JwsError::Algorithm,
                "{header}"
            );
        }
        let unsigned = format!("{}.{}.", encode(br#"{"alg":"none"}"#), encode(b"{}"));
        assert_eq!(Signed::parse(&unsigned).unwrap_err(), JwsError::Algorithm);
        for other in [
            r#"{"alg":"EdDSA"}"#,
            r#"{"alg":"RS256"}"#,
            r#"{"alg":"PS256"}"#,
        ] {
            let text = with_header(other);
            let signed = Signed::parse(&text).unwrap();
            assert_eq!(
                signed.verify(&keys(), &Algorithm::ALL),
                Err(JwsError::Signature),
                "{other}"
            );
        }
        let signed = Signed::parse(JWS).unwrap();
        assert_eq!(
            signed.verify(&keys(), &[Algorithm::Ps256]),
            Err(JwsError::Algorithm)
        );
    }

    #[test]
    fn headers_ask_for_nothing() {
        for header in [
            r#"{"alg":"ES256","crit":["exp"]}"#,
            r#"{"alg":"ES256","b64":false}"#,
            r#"{"alg":"ES256","jku":"https://evil.example/keys"}"#,
            r#"{"alg":"ES256","x5c":[]}"#,
        ] {
            assert_eq!(
                Signed::parse(&with_header(header)).unwrap_err(),
                JwsError::Header,
                "{header}"
            );
        }
        for header in [
            r#"{"alg":"ES256","alg":"ES256"}"#,
            r#"{"alg":["ES256"]}"#,
            r#"{"alg":"ES256","kid":1}"#,
            "{}",
        ] {
            assert_eq!(
                Signed::parse(&with_header(header)).unwrap_err(),
                JwsError::Unreadable,
                "{header}"
            );
        }
        // A key of the attacker's own in the header, or another name, changes nothing.
        let named = with_header(r#"{"alg":"ES256","kid":"../../dev/null"}"#);
        assert_eq!(
            Signed::parse(&named)
                .unwrap()
                .verify(&keys(), &Algorithm::ALL),
            Err(JwsError::Signature)
        );
        assert_eq!(
            Signed::parse(JWS)
                .unwrap()
                .verify_own(&Algorithm::ALL)
                .unwrap_err(),
            JwsError::Header
        );
    }

    #[test]
    fn types_are_compared_as_media_types() {
        let header = |typ: &str| {
            let text = with_header(&format!(r#"{{"alg":"ES256","typ":"{typ}"}}"#));
            Signed::parse(&text).unwrap().header
        };
        assert_eq!(header("at+jwt").require_type("at+jwt"), Ok(()));
        assert_eq!(header("application/AT+JWT").require_type("at+jwt"), Ok(()));
        assert_eq!(header("JWT").require_type("at+jwt"), Err(JwsError::Type));
        assert_eq!(
            header("applicatioñ/x").require_type("x"),
            Err(JwsError::Type)
        );
    }

    #[test]
    fn long_and_broken_ones_are_not_read() {
        assert_eq!(
            Signed::parse(&"a".repeat(LONGEST + 1)).unwrap_err(),
            JwsError::TooLong
        );
        for text in [
            "",
            ".",
            "..",
            "a.b",
            &format!("{JWS}="),
            &format!("{JWS}.x"),
            &JWS.replace('-', "+"),
        ] {
            assert!(Signed::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,200}") {
            let _ = Signed::parse(&text);
        }

        #[test]
        fn no_changed_letter_is_believed(at in 0..JWS.len(), letter in "[A-Za-z0-9_.-]") {
            let mut text = JWS.to_owned();
            text.replace_range(at..=at, &letter);
            let believed = Signed::parse(&text).is_ok_and(|signed| signed.verify(&keys(), &Algorithm::ALL).is_ok());
            prop_assert_eq!(believed, text == JWS);
        }
    }
}
