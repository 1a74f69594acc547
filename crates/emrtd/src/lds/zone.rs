use bonafide_mrz::Zone;

use super::{LdsError, open};
use crate::tlv::{Reader, Tag};

/// DG1: the machine-readable zone (Doc 9303-10, 4.7.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneFile {
    /// As the document prints them.
    pub lines: Vec<String>,
    pub zone: Zone,
}

impl ZoneFile {
    /// Reads the zone in any format; the length of the text tells which.
    pub fn of(file: &[u8]) -> Result<ZoneFile, LdsError> {
        let text = Reader::new(open(file, Tag(0x61))?).value(Tag(0x5f1f))?;
        let width = match text.len() {
            90 => 30,
            72 => 36,
            88 => 44,
            _ => return Err(LdsError::ZoneLength),
        };
        let lines: Vec<String> = text
            .chunks(width)
            .map(|line| line.iter().map(|byte| char::from(*byte)).collect())
            .collect();
        let zone = bonafide_mrz::parse(&lines)?;
        Ok(ZoneFile { lines, zone })
    }

    /// The file that holds these lines.
    #[must_use]
    pub fn encode<L: AsRef<str>>(lines: &[L]) -> Vec<u8> {
        let text: String = lines.iter().map(AsRef::as_ref).collect();
        let inside = crate::tlv::write(Tag(0x5f1f), text.as_bytes());
        crate::tlv::write(Tag(0x61), &inside)
    }
}
