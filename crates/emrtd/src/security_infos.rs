//! What a chip says about its protocols (Doc 9303-11, section 9.2): EF.CardAccess, the content of
//! EF.CardSecurity, and DG14.

use bonafide_x509::{
    curve::NamedCurve,
    tlv::{Reader, Tag, TlvError},
};
use serde::{Deserialize, Serialize};

use crate::{
    cipher::Cipher,
    group::{Group, ModpGroup},
};

/// More entries than any chip has.
const MAX_INFOS: usize = 64;

const PROTOCOLS: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02];
const ACTIVE_AUTHENTICATION: &[u8] = &[0x67, 0x81, 0x08, 0x01, 0x01, 0x05];
const STANDARDISED_PARAMETERS: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x02];
const EC_PUBLIC_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
const DH_KEY_AGREEMENT: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x03, 0x01];
const DH_PUBLIC_NUMBER: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3E, 0x02, 0x01];

/// The entries that matter here, in the chip's order; others are counted only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecurityInfos {
    pub pace: Vec<PaceInfo>,
    pub chip_authentication: Vec<ChipAuthenticationInfo>,
    pub chip_keys: Vec<ChipPublicKey>,
    /// The object identifier of the signature algorithm of active authentication (BSI TR-03111), encoded.
    pub active_authentication: Option<Vec<u8>>,
    /// Entries of other kinds, and keys in groups that no standard names.
    pub others: usize,
}

/// How the generator of PACE's key agreement comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mapping {
    Generic,
    Integrated,
    ChipAuthentication,
}

/// The kind of key agreement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    Dh,
    Ecdh,
}

/// One variant of PACE: the last two arcs of its object identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PaceProtocol {
    pub mapping: Mapping,
    pub agreement: Agreement,
    pub cipher: Cipher,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PaceInfo {
    pub protocol: PaceProtocol,
    pub version: u32,
    /// The standardised domain parameters; chips with parameters of their own name none that we know.
    pub parameter_id: Option<u8>,
}

/// One variant of chip authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChipAuthenticationInfo {
    pub agreement: Agreement,
    pub cipher: Cipher,
    pub version: u32,
    pub key_id: Option<u32>,
}

/// A static public key of the chip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipPublicKey {
    pub group: Group,
    /// The encoded element.
    pub element: Vec<u8>,
    pub key_id: Option<u32>,
}

/// Why a file is no list of security infos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecurityInfosError {
    #[error(transparent)]
    Tlv(#[from] TlvError),
    #[error("the list has more than {MAX_INFOS} entries")]
    Many,
}

impl SecurityInfos {
    /// The list itself: EF.CardAccess, or what EF.CardSecurity signs. Bytes after it, with which some chips
    /// fill up the file, are left alone.
    pub fn parse(bytes: &[u8]) -> Result<SecurityInfos, SecurityInfosError> {
        let mut list = Reader::new(bytes).enter(Tag::SET)?;
        let mut infos = SecurityInfos::default();
        let mut count = 0;
        while !list.is_empty() {
            count += 1;
            if count > MAX_INFOS {
                return Err(SecurityInfosError::Many);
            }
            let entry = list.enter(Tag::SEQUENCE)?;
            if infos.add(entry).is_none() {
                infos.others += 1;
            }
        }
        Ok(infos)
    }

    /// The list in a DG14 file.
    pub fn of_dg14(file: &[u8]) -> Result<SecurityInfos, SecurityInfosError> {
        SecurityInfos::parse(Reader::new(file).value(Tag(0x6E))?)
    }

    /// Takes an entry in; `None` when it is of no kind that matters or malformed inside, which makes it
    /// useless but not the others.
    fn add(&mut self, mut entry: Reader<'_>) -> Option<()> {
        let oid = entry.value(Tag::OID).ok()?;
        if oid == ACTIVE_AUTHENTICATION {
            let _version = entry.element().ok()?;
            self.active_authentication = Some(entry.value(Tag::OID).ok()?.to_vec());
            return Some(());
        }
        match oid.strip_prefix(PROTOCOLS)? {
            [4, _, _] => self.pace.push(PaceInfo {
                protocol: PaceProtocol::of_oid(oid)?,
                version: number(&mut entry)?,
                parameter_id: match number(&mut entry) {
                    Some(id) => Some(u8::try_from(id).ok()?),
                    None => None,
                },
            }),
            [3, agreement, cipher] => self.chip_authentication.push(ChipAuthenticationInfo {
                agreement: agreement_of(*agreement)?,
                cipher: cipher_of(*cipher)?,
                version: number(&mut entry)?,
                key_id: number(&mut entry),
            }),
            [1, _] => {
                let (group, element) = public_key(entry.enter(Tag::SEQUENCE).ok()?)?;
                self.chip_keys.push(ChipPublicKey {
                    group,
                    element,
                    key_id: number(&mut entry),
                });
            }
            _ => return None,
        }
        Some(())
    }
}

