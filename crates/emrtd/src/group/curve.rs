//! Arithmetic on encoded points, for any standard curve.

use bonafide_x509::curve::StandardCurve;
use elliptic_curve::{
    CurveArithmetic, Group as _,
    ff::{Field, PrimeField},
    sec1::{FromSec1Point, ToSec1Point},
};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{GroupError, Secret};

type Point<C> = <C as CurveArithmetic>::ProjectivePoint;
type Affine<C> = <C as CurveArithmetic>::AffinePoint;
type Scalar<C> = <C as CurveArithmetic>::Scalar;

pub(super) fn secret<C: StandardCurve>(rng: &mut dyn CryptoRng) -> Secret {
    // Eight bytes more than the order has: reduced, the distance to uniform is below 2^-64.
    let mut bytes = Zeroizing::new(vec![0; C::NAMED.field_bytes() + 8]);
    loop {
        rng.fill_bytes(&mut bytes);
        let scalar = number::<Scalar<C>>(&bytes);
        if !bool::from(scalar.is_zero()) {
            return Secret(Zeroizing::new(bytes_of(&scalar)));
        }
    }
}

pub(super) fn multiply<C: StandardCurve>(
    base: &[u8],
    scalar: &[u8],
) -> Result<Vec<u8>, GroupError> {
    encoded::<C>(point::<C>(base)? * number::<Scalar<C>>(scalar))
}

pub(super) fn map_generic<C: StandardCurve>(
    nonce: &[u8],
    secret: &[u8],
    theirs: &[u8],
) -> Result<Vec<u8>, GroupError> {
    let shared = point::<C>(theirs)? * number::<Scalar<C>>(secret);
    encoded::<C>(Point::<C>::generator() * number::<Scalar<C>>(nonce) + shared)
}

pub(super) fn quotient<C: StandardCurve>(
    dividend: &[u8],
    divisor: &[u8],
) -> Result<Vec<u8>, GroupError> {
    let inverse = Option::<Scalar<C>>::from(number::<Scalar<C>>(divisor).invert())
        .ok_or(GroupError::Neutral)?;
    let quotient = number::<Scalar<C>>(dividend) * inverse;
    Ok(bytes_of(&quotient))
}

/// The point encoding of the integrated mapping (Doc 9303-11, appendix B), with a cofactor of one: the point
/// for a number that is reduced here. The branch at the end is on a value that leads back to no password.
pub(super) fn encode<C: StandardCurve>(random: &[u8]) -> Result<Vec<u8>, GroupError> {
    let (a, b) = (C::EQUATION_A, C::EQUATION_B);
    if <C::FieldElement as PrimeField>::S != 1 {
        return Err(GroupError::Unmappable);
    }
    let invert = |element: C::FieldElement| {
        Option::<C::FieldElement>::from(element.invert()).ok_or(GroupError::Neutral)
    };
    let t: C::FieldElement = number(random);
    let alpha = -t.square();
    let x2: C::FieldElement =
        -b * invert(a)? * (C::FieldElement::ONE + invert(alpha + alpha.square())?);
    let x3 = alpha * x2;
    let h2 = x2.square() * x2 + a * x2 + b;
    let u = t.square() * t * h2;
    // h2^(p - 1 - (p + 1) / 4), the exponent as the inverse of h2^((p + 1) / 4).
    let root: C::FieldElement = invert(h2.pow_vartime(quarter(&C::NAMED.domain().p)))?;
    let (x, y) = if root.square() * h2 == C::FieldElement::ONE {
        (x2, root * h2)
    } else {
        (x3, root * u)
    };
    let bytes = [&[4][..], &bytes_of(&x), &bytes_of(&y)].concat();
    encoded::<C>(point::<C>(&bytes)?)
}

/// (p + 1) / 4 in 64-bit words, least significant first, for a prime that ends with the bits 11.
fn quarter(prime: &[u8]) -> Vec<u64> {
    let mut words: Vec<u64> = prime
        .rchunks(8)
        .map(|chunk| {
            chunk
                .iter()
                .fold(0, |word, byte| word << 8 | u64::from(*byte))
        })
        .collect();
    let mut carry = 0;
    for word in words.iter_mut().rev() {
        let low = *word & 3;
        *word = *word >> 2 | carry << 62;
        carry = low;
    }
    for word in &mut words {
        let (sum, overflow) = word.overflowing_add(1);
        *word = sum;
        if !overflow {
            break;
        }
    }
    words
}

/// A big-endian number of any length, reduced by the modulus, in time that depends on the length alone.
fn number<F: PrimeField>(bytes: &[u8]) -> F {
    let shift = F::from(256);
    bytes
        .iter()
        .fold(F::ZERO, |sum, byte| sum * shift + F::from(u64::from(*byte)))
}

/// A number big-endian, as long as the field's elements are.
fn bytes_of<F: PrimeField<Repr: AsRef<[u8]>>>(number: &F) -> Vec<u8> {
    let repr = number.to_repr();
    AsRef::<[u8]>::as_ref(&repr).to_vec()
}

/// Decodes an uncompressed point and makes sure that it lies on the curve and is not the neutral element.
fn point<C: StandardCurve>(bytes: &[u8]) -> Result<Point<C>, GroupError> {
    if bytes.len() != 1 + 2 * C::NAMED.field_bytes() || bytes[0] != 4 {
        return Err(GroupError::Element);
    }
    let affine = Affine::<C>::from_sec1_bytes(bytes).map_err(|_| GroupError::Element)?;
    let point = Point::<C>::from(affine);
    if bool::from(point.is_identity()) {
        return Err(GroupError::Element);
    }
    Ok(point)
}

fn encoded<C: StandardCurve>(point: Point<C>) -> Result<Vec<u8>, GroupError> {
    if bool::from(point.is_identity()) {
        return Err(GroupError::Neutral);
    }
    Ok(Affine::<C>::from(point)
        .to_sec1_point(false)
        .as_bytes()
        .to_vec())
}
