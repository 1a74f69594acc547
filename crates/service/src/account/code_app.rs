//! Apps that work out one-time codes: once an account has one, its password opens nothing without a code.

use std::net::IpAddr;

use bonafide_identity::account::{CodeSecret, OneTimeCode, Standing};
use bonafide_identity::id::AccountId;
use bonafide_store::Conn;
use bonafide_store::account::{self as logins, code_apps as rows, flows};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::change::open;
use super::sign_in::REMEMBERED;
use super::{Account, Change, Flow, Problem, SignedIn};
use crate::secret;
use crate::{Error, Service};

const ADD: &str = "code-app";
const SECOND: &str = "second";
/// How long somebody may take to add an app, and to type a code after the password.
const LASTS: SignedDuration = SignedDuration::from_mins(10);
/// Apps that one account may have.
const APPS: usize = 3;
/// Codes that are tried while one app is added.
const TRIES: u32 = 10;
/// The longest name of an app, in characters.
const NAME: usize = 40;

/// What the flow holds in which an app is added.
#[derive(Serialize, Deserialize)]
struct Adding {
    account: AccountId,
    secret: [u8; 20],
}

/// What the flow holds of somebody whose password was right.
#[derive(Serialize, Deserialize)]
struct Second {
    account: AccountId,
    /// When that password was chosen.
    changed: Timestamp,
}

/// What an app is to scan, or to be told.
#[derive(Clone, PartialEq, Eq)]
pub struct NewCodeApp {
    /// What the picture code holds.
    pub address: String,
    /// The secret, in groups, for apps that scan nothing.
    pub secret: String,
}

/// An app in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeAppLine {
    /// Names it.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last proved something.
    pub last_used_at: Option<Timestamp>,
}

/// What became of a password that was right.
#[derive(Clone, Debug)]
pub enum Entered {
    /// Its owner is signed in.
    In(SignedIn),
    /// A one-time code is asked for as well; the value of the cookie that goes with it.
    Code(String),
}

/// What counts the misses of an account's one-time codes.
pub(super) fn subject(account: &AccountId) -> String {
    format!("code-app/{account}")
}

impl Service {
    /// Begins to add an app; gives the value of a cookie.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`], [`Problem::CodeAppsFull`]; [`Error::OperatorTooManyTries`].
    pub async fn begin_code_app(&self, account: &Account) -> Result<String, Error> {
        self.require_fresh(account)?;
        self.count_beginning(&format!("{ADD}/{}", account.id))
            .await?;
        room(&mut *self.store().read().await?, &account.id).await?;
        let state = Adding {
            account: account.id.clone(),
            secret: self.core.random.array(),
        };
        let (cookie, _) = self.begin_flow_for(LASTS, ADD, &state).await?;
        Ok(cookie.reveal().to_owned())
    }

    /// What the app that is added is to scan.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`], [`Problem::FlowEnded`].
    pub async fn code_app(&self, account: &Account, cookie: &str) -> Result<NewCodeApp, Error> {
        self.require_fresh(account)?;
        let flow = self.adding(account, cookie).await?;
        let user_id = logins::user_id(&mut *self.store().read().await?, &account.id).await?;
        let secret = CodeSecret::new(flow.state.secret);
        let issuer = self.core.passkeys.address("");
        let issuer = issuer.split("//").nth(1).unwrap_or_default();
        let groups = secret.text();
        let groups: Vec<&str> = (0..groups.len())
            .step_by(4)
            .map(|at| &groups[at..at + 4])
            .collect();
        Ok(NewCodeApp {
            address: secret.address(
                issuer.trim_end_matches('/'),
                &String::from_utf8_lossy(&user_id),
            ),
            secret: groups.join(" "),
        })
    }

    async fn adding(&self, account: &Account, cookie: &str) -> Result<Flow<Adding>, Error> {
        let flow: Flow<Adding> = self.flow_as(ADD, cookie).await?;
        match flow.state.account == account.id {
            true => Ok(flow),
            false => Err(Problem::FlowEnded.into()),
        }
    }