/// A small INTEGER, if one is next.
fn number(entry: &mut Reader<'_>) -> Option<u32> {
    let value = entry.optional(Tag::INTEGER).ok()??.value;
    match bonafide_x509::tlv::trim(value) {
        _ if value.is_empty() || value.len() > 5 || value[0] & 0x80 != 0 => None,
        digits if digits.len() <= 4 => Some(
            digits
                .iter()
                .fold(0, |number, byte| number << 8 | u32::from(*byte)),
        ),
        _ => None,
    }
}

/// The group and the element of a SubjectPublicKeyInfo for key agreement.
fn public_key(mut info: Reader<'_>) -> Option<(Group, Vec<u8>)> {
    let mut algorithm = info.enter(Tag::SEQUENCE).ok()?;
    let bits = info.value(Tag::BIT_STRING).ok()?;
    let [0, element @ ..] = bits else {
        return None;
    };
    let oid = algorithm.value(Tag::OID).ok()?;
    let group = match oid {
        EC_PUBLIC_KEY => {
            let parameters = algorithm.element().ok()?;
            Group::Curve(NamedCurve::of_parameters(&parameters).ok()?)
        }
        STANDARDISED_PARAMETERS => {
            let id = number(&mut algorithm)?;
            Group::of_parameter_id(u8::try_from(id).ok()?)?
        }
        DH_KEY_AGREEMENT | DH_PUBLIC_NUMBER => {
            let mut parameters = algorithm.enter(Tag::SEQUENCE).ok()?;
            let prime = parameters.value(Tag::INTEGER).ok()?;
            let generator = parameters.value(Tag::INTEGER).ok()?;
            // PKCS #3 has the length of private keys here, X9.42 the order of the subgroup.
            let order = match oid == DH_PUBLIC_NUMBER {
                true => Some(parameters.value(Tag::INTEGER).ok()?),
                false => None,
            };
            Group::Modp(ModpGroup::new(prime, generator, order).ok()?)
        }
        _ => return None,
    };
    let element = match &group {
        Group::Curve(_) => element.to_vec(),
        // A number in its own INTEGER; padded to the length of the prime, as it travels.
        Group::Modp(_) => {
            let number = bonafide_x509::tlv::trim(Reader::new(element).value(Tag::INTEGER).ok()?);
            let length = group.element_bytes();
            let mut padded = vec![0; length.checked_sub(number.len())?];
            padded.extend_from_slice(number);
            padded
        }
    };
    (element.len() == group.element_bytes()).then_some((group, element))
}

fn agreement_of(arc: u8) -> Option<Agreement> {
    match arc {
        1 => Some(Agreement::Dh),
        2 => Some(Agreement::Ecdh),
        _ => None,
    }
}

fn cipher_of(arc: u8) -> Option<Cipher> {
    Cipher::ALL.get(usize::from(arc.checked_sub(1)?)).copied()
}

fn cipher_arc(cipher: Cipher) -> u8 {
    match cipher {
        Cipher::TripleDes => 1,
        Cipher::Aes128 => 2,
        Cipher::Aes192 => 3,
        Cipher::Aes256 => 4,
    }
}

impl PaceProtocol {
    /// The protocol with an encoded object identifier.
    #[must_use]
    pub fn of_oid(oid: &[u8]) -> Option<PaceProtocol> {
        let [4, variant, cipher] = *oid.strip_prefix(PROTOCOLS)? else {
            return None;
        };
        let (mapping, agreement) = match variant {
            1 => (Mapping::Generic, Agreement::Dh),
            2 => (Mapping::Generic, Agreement::Ecdh),
            3 => (Mapping::Integrated, Agreement::Dh),
            4 => (Mapping::Integrated, Agreement::Ecdh),
            // The chip-authentication mapping exists with AES only.
            6 if cipher > 1 => (Mapping::ChipAuthentication, Agreement::Ecdh),
            _ => return None,
        };
        Some(PaceProtocol {
            mapping,
            agreement,
            cipher: cipher_of(cipher)?,
        })
    }

    /// The encoded object identifier.
    #[must_use]
    pub fn oid(self) -> Vec<u8> {
        let variant = match (self.mapping, self.agreement) {
            (Mapping::Generic, Agreement::Dh) => 1,
            (Mapping::Generic, Agreement::Ecdh) => 2,
            (Mapping::Integrated, Agreement::Dh) => 3,
            (Mapping::Integrated, Agreement::Ecdh) => 4,
            (Mapping::ChipAuthentication, _) => 6,
        };
        [PROTOCOLS, &[4, variant, cipher_arc(self.cipher)]].concat()
    }
}

impl PaceInfo {
    /// The group to use, when it is one of this kind of key agreement.
    #[must_use]
    pub fn group(&self) -> Option<Group> {
        let group = Group::of_parameter_id(self.parameter_id?)?;
        let agreement = match group {
            Group::Curve(_) => Agreement::Ecdh,
            Group::Modp(_) => Agreement::Dh,
        };
        (agreement == self.protocol.agreement).then_some(group)
    }

