//! Approval apps: devices whose key approves for an account (a multi-factor cryptographic
//! authenticator, NIST SP 800-63B-4, 3.1.7). One is activated by a picture code that somebody who
//! is signed in shows to it.

use std::fmt;

use bonafide_identity::account::System;
use bonafide_identity::id::{AccountId, AppId};
use bonafide_store::account::{self as logins, apps as rows, flows, push};
use bonafide_store::{StoreError, Tx};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential, Uuid};

use super::{Account, Change, Flow, Problem};
use crate::operator::Ceremony;
use crate::operator::passkey::{encode, json, parse, refused};
use crate::secret::{self, Secret};
use crate::{Error, Service};

pub(super) const PURPOSE: &str = "activate";
const JOIN: &str = "app_join";

/// What the flow of an activation holds.
#[derive(Serialize, Deserialize)]
pub(super) struct Activating {
    account: AccountId,
    /// The app that was activated with it.
    app: Option<AppId>,
    /// The app that it takes the place of.
    #[serde(default)]
    replaces: Option<AppId>,
}

impl Activating {
    pub(super) fn of(account: AccountId, replaces: Option<AppId>) -> Self {
        Self {
            account,
            app: None,
            replaces,
        }
    }

    pub(super) fn is_used(&self) -> bool {
        self.app.is_some()
    }

    /// Whether it moves this app of this account.
    pub(super) fn is_of(&self, account: &AccountId, app: &AppId) -> bool {
        self.account == *account && self.replaces.as_ref() == Some(app)
    }
}

/// An activation, where the picture code is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Activation {
    /// The address that the picture code holds.
    pub url: String,
    /// The app that was activated with it.
    pub app: Option<AppLine>,
    /// From when on the picture code is worth nothing.
    pub expires_at: Timestamp,
    /// The present.
    pub now: Timestamp,
}

/// An activation, on the device that scanned the picture code.
#[derive(Clone, PartialEq, Eq)]
pub struct Joining {
    /// What the account's owner calls themselves.
    pub user_id: String,
    /// Whether this device takes the place of another one.
    pub transfers: bool,
}

/// An app in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppLine {
    /// Names it.
    pub id: AppId,
    /// What the device runs on, as it says.
    pub system: System,
    /// When it was activated.
    pub created_at: Timestamp,
    /// When it last approved something.
    pub last_used_at: Option<Timestamp>,
    /// Since when it approves nothing.
    pub blocked_at: Option<Timestamp>,
    /// From when on it approves, in place of another one.
    pub active_from: Option<Timestamp>,
}

impl From<rows::App> for AppLine {
    fn from(row: rows::App) -> Self {
        Self {
            id: row.id,
            system: System::from_word(&row.system),
            created_at: row.created,
            last_used_at: row.last_used,
            blocked_at: row.blocked_at,
            active_from: row.active_from,
        }
    }
}

/// The app on the device that asks.
#[derive(Clone)]
pub struct App {
    /// Which.
    pub id: AppId,
    /// For which account it approves.
    pub account: AccountId,
    /// What its forms must send back.
    pub csrf: String,
    pub(super) passkey: String,
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl App {
    /// # Errors
    /// [`Error::FormExpired`] unless the form was made by a page of this app.
    pub fn check_csrf(&self, presented: &str) -> Result<(), Error> {
        if secret::same(&self.csrf, presented) {
            Ok(())
        } else {
            Err(Error::FormExpired)
        }
    }
}

impl Service {
    /// Begins to activate an app; gives the value of a cookie. The picture code is good once.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`], [`Problem::PinMissing`], [`Problem::AppsFull`];
    /// [`Error::OperatorTooManyTries`].
    pub async fn begin_activation(&self, account: &Account) -> Result<String, Error> {
        self.require_fresh(account)?;
        self.require_pin(&account.id).await?;
        self.count_beginning(&format!("{PURPOSE}/{}", account.id))
            .await?;
        self.room_for_app(&mut *self.store().read().await?, &account.id)
            .await?;
        let state = Activating::of(account.id.clone(), None);
        let lasts = self.account_rules().activation;
        let (cookie, _) = self.begin_flow_for(lasts, PURPOSE, &state).await?;
        Ok(cookie.reveal().to_owned())
    }

