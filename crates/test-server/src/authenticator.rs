//! Passkeys without a browser: an authenticator made of software (WebAuthn level 3, ES256, no attestation).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use rcgen::{KeyPair, PublicKeyData as _, SigningKey as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Its user was present, and is verified.
const VERIFIED_WITH_KEY: u8 = 0x45;

/// One credential. What it is asked must be what the product asks; anything else is a failed test, so that every method
/// panics on it.
#[derive(Debug)]
pub struct Authenticator {
    key: KeyPair,
    /// The credential's name.
    pub credential: Vec<u8>,
    user: Vec<u8>,
    /// How often it was used.
    pub counter: u32,
}

fn encoded(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("a text");
    BASE64.decode(text).expect("base64url")
}

/// A CBOR byte string.
fn bytes(content: &[u8]) -> Vec<u8> {
    let mut out = match content.len() {
        length @ 0..=23 => vec![0x40 | u8::try_from(length).unwrap_or(u8::MAX)],
        length @ 24..=255 => vec![0x58, u8::try_from(length).unwrap_or(u8::MAX)],
        length => [
            &[0x59][..],
            &u16::try_from(length).unwrap_or(u16::MAX).to_be_bytes(),
        ]
        .concat(),
    };
    out.extend_from_slice(content);
    out
}

fn client_data(kind: &str, challenge: &Value, origin: &str) -> Vec<u8> {
    json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false })
        .to_string()
        .into_bytes()
}

impl Authenticator {
    /// What `navigator.credentials.create` gives.
    ///
    /// # Panics
    /// Where it is asked otherwise than the product asks.
    pub fn create(options: &Value, origin: &str) -> (Self, String) {
        let selection = &options["publicKey"]["authenticatorSelection"];
        assert_eq!(selection["residentKey"], "required");
        Self::make(options, origin)
    }

    /// The same for a key that stays on its device, and names nobody.
    ///
    /// # Panics
    /// Where it is asked otherwise than the product asks.
    pub fn bind(options: &Value, origin: &str) -> (Self, String) {
        let selection = &options["publicKey"]["authenticatorSelection"];
        assert_eq!(selection["residentKey"], "discouraged");
        assert_eq!(selection["authenticatorAttachment"], "platform");
        Self::make(options, origin)
    }

    fn make(options: &Value, origin: &str) -> (Self, String) {
        let options = &options["publicKey"];
        assert_eq!(
            options["authenticatorSelection"]["userVerification"],
            "required"
        );
        let key = KeyPair::generate().expect("a key");
        let credential = Sha256::digest(key.der_bytes()).to_vec();
        let point = key.der_bytes();
        assert_eq!(point.len(), 65);
        // COSE: {1: EC2, 3: ES256, -1: P-256, -2: x, -3: y}
        let cose = [
            &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21][..],
            &bytes(&point[1..33]),
            &[0x22],
            &bytes(&point[33..]),
        ]
        .concat();
        let new = Self {
            key,
            credential,
            user: encoded(&options["user"]["id"]),
            counter: 1,
        };
        let mut data = new.data(
            options["rp"]["id"].as_str().expect("a name"),
            VERIFIED_WITH_KEY,
        );
        data.extend([0; 16]);
        data.extend(
            u16::try_from(new.credential.len())
                .unwrap_or(u16::MAX)
                .to_be_bytes(),
        );
        data.extend(&new.credential);
        data.extend(cose);
        // {"fmt": "none", "attStmt": {}, "authData": …}
        let attestation = [
            b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData".as_slice(),
            &bytes(&data),
        ]
        .concat();
        let id = BASE64.encode(&new.credential);
        let answer = json!({
            "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "response": {
                "attestationObject": BASE64.encode(attestation),
                "clientDataJSON": BASE64.encode(client_data("webauthn.create", &options["challenge"], origin)),
            },
        });
        (new, answer.to_string())
    }

    /// Another key that says it is this one, and was used more often.
    ///
    /// # Panics
    /// Never: keys can be made.
    #[must_use]
    pub fn impostor(self) -> Self {
        Self {
            key: KeyPair::generate().expect("a key"),
            counter: self.counter + 100,
            ..self
        }
    }

    fn data(&self, host: &str, flags: u8) -> Vec<u8> {
        [
            Sha256::digest(host).as_slice(),
            &[flags],
            &self.counter.to_be_bytes(),
        ]
        .concat()
    }

    /// What `navigator.credentials.get` gives.
    ///
    /// # Panics
    /// Where it is asked otherwise than the product asks.
    pub fn get(&mut self, options: &Value, origin: &str, flags: u8) -> String {
        assert!(
            options.get("mediation").is_none_or(Value::is_null),
            "asked for by a button"
        );
        let options = &options["publicKey"];
        assert!(
            options["allowCredentials"]
                .as_array()
                .is_none_or(Vec::is_empty),
            "names nobody"
        );
        self.sign(options, origin, flags)
    }

    /// The same where it is this key that is asked for.
    ///
    /// # Panics
    /// Where it is asked otherwise than the product asks.
    pub fn approve(&mut self, options: &Value, origin: &str, flags: u8) -> String {
        let options = &options["publicKey"];
        assert_eq!(
            encoded(&options["allowCredentials"][0]["id"]),
            self.credential
        );
        assert_eq!(options["userVerification"], "required");
        self.sign(options, origin, flags)
    }

    /// An answer to any of these, with these flags (WebAuthn, 6.1: 0x01 present, 0x04 verified).
    ///
    /// # Panics
    /// Where it is asked otherwise than the product asks.
    pub fn sign(&mut self, options: &Value, origin: &str, flags: u8) -> String {
        self.counter += 1;
        let data = self.data(options["rpId"].as_str().expect("a name"), flags);
        let client = client_data("webauthn.get", &options["challenge"], origin);
        let signed = [data.as_slice(), Sha256::digest(&client).as_slice()].concat();
        let id = BASE64.encode(&self.credential);
        json!({
            "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "response": {
                "authenticatorData": BASE64.encode(data),
                "clientDataJSON": BASE64.encode(client),
                "signature": BASE64.encode(self.key.sign(&signed).expect("a signature")),
                "userHandle": BASE64.encode(&self.user),
            },
        })
        .to_string()
    }
}
