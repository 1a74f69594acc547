//! Approving on an app: what somebody is asked on another device, and what they said. Who is asked is
//! found out only after the asking browser has its answer, so that neither words nor time tell who
//! has an account, or an app.

use std::net::IpAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::account::{MatchingNumber, System, Transaction};
use bonafide_identity::id::{AccountId, AppId, ApprovalId};
use bonafide_identity::language::{Language, Value};
use bonafide_store::account::approvals::{self as rows, ApprovalState};
use bonafide_store::account::{self as logins, apps, flows};
use bonafide_store::attempts::Reservation;
use bonafide_store::blind_index::IndexKind;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, PublicKeyCredential};

use super::messages::TEXTS;
use super::{App, Flow, Problem, SignedIn};
use crate::limit::network;
use crate::operator::Ceremony;
use crate::operator::passkey::{decode, encode, json, parse, refused};
use crate::secret;
use crate::{Error, Service};

const PURPOSE: &str = "approval";
const APPROVE: &str = "app_approve";
/// How long what was asked and answered is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Approvals that an app lists.
const LISTED: u32 = 20;
/// How often another process' changes are looked for.
const LOOK: Duration = Duration::from_secs(1);
/// The longest wait that is granted.
const PATIENCE: Duration = Duration::from_secs(60);
/// The longest name that is looked for, in characters.
const NAME: usize = 320;

/// What the flow of a browser holds that waits for an approval. Nothing of it tells whether there is an
/// account.
#[derive(Serialize, Deserialize)]
struct Waiting {
    approval: ApprovalId,
    number: String,
}

/// What is asked, sealed.
#[derive(Serialize, Deserialize)]
struct Body {
    nonce: [u8; 32],
    number: String,
    /// The service that is signed in to; empty for the account itself.
    client: String,
    /// What the asking browser runs on.
    system: System,
}

/// The browser that asks.
#[derive(Clone, Debug, Default)]
pub struct Asker {
    /// Its address, if that tells callers apart.
    pub from: Option<IpAddr>,
    /// What it runs on, as it says.
    pub system: System,
    /// The service that is signed in to; empty for the account itself.
    pub client: String,
}

/// What a browser waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitedFor {
    /// An answer.
    Answer,
    /// Nothing: it was approved.
    Approved,
    /// Nothing: it was refused.
    Refused,
    /// Nothing: it is too late.
    Over,
}

/// A browser that waits for an approval.
#[derive(Clone, PartialEq, Eq)]
pub struct Waited {
    /// For what.
    pub state: WaitedFor,
    /// The number that the app asks for.
    pub number: String,
    /// What its forms must send back.
    pub csrf: String,
}

impl Waited {
    /// Tells states apart.
    #[must_use]
    pub const fn version(&self) -> i64 {
        match self.state {
            WaitedFor::Answer => 0,
            WaitedFor::Approved => 1,
            WaitedFor::Refused => 2,
            WaitedFor::Over => 3,
        }
    }
}

/// What an app shows.
#[derive(Clone, PartialEq, Eq)]
pub struct AppHome {
    /// What the account's owner calls themselves.
    pub user_id: String,
    /// Whether there is a PIN, without which nothing is approved.
    pub pin: bool,
    /// When another device takes its place.
    pub moves_at: Option<Timestamp>,
    /// What waits for an answer, newest first.
    pub asked: Vec<Asked>,
    /// What was answered, or not in time, newest first.
    pub before: Vec<Asked>,
    /// Changes with what is shown.
    pub version: i64,
    /// The present.
    pub now: Timestamp,
}

/// Something to approve, or that was.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub id: ApprovalId,
    /// Who asks; empty for this server itself.
    pub client: String,
    /// What for.
    pub text: String,
    /// 32 bytes in base64url, part of what is signed.
    pub nonce: String,
    /// What the asking browser runs on, as it says.
    pub system: System,
    /// When it was asked.
    pub at: Timestamp,
    /// What came of it; nothing yet while it can be answered.
    pub answer: Option<Answer>,
}

/// What came of an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It was approved.
    Approved,
    /// It was refused.
    Denied,
    /// It was refused, and reported as somebody else's.
    Reported,
    /// Nobody answered in time.
    Missed,
}

