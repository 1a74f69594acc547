//! The encrypted container: argon2id makes a key of the passphrase, AES-256-GCM
//! encrypts 64 KiB at a time. Each chunk's nonce holds its number and whether
//! it is the last, so that chunks cannot be dropped, repeated, swapped or cut off.

use std::io::{self, Read, Write};

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use crate::error::StoreError;
use crate::random::Random;

const MAGIC: &[u8; 16] = b"bonafide backup1";
const CHUNK: usize = 64 << 10;
const TAG: usize = 16;
const HEADER: usize = 16 + 3 * 4 + 16 + 7;

/// What deriving the key costs: 64 MiB, three passes.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;
const LANES: u32 = 1;

/// Most that a file may make us spend on it.
const MOST_MEMORY_KIB: u32 = 1 << 20;
const MOST_PASSES: u32 = 16;
const MOST_LANES: u32 = 16;

/// The beginning of the file, authenticated with every chunk.
struct Header([u8; HEADER]);

impl Header {
    fn new(random: &dyn Random) -> Self {
        let mut bytes = [0; HEADER];
        bytes[..16].copy_from_slice(MAGIC);
        for (at, cost) in [(16, MEMORY_KIB), (20, PASSES), (24, LANES)] {
            bytes[at..at + 4].copy_from_slice(&cost.to_be_bytes());
        }
        random.fill(&mut bytes[28..]);
        Self(bytes)
    }

    fn cost(&self, at: usize) -> u32 {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(&self.0[at..at + 4]);
        u32::from_be_bytes(bytes)
    }

    fn cipher(&self, passphrase: &str) -> Result<Aes256Gcm, StoreError> {
        let (memory, passes, lanes) = (self.cost(16), self.cost(20), self.cost(24));
        if self.0[..16] != *MAGIC {
            return Err(StoreError::Corrupt("not a backup".to_owned()));
        }
        if memory > MOST_MEMORY_KIB || passes > MOST_PASSES || lanes > MOST_LANES {
            return Err(StoreError::Corrupt(
                "unreasonable cost of the passphrase".to_owned(),
            ));
        }
        let params = Params::new(memory, passes, lanes, Some(32))
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let mut key = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &self.0[28..44], &mut *key)
            .map_err(|error| StoreError::Refused(error.to_string()))?;
        Ok(Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key)))
    }

    fn nonce(&self, number: u32, last: bool) -> Nonce<aes_gcm::aes::cipher::consts::U12> {
        let mut nonce = [0; 12];
        nonce[..7].copy_from_slice(&self.0[44..]);
        nonce[7..11].copy_from_slice(&number.to_be_bytes());
        nonce[11] = u8::from(last);
        nonce.into()
    }
}

fn next(number: u32) -> Result<u32, StoreError> {
    number
        .checked_add(1)
        .ok_or_else(|| StoreError::Refused("the backup is too long".to_owned()))
}

/// Encrypts what is written to it.
pub(super) struct Writer<W> {
    out: W,
    header: Header,
    cipher: Aes256Gcm,
    number: u32,
    buffer: Zeroizing<Vec<u8>>,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(
        mut out: W,
        passphrase: &str,
        random: &dyn Random,
    ) -> Result<Self, StoreError> {
        let header = Header::new(random);
        let cipher = header.cipher(passphrase)?;
        out.write_all(&header.0)?;
        let buffer = Zeroizing::new(Vec::with_capacity(CHUNK));
        Ok(Self {
            out,
            header,
            cipher,
            number: 0,
            buffer,
        })
    }

    pub(super) fn write(&mut self, mut bytes: &[u8]) -> Result<(), StoreError> {
        while !bytes.is_empty() {
            // A full chunk goes out only when more follows: the last one says that it is.
            if self.buffer.len() == CHUNK {
                self.flush_chunk(false)?;
            }
            let (now, later) = bytes.split_at(bytes.len().min(CHUNK - self.buffer.len()));
            self.buffer.extend_from_slice(now);
            bytes = later;
        }
        Ok(())
    }

    fn flush_chunk(&mut self, last: bool) -> Result<(), StoreError> {
        let payload = Payload {
            msg: &self.buffer,
            aad: &self.header.0,
        };
        let sealed = self
            .cipher
            .encrypt(&self.header.nonce(self.number, last), payload)
            .map_err(|_| StoreError::Refused("too large to encrypt".to_owned()))?;
        self.out.write_all(&sealed)?;
        self.number = next(self.number)?;
        self.buffer.clear();
        Ok(())
    }

