//! Lists that states really publish: every signature in them is judged as OpenSSL judges it. They are named by
//! `BONAFIDE_EMRTD_DATA`, a directory with `master-lists/*.ml`; without it these tests say that they are skipped.

mod oracle;

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use bonafide_x509::cms::CmsError;
use bonafide_x509::intake::{self, Item};
use bonafide_x509::tlv::{Tag, write};
use bonafide_x509::trust::{ChainStatus, Policy, Trust};
use bonafide_x509::{Certificate, MasterList, audit, oid};
use oracle::Oracle;

fn lists() -> Vec<Vec<u8>> {
    let Some(data) = std::env::var_os("BONAFIDE_EMRTD_DATA") else {
        eprintln!("skipped: BONAFIDE_EMRTD_DATA names no directory with master lists");
        return Vec::new();
    };
    let directory = PathBuf::from(data).join("master-lists");
    let files = fs::read_dir(directory).expect("the directory can be read");
    let lists: Vec<Vec<u8>> = files
        .map(|file| file.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ml"))
        .map(|path| fs::read(path).expect("the list can be read"))
        .collect();
    assert!(!lists.is_empty(), "the directory has no lists");
    lists
}

fn certificates(lists: &[Vec<u8>]) -> Vec<Certificate> {
    let mut seen = HashSet::new();
    let mut certificates = Vec::new();
    for list in lists {
        for part in intake::read(list) {
            let Ok(Item::MasterList(list)) = part.item else {
                panic!("a list is none: {:?}", part.item);
            };
            assert_eq!(list.unreadable.len(), 0);
            certificates.extend(
                list.certificates
                    .into_iter()
                    .filter(|certificate| seen.insert(certificate.fingerprint())),
            );
        }
    }
    certificates
}

#[test]
fn openssl_agrees_on_every_certificate() {
    let certificates = certificates(&lists());
    if certificates.is_empty() {
        return;
    }
    let found = audit(&certificates);
    let verified = found.iter().filter(|audited| audited.verified).count();
    println!("{verified} of {} certificates verified", certificates.len());
    let Some(oracle) = Oracle::find() else {
        return;
    };
    for (certificate, audited) in certificates.iter().zip(&found) {
        let judged = certificates
            .iter()
            .filter(|issuer| issuer.subject.country() == certificate.issuer.country())
            .any(|issuer| oracle.verifies(certificate, issuer));
        assert_eq!(
            judged, audited.verified,
            "{certificate:?}: {:?}",
            audited.error
        );
    }
}

#[test]
fn each_list_is_signed_by_a_state_that_is_on_it() {
    let lists = lists();
    let everything = certificates(&lists);
    let (trust, unused) = Trust::build(everything, Vec::new(), Vec::new(), &HashSet::new());
    assert_eq!(unused.without_key.len(), 0);
    let oracle = Oracle::find();
    for bytes in &lists {
        assert!(
            oracle
                .as_ref()
                .is_none_or(|oracle| oracle.verifies_message(bytes))
        );
        let list = MasterList::of(bytes).expect("a list");
        let verified = list.signed.verify().expect("the signature holds");
        assert!(
            verified
                .certificate
                .extensions
                .extended_key_usage
                .contains(&oid::MASTER_LIST_SIGNER)
        );
        let at = verified.signer.claimed_time().expect("a time");
        let chain = trust.trace(&verified.certificate, at, &Policy::default());
        assert_eq!(
            chain.status,
            ChainStatus::Trusted,
            "{:?}",
            verified.certificate
        );

        let mut altered = list.signed.clone();
        let last = altered.content.len() - 1;
        altered.content[last] ^= 1;
        assert_eq!(altered.verify().unwrap_err(), CmsError::ContentAltered);
    }
}

#[test]
fn a_list_with_indefinite_lengths_reads_the_same() {
    for bytes in lists() {
        let list = MasterList::of(&bytes).expect("a list");
        let content = &list.signed.content;
        // The content in two pieces, inside indefinite lengths all the way out.
        let at = bytes
            .windows(content.len())
            .position(|window| window == content)
            .expect("the content");
        let (one, two) = content.split_at(content.len() / 2);
        let pieces = [
            &[0x24, 0x80][..],
            &write(Tag::OCTET_STRING, one),
            &write(Tag::OCTET_STRING, two),
            &[0, 0],
        ]
        .concat();
        let outer = bonafide_x509::tlv::Tlv::only(&bytes).expect("DER");
        let mut ber = vec![0x30, 0x80];
        let mut outer = outer.inside();
        ber.extend_from_slice(outer.element().expect("the kind").raw);
        let signed = outer.element().expect("the message").inside();
        ber.extend_from_slice(&[0xa0, 0x80, 0x30, 0x80]);
        for part in signed.clone().enter(Tag::SEQUENCE).expect("a sequence") {
            let part = part.expect("a part");
            let inside = part.raw.as_ptr() as usize - bytes.as_ptr() as usize;
            if (inside..inside + part.raw.len()).contains(&at) {
                ber.extend_from_slice(&[0x30, 0x80]);
                ber.extend_from_slice(part.inside().element().expect("the type").raw);
                ber.extend_from_slice(&[0xa0, 0x80]);
                ber.extend_from_slice(&pieces);
                ber.extend_from_slice(&[0, 0, 0, 0]);
            } else {
                ber.extend_from_slice(part.raw);
            }
        }
        ber.extend_from_slice(&[0; 6]);
        let again = MasterList::of(&ber).expect("the same list");
        assert!(again.signed.was_ber && !list.signed.was_ber);
        assert_eq!(again.certificates, list.certificates);
        assert!(again.signed.verify().is_ok());
    }
}

#[test]
fn no_state_signs_for_another() {
    let everything = certificates(&lists());
    let (trust, _) = Trust::build(everything.clone(), Vec::new(), Vec::new(), &HashSet::new());
    let at = |certificate: &Certificate| certificate.validity.not_before.expect("a moment");
    let traced = everything.iter().map(|certificate| {
        let chain = trust.trace(certificate, at(certificate), &Policy::default());
        (certificate, chain)
    });
    let mut signed = 0;
    for (certificate, chain) in traced.filter(|(_, chain)| !chain.issuers.is_empty()) {
        signed += 1;
        assert_eq!(
            certificate.issuer.country(),
            chain.issuers[0].country(),
            "{certificate:?}"
        );
        assert_ne!(chain.status, ChainStatus::NotAuthorised, "{certificate:?}");
    }
    println!("{signed} of {} traced", everything.len());
}