/// What somebody types who approves.
#[derive(Clone, Copy)]
pub struct Typed<'a> {
    /// The number of the other screen.
    pub number: &'a str,
    /// The PIN.
    pub pin: &'a str,
}

/// An approval that its owner is about to give.
#[derive(Serialize, Deserialize)]
struct Signing {
    app: AppId,
    approval: ApprovalId,
    state: PasskeyAuthentication,
}

/// What is signed, for the device to work out by itself what it signs.
pub type Approving = Ceremony;

impl Service {
    /// Asks whoever has this user ID or mail address to approve a sign-in on their app; gives the value of
    /// a cookie.
    ///
    /// # Errors
    /// [`Problem::Wait`]; [`Error::Overloaded`].
    pub async fn ask_to_sign_in(&self, name: &str, asker: Asker) -> Result<String, Error> {
        self.count_sign_in(asker.from).await?;
        let number = MatchingNumber::new(self.core.random.array()).to_string();
        let waiting = Waiting {
            approval: ApprovalId::new(self.now(), self.random_id()),
            number: number.clone(),
        };
        let lasts = self.account_rules().approval;
        let (cookie, _) = self.begin_flow_for(lasts, PURPOSE, &waiting).await?;
        let name: String = name.trim().chars().take(NAME).collect();
        let body = Body {
            nonce: self.core.random.array(),
            number,
            client: asker.client,
            system: asker.system,
        };
        self.in_the_background("an approval", async move |service: Self| {
            let Some(login) = service.login_of(&name).await? else {
                return Ok(());
            };
            let id = &waiting.approval;
            service
                .ask_owner(&login.account, id, &body, asker.from)
                .await
        })?;
        Ok(cookie.reveal().to_owned())
    }

    /// Asks an account's owner, unless they have no app, are asked too much, or reported whoever asks.
    async fn ask_owner(
        &self,
        account: &AccountId,
        id: &ApprovalId,
        body: &Body,
        from: Option<IpAddr>,
    ) -> Result<(), Error> {
        let (now, rules) = (self.now(), self.account_rules());
        let asker = from.map_or_else(String::new, |from| URL_SAFE_NO_PAD.encode(network(from)));
        let asker = self
            .store()
            .blind_index(IndexKind::Asker, &format!("network/{asker}"))?;
        let mut read = self.store().read().await?;
        let login = logins::find(&mut read, account).await?;
        let open = login.is_some_and(|login| login.blocked_at.is_none());
        let apps = apps::of_account(&mut read, account).await?;
        let asks = open && apps.iter().any(|app| app.blocked_at.is_none());
        let since = now - rules.silence;
        if !asks || rows::reported_since(&mut read, account, &asker, since).await? {
            return Ok(());
        }
        drop(read);
        let (most, within) = (rules.approvals, rules.approvals_within);
        let subject = account.as_str();
        let reserved = self
            .store()
            .reserve_attempt("account-approval", subject, most, within, now)
            .await?;
        if !matches!(reserved, Reservation::Granted { .. }) {
            return Ok(());
        }
        let mut tx = self.store().begin().await?;
        logins::hold(&mut tx, account).await?;
        let at_once = u64::from(rules.approvals_at_once);
        if rows::waiting(&mut tx, account, now).await? >= at_once {
            return Ok(());
        }
        let row = rows::Approval {
            id: id.clone(),
            account: account.clone(),
            asker,
            state: ApprovalState::Pending,
            app: None,
            tries: 0,
            created: now,
            open_until: now + rules.approval,
            decided_at: None,
            expires: now + KEPT,
        };
        let body = serde_json::to_vec(body).expect("an approval is plain data");
        rows::insert(&mut tx, &row, &body).await?;
        tx.commit().await?;
        self.core.apps.changed(account);
        Ok(())
    }

