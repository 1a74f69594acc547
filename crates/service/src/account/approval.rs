//! Asking for an approval: a browser or a service asks somebody on another device, and waits. Who is asked is
//! found out only after the asking browser has its answer, so that neither words nor time tell who
//! has an account, or an app.

use std::net::IpAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::account::{MatchingNumber, System};
use bonafide_identity::id::{AccountId, ApprovalId, ClientId};
use bonafide_store::account::approvals::{self as rows, ApprovalState};
use bonafide_store::account::{self as logins, apps, flows};
use bonafide_store::attempts::Reservation;
use bonafide_store::blind_index::IndexKind;
use bonafide_store::{Conn, Tx};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Flow, Problem, SignedIn};
use crate::limit::network;
use crate::{Error, Service};

const PURPOSE: &str = "approval";
/// How long what was asked and answered is kept.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);
/// How often another process' changes are looked for.
pub(super) const LOOK: Duration = Duration::from_secs(1);
/// The longest wait that is granted.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);
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
pub(super) struct Body {
    pub(super) nonce: [u8; 32],
    pub(super) number: String,
    /// The service that is signed in to; empty for the account itself.
    pub(super) client: String,
    /// What is approved, in that service's words, where it is more than a sign-in.
    #[serde(default)]
    pub(super) message: Option<String>,
    /// What the asking browser runs on; nothing is known of a service's own.
    pub(super) system: System,
}

/// What a service asks somebody on their app, without a browser of theirs.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// How the answer is found.
    pub(crate) approval: ApprovalId,
    /// Which service.
    pub(crate) client: ClientId,
    /// What it is called.
    pub(crate) name: String,
    /// The number that it shows.
    pub(crate) number: String,
    /// What is approved, in its words, where it is more than a sign-in.
    pub(crate) message: Option<String>,
    /// How long there is for an answer.
    pub(crate) lasts: SignedDuration,
}

/// Who asks, and how long and how often.
struct Asks {
    /// What a report silences.
    asker: String,
    lasts: SignedDuration,
    /// How much may wait for one owner.
    at_once: u64,
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
            message: None,
            system: asker.system,
        };
        let from = asker.from;
        let of = from.map_or_else(String::new, |from| URL_SAFE_NO_PAD.encode(network(from)));
        let asks = Asks {
            asker: format!("network/{of}"),
            lasts,
            at_once: self.account_rules().approvals_at_once.into(),
        };
        self.in_the_background("an approval", async move |service: Self| {
            let Some(login) = service.login_of(&name).await? else {
                return Ok(());
            };
            let id = &waiting.approval;
            service.ask_owner(&login.account, id, &body, &asks).await
        })?;
        Ok(cookie.reveal().to_owned())
    }

    /// Asks an account's owner, unless they have no app, are asked too much, or reported whoever asks.
    async fn ask_owner(
        &self,
        account: &AccountId,
        id: &ApprovalId,
        body: &Body,
        by: &Asks,
    ) -> Result<(), Error> {
        let (now, rules) = (self.now(), self.account_rules());
        let asker = self.store().blind_index(IndexKind::Asker, &by.asker)?;
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
        if rows::waiting(&mut tx, account, now).await? >= by.at_once {
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
            open_until: now + by.lasts,
            decided_at: None,
            expires: now + KEPT,
        };
        let body = serde_json::to_vec(body).expect("an approval is plain data");
        rows::insert(&mut tx, &row, &body).await?;
        self.wake_apps(&mut tx, account, id, row.open_until).await?;
        tx.commit().await?;
        self.core.wake.pushes.notify_one();
        self.core.apps.changed(account);
        Ok(())
    }

    /// Asks an account's owner to approve something of a service on their app, unless something waits for them
    /// already.
    pub(crate) async fn ask_on_app(
        &self,
        account: &AccountId,
        question: Question,
    ) -> Result<(), Error> {
        let body = Body {
            nonce: self.core.random.array(),
            number: question.number,
            client: question.name,
            message: question.message,
            system: System::default(),
        };
        let asks = Asks {
            asker: format!("client/{}", question.client),
            lasts: question.lasts,
            at_once: 1,
        };
        self.ask_owner(account, &question.approval, &body, &asks)
            .await
    }

    /// What came of a question, as far as whoever asked is told: nothing where nobody was asked.
    pub(crate) async fn outcome(
        conn: &mut Conn,
        id: &ApprovalId,
        now: Timestamp,
    ) -> Result<WaitedFor, Error> {
        let row = rows::find(conn, id).await?;
        let late = row.as_ref().is_some_and(|row| row.open_until <= now);
        Ok(match row.map_or(ApprovalState::Pending, |row| row.state) {
            ApprovalState::Denied | ApprovalState::Reported => WaitedFor::Refused,
            ApprovalState::Used => WaitedFor::Over,
            _ if late => WaitedFor::Over,
            ApprovalState::Approved => WaitedFor::Approved,
            ApprovalState::Pending => WaitedFor::Answer,
        })
    }

    /// Takes what was approved, once, while app and account are good; gives whose it was.
    ///
    /// # Errors
    /// [`Problem::ApprovalEnded`], [`Problem::Blocked`]. What was done to the first of these stands all the same:
    /// removed or blocked meanwhile, an app speaks for nobody, and never will for this.
    pub(crate) async fn take_approved(
        tx: &mut Tx,
        id: &ApprovalId,
        now: Timestamp,
    ) -> Result<Result<rows::Approval, Problem>, Error> {
        let Some(taken) = rows::take(tx, id, now).await? else {
            return Ok(Err(Problem::ApprovalEnded));
        };
        let app = match &taken.app {
            Some(id) => apps::find(tx, id).await?,
            None => None,
        };
        if app.is_none_or(|app| app.blocked_at.is_some()) {
            return Ok(Err(Problem::ApprovalEnded));
        }
        Ok(match logins::find(tx, &taken.account).await? {
            None => Err(Problem::ApprovalEnded),
            Some(login) if login.blocked_at.is_some() => Err(Problem::Blocked),
            Some(_) => Ok(taken),
        })
    }

    /// What a browser waits for.
    ///
    /// # Errors
    /// [`Problem::FlowEnded`].
    pub async fn waited(&self, cookie: &str) -> Result<Waited, Error> {
        let flow: Flow<Waiting> = self.flow_as(PURPOSE, cookie).await?;
        let id = &flow.state.approval;
        let mut read = self.store().read().await?;
        Ok(Waited {
            state: Self::outcome(&mut read, id, self.now()).await?,
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
        let now = self.now();
        if Self::outcome(&mut tx, &flow.state.approval, now).await? != WaitedFor::Approved {
            return Err(Problem::ApprovalEnded.into());
        }
        if !flows::end(&mut tx, &flow.hash, flow.version).await? {
            return Err(Problem::FlowEnded.into());
        }
        let taken = match Self::take_approved(&mut tx, &flow.state.approval, now).await? {
            Ok(taken) => taken,
            Err(problem) => {
                tx.commit().await?;
                return Err(problem.into());
            }
        };
        let signed_in = self
            .begin_account_session(&mut tx, &taken.account, "app")
            .await?;
        tx.commit().await?;
        Ok(signed_in)
    }
}
