//! A person's account: opening one, signing in, being told of changes, blocking it.

mod app;
mod app_home;
mod approval;
mod change;
mod checkup;
mod code_app;
mod data;
mod face;
mod history;
mod identity;
mod messages;
mod notice;
mod opening;
mod passkey;
mod password;
mod pin;
mod prove;
mod push;
mod recovery;
mod recovery_code;
mod regain;
mod sign_in;
mod transfer;

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bonafide_identity::account::{
    Contact, ContactCode, PasswordProblem, PinProblem, UserIdProblem,
};
use bonafide_identity::id::AccountId;
use bonafide_identity::notice::Code;
use bonafide_store::account::flows;
use bonafide_store::attempts::Reservation;
use bonafide_store::blind_index::IndexKind;
use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::limit::network;
use crate::person::Recipient;
use crate::secret::{self, Secret};
use crate::{Error, Service};

pub use app::{Activation, App, AppLine, Joining};
pub use app_home::{Answer, AppHome, Approving, Asked, Typed};
pub(crate) use approval::Question;
pub use approval::{Asker, Waited, WaitedFor};
pub use change::ChangeStage;
pub use checkup::{Checked, Point};
pub use code_app::{CodeAppLine, Entered, NewCodeApp};
pub use history::{Event, EventKind, Happened, HistoryPage, Period};
pub(crate) use identity::kept;
pub use identity::{Keepable, KeptIdentity};
pub use notice::{Change, NoticeView};
pub use opening::{Opening, OpeningStage};
pub(crate) use password::Hashing;
pub use pin::PinReset;
pub use prove::Proof;
pub use push::{PushOffer, StoreVapid};
pub use recovery::Recovery;
pub use regain::{RegainStage, Regaining};
pub use sign_in::{Account, AccountHome, PasskeyLine, RecoveryLine, SessionLine, SignedIn};

/// Flows that may be begun, and messages asked for, from one address within an hour.
const FROM_ADDRESS: u32 = 120;
/// Codes that may be sent within one flow.
const SENT_WITHIN: u32 = 10;
/// How often somebody may choose user ID and password within one flow.
const CHOSEN_WITHIN: u32 = 20;

