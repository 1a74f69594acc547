//! People's passkeys: added by whoever is signed in, used to sign in without a name.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::id::AccountId;
use bonafide_store::StoreError;
use bonafide_store::account::{self as logins, passkeys as rows};
use sha2::{Digest as _, Sha256};
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid,
};

use super::change::open;
use super::sign_in::{Account, SignedIn};
use super::{Change, Problem};
use crate::limit::network;
use crate::operator::Ceremony;
use crate::operator::passkey::{decode, discoverable, encode, json, parse, refused};
use crate::{Error, Service};

const ADD: &str = "account_add";
const SIGN_IN: &str = "account_sign_in";
/// Passkeys that one account may have.
const PASSKEYS: usize = 20;

impl Service {
    /// Begins to add a passkey.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`]; [`Error::PasskeysUnsupported`], [`Error::OperatorTooManyTries`];
    /// [`Error::LimitReached`].
    pub async fn begin_adding_passkey(&self, account: &Account) -> Result<Ceremony, Error> {
        self.require_fresh(account)?;
        self.count_beginning(&format!("{ADD}/{}", account.id))
            .await?;
        let mut read = self.store().read().await?;
        let present = rows::of_account(&mut read, &account.id).await?;
        if present.len() >= PASSKEYS {
            return Err(Error::LimitReached(PASSKEYS));
        }
        let name = logins::user_id(&mut read, &account.id).await?;
        drop(read);
        let name = String::from_utf8_lossy(&name).into_owned();
        let present = present.into_iter().map(|row| row.credential);
        let begun = self.core.passkeys.webauthn()?.start_passkey_registration(
            handle(&account.id),
            &name,
            &name,
            Some(present.collect()),
        );
        let (options, state) = begun.map_err(|_| Error::Inconsistent("a passkey"))?;
        let options = discoverable(json(&options)?);
        self.remember(ADD, None, &(&account.id, state), options)
            .await
    }

    /// Keeps the new passkey, and tells its owner.
    ///
    /// # Errors
    /// [`Error::PasskeyFailed`].
    pub async fn finish_adding_passkey(
        &self,
        account: &Account,
        token: &str,
        answer: &str,
    ) -> Result<(), Error> {
        let (_, (owner, state)) = self
            .recall::<(AccountId, PasskeyRegistration)>(ADD, token)
            .await?;
        let answer: RegisterPublicKeyCredential = parse(answer)?;
        if owner != account.id {
            return Err(Error::PasskeyFailed);
        }
        let passkey = self
            .core
            .passkeys
            .webauthn()?
            .finish_passkey_registration(&answer, &state)
            .map_err(refused)?;
        let now = self.now();
        let row = rows::Passkey {
            credential: passkey.cred_id().to_vec(),
            account: account.id.clone(),
            passkey: encode(&passkey)?,
            created: now,
            last_used: None,
        };
        let mut tx = self.store().begin().await?;
        logins::hold(&mut tx, &account.id).await?;
        let login = open(&mut tx, account).await?;
        match rows::insert(&mut tx, &row).await {
            Err(StoreError::Duplicate(_)) => return Err(Error::PasskeyFailed),
            other => other?,
        }
        self.notify_owner(&mut tx, &login, Change::PasskeyAdded)
            .await?;
        // Whoever added it has it in their hand: they are not asked for it at once.
        account.prove(&mut tx, "passkey", now).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    /// Makes a passkey useless, and tells its owner; one that is gone already is no mistake.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`].
    pub async fn remove_account_passkey(&self, account: &Account, id: &str) -> Result<(), Error> {
        self.require_fresh(account)?;
        let credential = hex::decode(id).map_err(|_| Error::NotFound)?;
        let mut tx = self.store().begin().await?;
        let login = logins::find(&mut tx, &account.id).await?;
        let login = login.ok_or(Problem::SignedOut)?;
        match rows::remove(&mut tx, &account.id, &credential).await {
            Err(StoreError::NotFound(_)) => return Ok(()),
            other => other?,
        }
        // Whoever signed in with it is out.
        self.end_others(&mut tx, account).await?;
        self.notify_owner(&mut tx, &login, Change::PasskeyRemoved)
            .await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    /// Begins a sign-in; the authenticator knows who it is.
    ///
    /// # Errors
    /// [`Error::PasskeysUnsupported`], [`Error::OperatorTooManyTries`], [`Error::RateLimited`].
    pub async fn begin_account_sign_in(&self, from: Option<IpAddr>) -> Result<Ceremony, Error> {
        if let Some(address) = from {
            let subject = format!("{SIGN_IN}/{}", URL_SAFE_NO_PAD.encode(network(address)));
            self.count_beginning(&subject).await?;
        }
        self.ask_for_passkey(SIGN_IN).await
    }

    /// Asks for any passkey; the authenticator knows whose it is.
    pub(super) async fn ask_for_passkey(&self, purpose: &'static str) -> Result<Ceremony, Error> {
        let begun = self
            .core
            .passkeys
            .webauthn()?
            .start_discoverable_authentication();
        let (mut options, state) = begun.map_err(|_| Error::Inconsistent("a sign-in"))?;
        // Asked for by a button, not offered within a form.
        options.mediation = None;
        self.remember(purpose, None, &state, json(&options)?).await
    }

    /// Finishes a sign-in.
    ///
    /// # Errors
    /// [`Error::PasskeyFailed`]; [`Problem::Blocked`].
    pub async fn finish_account_sign_in(
        &self,
        token: &str,
        answer: &str,
    ) -> Result<SignedIn, Error> {
        let account = self.passkey_owner(SIGN_IN, token, answer).await?;
        self.let_in_by_passkey(&account).await
    }

    /// Whose passkey answered.
    pub(super) async fn passkey_owner(
        &self,
        purpose: &'static str,
        token: &str,
        answer: &str,
    ) -> Result<AccountId, Error> {
        let (_, state) = self
            .recall::<DiscoverableAuthentication>(purpose, token)
            .await?;
        let answer: PublicKeyCredential = parse(answer)?;
        let webauthn = self.core.passkeys.webauthn()?;
        let (user, credential) = webauthn
            .identify_discoverable_authentication(&answer)
            .map_err(refused)?;
        let mut tx = self.store().begin().await?;
        let row = rows::find(&mut tx, credential).await?;
        let row = row
            .filter(|row| handle(&row.account) == user)
            .ok_or(Error::PasskeyFailed)?;
        let mut passkey: Passkey = decode(&row.passkey)?;
        #[expect(deprecated, reason = "its successor needs the library's internals")]
        let proven = webauthn.finish_discoverable_authentication(
            &answer,
            state,
            &[DiscoverableKey::from(&passkey)],
        );
        passkey.update_credential(&proven.map_err(refused)?);
        rows::update(&mut tx, credential, &encode(&passkey)?, self.now()).await?;
        tx.commit().await?;
        Ok(row.account)
    }
}

/// What authenticators know an account by.
fn handle(account: &AccountId) -> Uuid {
    let digest: [u8; 32] = Sha256::digest(format!("bonafide account\n{account}")).into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}
