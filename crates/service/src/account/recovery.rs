//! A forgotten user ID, a forgotten password, and opening a blocked account again: all by the mail
//! address and the phone that were proven. Whether somebody is known is found out only after the
//! browser has its answer, so that neither text nor time tells.

use std::net::IpAddr;

use bonafide_identity::account::{Contact, RecoveryCode, UserId};
use bonafide_identity::id::AccountId;
use bonafide_store::account::{self as rows, Login, flows, recovery_codes};
use bonafide_store::blind_index::IndexKind;
use bonafide_store::{Tx, oidc_grants};
use jiff::SignedDuration;

use super::messages::{Say, To, language_of};
use super::notice::Change;
use super::{CHOSEN_WITHIN, Flow, Problem, State, recipient};
use crate::person::Recipient;
use crate::secret;
use crate::{Error, Service};

const PURPOSE: &str = "password";
/// How long what was proven by both codes is good for.
const PROVEN: SignedDuration = SignedDuration::from_mins(15);
/// The longest name that somebody is looked for by, in bytes.
const NAME: usize = 320;

/// A new password that is being chosen.
#[derive(Clone, PartialEq, Eq)]
pub struct Recovery {
    /// Whether the codes were right, so that a password is asked for.
    pub proven: bool,
    /// What its forms must send back.
    pub csrf: String,
}

impl Service {
    /// Sends the user ID to a mail address, if it has one.
    ///
    /// # Errors
    /// [`Problem::Address`], [`Problem::TooManySends`].
    pub async fn remind_user_id(&self, mail: &str, from: Option<IpAddr>) -> Result<(), Error> {
        let to = recipient(Contact::Mail, mail)?;
        self.reserve_address(from).await?;
        self.reserve_send("send", &to).await?;
        let Recipient::Mail(mail) = &to else {
            return Err(Problem::Address(Contact::Mail).into());
        };
        let index = self.mail_index(mail.as_str())?;
        self.in_the_background("a user ID", async move |service: Self| {
            let mut tx = service.store().begin().await?;
            let Some(login) = rows::find_by_mail(&mut tx, &index).await? else {
                return Ok(());
            };
            let user_id = rows::user_id(&mut tx, &login.account).await?;
            let user_id = String::from_utf8_lossy(&user_id).into_owned();
            let to = To::of(&to, &login.account);
            let say = Say::UserId(&user_id);
            service
                .write(&mut tx, &to, &say, language_of(&login), Contact::Mail)
                .await?;
            tx.commit().await?;
            service.core.wake.messages.notify_one();
            Ok(())
        })
    }

    /// Begins to choose a new password for whoever has this user ID or mail address; gives the
    /// value of a cookie. Codes go to both of their contacts.
    ///
    /// # Errors
    /// [`Problem::TooManySends`] for an address that asks often.
    pub async fn begin_recovery(&self, name: &str, from: Option<IpAddr>) -> Result<String, Error> {
        self.reserve_address(from).await?;
        let (cookie, hash) = self.begin_flow(PURPOSE, &State::default()).await?;
        let name: String = name.chars().take(NAME).collect();
        self.in_the_background("codes", async move |service: Self| {
            service.send_recovery_codes(hash, &name).await
        })?;
        Ok(cookie.reveal().to_owned())
    }

