//! The files of a sample passport, judged as OpenSSL judges them. They are in `lds-sample` of the directory that
//! `BONAFIDE_EMRTD_DATA` names; without it this test says that it is skipped.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use bonafide_emrtd::lds::{Com, DataGroup, ImageFormat, StoredFile};
use bonafide_emrtd::passive_authentication::{
    ChainVerdict, HashVerdict, SignatureVerdict, authenticate,
};
use bonafide_emrtd::tlv::Tlv;
use bonafide_x509::trust::{Policy, Trust};

use crate::oracle::Oracle;

#[test]
fn the_sample_passport_reads_and_verifies() {
    let Some(data) = std::env::var_os("BONAFIDE_EMRTD_DATA") else {
        eprintln!("skipped: BONAFIDE_EMRTD_DATA names no directory with a sample");
        return;
    };
    let mut groups = BTreeMap::new();
    let (mut com, mut sod) = (Vec::new(), Vec::new());
    for file in fs::read_dir(PathBuf::from(data).join("lds-sample")).expect("the sample") {
        let path = file.expect("a file").path();
        let bytes = fs::read(&path).expect("the file can be read");
        match StoredFile::of_name(&path.file_name().expect("a name").to_string_lossy()) {
            Some(StoredFile::Com) => com = bytes,
            Some(StoredFile::Sod) => sod = bytes,
            Some(StoredFile::Group(number)) => {
                groups.insert(number, bytes);
            }
            None => {}
        }
    }
    assert_eq!(Com::of(&com).expect("EF.COM").groups, [1, 2, 3, 4, 14]);
    let DataGroup::Zone(zone) = DataGroup::of(1, &groups[&1]).expect("DG1") else {
        panic!("DG1 is no zone");
    };
    assert!(zone.zone.checks_ok(), "{zone:?}");
    let DataGroup::Faces(faces) = DataGroup::of(2, &groups[&2]).expect("DG2") else {
        panic!("DG2 is no face");
    };
    assert_eq!(faces.faces[0].image.format, ImageFormat::Jpeg2000);

    let trust = Trust::default();
    let now = "2014-06-01T00:00:00Z".parse().expect("a moment");
    let report = authenticate(&sod, &groups, &trust, now, &Policy::default());
    println!("{}", serde_json::to_string_pretty(&report).expect("JSON"));
    let oracle = Oracle::find();
    let message = Tlv::only(&sod).expect("the wrapping").value;
    let valid = report.signature == SignatureVerdict::Valid;
    assert!(oracle.is_none_or(|oracle| oracle.verifies_message(message) == valid));
    assert!(valid);
    assert_eq!(report.chain, ChainVerdict::UnknownIssuer);
    for group in [1, 2, 3, 4, 14] {
        assert_eq!(report.hashes[&group], HashVerdict::Match, "DG{group}");
    }
}
