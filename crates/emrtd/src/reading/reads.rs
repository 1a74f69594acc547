//! Reading files piece by piece: exact ranges, as long as chip and reader can.

use bonafide_x509::tlv::{Tag, Tlv, write};

use super::{
    Deviation, File, Missing, Purpose, Reading, ReadingError,
    file::{Added, Contents},
};
use crate::apdu::{Command, Status};

/// Offsets beyond need READ BINARY with an odd instruction.
const MAX_SHORT_OFFSET: usize = 0x7FFF;
/// Rounds of reads that bring nothing new before a file counts as damaged.
const IDLE_ROUNDS: u32 = 8;

impl Reading {
    pub(super) fn refuse_length(
        &mut self,
        length: usize,
        status: Status,
    ) -> Result<(), ReadingError> {
        self.replan = true;
        if length > self.chunk(0) {
            // Sent before the refusal of another read taught better.
            return Ok(());
        }
        let profile = &mut self.record.profile;
        if !profile.refuse(length as u32, status.proposed_length()) {
            let file = self.selected.unwrap_or(File::Sod);
            return Err(ReadingError::Damaged(file));
        }
        let deviation = match profile.read_limit {
            Some(limit) if length <= 256 => Deviation::ReadLimited(limit),
            _ => Deviation::ExtendedRefused,
        };
        self.record.deviate(deviation);
        Ok(())
    }

    pub(super) fn file_selected(&mut self, file: File, status: Status) {
        if status.readable() {
            if status == Status::DEACTIVATED {
                self.record.deviate(Deviation::Deactivated(file));
            }
            self.selected = Some(file);
            return;
        }
        self.selected = None;
        let missing = match status {
            Status::SECURITY_NOT_SATISFIED | Status::CONDITIONS_NOT_SATISFIED => {
                Missing::Refused(status)
            }
            _ => Missing::Absent(status),
        };
        self.contents.entry(file).or_default().missing = Some(missing);
        self.queue.retain(|exchange| {
            !matches!(exchange.purpose, Purpose::Read { file: other, .. } | Purpose::Begin(other) if other == file)
        });
    }

    /// A piece of the selected file.
    pub(super) fn piece(
        &mut self,
        file: File,
        offset: usize,
        length: usize,
        data: &[u8],
        status: Status,
    ) -> Result<(), ReadingError> {
        if status == Status::WRONG_LENGTH || status.proposed_length().is_some() {
            return self.refuse_length(length, status);
        }
        if !status.readable() {
            self.contents.entry(file).or_default().missing = Some(match status {
                Status::SECURITY_NOT_SATISFIED | Status::CONDITIONS_NOT_SATISFIED => {
                    Missing::Refused(status)
                }
                _ => Missing::Broken,
            });
            return Ok(());
        }
        let data = if offset > MAX_SHORT_OFFSET {
            discretionary(data).ok_or(ReadingError::Damaged(file))?
        } else {
            data
        };
        if data.len() > length {
            return Err(ReadingError::Damaged(file));
        }
        if data.len() < length && status == Status::OK && data.len() >= 32 && length <= 256 {
            // It gives less than asked without saying so.
            let profile = &mut self.record.profile;
            let limit = data.len() as u32;
            if profile.read_limit.is_none_or(|known| known > limit) {
                profile.read_limit = Some(limit);
                self.record.deviate(Deviation::ReadLimited(limit));
                self.replan = true;
            }
        }
        self.add(file, offset, data)
    }

    pub(super) fn add(
        &mut self,
        file: File,
        offset: usize,
        data: &[u8],
    ) -> Result<(), ReadingError> {
        let limit = self.options.limits.file_bytes;
        let contents = self.contents.entry(file).or_default();
        match contents.add(file, offset, data, limit) {
            Added::Taken => {}
            Added::WrongTag => contents.missing = Some(Missing::Broken),
            Added::TooLong => return Err(ReadingError::TooLong(file)),
        }
        if file == File::AtrInfo {
            self.record.profile.announce(data);
        }
        Ok(())
    }

    /// The most bytes to read at once at an offset.
    pub(super) fn chunk(&self, offset: usize) -> usize {
        let profile = &self.record.profile;
        let largest = match &self.channel {
            Some(channel) => profile.largest_read(channel.cipher(), &self.options.reader),
            None => profile.read_limit.unwrap_or(256) as usize,
        };
        if offset > MAX_SHORT_OFFSET {
            // The answer's own tag and length take their part.
            largest.saturating_sub(4).max(1)
        } else {
            largest
        }
    }

    /// Queues what is not yet read of these files. After a few rounds without anything new they are broken.
    pub(super) fn read(&mut self, files: &[File]) {
        let before = self.record.effort.useful_bytes;
        self.record.effort.useful_bytes = self.contents.values().map(Contents::present).sum();
        self.idle_rounds = match before == self.record.effort.useful_bytes {
            true => self.idle_rounds + 1,
            false => 0,
        };
        for file in files {
            let contents = self.contents.entry(*file).or_default();
            let wanted = self.options.files.contains(file)
                || matches!(file, File::CardAccess | File::CardSecurity);
            if !wanted || contents.settled() {
                continue;
            }
            if self.idle_rounds > IDLE_ROUNDS {
                contents.missing = Some(Missing::Broken);
                continue;
            }
            let gaps = self.contents[file].gaps(|offset| self.chunk(offset));
            self.push_reads(*file, &gaps);
        }
    }

    pub(super) fn push_reads(&mut self, file: File, gaps: &[(usize, usize)]) {
        self.push_select(file);
        for (offset, length) in gaps {
            self.push(
                read_binary(*offset, *length),
                Purpose::Read {
                    file,
                    offset: *offset,
                    length: *length,
                },
            );
        }
    }

    pub(super) fn push_select(&mut self, file: File) {
        let select = Command::new(0x00, 0xA4, 0x02, 0x0C).data(file.identifier());
        self.push(select, Purpose::Select(file));
    }
}

/// READ BINARY of an exact range.
fn read_binary(offset: usize, length: usize) -> Command {
    if offset <= MAX_SHORT_OFFSET {
        let [high, low] = (offset as u16).to_be_bytes();
        return Command::new(0x00, 0xB0, high, low).expecting(length as u32);
    }
    // The offset in a data object; the answer in another, whose tag and length the chip adds.
    let bytes = (offset as u32).to_be_bytes();
    let bytes = if offset > 0xFFFF {
        &bytes[1..]
    } else {
        &bytes[2..]
    };
    let data = write(Tag(0x54), bytes);
    let header = match length {
        0..=0x7F => 2,
        0x80..=0xFF => 3,
        _ => 4,
    };
    Command::new(0x00, 0xB1, 0x00, 0x00)
        .data(data)
        .expecting((length + header) as u32)
}

/// What an answer to READ BINARY with an odd instruction holds.
fn discretionary(data: &[u8]) -> Option<&[u8]> {
    let object = Tlv::only(data).ok()?;
    (object.tag == Tag(0x53)).then_some(object.value)
}
