//! Verifying all chains, against themselves, their signed heads and, if
//! given, an older checkpoint.

use std::collections::HashMap;

use futures::TryStreamExt as _;

use super::chain::{ChainRow, Entry, Hash, entry_hash, heads, read_header};
use super::checkpoint::{Checkpoint, Head};
use crate::db::{Conn, Read, sql};
use crate::error::StoreError;
use crate::store::Store;

const BATCH: i64 = 200;

/// Most problems that a report lists.
const MOST_PROBLEMS: usize = 10_000;

/// Something that cannot be explained by honest use. `chain` is the registration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// An entry's header, payload or hash was changed.
    #[error("{chain}: entry {seq} was altered")]
    Altered {
        /// Which registration.
        chain: String,
        /// Which entry.
        seq: i64,
    },
    /// An entry in the middle is gone.
    #[error("{chain}: entry {seq} was removed")]
    Removed {
        /// Which registration.
        chain: String,
        /// Which entry.
        seq: i64,
    },
    /// An entry stands where it was not written.
    #[error("{chain}: entry {seq} was moved here from another place")]
    Reordered {
        /// Which registration.
        chain: String,
        /// Which entry.
        seq: i64,
    },
    /// Entries at the end are gone.
    #[error("{chain}: ends at entry {found} instead of {expected}")]
    Truncated {
        /// Which registration.
        chain: String,
        /// The head's entry.
        expected: i64,
        /// The last entry found.
        found: i64,
    },
    /// The entries agree with each other, but not with the signed head.
    #[error("{chain}: was rewritten; entry {seq} is not the one that was signed")]
    Rewritten {
        /// Which registration.
        chain: String,
        /// The first entry known to differ.
        seq: i64,
    },
    /// There are entries after the signed head.
    #[error("{chain}: entry {seq} was added without a signature")]
    Added {
        /// Which registration.
        chain: String,
        /// Which entry.
        seq: i64,
    },
    /// The head in the database does not bear the installation's signature.
    #[error("{chain}: its head is not signed by this installation")]
    Unsigned {
        /// Which registration.
        chain: String,
    },
    /// The whole chain is gone.
    #[error("{chain}: has no chain")]
    Missing {
        /// Which registration.
        chain: String,
    },
    /// The checkpoint is of another installation, or the signing key was replaced.
    #[error("the checkpoint was signed by another installation or key")]
    OtherSigner,
}

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Chains looked at.
    pub chains: u64,
    /// Entries looked at.
    pub entries: u64,
    /// What is wrong, at most 10,000.
    pub problems: Vec<Problem>,
}

/// Verifies every chain as of one moment.
pub async fn verify(store: &Store, earlier: Option<&Checkpoint>) -> Result<Report, StoreError> {
    let installation = store.core.installation()?;
    let mut report = Report::default();
    let mut expected: HashMap<&(String, String), &Head> = HashMap::new();
    if let Some(checkpoint) = earlier {
        expected = checkpoint.heads.iter().collect();
        if checkpoint.signer != *installation.verifying_key().as_bytes()
            || checkpoint.installation != installation.id
        {
            report.problems.push(Problem::OtherSigner);
        }
    }
    let mut conn = Read::snapshot(&store.core).await?;
    let mut after = (String::new(), String::new());
    loop {
        let batch = heads(&mut conn, (&after.0, &after.1), BATCH).await?;
        let Some(last) = batch.last() else { break };
        after = (last.organisation.clone(), last.registration.clone());
        for chain in batch {
            report.chains += 1;
            if !chain.is_signed(installation) {
                report.problems.push(Problem::Unsigned {
                    chain: chain.registration.clone(),
                });
            }
            let key = (chain.organisation.clone(), chain.registration.clone());
            let earlier = expected.remove(&key);
            walk(&mut conn, &chain, earlier, &mut report).await?;
        }
        if report.problems.len() > MOST_PROBLEMS {
            report.problems.truncate(MOST_PROBLEMS);
            return Ok(report);
        }
    }
    for (_, chain) in expected.into_keys() {
        report.problems.push(Problem::Missing {
            chain: chain.clone(),
        });
    }
    missing(&mut conn, &mut report).await?;
    Ok(report)
}

