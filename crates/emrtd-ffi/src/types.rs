//! What crosses to another language.

use std::fmt::Display;

use bonafide_emrtd::{
    access_key::AccessKey,
    reading::{
        self, ActivePolicy, File, Nonce, Options, Profile, ReaderAbility, ReadingError, Trouble,
    },
};

/// What opens the chip.
#[derive(Clone, uniffi::Enum)]
pub enum ChipKey {
    /// The lines of the machine-readable zone.
    Zone { lines: Vec<String> },
    /// The document number, and two dates as YYMMDD.
    Typed {
        number: String,
        birth: String,
        expiry: String,
    },
    /// The six digits on the front.
    CardAccessNumber { digits: String },
}

/// How to read.
#[derive(Clone, uniffi::Record)]
pub struct ChipOptions {
    /// The phone or reader can send extended APDUs.
    #[uniffi(default = false)]
    pub extended: bool,
    /// The longest data field of an answer that it can hand over, in bytes.
    #[uniffi(default = 65536)]
    pub answer_bytes: u32,
    /// Which data groups, by number; EF.SOD, 14 and 15 are always read. Without: 1, 2, 7, 11, 12, 14, 15, 16.
    #[uniffi(default = None)]
    pub data_groups: Option<Vec<u8>>,
    /// The nonce for active authentication, 8 bytes: a server's, when one will judge. Without, a random one.
    #[uniffi(default = None)]
    pub challenge: Option<Vec<u8>>,
    /// Run active authentication even when another protocol proved the chip.
    #[uniffi(default = false)]
    pub always_active: bool,
    /// The chip's answer to reset or its historical bytes, where the platform gives them: they tell of extended APDUs.
    #[uniffi(default = None)]
    pub answer_to_reset: Option<Vec<u8>>,
}

/// What to do now.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum Step {
    /// Send these, then hand the answers to `receive`.
    Send { batch: CommandBatch },
    /// So many answers to the last batch are still awaited.
    Await { answers: u32 },
    /// Everything is read.
    Done,
}

/// Commands to send one after the other, until `stops` says so.
#[derive(Clone, Debug, uniffi::Record)]
pub struct CommandBatch {
    pub commands: Vec<Vec<u8>>,
    pub stop: StopRule,
}

/// When to send no more of a batch.
#[derive(Clone, Copy, Debug, uniffi::Enum)]
pub enum StopRule {
    Never,
    /// After an answer whose status is not 9000.
    NotOk,
    /// After an answer that is a status alone.
    Unprotected,
}

/// How far a reading is.
#[derive(Clone, Copy, Debug, uniffi::Record)]
pub struct ChipProgress {
    pub stage: ChipStage,
    /// Bytes read, and how many there are as far as is known.
    pub bytes: u64,
    pub total: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ChipStage {
    Greeting,
    Opening,
    Learning,
    Proving,
    Reading,
    Done,
}

/// What can go wrong with a chip: one text for the person each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ChipTrouble {
    NoChip,
    ContactLost,
    TooSlow,
    WrongKey,
    AccessRefused,
    Damaged,
    Unsupported,
    Interference,
}

/// Why there is no answer. Every error of a reading ends it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ChipError {
    #[error("{reason}")]
    Key { reason: String },
    #[error("{reason}")]
    Options { reason: String },
    #[error("{reason}")]
    Reading {
        trouble: ChipTrouble,
        /// How often a wrong password may still be tried, when the chip says so.
        tries_left: Option<u8>,
        reason: String,
    },
    #[error("the reading is not done")]
    Unfinished,
}

impl ChipError {
    pub(crate) fn options(error: &dyn Display) -> ChipError {
        ChipError::Options {
            reason: error.to_string(),
        }
    }
}

impl From<ReadingError> for ChipError {
    fn from(error: ReadingError) -> ChipError {
        let tries_left = match &error {
            ReadingError::WrongKey { tries_left } => *tries_left,
            _ => None,
        };
        ChipError::Reading {
            trouble: error.trouble().into(),
            tries_left,
            reason: error.to_string(),
        }
    }
}

