//! Another password, mail address or phone, chosen by whoever is signed in and proved so a short
//! while ago. A new contact is proven by a code before it takes the place of the old one, which is
//! told; one contact at a time, so that the other still stops whoever took the account over.

use std::net::IpAddr;

use bonafide_identity::account::Contact;
use bonafide_store::account::{self as rows, Login, flows, former_contacts, sessions};
use bonafide_store::blind_index::IndexKind;
use bonafide_store::{Conn, StoreError};

use super::messages::{Say, To, language_of};
use super::{Account, Change, Problem, State, recipient};
use crate::person::Recipient;
use crate::{Error, Service};

/// Where somebody is who changes a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeStage {
    /// The new address is asked for.
    Address,
    /// The code that was sent to it is asked for.
    Code(String),
}

const fn purpose(contact: Contact) -> &'static str {
    match contact {
        Contact::Mail => "change-mail",
        Contact::Phone => "change-phone",
    }
}

impl Service {
    /// Keeps another password and ends every other session.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`], [`Problem::Password`].
    pub async fn change_password(&self, account: &Account, password: &str) -> Result<(), Error> {
        self.require_fresh(account)?;
        let password = self.choose_for(&account.id, password).await?;
        let verifier = self.verifier_of(password).await?;
        let mut tx = self.store().begin().await?;
        let login = open(&mut tx, account).await?;
        rows::set_password(&mut tx, &account.id, &verifier, self.now()).await?;
        self.end_others(&mut tx, account).await?;
        rows::approvals::end_all(&mut tx, &account.id, self.now()).await?;
        self.notify_owner(&mut tx, &login, Change::Password).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        self.forget_account_misses(&login).await
    }

    /// Where somebody is in changing a contact. `cookie` is what the browser sent, if anything.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`], [`Problem::ContactChangedLately`].
    pub async fn changing(
        &self,
        account: &Account,
        contact: Contact,
        cookie: Option<&str>,
    ) -> Result<ChangeStage, Error> {
        self.may_change(account, contact).await?;
        let Some(cookie) = cookie else {
            return Ok(ChangeStage::Address);
        };
        let flow = match self.flow(purpose(contact), cookie).await {
            Err(Error::Account(Problem::FlowEnded)) => return Ok(ChangeStage::Address),
            other => other?,
        };
        let begun = flow.state.account.as_ref() == Some(&account.id);
        let address = flow.state.slot(contact).address.clone();
        Ok(match address.filter(|_| begun) {
            Some(address) => ChangeStage::Code(address),
            None => ChangeStage::Address,
        })
    }

