//! Signing in by user ID or mail address and password, and what somebody who is signed in sees.

use std::fmt;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::account::{Contact, Password, Standing};
use bonafide_identity::id::AccountId;
use bonafide_oidc::person::Level;
use bonafide_store::account::{
    self as rows, Login, apps, passkeys, recoveries, recovery_codes, sessions,
};
use bonafide_store::attempts::Reservation;
use bonafide_store::{StoreError, Tx};
use jiff::{SignedDuration, Timestamp};

use super::app::AppLine;
use super::code_app::{CodeAppLine, Entered};
use super::identity::{KeptIdentity, kept};
use super::pin::PinReset;
use super::{Change, Happened, Problem};
use crate::limit::network;
use crate::oidc::Ended;
use crate::secret::{self, Secret};
use crate::{Error, Service};

/// A session without use ends after this time.
const IDLE: SignedDuration = SignedDuration::from_hours(1);
/// Every session ends after this time.
const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// Sessions that are listed at most.
const LISTED: u32 = 50;
/// Sign-ins from one address within an hour.
const FROM_ADDRESS: u32 = 300;
/// How long misses are remembered.
pub(super) const REMEMBERED: SignedDuration = SignedDuration::from_hours(365 * 24);
/// How somebody signed in who gave a one-time code beside the password.
pub(super) const WITH_CODE: &str = "password-code";
/// A password and a code that came by text message, or a printed one: enough to change things here; services
/// are not told that it is two factors.
pub(super) const WITH_TEXT: &str = "password-text";
/// The longest name that is looked for, in bytes.
const NAME: usize = 320;

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Account {
    /// Which account.
    pub id: AccountId,
    /// What their forms must send back.
    pub csrf: String,
    /// When they last proved in this browser that the account is theirs.
    pub proven_at: Timestamp,
    /// How they did: `password`, `password-code`, `password-text`, `passkey` or `app`.
    pub method: String,
    /// Whether the account has a passkey or an app, so that a password alone changes nothing.
    pub(super) device_key: bool,
    pub(super) session: String,
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Account {
    /// What they did so by, as services are told (RFC 8176), where that is two factors: a key of a device
    /// that verified them, or password and one-time code.
    pub(crate) fn two_factors(&self) -> Option<&'static [&'static str]> {
        match self.method.as_str() {
            "passkey" | "app" => Some(Level::Two.methods()),
            WITH_CODE => Some(&["pwd", "otp", "mfa"]),
            _ => None,
        }
    }

    /// Whether that was all that the account has to be proven with: whoever has a password alone is not let to
    /// the keys of devices (OWASP ASVS 5.0, 7.5.1).
    pub(super) fn proven_enough(&self) -> bool {
        !self.device_key || self.method == WITH_TEXT || self.two_factors().is_some()
    }

    /// # Errors
    /// [`Error::FormExpired`] unless the form was made by a page of this session.
    pub fn check_csrf(&self, presented: &str) -> Result<(), Error> {
        if secret::same(&self.csrf, presented) {
            Ok(())
        } else {
            Err(Error::FormExpired)
        }
    }

    /// The name of its session.
    pub(crate) fn session(&self) -> &str {
        &self.session
    }
}

/// Somebody who just signed in.
#[derive(Clone)]
pub struct SignedIn {
    /// The value of the session's cookie.
    pub cookie: String,
    /// Which account.
    pub account: AccountId,
}

impl fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedIn")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// What somebody sees of their account.
#[derive(Clone, PartialEq, Eq)]
pub struct AccountHome {
    /// What they call themselves.
    pub user_id: String,
    /// Their mail address.
    pub mail: String,
    /// Their phone number.
    pub phone: String,
    /// When the account was opened.
    pub opened_at: Timestamp,
    /// When the password was chosen.
    pub password_at: Timestamp,
    /// Browsers that are signed in, newest first.
    pub sessions: Vec<SessionLine>,
    /// Passkeys, oldest first.
    pub passkeys: Vec<PasskeyLine>,
    /// Approval apps, oldest first.
    pub apps: Vec<AppLine>,
    /// Who its owner was proven to be, if they kept it.
    pub identity: Option<KeptIdentity>,
    /// Apps that work out one-time codes, oldest first.
    pub code_apps: Vec<CodeAppLine>,
    /// Printed recovery codes that are left.
    pub recovery_codes: u64,
    /// Who waits to get in, if somebody does.
    pub recovery: Option<RecoveryLine>,
    /// When the PIN of the apps was chosen, if it was.
    pub pin_at: Option<Timestamp>,
    /// The temporary PIN that takes its place, where one was asked for.
    pub pin_reset: Option<PinReset>,
    /// When all of it is erased, if they asked for that.
    pub erase_at: Option<Timestamp>,
    /// The present.
    pub now: Timestamp,
}

