//! Tag, length, value: the one encoding beneath certificates and chip files (ISO/IEC 8825-1, ISO/IEC 7816-4).
//!
//! Reading borrows and never allocates, so that no length field can make it. Lengths must be definite but may
//! be longer than needed, as some chips write them; [`crate::ber`] makes indefinite lengths definite.

use std::fmt;

/// A tag with its class and constructed bit, as its bytes read as one number: `0x30`, `0x5F1F`, `0x7F61`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tag(pub u32);

/// Universal tags (ISO/IEC 8824-1).
impl Tag {
    pub const BOOLEAN: Tag = Tag(0x01);
    pub const INTEGER: Tag = Tag(0x02);
    pub const BIT_STRING: Tag = Tag(0x03);
    pub const OCTET_STRING: Tag = Tag(0x04);
    pub const NULL: Tag = Tag(0x05);
    pub const OID: Tag = Tag(0x06);
    pub const UTF8_STRING: Tag = Tag(0x0c);
    pub const PRINTABLE_STRING: Tag = Tag(0x13);
    pub const TELETEX_STRING: Tag = Tag(0x14);
    pub const IA5_STRING: Tag = Tag(0x16);
    pub const UTC_TIME: Tag = Tag(0x17);
    pub const GENERALIZED_TIME: Tag = Tag(0x18);
    pub const UNIVERSAL_STRING: Tag = Tag(0x1c);
    pub const BMP_STRING: Tag = Tag(0x1e);
    pub const SEQUENCE: Tag = Tag(0x30);
    pub const SET: Tag = Tag(0x31);

    /// The constructed context tag `[number]`, for numbers up to 30.
    #[must_use]
    pub const fn context(number: u8) -> Tag {
        Tag(0xa0 | (number & 0x1f) as u32)
    }

    /// The primitive context tag `[number]`, for numbers up to 30.
    #[must_use]
    pub const fn context_primitive(number: u8) -> Tag {
        Tag(0x80 | (number & 0x1f) as u32)
    }

    /// Whether the value is a series of further elements.
    #[must_use]
    pub const fn is_constructed(self) -> bool {
        let leading = self.0.leading_zeros() / 8 * 8;
        self.0 != 0 && (self.0 << leading) & 0x2000_0000 != 0
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02X}", self.0)
    }
}

/// Why bytes are no element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlvError {
    #[error("an element ends before its length says")]
    Truncated,
    #[error("a tag is longer than four bytes")]
    LongTag,
    #[error("a length is longer than four bytes")]
    LongLength,
    #[error("a length is indefinite")]
    Indefinite,
    #[error("found {found} where {expected} belongs")]
    Unexpected { expected: Tag, found: Tag },
    #[error("{0} is missing")]
    Missing(Tag),
    #[error("bytes follow the last element")]
    Trailing,
}

/// What the first bytes of an element say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    pub tag: Tag,
    /// Bytes of tag and length.
    pub header: usize,
    /// Bytes of the value.
    pub value: usize,
}

impl Header {
    /// Reads tag and length from the beginning of an element; the value need not be there yet.
    pub fn of(bytes: &[u8]) -> Result<Header, TlvError> {
        let (tag, tag_bytes) = tag(bytes)?;
        let (value, length_bytes) = length(&bytes[tag_bytes..])?.ok_or(TlvError::Indefinite)?;
        Ok(Header {
            tag,
            header: tag_bytes + length_bytes,
            value,
        })
    }

    /// Bytes of the whole element.
    #[must_use]
    pub fn total(&self) -> usize {
        self.header.saturating_add(self.value)
    }
}

/// The tag at the beginning and how many bytes it takes.
pub(crate) fn tag(bytes: &[u8]) -> Result<(Tag, usize), TlvError> {
    let first = *bytes.first().ok_or(TlvError::Truncated)?;
    let mut tag = u32::from(first);
    if first & 0x1f != 0x1f {
        return Ok((Tag(tag), 1));
    }
    for taken in 2..=4 {
        let byte = *bytes.get(taken - 1).ok_or(TlvError::Truncated)?;
        tag = tag << 8 | u32::from(byte);
        if byte & 0x80 == 0 {
            return Ok((Tag(tag), taken));
        }
    }
    Err(TlvError::LongTag)
}

