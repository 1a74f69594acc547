//! The PIN that approval apps ask for beside the device's key, so that a stolen phone that lies open
//! approves nothing: chosen, tried, and replaced when it is forgotten.

use bonafide_identity::account::{Contact, ContactCode, Pin, Standing};
use bonafide_identity::id::AccountId;
use bonafide_store::account::{self as logins, pins as rows};
use bonafide_store::attempts::Reservation;
use bonafide_store::blind_index::IndexKind;
use bonafide_store::{Conn, StoreError};
use jiff::{SignedDuration, Timestamp};

use super::change::open;
use super::messages::{Say, To, language_of};
use super::sign_in::REMEMBERED;
use super::{Account, Change, Problem, recipient};
use crate::{Error, Service};

/// Temporary PINs that are sent before others have their turn.
const BATCH: u32 = 50;

/// A temporary PIN that somebody waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinReset {
    /// When it is sent.
    pub due: Timestamp,
    /// How long it is taken, once it was.
    pub expires: Option<Timestamp>,
}

/// What counts the misses of an account's PIN.
pub(super) fn subject(account: &AccountId) -> String {
    format!("pin/{account}")
}

impl Service {
    /// Keeps a PIN for the account's apps, in place of the present one, which must be given, and tells
    /// the owner.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`]; [`Problem::Pin`]; those of [`Self::try_pin`] about the present one.
    pub async fn choose_pin(
        &self,
        account: &Account,
        present: &str,
        [chosen, again]: [&str; 2],
    ) -> Result<(), Error> {
        self.require_fresh(account)?;
        let pin = self.new_pin(account, [chosen, again]).await?;
        let before = rows::find(&mut *self.store().read().await?, &account.id).await?;
        if before.is_some() {
            self.try_pin(&account.id, present).await?;
        }
        self.keep_pin(account, &pin, before.as_ref(), None).await
    }

    /// Whether an app asks for a PIN already, and since when it is the same.
    pub(super) async fn pin_chosen_at(
        conn: &mut Conn,
        account: &AccountId,
    ) -> Result<Option<Timestamp>, StoreError> {
        Ok(rows::find(conn, account).await?.map(|pin| pin.chosen))
    }

    /// The temporary PIN that an account waits for, if any.
    pub(super) async fn pin_reset(
        conn: &mut Conn,
        account: &AccountId,
    ) -> Result<Option<PinReset>, StoreError> {
        let reset = rows::reset(conn, account).await?;
        Ok(reset.map(|reset| PinReset {
            due: reset.due,
            expires: reset.expires,
        }))
    }

    /// # Errors
    /// [`Problem::PinMissing`] unless the account's owner chose one.
    pub async fn require_pin(&self, account: &AccountId) -> Result<(), Error> {
        let mut read = self.store().read().await?;
        let chosen = Self::pin_chosen_at(&mut read, account).await?;
        chosen.map(drop).ok_or(Problem::PinMissing.into())
    }

    /// Verifies an account's PIN. A try is counted before it is compared; too many lock it, first for a
    /// while, then for good, and the owner is told.
    ///
    /// # Errors
    /// [`Problem::PinMissing`], [`Problem::PinWrong`], [`Problem::PinWait`].
    pub(super) async fn try_pin(&self, account: &AccountId, typed: &str) -> Result<(), Error> {
        let row = rows::find(&mut *self.store().read().await?, account).await?;
        let row = row.ok_or(Problem::PinMissing)?;
        // What can be no PIN tells nothing, and is not counted.
        let pin: Pin = typed.parse().map_err(|_| Problem::PinWrong)?;
        let keyed = self.keyed_pin(account, pin.reveal())?;
        let (now, rules) = (self.now(), self.account_rules());
        let standing = |misses, last| Standing::after_pins(misses, last, now, rules);
        let subject = subject(account);
        let (before, counted) = self
            .store()
            .count_miss(&subject, now, now + REMEMBERED, |misses| {
                standing(misses.count, misses.last) == Standing::Open
            })
            .await?;
        if !counted {
            return Err(locked(standing(before.count, before.last), now).into());
        }
        if self.verifies_keyed(&keyed, &row.verifier).await? {
            return Ok(self.store().forget_misses(&subject).await?);
        }
        match standing(before.count.saturating_add(1), now) {
            Standing::Open => Err(Problem::PinWrong.into()),
            over => {
                self.tell_of_pin(account, Change::PinLocked).await?;
                Err(locked(over, now).into())
            }
        }
    }