/// What went otherwise than somebody hoped with their account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// No session.
    #[error("signed out of the account")]
    SignedOut,
    /// The flow is unknown, finished or past its time.
    #[error("the flow has ended")]
    FlowEnded,
    /// The code is not the one that was sent last, or past its time, or was tried too often.
    #[error("wrong code")]
    CodeWrong,
    /// Neither a mail address nor an international phone number, as was asked for.
    #[error("not an address of a {}", .0.as_str())]
    Address(Contact),
    /// As many messages as a recipient may be sent.
    #[error("too many messages")]
    TooManySends {
        /// When another may be sent.
        until: Timestamp,
        /// The present.
        now: Timestamp,
    },
    /// What can be no user ID.
    #[error("user ID: {0}")]
    UserId(UserIdProblem),
    /// Somebody has the user ID, or one that looks like it.
    #[error("the user ID is taken")]
    UserIdTaken,
    /// A password that may not be chosen.
    #[error("password: {0}")]
    Password(PasswordProblem),
    /// Unknown name or wrong password: it is not said which.
    #[error("not signed in")]
    SignInFailed,
    /// Too many wrong passwords.
    #[error("too many wrong passwords")]
    Wait {
        /// When another may be tried; never where another must be chosen.
        until: Option<Timestamp>,
        /// The present.
        now: Timestamp,
    },
    /// Its owner, or somebody with the link of a notice, blocked the account.
    #[error("the account is blocked")]
    Blocked,
    /// The link of a notice is unknown, used or past its time.
    #[error("the notice's link has ended")]
    LinkEnded,
    /// Whoever is signed in must prove once more that they are the owner.
    #[error("proof asked for once more")]
    ProveAgain,
    /// The other contact was changed a short while ago.
    #[error("the other contact was changed lately")]
    ContactChangedLately {
        /// When this one may be.
        until: Timestamp,
        /// The present.
        now: Timestamp,
    },
    /// This browser proved nothing that the account could keep, or too long ago.
    #[error("nothing to keep")]
    NothingToKeep,
    /// The account has the identity of somebody else.
    #[error("the account belongs to another person")]
    IdentityOfAnother,
    /// The registration or its document belongs to another account.
    #[error("another account has this identity")]
    IdentityElsewhere,
    /// This device is no approval app of anybody's, or not any more.
    #[error("no approval app")]
    NoApp,
    /// The app's owner blocked it.
    #[error("the approval app is blocked")]
    AppBlocked,
    /// The device cannot be woken there.
    #[error("no push to that address")]
    PushUnavailable,
    /// An account has as many apps as it may.
    #[error("as many approval apps as there may be")]
    AppsFull,
    /// What was to be approved is over: answered already, or not in time.
    #[error("the approval has ended")]
    ApprovalEnded,
    /// The device takes the place of another one, but not yet.
    #[error("the app is on its way")]
    AppNotYet {
        /// When it does.
        until: Timestamp,
        /// The present.
        now: Timestamp,
    },
    /// Another device is about to take the app's place.
    #[error("the app moves already")]
    AppTransfers,
    /// Document and face do not open this account, or not now.
    #[error("not recovered")]
    NotRecovered,
    /// Another account keeps the identity, less surely, and lets go of it after a wait.
    #[error("another account lets go of the identity first")]
    IdentityReleasing {
        /// When it has.
        until: Timestamp,
        /// The present.
        now: Timestamp,
    },
    /// Somebody waits to be let in to the account already.
    #[error("somebody waits for the account")]
    RecoveryWaits {
        /// Until when.
        until: Timestamp,
        /// The present.
        now: Timestamp,
    },
    /// It was asked for as often as it may be.
    #[error("too many recoveries")]
    TooManyRecoveries {
        /// When it may be again.
        until: Timestamp,
        /// The present.
        now: Timestamp,
    },
    /// Somebody waits to be let in: services are told nothing meanwhile.
    #[error("the account is paused")]
    Paused,
    /// The number is not the one on the other screen.
    #[error("another number")]
    NumberWrong,
    /// The account's apps have no PIN yet, without which they approve nothing.
    #[error("no PIN")]
    PinMissing,
    /// A PIN that may not be chosen.
    #[error("PIN: {0}")]
    Pin(PinProblem),
    /// Not the account's PIN.
    #[error("another PIN")]
    PinWrong,
    /// Too many wrong PINs.
    #[error("too many wrong PINs")]
    PinWait {
        /// When another may be tried; never where another must take its place.
        until: Option<Timestamp>,
        /// The present.
        now: Timestamp,
    },
    /// Not a one-time code of the account's apps, or one that was used before.
    #[error("another one-time code")]
    OneTimeCodeWrong,
    /// Too many wrong one-time codes.
    #[error("too many wrong one-time codes")]
    OneTimeCodeWait {
        /// When another may be tried.
        until: Timestamp,
        /// The present.
        now: Timestamp,
    },
    /// An account has as many apps for one-time codes as it may.
    #[error("as many apps for codes as there may be")]
    CodeAppsFull,
    /// The phone number, to which something is to be sent, was changed a short while ago.
    #[error("the phone number was changed lately")]
    PhoneChangedLately {
        /// When something may be sent to it.
        until: Timestamp,
        /// The present.
        now: Timestamp,
    },
}

