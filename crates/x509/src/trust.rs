//! Whom a certificate can be traced to (ICAO Doc 9303 part 12; RFC 5280, 6).
//!
//! A state's certificate is its own root, and its next one may be linked to it by a signature. Names and key
//! identifiers are too often wrong to decide anything: they order the candidates, the signature chooses.
//!
//! **Validity** is judged at the moment the caller gives, usually the reading, since nobody vouches for when a
//! document was signed: every certificate of the chain must be valid then ([`ValidityModel::Now`]). States must
//! issue document signers that outlive the documents, and their own certificates to outlive both. For states that do
//! not, [`ValidityModel::Chain`] asks of an issuer only that it was valid when what it signed began.
//!
//! **A state signs for itself alone.** A certificate that names an issuer of another country than the one whose key
//! signed it is not trusted: else whoever is believed for one state could speak for all of them. Countries are
//! compared without regard to case; otherwise the names may be written as anybody likes.
//!
//! **Keys, not certificates**: a state's key stands in several certificates, self-issued and linked, reissued with
//! another end. Any of them that is valid serves; when one is distrusted, or revoked for a reason that is not the
//! certificate's alone, none of them does.
//!
//! **Revocation**: a certificate that any verified list names is revoked, however old the list. A list past its
//! next update no longer proves that a certificate is *not* revoked: the report says so, and only
//! [`Policy::require_fresh_crl`] makes it an obstacle.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::certificate::Certificate;
use crate::crl::{Crl, Revoked};
use crate::key::PublicKey;
use crate::signature::SignatureError;

/// SHA-256 of a certificate.
pub type Fingerprint = [u8; 32];

/// Certificates that are believed and the lists that they signed: built once, then only asked.
#[derive(Debug, Default)]
pub struct Trust {
    issuers: Vec<Issuer>,
    by_country: HashMap<String, Vec<usize>>,
    crls: Vec<VerifiedCrl>,
    signers: Vec<Certificate>,
    distrusted: HashSet<Fingerprint>,
    /// Certificates that are distrusted, and those of the same keys.
    shunned: Vec<(Certificate, PublicKey)>,
}

#[derive(Debug)]
struct Issuer {
    certificate: Certificate,
    key: PublicKey,
    /// The believed certificate that this one is linked to by a signature; none for one believed in itself.
    via: Option<usize>,
}

#[derive(Debug)]
struct VerifiedCrl {
    crl: Crl,
    /// None when its signer was believed once and no longer is there.
    signer: Option<usize>,
}

/// What [`Trust::build`] could not use, and why.
#[derive(Clone, Debug, Default)]
pub struct Unused {
    /// Certificates whose key no signature can be verified under.
    pub without_key: Vec<Certificate>,
    /// Candidates for links that no believed certificate signed, or that may not issue.
    pub unlinked: Vec<Certificate>,
    /// Revocation lists that no believed certificate signed.
    pub unsigned_crls: Vec<Crl>,
}

/// How strictly validity and revocation are judged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    pub validity: ValidityModel,
    /// Whether a chain counts as trusted only with a list that is not past its next update.
    pub require_fresh_crl: bool,
}

/// Of which moment each certificate must be valid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValidityModel {
    /// All of them at the given moment.
    #[default]
    Now,
    /// The leaf at the given moment, each issuer when what it signed began to be valid.
    Chain,
}

/// What became of tracing a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainStatus {
    Trusted,
    /// No believed certificate signed it.
    UnknownIssuer,
    /// It names the very key of a believed certificate as its issuer's, which did not sign it.
    SignatureInvalid,
    /// It is distrusted here, or its issuer is, or another certificate of the same key.
    Distrusted,
    Revoked,
    Expired,
    NotYetValid,
    /// The issuer says of itself that it may not issue, or is of another country than the certificate says.
    NotAuthorised,
    /// A list was demanded, and there is none or a stale one.
    RevocationUnknown,
}

/// What revocation lists say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Revocation {
    /// No list covers the certificate.
    Unknown,
    /// The only lists that cover it are past their next update, or say that they are not whole.
    Stale {
        next_update: Option<Timestamp>,
    },
    Good {
        next_update: Option<Timestamp>,
    },
    Revoked {
        at: Option<Timestamp>,
        reason: Option<u8>,
    },
}