    /// The activation that a browser shows, if it is this account's.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`].
    pub async fn activation(&self, account: &Account, cookie: &str) -> Result<Activation, Error> {
        let flow: Flow<Activating> = self.flow_as(PURPOSE, cookie).await?;
        if flow.state.account != account.id || flow.state.replaces.is_some() {
            return Err(Problem::FlowEnded.into());
        }
        let app = match &flow.state.app {
            Some(id) => rows::find(&mut *self.store().read().await?, id).await?,
            None => None,
        };
        Ok(self.shown(cookie, &flow, app))
    }

    /// An activation as the device shows it that began it.
    pub(super) fn shown(
        &self,
        cookie: &str,
        flow: &Flow<Activating>,
        app: Option<rows::App>,
    ) -> Activation {
        Activation {
            url: self
                .core
                .passkeys
                .address(&format!("app/activate/{cookie}")),
            app: app.map(AppLine::from),
            expires_at: flow.expires,
            now: self.now(),
        }
    }

    /// Whose activation a picture code is; uses nothing.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`].
    pub async fn joining(&self, secret: &str) -> Result<Joining, Error> {
        let flow = self.open_activation(secret).await?;
        let mut read = self.store().read().await?;
        let user_id = logins::user_id(&mut read, &flow.state.account).await?;
        Ok(Joining {
            user_id: String::from_utf8_lossy(&user_id).into_owned(),
            transfers: flow.state.replaces.is_some(),
        })
    }

    /// Begins to make this device an app.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`], [`Problem::AppsFull`]; [`Error::PasskeysUnsupported`],
    /// [`Error::OperatorTooManyTries`].
    pub async fn begin_joining(&self, secret: &str) -> Result<Ceremony, Error> {
        let flow = self.open_activation(secret).await?;
        let Activating {
            account, replaces, ..
        } = flow.state;
        self.count_beginning(&format!("{JOIN}/{account}")).await?;
        let mut read = self.store().read().await?;
        let present = self.room(&mut read, &account, replaces.as_ref()).await?;
        let name = logins::user_id(&mut read, &account).await?;
        drop(read);
        let name = String::from_utf8_lossy(&name).into_owned();
        let id = AppId::new(self.now(), self.random_id());
        let begun = self.core.passkeys.webauthn()?.start_passkey_registration(
            handle(&id),
            &name,
            &name,
            Some(present),
        );
        let (options, state) = begun.map_err(|_| Error::Inconsistent("an app's key"))?;
        self.remember(JOIN, None, &(&account, id, state), bound(json(&options)?))
            .await
    }

