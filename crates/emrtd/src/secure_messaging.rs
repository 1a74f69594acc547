//! Secure messaging (Doc 9303-11, section 9.8), the terminal's side.
//!
//! The send sequence counter grows by one for each command and each response, so commands can be protected
//! ahead: [`SecureMessaging::protect`] takes how many exchanges lie before the command. The counter itself moves
//! only when [`SecureMessaging::open`] has verified a response.

use bonafide_x509::tlv::{self, Tag};
use zeroize::Zeroizing;

use crate::{
    apdu::{ApduError, Command, MAX_EXPECTED, Response, Status},
    cipher::{Cipher, CipherError, Key, MAC_BYTES, SessionKeys, pad, unpad},
};

const CRYPTOGRAM: Tag = Tag(0x87);
/// The cryptogram of commands with an odd instruction, whose plain text is data objects: no padding indicator.
const ODD_CRYPTOGRAM: Tag = Tag(0x85);
const EXPECTED: Tag = Tag(0x97);
const STATUS: Tag = Tag(0x99);
const CODE: Tag = Tag(0x8E);

/// A secured channel with a chip: keys and the send sequence counter.
#[derive(Clone, Debug)]
pub struct SecureMessaging {
    keys: SessionKeys,
    counter: Counter,
}

/// The send sequence counter: one block long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    value: u128,
    bytes: usize,
}

/// What is wrong with a protected response. Each of them ends the channel, except
/// [`SecureMessagingError::Unprotected`], which the caller may understand as a refusal by the layer below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecureMessagingError {
    /// A status word alone. Nothing authenticates it.
    #[error("the answer {0} is not protected")]
    Unprotected(Status),
    #[error("the answer carries unprotected data")]
    Stripped,
    #[error("the data objects of a protected answer are malformed")]
    Malformed,
    #[error("the authentication code of an answer is wrong")]
    Forged,
    /// The status inside the protection and the one outside differ.
    #[error("the protected status {inside} and the open status {outside} differ")]
    Status { inside: Status, outside: Status },
    #[error("the padding of an authenticated answer is wrong")]
    Padding,
    #[error(transparent)]
    Apdu(#[from] ApduError),
}

impl SecureMessaging {
    /// A channel with counter zero, as PACE and chip authentication begin it.
    #[must_use]
    pub fn new(keys: SessionKeys) -> SecureMessaging {
        let counter = Counter::zero(keys.cipher());
        SecureMessaging { keys, counter }
    }

    /// A channel that begins with the counter that basic access control agreed upon.
    #[must_use]
    pub fn of_bac(keys: SessionKeys, start: [u8; 8]) -> SecureMessaging {
        SecureMessaging {
            keys,
            counter: Counter::starting(start),
        }
    }

    #[must_use]
    pub fn cipher(&self) -> Cipher {
        self.keys.cipher()
    }

    #[cfg(test)]
    pub(crate) fn keys(&self) -> &SessionKeys {
        &self.keys
    }

    /// Protects a command that will be the `ahead`-th from now (0 for the next one). The answer is asked for
    /// with the largest Le: an extended one when the command itself or what it expects needs it.
    pub fn protect(&self, command: &Command, ahead: u32) -> Result<Command, CipherError> {
        let counter = self.counter.advanced(u128::from(ahead) * 2 + 1);
        let block = self.cipher().block_bytes();
        let class = command.class | 0x0C;
        let header = [class, command.instruction, command.p1, command.p2];
        let mut objects = Vec::with_capacity(command.data.len() + 48);
        if !command.data.is_empty() {
            let plain = Zeroizing::new(pad(&command.data, block));
            let cryptogram = self.encrypt(counter, &plain)?;
            if command.instruction & 1 == 1 {
                tlv::write_to(&mut objects, ODD_CRYPTOGRAM, &cryptogram);
            } else {
                tlv::write_to(&mut objects, CRYPTOGRAM, &[&[1], &cryptogram[..]].concat());
            }
        }
        if let Some(expected) = command.expected {
            let bytes = (expected as u16).to_be_bytes();
            let bytes = if command.extended() {
                &bytes[..]
            } else {
                &bytes[1..]
            };
            tlv::write_to(&mut objects, EXPECTED, bytes);
        }
        let mut message = counter.bytes();
        message.extend(pad(&header, block));
        if !objects.is_empty() {
            message.extend_from_slice(&objects);
            message = pad(&message, block);
        }
        let code = self.keys.authentication.mac(&message)?;
        tlv::write_to(&mut objects, CODE, &code);
        let wide = command.extended() || objects.len() > 255;
        Ok(Command {
            class,
            data: objects,
            expected: Some(if wide { MAX_EXPECTED } else { 256 }),
            ..*command
        })
    }