/// What had to be tolerated in a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChainDeviation {
    /// The leaf names its issuer otherwise than the issuer names itself.
    IssuerNamedOtherwise,
    /// The authority key identifier is not the issuer's.
    KeyIdentifier,
    /// The issuer does not say that it may issue, but is believed in itself.
    IssuerNotMarked,
    /// An issuer was valid when it signed and no longer is.
    IssuerExpired,
    /// A critical extension of the leaf or an issuer is not understood.
    UnknownCriticalExtension,
    /// A known extension is malformed.
    MalformedExtension,
    /// The serial is zero or negative.
    Serial,
}

/// A traced certificate.
#[derive(Clone, Debug)]
pub struct Chain<'a> {
    pub status: ChainStatus,
    /// From the issuer of the leaf to the certificate that is believed in itself.
    pub issuers: Vec<&'a Certificate>,
    pub revocation: Revocation,
    pub deviations: Vec<ChainDeviation>,
}

impl Trust {
    /// Believes `anchors` in themselves, those of `links` that a believed certificate of the same country signed, and
    /// `crls` that one of all these signed. `distrusted` certificates are left out with all others of their keys, and
    /// so is what only they vouch for.
    #[must_use]
    pub fn build(
        anchors: Vec<Certificate>,
        links: Vec<Certificate>,
        crls: Vec<Crl>,
        distrusted: &HashSet<Fingerprint>,
    ) -> (Trust, Unused) {
        let mut trust = Trust {
            distrusted: distrusted.clone(),
            ..Trust::default()
        };
        let mut unused = Unused::default();
        let mut seen = HashSet::new();
        let anchors = trust.shun(anchors);
        let links = trust.shun(links);
        for anchor in anchors {
            if seen.insert(anchor.fingerprint()) {
                unused.without_key.extend(trust.add(anchor, None));
            }
        }
        let mut waiting: Vec<Certificate> = links
            .into_iter()
            .filter(|link| seen.insert(link.fingerprint()))
            .collect();
        // Each round links at least one more certificate or is the last.
        loop {
            let before = waiting.len();
            let mut still = Vec::new();
            for link in waiting {
                let issuer = trust.issuers_of(&link).found.into_iter().find(|index| {
                    let issuer = &trust.issuers[*index].certificate;
                    is_of_its_country(&link, issuer) && link.country() == issuer.country()
                });
                match issuer {
                    Some(issuer) if link.extensions.authority == Some(true) => {
                        unused.without_key.extend(trust.add(link, Some(issuer)));
                    }
                    _ => still.push(link),
                }
            }
            waiting = still;
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        unused.unlinked = waiting;
        for crl in crls {
            let signer = trust.crl_signer(&crl);
            match signer {
                Some(_) => trust.crls.push(VerifiedCrl { crl, signer }),
                None => unused.unsigned_crls.push(crl),
            }
        }
        (trust, unused)
    }

    /// Knows certificates of document signers as directories publish them: not believed, only at hand for
    /// signatures that come without their certificate.
    #[must_use]
    pub fn with_signers(mut self, signers: Vec<Certificate>) -> Trust {
        self.signers = self.shun(signers);
        self
    }

    /// Knows revocation lists that a believed certificate signed once which has gone since. Whom they name stays
    /// revoked; of others they prove nothing. Those of distrusted keys count for nothing.
    #[must_use]
    pub fn with_remembered(mut self, crls: Vec<Crl>) -> Trust {
        for crl in crls {
            let of_shunned = |(_, key): &(Certificate, PublicKey)| crl.verify_under(key).is_ok();
            if !self.shunned.iter().any(of_shunned) {
                self.crls.push(VerifiedCrl { crl, signer: None });
            }
        }
        self
    }

    #[must_use]
    pub fn signers(&self) -> &[Certificate] {
        &self.signers
    }

    /// Sets the distrusted ones aside; gives the others.
    fn shun(&mut self, certificates: Vec<Certificate>) -> Vec<Certificate> {
        let (shunned, others): (Vec<_>, Vec<_>) = certificates
            .into_iter()
            .partition(|one| self.distrusted.contains(&one.fingerprint()));
        for certificate in shunned {
            if let Ok(key) = certificate.public_key() {
                self.shunned.push((certificate, key));
            }
        }
        others
    }

    fn is_shunned(&self, key: &PublicKey) -> bool {
        self.shunned.iter().any(|(_, shunned)| shunned == key)
    }

    /// Gives the certificate back when no signature can be verified under its key.
    fn add(&mut self, certificate: Certificate, via: Option<usize>) -> Option<Certificate> {
        let Ok(key) = certificate.public_key() else {
            return Some(certificate);
        };
        if self.is_shunned(&key) {
            self.shunned.push((certificate, key));
            return None;
        }
        if let Some(country) = certificate.country() {
            let index = self.issuers.len();
            self.by_country.entry(country).or_default().push(index);
        }
        self.issuers.push(Issuer {
            certificate,
            key,
            via,
        });
        None
    }

    /// How many certificates are believed.
    #[must_use]
    pub fn len(&self) -> usize {
        self.issuers.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.issuers.is_empty()
    }

    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.issuers.iter().map(|issuer| &issuer.certificate)
    }

