//! Password authenticated connection establishment (Doc 9303-11, section 4.4), the terminal's side: one type
//! for each step, each consumed by the chip's answer and giving the next step and its command.

use bonafide_x509::tlv::{self, Reader, Tag, TlvError};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::{
    access_key::AccessKey,
    apdu::Command,
    cipher::{Cipher, CipherError, Key, MAC_BYTES, SessionKeys, pad, unpad},
    group::{Group, GroupError, Secret},
    secure_messaging::SecureMessaging,
    security_infos::{ChipPublicKey, Mapping, PaceInfo, PaceProtocol},
};

const DYNAMIC_AUTHENTICATION_DATA: Tag = Tag(0x7C);

/// Why PACE ends without a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaceError {
    #[error("the chip's answer is malformed: {0}")]
    Malformed(#[from] TlvError),
    #[error("the chip's nonce has {0} bytes")]
    Nonce(usize),
    #[error(transparent)]
    Group(#[from] GroupError),
    #[error(transparent)]
    Cipher(#[from] CipherError),
    /// The chip sent our own public key back.
    #[error("the chip reflects our key")]
    Reflected,
    /// The token is wrong: the password differs, or someone stands in between.
    #[error("the chip's authentication token is wrong")]
    Token,
    /// The chip-authentication mapping was chosen, but its data is missing.
    #[error("the chip sent no chip authentication data")]
    NoChipAuthenticationData,
}

/// PACE before the first command.
#[derive(Debug)]
pub struct Pace {
    protocol: PaceProtocol,
    group: Group,
    password: Key,
    set_up: Command,
}

/// PACE with the nonce asked for.
#[derive(Debug)]
pub struct AwaitingNonce {
    protocol: PaceProtocol,
    group: Group,
    password: Key,
}

/// PACE with the mapping under way.
#[derive(Debug)]
pub struct AwaitingMapping {
    protocol: PaceProtocol,
    group: Group,
    nonce: Zeroizing<Vec<u8>>,
    ours: Mine,
}

/// What we contributed to the mapping.
#[derive(Debug)]
enum Mine {
    Key { secret: Secret, public: Vec<u8> },
    Nonce(Vec<u8>),
}

/// PACE with our ephemeral key sent.
#[derive(Debug)]
pub struct AwaitingKey {
    protocol: PaceProtocol,
    group: Group,
    secret: Secret,
    public: Vec<u8>,
    chip_mapping_key: Option<Vec<u8>>,
}

/// PACE with our token sent.
#[derive(Debug)]
pub struct AwaitingToken {
    protocol: PaceProtocol,
    group: Group,
    keys: SessionKeys,
    token_input: Vec<u8>,
    chip_mapping_key: Option<Vec<u8>>,
}

/// The channel that PACE opened and, under the chip-authentication mapping, what proves the chip.
#[derive(Debug)]
pub struct Established {
    pub channel: SecureMessaging,
    pub chip_authentication: Option<MappingProof>,
}

/// The chip's proof under the chip-authentication mapping, to be held against its static public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MappingProof {
    group: Group,
    mapping_key: Vec<u8>,
    data: Vec<u8>,
}

impl Pace {
    /// Prepares a protocol that the chip offers, in its group (see [`SecurityInfos::pace_group`]). `ambiguous`
    /// says that the chip offers several, so that the domain parameters must be named.
    ///
    /// [`SecurityInfos::pace_group`]: crate::security_infos::SecurityInfos::pace_group
    #[must_use]
    pub fn new(info: &PaceInfo, group: Group, ambiguous: bool, key: &AccessKey) -> Pace {
        let mut data = tlv::write(Tag(0x80), &info.protocol.oid());
        tlv::write_to(&mut data, Tag(0x83), &[key.kind().reference()]);
        if let (true, Some(id)) = (ambiguous, info.parameter_id) {
            tlv::write_to(&mut data, Tag(0x84), &[id]);
        }
        Pace {
            protocol: info.protocol,
            group,
            password: key.pace_key(info.protocol.cipher),
            set_up: Command::new(0x00, 0x22, 0xC1, 0xA4).data(data),
        }
    }

    /// MSE:Set AT and the command for the nonce, which may be sent together.
    #[must_use]
    pub fn begin(self) -> (AwaitingNonce, [Command; 2]) {
        let nonce = authenticate(0x10, &[]);
        let awaiting = AwaitingNonce {
            protocol: self.protocol,
            group: self.group,
            password: self.password,
        };
        (awaiting, [self.set_up, nonce])
    }
}

impl AwaitingNonce {
    /// Opens the nonce and begins the mapping.
    pub fn nonce(
        self,
        answer: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<(AwaitingMapping, Command), PaceError> {
        let encrypted = object(answer, Tag(0x80))?;
        if encrypted.len() != self.protocol.cipher.nonce_bytes() {
            return Err(PaceError::Nonce(encrypted.len()));
        }
        let nonce = self.password.decrypt(&[], encrypted)?;
        let (ours, data) = match self.protocol.mapping {
            Mapping::Integrated => {
                let mut ours = vec![0; self.protocol.cipher.key_bytes()];
                rng.fill_bytes(&mut ours);
                (Mine::Nonce(ours.clone()), ours)
            }
            Mapping::Generic | Mapping::ChipAuthentication => {
                let secret = self.group.secret(rng);
                let public = self.group.public(&self.group.generator(), &secret)?;
                let data = public.clone();
                (Mine::Key { secret, public }, data)
            }
        };
        let awaiting = AwaitingMapping {
            protocol: self.protocol,
            group: self.group,
            nonce,
            ours,
        };
        Ok((awaiting, authenticate(0x10, &[(0x81, &data)])))
    }
}

impl AwaitingMapping {
    /// Maps the nonce to a generator and sends an ephemeral key on it.
    pub fn mapped(
        self,
        answer: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<(AwaitingKey, Command), PaceError> {
        let (generator, chip_mapping_key) = match &self.ours {
            Mine::Key { secret, public } => {
                let theirs = object(answer, Tag(0x82))?;
                if theirs == public {
                    return Err(PaceError::Reflected);
                }
                let generator = self.group.map_generic(&self.nonce, secret, theirs)?;
                (generator, Some(theirs.to_vec()))
            }
            // The chip's answer carries nothing here, or an empty object.
            Mine::Nonce(ours) => {
                let cipher = self.protocol.cipher;
                (self.group.map_integrated(cipher, &self.nonce, ours)?, None)
            }
        };
        let secret = self.group.secret(rng);
        let public = self.group.public(&generator, &secret)?;
        let command = authenticate(0x10, &[(0x83, &public)]);
        let awaiting = AwaitingKey {
            protocol: self.protocol,
            group: self.group,
            secret,
            public,
            chip_mapping_key,
        };
        Ok((awaiting, command))
    }
}

impl AwaitingKey {
    /// Agrees upon the keys and sends our token.
    pub fn agreed(self, answer: &[u8]) -> Result<(AwaitingToken, Command), PaceError> {
        let theirs = object(answer, Tag(0x84))?;
        if theirs == self.public {
            return Err(PaceError::Reflected);
        }
        let shared = self.group.agree(&self.secret, theirs)?;
        let keys = SessionKeys::derive(self.protocol.cipher, &shared);
        let ours = token(self.protocol, &keys, &self.group, theirs)?;
        let awaiting = AwaitingToken {
            protocol: self.protocol,
            token_input: token_input(self.protocol, &keys, &self.group, &self.public),
            group: self.group,
            keys,
            chip_mapping_key: self.chip_mapping_key,
        };
        Ok((awaiting, authenticate(0x00, &[(0x85, &ours)])))
    }
}

impl AwaitingToken {
    /// Verifies the chip's token and opens the channel.
    pub fn finish(self, answer: &[u8]) -> Result<Established, PaceError> {
        let theirs = object(answer, Tag(0x86))?;
        if !self
            .keys
            .authentication
            .verify_mac(&self.token_input, theirs)
        {
            return Err(PaceError::Token);
        }
        let chip_authentication = match (self.protocol.mapping, self.chip_mapping_key) {
            (Mapping::ChipAuthentication, Some(mapping_key)) => {
                let encrypted =
                    object(answer, Tag(0x8A)).map_err(|_| PaceError::NoChipAuthenticationData)?;
                let key = &self.keys.encryption;
                let vector = key.encrypt(&[], &[0xFF; 16])?;
                let padded = key.decrypt(&vector, encrypted)?;
                Some(MappingProof {
                    group: self.group,
                    mapping_key,
                    data: unpad(&padded)?.to_vec(),
                })
            }
            _ => None,
        };
        Ok(Established {
            channel: SecureMessaging::new(self.keys),
            chip_authentication,
        })
    }
}

impl MappingProof {
    /// Whether the chip holds the private key of this static public key. It proves the chip only when that
    /// key is itself covered by passive authentication.
    #[must_use]
    pub fn proves(&self, key: &ChipPublicKey) -> bool {
        self.group == key.group
            && self
                .group
                .relates(&self.data, &key.element, &self.mapping_key)
    }
}

/// GENERAL AUTHENTICATE with dynamic authentication data.
fn authenticate(class: u8, objects: &[(u32, &[u8])]) -> Command {
    let mut inside = Vec::new();
    for (tag, value) in objects {
        tlv::write_to(&mut inside, Tag(*tag), value);
    }
    let data = tlv::write(DYNAMIC_AUTHENTICATION_DATA, &inside);
    let command = Command::new(class, 0x86, 0, 0);
    // Answers to long keys are as long as the commands.
    let expected = if data.len() > 255 { 65_536 } else { 256 };
    command.data(data).expecting(expected)
}

/// The value of one object of dynamic authentication data.
fn object(answer: &[u8], tag: Tag) -> Result<&[u8], TlvError> {
    for element in Reader::new(answer).enter(DYNAMIC_AUTHENTICATION_DATA)? {
        let element = element?;
        if element.tag == tag {
            return Ok(element.value);
        }
    }
    Err(TlvError::Missing(tag))
}

/// The authentication token over a public key (Doc 9303-11, section 4.4.3.4). The chip's side computes it
/// just so.
pub fn token(
    protocol: PaceProtocol,
    keys: &SessionKeys,
    group: &Group,
    public: &[u8],
) -> Result<[u8; MAC_BYTES], CipherError> {
    keys.authentication
        .mac(&token_input(protocol, keys, group, public))
}

fn token_input(
    protocol: PaceProtocol,
    keys: &SessionKeys,
    group: &Group,
    public: &[u8],
) -> Vec<u8> {
    let mut key = tlv::write(Tag::OID, &protocol.oid());
    let tag = match group {
        Group::Curve(_) => Tag(0x86),
        Group::Modp(_) => Tag(0x84),
    };
    tlv::write_to(&mut key, tag, public);
    let input = tlv::write(Tag(0x7F49), &key);
    match keys.cipher() {
        Cipher::TripleDes => pad(&input, 8),
        _ => input,
    }
}

#[cfg(test)]
mod tests;