impl ChipKey {
    pub(crate) fn key(&self) -> Result<AccessKey, ChipError> {
        let wrong = |error: &dyn Display| ChipError::Key {
            reason: error.to_string(),
        };
        match self {
            ChipKey::Zone { lines } => {
                let zone = bonafide_mrz::parse(&bonafide_mrz::lines_of(&lines.join("\n")));
                zone.map(|zone| AccessKey::of_zone(&zone))
                    .map_err(|error| wrong(&error))
            }
            ChipKey::Typed {
                number,
                birth,
                expiry,
            } => AccessKey::typed(number, birth, expiry).map_err(|error| wrong(&error)),
            ChipKey::CardAccessNumber { digits } => {
                AccessKey::card_access_number(digits).map_err(|error| wrong(&error))
            }
        }
    }
}

impl ChipOptions {
    pub(crate) fn options(&self) -> Result<Options, ChipError> {
        let mut options = Options {
            reader: ReaderAbility {
                extended: self.extended,
                answer_bytes: self.answer_bytes,
                ..ReaderAbility::default()
            },
            profile: self
                .answer_to_reset
                .as_deref()
                .map(Profile::of_answer_to_reset)
                .unwrap_or_default(),
            ..Options::default()
        };
        if self.always_active {
            options.active_authentication = ActivePolicy::Always;
        }
        if let Some(groups) = &self.data_groups {
            if let Some(group) = groups.iter().find(|group| !(1..=16).contains(*group)) {
                return Err(ChipError::Options {
                    reason: format!("there is no data group {group}"),
                });
            }
            options.files = groups.iter().copied().map(File::DataGroup).collect();
            options.files.insert(File::Com);
        }
        Ok(options)
    }

    /// The nonce: the server's, or a random one.
    pub(crate) fn nonce(&self) -> Result<Nonce, ChipError> {
        let Some(challenge) = &self.challenge else {
            return Ok(Nonce::Drawn);
        };
        (challenge.as_slice())
            .try_into()
            .map(Nonce::Given)
            .map_err(|_| ChipError::Options {
                reason: "a challenge has 8 bytes".to_owned(),
            })
    }
}

impl From<reading::StopRule> for StopRule {
    fn from(rule: reading::StopRule) -> StopRule {
        match rule {
            reading::StopRule::Never => StopRule::Never,
            reading::StopRule::NotOk => StopRule::NotOk,
            reading::StopRule::Unprotected => StopRule::Unprotected,
        }
    }
}

impl From<StopRule> for reading::StopRule {
    fn from(rule: StopRule) -> reading::StopRule {
        match rule {
            StopRule::Never => reading::StopRule::Never,
            StopRule::NotOk => reading::StopRule::NotOk,
            StopRule::Unprotected => reading::StopRule::Unprotected,
        }
    }
}

impl From<reading::Progress> for ChipProgress {
    fn from(progress: reading::Progress) -> ChipProgress {
        let stage = match progress.stage {
            reading::Stage::Greeting => ChipStage::Greeting,
            reading::Stage::Opening => ChipStage::Opening,
            reading::Stage::Learning => ChipStage::Learning,
            reading::Stage::Proving => ChipStage::Proving,
            reading::Stage::Reading => ChipStage::Reading,
            reading::Stage::Done => ChipStage::Done,
        };
        ChipProgress {
            stage,
            bytes: progress.bytes as u64,
            total: progress.total as u64,
        }
    }
}

impl From<Trouble> for ChipTrouble {
    fn from(trouble: Trouble) -> ChipTrouble {
        match trouble {
            Trouble::NoChip => ChipTrouble::NoChip,
            Trouble::ContactLost => ChipTrouble::ContactLost,
            Trouble::TooSlow => ChipTrouble::TooSlow,
            Trouble::WrongKey => ChipTrouble::WrongKey,
            Trouble::AccessRefused => ChipTrouble::AccessRefused,
            Trouble::Damaged => ChipTrouble::Damaged,
            Trouble::Unsupported => ChipTrouble::Unsupported,
            Trouble::Interference => ChipTrouble::Interference,
        }
    }
}
