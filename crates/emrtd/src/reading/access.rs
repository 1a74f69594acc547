//! The way to an open channel: what the chip announces, then PACE or basic access control.

use rand_core::CryptoRng;

use super::{
    APPLICATION, Access, AccessPolicy, Deviation, Exchange, File, Missing, Phase, Protocol,
    Purpose, Reading, ReadingError,
};
use crate::{
    apdu::{Command, Status},
    bac::{self, BasicAccess},
    group::Group,
    pace::{AwaitingKey, AwaitingMapping, AwaitingNonce, AwaitingToken, Pace},
    security_infos::{Mapping, PaceInfo, SecurityInfos},
};

/// The step of access control whose command is under way.
#[derive(Debug)]
pub(super) enum AccessStage {
    Challenge,
    Basic(BasicAccess),
    PaceNonce(PaceInfo, AwaitingNonce),
    PaceMapping(PaceInfo, AwaitingMapping),
    PaceKey(PaceInfo, AwaitingKey),
    PaceToken(PaceInfo, AwaitingToken),
}

/// The most data that a short command carries on a channel, whatever its cipher.
const SHORT_DATA_BYTES: usize = 223;
/// The longest public key that fits it, with its tags and the number of the chip's key.
const SHORT_KEY_BYTES: usize = SHORT_DATA_BYTES - 15;
/// What stands around a public key in its command, protection included.
const AROUND_KEY_BYTES: usize = 64;
/// The bit of the class that says that more of the same command follows (ISO/IEC 7816-4, 5.1.1).
const CHAINED: u8 = 0x10;

impl Reading {
    /// Asks for what the chip announces, once; later readings of it go straight to access control.
    pub(super) fn greet(&mut self) -> Result<(), ReadingError> {
        if self.discovered {
            self.push_master_file(false);
            return self.open();
        }
        self.phase = Phase::Discover {
            bare_master_file: false,
        };
        self.push_master_file(false);
        self.push_greeting();
        Ok(())
    }

    fn push_master_file(&mut self, bare: bool) {
        let select = Command::new(0x00, 0xA4, 0x00, 0x0C);
        let select = if bare {
            select
        } else {
            select.data([0x3F, 0x00])
        };
        self.push(select, Purpose::MasterFile);
    }

    fn push_greeting(&mut self) {
        let mut files = vec![File::CardAccess];
        if self.options.reader.extended && self.record.profile.wants_lengths() {
            files.push(File::AtrInfo);
        }
        if self.options.files.contains(&File::Dir) {
            files.push(File::Dir);
        }
        for file in files {
            self.push_select(file);
            // All that the file has, up to 256 bytes: what Le = 00 means, and no reading past the end.
            self.push(
                Command::new(0x00, 0xB0, 0, 0).expecting(256),
                Purpose::Begin(file),
            );
        }
    }

    pub(super) fn discover(&mut self, bare_master_file: bool) -> Result<(), ReadingError> {
        self.phase = Phase::Discover { bare_master_file };
        let contents = self.contents.entry(File::CardAccess).or_default();
        match contents.missing {
            None => {
                self.read(&[File::CardAccess]);
                if !self.queue.is_empty() {
                    return Ok(());
                }
                let file = self.contents[&File::CardAccess].whole();
                let file = file.ok_or(ReadingError::Damaged(File::CardAccess))?;
                let infos = SecurityInfos::parse(&file)
                    .map_err(|_| ReadingError::Damaged(File::CardAccess))?;
                self.card_access = Some(infos);
            }
            // Perhaps the chip is not at the master file, and wants it selected without an identifier.
            Some(_) if !bare_master_file && self.record.has(Deviation::MasterFileRefused) => {
                contents.missing = None;
                self.phase = Phase::Discover {
                    bare_master_file: true,
                };
                self.push_master_file(true);
                self.push_greeting();
                return Ok(());
            }
            Some(Missing::Broken) => return Err(ReadingError::Damaged(File::CardAccess)),
            Some(_) => {}
        }
        self.discovered = true;
        self.open()
    }

