//! What is inside the container: records of a tag, a length and a body.

use std::io::{Read, Write};

use super::stream::{Reader, Writer};
use super::{Manifest, Totals};
use crate::db::Value;
use crate::error::StoreError;
use crate::objects::MAX_OBJECT;

/// Longest body of a record: an object, its name and what encryption adds.
const MAX_BODY: usize = MAX_OBJECT + 4096;
const MAX_VALUES: usize = 256;

/// One record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Record {
    /// The first one.
    Manifest(Manifest),
    /// A file of the key directory.
    Key { name: String, bytes: Vec<u8> },
    /// The rows that follow are of this table and have these columns.
    Table { name: String, columns: Vec<String> },
    /// A row.
    Row(Vec<Value>),
    /// An object.
    Object { name: String, bytes: Vec<u8> },
    /// The last one.
    End(Totals),
}

const MANIFEST: u8 = 1;
const KEY: u8 = 2;
const TABLE: u8 = 3;
const ROW: u8 = 4;
const OBJECT: u8 = 5;
const END: u8 = 6;

fn malformed() -> StoreError {
    StoreError::Corrupt("record of a backup".to_owned())
}

impl Record {
    fn encode(&self) -> Result<(u8, Vec<u8>), StoreError> {
        let json = |value: Result<Vec<u8>, serde_json::Error>| value.map_err(|_| malformed());
        Ok(match self {
            Self::Manifest(manifest) => (MANIFEST, json(serde_json::to_vec(manifest))?),
            Self::End(totals) => (END, json(serde_json::to_vec(totals))?),
            Self::Table { name, columns } => (TABLE, json(serde_json::to_vec(&(name, columns)))?),
            Self::Key { name, bytes } => (KEY, named(name, bytes)),
            Self::Object { name, bytes } => (OBJECT, named(name, bytes)),
            Self::Row(values) => (ROW, values.iter().flat_map(encode_value).collect()),
        })
    }

    fn decode(tag: u8, body: Vec<u8>) -> Option<Self> {
        Some(match tag {
            MANIFEST => Self::Manifest(serde_json::from_slice(&body).ok()?),
            END => Self::End(serde_json::from_slice(&body).ok()?),
            TABLE => {
                let (name, columns) = serde_json::from_slice(&body).ok()?;
                Self::Table { name, columns }
            }
            KEY => {
                let (name, bytes) = split_name(body)?;
                Self::Key { name, bytes }
            }
            OBJECT => {
                let (name, bytes) = split_name(body)?;
                Self::Object { name, bytes }
            }
            ROW => Self::Row(decode_values(&body)?),
            _ => return None,
        })
    }

    pub(super) fn write<W: Write>(&self, out: &mut Writer<W>) -> Result<(), StoreError> {
        let (tag, body) = self.encode()?;
        let length = u32::try_from(body.len())
            .ok()
            .filter(|_| body.len() <= MAX_BODY)
            .ok_or_else(|| StoreError::Refused("a row is too large for a backup".to_owned()))?;
        out.write(&[tag])?;
        out.write(&length.to_be_bytes())?;
        out.write(&body)
    }

    pub(super) fn read<R: Read>(input: &mut Reader<R>) -> Result<Self, StoreError> {
        let mut head = [0; 5];
        input.read_exact(&mut head)?;
        let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize;
        if length > MAX_BODY {
            return Err(malformed());
        }
        let mut body = vec![0; length];
        input.read_exact(&mut body)?;
        Self::decode(head[0], body).ok_or_else(malformed)
    }
}

/// A name of at most 255 bytes, then the rest.
fn named(name: &str, bytes: &[u8]) -> Vec<u8> {
    let length = name.len().min(255);
    [&[length as u8], &name.as_bytes()[..length], bytes].concat()
}

fn split_name(body: Vec<u8>) -> Option<(String, Vec<u8>)> {
    let (length, rest) = body.split_first()?;
    let (name, bytes) = rest.split_at_checked(usize::from(*length))?;
    Some((String::from_utf8(name.to_vec()).ok()?, bytes.to_vec()))
}

const NULL_TEXT: u8 = 0;
const NULL_INT: u8 = 1;
const NULL_BLOB: u8 = 2;
const TEXT: u8 = 3;
const INT: u8 = 4;
const BLOB: u8 = 5;

fn encode_value(value: &Value) -> Vec<u8> {
    let long =
        |tag: u8, bytes: &[u8]| [&[tag], &(bytes.len() as u64).to_be_bytes()[..], bytes].concat();
    match value {
        Value::Text(None) => vec![NULL_TEXT],
        Value::Int(None) => vec![NULL_INT],
        Value::Blob(None) => vec![NULL_BLOB],
        Value::Text(Some(text)) => long(TEXT, text.as_bytes()),
        Value::Int(Some(number)) => [&[INT], &number.to_be_bytes()[..]].concat(),
        Value::Blob(Some(bytes)) => long(BLOB, bytes),
    }
}

fn decode_values(mut body: &[u8]) -> Option<Vec<Value>> {
    fn eight(body: &mut &[u8]) -> Option<[u8; 8]> {
        let (number, rest) = body.split_first_chunk()?;
        *body = rest;
        Some(*number)
    }
    fn long(body: &mut &[u8]) -> Option<Vec<u8>> {
        let length = usize::try_from(u64::from_be_bytes(eight(body)?)).ok()?;
        let (bytes, rest) = body.split_at_checked(length)?;
        *body = rest;
        Some(bytes.to_vec())
    }
    let mut values = Vec::new();
    while let Some((tag, rest)) = body.split_first() {
        body = rest;
        values.push(match *tag {
            NULL_TEXT => Value::Text(None),
            NULL_INT => Value::Int(None),
            NULL_BLOB => Value::Blob(None),
            TEXT => Value::Text(Some(String::from_utf8(long(&mut body)?).ok()?)),
            INT => Value::Int(Some(i64::from_be_bytes(eight(&mut body)?))),
            BLOB => Value::Blob(Some(long(&mut body)?)),
            _ => return None,
        });
        if values.len() > MAX_VALUES {
            return None;
        }
    }
    Some(values)
}

/// Decodes any bytes; for fuzzing.
#[cfg(any(test, feature = "testing"))]
pub(crate) fn fuzz(data: &[u8]) {
    if let Some((tag, body)) = data.split_first()
        && let Some(record) = Record::decode(*tag, body.to_vec())
    {
        let (tag, body) = record.encode().expect("what was decoded can be encoded");
        assert_eq!(Record::decode(tag, body), Some(record));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            any::<Option<String>>().prop_map(Value::Text),
            any::<Option<i64>>().prop_map(Value::Int),
            any::<Option<Vec<u8>>>().prop_map(Value::Blob),
        ]
    }

    proptest! {
        #[test]
        fn rows_round_trip(values in prop::collection::vec(value(), 0..20)) {
            let (tag, body) = Record::Row(values.clone()).encode().unwrap();
            prop_assert_eq!(Record::decode(tag, body), Some(Record::Row(values)));
        }

        #[test]
        fn any_bytes_are_read_without_panic(mut data: Vec<u8>, tag in 0_u8..8) {
            data.insert(0, tag);
            fuzz(&data);
        }
    }
}
