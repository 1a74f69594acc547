//! Public keys.

use aws_lc_rs::signature::{self as lc, ParsedPublicKey, RsaPublicKeyComponents};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::{Algorithm, EncryptionKey, decode, encode};
use crate::json;

/// Keys of one set.
const MOST_KEYS: usize = 16;
/// Characters of a key's name.
pub(super) const LONGEST_KID: usize = 256;
/// Bytes of an RSA modulus: 2048 to 8192 bits, as the verifier takes.
const MODULUS: std::ops::RangeInclusive<usize> = 256..=1024;
/// Members that no public key has.
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Why a key is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwkError {
    /// No JSON of a key or of a set of keys.
    #[error("not a JSON Web Key or a set of them")]
    Unreadable,
    /// A private or a shared key.
    #[error("the key is private or shared: only public ones are taken")]
    Private,
    /// Of a kind or for a use that we have none for.
    #[error("the key is not for signatures by P-256, Ed25519 or RSA of 2048 to 8192 bits")]
    Unfit,
    /// No point on its curve, or an odd exponent.
    #[error("the key's numbers are no key")]
    Numbers,
    /// Too many keys, or a name too long or twice.
    #[error("more than {MOST_KEYS} keys, or names that are too long or not told apart")]
    TooMany,
}

impl From<json::Unreadable> for JwkError {
    fn from(_: json::Unreadable) -> Self {
        Self::Unreadable
    }
}

/// The numbers of a public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicKey {
    /// A point on P-256.
    P256 {
        /// Its coordinates.
        x: [u8; 32],
        /// Its coordinates.
        y: [u8; 32],
    },
    /// A point on Ed25519.
    Ed25519([u8; 32]),
    /// Modulus and exponent, without leading zeros.
    Rsa {
        /// The modulus.
        n: Vec<u8>,
        /// The exponent.
        e: Vec<u8>,
    },
}

impl PublicKey {
    /// Whether an algorithm works with a key of this kind.
    pub fn fits(&self, algorithm: Algorithm) -> bool {
        matches!(
            (self, algorithm),
            (Self::P256 { .. }, Algorithm::Es256)
                | (Self::Ed25519(_), Algorithm::EdDsa)
                | (Self::Rsa { .. }, Algorithm::Ps256 | Algorithm::Rs256)
        )
    }

