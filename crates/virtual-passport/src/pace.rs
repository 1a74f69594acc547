//! PACE (Doc 9303-11, section 4.4), the card's side.

use bonafide_emrtd::{
    apdu::Status,
    cipher::{Key, SessionKeys, pad},
    group::{Group, Secret},
    pace::token,
    security_infos::{Mapping, PaceInfo},
    tlv::{Reader, Tag, write},
};
use rand_core::CryptoRng;

use crate::document::ChipKey;

/// PACE between MSE:Set AT and the terminal's token.
#[derive(Debug)]
pub(crate) struct Pace {
    info: PaceInfo,
    group: Group,
    password: Key,
    step: Step,
}

#[derive(Debug)]
enum Step {
    Nonce,
    Mapping {
        nonce: Vec<u8>,
    },
    Key {
        generator: Vec<u8>,
        mapping: Option<Secret>,
    },
    Token {
        keys: SessionKeys,
        ours: Vec<u8>,
        theirs: Vec<u8>,
        mapping: Option<Secret>,
    },
}

/// What one step gives: data, and after the last step the keys of the channel.
pub(crate) type Answer = Result<(Vec<u8>, Option<SessionKeys>), Status>;

impl Pace {
    pub(crate) fn new(info: PaceInfo, group: Group, password: Key) -> Pace {
        Pace {
            group,
            info,
            password,
            step: Step::Nonce,
        }
    }

    /// One GENERAL AUTHENTICATE. `wrong` is what to say to a wrong token.
    pub(crate) fn authenticate(
        &mut self,
        data: &[u8],
        keys: &[ChipKey],
        wrong: Status,
        rng: &mut dyn CryptoRng,
    ) -> Answer {
        let bad = Status::WRONG_DATA;
        let mut inside = Reader::new(data).enter(Tag(0x7C)).map_err(|_| bad)?;
        let cipher = self.info.protocol.cipher;
        let object = |inside: &mut Reader<'_>, tag| {
            inside.value(Tag(tag)).map(<[u8]>::to_vec).map_err(|_| bad)
        };
        let group = &self.group;
        match std::mem::replace(&mut self.step, Step::Nonce) {
            Step::Nonce => {
                let mut nonce = vec![0; cipher.nonce_bytes()];
                rng.fill_bytes(&mut nonce);
                let encrypted = self.password.encrypt(&[], &nonce).map_err(|_| bad)?;
                self.step = Step::Mapping { nonce };
                Ok((answer(&[(0x80, &encrypted)]), None))
            }
            Step::Mapping { nonce } => {
                let theirs = object(&mut inside, 0x81)?;
                if self.info.protocol.mapping == Mapping::Integrated {
                    let generator = group
                        .map_integrated(cipher, &nonce, &theirs)
                        .map_err(|_| bad)?;
                    self.step = Step::Key {
                        generator,
                        mapping: None,
                    };
                    return Ok((answer(&[(0x82, &[])]), None));
                }
                let secret = group.secret(rng);
                let public = group.public(&group.generator(), &secret).map_err(|_| bad)?;
                let generator = group
                    .map_generic(&nonce, &secret, &theirs)
                    .map_err(|_| bad)?;
                self.step = Step::Key {
                    generator,
                    mapping: Some(secret),
                };
                Ok((answer(&[(0x82, &public)]), None))
            }
            Step::Key { generator, mapping } => {
                let theirs = object(&mut inside, 0x83)?;
                let secret = group.secret(rng);
                let ours = group.public(&generator, &secret).map_err(|_| bad)?;
                let shared = group.agree(&secret, &theirs).map_err(|_| bad)?;
                let keys = SessionKeys::derive(cipher, &shared);
                let data = answer(&[(0x84, &ours)]);
                self.step = Step::Token {
                    keys,
                    ours,
                    theirs,
                    mapping,
                };
                Ok((data, None))
            }
            Step::Token {
                keys: session,
                ours,
                theirs,
                mapping,
            } => {
                let token_in = object(&mut inside, 0x85)?;
                let protocol = self.info.protocol;
                let expected = token(protocol, &session, group, &ours).map_err(|_| bad)?;
                if token_in != expected {
                    return Err(wrong);
                }
                let token_out = token(protocol, &session, group, &theirs).map_err(|_| bad)?;
                let mut objects = vec![(0x86, token_out.to_vec())];
                if protocol.mapping == Mapping::ChipAuthentication {
                    let mapping = mapping.ok_or(bad)?;
                    // A copy has no static key: it can only guess.
                    let guess = group.secret(rng);
                    let fixed = keys
                        .iter()
                        .find(|key| key.public.group == *group)
                        .map_or(&guess, |key| &key.secret);
                    let quotient = group.quotient(&mapping, fixed).map_err(|_| bad)?;
                    let key = &session.encryption;
                    let vector = key.encrypt(&[], &[0xFF; 16]).map_err(|_| bad)?;
                    let data = key.encrypt(&vector, &pad(&quotient, 16)).map_err(|_| bad)?;
                    objects.push((0x8A, data));
                }
                let objects: Vec<(u32, &[u8])> = objects
                    .iter()
                    .map(|(tag, value)| (*tag, &value[..]))
                    .collect();
                Ok((answer(&objects), Some(session)))
            }
        }
    }
}

fn answer(objects: &[(u32, &[u8])]) -> Vec<u8> {
    let inside: Vec<u8> = objects
        .iter()
        .flat_map(|(tag, value)| write(Tag(*tag), value))
        .collect();
    write(Tag(0x7C), &inside)
}
