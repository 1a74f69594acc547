//! Encrypted JSON (RFC 7516), for a client's key alone: ECDH-ES on P-256 with AES-GCM, whose content is what was signed before.

use aws_lc_rs::aead::{AES_128_GCM, AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::jwk::{JwkError, LONGEST_KID, PublicKey};
use super::{decode, encode};
use crate::json;

/// How the key for a content is come by (RFC 7518, 4.1): agreed upon directly, with a key of ours that is used once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeyManagement {
    /// Elliptic curve Diffie-Hellman, ephemeral and static.
    #[serde(rename = "ECDH-ES")]
    EcdhEs,
}

impl KeyManagement {
    /// The one there is.
    pub const ALL: [Self; 1] = [Self::EcdhEs];

    /// The name in a header.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::EcdhEs => "ECDH-ES",
        }
    }
}

/// How a content is encrypted (RFC 7518, 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContentEncryption {
    /// AES-GCM with a key of 128 bits.
    #[serde(rename = "A128GCM")]
    A128Gcm,
    /// AES-GCM with a key of 256 bits.
    #[serde(rename = "A256GCM")]
    A256Gcm,
}

impl ContentEncryption {
    /// Both.
    pub const ALL: [Self; 2] = [Self::A128Gcm, Self::A256Gcm];

    /// The name in a header.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A128Gcm => "A128GCM",
            Self::A256Gcm => "A256GCM",
        }
    }

    /// Bytes of its key.
    fn key_length(self) -> usize {
        match self {
            Self::A128Gcm => 16,
            Self::A256Gcm => 32,
        }
    }

    /// The key that follows from what both sides know (Concat KDF, RFC 7518, 4.6.2): one round is enough for either.
    fn derive(self, shared: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(1_u32.to_be_bytes());
        hash.update(shared);
        for part in [self.as_str().as_bytes(), from, to] {
            let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
            hash.update(length.to_be_bytes());
            hash.update(part);
        }
        let bits = u32::try_from(self.key_length() * 8).unwrap_or(u32::MAX);
        hash.update(bits.to_be_bytes());
        hash.finalize()[..self.key_length()].to_vec()
    }
}

/// A public key that its holder decrypts with: of P-256, and marked `"use": "enc"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptionKey {
    key: PublicKey,
    kid: Option<String>,
}

impl EncryptionKey {
    /// Reads a key from an object.
    ///
    /// # Errors
    /// [`JwkError`]; `Unfit` for what is for something else.
    pub fn read(object: &Map<String, Value>) -> Result<Self, JwkError> {
        let text = |name| json::text(object, name);
        let point = |name| -> Result<[u8; 32], JwkError> {
            let bytes = text(name)?.and_then(decode).ok_or(JwkError::Unreadable)?;
            bytes.try_into().map_err(|_| JwkError::Numbers)
        };
        let fits = text("kty")? == Some("EC")
            && text("crv")? == Some("P-256")
            && text("use")? == Some("enc")
            && matches!(text("alg")?, None | Some("ECDH-ES"));
        if !fits {
            return Err(JwkError::Unfit);
        }
        let key = PublicKey::P256 {
            x: point("x")?,
            y: point("y")?,
        };
        key.check()?;
        let kid = text("kid")?.map(str::to_owned);
        if kid.as_ref().is_some_and(|kid| kid.len() > LONGEST_KID) {
            return Err(JwkError::TooMany);
        }
        Ok(Self { key, kid })
    }

    /// Its name.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// Encrypts a signed token (nested, RFC 7519, 5.2) in the compact form. `own` and `iv` are drawn anew for each.
    ///
    /// # Errors
    /// [`EncryptError`]
    pub fn encrypt(
        &self,
        enc: ContentEncryption,
        token: &str,
        own: &PrivateKey,
        iv: [u8; 12],
    ) -> Result<String, EncryptError> {
        let public = own.compute_public_key().map_err(|_| EncryptError)?;
        // Uncompressed: a mark and two coordinates.
        let (x, y) = match public.as_ref() {
            [4, point @ ..] if point.len() == 64 => point.split_at(32),
            _ => return Err(EncryptError),
        };
        let mut head = json!({
            "alg": KeyManagement::EcdhEs,
            "enc": enc,
            "cty": "JWT",
            "epk": {"crv": "P-256", "kty": "EC", "x": encode(x), "y": encode(y)},
        });
        if let Some(kid) = &self.kid {
            head["kid"] = kid.as_str().into();
        }
        let head = encode(head.to_string().as_bytes());
        let theirs = UnparsedPublicKey::new(&ECDH_P256, self.key.bytes());
        let key = agree(own, theirs, EncryptError, |shared| {
            Ok(enc.derive(shared, b"", b""))
        })?;
        let algorithm = match enc {
            ContentEncryption::A128Gcm => &AES_128_GCM,
            ContentEncryption::A256Gcm => &AES_256_GCM,
        };
        let key = UnboundKey::new(algorithm, &key).map_err(|_| EncryptError)?;
        let mut content = token.as_bytes().to_vec();
        let tag = LessSafeKey::new(key)
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(iv),
                Aad::from(head.as_bytes()),
                &mut content,
            )
            .map_err(|_| EncryptError)?;
        // The key itself is not sent: it is agreed upon.
        Ok(format!(
            "{head}..{}.{}.{}",
            encode(&iv),
            encode(&content),
            encode(tag.as_ref())
        ))
    }
}

