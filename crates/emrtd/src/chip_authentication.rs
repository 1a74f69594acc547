//! Chip authentication (Doc 9303-11, section 6.2), the terminal's side: a key agreement with the chip's static
//! key, whose result re-keys the channel. That the chip then answers under the new keys is the proof.

use bonafide_x509::tlv::{self, Tag};
use rand_core::CryptoRng;

use crate::{
    apdu::Command,
    cipher::{Cipher, SessionKeys},
    group::GroupError,
    secure_messaging::SecureMessaging,
    security_infos::{ChipAuthenticationInfo, ChipPublicKey, SecurityInfos},
};

/// One run of chip authentication: the commands for the old channel and the keys of the new one.
#[derive(Debug)]
pub struct ChipAuthentication {
    protocol: ChipAuthenticationInfo,
    inferred: bool,
    public: Vec<u8>,
    reference: Option<Vec<u8>>,
    keys: SessionKeys,
}

/// What DG14 offers: a protocol and the key to run it with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub protocol: ChipAuthenticationInfo,
    pub key: ChipPublicKey,
    /// DG14 names the key but no protocol for it, so 3DES is taken, the only choice of the first edition.
    pub inferred: bool,
}

/// The protocols and keys of a chip that go together, the strongest first. A key id that only one side names
/// does not part them when there is one key alone.
#[must_use]
pub fn offers(infos: &SecurityInfos) -> Vec<Offer> {
    let mut offers = Vec::new();
    for key in &infos.chip_keys {
        let alone = infos
            .chip_keys
            .iter()
            .filter(|other| other.agreement() == key.agreement())
            .count()
            == 1;
        let before = offers.len();
        for info in &infos.chip_authentication {
            if info.agreement == key.agreement() && (alone || info.key_id == key.key_id) {
                offers.push(Offer {
                    protocol: *info,
                    key: key.clone(),
                    inferred: false,
                });
            }
        }
        if offers.len() == before {
            offers.push(Offer {
                protocol: ChipAuthenticationInfo {
                    agreement: key.agreement(),
                    cipher: Cipher::TripleDes,
                    version: 1,
                    key_id: key.key_id,
                },
                key: key.clone(),
                inferred: true,
            });
        }
    }
    offers.sort_by_key(|offer| {
        (
            offer.inferred,
            // The second version wants terminal authentication first.
            offer.protocol.version != 1,
            std::cmp::Reverse((offer.protocol.cipher, offer.key.group.element_bytes())),
        )
    });
    offers
}

impl ChipAuthentication {
    /// Agrees upon new keys. `refer` says whether to name the key to the chip, which is needed when it has
    /// several and refused by some that have one.
    pub fn new(
        offer: &Offer,
        refer: bool,
        rng: &mut dyn CryptoRng,
    ) -> Result<ChipAuthentication, GroupError> {
        let group = &offer.key.group;
        let secret = group.secret(rng);
        let public = group.public(&group.generator(), &secret)?;
        let shared = group.agree(&secret, &offer.key.element)?;
        let reference = offer
            .key
            .key_id
            .or(offer.protocol.key_id)
            .filter(|_| refer)
            .map(|id| tlv::trim(&id.to_be_bytes()).to_vec())
            .map(|bytes| if bytes.is_empty() { vec![0] } else { bytes });
        Ok(ChipAuthentication {
            protocol: offer.protocol,
            inferred: offer.inferred,
            public,
            reference,
            keys: SessionKeys::derive(offer.protocol.cipher, &shared),
        })
    }

    /// The commands, for the channel that is open now: MSE:Set KAT for 3DES, MSE:Set AT and GENERAL
    /// AUTHENTICATE for AES. All of them must succeed.
    #[must_use]
    pub fn commands(&self) -> Vec<Command> {
        if self.protocol.cipher == Cipher::TripleDes {
            let mut data = tlv::write(Tag(0x91), &self.public);
            if let Some(reference) = &self.reference {
                tlv::write_to(&mut data, Tag(0x84), reference);
            }
            return vec![Command::new(0x00, 0x22, 0x41, 0xA6).data(data)];
        }
        let mut data = tlv::write(Tag(0x80), &self.protocol.oid());
        if let Some(reference) = &self.reference {
            tlv::write_to(&mut data, Tag(0x84), reference);
        }
        let key = tlv::write(Tag(0x7C), &tlv::write(Tag(0x80), &self.public));
        vec![
            Command::new(0x00, 0x22, 0x41, 0xA4).data(data),
            Command::new(0x00, 0x86, 0x00, 0x00)
                .data(key)
                .expecting(256),
        ]
    }

    #[must_use]
    pub fn protocol(&self) -> ChipAuthenticationInfo {
        self.protocol
    }

    /// Whether 3DES was assumed because DG14 names no protocol.
    #[must_use]
    pub fn inferred(&self) -> bool {
        self.inferred
    }

    /// Whether the key was named to the chip.
    #[must_use]
    pub fn refers(&self) -> bool {
        self.reference.is_some()
    }

    /// The new channel, after the commands succeeded.
    #[must_use]
    pub fn channel(self) -> SecureMessaging {
        SecureMessaging::new(self.keys)
    }
}