    /// Adds the app once it shows a right code, ends every other session, and tells the owner.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`], [`Problem::FlowEnded`], [`Problem::CodeAppsFull`],
    /// [`Problem::OneTimeCodeWrong`].
    pub async fn add_code_app(
        &self,
        account: &Account,
        cookie: &str,
        name: &str,
        typed: &str,
    ) -> Result<(), Error> {
        self.require_fresh(account)?;
        let flow = self.adding(account, cookie).await?;
        self.reserve_within("account-code-app", &flow, TRIES)
            .await?;
        let typed: OneTimeCode = typed.parse().map_err(|_| Problem::OneTimeCodeWrong)?;
        let now = self.now();
        let secret = CodeSecret::new(flow.state.secret);
        let step = step_of(&secret, &typed, now).ok_or(Problem::OneTimeCodeWrong)?;
        let row = rows::CodeApp {
            id: hex::encode(self.core.random.array::<16>()),
            account: account.id.clone(),
            last_step: step,
            created: now,
            last_used: None,
        };
        let name: String = name.trim().chars().take(NAME).collect();
        let mut tx = self.store().begin().await?;
        logins::hold(&mut tx, &account.id).await?;
        let login = open(&mut tx, account).await?;
        room(&mut tx, &account.id).await?;
        if !flows::end(&mut tx, &flow.hash, flow.version).await? {
            return Err(Problem::FlowEnded.into());
        }
        rows::insert(&mut tx, &row, &name, secret.bytes()).await?;
        self.end_others(&mut tx, account).await?;
        self.notify_owner(&mut tx, &login, Change::CodeAppAdded)
            .await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    /// Removes an app, ends every other session, and tells the owner; one that is gone already is no
    /// mistake.
    ///
    /// # Errors
    /// [`Problem::ProveAgain`].
    pub async fn remove_code_app(&self, account: &Account, id: &str) -> Result<(), Error> {
        self.require_fresh(account)?;
        let mut tx = self.store().begin().await?;
        if !rows::remove(&mut tx, &account.id, id).await? {
            return Ok(());
        }
        let login = open(&mut tx, account).await?;
        self.end_others(&mut tx, account).await?;
        self.notify_owner(&mut tx, &login, Change::CodeAppRemoved)
            .await?;
        tx.commit().await?;
        self.core.wake.messages.notify_one();
        Ok(())
    }

    /// Whether the password alone opens nothing.
    ///
    /// # Errors
    /// Storage.
    pub async fn asks_for_code(&self, account: &AccountId) -> Result<bool, Error> {
        let apps = rows::of_account(&mut *self.store().read().await?, account).await?;
        Ok(!apps.is_empty())
    }

    pub(super) async fn code_apps(
        conn: &mut Conn,
        account: &AccountId,
    ) -> Result<Vec<CodeAppLine>, Error> {
        let mut lines = Vec::new();
        for row in rows::of_account(conn, account).await? {
            let (name, _) = rows::opened(conn, &row).await?;
            lines.push(CodeAppLine {
                name: String::from_utf8_lossy(&name).into_owned(),
                id: row.id,
                created_at: row.created,
                last_used_at: row.last_used,
            });
        }
        Ok(lines)
    }

    /// Takes a code of one of the account's apps, once. A try is counted before it is compared; after three
    /// misses in a row one waits, longer each time.
    ///
    /// # Errors
    /// [`Problem::OneTimeCodeWrong`], [`Problem::OneTimeCodeWait`].
    pub(super) async fn try_one_time_code(
        &self,
        account: &AccountId,
        typed: &str,
    ) -> Result<(), Error> {
        // What can be no code tells nothing, and is not counted.
        let typed: OneTimeCode = typed.parse().map_err(|_| Problem::OneTimeCodeWrong)?;
        let (now, rules) = (self.now(), self.account_rules());
        let standing = |misses, last| Standing::after_codes(misses, last, now, rules);
        let subject = subject(account);
        let (before, counted) = self
            .store()
            .count_miss(&subject, now, now + REMEMBERED, |misses| {
                standing(misses.count, misses.last) == Standing::Open
            })
            .await?;
        let wait = |standing| match standing {
            Standing::Until(until) => Problem::OneTimeCodeWait { until, now },
            Standing::Open | Standing::ForGood => Problem::OneTimeCodeWrong,
        };
        if !counted {
            return Err(wait(standing(before.count, before.last)).into());
        }
        let mut tx = self.store().begin().await?;
        for app in rows::of_account(&mut tx, account).await? {
            let (_, secret) = rows::opened(&mut tx, &app).await?;
            let secret: [u8; 20] = secret[..]
                .try_into()
                .map_err(|_| Error::Inconsistent("a code app"))?;
            let Some(step) = step_of(&CodeSecret::new(secret), &typed, now) else {
                continue;
            };
            // Whoever looked over a shoulder comes too late.
            if rows::take(&mut tx, &app.id, step, now).await? {
                tx.commit().await?;
                return Ok(self.store().forget_misses(&subject).await?);
            }
        }
        drop(tx);
        Err(wait(standing(before.count.saturating_add(1), now)).into())
    }

    /// Lets in whoever gave the right password, or asks them for a code as well.
    pub(super) async fn enter_or_ask(&self, login: &logins::Login) -> Result<Entered, Error> {
        if !self.asks_for_code(&login.account).await? {
            return Ok(Entered::In(self.let_in(login, "password").await?));
        }
        if login.blocked_at.is_some() {
            return Err(Problem::Blocked.into());
        }
        let state = Second {
            account: login.account.clone(),
            changed: login.changed,
        };
        let (cookie, _) = self.begin_flow_for(LASTS, SECOND, &state).await?;
        Ok(Entered::Code(cookie.reveal().to_owned()))
    }

    /// What the forms must send back of somebody who is asked for a code.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`].
    pub async fn second_step(&self, cookie: &str) -> Result<String, Error> {
        let flow: Flow<Second> = self.flow_as(SECOND, cookie).await?;
        Ok(flow.csrf)
    }

    /// Signs in whoever gave the password a short while ago, and gives a code now.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`], [`Problem::OneTimeCodeWrong`], [`Problem::OneTimeCodeWait`],
    /// [`Problem::Blocked`].
    pub async fn sign_in_with_code(
        &self,
        cookie: &str,
        csrf: &str,
        typed: &str,
        from: Option<IpAddr>,
    ) -> Result<SignedIn, Error> {
        self.count_sign_in(from).await?;
        let flow: Flow<Second> = self.flow_as(SECOND, cookie).await?;
        flow.check_csrf(csrf)?;
        let login = logins::find(&mut *self.store().read().await?, &flow.state.account).await?;
        // Another password was chosen meanwhile: the one that was given is worth nothing.
        let login = login
            .filter(|login| login.changed == flow.state.changed)
            .ok_or(Problem::FlowEnded)?;
        self.try_one_time_code(&login.account, typed).await?;
        let mut tx = self.store().begin().await?;
        if !flows::end(&mut tx, &flow.hash, flow.version).await? {
            return Err(Problem::FlowEnded.into());
        }
        tx.commit().await?;
        self.let_in(&login, super::sign_in::WITH_CODE).await
    }
}

/// The step that a code belongs to, if it is taken now.
fn step_of(secret: &CodeSecret, typed: &OneTimeCode, now: Timestamp) -> Option<i64> {
    let codes = secret.codes(now).into_iter();
    let mut same = codes.filter(|(_, code)| secret::same(code.digits(), typed.digits()));
    same.next().map(|(step, _)| step)
}

async fn room(conn: &mut Conn, account: &AccountId) -> Result<(), Error> {
    let present = rows::of_account(conn, account).await?;
    match present.len() < APPS {
        true => Ok(()),
        false => Err(Problem::CodeAppsFull.into()),
    }
}
