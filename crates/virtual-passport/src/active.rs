//! The chip's key for active authentication and how it signs.

use bonafide_x509::{
    HashAlgorithm, PublicKey, SignatureAlgorithm,
    tlv::{Tag, trim, unsigned, write},
};
use rand_core::CryptoRng;

use crate::{
    issuer::{IssuerError, KeyKind, PrivateKey},
    quirks::ActiveAnswer,
};

/// A private key for active authentication: RSA with message recovery, or ECDSA.
#[derive(Clone, Debug)]
pub struct ActiveSigner {
    pub key: PrivateKey,
    pub hash: HashAlgorithm,
    /// The hash is named: for ECDSA in DG14, for RSA with SHA-1 by the trailer 33CC instead of BC.
    pub stated: bool,
}

impl ActiveSigner {
    /// With a fresh key.
    pub fn generate(
        kind: KeyKind,
        hash: HashAlgorithm,
        rng: &mut dyn CryptoRng,
    ) -> Result<ActiveSigner, IssuerError> {
        Ok(ActiveSigner {
            key: PrivateKey::generate(kind, rng)?,
            hash,
            stated: true,
        })
    }

    /// The SubjectPublicKeyInfo for DG15.
    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        self.key.public_der()
    }

    /// The object identifier that DG14 states: for ECDSA the plain signature with its hash.
    #[must_use]
    pub fn algorithm(&self) -> Option<Vec<u8>> {
        let arc = match self.hash {
            HashAlgorithm::Sha1 => 1,
            HashAlgorithm::Sha224 => 2,
            HashAlgorithm::Sha256 => 3,
            HashAlgorithm::Sha384 => 4,
            HashAlgorithm::Sha512 => 5,
        };
        (self.stated && matches!(self.key, PrivateKey::Ec { .. }))
            .then(|| vec![0x04, 0x00, 0x7F, 0x00, 0x07, 0x01, 0x01, 0x04, 0x01, arc])
    }

    /// Signs a nonce, as a chip with this quirk does.
    pub fn sign(
        &self,
        challenge: &[u8],
        quirk: ActiveAnswer,
        rng: &mut dyn CryptoRng,
    ) -> Result<Vec<u8>, IssuerError> {
        let mut signature = match self.key.public() {
            PublicKey::Rsa(key) => {
                let block = self.representative(key.modulus.len(), challenge, rng);
                let signature = self.key.private_operation(&block, rng)?;
                let other = complement(&key.modulus, &signature);
                if quirk == ActiveAnswer::Complement && other < signature {
                    other
                } else {
                    signature
                }
            }
            PublicKey::Ec(_) if quirk == ActiveAnswer::Der => {
                let (r, s) = self.key.numbers(&self.hash.hash(&[challenge]), rng)?;
                write(Tag::SEQUENCE, &[unsigned(&r), unsigned(&s)].concat())
            }
            PublicKey::Ec(_) => {
                let scheme = SignatureAlgorithm::EcdsaPlain(self.hash);
                self.key.sign(&scheme, challenge, rng)?
            }
        };
        match quirk {
            ActiveAnswer::LeadingZero => signature.insert(0, 0),
            ActiveAnswer::Trimmed => signature = trim(&signature).to_vec(),
            ActiveAnswer::Truncated(length) => signature.truncate(length),
            ActiveAnswer::Plain | ActiveAnswer::Der | ActiveAnswer::Complement => {}
        }
        Ok(signature)
    }

    /// ISO/IEC 9796-2, digital signature scheme 1, with partial recovery: the message is filled up with
    /// random bytes of the chip, then the nonce.
    fn representative(&self, length: usize, challenge: &[u8], rng: &mut dyn CryptoRng) -> Vec<u8> {
        let trailer: &[u8] = match self.hash {
            HashAlgorithm::Sha1 if !self.stated => &[0xBC],
            HashAlgorithm::Sha1 => &[0x33, 0xCC],
            HashAlgorithm::Sha224 => &[0x38, 0xCC],
            HashAlgorithm::Sha256 => &[0x34, 0xCC],
            HashAlgorithm::Sha384 => &[0x36, 0xCC],
            HashAlgorithm::Sha512 => &[0x35, 0xCC],
        };
        let room = length.saturating_sub(1 + self.hash.size() + trailer.len());
        let mut message = vec![0; room];
        rng.fill_bytes(&mut message);
        let digest = self.hash.hash(&[&message, challenge]);
        [&[0x6A], &message[..], &digest, trailer].concat()
    }
}

/// The modulus less a smaller number, both as long as the modulus.
fn complement(modulus: &[u8], number: &[u8]) -> Vec<u8> {
    let mut borrow = 0;
    let mut difference: Vec<u8> = modulus
        .iter()
        .zip(number)
        .rev()
        .map(|(from, take)| {
            let digit = i16::from(*from) - i16::from(*take) - borrow;
            borrow = i16::from(digit < 0);
            digit as u8
        })
        .collect();
    difference.reverse();
    difference
}
