//! Domain parameters: curves that are spelt out instead of named.

use std::sync::LazyLock;

use const_oid::ObjectIdentifier;
use elliptic_curve::ff::PrimeField;
use elliptic_curve::{CurveArithmetic, Field};

use super::{NamedCurve, StandardCurve};
use crate::tlv::{Reader, Tag, Tlv, TlvError, trim, unsigned, wrap, write};
use crate::with_curve;

/// y² = x³ + ax + b over the field of p elements, with the base point (gx, gy) of order n and cofactor 1.
/// Numbers are big-endian, as long as a field element (n as well).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Domain {
    pub p: Vec<u8>,
    pub a: Vec<u8>,
    pub b: Vec<u8>,
    pub gx: Vec<u8>,
    pub gy: Vec<u8>,
    pub n: Vec<u8>,
}

/// Why parameters are no standard curve.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CurveError {
    #[error(transparent)]
    Tlv(#[from] TlvError),
    #[error("the curve {0} is not known")]
    UnknownName(ObjectIdentifier),
    #[error("the object identifier of the curve is malformed")]
    Oid,
    /// The parameters equal no standard curve in all of p, a, b, G, n and h.
    #[error("the explicit parameters are of no standard curve")]
    UnknownParameters,
    #[error("the key takes its curve from elsewhere")]
    Implicit,
}

static DOMAINS: LazyLock<Vec<(NamedCurve, Domain)>> = LazyLock::new(|| {
    NamedCurve::all()
        .map(|curve| (curve, with_curve!(curve, C => Domain::of::<C>())))
        .collect()
});

impl Domain {
    fn of<C: StandardCurve>() -> Domain {
        let (gx, gy) = C::GENERATOR;
        Domain {
            p: modulus::<C::FieldElement>(),
            a: C::EQUATION_A.to_repr().to_vec(),
            b: C::EQUATION_B.to_repr().to_vec(),
            gx: gx.to_repr().to_vec(),
            gy: gy.to_repr().to_vec(),
            n: modulus::<<C as CurveArithmetic>::Scalar>(),
        }
    }
}

/// The modulus of a field, which is odd: one more than minus one, without a carry.
fn modulus<F: PrimeField<Repr: AsRef<[u8]>>>() -> Vec<u8> {
    let mut bytes = (-<F as Field>::ONE).to_repr().as_ref().to_vec();
    if let Some(last) = bytes.last_mut() {
        *last |= 1;
    }
    bytes
}

impl NamedCurve {
    #[must_use]
    pub fn domain(self) -> &'static Domain {
        let (_, domain) = DOMAINS
            .iter()
            .find(|(curve, _)| *curve == self)
            .expect("every curve has its parameters");
        domain
    }

    /// The curve that `ECParameters` mean (RFC 3279, 2.3.5; BSI TR-03111): a name, or all of p, a, b, G, n and
    /// h spelt out. A cofactor and a seed may be absent; a base point alone never decides.
    pub fn of_parameters(parameters: &Tlv<'_>) -> Result<NamedCurve, CurveError> {
        match parameters.tag {
            Tag::OID => {
                let oid =
                    ObjectIdentifier::from_bytes(parameters.value).map_err(|_| CurveError::Oid)?;
                NamedCurve::of_oid(&oid).ok_or(CurveError::UnknownName(oid))
            }
            Tag::NULL => Err(CurveError::Implicit),
            _ => {
                parameters.expect(Tag::SEQUENCE)?;
                of_explicit(parameters.inside())
            }
        }
    }

    /// `ECParameters` that spell the curve out.
    #[must_use]
    pub fn explicit_parameters(self) -> Vec<u8> {
        let domain = self.domain();
        let field = wrap(
            Tag::SEQUENCE,
            &[write(Tag::OID, PRIME_FIELD.as_bytes()), unsigned(&domain.p)],
        );
        let curve = wrap(
            Tag::SEQUENCE,
            &[
                write(Tag::OCTET_STRING, &domain.a),
                write(Tag::OCTET_STRING, &domain.b),
            ],
        );
        let base = wrap(Tag::OCTET_STRING, &[&[4][..], &domain.gx, &domain.gy]);
        wrap(
            Tag::SEQUENCE,
            &[
                unsigned(&[1]),
                field,
                curve,
                base,
                unsigned(&domain.n),
                unsigned(&[1]),
            ],
        )
    }
}