    /// Whether a signature over a message is by this key. An algorithm that does not fit it verifies nothing.
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let by = |scheme: &'static dyn lc::VerificationAlgorithm, key: &[u8]| {
            lc::UnparsedPublicKey::new(scheme, key).verify(message, signature)
        };
        let verified = match (self, algorithm) {
            (Self::P256 { .. }, Algorithm::Es256) => {
                by(&lc::ECDSA_P256_SHA256_FIXED, &self.bytes())
            }
            (Self::Ed25519(_), Algorithm::EdDsa) => by(&lc::ED25519, &self.bytes()),
            (Self::Rsa { n, e }, Algorithm::Ps256) => RsaPublicKeyComponents { n, e }.verify(
                &lc::RSA_PSS_2048_8192_SHA256,
                message,
                signature,
            ),
            (Self::Rsa { n, e }, Algorithm::Rs256) => RsaPublicKeyComponents { n, e }.verify(
                &lc::RSA_PKCS1_2048_8192_SHA256,
                message,
                signature,
            ),
            _ => return false,
        };
        verified.is_ok()
    }

    /// A curve's point as the verifier takes it; nothing of an RSA key.
    pub(super) fn bytes(&self) -> Vec<u8> {
        match self {
            Self::P256 { x, y } => [&[4], x.as_slice(), y.as_slice()].concat(),
            Self::Ed25519(point) => point.to_vec(),
            Self::Rsa { .. } => Vec::new(),
        }
    }

    /// Refuses numbers that are no key.
    pub(super) fn check(&self) -> Result<(), JwkError> {
        match self {
            Self::P256 { .. } => ParsedPublicKey::new(&lc::ECDSA_P256_SHA256_FIXED, self.bytes())
                .map(drop)
                .map_err(|_| JwkError::Numbers),
            Self::Ed25519(_) => ParsedPublicKey::new(&lc::ED25519, self.bytes())
                .map(drop)
                .map_err(|_| JwkError::Numbers),
            Self::Rsa { n, e } => {
                // Small exponents are not broken by themselves, but nobody has made such a key for long.
                let exponent =
                    e.len() <= 4 && e.len() >= 3 && e.last().is_some_and(|last| last % 2 == 1);
                let modulus = n.last().is_some_and(|last| last % 2 == 1);
                if exponent && modulus {
                    Ok(())
                } else {
                    Err(JwkError::Numbers)
                }
            }
        }
    }

    /// The members that every key of this kind has.
    pub(super) fn members(&self) -> Value {
        match self {
            Self::P256 { x, y } => {
                json!({"crv": "P-256", "kty": "EC", "x": encode(x), "y": encode(y)})
            }
            Self::Ed25519(x) => json!({"crv": "Ed25519", "kty": "OKP", "x": encode(x)}),
            Self::Rsa { n, e } => json!({"e": encode(e), "kty": "RSA", "n": encode(n)}),
        }
    }

    /// The key's SHA-256 thumbprint (RFC 7638), as text.
    pub fn thumbprint(&self) -> String {
        encode(&Sha256::digest(self.canonical()))
    }

    /// The members that the thumbprint is over, in their order (RFC 7638, RFC 8037).
    fn canonical(&self) -> String {
        match self {
            Self::P256 { x, y } => {
                format!(
                    r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#,
                    encode(x),
                    encode(y)
                )
            }
            Self::Ed25519(x) => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, encode(x)),
            Self::Rsa { n, e } => {
                format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, encode(e), encode(n))
            }
        }
    }
}

/// A public key for signatures, with what is said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>", into = "Value")]
pub struct Jwk {
    /// The key.
    pub key: PublicKey,
    /// Its name.
    pub kid: Option<String>,
    /// The one algorithm that it is for, if it says so.
    pub algorithm: Option<Algorithm>,
}

impl Jwk {
    /// Reads a key.
    ///
    /// # Errors
    /// [`JwkError`]
    pub fn parse(bytes: &[u8]) -> Result<Self, JwkError> {
        Self::read(&json::object(bytes)?)
    }

    /// Reads a key from an object.
    ///
    /// # Errors
    /// [`JwkError`]
    pub fn read(object: &Map<String, Value>) -> Result<Self, JwkError> {
        if PRIVATE.iter().any(|name| object.contains_key(*name)) {
            return Err(JwkError::Private);
        }
        let text = |name| json::text(object, name);
        let bytes = |name| text(name)?.and_then(decode).ok_or(JwkError::Unreadable);
        let point = |name| <[u8; 32]>::try_from(bytes(name)?).map_err(|_| JwkError::Numbers);
        let key = match (text("kty")?.ok_or(JwkError::Unreadable)?, text("crv")?) {
            ("EC", Some("P-256")) => PublicKey::P256 {
                x: point("x")?,
                y: point("y")?,
            },
            ("OKP", Some("Ed25519")) => PublicKey::Ed25519(point("x")?),
            ("RSA", None) => {
                let (n, e) = (bytes("n")?, bytes("e")?);
                if n.first() == Some(&0) || e.first() == Some(&0) {
                    return Err(JwkError::Numbers);
                }
                if !MODULUS.contains(&n.len()) {
                    return Err(JwkError::Unfit);
                }
                PublicKey::Rsa { n, e }
            }
            _ => return Err(JwkError::Unfit),
        };
        if !matches!(text("use")?, None | Some("sig")) || !for_verifying(object) {
            return Err(JwkError::Unfit);
        }
        let algorithm = match text("alg")? {
            None => None,
            Some(name) => Some(name.parse().map_err(|_| JwkError::Unfit)?),
        };
        if algorithm.is_some_and(|algorithm| !key.fits(algorithm)) {
            return Err(JwkError::Unfit);
        }
        let kid = text("kid")?.map(str::to_owned);
        if kid.as_ref().is_some_and(|kid| kid.len() > LONGEST_KID) {
            return Err(JwkError::TooMany);
        }
        key.check()?;
        Ok(Self {
            key,
            kid,
            algorithm,
        })
    }
}