    /// Chooses the access control. Once PACE is chosen there is no way to BAC.
    fn open(&mut self) -> Result<(), ReadingError> {
        let announced = self
            .card_access
            .as_ref()
            .map_or(&[][..], |infos| &infos.pace);
        let pace = match self.options.access {
            AccessPolicy::Announced => !announced.is_empty(),
            AccessPolicy::Pace => true,
            AccessPolicy::Bac => false,
        };
        if !pace {
            if self.key.basic_access_keys().is_none() {
                return Err(ReadingError::KeyUnfit);
            }
            self.push(
                Command::new(0x00, 0xA4, 0x04, 0x0C).data(APPLICATION),
                Purpose::Application,
            );
            self.push(bac::challenge(), Purpose::Protocol(Protocol::Challenge));
            self.phase = Phase::Access(AccessStage::Challenge);
            return Ok(());
        }
        if announced.is_empty() {
            return Err(ReadingError::PaceRequired);
        }
        let ambiguous = announced.len() > 1;
        let group = |info| {
            self.card_access
                .as_ref()
                .and_then(|infos| infos.pace_group(info))
        };
        let usable = announced
            .iter()
            .filter_map(|info| Some((*info, group(info)?)))
            .collect::<Vec<_>>();
        if usable.is_empty() {
            let own = |info: &PaceInfo| !info.is_standardised();
            return Err(match announced.iter().any(own) {
                true => ReadingError::UnknownParameters,
                false => ReadingError::NoAccessControl,
            });
        }
        let (info, group) = usable
            .into_iter()
            .filter(|(_, group)| self.carries(group))
            .max_by_key(|(info, group)| preference(info, group))
            .ok_or(ReadingError::ExtendedNeeded)?;
        let (awaiting, [set_up, nonce]) = Pace::new(&info, group, ambiguous, &self.key).begin();
        self.push(set_up, Purpose::Protocol(Protocol::PaceSetUp));
        self.push(nonce, Purpose::Protocol(Protocol::PaceStep));
        self.phase = Phase::Access(AccessStage::PaceNonce(info, awaiting));
        Ok(())
    }

    /// Whether reader and chip can exchange keys of this length in one command each. The steps of PACE are
    /// themselves marked as a chain, so that none of them can be cut into one.
    pub(super) fn carries(&self, group: &Group) -> bool {
        self.extends(group.element_bytes())
    }

    /// The same for chip authentication, whose commands may be cut.
    pub(super) fn carries_in_parts(&self, group: &Group) -> bool {
        self.record.profile.chaining || self.carries(group)
    }

    /// Whether one command can have so much data: a short one, or an extended one when both sides have those.
    fn extends(&self, bytes: usize) -> bool {
        let profile = &self.record.profile;
        bytes <= SHORT_KEY_BYTES
            || (self.options.reader.extended
                && profile.extended != Some(false)
                && profile.takes(bytes + AROUND_KEY_BYTES))
    }

    /// Queues a command of a protocol; where its data is too long, as a chain of short ones.
    pub(super) fn push_protocol(&mut self, command: Command, protocol: Protocol) {
        let purpose = Purpose::Protocol(protocol);
        let bytes = command.data.len();
        let profile = &self.record.profile;
        let chain = profile.chaining && profile.extended.is_none();
        if bytes <= SHORT_DATA_BYTES || (!chain && self.extends(bytes)) {
            return self.push(command, purpose);
        }
        let mut parts = command.data.chunks(SHORT_DATA_BYTES).peekable();
        while let Some(part) = parts.next() {
            let last = parts.peek().is_none();
            let part = Command {
                class: command.class | if last { 0 } else { CHAINED },
                data: part.to_vec(),
                expected: command.expected.filter(|_| last),
                ..command
            };
            self.push(part, purpose);
        }
    }