    pub fn crls(&self) -> impl Iterator<Item = &Crl> {
        self.crls.iter().map(|verified| &verified.crl)
    }

    fn candidates(&self, country: Option<&str>) -> impl Iterator<Item = usize> {
        country
            .and_then(|country| self.by_country.get(country))
            .into_iter()
            .flatten()
            .copied()
    }

    /// The believed certificate that signed a revocation list of its country, one of the list's issuer's name first.
    #[must_use]
    pub fn signer_of(&self, crl: &Crl) -> Option<&Certificate> {
        let index = self.crl_signer(crl)?;
        Some(&self.issuers[index].certificate)
    }

    fn crl_signer(&self, crl: &Crl) -> Option<usize> {
        let mut near: Vec<usize> = self.candidates(crl.issuer.country().as_deref()).collect();
        near.sort_by_key(|index| {
            !self.issuers[*index]
                .certificate
                .subject
                .matches(&crl.issuer)
        });
        near.into_iter().find(|index| {
            let issuer = &self.issuers[*index];
            let usage = issuer.certificate.extensions.key_usage;
            usage.is_none_or(|usage| usage.crl_signing())
                && crl.may_be_under(&issuer.key)
                && crl.verify_under(&issuer.key).is_ok()
        })
    }

    /// The believed certificates whose key signed this one, likeliest first. Tried are those of its issuer's
    /// country, then those of its issuer's name or key identifier; never all there are.
    fn issuers_of(&self, leaf: &Certificate) -> Sought {
        let key_id = leaf.extensions.authority_key_id.as_ref();
        let rank = |index: usize| {
            let issuer = &self.issuers[index].certificate;
            let names = issuer.subject.matches(&leaf.issuer);
            let identifies =
                key_id.is_some() && issuer.extensions.subject_key_id.as_ref() == key_id;
            (names, identifies)
        };
        let country = leaf.issuer.country();
        let mut near: Vec<usize> = self.candidates(country.as_deref()).collect();
        near.sort_by_cached_key(|index| {
            let issuer = &self.issuers[*index];
            let order = (
                rank(*index),
                issuer.via.is_none(),
                issuer.certificate.validity.not_after,
            );
            std::cmp::Reverse(order)
        });
        let far: Vec<usize> = (0..self.issuers.len())
            .filter(|index| !near.contains(index) && rank(*index) != (false, false))
            .collect();
        let mut forged = false;
        let mut signed = |index: &usize| {
            let issuer = &self.issuers[*index];
            if !leaf.may_be_under(&issuer.key) {
                return false;
            }
            let verdict = leaf.verify_under(&issuer.key);
            forged |= verdict == Err(SignatureError::Wrong)
                && rank(*index) == (true, true)
                && issuer.certificate.is_identified_by_its_key();
            verdict.is_ok()
        };
        let mut all = near.into_iter().chain(far);
        let Some(first) = all.find(&mut signed) else {
            let found = Vec::new();
            return Sought { found, forged };
        };
        let key = &self.issuers[first].key;
        let same = all.filter(|index| self.issuers[*index].key == *key);
        Sought {
            found: std::iter::once(first).chain(same).collect(),
            forged: false,
        }
    }

