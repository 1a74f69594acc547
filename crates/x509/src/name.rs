use std::fmt::{self, Write as _};

use const_oid::ObjectIdentifier;

use crate::oid;
use crate::tlv::{Reader, Tag, Tlv, TlvError};

/// The name of an issuer or subject, in the order it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    raw: Vec<u8>,
    attributes: Vec<(ObjectIdentifier, String)>,
}

impl Name {
    /// Reads a DER `Name`. Attributes whose type is no object identifier of ours are kept in the bytes alone.
    pub fn of(element: &Tlv<'_>) -> Result<Name, TlvError> {
        let mut attributes = Vec::new();
        let mut relative = Reader::new(element.expect(Tag::SEQUENCE)?);
        while !relative.is_empty() {
            for attribute in relative.enter(Tag::SET)? {
                let mut attribute = Reader::new(attribute?.expect(Tag::SEQUENCE)?);
                let kind = attribute.value(Tag::OID)?;
                let value = attribute.element()?;
                if let Ok(kind) = ObjectIdentifier::from_bytes(kind) {
                    attributes.push((kind, text(&value)));
                }
            }
        }
        Ok(Name {
            raw: element.raw.to_vec(),
            attributes,
        })
    }

    /// As it was written.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    #[must_use]
    pub fn attributes(&self) -> &[(ObjectIdentifier, String)] {
        &self.attributes
    }

    /// The country in capital letters: states write it in either case.
    #[must_use]
    pub fn country(&self) -> Option<String> {
        self.attributes
            .iter()
            .find(|(kind, _)| *kind == oid::COUNTRY)
            .map(|(_, country)| country.trim().to_uppercase())
    }

    /// Whether two names mean the same although they may be written in other string types, cases or spaces
    /// (RFC 5280, 7.1).
    #[must_use]
    pub fn matches(&self, other: &Name) -> bool {
        self.raw == other.raw
            || self.attributes.len() == other.attributes.len()
                && !self.attributes.is_empty()
                && self
                    .attributes
                    .iter()
                    .zip(&other.attributes)
                    .all(|(one, other)| one.0 == other.0 && folded(&one.1) == folded(&other.1))
    }
}

fn folded(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// A string of any type that names use; what cannot be decoded is replaced.
pub(crate) fn text(value: &Tlv<'_>) -> String {
    let bytes = value.value;
    match value.tag {
        Tag::TELETEX_STRING => bytes.iter().map(|byte| char::from(*byte)).collect(),
        Tag::BMP_STRING => {
            let units = bytes
                .as_chunks::<2>()
                .0
                .iter()
                .map(|unit| u16::from_be_bytes(*unit));
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        Tag::UNIVERSAL_STRING => bytes
            .as_chunks::<4>()
            .0
            .iter()
            .map(|unit| {
                char::from_u32(u32::from_be_bytes(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER)
            })
            .collect(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Whether a character controls a terminal, turns the direction of writing or takes no room: what outsiders wrote is shown without.
pub fn misleads(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61C}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for Name {
    /// `C=DE, O=bund, CN=csca-germany`. What would look like another attribute is escaped (RFC 4514, 2.4); characters
    /// that control a terminal or turn the direction of writing are replaced.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (kind, value)) in self.attributes.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            let short = [
                (oid::COMMON_NAME, "CN"),
                (oid::SURNAME, "SN"),
                (oid::SERIAL_NUMBER, "serialNumber"),
                (oid::COUNTRY, "C"),
                (oid::LOCALITY, "L"),
                (oid::STATE, "ST"),
                (oid::ORGANISATION, "O"),
                (oid::ORGANISATIONAL_UNIT, "OU"),
                (oid::EMAIL, "emailAddress"),
                (oid::DOMAIN_COMPONENT, "DC"),
            ]
            .into_iter()
            .find(|(known, _)| known == kind);
            match short {
                Some((_, short)) => write!(f, "{short}=")?,
                None => write!(f, "{kind}=")?,
            }
            let last = value.chars().count().saturating_sub(1);
            for (place, character) in value.chars().enumerate() {
                match character {
                    ',' | '+' | '"' | '\\' | '<' | '>' | ';' => write!(f, "\\{character}")?,
                    '#' | ' ' if place == 0 => write!(f, "\\{character}")?,
                    ' ' if place == last => write!(f, "\\{character}")?,
                    unseen if misleads(unseen) => f.write_char(char::REPLACEMENT_CHARACTER)?,
                    plain => f.write_char(plain)?,
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Name;
    use crate::oid;
    use crate::tlv::{Tag, Tlv, wrap, write};

    #[test]
    fn a_name_shows_as_many_attributes_as_it_has() {
        for (value, shown) in [
            ("Evil, C=DE, O=bund", "O=Evil\\, C=DE\\, O=bund"),
            (
                " a + b; <c> \"d\" \\",
                "O=\\ a \\+ b\\; \\<c\\> \\\"d\\\" \\\\",
            ),
            ("#1 of #2 ", "O=\\#1 of #2\\ "),
            (
                "\u{1b}[31m\u{202e}DE\u{2066}",
                "O=\u{fffd}[31m\u{fffd}DE\u{fffd}",
            ),
            ("Қазақстан", "O=Қазақстан"),
        ] {
            let kind = write(Tag::OID, oid::ORGANISATION.as_bytes());
            let pair = wrap(Tag::SEQUENCE, &[kind, write(Tag(0x0C), value.as_bytes())]);
            let name = write(Tag::SEQUENCE, &write(Tag::SET, &pair));
            let name = Name::of(&Tlv::only(&name).unwrap()).unwrap();
            assert_eq!(name.to_string(), shown);
        }
    }
}