    /// Has a temporary PIN sent by text message after a waiting time, and tells the owner at once, by
    /// whose notice it can be stopped. Asked again while it is waited for, it changes nothing.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`], [`Problem::PinMissing`], [`Problem::PhoneChangedLately`],
    /// [`Problem::TooManySends`].
    pub async fn forget_pin(&self, account: &Account) -> Result<(), Error> {
        self.require_fresh(account)?;
        self.require_pin(&account.id).await?;
        let now = self.now();
        let mut read = self.store().read().await?;
        self.unless_phone_changed(&mut read, &account.id).await?;
        let login = open(&mut read, account).await?;
        drop(read);
        let to = self.recipient_of(&login, Contact::Phone).await?;
        self.reserve_send("pin", &to).await?;
        let mut tx = self.store().begin().await?;
        logins::hold(&mut tx, &account.id).await?;
        let login = open(&mut tx, account).await?;
        self.unless_phone_changed(&mut tx, &account.id).await?;
        let due = now + self.account_rules().pin_wait;
        if !rows::ask(&mut tx, &account.id, now, due).await? {
            return Ok(());
        }
        self.notify_owner(&mut tx, &login, Change::PinForgotten)
            .await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    /// Sends no temporary PIN after all, or takes none any more. Every browser may do so that is signed
    /// in.
    ///
    /// # Errors
    /// Storage.
    pub async fn remember_pin(&self, account: &Account) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        rows::cancel(&mut tx, &account.id).await?;
        Ok(tx.commit().await?)
    }

    /// Takes the temporary PIN, once, and keeps the one that was chosen; what locked the one before is
    /// over.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`]; [`Problem::Pin`]; [`Problem::CodeWrong`].
    pub async fn replace_pin(
        &self,
        account: &Account,
        temporary: &str,
        [chosen, again]: [&str; 2],
    ) -> Result<(), Error> {
        self.require_fresh(account)?;
        let pin = self.new_pin(account, [chosen, again]).await?;
        let mut read = self.store().read().await?;
        let reset = rows::reset(&mut read, &account.id).await?;
        let before = rows::find(&mut read, &account.id).await?;
        drop(read);
        let reset = reset.ok_or(Problem::CodeWrong)?;
        let tries = self.account_rules().code_tries;
        let subject = format!("{}/{}", account.id, reset.asked);
        let (now, day) = (self.now(), SignedDuration::from_hours(24));
        let reserved = self
            .store()
            .reserve_attempt("account-temporary-pin", &subject, tries, day, now)
            .await?;
        let code: ContactCode = temporary.parse().map_err(|_| Problem::CodeWrong)?;
        if !matches!(reserved, Reservation::Granted { .. }) {
            return Err(Problem::CodeWrong.into());
        }
        let value = self.temporary_value(&account.id, &code)?;
        self.keep_pin(account, &pin, before.as_ref(), Some(value))
            .await
    }

    /// A PIN that may be chosen.
    async fn new_pin(&self, account: &Account, typed: [&str; 2]) -> Result<Pin, Error> {
        let mut read = self.store().read().await?;
        let user_id = logins::user_id(&mut read, &account.id).await?;
        let mut personal = vec![String::from_utf8_lossy(&user_id).into_owned()];
        for contact in Contact::ALL {
            let address = logins::contact(&mut read, &account.id, contact.as_str()).await?;
            let address = address.ok_or(Error::Inconsistent("a contact"))?;
            personal.push(String::from_utf8_lossy(&address).into_owned());
        }
        drop(read);
        let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
        Ok(Pin::choose(typed[0], typed[1], &personal).map_err(Problem::Pin)?)
    }

