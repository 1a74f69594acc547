//! An approval app moves to another device: the old one approves that with its key and shows a picture code,
//! the new one scans it, and takes its place after a wait in which the old one, every browser of the
//! account and the notices' links can stop it.

use bonafide_identity::id::{AccountId, AppId};
use bonafide_store::account::{self as logins, apps as rows};
use bonafide_store::{Conn, Tx};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, PublicKeyCredential};

use super::app::{Activating, Activation, App, PURPOSE};
use super::{Account, Change, Flow, Problem};
use crate::operator::Ceremony;
use crate::operator::passkey::{decode, encode, json, parse, refused};
use crate::{Error, Service};

const TRANSFER: &str = "app_transfer";
/// Transfers that are carried out before others have their turn.
const BATCH: u32 = 50;

/// A transfer that the old device is about to approve.
#[derive(Serialize, Deserialize)]
struct Signing {
    app: AppId,
    state: PasskeyAuthentication,
}

impl Service {
    /// Takes the PIN, and asks the old device's key whether the app may move.
    ///
    /// # Errors
    /// [`Problem::AppTransfers`]; [`Problem::PinMissing`], [`Problem::PinWrong`], [`Problem::PinWait`];
    /// [`Error::OperatorTooManyTries`].
    pub async fn begin_transfer(&self, app: &App, pin: &str) -> Result<Ceremony, Error> {
        self.require_pin(&app.account).await?;
        self.may_transfer(&mut *self.store().read().await?, &app.id)
            .await?;
        self.count_beginning(&format!("{TRANSFER}/{}", app.account))
            .await?;
        self.try_pin(&app.account, pin).await?;
        let passkey: Passkey = decode(&app.passkey)?;
        let webauthn = self.core.passkeys.webauthn()?;
        let begun = webauthn.start_passkey_authentication(&[passkey]);
        let (options, state) = begun.map_err(|_| Error::Inconsistent("an app's key"))?;
        let signing = Signing {
            app: app.id.clone(),
            state,
        };
        self.remember(TRANSFER, None, &signing, json(&options)?)
            .await
    }

    /// Takes the old device's signature; gives the value of a cookie, by which it shows a picture code.
    ///
    /// # Errors
    /// [`Error::PasskeyFailed`]; [`Problem::AppTransfers`].
    pub async fn finish_transfer(
        &self,
        app: &App,
        token: &str,
        answer: &str,
    ) -> Result<String, Error> {
        let (_, signing) = self.recall::<Signing>(TRANSFER, token).await?;
        let answer: PublicKeyCredential = parse(answer)?;
        if signing.app != app.id {
            return Err(Error::PasskeyFailed);
        }
        let webauthn = self.core.passkeys.webauthn()?;
        let proven = webauthn
            .finish_passkey_authentication(&answer, &signing.state)
            .map_err(refused)?;
        if !proven.user_verified() {
            return Err(Error::PasskeyFailed);
        }
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let row = rows::find(&mut tx, &app.id).await?;
        let row = row.filter(|row| row.blocked_at.is_none());
        let mut passkey: Passkey = decode(&row.ok_or(Problem::NoApp)?.passkey)?;
        passkey.update_credential(&proven);
        rows::used(&mut tx, &app.id, &encode(&passkey)?, now).await?;
        self.may_transfer(&mut tx, &app.id).await?;
        tx.commit().await?;
        let state = Activating::of(app.account.clone(), Some(app.id.clone()));
        let lasts = self.account_rules().activation;
        let (cookie, _) = self.begin_flow_for(lasts, PURPOSE, &state).await?;
        Ok(cookie.reveal().to_owned())
    }

    /// The transfer that an old device shows.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`].
    pub async fn transfer(&self, app: &App, cookie: &str) -> Result<Activation, Error> {
        let flow: Flow<Activating> = self.flow_as(PURPOSE, cookie).await?;
        if !flow.state.is_of(&app.account, &app.id) {
            return Err(Problem::FlowEnded.into());
        }
        let successor = rows::successor(&mut *self.store().read().await?, &app.id).await?;
        // Scanned and stopped: the picture code is used up.
        if successor.is_none() && flow.state.is_used() {
            return Err(Problem::FlowEnded.into());
        }
        Ok(self.shown(cookie, &flow, successor))
    }

    /// When another device takes an app's place, if one does.
    ///
    /// # Errors
    /// Storage.
    pub async fn transferred_at(&self, app: &App) -> Result<Option<Timestamp>, Error> {
        Self::moves_at(&mut *self.store().read().await?, app).await
    }

    pub(super) async fn moves_at(conn: &mut Conn, app: &App) -> Result<Option<Timestamp>, Error> {
        let successor = rows::successor(conn, &app.id).await?;
        Ok(successor.and_then(|row| row.active_from))
    }

    /// # Errors
    /// [`Problem::AppTransfers`] while another device is about to take the app's place, [`Problem::NoApp`].
    pub(super) async fn may_transfer(&self, conn: &mut Conn, old: &AppId) -> Result<(), Error> {
        let row = rows::find(conn, old).await?;
        row.filter(|row| row.blocked_at.is_none() && row.replaces.is_none())
            .ok_or(Problem::NoApp)?;
        match rows::successor(conn, old).await? {
            Some(_) => Err(Problem::AppTransfers.into()),
            None => Ok(()),
        }
    }

    /// Stops what moves, from the old device.
    ///
    /// # Errors
    /// Storage.
    pub async fn stop_transfer_of(&self, app: &App) -> Result<(), Error> {
        self.stop_transfers(&app.account).await
    }

    /// Stops what moves. Every browser may do so that is signed in.
    ///
    /// # Errors
    /// Storage.
    pub async fn stop_transfer(&self, account: &Account) -> Result<(), Error> {
        self.stop_transfers(&account.id).await
    }

    async fn stop_transfers(&self, account: &AccountId) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        self.stop_transfers_within(&mut tx, account).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        self.core.apps.changed(account);
        Ok(())
    }

    pub(super) async fn stop_transfers_within(
        &self,
        tx: &mut Tx,
        account: &AccountId,
    ) -> Result<(), Error> {
        if !rows::stop_transfers(tx, account).await? {
            return Ok(());
        }
        let login = logins::find(tx, account).await?;
        let login = login.ok_or(Problem::SignedOut)?;
        self.notify_owner(tx, &login, Change::AppTransferStopped)
            .await
    }

    /// Removes the apps whose place others took; gives how many.
    pub(crate) async fn carry_out_transfers(&self) -> Result<u64, Error> {
        let mut done = 0;
        loop {
            let mut read = self.store().read().await?;
            let due = rows::due_transfers(&mut read, self.now(), BATCH).await?;
            drop(read);
            let whole = due.len() == BATCH as usize;
            for app in due {
                let mut tx = self.store().begin().await?;
                if !rows::finish_transfer(&mut tx, &app).await? {
                    continue;
                }
                if let Some(login) = logins::find(&mut tx, &app.account).await? {
                    self.notify_owner(&mut tx, &login, Change::AppTransferred)
                        .await?;
                }
                tx.commit().await?;
                self.core.wake.messages.notify_one();
                self.core.apps.changed(&app.account);
                done += 1;
            }
            if !whole {
                return Ok(done);
            }
        }
    }
}
