//! Readers and cards, through PC/SC.

use std::ffi::CString;
use std::time::Duration;

use bonafide_emrtd::apdu::MAX_RESPONSE;
use pcsc::{
    Attribute, Card, Context, Disposition, Error, Protocols, ReaderState, Scope, ShareMode, State,
};

use crate::Result;
use crate::cli::{Extended, ReaderChoice};
use crate::connect::Antenna;
use crate::edge::Watch;

/// How often to look whether a card came.
const LOOK: Duration = Duration::from_millis(150);
/// How long the service may go on believing in a card that left. When it still does after that, the card never left,
/// only its power.
const SETTLE: Duration = Duration::from_secs(2);
/// CM_IOCTL_GET_FEATURE_REQUEST (PC/SC part 10, section 2.2): which features a reader has.
const FEATURE_REQUEST: u32 = 3400;
/// FEATURE_GET_TLV_PROPERTIES, and in them dwMaxAPDUDataSize.
const PROPERTIES: u8 = 0x12;
const MAX_DATA_SIZE: u8 = 0x0A;

/// Why there is no card, or none that can be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChipError {
    #[error(
        "the smart card service does not run: start pcscd (on Debian: apt-get install pcscd, systemctl start pcscd)"
    )]
    NoService,
    #[error("there is no reader")]
    NoReader,
    #[error("there is no reader named {0}; see `bonafide-reader list`")]
    Unknown(String),
    #[error("{0} names several readers; see `bonafide-reader list`")]
    Ambiguous(String),
    #[error("{}", crate::words::advice(bonafide_emrtd::reading::Trouble::NoChip))]
    NoChip,
    #[error("another program is using the card: close it, or try another reader")]
    InUse,
    #[error("the reader fails: {0}")]
    Reader(Error),
}

impl From<Error> for ChipError {
    fn from(error: Error) -> ChipError {
        match error {
            Error::NoService | Error::ServiceStopped => ChipError::NoService,
            Error::NoReadersAvailable => ChipError::NoReader,
            Error::SharingViolation => ChipError::InUse,
            error => ChipError::Reader(error),
        }
    }
}

/// Why a command has no answer.
#[derive(Debug)]
pub(crate) enum Silence {
    /// The card left, or lost its power: it may come back.
    Lost,
    Failed(ChipError),
}

/// The readers of this computer.
pub(crate) struct Readers {
    context: Context,
    wanted: Option<String>,
    extended: Extended,
    /// The card that was lost last: its reader, that reader's count of events, and since when.
    lost: Option<(String, u32, Watch)>,
}

/// A reader as it is now.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) name: CString,
    pub(crate) present: bool,
    pub(crate) atr: Vec<u8>,
    /// How many cards came and went.
    events: u32,
}

/// A card with which nobody else speaks.
pub(crate) struct Chip {
    card: Option<Card>,
    pub(crate) reader: String,
    pub(crate) atr: Vec<u8>,
    events: u32,
    buffer: Vec<u8>,
}

pub(crate) fn list() -> Result {
    let readers = Readers::open(None, Extended::Auto)?;
    let slots = readers.slots()?;
    if slots.is_empty() {
        return Err(ChipError::NoReader.into());
    }
    for slot in slots {
        let name = slot.name.to_string_lossy();
        if slot.present {
            println!("{name}: card {}", hex::encode_upper(&slot.atr));
        } else {
            println!("{name}: no card");
        }
    }
    Ok(())
}

impl Readers {
    pub(crate) fn of(choice: &ReaderChoice) -> std::result::Result<Readers, ChipError> {
        Readers::open(choice.reader.clone(), choice.extended)
    }

    fn open(wanted: Option<String>, extended: Extended) -> std::result::Result<Readers, ChipError> {
        let readers = Readers {
            context: Context::establish(Scope::User)?,
            wanted,
            extended,
            lost: None,
        };
        // Complain about a name now, not after a minute of waiting.
        readers.slots()?;
        Ok(readers)
    }

