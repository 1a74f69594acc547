//! A list of breached passwords in a file: one SHA-1 a line in hexadecimal, with or without `:` and how
//! often it was seen, sorted by hash. It is searched where it lies, however large it is: some thirty reads.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

use bonafide_identity::port::breached_passwords::{BreachedPasswords, ListUnread};

/// No line is longer: a hash, a count and an end of line of two characters.
const LINE: u64 = 80;
/// A part of the file that is read as a whole.
const WINDOW: u64 = 4096;
/// Places of the file that are looked at when it is opened.
const SAMPLES: u64 = 64;

/// The file, open.
pub struct HashFile {
    file: File,
    length: u64,
}

impl HashFile {
    /// Opens a list, and looks at lines all over it: one that is not sorted would find nothing.
    ///
    /// # Errors
    /// A file that cannot be read, is empty or is no such list.
    pub fn open(path: &Path) -> Result<Self, ListUnread> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        let list = Self { file, length };
        let mut last = list.line(0)?.1;
        for sample in 1..=SAMPLES {
            let at =
                u64::try_from(u128::from(length) * u128::from(sample) / u128::from(SAMPLES + 1))
                    .unwrap_or(length);
            let Some(start) = list.next_line(at)? else {
                break;
            };
            let (_, hash) = list.line(start)?;
            if hash < last {
                return Err(ListUnread::Malformed { at: start });
            }
            last = hash;
        }
        Ok(list)
    }

    /// Up to `buffer.len()` bytes from `at` on.
    fn read<'a>(&self, at: u64, buffer: &'a mut [u8]) -> Result<&'a [u8], ListUnread> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.file.read_at(rest, at + filled as u64) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(buffer.get(..filled).unwrap_or_default())
    }

    /// Where the first line begins that begins after `at`, unless none does.
    fn next_line(&self, at: u64) -> Result<Option<u64>, ListUnread> {
        let mut buffer = [0; LINE as usize];
        let bytes = self.read(at, &mut buffer)?;
        match bytes.iter().position(|byte| *byte == b'\n') {
            Some(end) => Ok(Some(at + end as u64 + 1).filter(|next| *next < self.length)),
            None if bytes.len() < buffer.len() => Ok(None),
            None => Err(ListUnread::Malformed { at }),
        }
    }

    /// The line that begins at `at`: where the next one begins, and its hash.
    fn line(&self, at: u64) -> Result<(u64, [u8; 20]), ListUnread> {
        let mut buffer = [0; LINE as usize];
        parse(self.read(at, &mut buffer)?, at)
    }
}

/// The line at the beginning of `bytes`, which stand at `at` in the file.
fn parse(bytes: &[u8], at: u64) -> Result<(u64, [u8; 20]), ListUnread> {
    let malformed = || ListUnread::Malformed { at };
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let line = bytes.get(..end.unwrap_or(bytes.len())).unwrap_or_default();
    if end.is_none() && bytes.len() as u64 >= LINE {
        return Err(malformed());
    }
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let (digits, rest) = line.split_at_checked(40).ok_or_else(malformed)?;
    let counted = match rest.split_first() {
        None => true,
        Some((b':', count)) => !count.is_empty() && count.iter().all(u8::is_ascii_digit),
        Some(_) => false,
    };
    let mut hash = [0; 20];
    for (byte, pair) in hash.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |at: usize| pair.get(at).and_then(|it| char::from(*it).to_digit(16));
        let (high, low) = digit(0).zip(digit(1)).ok_or_else(malformed)?;
        *byte = u8::try_from(high * 16 + low).map_err(|_| malformed())?;
    }
    match counted {
        true => Ok((at + end.map_or(bytes.len(), |end| end + 1) as u64, hash)),
        false => Err(malformed()),
    }
}

impl BreachedPasswords for HashFile {
    fn knows(&self, sha1: &[u8; 20]) -> Result<bool, ListUnread> {
        // The line, if there is one, begins at `low` or later and before `high`; both are where lines begin.
        let (mut low, mut high) = (0, self.length);
        while high - low > WINDOW {
            let middle = low + (high - low) / 2;
            let start = self.next_line(middle)?.filter(|start| *start < high);
            let start = start.ok_or(ListUnread::Malformed { at: middle })?;
            let (_, hash) = self.line(start)?;
            match hash.cmp(sha1) {
                std::cmp::Ordering::Less => low = start,
                std::cmp::Ordering::Equal => return Ok(true),
                std::cmp::Ordering::Greater => high = start,
            }
        }
        while low < high {
            let (next, hash) = self.line(low)?;
            if hash >= *sha1 {
                return Ok(hash == *sha1);
            }
            low = next;
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests;
