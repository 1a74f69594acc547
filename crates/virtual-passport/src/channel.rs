//! Secure messaging (Doc 9303-11, section 9.8), the card's side.

use bonafide_emrtd::{
    apdu::{Command, Response, Status},
    cipher::{CipherError, SessionKeys, pad, unpad},
    secure_messaging::Counter,
    tlv::{self, Reader, Tag},
};

/// An open channel on the card.
#[derive(Debug)]
pub(crate) struct Channel {
    keys: SessionKeys,
    counter: Counter,
    /// Whether PACE opened it.
    pub(crate) pace: bool,
}

impl Channel {
    pub(crate) fn new(keys: SessionKeys, pace: bool) -> Channel {
        Channel {
            counter: Counter::zero(keys.cipher()),
            keys,
            pace,
        }
    }

    pub(crate) fn of_bac(keys: SessionKeys, start: [u8; 8]) -> Channel {
        Channel {
            keys,
            counter: Counter::starting(start),
            pace: false,
        }
    }

    /// Verifies and opens a command. Any error ends the channel.
    pub(crate) fn open(&mut self, command: &Command) -> Result<Command, Status> {
        self.counter = self.counter.advanced(1);
        let missing = |_| Status::PROTECTION_MISSING;
        let wrong = |_: CipherError| Status::PROTECTION_WRONG;
        let block = self.keys.cipher().block_bytes();
        let mut reader = Reader::new(&command.data);
        let cryptogram = match reader.peek() {
            Some(tag @ (Tag(0x87) | Tag(0x85))) => Some((tag, reader.value(tag).map_err(missing)?)),
            _ => None,
        };
        let expected = match reader.peek() {
            Some(Tag(0x97)) => Some(reader.value(Tag(0x97)).map_err(missing)?),
            _ => None,
        };
        let protected = &command.data[..command.data.len() - reader.rest().len()];
        let code = reader.value(Tag(0x8E)).map_err(missing)?;
        let header = [command.class, command.instruction, command.p1, command.p2];
        let mut message = self.counter.bytes();
        message.extend(pad(&header, block));
        if !protected.is_empty() {
            message.extend_from_slice(protected);
            message = pad(&message, block);
        }
        if !self.keys.authentication.verify_mac(&message, code) {
            return Err(Status::PROTECTION_WRONG);
        }
        let mut inner = Command::new(
            command.class & !0x0C,
            command.instruction,
            command.p1,
            command.p2,
        );
        if let Some((tag, value)) = cryptogram {
            let cryptogram = match (tag, value) {
                (Tag(0x85), value) => value,
                (_, [1, cryptogram @ ..]) => cryptogram,
                _ => return Err(Status::PROTECTION_WRONG),
            };
            let key = &self.keys.encryption;
            let vector = self.counter.vector(key).map_err(wrong)?;
            let plain = key.decrypt(&vector, cryptogram).map_err(wrong)?;
            inner.data = unpad(&plain).map_err(wrong)?.to_vec();
        }
        inner.expected = match expected {
            None => None,
            Some([0]) => Some(256),
            Some([short]) => Some(u32::from(*short)),
            Some([0, 0]) => Some(65_536),
            Some([high, low]) => Some(u32::from(u16::from_be_bytes([*high, *low]))),
            Some(_) => return Err(Status::PROTECTION_WRONG),
        };
        Ok(inner)
    }

    /// Forgets that a command was opened.
    pub(crate) fn take_back(&mut self) {
        self.counter = self.counter.advanced(u128::MAX);
    }

    /// Protects an answer; `odd` says that the command's instruction was odd.
    pub(crate) fn protect(
        &mut self,
        response: &Response,
        odd: bool,
    ) -> Result<Response, CipherError> {
        self.counter = self.counter.advanced(1);
        let block = self.keys.cipher().block_bytes();
        let mut objects = Vec::new();
        if !response.data.is_empty() {
            let key = &self.keys.encryption;
            let vector = self.counter.vector(key)?;
            let cryptogram = key.encrypt(&vector, &pad(&response.data, block))?;
            if odd {
                tlv::write_to(&mut objects, Tag(0x85), &cryptogram);
            } else {
                tlv::write_to(&mut objects, Tag(0x87), &[&[1], &cryptogram[..]].concat());
            }
        }
        tlv::write_to(&mut objects, Tag(0x99), &response.status.0.to_be_bytes());
        let message = [&self.counter.bytes()[..], &objects].concat();
        let code = self.keys.authentication.mac(&pad(&message, block))?;
        tlv::write_to(&mut objects, Tag(0x8E), &code);
        Ok(Response::new(objects, response.status))
    }
}
