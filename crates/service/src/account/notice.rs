//! Security notices: every change of how an account is signed in to is told to its mail address and
//! its phone, with a link by which its owner blocks it. Opening the link shows; only using it does
//! anything, and what it does is keep everybody out.

use bonafide_identity::account::Contact;
use bonafide_identity::id::AccountId;
use bonafide_store::account::{self as rows, Login, NoticeLink, former_contacts};
use bonafide_store::{Conn, Tx};
use jiff::{SignedDuration, Timestamp};

use super::messages::{Say, To, language_of};
use super::{Happened, Problem};
use crate::secret::{self, Secret};
use crate::{Error, Service};

/// Changes of one day after which the phone is told of no more.
const TOLD_BY_PHONE: u64 = 20;
/// Contacts of before of each kind that are told of changes: those that were replaced first.
const FORMER: u32 = 4;
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
    /// An approval app moves to another device.
    AppTransferring,
    /// It has moved.
    AppTransferred,
    /// It stays where it is.
    AppTransferStopped,
    /// Somebody proved with document and face that the account is theirs, and waits to be let in.
    RecoveryAsked,
    /// They were let in.
    Recovered,
    /// Somebody has the account's document, and another face.
    RecoveryRefused,
    /// Whoever waited was stopped.
    RecoveryStopped,
    /// Somebody proved who they are, and wants the account to let go of that identity.
    ReleaseAsked,
    /// It did.
    Released,
    /// A PIN was chosen.
    Pin,
    /// It was missed too often.
    PinLocked,
    /// It was forgotten: a temporary one is to be sent.
    PinForgotten,
    /// An app for one-time codes was added.
    CodeAppAdded,
    /// An app for one-time codes was removed.
    CodeAppRemoved,
}

