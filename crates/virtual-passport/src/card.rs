//! The card: commands in, answers out.

use bonafide_emrtd::{
    apdu::{Command, Response, Status},
    cipher::{Cipher, SessionKeys, pad},
    reading::File,
    security_infos::{Agreement, PaceProtocol},
    tlv::{Reader, Tag, Tlv, write},
};
use rand_core::CryptoRng;
use std::time::Duration;

use crate::{
    channel::Channel,
    document::{ChipKey, Document, agrees},
    pace::Pace,
    quirks::{Fault, FaultKind, KeyReference, LengthRefusal, MasterFile, Quirks},
};

const APPLICATION: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];

/// An emulated chip in the field of a reader.
pub struct Passport {
    document: Document,
    quirks: Quirks,
    fault: Option<Fault>,
    rng: Box<dyn CryptoRng + Send>,
    state: State,
    commands: u32,
    read_bytes: usize,
    worked: Duration,
    last: Vec<u8>,
}

/// What the card forgets when it loses power.
#[derive(Default)]
struct State {
    application: bool,
    /// The master file was selected, which chips that do not start there need.
    at_master_file: bool,
    selected: Option<File>,
    channel: Option<Channel>,
    /// The channel to use from the next command on.
    next: Option<Channel>,
    challenge: Option<[u8; 8]>,
    pace: Option<Pace>,
    chip_authentication: Option<(Cipher, usize)>,
    /// Keys were agreed upon that nobody else has.
    proven: bool,
    /// The first parts of a command that comes in a chain.
    chain: Option<Command>,
    waiting: Vec<u8>,
}

type Answer = Result<Vec<u8>, Status>;

impl Passport {
    #[must_use]
    pub fn new(document: Document, quirks: Quirks, rng: Box<dyn CryptoRng + Send>) -> Passport {
        Passport {
            document,
            quirks,
            fault: None,
            rng,
            state: State::default(),
            commands: 0,
            read_bytes: 0,
            worked: Duration::ZERO,
            last: Vec::new(),
        }
    }

    /// Goes wrong once, at a command counted from now on.
    pub fn inject(&mut self, fault: Fault) {
        self.fault = Some(Fault {
            at: self.commands + fault.at,
            ..fault
        });
    }

    /// Takes the card out of the field and puts it back.
    pub fn reset(&mut self) {
        self.state = State::default();
    }

    /// Commands answered since it was made.
    #[must_use]
    pub fn commands(&self) -> u32 {
        self.commands
    }

    /// Bytes of files given to READ BINARY since it was made.
    #[must_use]
    pub fn read_bytes(&self) -> usize {
        self.read_bytes
    }

    /// How long a chip with these quirks would have computed.
    #[must_use]
    pub fn worked(&self) -> Duration {
        self.worked
    }

    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Answers a command; nothing when the card was pulled out at this moment.
    pub fn transmit(&mut self, command: &[u8]) -> Option<Vec<u8>> {
        self.commands += 1;
        let fault = self
            .fault
            .take_if(|fault| fault.at == self.commands)
            .map(|fault| fault.kind);
        if fault == Some(FaultKind::Pulled) {
            self.reset();
            return None;
        }
        let plain = self.answer(command);
        let mut bytes = plain.encode();
        match fault {
            None | Some(FaultKind::Pulled) => {}
            Some(FaultKind::Flipped) => bytes[0] ^= 1,
            Some(FaultKind::Stripped) => {
                let data = self.document.files.get(&File::DataGroup(1));
                bytes = data
                    .map(|file| file[..16.min(file.len())].to_vec())
                    .unwrap_or_default();
                bytes.extend([0x90, 0x00]);
            }
            Some(FaultKind::Bare(status)) => bytes = status.0.to_be_bytes().to_vec(),
            Some(FaultKind::LyingStatus) => {
                let at = bytes.len() - 1;
                bytes[at] ^= 0x82;
            }
            Some(FaultKind::Replayed) => bytes.clone_from(&self.last),
            Some(FaultKind::Empty) => bytes.clear(),
            Some(FaultKind::Huge) => bytes = vec![0x87; 70_000],
        }
        self.last.clone_from(&bytes);
        Some(bytes)
    }