/// Registrations and entries without a chain.
async fn missing(conn: &mut Conn, report: &mut Report) -> Result<(), StoreError> {
    let rows = conn
        .all(sql!(
            "SELECT r.id AS registration FROM registrations r WHERE NOT EXISTS
                 (SELECT 1 FROM chains c
                  WHERE c.organisation = r.organisation AND c.registration = r.id)
             ORDER BY r.id LIMIT $1",
            MOST_PROBLEMS as i64
        ))
        .await?;
    for row in rows {
        let problem = Problem::Missing {
            chain: row.read("registration")?,
        };
        if !report.problems.contains(&problem) {
            report.problems.push(problem);
        }
    }
    Ok(())
}

/// Walks one chain from its base to its end.
async fn walk(
    conn: &mut Conn,
    head: &ChainRow,
    earlier: Option<&Head>,
    report: &mut Report,
) -> Result<(), StoreError> {
    let chain = || head.registration.clone();
    let begin = report.problems.len();
    let mut found = Vec::new();
    let (mut seq, mut hash) = (head.base_seq, head.base_hash);
    let mut earlier_hash = earlier.filter(|e| e.seq == seq).map(|_| hash);
    let mut entries = conn.scan(sql!(
        "SELECT seq, header, payload, hash FROM events
         WHERE organisation = $1 AND registration = $2 ORDER BY seq",
        head.organisation,
        head.registration
    ))?;
    while let Some(row) = entries.try_next().await? {
        report.entries += 1;
        let entry = Entry::from_row(&row)?;
        if found.len() > MOST_PROBLEMS {
            break;
        }
        // What was removed cannot be hashed: go on from what comes next.
        let gap = seq + 1 < entry.seq;
        while seq + 1 < entry.seq.min(head.seq + 1) && found.len() < MOST_PROBLEMS {
            seq += 1;
            found.push(Problem::Removed {
                chain: chain(),
                seq,
            });
        }
        if entry.seq > head.seq {
            found.push(Problem::Added {
                chain: chain(),
                seq: entry.seq,
            });
            continue;
        }
        seq = entry.seq;
        if let Some(problem) = judge(head, &entry, (!gap).then_some(&hash)) {
            found.push(problem);
        }
        // Go on from the stored hash, so that one bad entry is reported once.
        hash = Hash::try_from(entry.hash.as_slice()).unwrap_or_default();
        if earlier.is_some_and(|e| e.seq == seq) {
            earlier_hash = Some(hash);
        }
    }
    drop(entries);
    if seq < head.seq {
        found.push(Problem::Truncated {
            chain: chain(),
            expected: head.seq,
            found: seq,
        });
    } else if hash != head.hash && found.is_empty() {
        found.push(Problem::Rewritten {
            chain: chain(),
            seq: head.seq,
        });
    }
    report.problems.append(&mut found);
    if let Some(earlier) = earlier {
        if head.seq < earlier.seq {
            report.problems.push(Problem::Truncated {
                chain: chain(),
                expected: earlier.seq,
                found: head.seq,
            });
        } else if earlier_hash.is_some_and(|hash| hash != earlier.hash)
            && report.problems.len() == begin
        {
            report.problems.push(Problem::Rewritten {
                chain: chain(),
                seq: earlier.seq,
            });
        }
    }
    Ok(())
}

/// Judges one entry by itself and by the hash before it, if that is known.
fn judge(head: &ChainRow, entry: &Entry, previous: Option<&Hash>) -> Option<Problem> {
    let chain = head.registration.clone();
    let seq = entry.seq;
    let Ok(header) = read_header(&entry.header) else {
        return Some(Problem::Altered { chain, seq });
    };
    if header.seq != seq
        || header.registration != head.registration
        || header.organisation != head.organisation
    {
        return Some(Problem::Reordered { chain, seq });
    }
    let computed =
        previous.map(|previous| entry_hash(previous, &entry.header, entry.payload.as_deref()));
    (computed.is_some_and(|computed| computed[..] != entry.hash))
        .then_some(Problem::Altered { chain, seq })
}
