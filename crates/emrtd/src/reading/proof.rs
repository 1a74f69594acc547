//! The proof that the chip is no copy, on the wire: the chip-authentication mapping of PACE, chip
//! authentication with new keys, active authentication over the server's nonce.

use rand_core::CryptoRng;

use super::{
    ActiveAuthenticationRun, ActivePolicy, ChipAuthenticationRun, Deviation, File, KeySource,
    MappingRun, Nonce, Phase, Protocol, Purpose, Reading, ReadingError,
};
use crate::{
    active_authentication::ActiveKey,
    apdu::{Command, Status},
    chip_authentication::{ChipAuthentication, Offer, offers},
    lds::Sod,
    secure_messaging::largest_plain,
    security_infos::SecurityInfos,
};

/// The step of the proof that comes next.
#[derive(Debug)]
pub(super) enum ProofStage {
    Mapping,
    /// Chip authentication with the offers left, the first of them next, its key named to the chip or not.
    Offers {
        offers: Vec<Offer>,
        refer: bool,
        turned: bool,
    },
    /// Its commands are answered.
    Agreed {
        run: Box<ChipAuthentication>,
        offers: Vec<Offer>,
        turned: bool,
    },
}

/// More attempts than this are not worth the time in the field.
const MAX_OFFERS: usize = 3;

impl Reading {
    pub(super) fn prove(
        &mut self,
        stage: ProofStage,
        rng: &mut dyn CryptoRng,
    ) -> Result<(), ReadingError> {
        match stage {
            ProofStage::Mapping => {
                let infos = self.dg14();
                self.check_mapping(infos.as_ref());
                let mut offers = infos.as_ref().map(offers).unwrap_or_default();
                offers.retain(|offer| self.carries_in_parts(&offer.key.group));
                offers.truncate(MAX_OFFERS);
                if !self.record.chip_authentication_wanted() {
                    offers.clear();
                }
                self.phase = Phase::Prove(ProofStage::Offers {
                    refer: names_key(offers.first()),
                    offers,
                    turned: false,
                });
            }
            ProofStage::Offers {
                offers,
                refer,
                turned,
            } => {
                let Some(offer) = offers.first() else {
                    self.phase = Phase::Rest;
                    return Ok(());
                };
                self.refused = None;
                match ChipAuthentication::new(offer, refer, rng) {
                    Ok(run) => {
                        for command in run.commands() {
                            self.push_protocol(command, Protocol::ChipAuthentication);
                        }
                        self.phase = Phase::Prove(ProofStage::Agreed {
                            run: Box::new(run),
                            offers,
                            turned,
                        });
                    }
                    // The key in DG14 is no element of its group.
                    Err(_) => {
                        self.record.chip_authentication = ChipAuthenticationRun::Failed;
                        self.try_next(offers);
                    }
                }
            }
            ProofStage::Agreed {
                run,
                offers,
                turned,
            } => match self.refused.take() {
                None => {
                    self.record.begin_chip_authentication(&run);
                    if turned {
                        self.record.deviate(Deviation::KeyReferenceRefused);
                    }
                    self.channel = Some(run.channel());
                    self.doubt_what_is_missing();
                    // Any answer under the new keys is the proof; this one comes first.
                    self.push_select(File::Sod);
                    if let Some(exchange) = self.queue.back_mut() {
                        exchange.purpose = Purpose::Nothing;
                    }
                    return self.rest(rng);
                }
                // Once more, in a chain of short commands.
                Some(_) if std::mem::take(&mut self.shorten) && self.record.profile.chaining => {
                    self.phase = Phase::Prove(ProofStage::Offers {
                        offers,
                        refer: run.refers(),
                        turned,
                    });
                }
                Some(status) => {
                    self.record.chip_authentication = ChipAuthenticationRun::Refused { status };
                    let nameable = names_key(offers.first());
                    if nameable && !turned {
                        // A chip with one key may refuse to hear its number.
                        self.phase = Phase::Prove(ProofStage::Offers {
                            offers,
                            refer: !run.refers(),
                            turned: true,
                        });
                    } else {
                        self.try_next(offers);
                    }
                }
            },
        }
        Ok(())
    }