    fn answer(&mut self, bytes: &[u8]) -> Response {
        let fail = |status| Response::new([], status);
        let Ok(command) = Command::parse(bytes) else {
            return fail(Status::WRONG_LENGTH);
        };
        if self.quirks.refuses_extended && command.extended() {
            return fail(Status::WRONG_LENGTH);
        }
        if command.class == 0x00 && command.instruction == 0xC0 {
            let waiting = std::mem::take(&mut self.state.waiting);
            return self.in_parts(waiting, command.expected.unwrap_or(256));
        }
        self.state.waiting.clear();
        let protected = command.class & 0x0C == 0x0C;
        if !protected {
            // A command without protection ends the channel.
            self.state.channel = None;
            self.state.next = None;
            return self.finish(&command, |card| card.run(&command));
        }
        let Some(mut channel) = self.state.channel.take() else {
            return fail(Status::PROTECTION_MISSING);
        };
        let inner = match channel.open(&command) {
            Ok(inner) => inner,
            Err(status) => {
                self.state.application = false;
                return fail(status);
            }
        };
        if let Some(status) = self.bare_length_refusal(&inner) {
            // Said by a layer below: neither side counts the command.
            channel.take_back();
            self.state.channel = Some(channel);
            return fail(status);
        }
        self.state.channel = Some(channel);
        let answer = match self.chained(inner) {
            Ok(Some(inner)) => self.run(&inner),
            Ok(None) => Ok((Vec::new(), Status::OK)),
            Err(status) => Err(status),
        };
        let response = match answer {
            Ok((data, status)) => Response::new(data, status),
            Err(status) => fail(status),
        };
        let odd = command.instruction & 1 == 1;
        let protected = self
            .state
            .channel
            .as_mut()
            .and_then(|channel| channel.protect(&response, odd).ok());
        if let Some(next) = self.state.next.take() {
            self.state.channel = Some(next);
        }
        match protected {
            Some(response) => self.fit(&command, response),
            None => fail(Status::PROTECTION_MISSING),
        }
    }

    fn finish(
        &mut self,
        command: &Command,
        run: impl FnOnce(&mut Passport) -> Result<(Vec<u8>, Status), Status>,
    ) -> Response {
        let response = match run(self) {
            Ok((data, status)) => Response::new(data, status),
            Err(status) => Response::new([], status),
        };
        if let Some(next) = self.state.next.take() {
            self.state.channel = Some(next);
        }
        self.fit(command, response)
    }

    /// Long answers to short commands are given in parts.
    fn fit(&mut self, command: &Command, response: Response) -> Response {
        let room = command.expected.unwrap_or(256) as usize;
        if response.data.len() <= room || command.extended() {
            return response;
        }
        if self.quirks.refuses_long_answers {
            return Response::new([], Status::WRONG_LENGTH);
        }
        let mut bytes = response.data;
        bytes.extend(response.status.0.to_be_bytes());
        self.in_parts(bytes, 256)
    }

    /// The next part of data and status that wait.
    fn in_parts(&mut self, mut waiting: Vec<u8>, expected: u32) -> Response {
        let Some(left) = waiting.len().checked_sub(2) else {
            return Response::new([], Status::CONDITIONS_NOT_SATISFIED);
        };
        let part = left.min(expected as usize).min(256);
        let rest = waiting.split_off(part);
        if let [high, low] = rest[..] {
            return Response::new(waiting, Status(u16::from_be_bytes([high, low])));
        }
        let more = (rest.len() - 2).min(255) as u16;
        self.state.waiting = rest;
        Response::new(waiting, Status(0x6100 | more))
    }

