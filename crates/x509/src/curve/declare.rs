//! The curves that have no crate of their own, over Montgomery arithmetic (RFC 5639, SEC 2).

/// Declares one curve of prime order: its field, its scalars, its points and its domain parameters.
macro_rules! declare_curve {
    (
        $name:ident: $module:ident, $text:literal,
        uint: $uint:ident, bytes: $bytes:ident, equation: $equation:ident,
        p: $p:literal, generator $p_generator:literal;
        n: $n:literal, generator $n_generator:literal;
        a: $a:literal,
        b: $b:literal,
        g: $gx:literal, $gy:literal
    ) => {
        pub use $module::$name;

        mod $module {
            use elliptic_curve::bigint::{Limb, Odd, $uint};
            use elliptic_curve::consts::$bytes;
            use elliptic_curve::ff::PrimeField;
            use elliptic_curve::hazmat::FieldArithmetic;
            use elliptic_curve::ops::{BatchInvert, Reduce};
            use elliptic_curve::point::{PointCompaction, PointCompression};
            use elliptic_curve::scalar::{FromUintUnchecked, IsHigh};
            use elliptic_curve::subtle::{
                Choice, ConditionallySelectable, ConstantTimeEq, ConstantTimeGreater, CtOption,
            };
            use elliptic_curve::{
                Curve, CurveArithmetic, FieldBytes, PrimeCurve, PrimeCurveArithmetic, field,
            };
            use primeorder::{PrimeCurveParams, mul_backend, point_arithmetic, wnaf};

            use crate::curve::{NamedCurve, StandardCurve};

            #[doc = concat!("The curve ", $text, ".")]
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
            pub struct $name;

            impl Curve for $name {
                type FieldBytesSize = $bytes;
                type Uint = $uint;
                const ORDER: Odd<$uint> = Odd::<$uint>::from_be_hex($n);
            }

            impl PrimeCurve for $name {}

            impl PointCompression for $name {
                const COMPRESS_POINTS: bool = false;
            }

            impl PointCompaction for $name {
                const COMPACT_POINTS: bool = false;
            }

            primefield::monty_field_params! {
                name: FieldParams,
                modulus: $p,
                uint: $uint,
                byte_order: primefield::ByteOrder::BigEndian,
                multiplicative_generator: $p_generator,
                doc: "Modulus of the field."
            }

            primefield::monty_field_element! {
                name: FieldElement,
                params: FieldParams,
                uint: $uint,
                doc: "Element of the field."
            }

            primefield::monty_field_arithmetic! {
                name: FieldElement,
                params: FieldParams,
                uint: $uint
            }

            mod scalar_params {
                use super::$uint;

                primefield::monty_field_params! {
                    name: ScalarParams,
                    modulus: $n,
                    uint: $uint,
                    byte_order: primefield::ByteOrder::BigEndian,
                    multiplicative_generator: $n_generator,
                    doc: "Order of the group."
                }
            }
            use scalar_params::ScalarParams;

            primefield::monty_field_element! {
                name: Scalar,
                params: ScalarParams,
                uint: $uint,
                doc: "Number modulo the order of the group."
            }

            primefield::monty_field_arithmetic! {
                name: Scalar,
                params: ScalarParams,
                uint: $uint
            }

            impl BatchInvert for FieldElement {}

            elliptic_curve::scalar_impls!($name, Scalar);
            wnaf::impl_wnaf_size_for_scalar!(Scalar);

            impl AsRef<Scalar> for Scalar {
                fn as_ref(&self) -> &Scalar {
                    self
                }
            }

            impl FromUintUnchecked for Scalar {
                type Uint = $uint;

                fn from_uint_unchecked(uint: $uint) -> Scalar {
                    Scalar::from_uint_unchecked(uint)
                }
            }

            impl IsHigh for Scalar {
                fn is_high(&self) -> Choice {
                    const HALF: $uint = <$name as Curve>::ORDER.as_ref().shr_vartime(1);
                    self.to_canonical().ct_gt(&HALF)
                }
            }

            // The order has as many bits as what is reduced, so one subtraction is enough.
            impl Reduce<$uint> for Scalar {
                fn reduce(w: &$uint) -> Scalar {
                    let (reduced, borrow) = w.borrowing_sub(&<$name as Curve>::ORDER, Limb::ZERO);
                    let smaller = Choice::from(u8::from(borrow != Limb::ZERO));
                    Scalar::from_uint_unchecked($uint::conditional_select(&reduced, w, smaller))
                }
            }

            impl Reduce<FieldBytes<$name>> for Scalar {
                fn reduce(bytes: &FieldBytes<$name>) -> Scalar {
                    <Scalar as Reduce<$uint>>::reduce(&field::bytes_to_uint::<$name>(bytes))
                }
            }

            impl CurveArithmetic for $name {
                type AffinePoint = primeorder::AffinePoint<$name>;
                type ProjectivePoint = primeorder::ProjectivePoint<$name>;
                type Scalar = Scalar;
            }

            impl FieldArithmetic for $name {
                type FieldElement = FieldElement;
            }

            impl PrimeCurveArithmetic for $name {
                type CurveGroup = primeorder::ProjectivePoint<$name>;
            }

            impl PrimeCurveParams for $name {
                type PointArithmetic = point_arithmetic::$equation;
                type Backend = mul_backend::VariableOnly;
                const EQUATION_A: FieldElement = FieldElement::from_hex_vartime($a);
                const EQUATION_B: FieldElement = FieldElement::from_hex_vartime($b);
                const GENERATOR: (FieldElement, FieldElement) = (
                    FieldElement::from_hex_vartime($gx),
                    FieldElement::from_hex_vartime($gy),
                );
            }

            impl ecdsa::EcdsaCurve for $name {
                const NORMALIZE_S: bool = false;
            }

            impl StandardCurve for $name {
                const NAMED: NamedCurve = NamedCurve::$name;
            }
        }
    };
}

