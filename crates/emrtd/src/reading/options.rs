//! What a reading is asked to do, what it may cost, and what it learns about the chip.

use std::{collections::BTreeSet, time::Duration};

use serde::{Deserialize, Serialize};

use super::{File, Profile};

/// What to read and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Which files; EF.SOD, DG14 and DG15 are always tried, since they carry the proof.
    pub files: BTreeSet<File>,
    pub access: AccessPolicy,
    pub active_authentication: ActivePolicy,
    pub limits: Limits,
    pub reader: ReaderAbility,
    /// What is known of the chip from an earlier reading.
    pub profile: Profile,
}

/// Which access control may be used. There is never a second try with BAC after PACE began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessPolicy {
    /// PACE when the chip announces it, BAC when it does not.
    #[default]
    Announced,
    /// PACE or nothing.
    Pace,
    /// BAC even though the chip announces PACE: for chips whose PACE is broken, decided by a person.
    Bac,
}

/// When to run active authentication on a chip that has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivePolicy {
    /// When no other protocol proved the chip.
    #[default]
    WhenNeeded,
    Always,
    Never,
}

/// What a reading may cost. Beyond any of it, the reading ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the first command to the last answer.
    pub time: Duration,
    /// Commands sent and bytes received in all.
    pub commands: u32,
    pub bytes: u64,
    /// The longest file.
    pub file_bytes: usize,
    /// Commands in one batch, and the bytes that its answers may have. One command to a batch reads
    /// sequentially.
    pub batch_commands: usize,
    pub batch_bytes: usize,
    /// How often the contact may be lost.
    pub losses: u32,
}

/// What reader and transport can carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReaderAbility {
    /// Extended APDUs.
    pub extended: bool,
    /// The longest data field of an answer, in bytes.
    pub answer_bytes: u32,
    /// Try extended APDUs even when the chip does not announce them: costs a round trip when it refuses.
    pub try_extended: bool,
}

impl Default for Options {
    fn default() -> Options {
        let groups = [1, 2, 7, 11, 12, 14, 15, 16];
        Options {
            files: [File::Com, File::Sod]
                .into_iter()
                .chain(groups.map(File::DataGroup))
                .collect(),
            access: AccessPolicy::default(),
            active_authentication: ActivePolicy::default(),
            limits: Limits::default(),
            reader: ReaderAbility::default(),
            profile: Profile::default(),
        }
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            time: Duration::from_secs(120),
            commands: 4096,
            bytes: 4 << 20,
            file_bytes: 1 << 20,
            batch_commands: 128,
            batch_bytes: 1 << 16,
            losses: 16,
        }
    }
}

impl Default for ReaderAbility {
    fn default() -> ReaderAbility {
        ReaderAbility {
            extended: false,
            answer_bytes: 65_536,
            try_extended: false,
        }
    }
}
