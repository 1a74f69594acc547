//! Security notices: every change of how an account is signed in to is told to its mail address and
//! its phone, with a link by which its owner blocks it. Opening the link shows; only using it does
//! anything, and what it does is keep everybody out.

use bonafide_identity::account::Contact;
use bonafide_store::Tx;
use bonafide_store::account::{self as rows, Login, NoticeLink};
use jiff::{SignedDuration, Timestamp};

use super::Problem;
use super::messages::{Say, To, language_of};
use crate::secret::{self, Secret};
use crate::{Error, Service};

/// Links that may have been sent within a day before the phone is told of no more changes.
const TOLD_BY_PHONE: u64 = 20;
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Another password was chosen.
    Password,
    /// A passkey was added.
    PasskeyAdded,
    /// A passkey was removed.
    PasskeyRemoved,
    /// The account was blocked.
    Blocked,
    /// It was opened again.
    Reopened,
    /// It keeps who its owner was proven to be.
    IdentityKept,
    /// Another mail address took the place of the one before.
    Mail,
    /// Another phone did.
    Phone,
    /// A device was made an approval app.
    AppActivated,
    /// An approval app was removed.
    AppRemoved,
    /// An approval app was blocked.
    AppBlocked,
    /// A blocked approval app approves again.
    AppReopened,
    /// The account is to be erased.
    ErasureAsked,
    /// It is kept after all.
    ErasureCanceled,
    /// Recovery codes were made, and those before are worth nothing.
    RecoveryCodes,
}

impl Change {
    /// Every change.
    pub const ALL: [Self; 15] = [
        Self::Password,
        Self::PasskeyAdded,
        Self::PasskeyRemoved,
        Self::Blocked,
        Self::Reopened,
        Self::IdentityKept,
        Self::Mail,
        Self::Phone,
        Self::AppActivated,
        Self::AppRemoved,
        Self::AppBlocked,
        Self::AppReopened,
        Self::ErasureAsked,
        Self::ErasureCanceled,
        Self::RecoveryCodes,
    ];

    /// The word for it in rows and texts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::PasskeyAdded => "passkey-added",
            Self::PasskeyRemoved => "passkey-removed",
            Self::Blocked => "blocked",
            Self::Reopened => "reopened",
            Self::IdentityKept => "identity-kept",
            Self::Mail => "mail",
            Self::Phone => "phone",
            Self::AppActivated => "app-activated",
            Self::AppRemoved => "app-removed",
            Self::AppBlocked => "app-blocked",
            Self::AppReopened => "app-reopened",
            Self::ErasureAsked => "erasure-asked",
            Self::ErasureCanceled => "erasure-canceled",
            Self::RecoveryCodes => "recovery-codes",
        }
    }
}

/// What the page behind a notice's link says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeView {
    /// What changed.
    pub change: Change,
    /// When.
    pub at: Timestamp,
}

impl Service {
    /// Tells the owner of an account of a change, with the transaction that makes it.
    pub(super) async fn notify_owner(
        &self,
        tx: &mut Tx,
        login: &Login,
        change: Change,
    ) -> Result<(), Error> {
        let now = self.now();
        let link = NoticeLink {
            account: login.account.clone(),
            change: change.as_str().to_owned(),
            created: now,
            expires: now + self.account_rules().notice_link,
            used_at: None,
        };
        let told = rows::links_since(tx, &login.account, now - DAY).await?;
        for contact in Contact::ALL {
            // Text messages cost: whoever makes changes all day long has them told by mail.
            if contact == Contact::Phone && told >= TOLD_BY_PHONE {
                continue;
            }
            let address = rows::contact(tx, &login.account, contact.as_str()).await?;
            let address = address.ok_or(Error::Inconsistent("a contact"))?;
            let to = super::recipient(contact, &String::from_utf8_lossy(&address))?;
            let secret = Secret::generate(&*self.core.random);
            rows::insert_link(tx, &secret.hash(), &link).await?;
            let path = format!("account/notice/{}", secret.reveal());
            let url = self.core.passkeys.address(&path);
            let say = Say::Change(change, &url);
            let to = To::of(&to, &login.account);
            self.write(tx, &to, &say, language_of(login), contact)
                .await?;
        }
        Ok(())
    }

    /// What a notice's link is about; uses nothing.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn account_notice(&self, secret: &str) -> Result<NoticeView, Error> {
        let hash = secret::hash(secret).ok_or(Problem::LinkEnded)?;
        let row = rows::peek_link(&mut *self.store().read().await?, &hash, self.now()).await?;
        let row = row.ok_or(Problem::LinkEnded)?;
        let change = Change::ALL
            .into_iter()
            .find(|change| change.as_str() == row.change)
            .ok_or(Error::Inconsistent("a notice's change"))?;
        Ok(NoticeView {
            change,
            at: row.created,
        })
    }

    /// Blocks the account that a notice was about. It gives no way into it.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn block_by_notice(&self, secret: &str) -> Result<(), Error> {
        let hash = secret::hash(secret).ok_or(Problem::LinkEnded)?;
        let mut tx = self.store().begin().await?;
        let link = rows::use_link(&mut tx, &hash, self.now()).await?;
        let link = link.ok_or(Problem::LinkEnded)?;
        self.block_within(&mut tx, &link.account).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }
}
