//! Proving once more to be the owner, before anything changes that the account is signed in to
//! with: a browser that was left open is not enough, and neither is a password where the account has a key of a
//! device.

use std::net::IpAddr;

use bonafide_identity::account::{Contact, RecoveryCode};
use bonafide_store::account::{self as rows, Login, flows, recovery_codes, sessions};
use bonafide_store::{StoreError, Tx};
use jiff::{SignedDuration, Timestamp};

use super::messages::{Say, To, language_of};
use super::sign_in::{WITH_CODE, WITH_TEXT};
use super::{Account, Problem, State};
use crate::operator::Ceremony;
use crate::{Error, Service};

const PROVE: &str = "account_prove";
/// Between the password and the code that came by text message.
const BY_TEXT: &str = "prove-text";

/// What became of a password that was given once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// It is enough.
    Whole,
    /// A code went to the phone, since the account has a key of a device and this is not it; the value of a
    /// cookie.
    Text(String),
}

impl Service {
    /// Whether whoever is signed in proved to be the owner a short while ago.
    #[must_use]
    pub fn is_fresh(&self, account: &Account) -> bool {
        let since = self.now().duration_since(account.proven_at);
        // A clock that was set back lets nobody in for longer.
        let lately = since >= SignedDuration::ZERO && since < self.account_rules().fresh;
        lately && account.proven_enough()
    }

    /// # Errors
    /// [`Problem::ProveAgain`] unless they did.
    pub fn require_fresh(&self, account: &Account) -> Result<(), Error> {
        match self.is_fresh(account) {
            true => Ok(()),
            false => Err(Problem::ProveAgain.into()),
        }
    }

    /// Whether the account has passkeys, to be asked for.
    ///
    /// # Errors
    /// Storage.
    pub async fn has_passkeys(&self, account: &Account) -> Result<bool, Error> {
        let mut read = self.store().read().await?;
        let present = rows::passkeys::of_account(&mut read, &account.id).await?;
        Ok(!present.is_empty())
    }

    /// Takes the password once more, and a one-time code where the account has an app for them; where it has
    /// the key of a device instead, a code goes to the phone. Misses count as those at the door do.
    ///
    /// # Errors
    /// [`Problem::SignInFailed`], [`Problem::Wait`]; [`Problem::OneTimeCodeWrong`],
    /// [`Problem::OneTimeCodeWait`]; [`Problem::PhoneChangedLately`], [`Problem::TooManySends`].
    pub async fn prove_with_password(
        &self,
        account: &Account,
        password: &str,
        code: &str,
        from: Option<IpAddr>,
    ) -> Result<Proof, Error> {
        self.count_sign_in(from).await?;
        let login = rows::find(&mut *self.store().read().await?, &account.id).await?;
        let login = login.ok_or(Problem::SignedOut)?;
        let subject = hex::encode(login.user_index);
        self.try_password(&subject, Some(&login), password).await?;
        if self.asks_for_code(&account.id).await? {
            self.try_one_time_code(&account.id, code).await?;
            self.proven(account, WITH_CODE).await?;
        } else if account.device_key {
            return Ok(Proof::Text(self.send_proving_code(&login).await?));
        } else {
            self.proven(account, "password").await?;
        }
        Ok(Proof::Whole)
    }

    /// Sends a code to the phone of whoever gave the password.
    async fn send_proving_code(&self, login: &Login) -> Result<String, Error> {
        let mut read = self.store().read().await?;
        self.unless_phone_changed(&mut read, &login.account).await?;
        drop(read);
        let to = self.recipient_of(login, Contact::Phone).await?;
        self.reserve_send("prove", &to).await?;
        let state = State {
            account: Some(login.account.clone()),
            ..State::default()
        };
        let lasts = self.account_rules().phone_code;
        let (cookie, hash) = self.begin_flow_for(lasts, BY_TEXT, &state).await?;
        let mut flow = self.flow_of(BY_TEXT, hash, String::new()).await?;
        let code = self.renew_code(&mut flow, Contact::Phone)?;
        let mut tx = self.store().begin().await?;
        self.keep(&mut tx, &flow).await?;
        let to = To::of(&to, &login.account);
        let (say, language) = (Say::Code(&code), language_of(login));
        self.write(&mut tx, &to, &say, language, Contact::Phone)
            .await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(cookie.reveal().to_owned())
    }

    /// Takes the code that went to the phone, or a printed one in its place.
    ///
    /// # Errors
    /// [`Problem::CodeWrong`]; [`Problem::FlowEnded`], also where the password was chosen anew meanwhile.
    pub async fn prove_with_text(
        &self,
        account: &Account,
        cookie: &str,
        typed: &str,
    ) -> Result<(), Error> {
        let flow = self.flow(BY_TEXT, cookie).await?;
        if flow.state.account.as_ref() != Some(&account.id) {
            return Err(Problem::FlowEnded.into());
        }
        let printed = match typed.parse::<RecoveryCode>() {
            Ok(code) => self.tried_recovery_code(&flow, &code).await?,
            Err(_) => None,
        };
        if printed.is_none() && !self.is_code(&flow, Contact::Phone, typed).await? {
            return Err(Problem::CodeWrong.into());
        }
        let mut tx = self.store().begin().await?;
        if let Some(value) = printed {
            // Whoever was in for a moment may have made them.
            let made = self.now() - self.account_rules().between_contacts;
            if !recovery_codes::take(&mut tx, &value, made).await? {
                return Err(Problem::CodeWrong.into());
            }
        }
        if !flows::end(&mut tx, &flow.hash, flow.version).await? {
            return Err(Problem::FlowEnded.into());
        }
        tx.commit().await?;
        // A password that is chosen ends every other session, and with it this one.
        self.proven(account, WITH_TEXT).await
    }

    /// Asks for a passkey once more.
    ///
    /// # Errors
    /// [`Error::PasskeysUnsupported`], [`Error::OperatorTooManyTries`].
    pub async fn begin_proving(&self, account: &Account) -> Result<Ceremony, Error> {
        self.count_beginning(&format!("{PROVE}/{}", account.id))
            .await?;
        self.ask_for_passkey(PROVE).await
    }

    /// Takes the passkey's answer.
    ///
    /// # Errors
    /// [`Error::PasskeyFailed`], also for somebody else's.
    pub async fn prove_with_passkey(
        &self,
        account: &Account,
        token: &str,
        answer: &str,
    ) -> Result<(), Error> {
        let owner = self.passkey_owner(PROVE, token, answer).await?;
        if owner != account.id {
            return Err(Error::PasskeyFailed);
        }
        self.proven(account, "passkey").await
    }

    async fn proven(&self, account: &Account, method: &str) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        account.prove(&mut tx, method, self.now()).await?;
        Ok(tx.commit().await?)
    }
}

impl Account {
    /// Notes how whoever is signed in has just proven to be the owner.
    pub(super) async fn prove(
        &self,
        tx: &mut Tx,
        method: &str,
        now: Timestamp,
    ) -> Result<(), Error> {
        match sessions::prove(tx, &self.id, &self.session, method, now).await {
            Err(StoreError::NotFound(_)) => Err(Problem::SignedOut.into()),
            other => Ok(other?),
        }
    }
}