const PRIME_FIELD: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.1.1");

fn of_explicit(mut inside: Reader<'_>) -> Result<NamedCurve, CurveError> {
    let _version = inside.value(Tag::INTEGER)?;
    let mut field = inside.enter(Tag::SEQUENCE)?;
    if field.value(Tag::OID)? != PRIME_FIELD.as_bytes() {
        return Err(CurveError::UnknownParameters);
    }
    let p = field.value(Tag::INTEGER)?;
    let mut equation = inside.enter(Tag::SEQUENCE)?;
    let a = equation.value(Tag::OCTET_STRING)?;
    let b = equation.value(Tag::OCTET_STRING)?;
    let base = inside.value(Tag::OCTET_STRING)?;
    let n = inside.value(Tag::INTEGER)?;
    let cofactor = inside.optional(Tag::INTEGER)?;
    let same = |one: &[u8], other: &[u8]| trim(one) == trim(other);
    if cofactor.is_some_and(|cofactor| !same(cofactor.value, &[1])) {
        return Err(CurveError::UnknownParameters);
    }
    DOMAINS
        .iter()
        .find(|(_, domain)| {
            same(p, &domain.p)
                && same(a, &domain.a)
                && same(b, &domain.b)
                && same(n, &domain.n)
                && is_base(base, domain)
        })
        .map(|(curve, _)| *curve)
        .ok_or(CurveError::UnknownParameters)
}

/// Whether an encoded point, compressed or not, is the base point.
fn is_base(point: &[u8], domain: &Domain) -> bool {
    let parity = domain.gy.last().is_some_and(|last| last & 1 == 1);
    match point.split_first() {
        Some((4, coordinates)) => {
            coordinates.len() == 2 * domain.gx.len()
                && coordinates.starts_with(&domain.gx)
                && coordinates.ends_with(&domain.gy)
        }
        Some((2, x)) => !parity && x == domain.gx,
        Some((3, x)) => parity && x == domain.gx,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use elliptic_curve::group::Group;

    use super::*;

    /// The order of the group annihilates the base point, and the half of it does not: a wrong constant in a
    /// declaration cannot pass.
    fn order_holds<C: StandardCurve>() {
        let generator = C::ProjectivePoint::generator();
        let minus_one = -C::Scalar::ONE;
        assert_eq!(generator * minus_one, -generator, "{:?}", C::NAMED);
        assert_eq!(generator.double(), generator + generator);
    }

    #[test]
    fn every_curve_is_consistent() {
        for curve in NamedCurve::all() {
            with_curve!(curve, C => order_holds::<C>());
            assert_eq!(curve.domain().p.len(), curve.field_bytes(), "{curve:?}");
            assert_eq!(curve.domain().n.len(), curve.field_bytes(), "{curve:?}");
            assert_eq!(NamedCurve::of_oid(&curve.oid()), Some(curve));
        }
        assert_eq!(
            NamedCurve::of_parameter_id(13),
            Some(NamedCurve::BrainpoolP256r1)
        );
        assert_eq!(NamedCurve::of_parameter_id(2), None);
    }

    #[test]
    fn explicit_parameters_name_their_curve_only_when_all_of_them_match() {
        for curve in NamedCurve::all() {
            let explicit = curve.explicit_parameters();
            assert_eq!(
                NamedCurve::of_parameters(&Tlv::only(&explicit).unwrap()),
                Ok(curve)
            );
            // The last byte of each number in turn: p, a, b, G, n, and the cofactor.
            let domain = curve.domain();
            for number in [
                &domain.p, &domain.a, &domain.b, &domain.gx, &domain.gy, &domain.n,
            ] {
                let mut altered = explicit.clone();
                let at = explicit
                    .windows(number.len())
                    .position(|window| window == &number[..])
                    .unwrap();
                altered[at + number.len() - 1] ^= 2;
                assert_eq!(
                    NamedCurve::of_parameters(&Tlv::only(&altered).unwrap()),
                    Err(CurveError::UnknownParameters)
                );
            }
            let mut altered = explicit.clone();
            *altered.last_mut().unwrap() = 2;
            assert!(NamedCurve::of_parameters(&Tlv::only(&altered).unwrap()).is_err());
        }
    }
}
