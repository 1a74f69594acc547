//! Who asks a push service: voluntary application server identification (RFC 8292), ES256.

use std::fmt;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::port::Pending;
use jiff::Timestamp;
use serde::Serialize;
use url::Url;

/// How long a token is good, in seconds; a day at most (RFC 8292, 2).
const LASTS: i64 = 12 * 60 * 60;

/// No key, or none that signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VapidError {
    /// Not 32 bytes in base64url, or none on the curve.
    #[error("not a private key on P-256: 32 bytes in base64url")]
    Key,
    /// It is not to be had at the moment.
    #[error("the key is not available")]
    Unavailable,
}

/// Where the installation's key is kept.
pub trait VapidSource: Send + Sync {
    /// The key; the same from every node and after every start.
    fn key(&self) -> Pending<'_, Result<VapidKey, VapidError>>;
}

/// The key by which push services know this installation. Browsers bind subscriptions to its public half.
pub struct VapidKey {
    pair: EcdsaKeyPair,
}

impl fmt::Debug for VapidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VapidKey(…)")
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    aud: &'a str,
    exp: i64,
    sub: &'a str,
}

impl VapidKey {
    /// A key of 32 bytes.
    ///
    /// # Errors
    /// [`VapidError::Key`] for zero, and for numbers beyond the curve's order.
    pub fn new(secret: &[u8]) -> Result<Self, VapidError> {
        // The library takes keys as RFC 5915 writes them, and works out the public half itself.
        const HEAD: &[u8] = b"\x30\x31\x02\x01\x01\x04\x20";
        const TAIL: &[u8] = b"\xa0\x0a\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
        let der = [HEAD, secret, TAIL].concat();
        let pair = EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_FIXED_SIGNING, &der);
        pair.map(|pair| Self { pair }).map_err(|_| VapidError::Key)
    }

    /// The same as configurations have it: base64url.
    ///
    /// # Errors
    /// [`VapidError::Key`]
    pub fn from_text(text: &str) -> Result<Self, VapidError> {
        let secret = URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
        Self::new(&secret.map_err(|_| VapidError::Key)?)
    }

    /// The public half, uncompressed in base64url: `applicationServerKey` of the Push API.
    pub fn public(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.pair.public_key().as_ref())
    }

    /// The header field `Authorization` for the push service of an endpoint. `contact` is a `mailto:` or `https:`
    /// address at which its operator finds whoever runs this installation.
    ///
    /// # Errors
    /// [`VapidError::Unavailable`] when the library does not sign.
    pub fn authorization(
        &self,
        endpoint: &Url,
        contact: &str,
        at: Timestamp,
    ) -> Result<String, VapidError> {
        let unsigned = unsigned(endpoint, contact, at.as_second() + LASTS);
        let signature = self.pair.sign(&SystemRandom::new(), unsigned.as_bytes());
        let signature = signature.map_err(|_| VapidError::Unavailable)?;
        let signature = URL_SAFE_NO_PAD.encode(signature.as_ref());
        Ok(format!(
            "vapid t={unsigned}.{signature}, k={}",
            self.public()
        ))
    }
}

fn unsigned(endpoint: &Url, contact: &str, exp: i64) -> String {
    let audience = endpoint.origin().ascii_serialization();
    let claims = Claims {
        aud: &audience,
        exp,
        sub: contact,
    };
    let claims = serde_json::to_vec(&claims).expect("plain data");
    let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    format!(
        "{}.{}",
        part(br#"{"typ":"JWT","alg":"ES256"}"#),
        part(&claims)
    )
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    fn verifies(header: &str) -> bool {
        let (token, key) = header
            .strip_prefix("vapid t=")
            .and_then(|rest| rest.split_once(", k="))
            .unwrap();
        let (unsigned, signature) = token.rsplit_once('.').unwrap();
        let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, decode(key))
            .verify(unsigned.as_bytes(), &decode(signature))
            .is_ok()
    }

    /// RFC 8292, section 2.4.
    const EXAMPLE: &str = "vapid t=eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA, k=BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs";

    #[test]
    fn the_example_of_the_standard() {
        assert!(verifies(EXAMPLE));
        let endpoint = Url::parse("https://push.example.net/p/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV");
        let said = unsigned(&endpoint.unwrap(), "mailto:push@example.com", 1_453_523_768);
        assert!(EXAMPLE.starts_with(&format!("vapid t={said}.")));
    }

    #[test]
    fn what_is_signed_verifies() {
        let key = VapidKey::new(&[7; 32]).unwrap();
        let at = Timestamp::UNIX_EPOCH;
        let endpoint = Url::parse("http://127.0.0.1:9999/a/b").unwrap();
        let header = key.authorization(&endpoint, "mailto:a@b.nl", at).unwrap();
        assert!(verifies(&header));
        let claims = header.split('.').nth(1).unwrap();
        let claims = String::from_utf8(URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
        assert_eq!(
            claims,
            r#"{"aud":"http://127.0.0.1:9999","exp":43200,"sub":"mailto:a@b.nl"}"#
        );
    }

    #[test]
    fn what_is_no_key() {
        for secret in [&[0; 32][..], &[0xff; 32], &[1; 31], &[]] {
            assert_eq!(VapidKey::new(secret).unwrap_err(), VapidError::Key);
        }
        assert!(VapidKey::from_text(&URL_SAFE_NO_PAD.encode([7; 32])).is_ok());
        assert!(VapidKey::from_text("not a key").is_err());
    }
}