    /// The whole of a command that comes in a chain (ISO/IEC 7816-4, 5.1.1); nothing before its last part. The
    /// steps of PACE bear the same mark, and are whole each.
    fn chained(&mut self, part: Command) -> Result<Option<Command>, Status> {
        const MORE: u8 = 0x10;
        let more = part.class & MORE != 0;
        let in_pace = part.instruction == 0x86 && self.state.chip_authentication.is_none();
        let before = self.state.chain.take();
        if in_pace || (before.is_none() && !more) {
            return Ok(Some(part));
        }
        if !self.quirks.chaining {
            return Err(Status::CHAINING_UNSUPPORTED);
        }
        let whole = match before {
            None => part,
            Some(before) if before.instruction != part.instruction => {
                return Err(Status::LAST_OF_CHAIN_EXPECTED);
            }
            Some(before) => Command {
                data: [before.data, part.data].concat(),
                ..part
            },
        };
        if more {
            self.state.chain = Some(whole);
            return Ok(None);
        }
        Ok(Some(whole))
    }

    fn run(&mut self, command: &Command) -> Result<(Vec<u8>, Status), Status> {
        let ok = |data| (data, Status::OK);
        let superfluous = self.quirks.refuses_superfluous_le && command.expected.is_some();
        match (command.instruction, command.p1, command.p2) {
            (0xA4 | 0x22, ..) if superfluous => Err(Status::WRONG_LENGTH),
            (0xA4, 0x00, _) => self.select_master_file(&command.data).map(ok),
            (0xA4, 0x04, _) => self.select_application(&command.data).map(ok),
            (0xA4, 0x02, _) => self.select_file(&command.data),
            (0xB0, ..) => self.read(
                usize::from(command.p1) << 8 | usize::from(command.p2),
                command.expected,
            ),
            (0xB1, 0, 0) => self.read_odd(command),
            (0x84, 0, 0) => self.get_challenge().map(ok),
            (0x82, 0, 0) => self.external_authenticate(&command.data).map(ok),
            (0x22, 0xC1, 0xA4) => {
                let status = self.quirks.pace_warning.unwrap_or(Status::OK);
                self.set_pace(&command.data).map(|data| (data, status))
            }
            (0x22, 0x41, 0xA4) => self.set_chip_authentication(&command.data).map(ok),
            (0x22, 0x41, 0xA6) => self.key_agreement_template(&command.data).map(ok),
            (0x86, 0, 0) => self.general_authenticate(&command.data).map(ok),
            (0x88, 0, 0) => self.internal_authenticate(&command.data).map(ok),
            _ => Err(Status::INSTRUCTION_UNSUPPORTED),
        }
    }

    fn select_master_file(&mut self, data: &[u8]) -> Answer {
        let allowed = matches!(
            (self.quirks.master_file, data),
            (MasterFile::Either | MasterFile::Bare, [])
                | (MasterFile::Either | MasterFile::ByIdentifier, [0x3F, 0x00])
        );
        if !allowed {
            return Err(Status::NOT_FOUND);
        }
        self.state.application = false;
        self.state.selected = None;
        self.state.chip_authentication = None;
        self.state.at_master_file = true;
        Ok(Vec::new())
    }

    fn select_application(&mut self, data: &[u8]) -> Answer {
        if data != APPLICATION {
            return Err(Status::NOT_FOUND);
        }
        // The application of a chip with PACE alone opens after PACE.
        if !self.document.bac && !self.document.pace.is_empty() && self.state.channel.is_none() {
            return Err(Status::SECURITY_NOT_SATISFIED);
        }
        self.state.application = true;
        self.state.selected = None;
        Ok(Vec::new())
    }

