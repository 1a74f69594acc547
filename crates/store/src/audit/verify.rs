//! Verifying all chains, against themselves, their signed heads and, if
//! given, an older checkpoint.

use std::collections::HashMap;

use futures::TryStreamExt as _;

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

use super::chain::{
    ChainRow, Entry, Hash, Header, REGISTRATIONS, Shelf, entry_hash, heads, read_header,
};
use super::checkpoint::{Checkpoint, Head};
use super::house::{self, HOUSE, LOST, TRUST};
use crate::db::{Conn, Read, sql};
use crate::error::StoreError;
use crate::rows::{looks, lost_documents, reviews, trust};
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
    /// A row beside the chain does not say what the chain does.
    #[error("{chain}: its {what} differs from what the chain says")]
    Differs {
        /// Which registration.
        chain: String,
        /// A column of the registration, or rows that belong to it.
        what: &'static str,
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
    let mut texts = Texts::default();
    for shelf in [REGISTRATIONS, HOUSE] {
        let mut after = (String::new(), String::new());
        loop {
            let batch = heads(&mut conn, shelf, (&after.0, &after.1), BATCH).await?;
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
                walk(&mut conn, shelf, &chain, earlier, &mut texts, &mut report).await?;
            }
            if report.problems.len() > MOST_PROBLEMS {
                report.problems.truncate(MOST_PROBLEMS);
                return Ok(report);
            }
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
    let house = heads(conn, HOUSE, ("", ""), house::MOST).await?;
    let is_told = |name: &str| house.iter().any(|head| head.registration == name);
    let untold_trust = !is_told(TRUST) && trust::digest(conn).await? != trust::empty_digest();
    let untold_lost =
        !is_told(LOST) && lost_documents::digest(conn).await? != lost_documents::empty_digest();
    for (name, untold) in [(TRUST, untold_trust), (LOST, untold_lost)] {
        if untold {
            report.problems.push(Problem::Missing {
                chain: name.to_owned(),
            });
        }
    }
    Ok(())
}

/// Walks one chain from its base to its end.
async fn walk(
    conn: &mut Conn,
    shelf: Shelf,
    head: &ChainRow,
    earlier: Option<&Head>,
    texts: &mut Texts,
    report: &mut Report,
) -> Result<(), StoreError> {
    let chain = || head.registration.clone();
    let begin = report.problems.len();
    let mut found = Vec::new();
    let mut told = Told::default();
    let (mut seq, mut hash) = (head.base_seq, head.base_hash);
    let mut earlier_hash = earlier.filter(|e| e.seq == seq).map(|_| hash);
    let text = format!(
        "SELECT seq, header, payload, hash FROM {}
         WHERE organisation = $1 AND registration = $2 ORDER BY seq",
        shelf.events
    );
    let mut entries = conn.scan(sql!(text, head.organisation, head.registration))?;
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
        match judge(head, &entry, (!gap).then_some(&hash)) {
            Ok(header) => told.hear(header),
            Err(problem) => found.push(problem),
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
    if found.is_empty() {
        let differing = match head.registration.as_str() {
            TRUST => told.of_trust(conn).await?,
            LOST => told.of_lost(conn).await?,
            _ => told.differing(conn, head, texts).await?,
        };
        found.extend(differing.into_iter().map(|what| Problem::Differs {
            chain: chain(),
            what,
        }));
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
fn judge(head: &ChainRow, entry: &Entry, previous: Option<&Hash>) -> Result<Header, Problem> {
    let chain = head.registration.clone();
    let seq = entry.seq;
    let Ok(header) = read_header(&entry.header) else {
        return Err(Problem::Altered { chain, seq });
    };
    if header.seq != seq
        || header.registration != head.registration
        || header.organisation != head.organisation
    {
        return Err(Problem::Reordered { chain, seq });
    }
    let computed =
        previous.map(|previous| entry_hash(previous, &entry.header, entry.payload.as_deref()));
    if computed.is_some_and(|computed| computed[..] != entry.hash) {
        return Err(Problem::Altered { chain, seq });
    }
    Ok(header)
}

/// What a chain's entries say of the rows beside it, as far as they say it.
#[derive(Default)]
struct Told {
    status: Option<String>,
    version: Option<i64>,
    livemode: Option<bool>,
    service: Option<String>,
    service_version: Option<i64>,
    service_sha256: Option<String>,
    policy: Option<String>,
    policy_version: Option<i64>,
    policy_sha256: Option<String>,
    looks: i64,
    reviews: i64,
    trust: Option<String>,
    /// The digest of the list of lost documents.
    lost: Option<String>,
}

impl Told {
    /// Takes in an entry; the latest counts.
    fn hear(&mut self, header: Header) {
        self.looks += i64::from(header.kind == looks::EVENT_KIND);
        self.reviews += i64::from(header.kind == reviews::EVENT_KIND);
        let Some(note) = header.note else { return };
        let text = |key| note.get(key)?.as_str().map(str::to_owned);
        let number = |key| note.get(key)?.as_i64();
        let livemode = note.get("livemode").and_then(serde_json::Value::as_bool);
        self.status = text("status").or(self.status.take());
        self.version = number("version").or(self.version);
        self.livemode = livemode.or(self.livemode);
        self.service = text("service").or(self.service.take());
        self.service_version = number("service_version").or(self.service_version);
        self.service_sha256 = text("service_sha256").or(self.service_sha256.take());
        self.policy = text("policy").or(self.policy.take());
        self.policy_version = number("policy_version").or(self.policy_version);
        self.policy_sha256 = text("policy_sha256").or(self.policy_sha256.take());
        self.trust = text("trust").or(self.trust.take());
        self.lost = text("lost").or(self.lost.take());
    }

    /// Whether somebody else is believed than was said.
    async fn of_trust(&self, conn: &mut Conn) -> Result<Vec<&'static str>, StoreError> {
        let stored = hex::encode(trust::digest(conn).await?);
        Ok(match differs(&self.trust, &stored) {
            true => vec!["trust store"],
            false => Vec::new(),
        })
    }

    /// Whether the list of lost documents is another than was said.
    async fn of_lost(&self, conn: &mut Conn) -> Result<Vec<&'static str>, StoreError> {
        let stored = hex::encode(lost_documents::digest(conn).await?);
        Ok(match differs(&self.lost, &stored) {
            true => vec!["list of lost documents"],
            false => Vec::new(),
        })
    }

    /// What the rows say otherwise.
    async fn differing(
        &self,
        conn: &mut Conn,
        head: &ChainRow,
        texts: &mut Texts,
    ) -> Result<Vec<&'static str>, StoreError> {
        let row = conn
            .one(sql!(
                "SELECT status, version, livemode, service, service_version, erased_at,
                     (SELECT COUNT(*) FROM looks l
                      WHERE l.organisation = r.organisation AND l.registration = r.id) AS looks,
                     (SELECT COUNT(*) FROM review_cases c
                      WHERE c.organisation = r.organisation AND c.registration = r.id
                        AND c.state = 'settled') AS reviews
                 FROM registrations r WHERE organisation = $1 AND id = $2",
                head.organisation,
                head.registration
            ))
            .await?;
        let Some(row) = row else {
            return Ok(vec!["registration"]);
        };
        // Erasing raises the version without telling.
        let erasure = i64::from(row.read::<Option<Timestamp>>("erased_at")?.is_some());
        let version = row.read::<i64>("version")? - erasure;
        let definition = match (&self.service, self.service_version) {
            (Some(id), Some(version)) if self.service_sha256.is_some() => {
                let whose = Some(head.organisation.as_str());
                texts.sha256(conn, whose, id, version).await?
            }
            _ => None,
        };
        let policy = match (&self.policy, self.policy_version) {
            (Some(id), Some(version)) if self.policy_sha256.is_some() => {
                texts.sha256(conn, None, id, version).await?
            }
            _ => None,
        };
        // What was dropped was heard by nobody.
        let whole = head.base_seq == 0;
        let differs = [
            ("status", differs(&self.status, &row.read("status")?)),
            ("version", differs(&self.version, &version)),
            ("livemode", differs(&self.livemode, &row.read("livemode")?)),
            ("service", differs(&self.service, &row.read("service")?)),
            (
                "service_version",
                differs(&self.service_version, &row.read("service_version")?),
            ),
            ("service definition", self.service_sha256 != definition),
            ("policy", self.policy_sha256 != policy),
            ("looks", whole && self.looks != row.read::<i64>("looks")?),
            (
                "review_cases",
                whole && self.reviews != row.read::<i64>("reviews")?,
            ),
        ];
        Ok(differs
            .into_iter()
            .filter_map(|(what, differs)| differs.then_some(what))
            .collect())
    }
}

/// Hashes (hexadecimal) of the definitions and policies that chains name, read once each; `None`
/// for what is gone.
#[derive(Default)]
struct Texts(HashMap<(Option<String>, String, i64), Option<String>>);

impl Texts {
    /// The hash of an organisation's service, or of a policy.
    async fn sha256(
        &mut self,
        conn: &mut Conn,
        organisation: Option<&str>,
        id: &str,
        version: i64,
    ) -> Result<Option<String>, StoreError> {
        let key = (organisation.map(str::to_owned), id.to_owned(), version);
        if let Some(known) = self.0.get(&key) {
            return Ok(known.clone());
        }
        let text = match organisation {
            Some(organisation) => sql!(
                "SELECT definition AS text FROM services
                 WHERE organisation = $1 AND id = $2 AND version = $3",
                organisation,
                id,
                version
            ),
            None => sql!(
                "SELECT body AS text FROM policies WHERE id = $1 AND version = $2",
                id,
                version
            ),
        };
        let row = conn.one(text).await?;
        let text: Option<String> = row.map(|row| row.read("text")).transpose()?;
        let hash = text.map(|text| hex::encode(Sha256::digest(text)));
        self.0.insert(key, hash.clone());
        Ok(hash)
    }
}

fn differs<T: PartialEq>(told: &Option<T>, stored: &T) -> bool {
    told.as_ref().is_some_and(|told| told != stored)
}