/// Somebody who waits for an account, having proven with document and face that it is theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoveryLine {
    /// To be let in; else that it lets go of their identity.
    pub access: bool,
    /// When they get it.
    pub until: Timestamp,
}

/// A browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLine {
    /// Names it.
    pub id: String,
    /// How it was signed in: `password`, `password-code`, `passkey` or `app`.
    pub method: String,
    /// Since when.
    pub since: Timestamp,
    /// When it was last seen.
    pub last_seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub this: bool,
}

/// A passkey in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyLine {
    /// Its credential id, hexadecimal.
    pub id: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Option<Timestamp>,
}

impl Service {
    /// Signs somebody in by user ID or mail address and password, or asks for a one-time code as well. A try is counted before the
    /// password is compared, for names that nobody has as well.
    ///
    /// # Errors
    /// [`Problem::SignInFailed`], [`Problem::Wait`]; [`Problem::Blocked`] with the right password
    /// alone.
    pub async fn sign_in_with_password(
        &self,
        name: &str,
        password: &str,
        from: Option<IpAddr>,
    ) -> Result<Entered, Error> {
        self.count_sign_in(from).await?;
        let name: String = name.trim().chars().take(NAME).collect();
        let login = self.login_of(&name).await?;
        // By what was typed, whoever has it: or the counter would tell that somebody does.
        let subject = hex::encode(self.name_index(&name)?);
        self.try_password(&subject, login.as_ref(), password)
            .await?;
        let login = login.ok_or(Problem::SignInFailed)?;
        self.enter_or_ask(&login).await
    }

    /// Verifies a password, as slowly where nobody was meant; the try is counted before.
    pub(super) async fn try_password(
        &self,
        subject: &str,
        login: Option<&Login>,
        password: &str,
    ) -> Result<(), Error> {
        let now = self.now();
        let rules = self.account_rules().clone();
        let standing =
            |misses: rows::Misses| Standing::after(misses.count, misses.last, now, &rules);
        let (before, counted) = self
            .store()
            .count_miss(subject, now, now + REMEMBERED, |misses| {
                standing(misses) == Standing::Open
            })
            .await?;
        if !counted {
            let until = match standing(before) {
                Standing::Until(until) => Some(until),
                Standing::Open | Standing::ForGood => None,
            };
            return Err(Problem::Wait { until, now }.into());
        }
        let verifier = login.map(|login| login.password.as_str());
        let right = match Password::given(password) {
            Ok(password) => self.verifies(password, verifier).await?,
            // Nobody's, and looked at as slowly.
            Err(_) => {
                let nothing = Password::given("").map_err(Problem::Password)?;
                self.verifies(nothing, None).await?
            }
        };
        if !right {
            return Err(Problem::SignInFailed.into());
        }
        Ok(self.store().forget_misses(subject).await?)
    }

    pub(super) async fn count_sign_in(&self, from: Option<IpAddr>) -> Result<(), Error> {
        let Some(address) = from else { return Ok(()) };
        let subject = URL_SAFE_NO_PAD.encode(network(address));
        let hour = SignedDuration::from_hours(1);
        let now = self.now();
        let reserved = self
            .store()
            .reserve_attempt("account-sign-in", &subject, FROM_ADDRESS, hour, now)
            .await?;
        match reserved {
            Reservation::Granted { .. } => Ok(()),
            Reservation::Refused { retry_at } => Err(Problem::Wait {
                until: Some(retry_at),
                now,
            }
            .into()),
        }
    }

