//! Every elliptic curve that a travel document may use: NIST P-192 to P-521 and brainpool 192 to 512, r1 and t1.
//!
//! Code that computes on a curve is generic over [`StandardCurve`]; [`with_curve!`](crate::with_curve) enters it
//! with the type of a [`NamedCurve`].

mod declare;
mod domain;

use const_oid::ObjectIdentifier;
pub use declare::{
    BrainpoolP192r1, BrainpoolP192t1, BrainpoolP224r1, BrainpoolP224t1, BrainpoolP256r1,
    BrainpoolP256t1, BrainpoolP320r1, BrainpoolP320t1, BrainpoolP384r1, BrainpoolP384t1,
    BrainpoolP512r1, BrainpoolP512t1, P192, P224,
};
pub use domain::{CurveError, Domain};
pub use p256::NistP256 as P256;
pub use p384::NistP384 as P384;
pub use p521::NistP521 as P521;
use primeorder::PrimeCurveParams;
use serde::{Deserialize, Serialize};

/// A curve of prime order with everything that signatures and key agreement need.
pub trait StandardCurve: PrimeCurveParams + ecdsa::EcdsaCurve {
    const NAMED: NamedCurve;
}

impl StandardCurve for P256 {
    const NAMED: NamedCurve = NamedCurve::P256;
}

impl StandardCurve for P384 {
    const NAMED: NamedCurve = NamedCurve::P384;
}

impl StandardCurve for P521 {
    const NAMED: NamedCurve = NamedCurve::P521;
}

/// A standard curve by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum NamedCurve {
    #[serde(rename = "P-192")]
    P192,
    #[serde(rename = "P-224")]
    P224,
    #[serde(rename = "P-256")]
    P256,
    #[serde(rename = "P-384")]
    P384,
    #[serde(rename = "P-521")]
    P521,
    #[serde(rename = "brainpoolP192r1")]
    BrainpoolP192r1,
    #[serde(rename = "brainpoolP192t1")]
    BrainpoolP192t1,
    #[serde(rename = "brainpoolP224r1")]
    BrainpoolP224r1,
    #[serde(rename = "brainpoolP224t1")]
    BrainpoolP224t1,
    #[serde(rename = "brainpoolP256r1")]
    BrainpoolP256r1,
    #[serde(rename = "brainpoolP256t1")]
    BrainpoolP256t1,
    #[serde(rename = "brainpoolP320r1")]
    BrainpoolP320r1,
    #[serde(rename = "brainpoolP320t1")]
    BrainpoolP320t1,
    #[serde(rename = "brainpoolP384r1")]
    BrainpoolP384r1,
    #[serde(rename = "brainpoolP384t1")]
    BrainpoolP384t1,
    #[serde(rename = "brainpoolP512r1")]
    BrainpoolP512r1,
    #[serde(rename = "brainpoolP512t1")]
    BrainpoolP512t1,
}

/// Evaluates an expression with a type alias for the curve that a [`NamedCurve`] names.
///
/// ```
/// use bonafide_x509::curve::{NamedCurve, StandardCurve};
/// fn name<C: StandardCurve>() -> NamedCurve { C::NAMED }
/// let curve = NamedCurve::BrainpoolP320r1;
/// assert_eq!(bonafide_x509::with_curve!(curve, C => name::<C>()), curve);
/// ```
#[macro_export]
macro_rules! with_curve {
    ($named:expr, $curve:ident => $body:expr) => {
        $crate::with_curve!(@arms $named, $curve => $body;
            P192 P224 P256 P384 P521
            BrainpoolP192r1 BrainpoolP192t1 BrainpoolP224r1 BrainpoolP224t1
            BrainpoolP256r1 BrainpoolP256t1 BrainpoolP320r1 BrainpoolP320t1
            BrainpoolP384r1 BrainpoolP384t1 BrainpoolP512r1 BrainpoolP512t1)
    };
    (@arms $named:expr, $curve:ident => $body:expr; $($name:ident)*) => {
        match $named {
            $($crate::curve::NamedCurve::$name => {
                type $curve = $crate::curve::$name;
                $body
            })*
        }
    };
}

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

/// Each curve with its object identifier (RFC 5480, RFC 5639), its standardised domain parameter id (ICAO Doc
/// 9303 part 11, 9.5.1) and the bytes of a field element.
const TABLE: [(NamedCurve, ObjectIdentifier, Option<u8>, usize); 17] = {
    use NamedCurve::*;
    [
        (P192, oid("1.2.840.10045.3.1.1"), Some(8), 24),
        (BrainpoolP192r1, oid("1.3.36.3.3.2.8.1.1.3"), Some(9), 24),
        (P224, oid("1.3.132.0.33"), Some(10), 28),
        (BrainpoolP224r1, oid("1.3.36.3.3.2.8.1.1.5"), Some(11), 28),
        (P256, oid("1.2.840.10045.3.1.7"), Some(12), 32),
        (BrainpoolP256r1, oid("1.3.36.3.3.2.8.1.1.7"), Some(13), 32),
        (BrainpoolP320r1, oid("1.3.36.3.3.2.8.1.1.9"), Some(14), 40),
        (P384, oid("1.3.132.0.34"), Some(15), 48),
        (BrainpoolP384r1, oid("1.3.36.3.3.2.8.1.1.11"), Some(16), 48),
        (BrainpoolP512r1, oid("1.3.36.3.3.2.8.1.1.13"), Some(17), 64),
        (P521, oid("1.3.132.0.35"), Some(18), 66),
        (BrainpoolP192t1, oid("1.3.36.3.3.2.8.1.1.4"), None, 24),
        (BrainpoolP224t1, oid("1.3.36.3.3.2.8.1.1.6"), None, 28),
        (BrainpoolP256t1, oid("1.3.36.3.3.2.8.1.1.8"), None, 32),
        (BrainpoolP320t1, oid("1.3.36.3.3.2.8.1.1.10"), None, 40),
        (BrainpoolP384t1, oid("1.3.36.3.3.2.8.1.1.12"), None, 48),
        (BrainpoolP512t1, oid("1.3.36.3.3.2.8.1.1.14"), None, 64),
    ]
};

impl NamedCurve {
    /// Every curve.
    pub fn all() -> impl Iterator<Item = NamedCurve> {
        TABLE.iter().map(|(curve, ..)| *curve)
    }

    /// The curve with this object identifier.
    #[must_use]
    pub fn of_oid(oid: &ObjectIdentifier) -> Option<NamedCurve> {
        TABLE
            .iter()
            .find(|(_, known, ..)| known == oid)
            .map(|(curve, ..)| *curve)
    }

    /// The curve with this standardised domain parameter id; ids 0 to 2 are groups without a curve.
    #[must_use]
    pub fn of_parameter_id(id: u8) -> Option<NamedCurve> {
        TABLE
            .iter()
            .find(|(_, _, known, _)| *known == Some(id))
            .map(|(curve, ..)| *curve)
    }

    #[must_use]
    pub fn oid(self) -> ObjectIdentifier {
        self.row().1
    }

    /// The standardised domain parameter id; twisted curves have none.
    #[must_use]
    pub fn parameter_id(self) -> Option<u8> {
        self.row().2
    }

    /// Bytes of a coordinate, and of a scalar.
    #[must_use]
    pub fn field_bytes(self) -> usize {
        self.row().3
    }

    fn row(self) -> &'static (NamedCurve, ObjectIdentifier, Option<u8>, usize) {
        TABLE
            .iter()
            .find(|(curve, ..)| *curve == self)
            .expect("every curve has a row")
    }
}
