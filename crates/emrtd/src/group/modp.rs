//! Key agreement in the multiplicative group of a finite field.

use crypto_bigint::{
    BoxedUint, NonZero, Odd,
    modular::{BoxedMontyForm, BoxedMontyParams},
};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{
    GroupError, Secret, bits,
    constants::{Constants, MODP_1024_160, MODP_2048_224, MODP_2048_256},
};

/// The sizes of primes accepted, in bits.
const PRIME_BITS: std::ops::RangeInclusive<usize> = 1024..=4096;

/// A prime, a generator and, when stated, the order of the subgroup that it generates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModpGroup {
    prime: Vec<u8>,
    generator: Vec<u8>,
    order: Option<Vec<u8>>,
}

impl ModpGroup {
    pub(super) fn standard(id: u8) -> Option<ModpGroup> {
        let Constants {
            prime,
            generator,
            order,
        } = match id {
            0 => MODP_1024_160,
            1 => MODP_2048_224,
            2 => MODP_2048_256,
            _ => return None,
        };
        let bytes = |text| hex::decode(text).ok();
        ModpGroup::new(&bytes(prime)?, &bytes(generator)?, bytes(order)?.get(..)).ok()
    }

    /// A group from parameters that a chip states: big-endian numbers. The prime is bounded but not proven
    /// prime; that a key of the group proves anything rests on the signature over these parameters.
    pub fn new(
        prime: &[u8],
        generator: &[u8],
        order: Option<&[u8]>,
    ) -> Result<ModpGroup, GroupError> {
        let trim = |number: &[u8]| -> Vec<u8> {
            number
                .iter()
                .copied()
                .skip_while(|byte| *byte == 0)
                .collect()
        };
        let prime = trim(prime);
        if !PRIME_BITS.contains(&bits(&prime)) || prime.last().is_none_or(|last| last & 1 == 0) {
            return Err(GroupError::Parameters);
        }
        let order = order.map(trim);
        if order.as_ref().is_some_and(|order| {
            bits(order) < 160
                || bits(order) >= bits(&prime)
                || order.last().is_none_or(|last| last & 1 == 0)
        }) {
            return Err(GroupError::Parameters);
        }
        let mut group = ModpGroup {
            generator: Vec::new(),
            prime,
            order,
        };
        group.generator = group
            .element(&trim(generator))
            .map_err(|_| GroupError::Parameters)?;
        Ok(group)
    }

    pub(super) fn generator(&self) -> Vec<u8> {
        self.generator.clone()
    }

    /// Prime, generator and, when known, order: as chips state them.
    #[must_use]
    pub fn parameters(&self) -> (&[u8], &[u8], Option<&[u8]>) {
        (&self.prime, &self.generator, self.order.as_deref())
    }

    pub(super) fn element_bytes(&self) -> usize {
        self.prime.len()
    }

    pub(super) fn bits(&self) -> usize {
        bits(&self.prime)
    }

    pub(super) fn secret(&self, rng: &mut dyn CryptoRng) -> Secret {
        // Without a stated order: 512 bits, more than any discrete logarithm in such a field is worth.
        let bound = match &self.order {
            Some(order) => order.clone(),
            None => vec![0xFF; 64],
        };
        let precision = (bound.len() as u32 + 8) * 8;
        let mut bytes = Zeroizing::new(vec![0; bound.len() + 8]);
        rng.fill_bytes(&mut bytes);
        // One to the bound less one; the distance to uniform is below 2^-64.
        let wide = uint(&bytes, precision);
        let modulus = uint(&bound, precision).wrapping_sub(BoxedUint::one());
        let reduced = match Option::<NonZero<BoxedUint>>::from(modulus.into_nz()) {
            Some(modulus) => wide.rem(&modulus),
            None => wide,
        };
        let secret = reduced.wrapping_add(BoxedUint::one());
        let bytes = Zeroizing::new(secret.to_be_bytes().to_vec());
        Secret(Zeroizing::new(bytes[8..].to_vec()))
    }