    pub(super) async fn let_in(&self, login: &Login, method: &str) -> Result<SignedIn, Error> {
        let mut tx = self.store().begin().await?;
        // Read again: somebody may have blocked it meanwhile.
        let present = rows::find(&mut tx, &login.account).await?;
        // What was compared is good no longer where another password was chosen meanwhile.
        let login = present
            .filter(|present| !method.starts_with("password") || present.password == login.password)
            .ok_or(Problem::SignInFailed)?;
        if login.blocked_at.is_some() {
            return Err(Problem::Blocked.into());
        }
        let signed_in = self
            .begin_account_session(&mut tx, &login.account, method)
            .await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// Begins a session for somebody who has just proven themselves.
    pub(super) async fn begin_account_session(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        method: &str,
    ) -> Result<SignedIn, Error> {
        let now = self.now();
        let cookie = Secret::generate(&*self.core.random);
        let session = sessions::Session {
            cookie_hash: cookie.hash(),
            id: hex::encode(self.core.random.array::<16>()),
            account: account.clone(),
            csrf: self.core.random.array::<32>().to_vec(),
            method: method.to_owned(),
            created: now,
            expires: now + IDLE,
            last_seen: now,
            proven_at: now,
        };
        sessions::begin(tx, &session).await?;
        let what = Happened::SignIn {
            method: method.to_owned(),
        };
        self.note_happened(tx, account, &what).await?;
        metrics::counter!("bonafide_account_sign_ins_total", "method" => method.to_owned())
            .increment(1);
        Ok(SignedIn {
            cookie: cookie.reveal().to_owned(),
            account: account.clone(),
        })
    }

    /// Has the session that a browser had `before` end with a new sign-in there (ASVS 7.2.4). One of the same account goes on
    /// under its name: nobody signed out, and services that know of it are told nothing. That of another account is over.
    ///
    /// # Errors
    /// Storage.
    pub async fn succeed_session(&self, before: &str, new: &SignedIn) -> Result<(), Error> {
        let (Some(old_hash), Some(new_hash)) = (secret::hash(before), secret::hash(&new.cookie))
        else {
            return Ok(());
        };
        let mut tx = self.store().begin().await?;
        let old = sessions::find(&mut tx, &old_hash, self.now()).await?;
        let Some(old) = old.filter(|_| old_hash != new_hash) else {
            return Ok(());
        };
        sessions::end(&mut tx, &old.account, &old.id).await?;
        if old.account == new.account {
            sessions::succeed(&mut tx, &new_hash, &old.id).await?;
        } else {
            self.tell_ended(&mut tx, &old.account, Ended::Only(&old.id))
                .await?;
        }
        tx.commit().await?;
        self.core.wake.notifications.notify_one();
        Ok(())
    }

    /// Gives the browser of a session another cookie for it, once its owner proved themselves again (ASVS 7.2.4): what was
    /// taken from it before is good for nothing.
    ///
    /// # Errors
    /// [`Problem::SignedOut`].
    pub async fn renew_cookie(&self, account: &Account) -> Result<String, Error> {
        let cookie = Secret::generate(&*self.core.random);
        let mut tx = self.store().begin().await?;
        match sessions::renew(&mut tx, &account.id, &account.session, &cookie.hash()).await {
            Err(StoreError::NotFound(_)) => return Err(Problem::SignedOut.into()),
            other => other?,
        }
        tx.commit().await?;
        Ok(cookie.reveal().to_owned())
    }

    /// Whose session a cookie is; using it keeps it alive.
    ///
    /// # Errors
    /// [`Problem::SignedOut`].
    pub async fn account(&self, cookie: &str) -> Result<Account, Error> {
        let hash = secret::hash(cookie).ok_or(Problem::SignedOut)?;
        let now = self.now();
        let row = sessions::find(&mut *self.store().read().await?, &hash, now).await?;
        let row = row.ok_or(Problem::SignedOut)?;
        if now.duration_since(row.last_seen).as_secs() >= 60 {
            let expires = (now + IDLE).min(row.created + SESSION);
            let mut tx = self.store().begin().await?;
            sessions::touch(&mut tx, &hash, now, expires).await?;
            tx.commit().await?;
        }
        let mut read = self.store().read().await?;
        Ok(Account {
            device_key: sessions::has_device_key(&mut read, &row.account, now).await?,
            id: row.account,
            csrf: URL_SAFE_NO_PAD.encode(&row.csrf),
            proven_at: row.proven_at,
            method: row.method,
            session: row.id,
        })
    }

    /// What somebody sees of their account.
    ///
    /// # Errors
    /// [`Problem::SignedOut`] for one that was erased meanwhile.
    pub async fn account_home(&self, account: &Account) -> Result<AccountHome, Error> {
        let now = self.now();
        let mut read = self.store().read().await?;
        let login = rows::find(&mut read, &account.id).await?;
        let login = login.ok_or(Problem::SignedOut)?;
        let text = |plain: &[u8]| String::from_utf8_lossy(plain).into_owned();
        let user_id = text(&rows::user_id(&mut read, &account.id).await?);
        let mut contacts = Vec::new();
        for contact in Contact::ALL {
            let address = rows::contact(&mut read, &account.id, contact.as_str()).await?;
            contacts.push(address.map(|address| text(&address)).unwrap_or_default());
        }
        let sessions = sessions::of_account(&mut read, &account.id, now, LISTED).await?;
        let passkeys = passkeys::of_account(&mut read, &account.id).await?;
        let apps = apps::of_account(&mut read, &account.id).await?;
        let recovery_codes = recovery_codes::left(&mut read, &account.id).await?;
        let code_apps = Self::code_apps(&mut read, &account.id).await?;
        let pin_at = Self::pin_chosen_at(&mut read, &account.id).await?;
        let pin_reset = Self::pin_reset(&mut read, &account.id).await?;
        let identity = kept(&mut read, &account.id).await?;
        let recovery = recoveries::waiting(&mut read, &account.id, now).await?;
        let recovery = recovery.map(|row| RecoveryLine {
            access: row.kind == Some(recoveries::RecoveryKind::Access),
            until: row.ready_at.unwrap_or(row.expires),
        });
        let phone = contacts.pop().unwrap_or_default();
        Ok(AccountHome {
            user_id,
            mail: contacts.pop().unwrap_or_default(),
            phone,
            opened_at: login.created,
            password_at: login.changed,
            sessions: sessions
                .into_iter()
                .map(|row| SessionLine {
                    this: row.id == account.session,
                    id: row.id,
                    method: row.method,
                    since: row.created,
                    last_seen_at: row.last_seen,
                })
                .collect(),
            passkeys: passkeys
                .into_iter()
                .map(|row| PasskeyLine {
                    id: hex::encode(row.credential),
                    created_at: row.created,
                    last_used_at: row.last_used,
                })
                .collect(),
            apps: apps.into_iter().map(AppLine::from).collect(),
            identity,
            code_apps,
            recovery_codes,
            recovery,
            pin_at,
            pin_reset,
            erase_at: login.erase_at,
            now,
        })
    }

    /// Ends the session.
    ///
    /// # Errors
    /// Storage.
    pub async fn sign_out_account(&self, account: &Account) -> Result<(), Error> {
        self.end_account_session(account, &account.session).await
    }

    /// Ends one of the account's sessions; one that has ended already is no mistake.
    ///
    /// # Errors
    /// Storage.
    pub async fn end_account_session(&self, account: &Account, id: &str) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        match sessions::end(&mut tx, &account.id, id).await {
            Err(StoreError::NotFound(_)) => return Ok(()),
            other => other?,
        }
        self.tell_ended(&mut tx, &account.id, Ended::Only(id))
            .await?;
        tx.commit().await?;
        self.core.wake.notifications.notify_one();
        Ok(())
    }

