//! The ciphers of the protocols (Doc 9303-11, section 9.8): CBC without padding, message authentication codes,
//! and the derivation of keys from shared secrets.

use aes::cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit,
    block_padding::NoPadding,
};
use cmac::{Cmac, Mac};
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The length of every message authentication code of the protocols, in bytes.
pub const MAC_BYTES: usize = 8;

/// A block cipher with the code that goes with it: two-key 3DES with the retail MAC, or AES with CMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cipher {
    TripleDes,
    Aes128,
    Aes192,
    Aes256,
}

/// What a derived key is for: the counter of the derivation function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Encryption = 1,
    Authentication = 2,
    Password = 3,
}

/// A key and its cipher. Wiped when dropped, never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Key {
    #[zeroize(skip)]
    cipher: Cipher,
    bytes: Vec<u8>,
}

/// The two keys of a secured channel.
#[derive(Clone, Debug)]
pub struct SessionKeys {
    pub encryption: Key,
    pub authentication: Key,
}

/// Data that is no whole number of blocks, or whose padding is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the ciphertext has no whole blocks or no valid padding")]
pub struct CipherError;

impl Cipher {
    pub const ALL: [Cipher; 4] = [
        Cipher::TripleDes,
        Cipher::Aes128,
        Cipher::Aes192,
        Cipher::Aes256,
    ];

    /// The length of a key, in bytes.
    #[must_use]
    pub const fn key_bytes(self) -> usize {
        match self {
            Cipher::TripleDes | Cipher::Aes128 => 16,
            Cipher::Aes192 => 24,
            Cipher::Aes256 => 32,
        }
    }

    /// The length of a block, in bytes.
    #[must_use]
    pub const fn block_bytes(self) -> usize {
        match self {
            Cipher::TripleDes => 8,
            _ => 16,
        }
    }

    /// The length of PACE's nonce: the least multiple of the block that is no shorter than a key.
    #[must_use]
    pub const fn nonce_bytes(self) -> usize {
        match self {
            Cipher::TripleDes | Cipher::Aes128 => 16,
            Cipher::Aes192 | Cipher::Aes256 => 32,
        }
    }
}

impl SessionKeys {
    /// The keys that both sides derive from a shared secret.
    #[must_use]
    pub fn derive(cipher: Cipher, secret: &[u8]) -> SessionKeys {
        SessionKeys {
            encryption: Key::derive(cipher, secret, Purpose::Encryption),
            authentication: Key::derive(cipher, secret, Purpose::Authentication),
        }
    }

    #[must_use]
    pub fn cipher(&self) -> Cipher {
        self.encryption.cipher
    }
}

impl Key {
    /// A key of given bytes. `None` when there are not exactly as many as the cipher takes.
    #[must_use]
    pub fn new(cipher: Cipher, bytes: &[u8]) -> Option<Key> {
        (bytes.len() == cipher.key_bytes()).then(|| Key {
            cipher,
            bytes: bytes.to_vec(),
        })
    }

    /// The derivation function of Doc 9303-11, section 9.7.1: SHA-1 for 3DES and AES-128, SHA-256 for the
    /// longer keys, over the secret and a 32-bit counter.
    #[must_use]
    pub fn derive(cipher: Cipher, secret: &[u8], purpose: Purpose) -> Key {
        let counter = (purpose as u32).to_be_bytes();
        let mut hash: Zeroizing<Vec<u8>> = Zeroizing::new(match cipher {
            Cipher::TripleDes | Cipher::Aes128 => Sha1::new()
                .chain_update(secret)
                .chain_update(counter)
                .finalize()
                .to_vec(),
            Cipher::Aes192 | Cipher::Aes256 => Sha256::new()
                .chain_update(secret)
                .chain_update(counter)
                .finalize()
                .to_vec(),
        });
        if cipher == Cipher::TripleDes {
            for byte in hash.iter_mut() {
                // Odd parity. No cipher looks at it, but keys compare equal with those of others.
                *byte = (*byte & 0xFE) | u8::from((*byte >> 1).count_ones() % 2 == 0);
            }
        }
        Key {
            cipher,
            bytes: hash[..cipher.key_bytes()].to_vec(),
        }
    }

    #[must_use]
    pub fn cipher(&self) -> Cipher {
        self.cipher
    }

