//! The few protocol data units that sending takes (SMPP 3.4, chapters 3 and 4): a header of
//! four big-endian words (length, command, status, sequence), then fields.

use super::text::Part;
use crate::config::Secret;

/// The length of a header in bytes.
pub const HEADER: usize = 16;

/// The longest unit that is read, in bytes. Responses are far shorter.
const MAX_UNIT: u32 = 64 * 1_024;

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command(pub u32);

impl Command {
    /// Something was not understood.
    pub const GENERIC_NACK: Self = Self(0x8000_0000);
    /// Opens a session for sending.
    pub const BIND_TRANSMITTER: Self = Self(0x0000_0002);
    /// Hands over a message.
    pub const SUBMIT_SM: Self = Self(0x0000_0004);
    /// Ends a session.
    pub const UNBIND: Self = Self(0x0000_0006);
    /// Asks whether the other side is there.
    pub const ENQUIRE_LINK: Self = Self(0x0000_0015);

    /// The response to it.
    pub fn response(self) -> Self {
        Self(self.0 | 0x8000_0000)
    }
}

/// A unit's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The length of what follows, in bytes, bounded.
    pub body: usize,
    /// What the unit is.
    pub command: Command,
    /// 0 when all is well.
    pub status: u32,
    /// Which request it belongs to.
    pub sequence: u32,
}

impl Header {
    /// Reads a header. `None` when its length is impossible or beyond what is read.
    pub fn decode(bytes: &[u8; HEADER]) -> Option<Self> {
        let word = |at: usize| {
            u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let length = word(0);
        if length > MAX_UNIT {
            return None;
        }
        Some(Self {
            body: usize::try_from(length).ok()?.checked_sub(HEADER)?,
            command: Command(word(4)),
            status: word(8),
            sequence: word(12),
        })
    }
}

/// A whole unit.
pub fn encode(command: Command, status: u32, sequence: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(HEADER + body.len()).expect("units are short");
    let mut bytes = Vec::with_capacity(HEADER + body.len());
    for word in [length, command.0, status, sequence] {
        bytes.extend_from_slice(&word.to_be_bytes());
    }
    bytes.extend_from_slice(body);
    bytes
}

/// The body of `bind_transmitter`.
pub(super) struct Bind {
    pub(super) system_id: String,
    pub(super) password: Secret,
    pub(super) system_type: String,
}

impl Bind {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut body = Vec::new();
        string(&mut body, &self.system_id);
        string(&mut body, self.password.reveal());
        string(&mut body, &self.system_type);
        // Interface version 3.4, then any address of ours.
        body.extend_from_slice(&[0x34, 0, 0]);
        string(&mut body, "");
        body
    }
}

/// The body of `submit_sm`.
pub(super) struct Submit {
    pub(super) from_ton: u8,
    pub(super) from_npi: u8,
    pub(super) from: String,
    /// Digits of an international number.
    pub(super) to: String,
    pub(super) part: Part,
}

impl Submit {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut body = Vec::new();
        string(&mut body, "");
        body.extend_from_slice(&[self.from_ton, self.from_npi]);
        string(&mut body, &self.from);
        body.extend_from_slice(&[1, 1]);
        string(&mut body, &self.to);
        // The class says whether the text begins with a user data header; then protocol and
        // priority.
        body.extend_from_slice(&[if self.part.headed { 0x40 } else { 0 }, 0, 0]);
        // Delivered at once, valid as long as the centre sees fit.
        string(&mut body, "");
        string(&mut body, "");
        // No receipt, no replacing, the coding, no canned message.
        body.extend_from_slice(&[0, 0, self.part.coding, 0]);
        body.push(u8::try_from(self.part.octets.len()).expect("a part has at most 160 octets"));
        body.extend_from_slice(&self.part.octets);
        body
    }
}

/// Text and a zero byte. What would end it early is left out.
fn string(body: &mut Vec<u8>, text: &str) {
    body.extend(text.bytes().filter(|byte| *byte != 0));
    body.push(0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn headers_round_trip(length in 0_usize..1_000, command: u32, status: u32, sequence: u32) {
            let unit = encode(Command(command), status, sequence, &vec![0; length]);
            let header = Header::decode(unit[..HEADER].try_into().unwrap()).unwrap();
            let expected = Header { body: length, command: Command(command), status, sequence };
            prop_assert_eq!(header, expected);
        }

        #[test]
        fn no_header_panics_or_asks_for_much(bytes: [u8; HEADER]) {
            if let Some(header) = Header::decode(&bytes) {
                prop_assert!(header.body <= MAX_UNIT as usize);
            }
        }
    }

    #[test]
    fn impossible_lengths() {
        let with_length = |length: u32| {
            let mut bytes = [0; HEADER];
            bytes[..4].copy_from_slice(&length.to_be_bytes());
            Header::decode(&bytes)
        };
        assert!(with_length(16).is_some());
        for length in [0, 15, MAX_UNIT + 1, u32::MAX] {
            assert_eq!(with_length(length), None);
        }
    }
}