declare_curve! {
    BrainpoolP192r1: brainpoolp192r1, "brainpoolP192r1",
    uint: U192, bytes: U24, equation: EquationAIsGeneric,
    p: "c302f41d932a36cda7a3463093d18db78fce476de1a86297", generator 3;
    n: "c302f41d932a36cda7a3462f9e9e916b5be8f1029ac4acc1", generator 7;
    a: "6a91174076b1e0e19c39c031fe8685c1cae040e5c69a28ef",
    b: "469a28ef7c28cca3dc721d044f4496bcca7ef4146fbf25c9",
    g: "c0a0647eaab6a48753b033c56cb0f0900a2f5c4853375fd6", "14b690866abd5bb88b5f4828c1490002e6773fa2fa299b8f"
}
declare_curve! {
    BrainpoolP192t1: brainpoolp192t1, "brainpoolP192t1",
    uint: U192, bytes: U24, equation: EquationAIsMinusThree,
    p: "c302f41d932a36cda7a3463093d18db78fce476de1a86297", generator 3;
    n: "c302f41d932a36cda7a3462f9e9e916b5be8f1029ac4acc1", generator 7;
    a: "c302f41d932a36cda7a3463093d18db78fce476de1a86294",
    b: "13d56ffaec78681e68f9deb43b35bec2fb68542e27897b79",
    g: "3ae9e58c82f63c30282e1fe7bbf43fa72c446af6f4618129", "097e2c5667c2223a902ab5ca449d0084b7e5b3de7ccc01c9"
}
declare_curve! {
    BrainpoolP224r1: brainpoolp224r1, "brainpoolP224r1",
    uint: U256, bytes: U28, equation: EquationAIsGeneric,
    p: "00000000d7c134aa264366862a18302575d1d787b09f075797da89f57ec8c0ff", generator 3;
    n: "00000000d7c134aa264366862a18302575d0fb98d116bc4b6ddebca3a5a7939f", generator 3;
    a: "68a5e62ca9ce6c1c299803a6c1530b514e182ad8b0042a59cad29f43",
    b: "2580f63ccfe44138870713b1a92369e33e2135d266dbb372386c400b",
    g: "0d9029ad2c7e5cf4340823b2a87dc68c9e4ce3174c1e6efdee12c07d", "58aa56f772c0726f24c6b89e4ecdac24354b9e99caa3f6d3761402cd"
}
declare_curve! {
    BrainpoolP224t1: brainpoolp224t1, "brainpoolP224t1",
    uint: U256, bytes: U28, equation: EquationAIsMinusThree,
    p: "00000000d7c134aa264366862a18302575d1d787b09f075797da89f57ec8c0ff", generator 3;
    n: "00000000d7c134aa264366862a18302575d0fb98d116bc4b6ddebca3a5a7939f", generator 3;
    a: "d7c134aa264366862a18302575d1d787b09f075797da89f57ec8c0fc",
    b: "4b337d934104cd7bef271bf60ced1ed20da14c08b3bb64f18a60888d",
    g: "6ab1e344ce25ff3896424e7ffe14762ecb49f8928ac0c76029b4d580", "0374e9f5143e568cd23f3f4d7c0d4b1e41c8cc0d1c6abd5f1a46db4c"
}
declare_curve! {
    BrainpoolP256r1: brainpoolp256r1, "brainpoolP256r1",
    uint: U256, bytes: U32, equation: EquationAIsGeneric,
    p: "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377", generator 11;
    n: "a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7", generator 3;
    a: "7d5a0975fc2c3057eef67530417affe7fb8055c126dc5c6ce94a4b44f330b5d9",
    b: "26dc5c6ce94a4b44f330b5d9bbd77cbf958416295cf7e1ce6bccdc18ff8c07b6",
    g: "8bd2aeb9cb7e57cb2c4b482ffc81b7afb9de27e1e3bd23c23a4453bd9ace3262", "547ef835c3dac4fd97f8461a14611dc9c27745132ded8e545c1d54c72f046997"
}
declare_curve! {
    BrainpoolP256t1: brainpoolp256t1, "brainpoolP256t1",
    uint: U256, bytes: U32, equation: EquationAIsMinusThree,
    p: "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5377", generator 11;
    n: "a9fb57dba1eea9bc3e660a909d838d718c397aa3b561a6f7901e0e82974856a7", generator 3;
    a: "a9fb57dba1eea9bc3e660a909d838d726e3bf623d52620282013481d1f6e5374",
    b: "662c61c430d84ea4fe66a7733d0b76b7bf93ebc4af2f49256ae58101fee92b04",
    g: "a3e8eb3cc1cfe7b7732213b23a656149afa142c47aafbc2b79a191562e1305f4", "2d996c823439c56d7f7b22e14644417e69bcb6de39d027001dabe8f35b25c9be"
}
declare_curve! {
    BrainpoolP320r1: brainpoolp320r1, "brainpoolP320r1",
    uint: U384, bytes: U40, equation: EquationAIsGeneric,
    p: "0000000000000000d35e472036bc4fb7e13c785ed201e065f98fcfa6f6f40def4f92b9ec7893ec28fcd412b1f1b32e27", generator 5;
    n: "0000000000000000d35e472036bc4fb7e13c785ed201e065f98fcfa5b68f12a32d482ec7ee8658e98691555b44c59311", generator 3;
    a: "3ee30b568fbab0f883ccebd46d3f3bb8a2a73513f5eb79da66190eb085ffa9f492f375a97d860eb4",
    b: "520883949dfdbc42d3ad198640688a6fe13f41349554b49acc31dccd884539816f5eb4ac8fb1f1a6",
    g: "43bd7e9afb53d8b85289bcc48ee5bfe6f20137d10a087eb6e7871e2a10a599c710af8d0d39e20611", "14fdd05545ec1cc8ab4093247f77275e0743ffed117182eaa9c77877aaac6ac7d35245d1692e8ee1"
}
declare_curve! {
    BrainpoolP320t1: brainpoolp320t1, "brainpoolP320t1",
    uint: U384, bytes: U40, equation: EquationAIsMinusThree,
    p: "0000000000000000d35e472036bc4fb7e13c785ed201e065f98fcfa6f6f40def4f92b9ec7893ec28fcd412b1f1b32e27", generator 5;
    n: "0000000000000000d35e472036bc4fb7e13c785ed201e065f98fcfa5b68f12a32d482ec7ee8658e98691555b44c59311", generator 3;
    a: "d35e472036bc4fb7e13c785ed201e065f98fcfa6f6f40def4f92b9ec7893ec28fcd412b1f1b32e24",
    b: "a7f561e038eb1ed560b3d147db782013064c19f27ed27c6780aaf77fb8a547ceb5b4fef422340353",
    g: "925be9fb01afc6fb4d3e7d4990010f813408ab106c4f09cb7ee07868cc136fff3357f624a21bed52", "63ba3a7a27483ebf6671dbef7abb30ebee084e58a0b077ad42a5a0989d1ee71b1b9bc0455fb0d2c3"
}
declare_curve! {
    BrainpoolP384r1: brainpoolp384r1, "brainpoolP384r1",
    uint: U384, bytes: U48, equation: EquationAIsGeneric,
    p: "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53", generator 2;
    n: "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565", generator 2;
    a: "7bc382c63d8c150c3c72080ace05afa0c2bea28e4fb22787139165efba91f90f8aa5814a503ad4eb04a8c7dd22ce2826",
    b: "04a8c7dd22ce28268b39b55416f0447c2fb77de107dcd2a62e880ea53eeb62d57cb4390295dbc9943ab78696fa504c11",
    g: "1d1c64f068cf45ffa2a63a81b7c13f6b8847a3e77ef14fe3db7fcafe0cbd10e8e826e03436d646aaef87b2e247d4af1e", "8abe1d7520f9c2a45cb1eb8e95cfd55262b70b29feec5864e19c054ff99129280e4646217791811142820341263c5315"
}
declare_curve! {
    BrainpoolP384t1: brainpoolp384t1, "brainpoolP384t1",
    uint: U384, bytes: U48, equation: EquationAIsMinusThree,
    p: "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec53", generator 2;
    n: "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b31f166e6cac0425a7cf3ab6af6b7fc3103b883202e9046565", generator 2;
    a: "8cb91e82a3386d280f5d6f7e50e641df152f7109ed5456b412b1da197fb71123acd3a729901d1a71874700133107ec50",
    b: "7f519eada7bda81bd826dba647910f8c4b9346ed8ccdc64e4b1abd11756dce1d2074aa263b88805ced70355a33b471ee",
    g: "18de98b02db9a306f2afcd7235f72a819b80ab12ebd653172476fecd462aabffc4ff191b946a5f54d8d0aa2f418808cc", "25ab056962d30651a114afd2755ad336747f93475b7a1fca3b88f2b6a208ccfe469408584dc2b2912675bf5b9e582928"
}
declare_curve! {
    BrainpoolP512r1: brainpoolp512r1, "brainpoolP512r1",
    uint: U512, bytes: U64, equation: EquationAIsGeneric,
    p: "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e62881ff2f2d82c68528aa6056583a48f3", generator 2;
    n: "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac10471db1d381085ddaddb58796829ca90069", generator 7;
    a: "7830a3318b603b89e2327145ac234cc594cbdd8d3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94ca",
    b: "3df91610a83441caea9863bc2ded5d5aa8253aa10a2ef1c98b9ac8b57f1117a72bf2c7b9e7c1ac4d77fc94cadc083e67984050b75ebae5dd2809bd638016f723",
    g: "81aee4bdd82ed9645a21322e9c4c6a9385ed9f70b5d916c1b43b62eef4d0098eff3b1f78e2d0d48d50d1687b93b97d5f7c6d5047406a5e688b352209bcb9f822", "7dde385d566332ecc0eabfa9cf7822fdf209f70024a57b1aa000c55b881f8111b2dcde494a5f485e5bca4bd88a2763aed1ca2b2fa8f0540678cd1e0f3ad80892"
}
declare_curve! {
    BrainpoolP512t1: brainpoolp512t1, "brainpoolP512t1",
    uint: U512, bytes: U64, equation: EquationAIsMinusThree,
    p: "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e62881ff2f2d82c68528aa6056583a48f3", generator 2;
    n: "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca70330870553e5c414ca92619418661197fac10471db1d381085ddaddb58796829ca90069", generator 7;
    a: "aadd9db8dbe9c48b3fd4e6ae33c9fc07cb308db3b3c9d20ed6639cca703308717d4d9b009bc66842aecda12ae6a380e62881ff2f2d82c68528aa6056583a48f0",
    b: "7cbbbcf9441cfab76e1890e46884eae321f70c0bcb4981527897504bec3e36a62bcdfa2304976540f6450085f2dae145c22553b465763689180ea2571867423e",
    g: "640ece5c12788717b9c1ba06cbc2a6feba85842458c56dde9db1758d39c0313d82ba51735cdb3ea499aa77a7d6943a64f7a3f25fe26f06b51baa2696fa9035da", "5b534bd595f5af0fa2c892376c84ace1bb4e3019b71634c01131159cae03cee9d9932184beef216bd71df2dadf86a627306ecff96dbb8bace198b61e00f8b332"
}
declare_curve! {
    P192: p192, "prime192v1",
    uint: U192, bytes: U24, equation: EquationAIsMinusThree,
    p: "fffffffffffffffffffffffffffffffeffffffffffffffff", generator 11;
    n: "ffffffffffffffffffffffff99def836146bc9b1b4d22831", generator 3;
    a: "fffffffffffffffffffffffffffffffefffffffffffffffc",
    b: "64210519e59c80e70fa7e9ab72243049feb8deecc146b9b1",
    g: "188da80eb03090f67cbf20eb43a18800f4ff0afd82ff1012", "07192b95ffc8da78631011ed6b24cdd573f977a11e794811"
}
declare_curve! {
    P224: p224, "secp224r1",
    uint: U256, bytes: U28, equation: EquationAIsMinusThree,
    p: "00000000ffffffffffffffffffffffffffffffff000000000000000000000001", generator 11;
    n: "00000000ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d", generator 2;
    a: "fffffffffffffffffffffffffffffffefffffffffffffffffffffffe",
    b: "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
    g: "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21", "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34"
}