    /// The bytes themselves, for those who must hand the key on. Not to be kept.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.bytes
    }

    /// CBC over whole blocks. `iv` shorter than a block counts as zeros (so `&[]` is the zero vector).
    pub fn encrypt(&self, iv: &[u8], plain: &[u8]) -> Result<Vec<u8>, CipherError> {
        if !plain.len().is_multiple_of(self.cipher.block_bytes()) {
            return Err(CipherError);
        }
        let mut buffer = plain.to_vec();
        let (key, length) = (&*self.bytes, plain.len());
        let iv = block_of(iv);
        macro_rules! run {
            ($cipher:ty, $block:expr) => {
                cbc::Encryptor::<$cipher>::new_from_slices(key, &iv[..$block])
                    .map_err(|_| CipherError)?
                    .encrypt_padded::<NoPadding>(&mut buffer, length)
                    .map_err(|_| CipherError)?
            };
        }
        match self.cipher {
            Cipher::TripleDes => run!(des::TdesEde2, 8),
            Cipher::Aes128 => run!(aes::Aes128, 16),
            Cipher::Aes192 => run!(aes::Aes192, 16),
            Cipher::Aes256 => run!(aes::Aes256, 16),
        };
        Ok(buffer)
    }

    /// The opposite of [`Key::encrypt`].
    pub fn decrypt(&self, iv: &[u8], ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, CipherError> {
        if !ciphertext.len().is_multiple_of(self.cipher.block_bytes()) {
            return Err(CipherError);
        }
        let mut buffer = Zeroizing::new(ciphertext.to_vec());
        let key = &*self.bytes;
        let iv = block_of(iv);
        macro_rules! run {
            ($cipher:ty, $block:expr) => {
                cbc::Decryptor::<$cipher>::new_from_slices(key, &iv[..$block])
                    .map_err(|_| CipherError)?
                    .decrypt_padded::<NoPadding>(&mut buffer)
                    .map_err(|_| CipherError)?
            };
        }
        match self.cipher {
            Cipher::TripleDes => run!(des::TdesEde2, 8),
            Cipher::Aes128 => run!(aes::Aes128, 16),
            Cipher::Aes192 => run!(aes::Aes192, 16),
            Cipher::Aes256 => run!(aes::Aes256, 16),
        };
        Ok(buffer)
    }

    /// The code of a message: for AES the CMAC cut to 8 bytes, for 3DES the retail MAC (ISO/IEC 9797-1,
    /// algorithm 3), whose message must be padded to whole blocks by the caller.
    pub fn mac(&self, message: &[u8]) -> Result<[u8; MAC_BYTES], CipherError> {
        macro_rules! cmac {
            ($cipher:ty) => {{
                let mut mac =
                    Cmac::<$cipher>::new_from_slice(&self.bytes).map_err(|_| CipherError)?;
                mac.update(message);
                first(&mac.finalize().into_bytes())
            }};
        }
        match self.cipher {
            Cipher::TripleDes => retail_mac(&self.bytes, message),
            Cipher::Aes128 => cmac!(aes::Aes128),
            Cipher::Aes192 => cmac!(aes::Aes192),
            Cipher::Aes256 => cmac!(aes::Aes256),
        }
    }

    /// Whether `mac` is the code of the message, found out in constant time.
    #[must_use]
    pub fn verify_mac(&self, message: &[u8], mac: &[u8]) -> bool {
        self.mac(message)
            .is_ok_and(|expected| expected.ct_eq(mac).into())
    }
}

fn block_of(iv: &[u8]) -> [u8; 16] {
    let mut block = [0; 16];
    for (to, from) in block.iter_mut().zip(iv) {
        *to = *from;
    }
    block
}

fn first(bytes: &[u8]) -> Result<[u8; MAC_BYTES], CipherError> {
    bytes.first_chunk().copied().ok_or(CipherError)
}