/// The length at the beginning and how many bytes it takes; nothing when it is indefinite.
pub(crate) fn length(bytes: &[u8]) -> Result<Option<(usize, usize)>, TlvError> {
    let first = *bytes.first().ok_or(TlvError::Truncated)?;
    match first {
        0..=0x7f => Ok(Some((usize::from(first), 1))),
        0x80 => Ok(None),
        0x81..=0x84 => {
            let count = usize::from(first & 0x7f);
            let octets = bytes.get(1..=count).ok_or(TlvError::Truncated)?;
            let length = octets
                .iter()
                .fold(0, |length, octet| length << 8 | u64::from(*octet));
            let length = usize::try_from(length).map_err(|_| TlvError::LongLength)?;
            Ok(Some((length, 1 + count)))
        }
        _ => Err(TlvError::LongLength),
    }
}

/// One element, borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    pub tag: Tag,
    pub value: &'a [u8],
    /// The whole element as it was written: what a signature or hash is over.
    pub raw: &'a [u8],
}

impl<'a> Tlv<'a> {
    /// The one element that these bytes are, with nothing after it.
    pub fn only(bytes: &'a [u8]) -> Result<Tlv<'a>, TlvError> {
        let mut reader = Reader::new(bytes);
        let element = reader.element()?;
        reader.finish()?;
        Ok(element)
    }

    /// Reads what is inside.
    #[must_use]
    pub fn inside(&self) -> Reader<'a> {
        Reader::new(self.value)
    }

    /// The value, when the tag is the expected one.
    pub fn expect(&self, expected: Tag) -> Result<&'a [u8], TlvError> {
        if self.tag == expected {
            Ok(self.value)
        } else {
            Err(TlvError::Unexpected {
                expected,
                found: self.tag,
            })
        }
    }
}

/// Reads one element after the other.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { rest: bytes }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// The bytes not yet read.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next tag, which stays unread.
    #[must_use]
    pub fn peek(&self) -> Option<Tag> {
        tag(self.rest).ok().map(|(tag, _)| tag)
    }

    /// The next element.
    pub fn element(&mut self) -> Result<Tlv<'a>, TlvError> {
        let header = Header::of(self.rest)?;
        let raw = self.rest.get(..header.total()).ok_or(TlvError::Truncated)?;
        self.rest = &self.rest[header.total()..];
        Ok(Tlv {
            tag: header.tag,
            value: &raw[header.header..],
            raw,
        })
    }

    /// The next element, which must have this tag.
    pub fn expect(&mut self, expected: Tag) -> Result<Tlv<'a>, TlvError> {
        if self.is_empty() {
            return Err(TlvError::Missing(expected));
        }
        let element = self.element()?;
        element.expect(expected)?;
        Ok(element)
    }

    /// The value of the next element, which must have this tag.
    pub fn value(&mut self, expected: Tag) -> Result<&'a [u8], TlvError> {
        self.expect(expected).map(|element| element.value)
    }

    /// A reader of the inside of the next element, which must have this tag.
    pub fn enter(&mut self, expected: Tag) -> Result<Reader<'a>, TlvError> {
        self.value(expected).map(Reader::new)
    }

    /// The next element when it has this tag; otherwise nothing is read.
    pub fn optional(&mut self, tag: Tag) -> Result<Option<Tlv<'a>>, TlvError> {
        if self.peek() == Some(tag) {
            self.element().map(Some)
        } else {
            Ok(None)
        }
    }

    /// Demands that everything was read.
    pub fn finish(&self) -> Result<(), TlvError> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(TlvError::Trailing)
        }
    }
}

