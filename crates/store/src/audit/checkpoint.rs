//! Checkpoints: every chain's head in one signed text file, to be kept where
//! whoever can change the database cannot.
//!
//! ```text
//! bonafide checkpoint 1
//! {"installation":"…","at":…,"signer":"<hex>"}
//! org_… reg_… <seq> <hash in hex>
//! …
//! signature <hex over everything before this line>
//! ```

use std::collections::HashMap;
use std::io::{self, BufRead, Write};

use ed25519_dalek::{Signature, VerifyingKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::chain::{Hash, REGISTRATIONS, heads};
use super::house::HOUSE;
use crate::db::Read;
use crate::error::StoreError;
use crate::store::Store;

/// Longest line of a checkpoint, in bytes.
pub const MAX_LINE: usize = 1024;
const FIRST_LINE: &str = "bonafide checkpoint 1";
const SIGNED: &[u8] = b"bonafide checkpoint signature 1\n";
const BATCH: i64 = 1000;

/// A chain's head as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last entry.
    pub seq: i64,
    /// Its hash.
    pub hash: [u8; 32],
}

/// A checkpoint whose signature holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The installation that it is of.
    pub installation: String,
    /// When it was made.
    pub at: Timestamp,
    /// The public key that signed it.
    pub signer: [u8; 32],
    /// Heads by organisation and registration.
    pub heads: HashMap<(String, String), Head>,
}

/// Why a file is no checkpoint.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// It could not be read.
    #[error("cannot read the checkpoint: {0}")]
    Io(#[from] io::Error),
    /// It is not of the form above.
    #[error("not a checkpoint: line {0}")]
    Malformed(usize),
    /// It was altered, or its end is missing.
    #[error("the checkpoint's signature does not hold")]
    Signature,
}

#[derive(Serialize, Deserialize)]
struct Preamble {
    installation: String,
    /// Microseconds.
    at: i64,
    signer: String,
}

/// Writes a checkpoint of all chains, as of one moment.
pub async fn export(store: &Store, now: Timestamp, mut out: impl Write) -> Result<u64, StoreError> {
    let installation = store.core.installation()?;
    let mut digest = Sha256::new();
    let mut line = |text: String| -> Result<(), StoreError> {
        digest.update(&text);
        out.write_all(text.as_bytes())?;
        Ok(())
    };
    let preamble = Preamble {
        installation: installation.id.clone(),
        at: now.as_microsecond(),
        signer: hex::encode(installation.verifying_key().as_bytes()),
    };
    let preamble =
        serde_json::to_string(&preamble).map_err(|error| StoreError::File(error.to_string()))?;
    line(format!("{FIRST_LINE}\n{preamble}\n"))?;
    let mut snapshot = Read::snapshot(&store.core).await?;
    let mut count = 0;
    for shelf in [REGISTRATIONS, HOUSE] {
        let mut after = (String::new(), String::new());
        loop {
            let batch = heads(&mut snapshot, shelf, (&after.0, &after.1), BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = (last.organisation.clone(), last.registration.clone());
            count += batch.len() as u64;
            for head in batch {
                let hash = hex::encode(head.hash);
                line(format!(
                    "{} {} {} {hash}\n",
                    head.organisation, head.registration, head.seq
                ))?;
            }
        }
    }
    let signature = installation.sign(&signed(digest.finalize().into()));
    writeln!(out, "signature {}", hex::encode(signature))?;
    out.flush()?;
    Ok(count)
}

fn signed(digest: Hash) -> Vec<u8> {
    [SIGNED, &digest].concat()
}

/// Reads a checkpoint and checks its signature by the key named in it.
pub fn read(mut input: impl BufRead) -> Result<Checkpoint, CheckpointError> {
    let mut digest = Sha256::new();
    let mut number = 0;
    let mut next = |digest: &mut Sha256| -> Result<(usize, String), CheckpointError> {
        number += 1;
        let mut bytes = Vec::new();
        io::Read::take(&mut input, MAX_LINE as u64).read_until(b'\n', &mut bytes)?;
        let text = String::from_utf8(bytes).map_err(|_| CheckpointError::Malformed(number))?;
        let line = text
            .strip_suffix('\n')
            .ok_or(CheckpointError::Malformed(number))?;
        if !line.starts_with("signature ") {
            digest.update(&text);
        }
        Ok((number, line.to_owned()))
    };
    let (number, line) = next(&mut digest)?;
    if line != FIRST_LINE {
        return Err(CheckpointError::Malformed(number));
    }
    let (number, line) = next(&mut digest)?;
    let malformed = CheckpointError::Malformed;
    let preamble: Preamble = serde_json::from_str(&line).map_err(|_| malformed(number))?;
    let mut signer = [0; 32];
    hex::decode_to_slice(&preamble.signer, &mut signer).map_err(|_| malformed(number))?;
    let at = Timestamp::from_microsecond(preamble.at).map_err(|_| malformed(number))?;
    let mut heads = HashMap::new();
    loop {
        let (number, line) = next(&mut digest)?;
        if let Some(signature) = line.strip_prefix("signature ") {
            let mut bytes = [0; 64];
            hex::decode_to_slice(signature, &mut bytes).map_err(|_| malformed(number))?;
            let key = VerifyingKey::from_bytes(&signer).map_err(|_| CheckpointError::Signature)?;
            return key
                .verify_strict(
                    &signed(digest.finalize().into()),
                    &Signature::from_bytes(&bytes),
                )
                .map(|()| Checkpoint {
                    installation: preamble.installation,
                    at,
                    signer,
                    heads,
                })
                .map_err(|_| CheckpointError::Signature);
        }
        let (chain, head) = parse_head(&line).ok_or(malformed(number))?;
        if heads.insert(chain, head).is_some() {
            return Err(malformed(number));
        }
    }
}

fn parse_head(line: &str) -> Option<((String, String), Head)> {
    let mut words = line.split(' ');
    let (organisation, registration) = (words.next()?, words.next()?);
    let seq = words.next()?.parse().ok().filter(|seq| *seq >= 0)?;
    let mut hash = [0; 32];
    hex::decode_to_slice(words.next()?, &mut hash).ok()?;
    words.next().is_none().then(|| {
        (
            (organisation.to_owned(), registration.to_owned()),
            Head { seq, hash },
        )
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn anything_else_is_refused_without_panic(bytes: Vec<u8>) {
            prop_assert!(super::read(&bytes[..]).is_err());
        }

        #[test]
        fn any_lines_are_refused_without_panic(lines in "bonafide checkpoint 1\n(\\{\"installation\":\"\",\"at\":[0-9]{1,30},\"signer\":\"[0-9a-f]{64}\"\\}\n)?([a-z ]{0,9} [0-9]{0,25} [0-9a-f]{60,66}\n){0,3}signature [0-9a-f]{128}\n") {
            prop_assert!(super::read(lines.as_bytes()).is_err());
        }
    }
}
