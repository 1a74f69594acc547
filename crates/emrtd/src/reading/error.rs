//! Why a reading ends without a result.

use serde::{Deserialize, Serialize};

use super::File;
use crate::{
    apdu::{ApduError, Status},
    bac::BacError,
    cipher::CipherError,
    pace::PaceError,
    secure_messaging::SecureMessagingError,
};

/// Why a reading ended. [`ReadingError::trouble`] says what to tell the person.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadingError {
    #[error("the chip refuses the password")]
    WrongKey { tries_left: Option<u8> },
    #[error("the chip refuses access: {0}")]
    AccessRefused(Status),
    #[error("there is no travel document application on the chip: {0}")]
    NoApplication(Status),
    #[error("the chip offers no access control that is supported")]
    NoAccessControl,
    /// The chip spells out domain parameters of its own, which nobody vouches for.
    #[error("the chip's domain parameters are those of no standard group")]
    UnknownParameters,
    /// The chip announces PACE, which the policy rules out or wants, or the key does not fit.
    #[error("the chip does not announce PACE, which is required")]
    PaceRequired,
    #[error("a card access number opens chips with PACE only")]
    KeyUnfit,
    #[error("the chip's keys need extended APDUs, which the reader does not have")]
    ExtendedNeeded,
    #[error("{} cannot be read", .0.name())]
    Damaged(File),
    #[error("{} is longer than allowed", .0.name())]
    TooLong(File),
    /// Protection of the channel was stripped, forged or given up by the chip.
    #[error("the secured channel is broken: {0}")]
    Protection(#[from] SecureMessagingError),
    #[error("PACE failed: {0}")]
    Pace(#[from] PaceError),
    #[error("basic access control failed: {0}")]
    Bac(#[from] BacError),
    #[error("the chip answers {0} where it must not")]
    Unexpected(Status),
    #[error("the answer is no APDU: {0}")]
    Apdu(#[from] ApduError),
    #[error("an answer came that nothing asked for")]
    Unasked,
    #[error("the reading takes too long")]
    Time,
    #[error("the reading takes too many commands")]
    Commands,
    #[error("the reading takes too many bytes")]
    Bytes,
    #[error("the contact was lost too often")]
    Losses,
    #[error(transparent)]
    Cipher(#[from] CipherError),
}

/// What can go wrong with a chip, in the words of a page: one notice for each. The first two come from the
/// reader's side, never from a [`ReadingError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    NoChip,
    ContactLost,
    TooSlow,
    WrongKey,
    AccessRefused,
    Damaged,
    Unsupported,
    /// Someone or something interferes: forged or stripped protection, answers that nobody asked for.
    Interference,
}

impl ReadingError {
    /// The notice for the person at the reader.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        match self {
            // A chip without PACE does not open with a card access number, and does with the zone.
            ReadingError::WrongKey { .. } | ReadingError::KeyUnfit => Trouble::WrongKey,
            ReadingError::AccessRefused(_) => Trouble::AccessRefused,
            ReadingError::NoApplication(_)
            | ReadingError::NoAccessControl
            | ReadingError::PaceRequired
            | ReadingError::UnknownParameters
            | ReadingError::ExtendedNeeded => Trouble::Unsupported,
            ReadingError::Damaged(_)
            | ReadingError::TooLong(_)
            | ReadingError::Unexpected(_)
            | ReadingError::Pace(_)
            | ReadingError::Bac(_)
            | ReadingError::Cipher(_)
            | ReadingError::Apdu(_) => Trouble::Damaged,
            ReadingError::Protection(_) | ReadingError::Unasked => Trouble::Interference,
            ReadingError::Time | ReadingError::Commands | ReadingError::Bytes => Trouble::TooSlow,
            ReadingError::Losses => Trouble::ContactLost,
        }
    }
}
