//! What is known of a chip: what it announces of itself before it is opened, and what reading it taught.

use bonafide_x509::tlv::{Reader, Tag};
use serde::{Deserialize, Serialize};

use super::ReaderAbility;
use crate::{apdu::MAX_EXPECTED, cipher::Cipher, secure_messaging::largest_plain};

/// Lengths to try in turn with a chip that refuses a read for its length and proposes no other.
const READ_LADDER: [u32; 7] = [223, 192, 160, 128, 96, 64, 32];
/// Bits of the third byte of the card capabilities (ISO/IEC 7816-4, 8.1.1.2.7, table 88).
const CHAINING: u8 = 0x80;
const EXTENDED: u8 = 0x40;

/// What is known of a chip; learnt while reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// The most bytes that one READ BINARY gives, when that is less than an answer could hold.
    pub read_limit: Option<u32>,
    /// Whether it takes extended APDUs.
    pub extended: Option<bool>,
    /// The longest data field of an answer that it announces, in bytes.
    pub extended_answer: Option<u32>,
    /// The longest command that it announces, in bytes: the whole APDU.
    #[serde(default)]
    pub extended_command: Option<u32>,
    /// It says that it takes long data in a chain of short commands.
    #[serde(default)]
    pub chaining: bool,
}

impl Profile {
    /// What a chip says of itself when it wakes up: an ATR as PC/SC hands it over (ISO/IEC 7816-3, 8.2), an ATS
    /// (ISO/IEC 14443-4, 5.2), or the historical bytes alone, which is what phones give.
    #[must_use]
    pub fn of_answer_to_reset(answer: &[u8]) -> Profile {
        let mut profile = Profile::default();
        let historical = match answer {
            [0x3B | 0x3F, format, rest @ ..] => historical_of_atr(*format, rest),
            [length, format, rest @ ..] if usize::from(*length) == answer.len() => {
                let interface = (format & 0x70).count_ones() as usize;
                rest.get(interface..)
            }
            _ => Some(answer),
        };
        profile.historical(historical.unwrap_or_default());
        profile
    }

    /// Compact objects: a nibble of tag, a nibble of length, the value (ISO/IEC 7816-4, 8.1.1).
    fn historical(&mut self, bytes: &[u8]) {
        let mut objects = match bytes {
            [0x80, objects @ ..] => objects,
            // The last three bytes are a status.
            [0x00, objects @ .., _, _, _] => objects,
            _ => return,
        };
        while let [head, rest @ ..] = objects {
            let Some((value, rest)) = rest.split_at_checked(usize::from(head & 0x0F)) else {
                return;
            };
            if head >> 4 == 7 {
                self.capabilities(value);
            }
            objects = rest;
        }
    }

    /// The card capabilities: up to three bytes, of which the third speaks of APDUs. What it does not claim may
    /// be there all the same.
    fn capabilities(&mut self, value: &[u8]) {
        let [_, _, third] = value else {
            return;
        };
        self.chaining |= third & CHAINING != 0;
        if third & EXTENDED != 0 {
            self.extended.get_or_insert(true);
        }
    }

    /// Takes in what EF.ATR/INFO says (Doc 9303-10, table 30): the card capabilities (tag 47), and the longest
    /// command and answer (7F66, two integers).
    pub(super) fn announce(&mut self, atr_info: &[u8]) {
        // A category indicator may stand before the objects.
        let objects = atr_info.strip_prefix(&[0x80]).unwrap_or(atr_info);
        for object in Reader::new(objects).map_while(Result::ok) {
            match object.tag {
                Tag(0x47) => self.capabilities(object.value),
                Tag(0x7F66) => self.lengths(object.inside()),
                _ => {}
            }
        }
    }

    fn lengths(&mut self, numbers: Reader<'_>) {
        let mut numbers = numbers.map_while(Result::ok).map(|number| {
            number.value.iter().fold(0u32, |sum, byte| {
                sum.saturating_mul(256).saturating_add(u32::from(*byte))
            })
        });
        if let (Some(command), Some(answer)) = (numbers.next(), numbers.next())
            && command > 261
            && answer > 258
        {
            self.extended_command = Some(command);
            // The lengths are of whole APDUs: the status word is not data.
            self.extended_answer = Some((answer - 2).min(MAX_EXPECTED));
            self.extended.get_or_insert(true);
        }
    }

