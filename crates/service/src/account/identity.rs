//! The identity that an account keeps of a registration that ended verified, so that nobody is proven
//! twice: whoever is in the browser that gave the evidence copies it into the account that is signed
//! in there.

use bonafide_identity::account::ProvenIdentity;
use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use bonafide_identity::registration::Registration;
use bonafide_store::account::{self as rows, identities};
use bonafide_store::blind_index::IndexKind;
use bonafide_store::{Conn, StoreError};
use jiff::Timestamp;

use super::change::open;
use super::face::Seen;
use super::{Account, Change, Problem, face};
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
    /// surer, by data or by face.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`]; [`Problem::NothingToKeep`], also where less would be proven than before;
    /// [`Problem::IdentityElsewhere`] where the registration or its document belongs to another account, no less
    /// surely or of somebody else; [`Problem::IdentityReleasing`] where that account was proven less surely, and lets
    /// go of it unless its owner stops that; [`Problem::IdentityOfAnother`] where the account has somebody else's
    /// identity.
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
            .await?;
        self.unless_elsewhere(account, browser, (&proven, face.as_ref()), &documents)
            .await?;
        let mut tx = self.store().begin().await?;
        rows::hold(&mut tx, &account.id).await?;
        let login = open(&mut tx, account).await?;
        if let Some(before) = kept(&mut tx, &account.id).await? {
            if before.registration == browser.registration {
                return Ok(());
            }
            if !before.proven.is_same_person(&proven) {
                return Err(Problem::IdentityOfAnother.into());
            }
            if proven.as_sure_as(&before.proven).is_err() {
                return Err(Problem::NothingToKeep.into());
            }
            // Names and dates can be somebody else's too; a face that is bound stays bound.
            let bound = identities::find(&mut tx, &account.id).await?;
            if let Some(bound) = bound.and_then(|row| row.face) {
                let seen = face.as_ref().ok_or(Problem::NothingToKeep)?;
                if !face::is_alike(&bound, seen) {
                    return Err(Problem::IdentityOfAnother.into());
                }
            }
        }
        let face = face.map(|seen| seen.encoded());
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

    /// Looks whether another account has one of the documents. Whoever was first with somebody's document does
    /// not have it for good: where the same person is proven more surely now, that account lets go of its identity
    /// after a wait, in which its owner is told and can stop it.
    async fn unless_elsewhere(
        &self,
        account: &Account,
        browser: &Browser,
        (proven, face): (&ProvenIdentity, Option<&Seen>),
        documents: &[[u8; 32]],
    ) -> Result<(), Error> {
        let mut read = self.store().read().await?;
        for document in documents {
            let holder = identities::holder(&mut read, document).await?;
            let Some(other) = holder.filter(|other| *other != account.id) else {
                continue;
            };
            let Some(before) = kept(&mut read, &other).await? else {
                continue;
            };
            let surer = proven.as_sure_as(&before.proven).is_ok()
                && before.proven.as_sure_as(proven).is_err();
            if !surer || !before.proven.is_same_person(proven) {
                return Err(Problem::IdentityElsewhere.into());
            }
            let bound = identities::find(&mut read, &other).await?;
            drop(read);
            // Names and dates can be somebody else's too.
            if let Some(bound) = bound.and_then(|row| row.face)
                && !face.is_some_and(|seen| face::is_alike(&bound, seen))
            {
                self.tell_of_another_face(&other).await?;
                return Err(Problem::IdentityElsewhere.into());
            }
            let until = self.contest(&other, browser, before.registration).await?;
            let now = self.now();
            return Err(Problem::IdentityReleasing { until, now }.into());
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