    /// Traces a certificate to one that is believed in itself, as seen at a moment. Where the issuer's key stands in
    /// several believed certificates, the one that serves best.
    #[must_use]
    pub fn trace(&self, leaf: &Certificate, at: Timestamp, policy: &Policy) -> Chain<'_> {
        let sought = self.issuers_of(leaf);
        let best = sought
            .found
            .iter()
            .map(|issuer| self.judge(leaf, *issuer, at, policy))
            .min_by_key(|chain| chain.status.rank());
        let mut chain = best.unwrap_or_else(|| Chain {
            status: match sought.forged {
                true => ChainStatus::SignatureInvalid,
                false => ChainStatus::UnknownIssuer,
            },
            issuers: Vec::new(),
            revocation: Revocation::Unknown,
            deviations: Vec::new(),
        });
        let is_distrusted = self.distrusted.contains(&leaf.fingerprint())
            || leaf.public_key().is_ok_and(|key| self.is_shunned(&key))
            || chain.issuers.is_empty()
                && self
                    .shunned
                    .iter()
                    .any(|(_, key)| leaf.may_be_under(key) && leaf.verify_under(key).is_ok());
        if is_distrusted {
            chain.status = ChainStatus::Distrusted;
        }
        chain
    }

    /// What a certificate is worth that this issuer's key signed.
    fn judge(
        &self,
        leaf: &Certificate,
        issuer: usize,
        at: Timestamp,
        policy: &Policy,
    ) -> Chain<'_> {
        let mut path = vec![issuer];
        let mut index = issuer;
        while let Some(via) = self.issuers[index].via {
            path.push(via);
            index = via;
        }
        let issuers: Vec<&Certificate> = path
            .iter()
            .map(|index| &self.issuers[*index].certificate)
            .collect();
        let mut deviations = deviations(leaf, &issuers);
        let validity = validity(leaf, &issuers, at, policy.validity, &mut deviations);
        let revocation = self.worst_revocation(leaf, &path, at);
        let may_not_issue = !is_of_its_country(leaf, issuers[0])
            || issuers.iter().any(|issuer| {
                issuer.extensions.authority == Some(false)
                    || issuer
                        .extensions
                        .key_usage
                        .is_some_and(|usage| !usage.certificate_signing())
            });
        let is_fresh = matches!(revocation, Revocation::Good { .. });
        let status = if matches!(revocation, Revocation::Revoked { .. }) {
            ChainStatus::Revoked
        } else if may_not_issue {
            ChainStatus::NotAuthorised
        } else if let Err(status) = validity {
            status
        } else if policy.require_fresh_crl && !is_fresh {
            ChainStatus::RevocationUnknown
        } else {
            ChainStatus::Trusted
        };
        Chain {
            status,
            issuers,
            revocation,
            deviations,
        }
    }

    /// What the lists say of the leaf, unless one of its issuers is revoked, or the key of one is.
    fn worst_revocation(&self, leaf: &Certificate, path: &[usize], at: Timestamp) -> Revocation {
        let is_revoked = |revocation: &Revocation| matches!(revocation, Revocation::Revoked { .. });
        let of_issuer = |index: usize| {
            let issuer = &self.issuers[index];
            self.revocation(&issuer.certificate, issuer.via.unwrap_or(index), at)
        };
        let of_key = |index: usize| {
            let key = &self.issuers[index].key;
            (0..self.issuers.len())
                .filter(move |other| *other != index && self.issuers[*other].key == *key)
                .map(of_issuer)
                .find(Revocation::is_of_the_key)
        };
        let of_leaf = self.revocation(leaf, path[0], at);
        path.iter()
            .map(|index| of_issuer(*index))
            .find(is_revoked)
            .or_else(|| path.iter().find_map(|index| of_key(*index)))
            .unwrap_or(of_leaf)
    }

    /// A list speaks of a certificate when it is signed under the very key that issued it, or when it bears the
    /// name of the issuer and another certificate of the same country signed it: a state's newest key signs the
    /// one list for all its keys.
    fn revocation(&self, certificate: &Certificate, issuer: usize, at: Timestamp) -> Revocation {
        let key = &self.issuers[issuer].key;
        let country = certificate.issuer.country();
        let mut best = Revocation::Unknown;
        for VerifiedCrl { crl, signer } in &self.crls {
            let is_named = crl.issuer.matches(&certificate.issuer);
            let speaks = match signer.map(|signer| &self.issuers[signer]) {
                Some(signer) => {
                    signer.key == *key || is_named && signer.certificate.country() == country
                }
                None => is_named,
            };
            if !speaks {
                continue;
            }
            if let Some(Revoked { at, reason }) = crl.entry(&certificate.serial) {
                return Revocation::Revoked {
                    at: *at,
                    reason: *reason,
                };
            }
            if signer.is_none() {
                continue;
            }
            let next_update = crl.next_update;
            let fresh = next_update.is_some_and(|next| at <= next) && !crl.is_partial;
            best = match best {
                Revocation::Good { .. } => best,
                _ if fresh => Revocation::Good { next_update },
                _ => Revocation::Stale { next_update },
            };
        }
        best
    }
}

