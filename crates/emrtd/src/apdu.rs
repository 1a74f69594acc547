//! Command and response APDUs (ISO/IEC 7816-4), short and extended.

use std::fmt;

/// The longest data of a command and the largest answer an APDU can ask for.
pub const MAX_DATA: usize = 65_535;
pub const MAX_EXPECTED: u32 = 65_536;
/// The longest response a reader may hand over: 65,536 bytes, the status and room for a reader's own trailer.
pub const MAX_RESPONSE: usize = 65_548;

/// A command. `expected` is Ne, the largest number of bytes wanted in answer: 1 to 65,536, or `None` for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub class: u8,
    pub instruction: u8,
    pub p1: u8,
    pub p2: u8,
    pub data: Vec<u8>,
    pub expected: Option<u32>,
}

/// An answer: its data and its status word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    pub data: Vec<u8>,
    pub status: Status,
}

/// The status word SW1-SW2.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct Status(pub u16);

/// Why bytes are no APDU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApduError {
    #[error("an APDU of {0} bytes is too short")]
    Short(usize),
    #[error("an APDU of {0} bytes is too long")]
    Long(usize),
    #[error("the length fields do not fit the command")]
    Length,
}

impl Command {
    #[must_use]
    pub fn new(class: u8, instruction: u8, p1: u8, p2: u8) -> Command {
        Command {
            class,
            instruction,
            p1,
            p2,
            data: Vec::new(),
            expected: None,
        }
    }

    #[must_use]
    pub fn data(self, data: impl Into<Vec<u8>>) -> Command {
        Command {
            data: data.into(),
            ..self
        }
    }

    #[must_use]
    pub fn expecting(self, expected: u32) -> Command {
        Command {
            expected: Some(expected),
            ..self
        }
    }

    /// Whether only an extended APDU can carry it.
    #[must_use]
    pub fn extended(&self) -> bool {
        self.data.len() > 255 || self.expected.is_some_and(|expected| expected > 256)
    }

    /// The bytes to send: short where that suffices. Data beyond [`MAX_DATA`] and expectations beyond
    /// [`MAX_EXPECTED`] are errors.
    pub fn encode(&self) -> Result<Vec<u8>, ApduError> {
        let length = self.data.len();
        if length > MAX_DATA {
            return Err(ApduError::Long(length));
        }
        if self
            .expected
            .is_some_and(|expected| !(1..=MAX_EXPECTED).contains(&expected))
        {
            return Err(ApduError::Length);
        }
        let mut bytes = Vec::with_capacity(length + 9);
        bytes.extend([self.class, self.instruction, self.p1, self.p2]);
        if self.extended() {
            if length > 0 || self.expected.is_some() {
                bytes.push(0);
            }
            if length > 0 {
                bytes.extend((length as u16).to_be_bytes());
                bytes.extend(&self.data);
            }
            if let Some(expected) = self.expected {
                // 65,536 is written as 0000.
                bytes.extend((expected as u16).to_be_bytes());
            }
        } else {
            if length > 0 {
                bytes.push(length as u8);
                bytes.extend(&self.data);
            }
            if let Some(expected) = self.expected {
                // 256 is written as 00.
                bytes.push(expected as u8);
            }
        }
        Ok(bytes)
    }

    /// The command that bytes encode, for whoever stands on the card's side.
    pub fn parse(bytes: &[u8]) -> Result<Command, ApduError> {
        if bytes.len() > MAX_DATA + 9 {
            return Err(ApduError::Long(bytes.len()));
        }
        let [class, instruction, p1, p2, body @ ..] = bytes else {
            return Err(ApduError::Short(bytes.len()));
        };
        let command = Command::new(*class, *instruction, *p1, *p2);
        match body {
            [] => Ok(command),
            [expected] => Ok(command.expecting(short_expected(*expected))),
            [0, high, low] => Ok(command.expecting(extended_expected(*high, *low))),
            [0, high, low, rest @ ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                if length == 0 {
                    return Err(ApduError::Length);
                }
                let (data, expected) = rest.split_at_checked(length).ok_or(ApduError::Length)?;
                match expected {
                    [] => Ok(command.data(data)),
                    [high, low] => Ok(command.data(data).expecting(extended_expected(*high, *low))),
                    _ => Err(ApduError::Length),
                }
            }
            [0, ..] => Err(ApduError::Length),
            [length, rest @ ..] => {
                let (data, expected) = rest
                    .split_at_checked(usize::from(*length))
                    .ok_or(ApduError::Length)?;
                match expected {
                    [] => Ok(command.data(data)),
                    [expected] => Ok(command.data(data).expecting(short_expected(*expected))),
                    _ => Err(ApduError::Length),
                }
            }
        }
    }
}

fn short_expected(byte: u8) -> u32 {
    if byte == 0 { 256 } else { u32::from(byte) }
}

fn extended_expected(high: u8, low: u8) -> u32 {
    match u16::from_be_bytes([high, low]) {
        0 => MAX_EXPECTED,
        expected => u32::from(expected),
    }
}

impl Response {
    #[must_use]
    pub fn new(data: impl Into<Vec<u8>>, status: Status) -> Response {
        Response {
            data: data.into(),
            status,
        }
    }

    pub fn parse(bytes: &[u8]) -> Result<Response, ApduError> {
        if bytes.len() > MAX_RESPONSE {
            return Err(ApduError::Long(bytes.len()));
        }
        let Some((data, status)) = bytes.split_last_chunk::<2>() else {
            return Err(ApduError::Short(bytes.len()));
        };
        Ok(Response::new(data, Status(u16::from_be_bytes(*status))))
    }

    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.data.clone();
        bytes.extend(self.status.0.to_be_bytes());
        bytes
    }
}