    /// Makes this device an app of the account, and tells its owner; gives the value of the
    /// device's cookie.
    ///
    /// # Errors
    /// [`Error::PasskeyFailed`]; [`Problem::FlowEnded`], [`Problem::AppsFull`].
    pub async fn finish_joining(
        &self,
        secret: &str,
        token: &str,
        answer: &str,
        system: System,
    ) -> Result<String, Error> {
        let mut flow = self.open_activation(secret).await?;
        let (_, (owner, id, state)) = self
            .recall::<(AccountId, AppId, PasskeyRegistration)>(JOIN, token)
            .await?;
        let answer: RegisterPublicKeyCredential = parse(answer)?;
        if owner != flow.state.account {
            return Err(Error::PasskeyFailed);
        }
        let webauthn = self.core.passkeys.webauthn()?;
        let passkey = webauthn
            .finish_passkey_registration(&answer, &state)
            .map_err(refused)?;
        let cookie = Secret::generate(&*self.core.random);
        let row = rows::App {
            id: id.clone(),
            account: owner.clone(),
            credential: passkey.cred_id().to_vec(),
            passkey: encode(&passkey)?,
            cookie_hash: cookie.hash(),
            system: system.as_str().to_owned(),
            created: self.now(),
            last_used: None,
            blocked_at: None,
            active_from: flow
                .state
                .replaces
                .as_ref()
                .map(|_| self.now() + self.account_rules().transfer_wait),
            replaces: flow.state.replaces.clone(),
        };
        flow.state.app = Some(id);
        let mut tx = self.store().begin().await?;
        logins::hold(&mut tx, &owner).await?;
        let login = logins::find(&mut tx, &owner).await?;
        // A password that was chosen meanwhile ends what was begun before, as it ends sessions.
        let begun = flow.expires - self.account_rules().activation;
        let login = login
            .filter(|login| login.blocked_at.is_none() && login.changed <= begun)
            .ok_or(Problem::FlowEnded)?;
        self.room(&mut tx, &owner, row.replaces.as_ref()).await?;
        // Of two devices that scanned the same picture code, one is the app.
        if !flows::save(&mut tx, &flow.hash, flow.version, &flow.encoded()).await? {
            return Err(Problem::FlowEnded.into());
        }
        match rows::insert(&mut tx, &row).await {
            Err(StoreError::Duplicate(_)) => return Err(Error::PasskeyFailed),
            other => other?,
        }
        let change = match row.replaces {
            Some(_) => Change::AppTransferring,
            None => Change::AppActivated,
        };
        self.notify_owner(&mut tx, &login, change).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        self.core.apps.changed(&owner);
        Ok(cookie.reveal().to_owned())
    }

    async fn open_activation(&self, secret: &str) -> Result<Flow<Activating>, Error> {
        let flow: Flow<Activating> = self.flow_as(PURPOSE, secret).await?;
        match flow.state.app {
            Some(_) => Err(Problem::FlowEnded.into()),
            None => Ok(flow),
        }
    }

    /// The credentials of an account's apps, if another may join them, or take the place of one.
    async fn room(
        &self,
        read: &mut bonafide_store::Conn,
        account: &AccountId,
        replaces: Option<&AppId>,
    ) -> Result<Vec<webauthn_rs::prelude::CredentialID>, Error> {
        let Some(old) = replaces else {
            return self.room_for_app(read, account).await;
        };
        self.may_transfer(read, old).await?;
        let present = rows::of_account(read, account).await?;
        Ok(present.into_iter().map(|row| row.credential).collect())
    }

    /// The credentials of an account's apps, if another may join them.
    async fn room_for_app(
        &self,
        read: &mut bonafide_store::Conn,
        account: &AccountId,
    ) -> Result<Vec<webauthn_rs::prelude::CredentialID>, Error> {
        let present = rows::of_account(read, account).await?;
        if present.len() >= self.account_rules().apps {
            return Err(Problem::AppsFull.into());
        }
        Ok(present.into_iter().map(|row| row.credential).collect())
    }

    /// The app on the device with this cookie.
    ///
    /// # Errors
    /// [`Problem::NoApp`], [`Problem::AppBlocked`], [`Problem::Blocked`].
    pub async fn app(&self, cookie: &str) -> Result<App, Error> {
        let hash = secret::hash(cookie).ok_or(Problem::NoApp)?;
        let mut read = self.store().read().await?;
        let row = rows::find_by_cookie(&mut read, &hash).await?;
        let row = row.ok_or(Problem::NoApp)?;
        let now = self.now();
        // Whose place another took is an app no more, before anybody removed it.
        if let Some(successor) = rows::successor(&mut read, &row.id).await?
            && successor.active_from.is_none_or(|from| from <= now)
        {
            return Err(Problem::NoApp.into());
        }
        let login = logins::find(&mut read, &row.account).await?;
        let login = login.ok_or(Problem::NoApp)?;
        if login.blocked_at.is_some() {
            return Err(Problem::Blocked.into());
        }
        if row.blocked_at.is_some() {
            return Err(Problem::AppBlocked.into());
        }
        if let Some(until) = row.active_from.filter(|from| *from > now) {
            return Err(Problem::AppNotYet { until, now }.into());
        }
        Ok(App {
            id: row.id,
            account: row.account,
            csrf: Secret::of(cookie).derive("csrf").reveal().to_owned(),
            passkey: row.passkey,
        })
    }

