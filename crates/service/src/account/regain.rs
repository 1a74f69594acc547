//! Getting in again with a document and a face: for whoever lost all that they sign in with. They are
//! proven anew, at least as surely as when the account kept their identity, wait while everybody who has
//! the account can stop them, and choose a password then. Whoever is proven less surely has the account
//! let go of their identity instead, which opens nothing (NIST SP 800-63B-4, section 4.2).

use std::collections::BTreeMap;
use std::net::IpAddr;

use bonafide_identity::account::{LessSure, ProvenIdentity};
use bonafide_identity::id::{AccountId, OrganisationId, RegistrationId};
use bonafide_identity::registration::Status;
use bonafide_store::account::recoveries::{self, Recovery as Row, RecoveryKind, RecoveryState};
use bonafide_store::account::{self as rows, identities};
use bonafide_store::attempts::Reservation;
use bonafide_store::blind_index::IndexKind;
use bonafide_store::{Conn, StoreError, Tx};
use jiff::{SignedDuration, Timestamp};

use super::{Account, Change, Problem, code_app, face, kept, pin};
use crate::organisation::CreateSession;
use crate::organisation::sessions::Opener;
use crate::person::{Browser, Opened};
use crate::secret::{self, Secret};
use crate::{Error, Service};

/// Who opened the registration, in its audit chain.
const ACTOR: &str = "account recovery";
/// Accounts that let go of an identity before others have their turn.
const BATCH: u32 = 50;
/// Refused faces of one day that whoever has the account is told of.
const REFUSALS: u32 = 5;

/// Where somebody is in getting in again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegainStage {
    /// Nothing was begun in this browser.
    New,
    /// Document and face are being proven, or looked at.
    Proving,
    /// That ended otherwise than verified, or too long ago, or on another device.
    NotProven,
    /// No account keeps an identity of this document.
    Unknown,
    /// They are not who the account belongs to.
    NotAlike,
    /// They are proven less surely than before: the account can only let go of their identity.
    LessSure(LessSure),
    /// There is an account that may be theirs. Which one is said once their face was compared.
    Found,
    /// They asked for it.
    Waiting {
        /// To be let in, or not.
        access: bool,
        /// When they get it.
        until: Timestamp,
    },
    /// They choose a password now.
    Ready,
    /// Somebody who has the account stopped it, or its time is over.
    Stopped,
    /// It is done.
    Done {
        /// To be let in, or not.
        access: bool,
    },
}

/// Where somebody is, and what their forms must send back.
#[derive(Clone, PartialEq, Eq)]
pub struct Regaining {
    /// Where.
    pub stage: RegainStage,
    /// What the account's owner calls themselves, for whoever may choose a password.
    pub user_id: String,
    /// What their forms must send back.
    pub csrf: String,
    /// How long whoever asks has to wait.
    pub wait: SignedDuration,
    /// The present.
    pub now: Timestamp,
}

impl std::fmt::Debug for Regaining {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Personal data stays out of logs, whoever prints it.
        f.debug_struct("Regaining")
            .field("stage", &self.stage)
            .finish_non_exhaustive()
    }
}

/// Whose account a proof is of.
struct Holder {
    account: AccountId,
    proven: ProvenIdentity,
    before: super::KeptIdentity,
}

impl Service {
    /// Whether people can get in again with a document and a face here.
    #[must_use]
    pub fn regains(&self) -> bool {
        let settings = self.settings();
        settings.accounts && (settings.demo || settings.recovery.is_some())
    }

