//! As much of the Protocol Buffers wire format as ONNX files need: varints, length-delimited
//! fields, and walking over the fields of a message.

use crate::Result;

/// A message being written.
#[derive(Default)]
pub(super) struct Message(Vec<u8>);

impl Message {
    pub(super) fn int(&mut self, field: u32, value: i64) -> &mut Self {
        self.varint(u64::from(field) << 3);
        self.varint(value as u64);
        self
    }

    pub(super) fn bytes(&mut self, field: u32, value: &[u8]) -> &mut Self {
        self.varint(u64::from(field) << 3 | 2);
        self.varint(value.len() as u64);
        self.0.extend(value);
        self
    }

    pub(super) fn string(&mut self, field: u32, value: &str) -> &mut Self {
        self.bytes(field, value.as_bytes())
    }

    pub(super) fn message(&mut self, field: u32, value: &Message) -> &mut Self {
        self.bytes(field, &value.0)
    }

    /// Fields that were written elsewhere, as they are.
    pub(super) fn raw(&mut self, fields: &[u8]) -> &mut Self {
        self.0.extend(fields);
        self
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}

/// One field of a message that is read.
pub(super) struct Field<'a> {
    pub(super) number: u32,
    pub(super) value: Value<'a>,
    /// The whole field, key included.
    pub(super) raw: &'a [u8],
}

pub(super) enum Value<'a> {
    Varint(u64),
    Fixed,
    Bytes(&'a [u8]),
}

/// The fields of a message, in their order.
pub(super) fn fields(message: &[u8]) -> Result<Vec<Field<'_>>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < message.len() {
        let start = at;
        let key = varint(message, &mut at)?;
        let value = match key & 7 {
            0 => Value::Varint(varint(message, &mut at)?),
            1 => {
                at += 8;
                Value::Fixed
            }
            2 => {
                let length = usize::try_from(varint(message, &mut at)?)?;
                let end = at.checked_add(length).ok_or("field too long")?;
                let bytes = message.get(at..end).ok_or("field beyond its message")?;
                at = end;
                Value::Bytes(bytes)
            }
            5 => {
                at += 4;
                Value::Fixed
            }
            other => return Err(format!("wire type {other} is not read").into()),
        };
        found.push(Field {
            number: u32::try_from(key >> 3)?,
            value,
            raw: message.get(start..at).ok_or("field beyond its message")?,
        });
    }
    Ok(found)
}

fn varint(message: &[u8], at: &mut usize) -> Result<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = *message.get(*at).ok_or("message ends in a number")?;
        *at += 1;
        value |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Ok(value);
        }
    }
    Err("number too long".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut inner = Message::default();
        inner.string(1, "x");
        let mut message = Message::default();
        message
            .int(1, 300)
            .int(2, -1)
            .raw(b"\x1D\0\0\xC0\x3F")
            .message(1000, &inner);
        let read = fields(message.as_bytes()).unwrap();
        assert_eq!(read.len(), 4);
        assert!(matches!(read[0].value, Value::Varint(300)));
        assert!(matches!(read[1].value, Value::Varint(u64::MAX)));
        assert!(matches!(read[2].value, Value::Fixed));
        assert_eq!(read[3].number, 1000);
        assert!(matches!(read[3].value, Value::Bytes(b"\x0A\x01x")));
        let again: Vec<u8> = read.iter().flat_map(|field| field.raw.to_vec()).collect();
        assert_eq!(again, message.as_bytes());
    }

    #[test]
    fn broken_messages_are_errors() {
        for broken in [&b"\x80"[..], b"\x0A\x05abc", b"\x0B", b"\x09\x01"] {
            assert!(fields(broken).is_err());
        }
    }
}
