//! The identity that an account keeps of a registration that ended verified, so that nobody is proven
//! twice: whoever is in the browser that gave the evidence copies it into the account that is signed
//! in there.

use bonafide_identity::account::ProvenIdentity;
use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use bonafide_identity::registration::Registration;
use bonafide_store::account::{self as rows, identities};
use bonafide_store::blind_index::IndexKind;
use bonafide_store::{Conn, StoreError, Tx};
use jiff::Timestamp;

use super::change::open;
use super::{Account, Change, Problem};
use crate::person::{Browser, Role, organisation_name};
use crate::{Error, Service};

/// The identity that an account keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptIdentity {
    /// What was proven, and how.
    pub proven: ProvenIdentity,
    /// For which organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// By which registration.
    pub registration: RegistrationId,
    /// Since when the account has it.
    pub kept_at: Timestamp,
}

/// What a browser's registration proved, before an account keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keepable {
    /// By which registration.
    pub registration: RegistrationId,
    /// For whom.
    pub organisation_name: String,
    /// What.
    pub proven: ProvenIdentity,
}

impl Service {
    /// What an account can keep of a browser's registration.
    ///
    /// # Errors
    /// [`Problem::NothingToKeep`].
    pub async fn keepable(&self, browser: &Browser) -> Result<Keepable, Error> {
        let mut read = self.store().read().await?;
        let loaded = self
            .load_for_person(&mut read, &browser.organisation, &browser.registration)
            .await?;
        let proven = self.proven_in(browser, &loaded.record.registration)?;
        Ok(Keepable {
            registration: browser.registration.clone(),
            organisation_name: organisation_name(&mut read, &browser.organisation).await?,
            proven,
        })
    }

    /// Keeps what a browser's registration proved, without proving it again. Once more changes
    /// nothing; a newer proof of the same person takes the place of an older one, unless that was
    /// surer. Another account that keeps the document by a proof that is less sure lets go of it, and its owner
    /// is told.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`]; [`Problem::NothingToKeep`]; [`Problem::IdentityElsewhere`] where the registration or its
    /// document belongs to another account, no less surely; [`Problem::IdentityOfAnother`] where the account has
    /// somebody else's identity.
    pub async fn keep_identity(&self, account: &Account, browser: &Browser) -> Result<(), Error> {
        self.require_fresh(account)?;
        let proven = self.keepable(browser).await?.proven;
        let mut documents = Vec::new();
        for document in proven.documents() {
            let kind = IndexKind::AccountDocument;
            documents.push(self.store().blind_index(kind, document)?);
        }
        // Everybody takes them in the same order.
        documents.sort_unstable();
        let face = self
            .face_of(&browser.organisation, &browser.registration)
            .await?
            .map(|seen| seen.encoded());
        let mut tx = self.store().begin().await?;
        rows::hold(&mut tx, &account.id).await?;
        let login = open(&mut tx, account).await?;
        self.release_less_sure(&mut tx, &account.id, &proven, &documents)
            .await?;
        if let Some(before) = kept(&mut tx, &account.id).await? {
            if before.registration == browser.registration {
                return Ok(());
            }
            if !before.proven.is_same_person(&proven) {
                return Err(Problem::IdentityOfAnother.into());
            }
            if before.proven.level > proven.level {
                return Err(Problem::NothingToKeep.into());
            }
        }
        let from = (&browser.organisation, &browser.registration);
        let identity = serde_json::to_vec(&proven).expect("an identity is plain data");
        let now = self.now();
        let kept = (identity.as_slice(), face.as_deref());
        match identities::keep(&mut tx, &account.id, from, kept, &documents, now).await {
            Err(StoreError::Duplicate(_)) => return Err(Problem::IdentityElsewhere.into()),
            other => other?,
        }
        self.notify_owner(&mut tx, &login, Change::IdentityKept)
            .await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        metrics::counter!("bonafide_account_identities_total", "level" => proven.level.as_str())
            .increment(1);
        Ok(())
    }

    /// Has other accounts let go of documents that are proven more surely now: whoever was first with somebody's
    /// document does not have it for good.
    async fn release_less_sure(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        proven: &ProvenIdentity,
        documents: &[[u8; 32]],
    ) -> Result<(), Error> {
        for document in documents {
            let holder = identities::holder(tx, document).await?;
            let Some(other) = holder.filter(|other| other != account) else {
                continue;
            };
            let less_sure = match kept(tx, &other).await? {
                Some(before) => {
                    proven.as_sure_as(&before.proven).is_ok()
                        && before.proven.as_sure_as(proven).is_err()
                }
                None => true,
            };
            if less_sure {
                self.release_identity(tx, &other).await?;
            }
        }
        Ok(())
    }

    /// Whether an account keeps what a browser's registration proved.
    ///
    /// # Errors
    /// Storage.
    pub async fn is_kept(&self, browser: &Browser) -> Result<bool, Error> {
        let mut read = self.store().read().await?;
        let keeper =
            identities::keeper(&mut read, &browser.organisation, &browser.registration).await?;
        Ok(keeper.is_some())
    }

    /// Whether a browser's page should offer to keep what was proven.
    pub(crate) fn offers_to_keep(&self, browser: &Browser, registration: &Registration) -> bool {
        self.settings().accounts && self.proven_in(browser, registration).is_ok()
    }

    /// What was proven in this browser, by evidence that was given in it: whoever was lured into
    /// going on with somebody else's registration leaves their identity with nobody else.
    pub(super) fn proven_in(
        &self,
        browser: &Browser,
        registration: &Registration,
    ) -> Result<ProvenIdentity, Error> {
        let went_on = browser.role == Role::HandedOver;
        let proven = ProvenIdentity::of(registration).map_err(|_| Problem::NothingToKeep)?;
        let until = proven.verified_at + self.account_rules().keep;
        if registration.went_on_elsewhere() != went_on || self.now() >= until {
            return Err(Problem::NothingToKeep.into());
        }
        Ok(proven)
    }
}

/// The identity that an account keeps.
pub(crate) async fn kept(
    conn: &mut Conn,
    account: &AccountId,
) -> Result<Option<KeptIdentity>, Error> {
    let Some(row) = identities::find(conn, account).await? else {
        return Ok(None);
    };
    Ok(Some(KeptIdentity {
        proven: serde_json::from_slice(&row.identity)
            .map_err(|_| Error::Inconsistent("an identity"))?,
        organisation_name: organisation_name(conn, &row.organisation).await?,
        organisation: row.organisation,
        registration: row.registration,
        kept_at: row.kept_at,
    }))
}