    /// Verifies and opens the answer to the next command in line. Only success moves the counter.
    pub fn open(&mut self, response: &Response) -> Result<Response, SecureMessagingError> {
        let counter = self.counter.advanced(2);
        if response.data.is_empty() {
            return Err(SecureMessagingError::Unprotected(response.status));
        }
        let objects = Objects::read(&response.data)?;
        let block = self.cipher().block_bytes();
        let mut message = counter.bytes();
        message.extend_from_slice(objects.authenticated);
        if !self
            .keys
            .authentication
            .verify_mac(&pad(&message, block), objects.code)
        {
            return Err(SecureMessagingError::Forged);
        }
        if objects.status != response.status {
            return Err(SecureMessagingError::Status {
                inside: objects.status,
                outside: response.status,
            });
        }
        let data = match objects.cryptogram {
            None => Vec::new(),
            Some(cryptogram) => {
                let plain = self
                    .decrypt(counter, cryptogram)
                    .map_err(|_| SecureMessagingError::Padding)?;
                unpad(&plain)
                    .map_err(|_| SecureMessagingError::Padding)?
                    .to_vec()
            }
        };
        self.counter = counter;
        Ok(Response::new(data, objects.status))
    }

    fn encrypt(&self, counter: Counter, plain: &[u8]) -> Result<Vec<u8>, CipherError> {
        let key = &self.keys.encryption;
        key.encrypt(&counter.vector(key)?, plain)
    }

    fn decrypt(
        &self,
        counter: Counter,
        cryptogram: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, CipherError> {
        let key = &self.keys.encryption;
        key.decrypt(&counter.vector(key)?, cryptogram)
    }
}

impl Counter {
    /// The counter with which PACE and chip authentication begin.
    #[must_use]
    pub fn zero(cipher: Cipher) -> Counter {
        Counter {
            value: 0,
            bytes: cipher.block_bytes(),
        }
    }

    /// The counter with which basic access control begins.
    #[must_use]
    pub fn starting(start: [u8; 8]) -> Counter {
        Counter {
            value: u128::from(u64::from_be_bytes(start)),
            bytes: 8,
        }
    }

    #[must_use]
    pub fn advanced(self, steps: u128) -> Counter {
        let value = self.value.wrapping_add(steps);
        Counter {
            value: if self.bytes == 8 {
                value & u128::from(u64::MAX)
            } else {
                value
            },
            ..self
        }
    }

    /// As it stands before a message whose code is computed.
    #[must_use]
    pub fn bytes(self) -> Vec<u8> {
        self.value.to_be_bytes()[16 - self.bytes..].to_vec()
    }

    /// The initialisation vector: zeros for 3DES, the encrypted counter for AES.
    pub fn vector(self, encryption: &Key) -> Result<Vec<u8>, CipherError> {
        match encryption.cipher() {
            Cipher::TripleDes => Ok(Vec::new()),
            _ => encryption.encrypt(&[], &self.bytes()),
        }
    }
}

/// The data objects of a protected answer, in their one order: cryptogram, status, code.
struct Objects<'a> {
    cryptogram: Option<&'a [u8]>,
    status: Status,
    code: &'a [u8],
    /// Everything before the code.
    authenticated: &'a [u8],
}