    pub(super) fn access(
        &mut self,
        stage: AccessStage,
        rng: &mut dyn CryptoRng,
    ) -> Result<(), ReadingError> {
        let answer = std::mem::take(&mut self.answer);
        let mut next = |purpose, command, stage| {
            self.queue.push_back(Exchange {
                command,
                purpose: Purpose::Protocol(purpose),
                continues: false,
            });
            self.phase = Phase::Access(stage);
        };
        match stage {
            AccessStage::Challenge => {
                let keys = self.key.basic_access_keys().ok_or(ReadingError::KeyUnfit)?;
                let (access, command) = BasicAccess::begin(keys, &answer, rng)?;
                next(
                    Protocol::ExternalAuthenticate,
                    command,
                    AccessStage::Basic(access),
                );
            }
            AccessStage::Basic(access) => {
                self.channel = Some(access.finish(&answer)?);
                self.record.access = Some(Access::Bac);
                self.learn();
            }
            AccessStage::PaceNonce(info, awaiting) => {
                let (awaiting, command) = awaiting.nonce(&answer, rng)?;
                next(
                    Protocol::PaceStep,
                    command,
                    AccessStage::PaceMapping(info, awaiting),
                );
            }
            AccessStage::PaceMapping(info, awaiting) => {
                let (awaiting, command) = awaiting.mapped(&answer, rng)?;
                next(
                    Protocol::PaceStep,
                    command,
                    AccessStage::PaceKey(info, awaiting),
                );
            }
            AccessStage::PaceKey(info, awaiting) => {
                let (awaiting, command) = awaiting.agreed(&answer)?;
                next(
                    Protocol::PaceToken,
                    command,
                    AccessStage::PaceToken(info, awaiting),
                );
            }
            AccessStage::PaceToken(info, awaiting) => {
                let established = awaiting.finish(&answer)?;
                self.channel = Some(established.channel);
                self.record.access = Some(Access::Pace {
                    protocol: info.protocol,
                    parameter_id: info.parameter_id,
                    password: self.key.kind(),
                });
                self.record.mapping = established.chip_authentication;
                if self.record.mapping.is_some() {
                    self.phase = Phase::CardSecurity;
                } else {
                    self.learn();
                }
            }
        }
        Ok(())
    }

    /// The answer to a command of a protocol.
    pub(super) fn protocol(
        &mut self,
        protocol: Protocol,
        data: Vec<u8>,
        status: Status,
    ) -> Result<(), ReadingError> {
        if status.ok() {
            self.answer = data;
            if protocol == Protocol::ActiveAuthentication {
                self.active_authentication_answered();
            }
            return Ok(());
        }
        match (protocol, status.wrong_password()) {
            // A warning about the tries left; PACE goes on.
            (Protocol::PaceSetUp, Some(_)) => Ok(()),
            (
                Protocol::PaceStep | Protocol::PaceToken | Protocol::ExternalAuthenticate,
                Some(tries_left),
            ) => Err(ReadingError::WrongKey { tries_left }),
            // Chips put a wrong password in many words; these are said only once it was used.
            (Protocol::PaceToken | Protocol::ExternalAuthenticate, None)
                if matches!(
                    status,
                    Status::SECURITY_NOT_SATISFIED
                        | Status::PROTECTION_WRONG
                        | Status::WRONG_DATA
                        | Status::CONDITIONS_NOT_SATISFIED
                ) =>
            {
                Err(ReadingError::WrongKey { tries_left: None })
            }
            (Protocol::ChipAuthentication, _) => {
                self.refused.get_or_insert(status);
                Ok(())
            }
            (Protocol::ActiveAuthentication, _) => {
                self.active_authentication_refused(status);
                Ok(())
            }
            _ => Err(ReadingError::AccessRefused(status)),
        }
    }
}

/// The better of several offers: one that proves the chip as well, then the stronger cipher, then what is
/// faster on the chip.
fn preference(info: &PaceInfo, group: &Group) -> (bool, u8, bool, bool) {
    (
        info.protocol.mapping == Mapping::ChipAuthentication,
        info.protocol.cipher as u8,
        matches!(group, Group::Curve(_)),
        info.protocol.mapping == Mapping::Generic,
    )
}