    /// Ends every other session of the account.
    pub(super) async fn end_others(&self, tx: &mut Tx, account: &Account) -> Result<(), Error> {
        sessions::end_all(tx, &account.id, Some(&account.session)).await?;
        self.tell_ended(tx, &account.id, Ended::AllBut(&account.session))
            .await
    }

    /// Ends all of the account's other sessions.
    ///
    /// # Errors
    /// Storage.
    pub async fn end_other_sessions(&self, account: &Account) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        self.end_others(&mut tx, account).await?;
        Ok(tx.commit().await?)
    }

    /// Blocks the whole account: everything that is open ends, and nobody signs in until its owner
    /// chooses a new password by mail and phone.
    ///
    /// # Errors
    /// Storage.
    pub async fn block_account(&self, account: &Account) -> Result<(), Error> {
        self.block(&account.id).await
    }

    async fn block(&self, account: &AccountId) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        self.block_within(&mut tx, account).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    pub(super) async fn block_within(&self, tx: &mut Tx, account: &AccountId) -> Result<(), Error> {
        let login = rows::find(tx, account).await?;
        let login = login.ok_or(Problem::SignedOut)?;
        if rows::block(tx, account, self.now()).await? {
            self.tell_all_ended(tx, account, None).await?;
            self.notify_owner(tx, &login, Change::Blocked).await?;
        }
        Ok(())
    }

    /// Signs in whoever has proven to be the owner of an account by a passkey.
    pub(super) async fn let_in_by_passkey(&self, account: &AccountId) -> Result<SignedIn, Error> {
        let login = rows::find(&mut *self.store().read().await?, account).await?;
        let login = login.ok_or(Error::PasskeyFailed)?;
        self.let_in(&login, "passkey").await
    }
}