    fn select_file(&mut self, data: &[u8]) -> Result<(Vec<u8>, Status), Status> {
        let in_application = self.state.application;
        let file = self.document.files.keys().copied().find(|file| {
            let belongs = matches!(file, File::Com | File::Sod | File::DataGroup(_));
            belongs == in_application && file.identifier() == data
        });
        let hidden = self.quirks.master_file == MasterFile::Bare
            && !in_application
            && !self.state.at_master_file;
        let between = !self.state.proven
            && file.is_some_and(|file| self.quirks.hides.map(File::DataGroup) == Some(file));
        let Some(file) = file.filter(|_| !hidden && !between) else {
            if self.quirks.forgets_selection {
                self.state.selected = None;
            }
            return Err(Status::NOT_FOUND);
        };
        let open = matches!(file, File::CardAccess | File::AtrInfo | File::Dir);
        let pace = self
            .state
            .channel
            .as_ref()
            .is_some_and(|channel| channel.pace);
        // Fingerprints and irises want terminal authentication.
        let closed = matches!(file, File::DataGroup(3 | 4));
        if closed
            || (!open && self.state.channel.is_none())
            || (file == File::CardSecurity && !pace)
        {
            return Err(Status::SECURITY_NOT_SATISFIED);
        }
        self.state.selected = Some(file);
        let deactivated = file == File::CardAccess && self.quirks.card_access_deactivated;
        Ok((
            Vec::new(),
            if deactivated {
                Status::DEACTIVATED
            } else {
                Status::OK
            },
        ))
    }

    /// What a layer below secure messaging says to a length that it does not like.
    fn bare_length_refusal(&self, command: &Command) -> Option<Status> {
        let (limit, refusal) = self.quirks.read_limit?;
        let too_long = command.instruction & 0xFE == 0xB0
            && command.expected.is_some_and(|expected| expected > limit);
        match refusal {
            LengthRefusal::BareWrongLength if too_long => Some(Status::WRONG_LENGTH),
            LengthRefusal::BareProposal if too_long => Some(Status(0x6C00 | limit as u16)),
            _ => None,
        }
    }

    fn read(&mut self, offset: usize, expected: Option<u32>) -> Result<(Vec<u8>, Status), Status> {
        let mut length = expected.ok_or(Status::WRONG_LENGTH)? as usize;
        let mut whole = length;
        if let Some((limit, refusal)) = self.quirks.read_limit
            && length > limit as usize
        {
            match refusal {
                LengthRefusal::WrongLength | LengthRefusal::BareWrongLength => {
                    return Err(Status::WRONG_LENGTH);
                }
                LengthRefusal::Proposal | LengthRefusal::BareProposal => {
                    return Err(Status(0x6C00 | limit as u16));
                }
                LengthRefusal::Silent => {
                    length = limit as usize;
                    whole = length;
                }
            }
        }
        let selected = self
            .state
            .selected
            .ok_or(Status::CONDITIONS_NOT_SATISFIED)?;
        let file = self
            .document
            .files
            .get(&selected)
            .ok_or(Status::NOT_FOUND)?;
        let rest = file
            .get(offset..)
            .filter(|rest| !rest.is_empty())
            .ok_or(Status::OFFSET)?;
        // Le = 00 asks for what there is; any other length for just so much.
        if whole == 256 || whole == 65_536 {
            whole = rest.len();
        }
        let status = if rest.len() < whole {
            Status::END_OF_FILE
        } else {
            Status::OK
        };
        let given = rest[..length.min(rest.len())].to_vec();
        self.read_bytes += given.len();
        Ok((given, status))
    }

    fn read_odd(&mut self, command: &Command) -> Result<(Vec<u8>, Status), Status> {
        let offset = Tlv::only(&command.data).map_err(|_| Status::WRONG_DATA)?;
        if offset.tag != Tag(0x54) || offset.value.len() > 4 {
            return Err(Status::WRONG_DATA);
        }
        let offset = offset
            .value
            .iter()
            .fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        // The length asked for includes the answer's tag and length field.
        let expected = command.expected.ok_or(Status::WRONG_LENGTH)?;
        let header = match expected {
            0..=0x81 => 2,
            0x82..=0x102 => 3,
            _ => 4,
        };
        let (data, status) = self.read(offset, Some(expected.saturating_sub(header)))?;
        Ok((write(Tag(0x53), &data), status))
    }

    fn get_challenge(&mut self) -> Answer {
        if !self.state.application {
            return Err(Status::CONDITIONS_NOT_SATISFIED);
        }
        if !self.document.bac || self.quirks.bac_removed {
            return Err(Status::REFERENCE_NOT_FOUND);
        }
        let mut challenge = [0; 8];
        self.rng.fill_bytes(&mut challenge);
        self.state.challenge = Some(challenge);
        Ok(challenge.to_vec())
    }