    /// Removes an app, and tells the account's owner; one that is gone already is no mistake.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`].
    pub async fn remove_app(&self, account: &Account, id: &AppId) -> Result<(), Error> {
        self.require_fresh(account)?;
        let mut tx = self.store().begin().await?;
        if !self.take_app_away(&mut tx, &account.id, id).await? {
            return Ok(());
        }
        // Whoever signed in with it is out.
        self.end_others(&mut tx, account).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        self.core.apps.changed(&account.id);
        Ok(())
    }

    /// Removes the app on the device that asks for it.
    ///
    /// # Errors
    /// Storage.
    pub async fn leave_app(&self, app: &App) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        if self.take_app_away(&mut tx, &app.account, &app.id).await? {
            tx.commit().await?;
            self.core.wake.messages.notify_one();
        }
        Ok(())
    }

    async fn take_app_away(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        id: &AppId,
    ) -> Result<bool, Error> {
        match rows::remove(tx, account, id).await {
            Err(StoreError::NotFound(_)) => return Ok(false),
            other => other?,
        }
        // Whoever moved it elsewhere may be whom it is removed for.
        rows::stop_transfers(tx, account).await?;
        let login = logins::find(tx, account).await?;
        let login = login.ok_or(Problem::SignedOut)?;
        self.notify_owner(tx, &login, Change::AppRemoved).await?;
        Ok(true)
    }

    /// Has an app approve nothing for now, and tells the account's owner. Every browser may do so that is
    /// signed in.
    ///
    /// # Errors
    /// Storage.
    pub async fn block_app(&self, account: &Account, id: &AppId) -> Result<(), Error> {
        self.set_app_blocked(account, id, Some(self.now())).await
    }

    /// Has a blocked app approve again, and tells the account's owner.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`].
    pub async fn reopen_app(&self, account: &Account, id: &AppId) -> Result<(), Error> {
        self.require_fresh(account)?;
        self.set_app_blocked(account, id, None).await
    }

    async fn set_app_blocked(
        &self,
        account: &Account,
        id: &AppId,
        at: Option<Timestamp>,
    ) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        if !rows::set_blocked(&mut tx, &account.id, id, at).await? {
            return Ok(());
        }
        rows::stop_transfers(&mut tx, &account.id).await?;
        push::unsubscribe(&mut tx, id).await?;
        let login = logins::find(&mut tx, &account.id).await?;
        let login = login.ok_or(Problem::SignedOut)?;
        let change = match at {
            Some(_) => Change::AppBlocked,
            None => Change::AppReopened,
        };
        self.notify_owner(&mut tx, &login, change).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        self.core.apps.changed(&account.id);
        Ok(())
    }
}

/// Has a key stay on this device as far as a browser can ask for that, found by its name alone: it signs nobody
/// in by itself.
fn bound(mut options: Value) -> Value {
    if let Some(key) = options.get_mut("publicKey").and_then(Value::as_object_mut) {
        key.insert(
            "authenticatorSelection".to_owned(),
            json!({
                "authenticatorAttachment": "platform",
                "residentKey": "discouraged",
                "requireResidentKey": false,
                "userVerification": "required",
            }),
        );
    }
    options
}

/// What a device knows its own key by; another one for every app, so that none takes the place of another.
fn handle(app: &AppId) -> Uuid {
    let digest: [u8; 32] = Sha256::digest(format!("bonafide app\n{app}")).into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    Uuid::from_bytes(bytes)
}
