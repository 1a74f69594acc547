//! Accounts: what a person signs in with, and the rules for it. The numbers are data
//! ([`Rules`]) with defaults.

mod approval;
mod code;
mod identity;
mod lock;
mod password;
mod pin;
mod system;
mod totp;
mod user_id;

use jiff::SignedDuration;

pub use approval::{MatchingNumber, NotANumber, Transaction};
pub use code::{ContactCode, NotACode, RecoveryCode};
pub use identity::{LessSure, NotKept, ProvenIdentity};
pub use lock::Standing;
pub use password::{Password, PasswordProblem};
pub use pin::{Pin, PinProblem};
pub use system::System;
pub use totp::{CodeSecret, OneTimeCode};
pub use user_id::{UserId, UserIdProblem};

/// Where somebody is reached, and proves that they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Contact {
    /// A mail address.
    Mail,
    /// A mobile phone.
    Phone,
}

impl Contact {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Mail, Self::Phone];

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Mail => Self::Phone,
            Self::Phone => Self::Mail,
        }
    }

    /// The word for it in rows and addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Phone => "phone",
        }
    }
}

/// The numbers that rule accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// How long a code that was sent by mail is taken.
    pub mail_code: SignedDuration,
    /// How long one that was sent to a phone is taken.
    pub phone_code: SignedDuration,
    /// Wrong codes after which the code that was sent is worth nothing.
    pub code_tries: u32,
    /// Messages that one recipient is sent within [`Self::sends_within`].
    pub sends: u32,
    /// See there.
    pub sends_within: SignedDuration,
    /// Messages that one recipient is sent within a day.
    pub sends_a_day: u32,
    /// Wrong passwords in a row after which one must wait, every time.
    pub tries: u32,
    /// How long one must wait then.
    pub wait: SignedDuration,
    /// Wrong passwords in a row after which the password is worth nothing until another is chosen.
    pub tries_for_good: u32,
    /// The least strength of a password, from 0 (guessed at once) to 4, as zxcvbn counts.
    pub least_strength: u8,
    /// How long the link of a security notice can be used.
    pub notice_link: SignedDuration,
    /// How long an account may take to be opened, and a new password to be chosen.
    pub flow: SignedDuration,
    /// How long somebody who proved to be the owner may change how the account is signed in to,
    /// before they are asked again.
    pub fresh: SignedDuration,
    /// How long after a contact was changed it stays.
    pub between_changes: SignedDuration,
    /// How long after one contact was changed the other one stays.
    pub between_contacts: SignedDuration,
    /// How long after its end a registration's identity can be kept by an account.
    pub keep: SignedDuration,
    /// How long after its owner asked for it an account is erased.
    pub erasure: SignedDuration,
    /// How long a contact that another took the place of is told of changes, and put back by blocking.
    pub former_contact: SignedDuration,
    /// How long whoever proved with document and face that an account is theirs waits for it.
    pub recovery_wait: SignedDuration,
    /// How long after that they may be let in.
    pub recovery_open: SignedDuration,
    /// How long after that wait services rely on nobody with the account, and nobody else may ask for it.
    pub recovery_pause: SignedDuration,
    /// How often that may be asked for one account within [`Self::former_contact`].
    pub recoveries: u32,
    /// Approval apps that one account may have.
    pub apps: usize,
    /// How long the picture code that activates an app is good for.
    pub activation: SignedDuration,
    /// How long an app waits that takes the place of another one.
    pub transfer_wait: SignedDuration,
    /// How long an approval is waited for.
    pub approval: SignedDuration,
    /// Wrong numbers after which an approval is over.
    pub number_tries: u32,
    /// Approvals that wait for one account at once.
    pub approvals_at_once: u32,
    /// Approvals that one account is asked for within [`Self::approvals_within`].
    pub approvals: u32,
    /// See there.
    pub approvals_within: SignedDuration,
    /// How long whoever was reported asks for nothing more.
    pub silence: SignedDuration,
    /// Wrong PINs in a row after which one must wait, every time.
    pub pin_tries: u32,
    /// How long one must wait the first time, the second, and so on; the last is for all that follow.
    pub pin_waits: [SignedDuration; 3],
    /// Wrong PINs in a row after which the PIN is worth nothing until another took its place.
    pub pin_tries_for_good: u32,
    /// Wrong one-time codes in a row after which one must wait, as long as for PINs.
    pub one_time_tries: u32,
    /// How long after its owner asked for it a temporary PIN is sent.
    pub pin_wait: SignedDuration,
    /// How long a temporary PIN is taken.
    pub temporary_pin: SignedDuration,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            mail_code: SignedDuration::from_hours(24),
            phone_code: SignedDuration::from_mins(10),
            code_tries: 5,
            sends: 3,
            sends_within: SignedDuration::from_mins(10),
            sends_a_day: 10,
            tries: 5,
            wait: SignedDuration::from_mins(15),
            tries_for_good: 50,
            least_strength: 3,
            notice_link: SignedDuration::from_hours(30 * 24),
            flow: SignedDuration::from_hours(24),
            fresh: SignedDuration::from_mins(10),
            between_changes: SignedDuration::from_hours(24),
            between_contacts: SignedDuration::from_hours(5 * 24),
            keep: SignedDuration::from_hours(24),
            erasure: SignedDuration::from_hours(7 * 24),
            former_contact: SignedDuration::from_hours(30 * 24),
            recovery_wait: SignedDuration::from_hours(24),
            recovery_pause: SignedDuration::from_hours(24),
            recovery_open: SignedDuration::from_hours(7 * 24),
            recoveries: 3,
            apps: 3,
            activation: SignedDuration::from_mins(3),
            transfer_wait: SignedDuration::from_hours(1),
            approval: SignedDuration::from_mins(3),
            number_tries: 3,
            approvals_at_once: 3,
            approvals: 10,
            approvals_within: SignedDuration::from_mins(15),
            silence: SignedDuration::from_hours(24),
            pin_tries: 3,
            pin_waits: [15, 60, 24 * 60].map(SignedDuration::from_mins),
            pin_tries_for_good: 12,
            one_time_tries: 3,
            pin_wait: SignedDuration::from_hours(1),
            temporary_pin: SignedDuration::from_hours(24),
        }
    }
}

impl Rules {
    /// How long a code is taken that was sent there.
    #[must_use]
    pub const fn lifetime(&self, contact: Contact) -> SignedDuration {
        match contact {
            Contact::Mail => self.mail_code,
            Contact::Phone => self.phone_code,
        }
    }
}