    /// An entry of EF.CardAccess, encoded.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        use bonafide_x509::tlv::{unsigned, wrap, write};
        let mut parts = vec![
            write(Tag::OID, &self.protocol.oid()),
            unsigned(&self.version.to_be_bytes()),
        ];
        parts.extend(self.parameter_id.map(|id| unsigned(&[id])));
        wrap(Tag::SEQUENCE, &parts)
    }
}

impl ChipAuthenticationInfo {
    /// The encoded object identifier of the protocol.
    #[must_use]
    pub fn oid(&self) -> Vec<u8> {
        let agreement = match self.agreement {
            Agreement::Dh => 1,
            Agreement::Ecdh => 2,
        };
        [PROTOCOLS, &[3, agreement, cipher_arc(self.cipher)]].concat()
    }

    /// An entry of DG14, encoded.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        use bonafide_x509::tlv::{unsigned, wrap, write};
        let mut parts = vec![
            write(Tag::OID, &self.oid()),
            unsigned(&self.version.to_be_bytes()),
        ];
        parts.extend(self.key_id.map(|id| unsigned(&id.to_be_bytes())));
        wrap(Tag::SEQUENCE, &parts)
    }
}

impl ChipPublicKey {
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        match self.group {
            Group::Curve(_) => Agreement::Ecdh,
            Group::Modp(_) => Agreement::Dh,
        }
    }

    /// An entry of DG14, encoded: explicit parameters, as most chips have them.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        use bonafide_x509::tlv::{unsigned, wrap, write};
        let (arc, oid, parameters, element) = match &self.group {
            Group::Curve(curve) => (
                2,
                EC_PUBLIC_KEY,
                curve.explicit_parameters(),
                self.element.clone(),
            ),
            Group::Modp(group) => {
                let (prime, generator, order) = group.parameters();
                let numbers: Vec<Vec<u8>> = [Some(prime), Some(generator), order]
                    .into_iter()
                    .flatten()
                    .map(unsigned)
                    .collect();
                let oid = if order.is_some() {
                    DH_PUBLIC_NUMBER
                } else {
                    DH_KEY_AGREEMENT
                };
                (
                    1,
                    oid,
                    wrap(Tag::SEQUENCE, &numbers),
                    unsigned(&self.element),
                )
            }
        };
        let algorithm = wrap(Tag::SEQUENCE, &[write(Tag::OID, oid), parameters]);
        let bits = write(Tag::BIT_STRING, &[&[0], &element[..]].concat());
        let mut parts = vec![
            write(Tag::OID, &[PROTOCOLS, &[1, arc]].concat()),
            wrap(Tag::SEQUENCE, &[algorithm, bits]),
        ];
        parts.extend(self.key_id.map(|id| unsigned(&id.to_be_bytes())));
        wrap(Tag::SEQUENCE, &parts)
    }
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;
    use proptest::prelude::*;

    use super::{Agreement, Mapping, PaceProtocol, SecurityInfos};
    use crate::cipher::Cipher;

    /// Doc 9303-11, appendices G.1 and I.1.
    #[test]
    fn card_access_of_the_examples() {
        let generic =
            SecurityInfos::parse(&hex!("3114 3012 060A 04007F00070202040202 020102 02010D"))
                .unwrap();
        let [info] = generic.pace[..] else {
            panic!("one entry")
        };
        assert_eq!(
            info.protocol,
            PaceProtocol {
                mapping: Mapping::Generic,
                agreement: Agreement::Ecdh,
                cipher: Cipher::Aes128
            }
        );
        assert_eq!((info.version, info.parameter_id), (2, Some(13)));
        assert!(info.group().is_some());
        assert_eq!(
            info.encode(),
            hex!("3012060A04007F0007020204020202010202010D")
        );
    }

    #[test]
    fn every_protocol_has_its_own_identifier() {
        let mut found = 0;
        for variant in 0..=8 {
            for cipher in 0..=5 {
                let oid = [super::PROTOCOLS, &[4, variant, cipher]].concat();
                if let Some(protocol) = PaceProtocol::of_oid(&oid) {
                    assert_eq!(protocol.oid(), oid);
                    found += 1;
                }
            }
        }
        // Four variants with four ciphers, and the chip-authentication mapping with three.
        assert_eq!(found, 19);
    }

    #[test]
    fn malformed_entries_do_not_hide_the_others() {
        let infos = SecurityInfos::parse(&hex!(
            "311A 3004 06022A03 3012 060A 04007F00070202040202 020102 02010D"
        ))
        .unwrap();
        assert_eq!((infos.pace.len(), infos.others), (1, 1));
        assert!(SecurityInfos::parse(&hex!("3114 3012")).is_err());
    }

    proptest! {
        #[test]
        fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = SecurityInfos::parse(&bytes);
            let _ = SecurityInfos::of_dg14(&bytes);
        }
    }
}