    /// Whoever knows the key of the document may have answered in the chip's place until now, and hidden files.
    /// What the signed list has is asked for again, under keys that only the chip has.
    fn doubt_what_is_missing(&mut self) {
        let signed = (self.contents.get(&File::Sod))
            .and_then(|contents| contents.whole())
            .and_then(|file| Sod::of(&file).ok());
        for (file, contents) in &mut self.contents {
            let listed = match file {
                File::DataGroup(number) => signed
                    .as_ref()
                    .is_none_or(|signed| signed.hashes.contains_key(number)),
                _ => false,
            };
            if listed {
                contents.missing = None;
            }
        }
    }

    fn try_next(&mut self, mut offers: Vec<Offer>) {
        offers.remove(0);
        self.phase = Phase::Prove(ProofStage::Offers {
            refer: names_key(offers.first()),
            offers,
            turned: false,
        });
    }

    fn dg14(&mut self) -> Option<SecurityInfos> {
        let file = self.contents.get(&File::DataGroup(14))?.whole()?;
        let infos = SecurityInfos::of_dg14(&file).ok();
        if infos.is_none() {
            self.record
                .deviate(Deviation::Unreadable(File::DataGroup(14)));
        }
        infos
    }

    /// Holds the mapping's proof against the static keys: of DG14, else of EF.CardSecurity.
    fn check_mapping(&mut self, dg14: Option<&SecurityInfos>) {
        let Some(proof) = &self.record.mapping else {
            return;
        };
        let proven = |infos: &SecurityInfos| infos.chip_keys.iter().any(|key| proof.proves(key));
        let run = if dg14.is_some_and(proven) {
            MappingRun::Proven {
                source: KeySource::DataGroup14,
            }
        } else {
            let card_security = self
                .contents
                .get(&File::CardSecurity)
                .and_then(|contents| contents.whole())
                .and_then(|file| SecurityInfos::of_card_security(&file).ok());
            if card_security.is_some_and(|infos| proven(&infos)) {
                MappingRun::Proven {
                    source: KeySource::CardSecurity,
                }
            } else {
                MappingRun::Failed
            }
        };
        self.record.mapping_run = run;
    }

    /// Queues INTERNAL AUTHENTICATE when the policy wants it and it has not been answered.
    pub(super) fn queue_active_authentication(&mut self, rng: &mut dyn CryptoRng) {
        if !matches!(
            self.record.active_authentication,
            ActiveAuthenticationRun::NotRun
        ) {
            return;
        }
        let wanted = match self.options.active_authentication {
            ActivePolicy::Always => true,
            ActivePolicy::WhenNeeded => !self.record.proven_or_pending(),
            ActivePolicy::Never => false,
        };
        let Some(file) = self
            .contents
            .get(&File::DataGroup(15))
            .and_then(|contents| contents.whole())
        else {
            return;
        };
        if !wanted {
            return;
        }
        let key = ActiveKey::of_dg15(&file);
        let bytes = key.as_ref().map_or(0, ActiveKey::signature_bytes);
        let Some(cipher) = self.channel.as_ref().map(|channel| channel.cipher()) else {
            return;
        };
        let long = bytes > largest_plain(cipher, 256);
        let extended =
            long && self.options.reader.extended && self.record.profile.extended != Some(false);
        if self.nonce == Nonce::Drawn {
            // Whoever held an answer back has no use for it.
            rng.fill_bytes(&mut self.challenge);
        }
        // A long answer without extended length comes in parts, if at all.
        let expected = if extended { 65_536 } else { 256 };
        self.push(
            Command::new(0x00, 0x88, 0x00, 0x00)
                .data(self.challenge)
                .expecting(expected),
            Purpose::Protocol(Protocol::ActiveAuthentication),
        );
    }

    pub(super) fn active_authentication_answered(&mut self) {
        let signature = std::mem::take(&mut self.answer);
        let whole = |file| {
            self.contents
                .get(&file)
                .and_then(|contents| contents.whole())
        };
        let Some(dg15) = whole(File::DataGroup(15)) else {
            return;
        };
        let dg14 = whole(File::DataGroup(14));
        let challenge = self.challenge;
        let verdict = ActiveKey::of_dg15(&dg15)
            .and_then(|key| key.verify_with(dg14.as_deref(), &challenge, &signature));
        self.record.active_authentication = ActiveAuthenticationRun::Answered {
            challenge,
            signature,
            verdict,
        };
    }

    pub(super) fn active_authentication_refused(&mut self, status: Status) {
        self.record.active_authentication = ActiveAuthenticationRun::Refused { status };
    }
}

fn names_key(offer: Option<&Offer>) -> bool {
    offer.is_some_and(|offer| offer.key.key_id.or(offer.protocol.key_id).is_some())
}
