//! What an approval app shows its owner, and what they answer on it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::account::{MatchingNumber, System, Transaction};
use bonafide_identity::id::{AccountId, AppId, ApprovalId};
use bonafide_identity::language::{Language, Value};
use bonafide_store::Tx;
use bonafide_store::account::approvals::{self as rows, ApprovalState};
use bonafide_store::account::{self as logins, apps};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, PublicKeyCredential};

use super::approval::{Body, LOOK, PATIENCE};
use super::messages::TEXTS;
use super::{App, Happened, Problem, PushOffer};
use crate::operator::Ceremony;
use crate::operator::passkey::{decode, encode, json, parse, refused};
use crate::secret;
use crate::{Error, Service};

const APPROVE: &str = "app_approve";
/// Approvals that an app lists.
const LISTED: u32 = 20;

/// What an app shows.
#[derive(Clone, PartialEq, Eq)]
pub struct AppHome {
    /// What the account's owner calls themselves.
    pub user_id: String,
    /// Whether there is a PIN, without which nothing is approved.
    pub pin: bool,
    /// How it can be woken, where the installation does that.
    pub push: Option<PushOffer>,
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
        let push = self.push_offer(app).await?;
        let now = self.now();
        let version = version(&listed, [pin_at, moves_at], now);
        let all = self.approvals_of(&app.account, LISTED, language).await?;
        let (asked, before) = all.into_iter().partition(|asked| asked.answer.is_none());
        Ok(AppHome {
            user_id: String::from_utf8_lossy(&user_id).into_owned(),
            pin: pin_at.is_some(),
            push,
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
                text: words(&body, language)?,
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
        let text = words(&body, language)?;
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
        self.note_answer(&mut tx, &signing.approval, ApprovalState::Approved)
            .await?;
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
        self.note_answer(&mut tx, id, state).await?;
        tx.commit().await?;
        metrics::counter!("bonafide_approvals_total", "answer" => state.as_str()).increment(1);
        self.core.approvals.changed(id);
        self.core.apps.changed(&app.account);
        Ok(true)
    }

    async fn note_answer(
        &self,
        tx: &mut Tx,
        id: &ApprovalId,
        state: ApprovalState,
    ) -> Result<(), Error> {
        let row = rows::find(tx, id).await?.ok_or(Problem::ApprovalEnded)?;
        let body = rows::body(tx, &row).await?;
        let body: Body =
            serde_json::from_slice(&body).map_err(|_| Error::Inconsistent("an approval"))?;
        let what = Happened::Approval {
            name: body.client,
            text: body.message,
            system: body.system,
            answer: state.as_str().to_owned(),
        };
        self.note_happened(tx, &row.account, &what).await
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
fn words(body: &Body, language: Language) -> Result<String, Error> {
    let texts = &TEXTS[language.index()];
    let client = ("client", Value::Text(&body.client));
    let said = match (body.client.as_str(), &body.message) {
        ("", _) => texts.say("approval-account", None, &[]),
        (_, None) => texts.say("approval-service", None, &[client]),
        (_, Some(message)) => {
            let message = ("message", Value::Text(message));
            texts.say("approval-message", None, &[client, message])
        }
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