    fn external_authenticate(&mut self, data: &[u8]) -> Answer {
        let wrong = self.quirks.wrong_password.unwrap_or(Status::FAILED);
        let challenge = self
            .state
            .challenge
            .take()
            .ok_or(Status::CONDITIONS_NOT_SATISFIED)?;
        let keys = self
            .document
            .zone
            .basic_access_keys()
            .ok_or(Status::REFERENCE_NOT_FOUND)?;
        let (cryptogram, code) = data.split_at_checked(32).ok_or(Status::WRONG_LENGTH)?;
        if !keys.authentication.verify_mac(&pad(cryptogram, 8), code) {
            return Err(wrong);
        }
        let plain = keys
            .encryption
            .decrypt(&[], cryptogram)
            .map_err(|_| wrong)?;
        if plain[8..16] != challenge {
            return Err(wrong);
        }
        let mut material = [0; 16];
        self.rng.fill_bytes(&mut material);
        let ours = [&challenge[..], &plain[..8], &material].concat();
        let mut answer = keys.encryption.encrypt(&[], &ours).map_err(|_| wrong)?;
        answer.extend(
            keys.authentication
                .mac(&pad(&answer, 8))
                .map_err(|_| wrong)?,
        );
        let seed: Vec<u8> = plain[16..]
            .iter()
            .zip(material)
            .map(|(a, b)| a ^ b)
            .collect();
        let mut counter = [0; 8];
        counter[..4].copy_from_slice(&challenge[4..]);
        counter[4..].copy_from_slice(&plain[4..8]);
        let keys = SessionKeys::derive(Cipher::TripleDes, &seed);
        self.state.next = Some(Channel::of_bac(keys, counter));
        Ok(answer)
    }

    fn set_pace(&mut self, data: &[u8]) -> Answer {
        let mut protocol = None;
        let mut password = None;
        let mut parameter = None;
        for object in Reader::new(data) {
            let object = object.map_err(|_| Status::WRONG_DATA)?;
            match (object.tag, object.value) {
                (Tag(0x80), oid) => protocol = PaceProtocol::of_oid(oid),
                (Tag(0x83), [reference]) => password = Some(*reference),
                (Tag(0x84), [id]) => parameter = Some(*id),
                _ => return Err(Status::WRONG_DATA),
            }
        }
        let protocol = protocol.ok_or(Status::WRONG_DATA)?;
        if parameter.is_none() && self.quirks.wants_parameter_id && self.document.pace.len() > 1 {
            return Err(Status::REFERENCE_NOT_FOUND);
        }
        let info = self
            .document
            .pace
            .iter()
            .find(|info| {
                info.protocol == protocol && (parameter.is_none() || parameter == info.parameter_id)
            })
            .ok_or(Status::REFERENCE_NOT_FOUND)?;
        let key = match password {
            Some(1) => Some(&self.document.zone),
            Some(2) => self.document.card_access_number.as_ref(),
            _ => None,
        };
        let key = key.ok_or(Status::REFERENCE_NOT_FOUND)?;
        let group = self.document.pace_group(info);
        let group = group.ok_or(Status::REFERENCE_NOT_FOUND)?;
        self.state.pace = Some(Pace::new(*info, group, key.pace_key(protocol.cipher)));
        self.worked += self.quirks.pace_takes;
        Ok(Vec::new())
    }

    fn general_authenticate(&mut self, data: &[u8]) -> Answer {
        if let Some((cipher, index)) = self.state.chip_authentication.take() {
            let mut inside = Reader::new(data)
                .enter(Tag(0x7C))
                .map_err(|_| Status::WRONG_DATA)?;
            let theirs = inside.value(Tag(0x80)).map_err(|_| Status::WRONG_DATA)?;
            self.agree(cipher, index, theirs)?;
            return Ok(write(Tag(0x7C), &[]));
        }
        let mut pace = self
            .state
            .pace
            .take()
            .ok_or(Status::CONDITIONS_NOT_SATISFIED)?;
        let wrong = self.quirks.wrong_password.unwrap_or(Status::FAILED);
        let keys = &self.document.chip_keys;
        let (data, session) = pace.authenticate(data, keys, wrong, &mut *self.rng)?;
        match session {
            Some(keys) => self.state.next = Some(Channel::new(keys, true)),
            None => self.state.pace = Some(pace),
        }
        Ok(data)
    }