/// Whether a key that says what it is for is for verifying.
fn for_verifying(object: &Map<String, Value>) -> bool {
    match object.get("key_ops") {
        None => true,
        Some(Value::Array(uses)) => uses.iter().any(|one| one == "verify"),
        Some(_) => false,
    }
}

impl TryFrom<Map<String, Value>> for Jwk {
    type Error = JwkError;
    fn try_from(object: Map<String, Value>) -> Result<Self, JwkError> {
        Self::read(&object)
    }
}

impl From<Jwk> for Value {
    fn from(jwk: Jwk) -> Self {
        let mut members = jwk.key.members();
        members["use"] = "sig".into();
        if let Some(kid) = jwk.kid {
            members["kid"] = kid.into();
        }
        if let Some(algorithm) = jwk.algorithm {
            members["alg"] = algorithm.as_str().into();
        }
        members
    }
}

/// Keys of one holder. Keys of kinds that we do not know are passed over, as RFC 7517 has it; a private one is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>", into = "Value")]
pub struct KeySet {
    keys: Vec<Jwk>,
    encryption: Vec<EncryptionKey>,
}

impl KeySet {
    /// A set of these keys.
    pub fn new(keys: Vec<Jwk>) -> Self {
        Self {
            keys,
            encryption: Vec::new(),
        }
    }

    /// Reads a set.
    ///
    /// # Errors
    /// [`JwkError`]
    pub fn parse(bytes: &[u8]) -> Result<Self, JwkError> {
        Self::read(&json::object(bytes)?)
    }

    fn read(object: &Map<String, Value>) -> Result<Self, JwkError> {
        let Some(Value::Array(list)) = object.get("keys") else {
            return Err(JwkError::Unreadable);
        };
        if list.len() > MOST_KEYS {
            return Err(JwkError::TooMany);
        }
        let mut keys: Vec<Jwk> = Vec::new();
        let mut encryption = Vec::new();
        for one in list {
            let one = one.as_object().ok_or(JwkError::Unreadable)?;
            match Jwk::read(one) {
                Ok(jwk) => {
                    if jwk.kid.is_some() && keys.iter().any(|known| known.kid == jwk.kid) {
                        return Err(JwkError::TooMany);
                    }
                    keys.push(jwk);
                }
                Err(JwkError::Unfit) => match EncryptionKey::read(one) {
                    Ok(key) => encryption.push(key),
                    Err(JwkError::Unfit) => {}
                    Err(error) => return Err(error),
                },
                Err(error) => return Err(error),
            }
        }
        Ok(Self { keys, encryption })
    }

    /// The keys for signatures.
    pub fn keys(&self) -> &[Jwk] {
        &self.keys
    }

    /// The key that its holder wants to be encrypted to: the first of those that there are.
    pub fn encryption(&self) -> Option<&EncryptionKey> {
        self.encryption.first()
    }

    /// Keys that may have made a signature: the one of that name where one is named, else all that the algorithm
    /// works with.
    pub fn candidates<'a>(
        &'a self,
        kid: Option<&'a str>,
        algorithm: Algorithm,
    ) -> impl Iterator<Item = &'a Jwk> {
        self.keys.iter().filter(move |jwk| {
            jwk.key.fits(algorithm)
                && jwk.algorithm.is_none_or(|only| only == algorithm)
                && kid.is_none_or(|kid| jwk.kid.as_deref() == Some(kid))
        })
    }
}

impl TryFrom<Map<String, Value>> for KeySet {
    type Error = JwkError;
    fn try_from(object: Map<String, Value>) -> Result<Self, JwkError> {
        Self::read(&object)
    }
}