impl<'a> Objects<'a> {
    fn read(data: &'a [u8]) -> Result<Objects<'a>, SecureMessagingError> {
        let malformed = |_| SecureMessagingError::Malformed;
        let mut reader = tlv::Reader::new(data);
        let cryptogram = match reader.peek() {
            Some(CRYPTOGRAM) => {
                let value = reader.value(CRYPTOGRAM).map_err(malformed)?;
                match value.split_first() {
                    Some((1, cryptogram)) if !cryptogram.is_empty() => Some(cryptogram),
                    _ => return Err(SecureMessagingError::Malformed),
                }
            }
            Some(ODD_CRYPTOGRAM) => {
                let value = reader.value(ODD_CRYPTOGRAM).map_err(malformed)?;
                if value.is_empty() {
                    return Err(SecureMessagingError::Malformed);
                }
                Some(value)
            }
            Some(STATUS) => None,
            // Neither a status nor a cryptogram at the front: data without any protection.
            _ => return Err(SecureMessagingError::Stripped),
        };
        let status = match reader.value(STATUS).map_err(malformed)? {
            [high, low] => Status(u16::from_be_bytes([*high, *low])),
            _ => return Err(SecureMessagingError::Malformed),
        };
        let authenticated = &data[..data.len() - reader.rest().len()];
        let code = reader.value(CODE).map_err(malformed)?;
        reader.finish().map_err(malformed)?;
        if code.len() != MAC_BYTES {
            return Err(SecureMessagingError::Malformed);
        }
        Ok(Objects {
            cryptogram,
            status,
            code,
            authenticated,
        })
    }
}

/// The most plain bytes that fit a protected answer of `capacity` data bytes (256 for a short APDU).
#[must_use]
pub fn largest_plain(cipher: Cipher, capacity: usize) -> usize {
    let block = cipher.block_bytes();
    // The status object, the code's object, and the cryptogram's tag and padding indicator.
    let Some(room) = capacity.checked_sub(4 + 2 + MAC_BYTES + 2) else {
        return 0;
    };
    // The length field of the cryptogram takes 1 to 4 bytes.
    let room = match room {
        0..=0x7F => room.saturating_sub(1),
        0x80..=0x101 => room - 2,
        0x102..=0x1_0002 => room - 3,
        _ => room - 4,
    };
    (room / block * block).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use proptest::prelude::*;

    use super::{SecureMessaging, SecureMessagingError, largest_plain};
    use crate::{
        apdu::{Command, Response, Status},
        cipher::{Cipher, Key, SessionKeys},
    };

    /// Doc 9303-11, appendix D.4.
    fn appendix_d() -> SecureMessaging {
        let key = |bytes: &[u8]| Key::new(Cipher::TripleDes, bytes).unwrap();
        SecureMessaging::of_bac(
            SessionKeys {
                encryption: key(&hex!("979EC13B1CBFE9DCD01AB0FED307EAE5")),
                authentication: key(&hex!("F1CB1F1FB5ADF208806B89DC579DC1F8")),
            },
            hex!("887022120C06C226"),
        )
    }

    #[test]
    fn reading_of_appendix_d() {
        let mut channel = appendix_d();
        let select = Command::new(0, 0xA4, 2, 0x0C).data(hex!("011E"));
        let header = Command::new(0, 0xB0, 0, 0).expecting(4);
        let rest = Command::new(0, 0xB0, 0, 4).expecting(0x12);
        let sent = [
            &hex!("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800")[..],
            &hex!("0CB000000D9701048E08ED6705417E96BA5500")[..],
            &hex!("0CB000040D9701128E082EA28A70F3C7B53500")[..],
        ];
        let received = [
            &hex!("990290008E08FA855A5D4C50A8ED9000")[..],
            &hex!("8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000")[..],
            &hex!(
                "871901FB9235F4E4037F2327DCC8964F1F9B8C30F42C8E2FFF224A990290008E08C8B2787EAEA07D749000"
            )[..],
        ];
        let plain = [
            &[][..],
            &hex!("60145F01")[..],
            &hex!("04303130365F36063034303030305C026175")[..],
        ];
        // All three protected before the first answer: exactly what one at a time would be.
        for (ahead, command) in [select, header, rest].iter().enumerate() {
            let protected = channel.protect(command, ahead as u32).unwrap();
            assert_eq!(protected.encode().unwrap(), sent[ahead]);
        }
        for (received, plain) in received.iter().zip(plain) {
            let opened = channel.open(&Response::parse(received).unwrap()).unwrap();
            assert_eq!(opened, Response::new(plain, Status::OK));
        }
    }

    #[test]
    fn counter_stays_until_an_answer_is_verified() {
        let mut channel = appendix_d();
        let before = channel.counter;
        let good = Response::parse(&hex!("990290008E08FA855A5D4C50A8ED9000")).unwrap();
        let mut forged = good.clone();
        forged.data[7] ^= 1;
        let mut lying = good.clone();
        lying.status = Status::NOT_FOUND;
        let stripped = Response::new(hex!("60145F01"), Status::OK);
        let bare = Response::new([], Status::WRONG_LENGTH);
        let twice = Response::new([&good.data[..], &good.data[..]].concat(), Status::OK);
        let no_code = Response::new(hex!("99029000"), Status::OK);
        for (response, error) in [
            (&forged, SecureMessagingError::Forged),
            (
                &lying,
                SecureMessagingError::Status {
                    inside: Status::OK,
                    outside: Status::NOT_FOUND,
                },
            ),
            (&stripped, SecureMessagingError::Stripped),
            (
                &bare,
                SecureMessagingError::Unprotected(Status::WRONG_LENGTH),
            ),
            (&twice, SecureMessagingError::Malformed),
            (&no_code, SecureMessagingError::Malformed),
        ] {
            assert_eq!(channel.open(response), Err(error));
            assert_eq!(channel.counter, before);
        }
        assert!(channel.open(&good).is_ok());
        // Replayed, it is wrong: the counter has moved.
        assert_eq!(channel.open(&good), Err(SecureMessagingError::Forged));
    }

    #[test]
    fn largest_reads() {
        assert_eq!(largest_plain(Cipher::TripleDes, 256), 231);
        assert_eq!(largest_plain(Cipher::Aes128, 256), 223);
        for cipher in Cipher::ALL {
            for capacity in (0..600).chain((600..70_000).step_by(97)) {
                let plain = largest_plain(cipher, capacity);
                if plain > 0 {
                    let cryptogram = (plain + 1).next_multiple_of(cipher.block_bytes());
                    let value =
                        bonafide_x509::tlv::write(super::CRYPTOGRAM, &vec![0; cryptogram + 1]);
                    assert!(value.len() + 14 <= capacity, "{cipher:?} {capacity}");
                }
            }
        }
    }

    proptest! {
        #[test]
        fn any_answer_is_refused_and_moves_nothing(data in proptest::collection::vec(any::<u8>(), 0..300), status in any::<u16>()) {
            let mut channel = appendix_d();
            let before = channel.counter;
            prop_assert!(channel.open(&Response::new(data, Status(status))).is_err());
            prop_assert_eq!(channel.counter, before);
        }
    }
}