impl Status {
    pub const OK: Status = Status(0x9000);
    /// Part of the data may be corrupted.
    pub const CORRUPTED: Status = Status(0x6281);
    /// The end of the file came before the bytes asked for.
    pub const END_OF_FILE: Status = Status(0x6282);
    /// The selected file is deactivated: seen on EF.CardAccess of chips that read well all the same.
    pub const DEACTIVATED: Status = Status(0x6283);
    /// Authentication failed, without a counter of tries.
    pub const FAILED: Status = Status(0x6300);
    pub const WRONG_LENGTH: Status = Status(0x6700);
    pub const SECURITY_NOT_SATISFIED: Status = Status(0x6982);
    pub const CONDITIONS_NOT_SATISFIED: Status = Status(0x6985);
    /// Secure-messaging data objects missing; wrong ones are 6988.
    pub const PROTECTION_MISSING: Status = Status(0x6987);
    pub const PROTECTION_WRONG: Status = Status(0x6988);
    pub const LAST_OF_CHAIN_EXPECTED: Status = Status(0x6883);
    pub const CHAINING_UNSUPPORTED: Status = Status(0x6884);
    pub const WRONG_DATA: Status = Status(0x6A80);
    pub const FUNCTION_UNSUPPORTED: Status = Status(0x6A81);
    pub const NOT_FOUND: Status = Status(0x6A82);
    pub const WRONG_PARAMETERS: Status = Status(0x6A86);
    pub const REFERENCE_NOT_FOUND: Status = Status(0x6A88);
    pub const OFFSET: Status = Status(0x6B00);
    pub const INSTRUCTION_UNSUPPORTED: Status = Status(0x6D00);
    pub const CLASS_UNSUPPORTED: Status = Status(0x6E00);

    #[must_use]
    pub fn ok(self) -> bool {
        self == Status::OK
    }

    /// The data of the answer may be used: success, or one of the warnings that come with good data.
    #[must_use]
    pub fn readable(self) -> bool {
        matches!(self, Status::OK | Status::END_OF_FILE | Status::DEACTIVATED)
    }

    /// The length that a chip proposes instead (6Cxx).
    #[must_use]
    pub fn proposed_length(self) -> Option<u32> {
        (self.0 >> 8 == 0x6C).then(|| short_expected(self.0 as u8))
    }

    /// The number of bytes still waiting for GET RESPONSE (61xx).
    #[must_use]
    pub fn waiting(self) -> Option<u32> {
        (self.0 >> 8 == 0x61).then(|| short_expected(self.0 as u8))
    }

    /// A password was wrong (63xx); the inner value is the number of tries left when the chip tells it.
    #[must_use]
    pub fn wrong_password(self) -> Option<Option<u8>> {
        (self.0 >> 8 == 0x63).then(|| (self.0 & 0xF0 == 0xC0).then_some(self.0 as u8 & 0x0F))
    }

    /// The chip no longer holds, or never held, the secured channel.
    #[must_use]
    pub fn protection_lost(self) -> bool {
        matches!(self, Status::PROTECTION_MISSING | Status::PROTECTION_WRONG)
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::{ApduError, Command, Response, Status};
    use proptest::prelude::*;

    #[test]
    fn lengths_of_every_case() {
        let bare = Command::new(0, 0xA4, 0, 0x0C);
        assert_eq!(bare.encode().unwrap(), [0, 0xA4, 0, 0x0C]);
        assert_eq!(
            bare.clone().expecting(256).encode().unwrap(),
            [0, 0xA4, 0, 0x0C, 0]
        );
        assert_eq!(
            bare.clone().expecting(65_536).encode().unwrap(),
            [0, 0xA4, 0, 0x0C, 0, 0, 0]
        );
        assert_eq!(
            bare.clone().data([1, 2]).expecting(1).encode().unwrap(),
            [0, 0xA4, 0, 0x0C, 2, 1, 2, 1]
        );
        let long = bare.clone().data(vec![7; 300]).encode().unwrap();
        assert_eq!(long[..7], [0, 0xA4, 0, 0x0C, 0, 1, 44]);
        assert_eq!(
            bare.clone().data(vec![0; 65_536]).encode(),
            Err(ApduError::Long(65_536))
        );
        assert_eq!(bare.expecting(0).encode(), Err(ApduError::Length));
    }

    #[test]
    fn statuses() {
        assert_eq!(Status(0x6C00).proposed_length(), Some(256));
        assert_eq!(Status(0x63C2).wrong_password(), Some(Some(2)));
        assert_eq!(Status(0x6300).wrong_password(), Some(None));
        assert_eq!(Status(0x9000).wrong_password(), None);
        assert_eq!(Response::parse(&[0x90]), Err(ApduError::Short(1)));
    }

    proptest! {
        #[test]
        fn commands_survive_encoding(
            header in any::<[u8; 4]>(),
            data in proptest::collection::vec(any::<u8>(), 0..600),
            expected in proptest::option::of(1u32..=65_536),
        ) {
            let [class, instruction, p1, p2] = header;
            let command = Command { class, instruction, p1, p2, data, expected };
            prop_assert_eq!(Command::parse(&command.encode().unwrap()), Ok(command));
        }

        #[test]
        fn any_bytes_parse_or_fail(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok(command) = Command::parse(&bytes) {
                prop_assert_eq!(Command::parse(&command.encode().unwrap()), Ok(command));
            }
            let _ = Response::parse(&bytes);
        }
    }
}