impl From<KeySet> for Value {
    fn from(set: KeySet) -> Self {
        let keys = set.keys.into_iter().map(Value::from);
        let encryption = set.encryption.into_iter().map(Value::from);
        let keys: Vec<Value> = keys.chain(encryption).collect();
        json!({ "keys": keys })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The key of RFC 7515, A.3.
    const EC: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
    /// The key of RFC 8037, A.2.
    const OKP: &str =
        r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

    #[test]
    fn thumbprints_are_those_of_the_standards() {
        // RFC 8037, A.3.
        assert_eq!(
            Jwk::parse(OKP.as_bytes()).unwrap().key.thumbprint(),
            "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
        );
        // RFC 7638, 3.1.
        let rsa = r#"{"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"}"#;
        let jwk = Jwk::parse(rsa.as_bytes()).unwrap();
        assert_eq!(
            jwk.key.thumbprint(),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
        );
        assert_eq!(jwk.algorithm, Some(Algorithm::Rs256));
        for jwk in [jwk, Jwk::parse(EC.as_bytes()).unwrap()] {
            let written = Value::from(jwk.clone()).to_string();
            assert_eq!(Jwk::parse(written.as_bytes()), Ok(jwk));
        }
    }

    #[test]
    fn keys_that_are_none_are_refused() {
        let with = |more: &str| format!("{},{more}}}", &EC[..EC.len() - 1]);
        for (text, error) in [
            (with(r#""d":"AA""#), JwkError::Private),
            (r#"{"kty":"oct","k":"AA"}"#.to_owned(), JwkError::Private),
            (with(r#""use":"enc""#), JwkError::Unfit),
            (with(r#""key_ops":["sign"]"#), JwkError::Unfit),
            (with(r#""alg":"RS256""#), JwkError::Unfit),
            (with(r#""alg":"none""#), JwkError::Unfit),
            (with(r#""kty":"EC""#), JwkError::Unreadable),
            (EC.replace("P-256", "P-384"), JwkError::Unfit),
            // A point beside the curve.
            (EC.replace("x_FEz", "y_FEz"), JwkError::Numbers),
            (
                r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#.to_owned(),
                JwkError::Unfit,
            ),
            ("[]".to_owned(), JwkError::Unreadable),
        ] {
            assert_eq!(Jwk::parse(text.as_bytes()).unwrap_err(), error, "{text}");
        }
    }

    #[test]
    fn a_curve_by_its_own_name_is_the_same_algorithm() {
        let named = OKP.replace('}', r#","alg":"Ed25519"}"#);
        let jwk = Jwk::parse(named.as_bytes()).unwrap();
        assert_eq!(jwk.algorithm, Some(Algorithm::EdDsa));
    }

    #[test]
    fn sets_pass_over_what_they_do_not_know() {
        let set = format!(r#"{{"keys":[{EC},{{"kty":"EC","crv":"P-521"}},{OKP}]}}"#);
        let set = KeySet::parse(set.as_bytes()).unwrap();
        assert_eq!(set.keys().len(), 2);
        assert_eq!(set.candidates(None, Algorithm::Es256).count(), 1);
        assert_eq!(set.candidates(Some("x"), Algorithm::Es256).count(), 0);
        assert_eq!(set.candidates(None, Algorithm::Ps256).count(), 0);
        let named = EC.replace("}", r#","kid":"a"}"#);
        let twice = format!(r#"{{"keys":[{named},{named}]}}"#);
        assert_eq!(KeySet::parse(twice.as_bytes()), Err(JwkError::TooMany));
        let many = vec![EC; MOST_KEYS + 1].join(",");
        assert_eq!(
            KeySet::parse(format!(r#"{{"keys":[{many}]}}"#).as_bytes()),
            Err(JwkError::TooMany)
        );
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_key_or_refused(bytes: Vec<u8>) {
            let _ = Jwk::parse(&bytes);
            let _ = KeySet::parse(&bytes);
        }
    }
}