    /// The static key that a terminal means.
    fn chip_key(
        &self,
        agreement: Option<Agreement>,
        reference: Option<&[u8]>,
    ) -> Result<usize, Status> {
        match (self.quirks.key_reference, reference) {
            (KeyReference::Required, None) | (KeyReference::Refused, Some(_)) => {
                return Err(Status::WRONG_DATA);
            }
            _ => {}
        }
        if self.state.channel.is_none() {
            return Err(Status::SECURITY_NOT_SATISFIED);
        }
        let number = reference.map(|bytes| {
            bytes
                .iter()
                .fold(0, |sum, byte| sum << 8 | u32::from(*byte))
        });
        let fits = |key: &ChipKey| {
            agreement.is_none_or(|agreement| agrees(key, agreement))
                && (number.is_none() || key.public.key_id.is_none() || number == key.public.key_id)
        };
        self.document
            .chip_keys
            .iter()
            .position(fits)
            .ok_or(Status::REFERENCE_NOT_FOUND)
    }

    fn set_chip_authentication(&mut self, data: &[u8]) -> Answer {
        let mut reader = Reader::new(data);
        let oid = reader.value(Tag(0x80)).map_err(|_| Status::WRONG_DATA)?;
        let reference = reader.optional(Tag(0x84)).map_err(|_| Status::WRONG_DATA)?;
        let known = self
            .document
            .chip_keys
            .iter()
            .flat_map(|key| &key.protocols)
            .find(|protocol| protocol.oid() == oid)
            .copied()
            .ok_or(Status::REFERENCE_NOT_FOUND)?;
        let key = self.chip_key(Some(known.agreement), reference.map(|object| object.value))?;
        self.state.chip_authentication = Some((known.cipher, key));
        Ok(Vec::new())
    }

    fn key_agreement_template(&mut self, data: &[u8]) -> Answer {
        let mut reader = Reader::new(data);
        let theirs = reader.value(Tag(0x91)).map_err(|_| Status::WRONG_DATA)?;
        let reference = reader.optional(Tag(0x84)).map_err(|_| Status::WRONG_DATA)?;
        let key = self.chip_key(None, reference.map(|object| object.value))?;
        self.agree(Cipher::TripleDes, key, theirs)?;
        Ok(Vec::new())
    }

    fn agree(&mut self, cipher: Cipher, index: usize, theirs: &[u8]) -> Result<(), Status> {
        let key = &self.document.chip_keys[index];
        let shared = key
            .public
            .group
            .agree(&key.secret, theirs)
            .map_err(|_| Status::WRONG_DATA)?;
        let pace = self
            .state
            .channel
            .as_ref()
            .is_some_and(|channel| channel.pace);
        self.state.next = Some(Channel::new(SessionKeys::derive(cipher, &shared), pace));
        self.state.proven = true;
        Ok(())
    }

    fn internal_authenticate(&mut self, challenge: &[u8]) -> Answer {
        if self.state.channel.is_none() {
            return Err(Status::SECURITY_NOT_SATISFIED);
        }
        let signer = self
            .document
            .active
            .as_ref()
            .ok_or(Status::INSTRUCTION_UNSUPPORTED)?;
        if challenge.len() != 8 {
            return Err(Status::WRONG_LENGTH);
        }
        signer
            .sign(challenge, self.quirks.active_answer, &mut *self.rng)
            .map_err(|_| Status::CONDITIONS_NOT_SATISFIED)
    }
}

impl std::fmt::Debug for Passport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Passport")
            .field("quirks", &self.quirks)
            .finish_non_exhaustive()
    }
}
