//! Object identifiers, by the standard that assigns them.

use const_oid::ObjectIdentifier;

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

// Hash functions (RFC 3370, RFC 5754).
pub const SHA_1: ObjectIdentifier = oid("1.3.14.3.2.26");
pub const SHA_224: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.4");
pub const SHA_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
pub const SHA_384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
pub const SHA_512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");

// RSA (RFC 8017); the last one is of the OIW.
pub const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
pub const RSA_SHA_1: ObjectIdentifier = oid("1.2.840.113549.1.1.5");
pub const MGF_1: ObjectIdentifier = oid("1.2.840.113549.1.1.8");
pub const RSA_PSS: ObjectIdentifier = oid("1.2.840.113549.1.1.10");
pub const RSA_SHA_256: ObjectIdentifier = oid("1.2.840.113549.1.1.11");
pub const RSA_SHA_384: ObjectIdentifier = oid("1.2.840.113549.1.1.12");
pub const RSA_SHA_512: ObjectIdentifier = oid("1.2.840.113549.1.1.13");
pub const RSA_SHA_224: ObjectIdentifier = oid("1.2.840.113549.1.1.14");
pub const RSA_SHA_1_OIW: ObjectIdentifier = oid("1.3.14.3.2.29");

// Elliptic curves (RFC 5480, RFC 5758; the plain ones in BSI TR-03111).
pub const EC: ObjectIdentifier = oid("1.2.840.10045.2.1");
pub const ECDSA_SHA_1: ObjectIdentifier = oid("1.2.840.10045.4.1");
pub const ECDSA_SPECIFIED: ObjectIdentifier = oid("1.2.840.10045.4.3");
pub const ECDSA_SHA_224: ObjectIdentifier = oid("1.2.840.10045.4.3.1");
pub const ECDSA_SHA_256: ObjectIdentifier = oid("1.2.840.10045.4.3.2");
pub const ECDSA_SHA_384: ObjectIdentifier = oid("1.2.840.10045.4.3.3");
pub const ECDSA_SHA_512: ObjectIdentifier = oid("1.2.840.10045.4.3.4");
pub const ECDSA_PLAIN_SHA_1: ObjectIdentifier = oid("0.4.0.127.0.7.1.1.4.1.1");
pub const ECDSA_PLAIN_SHA_224: ObjectIdentifier = oid("0.4.0.127.0.7.1.1.4.1.2");
pub const ECDSA_PLAIN_SHA_256: ObjectIdentifier = oid("0.4.0.127.0.7.1.1.4.1.3");
pub const ECDSA_PLAIN_SHA_384: ObjectIdentifier = oid("0.4.0.127.0.7.1.1.4.1.4");
pub const ECDSA_PLAIN_SHA_512: ObjectIdentifier = oid("0.4.0.127.0.7.1.1.4.1.5");

// Certificate extensions (RFC 5280).
pub const SUBJECT_KEY_ID: ObjectIdentifier = oid("2.5.29.14");
pub const KEY_USAGE: ObjectIdentifier = oid("2.5.29.15");
pub const PRIVATE_KEY_USAGE_PERIOD: ObjectIdentifier = oid("2.5.29.16");
pub const BASIC_CONSTRAINTS: ObjectIdentifier = oid("2.5.29.19");
pub const CRL_NUMBER: ObjectIdentifier = oid("2.5.29.20");
pub const REASON_CODE: ObjectIdentifier = oid("2.5.29.21");
pub const AUTHORITY_KEY_ID: ObjectIdentifier = oid("2.5.29.35");
pub const EXTENDED_KEY_USAGE: ObjectIdentifier = oid("2.5.29.37");
pub const ANY_PURPOSE: ObjectIdentifier = oid("2.5.29.37.0");
/// Extensions that change nothing for us, whether critical or not: alternative names, distribution points,
/// policies, and ICAO's document types and name change.
pub(crate) const HARMLESS_EXTENSIONS: [ObjectIdentifier; 6] = [
    oid("2.5.29.17"),
    oid("2.5.29.18"),
    oid("2.5.29.31"),
    oid("2.5.29.32"),
    oid("2.23.136.1.1.6.1"),
    oid("2.23.136.1.1.6.2"),
];

// Cryptographic messages (RFC 5652).
pub const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
pub const SIGNED_DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.2");
pub const CONTENT_TYPE: ObjectIdentifier = oid("1.2.840.113549.1.9.3");
pub const MESSAGE_DIGEST: ObjectIdentifier = oid("1.2.840.113549.1.9.4");
pub const SIGNING_TIME: ObjectIdentifier = oid("1.2.840.113549.1.9.5");

// Travel documents (ICAO Doc 9303 parts 10 and 12).
pub const LDS_SECURITY_OBJECT: ObjectIdentifier = oid("2.23.136.1.1.1");
/// The content of EF.CardSecurity (BSI TR-03110-3, A.1.2.5).
pub const SECURITY_OBJECT: ObjectIdentifier = oid("0.4.0.127.0.7.3.2.1");
pub const MASTER_LIST: ObjectIdentifier = oid("2.23.136.1.1.2");
pub const MASTER_LIST_SIGNER: ObjectIdentifier = oid("2.23.136.1.1.3");

// Attributes of names (RFC 5280, X.520).
pub const COMMON_NAME: ObjectIdentifier = oid("2.5.4.3");
pub const SURNAME: ObjectIdentifier = oid("2.5.4.4");
pub const SERIAL_NUMBER: ObjectIdentifier = oid("2.5.4.5");
pub const COUNTRY: ObjectIdentifier = oid("2.5.4.6");
pub const LOCALITY: ObjectIdentifier = oid("2.5.4.7");
pub const STATE: ObjectIdentifier = oid("2.5.4.8");
pub const ORGANISATION: ObjectIdentifier = oid("2.5.4.10");
pub const ORGANISATIONAL_UNIT: ObjectIdentifier = oid("2.5.4.11");
pub const EMAIL: ObjectIdentifier = oid("1.2.840.113549.1.9.1");
pub const DOMAIN_COMPONENT: ObjectIdentifier = oid("0.9.2342.19200300.100.1.25");