    async fn send_recovery_codes(&self, hash: secret::Hash, name: &str) -> Result<(), Error> {
        let Some(login) = self.login_of(name).await? else {
            return Ok(());
        };
        let mut flow: Flow = self.flow_of(PURPOSE, hash, String::new()).await?;
        flow.state.account = Some(login.account.clone());
        let mut messages = Vec::new();
        for contact in Contact::ALL {
            let to = self.recipient_of(&login, contact).await?;
            self.reserve_send("recover", &to).await?;
            messages.push((contact, to, self.renew_code(&mut flow, contact)?));
        }
        let mut tx = self.store().begin().await?;
        self.keep(&mut tx, &flow).await?;
        for (contact, to, code) in &messages {
            let to = To::of(to, &login.account);
            self.write(
                &mut tx,
                &to,
                &Say::Code(code),
                language_of(&login),
                *contact,
            )
            .await?;
        }
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    /// Where somebody is in choosing a new password.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`].
    pub async fn recovery(&self, cookie: &str) -> Result<Recovery, Error> {
        let flow = self.flow(PURPOSE, cookie).await?;
        Ok(Recovery {
            proven: flow.state.mail.proven && flow.state.phone.proven,
            csrf: flow.csrf,
        })
    }

    /// Takes both codes, or a printed one in place of the phone's; it is not said which was wrong.
    ///
    /// # Errors
    /// [`Problem::CodeWrong`].
    pub async fn prove_recovery(
        &self,
        cookie: &str,
        csrf: &str,
        mail: &str,
        phone: &str,
    ) -> Result<(), Error> {
        let mut flow = self.flow(PURPOSE, cookie).await?;
        flow.check_csrf(csrf)?;
        let by_mail = self.is_code(&flow, Contact::Mail, mail).await?;
        let printed = match phone.parse::<RecoveryCode>() {
            Ok(code) => self.tried_recovery_code(&flow, &code).await?,
            Err(_) => None,
        };
        let by_phone = printed.is_none() && self.is_code(&flow, Contact::Phone, phone).await?;
        if !by_mail || !(by_phone || printed.is_some()) {
            return Err(Problem::CodeWrong.into());
        }
        for contact in Contact::ALL {
            let slot = flow.state.slot_mut(contact);
            slot.proven = true;
            slot.verifier = None;
        }
        flow.state.proven_at = Some(self.now());
        let mut tx = self.store().begin().await?;
        if let Some(value) = printed {
            let account = flow.state.account.as_ref().ok_or(Problem::CodeWrong)?;
            let login = rows::find(&mut tx, account).await?;
            let blocked_at = login.ok_or(Problem::CodeWrong)?.blocked_at;
            // Whoever is in for a moment makes codes, and is blocked for it: those do not open it again.
            let now = self.now();
            let made = blocked_at.unwrap_or(now).min(now) - self.account_rules().between_contacts;
            if !recovery_codes::take(&mut tx, &value, made).await? {
                return Err(Problem::CodeWrong.into());
            }
        }
        self.keep(&mut tx, &flow).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps the new password and ends every session. An account that was blocked is open again,
    /// without the passkeys that it had: one of them may be somebody else's.
    ///
    /// # Errors
    /// [`Problem::Password`], [`Problem::FlowEnded`].
    pub async fn finish_recovery(
        &self,
        cookie: &str,
        csrf: &str,
        password: &str,
    ) -> Result<(), Error> {
        let flow = self.flow(PURPOSE, cookie).await?;
        flow.check_csrf(csrf)?;
        let proven = flow.state.mail.proven && flow.state.phone.proven;
        let proven_at = flow.state.proven_at.filter(|_| proven);
        let (Some(account), Some(proven_at)) = (flow.state.account.clone(), proven_at) else {
            return Err(Problem::FlowEnded.into());
        };
        if self.now().duration_since(proven_at) > PROVEN {
            return Err(Problem::FlowEnded.into());
        }
        self.reserve_within("account-flow-choose", &flow, CHOSEN_WITHIN)
            .await?;
        let password = self.choose_for(&account, password).await?;
        let verifier = self.verifier_of(password).await?;
        let mut tx = self.store().begin().await?;
        let login = rows::find(&mut tx, &account).await?;
        let login = login.ok_or(Problem::FlowEnded)?;
        // What was proven before the account was blocked, or its password chosen, does not undo that.
        if login.blocked_at.max(Some(login.changed)) > Some(proven_at) {
            return Err(Problem::FlowEnded.into());
        }
        if !flows::end(&mut tx, &flow.hash, flow.version).await? {
            return Err(Problem::FlowEnded.into());
        }
        rows::set_password(&mut tx, &account, &verifier, self.now()).await?;
        self.put_everybody_out(&mut tx, &account).await?;
        let change = match login.blocked_at {
            Some(_) => {
                rows::reopen(&mut tx, &account).await?;
                Change::Reopened
            }
            None => Change::Password,
        };
        self.notify_owner(&mut tx, &login, change).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        self.forget_account_misses(&login).await
    }

    /// Ends what whoever was in has, here and at services.
    pub(super) async fn put_everybody_out(
        &self,
        tx: &mut Tx,
        account: &AccountId,
    ) -> Result<(), Error> {
        let now = self.now();
        self.tell_all_ended(tx, account, None).await?;
        rows::sessions::end_all(tx, account, None).await?;
        rows::approvals::end_all(tx, account, now).await?;
        Ok(oidc_grants::revoke_all(tx, account, now).await?)
    }

    /// The login that somebody means by a user ID or a mail address.
    pub(super) async fn login_of(&self, name: &str) -> Result<Option<Login>, Error> {
        let index = self.name_index(name)?;
        let mut read = self.store().read().await?;
        if name.contains('@') {
            return Ok(rows::find_by_mail(&mut read, &index).await?);
        }
        Ok(rows::find_by_user_id(&mut read, &index).await?)
    }

    /// The account of this user ID or mail address.
    pub(crate) async fn account_named(&self, name: &str) -> Result<Option<AccountId>, Error> {
        let login = self.login_of(name).await?;
        Ok(login.map(|login| login.account))
    }

    /// The blind index of a user ID or a mail address, whether somebody has it or not; of what can be no user
    /// ID, that of its letters.
    pub(super) fn name_index(&self, name: &str) -> Result<[u8; 32], Error> {
        if name.contains('@') {
            return self.mail_index(name);
        }
        let user_id = name.parse::<UserId>();
        let skeleton = user_id.as_ref().map_or(name, UserId::skeleton);
        Ok(self.store().blind_index(IndexKind::UserId, skeleton)?)
    }

    pub(super) async fn recipient_of(
        &self,
        login: &Login,
        contact: Contact,
    ) -> Result<Recipient, Error> {
        let mut read = self.store().read().await?;
        let address = rows::contact(&mut read, &login.account, contact.as_str()).await?;
        let address = address.ok_or(Error::Inconsistent("a contact"))?;
        recipient(contact, &String::from_utf8_lossy(&address))
    }

    /// Does what the browser's answer must not wait for: bounded, and without telling it anything.
    pub(crate) fn in_the_background<F, W>(&self, what: &'static str, work: W) -> Result<(), Error>
    where
        W: FnOnce(Self) -> F + Send + 'static,
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let place = std::sync::Arc::clone(&self.core.reminders).try_acquire_owned();
        let place = place.map_err(|_| Error::Overloaded)?;
        let service = self.clone();
        tokio::spawn(async move {
            if let Err(error) = work(service).await
                && !matches!(error, Error::Account(_))
            {
                tracing::warn!(%error, "{what} could not be sent");
            }
            drop(place);
        });
        Ok(())
    }
}