impl Problem {
    /// The notice that tells of it.
    #[must_use]
    pub fn notice(self) -> Code {
        match self {
            Self::SignedOut => Code::AccountSignedOut,
            Self::FlowEnded => Code::AccountFlowEnded,
            Self::CodeWrong => Code::AccountCodeWrong,
            Self::Address(_) => Code::HandoverAddressMalformed,
            Self::TooManySends { .. } => Code::AccountTooManySends,
            Self::UserId(_) => Code::UserIdUnsuitable,
            Self::UserIdTaken => Code::UserIdTaken,
            Self::Password(_) => Code::PasswordUnsuitable,
            Self::SignInFailed => Code::SignInFailed,
            Self::Wait { until: Some(_), .. } => Code::SignInWait,
            Self::Wait { until: None, .. } => Code::PasswordLocked,
            Self::Blocked => Code::AccountBlocked,
            Self::LinkEnded => Code::AccountLinkEnded,
            Self::ProveAgain => Code::ProveAgain,
            Self::ContactChangedLately { .. } => Code::ContactChangedLately,
            Self::NothingToKeep => Code::NothingToKeep,
            Self::IdentityOfAnother => Code::IdentityOfAnother,
            Self::IdentityElsewhere => Code::IdentityElsewhere,
            Self::AppNotYet { .. } => Code::AppNotYet,
            Self::AppTransfers => Code::AppTransfers,
            Self::NotRecovered => Code::NotRecovered,
            Self::RecoveryWaits { .. } => Code::RecoveryWaits,
            Self::IdentityReleasing { .. } => Code::IdentityReleasing,
            Self::TooManyRecoveries { .. } => Code::TooManyRecoveries,
            Self::Paused => Code::AccountPaused,
            Self::NoApp => Code::AppUnknown,
            Self::AppBlocked => Code::AppBlocked,
            Self::PushUnavailable => Code::PushTokenUnavailable,
            Self::AppsFull => Code::AppsFull,
            Self::ApprovalEnded => Code::ApprovalEnded,
            Self::NumberWrong => Code::NumberWrong,
            Self::PinMissing => Code::PinMissing,
            Self::Pin(_) => Code::PinUnsuitable,
            Self::PinWrong => Code::PinWrong,
            Self::PinWait { until: Some(_), .. } => Code::PinWait,
            Self::PinWait { until: None, .. } => Code::PinLocked,
            Self::OneTimeCodeWrong => Code::OneTimeCodeWrong,
            Self::OneTimeCodeWait { .. } => Code::OneTimeCodeWait,
            Self::CodeAppsFull => Code::CodeAppsFull,
            Self::PhoneChangedLately { .. } => Code::PhoneChangedLately,
        }
    }

    pub(crate) fn wait(self) -> Option<SignedDuration> {
        match self {
            Self::TooManySends { until, now }
            | Self::ContactChangedLately { until, now }
            | Self::AppNotYet { until, now }
            | Self::RecoveryWaits { until, now }
            | Self::IdentityReleasing { until, now }
            | Self::TooManyRecoveries { until, now }
            | Self::PhoneChangedLately { until, now }
            | Self::OneTimeCodeWait { until, now }
            | Self::Wait {
                until: Some(until),
                now,
            }
            | Self::PinWait {
                until: Some(until),
                now,
            } => Some(until.duration_since(now).max(SignedDuration::from_secs(1))),
            _ => None,
        }
    }
}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Self::Account(problem)
    }
}

/// What a flow has of a contact.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Slot {
    /// As it was typed.
    address: Option<String>,
    /// Of the code that was sent last; none where no code will do.
    verifier: Option<String>,
    /// Counts the codes that were sent.
    serial: u32,
    expires: Option<Timestamp>,
    proven: bool,
}

/// What a browser is in the middle of.
#[derive(Clone, Default, Serialize, Deserialize)]
struct State {
    account: Option<AccountId>,
    /// When both contacts were proven, where a password is to be chosen.
    #[serde(default)]
    proven_at: Option<Timestamp>,
    mail: Slot,
    phone: Slot,
}

impl State {
    fn slot(&self, contact: Contact) -> &Slot {
        match contact {
            Contact::Mail => &self.mail,
            Contact::Phone => &self.phone,
        }
    }