impl<'a> Iterator for Reader<'a> {
    type Item = Result<Tlv<'a>, TlvError>;

    /// Every element to the end; an error ends it.
    fn next(&mut self) -> Option<Self::Item> {
        if self.is_empty() {
            return None;
        }
        let element = self.element();
        if element.is_err() {
            self.rest = &[];
        }
        Some(element)
    }
}

/// Appends one element, with the shortest length.
pub fn write_to(out: &mut Vec<u8>, tag: Tag, value: &[u8]) {
    let bytes = tag.0.to_be_bytes();
    let skipped = (tag.0.leading_zeros() / 8).min(3) as usize;
    out.extend_from_slice(&bytes[skipped..]);
    write_length(out, value.len());
    out.extend_from_slice(value);
}

/// One element, with the shortest length.
#[must_use]
pub fn write(tag: Tag, value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len() + 8);
    write_to(&mut out, tag, value);
    out
}

/// One element around others.
#[must_use]
pub fn wrap<T: AsRef<[u8]>>(tag: Tag, parts: &[T]) -> Vec<u8> {
    let mut value = Vec::new();
    for part in parts {
        value.extend_from_slice(part.as_ref());
    }
    write(tag, &value)
}

/// A DER INTEGER from an unsigned big-endian number.
#[must_use]
pub fn unsigned(number: &[u8]) -> Vec<u8> {
    let significant = trim(number);
    let mut value = Vec::with_capacity(significant.len() + 1);
    if significant.first().is_none_or(|first| *first >= 0x80) {
        value.push(0);
    }
    value.extend_from_slice(significant);
    write(Tag::INTEGER, &value)
}

/// A number without its leading zeros.
#[must_use]
pub fn trim(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    &number[zeros..]
}

pub(crate) fn write_length(out: &mut Vec<u8>, length: usize) {
    if length < 0x80 {
        out.push(length as u8);
        return;
    }
    let bytes = length.to_be_bytes();
    let significant = trim(&bytes);
    out.push(0x80 | significant.len() as u8);
    out.extend_from_slice(significant);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn long_tags_and_lengths() {
        let element = Tlv::only(&[0x7f, 0x61, 0x82, 0x00, 0x02, 0x02, 0x00]).unwrap();
        assert_eq!((element.tag, element.value), (Tag(0x7f61), &[2, 0][..]));
        assert_eq!(Tlv::only(&[0x30, 0x80, 0, 0]), Err(TlvError::Indefinite));
        assert_eq!(
            Tlv::only(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]),
            Err(TlvError::Truncated)
        );
        assert_eq!(Tlv::only(&[4, 0, 0]), Err(TlvError::Trailing));
        assert!(Tag(0x7f61).is_constructed() && Tag::SEQUENCE.is_constructed());
        assert!(!Tag(0x5f1f).is_constructed() && !Tag::INTEGER.is_constructed());
    }

    #[test]
    fn integers_carry_a_sign_byte_only_when_needed() {
        assert_eq!(unsigned(&[0, 0x7f]), [2, 1, 0x7f]);
        assert_eq!(unsigned(&[0x80]), [2, 2, 0, 0x80]);
        assert_eq!(unsigned(&[]), [2, 1, 0]);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            tag in proptest::sample::select(vec![0x30_u32, 0x04, 0x5f1f, 0x7f61, 0xa0, 0x5f810a]),
            value in proptest::collection::vec(any::<u8>(), 0..70_000),
        ) {
            let written = write(Tag(tag), &value);
            let read = Tlv::only(&written).unwrap();
            prop_assert_eq!((read.tag, read.value), (Tag(tag), &value[..]));
            prop_assert_eq!(Header::of(&written[..8.min(written.len())]).unwrap().total(), written.len());
        }

        #[test]
        fn any_bytes_are_elements_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let read: usize = Reader::new(&bytes).filter_map(Result::ok).map(|element| element.raw.len()).sum();
            prop_assert!(read <= bytes.len());
        }
    }
}
