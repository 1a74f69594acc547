//! Keys that sign tokens: ES256, sealed in the database. Which one signs is a matter of time: each is published for
//! days before it signs, and afterwards until nothing that it signed is good any more.

use std::sync::{Arc, PoisonError, RwLock};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use bonafide_oidc::issue::{SignError, Signer};
use bonafide_oidc::jose::{Algorithm, Jwk, KeySet, PublicKey};
use bonafide_store::oidc_keys::{self as rows, SigningKey};
use jiff::{SignedDuration, Timestamp};

use crate::{Error, Service};

/// How long a key signs.
const SIGNS: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How long before its turn a key is published at least: longer than anybody keeps a set of keys.
const AHEAD: SignedDuration = SignedDuration::from_hours(2 * 24);
/// How long after its turn a key is published: longer than any token is good.
const AFTER: SignedDuration = SignedDuration::from_hours(2);
/// After which time the database is asked again.
const FRESH: SignedDuration = SignedDuration::from_mins(1);
/// How far the clocks of nodes may be apart.
const CLOCKS: SignedDuration = SignedDuration::from_mins(1);

/// A private key and when it signs.
struct Key {
    kid: String,
    pair: EcdsaKeyPair,
    begins: Timestamp,
    ends: Timestamp,
}

impl Signer for Key {
    fn algorithm(&self) -> Algorithm {
        Algorithm::Es256
    }

    fn kid(&self) -> &str {
        &self.kid
    }

    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let signature = self.pair.sign(&SystemRandom::new(), message);
        signature
            .map(|signature| signature.as_ref().to_vec())
            .map_err(|_| SignError)
    }
}

/// The keys as they were at some moment.
pub(crate) struct Ring {
    keys: Vec<Key>,
    public: KeySet,
    document: String,
    read: Timestamp,
}

impl Ring {
    fn new(rows: &[SigningKey], now: Timestamp) -> Result<Self, Error> {
        let mut keys = Vec::new();
        let mut public = Vec::new();
        for row in rows {
            let pair = pair(&row.secret)?;
            let key = public_half(&pair)?;
            public.push(Jwk {
                key,
                kid: Some(row.id.clone()),
                algorithm: Some(Algorithm::Es256),
            });
            keys.push(Key {
                kid: row.id.clone(),
                pair,
                begins: row.begins,
                ends: row.ends,
            });
        }
        let public = KeySet::new(public);
        Ok(Self {
            document: serde_json::Value::from(public.clone()).to_string(),
            keys,
            public,
            read: now,
        })
    }

    /// The key whose turn it is.
    pub(super) fn signer(&self, now: Timestamp) -> Option<&dyn Signer> {
        self.keys
            .iter()
            .find(|key| key.begins <= now && now < key.ends)
            .map(|key| key as &dyn Signer)
    }

    /// The public halves.
    pub(super) fn public(&self) -> &KeySet {
        &self.public
    }

    pub(super) fn document(&self) -> &str {
        &self.document
    }

    fn is_fresh(&self, now: Timestamp) -> bool {
        let age = now.duration_since(self.read);
        !age.is_negative() && age < FRESH && self.signer(now).is_some()
    }
}

/// The keys that this process knows.
#[derive(Default)]
pub(crate) struct SigningKeys(RwLock<Option<Arc<Ring>>>);

impl SigningKeys {
    fn find(&self, now: Timestamp) -> Option<Arc<Ring>> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().filter(|ring| ring.is_fresh(now)).cloned()
    }

    fn keep(&self, ring: Ring) -> Arc<Ring> {
        let ring = Arc::new(ring);
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&ring));
        ring
    }
}

/// A key of 32 random bytes. The library takes keys as RFC 5915 writes them, and works out the public half itself.
fn pair(secret: &[u8]) -> Result<EcdsaKeyPair, Error> {
    const HEAD: &[u8] = b"\x30\x31\x02\x01\x01\x04\x20";
    const TAIL: &[u8] = b"\xa0\x0a\x06\x08\x2a\x86\x48\xce\x3d\x03\x01\x07";
    let der = bonafide_store::keys::Plain::from([HEAD, secret, TAIL].concat());
    EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_FIXED_SIGNING, &der)
        .map_err(|_| Error::Inconsistent("a signing key"))
}