    fn slot_mut(&mut self, contact: Contact) -> &mut Slot {
        match contact {
            Contact::Mail => &mut self.mail,
            Contact::Phone => &mut self.phone,
        }
    }
}

/// A flow as it was read.
struct Flow<S = State> {
    hash: secret::Hash,
    version: i64,
    expires: Timestamp,
    csrf: String,
    state: S,
}

impl<S: Serialize> Flow<S> {
    fn check_csrf(&self, presented: &str) -> Result<(), Error> {
        if secret::same(&self.csrf, presented) {
            Ok(())
        } else {
            Err(Error::FormExpired)
        }
    }

    fn encoded(&self) -> Vec<u8> {
        serde_json::to_vec(&self.state).expect("a flow is plain data")
    }
}

impl Service {
    /// Begins a flow; gives the value of its cookie.
    async fn begin_flow(
        &self,
        purpose: &str,
        state: &State,
    ) -> Result<(Secret, secret::Hash), Error> {
        let lasts = self.account_rules().flow;
        self.begin_flow_for(lasts, purpose, state).await
    }

    /// Begins a flow that ends sooner or later than others.
    async fn begin_flow_for(
        &self,
        lasts: SignedDuration,
        purpose: &str,
        state: &impl Serialize,
    ) -> Result<(Secret, secret::Hash), Error> {
        let cookie = Secret::generate(&*self.core.random);
        let state = serde_json::to_vec(state).expect("a flow is plain data");
        let expires = self.now() + lasts;
        let mut tx = self.store().begin().await?;
        flows::insert(&mut tx, &cookie.hash(), purpose, &state, expires).await?;
        tx.commit().await?;
        let hash = cookie.hash();
        Ok((cookie, hash))
    }

    async fn flow(&self, purpose: &str, cookie: &str) -> Result<Flow, Error> {
        self.flow_as(purpose, cookie).await
    }

    /// A flow that holds something else than contacts.
    async fn flow_as<S: DeserializeOwned>(
        &self,
        purpose: &str,
        cookie: &str,
    ) -> Result<Flow<S>, Error> {
        let hash = secret::hash(cookie).ok_or(Problem::FlowEnded)?;
        let csrf = Secret::of(cookie).derive("csrf").reveal().to_owned();
        self.flow_of(purpose, hash, csrf).await
    }

    async fn flow_of<S: DeserializeOwned>(
        &self,
        purpose: &str,
        hash: secret::Hash,
        csrf: String,
    ) -> Result<Flow<S>, Error> {
        let mut read = self.store().read().await?;
        let row = flows::find(&mut read, &hash, purpose, self.now()).await?;
        let row = row.ok_or(Problem::FlowEnded)?;
        let state =
            serde_json::from_slice(&row.state).map_err(|_| Error::Inconsistent("a flow"))?;
        Ok(Flow {
            hash,
            version: row.version,
            expires: row.expires,
            csrf,
            state,
        })
    }

    /// A new code for a contact of a flow; the one before it is worth nothing.
    fn renew_code(&self, flow: &mut Flow, contact: Contact) -> Result<ContactCode, Error> {
        let code = ContactCode::new(self.core.random.array());
        let verifier = self.code_verifier(flow, contact, &code)?;
        let expires = (self.now() + self.account_rules().lifetime(contact)).min(flow.expires);
        let slot = flow.state.slot_mut(contact);
        *slot = Slot {
            address: slot.address.take(),
            verifier: Some(verifier),
            serial: slot.serial + 1,
            expires: Some(expires),
            proven: false,
        };
        Ok(code)
    }

    fn code_verifier(
        &self,
        flow: &Flow,
        contact: Contact,
        code: &ContactCode,
    ) -> Result<String, Error> {
        let text = format!(
            "{}/{}/{}",
            hex::encode(flow.hash),
            contact.as_str(),
            code.digits()
        );
        Ok(hex::encode(
            self.store().blind_index(IndexKind::ContactCode, &text)?,
        ))
    }