    /// Writes the last chunk and gives back what is underneath, flushed.
    pub(super) fn finish(mut self) -> Result<W, StoreError> {
        self.flush_chunk(true)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

/// Decrypts a container; never gives out a byte that is not authenticated.
pub(super) struct Reader<R> {
    input: R,
    header: Header,
    cipher: Aes256Gcm,
    number: u32,
    /// The next chunk as it is in the file, read ahead to know which one is the last.
    ahead: Vec<u8>,
    plain: Zeroizing<Vec<u8>>,
    at: usize,
    done: bool,
}

impl<R: Read> Reader<R> {
    pub(super) fn new(mut input: R, passphrase: &str) -> Result<Self, StoreError> {
        let mut header = Header([0; HEADER]);
        input
            .read_exact(&mut header.0)
            .map_err(|_| StoreError::Corrupt("not a backup".to_owned()))?;
        let cipher = header.cipher(passphrase)?;
        let ahead = read_chunk(&mut input)?;
        let plain = Zeroizing::new(Vec::new());
        Ok(Self {
            input,
            header,
            cipher,
            number: 0,
            ahead,
            plain,
            at: 0,
            done: false,
        })
    }

    fn refill(&mut self) -> Result<(), StoreError> {
        let following = read_chunk(&mut self.input)?;
        let last = following.is_empty();
        let payload = Payload {
            msg: &self.ahead,
            aad: &self.header.0,
        };
        let opened = self
            .cipher
            .decrypt(&self.header.nonce(self.number, last), payload);
        self.plain = Zeroizing::new(opened.map_err(|_| {
            if self.number == 0 {
                StoreError::WrongPassphrase
            } else {
                StoreError::Corrupt("the backup was altered or cut off".to_owned())
            }
        })?);
        self.number = next(self.number)?;
        self.ahead = following;
        self.at = 0;
        self.done = last;
        Ok(())
    }

    /// Fills `bytes`.
    pub(super) fn read_exact(&mut self, mut bytes: &mut [u8]) -> Result<(), StoreError> {
        while !bytes.is_empty() {
            if self.at == self.plain.len() {
                if self.done {
                    return Err(StoreError::Corrupt("the backup ends too early".to_owned()));
                }
                self.refill()?;
                continue;
            }
            let count = bytes.len().min(self.plain.len() - self.at);
            bytes[..count].copy_from_slice(&self.plain[self.at..self.at + count]);
            self.at += count;
            bytes = &mut bytes[count..];
        }
        Ok(())
    }

    /// Whether nothing follows.
    pub(super) fn at_end(&self) -> bool {
        self.done && self.at == self.plain.len()
    }
}

/// Reads a whole chunk, or what is left.
fn read_chunk(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut chunk = Vec::new();
    input.take((CHUNK + TAG) as u64).read_to_end(&mut chunk)?;
    Ok(chunk)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Seeded;

    fn sealed(plain: &[u8]) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new(), "correct horse", &Seeded::new(1)).unwrap();
        for part in plain.chunks(1000) {
            writer.write(part).unwrap();
        }
        writer.finish().unwrap()
    }

    fn opened(file: &[u8], passphrase: &str, length: usize) -> Result<Vec<u8>, StoreError> {
        let mut reader = Reader::new(file, passphrase)?;
        let mut plain = vec![0; length];
        reader.read_exact(&mut plain)?;
        assert!(reader.at_end());
        Ok(plain)
    }

    #[test]
    fn round_trip_at_every_edge() {
        for length in [1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK] {
            let plain: Vec<u8> = (0..length).map(|n| n as u8).collect();
            assert_eq!(
                opened(&sealed(&plain), "correct horse", length).unwrap(),
                plain
            );
        }
    }

    #[test]
    fn cut_swapped_and_altered_files_are_refused() {
        let length = 2 * CHUNK + 10;
        let file = sealed(&vec![7; length]);
        let chunk = CHUNK + TAG;
        let open = |file: &[u8]| opened(file, "correct horse", length);
        assert_eq!(
            opened(&file, "wrong", length),
            Err(StoreError::WrongPassphrase)
        );
        for end in [
            0,
            10,
            HEADER,
            HEADER + 5,
            HEADER + chunk,
            HEADER + 2 * chunk,
            file.len() - 1,
        ] {
            assert!(open(&file[..end]).is_err(), "cut at {end}");
        }
        let mut swapped = file[..HEADER].to_vec();
        swapped.extend_from_slice(&file[HEADER + chunk..HEADER + 2 * chunk]);
        swapped.extend_from_slice(&file[HEADER..HEADER + chunk]);
        swapped.extend_from_slice(&file[HEADER + 2 * chunk..]);
        assert!(open(&swapped).is_err());
        for at in [30, HEADER + 3, file.len() - 1] {
            let mut altered = file.clone();
            altered[at] ^= 1;
            assert!(open(&altered).is_err(), "altered at {at}");
        }
    }

    #[test]
    fn a_costly_header_is_refused_at_once() {
        let mut file = sealed(b"x");
        file[16..20].copy_from_slice(&u32::MAX.to_be_bytes());
        assert!(matches!(
            opened(&file, "correct horse", 1),
            Err(StoreError::Corrupt(_))
        ));
    }
}
