//! What a reading is asked to do, what it may cost, and what it learns about the chip.

use std::{collections::BTreeSet, time::Duration};

use bonafide_x509::tlv::{Reader, Tag};
use serde::{Deserialize, Serialize};

use super::File;
use crate::{apdu::MAX_EXPECTED, cipher::Cipher, secure_messaging::largest_plain};

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

/// What is known of a chip; learnt while reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The most bytes that one READ BINARY gives, when that is less than an answer could hold.
    pub read_limit: Option<u32>,
    /// Whether it takes extended APDUs.
    pub extended: Option<bool>,
    /// The longest answer that it announces, in bytes.
    pub extended_answer: Option<u32>,
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

/// Lengths to try in turn with a chip that refuses a read for its length and proposes no other.
const READ_LADDER: [u32; 7] = [223, 192, 160, 128, 96, 64, 32];

impl Profile {
    /// Takes in what EF.ATR/INFO says of extended lengths (Doc 9303-10, table 30: tag 7F66 with two integers,
    /// the longest command and the longest answer).
    pub(super) fn announce(&mut self, atr_info: &[u8]) {
        // A category indicator may stand before the objects.
        let objects = atr_info.strip_prefix(&[0x80]).unwrap_or(atr_info);
        for object in Reader::new(objects).map_while(Result::ok) {
            if object.tag != Tag(0x7F66) {
                continue;
            }
            let mut numbers = object.inside().map_while(Result::ok).map(|number| {
                number.value.iter().fold(0u32, |sum, byte| {
                    sum.saturating_mul(256).saturating_add(u32::from(*byte))
                })
            });
            if let (Some(command), Some(answer)) = (numbers.next(), numbers.next())
                && command > 261
                && answer > 258
            {
                // The lengths are of whole APDUs: the status word is not data.
                self.extended_answer = Some((answer - 2).min(MAX_EXPECTED));
                self.extended.get_or_insert(true);
            }
        }
    }

    /// Whether to send extended APDUs.
    pub(super) fn uses_extended(&self, reader: &ReaderAbility) -> bool {
        reader.extended && self.extended.unwrap_or(reader.try_extended)
    }

    /// The most plain bytes to ask for in one answer on a channel.
    pub(super) fn largest_read(&self, cipher: Cipher, reader: &ReaderAbility) -> usize {
        let capacity = if self.uses_extended(reader) {
            let chip = self.extended_answer.unwrap_or(4096);
            chip.min(reader.answer_bytes).max(256)
        } else {
            256
        };
        let largest = largest_plain(cipher, capacity as usize);
        match self.read_limit {
            Some(limit) => largest.min(limit as usize),
            None => largest,
        }
    }

    /// Learns that a read of `asked` bytes was refused for its length; `proposed` is what the chip wants
    /// instead. `false` when there is nothing less to try.
    pub(super) fn refuse(&mut self, asked: u32, proposed: Option<u32>) -> bool {
        if asked > 256 {
            self.extended = Some(false);
            return true;
        }
        let limit = match proposed {
            Some(proposed) if proposed < asked => Some(proposed),
            _ => READ_LADDER.into_iter().find(|length| *length < asked),
        };
        match limit {
            Some(limit) => {
                self.read_limit = Some(limit.max(1));
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Profile, ReaderAbility};
    use crate::cipher::Cipher;
    use hex_literal::hex;

    #[test]
    fn extended_length_is_announced() {
        let mut profile = Profile::default();
        profile.announce(&hex!("8043014047 0102"));
        profile.announce(&hex!("7F66 08 0202 0100 0202 0100"));
        assert_eq!(profile, Profile::default());
        profile.announce(&hex!("7F66 08 0202 FFFF 0202 0800"));
        assert_eq!(profile.extended_answer, Some(2046));
        let reader = ReaderAbility::default();
        assert_eq!(profile.largest_read(Cipher::TripleDes, &reader), 231);
        let reader = ReaderAbility {
            extended: true,
            ..reader
        };
        assert_eq!(profile.largest_read(Cipher::Aes128, &reader), 2015);
        profile.announce(&[0x7F, 0x66, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]);
        // A refusal is final, whatever was announced.
        assert!(profile.refuse(2015, None));
        profile.announce(&hex!("7F66 08 0202 FFFF 0202 0800"));
        assert_eq!(profile.largest_read(Cipher::Aes128, &reader), 223);
    }

    #[test]
    fn lengths_shrink_to_an_end() {
        let mut profile = Profile::default();
        assert!(profile.refuse(231, Some(0xA0)));
        assert_eq!(profile.read_limit, Some(160));
        assert!(profile.refuse(160, Some(200)));
        assert_eq!(profile.read_limit, Some(128));
        let mut asked = 128;
        let mut steps = 0;
        while profile.refuse(asked, None) {
            asked = profile.read_limit.unwrap();
            steps += 1;
        }
        assert_eq!((asked, steps), (32, 3));
    }
}
