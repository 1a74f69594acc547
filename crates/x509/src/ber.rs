//! BER made definite: what some states sign with indefinite lengths and strings in pieces becomes the DER that
//! the rest of this crate reads (ISO/IEC 8825-1, 8.1.3.6 and 8.7.3).
//!
//! Only what must change is rewritten, so that what was signed inside keeps its bytes.

use std::borrow::Cow;

use crate::tlv::{self, Tag, TlvError};

/// Elements nested deeper than this are refused; signed lists and certificates stay below 16.
pub const MAX_DEPTH: usize = 32;

/// Why bytes cannot be normalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BerError {
    #[error(transparent)]
    Tlv(#[from] TlvError),
    #[error("elements are nested too deep")]
    Depth,
    #[error("a primitive element has an indefinite length")]
    PrimitiveIndefinite,
    #[error("a string in pieces holds something else")]
    Pieces,
}

/// The first element of these bytes with definite lengths, and whether anything had to be rewritten. Bytes after
/// it are ignored: files read from a chip may be padded.
pub fn normalise(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, bool), BerError> {
    let (tag, tag_bytes) = tlv::tag(bytes)?;
    let definite = tlv::length(&bytes[tag_bytes..])?;
    if let Some((length, length_bytes)) = definite {
        let total = (tag_bytes + length_bytes).saturating_add(length);
        let whole = bytes.get(..total).ok_or(TlvError::Truncated)?;
        if !tag.is_constructed() || is_plain(&whole[tag_bytes + length_bytes..], 1) {
            return Ok((Cow::Borrowed(whole), false));
        }
    }
    let mut out = Vec::with_capacity(bytes.len());
    element(bytes, &mut out, 0)?;
    Ok((Cow::Owned(out), true))
}

/// How many bytes the first element of these takes.
pub fn extent(bytes: &[u8]) -> Result<usize, BerError> {
    let (tag, tag_bytes) = tlv::tag(bytes)?;
    match tlv::length(&bytes[tag_bytes..])? {
        Some((length, length_bytes)) => Ok((tag_bytes + length_bytes).saturating_add(length)),
        None if tag.is_constructed() => element(bytes, &mut Vec::new(), 0),
        None => Err(BerError::PrimitiveIndefinite),
    }
}

/// Whether a series of elements needs no rewriting. Elements that cannot be read at all need none either: what
/// uses them will say so.
fn is_plain(mut rest: &[u8], depth: usize) -> bool {
    while !rest.is_empty() {
        let Ok((tag, tag_bytes)) = tlv::tag(rest) else {
            return true;
        };
        match tlv::length(&rest[tag_bytes..]) {
            Ok(Some((length, length_bytes))) => {
                let begin = tag_bytes + length_bytes;
                let Some(value) = rest.get(begin..begin.saturating_add(length)) else {
                    return true;
                };
                let in_pieces = tag == PIECES;
                if in_pieces
                    || tag.is_constructed() && depth < MAX_DEPTH && !is_plain(value, depth + 1)
                {
                    return false;
                }
                rest = &rest[begin + length..];
            }
            Ok(None) => return false,
            Err(_) => return true,
        }
    }
    true
}

/// An octet string in pieces.
const PIECES: Tag = Tag(0x24);

/// Writes one element with definite lengths and says how many bytes of `bytes` it took.
fn element(bytes: &[u8], out: &mut Vec<u8>, depth: usize) -> Result<usize, BerError> {
    if depth > MAX_DEPTH {
        return Err(BerError::Depth);
    }
    let (tag, tag_bytes) = tlv::tag(bytes)?;
    let definite = tlv::length(&bytes[tag_bytes..])?;
    let Some((length, length_bytes)) = definite else {
        if !tag.is_constructed() {
            return Err(BerError::PrimitiveIndefinite);
        }
        let begin = tag_bytes + 1;
        let mut value = Vec::new();
        let taken = until_end_of_contents(&bytes[begin..], &mut value, depth)?;
        write(tag, &value, out)?;
        return Ok(begin + taken);
    };
    let begin = tag_bytes + length_bytes;
    let end = begin.saturating_add(length);
    let content = bytes.get(begin..end).ok_or(TlvError::Truncated)?;
    if !tag.is_constructed() || tag != PIECES && is_plain(content, depth + 1) {
        out.extend_from_slice(&bytes[..end]);
        return Ok(end);
    }
    let mut value = Vec::new();
    let mut rest = content;
    while !rest.is_empty() {
        let taken = element(rest, &mut value, depth + 1)?;
        rest = &rest[taken..];
    }
    write(tag, &value, out)?;
    Ok(end)
}

