//! The files of a chip and what has been read of them so far.

use std::collections::BTreeMap;

use bonafide_x509::tlv::{Header, Tag};
use serde::{Deserialize, Serialize};

use crate::apdu::Status;
use crate::lds;

/// An elementary file (Doc 9303-10, sections 3.6 to 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum File {
    /// Of the master file: readable before access control.
    CardAccess,
    AtrInfo,
    Dir,
    /// Of the master file: readable after PACE.
    CardSecurity,
    /// Of the travel document application.
    Com,
    Sod,
    /// Number 1 to 16.
    DataGroup(u8),
}

impl File {
    /// The file identifier for SELECT.
    #[must_use]
    pub fn identifier(self) -> [u8; 2] {
        match self {
            File::CardAccess => [0x01, 0x1C],
            File::CardSecurity => [0x01, 0x1D],
            File::AtrInfo => [0x2F, 0x01],
            File::Dir => [0x2F, 0x00],
            File::Com => [0x01, 0x1E],
            File::Sod => [0x01, 0x1D],
            File::DataGroup(number) => [0x01, number],
        }
    }

    /// The tag that the file begins with; EF.DIR and EF.ATR/INFO are rows of objects.
    #[must_use]
    pub fn tag(self) -> Option<Tag> {
        match self {
            File::CardAccess => Some(Tag::SET),
            File::CardSecurity => Some(Tag::SEQUENCE),
            File::AtrInfo | File::Dir => None,
            File::Com => Some(Tag(0x60)),
            File::Sod => Some(Tag(0x77)),
            File::DataGroup(number) => lds::tag_of(number),
        }
    }

    /// The name under which readers keep the file: `EF.COM`, `DG1`.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            File::CardAccess => "EF.CardAccess".to_owned(),
            File::AtrInfo => "EF.ATR/INFO".to_owned(),
            File::Dir => "EF.DIR".to_owned(),
            File::CardSecurity => "EF.CardSecurity".to_owned(),
            File::Com => "EF.COM".to_owned(),
            File::Sod => "EF.SOD".to_owned(),
            File::DataGroup(number) => format!("DG{number}"),
        }
    }

    /// The name under which it is kept in a folder: `EF.COM`, `EF.DG1`, `EF.ATR_INFO`.
    #[must_use]
    pub fn file_name(self) -> String {
        match self {
            File::DataGroup(number) => format!("EF.DG{number}"),
            other => other.name().replace('/', "_"),
        }
    }
}

/// Why a file was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "status")]
pub enum Missing {
    /// The chip says that there is no such file.
    Absent(Status),
    /// The chip wants another authentication first.
    Refused(Status),
    /// The file does not begin with its tag, or ends before its length.
    Broken,
}

/// How many bytes of each file are read before its length is known: no file is shorter, and tag and length fit.
pub(super) const HEADER_BYTES: usize = 6;

/// What is known of one file. Pieces may arrive with gaps between them.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    total: Option<usize>,
    pieces: BTreeMap<usize, Vec<u8>>,
    pub(super) missing: Option<Missing>,
}

/// What a piece of a file told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Added {
    Taken,
    /// The file's first bytes do not belong to it.
    WrongTag,
    /// The file says that it is longer than allowed.
    TooLong,
}

impl Contents {
    /// Takes a piece in. What is there already, and what reaches beyond the end of the file, is cut off.
    pub(super) fn add(&mut self, file: File, offset: usize, bytes: &[u8], limit: usize) -> Added {
        if let (None, 0, Some(tag)) = (self.total, offset, file.tag()) {
            match Header::of(bytes) {
                Ok(header) if header.tag != tag => return Added::WrongTag,
                Ok(header) if header.total() > limit => return Added::TooLong,
                Ok(header) => self.total = Some(header.total()),
                Err(_) => return Added::WrongTag,
            }
        }
        let before = self.pieces.range(..=offset).next_back();
        if before.is_some_and(|(start, bytes)| start + bytes.len() > offset) {
            return Added::Taken;
        }
        let next = self.pieces.range(offset..).next().map(|(start, _)| *start);
        let end = next.unwrap_or(usize::MAX).min(self.total.unwrap_or(limit));
        let bytes = &bytes[..bytes.len().min(end.saturating_sub(offset))];
        if !bytes.is_empty() {
            self.pieces.insert(offset, bytes.to_vec());
        }
        Added::Taken
    }

