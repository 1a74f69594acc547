//! Secrets of the whole installation. They are rows wrapped by a master key,
//! so that rotating master keys changes neither blind indexes nor signatures.

use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{Place, Secret};
use crate::db::{Conn, Tx, sql};
use crate::error::StoreError;
use crate::store::Core;

const BLIND_INDEX: &str = "blind_index";
const ATTEMPTS: &str = "attempts";
const AUDIT_SIGNING: &str = "audit_signing";
const NAMES: [&str; 3] = [BLIND_INDEX, ATTEMPTS, AUDIT_SIGNING];

/// The installation's name and secrets.
pub(crate) struct Installation {
    pub(crate) id: String,
    blind_index: Secret,
    attempts: Secret,
    audit_signing: SigningKey,
}

fn place<'a>(installation: &'a str, name: &'a str) -> Place<'a> {
    Place {
        table: "installation_keys",
        row: installation,
        column: name,
        version: 1,
    }
}

/// Wraps an installation key anew by another master key.
pub(crate) fn rewrap(
    core: &Core,
    installation: &str,
    name: &str,
    old: (&str, &[u8]),
    new: &super::master::Master,
) -> Result<Vec<u8>, StoreError> {
    let place = place(installation, name);
    let secret = core.keyring.find(old.0)?.unwrap(&place, old.1)?;
    new.wrap(&place, &secret, &*core.random)
}

impl Installation {
    /// Reads the installation's row and keys; `None` before the first start.
    pub(crate) async fn load(conn: &mut Conn) -> Result<Option<Self>, StoreError> {
        let Some(row) = conn.one(sql!("SELECT id FROM installation")).await? else {
            return Ok(None);
        };
        let id: String = row.read("id")?;
        let mut secrets = Vec::new();
        for name in NAMES {
            let row = conn
                .one(sql!(
                    "SELECT master, wrapped FROM installation_keys WHERE name = $1",
                    name
                ))
                .await?
                .ok_or_else(|| {
                    StoreError::Corrupt(format!("installation key {name} is missing"))
                })?;
            let (master, wrapped): (String, Vec<u8>) = (row.read("master")?, row.read("wrapped")?);
            secrets.push(
                conn.core
                    .keyring
                    .find(&master)?
                    .unwrap(&place(&id, name), &wrapped)?,
            );
        }
        let [blind_index, attempts, audit_signing]: [Secret; 3] = secrets
            .try_into()
            .map_err(|_| StoreError::Corrupt("installation keys".to_owned()))?;
        let audit_signing = SigningKey::from_bytes(audit_signing.bytes());
        Ok(Some(Self {
            id,
            blind_index,
            attempts,
            audit_signing,
        }))
    }

    /// Makes the installation's row and keys, and a master key if there is none.
    pub(crate) async fn create(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
        let core = std::sync::Arc::clone(&tx.core);
        let master = match core.keyring.current() {
            Ok(master) => master,
            Err(_) => core.keyring.add(&*core.random, now)?,
        };
        let id = hex::encode(core.random.array::<16>());
        tx.run(sql!(
            "INSERT INTO installation (one, id, created) VALUES (1, $1, $2)",
            id,
            now
        ))
        .await?;
        for name in NAMES {
            let secret = Secret::generate(&*core.random);
            let wrapped = master.wrap(&place(&id, name), &secret, &*core.random)?;
            tx.run(sql!(
                "INSERT INTO installation_keys (name, master, wrapped) VALUES ($1, $2, $3)",
                name,
                master.id,
                wrapped
            ))
            .await?;
        }
        Ok(())
    }

    fn keyed_hash(key: &Secret, parts: &[&[u8]]) -> [u8; 32] {
        // HMAC itself fills a short key with zeros up to the hash's block.
        let mut block = Zeroizing::new([0; 64]);
        block[..32].copy_from_slice(key.bytes());
        let mut mac = Hmac::<Sha256>::new(&(*block).into());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    /// The blind index of a value of some kind.
    pub(crate) fn blind_index(&self, kind: &str, value: &[u8]) -> [u8; 32] {
        Self::keyed_hash(&self.blind_index, &[kind.as_bytes(), value])
    }

    /// Under which an attempt is counted.
    pub(crate) fn attempt_key(&self, purpose: &str, subject: &str) -> [u8; 32] {
        Self::keyed_hash(&self.attempts, &[purpose.as_bytes(), subject.as_bytes()])
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.audit_signing.sign(message).to_bytes()
    }

    pub(crate) fn verifying_key(&self) -> VerifyingKey {
        self.audit_signing.verifying_key()
    }
}