fn public_half(pair: &EcdsaKeyPair) -> Result<PublicKey, Error> {
    let point = pair.public_key().as_ref();
    let half = |range: std::ops::Range<usize>| <[u8; 32]>::try_from(point.get(range)?).ok();
    match (half(1..33), half(33..65)) {
        (Some(x), Some(y)) => Ok(PublicKey::P256 { x, y }),
        _ => Err(Error::Inconsistent("a signing key")),
    }
}

impl Service {
    /// The keys, made where there are none and made ahead of their turn.
    pub(super) async fn signing_keys(&self) -> Result<Arc<Ring>, Error> {
        let now = self.now();
        if let Some(ring) = self.core.signing.find(now) {
            return Ok(ring);
        }
        let present = rows::list(&mut *self.store().read().await?, now).await?;
        let present = if next_turn(&present, now).is_some() {
            self.add_signing_keys(now).await?
        } else {
            present
        };
        Ok(self.core.signing.keep(Ring::new(&present, now)?))
    }

    async fn add_signing_keys(&self, now: Timestamp) -> Result<Vec<SigningKey>, Error> {
        let mut tx = self.store().begin().await?;
        rows::turn(&mut tx).await?;
        // Somebody else may have done so meanwhile.
        let mut present = rows::list(&mut tx, now).await?;
        while let Some(begins) = next_turn(&present, now) {
            let new = self.new_signing_key(begins, now)?;
            rows::insert(&mut tx, &new).await?;
            present.push(new);
        }
        tx.commit().await?;
        Ok(present)
    }

    fn new_signing_key(&self, begins: Timestamp, now: Timestamp) -> Result<SigningKey, Error> {
        // One draw in 2^32 is no key on the curve.
        for _ in 0..8 {
            let secret = bonafide_store::keys::Plain::from(self.core.random.array::<32>().to_vec());
            if let Ok(pair) = pair(&secret) {
                return Ok(SigningKey {
                    id: public_half(&pair)?.thumbprint(),
                    secret,
                    created: now,
                    begins,
                    ends: begins + SIGNS,
                    expires: begins + SIGNS + AFTER,
                });
            }
        }
        Err(Error::Inconsistent("the source of randomness"))
    }
}

/// When the turn of a key that is missing begins: now, where none signs, or when the last one's turn ends, where that
/// is soon.
fn next_turn(present: &[SigningKey], now: Timestamp) -> Option<Timestamp> {
    let last = present.iter().map(|key| key.ends).max();
    match last {
        Some(ends) if ends > now + AHEAD => None,
        Some(ends) if ends > now => Some(ends),
        // Nodes whose clocks are behind sign with it as well.
        _ => Some(now - CLOCKS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(hours)
    }

    fn key(begins: i64, ends: i64) -> SigningKey {
        SigningKey {
            id: String::new(),
            secret: vec![1; 32].into(),
            created: at(0),
            begins: at(begins),
            ends: at(ends),
            expires: at(ends + 2),
        }
    }

    #[test]
    fn keys_follow_each_other_without_a_gap() {
        assert_eq!(next_turn(&[], at(5)), Some(at(5) - CLOCKS));
        assert_eq!(next_turn(&[key(0, 720)], at(5)), None);
        assert_eq!(next_turn(&[key(0, 720)], at(672)), Some(at(720)));
        assert_eq!(next_turn(&[key(0, 720), key(720, 1440)], at(672)), None);
        assert_eq!(
            next_turn(&[key(0, 720)], at(721)),
            Some(at(721) - CLOCKS),
            "after a long sleep"
        );
    }

    #[test]
    fn the_key_whose_turn_it_is_signs() {
        let (mut first, mut second) = (key(0, 10), key(10, 20));
        (first.id, second.id) = ("a".to_owned(), "b".to_owned());
        second.secret = vec![2; 32].into();
        let ring = Ring::new(&[first, second], at(0)).unwrap();
        let kid = |hours| ring.signer(at(hours)).map(|key| key.kid().to_owned());
        assert_eq!(
            (kid(0).as_deref(), kid(10).as_deref(), kid(20)),
            (Some("a"), Some("b"), None)
        );
        let signature = ring.signer(at(0)).unwrap().sign(b"message").unwrap();
        let verifies = |n: usize| {
            ring.public.keys()[n]
                .key
                .verifies(Algorithm::Es256, b"message", &signature)
        };
        assert!(verifies(0) && !verifies(1));
        assert!(!ring.document.contains("\"d\""));
    }

    #[test]
    fn no_key_of_another_length_or_off_the_curve() {
        assert!(pair(&[0; 32]).is_err() && pair(&[0xff; 32]).is_err() && pair(&[1; 31]).is_err());
    }
}