    /// What a browser waits for.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`].
    pub async fn waited(&self, cookie: &str) -> Result<Waited, Error> {
        let flow: Flow<Waiting> = self.flow_as(PURPOSE, cookie).await?;
        let id = &flow.state.approval;
        let row = rows::find(&mut *self.store().read().await?, id).await?;
        let now = self.now();
        let late = row.as_ref().is_some_and(|row| row.open_until <= now);
        let state = match row.map_or(ApprovalState::Pending, |row| row.state) {
            ApprovalState::Denied | ApprovalState::Reported => WaitedFor::Refused,
            ApprovalState::Used => WaitedFor::Over,
            _ if late => WaitedFor::Over,
            ApprovalState::Approved => WaitedFor::Approved,
            ApprovalState::Pending => WaitedFor::Answer,
        };
        Ok(Waited {
            state,
            number: flow.state.number,
            csrf: flow.csrf,
        })
    }

    /// Waits until what a browser waits for is no longer `seen`, or for `patience`.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`].
    pub async fn waited_changed(
        &self,
        cookie: &str,
        seen: i64,
        patience: Duration,
    ) -> Result<Waited, Error> {
        let flow: Flow<Waiting> = self.flow_as(PURPOSE, cookie).await?;
        let mut bell = self.core.approvals.follow(&flow.state.approval);
        let deadline = tokio::time::Instant::now() + patience.min(PATIENCE);
        loop {
            let present = self.waited(cookie).await?;
            if present.version() != seen || tokio::time::Instant::now() >= deadline {
                return Ok(present);
            }
            let look = deadline.min(tokio::time::Instant::now() + LOOK);
            let _ = tokio::time::timeout_at(look, bell.changed()).await;
        }
    }

    /// Signs in a browser whose sign-in was approved, once.
    ///
    /// # Errors
    /// [`Problem::ApprovalEnded`], [`Problem::FlowEnded`], [`Problem::Blocked`].
    pub async fn sign_in_approved(&self, cookie: &str, csrf: &str) -> Result<SignedIn, Error> {
        let flow: Flow<Waiting> = self.flow_as(PURPOSE, cookie).await?;
        flow.check_csrf(csrf)?;
        let mut tx = self.store().begin().await?;
        let taken = rows::take(&mut tx, &flow.state.approval, self.now()).await?;
        let taken = taken.ok_or(Problem::ApprovalEnded)?;
        if !flows::end(&mut tx, &flow.hash, flow.version).await? {
            return Err(Problem::FlowEnded.into());
        }
        let app = match &taken.app {
            Some(id) => apps::find(&mut tx, id).await?,
            None => None,
        };
        // Removed or blocked meanwhile, it speaks for nobody, and never will for this.
        if app.is_none_or(|app| app.blocked_at.is_some()) {
            tx.commit().await?;
            return Err(Problem::ApprovalEnded.into());
        }
        let login = logins::find(&mut tx, &taken.account).await?;
        let login = login.ok_or(Problem::ApprovalEnded)?;
        if login.blocked_at.is_some() {
            return Err(Problem::Blocked.into());
        }
        let signed_in = self
            .begin_account_session(&mut tx, &taken.account, "app")
            .await?;
        tx.commit().await?;
        Ok(signed_in)
    }

    /// What an app shows, in a language.
    ///
    /// # Errors
    /// Storage.
    pub async fn app_home(&self, app: &App, language: Language) -> Result<AppHome, Error> {
        let mut read = self.store().read().await?;
        let user_id = logins::user_id(&mut read, &app.account).await?;
        let pin_at = Self::pin_chosen_at(&mut read, &app.account).await?;
        let moves_at = Self::moves_at(&mut read, app).await?;
        let listed = rows::of_account(&mut read, &app.account, LISTED).await?;
        drop(read);
        let now = self.now();
        let version = version(&listed, [pin_at, moves_at], now);
        let all = self.approvals_of(&app.account, LISTED, language).await?;
        let (asked, before) = all.into_iter().partition(|asked| asked.answer.is_none());
        Ok(AppHome {
            user_id: String::from_utf8_lossy(&user_id).into_owned(),
            pin: pin_at.is_some(),
            moves_at,
            asked,
            before,
            version,
            now,
        })
    }