    /// Whether what was typed is the code of a flow's contact. The try is counted before.
    async fn is_code(&self, flow: &Flow, contact: Contact, typed: &str) -> Result<bool, Error> {
        let slot = flow.state.slot(contact);
        let now = self.now();
        let subject = format!(
            "{}/{}/{}",
            hex::encode(flow.hash),
            contact.as_str(),
            slot.serial
        );
        let tries = self.account_rules().code_tries;
        let day = SignedDuration::from_hours(24);
        let store = self.store();
        // Of one contact no more in a day than codes that may be sent times these.
        let reserved = store.reserve_attempt("account-code", &subject, tries, day, now);
        let allowed = matches!(reserved.await?, Reservation::Granted { .. });
        let Ok(code) = typed.parse::<ContactCode>() else {
            return Ok(false);
        };
        let verifier = self.code_verifier(flow, contact, &code)?;
        let same = secret::same(slot.verifier.as_deref().unwrap_or_default(), &verifier);
        Ok(allowed && same && slot.expires.is_some_and(|expires| expires > now))
    }

    /// Counts a message to a recipient before it is written, for each purpose by itself: nobody learns from
    /// one whether another was served, or uses it up for them.
    async fn reserve_send(&self, purpose: &str, to: &Recipient) -> Result<(), Error> {
        let rules = self.account_rules();
        let now = self.now();
        let day = SignedDuration::from_hours(24);
        for (span, limit, within) in [
            ("", rules.sends, rules.sends_within),
            ("-day", rules.sends_a_day, day),
        ] {
            let purpose = format!("account-{purpose}{span}");
            let reserved = self
                .store()
                .reserve_attempt(&purpose, &to.mailbox(), limit, within, now)
                .await?;
            if let Reservation::Refused { retry_at: until } = reserved {
                return Err(Problem::TooManySends { until, now }.into());
            }
        }
        Ok(())
    }

    /// Counts whoever begins something that sends messages, by address.
    async fn reserve_address(&self, from: Option<IpAddr>) -> Result<(), Error> {
        let Some(address) = from else { return Ok(()) };
        let subject = URL_SAFE_NO_PAD.encode(network(address));
        let hour = SignedDuration::from_hours(1);
        let now = self.now();
        let reserved = self
            .store()
            .reserve_attempt("account-address", &subject, FROM_ADDRESS, hour, now)
            .await?;
        match reserved {
            Reservation::Granted { .. } => Ok(()),
            Reservation::Refused { retry_at: until } => {
                Err(Problem::TooManySends { until, now }.into())
            }
        }
    }

    /// Counts what is done again and again within one flow, that has proven all it asks for.
    async fn reserve_within<S>(
        &self,
        purpose: &str,
        flow: &Flow<S>,
        most: u32,
    ) -> Result<(), Error> {
        let day = SignedDuration::from_hours(24);
        let subject = hex::encode(flow.hash);
        let reserved = self
            .store()
            .reserve_attempt(purpose, &subject, most, day, self.now())
            .await?;
        match reserved {
            Reservation::Granted { .. } => Ok(()),
            Reservation::Refused { .. } => Err(Problem::FlowEnded.into()),
        }
    }

    fn mail_index(&self, address: &str) -> Result<[u8; 32], Error> {
        Ok(self
            .store()
            .blind_index(IndexKind::Mail, &address.trim().to_lowercase())?)
    }
}

/// An address of the kind that was asked for.
fn recipient(contact: Contact, typed: &str) -> Result<Recipient, Error> {
    let to: Recipient = typed.parse().map_err(|_| Problem::Address(contact))?;
    match (&to, contact) {
        (Recipient::Mail(_), Contact::Mail) | (Recipient::Sms(_), Contact::Phone) => Ok(to),
        _ => Err(Problem::Address(contact).into()),
    }
}