    /// Keeps a PIN in place of `before`, and of the temporary one with `temporary`.
    async fn keep_pin(
        &self,
        account: &Account,
        pin: &Pin,
        before: Option<&rows::Pin>,
        temporary: Option<[u8; 32]>,
    ) -> Result<(), Error> {
        let keyed = self.keyed_pin(&account.id, pin.reveal())?;
        let verifier = self.verifier_of_keyed(keyed).await?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        logins::hold(&mut tx, &account.id).await?;
        let login = open(&mut tx, account).await?;
        if let Some(value) = temporary
            && !rows::take(&mut tx, &account.id, &value, now).await?
        {
            return Err(Problem::CodeWrong.into());
        }
        // What was given is good no longer where another was chosen meanwhile.
        if rows::find(&mut tx, &account.id).await?.as_ref() != before {
            return Err(Problem::PinWrong.into());
        }
        let pin = rows::Pin {
            account: account.id.clone(),
            verifier,
            chosen: now,
        };
        rows::set(&mut tx, &pin).await?;
        self.notify_owner(&mut tx, &login, Change::Pin).await?;
        tx.commit().await?;
        self.store().forget_misses(&subject(&account.id)).await?;
        self.core.wake.messages.notify_one();
        self.core.apps.changed(&account.id);
        Ok(())
    }

    pub(super) async fn unless_phone_changed(
        &self,
        conn: &mut Conn,
        account: &AccountId,
    ) -> Result<(), Error> {
        let login = logins::find(conn, account).await?;
        let login = login.ok_or(Problem::SignedOut)?;
        let phone = Contact::Phone.as_str();
        let proven = logins::contact_proven_at(conn, account, phone).await?;
        let proven = proven.ok_or(Error::Inconsistent("a contact"))?;
        let (now, until) = (self.now(), proven + self.account_rules().between_contacts);
        // The first one was proven when the account was opened.
        if proven > login.created && now < until {
            return Err(Problem::PhoneChangedLately { until, now }.into());
        }
        Ok(())
    }

    async fn tell_of_pin(&self, account: &AccountId, change: Change) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        let login = logins::find(&mut tx, account).await?;
        let login = login.ok_or(Problem::SignedOut)?;
        self.notify_owner(&mut tx, &login, change).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    /// Sends the temporary PINs whose time has come, and forgets those whose time is over; gives how
    /// many were sent.
    pub(crate) async fn send_due_pins(&self) -> Result<u64, Error> {
        let mut sent = 0;
        loop {
            let due = rows::due(&mut *self.store().read().await?, self.now(), BATCH).await?;
            for account in &due {
                sent += u64::from(self.send_due_pin(account).await?);
            }
            if due.len() < BATCH as usize {
                break;
            }
        }
        let mut tx = self.store().begin().await?;
        rows::sweep(&mut tx, self.now()).await?;
        tx.commit().await?;
        Ok(sent)
    }

    async fn send_due_pin(&self, account: &AccountId) -> Result<bool, Error> {
        let code = ContactCode::new(self.core.random.array());
        let value = self.temporary_value(account, &code)?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        logins::hold(&mut tx, account).await?;
        let login = logins::find(&mut tx, account).await?;
        let login = login.ok_or(Error::Inconsistent("a forgotten PIN"))?;
        let expires = now + self.account_rules().temporary_pin;
        // Somebody may have stopped it meanwhile.
        if !rows::send(&mut tx, account, &value, now, expires).await? {
            return Ok(false);
        }
        let phone = logins::contact(&mut tx, account, Contact::Phone.as_str()).await?;
        let phone = phone.ok_or(Error::Inconsistent("a contact"))?;
        let to = recipient(Contact::Phone, &String::from_utf8_lossy(&phone))?;
        let to = To::of(&to, account);
        let say = Say::TemporaryPin(&code);
        self.write(&mut tx, &to, &say, language_of(&login), Contact::Phone)
            .await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(true)
    }

    /// What is verified in a PIN's place: a million PINs are soon tried by whoever has the database
    /// alone, so they need a key as well that is not in it.
    fn keyed_pin(&self, account: &AccountId, digits: &str) -> Result<[u8; 32], Error> {
        let text = format!("{account}/{digits}");
        Ok(self.store().blind_index(IndexKind::Pin, &text)?)
    }

    fn temporary_value(&self, account: &AccountId, code: &ContactCode) -> Result<[u8; 32], Error> {
        self.keyed_pin(account, code.digits())
    }
}

/// What somebody is told whose PIN may not be tried.
fn locked(standing: Standing, now: Timestamp) -> Problem {
    let until = match standing {
        Standing::Until(until) => Some(until),
        Standing::Open | Standing::ForGood => None,
    };
    Problem::PinWait { until, now }
}
