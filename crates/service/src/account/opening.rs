//! Opening an account: mail and phone, each proven by a code, then user ID and password.

use std::net::IpAddr;

use bonafide_identity::account::{Contact, UserId};
use bonafide_identity::id::AccountId;
use bonafide_identity::language::Language;
use bonafide_store::account::{self as rows, Login, flows};
use bonafide_store::blind_index::IndexKind;
use bonafide_store::{StoreError, accounts};
use jiff::Timestamp;

use super::messages::{Say, To};
use super::{CHOSEN_WITHIN, Flow, Problem, SENT_WITHIN, SignedIn, State, recipient};
use crate::person::Recipient;
use crate::{Error, Service};

const PURPOSE: &str = "open";

/// Where somebody is who opens an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OpeningStage {
    /// An address is asked for.
    Address(Contact),
    /// The code that was sent to it is asked for.
    Code(Contact),
    /// User ID and password are asked for.
    Choose,
}

/// An account that is being opened.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// Where its owner is.
    pub stage: OpeningStage,
    /// The address that was typed last, to be shown back.
    pub address: String,
    /// What its forms must send back.
    pub csrf: String,
    /// From when on it must be begun anew.
    pub expires_at: Timestamp,
}

impl Service {
    /// Begins to open an account; gives the value of a cookie.
    ///
    /// # Errors
    /// [`Problem::TooManySends`] for an address that begins many.
    pub async fn begin_opening(&self, from: Option<IpAddr>) -> Result<String, Error> {
        self.reserve_address(from).await?;
        let (cookie, _) = self.begin_flow(PURPOSE, &State::default()).await?;
        Ok(cookie.reveal().to_owned())
    }

    /// The account that is being opened in a browser.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`].
    pub async fn opening(&self, cookie: &str) -> Result<Opening, Error> {
        Ok(shown(self.flow(PURPOSE, cookie).await?))
    }

