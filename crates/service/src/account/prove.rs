//! Proving once more to be the owner, before anything changes that the account is signed in to
//! with: a browser that was left open is not enough.

use std::net::IpAddr;

use bonafide_store::StoreError;
use bonafide_store::account::{self as rows, sessions};
use jiff::SignedDuration;

use super::sign_in::WITH_CODE;
use super::{Account, Problem};
use crate::operator::Ceremony;
use crate::{Error, Service};

const PROVE: &str = "account_prove";

impl Service {
    /// Whether whoever is signed in proved to be the owner a short while ago.
    #[must_use]
    pub fn is_fresh(&self, account: &Account) -> bool {
        let since = self.now().duration_since(account.proven_at);
        // A clock that was set back lets nobody in for longer.
        since >= SignedDuration::ZERO && since < self.account_rules().fresh
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

    /// Takes the password once more, and a one-time code where the account has an app for them. Misses count
    /// as those at the door do.
    ///
    /// # Errors
    /// [`Problem::SignInFailed`], [`Problem::Wait`]; [`Problem::OneTimeCodeWrong`],
    /// [`Problem::OneTimeCodeWait`].
    pub async fn prove_with_password(
        &self,
        account: &Account,
        password: &str,
        code: &str,
        from: Option<IpAddr>,
    ) -> Result<(), Error> {
        self.count_sign_in(from).await?;
        let login = rows::find(&mut *self.store().read().await?, &account.id).await?;
        let login = login.ok_or(Problem::SignedOut)?;
        let subject = hex::encode(login.user_index);
        self.try_password(&subject, Some(&login), password).await?;
        if !self.asks_for_code(&account.id).await? {
            return self.proven(account, "password").await;
        }
        self.try_one_time_code(&account.id, code).await?;
        self.proven(account, WITH_CODE).await
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
        match sessions::prove(&mut tx, &account.id, &account.session, method, self.now()).await {
            Err(StoreError::NotFound(_)) => return Err(Problem::SignedOut.into()),
            other => other?,
        }
        Ok(tx.commit().await?)
    }
}