fn retail_mac(key: &[u8], message: &[u8]) -> Result<[u8; MAC_BYTES], CipherError> {
    if message.is_empty() || !message.len().is_multiple_of(8) || key.len() != 16 {
        return Err(CipherError);
    }
    let single = |key: &[u8]| des::Des::new_from_slice(key).map_err(|_| CipherError);
    let (head, tail) = (single(&key[..8])?, single(&key[8..])?);
    let mut state = des::cipher::Array::from([0; 8]);
    for block in message.chunks_exact(8) {
        for (state, byte) in state.iter_mut().zip(block) {
            *state ^= byte;
        }
        head.encrypt_block(&mut state);
    }
    tail.decrypt_block(&mut state);
    head.encrypt_block(&mut state);
    Ok(state.into())
}

/// Padding method 2 of ISO/IEC 9797-1: a byte 80, then zeros to a whole block.
#[must_use]
pub fn pad(message: &[u8], block: usize) -> Vec<u8> {
    let mut padded = message.to_vec();
    padded.push(0x80);
    padded.resize(padded.len().next_multiple_of(block), 0);
    padded
}

/// Takes [`pad`]'s padding away.
pub fn unpad(message: &[u8]) -> Result<&[u8], CipherError> {
    let end = message
        .iter()
        .rposition(|byte| *byte != 0)
        .ok_or(CipherError)?;
    if message[end] == 0x80 {
        Ok(&message[..end])
    } else {
        Err(CipherError)
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key({:?})", self.cipher)
    }
}

#[cfg(test)]
mod tests {
    use super::{Cipher, Key, Purpose, SessionKeys, pad, unpad};
    use hex_literal::hex;
    use proptest::prelude::*;

    /// Doc 9303-11, appendix D.1.
    #[test]
    fn keys_of_appendix_d() {
        let keys =
            SessionKeys::derive(Cipher::TripleDes, &hex!("239AB9CB282DAF66231DC5A4DF6BFBAE"));
        assert_eq!(
            keys.encryption.expose(),
            hex!("AB94FDECF2674FDFB9B391F85D7F76F2")
        );
        assert_eq!(
            keys.authentication.expose(),
            hex!("7962D9ECE03D1ACD4C76089DCE131543")
        );
    }

    /// FIPS 197, NIST SP 800-38A and 38B: the longer keys, which no worked example of Doc 9303 uses.
    #[test]
    fn longer_keys() {
        let key192 = Key::new(
            Cipher::Aes192,
            &hex!("8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b"),
        )
        .unwrap();
        let key256 = Key::new(
            Cipher::Aes256,
            &hex!("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"),
        )
        .unwrap();
        let iv = hex!("000102030405060708090a0b0c0d0e0f");
        let plain = hex!("6bc1bee22e409f96e93d7e117393172a");
        assert_eq!(
            key192.encrypt(&iv, &plain).unwrap(),
            hex!("4f021db243bc633d7178183a9fa071e8")
        );
        assert_eq!(
            key256.encrypt(&iv, &plain).unwrap(),
            hex!("f58c4c04d6e5f1ba779eabfb5f7bfbd6")
        );
        assert_eq!(key192.mac(&plain).unwrap(), hex!("9e99a7bf31e71090"));
        assert_eq!(key256.mac(&plain).unwrap(), hex!("28a7023f452e8f82"));
    }

    #[test]
    fn padding_must_be_there() {
        assert_eq!(pad(&[1, 2], 4), [1, 2, 0x80, 0]);
        assert_eq!(pad(&[1, 2, 3, 4], 4), [1, 2, 3, 4, 0x80, 0, 0, 0]);
        assert!(unpad(&[0, 0]).is_err());
        assert!(unpad(&[]).is_err());
        assert!(unpad(&[0x80, 1]).is_err());
        assert_eq!(unpad(&[0x80]), Ok(&[][..]));
    }

    proptest! {
        #[test]
        fn what_is_encrypted_comes_back(data in proptest::collection::vec(any::<u8>(), 0..100), iv in any::<[u8; 16]>()) {
            for cipher in Cipher::ALL {
                let key = Key::derive(cipher, b"secret", Purpose::Encryption);
                let padded = pad(&data, cipher.block_bytes());
                let there = key.encrypt(&iv, &padded).unwrap();
                let back = key.decrypt(&iv, &there).unwrap();
                prop_assert_eq!(unpad(&back), Ok(&*data));
                let mac = key.mac(&padded).unwrap();
                prop_assert!(key.verify_mac(&padded, &mac));
                prop_assert!(!key.verify_mac(&padded, &mac[..7]));
            }
        }
    }
}
