//! What must hold for any file and any bytes.

use bonafide_x509::intake::{self, Item};
use bonafide_x509::tlv::Tlv;
use bonafide_x509::tlv::{Tag, wrap, write};
use bonafide_x509::{Algorithm, HashAlgorithm, KeyInfo, PssParameters, SignatureAlgorithm};
use proptest::prelude::*;

/// Elements within elements, with the tags and object identifiers of certificates.
fn tree() -> impl Strategy<Value = Vec<u8>> {
    let tags = vec![
        0x01_u32, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x13, 0x17, 0x18, 0x1e, 0x24, 0x30, 0x31,
        0x80, 0xa0, 0xa1, 0xa3,
    ];
    let known = [
        bonafide_x509::oid::SIGNED_DATA,
        bonafide_x509::oid::MASTER_LIST,
        bonafide_x509::oid::RSA_SHA_256,
        bonafide_x509::oid::EC,
        bonafide_x509::oid::COUNTRY,
        bonafide_x509::oid::KEY_USAGE,
    ];
    let tag = proptest::sample::select(tags);
    let leaf = prop_oneof![
        (tag.clone(), proptest::collection::vec(any::<u8>(), 0..30))
            .prop_map(|(tag, value)| write(Tag(tag), &value)),
        proptest::sample::select(known.to_vec()).prop_map(|oid| write(Tag::OID, oid.as_bytes())),
    ];
    leaf.prop_recursive(7, 80, 8, move |inner| {
        (tag.clone(), proptest::collection::vec(inner, 0..8))
            .prop_map(|(tag, parts)| wrap(Tag(tag), &parts))
    })
}

fn read(bytes: &[u8]) {
    for part in intake::read(bytes) {
        match part.item {
            Ok(Item::Certificate(certificate)) => {
                let _ = certificate.public_key();
                assert!(certificate.der().len() <= bytes.len() + 200);
            }
            Ok(Item::Crl(list)) => assert!(list.len() <= bytes.len()),
            Ok(Item::MasterList(list)) => assert!(list.certificates.len() <= bytes.len()),
            Err(_) => {}
        }
    }
    if let Ok(element) = Tlv::only(bytes) {
        let _ = KeyInfo::of(&element).map(|key| key.signing_key());
        let _ = Algorithm::of(&element).map(|algorithm| SignatureAlgorithm::of(&algorithm, None));
    }
}

fn hashes() -> impl Strategy<Value = HashAlgorithm> {
    proptest::sample::select(HashAlgorithm::ALL.to_vec())
}

proptest! {
    #[test]
    fn any_tree_is_read_or_refused(bytes in tree()) {
        read(&bytes);
    }

    #[test]
    fn any_text_is_read_or_refused(text in "(dn: [a-z=,]{0,9}\n|userCertificate;binary:: [A-Za-z0-9+/=\n ]{0,40}\n|-----BEGIN [A-Z]{0,9}-----\n|[A-Za-z0-9+/=]{0,20}\n|-----END X-----){0,12}") {
        read(text.as_bytes());
    }

    #[test]
    fn parameters_of_pss_read_back(hash in hashes(), mask_hash in hashes(), salt in 0_usize..600) {
        let parameters = PssParameters { hash, mask_hash, salt };
        let der = parameters.to_der();
        prop_assert_eq!(PssParameters::of(&Tlv::only(&der).unwrap()), Ok(parameters));
        let scheme = SignatureAlgorithm::RsaPss(parameters);
        let der = scheme.to_der();
        let algorithm = Algorithm::of(&Tlv::only(&der).unwrap()).unwrap();
        prop_assert_eq!(SignatureAlgorithm::of(&algorithm, None), Ok(scheme));
    }
}