fn until_end_of_contents(
    bytes: &[u8],
    value: &mut Vec<u8>,
    depth: usize,
) -> Result<usize, BerError> {
    let mut taken = 0;
    loop {
        let rest = &bytes[taken..];
        if rest.starts_with(&[0, 0]) {
            return Ok(taken + 2);
        }
        taken += element(rest, value, depth + 1)?;
    }
}

/// Writes an element whose value is already definite; an octet string in pieces is put together.
fn write(tag: Tag, value: &[u8], out: &mut Vec<u8>) -> Result<(), BerError> {
    if tag != PIECES {
        tlv::write_to(out, tag, value);
        return Ok(());
    }
    let mut whole = Vec::with_capacity(value.len());
    for piece in tlv::Reader::new(value) {
        let piece = piece?;
        if piece.tag != Tag::OCTET_STRING {
            return Err(BerError::Pieces);
        }
        whole.extend_from_slice(piece.value);
    }
    tlv::write_to(out, Tag::OCTET_STRING, &whole);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tlv::{Tlv, wrap, write as der};

    #[test]
    fn indefinite_lengths_and_pieces_become_definite() {
        let ber = [
            0x30, 0x80, 0x24, 0x80, 4, 1, 1, 0x24, 3, 4, 1, 2, 0, 0, 2, 1, 5, 0, 0, 0xff,
        ];
        let (der, rewritten) = normalise(&ber).unwrap();
        assert!(rewritten);
        assert_eq!(&*der, [0x30, 7, 4, 2, 1, 2, 2, 1, 5]);
        assert_eq!(normalise(&der).unwrap(), (Cow::Borrowed(&*der), false));
    }

    #[test]
    fn what_is_definite_inside_keeps_its_bytes() {
        // A length longer than needed, inside an indefinite one.
        let ber = [0x30, 0x80, 0x30, 0x81, 3, 2, 1, 5, 0, 0];
        let (der, _) = normalise(&ber).unwrap();
        assert_eq!(&*der, [0x30, 6, 0x30, 0x81, 3, 2, 1, 5]);
    }

    #[test]
    fn depth_is_bounded() {
        let nested: Vec<u8> = [0x30, 0x80].repeat(10_000);
        assert_eq!(normalise(&nested), Err(BerError::Depth));
        let definite = (0..200).fold(vec![5, 0], |inside, _| der(Tag::SEQUENCE, &inside));
        assert!(normalise(&definite).is_ok());
    }

    fn tree() -> impl Strategy<Value = (Vec<u8>, Vec<u8>)> {
        let leaf = proptest::collection::vec(any::<u8>(), 0..200).prop_map(|value| {
            (
                der(Tag::OCTET_STRING, &value),
                der(Tag::OCTET_STRING, &value),
            )
        });
        leaf.prop_recursive(5, 40, 5, |inner| {
            (proptest::collection::vec(inner, 0..5), any::<bool>()).prop_map(
                |(parts, indefinite)| {
                    let (ber, definite): (Vec<Vec<u8>>, Vec<Vec<u8>>) = parts.into_iter().unzip();
                    let written = if indefinite {
                        [&[0x30, 0x80][..], &ber.concat(), &[0, 0]].concat()
                    } else {
                        wrap(Tag::SEQUENCE, &ber)
                    };
                    (written, wrap(Tag::SEQUENCE, &definite))
                },
            )
        })
    }

    proptest! {
        #[test]
        fn any_tree_comes_out_as_der((ber, definite) in tree()) {
            prop_assert_eq!(&*normalise(&ber).unwrap().0, &definite[..]);
        }

        #[test]
        fn any_bytes_come_out_definite_or_not_at_all(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            if let Ok((der, _)) = normalise(&bytes) {
                prop_assert!(Tlv::only(&der).is_ok());
                prop_assert!(der.len() <= bytes.len() + 6 * MAX_DEPTH);
            }
        }
    }
}
