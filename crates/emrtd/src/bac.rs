//! Basic access control (Doc 9303-11, section 4.3), the terminal's side.

use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::{
    apdu::Command,
    cipher::{Cipher, CipherError, SessionKeys, pad},
    secure_messaging::SecureMessaging,
};

/// The chip's answer to EXTERNAL AUTHENTICATE: 32 encrypted bytes and their code.
const ANSWER_BYTES: u32 = 40;

/// Basic access control between its two commands. Wiped when dropped.
#[derive(Debug)]
pub struct BasicAccess {
    keys: SessionKeys,
    chip_random: [u8; 8],
    random: [u8; 8],
    key_material: Zeroizing<[u8; 16]>,
}

/// Why the chip's answer opens no channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BacError {
    #[error("a random number or answer of {0} bytes")]
    Length(usize),
    #[error("the authentication code of the chip's answer is wrong")]
    Forged,
    #[error("the chip did not answer to this challenge")]
    Challenge,
    #[error(transparent)]
    Cipher(#[from] CipherError),
}

/// GET CHALLENGE.
#[must_use]
pub fn challenge() -> Command {
    Command::new(0x00, 0x84, 0, 0).expecting(8)
}

impl BasicAccess {
    /// Answers the chip's challenge: the command to send next.
    pub fn begin(
        keys: SessionKeys,
        challenge: &[u8],
        rng: &mut dyn CryptoRng,
    ) -> Result<(BasicAccess, Command), BacError> {
        let chip_random = challenge
            .try_into()
            .map_err(|_| BacError::Length(challenge.len()))?;
        let mut random = [0; 8];
        let mut key_material = Zeroizing::new([0; 16]);
        rng.fill_bytes(&mut random);
        rng.fill_bytes(&mut *key_material);
        let plain = Zeroizing::new([&random[..], challenge, &*key_material].concat());
        let mut data = keys.encryption.encrypt(&[], &plain)?;
        let code = keys.authentication.mac(&pad(&data, 8))?;
        data.extend(code);
        let command = Command::new(0x00, 0x82, 0, 0)
            .data(data)
            .expecting(ANSWER_BYTES);
        let access = BasicAccess {
            keys,
            chip_random,
            random,
            key_material,
        };
        Ok((access, command))
    }

    /// Verifies the chip's answer and opens the channel.
    pub fn finish(self, answer: &[u8]) -> Result<SecureMessaging, BacError> {
        let wrong = || BacError::Length(answer.len());
        let (cryptogram, code) = answer.split_at_checked(32).ok_or_else(wrong)?;
        if code.len() != 8 {
            return Err(wrong());
        }
        if !self
            .keys
            .authentication
            .verify_mac(&pad(cryptogram, 8), code)
        {
            return Err(BacError::Forged);
        }
        let plain = self.keys.encryption.decrypt(&[], cryptogram)?;
        let expected = [&self.chip_random[..], &self.random].concat();
        if !bool::from(plain[..16].ct_eq(&expected)) {
            return Err(BacError::Challenge);
        }
        let seed: Zeroizing<Vec<u8>> = Zeroizing::new(
            plain[16..]
                .iter()
                .zip(&*self.key_material)
                .map(|(theirs, ours)| theirs ^ ours)
                .collect(),
        );
        let mut counter = [0; 8];
        counter[..4].copy_from_slice(&self.chip_random[4..]);
        counter[4..].copy_from_slice(&self.random[4..]);
        Ok(SecureMessaging::of_bac(
            SessionKeys::derive(Cipher::TripleDes, &seed),
            counter,
        ))
    }
}

#[cfg(test)]
mod tests {
    use hex_literal::hex;

    use super::{BacError, BasicAccess};
    use crate::{access_key::AccessKey, apdu::Command, testing::Script};

    fn begin() -> (BasicAccess, Command) {
        let keys = AccessKey::typed("L898902C", "690806", "940623")
            .unwrap()
            .basic_access_keys()
            .unwrap();
        let mut rng = Script::new(&[
            &hex!("781723860C06C226"),
            &hex!("0B795240CB7049B01C19B33E32804F0B"),
        ]);
        BasicAccess::begin(keys, &hex!("4608F91988702212"), &mut rng).unwrap()
    }

    const ANSWER: [u8; 40] =
        hex!("46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449");

    /// Doc 9303-11, appendix D.3.
    #[test]
    fn authentication_of_appendix_d() {
        let (access, command) = begin();
        assert_eq!(
            command.encode().unwrap(),
            hex!(
                "008200002872C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F25F1448EEA8AD90A728"
            )
        );
        let channel = access.finish(&ANSWER).unwrap();
        let keys = channel.keys();
        assert_eq!(
            keys.encryption.expose(),
            hex!("979EC13B1CBFE9DCD01AB0FED307EAE5")
        );
        assert_eq!(
            keys.authentication.expose(),
            hex!("F1CB1F1FB5ADF208806B89DC579DC1F8")
        );
        let select = Command::new(0, 0xA4, 2, 0x0C).data(hex!("011E"));
        assert_eq!(
            channel.protect(&select, 0).unwrap().encode().unwrap(),
            hex!("0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800")
        );
    }

    #[test]
    fn wrong_answers_open_nothing() {
        for at in 0..40 {
            let mut answer = ANSWER;
            answer[at] ^= 0x10;
            assert_eq!(begin().0.finish(&answer).err(), Some(BacError::Forged));
        }
        assert_eq!(
            begin().0.finish(&ANSWER[..39]).err(),
            Some(BacError::Length(39))
        );
        assert_eq!(begin().0.finish(&[]).err(), Some(BacError::Length(0)));
    }
}