    /// Opens the registration by which somebody is proven anew, in their browser.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the installation has no service for it; [`Problem::TooManySends`]
    /// for an address that begins often.
    pub async fn begin_regain(&self, from: Option<IpAddr>) -> Result<Opened, Error> {
        let (organisation, service) = self.recovery_service().await?;
        self.reserve_address(from).await?;
        let opener = Opener {
            organisation: &organisation,
            livemode: true,
            actor: ACTOR,
        };
        let request = CreateSession {
            service,
            return_url: None,
            reference: None,
            metadata: BTreeMap::from([("for".to_owned(), "account-recovery".to_owned())]),
            expires_at: None,
        };
        let created = self.open_session(&opener, &request, None).await?;
        let opened = self.redeem_link(&created.client_secret, None).await?;
        let now = self.now();
        let mut tx = self.store().begin().await?;
        let row = Row {
            registration: opened.browser.registration.clone(),
            organisation,
            cookie_hash: None,
            account: None,
            kind: None,
            state: RecoveryState::Proving,
            ready_at: None,
            created: now,
            expires: opened.browser.expires_at,
            contested: None,
        };
        recoveries::insert(&mut tx, &row).await?;
        tx.commit().await?;
        metrics::counter!("bonafide_account_recoveries_total", "outcome" => "begun").increment(1);
        Ok(opened)
    }

    async fn recovery_service(&self) -> Result<(OrganisationId, String), Error> {
        let chosen = self.settings().recovery.as_ref();
        let organisation = match chosen.and_then(|chosen| chosen.organisation.clone()) {
            Some(organisation) => organisation,
            None => self.demo_organisation().await?.ok_or(Error::NotFound)?,
        };
        let service = chosen.map_or(crate::demo::RECOVERY, |chosen| chosen.service.as_str());
        Ok((organisation, service.to_owned()))
    }

    /// Where somebody is. `cookie` is what was given to whoever asked; `browser` the one that works on a
    /// registration.
    ///
    /// # Errors
    /// Storage.
    pub async fn regain(
        &self,
        browser: Option<&Browser>,
        cookie: Option<&str>,
    ) -> Result<Regaining, Error> {
        let now = self.now();
        let shown = |stage, csrf| Regaining {
            stage,
            user_id: String::new(),
            csrf,
            wait: self.account_rules().recovery_wait,
            now,
        };
        if let Some(cookie) = cookie
            && let Some(row) = self.asked(cookie).await?
        {
            let stage = stage_of(&row, now);
            let user_id = match (&stage, &row.account) {
                (RegainStage::Ready, Some(account)) => {
                    let mut read = self.store().read().await?;
                    let plain = rows::user_id(&mut read, account).await?;
                    String::from_utf8_lossy(&plain).into_owned()
                }
                _ => String::new(),
            };
            let regaining = shown(stage, csrf(cookie));
            return Ok(Regaining {
                user_id,
                ..regaining
            });
        }
        let Some(browser) = browser else {
            return Ok(shown(RegainStage::New, String::new()));
        };
        let mut read = self.store().read().await?;
        let row = self.recovery_in(&mut read, browser).await?;
        let stage = match row {
            None => RegainStage::New,
            Some(row) if row.state != RecoveryState::Proving => stage_of(&row, now),
            Some(_) => match self.holder(&mut read, browser).await? {
                Err(stage) => stage,
                Ok(holder) => match holder.proven.as_sure_as(&holder.before.proven) {
                    Err(missing) => RegainStage::LessSure(missing),
                    Ok(()) => RegainStage::Found,
                },
            },
        };
        Ok(shown(stage, browser.csrf.clone()))
    }

    /// Whether a browser works on a registration by which somebody gets in again.
    pub(crate) async fn is_regaining(
        &self,
        conn: &mut Conn,
        browser: &Browser,
    ) -> Result<bool, Error> {
        Ok(self.regains() && self.recovery_in(conn, browser).await?.is_some())
    }

    async fn recovery_in(&self, conn: &mut Conn, browser: &Browser) -> Result<Option<Row>, Error> {
        let (organisation, registration) = (&browser.organisation, &browser.registration);
        Ok(recoveries::of_registration(conn, organisation, registration, self.now()).await?)
    }

    async fn asked(&self, cookie: &str) -> Result<Option<Row>, Error> {
        let Some(hash) = secret::hash(cookie) else {
            return Ok(None);
        };
        let mut read = self.store().read().await?;
        Ok(recoveries::of_cookie(&mut read, &hash, self.now()).await?)
    }