    /// Whether EF.ATR/INFO could tell more of extended lengths.
    pub(super) fn wants_lengths(&self) -> bool {
        self.extended != Some(false) && self.extended_answer.is_none()
    }

    /// Whether an extended command of so many bytes is not too long for the chip.
    pub(super) fn takes(&self, command: usize) -> bool {
        self.extended_command
            .is_none_or(|longest| command <= longest as usize)
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

/// The historical bytes of an ATR, past T0: the interface bytes come in rows, each saying what is in the next.
fn historical_of_atr(format: u8, mut rest: &[u8]) -> Option<&[u8]> {
    let mut indicator = format >> 4;
    while indicator != 0 {
        let row = rest.get(..indicator.count_ones() as usize)?;
        rest = &rest[row.len()..];
        // TD is the last of its row.
        indicator = match indicator & 8 {
            0 => 0,
            _ => row.last()? >> 4,
        };
    }
    rest.get(..usize::from(format & 0x0F))
}

#[cfg(test)]
mod tests {
    use super::{Profile, ReaderAbility};
    use crate::cipher::Cipher;
    use hex_literal::hex;
    use proptest::prelude::*;

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
    fn capabilities_of_the_answer_to_reset() {
        let extended = Profile {
            extended: Some(true),
            ..Profile::default()
        };
        let both = Profile {
            chaining: true,
            ..extended
        };
        for (answer, profile) in [
            // ATRs of contactless readers: historical bytes with card capabilities, with and without more before.
            (&hex!("3B858001 80738021C0 96")[..], both),
            (&hex!("3B888001 0073802140 829000 00"), extended),
            (&hex!("3B878001 803141738021 00 75"), Profile::default()),
            (
                &hex!("3B898001 80314173802180 8000 F4"),
                Profile {
                    chaining: true,
                    ..Profile::default()
                },
            ),
            // Interface bytes of every kind before them.
            (&hex!("3BF5 96000080 11 FE 80738021C0 96"), both),
            // Another category, a length beyond the end, fewer than three bytes: nothing is told.
            (&hex!("3B8480011073802140 00"), Profile::default()),
            (&hex!("3B83800180 7F00 00"), Profile::default()),
            (&hex!("3B84800180 72C0C0 00"), Profile::default()),
            (&hex!("3B8F8001"), Profile::default()),
            (&hex!("3B"), Profile::default()),
            (&[], Profile::default()),
            // ATS, and historical bytes alone, as phones give them.
            (&hex!("0A7880700280738021C0"), both),
            (&hex!("05788070 02"), Profile::default()),
            (&hex!("8073802140"), extended),
        ] {
            let found = Profile::of_answer_to_reset(answer);
            assert_eq!(found, profile, "{answer:02X?}");
        }
    }

    #[test]
    fn capabilities_and_lengths_of_the_file() {
        let mut profile = Profile::default();
        profile.announce(&hex!("47 03 8021C0"));
        assert_eq!((profile.extended, profile.chaining), (Some(true), true));
        assert!(profile.wants_lengths() && profile.takes(60_000));
        profile.announce(&hex!("47 03 802180 7F66 08 0202 0200 0202 0400"));
        assert_eq!(profile.extended_command, Some(0x200));
        assert_eq!(profile.extended_answer, Some(0x3FE));
        assert!(!profile.wants_lengths());
        assert!(profile.takes(0x200) && !profile.takes(0x201));
        assert!(profile.refuse(1000, None));
        assert!(
            !Profile {
                extended_answer: None,
                ..profile
            }
            .wants_lengths()
        );
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

    proptest! {
        #[test]
        fn any_answer_to_reset(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let _ = Profile::of_answer_to_reset(&bytes);
            let mut profile = Profile::default();
            profile.announce(&bytes);
        }
    }
}