    /// Sends a code to the new address; gives the value of a cookie. To a mail address that has an
    /// account goes another message, and the browser learns nothing of it.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`], [`Problem::ContactChangedLately`], [`Problem::Address`],
    /// [`Problem::TooManySends`].
    pub async fn send_change_code(
        &self,
        account: &Account,
        contact: Contact,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<String, Error> {
        let login = self.may_change(account, contact).await?;
        let to = recipient(contact, typed)?;
        self.reserve_address(from).await?;
        self.reserve_send("change", &to).await?;
        let mut state = State {
            account: Some(account.id.clone()),
            ..State::default()
        };
        let taken = match &to {
            Recipient::Mail(mail) => {
                state.mail.address = Some(mail.as_str().to_owned());
                let index = self.mail_index(mail.as_str())?;
                rows::mail_taken(&mut *self.store().read().await?, &index).await?
            }
            Recipient::Sms(phone) => {
                state.phone.address = Some(phone.as_str().to_owned());
                false
            }
        };
        let (cookie, hash) = self.begin_flow(purpose(contact), &state).await?;
        let mut flow = self.flow_of(purpose(contact), hash, String::new()).await?;
        let code = self.renew_code(&mut flow, contact)?;
        if taken {
            flow.state.slot_mut(contact).verifier = None;
        }
        let say = if taken { Say::Taken } else { Say::Code(&code) };
        let mut tx = self.store().begin().await?;
        self.keep(&mut tx, &flow).await?;
        // Not the account's own yet: whoever reads it there need not know whose it is.
        self.write(&mut tx, &To::new(&to), &say, language_of(&login), contact)
            .await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(cookie.reveal().to_owned())
    }

    /// Takes the code: the new address takes the place of the old one, which is told.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`], [`Problem::ContactChangedLately`], [`Problem::CodeWrong`];
    /// [`Problem::FlowEnded`], also when somebody else proved the same mail address meanwhile.
    pub async fn finish_change(
        &self,
        account: &Account,
        contact: Contact,
        cookie: &str,
        typed: &str,
    ) -> Result<(), Error> {
        self.may_change(account, contact).await?;
        let flow = self.flow(purpose(contact), cookie).await?;
        if flow.state.account.as_ref() != Some(&account.id) {
            return Err(Problem::FlowEnded.into());
        }
        if !self.is_code(&flow, contact, typed).await? {
            return Err(Problem::CodeWrong.into());
        }
        let address = flow.state.slot(contact).address.as_deref();
        let address = address.ok_or(Problem::FlowEnded)?;
        let (index, change) = match contact {
            Contact::Mail => (self.mail_index(address)?, Change::Mail),
            Contact::Phone => {
                let index = self.store().blind_index(IndexKind::Phone, address)?;
                (index, Change::Phone)
            }
        };
        let now = self.now();
        let mut tx = self.store().begin().await?;
        if !flows::end(&mut tx, &flow.hash, flow.version).await? {
            return Err(Problem::FlowEnded.into());
        }
        rows::hold(&mut tx, &account.id).await?;
        let login = open(&mut tx, account).await?;
        self.unless_changed_lately(&mut tx, &login, contact).await?;
        // Before it is replaced: the old one is told, and its link blocks.
        self.notify_owner(&mut tx, &login, change).await?;
        let kind = contact.as_str();
        let until = now + self.account_rules().former_contact;
        former_contacts::keep(&mut tx, &account.id, kind, until, true).await?;
        former_contacts::forget(&mut tx, &account.id, &index).await?;
        match rows::replace_contact(&mut tx, &account.id, kind, &index, address, now).await {
            Err(StoreError::Duplicate(_)) => return Err(Problem::FlowEnded.into()),
            other => other?,
        }
        // What was to be sent to the number before is not sent to this one.
        rows::pins::cancel(&mut tx, &account.id).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    async fn may_change(&self, account: &Account, contact: Contact) -> Result<Login, Error> {
        self.require_fresh(account)?;
        let mut read = self.store().read().await?;
        let login = open(&mut read, account).await?;
        self.unless_changed_lately(&mut read, &login, contact)
            .await?;
        Ok(login)
    }

    async fn unless_changed_lately(
        &self,
        conn: &mut Conn,
        login: &Login,
        contact: Contact,
    ) -> Result<(), Error> {
        let rules = self.account_rules();
        let now = self.now();
        for (kind, wait) in [
            (contact.other(), rules.between_contacts),
            (contact, rules.between_changes),
        ] {
            let proven = rows::contact_proven_at(conn, &login.account, kind.as_str()).await?;
            let proven = proven.ok_or(Error::Inconsistent("a contact"))?;
            // The first one was proven when the account was opened.
            if proven > login.created && now < proven + wait {
                let until = proven + wait;
                return Err(Problem::ContactChangedLately { until, now }.into());
            }
        }
        Ok(())
    }
}

/// The login of an account that is not blocked, whose session was not ended meanwhile: what a browser began before it was put
/// out, it does not finish.
pub(super) async fn open(conn: &mut Conn, account: &Account) -> Result<Login, Error> {
    let login = rows::find(conn, &account.id).await?;
    let login = login.filter(|login| login.blocked_at.is_none());
    if !sessions::stands(conn, &account.id, &account.session).await? {
        return Err(Problem::SignedOut.into());
    }
    Ok(login.ok_or(Problem::SignedOut)?)
}
