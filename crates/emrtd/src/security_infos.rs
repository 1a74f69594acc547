//! What a chip says about its protocols (Doc 9303-11, section 9.2): EF.CardAccess, the content of
//! EF.CardSecurity, and DG14.

use bonafide_x509::{
    cms::{CmsError, SignedData},
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
/// Static keys of one chip that are looked at: there are one or two.
const MAX_KEYS: usize = 4;

/// Numbers of domain parameters below this one are standardised or reserved (Doc 9303-11, table 6).
const FIRST_OWN_PARAMETERS: u8 = 32;

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
    pub pace_parameters: Vec<PaceParameters>,
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
    /// The standardised domain parameters, or the number of those that the chip spells out.
    pub parameter_id: Option<u8>,
}

/// Domain parameters of PACE that a chip spells out (PACEDomainParameterInfo).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaceParameters {
    pub mapping: Mapping,
    pub agreement: Agreement,
    /// The standard group that they are: nobody signs EF.CardAccess, so no other is believed.
    pub group: Option<Group>,
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
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecurityInfosError {
    #[error(transparent)]
    Tlv(#[from] TlvError),
    #[error("the list has more than {MAX_INFOS} entries")]
    Many,
    #[error("the signed message is malformed: {0}")]
    Signed(CmsError),
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

    /// The group of a way of PACE that is offered: the standardised one with its number, or the one that the chip
    /// spells out under that number. Without a number there must be just one.
    #[must_use]
    pub fn pace_group(&self, info: &PaceInfo) -> Option<Group> {
        if info.is_standardised() {
            return info.group();
        }
        let protocol = info.protocol;
        let mut own = self.pace_parameters.iter().filter(|own| {
            (own.mapping, own.agreement) == (protocol.mapping, protocol.agreement)
                && (info.parameter_id.is_none() || own.parameter_id == info.parameter_id)
        });
        let found = own.next()?;
        let group = found.group.clone().filter(|_| own.next().is_none())?;
        (agreement(&group) == protocol.agreement).then_some(group)
    }

    /// The list that EF.CardSecurity signs; whether the signature holds is another question (see
    /// [`CardSecurity`](crate::card_security::CardSecurity)).
    pub fn of_card_security(file: &[u8]) -> Result<SecurityInfos, SecurityInfosError> {
        let signed = SignedData::of(file).map_err(SecurityInfosError::Signed)?;
        SecurityInfos::parse(&signed.content)
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
            [4, variant] => {
                let (mapping, agreement) = variant_of(*variant)?;
                self.pace_parameters.push(PaceParameters {
                    mapping,
                    agreement,
                    group: standard_group(entry.enter(Tag::SEQUENCE).ok()?),
                    parameter_id: match number(&mut entry) {
                        Some(id) => Some(u8::try_from(id).ok()?),
                        None => None,
                    },
                });
            }
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
            // Looking at one costs an operation in its group.
            [1, _] if self.chip_keys.len() >= MAX_KEYS => return None,
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
    let algorithm = info.enter(Tag::SEQUENCE).ok()?;
    let bits = info.value(Tag::BIT_STRING).ok()?;
    let [0, element @ ..] = bits else {
        return None;
    };
    let group = group(algorithm)?;
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

/// The standard group that an AlgorithmIdentifier names or spells out. One of a finite field may come without
/// the order of its subgroup.
fn standard_group(algorithm: Reader<'_>) -> Option<Group> {
    let stated = group(algorithm)?;
    let Group::Modp(field) = &stated else {
        return Some(stated);
    };
    let (prime, generator, order) = field.parameters();
    (0..FIRST_OWN_PARAMETERS)
        .filter_map(Group::of_parameter_id)
        .find(|standard| match standard {
            Group::Curve(_) => false,
            Group::Modp(standard) => {
                let (its_prime, its_generator, its_order) = standard.parameters();
                (prime, generator) == (its_prime, its_generator)
                    && (order.is_none() || order == its_order)
            }
        })
}

/// The group of an AlgorithmIdentifier: a curve is a standard one, a finite field is any that is large enough.
fn group(mut algorithm: Reader<'_>) -> Option<Group> {
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
    Some(group)
}

/// The kind of key agreement of a group.
fn agreement(group: &Group) -> Agreement {
    match group {
        Group::Curve(_) => Agreement::Ecdh,
        Group::Modp(_) => Agreement::Dh,
    }
}

/// The mapping and the kind of key agreement of an arc below id-PACE.
fn variant_of(arc: u8) -> Option<(Mapping, Agreement)> {
    match arc {
        1 => Some((Mapping::Generic, Agreement::Dh)),
        2 => Some((Mapping::Generic, Agreement::Ecdh)),
        3 => Some((Mapping::Integrated, Agreement::Dh)),
        4 => Some((Mapping::Integrated, Agreement::Ecdh)),
        6 => Some((Mapping::ChipAuthentication, Agreement::Ecdh)),
        _ => None,
    }
}

fn variant_arc(mapping: Mapping, agreement: Agreement) -> u8 {
    match (mapping, agreement) {
        (Mapping::Generic, Agreement::Dh) => 1,
        (Mapping::Generic, Agreement::Ecdh) => 2,
        (Mapping::Integrated, Agreement::Dh) => 3,
        (Mapping::Integrated, Agreement::Ecdh) => 4,
        (Mapping::ChipAuthentication, _) => 6,
    }
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
        let (mapping, agreement) = variant_of(variant)?;
        // The chip-authentication mapping exists with AES only.
        if mapping == Mapping::ChipAuthentication && cipher == 1 {
            return None;
        }
        Some(PaceProtocol {
            mapping,
            agreement,
            cipher: cipher_of(cipher)?,
        })
    }

    /// The encoded object identifier.
    #[must_use]
    pub fn oid(self) -> Vec<u8> {
        let variant = variant_arc(self.mapping, self.agreement);
        [PROTOCOLS, &[4, variant, cipher_arc(self.cipher)]].concat()
    }
}

impl PaceInfo {
    /// Whether its domain parameters are named by a standard's number.
    #[must_use]
    pub fn is_standardised(&self) -> bool {
        self.parameter_id
            .is_some_and(|id| id < FIRST_OWN_PARAMETERS)
    }

    /// The standardised group, when it is one of this kind of key agreement; see [`SecurityInfos::pace_group`].
    #[must_use]
    pub fn group(&self) -> Option<Group> {
        let group = Group::of_parameter_id(self.parameter_id?)?;
        (agreement(&group) == self.protocol.agreement).then_some(group)
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

impl PaceParameters {
    /// An entry of EF.CardAccess, encoded; none when the group is not known.
    #[must_use]
    pub fn encode(&self) -> Option<Vec<u8>> {
        use bonafide_x509::tlv::{unsigned, wrap, write};
        let variant = variant_arc(self.mapping, self.agreement);
        let mut parts = vec![
            write(Tag::OID, &[PROTOCOLS, &[4, variant]].concat()),
            algorithm(self.group.as_ref()?),
        ];
        parts.extend(self.parameter_id.map(|id| unsigned(&[id])));
        Some(wrap(Tag::SEQUENCE, &parts))
    }
}

/// The AlgorithmIdentifier of a group: explicit parameters, as most chips have them.
fn algorithm(group: &Group) -> Vec<u8> {
    use bonafide_x509::tlv::{unsigned, wrap, write};
    let (oid, parameters) = match group {
        Group::Curve(curve) => (EC_PUBLIC_KEY, curve.explicit_parameters()),
        Group::Modp(group) => {
            let (prime, generator, order) = group.parameters();
            let numbers: Vec<Vec<u8>> = [Some(prime), Some(generator), order]
                .into_iter()
                .flatten()
                .map(unsigned)
                .collect();
            let oid = match order {
                Some(_) => DH_PUBLIC_NUMBER,
                None => DH_KEY_AGREEMENT,
            };
            (oid, wrap(Tag::SEQUENCE, &numbers))
        }
    };
    wrap(Tag::SEQUENCE, &[write(Tag::OID, oid), parameters])
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
        agreement(&self.group)
    }

    /// An entry of DG14, encoded.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        use bonafide_x509::tlv::{unsigned, wrap, write};
        let (arc, element) = match &self.group {
            Group::Curve(_) => (2, self.element.clone()),
            Group::Modp(_) => (1, unsigned(&self.element)),
        };
        let bits = write(Tag::BIT_STRING, &[&[0], &element[..]].concat());
        let mut parts = vec![
            write(Tag::OID, &[PROTOCOLS, &[1, arc]].concat()),
            wrap(Tag::SEQUENCE, &[algorithm(&self.group), bits]),
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

    /// What a chip spells out is believed only when it is a standard group in every number.
    #[test]
    fn domain_parameters_of_the_chips_own() {
        use super::{PaceInfo, PaceParameters};
        use crate::group::{Group, ModpGroup};
        use bonafide_x509::tlv::{Tag, wrap};

        let info = |agreement, parameter_id| PaceInfo {
            protocol: PaceProtocol {
                mapping: Mapping::Generic,
                agreement,
                cipher: Cipher::Aes128,
            },
            version: 2,
            parameter_id,
        };
        let own = |group: &Group, agreement, parameter_id| PaceParameters {
            mapping: Mapping::Generic,
            agreement,
            group: Some(group.clone()),
            parameter_id,
        };
        let read = |entries: &[Vec<u8>]| SecurityInfos::parse(&wrap(Tag::SET, entries)).unwrap();
        for id in [0, 1, 2, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18] {
            let group = Group::of_parameter_id(id).unwrap();
            let agreement = super::agreement(&group);
            for number in [None, Some(32), Some(200)] {
                let parameters = own(&group, agreement, number);
                let offer = info(agreement, number);
                let infos = read(&[offer.encode(), parameters.encode().unwrap()]);
                assert_eq!(infos.pace_parameters, [parameters]);
                assert_eq!(
                    infos.pace_group(&infos.pace[0]),
                    Some(group.clone()),
                    "{id}"
                );
                // Under another number, or for the other kind of agreement.
                assert_eq!(infos.pace_group(&info(agreement, Some(77))), None);
                let other = match agreement {
                    Agreement::Dh => Agreement::Ecdh,
                    Agreement::Ecdh => Agreement::Dh,
                };
                assert_eq!(infos.pace_group(&info(other, number)), None);
            }
        }
        // The group of a standardised number is never what the chip makes of it.
        let nist = Group::of_parameter_id(12).unwrap();
        let infos = read(&[own(&nist, Agreement::Ecdh, Some(13)).encode().unwrap()]);
        let standard = infos.pace_group(&info(Agreement::Ecdh, Some(13)));
        assert_eq!(standard, Group::of_parameter_id(13));
        // Two of them, and no number to tell them apart.
        let two = [Some(32), Some(33)].map(|id| own(&nist, Agreement::Ecdh, id).encode().unwrap());
        assert_eq!(read(&two).pace_group(&info(Agreement::Ecdh, None)), None);
        assert_eq!(
            read(&two).pace_group(&info(Agreement::Ecdh, Some(33))),
            Some(nist.clone())
        );
        // A curve with another base point, and a field with another generator.
        let mut moved = own(&nist, Agreement::Ecdh, Some(32)).encode().unwrap();
        let at = moved
            .windows(2)
            .position(|two| two == [0x6B, 0x17])
            .unwrap();
        moved[at + 5] ^= 1;
        let infos = read(&[moved]);
        assert_eq!(infos.pace_parameters[0].group, None);
        assert_eq!(infos.pace_group(&info(Agreement::Ecdh, Some(32))), None);
        let Some(Group::Modp(field)) = Group::of_parameter_id(2) else {
            panic!("a finite field");
        };
        let (prime, generator, order) = field.parameters();
        let variant = |generator: &[u8], order: Option<&[u8]>| {
            let group = Group::Modp(ModpGroup::new(prime, generator, order).unwrap());
            let infos = read(&[own(&group, Agreement::Dh, Some(32)).encode().unwrap()]);
            infos.pace_group(&info(Agreement::Dh, Some(32)))
        };
        assert_eq!(variant(&[4], None), None);
        // Without its order it is the same group.
        assert_eq!(variant(generator, None), Some(Group::Modp(field.clone())));
        assert_eq!(variant(generator, order), Some(Group::Modp(field.clone())));
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
