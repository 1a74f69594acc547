//! Operators and their passkeys, with an authenticator made of software.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use bonafide_service::operator::Operator;
use bonafide_service::{Error, Service};
use jiff::SignedDuration;
use rcgen::{KeyPair, PublicKeyData as _, SigningKey as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::world::{World, both};

const ORIGIN: &str = "http://localhost:8080";

/// A passkey on an authenticator that verifies its user (WebAuthn level 3, ES256, no attestation).
pub(crate) struct Authenticator {
    key: KeyPair,
    credential: Vec<u8>,
    user: Vec<u8>,
    counter: u32,
}

fn encoded(value: &Value) -> Vec<u8> {
    BASE64.decode(value.as_str().unwrap()).unwrap()
}

/// A CBOR byte string.
fn bytes(content: &[u8]) -> Vec<u8> {
    let mut out = match content.len() {
        length @ 0..=23 => vec![0x40 | u8::try_from(length).unwrap()],
        length @ 24..=255 => vec![0x58, u8::try_from(length).unwrap()],
        length => [&[0x59][..], &u16::try_from(length).unwrap().to_be_bytes()].concat(),
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
    pub(crate) fn create(options: &Value, origin: &str) -> (Self, String) {
        let selection = &options["publicKey"]["authenticatorSelection"];
        assert_eq!(selection["residentKey"], "required");
        Self::make(options, origin)
    }

    /// The same for a key that stays on its device, and names nobody.
    pub(crate) fn bind(options: &Value, origin: &str) -> (Self, String) {
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
        let key = KeyPair::generate().unwrap();
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
        let mut data = new.data(options["rp"]["id"].as_str().unwrap(), 0x45);
        data.extend([0; 16]);
        data.extend(u16::try_from(new.credential.len()).unwrap().to_be_bytes());
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

    fn data(&self, host: &str, flags: u8) -> Vec<u8> {
        [
            Sha256::digest(host).as_slice(),
            &[flags],
            &self.counter.to_be_bytes(),
        ]
        .concat()
    }

    /// What `navigator.credentials.get` gives.
    pub(crate) fn get(&mut self, options: &Value, origin: &str, flags: u8) -> String {
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
    pub(crate) fn approve(&mut self, options: &Value, origin: &str, flags: u8) -> String {
        let options = &options["publicKey"];
        assert_eq!(
            encoded(&options["allowCredentials"][0]["id"]),
            self.credential
        );
        assert_eq!(options["userVerification"], "required");
        self.sign(options, origin, flags)
    }

    pub(crate) fn sign(&mut self, options: &Value, origin: &str, flags: u8) -> String {
        self.counter += 1;
        let data = self.data(options["rpId"].as_str().unwrap(), flags);
        let client = client_data("webauthn.get", &options["challenge"], origin);
        let signed = [data.as_slice(), Sha256::digest(&client).as_slice()].concat();
        let id = BASE64.encode(&self.credential);
        json!({
            "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
            "response": {
                "authenticatorData": BASE64.encode(data),
                "clientDataJSON": BASE64.encode(client),
                "signature": BASE64.encode(self.key.sign(&signed).unwrap()),
                "userHandle": BASE64.encode(&self.user),
            },
        })
        .to_string()
    }
}

/// User present and verified.
const PROVEN: u8 = 0x05;

async fn enrol(service: &Service, secret: &str) -> (Authenticator, Operator, String) {
    let ceremony = service.begin_enrolment(secret).await.unwrap();
    let (authenticator, answer) = Authenticator::create(&ceremony.options, ORIGIN);
    let signed_in = service
        .finish_enrolment(secret, &ceremony.token, &answer, "Laptop")
        .await
        .unwrap();
    (authenticator, signed_in.operator, signed_in.cookie)
}

fn secret_of(url: &str) -> &str {
    url.rsplit('/').next().unwrap()
}

/// A new operator, enrolled and signed in.
pub(crate) async fn sign_in(world: &World, name: &str) -> Operator {
    let link = world.service.create_operator(name, name).await.unwrap();
    enrol(&world.service, secret_of(&link.url)).await.1
}

both! {
    async fn enrolled_by_a_link_then_signed_in_without_a_name(world: World) {
        let link = world.service.create_operator("ann", "Ann Nova").await.unwrap();
        assert!(link.url.starts_with("http://localhost:8080/moderate/enrol/"), "not an IP address: {}", link.url);
        let secret = secret_of(&link.url);
        for _ in 0..2 {
            assert_eq!(world.service.enrolment(secret).await.unwrap().display_name, "Ann Nova");
        }
        let (mut authenticator, _, cookie) = enrol(&world.service, secret).await;
        assert_eq!(world.service.operator(&cookie).await.unwrap().name, "ann");
        // The link worked once.
        assert_eq!(world.service.enrolment(secret).await.unwrap_err(), Error::OperatorLinkExpired);
        assert_eq!(world.service.begin_enrolment(secret).await.unwrap_err(), Error::OperatorLinkExpired);

        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        let answer = authenticator.get(&ceremony.options, ORIGIN, PROVEN);
        let signed_in = world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap();
        assert_ne!(signed_in.cookie, cookie);
        assert_eq!(signed_in.operator.check_csrf("x"), Err(Error::FormExpired));
        // An answer is judged once.
        assert_eq!(world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap_err(), Error::PasskeyFailed);
        world.service.sign_out(&signed_in.operator).await.unwrap();
        assert_eq!(world.service.operator(&signed_in.cookie).await.unwrap_err(), Error::OperatorSignedOut);
        assert!(world.service.operator(&cookie).await.is_ok(), "the other session goes on");
        assert!(world.service.operators().await.unwrap()[0].disabled_at.is_none());
    }

    async fn a_lost_passkey_opens_nothing_any_more(world: World) {
        let link = world.service.create_operator("ann", "Ann").await.unwrap();
        let (mut authenticator, _, cookie) = enrol(&world.service, secret_of(&link.url)).await;
        let passkeys = world.service.passkeys("ann").await.unwrap();
        assert_eq!(passkeys.len(), 1);
        for unknown in ["", "zz", "00"] {
            assert_eq!(world.service.remove_passkey("ann", unknown).await.unwrap_err(), Error::NotFound);
        }
        world.service.create_operator("bea", "Bea").await.unwrap();
        assert_eq!(world.service.remove_passkey("bea", &passkeys[0].id).await.unwrap_err(), Error::NotFound);
        world.service.remove_passkey("ann", &passkeys[0].id).await.unwrap();
        assert!(world.service.passkeys("ann").await.unwrap().is_empty());
        assert_eq!(world.service.operator(&cookie).await.unwrap_err(), Error::OperatorSignedOut);
        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        let answer = authenticator.get(&ceremony.options, ORIGIN, PROVEN);
        assert_eq!(world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap_err(), Error::PasskeyFailed);
    }

    async fn what_proves_nothing(world: World) {
        let link = world.service.create_operator("ann", "Ann").await.unwrap();
        let (mut authenticator, _, _) = enrol(&world.service, secret_of(&link.url)).await;
        let refuse = async |authenticator: &mut Authenticator, origin: &str, flags: u8| {
            let ceremony = world.service.begin_sign_in(None).await.unwrap();
            let answer = authenticator.get(&ceremony.options, origin, flags);
            world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap_err()
        };
        assert_eq!(refuse(&mut authenticator, "http://evil.example", PROVEN).await, Error::PasskeyFailed);
        assert_eq!(refuse(&mut authenticator, ORIGIN, 0x01).await, Error::PasskeyFailed, "present but not verified");
        // A clone whose counter lags behind.
        authenticator.counter = 0;
        assert_eq!(refuse(&mut authenticator, ORIGIN, PROVEN).await, Error::PasskeyFailed);
        // Somebody else's key under this name.
        let mut impostor = Authenticator { key: KeyPair::generate().unwrap(), counter: 100, ..authenticator };
        assert_eq!(refuse(&mut impostor, ORIGIN, PROVEN).await, Error::PasskeyFailed);
        impostor.credential = vec![7; 32];
        assert_eq!(refuse(&mut impostor, ORIGIN, PROVEN).await, Error::PasskeyFailed);
        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        for nonsense in ["", "{}", "[1]", &"x".repeat(100_000)] {
            assert_eq!(world.service.finish_sign_in(&ceremony.token, nonsense).await.unwrap_err(), Error::PasskeyFailed);
        }
    }

    async fn a_link_of_another_does_not_enrol(world: World) {
        let ann = world.service.create_operator("ann", "Ann").await.unwrap();
        let bea = world.service.create_operator("bea", "Bea").await.unwrap();
        let ceremony = world.service.begin_enrolment(secret_of(&ann.url)).await.unwrap();
        let (_, answer) = Authenticator::create(&ceremony.options, ORIGIN);
        let mixed = world.service.finish_enrolment(secret_of(&bea.url), &ceremony.token, &answer, "x").await;
        assert_eq!(mixed.unwrap_err(), Error::PasskeyFailed);
        assert!(world.service.enrolment(secret_of(&bea.url)).await.is_ok(), "nothing was used up");
        world.clock.advance(SignedDuration::from_hours(25));
        assert_eq!(world.service.enrolment(secret_of(&bea.url)).await.unwrap_err(), Error::OperatorLinkExpired);
        let renewed = world.service.renew_operator_link("bea").await.unwrap();
        assert!(world.service.enrolment(secret_of(&renewed.url)).await.is_ok());
        let again = world.service.renew_operator_link("bea").await.unwrap();
        assert_eq!(world.service.enrolment(secret_of(&renewed.url)).await.unwrap_err(), Error::OperatorLinkExpired, "one at a time");
        assert!(world.service.enrolment(secret_of(&again.url)).await.is_ok());
        assert_eq!(world.service.renew_operator_link("nobody").await.unwrap_err(), Error::NotFound);
    }

    async fn nobody_shuts_the_door_for_others(world: World) {
        let begin = async |address: &str| world.service.begin_sign_in(Some(address.parse().unwrap())).await.map(drop);
        for _ in 0..60 {
            begin("2001:db8::1").await.unwrap();
        }
        assert_eq!(begin("2001:db8::1").await, Err(Error::OperatorTooManyTries));
        assert_eq!(begin("2001:db8::2").await, Err(Error::OperatorTooManyTries), "the same subscriber");
        begin("2001:db8:0:1::1").await.unwrap();
        begin("192.0.2.7").await.unwrap();
        world.clock.advance(SignedDuration::from_mins(15));
        begin("2001:db8::1").await.unwrap();
        // More than an address may: on this machine everybody has the same one.
        for _ in 0..61 {
            world.service.begin_sign_in(None).await.unwrap();
        }
        let link = world.service.create_operator("ann", "Ann").await.unwrap();
        for _ in 0..60 {
            world.service.begin_enrolment(secret_of(&link.url)).await.unwrap();
        }
        assert_eq!(world.service.begin_enrolment(secret_of(&link.url)).await.unwrap_err(), Error::OperatorTooManyTries);
    }

    async fn names(world: World) {
        world.service.create_operator("ann", "Ann").await.unwrap();
        assert_eq!(world.service.create_operator("ann", "Ann").await.unwrap_err(), Error::OperatorExists);
        for (name, display) in [("", "x"), ("Ann", "x"), ("a b", "x"), ("ok", " "), ("ok", "a\nb")] {
            assert!(matches!(world.service.create_operator(name, display).await, Err(Error::Validation(_))));
        }
    }

    async fn sessions_end(world: World) {
        let link = world.service.create_operator("ann", "Ann").await.unwrap();
        let (mut authenticator, _, cookie) = enrol(&world.service, secret_of(&link.url)).await;
        for _ in 0..14 {
            world.clock.advance(SignedDuration::from_mins(50));
            assert!(world.service.operator(&cookie).await.is_ok(), "used within the hour");
        }
        world.clock.advance(SignedDuration::from_mins(50));
        assert_eq!(world.service.operator(&cookie).await.unwrap_err(), Error::OperatorSignedOut, "after twelve hours");

        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        let answer = authenticator.get(&ceremony.options, ORIGIN, PROVEN);
        let cookie = world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap().cookie;
        world.clock.advance(SignedDuration::from_mins(61));
        assert_eq!(world.service.operator(&cookie).await.unwrap_err(), Error::OperatorSignedOut, "idle");
        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        let answer = authenticator.get(&ceremony.options, ORIGIN, PROVEN);
        world.clock.advance(SignedDuration::from_mins(6));
        assert_eq!(world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap_err(), Error::PasskeyFailed, "too slow");
    }

    async fn a_disabled_operator_is_out_at_once(world: World) {
        let (_, registration) = world.to_review(&world.live).await;
        let link = world.service.create_operator("ann", "Ann").await.unwrap();
        let (mut authenticator, operator, cookie) = enrol(&world.service, secret_of(&link.url)).await;
        let case = world.service.take_next(&operator).await.unwrap().unwrap();
        world.service.disable_operator("ann").await.unwrap();
        assert_eq!(world.service.operator(&cookie).await.unwrap_err(), Error::OperatorSignedOut);
        assert_eq!(world.service.take_next(&operator).await.unwrap_err(), Error::OperatorSignedOut);
        assert_eq!(world.service.case(&operator, &case.id).await.unwrap_err(), Error::ReviewNotAssigned);
        let ceremony = world.service.begin_sign_in(None).await.unwrap();
        let answer = authenticator.get(&ceremony.options, ORIGIN, PROVEN);
        assert_eq!(world.service.finish_sign_in(&ceremony.token, &answer).await.unwrap_err(), Error::PasskeyFailed);
        let bea = sign_in(&world, "bea").await;
        assert_eq!(world.service.take_next(&bea).await.unwrap().unwrap().registration, registration);
    }
}
