//! What chips are judged by, built from the store and built anew when the store has changed.

use std::collections::HashSet;
use std::sync::{Arc, PoisonError, RwLock};

use bonafide_store::trust::{self as rows, Believed, Fingerprint, ItemKind};
use bonafide_x509::trust::Trust;
use bonafide_x509::{Certificate, Crl};
use jiff::{SignedDuration, Timestamp};

use crate::{Error, Service};

/// How long what was built is relied on, though nobody changed the store: rows that somebody writes beside it are
/// looked for as often.
const RELIED_ON: SignedDuration = SignedDuration::from_mins(5);

/// Whom the installation believes.
#[derive(Debug, Default)]
pub struct Anchored {
    /// The version of the store that it was built from.
    pub version: i64,
    /// To trace certificates with.
    pub trust: Trust,
}

/// The latest that was built, and when.
#[derive(Default)]
pub(crate) struct Anchors(RwLock<Option<(Arc<Anchored>, Timestamp)>>);

impl Service {
    /// Whom the installation believes now. Asks the store for its version and builds what is new, or was not
    /// looked at for a while.
    ///
    /// # Errors
    /// Storage; also when the rows are not what the signed chain of changes says.
    pub async fn anchors(&self) -> Result<Arc<Anchored>, Error> {
        let version = rows::version(&mut *self.store().read().await?).await?;
        let now = self.now();
        if let Some(known) = self.core.anchors.relied_on(version, now) {
            return Ok(known);
        }
        let believed = rows::believed(self.store()).await?;
        let built = tokio::task::spawn_blocking(|| Arc::new(build(believed)))
            .await
            .map_err(|_| Error::Inconsistent("the trust store could not be read"))?;
        Ok(self.core.anchors.keep(built, now))
    }
}

impl Anchors {
    /// What was built of this version, and lately.
    fn relied_on(&self, version: i64, now: Timestamp) -> Option<Arc<Anchored>> {
        let latest = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (known, at) = latest.as_ref()?;
        // A clock that was set back keeps nothing longer.
        let relied_on = known.version == version && now.duration_since(*at).abs() < RELIED_ON;
        relied_on.then(|| Arc::clone(known))
    }

    /// Keeps what was built, unless something newer is there.
    fn keep(&self, built: Arc<Anchored>, at: Timestamp) -> Arc<Anchored> {
        let mut latest = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let newer = |(known, _): &(Arc<Anchored>, Timestamp)| known.version > built.version;
        if !latest.as_ref().is_some_and(newer) {
            *latest = Some((Arc::clone(&built), at));
        }
        built
    }
}

fn build(believed: Believed) -> Anchored {
    let distrusted: HashSet<Fingerprint> = believed.distrusted.into_iter().collect();
    let (mut authorities, mut signers, mut crls) = (Vec::new(), Vec::new(), Vec::new());
    for item in believed.items {
        let certificate = || Certificate::of(&item.der).ok();
        match item.kind {
            ItemKind::Authority => authorities.extend(certificate()),
            ItemKind::Signer => signers.extend(certificate()),
            ItemKind::Crl => crls.extend(Crl::of(&item.der).ok()),
        }
    }
    let (trust, unused) = Trust::build(authorities, Vec::new(), crls, &distrusted);
    for certificate in &unused.without_key {
        tracing::warn!(subject = %certificate.subject, "no signature can be verified under the key of this certificate");
    }
    for crl in &unused.unsigned_crls {
        tracing::warn!(issuer = %crl.issuer, "whoever signed this revocation list is believed no more: whom it names stays revoked, and it proves nothing else");
    }
    Anchored {
        version: believed.version,
        trust: trust
            .with_signers(signers)
            // Each was verified when it was taken in.
            .with_remembered(unused.unsigned_crls),
    }
}