impl Change {
    /// Every change.
    pub const ALL: [Self; 29] = [
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
        Self::AppTransferring,
        Self::AppTransferred,
        Self::AppTransferStopped,
        Self::RecoveryAsked,
        Self::Recovered,
        Self::RecoveryRefused,
        Self::RecoveryStopped,
        Self::ReleaseAsked,
        Self::Released,
        Self::Pin,
        Self::PinLocked,
        Self::PinForgotten,
        Self::CodeAppAdded,
        Self::CodeAppRemoved,
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
            Self::AppTransferring => "app-transferring",
            Self::AppTransferred => "app-transferred",
            Self::AppTransferStopped => "app-transfer-stopped",
            Self::RecoveryAsked => "recovery-asked",
            Self::Recovered => "recovered",
            Self::RecoveryRefused => "recovery-refused",
            Self::RecoveryStopped => "recovery-stopped",
            Self::ReleaseAsked => "release-asked",
            Self::Released => "released",
            Self::Pin => "pin",
            Self::PinLocked => "pin-locked",
            Self::PinForgotten => "pin-forgotten",
            Self::CodeAppAdded => "code-app-added",
            Self::CodeAppRemoved => "code-app-removed",
        }
    }

    /// Whether the link of its notice stops what is under way, in place of blocking the account.
    #[must_use]
    pub const fn can_be_stopped(self) -> bool {
        matches!(
            self,
            Self::RecoveryAsked | Self::ReleaseAsked | Self::AppTransferring
        )
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
        let account = &login.account;
        let what = Happened::Change {
            change: change.as_str().to_owned(),
        };
        self.note_happened(tx, account, &what).await?;
        self.tell_change(tx, account, change).await?;
        let told = rows::changes_told_since(tx, account, now - DAY).await?;
        let mut recipients = Vec::new();
        for contact in Contact::ALL {
            let kind = contact.as_str();
            let address = rows::contact(tx, account, kind).await?;
            let address = address.ok_or(Error::Inconsistent("a contact"))?;
            let index = rows::contact_index(tx, account, kind).await?;
            recipients.push((contact, address, index));
            // Whoever changed them may be somebody else: those of before are told as well, for a while.
            for former in former_contacts::of_account(tx, account, kind, now, FORMER).await? {
                recipients.push((contact, former.address, Some(former.value)));
            }
        }
        for (contact, address, index) in recipients {
            // Text messages cost: whoever makes changes all day long has them told by mail.
            if contact == Contact::Phone && told >= TOLD_BY_PHONE {
                continue;
            }
            let to = super::recipient(contact, &String::from_utf8_lossy(&address))?;
            let secret = Secret::generate(&*self.core.random);
            let link = NoticeLink {
                account: account.clone(),
                change: change.as_str().to_owned(),
                created: now,
                expires: now + self.account_rules().notice_link,
                used_at: None,
                went_to: index,
            };
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

    /// What a notice's link is about; uses nothing. Of what could be stopped and was carried out meanwhile, that
    /// it was.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn account_notice(&self, secret: &str) -> Result<NoticeView, Error> {
        let hash = secret::hash(secret).ok_or(Problem::LinkEnded)?;
        let mut read = self.store().read().await?;
        let row = rows::peek_link(&mut read, &hash, self.now()).await?;
        let row = row.ok_or(Problem::LinkEnded)?;
        Ok(NoticeView {
            change: present_change(&mut read, &row).await?,
            at: row.created,
        })
    }

    /// Blocks the account that a notice was about, or stops what it told of where that is still under way;
    /// gives which change it was, as [`Self::account_notice`] does. It gives no way into the account.
    ///
    /// A contact of before that the notice went to takes its place back: whoever replaced it may be whom the
    /// account is blocked for, and its owner opens it again by the contacts that they know.
    ///
    /// # Errors
    /// [`Problem::LinkEnded`].
    pub async fn object_by_notice(&self, secret: &str) -> Result<Change, Error> {
        let hash = secret::hash(secret).ok_or(Problem::LinkEnded)?;
        let mut tx = self.store().begin().await?;
        let link = rows::use_link(&mut tx, &hash, self.now()).await?;
        let link = link.ok_or(Problem::LinkEnded)?;
        rows::hold(&mut tx, &link.account).await?;
        let change = present_change(&mut tx, &link).await?;
        match change {
            Change::RecoveryAsked | Change::ReleaseAsked => {
                self.stop_recovery_within(&mut tx, &link.account).await?;
            }
            Change::AppTransferring => self.stop_transfers_within(&mut tx, &link.account).await?,
            _ => {
                // Both are told, before one is gone.
                self.block_within(&mut tx, &link.account).await?;
                if let Some(went_to) = &link.went_to {
                    self.put_back_contact(&mut tx, &link.account, went_to)
                        .await?;
                }
            }
        }
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(change)
    }

    /// Puts a contact of before in the place of the present one, which becomes one of before; not where the other one was put
    /// back while the account is blocked, and not one from before somebody proved with document and face that the
    /// account is theirs.
    async fn put_back_contact(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        went_to: &[u8; 32],
    ) -> Result<(), Error> {
        let now = self.now();
        let Some(former) = former_contacts::find(tx, account, went_to, now).await? else {
            return Ok(());
        };
        let contact = match former.kind.as_str() {
            "mail" => Contact::Mail,
            _ => Contact::Phone,
        };
        let login = rows::find(tx, account).await?;
        let login = login.ok_or(Error::Inconsistent("a login"))?;
        if !former.restorable || login.recovered_at.is_some_and(|at| former.proven_at < at) {
            return Ok(());
        }
        // One of both at a time: whoever had both would open the account again.
        let other = contact.other().as_str();
        if rows::contact_proven_at(tx, account, other).await? >= login.blocked_at {
            return Ok(());
        }
        // Another account may have it since.
        if contact == Contact::Mail && rows::mail_taken(tx, went_to).await? {
            return Ok(());
        }
        let address = String::from_utf8_lossy(&former.address).into_owned();
        let kind = contact.as_str();
        // What is replaced may be the owner's: it is told, as any other is. It may as well be the one that the account
        // is blocked for: it never comes back, and neither does what the other kind had later than this one.
        let until = now + self.account_rules().former_contact;
        former_contacts::keep(tx, account, kind, until, false).await?;
        former_contacts::forget_since(tx, account, other, former.proven_at).await?;
        rows::replace_contact(tx, account, kind, went_to, &address, now).await?;
        Ok(former_contacts::forget(tx, account, went_to).await?)
    }
}

/// What a link's notice told of, or what has become of it since.
async fn present_change(conn: &mut Conn, link: &NoticeLink) -> Result<Change, Error> {
    let change = change_of(link)?;
    let carried_out = match change {
        Change::RecoveryAsked => Change::Recovered,
        Change::ReleaseAsked => Change::Released,
        Change::AppTransferring => Change::AppTransferred,
        _ => return Ok(change),
    };
    let done = rows::was_told_of(conn, &link.account, carried_out.as_str(), link.created).await?;
    Ok(if done { carried_out } else { change })
}

fn change_of(link: &NoticeLink) -> Result<Change, Error> {
    Change::ALL
        .into_iter()
        .find(|change| change.as_str() == link.change)
        .ok_or(Error::Inconsistent("a notice's change"))
}