    pub(super) fn total(&self) -> Option<usize> {
        self.total
    }

    /// Bytes present.
    pub(super) fn present(&self) -> usize {
        self.pieces.values().map(Vec::len).sum()
    }

    /// Whether there is nothing more to ask for: everything is there, or the file is missing.
    pub(super) fn settled(&self) -> bool {
        self.missing.is_some() || self.total.is_some_and(|total| self.present() >= total)
    }

    /// The ranges not yet read, each at most `chunk(offset)` bytes long.
    pub(super) fn gaps(&self, chunk: impl Fn(usize) -> usize) -> Vec<(usize, usize)> {
        let Some(total) = self.total else {
            return vec![(0, HEADER_BYTES)];
        };
        let mut gaps = Vec::new();
        let mut at = 0;
        let ends = self
            .pieces
            .iter()
            .map(|(start, bytes)| (*start, start + bytes.len()));
        for (start, end) in ends.chain([(total, total)]) {
            while at < start {
                let length = chunk(at).max(1).min(start - at);
                gaps.push((at, length));
                at += length;
            }
            at = at.max(end);
        }
        gaps
    }

    /// The whole file.
    pub(super) fn whole(&self) -> Option<Vec<u8>> {
        if self.missing.is_some() || self.present() < self.total? {
            return None;
        }
        Some(self.pieces.values().flatten().copied().collect())
    }

    /// All bytes of a file whose length nothing tells.
    pub(super) fn begun(&self) -> Vec<u8> {
        self.pieces.get(&0).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Added, Contents, File, HEADER_BYTES};

    #[test]
    fn gaps_close_in_any_order() {
        let mut contents = Contents::default();
        let file = File::DataGroup(1);
        assert_eq!(contents.gaps(|_| 8), [(0, HEADER_BYTES)]);
        let bytes: Vec<u8> = [0x61, 28].into_iter().chain(0..28).collect();
        assert_eq!(contents.add(file, 0, &bytes[..6], 100), Added::Taken);
        assert_eq!(contents.gaps(|_| 8), [(6, 8), (14, 8), (22, 8)]);
        contents.add(file, 22, &bytes[22..], 100);
        // The chip gave five bytes of eight.
        contents.add(file, 6, &bytes[6..11], 100);
        assert_eq!(contents.gaps(|_| 8), [(11, 8), (19, 3)]);
        contents.add(file, 11, &bytes[11..22], 100);
        assert!(contents.settled());
        assert_eq!(contents.whole(), Some(bytes));
    }

    #[test]
    fn lengths_are_not_believed() {
        let mut contents = Contents::default();
        let file = File::DataGroup(2);
        let huge = [0x75, 0x84, 0xFF, 0xFF, 0xFF, 0xFF];
        assert_eq!(contents.add(file, 0, &huge, 1 << 20), Added::TooLong);
        assert_eq!(
            contents.add(file, 0, &[0x61, 4, 0, 0, 0, 0], 100),
            Added::WrongTag
        );
        assert_eq!(
            contents.add(file, 0, &[0x1F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], 100),
            Added::WrongTag
        );
        assert_eq!(contents.present(), 0);
        // What is there is not written over, and nothing beside it twice.
        let mut contents = Contents::default();
        contents.add(file, 0, &[0x75, 8, 1, 2], 100);
        contents.add(file, 6, &[5, 6], 100);
        contents.add(file, 0, &[0x75, 8, 9, 9, 9, 9, 9, 9, 9, 9], 100);
        contents.add(file, 4, &[3, 4, 9, 9], 100);
        assert_eq!(contents.gaps(|_| 8), [(8, 2)]);
        assert_eq!(contents.present(), 8);
        let mut contents = Contents::default();
        // More than the file has: cut.
        contents.add(file, 0, &[0x75, 4, 1, 2, 3, 4, 5, 6], 100);
        assert_eq!(contents.whole(), Some(vec![0x75, 4, 1, 2, 3, 4]));
    }
}