    /// The readers that are meant, and what lies on them.
    pub(crate) fn slots(&self) -> std::result::Result<Vec<Slot>, ChipError> {
        let mut names = match self.context.list_readers_owned() {
            Err(Error::NoReadersAvailable) => Vec::new(),
            names => names?,
        };
        if let Some(wanted) = &self.wanted {
            let part = wanted.to_lowercase();
            let meant = |name: &CString| name.to_string_lossy().to_lowercase().contains(&part);
            names.retain(meant);
            match names.len() {
                0 => return Err(ChipError::Unknown(wanted.clone())),
                1 => {}
                _ => return Err(ChipError::Ambiguous(wanted.clone())),
            }
        }
        if names.is_empty() {
            return Ok(Vec::new());
        }
        let mut states: Vec<ReaderState> = names
            .iter()
            .map(|name| ReaderState::new(name.clone(), State::UNAWARE))
            .collect();
        match self.context.get_status_change(Duration::ZERO, &mut states) {
            Ok(()) | Err(Error::Timeout) => {}
            // It was unplugged in between.
            Err(Error::UnknownReader) => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        }
        let slot = |state: &ReaderState| Slot {
            name: state.name().to_owned(),
            // Perhaps mute: connecting powers it up once more.
            present: state.event_state().contains(State::PRESENT),
            atr: state.atr().to_vec(),
            events: state.event_count(),
        };
        Ok(states.iter().map(slot).collect())
    }

    /// The first of the readers that has a card, other than one that was lost and only seems to be there.
    pub(crate) fn present(&self) -> std::result::Result<Option<Slot>, ChipError> {
        let seems = |slot: &Slot| {
            self.lost.as_ref().is_some_and(|(name, events, since)| {
                slot.name.to_string_lossy() == name.as_str()
                    && slot.events == *events
                    && since.elapsed() < SETTLE
            })
        };
        let slots = self.slots()?;
        Ok(slots.into_iter().find(|slot| slot.present && !seems(slot)))
    }

    /// Lets go of a card that left, so that one can be waited for.
    pub(crate) fn lose(&mut self, chip: &mut Chip) {
        self.lost = Some((chip.reader.clone(), chip.events, Watch::start()));
        chip.release();
    }

    /// Waits for a card and takes it for this program alone.
    pub(crate) fn wait(&self, patience: Duration) -> std::result::Result<Chip, ChipError> {
        let watch = Watch::start();
        loop {
            if let Some(slot) = self.present()? {
                match self.take(&slot) {
                    // It left again.
                    Ok(None) => {}
                    Ok(Some(chip)) => return Ok(chip),
                    Err(error) => return Err(error),
                }
            }
            if watch.elapsed() > patience {
                return Err(ChipError::NoChip);
            }
            std::thread::sleep(LOOK);
        }
    }