struct Sought {
    /// All of one key.
    found: Vec<usize>,
    /// Whether none signed it, and one was tried whose name and key identifier are what it gives its issuer's. An
    /// identifier that is no hash of the key proves nothing, since states reuse them; nor does a signature that could
    /// not be judged.
    forged: bool,
}

impl ChainStatus {
    /// The better, the lower.
    fn rank(self) -> u8 {
        match self {
            ChainStatus::Trusted => 0,
            ChainStatus::RevocationUnknown => 1,
            ChainStatus::Expired => 2,
            ChainStatus::NotYetValid => 3,
            ChainStatus::NotAuthorised => 4,
            ChainStatus::Revoked => 5,
            ChainStatus::UnknownIssuer
            | ChainStatus::SignatureInvalid
            | ChainStatus::Distrusted => 6,
        }
    }
}

impl Revocation {
    /// Whether a certificate was revoked for its key's sake, so that no other certificate of the key is any better.
    /// That a name has changed, that it was replaced or is no longer used, concerns the one alone (RFC 5280, 5.3.1).
    fn is_of_the_key(&self) -> bool {
        match self {
            Revocation::Revoked { reason, .. } => !matches!(reason, Some(3..=5)),
            _ => false,
        }
    }
}

/// Whether the country that a certificate gives its issuer is that of whose key signed it. The issuer's name in it is
/// the word of whoever signed, so only the believed certificate says who that is.
fn is_of_its_country(certificate: &Certificate, issuer: &Certificate) -> bool {
    let named = certificate.issuer.country();
    named.is_none() || named == issuer.country()
}

fn validity(
    leaf: &Certificate,
    issuers: &[&Certificate],
    at: Timestamp,
    model: ValidityModel,
    deviations: &mut Vec<ChainDeviation>,
) -> Result<(), ChainStatus> {
    let judge = |certificate: &Certificate, at: Timestamp| {
        let validity = certificate.validity;
        if validity.contains(at) {
            Ok(())
        } else if validity.not_before.is_some_and(|begin| at < begin) {
            Err(ChainStatus::NotYetValid)
        } else {
            Err(ChainStatus::Expired)
        }
    };
    judge(leaf, at)?;
    let mut signed = leaf;
    for issuer in issuers {
        let now = judge(issuer, at);
        if model == ValidityModel::Now {
            now?;
        } else {
            let then = signed.validity.not_before.ok_or(ChainStatus::Expired)?;
            judge(issuer, then)?;
            if now.is_err() && !deviations.contains(&ChainDeviation::IssuerExpired) {
                deviations.push(ChainDeviation::IssuerExpired);
            }
        }
        signed = issuer;
    }
    Ok(())
}

fn deviations(leaf: &Certificate, issuers: &[&Certificate]) -> Vec<ChainDeviation> {
    let issuer = issuers[0];
    let any = |found: fn(&Certificate) -> bool| found(leaf) || issuers.iter().any(|one| found(one));
    let ids = (
        &leaf.extensions.authority_key_id,
        &issuer.extensions.subject_key_id,
    );
    let no_serial = leaf.serial.iter().all(|byte| *byte == 0)
        || leaf.serial.first().is_some_and(|byte| *byte >= 0x80);
    [
        (
            leaf.issuer.raw() != issuer.subject.raw(),
            ChainDeviation::IssuerNamedOtherwise,
        ),
        (
            matches!(ids, (Some(named), Some(own)) if named != own),
            ChainDeviation::KeyIdentifier,
        ),
        (
            issuer.extensions.authority.is_none(),
            ChainDeviation::IssuerNotMarked,
        ),
        (
            any(|one| !one.extensions.unknown_critical.is_empty()),
            ChainDeviation::UnknownCriticalExtension,
        ),
        (
            any(|one| !one.extensions.malformed.is_empty()),
            ChainDeviation::MalformedExtension,
        ),
        (no_serial, ChainDeviation::Serial),
    ]
    .into_iter()
    .filter_map(|(found, deviation)| found.then_some(deviation))
    .collect()
}