    /// Sends a code to an address. To one that has an account goes another message, and the
    /// browser learns nothing of it.
    ///
    /// # Errors
    /// [`Problem::Address`], [`Problem::TooManySends`].
    pub async fn send_opening_code(
        &self,
        cookie: &str,
        csrf: &str,
        (contact, typed): (Contact, &str),
        language: Language,
        from: Option<IpAddr>,
    ) -> Result<(), Error> {
        let mut flow = self.flow(PURPOSE, cookie).await?;
        flow.check_csrf(csrf)?;
        if flow.state.slot(contact).proven || (contact == Contact::Phone && !flow.state.mail.proven)
        {
            return Ok(());
        }
        let to = recipient(contact, typed)?;
        self.reserve_address(from).await?;
        self.reserve_within("account-flow-send", &flow, SENT_WITHIN)
            .await?;
        self.reserve_send("send", &to).await?;
        let code = self.renew_code(&mut flow, contact)?;
        let taken = match &to {
            Recipient::Mail(mail) => {
                let index = self.mail_index(mail.as_str())?;
                rows::mail_taken(&mut *self.store().read().await?, &index).await?
            }
            Recipient::Sms(_) => false,
        };
        let slot = flow.state.slot_mut(contact);
        slot.address = Some(match &to {
            Recipient::Mail(mail) => mail.as_str().to_owned(),
            Recipient::Sms(phone) => phone.as_str().to_owned(),
        });
        if taken {
            slot.verifier = None;
        }
        let say = if taken { Say::Taken } else { Say::Code(&code) };
        let mut tx = self.store().begin().await?;
        self.keep(&mut tx, &flow).await?;
        self.write(&mut tx, &To::new(&to), &say, language, contact)
            .await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    /// Lets a mistyped address be typed again.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`].
    pub async fn retype_opening(
        &self,
        cookie: &str,
        csrf: &str,
        contact: Contact,
    ) -> Result<(), Error> {
        let mut flow = self.flow(PURPOSE, cookie).await?;
        flow.check_csrf(csrf)?;
        let slot = flow.state.slot_mut(contact);
        if !slot.proven {
            slot.address = None;
            slot.verifier = None;
        }
        let mut tx = self.store().begin().await?;
        self.keep(&mut tx, &flow).await?;
        Ok(tx.commit().await?)
    }

    /// Takes the code that was sent.
    ///
    /// # Errors
    /// [`Problem::CodeWrong`].
    pub async fn prove_opening(
        &self,
        cookie: &str,
        csrf: &str,
        contact: Contact,
        typed: &str,
    ) -> Result<(), Error> {
        let mut flow = self.flow(PURPOSE, cookie).await?;
        flow.check_csrf(csrf)?;
        if flow.state.slot(contact).proven {
            return Ok(());
        }
        if !self.is_code(&flow, contact, typed).await? {
            return Err(Problem::CodeWrong.into());
        }
        let slot = flow.state.slot_mut(contact);
        slot.proven = true;
        slot.verifier = None;
        let mut tx = self.store().begin().await?;
        self.keep(&mut tx, &flow).await?;
        Ok(tx.commit().await?)
    }

    /// Opens the account and signs its owner in.
    ///
    /// # Errors
    /// [`Problem::UserId`], [`Problem::UserIdTaken`], [`Problem::Password`]; [`Problem::FlowEnded`]
    /// when somebody else proved the same mail address meanwhile.
    pub async fn finish_opening(
        &self,
        cookie: &str,
        csrf: &str,
        user_id: &str,
        password: &str,
        language: Language,
    ) -> Result<SignedIn, Error> {
        let flow = self.flow(PURPOSE, cookie).await?;
        flow.check_csrf(csrf)?;
        let (Some(mail), Some(phone)) =
            (proven(&flow, Contact::Mail), proven(&flow, Contact::Phone))
        else {
            return Err(Problem::FlowEnded.into());
        };
        self.reserve_within("account-flow-choose", &flow, CHOSEN_WITHIN)
            .await?;
        let user_id: UserId = user_id.parse().map_err(Problem::UserId)?;
        let user_index = self
            .store()
            .blind_index(IndexKind::UserId, user_id.skeleton())?;
        let taken = rows::find_by_user_id(&mut *self.store().read().await?, &user_index).await?;
        if taken.is_some() {
            return Err(Problem::UserIdTaken.into());
        }
        let local = mail.split('@').next().unwrap_or_default();
        let personal = [user_id.as_str(), mail, local, phone];
        let password = self.choose(password, &personal).await?;
        let verifier = self.verifier_of(password).await?;
        let now = self.now();
        let account = AccountId::new(now, self.random_id());
        let login = Login {
            account: account.clone(),
            user_index,
            password: verifier,
            language: language.tag().to_owned(),
            created: now,
            changed: now,
            blocked_at: None,
            erase_at: None,
            recovered_at: None,
        };
        let mut tx = self.store().begin().await?;
        accounts::insert(
            &mut tx,
            &accounts::Account {
                id: account.clone(),
                kind: "person".to_owned(),
                created: now,
                erased_at: None,
            },
        )
        .await?;
        match rows::insert(&mut tx, &login, user_id.as_str()).await {
            Err(StoreError::Duplicate(_)) => return Err(Problem::UserIdTaken.into()),
            other => other?,
        }
        let phone_index = self.store().blind_index(IndexKind::Phone, phone)?;
        for (contact, index, address) in [
            (Contact::Mail, self.mail_index(mail)?, mail),
            (Contact::Phone, phone_index, phone),
        ] {
            let kind = contact.as_str();
            match rows::insert_contact(&mut tx, &account, kind, &index, address, now).await {
                Err(StoreError::Duplicate(_)) => return Err(Problem::FlowEnded.into()),
                other => other?,
            }
        }
        if !flows::end(&mut tx, &flow.hash, flow.version).await? {
            return Err(Problem::FlowEnded.into());
        }
        let signed_in = self
            .begin_account_session(&mut tx, &account, "password")
            .await?;
        tx.commit().await?;
        metrics::counter!("bonafide_accounts_opened_total").increment(1);
        Ok(signed_in)
    }

    /// Keeps a flow's next state with the transaction.
    pub(super) async fn keep<S: serde::Serialize>(
        &self,
        tx: &mut bonafide_store::Tx,
        flow: &Flow<S>,
    ) -> Result<(), Error> {
        match flows::save(tx, &flow.hash, flow.version, &flow.encoded()).await? {
            true => Ok(()),
            false => Err(Error::ConcurrentChange),
        }
    }
}

fn proven(flow: &Flow, contact: Contact) -> Option<&str> {
    let slot = flow.state.slot(contact);
    slot.address.as_deref().filter(|_| slot.proven)
}

fn shown(flow: Flow) -> Opening {
    let next = Contact::ALL
        .into_iter()
        .find(|contact| !flow.state.slot(*contact).proven);
    let (stage, address) = match next {
        None => (OpeningStage::Choose, None),
        Some(contact) => match &flow.state.slot(contact).address {
            Some(address) => (OpeningStage::Code(contact), Some(address.clone())),
            None => (OpeningStage::Address(contact), None),
        },
    };
    Opening {
        stage,
        address: address.unwrap_or_default(),
        csrf: flow.csrf,
        expires_at: flow.expires,
    }
}