    /// The card in this reader; nothing when it left in between.
    pub(crate) fn take(&self, slot: &Slot) -> std::result::Result<Option<Chip>, ChipError> {
        match self
            .context
            .connect(&slot.name, ShareMode::Exclusive, Protocols::ANY)
        {
            Ok(card) => Ok(Some(Chip {
                card: Some(card),
                reader: slot.name.to_string_lossy().into_owned(),
                atr: slot.atr.clone(),
                events: slot.events,
                buffer: vec![0; MAX_RESPONSE],
            })),
            Err(error) if lost(error) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether the readers carry extended APDUs: as told, or as they say themselves, which not all do.
    pub(crate) fn extended(&self) -> std::result::Result<bool, ChipError> {
        match self.extended {
            Extended::On => Ok(true),
            Extended::Off => Ok(false),
            Extended::Auto => {
                let slots = self.slots()?;
                let carries = |slot: &Slot| self.max_data(slot).is_some_and(|length| length > 261);
                Ok(!slots.is_empty() && slots.iter().all(carries))
            }
        }
    }

    /// dwMaxAPDUDataSize of a reader, in bytes, when it tells.
    fn max_data(&self, slot: &Slot) -> Option<u32> {
        let card = self
            .context
            .connect(&slot.name, ShareMode::Direct, Protocols::UNDEFINED)
            .ok()?;
        let length = told_max_data(&card);
        // A card that lies there is not to be disturbed.
        let _ = card.disconnect(Disposition::LeaveCard);
        length
    }
}

fn told_max_data(reader: &Card) -> Option<u32> {
    let mut buffer = [0; 256];
    let features = reader
        .control(pcsc::ctl_code(FEATURE_REQUEST.into()), &[], &mut buffer)
        .ok()?;
    let code: [u8; 4] = property(features, PROPERTIES)?.try_into().ok()?;
    let code = u32::from_be_bytes(code);
    let properties = reader.control(code.into(), &[], &mut buffer).ok()?;
    let length: [u8; 4] = property(properties, MAX_DATA_SIZE)?.try_into().ok()?;
    Some(u32::from_le_bytes(length))
}

/// The value of a tag in a row of one-byte tags and lengths.
fn property(mut bytes: &[u8], wanted: u8) -> Option<&[u8]> {
    while let [tag, length, rest @ ..] = bytes {
        let (value, rest) = rest.split_at_checked(usize::from(*length))?;
        if *tag == wanted {
            return Some(value);
        }
        bytes = rest;
    }
    None
}

impl Chip {
    /// Sends one command; its answer with the status word.
    pub(crate) fn transmit(&mut self, command: &[u8]) -> std::result::Result<Vec<u8>, Silence> {
        let Some(card) = &self.card else {
            return Err(Silence::Lost);
        };
        match card.transmit(command, &mut self.buffer) {
            // Some drivers say nothing at all instead of failing when the card left.
            Ok(answer) if answer.len() < 2 => Err(Silence::Lost),
            Ok(answer) => Ok(answer.to_vec()),
            Err(error) if lost(error) => Err(Silence::Lost),
            Err(error) => Err(Silence::Failed(error.into())),
        }
    }

    fn release(&mut self) {
        if let Some(card) = self.card.take() {
            // Its channel ends with it.
            let _ = card.disconnect(Disposition::ResetCard);
        }
    }

    /// Whether it is still there and was not reset behind our back.
    pub(crate) fn alive(&self) -> bool {
        self.card
            .as_ref()
            .is_some_and(|card| card.status2_owned().is_ok())
    }

    /// The serial number of the reader's driver, for reports; many have none.
    pub(crate) fn vendor(&self) -> Option<String> {
        let name = self
            .card
            .as_ref()?
            .get_attribute_owned(Attribute::VendorName)
            .ok()?;
        let name = String::from_utf8_lossy(&name);
        let name = name.trim_end_matches('\0').trim();
        (!name.is_empty()).then(|| name.to_owned())
    }
}

/// A reader of this computer, with the chip that lies there.
pub(crate) struct AtReader {
    readers: Readers,
    chip: Option<Chip>,
}

impl AtReader {
    pub(crate) fn open(choice: &ReaderChoice) -> std::result::Result<AtReader, ChipError> {
        Ok(AtReader {
            readers: Readers::of(choice)?,
            chip: None,
        })
    }
}

impl Antenna for AtReader {
    fn extended(&self) -> std::result::Result<bool, ChipError> {
        self.readers.extended()
    }

    fn look(&mut self, for_another: bool) -> std::result::Result<Option<Vec<u8>>, ChipError> {
        if self.chip.as_ref().is_some_and(|chip| !chip.alive()) {
            self.chip = None;
        }
        if self.chip.is_none()
            && for_another
            && let Some(slot) = self.readers.present()?
        {
            self.chip = self.readers.take(&slot)?;
        }
        Ok(self.chip.as_ref().map(|chip| chip.atr.clone()))
    }

    fn transmit(&mut self, command: &[u8]) -> std::result::Result<Vec<u8>, Silence> {
        match &mut self.chip {
            Some(chip) => chip.transmit(command),
            None => Err(Silence::Lost),
        }
    }

    fn lose(&mut self) {
        if let Some(mut chip) = self.chip.take() {
            self.readers.lose(&mut chip);
        }
    }
}

impl Drop for Chip {
    fn drop(&mut self) {
        self.release();
    }
}

/// Errors that mean the contact, not the reader.
fn lost(error: Error) -> bool {
    matches!(
        error,
        Error::RemovedCard
            | Error::ResetCard
            | Error::NoSmartcard
            | Error::UnpoweredCard
            | Error::UnresponsiveCard
            | Error::CommError
            | Error::CommDataLost
            | Error::NotTransacted
            | Error::ReaderUnavailable
            | Error::UnknownReader
    )
}

#[cfg(test)]
mod tests {
    use super::{MAX_DATA_SIZE, property};

    #[test]
    fn properties_of_a_reader() {
        let bytes = [0x01, 2, 9, 9, 0x0A, 4, 0, 0, 1, 0];
        assert_eq!(property(&bytes, MAX_DATA_SIZE), Some(&[0, 0, 1, 0][..]));
        assert_eq!(property(&bytes, 0x12), None);
        assert_eq!(property(&[0x0A, 9, 1], 0x0A), None);
        assert_eq!(property(&[0x0A], 0x0A), None);
    }
}