impl From<EncryptionKey> for Value {
    fn from(key: EncryptionKey) -> Self {
        let mut members = key.key.members();
        members["use"] = "enc".into();
        if let Some(kid) = key.kid {
            members["kid"] = kid.into();
        }
        members
    }
}

/// The key is not on its curve after all, or the cipher refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token could not be encrypted")]
pub struct EncryptError;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Bob's of RFC 7518, appendix C.
    const BOB: &str = r#"{"kty":"EC","crv":"P-256","use":"enc","kid":"bob","x":"weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ","y":"e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck"}"#;
    const BOBS: &str = "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw";
    const ALICES: &str = "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo";

    fn private(text: &str) -> PrivateKey {
        PrivateKey::from_private_key(&ECDH_P256, &decode(text).unwrap()).unwrap()
    }

    fn bob() -> EncryptionKey {
        EncryptionKey::read(&json::object(BOB.as_bytes()).unwrap()).unwrap()
    }

    /// What Bob reads.
    fn decrypt(jwe: &str, enc: ContentEncryption) -> String {
        let parts: Vec<&str> = jwe.split('.').collect();
        let [head, "", iv, content, tag] = parts[..] else {
            panic!("{jwe}")
        };
        let object = json::object(&decode(head).unwrap()).unwrap();
        let epk = object["epk"].as_object().unwrap();
        let at = |name: &str| decode(epk[name].as_str().unwrap()).unwrap();
        let point = [&[4], &at("x")[..], &at("y")[..]].concat();
        let theirs = UnparsedPublicKey::new(&ECDH_P256, point);
        let key = agree(&private(BOBS), theirs, EncryptError, |shared| {
            Ok(enc.derive(shared, b"", b""))
        });
        let algorithm = match enc {
            ContentEncryption::A128Gcm => &AES_128_GCM,
            ContentEncryption::A256Gcm => &AES_256_GCM,
        };
        let key = LessSafeKey::new(UnboundKey::new(algorithm, &key.unwrap()).unwrap());
        let iv: [u8; 12] = decode(iv).unwrap().try_into().unwrap();
        let mut sealed = [decode(content).unwrap(), decode(tag).unwrap()].concat();
        let aad = Aad::from(head.as_bytes());
        let plain = key.open_in_place(Nonce::assume_unique_for_key(iv), aad, &mut sealed);
        String::from_utf8(plain.unwrap().to_vec()).unwrap()
    }

    #[test]
    fn keys_are_agreed_upon_as_the_standard_does() {
        let theirs = UnparsedPublicKey::new(&ECDH_P256, bob().key.bytes());
        let key = agree(&private(ALICES), theirs, EncryptError, |shared| {
            Ok(ContentEncryption::A128Gcm.derive(shared, b"Alice", b"Bob"))
        });
        assert_eq!(encode(&key.unwrap()), "VqqN6vgjbSBcIijNcacQGg");
    }

    #[test]
    fn keys_for_something_else_are_refused() {
        let read = |text: &str| EncryptionKey::read(&json::object(text.as_bytes()).unwrap());
        for (from, to, error) in [
            (r#""use":"enc""#, r#""use":"sig""#, JwkError::Unfit),
            (r#""use":"enc","#, "", JwkError::Unfit),
            ("P-256", "P-384", JwkError::Unfit),
            (
                r#""use":"enc""#,
                r#""use":"enc","alg":"ECDH-ES+A256KW""#,
                JwkError::Unfit,
            ),
            ("weNJ", "xeNJ", JwkError::Numbers),
            ("weNJ", "we*J", JwkError::Unreadable),
        ] {
            assert_eq!(read(&BOB.replace(from, to)), Err(error), "{to}");
        }
        let written = Value::from(bob()).to_string();
        assert_eq!(read(&written), Ok(bob()));
    }

    proptest! {
        #[test]
        fn whoever_has_the_key_reads_it(token in "[A-Za-z0-9_.-]{0,400}", iv: [u8; 12], small: bool) {
            let enc = ContentEncryption::ALL[usize::from(small)];
            let jwe = bob().encrypt(enc, &token, &private(ALICES), iv).unwrap();
            let head = json::object(&decode(jwe.split('.').next().unwrap()).unwrap()).unwrap();
            prop_assert_eq!(&head["kid"], "bob");
            prop_assert_eq!(&head["cty"], "JWT");
            prop_assert_eq!(decrypt(&jwe, enc), token);
        }
    }
}