    /// What an account's owner was asked, newest first, in a language.
    pub(super) async fn approvals_of(
        &self,
        account: &AccountId,
        most: u32,
        language: Language,
    ) -> Result<Vec<Asked>, Error> {
        let now = self.now();
        let mut read = self.store().read().await?;
        let listed = rows::of_account(&mut read, account, most).await?;
        let mut all = Vec::with_capacity(listed.len());
        for row in listed {
            let body = rows::body(&mut read, &row).await?;
            let body: Body =
                serde_json::from_slice(&body).map_err(|_| Error::Inconsistent("an approval"))?;
            all.push(Asked {
                text: words(&body.client, language)?,
                id: row.id,
                client: body.client,
                nonce: URL_SAFE_NO_PAD.encode(body.nonce),
                system: body.system,
                at: row.created,
                answer: match row.state {
                    ApprovalState::Pending if row.open_until > now => None,
                    ApprovalState::Pending => Some(Answer::Missed),
                    ApprovalState::Approved | ApprovalState::Used => Some(Answer::Approved),
                    ApprovalState::Denied => Some(Answer::Denied),
                    ApprovalState::Reported => Some(Answer::Reported),
                },
            });
        }
        Ok(all)
    }

    /// Waits until what an app shows is no longer `seen`, or for `patience`; gives the version that there is
    /// then.
    ///
    /// # Errors
    /// Storage.
    pub async fn app_changed(
        &self,
        app: &App,
        seen: i64,
        patience: Duration,
    ) -> Result<i64, Error> {
        let mut bell = self.core.apps.follow(&app.account);
        let deadline = tokio::time::Instant::now() + patience.min(PATIENCE);
        loop {
            let mut read = self.store().read().await?;
            let pin_at = Self::pin_chosen_at(&mut read, &app.account).await?;
            let moves_at = Self::moves_at(&mut read, app).await?;
            let listed = rows::of_account(&mut read, &app.account, LISTED).await?;
            drop(read);
            let present = version(&listed, [pin_at, moves_at], self.now());
            if present != seen || tokio::time::Instant::now() >= deadline {
                return Ok(present);
            }
            let look = deadline.min(tokio::time::Instant::now() + LOOK);
            let _ = tokio::time::timeout_at(look, bell.changed()).await;
        }
    }

    /// Takes the number of the other screen and the PIN, and asks the device's key to sign what is
    /// approved, in the language in which its owner read it. Both are counted before they are compared;
    /// too many wrong numbers refuse.
    ///
    /// # Errors
    /// [`Problem::NumberWrong`], [`Problem::ApprovalEnded`]; [`Problem::PinMissing`],
    /// [`Problem::PinWrong`], [`Problem::PinWait`].
    pub async fn begin_approving(
        &self,
        app: &App,
        id: &ApprovalId,
        Typed { number, pin }: Typed<'_>,
        language: Language,
    ) -> Result<Approving, Error> {
        let now = self.now();
        self.require_pin(&app.account).await?;
        let most = self.account_rules().number_tries;
        let mut tx = self.store().begin().await?;
        let counted = rows::count_try(&mut tx, &app.account, id, most, now).await?;
        tx.commit().await?;
        if !counted {
            return Err(Problem::ApprovalEnded.into());
        }
        let mut read = self.store().read().await?;
        let row = rows::find(&mut read, id).await?;
        let row = row.ok_or(Problem::ApprovalEnded)?;
        let body = rows::body(&mut read, &row).await?;
        drop(read);
        let body: Body =
            serde_json::from_slice(&body).map_err(|_| Error::Inconsistent("an approval"))?;
        let number = number.parse::<MatchingNumber>();
        if !number.is_ok_and(|number| secret::same(&body.number, &number.to_string())) {
            if row.tries < i64::from(most) {
                return Err(Problem::NumberWrong.into());
            }
            self.answer(app, id, ApprovalState::Denied).await?;
            return Err(Problem::ApprovalEnded.into());
        }
        let mut tx = self.store().begin().await?;
        rows::forget_tries(&mut tx, id).await?;
        tx.commit().await?;
        self.try_pin(&app.account, pin).await?;
        let text = words(&body.client, language)?;
        let transaction = Transaction {
            id,
            nonce: &body.nonce,
            client: &body.client,
            text: &text,
        };
        let passkey: Passkey = decode(&app.passkey)?;
        let begun = self
            .core
            .passkeys
            .webauthn()?
            .start_passkey_authentication(&[passkey]);
        let (options, state) = begun.map_err(|_| Error::Inconsistent("an app's key"))?;
        let (options, state) = challenged(&options, &state, transaction.challenge())?;
        let signing = Signing {
            app: app.id.clone(),
            approval: id.clone(),
            state,
        };
        self.remember(APPROVE, None, &signing, options).await
    }