    /// `base` to the power of `exponent`, padded to the length of the prime.
    pub(super) fn power(&self, base: &[u8], exponent: &[u8]) -> Result<Vec<u8>, GroupError> {
        let base = self.element(base)?;
        self.encoded(&self.raise(&base, exponent))
    }

    pub(super) fn map_generic(
        &self,
        nonce: &[u8],
        secret: &[u8],
        theirs: &[u8],
    ) -> Result<Vec<u8>, GroupError> {
        let shared = self.raise(&self.element(theirs)?, secret);
        self.encoded(&self.raise(&self.generator, nonce).mul(&shared))
    }

    pub(super) fn map_integrated(&self, random: &[u8]) -> Result<Vec<u8>, GroupError> {
        let order = self.order.as_ref().ok_or(GroupError::Parameters)?;
        let precision = self.precision();
        let prime = uint(&self.prime, precision);
        let order = Option::<NonZero<BoxedUint>>::from(uint(order, precision).into_nz())
            .ok_or(GroupError::Parameters)?;
        let cofactor = prime.wrapping_sub(BoxedUint::one()).wrapping_div(&order);
        // The random number has a block or two more than the prime.
        let wide = (random.len() as u32 * 8).max(precision);
        let modulus = Option::<NonZero<BoxedUint>>::from(uint(&self.prime, wide).into_nz())
            .ok_or(GroupError::Parameters)?;
        let reduced = uint(random, wide).rem(&modulus).to_be_bytes();
        let reduced = &reduced[reduced.len() - self.prime.len()..];
        self.encoded(&self.raise(reduced, &cofactor.to_be_bytes()))
    }

    /// The element that bytes encode: more than one, less than the prime less one and, where the order is
    /// known, of the subgroup.
    fn element(&self, bytes: &[u8]) -> Result<Vec<u8>, GroupError> {
        let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
        let significant = &bytes[zeros..];
        let length = self.prime.len();
        if significant.len() > length {
            return Err(GroupError::Element);
        }
        let mut element = vec![0; length - significant.len()];
        element.extend_from_slice(significant);
        let mut top = self.prime.clone();
        if let Some(last) = top.last_mut() {
            *last -= 1;
        }
        let small = element[..length - 1].iter().all(|byte| *byte == 0) && element[length - 1] <= 1;
        if small || element >= top {
            return Err(GroupError::Element);
        }
        if let Some(order) = &self.order
            && self.encoded(&self.raise(&element, order)) != Err(GroupError::Neutral)
        {
            return Err(GroupError::Element);
        }
        Ok(element)
    }

    fn raise(&self, base: &[u8], exponent: &[u8]) -> BoxedMontyForm {
        let precision = self.precision();
        let form = BoxedMontyForm::new(uint(base, precision), &self.monty());
        form.pow(&uint(exponent, (exponent.len() as u32 * 8).max(64)))
    }

    fn encoded(&self, form: &BoxedMontyForm) -> Result<Vec<u8>, GroupError> {
        let bytes = form.retrieve().to_be_bytes();
        let element = &bytes[bytes.len() - self.prime.len()..];
        let (last, rest) = element.split_last().ok_or(GroupError::Parameters)?;
        if *last <= 1 && rest.iter().all(|byte| *byte == 0) {
            return Err(GroupError::Neutral);
        }
        Ok(element.to_vec())
    }

    fn monty(&self) -> BoxedMontyParams {
        let prime = uint(&self.prime, self.precision());
        let odd = Option::<Odd<BoxedUint>>::from(prime.into_odd())
            .expect("a group is made with an odd prime only");
        BoxedMontyParams::new(odd)
    }

    fn precision(&self) -> u32 {
        (self.prime.len() as u32 * 8).next_multiple_of(64)
    }
}

/// A number of big-endian bytes; leading zeros beyond the precision are cut.
fn uint(bytes: &[u8], precision: u32) -> BoxedUint {
    let fits = (precision as usize).div_ceil(8);
    let bytes = &bytes[bytes.len().saturating_sub(fits)..];
    BoxedUint::from_be_slice(bytes, precision).expect("no more bytes than the precision holds")
}