    /// Whose account what a browser proved is of; else where its person is.
    async fn holder(
        &self,
        conn: &mut Conn,
        browser: &Browser,
    ) -> Result<Result<Holder, RegainStage>, Error> {
        let loaded = self
            .load_for_person(conn, &browser.organisation, &browser.registration)
            .await?;
        let registration = &loaded.record.registration;
        let status = registration.status();
        if status != Status::Verified {
            let over = status.is_final() || self.now() >= registration.expires_at();
            return Ok(Err(match over {
                true => RegainStage::NotProven,
                false => RegainStage::Proving,
            }));
        }
        let Ok(proven) = self.proven_in(browser, registration) else {
            return Ok(Err(RegainStage::NotProven));
        };
        for document in proven.documents() {
            let value = self
                .store()
                .blind_index(IndexKind::AccountDocument, document)?;
            let Some(account) = identities::holder(conn, &value).await? else {
                continue;
            };
            let Some(before) = kept(conn, &account).await? else {
                continue;
            };
            return Ok(match before.proven.is_same_person(&proven) {
                true => Ok(Holder {
                    account,
                    proven,
                    before,
                }),
                false => Err(RegainStage::NotAlike),
            });
        }
        Ok(Err(RegainStage::Unknown))
    }

    /// Asks to be let in, or, by whoever is proven less surely, that the account lets go of their identity.
    /// Whoever has the account is told and can stop it. Gives the value of a cookie.
    ///
    /// # Errors
    /// [`Problem::NotRecovered`] where that cannot be asked for; [`Problem::RecoveryWaits`],
    /// [`Problem::TooManyRecoveries`].
    pub async fn ask_to_regain(&self, browser: &Browser, csrf: &str) -> Result<String, Error> {
        browser.check_csrf(csrf)?;
        let mut read = self.store().read().await?;
        let row = self.recovery_in(&mut read, browser).await?;
        let row = row.filter(|row| row.state == RecoveryState::Proving);
        let row = row.ok_or(Problem::NotRecovered)?;
        let holder = self.holder(&mut read, browser).await?;
        drop(read);
        let holder = holder.map_err(|_| Problem::NotRecovered)?;
        let now = self.now();
        let rules = self.account_rules().clone();
        if !self.is_alike(browser, &holder.account).await? {
            return self.refuse_recovery(&row, &holder.account).await;
        }
        self.reserve_recovery("account-recovery", &holder.account)
            .await?;
        let kind = match holder.proven.as_sure_as(&holder.before.proven) {
            Ok(()) => RecoveryKind::Access,
            Err(_) => RecoveryKind::Release,
        };
        let mut tx = self.store().begin().await?;
        rows::hold(&mut tx, &holder.account).await?;
        let login = rows::find(&mut tx, &holder.account).await?;
        let login = login.ok_or(Problem::NotRecovered)?;
        if let Some(other) = recoveries::waiting(&mut tx, &holder.account, now).await?
            && (kind == RecoveryKind::Release || other.kind == Some(RecoveryKind::Access))
            && !(kind == RecoveryKind::Access && self.is_left(&other))
        {
            let until = other.ready_at.unwrap_or(now);
            return Err(Problem::RecoveryWaits { until, now }.into());
        }
        // One that is over, or that asks for less.
        recoveries::stop(&mut tx, &holder.account).await?;
        let cookie = Secret::generate(&*self.core.random);
        let ready = now + rules.recovery_wait;
        let asked = Row {
            cookie_hash: Some(cookie.hash()),
            account: Some(holder.account.clone()),
            kind: Some(kind),
            ready_at: Some(ready),
            expires: ready + rules.recovery_open,
            contested: Some(holder.before.registration),
            ..row
        };
        if !recoveries::ask(&mut tx, &asked).await? {
            return Err(Problem::NotRecovered.into());
        }
        let change = match kind {
            RecoveryKind::Access => Change::RecoveryAsked,
            RecoveryKind::Release => Change::ReleaseAsked,
        };
        self.notify_owner(&mut tx, &login, change).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        metrics::counter!("bonafide_account_recoveries_total", "outcome" => "asked").increment(1);
        Ok(cookie.reveal().to_owned())
    }

