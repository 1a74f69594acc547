//! Whether a signed list may be believed: pure.

use std::collections::HashSet;
use std::sync::Arc;

use bonafide_store::trust::{Fingerprint, Pin};
use bonafide_x509::trust::{ChainStatus, Policy, Trust};
use bonafide_x509::{Certificate, Crl, MasterList, oid};
use jiff::{SignedDuration, Timestamp};

use super::{Anchored, Print, Why};

/// A state's clock may be ahead of ours by so much.
pub(super) const AHEAD: SignedDuration = SignedDuration::from_hours(24);
/// Certificates of its signer's country that a list may have and be looked at: several times what any state has.
const OF_ONE_STATE: usize = 500;

/// What decides about lists.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) pins: Vec<Pin>,
    pub(super) distrusted: HashSet<Fingerprint>,
    /// Whom the installation believes now.
    pub(super) anchored: Arc<Anchored>,
}

/// A list that may be believed.
#[derive(Debug)]
pub(super) struct Vouched {
    pub(super) signer: Certificate,
    /// The pin that vouches for the signer.
    pub(super) pin: Fingerprint,
    pub(super) signed_at: Option<Timestamp>,
    /// Whether the signer's certificate has ended or not begun, so that somebody has to agree.
    pub(super) untimely: bool,
}

impl Rules {
    /// Judges a list by its signature and the pins.
    pub(super) fn judge(&self, list: &MasterList, now: Timestamp) -> Result<Vouched, Why> {
        let verified = list
            .signed
            .verify()
            .map_err(|error| Why::ListSignature(error.to_string()))?;
        let signed_at = verified.signer.claimed_time();
        let signer = verified.certificate;
        if self.distrusted.contains(&signer.fingerprint()) {
            return Err(Why::SignerDistrusted);
        }
        if signed_at.is_some_and(|at| at > now + AHEAD) {
            return Err(Why::SignedInTheFuture);
        }
        // A pin does not outweigh the state's own word.
        let known = self.anchored.trust.trace(&signer, now, &Policy::default());
        match known.status {
            ChainStatus::Revoked => return Err(Why::SignerRevoked),
            ChainStatus::Distrusted => return Err(Why::SignerDistrusted),
            _ => {}
        }
        let pin = self.pin_of(list, &signer, now)?;
        Ok(Vouched {
            untimely: !signer.validity.contains(now),
            signer,
            pin,
            signed_at,
        })
    }

    /// The pin of the signer itself, or of the authority that it can be traced to.
    fn pin_of(
        &self,
        list: &MasterList,
        signer: &Certificate,
        now: Timestamp,
    ) -> Result<Fingerprint, Why> {
        let is_pinned = |print: &Fingerprint| self.pins.iter().any(|pin| pin.fingerprint == *print);
        let own = signer.fingerprint();
        if is_pinned(&own) {
            return Ok(own);
        }
        let country = signer.country();
        let enclosed: Vec<Certificate> = list
            .signed
            .certificates()
            .chain(list.certificates.iter().cloned())
            .filter(|certificate| certificate.country() == country)
            .take(OF_ONE_STATE)
            .collect();
        let given = self.pins.iter().filter_map(|pin| pin.der.as_deref());
        let given = given.filter_map(|der| Certificate::of(der).ok());
        let pinned = enclosed
            .iter()
            .cloned()
            .chain(given)
            .filter(|certificate| is_pinned(&certificate.fingerprint()));
        let unpinned = |issuer: Option<&Certificate>| Why::Unpinned {
            signer: signer.subject.to_string(),
            fingerprint: Print(own),
            issuer: issuer.map(|issuer| {
                let print = Print(issuer.fingerprint());
                (issuer.subject.to_string(), print)
            }),
        };
        let crls: Vec<Crl> = self.anchored.trust.crls().cloned().collect();
        let (trust, _) = Trust::build(pinned.collect(), enclosed.clone(), crls, &self.distrusted);
        let chain = trust.trace(signer, now, &Policy::default());
        let Some(anchor) = chain.issuers.last() else {
            let named = enclosed
                .iter()
                .find(|one| issues(one, signer) && one.fingerprint() != own);
            return Err(unpinned(named));
        };
        match chain.status {
            ChainStatus::Revoked => return Err(Why::SignerRevoked),
            ChainStatus::Distrusted => return Err(Why::SignerDistrusted),
            ChainStatus::NotAuthorised => return Err(unpinned(None)),
            // Whether the time fits is judged by whoever asked.
            _ => {}
        }
        // A state issues signers for its own list alone: this one would take the place of another's.
        if signer.country() != anchor.country() {
            return Err(unpinned(None));
        }
        let purposes = &signer.extensions.extended_key_usage;
        match purposes.contains(&oid::MASTER_LIST_SIGNER) {
            true => Ok(anchor.fingerprint()),
            false => Err(Why::NotAListSigner),
        }
    }
}

fn issues(issuer: &Certificate, certificate: &Certificate) -> bool {
    issuer.public_key().is_ok_and(|key| {
        issuer.extensions.authority != Some(false) && certificate.verify_under(&key).is_ok()
    })
}