    /// Takes the device's signature: what its owner read is approved.
    ///
    /// # Errors
    /// [`Error::PasskeyFailed`]; [`Problem::ApprovalEnded`].
    pub async fn finish_approving(
        &self,
        app: &App,
        token: &str,
        answer: &str,
    ) -> Result<(), Error> {
        let (_, signing) = self.recall::<Signing>(APPROVE, token).await?;
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
        let row = apps::find(&mut tx, &app.id).await?;
        let row = row
            .filter(|row| row.blocked_at.is_none())
            .ok_or(Problem::NoApp)?;
        let mut passkey: Passkey = decode(&row.passkey)?;
        passkey.update_credential(&proven);
        apps::used(&mut tx, &app.id, &encode(&passkey)?, now).await?;
        let said = (ApprovalState::Approved, &app.id);
        if !rows::decide(&mut tx, &app.account, &signing.approval, said, now).await? {
            return Err(Problem::ApprovalEnded.into());
        }
        tx.commit().await?;
        metrics::counter!("bonafide_approvals_total", "answer" => "approved").increment(1);
        self.core.approvals.changed(&signing.approval);
        self.core.apps.changed(&app.account);
        Ok(())
    }

    /// Refuses an approval; with `report`, whoever asked asks this account for nothing more for a
    /// while.
    ///
    /// # Errors
    /// [`Problem::ApprovalEnded`].
    pub async fn refuse(&self, app: &App, id: &ApprovalId, report: bool) -> Result<(), Error> {
        let state = match report {
            true => ApprovalState::Reported,
            false => ApprovalState::Denied,
        };
        match self.answer(app, id, state).await? {
            true => Ok(()),
            false => Err(Problem::ApprovalEnded.into()),
        }
    }

    async fn answer(
        &self,
        app: &App,
        id: &ApprovalId,
        state: ApprovalState,
    ) -> Result<bool, Error> {
        let mut tx = self.store().begin().await?;
        let said = (state, &app.id);
        if !rows::decide(&mut tx, &app.account, id, said, self.now()).await? {
            return Ok(false);
        }
        tx.commit().await?;
        metrics::counter!("bonafide_approvals_total", "answer" => state.as_str()).increment(1);
        self.core.approvals.changed(id);
        self.core.apps.changed(&app.account);
        Ok(true)
    }
}

/// Changes whenever something is asked, answered or over, the PIN chosen, or the app about to move.
fn version(listed: &[rows::Approval], beside: [Option<Timestamp>; 2], now: Timestamp) -> i64 {
    let latest = listed
        .iter()
        .flat_map(|row| {
            let over = Some(row.open_until).filter(|until| *until <= now);
            [Some(row.created), row.decided_at, over]
        })
        .chain(beside)
        .flatten()
        .max();
    latest.map_or(0, Timestamp::as_millisecond)
}

/// What is approved, as its owner reads it and their device signs it.
fn words(client: &str, language: Language) -> Result<String, Error> {
    let texts = &TEXTS[language.index()];
    let said = match client {
        "" => texts.say("approval-account", None, &[]),
        client => texts.say("approval-service", None, &[("client", Value::Text(client))]),
    };
    said.ok_or(Error::Inconsistent("the text of an approval"))
}

/// The same ceremony with a challenge that says what is signed, where the library draws one at random.
fn challenged(
    options: &impl Serialize,
    state: &PasskeyAuthentication,
    challenge: [u8; 32],
) -> Result<(serde_json::Value, PasskeyAuthentication), Error> {
    let challenge = serde_json::Value::from(URL_SAFE_NO_PAD.encode(challenge));
    let mut options = json(options)?;
    let mut state = json(state)?;
    for (value, place) in [
        (&mut options, "/publicKey/challenge"),
        (&mut state, "/ast/challenge"),
    ] {
        let place = value.pointer_mut(place);
        *place.ok_or(Error::Inconsistent("an app's key"))? = challenge.clone();
    }
    let state = serde_json::from_value(state).map_err(|_| Error::Inconsistent("an app's key"))?;
    Ok((options, state))
}