    /// Whether somebody may have been let in for so long that they are not waited for any more.
    fn is_left(&self, row: &Row) -> bool {
        let pause = self.account_rules().recovery_pause;
        row.ready_at
            .is_some_and(|ready| self.now() >= ready + pause)
    }

    /// Ends a proof of somebody with the account's document and another face. It uses up none of the owner's own
    /// tries.
    async fn refuse_recovery(&self, row: &Row, account: &AccountId) -> Result<String, Error> {
        let mut tx = self.store().begin().await?;
        recoveries::refuse(&mut tx, &row.registration).await?;
        tx.commit().await?;
        self.tell_of_another_face(account).await?;
        Err(Problem::NotRecovered.into())
    }

    /// Tells whoever has an account that somebody has its document, and another face; not all day long.
    pub(super) async fn tell_of_another_face(&self, account: &AccountId) -> Result<(), Error> {
        let (day, now) = (SignedDuration::from_hours(24), self.now());
        let (limiter, account_name) = ("account-recovery-refused", account.as_str());
        let told = self
            .store()
            .reserve_attempt(limiter, account_name, REFUSALS, day, now)
            .await?;
        if matches!(told, Reservation::Refused { .. }) {
            return Ok(());
        }
        let mut tx = self.store().begin().await?;
        rows::hold(&mut tx, account).await?;
        if let Some(login) = rows::find(&mut tx, account).await? {
            self.notify_owner(&mut tx, &login, Change::RecoveryRefused)
                .await?;
        }
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    /// Stops what somebody asked for in this browser, which then knows nothing of it any more.
    ///
    /// # Errors
    /// [`Error::FormExpired`].
    pub async fn forget_regain(&self, cookie: &str, presented: &str) -> Result<(), Error> {
        if !secret::same(&csrf(cookie), presented) {
            return Err(Error::FormExpired);
        }
        self.abandon_regain(cookie).await
    }

    /// Does so by a form of another page of this browser, which was checked there.
    ///
    /// # Errors
    /// Storage.
    pub async fn abandon_regain(&self, cookie: &str) -> Result<(), Error> {
        let row = self.asked(cookie).await?;
        let row = row.filter(|row| row.state == RecoveryState::Waiting);
        let Some(account) = row.and_then(|row| row.account) else {
            return Ok(());
        };
        let mut tx = self.store().begin().await?;
        rows::hold(&mut tx, &account).await?;
        self.stop_recovery_within(&mut tx, &account).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    /// Counts what is asked for, for each purpose by itself: who contests an identity uses up none of its owner's
    /// tries.
    async fn reserve_recovery(
        &self,
        purpose: &'static str,
        account: &AccountId,
    ) -> Result<(), Error> {
        let rules = self.account_rules();
        let now = self.now();
        let reserved = self
            .store()
            .reserve_attempt(
                purpose,
                account.as_str(),
                rules.recoveries,
                rules.former_contact,
                now,
            )
            .await?;
        match reserved {
            Reservation::Granted { .. } => Ok(()),
            Reservation::Refused { retry_at: until } => {
                Err(Problem::TooManyRecoveries { until, now }.into())
            }
        }
    }

    /// Whether the face that a browser's registration proved is the one that the account's identity came
    /// with. An identity from before faces were kept rests on the portrait of its document alone.
    async fn is_alike(&self, browser: &Browser, account: &AccountId) -> Result<bool, Error> {
        let kept = identities::find(&mut *self.store().read().await?, account).await?;
        let Some(bound) = kept.and_then(|row| row.face) else {
            return Ok(true);
        };
        let (organisation, registration) = (&browser.organisation, &browser.registration);
        let seen = self.face_of(organisation, registration).await?;
        Ok(seen.is_some_and(|seen| face::is_alike(&bound, &seen)))
    }

    /// Lets whoever waited long enough choose a password, which ends all that was signed in to before:
    /// sessions, services, passkeys, apps and printed codes.
    ///
    /// # Errors
    /// [`Problem::NotRecovered`] too early, too late, and once it was stopped; [`Problem::Password`].
    pub async fn finish_regain(
        &self,
        cookie: &str,
        presented: &str,
        password: &str,
    ) -> Result<(), Error> {
        if !secret::same(&csrf(cookie), presented) {
            return Err(Error::FormExpired);
        }
        let row = self.asked(cookie).await?;
        let row = row.filter(|row| stage_of(row, self.now()) == RegainStage::Ready);
        let row = row.ok_or(Problem::NotRecovered)?;
        let account = row.account.ok_or(Error::Inconsistent("a recovery"))?;
        let chosen = self.choose_for(&account, password).await?;
        let verifier = self.verifier_of(chosen).await?;
        let mut tx = self.store().begin().await?;
        rows::hold(&mut tx, &account).await?;
        if !recoveries::finish(&mut tx, &row.registration).await? {
            return Err(Problem::NotRecovered.into());
        }
        let login = rows::find(&mut tx, &account).await?;
        let login = login.ok_or(Problem::NotRecovered)?;
        rows::set_password(&mut tx, &account, &verifier, self.now()).await?;
        self.put_everybody_out(&mut tx, &account).await?;
        rows::set_erase_at(&mut tx, &account, None).await?;
        rows::reopen(&mut tx, &account).await?;
        rows::pins::cancel(&mut tx, &account).await?;
        rows::set_recovered(&mut tx, &account, self.now()).await?;
        self.notify_owner(&mut tx, &login, Change::Recovered)
            .await?;
        tx.commit().await?;
        // They were of a PIN and apps that are gone.
        for subject in [pin::subject(&account), code_app::subject(&account)] {
            self.store().forget_misses(&subject).await?;
        }
        self.core.wake.messages.notify_one();
        metrics::counter!("bonafide_account_recoveries_total", "outcome" => "done").increment(1);
        self.forget_account_misses(&login).await
    }

    /// Stops whoever waits for the account. Every browser may do so that is signed in.
    ///
    /// # Errors
    /// Storage.
    pub async fn stop_recovery(&self, account: &Account) -> Result<(), Error> {
        let mut tx = self.store().begin().await?;
        self.stop_recovery_within(&mut tx, &account.id).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    pub(super) async fn stop_recovery_within(
        &self,
        tx: &mut Tx,
        account: &AccountId,
    ) -> Result<(), Error> {
        if !recoveries::stop(tx, account).await? {
            return Ok(());
        }
        let login = rows::find(tx, account).await?;
        let login = login.ok_or(Problem::SignedOut)?;
        metrics::counter!("bonafide_account_recoveries_total", "outcome" => "stopped").increment(1);
        self.notify_owner(tx, &login, Change::RecoveryStopped).await
    }

    /// # Errors
    /// [`Problem::Paused`] while somebody waits to be let in to the account: services rely on nobody then.
    pub(crate) async fn unless_paused(&self, account: &AccountId) -> Result<(), Error> {
        let now = self.now();
        let waiting = recoveries::waiting(&mut *self.store().read().await?, account, now).await?;
        // Not for ever: somebody who asks and does not come back pauses nobody for a week.
        match waiting.filter(|row| row.kind == Some(RecoveryKind::Access) && !self.is_left(row)) {
            Some(_) => Err(Problem::Paused.into()),
            None => Ok(()),
        }
    }

    /// Has an account let go of its identity after a wait, for whoever proved more surely whose it is; gives when.
    ///
    /// # Errors
    /// [`Problem::TooManyRecoveries`]; [`Problem::RecoveryWaits`] while somebody waits to be let in there.
    pub(super) async fn contest(
        &self,
        account: &AccountId,
        browser: &Browser,
        contested: RegistrationId,
    ) -> Result<Timestamp, Error> {
        let now = self.now();
        let mut read = self.store().read().await?;
        if let Some(waiting) = recoveries::waiting(&mut read, account, now).await? {
            return releases_at(&waiting, now);
        }
        drop(read);
        self.reserve_recovery("account-contest", account).await?;
        let rules = self.account_rules();
        let ready = now + rules.recovery_wait;
        let row = Row {
            registration: browser.registration.clone(),
            organisation: browser.organisation.clone(),
            cookie_hash: None,
            account: Some(account.clone()),
            kind: Some(RecoveryKind::Release),
            state: RecoveryState::Waiting,
            ready_at: Some(ready),
            created: now,
            expires: ready + rules.recovery_open,
            contested: Some(contested),
        };
        let mut tx = self.store().begin().await?;
        rows::hold(&mut tx, account).await?;
        if let Some(waiting) = recoveries::waiting(&mut tx, account, now).await? {
            return releases_at(&waiting, now);
        }
        // One that is over.
        recoveries::stop(&mut tx, account).await?;
        match recoveries::insert(&mut tx, &row).await {
            // It was asked for before, and stopped.
            Err(StoreError::Duplicate(_)) => return Err(Problem::IdentityElsewhere.into()),
            other => other?,
        }
        if let Some(login) = rows::find(&mut tx, account).await? {
            self.notify_owner(&mut tx, &login, Change::ReleaseAsked)
                .await?;
        }
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(ready)
    }

    /// Has accounts let go of identities whose time has come; gives how many.
    pub(crate) async fn carry_out_releases(&self) -> Result<u64, Error> {
        let mut released = 0;
        loop {
            let mut read = self.store().read().await?;
            let due = recoveries::due_releases(&mut read, self.now(), BATCH).await?;
            drop(read);
            let whole = due.len() == BATCH as usize;
            for row in due {
                released += u64::from(self.carry_out_release(&row).await?);
            }
            if !whole {
                return Ok(released);
            }
        }
    }

    async fn carry_out_release(&self, row: &Row) -> Result<bool, Error> {
        let account = row.account.as_ref();
        let account = account.ok_or(Error::Inconsistent("a recovery"))?;
        let mut tx = self.store().begin().await?;
        rows::hold(&mut tx, account).await?;
        // One that was kept meanwhile is not the one that was contested.
        let present = identities::find(&mut tx, account).await?;
        if present.is_none_or(|present| Some(present.registration) != row.contested) {
            recoveries::refuse(&mut tx, &row.registration).await?;
            tx.commit().await?;
            return Ok(false);
        }
        // Somebody may have stopped it meanwhile.
        if !recoveries::finish(&mut tx, &row.registration).await? {
            return Ok(false);
        }
        self.release_identity(&mut tx, account).await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(true)
    }

    /// Has an account let go of the identity that it keeps, and tells its owner.
    pub(super) async fn release_identity(
        &self,
        tx: &mut Tx,
        account: &AccountId,
    ) -> Result<(), Error> {
        identities::release(tx, account).await?;
        if let Some(login) = rows::find(tx, account).await? {
            self.notify_owner(tx, &login, Change::Released).await?;
        }
        Ok(())
    }
}

/// When an account lets go of its identity that waits for that, unless it waits for somebody who asked to be let in.
fn releases_at(waiting: &Row, now: Timestamp) -> Result<Timestamp, Error> {
    let until = waiting.ready_at.unwrap_or(now);
    match waiting.kind {
        Some(RecoveryKind::Release) => Ok(until),
        _ => Err(Problem::RecoveryWaits { until, now }.into()),
    }
}

fn csrf(cookie: &str) -> String {
    Secret::of(cookie).derive("csrf").reveal().to_owned()
}

fn stage_of(row: &Row, now: Timestamp) -> RegainStage {
    let access = row.kind == Some(RecoveryKind::Access);
    match (row.state, row.ready_at) {
        (RecoveryState::Waiting, Some(until)) if !access || now < until => {
            RegainStage::Waiting { access, until }
        }
        (RecoveryState::Waiting, Some(_)) => RegainStage::Ready,
        (RecoveryState::Done, _) => RegainStage::Done { access },
        (RecoveryState::Waiting | RecoveryState::Stopped | RecoveryState::Proving, _) => {
            RegainStage::Stopped
        }
    }
}
